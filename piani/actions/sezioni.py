"""The acts on the tree of sections: write, complete, add, move, remove."""

from collections.abc import Mapping
from typing import TypedDict

from django.db import transaction
from django.db.models import F, Max

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.exceptions import DatiNonValidi
from core.storia import A_MANO, Modo, salva
from core.testo import TestoTroppoLungo, html_pulito, riga
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.actions.immagini import esigi_immagini_del_piano
from piani.actions.storia import una_versione
from piani.chiavi import chiave_libera
from piani.enums import SpecieSezione
from piani.models import Piano, Sezione, VoceFormato
from piani.permissions import Parte, esigi_propria, veste_di
from piani.queries_rimandi import controlla_rimandi, esigi_non_citata
from registro.actions import annota
from utenti.models import Utente

MASSIMA_PROFONDITA = 5
NULLA = "Non è cambiato nulla."


class DatiPrefazione(TypedDict, total=False):
    """What makes a section a signed preface; a plain section needs none of it."""

    specie: SpecieSezione
    firmatario: str
    qualifica: str


class DatiSezione(DatiPrefazione):
    """What a section is, apart from its text."""

    titolo: str
    numerata: bool
    pagina_nuova: bool
    voce_formato: VoceFormato | None
    proprietario: Ente


def _firma(sezione: Sezione, autore: Utente) -> None:
    """Tell the history who is writing, also outside a request."""
    sezione._history_user = autore  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's own way


def _testo_pulito(testo: str) -> str:
    try:
        return html_pulito(testo, immagini=True)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore


def scrivi_sezione(sezione: Sezione, *, testo: str, revisione: int, autore: Utente, modo: Modo = A_MANO) -> Sezione:
    """Save the text of a section, cleaned, if nobody saved it after `revisione`; a complete one is open again.

    A page that saves by itself writes nothing where nothing changed, and one version for a few minutes.
    Raises NonPermesso, DatiNonValidi (too long, a reference that leads nowhere), SalvataggioSuperato with the section as it
    stands.
    """
    nuovo = _testo_pulito(testo)
    uguale = nuovo == sezione.testo
    riaperta = sezione.completa and not uguale
    sezione.testo = nuovo
    sezione.completa = sezione.completa and not riaperta
    _firma(sezione, autore)
    with transaction.atomic():
        blocca_per_scrivere(
            sezione.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione)
        )
        esigi_propria(sezione)
        if uguale and modo.automatico:
            return sezione
        esigi_immagini_del_piano(sezione.piano, nuovo)
        controlla_rimandi(sezione.piano, nuovo)
        salva(sezione, revisione, ["testo", "completa"], autore=autore, modo=modo)
        una_versione(sezione.piano, sezione, modo)
        contenuto_cambiato(sezione.piano)
        if riaperta:
            _annota(sezione.piano, "piani.sezione_riaperta", sezione, autore)
    return sezione


def cambia_dati_sezione(sezione: Sezione, *, dati: DatiSezione, revisione: int, autore: Utente) -> Sezione:
    """Save title, numbering, item of the format, owner. Only who writes for the Ambito.

    The title of a published block is its own. Raises NonPermesso, DatiNonValidi (an item of another triennium, more than a preface to the Terzo Settore),
    SalvataggioSuperato.
    """
    piano = sezione.piano
    voce = dati["voce_formato"]
    if voce and voce.triennio_id != piano.triennio_id:
        raise DatiNonValidi(f"La voce del formato è di un altro triennio. {NULLA}")
    if dati["titolo"] != sezione.titolo or dati.get("specie", SpecieSezione.TESTO) != SpecieSezione.TESTO:
        esigi_propria(sezione)
    for campo, valore in dati.items():
        setattr(sezione, campo, valore)
    _controlla_prefazione(sezione)
    _firma(sezione, autore)
    with transaction.atomic():
        _blocca_albero(piano, autore)
        sezione.salva_se_invariata(revisione, [*dati, "numerata"])
        contenuto_cambiato(piano)
        _annota(piano, "piani.sezione_cambiata", sezione, autore)
    return sezione


def _controlla_prefazione(sezione: Sezione) -> None:
    """A preface has no number. The Terzo Settore is given a preface and nothing else."""
    if sezione.specie == SpecieSezione.PREFAZIONE:
        sezione.numerata = False
    elif sezione.proprietario.tipo == TipoEnte.TERZO_SETTORE:
        raise DatiNonValidi(
            f"A {sezione.proprietario} si affida solo una prefazione firmata: scegli «Prefazione firmata», oppure un altro "
            f"ente. {NULLA}"
        )


def segna_sezione(sezione: Sezione, *, completa: bool, revisione: int, autore: Utente) -> Sezione:
    """Say that a section is complete, or open it again. Raises NonPermesso, SalvataggioSuperato."""
    piano = sezione.piano
    sezione.completa = completa
    _firma(sezione, autore)
    with transaction.atomic():
        blocca_per_scrivere(piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione))
        sezione.salva_se_invariata(revisione, ["completa"])
        contenuto_cambiato(piano)
        _annota(piano, "piani.sezione_completa" if completa else "piani.sezione_riaperta", sezione, autore)
    return sezione


def _blocca_albero(piano: Piano, autore: Utente) -> Piano:
    """Lock the plan for a change of its tree, which only who writes for the Ambito may do."""
    return blocca_per_scrivere(piano, proprietario=piano.ambito.ente, autore=autore)


def _profondita(sezione: Sezione | None) -> int:
    livello = 0
    while sezione is not None:
        livello, sezione = livello + 1, sezione.genitore
    return livello


def aggiungi_sezione(
    piano: Piano, *, titolo: str, genitore: Sezione | None, autore: Utente, dopo: Sezione | None = None
) -> Sezione:
    """Add an empty section after its sibling `dopo`, or last; it belongs to the body of its parent, or to the Ambito.

    Raises NonPermesso, DatiNonValidi (no title, a parent of another plan, too deep).
    """
    nome = riga(titolo, massimo=400)
    if not nome:
        raise DatiNonValidi(f"Scrivi il titolo della sezione. {NULLA}")
    _controlla_genitore(piano, genitore)
    with transaction.atomic():
        piano = _blocca_albero(piano, autore)
        sorelle = piano.sezioni.filter(genitore=genitore)
        ultimo = sorelle.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        if dopo is not None:
            ultimo = sorelle.values_list("ordine", flat=True).filter(pk=dopo.pk).first() or ultimo
            sorelle.filter(ordine__gt=ultimo).update(ordine=F("ordine") + 1)
        prese = frozenset(piano.sezioni.values_list("chiave", flat=True))
        sezione = Sezione(
            piano=piano,
            genitore=genitore,
            chiave=chiave_libera(nome, prese, massimo=50, senza="sezione"),
            ordine=ultimo + 1,
            titolo=nome,
            numerata=genitore.numerata if genitore else True,
            proprietario=_di_chi_nasce(piano, genitore),
        )
        _firma(sezione, autore)
        sezione.save()
        contenuto_cambiato(piano)
        _annota(piano, "piani.sezione_aggiunta", sezione, autore)
    return sezione


def _di_chi_nasce(piano: Piano, genitore: Sezione | None) -> Ente:
    """Return who owns a new section: not the body of a preface, which is given that alone."""
    if genitore is None or genitore.specie == SpecieSezione.PREFAZIONE:
        return piano.ambito.ente
    return genitore.proprietario


def _controlla_genitore(piano: Piano, genitore: Sezione | None) -> None:
    if genitore and genitore.piano_id != piano.pk:
        raise DatiNonValidi(f"La sezione che la deve contenere è di un altro Piano. {NULLA}")
    if _profondita(genitore) >= MASSIMA_PROFONDITA:
        raise DatiNonValidi(f"Il Piano arriva a {MASSIMA_PROFONDITA} livelli: metti la sezione più in alto. {NULLA}")


def _annota(piano: Piano, tipo: str, sezione: Sezione, autore: Utente) -> None:
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano), dati={"sezione": sezione.pk})


def sposta_sezione(sezione: Sezione, *, in_su: bool, autore: Utente) -> None:
    """Swap a section with the sibling before it, or after it; at the end of the row nothing moves.

    Raises NonPermesso.
    """
    piano = sezione.piano
    with transaction.atomic():
        _blocca_albero(piano, autore)
        fratelli = list(piano.sezioni.filter(genitore=sezione.genitore_id).order_by("ordine", "pk"))
        posto = next(i for i, s in enumerate(fratelli) if s.pk == sezione.pk)
        arrivo = posto - 1 if in_su else posto + 1
        if not 0 <= arrivo < len(fratelli):
            return
        fratelli[posto], fratelli[arrivo] = fratelli[arrivo], fratelli[posto]
        _rinumera(fratelli)
        contenuto_cambiato(piano)


def _rinumera(fratelli: list[Sezione]) -> None:
    """Write the order of siblings; `revisione` stays, since nobody's text changes."""
    for ordine, sezione in enumerate(fratelli, 1):
        if sezione.ordine != ordine:
            Sezione.objects.filter(pk=sezione.pk).update(ordine=ordine)


def cambia_genitore(sezione: Sezione, *, genitore: Sezione | None, autore: Utente) -> None:
    """Put a section under another one (last there), or among the chapters.

    Raises NonPermesso, DatiNonValidi (under itself, in another plan, too deep).
    """
    piano = sezione.piano
    with transaction.atomic():
        _blocca_albero(piano, autore)
        figlie = dict(piano.sezioni.values_list("pk", "genitore_id"))
        if genitore and genitore.pk in _ramo(figlie, sezione.pk):
            raise DatiNonValidi(f"Una sezione non può stare dentro sé stessa. {NULLA}")
        _controlla_genitore(piano, genitore)
        if _profondita(genitore) + _altezza(figlie, sezione.pk) > MASSIMA_PROFONDITA:
            raise DatiNonValidi(f"Lì sotto il Piano passerebbe i {MASSIMA_PROFONDITA} livelli. {NULLA}")
        ultimo = piano.sezioni.filter(genitore=genitore).aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        Sezione.objects.filter(pk=sezione.pk).update(genitore=genitore, ordine=ultimo + 1, revisione=F("revisione") + 1)
        contenuto_cambiato(piano)


def _ramo(genitori: Mapping[int, int | None], radice: int) -> set[int]:
    """Return the ids under `radice`, itself included; `genitori` maps each section to its parent."""
    ramo = {radice}
    nuove = {radice}
    while nuove:
        nuove = {pk for pk, genitore in genitori.items() if genitore in nuove}
        ramo |= nuove
    return ramo


def _altezza(genitori: Mapping[int, int | None], radice: int) -> int:
    """Return how many levels the branch of `radice` has, itself included."""
    altezza, livello = 0, {radice}
    while livello:
        altezza += 1
        livello = {pk for pk, genitore in genitori.items() if genitore in livello}
    return altezza


def elimina_sezione(sezione: Sezione, *, autore: Utente) -> None:
    """Remove an empty section. Raises NonPermesso, DatiNonValidi when anything is in it: nothing changes."""
    piano = sezione.piano
    with transaction.atomic():
        _blocca_albero(piano, autore)
        sezione.refresh_from_db()
        esigi_propria(sezione)
        if sezione.testo or sezione.figlie.exists() or sezione.voci.exists() or sezione.tabelle.exists():
            raise DatiNonValidi(
                f"«{sezione}» non è vuota: sposta o cancella prima il testo, le sezioni, le schede e le tabelle "
                f"che contiene. {NULLA}"
            )
        esigi_non_citata(piano, f"sezione:{sezione.chiave}", sezione.titolo)
        _annota(piano, "piani.sezione_eliminata", sezione, autore)
        _firma(sezione, autore)
        sezione.delete()
        contenuto_cambiato(piano)
