"""Who is writing a plan now, and where."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils import timezone

from piani.models import Piano, Presenza
from utenti.models import Utente


@dataclass(frozen=True)
class Presente:
    """Who is in a part, as the others read it: writing (`scrive`) or reading; `minuti` since when."""

    chi: str
    ente: str
    ruolo: str
    iniziali: str
    parte: str
    riga: str
    scrive: bool
    minuti: int

    def per_pagina(self) -> dict[str, str | int | bool]:
        """Return it for the page's script."""
        return asdict(self)


def chi_scrive(piano: Piano, *, oltre_a: Utente) -> list[Presente]:
    """Return who has a part of the plan open to write it, but `oltre_a`. One query."""
    adesso = timezone.now()
    vive = Presenza.objects.filter(
        piano=piano, visto__gt=adesso - dt.timedelta(seconds=settings.PRESENZA_SECONDI)
    ).exclude(utente=oltre_a)
    return [_presente(p, adesso) for p in vive.select_related("utente", "incarico__ente").order_by("dal", "pk")]


def _presente(presenza: Presenza, adesso: dt.datetime) -> Presente:
    nome = str(presenza.utente)
    incarico = presenza.incarico
    return Presente(
        chi=nome,
        ente=str(incarico.ente) if incarico else "",
        ruolo=incarico.get_ruolo_display() if incarico else "",
        iniziali="".join(parola[0] for parola in nome.split() if parola[0].isupper())[:2] or nome[:1].upper(),
        parte=presenza.parte,
        riga=presenza.riga,
        scrive=presenza.scrive,
        minuti=int((adesso - presenza.dal).total_seconds() // 60),
    )
