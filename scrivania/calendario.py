"""A calendar file, written by hand after RFC 5545. Pure: no row is read here, no clock is looked at.

Lines end with CRLF and are folded at 75 octets (3.1), texts are escaped (3.3.11), days are VALUE=DATE (3.3.4), hours have
their zone (3.6.5). What it holds: a title, a day or an hour, the page of the portal; nothing about people.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.testo import riga

OTTETTI = 75
_PRODOTTO = "-//Portale dei Piani di Zona//Scadenze//IT"
_FUSO = "Europe/Rome"
# A calendar wants one component at least: without dates, this is it.
_VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{_FUSO}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Evento:
    """A day with a title; `uid` never changes for the same thing. `ora` is the hour in Rome, None for the whole day."""

    uid: str
    titolo: str
    giorno: dt.date
    ora: dt.time | None = None
    url: str = ""


def calendario(eventi: Iterable[Evento], *, nome: str, adesso: dt.datetime) -> bytes:
    """Return the file. `adesso` is aware: it is the DTSTAMP of each event."""
    return "".join(f"{piega(r)}\r\n" for r in _righe(eventi, nome, adesso)).encode()


def _righe(eventi: Iterable[Evento], nome: str, adesso: dt.datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODOTTO}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    # RFC 7986, and the older names that programs still read.
    yield from (f"NAME:{proteggi(nome)}", f"X-WR-CALNAME:{proteggi(nome)}", f"X-WR-TIMEZONE:{_FUSO}")
    yield from ("REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H")
    yield from _VTIMEZONE
    timbro = f"{adesso.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    for evento in eventi:
        yield from _evento(evento, timbro)
    yield "END:VCALENDAR"


def _evento(evento: Evento, timbro: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{proteggi(evento.uid)}"
    yield f"DTSTAMP:{timbro}"
    if evento.ora is None:
        yield f"DTSTART;VALUE=DATE:{evento.giorno:%Y%m%d}"
        # The day does not make anybody busy.
        yield "TRANSP:TRANSPARENT"
    else:
        yield f"DTSTART;TZID={_FUSO}:{evento.giorno:%Y%m%d}T{evento.ora:%H%M%S}"
    yield f"SUMMARY:{proteggi(evento.titolo)}"
    if evento.url:
        yield f"URL:{''.join(evento.url.split())}"
    yield "END:VEVENT"


def proteggi(testo: str) -> str:
    """Return a text with backslash, semicolon, comma escaped, on one line and without control characters."""
    pulito = riga(testo, massimo=len(testo) * 4)
    return pulito.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def piega(testo: str) -> str:
    """Return a line folded at 75 octets, never inside a character; the space that opens each next line counts."""
    pezzi, pezzo, ottetti = [], "", 0
    for carattere in testo:
        peso = len(carattere.encode())
        if ottetti + peso > OTTETTI:
            pezzi.append(pezzo)
            pezzo, ottetti = "", 1
        pezzo += carattere
        ottetti += peso
    return "\r\n ".join([*pezzi, pezzo])
