"""A plan out in Word and back: the same bytes; and what a colleague changes comes back to its place."""

import io
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.canonico import byte_canonici
from core.testo import html_pulito
from piani.word.nostro import Genere, e_nostro
from piani.word.posti import MASSIMO
from tests.documenti_canonici import documento, sezione, tabella
from tests.piani.carta_di_prova import RIFERIMENTI, esito, grafico, indicatore, piano_di_prova, rifatto, risposta
from tests.piani.test_word_ricco import QUALSIASI
from tests.piani.word_di_prova import (
    CORPO,
    cambia,
    letto,
    paragrafo,
    parte,
    riquadro,
    senza,
    sostituisci,
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


# --- Changed by a person --------------------------------------------------------------------------


def test_il_testo_corretto_torna_al_suo_posto() -> None:
    riletto, resoconto = letto(sostituisci(word(), "Abitanti: 122.855", "Abitanti: 123.000"))
    atteso = piano_di_prova()
    atteso["sezioni"][2]["testo"] = atteso["sezioni"][2]["testo"].replace("122.855", "123.000")
    assert riletto["sezioni"] == atteso["sezioni"]
    assert riletto["sha256"] != resoconto.versione
    assert resoconto.note == []


@pytest.mark.parametrize(
    ("vecchio", "nuovo", "campo", "atteso"),
    [
        ("circa 510.000,00\u00a0€", "525.000 €", "importo", "525000.00"),
        ("per il triennio", "all'anno, 2026", "anno", 2026),
        ("Pubblica</w:t>", "Privata</w:t>", "natura", "privata"),
    ],
)
def test_una_risorsa_corretta_si_capisce(vecchio: str, nuovo: str, campo: str, atteso: object) -> None:
    riletto, _ = letto(sostituisci(word(), vecchio, nuovo))
    assert riletto["schede"][0]["risorse"][0][campo] == atteso


def test_un_importo_che_non_si_capisce_resta_scritto_e_si_dice() -> None:
    riletto, resoconto = letto(sostituisci(word(), "circa 510.000,00\u00a0€", "da definire"))
    risorsa = riletto["schede"][0]["risorse"][0]
    assert (risorsa["importo"], risorsa["nota"]) == (None, "[Importo: da definire]")
    assert [n.genere for n in resoconto.note] == [Genere.NON_CAPITO]


def test_una_scelta_cambiata_torna_e_una_che_non_c_e_resta_testo() -> None:
    contenuto = word()
    inizio, fine = riquadro(parte(contenuto), "scheda/obiettivo/A/campo/trasversalita/scelte")
    pezzo = parte(contenuto)[inizio:fine]
    risposte = {
        r["campo"]: r
        for r in letto(sostituisci(contenuto, pezzo, pezzo.replace(">Sì</w:t>", ">no</w:t>")))[0]["schede"][0][
            "risposte"
        ]
    }
    assert risposte["trasversalita"]["scelte"] == ["no"]
    riletto, resoconto = letto(sostituisci(contenuto, pezzo, pezzo.replace(">Sì</w:t>", ">Forse</w:t>")))
    risposte = {r["campo"]: r for r in riletto["schede"][0]["risposte"]}
    assert (risposte["trasversalita"]["scelte"], risposte["trasversalita"]["testo"]) == ([], "<p>Forse</p>")
    assert [n.genere for n in resoconto.note] == [Genere.NON_CAPITO]


def test_una_riga_mai_compilata_e_ora_scritta() -> None:
    contenuto = word()
    inizio, fine = riquadro(parte(contenuto), "scheda/obiettivo/A/campo/ets/testo")
    pezzo = parte(contenuto)[inizio:fine]
    riletto, _ = letto(sostituisci(contenuto, pezzo, pezzo.replace("Non compilato</w:t>", "Tre cooperative</w:t>")))
    assert risposta("ets", testo="<p>Tre cooperative</p>") in riletto["schede"][0]["risposte"]


def test_righe_aggiunte_e_tolte_nelle_tabelle() -> None:
    def come(x: str) -> str:
        inizio = x.rindex("<w:tr>", 0, x.index('"tabella/popolazione/riga/0"'))
        fine = x.index("</w:tr>", inizio) + len("</w:tr>")
        nuova = "<w:tr>" + "".join(f"<w:tc>{paragrafo(t, 'Cella')}</w:tc>" for t in ("Famiglie", "54.321")) + "</w:tr>"
        return x[:inizio] + nuova + x[fine:]

    riletto, resoconto = letto(cambia(word(), come))
    popolazione = next(t for t in riletto["tabelle"] if t["chiave"] == "popolazione")
    assert [r["valori"] for r in popolazione["righe"]] == [["Famiglie", "54321"]]
    assert [n.genere for n in resoconto.note] == [Genere.AGGIUNTO, Genere.TOLTO]


def test_un_azione_aggiunta_sta_sotto_la_sua() -> None:
    def come(x: str) -> str:
        fine = x.index("</w:tr>", x.index('"scheda/obiettivo/A/azione/0/0"')) + len("</w:tr>")
        nuova = "".join(f"<w:tc>{paragrafo(t, 'Cella')}</w:tc>" for t in ("1.2", "Nuova"))
        return f"{x[:fine]}<w:tr>{nuova}</w:tr>{x[fine:]}"

    riletto, _ = letto(cambia(word(), come))
    assert [a["testo"] for a in riletto["schede"][0]["azioni"][0]["azioni"]] == ["Azione 1.1", "Nuova"]


def test_quello_che_sta_fuori_dai_riquadri_si_tiene_e_si_dice() -> None:
    fine = '"scheda/obiettivo/A/campo/target/testo"'

    def come(x: str) -> str:
        dopo = riquadro(x, fine.strip('"'))[1]
        x = x[:dopo] + paragrafo("Anche i giovani.") + x[dopo:]
        tabella_nuova = f"<w:tbl><w:tr><w:tc>{paragrafo('a')}</w:tc><w:tc>{paragrafo('b')}</w:tc></w:tr></w:tbl>"
        return (
            x.replace("<w:sectPr>", f"{tabella_nuova}<w:sectPr>")
            if x.count("<w:sectPr>") == 1
            else x.replace("<w:body>", f"<w:body>{paragrafo('In testa a tutto')}", 1)
        )

    riletto, resoconto = letto(cambia(word(), come))
    target = next(r for r in riletto["schede"][0]["risposte"] if r["campo"] == "target")
    assert target["testo"] == "<p>Tutti</p><p>Anche i giovani.</p>"
    assert riletto["sezioni"][0]["testo"].endswith("<p>In testa a tutto</p>")
    assert [n.genere for n in resoconto.note] == [Genere.AGGIUNTO] * 2


def test_un_riquadro_tolto_si_dice() -> None:
    riletto, resoconto = letto(senza(word(), "scheda/obiettivo/A/campo/target/testo", al_posto="<w:p/>"))
    target = next(r for r in riletto["schede"][0]["risposte"] if r["campo"] == "target")
    assert target["testo"] == ""
    assert [(n.genere, n.luogo) for n in resoconto.note] == [(Genere.TOLTO, "Scheda A, TARGET")]


def test_se_si_toglie_solo_il_riquadro_il_testo_resta() -> None:
    def come(x: str) -> str:
        inizio, fine = riquadro(x, "sezione/contesto/testo")
        pezzo = x[inizio:fine]
        dentro = pezzo[pezzo.index("<w:sdtContent>") + len("<w:sdtContent>") : pezzo.rindex("</w:sdtContent>")]
        return x[:inizio] + dentro + x[fine:]

    riletto, resoconto = letto(cambia(word(), come))
    assert riletto["sha256"] == resoconto.versione
    assert [n.genere for n in resoconto.note] == [Genere.NON_LETTO]


def test_una_scheda_tolta_si_dice() -> None:
    def come(x: str) -> str:
        inizio = x.rindex("<w:p>", 0, x.index('"scheda/obiettivo/A/intestazione"'))
        fine = x.rindex("<w:p>", 0, x.index('"sezione/anziani/titolo"'))
        return x[:inizio] + x[fine:]

    riletto, resoconto = letto(cambia(word(), come))
    assert riletto["schede"] == []
    assert [(n.genere, n.luogo) for n in resoconto.note] == [(Genere.TOLTO, "Scheda A")]


def test_una_sezione_tolta_si_dice_e_le_altre_restano() -> None:
    def come(x: str) -> str:
        inizio = x.rindex("<w:p>", 0, x.index('"sezione/anziani/titolo"'))
        fine = x.rindex("<w:p>", 0, x.rindex('<w:t xml:space="preserve">Allegato A'))
        return x[:inizio] + x[fine:]

    originale = rifatto(piano_di_prova(), tabelle=[])
    riletto, resoconto = letto(cambia(word(originale), come))
    assert riletto["sezioni"][2]["sezioni"] == []
    assert [(n.genere, n.luogo) for n in resoconto.note] == [(Genere.TOLTO, "Sezione «anziani»")]


def test_parole_senza_un_testo_che_le_tenga_si_dicono() -> None:
    vuoto = documento(sezioni=[], schede=[], tabelle=[], riferimenti={**RIFERIMENTI, "formati": {}})
    _, resoconto = letto(sostituisci(word(vuoto), "<w:body>", f"<w:body>{paragrafo('Da tenere a mente')}"))
    assert ["Da tenere a mente" in n.testo for n in resoconto.note] == [True]


def test_revisioni_accettate_e_commenti_contati() -> None:
    corsa = "<w:r><w:t>molti </w:t></w:r>"
    nuovo = (
        f'</w:t></w:r><w:ins w:id="900" w:author="x">{corsa}</w:ins><w:del w:id="901" w:author="x"><w:r><w:delText>pochi'
        '</w:delText></w:r></w:del><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>Abitanti: 122.855'
    )
    riletto, resoconto = letto(sostituisci(word(), "Abitanti: 122.855", nuovo))
    assert "<p>molti Abitanti: 122.855; spesa" in riletto["sezioni"][2]["testo"]
    assert [n.genere for n in resoconto.note] == [Genere.NON_LETTO] * 2


def test_word_in_italiano_rinomina_gli_stili_e_si_legge_lo_stesso() -> None:
    contenuto = word()
    for nome in (CORPO, "word/styles.xml"):
        contenuto = cambia(
            contenuto, lambda x: x.replace('"Heading1"', '"Titolo1"').replace('"Voce"', '"Paragrafoelenco"'), nome
        )
    riletto, resoconto = letto(contenuto)
    assert riletto["sha256"] == resoconto.versione


def test_un_segnaposto_riscritto_a_mano_diventa_testo() -> None:
    accordo = piano_di_prova()["accordo"]
    accordo["articoli"][0]["testo"] = "<p>Il capofila è {{capofila}}.</p>"
    originale = word(rifatto(piano_di_prova(), accordo=accordo))
    inizio, fine = riquadro(parte(originale), "accordo/articolo/0/testo")
    pezzo = parte(originale)[inizio:fine]
    riletto, _ = letto(sostituisci(originale, pezzo, pezzo.replace("Comune di Gallarate", "Comune di Cairate")))
    assert riletto["accordo"]["articoli"][0]["testo"] == "<p>Il capofila è Comune di Cairate.</p>"


def test_le_sezioni_spostate_restano_dove_erano_e_si_dice() -> None:
    def come(x: str) -> str:
        primo, secondo = '"sezione/premessa/', '"sezione/esiti/'
        return x.replace(primo, "§").replace(secondo, primo).replace("§", secondo)

    riletto, resoconto = letto(cambia(word(), come))
    assert [s["chiave"] for s in riletto["sezioni"]] == ["premessa", "esiti", "contesto"]
    assert any("ordine" in n.testo for n in resoconto.note)


def test_un_file_salvato_senza_cartellini_non_e_piu_nostro() -> None:
    spoglio = cambia(word(), lambda x: re.sub(r"<w:tag [^>]*/>", "", x))
    assert e_nostro(word())
    assert not e_nostro(spoglio)


def test_esito_e_tabella_soli_si_leggono() -> None:
    originale = rifatto(piano_di_prova(), schede=[], esiti=[esito()], tabelle=[tabella()], accordo=None)
    torna(originale)


def _come_libreoffice(x: str) -> str:
    """Return the body as LibreOffice saves it: a control around blocks goes into its first paragraph."""
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
        posto = list(padre).index(sdt)
        padre.remove(sdt)
        for k, e in enumerate(contenuto):
            padre.insert(posto + k, e)
        padri |= dict.fromkeys(contenuto, padre)
    for scelta in [e for e in corpo.iter(f"{w}sdtPr") if e.find(f"{w}comboBox") is not None]:
        for segno in list(scelta.iterfind(f"{w}tag")):
            scelta.remove(segno)
    return ET.tostring(corpo, encoding="unicode")


def test_il_file_salvato_da_libreoffice_si_legge_lo_stesso() -> None:
    originale = piano_di_prova()
    originale["schede"][0]["punti_chiave"].append({"macroarea": "A", "punto": "", "nota": "in parte"})
    originale = rifatto({k: v for k, v in originale.items() if k != "sha256"})
    riletto, resoconto = letto(cambia(word(originale), _come_libreoffice))
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert [n.genere for n in resoconto.note] == [Genere.NON_LETTO]
