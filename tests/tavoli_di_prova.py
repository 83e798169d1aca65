"""A table to test with, made through its own doors."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Ente
from piani.models import Piano
from tavoli.actions import domande, tavoli
from tavoli.actions.contributi import lascia_contributo
from tavoli.actions.tavoli import DatiTavolo
from tavoli.enums import GenereContributo
from tavoli.models import Contributo, Domanda, Tavolo
from tests.cast import persona
from tests.factories import EnteFactory
from utenti.enums import Ruolo
from utenti.models import Utente


def oggi() -> dt.date:
    """Return today, by the portal's clock."""
    return timezone.localdate()


def dati(titolo: str = "Tavolo della casa", **altri: object) -> DatiTavolo:
    """Return a whole notice, open from yesterday to ten days from now."""
    scritti: DatiTavolo = {
        "titolo": titolo,
        "presentazione": "<p>Case, affitti, <strong>prima casa</strong>.</p>",
        "invitati": ["ets", "sindacati", "religiosi"],
        "nota_invitati": "Il RUNTS serve solo agli enti del Terzo Settore.",
        "responsabile": "Ufficio di Piano",
        "annuncio_dal": oggi() - dt.timedelta(days=1),
        "annuncio_al": oggi() + dt.timedelta(days=10),
    }
    return {**scritti, **altri}  # type: ignore[typeddict-item]  # the tests name the fields


def tavolo_annunciato(
    ambito: Ambito, autore: Utente, *, titolo: str = "Tavolo della casa", piani: Iterable[Piano] = ()
) -> Tavolo:
    """Open a table with one theme, link its plans, announce it."""
    tavolo = tavoli.crea_tavolo(ambito, dati=dati(titolo), autore=autore)
    tavoli.aggiungi_tema(tavolo, titolo="La prima casa", testo="Chi ne ha bisogno?", autore=autore)
    if piani:
        tavoli.collega_piani(tavolo, piani=piani, autore=autore)
    return tavoli.annuncia(tavolo, autore=autore)


def chiede(tavolo: Tavolo, chi: Utente) -> Domanda:
    """Ask to join, for the one body of `chi`."""
    ente = chi.incarichi.get().ente
    return domande.chiedi_di_partecipare(tavolo, ente=ente, motivazione="Abitiamo qui.", autore=chi)


def siede(tavolo: Tavolo, chi: Utente, *, ufficio: Utente) -> Domanda:
    """Ask to join and be admitted."""
    return domande.ammetti(chiede(tavolo, chi), autore=ufficio)


def contribuisce(tavolo: Tavolo, chi: Utente, titolo: str = "Alloggi per chi esce dalle comunità") -> Contributo:
    """Leave a contribution on the first theme."""
    return lascia_contributo(
        tavolo.temi.get(lettera="A"),
        ente=chi.incarichi.get().ente,
        genere=GenereContributo.PROPOSTA,
        titolo=titolo,
        testo="Sei posti, con un educatore.",
        autore=chi,
    )


def altra_cooperativa(nome: str = "Nora", codice: str = "90000000003") -> Utente:
    """Return who speaks for another cooperative: she has for it all that Carla has for hers."""
    ente: Ente = EnteFactory.create(tipo=TipoEnte.TERZO_SETTORE, codice=codice, nome=f"Cooperativa di {nome}")
    return persona(nome, Ruolo.RAPPRESENTANTE_ETS, ente)
