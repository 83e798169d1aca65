"""What every page's header shows about the person."""

from django.http import HttpRequest

from utenti.enums import Ruolo
from utenti.roles import RUOLI, Permesso


def incarichi(request: HttpRequest) -> dict[str, object]:
    """The Incarico in use, all those in force, how many notices wait, as the middleware found them: no query."""
    in_corso = getattr(request, "incarichi", [])
    ruoli = {Ruolo(i.ruolo) for i in in_corso}
    return {
        "guarda_ogni_piano": any(Permesso.LEGGERE_ATTRAVERSO_PIANI in RUOLI[r].permessi for r in ruoli),
        "incarico_attivo": getattr(request, "incarico", None),
        "incarichi_in_corso": in_corso,
        "avvisi_da_leggere": next((getattr(i, "da_leggere", 0) for i in in_corso), 0),
    }
