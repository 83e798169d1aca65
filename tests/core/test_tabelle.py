"""A list is described once and exported as it is shown."""

import io

import pytest

from core.exceptions import DatiNonValidi
from core.tabelle import Cella, Tabella, esporta

TABELLA = Tabella(
    "Prova",
    ("Nome", "Codice"),
    ((Cella("Cantù", "/cantu/"), Cella("013041")), (Cella('=1+1; "due"'), Cella("7"))),
)


def test_il_csv_si_apre_in_un_foglio_italiano() -> None:
    risposta = esporta(TABELLA, nome="prova", formato="csv")

    assert risposta["Content-Disposition"] == 'attachment; filename="prova.csv"'
    assert risposta.content.decode("utf-8") == '\ufeffNome;Codice\r\nCantù;013041\r\n"\'=1+1; ""due""";7\r\n'


def test_il_foglio_tiene_gli_zeri_e_non_calcola_formule() -> None:
    from openpyxl import load_workbook

    risposta = esporta(TABELLA, nome="prova", formato="xlsx")

    foglio = load_workbook(io.BytesIO(risposta.content)).active
    assert foglio is not None
    assert [[cella.value for cella in riga] for riga in foglio.iter_rows()] == [
        ["Nome", "Codice"],
        ["Cantù", "013041"],
        ['\'=1+1; "due"', "7"],
    ]
    assert foglio["A3"].data_type == "s"


def test_un_altro_formato_riceve_una_frase() -> None:
    with pytest.raises(DatiNonValidi, match="CSV o in XLSX"):
        esporta(TABELLA, nome="prova", formato="pdf")


def test_una_riga_corta_non_passa_in_silenzio() -> None:
    storta = Tabella("Prova", ("Nome", "Codice"), ((Cella("solo il nome"),),))

    with pytest.raises(ValueError, match="zip"):
        list(storta.righe_intestate())
