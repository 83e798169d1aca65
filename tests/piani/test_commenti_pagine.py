"""Comments on their pages: passages found again and marked, the list with its filters, the panel."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from piani.actions.commenti import rispondi
from piani.actions.esiti_commenti import assegna, riapri, risolvi
from piani.canonico import byte_del_piano
from piani.enums import Passo, SpecieParte, Stato
from piani.models import Commento, Piano, Sezione, VoceScheda
from piani.queries_discussioni import discussioni
from piani.queries_parti import Parti
from piani.workflow import esegui
from tests.cliente import Cliente
from tests.factories import (
    SezioneFactory,
    VoceSchedaFactory,
)
from tests.piani.commenti_di_prova import PASSO, TESTO, capitolo_con_passo, indirizzo, lascia
from tests.tavoli_di_prova import siede, tavolo_annunciato
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def capitolo(piano: Piano) -> Sezione:
    """A chapter with the passage, and a sheet with a row."""
    return capitolo_con_passo(piano)


# --- Passages -----------------------------------------------------------------
def test_il_passo_si_ancora_e_segue_il_testo(piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente) -> None:
    commento = lascia(piano, bruno, citazione=f" {PASSO.replace(' due', chr(10) + 'due')} ")
    assert (commento.ancorata, commento.citazione) == (True, PASSO)
    assert commento.prima.endswith("Nei Comuni piccoli")
    altra = SezioneFactory.create(piano=piano, chiave="altra", titolo="Altra", testo="")

    def stato() -> tuple[str, str, str]:
        [d] = discussioni(piano, [commento], Parti(piano))
        assert d.passo
        return d.passo.stato.value, d.altrove.chiave if d.altrove else "", d.ora

    assert stato() == ("trovato", "", "")
    Sezione.objects.filter(pk=capitolo.pk).update(testo=TESTO.replace("restano aperti", "apriranno"))
    assert stato() == ("cambiato", "", PASSO.replace("restano aperti", "apriranno"))
    Sezione.objects.filter(pk=capitolo.pk).update(testo="<p>Altro.</p>")
    Sezione.objects.filter(pk=altra.pk).update(testo=TESTO)
    assert stato() == ("spostato", "altra", "")
    Sezione.objects.filter(pk=altra.pk).update(testo="")
    assert stato() == ("non c'è più", "", "")


def test_un_passo_che_non_e_nel_testo_resta_come_fu_scritto(piano: Piano, capitolo: Sezione, bruno: Utente) -> None:
    commento = lascia(piano, bruno, citazione="Una frase a memoria.")

    assert (commento.ancorata, commento.citazione, commento.prima) == (False, "Una frase a memoria.", "")


def test_si_cita_anche_una_riga_di_scheda_che_sta_in_due_piani(
    piano: Piano, piano_di_busto: Piano, capitolo: Sezione, bruno: Utente
) -> None:
    voce = VoceScheda.objects.get(piano=piano)
    altrove = SezioneFactory.create(piano=piano_di_busto, chiave="x")
    VoceSchedaFactory.create(piano=piano_di_busto, sezione=altrove, scheda=voce.scheda, codice="Z9")

    commento = lascia(piano, bruno, specie=SpecieParte.RIGA, parte="obiettivo:A:target", citazione="con figli minori")

    assert (commento.ancorata, commento.prima) == (True, "Famiglie")


def test_il_passo_e_segnato_sulla_pagina_di_chi_legge_i_commenti_e_il_documento_non_cambia(
    come: Come, client: Cliente, piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente
) -> None:
    prima = byte_del_piano(piano)
    pagina = f"{piano.get_absolute_url()}leggi/contesto/"
    commento = lascia(piano, bruno, citazione=PASSO)

    html = come(ada).get(pagina).text

    assert f"<mark>{PASSO}</mark>" in html
    assert f'href="{indirizzo(piano, str(commento.pk))}/"' in html
    assert "sul passo «" in html
    assert byte_del_piano(piano) == prima
    risolvi(commento, autore=ada)
    assert "<mark>" not in come(ada).get(pagina).text
    riapri(commento, motivo="No.", autore=ada)
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    for chi in (client, come(ada)):
        assert "<mark>" not in chi.get(pagina).text


def test_chi_siede_a_un_tavolo_non_vede_i_segni_degli_uffici(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, elena: Utente, carla: Utente
) -> None:
    siede(tavolo_annunciato(piano.ambito, ada, piani=[piano]), carla, ufficio=ada)
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)
    lascia(piano, elena, citazione=PASSO)
    pagina = f"{piano.get_absolute_url()}leggi/contesto/"

    assert "<mark>" in come(elena).get(pagina).text
    html = come(carla).get(pagina).text
    assert "<mark>" not in html
    assert "da risolvere" not in html


# --- List ---------------------------------------------------------------------
@pytest.fixture
def tanti(piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente, elena: Utente) -> Piano:
    """Four comments: one each to settle, settled, on a sheet, with its passage lost."""
    SezioneFactory.create(piano=piano, chiave="risorse", titolo="Risorse", ordine=999)
    perso = lascia(piano, bruno, "Perché uno?", citazione=PASSO)
    assegna(perso, a=ada, autore=ada)
    risolto = lascia(piano, elena, "Più città due", parte="risorse")
    risolvi(risolto, esito="recepito", motivo="Fatto.", autore=ada)
    rispondi(
        lascia(piano, elena, "tre", specie=SpecieParte.RIGA, parte="obiettivo:A:target"), testo="cittadino", autore=ada
    )
    lascia(piano, ada, "quattro", specie=SpecieParte.ARTICOLO, parte="3")
    Sezione.objects.filter(pk=capitolo.pk).update(testo="")
    return piano


def test_i_filtri_stanno_nell_indirizzo(come: Come, tanti: Piano, ada: Utente, bruno: Utente) -> None:
    cliente = come(ada)
    ente = bruno.incarichi.get().ente_id

    def trovati(filtro: str) -> set[str]:
        html = cliente.get(f"{indirizzo(tanti)}?{filtro}").text
        return {parola for parola in ("uno", "due", "tre", "quattro") if f">{parola}" in html or f" {parola}" in html}

    def esportati(filtro: str) -> list[str]:
        csv = cliente.get(f"{indirizzo(tanti)}?{filtro}&formato=csv").content.decode("utf-8-sig")
        return [riga.split(";")[3] for riga in csv.splitlines()[1:]]

    uno, due = "Perché uno?", "Più città due"
    attesi = {
        "": [uno, due, "tre", "quattro"],
        "aperti=si": [uno, "tre", "quattro"],
        "aperti=no": [due],
        "esito=recepito": [due],
        "di=me": ["tre", "quattro"],
        "assegnati=me": [uno],
        "assegnati=nessuno": [due, "tre", "quattro"],
        "assegnati=altri": [],
        f"ente={ente}": [uno],
        "dove=contesto": [uno, "tre"],
        "dove=risorse": [due],
        "dove=accordo": ["quattro"],
        "dove=tolte": [],
        "passo=perso": [uno],
        "passo=mosso": [],
        "q=citta": [due, "tre"],
        "q=PERCHÉ": [uno],
        "aperti=si&dove=contesto&ente=": [uno, "tre"],
    }
    for filtro, righe in attesi.items():
        assert sorted(esportati(filtro)) == sorted(righe), filtro
    assert esportati("ordine=vecchi") == [uno, due, "tre", "quattro"]
    assert esportati("ordine=piano") == [uno, "tre", due, "quattro"]
    assert esportati("ordine=recenti")[0] == "quattro"
    assert trovati("aperti=no") >= {"due"}


def test_l_elenco_si_scarica_intero_e_si_stampa(come: Come, tanti: Piano, ada: Utente) -> None:
    csv = come(ada).get(f"{indirizzo(tanti)}?formato=csv").content.decode("utf-8-sig")
    stampa = come(ada).get(f"{indirizzo(tanti)}?stampa=1&aperti=no").text

    assert csv.splitlines()[0].startswith("Parte;Passo citato;Il passo oggi;Commento;Per conto di;Persona")
    assert PASSO in csv
    assert "Il passo non c'è più nel testo." in csv
    assert "Recepito;Fatto." in csv
    assert "cittadino" in csv
    assert "Più città due" in stampa
    assert "Perché uno?" not in stampa
    xlsx = come(ada).get(f"{indirizzo(tanti)}?formato=xlsx")
    assert xlsx.content.startswith(b"PK")
    assert come(ada).get(f"{indirizzo(tanti)}?formato=pdf").status_code == 400


@pytest.mark.parametrize("quanti", [1, 3])
def test_le_pagine_dei_commenti_costano_sempre_uguale(
    come: Come,
    piano: Piano,
    capitolo: Sezione,
    ada: Utente,
    bruno: Utente,
    quanti: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(quanti):
        detto = lascia(piano, bruno, f"Commento {n}", citazione=PASSO)
        for _ in range(quanti):
            rispondi(detto, testo="Sì.", autore=ada)
        lascia(piano, bruno, "Riga", specie=SpecieParte.RIGA, parte="obiettivo:A:target")
    cliente = come(ada)
    cliente.get(f"{piano.get_absolute_url()}leggi/contesto/")

    for resto, domande in (("", 14), ("?stampa=1", 13), ("sezione/contesto/", 14), (f"{detto.pk}/", 15)):
        with django_assert_num_queries(domande):
            assert cliente.get(indirizzo(piano, resto)).status_code == 200, resto
    with CaptureQueriesContext(connection) as domande_fatte:
        cliente.get(f"{piano.get_absolute_url()}leggi/contesto/")
    assert sum("piani_commento" in d["sql"] for d in domande_fatte) == 1


# --- Pages --------------------------------------------------------------------
def test_una_risposta_rifiutata_torna_con_le_parole(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente
) -> None:
    commento = lascia(piano, bruno)
    cliente = come(ada)

    risposta = cliente.post(indirizzo(piano, f"{commento.pk}/risolvi/"), {"esito": "non_recepito", "motivo": ""})

    assert risposta.status_code == 422
    assert "Scrivi perché" in risposta.text
    assert 'value="non_recepito" selected' in risposta.text
    lunga = "a" * 5001
    risposta = cliente.post(indirizzo(piano, f"{commento.pk}/rispondi/"), {"testo": lunga})
    assert risposta.status_code == 422
    assert lunga in risposta.text


def test_nel_pannello_arriva_solo_il_pezzo_che_cambia(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente
) -> None:
    cliente, pannello = come(bruno), {"HX-Request": "true"}
    parte = indirizzo(piano, "sezione/contesto/")

    vuoto = cliente.get(f"{parte}?citazione=sportelli+di+prossimit%C3%A0&prima=gli", headers=pannello).text
    assert "<html" not in vuoto
    assert "sportelli di prossimità</textarea>" in vuoto
    fatto = cliente.post(parte, {"testo": "Pochi.", "citazione": PASSO}, headers=pannello)
    assert (fatto.status_code, 'data-aperti="1"' in fatto.text) == (200, True)
    commento = piano.commenti.get()
    risposto = come(ada).post(indirizzo(piano, f"{commento.pk}/rispondi/"), {"testo": "Vediamo."}, headers=pannello)
    assert (risposto.status_code, "Vediamo." in risposto.text) == (200, True)
    Commento.objects.exclude(pk=commento.pk).delete()
    ritirato = cliente.post(indirizzo(piano, f"{commento.pk}/ritira/"), headers=pannello)
    assert "Nessuno ha ancora commentato" in ritirato.text


def test_accanto_a_cio_che_si_scrive_c_e_quanti_sono_aperti(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente, dario: Utente
) -> None:
    for _ in range(2):
        lascia(piano, bruno)
    lascia(piano, bruno, specie=SpecieParte.RIGA, parte="obiettivo:A:target")
    base = piano.get_absolute_url()

    for resto, conto in (("sezioni/contesto/", "2 da risolvere"), ("schede/obiettivo/A/", "1 da risolvere")):
        html = come(ada).get(f"{base}{resto}").text
        assert conto in html
        assert "pannello-commenti" in html
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    estraneo = come(dario).get(f"{base}sezioni/contesto/").text
    assert "pannello-commenti" not in estraneo
    assert come(dario).get(indirizzo(piano)).status_code == 404
