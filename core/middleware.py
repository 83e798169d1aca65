"""Request id, closed by default, expired sessions, refusals in Italian."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from core.exceptions import NonPiuQui, Rifiuto
from core.logs import id_richiesta

Risposta = Callable[[HttpRequest], HttpResponse]
# Pages of libraries that cannot carry @login_not_required.
PUBBLICHE = ("account_",)
# Who reads the logs must not be able to use an invitation, to choose a password or to read a calendar.
_CON_GETTONE = re.compile(r"(/invito/|/password/reset/key/|/abbonamento/)[^/]+")
accessi = logging.getLogger("portale.accessi")


def identifica_richiesta(successivo: Risposta) -> Risposta:
    """Give each request an id, written in the logs and in the X-Request-ID header; log it once, when it is answered.

    The line has method, path, status, milliseconds, and nothing about the person: no address, no query.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        identita = uuid.uuid4().hex[:12]
        segno = id_richiesta.set(identita)
        inizio = time.perf_counter()
        try:
            risposta = successivo(request)
            _annota_accesso(request, risposta, inizio)
        finally:
            id_richiesta.reset(segno)
        risposta["X-Request-ID"] = identita
        return risposta

    return middleware


def _annota_accesso(request: HttpRequest, risposta: HttpResponse, inizio: float) -> None:
    percorso = _CON_GETTONE.sub(r"\1...", request.path)
    ms = round((time.perf_counter() - inizio) * 1000)
    dati = {"metodo": request.method, "percorso": percorso, "stato": risposta.status_code, "ms": ms}
    accessi.info("%s %s", request.method, percorso, extra=dati)


def _di_prima(request: HttpRequest) -> str:
    """Return the page of the portal from which the request came, without the host; empty when it is not ours."""
    da = urlsplit(request.headers.get("Referer", ""))
    return da._replace(scheme="", netloc="").geturl() if da.netloc == request.get_host() else ""


def _e_frammento(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" or request.headers.get("X-Requested-With") == "fetch"


def _da_dove(request: HttpRequest) -> str:
    """Return the page of the portal that the fragment belongs to, without the host."""
    pagina = urlsplit(request.headers.get("HX-Current-URL", "/"))
    return pagina._replace(scheme="", netloc="").geturl() or "/"


def sessione_scaduta(successivo: Risposta) -> Risposta:
    """Turn a redirect to the login, inside htmx or autosave, into 401 with HX-Redirect.

    A login page must never land inside a fragment.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        risposta = successivo(request)
        accesso = reverse("account_login")
        if risposta.status_code == 302 and risposta["Location"].startswith(accesso) and _e_frammento(request):
            return HttpResponse(
                "La sessione è scaduta: accedi di nuovo. Quello che hai scritto resta in questa pagina.",
                status=401,
                headers={"HX-Redirect": f"{accesso}?{urlencode({'next': _da_dove(request)})}"},
                content_type="text/plain; charset=utf-8",
            )
        return risposta

    return middleware


class AccessoObbligatorio(LoginRequiredMiddleware):
    """Login required unless the view says @login_not_required; account pages are open."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Let the account pages through."""
        nome = request.resolver_match.url_name if request.resolver_match else ""
        if nome and nome.startswith(PUBBLICHE):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class rifiuti_in_italiano:  # noqa: N801 - listed among function middlewares
    """Show a Rifiuto as a page (or a fragment) with its sentence and code; a wrong method as a page."""

    def __init__(self, successivo: Risposta) -> None:
        self.successivo = successivo

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        risposta = self.successivo(request)
        if risposta.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not _e_frammento(request):
            pagina = render(request, "errori/405.html", status=405)
            pagina["Allow"] = risposta["Allow"]
            return pagina
        return risposta

    def process_exception(self, request: HttpRequest, errore: Exception) -> HttpResponse | None:
        """Answer only refusals, and what somebody took away while a form was travelling; other errors go on."""
        if isinstance(errore, ObjectDoesNotExist) and request.method == "POST":
            logging.getLogger(__name__).warning("tolto mentre si scriveva", exc_info=errore)
            errore = NonPiuQui()
        if not isinstance(errore, Rifiuto):
            return None
        modello = "errori/_rifiuto.html" if _e_frammento(request) else "errori/rifiuto.html"
        return render(request, modello, {"frase": str(errore), "torna": _di_prima(request)}, status=errore.stato_http)
