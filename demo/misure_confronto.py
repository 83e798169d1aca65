"""Measures the comparison of two versions: Gallarate against a copy with a hundred changes, and against a rewritten one."""

import copy
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from core.canonico import Json, byte_canonici
from piani.canonico import documento as documento_del
from piani.canonico import sigilla
from piani.models import Piano, Versione
from piani.raffronto import CapitoloConfrontato, raffronta

GIRI = 5
CAMBI = 100


@dataclass(frozen=True)
class MisuraConfronto:
    """A comparison: median milliseconds of marking the words, of writing the HTML; parts and words that changed."""

    nome: str
    confronto: float
    scrittura: float
    parti: int
    parole: int


def _sezioni(rami: list[Json]) -> Iterator[Json]:
    for ramo in rami:
        yield ramo
        yield from _sezioni(ramo["sezioni"])


def _testi(documento: Json) -> Iterator[tuple[Json, str]]:
    """Yield each text of the document as (the object that holds it, its key), a kind after the other in turns."""
    schede = [*documento["schede"], *documento["esiti"]]
    generi: list[Iterator[tuple[Json, str]]] = [
        ((s, "testo") for s in _sezioni(documento["sezioni"])),
        ((r, "testo") for s in schede for r in s["risposte"]),
        ((a, "testo") for s in schede for a in s["azioni"]),
        ((i, "testo") for s in schede for i in s["indicatori"]),
        ((r, "nota") for t in documento["tabelle"] for r in t["righe"]),
    ]
    while generi:
        for genere in list(generi):
            trovato = next(genere, None)
            if trovato is None:
                generi.remove(genere)
            elif trovato[0][trovato[1]]:
                yield trovato


def con_cento_cambi(documento: Json) -> Json:
    """Return a copy with about a hundred changes: a word here and there, in sections, answers, actions, indicators; the
    last section of each chapter first; a paragraph more in ten texts."""
    copia = copy.deepcopy(documento)
    for n, (dove, chiave) in enumerate(islice(_testi(copia), CAMBI)):
        parole = dove[chiave].split(" ")
        intere = [k for k, parola in enumerate(parole) if parola.isalpha()] or [0]
        parole[intere[len(intere) // 2]] = f"riscritto{n}"
        dove[chiave] = " ".join(parole)
        if n % 10 == 0 and dove[chiave].startswith("<p>"):
            dove[chiave] += "<p>Un paragrafo aggiunto alla fine, con parole che prima non c'erano.</p>"
    for capitolo in copia["sezioni"]:
        capitolo["sezioni"] = capitolo["sezioni"][-1:] + capitolo["sezioni"][:-1]
    return sigilla({k: v for k, v in copia.items() if k != "sha256"})


def riscritto(documento: Json) -> Json:
    """Return a copy with one word in four changed, everywhere."""
    copia = copy.deepcopy(documento)
    for dove, chiave in _testi(copia):
        parole = dove[chiave].split(" ")
        dove[chiave] = " ".join(f"{p}x" if n % 4 == 3 and p.isalpha() else p for n, p in enumerate(parole))
    return sigilla({k: v for k, v in copia.items() if k != "sha256"})


def confronti(piano: Piano) -> list[MisuraConfronto]:
    """Measure each comparison of the plan with a changed copy, the median of five."""
    base = documento_del(piano)
    coppie: list[tuple[str, Callable[[Json], Json]]] = [
        ("Gallarate, circa cento cambi", con_cento_cambi),
        ("Gallarate, una parola su quattro cambiata", riscritto),
    ]
    return [_misura(nome, base, cambia(base)) for nome, cambia in coppie]


def _misura(nome: str, prima: Json, dopo: Json) -> MisuraConfronto:
    confronto, scrittura = [], []
    capitoli: list[CapitoloConfrontato] = []
    for _ in range(GIRI):
        inizio = time.perf_counter()
        capitoli = raffronta(prima, dopo)
        meta = time.perf_counter()
        for capitolo in capitoli:
            for parte in capitolo.parti:
                "".join(c.html for c in parte.campi)
        confronto.append((meta - inizio) * 1000)
        scrittura.append((time.perf_counter() - meta) * 1000)
    parti = [p for c in capitoli for p in c.parti]
    parole = sum(sum(p.parole) for p in parti)
    return MisuraConfronto(nome, statistics.median(confronto), statistics.median(scrittura), len(parti), parole)


def versione_cambiata(piano: Piano) -> Versione:
    """Return a version of the plan with a hundred changes, for the page to compare. Inside the measures' transaction."""
    documento = con_cento_cambi(documento_del(piano))
    contenuto = byte_canonici(documento)
    return Versione.objects.create(piano=piano, sha256=documento["sha256"], contenuto=contenuto)
