"""What every page's header shows about the person."""

from django.http import HttpRequest

from utenti.models import Incarico, Utente


def incarichi(request: HttpRequest) -> dict[str, object]:
    """The Incarico in use and, lazily, all those in force."""
    utente = getattr(request, "user", None)
    if not isinstance(utente, Utente):
        return {}

    def tutti() -> list[Incarico]:
        return list(Incarico.objects.in_corso().filter(utente=utente).select_related("ente"))

    return {"incarico_attivo": getattr(request, "incarico", None), "incarichi_in_corso": tutti}
