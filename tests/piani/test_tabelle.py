"""Data tables: numbers in Italian, columns, rows, two people at once."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from piani.actions.tabelle import (
    RigaScritta,
    cambia_colonne,
    elimina_tabella,
    salva_righe,
)
from piani.actions.tabelle_nuove import aggiungi_tabella
from piani.forms.griglia import massime_righe
from piani.models import Colonna, Piano, RigaTabella, Tabella
from piani.numeri import NumeroNonValido, da_italiano, in_italiano
from tests.cliente import Cliente
from tests.factories import SezioneFactory, TabellaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


def _colonna(chiave: str, tipo: str = "numero", titolo: str = "") -> Colonna:
    return {"chiave": chiave, "titolo": titolo or chiave, "gruppo": "", "tipo": tipo, "decimali": 1, "unita": ""}


@pytest.fixture
def tabella(piano: Piano) -> Tabella:
    tabella = TabellaFactory.create(piano=piano, colonne=[_colonna("comune", "testo", "Comune"), _colonna("abitanti")])
    RigaTabella.objects.create(tabella=tabella, ordine=1, valori=["Gallarate", "1584.5"])
    return tabella


def _indirizzo(tabella: Tabella, atto: str = "") -> str:
    return f"{tabella.piano.get_absolute_url()}tabelle/{tabella.chiave}/{atto}"


def _righe(*righe: list[str], revisione: int = 1, altro: dict[str, str] | None = None) -> dict[str, object]:
    celle = {f"r{n}-c{j}": v for n, riga in enumerate(righe) for j, v in enumerate(riga)}
    return {"revisione": revisione, **celle, **(altro or {})}


def _colonne(*colonne: tuple[str, str, str], revisione: int = 1) -> dict[str, object]:
    dati: dict[str, object] = {"revisione": revisione}
    for n, (chiave, titolo, tipo) in enumerate(colonne):
        dati |= {f"k{n}-titolo": titolo, f"k{n}-tipo": tipo, **({f"k{n}-chiave": chiave} if chiave else {})}
    return dati


@pytest.mark.parametrize(
    ("scritto", "tenuto"),
    [
        ("1.584,5", "1584.5"), ("1584,50", "1584.50"), ("  12 ", "12"), ("", ""), ("1.300.000,00 €", "1300000.00"),
        ("37,9%", "37.9"), ("-3,2", "-3.2"), ("\u22123", "-3"), ("007", "7"), ("0,5", "0.5"),
    ],
)  # fmt: skip
def test_un_numero_italiano_diventa_decimale(scritto: str, tenuto: str) -> None:
    assert da_italiano(scritto) == tenuto


@pytest.mark.parametrize(
    "scritto", ["1584.5", "1.58", "dodici", "1,2,3", "1e5", "NaN", "1,234", "9" * 13, "--1", "1.5844"]
)
def test_cio_che_non_e_un_numero_italiano_si_rifiuta(scritto: str) -> None:
    with pytest.raises(NumeroNonValido):
        da_italiano(scritto)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_andata_e_ritorno_di_ogni_numero(valore: Decimal) -> None:
    testo = f"{valore:f}"
    assert da_italiano(in_italiano(testo)) == testo


def test_si_salvano_righe_con_numeri_all_italiana(come: Come, ada: Utente, tabella: Tabella) -> None:
    risposta = come(ada).post(
        _indirizzo(tabella, "righe/"),
        _righe(
            ["Gallarate", "52.000"], ["Cassano", "21,5"], ["", ""], altro={"r1-genere": "totale", "r1-unita": "ab."}
        ),
    )
    assert risposta.status_code == 302
    righe = list(tabella.righe.values_list("valori", "totale", "unita", "ordine"))
    assert righe == [(["Gallarate", "52000"], False, "", 1), (["Cassano", "21.5"], True, "ab.", 2)]
    tabella.refresh_from_db()
    assert tabella.revisione == 2


def test_la_pagina_mostra_i_numeri_come_si_riscrivono(come: Come, ada: Utente, tabella: Tabella) -> None:
    assert 'value="1.584,5"' in come(ada).get(_indirizzo(tabella)).text


def test_ogni_casella_sbagliata_dice_riga_e_colonna_e_nulla_si_salva(come: Come, ada: Utente, tabella: Tabella) -> None:
    risposta = come(ada).post(_indirizzo(tabella, "righe/"), _righe(["Gallarate", "52.000"], ["Cassano", "molti"]))
    assert risposta.status_code == 422
    assert "Riga 2, colonna «abitanti»: «molti» non è un numero" in risposta.text
    assert 'value="molti"' in risposta.text
    assert [r.valori for r in tabella.righe.all()] == [["Gallarate", "1584.5"]]
    tabella.refresh_from_db()
    assert tabella.revisione == 1


def test_chi_salva_secondo_ritrova_le_sue_righe_accanto_a_quelle_salvate(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    come(ada).post(_indirizzo(tabella, "righe/"), _righe(["Di Ada", "1"]))
    risposta = come(lia).post(_indirizzo(tabella, "righe/"), _righe(["Di Lia", "2"]))
    assert risposta.status_code == 409
    assert "Di Ada" in risposta.text
    assert 'value="Di Lia"' in risposta.text
    assert [r.valori[0] for r in tabella.righe.all()] == ["Di Ada"]
    assert 'name="revisione" value="2"' in risposta.text


def test_se_cambiano_le_colonne_le_righe_scritte_non_si_perdono(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    cambia_colonne(
        Tabella.objects.get(pk=tabella.pk),
        colonne=[("comune", _colonna("", "testo", "Comune"))],
        revisione=1,
        autore=ada,
    )
    risposta = come(lia).post(_indirizzo(tabella, "righe/"), _righe(["Di Lia", "2"]))
    assert risposta.status_code == 409
    assert "Di Lia\t2" in risposta.text


def test_una_colonna_si_aggiunge_si_rinomina_e_si_sposta(come: Come, ada: Utente, tabella: Tabella) -> None:
    dati = {
        "revisione": 1,
        "k0-chiave": "comune", "k0-posto": "2", "k0-titolo": "Comuni", "k0-tipo": "testo",
        "k1-chiave": "abitanti", "k1-posto": "1", "k1-titolo": "Abitanti", "k1-tipo": "numero", "k1-decimali": "1",
        "k2-posto": "", "k2-titolo": "Fonte", "k2-tipo": "testo",
    }  # fmt: skip
    assert come(ada).post(_indirizzo(tabella, "colonne/"), dati).status_code == 302
    tabella.refresh_from_db()
    assert [(c["chiave"], c["titolo"]) for c in tabella.colonne] == [
        ("abitanti", "Abitanti"), ("comune", "Comuni"), ("fonte", "Fonte"),
    ]  # fmt: skip
    assert tabella.righe.get().valori == ["1584.5", "Gallarate", ""]


def test_chi_salva_secondo_ritrova_le_sue_colonne_con_quelle_degli_altri(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    di_ada = _colonne(("comune", "Comune", "testo"), ("abitanti", "Abitanti", "numero"), ("", "Di Ada", "testo"))
    assert come(ada).post(_indirizzo(tabella, "colonne/"), di_ada).status_code == 302
    di_lia = _colonne(("comune", "Municipio", "testo"), ("abitanti", "Residenti", "numero"), ("", "Di Lia", "euro"))
    risposta = come(lia).post(_indirizzo(tabella, "colonne/"), di_lia)
    assert risposta.status_code == 409
    assert "Colonne salvate adesso:</strong> Comune, Abitanti, Di Ada." in risposta.text
    griglia = risposta.context["colonne"]
    assert [(c.chiave, c.titolo) for c in griglia] == [
        ("comune", "Municipio"), ("abitanti", "Residenti"), ("di-ada", "Di Ada"), ("", "Di Lia"),
    ]  # fmt: skip
    unite = _colonne(*((c.chiave, c.titolo, c.tipo) for c in griglia), revisione=2)
    assert come(lia).post(_indirizzo(tabella, "colonne/"), unite).status_code == 302
    tabella.refresh_from_db()
    assert [c["chiave"] for c in tabella.colonne] == ["comune", "abitanti", "di-ada", "di-lia"]
    assert tabella.righe.get().valori == ["Gallarate", "1584.5", "", ""]


def test_una_colonna_tolta_da_un_altro_torna_come_nuova(come: Come, ada: Utente, lia: Utente, tabella: Tabella) -> None:
    come(ada).post(_indirizzo(tabella, "colonne/"), _colonne(("comune", "Comune", "testo")))
    mie = _colonne(("comune", "Comune", "testo"), ("abitanti", "Residenti", "numero"), ("", "", "testo"))
    risposta = come(lia).post(_indirizzo(tabella, "colonne/"), mie)
    assert [(c.chiave, c.titolo) for c in risposta.context["colonne"]] == [
        ("comune", "Comune"),
        ("", "Residenti"),
        ("", ""),
    ]


def test_un_unita_o_una_nota_troppo_lunga_si_rifiuta_e_torna_intera(come: Come, ada: Utente, tabella: Tabella) -> None:
    altro = {"r0-unita": "u" * 41, "r0-nota": "n" * 301}
    risposta = come(ada).post(_indirizzo(tabella, "righe/"), _righe(["Gallarate", "1"], altro=altro))
    assert risposta.status_code == 422
    for attesa in ("Riga 1, unità:", "Riga 1, nota:", f'value="{"u" * 41}"', f'value="{"n" * 301}"'):
        assert attesa in risposta.text
    assert tabella.righe.get().valori == ["Gallarate", "1584.5"]


def test_un_titolo_di_colonna_troppo_lungo_si_rifiuta(come: Come, ada: Utente, tabella: Tabella) -> None:
    dati = _colonne(("comune", "C" * 201, "testo"), ("abitanti", "Abitanti", "numero"))
    risposta = come(ada).post(_indirizzo(tabella, "colonne/"), dati)
    assert risposta.status_code == 422
    assert "Colonna 1:" in risposta.text
    assert "C" * 201 in risposta.text


def test_un_modulo_senza_revisione_non_e_un_conflitto(come: Come, ada: Utente, tabella: Tabella) -> None:
    risposta = come(ada).post(_indirizzo(tabella, "righe/"), {**_righe(["Altro", "1"]), "revisione": "x"})
    assert risposta.status_code == 422
    assert "Il modulo è arrivato incompleto" in risposta.text
    assert 'value="Altro"' in risposta.text


def test_togliere_una_colonna_toglie_i_suoi_valori(ada: Utente, tabella: Tabella) -> None:
    cambia_colonne(tabella, colonne=[("comune", _colonna("", "testo", "Comune"))], revisione=1, autore=ada)
    assert tabella.righe.get().valori == ["Gallarate"]


def test_una_colonna_di_parole_non_diventa_di_numeri(come: Come, ada: Utente, tabella: Tabella) -> None:
    dati = _colonne(("comune", "Comune", "numero"), ("abitanti", "Abitanti", "numero"))
    risposta = come(ada).post(_indirizzo(tabella, "colonne/"), dati)
    assert risposta.status_code == 422
    assert "Riga 1, colonna «Comune»" in risposta.text
    tabella.refresh_from_db()
    assert (tabella.colonne[0]["tipo"], tabella.revisione) == ("testo", 1)
    assert tabella.righe.get().valori == ["Gallarate", "1584.5"]


def test_cambiare_tipo_traduce_i_valori(ada: Utente, tabella: Tabella) -> None:
    colonne = [("comune", _colonna("", "testo", "Comune")), ("abitanti", _colonna("", "testo", "Abitanti"))]
    cambia_colonne(tabella, colonne=colonne, revisione=1, autore=ada)
    assert tabella.righe.get().valori == ["Gallarate", "1.584,5"]
    colonne = [("comune", _colonna("", "testo", "Comune")), ("abitanti", _colonna("", "euro", "Abitanti"))]
    cambia_colonne(tabella, colonne=colonne, revisione=2, autore=ada)
    assert tabella.righe.get().valori == ["Gallarate", "1584.5"]


@pytest.mark.parametrize("quante", [0, 21])
def test_il_numero_di_colonne_ha_un_limite(ada: Utente, tabella: Tabella, quante: int) -> None:
    with pytest.raises(DatiNonValidi, match="da 1 a 20 colonne"):
        cambia_colonne(tabella, colonne=[(None, _colonna("", titolo="X"))] * quante, revisione=1, autore=ada)


def test_troppe_righe_si_rifiutano_e_tutte_quelle_ammesse_stanno_in_un_modulo(
    come: Come, ada: Utente, tabella: Tabella, settings: Settings
) -> None:
    massimo = massime_righe(2)
    assert massimo * (2 + 6) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    risposta = come(ada).post(_indirizzo(tabella, "righe/"), _righe(*[["a", "1"]] * (massimo + 1)))
    assert risposta.status_code == 422
    assert f"arriva a {massimo} righe: dividila" in risposta.text
    assert tabella.righe.count() == 1


def test_i_dati_della_tabella_e_il_suo_grafico(come: Come, ada: Utente, tabella: Tabella) -> None:
    dati = {"titolo": "Abitanti per Comune", "specie": "grafico", "grafico": "barre", "fonte": "ISTAT", "revisione": 1}
    assert come(ada).post(_indirizzo(tabella, "dati/"), dati).status_code == 302
    pagina = come(ada).get(_indirizzo(tabella))
    assert "<svg" in pagina.text
    assert "Fonte: ISTAT" in pagina.text
    superata = come(ada).post(_indirizzo(tabella, "dati/"), {**dati, "titolo": "Altro"})
    assert superata.status_code == 409
    tabella.refresh_from_db()
    assert tabella.titolo == "Abitanti per Comune"


def test_si_aggiunge_una_tabella_a_una_sezione(come: Come, ada: Utente, piano: Piano) -> None:
    sezione = SezioneFactory.create(piano=piano)
    url = f"{piano.get_absolute_url()}sezioni/{sezione.chiave}/nuova-tabella/"
    assert come(ada).get(url).status_code == 200
    assert come(ada).post(url, {"titolo": ""}).status_code == 422
    assert come(ada).post(url, {"titolo": "Anziani soli"}).status_code == 302
    assert piano.tabelle.get().chiave == "anziani-soli"
    piano.refresh_from_db()
    assert piano.contenuto == 1


def test_si_elimina_solo_la_tabella_che_si_e_vista(come: Come, ada: Utente, lia: Utente, tabella: Tabella) -> None:
    assert "non si può riprendere" in come(ada).get(_indirizzo(tabella, "elimina/")).text
    salva_righe(Tabella.objects.get(pk=tabella.pk), righe=[RigaScritta(["X", "1"])], revisione=1, autore=lia)
    with pytest.raises(SalvataggioSuperato):
        elimina_tabella(tabella, revisione=1, autore=ada)
    assert come(ada).post(_indirizzo(tabella, "elimina/"), {"revisione": 2}).status_code == 302
    assert not Tabella.objects.exists()


def test_dario_non_trova_la_tabella_e_gina_non_la_cambia(
    come: Come, dario: Utente, gina: Utente, tabella: Tabella, piano_di_busto: Piano
) -> None:
    assert come(dario).get(_indirizzo(tabella)).status_code == 404
    for atto in ("dati/", "colonne/", "righe/", "elimina/"):
        assert come(dario).post(_indirizzo(tabella, atto), {"revisione": 1}).status_code == 404
        assert come(gina).post(_indirizzo(tabella, atto), {"revisione": 1}).status_code == 403
    with pytest.raises(NonPermesso):
        aggiungi_tabella(tabella.sezione, titolo="X", autore=dario)
    assert tabella.righe.get().valori == ["Gallarate", "1584.5"]


@pytest.mark.parametrize("quante", [1, 3])
def test_la_pagina_della_tabella_costa_sempre_uguale(
    come: Come, ada: Utente, tabella: Tabella, quante: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(quante):
        RigaTabella.objects.create(tabella=tabella, ordine=n + 2, valori=["X", "1"])
    cliente = come(ada)
    with django_assert_num_queries(10):
        assert cliente.get(_indirizzo(tabella)).status_code == 200


def test_una_tabella_troppo_lunga_per_il_browser_lo_dice(come: Come, ada: Utente, tabella: Tabella) -> None:
    RigaTabella.objects.bulk_create(
        RigaTabella(tabella=tabella, ordine=n, valori=["X", "1"]) for n in range(2, massime_righe(2) + 3)
    )
    pagina = come(ada).get(_indirizzo(tabella))
    assert "nel browser se ne scrivono al massimo" in pagina.text
    assert "r0-c0" not in pagina.text
