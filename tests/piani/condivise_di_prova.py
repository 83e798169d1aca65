"""A sheet of Gallarate that Busto adopts: fixtures (`tests/piani/conftest.py` names them) and the acts of the tests."""

from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from ambiti.models import Ambito
from obiettivi.actions.risposte import Riga
from obiettivi.canonico import in_caricamento, scheda_canonica
from obiettivi.models import CampoScheda, FormatoScheda, Risposta, Scheda
from piani.actions import condivise
from piani.actions import schede as porte
from piani.models import Piano, SchedaPubblicata, Sezione, VoceScheda
from tests.factories import (
    AzioneFactory,
    IndicatoreFactory,
    LineaRisorsaFactory,
    RispostaFactory,
    SezioneFactory,
    VoceSchedaFactory,
)
from utenti.models import Utente

APERTE = ("target", "risorse_economiche")


@pytest.fixture
def madre(piano: Piano, regione_minima: object) -> VoceScheda:
    """A LEPS sheet of Gallarate: two answers, an action, an indicator, a sum."""
    formato = FormatoScheda.objects.get(chiave="obiettivo-2025")
    voce = VoceSchedaFactory.create(
        piano=piano, codice="SAD", scheda__formato=formato, scheda__intestazione="Incremento SAD", scheda__titolo="SAD"
    )
    for chiave, testo in (("target", "<p>Anziani</p>"), ("obiettivi", "<p>Più ore</p>")):
        RispostaFactory.create(scheda=voce.scheda, campo=campo(chiave), testo=testo)
    azione = AzioneFactory.create(scheda=voce.scheda, numero="1", ordine=1, testo="Assumere")
    IndicatoreFactory.create(scheda=voce.scheda, azione=azione, ordine=1, testo="Ore erogate")
    LineaRisorsaFactory.create(scheda=voce.scheda, ordine=1, importo=Decimal("1000.00"))
    return voce


@pytest.fixture
def sezione_di_busto(piano_di_busto: Piano) -> Sezione:
    """Where Busto puts what it adopts."""
    return SezioneFactory.create(piano=piano_di_busto, chiave="obiettivi")


def campo(chiave: str) -> CampoScheda:
    return CampoScheda.objects.get(formato__chiave="obiettivo-2025", chiave=chiave)


def pubblica(madre: VoceScheda, busto: Ambito, autore: Utente, *aperte: str, nota: str = "") -> SchedaPubblicata:
    voce = VoceScheda.objects.select_related("scheda__formato", "piano").get(pk=madre.pk)
    righe = [campo(c) for c in (aperte or APERTE)]
    return condivise.pubblica_scheda(voce, aperte=righe, offerta_a=[busto.ente], nota=nota, autore=autore)


@pytest.fixture
def adottata(madre: VoceScheda, sezione_di_busto: Sezione, busto: Ambito, ada: Utente, dario: Utente) -> VoceScheda:
    """Gallarate's sheet in the plan of Busto."""
    return condivise.adotta_scheda(sezione_di_busto, pubblica(madre, busto, ada), codice="SAD", autore=dario)


def fresca(voce: VoceScheda) -> VoceScheda:
    return VoceScheda.objects.select_related("scheda__formato", "scheda__proprietario", "condivisa", "piano").get(
        pk=voce.pk
    )


def contenuto(voce: VoceScheda) -> Any:
    scheda = scheda_canonica(in_caricamento(Scheda.objects.filter(pk=voce.scheda_id)).get())
    return {k: v for k, v in scheda.items() if k not in ("proprietario", "partecipanti")}


def parole(risposta: Any) -> str:
    return " ".join(unescape(risposta.content.decode()).split())


def scrivi(voce: VoceScheda, chiave: str, testo: str, autore: Utente) -> None:
    letta = Risposta.objects.get(scheda=voce.scheda_id, campo__chiave=chiave)
    porte.salva_riga(fresca(voce), letta.campo, Riga(testo=testo), revisione_letta=letta.revisione, autore=autore)
