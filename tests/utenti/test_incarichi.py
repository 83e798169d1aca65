"""Closing an Incarico, closing an account, naming the first administrator."""

import datetime as dt
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from ambiti.enums import TipoEnte
from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso
from registro.models import Evento
from registro.queries import verifica
from tests.factories import EnteFactory, UtenteFactory
from utenti import actions
from utenti.enums import Ruolo
from utenti.exceptions import IncaricoNonConferibile
from utenti.models import Incarico, Utente
from utenti.permissions import ha_permesso
from utenti.roles import Permesso

OGGI = timezone.localdate()
DOMANI = OGGI + dt.timedelta(days=1)


def test_chiudere_vale_da_subito(ada: Utente, lia: Utente, gallarate: Ambito) -> None:
    incarico = actions.chiudi_incarico(lia.incarichi.get(), autore=ada)

    assert (incarico.al, incarico.chiuso_da) == (OGGI, ada)
    assert not ha_permesso(lia, Permesso.LEGGERE_BOZZA, ambito=gallarate)
    assert Evento.objects.get(tipo="utenti.incarico_chiuso").autore_id == ada.pk


def test_chiudere_per_domani_lascia_lavorare_fino_a_domani(ada: Utente, lia: Utente, gallarate: Ambito) -> None:
    incarico = actions.chiudi_incarico(lia.incarichi.get(), autore=ada, al=DOMANI)

    assert (incarico.al, incarico.chiuso_il) == (DOMANI, None)
    assert ha_permesso(lia, Permesso.LEGGERE_BOZZA, ambito=gallarate)


def test_chiudere_un_incarico_che_comincia_domani_lo_annulla(ada: Utente, lia: Utente) -> None:
    lia.incarichi.update(dal=DOMANI)

    incarico = actions.chiudi_incarico(lia.incarichi.get(), autore=ada)

    assert (incarico.al, incarico.finito) == (DOMANI, True)
    assert not Incarico.objects.in_corso(DOMANI).filter(pk=incarico.pk).exists()


def test_non_si_chiude_nel_passato(ada: Utente, lia: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="già passato"):
        actions.chiudi_incarico(lia.incarichi.get(), autore=ada, al=OGGI - dt.timedelta(days=1))


def test_dario_non_chiude_gli_incarichi_di_gallarate(dario: Utente, lia: Utente) -> None:
    with pytest.raises(IncaricoNonConferibile):
        actions.chiudi_incarico(lia.incarichi.get(), autore=dario)

    assert lia.incarichi.get().in_corso


def test_il_redattore_non_chiude_il_responsabile(ada: Utente, lia: Utente) -> None:
    with pytest.raises(IncaricoNonConferibile):
        actions.chiudi_incarico(ada.incarichi.get(), autore=lia)


def test_nessuno_chiude_il_proprio_incarico(ada: Utente) -> None:
    with pytest.raises(NonPermesso, match="tuo incarico"):
        actions.chiudi_incarico(ada.incarichi.get(), autore=ada)

    assert ada.incarichi.get().in_corso


def test_chi_arriva_secondo_lo_sa(ada: Utente, lia: Utente) -> None:
    vecchio = lia.incarichi.get()
    actions.chiudi_incarico(vecchio, autore=ada)

    with pytest.raises(DatiNonValidi, match="Qualcuno ha già chiuso"):
        actions.chiudi_incarico(vecchio, autore=ada)


def test_disattivare_toglie_nome_indirizzo_e_accesso(ugo: Utente, lia: Utente, gallarate: Ambito) -> None:
    Utente.objects.filter(pk=lia.pk).update(codice_fiscale="RSSMRA80A01H501U")
    EmailAddress.objects.create(user=lia, email=lia.email, primary=True, verified=True)
    incarico = lia.incarichi.get()

    actions.disattiva_e_pseudonimizza(lia, autore=ugo)

    dopo = Utente.objects.get(pk=lia.pk)
    assert dopo.nome == f"Persona {lia.pk} (account chiuso)"
    assert dopo.email == f"persona-{lia.pk}@account.invalid"
    assert dopo.cerca == f"persona {lia.pk} (account chiuso) persona-{lia.pk}@account.invalid"
    assert (dopo.codice_fiscale, dopo.is_active, dopo.has_usable_password()) == (None, False, False)
    assert not EmailAddress.objects.filter(email="lia@esempio.it").exists()
    assert incarico in Incarico.objects.all()
    assert not ha_permesso(dopo, Permesso.LEGGERE_BOZZA, ambito=gallarate)


def test_il_registro_resta_vero_dopo_una_disattivazione(ugo: Utente, ada: Utente, lia: Utente) -> None:
    actions.chiudi_incarico(lia.incarichi.get(), autore=ada)
    actions.disattiva_e_pseudonimizza(ada, autore=ugo)

    assert list(verifica()) == []
    assert Evento.objects.get(tipo="utenti.incarico_chiuso").autore_id == ada.pk


def test_solo_l_amministratore_disattiva_gli_account(ada: Utente, lia: Utente) -> None:
    with pytest.raises(NonPermesso, match="Amministratore del portale"):
        actions.disattiva_e_pseudonimizza(lia, autore=ada)

    lia.refresh_from_db()
    assert lia.is_active


def test_l_amministratore_non_disattiva_se_stesso(ugo: Utente) -> None:
    with pytest.raises(NonPermesso, match="tuo account"):
        actions.disattiva_e_pseudonimizza(ugo, autore=ugo)


def test_il_primo_amministratore_si_nomina_dal_server(db: None) -> None:
    EnteFactory.create(tipo=TipoEnte.REGIONE, codice="03", nome="Regione Lombardia")
    uscita = StringIO()

    call_command("nomina_amministratore", "Portale@esempio.it", nome="Ufficio del portale", stdout=uscita)

    incarico = Incarico.objects.get()
    assert (incarico.ruolo, incarico.utente.email) == (Ruolo.AMMINISTRATORE, "portale@esempio.it")
    assert not incarico.utente.has_usable_password()
    assert "scegli la password" in uscita.getvalue()


@pytest.mark.parametrize(
    ("email", "regione", "frase"),
    [
        ("non-un-indirizzo", True, "non è un indirizzo di posta"),
        ("portale@esempio.it", False, "carica_regione"),
        ("ugo@esempio.it", True, "è già amministratore"),
    ],
)
def test_la_nomina_sbagliata_lo_dice_e_non_cambia_nulla(email: str, regione: bool, frase: str, db: None) -> None:
    if regione:
        ente = EnteFactory.create(tipo=TipoEnte.REGIONE, codice="03", nome="Regione Lombardia")
        utente = UtenteFactory.create(email="ugo@esempio.it")
        Incarico.objects.create(utente=utente, ruolo=Ruolo.AMMINISTRATORE, ente=ente, dal=OGGI)
    prima = (Utente.objects.count(), Incarico.objects.count())

    with pytest.raises(CommandError, match=frase):
        call_command("nomina_amministratore", email, nome="Ufficio")

    assert (Utente.objects.count(), Incarico.objects.count()) == prima
