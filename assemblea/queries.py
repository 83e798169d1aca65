"""Sessions by plan and by person; what other rooms ask of the Assemblea."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from assemblea.enums import Movimento, OggettoDeciso
from assemblea.models import (
    AttoEsterno,
    AvvisoConvocazione,
    Componente,
    Delega,
    Presenza,
    Punto,
    RegolaAssemblea,
    Seduta,
    Votazione,
)
from piani.carte import Carta
from piani.cronologia import cronologia_di
from piani.models import Piano, Versione
from piani.queries import piani_dove
from utenti.permissions import ambiti_di
from utenti.queries import Chi
from utenti.roles import Permesso


def piani_in_assemblea(chi: Chi | None) -> QuerySet[Piano]:
    """Return the plans whose Assemblea `chi` may follow: those it reads in work. The room is not public."""
    return piani_dove(chi, Permesso.LEGGERE_BOZZA)


def sedute_visibili_a(chi: Chi | None) -> QuerySet[Seduta]:
    """Return the sessions of those Ambiti."""
    return Seduta.objects.filter(ambito__in=ambiti_di(chi, Permesso.LEGGERE_BOZZA)).select_related("ambito__ente")


def sedute_del(piano: Piano) -> QuerySet[Seduta]:
    """Return the sessions that decide on a plan, the newest first, with their items and results. Two queries.

    Each item has `ai_voti` (it was put to the vote) and `frase` (the result, empty until proclaimed).
    """
    del_piano = Punto.objects.filter(piano=piano).values("seduta")
    voto = Votazione.objects.filter(punto=OuterRef("pk"), annullata_il=None)
    punti = Punto.objects.select_related("versione").defer("versione__contenuto").order_by("ordine")
    con_esito = punti.annotate(ai_voti=Exists(voto), frase=Subquery(voto.values("frase")[:1]))
    return (
        Seduta.objects.filter(pk__in=del_piano)
        .prefetch_related(Prefetch("punti", con_esito, to_attr="in_ordine"))
        .order_by("-giorno", "-pk")
    )


def punti_con_votazioni() -> QuerySet[Punto]:
    """Return items with plan, version (without its bytes) and votes (`tutte`, the annulled ones too)."""
    return (
        Punto.objects.select_related("piano__ambito__ente", "piano__ambito__ats__ente", "piano__triennio", "versione")
        .defer("versione__contenuto")
        .prefetch_related(Prefetch("votazioni", Votazione.objects.order_by("pk"), to_attr="tutte"))
        .order_by("ordine")
    )


def componenti_con_presenza(seduta: Seduta) -> QuerySet[Componente]:
    """Return the members with `movimento` (the last one, None if never come), `delega_presente` and `persona`."""
    ultima = Presenza.objects.filter(componente=OuterRef("pk")).order_by("-pk")
    return Componente.objects.filter(seduta=seduta).annotate(
        movimento=Subquery(ultima.values("movimento")[:1]),
        delega_presente=Subquery(ultima.values("delega")[:1]),
        persona=Subquery(ultima.values("persona")[:1]),
    )


def presenti_a(votazione: Votazione) -> set[int]:
    """Return the keys of the members there when the vote was closed (or now), and of those who voted in it."""
    movimenti = Presenza.objects.filter(componente__seduta=votazione.punto.seduta_id).order_by("pk")
    if votazione.chiusa_il:
        movimenti = movimenti.filter(quando__lte=votazione.chiusa_il)
    ultimi = dict(movimenti.values_list("componente", "movimento"))
    votanti = set(votazione.voti.values_list("componente", flat=True))
    return {c for c, movimento in ultimi.items() if movimento == Movimento.ENTRATA} | votanti


def deleghe_in_vigore(seduta: Seduta) -> dict[int, Delega]:
    """Return the deleghe in force in a session, by the Comune's key. One query."""
    return {d.comune_id: d for d in Delega.objects.filter(seduta=seduta, revocata_il=None)}


def avvisi_di(seduta: Seduta) -> QuerySet[AvvisoConvocazione]:
    """Return the notices of a session, the last first."""
    avvisi = AvvisoConvocazione.objects.filter(seduta=seduta).select_related("ente", "versione", "letto_da")
    return avvisi.defer("versione__contenuto")


def regole_di(piano: Piano) -> QuerySet[RegolaAssemblea]:
    """Return the rules of the plan's Ambito, with their conditions. Two queries."""
    regole = RegolaAssemblea.objects.filter(ambito=piano.ambito_id).prefetch_related("condizioni")
    return regole.order_by("oggetto", "-dal", "-pk")


def atti_esterni_di(piano: Piano) -> QuerySet[AttoEsterno]:
    """Return the acts of other bodies on a plan, the newest first."""
    atti = AttoEsterno.objects.filter(piano=piano).select_related("file", "versione", "registrato_da")
    return atti.defer("versione__contenuto").order_by("-giorno", "-pk")


def votazione_che_approva(piano: Piano, oggetto: OggettoDeciso, versione: Versione | int | None) -> Votazione | None:
    """Return the proclaimed vote that approved that version of the Piano or of the Accordo; None if there is none."""
    return (
        Votazione.objects.filter(
            punto__piano=piano, punto__oggetto=oggetto, punto__versione=versione, approvata=True, annullata_il=None
        )
        .select_related("punto__seduta__verbale__firmato")
        .order_by("-pk")
        .first()
    )


def atto_che_approva(piano: Piano, oggetto: OggettoDeciso, versione: Versione | int | None) -> AttoEsterno | None:
    """Return the act of another body that approved that version; None if there is none."""
    atti = AttoEsterno.objects.filter(piano=piano, oggetto=oggetto, versione=versione)
    return atti.select_related("file").order_by("-pk").first()


def con_accordo(piani: QuerySet[Piano]) -> QuerySet[Piano]:
    """Annotate plans with `accordo_approvato`: whether the Accordo is approved in the version approved with the Piano."""
    decisa = {"oggetto": OggettoDeciso.ACCORDO, "versione": OuterRef("cronologia__approvazione_versione")}
    del_punto = {f"punto__{campo}": valore for campo, valore in decisa.items()}
    voto = Votazione.objects.filter(punto__piano=OuterRef("pk"), approvata=True, annullata_il=None, **del_punto)
    return piani.annotate(
        accordo_approvato=Exists(voto) | Exists(AttoEsterno.objects.filter(piano=OuterRef("pk"), **decisa))
    )


def accordo_approvato(piano: Piano) -> bool:
    """Whether the Accordo is approved in the version approved with the Piano. One query."""
    return bool(getattr(con_accordo(Piano.objects.filter(pk=piano.pk)).get(), "accordo_approvato", False))


def votazioni_in_corso(piano: Piano) -> QuerySet[Votazione]:
    """Return the votes on a plan that are open, or closed and not proclaimed: none is annulled."""
    return Votazione.objects.filter(punto__piano=piano, proclamata_il=None, annullata_il=None)


def carta_di_approvazione(piano: Piano) -> Carta | None:
    """Return the signed minutes of the session that approved the plan, or the outside act that did; None if not kept yet."""
    versione = cronologia_di(piano).approvazione_versione_id
    if versione is None:
        return None
    if votazione := votazione_che_approva(piano, OggettoDeciso.PIANO, versione):
        return _carta_del_verbale(votazione.punto.seduta)
    if atto := atto_che_approva(piano, OggettoDeciso.PIANO, versione):
        return Carta("verbale", f"Atto di approvazione: {atto}", atto.file, atto.nome_file, esempio=atto.esempio)
    return None


def _carta_del_verbale(seduta: Seduta) -> Carta | None:
    verbale = getattr(seduta, "verbale", None)
    if verbale is None or verbale.firmato is None:
        return None
    nome = f"Verbale dell'Assemblea dei Sindaci del {seduta.giorno:%d/%m/%Y}"
    return Carta("verbale", nome, verbale.firmato, verbale.nome_firmato, verbale.pagine, verbale.esempio)
