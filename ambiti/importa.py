"""Memberships of Comuni in Ambiti from a CSV file: each bad row is named by its number, and one stops them all."""

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Appartenenza, Comune
from core.exceptions import DatiNonValidi
from registro.actions import ConPk, annota
from registro.queries import CATENA_SISTEMA

COLONNE = ("codice_ambito", "istat", "dal", "al")
MASSIME_RIGHE = 5000


@dataclass(frozen=True)
class RigaAppartenenza:
    """A row as written: number in the file (the heading is 1), codes, days (None for open)."""

    numero: int
    codice_ambito: str
    istat: str
    dal: dt.date | None
    al: dt.date | None


@dataclass(frozen=True, order=True)
class ErroreRiga:
    """What is wrong in a row; errors sort as in the file."""

    numero: int
    frase: str

    def __str__(self) -> str:
        return f"Riga {self.numero}: {self.frase}"


@dataclass
class Lettura:
    """What was understood of a file: good rows, and an error for each bad one."""

    righe: list[RigaAppartenenza] = field(default_factory=list)
    errori: list[ErroreRiga] = field(default_factory=list)


def _giorno(testo: str) -> dt.date | None:
    testo = testo.strip()
    if not testo:
        return None
    if "/" in testo:
        giorno, mese, anno = testo.split("/")
        return dt.date(int(anno), int(mese), int(giorno))
    return dt.date.fromisoformat(testo)


def leggi_appartenenze(contenuto: bytes) -> Lettura:
    """Return the rows of a CSV (UTF-8, comma or semicolon, heading with COLONNE; days as 2025-01-31 or 31/01/2025).

    Pure: codes are not looked up. Raises DatiNonValidi when the file is not such a CSV at all.
    """
    try:
        testo = contenuto.decode("utf-8-sig")
    except UnicodeDecodeError as errore:
        riga = contenuto.count(b"\n", 0, errore.start) + 1
        raise DatiNonValidi(
            f"Il file non è testo UTF-8: alla riga {riga} c'è un carattere scritto in un altro modo. Salvalo come "
            "«CSV UTF-8» e riprova. Nulla è stato importato."
        ) from errore
    inizio = testo.partition("\n")[0]
    lettore = csv.reader(io.StringIO(testo), delimiter=";" if ";" in inizio else ",", strict=True)
    righe: list[list[str]] = []
    try:
        righe.extend(lettore)
    except csv.Error as errore:
        raise DatiNonValidi(
            f"Riga {len(righe) + 1}: le virgolette non tornano, una si apre e non si chiude. Nulla è stato importato."
        ) from errore
    testata = [c.strip().lower() for c in righe[0]] if righe else []
    mancanti = [c for c in COLONNE if c not in testata]
    if mancanti:
        raise DatiNonValidi(f"Nella prima riga mancano le colonne: {', '.join(mancanti)}. Nulla è stato importato.")
    if len(righe) > MASSIME_RIGHE + 1:
        raise DatiNonValidi(f"Il file ha più di {MASSIME_RIGHE} righe: dividilo. Nulla è stato importato.")
    lettura = Lettura()
    for numero, celle in enumerate(righe[1:], 2):
        if any(c.strip() for c in celle):
            _leggi_riga(lettura, numero, testata, celle)
    return lettura


def _leggi_riga(lettura: Lettura, numero: int, testata: list[str], celle: list[str]) -> None:
    if len(celle) != len(testata):
        lettura.errori.append(ErroreRiga(numero, f"ha {len(celle)} valori invece di {len(testata)}."))
        return
    voci = dict(zip(testata, celle, strict=True))
    try:
        dal, al = _giorno(voci["dal"]), _giorno(voci["al"])
    except ValueError:
        lettura.errori.append(ErroreRiga(numero, "una data non si capisce; scrivila come 2025-01-31 o 31/01/2025."))
        return
    if dal and al and al < dal:
        lettura.errori.append(ErroreRiga(numero, "la data finale viene prima di quella iniziale."))
        return
    istat = voci["istat"].strip()
    codice = istat.zfill(6) if istat.isdecimal() else istat
    lettura.righe.append(RigaAppartenenza(numero, voci["codice_ambito"].strip(), codice, dal, al))


@dataclass
class Esame:
    """The rows of a file against what is in the database."""

    nuove: list[Appartenenza] = field(default_factory=list)
    presenti: int = 0
    errori: list[ErroreRiga] = field(default_factory=list)


def esamina(righe: Sequence[RigaAppartenenza]) -> Esame:
    """Look up codes and compare periods with those there are. Three queries; nothing is written."""
    ambiti = {a.codice: a for a in Ambito.objects.select_related("ente")}
    comuni = {c.codice: c for c in Comune.objects.select_related("ente").filter(ente__tipo=TipoEnte.COMUNE)}
    periodi: dict[int, list[tuple[int, dt.date | None, dt.date | None, str]]] = defaultdict(list)
    for a in Appartenenza.objects.all():
        periodi[a.comune_id].append((a.ambito_id, a.dal, a.al, "già nel portale"))
    esame = Esame()
    for r in righe:
        ambito, comune = ambiti.get(r.codice_ambito), comuni.get(r.istat)
        if ambito is None or comune is None:
            esame.errori += _sconosciuti(r, ambito, comune)
            continue
        nuovo = (ambito.pk, r.dal, r.al)
        if any(p[:3] == nuovo for p in periodi[comune.pk]):
            esame.presenti += 1
            continue
        contro = next((p for p in periodi[comune.pk] if _si_toccano(p[1], p[2], r.dal, r.al)), None)
        if contro:
            esame.errori.append(
                ErroreRiga(r.numero, f"{comune.nome} appartiene già a un Ambito in quel periodo ({contro[3]}).")
            )
            continue
        periodi[comune.pk].append((*nuovo, f"riga {r.numero}"))
        esame.nuove.append(Appartenenza(comune=comune, ambito=ambito, dal=r.dal, al=r.al))
    return esame


def _sconosciuti(r: RigaAppartenenza, ambito: Ambito | None, comune: Comune | None) -> list[ErroreRiga]:
    frasi = []
    if ambito is None:
        frasi.append(ErroreRiga(r.numero, f"non c'è un Ambito con il codice «{r.codice_ambito[:20]}»."))
    if comune is None:
        frasi.append(ErroreRiga(r.numero, f"non c'è un Comune lombardo con il codice ISTAT «{r.istat[:20]}»."))
    return frasi


def _si_toccano(dal: dt.date | None, al: dt.date | None, dal2: dt.date | None, al2: dt.date | None) -> bool:
    return (dal or dt.date.min) <= (al2 or dt.date.max) and (dal2 or dt.date.min) <= (al or dt.date.max)


def importa_appartenenze(righe: Sequence[RigaAppartenenza], *, autore: ConPk | None) -> Esame:
    """Write the memberships that are not there yet; all of them, or none if one row is bad.

    The caller has asked for the permission (people are a room above). Raises DatiNonValidi with the bad rows.
    """
    with transaction.atomic():
        esame = esamina(righe)
        if esame.errori:
            raise DatiNonValidi("Nulla è stato importato. " + " ".join(str(e) for e in sorted(esame.errori)[:20]))
        Appartenenza.objects.bulk_create(esame.nuove)
        annota(CATENA_SISTEMA, "ambiti.appartenenze_importate", autore=autore, dati={"nuove": len(esame.nuove)})
    return esame
