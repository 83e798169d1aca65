"""Published blocks: those of one's own body, those that a plan may use, who uses which version."""

from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from ambiti.enums import TipoEnte
from ambiti.models import Collegamento, Ente
from ambiti.queries import valido_il
from piani.enums import AChi
from piani.models import Blocco, Piano, Sezione, Tabella, VersioneBlocco
from utenti.permessi import Permesso
from utenti.queries import Chi, incarichi_di
from utenti.roles import ruoli_con

Parte = Sezione | Tabella


def enti_che_pubblicano(chi: Chi | None) -> QuerySet[Ente]:
    """Return the bodies for which `chi` publishes blocks today."""
    suoi = incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.PUBBLICARE_BLOCCHI))
    return Ente.objects.filter(pk__in=suoi.values("ente_id")).order_by("nome")


def blocchi_visibili_a(chi: Chi | None) -> QuerySet[Blocco]:
    """Return the blocks of the bodies for which `chi` publishes, drafts and withdrawn ones too."""
    return Blocco.objects.filter(ente__in=enti_che_pubblicano(chi)).select_related("ente", "triennio")


def elenco_blocchi(chi: Chi | None) -> QuerySet[Blocco]:
    """Return one's blocks with their last version, its day, and how many plans use them. One query."""
    return (
        blocchi_visibili_a(chi)
        .annotate(
            ultima=Max("versioni__numero"),
            ultima_il=Max("versioni__pubblicata_il"),
            nei_testi=Count("versioni__usata_da_sezione__piano", distinct=True),
            nelle_tabelle=Count("versioni__usata_da_tabella__piano", distinct=True),
        )
        .order_by("titolo", "pk")
    )


def _per_l_ambito(piano: Piano) -> Q:
    """The versions that the plan's Ambito may use: of its ATS, of its ASST, of the Region, or for all."""
    oggi = timezone.localdate()
    asst = Collegamento.objects.filter(valido_il(oggi), ambito=piano.ambito_id).values("asst_id")
    vicini = Q(blocco__ente=piano.ambito.ats_id) | Q(blocco__ente__in=asst) | Q(blocco__ente__tipo=TipoEnte.REGIONE)
    return Q(a_chi=AChi.REGIONE) | vicini


def versioni_offerte(piano: Piano) -> QuerySet[VersioneBlocco]:
    """Return the last version of each block that the plan may use, for its triennium, without those withdrawn."""
    ultima = VersioneBlocco.objects.filter(blocco=OuterRef("blocco")).order_by("-numero").values("pk")[:1]
    return (
        VersioneBlocco.objects.filter(
            _per_l_ambito(piano), pk=Subquery(ultima), blocco__triennio=piano.triennio_id, blocco__ritirato_il=None
        )
        .select_related("blocco__ente")
        .order_by("blocco__ente__nome", "titolo", "pk")
    )


@dataclass(frozen=True)
class Offerto:
    """A block as a plan sees it: the last version offered (None: withdrawn, or not for it any more), and the copy that
    the plan has, if any."""

    versione: VersioneBlocco | None
    parte: Parte | None

    @property
    def mostrata(self) -> VersioneBlocco:
        """The version by which it is named: the one offered, else the one in the plan."""
        versione = self.versione or (self.parte.blocco if self.parte else None)
        if versione is None:
            messaggio = "Un blocco senza versione e senza posto nel Piano non si mostra."
            raise ValueError(messaggio)
        return versione

    @property
    def nuova(self) -> bool:
        """Whether the plan has an earlier version."""
        sua = self.parte.blocco if self.parte else None
        return sua is not None and self.versione is not None and sua.numero < self.versione.numero


def parti_da_blocchi(piano: Piano) -> list[Parte]:
    """Return the sections and the tables of a plan that come from published blocks. Two queries."""
    sezioni = piano.sezioni.filter(blocco__isnull=False).select_related("blocco__blocco__ente", "proprietario")
    tabelle = piano.tabelle.filter(blocco__isnull=False).select_related("blocco__blocco__ente", "sezione__proprietario")
    parti: list[Parte] = [*sezioni.order_by("ordine", "pk"), *tabelle.order_by("ordine", "pk")]
    for parte in parti:
        parte.piano = piano
    return parti


def offerti_a(piano: Piano) -> list[Offerto]:
    """Return the blocks that a plan may use and those that it has, each once. Three queries."""
    avute = {p.blocco.blocco_id: p for p in parti_da_blocchi(piano) if p.blocco}
    offerti = [Offerto(v, avute.pop(v.blocco_id, None)) for v in versioni_offerte(piano)]
    return [*offerti, *(Offerto(None, parte) for parte in avute.values())]


def versione_nuova(parte: Parte) -> VersioneBlocco | None:
    """Return the last version offered after the one that a part is pinned to; None if there is none. One query."""
    if parte.blocco is None:
        return None
    sua = parte.blocco
    return versioni_offerte(parte.piano).filter(blocco=sua.blocco_id, numero__gt=sua.numero).first()


def versioni_di_prima(parte: Parte) -> QuerySet[VersioneBlocco]:
    """Return the versions before the one that a part is pinned to, newest first."""
    numero = parte.blocco.numero if parte.blocco else 0
    blocco = parte.blocco.blocco_id if parte.blocco else None
    return VersioneBlocco.objects.filter(blocco=blocco, numero__lt=numero).order_by("-numero")


@dataclass(frozen=True)
class VersioneUsata:
    """A published version as its body sees it, with the plans that have it."""

    versione: VersioneBlocco
    piani: tuple[Piano, ...]


def usi_di(blocco: Blocco) -> list[VersioneUsata]:
    """Return the versions of a block, newest first, with the plans that use each. Three queries."""
    campi = "piano__ambito__ente", "piano__triennio"
    versioni = (
        blocco.versioni.select_related("pubblicata_da")
        .order_by("-numero")
        .prefetch_related(
            Prefetch("usata_da_sezione", Sezione.objects.select_related(*campi).order_by("pk")),
            Prefetch("usata_da_tabella", Tabella.objects.select_related(*campi).order_by("pk")),
        )
    )
    return [VersioneUsata(v, _piani(v)) for v in versioni]


def _piani(versione: VersioneBlocco) -> tuple[Piano, ...]:
    parti: list[Parte] = [*versione.usata_da_sezione.all(), *versione.usata_da_tabella.all()]
    per_pk = {p.piano_id: p.piano for p in parti}
    return tuple(sorted(per_pk.values(), key=lambda p: p.ambito.ente.nome))


def piani_che_usano(blocco: Blocco) -> QuerySet[Piano]:
    """Return the plans that have any version of a block."""
    return _con_nomi(
        Piano.objects.filter(Q(sezioni__blocco__blocco=blocco) | Q(tabelle__blocco__blocco=blocco)).distinct()
    )


def piani_del_territorio(blocco: Blocco) -> QuerySet[Piano]:
    """Return the plans of the triennium in the territory of the block's body: none for the Region, which has them all."""
    oggi = timezone.localdate()
    asst = Collegamento.objects.filter(valido_il(oggi), asst=blocco.ente_id).values("ambito_id")
    dove = Q(ambito__ats=blocco.ente_id) | Q(ambito__in=asst)
    return _con_nomi(Piano.objects.filter(dove, triennio=blocco.triennio_id))


def _con_nomi(piani: QuerySet[Piano]) -> QuerySet[Piano]:
    return piani.select_related("ambito__ente", "ambito__ats__ente", "triennio").order_by("pk")


def catene_dei_blocchi() -> list[str]:
    """Return the names of the chains of the log that blocks must have: the making of each is an event."""
    enti = Ente.objects.filter(blocchi__isnull=False).distinct()
    return [f"blocchi:{ente.chiave}" for ente in enti]
