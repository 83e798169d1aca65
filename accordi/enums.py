"""Value lists of the Accordo."""

from django.db import models


class Qualifica(models.TextChoices):
    """What a party is in the Accordo."""

    CAPOFILA = "capofila", "Ente capofila"
    SOTTOSCRITTORE = "sottoscrittore", "Sottoscrittore"
    ADERENTE = "aderente", "Aderente"


class Elemento(models.TextChoices):
    """The eight essential elements of an Accordo di Programma, in the Region's words (DGR XII/2167, lines 453-460)."""

    FINALITA = "finalita", "Finalità e obiettivi"
    CAPOFILA = "capofila", "Ente capofila dell'Accordo"
    UFFICIO_DI_PIANO = "ufficio_di_piano", "Ufficio di Piano, struttura di supporto e coordinamento"
    SOGGETTI = "soggetti", "Soggetti sottoscrittori e aderenti, con i rispettivi impegni"
    TERZO_SETTORE = "terzo_settore", "Strumenti e modalità di collaborazione con il Terzo Settore"
    VERIFICA = "verifica", "Modalità di verifica e monitoraggio dell'attuazione"
    DURATA = "durata", "Durata triennale"
    INTEGRAZIONE = "integrazione", "Obiettivi e percorsi di integrazione sociosanitaria condivisi con ATS e ASST"


class TipoNorma(models.TextChoices):
    """Kinds of acts that the premises recall; the labels are those of `piani.lettura.parole.NORME`."""

    LEGGE = "legge", "Legge"
    DECRETO_LEGISLATIVO = "decreto_legislativo", "D.Lgs."
    DPCM = "dpcm", "D.P.C.M."
    DECRETO_MINISTERIALE = "decreto_ministeriale", "D.M."
    LEGGE_REGIONALE = "legge_regionale", "L.R."
    DGR = "dgr", "D.G.R."
    ALTRO = "altro", "Atto"


class SpecieFirma(models.TextChoices):
    """What was signed: the Accordo itself, or an act by which a body adheres to it."""

    ACCORDO = "accordo", "Accordo firmato"
    ADESIONE = "adesione", "Atto di adesione firmato"


class Genere(models.TextChoices):
    """The ordered things of an Accordo, as the addresses name them."""

    PREMESSE = "premesse", "Premessa"
    ARTICOLI = "articoli", "Articolo"
    PARTI = "parti", "Parte"
    ATTI = "atti", "Atto richiamato"
    SEGNAPOSTO = "segnaposto", "Segnaposto"
