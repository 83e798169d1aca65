"""Files that commands write: refused before the work begins, then written whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path

from core.exceptions import DatiNonValidi

_MOTIVI = {
    errno.EACCES: "non ho il permesso",
    errno.EPERM: "non ho il permesso",
    errno.EROFS: "il disco è in sola lettura",
    errno.ENOSPC: "il disco è pieno",
    errno.EDQUOT: "lo spazio che ti spetta è finito",
    errno.ENAMETOOLONG: "il nome è troppo lungo",
    errno.ENOENT: "la cartella non esiste",
    errno.ENOTDIR: "la cartella non esiste",
}


def non_scritto(percorso: Path, motivo: str | OSError) -> DatiNonValidi:
    """Return the refusal to raise: where, why, and that nothing was written."""
    if isinstance(motivo, OSError):
        motivo = _MOTIVI.get(motivo.errno or 0, f"il sistema risponde «{motivo.strerror}»")
    return DatiNonValidi(f"Non posso scrivere in {percorso}: {motivo}. Nulla è stato scritto.")


def esigi_scrivibile(percorso: Path) -> None:
    """Make sure, before a long work, that a file can be written there. Raises DatiNonValidi."""
    cartella = percorso.absolute().parent
    if percorso.is_dir():
        raise non_scritto(percorso, "è una cartella, indica anche il nome del file")
    if percorso.exists() and not percorso.is_file():
        raise non_scritto(percorso, "non è un file normale")
    if not cartella.is_dir():
        raise non_scritto(percorso, "la cartella non esiste")
    if not os.access(cartella, os.W_OK | os.X_OK):
        raise non_scritto(percorso, "nella cartella non ho il permesso")


def scrivi_intero(percorso: Path, contenuto: bytes) -> None:
    """Write a file whole or not at all: a crash in the middle leaves what was there. Raises DatiNonValidi."""
    try:
        maniglia, nome = tempfile.mkstemp(dir=percorso.absolute().parent, prefix=".parziale-")
    except OSError as errore:
        raise non_scritto(percorso, errore) from errore
    provvisorio = Path(nome)
    try:
        with os.fdopen(maniglia, "wb") as flusso:
            flusso.write(contenuto)
            flusso.flush()
            os.fsync(flusso.fileno())
        provvisorio.chmod(0o644)
        provvisorio.replace(percorso)
    except OSError as errore:
        raise non_scritto(percorso, errore) from errore
    finally:
        provvisorio.unlink(missing_ok=True)
