"""The tree of sections as the page "Struttura" shows it: what can move where, which regional items are not covered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from piani.albero import Nodo, albero, impronta_indice
from piani.avanzamento import sezioni_del_piano
from piani.models import Piano, Sezione, VoceFormato


@dataclass(frozen=True)
class Riga:
    """A section in the tree. The flags say which steps lead somewhere; `vuota`: it may be removed."""

    nodo: Nodo
    su: bool
    giu: bool
    fuori: bool
    vuota: bool
    figli: "list[Riga]"

    @property
    def sezione(self) -> Sezione:
        """The section."""
        return self.nodo.sezione

    @property
    def dentro(self) -> bool:
        """Whether there is a section above, at the same level, to go into."""
        return self.su


@dataclass(frozen=True)
class VoceCoperta:
    """An item of the regional format and the sections mapped to it."""

    voce: VoceFormato
    sezioni: list[Nodo]


@dataclass(frozen=True)
class Indice:
    """The whole tree. `impronta` goes with each act, which is refused if the tree has changed meanwhile."""

    righe: list[Riga]
    nodi: list[Nodo]
    impronta: str
    voci: list[VoceCoperta]

    @property
    def scoperte(self) -> int:
        """How many items no section answers."""
        return sum(not v.sezioni for v in self.voci)


def indice_di(piano: Piano) -> Indice:
    """Return the tree of a plan. Two queries."""
    sezioni = list(sezioni_del_piano(piano))
    capitoli = albero(sezioni)
    nodi = [nodo for capitolo in capitoli for nodo in capitolo.ramo()]
    return Indice(
        righe=list(_righe(capitoli)),
        nodi=nodi,
        impronta=impronta_indice(sezioni),
        voci=[
            VoceCoperta(voce, [n for n in nodi if n.sezione.voce_formato_id == voce.pk])
            for voce in VoceFormato.objects.filter(triennio=piano.triennio_id)
        ],
    )


def _righe(nodi: Iterable[Nodo]) -> Iterator[Riga]:
    fratelli = list(nodi)
    for n, nodo in enumerate(fratelli):
        yield Riga(
            nodo=nodo,
            su=n > 0,
            giu=n + 1 < len(fratelli),
            fuori=nodo.livello > 0,
            vuota=_vuota(nodo),
            figli=list(_righe(nodo.figli)),
        )


def _vuota(nodo: Nodo) -> bool:
    s = nodo.sezione
    return not (s.testo or nodo.figli or getattr(s, "con_tabelle", False) or getattr(s, "con_schede", False))
