"""No page of the portal has a barrier: each address, at the width of a desk and of a phone, with and without rows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import senza_difetti_axe
from tests.mondo import INDIRIZZI, Mondo
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]

TAVOLO, TELEFONO = 1280, 360

DI_CHIUNQUE = [
    "osservatorio:home",
    "osservatorio:cerca",
    "osservatorio:glossario",
    "osservatorio:accessibilita",
    "osservatorio:privacy",
    "osservatorio:ambiti",
    "osservatorio:ambito",
    "osservatorio:comuni",
    "osservatorio:ats_elenco",
    "osservatorio:ats",
    "piani:elenco",
    "piani:dettaglio@pubblico",
    "piani:procedura@pubblico",
    "piani:leggi@pubblico",
    "piani:leggi_capitolo@pubblico",
    "piani:leggi_allegato@pubblico",
    "tavoli:tavoli",
    "tavoli:tavolo",
    "tavoli:registrati",
    "tavoli:registrati_fatto",
    "tavoli:del_piano@pubblico",
    "utenti:accetta_invito",
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
]
DI_ADA = [
    "scrivania:scrivania",
    "scrivania:calendario",
    "utenti:avvisi",
    "piani:dettaglio",
    "piani:procedura",
    "piani:passo",
    "piani:data",
    "piani:nuovo",
    "piani:importa",
    "piani:importa_conferma",
    "piani:condivise",
    "piani:condivise_adotta",
    "piani:scheda_condividi",
    "piani:scheda_condivisa",
    "piani:esiti",
    "piani:esiti_prepara",
    "piani:confronta_word",
    "piani:importa_word",
    "piani:importazione",
    "piani:sezione",
    "piani:sezione_nuova",
    "piani:sezione_dati",
    "piani:sezione_elimina",
    "piani:struttura",
    "piani:immagini",
    "piani:tabella",
    "piani:tabella_nuova",
    "piani:tabella_elimina",
    "piani:tabella_importa",
    "piani:tabella_importa_conferma",
    "piani:grafico_nuovo",
    "piani:rimandi",
    "piani:scheda",
    "piani:scheda_nuova",
    "piani:scheda_dati",
    "piani:scheda_riga",
    "piani:scheda_versioni",
    "piani:scheda_colloca",
    "piani:scheda_elimina",
    "piani:scheda_elemento",
    "piani:scheda_elemento_nuovo",
    "piani:scheda_elemento_elimina",
    "piani:leggi",
    "piani:leggi_capitolo",
    "piani:leggi_allegato",
    "piani:stampe",
    "piani:versioni",
    "piani:versione_nome",
    "piani:versione_togli",
    "piani:versione_ripristina",
    "piani:confronta",
    "piani:sezione_storia",
    "piani:sezione_confronto",
    "piani:riga_storia",
    "piani:riga_confronto",
    "piani:commenti",
    "piani:commenti_parte",
    "piani:controllo",
    "piani:controllo_scarta",
    "piani:commento",
    "tavoli:tavoli",
    "tavoli:tavolo",
    "tavoli:del_piano",
    "tavoli:nuovo",
    "tavoli:modifica",
    "tavoli:annuncia",
    "tavoli:chiudi",
    "tavoli:piani",
    "tavoli:tema_nuovo",
    "tavoli:tema",
    "tavoli:incontro_nuovo",
    "tavoli:incontro",
    "tavoli:verbale",
    "tavoli:documento_nuovo",
    "tavoli:domande",
    "tavoli:domanda_ammetti",
    "tavoli:domanda_respingi",
    "tavoli:contributi_tavolo",
    "tavoli:contributo",
    "tavoli:contributo_rispondi",
    "accordi:accordo",
    "accordi:crea",
    "accordi:dati",
    "accordi:articolo",
    "accordi:articolo_nuovo",
    "accordi:premessa",
    "accordi:premessa_nuova",
    "accordi:atto_nuovo",
    "accordi:parti",
    "accordi:parte",
    "accordi:segnaposti",
    "accordi:elimina",
    "accordi:firma",
    "accordi:firma_ritira",
    "accordi:adesione",
    "accordi:adesione_firma",
    "documenti:lavoro",
    "documenti:annulla",
    "utenti:profilo",
    "utenti:enti",
    "utenti:persone",
    "utenti:invita",
    "utenti:chiudi_incarico",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
]
DI_SARA = [
    "assemblea:assemblea",
    "assemblea:convoca",
    "assemblea:atto_nuovo",
    "assemblea:regole",
    "assemblea:regola_nuova",
    "assemblea:regola_chiudi",
    "assemblea:seduta",
    "assemblea:avviso",
    "assemblea:apri",
    "assemblea:chiudi",
    "assemblea:deserta",
    "assemblea:annulla",
    "assemblea:delega",
    "assemblea:delega_revoca",
    "assemblea:verbale_firmato",
    "assemblea:punto_rinvia",
    "assemblea:votazione_apri",
    "assemblea:votazione_chiudi",
    "assemblea:votazione_annulla",
]
DI_PIA = ["assemblea:votazione_proclama"]
DI_UGO = [
    "scrivania:appartenenze",
    "scrivania:appartenenze_conferma",
    "utenti:disattiva",
    "utenti:enti",
    "scrivania:scrivania",
]
DI_CARLA = [
    "tavoli:tavoli",
    "tavoli:tavolo",
    "tavoli:contributi",
    "tavoli:contributi_tavolo",
    "tavoli:contributo",
    "tavoli:contributo_nuovo",
    "tavoli:domanda_ritira",
    "scrivania:scrivania",
]
DI_SILVIO = ["tavoli:domanda_nuova"]

DI_FRANCO = [
    "recepimento:tavolo",
    "recepimento:impostazioni",
    "recepimento:impostazioni_righe",
    "recepimento:verifica",
    "recepimento:atto",
    "recepimento:atto_dati",
    "recepimento:atto_righe",
    "recepimento:fascicolo",
    "recepimento:invio_nuovo",
    "recepimento:ricevuta_nuova",
]

NON_SONO_PAGINE = {
    "salute": "JSON per chi sorveglia",
    "piani:esporta": "un file JSON",
    "piani:confronta_scegli": "rimanda a piani:confronta",
    "piani:confronta_csv": "un file CSV",
    "piani:immagine": "un'immagine",
    "piani:esporta_word": "un file di Word",
    "piani:stampa_scarica": "un PDF",
    "piani:passaggio_file": "un PDF",
    "documenti:scarica": "un PDF",
    "tavoli:documento_scarica": "un PDF",
    "tavoli:verbale_scarica": "un PDF",
    "accordi:firma_file": "un file firmato",
    "accordi:adesione_nuova": "la vede solo chi ha partecipato: tests/accordi/test_pagine_axe.py",
    "recepimento:bozza_scarica": "un PDF",
    "recepimento:fascicolo_scarica": "uno ZIP",
    "recepimento:ricevuta_scarica": "il file di una ricevuta",
    "documenti:avanzamento": "il pezzo di documenti:lavoro che si aggiorna",
    "piani:scheda_elenco": "il pezzo di piani:scheda che si aggiorna",
    "piani:controllo_riepilogo": "il pezzo di piani:dettaglio che conta i rilievi",
    "piani:controllo_parte": "il pezzo di piani:sezione e di piani:scheda con i suoi rilievi",
    "scrivania:calendario_scarica": "un file ICS",
    "scrivania:abbonamento": "un file ICS",
    "scrivania:calendario_nuovo": "solo POST: la pagina che risponde è in tests/scrivania/test_browser.py",
    "assemblea:seduta_viva": "il pezzo di assemblea:seduta che si aggiorna",
    "assemblea:atto_file": "un PDF",
    "piani:tabella_esporta": "un foglio di calcolo",
    "assemblea:delega_file": "un PDF",
    "assemblea:verbale_scarica": "un PDF",
    "assemblea:verbale_firmato_scarica": "un PDF",
    "assemblea:verbale_sostituito": "un PDF",
    "account_set_password": "rimanda: qui chi ha un account ha una password",
    **dict.fromkeys(
        [
            "pulisci_testo",
            "piani:struttura_sposta",
            "piani:struttura_aggiungi",
            "piani:struttura_dati",
            "piani:struttura_annulla",
            "piani:sezione_firma",
            "piani:sezione_completa",
            "piani:sezione_sposta",
            "piani:sezione_posto",
            "piani:tabella_dati",
            "piani:tabella_colonne",
            "piani:tabella_righe",
            "piani:tabella_modelli",
            "piani:tabella_calcolata",
            "piani:tabella_incolla",
            "piani:tabella_totale",
            "piani:grafico_cambia",
            "piani:scheda_completa",
            "piani:scheda_elemento_sposta",
            "piani:scheda_ripristina",
            "piani:stampa_nuova",
            "piani:confronta_stampa",
            "piani:letto",
            "piani:sezione_ripristina",
            "piani:riga_ripristina",
            "piani:importazione_conferma",
            "piani:importazione_annulla",
            "scrivania:calendario_revoca",
            "utenti:avvisi_letti",
            "utenti:avviso_letto",
            "piani:commento_rispondi",
            "piani:commento_modifica",
            "piani:commento_ritira",
            "piani:commento_assegna",
            "piani:commento_risolvi",
            "piani:scheda_riga_locale",
            "piani:controllo_riprendi",
            "piani:commento_riapri",
            "piani:presenza",
            "assemblea:letto",
            "assemblea:presenza",
            "assemblea:verbale",
            "assemblea:vota",
            "accordi:atto_richiama",
            "accordi:segnaposto",
            "accordi:sposta",
            "accordi:elenco_firme",
            "recepimento:comincia",
            "recepimento:voce",
            "recepimento:atto_comincia",
            "recepimento:atto_bozza",
            "recepimento:fascicolo_prepara",
            "utenti:cambia_incarico",
            "utenti:rispedisci_invito",
            "utenti:revoca_invito",
        ],
        "solo POST: non ha una pagina sua",
    ),
}


def test_ogni_indirizzo_e_guardato_o_si_dice_perche_no() -> None:
    liste = (DI_CHIUNQUE, DI_ADA, DI_SARA, DI_PIA, DI_UGO, DI_CARLA, DI_SILVIO, DI_FRANCO)
    guardati = {nome.partition("@")[0] for lista in liste for nome in lista}

    assert guardati | set(NON_SONO_PAGINE) == set(INDIRIZZI)
    assert not guardati & set(NON_SONO_PAGINE)


def visite(pagina: "Page", indirizzi: dict[str, str]) -> Iterator[str]:
    """Open each address at both widths, and yield where we are; nothing may stick out of the screen."""
    for larghezza in (TAVOLO, TELEFONO):
        pagina.set_viewport_size({"width": larghezza, "height": 800})
        for nome, indirizzo in indirizzi.items():
            risposta = pagina.goto(indirizzo)
            dove = f"{nome} a {larghezza} px"
            assert risposta is not None
            assert risposta.status == 200, f"{dove}: {risposta.status}"
            largo = pagina.evaluate("document.documentElement.scrollWidth")
            assert largo <= larghezza, f"{dove}: la pagina è larga {largo} px"
            yield dove


def senza_barriere(pagina: "Page", mondo: Mondo, nomi: list[str]) -> None:
    difetti = []
    for dove in visite(pagina, {nome: mondo.indirizzo(nome) for nome in nomi}):
        try:
            senza_difetti_axe(pagina)
        except AssertionError as errore:
            difetti.append(f"{dove}: {errore}")
    assert not difetti, "\n\n".join(difetti)


def test_le_pagine_di_chiunque_non_hanno_barriere(apri: "Apri", mondo: Mondo) -> None:
    senza_barriere(apri(None), mondo, DI_CHIUNQUE)


def test_le_pagine_di_chi_scrive_il_piano_non_hanno_barriere(apri: "Apri", mondo: Mondo, ada: Utente) -> None:
    senza_barriere(apri(ada), mondo, DI_ADA)


def test_le_pagine_di_chi_tiene_la_seduta_non_hanno_barriere(apri: "Apri", mondo: Mondo, sara: Utente) -> None:
    senza_barriere(apri(sara), mondo, DI_SARA)


def test_le_pagine_di_chi_presiede_e_di_chi_vota_non_hanno_barriere(
    apri: "Apri", mondo: Mondo, pia: Utente, bruno: Utente
) -> None:
    senza_barriere(apri(pia), mondo, DI_PIA)
    senza_barriere(apri(bruno), mondo, ["assemblea:seduta", "assemblea:delega"])


def test_le_pagine_di_chi_amministra_non_hanno_barriere(apri: "Apri", mondo: Mondo, ugo: Utente) -> None:
    senza_barriere(apri(ugo), mondo, DI_UGO)


def test_le_pagine_di_chi_siede_a_un_tavolo_non_hanno_barriere(apri: "Apri", mondo: Mondo, carla: Utente) -> None:
    senza_barriere(apri(carla), mondo, DI_CARLA)


def test_la_domanda_per_un_tavolo_non_ha_barriere(apri: "Apri", mondo: Mondo, silvio: Utente) -> None:
    senza_barriere(apri(silvio), mondo, DI_SILVIO)


def test_le_pagine_dell_ats_non_hanno_barriere(apri: "Apri", mondo: Mondo, franco: Utente) -> None:
    senza_barriere(apri(franco), mondo, DI_FRANCO)


def test_le_pagine_di_chi_legge_soltanto_non_hanno_barriere(apri: "Apri", mondo: Mondo, bruno: Utente) -> None:
    nomi = [
        "scrivania:scrivania",
        "piani:dettaglio",
        "piani:sezione",
        "piani:tabella",
        "piani:scheda",
        "piani:scheda_riga",
    ]
    senza_barriere(apri(bruno), mondo, nomi)


def test_le_pagine_vuote_non_hanno_barriere(apri: "Apri", piano_di_busto: object, dario: Utente) -> None:
    busto = "/piani/50049/2025-2027/"
    vuote = [
        "/scrivania/",
        "/scrivania/calendario/",
        "/utenti/avvisi/",
        "/utenti/avvisi/?q=zzz",
        "/piani/",
        busto,
        f"{busto}leggi/",
        f"{busto}stampe/",
        "/ambiti/?q=zzz",
        "/comuni/",
        "/cerca/",
        "/tavoli/",
        "/tavoli/50049/2025-2027/",
        f"{busto}commenti/",
    ]
    pagina = apri(dario)
    for _ in visite(pagina, {indirizzo: indirizzo for indirizzo in vuote}):
        senza_difetti_axe(pagina)


@pytest.mark.parametrize(
    ("indirizzo", "stato"),
    [("/mai-esistita/", 404), ("/piani/50074/2025-2027/stampe/nuova/", 405), ("/scrivania/appartenenze/", 403)],
)
def test_anche_gli_errori_si_leggono(apri: "Apri", ada: Utente, indirizzo: str, stato: int) -> None:
    pagina = apri(ada)
    pagina.set_viewport_size({"width": TELEFONO, "height": 800})

    risposta = pagina.goto(indirizzo)

    assert risposta is not None
    assert risposta.status == stato
    senza_difetti_axe(pagina)


@pytest.mark.parametrize(
    ("nome", "bottone"),
    [
        ("piani:scheda", "Segna come completa"),
        ("piani:stampe", "Stampa"),
        ("piani:scheda_nuova", "Crea la scheda"),
        ("utenti:invita", "Spedisci l'invito"),
        ("account_change_password", "Cambia la password"),
    ],
)
def test_con_la_tastiera_si_salta_al_contenuto_e_si_vede_dove_si_e(
    apri: "Apri", mondo: Mondo, ada: Utente, nome: str, bottone: str
) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.indirizzo(nome))

    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.getAttribute('href')") == "#contenuto"
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.id") == "contenuto"

    principale = pagina.get_by_role("button", name=bottone, exact=True)
    fermo = principale.evaluate(ASPETTO)
    for _ in range(60):
        pagina.keyboard.press("Tab")
        if principale.evaluate("b => b === document.activeElement"):
            break
    else:
        pytest.fail(f"«{bottone}» non si raggiunge con la tastiera")
    assert principale.evaluate(ASPETTO) != fermo


ASPETTO = "b => { const s = getComputedStyle(b); return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor].join(); }"
