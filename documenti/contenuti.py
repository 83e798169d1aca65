"""The kind of a file, decided by its bytes and never by its name. Pure."""

import base64
import binascii
import csv
import json
import re

from documenti.enums import TipoFile

_INIZI = (
    (b"%PDF-", TipoFile.PDF),
    (b"\x89PNG\r\n\x1a\n", TipoFile.PNG),
    (b"\xff\xd8\xff", TipoFile.JPEG),
    (b"PK\x03\x04", TipoFile.ZIP),
    (b"PK\x05\x06", TipoFile.ZIP),
)
# ASN.1 object identifier 1.2.840.113549.1.7.2, signedData.
_FIRMA = bytes.fromhex("06092a864886f70d010702")
_PEM = (b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----")
_TESTA_MESSAGGIO = 64 * 1024
_INTESTAZIONE = re.compile(rb"([!-9;-~]+):")
_DI_OGNI_MESSAGGIO = frozenset({b"from", b"date"})
_DEL_VIAGGIO = frozenset({b"received", b"message-id", b"x-ricevuta", b"x-trasporto", b"return-path"})
_CONTROLLI_AMMESSI = frozenset("\t\n\r")


def riconosci(contenuto: bytes) -> TipoFile | None:
    """Return the kind of `contenuto`, or None if it is none of those we keep.

    A .p7m may be DER or base64; a mail message is told by its headings; JSON must be an object or a list; CSV must be UTF-8 with at least two columns in
    its heading: who reads the rows names the bad ones.
    """
    binario = riconosci_binario(contenuto)
    if binario:
        return binario
    if _e_messaggio(contenuto):
        return TipoFile.EML
    testo = _testo(contenuto)
    if testo is None:
        return None
    if _e_json(testo):
        return TipoFile.JSON
    return TipoFile.CSV if _e_csv(testo) else None


def riconosci_binario(contenuto: bytes) -> TipoFile | None:
    """Return the kind of `contenuto` told by its first bytes alone; None for text, good or bad, and the unknown."""
    for inizio, tipo in _INIZI:
        if contenuto.startswith(inizio):
            return tipo
    return TipoFile.P7M if _e_firma(contenuto) else None


def _e_firma(contenuto: bytes) -> bool:
    if contenuto[:1] == b"\x30":
        return _FIRMA in contenuto[:32]
    testa = contenuto[:256].strip()
    for pem in _PEM:
        testa = testa.removeprefix(pem).strip()
    try:
        cima = base64.b64decode(testa[:40].split()[0], validate=True) if testa else b""
    except binascii.Error:
        return False
    return cima[:1] == b"\x30" and _FIRMA in cima


def _e_messaggio(contenuto: bytes) -> bool:
    """Whether it starts with the headings of a mail message (RFC 5322): those every message has, and one that its way leaves.

    The body may be in any encoding, so only the headings are read.
    """
    testa = contenuto[:_TESTA_MESSAGGIO].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    nomi: set[bytes] = set()
    for riga in testa.split(b"\n"):
        if riga[:1] in (b" ", b"\t") and nomi:
            continue
        trovato = _INTESTAZIONE.match(riga)
        if trovato is None:
            return False
        nomi.add(trovato[1].lower())
    return nomi >= _DI_OGNI_MESSAGGIO and bool(_DEL_VIAGGIO & nomi)


def _testo(contenuto: bytes) -> str | None:
    try:
        testo = contenuto.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(ord(c) < 32 and c not in _CONTROLLI_AMMESSI for c in testo):
        return None
    return testo


def _e_json(testo: str) -> bool:
    if not testo.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(testo)
    except (ValueError, RecursionError):
        return False
    return True


def _e_csv(testo: str) -> bool:
    if testo.lstrip().startswith("<"):
        return False
    return any(_ha_colonne(testo, separatore) for separatore in ";,\t")


def _ha_colonne(testo: str, separatore: str) -> bool:
    try:
        righe = [r for r in csv.reader(testo.splitlines(), delimiter=separatore, strict=True) if r]
    except csv.Error:
        return False
    return bool(righe) and len(righe[0]) > 1
