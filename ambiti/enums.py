"""Value lists of the bodies."""

from django.db import models


class TipoEnte(models.TextChoices):
    """Kinds of Ente; stored in the key `tipo:codice` that files use."""

    REGIONE = "regione", "Regione"
    ATS = "ats", "ATS"
    ASST = "asst", "ASST"
    DISTRETTO = "distretto", "Distretto"
    AMBITO = "ambito", "Ambito territoriale"
    COMUNE = "comune", "Comune"
    AZIENDA = "azienda", "Azienda o consorzio di Comuni"
    TERZO_SETTORE = "ets", "Ente del Terzo Settore"
    SINDACATO = "sindacato", "Organizzazione sindacale"
    ALTRO = "altro", "Altro ente"
