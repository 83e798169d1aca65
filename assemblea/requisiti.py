"""What the steps of the procedure need of the Assemblea."""

from collections.abc import Iterator

from assemblea.enums import OggettoDeciso
from assemblea.models import Votazione
from assemblea.queries import atto_che_approva, votazione_che_approva, votazioni_in_corso
from piani.composizione import Requisito
from piani.cronologia import cronologia_di
from piani.models import Piano
from piani.regole_passi import DatiPasso


def _votazione(piano: Piano, dati: DatiPasso) -> Votazione | None:
    """Return the proclaimed vote on the Piano that the step names, on the version that it names."""
    if dati.votazione is None:
        return None
    votazioni = Votazione.objects.filter(
        pk=dati.votazione,
        proclamata_il__isnull=False,
        annullata_il=None,
        punto__piano=piano,
        punto__oggetto=OggettoDeciso.PIANO,
        punto__versione=dati.versione,
    )
    return votazioni.first()


def _atto_di_approvazione(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    """A proclaimed vote in favour, or an act taken elsewhere with body, day, file and version."""
    if dati is None:
        return
    if dati.votazione is not None:
        votazione = _votazione(piano, dati)
        if votazione is None:
            yield "Non c'è un esito proclamato dell'Assemblea su questa versione del Piano."
        elif not votazione.approvata:
            yield f"L'Assemblea non ha approvato: {votazione.frase}"
    elif not (dati.organo and dati.giorno and dati.file and dati.versione):
        yield "Manca l'atto che approva: l'esito proclamato dell'Assemblea, o un atto con organo, data, file e versione."


def _voto_contrario(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    if dati is None:
        return
    votazione = _votazione(piano, dati)
    if votazione is None or votazione.approvata:
        yield "Si respinge con un esito proclamato dell'Assemblea, contrario, su questa versione del Piano."


def _accordo_approvato(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    versione = cronologia_di(piano).approvazione_versione_id
    oggetto = OggettoDeciso.ACCORDO
    if versione is None or not (
        votazione_che_approva(piano, oggetto, versione) or atto_che_approva(piano, oggetto, versione)
    ):
        yield (
            "L'Accordo di Programma non è ancora approvato nel testo approvato con il Piano: serve il voto unanime "
            "dell'Assemblea proclamato, o l'atto preso altrove."
        )


def _nessun_voto_in_corso(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    if votazioni_in_corso(piano).exists():
        yield (
            "In Assemblea c'è una votazione su questo Piano ancora aperta, o senza esito proclamato: prima si proclama, o "
            "chi tiene la seduta la annulla."
        )


REQUISITI = (
    Requisito("atto_di_approvazione", _atto_di_approvazione),
    Requisito("voto_contrario", _voto_contrario),
    Requisito("accordo_approvato", _accordo_approvato),
    Requisito("nessun_voto_in_corso", _nessun_voto_in_corso),
)
