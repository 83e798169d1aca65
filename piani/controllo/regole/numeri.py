"""Numbers in the prose: against tables, against each other, against arithmetic."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from core.formati import numero
from piani.controllo.lettura import Brano, Lettura, SezioneVista
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.tabelle import RigaVista, TabellaVista
from piani.controllo.testo import Numero, anni, arrotondato, frasi, in_breve, normale, numeri, piene

CENTO = Decimal(100)


def _clausole(brano: Brano) -> Iterator[str]:
    for blocco in brano.blocchi:
        yield from frasi(blocco.testo)


# --- Counts and percentages ------------------------------------------------------------------------

_CHI = r"(?:stakeholders?|rispondenti|questionari|intervistat\w|interviste|risposte|compilator\w|partecipanti all['’]indagine)"
_BASE = re.compile(
    r"\ball['’](?:indagine|inchiesta) hanno (?:partecipato|risposto)\s+(?:in\s+)?(\d{1,3})\b"
    r"|\bhanno (?:risposto|partecipato all['’]indagine|compilato il questionario)\s+(?:in\s+)?(\d{1,3})\b"
    rf"|\b(\d{{1,3}})\s+(?:\w+\s+)?{_CHI}"
    r"|\b(?:rispondenti|intervistati|questionari (?:raccolti|ricevuti|compilati))\s+(?:sono|erano|sono stati)\s+(\d{1,3})\b"
    r"|\bcompilat\w da (\d{1,3})\b|\bcampione di (\d{1,3})\b",
    re.IGNORECASE,
)
_DI_RISPOSTE = re.compile(
    r"rispondent|rispost|intervistat|questionar|\bdi (?:loro|essi|esse)\b|del campione", re.IGNORECASE
)
# A share of the very people just counted: «dei 14 operatori, il 35,7% ha ...», «12 nuclei: il 25% è ...».
_QUOTA_DI = re.compile(
    r"(?:\b(?:su|sui|sulle|dei|delle|degli|tra i|tra le|fra i|fra le)\s+(?P<su>\d{1,2})\s+[a-zà-ù]+|\b(?P<sono>\d{1,2})\s+[a-zà-ù]+\s*[:(])"
    r"[^.;:%\d]{0,60}?\b(?:il|l['’])\s*(?P<p>\d{1,3}(?:[,.]\d{1,2})?)\s?(?:%|per cento)(?!\s+(?:del|dell|dei|degli|delle|di (?!loro|ess))\b)(?!\s+dell['’])",
    re.IGNORECASE,
)
MASSIMA_BASE = 60


def possibile(percento: Decimal, decimali: int, base: int) -> bool:
    """Whether a count out of `base` gives that percentage, written with so many decimals."""
    vicino = int((percento * base / CENTO).to_integral_value(ROUND_HALF_UP))
    conti = (n for n in (vicino - 1, vicino, vicino + 1) if 0 <= n <= base)
    return any(abs(arrotondato(CENTO * n / base, decimali) - percento) <= Decimal(1).scaleb(-decimali) for n in conti)


def _famiglia(piano: Lettura, sezione: SezioneVista) -> set[str]:
    """The keys of the section, of those below it and of its parent's: where a base holds."""
    padre = sezione.sopra
    return {
        s.chiave for s in piano.sezioni if s.sopra[: len(padre)] == padre and padre and s.capitolo == sezione.capitolo
    }


@regola(
    "percentuale-impossibile",
    "Percentuale che nessun conto dà",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: 10 rispondenti, ma 66,7% e 33,3%",
    visto="G13",
    rimedio="Controlla quante risposte ci sono state a quella domanda, e scrivilo.",
    esempio="Hanno risposto in 10; «per il 66,7% il bisogno è aumentato».",
)
def percentuale_impossibile(piano: Lettura) -> Iterator[Trovato]:
    """With few answers only some percentages exist: with ten, none has a decimal."""
    for brano in piano.brani:
        yield from _quote_del_gruppo(brano)
    for sezione in piano.sezioni:
        basi = {int("".join(gruppi)) for x in sezione.blocchi for gruppi in _BASE.findall(x.testo)}
        if len(basi) != 1 or not 1 < min(basi) <= MASSIMA_BASE:
            continue
        base = basi.pop()
        vicine = _famiglia(piano, sezione) | {sezione.chiave}
        for brano in piano.brani:
            if brano.scheda is None and brano.sezione.chiave in vicine:
                yield from _impossibili(brano, base)
        for tabella in piano.tabelle:
            if tabella.sezione in vicine:
                yield from _impossibili_in(tabella, base)


def _quote_del_gruppo(brano: Brano) -> Iterator[Trovato]:
    """Yield the shares of a group counted in the same sentence that no part of it gives; those of answers are read apart."""
    for clausola in _clausole(brano):
        if "%" not in clausola and "per cento" not in clausola:
            continue
        for m in _QUOTA_DI.finditer(clausola):
            base, scritto = int(m["su"] or m["sono"]), m["p"].replace(",", ".")
            decimali = len(scritto.partition(".")[2])
            if (
                1 < base <= MASSIMA_BASE
                and not _BASE.search(clausola)
                and not possibile(Decimal(scritto), decimali, base)
            ):
                frase = f"{m['p']}% non si ottiene su {base}."
                yield Trovato(brano.luogo, frase, f"{frase} {clausola}")


def _impossibili(brano: Brano, base: int) -> Iterator[Trovato]:
    for clausola in _clausole(brano):
        if not _DI_RISPOSTE.search(clausola):
            continue
        for n in numeri(clausola):
            if n.unita == "%" and not possibile(n.valore, n.decimali, base):
                frase = f"{n.scritto} non si ottiene con {base} risposte."
                yield Trovato(brano.luogo, frase, f"{frase} {clausola}")


def _impossibili_in(tabella: TabellaVista, base: int) -> Iterator[Trovato]:
    for colonna in tabella.colonne:
        if colonna.tipo != "percentuale" or not _DI_RISPOSTE.search(f"{colonna.titolo} {tabella.titolo}"):
            continue
        for riga in tabella.corpo:
            cella = riga.valori[colonna.posto]
            if cella and cella.certo and not riga.nota:
                scritto = riga.celle[colonna.posto]
                decimali = len(scritto.replace(",", ".").partition(".")[2].rstrip("% "))
                if not possibile(cella.minimo, decimali, base):
                    frase = (
                        f"«{in_breve(riga.etichetta, 50)}»: {numero(cella.minimo)}% non si ottiene con {base} risposte."
                    )
                    yield Trovato(tabella.luogo, frase)


# --- Prose and tables ------------------------------------------------------------------------------


def _tabelle_di(piano: Lettura) -> Iterator[tuple[Brano, list[TabellaVista]]]:
    for brano in piano.brani:
        tabelle = [t for t in piano.tabelle if t.sezione == brano.sezione.chiave]
        if brano.scheda is None and tabelle:
            yield brano, tabelle


def _celle(riga: RigaVista) -> list[Decimal]:
    return [v.minimo for v in riga.valori if v is not None and v.certo]


def _tonda(valore: Decimal, n: Numero) -> bool:
    """Whether the prose number is the cell's, written with fewer decimals (or cut, as people do)."""
    passo = Decimal(1).scaleb(-n.decimali)
    return abs(abs(valore) - abs(n.valore)) < passo if n.decimali else abs(abs(valore) - abs(n.valore)) < 1


_NOME_RIGA = re.compile(r"\(.*?\)")


def _nomina(clausola: str, etichetta: str) -> tuple[int, int] | None:
    """Return where the words of a row's label stand in the clause, in their order and near each other; None otherwise."""
    chiavi = [p[:6] for p in piene(_NOME_RIGA.sub(" ", etichetta))]
    trovate = [(m.start(), m.end(), m[0][:6]) for m in re.finditer(r"\w+", normale(clausola))]
    finestre = [
        f
        for i, t in enumerate(trovate)
        if len(chiavi) > 1 and t[2] == chiavi[0] and (f := _finestra(trovate[i:], chiavi))
    ]
    if not finestre:
        return None
    inizio, fine = min(finestre, key=lambda f: f[1] - f[0])
    return (inizio, fine) if fine - inizio <= 8 + 2 * len(etichetta) else None


def _finestra(trovate: list[tuple[int, int, str]], chiavi: list[str]) -> tuple[int, int] | None:
    posto, fine = 0, 0
    for _, b, parola in trovate:
        if posto < len(chiavi) and parola == chiavi[posto]:
            posto, fine = posto + 1, b
    return (trovate[0][0], fine) if posto == len(chiavi) else None


VICINO = 70


@regola(
    "numero-e-tabella",
    "Numero diverso nel testo e nella tabella",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: 0,6% nel testo e 0,2% in tabella; 23,4% e 24,4%",
    visto="G11, B18",
    rimedio="Correggi il testo o la tabella.",
    esempio="Il testo dice «indice di invecchiamento pari a 23,4%», la riga della tabella 24,4%.",
)
def numero_e_tabella(piano: Lettura) -> Iterator[Trovato]:
    """A percentage in the prose, right after the name of a row of a table in the same section, is in that row.

    Careful on purpose: the whole name of the row, one number soon after it, no other year or place named between.
    """
    for brano, tabelle in _tabelle_di(piano):
        for clausola in _clausole(brano):
            if "rispettivamente" not in clausola:
                yield from _diversi(brano, clausola, tabelle)


def _diversi(brano: Brano, clausola: str, tabelle: list[TabellaVista]) -> Iterator[Trovato]:
    """Yield the numbers that no table of the section has in the row they are told for."""
    per_numero: dict[int, list[tuple[Numero, TabellaVista, RigaVista]]] = {}
    for tabella in tabelle:
        for riga in tabella.righe:
            n = _numero_di(clausola, riga.etichetta)
            if n is not None and _celle(riga) and not _altrove(clausola, tabella):
                per_numero.setdefault(n.inizio, []).append((n, tabella, riga))
    for n, tabella, riga in (gruppo[0] for gruppo in per_numero.values()):
        celle = [c for _, _, r in per_numero[n.inizio] for c in _celle(r)]
        if not any(_tonda(c, n) for c in celle) and _simile(n.valore, celle):
            detti = ", ".join(map(numero, _celle(riga)[:4]))
            frase = f"Il testo dà {n.scritto} per «{in_breve(riga.etichetta, 60)}», la {tabella.numero} {detti}."
            yield Trovato(brano.luogo, frase, f"{frase} {clausola}")


def _numero_di(clausola: str, etichetta: str) -> Numero | None:
    """Return the percentage told soon after the name; None when another stands just before it, for it may be that one."""
    posto = _nomina(clausola, etichetta)
    if posto is None:
        return None
    quote = [n for n in numeri(clausola) if n.unita in ("%", "‰")]
    dopo = [n for n in quote if n.inizio >= posto[1] - 2]
    prima = [n for n in quote if 0 <= posto[0] - n.fine <= 30 and not re.search("[,;)]", clausola[n.fine : posto[0]])]
    return dopo[0] if dopo and not prima and dopo[0].inizio - posto[1] <= VICINO else None


def _altrove(clausola: str, tabella: TabellaVista) -> bool:
    """Whether the clause speaks of a year that the table does not name."""
    return any(str(a) not in tabella.parole for a, _, _ in anni(clausola))


def _simile(valore: Decimal, celle: list[Decimal]) -> bool:
    """Whether the number is of the same size as the cells: else it is another measure."""
    return any(c != 0 and Decimal("0.2") <= abs(valore / c) <= 5 for c in celle)


def _anno_di(clausola: str, n: Numero) -> int | None:
    """Return the year that a number is given for: the one right after it, or the last named before it."""
    nominati = anni(clausola)
    subito = [
        a
        for a, inizio, _ in nominati
        if 0 <= inizio - n.fine <= 14 and not re.search(r"[;:(,\d]", clausola[n.fine : inizio])
    ]
    if subito:
        return subito[0]
    prima = [(a, fine) for a, _, fine in nominati if fine <= n.inizio and n.inizio - fine <= 80]
    return prima[-1][0] if prima else None


@regola(
    "anno-e-tabella",
    "Anno diverso nel testo e nella tabella",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: «6,29‰ nel 2020», che la tabella dà nel 2023",
    visto="G10",
    rimedio="Correggi l'anno nel testo, o la colonna della tabella.",
    esempio="«La natalità è scesa al 6,29‰ nel 2020»: nella tabella 6,29 sta nella colonna 2023.",
)
def anno_e_tabella(piano: Lettura) -> Iterator[Trovato]:
    """A number of a table with a column for each year is given, in the prose, for the year of its column."""
    for brano, tabelle in _tabelle_di(piano):
        for clausola in _clausole(brano):
            for n in numeri(clausola):
                anno = _anno_di(clausola, n) if n.unita or n.valore >= 1000 else None
                if anno is None or n.valore == anno:
                    continue
                for tabella in tabelle:
                    giusti = _anni_della_cella(tabella, n)
                    if giusti and anno not in giusti:
                        quali = " o ".join(map(str, sorted(giusti)))
                        frase = f"Il testo dà {n.scritto} per il {anno}, la {tabella.numero} per il {quali}."
                        yield Trovato(brano.luogo, frase, f"{frase} {clausola}")


def _anni_della_cella(tabella: TabellaVista, n: Numero) -> set[int]:
    """Return the years in whose columns that very number stands; a number of one digit says nothing."""
    if len(str(n.valore).replace(".", "").strip("-0")) < 2:
        return set()
    per_anno = {c.posto: anni(c.titolo)[0][0] for c in tabella.colonne if len(anni(c.titolo)) == 1}
    if len(per_anno) < 2:
        return set()
    return {
        anno
        for riga in tabella.righe
        for posto, anno in per_anno.items()
        if (cella := riga.valori[posto]) is not None and cella.minimo == n.valore
    }


# --- Amounts said twice ----------------------------------------------------------------------------

IMPORTO_GRANDE = Decimal(100_000)


@regola(
    "importo-in-due-modi",
    "Lo stesso importo scritto in due modi",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: 19.834.861 e 19.827.811",
    visto="G12",
    rimedio="Scrivi lo stesso importo, o di' perché cambia.",
    esempio="La spesa sociale del 2022 è € 19.834.861 in un capitolo e € 19.827.811 in un altro.",
)
def importo_in_due_modi(piano: Lettura) -> Iterator[Trovato]:
    """Two large amounts to the euro, told with the same words, that differ by less than one in two hundred."""
    visti: list[tuple[Numero, Brano, frozenset[str]]] = []
    for brano in piano.brani:
        for clausola in (c for c in _clausole(brano) if "€" in c or "euro" in c):
            for n in numeri(clausola):
                if n.unita == "€" and n.valore >= IMPORTO_GRANDE and n.valore % 1000:
                    intorno = frozenset(piene(clausola[max(0, n.inizio - 140) : n.fine + 60]))
                    for altro, dove, parole_sue in visti:
                        if _quasi(n.valore, altro.valore) and len(intorno & parole_sue) >= 3:
                            frase = f"Qui {n.scritto}, in «{in_breve(dove.luogo.nome, 60)}» {altro.scritto}."
                            yield Trovato(brano.luogo, frase)
                            break
                    visti.append((n, brano, intorno))


def _quasi(a: Decimal, b: Decimal) -> bool:
    scarto = abs(a - b)
    return Decimal(10) < scarto <= Decimal("0.005") * max(a, b)


_GENTE = r"(?P<cosa>abitanti|cittadini|residenti|persone|utenti|minori|stranieri|anziani|nuclei|famiglie)\b"
_N = r"(?P<quanti>\d{1,3}(?:\.\d{3})+|\d{2,6})"
_CONTO = (
    re.compile(
        rf"\b(?P<nome>[A-ZÀ-Ü][a-zà-ù]{{3,}})\W{{0,3}}\s*(?:con|conta|ha|aveva|registra|a quota|\()?\s*\(?{_N}\s+{_GENTE}"
    ),
    re.compile(rf"\b[aA] (?P<nome>[A-ZÀ-Ü][a-zà-ù]{{3,}})\s+(?:gli|i|le)\s+{_GENTE}\s+(?:sono|erano)\s+{_N}\b"),
    re.compile(
        rf"\b(?:[Gg]li|[Ii]|[Ll]e)\s+{_GENTE}(?P<nome>(?:\s+(?!sono\b|erano\b)[\w'’]+){{1,5}})\s+(?:sono|erano|risultano)\s+{_N}\b(?!\s*(?:%|anni|euro|[.,]\d))"
    ),
    re.compile(
        rf"\b[Ss]i contano\s+{_N}\s+{_GENTE}(?P<nome>(?:\s+[\w'’]+){{1,4}}?)(?=[,.;:]|\s+(?:e|nel|nell|al)\b|$)"
    ),
)


@regola(
    "due-numeri",
    "Due numeri per la stessa cosa",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: Albania con 1.029 e con 999 abitanti",
    visto="B21",
    rimedio="Tieni il numero giusto, o di' a quale anno si riferisce ciascuno.",
    esempio="«Albania con 1.029 abitanti» e, poco dopo, «Albania (999 abitanti)».",
)
def due_numeri(piano: Lettura) -> Iterator[Trovato]:
    """A name is followed by two different counts of the same thing in one section, and no year tells them apart."""
    for sezione in piano.sezioni:
        visti: dict[tuple[str, str], tuple[str, set[int]]] = {}
        for blocco in sezione.blocchi:
            quando = {a for a, _, _ in anni(blocco.testo)}
            for m in (m for segno in _CONTO for m in segno.finditer(blocco.testo)):
                nome = m["nome"].strip()
                prima, allora = visti.setdefault((normale(nome), m["cosa"].casefold()), (m["quanti"], quando))
                if prima != m["quanti"] and (allora == quando or not (allora and quando)):
                    frase = f"«{nome}»: {prima} {m['cosa']} in un punto, {m['quanti']} in un altro."
                    yield Trovato(sezione.luogo, frase)


REGOLE = (percentuale_impossibile, numero_e_tabella, anno_e_tabella, importo_in_due_modi, due_numeri)
