"""Rules of an Ambito's Assemblea: configuration, with dates. How they count is in `assemblea.regole`."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ambiti.models import Ambito
from assemblea.enums import Base, ChiamataRegola, Oggetto, Pesi
from assemblea.regole import Regola, Soglia
from utenti.models import Utente


class RegolaAssemblea(models.Model):
    """What the regulation asks, from a day to a day (both included): never edited, closed and written again."""

    ambito = models.ForeignKey(Ambito, on_delete=models.PROTECT, related_name="regole_assemblea")
    oggetto = models.CharField("per che cosa", max_length=12, choices=Oggetto.choices)
    chiamata = models.CharField(
        "convocazione", max_length=8, choices=ChiamataRegola.choices, default=ChiamataRegola.OGNI
    )
    nome = models.CharField("nome", max_length=200)
    dal = models.DateField("dal")
    al = models.DateField("al", null=True, blank=True)
    astenuti_votano = models.BooleanField("chi si astiene conta tra i votanti", default=False)
    pesi = models.CharField("le quote sono", max_length=12, choices=Pesi.choices, default=Pesi.POPOLAZIONE)
    nota = models.CharField("nota", max_length=300, blank=True, help_text="Per esempio l'articolo del regolamento.")
    scritta_il = models.DateTimeField("scritta il", default=timezone.now, editable=False)
    scritta_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, editable=False, related_name="regole_assemblea"
    )
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "regola dell'Assemblea"
        verbose_name_plural = "regole dell'Assemblea"
        ordering = ["oggetto", "-dal", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(al=None) | Q(al__gte=F("dal")), name="regola_periodo_in_ordine"),
            models.UniqueConstraint(
                fields=["ambito", "oggetto", "chiamata"], condition=Q(al=None), name="regola_aperta_unica"
            ),
        ]

    def __str__(self) -> str:
        return self.nome

    @property
    def pura(self) -> Regola:
        """The rule as the engine counts it; one query, none when the conditions are prefetched."""
        return Regola(
            tuple(c.soglia for c in self.condizioni.all()),
            nome=self.nome,
            astenuti_votano=self.astenuti_votano,
            pesi=Pesi(self.pesi),
        )


class Condizione(models.Model):
    """A condition of a rule: at least, or more than, a fraction of a base. All the conditions must hold."""

    regola = models.ForeignKey(RegolaAssemblea, on_delete=models.CASCADE, related_name="condizioni")
    ordine = models.PositiveSmallIntegerField("ordine")
    base = models.CharField("base", max_length=16, choices=Base.choices)
    numeratore = models.PositiveIntegerField("numeratore")
    denominatore = models.PositiveIntegerField("denominatore")
    stretta = models.BooleanField("più di, non almeno", default=False)

    class Meta:
        verbose_name = "condizione di una regola"
        verbose_name_plural = "condizioni di una regola"
        ordering = ["ordine"]
        constraints = [
            models.UniqueConstraint(fields=["regola", "ordine"], name="condizione_ordine_unico"),
            models.CheckConstraint(
                condition=Q(numeratore__gt=0, numeratore__lte=F("denominatore"))
                & (Q(stretta=False) | Q(numeratore__lt=F("denominatore"))),
                name="condizione_raggiungibile",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numeratore}/{self.denominatore} {self.get_base_display()}"

    @property
    def soglia(self) -> Soglia:
        """The condition as the engine counts it."""
        return Soglia(Base(self.base), self.numeratore, self.denominatore, stretta=self.stretta)
