"""The rules on tables and on numbers in the prose: the defect, and the twin that is none; arithmetic by property."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from piani.controllo.regole.confronti import parte_di_segno_opposto
from piani.controllo.regole.numeri import possibile
from piani.controllo.tabelle import leggi_cella
from piani.controllo.testo import arrotondato, numeri
from tests.controllo_di_prova import frasi, paragrafo, sezione, tavola

INTERI = st.integers(0, 5000)


# --- Totals ----------------------------------------------------------------------------------------


@given(st.lists(INTERI, min_size=2, max_size=8))
def test_un_totale_giusto_non_si_segnala_mai(valori: list[int]) -> None:
    righe = [[f"Riga {i}", str(v)] for i, v in enumerate(valori)]
    assert frasi("totale-sbagliato", tabelle=[tavola(["Voce", "N"], *righe, ["Totale", str(sum(valori))])]) == []


@given(st.lists(st.integers(100, 5000), min_size=2, max_size=8), st.integers(1, 20))
def test_un_totale_sbagliato_di_poco_si_segnala_sempre(valori: list[int], errore: int) -> None:
    righe = [[f"Riga {i}", str(v)] for i, v in enumerate(valori)]
    tavole = [tavola(["Voce", "N"], *righe, ["Totale", str(sum(valori) + errore)])]
    assert len(frasi("totale-sbagliato", tabelle=tavole)) == 1


@given(st.lists(st.tuples(INTERI, INTERI), min_size=4, max_size=8), st.integers(0, 3), st.integers(1, 50))
def test_il_totale_di_una_riga_fuori_posto_tra_righe_giuste(
    coppie: list[tuple[int, int]], quale: int, errore: int
) -> None:
    righe = [[f"Riga {i}", str(f), str(m), str(f + m)] for i, (f, m) in enumerate(coppie)]
    giusta = tavola(["Età", "F", "M", "TOT"], *righe)
    assert frasi("totale-sbagliato", tabelle=[giusta]) == []
    righe[quale][3] = str(int(righe[quale][3]) + errore)
    assert len(frasi("totale-sbagliato", tabelle=[tavola(["Età", "F", "M", "TOT"], *righe)])) == 1


def test_gli_euro_arrotondati_possono_distare_di_uno() -> None:
    righe = [["A", "10"], ["B", "20"], ["C", "30"]]
    assert frasi("totale-sbagliato", tabelle=[tavola(["V", "€"], *righe, ["Totale", "61"], tipo="euro")]) == []
    assert len(frasi("totale-sbagliato", tabelle=[tavola(["V", "€"], *righe, ["Totale", "65"], tipo="euro")])) == 1


def test_i_totali_di_ciascuna_parte_e_quello_di_tutto() -> None:
    righe = [
        ["A", "1"],
        ["B", "2"],
        ["Totale ASST", "3"],
        ["C", "4"],
        ["D", "5"],
        ["Totale ASST", "9"],
        ["Totale", "12"],
    ]
    assert frasi("totale-sbagliato", tabelle=[tavola(["Voce", "N"], *righe)]) == []


def test_un_tasso_non_si_somma_e_un_totale_di_altro_non_e_la_somma() -> None:
    tassi = tavola(["Ambito", "Tasso di natalità"], ["A", "6"], ["B", "7"], ["Totale", "6"])
    parti = tavola(["Ambito", "Residenti"], ["A", "100"], ["B", "200"], ["Totale ATS", "9000"])
    assert frasi("totale-sbagliato", tabelle=[tassi, parti]) == []


@given(st.integers(5, 60), st.integers(5, 60))
def test_con_un_valore_mascherato_il_totale_resta_nei_limiti(noto: int, errore: int) -> None:
    def morti(totale: int) -> list[str]:
        buone = [[f"{i}", "5", "7", "12"] for i in range(4)]
        tavole = [tavola(["Età", "F", "M", "TOT"], ["00-04", "<5", str(noto), str(totale)], *buone)]
        return frasi("totale-con-mascherati", tabelle=tavole)

    assert morti(noto + 4) == morti(noto) == []
    assert len(morti(noto + 4 + errore)) == 1


def test_cinque_piu_meno_di_cinque_non_fa_dodici() -> None:
    buone = [
        ["05-09", "-", "<5", "<5"],
        ["15-19", "<5", "<5", "5"],
        ["20-24", "<5", "<5", "6"],
        ["35-39", "5", "<5", "9"],
    ]
    tavole = [tavola(["Età", "F", "M", "TOT"], ["00-04", "<5", "5", "12"], *buone, tipo="testo")]
    [frase] = frasi("totale-con-mascherati", tabelle=tavole)
    assert "00-04" in frase
    assert frasi("totale-sbagliato", tabelle=tavole) == []


@given(st.integers(1, 200))
def test_una_maschera_vale_da_zero_a_uno_meno(tetto: int) -> None:
    cella = leggi_cella(f"<{tetto}", "testo")
    assert cella is not None
    assert (cella.minimo, cella.massimo) == (Decimal(0), Decimal(tetto - 1))


def test_una_cella_vuota_tra_tante_piene() -> None:
    righe = [[f"Riga {i}", "10", "20"] for i in range(6)]
    assert len(frasi("cella-vuota", tabelle=[tavola(["Voce", "N", "%"], *righe, ["Altre ATS", "", "66"])])) == 1
    assert frasi("cella-vuota", tabelle=[tavola(["Voce", "N", "%"], *righe, ["Altre ATS", "-", "66"])]) == []
    meta = [[f"Riga {i}", "" if i % 2 else "10", "20"] for i in range(6)]
    assert frasi("cella-vuota", tabelle=[tavola(["Voce", "N", "%"], *meta)]) == []


def test_le_quote_fanno_cento() -> None:
    def quote(*valori: str) -> list[str]:
        righe = [[f"Area {i}", v] for i, v in enumerate(valori)]
        return frasi("quote-non-a-cento", tabelle=[tavola(["Area", "Quota"], *righe, tipo="percentuale")])

    assert len(quote("50.0", "30.0", "17.0")) == 1
    assert quote("33.3", "33.3", "33.3") == quote("50.0", "30.0", "20.0") == []
    assert quote("70.0", "60.0", "40.0") == []


def test_due_tabelle_che_concordano_su_tutto_tranne_una_riga() -> None:
    valori = {"Minori e Famiglia": 8208520, "Disabili": 5396628, "Servizi": 2840614, "Anziani": 724050}
    prima = tavola(["Area", "Spesa"], *[[k, str(v)] for k, v in valori.items()], tipo="euro")
    dopo = {**prima, "chiave": "altra", "righe": [dict(r) for r in prima["righe"]]}
    dopo["righe"][0] = {**dopo["righe"][0], "valori": ["Minori e Famiglia", "8208518"]}
    assert frasi("tabelle-discordi", tabelle=[prima, dopo]) == []
    dopo["righe"][3] = {**dopo["righe"][3], "valori": ["Anziani", "717001"]}
    assert len(frasi("tabelle-discordi", tabelle=[prima, dopo])) == 1


def test_un_nido_famiglia_non_ha_quindici_bambini() -> None:
    def posti(*righe: list[str]) -> list[str]:
        return frasi("capienza", tabelle=[tavola(["Tipo", "n. enti", "n. posti"], *righe)])

    assert len(posti(["NIDO FAMIGLIA", "3", "46"])) == 1
    assert posti(["NIDO FAMIGLIA", "4", "20"], ["MICRO NIDO", "3", "30"], ["ASILO NIDO", "14", "565"]) == []


# --- Prose -----------------------------------------------------------------------------------------


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 2))
def test_una_percentuale_fatta_da_un_conto_e_sempre_possibile(base: int, conto: int, decimali: int) -> None:
    assume(conto <= base)
    assert possibile(arrotondato(Decimal(100 * conto) / base, decimali), decimali, base)


@pytest.mark.parametrize(
    ("percento", "decimali", "base"), [("66.7", 1, 10), ("33.3", 1, 10), ("45", 0, 6), ("12.34", 2, 8)]
)
def test_una_percentuale_che_nessun_conto_da(percento: str, decimali: int, base: int) -> None:
    assert not possibile(Decimal(percento), decimali, base)


def test_dieci_rispondenti_non_fanno_due_terzi() -> None:
    dati = "Secondo i rispondenti il bisogno è aumentato per il 66.7% e stabile per il 33.3%."
    sotto = sezione("sotto", testo=f"<p>{dati}</p>", voce_formato="")
    altrove = sezione("altrove", testo=f"<p>{dati}</p>")
    dieci = sezione(testo="<p>Hanno risposto 10 stakeholder del territorio.</p>", titolo="Il questionario")
    capitolo = sezione("bisogni", sezioni=[{**dieci, "sezioni": [sotto]}], titolo="Bisogni", testo="")
    assert len(frasi("percentuale-impossibile", sezioni=[capitolo, altrove])) == 2
    nove = {**dieci, "testo": "<p>Hanno risposto 9 stakeholder del territorio.</p>", "sezioni": [sotto]}
    assert frasi("percentuale-impossibile", sezioni=[{**capitolo, "sezioni": [nove]}]) == []


INDICI = tavola(
    ["Indice", "ATS", "ASST"],
    ["Indice di invecchiamento (% pop. >64 anni)", "24.4", "25.3"],
    ["Fondo Sistema Educativo 0-6", "0.2", "0.5"],
    ["Indice di lavoro", "63.3", "62.7"],
)


@pytest.mark.parametrize(
    "testo",
    [
        "l'indice di invecchiamento dell'ATS è risultato pari a 23,4%, valore superiore al dato lombardo",
        "le altre fonti sono l'FNPS (1,2%) e il Fondo per il Sistema Educativo 0-6 (0,6%)",
    ],
)
def test_il_testo_da_un_numero_che_la_riga_della_tabella_non_ha(testo: str) -> None:
    assert len(frasi("numero-e-tabella", sezioni=paragrafo(testo), tabelle=[INDICI])) == 1


@pytest.mark.parametrize(
    "testo",
    [
        "l'indice di invecchiamento dell'ATS è pari a 24,4%, più del dato lombardo (23,1%)",
        "l'indice di invecchiamento nel 2019 era pari al 23,4%",
        "il Fondo per il Sistema Educativo 0-6 e l'FNPS coprono rispettivamente lo 0,2% e l'1,2%",
        "l'indice di lavoro è quasi fermo al 63%",
        "dei fondi si parla nel sistema educativo regionale, che segue lo 0,6% dei bambini",
    ],
)
def test_un_numero_giusto_o_di_altro_non_si_segnala(testo: str) -> None:
    assert frasi("numero-e-tabella", sezioni=paragrafo(testo), tabelle=[INDICI]) == []


ANNI = tavola(
    ["Indice", "2021", "2022", "2023"],
    ["Tasso natalità", "7.42", "6.40", "6.29"],
    ["Tasso migratorio", "3.58", "5.21", "0.62"],
    ["Popolazione al 31/12", "122026", "122675", "122855"],
)


@pytest.mark.parametrize(
    "testo",
    [
        "Le nascite sono in calo: il tasso è sceso al 6,29‰ nel 2020.",
        "Nel 2024 la popolazione è arrivata al massimo di 122.855 abitanti.",
    ],
)
def test_un_numero_della_tabella_detto_di_un_altro_anno(testo: str) -> None:
    assert len(frasi("anno-e-tabella", sezioni=paragrafo(testo), tabelle=[ANNI])) == 1


@pytest.mark.parametrize(
    "testo",
    [
        "Il tasso è sceso al 6,29‰ nel 2023.",
        "Dopo l'aumento dal 3,58‰ del 2021 al 5,21‰ del 2022, nel 2023 è caduto allo 0,62‰.",
        "Nel 2020 i nati erano 9,9‰.",
    ],
)
def test_un_numero_detto_del_suo_anno_no(testo: str) -> None:
    assert frasi("anno-e-tabella", sezioni=paragrafo(testo), tabelle=[ANNI]) == []


def test_lo_stesso_importo_scritto_in_due_modi() -> None:
    uno = "Nel 2022 la spesa sociale complessiva dell'Ambito era di € {}."
    assert len(frasi("importo-in-due-modi", sezioni=paragrafo(uno.format("19.834.861"), uno.format("19.827.811")))) == 1
    lontani = paragrafo(uno.format("19.834.861"), uno.format("16.727.271"))
    altra_cosa = paragrafo(uno.format("19.834.861"), "I residui del bilancio regionale sono € 19.827.811.")
    arrotondati = paragrafo(uno.format("8.208.520"), uno.format("8.208.518"))
    for sezioni in (lontani, altra_cosa, arrotondati):
        assert frasi("importo-in-due-modi", sezioni=sezioni) == []


def test_due_numeri_per_lo_stesso_nome() -> None:
    primo = "Il maggior paese è l'Albania con 1.029 abitanti, seguita da Romania con 866 abitanti."
    secondo = "La comunità più numerosa è l'<strong>Albania</strong> (999 abitanti)."
    assert len(frasi("due-numeri", sezioni=paragrafo(primo, secondo))) == 1
    assert frasi("due-numeri", sezioni=paragrafo(primo, secondo.replace("999", "1.029"))) == []
    anni_diversi = (f"Nel 2022: {primo}", f"Nel 2023: {secondo}")
    assert frasi("due-numeri", sezioni=paragrafo(*anni_diversi)) == []


# --- Sentences that arithmetic denies --------------------------------------------------------------

CRESCE = "La popolazione ammonta a 1.462.906 abitanti, con un aumento complessivo di 5.072 abitanti rispetto al 2021."
PARTI = (
    "Il 12,34% ha meno di 15 anni (180.481 abitanti con una riduzione di 10.058 unità), il 63,27% è in età lavorativa "
    "(925.566 abitanti con un incremento di 3.626 unità), il 24,39% ha più di 64 anni (356.859 abitanti con {} di "
    "11.504 unità)."
)


def test_un_aumento_detto_riduzione() -> None:
    [frase] = frasi("variazioni-discordi", sezioni=paragrafo(CRESCE, PARTI.format("una riduzione")))
    assert "11.504" in frase
    assert frasi("variazioni-discordi", sezioni=paragrafo(CRESCE, PARTI.format("un aumento"))) == []
    assert frasi("variazioni-discordi", sezioni=paragrafo(PARTI.format("una riduzione"))) == []


@given(st.lists(st.integers(-9999, 9999).map(Decimal), min_size=2, max_size=6, unique_by=abs), st.integers(0, 5))
def test_una_parte_girata_si_trova(parti: list[Decimal], quale: int) -> None:
    quale %= len(parti)
    assume(parti[quale])
    totale = sum(parti, Decimal(0))
    assert parte_di_segno_opposto(totale, parti) is None
    girate = [-p if i == quale else p for i, p in enumerate(parti)]
    assert parte_di_segno_opposto(totale, girate) == quale


@pytest.mark.parametrize(
    ("testo", "difetti"),
    [
        (
            "l'indice è risultato pari a 197,7, superiore a quello regionale (182,03) ed inferiore a quello nazionale (193,1)",
            1,
        ),
        ("l'indice è risultato pari a 197,7, superiore a quello regionale (182,03) e a quello nazionale (193,1)", 0),
        ("la quota è pari al 38%, inferiore al 40% regionale", 0),
        ("la quota è pari al 38%, superiore al 40% regionale", 1),
        ("la quota è pari a 58,1 con valori più elevati rispetto al valore regionale pari a 56,9", 0),
        ("la popolazione è pari a 1.200 abitanti, superiore del 3% rispetto al 2020", 0),
    ],
)
def test_un_confronto_rovesciato(testo: str, difetti: int) -> None:
    assert len(frasi("confronto-rovesciato", sezioni=paragrafo(testo))) == difetti


NATALITA = "L'indice di natalità, nel 2022, è pari a 6,5."
MORTALITA = "L'indice di mortalità del 2022 è pari a 12,4."
SALDO = "Si è registrato un saldo naturale, cioè la differenza tra nascite e decessi, {} (300)."


def test_un_saldo_naturale_dal_segno_sbagliato() -> None:
    assert len(frasi("saldo-naturale", sezioni=paragrafo(SALDO.format("positivo"), NATALITA, MORTALITA))) == 1
    assert frasi("saldo-naturale", sezioni=paragrafo(SALDO.format("negativo"), NATALITA, MORTALITA)) == []
    assert frasi("saldo-naturale", sezioni=paragrafo(SALDO.format("positivo"), NATALITA)) == []


def test_una_percentuale_degli_stranieri_detta_della_popolazione() -> None:
    altri = "La comunità più numerosa è quella albanese (999 abitanti) con il 11,4% di tutti gli stranieri presenti."
    ucraini = "La comunità ucraina è rappresentata da 481 abitanti pari al <strong>5,5% {}</strong>."
    assert len(frasi("base-della-percentuale", sezioni=paragrafo(altri, ucraini.format("della popolazione")))) == 1
    assert frasi("base-della-percentuale", sezioni=paragrafo(altri, ucraini.format("degli stranieri"))) == []
    assert frasi("base-della-percentuale", sezioni=paragrafo(ucraini.format("della popolazione"))) == []


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_un_numero_scritto_all_italiana_si_rilegge(intero: int, decimi: int) -> None:
    scritto = f"{intero:,}".replace(",", ".") + f",{decimi:02d}%"
    [letto] = numeri(f"pari a {scritto} del totale")
    assert (letto.valore, letto.unita, letto.decimali) == (Decimal(f"{intero}.{decimi:02d}"), "%", 2)
