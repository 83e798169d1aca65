"""The mail of the portal: a text and an HTML page, always in pairs."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from utenti.enums import Ruolo
from utenti.exceptions import PostaNonPartita
from utenti.models import Avviso, Invito, Utente
from utenti.roles import RUOLI

logger = logging.getLogger(__name__)
_AVVISO = ("utenti/posta/avviso.txt", "utenti/posta/avviso.html")
Riga = tuple[Avviso, str]
_RIEPILOGO = ("utenti/posta/riepilogo.txt", "utenti/posta/riepilogo.html")


def spedisci_invito(invito: Invito, gettone: str) -> None:
    """Send the link of an invitation. `gettone` exists only here and in the message. Raises PostaNonPartita."""
    contesto = {
        "invito": invito,
        "descrizione": RUOLI[Ruolo(invito.ruolo)].descrizione,
        "collegamento": f"{settings.INDIRIZZO_PORTALE}{reverse('utenti:accetta_invito', args=[gettone])}",
    }
    oggetto = render_to_string("utenti/posta/invito_oggetto.txt", contesto).strip()
    try:
        _messaggio(oggetto, "utenti/posta/invito.txt", "utenti/posta/invito.html", contesto, invito.email).send()
    except (SMTPException, OSError) as errore:
        rimedio = (
            "Compila di nuovo il modulo tra qualche minuto."
            if invito.autonomo
            else "Apri le persone dell'ente e premi «Spedisci di nuovo» tra qualche minuto."
        )
        raise PostaNonPartita(
            f"L'invito per {invito.email} è registrato, ma il messaggio non è partito. {rimedio}"
        ) from errore


def spedisci_avviso(avviso: Avviso) -> bool:
    """Send a notice to its reader; False when the mail server did not take it: it stays on the desk, and is tried again."""
    contesto = {"avviso": avviso, "collegamento": f"{settings.INDIRIZZO_PORTALE}{avviso.url}"}
    return _parte(avviso.oggetto, _AVVISO, contesto, avviso.destinatario)


def spedisci_riepilogo(persona: Utente, avvisi: list[Avviso]) -> bool:
    """Send several notices in one message, the oldest first; False when the mail server did not take it."""
    oggetto = f"Piani di Zona: {'un avviso' if len(avvisi) == 1 else f'{len(avvisi)} avvisi'}"
    righe = [(avviso, f"{settings.INDIRIZZO_PORTALE}{avviso.url}") for avviso in avvisi]
    contesto = {
        "quanti": len(righe),
        "righe": [riga for riga in righe if not riga[0].gruppo],
        "gruppi": _per_gruppo([riga for riga in righe if riga[0].gruppo]),
    }
    return _parte(oggetto, _RIEPILOGO, contesto, persona)


def _per_gruppo(righe: list[Riga]) -> list[tuple[str, list[tuple[str, list[Riga]]]]]:
    """Return the notices that stand together: by title, then by part, in the order in which each first came."""
    gruppi: dict[str, dict[str, list[Riga]]] = {}
    for riga in righe:
        gruppi.setdefault(riga[0].gruppo, {}).setdefault(riga[0].capo, []).append(riga)
    return [(gruppo, list(capi.items())) for gruppo, capi in gruppi.items()]


def _parte(oggetto: str, modelli: tuple[str, str], contesto: dict[str, object], persona: Utente) -> bool:
    scelta = f"{settings.INDIRIZZO_PORTALE}{reverse('utenti:profilo')}"
    messaggio = _messaggio(oggetto, *modelli, contesto | {"profilo": scelta}, persona.email)
    # No machine answers a machine: a reply "out of office" would come back for each notice.
    messaggio.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        messaggio.send()
    except (SMTPException, OSError):
        logger.warning("la posta per la persona %s non è partita", persona.pk, exc_info=True)
        return False
    return True


def _messaggio(
    oggetto: str, testo: str, pagina: str, contesto: dict[str, object], destinatario: str
) -> EmailMultiAlternatives:
    messaggio = EmailMultiAlternatives(subject=oggetto, body=render_to_string(testo, contesto), to=[destinatario])
    messaggio.attach_alternative(render_to_string(pagina, contesto), "text/html")
    return messaggio
