"""The pages of the notices, the number in the header, the choice in the profile."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from registro.models import Evento
from tests.cliente import Cliente
from utenti.avvisi import Messaggio, avvisa
from utenti.enums import Posta
from utenti.models import Avviso, Utente

Come = Callable[[Utente], Cliente]
PAGINA = "/utenti/avvisi/"


def un_avviso(
    chi: Utente,
    chiave: str = "p:1",
    *,
    oggetto: str = "Approva: Piano di Gallarate",
    testo: str = "Il Piano è approvato.",
) -> Avviso:
    avvisa([chi], Messaggio(chiave, oggetto, testo, "/piani/"))
    return Avviso.objects.get(destinatario=chi, chiave=chiave)


def test_senza_avvisi_la_pagina_dice_quando_arrivano(come: Come, ada: Utente) -> None:
    assert "Non hai ancora nessun avviso" in come(ada).get(PAGINA).text


def test_ciascuno_vede_i_propri_e_cerca_senza_accenti(come: Come, ada: Utente, lia: Utente) -> None:
    un_avviso(ada, testo="La COMUNITÀ è consultata.")
    un_avviso(ada, "p:2", oggetto="Ritira: Piano di Gallarate")
    un_avviso(lia, "p:3", oggetto="Di Lia")

    cliente = come(ada)
    assert "Di Lia" not in cliente.get(PAGINA).text
    trovati = cliente.get(PAGINA, {"q": "comunita"})
    assert [a.chiave for a in trovati.context["pagina"]] == ["p:1"]
    assert "Nessun avviso corrisponde" in cliente.get(PAGINA, {"q": "zzz"}).text


def test_si_filtra_per_letti_e_da_leggere(come: Come, ada: Utente) -> None:
    un_avviso(ada)
    cliente = come(ada)
    cliente.post(reverse("utenti:avviso_letto", args=[un_avviso(ada, "p:2").pk]))

    def chiavi(quali: str) -> list[str]:
        return [a.chiave for a in cliente.get(PAGINA, {"quali": quali}).context["pagina"]]

    assert (chiavi("da-leggere"), chiavi("letti"), len(chiavi(""))) == (["p:1"], ["p:2"], 2)


def test_aprire_segna_come_letto_e_porta_alla_pagina(come: Come, ada: Utente) -> None:
    avviso = un_avviso(ada)
    risposta = come(ada).post(reverse("utenti:avviso_letto", args=[avviso.pk]), {"apri": "1", "next": "/scrivania/"})

    assert risposta["Location"] == "/piani/"
    avviso.refresh_from_db()
    assert avviso.letto_il is not None


def test_segnare_torna_dove_si_era_e_mai_fuori_dal_portale(come: Come, ada: Utente) -> None:
    indirizzo = reverse("utenti:avviso_letto", args=[un_avviso(ada).pk])
    cliente = come(ada)
    assert cliente.post(indirizzo, {"next": "/scrivania/"})["Location"] == "/scrivania/"
    assert cliente.post(indirizzo, {"next": "https://altrove.example/"})["Location"] == PAGINA


def test_l_avviso_di_un_altra_persona_non_esiste(come: Come, ada: Utente, lia: Utente) -> None:
    di_lia = un_avviso(lia)
    assert come(ada).post(reverse("utenti:avviso_letto", args=[di_lia.pk])).status_code == 404
    un_avviso(ada, "p:2")
    come(ada).post(reverse("utenti:avvisi_letti"))
    di_lia.refresh_from_db()
    assert di_lia.letto_il is None


def test_segna_tutti_dice_quanti(come: Come, ada: Utente) -> None:
    un_avviso(ada)
    un_avviso(ada, "p:2")
    cliente = come(ada)
    for frase in ("2 avvisi segnati come letti.", "Non c&#x27;era nessun avviso da leggere."):
        assert frase in cliente.post(reverse("utenti:avvisi_letti"), {"next": PAGINA}, follow=True).text


def test_leggere_la_pagina_non_segna_niente(come: Come, ada: Utente) -> None:
    un_avviso(ada)
    come(ada).get(PAGINA)
    assert Avviso.objects.filter(letto_il=None).count() == 1


@pytest.mark.parametrize("quanti", [1, 3, 40])
def test_la_pagina_costa_sempre_uguale(
    come: Come, ada: Utente, quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(quanti):
        un_avviso(ada, f"p:{n}")
    cliente = come(ada)
    with django_assert_num_queries(6):
        assert cliente.get(PAGINA).context["da_leggere"] == quanti


def test_il_numero_in_testata_non_costa_nessuna_lettura(
    come: Come, ada: Utente, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cliente = come(ada)
    with django_assert_num_queries(5):
        assert "testata-avvisi-conta" not in cliente.get(reverse("utenti:profilo")).text
    un_avviso(ada)
    un_avviso(ada, "p:2")
    with django_assert_num_queries(5):
        pagina = cliente.get(reverse("utenti:profilo"))
    assert pagina.context["avvisi_da_leggere"] == 2


def test_dal_profilo_si_sceglie_la_posta_e_resta_scritto(come: Come, ada: Utente) -> None:
    cliente, pagina = come(ada), reverse("utenti:profilo")
    assert "Un riepilogo al giorno" in cliente.get(pagina).text
    cliente.post(pagina, {"nome": "Ada", "posta": "riepilogo"})

    ada.refresh_from_db()
    assert (ada.nome, ada.posta) == ("Ada", Posta.RIEPILOGO)
    evento = Evento.objects.get(tipo="utenti.posta_scelta")
    assert evento.autore_id == ada.pk
    assert not Evento.objects.filter(tipo="utenti.nome_cambiato").exists()


def test_una_posta_inventata_non_si_salva(come: Come, ada: Utente) -> None:
    risposta = come(ada).post(reverse("utenti:profilo"), {"nome": "Ada", "posta": "piccione"})
    assert risposta.status_code == 422
    ada.refresh_from_db()
    assert ada.posta == Posta.SUBITO
