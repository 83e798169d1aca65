"""No page of the portal has a barrier: each address, at the width of a desk and of a phone, with and without rows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import senza_difetti_axe
from tests.mondo import INDIRIZZI, Mondo
from tests.storie.pagine_da_guardare import (
    DI_ADA,
    DI_CARLA,
    DI_CHIUNQUE,
    DI_FRANCO,
    DI_PIA,
    DI_SARA,
    DI_SILVIO,
    DI_UGO,
    NON_SONO_PAGINE,
)
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

# What axe sees is the markup: the same on both databases.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.una_volta]

TAVOLO, TELEFONO = 1280, 360


def test_ogni_indirizzo_e_guardato_o_si_dice_perche_no() -> None:
    liste = (DI_CHIUNQUE, DI_ADA, DI_SARA, DI_PIA, DI_UGO, DI_CARLA, DI_SILVIO, DI_FRANCO)
    guardati = {nome.partition("@")[0] for lista in liste for nome in lista}

    assert guardati | set(NON_SONO_PAGINE) == set(INDIRIZZI)
    assert not guardati & set(NON_SONO_PAGINE)


def visite(pagina: "Page", indirizzi: dict[str, str]) -> Iterator[str]:
    """Open each address and make it as narrow as a phone; yield where we are, at both widths; nothing may stick out.

    Every other page is opened narrow and made wide, so that what a script does at opening is seen at both.
    """
    for quale, (nome, indirizzo) in enumerate(indirizzi.items()):
        larghezze = (TAVOLO, TELEFONO) if quale % 2 else (TELEFONO, TAVOLO)
        pagina.set_viewport_size({"width": larghezze[0], "height": 800})
        risposta = pagina.goto(indirizzo)
        assert risposta is not None
        assert risposta.status == 200, f"{nome}: {risposta.status}"
        for larghezza in larghezze:
            pagina.set_viewport_size({"width": larghezza, "height": 800})
            dove = f"{nome} a {larghezza} px"
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
