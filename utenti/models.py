"""People and what they hold. A person's rights come only from an Incarico in force."""

import datetime as dt
import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ambiti.models import Ente
from utenti.enums import Ruolo


class UtenteManager(BaseUserManager["Utente"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **altri: object) -> "Utente":
        """Create a person; the address is kept in lower case."""
        utente = self.model(email=self.normalize_email(email).lower(), **altri)
        utente.set_password(password)
        utente.save(using=self._db)
        return utente

    def create_superuser(self, email: str, password: str | None = None, **altri: object) -> "Utente":
        """Create a person who may open the technical administration."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **altri)


class Utente(AbstractBaseUser, PermissionsMixin):
    """A person with an account. People are deactivated and pseudonymised, never deleted."""

    email = models.EmailField("indirizzo di posta", unique=True)
    nome = models.CharField(
        "come appare agli altri", max_length=150, help_text="Nome e cognome, o il nome dell'ufficio."
    )
    codice_fiscale = models.CharField("codice fiscale", max_length=16, unique=True, null=True, blank=True)
    is_staff = models.BooleanField("amministrazione tecnica", default=False)
    is_active = models.BooleanField("attivo", default=True)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)

    objects = UtenteManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nome"]

    class Meta:
        verbose_name = "utente"
        verbose_name_plural = "utenti"

    def __str__(self) -> str:
        return self.nome or self.email


class IncaricoQuerySet(models.QuerySet["Incarico"]):
    """Incarichi by time."""

    def in_corso(self, giorno: dt.date | None = None) -> "IncaricoQuerySet":
        """Only those in force on `giorno` (default today)."""
        oggi = giorno or timezone.localdate()
        return self.filter(Q(dal__lte=oggi), Q(al=None) | Q(al__gte=oggi), utente__is_active=True)


class Incarico(models.Model):
    """A person holds a role for a body, from a day to a day (both included)."""

    utente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="incarichi")
    ruolo = models.CharField("ruolo", max_length=24, choices=Ruolo.choices)
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="incarichi")
    dal = models.DateField("dal")
    al = models.DateField("al", null=True, blank=True)

    objects = IncaricoQuerySet.as_manager()

    class Meta:
        verbose_name = "incarico"
        verbose_name_plural = "incarichi"
        ordering = ["ente__nome", "ruolo"]
        constraints = [
            models.CheckConstraint(
                condition=Q(al=None) | Q(al__gte=F("dal")),
                name="incarico_periodo_in_ordine",
                violation_error_message="La fine dell'incarico viene prima dell'inizio.",
            ),
            models.UniqueConstraint(
                fields=["utente", "ruolo", "ente"],
                condition=Q(al=None),
                name="incarico_aperto_unico",
                violation_error_message="Questa persona ha già questo incarico.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ruolo_display()}, {self.ente}"

    def in_corso_il(self, giorno: dt.date) -> bool:
        """Whether it is in force on `giorno`."""
        return self.dal <= giorno and (self.al is None or giorno <= self.al)


def _gettone() -> str:
    return secrets.token_urlsafe(32)


class Invito(models.Model):
    """An invitation by mail to open an account and hold an Incarico. Good once, for some days."""

    email = models.EmailField("indirizzo di posta")
    ruolo = models.CharField("ruolo", max_length=24, choices=Ruolo.choices)
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="inviti")
    gettone = models.CharField(max_length=64, unique=True, default=_gettone, editable=False)
    invitato_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="inviti_fatti")
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    scade_il = models.DateField("scade il")
    usato_il = models.DateTimeField("usato il", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "invito"
        verbose_name_plural = "inviti"
        ordering = ["-creato_il"]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_ruolo_display()}"

    def valido_il(self, giorno: dt.date) -> bool:
        """Whether it can still be used."""
        return self.usato_il is None and giorno <= self.scade_il
