"""The pages of the tables, as each reads them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito
from documenti import archivio
from documenti.enums import TipoFile
from piani.enums import Passo, Stato
from piani.models import Piano
from piani.workflow import esegui
from tavoli.actions import contributi, tavoli
from tavoli.actions.contributi import Luogo
from tavoli.enums import EsitoContributo
from tavoli.models import Contributo, Domanda, Incontro, Tavolo
from tests.cliente import Cliente
from tests.factories import CampoSchedaFactory, SezioneFactory, VoceSchedaFactory
from tests.tavoli_di_prova import altra_cooperativa, chiede, contribuisce, dati, oggi, siede, tavolo_annunciato
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def tavolo(piano: Piano, gallarate: Ambito, ada: Utente) -> Tavolo:
    """A table of Gallarate, announced, that works for its plan."""
    return tavolo_annunciato(gallarate, ada, piani=[piano])


def pagina(cliente: Cliente, indirizzo: str) -> str:
    risposta = cliente.get(indirizzo)
    assert risposta.status_code == 200
    return str(risposta.content.decode())


# --- Open to anyone -----------------------------------------------------------


@pytest.mark.parametrize("quanti", [1, 3])
def test_l_elenco_degli_avvisi(
    client: Cliente,
    gallarate: Ambito,
    ada: Utente,
    quanti: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(quanti):
        tavolo_annunciato(gallarate, ada, titolo=f"Tavolo {n}")

    with django_assert_num_queries(5):
        html = pagina(client, "/tavoli/")

    assert "Fino al" in html
    assert "mancano 10 giorni" in html


def test_dall_elenco_si_cerca_si_filtra_e_si_scarica(
    client: Cliente, gallarate: Ambito, busto: Ambito, ada: Utente, dario: Utente
) -> None:
    tavolo_annunciato(gallarate, ada, titolo="Tavolo sulla disabilità")
    di_busto = tavolo_annunciato(busto, dario, titolo="Tavolo sui giovani")
    tavoli.chiudi(di_busto, sintesi="Fine.", autore=dario)

    assert "giovani" not in pagina(client, "/tavoli/?q=disabilita")
    assert "giovani" not in pagina(client, "/tavoli/?ambito=50074&ats=322")
    assert "disabilità" not in pagina(client, "/tavoli/?fase=finiti")
    csv = client.get("/tavoli/?formato=csv&fase=aperti").content.decode("utf-8-sig")
    assert "Tavolo sulla disabilità;Gallarate;ATS Insubria" in csv
    assert "giovani" not in csv


def test_un_tavolo_in_preparazione_lo_vede_solo_chi_lo_tiene(
    client: Cliente, come: Come, gallarate: Ambito, ada: Utente, dario: Utente, carla: Utente
) -> None:
    bozza = tavoli.crea_tavolo(gallarate, dati=dati(), autore=ada)

    assert come(ada).get(bozza.get_absolute_url()).status_code == 200
    assert bozza.titolo in pagina(come(ada), "/tavoli/")
    for cliente in (client, come(dario), come(carla)):
        assert cliente.get(bozza.get_absolute_url()).status_code == 404
        assert bozza.titolo not in pagina(cliente, "/tavoli/")


def test_chi_passa_trova_come_si_partecipa(client: Cliente, tavolo: Tavolo) -> None:
    html = pagina(client, tavolo.get_absolute_url())

    assert "Registra il tuo ente" in html
    assert f"/account/login/?next=/tavoli/{tavolo.pk}/" in html
    assert "Parrocchie ed enti religiosi" in html
    assert "Il RUNTS serve solo" in html
    assert "Annuncia" not in html
    assert "Modifica" not in html


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_del_tavolo_chiede_sempre_lo_stesso(
    come: Come,
    tavolo: Tavolo,
    ada: Utente,
    carla: Utente,
    busto: Ambito,
    quanti: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    siede(tavolo, carla, ufficio=ada)
    tavolo.altri_ambiti.add(busto)
    file = archivio.conserva(b"%PDF-1.7\navviso\n%%EOF\n", nome="a.pdf", tipi=frozenset({TipoFile.PDF}))
    for n in range(quanti):
        tavoli.aggiungi_documento(tavolo, titolo=f"Carta {n}", file=file, nome_file="a.pdf", autore=ada)
        tavoli.aggiungi_tema(tavolo, titolo=f"Tema {n}", testo="", autore=ada)
        tavoli.fissa_incontro(tavolo, quando=timezone.now(), luogo="Sala", argomento=f"Incontro {n}", autore=ada)
        siede(tavolo, altra_cooperativa(f"N{n}", f"9000000001{n}"), ufficio=ada)

    for persona in (carla, ada):
        cliente = come(persona)
        with django_assert_num_queries(9):
            pagina(cliente, tavolo.get_absolute_url())


def test_la_home_porta_agli_avvisi_aperti_con_tre_domande_al_database(
    client: Cliente,
    tavolo: Tavolo,
    gallarate: Ambito,
    ada: Utente,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    tavoli.crea_tavolo(gallarate, dati=dati("Non ancora"), autore=ada)

    with django_assert_max_num_queries(3):
        html = pagina(client, "/")

    assert "Avvisi aperti" in html
    assert "mancano 10 giorni" in html
    assert "Non ancora" not in html
    assert '<a href="/tavoli/">Tavoli</a>' in html


# --- The office ---------------------------------------------------------------


def test_ada_apre_scrive_e_annuncia_un_tavolo(come: Come, ada: Utente, piano: Piano, busto: Ambito) -> None:
    cliente = come(ada)
    assert "Ambito di Gallarate" in pagina(cliente, "/tavoli/nuovo/")
    scritti = dict(dati()) | {"annuncio_dal": str(oggi()), "annuncio_al": str(oggi() + dt.timedelta(days=5))}

    risposta = cliente.post("/tavoli/nuovo/", {**scritti, "altri_ambiti": [busto.pk]})

    tavolo = Tavolo.objects.get()
    assert risposta["Location"] == tavolo.get_absolute_url()
    assert list(tavolo.altri_ambiti.all()) == [busto]
    assert "Manca almeno un tema" in pagina(cliente, tavolo.get_absolute_url())
    assert cliente.post(f"/tavoli/{tavolo.pk}/annuncia/").status_code == 400
    cliente.post(f"/tavoli/{tavolo.pk}/temi/nuovo/", {"titolo": "Casa", "testo": "Perché?"})
    cliente.post(f"/tavoli/{tavolo.pk}/temi/A/", {"titolo": "La casa", "testo": ""})
    cliente.post(f"/tavoli/{tavolo.pk}/piani/", {"piani": [piano.pk]})
    assert "Annunciare il tavolo" in pagina(cliente, f"/tavoli/{tavolo.pk}/annuncia/")
    cliente.post(f"/tavoli/{tavolo.pk}/annuncia/")
    tavolo.refresh_from_db()
    assert tavolo.pubblicato_da == ada
    assert str(tavolo.temi.get()) == "A. La casa"
    assert list(tavolo.piani.all()) == [piano]


def test_l_avviso_si_corregge_e_le_date_al_contrario_tornano_indietro(come: Come, ada: Utente, tavolo: Tavolo) -> None:
    cliente, indirizzo = come(ada), f"/tavoli/{tavolo.pk}/modifica/"
    assert "prima casa" in pagina(cliente, indirizzo)
    scritti = dict(dati("Altro titolo")) | {"annuncio_dal": str(oggi()), "revisione": tavolo.revisione}

    storte = cliente.post(indirizzo, {**scritti, "annuncio_al": "2020-01-01"})
    vecchie = cliente.post(indirizzo, {**scritti, "annuncio_al": str(oggi()), "revisione": 99})
    buone = cliente.post(indirizzo, {**scritti, "annuncio_al": str(oggi())})

    assert (storte.status_code, vecchie.status_code, buone.status_code) == (422, 422, 302)
    tavolo.refresh_from_db()
    assert tavolo.titolo == "Altro titolo"


@pytest.mark.parametrize("quante", [1, 3])
def test_le_domande_da_leggere(
    come: Come, tavolo: Tavolo, ada: Utente, quante: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(quante):
        chiede(tavolo, altra_cooperativa(f"N{n}", f"9000000001{n}"))
    cliente = come(ada)

    with django_assert_num_queries(7):
        html = pagina(cliente, f"/tavoli/{tavolo.pk}/domande/")

    assert html.count(">Ammetti<") == quante
    assert "Abitiamo qui." in html


def test_ada_ammette_una_e_dice_di_no_a_un_altra(come: Come, tavolo: Tavolo, ada: Utente, carla: Utente) -> None:
    cliente, nora = come(ada), altra_cooperativa()
    prima, seconda = chiede(tavolo, carla), chiede(tavolo, nora)

    cliente.post(f"/tavoli/domande/{prima.pk}/ammetti/", {"motivo": ""})
    senza = cliente.post(f"/tavoli/domande/{seconda.pk}/respingi/", {"motivo": ""})
    cliente.post(f"/tavoli/domande/{seconda.pk}/respingi/", {"motivo": "Non opera nell'Ambito."})

    assert senza.status_code == 422
    assert Domanda.objects.get(pk=prima.pk).ammessa_da == ada
    assert "Non opera nell&#x27;Ambito." in pagina(come(nora), tavolo.get_absolute_url())
    assert "Non opera" not in pagina(come(carla), tavolo.get_absolute_url())


def test_di_un_incontro_si_fissa_il_giorno_poi_si_carica_il_verbale(
    come: Come, client: Cliente, tavolo: Tavolo, ada: Utente, carla: Utente
) -> None:
    domanda, cliente = siede(tavolo, carla, ufficio=ada), come(ada)
    cliente.post(
        f"/tavoli/{tavolo.pk}/incontri/nuovo/",
        {"quando": "2024-11-05T17:30", "luogo": "Sala", "argomento": "I bisogni"},
    )
    incontro = Incontro.objects.get()
    cliente.post(
        f"/tavoli/incontri/{incontro.pk}/", {"quando": "2024-11-06T17:30", "luogo": "Sala B", "argomento": "I bisogni"}
    )
    indirizzo = f"/tavoli/incontri/{incontro.pk}/verbale/"

    falso = cliente.post(indirizzo, {"verbale": SimpleUploadedFile("v.pdf", b"<html>non un PDF</html>")})
    pdf = b"%PDF-1.7\nverbale\n%%EOF\n"
    cliente.post(indirizzo, {"verbale": SimpleUploadedFile("v.pdf", pdf), "presenti": [domanda.ente_id]})

    assert falso.status_code == 422
    assert come(carla).get(f"{indirizzo}scarica/").content == pdf
    assert come(altra_cooperativa()).get(f"{indirizzo}scarica/").status_code == 404
    assert "6 novembre 2024, ore 17.30" in pagina(client, tavolo.get_absolute_url()).replace("\xa0", " ")
    assert "Verbale" not in pagina(client, tavolo.get_absolute_url())


def test_un_documento_del_tavolo_lo_scarica_chiunque(come: Come, client: Cliente, tavolo: Tavolo, ada: Utente) -> None:
    pdf = b"%PDF-1.7\navviso\n%%EOF\n"
    come(ada).post(
        f"/tavoli/{tavolo.pk}/documenti/nuovo/", {"titolo": "L'avviso", "file": SimpleUploadedFile("a.pdf", pdf)}
    )

    documento = tavolo.documenti.get()
    assert client.get(f"/tavoli/documenti/{documento.pk}/scarica/").content == pdf
    assert "L&#x27;avviso (PDF)" in pagina(client, tavolo.get_absolute_url())


# --- The bodies ---------------------------------------------------------------


def test_carla_chiede_lascia_un_contributo_e_lo_ritrova_nella_scheda(
    come: Come, tavolo: Tavolo, piano: Piano, ada: Utente, carla: Utente
) -> None:
    cliente, ufficio = come(carla), come(ada)
    ente = carla.incarichi.get().ente
    assert "Chiedi di partecipare" in pagina(cliente, tavolo.get_absolute_url())
    cliente.post(f"/tavoli/{tavolo.pk}/domanda/", {"ente": ente.pk, "motivazione": "Abitiamo qui."})
    ufficio.post(f"/tavoli/domande/{Domanda.objects.get().pk}/ammetti/")
    scritto = {"ente": ente.pk, "genere": "proposta", "titolo": "Sei posti", "testo": "Con un educatore."}
    cliente.post(f"/tavoli/{tavolo.pk}/temi/A/contributo/", scritto)
    contributo = Contributo.objects.get()
    capitolo = SezioneFactory.create(piano=piano, chiave="obiettivi")
    sotto = SezioneFactory.create(piano=piano, chiave="casa", genitore=capitolo)
    voce = VoceSchedaFactory.create(piano=piano, sezione=sotto, codice="M")
    campo = CampoSchedaFactory.create(formato=voce.scheda.formato, chiave="target", etichetta="TARGET")
    indirizzo = f"/tavoli/contributi/{contributo.pk}/rispondi/"
    assert "Scheda M." in pagina(ufficio, indirizzo)

    storta = ufficio.post(indirizzo, {"esito": "accolto", "motivo": "Sì.", "luogo": "", "campo": campo.pk})
    ufficio.post(
        indirizzo,
        {"esito": "accolto", "motivo": "È nell'obiettivo M.", "luogo": f"scheda:{voce.pk}", "campo": campo.pk},
    )

    assert storta.status_code == 422
    meta = f'{piano.get_absolute_url()}leggi/obiettivi/#scheda-{voce.specie}-m-target"'
    assert meta not in pagina(cliente, "/tavoli/contributi/")
    assert "Scheda M." in pagina(cliente, "/tavoli/contributi/")
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)
    assert meta in pagina(cliente, "/tavoli/contributi/")
    assert meta in pagina(cliente, contributo.get_absolute_url())
    assert f'id="scheda-{voce.specie}-m"' in pagina(cliente, f"{piano.get_absolute_url()}leggi/obiettivi/")


@pytest.mark.parametrize("quanti", [1, 3])
def test_i_tuoi_contributi_chiedono_sempre_lo_stesso(
    come: Come,
    tavolo: Tavolo,
    piano: Piano,
    ada: Utente,
    carla: Utente,
    quanti: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    siede(tavolo, carla, ufficio=ada)
    for n in range(quanti):
        voce = VoceSchedaFactory.create(piano=piano)
        contributi.rispondi(
            contribuisce(tavolo, carla, f"Proposta {n}"),
            esito=EsitoContributo.ACCOLTO,
            motivo="Sì.",
            luogo=Luogo(voce=voce),
            autore=ada,
        )
    cliente, ufficio = come(carla), come(ada)

    with django_assert_num_queries(7):
        assert pagina(cliente, "/tavoli/contributi/").count("Accolto</span>") == quanti
    with django_assert_num_queries(7):
        pagina(ufficio, f"/tavoli/{tavolo.pk}/contributi/")


def test_i_lavori_del_tavolo_non_sono_di_chi_siede_altrove(
    come: Come, tavolo: Tavolo, gallarate: Ambito, ada: Utente, carla: Utente, dario: Utente
) -> None:
    nora, altro = altra_cooperativa(), tavolo_annunciato(gallarate, ada, titolo="Altro tavolo")
    siede(altro, nora, ufficio=ada)
    siede(tavolo, carla, ufficio=ada)
    contributo = contribuisce(tavolo, carla)

    for estraneo in (nora, dario):
        cliente = come(estraneo)
        assert cliente.get(f"/tavoli/{tavolo.pk}/contributi/").status_code == 404
        assert cliente.get(contributo.get_absolute_url()).status_code == 404
        assert cliente.get(f"/tavoli/{tavolo.pk}/temi/A/contributo/").status_code == 404
    assert come(dario).get(f"/tavoli/{tavolo.pk}/domande/").status_code == 403
    assert come(carla).get(f"/tavoli/{tavolo.pk}/domande/").status_code == 403
    assert come(ada).get("/tavoli/contributi/").status_code == 403


def test_carla_si_ritira_da_una_pagina_che_chiede_conferma(
    come: Come, tavolo: Tavolo, ada: Utente, carla: Utente
) -> None:
    domanda, cliente = siede(tavolo, carla, ufficio=ada), come(carla)

    assert "Ritirare Cooperativa di prova" in pagina(cliente, f"/tavoli/domande/{domanda.pk}/ritira/")
    assert come(altra_cooperativa()).get(f"/tavoli/domande/{domanda.pk}/ritira/").status_code == 404
    cliente.post(f"/tavoli/domande/{domanda.pk}/ritira/")

    assert Domanda.objects.get().ritirata_da == carla


def test_chi_parla_per_due_enti_sceglie_per_quale(come: Come, tavolo: Tavolo, carla: Utente) -> None:
    nora = altra_cooperativa()
    incarico = nora.incarichi.get()
    incarico.pk, incarico.utente = None, carla
    incarico.save()

    html = pagina(come(carla), f"/tavoli/{tavolo.pk}/domanda/")

    assert "Per quale ente" in html
    assert "Cooperativa di Nora" in html


# --- The room of a plan -------------------------------------------------------


def test_la_stanza_del_piano_elenca_i_suoi_tavoli(
    come: Come, client: Cliente, tavolo: Tavolo, piano: Piano, ada: Utente, gallarate: Ambito, carla: Utente
) -> None:
    tavolo_annunciato(gallarate, ada, titolo="Senza Piano")
    chiede(tavolo, carla)
    indirizzo = reverse("tavoli:del_piano", kwargs=piano.indirizzo)

    html = pagina(come(ada), indirizzo)

    assert tavolo.titolo in html
    assert "Senza Piano" not in html
    assert "domande, 1" in html
    assert client.get(indirizzo).status_code == 404
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    assert "domande, 1" not in pagina(client, indirizzo)
