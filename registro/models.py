"""The log's rows: chains of events, their heads, and gapless numbers."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models
from django.db.models.base import ModelBase

from registro.exceptions import SolaAggiunta
from registro.regole import Contenuto

_Riga = TypeVar("_Riga", bound=models.Model)


class _SoloAggiunteQuerySet(models.QuerySet[_Riga]):
    """Rows that no query may change or delete: only the doors of `registro.actions` write, row by row."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise SolaAggiunta

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SolaAggiunta

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SolaAggiunta

    def delete(self) -> NoReturn:
        raise SolaAggiunta


class _Catene(_SoloAggiunteQuerySet["Catena"]):
    """The heads."""


class _Eventi(_SoloAggiunteQuerySet["Evento"]):
    """The events."""


class Catena(models.Model):
    """A chain and its head: how many events, the hash of the last, and an HMAC over both.

    The key of the HMAC is outside the database, so who can only write rows cannot forge a head.
    """

    nome = models.CharField("nome", max_length=80, unique=True, help_text="sistema, oppure piano:50074:2025-2027")
    conteggio = models.PositiveBigIntegerField("eventi", default=0)
    hash_testa = models.CharField("hash dell'ultimo evento", max_length=64, blank=True)
    sigillo = models.CharField("HMAC della testa", max_length=64, blank=True)

    objects = _Catene.as_manager()

    class Meta:
        verbose_name = "catena"
        verbose_name_plural = "catene"
        ordering = ["nome"]

    def __str__(self) -> str:
        return self.nome

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a chain only grows."""
        raise SolaAggiunta


class Evento(models.Model):
    """An act, in order, tied to the one before by its hash. Never changed, never deleted.

    `dati` is canonical JSON text with ids and hashes: no names, mail, IP or free text.
    """

    catena = models.ForeignKey(Catena, on_delete=models.PROTECT, related_name="eventi")
    numero = models.PositiveBigIntegerField("numero")
    tipo = models.CharField("tipo", max_length=60)
    quando = models.CharField("quando (ISO, UTC)", max_length=32)
    autore_id = models.BigIntegerField("autore", null=True)
    incarico_id = models.BigIntegerField("incarico", null=True)
    dati = models.TextField("dati")
    hash_precedente = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = _Eventi.as_manager()

    class Meta:
        verbose_name = "evento"
        verbose_name_plural = "eventi"
        ordering = ["catena", "numero"]
        constraints = [models.UniqueConstraint(fields=["catena", "numero"], name="evento_numero_unico")]

    def __str__(self) -> str:
        return f"{self.catena_id}/{self.numero} {self.tipo}"

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Insert, once. Raises SolaAggiunta for a row already written."""
        if not self._state.adding or force_update:
            raise SolaAggiunta
        super().save(force_insert=True, using=using)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: nothing leaves the log."""
        raise SolaAggiunta

    @property
    def valori(self) -> dict[str, Any]:
        """`dati` as Python values."""
        valori: dict[str, Any] = json.loads(self.dati)
        return valori

    def contenuto(self, nome_catena: str, numero: int | None = None) -> Contenuto:
        """Return what the hash covers; `numero` stands for the row's own when given."""
        return Contenuto(
            catena=nome_catena,
            numero=self.numero if numero is None else numero,
            tipo=self.tipo,
            quando=self.quando,
            autore_id=self.autore_id,
            incarico_id=self.incarico_id,
            dati=self.dati,
        )


class Numeratore(models.Model):
    """The last number given in a series: gapless, never reused."""

    serie = models.CharField("serie", max_length=80)
    anno = models.PositiveSmallIntegerField("anno")
    ultimo = models.PositiveIntegerField("ultimo numero", default=0)

    class Meta:
        verbose_name = "numeratore"
        verbose_name_plural = "numeratori"
        constraints = [models.UniqueConstraint(fields=["serie", "anno"], name="numeratore_unico")]

    def __str__(self) -> str:
        return f"{self.serie} {self.anno}: {self.ultimo}"
