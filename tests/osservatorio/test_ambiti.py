"""The list of Ambiti: search, filters, pages, export; and the page of one."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ambiti.models import Ambito, Ats, Capofila, Comune, Popolazione
from piani.enums import Stato
from piani.models import Piano
from tests.cliente import Cliente
from tests.factories import (
    AmbitoFactory,
    AppartenenzaFactory,
    AsstFactory,
    AtsFactory,
    CollegamentoFactory,
    ComuneFactory,
    PianoFactory,
)
from utenti.models import Utente


def _nomi(client: Cliente, query: str = "") -> list[str]:
    return [riga[0].testo for riga in client.get(f"/ambiti/{query}").context["tabella"].righe]


def _pubblica(piano: Piano) -> Piano:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    return piano


@pytest.fixture
def tre(gallarate: Ambito, busto: Ambito) -> Ambito:
    """A third Ambito, in another ATS."""
    bergamo = AtsFactory.create(ente__codice="325", ente__nome="ATS DI BERGAMO")
    return AmbitoFactory.create(ente__codice="50031", ente__nome="Valle Seriana", ats=bergamo)


def test_chiunque_vede_gli_ambiti_per_nome(client: Cliente, tre: Ambito) -> None:
    assert _nomi(client) == ["Busto Arsizio", "Gallarate", "Valle Seriana"]


@pytest.mark.parametrize("q", ["galla", "50074", "GALLARATE", "albìzzate"])
def test_un_ambito_si_trova_per_nome_codice_o_comune(client: Cliente, tre: Ambito, gallarate: Ambito, q: str) -> None:
    AppartenenzaFactory.create(comune=ComuneFactory.create(ente__nome="Albizzate"), ambito=gallarate)

    assert _nomi(client, f"?q={q}") == ["Gallarate"]


def test_un_comune_uscito_dall_ambito_non_lo_fa_trovare(client: Cliente, gallarate: Ambito) -> None:
    comune = ComuneFactory.create(ente__nome="Albizzate")
    AppartenenzaFactory.create(comune=comune, ambito=gallarate, al=dt.date(2020, 12, 31))

    assert _nomi(client, "?q=albizzate") == []


def test_i_filtri_si_sommano(client: Cliente, tre: Ambito, gallarate: Ambito) -> None:
    altra = CollegamentoFactory.create(ambito=gallarate, asst=AsstFactory.create(ente__codice="712", ats=gallarate.ats))

    assert _nomi(client, "?ats=322") == ["Busto Arsizio", "Gallarate"]
    assert _nomi(client, f"?ats=322&asst={altra.asst.codice}") == ["Gallarate"]
    assert _nomi(client, "?ats=325&asst=711") == []


def test_con_e_senza_piano_si_contano_solo_i_pubblicati(client: Cliente, piano: Piano, piano_di_busto: Piano) -> None:
    _pubblica(piano_di_busto)

    assert _nomi(client, "?piano=con") == ["Busto Arsizio"]
    assert _nomi(client, "?piano=senza") == ["Gallarate"]


def test_un_piano_in_bozza_non_compare_nella_riga(client: Cliente, piano: Piano) -> None:
    righe = client.get("/ambiti/").context["tabella"].righe

    assert [riga[-1].testo for riga in righe] == ["Non ancora pubblicato"]


@pytest.mark.parametrize(
    ("ordina", "attesi"),
    [
        ("-nome", ["Valle Seriana", "Gallarate", "Busto Arsizio"]),
        ("codice", ["Valle Seriana", "Busto Arsizio", "Gallarate"]),
    ],
)
def test_l_ordine_si_sceglie(client: Cliente, tre: Ambito, ordina: str, attesi: list[str]) -> None:
    assert _nomi(client, f"?ordina={ordina}") == attesi


def test_le_pagine_tengono_i_filtri(client: Cliente, ats_insubria: Ats) -> None:
    for numero in range(30):
        AmbitoFactory.create(ente__nome=f"Ambito {numero:02}", ats=ats_insubria)

    risposta = client.get("/ambiti/?ats=322&pagina=2")

    assert len(risposta.context["tabella"].righe) == 5
    assert 'href="?ats=322&amp;pagina=1"' in risposta.content.decode()


@pytest.mark.parametrize("query", ["?pagina=999", "?pagina=uno", "?ats=inesistente", "?ordina=boh", "?q=%00"])
def test_un_indirizzo_storto_mostra_comunque_l_elenco(client: Cliente, gallarate: Ambito, query: str) -> None:
    assert client.get(f"/ambiti/{query}").status_code == 200


def test_un_elenco_senza_righe_dice_che_cosa_fare(client: Cliente, gallarate: Ambito) -> None:
    assert "Togli un filtro" in client.get("/ambiti/?q=zzz").content.decode()


def test_si_esporta_tutto_quello_che_e_filtrato(client: Cliente, ats_insubria: Ats, tre: Ambito) -> None:
    for numero in range(30):
        AmbitoFactory.create(ente__nome=f"Ambito {numero:02}", ats=ats_insubria)

    righe = client.get("/ambiti/?ats=322&formato=csv").content.decode("utf-8-sig").splitlines()

    assert righe[0] == "Ambito;Codice;Codice SIOSS;ATS;ASST;Comuni;Piano di Zona"
    assert len(righe) == 1 + 32
    assert "Valle Seriana" not in "".join(righe)


def test_un_formato_che_non_c_e_riceve_una_frase(client: Cliente, gallarate: Ambito) -> None:
    risposta = client.get("/ambiti/?formato=pdf")

    assert risposta.status_code == 400
    assert "CSV o in XLSX" in risposta.content.decode()


def _interrogazioni(client: Cliente, indirizzo: str) -> int:
    with CaptureQueriesContext(connection) as fatte:
        assert client.get(indirizzo).status_code == 200
    return len(fatte)


def _riempi(quanti: int, ats: Ats) -> None:
    for numero in range(quanti):
        ambito = AmbitoFactory.create(ente__nome=f"Ambito {numero}", ente__codice=f"5000{numero}", ats=ats)
        CollegamentoFactory.create(ambito=ambito)
        CollegamentoFactory.create(ambito=ambito)
        AppartenenzaFactory.create(ambito=ambito)
        _pubblica(PianoFactory.create(ambito=ambito))


@pytest.mark.parametrize("quanti", [1, 3])
@pytest.mark.parametrize(("indirizzo", "attese"), [("/ambiti/", 6), ("/ambiti/50000/", 6), ("/", 2)])
def test_le_interrogazioni_non_crescono_con_le_righe(
    client: Cliente, ats_insubria: Ats, quanti: int, indirizzo: str, attese: int
) -> None:
    _riempi(quanti, ats_insubria)

    assert _interrogazioni(client, indirizzo) == attese


def test_la_pagina_di_un_ambito_mostra_i_suoi_enti(client: Cliente, gallarate: Ambito, comune_capofila: Comune) -> None:
    Capofila.objects.create(ambito=gallarate, ente=comune_capofila.ente)
    Popolazione.objects.create(ente=gallarate.ente, giorno=dt.date(2023, 12, 31), residenti=122_855, fonte="Istat")

    html = client.get("/ambiti/50074/").content.decode()

    for parola in (
        "50074",
        "lom_90",
        "ATS DELL&#x27;INSUBRIA",
        "Comune di Gallarate",
        "ASST VALLE OLONA",
        "122.855",
        "2023",
    ):
        assert parola in html, parola


def test_un_ambito_di_cui_si_sa_poco_lo_dice(client: Cliente, busto: Ambito) -> None:
    html = client.get("/ambiti/50049/").content.decode()

    assert "I Comuni di questo Ambito non sono ancora noti" in html
    assert "Non ancora noto" in html


def test_un_codice_sconosciuto_non_c_e(client: Cliente, gallarate: Ambito) -> None:
    assert client.get("/ambiti/99999/").status_code == 404


def test_la_bozza_la_vede_solo_chi_lavora_in_quell_ambito(
    client: Cliente, come: Callable[[Utente], Cliente], ada: Utente, dario: Utente, piano: Piano, piano_di_busto: Piano
) -> None:
    assert client.get("/ambiti/50074/").context["piani"] == []
    assert come(dario).get("/ambiti/50074/").context["piani"] == []
    assert come(ada).get("/ambiti/50074/").context["piani"] == [piano]
