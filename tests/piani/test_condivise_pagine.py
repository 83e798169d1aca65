"""Shared sheets in a file and back, on their pages, and written by more than one body."""

from collections.abc import Callable
from typing import Any

import pytest

from ambiti.models import Ambito, Asst
from core.exceptions import NonPermesso, SalvataggioSuperato
from core.storia import MIO
from obiettivi.actions.azioni import DatiAzione
from obiettivi.actions.risposte import Riga
from obiettivi.actions.schede import DatiScheda
from obiettivi.models import FormatoScheda, Risposta
from piani.actions import condivise
from piani.actions import schede as porte
from piani.canonico import documento, importa_piano, sigilla
from piani.enums import Stato
from piani.models import Piano, SchedaPubblicata, Sezione, VoceScheda
from piani.queries_condivise import offerte_a
from tests.cliente import Cliente
from tests.factories import (
    SezioneFactory,
    VoceSchedaFactory,
)
from tests.piani.condivise_di_prova import campo, fresca, parole, pubblica, scrivi
from tests.porte import porte as porte_della_pagina
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


# --- There and back -----------------------------------------------------------
def _togli(piano: Piano) -> None:
    piano.voci.all().delete()
    piano.sezioni.all().delete()
    piano.delete()


@pytest.mark.parametrize("conosciuta", [True, False])
def test_la_provenienza_torna_dal_documento(
    adottata: VoceScheda, madre: VoceScheda, piano_di_busto: Piano, dario: Utente, conosciuta: bool
) -> None:
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    andata = documento(Piano.objects.get(pk=piano_di_busto.pk))
    _togli(piano_di_busto)
    if not conosciuta:
        SchedaPubblicata.objects.all().delete()
    tornato = importa_piano(andata)
    assert documento(tornato) == andata
    assert bool(tornato.voci.get().condivisa) is conosciuta


def _rifatto(piano_di_busto: Piano, cambia: Callable[[Any], None]) -> VoceScheda:
    andata = documento(Piano.objects.get(pk=piano_di_busto.pk))
    cambia(andata["schede"][0])
    _togli(piano_di_busto)
    return importa_piano(sigilla(andata)).voci.get()


def _riscrivi(scheda: Any, chiave: str) -> None:
    next(r for r in scheda["risposte"] if r["campo"] == chiave)["testo"] = "<p>Scritto nel file</p>"


@pytest.mark.parametrize(("chiave", "resta"), [("target", True), ("obiettivi", False)])
def test_un_file_non_mette_parole_sue_sotto_il_nome_di_un_altro_ente(
    adottata: VoceScheda, piano_di_busto: Piano, dario: Utente, chiave: str, resta: bool
) -> None:
    """The row that the Ambito writes comes back changed; a shared one makes the sheet its own."""
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    tornata = _rifatto(piano_di_busto, lambda s: _riscrivi(s, chiave))
    assert bool(tornata.condivisa) is resta
    assert tornata.righe_locali.exists() is resta
    assert tornata.provenienza is None


def test_un_file_non_apre_righe_che_non_sono_aperte(adottata: VoceScheda, piano_di_busto: Piano) -> None:
    tornata = _rifatto(piano_di_busto, lambda s: s["provenienza"].update(righe_locali=["obiettivi"]))
    assert tornata.condivisa is None


# --- Pages --------------------------------------------------------------------
@pytest.mark.parametrize("quante", [1, 3])
def test_l_elenco_costa_sempre_uguale(
    quante: int,
    piano: Piano,
    piano_di_busto: Piano,
    regione_minima: object,
    busto: Ambito,
    ada: Utente,
    dario: Utente,
    come: Come,
    django_assert_num_queries: Any,
) -> None:
    sezione = SezioneFactory.create(piano=piano_di_busto)
    for n in range(quante):
        voce = VoceSchedaFactory.create(
            piano=piano, codice=f"S{n}", scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025")
        )
        condivise.adotta_scheda(sezione, pubblica(voce, busto, ada), codice=f"S{n}", autore=dario)
    assert len(offerte_a(piano_di_busto)) == quante
    cliente = come(dario)
    cliente.get("/")
    with django_assert_num_queries(10):
        assert cliente.get(f"{piano_di_busto.get_absolute_url()}condivise/").status_code == 200


def test_si_offre_si_adotta_e_si_aggiorna_dalle_pagine(
    madre: VoceScheda,
    sezione_di_busto: Sezione,
    piano_di_busto: Piano,
    busto: Ambito,
    come: Come,
    ada: Utente,
    dario: Utente,
) -> None:
    offri = f"{madre.get_absolute_url()}condividi/"
    assert "Ambiti a cui la offri" in parole(come(ada).get(offri))
    dati = {"offerta_a": [busto.pk], "aperte": [campo("target").pk], "nota": "Prima uscita"}
    assert come(ada).post(offri, {**dati, "offerta_a": []}).status_code == 422
    assert come(ada).post(offri, dati).status_code == 302
    elenco = f"{piano_di_busto.get_absolute_url()}condivise/"
    assert "non adottata" in parole(come(dario).get(elenco))
    adotta = f"{elenco}{SchedaPubblicata.objects.get().pk}/"
    assert "Assumere" in parole(come(dario).get(adotta))
    assert come(dario).post(adotta, {"sezione": sezione_di_busto.pk, "codice": ""}).status_code == 422
    assert come(dario).post(adotta, {"sezione": sezione_di_busto.pk, "codice": "SAD"}).status_code == 302
    voce = VoceScheda.objects.get(piano=piano_di_busto)
    pagina = parole(come(dario).get(voce.get_absolute_url()))
    assert "Scheda condivisa</strong> di" in pagina
    assert "Modifica i dati" not in pagina
    assert "Aggiungi un'azione" not in pagina
    assert pagina.count("Scrivi la risposta dell'Ambito") == 1
    riga = f"{voce.get_absolute_url()}righe/target/"
    assert come(dario).post(riga, {"testo": "<p>X</p>", "revisione": 1}).status_code == 403
    assert come(dario).post(f"{riga}locale/", {"locale": "si"}).status_code == 302
    assert come(dario).post(riga, {"testo": "<p>Nostri</p>", "revisione": 1}).status_code == 302
    scrivi(madre, "obiettivi", "<p>Ancora più ore</p>", ada)
    assert come(ada).post(offri, dati).status_code == 302
    assert "C'è la versione 2" in parole(come(dario).get(elenco))
    condivisa = f"{voce.get_absolute_url()}condivisa/"
    assert "QUALI OBIETTIVI VUOLE RAGGIUNGERE" in parole(come(dario).get(condivisa))
    assert come(dario).post(condivisa, {"atto": "aggiorna"}).status_code == 302
    testi = dict(Risposta.objects.filter(scheda=voce.scheda).values_list("campo__chiave", "testo"))
    assert (testi["obiettivi"], testi["target"]) == ("<p>Ancora più ore</p>", "<p>Nostri</p>")
    assert come(dario).post(condivisa, {"atto": "boh"}).status_code == 400
    assert come(dario).post(f"{riga}locale/", {"locale": "no"}).status_code == 302
    assert come(dario).post(condivisa, {"atto": "togli"}).status_code == 302
    assert not piano_di_busto.voci.exists()


def test_di_un_piano_pubblico_non_si_legge_che_cosa_gli_e_offerto(
    adottata: VoceScheda,
    madre: VoceScheda,
    piano_di_busto: Piano,
    busto: Ambito,
    come: Come,
    ada: Utente,
    dario: Utente,
) -> None:
    """Who only reads the approved plan sees where a sheet comes from, not the drafts that other bodies offer."""
    scrivi(madre, "obiettivi", "<p>Ancora più ore</p>", ada)
    pubblica(madre, busto, ada, nota="Non ancora decisa")
    Piano.objects.filter(pk=piano_di_busto.pk).update(stato=Stato.APPROVATO)
    elenco, una = f"{piano_di_busto.get_absolute_url()}condivise/", f"{adottata.get_absolute_url()}condivisa/"
    assert come(dario).get(elenco).status_code == 200
    assert "Non ancora decisa" in parole(come(dario).get(una))

    assert come(ada).get(elenco).status_code == 404
    letta = parole(come(ada).get(una))
    assert "È una copia della scheda" in letta
    assert "Non ancora decisa" not in letta
    assert "C'è la versione 2" not in letta


def test_le_pagine_di_un_altro_ambito_non_si_aprono(adottata: VoceScheda, come: Come, ada: Utente) -> None:
    for nome in ("condivisa", "condividi"):
        assert come(ada).get(f"{adottata.get_absolute_url()}{nome}/").status_code == 404
    assert come(ada).get(f"{adottata.piano.get_absolute_url()}condivise/").status_code == 404


# --- Written by more than one body ----------------------------------------------
@pytest.fixture
def con_busto(madre: VoceScheda, busto: Ambito, asst_valle_olona: Asst) -> VoceScheda:
    """The master names Busto and the ASST among those that write it."""
    madre.scheda.partecipanti.set([busto.ente, asst_valle_olona.ente])
    return madre


def test_gli_enti_autori_scrivono_la_scheda_pubblicata(
    con_busto: VoceScheda, busto: Ambito, ada: Utente, dario: Utente, gina: Utente, elena: Utente
) -> None:
    """Elena has for the ATS, that the sheet does not name, the right that Gina has for the ASST."""
    for chi in (dario, gina, elena):
        with pytest.raises(NonPermesso):
            scrivi(con_busto, "target", "<p>Prima di pubblicarla</p>", chi)
    pubblica(con_busto, busto, ada)
    scrivi(con_busto, "target", "<p>Di Busto</p>", dario)
    scrivi(con_busto, "obiettivi", "<p>Dell'ASST</p>", gina)
    porte.aggiungi_azione(fresca(con_busto), DatiAzione("Con Busto"), autore=dario)
    with pytest.raises(NonPermesso):
        scrivi(con_busto, "target", "<p>Dell'ATS</p>", elena)
    versioni = Risposta.objects.get(scheda=con_busto.scheda_id, campo__chiave="target").storia
    assert versioni.order_by("-history_id")[0].history_user == dario
    superata = Risposta.objects.get(scheda=con_busto.scheda_id, campo__chiave="target").revisione - 1
    with pytest.raises(SalvataggioSuperato):
        porte.salva_riga(
            fresca(con_busto), campo("target"), Riga(testo="<p>X</p>"), revisione_letta=superata, autore=dario
        )


def test_chi_scrive_la_scheda_con_altri_ne_rilegge_le_versioni(
    con_busto: VoceScheda, busto: Ambito, come: Come, ada: Utente, dario: Utente
) -> None:
    versioni = f"{con_busto.get_absolute_url()}righe/target/versioni/"
    assert come(dario).get(versioni).status_code == 404
    pubblica(con_busto, busto, ada)
    scrivi(con_busto, "target", "<p>Di Busto</p>", dario)
    pagina = come(dario).get(versioni)
    assert pagina.status_code == 200
    assert f"{dario} (quella che vedi ora)" in pagina.text


def test_titolo_pubblicazione_e_stato_restano_di_chi_la_possiede(
    con_busto: VoceScheda, adottata: VoceScheda, busto: Ambito, piano: Piano, dario: Utente
) -> None:
    rifiuti: list[Callable[[], object]] = [
        lambda: porte.salva_testata(fresca(con_busto), DatiScheda("Altro"), revisione_letta=1, autore=dario),
        lambda: porte.segna_completa(fresca(con_busto), completa=True, revisione_letta=1, autore=dario),
        lambda: porte.elimina_scheda(fresca(con_busto), autore=dario),
        lambda: pubblica(con_busto, busto, dario),
    ]
    for rifiuto in rifiuti:
        with pytest.raises(NonPermesso):
            rifiuto()
    # Who is named on the copy that a plan adopted writes nothing with it.
    adottata.scheda.partecipanti.set([piano.ambito.ente])
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.IN_VERIFICA)
    with pytest.raises(NonPermesso, match="in questo stato il testo non si cambia"):
        scrivi(con_busto, "target", "<p>Dopo l'invio</p>", dario)


def test_chi_la_scrive_da_un_altro_ambito_trova_quella_scheda_e_basta(
    con_busto: VoceScheda, busto: Ambito, piano: Piano, piano_di_busto: Piano, come: Come, ada: Utente, dario: Utente
) -> None:
    indirizzo = con_busto.get_absolute_url()
    assert come(dario).get(indirizzo).status_code == 404
    pubblica(con_busto, busto, ada)
    stanza = parole(come(dario).get(f"{piano_di_busto.get_absolute_url()}condivise/"))
    assert f'href="{indirizzo}"' in stanza
    risposta = come(dario).get(indirizzo)
    pagina = parole(risposta)
    assert "Il tuo ente scrive questa scheda con Ambito territoriale di Gallarate" in pagina
    assert "Segna come completa" not in pagina
    dietro = {
        p
        for metodo, p in porte_della_pagina(indirizzo, risposta.content.decode())
        if metodo == "GET" and "/piani/50074/" in p
    }
    for porta in dietro:
        assert come(dario).get(porta).status_code == 200, porta
    letta = Risposta.objects.get(scheda=con_busto.scheda_id, campo__chiave="target").revisione
    dati = {"testo": "<p>Di Busto</p>", "revisione": letta}
    assert come(dario).post(f"{indirizzo}righe/target/", dati).status_code == 302
    for nome in ("dati/", "condividi/", "elimina/"):
        assert come(dario).get(f"{indirizzo}{nome}").status_code == 403
    assert come(dario).get(piano.get_absolute_url()).status_code == 404


def test_in_due_enti_sulla_stessa_azione_nessuno_perde_la_sua(
    con_busto: VoceScheda, busto: Ambito, come: Come, ada: Utente, dario: Utente, elena: Utente
) -> None:
    """Busto, that writes the sheet with its owner, finds mine, theirs and the merge as who owns it would."""
    pubblica(con_busto, busto, ada)
    azione = con_busto.scheda.azioni.get()
    porte.modifica_azione(
        fresca(con_busto), azione, DatiAzione("Assumere due persone", numero="1"), revisione_letta=1, autore=ada
    )
    indirizzo = f"{con_busto.get_absolute_url()}elenchi/azioni/{azione.pk}/"
    mia = {"testo": "Assumere con Busto", "numero": "1", "revisione": 1}
    risposta = come(dario).post(indirizzo, mia)
    assert risposta.status_code == 409
    assert "Assumere con Busto" in risposta.text
    assert azione.storia.filter(history_change_reason=MIO, history_user=dario).count() == 1
    # The fragment of a save shows who is not of the plan no more than the page did.
    salvata = come(dario).post(indirizzo, {**mia, "revisione": 2}, headers={"HX-Request": "true"})
    assert salvata.status_code == 200
    assert salvata.context["pagina"].da_dentro is False
    assert come(elena).post(indirizzo, {**mia, "revisione": 3}).status_code == 403
