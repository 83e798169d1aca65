"""What waits in every room, whose turn it is, whom I wait for; the desk's price."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito, Ats
from core.formati import data
from obiettivi.models import Scadenza, Triennio
from piani.enums import Passo, SpecieParte, Stato
from piani.models import Commento, Cronologia, Passaggio, Piano
from piani.regole_passi import TURNO
from scrivania.cartelle import Cartella, Scrivania
from scrivania.turno import di_chi, tocca
from tests.cast import persona
from tests.cliente import Cliente
from tests.factories import AmbitoFactory, IncaricoFactory, PianoFactory, SezioneFactory, TriennioFactory
from utenti.avvisi import Messaggio, avvisa
from utenti.enums import Ruolo
from utenti.models import Avviso, Utente

INDIRIZZO = "/scrivania/"
Come = Callable[[Utente], Cliente]


def scrivania(come: Come, chi: Utente) -> Scrivania:
    trovata: Scrivania = come(chi).get(INDIRIZZO).context["scrivania"]
    return trovata


def porta_a(piano: Piano, stato: Stato, quando: dt.datetime | None = None) -> Piano:
    """Put a plan in a state, and the last step at an instant, without walking there."""
    Piano.objects.filter(pk=piano.pk).update(stato=stato)
    if quando:
        Passaggio.objects.create(piano=piano, passo=Passo.INVIA_IN_VERIFICA, da=Stato.BOZZA, a=stato, quando=quando)
    piano.refresh_from_db()
    return piano


# --- Whose turn ---------------------------------------------------------------
def test_ogni_turno_della_procedura_ha_le_sue_parole() -> None:
    assert {tocca(stato) for stato in TURNO} >= {"all'ATS", "all'Ufficio di Piano", "agli enti che firmano"}


@pytest.mark.usefixtures("stanze_di_prova")
def test_il_piano_in_verifica_aspetta_l_ats_e_dice_che_cosa_puo_fare(
    come: Come, piano: Piano, ada: Utente, elena: Utente, franco: Utente, bruno: Utente
) -> None:
    porta_a(piano, Stato.IN_VERIFICA)

    [carta] = scrivania(come, elena).passi
    assert carta.titolo == "Il Piano di Gallarate è «In verifica presso l'ATS»: tocca all'ATS"
    assert carta.testo == "2025-2027. Il prossimo passo: «Chiedi integrazioni»."
    assert (carta.url, carta.azione) == (piano.get_absolute_url(), "Apri il Piano")
    assert "«Dai l'assenso»" in scrivania(come, franco).passi[0].testo
    for altro in (ada, bruno):
        assert scrivania(come, altro).passi == []
    assert "Apri il Piano" in come(elena).get(INDIRIZZO).text


def test_dario_non_sa_del_turno_di_gallarate(come: Come, piano: Piano, ada: Utente, dario: Utente) -> None:
    porta_a(piano, Stato.APPROVATO)
    assert len(scrivania(come, ada).passi) == 1
    assert scrivania(come, dario).passi == []
    assert scrivania(come, dario).attese == []


def test_chi_ha_parti_da_scrivere_non_ha_due_riquadri(come: Come, piano: Piano, ada: Utente) -> None:
    sezione = SezioneFactory.create(piano=piano)
    assert [c.azione for c in scrivania(come, ada).cartelle] == ["Continua a scrivere"]
    sezione.completa = True
    sezione.save()
    [carta] = scrivania(come, ada).cartelle
    assert "«Invia in verifica»" in carta.testo


@time_machine.travel("2024-12-29 10:00:00+01:00")
def test_la_scadenza_ha_nome_giorno_e_quanto_manca(come: Come, piano: Piano, ada: Utente) -> None:
    Scadenza.objects.create(triennio=piano.triennio, chiave="a", nome="Approvazione", giorno=dt.date(2024, 12, 31))
    testo = come(ada).get(INDIRIZZO).text
    assert f"Entro martedì {data(dt.date(2024, 12, 31))}, mancano 2 giorni: Approvazione." in testo
    frasi = [Cartella("", "", "", "", dt.date(2024, 12, g)).quanto for g in (27, 28, 29, 30)]
    assert frasi == ["passata da 2 giorni", "passata da un giorno", "oggi", "manca un giorno"]
    assert Cartella("", "", "", "").quanto == ""


def test_chi_scrive_torna_in_gioco_quando_l_ats_chiede_integrazioni(
    come: Come, piano: Piano, ada: Utente, lia: Utente, elena: Utente
) -> None:
    porta_a(piano, Stato.DA_INTEGRARE, timezone.now())
    for chi in (ada, lia):
        assert [c.piano for c in scrivania(come, chi).passi] == [piano]
    assert [a.chi for a in scrivania(come, elena).attese] == ["Ufficio di Piano"]


def test_presidente_e_segretaria_hanno_il_turno_dell_assemblea(
    come: Come, piano: Piano, pia: Utente, sara: Utente, ada: Utente
) -> None:
    porta_a(piano, Stato.VERIFICATO)
    assert "«Approva» o «Respingi»" in scrivania(come, pia).passi[0].testo
    assert "«Approva»" in scrivania(come, sara).passi[0].testo
    assert [a.chi for a in scrivania(come, ada).attese] == ["Assemblea dei Sindaci"]


def test_chi_firma_lo_sa_dalla_stanza_dell_accordo_e_non_per_sempre(
    come: Come, piano: Piano, bruno: Utente, ada: Utente
) -> None:
    porta_a(piano, Stato.IN_SOTTOSCRIZIONE)
    assert scrivania(come, bruno).passi == []
    assert "«Completa la sottoscrizione»" in scrivania(come, ada).passi[0].testo


@pytest.mark.usefixtures("stanze_di_prova")
def test_recepito_e_inviato_non_aspetta_piu_nessuno(come: Come, piano: Piano, elena: Utente, ada: Utente) -> None:
    porta_a(piano, Stato.RECEPITO)
    [carta] = scrivania(come, elena).passi
    assert carta.nota == "Il fascicolo per la Regione non è ancora partito."
    assert len(scrivania(come, ada).attese) == 1
    Cronologia.objects.create(piano=piano, invio_il=dt.date(2025, 1, 15))
    assert scrivania(come, elena).passi == []
    assert scrivania(come, ada).attese == []


def test_un_incarico_finito_non_da_nessun_turno(come: Come, piano: Piano, elena: Utente) -> None:
    porta_a(piano, Stato.IN_VERIFICA)
    ieri = timezone.localdate() - dt.timedelta(days=1)
    elena.incarichi.update(dal=ieri, al=ieri)
    assert scrivania(come, elena).cartelle == []


# --- Whom I wait for ----------------------------------------------------------
def test_ada_aspetta_l_ats_da_un_giorno_preciso(come: Come, piano: Piano, ada: Utente, elena: Utente) -> None:
    quando = dt.datetime(2024, 11, 12, 9, 30, tzinfo=dt.UTC)
    porta_a(piano, Stato.IN_VERIFICA, quando)

    [attesa] = scrivania(come, ada).attese
    assert (attesa.piano, attesa.chi, attesa.da) == (piano, "ATS Insubria", quando)
    testo = come(ada).get(INDIRIZZO).text
    assert "ha in mano il Piano di" in testo
    assert "dal 12 novembre 2024" in testo
    assert scrivania(come, elena).attese == []


def test_il_turno_del_proprio_ufficio_non_e_di_altri(
    come: Come, piano: Piano, lia: Utente, nino: Utente, ats_insubria: Ats
) -> None:
    assert scrivania(come, lia).attese == []
    porta_a(piano, Stato.IN_VERIFICA, timezone.now())
    assert scrivania(come, nino).attese == [], "la verifica è dei funzionari della sua ATS"
    assert di_chi(piano) == "ATS Insubria"


def test_l_ats_non_aspetta_i_piani_che_non_ha_mai_visto(come: Come, piano: Piano, elena: Utente) -> None:
    assert scrivania(come, elena).attese == []


# --- What the rooms give ------------------------------------------------------
@pytest.mark.usefixtures("stanze_di_prova")
def test_cio_che_aspetta_in_ogni_stanza_sta_in_ordine_di_scadenza(
    come: Come, piano: Piano, piano_di_busto: Piano, ada: Utente
) -> None:
    SezioneFactory.create(piano=piano_di_busto)
    Commento.objects.create(piano=piano, specie=SpecieParte.SEZIONE, parte="x", autore=ada, ente=piano.ambito.ente)

    carte = [c for c in scrivania(come, ada).cartelle if c.azione in ("Rileggi", "Rispondi")]
    assert [(c.titolo, c.entro) for c in carte] == [
        ("Commento da chiudere, Gallarate", piano.triennio.fine),
        ("Sezione da rileggere, Busto Arsizio", None),
    ]
    pagina = come(ada).get(INDIRIZZO).text
    assert f'href="{piano_di_busto.get_absolute_url()}"' in pagina


@pytest.mark.usefixtures("stanze_di_prova")
def test_chi_non_ha_incarichi_ha_comunque_cio_che_le_stanze_gli_danno(come: Come, carla: Utente, piano: Piano) -> None:
    SezioneFactory.create(piano=piano)
    assert [c.azione for c in scrivania(come, carla).cartelle] == ["Rileggi"]


@pytest.mark.usefixtures("stanze_di_prova")
@time_machine.travel("2026-11-22 10:00:00+01:00")
def test_le_sedute_stanno_nell_agenda_con_ora_e_pagina(come: Come, piano: Piano, ada: Utente) -> None:
    Scadenza.objects.create(triennio=piano.triennio, chiave="a", nome="Invio", giorno=dt.date(2026, 12, 10))
    Cronologia.objects.create(piano=piano, atto_accordo_il=dt.date(2026, 12, 2))

    agenda = scrivania(come, ada).agenda
    assert [(v.nome, v.giorni) for v in agenda] == [("Assemblea di Gallarate", 10), ("Invio", 18)]
    assert f"mercoledì {data(dt.date(2026, 12, 2))}, ore 17.30" in come(ada).get(INDIRIZZO).text


def test_senza_stanze_registrate_non_manca_niente(come: Come, piano: Piano, ada: Utente) -> None:
    assert scrivania(come, ada).compiti == []


# --- Notices ------------------------------------------------------------------
def test_gli_ultimi_avvisi_da_leggere_stanno_sulla_scrivania(come: Come, ada: Utente, lia: Utente) -> None:
    for n in range(7):
        avvisa([ada], Messaggio(f"p:{n}", f"Avviso {n}", "È successo.", "/piani/", "Guarda.", dt.date(2024, 12, 31)))
    avvisa([lia], Messaggio("p:0", "Di Lia", "È successo.", "/piani/"))
    cliente = come(ada)
    pagina = cliente.get(INDIRIZZO)

    assert [a.oggetto for a in pagina.context["scrivania"].avvisi] == [f"Avviso {n}" for n in (6, 5, 4, 3, 2)]
    assert "Tutti gli avvisi, 7 da leggere" in pagina.text
    assert "Entro martedì 31" in pagina.text
    ultimo = Avviso.objects.get(oggetto="Avviso 6")
    cliente.post(f"/utenti/avvisi/{ultimo.pk}/letto/", {"next": INDIRIZZO})
    assert cliente.get(INDIRIZZO).context["scrivania"].avvisi[0].oggetto == "Avviso 5"


# --- What it costs ------------------------------------------------------------
def riempi(ats: Ats, triennio: Triennio, quanti: int, chi: Utente) -> list[Piano]:
    """Make plans of as many Ambiti of the ATS, in all the states, with something that waits in each."""
    stati = [s for s in Stato if s != Stato.CONCLUSO]
    piani = []
    for n in range(quanti):
        ambito = AmbitoFactory.create(ente__nome=f"Ambito {n}", ats=ats)
        piano = PianoFactory.create(ambito=ambito, triennio=TriennioFactory.create(codice=f"{2025 + n}-{2027 + n}"))
        porta_a(piano, stati[(n + 2) % len(stati)], timezone.now())
        Scadenza.objects.create(triennio=piano.triennio, chiave="a", nome="A", giorno=timezone.localdate())
        Cronologia.objects.create(piano=piano, atto_accordo_il=timezone.localdate())
        Commento.objects.create(piano=piano, specie=SpecieParte.SEZIONE, parte="x", autore=chi, ente=ambito.ente)
        for _ in range(3):
            SezioneFactory.create(piano=piano)
        avvisa([chi], Messaggio(f"p:{n}", f"Avviso {n}", "È successo.", "/piani/"))
        piani.append(piano)
    return piani


@pytest.mark.usefixtures("stanze_di_prova")
@pytest.mark.parametrize("quanti", [1, 3, 20])
def test_la_scrivania_sta_sotto_le_dieci_letture(
    come: Come,
    ats_insubria: Ats,
    triennio: Triennio,
    elena: Utente,
    quanti: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    piani = riempi(ats_insubria, triennio, quanti, elena)
    # A plan that only a room knows of: one query more, the last one allowed.
    SezioneFactory.create(piano=PianoFactory.create(ambito=AmbitoFactory.create(ente__nome="Crema"), triennio=triennio))
    responsabile = persona("Rita", Ruolo.RESPONSABILE_UDP, piani[0].ambito.ente)
    for chi in (elena, responsabile):
        cliente = come(chi)
        cliente.get(INDIRIZZO)
        with django_assert_max_num_queries(9):
            pagina = cliente.get(INDIRIZZO)
    assert len(pagina.context["scrivania"].piani) == 1


@pytest.mark.lento
@pytest.mark.usefixtures("stanze_di_prova")
def test_la_scrivania_di_un_ats_con_venti_piani_e_pronta_subito(
    come: Come, ats_insubria: Ats, triennio: Triennio, elena: Utente
) -> None:
    riempi(ats_insubria, triennio, 20, elena)
    cliente = come(elena)
    tempi = []
    for _ in range(7):
        inizio = time.process_time()
        assert cliente.get(INDIRIZZO).status_code == 200
        tempi.append(time.process_time() - inizio)
    # The promise is 100 ms (make bench). Here the templates are watched, and the cards are three times those of real life.
    assert min(tempi) < 0.2, tempi


@pytest.mark.usefixtures("stanze_di_prova")
def test_piu_incarichi_si_sommano_senza_altre_letture(
    come: Come, gallarate: Ambito, elena: Utente, piano: Piano, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    porta_a(piano, Stato.IN_VERIFICA)
    IncaricoFactory.create(utente=elena, ruolo=Ruolo.RESPONSABILE_UDP, ente=gallarate.ente)
    cliente = come(elena)
    with django_assert_max_num_queries(9):
        [carta] = cliente.get(INDIRIZZO).context["scrivania"].passi
    assert isinstance(carta, Cartella)
    assert "«Chiedi integrazioni»" in carta.testo
    assert "«Ritira dalla verifica»" in carta.testo
