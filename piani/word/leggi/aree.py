"""Macroareas and key points named in a text, matched to the catalogue with their local wording. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from core.canonico import Json
from piani.word.leggi.catalogo import Area, Campo, Conosciuto, Punto
from piani.word.leggi.esito import Capito, Sicurezza
from piani.word.leggi.formattato import senza_segno
from piani.word.leggi.scelte import leggi_scelte
from piani.word.leggi.sorgente import Paragrafo, Pezzo, taglia
from piani.word.leggi.testi import piega, stringi

_LETTERA = re.compile(r"(?<![^\W\d_])([A-L])\s*(?:\)|\.|-|–|:)")
_LETTERA_DA_PAROLA = re.compile(
    r"(?:area|macroarea|macro-area)(?:\s+di\s+policy)?\s+([A-L])(?![^\W\d_])", re.IGNORECASE
)
_TUTTE = re.compile(r"\btutte le (?:\w+ ){0,2}aree\b")
_SIMILE = 0.8
_SIMILE_PUNTO = 0.8
_INIZIO_NOME = 12
MASSIMA_NOTA = 300
# What parts points written in a row, the surest first.
_FRA_PUNTI = (re.compile(r";\s*"), re.compile(r"\n"), re.compile(r"\s[-–•]\s"), re.compile(r",\s+(?=[A-ZÀ-Ù])"))
_VUOTE = frozenset(
    [
        "di",
        "del",
        "della",
        "dei",
        "delle",
        "degli",
        "dell",
        "a",
        "al",
        "alla",
        "alle",
        "con",
        "per",
        "in",
        "nel",
        "nella",
        "il",
        "lo",
        "la",
        "i",
        "gli",
        "le",
        "e",
        "ed",
        "es",
        "l",
        "da",
    ]
)


@dataclass(frozen=True)
class AreaTrovata:
    """An area named in a text: by its letter, its name, or both (then `concorde` tells whether they agree)."""

    codice: str
    concorde: bool = True
    intera: bool = False


def nomi_di(area: Area) -> list[str]:
    """Return the folded names of an area, the longest first."""
    return sorted({piega(n) for n in (area.nome, *area.alias)}, key=len, reverse=True)


def aree_nel(testo: str, aree: Iterable[Area], *, lettere: bool = True) -> list[AreaTrovata]:
    """Return the areas that a text names, in the order of the catalogue. A bare name counts; a wrong letter is told.

    `lettere`: whether a letter alone is an area; in a heading «C - Iniziative» it is more likely the code of a sheet.
    """
    note = list(aree)
    letto = f" {piega(testo)} "
    per_nome = _per_nome(letto, note)
    trovate: dict[str, AreaTrovata] = {}
    annunciate = {t.start(1) for t in _LETTERA_DA_PAROLA.finditer(testo)}
    for trovato in [*_LETTERA.finditer(testo), *_LETTERA_DA_PAROLA.finditer(testo)]:
        codice = trovato[1].upper()
        area = next((a for a in note if a.codice == codice), None)
        if area is None:
            continue
        nome = _nome_dopo(testo[trovato.end() :], note)
        if not nome and not lettere and trovato.start(1) not in annunciate:
            continue
        if nome and nome != codice and lettere:
            trovate[nome] = AreaTrovata(nome, concorde=False)
        else:
            trovate.setdefault(nome or codice, AreaTrovata(nome or codice))
    for codice in per_nome:
        trovate.setdefault(codice, AreaTrovata(codice))
    return [trovate[a.codice] for a in note if a.codice in trovate]


def _per_nome(letto: str, aree: list[Area]) -> set[str]:
    """The areas named in full; a name inside a longer one is not told twice, and the historical ones want their letter."""
    nomi = sorted(((n, a.codice) for a in aree if not a.storica for n in nomi_di(a)), key=lambda v: -len(v[0]))
    trovati: set[str] = set()
    for nome, codice in nomi:
        if len(nome) > 5 and f" {nome} " in letto:
            trovati.add(codice)
            letto = letto.replace(f" {nome} ", "  ")
    return trovati


def _nome_dopo(resto: str, aree: list[Area]) -> str:
    """Return the area whose name follows a letter; "" when what follows is no area's name."""
    letto = piega(resto[:160])
    for area in aree:
        for nome in nomi_di(area):
            if letto.startswith(nome) or (len(letto) > _INIZIO_NOME and nome.startswith(letto)):
                return area.codice
    migliore, voto = "", 0.0
    for area in aree:
        for nome in nomi_di(area):
            if len(nome) > _INIZIO_NOME:
                punti = SequenceMatcher(None, letto[: len(nome)], nome).ratio()
                if punti > voto:
                    migliore, voto = area.codice, punti
    return migliore if voto >= _SIMILE else ""


def area_del_posto(testo: str, aree: Iterable[Area], *, titolo: bool) -> list[AreaTrovata]:
    """Return the areas that a heading or a caption gives to the sheets under it.

    A caption gives one only where it says «area», or says nothing else; a heading also by the area's name.
    """
    note = list(aree)
    annuncia = re.search(r"\b(?:macro\s*-?\s*)?area\b|\bpolicy\b", testo, re.IGNORECASE)
    if not titolo and not annuncia and not any(solo_area(testo.rstrip(".:; "), a) for a in note):
        return []
    return aree_nel(testo, note, lettere=False)


def solo_area(testo: str, area: Area) -> bool:
    """Whether a line says that area and nothing else: its letter, its name, or both as the catalogue has them."""
    letto = piega(testo)
    lettera = area.codice.casefold()
    if letto == lettera or letto in nomi_di(area):
        return True
    davanti, _, resto = letto.partition(" ")
    proprie = set(" ".join(nomi_di(area)).split()) | _VUOTE
    return davanti == lettera and bool(set(resto.split()) - _VUOTE) and set(resto.split()) <= proprie


# --- Row 7: other areas --------------------------------------------------------------
def leggi_trasversali(campo: Campo, linee: list[Paragrafo], noto: Conosciuto) -> tuple[Capito, list[str]]:
    """Return choice and areas of the row on other areas."""
    capito = leggi_scelte(campo, linee)
    testo = "\n".join(linea.testo for linea in linee)
    if capito.scelte == ["si"] and _TUTTE.search(piega(testo)) and any(s.chiave == "tutte" for s in campo.scelte):
        capito.scelte = ["si", "tutte"] if campo.multipla else ["tutte"]
        capito.dubita(Sicurezza.PROBABILE, "dice tutte le aree")
    trovate = aree_nel(testo, noto.aree) if "no" not in capito.scelte else []
    for area in trovate:
        if not area.concorde:
            capito.dubita(Sicurezza.DA_GUARDARE, f"la lettera e il nome non vanno insieme: presa l'area {area.codice}")
    per_codice = {a.codice: a for a in noto.aree}
    capito.resto = [
        p for p in capito.resto if not any(solo_area(senza_segno(p).testo, per_codice[t.codice]) for t in trovate)
    ]
    if trovate:
        capito.parole.append("aree: " + ", ".join(t.codice for t in trovate))
        if not capito.scelte and capito.sicurezza != Sicurezza.CERTO:
            capito.parole.append("le aree sono nominate, ma il Sì non è scritto")
    return capito, [t.codice for t in trovate]


# --- Row 8: key points ---------------------------------------------------------------
def leggi_punti(linee: list[Paragrafo], noto: Conosciuto, proprie: list[str]) -> tuple[Capito, list[Json]]:
    """Return the key points of a row, each under the area that heads it, with the words of the file where they differ.

    An area that heads no point stays as text.
    """
    capito = Capito()
    punti: list[Json] = []
    corrente, sola = "", list[Paragrafo]()
    per_codice = {a.codice: a for a in noto.aree}
    for linea in _punti_in_fila(_intestazioni_intere(linee), noto):
        testo = stringi(senza_segno(linea).testo)
        area = _intestazione(testo, noto)
        if area is not None:
            capito.resto += sola
            corrente = area.codice
            if not area.concorde:
                capito.dubita(Sicurezza.DA_GUARDARE, f"«{testo[:60]}»: la lettera e il nome non vanno insieme")
            intera = solo_area(testo.rstrip(":;."), per_codice[area.codice])
            sola = [linea] if intera else []
            capito.resto += [] if intera else [linea]
            continue
        voce, grado = _punto(testo, corrente, noto, proprie)
        if voce is None:
            capito.resto.append(linea)
            capito.dubita(Sicurezza.DA_GUARDARE, f"«{testo[:60]}» resta come testo")
            continue
        sola = [] if voce["macroarea"] == corrente else sola
        punti.append(voce)
        if grado is not Sicurezza.CERTO:
            capito.dubita(grado, _dubbio(voce, testo))
    capito.resto += sola
    if punti:
        capito.parole.insert(0, f"{len(punti)} punti chiave, {len([p for p in punti if p['punto']])} del catalogo")
    return capito, punti


def _intestazioni_intere(linee: list[Paragrafo]) -> list[Paragrafo]:
    """Join the name of an area, «A) Contrasto alla povertà e», with its rest in the line below."""
    intere: list[Paragrafo] = []
    for linea in linee:
        prima = intere[-1] if intere else None
        aperta = prima is not None and _LETTERA.match(prima.testo.lstrip()) and prima.testo.rstrip()[-1:].isalpha()
        if prima is not None and aperta and linea.testo.lstrip()[:1].islower() and linea.lista is None:
            intere[-1] = replace(prima, pezzi=(*prima.pezzi, Pezzo(" "), *linea.pezzi))
        else:
            intere.append(linea)
    return intere


def _punti_in_fila(linee: list[Paragrafo], noto: Conosciuto) -> list[Paragrafo]:
    """Part the points that stand in one line, «... ; ...»: where most of the pieces are of the catalogue."""
    uscite: list[Paragrafo] = []
    for linea in linee:
        pezzi = _pezzi(linea, noto)
        uscite += pezzi or [linea]
    return uscite


def _pezzi(linea: Paragrafo, noto: Conosciuto) -> list[Paragrafo]:
    punti = [p for a in noto.aree for p in a.punti]
    for segno in _FRA_PUNTI:
        tagli = [(m.start(), m.end()) for m in segno.finditer(linea.testo)]
        if not tagli:
            continue
        inizi, fini = [0, *(b for _, b in tagli)], [*(a for a, _ in tagli), len(linea.testo)]
        pezzi = [p for a, b in zip(inizi, fini, strict=True) if not (p := taglia(linea, a, b)).vuoto]
        noti = [p for p in pezzi if _noto(stringi(senza_segno(p).testo).rstrip(".,;: "), punti)]
        if len(pezzi) > 1 and len(noti) > len(pezzi) / 2:
            return pezzi
    return []


def _noto(testo: str, punti: list[Punto]) -> bool:
    return any(_somiglia(testo, p) >= _SIMILE_PUNTO for p in punti)


def _dubbio(voce: Json, testo: str) -> str:
    return f"«{testo[:60]}» è scritto in un altro modo" if voce["punto"] else f"«{testo[:60]}» non è nel catalogo"


def _intestazione(testo: str, noto: Conosciuto) -> AreaTrovata | None:
    """Return the area that a line announces: «D)», «D) Domiciliarità», «Area D»; None for a point."""
    nudo = testo.rstrip(":;. ")
    for area in noto.aree:
        if solo_area(nudo, area):
            return AreaTrovata(area.codice)
    trovate = aree_nel(testo, noto.aree)
    inizia = re.match(r"\s*(?:area|macro\s*-?\s*area)?(?:\s+di\s+policy)?\s*[A-L]\s*[).:\-–]", testo, re.IGNORECASE)
    return trovate[0] if inizia and len(trovate) == 1 else None


def _punto(testo: str, corrente: str, noto: Conosciuto, proprie: list[str]) -> tuple[Json | None, Sicurezza]:
    ordine = [corrente] if corrente else []
    ordine += [a for a in proprie if a not in ordine]
    ordine += [] if corrente else [a.codice for a in noto.aree if a.codice not in ordine]
    aree = {a.codice: a for a in noto.aree}
    migliore: tuple[float, str, Punto] | None = None
    for codice in ordine:
        for punto in aree[codice].punti if codice in aree else ():
            voto = _somiglia(testo, punto)
            if voto >= _SIMILE_PUNTO and (migliore is None or voto > migliore[0]):
                migliore = voto, codice, punto
    if migliore is None:
        if len(testo) > MASSIMA_NOTA:
            return None, Sicurezza.DA_GUARDARE
        return {"macroarea": corrente, "punto": "", "nota": testo}, Sicurezza.PROBABILE
    voto, codice, punto = migliore
    uguale = piega(testo) in {piega(n) for n in (punto.nome, *punto.alias)}
    if not uguale and len(testo) > MASSIMA_NOTA:
        return None, Sicurezza.DA_GUARDARE
    grado = Sicurezza.CERTO if uguale and (corrente or codice in proprie) else Sicurezza.PROBABILE
    return {"macroarea": codice, "punto": punto.chiave, "nota": "" if uguale else testo}, grado


@lru_cache(maxsize=4000)
def _piena(testo: str) -> str:
    return " ".join(p for p in piega(testo).split() if p not in _VUOTE)


def _somiglia(testo: str, punto: Punto) -> float:
    letto = _piena(testo)
    migliore = 0.0
    for nome in (punto.nome, *punto.alias):
        altro = _piena(nome)
        if letto == altro:
            return 0.99 if piega(testo) != piega(nome) else 1.0
        confronto = SequenceMatcher(None, letto, altro)
        if confronto.real_quick_ratio() >= _SIMILE_PUNTO and confronto.quick_ratio() >= _SIMILE_PUNTO:
            migliore = max(migliore, confronto.ratio())
    return migliore
