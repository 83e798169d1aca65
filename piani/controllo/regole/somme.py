"""Tables by themselves: totals, masks, empty cells, shares, tables against tables."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from core.formati import numero
from piani.controllo.lettura import Lettura
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.segni import al_posto_di_un_numero
from piani.controllo.tabelle import ColonnaVista, Intervallo, RigaVista, TabellaVista
from piani.controllo.testo import in_breve, normale, parole

ZERO, CENTO = Decimal(0), Decimal(100)
_NON_SI_SOMMA = frozenset(
    [
        "tasso",
        "tassi",
        "indice",
        "indici",
        "media",
        "medio",
        "medi",
        "densita",
        "eta",
        "rapporto",
        "variazione",
        "incremento",
    ]
)
# Above this part of the total, the rows are probably not all of it: a table by Ambito with the total of the ATS.
SCARTO_MASSIMO = Decimal("0.25")


def _somma(celle: list[Intervallo]) -> Intervallo:
    return Intervallo(sum((c.minimo for c in celle), ZERO), sum((c.massimo for c in celle), ZERO))


def _si_somma(colonna: ColonnaVista) -> bool:
    return not _NON_SI_SOMMA & set(parole(f"{colonna.titolo} {colonna.gruppo} {colonna.unita}"))


def _scarto(colonna: ColonnaVista, quante: int, totale: Decimal) -> Decimal:
    """Return how far a sum of rounded cells may be from its rounded total: nothing for counts."""
    decimali = max(0, -int(totale.as_tuple().exponent))
    if colonna.tipo == "numero" and decimali == 0 and not colonna.unita:
        return ZERO
    return Decimal(quante + 1) / 2 * Decimal(1).scaleb(-decimali)


def _torna(somma: Intervallo, totale: Intervallo, scarto: Decimal) -> bool:
    return somma.minimo - scarto <= totale.massimo and totale.minimo <= somma.massimo + scarto


def _vicino(somma: Intervallo, totale: Intervallo) -> bool:
    grande = max(abs(totale.massimo), Decimal(1))
    return min(abs(somma.minimo - totale.massimo), abs(somma.massimo - totale.minimo)) <= SCARTO_MASSIMO * grande


class _Colonna:
    """A column with the cells between one total and the next."""

    def __init__(self, tabella: TabellaVista, colonna: ColonnaVista) -> None:
        self.colonna = colonna
        self.parziali: list[tuple[RigaVista, list[Intervallo], list[Intervallo]]] = []
        tutte: list[Intervallo] = []
        ultime: list[Intervallo] = []
        totali: list[Intervallo] = []
        for riga in tabella.righe:
            cella = riga.valori[colonna.posto]
            if not riga.totale:
                if cella is not None:
                    tutte.append(cella)
                    ultime.append(cella)
                continue
            if cella is not None:
                self.parziali.append((riga, list(ultime), list(tutte)))
                totali.append(cella)
            ultime = []
        self.totali = totali

    def esiti(self) -> Iterator[tuple[RigaVista, Intervallo, Intervallo, bool]]:
        """Yield, for each total, its row, the sum that comes nearest, the total and whether they agree."""
        for i, (riga, ultime, tutte) in enumerate(self.parziali):
            totale = riga.valori[self.colonna.posto]
            prove = [p for p in (ultime, tutte, self.totali[:i]) if len(p) > 1]
            if totale is None or not prove:
                continue
            somme = [(_somma(p), _scarto(self.colonna, len(p), totale.massimo)) for p in prove]
            bene = any(_torna(s, totale, scarto) for s, scarto in somme)
            vicina = min((s for s, _ in somme), key=lambda s: abs(s.massimo - totale.massimo))
            yield riga, vicina, totale, bene


def _colonne(tabella: TabellaVista) -> Iterator[tuple[ColonnaVista, RigaVista, Intervallo, Intervallo]]:
    """Yield column, total row, sum and total where they disagree, if the table is one where they should agree."""
    esiti = [
        (c, *e)
        for c in tabella.colonne
        if _si_somma(c) and (c.tipo != "percentuale" or _quote(tabella, c))
        for e in _Colonna(tabella, c).esiti()
    ]
    provata = any(bene for *_, bene in esiti)
    for colonna, riga, somma, totale, bene in esiti:
        if not bene and (provata or _vicino(somma, totale)):
            yield colonna, riga, somma, totale


def _quote(tabella: TabellaVista, colonna: ColonnaVista) -> bool:
    return any(r.totale and r.valori[colonna.posto] == Intervallo(CENTO, CENTO) for r in tabella.righe)


def _righe(tabella: TabellaVista) -> Iterator[tuple[ColonnaVista, RigaVista, Intervallo, Intervallo]]:
    """Yield the rows whose total column is not the sum of those beside it, where nearly all the others are."""
    for _, insieme in groupby(tabella.colonne, key=lambda c: c.gruppo):
        gruppo = list(insieme)
        for totale in (c for c in gruppo if c.somma):
            addendi = [
                c for c in gruppo if not c.somma and c.tipo == totale.tipo and c.unita == totale.unita and _si_somma(c)
            ]
            if len(addendi) > 1:
                yield from _righe_del_gruppo(tabella, totale, addendi)


def _righe_del_gruppo(
    tabella: TabellaVista, totale: ColonnaVista, addendi: list[ColonnaVista]
) -> Iterator[tuple[ColonnaVista, RigaVista, Intervallo, Intervallo]]:
    sbagliate, giuste = [], 0
    for riga in tabella.righe:
        cella = riga.valori[totale.posto]
        celle = [riga.valori[c.posto] for c in addendi]
        piene = [c for c in celle if c is not None]
        if cella is None or not piene:
            continue
        somma = _somma(piene)
        if _torna(somma, cella, _scarto(totale, len(piene), cella.massimo)):
            giuste += 1
        else:
            sbagliate.append((totale, riga, somma, cella))
    if giuste >= 3 * len(sbagliate):
        yield from sbagliate


def _detto(intervallo: Intervallo) -> str:
    if intervallo.certo:
        return numero(intervallo.minimo)
    return f"da {numero(intervallo.minimo)} a {numero(intervallo.massimo)}"


def _sbagliati(tabella: TabellaVista) -> Iterator[tuple[str, Intervallo, Intervallo]]:
    for colonna, riga, somma, totale in _colonne(tabella):
        yield f"Colonna «{in_breve(colonna.titolo, 50)}», riga «{in_breve(riga.etichetta, 40)}»", somma, totale
    for colonna, riga, somma, totale in _righe(tabella):
        yield f"Riga «{in_breve(riga.etichetta, 50)}», colonna «{in_breve(colonna.titolo, 40)}»", somma, totale


@regola(
    "totale-sbagliato",
    "Totale che non torna",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: totali di tabelle diverse",
    visto="G12, B18",
    rimedio="Correggi l'addendo o il totale; se le righe non sono tutte, dillo nel nome del totale.",
    esempio="Le righe sommano 1.540, il totale dice 1.543.",
)
def totale_sbagliato(piano: Lettura) -> Iterator[Trovato]:
    """Totals of rows and of columns are the sum of their parts, but for rounding."""
    for tabella in piano.tabelle:
        for dove, somma, totale in _sbagliati(tabella):
            if somma.certo and totale.certo:
                yield Trovato(tabella.luogo, f"{dove}: la somma è {_detto(somma)}, il totale {_detto(totale)}.")


@regola(
    "totale-con-mascherati",
    "Totale impossibile con i valori mascherati",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: «<5» più 5 non fa 12",
    visto="B19",
    rimedio="Controlla il totale con i dati di origine.",
    esempio="F «<5», M 5, TOT 12: al massimo fanno 9.",
)
def totale_con_mascherati(piano: Lettura) -> Iterator[Trovato]:
    """With cells such as "<5" the total stays within what they can be worth."""
    for tabella in piano.tabelle:
        for dove, somma, totale in _sbagliati(tabella):
            if not (somma.certo and totale.certo):
                yield Trovato(
                    tabella.luogo, f"{dove}: le parti fanno {_detto(somma)}, il totale dice {_detto(totale)}."
                )


@regola(
    "cella-vuota",
    "Cella vuota",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: una riga senza numero",
    visto="B22",
    rimedio="Scrivi il numero; se il dato non c'è, scrivilo nella nota della riga.",
    esempio="Tutte le righe hanno il numero dei domiciliati, una no.",
)
def cella_vuota(piano: Lettura) -> Iterator[Trovato]:
    """A row of numbers lacks one that nearly all the others have."""
    for tabella in piano.tabelle:
        for colonna in tabella.colonne:
            righe = [r for r in tabella.corpo if any(r.valori)]
            for riga in (r for r in tabella.corpo if al_posto_di_un_numero(r.celle[colonna.posto])):
                frase = (
                    f"Alla riga «{in_breve(riga.etichetta, 60)}», «{in_breve(colonna.titolo, 50)}»: c'è "
                    f"«{in_breve(riga.celle[colonna.posto], 20)}» al posto del numero."
                )
                yield Trovato(tabella.luogo, frase)
            vuote = [r for r in righe if not r.celle[colonna.posto].strip() and not r.nota]
            if len(righe) >= 5 and 0 < len(vuote) <= 0.2 * len(righe):
                for riga in vuote:
                    frase = f"Alla riga «{in_breve(riga.etichetta, 60)}» manca il valore di «{in_breve(colonna.titolo, 50)}»."
                    yield Trovato(tabella.luogo, frase)


_DI_QUOTE = frozenset(
    ["quota", "quote", "composizione", "ripartizione", "distribuzione", "totale", "provenienza", "peso", "incidenza"]
)


@regola(
    "quote-non-a-cento",
    "Quote che non fanno cento",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: composizioni percentuali delle tabelle di spesa",
    rimedio="Ricalcola le quote, o aggiungi la riga che manca.",
    esempio="Le quote sommano 97,4%.",
)
def quote_non_a_cento(piano: Lettura) -> Iterator[Trovato]:
    """A column of shares adds up to a hundred, but for rounding; only where it comes near, for answers may be many."""
    for tabella in piano.tabelle:
        for colonna in tabella.colonne:
            celle = [r.valori[colonna.posto] for r in tabella.corpo]
            piene = [c for c in celle if c is not None]
            nomi = set(parole(f"{tabella.titolo} {colonna.titolo}"))
            if colonna.tipo != "percentuale" or len(piene) < 3 or not nomi & _DI_QUOTE:
                continue
            somma = _somma(piene)
            decimali = max(max(0, -int(c.massimo.as_tuple().exponent)) for c in piene)
            scarto = Decimal(len(piene)) / 2 * Decimal(1).scaleb(-decimali)
            if somma.certo and scarto < abs(somma.minimo - CENTO) <= 8:
                frase = f"Colonna «{in_breve(colonna.titolo, 50)}»: le quote fanno {numero(somma.minimo)}%."
                yield Trovato(tabella.luogo, frase)


def _euro(tabella: TabellaVista) -> Iterator[tuple[ColonnaVista, dict[str, tuple[str, Decimal]]]]:
    for colonna in tabella.colonne:
        celle = {
            " ".join(sorted(p[:5] for p in parole(r.etichetta) if len(p) > 2)): (r.etichetta, r.valori[colonna.posto])
            for r in tabella.righe
            if r.etichetta
        }
        valori = {k: (e, v.minimo) for k, (e, v) in celle.items() if v is not None and v.certo and v.minimo >= 1000}
        if len(valori) >= 3:
            yield colonna, valori


def _discordi(
    prima: dict[str, tuple[str, Decimal]], dopo: dict[str, tuple[str, Decimal]]
) -> list[tuple[str, Decimal, Decimal]]:
    """Return the rows that differ, where at least three others are the same but for rounding."""
    comuni = [(dopo[k][0], prima[k][1], dopo[k][1]) for k in prima if k in dopo]
    uguali = [c for c in comuni if abs(c[1] - c[2]) <= max(Decimal(3), Decimal("0.0001") * c[1])]
    diverse = [c for c in comuni if c not in uguali and abs(c[1] - c[2]) <= SCARTO_MASSIMO * c[1]]
    return diverse if len(uguali) >= 3 and len(diverse) <= len(uguali) / 2 else []


@regola(
    "tabelle-discordi",
    "Due tabelle danno valori diversi",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: la spesa per gli anziani è 724.050 in una tabella e 717.001 nell'altra",
    visto="G12",
    rimedio="Usa lo stesso valore, o scrivi nella nota perché cambia.",
    esempio="Otto aree su nove hanno la stessa spesa nelle due tabelle, una no.",
)
def tabelle_discordi(piano: Lettura) -> Iterator[Trovato]:
    """Two tables that agree on most of their rows, and not on one."""
    viste = [(t, c, v) for t in piano.tabelle for c, v in _euro(t)]
    for i, (dopo, colonna, valori) in enumerate(viste):
        for prima, _, loro in viste[:i]:
            if prima is dopo:
                continue
            for etichetta, a, b in _discordi(loro, valori):
                frase = (
                    f"«{in_breve(etichetta, 50)}», colonna «{in_breve(colonna.titolo, 40)}»: qui {numero(b)}, "
                    f"nella {prima.numero} {numero(a)}."
                )
                yield Trovato(dopo.luogo, frase)


# Places for each unit, at most: DGR VII/20588 of 11 February 2005.
_CAPIENZE = (
    (re.compile(r"\bnid[oi]\W*famiglia\b"), 5),
    (re.compile(r"\bmicro\W*nid[oi]\b"), 10),
)
_QUANTI = frozenset({"enti", "unita", "strutture", "servizi", "sedi", "numero", "udo", "n", "nidi", "gestori"})
_POSTI = frozenset({"posti", "capienza", "capacita", "ricettivita", "ricettiva"})


@regola(
    "capienza",
    "Più posti di quanti ne ammette la norma",
    Famiglia.NUMERI,
    fonte="DGR VII/20588 dell'11 febbraio 2005: nido famiglia fino a 5 bambini, micronido fino a 10",
    visto="G14",
    rimedio="Controlla se i posti di due righe sono scambiati.",
    esempio="Nido famiglia: 3 unità, 46 posti.",
)
def capienza(piano: Lettura) -> Iterator[Trovato]:
    """Units and places of a row go together: a nido famiglia has no fifteen children."""
    for tabella in piano.tabelle:
        posti = next((c for c in tabella.colonne if _POSTI & set(parole(c.titolo))), None)
        unita = next((c for c in tabella.colonne if c is not posti and _QUANTI & set(parole(c.titolo))), None)
        if unita is None or posti is None:
            continue
        for riga in tabella.corpo:
            enti, quanti = riga.valori[unita.posto], riga.valori[posti.posto]
            tetto = next((n for segno, n in _CAPIENZE if segno.search(normale(riga.etichetta))), 0)
            if enti and quanti and tetto and enti.minimo > 0 and quanti.minimo > tetto * enti.massimo:
                frase = (
                    f"{riga.etichetta}: {numero(enti.minimo)} unità e {numero(quanti.minimo)} posti, ma ogni unità ne ha al "
                    f"massimo {tetto} (DGR VII/20588 del 2005)."
                )
                yield Trovato(tabella.luogo, frase)


REGOLE = (
    totale_sbagliato,
    totale_con_mascherati,
    cella_vuota,
    quote_non_a_cento,
    tabelle_discordi,
    capienza,
)
