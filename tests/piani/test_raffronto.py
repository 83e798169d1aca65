"""Two documents beside each other: every change is shown with words, or at least named."""

import copy
from typing import Any

import pytest

from piani.confronto import Cambio, confronta
from piani.raffronto import Genere, da_mostrare, raffronta
from tests.piani.test_confronto import FOGLIE, _cambia, accordo, intero

Json = dict[str, Any]


def _senza_nomi(doc: Json) -> Json:
    return {**doc, "riferimenti": {"enti": {}, "formati": FORMATI}}


def _campo(chiave: str, etichetta: str, tipo: str, **altro: object) -> Json:
    return {"chiave": chiave, "etichetta": etichetta, "tipo": tipo, "scelte": [], "matrice": None, **altro}


SI_NO = [{"chiave": "si", "etichetta": "Sì"}, {"chiave": "no", "etichetta": "No"}]
FORMATI = {
    "obiettivo-2025": {
        "specie": "obiettivo",
        "titolo": "Scheda obiettivo",
        "fonte": "DGR",
        "campi": [
            _campo("titolo", "TITOLO", "titolo"),
            _campo("azioni", "AZIONI PROGRAMMATE", "azioni"),
            _campo("target", "TARGET", "testo"),
            _campo("trasversalita", "TRASVERSALE?", "scelta", scelte=SI_NO),
            _campo("out", "INDICATORI DI OUTPUT", "indicatori_output"),
            _campo("risorse", "RISORSE ECONOMICHE", "risorse"),
            _campo("aree", "ALTRE AREE", "aree"),
            _campo("punti", "PUNTI CHIAVE", "punti_chiave"),
        ],
    }
}


def pieno() -> Json:
    """The document of `piani.confronto`'s tests, with a whole format."""
    return _senza_nomi(intero())


def _unica(prima: Json, dopo: Json) -> Any:
    (capitolo,) = raffronta(prima, dopo)
    (parte,) = capitolo.parti
    return parte


def _html(parte: Any) -> str:
    return " ".join(f"{c.nome}: {c.html}" for c in parte.campi)


def test_due_documenti_uguali_non_hanno_capitoli() -> None:
    assert raffronta(pieno(), pieno()) == []


def test_una_sezione_cambiata_sta_nel_suo_capitolo_con_le_parole_segnate() -> None:
    dopo = pieno()
    dopo["sezioni"][0]["sezioni"][1]["testo"] = "<p>Testo nuovo.</p>"
    (capitolo,) = raffronta(pieno(), dopo)
    assert (capitolo.chiave, capitolo.nome) == ("contesto", "Dati di contesto")
    (parte,) = capitolo.parti
    assert parte.genere is Genere.SEZIONI
    assert [c.nome for c in parte.campi] == ["Testo"]
    assert "nuovo" in parte.campi[0].html
    assert parte.parole == (1, 0)


@pytest.mark.parametrize(
    ("cambia", "nome", "parole"),
    [
        (lambda s: s["azioni"][0].update(testo="Azione rifatta"), "AZIONI PROGRAMMATE", ["Azione", "rifatta"]),
        (lambda s: s["indicatori"][0]["obiettivi"][0].update(valore="12"), "INDICATORI DI OUTPUT", ["12", "9"]),
        (lambda s: s["risorse"][0].update(importo="520000.00"), "RISORSE ECONOMICHE", ["510.000,00", "520.000,00"]),
        (lambda s: s["risposte"][1].update(scelte=["no"]), "TRASVERSALE?", ["Sì", "No"]),
        (lambda s: s["risposte"][0].update(non_pertinente=True), "TARGET", ["pertinente"]),
        (lambda s: s.update(titolo="Abitare insieme"), "TITOLO", ["insieme"]),
        (lambda s: s.update(aree_trasversali=["A", "D"]), "ALTRE AREE", ["D"]),
        (lambda s: s["punti_chiave"].append({"macroarea": "", "punto": "", "nota": "Altro punto"}), "PUNTI CHIAVE", ["Altro"]),
        (lambda s: s.update(prioritario=False), "Obiettivo prioritario", ["no"]),
        (lambda s: s["seguito"].append({"codice": "Q", "esito": "chiuso", "motivo": "Finito"}), "Che cosa ne è diventato", ["Finito"]),
    ],
)  # fmt: skip
def test_le_righe_tipizzate_della_scheda_si_leggono_a_parole(cambia: Any, nome: str, parole: list[str]) -> None:
    dopo = pieno()
    cambia(dopo["schede"][0])
    parte = _unica(pieno(), dopo)
    assert [c.nome for c in parte.campi] == [nome]
    assert all(parola in _html(parte) for parola in parole)


def test_la_cella_di_una_tabella_che_cambia_e_la_sola_segnata() -> None:
    dopo = pieno()
    dopo["tabelle"][0]["righe"][0]["valori"] = ["Residenti", "122900"]
    html = _html(_unica(pieno(), dopo))
    assert "122.855</" not in html.replace('<span class="visually-hidden">]</span>', "<")
    assert "122.855" in html
    assert "122.900" in html
    assert ">Residenti" in html or "Residenti │" in html


def test_una_scheda_spostata_lo_dice() -> None:
    dopo = pieno()
    dopo["schede"][0]["sezione"] = "obiettivi"
    parte = _unica(pieno(), dopo)
    assert parte.spostata
    assert "Obiettivi" in _html(parte)


def test_cio_che_e_aggiunto_e_cio_che_e_tolto_si_leggono_interi() -> None:
    dopo = pieno()
    dopo["tabelle"] = dopo["tabelle"][:1]
    parte = _unica(pieno(), dopo)
    assert parte.parte.cambio is Cambio.TOLTA
    assert all("<ins>" not in c.html for c in parte.campi)
    indietro = _unica(dopo, pieno())
    assert all("<del>" not in c.html for c in indietro.campi)


def test_l_accordo_viene_dopo_i_capitoli() -> None:
    dopo = pieno()
    dopo["sezioni"][1]["testo"] = "<p>Altro</p>"
    dopo["accordo"]["articoli"][1]["testo"] = "<p>Cambiato</p>"
    assert [c.nome for c in raffronta(pieno(), dopo)] == ["Obiettivi", "Accordo di Programma"]


def test_un_accordo_intero_si_legge_tutto() -> None:
    parte = _unica({**pieno(), "accordo": None}, pieno())
    assert "Articolo 2" in _html(parte).replace("</span>", "")


def test_i_nomi_citati_si_contano_solo_se_non_cambia_altro() -> None:
    dopo = copy.deepcopy(pieno())
    dopo["riferimenti"]["enti"] = {"comune:1": {"nome": "X", "sigla": ""}}
    assert [p.chiave for p in da_mostrare(confronta(pieno(), dopo))] == ["riferimenti"]
    dopo["titolo"] = "Altro titolo"
    assert [p.chiave for p in da_mostrare(confronta(pieno(), dopo))] == ["titolo"]


def test_una_voce_che_questo_codice_non_conosce_si_legge_lo_stesso() -> None:
    dopo = pieno()
    dopo["sezioni"][0]["note"] = [{"testo": "<p>Nota a piè di pagina</p>"}]
    parte = _unica(pieno(), dopo)
    assert [c.nome for c in parte.campi] == ["Note"]
    assert "piè" in _html(parte)


# What is read only as a code, or as a number that rounds the same way.
@pytest.mark.parametrize("foglia", [f for f in FOGLIE if f[0] != "riferimenti"], ids=lambda f: ".".join(map(str, f)))
def test_ogni_valore_che_cambia_ha_la_sua_parte_avanti_e_indietro(foglia: tuple[Any, ...]) -> None:
    dopo = _cambia(pieno(), foglia)
    try:
        avanti, indietro = raffronta(pieno(), dopo), raffronta(dopo, pieno())
    except (KeyError, ValueError, TypeError, ArithmeticError):
        return  # a document that the schema does not let in
    assert avanti
    assert [p.parte.chiave for c in avanti for p in c.parti]
    assert len(avanti) == len(indietro)


def test_l_accordo_di_prova_ha_parti() -> None:
    assert accordo()["parti"]
