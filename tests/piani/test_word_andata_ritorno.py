"""A plan out in Word and back: the same bytes; and what a colleague changes comes back to its place."""

import io
import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.canonico import byte_canonici
from core.testo import html_pulito
from piani.word.nostro import Genere, e_nostro
from piani.word.posti import MASSIMO
from piani.word.scrivi.xml import codice, numero_in
from tests.documenti_canonici import documento, sezione, tabella
from tests.piani.carta_di_prova import RIFERIMENTI, esito, grafico, indicatore, piano_di_prova, rifatto, risposta
from tests.piani.test_word_ricco import QUALSIASI
from tests.piani.word_di_prova import (
    cambia,
    letto,
    parte,
    word,
)

Json = dict[str, Any]


def torna(originale: Json) -> None:
    riletto, resoconto = letto(word(originale))
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert riletto["sha256"] == originale["sha256"] == resoconto.versione
    assert resoconto.note == []


# --- Unchanged ------------------------------------------------------------------------------------


def test_un_piano_con_un_po_di_tutto_torna_uguale() -> None:
    torna(piano_di_prova())


def test_un_piano_vuoto_torna_uguale() -> None:
    vuoto = documento(sezioni=[], schede=[], tabelle=[], riferimenti={**RIFERIMENTI, "formati": {}})
    torna(vuoto)


def test_le_righe_difficili_tornano_uguali() -> None:
    """Values that their words alone would not give back: an area without name, two decimals too many, a list by hand."""
    originale = piano_di_prova()
    scheda = originale["schede"][0]
    scheda |= {
        "macroaree": ["B", "Z"],
        "aree_trasversali": ["Z", "A"],
        "punti_chiave": [
            {"macroarea": "A", "punto": "", "nota": ""},
            {"macroarea": "", "punto": "", "nota": "tutti (o quasi)"},
            {"macroarea": "B", "punto": "qualita-dell-abitare", "nota": "in parte; poi si vede"},
        ],
        "risposte": [
            risposta("target", testo="<p>Tutti</p>", esempio=True),
            risposta("premiale", scelte=["si", "no"], testo="nudo <strong>e</strong><strong> crudo</strong>"),
            risposta("ets", non_pertinente=True),
            risposta("trasversalita", scelte=["boh"]),
        ],
        "indicatori": [
            indicatore(
                "1.1",
                base={"valore": "12", "anno": 2023, "testo": "T0 (stima)"},
                obiettivi=[
                    {"anno": None, "tipo": "traguardo", "valore": None, "testo": "almeno 9"},
                    {"anno": 2025, "tipo": "traguardo", "valore": "3", "testo": ""},
                    {"anno": 2030, "tipo": "nessuno", "valore": None, "testo": ""},
                ],
            ),
            indicatore("", fase="processo", unita="percentuale", obiettivi=[]),
        ],
        "descrizione": '<p>Con <a href="https://esempio.it/?a=1&amp;b=[2]">un rimando</a>.</p>',
    }
    scheda["risorse"][0] |= {
        "condivisa": True,
        "condivisa_con": ["ambito:50049"],
        "fino_al": "2026-03-31",
        "nota": "riga\nsu due righe",
    }
    originale["tabelle"][1]["righe"].append(
        {"valori": ["Stima", "12.3456"], "unita": "‰", "totale": True, "nota": "*", "esempio": True}
    )
    torna(rifatto({k: v for k, v in originale.items() if k != "sha256"}))


def test_una_testata_su_due_livelli_torna_uguale() -> None:
    colonne = [{**c, "gruppo": g} for c, g in zip(grafico()["colonne"], ("", "Quota", "Quota"), strict=True)]
    torna(rifatto(piano_di_prova(), tabelle=[{**grafico(), "colonne": colonne}]))


def test_l_accordo_con_atti_elementi_e_segnaposto_torna_uguale() -> None:
    accordo = piano_di_prova()["accordo"]
    atto = {
        "tipo": "dgr",
        "emanante": "Giunta",
        "numero": "XII/2167",
        "data": "2024-04-15",
        "titolo": "Linee",
        "nota": "",
    }
    accordo["premesse"][0]["atti"] = [atto]
    accordo["articoli"][0] |= {
        "elementi": ["finalita"],
        "testo": "<p>Il {{capofila}} scrive a {{ pec }} e {{pec}}.</p>",
    }
    accordo["segnaposto"] = [{"chiave": "pec", "etichetta": "PEC", "valore": "a@b.it"}]
    originale = rifatto(piano_di_prova(), accordo=accordo)
    torna(originale)
    assert "Comune di Gallarate" in parte(word(originale))
    assert "{{capofila}}" not in parte(word(originale))


def test_le_chiavi_lunghissime_hanno_cartellini_che_word_accetta() -> None:
    lunga = "contesto-" + "-".join(["molto"] * 20)
    originale = rifatto(piano_di_prova(), sezioni=[sezione(lunga), *piano_di_prova()["sezioni"]])
    torna(originale)
    assert max(len(t) for t in re.findall(r'<w:tag w:val="([^"]*)"', parte(word(originale)))) <= MASSIMO


@settings(max_examples=40, deadline=None)
@given(st.lists(QUALSIASI, min_size=1, max_size=4))
def test_ogni_testo_pulito_torna_uguale_dal_file(testi: list[str]) -> None:
    sezioni = [sezione(f"s{k}", testo=html_pulito(t)) for k, t in enumerate(testi)]
    torna(documento(sezioni=sezioni, schede=[], tabelle=[], riferimenti={**RIFERIMENTI, "formati": {}}))


def test_lo_stesso_contenuto_da_gli_stessi_byte() -> None:
    assert word() == word()


# --- The file itself ------------------------------------------------------------------------------


def test_il_file_si_apre_con_python_docx_e_ha_titoli_veri() -> None:
    import docx

    aperto = docx.Document(io.BytesIO(word()))
    assert aperto.core_properties.title == "Piano di prova (bozza)"
    assert aperto.core_properties.language == "it-IT"
    stili = {p.style.name for p in aperto.paragraphs if p.style}
    assert {"Title", "Heading 1", "Heading 2"} <= stili
    assert {t.style.name for t in aperto.tables if t.style} == {"Griglia del Piano"}


def test_ogni_tabella_ripete_la_testata_e_ha_un_nome() -> None:
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    corpo = ET.fromstring(parte(word()))  # noqa: S314 - we wrote it
    for tabella_word in corpo.iter(f"{w}tbl"):
        assert tabella_word.find(f"{w}tblPr/{w}tblCaption") is not None
        prima = tabella_word.find(f"{w}tr")
        assert prima is not None
        assert prima.find(f"{w}trPr/{w}tblHeader") is not None


def test_nel_file_c_e_l_impronta_e_la_bozza() -> None:
    assert piano_di_prova()["sha256"] in parte(word(), "word/footer1.xml")
    assert "BOZZA" in parte(word(), "word/header1.xml")
    assert 'w:val="it-IT"' in parte(word(), "word/styles.xml")


def test_i_dati_senza_forma_non_portano_parole_del_piano() -> None:
    nascosti = parte(word(), "customXml/item1.xml")
    for parola in ("Abitanti", "Tutti", "510000", "vista la legge", "122855", "Solo in parte", "Dati di contesto e"):
        assert parola not in nascosti.replace("Dati di contesto e quadro della conoscenza", "")


def test_un_file_salvato_senza_cartellini_non_e_piu_nostro() -> None:
    spoglio = cambia(word(), lambda x: re.sub(r"<w:(tag|alias) [^>]*/>", "", x))
    assert e_nostro(word())
    assert not e_nostro(spoglio)


def test_esito_e_tabella_soli_si_leggono() -> None:
    originale = rifatto(piano_di_prova(), schede=[], esiti=[esito()], tabelle=[tabella()], accordo=None)
    torna(originale)


def _togli(da: Iterable[ET.Element], che: str) -> None:
    for padre in list(da):
        for figlio in padre.findall(che):
            padre.remove(figlio)


def _come_libreoffice(x: str) -> str:
    """Return the body as LibreOffice 7.4 saves it: no tags; a control around blocks goes into its first paragraph, and takes
    its marks away."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    corpo = ET.fromstring(x)  # noqa: S314 - we wrote it
    padri = {figlio: padre for padre in corpo.iter() for figlio in padre}
    for sdt in [e for e in corpo.iter(f"{w}sdt") if e.find(f"{w}sdtPr/{w}richText") is not None]:
        padre, contenuto = padri[sdt], list(sdt.iterfind(f"{w}sdtContent/*"))
        primo = next(p for b in contenuto for p in b.iter(f"{w}p"))
        dentro = [e for e in primo if e.tag != f"{w}pPr"]
        if dentro:
            nuovo = ET.SubElement(primo, f"{w}sdt")
            nuovo.extend(sdt.iterfind(f"{w}sdtPr"))
            parole = ET.SubElement(nuovo, f"{w}sdtContent")
            for e in dentro:
                primo.remove(e)
                parole.extend(e.iterfind(f"{w}sdtContent/*") if e.tag == f"{w}sdt" else [e])
            _togli(parole.iter(f"{w}r"), f"{w}rPr")
        posto = list(padre).index(sdt)
        padre.remove(sdt)
        for k, e in enumerate(contenuto):
            padre.insert(posto + k, e)
        padri |= dict.fromkeys(contenuto, padre)
    _togli(corpo.iter(f"{w}sdtPr"), f"{w}tag")
    return ET.tostring(corpo, encoding="unicode")


def test_il_file_salvato_da_libreoffice_si_legge_lo_stesso() -> None:
    originale = piano_di_prova()
    originale["schede"][0]["punti_chiave"].append({"macroarea": "A", "punto": "", "nota": "in parte"})
    originale["schede"][0]["risposte"][0]["testo"] = (
        "<p><strong>Tutti</strong>, in ordine:</p><ol><li>uno</li><li>due</li></ol>"
    )
    originale = rifatto({k: v for k, v in originale.items() if k != "sha256"})
    salvato = cambia(word(originale), _come_libreoffice)
    assert "<w:tag" not in parte(salvato)
    assert e_nostro(salvato)
    riletto, resoconto = letto(salvato)
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert [n.genere for n in resoconto.note] == [Genere.NON_LETTO]


def test_un_grassetto_cambiato_in_word_senza_cambiare_parole_si_legge() -> None:
    """The outline kept for LibreOffice does not hold where the tags are there."""
    originale = piano_di_prova()
    originale["sezioni"][0]["testo"] = "<p><strong>Uno</strong> e due.</p>"
    originale = rifatto({k: v for k, v in originale.items() if k != "sha256"})
    tolto = cambia(
        word(originale), lambda x: x.replace('<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Uno', "<w:t>Uno")
    )
    assert letto(tolto)[0]["sezioni"][0]["testo"] == "<p>Uno e due.</p>"


@pytest.mark.parametrize("numero", [0, 1, 2, 3, 80, 19_682, 70_000])
def test_il_numero_di_un_riquadro_sta_in_lettere_che_non_si_vedono(numero: int) -> None:
    assert numero_in(f"TARGET{codice(numero)}") == numero
    assert not any(c.isprintable() and c.isalnum() for c in codice(numero))
    assert numero_in("TARGET") is None
