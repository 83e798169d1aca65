"""What changed between versions of a plan: for the ATS that checks, for who votes, for who approves."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from piani.confronto import ParteCambiata, confronta
from piani.models import Versione

DURATA_CACHE = 60 * 60 * 24


def senza_contenuto() -> QuerySet[Versione]:
    """Return the versions without their bytes, which are read only where they are needed."""
    return Versione.objects.only("pk", "piano_id", "sha256", "creata_il")


def documento_di(versione: Versione) -> dict[str, Any]:
    """Return the document of a version, from its bytes: they were checked when they were frozen."""
    documento: dict[str, Any] = json.loads(bytes(versione.contenuto))
    return documento


@dataclass(frozen=True)
class Cambiamenti:
    """What changed, and since what: "dall'assenso" or "dall'ultima verifica". `prima` is the hash of the version before."""

    da_che: str
    prima: str
    parti: tuple[ParteCambiata, ...]

    @property
    def del_piano(self) -> list[ParteCambiata]:
        """The changed parts of the Piano."""
        return [p for p in self.parti if p.del_piano]

    @property
    def dell_accordo(self) -> list[ParteCambiata]:
        """The changed parts of the Accordo."""
        return [p for p in self.parti if not p.del_piano]


def cambiate(prima: Versione, dopo: Versione) -> tuple[ParteCambiata, ...]:
    """Return the parts that differ between two versions; kept in cache, since versions never change."""
    chiave = f"confronto:1:{prima.sha256}:{dopo.sha256}"
    trovate: tuple[ParteCambiata, ...] | None = cache.get(chiave)
    if trovate is None:
        trovate = tuple(confronta(documento_di(prima), documento_di(dopo)))
        cache.set(chiave, trovate, DURATA_CACHE)
    return trovate
