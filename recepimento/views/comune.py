"""What the pages about one plan share: the plan, the reader's permissions, the tabs, the buttons of the steps."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from piani.enums import Passo
from piani.models import Cronologia, Piano
from piani.workflow import impedimenti
from recepimento.queries.piani import piani_della_stanza
from utenti.permissions import permessi_su
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


def piano_della_stanza(request: RichiestaUtente, codice: str, triennio: str) -> Piano:
    """Return the plan of that address, with its dates, or 404. One query."""
    piani = piani_della_stanza(request.user).select_related("cronologia__assenso_versione")
    piani = piani.defer("cronologia__assenso_versione__contenuto")
    piano: Piano = get_object_or_404(piani, ambito__ente__codice=codice, triennio__codice=triennio)
    return piano


@dataclass(frozen=True)
class Bottone:
    """A step that leaves from here: enabled, or with the sentences that say why not."""

    passo: Passo
    url: str
    frasi: list[str]

    @property
    def nome(self) -> str:
        """The step's name."""
        return str(self.passo.label)


@dataclass
class Contesto:
    """The plan, what the reader may do over it."""

    piano: Piano
    permessi: frozenset[Permesso] = field(default_factory=frozenset)

    @property
    def date(self) -> Cronologia:
        """The row of the plan's dates, read with the plan."""
        return getattr(self.piano, "cronologia", None) or Cronologia(piano=self.piano)

    def per_la_pagina(self, scheda: str) -> dict[str, object]:
        """Return what every template of the room reads; `scheda` is the tab in use."""
        return {"piano": self.piano, "scheda": scheda, "ats": Permesso.VERIFICARE_COERENZA in self.permessi}


def contesto_di(request: RichiestaUtente, codice: str, triennio: str) -> Contesto:
    """Return the plan and the permissions of who asks. Two queries."""
    piano = piano_della_stanza(request, codice, triennio)
    return Contesto(piano, permessi_su(request.user, piano.ambito))


def indirizzo(nome: str, piano: Piano, **chiavi: object) -> str:
    """Return the address of a page of the plan, of this room or of another."""
    return reverse(nome, kwargs={**piano.indirizzo, **chiavi})


def bottoni(request: HttpRequest, dove: Contesto, *passi: Passo) -> list[Bottone]:
    """Return the steps that lead to the page of the procedure, each with what stops it."""
    chi = getattr(request, "user", None)
    return [
        Bottone(
            passo,
            indirizzo("piani:passo", dove.piano, passo=passo.value),
            list(impedimenti(passo, dove.piano, chi, permessi=dove.permessi)),
        )
        for passo in passi
    ]
