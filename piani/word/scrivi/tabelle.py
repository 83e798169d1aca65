"""Data tables in Word, with headers on two levels; a chart is its table. Pure."""

from itertools import groupby

from core.canonico import Json
from core.formati import numero
from piani.lettura.modello import TabellaLetta
from piani.word.posti import cartellino, segno_di
from piani.word.scrivi import xml
from piani.word.scrivi.foglio import LARGHEZZA, LARGHEZZA_ORIZZONTALE, Foglio, misura
from piani.word.valori import NonCapito, cifre_lette

UNITA = "Unità di misura"
NOTE = "Note"
_SFONDO = "E6ECF2"


def unita(colonna: Json) -> str:
    """Return the unit after a column's heading."""
    testo = "€" if colonna["tipo"] == "euro" else str(colonna["unita"])
    return f" ({testo})" if testo else ""


def valore_scritto(testo: str, colonna: Json) -> str:
    """Return a value: decimal string to Italian; what is not a number stays as it is."""
    if colonna["tipo"] in ("testo", "anno") or not testo:
        return testo
    try:
        scritto = numero(testo, colonna["decimali"])
    except ArithmeticError:
        return testo
    return f"{scritto}%" if colonna["tipo"] == "percentuale" else scritto


def valore_letto(testo: str, colonna: Json) -> str:
    """Return the canonical value of a cell. Raises NonCapito."""
    if colonna["tipo"] in ("testo", "anno") or not testo.strip():
        return testo.strip()
    return cifre_lette(testo)


class Tabella:
    """Writes one table."""

    def __init__(self, foglio: Foglio, tabella: Json, letta: TabellaLetta) -> None:
        self.f = foglio
        self.t = tabella
        self.letta = letta
        self.numero = letta.numero
        self.chiave = tabella["chiave"]
        self.altre = [
            titolo for titolo, campo in ((UNITA, "unita"), (NOTE, "nota")) if any(r[campo] for r in tabella["righe"])
        ]
        self.largo = LARGHEZZA_ORIZZONTALE if tabella["orizzontale"] else LARGHEZZA

    def _posto(self, *pezzi: object) -> str:
        return cartellino("tabella", self.chiave, *pezzi)

    def scrivi(self) -> str:
        """Return caption, table, source, year and note."""
        t, f = self.t, self.f
        pezzi = [
            xml.paragrafo(self._numero() + f.controlli.parole(self._posto("titolo"), "Titolo", t["titolo"]), "caption")
        ]
        if self.letta.svg:
            pezzi.append(f.disegno(self.chiave, f"{self.numero}. {t['titolo']}", self.letta.svg))
        pezzi.append(self._disegnati() if "dati" in t else self._griglia())
        for chiave, nome in (("fonte", "Fonte"), ("anno", "Anno dei dati"), ("nota", "Nota")):
            if t[chiave]:
                pezzi.append(f.parole(self._posto(chiave), nome, t[chiave], etichetta=nome, stile="Nota"))
        if self.letta.origine:
            pezzi.append(f.fisso(self.letta.origine, "Nota"))
        if any(r["esempio"] for r in t["righe"]):
            pezzi.append(f.fisso("* Valori di esempio.", "Nota"))
        return "".join(pezzi)

    def _numero(self) -> str:
        """Return the number of the caption: Word counts it by itself, from one in each chapter."""
        specie, _, numero = self.numero.rpartition(" ")
        capitolo, _, conto = numero.rpartition(".")
        da = "\\s 1" if capitolo else f"\\r {conto}"
        prima = f"{specie} {capitolo}." if capitolo else f"{specie} "
        campo = xml.campo(f"SEQ {specie} \\* ARABIC {da}", conto, f'<w:rStyle w:val="{xml.STILE_FISSO}"/>')
        nome = self.f.controlli.segno(self._posto(), prima) + campo
        return self.f.segnalibro(segno_di(f"tabella:{self.chiave}"), nome) + self.f.controlli.fisso(". ")

    def _disegnati(self) -> str:
        """Return what a chart of another table shows: the words of that table, that are changed there."""
        testata = [c.titolo for c in self.letta.colonne]
        righe = [[r.titolo, *(c.testo for c in r.celle)] for r in self.letta.righe]
        nome = f"{self.numero}. {self.t['titolo']}"
        pesi = [22, *([12] * (len(testata) - 1))]
        return self.f.fissa(nome, testata, righe, pesi) + self.f.fisso(f"Disegna i dati di {self.letta.dati}.", "Nota")

    def _griglia(self) -> str:
        colonne = self.t["colonne"]
        misure = misura([22, *([12] * (len(colonne) - 1)), *([12] * len(self.altre))], self.largo)
        righe = [*self._gruppi(misure), self._testata(misure)]
        righe += [self._riga(k, r, misure) for k, r in enumerate(self.t["righe"])]
        fatta = xml.tabella(righe, misure, stile="Griglia", nome=f"{self.numero}. {self.t['titolo']}")
        return self.f.controlli.blocco(self._posto("righe"), self.t["titolo"], fatta + xml.paragrafo("", "Stacco"))

    def _gruppi(self, misure: list[int]) -> list[str]:
        """Return the row of the groups, where there are: each over its columns."""
        if not any(c["gruppo"] for c in self.t["colonne"]):
            return []
        celle, k = [], 0
        for nome, insieme in groupby(self.t["colonne"], key=lambda c: str(c["gruppo"])):
            quante = len(list(insieme))
            dentro = self.f.controlli.parole(self._posto("gruppo", k), "Gruppo di colonne", nome)
            largo = sum(misure[k : k + quante])
            celle.append(xml.cella(xml.paragrafo(dentro, "Testata"), largo, colonne=quante, sfondo=_SFONDO))
            k += quante
        for _, largo in zip(self.altre, misure[k:], strict=True):
            celle.append(xml.cella(self.f.fisso("", "Testata"), largo, sfondo=_SFONDO))
        return [xml.riga(celle, testata=True)]

    def _testata(self, misure: list[int]) -> str:
        celle = []
        for k, colonna in enumerate(self.t["colonne"]):
            dentro = self.f.controlli.parole(self._posto("colonna", k), "Colonna", colonna["titolo"])
            if unita(colonna):
                dentro += self.f.controlli.fisso(unita(colonna))
            celle.append(xml.cella(xml.paragrafo(dentro, "Testata"), misure[k], sfondo=_SFONDO))
        for titolo, largo in zip(self.altre, misure[len(celle) :], strict=True):
            celle.append(xml.cella(self.f.fisso(titolo, "Testata"), largo, sfondo=_SFONDO))
        return xml.riga(celle, testata=True)

    def _riga(self, k: int, riga: Json, misure: list[int]) -> str:
        segno, celle = self._posto("riga", k), []
        forte = "<w:b/>" if riga["totale"] else ""
        for n, (colonna, largo) in enumerate(zip(self.t["colonne"], misure, strict=False)):
            valore = riga["valori"][n] if n < len(riga["valori"]) else ""
            testo = valore_scritto(valore, colonna)
            self.f.ricorda(f"{segno}#{n}", testo, valore, _riletto(testo, colonna))
            if n == 0:
                dentro = self.f.controlli.parole(segno, colonna["titolo"], testo, forte)
                dentro += self.f.controlli.fisso("*") if riga["esempio"] else ""
            else:
                dentro = xml.corsa(testo, forte)
            stile = "Cella" if colonna["tipo"] == "testo" else "CellaNumero"
            celle.append(xml.cella(xml.paragrafo(dentro, stile), largo))
        campi = {UNITA: "unita", NOTE: "nota"}
        for titolo, largo in zip(self.altre, misure[len(self.t["colonne"]) :], strict=True):
            celle.append(xml.cella(xml.paragrafo(xml.corsa(riga[campi[titolo]]), "Cella"), largo))
        return xml.riga(celle, intera=True)


def _riletto(testo: str, colonna: Json) -> object:
    try:
        return valore_letto(testo, colonna)
    except NonCapito:
        return None
