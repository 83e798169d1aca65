"""Recall of each rule on plans with one defect, and false alarms on plans with none.

``python -m tests.mutazioni [--tenute | --nuove] [--semi 6] [--mancate] [--vero]``: `--tenute` measures the half of the forms kept
apart, with other plans, `--nuove` the forms of `forme_nuove`; `--mancate` prints what was not found; `--vero` puts the defects into the plan of the demonstration.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from piani.controllo import PER_CHIAVE, REGOLE, Catalogo, Rilievo, controlla
from tests.mutazioni import coerenza, compilazione, confronti, indicatori, numeri, testi
from tests.mutazioni.base import DIFETTI, Caso, Difetto, Json
from tests.mutazioni.piano_pulito import lotto, piano_pulito

# What registers the defects, in the order of the table.
MODULI = (compilazione, coerenza, indicatori, numeri, confronti, testi)
SEMI, SEMI_TENUTI = 1_000, 9_000


@cache
def _pulito(seme: int) -> tuple[Json, Catalogo]:
    return piano_pulito(seme, tenuta=seme >= SEMI_TENUTI)


@cache
def _vero() -> tuple[Json, Catalogo]:
    from demo.gallarate import documento_gallarate
    from tests.controllo_di_prova import catalogo

    return documento_gallarate(), catalogo()


def base_di(seme: int, *, vero: bool) -> tuple[Json, Catalogo]:
    """Return the plan that a defect is put into."""
    return _vero() if vero else _pulito(seme)


@cache
def _prima(seme: int, genere: str, *, vero: bool) -> frozenset[str]:
    corpo, noto = base_di(seme, vero=vero)
    return frozenset(r.impronta for r in controlla(corpo, noto, [PER_CHIAVE[genere]]))


@dataclass(frozen=True)
class Prova:
    """A defect put in: its kind, its form, what the checker said that it did not say before."""

    difetto: Difetto
    forma: object
    seme: int
    trovati: tuple[Rilievo, ...]

    @property
    def trovato(self) -> bool:
        """Whether it was found."""
        return bool(self.trovati)


def prova(difetto: Difetto, forma: object, seme: int, *, vero: bool = False) -> Prova | None:
    """Put a defect into plan number `seme` and look for it; None when there was no place for it."""
    corpo, noto = base_di(seme, vero=vero)
    caso = Caso(deepcopy(corpo), lotto(f"{seme}{difetto.metti.__name__}{forma}"), noto, forma)
    if not difetto.metti(caso):
        return None
    regole = [r for r in REGOLE if r.chiave in difetto.generi]
    nuovi = [r for r in controlla(caso.corpo, noto, regole) if r.impronta not in _prima(seme, r.regola, vero=vero)]
    qui = [r for r in nuovi if caso.dove is None or r.luogo.chiave.startswith(caso.dove)]
    return Prova(difetto, forma, seme, tuple(qui))


def prove(*, tenute: bool, semi: int, vero: bool = False, nuove: bool = False, passo: int = 1) -> Iterator[Prova]:
    """Yield each form of each defect in `semi` plans: the half worked on, that kept apart, or the third collection.

    `passo`: only one form in so many, for who is in a hurry.
    """
    inizio = SEMI_TENUTI if tenute or nuove else SEMI
    for difetto in DIFETTI:
        for forma in difetto.scelte(tenute=tenute, nuove=nuove)[::passo]:
            fatte = 0
            for seme in range(inizio, inizio + 4 * semi):
                fatta = prova(difetto, forma, seme, vero=vero) if fatte < semi else None
                if fatta is not None:
                    fatte += 1
                    yield fatta


def allarmi(*, tenute: bool, semi: int) -> dict[str, list[Rilievo]]:
    """Return what the checker says of plans without defects, by kind: all of it is false."""
    inizio = SEMI_TENUTI if tenute else SEMI
    per_genere: dict[str, list[Rilievo]] = defaultdict(list)
    for seme in range(inizio, inizio + semi):
        for rilievo in controlla(*_pulito(seme)):
            per_genere[rilievo.regola].append(rilievo)
    return per_genere


def richiamo(fatte: list[Prova]) -> dict[str, tuple[int, int]]:
    """Return for each kind how many were found, and of how many."""
    messi = Counter(p.difetto.nome for p in fatte)
    trovati = Counter(p.difetto.nome for p in fatte if p.trovato)
    return {nome: (trovati[nome], messi[nome]) for nome in messi}


def main(scrivi: Callable[[str], object] = print) -> None:
    """Print the measure."""
    argomenti = argparse.ArgumentParser()
    argomenti.add_argument("--tenute", action="store_true")
    argomenti.add_argument("--nuove", action="store_true")
    argomenti.add_argument("--vero", action="store_true")
    argomenti.add_argument("--mancate", action="store_true")
    argomenti.add_argument("--semi", type=int, default=6)
    scelti = argomenti.parse_args()
    fatte = list(prove(tenute=scelti.tenute, semi=scelti.semi, vero=scelti.vero, nuove=scelti.nuove))
    conti = richiamo(fatte)
    for regola in REGOLE:
        trovati, messi = conti.get(regola.chiave, (0, 0))
        scrivi(f"{regola.chiave:28} {trovati:4} di {messi:4}")
    trovati, messi = (sum(n) for n in zip(*conti.values(), strict=True))
    scrivi(f"{'tutti':28} {trovati:4} di {messi:4}  {100 * trovati / messi:.1f}%")
    generi = [n / m for n, m in conti.values()]
    scrivi(f"media dei generi {100 * sum(generi) / len(generi):.1f}%")
    if scelti.mancate:
        mancate = Counter((p.difetto.nome, p.difetto.metti.__name__, str(p.forma)) for p in fatte if not p.trovato)
        for (nome, chi, forma), quante in mancate.items():
            scrivi(f"- {nome} [{chi}] x{quante}: {forma}")
    falsi = allarmi(tenute=scelti.tenute, semi=10 * scelti.semi)
    scrivi(f"Falsi allarmi in {10 * scelti.semi} Piani senza difetti: {sum(map(len, falsi.values()))}")
    for genere, trovati_qui in falsi.items():
        scrivi(f"  {genere} {len(trovati_qui)}: {trovati_qui[0].luogo.nome} | {trovati_qui[0].frase}")
