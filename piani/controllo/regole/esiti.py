"""Outcomes of the last triennium: what follows them, and the degree against the actions."""

import re
from collections.abc import Iterator

from piani.controllo.lettura import Lettura, SchedaVista, comincia_con
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.testo import normale, radici

_BANDE = ((0, "nullo"), (49, "insufficiente"), (79, "sufficiente"), (99, "buono"), (100, "ottimo"))
_PER_AZIONE = re.compile(
    r"\bazione\s+(\d+(?:\.\d+)?)\s*:?\s*(?:realizzata\s+)?(?:al|all['’]|per il|per l['’])?\s*(\d{1,3})\s?%",
    re.IGNORECASE,
)


def banda(percento: int) -> str:
    """Return the band of the Region for a percentage from 0 to 100."""
    return next(nome for tetto, nome in _BANDE if percento <= tetto)


def _realizzate(esito: SchedaVista) -> list[int]:
    """Return the percentages of the actions: those typed, or those told in the text of the degree."""
    tipate = [a["realizzazione"] for a in esito.dati["azioni"] if a["realizzazione"] is not None]
    if tipate:
        return tipate
    testo = " ".join(b.testo for b in esito.blocchi("grado"))
    return [int(p) for p in dict(_PER_AZIONE.findall(testo)).values()]


def _grado(esito: SchedaVista) -> int | None:
    grado: int | None = esito.dati["grado"]
    return grado


@regola(
    "grado-e-azioni",
    "Grado che le azioni non danno",
    Famiglia.ESITI,
    fonte="DGR XII/2167/2024, allegato B: (n. azioni realizzate*100)/n. azioni programmate (riga 1195)",
    visto="G15",
    rimedio="Ricalcola il grado, o spiega nella riga quali azioni hai contato come realizzate.",
    esempio="Grado 100% (ottimo), ma due azioni su quattro sono al 25%.",
)
def grado_e_azioni(piano: Lettura) -> Iterator[Trovato]:
    """A hundred means that all the actions are done; else the band is that of the formula, counting the actions done,
    or those begun (a habit of some offices), or the mean of their percentages."""
    for esito in piano.di_specie("esito"):
        azioni, grado = _realizzate(esito), _grado(esito)
        if len(azioni) < 2 or grado is None:
            continue
        intere = sum(p == 100 for p in azioni)
        formula = intere * 100 // len(azioni)
        avviate = sum(p > 0 for p in azioni) * 100 // len(azioni)
        spiegato = {banda(formula), banda(avviate), banda(sum(azioni) // len(azioni))}
        if formula != grado and (grado == 100 or banda(grado) not in spiegato):
            frase = (
                f"Grado {grado}% ({banda(grado)}), ma le azioni al 100% sono {intere} su {len(azioni)}: "
                f"{formula}% ({banda(formula)})."
            )
            yield Trovato(esito.luogo("grado"), frase)
            continue
        scelte = esito.scelte("grado")
        if len(scelte) == 1 and banda(grado) not in scelte:
            frase = f"Il grado è {grado}% ({banda(grado)}), la fascia scelta è «{next(iter(scelte))}»."
            yield Trovato(esito.luogo("grado"), frase)


_VERRA_RIPROPOSTO = re.compile(r"\b(?:verra|sara|viene|e) (?:\w+ )?(?:ripropost|riconfermat|ripres)[oa]\b")


def _riproposto(esito: SchedaVista) -> bool:
    scelte, pezzi = esito.scelte("riproposto"), esito.blocchi("riproposto")
    if scelte:
        return "si" in scelte
    detto = comincia_con(pezzi)
    return detto == "si" or bool(not detto and pezzi and _VERRA_RIPROPOSTO.search(normale(pezzi[0].testo)))


def _ripreso_per_nome(esito: SchedaVista, titoli: list[frozenset[str]]) -> bool:
    sue = radici(esito.dati["intestazione"]) - {"obiet"}
    return any(sue and len(sue & t) >= 0.5 * len(sue) for t in titoli)


@regola(
    "riproposto-senza-seguito",
    "Riproposto, ma nessuna scheda lo riprende",
    Famiglia.ESITI,
    fonte="DGR XII/2167/2024, allegato B, ultima riga degli esiti (1202)",
    visto="B12",
    rimedio="Indica nella scheda di esito quale obiettivo la riprende, o correggi la risposta.",
    esempio="«Riproposto: sì», ma nel Piano non c'è nessuna scheda che continui quell'obiettivo.",
)
def riproposto_senza_seguito(piano: Lettura) -> Iterator[Trovato]:
    """An objective that will be proposed again has a sheet: named in what follows it, or with a like title."""
    codici = {s.codice for s in piano.di_specie("obiettivo")}
    titoli = [
        radici(nome) - {"obiet"}
        for s in piano.di_specie("obiettivo")
        for nome in (s.dati["intestazione"], s.dati["titolo"], s.sezione.titolo.split(" - Area")[0])
    ]
    if not codici:
        return
    for esito in piano.di_specie("esito"):
        if not _riproposto(esito) or any(s["codice"] in codici for s in esito.dati["seguito"]):
            continue
        if not esito.dati["seguito"] and _ripreso_per_nome(esito, titoli):
            continue
        yield Trovato(
            esito.luogo("riproposto"),
            "L'obiettivo è riproposto, ma nessuna scheda risulta riprenderlo.",
            normale(esito.testo("riproposto")) or "si",
        )


REGOLE = (grado_e_azioni, riproposto_senza_seguito)
