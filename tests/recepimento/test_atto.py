"""The act of recepimento: its words from the data, its gaps, its draft on paper, the settings of the ATS."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ambiti.models import Ambito, Ats
from core.exceptions import NonPermesso, SalvataggioSuperato
from documenti import archivio
from documenti.enums import StatoLavoro
from piani.cronologia import cronologia_di
from piani.enums import Stato
from piani.models import Piano
from recepimento.actions.atto import (
    comincia_atto,
    imposta_ats,
    imposta_righe,
    prepara_bozza,
    scrivi_righe,
    scrivi_testo,
)
from recepimento.capoversi import mancanti
from recepimento.carta import CartaAtto
from recepimento.exceptions import AttoNonModificabile
from recepimento.grammatica import con, con_articolo, maiuscola, senza_articolo
from recepimento.models import AttoRecepimento, BozzaAtto, SchemaAtto
from recepimento.queries.atto import dati_atto
from recepimento.testo_atto import componi
from tests.cliente import Cliente
from tests.factories import AsstFactory, CollegamentoFactory, SezioneFactory
from tests.recepimento.stanza import approvato, porta_a, svolto
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
pytestmark = pytest.mark.django_db
BASE = "/ats/50074/2025-2027/atto/"

NORME = [
    {"tipo": "legge", "numero": "328", "giorno": dt.date(2000, 11, 8), "titolo": "Legge quadro"},
    {"tipo": "legge_regionale", "numero": "3", "giorno": dt.date(2008, 3, 12), "titolo": "Governo della rete"},
]
PARERI = [
    {"ruolo": "il Direttore Sanitario", "ufficio": "Direzione Sanitaria"},
    {"ruolo": "il Direttore Amministrativo", "ufficio": ""},
]
RIUNIONI = [{"giorno": dt.date(2024, 5, 8), "verbale": "1478/24", "argomento": "linee guida e obiettivi"}]
VALORI: dict[str, Any] = {
    "classificazione": "1.1.02",
    "organo": "il Direttore Generale",
    "nomina": "D.G.R. XII/1645 del 21/12/2023",
    "struttura": "la SC Governo e Integrazione",
    "proponente": "il Direttore del Dipartimento PIPSS",
    "responsabile": "il Direttore della SC Governo e Integrazione",
    "legittimita": "il Direttore Amministrativo",
    "pubblicazione": "la SC Affari Generali",
}


@pytest.fixture
def firmato(piano: Piano) -> Piano:
    """Gallarate's plan, approved and signed, with its papers."""
    SezioneFactory.create(piano=piano, chiave="contesto")
    approvato(piano)
    return porta_a(piano, Stato.SOTTOSCRITTO)


@pytest.fixture
def atto(firmato: Piano, elena: Utente) -> AttoRecepimento:
    """The act, with all that the ATS writes."""
    cominciato = comincia_atto(firmato, autore=elena)
    scrivi_testo(cominciato, revisione=1, valori=VALORI, autore=elena)
    scrivi_righe(cominciato, "norme", revisione=2, righe=NORME, autore=elena)
    scrivi_righe(cominciato, "pareri", revisione=3, righe=PARERI, autore=elena)
    scrivi_righe(cominciato, "riunioni", revisione=4, righe=RIUNIONI, autore=elena)
    cominciato.piano = firmato
    return cominciato


def parole_di(atto: AttoRecepimento) -> str:
    return "\n".join(c.testo for c in componi(dati_atto(atto.piano, atto.testo)))


# --- Grammar --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preposizione", "nome", "atteso"),
    [
        ("di", "il Direttore Generale", "del Direttore Generale"),
        ("di", "la Direttrice Generale", "della Direttrice Generale"),
        ("da", "l'Amministratore", "dall'Amministratore"),
        ("da", "lo Staff", "dallo Staff"),
        ("a", "gli Uffici", "agli Uffici"),
        ("di", "SC Governo", "di SC Governo"),
        ("di", "L\u2019Assemblea", "dell'Assemblea"),
    ],
)
def test_le_preposizioni_si_uniscono_agli_articoli(preposizione: str, nome: str, atteso: str) -> None:
    assert con(preposizione, nome) == atteso


@pytest.mark.parametrize(
    ("nome", "atteso"),
    [
        ("Assemblea dei Sindaci", "l'Assemblea dei Sindaci"),
        ("Consiglio Comunale", "il Consiglio Comunale"),
        ("Giunta", "la Giunta"),
        ("Staff", "lo Staff"),
        ("il Consiglio", "il Consiglio"),
        ("", ""),
    ],
)
def test_chi_approva_prende_il_suo_articolo(nome: str, atteso: str) -> None:
    assert con_articolo(nome) == atteso


def test_senza_articolo_e_maiuscola() -> None:
    assert (senza_articolo("il Direttore"), maiuscola("di")) == ("Direttore", "Di")


# --- The words ------------------------------------------------------------------------------------


def test_l_atto_prende_date_protocolli_e_pagine_dagli_atti_e_dalle_carte(atto: AttoRecepimento) -> None:
    parole = parole_di(atto)
    assert "nota prot. n. 0118928 del 20/11/2024" in parole
    assert "l'Assemblea dei Sindaci ha approvato, nella seduta del 02/12/2024" in parole
    assert "Allegato A, composto da n. 139 pagine" in parole
    assert "Allegato B, composto da n. 12 pagine" in parole
    assert "firmato anche da ASST VALLE OLONA, in qualità di ASST territorialmente competente;" in parole
    assert "Viste:" in parole
    assert "la Legge n. 328 del 08/11/2000 «Legge quadro»;" in parole
    assert "il 08/05/2024 (rep. verb. 1478/24): linee guida e obiettivi;" in parole
    assert (
        "Acquisiti i pareri del Direttore Sanitario e del Direttore Amministrativo; il Direttore Amministrativo"
        in parole
    )
    assert "Vista la proposta del Direttore del Dipartimento PIPSS;" in parole
    assert "non discendono oneri" in parole
    assert "effettuata dalla SC Governo e Integrazione" in parole
    assert "\nDECRETA\n" in parole
    assert "Firmato digitalmente dal Direttore Generale" in parole
    assert "approvato dall'Assemblea dei Sindaci (Allegato A" in parole
    assert "rep. n." not in parole


def test_i_vuoti_hanno_un_nome_e_chi_li_riempie(atto: AttoRecepimento) -> None:
    vuoti = {s.nome: s.chi for s in mancanti(componi(dati_atto(atto.piano, atto.testo)))}
    assert set(vuoti) == {
        "numero dell'atto",
        "data dell'atto",
        "data della firma dell'ATS",
        "termine per approvare",
        "termine per l'invio",
    }
    assert vuoti["numero dell'atto"] == "L'ATS, nei dati dell'atto, quando l'atto è numerato"


def test_un_atto_vuoto_dice_tutti_i_suoi_vuoti(piano: Piano) -> None:
    vuoti = mancanti(componi(dati_atto(piano, SchemaAtto.objects.create(organo=""))))
    assert {"pareri acquisiti", "leggi e delibere richiamate", "protocollo dell'assenso", "pagine del Piano"} <= {
        s.nome for s in vuoti
    }


def test_piu_asst_vanno_al_plurale(atto: AttoRecepimento, gallarate: Ambito, ats_insubria: Ats) -> None:
    altra = AsstFactory.create(ente__codice="712", ente__nome="ASST SETTE LAGHI", ats=ats_insubria)
    CollegamentoFactory.create(ambito=gallarate, asst=altra)
    assert "da ASST SETTE LAGHI e ASST VALLE OLONA, in qualità di ASST territorialmente competenti" in parole_di(atto)


def test_deliberazione_repertorio_e_oneri_cambiano_le_frasi(atto: AttoRecepimento, elena: Utente) -> None:
    riga = cronologia_di(atto.piano)
    riga.repertorio_il, riga.repertorio_numero = dt.date(2024, 12, 31), "891/24"
    riga.verifica_ats_il = dt.date(2024, 12, 30)
    riga.save()
    valori = {**VALORI, "tipo": "deliberazione", "oneri": "gli oneri sono di 10,00 euro."}
    scrivi_testo(atto, revisione=5, valori=valori, autore=elena)
    scrivi_righe(atto, "norme", revisione=6, righe=NORME[:1], autore=elena)
    scrivi_righe(atto, "pareri", revisione=7, righe=PARERI[:1], autore=elena)
    parole = parole_di(atto)
    assert "\nDELIBERA\n" in parole
    assert "registrato con rep. n. 891/24 il 31/12/2024" in parole
    assert "dopo la verifica del 30/12/2024" in parole
    assert "Dato atto che gli oneri sono di 10,00 euro;" in parole
    assert "Vista la Legge n. 328" in parole
    assert "Acquisito il parere del Direttore Sanitario" in parole


def test_dove_l_assenso_non_si_vuole_il_capoverso_non_c_e(atto: AttoRecepimento) -> None:
    riga = cronologia_di(atto.piano)
    riga.assenso_il, riga.assenso_protocollo = None, ""
    riga.save()
    atto.piano.ambito.ats.assenso_prima = False
    assert "assenso" not in parole_di(atto)


def test_i_dati_di_esempio_sono_segnati(atto: AttoRecepimento) -> None:
    riga = cronologia_di(atto.piano)
    riga.esempi = ["assenso"]
    riga.save()
    pezzi = [p for c in componi(dati_atto(atto.piano, atto.testo)) for p in c.pezzi if p.esempio]
    assert {p.slot for p in pezzi} == {"assenso_numero", "assenso_giorno"}


def test_la_carta_segna_ogni_dato_di_esempio_anche_quelli_che_non_sono_vuoti(atto: AttoRecepimento) -> None:
    riga = cronologia_di(atto.piano)
    riga.verifica_ats_il, riga.esempi = dt.date(2024, 12, 18), []
    riga.save()
    data = '18/12/2024 <span class="dato-esempio">(dato di esempio)</span>'

    def carta() -> str:
        return CartaAtto(dati_atto(atto.piano, atto.testo), giorno=dt.date(2025, 1, 10), identita="0" * 64).html()

    assert "18/12/2024" in carta()
    assert data not in carta()
    riga.esempi = ["verifica_ats"]
    riga.save()
    assert data in carta()


# --- Who and when ---------------------------------------------------------------------------------


def test_l_atto_parte_dal_testo_solito_dell_ats(firmato: Piano, franco: Utente, elena: Utente) -> None:
    ats = firmato.ambito.ats
    imposta_ats(ats, assenso_prima=True, revisione=1, valori=VALORI, autore=franco)
    imposta_righe(ats, "pareri", revisione=2, righe=PARERI, autore=franco)
    primo = comincia_atto(firmato, autore=elena)
    assert primo.testo.struttura == "la SC Governo e Integrazione"
    assert [p.ruolo for p in primo.testo.pareri.all()] == [p["ruolo"] for p in PARERI]
    assert primo.testo_id != ats.impostazioni.testo_id
    assert comincia_atto(firmato, autore=elena) == primo


@pytest.mark.parametrize("chi", ["ada", "bruno", "gina", "ivo", "dario"])
def test_chi_non_e_dell_ats_non_prepara_l_atto(
    firmato: Piano, busto: Ambito, chi: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NonPermesso):
        comincia_atto(firmato, autore=request.getfixturevalue(chi))
    assert not AttoRecepimento.objects.exists()


def test_adottato_l_atto_la_bozza_non_si_cambia(atto: AttoRecepimento, elena: Utente) -> None:
    porta_a(atto.piano, Stato.RECEPITO)
    with pytest.raises(AttoNonModificabile, match="già adottato"):
        scrivi_testo(atto, revisione=5, valori=VALORI, autore=elena)


def test_due_che_scrivono_l_atto_il_secondo_lo_sa(atto: AttoRecepimento, elena: Utente) -> None:
    with pytest.raises(SalvataggioSuperato):
        scrivi_testo(atto, revisione=1, valori=VALORI, autore=elena)
    with pytest.raises(SalvataggioSuperato):
        scrivi_righe(atto, "norme", revisione=1, righe=[], autore=elena)
    assert atto.testo.norme.count() == 2


@pytest.mark.parametrize("chi", ["elena", "ada", "ivo"])
def test_le_impostazioni_le_cambia_chi_dirige_l_ats(piano: Piano, chi: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NonPermesso, match="impostazioni di ATS Insubria"):
        imposta_ats(piano.ambito.ats, assenso_prima=False, revisione=1, valori={}, autore=request.getfixturevalue(chi))
    assert Ats.objects.get(pk=piano.ambito.ats_id).assenso_prima


# --- The paper ------------------------------------------------------------------------------------


def test_la_bozza_e_una_carta_con_i_suoi_vuoti(atto: AttoRecepimento, elena: Utente) -> None:
    bozza = prepara_bozza(atto, autore=elena)
    lavoro = svolto(bozza.lavoro)
    assert lavoro.stato == StatoLavoro.RIUSCITO, lavoro.errore
    assert lavoro.esito["avvisi"] == []
    assert lavoro.risultato is not None
    bozza.refresh_from_db()
    with pikepdf.open(io.BytesIO(archivio.leggi(lavoro.risultato))) as pdf:
        assert len(pdf.pages) == bozza.pagine
        assert "recepimento" in str(pdf.docinfo["/Title"])
    assert prepara_bozza(atto, autore=elena) == bozza


def test_se_l_atto_cambia_la_bozza_di_prima_resta(atto: AttoRecepimento, elena: Utente) -> None:
    prima = prepara_bozza(atto, autore=elena)
    scrivi_testo(atto, revisione=5, valori={**VALORI, "classificazione": "2"}, autore=elena)
    assert prepara_bozza(atto, autore=elena) != prima
    assert BozzaAtto.objects.count() == 2


# --- The pages ------------------------------------------------------------------------------------


def test_la_pagina_evidenzia_i_dati_e_dice_chi_deve_dare_i_vuoti(
    atto: AttoRecepimento, elena: Utente, come: Come
) -> None:
    pagina = come(elena).get(BASE).text
    assert '<span class="slot">0118928</span>' in pagina
    assert '<span class="manca">[numero dell&#x27;atto]</span>' in pagina
    assert "quando carica l&#x27;Accordo firmato" in pagina
    assert "Prepara la bozza" in pagina
    assert "Non puoi recepire il Piano" in pagina


def test_il_direttore_recepisce_il_dirigente_no(
    atto: AttoRecepimento, nino: Utente, franco: Utente, come: Come
) -> None:
    assert "Non puoi recepire" not in come(nino).get(BASE).text
    assert "Non puoi recepire" in come(franco).get(BASE).text


def test_chi_legge_vede_l_atto_e_non_lo_cambia(atto: AttoRecepimento, ada: Utente, come: Come) -> None:
    pagina = come(ada).get(BASE).text
    assert "Prepara la bozza" not in pagina
    assert come(ada).post(f"{BASE}bozza/").status_code == 403
    assert come(ada).get(f"{BASE}dati/").status_code == 403


def test_si_comincia_si_scrive_e_si_aggiungono_righe_dalle_pagine(firmato: Piano, elena: Utente, come: Come) -> None:
    cliente = come(elena)
    assert "Comincia l&#x27;atto" in cliente.get(BASE).text.replace("l'atto", "l&#x27;atto")
    assert cliente.post(f"{BASE}comincia/").status_code == 302
    dati = {**VALORI, "tipo": "decreto", "revisione": "1"}
    assert cliente.post(f"{BASE}dati/", dati).status_code == 302
    assert cliente.post(f"{BASE}dati/", dati).status_code == 422
    righe = {
        "revisione": "2",
        "norme-TOTAL_FORMS": "2",
        "norme-INITIAL_FORMS": "0",
        "norme-0-tipo": "legge",
        "norme-0-numero": "328",
        "norme-0-giorno": "2000-11-08",
        "norme-0-titolo": "Legge quadro",
        "norme-0-ORDER": "2",
        "norme-1-tipo": "dgr",
        "norme-1-numero": "XII/2167",
        "norme-1-giorno": "2024-04-15",
        "norme-1-titolo": "Linee di indirizzo",
        "norme-1-ORDER": "1",
    }
    assert cliente.post(f"{BASE}righe/norme/", righe).status_code == 302
    scritte = list(AttoRecepimento.objects.get().testo.norme.values_list("numero", flat=True))
    assert scritte == ["XII/2167", "328"]
    assert cliente.get(f"{BASE}righe/norme/").status_code == 200
    assert cliente.post(f"{BASE}righe/norme/", {**righe, "norme-0-numero": ""}).status_code == 422
    assert cliente.get(f"{BASE}righe/altro/").status_code == 404


def test_una_nota_a_meta_e_rifiutata_in_italiano(atto: AttoRecepimento, elena: Utente, come: Come) -> None:
    risposta = come(elena).post(f"{BASE}dati/", {**VALORI, "tipo": "decreto", "revisione": "5", "nota_numero": "1"})
    assert risposta.status_code == 422
    assert "vuole sia il protocollo sia la data" in risposta.text


def test_la_bozza_si_chiede_e_si_scarica(atto: AttoRecepimento, elena: Utente, come: Come) -> None:
    cliente = come(elena)
    assert cliente.post(f"{BASE}bozza/").status_code == 302
    bozza = BozzaAtto.objects.get()
    assert cliente.get(f"{BASE}bozze/{bozza.pk}/scarica/").status_code == 404
    svolto(bozza.lavoro)
    assert cliente.get(f"{BASE}bozze/{bozza.pk}/scarica/").content.startswith(b"%PDF")
    assert "Scarica la carta" in cliente.get(BASE).text


def test_le_impostazioni_si_salvano_dalla_pagina(piano: Piano, franco: Utente, come: Come) -> None:
    cliente, dove = come(franco), "/ats/impostazioni/322/"
    assert cliente.get(dove).status_code == 200
    assert cliente.post(dove, {**VALORI, "tipo": "decreto", "revisione": "1"}).status_code == 302
    ats = Ats.objects.get(pk=piano.ambito.ats_id)
    assert not ats.assenso_prima
    assert ats.impostazioni.testo.classificazione == "1.1.02"
    righe = {
        "revisione": "2",
        "pareri-TOTAL_FORMS": "1",
        "pareri-INITIAL_FORMS": "0",
        "pareri-0-ruolo": "il Direttore Sanitario",
        "pareri-0-ORDER": "1",
    }
    assert cliente.post(f"{dove}pareri/", righe).status_code == 302
    assert ats.impostazioni.testo.pareri.count() == 1
    assert cliente.get("/ats/impostazioni/325/").status_code == 404
