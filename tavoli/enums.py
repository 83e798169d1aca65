"""Value lists of the tables."""

from django.db import models


class Soggetto(models.TextChoices):
    """Kinds of subjects that a notice invites; whether RUNTS is asked of one is said by the notice."""

    ETS = "ets", "Enti del Terzo Settore"
    SINDACATI = "sindacati", "Organizzazioni sindacali"
    SCUOLE = "scuole", "Scuole e istituti di formazione"
    RELIGIOSI = "religiosi", "Parrocchie ed enti religiosi"
    ALTRI = "altri", "Altre realtà del territorio"


class GenereContributo(models.TextChoices):
    """What a contribution brings (D.Lgs. 117/2017, art. 55, c. 2: needs, interventions, resources)."""

    BISOGNO = "bisogno", "Un bisogno"
    RISORSA = "risorsa", "Una risorsa che c'è già"
    PROPOSTA = "proposta", "Una proposta"


class EsitoContributo(models.TextChoices):
    """What became of a contribution."""

    ACCOLTO = "accolto", "Accolto"
    IN_PARTE = "in_parte", "Accolto in parte"
    CONFLUITO = "confluito", "Confluito in un'altra proposta"
    RINVIATO = "rinviato", "Rinviato"
    NON_ACCOLTO = "non_accolto", "Non accolto"


class FaseAvviso(models.TextChoices):
    """Where a notice stands, derived from its dates and facts; never stored."""

    IN_PREPARAZIONE = "in_preparazione", "In preparazione"
    IN_ARRIVO = "in_arrivo", "Si apre più avanti"
    APERTO = "aperto", "Aperto"
    LAVORI = "lavori", "Domande chiuse, tavolo al lavoro"
    CHIUSO = "chiuso", "Tavolo chiuso"


class EsitoDomanda(models.TextChoices):
    """Where an application stands, derived from its facts; never stored."""

    IN_ATTESA = "in_attesa", "In attesa di risposta"
    AMMESSA = "ammessa", "Ammessa"
    RESPINTA = "respinta", "Respinta"
    RITIRATA = "ritirata", "Ritirata"
