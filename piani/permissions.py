"""May this person write this part of this plan? Person, then time, then object, each a question of its own."""

from collections.abc import Iterator

from ambiti.models import Ente
from core.exceptions import NonPermesso
from piani.models import Piano
from utenti.enums import Ruolo
from utenti.permissions import spiega_rifiuto
from utenti.queries import Chi, incarichi_su
from utenti.roles import RUOLI, Permesso

NULLA = "Non è cambiato nulla."
_SCRIVERE = frozenset({Permesso.SCRIVERE_PIANO, Permesso.SCRIVERE_SEZIONI_PROPRIE})


def enti_scrivibili(chi: Chi | None, piano: Piano) -> frozenset[int]:
    """Return the ids of the bodies whose parts of the plan `chi` may write today, whatever the state. One query."""
    return frozenset(
        incarico.ente_id
        for incarico in incarichi_su(chi, piano.ambito)
        if _SCRIVERE & RUOLI[Ruolo(incarico.ruolo)].permessi
    )


def impedimenti_a_scrivere(chi: Chi | None, piano: Piano, proprietario: Ente) -> Iterator[str]:
    """Yield why `chi` may not write a part of the plan that belongs to `proprietario`; nothing if it may.

    Reasons only, for pages where nobody has tried anything; `esigi_scrittura` adds that nothing changed.
    """
    scrivibili = enti_scrivibili(chi, piano)
    if not scrivibili:
        yield spiega_rifiuto(chi, Permesso.SCRIVERE_PIANO, ambito=piano.ambito).removesuffix(f" {NULLA}")
    elif proprietario.pk not in scrivibili:
        yield f"Questa parte la scrive {proprietario}: puoi leggerla, non cambiarla."
    if not piano.modificabile:
        yield f"Il Piano è «{piano.get_stato_display()}»: in questo stato il testo non si cambia."


def esigi_scrittura(chi: Chi | None, piano: Piano, proprietario: Ente) -> None:
    """Let `chi` write, or raise NonPermesso with the first reason."""
    for frase in impedimenti_a_scrivere(chi, piano, proprietario):
        raise NonPermesso(f"{frase} {NULLA}")
