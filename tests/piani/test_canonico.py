"""The canonical version: same content, same bytes; bad input changes nothing."""

import json
from typing import Any

import pytest

from ambiti.models import Ambito, Ente
from core.canonico import byte_canonici
from core.exceptions import DatiNonValidi
from obiettivi.models import Scheda
from piani.canonico import byte_del_piano, documento_corrente, importa_piano, impronta, leggi, sigilla
from piani.models import Piano, Sezione
from tests import documenti_canonici as dati

pytestmark = pytest.mark.usefixtures("regione_minima", "gallarate")
Json = dict[str, Any]


def importa(documento: Json) -> Piano:
    """Go through the file's form, as a command does."""
    return importa_piano(leggi(byte_canonici(documento)))


def test_esportare_e_importare_da_gli_stessi_byte() -> None:
    prima = byte_del_piano(importa(dati.documento()))
    Piano.objects.all().delete()
    Scheda.objects.all().delete()

    dopo = byte_del_piano(importa_piano(leggi(prima)))

    assert dopo == prima


def test_il_documento_esportato_contiene_quello_importato() -> None:
    esportato = json.loads(byte_del_piano(importa(dati.documento())))

    scheda = esportato["schede"][0]
    assert scheda["azioni"] == dati.scheda()["azioni"]
    assert scheda["indicatori"] == dati.scheda()["indicatori"]
    assert scheda["risorse"] == dati.scheda()["risorse"]
    assert next(r["campo"] for r in scheda["risposte"]) == "titolo"
    assert len(scheda["risposte"]) == 26
    assert esportato["riferimenti"]["punti_chiave"] == {"B/qualita-dell-abitare": "Qualità dell'abitare"}
    assert esportato["sezioni"] == dati.documento()["sezioni"]


def test_ogni_contenuto_diverso_ha_un_impronta_diversa() -> None:
    uno, altro = dati.documento(), dati.documento(titolo="Un altro titolo")

    assert impronta(uno) != impronta(altro)


def test_i_byte_non_dipendono_da_ordine_delle_chiavi_e_accenti_composti() -> None:
    composto = {"b": "citta\u0300", "a": 1}

    assert byte_canonici(composto) == '{"a":1,"b":"città"}'.encode()


def test_un_numero_con_la_virgola_non_entra_nella_forma_canonica() -> None:
    with pytest.raises(TypeError):
        byte_canonici({"euro": 1.5})


def test_gli_script_incollati_spariscono() -> None:
    sporca = dati.sezione(testo='<p onclick="x()">Ciao<script>alert(1)</script></p>')

    piano = importa(dati.documento(sezioni=[sporca]))

    assert piano.sezioni.get().testo == "<p>Ciao</p>"


CASI: list[tuple[str, Json, str]] = [
    ("ambito", {"ambito": "59999"}, "Non c'è un Ambito con il codice 59999"),
    ("triennio", {"triennio": "1999-2001"}, "Il triennio 1999-2001 non è tra quelli caricati"),
    ("ente", {"sezioni": [dati.sezione(proprietario="asst:999")]}, "L'ente «asst:999» non esiste"),
    ("sezione", {"schede": [dati.scheda(sezione="altrove")]}, "Scheda A: la sezione «altrove» non c'è"),
    ("chiave", {"sezioni": [dati.sezione(), dati.sezione()]}, "Sezione «contesto»: la chiave è ripetuta"),
    ("codice", {"schede": [dati.scheda(), dati.scheda()]}, "Scheda A: il codice è ripetuto"),
    ("macroarea", {"schede": [dati.scheda(macroaree=["Z"])]}, "la macroarea «Z» non esiste"),
    ("leps", {"schede": [dati.scheda(leps=["nulla"])]}, "il LEPS «nulla» non esiste"),
    ("formato", {"schede": [dati.scheda(formato="obiettivo-1999")]}, "il formato di scheda «obiettivo-1999»"),
    ("specie", {"esiti": [dati.scheda("Z")]}, "Scheda Z: sta tra «esiti»"),
    ("azione", {"schede": [dati.scheda(azioni=[])]}, "l'azione «1» non c'è"),
    (
        "riga",
        {"tabelle": [dati.tabella(righe=[{**dati.tabella()["righe"][0], "valori": ["x"]}])]},
        "riga 1: 1 valori per 2 colonne",
    ),
    (
        "numero",
        {"tabelle": [dati.tabella(righe=[{**dati.tabella()["righe"][0], "valori": ["x", "molti"]}])]},
        "«molti» non è un numero",
    ),
    ("lungo", {"sezioni": [dati.sezione(testo="a" * 200_001)]}, "Il testo è lungo"),
]


@pytest.mark.parametrize(("cambio", "frase"), [c[1:] for c in CASI], ids=[c[0] for c in CASI])
def test_un_documento_che_non_torna_non_lascia_nulla(cambio: Json, frase: str) -> None:
    enti = Ente.objects.count()

    with pytest.raises(DatiNonValidi, match=frase.replace("(", r"\(")):
        importa(dati.documento(**cambio))

    assert not Piano.objects.exists()
    assert not Sezione.objects.exists()
    assert not Scheda.objects.exists()
    assert Ente.objects.count() == enti


def test_il_secondo_piano_dello_stesso_ambito_e_rifiutato() -> None:
    importa(dati.documento())

    with pytest.raises(DatiNonValidi, match="ha già un Piano"):
        importa(dati.documento(titolo="Un altro"))

    assert Piano.objects.get().titolo == "Piano di prova"


def test_un_file_ritoccato_si_riconosce() -> None:
    documento = {**dati.documento(), "titolo": "Ritoccato"}

    with pytest.raises(DatiNonValidi, match="L'impronta del file non corrisponde"):
        leggi(byte_canonici(documento))


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"{", "Il file non è JSON: errore alla riga 1"),
        (b"\xff\xfe", "non è testo UTF-8"),
        (b'{"formato": 1.5}', "Il numero 1.5 va scritto tra virgolette"),
        (b"{}", "manca l'impronta"),
        (b"[]", "manca l'impronta"),
        (b"[" * 100_000, "troppi livelli"),
        (b'{"a": "\\ud800", "sha256": "%s"}' % (b"0" * 64), "un carattere che non esiste"),
        (b'{"a": NaN}', "Il numero NaN va scritto tra virgolette"),
        (byte_canonici(sigilla({})), "documento: manca formato"),
    ],
)
def test_un_file_che_non_e_un_piano_dice_che_cosa_manca(contenuto: bytes, frase: str) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        leggi(contenuto)


@pytest.mark.parametrize(
    ("cambia", "frase"),
    [
        ({"inventata": 1}, "documento: la voce «inventata» non è prevista."),
        ({"b": 1, "a": 1}, "documento: le voci «a» e «b» non sono previste."),
        ({"titolo": 3}, "titolo: qui serve un testo."),
        ({"sezioni": "no"}, "sezioni: qui serve un elenco."),
        ({"formato": "altro"}, "formato: «altro» non è tra i valori ammessi."),
    ],
)
def test_gli_errori_del_formato_si_leggono_senza_sapere_di_schemi(cambia: dict[str, object], frase: str) -> None:
    with pytest.raises(DatiNonValidi) as rifiuto:
        leggi(byte_canonici(sigilla({**dati.documento(), **cambia})))
    assert frase in str(rifiuto.value)


def test_l_impronta_si_guarda_prima_del_formato(monkeypatch: pytest.MonkeyPatch) -> None:
    def mai(documento: object) -> list[str]:
        raise AssertionError

    monkeypatch.setattr("piani.canonico.forma.errori", mai)
    with pytest.raises(DatiNonValidi, match="L'impronta del file non corrisponde"):
        leggi(byte_canonici({**dati.documento(), "titolo": "Ritoccato"}))


def test_il_luogo_dell_errore_si_conta_da_uno() -> None:
    rotto = sigilla({**dati.documento(), "schede": [dati.scheda(), {**dati.scheda("B"), "prioritario": "forse"}]})

    with pytest.raises(DatiNonValidi, match=r"schede\[2\]\.prioritario"):
        leggi(byte_canonici(rotto))


def test_un_azienda_viaggia_con_il_piano() -> None:
    sezione = dati.sezione(proprietario="azienda:97000000000")
    enti = {"azienda:97000000000": {"nome": "Azienda sociale", "sigla": "ASSO"}}

    importa(dati.documento(sezioni=[sezione], riferimenti={"enti": enti}))

    assert str(Ente.objects.get(tipo="azienda")) == "ASSO"


@pytest.mark.parametrize("quante", [1, 3])
def test_le_query_non_crescono_con_le_schede(quante: int, django_assert_num_queries: Any) -> None:
    schede = [dati.scheda(f"S{n}") for n in range(quante)]
    piano = Piano.objects.get(pk=importa(dati.documento(schede=schede)).pk)

    with django_assert_num_queries(37):
        byte_del_piano(piano)


def test_il_documento_in_cache_segue_le_modifiche(gallarate: Ambito, django_assert_num_queries: Any) -> None:
    piano = importa(dati.documento())
    documento_corrente(piano)
    Piano.objects.filter(pk=piano.pk).update(titolo="Nuovo", contenuto=1)

    assert documento_corrente(Piano.objects.get(pk=piano.pk))["titolo"] == "Nuovo"
