"""The two ends of a comparison, as an address names them: a version by its hash, the plan of now, what I read last."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.cache import cache

from core.canonico import Json
from piani.confronto import confronta
from piani.models import CopiaLetta, Lettura, Piano
from piani.queries_confronto import DURATA_CACHE, documento_di
from piani.queries_letture import lettura_di
from piani.queries_versioni import VoceVersioni, documento_dai_byte, versione_da
from piani.raffronto import CapitoloConfrontato, da_mostrare, raffronta
from piani.versioni import documento_da_leggere
from utenti.models import Utente

ADESSO, LETTA = "adesso", "letta"


@dataclass(frozen=True)
class Estremo:
    """An end of a comparison. `chiave` is how addresses name it; `leggi` returns its document; `versione` is the id of
    the frozen version that it is, None for the others."""

    chiave: str
    nome: str
    quando: dt.datetime | None
    sha256: str
    leggi: Callable[[], Json] = field(compare=False)
    versione: int | None = None


def estremo(
    piano: Piano, chiave: str, chi: Utente | None, *, ufficio: bool, voci: list[VoceVersioni]
) -> Estremo | None:
    """Return the end that `chi` may read, None where there is none. `piano` was found among those whose text they read;
    `ufficio` is `legge_le_versioni`, and `voci` the moments that give a version its name, for who reads them."""
    if chiave == ADESSO:
        documento = documento_da_leggere(piano)
        nome = "Il Piano approvato" if piano.pubblico else "Come è adesso"
        return Estremo(ADESSO, nome, None, documento["sha256"], lambda: documento)
    if chiave == LETTA:
        lettura = lettura_di(chi, piano, ufficio=ufficio)
        return _letta(lettura) if lettura else None
    versione = versione_da(chi, piano, chiave, ufficio=ufficio)
    if versione is None:
        return None
    voce = next((v for v in voci if v.versione.pk == versione.pk), None)
    nome, quando = (voce.nome, voce.quando) if voce else ("Il Piano approvato", versione.creata_il)
    return Estremo(chiave, nome, quando, versione.sha256, lambda: documento_di(versione), versione.pk)


def _letta(lettura: Lettura) -> Estremo:
    def leggi() -> Json:
        return documento_dai_byte(CopiaLetta.objects.get(pk=lettura.copia_id).contenuto)

    return Estremo(LETTA, "L'ultima che hai letto", lettura.letta_il, lettura.copia.sha256, leggi)


@dataclass(frozen=True)
class _Coppia:
    prima: str
    dopo: str
    documenti: tuple[Callable[[], Json], Callable[[], Json]] = field(compare=False)


@lru_cache(maxsize=4)
def _raffronta(coppia: _Coppia) -> tuple[CapitoloConfrontato, ...]:
    prima, dopo = coppia.documenti
    return tuple(raffronta(prima(), dopo()))


def raffronto(prima: Estremo, dopo: Estremo) -> tuple[CapitoloConfrontato, ...]:
    """Return what changed between the two, chapter by chapter; kept in this process: the same hashes say the same."""
    if prima.sha256 == dopo.sha256:
        return ()
    return _raffronta(_Coppia(prima.sha256, dopo.sha256, (prima.leggi, dopo.leggi)))


@dataclass(frozen=True)
class Novita:
    """What changed since a person's last reading: how many parts, since when."""

    lettura: Lettura
    parti: int


def novita(piano: Piano, chi: Utente | None, *, ufficio: bool | None = None) -> Novita | None:
    """Return what changed since `chi` read the plan, None for who has no mark. The mark's query, and one of the cache; the
    first time after a change, the two documents too."""
    lettura = lettura_di(chi, piano, ufficio=ufficio)
    if lettura is None:
        return None
    chiave = f"novita:1:{piano.pk}:{piano.contenuto}:{piano.stato}:{lettura.copia.sha256}"
    quante: int | None = cache.get(chiave)
    if quante is None:
        letta, adesso = _letta(lettura), documento_da_leggere(piano)
        uguali = letta.sha256 == adesso["sha256"]
        quante = 0 if uguali else len(da_mostrare(confronta(letta.leggi(), adesso)))
        cache.set(chiave, quante, DURATA_CACHE)
    return Novita(lettura, quante)
