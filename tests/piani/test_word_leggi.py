"""The reader of Word files on small files made here: variants of labels, splits, headings, lists, tracked changes."""

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import testo as pulitore
from core.canonico import Json
from demo.gallarate import documento_gallarate
from obiettivi.models import Triennio
from piani.queries_word import conosciuto
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.documento import Lettura
from piani.word.leggi.esito import Sicurezza
from piani.word.leggi.lettore import leggi_word
from piani.word.leggi.scelte import leggi_scelte
from piani.word.leggi.sorgente import Paragrafo, Pezzo
from piani.word.leggi.testi import piega
from tests.word_di_prova import docx, p, righe_della_scheda, tabella

# A file is read the same way whatever the database holds.
pytestmark = pytest.mark.una_volta


@pytest.fixture
def noto(regione_minima: dict[str, int]) -> Conosciuto:
    return conosciuto(Triennio.objects.get(codice="2025-2027"))


def leggi(noto: Conosciuto, *blocchi: Any) -> Lettura:
    return leggi_word(
        docx(*blocchi), noto, nome="piano.docx", ambito="50074", triennio="2025-2027", titolo="Piano di Zona"
    )


def risposta(scheda: Json, campo: str) -> Json:
    dati: Json = next(r for r in scheda["risposte"] if r["campo"] == campo)
    return dati


RIGHE = [
    ["TITOLO INTERVENTO", "Abitare insieme"],
    ["QUALI OBIETTIVI VUOLE RAGGIUNGERE", "Dare casa.\n- a chi non l'ha\n- a chi la perde"],
    ["AZIONI PROGRAMMATE", "Premessa.\nAzione 1: aprire uno sportello\n1.1 trovare il luogo\nAzione 2: formare"],
    ["TARGET", "Famiglie"],
    ["RISORSE ECONOMICHE PREVENTIVATE", "FNPS circa € 30.000,00 annui"],
    ["PREVEDE IL COINVOLGIMENTO DI ASST NELL'ANALISI DEL BISOGNO E NELLA PROGRAMMAZIONE?", "Sì, nei tavoli."],
    ["L'INTERVENTO È REALIZZATO IN COOPERAZIONE CON ALTRI AMBITI?", "NO"],
    ["È IN CONTINUITÀ CON LA PROGRAMMAZIONE PRECEDENTE (2012-2023)?", "SI/"],
    ["L'OBIETTIVO PREVEDE LA DEFINIZIONE DI UN NUOVO SERVIZIO?", "//////"],
    ["QUALI RISULTATI VUOLE RAGGIUNGERE?", "1.1 Sportelli aperti\n2025: 1\nAnno 2026: t0+10%\n2.1 Ore di formazione"],
]


def controlla(scheda: Json) -> None:
    assert scheda["titolo"] == "Abitare insieme"
    assert (
        risposta(scheda, "obiettivi")["testo"]
        == "<p>Dare casa.</p><ul><li>a chi non l'ha</li><li>a chi la perde</li></ul>"
    )
    assert risposta(scheda, "azioni")["testo"] == "<p>Premessa.</p>"
    assert [(a["numero"], a["testo"], [f["numero"] for f in a["azioni"]]) for a in scheda["azioni"]] == [
        ("1", "aprire uno sportello", ["1.1"]),
        ("2", "formare", []),
    ]
    linea = scheda["risorse"][0]
    assert (linea["importo"], linea["fonti"], linea["periodo"], linea["precisione"]) == (
        "30000.00",
        ["fnps"],
        "annuale",
        "circa",
    )
    assert risposta(scheda, "asst_analisi") == {
        "campo": "asst_analisi",
        "scelte": ["si"],
        "testo": "<p>Sì, nei tavoli.</p>",
        "non_pertinente": False,
        "esempio": False,
    }
    assert (risposta(scheda, "altri_ambiti")["scelte"], risposta(scheda, "altri_ambiti")["testo"]) == (["no"], "")
    assert (risposta(scheda, "continuita")["scelte"], risposta(scheda, "continuita")["testo"]) == (["si"], "<p>SI/</p>")
    assert (risposta(scheda, "nuovo_servizio")["scelte"], risposta(scheda, "nuovo_servizio")["testo"]) == (
        [],
        "<p>//////</p>",
    )
    assert [
        (i["numero"], i["azione"], [(o["anno"], o["tipo"], o["valore"]) for o in i["obiettivi"]])
        for i in scheda["indicatori"]
    ] == [
        ("1.1", "1", [(2025, "uguale", "1"), (2026, "aumento", None)]),
        ("2.1", "2", []),
    ]


VARIANTI: dict[str, list[Any]] = {
    "due colonne": [tabella(*RIGHE)],
    "numero, etichetta, risposta": [tabella(*[[str(n), *r] for n, r in enumerate(RIGHE, 1)])],
    "minuscole senza accenti": [tabella(*[[pulitore.per_ricerca(e), r] for e, r in RIGHE])],
    "etichetta e risposta nella stessa cella": [tabella(*[[f"{e}\n{r}"] for e, r in RIGHE])],
    "titolo nella prima riga": [tabella(["SCHEDA OBIETTIVO", ""], *RIGHE)],
    "paragrafi con i due punti": [p(f"{e.rstrip('?')}: {r}") for e, r in RIGHE],
    "spezzata dalla pagina": [tabella(*RIGHE[:4]), p(""), tabella(*RIGHE[4:])],
    "spezzata con l'etichetta ripetuta": [tabella(*RIGHE[:4]), p(""), tabella(["TARGET", ""], *RIGHE[4:])],
    "etichetta tagliata": [
        tabella(*RIGHE[:5], ["PREVEDE IL COINVOLGIMENTO DI ASST NELL'ANALISI DEL", "Sì, nei tavoli."]),
        p(""),
        tabella(["BISOGNO E NELLA PROGRAMMAZIONE?", ""], *RIGHE[6:]),
    ],
}


@pytest.mark.parametrize("variante", list(VARIANTI))
def test_una_scheda_si_riconosce_comunque_sia_scritta(variante: str, noto: Conosciuto) -> None:
    lettura = leggi(noto, p("Obiettivi", "Heading 1"), *VARIANTI[variante])

    assert [s["formato"] for s in lettura.documento["schede"]] == ["obiettivo-2025"]
    controlla(lettura.documento["schede"][0])


def test_una_risposta_spezzata_dalla_pagina_torna_una_frase(noto: Conosciuto) -> None:
    prima = tabella(*RIGHE[:3], ["TARGET", "Famiglie che cercano"])
    lettura = leggi(noto, prima, p(""), tabella(["", "casa nel Comune."], *RIGHE[4:]))

    assert risposta(lettura.documento["schede"][0], "target")["testo"] == "<p>Famiglie che cercano casa nel Comune.</p>"


def test_due_schede_di_seguito_restano_due(noto: Conosciuto) -> None:
    altra = [["TITOLO INTERVENTO", "Lavorare"], *RIGHE[1:]]
    lettura = leggi(noto, tabella(*RIGHE), p(""), tabella(*altra))

    assert [s["titolo"] for s in lettura.documento["schede"]] == ["Abitare insieme", "Lavorare"]
    assert [s["codice"] for s in lettura.documento["schede"]] == ["1", "2"]


def test_una_riga_che_il_formato_non_ha_resta_nella_scheda(noto: Conosciuto) -> None:
    lettura = leggi(
        noto, tabella(["AREA DI POLICY", "B) Politiche abitative"], ["NOTA DEL DISTRETTO", "Da rivedere"], *RIGHE)
    )

    scheda = lettura.documento["schede"][0]
    assert scheda["macroaree"] == ["B"]
    assert scheda["descrizione"] == "<p><strong>NOTA DEL DISTRETTO</strong></p><p>Da rivedere</p>"


@pytest.mark.parametrize(
    ("dopo", "grado", "scelte"),
    [("", Sicurezza.DA_GUARDARE, []), (" Sì, due cooperative.", Sicurezza.PROBABILE, ["si"])],
)
def test_l_indicazione_del_modello_da_sola_e_da_guardare(
    noto: Conosciuto, dopo: str, grado: Sicurezza, scelte: list[str]
) -> None:
    campo = next(c for f in noto.formati for c in f.campi if c.chiave == "co_progettato")
    indicazione = "SI/NO (in caso di risposta affermativa, esplicitare compiti e ruoli)"
    capito = leggi_scelte(campo, [Paragrafo((Pezzo(indicazione + dopo),))])
    assert (capito.sicurezza, capito.scelte) == (grado, scelte)


def test_il_modello_vuoto_della_regione_non_e_una_scheda(noto: Conosciuto) -> None:
    esito = next(f for f in noto.formati if f.specie == "esito")
    lettura = leggi(
        noto, p("Schema di valutazione", "Heading 1"), tabella(*[[c.etichetta, c.aiuto] for c in esito.campi])
    )

    assert lettura.documento["esiti"] == []
    assert "Gravemente inadeguato" in lettura.documento["sezioni"][0]["testo"]


def test_i_titoli_si_leggono_da_stili_numeri_e_aspetto(noto: Conosciuto) -> None:
    lettura = leggi(
        noto,
        p("1. Introduzione", "Heading 1"),
        p("Testo"),
        p("2. Esiti della programmazione zonale", "Heading 1"),
        p("2.1 Il metodo", "Grassetto"),
        p("Ancora testo."),
        p("3. Dati di contesto", "Heading 3"),
    )

    radici = lettura.documento["sezioni"]
    assert [(s["titolo"], s["numerata"], s["voce_formato"]) for s in radici] == [
        ("Introduzione", True, ""),
        ("Esiti della programmazione zonale", True, "esiti"),
        ("Dati di contesto", True, "contesto"),
    ]
    assert [s["titolo"] for s in radici[1]["sezioni"]] == ["Il metodo"]


def test_l_indice_si_salta_e_si_dice(noto: Conosciuto) -> None:
    lettura = leggi(
        noto,
        p("Sommario", "Heading 1"),
        tabella(["Introduzione .........", "2"], ["Esiti .........", "5"]),
        p("Introduzione", "Heading 1"),
        p("Testo"),
    )

    assert [s["titolo"] for s in lettura.documento["sezioni"]] == ["Introduzione"]
    assert [v.specie for v in lettura.resoconto.voci] == ["indice", "indice", "titolo"]


def test_le_revisioni_si_accettano_e_si_dicono(noto: Conosciuto) -> None:
    revisioni = (
        '<w:p><w:r><w:t xml:space="preserve">Resta </w:t></w:r><w:ins w:id="1" w:author="A"><w:r><w:t>aggiunto</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>tolto</w:delText></w:r></w:del></w:p>'
    )
    lettura = leggi(noto, p("Capitolo", "Heading 1"), revisioni)

    assert lettura.documento["sezioni"][0]["testo"] == "<p>Resta aggiunto</p>"
    avvisi = [v.capito for v in lettura.resoconto.voci if v.specie == "avviso"]
    assert [a.split(" ")[:2] for a in avvisi] == [["1", "revisioni"], ["1", "revisioni"]]


def test_una_casella_di_testo_resta_testo(noto: Conosciuto) -> None:
    casella = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Dentro la casella</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"

    assert (
        leggi(noto, p("Capitolo", "Heading 1"), casella).documento["sezioni"][0]["testo"] == "<p>Dentro la casella</p>"
    )


def test_una_tabella_di_dati_prende_titolo_fonte_gruppi_e_totale(noto: Conosciuto) -> None:
    lettura = leggi(
        noto,
        p("Contesto", "Heading 1"),
        p("Residenti nel 2024 per sesso (Fonte: Istat)"),
        tabella(["Età", "SESSO", "", "Quota"], ["", "F", "M", ""], ["0-14", "1.200", "1.301", "12,5%"]),
        p(""),
        tabella(
            ["Età", "SESSO", "", "Quota"],
            ["", "F", "M", ""],
            ["15+", "2.000", "2.100", "87,5%"],
            ["TOTALE", "3.200", "3.401", "100,0%"],
        ),
        p("* dato provvisorio"),
        p("Il testo continua."),
    )

    (dati,) = lettura.documento["tabelle"]
    assert (dati["titolo"], dati["fonte"], dati["anno"], dati["nota"]) == (
        "Residenti nel 2024 per sesso",
        "Istat",
        "2024",
        "* dato provvisorio",
    )
    assert [(c["titolo"], c["gruppo"], c["tipo"], c["decimali"]) for c in dati["colonne"]] == [
        ("Età", "", "testo", 0),
        ("F", "SESSO", "numero", 0),
        ("M", "SESSO", "numero", 0),
        ("Quota", "", "percentuale", 1),
    ]
    assert [r["valori"] for r in dati["righe"]] == [
        ["0-14", "1200", "1301", "12.5"],
        ["15+", "2000", "2100", "87.5"],
        ["TOTALE", "3200", "3401", "100.0"],
    ]
    assert [r["totale"] for r in dati["righe"]] == [False, False, True]
    assert lettura.documento["sezioni"][0]["testo"] == "<p>Il testo continua.</p>"


@pytest.mark.parametrize(
    ("scritto", "titolo", "era"),
    [
        ("Tabella 2.1 - Abitanti per Comune", "Abitanti per Comune", "Tabella 2.1"),
        ("TAB. 3: Spesa per area", "Spesa per area", "TAB. 3"),
        ("Grafico n. 4 Spesa sociale", "Spesa sociale", "Grafico n. 4"),
        ("Tabella 2024 degli abitanti", "Tabella 2024 degli abitanti", ""),
        ("Tabella 5 posti", "Tabella 5 posti", ""),
        ("Tabella 3", "Tabella 3", ""),
    ],
)
def test_il_numero_di_una_didascalia_lo_da_il_portale(noto: Conosciuto, scritto: str, titolo: str, era: str) -> None:
    lettura = leggi(noto, p("Contesto", "Heading 1"), p(scritto), tabella(["Comune", "2024"], ["Borgo", "8"]))

    (dati,) = lettura.documento["tabelle"]
    assert dati["titolo"] == titolo
    capito = next(v.capito for v in lettura.resoconto.voci if v.specie == "tabella")
    assert (f"nel file era «{era}»" in capito) == bool(era)


def test_una_cella_con_la_maschera_tiene_la_colonna_com_e(noto: Conosciuto) -> None:
    lettura = leggi(noto, p("Decessi", "Heading 1"), tabella(["Età", "Casi"], ["0-4", "<5"], ["5-9", "12"]))

    (dati,) = lettura.documento["tabelle"]
    assert dati["colonne"][1]["tipo"] == "testo"
    assert [r["valori"][1] for r in dati["righe"]] == ["<5", "12"]


def test_una_tabella_che_non_e_di_dati_resta_testo(noto: Conosciuto) -> None:
    lettura = leggi(noto, p("Note", "Heading 1"), tabella(["Un riquadro solo"]))

    assert lettura.documento["tabelle"] == []
    assert lettura.documento["sezioni"][0]["testo"] == "<p>Un riquadro solo</p>"
    assert lettura.resoconto.voci[-1].sicurezza is Sicurezza.DA_GUARDARE


# --- Gallarate, from its canonical document ------------------------------------------
def _spezza(righe: list[Any], ogni: int) -> list[Any]:
    pezzi = [righe[n : n + ogni] for n in range(0, len(righe), ogni)]
    return [b for pezzo in pezzi for b in (pezzo, p(""))]


@pytest.mark.lento
def test_le_schede_di_gallarate_tornano_tutte(noto: Conosciuto) -> None:
    documento = documento_gallarate()
    formati = {f.chiave: f for f in noto.formati}
    tutte = [s for s in (*documento["schede"], *documento["esiti"]) if formati[s["formato"]].specie != "ats"]
    blocchi: list[Any] = []
    for n, scheda in enumerate(tutte):
        blocchi.append(p(f"{scheda['codice']} - {scheda['intestazione']}", "Heading 2"))
        blocchi += _spezza(righe_della_scheda(scheda, formati[scheda["formato"]]), 4 + n % 7)
    lettura = leggi(noto, *blocchi)

    conti = lettura.resoconto.conti
    assert (conti["schede_obiettivo"], conti["righe_obiettivo"]) == (24, 24 * 26)
    assert (conti["schede_esito"], conti["righe_esito"]) == (16, 16 * 8)
    obiettivi = [s for s in lettura.documento["schede"] if s["formato"] == "obiettivo-2025"]
    lette = [*obiettivi, *lettura.documento["esiti"]]
    attese = [s for specie in ("obiettivo", "esito") for s in tutte if formati[s["formato"]].specie == specie]
    assert [s["titolo"] for s in obiettivi] == [
        s["titolo"] for s in attese if formati[s["formato"]].specie == "obiettivo"
    ]
    for letta, attesa in zip(lette, attese, strict=True):
        scelte = {r["campo"]: r["scelte"] for r in attesa["risposte"]}
        assert {r["campo"]: r["scelte"] for r in letta["risposte"] if scelte[r["campo"]]} == {
            c: s for c, s in scelte.items() if s
        }, attesa["intestazione"]


# --- Nothing is lost, whatever is written ----------------------------------------------
PAROLE = st.text(alphabet="abcdeèéàòùXYZ 0123456789,.;:()'-%€/<>", min_size=1, max_size=60)
SEGNO = re.compile(r"</?(?:p|ul|ol|li|br|strong|em|u|sup|sub|h3|h4|blockquote)>")
RIGA = st.lists(PAROLE, min_size=1, max_size=4).map("\n".join)


def parole(testo: str) -> set[str]:
    return set(
        piega(unescape(SEGNO.sub(" ", testo)).replace("\\n", " ")).translate(str.maketrans("%<>", "   ")).split()
    )


@pytest.mark.lento
def test_le_parole_di_una_scheda_qualunque_tornano_tutte(noto: Conosciuto) -> None:
    # The catalogue is no argument of the property: hypothesis would print it whole.
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(inizio=st.integers(0, 3), ogni=st.integers(2, 9), risposte=st.lists(RIGA, min_size=26, max_size=26))
    def proprieta(inizio: int, ogni: int, risposte: list[str]) -> None:
        campi = noto.formati[0].campi[inizio:]
        righe = [[c.etichetta, r] for c, r in zip(campi, risposte, strict=False)]
        lettura = leggi(noto, p("Obiettivi", "Heading 1"), *_spezza(tabella(*righe), ogni))

        scritto = parole(str(lettura.documento)) | {"azione", "si", "no"}
        nel_file = {q for _, r in righe for q in parole(r)}
        perse = {q for q in nel_file - scritto if q.isalpha() and len(q) > 1}
        assert not perse

    proprieta()
