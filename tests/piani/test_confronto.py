"""What changed between two documents: everything is named, nothing else is."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piani.confronto import Cambio, confronta, sezioni_per_voce, voci_toccate
from tests.documenti_canonici import documento, scheda, sezione, tabella

Json = dict[str, Any]
FORMATI = {
    "obiettivo-2025": {
        "specie": "obiettivo",
        "campi": [
            {"chiave": "titolo", "etichetta": "TITOLO", "tipo": "titolo"},
            {"chiave": "azioni", "etichetta": "AZIONI PROGRAMMATE", "tipo": "azioni"},
            {"chiave": "target", "etichetta": "TARGET", "tipo": "testo"},
            {"chiave": "out", "etichetta": "INDICATORI DI OUTPUT", "tipo": "indicatori_output"},
            {"chiave": "risorse", "etichetta": "RISORSE ECONOMICHE", "tipo": "risorse"},
        ],
    }
}


def accordo(**altro: object) -> Json:
    base: Json = {
        "titolo": "Accordo di prova",
        "decorrenza": "2025-01-01",
        "scadenza": "2027-12-31",
        "premesse": [{"titolo": "Premesso che", "testo": "<p>Uno</p>"}],
        "articoli": [{"numero": n, "titolo": f"Titolo {n}", "testo": f"<p>Articolo {n}</p>"} for n in (1, 2, 3)],
        "parti": [
            {"ente": "comune:012070", "qualifica": "capofila", "rappresentante": "Sindaco"},
            {"ente": "ats:322", "qualifica": "sottoscrittore", "rappresentante": "Direttore"},
        ],
    }
    return {**base, **altro}


def intero() -> Json:
    """A document with nested sections, two sheets, a table, the Accordo."""
    return documento(
        sezioni=[
            sezione("contesto", sezioni=[sezione("anziani", voce_formato=""), sezione("minori", voce_formato="")]),
            sezione("obiettivi", voce_formato="obiettivi", titolo="Obiettivi"),
        ],
        schede=[scheda("A"), scheda("B", sezione="obiettivi")],
        tabelle=[tabella(), tabella(chiave="altra", sezione="obiettivi")],
        accordo=accordo(),
        riferimenti={"enti": {}, "formati": FORMATI},
    )


def test_due_documenti_uguali_non_hanno_differenze() -> None:
    assert confronta(intero(), intero()) == []


def test_il_sigillo_da_solo_non_e_una_differenza() -> None:
    assert confronta(intero(), {**intero(), "sha256": "0" * 64}) == []


def test_una_sezione_cambiata_porta_al_suo_posto_e_alla_sua_voce() -> None:
    dopo = intero()
    dopo["sezioni"][0]["sezioni"][1]["testo"] = "<p>Nuovo</p>"
    (parte,) = confronta(intero(), dopo)
    assert (parte.specie, parte.chiave, parte.cambio, parte.righe) == ("sezione", "minori", Cambio.CAMBIATA, ("Testo",))
    assert parte.ancora == "contesto/#sezione-minori"
    assert voci_toccate([parte]) == {"contesto"}


def test_le_righe_della_scheda_hanno_il_nome_ufficiale() -> None:
    dopo = intero()
    b = dopo["schede"][1]
    b["risposte"][0]["testo"] = "<p>Pochi</p>"
    b["azioni"][0]["testo"] = "Un'altra"
    b["indicatori"][0]["testo"] = "Altro"
    b["risorse"][0]["importo"] = "1.00"
    b["leps"] = []
    (parte,) = confronta(intero(), dopo)
    assert parte.chiave == "obiettivo:B"
    assert parte.ancora == "obiettivi/#scheda-obiettivo-b"
    assert set(parte.righe) == {"LEPS", "AZIONI PROGRAMMATE", "TARGET", "INDICATORI DI OUTPUT", "RISORSE ECONOMICHE"}
    assert parte.voci == {"obiettivi"}


def test_la_riga_della_tabella_si_chiama_con_la_sua_prima_cella() -> None:
    dopo = intero()
    dopo["tabelle"][0]["righe"][0]["valori"] = ["Residenti", "1"]
    (parte,) = confronta(intero(), dopo)
    assert (parte.specie, parte.righe, parte.ancora) == (
        "tabella",
        ("Riga «Residenti»",),
        "contesto/#tabella-popolazione",
    )


def test_articoli_premesse_e_parti_dell_accordo_hanno_il_loro_nome() -> None:
    dopo = intero()
    dopo["accordo"]["articoli"][1]["testo"] = "<p>Cambiato</p>"
    del dopo["accordo"]["parti"][0]
    dopo["accordo"]["premesse"].append({"titolo": "Richiamati", "testo": ""})
    dopo["accordo"]["scadenza"] = "2028-01-01"
    parti = {(p.specie, p.chiave): p for p in confronta(intero(), dopo)}
    assert parti["articolo", "2"].ancora == "allegati/accordo/#articolo-2"
    assert parti["articolo", "2"].etichetta == "Art. 2 – Titolo 2"
    assert parti["parte", "comune:012070"].cambio is Cambio.TOLTA
    assert parti["premessa", "2"].cambio is Cambio.AGGIUNTA
    assert parti["accordo", "accordo"].righe == ("In vigore fino al",)
    assert not any(p.del_piano for p in parti.values())


def test_un_accordo_che_arriva_o_se_ne_va_e_detto() -> None:
    senza = {**intero(), "accordo": None}
    assert [p.cambio for p in confronta(senza, intero())] == [Cambio.AGGIUNTA]
    assert [p.cambio for p in confronta(intero(), senza)] == [Cambio.TOLTA]


def test_cio_che_e_tolto_non_porta_da_nessuna_parte() -> None:
    dopo = intero()
    dopo["sezioni"] = dopo["sezioni"][:1]
    dopo["schede"] = dopo["schede"][:1]
    dopo["tabelle"] = dopo["tabelle"][:1]
    assert [(p.specie, p.cambio, p.ancora) for p in confronta(intero(), dopo)] == [
        (specie, Cambio.TOLTA, "") for specie in ("sezione", "scheda", "tabella")
    ]


def test_una_sezione_aggiunta_in_mezzo_non_sposta_le_altre() -> None:
    dopo = intero()
    dopo["sezioni"].insert(1, sezione("reti", voce_formato="", titolo="Reti"))
    (parte,) = confronta(intero(), dopo)
    assert (parte.chiave, parte.cambio) == ("reti", Cambio.AGGIUNTA)


def test_le_sezioni_di_ogni_voce_del_formato() -> None:
    assert sezioni_per_voce(intero())["obiettivi"] == [("obiettivi/#sezione-obiettivi", "Obiettivi")]


# --- Properties -----------------------------------------------------------------------------------


def _foglie(nodo: Any, dove: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(nodo, dict):
        return [p for k, v in nodo.items() if k != "sha256" for p in _foglie(v, (*dove, k))] or [dove]
    if isinstance(nodo, list):
        return [p for i, v in enumerate(nodo) for p in _foglie(v, (*dove, i))] or [dove]
    return [dove]


# What names a part: changing it is a part taken away and another added, and the rest of the document must still hold.
NOMI = {"chiave", "codice", "numero", "ente", "sezione", "formato", "campo", "campi"}
FOGLIE = [f for f in _foglie(intero()) if not NOMI & {str(x) for x in f} or f[0] == "riferimenti"]
FOGLIE = [f for f in FOGLIE if f[-1] not in ("sezioni", "esiti")]


def _altro(valore: Any) -> Any:
    if isinstance(valore, bool):
        return not valore
    if isinstance(valore, int):
        return valore + 1
    if isinstance(valore, str):
        return f"{valore}x"
    return "x" if valore is None else [*valore, "x"] if isinstance(valore, list) else {"x": 1}


def _cambia(doc: Json, foglia: tuple[Any, ...]) -> Json:
    copia = copy.deepcopy(doc)
    nodo: Any = copia
    for passo in foglia[:-1]:
        nodo = nodo[passo]
    nodo[foglia[-1]] = _altro(nodo[foglia[-1]])
    return copia


@pytest.mark.parametrize("foglia", FOGLIE, ids=lambda f: ".".join(map(str, f)))
def test_ogni_valore_che_cambia_e_nominato_avanti_e_indietro(foglia: tuple[Any, ...]) -> None:
    dopo = _cambia(intero(), foglia)
    assert confronta(intero(), dopo)
    assert confronta(dopo, intero())


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(range(len(FOGLIE))), min_size=1, max_size=4, unique=True))
def test_piu_cambi_nominano_almeno_le_parti_di_ciascuno(scelte: list[int]) -> None:
    try:
        dopo = intero()
        for i in scelte:
            dopo = _cambia(dopo, FOGLIE[i])
    except (KeyError, TypeError, IndexError):
        return
    insieme = {(p.specie, p.chiave) for p in confronta(intero(), dopo)}
    singoli = {
        (p.specie, p.chiave)
        for i in scelte
        for p in confronta(intero(), _cambia(intero(), FOGLIE[i]))
        if p.specie != "piano"
    }
    assert singoli <= insieme


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(3)), st.permutations(range(2)))
def test_un_ordine_diverso_e_nominato(articoli: list[int], schede: list[int]) -> None:
    dopo = intero()
    dopo["accordo"]["articoli"] = [dopo["accordo"]["articoli"][i] for i in articoli]
    dopo["schede"] = [dopo["schede"][i] for i in schede]
    trovate = confronta(intero(), dopo)
    assert bool(trovate) == (articoli != [0, 1, 2] or schede != [0, 1])
    assert all(p.cambio is Cambio.SPOSTATA for p in trovate)
