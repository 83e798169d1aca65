"""What waits for a person: read from the plans that their Incarichi reach, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from core.formati import elenco
from documenti.enums import StatoLavoro
from obiettivi.models import Scadenza, Scheda
from piani.avanzamento import Termine, con_scadenze, termine
from piani.enums import MODIFICABILI, Stato
from piani.models import Piano, Sezione, Stampa, VoceScheda
from piani.persone import Atto, ultimi_atti
from utenti.models import Incarico, Invito, Utente
from utenti.permissions import ambiti_di
from utenti.queries import enti_gestiti_da
from utenti.roles import Permesso

MASSIMI_PIANI = 25
GIORNI_AGENDA = 30
GIORNI_STAMPE = 14


@dataclass(frozen=True)
class Parte:
    """Sections, or sheets, of one body that are not complete in one plan."""

    piano: Piano
    specie: str
    ente: str
    ente_id: int
    quante: int
    prima: str
    ultima: dt.datetime | None
    mia: bool

    @property
    def nome(self) -> str:
        """The noun, in number."""
        uno, tante = ("sezione", "sezioni") if self.specie == "sezioni" else ("scheda", "schede")
        return f"{self.quante} {uno if self.quante == 1 else tante}"


@dataclass
class PianoSullaScrivania:
    """A plan with what the person has to do in it."""

    piano: Piano
    scrivo: bool
    termine: Termine | None
    parti: list[Parte] = field(default_factory=list)

    @property
    def mie(self) -> list[Parte]:
        """What the person's own bodies have not completed."""
        return [p for p in self.parti if p.mia]

    @property
    def da_fare(self) -> str:
        """The same in words: "3 sezioni e 1 scheda"."""
        return elenco([p.nome for p in self.mie])

    @property
    def inizio(self) -> str:
        """Where to go on: the plan's page for its own office, the first section of theirs for the others."""
        if any(p.ente_id == self.piano.ambito_id for p in self.mie):
            return self.piano.get_absolute_url()
        return reverse("piani:sezione", kwargs={**self.piano.indirizzo, "chiave": self.mie[0].prima})


@dataclass(frozen=True)
class Pronta:
    """A print that the person asked for and is ready."""

    piano: Piano
    quando: dt.datetime


@dataclass
class Scrivania:
    """All that the desk shows."""

    piani: list[PianoSullaScrivania]
    altri: list[Parte]
    agenda: list[Termine]
    passate: int
    ultima_passata: dt.date | None
    atti: list[tuple[Piano, Atto]]
    stampe: list[Pronta]
    inviti: int

    @property
    def tocca_a_te(self) -> list[PianoSullaScrivania]:
        """Plans in which the person may write and something is not complete, the nearest deadline first."""
        return [p for p in self.piani if p.scrivo and p.mie]

    @property
    def vuota(self) -> bool:
        """Whether nothing waits."""
        return not (self.tocca_a_te or self.stampe or self.inviti)


def piani_di_lavoro(chi: Utente) -> "QuerySet[Piano]":
    """Plans not concluded that an Incarico of `chi` reaches, with `scrivo` and deadlines."""
    scrivo = Q(ambito__in=ambiti_di(chi, Permesso.SCRIVERE_PIANO)) | Q(
        ambito__in=ambiti_di(chi, Permesso.SCRIVERE_SEZIONI_PROPRIE)
    )
    piani = (
        Piano.objects.filter(ambito__in=ambiti_di(chi, Permesso.LEGGERE_BOZZA))
        .exclude(stato=Stato.CONCLUSO)
        .select_related("ambito__ente", "ambito__ats__ente", "triennio")
    )
    scrivibili = Piano.objects.filter(scrivo, pk=OuterRef("pk"), stato__in=MODIFICABILI)
    return con_scadenze(piani).annotate(scrivo=Exists(scrivibili)).order_by("-scrivo", "-triennio__inizio", "pk")


def _ultima(modello: "type[Sezione] | type[Scheda]", riferimento: str) -> Subquery:
    storia = modello.storia.model.objects.filter(id=OuterRef(riferimento)).order_by("-history_date")
    return Subquery(storia.values("history_date")[:1])


def _incomplete(piani: list[int]) -> "list[dict[str, Any]]":
    """Rows (plan, owner, kind): how many are not complete, the first one's key, when last touched. One query."""
    sezioni = Sezione.objects.filter(piano__in=piani, completa=False).annotate(toccata=_ultima(Sezione, "pk"))
    schede = VoceScheda.objects.filter(piano__in=piani, scheda__completa=False).annotate(
        toccata=_ultima(Scheda, "scheda_id")
    )
    di_sezioni = _per_ente(sezioni, "sezioni", ente="proprietario", chiave="chiave")
    di_schede = _per_ente(schede, "schede", ente="scheda__proprietario", chiave="sezione__chiave")
    return [dict(r) for r in di_sezioni.union(di_schede, all=True)]


def _per_ente(parti: "QuerySet[Any]", che: str, *, ente: str, chiave: str) -> "QuerySet[Any, dict[str, Any]]":
    """Count parts by plan and body; `ente` and `chiave` are the paths to the body and to the section's key."""
    gruppi = parti.order_by().values(
        "piano_id",
        padrone=F(f"{ente}_id"),
        nome=F(f"{ente}__nome"),
        sigla=F(f"{ente}__sigla"),
        che=Value(che, output_field=CharField()),
    )
    contati: QuerySet[Any, dict[str, Any]] = gruppi.annotate(
        quante=Count("pk"), prima=Min(chiave), ultima=Max("toccata")
    )
    return contati


def _avvisi(chi: Utente) -> tuple[list[tuple[int, dt.datetime]], int]:
    """Prints ready in the last days, and how many invitations wait in the bodies one manages. One query."""
    da = timezone.now() - dt.timedelta(days=GIORNI_STAMPE)
    stampe = Stampa.objects.filter(
        lavoro__richiesto_da=chi, lavoro__stato=StatoLavoro.RIUSCITO, lavoro__finito_il__gte=da
    ).order_by()
    inviti = Invito.objects.filter(
        ente__in=enti_gestiti_da(chi), usato_il=None, revocato_il=None, scade_il__gte=timezone.localdate()
    ).order_by()
    righe = stampe.values_list(
        Value("stampa", output_field=CharField()), F("versione__piano_id"), F("lavoro__finito_il")
    ).union(inviti.values_list(Value("invito", output_field=CharField()), F("pk"), F("creato_il")), all=True)
    trovate = list(righe)
    return [(pk, quando) for tipo, pk, quando in trovate if tipo == "stampa"], sum(t[0] == "invito" for t in trovate)


def _agenda(piani: list[Piano]) -> tuple[list[Termine], list[Termine]]:
    """Deadlines of the periods of these plans: those of the next days, and those past. One query."""
    oggi = timezone.localdate()
    trienni = {p.triennio_id for p in piani}
    tutte = [Termine(s.nome, s.giorno, (s.giorno - oggi).days) for s in Scadenza.objects.filter(triennio__in=trienni)]
    prossime = [t for t in tutte if 0 <= t.giorni <= GIORNI_AGENDA]
    return prossime, [t for t in tutte if t.passata]


def scrivania(chi: Utente, incarichi: list[Incarico]) -> Scrivania:
    """Return the desk of a person. Five queries, whatever the number of rows."""
    piani = list(piani_di_lavoro(chi)[:MASSIMI_PIANI])
    per_pk = {p.pk: p for p in piani}
    miei = {i.ente_id for i in incarichi}
    parti: dict[int, list[Parte]] = defaultdict(list)
    for r in _incomplete(list(per_pk)):
        piano = per_pk[r["piano_id"]]
        parti[piano.pk].append(
            Parte(
                piano,
                r["che"],
                r["sigla"] or r["nome"],
                r["padrone"],
                r["quante"],
                r["prima"],
                r["ultima"],
                mia=r["padrone"] in miei,
            )
        )
    righe = [
        PianoSullaScrivania(
            p,
            bool(getattr(p, "scrivo", False)),
            termine(getattr(p, "prossima", None)) or termine(getattr(p, "passata", None)),
            sorted(parti[p.pk], key=lambda x: (x.specie, x.ente)),
        )
        for p in piani
    ]
    stampe, inviti = _avvisi(chi)
    catene = {p.catena: p for p in piani}
    prossime, passate = _agenda(piani)
    return Scrivania(
        piani=sorted(righe, key=lambda r: (not r.scrivo, r.termine is None, abs(r.termine.giorni) if r.termine else 0)),
        altri=[x for r in righe if r.scrivo for x in r.parti if not x.mia],
        agenda=prossime,
        passate=len(passate),
        ultima_passata=max((t.giorno for t in passate), default=None),
        atti=[(catene[a.catena], a) for a in ultimi_atti(list(catene), 6)],
        stampe=[Pronta(per_pk[pk], quando) for pk, quando in stampe if pk in per_pk],
        inviti=inviti,
    )
