"""The form of the canonical version: its seal, its schema, its errors in Italian."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from core.canonico import byte_canonici, sha256
from core.exceptions import DatiNonValidi
from core.formati import elenco

FORMATO = "piano-di-zona/1"
SCHEMA = Path(__file__).resolve().parent.parent.parent / "docs" / "piano.schema.json"
MASSIMI_ERRORI = 10

Documento = dict[str, Any]

_SHA256 = re.compile("[0-9a-f]{64}")
_TIPI = {
    "string": "un testo",
    "integer": "un numero intero",
    "boolean": "vero o falso",
    "array": "un elenco",
    "object": "un gruppo di voci",
    "null": "niente",
}
_FRASI = {
    "enum": "«{valore}» non è tra i valori ammessi.",
    "const": "«{valore}» non è tra i valori ammessi.",
    "pattern": "«{valore}» non è scritto nella forma prevista.",
    "minLength": "non può essere vuoto.",
    "minItems": "non può essere vuoto.",
    "maxLength": "è troppo lungo, il massimo è {limite} caratteri.",
    "minimum": "{valore} è troppo piccolo, il minimo è {limite}.",
    "maximum": "{valore} è troppo grande, il massimo è {limite}.",
}


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
            return f"{luogo}: {_voci_in_piu(errore)}"
        case "type":
            return f"{luogo}: qui serve {_attesi(errore)}."
        case regola:
            frase = _FRASI.get(str(regola), "«{valore}» non rispetta il formato.")
            return f"{luogo}: " + frase.format(valore=str(errore.instance)[:60], limite=errore.validator_value)


def _voci_in_piu(errore: ValidationError) -> str:
    previste = cast("Documento", errore.schema).get("properties", {})
    altre = [f"«{c}»" for c in sorted(cast("Documento", errore.instance)) if c not in previste]
    if len(altre) == 1:
        return f"la voce {altre[0]} non è prevista."
    return f"le voci {elenco(altre)} non sono previste."


def _attesi(errore: ValidationError) -> str:
    tipi = errore.validator_value
    nomi = [tipi] if isinstance(tipi, str) else cast("list[str]", tipi)
    return elenco([_TIPI.get(n, n) for n in nomi], "o")


def errori(documento: object) -> Iterator[str]:
    """Yield an Italian sentence for each departure from the schema, with its place (counted from 1)."""
    trovati = sorted(_validatore().iter_errors(documento), key=lambda e: [str(p) for p in e.absolute_path])
    for errore in trovati:
        yield _frase(errore)


def leggi(contenuto: bytes) -> Documento:
    """Return the document of a JSON file, after seal and form have been checked: the seal first, it costs little.

    Raises DatiNonValidi: not JSON (with the line), wrong `sha256`, or not in the schema (with the places).
    """
    try:
        documento = json.loads(contenuto.decode("utf-8"), parse_float=_rifiuta_virgola, parse_constant=_rifiuta_virgola)
    except UnicodeDecodeError as errore:
        raise DatiNonValidi("Il file non è testo UTF-8. Nulla è stato importato.") from errore
    except json.JSONDecodeError as errore:
        raise DatiNonValidi(
            f"Il file non è JSON: errore alla riga {errore.lineno}, colonna {errore.colno}. Nulla è stato importato."
        ) from errore
    except RecursionError as errore:
        raise DatiNonValidi("Il file ha troppi livelli, uno dentro l'altro. Nulla è stato importato.") from errore
    if not isinstance(documento, dict) or not _SHA256.fullmatch(str(documento.get("sha256"))):
        raise DatiNonValidi(
            "Il file non è nel formato del Piano: manca l'impronta («sha256»), che c'è in ogni file scaricato con "
            "«Esporta i dati». Nulla è stato importato."
        )
    _controlla_impronta(documento)
    trovati = list(errori(documento))
    if trovati:
        altri = len(trovati) - MASSIMI_ERRORI
        coda = f" E altri {altri} errori." if altri > 0 else ""
        raise DatiNonValidi(
            "Il file non è nel formato del Piano. Nulla è stato importato. " + " ".join(trovati[:MASSIMI_ERRORI]) + coda
        )
    return dict(documento)


def _rifiuta_virgola(numero: str) -> None:
    raise DatiNonValidi(f"Il numero {numero} va scritto tra virgolette, come testo. Nulla è stato importato.")


def _controlla_impronta(documento: Documento) -> None:
    try:
        attesa = impronta(documento)
    except UnicodeEncodeError as errore:
        raise DatiNonValidi("Nel file c'è un carattere che non esiste. Nulla è stato importato.") from errore
    if documento["sha256"] != attesa:
        raise DatiNonValidi(
            "L'impronta del file non corrisponde al contenuto: il file è stato modificato o si è rovinato. "
            f"Nulla è stato importato. Scritta: {documento['sha256'][:12]}…, calcolata: {attesa[:12]}…."
        )
