"""Ways of writing indicators and what is expected of them, year by year or at least: blocks, and the truth they tell."""

from dataclasses import dataclass

from tests.word_altrui.caso import Atteso, Caso, Scritto
from tests.word_altrui.pacco import PUNTI, C, par, tavola

ANNI = (2025, 2026, 2027)


@dataclass
class Misura:
    """An indicator: its words, and its targets by year, or a single one, as words and as truth."""

    nome: str
    per_anno: list[str]
    sola: str
    veri: list[Atteso]
    vera: list[Atteso]


def misura(c: Caso, nome: str) -> Misura:
    """Roll the targets of an indicator."""
    base = c.r.randrange(2, 9)
    specie = c.uno(("numero", "percento", "almeno", "almeno_percento", "maggiore"))
    numeri = [base * k for k in (1, 2, 3)]
    if specie == "numero":
        return Misura(
            nome, [str(n) for n in numeri], f"almeno {base}", _veri("uguale", numeri), [(None, "minimo", base)]
        )
    cento = [40 + base, 50 + base, 60 + base]
    if specie == "percento":
        sola = f"almeno l'{80 + base}%"
        return Misura(nome, [f"{n}%" for n in cento], sola, _veri("uguale", cento), [(None, "soglia", 80 + base)])
    if specie == "almeno":
        return Misura(
            nome, [f"almeno {n}" for n in numeri], f"≥ {base}", _veri("minimo", numeri), [(None, "minimo", base)]
        )
    if specie == "almeno_percento":
        sola = f"almeno {cento[0]}%"
        return Misura(nome, [f"≥ {n}%" for n in cento], sola, _veri("soglia", cento), [(None, "soglia", cento[0])])
    return Misura(nome, [f"> {n}" for n in numeri], f"> {base}", _veri("minimo", numeri), [(None, "minimo", base)])


def _veri(tipo: str, valori: list[int]) -> list[Atteso]:
    return [(a, tipo, float(v)) for a, v in zip(ANNI, valori, strict=True)]


Scritti = tuple[Scritto, list[str], list[Atteso]]
_Voci = list[tuple[str, Misura]]


def _tutti(voci: _Voci) -> list[Atteso]:
    return [a for _, m in voci for a in m.veri]


def _soli(voci: _Voci) -> list[Atteso]:
    return [a for _, m in voci for a in m.vera]


def anni_sotto(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        b
        for n, m in voci
        for b in (par(f"{n} {m.nome}"), *[par(f"{a}: {v}") for a, v in zip(ANNI, m.per_anno, strict=True)])
    ]
    return blocchi, [n for n, _ in voci], _tutti(voci)


def parola(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        par(f"Indicatore {n}: n. {m.nome}: " + ", ".join(f"{a} {v}" for a, v in zip(ANNI, m.per_anno, strict=True)))
        for n, m in voci
    ]
    return blocchi, [n for n, _ in voci], _tutti(voci)


def parentesi(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        par(f"{n} {m.nome} (" + "; ".join(f"{a}: {v}" for a, v in zip(ANNI, m.per_anno, strict=True)) + ")")
        for n, m in voci
    ]
    return blocchi, [n for n, _ in voci], _tutti(voci)


def tabella_anni(c: Caso, voci: _Voci) -> Scritti:
    righe = [[C([par(t)]) for t in ("Indicatore", "2025", "2026", "2027")]]
    righe += [[C([par(f"{n} {m.nome}")]), *[C([par(v)]) for v in m.per_anno]] for n, m in voci]
    return [tavola(righe)], [n for n, _ in voci], _tutti(voci)


def tabella_azione(c: Caso, voci: _Voci) -> Scritti:
    righe = [[C([par(t)]) for t in ("Azione", "Indicatore", "Target 2025", "Target 2026", "Target 2027")]]
    righe += [[C([par(n.partition(".")[0])]), C([par(m.nome)]), *[C([par(v)]) for v in m.per_anno]] for n, m in voci]
    return [tavola(righe)], [""] * len(voci), _tutti(voci)


def punti_annunciati(c: Caso, voci: _Voci) -> Scritti:
    n = c.lista(PUNTI)
    blocchi = [par("Indicatori di output:"), *[par(f"N. {m.nome}: {m.sola}", numero=(n, 0)) for _, m in voci]]
    return blocchi, [""] * len(voci), _soli(voci)


def sigla(c: Caso, voci: _Voci) -> Scritti:
    return [par(f"Ind. {n} - {m.nome} – Target: {m.sola}") for n, m in voci], [n for n, _ in voci], _soli(voci)


def frase(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        par(f"{n} {m.nome}: " + ", ".join(f"{v} nel {a}" for a, v in zip(ANNI, m.per_anno, strict=True)) + ".")
        for n, m in voci
    ]
    return blocchi, [n for n, _ in voci], _tutti(voci)


def righe_anno(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        b
        for n, m in voci
        for b in (par(f"{n}. {m.nome}"), *[par(f"- Anno {a}: {v}") for a, v in zip(ANNI, m.per_anno, strict=True)])
    ]
    return blocchi, [n for n, _ in voci], _tutti(voci)


def solo_nome(c: Caso, voci: _Voci) -> Scritti:
    return [par(f"{n} N. {m.nome}") for n, m in voci], [n for n, _ in voci], []


def annuo(c: Caso, voci: _Voci) -> Scritti:
    attesi: list[Atteso] = [(a, "aumento", None) for _ in voci for a in ANNI]
    return [par(f"{n} {m.nome}: +5% annuo") for n, m in voci], [n for n, _ in voci], attesi


INDICATORI = [
    anni_sotto, parola, parentesi, tabella_anni, tabella_azione, punti_annunciati, sigla, frase, righe_anno,
    solo_nome, annuo,
]  # fmt: skip


# --- Kept aside -------------------------------------------------------------------------
def tenuto_tabella_atteso(c: Caso, voci: _Voci) -> Scritti:
    righe = [[C([par("Indicatore")]), C([par("Valore atteso")])]]
    righe += [[C([par(f"{n} {m.nome}")]), C([par(m.sola)])] for n, m in voci]
    return [tavola(righe)], [n for n, _ in voci], _soli(voci)


def tenuto_anno_dopo(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        par(f"{n} {m.nome} - target: " + " – ".join(f"{v} ({a})" for a, v in zip(ANNI, m.per_anno, strict=True)))
        for n, m in voci
    ]
    return blocchi, [n for n, _ in voci], _tutti(voci)


def tenuto_entro(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [b for n, m in voci for b in (par(f"{n} {m.nome}"), par(f"Entro il 31/12/2026: {m.per_anno[1]}"))]
    return blocchi, [n for n, _ in voci], [m.veri[1] for _, m in voci]


def tenuto_tabella_base(c: Caso, voci: _Voci) -> Scritti:
    righe = [[C([par(t)]) for t in ("Indicatore", "Fonte", "Anno 2025", "Anno 2026", "Anno 2027")]]
    righe += [[C([par(f"{n} {m.nome}")]), C([par("Archivio")]), *[C([par(v)]) for v in m.per_anno]] for n, m in voci]
    return [tavola(righe)], [n for n, _ in voci], _tutti(voci)


def tenuto_valore_target(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        par(f"Indicatore {n}: {m.nome}; valore target: {m.per_anno[0]} nel 2025, {m.per_anno[1]} nel 2026")
        for n, m in voci
    ]
    return blocchi, [n for n, _ in voci], [a for _, m in voci for a in m.veri[:2]]


def tenuto_quadre(c: Caso, voci: _Voci) -> Scritti:
    blocchi = [
        par(f"{n}) {m.nome} [" + " | ".join(f"{a} = {v}" for a, v in zip(ANNI, m.per_anno, strict=True)) + "]")
        for n, m in voci
    ]
    return blocchi, [n for n, _ in voci], _tutti(voci)


def tenuto_trattini(c: Caso, voci: _Voci) -> Scritti:
    return [par(f"- {n} {m.nome}, {m.sola}") for n, m in voci], [n for n, _ in voci], _soli(voci)


INDICATORI_TENUTI = [
    tenuto_tabella_atteso, tenuto_anno_dopo, tenuto_entro, tenuto_tabella_base, tenuto_valore_target, tenuto_quadre,
    tenuto_trattini,
]  # fmt: skip
