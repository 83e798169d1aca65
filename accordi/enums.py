"""Value lists of the Accordo."""

from django.db import models


class Qualifica(models.TextChoices):
    """What a party is in the Accordo."""

    CAPOFILA = "capofila", "Ente capofila"
    SOTTOSCRITTORE = "sottoscrittore", "Sottoscrittore"
    ADERENTE = "aderente", "Aderente"
