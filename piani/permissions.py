"""May this person write this part of this plan? Person, then time, then object, each a question of its own."""

from collections.abc import Iterator

from ambiti.models import Ente
from core.exceptions import NonPermesso
from piani.models import Piano
from utenti.permissions import enti_con, spiega_rifiuto
from utenti.queries import Chi
from utenti.roles import Permesso


def enti_scrivibili(chi: Chi | None, piano: Piano) -> frozenset[int]:
    """Return the ids of the bodies whose parts of the plan `chi` may write today, whatever the state. Two queries."""
    return enti_con(chi, Permesso.SCRIVERE_PIANO, ambito=piano.ambito) | enti_con(
        chi, Permesso.SCRIVERE_SEZIONI_PROPRIE, ambito=piano.ambito
    )


def impedimenti_a_scrivere(chi: Chi | None, piano: Piano, proprietario: Ente) -> Iterator[str]:
    """Yield why `chi` may not write a part of the plan that belongs to `proprietario`; nothing if it may."""
    scrivibili = enti_scrivibili(chi, piano)
    if not scrivibili:
        yield spiega_rifiuto(chi, Permesso.SCRIVERE_PIANO, ambito=piano.ambito)
    elif proprietario.pk not in scrivibili:
        yield f"Questa parte la scrive {proprietario}: puoi leggerla, non cambiarla. Non è cambiato nulla."
    if not piano.modificabile:
        yield f"Il Piano è «{piano.get_stato_display()}»: in questo stato il testo non si cambia. Non è cambiato nulla."


def esigi_scrittura(chi: Chi | None, piano: Piano, proprietario: Ente) -> None:
    """Let `chi` write, or raise NonPermesso with the first reason."""
    for frase in impedimenti_a_scrivere(chi, piano, proprietario):
        raise NonPermesso(frase)
