"""Value lists of the sheets."""

from django.db import models


class Specie(models.TextChoices):
    """Kinds of sheet formats."""

    OBIETTIVO = "obiettivo", "Scheda obiettivo"
    ESITO = "esito", "Esito della programmazione precedente"
    ASST = "asst", "Scheda dell'ASST"
    ATS = "ats", "Obiettivo strategico dell'ATS"


class TipoCampo(models.TextChoices):
    """Where the value of a row lives: typed rows, or choices and text of the answer."""

    TITOLO = "titolo", "titolo"
    TESTO = "testo", "testo"
    SCELTA = "scelta", "scelta e testo"
    AZIONI = "azioni", "azioni"
    RISORSE = "risorse", "risorse economiche"
    AREE = "aree", "aree di policy collegate"
    PUNTI_CHIAVE = "punti_chiave", "punti chiave"
    INDICATORI_INPUT = "indicatori_input", "indicatori di input"
    INDICATORI_PROCESSO = "indicatori_processo", "indicatori di processo"
    INDICATORI_OUTPUT = "indicatori_output", "indicatori di risultato"
    INDICATORI_OUTCOME = "indicatori_outcome", "indicatori di impatto"
    MATRICE = "matrice", "matrice"
    PERCENTUALE = "percentuale", "grado di raggiungimento"


class Fase(models.TextChoices):
    """Phase that an indicator measures (DGR lines 1208-1228)."""

    INPUT = "input", "Input"
    PROCESSO = "processo", "Processo"
    OUTPUT = "output", "Risultato (output)"
    OUTCOME = "outcome", "Impatto (outcome)"


class Natura(models.TextChoices):
    """Public or private money."""

    PUBBLICA = "pubblica", "Pubblica"
    PRIVATA = "privata", "Privata"
    MISTA = "mista", "Pubblica e privata"
    NON_INDICATA = "non_indicata", "Non indicata"


class PeriodoRisorsa(models.TextChoices):
    """What the amount covers."""

    TRIENNIO = "triennio", "per il triennio"
    ANNUALE = "annuale", "per anno"
    UNA_TANTUM = "una_tantum", "una tantum"
    PER_UNITA = "per_unita", "per unità e per anno"


class Precisione(models.TextChoices):
    """How sure the amount is."""

    ESATTO = "esatto", "esatto"
    CIRCA = "circa", "stimato"
    MASSIMO = "massimo", "al massimo"


class EsitoSeguito(models.TextChoices):
    """What became of an earlier objective in the next triennium."""

    RIPROPOSTO = "riproposto", "Riproposto"
    CONFLUITO = "confluito", "Confluito"
    CHIUSO = "chiuso", "Chiuso"


class CriterioGrado(models.TextChoices):
    """When an action of an earlier objective counts as done, in the regional formula (DGR line 1195)."""

    A_MANO = "", "Scrivo io il grado"
    REALIZZATE = "realizzate", "Contano le azioni realizzate per intero (100%)"
    AVVIATE = "avviate", "Contano anche le azioni realizzate in parte (più di 0%)"


class FasciaGrado(models.TextChoices):
    """The bands of the degree, with the keys of the choices of the regional row (DGR line 1195)."""

    NULLO = "nullo", "nullo"
    INSUFFICIENTE = "insufficiente", "insufficiente"
    SUFFICIENTE = "sufficiente", "sufficiente"
    BUONO = "buono", "buono"
    OTTIMO = "ottimo", "ottimo"


class Cambiamento(models.TextChoices):
    """Whether a part of an earlier objective changed what was wrong: not every answer is yes or no."""

    SI = "si", "Sì"
    IN_PARTE = "in_parte", "In parte"
    NO = "no", "No"
    NON_ANCORA = "non_ancora", "Non ancora misurabile"


class Traguardo(models.TextChoices):
    """What must have happened by a deadline; how it is read from a plan is in `piani.traguardi`."""

    VERIFICA = "verifica", "Il Piano è stato inviato in verifica"
    ASSENSO = "assenso", "L'ATS ha dato l'assenso"
    APPROVAZIONE = "approvazione", "Il Piano è approvato"
    SOTTOSCRIZIONE = "sottoscrizione", "L'Accordo di Programma ha tutte le firme"
    RECEPIMENTO = "recepimento", "L'ATS ha recepito il Piano"
    INVIO = "invio", "La documentazione è stata inviata in Regione"
