"""What the pages with a form share."""

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict


def inviati(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if nothing was written; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def stato_di(modulo: BaseForm) -> int:
    """Return the status of a page with a form: 422 when what was sent is not valid, else 200."""
    return 422 if modulo.errors else 200
