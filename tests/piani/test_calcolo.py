"""What a table computes: totals exact, shares half up, marks never summed, hidden numbers never uncovered."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piani.calcolo import cella_da_italiano, in_parole, segno, valori_completi
from piani.calcolo.avvisi import avvisi, note_di_lettura
from piani.calcolo.celle import da_riscrivere
from piani.calcolo.conti import arrotonda
from piani.calcolo.regole import CalcoloNonValido, controlla_calcoli
from piani.numeri import NumeroNonValido

Json = dict[str, Any]
NUMERI = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda d: f"{d:f}")


def colonna(chiave: str, tipo: str = "numero", *, decimali: int = 0, calcolo: Json | None = None) -> Json:
    base: Json = {
        "chiave": chiave, "titolo": chiave, "gruppo": "", "tipo": tipo, "decimali": decimali, "unita": "",
    }  # fmt: skip
    return {**base, "calcolo": calcolo} if calcolo else base


def riga(*valori: str, totale: bool = False, calcolo: str = "", unita: str = "") -> Json:
    return {"valori": [*valori], "totale": totale or bool(calcolo), "calcolo": calcolo, "unita": unita}


NOME = colonna("nome", "testo")


@pytest.mark.parametrize(
    ("scritto", "tenuto"),
    [("<5", "<5"), ("< 5", "<5"), ("n.d.", "n.d."), ("ND", "n.d."), ("N.D.", "n.d."), ("..", "n.d."), ("-", "-"), ("\u2013", "-")],
)  # fmt: skip
def test_i_segni_si_tengono_come_segni(scritto: str, tenuto: str) -> None:
    assert cella_da_italiano(scritto, "numero") == tenuto


@pytest.mark.parametrize("scritto", ["<", "<0", "<abc", "n d x", "--", ">5"])
def test_cio_che_somiglia_a_un_segno_non_lo_diventa(scritto: str) -> None:
    with pytest.raises(NumeroNonValido):
        cella_da_italiano(scritto, "numero")


def test_un_anno_ha_quattro_cifre_e_non_ha_puntini() -> None:
    assert cella_da_italiano("2024", "anno") == "2024"
    assert da_riscrivere("2024", "anno") == "2024"
    with pytest.raises(NumeroNonValido):
        cella_da_italiano("24", "anno")


@given(st.integers(min_value=1, max_value=999))
def test_ogni_maschera_va_e_torna(limite: int) -> None:
    tenuta = cella_da_italiano(f"< {limite}", "euro")
    assert cella_da_italiano(da_riscrivere(tenuta, "euro"), "euro") == tenuta == in_parole(tenuta) == segno(tenuta)


@given(st.lists(NUMERI, min_size=1, max_size=30))
def test_il_totale_e_la_somma_esatta(numeri: list[str]) -> None:
    colonne = [NOME, colonna("n", decimali=2)]
    righe = [*(riga("x", v) for v in numeri), riga("Totale", "", calcolo="totale")]
    assert Decimal(valori_completi(colonne, righe)[-1][1]) == sum(map(Decimal, numeri))


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.integers(min_value=0, max_value=4))
def test_si_arrotonda_a_meta_per_eccesso(valore: Fraction, decimali: int) -> None:
    scritto = Fraction(Decimal(arrotonda(valore, decimali)))
    mezzo = Fraction(1, 2 * 10**decimali)
    assert abs(scritto - valore) <= mezzo
    if abs(scritto - valore) == mezzo:
        assert abs(scritto) > abs(valore)


@given(
    st.lists(st.integers(min_value=0, max_value=10**6).map(str), min_size=1, max_size=20).filter(
        lambda x: any(int(v) for v in x)
    )
)
def test_le_quote_sono_del_totale_e_il_totale_e_cento(numeri: list[str]) -> None:
    colonne = [
        NOME,
        colonna("n"),
        colonna("q", "percentuale", decimali=1, calcolo={"specie": "quota", "colonne": ["n"]}),
    ]
    righe = [*(riga("x", v, "") for v in numeri), riga("Totale", "", "", calcolo="totale")]
    lette = valori_completi(colonne, righe)
    intero = sum(int(v) for v in numeri)
    for valore, letta in zip(numeri, lette, strict=False):
        assert abs(Decimal(letta[2]) - Decimal(valore) * 100 / intero) <= Decimal("0.0500001")
    assert lette[-1][2] == "100.0"


def test_un_terzo_per_tre_dice_che_non_fa_cento() -> None:
    colonne = [
        NOME,
        colonna("n"),
        colonna("q", "percentuale", decimali=1, calcolo={"specie": "quota", "colonne": ["n"]}),
    ]
    righe = [riga(x, "1", "") for x in "abc"]
    for r, v in zip(righe, valori_completi(colonne, righe), strict=True):
        r["valori"] = v
    assert [r["valori"][2] for r in righe] == ["33.3", "33.3", "33.3"]
    assert "Le quote di «q» non sommano a 100 per l'arrotondamento." in note_di_lettura(colonne, righe)


def test_un_totale_con_un_numero_nascosto_dice_almeno_e_non_lo_scopre() -> None:
    colonne = [NOME, colonna("n"), colonna("q", "percentuale", calcolo={"specie": "quota", "colonne": ["n"]})]
    righe = [riga("a", "12", ""), riga("b", "<5", ""), riga("Totale", "", "", calcolo="totale")]
    lette = valori_completi(colonne, righe)
    assert lette[-1] == ["Totale", ">=12", "n.d."]
    assert [r[2] for r in lette] == ["n.d.", "n.d.", "n.d."]
    assert in_parole(lette[-1][1]) == "almeno\u00a012"


@given(st.lists(st.one_of(NUMERI, st.sampled_from(["<5", "n.d.", "-", ""])), min_size=1, max_size=15))
def test_i_segni_non_si_sommano_mai(valori: list[str]) -> None:
    colonne = [NOME, colonna("n", decimali=2)]
    righe = [*(riga("x", v) for v in valori), riga("Totale", "", calcolo="totale")]
    totale = valori_completi(colonne, righe)[-1][1]
    noti = [Decimal(v) for v in valori if v and v not in ("<5", "n.d.", "-")]
    coperti = "<5" in valori or "n.d." in valori
    if noti:
        assert totale == f"{'>=' if coperti else ''}{sum(noti):.2f}"
    else:
        assert totale == ("n.d." if coperti else "-" if "-" in valori else "")


def test_con_numeri_negativi_un_almeno_sarebbe_falso() -> None:
    righe = [riga("a", "-3"), riga("b", "n.d."), riga("Totale", "", calcolo="totale")]
    assert valori_completi([NOME, colonna("n")], righe)[-1][1] == "n.d."


def test_i_subtotali_e_il_totale_non_contano_due_volte() -> None:
    righe = [
        riga("a", "1"), riga("b", "2"), riga("Sub", "", calcolo="subtotale"),
        riga("c", "10"), riga("Sub", "", calcolo="subtotale"), riga("Totale", "", calcolo="totale"),
    ]  # fmt: skip
    assert [v[1] for v in valori_completi([NOME, colonna("n")], righe)] == ["1", "2", "3", "10", "10", "13"]


def test_il_rapporto_del_totale_e_il_rapporto_dei_totali() -> None:
    indice = {"specie": "rapporto", "colonne": ["vecchi", "giovani"], "per": 100}
    colonne = [NOME, colonna("vecchi"), colonna("giovani"), colonna("i", decimali=1, calcolo=indice)]
    righe = [riga("a", "200", "100", ""), riga("b", "10", "100", ""), riga("Totale", "", "", "", calcolo="totale")]
    assert [v[3] for v in valori_completi(colonne, righe)] == ["200.0", "10.0", "105.0"]


def test_dividere_per_zero_non_si_puo_e_si_dice() -> None:
    colonne = [
        NOME,
        colonna("s"),
        colonna("u"),
        colonna("c", calcolo={"specie": "rapporto", "colonne": ["s", "u"], "per": 1}),
    ]
    assert valori_completi(colonne, [riga("a", "10", "0", ""), riga("b", "", "", "")]) == [
        ["a", "10", "0", "n.d."], ["b", "", "", ""],
    ]  # fmt: skip


def test_una_percentuale_non_si_somma_e_unita_diverse_neppure() -> None:
    colonne = [NOME, colonna("p", "percentuale"), colonna("n")]
    righe = [
        riga("a", "10", "1", unita="ore"),
        riga("b", "20", "2", unita="posti"),
        riga("Totale", "", "", calcolo="totale"),
    ]
    assert valori_completi(colonne, righe)[-1] == ["Totale", "", ""]


def test_cio_che_e_scritto_resta_come_e_scritto() -> None:
    righe = [riga("a", "1.50"), riga("Totale", "9", totale=True)]
    assert valori_completi([NOME, colonna("n")], righe) == [["a", "1.50"], ["Totale", "9"]]


@pytest.mark.parametrize(
    ("colonne", "frase"),
    [
        ([NOME, colonna("q", calcolo={"specie": "quota", "colonne": ["x"]})], "non c'è più"),
        ([NOME, colonna("q", calcolo={"specie": "quota", "colonne": ["nome"]})], "non è una colonna di numeri"),
        ([NOME, colonna("q", calcolo={"specie": "somma", "colonne": ["q"]})], "da sé stessa"),
        (
            [NOME, colonna("a", calcolo={"specie": "somma", "colonne": ["b"]}), colonna("b", calcolo={"specie": "somma", "colonne": ["a"]})],
            "da sé stessa",
        ),
        ([NOME, colonna("a"), colonna("q", calcolo={"specie": "rapporto", "colonne": ["a", "a"]})], "moltiplica"),
        ([NOME, colonna("a"), colonna("q", "testo", calcolo={"specie": "somma", "colonne": ["a"]})], "il suo tipo"),
    ],
)  # fmt: skip
def test_un_calcolo_che_non_si_puo_fare_si_rifiuta(colonne: list[Json], frase: str) -> None:
    with pytest.raises(CalcoloNonValido, match=frase):
        controlla_calcoli(colonne)


def test_un_totale_scritto_che_torna_si_puo_calcolare() -> None:
    trovati = avvisi([NOME, colonna("n")], [riga("a", "1"), riga("b", "2"), riga("Totale", "3", totale=True)])
    assert [(a.calcolabile, "si può calcolare" in a.testo) for a in trovati] == [(2, True)]


def test_un_totale_scritto_che_non_torna_si_dice_dove() -> None:
    colonne = [NOME, colonna("n"), colonna("m")]
    trovati = avvisi(colonne, [riga("a", "1", "1"), riga("b", "2", "1"), riga("Totale", "3", "5", totale=True)])
    assert [a.calcolabile for a in trovati] == [None]
    assert "«m» (scritto 5)" in trovati[0].testo


def test_una_maschera_che_la_differenza_scopre_si_segnala() -> None:
    righe = [riga("a", "12"), riga("b", "<5"), riga("Totale", "15", totale=True)]
    assert any(
        "ricavare per differenza il numero nascosto di «b»" in a.testo for a in avvisi([NOME, colonna("n")], righe)
    )
    righe[0]["valori"][1] = "<5"
    righe[2]["valori"][1] = "5"
    assert not any("nascosto" in a.testo for a in avvisi([NOME, colonna("n")], righe))


def test_due_maschere_al_loro_massimo_si_scoprono_lo_stesso() -> None:
    righe = [riga("a", "<5"), riga("b", "<5"), riga("Totale", "8", totale=True)]
    assert any("nascosto" in a.testo for a in avvisi([NOME, colonna("n")], righe))


def test_una_colonna_che_somma_le_altre_scopre_la_maschera_della_riga() -> None:
    colonne = [NOME, colonna("F"), colonna("M"), colonna("TOT")]
    righe = [riga("a", "3", "4", "7"), riga("b", "<5", "10", "13")]
    assert any("Riga «b»" in a.testo and "«F»" in a.testo for a in avvisi(colonne, righe))
