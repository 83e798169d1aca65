"""Invite, accept, withdraw: the acts, their refusals, their mail and their trace in the log."""

import datetime as dt
import json
import re
from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from typing import cast

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from ambiti.models import Ambito, Ente
from core.exceptions import DatiNonValidi, NonPermesso
from registro.models import Evento
from tests.factories import UtenteFactory
from utenti import actions
from utenti.enums import Ruolo
from utenti.exceptions import IncaricoGiaInCorso, IncaricoNonConferibile, InvitoNonValido, PostaNonPartita
from utenti.models import Incarico, Invito, Utente, impronta_di
from utenti.permissions import ruoli_conferibili
from utenti.roles import Portata

NUOVA = "nuova@esempio.it"
PASSWORD = "quattro parole messe in fila"
IERI = timezone.localdate() - dt.timedelta(days=1)
Invita = Callable[..., tuple[Invito, str]]


@pytest.fixture
def invita(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Invita:
    """A function that invites and returns the invitation with the secret of its link."""

    def fa(autore: Utente, ente: Ente, ruolo: Ruolo = Ruolo.REDATTORE_UDP, **altro: object) -> tuple[Invito, str]:
        dati = {"email": NUOVA, "ruolo": ruolo, "ente": ente, "autore": autore} | altro
        with django_capture_on_commit_callbacks(execute=True):
            invito = actions.invita(**dati)  # type: ignore[arg-type]  # the kinds are those of the action
        return invito, gettone_spedito()

    return fa


def gettone_spedito() -> str:
    """Return the secret in the last message."""
    trovato = re.search(r"/utenti/invito/([\w-]+)/", str(mail.outbox[-1].body))
    assert trovato
    return trovato[1]


def test_l_invito_parte_per_posta_in_due_forme(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    invito, gettone = invita(ada, gallarate.ente, fine_incarico=dt.date(2027, 12, 31))

    [messaggio] = cast("list[EmailMultiAlternatives]", mail.outbox)
    html = str(messaggio.alternatives[0][0])
    assert messaggio.to == [NUOVA]
    assert messaggio.subject == (
        "Piani di Zona: invito come Redattore dell'Ufficio di Piano, Ambito territoriale di Gallarate"
    )
    for parte in (str(messaggio.body), html.replace("&#x27;", "'")):
        assert "Ada ti invita" in parte
        assert "Redattore dell'Ufficio di Piano" in parte
        assert "31\u00a0dicembre 2027" in parte
        assert f"/utenti/invito/{gettone}/" in parte
    assert invito.impronta == impronta_di(gettone)


def test_nel_database_non_c_e_il_gettone(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    _, gettone = invita(ada, gallarate.ente)

    assert gettone not in str(list(Invito.objects.values())) + str(list(Evento.objects.values()))


def test_il_registro_tiene_numeri_e_non_indirizzi(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    invito, gettone = invita(ada, gallarate.ente)
    actions.accetta_invito(gettone, password=PASSWORD, nome="Ufficio nuovo")

    eventi = Evento.objects.filter(tipo__startswith="utenti.")
    assert [e.tipo for e in eventi] == ["utenti.invito_creato", "utenti.invito_accettato"]
    assert json.loads(eventi[0].dati) == {"invito": invito.pk, "ruolo": "redattore_udp", "ente": gallarate.pk}
    assert eventi[0].incarico_id == ada.incarichi.get().pk
    assert NUOVA not in str(list(Evento.objects.values()))


def test_dario_non_invita_a_gallarate(dario: Utente, gallarate: Ambito) -> None:
    with pytest.raises(IncaricoNonConferibile, match="Qui non puoi darne nessuno"):
        actions.invita(email=NUOVA, ruolo=Ruolo.REDATTORE_UDP, ente=gallarate.ente, autore=dario)

    assert not Invito.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("ruolo", [Ruolo.AMMINISTRATORE, Ruolo.SINDACO, Ruolo.DIRETTORE_ATS])
def test_non_si_invita_a_un_ruolo_che_non_e_di_quell_ente(ruolo: Ruolo, ada: Utente, gallarate: Ambito) -> None:
    with pytest.raises(IncaricoNonConferibile, match="Qui puoi dare o chiudere: Redattore"):
        actions.invita(email=NUOVA, ruolo=ruolo, ente=gallarate.ente, autore=ada)


def test_il_dirigente_non_si_fa_un_direttore(franco: Utente) -> None:
    ats = franco.incarichi.get().ente

    assert ruoli_conferibili(franco, ats) == [Ruolo.FUNZIONARIO_ATS]
    with pytest.raises(IncaricoNonConferibile):
        actions.invita(email=NUOVA, ruolo=Ruolo.DIRETTORE_ATS, ente=ats, autore=franco)


def test_il_sindaco_nomina_il_delegato_del_suo_comune(bruno: Utente, invita: Invita) -> None:
    invito, _ = invita(bruno, bruno.incarichi.get().ente, Ruolo.DELEGATO)

    assert invito.ruolo == Ruolo.DELEGATO


def test_l_amministratore_invita_ovunque_ma_solo_ai_ruoli_di_quell_ente(
    ugo: Utente, qui: dict[Portata, Ente], invita: Invita
) -> None:
    comune = qui[Portata.AMBITO_DEL_COMUNE]

    assert invita(ugo, comune, Ruolo.SINDACO)[0].ente == comune
    with pytest.raises(IncaricoNonConferibile):
        actions.invita(email=NUOVA, ruolo=Ruolo.FUNZIONARIO_ATS, ente=comune, autore=ugo)


def test_con_un_incarico_finito_non_si_invita(ada: Utente, gallarate: Ambito) -> None:
    ada.incarichi.update(al=IERI)

    with pytest.raises(IncaricoNonConferibile):
        actions.invita(email=NUOVA, ruolo=Ruolo.REDATTORE_UDP, ente=gallarate.ente, autore=ada)


def test_due_inviti_uguali_non_si_fanno(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    invita(ada, gallarate.ente)

    with pytest.raises(IncaricoGiaInCorso, match="già un invito in attesa per nuova"):
        invita(ada, gallarate.ente, email="Nuova@Esempio.it ")


def test_non_si_invita_chi_ha_gia_l_incarico(ada: Utente, lia: Utente, gallarate: Ambito) -> None:
    with pytest.raises(IncaricoGiaInCorso, match="ha già l'incarico"):
        actions.invita(email=lia.email, ruolo=Ruolo.REDATTORE_UDP, ente=gallarate.ente, autore=ada)


def test_un_incarico_non_finisce_ieri(ada: Utente, gallarate: Ambito) -> None:
    with pytest.raises(DatiNonValidi, match="già passata"):
        actions.invita(email=NUOVA, ruolo=Ruolo.REDATTORE_UDP, ente=gallarate.ente, autore=ada, fine_incarico=IERI)


def test_se_la_posta_non_parte_l_invito_resta_e_lo_si_dice(
    ada: Utente, gallarate: Ambito, invita: Invita, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cade(messaggio: EmailMultiAlternatives) -> int:
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailMultiAlternatives, "send", cade)

    with pytest.raises(PostaNonPartita, match="è registrato, ma il messaggio non è partito"):
        invita(ada, gallarate.ente)
    assert Invito.objects.count() == 1


def test_chi_accetta_ha_account_e_incarico_da_oggi(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    invito, gettone = invita(ada, gallarate.ente, fine_incarico=dt.date(2027, 12, 31))

    incarico = actions.accetta_invito(gettone, password=PASSWORD, nome="  Ufficio   nuovo ")

    assert (incarico.ruolo, incarico.ente) == (Ruolo.REDATTORE_UDP, gallarate.ente)
    assert (incarico.dal, incarico.al) == (timezone.localdate(), dt.date(2027, 12, 31))
    assert incarico.utente.nome == "Ufficio nuovo"
    assert incarico.utente.check_password(PASSWORD)
    invito.refresh_from_db()
    assert invito.incarico == incarico


def test_un_invito_vale_una_volta_sola(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    _, gettone = invita(ada, gallarate.ente)
    actions.accetta_invito(gettone, password=PASSWORD, nome="Ufficio nuovo")

    with pytest.raises(InvitoNonValido, match="già stato usato"):
        actions.accetta_invito(gettone, password=PASSWORD, nome="Un altro")
    assert Incarico.objects.filter(utente__email=NUOVA).count() == 1


def test_un_invito_scaduto_dice_a_chi_chiedere(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    _, gettone = invita(ada, gallarate.ente)
    Invito.objects.update(scade_il=IERI)

    with pytest.raises(InvitoNonValido, match="Chiedi a Ada di spedirlo di nuovo"):
        actions.accetta_invito(gettone, password=PASSWORD, nome="Ufficio nuovo")


def test_un_gettone_inventato_non_apre_niente(db: None) -> None:
    with pytest.raises(InvitoNonValido, match="non apre nessun invito"):
        actions.accetta_invito("inventato", password=PASSWORD, nome="Nessuno")


def test_rispedire_cambia_il_collegamento(
    ada: Utente,
    gallarate: Ambito,
    invita: Invita,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    invito, vecchio = invita(ada, gallarate.ente)
    Invito.objects.update(scade_il=IERI)

    with django_capture_on_commit_callbacks(execute=True):
        actions.rispedisci_invito(invito, autore=ada)

    with pytest.raises(InvitoNonValido):
        actions.invito_da_gettone(vecchio)
    assert actions.invito_da_gettone(gettone_spedito()) == invito


def test_un_invito_ritirato_non_si_usa_e_non_si_rispedisce(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    invito, gettone = invita(ada, gallarate.ente)
    actions.revoca_invito(invito, autore=ada)

    with pytest.raises(InvitoNonValido, match="è stato ritirato"):
        actions.accetta_invito(gettone, password=PASSWORD, nome="Ufficio nuovo")
    with pytest.raises(InvitoNonValido):
        actions.rispedisci_invito(invito, autore=ada)
    assert not Utente.objects.filter(email=NUOVA).exists()


def test_dario_non_ritira_e_non_rispedisce_gli_inviti_di_gallarate(
    ada: Utente, dario: Utente, gallarate: Ambito, invita: Invita
) -> None:
    invito, gettone = invita(ada, gallarate.ente)

    with pytest.raises(IncaricoNonConferibile):
        actions.revoca_invito(invito, autore=dario)
    with pytest.raises(IncaricoNonConferibile):
        actions.rispedisci_invito(invito, autore=dario)
    assert actions.invito_da_gettone(gettone) == invito


def test_chi_ha_gia_un_account_lo_usa(ada: Utente, dario: Utente, gallarate: Ambito, invita: Invita) -> None:
    _, gettone = invita(ada, gallarate.ente, email=dario.email)

    with pytest.raises(DatiNonValidi, match="ha già un account"):
        actions.accetta_invito(gettone, password=PASSWORD, nome="Un altro Dario")
    incarico = actions.accetta_invito_con_account(gettone, autore=dario)

    assert incarico.utente == dario
    assert dario.incarichi.count() == 2


def test_l_invito_di_un_altro_non_si_accetta(ada: Utente, dario: Utente, gallarate: Ambito, invita: Invita) -> None:
    _, gettone = invita(ada, gallarate.ente)

    with pytest.raises(NonPermesso, match="per un altro indirizzo"):
        actions.accetta_invito_con_account(gettone, autore=dario)
    assert dario.incarichi.count() == 1


def test_l_indirizzo_di_un_account_disattivato_non_accetta(ada: Utente, gallarate: Ambito, invita: Invita) -> None:
    ex = UtenteFactory.create(email=NUOVA, is_active=False)
    _, gettone = invita(ada, gallarate.ente)

    with pytest.raises(NonPermesso):
        actions.accetta_invito_con_account(gettone, autore=ex)
    assert not ex.incarichi.exists()
