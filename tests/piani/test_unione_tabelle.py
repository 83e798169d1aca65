"""Two people wrote the same table: what the merge of the cells keeps, whatever they wrote."""

from hypothesis import given
from hypothesis import strategies as st

from piani.unione_tabelle import RIGA_INTERA, Foglio, piena, unisci_fogli

CELLE = st.dictionaries(
    st.sampled_from(["comune", "abitanti", ".nota", "#abitanti"]), st.sampled_from(["", "1", "2", "3"])
)
FOGLIO = st.lists(st.sampled_from("abcde"), unique=True).flatmap(
    lambda chiavi: st.tuples(*(CELLE for _ in chiavi)).map(lambda righe: dict(zip(chiavi, righe, strict=True)))
)


def pieno(foglio: Foglio) -> dict[str, dict[str, str]]:
    return {chiave: piena(riga) for chiave, riga in foglio.items()}


@given(FOGLIO, FOGLIO)
def test_se_uno_solo_ha_scritto_vale_il_suo_anche_nell_ordine(base: Foglio, altro: Foglio) -> None:
    for unione in (unisci_fogli(base, base, altro), unisci_fogli(base, altro, base), unisci_fogli(base, altro, altro)):
        assert list(unione.foglio.items()) == list(pieno(altro).items())
        assert not unione.contese


@given(FOGLIO, FOGLIO, FOGLIO)
def test_ogni_cella_che_uno_ha_cambiato_resta_o_e_contesa(base: Foglio, salvato: Foglio, mio: Foglio) -> None:
    unione = unisci_fogli(base, salvato, mio)
    contese = {(c.riga, c.cella) for c in unione.contese}
    for foglio in (salvato, mio):
        for chiave, riga in foglio.items():
            for cella in {*riga, *base.get(chiave, {})}:
                scritto = riga.get(cella, "")
                if scritto == base.get(chiave, {}).get(cella, ""):
                    continue
                resta = unione.foglio.get(chiave, {}).get(cella, "") == scritto
                assert resta or (chiave, cella) in contese or (chiave, RIGA_INTERA) in contese


@given(FOGLIO, FOGLIO, FOGLIO)
def test_le_celle_contese_sono_le_stesse_viste_dall_altro(base: Foglio, salvato: Foglio, mio: Foglio) -> None:
    di_qua = {(c.riga, c.cella, c.mio, c.salvato) for c in unisci_fogli(base, salvato, mio).contese}
    di_la = {(c.riga, c.cella, c.salvato, c.mio) for c in unisci_fogli(base, mio, salvato).contese}
    assert di_qua == di_la


@given(FOGLIO, FOGLIO, FOGLIO)
def test_nessuna_riga_due_volte_e_nessuna_dal_nulla(base: Foglio, salvato: Foglio, mio: Foglio) -> None:
    unione = unisci_fogli(base, salvato, mio)
    assert set(unione.foglio) <= {*salvato, *mio}
    assert {c for c in salvato if c in mio} <= set(unione.foglio)


def test_due_celle_diverse_si_uniscono_e_la_stessa_si_contende() -> None:
    base = {"a": {"comune": "Cassano", "abitanti": "10"}, "b": {"comune": "Lonate", "abitanti": "20"}}
    salvato = {"a": {"comune": "Cassano", "abitanti": "11"}, "b": base["b"], "n": {"comune": "Di Ada"}}
    mio = {"m": {"comune": "Di Lia"}, "b": {"comune": "Lonate", "abitanti": "21"}, "a": base["a"]}
    unione = unisci_fogli(base, salvato, mio)
    assert unione.foglio == {"m": mio["m"], "b": mio["b"], "a": salvato["a"], "n": salvato["n"]}
    # Lia moved the rows: her order stands, and Ada's new row stays after the one it was put after.
    assert list(unione.foglio) == ["m", "b", "n", "a"]
    assert not unione.contese
    (contesa,) = unisci_fogli(base, salvato, {**base, "a": {"comune": "Cassano", "abitanti": "12"}}).contese
    assert (contesa.riga, contesa.cella, contesa.prima, contesa.mio, contesa.salvato) == (
        "a",
        "abitanti",
        "10",
        "12",
        "11",
    )


def test_la_riga_che_uno_toglie_e_l_altro_cambia_resta_e_si_contende() -> None:
    base = {"a": {"comune": "Cassano"}, "b": {"comune": "Lonate"}}
    unione = unisci_fogli(base, {"b": base["b"]}, {"a": {"comune": "Cassano Magnago"}})
    assert unione.foglio == {"a": {"comune": "Cassano Magnago"}}
    (contesa,) = unione.contese
    assert (contesa.cella, contesa.mio, contesa.salvato) == (RIGA_INTERA, "Cassano Magnago", None)
