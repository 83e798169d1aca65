"""The acts on the tree as a whole: put a section in any place, take the last act back, sign a preface."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.db.models import F

from core.exceptions import DatiNonValidi
from core.testo import riga
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.actions.sezioni import MASSIMA_PROFONDITA
from piani.albero import impronta_indice
from piani.enums import SpecieSezione
from piani.exceptions import IndiceCambiato
from piani.models import Piano, Sezione
from piani.permissions import Parte, veste_di
from registro.actions import annota
from utenti.models import Utente

NULLA = "Non è cambiato nulla."
Verso = Literal["su", "giu", "dentro", "fuori"]
Dove = Literal["prima", "dopo", "dentro"]


@dataclass(frozen=True)
class Ritorno:
    """Where a section was: its parent's key (empty among the chapters) and its place among its siblings, from 0.

    `indice` is the tree's mark after the act: it can be taken back only while nothing else has moved.
    """

    chiave: str
    genitore: str
    posto: int
    indice: str


class _Indice:
    """The sections of a plan while it is locked."""

    def __init__(self, piano: Piano) -> None:
        self.piano = piano
        self.sezioni = list(piano.sezioni.order_by("ordine", "pk"))
        self.per_chiave = {s.chiave: s for s in self.sezioni}
        self.per_pk = {s.pk: s for s in self.sezioni}

    def trova(self, chiave: str) -> Sezione:
        if chiave not in self.per_chiave:
            raise IndiceCambiato
        return self.per_chiave[chiave]

    def figlie(self, genitore: int | None) -> list[Sezione]:
        return [s for s in self.sezioni if s.genitore_id == genitore]

    def posto(self, sezione: Sezione) -> int:
        return self.figlie(sezione.genitore_id).index(sezione)

    def livello(self, genitore: int | None) -> int:
        return 0 if genitore is None else 1 + self.livello(self.per_pk[genitore].genitore_id)

    def altezza(self, sezione: Sezione) -> int:
        return 1 + max((self.altezza(f) for f in self.figlie(sezione.pk)), default=0)

    def sopra(self, genitore: int | None) -> set[int]:
        """Return the ids from a section up to its chapter."""
        return set() if genitore is None else {genitore} | self.sopra(self.per_pk[genitore].genitore_id)


def sposta_verso(piano: Piano, chiave: str, verso: Verso, *, indice: str, autore: Utente) -> Ritorno:
    """Move a section one step: before the sibling above, after the one below, into the one above, out after its parent.

    `indice` is the mark of the tree that was on the screen. Raises NonPermesso, IndiceCambiato, DatiNonValidi (there is
    nothing on that side, too deep).
    """
    with transaction.atomic():
        albero = _blocca(piano, indice, autore)
        sezione = albero.trova(chiave)
        genitore, posto = _arrivo(albero, sezione, verso)
        return _metti(albero, sezione, genitore, posto, autore)


def _arrivo(albero: _Indice, sezione: Sezione, verso: Verso) -> tuple[int | None, int]:
    fratelli, ora = albero.figlie(sezione.genitore_id), albero.posto(sezione)
    if verso == "su" and ora > 0:
        return sezione.genitore_id, ora - 1
    if verso == "giu" and ora + 1 < len(fratelli):
        return sezione.genitore_id, ora + 1
    if verso == "dentro" and ora > 0:
        sopra = fratelli[ora - 1]
        return sopra.pk, len(albero.figlie(sopra.pk))
    if verso == "fuori" and sezione.genitore_id is not None:
        genitore = albero.per_pk[sezione.genitore_id]
        return genitore.genitore_id, albero.posto(genitore) + 1
    raise DatiNonValidi(f"«{sezione}» da quella parte non ha dove andare. {NULLA}")


def colloca_sezione(piano: Piano, chiave: str, dove: Dove, rispetto: str, *, indice: str, autore: Utente) -> Ritorno:
    """Put a section before, after or inside (last) another one. Raises as `sposta_verso`."""
    with transaction.atomic():
        albero = _blocca(piano, indice, autore)
        sezione, altra = albero.trova(chiave), albero.trova(rispetto)
        if dove == "dentro":
            return _metti(albero, sezione, altra.pk, len(albero.figlie(altra.pk)), autore)
        fratelli = [s for s in albero.figlie(altra.genitore_id) if s.pk != sezione.pk]
        if altra.pk == sezione.pk:
            raise DatiNonValidi(f"«{sezione}» è già lì. {NULLA}")
        return _metti(albero, sezione, altra.genitore_id, fratelli.index(altra) + (dove == "dopo"), autore)


def colloca_sezioni(
    piano: Piano, mosse: Sequence[tuple[str, Dove, str]], *, indice: str, autore: Utente
) -> list[Ritorno]:
    """Put sections before, after or inside others, one after the other: all or none. Raises as `sposta_verso`."""
    fatte: list[Ritorno] = []
    with transaction.atomic():
        for chiave, dove, rispetto in mosse:
            fatte.append(colloca_sezione(piano, chiave, dove, rispetto, indice=indice, autore=autore))
            indice = fatte[-1].indice
    return fatte


def annulla_spostamento(piano: Piano, ritorno: Ritorno, *, autore: Utente) -> Ritorno:
    """Put a section back where it was, while nothing else has moved. Raises as `sposta_verso`."""
    with transaction.atomic():
        albero = _blocca(piano, ritorno.indice, autore)
        genitore = albero.trova(ritorno.genitore).pk if ritorno.genitore else None
        return _metti(albero, albero.trova(ritorno.chiave), genitore, ritorno.posto, autore)


def _blocca(piano: Piano, indice: str, autore: Utente) -> _Indice:
    """Lock the plan, ask who writes for the Ambito, and hold the tree on the screen against the one that is there."""
    albero = _Indice(blocca_per_scrivere(piano, proprietario=piano.ambito.ente, autore=autore))
    if impronta_indice(albero.sezioni) != indice:
        raise IndiceCambiato
    return albero


def _metti(albero: _Indice, sezione: Sezione, genitore: int | None, posto: int, autore: Utente) -> Ritorno:
    """Write the new place. `posto` counts the siblings without the section itself."""
    if sezione.pk in albero.sopra(genitore):
        raise DatiNonValidi(f"Una sezione non può stare dentro sé stessa. {NULLA}")
    if albero.livello(genitore) + albero.altezza(sezione) > MASSIMA_PROFONDITA:
        raise DatiNonValidi(f"Lì il Piano passerebbe i {MASSIMA_PROFONDITA} livelli. {NULLA}")
    prima = sezione.genitore_id, albero.posto(sezione)
    fratelli = [s for s in albero.figlie(genitore) if s.pk != sezione.pk]
    fratelli.insert(posto, sezione)
    if sezione.genitore_id != genitore:
        Sezione.objects.filter(pk=sezione.pk).update(genitore=genitore, revisione=F("revisione") + 1)
        sezione.genitore_id = genitore
    for ordine, sorella in enumerate(fratelli, 1):
        if sorella.ordine != ordine:
            Sezione.objects.filter(pk=sorella.pk).update(ordine=ordine)
            sorella.ordine = ordine
    contenuto_cambiato(albero.piano)
    _annota(albero.piano, "piani.sezione_spostata", sezione, autore)
    chiave = albero.per_pk[prima[0]].chiave if prima[0] else ""
    return Ritorno(sezione.chiave, chiave, prima[1], impronta_indice(albero.sezioni))


def _annota(piano: Piano, tipo: str, sezione: Sezione, autore: Utente) -> None:
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano), dati={"sezione": sezione.pk})


def firma_prefazione(sezione: Sezione, *, firmatario: str, qualifica: str, revisione: int, autore: Utente) -> Sezione:
    """Say who signs a preface, and as what: typed words, at its end. Who writes it may.

    Raises NonPermesso, DatiNonValidi (not a preface, no name), SalvataggioSuperato.
    """
    if sezione.specie != SpecieSezione.PREFAZIONE:
        raise DatiNonValidi(f"Questa sezione non è una prefazione: non si firma. {NULLA}")
    nome = riga(firmatario, massimo=200)
    if not nome:
        raise DatiNonValidi(f"Scrivi il nome di chi firma. {NULLA}")
    sezione.firmatario, sezione.qualifica = nome, riga(qualifica, massimo=200)
    sezione._history_user = autore  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's own way
    with transaction.atomic():
        blocca_per_scrivere(
            sezione.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione)
        )
        sezione.salva_se_invariata(revisione, ["firmatario", "qualifica"])
        contenuto_cambiato(sezione.piano)
    return sezione
