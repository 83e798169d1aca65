"""Cross-references of a plan, as its rows stand: what they may name, where each thing is named, that none dangles."""

from collections.abc import Collection, Iterator

from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.formati import elenco
from obiettivi.models import Risposta
from piani.lettura.numeri import Numeri, numera
from piani.models import Piano
from piani.rimandi import PREFISSO, dove_si_cita, mancanti, rimandi_in, sciogli

NULLA = "Non è cambiato nulla."


def numeri_del_piano(piano: Piano) -> Numeri:
    """Return the numbers of sections and captions as the plan stands. Two queries."""
    campi = piano.sezioni.order_by("ordine").values("pk", "genitore_id", "chiave", "titolo", "numerata")
    sezioni: list[Json] = [{**c} for c in campi]
    tabelle = list(piano.tabelle.order_by("ordine").values("chiave", "specie", "sezione__chiave"))
    return numera(
        {
            "sezioni": rami(sezioni),
            "tabelle": [
                {"chiave": t["chiave"], "specie": t["specie"], "sezione": t["sezione__chiave"]} for t in tabelle
            ],
        }
    )


def rami(sezioni: list[Json], genitore: int | None = None) -> list[Json]:
    """Return rows of sections as the tree that the canonical document holds."""
    return [{**s, "sezioni": rami(sezioni, s["pk"])} for s in sezioni if s["genitore_id"] == genitore]


def chiavi_citabili(piano: Piano) -> set[str]:
    """Return all that a reference may name, as ``specie:chiave``. Three queries."""
    return {
        *(f"sezione:{c}" for c in piano.sezioni.values_list("chiave", flat=True)),
        *(f"tabella:{c}" for c in piano.tabelle.values_list("chiave", flat=True)),
        *(f"scheda:{specie}:{codice}" for specie, codice in piano.voci.values_list("specie", "codice")),
    }


def controlla_rimandi(piano: Piano, testo: str) -> None:
    """Raise DatiNonValidi for a reference that leads nowhere. No query for a text without references."""
    if not rimandi_in(testo):
        return
    persi = mancanti(testo, chiavi_citabili(piano))
    if persi:
        raise DatiNonValidi(
            f"Il testo rimanda a {elenco([f'«{p}»' for p in persi])}, che nel Piano non c'è: togli quel collegamento, o "
            f"rifallo con «Rif.», nella barra del testo. {NULLA}"
        )


def senza_rimandi_persi(piano: Piano, testo: str) -> tuple[str, list[str]]:
    """Return a text of another time without the references that lead nowhere now: their words stay; and what they named.

    No query for a text without references.
    """
    return sciogli(testo, chiavi_citabili(piano)) if rimandi_in(testo) else (testo, [])


def frase_rimandi_sciolti(persi: Collection[str]) -> str:
    """Return what to tell of references that became words; empty without any."""
    if not persi:
        return ""
    return f" Citava {elenco([f'«{p}»' for p in persi])}, che nel Piano non c'è più: al posto del rimando sono rimaste le parole."


def _testi(piano: Piano) -> Iterator[tuple[str, str]]:
    sezioni = piano.sezioni.filter(testo__contains=PREFISSO).order_by("ordine")
    for titolo, testo in sezioni.values_list("titolo", "testo"):
        yield f"la sezione «{titolo}»", testo
    risposte = Risposta.objects.filter(scheda__voci__piano=piano, testo__contains=PREFISSO)
    righe = risposte.order_by("scheda_id", "campo__ordine")
    for codice, etichetta, testo in righe.values_list("scheda__voci__codice", "campo__etichetta", "testo").distinct():
        yield f"la scheda {codice}, «{etichetta}»", testo


def dove_citata(piano: Piano, chiavi: Collection[str]) -> list[str]:
    """Return where a text names one of the keys, in words. Two queries."""
    return list(dict.fromkeys(dove_si_cita(chiavi, _testi(piano))))


def esigi_non_citata(piano: Piano, chiave: str, nome: str) -> None:
    """Raise DatiNonValidi when a text of the plan names what is about to be removed: it says where. Two queries."""
    luoghi = dove_citata(piano, (chiave,))
    if luoghi:
        raise DatiNonValidi(
            f"«{nome}» è ancora citata: {elenco(luoghi)}. Togli prima il rimando da lì, poi eliminala. {NULLA}"
        )
