"""The reading: numbers of chapters and captions, rows in words, money that is not counted twice."""

from typing import Any

import pytest

from piani.lettura import PianoLetto, SchedaLetta, leggi_piano
from piani.lettura.modello import Azioni, Elenco, Frase, Indicatori, Matrice, RigaScheda, Risorse, Scelte
from piani.lettura.parole import atteso, base, cella, linea
from piani.lettura.testo import html, html_in_cella
from tests.documenti_canonici import azione, risorsa, scheda, sezione, tabella
from tests.piani.carta_di_prova import grafico, piano_di_prova, rifatto, risposta


@pytest.fixture(scope="module")
def letto() -> PianoLetto:
    return leggi_piano(piano_di_prova())


def riga(scheda: SchedaLetta, chiave: str) -> RigaScheda:
    return next(r for r in scheda.righe if r.chiave == chiave)


def con_scheda(**altro: Any) -> SchedaLetta:
    piano = leggi_piano(rifatto(piano_di_prova(), schede=[scheda(**altro)]))
    return next(s for s in piano.schede() if s.specie == "obiettivo")


def obiettivo(tipo: str, valore: str | None = None, anno: int | None = None, testo: str = "") -> dict[str, Any]:
    return {"tipo": tipo, "valore": valore, "anno": anno, "testo": testo}


def test_i_capitoli_fuori_numerazione_non_contano(letto: PianoLetto) -> None:
    assert [s.nome for s in letto.sezioni()] == ["Premessa", "1. Esiti", "2. Dati di contesto", "2.1 Gli anziani"]


def test_sotto_un_capitolo_senza_numero_nessuno_ha_numero() -> None:
    rami = [sezione("a", numerata=False, sezioni=[sezione("b")]), sezione("c")]
    piano = leggi_piano(rifatto(piano_di_prova(), sezioni=rami, schede=[], esiti=[], tabelle=[]))
    assert [s.numero for s in piano.sezioni()] == ["", "", "1"]


def test_le_didascalie_contano_per_capitolo_e_per_specie(letto: PianoLetto) -> None:
    assert [t.numero for t in letto.tabelle()] == ["Figura 1", "Tabella 2.1", "Grafico 2.1", "Tabella 2.2"]


def test_le_righe_stanno_nell_ordine_del_formato(letto: PianoLetto) -> None:
    prima = next(s for s in letto.schede() if s.specie == "obiettivo")
    assert [r.chiave for r in prima.righe][:5] == ["titolo", "azioni", "target", "risorse_economiche", "trasversalita"]
    assert len(prima.righe) == 10


def test_il_vuoto_e_il_non_pertinente_sono_due_cose() -> None:
    letta = con_scheda(risposte=[risposta("ets", non_pertinente=True), risposta("premiale")])
    assert riga(letta, "ets").stato == "non pertinente"
    assert riga(letta, "premiale").stato == "non compilato"
    assert riga(letta, "target").stato == "non compilato"


def test_un_no_tiene_le_sue_parole() -> None:
    letta = con_scheda(risposte=[risposta("premiale", scelte=["no"], testo="<p>Ma riprende.</p>", esempio=True)])
    trovata = riga(letta, "premiale")
    assert [b.tipo for b in trovata.blocchi] == ["scelte", "testo"]
    assert trovata.blocchi[0] == Scelte(["No"])
    assert trovata.esempio


def test_azioni_annidate_e_punti_chiave_per_area() -> None:
    letta = con_scheda()
    azioni = riga(letta, "azioni").blocchi[0]
    assert isinstance(azioni, Azioni)
    assert [(a.numero, [f.numero for f in a.azioni]) for a in azioni.voci] == [("1", ["1.1"])]
    assert riga(letta, "punti_chiave").blocchi == [Elenco(["Qualità dell'abitare"], "B. Politiche abitative")]
    assert riga(letta, "trasversalita").blocchi == [Scelte(["Sì"]), Elenco(["A. Contrasto alla povertà"])]
    assert riga(letta, "titolo").blocchi == [Frase("Abitare")]


def test_gli_indicatori_stanno_sotto_la_loro_azione_col_bersaglio_regionale() -> None:
    blocco = riga(con_scheda(), "risultati").blocchi[0]
    assert isinstance(blocco, Indicatori)
    assert [g.azione for g in blocco.gruppi] == ["Azione 1"]
    indicatore = blocco.gruppi[0].voci[0]
    assert (indicatore.numero, indicatore.atteso) == ("1.1", "almeno\u00a09 nel\u00a02026")
    assert indicatore.regionale == "≥\u00a050 nel\u00a02026"


def test_la_modalita_di_un_azione_si_legge_anche_senza_indicatori() -> None:
    azioni = [azione("1", testo_modalita="Con un avviso pubblico.")]
    blocco = riga(con_scheda(azioni=azioni, indicatori=[]), "modalita").blocchi[0]
    assert isinstance(blocco, Indicatori)
    assert [(g.azione, g.modalita, g.voci) for g in blocco.gruppi] == [("Azione 1", "Con un avviso pubblico.", [])]


@pytest.mark.parametrize(
    ("obiettivi", "unita", "parole"),
    [
        ([obiettivo("minimo", "9")], "numero", "almeno 9 nel triennio"),
        (
            [obiettivo("soglia", "50", 2025), obiettivo("soglia", "75", 2026), obiettivo("uguale", "100", 2027)],
            "percentuale",
            "≥ 50% nel 2025, ≥ 75% nel 2026, 100% nel 2027",
        ),
        ([obiettivo("minimo", "2", a) for a in (2025, 2026, 2027)], "numero", "almeno 2 nel 2025, nel 2026 e nel 2027"),
        (
            [obiettivo("aumento", None, 2026), obiettivo("aumento", None, 2027)],
            "numero",
            "in aumento nel 2026 e nel 2027",
        ),
        ([obiettivo("base", None, 2025, "T0")], "numero", "anno di partenza (T0) nel 2025"),
        ([obiettivo("traguardo", testo="Protocollo firmato")], "si_no", "Protocollo firmato"),
        ([obiettivo("traguardo", None, 2026, "Avvio")], "documento", "nel 2026: Avvio"),
        ([obiettivo("minimo", "200")], "ore", "almeno 200 ore nel triennio"),
        ([obiettivo("minimo", "1250.5")], "numero", "almeno 1.250,5 nel triennio"),
        ([], "numero", ""),
    ],
)
def test_i_valori_attesi_si_leggono_in_parole(obiettivi: list[dict[str, Any]], unita: str, parole: str) -> None:
    assert atteso(obiettivi, unita).replace("\u00a0", " ") == parole


def test_il_valore_di_partenza_in_parole() -> None:
    assert base({"valore": "12", "anno": 2023, "testo": "T0"}, "numero") == "12 (2023, T0)"
    assert base({"valore": None, "anno": 2023, "testo": ""}, "numero") == "2023"
    assert base(None, "numero") == ""


@pytest.mark.parametrize(
    ("dati", "parole"),
    [
        ({}, "circa 510.000,00 € per il triennio, risorse pubbliche"),
        ({"importo": None, "natura": "non_indicata"}, "importo non indicato"),
        ({"precisione": "massimo", "anno": 2026}, "al massimo 510.000,00 € nel 2026, risorse pubbliche"),
        (
            {"precisione": "esatto", "periodo": "annuale", "fino_al": "2026-03-31", "natura": "mista"},
            "510.000,00 € all'anno, risorse pubbliche e private, fino al 31 marzo 2026",
        ),
    ],
)
def test_una_linea_di_risorse_in_parole(dati: dict[str, Any], parole: str) -> None:
    assert linea(risorsa(**dati)).replace("\u00a0", " ") == parole


def test_un_importo_condiviso_non_si_somma_ai_propri_e_conta_una_volta() -> None:
    comune = risorsa(importo="1000.00", condivisa=True, condivisa_con=["ambito:50049"])
    schede = [
        scheda("A", leps=[], risorse=[risorsa(importo="300.00"), comune]),
        scheda("B", leps=[], risorse=[comune, risorsa(importo=None), risorsa(importo="7.00", periodo="per_unita")]),
    ]
    bilancio = leggi_piano(rifatto(piano_di_prova(), schede=schede)).bilancio
    assert bilancio is not None
    assert (bilancio.proprie, bilancio.condivise) == ("300,00\u00a0€", "1.000,00\u00a0€")
    avvertenze = " ".join(bilancio.avvertenze)
    assert "si contano una volta sola" in avvertenze
    assert "Nelle schede B ci sono risorse senza importo" in avvertenze
    assert "per unità delle schede B" in avvertenze


def test_la_nota_di_condivisione_sta_accanto_alla_linea() -> None:
    blocco = riga(
        con_scheda(risorse=[risorsa(condivisa=True, condivisa_con=["ambito:50049"])]), "risorse_economiche"
    ).blocchi[0]
    assert isinstance(blocco, Risorse)
    assert blocco.linee[0].condivisa == "importo condiviso con Ambito di Busto Arsizio"


def test_gli_importi_annuali_contano_tre_anni_e_si_dice() -> None:
    schede = [scheda("A", leps=[], risorse=[risorsa(importo="100.00", periodo="annuale")])]
    bilancio = leggi_piano(rifatto(piano_di_prova(), schede=schede)).bilancio
    assert bilancio is not None
    assert bilancio.proprie == "300,00\u00a0€"
    assert any("tre anni" in a for a in bilancio.avvertenze)


def test_i_leps_hanno_il_loro_totale() -> None:
    schede = [scheda("A", leps=[]), scheda("L")]
    bilancio = leggi_piano(rifatto(piano_di_prova(), schede=schede)).bilancio
    assert bilancio is not None
    assert [(g.nome, g.proprie) for g in bilancio.gruppi] == [
        ("Obiettivi di Ambito", "510.000,00\u00a0€"),
        ("Obiettivi che realizzano i LEPS", "510.000,00\u00a0€"),
    ]


def test_l_esito_dice_quanto_e_stato_fatto_e_che_cosa_segue(letto: PianoLetto) -> None:
    esito = next(s for s in letto.schede() if s.specie == "esito")
    assert [(a.realizzazione, a.nota) for a in esito.azioni] == [("33%", "Solo in parte.")]
    assert esito.righe[0].blocchi == [Frase("67%"), Scelte(["50-79% (sufficiente)"])]
    assert esito.seguito[0].testo == "Confluito nell'obiettivo A – Abitare"
    assert letto.esiti[0].grado == "67%"


def test_la_matrice_segna_le_celle_scelte(letto: PianoLetto) -> None:
    esito = next(s for s in letto.schede() if s.specie == "esito")
    matrice = esito.righe[1].blocchi[0]
    assert isinstance(matrice, Matrice)
    assert [[c.scelta for c in celle] for _, celle in matrice.righe] == [[False, True], [False, False]]


def test_i_numeri_delle_tabelle_sono_italiani_e_non_si_spezzano() -> None:
    comune = {"gruppo": "", "unita": ""}
    dati = tabella(
        colonne=[
            {**comune, "chiave": "v", "titolo": "Voce", "tipo": "testo", "decimali": 0},
            {**comune, "chiave": "n", "titolo": "Tasso", "tipo": "numero", "decimali": 2},
            {**comune, "chiave": "e", "titolo": "Spesa", "tipo": "euro", "decimali": 0},
        ],
        righe=[{"valori": ["Nati", "7.4", "19834861"], "unita": "", "totale": True, "nota": "Stima", "esempio": True}],
    )
    trovata = next(leggi_piano(rifatto(piano_di_prova(), tabelle=[dati])).tabelle())
    assert [c.testo for c in trovata.righe[0].celle] == ["7,40", "19.834.861"]
    assert [c.titolo for c in trovata.colonne] == ["Voce", "Tasso", "Spesa (€)"]
    assert (trovata.righe[0].totale, trovata.righe[0].esempio, trovata.note) == (True, True, [("1", "Stima")])
    assert trovata.fonte == "Istat (dati 2023)"


def test_un_grafico_porta_il_disegno_e_segna_gli_esempi() -> None:
    trovata = next(t for t in leggi_piano(rifatto(piano_di_prova(), tabelle=[grafico("linee")])).tabelle())
    assert trovata.svg.startswith("<svg")
    assert "2022*" in trovata.svg
    assert trovata.con_esempi


def test_i_titoli_nel_testo_scendono_un_gradino_alla_volta() -> None:
    assert html("<h4>a</h4><h3>b</h3><h4>c</h4>", 3) == "<h3>a</h3><h3>b</h3><h4>c</h4>"
    assert html_in_cella("<h3>Chi</h3>") == '<p class="titoletto"><strong>Chi</strong></p>'


def test_nelle_voci_di_un_elenco_i_paragrafi_diventano_righe() -> None:
    scritto = "<p>a</p><ul><li><p>b</p><p>c</p><ul><li><p>d</p></li></ul></li></ul><p>e</p>"
    assert html(scritto, 2) == "<p>a</p><ul><li>b<br>c<ul><li>d</li></ul></li></ul><p>e</p>"


def test_un_collegamento_porta_solo_parole() -> None:
    assert html('<a href="https://x.it">il <strong>bando</strong></a>', 2) == '<a href="https://x.it">il bando</a>'


def test_nel_testo_gli_spazi_accanto_ai_numeri_non_si_spezzano() -> None:
    assert html("<p>€ 30.000,00 in 12 mesi (art. 18), il 5 %</p>", 2) == (
        "<p>€\u00a030.000,00 in 12\u00a0mesi (art.\u00a018), il 5\u00a0%</p>"
    )


def test_le_parti_di_un_altro_ente_dicono_di_chi_sono(letto: PianoLetto) -> None:
    assert [s.proprietario for s in letto.sezioni()] == ["", "", "", "ATS Insubria"]


def test_un_piano_quasi_vuoto_si_legge() -> None:
    vuoto = leggi_piano(rifatto(piano_di_prova(), schede=[], esiti=[], tabelle=[], sezioni=[], accordo=None))
    assert (vuoto.capitoli, vuoto.bilancio, vuoto.accordo) == ([], None, None)


@pytest.mark.parametrize(
    ("testo", "unita", "scritto"),
    [
        ("122855", "abitanti", "122.855\u00a0abitanti"),
        ("6.4", "‰", "6,40\u00a0‰"),
        ("80", "", "80,00"),
        ("80", "%", "80,00%"),
    ],
)
def test_un_conteggio_non_prende_i_decimali_della_colonna(testo: str, unita: str, scritto: str) -> None:
    assert cella(testo, {"tipo": "numero", "decimali": 2}, unita) == scritto
