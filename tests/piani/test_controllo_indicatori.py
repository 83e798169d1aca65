"""The rules on indicators, outcomes, euro and the regional format: the defect, and the twin that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.regole_esiti import fascia
from piani.controllo.regole.esiti import banda
from tests.controllo_di_prova import (
    azione,
    catalogo,
    esito,
    frasi,
    indicatore,
    obiettivo,
    paragrafo,
    risorsa,
    risposta,
    sezione,
)

TRE_ANNI = [(2025, "soglia", "50"), (2026, "soglia", "75"), (2027, "uguale", "100")]
VMD = "Tipologie professionali che compongono le EEMM"


def _con(*indicatori: dict[str, object], codice: str = "A", **altro: object) -> dict[str, object]:
    return obiettivo(codice, indicatori=list(indicatori), **altro)


def test_un_indicatore_regionale_senza_risultato() -> None:
    assert len(frasi("indicatore-senza-obiettivo", schede=[_con(indicatore(VMD, leps_indicatore="vmd-3"))])) == 1
    assert frasi("indicatore-senza-obiettivo", schede=[_con(indicatore(VMD, *TRE_ANNI, leps_indicatore="vmd-3"))]) == []


def test_un_indicatore_del_piano_si_segnala_solo_dove_gli_altri_hanno_un_risultato() -> None:
    con = indicatore("Incontri", (None, "minimo", "6"))
    assert len(frasi("indicatore-senza-obiettivo", schede=[_con(con, con, indicatore("Sportelli"))])) == 1
    assert frasi("indicatore-senza-obiettivo", schede=[_con(con, indicatore("Sportelli"), indicatore("Corsi"))]) == []
    a_parole = indicatore("Almeno 6 incontri del tavolo")
    assert frasi("indicatore-senza-obiettivo", schede=[_con(con, con, a_parole)]) == []
    impatto = indicatore("Benessere dei caregiver", fase="outcome")
    assert frasi("indicatore-senza-obiettivo", schede=[_con(con, con, impatto)]) == []


def test_a_un_indicatore_regionale_manca_un_anno() -> None:
    due = _con(indicatore(VMD, TRE_ANNI[0], TRE_ANNI[2], leps_indicatore="vmd-3"))
    assert frasi("anno-senza-obiettivo", schede=[due]) == [
        f"L'indicatore «{VMD}» non ha il risultato per 2026, che la Regione chiede."
    ]
    sad = _con(indicatore("SAD", (2026, "soglia", "50"), (2027, "soglia", "75"), leps_indicatore="sad-2"))
    assert frasi("anno-senza-obiettivo", schede=[sad, _con(indicatore(VMD, *TRE_ANNI, leps_indicatore="vmd-3"))]) == []


def test_la_partenza_prima_del_triennio() -> None:
    def con_base(anno: int, testo: str = "t0") -> dict[str, object]:
        return _con(indicatore("SAD", base={"valore": "", "anno": anno, "testo": testo}))

    assert len(frasi("anno-base", schede=[con_base(2023)])) == 1
    assert frasi("anno-base", schede=[con_base(2025), con_base(2023, "12 utenti")]) == []
    tra_gli_attesi = _con(indicatore("SAD", (2023, "base", "")))
    assert len(frasi("anno-base", schede=[tra_gli_attesi])) == 1


@pytest.mark.parametrize(("testo", "difetti"), [("Anno 2023: t0", 1), ("Anno 2025: T0", 0), ("Nel 2023 erano 12", 0)])
def test_la_partenza_scritta_nel_testo(testo: str, difetti: int) -> None:
    riga = risposta("risultati", testo=f"<p>{testo}</p><p>Anno 2026: ≥ 50%</p>")
    assert len(frasi("anno-base", schede=[obiettivo("A", riga)])) == difetti


def test_un_azione_senza_risultato_dove_le_altre_lo_hanno() -> None:
    azioni = [azione(str(n)) for n in (1, 2, 3, 4)]
    tre = [indicatore(f"Indicatore {n}", (2026, "minimo", "1"), azione=str(n)) for n in (1, 2, 3)]
    assert frasi("azione-senza-risultato", schede=[_con(*tre, azioni=azioni)]) == [
        "Senza un indicatore di risultato: azione 4."
    ]
    quattro = [*tre, indicatore("Indicatore 4", (2026, "minimo", "1"), azione="4.1")]
    assert frasi("azione-senza-risultato", schede=[_con(*quattro, azioni=azioni)]) == []
    assert frasi("azione-senza-risultato", schede=[_con(tre[0], azioni=azioni)]) == []


def test_due_indicatori_che_contano_la_stessa_cosa() -> None:
    incontri, sedute = indicatore("N. incontri del tavolo operativo"), indicatore("N. sedute del tavolo operativo")
    assert len(frasi("indicatori-ripetuti", schede=[_con(incontri, sedute)])) == 1
    altra_fase = {**sedute, "fase": "processo"}
    altra_azione = {**sedute, "azione": "2"}
    altri = indicatore("N. incontri del tavolo tecnico")
    assert frasi("indicatori-ripetuti", schede=[_con(incontri, altra_fase, altra_azione, altri)]) == []


def test_un_risultato_diverso_da_quello_della_regione() -> None:
    basso = _con(indicatore(VMD, (2025, "soglia", "40"), *TRE_ANNI[1:], leps_indicatore="vmd-3"))
    assert len(frasi("leps-obiettivo-diverso", schede=[basso])) == 1
    assert frasi("leps-obiettivo-diverso", schede=[_con(indicatore(VMD, *TRE_ANNI, leps_indicatore="vmd-3"))]) == []
    verso = _con(indicatore("Attesa", (2026, "aumento", ""), leps_indicatore="dim-3"))
    assert len(frasi("leps-obiettivo-diverso", schede=[verso])) == 1
    in_piu = _con(indicatore("Dimissioni", (2025, "soglia", "30"), leps_indicatore="dim-2"))
    nostro = _con(indicatore(VMD, (2025, "soglia", "40")))
    assert frasi("leps-obiettivo-diverso", schede=[in_piu, nostro]) == []


def test_manca_uno_degli_indicatori_della_regione() -> None:
    due = [indicatore("SAD", (2026, "soglia", "50"), leps_indicatore=c) for c in ("sad-1", "sad-2")]
    assert len(frasi("indicatore-leps-mancante", schede=[_con(*due, leps=["incremento-sad"])])) == 1
    tutti = [*due, indicatore("SAD", (2026, "aumento", ""), leps_indicatore="sad-3")]
    a_parole = obiettivo("B", leps=["incremento-sad"])
    assert frasi("indicatore-leps-mancante", schede=[_con(*tutti, leps=["incremento-sad"]), a_parole]) == []


def _gemelle(nostro: dict[str, object], suo: dict[str, object]) -> list[dict[str, object]]:
    leps = ["valutazione-multidimensionale"]
    return [_con(nostro, leps=leps), _con(suo, codice="ASST", formato="asst-2025", leps=leps)]


def test_le_schede_gemelle_hanno_gli_stessi_indicatori() -> None:
    con, senza = (indicatore(VMD, *attesi, leps_indicatore="vmd-3") for attesi in (TRE_ANNI, []))
    assert len(frasi("gemelle-diverse", schede=_gemelle(senza, con))) == 1
    assert frasi("gemelle-diverse", schede=_gemelle(con, con)) == []
    altro = indicatore("Incontri", leps_indicatore="vmd-2")
    assert len(frasi("gemelle-diverse", schede=_gemelle(con, altro))) == 2


def test_un_indicatore_tagliato_rispetto_a_quello_della_gemella() -> None:
    intero = "Prese in carico con intero processo gestito nella cartella sociale informatizzata: accesso, progetto"
    corto, lungo = (indicatore(t, leps_indicatore="sad-3") for t in ("Prese in carico", intero))
    assert len(frasi("gemelle-diverse", schede=_gemelle(corto, lungo))) == 1


def test_la_partenza_detta_solo_da_una_delle_gemelle_non_e_una_differenza() -> None:
    attesi = [(2026, "aumento", ""), (2027, "aumento", "")]
    nostro = indicatore("Enti", (2025, "base", ""), *attesi, leps_indicatore="pippi-3")
    assert (
        frasi("gemelle-diverse", schede=_gemelle(nostro, indicatore("Enti", *attesi, leps_indicatore="pippi-3"))) == []
    )


# --- Outcomes --------------------------------------------------------------------------------------


def _grado(grado: int, *azioni: int | None) -> list[dict[str, object]]:
    return [esito("A", grado=grado, azioni=[azione(str(i), realizzazione=p) for i, p in enumerate(azioni, 1)])]


@pytest.mark.parametrize(("grado", "azioni"), [(100, (100, 25, 25, 100)), (100, (80, 100, 100)), (80, (0, 0, 100))])
def test_un_grado_che_le_azioni_non_danno(grado: int, azioni: tuple[int, ...]) -> None:
    assert len(frasi("grado-e-azioni", esiti=_grado(grado, *azioni))) == 1


@pytest.mark.parametrize(
    ("grado", "azioni"),
    [
        (100, (100, 100)),
        (75, (0, 100, 100, 100)),
        (33, (0, 0, 25)),
        (67, (50, 0, 50)),
        (100, (None, None)),
        (0, (0, 0)),
    ],
)
def test_un_grado_che_la_formula_o_un_uso_noto_spiegano(grado: int, azioni: tuple[int | None, ...]) -> None:
    assert frasi("grado-e-azioni", esiti=_grado(grado, *azioni)) == []


def test_le_percentuali_delle_azioni_si_leggono_anche_dal_testo() -> None:
    testo = risposta("grado", "ottimo", testo="<p>Azione 1: 100%</p><p>Azione 2: realizzata al 50%</p>")
    assert len(frasi("grado-e-azioni", esiti=[esito("A", testo)])) == 1


@given(st.integers(0, 100))
def test_le_fasce_del_grado_non_hanno_buchi(percento: int) -> None:
    assert banda(percento) in {e.split("(")[1].rstrip(")") for _, e in _scelte_grado()}
    assert banda(percento) == fascia(percento)


def _scelte_grado() -> tuple[tuple[str, str], ...]:
    return next(c.scelte for c in catalogo().formati["esito-2021"].campi if c.chiave == "grado")


def test_riproposto_ma_nessuno_lo_riprende() -> None:
    vecchio = esito("1", risposta("riproposto", "si"), intestazione="La persona con disabilità nel percorso di vita")
    nuove = [obiettivo("A", intestazione="Custodia sociale degli anziani", titolo="Custodia sociale")]
    assert len(frasi("riproposto-senza-seguito", esiti=[vecchio], schede=nuove)) == 1
    seguito = {**vecchio, "seguito": [{"codice": "A", "esito": "riproposto", "motivo": ""}]}
    stesso_nome = [obiettivo("A", intestazione="Persona con disabilità e percorso di vita", titolo="Vita")]
    chiuso = {**vecchio, "risposte": [risposta("riproposto", "no")]}
    assert frasi("riproposto-senza-seguito", esiti=[seguito, chiuso], schede=nuove) == []
    assert frasi("riproposto-senza-seguito", esiti=[vecchio], schede=stesso_nome) == []
    assert frasi("riproposto-senza-seguito", esiti=[vecchio]) == []


# --- Euro and format -------------------------------------------------------------------------------


def _euro(codice: str, importo: str, **altro: object) -> dict[str, object]:
    return obiettivo(codice, risorse=[risorsa(importo=importo, **altro)])


def test_lo_stesso_importo_in_due_schede() -> None:
    assert len(frasi("importo-ripetuto", schede=[_euro("A", "299905.00"), _euro("B", "299905.00")])) == 1
    tonda = [_euro("A", "30000.00"), _euro("B", "30000.00")]
    condivisa = [_euro("A", "299905.00", condivisa=True), _euro("B", "299905.00", condivisa=True)]
    altra_fonte = [_euro("A", "299905.00"), _euro("B", "299905.00", fonti=["fna"])]
    assert [frasi("importo-ripetuto", schede=s) for s in (tonda, condivisa, altra_fonte)] == [[], [], []]


def test_la_nota_dice_condiviso_la_riga_no() -> None:
    nota = "Risorse condivise dai cinque Ambiti"
    assert len(frasi("importo-condiviso", schede=[_euro("A", "299905.00", nota=nota)])) == 1
    giusta = _euro("A", "299905.00", nota=nota, condivisa=True)
    assert frasi("importo-condiviso", schede=[giusta, _euro("B", "5000.00", nota="Costo del personale")]) == []


def test_le_voci_del_formato_hanno_una_sezione() -> None:
    assert len(frasi("voce-mancante")) == 6
    tutte = [sezione(f"s{i}", voce_formato=chiave) for i, (chiave, _) in enumerate(catalogo().voci)]
    assert frasi("voce-mancante", sezioni=tutte) == []


def test_i_servizi_in_forma_associata_e_il_rafforzamento_hanno_un_titolo() -> None:
    area = "Obiettivi macro-area: Interventi di sistema per il potenziamento dell'Ufficio di Piano e il rafforzamento della gestione associata"
    assert len(frasi("gestione-associata", sezioni=paragrafo("Testo", titolo=area))) == 1
    assert len(frasi("rafforzamento", sezioni=paragrafo("Testo", titolo=area))) == 1
    titolo = sezione(titolo="Servizi gestiti in forma associata", testo="<h3>Piano di rafforzamento</h3><p>Testo.</p>")
    assert frasi("gestione-associata", sezioni=[titolo]) == frasi("rafforzamento", sezioni=[titolo]) == []


def test_ogni_leps_prioritario_ha_una_scheda() -> None:
    tutti = [x.codice for x in catalogo().leps]
    assert len(frasi("leps-senza-scheda", schede=[obiettivo(leps=tutti[1:])])) == 1
    assert frasi("leps-senza-scheda", schede=[obiettivo(leps=tutti)]) == []


@pytest.mark.parametrize(
    ("detto", "difetti"),
    [
        ("almeno il 40 %", 1),
        ("≥ 50%", 0),
        ("tra il 40% e il 60%", 0),
        ("protocollo firmato", 0),
        ("il 50 per cento", 0),
    ],
)
def test_una_soglia_regionale_scritta_a_parole_si_confronta_lo_stesso(detto: str, difetti: int) -> None:
    sad = indicatore("Progetti individualizzati", (2025, "traguardo", ""), leps_indicatore="sad-1")
    sad["obiettivi"][0].update(valore=None, testo=detto)
    assert (
        len(frasi("leps-obiettivo-diverso", schede=[obiettivo("A", leps=["incremento-sad"], indicatori=[sad])]))
        == difetti
    )
