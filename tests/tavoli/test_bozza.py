"""The members of a table read the draft of its plan, in consultation, and nothing else of it: no page on the side leaks."""

from collections.abc import Callable

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito
from piani.enums import Passo, SpecieParte, Stato
from piani.models import Piano
from piani.queries import piani_leggibili_da, piani_visibili_a
from piani.queries_commenti import commenti_visibili_a, incarico_che_commenta
from piani.workflow import esegui
from tavoli.actions import domande, tavoli
from tavoli.models import Tavolo
from tests.cliente import Cliente
from tests.factories import (
    CampoSchedaFactory,
    FormatoSchedaFactory,
    IncaricoFactory,
    RispostaFactory,
    SezioneFactory,
    TabellaFactory,
    VoceSchedaFactory,
)
from tests.pagine import nomina
from tests.tavoli_di_prova import altra_cooperativa, chiede, siede, tavolo_annunciato
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def tavolo(piano: Piano, gallarate: Ambito, ada: Utente) -> Tavolo:
    """A table that works for Gallarate's plan, which has a chapter, a sheet with a row, a table."""
    capitolo = SezioneFactory.create(piano=piano, chiave="contesto", titolo="Dati di contesto")
    formato = FormatoSchedaFactory.create(gruppi=[{"chiave": "uno", "titolo": "Uno"}])
    voce = VoceSchedaFactory.create(piano=piano, sezione=capitolo, codice="A", scheda__formato=formato)
    campo = CampoSchedaFactory.create(formato=voce.scheda.formato, chiave="target")
    RispostaFactory.create(scheda=voce.scheda, campo=campo)
    TabellaFactory.create(piano=piano, sezione=capitolo, chiave="popolazione")
    return tavolo_annunciato(gallarate, ada, piani=[piano])


@pytest.fixture
def seduta(tavolo: Tavolo, ada: Utente, carla: Utente) -> Utente:
    """Carla, whose cooperative sits at the table."""
    siede(tavolo, carla, ufficio=ada)
    return carla


def in_consultazione(piano: Piano, ada: Utente) -> None:
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)


def leggono(piano: Piano, chi: Utente) -> bool:
    trovati: QuerySet[Piano] = piani_leggibili_da(chi)
    return trovati.filter(pk=piano.pk).exists()


LETTURA = ["", "leggi/", "leggi/contesto/", "leggi/allegati/sintesi/", "commenti/", "commenti/sezione/contesto/"]
DI_LAVORO = [
    "esporta/",
    "stampe/",
    "sezioni/contesto/",
    "sezioni/contesto/dati/",
    "tabelle/popolazione/",
    "schede/obiettivo/A/",
    "schede/obiettivo/A/righe/target/",
    "schede/obiettivo/A/righe/target/versioni/",
    "schede/obiettivo/A/elenchi/azioni/",
]


def test_chi_siede_legge_la_bozza_solo_mentre_e_in_consultazione(piano: Piano, ada: Utente, seduta: Utente) -> None:
    assert not leggono(piano, seduta)

    in_consultazione(piano, ada)
    assert leggono(piano, seduta)
    assert not piani_visibili_a(seduta).exists()

    esegui(Passo.CHIUDI_CONSULTAZIONE, piano, autore=ada)
    assert not leggono(piano, seduta)
    for stato in (Stato.IN_VERIFICA, Stato.DA_INTEGRARE, Stato.VERIFICATO):
        Piano.objects.filter(pk=piano.pk).update(stato=stato)
        assert not leggono(piano, seduta)


def test_non_la_legge_chi_aspetta_chi_si_e_ritirato_chi_siede_altrove(
    tavolo: Tavolo, piano: Piano, piano_di_busto: Piano, busto: Ambito, ada: Utente, dario: Utente, carla: Utente
) -> None:
    in_consultazione(piano, ada)
    in_consultazione(piano_di_busto, dario)
    in_attesa, altrove, ritirata = (
        altra_cooperativa(n, f"9000000002{i}") for i, n in enumerate(("Mara", "Nora", "Pina"))
    )
    chiede(tavolo, in_attesa)
    siede(tavolo_annunciato(busto, dario, piani=[piano_di_busto]), altrove, ufficio=dario)
    domande.ritira(siede(tavolo, ritirata, ufficio=ada), autore=ritirata)

    assert leggono(piano_di_busto, altrove)
    for persona in (in_attesa, altrove, ritirata, carla, dario):
        assert not leggono(piano, persona)


def test_se_il_piano_non_e_piu_del_tavolo_non_lo_legge_nessuno(
    tavolo: Tavolo, piano: Piano, ada: Utente, seduta: Utente
) -> None:
    in_consultazione(piano, ada)

    tavoli.collega_piani(tavolo, piani=[], autore=ada)

    assert not leggono(piano, seduta)


def test_chi_ha_finito_il_suo_incarico_non_la_legge_piu(piano: Piano, ada: Utente, seduta: Utente) -> None:
    in_consultazione(piano, ada)
    incarico = seduta.incarichi.get()
    incarico.al = incarico.dal
    incarico.save()
    seduta.incarichi.update(dal="2020-01-01", al="2020-12-31")

    assert not leggono(piano, seduta)


@pytest.mark.parametrize("resto", LETTURA)
def test_le_pagine_che_si_leggono(come: Come, piano: Piano, ada: Utente, seduta: Utente, resto: str) -> None:
    cliente, indirizzo = come(seduta), f"{piano.get_absolute_url()}{resto}"
    assert cliente.get(indirizzo).status_code == 404
    in_consultazione(piano, ada)

    risposta = cliente.get(indirizzo)

    assert risposta.status_code == 200
    html = risposta.content.decode()
    assert not nomina(html, "Ada")
    assert "/stampe/" not in html
    assert "/esporta/" not in html
    assert "/sezioni/" not in html


@pytest.mark.parametrize("resto", DI_LAVORO)
def test_le_pagine_di_lavoro_non_ci_sono(come: Come, piano: Piano, ada: Utente, seduta: Utente, resto: str) -> None:
    in_consultazione(piano, ada)
    indirizzo = f"{piano.get_absolute_url()}{resto}"

    assert come(ada).get(indirizzo).status_code == 200
    assert come(seduta).get(indirizzo).status_code == 404


@pytest.mark.parametrize("resto", ["stampe/nuova/", "sezioni/contesto/", "schede/obiettivo/A/righe/target/"])
def test_e_niente_si_scrive(come: Come, piano: Piano, ada: Utente, seduta: Utente, resto: str) -> None:
    in_consultazione(piano, ada)

    assert come(seduta).post(f"{piano.get_absolute_url()}{resto}", {"revisione": "1"}).status_code == 404


def test_nell_elenco_dei_piani_la_bozza_c_e(come: Come, piano: Piano, ada: Utente, seduta: Utente) -> None:
    assert piano.get_absolute_url() not in come(seduta).get("/piani/").content.decode()
    in_consultazione(piano, ada)
    assert piano.get_absolute_url() in come(seduta).get("/piani/").content.decode()


def test_di_un_piano_approvato_i_nomi_di_chi_ci_lavora_non_sono_per_chi_sta_fuori(
    come: Come, piano: Piano, ada: Utente, lia: Utente, seduta: Utente, dario: Utente
) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    indirizzo = piano.get_absolute_url()

    assert nomina(come(ada).get(indirizzo).content.decode(), "Lia")
    for persona in (seduta, dario):
        cliente = come(persona)
        assert not nomina(cliente.get(indirizzo).content.decode(), "Lia")
        assert cliente.get(f"{indirizzo}schede/obiettivo/A/righe/target/versioni/").status_code == 404
        assert cliente.get(f"{indirizzo}sezioni/contesto/").context["storia"] == []


# --- Comments -----------------------------------------------------------------


def commenta(cliente: Cliente, piano: Piano, testo: str, parte: str = "sezione/contesto") -> int:
    risposta = cliente.post(f"{piano.get_absolute_url()}commenti/{parte}/", {"testo": testo, "citazione": ""})
    return int(risposta.status_code)


def test_dal_capitolo_si_arriva_ai_commenti_e_se_ne_lascia_uno(
    come: Come, client: Cliente, piano: Piano, ada: Utente, seduta: Utente
) -> None:
    in_consultazione(piano, ada)
    cliente, capitolo = come(seduta), f"{piano.get_absolute_url()}leggi/contesto/"
    html = cliente.get(capitolo).content.decode()
    assert f"{piano.get_absolute_url()}commenti/sezione/contesto/" in html
    assert f"{piano.get_absolute_url()}commenti/scheda/obiettivo:A/" in html

    assert commenta(cliente, piano, "Mancano i giovani.") == 302
    assert commenta(cliente, piano, "   ") == 422

    commento = piano.commenti.get()
    assert (commento.ente, commento.autore) == (seduta.incarichi.get().ente, seduta)
    assert "1 da risolvere" in come(ada).get(capitolo).content.decode()
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    assert "commenti/" not in client.get(capitolo).content.decode()


def test_i_commenti_degli_uffici_non_li_leggono_i_tavoli(
    come: Come, piano: Piano, ada: Utente, elena: Utente, seduta: Utente
) -> None:
    commenta(come(elena), piano, "Nota interna dell'ATS.")
    in_consultazione(piano, ada)
    commenta(come(seduta), piano, "Mancano i giovani.")
    nora = altra_cooperativa()

    assert commenti_visibili_a(ada, piano).count() == 2
    assert [c.testo for c in commenti_visibili_a(seduta, piano)] == ["Mancano i giovani."]
    assert not commenti_visibili_a(nora, piano).exists()
    for resto in ("commenti/", "commenti/sezione/contesto/"):
        html = come(seduta).get(f"{piano.get_absolute_url()}{resto}").content.decode()
        assert "Nota interna" not in html
        assert not nomina(html, "Elena")
        assert come(nora).get(f"{piano.get_absolute_url()}{resto}").status_code == 404
    assert come(seduta).get(f"{piano.get_absolute_url()}commenti/?formato=csv")["Content-Type"].startswith("text/html")


def test_chi_lavora_in_un_ufficio_e_siede_a_un_tavolo_parla_per_l_incarico_che_usa(
    tavolo: Tavolo, piano: Piano, ada: Utente, carla: Utente, elena: Utente
) -> None:
    siede(tavolo, carla, ufficio=ada)
    in_consultazione(piano, ada)
    suo, ufficio = carla.incarichi.get(), elena.incarichi.get()
    IncaricoFactory.create(utente=carla, ruolo=ufficio.ruolo, ente=ufficio.ente)
    secondo = carla.incarichi.exclude(pk=suo.pk).get()

    for veste, attesa in ((suo, suo), (secondo, secondo), (None, secondo)):
        carla.veste = veste
        assert incarico_che_commenta(carla, piano) == attesa


def test_solo_chi_scrive_il_piano_segna_un_commento_come_risolto(
    come: Come, piano: Piano, ada: Utente, dario: Utente, elena: Utente, seduta: Utente
) -> None:
    in_consultazione(piano, ada)
    commenta(come(seduta), piano, "Mancano i giovani.")
    indirizzo = f"{piano.get_absolute_url()}commenti/{piano.commenti.get().pk}/risolvi/"

    codici = [come(chi).post(indirizzo).status_code for chi in (seduta, elena, dario, ada, ada)]

    assert codici == [403, 403, 404, 302, 400]
    assert piano.commenti.get().risolto_da == ada


@pytest.mark.parametrize(
    ("parte", "stato"),
    [
        ("sezione/contesto", 302),
        ("scheda/obiettivo:A", 302),
        ("riga/obiettivo:A:target", 302),
        ("articolo/3", 302),
        ("sezione/mai-esistita", 404),
        ("scheda/obiettivo:Z", 404),
        ("riga/obiettivo:A:mai", 404),
        ("articolo/tre", 404),
        ("capitolo/contesto", 404),
    ],
)
def test_si_commenta_una_parte_che_c_e(
    come: Come, tavolo: Tavolo, piano: Piano, ada: Utente, parte: str, stato: int
) -> None:
    assert commenta(come(ada), piano, "Da rivedere.", parte) == stato
    assert piano.commenti.filter(specie__in=SpecieParte.values).count() == (stato == 302)


def test_un_piano_approvato_non_si_commenta(come: Come, tavolo: Tavolo, piano: Piano, ada: Utente) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)

    risposta = come(ada).post(f"{piano.get_absolute_url()}commenti/sezione/contesto/", {"testo": "Tardi."})

    assert risposta.status_code == 403
    assert "si commenta finché è in lavorazione" in risposta.content.decode()


@pytest.mark.parametrize("quanti", [1, 3])
def test_i_commenti_chiedono_sempre_lo_stesso(
    come: Come,
    piano: Piano,
    ada: Utente,
    seduta: Utente,
    quanti: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    in_consultazione(piano, ada)
    for n in range(quanti):
        commenta(come(seduta), piano, f"Commento {n}", "scheda/obiettivo:A")
    cliente = come(ada)

    with django_assert_num_queries(10):
        cliente.get(f"{piano.get_absolute_url()}commenti/")
    with django_assert_num_queries(11):
        cliente.get(f"{piano.get_absolute_url()}commenti/scheda/obiettivo:A/")


@pytest.mark.parametrize("filtro", ["?aperti=si", "?aperti=no", "?q=giovani"])
def test_i_commenti_si_filtrano_e_si_scaricano(
    come: Come, tavolo: Tavolo, piano: Piano, ada: Utente, filtro: str
) -> None:
    cliente = come(ada)
    commenta(cliente, piano, "Mancano i giovani.")

    html = cliente.get(f"{piano.get_absolute_url()}commenti/{filtro}").content.decode()
    csv = cliente.get(f"{piano.get_absolute_url()}commenti/{filtro}&formato=csv").content.decode()

    assert ("Mancano i giovani." in html) is (filtro != "?aperti=no")
    assert ("Mancano i giovani." in csv) is (filtro != "?aperti=no")


def test_da_ogni_parte_si_apre_il_suo_modulo_e_la_parte_vuota_lo_dice(
    come: Come, piano: Piano, ada: Utente, seduta: Utente, dario: Utente
) -> None:
    capitolo = piano.sezioni.get(chiave="contesto")
    SezioneFactory.create(piano=piano, chiave="vuota", titolo="Da scrivere", genitore=capitolo, testo="")
    in_consultazione(piano, ada)

    html = come(seduta).get(f"{piano.get_absolute_url()}leggi/contesto/").text

    base = f"{piano.get_absolute_url()}commenti/"
    for parte in ("sezione/contesto/", "sezione/vuota/", "scheda/obiettivo:A/"):
        assert f'href="{base}{parte}#commenta"' in html
        assert 'id="commenta"' in come(seduta).get(f"{base}{parte}").text
    assert html.count("Non ancora scritta.") == 1
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    assert "#commenta" not in come(dario).get(f"{piano.get_absolute_url()}leggi/contesto/").text
