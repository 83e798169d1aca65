"""The doors: invitation, login, forgotten password. All in Italian, all inside the portal's frame."""

import re
from collections.abc import Callable
from typing import cast

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ambito
from tests.cliente import Cliente
from tests.factories import PASSWORD, UtenteFactory
from utenti.enums import Ruolo
from utenti.models import Incarico, Invito, Utente, impronta_di
from utenti.validators import LunghezzaMinima

Come = Callable[[Utente], Cliente]
NUOVA = "nuova@esempio.it"
SCELTA = "quattro parole messe in fila "
INVITO = "/utenti/invito/gettone/"


@pytest.fixture
def invito(ada: Utente, gallarate: Ambito) -> Invito:
    """An invitation to a new address; its secret is "gettone"."""
    return Invito.objects.create(
        email=NUOVA,
        ruolo=Ruolo.REDATTORE_UDP,
        ente=gallarate.ente,
        invitato_da=ada,
        impronta=impronta_di("gettone"),
        scade_il=timezone.localdate(),
    )


def test_l_invito_si_legge_senza_account(client: Cliente, invito: Invito) -> None:
    testo = client.get(INVITO).content.decode()

    assert "Ada ti invita come <strong>Redattore dell&#x27;Ufficio di Piano</strong>" in testo
    assert "Scrive il testo del Piano" in testo


def test_accettare_apre_l_account_ed_entra(client: Cliente, invito: Invito) -> None:
    risposta = client.post(INVITO, {"nome": "Ufficio nuovo", "password1": SCELTA, "password2": SCELTA})

    incarico = Incarico.objects.get(utente__email=NUOVA)
    assert risposta["Location"] == reverse("scrivania:scrivania")
    assert incarico.utente.check_password(SCELTA)
    assert client.get(reverse("utenti:profilo")).context["incarico_attivo"] == incarico


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"nome": "", "password1": SCELTA, "password2": SCELTA}, "obbligatorio"),
        ({"nome": "Ufficio", "password1": SCELTA, "password2": "altra"}, "Le due password sono diverse"),
        ({"nome": "Ufficio", "password1": "corta", "password2": "corta"}, 'id_password1">Password</a>: '),
        ({"nome": "Ufficio", "password1": "nuova@esempio.it", "password2": "nuova@esempio.it"}, "troppo simile"),
    ],
)
def test_accettare_male_resta_sulla_pagina(dati: dict[str, str], frase: str, client: Cliente, invito: Invito) -> None:
    risposta = client.post(INVITO, dati)

    assert risposta.status_code == 422
    assert frase in risposta.content.decode()
    assert not Utente.objects.filter(email=NUOVA).exists()


def test_una_password_corta_si_rifiuta_in_italiano() -> None:
    with pytest.raises(ValidationError) as rifiuto:
        LunghezzaMinima(12).validate("corta")

    assert rifiuto.value.messages == ["La password è troppo corta: scrivi almeno 12 caratteri."]
    LunghezzaMinima(12).validate("abbastanza lunga")


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"scade_il": timezone.localdate().replace(year=2025)}, "è scaduto"),
        ({"impronta": "altra"}, "non apre nessun invito"),
        ({"revocato_il": timezone.now(), "revocato_da_id": 1}, "è stato ritirato"),
    ],
)
def test_un_invito_che_non_vale_lo_dice_con_garbo(
    cambio: dict[str, object], frase: str, client: Cliente, invito: Invito
) -> None:
    if "revocato_da_id" in cambio:
        cambio = cambio | {"revocato_da_id": invito.invitato_da_id}
    Invito.objects.update(**cambio)

    for risposta in (client.get(INVITO), client.post(INVITO, {"nome": "X"})):
        assert risposta.status_code == 410
        assert frase in risposta.content.decode()


def test_un_invito_usato_manda_ad_accedere(client: Cliente, invito: Invito) -> None:
    client.post(INVITO, {"nome": "Ufficio nuovo", "password1": SCELTA, "password2": SCELTA})
    client.logout()

    risposta = client.get(INVITO)

    assert risposta.status_code == 410
    assert "già stato usato" in risposta.content.decode()


def test_chi_ha_un_account_accede_e_accetta(come: Come, client: Cliente, dario: Utente, invito: Invito) -> None:
    Invito.objects.update(email=dario.email)

    fuori = client.get(INVITO).content.decode()
    assert f"{reverse('account_login')}?next={INVITO}" in fuori
    assert client.post(INVITO)["Location"] == INVITO
    assert "Accetta l'incarico" in come(dario).get(INVITO).content.decode()
    come(dario).post(INVITO)

    assert dario.incarichi.filter(ruolo=Ruolo.REDATTORE_UDP, ente=invito.ente).exists()


def test_chi_e_dentro_con_un_altro_indirizzo_lo_sa(come: Come, dario: Utente, lia: Utente, invito: Invito) -> None:
    Invito.objects.update(email=lia.email)

    assert "ora sei dentro come dario@esempio.it" in come(dario).get(INVITO).content.decode()
    assert come(dario).post(INVITO).status_code == 403
    assert dario.incarichi.count() == 1


def test_si_entra_con_indirizzo_e_password(client: Cliente, ada: Utente) -> None:
    risposta = client.post(reverse("account_login"), {"login": "ADA@esempio.it", "password": PASSWORD})

    assert risposta["Location"] == reverse("scrivania:scrivania")


def test_una_password_sbagliata_lo_dice_in_italiano(client: Cliente, ada: Utente) -> None:
    risposta = client.post(reverse("account_login"), {"login": ada.email, "password": "sbagliata"})

    assert risposta.status_code == 200
    assert "non sono giusti" in risposta.content.decode()
    assert not risposta.wsgi_request.user.is_authenticated


def test_chi_e_disattivato_non_entra(client: Cliente, db: None) -> None:
    UtenteFactory.create(email="ex@esempio.it", is_active=False)

    risposta = client.post(reverse("account_login"), {"login": "ex@esempio.it", "password": PASSWORD}, follow=True)

    assert not risposta.wsgi_request.user.is_authenticated


def test_nessuno_si_iscrive_da_solo(client: Cliente, db: None) -> None:
    pagina = reverse("account_signup")

    assert "si entra su invito" in client.get(pagina).content.decode()
    client.post(pagina, {"email": NUOVA, "password1": SCELTA, "password2": SCELTA})
    assert not Utente.objects.exists()


@pytest.mark.parametrize(
    ("nome", "titolo"),
    [
        ("account_login", "Accedi"),
        ("account_signup", "Si entra su invito"),
        ("account_reset_password", "Password dimenticata"),
        ("account_reset_password_done", "Controlla la posta"),
        ("account_reset_password_from_key_done", "Password cambiata"),
        ("account_inactive", "Account disattivato"),
    ],
)
def test_le_pagine_di_accesso_stanno_nel_portale(nome: str, titolo: str, client: Cliente, db: None) -> None:
    testo = client.get(reverse(nome)).content.decode()

    assert re.search(r"<title>\s*(.*?)\s*</title>", testo)[1] == f"{titolo} - Portale dei Piani di Zona"  # type: ignore[index]  # no title, no test
    assert '<html lang="it">' in testo
    assert testo.count("<main") == 1
    assert testo.count("<h1>") == 1


@pytest.mark.parametrize(
    ("nome", "parola"),
    [
        ("account_logout", "Vuoi uscire?"),
        ("account_change_password", "Cambia la password"),
        ("account_reauthenticate", "password"),
    ],
)
def test_le_pagine_del_proprio_account_stanno_nel_portale(nome: str, parola: str, come: Come, ada: Utente) -> None:
    testo = come(ada).get(reverse(nome)).content.decode()

    assert parola in testo
    assert testo.count("<main") == 1
    assert testo.count("<h1>") == 1


def test_si_cambia_password(come: Come, client: Cliente, ada: Utente) -> None:
    come(ada).post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": SCELTA, "password2": SCELTA}
    )

    ada.refresh_from_db()
    assert ada.check_password(SCELTA)


def test_la_password_dimenticata_si_sceglie_dalla_posta(client: Cliente, ada: Utente) -> None:
    client.post(reverse("account_reset_password"), {"email": ada.email})

    [messaggio] = cast("list[EmailMultiAlternatives]", mail.outbox)
    assert messaggio.subject == "Piani di Zona: Scegli una nuova password"
    assert "Vale una volta sola" in str(messaggio.body)
    assert "Vale una volta sola" in str(messaggio.alternatives[0][0])
    trovato = re.search(r"http://testserver(/\S+)", str(messaggio.body))
    assert trovato
    modulo = client.get(trovato[1], follow=True)
    assert "Scegli una nuova password" in modulo.content.decode()
    client.post(modulo.redirect_chain[-1][0], {"password1": SCELTA, "password2": SCELTA})
    ada.refresh_from_db()
    assert ada.check_password(SCELTA)
    assert "non vale più" in Cliente().get(trovato[1], follow=True).content.decode()


def test_un_indirizzo_sconosciuto_riceve_la_stessa_pagina_e_un_altra_posta(client: Cliente, db: None) -> None:
    risposta = client.post(reverse("account_reset_password"), {"email": "nessuno@esempio.it"})

    assert risposta["Location"] == reverse("account_reset_password_done")
    assert "non c'è nessun account" in str(mail.outbox[0].body)


def test_si_esce_solo_con_un_post(come: Come, ada: Utente) -> None:
    cliente = come(ada)

    cliente.get(reverse("account_logout"))
    assert cliente.get(reverse("utenti:profilo")).status_code == 200
    cliente.post(reverse("account_logout"))
    assert cliente.get(reverse("utenti:profilo")).status_code == 302


def test_l_amministrazione_tecnica_guarda_e_non_tocca(come: Come, ada: Utente) -> None:
    tecnico = UtenteFactory.create(is_staff=True, is_superuser=True)
    cliente = come(tecnico)

    for modello in ("utente", "incarico", "invito"):
        assert cliente.get(f"/amministrazione/utenti/{modello}/").status_code == 200
        assert cliente.get(f"/amministrazione/utenti/{modello}/add/").status_code == 403
    scheda = f"/amministrazione/utenti/utente/{ada.pk}/change/"
    assert cliente.get(scheda).status_code == 200
    assert cliente.post(scheda, {"nome": "Altro"}).status_code == 403
    ada.refresh_from_db()
    assert ada.nome == "Ada"
