"""Two people at once: one answer wins, one pack is made, one check opens. On PostgreSQL, with real locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ambiti.models import Ambito
from core.exceptions import SalvataggioSuperato
from piani.enums import Stato
from piani.models import Piano
from piani.versioni import congela
from recepimento.actions.invio import prepara_fascicolo
from recepimento.actions.verifica import apri_verifica, rispondi
from recepimento.models import Fascicolo, Verifica, VoceVerifica
from recepimento.queries import invio as queries_invio
from tests.factories import SezioneFactory
from tests.recepimento.stanza import approvato, carte_degli_altri, in_verifica, porta_a
from utenti.models import Utente

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def insieme(*atti: Callable[[], object]) -> list[object]:
    """Do the acts in the same instant, each with its own connection; return what each gave, or the refusal."""
    via = Barrier(len(atti))

    def corri(atto: Callable[[], object]) -> object:
        via.wait()
        try:
            return atto()
        except SalvataggioSuperato as rifiuto:
            return rifiuto
        finally:
            connection.close()

    with ThreadPoolExecutor(len(atti)) as operai:
        return list(operai.map(corri, atti))


def test_due_risposte_nello_stesso_istante_una_sola_vale(piano: Piano, elena: Utente, franco: Utente) -> None:
    verifica = in_verifica(piano)
    pk = verifica.voci.get(chiave="durata").pk

    def risponde(chi: Utente, esito: str) -> VoceVerifica:
        voce = VoceVerifica.objects.select_related("verifica").get(pk=pk)
        return rispondi(voce, revisione=1, esito=esito, nota="Nota", autore=chi)

    esiti = insieme(lambda: risponde(elena, "si"), lambda: risponde(franco, "no"))

    assert sum(isinstance(e, SalvataggioSuperato) for e in esiti) == 1
    assert VoceVerifica.objects.get(pk=pk).revisione == 2


def test_due_verifiche_della_stessa_versione_sono_una(piano: Piano, elena: Utente, franco: Utente) -> None:
    porta_a(piano, Stato.IN_VERIFICA)
    versione = congela(piano, autore=None)

    prima, seconda = insieme(
        lambda: apri_verifica(piano, versione, autore=elena), lambda: apri_verifica(piano, versione, autore=franco)
    )

    assert prima == seconda == Verifica.objects.get()
    assert VoceVerifica.objects.count() == 8


def test_due_fascicoli_chiesti_insieme_sono_uno(
    piano: Piano, gallarate: Ambito, elena: Utente, franco: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    SezioneFactory.create(piano=piano, chiave="contesto")
    approvato(piano)
    verbale, firmate = carte_degli_altri(piano)
    monkeypatch.setattr(queries_invio, "carta_di_approvazione", lambda p: verbale)
    monkeypatch.setattr(queries_invio, "carte_firmate", lambda p: firmate)
    porta_a(piano, Stato.SOTTOSCRITTO)

    primo, secondo = insieme(
        lambda: prepara_fascicolo(piano, autore=elena), lambda: prepara_fascicolo(piano, autore=franco)
    )

    assert primo == secondo == Fascicolo.objects.get()
    assert Fascicolo.objects.get().carte.count() == 5
