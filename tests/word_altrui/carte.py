"""How labels are spelt and how a sheet is laid out on the page. In sample, and kept aside."""

import unicodedata

from piani.word.leggi.catalogo import Campo
from tests.word_altrui.caso import Caso, Scritto
from tests.word_altrui.pacco import C, par, par_di, run, tavola

Riga = tuple[str, Scritto]


# --- Labels -----------------------------------------------------------------------------
def ufficiale(c: Caso, campo: Campo, n: int) -> str:
    return campo.etichetta


def minuscola(c: Caso, campo: Campo, n: int) -> str:
    return campo.etichetta.capitalize()


def senza_accenti(c: Caso, campo: Campo, n: int) -> str:
    scomposto = unicodedata.normalize("NFKD", campo.etichetta.replace("'", "’"))
    return "".join(x for x in scomposto if not unicodedata.combining(x))


def accenti_a_mano(c: Caso, campo: Campo, n: int) -> str:
    return campo.etichetta.replace("À", "A'").replace("È", "E’").replace("Ù", "U'")


def a_capo(c: Caso, campo: Campo, n: int) -> str:
    parole = campo.etichetta.split(" ")
    return " ".join(parole[: len(parole) // 2]) + "\n" + " ".join(parole[len(parole) // 2 :])


def spazi_fissi(c: Caso, campo: Campo, n: int) -> str:
    return campo.etichetta.replace(" ", "\u00a0") + " "


def trattini_molli(c: Caso, campo: Campo, n: int) -> str:
    return " ".join(p[:4] + "\u00ad" + p[4:] if len(p) > 7 else p for p in campo.etichetta.split(" "))


def con_refuso(c: Caso, campo: Campo, n: int) -> str:
    testo = campo.etichetta
    if len(testo) < 14:
        return testo
    k = c.r.randrange(3, len(testo) - 3)
    return testo[:k] + testo[k + 1] + testo[k] + testo[k + 2 :]


def con_indicazione(c: Caso, campo: Campo, n: int) -> str:
    return f"{campo.etichetta}\n{campo.aiuto}" if campo.aiuto else campo.etichetta


def numerata(c: Caso, campo: Campo, n: int) -> str:
    return f"{n}. {campo.etichetta}"


def con_due_punti(c: Caso, campo: Campo, n: int) -> str:
    return f"{campo.etichetta.rstrip('?').capitalize()}:"


ETICHETTE = [
    ufficiale, ufficiale, minuscola, senza_accenti, accenti_a_mano, a_capo, spazi_fissi, trattini_molli, con_refuso,
    con_indicazione, numerata, con_due_punti,
]  # fmt: skip


def tenuta_lettera(c: Caso, campo: Campo, n: int) -> str:
    return f"{chr(96 + (n - 1) % 26 + 1)}) {campo.etichetta.lower()}"


def tenuta_parole_in_meno(c: Caso, campo: Campo, n: int) -> str:
    parole = campo.etichetta.split(" ")
    return " ".join(parole[:-1]) if len(parole) > 6 else campo.etichetta


def tenuta_asterisco(c: Caso, campo: Campo, n: int) -> str:
    return f"{campo.etichetta.title()} (*)"


def tenuta_sillabata(c: Caso, campo: Campo, n: int) -> str:
    parole = [p[:5] + "-\n" + p[5:] if len(p) > 9 else p for p in campo.etichetta.split(" ")]
    return " ".join(parole)


def tenuta_due_refusi(c: Caso, campo: Campo, n: int) -> str:
    if len(campo.etichetta) < 30:
        return campo.etichetta
    k = len(campo.etichetta) // 3
    return campo.etichetta[:k] + campo.etichetta[k + 1 : 2 * k] + "E" + campo.etichetta[2 * k :]


ETICHETTE_TENUTE = [tenuta_lettera, tenuta_parole_in_meno, tenuta_asterisco, tenuta_sillabata, tenuta_due_refusi]


# --- Layouts ------------------------------------------------------------------------------
def _eti(testo: str) -> Scritto:
    return [par_di(run(testo, segni="b"))]


def due_colonne(c: Caso, righe: list[Riga]) -> Scritto:
    return [tavola([[C(_eti(e)), C(r)] for e, r in righe])]


def tre_colonne(c: Caso, righe: list[Riga]) -> Scritto:
    return [tavola([[C([par(str(n))]), C(_eti(e)), C(r)] for n, (e, r) in enumerate(righe, 1)])]


def due_tabelle(c: Caso, righe: list[Riga]) -> Scritto:
    k = max(4, len(righe) // 2)
    return [*due_colonne(c, righe[:k]), par(""), *due_colonne(c, righe[k:])]


def una_per_riga(c: Caso, righe: list[Riga]) -> Scritto:
    return [b for r in righe for b in (*due_colonne(c, [r]), par(""))]


def stessa_cella(c: Caso, righe: list[Riga]) -> Scritto:
    return [tavola([[C([*_eti(e), *r])] for e, r in righe])]


def risposta_sotto(c: Caso, righe: list[Riga]) -> Scritto:
    return [tavola([x for e, r in righe for x in ([C(_eti(e), 2)], [C(r, 2)])])]


def in_prosa(c: Caso, righe: list[Riga]) -> Scritto:
    return [b for e, r in righe for b in (*_eti(e), *r)]


def cornice(c: Caso, righe: list[Riga]) -> Scritto:
    return [tavola([[C(due_colonne(c, righe))]])]


def raggruppate(c: Caso, righe: list[Riga]) -> Scritto:
    gruppi = ["INTERVENTO", "RISORSE E RETE", "BISOGNO", "VALUTAZIONE"]
    lungo = -(-len(righe) // len(gruppi))
    tutte: list[list[C]] = []
    for n, (e, r) in enumerate(righe):
        primo = n % lungo == 0
        gruppo = C([par(gruppi[n // lungo])], giu="restart") if primo else C([], giu="continue")
        tutte.append([gruppo, C(_eti(e)), C(r)])
    return [tavola(tutte)]


def testata_ripetuta(c: Caso, righe: list[Riga]) -> Scritto:
    testa = [C([par("VOCE")]), C([par("DESCRIZIONE")])]
    k = max(4, len(righe) // 3)
    pezzi = [righe[n : n + k] for n in range(0, len(righe), k)]
    return [b for p in pezzi for b in (tavola([testa, *[[C(_eti(e)), C(r)] for e, r in p]], intestate=1), par(""))]


def etichetta_su_due_righe(c: Caso, righe: list[Riga]) -> Scritto:
    tutte: list[list[C]] = []
    for e, r in righe:
        parole = e.split(" ")
        if len(parole) > 9 and len(r) > 1:
            tutte.append([C(_eti(" ".join(parole[:5]))), C(r[:1])])
            tutte.append([C(_eti(" ".join(parole[5:]))), C(r[1:])])
        else:
            tutte.append([C(_eti(e)), C(r)])
    return [tavola(tutte)]


def unita_in_giu(c: Caso, righe: list[Riga]) -> Scritto:
    tutte: list[list[C]] = []
    for e, r in righe:
        if len(r) > 2:
            tutte.append([C(_eti(e), giu="restart"), C(r[:1])])
            tutte.append([C([], giu="continue"), C(r[1:])])
        else:
            tutte.append([C(_eti(e)), C(r)])
    return [tavola(tutte)]


CARTE = [
    due_colonne, due_colonne, tre_colonne, due_tabelle, una_per_riga, stessa_cella, risposta_sotto, in_prosa, cornice,
    raggruppate, testata_ripetuta, etichetta_su_due_righe, unita_in_giu,
]  # fmt: skip


def tenuta_titoli_e_celle(c: Caso, righe: list[Riga]) -> Scritto:
    return [b for e, r in righe for b in (par(e, stile=c.pacco.stile_titolo(4)), tavola([[C(r)]]))]


def tenuta_colonna_vuota(c: Caso, righe: list[Riga]) -> Scritto:
    return [tavola([[C(_eti(e)), C([]), C(r)] for e, r in righe])]


def tenuta_due_celle_etichetta(c: Caso, righe: list[Riga]) -> Scritto:
    tutte: list[list[C]] = []
    for e, r in righe:
        parole = e.split(" ")
        k = len(parole) // 2
        if len(parole) > 5:
            tutte.append([C(_eti(" ".join(parole[:k]))), C(_eti(" ".join(parole[k:]))), C(r)])
        else:
            tutte.append([C(_eti(e), 2), C(r)])
    return [tavola(tutte)]


def tenuta_tre_pezzi(c: Caso, righe: list[Riga]) -> Scritto:
    pezzi = [righe[n : n + 3] for n in range(0, len(righe), 3)]
    return [b for p in pezzi for b in (*due_colonne(c, p), par("Pagina 1"))]


def tenuta_sotto_una_colonna(c: Caso, righe: list[Riga]) -> Scritto:
    return [tavola([x for e, r in righe for x in ([C(_eti(e))], [C(r)])])]


CARTE_TENUTE = [
    tenuta_titoli_e_celle, tenuta_colonna_vuota, tenuta_due_celle_etichetta, tenuta_tre_pezzi, tenuta_sotto_una_colonna,
]  # fmt: skip
