from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exceptions import DatiNonValidi
from obiettivi.enums import Fase, PeriodoRisorsa, TipoCampo
from obiettivi.regole import (
    FASE_DI,
    Contenuto,
    NodoAzione,
    compilata,
    numeri_automatici,
    numeri_manuali,
    rinumera_indicatore,
    totale_risorse,
)
from obiettivi.regole_numeri import decimale_italiano, in_italiano


@dataclass
class Campo:
    tipo: str


@dataclass
class Risposta:
    scelte: list[str] = field(default_factory=list)
    testo: str = ""
    non_pertinente: bool = False


@dataclass
class Linea:
    importo: Decimal | None
    periodo: str = PeriodoRisorsa.TRIENNIO
    anno: int | None = None
    condivisa: bool = False


tipi = st.sampled_from(TipoCampo.values)
contenuti = st.builds(
    Contenuto,
    titolo=st.text(max_size=5),
    grado=st.none() | st.integers(0, 100),
    azioni=st.integers(0, 3),
    risorse=st.integers(0, 3),
    aree=st.integers(0, 3),
    punti=st.integers(0, 3),
    indicatori=st.dictionaries(st.sampled_from(Fase.values), st.integers(0, 2)),
)
importi = st.decimals(0, 10**9, places=2)
linee = st.lists(
    st.builds(
        Linea,
        importo=st.none() | importi,
        periodo=st.sampled_from(PeriodoRisorsa.values),
        anno=st.none() | st.integers(2025, 2027),
        condivisa=st.booleans(),
    )
)


@given(tipi, contenuti)
def test_non_pertinente_vale_come_risposta(tipo: str, contenuto: Contenuto) -> None:
    assert compilata(Campo(tipo), Risposta(non_pertinente=True), contenuto)


@given(tipi)
def test_una_scheda_vuota_non_ha_righe_compilate(tipo: str) -> None:
    assert not compilata(Campo(tipo), Risposta(), Contenuto())
    assert not compilata(Campo(tipo), None, Contenuto())


@given(tipi, contenuti)
def test_aggiungere_un_testo_non_scopre_mai_una_riga(tipo: str, contenuto: Contenuto) -> None:
    assert compilata(Campo(tipo), Risposta(testo="<p>sì</p>"), contenuto) >= compilata(Campo(tipo), None, contenuto)


@given(contenuti)
def test_una_riga_di_indicatori_conta_solo_la_sua_fase(contenuto: Contenuto) -> None:
    for tipo, fase in FASE_DI.items():
        assert compilata(Campo(tipo), None, contenuto) is bool(contenuto.indicatori.get(fase))


def test_una_riga_di_testo_non_si_compila_con_le_azioni() -> None:
    assert not compilata(Campo(TipoCampo.TESTO), None, Contenuto(azioni=3, titolo="Titolo", grado=80))
    assert compilata(Campo(TipoCampo.AZIONI), None, Contenuto(azioni=1))


@given(linee, st.integers(1, 5))
def test_il_condiviso_sta_dentro_il_totale(righe: list[Linea], anni: int) -> None:
    totale = totale_risorse(righe, anni)
    assert 0 <= totale.condiviso <= totale.totale
    assert totale.linee == len(righe)
    assert totale.senza_importo + totale.per_unita <= totale.linee


@given(linee, linee)
def test_il_totale_di_due_elenchi_e_la_somma_dei_totali(prima: list[Linea], dopo: list[Linea]) -> None:
    assert totale_risorse(prima + dopo, 3).totale == totale_risorse(prima, 3).totale + totale_risorse(dopo, 3).totale


def test_un_importo_annuale_conta_ogni_anno_salvo_che_dica_quale() -> None:
    annuale = Linea(Decimal(10), PeriodoRisorsa.ANNUALE)
    di_un_anno = Linea(Decimal(10), PeriodoRisorsa.ANNUALE, anno=2026)
    assert totale_risorse([annuale], 3).totale == 30
    assert totale_risorse([di_un_anno], 3).totale == 10
    assert totale_risorse([Linea(Decimal(40_000), PeriodoRisorsa.PER_UNITA)], 3).totale == 0


@st.composite
def alberi(draw: st.DrawFn) -> list[NodoAzione]:
    madri = draw(st.integers(0, 5))
    nodi = [NodoAzione(n, None, "") for n in range(1, madri + 1)]
    for madre in range(1, madri + 1):
        nodi += [NodoAzione(madre * 100 + n, madre, "") for n in range(draw(st.integers(0, 3)))]
    return nodi


@given(alberi(), st.data())
def test_i_numeri_sono_unici_e_quelli_scelti_restano(nodi: list[NodoAzione], dati: st.DataObject) -> None:
    scelti = dati.draw(st.lists(st.sampled_from(nodi), unique=True, max_size=3)) if nodi else []
    numeri_liberi = dati.draw(st.lists(st.sampled_from(["1", "2", "1.1", "A", "9"]), unique=True, min_size=3))
    manuali = {n.id: numero for n, numero in zip(scelti, numeri_liberi, strict=False)}
    numeri = numeri_automatici(nodi, manuali)
    assert set(numeri) == {n.id for n in nodi}
    assert len(set(numeri.values())) == len(nodi)
    assert all(numeri[pk] == numero for pk, numero in manuali.items())


@given(alberi())
def test_i_numeri_automatici_non_sembrano_scelti_a_mano(nodi: list[NodoAzione]) -> None:
    numeri = numeri_automatici(nodi)
    assert numeri_manuali([NodoAzione(n.id, n.genitore, numeri[n.id]) for n in nodi]) == {}


@given(alberi(), st.data())
def test_rinumerare_senza_spostare_niente_non_cambia_niente(nodi: list[NodoAzione], dati: st.DataObject) -> None:
    numeri = numeri_automatici(nodi)
    if nodi:
        numeri[dati.draw(st.sampled_from(nodi)).id] = "Z"
    ora = [NodoAzione(n.id, n.genitore, numeri[n.id]) for n in nodi]
    assert numeri_automatici(ora, numeri_manuali(ora)) == numeri


def test_un_numero_scelto_a_mano_si_riconosce_e_le_figlie_lo_seguono() -> None:
    nodi = [NodoAzione(1, None, "1"), NodoAzione(2, None, "B"), NodoAzione(3, 2, "B.1"), NodoAzione(4, None, "2")]
    assert numeri_manuali(nodi) == {2: "B"}


@pytest.mark.parametrize(
    ("numero", "vecchio", "nuovo", "atteso"),
    [
        ("1.3", "1", "2", "2.3"),
        ("11.3", "1", "2", "11.3"),
        ("1.3.2", "1", "2", "1.3.2"),
        ("", "1", "2", ""),
        ("1.3", "", "2", "1.3"),
    ],
)
def test_gli_indicatori_seguono_il_numero_della_loro_azione(numero: str, vecchio: str, nuovo: str, atteso: str) -> None:
    assert rinumera_indicatore(numero, vecchio, nuovo) == atteso


@given(importi)
def test_un_importo_scritto_in_italiano_si_rilegge_uguale(importo: Decimal) -> None:
    assert decimale_italiano(in_italiano(importo, decimali=2)) == importo
    assert decimale_italiano(in_italiano(importo)) == importo
    assert decimale_italiano(f"{in_italiano(importo, decimali=2)} €") == importo


@pytest.mark.parametrize("testo", ["1300.50", "1.30.000", "dodici", "-5", "1,2,3", "1,234", "9" * 13, "1e5"])
def test_un_numero_scritto_male_e_rifiutato_con_una_frase(testo: str) -> None:
    with pytest.raises(DatiNonValidi, match="«"):
        decimale_italiano(testo)


def test_un_campo_vuoto_non_e_zero() -> None:
    assert decimale_italiano("  ") is None
    assert in_italiano(None) == ""
