"""Notices by mail: to whom, how, once; the mail server away, two workers, the daily digest, closed accounts."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPServerDisconnected
from threading import Barrier

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.cast import persona
from tests.factories import EnteFactory, UtenteFactory
from utenti.actions import cambia_posta, disattiva_e_pseudonimizza
from utenti.avvisi import Messaggio, avvisa, segna_letti
from utenti.enums import Posta, Ruolo
from utenti.models import Avviso, Utente
from utenti.tasks import FALLITI_DI_FILA, PRESA, TENTATIVI_MASSIMI, riprova_posta, spedisci_avvisi, spedisci_riepiloghi

MESSAGGIO = Messaggio(
    chiave="passaggio:1",
    oggetto="Dai l'assenso: Piano di Gallarate",
    testo="ATS Insubria ha dato l'assenso al Piano di Gallarate.",
    url="/piani/50074/2025-2027/",
    da_fare="Convoca l'Assemblea dei Sindaci.",
    entro=dt.date(2024, 12, 31),
)
# The mail server answers, or it does not.
Server = Callable[[bool], None]


def un_messaggio(chiave: str, **altro: object) -> Messaggio:
    return Messaggio(**{**MESSAGGIO.__dict__, "chiave": chiave, **altro})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """A function that takes the mail server away and puts it back."""
    vero = EmailMultiAlternatives.send

    def acceso(si: bool) -> None:
        def rotto(self: object, *args: object, **altro: object) -> int:
            raise SMTPServerDisconnected

        monkeypatch.setattr(EmailMultiAlternatives, "send", vero if si else rotto)

    return acceso


@pytest.mark.django_db
def test_l_avviso_parte_dopo_il_commit_in_testo_e_in_html(
    ada: Utente, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert avvisa([ada], MESSAGGIO) == 1
        assert mail.outbox == []

    [lettera] = mail.outbox
    assert isinstance(lettera, EmailMultiAlternatives)
    pagina = str(lettera.alternatives[0][0])
    assert (lettera.to, lettera.subject) == (["ada@esempio.it"], MESSAGGIO.oggetto)
    assert lettera.alternatives[0][1] == "text/html"
    assert lettera.extra_headers["Auto-Submitted"] == "auto-generated"
    for corpo in (lettera.body, pagina.replace("&#x27;", "'")):
        assert MESSAGGIO.testo in corpo
        assert MESSAGGIO.da_fare in corpo
        assert "martedì 31\u00a0dicembre 2024" in corpo
        assert f"{settings.INDIRIZZO_PORTALE}/piani/50074/2025-2027/" in corpo
        assert f"{settings.INDIRIZZO_PORTALE}/utenti/profilo/" in corpo
    assert Avviso.objects.get().spedito_il is not None


@pytest.mark.django_db
def test_cio_che_non_c_e_non_si_scrive_e_l_html_resta_testo(ada: Utente) -> None:
    avvisa([ada], un_messaggio("p:2", testo="Motivo: <b>prova</b>", da_fare="", entro=None))
    spedisci_avvisi()

    lettera = mail.outbox[0]
    assert isinstance(lettera, EmailMultiAlternatives)
    assert "Motivo: <b>prova</b>" in lettera.body
    assert "&lt;b&gt;prova" in str(lettera.alternatives[0][0])
    assert "Che cosa fare" not in lettera.body
    assert "Entro" not in lettera.body


@pytest.mark.django_db
def test_lo_stesso_fatto_una_volta_sola(ada: Utente, lia: Utente) -> None:
    assert avvisa([ada, ada], MESSAGGIO) == 1
    assert avvisa([ada, lia], MESSAGGIO) == 1
    assert avvisa([ada, lia], MESSAGGIO) == 0
    assert spedisci_avvisi() == 2
    assert spedisci_avvisi() == 0


@pytest.mark.django_db
def test_un_testo_troppo_lungo_si_accorcia_e_non_ferma_l_atto(ada: Utente) -> None:
    avvisa([ada], un_messaggio("p:3", oggetto="o" * 300, testo="riga\n" * 600, da_fare="d" * 301))

    avviso = Avviso.objects.get()
    assert (len(avviso.oggetto), len(avviso.da_fare)) == (200, 300)
    assert "\n" not in avviso.testo
    assert avviso.testo.endswith("…")


@pytest.mark.django_db
def test_se_l_atto_non_riesce_nessuno_ha_saputo_niente(ada: Utente) -> None:
    def atto() -> None:
        with transaction.atomic():
            avvisa([ada], MESSAGGIO)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        atto()

    assert not Avviso.objects.exists()
    assert mail.outbox == []


@pytest.mark.django_db
def test_senza_server_l_avviso_resta_e_si_riprova_piu_tardi(ada: Utente, server: Server) -> None:
    server(False)
    with time_machine.travel("2026-11-25 08:00:00+01:00", tick=False) as orologio:
        avvisa([ada], MESSAGGIO)
        assert spedisci_avvisi() == 0
        assert Avviso.objects.filter(letto_il=None, spedito_il=None, tentativi=1).count() == 1
        server(True)
        assert riprova_posta() == 0, "non subito"
        orologio.shift(dt.timedelta(minutes=10))
        assert riprova_posta() == 1
        assert riprova_posta() == 0
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_le_attese_crescono_e_prima_o_poi_si_smette(ada: Utente, server: Server) -> None:
    server(False)
    with time_machine.travel("2026-11-25 08:00:00+01:00", tick=False) as orologio:
        avvisa([ada], MESSAGGIO)
        attese = []
        for _ in range(TENTATIVI_MASSIMI):
            spedisci_avvisi()
            attesa = Avviso.objects.get().riprova_dal - timezone.now()
            attese.append(attesa.total_seconds() / 60)
            orologio.shift(attesa)
        server(True)
        assert spedisci_avvisi() == 0
    assert attese[:5] == [10, 20, 40, 80, 160]
    assert set(attese[6:]) == {360}
    assert Avviso.objects.get().tentativi == TENTATIVI_MASSIMI


@pytest.mark.django_db
def test_se_il_server_e_via_non_si_aspetta_per_ciascuno(server: Server) -> None:
    server(False)
    avvisa(UtenteFactory.create_batch(6), MESSAGGIO)

    spedisci_avvisi()

    assert Avviso.objects.filter(tentativi=1).count() == FALLITI_DI_FILA
    assert Avviso.objects.filter(tentativi=0).count() == 6 - FALLITI_DI_FILA


@pytest.mark.django_db
def test_un_avviso_preso_da_un_lavoratore_morto_si_spedisce_quando_la_presa_scade(ada: Utente) -> None:
    with time_machine.travel("2026-11-25 08:00:00+01:00", tick=False) as orologio:
        avvisa([ada], MESSAGGIO)
        Avviso.objects.update(tentativi=1, riprova_dal=timezone.now() + PRESA)
        assert spedisci_avvisi() == 0
        orologio.shift(PRESA)
        assert spedisci_avvisi() == 1


@pytest.mark.django_db
def test_chi_ha_l_account_chiuso_non_riceve_nulla(ada: Utente, lia: Utente) -> None:
    regione = EnteFactory.create(tipo="regione", codice="03", nome="Regione Lombardia")
    ugo = persona("Ugo", Ruolo.AMMINISTRATORE, regione)
    avvisa([lia], MESSAGGIO)
    disattiva_e_pseudonimizza(lia, autore=ugo)
    lia.refresh_from_db()

    assert avvisa([lia, ada], un_messaggio("p:4")) == 1
    assert spedisci_avvisi() == 1
    assert [lettera.to for lettera in mail.outbox] == [["ada@esempio.it"]]


@pytest.mark.django_db
def test_chi_non_vuole_posta_trova_tutto_sulla_scrivania(ada: Utente, lia: Utente) -> None:
    cambia_posta(posta=Posta.MAI, autore=ada)
    avvisa([ada, lia], MESSAGGIO)

    assert spedisci_avvisi() == 1
    assert spedisci_riepiloghi() == 0
    assert [lettera.to for lettera in mail.outbox] == [["lia@esempio.it"]]
    assert Avviso.objects.filter(destinatario=ada, letto_il=None).count() == 1


@pytest.mark.django_db
def test_chi_cambia_idea_non_riceve_gli_arretrati(ada: Utente) -> None:
    cambia_posta(posta=Posta.MAI, autore=ada)
    avvisa([ada], MESSAGGIO)
    cambia_posta(posta=Posta.SUBITO, autore=ada)
    assert spedisci_avvisi() == 0

    avvisa([ada], un_messaggio("p:5"))
    cambia_posta(posta=Posta.MAI, autore=ada)
    assert spedisci_avvisi() == 0


@pytest.mark.django_db
def test_il_riepilogo_mette_insieme_gli_avvisi_del_giorno(ada: Utente, lia: Utente) -> None:
    cambia_posta(posta=Posta.RIEPILOGO, autore=ada)
    avvisa([ada, lia], MESSAGGIO)
    avvisa([ada], un_messaggio("p:6", oggetto="Ritira: Piano di Gallarate", da_fare="", entro=None))

    assert spedisci_avvisi() == 1
    mail.outbox.clear()
    assert spedisci_riepiloghi() == 1
    assert spedisci_riepiloghi() == 0

    [lettera] = mail.outbox
    assert isinstance(lettera, EmailMultiAlternatives)
    assert (lettera.to, lettera.subject) == (["ada@esempio.it"], "Piani di Zona: 2 avvisi")
    for corpo in (lettera.body, str(lettera.alternatives[0][0]).replace("&#x27;", "'")):
        assert corpo.index("Dai l'assenso") < corpo.index("Ritira: Piano")
        assert corpo.count("Che cosa fare") == 1
        assert f"{settings.INDIRIZZO_PORTALE}/piani/50074/2025-2027/" in corpo


@pytest.mark.django_db
def test_un_riepilogo_non_partito_si_riprova_con_la_posta_e_uno_nuovo_aspetta_il_mattino(
    ada: Utente, server: Server
) -> None:
    cambia_posta(posta=Posta.RIEPILOGO, autore=ada)
    with time_machine.travel("2026-11-25 07:30:00+01:00", tick=False) as orologio:
        avvisa([ada], MESSAGGIO)
        assert riprova_posta() == 0, "il primo tentativo è del mattino"
        server(False)
        assert spedisci_riepiloghi() == 0
        server(True)
        orologio.shift(dt.timedelta(minutes=10))
        avvisa([ada], un_messaggio("p:7"))
        assert riprova_posta() == 1
        assert Avviso.objects.filter(spedito_il=None).get().chiave == "p:7"
        assert spedisci_riepiloghi() == 1


@pytest.mark.django_db
def test_ciascuno_legge_solo_i_propri(ada: Utente, lia: Utente) -> None:
    avvisa([ada, lia], MESSAGGIO)
    di_lia = Avviso.objects.get(destinatario=lia)

    assert segna_letti(ada, [di_lia.pk]) == 0
    assert segna_letti(ada) == 1
    assert segna_letti(ada) == 0
    di_lia.refresh_from_db()
    assert di_lia.letto_il is None


@pytest.mark.postgresql
@pytest.mark.lento
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("posta", "compito"), [(Posta.SUBITO, spedisci_avvisi), (Posta.RIEPILOGO, spedisci_riepiloghi)]
)
def test_due_lavoratori_non_spediscono_mai_due_volte(posta: Posta, compito: Callable[[], int]) -> None:
    persone = [UtenteFactory.create(posta=posta) for _ in range(12)]
    avvisa(persone, MESSAGGIO)
    if posta is Posta.SUBITO:
        # In tests the queue runs at once: what it sent is put back.
        Avviso.objects.update(spedito_il=None, tentativi=0, riprova_dal=timezone.now())
        mail.outbox.clear()
    via = Barrier(4, timeout=10)

    def lavoratore(_: int) -> int:
        try:
            via.wait()
            return compito()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fili:
        partiti = sum(fili.map(lavoratore, range(4)))

    assert partiti == 12
    assert sorted(lettera.to[0] for lettera in mail.outbox) == sorted(p.email for p in persone)


@pytest.mark.postgresql
@pytest.mark.lento
@pytest.mark.django_db(transaction=True)
def test_due_atti_nello_stesso_istante_dicono_lo_stesso_fatto_una_volta(ada: Utente) -> None:
    via = Barrier(4, timeout=10)

    def atto(_: int) -> None:
        try:
            via.wait()
            with transaction.atomic():
                avvisa([ada], MESSAGGIO)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fili:
        list(fili.map(atto, range(4)))

    assert Avviso.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.lento
@pytest.mark.django_db(transaction=True)
def test_se_la_coda_e_via_l_atto_resta_fatto_e_la_posta_parte_al_giro_dopo(
    ada: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    def via(*args: object, **altro: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as senza_coda:
        senza_coda.setattr("celery.canvas.Signature.apply_async", via)
        assert avvisa([ada], MESSAGGIO) == 1

    assert mail.outbox == []
    assert riprova_posta() == 1
