"""A table from a file: what is understood of it, each problem by cell, nothing kept until confirmed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documenti.fogli import Foglio, leggi_foglio
from piani.fogli import lettera, proponi
from piani.fogli_scritti import foglio_csv, foglio_xlsx
from piani.models import Piano, Sezione, Tabella
from tests.cliente import Cliente
from tests.factories import RigaTabellaFactory, SezioneFactory, TabellaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
CSV = "Comune;Residenti\nGallarate;52.857\nAlbizzate;circa 5.000\nTotale;57.857\n"


def test_le_colonne_hanno_la_lettera_del_foglio() -> None:
    assert [lettera(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_titolo_intestazioni_tipi_e_totale_si_capiscono() -> None:
    foglio = Foglio(
        "F",
        [
            ["Spesa sociale 2022", "", "", ""], ["", "", "", ""],
            ["Area", "Spesa (€)", "% sul totale", "Anno"],
            ["Minori", "1.000,50", "40%", "2022"], ["Anziani", "<5", "60%", "2022"], ["Totale", "1.000,50", "", ""],
        ],
    )  # fmt: skip
    proposta = proponi(foglio)
    assert proposta.titolo == "Spesa sociale 2022"
    assert [(c["titolo"], c["tipo"], c["decimali"]) for c in proposta.colonne] == [
        ("Area", "testo", 0), ("Spesa (€)", "euro", 2), ("% sul totale", "percentuale", 0), ("Anno", "anno", 0),
    ]  # fmt: skip
    assert [r.totale for r in proposta.righe] == [False, False, True]
    assert proposta.problemi == []


def test_due_righe_di_intestazione_fanno_i_gruppi() -> None:
    foglio = Foglio(
        "F",
        [["Classe", "Numero", "", "Tasso", ""], ["", "F", "M", "F", "M"], ["0-4", "1", "2", "3,5", "4,5"]],
        unite=[(0, 1, 0, 2), (0, 3, 0, 4)],
    )
    proposta = proponi(foglio)
    assert [(c["gruppo"], c["titolo"], c["chiave"]) for c in proposta.colonne] == [
        ("", "Classe", "classe"), ("Numero", "F", "numero-f"), ("Numero", "M", "numero-m"),
        ("Tasso", "F", "tasso-f"), ("Tasso", "M", "tasso-m"),
    ]  # fmt: skip
    assert proponi(foglio, testate=1).testate == 1


def test_ogni_problema_ha_la_sua_casella_e_le_parole_non_si_perdono() -> None:
    righe = [["Voce", "N"], ["a", "10"], ["b", "1,234.50"], ["c", "2,3456"], ["d", "circa 7"], ["e", "20"]]
    proposta = proponi(Foglio("F", righe))
    assert [(p.luogo, p.letto, p.proposto) for p in proposta.problemi] == [
        ("B3", "1,234.50", "1.234,50"), ("B4", "2,3456", "2,35"), ("B5", "circa 7", ""),
    ]  # fmt: skip
    assert [r.celle[1] for r in proposta.righe] == ["10", "1.234,50", "2,35", "", "20"]
    assert proposta.righe[3].note_celle == {"n": "Nel file: «circa 7»"}


def test_le_formule_si_dicono_e_senza_valore_si_rifiutano() -> None:
    foglio = Foglio("F", [["Voce", "N"], ["a", "2"]], formule=[(1, 1)])
    assert proponi(foglio).avvisi == ["La colonna B contiene formule: prendo i valori calcolati."]
    foglio.senza_valore = [(1, 1)]
    assert "In B2 c'è una formula senza il valore calcolato" in proponi(foglio).rifiuto


@pytest.mark.parametrize(
    "righe", [[], [["", ""]], [["Solo", "intestazione"]], [[f"c{n}" for n in range(30)], ["1"] * 30]]
)
def test_cio_che_non_fa_una_tabella_si_rifiuta(righe: list[list[str]]) -> None:
    assert proponi(Foglio("F", righe)).rifiuto


@pytest.fixture
def sezione(piano: Piano) -> Sezione:
    return SezioneFactory.create(piano=piano, chiave="contesto")


@pytest.fixture
def tabella(sezione: Sezione) -> Tabella:
    colonne = [
        {"chiave": "comune", "titolo": "Comune", "gruppo": "", "tipo": "testo", "decimali": 0, "unita": ""},
        {"chiave": "residenti", "titolo": "Residenti", "gruppo": "", "tipo": "numero", "decimali": 0, "unita": ""},
        {
            "chiave": "quota", "titolo": "Quota", "gruppo": "", "tipo": "percentuale", "decimali": 1, "unita": "",
            "calcolo": {"specie": "quota", "colonne": ["residenti"]},
        },
    ]  # fmt: skip
    tabella = TabellaFactory.create(piano=sezione.piano, sezione=sezione, chiave="popolazione", colonne=colonne)
    RigaTabellaFactory.create(tabella=tabella, ordine=1, valori=["=Cassano", "75", ""])
    RigaTabellaFactory.create(tabella=tabella, ordine=2, valori=["Golasecca", "<5", ""])
    RigaTabellaFactory.create(tabella=tabella, ordine=3, valori=["Totale", "", ""], totale=True, calcolo="totale")
    return tabella


def _carica(cliente: Cliente, sezione: Sezione, contenuto: bytes, nome: str = "dati.csv", domanda: str = "") -> Any:
    indirizzo = f"{sezione.piano.get_absolute_url()}sezioni/{sezione.chiave}/importa-tabella/{domanda}"
    return cliente.post(indirizzo, {"file": SimpleUploadedFile(nome, contenuto)})


def test_si_vede_tutto_prima_e_si_salva_solo_confermando(come: Come, sezione: Sezione, ada: Utente) -> None:
    cliente = come(ada)
    passo = _carica(cliente, sezione, CSV.encode("cp1252"))
    assert passo.status_code == 302
    pagina = cliente.get(passo.url).text
    assert "B3: «circa 5.000» non è un numero" in pagina
    assert "separate da punto e virgola" in pagina
    assert not sezione.tabelle.exists()
    assert cliente.post(passo.url, {"foglio": "0", "dove": "", "guarda": "si"}).status_code == 200
    assert not sezione.tabelle.exists()
    risposta = cliente.post(passo.url, {"foglio": "0", "dove": "", "titolo": "Residenti"})
    assert risposta.status_code == 302
    nata = sezione.tabelle.get()
    assert [(r.valori, r.totale, r.note_celle) for r in nata.righe.all()] == [
        (["Gallarate", "52857"], False, {}),
        (["Albizzate", ""], False, {"residenti": "Nel file: «circa 5.000»"}),
        (["Totale", "57857"], True, {}),
    ]  # fmt: skip


def test_senza_titolo_la_tabella_nuova_non_nasce(come: Come, sezione: Sezione, ada: Utente) -> None:
    cliente = come(ada)
    risposta = cliente.post(_carica(cliente, sezione, CSV.encode()).url, {"foglio": "0", "dove": ""})
    assert risposta.status_code == 400
    assert "Scrivi il titolo" in risposta.text
    assert not sezione.tabelle.exists()


@pytest.mark.parametrize(("modo", "quante"), [("sostituisci", 1), ("aggiungi", 4)])
def test_le_righe_si_sostituiscono_o_si_aggiungono(
    come: Come, sezione: Sezione, tabella: Tabella, ada: Utente, modo: str, quante: int
) -> None:
    cliente = come(ada)
    passo = _carica(cliente, sezione, b"Residenti;Comune;Altro\n100;Besnate;x\n", domanda="?tabella=popolazione")
    pagina = cliente.get(passo.url).text
    assert "La colonna «Altro» nella tabella non c&#x27;è" in pagina
    dati = {"foglio": "0", "dove": f"{modo}:popolazione", "revisione": "1", "revisione_di": "popolazione"}
    assert cliente.post(passo.url, dati).status_code == 302
    righe = list(tabella.righe.all())
    assert len(righe) == quante
    assert righe[-1].valori == ["Besnate", "100", ""]


def test_chi_importa_secondo_non_cancella_il_primo(come: Come, sezione: Sezione, tabella: Tabella, ada: Utente) -> None:
    cliente = come(ada)
    passo = _carica(cliente, sezione, b"Comune;Residenti\nBesnate;100\n")
    dati = {"foglio": "0", "dove": "sostituisci:popolazione", "revisione": "0", "revisione_di": "popolazione"}
    assert cliente.post(passo.url, dati).status_code == 409
    assert cliente.post(passo.url, {**dati, "revisione_di": "altra"}).status_code == 400
    assert tabella.righe.count() == 3


def test_un_file_ostile_torna_con_la_sua_frase(come: Come, sezione: Sezione, ada: Utente) -> None:
    for contenuto, frase in (
        (b"%PDF-1.4", "risulta: PDF"),
        (b"PK\x03\x04", "Excel"),
        (b"a;b\n" * 100_000, "10.000 righe"),
    ):
        risposta = _carica(come(ada), sezione, contenuto)
        assert risposta.status_code == 422
        assert frase in risposta.text


def test_un_altro_ambito_non_importa_e_non_ritrova_il_file(
    come: Come, sezione: Sezione, ada: Utente, lia: Utente, dario: Utente
) -> None:
    passo = _carica(come(ada), sezione, CSV.encode())
    assert _carica(come(dario), sezione, CSV.encode()).status_code == 404
    assert come(dario).get(passo.url).status_code == 404
    assert come(lia).get(passo.url).status_code == 404


def test_cio_che_si_scarica_torna_uguale_e_nessuna_cella_e_una_formula(tabella: Tabella) -> None:
    testo = foglio_csv(tabella).decode("utf-8-sig")
    assert testo.splitlines() == [
        "Comune;Residenti;Quota", "'=Cassano;75;n.d.", "Golasecca;<5;n.d.", "Totale;almeno 75;n.d.",
    ]  # fmt: skip
    letto = leggi_foglio(foglio_xlsx(tabella), nome="t.xlsx").fogli[0]
    assert letto.righe[:3] == [
        ["Comune", "Residenti", "Quota"],
        ["'=Cassano", "75", "n.d."],
        ["Golasecca", "<5", "n.d."],
    ]
    modello = leggi_foglio(foglio_xlsx(tabella, vuoto=True), nome="m.xlsx").fogli[0]
    assert [r[0] for r in modello.righe] == ["Comune", "'=Cassano", "Golasecca"]
    assert modello.formule == []


def test_si_scarica_chi_puo_leggerla(come: Come, tabella: Tabella, ada: Utente, dario: Utente) -> None:
    indirizzo = f"{tabella.piano.get_absolute_url()}tabelle/popolazione/esporta/"
    for formato, inizio in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("modello", b"PK")):
        assert come(ada).get(indirizzo, {"formato": formato}).content.startswith(inizio)
    assert come(dario).get(indirizzo).status_code == 404
