"""What a defect is, and the plan it is put into."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from piani.controllo import Catalogo
from tests.mutazioni.forme_nuove import FORME_NUOVE

Json = dict[str, Any]


@dataclass
class Caso:
    """A plan under hand: its document, which may be changed, the numbers by lot, the form to write.

    `dove` is set to the beginning of the key of the place where the defect was put; None when it is the whole plan.
    """

    corpo: Json
    lotto: Random
    noto: Catalogo
    forma: Any
    dove: str | None = field(default=None)

    def sezioni(self) -> list[Json]:
        """Return all the sections."""

        def cammina(rami: list[Json]) -> Iterator[Json]:
            for ramo in rami:
                yield ramo
                yield from cammina(ramo["sezioni"])

        return list(cammina(self.corpo["sezioni"]))

    def sezione(self, voce: str) -> Json:
        """Return a section under that item of the format, with a text."""
        rami = [s for s in self.corpo["sezioni"] if s["voce_formato"] == voce]
        sotto: list[Json] = []
        while rami:
            sotto += rami
            rami = [x for s in rami for x in s["sezioni"]]
        scelta: Json = self.lotto.choice([s for s in sotto if s["testo"]])
        self.dove = scelta["chiave"]
        return scelta

    def qualsiasi(self) -> Json:
        """Return a section with a text, not of the outcomes."""
        return self.sezione(self.lotto.choice(["contesto", "bisogni", "governance", "reti"]))

    def schede(self, formato: str = "obiettivo-2025") -> list[Json]:
        """Return the sheets of a format."""
        return [s for s in [*self.corpo["schede"], *self.corpo["esiti"]] if s["formato"] == formato]

    def scheda(self, formato: str = "obiettivo-2025", adatta: Callable[[Json], bool] = bool) -> Json | None:
        """Return one of them that is fit; None when none is."""
        adatte = [s for s in self.schede(formato) if adatta(s)]
        if not adatte:
            return None
        scelta: Json = self.lotto.choice(adatte)
        self.dove = f"{formato.partition('-')[0]}:{scelta['codice']}"
        return scelta

    def tabella(self, adatta: Callable[[Json], bool] = bool) -> Json | None:
        """Return a table that is fit; None when none is."""
        adatte = [t for t in self.corpo["tabelle"] if t["specie"] == "tabella" and adatta(t)]
        if not adatte:
            return None
        scelta: Json = self.lotto.choice(adatte)
        self.dove = scelta["chiave"]
        return scelta

    def in_fondo(self, sezione: Json, *testi: str) -> None:
        """Add paragraphs at the end of a section."""
        sezione["testo"] += "".join(f"<p>{t}</p>" for t in testi)

    def in_mezzo(self, sezione: Json, testo: str) -> None:
        """Add a paragraph between two, or at the end."""
        pezzi = sezione["testo"].split("</p>")
        pezzi.insert(self.lotto.randrange(1, len(pezzi)) if len(pezzi) > 2 else len(pezzi) - 1, f"<p>{testo}")
        sezione["testo"] = "</p>".join(pezzi)


def risposta_di(scheda: Json, campo: str) -> Json:
    """Return the answer of a row, made if it is not there."""
    for trovata in scheda["risposte"]:
        if trovata["campo"] == campo:
            return trovata  # type: ignore[no-any-return]
    nuova: Json = {"campo": campo, "scelte": [], "testo": "", "non_pertinente": False, "esempio": False}
    scheda["risposte"].append(nuova)
    return nuova


def scrivi(scheda: Json, campo: str, *scelte: str, testo: str = "") -> None:
    """Write choices and text of a row."""
    risposta_di(scheda, campo).update(scelte=list(scelte), testo=testo and f"<p>{testo}</p>", non_pertinente=False)


Mette = Callable[[Caso], bool]


@dataclass(frozen=True)
class Difetto:
    """A kind of defect: the kinds of findings by which it is found, the forms in which it is written, who puts it in.

    The even forms are those read while the rules were made better; the odd ones were kept apart.
    """

    nome: str
    generi: frozenset[str]
    forme: tuple[Any, ...]
    metti: Mette

    def scelte(self, *, tenute: bool, nuove: bool = False) -> tuple[Any, ...]:
        """Return one half of the forms (a kind with one form has it in both), or those of the third collection."""
        if nuove:
            return FORME_NUOVE.get(self.metti.__name__, ())
        return self.forme[tenute::2] if len(self.forme) > 1 else self.forme


DIFETTI: list[Difetto] = []


def difetto(*generi: str, forme: tuple[Any, ...] = ("",)) -> Callable[[Mette], Mette]:
    """Register who puts in a defect of the first kind; any of `generi` finds it."""

    def fatto(metti: Mette) -> Mette:
        DIFETTI.append(Difetto(generi[0], frozenset(generi), forme, metti))
        return metti

    return fatto
