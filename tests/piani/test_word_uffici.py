"""The reader of Word files on the ways in which different offices lay out the same sheet: none of them seen before."""

from html import escape
from typing import Any

import pytest

from core import testo as pulitore
from core.canonico import Json
from obiettivi.models import Triennio
from piani.queries_word import conosciuto
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.documento import Lettura
from piani.word.leggi.esito import Sicurezza
from tests.piani.test_word_leggi import RIGHE, controlla, leggi, risposta
from tests.word_di_prova import p, tabella

# A file is read the same way whatever the database holds.
pytestmark = pytest.mark.una_volta


@pytest.fixture
def noto(regione_minima: dict[str, int]) -> Conosciuto:
    return conosciuto(Triennio.objects.get(codice="2025-2027"))


def paragrafi(testo: str) -> str:
    return "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(t, quote=False)}</w:t></w:r></w:p>' for t in testo.split("\n")
    )


def cella(dentro: str, colonne: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{colonne}"/></w:tcPr>{dentro or "<w:p/>"}</w:tc>'


def tavola(*righe: list[str], colonne: int = 2) -> str:
    corpo = "".join(f"<w:tr>{''.join(celle)}</w:tr>" for celle in righe)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * colonne}</w:tblGrid>{corpo}</w:tbl>"


def scheda_con(**risposte: str) -> list[list[str]]:
    """Return the rows of the model sheet with some answers changed, by the first words of their label."""
    righe = [list(r) for r in RIGHE]
    for inizio, testo in risposte.items():
        riga = next(r for r in righe if r[0].startswith(inizio.replace("_", " ")))
        riga[1] = testo
    return righe


def una(lettura: Lettura) -> Json:
    schede: list[Json] = lettura.documento["schede"]
    assert [s["formato"] for s in schede] == ["obiettivo-2025"], [v.capito for v in lettura.resoconto.voci]
    return schede[0]


def grado(lettura: Lettura, etichetta: str) -> Sicurezza:
    return next(v.sicurezza for v in lettura.resoconto.voci if v.titolo.startswith(etichetta))


# --- The layout of the table ------------------------------------------------------------
DISPOSIZIONI: dict[str, Any] = {
    "titolo unito sopra tre colonne": [
        tavola(
            [cella(paragrafi("SCHEDA OBIETTIVO"), 3)],
            [cella(paragrafi(t)) for t in ("N.", "VOCE", "RISPOSTA")],
            *[
                [cella(paragrafi(str(n))), cella(paragrafi(e)), cella(paragrafi(r))]
                for n, (e, r) in enumerate(RIGHE, 1)
            ],
            colonne=3,
        )
    ],
    "etichetta e risposta nella cella, con i due punti": [tabella(*[[f"{e.rstrip('?')}: {r}"] for e, r in RIGHE])],
    "risposta nella riga sotto": [
        tavola(*[r for e, t in RIGHE for r in ([cella(paragrafi(e), 2)], [cella(paragrafi(t), 2)])])
    ],
    "risposta nella riga sotto, una colonna": [tabella(*[[t] for riga in RIGHE for t in riga])],
    "tabella dentro una cornice": [
        tavola([cella(tavola(*[[cella(paragrafi(e)), cella(paragrafi(r))] for e, r in RIGHE]) + "<w:p/>")], colonne=1)
    ],
    "controlli di contenuto": [
        tavola(
            *[
                [
                    cella(paragrafi(e)),
                    f"<w:sdt><w:sdtPr/><w:sdtContent>{cella(paragrafi(r))}</w:sdtContent></w:sdt>",
                ]
                for e, r in RIGHE
            ]
        )
    ],
    "etichette in grassetto e risposte sotto, senza tabella": [
        "".join(
            f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(e)}</w:t></w:r></w:p>{paragrafi(r)}'
            for e, r in RIGHE
        )
    ],
    "etichette numerate, senza tabella": [
        b for n, (e, r) in enumerate(RIGHE, 1) for b in (p(f"{n}. {e}", "Heading 3"), *[p(t) for t in r.split("\n")])
    ],
    "sezione orizzontale in mezzo": [
        tabella(*RIGHE[:5]),
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr></w:p>',
        tabella(*RIGHE[5:]),
    ],
}


@pytest.mark.parametrize("disposizione", list(DISPOSIZIONI))
def test_la_scheda_si_legge_in_ogni_disposizione(disposizione: str, noto: Conosciuto) -> None:
    lettura = leggi(noto, p("Obiettivi", "Heading 1"), *DISPOSIZIONI[disposizione])

    controlla(una(lettura))


def test_due_schede_nella_stessa_tabella(noto: Conosciuto) -> None:
    lettura = leggi(noto, p("Obiettivi", "Heading 1"), tabella(*RIGHE, ["TITOLO INTERVENTO", "Lavorare"], *RIGHE[1:]))

    assert [s["titolo"] for s in lettura.documento["schede"]] == ["Abitare insieme", "Lavorare"]
    assert {len(s["azioni"]) for s in lettura.documento["schede"]} == {2}


BREVI = [
    ["TITOLO", "Abitare insieme"],
    ["OBIETTIVI", "Dare casa."],
    ["AZIONI PREVISTE", "Azione 1: aprire uno sportello"],
    ["DESTINATARI", "Famiglie"],
    ["RISORSE FINANZIARIE", "€ 30.000,00"],
    ["RISORSE UMANE", "Assistente sociale"],
    ["RISULTATI ATTESI", "1.1 Sportelli aperti"],
]


def test_etichette_abbreviate_fanno_una_scheda_da_guardare(noto: Conosciuto) -> None:
    lettura = leggi(noto, p("Obiettivi", "Heading 1"), tabella(*BREVI))

    scheda = una(lettura)
    assert scheda["titolo"] == "Abitare insieme"
    assert risposta(scheda, "target")["testo"] == "<p>Famiglie</p>"
    assert risposta(scheda, "personale")["testo"] == "<p>Assistente sociale</p>"
    assert [r["importo"] for r in scheda["risorse"]] == ["30000.00"]
    assert [i["numero"] for i in scheda["indicatori"]] == ["1.1"]
    assert next(v for v in lettura.resoconto.voci if v.specie == "scheda").sicurezza is Sicurezza.DA_GUARDARE
    assert grado(lettura, "TARGET") is Sicurezza.PROBABILE


def test_una_tabella_di_dati_con_parole_da_scheda_resta_di_dati(noto: Conosciuto) -> None:
    lettura = leggi(
        noto,
        p("Tavoli", "Heading 1"),
        tabella(["Obiettivi", "Quanti"], ["Azioni", "4"], ["Destinatari", "12"]),
    )

    assert lettura.documento["schede"] == []
    assert len(lettura.documento["tabelle"]) == 1


# --- Choices ----------------------------------------------------------------------------
SCELTE = {
    "☒ SI ☐ NO": ["si"],
    "☐ SI ☒ NO": ["no"],
    "☐ SI\n☒ NO": ["no"],
    "SI ☒ NO ☐": ["si"],
    "SI [X]  NO [ ]": ["si"],
    "SI [ ]  NO [X]": ["no"],
    "x SI  NO": ["si"],
    "X SI / NO": ["si"],
    "SI X NO": [],
    "SÌ: con i consultori": ["si"],
    "Sì.": ["si"],
    "Non previsto": [],
    "SI  NO": [],
}


@pytest.mark.parametrize("scritto", list(SCELTE))
def test_la_scelta_si_legge_dalle_caselle(scritto: str, noto: Conosciuto) -> None:
    righe = [*RIGHE[:6], [RIGHE[6][0], scritto], *RIGHE[7:]]
    lettura = leggi(noto, p("Obiettivi", "Heading 1"), tabella(*righe))

    scheda = una(lettura)
    assert risposta(scheda, "altri_ambiti")["scelte"] == SCELTE[scritto]
    if not SCELTE[scritto]:
        assert grado(lettura, RIGHE[6][0]) is Sicurezza.DA_GUARDARE
        assert pulitore.testo_semplice(risposta(scheda, "altri_ambiti")["testo"]).split() == scritto.split()


def test_la_casella_di_word_e_il_menu_a_tendina(noto: Conosciuto) -> None:
    casella = (
        '<w:p><w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        '<w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>'
        '<w:r><w:t xml:space="preserve"> SI   </w:t></w:r><w:r><w:t>☐</w:t></w:r><w:r><w:t xml:space="preserve"> NO</w:t></w:r></w:p>'
    )
    menu = (
        '<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="SI"/><w:listItem w:value="NO"/></w:dropDownList>'
        "</w:sdtPr><w:sdtContent><w:r><w:t>NO</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    righe = [[cella(paragrafi(e)), cella(paragrafi(r))] for e, r in RIGHE[:5]]
    righe += [[cella(paragrafi(RIGHE[5][0])), cella(casella)], [cella(paragrafi(RIGHE[6][0])), cella(menu)]]

    scheda = una(leggi(noto, p("Obiettivi", "Heading 1"), tavola(*righe)))

    assert risposta(scheda, "asst_analisi")["scelte"] == ["si"]
    assert risposta(scheda, "altri_ambiti")["scelte"] == ["no"]


# --- Money and targets --------------------------------------------------------------------
IMPORTI = {
    "€ 1.300.000,00": ("1300000.00", "triennio"),
    "1.3 mln": ("1300000.00", "triennio"),
    "1,3 mln di euro": ("1300000.00", "triennio"),
    "30mila euro": ("30000.00", "triennio"),
    "30 mila €": ("30000.00", "triennio"),
    "Euro 30.000/anno": ("30000.00", "annuale"),
    "€30.000 annui": ("30000.00", "annuale"),
    "30000 euro all'anno": ("30000.00", "annuale"),
    "EUR 12.500": ("12500.00", "triennio"),
    "30.000,00€": ("30000.00", "triennio"),
}


@pytest.mark.parametrize("scritto", list(IMPORTI))
def test_gli_importi_si_leggono_comunque_scritti(scritto: str, noto: Conosciuto) -> None:
    scheda = una(leggi(noto, p("O", "Heading 1"), tabella(*scheda_con(RISORSE=scritto))))

    assert [(r["importo"], r["periodo"]) for r in scheda["risorse"]] == [IMPORTI[scritto]]


def test_un_numero_grande_senza_euro_e_da_guardare(noto: Conosciuto) -> None:
    lettura = leggi(noto, p("O", "Heading 1"), tabella(*scheda_con(RISORSE="FNPS 30.000")))

    scheda = una(lettura)
    assert scheda["risorse"] == []
    assert risposta(scheda, "risorse_economiche")["testo"] == "<p>FNPS 30.000</p>"
    assert grado(lettura, "RISORSE ECONOMICHE") is Sicurezza.DA_GUARDARE


TRE: list[tuple[int | None, str | None]] = [(2025, "50"), (2026, "60"), (2027, "75")]
ATTESI: dict[str, tuple[str, list[tuple[int | None, str | None]]]] = {
    "Indicatore 1.1: Famiglie seguite 2025: 50% 2026: 60% 2027: 75%": ("1.1", TRE),
    "1.1 Famiglie seguite\n2025: 50%\n2026: 60%\n2027: 75%": ("1.1", TRE),
    "1.1 Famiglie seguite: 2025 50%, 2026 60%, 2027 75%": ("1.1", TRE),
    "1.1 Famiglie seguite: 50% nel 2025, 60% nel 2026 e 75% nel 2027.": ("1.1", TRE),
    "1.1 Famiglie seguite (anno 2025: 50%; anno 2026: 60%; anno 2027: 75%)": ("1.1", TRE),
    "Ind. 1.1 - Famiglie seguite\n- Anno 2025: 50%\n- Anno 2026: 60%\n- Anno 2027: 75%": ("1.1", TRE),
    "1.1 Almeno 3 sportelli entro il 2026": ("1.1", [(2026, "3")]),
    "1.1 Almeno l'80% delle famiglie": ("1.1", [(None, "80")]),
    "1.1 Almeno 2 incontri ogni anno": ("1.1", [(2025, "2"), (2026, "2"), (2027, "2")]),
    "1.1 Almeno 2 incontri e almeno 3 riunioni": ("1.1", []),
}


@pytest.mark.parametrize("scritto", list(ATTESI))
def test_i_valori_attesi_si_leggono_comunque_scritti(scritto: str, noto: Conosciuto) -> None:
    scheda = una(leggi(noto, p("O", "Heading 1"), tabella(*scheda_con(QUALI_RISULTATI=scritto))))

    numero, attesi = ATTESI[scritto]
    (indicatore,) = scheda["indicatori"]
    assert (indicatore["numero"], [(o["anno"], o["valore"]) for o in indicatore["obiettivi"]]) == (numero, attesi)
    assert "amigli" in indicatore["testo"] or "lmeno" in indicatore["testo"]


@pytest.mark.parametrize(
    "piccola",
    [
        tavola(
            [cella(paragrafi(t)) for t in ("2025", "2026", "2027")],
            [cella(paragrafi(t)) for t in ("50%", "60%", "75%")],
            colonne=3,
        ),
        tavola(*[[cella(paragrafi(str(a))), cella(paragrafi(f"{v}%"))] for a, v in TRE]),
    ],
    ids=["anni nelle colonne", "anni nelle righe"],
)
def test_una_tabellina_per_anno_nella_cella(piccola: str, noto: Conosciuto) -> None:
    righe = [[cella(paragrafi(e)), cella(paragrafi(r))] for e, r in RIGHE[:-1]]
    righe.append([cella(paragrafi(RIGHE[-1][0])), cella(paragrafi("1.1 Famiglie seguite") + piccola + "<w:p/>")])

    scheda = una(leggi(noto, p("O", "Heading 1"), tavola(*righe)))

    (indicatore,) = scheda["indicatori"]
    assert [(o["anno"], o["valore"]) for o in indicatore["obiettivi"]] == TRE
    assert indicatore["unita"] == "percentuale"


def test_le_azioni_puntate_prendono_un_numero(noto: Conosciuto) -> None:
    lettura = leggi(noto, p("O", "Heading 1"), tabella(*scheda_con(AZIONI="Si prevede di:\n- aprire\n- formare")))

    scheda = una(lettura)
    assert [(a["numero"], a["testo"]) for a in scheda["azioni"]] == [("1", "aprire"), ("2", "formare")]
    assert risposta(scheda, "azioni")["testo"] == "<p>Si prevede di:</p>"
    assert grado(lettura, "AZIONI PROGRAMMATE") is Sicurezza.PROBABILE


def test_gli_attesi_elencati_sotto_un_azione_sono_indicatori_suoi(noto: Conosciuto) -> None:
    scritto = "Azione 1)\n- almeno 3 sportelli\n- carta dei servizi (sì/no)\nAzione 2)\nSi vedrà."
    scheda = una(leggi(noto, p("O", "Heading 1"), tabella(*scheda_con(QUALI_RISULTATI=scritto))))

    assert [(i["azione"], i["testo"], i["unita"]) for i in scheda["indicatori"]] == [
        ("1", "almeno 3 sportelli", "altro"),
        ("1", "carta dei servizi (sì/no)", "si_no"),
    ]
    # The action that only words follow keeps its name.
    assert risposta(scheda, "risultati")["testo"] == "<p>Azione 2)</p><p>Si vedrà.</p>"
