"""Computed columns and totals, notes of cells, pasted cells, templates, charts of a table: by the pages."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi
from piani.actions.grafici import DatiDisegno, aggiungi_grafico
from piani.actions.modelli import aggiungi_modelli
from piani.actions.tabelle import RigaScritta, cambia_colonne, elimina_tabella, salva_righe
from piani.canonico import leggi
from piani.canonico.esporta import byte_del_piano, documento
from piani.canonico.forma import sigilla
from piani.canonico.importa import importa_piano
from piani.enums import TipoGrafico
from piani.lettura import leggi_piano
from piani.modelli_tabelle import MODELLI
from piani.models import Colonna, Piano, RigaTabella, Sezione, Tabella
from tests.cliente import Cliente
from tests.factories import AppartenenzaFactory, RigaTabellaFactory, SezioneFactory, TabellaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


def _colonna(chiave: str, tipo: str = "numero") -> Colonna:
    return {"chiave": chiave, "titolo": chiave.capitalize(), "gruppo": "", "tipo": tipo, "decimali": 0, "unita": ""}


@pytest.fixture
def sezione(piano: Piano) -> Sezione:
    return SezioneFactory.create(piano=piano, chiave="contesto", ordine=1)


@pytest.fixture
def tabella(sezione: Sezione) -> Tabella:
    colonne = [_colonna("comune", "testo"), _colonna("maschi"), _colonna("femmine")]
    tabella = TabellaFactory.create(piano=sezione.piano, sezione=sezione, chiave="pop", colonne=colonne)
    for n, valori in enumerate((["Albizzate", "10", "20"], ["Besnate", "<5", "7"], ["Totale", "30", "27"]), 1):
        RigaTabellaFactory.create(tabella=tabella, ordine=n, valori=valori, totale=valori[0] == "Totale")
    return tabella


def _indirizzo(tabella: Tabella, atto: str = "") -> str:
    return f"{tabella.piano.get_absolute_url()}tabelle/{tabella.chiave}/{atto}"


def _somma(tabella: Tabella, revisione: int = 1) -> dict[str, object]:
    return {
        "calcolata-titolo": "Totale", "calcolata-specie": "somma", "calcolata-addendi": ["maschi", "femmine"],
        "calcolata-per": "1", "calcolata-decimali": "0", "calcolata-revisione": revisione,
    }  # fmt: skip


def test_una_colonna_calcolata_si_aggiunge_e_si_legge(come: Come, ada: Utente, tabella: Tabella) -> None:
    assert come(ada).post(_indirizzo(tabella, "colonne/calcolata/"), _somma(tabella)).status_code == 302
    tabella.refresh_from_db()
    assert tabella.colonne[3]["calcolo"] == {"specie": "somma", "colonne": ["maschi", "femmine"]}
    assert [r.valori[3] for r in tabella.righe.all()] == ["", "", ""]
    pagina = come(ada).get(_indirizzo(tabella)).text
    assert "almeno\u00a07" in pagina
    assert "Calcolata: somma di «Maschi» e «Femmine»" in pagina
    assert "la calcola il portale" in pagina


@pytest.mark.parametrize(
    ("cambi", "frase"),
    [
        ({"calcolata-addendi": ["maschi"]}, "almeno due colonne"),
        ({"calcolata-specie": "quota"}, "di cui vuoi la quota"),
        ({"calcolata-specie": "rapporto", "calcolata-prima": "maschi"}, "tutte e due le colonne"),
        ({"calcolata-addendi": ["comune", "maschi"]}, "comune"),
    ],
)
def test_una_colonna_calcolata_male_torna_con_la_frase(
    come: Come, ada: Utente, tabella: Tabella, cambi: dict[str, object], frase: str
) -> None:
    risposta = come(ada).post(_indirizzo(tabella, "colonne/calcolata/"), {**_somma(tabella), **cambi})
    assert risposta.status_code == 422
    assert frase in risposta.text
    tabella.refresh_from_db()
    assert len(tabella.colonne) == 3


def test_la_colonna_da_cui_si_calcola_non_si_toglie(come: Come, ada: Utente, tabella: Tabella) -> None:
    come(ada).post(_indirizzo(tabella, "colonne/calcolata/"), _somma(tabella))
    tabella.refresh_from_db()
    restano = [(c["chiave"], c) for c in tabella.colonne if c["chiave"] != "maschi"]
    with pytest.raises(DatiNonValidi, match="Togli prima la colonna calcolata"):
        cambia_colonne(tabella, colonne=restano, revisione=2, autore=ada)


def test_il_genere_della_riga_il_posto_e_le_note_si_salvano(come: Come, ada: Utente, tabella: Tabella) -> None:
    dati = {
        "revisione": 1,
        "r0-c0": "Albizzate", "r0-c1": "10", "r0-c2": "20", "r0-posto": "2",
        "r1-c0": "Besnate", "r1-c1": "<5", "r1-c2": "n.d.", "r1-posto": "2",
        "r2-c0": "Totale", "r2-c1": "999", "r2-c2": "", "r2-posto": "3", "r2-genere": "calcola_totale",
        "nc0-riga": "2", "nc0-colonna": "maschi", "nc0-testo": "stima",
    }  # fmt: skip
    assert come(ada).post(_indirizzo(tabella, "righe/"), dati).status_code == 302
    righe = list(tabella.righe.values_list("valori", "totale", "calcolo", "note_celle"))
    assert righe == [
        (["Besnate", "<5", "n.d."], False, "", {"maschi": "stima"}),
        (["Albizzate", "10", "20"], False, "", {}),
        (["Totale", "", ""], True, "totale", {}),
    ]  # fmt: skip
    letta = leggi_piano(documento(tabella.piano)).capitoli[0].tabelle[0]
    assert [c.testo for c in letta.righe[2].celle] == ["almeno\u00a010", "almeno\u00a020"]
    assert letta.note == [("1", "stima")]
    assert letta.righe[0].celle[0].richiamo == "1"
    assert "<5: meno di 5, nascosto per la riservatezza." in letta.note_dati


def test_un_totale_scritto_che_torna_lo_calcola_il_portale(come: Come, ada: Utente, tabella: Tabella) -> None:
    RigaTabella.objects.filter(tabella=tabella, ordine=2).update(valori=["Besnate", "20", "7"])
    assert "Fallo calcolare al portale" in come(ada).get(_indirizzo(tabella)).text
    risposta = come(ada).post(_indirizzo(tabella, "righe/totale/"), {"revisione": 1, "riga": 3})
    assert risposta.status_code == 302
    riga = tabella.righe.get(ordine=3)
    assert (riga.valori, riga.calcolo) == (["Totale", "", ""], "totale")
    assert come(ada).post(_indirizzo(tabella, "righe/totale/"), {"revisione": 1, "riga": 3}).status_code == 400


def test_incollare_mostra_i_problemi_e_non_salva(come: Come, ada: Utente, tabella: Tabella) -> None:
    testo = "Cairate\t1.234,5\t12,3%\r\nSamarate\tmolti\t<5\tfuori"
    dati = {"incollato": testo, "da_riga": "2", "da_colonna": "1"}
    risposta = come(ada).post(_indirizzo(tabella, "righe/incolla/"), dati)
    assert risposta.status_code == 200
    assert 'value="1.234,5"' in risposta.text
    assert "«molti» non è un numero" in risposta.text
    assert "1 celle non avevano una colonna" in risposta.text
    assert 'value="Albizzate"' in risposta.text
    assert "Besnate" in tabella.righe.get(ordine=2).valori
    tutto = come(ada).post(_indirizzo(tabella, "righe/incolla/"), {**dati, "sostituisci": "si"}).text
    assert 'value="Albizzate"' not in tutto
    assert come(ada).post(_indirizzo(tabella, "righe/incolla/"), {"incollato": " "}).status_code == 422


# --- Charts -----------------------------------------------------------------------------------------


def _disegno(**cambi: object) -> DatiDisegno:
    dati: dict[str, object] = {
        "titolo": "La popolazione", "grafico": "piramide", "etichette": "comune", "serie": ("maschi", "femmine"),
    }  # fmt: skip
    return DatiDisegno(**{**dati, **cambi})  # type: ignore[arg-type]  # a test's shorthand


def test_un_grafico_segue_la_sua_tabella(ada: Utente, tabella: Tabella) -> None:
    grafico = aggiungi_grafico(tabella, dati=_disegno(), autore=ada)
    letta = leggi_piano(documento(tabella.piano)).capitoli[0].tabelle[1]
    assert (letta.numero, letta.dati, letta.ancora_dati) == ("Grafico 1.1", "Tabella 1.1", "tabella-pop")
    assert "&lt;5" in letta.svg
    RigaTabella.objects.filter(tabella=tabella, ordine=1).update(valori=["Albizzate", "777", "20"])
    assert "777" in leggi_piano(documento(tabella.piano)).capitoli[0].tabelle[1].svg
    assert grafico.righe.count() == 0
    assert not letta.dati_in_carta


@pytest.mark.parametrize(
    ("cambi", "frase"),
    [
        ({"titolo": " "}, "titolo"),
        ({"serie": ()}, "almeno una colonna"),
        ({"serie": ("maschi",)}, "due colonne"),
        ({"grafico": "torta"}, "una colonna sola"),
        ({"grafico": "barre", "serie": ("comune",)}, "colonne di numeri"),
        ({"grafico": "organigramma"}, "non è tra quelli previsti"),
    ],
)
def test_un_disegno_che_non_si_puo_fare_si_rifiuta(
    ada: Utente, tabella: Tabella, cambi: dict[str, object], frase: str
) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        aggiungi_grafico(tabella, dati=_disegno(**cambi), autore=ada)
    assert Tabella.objects.count() == 1


def test_l_anteprima_non_salva_e_il_bottone_si(come: Come, ada: Utente, tabella: Tabella) -> None:
    dati = {"titolo": "La popolazione", "grafico": "barre", "etichette": "comune", "serie": ["maschi"]}
    anteprima = come(ada).post(_indirizzo(tabella, "disegna/"), {**dati, "guarda": "si"})
    assert anteprima.status_code == 200
    assert "<svg" in anteprima.text
    assert Tabella.objects.count() == 1
    assert come(ada).post(_indirizzo(tabella, "disegna/"), dati).status_code == 302
    grafico = Tabella.objects.get(dati=tabella)
    assert grafico.vista == {"etichette": "comune", "serie": ["maschi"]}
    assert "Cambia il grafico" in come(ada).get(_indirizzo(grafico)).text
    nuovi = {**dati, "grafico": "linee", "alternativo": "Cresce.", "revisione": 1}
    assert come(ada).post(_indirizzo(grafico, "disegno/"), nuovi).status_code == 302
    assert come(ada).post(_indirizzo(grafico, "disegno/"), nuovi).status_code == 409
    grafico.refresh_from_db()
    assert (grafico.grafico, grafico.alternativo) == ("linee", "Cresce.")
    assert "<desc" in (pagina := come(ada).get(_indirizzo(grafico)).text)
    assert "Cresce." in pagina


def test_la_tabella_disegnata_non_si_elimina_ne_perde_la_colonna(ada: Utente, tabella: Tabella) -> None:
    grafico = aggiungi_grafico(tabella, dati=_disegno(), autore=ada)
    with pytest.raises(DatiNonValidi, match="è disegnata da «La popolazione»"):
        elimina_tabella(tabella, revisione=1, autore=ada)
    senza = [(c["chiave"], c) for c in tabella.colonne if c["chiave"] != "femmine"]
    with pytest.raises(DatiNonValidi, match="cambia prima il grafico"):
        cambia_colonne(tabella, colonne=senza, revisione=1, autore=ada)
    elimina_tabella(grafico, revisione=1, autore=ada)
    elimina_tabella(Tabella.objects.get(pk=tabella.pk), revisione=1, autore=ada)


# --- The canonical form -----------------------------------------------------------------------------


def test_calcoli_note_e_grafici_vanno_e_tornano_con_gli_stessi_byte(
    ada: Utente, sezione: Sezione, ambito_con_comuni: Ambito
) -> None:
    tabelle = aggiungi_modelli(sezione, chiavi=[m.chiave for m in MODELLI], autore=ada)
    prima = tabelle[0]
    salva_righe(
        prima,
        righe=[
            RigaScritta(["Albizzate", "100", "<5", "250", "", "", ""], note_celle={"65": "stima"}),
            RigaScritta(["Totale", "", "", "", "", "", ""], totale=True, calcolo="totale"),
        ],
        revisione=1,
        autore=ada,
    )
    contenuto = byte_del_piano(sezione.piano)
    dati = leggi(contenuto)
    canonica = next(t for t in dati["tabelle"] if t["chiave"] == prima.chiave)
    assert canonica["righe"][1]["valori"] == ["Totale", "100", "n.d.", "250", ">=350", "n.d.", "250.0"]
    assert canonica["righe"][0]["note"] == {"65": "stima"}
    sezione.piano.delete()
    assert byte_del_piano(importa_piano(dati)) == contenuto


@pytest.mark.parametrize("valore", ["31", "<5"])
def test_un_file_che_dice_un_totale_diverso_dal_conto_non_entra(ada: Utente, tabella: Tabella, valore: str) -> None:
    RigaTabella.objects.filter(tabella=tabella, totale=True).update(calcolo="totale", valori=["Totale", "", ""])
    dati = documento(tabella.piano)
    dati["tabelle"][0]["righe"][2]["valori"][2] = valore
    tabella.piano.delete()
    with pytest.raises(DatiNonValidi, match="ma il conto dà 27"):
        importa_piano(leggi_di_nuovo(dati))


def leggi_di_nuovo(dati: dict[str, object]) -> dict[str, object]:
    from core.canonico import byte_canonici

    return leggi(byte_canonici(sigilla({k: v for k, v in dati.items() if k != "sha256"})))


# --- Templates --------------------------------------------------------------------------------------


@pytest.fixture
def ambito_con_comuni(gallarate: Ambito) -> Ambito:
    for nome in ("Albizzate", "Besnate", "Cairate"):
        AppartenenzaFactory.create(comune__ente__nome=nome, ambito=gallarate)
    return gallarate


def test_le_tabelle_del_capitolo_2_arrivano_tutte_con_i_comuni(
    come: Come, ada: Utente, sezione: Sezione, ambito_con_comuni: Ambito
) -> None:
    indirizzo = f"{sezione.piano.get_absolute_url()}sezioni/contesto/nuova-tabella/modelli/"
    assert come(ada).post(indirizzo, {"tutte": "si"}).status_code == 302
    assert sezione.tabelle.filter(dati=None).count() == len(MODELLI)
    per_comune = sezione.tabelle.get(titolo="Spesa sociale per Comune e per abitante")
    assert [r.valori[0] for r in per_comune.righe.all()][-1] == "Totale"
    assert {"Albizzate", "Besnate", "Cairate"} <= {r.valori[0] for r in per_comune.righe.all()}
    assert come(ada).post(indirizzo, {"modello": "inventato"}).status_code == 400
    assert come(ada).get(f"{sezione.piano.get_absolute_url()}sezioni/contesto/nuova-tabella/").text.count(
        "nel Piano c'è già"
    ) == len(MODELLI)


def test_riempiti_danno_indice_di_vecchiaia_e_spesa_per_abitante(ada: Utente, sezione: Sezione) -> None:
    eta, spesa = aggiungi_modelli(sezione, chiavi=["popolazione-comuni", "spesa-comuni"], autore=ada)
    salva_righe(eta, righe=[RigaScritta(["Albizzate", "100", "400", "250", "", "", ""])], revisione=1, autore=ada)
    salva_righe(spesa, righe=[RigaScritta(["Albizzate", "750", "90.000", "", ""])], revisione=1, autore=ada)
    lette = {t["titolo"]: t["righe"][0]["valori"] for t in documento(sezione.piano)["tabelle"] if t["righe"]}
    assert lette["Popolazione residente per Comune"][4:] == ["750", "100.0", "250.0"]
    assert Decimal(lette["Spesa sociale per Comune e per abitante"][4]) == 120


@pytest.mark.parametrize("modello", MODELLI, ids=lambda m: m.chiave)
def test_ogni_modello_si_calcola_e_si_disegna(ada: Utente, sezione: Sezione, modello: object) -> None:
    from piani.modelli_tabelle import Modello

    assert isinstance(modello, Modello)
    aggiungi_modelli(sezione, chiavi=[modello.chiave], autore=ada)
    assert {d.grafico for d in modello.disegni} <= set(TipoGrafico.values)
    assert sezione.tabelle.filter(dati__isnull=False).count() == len(modello.disegni)


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_dei_rimandi_costa_sempre_uguale(
    come: Come, ada: Utente, sezione: Sezione, django_assert_num_queries: DjangoAssertNumQueries, quanti: int
) -> None:
    for _ in range(quanti):
        TabellaFactory.create(piano=sezione.piano, sezione=sezione)
        SezioneFactory.create(piano=sezione.piano)
    cliente = come(ada)
    cliente.get("/")
    with django_assert_num_queries(9):
        assert cliente.get(f"{sezione.piano.get_absolute_url()}rimandi/").status_code == 200
