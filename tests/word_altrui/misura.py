"""How much of a made plan the reader understands: rows right of those read, rows found of those written, kind by kind."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from core.canonico import Json
from piani.word.leggi.documento import Lettura
from piani.word.leggi.lettore import leggi_word
from piani.word.leggi.testi import piega
from tests.noto_di_prova import noto
from tests.word_altrui.caso import Vera
from tests.word_altrui.piano import Piano, piano

SPECIE = (
    "capitoli", "schede", "righe", "titolo", "area", "scelte", "aree", "punti", "azioni", "indicatori", "attesi",
    "euro", "grado",
)  # fmt: skip


@dataclass
class Conto:
    """Rows read, written, and both."""

    letti: int = 0
    scritti: int = 0
    comuni: int = 0

    @property
    def precisione(self) -> float:
        """Right of those read."""
        return self.comuni / self.letti if self.letti else 1.0

    @property
    def richiamo(self) -> float:
        """Found of those written."""
        return self.comuni / self.scritti if self.scritti else 1.0

    def somma(self, altro: "Conto") -> None:
        """Add another count."""
        self.letti += altro.letti
        self.scritti += altro.scritti
        self.comuni += altro.comuni


@dataclass
class Esame:
    """The counts of a plan, and each row that does not match, as a sentence."""

    conti: dict[str, Conto] = field(default_factory=lambda: {s: Conto() for s in SPECIE})
    mancati: list[str] = field(default_factory=list)

    def confronta(self, specie: str, dove: str, letti: Iterable[Hashable], scritti: Iterable[Hashable]) -> None:
        """Count the rows of one kind of a sheet."""
        a, b = Counter(letti), Counter(scritti)
        self.conti[specie].somma(Conto(a.total(), b.total(), (a & b).total()))
        if a != b:
            self.mancati.append(f"{specie} {dove}: in più {dict(a - b)}, in meno {dict(b - a)}")


def leggi(p: Piano) -> Lettura:
    """Read a made plan."""
    return leggi_word(p.docx, noto(), nome="piano.docx", ambito="50074", triennio="2025-2027", titolo="Piano di Zona")


def esamina(p: Piano) -> Esame:
    """Read a made plan and count."""
    lettura = leggi(p)
    esame = Esame()
    radici = [piega(s["titolo"]) for s in lettura.documento["sezioni"]]
    esame.confronta("capitoli", "", [r for r in radici if r != "prime pagine"], [piega(t) for t in p.capitoli])
    lette = [*lettura.documento["esiti"], *lettura.documento["schede"]]
    coppie = list(_coppie(lette, p.schede))
    esame.confronta("schede", "", [s["formato"] for s in lette], [s.formato for s in p.schede])
    for letta, vera in coppie:
        _scheda(esame, letta, vera, lettura)
    return esame


def _coppie(lette: list[Json], vere: list[Vera]) -> Iterator[tuple[Json | None, Vera]]:
    """Pair the sheets by the words of their title, then in order."""
    libere = list(lette)
    for vera in vere:
        nome = piega(vera.titolo)
        stessa = [s for s in libere if s["formato"] == vera.formato]
        uguale = next((s for s in stessa if nome in piega(f"{s['titolo']} {s['intestazione']}")), None)
        letta = uguale or (stessa[0] if len(stessa) == 1 and not nome else None)
        if letta is not None:
            libere = [s for s in libere if s is not letta]
        yield letta, vera


def _scheda(esame: Esame, letta: Json | None, vera: Vera, lettura: Lettura) -> None:
    del lettura
    s: Json = letta or {
        "titolo": "", "macroaree": [], "risposte": [], "aree_trasversali": [], "punti_chiave": [], "azioni": [],
        "indicatori": [], "risorse": [], "grado": None, "intestazione": "",
    }  # fmt: skip
    d = f"«{vera.titolo}»"
    pieni = {r["campo"] for r in s["risposte"] if _piena(s, r)}
    esame.confronta("righe", d, pieni & vera.campi, vera.campi)
    detto = piega(s["titolo"] or s["intestazione"])
    esame.confronta("titolo", d, [detto] if detto else [], [piega(vera.titolo)] if "titolo" in vera.campi else [detto])
    if vera.formato != "esito-2021" and vera.macroaree:
        esame.confronta("area", d, s["macroaree"], vera.macroaree)
    esame.confronta("scelte", d, [(r["campo"], k) for r in s["risposte"] for k in r["scelte"]], vera.scelte)
    esame.confronta("aree", d, s["aree_trasversali"], vera.aree)
    esame.confronta("punti", d, [(x["macroarea"], x["punto"]) for x in s["punti_chiave"]], vera.punti)
    azioni = [v for a in s["azioni"] for v in (a, *a["azioni"])]
    esame.confronta("azioni", d, [(a["numero"].lower(), piega(a["testo"])) for a in azioni], [
        (n.lower(), piega(t)) for n, t in vera.azioni
    ])  # fmt: skip
    esame.confronta("indicatori", d, [(i["fase"], i["numero"]) for i in s["indicatori"]], vera.indicatori)
    esame.confronta("attesi", d, [
        (o["anno"], o["tipo"], float(o["valore"]) if o["valore"] else None)
        for i in s["indicatori"] for o in i["obiettivi"]
    ], vera.attesi)  # fmt: skip
    esame.confronta("euro", d, [float(x["importo"]) for x in s["risorse"] if x["importo"]], vera.euro)
    if vera.formato == "esito-2021":
        esame.confronta("grado", d, [s["grado"]] if s["grado"] is not None else [], _uno(vera.grado))


def _uno(grado: int | None) -> list[int]:
    return [] if grado is None else [grado]


def _piena(s: Json, r: Json) -> bool:
    """Whether a row has something: text, choices, or the typed rows of its kind."""
    if r["testo"] or r["scelte"] or r["non_pertinente"]:
        return True
    righe = {
        "titolo": s["titolo"], "azioni": s["azioni"], "risorse_economiche": s["risorse"],
        "trasversalita": s["aree_trasversali"], "punti_chiave": s["punti_chiave"], "grado": s["grado"] is not None,
    }  # fmt: skip
    fasi = {"bisogni": "input", "modalita": "processo", "risultati": "output", "impatto": "outcome"}
    if r["campo"] in fasi:
        return any(i["fase"] == fasi[r["campo"]] for i in s["indicatori"])
    return bool(righe.get(r["campo"]))


def esame_di(seme: int, tenuto: bool) -> tuple[str, Esame, list[str]]:
    """Make and examine the plan of a seed; an error counts as nothing read."""
    fatto = piano(seme, tenuto=tenuto)
    return fatto.seme, esamina(fatto), fatto.modi


def spazzata(semi: range, *, tenuto: bool) -> list[tuple[str, Esame, list[str]]]:
    """Examine the plans of many seeds."""
    return [esame_di(s, tenuto) for s in semi]


def tabella(esami: list[tuple[str, Esame, list[str]]]) -> Iterator[str]:
    """Yield the rows of the table that the documents show."""
    for specie in SPECIE:
        totale = Conto()
        for _, esame, _ in esami:
            totale.somma(esame.conti[specie])
        yield f"| {specie} | {totale.precisione:.3f} | {totale.richiamo:.3f} | {totale.scritti} |"
