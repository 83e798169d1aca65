"""The last touch for the screen: notes at the end of their section, images with their address, tables that scroll. Pure."""

import re
from html import escape

# Where the notes met so far are written; the templates put it at the end of each section.
POSTO_NOTE = "<div data-note></div>"
_NOTE = re.compile(r'<span class="nota">(.*?)</span>|<div data-note></div>', re.DOTALL)
_IMMAGINE = re.compile(r'<img alt="([^"]*)"(?: class="decorativa")? data-immagine="([0-9a-f]{64})">')
_TABELLA = re.compile(r'<table class="piccola">.*?</table>', re.DOTALL)


def per_la_pagina(html: str, *, immagini: str, presenti: frozenset[str]) -> str:
    """Return laid-out texts ready for the screen.

    `immagini` is the address under which the images of the plan lie, `presenti` the hashes that the portal has.
    """
    return _con_note(_con_tabelle(con_immagini(html, immagini=immagini, presenti=presenti)))


def con_immagini(html: str, *, immagini: str, presenti: frozenset[str]) -> str:
    """Return the text with the address of each image; one that is missing leaves its words and says so."""

    def messa(trovata: re.Match[str]) -> str:
        parole, impronta = trovata[1], trovata[2]
        if impronta not in presenti:
            return mancante(parole)
        return f'<img alt="{parole}" src="{escape(immagini)}{impronta}/" loading="lazy">'

    return _IMMAGINE.sub(messa, html)


def mancante(parole: str) -> str:
    """Return what stands in place of an image that the portal has not."""
    return f'<span class="immagine-mancante">[Immagine mancante{f": {parole}" if parole else ""}]</span>'


def impronte(html: str) -> list[str]:
    """Return the hashes of the images of a text, each once, in order."""
    return list(dict.fromkeys(m[2] for m in _IMMAGINE.finditer(html)))


def _con_tabelle(html: str) -> str:
    conta = 0

    def messa(trovata: re.Match[str]) -> str:
        nonlocal conta
        conta += 1
        nome = f"Tabella {conta} nel testo"
        return f'<div class="scorre" role="region" tabindex="0" aria-label="{nome}">{trovata[0]}</div>'

    return _TABELLA.sub(messa, html)


def _con_note(html: str) -> str:
    """Number the notes from 1, and write them where their section ends, each with the way back."""
    attese: list[tuple[int, str]] = []
    conta = 0

    def messa(trovata: re.Match[str]) -> str:
        nonlocal attese, conta
        if trovata[1] is None:
            voci, attese = attese, []
            return _elenco(voci)
        conta += 1
        attese.append((conta, trovata[1]))
        return f'<sup class="rimando"><a id="rimando-{conta}" href="#nota-{conta}" aria-label="Nota {conta}">{conta}</a></sup>'

    return _NOTE.sub(messa, html + POSTO_NOTE)


def _elenco(note: list[tuple[int, str]]) -> str:
    if not note:
        return ""
    voci = "".join(
        f'<li id="nota-{n}" value="{n}">{testo} <a href="#rimando-{n}" aria-label="Torna al testo, nota {n}">↩</a></li>'
        for n, testo in note
    )
    return f'<div class="note-testo"><p class="titoletto"><strong>Note</strong></p><ol>{voci}</ol></div>'
