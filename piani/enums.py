"""States of a plan, kinds of its tables and charts."""

from django.db import models


class Stato(models.TextChoices):
    """State of a plan: a participle with its label. Moved only by the procedure."""

    BOZZA = "bozza", "Bozza"
    IN_CONSULTAZIONE = "in_consultazione", "In consultazione"
    IN_VERIFICA = "in_verifica", "In verifica presso l'ATS"
    DA_INTEGRARE = "da_integrare", "Da integrare"
    VERIFICATO = "verificato", "Verificato"
    APPROVATO = "approvato", "Approvato"
    IN_SOTTOSCRIZIONE = "in_sottoscrizione", "In sottoscrizione"
    SOTTOSCRITTO = "sottoscritto", "Sottoscritto"
    RECEPITO = "recepito", "Recepito"
    CONCLUSO = "concluso", "Concluso"


MODIFICABILI = frozenset({Stato.BOZZA, Stato.IN_CONSULTAZIONE})
PUBBLICI = frozenset({Stato.APPROVATO, Stato.IN_SOTTOSCRIZIONE, Stato.SOTTOSCRITTO, Stato.RECEPITO, Stato.CONCLUSO})


class SpecieTabella(models.TextChoices):
    """What a data table becomes on page and paper; each kind has its numbering."""

    TABELLA = "tabella", "Tabella"
    GRAFICO = "grafico", "Grafico"
    FIGURA = "figura", "Figura"


class TipoGrafico(models.TextChoices):
    """How the rows are drawn."""

    BARRE = "barre", "Barre"
    BARRE_RAGGRUPPATE = "barre_raggruppate", "Barre raggruppate"
    LINEE = "linee", "Linee"
    TORTA = "torta", "Torta"
    ORGANIGRAMMA = "organigramma", "Organigramma"
