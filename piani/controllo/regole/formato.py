"""What the Region's format asks of the whole plan."""

import re
from collections.abc import Iterator

from piani.controllo.lettura import PIANO, Lettura
from piani.controllo.modello import Famiglia, Peso, Trovato, regola
from piani.controllo.testo import TITOLI, in_breve, normale


@regola(
    "voce-mancante",
    "Manca una voce del formato",
    Famiglia.FORMATO,
    peso=Peso.LEGGE,
    fonte="DGR XII/2167/2024, format per la redazione del documento di Piano (righe 1180-1188)",
    rimedio="Aggiungi una sezione, o indica quale sezione svolge già quella voce.",
    esempio="Nessuna sezione svolge la voce «Strumenti e processi di governance».",
)
def voce_mancante(piano: Lettura) -> Iterator[Trovato]:
    """Each of the seven items of the format has a section."""
    coperte = {s.voce for s in piano.sezioni}
    for chiave, nome in piano.catalogo.voci:
        if chiave not in coperte:
            yield Trovato(PIANO, f"Nessuna sezione svolge la voce «{in_breve(nome, 120)}».")


def _titoli(piano: Lettura) -> Iterator[str]:
    """Yield the titles of sections, and the headings inside them, without the names of the macroareas."""
    nomi = [normale(n) for a in piano.catalogo.aree for n in (a.nome, *a.alias)]
    for sezione in piano.sezioni:
        for titolo in (sezione.titolo, *(b.testo for b in sezione.blocchi if b.tag in TITOLI or b.grassetto)):
            pulito = normale(titolo)
            for nome in nomi:
                pulito = pulito.replace(nome, " ")
            yield pulito


_ASSOCIATA = re.compile(r"gestion\w* associat|forma associata|gestit\w* in forma associata|servizi associati")
_RAFFORZAMENTO = re.compile(r"rafforzamento")


# An Ambito of one Comune runs nothing with others.
def _manca(piano: Lettura, segno: re.Pattern[str], cosa: str) -> Iterator[Trovato]:
    if not piano.sezioni or len(piano.comuni) == 1 or any(segno.search(t) for t in _titoli(piano)):
        return
    yield Trovato(PIANO, f"Nessun titolo parla {cosa}: la Regione lo chiede tra gli strumenti di governance.", cosa)


@regola(
    "gestione-associata",
    "Manca la parte sui servizi in forma associata",
    Famiglia.FORMATO,
    peso=Peso.LEGGE,
    fonte="DGR XII/2167/2024, voce 4 del format: «servizi gestiti in forma associata» (riga 1183)",
    visto="G19",
    rimedio="Aggiungi una sezione o un titolo sui servizi gestiti in forma associata.",
    esempio="Il Piano descrive gli organi dell'Ambito, ma non dice quali servizi si gestiscono insieme.",
)
def gestione_associata(piano: Lettura) -> Iterator[Trovato]:
    """A title tells which services are run together."""
    yield from _manca(piano, _ASSOCIATA, "dei servizi gestiti in forma associata")


@regola(
    "rafforzamento",
    "Manca il piano di rafforzamento",
    Famiglia.FORMATO,
    peso=Peso.LEGGE,
    fonte="DGR XII/2167/2024, voce 4 del format: «piano di rafforzamento della gestione associata» (riga 1183)",
    visto="G19",
    rimedio="Aggiungi una sezione o un titolo sul piano di rafforzamento della gestione associata.",
    esempio="Nessun titolo dice «piano di rafforzamento della gestione associata».",
)
def rafforzamento(piano: Lettura) -> Iterator[Trovato]:
    """A title tells the plan to strengthen them."""
    yield from _manca(piano, _RAFFORZAMENTO, "del piano di rafforzamento della gestione associata")


@regola(
    "leps-senza-scheda",
    "LEPS prioritario senza scheda",
    Famiglia.FORMATO,
    peso=Peso.LEGGE,
    fonte="DGR XII/2167/2024, i cinque LEPS prioritari del triennio (righe 607-985)",
    rimedio="Aggiungi la scheda, o indica in una scheda che persegue quel LEPS.",
    esempio="Nessuna scheda persegue il LEPS «Servizi sociali per le dimissioni protette».",
)
def leps_senza_scheda(piano: Lettura) -> Iterator[Trovato]:
    """Each of the five priority LEPS has an objective sheet."""
    perseguiti = {codice for s in piano.di_specie("obiettivo") for codice in piano.leps_di(s)}
    for leps in piano.catalogo.leps:
        if leps.codice not in perseguiti:
            yield Trovato(PIANO, f"Nessuna scheda persegue il LEPS prioritario «{in_breve(leps.nome, 110)}».")


REGOLE = (voce_mancante, gestione_associata, rafforzamento, leps_senza_scheda)
