"""The list of plans and the plan's page."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Asst, Ats
from core.formati import data_estesa, euro
from obiettivi.enums import PeriodoRisorsa, TipoCampo
from obiettivi.models import Scadenza, Triennio
from piani.avanzamento import quadro
from piani.enums import Stato
from piani.models import Piano
from tests.cliente import Cliente
from tests.factories import (
    AzioneFactory,
    CampoSchedaFactory,
    IncaricoFactory,
    LineaRisorsaFactory,
    MacroareaFactory,
    PianoFactory,
    RispostaFactory,
    SezioneFactory,
    VoceFormatoFactory,
    VoceSchedaFactory,
)
from tests.pagine import nomina
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


def _pubblica(piano: Piano) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)


def _mancanze(piano: Piano) -> dict[str, list[str]]:
    return {g.titolo: [v.frase for v in g.voci] for g in quadro(piano).mancanze}


def test_chi_non_ha_accesso_vede_solo_i_piani_approvati(client: Cliente, piano: Piano, piano_di_busto: Piano) -> None:
    _pubblica(piano_di_busto)
    pagina = client.get("/piani/")
    assert "Busto Arsizio" in pagina.text
    assert piano.get_absolute_url() not in pagina.text


def test_un_piano_in_bozza_di_altri_non_esiste(come: Come, piano: Piano, dario: Utente, client: Cliente) -> None:
    assert come(dario).get(piano.get_absolute_url()).status_code == 404
    assert client.get(piano.get_absolute_url()).status_code == 404


def test_il_piano_approvato_lo_apre_chiunque_ma_senza_il_lavoro_dell_ufficio(
    client: Cliente, piano: Piano, ada: Utente
) -> None:
    _pubblica(piano)
    pagina = client.get(piano.get_absolute_url())
    assert pagina.status_code == 200
    assert "Prossimo passo" not in pagina.text
    assert ada.nome not in pagina.text


def test_i_filtri_restano_nell_indirizzo_e_l_elenco_vuoto_dice_che_fare(come: Come, piano: Piano, ada: Utente) -> None:
    ada_naviga = come(ada)
    assert piano.get_absolute_url() in ada_naviga.get("/piani/?q=gallar&stato=bozza").text
    vuoto = ada_naviga.get("/piani/?q=zzz")
    assert "Nessun Piano corrisponde" in vuoto.text
    assert "Togli i filtri" in vuoto.text


def test_l_elenco_si_scarica(come: Come, piano: Piano, ada: Utente) -> None:
    risposta = come(ada).get("/piani/?formato=csv")
    assert "Gallarate;2025-2027;Bozza" in risposta.content.decode("utf-8-sig")


@pytest.mark.parametrize("quanti", [1, 3])
def test_l_elenco_costa_sempre_uguale(
    come: Come,
    ada: Utente,
    elena: Utente,
    quanti: int,
    triennio: Triennio,
    ats_insubria: Ats,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(quanti):
        PianoFactory.create(ambito__ats=ats_insubria, triennio=triennio)
    cliente = come(elena)
    with django_assert_num_queries(8):
        assert cliente.get("/piani/").status_code == 200


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_del_piano_costa_sempre_uguale(
    come: Come, ada: Utente, piano: Piano, quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Scadenza.objects.create(triennio=piano.triennio, chiave="a", nome="Invio", giorno=dt.date(2025, 1, 15))
    for _ in range(quanti):
        sezione = SezioneFactory.create(piano=piano)
        voce = VoceSchedaFactory.create(piano=piano, sezione=sezione)
        voce.scheda.macroaree.add(*(MacroareaFactory.create() for _ in range(2)))
        LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal(100))
        IncaricoFactory.create(ente=piano.ambito.ente)
    cliente = come(ada)
    cliente.get(piano.get_absolute_url())  # the first of all asks SQLite, once a process, whether it knows JSON
    with django_assert_num_queries(10):
        assert cliente.get(piano.get_absolute_url()).status_code == 200


@time_machine.travel("2026-11-22 10:00:00+01:00")
def test_una_scadenza_passata_si_dice_e_una_futura_conta_i_giorni(come: Come, ada: Utente, piano: Piano) -> None:
    Scadenza.objects.create(triennio=piano.triennio, chiave="a", nome="Invio in Regione", giorno=dt.date(2025, 1, 15))
    assert (
        f"L'ultima scadenza è passata: Invio in Regione, {data_estesa(dt.date(2025, 1, 15))}."
        in come(ada).get(piano.get_absolute_url()).text
    )
    Scadenza.objects.create(triennio=piano.triennio, chiave="b", nome="Verifica", giorno=dt.date(2026, 12, 2))
    assert "Mancano 10 giorni" in come(ada).get(piano.get_absolute_url()).text


def test_ogni_mancanza_e_nominata(piano: Piano) -> None:
    VoceFormatoFactory.create(triennio=piano.triennio, chiave="bisogni", nome="Analisi dei bisogni")
    contesto = VoceFormatoFactory.create(triennio=piano.triennio)
    SezioneFactory.create(piano=piano, titolo="Collegata", voce_formato=contesto)
    SezioneFactory.create(piano=piano, titolo="Vuota", testo="")
    trovate = _mancanze(piano)
    assert trovate["Voci del formato regionale senza una sezione"] == ["Analisi dei bisogni"]
    assert trovate["Capitoli non collegati a una voce del formato regionale"] == ["Vuota"]
    assert trovate["Sezioni senza testo"] == ["2 Vuota"]


def test_una_sezione_con_una_scheda_non_e_senza_testo(piano: Piano) -> None:
    sezione = SezioneFactory.create(
        piano=piano, testo="", voce_formato=VoceFormatoFactory.create(triennio=piano.triennio)
    )
    VoceSchedaFactory.create(piano=piano, sezione=sezione)
    assert "Sezioni senza testo" not in _mancanze(piano)


def test_le_righe_vuote_di_una_scheda_si_contano_dove_sta_il_valore(piano: Piano) -> None:
    voce = VoceSchedaFactory.create(piano=piano, codice="A", scheda__intestazione="Casa")
    formato = voce.scheda.formato
    target = CampoSchedaFactory.create(formato=formato, chiave="target")
    azioni = CampoSchedaFactory.create(formato=formato, chiave="azioni", tipo=TipoCampo.AZIONI)
    CampoSchedaFactory.create(formato=formato, chiave="facoltativa", obbligatorio=False)
    assert _mancanze(piano)["Schede con righe vuote"] == ["A. Casa: 2 righe"]
    AzioneFactory.create(scheda=voce.scheda)
    assert _mancanze(piano)["Schede con righe vuote"] == ["A. Casa: 1 riga"]
    RispostaFactory.create(scheda=voce.scheda, campo=target, testo="", non_pertinente=True)
    assert "Schede con righe vuote" not in _mancanze(piano)
    assert azioni.chiave == "azioni"


def test_un_importo_conta_una_volta_sola_anche_in_due_macroaree(come: Come, ada: Utente, piano: Piano) -> None:
    voce = VoceSchedaFactory.create(piano=piano)
    voce.scheda.macroaree.add(MacroareaFactory.create(codice="A"), MacroareaFactory.create(codice="B"))
    LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal(100))
    LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal(30), condivisa=True)
    LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal(10), periodo=PeriodoRisorsa.ANNUALE)
    LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal(7), periodo=PeriodoRisorsa.PER_UNITA)
    stato = quadro(piano)
    assert [(a.schede, a.proprie, a.condivise) for a in stato.aree] == [(1, Decimal(130), Decimal(30))] * 2
    assert (stato.totale.schede, stato.totale.proprie, stato.totale.condivise) == (1, Decimal(130), Decimal(30))
    testo = come(ada).get(piano.get_absolute_url()).text
    assert euro(130) in testo
    assert "ogni importo conta una volta sola" in testo


def test_se_non_manca_nulla_il_piano_e_scritto_per_intero_e_si_va_alle_stampe(
    come: Come, ada: Utente, piano: Piano
) -> None:
    SezioneFactory.create(piano=piano, voce_formato=VoceFormatoFactory.create(triennio=piano.triennio))
    testo = come(ada).get(piano.get_absolute_url()).text
    assert "Il Piano è scritto per intero" in testo
    assert "Da segnare come complete: <strong>1 parte</strong>" in testo
    piano.sezioni.update(completa=True)
    assert "Da segnare come complete" not in come(ada).get(piano.get_absolute_url()).text


def test_i_sindaci_stanno_insieme_e_gli_enti_hanno_la_sigla(
    come: Come, ada: Utente, bruno: Utente, elena: Utente, piano: Piano
) -> None:
    pagina = come(ada).get(piano.get_absolute_url())
    assert 'I Sindaci <span class="mancanze-conta">(1)</span>' in pagina.text
    assert "ATS Insubria" in pagina.text
    assert "ATS DELL&#x27;INSUBRIA" not in pagina.text
    assert [e for e, _ in pagina.context["squadra"]] == ["ATS Insubria", "Ambito territoriale di Gallarate"]


def test_chi_non_e_entrato_trova_accedi_dove_un_piano_non_e_pubblico(
    client: Cliente, come: Come, dario: Utente, piano: Piano
) -> None:
    indirizzo = piano.get_absolute_url()
    pagina = client.get(indirizzo)
    assert pagina.status_code == 404
    assert f'href="/account/login/?next={indirizzo}">Accedi</a>' in pagina.text
    assert "?next=" not in come(dario).get(indirizzo).text
    assert "?next=" not in client.get("/questo-indirizzo-non-esiste/").text


def test_la_pagina_dice_chi_ci_lavora(
    come: Come, ada: Utente, lia: Utente, dario: Utente, gina: Utente, piano: Piano
) -> None:
    testo = come(ada).get(piano.get_absolute_url()).text
    assert lia.nome in testo
    assert gina.nome in testo
    assert not nomina(testo, "Dario")


def test_scrivi_porta_la_asst_alla_sua_prima_sezione(
    come: Come, ada: Utente, gina: Utente, piano: Piano, asst_valle_olona: Asst
) -> None:
    prima = SezioneFactory.create(piano=piano, ordine=1)
    sua = SezioneFactory.create(piano=piano, ordine=2, proprietario=asst_valle_olona.ente)
    for chi, attesa in ((ada, prima), (gina, sua)):
        pagina = come(chi).get(piano.get_absolute_url()).text
        scrivi = pagina.split('<p class="piano-atti">')[1].split("</a>")[0]
        assert f"sezioni/{attesa.chiave}/" in scrivi
        assert "Scrivi" in scrivi
