"""A whole plan from a seed: chapters, outcome forms, sheets, with the truth of what it says."""

import random
from dataclasses import dataclass, field

from piani.word.leggi.catalogo import Campo, Formato
from tests.noto_di_prova import noto
from tests.word_altrui import carte, indicatori, lessico, righe, scelte, testo
from tests.word_altrui.caso import Caso, Scritto, Vera
from tests.word_altrui.pacco import SUITE, Blocco, C, Pacco, Suite, par, tavola
from tests.word_altrui.testo import capitolo, con_ornamenti, sotto_titolo

_FASI = {f"indicatori_{f}": f for f in ("input", "processo", "output", "outcome")}
_FORMATI = {f.chiave: f for f in noto().formati}
SCHEDE, ESITI = 3, 2


@dataclass
class Piano:
    """A file, and what it says."""

    seme: str
    docx: bytes
    capitoli: list[str]
    schede: list[Vera]
    modi: list[str] = field(default_factory=list)


def piano(seme: int, *, tenuto: bool = False) -> Piano:
    """Return the plan of a seed; `tenuto` draws also from the ways of writing kept aside."""
    r = random.Random(f"{'tenuto' if tenuto else 'visto'}-{seme}")  # noqa: S311 - dice of a test
    suite = SUITE[r.randrange(len(SUITE))]
    c = Caso(r, Pacco(Suite(suite.nome, suite.id_titolo, suite.nome_titolo)), tenuto)
    corpo: list[Blocco] = testo.prime_pagine(c)
    schede: list[Vera] = []
    for n, titolo in enumerate(lessico.CAPITOLI, 1):
        corpo += capitolo(c, n, titolo)
        corpo += testo.prosa(c)
        if n == 2:
            for k in range(ESITI):
                corpo += _scheda(c, k + 1, _FORMATI["esito-2021"], schede)
        elif n == 7:
            for k in range(SCHEDE):
                corpo += _scheda(c, k + 1, _FORMATI["obiettivo-2025"], schede)
        else:
            corpo += testo.altro(c)
    return Piano(f"{seme}{'t' if tenuto else ''}", c.pacco.docx(corpo), list(lessico.CAPITOLI), schede, c.usati)


def _scheda(c: Caso, n: int, formato: Formato, schede: list[Vera]) -> list[Blocco]:
    presi = {s.titolo for s in schede}
    titolo = c.uno([t for t in lessico.TITOLI if t not in presi])
    vera = Vera(formato.chiave, titolo)
    schede.append(vera)
    area = c.uno(list(righe.AREE))
    voci: list[carte.Riga] = []
    come = c.modo("titolo", [_TITOLI[k] for k in range(4)])
    sopra = sotto_titolo(c, come.format(n=n, t=titolo))
    if c.prova(0.3):
        voci.append((f"SCHEDA OBIETTIVO N. {n}" if c.prova(0.5) else f"OBIETTIVO {n}", [par(titolo)]))
    if formato.specie == "obiettivo" and c.prova(0.8):
        modo = c.modo("macroarea", righe.MACROAREA, righe.MACROAREA_TENUTE)
        etichetta = c.uno(("AREA DI POLICY", "Macroarea", "MACROAREA DI RIFERIMENTO"))
        voci.append((etichetta, [par(modo.format(k=area, n=righe.AREE[area].nome))]))
        vera.macroaree = [area]
    voci += _campi(c, formato, vera, area)
    _rimescola(c, voci)
    carta = c.modo("carta", carte.CARTE, carte.CARTE_TENUTE, fermo=0.8)
    return [*sopra, *carta(c, voci), par("")]


_TITOLI = ("Obiettivo {n} – {t}", "{t}", "Scheda n. {n}: {t}", "Ob. {n} {t}")


def _campi(c: Caso, formato: Formato, vera: Vera, area: str) -> list[carte.Riga]:
    voci: list[carte.Riga] = []
    come = c.modo("etichetta", carte.ETICHETTE, carte.ETICHETTE_TENUTE, fermo=0.8)
    for n, campo in enumerate(formato.campi, 1):
        if n > 1 and c.prova(0.06):
            continue
        vera.campi.add(campo.chiave)
        etichetta = come(c, campo, n)
        if formato.specie == "obiettivo" and c.prova(0.12):
            etichetta = c.modo("etichetta-una", carte.ETICHETTE, carte.ETICHETTE_TENUTE, fermo=0)(c, campo, n)
        voci.append((etichetta, con_ornamenti(c, _risposta(c, campo, vera, area), campo)))
    return voci


def _rimescola(c: Caso, voci: list[carte.Riga]) -> None:
    """Move a row, add rows of the office's own."""
    if c.prova(0.25):
        k = c.r.randrange(3, len(voci) - 1)
        voci[k], voci[k - 1] = voci[k - 1], voci[k]
    if c.prova(0.4):
        etichetta, valore = c.uno(lessico.LOCALI)
        voci.insert(c.r.randrange(3, len(voci)), (etichetta, [par(valore)]))


# --- Answers ----------------------------------------------------------------------------
def _risposta(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    if campo.tipo in _FASI:
        return _indicatori(c, campo, vera)
    if campo.tipo in _MODI:
        return _MODI[campo.tipo](c, campo, vera, area)
    frasi = {"target": lessico.TARGET, "personale": lessico.PERSONALE}.get(campo.chiave, lessico.PROSA)
    return [par(t) for t in c.r.sample(frasi, c.r.randrange(1, 3))]


def _titolo(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    return [par(vera.titolo)]


def _azioni(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    testi = c.r.sample(lessico.AZIONI, c.r.randrange(2, 5))
    blocchi, vera.azioni = c.modo("azioni", righe.AZIONI, righe.AZIONI_TENUTE)(c, testi)
    return blocchi


def _scelta(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    chiavi = [s.chiave for s in campo.scelte]
    k = c.uno(chiavi)
    if set(chiavi) == {"si", "no"}:
        modo = c.modo("si_no", scelte.SI_NO, scelte.SI_NO_TENUTI)
    else:
        modo = c.modo("voce", scelte.VOCI, scelte.VOCI_TENUTE)
    blocchi, prese = modo(c, campo, k)
    vera.scelte |= {(campo.chiave, p) for p in prese}
    return blocchi


def _aree(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    if c.prova(0.3):
        blocchi, prese = c.modo("si_no", scelte.SI_NO, scelte.SI_NO_TENUTI)(c, campo, "no")
        vera.scelte |= {(campo.chiave, p) for p in prese}
        return blocchi
    altre = [a for a in righe.AREE if a != area]
    vera.aree = sorted(c.r.sample(altre, c.r.randrange(1, 4)))
    modo = c.modo("aree", righe.TRASVERSALI, righe.TRASVERSALI_TENUTE)
    if modo is not righe.tenuto_aree_senza_si:
        vera.scelte.add((campo.chiave, "si"))
    return modo(c, vera.aree)


def _punti(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    punti = [p.chiave for p in righe.AREE[area].punti]
    vera.punti = [(area, k) for k in c.r.sample(punti, min(len(punti), c.r.randrange(2, 5)))]
    return c.modo("punti", righe.PUNTI_CHIAVE, righe.PUNTI_TENUTI)(c, vera.punti)


def _risorse(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    if c.prova(0.15):
        return [par(c.uno(("Da definire in sede di riparto.", "Senza oneri aggiuntivi per l'Ambito.", "//")))]
    vera.euro = [float(1000 * c.r.randrange(5, 180)) for _ in range(c.r.randrange(1, 4))]
    come = c.modo("importo", righe.IMPORTI, righe.IMPORTI_TENUTI)
    return c.modo("risorse", righe.RISORSE, righe.RISORSE_TENUTE)(c, [come(v) for v in vera.euro])


def _indicatori(c: Caso, campo: Campo, vera: Vera) -> Scritto:
    fase = _FASI[campo.tipo]
    if c.prova({"input": 0.7, "processo": 0.5, "output": 0.05, "outcome": 0.35}[fase]):
        return [par(t) for t in c.r.sample(lessico.PROSA, c.r.randrange(1, 3))]
    nomi = c.r.sample(lessico.INDICATORI, c.r.randrange(1, 4))
    voci = [(f"{n}.1", indicatori.misura(c, nome)) for n, nome in enumerate(nomi, 1)]
    blocchi, numeri, attesi = c.modo("indicatori", indicatori.INDICATORI, indicatori.INDICATORI_TENUTI)(c, voci)
    vera.indicatori += [(fase, n) for n in numeri]
    vera.attesi += attesi
    return blocchi if c.prova(0.7) else [par(c.uno(lessico.PROSA)), *blocchi]


_BANDE = {0: "nullo", 30: "insufficiente", 60: "sufficiente", 75: "sufficiente", 80: "buono", 100: "ottimo"}


def _grado(c: Caso, campo: Campo, vera: Vera, area: str) -> Scritto:
    grado = c.uno(list(_BANDE))
    azioni = [f"Azione {n}: {c.uno(('realizzata', 'non realizzata', 'realizzata in parte'))}" for n in (1, 2)]
    modo = c.modo("grado", range(5), range(5, 8))
    if modo == 4:
        return [par("L'obiettivo è stato raggiunto parzialmente, " + c.uno(lessico.SEGUITI) + "."), *map(par, azioni)]
    vera.grado = grado
    vera.scelte.add(("grado", _BANDE[grado]))
    return [
        [par(f"{grado}%")],
        [par(f"{grado}% ({_BANDE[grado]})"), *map(par, azioni)],
        [par(f"Il grado di raggiungimento è pari al {grado}%. " + "; ".join(azioni) + ".")],
        [par(f"{grado} %"), par(c.uno(lessico.PROSA))],
        [],
        [par(f"{grado},00% - {_BANDE[grado]}")],
        [par(f"Grado: {grado}%")],
        [tavola([[C([par("Grado")]), C([par(f"{grado}%")])]])],
    ][modo]


_MODI = {
    "titolo": _titolo,
    "percentuale": _grado,
    "aree": _aree,
    "punti_chiave": _punti,
    "azioni": _azioni,
    "risorse": _risorse,
    "scelta": _scelta,
}
