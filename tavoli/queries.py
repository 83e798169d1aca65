"""Which tables, applications and contributions a person may see, and who sits where. Strangers get 404."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from ambiti.models import Ambito, Ente
from piani.enums import PUBBLICI, Stato
from piani.luoghi import sopra
from piani.models import Piano
from piani.queries import piani_leggibili_da
from tavoli.models import Contributo, Documento, Domanda, Incontro, Tavolo, TavoloPiano, Tema
from utenti.models import Incarico, IncaricoQuerySet, Utente
from utenti.permissions import ambiti_di
from utenti.queries import Chi, incarichi_di
from utenti.roles import Permesso, ruoli_con

AMMESSE = Q(ammessa_il__isnull=False, ritirata_il=None)
IN_ATTESA = Q(ammessa_il=None, respinta_il=None, ritirata_il=None)


# --- Who ----------------------------------------------------------------------


def incarichi_ai_tavoli(chi: Chi | None) -> IncaricoQuerySet:
    """Return the Incarichi of `chi` in force that may sit at tables, each for its own body."""
    return incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.PARTECIPARE_AI_TAVOLI))


def enti_ai_tavoli(chi: Chi | None) -> QuerySet[Ente]:
    """Return the bodies for which `chi` may sit at tables today."""
    return Ente.objects.filter(pk__in=incarichi_ai_tavoli(chi).values("ente_id"))


def ambiti_gestiti(chi: Chi | None) -> QuerySet[Ambito]:
    """Return the Ambiti whose tables `chi` keeps."""
    return ambiti_di(chi, Permesso.GESTIRE_TAVOLI)


def domande_ammesse() -> QuerySet[Domanda]:
    """Return the applications that make a member."""
    return Domanda.objects.filter(AMMESSE)


def membri_di(tavolo: Tavolo) -> QuerySet[Ente]:
    """Return the bodies that sit at a table, by name."""
    return Ente.objects.filter(pk__in=domande_ammesse().filter(tavolo=tavolo).values("ente_id")).order_by("nome")


def enti_partecipanti(piano: Piano) -> QuerySet[Ente]:
    """Return the bodies admitted to any table of a plan, by name."""
    del_piano = TavoloPiano.objects.filter(piano=piano).values("tavolo_id")
    return Ente.objects.filter(
        pk__in=domande_ammesse().filter(tavolo__in=del_piano).values("ente_id"),
    ).order_by("nome")


def persone_dei_membri(tavolo: Tavolo) -> QuerySet[Utente]:
    """Return the people who sit at a table today, for any of its members. One query."""
    return persone_ai_tavoli(membri_di(tavolo).order_by().values("pk"))


def persone_ai_tavoli(enti: "QuerySet[Ente, Any] | list[int]") -> QuerySet[Utente]:
    """Return the people who may sit at tables for those bodies today. One query."""
    incarichi = Incarico.objects.in_corso().filter(ente__in=enti, ruolo__in=ruoli_con(Permesso.PARTECIPARE_AI_TAVOLI))
    return Utente.objects.filter(pk__in=incarichi.values("utente_id")).order_by("pk")


def piani_dei_tavoli(chi: Chi | None) -> Q:
    """The plans that `chi` may read as a member of one of their tables: only while they are in consultation."""
    ammesse = domande_ammesse().filter(ente__in=incarichi_ai_tavoli(chi).values("ente_id"))
    piani = TavoloPiano.objects.filter(tavolo__in=ammesse.values("tavolo_id")).values("piano_id")
    return Q(stato=Stato.IN_CONSULTAZIONE, pk__in=piani)


# --- Tables -------------------------------------------------------------------


def _con_nomi(tavoli: QuerySet[Tavolo]) -> QuerySet[Tavolo]:
    return tavoli.select_related("ambito__ente", "ambito__ats__ente")


def tavoli_pubblici() -> QuerySet[Tavolo]:
    """Return the tables that were announced: anyone may see them."""
    return _con_nomi(Tavolo.objects.filter(pubblicato_il__isnull=False))


def tavoli_visibili_a(chi: Chi | None) -> QuerySet[Tavolo]:
    """Return the announced tables, and those in preparation in the Ambiti whose tables `chi` keeps."""
    if chi is None:
        return tavoli_pubblici()
    return _con_nomi(Tavolo.objects.filter(Q(pubblicato_il__isnull=False) | Q(ambito__in=ambiti_gestiti(chi))))


def tavoli_gestiti_da(chi: Chi | None) -> QuerySet[Tavolo]:
    """Return the tables that `chi` keeps: those of the Ambiti whose tables are theirs."""
    return _con_nomi(Tavolo.objects.filter(ambito__in=ambiti_gestiti(chi)))


def tavoli_di_lavoro(chi: Chi | None) -> QuerySet[Tavolo]:
    """Return the tables whose contributions and minutes `chi` may read: kept by their offices (also those of the
    further Ambiti), and those where a body of theirs sits."""
    ambiti = ambiti_gestiti(chi)
    condivisi = Tavolo.altri_ambiti.through.objects.filter(ambito__in=ambiti).values("tavolo_id")
    seduti = domande_ammesse().filter(ente__in=incarichi_ai_tavoli(chi).values("ente_id")).values("tavolo_id")
    annunciati = Q(pubblicato_il__isnull=False) & (Q(pk__in=condivisi) | Q(pk__in=seduti))
    return _con_nomi(Tavolo.objects.filter(Q(ambito__in=ambiti) | annunciati))


def tavoli_dove_siede(chi: Chi | None) -> QuerySet[Tavolo]:
    """Return the announced tables where a body of `chi` sits, those at work first. One query."""
    seduti = domande_ammesse().filter(ente__in=incarichi_ai_tavoli(chi).values("ente_id")).values("tavolo_id")
    return tavoli_pubblici().filter(pk__in=seduti).order_by(F("chiuso_il").asc(nulls_first=True), "titolo", "pk")


def aperti_il(giorno: dt.date) -> Q:
    """The tables whose notice takes applications on a day."""
    return Q(pubblicato_il__isnull=False, chiuso_il=None, annuncio_dal__lte=giorno, annuncio_al__gte=giorno)


def avvisi_aperti() -> QuerySet[Tavolo]:
    """Return the tables that take applications today, the nearest end first."""
    return _con_nomi(Tavolo.objects.filter(aperti_il(timezone.localdate()))).order_by("annuncio_al", "titolo", "pk")


def tavoli_in_elenco(chi: Chi | None) -> QuerySet[Tavolo]:
    """Return the tables of the list with their further Ambiti, and `membri`: how many bodies sit there. Two queries.

    The open notices come first, the nearest end before; then those to come; then the others, the latest before.
    """
    membri = Count("domande", filter=Q(domande__ammessa_il__isnull=False, domande__ritirata_il=None))
    altri = Prefetch("altri_ambiti", queryset=Ambito.objects.select_related("ente"))
    oggi = timezone.localdate()
    posto = Case(
        When(aperti_il(oggi), then=0),
        When(chiuso_il=None, annuncio_dal__gt=oggi, then=1),
        default=2,
        output_field=IntegerField(),
    )
    termine = Case(When(aperti_il(oggi), then=F("annuncio_al")))
    tavoli = tavoli_visibili_a(chi).annotate(membri=membri, posto=posto, termine=termine)
    return tavoli.prefetch_related(altri).order_by("posto", "termine", "-annuncio_al", "titolo", "pk")


def tavoli_con_diritti(chi: Chi | None) -> QuerySet[Tavolo]:
    """Return the tables that `chi` may see with `gestito` (kept by them), `condiviso` (of an Ambito of theirs),
    `attendono` and `senza_risposta` (applications and contributions to answer)."""
    ambiti = ambiti_gestiti(chi).values("pk")
    altri = Tavolo.altri_ambiti.through.objects.filter(tavolo=OuterRef("pk"))
    return tavoli_visibili_a(chi).annotate(
        gestito=Exists(Tavolo.objects.filter(pk=OuterRef("pk"), ambito__in=ambiti)),
        condiviso=Exists(altri.filter(ambito__in=ambiti)),
        attendono=_quante(Domanda.objects.filter(IN_ATTESA), "tavolo"),
        senza_risposta=_quante(Contributo.objects.filter(risposta=None), "tema__tavolo"),
    )


def _quante(righe: "QuerySet[Any]", percorso: str) -> Coalesce:
    """Count rows of each table, as a subquery."""
    di_uno = righe.filter(**{percorso: OuterRef("pk")}).order_by().values(percorso)
    return Coalesce(Subquery(di_uno.annotate(n=Count("pk")).values("n")), 0)


def tavoli_del(piano: Piano, chi: Chi | None) -> QuerySet[Tavolo]:
    """Return the tables that work for a plan, among those that `chi` may see."""
    del_piano = TavoloPiano.objects.filter(piano=piano).values("tavolo_id")
    return tavoli_in_elenco(chi).filter(pk__in=del_piano)


def piani_collegati(tavolo: Tavolo) -> QuerySet[Piano]:
    """Return the plans of a table, with their names."""
    return tavolo.piani.select_related("ambito__ente", "triennio").order_by("-triennio__inizio", "ambito__ente__nome")


@dataclass(frozen=True)
class Collegato:
    """A further Ambito of a table, or (with its `triennio` and where it stands) a plan for which it works.

    `leggibile`: by who asked.
    """

    codice: str
    nome: str
    triennio: str
    leggibile: bool
    punto: str

    @property
    def in_consultazione(self) -> bool:
        """Whether members read the draft and comment it."""
        return self.punto == Stato.IN_CONSULTAZIONE

    @property
    def approvato(self) -> bool:
        """Whether the plan is approved, or further on: its Accordo takes adhesions or is done."""
        return self.punto in PUBBLICI

    @property
    def accoglie_adesioni(self) -> bool:
        """Whether a body may still ask to adhere to the Accordo: from the approval until the ATS has received the plan."""
        return self.approvato and self.punto not in (Stato.RECEPITO, Stato.CONCLUSO)


def collegati_in_pagina(tavolo: Tavolo, chi: Chi | None) -> list[Collegato]:
    """Return the further Ambiti and the plans of a table, by name. One query."""
    leggibile = Exists(piani_leggibili_da(chi).filter(pk=OuterRef("pk")))
    altri = Ambito.objects.filter(tavoli_condivisi=tavolo).order_by()
    piani = Piano.objects.filter(per_tavoli__tavolo=tavolo).order_by()
    righe = altri.values_list(
        F("ente__codice"),
        F("ente__nome"),
        Value("", output_field=CharField()),
        Value(False, output_field=BooleanField()),
        Value("", output_field=CharField()),
    ).union(
        piani.values_list("ambito__ente__codice", "ambito__ente__nome", "triennio__codice", leggibile, "stato"),
        all=True,
    )
    return sorted((Collegato(c, n, t, bool(si), p) for c, n, t, si, p in righe), key=lambda r: (r.nome, r.triennio))


def piani_collegabili(ambiti: "list[Ambito]") -> QuerySet[Piano]:
    """Return the plans for which a table of these Ambiti may work."""
    piani = Piano.objects.filter(ambito__in=ambiti).select_related("ambito__ente", "triennio")
    return piani.order_by("-triennio__inizio", "ambito__ente__nome")


def temi_di(tavolo: Tavolo) -> QuerySet[Tema]:
    """Return the themes with `quanti` contributions each."""
    return tavolo.temi.annotate(quanti=Count("contributi")).order_by("lettera")


def incontri_di(tavolo: Tavolo) -> QuerySet[Incontro]:
    """Return the meetings, in order, with who was there. Two queries."""
    presenti = Prefetch("presenti", queryset=Ente.objects.order_by("nome"))
    return tavolo.incontri.select_related("verbale").prefetch_related(presenti)


def incontri_visibili_a(chi: Chi | None) -> QuerySet[Incontro]:
    """Return the meetings of the tables at whose work `chi` is: their minutes are not public."""
    return Incontro.objects.filter(tavolo__in=tavoli_di_lavoro(chi)).select_related(
        "tavolo__ambito__ente", "tavolo__ambito__ats", "verbale"
    )


def documenti_visibili_a(chi: Chi | None) -> QuerySet[Documento]:
    """Return the papers of the tables that `chi` may see."""
    return Documento.objects.filter(tavolo__in=tavoli_visibili_a(chi)).select_related("tavolo", "file")


# --- Applications -------------------------------------------------------------


def domande_visibili_a(chi: Chi | None) -> QuerySet[Domanda]:
    """Return the applications to the tables that `chi` keeps, and those of their own bodies."""
    gestite = Q(tavolo__in=Tavolo.objects.filter(ambito__in=ambiti_gestiti(chi)))
    proprie = Q(ente__in=incarichi_ai_tavoli(chi).values("ente_id"))
    return Domanda.objects.filter(gestite | proprie).select_related(
        "tavolo__ambito__ente", "tavolo__ambito__ats", "ente", "presentata_da"
    )


def domande_di(tavolo: Tavolo) -> QuerySet[Domanda]:
    """Return the applications to a table: those that wait first, then the newest."""
    return (
        Domanda.objects.filter(tavolo=tavolo)
        .select_related("ente", "presentata_da", "ammessa_da", "respinta_da")
        .annotate(attende=Exists(Domanda.objects.filter(IN_ATTESA, pk=OuterRef("pk"))))
        .order_by("-attende", "-presentata_il", "-pk")
    )


def domande_in_pagina(tavolo: Tavolo, enti: list[int]) -> list[Domanda]:
    """Return the members' applications to a table and those of the bodies named, newest first. One query."""
    domande = Domanda.objects.filter(AMMESSE | Q(ente__in=enti), tavolo=tavolo).select_related("ente")
    return list(domande.order_by("-presentata_il", "-pk"))


def enti_senza_domanda(tavolo: Tavolo, chi: Chi | None) -> QuerySet[Ente]:
    """Return the bodies of `chi` that may still ask to join a table."""
    vive = Domanda.objects.filter(tavolo=tavolo, respinta_il=None, ritirata_il=None)
    return enti_ai_tavoli(chi).exclude(pk__in=vive.values("ente_id")).order_by("nome")


def enti_seduti(tavolo: Tavolo, chi: Chi | None) -> QuerySet[Ente]:
    """Return the bodies for which `chi` sits at a table today."""
    return membri_di(tavolo).filter(pk__in=incarichi_ai_tavoli(chi).values("ente_id"))


def conti_del_tavolo(piano: Piano, chi: Chi | None) -> list[Tavolo]:
    """Return the tables of a plan that `chi` keeps and where something waits for an answer."""
    del_piano = TavoloPiano.objects.filter(piano=piano).values("tavolo_id")
    righe = tavoli_con_diritti(chi).filter(ambito__in=ambiti_gestiti(chi), pk__in=del_piano)
    return list(righe.filter(Q(attendono__gt=0) | Q(senza_risposta__gt=0)).order_by("titolo", "pk"))


# --- Contributions ------------------------------------------------------------


def _contributi() -> QuerySet[Contributo]:
    return Contributo.objects.select_related(
        "tema__tavolo__ambito__ente",
        "tema__tavolo__ambito__ats",
        "ente",
        "risposta__voce__scheda",
        sopra("risposta__voce__sezione"),
        "risposta__voce__piano__ambito__ente",
        "risposta__voce__piano__triennio",
        "risposta__campo",
        sopra("risposta__sezione"),
        "risposta__sezione__piano__ambito__ente",
        "risposta__sezione__piano__triennio",
    )


def contributi_visibili_a(chi: Chi | None) -> QuerySet[Contributo]:
    """Return the contributions of the tables at whose work `chi` is, and those of their own bodies, for ever."""
    proprie = Q(ente__in=incarichi_ai_tavoli(chi).values("ente_id"))
    return _contributi().filter(Q(tema__tavolo__in=tavoli_di_lavoro(chi)) | proprie)


def contributi_di(tavolo: Tavolo) -> QuerySet[Contributo]:
    """Return the contributions left at a table, those without an answer first."""
    return _contributi().filter(tema__tavolo=tavolo).order_by("risposta__pk", "tema__lettera", "lasciato_il", "pk")


def contributi_propri(chi: Chi | None) -> QuerySet[Contributo]:
    """Return the contributions left by the bodies of `chi`, newest first."""
    enti = incarichi_ai_tavoli(chi).values("ente_id")
    return _contributi().filter(ente__in=enti).order_by("-lasciato_il", "-pk")
