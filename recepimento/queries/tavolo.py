"""The board of an ATS: its Ambiti, each with its plan of a triennium, the most urgent first. Three queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from ambiti.models import Ambito
from obiettivi.models import Scadenza, Triennio
from piani.avanzamento import Termine
from piani.cronologia import DA_FUORI, FATTI, violazioni
from piani.enums import Passo, Stato
from piani.models import Cronologia, Passaggio, Piano, Sezione, VoceScheda
from piani.regole_passi import TURNO
from recepimento.enums import Risposta
from recepimento.models import Verifica, VoceVerifica
from recepimento.queries.piani import ambiti_seguiti
from utenti.queries import Chi

APPROVAZIONE, INVIO = "approvazione", "invio-regione"
SENZA_PIANO = "senza_piano"
_DOPO_LA_FIRMA = frozenset({Stato.SOTTOSCRITTO, Stato.RECEPITO, Stato.CONCLUSO})
FINITO = "nessuno"


@dataclass(frozen=True)
class Riscontri:
    """What does not go well in a plan: answers no, acts out of order, parts that nobody marked as complete."""

    negative: int = 0
    fuori_ordine: int = 0
    incomplete: int = 0

    @property
    def parole(self) -> str:
        """The same in words; "Nessuno" when there is none."""
        voci = [
            (self.negative, "voce con «no»", "voci con «no»"),
            (self.fuori_ordine, "data fuori ordine", "date fuori ordine"),
            (self.incomplete, "parte da completare", "parti da completare"),
        ]
        return ", ".join(f"{n} {uno if n == 1 else tanti}" for n, uno, tanti in voci if n) or "Nessuno"


@dataclass(frozen=True)
class RigaTavolo:
    """An Ambito on the board; `piano` is None while it has not opened one for the triennium."""

    ambito: Ambito
    piano: Piano | None
    stato: str
    nome_stato: str
    turno: str
    da: dt.datetime | None
    termine: Termine | None
    riscontri: Riscontri
    ultima: str
    inviato_il: dt.date | None

    @property
    def urgenza(self) -> tuple[bool, int, bool, float, str]:
        """The most urgent comes first: what waits for the ATS, then the nearest deadline, then who waits longest."""
        giorni = self.termine.giorni if self.termine else 100_000
        attesa = self.da.timestamp() if self.da else float("inf")
        return (self.turno != "ATS", giorni, self.piano is None, attesa, self.ambito.nome)


def turno_di(stato: str, *, inviato: bool = False) -> str:
    """Return whose turn it is, in words; nobody's once the pack of a received plan has been sent."""
    if not stato:
        return "Ufficio di Piano"
    if Stato(stato) is Stato.RECEPITO and inviato:
        return FINITO
    return TURNO[Stato(stato)][0]


def stati_del_turno(turno: str) -> list[str]:
    """Return the states in which it is the turn of those words."""
    return [stato.value for stato, (nome, _) in TURNO.items() if nome == turno]


def ambiti_del_tavolo(chi: Chi | None, triennio: Triennio) -> QuerySet[Ambito]:
    """Return the Ambiti that `chi` follows, with `stato_piano` and `piano_id` of the triennium (None without a plan)."""
    suo = FilteredRelation("piani", condition=Q(piani__triennio=triennio))
    return (
        ambiti_seguiti(chi)
        .annotate(suo=suo)
        .annotate(stato_piano=F("suo__stato"), piano_id=F("suo__pk"))
        .select_related("ente", "ats__ente")
        .order_by("ente__nome")
    )


def _quante(righe: "QuerySet[Sezione] | QuerySet[VoceScheda]") -> Subquery:
    return Subquery(righe.order_by().values("piano").annotate(quante=Count("pk")).values("quante"))


def _piani(pk: Iterable[int | None]) -> QuerySet[Piano]:
    del_piano = OuterRef("pk")
    ultimo = Passaggio.objects.filter(piano=del_piano).order_by("-pk")
    ultima_verifica = Verifica.objects.filter(piano=OuterRef(OuterRef("pk"))).order_by("-pk").values("pk")[:1]
    negative = VoceVerifica.objects.filter(verifica=Subquery(ultima_verifica), esito=Risposta.NO)
    return (
        Piano.objects.filter(pk__in=[p for p in pk if p])
        .select_related("cronologia", "ambito__ente", "triennio")
        .annotate(
            passo_ultimo=Subquery(ultimo.values("passo")[:1]),
            mosso_il=Subquery(ultimo.values("quando")[:1]),
            negative=Subquery(negative.order_by().values("verifica").annotate(n=Count("pk")).values("n")),
            sezioni_aperte=_quante(Sezione.objects.filter(piano=del_piano, completa=False)),
            schede_aperte=_quante(VoceScheda.objects.filter(piano=del_piano, scheda__completa=False)),
        )
    )


def righe_del_tavolo(ambiti: QuerySet[Ambito], triennio: Triennio) -> list[RigaTavolo]:
    """Return the rows of these Ambiti (of `ambiti_del_tavolo`), the most urgent first. Three queries."""
    elenco = list(ambiti)
    piani = {p.ambito_id: p for p in _piani(getattr(a, "piano_id", None) for a in elenco)}
    oggi = timezone.localdate()
    termini = {
        s.chiave: Termine(s.nome, s.giorno, (s.giorno - oggi).days) for s in Scadenza.objects.filter(triennio=triennio)
    }
    righe = [_riga(ambito, piani.get(ambito.pk), termini) for ambito in elenco]
    return sorted(righe, key=lambda r: r.urgenza)


def _riga(ambito: Ambito, piano: Piano | None, termini: dict[str, Termine]) -> RigaTavolo:
    if piano is None:
        return RigaTavolo(
            ambito, None, "", "Senza Piano", turno_di(""), None, termini.get(APPROVAZIONE), Riscontri(), "", None
        )
    cronologia: Cronologia | None = getattr(piano, "cronologia", None)
    inviato_il = cronologia.invio_il if cronologia else None
    dopo = Stato(piano.stato) in _DOPO_LA_FIRMA
    termine = None if inviato_il or piano.stato == Stato.CONCLUSO else termini.get(INVIO if dopo else APPROVAZIONE)
    passo = getattr(piano, "passo_ultimo", None)
    return RigaTavolo(
        ambito=ambito,
        piano=piano,
        stato=piano.stato,
        nome_stato=str(piano.get_stato_display()),
        turno=turno_di(piano.stato, inviato=inviato_il is not None),
        da=getattr(piano, "mosso_il", None) or piano.creato_il,
        termine=termine,
        riscontri=_riscontri(piano, cronologia),
        ultima=str(Passo(passo).label) if passo else "Piano aperto",
        inviato_il=inviato_il,
    )


def _riscontri(piano: Piano, cronologia: Cronologia | None) -> Riscontri:
    """Acts out of order are those of the row of the dates: the signatures are judged on the plan's page."""
    giorni = (
        {f.chiave: getattr(cronologia, f"{f.chiave}_il") for f in FATTI if f.chiave not in DA_FUORI}
        if cronologia
        else {}
    )
    aperte = [getattr(piano, nome, None) or 0 for nome in ("sezioni_aperte", "schede_aperte")]
    return Riscontri(
        negative=getattr(piano, "negative", None) or 0,
        fuori_ordine=len(list(violazioni(giorni))),
        incomplete=sum(aperte),
    )
