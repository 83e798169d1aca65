"""An Accordo ready to be signed: Gallarate and Albizzate, the ATS, the ASST; a cooperative that took part."""

import datetime as dt
from collections.abc import Callable

import pytest

from accordi import queries
from accordi.actions import adesioni as atti_adesioni
from accordi.actions.firme import carica_firma
from accordi.actions.testo import crea_accordo
from accordi.models import Accordo, Adesione, Firma, Parte
from ambiti.models import Ambito, Capofila, Comune, Ente
from documenti import archivio
from documenti.enums import TipoFile
from documenti.models import FileConservato
from piani.enums import Stato
from piani.models import Piano
from tests.cast import persona
from tests.factories import AppartenenzaFactory, ComuneFactory
from utenti.enums import Ruolo
from utenti.models import Utente

PDF = b"%PDF-1.7\nfirmato\n%%EOF\n"
P7M = bytes.fromhex("3082010006092a864886f70d010702a0820100") + b"firma" * 20
GIORNO = dt.date(2024, 12, 20)
Conserva = Callable[[bytes], FileConservato]


def porta_a(piano: Piano, stato: Stato) -> None:
    """Put a plan in a state without walking there."""
    Piano.objects.filter(pk=piano.pk).update(stato=stato)
    piano.refresh_from_db()


def conserva(contenuto: bytes = PDF) -> FileConservato:
    """Keep a file."""
    return archivio.conserva(contenuto, nome="accordo.pdf", tipi=frozenset({TipoFile.PDF, TipoFile.P7M}))


@pytest.fixture
def albizzate(gallarate: Ambito) -> Comune:
    """Another Comune of the same Ambito."""
    comune = ComuneFactory.create(ente__codice="012002", ente__nome="Albizzate")
    AppartenenzaFactory.create(comune=comune, ambito=gallarate)
    return comune


@pytest.fixture
def bice(albizzate: Comune) -> Utente:
    """Mayor of Albizzate."""
    return persona("Bice", Ruolo.SINDACO, albizzate.ente)


@pytest.fixture
def accordo(piano: Piano, comune_capofila: Comune, albizzate: Comune) -> Accordo:
    """Gallarate's Accordo, every article written."""
    Capofila.objects.create(ambito=piano.ambito, ente=comune_capofila.ente)
    nato = crea_accordo(
        piano,
        titolo="Accordo di Programma {{triennio}}",
        decorrenza=dt.date(2025, 1, 1),
        scadenza=dt.date(2027, 12, 31),
        autore=None,
    )
    nato.articoli.filter(testo="").update(testo="<p>Testo.</p>")
    return nato


@pytest.fixture
def da_firmare(accordo: Accordo) -> Accordo:
    """The same, while the signatures are open."""
    porta_a(accordo.piano, Stato.IN_SOTTOSCRIZIONE)
    return accordo


def parte(accordo: Accordo, ente: Ente) -> Parte:
    """The party of a body."""
    return accordo.parti.get(ente=ente)


def firma(accordo: Accordo, ente: Ente, chi: Utente, giorno: dt.date = GIORNO) -> Firma:
    """File the signature of a body."""
    return carica_firma(parte(accordo, ente), file=conserva(), nome_file="accordo.pdf", giorno=giorno, autore=chi)


@pytest.fixture
def ha_partecipato(monkeypatch: pytest.MonkeyPatch, ets: Ente) -> Ente:
    """The cooperative took part in the plan."""

    def partecipanti(piano: Piano) -> object:
        return Ente.objects.filter(pk=ets.pk)

    monkeypatch.setattr(queries, "enti_partecipanti", partecipanti)
    monkeypatch.setattr(atti_adesioni, "enti_partecipanti", partecipanti)
    return ets


@pytest.fixture
def richiesta(piano: Piano, ha_partecipato: Ente, carla: Utente) -> Adesione:
    """The cooperative asks to adhere."""
    return atti_adesioni.chiedi_adesione(
        piano, ente=ha_partecipato, rappresentante="Presidente", impegni="Due educatori", autore=carla
    )
