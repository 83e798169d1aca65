"""Comments on a plan: which of them a person may read, who answers for them, how many are open."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from piani.enums import PUBBLICI, Stato
from piani.models import Commento, Piano
from piani.queries import aperti_da_altri
from utenti.models import Incarico, Utente
from utenti.permissions import ha_permesso
from utenti.queries import Chi, incarichi_che_raggiungono, incarichi_di, incarichi_su, raggiunti_da
from utenti.roles import Permesso, ruoli_con

if TYPE_CHECKING:
    from piani.queries_parti import ParteCommentabile

# Bodies that reach no Ambito by their office: their comments come from a table, and its members read each other's.
DEI_TAVOLI = frozenset({TipoEnte.TERZO_SETTORE, TipoEnte.SINDACATO, TipoEnte.ALTRO})


def legge_da_un_tavolo(chi: Chi | None, piano: Piano) -> bool:
    """Tell whether another room opens the plan in work to `chi`. One query, and none out of the consultation."""
    if chi is None or Stato(piano.stato) is not Stato.IN_CONSULTAZIONE:
        return False
    return Piano.objects.filter(aperti_da_altri(chi), pk=piano.pk).exists()


def incarico_che_commenta(chi: Chi | None, piano: Piano) -> Incarico | None:
    """Return the Incarico by which `chi` may comment the plan today: the one worn, if it may. Three queries at most."""
    if chi is None or Stato(piano.stato) in PUBBLICI:
        return None
    veste = getattr(chi, "veste", None)
    uffici = incarichi_su(chi, piano.ambito).filter(ruolo__in=ruoli_con(Permesso.COMMENTARE)).select_related("ente")
    possibili = sorted(uffici, key=lambda i: (i.pk != getattr(veste, "pk", None), i.pk))
    if possibili and (veste is None or possibili[0].pk == veste.pk):
        return possibili[0]
    # Who works in an office and sits at a table speaks for the one of the Incarico worn.
    sedute = incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.PARTECIPARE_AI_TAVOLI)).select_related("ente")
    possibili += [i for i in sedute.order_by("pk") if legge_da_un_tavolo(i, piano)]
    return next((i for i in possibili if veste and i.pk == veste.pk), possibili[0] if possibili else None)


def vede_tutti(chi: Chi | None, piano: Piano) -> bool:
    """Tell whether `chi` reads every comment, with the name of who wrote it: who may read the draft by an office."""
    return chi is not None and ha_permesso(chi, Permesso.LEGGERE_BOZZA, ambito=piano.ambito)


def quali_commenti(chi: Chi | None, piano: Piano) -> bool | None:
    """Return True if `chi` reads every comment, False if those of the tables, None if none: a visitor, a public plan
    that is not theirs. Two queries at most."""
    if vede_tutti(chi, piano):
        return True
    return False if legge_da_un_tavolo(chi, piano) else None


def commenti_visibili_a(chi: Chi | None, piano: Piano, *, tutti: bool | None = None) -> QuerySet[Commento]:
    """Return the comments of a plan that `chi` may read: all, for the offices; those of the bodies of the tables with the
    answers to them, for who reads the draft from a table; none for the others. What was withdrawn nobody reads. `tutti` spares a query to who asked `vede_tutti`."""
    commenti = Commento.objects.filter(piano=piano, ritirato_il=None).select_related(
        "ente", "autore", "risolto_da", "assegnato_a"
    )
    if vede_tutti(chi, piano) if tutti is None else tutti:
        return commenti
    if not legge_da_un_tavolo(chi, piano):
        return commenti.none()
    capofila = Ente.objects.filter(capofila_di__ambito=piano.ambito_id).values("pk")
    dei_tavoli = Ente.objects.filter(tipo__in=DEI_TAVOLI).exclude(pk__in=capofila).values("pk")
    return commenti.filter(Q(risponde_a=None, ente__in=dei_tavoli) | Q(risponde_a__ente__in=dei_tavoli))


def aperti_per_parte(commenti: QuerySet[Commento]) -> dict[str, int]:
    """Return how many threads, still to settle, stand on each part, by its key: ``sezione/contesto``. One query."""
    righe = commenti.filter(risponde_a=None, risolto_il=None).order_by().values("specie", "parte")
    return {f"{r['specie']}/{r['parte']}": r["quanti"] for r in righe.annotate(quanti=Count("pk"))}


def aperti_del_piano(incarichi: Iterable[Incarico], piano: Piano) -> dict[str, int]:
    """Return the same for who reads the plan by one of these Incarichi in force; empty for the others. One query."""
    dove = raggiunti_da(incarichi, Permesso.LEGGERE_BOZZA)
    return aperti_per_parte(Commento.objects.radici().filter(piano=piano, piano__ambito__in=dove))


def gestisce(scrivibili: frozenset[int], piano: Piano, parte: "ParteCommentabile | None") -> bool:
    """Tell whether who writes for these bodies answers for the comments on a part: the Ufficio di Piano for all, the body
    that writes the part for its own. `scrivibili` is what `piani.permissions.enti_scrivibili` returns."""
    return piano.ambito_id in scrivibili or (parte is not None and parte.proprietario_id in scrivibili)


def assegnabili(piano: Piano, parte: "ParteCommentabile | None") -> QuerySet[Utente]:
    """Return the people who may be given a comment on a part: those who write the plan, or that part for its body.
    One query."""
    incarichi = incarichi_che_raggiungono(piano.ambito)
    ufficio = Q(ruolo__in=ruoli_con(Permesso.SCRIVERE_PIANO))
    if parte is not None and parte.proprietario_id:
        ufficio |= Q(ruolo__in=ruoli_con(Permesso.SCRIVERE_SEZIONI_PROPRIE), ente=parte.proprietario_id)
    return Utente.objects.filter(pk__in=incarichi.filter(ufficio).values("utente_id"), is_active=True).order_by(
        "nome", "pk"
    )
