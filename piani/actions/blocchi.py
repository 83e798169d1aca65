"""What a body does with its blocks: writes the draft, publishes a version, withdraws the block, offers it again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypedDict

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.canonico import Json, byte_canonici
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from core.storia import A_MANO, Modo, raccogli, salva
from core.testo import TestoTroppoLungo, html_pulito, pulisci, riga
from obiettivi.actions.comuni import firma
from obiettivi.models import Triennio
from piani.actions.tabelle import RigaScritta, colonna_nuova, colonne_nuove, righe_pulite, sposta_celle
from piani.canonico.blocchi import contenuto_di, impronta_di
from piani.chiavi import chiave_libera
from piani.enums import MODIFICABILI, AChi, SpecieBlocco, Stato
from piani.models import Blocco, Colonna, Piano, RigaTabella, Tabella, VersioneBlocco
from piani.queries_blocchi import enti_che_pubblicano, piani_che_usano, piani_del_territorio
from piani.rimandi import rimandi_in
from registro.actions import annota
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.permissions import spiega_rifiuto
from utenti.queries import persone_con
from utenti.roles import Permesso

NULLA = "Non è cambiato nulla."
CHI_PUBBLICA = frozenset({TipoEnte.REGIONE, TipoEnte.ATS, TipoEnte.ASST})


class DatiBlocco(TypedDict, total=False):
    """What a block says, apart from rows and columns; a text has `testo`, a table the rest."""

    titolo: str
    a_chi: str
    testo: str
    fonte: str
    anno: str
    nota: str
    orizzontale: bool


def _annota(blocco: Blocco, tipo: str, autore: Utente, **dati: object) -> None:
    annota(
        blocco.catena,
        f"piani.{tipo}",
        autore=autore,
        incarico_id=autore.veste.pk if autore.veste else None,
        dati={"blocco": blocco.pk, **dati},
    )


def _esigi(autore: Utente, ente: Ente) -> None:
    if ente.tipo not in CHI_PUBBLICA or not enti_che_pubblicano(autore).filter(pk=ente.pk).exists():
        raise NonPermesso(spiega_rifiuto(autore, Permesso.PUBBLICARE_BLOCCHI, ambito=None))


def _blocca(blocco: Blocco, autore: Utente) -> Blocco:
    """Lock a block, if `autore` publishes for its body; return it as it stands. Inside the act's transaction."""
    attuale = Blocco.objects.select_related("ente", "triennio").select_for_update(of=("self",)).get(pk=blocco.pk)
    _esigi(autore, attuale.ente)
    return attuale


def _titolo(scritto: str) -> str:
    titolo = riga(scritto, massimo=300)
    if not titolo:
        raise DatiNonValidi(f"Scrivi il titolo. {NULLA}")
    return titolo


def _a_chi(ente: Ente, scelto: str) -> str:
    """The Region's blocks are for all: its territory is the whole of it."""
    return AChi.REGIONE if ente.tipo == TipoEnte.REGIONE else AChi(scelto)


def crea_blocco(
    ente: Ente, triennio: Triennio, *, specie: SpecieBlocco, titolo: str, a_chi: str, autore: Utente
) -> Blocco:
    """Begin the draft of a block; a table has two columns and one blank row. Raises NonPermesso, DatiNonValidi (no title)."""
    nome = _titolo(titolo)
    with transaction.atomic():
        _esigi(autore, ente)
        # Two with the same title would take the same key.
        Ente.objects.select_for_update(of=("self",)).get(pk=ente.pk)
        prese = frozenset(Blocco.objects.filter(ente=ente, triennio=triennio).values_list("chiave", flat=True))
        blocco = Blocco(
            ente=ente,
            triennio=triennio,
            specie=specie,
            a_chi=_a_chi(ente, a_chi),
            titolo=nome,
            chiave=chiave_libera(nome, prese, massimo=50, senza="blocco"),
        )
        if blocco.e_tabella:
            colonne = [colonna_nuova("Voce", "testo", set()), colonna_nuova("Valore", "numero", {"voce"})]
            blocco.colonne, blocco.righe = colonne, in_dati([RigaTabella(valori=["", ""])])
        firma(blocco, autore).save()
        _annota(blocco, "blocco_creato", autore)
    return blocco


def _puliti(blocco: Blocco, dati: DatiBlocco) -> dict[str, object]:
    try:
        valori: dict[str, object] = {"titolo": _titolo(dati["titolo"]), "a_chi": _a_chi(blocco.ente, dati["a_chi"])}
        if not blocco.e_tabella:
            testo = html_pulito(dati["testo"])
            if rimandi_in(testo):
                raise DatiNonValidi(
                    "Il testo rimanda a una parte di un Piano, e un blocco sta in Piani diversi: scrivi le parole al posto "
                    f"del rimando. {NULLA}"
                )
            return {**valori, "testo": testo}
        return {
            **valori,
            "fonte": riga(dati["fonte"], massimo=300),
            "anno": riga(dati["anno"], massimo=20),
            "nota": pulisci(dati["nota"]),
            "orizzontale": dati["orizzontale"],
        }
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore


def _salva(blocco: Blocco, valori: dict[str, object], revisione: int, autore: Utente, modo: Modo = A_MANO) -> Blocco:
    """Save the draft if nobody saved it after `revisione`."""
    with transaction.atomic():
        attuale = _blocca(blocco, autore)
        for campo, valore in valori.items():
            setattr(attuale, campo, valore)
        salva(firma(attuale, autore), revisione, list(valori), autore=autore, modo=modo)
        if modo.automatico:
            entro = dt.timedelta(minutes=settings.AUTOSALVATAGGIO_MINUTI)
            raccogli(attuale, entro=entro, da_tenere=lambda da: attuale.versioni.filter(pubblicata_il__gte=da).exists())
    return attuale


def scrivi_blocco(blocco: Blocco, *, dati: DatiBlocco, revisione: int, autore: Utente, modo: Modo = A_MANO) -> Blocco:
    """Save the draft, cleaned. What is published does not change. A page that saves by itself leaves one version for a few
    minutes.

    Raises NonPermesso, DatiNonValidi (no title, too long, a reference to a part of a plan), SalvataggioSuperato.
    """
    return _salva(blocco, _puliti(blocco, dati), revisione, autore, modo)


# --- A table --------------------------------------------------------------------
def tabella_di(blocco: Blocco) -> tuple[Tabella, list[RigaTabella]]:
    """Return the draft of a table as rows that are in no plan, for the grid that every table has."""
    tabella = Tabella(titolo=blocco.titolo, colonne=blocco.colonne, revisione=blocco.revisione)
    righe = [
        RigaTabella(
            tabella=tabella,
            ordine=n,
            valori=list(r["valori"]),
            unita=r["unita"],
            totale=r["totale"],
            nota=r["nota"],
            esempio=r["esempio"],
            calcolo=r.get("calcolo", ""),
            note_celle=dict(r.get("note", {})),
        )
        for n, r in enumerate(blocco.righe, 1)
    ]
    return tabella, righe


def in_dati(righe: Iterable[RigaTabella]) -> list[Json]:
    """Return rows as the draft keeps them: the canonical form."""
    return [
        {
            "valori": r.valori,
            "unita": r.unita,
            "totale": r.totale,
            "nota": r.nota,
            "esempio": r.esempio,
            **({"calcolo": r.calcolo} if r.calcolo else {}),
            **({"note": r.note_celle} if r.note_celle else {}),
        }
        for r in righe
    ]


def salva_righe_blocco(blocco: Blocco, *, righe: Sequence[RigaScritta], revisione: int, autore: Utente) -> Blocco:
    """Replace the rows of the draft of a table. Raises NonPermesso, CelleNonValide, SalvataggioSuperato."""
    nuove = righe_pulite(tabella_di(blocco)[0], righe)
    return _salva(blocco, {"righe": in_dati(nuove)}, revisione, autore)


def cambia_colonne_blocco(
    blocco: Blocco, *, colonne: Sequence[tuple[str | None, Colonna]], revisione: int, autore: Utente
) -> Blocco:
    """Save the columns of the draft of a table, with the cells under them. Raises NonPermesso, DatiNonValidi,
    SalvataggioSuperato."""
    nuove = colonne_nuove(blocco.colonne, colonne)
    _, righe = tabella_di(blocco)
    sposta_celle(righe, blocco.colonne, nuove)
    return _salva(blocco, {"colonne": nuove, "righe": in_dati(righe)}, revisione, autore)


# --- Publishing -----------------------------------------------------------------
def pubblica_blocco(blocco: Blocco, *, revisione: int, nota: str = "", autore: Utente) -> VersioneBlocco:
    """Freeze the draft as a new version and offer it; who uses an earlier one is told. A withdrawn block is offered again.

    `revisione` is that of the draft on the screen. Raises NonPermesso, SalvataggioSuperato (the draft is another),
    DatiNonValidi: nothing in it, nothing new.
    """
    with transaction.atomic():
        attuale = _blocca(blocco, autore)
        if attuale.revisione != revisione:
            raise SalvataggioSuperato(attuale)
        contenuto = contenuto_di(attuale)
        _esigi_pieno(contenuto)
        ultima = attuale.versioni.order_by("-numero").first()
        impronta = impronta_di(contenuto)
        if ultima and (ultima.sha256, ultima.a_chi) == (impronta, attuale.a_chi):
            raise DatiNonValidi(f"Il blocco è quello della versione {ultima.numero}: non c'è niente di nuovo. {NULLA}")
        nuova = VersioneBlocco.objects.create(
            blocco=attuale,
            numero=(ultima.numero if ultima else 0) + 1,
            a_chi=attuale.a_chi,
            titolo=attuale.titolo,
            contenuto=byte_canonici(contenuto),
            sha256=impronta,
            nota=pulisci(nota),
            pubblicata_da=autore,
        )
        if attuale.ritirato_il is not None:
            attuale.ritirato_il = None
            attuale.save(update_fields=["ritirato_il"])
        _annota(attuale, "blocco_pubblicato", autore, versione=nuova.numero, sha256=impronta)
        _avvisa(nuova, autore)
    return nuova


def _esigi_pieno(contenuto: Json) -> None:
    if contenuto["specie"] == SpecieBlocco.TESTO:
        if not contenuto["testo"]:
            raise DatiNonValidi(f"Il blocco non ha ancora un testo: scrivilo, poi pubblica. {NULLA}")
    elif not any(v for r in contenuto["righe"] for v in r["valori"]):
        raise DatiNonValidi(f"La tabella non ha ancora righe scritte: scrivile, poi pubblica. {NULLA}")


def _avvisa(nuova: VersioneBlocco, autore: Utente) -> None:
    """Tell who writes the plans that use the block and can still take it; the first time, those of the territory."""
    blocco = nuova.blocco
    aperti = [*MODIFICABILI, Stato.DA_INTEGRARE]
    piani: Iterable[Piano] = piani_che_usano(blocco).filter(stato__in=aperti)
    if nuova.numero == 1:
        piani = piani_del_territorio(blocco).filter(stato__in=aperti)
    cosa = "una tabella" if blocco.e_tabella else "un testo"
    for piano in piani:
        avvisa(
            [p for p in persone_con(Permesso.SCRIVERE_PIANO, piano.ambito) if p.pk != autore.pk],
            Messaggio(
                chiave=f"piani.blocco_pubblicato:{nuova.pk}:{piano.pk}",
                oggetto=f"{blocco.ente} pubblica «{nuova.titolo}», versione {nuova.numero}",
                testo=f"{blocco.ente} ha pubblicato {cosa} che il tuo Piano può usare: «{nuova.titolo}», versione {nuova.numero}.",
                da_fare="Guarda il blocco tra quelli pubblicati, e decidi se prenderlo.",
                url=reverse("piani:blocchi_del_piano", kwargs=piano.indirizzo),
            ),
        )


def ritira_blocco(blocco: Blocco, *, autore: Utente) -> Blocco:
    """Stop offering a block; what uses it keeps its version. Raises NonPermesso, DatiNonValidi (never published, withdrawn)."""
    with transaction.atomic():
        attuale = _blocca(blocco, autore)
        if not attuale.versioni.exists() or attuale.ritirato_il is not None:
            raise DatiNonValidi(f"Si ritira solo un blocco pubblicato. {NULLA}")
        attuale.ritirato_il = timezone.now()
        attuale.save(update_fields=["ritirato_il"])
        _annota(attuale, "blocco_ritirato", autore)
    return attuale


def riprendi_blocco(blocco: Blocco, *, autore: Utente) -> Blocco:
    """Offer a withdrawn block again, with its last version. Raises NonPermesso, DatiNonValidi (it is not withdrawn)."""
    with transaction.atomic():
        attuale = _blocca(blocco, autore)
        if attuale.ritirato_il is None:
            raise DatiNonValidi(f"Questo blocco non è ritirato. {NULLA}")
        attuale.ritirato_il = None
        attuale.save(update_fields=["ritirato_il"])
        _annota(attuale, "blocco_ripreso", autore)
    return attuale


def elimina_blocco(blocco: Blocco, *, autore: Utente) -> None:
    """Remove a block that was never published. Raises NonPermesso, DatiNonValidi (withdraw it instead)."""
    with transaction.atomic():
        attuale = _blocca(blocco, autore)
        if attuale.versioni.exists():
            raise DatiNonValidi(f"Il blocco è stato pubblicato: si ritira, non si elimina. {NULLA}")
        _annota(attuale, "blocco_eliminato", autore)
        firma(attuale, autore).delete()
