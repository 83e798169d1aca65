"""From the cells of a spreadsheet to a table as it was understood, with every problem by cell. Pure: nothing is saved."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from core.formati import elenco, numero
from documenti.fogli import Foglio
from piani.actions.tabelle import MASSIME_COLONNE, MASSIMO_NOTA, RigaScritta
from piani.calcolo.celle import cella_da_italiano, segno
from piani.chiavi import chiave_libera
from piani.models import Colonna
from piani.numeri import MASSIMI_DECIMALI, NumeroNonValido

PARTE_NUMERICA = 0.6
_INGLESE = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*\.\d+|[-+]?\d+\.\d{1,2}|[-+]?\d+\.\d{4,}")
_LUNGO = re.compile(r"[-+\u2212]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d{3,}")
_TOTALE = re.compile(r"(?:totale|totali|tot\.?|complesso|in complesso)\b", re.IGNORECASE)
_ANNO = re.compile(r"(?:1[89]|20|21)\d\d")


@dataclass(frozen=True)
class Problema:
    """A cell to look at: where it is in the sheet, what was read, what is proposed."""

    riga: int
    colonna: int
    luogo: str
    letto: str
    proposto: str
    frase: str


@dataclass
class Proposta:
    """A table as it was understood; `righe` are typed as a person would, `problemi` are by row and column of `righe`."""

    titolo: str
    colonne: list[Colonna]
    righe: list[RigaScritta]
    problemi: list[Problema] = field(default_factory=list)
    avvisi: list[str] = field(default_factory=list)
    testate: int = 1
    rifiuto: str = ""

    @property
    def segnate(self) -> dict[tuple[int, int], str]:
        """The problems' sentences by cell."""
        return {(p.riga, p.colonna): p.frase for p in self.problemi}


def lettera(colonna: int) -> str:
    """Return the letters of a column counted from 0, as a spreadsheet names it: A, Z, AA."""
    lettere = ""
    resto = colonna + 1
    while resto:
        resto, cifra = divmod(resto - 1, 26)
        lettere = chr(65 + cifra) + lettere
    return lettere


def proponi(foglio: Foglio, *, testate: int | None = None) -> Proposta:
    """Return the table that a sheet holds: title above, one or two rows of headings (or as many as asked), data below."""
    righe = [[*r] for r in foglio.righe]
    larga = max((len(r) for r in righe), default=0)
    righe = [[*r, *[""] * (larga - len(r))] for r in righe]
    posti = [i for i, r in enumerate(righe) if any(r)]
    tenute = [j for j in range(larga) if any(r[j] for r in righe)]
    if not posti or not tenute:
        return Proposta("", [], [], rifiuto=f"Il foglio «{foglio.nome}» è vuoto.")
    titolo, posti = _titolo(righe, posti)
    quante = _quante_testate(foglio, righe, posti) if testate is None else testate
    if len(posti) <= quante:
        return Proposta(titolo, [], [], rifiuto="Sotto le intestazioni non c'è nessuna riga di dati.")
    if len(tenute) > MASSIME_COLONNE:
        return Proposta(
            titolo,
            [],
            [],
            rifiuto=f"Il foglio ha {len(tenute)} colonne: una tabella ne ha al massimo {MASSIME_COLONNE}.",
        )
    dati = posti[quante:]
    nomi = _intestazioni(foglio, righe, posti[:quante], tenute)
    lettore = _Lettore(righe, dati, tenute, nomi)
    proposta = Proposta(titolo, lettore.colonne, lettore.righe(), lettore.problemi, testate=quante)
    proposta.avvisi += _avvisi_formule(foglio, set(dati), tenute)
    vuote = [(i, j) for i, j in foglio.senza_valore if i in set(dati) and j in set(tenute)]
    if vuote:
        luoghi = [f"{lettera(j)}{i + 1}" for i, j in vuote[:5]]
        proposta.rifiuto = (
            f"In {elenco(luoghi)} c'è una formula senza il valore calcolato: apri il file con il foglio di calcolo, salvalo "
            "e riprova."
        )
    return proposta


def _titolo(righe: list[list[str]], posti: list[int]) -> tuple[str, list[int]]:
    """Return the title, when rows with one cell on the left come before the others, and the rows that follow."""
    primo = next((k for k, i in enumerate(posti) if sum(bool(c) for c in righe[i]) > 1 or not righe[i][0]), 0)
    return " ".join(righe[i][0] for i in posti[:primo]), posti[primo:]


def _numerica(testo: str) -> bool:
    if not testo or segno(testo):
        return bool(testo)
    try:
        cella_da_italiano(testo, "numero")
    except NumeroNonValido:
        return bool(_INGLESE.fullmatch(testo) or _LUNGO.fullmatch(testo.rstrip("%")))
    return True


def _quante_testate(foglio: Foglio, righe: list[list[str]], posti: list[int]) -> int:
    """Return 2 when the first row groups columns (merged cells, or gaps filled below by words), else 1."""
    if len(posti) < 3:
        return 1
    prima, seconda = posti[0], posti[1]
    solo_parole = all(not c or not _numerica(c) or _ANNO.fullmatch(c) for c in righe[seconda])
    larghe = any(r0 <= prima <= r1 and c1 > c0 for r0, c0, r1, c1 in foglio.unite)
    buchi = any(not c and righe[seconda][j] for j, c in enumerate(righe[prima]) if j)
    return 2 if solo_parole and (larghe or buchi) else 1


def _intestazioni(
    foglio: Foglio, righe: list[list[str]], posti: Sequence[int], tenute: Sequence[int]
) -> list[tuple[str, str]]:
    """Return group and title of each column; a merged heading spreads over its columns, a blank one takes its left's."""
    if not posti:
        return [("", f"Colonna {lettera(j)}") for j in tenute]
    if len(posti) == 1:
        return [("", righe[posti[0]][j] or f"Colonna {lettera(j)}") for j in tenute]
    sopra: dict[int, str] = {}
    corrente = ""
    for j in tenute:
        corrente = righe[posti[0]][j] or (corrente if _continua(foglio, posti[0], j) else "")
        sopra[j] = corrente
    nomi = []
    for j in tenute:
        sotto = righe[posti[-1]][j]
        nomi.append((sopra[j], sotto) if sotto else ("", sopra[j] or f"Colonna {lettera(j)}"))
    return nomi


def _continua(foglio: Foglio, riga: int, colonna: int) -> bool:
    """Whether a blank heading belongs to the one on its left: merged with it, or no cell is merged in that row."""
    unite = [u for u in foglio.unite if u[0] <= riga <= u[2]]
    return not unite or any(c0 <= colonna <= c1 for _, c0, _, c1 in unite)


def _avvisi_formule(foglio: Foglio, dati: set[int], tenute: Sequence[int]) -> list[str]:
    con_formule = sorted({j for i, j in foglio.formule if i in dati and j in set(tenute)})
    if not con_formule:
        return []
    nomi = elenco([lettera(j) for j in con_formule])
    if len(con_formule) == 1:
        return [f"La colonna {nomi} contiene formule: prendo i valori calcolati."]
    return [f"Le colonne {nomi} contengono formule: prendo i valori calcolati."]


class _Lettore:
    """Reads the data rows column by column: the kind first, then each cell as that kind."""

    def __init__(
        self, righe: list[list[str]], dati: Sequence[int], tenute: Sequence[int], nomi: Sequence[tuple[str, str]]
    ) -> None:
        self.grezze, self.dati, self.tenute = righe, dati, tenute
        self.problemi: list[Problema] = []
        prese: set[str] = set()
        self.colonne: list[Colonna] = []
        for k, (j, (gruppo, titolo)) in enumerate(zip(tenute, nomi, strict=True)):
            colonna = self._colonna(k, j, gruppo[:200], titolo[:200])
            colonna["chiave"] = chiave_libera(f"{gruppo} {titolo}".strip(), prese, massimo=40, senza="colonna")
            prese.add(colonna["chiave"])
            self.colonne.append(colonna)

    def _colonna(self, k: int, j: int, gruppo: str, titolo: str) -> Colonna:
        celle = [c for i in self.dati if (c := self.grezze[i][j])]
        numeri = [c for c in celle if _numerica(c)]
        veri = [c for c in numeri if not segno(c)]
        tipo = "testo"
        if k and veri and len(numeri) >= len(celle) * PARTE_NUMERICA:
            tipo = "numero"
            if Counter("%" in c for c in veri).most_common(1)[0][0]:
                tipo = "percentuale"
            elif "€" in titolo or "euro" in titolo.casefold() or sum("€" in c for c in veri) * 2 > len(veri):
                tipo = "euro"
            elif "anno" in titolo.casefold().split() and all(_ANNO.fullmatch(c) for c in veri):
                tipo = "anno"
        decimali = 0 if tipo in ("testo", "anno") else max((_decimali(c) for c in veri), default=0)
        return {
            "chiave": "",
            "titolo": titolo,
            "gruppo": gruppo,
            "tipo": tipo,
            "decimali": min(decimali, MASSIMI_DECIMALI),
            "unita": "",
        }

    def righe(self) -> list[RigaScritta]:
        """Return the rows; a row whose heading says so is a total."""
        lette = []
        for n, i in enumerate(self.dati):
            scritta = RigaScritta([])
            for k, j in enumerate(self.tenute):
                scritta.celle.append(self._cella(n, k, i, j, scritta))
            scritta.totale = bool(_TOTALE.match(scritta.celle[0]))
            lette.append(scritta)
        return lette

    def _cella(self, n: int, k: int, i: int, j: int, scritta: RigaScritta) -> str:
        letto, colonna = self.grezze[i][j], self.colonne[k]
        if colonna["tipo"] == "testo":
            if len(letto) > 500:
                self._segna(n, k, i, j, letto[:499] + "…", "è lungo più di 500 caratteri: l'ho accorciato.")
                return letto[:499] + "…"
            return letto
        try:
            cella_da_italiano(letto, colonna["tipo"])
        except NumeroNonValido:
            return self._ripara(n, k, i, j, scritta)
        return segno(letto) or letto

    def _ripara(self, n: int, k: int, i: int, j: int, scritta: RigaScritta) -> str:
        letto, colonna = self.grezze[i][j], self.colonne[k]
        proposto, frase = _riparato(letto) if colonna["tipo"] != "anno" else ("", "")
        if not proposto:
            frase = "non è un numero: lascio vuota la casella e metto le parole in una nota."
            scritta.note_celle[colonna["chiave"]] = f"Nel file: «{letto}»"[:MASSIMO_NOTA]
        self._segna(n, k, i, j, proposto, frase)
        return proposto

    def _segna(self, n: int, k: int, i: int, j: int, proposto: str, frase: str) -> None:
        letto = self.grezze[i][j]
        luogo = f"{lettera(j)}{i + 1}"
        breve = letto if len(letto) <= 40 else f"{letto[:39]}…"
        self.problemi.append(Problema(n, k, luogo, breve, proposto, f"{luogo}: «{breve}» {frase}"))


def _decimali(testo: str) -> int:
    nudo = testo.strip("€% \u00a0")
    segno_decimale = "." if _INGLESE.fullmatch(nudo) else ","
    return len(nudo.rpartition(segno_decimale)[2]) if segno_decimale in nudo else 0


def _riparato(testo: str) -> tuple[str, str]:
    """Return a number that can be kept in place of one that cannot, and why; blank when there is none."""
    percento = "%" if testo.strip().endswith("%") else ""
    nudo = "".join(testo.split()).strip("€%")
    if _LUNGO.fullmatch(nudo):
        valore, perche = nudo.replace(".", "").replace(",", "."), ""
    elif _INGLESE.fullmatch(nudo):
        valore, perche = nudo.replace(",", ""), "è scritto all'inglese"
    else:
        return "", ""
    try:
        esatto = Decimal(valore.replace("\u2212", "-"))
    except InvalidOperation:
        return "", ""
    tondo = esatto.quantize(Decimal(1).scaleb(-MASSIMI_DECIMALI), ROUND_HALF_UP)
    if tondo != esatto:
        perche = " e ".join(p for p in (perche, f"ha più di {MASSIMI_DECIMALI} decimali, lo arrotondo") if p)
    scritto = numero(tondo if tondo != esatto else esatto)
    return f"{scritto}{percento}", f"{perche}: propongo {scritto}{percento}."
