"""Charts: right shapes, readable by who does not see them, no style that the pages' policy forbids."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from piani.grafici import DatiGrafico, Serie, disegna
from piani.grafici.disegno import NOMI

SVG = "{http://www.w3.org/2000/svg}"


def dati(tipo: str, *valori: str | None, serie: int = 1) -> DatiGrafico:
    numeri = tuple(None if v is None else Decimal(v) for v in valori)
    testi = tuple("" if v is None else v.replace(".", ",") for v in valori)
    return DatiGrafico(
        chiave="prova",
        titolo="Grafico 2.1. <Spesa> & altro",
        tipo=tipo,
        etichette=tuple(f"Voce {i}" for i in range(len(valori))),
        serie=tuple(Serie(f"Serie {k}", numeri, testi) for k in range(serie)),
    )


def albero(grafico: DatiGrafico) -> ET.Element:
    return ET.fromstring(disegna(grafico))  # noqa: S314 - our own text


@pytest.mark.parametrize("tipo", sorted(NOMI))
def test_ogni_disegno_ha_titolo_descrizione_e_ruolo(tipo: str) -> None:
    radice = albero(dati(tipo, "10.5", "20"))
    assert radice.get("role") == "img"
    titolo = radice.find(f"{SVG}title")
    assert titolo is not None
    assert titolo.text is not None
    assert "<Spesa> & altro" in titolo.text
    assert "10,5" in titolo.text
    assert radice.get("aria-labelledby") == "g-prova-titolo g-prova-testo"
    assert all("style" not in e.attrib for e in radice.iter())
    assert disegna(dati(tipo, "10.5", "20")) == disegna(dati(tipo, "10.5", "20"))


def test_le_barre_sono_in_proporzione_e_portano_il_valore() -> None:
    radice = albero(dati("barre", "10", "20"))
    larghe = [float(r.attrib["width"]) for r in radice.iter(f"{SVG}rect")]
    assert larghe[1] == pytest.approx(2 * larghe[0])
    assert {"10", "20"} <= {t.text for t in radice.iter(f"{SVG}text")}


def test_piu_serie_hanno_legenda_e_tinte_diverse() -> None:
    radice = albero(dati("barre_raggruppate", "10", "20", serie=3))
    assert len({r.attrib["fill"] for r in radice.iter(f"{SVG}rect")}) == 3
    assert {"Serie 0", "Serie 1", "Serie 2"} <= {t.text for t in radice.iter(f"{SVG}text")}


def test_le_linee_si_distinguono_anche_senza_colore() -> None:
    radice = albero(dati("linee", "98.4", "104.6", "92.8", serie=3))
    tratti = [p.get("stroke-dasharray") for p in radice.iter(f"{SVG}polyline")]
    assert len(set(tratti)) == 3
    tacche = [t.text for t in radice.iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert tacche == ["90", "95", "100", "105"]


def test_una_linea_di_un_solo_valore_si_disegna() -> None:
    assert "polyline" in disegna(dati("linee", "5"))


def test_un_valore_mancante_si_dice() -> None:
    assert "non disponibile" in disegna(dati("barre", "10", None))


def test_la_torta_intera_e_un_cerchio() -> None:
    radice = albero(dati("torta", "100", "0"))
    assert len(list(radice.iter(f"{SVG}circle"))) == 1
    assert len(list(albero(dati("torta", "66.7", "33.3")).iter(f"{SVG}path"))) == 2


def test_l_organigramma_mette_insieme_chi_sta_allo_stesso_livello() -> None:
    organi = DatiGrafico(
        "o", "Figura 1", "organigramma", ("Alto", "Basso", "Basso"), (Serie("", (None,) * 3, ("X", "Y", "Z")),)
    )
    righe = [r.attrib["y"] for r in albero(organi).iter(f"{SVG}rect")]
    assert righe[0] != righe[1] == righe[2]


def test_senza_dati_non_c_e_disegno() -> None:
    assert disegna(DatiGrafico("v", "Vuoto", "barre", (), ())) == ""


@pytest.mark.parametrize("tipo", ["barre", "colonne", "impilate", "impilate_cento", "linee", "torta", "piramide"])
def test_senza_nessun_numero_non_c_e_disegno(tipo: str) -> None:
    assert disegna(dati(tipo, None, None, serie=2)) == ""


def test_la_piramide_ha_i_giovani_in_basso_e_un_lato_per_serie() -> None:
    radice = albero(dati("piramide", "10", "20", serie=2))
    barre = [(float(r.attrib["x"]), float(r.attrib["y"]), float(r.attrib["width"])) for r in radice.iter(f"{SVG}rect")]
    (x1, y1, w1), (x2, _, w2), (_, y3, w3), _ = barre
    assert x1 + w1 < x2
    assert w1 == w2 == pytest.approx(w3 / 2)
    assert y1 > y3


def test_le_impilate_in_percentuale_sono_larghe_uguali_e_senza_un_valore_non_si_disegnano() -> None:
    def larghe(grafico: DatiGrafico) -> dict[float, float]:
        righe: dict[float, float] = {}
        for r in albero(grafico).iter(f"{SVG}rect"):
            if r.get("stroke") == "#ffffff":
                righe[float(r.attrib["y"])] = righe.get(float(r.attrib["y"]), 0) + float(r.attrib["width"])
        return righe

    intere = larghe(dati("impilate_cento", "1", "300", serie=3))
    assert len(intere) == 2
    assert len({round(v) for v in intere.values()}) == 1
    nascosto = DatiGrafico(
        "n", "N", "impilate_cento", ("a", "b"),
        (Serie("x", (Decimal(1), None), ("1", "<5")), Serie("y", (Decimal(1), Decimal(2)), ("1", "2"))),
    )  # fmt: skip
    assert len(larghe(nascosto)) == 1
    assert "non si calcola: &lt;5" in disegna(nascosto)


def test_la_torta_con_piu_fette_che_tinte_le_numera() -> None:
    testi = [t.text or "" for t in albero(dati("torta", *["10"] * 8)).iter(f"{SVG}text")]
    assert {str(n) for n in range(1, 9)} <= set(testi)
    assert "8. Voce 7: 10" in testi
    assert all(float(t.attrib["y"]) > 0 for t in albero(dati("torta", *["10"] * 8)).iter(f"{SVG}text"))


def test_la_descrizione_dell_autore_sta_nel_disegno() -> None:
    grafico = DatiGrafico("d", "D", "barre", ("a",), (Serie("x", (Decimal(1),), ("1",)),), alternativo="Cresce & cala.")
    assert ">Cresce &amp; cala.</desc>" in disegna(grafico)
