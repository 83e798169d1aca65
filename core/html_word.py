"""What Word, LibreOffice and Google Docs write in place of lists, footnotes and quotations. Pure."""

import re
from collections.abc import Iterator

from core.html_albero import Nodo

_LIVELLO = re.compile(r"mso-list:\S*?level(\d+)")
_SENZA_LISTA = re.compile(r"mso-list:(none|skip)")
_NUMERO = re.compile(r"\(?(\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})[.)°]+", re.IGNORECASE)
# The words of a note: Word, LibreOffice, Google Docs.
_CORPO = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
_CORPO_ANCORA = re.compile(r"ftnt\d+")
_RIMANDO = re.compile(r"#_?((?:ftnt|ftn|edn|sdfootnote|sdendnote)\d+)(?:sym)?")
_RITORNO = re.compile(r"#_?(?:ftnref|ednref|ftnt_ref|sdfootnote\d+anc|sdendnote\d+anc)\d*")
_CITAZIONI = ("msoquote", "msointensequote")
_TITOLI = {"msotitle": "h1", "msosubtitle": "h2"}


def prepara(radice: Nodo) -> None:
    """Turn, in the tree as it came, the lists, notes, quotations and titles of a word processor into elements."""
    _note(radice)
    _blocchi(radice)


def _con_genitore(nodo: Nodo) -> Iterator[tuple[Nodo, Nodo]]:
    for figlio in list(nodo.elementi()):
        yield nodo, figlio
        yield from _con_genitore(figlio)


def _note(radice: Nodo) -> None:
    """Put each note in its place, where both its sign and its words are found; else both stay as words."""
    coppie = list(_con_genitore(radice))
    corpi = {chiave: coppia for coppia in coppie if (chiave := _chiave_corpo(coppia[1]))}
    genitori = {id(figlio): genitore for genitore, figlio in coppie}
    usate: set[str] = set()
    for genitore, figlio in coppie:
        trovato = _RIMANDO.fullmatch(figlio.attributi.get("href", "")) if figlio.tag == "a" else None
        if not trovato or trovato[1] not in corpi or trovato[1] in usate:
            continue
        parole = _parole_della_nota(corpi[trovato[1]][1])
        if parole:
            usate.add(trovato[1])
            _metti(genitore, figlio, Nodo("span", {"class": "nota"}, [parole]), genitori)
    for chiave in usate:
        genitore, corpo = corpi[chiave]
        genitore.figli = [f for f in genitore.figli if f is not corpo]


def _chiave_corpo(nodo: Nodo) -> str:
    chiave = nodo.attributi.get("id", "")
    if _CORPO.fullmatch(chiave):
        return chiave
    if nodo.tag in ("p", "li"):
        for figlio in nodo.elementi():
            ancora = figlio.attributi.get("id", "") or figlio.attributi.get("name", "")
            if _CORPO_ANCORA.fullmatch(ancora) and _RITORNO.fullmatch(figlio.attributi.get("href", "")):
                return ancora
    return ""


def _parole_della_nota(corpo: Nodo) -> str:
    for genitore, figlio in _con_genitore(corpo):
        if figlio.tag == "a" and _RITORNO.fullmatch(figlio.attributi.get("href", "")):
            genitore.figli = [f for f in genitore.figli if f is not figlio]
            break
    return " ".join(parole_con_indirizzi(corpo).split())


def parole_con_indirizzi(nodo: Nodo) -> str:
    """Return the words inside, the address of each link beside it when the words do not say it."""
    pezzi = []
    for figlio in nodo.figli:
        if isinstance(figlio, str):
            pezzi.append(figlio)
            continue
        parole = parole_con_indirizzi(figlio)
        dove = figlio.attributi.get("href", "") if figlio.tag == "a" else ""
        if dove.startswith(("http", "mailto:")) and dove.removeprefix("mailto:").rstrip("/") not in parole:
            parole = f"{parole} ({dove})"
        pezzi.append(f" {parole} " if figlio.tag in ("p", "div", "br", "li", "img") else parole)
    return "".join(pezzi)


def _metti(genitore: Nodo, vecchio: Nodo, nuovo: Nodo, genitori: dict[int, Nodo]) -> None:
    """Replace the sign of a note, and the raised element that holds nothing else."""
    while genitore.tag in ("sup", "span", "a") and genitore.parole().strip() == vecchio.parole().strip():
        sopra = genitori.get(id(genitore))
        if sopra is None:
            break
        genitore, vecchio = sopra, genitore
    genitore.figli = [nuovo if f is vecchio else f for f in genitore.figli]


def _blocchi(nodo: Nodo) -> None:
    """Rewrite the paragraphs of Word among the children of each element: lists, quotations, titles."""
    nuovi: list[Nodo | str] = []
    aperti: list[tuple[int, Nodo]] = []
    for figlio in nodo.figli:
        if isinstance(figlio, str):
            if figlio.strip():
                aperti = []
            nuovi.append(figlio)
            continue
        _blocchi(figlio)
        if "msodel" in figlio.classi:
            continue
        livello = _livello(figlio)
        if livello:
            _voce(nuovi, aperti, livello, figlio)
            continue
        aperti = []
        nuovi.append(_vestito(figlio))
    nodo.figli = nuovi


def _livello(nodo: Nodo) -> int:
    """Return the level in a list of Word; 0 for what is not in one."""
    if nodo.tag != "p":
        return 0
    stile = nodo.attributi.get("style", "").lower()
    if _SENZA_LISTA.search(stile.replace(" ", "")):
        return 0
    trovato = _LIVELLO.search(stile.replace("mso-list: ", "mso-list:").replace(" level", "level"))
    if trovato:
        return min(int(trovato[1]), 9)
    return 1 if "msolistparagraph" in nodo.classi and _segno(nodo) is not None else 0


def _segno(nodo: Nodo) -> Nodo | None:
    return next((n for n in nodo.tutti() if "mso-list:ignore" in n.stile), None)


def _voce(nuovi: "list[Nodo | str]", aperti: list[tuple[int, Nodo]], livello: int, paragrafo: Nodo) -> None:
    """Add a paragraph of Word as an item: `aperti` are the lists it may go in, from the outermost."""
    segno = _segno(paragrafo)
    scritto = " ".join(segno.parole().split()) if segno else ""
    trovato = _NUMERO.fullmatch(scritto)
    if segno:
        for genitore, figlio in _con_genitore(paragrafo):
            if figlio is segno:
                genitore.figli = [f for f in genitore.figli if f is not segno]
    while aperti and aperti[-1][0] > livello:
        aperti.pop()
    tag = "ol" if trovato else "ul"
    if aperti and aperti[-1][0] == livello and aperti[-1][1].tag != tag:
        aperti.pop()
    if not aperti or aperti[-1][0] < livello:
        inizio = int(trovato[1]) if trovato and trovato[1].isdecimal() else 1
        lista = Nodo(tag, {"start": str(inizio)} if inizio > 1 else {})
        dove = aperti[-1][1] if aperti else None
        ultima = dove.figli[-1] if dove and dove.figli else None
        (ultima.figli if isinstance(ultima, Nodo) else nuovi).append(lista)
        aperti.append((livello, lista))
    aperti[-1][1].figli.append(Nodo("li", {}, paragrafo.figli))


def _vestito(nodo: Nodo) -> Nodo:
    """Return a paragraph of Word's quotations or titles as what it is."""
    if nodo.tag == "p":
        if any(c in nodo.classi.split() for c in _CITAZIONI):
            return Nodo("blockquote", {}, [Nodo("p", {}, nodo.figli)])
        for classe, tag in _TITOLI.items():
            if classe in nodo.classi.split():
                return Nodo(tag, {}, nodo.figli)
    return nodo
