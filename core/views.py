"""Error pages, and the cleaner of what is pasted."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.exceptions import TestoTroppoLungo
from core.testo import html_pulito


def csrf_rifiutato(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: nothing was saved."""
    return render(request, "errori/csrf.html", status=403)


def richiesta_non_valida(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an address or a body that Django refuses before any view."""
    return render(request, "errori/400.html", status=400)


def pagina_non_trovata(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for what the person may not see."""
    return render(request, "errori/404.html", {"accedi": _accesso(request)}, status=404)


def _accesso(request: HttpRequest) -> str:
    """Return the login that leads back here, for a visitor at an address that exists: it may hide what is not public."""
    if request.resolver_match is None or request.method != "GET" or request.user.is_authenticated:
        return ""
    return f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()}, safe='/')}"


def non_permesso(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "errori/403.html", {"frase": str(exception)}, status=403)


def errore(request: HttpRequest) -> HttpResponse:
    """500: no context processor may run, the database may be the cause."""
    return HttpResponse(_pagina_500(), status=500)


def _pagina_500() -> str:
    from django.template.loader import render_to_string  # the template engine may be the cause: import late

    return render_to_string("errori/500.html")


@require_POST
def pulisci_testo(request: HttpRequest) -> JsonResponse:
    """Clean what is pasted in an editor, as it would be cleaned when saved. It keeps nothing."""
    try:
        testo = html_pulito(request.POST.get("testo", ""), immagini=request.POST.get("immagini") == "si")
    except TestoTroppoLungo as errore:
        return JsonResponse({"frase": f"{errore} Non è stato incollato nulla."}, status=422)
    return JsonResponse({"testo": testo})
