"""Where a part of the plan is read: its address, down to the sheet, the row, the section. Asks no query of its own if
the chain of the sections above is loaded (`sopra`)."""

from django.urls import reverse

from piani.models import Sezione, VoceScheda

# A tree has five levels (`piani.actions.sezioni`): four above the deepest.
MASSIMO_SOPRA = 4


def sopra(percorso: str = "") -> str:
    """Return the path, for ``select_related``, from a section (or what leads to one) up to its chapter."""
    return "__".join([*([percorso] if percorso else []), *["genitore"] * MASSIMO_SOPRA])


def _capitolo(sezione: Sezione) -> Sezione:
    while sezione.genitore is not None:
        sezione = sezione.genitore
    return sezione


def _indirizzo(piano_di: dict[str, str], sezione: Sezione, ancora: str) -> str:
    chiave = _capitolo(sezione).chiave
    return f"{reverse('piani:leggi_capitolo', kwargs={**piano_di, 'chiave': chiave})}#{ancora}"


def dove_si_legge_la_scheda(voce: VoceScheda, campo: str = "") -> str:
    """Return the address of a sheet, or of one of its rows, on the reading page. `voce.piano` names the plan."""
    ancora = f"scheda-{voce.specie}-{voce.codice.lower()}"
    return _indirizzo(voce.piano.indirizzo, voce.sezione, f"{ancora}-{campo}" if campo else ancora)


def dove_si_legge_la_sezione(sezione: Sezione) -> str:
    """Return the address of a section on the reading page. `sezione.piano` names the plan."""
    return _indirizzo(sezione.piano.indirizzo, sezione, f"sezione-{sezione.chiave}")
