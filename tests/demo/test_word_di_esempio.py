"""The sample Word file that the page of the import offers: it is what its maker makes, it is read, and its slips are found."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders

from demo.word_di_esempio import FILE, word_di_esempio
from obiettivi.models import Triennio
from piani.controllo import controlla
from piani.queries_word import conosciuto
from piani.word.leggi.lettore import leggi_word
from tests.controllo_di_prova import catalogo


def _corpo(contenuto: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(contenuto)) as archivio:
        return archivio.read("word/document.xml")


def test_il_file_offerto_e_quello_che_il_comando_scrive() -> None:
    assert _corpo(FILE.read_bytes()) == _corpo(word_di_esempio())
    assert finders.find("esempi/piano-di-esempio.docx") == str(FILE)


@pytest.mark.django_db
def test_si_legge_per_intero_e_il_controllo_trova_le_sue_sviste(regione_minima: dict[str, int]) -> None:
    noto = conosciuto(Triennio.objects.get(codice="2025-2027"))
    letto = leggi_word(
        FILE.read_bytes(), noto, nome=FILE.name, ambito="50029", triennio="2025-2027", titolo="Piano di Zona"
    )
    documento = letto.documento
    [scheda], [esito], [tabella] = documento["schede"], documento["esiti"], documento["tabelle"]
    assert (scheda["macroaree"], len(scheda["azioni"])) == (["B"], 2)
    assert [len(i["obiettivi"]) for i in scheda["indicatori"] if i["fase"] == "output"] == [3]
    assert [r["importo"] for r in scheda["risorse"]] == ["48500.00"]
    assert {r["campo"]: r["scelte"] for r in esito["risposte"]}["riproposto"] == ["no"]
    assert len(tabella["righe"]) == 4
    generi = {r.regola for r in controlla(documento, catalogo())}
    assert {"testo-modello", "appunto", "rimando-pendente"} <= generi
