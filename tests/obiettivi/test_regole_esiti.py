"""The degree of an earlier objective: the regional formula, bands without gaps, the mean."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.enums import CriterioGrado, FasciaGrado
from obiettivi.regole_esiti import calcola, conto, fascia, grado, media, percento

PERCENTI = st.none() | st.integers(0, 100)
QUOTE = st.fractions(min_value=0, max_value=100, max_denominator=400)


@pytest.mark.parametrize(
    ("valore", "attesa"),
    [
        (0, "nullo"),
        (Fraction(1, 3), "insufficiente"),
        (49, "insufficiente"),
        (Fraction(496, 10), "insufficiente"),
        (50, "sufficiente"),
        (Fraction(799, 10), "sufficiente"),
        (80, "buono"),
        (Fraction(999, 10), "buono"),
        (100, "ottimo"),
    ],
)
def test_ogni_percento_ha_la_sua_fascia(valore: Fraction | int, attesa: str) -> None:
    assert fascia(valore) == attesa


@pytest.mark.parametrize("fuori", [-1, 101, Fraction(1001, 10)])
def test_fuori_da_zero_e_cento_non_c_e_fascia(fuori: Fraction | int) -> None:
    with pytest.raises(ValueError, match="percent"):
        fascia(fuori)


@given(QUOTE)
def test_il_percento_scritto_resta_nella_sua_fascia_ed_e_vicino(quota: Fraction) -> None:
    scritto = percento(quota)
    assert fascia(scritto) == fascia(quota)
    assert abs(scritto - quota) < 1


@given(QUOTE, QUOTE)
def test_chi_ha_fatto_di_piu_non_ha_una_fascia_peggiore(una: Fraction, altra: Fraction) -> None:
    fasce = list(FasciaGrado)
    minore, maggiore = sorted((una, altra))
    assert fasce.index(fascia(minore)) <= fasce.index(fascia(maggiore))


@pytest.mark.parametrize(
    ("realizzazioni", "intere", "avviate"),
    [
        ([100, 25, 25, 100], 50, 100),
        ([50, 0, 50, 50, 0, 50], 0, 67),
        ([0, 0, 25], 0, 33),
        ([0, 0, 0, 0, 100], 20, 20),
        ([100, 0, 100, 50], 50, 75),
    ],
)
def test_la_formula_regionale_con_i_due_modi_di_contare(realizzazioni: list[int], intere: int, avviate: int) -> None:
    assert calcola(realizzazioni, CriterioGrado.REALIZZATE).valore == intere
    assert calcola(realizzazioni, CriterioGrado.AVVIATE).valore == avviate


@given(st.lists(PERCENTI, max_size=8))
def test_contare_le_azioni_avviate_non_abbassa_mai_il_grado(realizzazioni: list[int | None]) -> None:
    intere, avviate = (calcola(realizzazioni, c).valore for c in (CriterioGrado.REALIZZATE, CriterioGrado.AVVIATE))
    assert (intere is None) == (avviate is None) == (not realizzazioni or None in realizzazioni)
    assert intere is None or avviate is None or intere <= avviate


def test_finche_un_azione_e_da_valutare_il_grado_non_c_e() -> None:
    assert calcola([100, None], CriterioGrado.REALIZZATE).valore is None
    assert conto(calcola([100, None], CriterioGrado.REALIZZATE)) == "un'azione è ancora da valutare"
    assert conto(calcola([], CriterioGrado.REALIZZATE)) == "la scheda non ha ancora azioni"
    assert conto(calcola([100, 0, 100, 100], CriterioGrado.REALIZZATE)) == "3 azioni su 4, 75% (sufficiente)"


def test_un_grado_scelto_vale_piu_di_quello_calcolato() -> None:
    scelto = grado(60, CriterioGrado.REALIZZATE, "Due azioni quasi finite.", [100, 0])
    assert (scelto.valore, scelto.fascia, scelto.a_mano) == (60, FasciaGrado.SUFFICIENTE, True)
    calcolato = grado(None, CriterioGrado.REALIZZATE, "", [100, 0])
    assert (calcolato.valore, calcolato.a_mano) == (50, False)
    assert grado(None, "", "", [100, 0]).valore is None


def test_la_media_e_esatta() -> None:
    assert media([100, 75, 80, 75, 75, 100, 20, 100, 67, 100, 100, 100, 33, 67, 33, 100]) == Fraction(1225, 16)
    assert media([]) is None
