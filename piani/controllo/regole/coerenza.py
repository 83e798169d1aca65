"""Answers that do not go together: areas, letters, co-programming, yes and no."""

import re
from collections.abc import Iterator

from piani.controllo.catalogo import Catalogo
from piani.controllo.lettura import Brano, Lettura, SchedaVista, comincia_con
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


_AREA_X = re.compile(r"\b(?:macro[- ]?are[ae]|are[ae] di policy)(?: di policy)?\s*[:-]?\s*([A-L])\s?\)", re.IGNORECASE)
_MACROAREA_X = re.compile(r"\bmacro[- ]?area(?: di policy)?\s+([A-L])\b")


def aree_del_titolo(titolo: str, catalogo: Catalogo) -> set[str]:
    """Return the areas that a title names, by letter or by name."""
    lettere = set(_AREA_X.findall(titolo)) | set(_MACROAREA_X.findall(titolo))
    if lettere:
        return lettere
    coda = re.split(r"\bmacro[- ]?area(?: di policy)?\s*[:–-]", titolo, maxsplit=1, flags=re.IGNORECASE)
    nome = catalogo.area_chiamata(coda[1]) if len(coda) == 2 else ""
    return {nome} if nome else set()


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
_FINE_NOME = re.compile(r"\s+(?:[-–]|e [A-L]\)|ed [A-L]\)|[A-L]\))")


def _errate(testo: str, catalogo: Catalogo) -> Iterator[tuple[str, str, str]]:
    """Yield letter, name and right letter where letter and name of a macroarea disagree."""
    for lettera, preso in _LETTERA.findall(testo):
        nome = re.sub(r"\s+(?:e|ed)\s+[A-L]$", "", _FINE_NOME.split(preso)[0].strip())
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
    "co-progettato",
    "Co-progettato ma non co-programmato",
    Famiglia.COERENZA,
    fonte="Art. 55 D.Lgs. 117/2017: la co-progettazione segue la co-programmazione",
    rimedio="Controlla le due righe; se è proprio così, spiegalo nel testo.",
    esempio="Co-programmato: no. Co-progettato: sì.",
)
def co_progettato(piano: Lettura) -> Iterator[Trovato]:
    """Formally co-designed without having been co-programmed."""
    for scheda in piano.di_specie("obiettivo"):
        if scheda.scelte("co_programmato") == {"no"} and scheda.scelte("co_progettato") == {"si"}:
            yield Trovato(scheda.luogo("co_progettato"), "L'intervento è co-progettato, ma non co-programmato.")


_NON_NUOVO = re.compile(r"\bnon (?:si )?(?:prevede|definisce)\b.{0,40}\bnuovo servizio")


def _detto_del_servizio(scheda: SchedaVista) -> str:
    return normale(" ".join(b.testo for b in scheda.blocchi("nuovo_servizio")))


@regola(
    "risposta-contraddetta",
    "Il testo contraddice la risposta",
    Famiglia.COERENZA,
    fonte="Formato della DGR XII/2167/2024, righe SI/NO (1239-1256)",
    rimedio="Fai dire la stessa cosa alla risposta e al testo.",
    esempio="Risposta: sì. Testo: «No, gli Ambiti vicini non partecipano».",
)
def risposta_contraddetta(piano: Lettura) -> Iterator[Trovato]:
    """The choice is yes, the text begins with No; or the contrary. A new service that the text says is not planned."""
    for scheda in piano.di_specie("obiettivo"):
        if "nuovo" in scheda.scelte("nuovo_servizio") and _NON_NUOVO.search(_detto_del_servizio(scheda)):
            frase = "La risposta è «Nuovo servizio», il testo dice che un nuovo servizio non è previsto."
            yield Trovato(scheda.luogo("nuovo_servizio"), frase)
    for scheda in piano.schede:
        for campo in scheda.campi_scelta:
            scelte = scheda.scelte(campo.chiave) & {"si", "no"}
            detto = comincia_con(scheda.blocchi(campo.chiave))
            if len(scelte) == 1 and detto and detto not in scelte:
                testo = scheda.blocchi(campo.chiave)[0].testo
                risposta = "sì" if "si" in scelte else "no"
                yield Trovato(
                    scheda.luogo(campo.chiave),
                    f"La risposta è {risposta}, il testo comincia con «{in_breve(testo, 60)}».",
                    testo,
                )


def _nuovo(scheda: SchedaVista) -> bool:
    """Whether the sheet says that the service is new, and neither that it is not nor that it was there already."""
    scelte, testo = scheda.scelte("nuovo_servizio"), _detto_del_servizio(scheda)
    if _NON_NUOVO.search(testo):
        return False
    if scelte:
        return "nuovo" in scelte and "gia_presente" not in scelte
    return bool(re.search(r"\bdefinizione di un nuovo servizio", testo))


@regola(
    "continuita-e-nuovo",
    "In continuità, ma nuovo servizio",
    Famiglia.COERENZA,
    fonte="DGR XII/2167/2024, allegato B, righe 1244 e 1245",
    visto="B13",
    rimedio="Se il servizio c'era, è «sostanzialmente rivisto»; se l'obiettivo continua ma il servizio è nuovo, spiegalo.",
    esempio="In continuità con la programmazione precedente: sì. Nuovo servizio.",
)
def continuita_e_nuovo(piano: Lettura) -> Iterator[Trovato]:
    """In continuity with the last triennium and, at once, a new service."""
    for scheda in piano.di_specie("obiettivo"):
        continua = "si" in scheda.scelte("continuita") or (
            not scheda.scelte("continuita") and comincia_con(scheda.blocchi("continuita")) == "si"
        )
        if continua and _nuovo(scheda):
            yield Trovato(scheda.luogo("nuovo_servizio"), "L'obiettivo è in continuità e insieme è un nuovo servizio.")


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
        dette = {
            x for b in esito.blocchi("riproposto") for x in _MACROAREA_X.findall(b.testo) + _AREA_X.findall(b.testo)
        }
        dove = set().union(*(aree.get(s["codice"], set()) for s in esito.dati["seguito"]))
        if dette and dove and not dette & dove:
            frase = (
                f"Il testo annuncia l'area {_lettere(dette)}, la scheda che lo riprende è dell'area {_lettere(dove)}."
            )
            yield Trovato(esito.luogo("riproposto"), frase)


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
        for blocco in sezione.blocchi:
            dette = _elencate(blocco.testo, piano.catalogo)
            mancanti = usate - dette
            if len(dette) >= 4 and mancanti:
                frase = f"L'elenco delle aree ne dice {len(dette)}; hanno schede anche {_lettere(mancanti)}."
                yield Trovato(sezione.luogo, frase, blocco.testo)


def _elencate(testo: str, catalogo: Catalogo) -> set[str]:
    """Return the areas of a list in the text, when nearly all its items are names of areas."""
    for lista in _LISTA.findall(testo):
        voci = [v for v in re.split(r"[,;]", lista) if v.strip()]
        aree = [a for a in map(catalogo.area_chiamata, voci) if a]
        if len(aree) >= 4 and len(aree) >= 0.8 * len(voci):
            return set(aree)
    return set()


REGOLE = (
    aree_e_punti,
    area_della_scheda,
    lettera_macroarea,
    lettera_del_capitolo,
    co_progettato,
    risposta_contraddetta,
    continuita_e_nuovo,
    area_annunciata,
    aree_della_motivazione,
)
