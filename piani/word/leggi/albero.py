"""The tree of sections while it is built: text, sheets and tables in their place. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from core.canonico import Json
from core.testo import TestoTroppoLungo
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.formattato import html_di
from piani.word.leggi.sorgente import Blocco
from piani.word.leggi.testi import breve, piega, stringi
from piani.word.leggi.titoli import Titolo

MASSIMA_CHIAVE = 50
_SOMIGLIA = 0.5
_INIZIO = "Prime pagine"


@dataclass
class Nodo:
    """A section: its blocks are text until they are set."""

    titolo: str
    livello: int
    numero: str = ""
    chiave: str = ""
    pagina_nuova: bool = False
    voce: str = ""
    blocchi: list[Blocco] = field(default_factory=list)
    figlie: list["Nodo"] = field(default_factory=list)
    numerata: bool = False

    def tutti(self) -> Iterator["Nodo"]:
        """Yield the section and those under it, in order."""
        yield self
        for figlia in self.figlie:
            yield from figlia.tutti()


class Albero:
    """Grows heading after heading. `corrente` is the section that takes what follows."""

    def __init__(self) -> None:
        self.radici: list[Nodo] = []
        self._scala: list[Nodo] = []
        self._chiavi: set[str] = set()

    @property
    def corrente(self) -> Nodo:
        """The open section; what comes before the first heading has one of its own."""
        if not self._scala:
            self.apri(Titolo(1, "", _INIZIO), pagina_nuova=False)
        return self._scala[-1]

    @property
    def sopra(self) -> str:
        """The titles above the open section, the nearest first."""
        return " / ".join(n.titolo for n in reversed(self._scala[:-1]))

    def apri(self, titolo: Titolo, *, pagina_nuova: bool) -> Nodo:
        """Open a section at the depth of its heading."""
        testo = titolo.testo or titolo.numero or "Senza titolo"
        nodo = Nodo(testo, titolo.livello, titolo.numero, self.chiave(testo), pagina_nuova)
        while self._scala and self._scala[-1].livello >= titolo.livello:
            self._scala.pop()
        (self._scala[-1].figlie if self._scala else self.radici).append(nodo)
        self._scala.append(nodo)
        return nodo

    def chiave(self, testo: str) -> str:
        """Return a new key made from some words."""
        scomposto = unicodedata.normalize("NFKD", testo).casefold()
        senza = "".join(c for c in scomposto if not unicodedata.combining(c))
        base = re.sub(r"[^a-z0-9]+", "-", senza).strip("-")[:MASSIMA_CHIAVE].rstrip("-") or "sezione"
        chiave, n = base, 1
        while chiave in self._chiavi:
            n += 1
            chiave = f"{base}-{n}"
        self._chiavi.add(chiave)
        return chiave

    def tutti(self) -> Iterator[Nodo]:
        """Yield every section in order."""
        for radice in self.radici:
            yield from radice.tutti()

    def numera(self) -> list[Nodo]:
        """Let the portal number the sections that the file numbers as it would; return those it cannot."""
        strani: list[Nodo] = []
        _numera(self.radici, "", strani, livello=1)
        return strani

    def togli_vuota(self, nodo: Nodo) -> None:
        """Take a section away: nothing was in it."""
        self.radici = [r for r in self.radici if r is not nodo]
        for altro in self.tutti():
            altro.figlie = [f for f in altro.figlie if f is not nodo]

    def riconosci_voci(self, noto: Conosciuto) -> None:
        """Map the chapters to the items of the regional format, the likest first, each once."""
        voti = [(_affinita(n.titolo, v.etichetta), n, v.chiave) for n in self.radici for v in noto.voci_formato]
        prese: set[str] = set()
        for voto, nodo, chiave in sorted(voti, key=lambda v: -v[0]):
            if voto >= _SOMIGLIA and not nodo.voce and chiave not in prese:
                nodo.voce = chiave
                prese.add(chiave)

    def canonico(self, proprietario: str) -> list[Json]:
        """Return the sections as canonical data. Raises TestoTroppoLungo naming the section."""
        return [_canonica(n, proprietario) for n in self.radici]


def _numera(nodi: list[Nodo], padre: str, strani: list[Nodo], *, livello: int) -> None:
    conto = 0
    for nodo in nodi:
        numero = ""
        if nodo.numero and (padre or livello == 1):
            atteso = f"{padre}.{conto + 1}" if padre else str(conto + 1)
            if nodo.numero == atteso:
                conto += 1
                numero, nodo.numerata = atteso, True
        if nodo.numero and not numero:
            nodo.titolo = f"{nodo.numero} {nodo.titolo}"
            strani.append(nodo)
        _numera(nodo.figlie, numero, strani, livello=livello + 1)


def _affinita(titolo: str, voce: str) -> float:
    uno, altro = piega(titolo), piega(voce)
    parole = {p for p in altro.split() if len(p) > 3}
    comuni = sum(1 for p in parole if p in uno.split())
    del_titolo = {p for p in uno.split() if len(p) > 3}  # its own words, all of them in the item's
    dentro = 0.8 if len(del_titolo) > 1 and del_titolo <= set(altro.split()) else 0.0
    return max(dentro, comuni / max(1, len(parole)), SequenceMatcher(None, uno, altro).ratio() - 0.1)


def _canonica(nodo: Nodo, proprietario: str) -> Json:
    try:
        testo = html_di(nodo.blocchi)
    except TestoTroppoLungo as errore:
        raise TestoTroppoLungo(f"Sezione «{breve(nodo.titolo, 80)}»: {errore}") from errore
    return {
        "chiave": nodo.chiave,
        "titolo": stringi(nodo.titolo)[:400],
        "numerata": nodo.numerata,
        "pagina_nuova": nodo.pagina_nuova or nodo.livello == 1,
        "voce_formato": nodo.voce,
        "proprietario": proprietario,
        "testo": testo,
        "sezioni": [_canonica(f, proprietario) for f in nodo.figlie],
    }
