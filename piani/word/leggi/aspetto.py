"""Choices told by their look: the list of the model left whole, with the others struck out, or the one that is bold. Pure."""

import re
from collections.abc import Callable

from piani.word.leggi.catalogo import Campo
from piani.word.leggi.sorgente import Paragrafo, Pezzo

_FRA = re.compile(r"[\s/|\\,;.\-–—_()•·]*(?:\b[oe]\b[\s/|\\,;.\-–—_()]*)?")
_ASPETTI: tuple[Callable[[Pezzo], bool], ...] = (
    lambda p: p.evidenziato,
    lambda p: p.grassetto,
    lambda p: p.sottolineato,
)
_DUE = 2


def voci_in_fila(campo: Campo, linee: list[Paragrafo]) -> list[tuple[str, list[Pezzo]]]:
    """Return the choices that open an answer one after the other, each with the pieces it is written in.

    Nothing but strokes and commas may stand between them; less than two are none.
    """
    testo = "\n".join(linea.testo for linea in linee)
    pezzi = _per_lettera(linee)
    regole = [(s.chiave, regola_voce(s.chiave, s.etichetta)) for s in campo.scelte]
    regole.sort(key=lambda r: -len(r[1]))
    trovate: list[tuple[str, list[Pezzo]]] = []
    posto = 0
    while True:
        posto = _FRA.match(testo, posto).end()  # type: ignore[union-attr]
        trovata = next(
            ((k, m) for k, r in regole if (m := re.compile(rf"{r}(?!\w)", re.IGNORECASE).match(testo, posto))), None
        )
        if trovata is None or any(k == trovata[0] for k, _ in trovate):
            break
        chiave, segno = trovata
        suoi = [p for n, p in enumerate(pezzi[posto : segno.end()], posto) if not testo[n].isspace()]
        trovate.append((chiave, suoi))
        posto = segno.end()
    return trovate if len(trovate) >= _DUE else []


def regola_voce(chiave: str, etichetta: str) -> str:
    """Return the pattern of a choice as people write it."""
    if chiave == "si":
        return r"s[iì]['’]?"
    return re.sub(r"(?:\\?/|\\?\s)+", lambda m: r"\s*/\s*" if "/" in m[0] else r"\s+", re.escape(etichetta))


def scelte_per_aspetto(campo: Campo, linee: list[Paragrafo]) -> tuple[list[str], str]:
    """Return the choices that stand out in a list of them, and why; none when none does, or all."""
    trovate = voci_in_fila(campo, linee)
    barrate = [k for k, pezzi in trovate if all(p.barrato for p in pezzi)]
    if barrate and len(barrate) < len(trovate):
        return [k for k, _ in trovate if k not in barrate], "l'altra voce è barrata"
    for aspetto in _ASPETTI:
        spicca = [k for k, pezzi in trovate if all(aspetto(p) for p in pezzi)]
        if spicca and len(spicca) < len(trovate):
            return spicca, "è la voce messa in evidenza"
    return [], ""


def solo_voci(campo: Campo, linea: Paragrafo) -> bool:
    """Whether a line is only choices, with strokes between."""
    resto = linea.testo
    for scelta in sorted(campo.scelte, key=lambda s: -len(s.etichetta)):
        resto = re.sub(rf"(?<!\w){regola_voce(scelta.chiave, scelta.etichetta)}(?!\w)", " ", resto, flags=re.IGNORECASE)
    return bool(linea.testo.strip()) and bool(_FRA.fullmatch(resto))


def _per_lettera(linee: list[Paragrafo]) -> list[Pezzo]:
    """The piece that each character of the joined lines comes from."""
    pezzi: list[Pezzo] = []
    for n, linea in enumerate(linee):
        if n:
            pezzi.append(Pezzo("\n"))
        for pezzo in linea.pezzi:
            pezzi += [pezzo] * len(pezzo.testo)
    return pezzi
