"""Areas that do not go together: letters and names, the sheet and its chapter, what outcomes and reasons announce."""

import re
from collections.abc import Iterator
from itertools import takewhile

from piani.controllo.catalogo import Catalogo
from piani.controllo.lettura import Brano, Lettura
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.testo import TITOLI, Blocco, in_breve, normale, parole


def _lettere(aree: set[str]) -> str:
    return ", ".join(sorted(aree))


@regola(
    "aree-e-punti",
    "Aree trasversali e punti chiave non coincidono",
    Famiglia.COERENZA,
    fonte="DGR XII/2167/2024, allegato B, riga 8 del modello: i punti anche delle aree trasversali (1240)",
    visto="G1, G5",
    rimedio="Aggiungi l'area alla riga 7, o togli i suoi punti dalla 8; oppure scegli i punti che mancano.",
    esempio="La riga 7 dice B, D, E; la riga 8 ha punti anche di A.",
)
def aree_e_punti(piano: Lettura) -> Iterator[Trovato]:
    """The areas of row 8 are the sheet's own and those of row 7, and each of row 7 has a point."""
    for scheda in piano.di_specie("obiettivo"):
        proprie, trasversali = set(scheda.dati["macroaree"]), set(scheda.dati["aree_trasversali"])
        punti = {p["macroarea"] for p in scheda.dati["punti_chiave"] if p["macroarea"]}
        if not punti or "tutte" in scheda.scelte("trasversalita"):
            continue
        if not proprie and not trasversali:
            continue
        for aree, frase in (
            (punti - trasversali - proprie, "La riga 8 ha punti chiave di {}, che la riga 7 non dice."),
            (trasversali - punti - proprie, "La riga 7 dice {}, ma la riga 8 non ne ha punti chiave."),
        ):
            if aree:
                yield Trovato(scheda.luogo("punti_chiave"), frase.format(_lettere(aree)))


_AREA_X = re.compile(
    r"\b(?:macro[- ]?are[ae]|are[ae](?: di)? policy)(?: di policy)?\s*[:-]?\s*([A-L])\s?\)", re.IGNORECASE
)
_DETTA = r"(?:[Mm]acro[- ]?[Aa]re[ae]|MACRO[- ]?ARE[AE]|[Aa]re[ae](?: di)? policy)(?: di policy)?"
_DOPO_LETTERA = r"(?=\s*[).:,;»\"(–-]|\s*$|\s+(?:[A-ZÀ-Ü«\"]|e\b|ed\b))"
_MACROAREA_X = re.compile(rf"\b{_DETTA}\s*[:–-]?\s*[«\"(]?([A-L])\b{_DOPO_LETTERA}")
_AREA_E_NOME = re.compile(
    rf"\b(?:{_DETTA}|[Aa]rea|AREA|[Dd]ell['’]area|[Nn]ell['’]area)\s+([A-L])\s*[).:(«\"–-]+\s*([A-ZÀ-Ü][^;:.()»\"\n]{{3,110}})"
)
_LETTERA_E_NOME = re.compile(r"^\W*([A-L])\s*[).–-]\s*([A-ZÀ-Ü][^;:.()»\"\n]{3,110})")
_AREA_DI_NOME = re.compile(
    rf"\b{_DETTA}(?:\s+(?:relativa|dedicata)\s+a\w*)?\s*(?:[:–-]\s*[«\"]?|[«\"])\s*([A-ZÀ-Ü][^;:.()»\"\n]{{3,110}})"
)


def aree_dette(testo: str, catalogo: Catalogo) -> set[str]:
    """Return the areas that a text names by their letter, or by their name after the word «macroarea»."""
    lettere = set(_AREA_X.findall(testo)) | set(_MACROAREA_X.findall(testo))
    lettere |= {x for x, nome in _AREA_E_NOME.findall(testo) if catalogo.area_chiamata(_nome(nome))}
    if lettere:
        return lettere
    return {a for preso in _AREA_DI_NOME.findall(testo) if (a := catalogo.area_chiamata(_nome(preso)))}


def aree_del_titolo(titolo: str, catalogo: Catalogo) -> set[str]:
    """Return the areas that a title names; a letter alone counts where the Region's name of that area follows it."""
    trovata = _LETTERA_E_NOME.search(titolo)
    if trovata and catalogo.area_chiamata(_nome(trovata[2])) == trovata[1]:
        return {trovata[1]}
    return aree_dette(titolo, catalogo)


def area_sopra(piano: Lettura, titoli: tuple[str, ...]) -> tuple[set[str], str]:
    """Return the areas that the nearest title names, with that title."""
    for titolo in reversed(titoli):
        aree = aree_del_titolo(titolo, piano.catalogo)
        if aree:
            return aree, titolo
    return set(), ""


@regola(
    "area-della-scheda",
    "Area della scheda diversa da quella del titolo",
    Famiglia.COERENZA,
    fonte="Visto in Piani stampati: una scheda di G sotto il titolo di E",
    visto="B7",
    rimedio="Correggi l'area della scheda, o spostala nella sezione della sua area.",
    esempio="La scheda è dell'area G, il titolo della sezione dice «Area di policy E)».",
)
def area_della_scheda(piano: Lettura) -> Iterator[Trovato]:
    """A sheet is of the area that its section's title names; a sheet without an area is not judged."""
    for scheda in piano.di_specie("obiettivo"):
        proprie = set(scheda.dati["macroaree"])
        titoli = (*scheda.sezione.sopra, scheda.sezione.titolo, scheda.dati["intestazione"])
        aree, titolo = area_sopra(piano, titoli)
        if proprie and aree and not proprie & aree:
            frase = (
                f"La scheda è dell'area {_lettere(proprie)}, il titolo «{in_breve(titolo, 80)}» dice {_lettere(aree)}."
            )
            yield Trovato(scheda.luogo(), frase)


_LETTERA = re.compile(r"(?<![\w.])([A-L])\s?\)\s*[-–]?\s*([A-ZÀ-Ü][^;:,.()\n]{3,110})")
_LETTERA_DETTA = re.compile(rf"\b{_DETTA}\s*[:–-]?\s*([A-L])\s*[.,:(«\"–-]+\s*([A-ZÀ-Ü][^;:,.()»\"\n]{{3,110}})")
_CODA = re.compile(r"\s+(?:e|ed)\s+[A-L]$")
_FINE_NOME = re.compile(r"\s+(?:[-–]|e [A-L]\)|ed [A-L]\)|[A-L]\))")


def _nome(preso: str) -> str:
    """Return the name of an area out of the words taken with it."""
    return _CODA.sub("", _FINE_NOME.split(preso)[0].strip())


def _errate(testo: str, catalogo: Catalogo) -> Iterator[tuple[str, str, str]]:
    """Yield letter, name and right letter where letter and name of a macroarea disagree."""
    for lettera, preso in (*_LETTERA.findall(testo), *_LETTERA_DETTA.findall(testo)):
        nome = _nome(preso)
        giusta = catalogo.area_chiamata(nome)
        if giusta and giusta != lettera and len(parole(nome)) <= 16:
            yield lettera, nome, giusta


_DI_AREE = frozenset({"", "trasversalita", "punti_chiave"})


def _parla_di_aree(brano: Brano, blocco: Blocco) -> bool:
    """Whether a letter before a name is that of an area there, and not the point of a list."""
    if brano.scheda is not None and brano.campo in _DI_AREE:
        return True
    intorno = normale(" ".join((*brano.sezione.sopra, brano.sezione.titolo, blocco.testo)))
    return "policy" in intorno or "macro" in intorno


@regola(
    "lettera-macroarea",
    "Lettera della macroarea sbagliata",
    Famiglia.COERENZA,
    fonte="DGR XII/2167/2024, elenco delle macroaree (righe 541-555)",
    visto="B6, B7",
    rimedio="Scrivi la lettera che la Regione dà a quell'area.",
    esempio="«A) Politiche abitative»: le politiche abitative sono la B.",
)
def lettera_macroarea(piano: Lettura) -> Iterator[Trovato]:
    """Where a letter stands before the name of a macroarea, it is its own."""
    for brano in piano.brani:
        for blocco in brano.blocchi:
            errate = list(_errate(blocco.testo, piano.catalogo))
            for lettera, nome, giusta in errate if errate and _parla_di_aree(brano, blocco) else ():
                frase = f"«{lettera}) {in_breve(nome, 60)}»: è l'area {piano.catalogo.nome_area(giusta)}."
                yield Trovato(brano.luogo, frase)
    for sezione in piano.sezioni:
        for lettera, nome, giusta in _errate(sezione.titolo, piano.catalogo):
            yield Trovato(
                sezione.luogo, f"«{lettera}) {in_breve(nome, 60)}»: è l'area {piano.catalogo.nome_area(giusta)}."
            )


@regola(
    "lettera-del-capitolo",
    "Lettera diversa da quella del capitolo",
    Famiglia.COERENZA,
    fonte="Visto in Piani stampati: nel capitolo dell'area H il titolo dice «macro-area di policy I)»",
    visto="B7",
    rimedio="Metti la lettera del capitolo, o sposta la parte nel capitolo giusto.",
    esempio="Nel capitolo «Macro-area H)» un titolo dice «macro-area di policy I) indicati da Regione Lombardia».",
)
def lettera_del_capitolo(piano: Lettura) -> Iterator[Trovato]:
    """A title that names an area by its letter stands under a title of the same area."""
    for sezione in piano.sezioni:
        sopra, titolo = area_sopra(piano, sezione.sopra)
        sue = aree_del_titolo(sezione.titolo, piano.catalogo)
        if sopra and sue and not sue & sopra:
            frase = f"Il titolo dice {_lettere(sue)}, ma sta sotto «{in_breve(titolo, 80)}»."
            yield Trovato(sezione.luogo, frase, sezione.titolo)
        qui, titolo = (sue, sezione.titolo) if sue else (sopra, titolo)
        for blocco in sezione.blocchi if qui else ():
            dette = set(_AREA_X.findall(blocco.testo))
            if len(dette) == 1 and not dette & qui and _come_titolo(blocco):
                frase = f"«{in_breve(blocco.testo)}»: qui l'area è {_lettere(qui)} («{in_breve(titolo, 60)}»)."
                yield Trovato(sezione.luogo, frase, blocco.testo)


def _come_titolo(blocco: Blocco) -> bool:
    if blocco.tag in TITOLI or blocco.grassetto:
        return True
    return len(parole(blocco.testo)) <= 30 and blocco.testo[-1] not in ".;" and blocco.tag != "li"


@regola(
    "area-annunciata",
    "L'esito annuncia un'altra area",
    Famiglia.COERENZA,
    fonte="Visto in Piani stampati: l'esito dice «macroarea K», la scheda nuova sta in J",
    visto="G9",
    rimedio="Correggi l'area annunciata nell'esito, o quella della scheda nuova.",
    esempio="«Sarà inserito nella macroarea K», ma la scheda che lo riprende è dell'area J.",
)
def area_annunciata(piano: Lettura) -> Iterator[Trovato]:
    """The area where an outcome says that the objective will go is that of the sheet which takes it up."""
    aree = {s.codice: set(s.dati["macroaree"]) for s in piano.di_specie("obiettivo")}
    for esito in piano.di_specie("esito"):
        dette = {x for b in esito.blocchi("riproposto") for x in _annunciate(b.testo, piano.catalogo)}
        dove = set().union(*(aree.get(s["codice"], set()) for s in esito.dati["seguito"]))
        if dette and dove and not dette & dove:
            frase = (
                f"Il testo annuncia l'area {_lettere(dette)}, la scheda che lo riprende è dell'area {_lettere(dove)}."
            )
            yield Trovato(esito.luogo("riproposto"), frase)


_ALL_AREA = re.compile(r"\barea\s+([A-L])\b(?=[\s.,;)]|$)")
_AREA_NOMINATA = re.compile(r"\barea\s*[«\"]\s*([A-ZÀ-Ü][^»\"]{3,110})")


def _annunciate(testo: str, catalogo: Catalogo) -> set[str]:
    """Return the areas where an outcome says that the objective goes: there «area B» is enough."""
    nominate = {catalogo.area_chiamata(n) for n in _AREA_NOMINATA.findall(testo)} - {""}
    return aree_dette(testo, catalogo) | set(_ALL_AREA.findall(testo)) | nominate


_LISTA = re.compile(r"[(:]\s*([^():]{40,})")


@regola(
    "aree-della-motivazione",
    "Le motivazioni non dicono tutte le aree",
    Famiglia.COERENZA,
    fonte="DGR XII/2167/2024, voce 5 del formato: le motivazioni della scelta delle aree (riga 1184)",
    visto="B17",
    rimedio="Completa l'elenco delle aree, o togli quelle che il Piano non ha.",
    esempio="Le motivazioni elencano sei aree, le schede ne hanno nove.",
)
def aree_della_motivazione(piano: Lettura) -> Iterator[Trovato]:
    """Where the analysis of needs lists the areas chosen, they are those of the objective sheets."""
    usate = {a for s in piano.di_specie("obiettivo") for a in s.dati["macroaree"]}
    for sezione in piano.sezioni:
        if sezione.voce != "bisogni" and "motivazion" not in normale(sezione.titolo):
            continue
        for testo in (*(b.testo for b in sezione.blocchi), *_con_le_voci(sezione.blocchi)):
            dette = _elencate(testo, piano.catalogo)
            mancanti = usate - dette
            if len(dette) >= 4 and mancanti:
                frase = f"L'elenco delle aree ne dice {len(dette)}; hanno schede anche {_lettere(mancanti)}."
                yield Trovato(sezione.luogo, frase, testo)


_SUA_LETTERA = re.compile(r"^\W*[A-L]\s*[).:–-]+\s*")


def _con_le_voci(blocchi: tuple[Blocco, ...]) -> Iterator[str]:
    """Yield each list of items as one line, with the sentence that announces it."""
    for annuncio, dopo in ((b, blocchi[i + 1 :]) for i, b in enumerate(blocchi) if b.testo.endswith(":")):
        voci = [_SUA_LETTERA.sub("", b.testo).strip(" .;,") for b in takewhile(lambda b: b.tag == "li", dopo)]
        if len(voci) >= 4:
            yield f"{annuncio.testo} {'; '.join(voci)}"


def _elencate(testo: str, catalogo: Catalogo) -> set[str]:
    """Return the areas of a list in the text, when nearly all its items are names of areas."""
    for lista in _LISTA.findall(testo):
        voci = [x for v in re.split(r"[,;]", lista) if v.strip() for x in _divisa(v, catalogo)]
        aree = [a for a in (_area_della_voce(v, catalogo) for v in voci) if a]
        if len(aree) >= 4 and len(aree) >= 0.8 * len(voci):
            return set(aree)
    lettere = re.search(rf"\b{_DETTA}\b[^:]{{0,40}}:\s*((?:[A-L]\s*[,;]\s*){{3,}}(?:e\s+)?[A-L])\b", testo)
    return set(re.findall(r"[A-L]", lettere[1])) if lettere else set()


def _area_della_voce(voce: str, catalogo: Catalogo) -> str:
    return catalogo.area_chiamata(re.sub(r"^\W*[A-L]\s*[).:–-]*\s+", "", voce))


def _divisa(voce: str, catalogo: Catalogo) -> list[str]:
    """Return the item, or the two that an «e» joins at the end of a list, where both are names of areas."""
    if catalogo.area_chiamata(voce):
        return [voce]
    for giunto in re.finditer(r"\s(?:e|ed)\s", voce):
        coppia = [voce[: giunto.start()], voce[giunto.end() :]]
        if all(catalogo.area_chiamata(x) for x in coppia):
            return coppia
    return [voce]


REGOLE = (
    aree_e_punti,
    area_della_scheda,
    lettera_macroarea,
    lettera_del_capitolo,
    area_annunciata,
    aree_della_motivazione,
)
