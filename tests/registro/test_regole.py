"""The arithmetic of the log."""

import datetime as dt
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.exceptions import DatiNonAnnotabili
from registro.regole import (
    HASH_INIZIALE,
    TESTO_MASSIMO,
    Contenuto,
    hash_evento,
    json_canonico,
    sigillo,
    sigillo_valido,
)

TESTI = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda t: unicodedata.normalize("NFC", t))
VALORI = st.recursive(
    st.none() | st.booleans() | st.integers() | TESTI,
    lambda figli: st.lists(figli, max_size=3) | st.dictionaries(TESTI, figli, max_size=3),
    max_leaves=12,
)
CONTENUTI = st.builds(
    Contenuto,
    catena=TESTI,
    numero=st.integers(1, 10**6),
    tipo=TESTI,
    quando=TESTI,
    autore_id=st.none() | st.integers(1, 10**6),
    incarico_id=st.none() | st.integers(1, 10**6),
    dati=TESTI,
)


@given(st.dictionaries(TESTI, VALORI, max_size=4))
def test_il_json_canonico_si_rilegge_e_si_riscrive_uguale(dati: dict[str, object]) -> None:
    testo = json_canonico(dati)
    assert json.loads(testo) == dati
    assert json_canonico(json.loads(testo)) == testo


@given(st.dictionaries(TESTI, st.integers(), min_size=2, max_size=4))
def test_l_ordine_delle_chiavi_non_conta(dati: dict[str, int]) -> None:
    assert json_canonico(dict(reversed(dati.items()))) == json_canonico(dati)


def test_date_e_accenti_hanno_una_forma_sola() -> None:
    composto = json_canonico({"il": dt.date(2026, 11, 22), "x": "citta\u0300"})
    assert composto == '{"il":"2026-11-22","x":"città"}'


@pytest.mark.parametrize(
    "dati",
    [
        {"x": 1.5},
        {"x": [{"y": 0.0}]},
        {"x": "a" * (TESTO_MASSIMO + 1)},
        {"x": b"byte"},
        {"x": object()},
        {1: "chiave non testo"},
        {"a" * (TESTO_MASSIMO + 1): 1},
        {"x": "\ud800"},
        {"\u00e0": 1, "a\u0300": 2},
    ],
    ids=["virgola", "annidata", "lungo", "byte", "oggetto", "chiave", "chiave_lunga", "surrogato", "doppia"],
)
def test_numeri_con_virgola_testi_lunghi_e_altro_non_si_annotano(dati: dict[str, object]) -> None:
    with pytest.raises(DatiNonAnnotabili, match="annotato"):
        json_canonico(dati)


def test_i_dati_troppo_annidati_non_si_annotano() -> None:
    dati: dict[str, object] = {}
    for _ in range(20):
        dati = {"x": dati}
    with pytest.raises(DatiNonAnnotabili, match="annidati"):
        json_canonico(dati)


@given(CONTENUTI, CONTENUTI)
def test_due_contenuti_diversi_hanno_due_hash(uno: Contenuto, due: Contenuto) -> None:
    assert (hash_evento(HASH_INIZIALE, uno) == hash_evento(HASH_INIZIALE, due)) == (uno == due)


@given(CONTENUTI)
def test_l_hash_dipende_da_quello_prima(contenuto: Contenuto) -> None:
    assert hash_evento(HASH_INIZIALE, contenuto) != hash_evento("1" * 64, contenuto)


@given(TESTI.filter(bool), TESTI, st.integers(0, 99), TESTI)
def test_il_sigillo_vale_solo_per_la_sua_testa(chiave: str, catena: str, conteggio: int, testa: str) -> None:
    scritto = sigillo(chiave, catena, conteggio, testa)
    assert sigillo_valido(chiave, catena, conteggio, testa, scritto)
    assert not sigillo_valido(chiave + "x", catena, conteggio, testa, scritto)
    assert not sigillo_valido(chiave, catena + "x", conteggio, testa, scritto)
    assert not sigillo_valido(chiave, catena, conteggio + 1, testa, scritto)
    assert not sigillo_valido(chiave, catena, conteggio, testa + "x", scritto)
    assert not sigillo_valido(chiave, catena, conteggio, testa, "è falso")
