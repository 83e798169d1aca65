"""The comparison of two versions: what it shows, and to whom."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from ambiti.models import Ambito
from piani.enums import Stato
from piani.models import Piano, Tappa
from piani.versioni import congela
from tests.cliente import Cliente
from tests.piani.versioni_di_prova import approva, nomina, parole, piano_con_testo, scrive, una_di_memoria, url
from tests.tavoli_di_prova import siede, tavolo_annunciato
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def pieno(regione_minima: object, gallarate: Ambito) -> Piano:
    """Gallarate's plan, with a text."""
    return piano_con_testo()


@pytest.mark.parametrize("quante", [1, 3])
def test_il_confronto_costa_lo_stesso_quante_che_siano_le_versioni(
    pieno: Piano, ada: Utente, come: Come, quante: int, django_assert_num_queries: Any
) -> None:
    nomina(pieno, ada, quante)
    prima = Tappa.objects.order_by("pk").first()
    assert prima is not None
    scrive(pieno, ada, "Come adesso")
    cliente = come(ada)
    indirizzo = url(pieno, f"confronta/{prima.versione.sha256[:12]}/adesso/")
    cliente.get(indirizzo)
    with django_assert_num_queries(11 + una_di_memoria()):
        risposta = cliente.get(indirizzo)
    assert risposta.status_code == 200


def test_il_confronto_segna_le_parole_e_filtra_per_capitolo_e_genere(pieno: Piano, ada: Utente, come: Come) -> None:
    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    scrive(pieno, ada, "Altre reti.", "reti")
    indirizzo = url(pieno, f"confronta/{prima.sha256[:12]}/adesso/")
    testo = parole(come(ada).get(indirizzo))
    assert "Sono cambiate <strong>2 parti" in testo
    assert "rivisto" in testo
    assert "data-cambiamento" in testo
    assert parole(come(ada).get(f"{indirizzo}?capitolo=reti")).count("data-cambiamento") == 1
    assert parole(come(ada).get(f"{indirizzo}?specie=schede")).count("data-cambiamento") == 0
    assert "Nessuna parte corrisponde" in parole(come(ada).get(f"{indirizzo}?specie=schede"))


def test_le_parti_cambiate_si_scaricano_in_csv(pieno: Piano, ada: Utente, come: Come) -> None:
    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    risposta = come(ada).get(url(pieno, f"confronta/{prima.sha256[:12]}/adesso/elenco/"))
    righe = list(csv.reader(io.StringIO(risposta.content.decode("utf-8-sig")), delimiter=";"))
    assert righe[1] == ["Dati di contesto", "Sezioni", "Dati di contesto", "cambiata", "Testo", "1", "0"]
    assert len(righe) == 2


def test_la_scelta_di_due_versioni_porta_al_confronto(pieno: Piano, ada: Utente, come: Come) -> None:
    risposta = come(ada).get(url(pieno, "confronta/?da=adesso&a=letta"))
    assert risposta.headers["Location"] == url(pieno, "confronta/adesso/letta/")
    assert come(ada).get(url(pieno, "confronta/?da=../x&a=")).headers["Location"] == url(pieno, "versioni/")


def test_una_bozza_non_si_confronta_da_fuori_ne_di_lato(
    pieno: Piano, ada: Utente, dario: Utente, carla: Utente, come: Come
) -> None:
    """Dario has all this in Busto; Carla sits at a table; both read the approved plan, never what it was before."""
    siede(tavolo_annunciato(pieno.ambito, ada, piani=[pieno]), carla, ufficio=ada)
    bozza = congela(pieno, autore=ada)
    scrive(pieno, ada, "Segreto tolto prima della consultazione.")
    con_segreto = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo aperto.")
    indirizzi = [
        url(pieno, f"confronta/{da}/{a}/{coda}")
        for da, a in (
            (bozza.sha256[:12], "adesso"),
            ("adesso", con_segreto.sha256[:12]),
            (con_segreto.sha256, bozza.sha256),
        )
        for coda in ("", "elenco/")
    ]
    for stato in (Stato.BOZZA, Stato.IN_CONSULTAZIONE):
        Piano.objects.filter(pk=pieno.pk).update(stato=stato)
        for chi in (dario, carla):
            assert {come(chi).get(i).status_code for i in indirizzi} == {404}
    assert come(carla).get(url(pieno, "leggi/")).status_code == 200
    approvata = approva(pieno, ada)
    for chi in (dario, carla):
        assert {come(chi).get(i).status_code for i in indirizzi} == {404}
        da_approvata = come(chi).get(url(pieno, f"confronta/{approvata.sha256[:12]}/adesso/"))
        assert "Non è cambiato niente" in parole(da_approvata)
        assert "Segreto" not in parole(da_approvata)
    assert {come(ada).get(i).status_code for i in indirizzi} == {200}


def test_un_visitatore_deve_entrare_per_confrontare(pieno: Piano, ada: Utente, client: Cliente) -> None:
    approvata = approva(pieno, ada)
    assert client.get(url(pieno, f"confronta/{approvata.sha256[:12]}/adesso/")).status_code == 302


def test_stampare_il_confronto_e_un_lavoro_in_coda(pieno: Piano, ada: Utente, dario: Utente, come: Come) -> None:
    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    indirizzo = url(pieno, f"confronta/{prima.sha256[:12]}/adesso/stampa/")
    assert come(dario).post(indirizzo).status_code == 404
    risposta = come(ada).post(indirizzo, follow=True)
    assert f"Confronto con la versione {prima.sha256[:12]}" in parole(risposta)


def test_la_carta_del_confronto_dice_le_parole_e_si_stampa(pieno: Piano, ada: Utente) -> None:
    from piani.actions.stampe import chiedi_stampa_confronto
    from piani.lavori import fascicolo, nome_file
    from registro.queries import testa

    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    stampa = chiedi_stampa_confronto(pieno, prima.pk, None, autore=ada)
    carta = fascicolo(stampa.versione, stampa.scheda, bozza=True, testa=testa(pieno.catena))
    html, esito = carta.stampa()
    assert "Prima: versione del" in html
    assert "rivisto" in html
    assert esito.pdf.startswith(b"%PDF")
    assert esito.avvisi == []
    assert nome_file(carta, stampa.scheda).startswith(f"piano-50074-2025-2027-confronto-{prima.sha256[:8]}-bozza-")
