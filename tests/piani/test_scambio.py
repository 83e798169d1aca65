"""The plan out as a file and in again: page and commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from ambiti.models import Ambito
from core.canonico import byte_canonici
from obiettivi.models import Triennio
from piani.canonico import byte_del_piano, sigilla
from piani.models import Piano
from registro.models import Evento
from tests import documenti_canonici as dati
from tests.cliente import Cliente
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def file_buono(regione_minima: dict[str, int], gallarate: Ambito) -> bytes:
    return byte_canonici(dati.documento())


def _carica(cliente: Cliente, contenuto: bytes) -> Any:
    return cliente.post("/piani/importa/", {"file": SimpleUploadedFile("piano.json", contenuto)})


def test_si_esporta_il_file_canonico(come: Come, ada: Utente, piano: Piano) -> None:
    risposta = come(ada).get(f"{piano.get_absolute_url()}esporta/")
    assert risposta.content == byte_del_piano(piano)
    assert risposta["Content-Disposition"] == 'attachment; filename="piano-50074-2025-2027.json"'


def test_dario_non_esporta_il_piano_di_un_altro_e_bruno_non_puo(
    come: Come, dario: Utente, bruno: Utente, piano: Piano, piano_di_busto: Piano
) -> None:
    assert come(dario).get(f"{piano.get_absolute_url()}esporta/").status_code == 404
    assert come(bruno).get(f"{piano.get_absolute_url()}esporta/").status_code == 403


def test_prima_si_vede_che_cosa_c_e_poi_si_importa(come: Come, ada: Utente, file_buono: bytes) -> None:
    ada_naviga = come(ada)
    primo = _carica(ada_naviga, file_buono)
    assert primo.status_code == 302
    assert not Piano.objects.exists()
    pagina = ada_naviga.get(primo["Location"])
    for parola in ("Gallarate (50074)", "2025-2027", "Impronta verificata", "Piano di prova"):
        assert parola in pagina.text
    assert not Piano.objects.exists()
    secondo = ada_naviga.post(primo["Location"])
    piano = Piano.objects.get()
    assert secondo["Location"] == piano.get_absolute_url()
    assert byte_canonici(json.loads(byte_del_piano(piano))["sezioni"]) == byte_canonici(dati.documento()["sezioni"])
    evento = Evento.objects.get(catena__nome=piano.catena)
    assert evento.valori["sha256"] == dati.documento()["sha256"]
    terzo = ada_naviga.post(primo["Location"])
    assert terzo.status_code == 422
    assert Piano.objects.count() == 1


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"", "vuoto"),
        (b"%PDF-1.7", "serve JSON"),
        (b'{"a":\n ', "non è JSON: errore alla riga 2, colonna 2"),
        (b'{"a": "citt\xe0"}', "non è testo UTF-8"),
        (b'{"formato": "altro"}', "non è nel formato del Piano"),
        (b"[1.5]", "va scritto tra virgolette"),
    ],
)
def test_un_file_sbagliato_dice_perche_e_non_cambia_nulla(
    come: Come, ada: Utente, regione_minima: dict[str, int], contenuto: bytes, frase: str
) -> None:
    risposta = _carica(come(ada), contenuto)
    assert risposta.status_code == 422
    assert frase in risposta.text
    assert not Piano.objects.exists()


def test_un_file_troppo_grande_si_rifiuta_prima_di_leggerlo(
    come: Come, ada: Utente, file_buono: bytes, settings: Settings
) -> None:
    settings.LIMITE_PIANO_MB = 1
    risposta = _carica(come(ada), file_buono + b" " * 1024 * 1024)
    assert risposta.status_code == 422
    assert "è di 2 MB: qui il massimo è 1 MB. Nulla è stato importato." in risposta.text


def test_un_file_ritoccato_si_riconosce_dall_impronta(come: Come, ada: Utente, file_buono: bytes) -> None:
    risposta = _carica(come(ada), file_buono.replace(b"Piano di prova", b"Piano ritoccato"))
    assert risposta.status_code == 422
    assert "impronta del file non corrisponde" in risposta.text.replace("&#x27;", "'")


def test_nessuno_importa_nell_ambito_di_un_altro_o_con_l_indirizzo_di_un_altro(
    come: Come, ada: Utente, dario: Utente, file_buono: bytes
) -> None:
    rifiutato = _carica(come(dario), file_buono)
    assert rifiutato.status_code == 422
    assert "Non puoi aprire un nuovo Piano" in rifiutato.text
    indirizzo = _carica(come(ada), file_buono)["Location"]
    assert come(dario).get(indirizzo).status_code == 404
    assert come(dario).post(indirizzo).status_code == 404
    assert come(ada).get("/piani/importa/inventato/").status_code == 404
    assert not Piano.objects.exists()


def test_gli_script_in_un_file_non_entrano(
    come: Come, ada: Utente, regione_minima: dict[str, int], gallarate: Ambito
) -> None:
    documento = dati.documento(sezioni=[dati.sezione(testo="<p>Bene</p><script>alert(1)</script>")])
    indirizzo = _carica(come(ada), byte_canonici(documento))["Location"]
    come(ada).post(indirizzo)
    assert Piano.objects.get().sezioni.get().testo == "<p>Bene</p>"


def test_i_comandi_danno_gli_stessi_byte(file_buono: bytes, tmp_path: Path) -> None:
    entrata, uscita = tmp_path / "a.json", tmp_path / "b.json"
    entrata.write_bytes(file_buono)
    call_command("importa_piano", str(entrata), verbosity=0, stdout=None)
    call_command("esporta_piano", "50074", "2025-2027", "-o", str(uscita))
    assert uscita.read_bytes() == byte_del_piano(Piano.objects.get())
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(".")] == []
    with pytest.raises(CommandError, match="ha già un Piano"):
        call_command("importa_piano", str(entrata))


@pytest.mark.parametrize(
    ("codice", "triennio", "frase"),
    [
        ("99999", "2025-2027", "Non c'è un Ambito con il codice 99999"),
        ("50074", "1999-2001", "Il triennio 1999-2001 non è tra quelli caricati"),
        ("50074", "2025-2027", "non ha un Piano"),
    ],
)
def test_esporta_piano_dice_che_cosa_non_trova(
    regione_minima: dict[str, int], gallarate: Ambito, tmp_path: Path, codice: str, triennio: Triennio, frase: str
) -> None:
    with pytest.raises(CommandError, match=frase):
        call_command("esporta_piano", codice, triennio, "-o", str(tmp_path / "x.json"))
    assert not list(tmp_path.iterdir())


def test_una_scrittura_interrotta_lascia_il_file_di_prima(
    piano: Piano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uscita = tmp_path / "piano.json"
    uscita.write_bytes(b"prima")

    def cade(descrittore: int) -> None:
        raise OSError(28, "Disco pieno")

    monkeypatch.setattr("core.uscite.os.fsync", cade)
    with pytest.raises(CommandError, match="il disco è pieno"):
        call_command("esporta_piano", "50074", "2025-2027", "-o", str(uscita))
    assert uscita.read_bytes() == b"prima"
    assert list(tmp_path.iterdir()) == [uscita]


@pytest.mark.parametrize("quale", ["manca", "rotto", "ritoccato", "sconosciuto"])
def test_importa_piano_rifiuta_in_italiano(file_buono: bytes, tmp_path: Path, quale: str) -> None:
    percorso = tmp_path / "piano.json"
    contenuti = {
        "rotto": b"{",
        "ritoccato": file_buono.replace(b"Piano di prova", b"Altro"),
        "sconosciuto": byte_canonici(sigilla({**dati.documento(), "ambito": "99999"})),
    }
    if quale in contenuti:
        percorso.write_bytes(contenuti[quale])
    frasi = {
        "manca": "Non posso leggere",
        "rotto": "non è JSON: errore alla riga 1",
        "ritoccato": "impronta",
        "sconosciuto": "99999",
    }
    with pytest.raises(CommandError, match=frasi[quale]):
        call_command("importa_piano", str(percorso))
    assert not Piano.objects.exists()
