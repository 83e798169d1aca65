"""Signs that are no letters: symbols of the fonts of signs, ticking boxes of every age, the menus of the old forms. Pure."""

import re
from xml.etree import ElementTree as ET

from piani.word.leggi.stili import W, acceso, attributo

_CONTROLLO = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PIENA, VUOTA = "☒", "☐"
# By the code of the letter in Wingdings and Wingdings 2: boxes full and empty, ticks.
_SIMBOLI = {
    **dict.fromkeys(("F0A3", "F06F", "F0A8", "F071", "F072"), VUOTA),
    **dict.fromkeys(("F0FE", "F053", "F0FD", "F051", "F078", "F054"), PIENA),
    "F052": "☑",
    "F0FC": "✓",
}
# These alone are told from the other letters that a font of signs puts in the private area.
_PRIVATI = {chr(int(codice, 16)): segno for codice, segno in _SIMBOLI.items()}
_DI_SEGNI = re.compile(r"^(?:wingdings|webdings|symbol$)", re.IGNORECASE)
# Marks of layout that nobody sees: they would only part the words.
_INVISIBILI = str.maketrans("", "", "\u00ad\u200b\u200c\u2060\ufeff")


def simbolo(codice: str) -> str:
    """Return what a symbol stands for, a bullet when nothing better is known."""
    intero = codice if len(codice) == len("F000") else f"F0{codice[-2:].zfill(2)}"
    return _SIMBOLI.get(intero, "•")


def leggibile(testo: str, proprieta: ET.Element | None) -> str:
    """Return the words of a run: its letters read in their font when that is one of signs, invisible marks left out."""
    pulito = testo.translate(_INVISIBILI)
    carattere = attributo(None if proprieta is None else proprieta.find(f"{W}rFonts"), "ascii") or ""
    if carattere.casefold().startswith("wingdings"):
        return "".join(c if c.isspace() else simbolo(f"F0{ord(c) & 0xFF:02X}") for c in pulito)
    if not any("\uf000" <= c <= "\uf0ff" for c in pulito):
        return pulito
    return "".join(_PRIVATI.get(c, c) for c in pulito)


def modulo(campo: ET.Element) -> str:
    """Return the words of a field of the old forms, that has none in the text: a ticked or empty box, the item chosen."""
    casella = campo.find(f"{W}ffData/{W}checkBox")
    if casella is not None:
        segnata = acceso(casella, "checked")
        return PIENA if (acceso(casella, "default") if segnata is None else segnata) else VUOTA
    menu = campo.find(f"{W}ffData/{W}ddList")
    if menu is None:
        return ""
    voci = [attributo(v, "val") or "" for v in menu.findall(f"{W}listEntry")]
    scelta = attributo(menu.find(f"{W}result"), "val") or attributo(menu.find(f"{W}default"), "val") or "0"
    return voci[int(scelta)] if scelta.isdecimal() and int(scelta) < len(voci) else ""


def casella_di_controllo(sdt: ET.Element) -> str:
    """Return the box of a ticking control, whatever sign it shows; "" for any other control."""
    casella = sdt.find(f"{W}sdtPr/{_CONTROLLO}checkbox")
    if casella is None:
        return ""
    stato = casella.find(f"{_CONTROLLO}checked")
    valore = "0" if stato is None else stato.get(f"{_CONTROLLO}val") or "1"
    return PIENA if valore.lower() in ("1", "true", "on") else VUOTA
