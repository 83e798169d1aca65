"""The ZIP of the pack: always the same bytes for the same papers. Pure.

Members in order, one fixed date, nothing compressed: the papers already are, and compressors differ.
"""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.canonico import sha256


@dataclass(frozen=True)
class Membro:
    """A file of the pack: its name there, what it is, its bytes."""

    percorso: str
    nome: str
    contenuto: bytes
    pagine: int | None = None
    esempio: bool = False

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return sha256(self.contenuto)


def indice(membri: Sequence[Membro], dati: Mapping[str, Any]) -> list[Membro]:
    """Return the three indexes: for who reads, for programs, for ``sha256sum -c``."""
    righe = [
        f"Piano di Zona {dati['triennio']}, Ambito di {dati['ambito']} ({dati['codice']})",
        f"Fascicolo per {dati['direzione']}, preparato il {dt.date.fromisoformat(dati['giorno']):%d/%m/%Y} da {dati['ats']}",
        "",
    ]
    for m in membri:
        pagine = f", {m.pagine} pagine" if m.pagine else ""
        esempio = " (dato di esempio)" if m.esempio else ""
        righe += [f"{m.percorso}", f"  {m.nome}{pagine}{esempio}", f"  SHA-256 {m.sha256}", ""]
    testo = Membro("indice.txt", "Indice", "\n".join(righe).encode())
    voci = [
        {"percorso": m.percorso, "nome": m.nome, "pagine": m.pagine, "sha256": m.sha256, "esempio": m.esempio}
        for m in membri
    ]
    corpo = json.dumps({**dati, "carte": voci}, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    per_programmi = Membro("indice.json", "Indice per i programmi", corpo.encode())
    somme = "".join(f"{m.sha256}  {m.percorso}\n" for m in [*membri, testo, per_programmi])
    return [testo, per_programmi, Membro("SHA256SUMS", "Impronte", somme.encode())]


def comprimi(membri: Iterable[Membro], giorno: dt.date) -> bytes:
    """Return the ZIP. Equal members and day, equal bytes."""
    uscita = io.BytesIO()
    with zipfile.ZipFile(uscita, "w", zipfile.ZIP_STORED) as archivio:
        for membro in membri:
            voce = zipfile.ZipInfo(membro.percorso, date_time=(giorno.year, giorno.month, giorno.day, 0, 0, 0))
            voce.external_attr, voce.create_system = 0o644 << 16, 3
            archivio.writestr(voce, membro.contenuto)
    return uscita.getvalue()
