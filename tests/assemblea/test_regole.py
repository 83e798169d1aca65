"""The arithmetic of the Assemblea: known cases, and what must hold for any of them."""

import json
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblea.enums import Base, Pesi, Scelta
from assemblea.regole import (
    Membro,
    Regola,
    Risultato,
    Soglia,
    a_record,
    da_record,
    decisivi,
    delibera,
    numero_legale,
    percento,
    ricalcola,
    torna,
)
from assemblea.regole_pronte import AVVERTENZA, PER_CHIAVE, PRONTE

SI, NO, BIANCO = Scelta.FAVOREVOLE, Scelta.CONTRARIO, Scelta.ASTENUTO
# Nine Comuni like those of Gallarate: one large, the others small.
RESIDENTI = (53_000, 15_000, 13_000, 11_000, 10_000, 9_000, 7_000, 4_500, 4_000)


def assemblea(*scelte: Scelta | None, assenti: int = 0, residenti: tuple[int, ...] = RESIDENTI) -> list[Membro]:
    tutte = [*scelte, *([None] * assenti)]
    return [Membro(f"comune:{n}", Fraction(residenti[n]), n < len(scelte), scelta) for n, scelta in enumerate(tutte)]


def regola(*soglie: tuple[Base, int, int, bool], astenuti: bool = False) -> Regola:
    return Regola(tuple(Soglia(*s) for s in soglie), astenuti_votano=astenuti)


# --- Known cases --------------------------------------------------------------
def test_l_esito_si_spiega_in_una_frase() -> None:
    esito = delibera(PER_CHIAVE["teste-e-quote"].regola, assemblea(*[SI] * 7, NO, NO))

    assert esito.raggiunto
    assert esito.frase == (
        "7 favorevoli su 9 componenti, 93,2% della popolazione; la regola chiede più della metà dei componenti in carica "
        "e più della metà della popolazione: approvato."
    )


def test_la_meta_esatta_non_e_piu_della_meta() -> None:
    pari = (1,) * 8
    stretta, larga = regola((Base.COMPONENTI, 1, 2, True)), regola((Base.COMPONENTI, 1, 2, False))
    voti = assemblea(*[SI] * 4, *[NO] * 4, residenti=pari)

    assert not delibera(stretta, voti).raggiunto
    assert delibera(larga, voti).raggiunto


def test_la_testa_piu_grande_da_sola_non_basta_e_le_piccole_nemmeno() -> None:
    doppia = PER_CHIAVE["teste-e-quote"].regola

    assert not delibera(doppia, assemblea(SI, *[NO] * 8)).raggiunto
    assert not delibera(doppia, assemblea(NO, *[SI] * 4, *[NO] * 4)).raggiunto


def test_l_unanimita_dei_componenti_cade_con_un_assente_quella_dei_presenti_no() -> None:
    voti = assemblea(*[SI] * 8, assenti=1)

    contro = delibera(PER_CHIAVE["unanimita"].regola, voti)
    assert not contro.raggiunto
    assert contro.frase == "8 favorevoli su 9 componenti; la regola chiede tutti i componenti in carica: non approvato."
    assert delibera(regola((Base.PRESENTI, 1, 1, False)), voti).raggiunto


def test_chi_si_astiene_conta_tra_i_votanti_solo_se_la_regola_lo_dice() -> None:
    voti = assemblea(SI, SI, NO, BIANCO, BIANCO, assenti=4)

    assert delibera(regola((Base.VOTANTI, 1, 2, True)), voti).raggiunto
    assert not delibera(regola((Base.VOTANTI, 1, 2, True), astenuti=True), voti).raggiunto
    assert not delibera(regola((Base.PRESENTI, 1, 2, True)), voti).raggiunto


def test_nessun_votante_non_approva_nulla() -> None:
    assert not delibera(regola((Base.VOTANTI, 1, 1, False)), assemblea(None, BIANCO, assenti=7)).raggiunto


def test_la_seduta_e_valida_o_no_e_lo_dice() -> None:
    prima = PER_CHIAVE["seduta-prima"].regola

    valida = numero_legale(prima, assemblea(*[None] * 5, assenti=4))
    assert valida.raggiunto
    assert valida.frase == (
        "5 presenti su 9 componenti; la regola chiede più della metà dei componenti in carica: la seduta è valida."
    )
    assert "manca il numero legale" in numero_legale(prima, assemblea(*[None] * 4, assenti=5)).frase


def test_se_esce_uno_dei_decisivi_il_numero_legale_cade() -> None:
    due_soglie = regola((Base.COMPONENTI, 1, 3, False), (Base.QUOTE, 1, 2, False))

    assert decisivi(due_soglie, assemblea(*[None] * 5, assenti=4)) == ["comune:0"]
    assert decisivi(due_soglie, assemblea(None, assenti=8)) == []


def test_una_soglia_mancata_di_poco_non_sembra_raggiunta() -> None:
    assert percento(Fraction(49_999), Fraction(100_000), soglia=Fraction(1, 2)) == "49,9%"
    assert percento(Fraction(50_001), Fraction(100_000), soglia=Fraction(1, 2)) == "50,001%"
    assert percento(Fraction(1), Fraction(2), soglia=Fraction(1, 2)) == "50,0%"
    assert percento(Fraction(0), Fraction(0)) == "0,0%"


@pytest.mark.parametrize(
    ("soglia", "parole"),
    [
        (Soglia(Base.PRESENTI, 2, 3), "almeno i due terzi dei presenti"),
        (Soglia(Base.PRESENTI, 2, 3, stretta=True), "più dei due terzi dei presenti"),
        (Soglia(Base.VOTANTI, 1, 3, stretta=True), "più di un terzo dei votanti"),
        (Soglia(Base.QUOTE_PRESENTI, 7, 12), "almeno 7/12 delle quote dei presenti"),
        (Soglia(Base.QUOTE, 7, 12, stretta=True), "più di 7/12 delle quote"),
        (Soglia(Base.PRESENTI, 1, 1), "tutti i presenti"),
        (Soglia(Base.QUOTE, 1, 1), "il totale delle quote"),
    ],
)
def test_ogni_soglia_ha_le_sue_parole(soglia: Soglia, parole: str) -> None:
    assert soglia.in_parole(Pesi.QUOTE) == parole


@pytest.mark.parametrize(("numeratore", "denominatore", "stretta"), [(0, 2, False), (3, 2, False), (1, 1, True)])
def test_una_soglia_impossibile_non_si_scrive(numeratore: int, denominatore: int, stretta: bool) -> None:
    with pytest.raises(ValueError, match="Una soglia sta"):
        Soglia(Base.PRESENTI, numeratore, denominatore, stretta=stretta)


def test_una_regola_vuota_non_si_scrive_e_chi_manca_non_vota() -> None:
    with pytest.raises(ValueError, match="almeno una condizione"):
        Regola(())
    with pytest.raises(ValueError, match="non è presente"):
        delibera(PER_CHIAVE["presenti"].regola, [Membro("a", Fraction(1), presente=False, scelta=SI)])
    with pytest.raises(ValueError, match="una volta sola"):
        numero_legale(PER_CHIAVE["presenti"].regola, [Membro("a", Fraction(1), presente=True)] * 2)


def test_un_esito_contato_con_un_altra_versione_non_si_ricalcola() -> None:
    record = delibera(PER_CHIAVE["presenti"].regola, assemblea(SI)).record

    with pytest.raises(ValueError, match="versione 99"):
        ricalcola(record | {"versione": 99})


def test_i_singolari_si_dicono_al_singolare_e_il_vecchio_record_resta_com_era() -> None:
    sola = assemblea(SI)
    presenti = numero_legale(regola((Base.PRESENTI, 1, 1, False)), sola)
    assert presenti.frase.startswith("1 presente su 1 presente;")
    assert delibera(regola((Base.COMPONENTI, 1, 2, False)), sola).frase.startswith("1 favorevole su 1 componente;")
    assert delibera(regola((Base.VOTANTI, 1, 2, False)), sola).frase.startswith("1 favorevole su 1 votante;")
    prima = delibera(regola((Base.COMPONENTI, 1, 2, False)), sola, versione=1)
    assert prima.frase.startswith("1 favorevole su 1 componenti;")
    assert torna(prima.record)


def test_senza_numero_legale_alla_chiusura_nessun_conto_approva() -> None:
    prima, voti = PER_CHIAVE["seduta-prima"].regola, assemblea(SI, SI, assenti=7)
    legale = numero_legale(prima, voti)
    esito = delibera(PER_CHIAVE["presenti"].regola, voti, legale=legale)

    assert delibera(PER_CHIAVE["presenti"].regola, voti).raggiunto
    assert not esito.raggiunto
    assert esito.frase.endswith(
        "non approvato. Alla chiusura della votazione 2 presenti su 9 componenti; la regola chiede più della metà dei "
        "componenti in carica: manca il numero legale."
    )
    assert torna(json.loads(json.dumps(esito.record)))
    falso = esito.record | {"numero_legale": numero_legale(prima, assemblea(*[SI] * 9)).record}
    assert not torna(falso)


def test_le_regole_pronte_dicono_di_verificare_il_regolamento() -> None:
    assert all(AVVERTENZA in p.nota for p in PRONTE)
    assert "art. 34, comma 4" in PER_CHIAVE["unanimita"].nota


# --- What holds for any of them ------------------------------------------------
soglie = st.builds(
    lambda base, den, num, stretta: Soglia(base, min(num, den), den, stretta=stretta and num < den),
    st.sampled_from(Base),
    st.integers(1, 12),
    st.integers(1, 12),
    st.booleans(),
)
regole = st.builds(
    lambda tutte, astenuti: Regola(tuple(tutte), astenuti_votano=astenuti),
    st.lists(soglie, min_size=1, max_size=3),
    st.booleans(),
)
quote = st.fractions(min_value=0, max_value=1000, max_denominator=60)
membri = st.lists(st.tuples(quote, st.sampled_from([None, *Scelta, "assente"])), min_size=0, max_size=10).map(
    lambda righe: [
        Membro(f"c{n:02}", q, scelta != "assente", None if scelta in (None, "assente") else Scelta(scelta))
        for n, (q, scelta) in enumerate(righe)
    ]
)


def a_mano(regola: Regola, tutti: list[Membro]) -> bool:
    """Count again, in whole numbers, without the engine."""
    comune = 1
    for m in tutti:
        comune *= m.quota.denominator
    pesi = {m.chiave: m.quota.numerator * (comune // m.quota.denominator) for m in tutti}
    presenti = {m.chiave for m in tutti if m.presente}
    si = {m.chiave for m in tutti if m.scelta == "favorevole"}
    votanti = si | {m.chiave for m in tutti if m.scelta == "contrario"}
    if regola.astenuti_votano:
        votanti |= {m.chiave for m in tutti if m.scelta == "astenuto"}
    insiemi = {"componenti": set(pesi), "quote": set(pesi)}
    insiemi |= {"presenti": presenti, "quote_presenti": presenti, "votanti": votanti, "quote_votanti": votanti}
    for s in regola.soglie:
        base = insiemi[str(s.base)]
        a_quote = str(s.base).startswith("quote")
        parte = sum(pesi[c] for c in si) if a_quote else len(si)
        totale = sum(pesi[c] for c in base) if a_quote else len(base)
        sinistra, destra = parte * s.denominatore, totale * s.numeratore
        if totale == 0 or not (sinistra > destra if s.stretta else sinistra >= destra):
            return False
    return True


@given(regole, membri)
def test_il_conto_e_quello_fatto_a_mano(r: Regola, tutti: list[Membro]) -> None:
    assert delibera(r, tutti).raggiunto == a_mano(r, tutti)


@given(regole, membri, st.data())
def test_un_favorevole_in_piu_non_fa_mai_cadere_un_approvazione(
    r: Regola, tutti: list[Membro], data: st.DataObject
) -> None:
    if not delibera(r, tutti).raggiunto:
        return
    chi = data.draw(st.sampled_from([m.chiave for m in tutti]))
    passa = [Membro(m.chiave, m.quota, presente=True, scelta=SI) if m.chiave == chi else m for m in tutti]

    assert delibera(r, passa).raggiunto


@given(regole, membri)
def test_il_record_si_ricalcola_e_non_ha_virgole(r: Regola, tutti: list[Membro]) -> None:
    for conta in (delibera, numero_legale):
        esito: Risultato = conta(r, tutti)
        testo = json.dumps(esito.record)

        letto = json.loads(testo, parse_float=lambda numero: pytest.fail(f"{numero} è un float"))
        assert letto == esito.record
        assert torna(letto)
        assert da_record(a_record(r)) == r


@given(regole, membri)
def test_l_ordine_dei_componenti_non_conta(r: Regola, tutti: list[Membro]) -> None:
    mescolati = list(reversed(tutti))

    assert delibera(r, mescolati).record == delibera(r, tutti).record


def test_tutti_i_voti_di_tre_comuni_contati_uno_per_uno() -> None:
    for pronta in PRONTE:
        for voti in product([None, *Scelta], repeat=3):
            tutti = assemblea(*voti, residenti=(5, 3, 2))
            assert delibera(pronta.regola, tutti).raggiunto == a_mano(pronta.regola, tutti)
