"""A body that has never used the portal registers itself, and enters; a body that has people is not opened to a stranger."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Ente
from registro.models import Evento
from tavoli.regole import codice_fiscale_valido, codice_normale, perche_non_valido
from tests.cliente import Cliente
from tests.factories import PASSWORD, EnteFactory, IncaricoFactory
from tests.pagine import nomina
from tests.tavoli_di_prova import tavolo_annunciato
from utenti.enums import Ruolo
from utenti.models import Avviso, Incarico, Invito, Utente

pytestmark = pytest.mark.django_db

CODICE = "00743110157"
SCRITTI = {
    "nome": "Associazione Il Ponte",
    "soggetto": "ets",
    "codice_fiscale": "00743 110157",
    "nome_ufficio": "Segreteria del Ponte",
    "email": "Segreteria@Ponte.example",
}


def collegamento(lettera: int = 0) -> str:
    """Return the link of a message."""
    trovato = re.search(r"/utenti/invito/\S+", str(mail.outbox[lettera].body))
    assert trovato
    return trovato[0]


def registra(cliente: Cliente, **altri: str) -> tuple[int, str]:
    risposta = cliente.post("/tavoli/registrati/", SCRITTI | altri)
    return risposta.status_code, risposta.content.decode()


@pytest.mark.parametrize(
    ("codice", "valido"),
    [
        ("00743110157", True),
        ("00743110158", False),
        ("00000000000", False),
        ("0074311015", False),
        ("RSSMRA85T10A562S", True),
        ("rssmra85t10a562s", True),
        ("RSSMRA85T10A562T", False),
        ("RSSMRA85T10A56", False),
        ("", False),
    ],
)
def test_il_codice_fiscale_si_controlla_con_la_sua_ultima_cifra(codice: str, valido: bool) -> None:
    assert codice_fiscale_valido(codice_normale(codice)) is valido


@pytest.mark.parametrize(
    ("codice", "frase"),
    [
        ("00743110157", ""),
        ("00743110158", "11 cifre, ma l'ultima"),
        ("RSSMRA85T10A562T", "16 caratteri, ma l'ultima lettera"),
        ("0074311015", "non è giusto: ha 11 cifre, o 16 caratteri"),
    ],
)
def test_di_un_codice_sbagliato_si_dice_che_cosa_non_va(codice: str, frase: str) -> None:
    assert frase in perche_non_valido(codice)
    assert bool(perche_non_valido(codice)) is bool(frase)


def test_chi_si_registra_da_un_tavolo_dopo_l_invito_vi_torna_una_volta(
    client: Cliente,
    gallarate: Ambito,
    ada: Utente,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    tavolo = tavolo_annunciato(gallarate, ada)
    modulo = f"/tavoli/registrati/?tavolo={tavolo.pk}"
    assert modulo in client.get(tavolo.get_absolute_url()).content.decode()
    assert f"/account/login/?next={tavolo.get_absolute_url()}" in client.get(modulo).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        fatto = client.post(modulo, SCRITTI, follow=True)
    assert f'href="{tavolo.get_absolute_url()}"' in fatto.content.decode()

    scelte = {"nome": "Segreteria", "password1": PASSWORD, "password2": PASSWORD}
    arrivo = client.post(collegamento(), scelte, follow=True)

    assert arrivo.redirect_chain[-1] == (tavolo.get_absolute_url(), 302)
    assert "Chiedi di partecipare" in arrivo.content.decode()
    assert client.get("/scrivania/").status_code == 200


@pytest.mark.parametrize("tavolo", ["9999", "//altrove.example", "-1", "²", "99999999999999999999", ""])
def test_un_tavolo_che_non_c_e_non_porta_da_nessuna_parte(client: Cliente, tavolo: str) -> None:
    risposta = client.post(f"/tavoli/registrati/?tavolo={tavolo}", SCRITTI)

    assert risposta["Location"] == "/tavoli/registrati/fatto/"
    assert "tavoli_partenza" not in client.session


def test_in_pochi_minuti_un_ente_nuovo_entra(
    client: Cliente, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        stato, _ = registra(client)

    assert stato == 302
    ente = Ente.objects.get(codice=CODICE)
    assert (ente.tipo, ente.nome) == (TipoEnte.TERZO_SETTORE, "Associazione Il Ponte")
    (lettera,) = mail.outbox
    assert lettera.to == ["segreteria@ponte.example"]
    assert lettera.subject == "Piani di Zona: registrazione di Associazione Il Ponte"
    assert "hai chiesto di registrare il tuo ente" in lettera.body
    assert "None" not in lettera.body
    html = str(lettera.alternatives[0][0])  # type: ignore[attr-defined]  # always a pair
    assert "Entra nel portale" in html
    assert "None" not in html
    pagina = client.get(collegamento()).content.decode()
    assert "Stai registrando il tuo ente" in pagina
    assert "Segreteria del Ponte" in pagina

    client.post(collegamento(), {"nome": "Segreteria", "password1": PASSWORD, "password2": PASSWORD})

    incarico = Incarico.objects.get()
    assert (incarico.ruolo, incarico.ente) == (Ruolo.RAPPRESENTANTE_ETS, ente)
    assert client.get("/tavoli/contributi/").status_code == 200
    assert Evento.objects.filter(tipo="utenti.registrazione_autonoma", autore_id=None).exists()


@pytest.mark.parametrize(
    ("soggetto", "tipo", "ruolo"),
    [
        ("sindacati", TipoEnte.SINDACATO, Ruolo.SINDACATO),
        ("scuole", TipoEnte.ALTRO, Ruolo.RAPPRESENTANTE_ETS),
        ("religiosi", TipoEnte.ALTRO, Ruolo.RAPPRESENTANTE_ETS),
    ],
)
def test_ogni_tipo_di_ente_ha_il_suo_ruolo(client: Cliente, soggetto: str, tipo: TipoEnte, ruolo: Ruolo) -> None:
    registra(client, soggetto=soggetto)

    invito = Invito.objects.get()
    assert (invito.ente.tipo, invito.ruolo, invito.invitato_da) == (tipo, ruolo, None)


def test_un_codice_sbagliato_torna_indietro_con_quello_che_si_era_scritto(client: Cliente) -> None:
    stato, html = registra(client, codice_fiscale="00743110158")

    assert stato == 422
    assert "Il codice fiscale ha 11 cifre, ma l&#x27;ultima, che controlla le altre, non torna" in html
    assert "Segreteria del Ponte" in html
    assert not Ente.objects.filter(codice="00743110158").exists()


def test_un_ente_conosciuto_senza_persone_si_trova_e_non_cambia_nome(client: Cliente) -> None:
    ente = EnteFactory.create(tipo=TipoEnte.ALTRO, codice=CODICE, nome="Parrocchia di San Vito")

    registra(client, nome="Nome inventato")

    ente.refresh_from_db()
    assert ente.nome == "Parrocchia di San Vito"
    assert Invito.objects.get().ente == ente


def test_un_ente_che_ha_persone_non_si_apre_a_uno_sconosciuto(client: Cliente, carla: Utente, ets: Ente) -> None:
    Ente.objects.filter(pk=ets.pk).update(codice=CODICE)

    for _ in range(2):
        stato, html = registra(client)

    assert stato == 422
    assert "chiedi a loro di invitarti" in html
    assert not nomina(html, "Carla")
    assert not Invito.objects.exists()
    avviso = Avviso.objects.get(destinatario=carla)
    assert "segreteria@ponte.example" in avviso.testo.lower()
    assert avviso.url == f"/utenti/enti/ets/{CODICE}/persone/"


def test_nemmeno_se_le_sue_persone_non_ci_sono_piu(client: Cliente, carla: Utente, ets: Ente) -> None:
    Ente.objects.filter(pk=ets.pk).update(codice=CODICE)
    Incarico.objects.update(al=dt.date(2020, 1, 1), dal=dt.date(2019, 1, 1))

    stato, html = registra(client)

    assert stato == 422
    assert "Scrivi a chi tiene il portale" in html


def test_di_due_che_si_registrano_entra_il_primo(
    client: Cliente, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        registra(client)
        registra(client, email="altra@ponte.example")
    primo, secondo = collegamento(0), collegamento(1)
    scritti = {"nome": "X", "password1": PASSWORD, "password2": PASSWORD}

    Cliente().post(primo, scritti)
    risposta = Cliente().post(secondo, scritti)

    assert risposta.status_code == 410
    assert "chiedi a lei di invitarti" in risposta.content.decode()
    assert Incarico.objects.count() == 1


def test_chi_riprova_riceve_un_collegamento_nuovo_e_il_vecchio_non_vale(
    client: Cliente, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        registra(client)
        registra(client)
    primo, secondo = collegamento(0), collegamento(1)

    assert Invito.objects.count() == 1
    assert client.get(primo).status_code == 410
    assert client.get(secondo).status_code == 200


def test_un_invito_scaduto_dice_di_registrarsi_di_nuovo(
    client: Cliente, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        registra(client)
    with time_machine.travel(dt.timedelta(days=30), tick=False):
        html = client.get(collegamento()).content.decode()

    assert "Registra di nuovo il tuo ente" in html


def test_da_un_indirizzo_non_arrivano_registrazioni_a_raffica(client: Cliente) -> None:
    for n in range(5):
        assert registra(client, email=f"u{n}@ponte.example")[0] == 302

    stato, html = registra(client, email="u9@ponte.example")

    assert stato == 429
    assert "troppe registrazioni" in html.lower()
    assert Invito.objects.count() == 5
    assert client.get("/tavoli/registrati/").status_code == 200


def test_a_un_indirizzo_di_posta_non_arrivano_messaggi_a_raffica(client: Cliente, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def da(n: int) -> int:
        risposta = client.post("/tavoli/registrati/", SCRITTI, headers={"x-forwarded-for": f"192.0.2.{n}"})
        return int(risposta.status_code)

    assert [da(n) for n in range(1, 7)] == [302] * 5 + [429]


def test_l_invito_autonomo_si_riconosce_tra_le_persone(client: Cliente, carla: Utente, ets: Ente) -> None:
    registra(client)
    invito = Invito.objects.get()
    IncaricoFactory.create(utente=carla, ruolo=Ruolo.RAPPRESENTANTE_ETS, ente=invito.ente)
    client.force_login(carla)

    html = client.get(f"/utenti/enti/ets/{CODICE}/persone/").content.decode()

    assert "Registrazione autonoma" in html
    assert "None" not in html
