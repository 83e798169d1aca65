"""Tables of data: title, source and notes from around them, headers of two levels, types that the cells prove. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from core.canonico import Json
from piani.word.leggi.cifre import Cifra, leggi_cifra
from piani.word.leggi.sorgente import Cella, Paragrafo, Tabella
from piani.word.leggi.testi import piega, stringi

MASSIMA_CELLA, MASSIMO_TITOLO, MASSIMA_FONTE = 500, 300, 300
_TRATTINI = re.compile(r"^[\s\-–—_=|:]*$")
_FONTE = re.compile(r"^\s*\(?\s*(?:fonte|fonti|elaborazion[ei])\b", re.IGNORECASE)
_FONTE_IN_CODA = re.compile(r"\s*\(\s*fonte\s*:?\s*([^()]*)\)\s*\.?\s*$", re.IGNORECASE)
_NOTA = re.compile(
    r"^\s*(?:\*|°|\(#\)|#|\\|[¹²³⁴]|\(\*+\)|\(?[a-z1-9]\)\s|legenda\b|nota\b|note\b|n\.\s?b\.)", re.IGNORECASE
)
# "Tabella 2.1 - ", "Tab. 3: ", "Grafico n. 4 Spesa"; a year is part of the title.
_NUMERATA = re.compile(
    r"((?i:tabella|tab\.|tavola|prospetto|grafico|figura|fig\.)\s*(?:n\.?\s*)?(?!(?:19|20)\d\d\b)\d{1,3}(?:[.-]\d{1,3})*[a-z]?)"
    r"\s*(?:[.:)–—-]+\s*|(?<=\s)(?=[A-ZÀ-Ý]))(?=\S)"
)
_ANNO = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
# What stands where a number would: a privacy mask, a dash, «n.d.».
_AL_POSTO = re.compile(r"^(?:[<>≤≥]\s*\d+|[-–—]+|n\.?\s?[dcap]\.?)$", re.IGNORECASE)
_RIGHE_INTESTAZIONE = 3
_PAGINA = re.compile(r"^\.{0,200}\s*\d{1,4}\s*$")
_PUNTINI = re.compile(r"\.{4,}|…{2,}|\t")
_ORIZZONTALE = 8


@dataclass
class Contorno:
    """The paragraphs around a table that tell what it is; `usati` are taken out of the text."""

    prima: list[Paragrafo] = field(default_factory=list)
    dopo: list[Paragrafo] = field(default_factory=list)
    titolo_sezione: str = ""


@dataclass
class Letta:
    """A table understood: its canonical data, which paragraphs around it were taken, what to look at.

    `numero` is the one that its caption had in the file ("Tabella 2.1"): the portal numbers by itself.
    """

    dati: Json
    presi: list[Paragrafo]
    dubbi: list[str]
    numero: str = ""


# --- Which tables are no data -------------------------------------------------------
def e_indice(tabella: Tabella, *, dopo_indice: bool) -> bool:
    """Whether a table is the table of contents: titles and page numbers."""
    if tabella.larghezza not in (1, 2, 3):
        return False
    righe = [[c.testo for c in r if c.testo] for r in tabella.righe]
    piene = [r for r in righe if r]
    if not piene:
        return False
    con_pagina = sum(1 for r in piene if len(r) > 1 and _PAGINA.match(r[-1]))
    con_punti = sum(1 for r in piene if _PUNTINI.search(r[0]))
    quota = (con_pagina + (con_punti if tabella.larghezza == 1 else 0)) / len(piene)
    return quota >= (0.5 if dopo_indice else 0.8) and (dopo_indice or con_punti > len(piene) / 2)


# --- Tables split by a page ---------------------------------------------------------
def _griglia(tabella: Tabella) -> list[list[str]]:
    righe = [[stringi(t) for t in riga] for riga in tabella.griglia()]
    return [r for r in righe if any(r) and not all(_TRATTINI.match(t) for t in r)]


def continua(prima: Tabella, dopo: Tabella) -> bool:
    """Whether a table that stands right after another is the rest of it: as wide, without a title of its own."""
    if prima.larghezza != dopo.larghezza:
        return False
    una, altra = _griglia(prima), _griglia(dopo)
    if not una or not altra:
        return False
    if una[0] == altra[0]:
        return True
    if _riga_titolo(altra[0]) and not altra[0][0][:1].islower():
        return False
    numerica = any(leggi_cifra(t) for r in una[1:] for t in r[1:])
    return not numerica or any(leggi_cifra(t) for t in altra[0][1:])


def unisci(prima: Tabella, dopo: Tabella) -> Tabella:
    """Return the two as one: a repeated header is dropped, a cell cut by the page is made whole."""
    righe = list(dopo.righe)
    intestazione = 0
    for una, altra in zip(prima.griglia(), dopo.griglia(), strict=False):
        if [stringi(t) for t in una] != [stringi(t) for t in altra]:
            break
        intestazione += 1
    righe = righe[intestazione:]
    sopra = list(prima.righe)
    if righe and sopra and _spezzata(righe[0]):
        sopra[-1] = tuple(
            replace(a, blocchi=(*a.blocchi, *b.blocchi)) for a, b in zip_longest(sopra[-1], righe[0], fillvalue=Cella())
        )
        righe = righe[1:]
    return replace(prima, righe=(*sopra, *righe))


def _spezzata(riga: tuple[Cella, ...]) -> bool:
    testi = [c.testo for c in riga]
    piena = next((t for t in testi if t), "")
    return not all(testi) and piena[:1].islower() and not any(leggi_cifra(t) for t in testi if t)


# --- Reading ------------------------------------------------------------------------
def leggi_tabella(tabella: Tabella, contorno: Contorno, chiave: str, sezione: str) -> Letta | None:
    """Return a table as canonical data; None when it is no table of data and must stay as text."""
    griglia = _griglia(tabella)
    larghezza = max((len(r) for r in griglia), default=0)
    if larghezza < 2 or len(griglia) < 2:
        return None
    griglia = [[*r, *[""] * (larghezza - len(r))] for r in griglia]
    if any(len(t) > MASSIMA_CELLA for r in griglia for t in r):
        return None
    titolo_dentro = ""
    if _riga_titolo(griglia[0]) and len(griglia) > 2:
        titolo_dentro, griglia = griglia[0][0] or next(t for t in griglia[0] if t), griglia[1:]
    intestate = _quante_intestazioni(griglia)
    corpo = griglia[intestate:]
    if not corpo:
        return None
    titoli, gruppi = _titoli(griglia[:intestate], larghezza)
    colonne, righe, dubbi = _tipi(corpo, titoli, gruppi)
    if not intestate:
        dubbi.append("la tabella non ha una riga di intestazione: le colonne hanno un nome qualunque")
    testi = _attorno(contorno, titolo_dentro)
    if not testi.titolo_certo:
        dubbi.append("il titolo è preso da vicino: guarda se è il suo")
    dati = {
        "chiave": chiave,
        "specie": "tabella",
        "sezione": sezione,
        "titolo": testi.titolo[:MASSIMO_TITOLO],
        "fonte": testi.fonte,
        "anno": testi.anno,
        "nota": testi.nota,
        "grafico": "",
        "orizzontale": larghezza > _ORIZZONTALE,
        "colonne": colonne,
        "righe": righe,
    }
    return Letta(dati, testi.presi, dubbi, testi.numero)


def _riga_titolo(riga: Sequence[str]) -> bool:
    return bool(riga[0]) and not any(riga[1:]) and not leggi_cifra(riga[0])


def _quante_intestazioni(griglia: list[list[str]]) -> int:
    """Return how many rows at the top are headers: those without numbers, or that only number the columns."""
    numerica = any(leggi_cifra(t) for r in griglia for t in r[1:])
    if not numerica:
        return 1
    n = 0
    for riga in griglia[:_RIGHE_INTESTAZIONE]:
        numeri = [t for t in riga[1:] if leggi_cifra(t) or _AL_POSTO.match(t)]
        parole = [t for t in riga[1:] if t and t not in numeri]
        anni = numeri and all(_ANNO.fullmatch(t) for t in numeri)
        di_testa = (not numeri and bool(parole)) or (n < 2 and not riga[0] and parole) or (n < 2 and anni)
        if not di_testa:
            break
        n += 1
    return min(n, len(griglia) - 1)


def _titoli(intestazioni: list[list[str]], larghezza: int) -> tuple[list[str], list[str]]:
    """Return title and group of each column; a group spreads over the empty cells on its right."""
    if not intestazioni:
        return ["Voce", *(["Valore"] if larghezza == 2 else [f"Colonna {n}" for n in range(2, larghezza + 1)])], [
            ""
        ] * larghezza
    if len(intestazioni) == 1:
        return [t or ("Voce" if n == 0 else f"Colonna {n + 1}") for n, t in enumerate(intestazioni[0])], [
            ""
        ] * larghezza
    sotto = intestazioni[-1]
    gruppi = [" - ".join(dict.fromkeys(p)) for p in zip(*[_stesa(r, sotto) for r in intestazioni[:-1]], strict=True)]
    titoli = [t or g for t, g in zip(sotto, gruppi, strict=True)]
    soli = ["" if not t else g for t, g in zip(sotto, gruppi, strict=True)]
    return [t or ("Voce" if n == 0 else f"Colonna {n + 1}") for n, t in enumerate(titoli)], ["", *soli[1:]]


def _stesa(riga: list[str], sotto: list[str]) -> list[str]:
    uscita: list[str] = []
    for n, testo in enumerate(riga):
        eredita = not testo and n > 0 and bool(sotto[n]) and bool(sotto[n - 1]) and bool(uscita[n - 1])
        uscita.append(uscita[n - 1] if eredita else testo)
    return uscita


def _tipi(corpo: list[list[str]], titoli: list[str], gruppi: list[str]) -> tuple[list[Json], list[Json], list[str]]:
    dubbi: list[str] = []
    letti = [[leggi_cifra(t) if t else None for t in riga] for riga in corpo]
    unita = [_unita(riga) for riga in letti]
    colonne: list[Json] = []
    for n, titolo in enumerate(titoli):
        cifre = [(letti[r][n], corpo[r][n], unita[r]) for r in range(len(corpo)) if corpo[r][n]]
        tipo, decimali = ("testo", 0) if n == 0 else _tipo(cifre, f"{gruppi[n]} {titolo}")
        if tipo == "testo" and n and any(c for c, _, _ in cifre):
            fuori = next(t for c, t, _ in cifre if c is None or tipo == "testo")
            dubbi.append(f"la colonna «{titolo[:40]}» resta di testo: tra i numeri c'è «{fuori[:20]}»")
        colonne.append(
            {
                "chiave": f"c{n + 1}",
                "titolo": titolo[:MASSIMO_TITOLO],
                "gruppo": gruppi[n][:MASSIMO_TITOLO],
                "tipo": tipo,
                "decimali": decimali,
                "unita": "",
            }
        )
    righe = [_riga(testi, letti[r], unita[r], colonne) for r, testi in enumerate(corpo)]
    return colonne, righe, dubbi


def _unita(riga: list[Cifra | None]) -> str:
    """The unit that every number of a row carries."""
    segni = {c.segno for c in riga[1:] if c}
    return segni.pop() if len(segni) == 1 and segni <= {"%", "‰"} else ""


def _tipo(cifre: list[tuple[Cifra | None, str, str]], titolo: str) -> tuple[str, int]:
    if not cifre or any(c is None for c, _, _ in cifre):
        return "testo", 0
    note = [(c, u) for c, _, u in cifre if c is not None]
    decimali = max(c.decimali for c, _ in note)
    segni = {c.segno for c, _ in note}
    if segni == {"%"}:
        return "percentuale", decimali
    if segni <= {"€", ""} and ("€" in segni or re.search(r"€|\beuro\b|importo|\bspesa\b", titolo, re.IGNORECASE)):
        return "euro", max(decimali, 2) if decimali else 0
    # A sign in some rows only must be the unit of those rows.
    if any(c.segno not in ("", u) for c, u in note):
        return "testo", 0
    return "numero", decimali


def _riga(testi: list[str], letti: list[Cifra | None], unita: str, colonne: list[Json]) -> Json:
    valori: list[str] = []
    usata = False
    for testo, cifra, colonna in zip(testi, letti, colonne, strict=True):
        if colonna["tipo"] == "testo" or cifra is None:
            valori.append(testo)
        else:
            valori.append(cifra.valore)
            usata = usata or (colonna["tipo"] == "numero" and bool(cifra.segno))
    prima = piega(next((t for t in testi if t and not leggi_cifra(t)), ""))
    return {
        "valori": valori,
        "unita": unita if usata else "",
        "totale": bool(re.match(r"tot(?:ale|ali)?\b", prima)),
        "nota": "",
        "esempio": False,
    }


# --- Around the table ---------------------------------------------------------------
@dataclass
class _Attorno:
    titolo: str = ""
    titolo_certo: bool = True
    fonte: str = ""
    anno: str = ""
    nota: str = ""
    numero: str = ""
    presi: list[Paragrafo] = field(default_factory=list)


def _attorno(contorno: Contorno, titolo_dentro: str) -> _Attorno:
    esito = _Attorno(titolo=titolo_dentro)
    prima = list(contorno.prima)
    if prima and _FONTE.match(prima[-1].testo) and len(prima[-1].testo) <= MASSIMA_FONTE:
        esito.fonte = _nuda_fonte(prima[-1].testo)
        esito.presi.append(prima.pop())
    if not esito.titolo and prima and _puo_dare_il_titolo(prima[-1], con_fonte=bool(esito.fonte)):
        esito.titolo = stringi(prima[-1].testo)
        esito.titolo_certo = bool(esito.fonte) or _detto_titolo(prima[-1])
        esito.presi.append(prima.pop())
    if not esito.titolo:
        esito.titolo, esito.titolo_certo = stringi(contorno.titolo_sezione) or "Tabella", False
    _sotto(contorno.dopo, esito)
    coda = _FONTE_IN_CODA.search(esito.titolo)
    if coda and not esito.fonte and "fonte" not in esito.titolo[: coda.start()].casefold() and coda.start():
        esito.fonte, esito.titolo = coda[1].strip(), esito.titolo[: coda.start()].strip()
    numerata = _NUMERATA.match(esito.titolo)
    if numerata:
        esito.numero, esito.titolo = numerata[1], esito.titolo[numerata.end() :]
    anni = set(_ANNO.findall(esito.titolo))
    esito.anno = anni.pop() if len(anni) == 1 else ""
    return esito


def _sotto(dopo: list[Paragrafo], esito: _Attorno) -> None:
    """Take source and notes from the paragraphs below, until one is neither."""
    note: list[str] = []
    for paragrafo in dopo:
        testo = stringi(paragrafo.testo)
        if len(testo) > MASSIMA_FONTE or paragrafo.titolo:
            break
        if _FONTE.match(testo) and not esito.fonte:
            esito.fonte = _nuda_fonte(testo)
        elif _NOTA.match(testo) and not paragrafo.lista:
            note.append(testo)
        else:
            break
        esito.presi.append(paragrafo)
    esito.nota = "\n".join(note)


def _nuda_fonte(testo: str) -> str:
    nudo = re.sub(r"^\s*\(?\s*font[ei]\s*[:\-–]\s*", "", stringi(testo), flags=re.IGNORECASE)
    return nudo.removesuffix(")").strip() if "(" not in nudo else nudo


def _puo_dare_il_titolo(paragrafo: Paragrafo, *, con_fonte: bool) -> bool:
    testo = stringi(paragrafo.testo)
    if paragrafo.titolo or paragrafo.lista or not testo or len(testo) > MASSIMO_TITOLO - 60:
        return False
    return con_fonte or _detto_titolo(paragrafo) or testo[-1] not in ".;,"


def _detto_titolo(paragrafo: Paragrafo) -> bool:
    testo = stringi(paragrafo.testo)
    didascalia = "caption" in paragrafo.stile.casefold() or "didascalia" in paragrafo.stile.casefold()
    return (
        didascalia
        or paragrafo.tutto_grassetto
        or bool(
            re.match(r"(?:tabella|tab\.|tavola|prospetto|grafico)\b", testo, re.IGNORECASE)
            or "fonte" in testo.casefold()
        )
    )
