"""How many comments stand open beside what is being written."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

from piani.enums import PUBBLICI, SpecieParte, Stato
from piani.models import Piano, Sezione, VoceScheda
from piani.queries_commenti import aperti_del_piano
from utenti.models import Utente

register = template.Library()


@dataclass(frozen=True)
class Accanto:
    """The comments of a part, as a writing page names them: where they are, how many are open; none to show without."""

    url: str
    aperti: int
    si_mostra: bool


def _aperti(context: template.Context, piano: Piano) -> dict[str, int]:
    """Return the open threads of the plan by part: one query a page, kept on its request."""
    richiesta = context["request"]
    if not isinstance(richiesta.user, Utente):
        return {}
    tenuti: dict[int, dict[str, int]] = richiesta.__dict__.setdefault("commenti_aperti", {})
    if piano.pk not in tenuti:
        tenuti[piano.pk] = aperti_del_piano(richiesta.incarichi, piano)
    return tenuti[piano.pk]


def _accanto(context: template.Context, piano: Piano, specie: str, parte: str, conta: int) -> Accanto:
    url = reverse("piani:commenti_parte", kwargs={**piano.indirizzo, "specie": specie, "parte": parte})
    # A public plan is opened by anyone with an account: only who reads its comments counts any.
    return Accanto(url, conta, si_mostra=bool(conta) or Stato(piano.stato) not in PUBBLICI)


@register.simple_tag(takes_context=True)
def commenti_della_sezione(context: template.Context, piano: Piano, sezione: Sezione) -> Accanto:
    """Return the comments of a section."""
    aperti = _aperti(context, piano).get(f"{SpecieParte.SEZIONE}/{sezione.chiave}", 0)
    return _accanto(context, piano, SpecieParte.SEZIONE, sezione.chiave, aperti)


@register.simple_tag(takes_context=True)
def commenti_della_scheda(context: template.Context, voce: VoceScheda) -> Accanto:
    """Return the comments of a sheet as a whole."""
    chiave = f"{voce.specie}:{voce.codice}"
    return _accanto(
        context,
        voce.piano,
        SpecieParte.SCHEDA,
        chiave,
        _aperti(context, voce.piano).get(f"{SpecieParte.SCHEDA}/{chiave}", 0),
    )


@register.simple_tag(takes_context=True)
def commenti_della_riga(context: template.Context, voce: VoceScheda, campo: str) -> Accanto:
    """Return the comments of a row of a sheet."""
    chiave = f"{voce.specie}:{voce.codice}:{campo}"
    return _accanto(
        context,
        voce.piano,
        SpecieParte.RIGA,
        chiave,
        _aperti(context, voce.piano).get(f"{SpecieParte.RIGA}/{chiave}", 0),
    )
