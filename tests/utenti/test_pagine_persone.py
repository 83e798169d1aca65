"""The pages about people: who sees them, what they do, how many queries they cost."""

from collections.abc import Callable
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from ambiti.models import Ambito, Ente
from tests.cliente import Cliente
from tests.factories import EnteFactory, IncaricoFactory, UtenteFactory
from utenti.enums import Ruolo
from utenti.models import Invito, Utente, impronta_di
from utenti.roles import Portata

Come = Callable[[Utente], Cliente]
NUOVA = "nuova@esempio.it"


def persone(ambito: Ambito) -> str:
    return reverse("utenti:persone", args=["ambito", ambito.codice])


def un_invito(ambito: Ambito, da: Utente, **altro: object) -> Invito:
    dati: dict[str, object] = {
        "email": NUOVA,
        "ruolo": Ruolo.REDATTORE_UDP,
        "impronta": impronta_di("gettone"),
        "scade_il": timezone.localdate(),
    }
    return Invito.objects.create(ente=ambito.ente, invitato_da=da, **(dati | altro))


def test_il_responsabile_vede_le_persone_del_suo_ente(come: Come, ada: Utente, lia: Utente, gallarate: Ambito) -> None:
    un_invito(gallarate, ada)

    risposta = come(ada).get(persone(gallarate))

    testo = risposta.content.decode()
    assert set(risposta.context["pagina"]) == {ada.incarichi.get(), lia.incarichi.get()}
    assert NUOVA in testo
    assert reverse("utenti:chiudi_incarico", args=[lia.incarichi.get().pk]) in testo
    assert reverse("utenti:chiudi_incarico", args=[ada.incarichi.get().pk]) not in testo


def test_dario_non_trova_le_persone_di_gallarate(come: Come, ada: Utente, dario: Utente, gallarate: Ambito) -> None:
    invito = un_invito(gallarate, ada)
    altrui = come(dario)

    for pagina in (
        persone(gallarate),
        reverse("utenti:invita", args=["ambito", gallarate.codice]),
        reverse("utenti:chiudi_incarico", args=[ada.incarichi.get().pk]),
    ):
        assert altrui.get(pagina).status_code == 404
    for atto in (
        reverse("utenti:invita", args=["ambito", gallarate.codice]),
        reverse("utenti:chiudi_incarico", args=[ada.incarichi.get().pk]),
        reverse("utenti:rispedisci_invito", args=[invito.pk]),
        reverse("utenti:revoca_invito", args=[invito.pk]),
    ):
        assert altrui.post(atto).status_code == 404
    assert ada.incarichi.get().in_corso
    assert Invito.objects.get().revocato_il is None


def test_il_redattore_non_gestisce_le_persone(come: Come, lia: Utente, gallarate: Ambito) -> None:
    assert come(lia).get(persone(gallarate)).status_code == 404


def test_senza_entrare_si_va_ad_accedere(client: Cliente, gallarate: Ambito) -> None:
    risposta = client.get(persone(gallarate))

    assert risposta.status_code == 302
    assert risposta["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("quanti", [1, 3])
def test_le_persone_costano_sempre_le_stesse_query(
    quanti: int, come: Come, ada: Utente, gallarate: Ambito, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for numero in range(quanti):
        IncaricoFactory.create(ruolo=Ruolo.REDATTORE_UDP, ente=gallarate.ente)
        un_invito(gallarate, ada, email=f"i{numero}@esempio.it", impronta=str(numero))
    cliente = come(ada)

    with django_assert_num_queries(9):
        cliente.get(persone(gallarate))


@pytest.mark.parametrize("quanti", [1, 3])
def test_gli_enti_costano_sempre_le_stesse_query(
    quanti: int, come: Come, ugo: Utente, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(quanti):
        EnteFactory.create()
    cliente = come(ugo)

    with django_assert_num_queries(5):
        cliente.get(reverse("utenti:enti"))


def test_le_persone_si_cercano_per_nome_e_per_incarico(come: Come, ada: Utente, lia: Utente, gallarate: Ambito) -> None:
    cliente = come(ada)

    per_nome = cliente.get(persone(gallarate), {"q": "LIA"})
    per_ruolo = cliente.get(persone(gallarate), {"ruolo": "responsabile_udp"})
    nessuna = cliente.get(persone(gallarate), {"q": "zzz"})

    assert list(per_nome.context["pagina"]) == [lia.incarichi.get()]
    assert list(per_ruolo.context["pagina"]) == [ada.incarichi.get()]
    assert "Nessuna persona corrisponde" in nessuna.content.decode()


def test_le_persone_vanno_a_pagine(come: Come, ada: Utente, gallarate: Ambito) -> None:
    for _ in range(settings.RIGHE_PER_PAGINA):
        IncaricoFactory.create(ruolo=Ruolo.REDATTORE_UDP, ente=gallarate.ente)

    seconda = come(ada).get(persone(gallarate), {"pagina": "2"})

    assert len(seconda.context["pagina"]) == 1


def test_l_amministratore_cerca_un_ente(come: Come, ugo: Utente, qui: dict[Portata, Ente]) -> None:
    risposta = come(ugo).get(reverse("utenti:enti"), {"q": "azienda di"})

    assert list(risposta.context["pagina"]) == [qui[Portata.AMBITI_DA_CAPOFILA]]


def test_chi_non_gestisce_nessuno_lo_legge(come: Come, lia: Utente) -> None:
    assert "Non gestisci le persone di nessun ente" in come(lia).get(reverse("utenti:enti")).content.decode()


def test_si_invita_dalla_pagina(
    come: Come, ada: Utente, gallarate: Ambito, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    pagina = reverse("utenti:invita", args=["ambito", gallarate.codice])
    cliente = come(ada)
    scelte = cliente.get(pagina).context["modulo"].fields["ruolo"].choices

    with django_capture_on_commit_callbacks(execute=True):
        risposta = cliente.post(pagina, {"email": NUOVA, "ruolo": "redattore_udp", "fine_incarico": "2027-12-31"})

    assert [valore for valore, _ in scelte] == [
        "redattore_udp",
        "responsabile_udp",
        "presidente_assemblea",
        "segretario_assemblea",
    ]
    assert risposta["Location"] == persone(gallarate)
    assert mail.outbox[0].to == [NUOVA]
    assert f"Invito spedito a {NUOVA}" in cliente.get(persone(gallarate)).content.decode()


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"email": "senza-chiocciola", "ruolo": "redattore_udp"}, "Inserisci un indirizzo email valido"),
        ({"email": NUOVA, "ruolo": "amministratore"}, "Scegli un'opzione valida"),
        ({"email": NUOVA, "ruolo": "redattore_udp", "fine_incarico": "2020-01-01"}, "è già passata"),
        ({"email": "lia@esempio.it", "ruolo": "redattore_udp"}, "ha già l'incarico"),
    ],
)
def test_un_invito_sbagliato_resta_sulla_pagina_con_la_frase(
    dati: dict[str, str], frase: str, come: Come, ada: Utente, lia: Utente, gallarate: Ambito
) -> None:
    risposta = come(ada).post(reverse("utenti:invita", args=["ambito", gallarate.codice]), dati)

    assert risposta.status_code == 422
    assert frase in risposta.content.decode().replace("&#x27;", "'")
    assert not Invito.objects.exists()


def test_se_la_posta_cade_la_pagina_dice_che_fare(
    come: Come,
    ada: Utente,
    gallarate: Ambito,
    monkeypatch: pytest.MonkeyPatch,
    transactional_db: None,
) -> None:
    def cade(messaggio: EmailMultiAlternatives) -> int:
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailMultiAlternatives, "send", cade)

    risposta = come(ada).post(
        reverse("utenti:invita", args=["ambito", gallarate.codice]), {"email": NUOVA, "ruolo": "redattore_udp"}
    )

    assert risposta.status_code == 502
    assert "Spedisci di nuovo" in risposta.content.decode()
    assert Invito.objects.count() == 1


def test_rispedire_e_ritirare_dalla_pagina(come: Come, ada: Utente, gallarate: Ambito) -> None:
    invito = un_invito(gallarate, ada)
    cliente = come(ada)

    assert cliente.post(reverse("utenti:rispedisci_invito", args=[invito.pk]))["Location"] == persone(gallarate)
    assert cliente.post(reverse("utenti:revoca_invito", args=[invito.pk]))["Location"] == persone(gallarate)
    invito.refresh_from_db()
    assert invito.impronta != impronta_di("gettone")
    assert invito.revocato_da == ada
    assert NUOVA not in cliente.get(persone(gallarate)).content.decode().split("Incarichi</h2>")[1]


def test_chiudere_chiede_prima_e_poi_chiude(come: Come, ada: Utente, lia: Utente, gallarate: Ambito) -> None:
    pagina = reverse("utenti:chiudi_incarico", args=[lia.incarichi.get().pk])
    cliente = come(ada)

    chiede = cliente.get(pagina)
    assert "Chiudere l&#x27;incarico di Lia?" in chiede.content.decode()
    assert lia.incarichi.get().in_corso

    assert cliente.post(pagina, {"al": ""})["Location"] == persone(gallarate)
    assert not lia.incarichi.get().in_corso


def test_chiudere_nel_passato_resta_sulla_pagina(come: Come, ada: Utente, lia: Utente) -> None:
    risposta = come(ada).post(reverse("utenti:chiudi_incarico", args=[lia.incarichi.get().pk]), {"al": "2020-01-01"})

    assert "è già passato" in risposta.content.decode()
    assert lia.incarichi.get().in_corso


def test_l_amministratore_disattiva_dopo_conferma(come: Come, ugo: Utente, lia: Utente) -> None:
    pagina = reverse("utenti:disattiva", args=[lia.pk])
    cliente = come(ugo)

    assert "Disattivare per sempre" in cliente.get(pagina).content.decode()
    cliente.post(pagina)

    lia.refresh_from_db()
    assert not lia.is_active


def test_il_responsabile_non_disattiva_account(come: Come, ada: Utente, lia: Utente) -> None:
    assert come(ada).post(reverse("utenti:disattiva", args=[lia.pk])).status_code == 404
    lia.refresh_from_db()
    assert lia.is_active


def test_chi_e_disattivato_esce_subito(come: Come, ugo: Utente, ada: Utente, gallarate: Ambito) -> None:
    cliente = come(ada)
    assert cliente.get(persone(gallarate)).status_code == 200

    come(ugo).post(reverse("utenti:disattiva", args=[ada.pk]))

    assert cliente.get(persone(gallarate)).status_code == 302


def test_il_profilo_cambia_solo_il_proprio_nome(come: Come, ada: Utente) -> None:
    cliente = come(ada)
    pagina = reverse("utenti:profilo")

    assert "Responsabile dell&#x27;Ufficio di Piano" in cliente.get(pagina).content.decode()
    dati = {"nome": "Ufficio di Piano di Gallarate", "posta": "subito", "email": "altra@esempio.it", "is_staff": "on"}
    cliente.post(pagina, dati)

    ada.refresh_from_db()
    assert (ada.nome, ada.email, ada.is_staff) == ("Ufficio di Piano di Gallarate", "ada@esempio.it", False)


def test_un_nome_vuoto_non_si_salva(come: Come, ada: Utente) -> None:
    risposta = come(ada).post(reverse("utenti:profilo"), {"nome": ""})

    assert risposta.status_code == 422
    ada.refresh_from_db()
    assert ada.nome == "Ada"


def test_si_cambia_incarico_e_la_sessione_lo_ricorda(come: Come, ada: Utente, busto: Ambito) -> None:
    IncaricoFactory.create(utente=ada, ruolo=Ruolo.REDATTORE_UDP, ente=busto.ente)
    cliente = come(ada)
    profilo = reverse("utenti:profilo")
    primo = cliente.get(profilo).context["incarico_attivo"]
    altro = ada.incarichi.exclude(pk=primo.pk).get()

    risposta = cliente.post(reverse("utenti:cambia_incarico", args=[altro.pk]), {"next": profilo})

    assert risposta["Location"] == profilo
    assert cliente.get(profilo).context["incarico_attivo"] == altro


def test_non_si_mette_il_cappello_di_un_altro(come: Come, ada: Utente, dario: Utente) -> None:
    risposta = come(ada).post(reverse("utenti:cambia_incarico", args=[dario.incarichi.get().pk]))

    assert risposta.status_code == 404


def test_un_incarico_finito_non_si_indossa(come: Come, ada: Utente, busto: Ambito) -> None:
    finito = IncaricoFactory.create(utente=ada, ente=busto.ente, al=timezone.localdate().replace(year=2025))
    cliente = come(ada)

    assert cliente.post(reverse("utenti:cambia_incarico", args=[finito.pk])).status_code == 404


def test_cambiare_incarico_non_porta_su_un_altro_sito(come: Come, ada: Utente) -> None:
    mio = ada.incarichi.get().pk

    risposta = come(ada).post(reverse("utenti:cambia_incarico", args=[mio]), {"next": "https://altrove.example/"})

    assert risposta["Location"] == reverse("scrivania:scrivania")


def test_chi_non_ha_incarichi_vede_che_fare(come: Come) -> None:
    risposta = come(UtenteFactory.create()).get(reverse("utenti:profilo"))

    assert risposta.context["incarico_attivo"] is None
    assert "Chiedi un invito" in risposta.content.decode()


def test_un_modulo_spedito_vuoto_e_rifiutato_come_gli_altri(come: Come, ada: Utente, gallarate: Ambito) -> None:
    risposta = come(ada).post(reverse("utenti:invita", args=["ambito", gallarate.codice]))

    assert risposta.status_code == 422
    assert "obbligatorio" in risposta.content.decode()
