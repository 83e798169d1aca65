"""Prepare the act of recepimento: its text, its rows, its draft on paper."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from ambiti.models import Ats
from core.canonico import byte_canonici, sha256
from core.exceptions import DatiNonValidi
from core.testo import pulisci, riga
from documenti.actions import accoda
from piani.models import Piano
from piani.permissions import NULLA, veste_di
from recepimento.models import (
    AttoRecepimento,
    BozzaAtto,
    ImpostazioniAts,
    Norma,
    Parere,
    Riunione,
    SchemaAtto,
)
from recepimento.permissions import PREPARA_ATTO, atto_aperto, esigi_impostazioni, esigi_preparazione
from recepimento.queries.atto import VALE, dati_atto, stampa_finale
from registro.actions import annota
from registro.queries import CATENA_SISTEMA
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.queries import incarichi_di

LAVORO = "recepimento.atto"
RIGHE: "dict[str, type[Parere] | type[Norma] | type[Riunione]]" = {
    "pareri": Parere,
    "norme": Norma,
    "riunioni": Riunione,
}
CAMPI_TESTO = [
    "tipo",
    "classificazione",
    "organo",
    "nomina",
    "struttura",
    "proponente",
    "responsabile",
    "legittimita",
    "pubblicazione",
    "oneri",
    "sede",
    "contatti",
    "fiscale",
    "nota_oggetto",
    "nota_numero",
    "nota_il",
]


@dataclass(frozen=True)
class Estremi:
    """Number and day that another office gave to the act; empty while they are not known."""

    numero: str = ""
    giorno: dt.date | None = None


def impostazioni_di(ats: Ats) -> ImpostazioniAts:
    """Return the usual text of an ATS, made empty if there is none. Inside a transaction of an act."""
    trovate = ImpostazioniAts.objects.select_related("testo").filter(ats=ats).first()
    if trovate is None:
        trovate = ImpostazioniAts.objects.create(ats=ats, testo=SchemaAtto.objects.create())
    return trovate


def copia_testo(testo: SchemaAtto) -> SchemaAtto:
    """Return a copy of a text with its rows."""
    copia = SchemaAtto.objects.create(**{c: getattr(testo, c) for c in [*CAMPI_TESTO, "esempio"]})
    for modello in RIGHE.values():
        righe: list[Any] = list(modello.objects.filter(testo=testo))
        for r in righe:
            r.pk, r.testo = None, copia
        modello.objects.bulk_create(righe)
    return copia


def comincia_atto(piano: Piano, *, autore: Utente | None) -> AttoRecepimento:
    """Begin the act of a plan from the usual text of its ATS, or return the one begun.

    Raises NonPermesso, AttoNonModificabile.
    """
    with transaction.atomic():
        Piano.objects.select_for_update(of=("self",)).get(pk=piano.pk)
        if autore is not None:
            esigi_preparazione(autore, piano)
        trovato = AttoRecepimento.objects.select_related("testo").filter(piano=piano).first()
        if trovato is not None:
            return trovato
        solito = ImpostazioniAts.objects.select_related("testo").filter(ats=piano.ambito.ats).first()
        testo = copia_testo(solito.testo) if solito else SchemaAtto.objects.create()
        atto = AttoRecepimento.objects.create(piano=piano, testo=testo, cominciato_da=autore)
        _annota(piano, "recepimento.atto_cominciato", autore, {"atto": atto.pk})
    return atto


def _annota(piano: Piano, tipo: str, autore: Utente | None, dati: Mapping[str, object]) -> None:
    veste = veste_di(autore, piano) if autore else None
    annota(piano.catena, tipo, autore=autore, incarico_id=veste, dati=dati)


def scrivi_testo(
    atto: AttoRecepimento,
    *,
    revisione: int,
    valori: Mapping[str, Any],
    autore: Utente | None,
    estremi: Estremi | None = None,
    esempio: bool | None = None,
) -> None:
    """Write the fields of the act's text, and its number and day where `estremi` is given; `autore` None is the command line.

    `esempio` None leaves the mark as it is: only who says that the data are true takes it away.
    Raises NonPermesso, AttoNonModificabile, SalvataggioSuperato, DatiNonValidi (a day in the future).
    """
    if estremi and estremi.giorno and estremi.giorno > timezone.localdate():
        raise DatiNonValidi(
            f"La data dell'atto è nel futuro ({estremi.giorno:%d/%m/%Y}): si scrive quando l'atto ha la sua data. {NULLA}"
        )
    with transaction.atomic():
        piano = (
            Piano.objects.select_for_update(of=("self",))
            .select_related("ambito__ente", "triennio")
            .get(pk=atto.piano_id)
        )
        if autore is not None:
            esigi_preparazione(autore, piano)
        _salva(atto.testo, revisione, {**valori, **_segno(esempio)})
        _salva_estremi(atto, estremi, esempio)
        _annota(piano, "recepimento.atto_scritto", autore, {"atto": atto.pk})


def _segno(esempio: bool | None) -> dict[str, bool]:
    return {} if esempio is None else {"esempio": esempio}


def _salva_estremi(atto: AttoRecepimento, estremi: Estremi | None, esempio: bool | None) -> None:
    """Write number and day; the revision of the text has been asked already."""
    campi = []
    if estremi is not None:
        atto.numero, atto.giorno = riga(estremi.numero, massimo=60), estremi.giorno
        campi += ["numero", "giorno"]
    if esempio is False or (esempio and estremi is not None):
        atto.esempio = esempio
        campi += ["esempio"]
    if campi:
        atto.save(update_fields=campi)


def scrivi_righe(
    atto: AttoRecepimento, genere: str, *, revisione: int, righe: Iterable[Mapping[str, Any]], autore: Utente | None
) -> None:
    """Write the rows of one kind (pareri, norme, riunioni), all together. Raises as `scrivi_testo`."""
    with transaction.atomic():
        piano = (
            Piano.objects.select_for_update(of=("self",))
            .select_related("ambito__ente", "triennio")
            .get(pk=atto.piano_id)
        )
        if autore is not None:
            esigi_preparazione(autore, piano)
        _salva(atto.testo, revisione, {})
        _riscrivi(atto.testo, genere, righe)
        _annota(piano, "recepimento.atto_scritto", autore, {"atto": atto.pk, "righe": genere})


def _salva(testo: SchemaAtto, revisione: int, valori: Mapping[str, Any]) -> None:
    for campo, valore in valori.items():
        setattr(testo, campo, pulisci(valore) if isinstance(valore, str) else valore)
    testo.salva_se_invariata(revisione, list(valori))


def _riscrivi(testo: SchemaAtto, genere: str, righe: Iterable[Mapping[str, Any]]) -> None:
    modello = RIGHE[genere]
    modello.objects.filter(testo=testo).delete()
    for ordine, valori in enumerate(righe, 1):
        modello.objects.create(testo=testo, ordine=ordine, **valori)


def imposta_ats(
    ats: Ats,
    *,
    assenso_prima: bool,
    revisione: int,
    valori: Mapping[str, Any],
    autore: Utente | None,
    esempio: bool | None = None,
) -> ImpostazioniAts:
    """Write whether the ATS wants the assenso first, and its usual text; `esempio` as in `scrivi_testo`.

    Raises NonPermesso, SalvataggioSuperato.
    """
    with transaction.atomic():
        ats = Ats.objects.select_for_update(of=("self",)).select_related("ente").get(pk=ats.pk)
        if autore is not None:
            esigi_impostazioni(autore, ats)
        impostazioni = impostazioni_di(ats)
        _salva(impostazioni.testo, revisione, {**valori, **_segno(esempio)})
        ats.assenso_prima = assenso_prima
        ats.save(update_fields=["assenso_prima"])
        _annota_ats(ats, autore, {"assenso_prima": assenso_prima})
    return impostazioni


def imposta_righe(
    ats: Ats, genere: str, *, revisione: int, righe: Iterable[Mapping[str, Any]], autore: Utente | None
) -> None:
    """Write the rows of one kind of the usual text. Raises NonPermesso, SalvataggioSuperato."""
    with transaction.atomic():
        ats = Ats.objects.select_for_update(of=("self",)).select_related("ente").get(pk=ats.pk)
        if autore is not None:
            esigi_impostazioni(autore, ats)
        testo = impostazioni_di(ats).testo
        _salva(testo, revisione, {})
        _riscrivi(testo, genere, righe)
        _annota_ats(ats, autore, {"righe": genere})


def _annota_ats(ats: Ats, autore: Utente | None, dati: Mapping[str, object]) -> None:
    suoi = incarichi_di(autore).filter(ente=ats.pk).order_by("pk")
    annota(
        CATENA_SISTEMA,
        "recepimento.ats_impostata",
        autore=autore,
        incarico_id=suoi.values_list("pk", flat=True).first(),
        dati={"ats": ats.pk, **dati},
    )


def prepara_bozza(atto: AttoRecepimento, *, autore: Utente | None) -> BozzaAtto:
    """Freeze what the act says now and put its paper in the queue; the same content gives the one there is.

    Gaps stay as gaps, with their name: the draft says what is missing. Once the act is adopted its final text is printed
    only if no print holds (`recepimento.queries.atto.stampa_finale`), else that one is given. Raises NonPermesso.
    """
    with transaction.atomic():
        piano = (
            Piano.objects.select_for_update(of=("self",))
            .select_related("ambito__ente", "ambito__ats__ente", "triennio")
            .get(pk=atto.piano_id)
        )
        if autore is not None:
            esigi(autore, PREPARA_ATTO, ambito=piano.ambito)
        dati = dati_atto(piano, atto.testo)
        if not atto_aperto(piano) and (finale := stampa_finale(atto, dati)) is not None:
            return finale
        contenuto = byte_canonici(dati)
        impronta = sha256(contenuto)
        uguali = BozzaAtto.objects.filter(atto=atto, sha256=impronta, lavoro__stato__in=VALE)
        if (trovata := uguali.order_by("-pk").first()) is not None:
            return trovata
        lavoro = accoda(LAVORO, f"{LAVORO}:{atto.pk}:{impronta}", {}, richiesto_da=autore)
        bozza, _ = BozzaAtto.objects.get_or_create(
            lavoro=lavoro, defaults={"atto": atto, "contenuto": contenuto, "sha256": impronta}
        )
        _annota(piano, "recepimento.bozza_chiesta", autore, {"atto": atto.pk, "sha256": impronta})
    return bozza
