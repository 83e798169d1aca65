"""What every page's header shows about the person."""

from django.http import HttpRequest


def incarichi(request: HttpRequest) -> dict[str, object]:
    """The Incarico in use, all those in force, how many notices wait, as the middleware found them: no query."""
    in_corso = getattr(request, "incarichi", [])
    return {
        "incarico_attivo": getattr(request, "incarico", None),
        "incarichi_in_corso": in_corso,
        "avvisi_da_leggere": next((getattr(i, "da_leggere", 0) for i in in_corso), 0),
    }
