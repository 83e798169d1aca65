"""The form of the canonical version: its seal, its schema, its errors in Italian."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from core.canonico import byte_canonici, sha256
from core.exceptions import DatiNonValidi

FORMATO = "piano-di-zona/1"
SCHEMA = Path(__file__).resolve().parent.parent.parent / "docs" / "piano.schema.json"
MASSIMI_ERRORI = 10

Documento = dict[str, Any]


def impronta(documento: Documento) -> str:
    """Return the SHA-256 of the document without its key `sha256`."""
    return sha256(byte_canonici({k: v for k, v in documento.items() if k != "sha256"}))


def sigilla(documento: Documento) -> Documento:
    """Return the document with its `sha256`."""
    return {**documento, "sha256": impronta(documento)}


@cache
def _validatore() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _luogo(errore: ValidationError) -> str:
    pezzi = [f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in errore.absolute_path]
    return "".join(pezzi).lstrip(".") or "documento"


def _frase(errore: ValidationError) -> str:
    luogo = _luogo(errore)
    match errore.validator:
        case "required":
            mancanti = [
                c for c in cast("list[str]", errore.validator_value) if c not in cast("Documento", errore.instance)
            ]
            return f"{luogo}: manca {', '.join(mancanti)}."
        case "additionalProperties":
            return f"{luogo}: c'è una voce che il formato non prevede."
        case "enum" | "const":
            return f"{luogo}: il valore {errore.instance!r} non è tra quelli ammessi."
        case "type":
            return f"{luogo}: il valore è di un tipo non previsto."
        case _:
            return f"{luogo}: il valore {str(errore.instance)[:60]!r} non rispetta il formato."


def errori(documento: object) -> Iterator[str]:
    """Yield an Italian sentence for each departure from the schema, with its place (counted from 1)."""
    trovati = sorted(_validatore().iter_errors(documento), key=lambda e: [str(p) for p in e.absolute_path])
    for errore in trovati:
        yield _frase(errore)


def leggi(contenuto: bytes) -> Documento:
    """Return the document of a JSON file, after form and seal have been checked.

    Raises DatiNonValidi: not JSON (with the line), not in the schema (with the places), or wrong `sha256`.
    """
    try:
        documento = json.loads(contenuto.decode("utf-8"), parse_float=_rifiuta_virgola)
    except UnicodeDecodeError as errore:
        raise DatiNonValidi("Il file non è testo UTF-8. Nulla è stato importato.") from errore
    except json.JSONDecodeError as errore:
        raise DatiNonValidi(
            f"Il file non è JSON: errore alla riga {errore.lineno}, colonna {errore.colno}. Nulla è stato importato."
        ) from errore
    trovati = list(errori(documento))
    if trovati:
        altri = len(trovati) - MASSIMI_ERRORI
        coda = f" E altri {altri} errori." if altri > 0 else ""
        raise DatiNonValidi(
            "Il file non è nel formato del Piano. Nulla è stato importato. " + " ".join(trovati[:MASSIMI_ERRORI]) + coda
        )
    _controlla_impronta(documento)
    return dict(documento)


def _rifiuta_virgola(numero: str) -> None:
    raise DatiNonValidi(f"Il numero {numero} va scritto tra virgolette, come testo. Nulla è stato importato.")


def _controlla_impronta(documento: Documento) -> None:
    attesa = impronta(documento)
    if documento["sha256"] != attesa:
        raise DatiNonValidi(
            "L'impronta del file non corrisponde al contenuto: il file è stato modificato o si è rovinato. "
            f"Nulla è stato importato. Scritta: {documento['sha256'][:12]}…, calcolata: {attesa[:12]}…."
        )
