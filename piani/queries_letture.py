"""Up to where a person has read a plan, and what may be shown of it again."""

from piani.enums import ComeLetta
from piani.models import Lettura, Piano
from piani.queries_versioni import legge_le_versioni
from utenti.models import Utente


def come_legge(chi: Utente, piano: Piano) -> ComeLetta:
    """Return by which right `chi` reads the plan today; whoever asks has found it by `piano_leggibile`."""
    if piano.pubblico:
        return ComeLetta.PUBBLICO
    return ComeLetta.UFFICIO if legge_le_versioni(chi, piano) else ComeLetta.TAVOLO


def lettura_di(chi: Utente | None, piano: Piano, *, ufficio: bool | None = None) -> Lettura | None:
    """Return the mark of `chi`, if what was read then may be read again now; its copy's bytes not loaded.

    Who reads by an office reads again all they read. The others: the approved text; and, while the consultation is open to
    them, what they read from a table. A draft read by an office is not shown to who lost it. `ufficio` spares a query.
    """
    if chi is None:
        return None
    letture = Lettura.objects.filter(utente=chi, piano=piano).select_related("copia").defer("copia__compresso")
    lettura = letture.first()
    if lettura is None or ComeLetta(lettura.come) is ComeLetta.PUBBLICO:
        return lettura
    if legge_le_versioni(chi, piano) if ufficio is None else ufficio:
        return lettura
    da_tavolo = ComeLetta(lettura.come) is ComeLetta.TAVOLO and not piano.pubblico
    return lettura if da_tavolo else None
