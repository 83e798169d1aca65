"""What the plan learned after the Word file was drawn: it goes out and comes back, and what is lost is told."""

from typing import Any

import pytest

from core.canonico import byte_canonici
from core.testo import html_pulito
from piani.word.nostro import Genere
from tests.documenti_canonici import azione, scheda, sezione, tabella
from tests.piani.carta_di_prova import esito, piano_di_prova, rifatto, risposta
from tests.piani.word_di_prova import letto, parte, sostituisci, word

Json = dict[str, Any]
IMMAGINE = "a" * 64
DECORATIVA = "b" * 64
TESTO = (
    "<h3>Popolazione</h3>"
    '<p>Gli abitanti crescono<span class="nota">Fonte: anagrafe dei Comuni.</span> ogni anno.</p>'
    '<table><thead><tr><th scope="col">Anno</th><th scope="col">Nati</th></tr></thead>'
    '<tbody><tr><th scope="row">2023</th><td>812</td></tr><tr><th scope="row">2024</th><td>790</td></tr></tbody></table>'
    f'<figure><img alt="Carta dei nove Comuni" data-immagine="{IMMAGINE}"><figcaption>I Comuni</figcaption></figure>'
    f'<figure><img alt="" class="decorativa" data-immagine="{DECORATIVA}"></figure>'
    "<blockquote><p>Una citazione.</p></blockquote>"
    '<ol start="3"><li>Tre</li></ol>'
    '<p>Si veda <a href="#rif:tabella:spesa">la tabella</a>.</p>'
)
COLONNE = [
    {"chiave": "voce", "titolo": "Voce", "gruppo": "", "tipo": "testo", "decimali": 0, "unita": ""},
    {"chiave": "anno1", "titolo": "2023", "gruppo": "Spesa", "tipo": "euro", "decimali": 2, "unita": ""},
    {"chiave": "anno2", "titolo": "2024", "gruppo": "Spesa", "tipo": "euro", "decimali": 2, "unita": ""},
]
SOMMA = {"specie": "somma", "colonne": ["anno1", "anno2"]}


def _riga(*valori: str, **altro: object) -> Json:
    return {"valori": list(valori), "unita": "", "totale": False, "nota": "", "esempio": False, **altro}


def spesa() -> Json:
    calcolata = {**COLONNE[1], "chiave": "somma", "titolo": "Totale", "calcolo": SOMMA}
    return tabella(
        chiave="spesa",
        sezione="contesto",
        colonne=[*COLONNE, calcolata],
        righe=[
            _riga("Anziani", "10.00", "20.00", "30.00", note={"anno1": "dato stimato"}),
            _riga("Minori", "1.00", "2.00", "3.00"),
            _riga("Totale", "11.00", "22.00", "33.00", totale=True, calcolo="totale"),
        ],
    )


def disegno() -> Json:
    return tabella(
        chiave="disegno",
        specie="grafico",
        sezione="contesto",
        titolo="La spesa disegnata",
        grafico="barre",
        colonne=[],
        righe=[],
        dati="spesa",
        vista={"etichette": "voce", "serie": ["anno1", "anno2"]},
        alternativo="La spesa cresce.",
    )


def piano_con_tutto() -> Json:
    provata = {
        "ente": "ambito:50049",
        "codice": "S",
        "versione": 2,
        "sha256": "c" * 64,
        "righe_locali": ["target"],
    }
    adottata = scheda("S", provenienza=provata, risposte=[risposta("target", testo="<p>Nostro</p>")])
    valutata = esito(
        grado_criterio="realizzate",
        grado_motivo="",
        valutazioni=[
            {
                "nome": "Prima parte",
                "azioni": ["1"],
                "grado": 0,
                "grado_motivo": "",
                "cambiamento": "in_parte",
                "nota": "Da finire.",
            }
        ],
    )
    valutata["grado"] = 0
    contesto = sezione(testo=TESTO)
    return piano_di_prova(
        sezioni=[
            sezione(
                "prefazione",
                titolo="Prefazione",
                numerata=False,
                prefazione={"firmatario": "La Presidente", "qualifica": "Presidente dell'Assemblea"},
            ),
            sezione("esiti", titolo="Esiti"),
            contesto,
        ],
        schede=[scheda(), adottata],
        esiti=[valutata],
        tabelle=[spesa(), disegno()],
        allegati=[
            {
                "nome": "carta.png",
                "sha256": h,
                "tipo": "image/png",
                "dimensione": 9,
                "larghezza": 3,
                "altezza": 2,
            }
            for h in (IMMAGINE, DECORATIVA)
        ],
    )


def test_il_testo_di_prova_e_nella_forma_unica() -> None:
    assert html_pulito(TESTO, immagini=True) == TESTO


def test_un_piano_con_ogni_cosa_torna_uguale() -> None:
    originale = piano_con_tutto()
    riletto, resoconto = letto(word(originale))
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []


# --- Changed ---------------------------------------------------------------------------------------


def test_nel_file_si_leggono_tabella_immagine_e_nota() -> None:
    corpo = parte(word(piano_con_tutto()))
    assert "> Fonte: anagrafe dei Comuni.<" in parte(word(piano_con_tutto()), "word/footnotes.xml")
    assert "[Immagine: Carta dei nove Comuni]" in corpo
    assert '<w:t xml:space="preserve">812</w:t>' in corpo
    assert "8122024" not in corpo


def _testo(documento: Json) -> str:
    return str(documento["sezioni"][2]["testo"])


def test_chi_corregge_un_paragrafo_non_perde_tabella_immagini_e_note() -> None:
    file = sostituisci(word(piano_con_tutto()), "Una citazione.", "Una citazione corretta.")
    riletto, resoconto = letto(file)
    assert _testo(riletto) == TESTO.replace("Una citazione.", "Una citazione corretta.")
    assert resoconto.note == []


def test_chi_corregge_una_nota_o_il_suo_paragrafo_la_tiene() -> None:
    file = sostituisci(word(piano_con_tutto()), "anagrafe dei Comuni.", "anagrafe.", nome="word/footnotes.xml")
    file = sostituisci(file, " ogni anno", " ogni triennio")
    riletto, _ = letto(file)
    assert _testo(riletto) == TESTO.replace("anagrafe dei Comuni.</span> ogni anno", "anagrafe.</span> ogni triennio")


def test_piu_capoversi_in_una_cella_cambiata_si_uniscono_e_si_dice() -> None:
    cella = "<td><p>812</p><p>circa</p></td>"
    contesto = sezione(testo=TESTO.replace("<td>812</td>", cella))
    originale = piano_con_tutto()
    originale["sezioni"][2] = contesto
    file = word(rifatto(originale))
    assert _testo(letto(file)[0]) == contesto["testo"]
    riletto, resoconto = letto(sostituisci(file, ">812 circa<", ">813 circa<"))
    assert _testo(riletto) == TESTO.replace("812", "813 circa")
    [nota] = resoconto.note
    assert nota.genere is Genere.NON_LETTO
    assert "capoversi" in nota.testo


def test_un_immagine_tolta_si_dice() -> None:
    file = sostituisci(word(piano_con_tutto()), "[Immagine: Carta dei nove Comuni]", "")
    riletto, resoconto = letto(file)
    assert IMMAGINE not in _testo(riletto)
    assert DECORATIVA in _testo(riletto)
    assert [n.genere for n in resoconto.note] == [Genere.NON_LETTO]


def test_i_totali_si_rifanno_dalle_righe_del_file() -> None:
    """A number corrected in Word, its total left as it was: the import would have refused the whole file."""
    file = sostituisci(word(piano_con_tutto()), ">10,00<", ">15,00<")
    riletto, resoconto = letto(file)
    righe = [r["valori"] for r in riletto["tabelle"][0]["righe"]]
    assert righe == [
        ["Anziani", "15.00", "20.00", "35.00"],
        ["Minori", "1.00", "2.00", "3.00"],
        ["Totale", "16.00", "22.00", "38.00"],
    ]
    assert "rifatti dalle righe" in resoconto.note[0].testo


def test_il_grado_segue_le_azioni_cambiate_nel_file() -> None:
    file = sostituisci(word(piano_con_tutto()), ">33%<", ">100%<")
    riletto, _ = letto(file)
    [valutata] = riletto["esiti"]
    assert (valutata["grado"], valutata["valutazioni"][0]["grado"]) == (100, 100)


def test_una_valutazione_non_conta_azioni_che_non_ci_sono_piu() -> None:
    originale = piano_con_tutto()
    originale["esiti"][0]["azioni"].append(azione("2", realizzazione=100))
    originale["esiti"][0]["valutazioni"][0]["azioni"] = ["1", "2"]
    file = sostituisci(word(rifatto(originale)), ">2</w:t>", ">7</w:t>")
    riletto, resoconto = letto(file)
    assert riletto["esiti"][0]["valutazioni"][0]["azioni"] == ["1"]
    assert any("un altro numero" in n.testo for n in resoconto.note)


def test_una_scheda_condivisa_cambiata_nel_file_si_dice() -> None:
    file = sostituisci(word(piano_con_tutto()), ">Nostro<", ">Di altri<")
    _, resoconto = letto(file)
    assert [n.luogo for n in resoconto.note] == ["Scheda S"]
    assert "staccata da quella condivisa" in resoconto.note[0].testo


@pytest.mark.parametrize("anno", ["2024", "n.d."])
def test_un_anno_non_ha_il_punto_delle_migliaia(anno: str) -> None:
    colonne = [COLONNE[0], {**COLONNE[0], "chiave": "quando", "titolo": "Anno", "tipo": "anno"}]
    originale = piano_di_prova(tabelle=[tabella(colonne=colonne, righe=[_riga("Nati", anno)])])
    file = word(originale)
    assert f">{anno}</w:t>" in parte(file)
    riletto, resoconto = letto(file)
    assert (riletto["sha256"], resoconto.note) == (originale["sha256"], [])
