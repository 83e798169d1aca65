"""What every page's header shows about the person."""

from django.http import HttpRequest


def incarichi(request: HttpRequest) -> dict[str, object]:
    """The Incarico in use and all those in force, as the middleware found them: no query."""
    return {
        "incarico_attivo": getattr(request, "incarico", None),
        "incarichi_in_corso": getattr(request, "incarichi", []),
    }
