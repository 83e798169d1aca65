"""A safety copy is worth what comes back from it."""

import datetime as dt
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as impostazioni
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from documenti.archivio import conserva, leggi, percorso
from documenti.exceptions import FileNonIntegro
from documenti.models import FileConservato, Lavoro, SegnoDiVita
from registro.actions import annota, prossimo_numero
from registro.models import Evento
from registro.queries import verifica
from utenti.models import Utente

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]
PDF = b"%PDF-1.7\nprova"


@pytest.fixture
def portale(ada: Utente) -> Path:
    """People, a file, a job, a group with a permission, two chains, a number."""
    file = conserva(PDF, nome="piano.pdf")
    Lavoro.objects.create(
        tipo="x",
        chiave="k",
        argomenti={"a": [1, None, "è"]},
        richiesto_da=ada,
        risultato=file,
        creato_il=dt.datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=dt.UTC),
    )
    SegnoDiVita.objects.create(nome="celery@a", quando=timezone.now())
    gruppo = Group.objects.create(name="prova")
    ada.groups.add(gruppo)
    annota("piano:50074:2025-2027", "prova", autore=ada, dati={"n": 1})
    with transaction.atomic():
        prossimo_numero("avvisi", 2026)
    return percorso(file.sha256)


@pytest.fixture
def copia(portale: Path, tmp_path: Path) -> Path:
    """An archive of it."""
    call_command("salva", str(tmp_path / "copia.zip"))
    return tmp_path / "copia.zip"


def svuota() -> None:
    """As after migrate in a new database."""
    call_command("flush", interactive=False, verbosity=0)


def dentro(copia: Path) -> dict[str, object]:
    """What the copy says of rows, files and heads."""
    elenco = json.loads(zipfile.ZipFile(copia).read("elenco.json"))
    return {c: elenco[c] for c in ("sha256", "teste", "righe", "migrazioni")}


def test_quel_che_torna_e_quel_che_c_era(
    copia: Path, portale: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    svuota()
    portale.unlink()
    call_command("ripristina", str(copia))
    assert "1 file, 2 catene" in capsys.readouterr().out
    assert leggi(FileConservato.objects.get()) == PDF
    assert verifica() == []
    lavoro = Lavoro.objects.get()
    assert lavoro.creato_il.microsecond == 123456
    assert lavoro.argomenti == {"a": [1, None, "è"]}
    assert Utente.objects.get(nome="Ada").groups.get().name == "prova"
    assert not SegnoDiVita.objects.exists()
    call_command("salva", str(tmp_path / "di_nuovo.zip"))
    assert dentro(tmp_path / "di_nuovo.zip") == dentro(copia)


def test_dopo_il_ripristino_si_continua_a_scrivere(copia: Path) -> None:
    svuota()
    call_command("ripristina", str(copia))
    annota("piano:50074:2025-2027", "prova", autore=None, dati={})
    Lavoro.objects.create(tipo="y", chiave="y")
    conserva(b"%PDF-altro", nome="x")
    assert verifica() == []
    with transaction.atomic():
        assert prossimo_numero("avvisi", 2026) == 2


@pytest.mark.con_postgresql
def test_in_un_altro_database_torna_tutto(copia: Path, tmp_path: Path) -> None:
    ambiente = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'altro.sqlite3'}",
        "CONSERVATI_DIR": str(tmp_path / "altri_conservati"),
    }

    def gestisci(*argomenti: str) -> str:
        comando = [sys.executable, "manage.py", *argomenti]
        fatto = subprocess.run(
            comando, cwd=impostazioni.BASE_DIR, env=ambiente, check=True, capture_output=True, text=True, timeout=120
        )
        return fatto.stdout

    gestisci("migrate", "--verbosity", "0")
    assert "2 catene" in gestisci("ripristina", str(copia))
    assert "File conservati integri: 1. Senza riga: 0." in gestisci("verifica_conservati")
    gestisci("salva", str(tmp_path / "altra.zip"))
    assert dentro(tmp_path / "altra.zip") == dentro(copia)


def test_su_un_database_pieno_non_si_ripristina(copia: Path) -> None:
    eventi = Evento.objects.count()
    with pytest.raises(CommandError, match="non è vuoto"):
        call_command("ripristina", str(copia))
    assert Evento.objects.count() == eventi


def _riscrivi(copia: Path, cambia: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(copia) as vecchio:
        membri = {n: cambia(n, vecchio.read(n)) for n in vecchio.namelist()}
    with zipfile.ZipFile(copia, "w") as nuovo:
        for nome, contenuto in membri.items():
            if contenuto is not None:
                nuovo.writestr(nome, contenuto)


def _altera_un_evento(nome: str, contenuto: bytes) -> bytes:
    return contenuto.replace(b'"prova"', b'"falso"') if nome == "righe/registro.evento.jsonl" else contenuto


def _senza_un_file(nome: str, contenuto: bytes) -> bytes | None:
    return None if nome.startswith("file/") else contenuto


def _senza_elenco(nome: str, contenuto: bytes) -> bytes | None:
    return None if nome == "elenco.json" else contenuto


def _di_un_altra_versione(nome: str, contenuto: bytes) -> bytes:
    return contenuto.replace(b"registro.0001_iniziale", b"registro.0009_futura") if nome == "elenco.json" else contenuto


GUASTI = {
    "alterata": (_altera_un_evento, "è stato alterato"),
    "senza_un_file": (_senza_un_file, "non contiene quello che dice"),
    "senza_elenco": (_senza_elenco, "non è una copia completa"),
    "altra_versione": (_di_un_altra_versione, "un'altra versione"),
}


@pytest.mark.parametrize(("cambia", "frase"), GUASTI.values(), ids=GUASTI.keys())
def test_una_copia_guasta_si_rifiuta(copia: Path, cambia: Callable[[str, bytes], bytes | None], frase: str) -> None:
    _riscrivi(copia, cambia)
    svuota()
    with pytest.raises(CommandError, match=frase):
        call_command("ripristina", str(copia))
    assert not Utente.objects.exists()


def test_una_copia_tagliata_si_rifiuta(copia: Path) -> None:
    copia.write_bytes(copia.read_bytes()[:-100])
    svuota()
    with pytest.raises(CommandError, match="non si legge"):
        call_command("ripristina", str(copia))


def test_un_archivio_rifatto_con_le_impronte_giuste_lo_scopre_il_registro(copia: Path) -> None:
    import hashlib

    nuovo = _altera_un_evento("righe/registro.evento.jsonl", zipfile.ZipFile(copia).read("righe/registro.evento.jsonl"))

    def cambia(nome: str, contenuto: bytes) -> bytes:
        if nome != "elenco.json":
            return _altera_un_evento(nome, contenuto)
        elenco = json.loads(contenuto)
        elenco["sha256"]["righe/registro.evento.jsonl"] = hashlib.sha256(nuovo).hexdigest()
        return json.dumps(elenco).encode()

    _riscrivi(copia, cambia)
    svuota()
    with pytest.raises(CommandError, match="è stata alterata"):
        call_command("ripristina", str(copia))
    assert not Utente.objects.exists()
    assert not Evento.objects.exists()


def test_con_un_altra_chiave_si_dice_quale_serve(copia: Path, settings: Settings) -> None:
    svuota()
    settings.REGISTRO_CHIAVE = "un'altra"
    with pytest.raises(CommandError, match="REGISTRO_CHIAVE"):
        call_command("ripristina", str(copia))
    assert not Evento.objects.exists()


def test_una_copia_non_si_sovrascrive(copia: Path) -> None:
    prima = copia.read_bytes()
    with pytest.raises(CommandError, match="esiste già"):
        call_command("salva", str(copia))
    assert copia.read_bytes() == prima


def test_dove_non_si_puo_scrivere_lo_si_dice_in_italiano(portale: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"la cartella non esiste\. Nulla è stato scritto"):
        call_command("salva", str(tmp_path / "manca" / "copia.zip"))
    with pytest.raises(CommandError, match="il nome è troppo lungo"):
        call_command("salva", str(tmp_path / f"{'x' * 300}.zip"))


def test_senza_un_file_la_copia_non_si_fa(portale: Path, tmp_path: Path) -> None:
    portale.unlink()
    with pytest.raises(CommandError, match="la copia non è stata fatta"):
        call_command("salva", str(tmp_path / "copia.zip"))
    assert list(tmp_path.glob("*.zip*")) == []
    conserva(PDF, nome="x")
    portale.chmod(0o600)
    portale.write_bytes(b"x")
    with pytest.raises(CommandError, match="byte cambiati"):
        call_command("salva", str(tmp_path / "copia.zip"))
    with pytest.raises(FileNonIntegro):
        leggi(FileConservato.objects.get())


def test_la_copia_non_ferma_chi_scrive(portale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from documenti import copie

    scrivi_righe = copie._scrivi_righe
    scritti: list[str] = []

    def altrove() -> str:
        try:
            return Lavoro.objects.create(tipo="y", chiave="intanto").chiave
        finally:
            connection.close()

    def intanto(*argomenti: object) -> object:
        if not scritti:
            # The instant is taken by the first read.
            esito = scrivi_righe(*argomenti)  # type: ignore[arg-type]  # passed on untouched
            with ThreadPoolExecutor(1) as fili:
                scritti.append(fili.submit(altrove).result(timeout=5))
            return esito
        return scrivi_righe(*argomenti)  # type: ignore[arg-type]  # passed on untouched

    monkeypatch.setattr(copie, "_scrivi_righe", intanto)
    call_command("salva", str(tmp_path / "copia.zip"))
    assert scritti == ["intanto"]
    righe = zipfile.ZipFile(tmp_path / "copia.zip").read("righe/documenti.lavoro.jsonl").decode()
    assert '"k"' in righe
    assert "intanto" not in righe
