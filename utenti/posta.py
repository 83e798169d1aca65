"""The mail of invitations: a text and an HTML page, always in pairs."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from utenti.enums import Ruolo
from utenti.exceptions import PostaNonPartita
from utenti.models import Invito
from utenti.roles import RUOLI


def spedisci_invito(invito: Invito, gettone: str) -> None:
    """Send the link of an invitation. `gettone` exists only here and in the message. Raises PostaNonPartita."""
    contesto = {
        "invito": invito,
        "descrizione": RUOLI[Ruolo(invito.ruolo)].descrizione,
        "collegamento": f"{settings.INDIRIZZO_PORTALE}{reverse('utenti:accetta_invito', args=[gettone])}",
    }
    messaggio = EmailMultiAlternatives(
        subject=render_to_string("utenti/posta/invito_oggetto.txt", contesto).strip(),
        body=render_to_string("utenti/posta/invito.txt", contesto),
        to=[invito.email],
    )
    messaggio.attach_alternative(render_to_string("utenti/posta/invito.html", contesto), "text/html")
    try:
        messaggio.send()
    except (SMTPException, OSError) as errore:
        raise PostaNonPartita(
            f"L'invito per {invito.email} è registrato, ma il messaggio non è partito. "
            "Apri le persone dell'ente e premi «Spedisci di nuovo» tra qualche minuto."
        ) from errore
