"""Typed values in the words of Word: each comes back as it was, and what a person writes by hand is understood."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.canonico import decimale, importo
from piani.word import valori as v

NUMERI = st.decimals(min_value=-999999, max_value=9999999, places=3).map(decimale)
UNITA = st.sampled_from(sorted(v.UNITA))
TESTI = st.text("abc 1,.%", max_size=12).map(str.strip)


@given(NUMERI)
def test_un_numero_torna_uguale(numero: str) -> None:
    assert v.numero_letto(v.numero_scritto(numero)) == numero


@given(
    st.sampled_from(["soglia", "minimo", "uguale", "aumento", "diminuzione", "base", "nessuno", "traguardo"]),
    st.none() | NUMERI,
    TESTI,
    UNITA,
)
def test_un_valore_atteso_torna_uguale(tipo: str, valore: str | None, testo: str, unita: str) -> None:
    atteso = {"tipo": tipo, "valore": valore, "testo": testo}
    assert v.atteso_letto(v.atteso_scritto(atteso, unita)) == atteso


@pytest.mark.parametrize(
    ("scritto", "atteso"),
    [
        ("≥ 60%", ("soglia", "60", "")),
        (">= 60", ("soglia", "60", "")),
        ("Almeno 12 (1 al mese)", ("minimo", "12", "1 al mese")),
        ("1.300,5", ("uguale", "1300.5", "")),
        ("in aumento di 3", ("aumento", "3", "")),
        ("Rete creata (sì/no)", ("traguardo", None, "Rete creata (sì/no)")),
        ("entro giugno", ("traguardo", None, "entro giugno")),
    ],
)
def test_un_valore_atteso_scritto_a_mano(scritto: str, atteso: tuple[str, str | None, str]) -> None:
    tipo, valore, testo = atteso
    assert v.atteso_letto(scritto) == {"tipo": tipo, "valore": valore, "testo": testo}


@given(st.none() | NUMERI, st.none() | st.integers(1990, 2100).filter(lambda a: a < 2100), st.text("ab c", max_size=8))
def test_un_valore_di_partenza_torna_uguale(valore: str | None, anno: int | None, testo: str) -> None:
    base = {"valore": valore, "anno": anno, "testo": testo.strip()}
    if not any(base.values()):
        return
    assert v.base_letta(v.base_scritta(base, "numero")) in (
        base,
        {"valore": None, "anno": None, "testo": base["testo"]},
    )


@given(st.none() | st.decimals(0, 99999999, places=2), st.sampled_from(["esatto", "circa", "massimo"]))
def test_un_importo_torna_uguale(quanto: Decimal | None, precisione: str) -> None:
    risorsa = {"importo": importo(quanto), "precisione": precisione}
    assert v.importo_letto(v.importo_scritto(risorsa)) == risorsa


@pytest.mark.parametrize(
    ("scritto", "atteso"),
    [
        ("45.000 €", ("45000.00", "esatto")),
        ("€ 45.000,50", ("45000.50", "esatto")),
        ("Circa 1.300.000 euro", ("1300000.00", "circa")),
        ("", (None, "esatto")),
    ],
)
def test_un_importo_scritto_a_mano(scritto: str, atteso: tuple[str | None, str]) -> None:
    assert v.importo_letto(scritto) == {"importo": atteso[0], "precisione": atteso[1]}


@pytest.mark.parametrize("scritto", ["circa molti", "-5 €", "12..3", "dieci", "4.5.6", "1/2"])
def test_un_importo_che_non_si_capisce(scritto: str) -> None:
    with pytest.raises(v.NonCapito):
        v.importo_letto(scritto)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_una_data_torna_uguale(giorno: dt.date) -> None:
    assert v.data_letta(v.data_scritta(giorno.isoformat())) == giorno.isoformat()


@pytest.mark.parametrize(("scritto", "iso"), [("1/3/2026", "2026-03-01"), ("1° marzo 2026", "2026-03-01"), ("", None)])
def test_una_data_scritta_a_mano(scritto: str, iso: str | None) -> None:
    assert v.data_letta(scritto) == iso


@pytest.mark.parametrize("scritto", ["marzo", "31 febbraio 2026", "1 marzu 2026"])
def test_una_data_che_non_c_e(scritto: str) -> None:
    with pytest.raises(v.NonCapito):
        v.data_letta(scritto)


@pytest.mark.parametrize("parole", [v.UNITA, v.NATURE, v.PERIODI, v.QUALIFICHE, v.ESITI, v.NORME])
def test_ogni_voce_torna_alla_sua_chiave(parole: dict[str, str]) -> None:
    assert {v.tra(nome.upper(), parole) for nome in parole.values()} == set(parole)


def test_una_voce_che_non_c_e() -> None:
    with pytest.raises(v.NonCapito):
        v.tra("boh", v.UNITA)


@pytest.mark.parametrize(("scritto", "numero"), [("75%", 75), ("75", 75), ("", None), ("–", None)])
def test_un_grado_scritto_a_mano(scritto: str, numero: Any) -> None:
    assert v.intero_letto(scritto) == numero
