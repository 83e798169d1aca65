"""Funding lines: an amount shared by several sheets or Ambiti is counted once."""

import re
from collections.abc import Iterator
from decimal import Decimal

from core.canonico import Json
from core.formati import euro
from piani.controllo.lettura import Lettura, SchedaVista
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.testo import normale

MINIMO = Decimal(1000)
_INSIEME = re.compile(
    r"\bcondivis\w|\bcomplessiv\w+ (?:per|tra|degli|dei)|\bper tutti gli ambiti|\bcomune a |\b(?:le )?stess[ei] (?:risors|fond)|\bin comune\b|"
    r"\bsovra ?-?ambito|\bdistrettual|\b(?:intero|tutto il) distretto|\baltri ambiti\b|\bgia (?:indicat|previst|conteggiat|riportat|comput)\w* "
    r"(?:nel|in |al)|\b(?:vedi|v\.|cfr\.?) (?:la )?sched[ae] [a-z0-9]{1,3}\b|\bper le schede\b|\bimporto unico\b|\bintera area\b|\bper (?:tutte|piu) (?:le )?(?:schede|azioni)|\b(?:riferit|relativ)\w+ a piu (?:obiettivi|schede|azioni)|"
    r"\b(?:comprend\w+|includ\w+|copr\w+) anche|\b(?:dell|della|nella|alla) scheda [a-z0-9]{1,3}\b"
)


def _linee(piano: Lettura) -> Iterator[tuple[SchedaVista, Json]]:
    for scheda in piano.di_specie("obiettivo"):
        for linea in scheda.dati["risorse"]:
            if linea["importo"] is not None and Decimal(linea["importo"]) >= MINIMO:
                yield scheda, linea


@regola(
    "importo-ripetuto",
    "Lo stesso importo in più schede",
    Famiglia.RISORSE,
    fonte="Un importo condiviso si conta una volta",
    rimedio="Se è la stessa somma, segnala come condivisa; se sono due somme uguali, scarta il rilievo.",
    esempio="240.000 € del Fondo Povertà nella scheda 4 e nella scheda A, con le stesse fonti e lo stesso periodo.",
)
def importo_ripetuto(piano: Lettura) -> Iterator[Trovato]:
    """An amount that is not round, from the same sources and for the same period, in two sheets, not marked as shared."""
    visti: dict[tuple[object, ...], SchedaVista] = {}
    for scheda, linea in _linee(piano):
        if linea["condivisa"] or not linea["fonti"] or not _particolare(Decimal(linea["importo"])):
            continue
        chiave = (linea["importo"], tuple(sorted(linea["fonti"])), linea["periodo"], linea["anno"], linea["fino_al"])
        prima = visti.setdefault(chiave, scheda)
        if prima.codice != scheda.codice:
            frase = f"{euro(linea['importo'])} con le stesse fonti è anche nella scheda {prima.codice}: nel totale conta due volte."
            yield Trovato(scheda.luogo("risorse_economiche"), frase)


def _particolare(importo: Decimal) -> bool:
    """Whether an amount says something: 10.000 and 30.000 are met by chance."""
    return len(f"{importo.normalize():f}".rstrip("0").replace(".", "")) >= 3


@regola(
    "importo-condiviso",
    "Importo condiviso contato come proprio",
    Famiglia.RISORSE,
    fonte="Un importo condiviso si conta una volta",
    rimedio="Segna la riga come condivisa, e con chi.",
    esempio="Nota: «risorse complessive per i cinque Ambiti»; la riga non è segnata come condivisa.",
)
def importo_condiviso(piano: Lettura) -> Iterator[Trovato]:
    """The note of a line says that it is shared, the line does not."""
    for scheda, linea in _linee(piano):
        if not linea["condivisa"] and _INSIEME.search(normale(linea["nota"])):
            frase = f"{euro(linea['importo'])}: la nota lo dice condiviso («{linea['nota'][:80]}»), la riga no."
            yield Trovato(scheda.luogo("risorse_economiche"), frase)


REGOLE = (importo_ripetuto, importo_condiviso)
