"""What a command writes: refused before the work, in Italian; whole or not at all."""

import errno
from pathlib import Path

import pytest

from core.exceptions import DatiNonValidi
from core.uscite import esigi_scrivibile, non_scritto, scrivi_intero


def test_si_scrive_dove_non_c_e_nulla_e_sopra_un_file(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    for contenuto in (b"prima", b"dopo"):
        esigi_scrivibile(file)
        scrivi_intero(file, contenuto)
        assert file.read_bytes() == contenuto
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("resto", "perche"),
    [
        ("", "è una cartella, indica anche il nome del file"),
        ("manca/p.json", "la cartella non esiste"),
        ("file/p.json", "la cartella non esiste"),
    ],
)
def test_ci_si_accorge_prima(tmp_path: Path, resto: str, perche: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatiNonValidi, match=f"{perche}. Nulla è stato scritto"):
        esigi_scrivibile(tmp_path / resto)


def test_un_dispositivo_non_si_sostituisce() -> None:
    with pytest.raises(DatiNonValidi, match="non è un file normale"):
        esigi_scrivibile(Path("/dev/null"))


def test_senza_permesso_lo_si_dice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.uscite.os.access", lambda dove, come: False)
    with pytest.raises(DatiNonValidi, match="nella cartella non ho il permesso"):
        esigi_scrivibile(tmp_path / "p.json")


def test_se_il_disco_si_riempie_resta_quel_che_c_era(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "p.json"
    file.write_bytes(b"prima")

    def pieno(maniglia: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.uscite.os.fsync", pieno)
    with pytest.raises(DatiNonValidi, match="il disco è pieno"):
        scrivi_intero(file, b"dopo")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("p.json", b"prima")]


def test_in_una_cartella_sparita_non_si_scrive(tmp_path: Path) -> None:
    with pytest.raises(DatiNonValidi, match="la cartella non esiste"):
        scrivi_intero(tmp_path / "manca" / "p.json", b"x")


def test_di_un_errore_mai_visto_si_dice_quello_che_dice_il_sistema(tmp_path: Path) -> None:
    assert "il sistema risponde «Guasto»" in str(non_scritto(tmp_path, OSError(errno.EIO, "Guasto")))
