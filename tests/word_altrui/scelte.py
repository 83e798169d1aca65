"""Ways of writing a choice, each with the choices that it makes. In sample, and kept aside."""

from piani.word.leggi.catalogo import Campo
from tests.word_altrui import lessico
from tests.word_altrui.caso import Caso, Scritto
from tests.word_altrui.pacco import C, casella, casella_vecchia, par, par_di, run, simbolo, tavola

Esito = tuple[Scritto, set[str]]
_SI_NO = {"si": "Sì", "no": "No"}


def _prosa(c: Caso) -> str:
    return c.uno(lessico.SEGUITI)


def accentato(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "Sì", "no": "No"}[k])], {k}


def maiuscolo(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "SI", "no": "NO"}[k])], {k}


def apostrofo(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "SI'", "no": "NO."}[k])], {k}


def apostrofo_tondo(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "Si’, " + _prosa(c), "no": "No, " + _prosa(c)}[k])], {k}


def con_prosa(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "Sì, ", "no": "No, "}[k] + _prosa(c) + ".")], {k}


def due_punti(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "SI: ", "no": "NO: "}[k] + _prosa(c))], {k}


def trattino(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "SI – ", "no": "NO - "}[k] + _prosa(c))], {k}


def riga_sotto(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "SI", "no": "NO"}[k]), par(c.uno(lessico.PROSA))], {k}


def a_capo(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "SÌ", "no": "NO"}[k] + "\n" + c.uno(lessico.PROSA))], {k}


def si_nudo(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "Si", "no": "no"}[k])], {k}


def caselle(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("☒", "☐") if k == "si" else ("☐", "☒")
    return [par(f"{si} Sì {no} No")], {k}


def croce_davanti(c: Caso, campo: Campo, k: str) -> Esito:
    return [par("X SI   NO" if k == "si" else "SI   X NO")], {k} if k == "si" else set()


def quadre(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("[X]", "[ ]") if k == "si" else ("[ ]", "[X]")
    return [par(f"{si} SI {no} NO")], {k}


def controlli(c: Caso, campo: Campo, k: str) -> Esito:
    dentro = casella("", " SI    ", segnata=k == "si") + casella("", " NO", segnata=k == "no")
    return [par_di(dentro)], {k}


def wingdings(c: Caso, campo: Campo, k: str) -> Esito:
    piena, vuota = simbolo("F0FE"), simbolo("F0A8")
    si, no = (piena, vuota) if k == "si" else (vuota, piena)
    return [par_di(si + run(" SI  ") + no + run(" NO"))], {k}


def moduli_vecchi(c: Caso, campo: Campo, k: str) -> Esito:
    return [par_di(casella_vecchia(" SI  ", segnata=k == "si") + casella_vecchia(" NO", segnata=k == "no"))], {k}


def barrato(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("", "s") if k == "si" else ("s", "")
    return [par_di(run("SI", segni=si) + run("/") + run("NO", segni=no))], {k}


def spessa(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("b", "") if k == "si" else ("", "b")
    return [par_di(run("SI", segni=si) + run(" / ") + run("NO", segni=no))], {k}


def irrisolta(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(c.uno(("SI/NO", "SI/NO (se sì, quali)", "//////", "-", "n.d.", "____")))], set()


SI_NO = [
    accentato, maiuscolo, apostrofo, apostrofo_tondo, con_prosa, due_punti, trattino, riga_sotto, a_capo, si_nudo,
    caselle, croce_davanti, quadre, controlli, wingdings, moduli_vecchi, barrato, spessa, irrisolta,
]  # fmt: skip


# --- Kept aside -------------------------------------------------------------------------
def tenuto_parentesi(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "SÌ (" + _prosa(c) + ")", "no": "NO (" + _prosa(c) + ")"}[k])], {k}


def tenuto_tonde(c: Caso, campo: Campo, k: str) -> Esito:
    return [par("(X) SI   ( ) NO" if k == "si" else "( ) SI   (X) NO")], {k}


def tenuto_caselle_su_righe(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("☑", "□") if k == "si" else ("□", "☑")
    return [par(f"{si} SI, {_prosa(c)}" if k == "si" else f"{si} SI"), par(f"{no} NO")], {k}


def tenuto_risposta(c: Caso, campo: Campo, k: str) -> Esito:
    return [par({"si": "Risposta: Sì", "no": "Risposta: No"}[k])], {k}


def tenuto_evidenziata(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("e", "") if k == "si" else ("", "e")
    return [par_di(run("SI", segni=si) + run("/") + run("NO", segni=no))], {k}


def tenuto_carattere(c: Caso, campo: Campo, k: str) -> Esito:
    piena, vuota = run("þ", carattere="Wingdings"), run("¨", carattere="Wingdings")
    si, no = (piena, vuota) if k == "si" else (vuota, piena)
    return [par_di(si + run(" SI ") + no + run(" NO"))], {k}


def tenuto_tabellina(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("X", "") if k == "si" else ("", "X")
    return [tavola([[C([par("SI")]), C([par(si)]), C([par("NO")]), C([par(no)])]])], {k}


def tenuto_barrato_righe(c: Caso, campo: Campo, k: str) -> Esito:
    si, no = ("", "s") if k == "si" else ("s", "")
    return [par("SI", segni=si), par("NO", segni=no)], {k}


SI_NO_TENUTI = [
    tenuto_parentesi, tenuto_tonde, tenuto_caselle_su_righe, tenuto_risposta, tenuto_evidenziata, tenuto_carattere,
    tenuto_tabellina, tenuto_barrato_righe,
]  # fmt: skip


# --- Lists of other choices ---------------------------------------------------------------
def _nome(campo: Campo, k: str) -> str:
    return next(s.etichetta for s in campo.scelte if s.chiave == k)


def voce(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(_nome(campo, k))], {k}


def voce_minuscola(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(_nome(campo, k).lower())], {k}


def voce_spaziata(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(_nome(campo, k).upper().replace("/", " / "))], {k}


def voce_con_prosa(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(f"{_nome(campo, k).capitalize()}: {_prosa(c)}.")], {k}


def voce_segnata(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(f"{'☒' if s.chiave == k else '☐'} {s.etichetta}") for s in campo.scelte], {k}


def voce_barrata(c: Caso, campo: Campo, k: str) -> Esito:
    pezzi = [run(s.etichetta, segni="" if s.chiave == k else "s") for s in campo.scelte]
    return [par_di(run(" / ").join(pezzi))], {k}


def voce_in_frase(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(f"Si tratta di: {_nome(campo, k).lower()}, {_prosa(c)}.")], {k}


def voce_elenco(c: Caso, campo: Campo, k: str) -> Esito:
    return [par("\n".join(s.etichetta for s in campo.scelte))], set()


VOCI = [voce, voce_minuscola, voce_spaziata, voce_con_prosa, voce_segnata, voce_barrata, voce_in_frase]


def tenuto_voce_croce(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(f"{'X ' if s.chiave == k else '  '}{s.etichetta}") for s in campo.scelte], {k}


def tenuto_voce_punto(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(f"- {_nome(campo, k)};")], {k}


def tenuto_voce_spessa(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(s.etichetta, segni="b" if s.chiave == k else "") for s in campo.scelte], {k}


def tenuto_voce_virgolette(c: Caso, campo: Campo, k: str) -> Esito:
    return [par(f"«{_nome(campo, k)}», {_prosa(c)}")], {k}


VOCI_TENUTE = [tenuto_voce_croce, tenuto_voce_punto, tenuto_voce_spessa, tenuto_voce_virgolette]
