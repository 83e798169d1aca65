"""Each thing once on the desk, in its order, and only while it still asks for something."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito
from documenti.enums import StatoLavoro
from documenti.models import Lavoro
from obiettivi.models import Scadenza
from piani.actions.stampe import chiedi_stampa, stampa_dopo_il_passo
from piani.annunci import annuncia
from piani.carta import PARTE_ACCORDO
from piani.enums import Passo, SpecieParte, Stato
from piani.models import Commento, Passaggio, Piano, Stampa, Versione
from recepimento.queries.tavolo import INVIO
from scrivania.cartelle import Scrivania, nome_della_carta
from tests.cliente import Cliente
from tests.tavoli_di_prova import siede, tavolo_annunciato
from utenti.models import Utente

pytestmark = pytest.mark.django_db
INDIRIZZO = "/scrivania/"
Come = Callable[[Utente], Cliente]


def scrivania(come: Come, chi: Utente) -> Scrivania:
    trovata: Scrivania = come(chi).get(INDIRIZZO).context["scrivania"]
    return trovata


def passa(piano: Piano, passo: Passo, a: Stato, *, autore: Utente, versione: Versione | None = None) -> Passaggio:
    """Write a step as taken, with its notices, without walking there."""
    passaggio = Passaggio.objects.create(
        piano=piano, passo=passo, da=piano.stato, a=a, autore=autore, versione=versione
    )
    Piano.objects.filter(pk=piano.pk).update(stato=a)
    piano.refresh_from_db()
    annuncia(passaggio)
    return passaggio


# --- Cards --------------------------------------------------------------------
def test_la_stanza_che_porta_avanti_il_passo_ha_l_unico_riquadro(
    come: Come, piano: Piano, elena: Utente, franco: Utente
) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.IN_VERIFICA)

    for chi in (elena, franco):
        assert [c.azione for c in scrivania(come, chi).cartelle] == ["Apri la verifica"]


def test_un_commento_da_risolvere_non_nasconde_il_passo(come: Come, piano: Piano, ada: Utente, elena: Utente) -> None:
    ente = elena.incarichi.get().ente
    Commento.objects.create(piano=piano, specie=SpecieParte.SEZIONE, parte="x", autore=elena, ente=ente)

    assert {c.azione for c in scrivania(come, ada).cartelle} == {"Leggi i commenti", "Apri il Piano"}


@pytest.mark.parametrize("con_scadenza", [True, False])
def test_prima_si_recepisce_poi_si_invia_in_regione(come: Come, piano: Piano, nino: Utente, con_scadenza: bool) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.SOTTOSCRITTO)
    if con_scadenza:
        Scadenza.objects.create(triennio=piano.triennio, chiave=INVIO, nome="Invio", giorno=timezone.localdate())

    assert [c.azione for c in scrivania(come, nino).cartelle] == ["Apri l'atto", "Apri il fascicolo"]


# --- Prints -------------------------------------------------------------------
def pronta(stampa: Stampa) -> None:
    Lavoro.objects.filter(pk=stampa.lavoro_id).update(stato=StatoLavoro.RIUSCITO, finito_il=timezone.now())


def test_le_stampe_che_un_passo_fa_da_se_non_stanno_sulla_scrivania(come: Come, piano: Piano, ada: Utente) -> None:
    versione = Versione.objects.create(piano=piano, sha256="b" * 64, contenuto=b"{}")
    stampa_dopo_il_passo(passa(piano, Passo.INVIA_IN_VERIFICA, Stato.IN_VERIFICA, autore=ada, versione=versione))
    stampa_dopo_il_passo(passa(piano, Passo.APPROVA, Stato.APPROVATO, autore=ada, versione=versione))
    for stampa in Stampa.objects.all():
        pronta(stampa)
    assert Stampa.objects.count() == 3

    assert scrivania(come, ada).stampe == []


def test_le_stampe_chieste_hanno_un_nome_e_una_riga_per_piano(come: Come, piano: Piano, ada: Utente) -> None:
    pronta(chiedi_stampa(piano, autore=ada))
    versione = Versione.objects.get()
    # Asked for by hand before the step froze the same content: it stays hers.
    passa(piano, Passo.INVIA_IN_VERIFICA, Stato.IN_VERIFICA, autore=ada, versione=versione)
    lavoro = Lavoro.objects.create(
        tipo="stampa", chiave="n", stato=StatoLavoro.RIUSCITO, richiesto_da=ada, finito_il=timezone.now()
    )
    Stampa.objects.create(versione=versione, lavoro=lavoro, scheda="obiettivo:N")

    pagina = come(ada).get(INDIRIZZO)

    [riga] = pagina.context["scrivania"].stampe
    assert riga.nome == "Le stampe sono pronte: Scheda N e Tutto il Piano"
    assert riga.nome in pagina.text
    assert "Apri le stampe" not in [c.azione for c in pagina.context["scrivania"].cartelle]


def test_ogni_carta_ha_il_suo_nome() -> None:
    nomi = [nome_della_carta(s) for s in ("", PARTE_ACCORDO, "obiettivo:N", "esito:B")]
    assert nomi == ["Tutto il Piano", "Accordo di Programma", "Scheda N", "Esito B"]


# --- Notices ------------------------------------------------------------------
def test_solo_l_ultimo_passo_di_un_piano_chiede_ancora_qualcosa(
    come: Come, piano: Piano, piano_di_busto: Piano, franco: Utente, pia: Utente, elena: Utente
) -> None:
    Scadenza.objects.create(
        triennio=piano.triennio, chiave="a", nome="A", giorno=timezone.localdate() + dt.timedelta(days=9)
    )
    passa(piano, Passo.DAI_ASSENSO, Stato.VERIFICATO, autore=franco)
    passa(piano_di_busto, Passo.INVIA_IN_VERIFICA, Stato.IN_VERIFICA, autore=pia)
    [avviso] = scrivania(come, pia).avvisi
    assert avviso.da_fare.startswith("Convoca l'Assemblea")
    assert avviso.entro is not None

    passa(piano, Passo.APPROVA, Stato.APPROVATO, autore=franco)

    dopo = scrivania(come, pia).avvisi
    assert avviso.pk in [a.pk for a in dopo], "resta da leggere: è successo"
    assert [(a.da_fare, a.entro) for a in dopo if a.pk == avviso.pk] == [("", None)]
    assert "Convoca l" not in come(pia).get(INDIRIZZO).text
    # The step of another plan asks as before.
    assert any(a.da_fare.startswith("Compila la verifica") for a in scrivania(come, elena).avvisi)


# --- Bodies of the tables -----------------------------------------------------
def test_carla_senza_nulla_da_fare_trova_gli_avvisi_e_i_suoi_tavoli(
    come: Come, gallarate: Ambito, piano: Piano, carla: Utente, ada: Utente, bruno: Utente
) -> None:
    vuota = come(carla).get(INDIRIZZO).text
    assert "Adesso non ti aspetta nulla" in vuota
    assert "Scegli un tavolo e chiedi di partecipare." in vuota
    assert 'href="/tavoli/?fase=aperti"' in vuota
    assert 'href="/tavoli/contributi/"' in vuota
    assert "non siede ancora a nessun tavolo" in vuota
    siede(tavolo := tavolo_annunciato(gallarate, ada, piani=[piano]), carla, ufficio=ada)

    assert f'<a href="{tavolo.get_absolute_url()}">{tavolo}</a>' in come(carla).get(INDIRIZZO).text
    sindaco = come(bruno).get(INDIRIZZO).text
    assert "Adesso non ti aspetta nulla" in sindaco
    assert "I tuoi tavoli" not in sindaco


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_scrivania_di_chi_siede_costa_sempre_uguale(
    come: Come,
    gallarate: Ambito,
    piano: Piano,
    carla: Utente,
    ada: Utente,
    quanti: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(quanti):
        siede(tavolo_annunciato(gallarate, ada, titolo=f"Tavolo {n}", piani=[piano]), carla, ufficio=ada)
    cliente = come(carla)
    with django_assert_num_queries(6):
        cliente.get(INDIRIZZO)
