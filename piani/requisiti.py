"""What steps need of the plan itself; the other rooms register theirs."""

from collections.abc import Iterator

from django.utils import timezone

from core.formati import data
from documenti.enums import StatoLavoro
from obiettivi.enums import Specie
from obiettivi.models import Scheda
from obiettivi.queries import con_grado
from piani.carta import PARTE_ACCORDO
from piani.composizione import Requisito
from piani.cronologia import cronologia_di
from piani.models import Piano, Stampa, VoceScheda
from piani.regole_passi import DatiPasso

CARTE = {"": "del Piano", PARTE_ACCORDO: "dell'Accordo"}


def stampe_definitive(piano: Piano) -> dict[str, Stampa]:
    """Return the papers, ready, of the approved version: of the Piano (key "") and of the Accordo. Two queries."""
    versione = cronologia_di(piano).approvazione_versione_id
    pronte = Stampa.objects.filter(
        versione=versione, bozza=False, scheda__in=list(CARTE), lavoro__stato=StatoLavoro.RIUSCITO
    )
    return {s.scheda: s for s in pronte.select_related("lavoro__risultato", "versione").order_by("pk")}


def _pdf_pronto(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    pronte = stampe_definitive(piano)
    for scheda, nome in CARTE.items():
        if scheda not in pronte:
            yield f"Il PDF {nome} approvato non è ancora pronto: guarda le Stampe, e se serve chiedilo di nuovo."


def _triennio_finito(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    if piano.triennio.fine >= timezone.localdate():
        yield f"Il triennio finisce il {data(piano.triennio.fine)}: il Piano si conclude dopo."


def _esiti_scritti(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    """The outcomes of a plan open the next one: they are the outcome sheets, with a degree, of the Ambito's later plan."""
    if piano.triennio.fine >= timezone.localdate():
        # Before the end nobody can have written them: `triennio_finito` says when.
        return
    obiettivi = piano.voci.filter(specie=Specie.OBIETTIVO).count()
    dopo = VoceScheda.objects.filter(
        piano__ambito=piano.ambito_id, piano__triennio__inizio__gt=piano.triennio.fine, specie=Specie.ESITO
    )
    scritti = dopo.filter(scheda__in=Scheda.objects.filter(con_grado())).count()
    if scritti < obiettivi:
        yield f"Gli esiti scritti nel Piano del triennio dopo sono {scritti}, gli obiettivi di questo {obiettivi}."


REQUISITI = (
    Requisito("pdf_pronto", _pdf_pronto),
    Requisito("triennio_finito", _triennio_finito),
    Requisito("esiti_scritti", _esiti_scritti),
)
