"""Kinds of faults that the check of the log can find."""

from django.db import models


class TipoAnomalia(models.TextChoices):
    """What is wrong with a row or a head."""

    ALTERATA = "alterata", "Riga alterata"
    MANCANTE = "mancante", "Riga mancante"
    SPOSTATA = "spostata", "Riga spostata"
    TAGLIATA = "tagliata", "Riga tagliata in coda"
    AGGIUNTA = "aggiunta", "Riga aggiunta"
    TESTA_FALSA = "testa_falsa", "Testa falsificata"
    CATENA_MANCANTE = "catena_mancante", "Catena mancante"
    CATENA_ESTRANEA = "catena_estranea", "Catena mai aperta"
