"""The desk of each person."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito, Asst
from core.formati import data
from documenti.enums import StatoLavoro
from documenti.models import Lavoro
from obiettivi.models import Scadenza
from piani.enums import Stato
from piani.models import Piano, Stampa, Versione
from registro.actions import annota
from tests.cliente import Cliente
from tests.factories import PianoFactory, SezioneFactory, TriennioFactory, VoceSchedaFactory
from utenti.enums import Ruolo
from utenti.models import Invito, Utente

INDIRIZZO = "/scrivania/"

Come = Callable[[Utente], Cliente]


def test_chi_non_ha_accesso_passa_dal_login(client: Cliente) -> None:
    assert client.get(INDIRIZZO).status_code == 302


def test_ada_vede_che_cosa_le_tocca_e_quale_cappello_porta(come: Come, ada: Utente, piano: Piano) -> None:
    SezioneFactory.create(piano=piano)
    SezioneFactory.create(piano=piano, completa=True)
    VoceSchedaFactory.create(piano=piano, sezione=piano.sezioni.first())
    pagina = come(ada).get(INDIRIZZO)
    assert "Responsabile dell'Ufficio di Piano, Ambito territoriale di Gallarate" in pagina.text.replace("&#x27;", "'")
    assert [r.da_fare for r in pagina.context["scrivania"].tocca_a_te] == ["1 scheda e 1 sezione"]


def test_dario_non_vede_il_lavoro_di_ada(come: Come, dario: Utente, piano: Piano) -> None:
    SezioneFactory.create(piano=piano)
    pagina = come(dario).get(INDIRIZZO)
    assert piano.get_absolute_url() not in pagina.text
    assert "non ha ancora un Piano" in pagina.text


def test_chi_aspetta_altri_lo_sa(come: Come, ada: Utente, gina: Utente, piano: Piano, asst_valle_olona: Asst) -> None:
    SezioneFactory.create(piano=piano, proprietario=asst_valle_olona.ente, chiave="asst")
    altri = come(ada).get(INDIRIZZO).context["scrivania"].altri
    assert [(p.ente, p.nome, p.ultima is not None) for p in altri] == [("ASST VALLE OLONA", "1 sezione", True)]
    da_gina = come(gina).get(INDIRIZZO).context["scrivania"]
    assert da_gina.tocca_a_te[0].inizio.endswith("/sezioni/asst/")
    assert da_gina.altri == []


def test_il_sindaco_segue_il_piano_ma_nulla_tocca_a_lui(come: Come, bruno: Utente, piano: Piano) -> None:
    SezioneFactory.create(piano=piano)
    scrivania = come(bruno).get(INDIRIZZO).context["scrivania"]
    assert [r.piano for r in scrivania.piani] == [piano]
    assert scrivania.vuota


def test_un_piano_in_verifica_non_aspetta_piu_chi_scrive(come: Come, ada: Utente, piano: Piano) -> None:
    SezioneFactory.create(piano=piano)
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.IN_VERIFICA)
    assert come(ada).get(INDIRIZZO).context["scrivania"].vuota


def test_le_stampe_pronte_e_gli_inviti_compaiono(come: Come, ada: Utente, dario: Utente, piano: Piano) -> None:
    versione = Versione.objects.create(piano=piano, sha256="a" * 64, contenuto=b"{}")
    for chi, chiave in ((ada, "a"), (dario, "b")):
        lavoro = Lavoro.objects.create(
            tipo="stampa", chiave=chiave, stato=StatoLavoro.RIUSCITO, richiesto_da=chi, finito_il=timezone.now()
        )
        Stampa.objects.create(versione=versione, lavoro=lavoro)
    Invito.objects.create(
        email="nuovo@esempio.it",
        ruolo=Ruolo.REDATTORE_UDP,
        ente=piano.ambito.ente,
        impronta="x",
        invitato_da=ada,
        scade_il=timezone.localdate(),
    )
    scrivania = come(ada).get(INDIRIZZO).context["scrivania"]
    assert (len(scrivania.stampe), scrivania.inviti) == (1, 1)
    assert come(dario).get(INDIRIZZO).context["scrivania"].inviti == 0


@time_machine.travel("2026-11-22 10:00:00+01:00")
def test_l_agenda_ha_i_prossimi_trenta_giorni_e_una_riga_per_il_passato(come: Come, ada: Utente, piano: Piano) -> None:
    def agenda() -> list[str]:
        return [t.nome for t in come(ada).get(INDIRIZZO).context["scrivania"].agenda]

    for nome, giorno in (("passata", dt.date(2025, 1, 15)), ("lontana", dt.date(2027, 6, 1))):
        Scadenza.objects.create(triennio=piano.triennio, chiave=nome, nome=nome, giorno=giorno)
    assert agenda() == []
    assert f"Scadenze già passate: 1, l'ultima il {data(dt.date(2025, 1, 15))}." in come(ada).get(INDIRIZZO).text
    Scadenza.objects.create(triennio=piano.triennio, chiave="v", nome="vicina", giorno=dt.date(2026, 12, 2))
    assert agenda() == ["vicina"]


def test_che_cosa_e_successo_nei_miei_piani_e_non_negli_altri(
    come: Come, ada: Utente, dario: Utente, piano: Piano, piano_di_busto: Piano
) -> None:
    annota(piano.catena, "piani.piano_creato", autore=ada, dati={})
    annota(piano_di_busto.catena, "piani.piano_creato", autore=dario, dati={})
    atti = come(ada).get(INDIRIZZO).context["scrivania"].atti
    assert [(p, a.frase, a.chi) for p, a in atti] == [(piano, "Piano creato", "Ada")]


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_scrivania_costa_sempre_uguale(
    come: Come,
    ada: Utente,
    elena: Utente,
    gallarate: Ambito,
    quanti: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(quanti):
        piano = PianoFactory.create(ambito=gallarate, triennio=TriennioFactory.create(codice=f"20{n}5-20{n}7"))
        Scadenza.objects.create(triennio=piano.triennio, chiave="a", nome="A", giorno=timezone.localdate())
        for _ in range(quanti):
            sezione = SezioneFactory.create(piano=piano, chiave=f"s{SezioneFactory._meta.next_sequence()}")
            VoceSchedaFactory.create(piano=piano, sezione=sezione)
        annota(piano.catena, "piani.piano_creato", autore=ada, dati={})
    for chi in (ada, elena):
        cliente = come(chi)
        cliente.get(INDIRIZZO)
        with django_assert_num_queries(8):
            assert cliente.get(INDIRIZZO).status_code == 200
