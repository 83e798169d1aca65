"""The sheets that a person may see, each in its place in a plan."""

from django.db.models import QuerySet

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from piani.models import Piano, VoceScheda
from piani.queries import piani_visibili_a
from utenti.queries import Chi


def voci_visibili_a(chi: Chi | None) -> QuerySet[VoceScheda]:
    """Return the sheets of the plans that `chi` may read, in their order, with all that names them."""
    return (
        VoceScheda.objects.filter(piano__in=piani_visibili_a(chi))
        .select_related(
            "piano__ambito__ente",
            "piano__ambito__ats",
            "piano__triennio",
            "scheda__formato",
            "scheda__proprietario",
            "scheda__triennio",
            "sezione",
        )
        .order_by("ordine", "pk")
    )


def enti_che_condividono(piano: Piano) -> QuerySet[Ente]:
    """Return the bodies with which a plan may share a sum: the other Ambiti and the ASST of its ATS."""
    ambito = piano.ambito
    dello_stesso_ats = Ente.objects.filter(tipo=TipoEnte.AMBITO, ambito__ats=ambito.ats_id).exclude(pk=ambito.pk)
    return (dello_stesso_ats | Ente.objects.filter(tipo=TipoEnte.ASST, asst__ats=ambito.ats_id)).order_by(
        "tipo", "nome"
    )
