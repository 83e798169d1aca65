"""The same text, row or title twice."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from piani.controllo.lettura import Brano, Lettura, SezioneVista
from piani.controllo.modello import Famiglia, Luogo, Trovato, regola
from piani.controllo.regole.coerenza import area_sopra
from piani.controllo.regole.compilazione import testo_guida
from piani.controllo.simili import TROPPE_VOLTE, lungo, quasi_uguali
from piani.controllo.testo import Blocco, in_breve, normale

VOCI_DI_FILA = 3
PAROLE_DI_VOCE = 5
PAROLE_NELLO_STESSO = 10
PAROLE_DI_SCHEDA = 15
# Rows where sheets may well say the same thing: the same people, the same partners, the same process.
_RIGHE_PROPRIE = frozenset({"obiettivi", "azioni", "bisogni", "impatto", "descrizione", "razionale", ""})


def _chiave(blocco: Blocco) -> str:
    return normale(blocco.testo).strip(" .;:,-•")


_DIDASCALIA = re.compile(r"\b(?:fonte|elaborazion\w|dati istat)\b", re.IGNORECASE)


def _da_guardare(piano: Lettura) -> Counter[str]:
    """Return how many times each block of the sections stands in the plan: three times or more is a formula."""
    return Counter(_chiave(b) for brano in piano.brani if brano.scheda is None for b in brano.blocchi)


def _formula(blocco: Blocco, volte: Counter[str]) -> bool:
    return volte[_chiave(blocco)] >= TROPPE_VOLTE or bool(_DIDASCALIA.search(blocco.testo)) or blocco.grassetto


def _stesso_leps(piano: Lettura, qui: Brano, prima: SezioneVista) -> bool:
    """Whether the two sections are of two areas that share a LEPS: the Region prints its text in both."""
    titoli = ((*s.sopra, s.titolo) for s in (qui.sezione, prima))
    nostre, altre = (area_sopra(piano, t)[0] for t in titoli)
    return piano.catalogo.stesso_leps(nostre, altre)


@regola(
    "testo-ripetuto",
    "Testo ripetuto",
    Famiglia.DOPPIONI,
    fonte="Visto in Piani stampati: le voci regionali di K stampate anche in H",
    visto="B8",
    rimedio="Lascia il testo dove serve, e altrove rimanda; se è la parte sbagliata, sostituiscila.",
    esempio="Otto voci dell'elenco della macroarea H sono quelle della macroarea K.",
)
def testo_ripetuto(piano: Lettura) -> Iterator[Trovato]:
    """A long paragraph, or three items of a list, that stand in another section or twice in the same one.

    The text of a published block is of who published it.
    """
    primi: dict[str, SezioneVista] = {}
    volte = _da_guardare(piano)
    brani = [b for b in piano.brani if b.scheda is None and not b.sezione.di_altri]
    quasi = quasi_uguali(b for x in brani for b in x.blocchi if not _formula(b, volte))
    dove: dict[str, SezioneVista] = {}
    for brano in brani:
        doppi: list[tuple[Blocco, Luogo]] = []
        veri = [b for b in brano.blocchi if not _formula(b, volte)]
        for blocco in veri:
            prima = primi.setdefault(_chiave(blocco), brano.sezione)
            dove.setdefault(blocco.testo, brano.sezione)
            if prima is brano.sezione and blocco.testo in quasi:
                prima = dove[quasi[blocco.testo]]
            altrove = prima is not brano.sezione and len(blocco.testo.split()) >= PAROLE_DI_VOCE
            if altrove and not _stesso_leps(piano, brano, prima):
                doppi.append((blocco, prima.luogo))
        yield from _ripetuti(brano, doppi)
        yield from _nello_stesso(brano, veri)


def _ripetuti(brano: Brano, doppi: list[tuple[Blocco, Luogo]]) -> Iterator[Trovato]:
    for dove, insieme in groupby(sorted(doppi, key=lambda d: d[1].nome), key=lambda d: d[1]):
        presi = [b for b, _ in insieme]
        if any(map(lungo, presi)) or len(presi) >= VOCI_DI_FILA:
            quanti = "Un paragrafo è" if len(presi) == 1 else f"{len(presi)} paragrafi o voci sono"
            frase = f"{quanti} anche in «{in_breve(dove.nome, 80)}»: «{in_breve(presi[0].testo, 80)}»."
            yield Trovato(brano.luogo, frase, "\n".join(map(_chiave, presi)))


def _nello_stesso(brano: Brano, veri: Sequence[Blocco]) -> Iterator[Trovato]:
    visti: set[str] = set()
    quasi = quasi_uguali(veri)
    for blocco in veri:
        chiave = _chiave(blocco)
        if chiave in visti and len(blocco.testo.split()) >= PAROLE_NELLO_STESSO:
            yield Trovato(brano.luogo, f"C'è due volte: «{in_breve(blocco.testo, 90)}».", chiave)
        elif blocco.testo in quasi and chiave not in visti:
            yield Trovato(
                brano.luogo, f"C'è due volte, quasi con le stesse parole: «{in_breve(blocco.testo, 90)}».", chiave
            )
        visti.add(chiave)


def _quasi_nelle_schede(piano: Lettura, specie: str) -> dict[str, str]:
    brani = (b for b in piano.brani if b.scheda is not None and b.scheda.specie == specie)
    return quasi_uguali(x for b in brani if b.campo in _RIGHE_PROPRIE for x in b.blocchi)


@regola(
    "testo-copiato",
    "Testo copiato da un'altra scheda",
    Famiglia.DOPPIONI,
    fonte="Visto in Piani stampati: la descrizione del SAD è quella di Transitional Care",
    visto="G8",
    rimedio="Scrivi il testo di questa scheda.",
    esempio="La descrizione della scheda SAD parla delle dimissioni protette, con le stesse parole di quella scheda.",
)
def testo_copiato(piano: Lettura) -> Iterator[Trovato]:
    """A long paragraph of a row that is the sheet's own stands in another sheet, and not in its twin of the ASST."""
    primi: dict[tuple[str, str], Brano] = {}
    quasi = {s: _quasi_nelle_schede(piano, s) for s in ("obiettivo", "asst", "ats")}
    dove: dict[str, Brano] = {}
    for brano in piano.brani:
        if brano.scheda is None or brano.campo not in _RIGHE_PROPRIE:
            continue
        if brano.scheda.specie == "esito":
            continue
        veri = [b for b in brano.blocchi if not testo_guida(b.testo, piano.catalogo)]
        for blocco in (b for b in veri if len(b.testo.split()) >= PAROLE_DI_SCHEDA):
            prima = primi.setdefault((_chiave(blocco), brano.scheda.specie), brano)
            dove.setdefault(f"{brano.scheda.specie} {blocco.testo}", brano)
            simile = quasi.get(brano.scheda.specie, {}).get(blocco.testo)
            if prima is brano and simile:
                prima = dove.get(f"{brano.scheda.specie} {simile}", brano)
            if prima.scheda is not None and prima.scheda.codice != brano.scheda.codice:
                frase = f"È lo stesso testo di «{in_breve(prima.luogo.nome, 60)}»: «{in_breve(blocco.testo, 80)}»."
                yield Trovato(brano.luogo, frase, _chiave(blocco))
                break
        yield from _nello_stesso(brano, veri)


def _cella(testo: str) -> str:
    """Return a cell without what tells two equal ones apart only to the eye: full stop, apostrophe for accent, empty cents."""
    return re.sub(r"[.,]0+$", "", " ".join(re.findall(r"[a-z0-9.,]+", normale(testo))).strip(" .,;"))


@regola(
    "riga-ripetuta",
    "Riga ripetuta",
    Famiglia.DOPPIONI,
    fonte="Visto in Piani stampati: due righe uguali nella tabella delle misure",
    visto="B11",
    rimedio="Togli una delle due righe.",
    esempio="La stessa misura regionale occupa la prima e la quarta riga.",
)
def riga_ripetuta(piano: Lettura) -> Iterator[Trovato]:
    """Two rows of a table that are the same, cell by cell; a point chiave chosen twice in a sheet."""
    for tabella in (t for t in piano.tabelle if "provenienza" not in t.dati):
        visti: set[tuple[str, ...]] = set()
        for riga in tabella.righe:
            chiave = tuple(map(_cella, riga.celle))
            if chiave in visti and sum(bool(c) for c in chiave) > 1:
                yield Trovato(
                    tabella.luogo,
                    f"La riga «{in_breve(riga.celle[0] or riga.etichetta, 80)}» c'è due volte.",
                    "|".join(chiave),
                )
            visti.add(chiave)
    for scheda in piano.di_specie("obiettivo"):
        scelti = [(p["macroarea"], p["punto"]) for p in scheda.dati["punti_chiave"] if p["punto"]]
        for area, punto in sorted({s for s in scelti if scelti.count(s) > 1}):
            nome = punto.replace("-", " ")
            yield Trovato(scheda.luogo("punti_chiave"), f"Il punto chiave «{nome}» dell'area {area} c'è due volte.")


PAROLE_DI_TITOLO = 40
_INIZIO = re.compile(
    r"^(?P<inizio>LEPS|(?:Obiettivo|OBIETTIVO)(?:\s+LEPS)?|Scheda|SCHEDA|Azione|AZIONE|Macro-?area|MACRO-?AREA|Area|AREA|Intervento|Progetto|Capitolo)"
    r"\b[^–:)\n-]{0,25}[–:)-]\s*.{3,}?\s(?P=inizio)\b[^–:)\n-]{0,25}[–:)-]\s*\S"
)


@regola(
    "due-titoli",
    "Due titoli in uno",
    Famiglia.DOPPIONI,
    fonte="Visto in Piani stampati: «LEPS – CONTRASTO ALL'ISOLAMENTO LEPS – PREVENZIONE ...»",
    visto="B7",
    rimedio="Lascia il titolo di questa parte.",
    esempio="«LEPS – Contrasto all'isolamento LEPS – Prevenzione dell'allontanamento familiare»",
)
def due_titoli(piano: Lettura) -> Iterator[Trovato]:
    """A title that begins twice."""
    for sezione in piano.sezioni:
        if _INIZIO.match(sezione.titolo):
            yield Trovato(sezione.luogo, f"Sembrano due titoli: «{in_breve(sezione.titolo)}».", sezione.titolo)
        for blocco in sezione.blocchi:
            if len(blocco.testo.split()) <= PAROLE_DI_TITOLO and _INIZIO.match(blocco.testo):
                yield Trovato(sezione.luogo, f"Sembrano due titoli: «{in_breve(blocco.testo)}».", blocco.testo)
    for scheda in piano.schede:
        if _INIZIO.match(scheda.dati["intestazione"]):
            yield Trovato(scheda.luogo(), f"Sembrano due titoli: «{in_breve(scheda.dati['intestazione'])}».")


REGOLE = (testo_ripetuto, testo_copiato, riga_ripetuta, due_titoli)
