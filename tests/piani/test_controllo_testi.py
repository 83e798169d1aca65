"""The rules on names, doubles and references: the defect, and the twin that is none."""

import pytest

from tests.controllo_di_prova import (
    azione,
    catalogo,
    esito,
    frasi,
    obiettivo,
    paragrafo,
    risposta,
    sezione,
    tavola,
    voci,
)

LUNGO = (
    "Le condizioni di non autosufficienza e di fragilità necessitano di interventi domiciliari e di comunità che mettano "
    "insieme le risorse dei servizi sociali, quelle dei servizi sanitari e quelle delle famiglie del territorio."
)


# --- Names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("testo", "difetti"),
    [
        ("Raccordo con il Centro per l'Impiego per i percettori di RdC.", 1),
        ("Raccordo per i beneficiari di RDC/REI.", 2),
        ("Sostegno ai beneficiari del Reddito di cittadinanza.", 1),
        ("Beneficiari dell'Assegno di Inclusione (ADI), ex RdC.", 0),
        ("Nel 2022 i nuclei con il Reddito di cittadinanza erano 900.", 0),
        ("Il D.L. 4/2019 in materia di reddito di cittadinanza.", 0),
        ("I rei sono seguiti dall'UEPE, sia in carcere sia fuori.", 0),
    ],
)
def test_il_nome_di_una_misura_che_non_c_e_piu(testo: str, difetti: int) -> None:
    assert len(frasi("misura-superata", sezioni=paragrafo(testo))) == difetti


def test_negli_esiti_una_misura_di_allora_ha_il_suo_nome() -> None:
    testo = risposta("criticita", testo="<p>I percettori di RdC non sono stati raggiunti.</p>")
    assert frasi("misura-superata", esiti=[esito("A", testo)]) == []
    assert (
        len(frasi("misura-superata", schede=[obiettivo("A", risposta("target", testo="<p>Percettori di RdC</p>"))]))
        == 1
    )


@pytest.mark.parametrize(
    ("testo", "difetti"),
    [
        ("È in continuità con la programmazione precedente (2012-2023)?", 1),
        ("Il triennio 2027-2025.", 1),
        ("La programmazione 2021-2024 e quella 2025-27.", 0),
        ("Il periodo di programmazione europeo 2021-2027.", 0),
        ("Le nascite dal 2012 al 2023, serie 2012-2023.", 0),
    ],
)
def test_un_periodo_che_non_e_un_triennio(testo: str, difetti: int) -> None:
    assert len(frasi("periodo-sbagliato", sezioni=paragrafo(testo))) == difetti


@pytest.mark.parametrize(
    ("testo", "difetti"),
    [
        ("I Comuni di Oggiona S. Stefano e Gallarate.", 1),
        ("I Comuni di Cavaria Premezzo e Albizzate.", 1),
        ("CAVARIA CON PREMEZZO, Oggiona con Santo Stefano", 0),
        ("La chiesa di Santo Stefano a Oggiona.", 0),
        ("Cavaria è nella valle.", 0),
    ],
)
def test_il_nome_di_un_comune(testo: str, difetti: int) -> None:
    assert len(frasi("comune-in-due-modi", sezioni=paragrafo(testo))) == difetti
    assert len(frasi("comune-in-due-modi", tabelle=[tavola(["Comune", "N"], [testo, "1"])])) == difetti


# --- Doubles ---------------------------------------------------------------------------------------

BULLETS = (
    "Potenziamento del servizio attraverso incremento del personale",
    "Dare spazio all'esperienza di gruppo condivisa",
    "Valorizzazione delle buone pratiche messe in atto",
)


def _due(prima: list[dict[str, object]], dopo: list[dict[str, object]], *titoli: str) -> list[dict[str, object]]:
    return [{**prima[0], "titolo": titoli[0]}, {**dopo[0], "chiave": "altra", "titolo": titoli[1]}]


def test_le_voci_di_un_area_stampate_in_un_altra() -> None:
    h, k = "Macro-area di policy H) Lavoro", "Macro-area di policy K) Sistema"
    assert len(frasi("testo-ripetuto", sezioni=_due(voci(*BULLETS), voci(*BULLETS), h, k))) == 1
    assert frasi("testo-ripetuto", sezioni=_due(voci(*BULLETS), voci(*BULLETS[:2]), h, k)) == []


def test_due_aree_dello_stesso_leps_hanno_lo_stesso_testo_della_regione() -> None:
    d, e = "Macro-area di policy D) Domiciliarità", "Macro-area di policy E) Anziani"
    assert frasi("testo-ripetuto", sezioni=_due(voci(*BULLETS), voci(*BULLETS), d, e)) == []


def test_un_paragrafo_lungo_due_volte_e_una_formula_tre() -> None:
    due = _due(paragrafo(LUNGO), paragrafo(LUNGO), "Uno", "Due")
    assert len(frasi("testo-ripetuto", sezioni=due)) == 1
    assert frasi("testo-ripetuto", sezioni=[*due, sezione("terza", testo=f"<p>{LUNGO}</p>")]) == []
    assert len(frasi("testo-ripetuto", sezioni=paragrafo(LUNGO, LUNGO))) == 1
    corto = "Altre parole, ma poche."
    assert frasi("testo-ripetuto", sezioni=_due(paragrafo(corto), paragrafo(corto), "Uno", "Due")) == []


@pytest.mark.parametrize(
    ("altro", "difetti"),
    [
        (f"{LUNGO} E altro.", 1),
        (LUNGO.replace("della famiglia", "di casa").replace("insieme le", "in comune le"), 1),
        (
            " ".join(LUNGO.split()[:20])
            + " e qui il discorso cambia del tutto, per parlare di trasporti e di orari delle corse.",
            0,
        ),
    ],
)
def test_un_paragrafo_lungo_ripetuto_con_poche_parole_cambiate(altro: str, difetti: int) -> None:
    assert len(frasi("testo-ripetuto", sezioni=_due(paragrafo(LUNGO), paragrafo(altro), "Uno", "Due"))) == difetti
    stessa = frasi("testo-ripetuto", sezioni=paragrafo(LUNGO, altro))
    assert len(stessa) == difetti


def test_due_cose_dette_con_le_stesse_parole_non_sono_una_ripetizione() -> None:
    uno = f"Lo sportello di Albizzate apre il lunedì. {LUNGO}"
    due = f"Lo sportello di Gallarate apre il giovedì. {LUNGO}"
    assert frasi("testo-ripetuto", sezioni=_due(paragrafo(uno), paragrafo(due), "Uno", "Due")) == []


def test_la_descrizione_copiata_da_un_altra_scheda() -> None:
    def asst(codice: str, testo: str) -> dict[str, object]:
        return obiettivo(codice, risposta("descrizione", testo=f"<p>{testo}</p>"), formato="asst-2025")

    assert len(frasi("testo-copiato", schede=[asst("DIM", LUNGO), asst("SAD", LUNGO)])) == 1
    assert (
        frasi("testo-copiato", schede=[asst("DIM", LUNGO), asst("SAD", "Il servizio di assistenza domiciliare.")]) == []
    )
    stessa_gente = [obiettivo(c, risposta("personale", testo=f"<p>{LUNGO}</p>")) for c in "AB"]
    assert frasi("testo-copiato", schede=stessa_gente) == []


def test_due_righe_uguali_in_una_tabella() -> None:
    righe = [["Housing First", "D.Lgs. 147/2017"], ["Alloggi ALER", "L. 119/2013"]]
    assert len(frasi("riga-ripetuta", tabelle=[tavola(["Misura", "Norma"], *righe, righe[0], tipo="testo")])) == 1
    altra = ["Housing First", "DGR 6371/2022"]
    assert frasi("riga-ripetuta", tabelle=[tavola(["Misura", "Norma"], *righe, altra, tipo="testo")]) == []


def test_un_punto_chiave_scelto_due_volte() -> None:
    punto = {"macroarea": "E", "punto": "accesso-ai-servizi", "nota": ""}
    assert len(frasi("riga-ripetuta", schede=[obiettivo(punti_chiave=[punto, punto])])) == 1
    assert frasi("riga-ripetuta", schede=[obiettivo(punti_chiave=[punto, {**punto, "macroarea": "D"}])]) == []


def test_due_titoli_in_uno() -> None:
    fusi = "LEPS – CONTRASTO ALL'ISOLAMENTO LEPS – PREVENZIONE DELL'ALLONTANAMENTO"
    assert len(frasi("due-titoli", sezioni=[sezione(titolo=fusi)])) == 1
    assert len(frasi("due-titoli", sezioni=paragrafo(fusi))) == 1
    assert frasi("due-titoli", sezioni=[sezione(titolo="LEPS – Contrasto all'isolamento e altri LEPS di area")]) == []


# --- References ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("testo", "difetti"),
    [
        ("Come mostra la Tabella 1.4, i residenti crescono.", 1),
        ("Come mostra la Tabella 1.1, i residenti crescono.", 0),
        ("La Tabella 3 della DGR XII/2167 elenca i punti.", 0),
        ("Nel capitolo 9 si descrive la rete.", 1),
        ("Nel capitolo 1 si descrive la rete.", 0),
        ("Si veda la scheda Z.", 1),
        ("Si veda la scheda A.", 0),
        ("In coerenza con l'obiettivo B, sulle politiche abitative.", 0),
        ("Consegna al Consiglio regionale il documento che al paragrafo 4.3 dà gli indirizzi.", 0),
    ],
)
def test_un_rimando_a_cio_che_non_c_e(testo: str, difetti: int) -> None:
    trovati = frasi(
        "rimando-pendente",
        sezioni=paragrafo(testo),
        schede=[obiettivo("A")],
        tabelle=[tavola(["Voce", "N"], ["A", "1"])],
    )
    assert len(trovati) == difetti


@pytest.mark.parametrize(
    ("dove", "difetti"), [("tabella:popolazione", 0), ("tabella:tolta", 1), ("scheda:obiettivo:A", 0)]
)
def test_un_rimando_collegato_a_cio_che_e_stato_tolto(dove: str, difetti: int) -> None:
    testo = f'Come mostra <a href="#rif:{dove}">la tabella</a>.'
    tavole = [tavola(["Voce", "N"], ["A", "1"])]
    assert len(frasi("rimando-pendente", sezioni=paragrafo(testo), schede=[obiettivo("A")], tabelle=tavole)) == difetti


def test_un_azione_che_la_scheda_non_ha() -> None:
    azioni = [azione("1"), azione("2")]

    def con(testo: str, campo: str = "target") -> list[str]:
        return frasi(
            "rimando-pendente", schede=[obiettivo("A", risposta(campo, testo=f"<p>{testo}</p>"), azioni=azioni)]
        )

    assert len(con("Come nell'Azione 3, si prevede un tavolo.")) == 1
    assert con("Come nell'Azione 2, si prevede un tavolo.") == con("Azione 5 Boost") == []
    assert con("Prosegue l'Azione 7.", "continuita") == []


def test_un_azione_citata_con_il_numero_di_un_altra() -> None:
    azioni = [
        azione("1", testo="Costituzione di un Tavolo dedicato al tema congiunto casa-lavoro"),
        azione("2", testo="Studio di fattibilità per la costituzione dell'Agenzia dell'Abitare"),
    ]

    def con(numero: str) -> list[str]:
        testo = f"<p>Sono innovativi la costituzione dell'Agenzia dell'Abitare (Azione {numero}) e altro.</p>"
        return frasi("azione-citata", schede=[obiettivo("A", risposta("innovazione", testo=testo), azioni=azioni)])

    assert len(con("1")) == 1
    assert con("2") == con("9") == []


@pytest.mark.parametrize(
    ("titolo", "codice"),
    [
        ("Accoglienza e dimissioni protette: continuità assistenziale", "dimissioni-protette"),
        (
            "SCHEDA PROGETTO 3 “VALUTAZIONE MULTIDIMENSIONALE - PREVENZIONE DELL’ALLONTANAMENTO FAMILIARE”",
            "prevenzione-allontanamento",
        ),
        ("Valutazione multidimensionale e progetto personalizzato", "valutazione-multidimensionale"),
        ("INCREMENTO SAD", "incremento-sad"),
        ("Punti Unici di Accesso (PUA) integrati e UVM: incremento operatori sociali", "pua-uvm"),
        ("Agenzia dell'Abitare", ""),
        ("Servizi per i giovani", ""),
    ],
)
def test_un_leps_prioritario_si_riconosce_dal_titolo(titolo: str, codice: str) -> None:
    assert catalogo().leps_chiamato(titolo) == codice
