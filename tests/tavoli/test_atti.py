"""The acts of the tables: who may, when, what is told to whom."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from documenti import archivio
from documenti.enums import TipoFile
from piani.models import Piano
from registro.models import Evento
from tavoli import queries
from tavoli.actions import domande, tavoli
from tavoli.enums import EsitoDomanda, FaseAvviso
from tavoli.exceptions import ContributoNonAmmissibile, DomandaNonAmmissibile, TavoloNonPronto
from tavoli.models import Tavolo
from tests.tavoli_di_prova import altra_cooperativa, chiede, contribuisce, dati, oggi, siede, tavolo_annunciato
from utenti.models import Avviso, Utente
from utenti.tasks import spedisci_avvisi

pytestmark = pytest.mark.django_db


@pytest.fixture
def tavolo(piano: Piano, gallarate: Ambito, ada: Utente) -> Tavolo:
    """A table of Gallarate, announced, that works for its plan."""
    return tavolo_annunciato(gallarate, ada, piani=[piano])


# --- The notice ---------------------------------------------------------------


def test_il_testo_dell_avviso_si_pulisce_e_gli_invitati_stanno_in_ordine(gallarate: Ambito, ada: Utente) -> None:
    scritto = dati(presentazione="<p>Ciao<script>alert(1)</script></p>", invitati=["sindacati", "ets", "nessuno"])

    tavolo = tavoli.crea_tavolo(gallarate, dati=scritto, autore=ada)

    assert tavolo.presentazione == "<p>Ciao</p>"
    assert tavolo.invitati == ["ets", "sindacati"]
    assert tavolo.fase is FaseAvviso.IN_PREPARAZIONE


def test_dario_non_apre_e_non_cambia_i_tavoli_di_gallarate(
    tavolo: Tavolo, gallarate: Ambito, busto: Ambito, dario: Utente
) -> None:
    tavoli.crea_tavolo(busto, dati=dati(), autore=dario)
    with pytest.raises(NonPermesso, match="Non puoi gestire i tavoli nell'Ambito territoriale di Gallarate"):
        tavoli.crea_tavolo(gallarate, dati=dati(), autore=dario)
    for atto in (
        lambda: tavoli.cambia_tavolo(tavolo, dati=dati("Altro"), altri_ambiti=[], revisione=1, autore=dario),
        lambda: tavoli.chiudi(tavolo, sintesi="Fine.", autore=dario),
        lambda: tavoli.aggiungi_tema(tavolo, titolo="X", testo="", autore=dario),
    ):
        with pytest.raises(NonPermesso):
            atto()
    tavolo.refresh_from_db()
    assert tavolo.titolo == "Tavolo della casa"


def test_prima_di_annunciare_il_tavolo_dice_che_cosa_manca(gallarate: Ambito, ada: Utente) -> None:
    vuoto = dati(presentazione="", invitati=[], annuncio_dal=None, annuncio_al=None)
    tavolo = tavoli.crea_tavolo(gallarate, dati=vuoto, autore=ada)

    assert len(tavoli.mancanze(tavolo)) == 4
    with pytest.raises(TavoloNonPronto, match="Manca la presentazione"):
        tavoli.annuncia(tavolo, autore=ada)


def test_non_si_annuncia_un_avviso_gia_scaduto_ne_due_volte(gallarate: Ambito, ada: Utente, tavolo: Tavolo) -> None:
    ieri = oggi() - dt.timedelta(days=1)
    vecchio = tavoli.crea_tavolo(gallarate, dati=dati(annuncio_dal=ieri, annuncio_al=ieri), autore=ada)
    tavoli.aggiungi_tema(vecchio, titolo="Uno", testo="", autore=ada)

    with pytest.raises(TavoloNonPronto, match="già passato"):
        tavoli.annuncia(vecchio, autore=ada)
    with pytest.raises(TavoloNonPronto, match="già pubblicato"):
        tavoli.annuncia(tavolo, autore=ada)


def test_le_date_al_contrario_si_rifiutano(gallarate: Ambito, ada: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="finiscono prima di cominciare"):
        tavoli.crea_tavolo(gallarate, dati=dati(annuncio_dal=oggi(), annuncio_al=dt.date(2020, 1, 1)), autore=ada)


def test_due_che_scrivono_lo_stesso_avviso_non_si_coprono(tavolo: Tavolo, ada: Utente, lia: Utente) -> None:
    letta = tavolo.revisione
    tavoli.cambia_tavolo(tavolo, dati=dati("Uno"), altri_ambiti=[], revisione=letta, autore=ada)

    with pytest.raises(SalvataggioSuperato):
        tavoli.cambia_tavolo(tavolo, dati=dati("Due"), altri_ambiti=[], revisione=letta, autore=lia)


def test_a_un_avviso_pubblico_non_si_tolgono_le_date(tavolo: Tavolo, ada: Utente) -> None:
    with pytest.raises(TavoloNonPronto, match="non si tolgono"):
        tavoli.cambia_tavolo(
            tavolo,
            dati=dati(annuncio_dal=None, annuncio_al=None),
            altri_ambiti=[],
            revisione=tavolo.revisione,
            autore=ada,
        )


def test_la_fase_segue_le_date(tavolo: Tavolo, ada: Utente) -> None:
    def fase_dopo(giorni: int) -> str:
        with time_machine.travel(timezone.now() + dt.timedelta(days=giorni), tick=False):
            return str(tavolo.fase)

    assert [fase_dopo(n) for n in (-2, -1, 0, 10, 11)] == ["in_arrivo", "aperto", "aperto", "aperto", "lavori"]
    assert tavolo.giorni == 10
    assert tavoli.chiudi(tavolo, sintesi="Fine.", autore=ada).fase is FaseAvviso.CHIUSO


def test_il_database_non_tiene_un_fatto_a_meta(tavolo: Tavolo) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tavolo.objects.filter(pk=tavolo.pk).update(pubblicato_da=None)


def test_chi_chiude_dice_come_e_finito_e_dopo_non_cambia_nulla(tavolo: Tavolo, ada: Utente, carla: Utente) -> None:
    siede(tavolo, carla, ufficio=ada)
    with pytest.raises(DatiNonValidi, match="come è finito"):
        tavoli.chiudi(tavolo, sintesi=" ", autore=ada)

    tavoli.chiudi(tavolo, sintesi="Sedici proposte, quattro nel Piano.", autore=ada)

    assert Avviso.objects.filter(destinatario=carla, chiave=f"tavoli.chiuso:{tavolo.pk}").exists()
    for atto in (
        lambda: tavoli.aggiungi_tema(tavolo, titolo="X", testo="", autore=ada),
        lambda: tavoli.chiudi(tavolo, sintesi="Ancora", autore=ada),
    ):
        with pytest.raises(TavoloNonPronto, match="Il tavolo è chiuso"):
            atto()
    with pytest.raises(ContributoNonAmmissibile, match="Tavolo chiuso"):
        contribuisce(tavolo, carla)


# --- More Ambiti, more plans --------------------------------------------------


def test_un_tavolo_serve_piu_ambiti_e_ciascun_ufficio_collega_il_suo_piano(
    tavolo: Tavolo, piano: Piano, piano_di_busto: Piano, busto: Ambito, ada: Utente, dario: Utente
) -> None:
    with pytest.raises(NonPermesso):
        tavoli.collega_piani(tavolo, piani=[piano_di_busto], autore=dario)
    tavoli.cambia_tavolo(tavolo, dati=dati(), altri_ambiti=[busto], revisione=tavolo.revisione, autore=ada)
    with pytest.raises(TavoloNonPronto, match="solo i Piani del tuo Ambito"):
        tavoli.collega_piani(tavolo, piani=[piano, piano_di_busto], autore=ada)

    tavoli.collega_piani(tavolo, piani=[piano_di_busto], autore=dario)

    assert set(queries.piani_collegati(tavolo)) == {piano, piano_di_busto}
    tavolo.refresh_from_db()
    tavoli.cambia_tavolo(tavolo, dati=dati(), altri_ambiti=[], revisione=tavolo.revisione, autore=ada)
    assert list(queries.piani_collegati(tavolo)) == [piano]


def test_chi_tiene_un_tavolo_non_apre_il_piano_di_un_altro_ambito(
    piano: Piano, piano_di_busto: Piano, gallarate: Ambito, busto: Ambito, dario: Utente
) -> None:
    di_dario = tavoli.crea_tavolo(busto, dati=dati(), altri_ambiti=[gallarate], autore=dario)

    with pytest.raises(TavoloNonPronto, match="solo i Piani del tuo Ambito"):
        tavoli.collega_piani(di_dario, piani=[piano], autore=dario)
    assert not queries.piani_collegati(di_dario).exists()


# --- Applications -------------------------------------------------------------


def test_carla_chiede_e_l_ufficio_lo_sa(tavolo: Tavolo, carla: Utente, ada: Utente, lia: Utente, dario: Utente) -> None:
    domanda = chiede(tavolo, carla)

    assert domanda.esito is EsitoDomanda.IN_ATTESA
    avvisati = set(Avviso.objects.filter(chiave=f"tavoli.domanda:{domanda.pk}").values_list("destinatario", flat=True))
    assert avvisati == {ada.pk, lia.pk}


def test_ammessa_siede_al_tavolo_e_riceve_la_posta(
    tavolo: Tavolo,
    piano: Piano,
    carla: Utente,
    ada: Utente,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    domanda = siede(tavolo, carla, ufficio=ada)
    spedisci_avvisi()

    assert list(queries.membri_di(tavolo)) == [domanda.ente]
    assert list(queries.enti_partecipanti(piano)) == [domanda.ente]
    (lettera,) = [m for m in mail.outbox if m.to == [carla.email]]
    assert "L'ente Cooperativa di prova è ammesso al tavolo «Tavolo della casa»" in lettera.body
    assert f"/tavoli/{tavolo.pk}/" in lettera.body


def test_la_risposta_di_no_ha_un_motivo_e_arriva_con_quello(tavolo: Tavolo, carla: Utente, ada: Utente) -> None:
    domanda = chiede(tavolo, carla)
    with pytest.raises(DomandaNonAmmissibile, match="Manca il motivo"):
        domande.respingi(domanda, motivo="  ", autore=ada)

    domande.respingi(domanda, motivo="Il tavolo è per chi opera nell'Ambito.", autore=ada)

    avviso = Avviso.objects.get(destinatario=carla)
    assert "non è ammesso" in avviso.testo
    assert "per chi opera nell'Ambito" in avviso.testo
    assert chiede(tavolo, carla).esito is EsitoDomanda.IN_ATTESA


def test_dario_non_ammette_chi_chiede_a_gallarate(tavolo: Tavolo, carla: Utente, dario: Utente) -> None:
    domanda = chiede(tavolo, carla)
    with pytest.raises(NonPermesso):
        domande.ammetti(domanda, autore=dario)
    with pytest.raises(NonPermesso):
        domande.respingi(domanda, motivo="No.", autore=dario)


def test_si_risponde_una_volta_sola(tavolo: Tavolo, carla: Utente, ada: Utente, lia: Utente) -> None:
    domanda = siede(tavolo, carla, ufficio=ada)

    with pytest.raises(DomandaNonAmmissibile, match="Qualcuno ha già risposto: la domanda è «Ammessa»"):
        domande.respingi(domanda, motivo="No.", autore=lia)


def test_si_chiede_una_volta_nei_giorni_dell_avviso_e_solo_per_il_proprio_ente(
    tavolo: Tavolo, carla: Utente, ada: Utente
) -> None:
    nora = altra_cooperativa()
    suo = nora.incarichi.get().ente
    with pytest.raises(NonPermesso, match="puoi parlare per Cooperativa di prova"):
        domande.chiedi_di_partecipare(tavolo, ente=suo, motivazione="X", autore=carla)
    with pytest.raises(NonPermesso, match="Non puoi partecipare ai tavoli"):
        domande.chiedi_di_partecipare(tavolo, ente=suo, motivazione="X", autore=ada)
    chiede(tavolo, carla)
    with pytest.raises(DomandaNonAmmissibile, match="ha già una domanda"):
        chiede(tavolo, carla)
    assert tavolo.annuncio_al
    with (
        time_machine.travel(tavolo.annuncio_al + dt.timedelta(days=1, hours=12), tick=False),
        pytest.raises(DomandaNonAmmissibile, match="L'ultimo giorno per chiedere era"),
    ):
        chiede(tavolo, nora)


def test_chi_si_ritira_non_siede_piu_e_puo_tornare(tavolo: Tavolo, piano: Piano, carla: Utente, ada: Utente) -> None:
    domanda = siede(tavolo, carla, ufficio=ada)
    with pytest.raises(NonPermesso):
        domande.ritira(domanda, autore=altra_cooperativa())

    domande.ritira(domanda, autore=carla)

    assert not queries.enti_partecipanti(piano).exists()
    with pytest.raises(DomandaNonAmmissibile, match="già «Ritirata»"):
        domande.ritira(domanda, autore=carla)
    with pytest.raises(NonPermesso, match="non siede a questo tavolo"):
        contribuisce(tavolo, carla)
    siede(tavolo, carla, ufficio=ada)
    assert queries.membri_di(tavolo).count() == 1


# --- Meetings -----------------------------------------------------------------


def test_di_un_incontro_sanno_solo_i_membri(tavolo: Tavolo, carla: Utente, ada: Utente) -> None:
    nora = altra_cooperativa()
    chiede(tavolo, nora)
    siede(tavolo, carla, ufficio=ada)
    domani = dt.datetime.combine(oggi() + dt.timedelta(days=1), dt.time(17), tzinfo=dt.UTC)

    tavoli.fissa_incontro(tavolo, quando=domani, luogo="In linea", argomento="I bisogni", autore=ada)

    avviso = Avviso.objects.get(chiave__startswith="tavoli.incontro")
    assert avviso.destinatario == carla
    assert avviso.entro == domani.date()
    assert "In linea" in avviso.testo


def test_il_verbale_si_carica_dopo_e_i_presenti_siedono_al_tavolo(tavolo: Tavolo, carla: Utente, ada: Utente) -> None:
    siede(tavolo, carla, ufficio=ada)
    file = archivio.conserva(b"%PDF-1.7\nverbale\n%%EOF\n", nome="v.pdf", tipi=frozenset({TipoFile.PDF}))
    ieri, domani = (timezone.now() + dt.timedelta(days=g) for g in (-1, 1))
    tenuto = tavoli.fissa_incontro(tavolo, quando=ieri, luogo="Sala", argomento="A", autore=ada)
    futuro = tavoli.fissa_incontro(tavolo, quando=domani, luogo="Sala", argomento="B", autore=ada)
    suo, estraneo = carla.incarichi.get().ente, altra_cooperativa().incarichi.get().ente

    with pytest.raises(DatiNonValidi, match="deve ancora tenersi"):
        tavoli.registra_verbale(futuro, presenti=[], verbale=file, nome_file="v.pdf", autore=ada)
    with pytest.raises(DatiNonValidi, match="non siede a questo tavolo"):
        tavoli.registra_verbale(tenuto, presenti=[estraneo], verbale=file, nome_file="v.pdf", autore=ada)
    tavoli.registra_verbale(tenuto, presenti=[suo], verbale=file, nome_file="v.pdf", autore=ada)

    assert list(tenuto.presenti.all()) == [suo]
    assert Evento.objects.filter(tipo="tavoli.verbale_registrato", dati__contains=file.sha256).exists()
