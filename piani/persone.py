"""Who works on a plan, and what happened to it: offices and acts, as the plan's page shows them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from ambiti.models import Ambito
from piani.models import Piano
from registro.models import Evento
from registro.parole import frase
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.queries import incarichi_che_raggiungono
from utenti.roles import RUOLI, Permesso, Portata


@dataclass(frozen=True)
class Atto:
    """An event of the log in words; `chi` is an office, empty when a command did it."""

    catena: str
    frase: str
    quando: dt.datetime
    chi: str


def ultimi_atti(piani: "list[str] | QuerySet[Piano]", quanti: int = 8) -> list[Atto]:
    """Return the latest events of the chains of those names, newest first. One query."""
    nome = Utente.objects.filter(pk=OuterRef("autore_id")).values("nome")[:1]
    eventi = (
        Evento.objects.filter(catena__nome__in=piani)
        .select_related("catena")
        .annotate(chi=Subquery(nome))
        .order_by("-pk")[:quanti]
    )
    return [
        Atto(
            e.catena.nome,
            frase(e.tipo),
            dt.datetime.fromisoformat(e.quando),
            getattr(e, "chi", None) or "",
        )
        for e in eventi
    ]


@dataclass(frozen=True)
class Squadra:
    """The people of the bodies of an Ambito, by body, the Sindaci apart, and what the reader may do there."""

    enti: list[tuple[str, list[Incarico]]]
    sindaci: list[Incarico]
    permessi: frozenset[Permesso]


def squadra(ambito: Ambito, chi: Utente | None) -> Squadra:
    """Return who holds an Incarico that reaches the Ambito (the Region's apart), and the permissions of `chi`.

    One query; a visitor gets no names.
    """
    if chi is None:
        return Squadra([], [], frozenset())
    incarichi = list(incarichi_che_raggiungono(ambito).select_related("ente", "utente").order_by("ente__nome", "ruolo"))
    permessi = frozenset(p for i in incarichi if i.utente_id == chi.pk for p in RUOLI[Ruolo(i.ruolo)].permessi)
    gruppi: dict[str, list[Incarico]] = {}
    for incarico in incarichi:
        if incarico.ruolo != Ruolo.SINDACO and RUOLI[Ruolo(incarico.ruolo)].portata is not Portata.REGIONE:
            gruppi.setdefault(incarico.ente.sigla or incarico.ente.nome_completo, []).append(incarico)
    return Squadra(list(gruppi.items()), [i for i in incarichi if i.ruolo == Ruolo.SINDACO], permessi)
