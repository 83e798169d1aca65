"""The history of a section and of a row: every version, two compared, an old one put back."""

from collections.abc import Callable
from typing import Any

import pytest

from ambiti.models import Ambito
from piani.models import Piano
from tests.cliente import Cliente
from tests.piani.versioni_di_prova import parole, piano_con_testo, scrive, url
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def pieno(regione_minima: object, gallarate: Ambito) -> Piano:
    """Gallarate's plan, with a text."""
    return piano_con_testo()


@pytest.mark.parametrize("quante", [1, 3])
def test_la_storia_di_una_sezione_costa_lo_stesso(
    pieno: Piano, ada: Utente, come: Come, quante: int, django_assert_num_queries: Any
) -> None:
    for n in range(quante):
        scrive(pieno, ada, f"Testo {n}")
    cliente = come(ada)
    with django_assert_num_queries(10):
        risposta = cliente.get(url(pieno, "sezioni/contesto/storia/"))
    assert parole(risposta).count('class="memoria-dati"') == quante + 1


def test_due_versioni_di_una_sezione_si_confrontano_e_la_vecchia_torna(
    pieno: Piano, ada: Utente, dario: Utente, gina: Utente, come: Come
) -> None:
    scrive(pieno, ada, "Testo rivisto.")
    parte = pieno.sezioni.get(chiave="contesto")
    nuova, vecchia = parte.storia.order_by("-history_id")[:2]
    base = url(pieno, "sezioni/contesto/storia/")
    confronto = parole(come(ada).get(f"{base}confronta/?da={vecchia.history_id}&a={nuova.history_id}"))
    assert "rivisto" in confronto
    assert "<ins>" in confronto
    assert come(ada).get(f"{base}confronta/?da=x&a=1").status_code == 400
    assert come(ada).get(f"{base}confronta/?da=1&a=999999").status_code == 404
    assert "<ins>" in parole(come(ada).get(f"{base}confronta/"))
    dati = {"versione": vecchia.history_id, "revisione": parte.revisione}
    assert come(dario).post(f"{base}ripristina/", dati).status_code == 404
    assert come(gina).post(f"{base}ripristina/", dati).status_code == 403
    risposta = come(ada).post(f"{base}ripristina/", dati, follow=True)
    assert "ripristino di un testo di prima" in parole(risposta)
    parte.refresh_from_db()
    assert parte.testo == "<p>Testo.</p>"
    superata = come(ada).post(f"{base}ripristina/", {**dati, "versione": nuova.history_id})
    assert superata.status_code == 400
    assert "Non è cambiato nulla" in parole(superata)


def test_la_versione_di_un_altra_sezione_non_si_ripristina_qui(pieno: Piano, ada: Utente, come: Come) -> None:
    altra = pieno.sezioni.get(chiave="reti").storia.get()
    dati = {"versione": altra.history_id, "revisione": 1}
    assert come(ada).post(url(pieno, "sezioni/contesto/storia/ripristina/"), dati).status_code == 404


def test_la_storia_di_una_riga_si_confronta_e_si_ripristina(
    pieno: Piano, ada: Utente, dario: Utente, come: Come
) -> None:
    from obiettivi.actions.risposte import Riga
    from piani.actions.schede import salva_riga

    voce = pieno.voci.get(codice="A")
    campo = voce.scheda.formato.campi.get(chiave="target")
    risposta = voce.scheda.risposte.get(campo=campo)
    salvata = salva_riga(voce, campo, Riga(testo="<p>Pochi</p>"), revisione_letta=risposta.revisione, autore=ada)
    base = f"{voce.get_absolute_url()}righe/target/storia/"
    assert parole(come(ada).get(base)).count('class="memoria-dati"') == 2
    nuova, vecchia = salvata.storia.order_by("-history_date", "-history_id")[:2]
    confronto = parole(come(ada).get(f"{base}confronta/?da={vecchia.history_id}&a={nuova.history_id}"))
    assert "Pochi" in confronto
    assert "Tutti" in confronto
    dati = {"versione": vecchia.history_id, "revisione": salvata.revisione}
    assert come(dario).post(f"{base}ripristina/", dati).status_code == 404
    come(ada).post(f"{base}ripristina/", dati)
    risposta.refresh_from_db()
    assert risposta.testo == "<p>Tutti</p>"


def test_le_voci_di_un_elenco_hanno_la_loro_storia(pieno: Piano, ada: Utente, come: Come) -> None:
    from obiettivi.actions.azioni import DatiAzione
    from piani.actions.schede import aggiungi_azione, elimina_azione, modifica_azione

    voce = pieno.voci.get(codice="A")
    campo = voce.scheda.formato.campi.get(tipo="azioni")
    azione = aggiungi_azione(voce, DatiAzione(testo="Aprire uno sportello"), autore=ada)
    modifica_azione(
        voce, azione, DatiAzione(testo="Aprire due sportelli"), revisione_letta=azione.revisione, autore=ada
    )
    elimina_azione(voce, azione, revisione_letta=azione.revisione, autore=ada)
    pagina = parole(come(ada).get(f"{voce.get_absolute_url()}righe/{campo.chiave}/storia/"))
    assert "Le voci dell'elenco" in pagina
    assert [p in pagina for p in (">aggiunta<", ">cambiata<", ">tolta<")] == [True] * 3
    assert "due sportelli" in pagina
