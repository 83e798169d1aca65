"""The plan of Busto Arsizio, a published act, as a Word file with its tables split where pages broke."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from core import testo as pulitore
from core.canonico import Json
from demo.gallarate import documento_gallarate
from obiettivi.models import Triennio
from piani.controllo import controlla
from piani.queries_word import conosciuto
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.documento import Lettura
from piani.word.leggi.esito import Sicurezza
from piani.word.leggi.etichette import Etichette
from piani.word.leggi.lettore import leggi_word
from piani.word.leggi.testi import piega
from tests.controllo_di_prova import catalogo
from tests.word_altrui.perdite import perse
from tests.word_di_prova import busto, docx

pytestmark = [pytest.mark.lento, pytest.mark.una_volta]

# Words that become structure: the number of an action or indicator, the year of a target.
DI_STRUTTURA = frozenset(
    [
        "analisi",
        "anno",
        "area",
        "attivita",
        "azione",
        "azioni",
        "descrizione",
        "di",
        "dimensione",
        "fonte",
        "geq",
        "ind",
        "indicatore",
        "indicatori",
        "n",
        "ob",
        "obiettivo",
        "output",
        "policy",
        "precedente",
        "programmazione",
        "titolo",
    ]
)


# Of the matrices: the titles of rows and columns are the format's, the crosses are ticks.
DI_MATRICE = Counter(
    {"x": 39, "fragili": 5, "cronici": 5, "telemedicina": 5, "pic": 5, "autonomia": 3, "assistenza": 1, "cura": 1}
) + Counter(["domiciliari", "setting", "autonomi", "emarginazioni", "uvn"])


@pytest.fixture
def noto(regione_minima: dict[str, int]) -> Conosciuto:
    return conosciuto(Triennio.objects.get(codice="2025-2027"))


@cache
def letto(noto: Conosciuto) -> Lettura:
    contenuto = docx(*busto())
    return leggi_word(contenuto, noto, nome="piano.docx", ambito="50049", triennio="2025-2027", titolo="Piano di Zona")


@pytest.fixture
def lettura(noto: Conosciuto) -> Lettura:
    """The reading, once for all the tests: they only look at it."""
    return letto(noto)


def parole(testo: str) -> list[str]:
    return piega(testo).replace("%", " ").replace("<", " ").replace(">", " ").split()


def di_scheda(scheda: Json, noto: Conosciuto) -> str:
    """Return all that a sheet says, as the page would print it."""
    formato = next(f for f in noto.formati if f.chiave == scheda["formato"])
    scelte = {(c.chiave, s.chiave): s.etichetta for c in formato.campi for s in c.scelte}
    aree = {a.codice: f"{a.codice} {a.nome} {' '.join(a.alias)}" for a in noto.aree}
    punti = {(a.codice, p.chiave): f"{p.nome} {' '.join(p.alias)}" for a in noto.aree for p in a.punti}
    pezzi = [scheda["intestazione"], scheda["titolo"], pulitore.testo_semplice(scheda["descrizione"])]
    pezzi += [aree[a] for a in (*scheda["macroaree"], *scheda["aree_trasversali"])]
    for punto in scheda["punti_chiave"]:
        pezzi += [aree.get(punto["macroarea"], ""), punti.get((punto["macroarea"], punto["punto"]), ""), punto["nota"]]
    for risposta in scheda["risposte"]:
        pezzi += [scelte[risposta["campo"], s] for s in risposta["scelte"]] + [
            pulitore.testo_semplice(risposta["testo"])
        ]
    for azione in (v for a in scheda["azioni"] for v in (a, *a["azioni"])):
        pezzi += [azione["numero"], azione["testo"]]
    for indicatore in scheda["indicatori"]:
        pezzi += [indicatore["numero"], indicatore["azione"], indicatore["testo"]]
        for o in indicatore["obiettivi"]:
            pezzi += [str(o["anno"]), str(o["valore"] or ""), o["testo"], "T0" if o["tipo"] == "base" else ""]
    pezzi += [r["nota"] for r in scheda["risorse"]]
    return "\n".join(pezzi)


def test_le_schede_e_gli_esiti_ci_sono_tutti_con_le_loro_righe(lettura: Lettura) -> None:
    conti = lettura.resoconto.conti

    assert (conti["schede_obiettivo"], conti["righe_obiettivo"]) == (20, 20 * 27)
    assert (conti["schede_esito"], conti["righe_esito"]) == (8, 8 * (8 + 2))
    assert (conti["schede_asst"], conti["righe_asst"]) == (5, 5 * 10)


def test_le_tabelle_di_dati_sono_ventidue_piu_nove_di_misure(lettura: Lettura) -> None:
    tabelle = lettura.documento["tabelle"]
    misure = [t for t in tabelle if t["colonne"][0]["titolo"] == "Misura regionale"]

    assert (len(tabelle) - len(misure), len(misure)) == (22, 9)
    assert sum(len(t["righe"]) for t in misure) == 37
    popolazione = tabelle[0]
    assert [c["titolo"] for c in popolazione["colonne"]] == ["classe età", "F", "M", "TOT"]
    assert [c["gruppo"] for c in popolazione["colonne"]] == ["", "SESSO", "SESSO", "SESSO"]
    assert popolazione["righe"][0]["valori"] == ["00-04", "24543", "25310", "49853"]
    assert [r["valori"][0] for r in popolazione["righe"] if r["totale"]] == ["TOT. ATS INSUBRIA"]


def test_nessuna_parola_di_una_risposta_si_perde(lettura: Lettura, noto: Conosciuto) -> None:
    scritte = Counter(parole("\n".join(di_scheda(s, noto) for s in _schede(lettura))))
    nel_file = Counter(
        parola
        for v in lettura.resoconto.voci
        if v.specie == "riga" and v.posto.startswith("tabella") and not v.titolo.startswith("Matrice")
        for parola in parole(v.origine)
    )

    perse = {p: n - scritte[p] for p, n in nel_file.items() if n > scritte[p] and p not in DI_STRUTTURA}
    perse = {p: n for p, n in perse.items() if not p.isdigit() and len(p) > 1}
    assert not perse, perse


def test_nessuna_parola_si_perde_ne_una_volta_di_meno(lettura: Lettura, noto: Conosciuto) -> None:
    """The same count as on the plans made by the tests: each word of the markup, as many times as it is there."""
    mancano = perse(docx(*busto()), lettura, noto) - DI_MATRICE
    assert not mancano


def test_nessuna_parola_del_file_si_perde(lettura: Lettura, noto: Conosciuto) -> None:
    sezioni = "\n".join(_testi(lettura.documento["sezioni"]))
    tabelle = "\n".join(
        " ".join([t["titolo"], t["fonte"], t["nota"], *(c["titolo"] + " " + c["gruppo"] for c in t["colonne"])])
        + "\n".join(" ".join(r["valori"]) for r in t["righe"])
        for t in lettura.documento["tabelle"]
    )
    etichette = "\n".join(c.etichetta for f in noto.formati for c in f.campi)
    raccontate = "\n".join(f"{v.titolo} {v.origine}" for v in lettura.resoconto.voci if v.specie in ("indice", "riga"))
    scritto = set(
        parole("\n".join([sezioni, tabelle, etichette, raccontate, *(di_scheda(s, noto) for s in _schede(lettura))]))
    )

    note = Etichette(noto.formati)
    nel_file = {q for b in busto() for t in _testi_di(b) if not note.cerca(t) for q in parole(t)}
    perse = {q for q in nel_file - scritto if not any(c.isdigit() for c in q)}
    assert perse <= {"li", "at", "uvn", "x"}, perse


def test_le_macroaree_si_leggono_e_la_lettera_sbagliata_si_dice(lettura: Lettura) -> None:
    obiettivi = [s for s in lettura.documento["schede"] if s["formato"] == "obiettivo-2025"]

    assert Counter(s["macroaree"][0] for s in obiettivi) == {
        "A": 3,
        "B": 3,
        "D": 2,
        "E": 2,
        "G": 4,
        "H": 1,
        "I": 2,
        "J": 3,
    }
    dubbie = [
        v for v in lettura.resoconto.voci if v.titolo == "AREA DI POLICY" and v.sicurezza is Sicurezza.DA_GUARDARE
    ]
    assert [v.origine for v in dubbie if v.posto.startswith("tabella")] == [
        "A) Politiche abitative",
        "J) Politiche per i giovani e i minori",
    ]


def test_i_si_e_i_no_sono_quelli_contati_nel_piano(lettura: Lettura) -> None:
    obiettivi = [s for s in lettura.documento["schede"] if s["formato"] == "obiettivo-2025"]
    conti = {
        campo: Counter(tuple(next(r for r in s["risposte"] if r["campo"] == campo)["scelte"]) for s in obiettivi)
        for campo in ("asst_analisi", "altri_ambiti", "continuita", "progetto_premiale", "innovazione")
    }

    assert conti["asst_analisi"] == {("si",): 9, ("no",): 11}
    assert conti["altri_ambiti"] == {("si",): 9, ("no",): 11}
    assert conti["continuita"] == {("si",): 15, ("no",): 5}
    assert conti["progetto_premiale"] == {("si",): 3, ("no",): 17}
    assert conti["innovazione"] == {("si",): 16, ("no",): 2, (): 2}


def test_le_matrici_hanno_le_crocette_del_piano(lettura: Lettura) -> None:
    asst = [s for s in lettura.documento["schede"] if s["formato"] == "asst-2025"]
    matrici = [next(r for r in s["risposte"] if r["campo"] == "matrice")["scelte"] for s in asst]

    assert [len(m) for m in matrici] == [4, 8, 8, 12, 7]
    assert matrici[0] == ["AT1:LI2", "AT1:LI3", "AT1:LI5", "AT1:LI6"]
    assert matrici[4] == [f"AT1:LI{n}" for n in range(1, 8)]


def test_le_azioni_e_i_valori_attesi_del_lep_sui_punti_unici_di_accesso(lettura: Lettura) -> None:
    pua = next(s for s in lettura.documento["schede"] if s["leps"] == ["pua-uvm"])

    assert [a["numero"] for a in pua["azioni"]] == ["1", "2", "3", "4"]
    secondo = next(i for i in pua["indicatori"] if i["azione"] == "2")
    assert [(o["anno"], o["tipo"], o["valore"]) for o in secondo["obiettivi"]] == [
        (2025, "soglia", "50"),
        (2026, "soglia", "75"),
        (2027, "uguale", "100"),
    ]
    assert [(r["importo"], r["fonti"], r["periodo"]) for r in pua["risorse"]] == [("40000.00", ["fna"], "per_unita")]


def test_i_sette_capitoli_sono_numerati_e_vanno_alle_voci_della_regione(lettura: Lettura) -> None:
    capitoli = [s for s in lettura.documento["sezioni"] if s["numerata"]]

    assert len(capitoli) == 7
    assert [s["voce_formato"] for s in capitoli] == [
        "",
        "esiti",
        "contesto",
        "reti",
        "governance",
        "bisogni",
        "obiettivi",
    ]


def test_i_rilievi_sui_due_piani_veri_sono_quelli_che_dice_la_carta(lettura: Lettura) -> None:
    """docs/controllo.md says that each was read: one that comes or goes is to be read too."""
    noti = catalogo()
    quanti = [
        Counter(r.regola for r in controlla(documento, replace(noti, comuni=comuni)))
        for documento, comuni in ((documento_gallarate(), noti.comuni), (lettura.documento, ("Busto Arsizio",)))
    ]
    carta = (Path(settings.BASE_DIR) / "docs/controllo.md").read_text()
    righe = re.findall(r"^\| (?:`([\w-]+)`|\*\*tutti\*\*) \| (\d+|-) \| (\d+|-) \|$", carta, re.MULTILINE)
    detti = {genere: tuple(int(n.replace("-", "0")) for n in numeri) for genere, *numeri in righe}
    assert detti.pop("") == tuple(c.total() for c in quanti)
    assert detti == {genere: tuple(c[genere] for c in quanti) for genere in {*quanti[0], *quanti[1]}}


def _schede(lettura: Lettura) -> list[Json]:
    return [*lettura.documento["schede"], *lettura.documento["esiti"]]


def _testi(sezioni: list[Json]) -> list[str]:
    return [t for s in sezioni for t in (s["titolo"], pulitore.testo_semplice(s["testo"]), *_testi(s["sezioni"]))]


def _testi_di(blocco: object) -> list[str]:
    if isinstance(blocco, list) and blocco and isinstance(blocco[0], str):
        return [str(blocco[1])]
    assert isinstance(blocco, list)
    return ["\n".join(t for _, t in cella) for riga in blocco for cella in riga]
