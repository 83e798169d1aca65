"""Opening a plan."""

from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso
from obiettivi.models import Triennio
from piani.actions.creazione import crea_piano
from piani.models import Piano, VoceFormato
from piani.queries import catene_dei_piani
from registro.enums import TipoAnomalia
from registro.models import Evento
from registro.queries import verifica
from tests.cliente import Cliente
from tests.factories import PianoFactory, TriennioFactory, VoceFormatoFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def formato(triennio: Triennio) -> list[VoceFormato]:
    return [
        VoceFormatoFactory.create(triennio=triennio, chiave=chiave, ordine=n, nome=chiave.title())
        for n, chiave in enumerate(("esiti", "contesto", "reti"), 1)
    ]


def test_il_piano_nasce_con_i_capitoli_del_formato_vuoti(
    come: Come, ada: Utente, gallarate: Ambito, triennio: Triennio, formato: list[VoceFormato]
) -> None:
    pagina = come(ada).get("/piani/nuovo/")
    assert "Gallarate (50074)" in pagina.text
    assert "Busto" not in pagina.text
    risposta = come(ada).post("/piani/nuovo/", {"ambito": gallarate.pk, "triennio": triennio.pk})
    piano = Piano.objects.get()
    assert risposta["Location"] == piano.get_absolute_url()
    capitoli = list(piano.sezioni.values_list("chiave", "voce_formato__chiave", "testo", "proprietario"))
    assert capitoli == [(v.chiave, v.chiave, "", gallarate.pk) for v in formato]
    evento = Evento.objects.get(catena__nome=piano.catena)
    assert (evento.tipo, evento.autore_id) == ("piani.piano_creato", ada.pk)


def test_un_secondo_piano_per_lo_stesso_triennio_si_rifiuta(
    come: Come, ada: Utente, piano: Piano, formato: list[VoceFormato]
) -> None:
    risposta = come(ada).post("/piani/nuovo/", {"ambito": piano.ambito_id, "triennio": piano.triennio_id})
    assert risposta.status_code == 422
    assert "ha già un Piano per il triennio 2025-2027" in risposta.text
    assert Piano.objects.count() == 1
    assert not piano.sezioni.exists()


def test_senza_formato_regionale_non_si_apre(ada: Utente, gallarate: Ambito) -> None:
    with pytest.raises(DatiNonValidi, match="formato regionale"):
        crea_piano(gallarate, TriennioFactory.create(codice="2028-2030"), autore=ada)
    assert not Piano.objects.exists()


def test_dario_non_apre_il_piano_di_un_altro_ambito(
    come: Come, dario: Utente, gallarate: Ambito, triennio: Triennio, formato: list[VoceFormato]
) -> None:
    risposta = come(dario).post("/piani/nuovo/", {"ambito": gallarate.pk, "triennio": triennio.pk})
    assert risposta.status_code == 422
    assert "Il Piano dell&#x27;Ambito di Gallarate lo apre il suo Ufficio di Piano" in risposta.text
    with pytest.raises(NonPermesso):
        crea_piano(gallarate, triennio, autore=dario)
    assert not Piano.objects.exists()


def test_il_redattore_non_apre_piani(
    come: Come, lia: Utente, gallarate: Ambito, triennio: Triennio, formato: list[VoceFormato]
) -> None:
    assert come(lia).get("/piani/nuovo/").status_code == 403
    assert "Nuovo Piano" not in come(lia).get("/piani/").text
    with pytest.raises(NonPermesso):
        crea_piano(gallarate, triennio, autore=lia)


def test_se_il_registro_cade_il_piano_non_resta_a_meta(
    ada: Utente, gallarate: Ambito, triennio: Triennio, formato: list[VoceFormato], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cade(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("piani.actions.creazione.annota", cade)
    with pytest.raises(RuntimeError):
        crea_piano(gallarate, triennio, autore=ada)
    assert not Piano.objects.exists()


def test_un_registro_svuotato_si_vede_dai_piani_che_ci_sono(
    ada: Utente, gallarate: Ambito, triennio: Triennio, formato: list[VoceFormato]
) -> None:
    piano = crea_piano(gallarate, triennio, autore=ada)
    assert verifica() == []
    with connection.cursor() as cursore:
        cursore.execute("DELETE FROM registro_evento")
        cursore.execute("DELETE FROM registro_catena")
    mancano = [(a.catena, a.tipo) for a in verifica()]
    assert mancano == [(piano.catena, TipoAnomalia.CATENA_MANCANTE), ("sistema", TipoAnomalia.CATENA_MANCANTE)]


@pytest.mark.parametrize("quanti", [1, 3])
def test_sapere_quali_catene_servono_costa_una_interrogazione(
    quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    piani = PianoFactory.create_batch(quanti)
    with django_assert_num_queries(1):
        assert sorted(catene_dei_piani()) == sorted(p.catena for p in piani)
