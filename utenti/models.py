"""People and what they hold. A person's rights come only from an Incarico in force."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ambiti.models import Ente
from core.testo import per_ricerca
from utenti.enums import Posta, Ruolo


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
    posta = models.CharField(
        "avvisi per posta",
        max_length=10,
        choices=Posta.choices,
        default=Posta.SUBITO,
        help_text="Gli avvisi restano sempre sulla scrivania. La scelta vale per quelli che arrivano da adesso.",
    )
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    cerca = models.CharField(max_length=420, editable=False)

    # Not a column: the Incarico worn in this session, put here by the middleware. The acts write it in the log.
    veste: "Incarico | None" = None
    # Nor this: the roles held when the request began, put here by the middleware; None when nobody has asked. They only
    # make queries shorter: whether an Incarico is still in force is always asked again.
    ruoli_noti: frozenset[str] | None = None

    objects = UtenteManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nome"]

    class Meta:
        verbose_name = "utente"
        verbose_name_plural = "utenti"

    def __str__(self) -> str:
        return self.nome or self.email

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the search column true."""
        self.cerca = per_ricerca(f"{self.nome} {self.email}")
        campi = kwargs.get("update_fields")
        if campi is not None:
            kwargs["update_fields"] = {*cast("Iterable[str]", campi), "cerca"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on

    @property
    def pseudonimo(self) -> str:
        """The address that takes the place of the person's own, when the account is closed."""
        return f"persona-{self.pk}@account.invalid"

    def spoglia(self) -> None:
        """Take off, without saving, all that tells who the person is, and the way in."""
        self.email = self.pseudonimo
        self.nome = f"Persona {self.pk} (account chiuso)"
        self.codice_fiscale = None
        self.last_login = None
        self.is_active = self.is_staff = self.is_superuser = False
        self.set_unusable_password()


class IncaricoQuerySet(models.QuerySet["Incarico"]):
    """Incarichi by time."""

    def in_corso(self, giorno: dt.date | None = None) -> "IncaricoQuerySet":
        """Only those in force on `giorno` (default today), of people whose account is active."""
        oggi = giorno or timezone.localdate()
        aperto = Q(al=None) | Q(al__gt=oggi) | Q(al=oggi, chiuso_il=None)
        return self.filter(aperto, dal__lte=oggi, utente__is_active=True)


class Incarico(models.Model):
    """A person holds a role for a body, from a day to a day (both included).

    `chiuso_il` and `chiuso_da` say that somebody closed it before its last day was over: it gives nothing from then on.
    """

    utente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="incarichi")
    ruolo = models.CharField("ruolo", max_length=24, choices=Ruolo.choices)
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="incarichi")
    dal = models.DateField("dal")
    al = models.DateField("al", null=True, blank=True)
    chiuso_il = models.DateTimeField("chiuso il", null=True, blank=True, editable=False)
    chiuso_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="incarichi_chiusi"
    )

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
            models.CheckConstraint(
                condition=Q(chiuso_il=None, chiuso_da=None)
                | Q(chiuso_il__isnull=False, chiuso_da__isnull=False, al__isnull=False),
                name="incarico_chiuso_il_e_da_insieme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ruolo_display()}, {self.ente}"

    def in_corso_il(self, giorno: dt.date) -> bool:
        """Whether it is in force on `giorno`, as `IncaricoQuerySet.in_corso` has it."""
        aperto = self.al is None or giorno < self.al or (giorno == self.al and self.chiuso_il is None)
        return self.dal <= giorno and aperto

    @property
    def in_corso(self) -> bool:
        """Whether it is in force today."""
        return self.in_corso_il(timezone.localdate())

    @property
    def finito(self) -> bool:
        """Whether it is over: past its last day, or closed."""
        return self.chiuso_il is not None or (self.al is not None and self.al < timezone.localdate())


def impronta_di(gettone: str) -> str:
    """Return the SHA-256 of a token: the database never holds what opens an invitation."""
    return hashlib.sha256(gettone.encode()).hexdigest()


def nuovo_gettone() -> str:
    """Return the secret part of an invitation's link."""
    return secrets.token_urlsafe(32)


class Invito(models.Model):
    """An invitation by mail to hold an Incarico. Good once, for some days.

    Without `invitato_da` it is a "registrazione autonoma": a body that nobody had registered asked for it by itself.
    Using it and withdrawing it are facts apart, each with who and when tied together.
    """

    email = models.EmailField("indirizzo di posta")
    ruolo = models.CharField("ruolo", max_length=24, choices=Ruolo.choices)
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="inviti")
    fine_incarico = models.DateField("fine dell'incarico", null=True, blank=True, help_text="Vuoto se non ha una fine.")
    impronta = models.CharField("impronta del gettone", max_length=64, unique=True, editable=False)
    invitato_da = models.ForeignKey(
        Utente,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inviti_fatti",
        help_text="Vuoto quando l'ente si è registrato da solo.",
    )
    nome = models.CharField("nome proposto da chi si registra", max_length=150, blank=True)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    scade_il = models.DateField("scade il")
    usato_il = models.DateTimeField("usato il", null=True, blank=True, editable=False)
    incarico = models.OneToOneField(
        Incarico, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="invito"
    )
    revocato_il = models.DateTimeField("revocato il", null=True, blank=True, editable=False)
    revocato_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="inviti_revocati"
    )

    class Meta:
        verbose_name = "invito"
        verbose_name_plural = "inviti"
        ordering = ["-creato_il"]
        constraints = [
            models.CheckConstraint(
                condition=Q(usato_il=None, incarico=None) | Q(usato_il__isnull=False, incarico__isnull=False),
                name="invito_usato_il_e_incarico_insieme",
            ),
            models.CheckConstraint(
                condition=Q(revocato_il=None, revocato_da=None)
                | Q(revocato_il__isnull=False, revocato_da__isnull=False),
                name="invito_revocato_il_e_da_insieme",
            ),
            models.CheckConstraint(condition=Q(usato_il=None) | Q(revocato_il=None), name="invito_usato_o_revocato"),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_ruolo_display()}"

    @property
    def scaduto(self) -> bool:
        """Whether its days are over."""
        return self.scade_il < timezone.localdate()

    @property
    def autonomo(self) -> bool:
        """Whether the body registered by itself."""
        return self.invitato_da_id is None


class Avviso(models.Model):
    """A notice to a person about a fact: what happened, what to do, by when. On the desk, and by mail.

    `chiave` names the fact, so that nobody hears it twice; `url` is a path of the portal. The digest puts together those of
    the same `gruppo` (the comments of a plan), by `capo` (the part), each under the `passo` it quotes. `posta` is what the person had
    chosen when it was written. Until `riprova_dal` no worker takes it: one has it, or the mail server was away.
    """

    destinatario = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="avvisi")
    chiave = models.CharField("fatto", max_length=160)
    oggetto = models.CharField("oggetto", max_length=200)
    testo = models.TextField("che cosa è successo")
    da_fare = models.CharField("che cosa fare", max_length=300, blank=True)
    entro = models.DateField("entro il", null=True, blank=True)
    url = models.CharField("pagina", max_length=300)
    gruppo = models.CharField("sotto quale titolo del riepilogo", max_length=200, blank=True)
    capo = models.CharField("su quale parte", max_length=300, blank=True)
    passo = models.CharField("passo di cui si parla", max_length=300, blank=True)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    letto_il = models.DateTimeField("letto il", null=True, blank=True, editable=False)
    spedito_il = models.DateTimeField("spedito il", null=True, blank=True, editable=False)
    posta = models.CharField("per posta", max_length=10, choices=Posta.choices, default=Posta.SUBITO, editable=False)
    riprova_dal = models.DateTimeField("si spedisce dal", default=timezone.now, editable=False)
    tentativi = models.PositiveSmallIntegerField("volte che la posta ci ha provato", default=0, editable=False)
    cerca = models.TextField(blank=True, default="", editable=False)

    class Meta:
        verbose_name = "avviso"
        verbose_name_plural = "avvisi"
        ordering = ["-creato_il", "-pk"]
        constraints = [models.UniqueConstraint(fields=["destinatario", "chiave"], name="avviso_unico")]
        indexes = [
            models.Index(fields=["destinatario", "letto_il"], name="avviso_da_leggere"),
            models.Index(fields=["riprova_dal"], name="avviso_da_spedire", condition=Q(spedito_il=None)),
        ]

    def __str__(self) -> str:
        return self.oggetto
