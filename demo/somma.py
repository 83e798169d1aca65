"""Somma Lombardo, in the middle of the procedure: an example plan that waits for its ATS."""

import datetime as dt

from accordi.actions.testo import crea_accordo, scrivi_articolo
from accordi.models import Accordo
from demo.capitoli import documento_dei_capitoli
from demo.persone import DOMINIO
from piani.canonico.forma import Documento
from piani.enums import Passo, Stato
from piani.models import Piano
from piani.workflow import esegui
from utenti.models import Utente

CODICE = "50034"


def documento_somma() -> Documento:
    """Return an example plan: the chapters of the regional format, each with a line of text."""
    testo = "<p>Testo di esempio: il Piano vero di questo Ambito non è qui.</p>"
    return documento_dei_capitoli(CODICE, "Somma Lombardo (dato di esempio)", testo=testo)


def invia_somma(piano: Piano) -> str:
    """Write the Accordo and send the plan to the ATS; return what was done, in words."""
    if Stato(piano.stato) is not Stato.BOZZA or piano.passaggi.exists():
        return "già inviato"
    udp = Utente.objects.get(email=f"udp.somma@{DOMINIO}")
    accordo = Accordo.objects.filter(piano=piano).first() or crea_accordo(
        piano,
        titolo="Accordo di Programma 2025-2027 (dato di esempio)",
        decorrenza=dt.date(2025, 1, 1),
        scadenza=dt.date(2027, 12, 31),
        autore=udp,
    )
    for articolo in accordo.articoli.filter(testo=""):
        scrivi_articolo(
            articolo,
            titolo=articolo.titolo,
            testo="<p>Testo di esempio dell'articolo.</p>",
            elementi=articolo.elementi,
            revisione=articolo.revisione,
            autore=udp,
        )
    esegui(Passo.INVIA_IN_VERIFICA, piano, autore=udp)
    return "inviato in verifica"
