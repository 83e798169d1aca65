"""The places that a file of ours must have, found in its skeleton: which tag is a text, which a table, where strays go."""

from dataclasses import dataclass, field

from core.canonico import Json
from piani.lettura.schede import FASI
from piani.word.posti import cartellino, luogo_scheda


@dataclass
class Posti:
    """The tags by kind. `verso` tells in which text the words written beside a place are kept; `nomi` name
    the places; `scelte` are the choices of the row of a text."""

    testi: set[str] = field(default_factory=set)
    parole: set[str] = field(default_factory=set)
    elenchi: set[str] = field(default_factory=set)
    griglie: set[str] = field(default_factory=set)
    righe: dict[str, str] = field(default_factory=dict)
    verso: dict[str, str] = field(default_factory=dict)
    sezioni: dict[str, str] = field(default_factory=dict)
    schede: dict[str, str] = field(default_factory=dict)
    tabelle: dict[str, str] = field(default_factory=dict)
    nomi: dict[str, str] = field(default_factory=dict)
    scelte: dict[str, str] = field(default_factory=dict)

    def testo(self, segno: str, nome: str) -> str:
        """Add a formatted text, and return its tag."""
        self.testi.add(segno)
        self.nomi[segno] = nome
        return segno

    def noto(self, segno: str) -> bool:
        """Whether the tag is of a place that is there."""
        return any(segno in g for g in (self.testi, self.parole, self.elenchi, self.griglie, self.righe, self.verso))


def posti(documento: Json) -> Posti:
    """Return the places of a skeleton."""
    p = Posti(parole={"piano/titolo"})
    _sezioni(p, documento["sezioni"])
    for scheda in [*documento["schede"], *documento["esiti"]]:
        _scheda(p, documento, scheda)
    for tabella in documento["tabelle"]:
        _tabella(p, tabella)
    if documento["accordo"] is not None:
        _accordo(p, documento["accordo"])
    ultimo = [s["chiave"] for s in documento["sezioni"]][-1:]
    for segno in ("sintesi", "versione"):
        p.verso[segno] = cartellino("sezione", ultimo[0], "testo") if ultimo else ""
    return p


def _sezioni(p: Posti, sezioni: list[Json]) -> None:
    for s in sezioni:
        titolo = cartellino("sezione", s["chiave"], "titolo")
        p.parole.add(titolo)
        p.sezioni[titolo] = s["chiave"]
        p.verso[titolo] = p.testo(cartellino("sezione", s["chiave"], "testo"), f"Sezione «{s['chiave']}»")
        _sezioni(p, s["sezioni"])


def _scheda(p: Posti, documento: Json, s: Json) -> None:
    luogo = luogo_scheda(documento, s)
    nome = f"Scheda {s['codice']}"
    intestazione = cartellino(*luogo, "intestazione")
    p.schede[intestazione] = "/".join(luogo)
    p.verso[intestazione] = p.testo(cartellino(*luogo, "descrizione"), f"{nome}, descrizione")
    for chiave in ("intestazione", "titolo", "macroaree", "leps", "grado", "prioritario", "trasversale"):
        p.parole.add(cartellino(*luogo, chiave))
    campi = documento["riferimenti"]["formati"][s["formato"]]["campi"]
    p.elenchi.add(cartellino(*luogo, "punti"))
    # Where the format has a row for them the areas are a list, one a paragraph.
    (p.elenchi if any(c["tipo"] == "aree" for c in campi) else p.parole).add(cartellino(*luogo, "aree"))
    for campo in campi:
        _campo(p, luogo, campo, nome)
    _righe(p, luogo, "azioni", "azione", len(s["azioni"]), nome)
    for k, azione in enumerate(s["azioni"]):
        for n in range(len(azione["azioni"])):
            p.righe[cartellino(*luogo, "azione", k, n)] = cartellino(*luogo, "azioni")
    for fase in FASI.values():
        p.griglie.add(cartellino(*luogo, "indicatori", fase))
        p.nomi[cartellino(*luogo, "indicatori", fase)] = f"{nome}, indicatori di {fase}"
    for k, i in enumerate(s["indicatori"]):
        p.righe[cartellino(*luogo, "indicatore", k)] = cartellino(*luogo, "indicatori", i["fase"])
    _righe(p, luogo, "risorse", "risorsa", len(s["risorse"]), nome)
    _righe(p, luogo, "seguiti", "seguito", len(s["seguito"]), nome)


def _campo(p: Posti, luogo: tuple[str, str, str], campo: Json, nome: str) -> None:
    etichetta = cartellino(*luogo, "campo", campo["chiave"])
    testo = cartellino(*luogo, "campo", campo["chiave"], "testo")
    p.verso[etichetta] = p.testo(testo, f"{nome}, {campo['etichetta']}")
    scelte = cartellino(*luogo, "campo", campo["chiave"], "scelte")
    p.parole |= {cartellino(*luogo, "campo", campo["chiave"], "np"), scelte}
    if campo["scelte"]:
        p.scelte[testo] = scelte
    if campo["matrice"]:
        p.griglie.add(scelte)
        p.nomi[scelte] = f"{nome}, {campo['etichetta']}"
        for r in campo["matrice"]["righe"]:
            p.righe[cartellino(*luogo, "campo", campo["chiave"], "matrice", r["chiave"])] = scelte


def _righe(p: Posti, luogo: tuple[object, ...], griglia: str, riga: str, quante: int, nome: str) -> None:
    segno = cartellino(*luogo, griglia)
    p.griglie.add(segno)
    p.nomi[segno] = f"{nome}, {griglia}" if nome else griglia
    p.righe |= {cartellino(*luogo, riga, k): segno for k in range(quante)}


def _tabella(p: Posti, t: Json) -> None:
    luogo = ("tabella", t["chiave"])
    p.tabelle[cartellino(*luogo)] = t["chiave"]
    p.verso[cartellino(*luogo)] = cartellino("sezione", t["sezione"], "testo")
    p.parole |= {cartellino(*luogo, k) for k in ("titolo", "fonte", "anno", "nota")}
    p.parole |= {cartellino(*luogo, k, n) for k in ("colonna", "gruppo") for n in range(len(t["colonne"]))}
    griglia = cartellino(*luogo, "righe")
    p.griglie.add(griglia)
    p.nomi[griglia] = f"Tabella «{t['chiave']}»"
    p.righe |= {cartellino(*luogo, "riga", n): griglia for n in range(len(t["righe"]))}


def _accordo(p: Posti, a: Json) -> None:
    p.parole |= {"accordo/titolo", "accordo/decorrenza", "accordo/scadenza"}
    _righe(p, ("accordo",), "parti", "parte", len(a["parti"]), "Accordo")
    _righe(p, ("accordo",), "segnaposti", "segnaposto", len(a.get("segnaposto", [])), "Accordo")
    testi = []
    for gruppo, righe, nome in (("premessa", a["premesse"], "Premessa"), ("articolo", a["articoli"], "Articolo")):
        for k, riga in enumerate(righe):
            luogo = ("accordo", gruppo, k)
            titolo = cartellino(*luogo, "titolo")
            p.parole.add(titolo)
            testi.append(p.testo(cartellino(*luogo, "testo"), f"Accordo, {nome.lower()} {k + 1}"))
            p.verso[titolo] = testi[-1]
            if "atti" in riga:
                _righe(p, luogo, "atti", "atto", len(riga["atti"]), f"Accordo, premessa {k + 1}")
    p.verso["accordo"] = testi[0] if testi else ""
