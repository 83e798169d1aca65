"""Ways of writing areas, key points, money, actions, indicators with their targets: blocks, and the truth they tell."""

from collections.abc import Callable

from tests.noto_di_prova import noto
from tests.word_altrui.caso import Atteso, Caso, Scritto
from tests.word_altrui.pacco import LETTERE, NUMERI, PARENTESI, PUNTI, C, par, tavola

# --- Other areas ------------------------------------------------------------------------
AREE = {a.codice: a for a in noto().aree if not a.storica and a.codice != "L"}


def aree_lettere(c: Caso, codici: list[str]) -> Scritto:
    return [par("Sì, con le aree " + ", ".join(f"{k})" for k in codici))]


def aree_sotto(c: Caso, codici: list[str]) -> Scritto:
    return [par("Sì"), *[par(f"Area {k}) {AREE[k].nome}") for k in codici]]


def aree_macro(c: Caso, codici: list[str]) -> Scritto:
    return [par("SI"), *[par(f"Macroarea: {k} - {AREE[k].nome}") for k in codici]]


def aree_punti(c: Caso, codici: list[str]) -> Scritto:
    n = c.lista(PUNTI)
    return [par("SI:"), *[par(f"{k}. {AREE[k].nome}", numero=(n, 0)) for k in codici]]


def aree_nomi(c: Caso, codici: list[str]) -> Scritto:
    return [par("Sì (" + "; ".join(AREE[k].nome for k in codici) + ")")]


def aree_trattini(c: Caso, codici: list[str]) -> Scritto:
    return [par("SI’\n" + "\n".join(f"- {k}) {AREE[k].nome.upper()}" for k in codici))]


def tenuto_aree_barre(c: Caso, codici: list[str]) -> Scritto:
    return [par("SI - Aree: " + "/".join(codici))]


def tenuto_aree_minuscole(c: Caso, codici: list[str]) -> Scritto:
    return [par("Sì, trasversale a: " + ", ".join(f"area {k.lower()} – {AREE[k].nome.lower()}" for k in codici))]


def tenuto_aree_senza_si(c: Caso, codici: list[str]) -> Scritto:
    return [par(f"Area {k}: {AREE[k].nome}") for k in codici]


TRASVERSALI = [aree_lettere, aree_sotto, aree_macro, aree_punti, aree_nomi, aree_trattini]
TRASVERSALI_TENUTE = [tenuto_aree_barre, tenuto_aree_minuscole, tenuto_aree_senza_si]

# --- The area of the sheet ----------------------------------------------------------------
MACROAREA = [
    "Area {k}) {n}",
    "Macroarea: {k} - {n}",
    "{k}) {n}",
    "{k}. {n}",
    "{n}",
    "MACROAREA {k}: {n}",
    "Area {k} – {n}",
]
MACROAREA_TENUTE = ["Area di policy: {n} ({k})", "area {k} / {n}", "{k} | {n}"]


# --- Key points -----------------------------------------------------------------------------
def _nomi(punti: list[tuple[str, str]]) -> list[str]:
    return [next(p.nome for p in AREE[a].punti if p.chiave == k) for a, k in punti]


def punti_elenco(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    n = c.lista(PUNTI)
    return [par(t, numero=(n, 0)) for t in _nomi(punti)]


def punti_e_virgola(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [par("; ".join(_nomi(punti)) + ".")]


def punti_numerati(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [par(f"{n}. {t}") for n, t in enumerate(_nomi(punti), 1)]


def punti_lettere(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [par(f"{chr(96 + n)}) {t};") for n, t in enumerate(_nomi(punti), 1)]


def punti_sotto_area(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    area = punti[0][0]
    return [par(f"Area {area}) {AREE[area].nome}:"), *[par(f"- {t}") for t in _nomi(punti)]]


def punti_a_mano(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [par("\n".join(f"• {t.upper()}" for t in _nomi(punti)))]


def punti_righe(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [par(t) for t in _nomi(punti)]


def tenuto_punti_numero_lista(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    n = c.lista(PARENTESI)
    return [par(t + ("." if m else ""), numero=(n, 0)) for m, t in enumerate(_nomi(punti))]


def tenuto_punti_barra(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [par(" – ".join(_nomi(punti)))]


def tenuto_punti_tabellina(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [tavola([[C([par("X")]), C([par(t)])] for t in _nomi(punti)])]


def tenuto_punti_con_area(c: Caso, punti: list[tuple[str, str]]) -> Scritto:
    return [par(f"{a}) {t}") for (a, _), t in zip(punti, _nomi(punti), strict=True)]


PUNTI_CHIAVE = [
    punti_elenco, punti_e_virgola, punti_numerati, punti_lettere, punti_sotto_area, punti_a_mano, punti_righe,
]  # fmt: skip
PUNTI_TENUTI = [tenuto_punti_numero_lista, tenuto_punti_barra, tenuto_punti_tabellina, tenuto_punti_con_area]

# --- Money ------------------------------------------------------------------------------------
FONTI = (
    "FNPS",
    "Fondo sociale regionale",
    "Risorse proprie dei Comuni",
    "FNA",
    "PNRR",
    "compartecipazione dell'utenza",
)


def _it(v: float, decimali: int = 2) -> str:
    return f"{v:,.{decimali}f}".replace(",", "_").replace(".", ",").replace("_", ".")


Importo = Callable[[float], str]
IMPORTI: list[Importo] = [
    lambda v: f"€ {_it(v)}",
    lambda v: f"Euro {_it(v)}.=",
    lambda v: f"{v:.2f} euro",
    lambda v: f"euro {int(v) // 1000}mila",
    lambda v: f"{_it(v, 0)} €",
    lambda v: f"€{_it(v, 0)}",
    lambda v: f"euro {_it(v)}",
    lambda v: f"{_it(v)} euro",
]
IMPORTI_TENUTI: list[Importo] = [
    lambda v: f"EUR {_it(v, 0)}",
    lambda v: f"€ {int(v)}",
    lambda v: f"{_it(v)}€",
    lambda v: f"€. {_it(v)}",
    lambda v: f"{int(v) // 1000}.000 euro/anno",
    lambda v: f"€ {_it(v, 0)},00",
    lambda v: f"{int(v) // 1000} mila euro",
]


def euro_righe(c: Caso, importi: list[str]) -> Scritto:
    return [par(f"{c.uno(FONTI)}: {t}") for t in importi]


def euro_frase(c: Caso, importi: list[str]) -> Scritto:
    return [par("; ".join(f"{t} {c.uno(FONTI)}" for t in importi))]


def euro_punti(c: Caso, importi: list[str]) -> Scritto:
    n = c.lista(PUNTI)
    return [par("Risorse pubbliche:"), *[par(f"{t} ({c.uno(FONTI)})", numero=(n, 0)) for t in importi]]


def euro_tabella(c: Caso, importi: list[str]) -> Scritto:
    righe = [[C([par("Fonte")]), C([par("Importo")])]]
    return [tavola([*righe, *[[C([par(c.uno(FONTI))]), C([par(t)])] for t in importi]])]


def tenuto_euro_tre_colonne(c: Caso, importi: list[str]) -> Scritto:
    righe = [[C([par(t)]) for t in ("Fonte", "Natura", "Euro")]]
    return [tavola([*righe, *[[C([par(c.uno(FONTI))]), C([par("pubblica")]), C([par(t)])] for t in importi]])]


def tenuto_euro_a_capo(c: Caso, importi: list[str]) -> Scritto:
    return [par("Le risorse stimate sono:\n" + "\n".join(f"- {c.uno(FONTI)} per {t}" for t in importi))]


RISORSE = [euro_righe, euro_frase, euro_punti, euro_tabella]
RISORSE_TENUTE = [tenuto_euro_tre_colonne, tenuto_euro_a_capo]

# --- Actions ------------------------------------------------------------------------------------
Azioni = tuple[Scritto, list[tuple[str, str]]]


def _numerate(testi: list[str]) -> list[tuple[str, str]]:
    return [(str(n), t) for n, t in enumerate(testi, 1)]


def azioni_parola(c: Caso, testi: list[str]) -> Azioni:
    return [par(f"Azione {n}: {t}") for n, t in _numerate(testi)], _numerate(testi)


def azioni_numero(c: Caso, testi: list[str]) -> Azioni:
    return [par(f"Azione n. {n} – {t}") for n, t in _numerate(testi)], _numerate(testi)


def azioni_tonda(c: Caso, testi: list[str]) -> Azioni:
    return [par(f"{n}) {t}") for n, t in _numerate(testi)], _numerate(testi)


def azioni_sigla(c: Caso, testi: list[str]) -> Azioni:
    return [par(f"A{n} {t}") for n, t in _numerate(testi)], [(f"A{n}", t) for n, t in _numerate(testi)]


def azioni_lettera(c: Caso, testi: list[str]) -> Azioni:
    voci = [(chr(64 + n), t) for n, t in enumerate(testi, 1)]
    return [par(f"{k}) {t}") for k, t in voci], voci


def azioni_lista(c: Caso, testi: list[str]) -> Azioni:
    n = c.lista(NUMERI)
    return [par(t, numero=(n, 0)) for t in testi], _numerate(testi)


def azioni_punti(c: Caso, testi: list[str]) -> Azioni:
    n = c.lista(PUNTI)
    return [par("Si prevede di:"), *[par(t + ";", numero=(n, 0)) for t in testi]], _numerate(testi)


def azioni_titolo_sopra(c: Caso, testi: list[str]) -> Azioni:
    return [b for n, t in _numerate(testi) for b in (par(f"AZIONE {n}", segni="b"), par(t))], _numerate(testi)


def azioni_tabella(c: Caso, testi: list[str]) -> Azioni:
    righe = [[C([par("N.")]), C([par("Azione")])], *[[C([par(n)]), C([par(t)])] for n, t in _numerate(testi)]]
    return [tavola(righe)], _numerate(testi)


def azioni_sotto(c: Caso, testi: list[str]) -> Azioni:
    blocchi = [par(f"Azione 1: {testi[0]}"), *[par(f"1.{n} {t}") for n, t in enumerate(testi[1:], 1)]]
    return blocchi, [("1", testi[0]), *[(f"1.{n}", t) for n, t in enumerate(testi[1:], 1)]]


def azioni_trattini(c: Caso, testi: list[str]) -> Azioni:
    return [par("\n".join(f"- {t}" for t in testi))], _numerate(testi)


def tenuto_azioni_sigla_punto(c: Caso, testi: list[str]) -> Azioni:
    return [par(f"Az. {n} - {t}") for n, t in _numerate(testi)], _numerate(testi)


def tenuto_azioni_lettere_lista(c: Caso, testi: list[str]) -> Azioni:
    n = c.lista(LETTERE)
    return [par(t, numero=(n, 0)) for t in testi], [(chr(96 + m), t) for m, t in enumerate(testi, 1)]


def tenuto_azioni_ordinali(c: Caso, testi: list[str]) -> Azioni:
    return [par(f"{n}° azione: {t}") for n, t in _numerate(testi)], _numerate(testi)


def tenuto_azioni_con_tempi(c: Caso, testi: list[str]) -> Azioni:
    righe = [[C([par("Azioni")]), C([par("Tempi")])]]
    righe += [[C([par(f"{n}. {t}")]), C([par("2025-2026")])] for n, t in _numerate(testi)]
    return [tavola(righe)], _numerate(testi)


def tenuto_azioni_di_fila(c: Caso, testi: list[str]) -> Azioni:
    return [par(" ".join(f"Azione {n}) {t}." for n, t in _numerate(testi)))], _numerate(testi)


AZIONI = [
    azioni_parola, azioni_numero, azioni_tonda, azioni_sigla, azioni_lettera, azioni_lista, azioni_punti,
    azioni_titolo_sopra, azioni_tabella, azioni_sotto, azioni_trattini,
]  # fmt: skip
AZIONI_TENUTE = [
    tenuto_azioni_sigla_punto, tenuto_azioni_lettere_lista, tenuto_azioni_ordinali, tenuto_azioni_con_tempi,
    tenuto_azioni_di_fila,
]  # fmt: skip
Attesi = list[Atteso]
