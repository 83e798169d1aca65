"""Small pieces of every page: icons, words with their definition, addresses that keep their filters."""

from dataclasses import dataclass
from email.utils import parseaddr

from django import template
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.glossario import PER_CHIAVE

register = template.Library()


@register.simple_tag
def icona(nome: str, classi: str = "", testo: str = "") -> SafeString:
    """Return an icon of Bootstrap Italia's sprite: `nome` without the "it-" prefix.

    An icon is decoration and is hidden from screen readers, unless `testo` says what it means.
    """
    indirizzo = static("svg/sprites.svg")
    if testo:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}#it-{}"></use></svg>',
            classi,
            testo,
            indirizzo,
            nome,
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#it-{}"></use></svg>',
        classi,
        indirizzo,
        nome,
    )


@register.simple_tag(takes_context=True)
def dove(context: template.Context) -> str:
    """Return the name of the address in use, as "osservatorio:ambiti"; empty where none answers."""
    trovato = context["request"].resolver_match
    return trovato.view_name if trovato else ""


@register.simple_tag(takes_context=True)
def con(context: template.Context, **valori: object) -> str:
    """Return the query of the address with some values replaced; an empty value removes its key.

    Without ``pagina`` among the values the list starts again from its first page.
    """
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("pagina", None)
    for chiave, valore in valori.items():
        query.pop(chiave, None)
        if valore not in (None, ""):
            query[chiave] = str(valore)
    return f"?{query.urlencode()}"


@register.simple_tag
def contatto() -> str:
    """Return the mail address of the office that keeps the portal (setting ``CONTATTO_PORTALE``)."""
    return parseaddr(getattr(settings, "CONTATTO_PORTALE", settings.DEFAULT_FROM_EMAIL))[1]


@register.inclusion_tag("components/_termine.html")
def termine(chiave: str) -> dict[str, object]:
    """Draw the "?" of a word of `core.glossario`. Raises KeyError for a word that is not there."""
    return {"voce": PER_CHIAVE[chiave]}


@dataclass(frozen=True)
class Aspetto:
    """How a state looks: a tone of the style sheet and an icon."""

    tono: str
    icona: str


_ASPETTI = {
    "bozza": Aspetto("lavoro", "pencil"),
    "in_consultazione": Aspetto("lavoro", "comment"),
    "in_verifica": Aspetto("attesa", "clock"),
    "da_integrare": Aspetto("attenzione", "warning-circle"),
    "verificato": Aspetto("avanti", "check-circle"),
    "approvato": Aspetto("avanti", "check-circle"),
    "in_sottoscrizione": Aspetto("attesa", "sign"),
    "sottoscritto": Aspetto("avanti", "file-signed"),
    "recepito": Aspetto("avanti", "check-circle"),
    "concluso": Aspetto("fermo", "lock"),
}


@register.filter
def aspetto_stato(stato: str) -> Aspetto:
    """Return how the state of a plan looks; a plain look for a state we do not know."""
    return _ASPETTI.get(stato, Aspetto("fermo", "info-circle"))


@register.filter
def pagine_vicine(paginator: Paginator[object], numero: int) -> list[int | str]:
    """Return the page numbers to show around `numero`, with "…" for those left out."""
    voci = [str(voce) for voce in paginator.get_elided_page_range(numero, on_each_side=1, on_ends=1)]
    return [int(voce) if voce.isdigit() else "…" for voce in voci]
