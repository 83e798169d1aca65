"""The private root where files lie by their SHA-256: written before their row, never overwritten.

`CONSERVATI_DIR/ab/cd/abcd...`; web and worker share it, nothing serves it but views that ask who may see.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from core.formati import elenco
from documenti.contenuti import riconosci
from documenti.enums import TipoFile
from documenti.exceptions import FileNonIntegro, FileRifiutato
from documenti.models import FileConservato

_PEZZO = 1024 * 1024
_PROVVISORI = "provvisori"


def percorso(sha256: str) -> Path:
    """Return where the file with that hash lies."""
    return Path(settings.CONSERVATI_DIR) / sha256[:2] / sha256[2:4] / sha256


def controlla(contenuto: bytes, *, nome: str, tipi: frozenset[TipoFile] | None = None) -> TipoFile:
    """Return the kind of a file, by its bytes.

    Raises FileRifiutato when it is empty, larger than ``LIMITE_FILE_MB``, or not one of `tipi` (default: any we keep).
    """
    if not contenuto:
        raise FileRifiutato(f"Il file «{nome}» è vuoto: non è stato conservato. Scegline un altro.")
    controlla_dimensione(len(contenuto), nome=nome)
    tipo = riconosci(contenuto)
    ammessi = tipi or frozenset(TipoFile)
    if tipo not in ammessi:
        detto = f"risulta: {tipo.label}" if tipo else "non è di un tipo che riconosciamo"
        attesi = elenco(sorted(t.label for t in ammessi), "o")
        raise FileRifiutato(
            f"Il file «{nome}» {detto}. Conta il contenuto, non il nome: qui serve {attesi}. Non è stato conservato."
        )
    return tipo


def controlla_dimensione(byte: int, *, nome: str) -> None:
    """Raise FileRifiutato for more than ``LIMITE_FILE_MB``; asked before the bytes are read."""
    if byte > settings.LIMITE_FILE_MB * 1024 * 1024:
        grandezza = -(-byte // (1024 * 1024))
        raise FileRifiutato(
            f"Il file «{nome}» è di {grandezza} MB: il massimo è {settings.LIMITE_FILE_MB} MB. Non è stato conservato."
        )


def conserva(contenuto: bytes | Path, *, nome: str, tipi: frozenset[TipoFile] | None = None) -> FileConservato:
    """Keep a file and return its row; the same bytes twice give the same row.

    `nome` is only for the sentences. The bytes are on disk, with their directory, before the row exists.
    Raises FileRifiutato as `controlla` does.
    """
    if isinstance(contenuto, Path):
        controlla_dimensione(contenuto.stat().st_size, nome=nome)
        contenuto = contenuto.read_bytes()
    tipo = controlla(contenuto, nome=nome, tipi=tipi)
    sha256 = hashlib.sha256(contenuto).hexdigest()
    scrivi(sha256, iter([contenuto]))
    riga, _ = FileConservato.objects.get_or_create(sha256=sha256, defaults={"dimensione": len(contenuto), "tipo": tipo})
    return riga


def scrivi(sha256: str, pezzi: Iterator[bytes]) -> None:
    """Put bytes in their place: a temporary file, fsync, rename, fsync of the directory.

    A good file already there stays; a spoilt one is set right. Raises FileNonIntegro if the bytes have another hash.
    """
    arrivo = percorso(sha256)
    if arrivo.exists() and impronta(arrivo) == sha256:
        return
    provvisori = Path(settings.CONSERVATI_DIR) / _PROVVISORI
    provvisori.mkdir(parents=True, exist_ok=True)
    conto = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=provvisori, delete=False) as file:
        provvisorio = Path(file.name)
        for pezzo in pezzi:
            conto.update(pezzo)
            file.write(pezzo)
        file.flush()
        os.fsync(file.fileno())
    if conto.hexdigest() != sha256:
        provvisorio.unlink()
        raise FileNonIntegro(f"Il file {sha256[:12]} non ha i byte attesi: non è stato conservato.")
    arrivo.parent.mkdir(parents=True, exist_ok=True)
    provvisorio.chmod(0o440)
    provvisorio.rename(arrivo)
    _fsync_cartella(arrivo.parent)


def _fsync_cartella(cartella: Path) -> None:
    maniglia = os.open(cartella, os.O_RDONLY)
    try:
        os.fsync(maniglia)
    finally:
        os.close(maniglia)


def leggi(file: FileConservato) -> bytes:
    """Return the bytes of a stored file, checked against its hash. Raises FileNonIntegro."""
    try:
        contenuto = percorso(file.sha256).read_bytes()
    except FileNotFoundError:
        raise FileNonIntegro(_frase(file, "non si trova più nell'archivio")) from None
    if hashlib.sha256(contenuto).hexdigest() != file.sha256:
        raise FileNonIntegro(_frase(file, "non è più quello conservato: la sua impronta è cambiata"))
    return contenuto


def _frase(file: FileConservato, cosa: str) -> str:
    return (
        f"Il file {file.sha256[:12]} {cosa}, quindi non lo mostriamo. "
        "Avvisa l'amministratore: può riprenderlo da una copia di sicurezza."
    )


def impronta(file: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    conto = hashlib.sha256()
    with file.open("rb") as aperto:
        while pezzo := aperto.read(_PEZZO):
            conto.update(pezzo)
    return conto.hexdigest()


def presenti() -> Iterator[Path]:
    """Yield each file under the root, the unfinished ones too, in order."""
    radice = Path(settings.CONSERVATI_DIR)
    yield from (f for f in sorted(radice.rglob("*")) if f.is_file())
