"""From paragraphs to the few tags of a formatted text: hand-made lists become lists. Pure."""

import re
from dataclasses import dataclass
from html import escape

from core.testo import html_pulito
from piani.word.leggi.sorgente import Blocco, Paragrafo, Pezzo, Tabella, righe_di, taglia

_SEGNI = "-–—•·●▪■◦○➢➤►✓✔❖⮚‣∙□▫"
_PUNTO = re.compile(rf"^\s*([{_SEGNI}])(?:\s+|(?=[^\W\d_]{{2}}))")
_PUNTO_O = re.compile(r"^\s*(o)\s+(?=\w)")
_NUMERO = re.compile(r"^(\d{1,3})[.)]?$")
_PRIVATI = re.compile("^\\s*([\uf000-\uf0ff])\\s*")
TITOLO_ALTO = 3


@dataclass(frozen=True)
class Voce:
    """A line ready to be set: `specie` is p, ul, ol, h3, h4, blockquote."""

    specie: str
    livello: int
    html: str
    numero: int = 0
    segno: str = ""


def segno_di(paragrafo: Paragrafo, dopo_punto: bool = False) -> tuple[str, int]:
    """Return the hand-made bullet that opens a line and how many characters it takes; ("", 0) when there is none."""
    testo = paragrafo.testo
    trovato = _PUNTO.match(testo) or _PRIVATI.match(testo) or (_PUNTO_O.match(testo) if dopo_punto else None)
    return (trovato[1], trovato.end()) if trovato else ("", 0)


def senza_segno(paragrafo: Paragrafo) -> Paragrafo:
    """Return a line without the hand-made bullet that opens it."""
    _, lungo = segno_di(paragrafo)
    return taglia(paragrafo, lungo) if lungo else paragrafo


def righe(blocchi: "tuple[Blocco, ...] | list[Blocco]") -> list[Paragrafo]:
    """Return the lines of some blocks: paragraphs split at breaks where that shows a list; a table gives a line a row."""
    uscite: list[Paragrafo] = []
    for blocco in blocchi:
        if isinstance(blocco, Tabella):
            uscite += _di_tabella(blocco)
            continue
        spezzate = righe_di(blocco)
        uscite += spezzate if len(spezzate) > 1 else [blocco]
    return [r for r in uscite if not r.vuoto]


_ANNO = re.compile(r"\s*(?:anno\s+)?(20[2-3]\d)\s*:?\s*$", re.IGNORECASE)


def _per_anno(tabella: Tabella) -> list[Paragrafo] | None:
    """A small table by year, years across or down: a line for each row that is named, then one for each year."""
    griglia = [[" ".join(t.split()) for t in r] for r in tabella.griglia()]
    anni = {n: t[1] for n, c in enumerate(griglia[0] if griglia else []) if (t := _ANNO.match(c))}
    testi: list[str] = []
    if len(anni) > 1 and len(griglia) > 1 and all(not c or n in anni for n, c in enumerate(griglia[0]) if n):
        testi.append("" if 0 in anni else griglia[0][0])
        for riga in griglia[1:]:
            testi.append(" ".join(c for n, c in enumerate(riga) if n not in anni and c))
            testi += [f"{anno}: {riga[n]}" for n, anno in anni.items() if n < len(riga) and riga[n]]
    elif tabella.larghezza == 2 and sum(bool(_ANNO.match(r[0])) for r in griglia) > 1:
        for prima, dopo in griglia:
            anno = _ANNO.match(prima)
            testi.append(f"{anno[1]}: {dopo}" if anno and dopo else f"{prima} {dopo}".strip())
    else:
        return None
    return [Paragrafo((Pezzo(t),)) for t in testi if t]


def _di_tabella(tabella: Tabella) -> list[Paragrafo]:
    per_anno = _per_anno(tabella)
    if per_anno is not None:
        return per_anno
    uscite: list[Paragrafo] = []
    for riga in tabella.righe:
        piene = [c for c in riga if c.testo]
        if len(piene) == 1:
            uscite += righe(piene[0].blocchi)
        elif piene:
            uscite.append(Paragrafo((Pezzo(" | ".join(" ".join(c.testo.split()) for c in piene)),)))
    return uscite


def _in_linea(pezzi: tuple[Pezzo, ...], *, nudo: bool = False) -> str:
    usciti = []
    for pezzo in pezzi:
        testo = escape(pezzo.testo, quote=False).replace("\t", " ").replace("\n", "<br>")
        if not testo.strip() or nudo:
            usciti.append(testo)
            continue
        for acceso, tag in (
            (pezzo.posizione == "sup", "sup"),
            (pezzo.posizione == "sub", "sub"),
            (pezzo.sottolineato, "u"),
            (pezzo.corsivo, "em"),
            (pezzo.grassetto, "strong"),
        ):
            if acceso:
                testo = f"<{tag}>{testo}</{tag}>"
        if pezzo.legame:
            testo = f'<a href="{escape(pezzo.legame)}">{testo}</a>'
        usciti.append(testo)
    return "".join(usciti).strip()


def _voci(linee: list[Paragrafo]) -> list[Voce]:
    voci: list[Voce] = []
    scala: list[str] = []
    for linea in linee:
        segno, lungo = segno_di(linea, dopo_punto=bool(scala))
        if linea.titolo:
            voci.append(Voce("h3" if linea.titolo <= TITOLO_ALTO else "h4", 0, _in_linea(linea.pezzi, nudo=True)))
            scala = []
        elif linea.lista:
            voci.append(_di_lista(linea))
            scala = []
        elif segno:
            scala = scala[: scala.index(segno) + 1] if segno in scala else [*scala, segno]
            voci.append(Voce("ul", len(scala) - 1, _in_linea(taglia(linea, lungo).pezzi)))
        else:
            voci.append(Voce("blockquote" if linea.citazione else "p", 0, _in_linea(linea.pezzi)))
            scala = []
    return [v for v in voci if v.html]


def _di_lista(linea: Paragrafo) -> Voce:
    lista = linea.lista
    assert lista is not None  # noqa: S101 - the caller has looked
    pezzi = senza_segno(linea).pezzi if not lista.ordinata else linea.pezzi
    testo = _in_linea(pezzi)
    if not lista.ordinata:
        return Voce("ul", lista.livello, testo)
    numero = _NUMERO.match(lista.segno)
    if numero:
        return Voce("ol", lista.livello, testo, int(numero[1]), lista.segno)
    return Voce("p", 0, f"{escape(lista.segno, quote=False)} {testo}")


def _ordinate(voci: list[Voce]) -> list[Voce]:
    """Only lists that count 1, 2, 3 may be numbered ones: the others keep the number they show as text."""
    attesi: dict[int, int] = {}
    uscite: list[Voce] = []
    for voce in voci:
        if voce.specie == "ol":
            if voce.numero != attesi.get(voce.livello, 1):
                uscite.append(Voce("p", 0, f"{voce.segno} {voce.html}"))
                attesi = {}
                continue
            attesi = {k: v for k, v in attesi.items() if k < voce.livello} | {voce.livello: voce.numero + 1}
        elif voce.specie == "ul":
            attesi = {k: v for k, v in attesi.items() if k < voce.livello}
        else:
            attesi = {}
        uscite.append(voce)
    return uscite


def _annida(voci: list[Voce], inizio: int, livello: int) -> tuple[str, int]:
    """Return the list that starts there, with the deeper ones inside its items, and where it ends."""
    specie = voci[inizio].specie
    corpo: list[str] = []
    n = inizio
    while n < len(voci) and voci[n].specie in ("ul", "ol"):
        voce = voci[n]
        if voce.livello < livello or (voce.livello == livello and voce.specie != specie):
            break
        if voce.livello > livello and corpo:
            dentro, n = _annida(voci, n, voce.livello)
            corpo[-1] = corpo[-1].removesuffix("</li>") + dentro + "</li>"
            continue
        corpo.append(f"<li>{voce.html}</li>")
        n += 1
    return f"<{specie}>{''.join(corpo)}</{specie}>", n


def html_di(blocchi: "tuple[Blocco, ...] | list[Blocco] | list[Paragrafo]") -> str:
    """Return some blocks as formatted text. Raises core.testo.TestoTroppoLungo."""
    voci = _ordinate(_voci(righe(list(blocchi))))
    usciti: list[str] = []
    n = 0
    while n < len(voci):
        voce = voci[n]
        if voce.specie in ("ul", "ol"):
            pezzo, n = _annida(voci, n, voce.livello)
            usciti.append(pezzo)
            continue
        n += 1
        usciti.append(
            f"<blockquote><p>{voce.html}</p></blockquote>"
            if voce.specie == "blockquote"
            else f"<{voce.specie}>{voce.html}</{voce.specie}>"
        )
    return html_pulito("".join(usciti))


def semplice(linee: list[Paragrafo]) -> str:
    """Return some lines as plain text, one a line, each with the sign of its list."""
    return "\n".join(_piana(linea) for linea in linee)


def _piana(linea: Paragrafo) -> str:
    nuda = senza_segno(linea)
    testo = " ".join(nuda.testo.split())
    if linea.lista is None:
        return f"- {testo}" if nuda is not linea else testo
    return f"{linea.lista.segno if linea.lista.ordinata else '-'} {testo}"
