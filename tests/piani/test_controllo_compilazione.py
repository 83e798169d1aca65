"""The rules on what was left blank, left in or left open: the defect, and the twin that is none."""

import pytest

from tests.controllo_di_prova import (
    azione,
    catalogo,
    esito,
    frasi,
    indicatore,
    obiettivo,
    paragrafo,
    risposta,
    sezione,
    tavola,
)

GUIDA = "SI/NO (se sì, indicare quali aspetti)"


def test_una_riga_obbligatoria_vuota_si_segnala_una_compilata_no() -> None:
    campi = [c.chiave for c in catalogo().formati["asst-2025"].campi if c.chiave != "razionale"]
    piena = [risposta(campo, testo="<p>Scritto.</p>") for campo in campi]
    asst = obiettivo("ASST", *piena, formato="asst-2025")
    assert frasi("riga-vuota", schede=[asst]) == ["La riga è vuota."]
    assert frasi("riga-vuota", schede=[{**asst, "risposte": [*piena, risposta("razionale", testo="<p>Sì.</p>")]}]) == []
    non_serve = risposta("razionale", non_pertinente=True)
    assert frasi("riga-vuota", schede=[{**asst, "risposte": [*piena, non_serve]}]) == []


def test_una_scheda_senza_risposte_e_un_rilievo_solo() -> None:
    assert len(frasi("riga-vuota", schede=[obiettivo()])) == 1


@pytest.mark.parametrize(
    "testo",
    [
        GUIDA,
        "SI/NO (se sì, quali e le modalità di cooperazione)",
        "SI/NO",
        "Individuazione di una batteria di indicatori di processo",
        "Indicatori input derivati dall'analisi del bisogno",
        "Se possibile distinguere tra pubbliche e private",
        "//////",
    ],
)
def test_il_testo_del_modello_rimasto_si_segnala(testo: str) -> None:
    [frase] = frasi("testo-modello", schede=[obiettivo("A", risposta("innovazione", testo=f"<p>{testo}</p>"))])
    assert "Non c'è altra risposta" in frase


@pytest.mark.parametrize(
    "testo",
    [
        "Sì, nell'integrazione operativa del livello sociale con quello sanitario.",
        "Abbiamo individuato una batteria di indicatori.",
        "Nuovo servizio",
        "I destinatari sono le famiglie; in caso affermativo si procede.",
    ],
)
def test_una_risposta_vera_non_e_testo_del_modello(testo: str) -> None:
    assert frasi("testo-modello", schede=[obiettivo("A", risposta("innovazione", testo=f"<p>{testo}</p>"))]) == []


def test_prima_di_una_risposta_vera_il_modello_si_segnala_lo_stesso() -> None:
    riga = risposta("innovazione", testo=f"<p>{GUIDA}</p><p>Sì, nella presa in carico.</p>")
    [frase] = frasi("testo-modello", schede=[obiettivo("A", riga)])
    assert "Non c'è altra risposta" not in frase


@pytest.mark.parametrize(
    "testo",
    [
        "I giovani sono i principali target dell'intervento. Finire obiettivo",
        "DA COMPLETARE con i dati del 2024",
        "Il servizio accoglie xxx utenti",
        "La sede è in via ???",
        "N. incontri (inserire nel protocollo)",
        "Referente: ________",
    ],
)
def test_un_appunto_si_segnala(testo: str) -> None:
    assert len(frasi("appunto", sezioni=paragrafo(testo))) == 1


@pytest.mark.parametrize(
    "testo",
    [
        "Il protocollo è da definire con le scuole.",
        "Si vuole completare la scheda di ogni famiglia entro l'anno.",
        "Che cosa chiedono le famiglie?",
        "Nel capitolo XX del trattato.",
        "Comuni, scuole, parrocchie...",
    ],
)
def test_una_frase_che_somiglia_a_un_appunto_no(testo: str) -> None:
    assert frasi("appunto", sezioni=paragrafo(testo)) == []


def test_una_premessa_vuota_si_segnala_anche_se_sotto_ci_sono_schede() -> None:
    assert len(frasi("titolo-senza-testo", sezioni=paragrafo("Premessa:"), schede=[obiettivo()])) == 1
    assert frasi("titolo-senza-testo", sezioni=paragrafo("Premessa:", "Il testo.")) == []


def test_un_titolo_seguito_da_una_tabella_o_da_un_elenco_non_e_vuoto() -> None:
    colonne = ["Misura", "Anno"]
    assert (
        frasi("titolo-senza-testo", sezioni=paragrafo("Le misure:"), tabelle=[tavola(colonne, ["ADI", "2024"])]) == []
    )
    assert frasi("titolo-senza-testo", sezioni=[sezione(testo="<h3>Funzioni</h3><ul><li>Dirige.</li></ul>")]) == []
    assert frasi("titolo-senza-testo", sezioni=[sezione(testo="<h3>Funzioni</h3><h3>Sede</h3><p>Qui.</p>")]) != []


def test_le_scelte_che_si_escludono_non_stanno_insieme() -> None:
    due = risposta("nuovo_servizio", "gia_presente", "nuovo")
    assert len(frasi("scelte-non-risolte", schede=[obiettivo("A", due)])) == 1
    a_parole = risposta("nuovo_servizio", testo="<p>Servizio già presente Nuovo servizio</p>")
    assert len(frasi("scelte-non-risolte", schede=[obiettivo("A", a_parole)])) == 1
    tipi = risposta("tipologia", "promozionale_preventivo", "riparativo")
    assert frasi("scelte-non-risolte", schede=[obiettivo("A", tipi)]) == []
    rivisto = risposta("nuovo_servizio", "rivisto", testo="<p>Da servizio già presente a nuovo servizio.</p>")
    assert frasi("scelte-non-risolte", schede=[obiettivo("A", rivisto)]) == []


def test_un_no_dove_si_chiede_quale_e_una_risposta_che_la_riga_non_prevede() -> None:
    no = obiettivo("A", risposta("tipo_bisogno", testo="<p>NO</p>"))
    assert len(frasi("risposta-fuori-scelte", schede=[no])) == 1
    assert frasi("risposta-senza-scelta", schede=[no]) == []
    scelto = obiettivo("A", risposta("tipo_bisogno", "nuovo", testo="<p>No, non era mai emerso.</p>"))
    assert frasi("risposta-fuori-scelte", schede=[scelto]) == []


def test_un_racconto_senza_si_ne_no_si_segnala() -> None:
    racconto = risposta("cambiamento", testo="<p>Non si sono disperse risorse.</p>")
    assert len(frasi("risposta-senza-scelta", esiti=[esito("1", racconto)])) == 1
    assert frasi("risposta-senza-scelta", esiti=[esito("1", {**racconto, "non_pertinente": True})]) == []
    assert frasi("risposta-senza-scelta", esiti=[esito("1", {**racconto, "scelte": ["si"]})]) == []
    facoltativa = risposta("valutazione_utenti", testo="<p>Hanno valutato bene.</p>")
    assert frasi("risposta-senza-scelta", esiti=[esito("1", facoltativa)]) == []


def test_il_prefisso_ripetuto_si_segnala() -> None:
    assert len(frasi("prefisso-ripetuto", sezioni=paragrafo("Azione 3: Azione 3: stipulare accordi"))) == 1
    assert frasi("prefisso-ripetuto", sezioni=paragrafo("Azione 3: segue l'Azione 2: si stipulano accordi")) == []


def test_il_numero_che_il_portale_stampa_non_si_riscrive_nel_testo_dell_azione() -> None:
    doppia = azione("3", testo_modalita="Azione 3: stipulare accordi")
    assert len(frasi("prefisso-ripetuto", schede=[obiettivo("A", azioni=[doppia])])) == 1
    altra = azione("3", testo="Azioni di rete: stipulare accordi")
    assert frasi("prefisso-ripetuto", schede=[obiettivo("A", azioni=[altra], indicatori=[indicatore("N.")])]) == []
