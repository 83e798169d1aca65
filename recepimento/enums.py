"""Value lists of the ATS desk."""

from django.db import models


class Oggetto(models.TextChoices):
    """What a row of the coherence check judges."""

    PIANO = "piano", "Piano di Zona"
    ACCORDO = "accordo", "Accordo di Programma"


class Risposta(models.TextChoices):
    """What the ATS answers about a row of the coherence check."""

    SI = "si", "Sì"
    NO = "no", "No"


class ElementoAccordo(models.TextChoices):
    """The eight elements that an Accordo di Programma must have (DGR XII/2167/2024, lines 453-460)."""

    FINALITA = "finalita", "Finalità e obiettivi"
    CAPOFILA = "capofila", "Ente capofila"
    UFFICIO_DI_PIANO = "ufficio_di_piano", "Ufficio di Piano"
    SOGGETTI = "soggetti", "Soggetti e loro impegni"
    TERZO_SETTORE = "terzo_settore", "Collaborazione con il Terzo Settore"
    VERIFICA = "verifica", "Verifica e monitoraggio"
    DURATA = "durata", "Durata di tre anni"
    INTEGRAZIONE = "integrazione", "Integrazione sociosanitaria"


class TipoNorma(models.TextChoices):
    """Kinds of acts that a decree recalls."""

    LEGGE = "legge", "Legge"
    LEGGE_REGIONALE = "legge_regionale", "Legge regionale"
    DECRETO_LEGISLATIVO = "decreto_legislativo", "Decreto legislativo"
    DPCM = "dpcm", "Decreto del Presidente del Consiglio dei Ministri"
    DGR = "dgr", "Delibera della Giunta regionale"
    DELIBERAZIONE = "deliberazione", "Deliberazione"
    DECRETO = "decreto", "Decreto"


class TipoRicevuta(models.TextChoices):
    """Receipts of a certified mail (D.P.R. 68/2005, art. 6)."""

    ACCETTAZIONE = "accettazione", "Ricevuta di accettazione"
    CONSEGNA = "consegna", "Ricevuta di avvenuta consegna"
    PROTOCOLLO = "protocollo", "Protocollo della Regione"
    ALTRO = "altro", "Altro"
