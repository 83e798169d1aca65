"""The pages of published blocks: the room of who writes them, and what a plan sees."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from ambiti.models import Asst, Ats
from obiettivi.models import Triennio
from piani.enums import Stato
from piani.models import Blocco, Piano, Sezione, Tabella, VersioneBlocco
from tests.blocchi_di_prova import bozza_di_tabella, bozza_di_testo, pubblica, riscrivi
from tests.cliente import Cliente
from tests.factories import SezioneFactory
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


def parole(risposta: Any) -> str:
    return " ".join(unescape(risposta.content.decode()).split())


def test_si_scrive_si_pubblica_si_inserisce_si_aggiorna(
    piano: Piano, ats_insubria: Ats, triennio: Triennio, come: Come, elena: Utente, ada: Utente
) -> None:
    ats, udp = come(elena), come(ada)
    capitolo = SezioneFactory.create(piano=piano, chiave="contesto", titolo="Contesto")
    dati = {"ente": ats_insubria.pk, "triennio": triennio.pk, "specie": "testo", "a_chi": "territorio"}
    assert ats.post("/piani/blocchi/nuovo/", {**dati, "titolo": ""}).status_code == 422
    assert ats.post("/piani/blocchi/nuovo/", {**dati, "titolo": "Consultori"}).status_code == 302
    blocco = Blocco.objects.get()
    pagina = f"/piani/blocchi/{blocco.pk}/"
    bozza = {"titolo": "Consultori", "a_chi": "territorio", "testo": "<p>Sono aperti a tutti.</p>", "revisione": 1}
    assert ats.post(pagina, bozza).status_code == 302
    superata = ats.post(pagina, {**bozza, "testo": "<p>Il mio</p>"})
    assert superata.status_code == 409
    assert "<p>Il mio</p>" in parole(superata)
    assert "Sono aperti a tutti" in parole(superata)
    elenco = f"{piano.get_absolute_url()}blocchi/"
    assert "Consultori" not in parole(udp.get(elenco))
    assert "Si offre a" not in parole(ats.get(f"{pagina}pubblica/"))
    assert ats.post(f"{pagina}pubblica/", {"revisione": 1}).status_code == 302
    assert not VersioneBlocco.objects.exists()
    prima = parole(ats.post(f"{pagina}pubblica/", {"revisione": 2, "nota": "Rilette"}, follow=True))
    assert "La versione 1 è pubblicata. Chi scrive i Piani riceve un avviso." in prima
    assert "non inserito" in parole(udp.get(elenco))
    inserisci = f"{elenco}{VersioneBlocco.objects.get().pk}/"
    offerta = parole(udp.get(inserisci))
    assert "Sono aperti a tutti" in offerta
    assert "Che cosa dice di questa versione chi l'ha scritta: «Rilette»" in offerta
    fatta = udp.post(inserisci, {"sotto": "contesto"})
    assert fatta.status_code == 302
    assert udp.get(inserisci)["Location"] == fatta["Location"]
    sezione = Sezione.objects.get(chiave="consultori")
    assert sezione.genitore == capitolo
    letta = parole(udp.get(f"{piano.get_absolute_url()}sezioni/consultori/"))
    assert "Testo pubblicato da ATS Insubria, versione" in letta
    assert 'name="testo"' not in letta
    assert "Segna come completa" in letta
    riscrivi(blocco, elena, testo="<p>Sono aperti a tutti, senza impegnativa.</p>")
    differenza = parole(ats.get(f"{pagina}pubblica/"))
    assert "senza impegnativa" in differenza
    assert "[aggiunto: " in differenza
    pubblica(blocco, elena, nota="Più chiaro")
    assert "C'è la versione 2" in parole(udp.get(elenco))
    assert "C'è la versione 2" in parole(udp.get(f"{piano.get_absolute_url()}sezioni/consultori/"))
    dove = f"{elenco}sezione/consultori/"
    novita = parole(udp.get(dove))
    assert "Più chiaro" in novita
    assert "Prendi la versione 2" in novita
    revisione = Sezione.objects.get(pk=sezione.pk).revisione
    assert udp.post(dove, {"atto": "versione", "versione": "9", "revisione": revisione}).status_code == 404
    assert udp.post(dove, {"atto": "versione", "versione": "2", "revisione": 0}).status_code == 400
    assert udp.post(dove, {"atto": "versione", "versione": "2", "revisione": revisione}).status_code == 302
    assert "senza impegnativa" in Sezione.objects.get(pk=sezione.pk).testo
    assert "Riprendi questa versione" in parole(udp.get(dove))
    assert "Gallarate" in parole(ats.get(pagina))
    assert udp.post(dove, {"atto": "boh"}).status_code == 400
    assert udp.post(dove, {"atto": "stacca", "revisione": revisione + 1}).status_code == 302
    assert udp.get(dove).status_code == 404
    assert 'name="testo"' in parole(udp.get(f"{piano.get_absolute_url()}sezioni/consultori/"))


def test_la_tabella_si_scrive_con_la_griglia_di_sempre(
    piano: Piano, asst_valle_olona: Asst, triennio: Triennio, come: Come, gina: Utente, ada: Utente
) -> None:
    asst, udp = come(gina), come(ada)
    sezione = SezioneFactory.create(piano=piano, chiave="contesto", titolo="Contesto")
    blocco = bozza_di_tabella(asst_valle_olona.ente, triennio, gina)
    pagina = f"/piani/blocchi/{blocco.pk}/"
    righe = {"r0-c0": "Gallarate", "r0-c1": "due", "revisione": 2}
    rifiuto = asst.post(f"{pagina}righe/", righe)
    assert rifiuto.status_code == 422
    assert "Riga 1, colonna «Valore»" in parole(rifiuto)
    assert asst.post(f"{pagina}righe/", {**righe, "r0-c1": "1.584"}).status_code == 302
    assert Blocco.objects.get().righe[0]["valori"] == ["Gallarate", "1584"]
    assert asst.post(f"{pagina}righe/", {**righe, "r0-c1": "3"}).status_code == 409
    incollate = parole(asst.post(f"{pagina}righe/incolla/", {"incollato": "Somma\t4", "sostituisci": "si"}))
    assert "Ho messo nella griglia 1 righe" in incollate
    assert 'value="Somma"' in incollate
    colonne = {"k0-chiave": "voce", "k0-titolo": "Sede", "k0-tipo": "testo", "revisione": 3}
    assert asst.post(f"{pagina}colonne/", {**colonne, "k0-titolo": ""}).status_code == 422
    assert asst.post(f"{pagina}colonne/", colonne).status_code == 302
    assert Blocco.objects.get().righe[0]["valori"] == ["Gallarate"]
    versione = pubblica(blocco, gina)
    inserisci = f"{piano.get_absolute_url()}blocchi/{versione.pk}/"
    assert udp.post(inserisci, {"sezione": ""}).status_code == 422
    assert udp.post(inserisci, {"sezione": sezione.pk}).status_code == 302
    tabella = Tabella.objects.get()
    letta = parole(udp.get(f"{piano.get_absolute_url()}tabelle/{tabella.chiave}/"))
    assert "l'ha pubblicata un altro ente" in letta
    assert "Salva le righe" not in letta
    dove = f"{piano.get_absolute_url()}blocchi/tabella/{tabella.chiave}/"
    assert udp.post(dove, {"atto": "togli", "revisione": 1}).status_code == 302
    assert not Tabella.objects.exists()


def test_il_blocco_di_un_altro_ente_non_si_trova(
    ats_insubria: Ats, triennio: Triennio, come: Come, elena: Utente, gina: Utente, ada: Utente
) -> None:
    blocco = bozza_di_tabella(ats_insubria.ente, triennio, elena)
    pagina = f"/piani/blocchi/{blocco.pk}/"
    for chi, elenco in ((gina, 200), (ada, 403)):
        assert come(chi).get("/piani/blocchi/").status_code == elenco
        for metodo, nome in (
            ("get", ""),
            ("post", ""),
            ("post", "righe/"),
            ("post", "colonne/"),
            ("get", "pubblica/"),
            ("post", "pubblica/"),
            ("post", "stato/"),
            ("post", "elimina/"),
        ):
            assert getattr(come(chi), metodo)(f"{pagina}{nome}").status_code == 404
    assert come(elena).post(f"{pagina}elimina/").status_code == 302
    assert not Blocco.objects.exists()


def test_dalla_pagina_si_salva_da_se_e_si_ritira(
    ats_insubria: Ats, triennio: Triennio, come: Come, elena: Utente
) -> None:
    blocco = bozza_di_testo(ats_insubria.ente, triennio, elena)
    pagina, ats = f"/piani/blocchi/{blocco.pk}/", come(elena)
    dati = {"titolo": "Consultori", "a_chi": "regione", "testo": "<p>Nuovo</p>", "revisione": blocco.revisione}
    da_se = {"X-Requested-With": "fetch", "X-Pagina": "abc", "X-Invio": "1"}
    assert ats.post(pagina, dati, headers=da_se).json()["revisione"] == blocco.revisione + 1
    assert ats.post(pagina, dati | {"revisione": 1}, headers=da_se | {"X-Pagina": "altra"}).status_code == 409
    assert ats.post(pagina, dati | {"titolo": ""}, headers=da_se).status_code == 422
    pubblica(blocco, elena)
    assert ats.post(f"{pagina}stato/", {"atto": "ritira"}).status_code == 302
    assert "Offri di nuovo la versione 1" in parole(ats.get(pagina))
    assert ats.post(f"{pagina}stato/", {"atto": "riprendi"}).status_code == 302
    assert Blocco.objects.get().ritirato_il is None


@pytest.mark.parametrize("quanti", [1, 3])
def test_l_elenco_costa_sempre_uguale_e_si_filtra(
    quanti: int,
    piano: Piano,
    ats_insubria: Ats,
    triennio: Triennio,
    come: Come,
    elena: Utente,
    ada: Utente,
    django_assert_num_queries: Any,
) -> None:
    for n in range(quanti):
        pubblica(bozza_di_testo(ats_insubria.ente, triennio, elena, titolo=f"Testo {n}"), elena)
    bozza_di_testo(ats_insubria.ente, triennio, elena, titolo="Mai uscito")
    ats, udp = come(elena), come(ada)
    ats.get("/")
    udp.get("/")
    with django_assert_num_queries(6):
        assert f"<strong>{quanti + 1}</strong> blocchi" in parole(ats.get("/piani/blocchi/"))
    with django_assert_num_queries(9):
        assert udp.get(f"{piano.get_absolute_url()}blocchi/").status_code == 200
    assert "<strong>1</strong> blocco" in parole(ats.get("/piani/blocchi/?stato=bozza"))
    assert "<strong>1</strong> blocco" in parole(ats.get("/piani/blocchi/?q=testo+0&stato=pubblicato"))
    assert "Nessun blocco corrisponde" in parole(ats.get("/piani/blocchi/?specie=tabella"))


def test_di_un_piano_pubblico_non_si_legge_che_cosa_gli_e_offerto(
    piano: Piano, ats_insubria: Ats, triennio: Triennio, come: Come, elena: Utente, ada: Utente, dario: Utente
) -> None:
    """Who only reads the approved plan sees where a text comes from, not what its Ambito has not taken."""
    blocco = bozza_di_testo(ats_insubria.ente, triennio, elena)
    versione = pubblica(blocco, elena)
    elenco = f"{piano.get_absolute_url()}blocchi/"
    assert come(ada).post(f"{elenco}{versione.pk}/", {"sotto": ""}).status_code == 302
    riscrivi(blocco, elena, testo="<p>Altro</p>")
    pubblica(blocco, elena, nota="Non ancora decisa")
    una = f"{elenco}sezione/case-di-comunita/"
    assert come(dario).get(una).status_code == 404
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    assert come(dario).get(elenco).status_code == 404
    letta = parole(come(dario).get(una))
    assert "Il testo è di" in letta
    assert "Non ancora decisa" not in letta
    assert "Non ancora decisa" in parole(come(ada).get(una))
    assert "Prendi la versione" not in parole(come(ada).get(una))
