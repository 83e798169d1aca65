"""One archive with all there is: rows of every table, stored files, heads of the log; and the way back.

A ZIP: ``righe/<app>.<model>.jsonl`` (one JSON object a row), ``file/<sha256>``, and ``elenco.json``, written last, with
the SHA-256 of each member, the migrations and the heads. It holds everything, keep it as you keep the database;
the keys (SECRET_KEY, REGISTRO_CHIAVE) are not inside.
"""

# ruff: noqa: SLF001 - _meta and _base_manager are the names Django documents

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from documenti.archivio import impronta, percorso, presenti, scrivi
from documenti.exceptions import CopiaRifiutata, FileNonIntegro
from documenti.models import FileConservato
from registro.queries import teste, verifica

FORMATO = 1
_ELENCO = "elenco.json"
_PEZZO = 1024 * 1024
# Not worth keeping: who is logged in, who beats.
_ESCLUSI = {"sessions.session", "documenti.segnodivita"}
# Written by migrate itself in an empty database.
_DI_MIGRATE = {"contenttypes.contenttype", "auth.permission"}


class _Esatto(DjangoJSONEncoder):
    """Keeps the microseconds, that Django's encoder drops."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime | dt.time) else super().default(o)


@dataclass(frozen=True)
class Conto:
    """What an archive holds."""

    righe: int
    file: int
    catene: int


def _modelli() -> list[type[models.Model]]:
    """Return the tables to keep; many-to-many links travel with their row."""
    return [
        m for m in apps.get_models() if m._meta.managed and not m._meta.proxy and m._meta.label_lower not in _ESCLUSI
    ]


def _migrazioni() -> list[str]:
    return sorted(f"{app}.{nome}" for app, nome in MigrationRecorder(connection).applied_migrations())


@contextmanager
def _istantanea() -> Iterator[None]:
    """Read the database as it is in one instant, without stopping who writes."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursore:
            cursore.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursore.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursore:
                cursore.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def salva(arrivo: Path) -> Conto:
    """Write the archive, whole or not at all. Raises CopiaRifiutata, FileNonIntegro (a stored file is gone or spoilt)."""
    if arrivo.exists():
        raise CopiaRifiutata(f"Il file {arrivo} esiste già: scegli un altro nome, le copie non si sovrascrivono.")
    provvisorio = arrivo.with_name(arrivo.name + ".parziale")
    try:
        with zipfile.ZipFile(provvisorio, "w", zipfile.ZIP_DEFLATED) as archivio:
            conto = _riempi(archivio)
        provvisorio.rename(arrivo)
    finally:
        provvisorio.unlink(missing_ok=True)
    return conto


def _riempi(archivio: zipfile.ZipFile) -> Conto:
    impronte: dict[str, str] = {}
    righe = 0
    with _istantanea():
        for modello in _modelli():
            nome = f"righe/{modello._meta.label_lower}.jsonl"
            quante, impronte[nome] = _scrivi_righe(archivio, nome, modello)
            righe += quante
        # Files are written before their row, so each row read above has its file by now.
        conservati = list(FileConservato.objects.order_by("sha256").values_list("sha256", flat=True))
        elenco = {
            "formato": FORMATO,
            "fatta_il": timezone.now().isoformat(),
            "migrazioni": _migrazioni(),
            "teste": {nome: [t.conteggio, t.hash] for nome, t in teste().items()},
            "righe": righe,
        }
    for sha256 in conservati:
        impronte[f"file/{sha256}"] = _scrivi_file(archivio, sha256)
    archivio.writestr(_ELENCO, json.dumps(elenco | {"sha256": impronte}, ensure_ascii=False, indent=1, sort_keys=True))
    return Conto(righe, len(conservati), len(elenco["teste"]) if isinstance(elenco["teste"], dict) else 0)


class _Contando:
    """A text stream that writes bytes, counts lines and hashes."""

    def __init__(self, sotto: IO[bytes]) -> None:
        self._sotto = sotto
        self.righe = 0
        self.conto = hashlib.sha256()

    def write(self, testo: str) -> None:
        byte = testo.encode()
        self.righe += byte.count(b"\n")
        self.conto.update(byte)
        self._sotto.write(byte)


def _scrivi_righe(archivio: zipfile.ZipFile, nome: str, modello: type[models.Model]) -> tuple[int, str]:
    with archivio.open(nome, "w", force_zip64=True) as sotto:
        flusso = _Contando(sotto)
        righe = modello._base_manager.order_by("pk").iterator(chunk_size=1000)
        serializers.serialize("jsonl", righe, stream=flusso, cls=_Esatto)
    return flusso.righe, flusso.conto.hexdigest()


def _scrivi_file(archivio: zipfile.ZipFile, sha256: str) -> str:
    conto = hashlib.sha256()
    try:
        with percorso(sha256).open("rb") as letto, archivio.open(f"file/{sha256}", "w", force_zip64=True) as scritto:
            while pezzo := letto.read(_PEZZO):
                conto.update(pezzo)
                scritto.write(pezzo)
    except FileNotFoundError:
        raise FileNonIntegro(f"Il file {sha256} manca dall'archivio: la copia non è stata fatta.") from None
    if conto.hexdigest() != sha256:
        raise FileNonIntegro(f"Il file {sha256} ha i byte cambiati: la copia non è stata fatta.")
    return sha256


def ripristina(partenza: Path) -> Conto:
    """Put an archive back into an empty, migrated database, in one transaction, and check all of it.

    Raises CopiaRifiutata: archive spoilt or of another version, database not empty, log that does not match.
    """
    _pretendi_vuoto()
    try:
        with zipfile.ZipFile(partenza) as archivio:
            elenco = _elenco(archivio)
            _rimetti_file(archivio)
            with transaction.atomic():
                _svuota_quel_che_fa_migrate()
                for nome in archivio.namelist():
                    if nome.startswith("righe/"):
                        _rimetti_righe(archivio, nome)
                _riallinea_sequenze()
                connection.check_constraints()
                _pretendi_registro(elenco)
    except (OSError, zipfile.BadZipFile) as errore:
        raise CopiaRifiutata(f"L'archivio {partenza} non si legge ({errore}). Il database è rimasto vuoto.") from errore
    except (DeserializationError, DatabaseError) as errore:
        raise CopiaRifiutata(f"Una riga non si può rimettere ({errore}). Il database è rimasto vuoto.") from errore
    return Conto(int(elenco["righe"]), FileConservato.objects.count(), len(elenco["teste"]))


def _pretendi_vuoto() -> None:
    for modello in _modelli():
        if modello._meta.label_lower not in _DI_MIGRATE and modello._base_manager.exists():
            raise CopiaRifiutata(
                f"Il database non è vuoto: contiene già righe di «{modello._meta.verbose_name_plural}». "
                "Si ripristina solo in un database nuovo, dopo migrate. Nulla è stato cambiato."
            )


def _elenco(archivio: zipfile.ZipFile) -> dict[str, Any]:
    """Return the list inside, once every member has the hash it says."""
    if _ELENCO not in archivio.namelist():
        raise CopiaRifiutata("L'archivio non è una copia completa: manca l'elenco. Nulla è stato cambiato.")
    elenco: dict[str, Any] = json.loads(archivio.read(_ELENCO))
    if elenco.get("formato") != FORMATO or elenco.get("migrazioni") != _migrazioni():
        raise CopiaRifiutata(
            "La copia viene da un'altra versione del portale: ripristinala con quella, poi aggiorna. "
            "Nulla è stato cambiato."
        )
    if set(elenco["sha256"]) | {_ELENCO} != set(archivio.namelist()):
        raise CopiaRifiutata("L'archivio non contiene quello che dice il suo elenco. Nulla è stato cambiato.")
    for nome, atteso in elenco["sha256"].items():
        conto = hashlib.sha256()
        for pezzo in _pezzi(archivio, nome):
            conto.update(pezzo)
        if conto.hexdigest() != atteso:
            raise CopiaRifiutata(f"Nell'archivio «{nome}» è stato alterato. Nulla è stato cambiato.")
    return elenco


def _pezzi(archivio: zipfile.ZipFile, nome: str) -> Iterator[bytes]:
    with archivio.open(nome) as letto:
        while pezzo := letto.read(_PEZZO):
            yield pezzo


def _rimetti_file(archivio: zipfile.ZipFile) -> None:
    for nome in archivio.namelist():
        if nome.startswith("file/"):
            scrivi(nome.removeprefix("file/"), _pezzi(archivio, nome))


def _svuota_quel_che_fa_migrate() -> None:
    for modello in _modelli():
        if modello._meta.label_lower in _DI_MIGRATE:
            modello._base_manager.all().delete()


def _rimetti_righe(archivio: zipfile.ZipFile, nome: str) -> None:
    with archivio.open(nome) as righe:
        for riga in serializers.deserialize("jsonl", (r.decode() for r in righe)):
            riga.save(force_insert=True)


def _riallinea_sequenze() -> None:
    with connection.cursor() as cursore:
        for frase in connection.ops.sequence_reset_sql(no_style(), _modelli()):
            cursore.execute(frase)


def _pretendi_registro(elenco: dict[str, Any]) -> None:
    frasi = [a.frase for a in verifica()]
    if {nome: [t.conteggio, t.hash] for nome, t in teste().items()} != elenco["teste"]:
        frasi.append("Le teste del registro non sono quelle della copia.")
    if frasi:
        raise CopiaRifiutata(
            f"Il registro ripristinato non torna: {' '.join(frasi[:5])} Se le teste non portano il sigillo, imposta "
            "REGISTRO_CHIAVE come nel portale di partenza. Il database è rimasto vuoto."
        )


def verifica_conservati() -> tuple[list[str], list[str]]:
    """Return (faults, orphans) as Italian sentences: rows without their bytes; files on disk without a row.

    Orphans are no fault: a print stopped half way leaves them.
    """
    # Disk first: a file always comes before its row, so none stored meanwhile looks lost.
    su_disco = {f.name: f for f in presenti()}
    guasti, attesi = [], set()
    for file in FileConservato.objects.order_by("sha256").iterator():
        attesi.add(file.sha256)
        dove = percorso(file.sha256)
        if not dove.exists():
            guasti.append(f"Il file {file.sha256} manca dall'archivio.")
        elif impronta(dove) != file.sha256:
            guasti.append(f"Il file {file.sha256} ha i byte cambiati.")
    orfani = [f"Il file {f} non ha una riga." for nome, f in sorted(su_disco.items()) if nome not in attesi]
    return guasti, orfani
