"""Who works on a plan, and what happened to it: offices and acts, as the plan's page shows them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from ambiti.models import Ambito
from piani.models import Piano
from registro.models import Evento
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.queries import incarichi_che_raggiungono
from utenti.roles import RUOLI, Permesso, Portata

ATTI = {
    "piani.piano_creato": "Piano creato",
    "piani.piano_importato": "Piano importato da un file",
    "piani.sezione_aggiunta": "Aggiunta una sezione",
    "piani.sezione_eliminata": "Eliminata una sezione vuota",
    "piani.sezione_completa": "Sezione segnata come completa",
    "piani.sezione_riaperta": "Sezione riaperta",
    "piani.tabella_aggiunta": "Aggiunta una tabella",
    "piani.tabella_eliminata": "Eliminata una tabella",
    "piani.scheda_creata": "Aggiunta una scheda",
    "piani.scheda_completata": "Scheda segnata come completa",
    "piani.scheda_riaperta": "Scheda riaperta",
    "piani.scheda_spostata": "Scheda spostata",
    "piani.scheda_eliminata": "Eliminata una scheda",
    "piani.versione_congelata": "Fissata una versione per la stampa",
    "piani.commento_lasciato": "Lasciato un commento",
    "piani.commento_risolto": "Segnato un commento come risolto",
    "tavoli.tavolo_aperto": "Aperto un tavolo",
    "tavoli.avviso_cambiato": "Cambiato l'avviso di un tavolo",
    "tavoli.avviso_pubblicato": "Annunciato un tavolo",
    "tavoli.tavolo_chiuso": "Chiuso un tavolo",
    "tavoli.domanda_presentata": "Un ente chiede di sedere a un tavolo",
    "tavoli.domanda_ammessa": "Ammesso un ente a un tavolo",
    "tavoli.domanda_respinta": "Risposto di no a un ente",
    "tavoli.domanda_ritirata": "Un ente lascia un tavolo",
    "tavoli.contributo_lasciato": "Lasciato un contributo a un tavolo",
    "tavoli.contributo_risposto": "Risposto a un contributo",
}


@dataclass(frozen=True)
class Atto:
    """An event of the log in words; `chi` is an office, empty when a command did it."""

    catena: str
    frase: str
    quando: dt.datetime
    chi: str


def _frase(tipo: str) -> str:
    """Return an act in words: those of this room have their sentence, the others read as their name does."""
    return ATTI.get(tipo) or tipo.rpartition(".")[2].replace("_", " ").capitalize()


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
            _frase(e.tipo),
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
