"""Value lists of the LEPS library."""

from django.db import models


class TipoBersaglio(models.TextChoices):
    """How a yearly target is read (DGR XII/2167, lines 1005-1037)."""

    SOGLIA = "soglia", "almeno (quota o percentuale)"
    MINIMO = "minimo", "almeno"
    UGUALE = "uguale", "esattamente"
    AUMENTO = "aumento", "più dell'anno prima"
    DIMINUZIONE = "diminuzione", "meno dell'anno prima"
    TRAGUARDO = "traguardo", "traguardo"
    BASE = "base", "anno di partenza (T0)"
    NESSUNO = "nessuno", "nessun valore atteso"


class Unita(models.TextChoices):
    """Unit of an indicator."""

    NUMERO = "numero", "numero"
    PERCENTUALE = "percentuale", "%"
    SI_NO = "si_no", "sì/no"
    RAPPORTO = "rapporto", "rapporto"
    GIORNI = "giorni", "giorni"
    ORE = "ore", "ore"
    ELENCO = "elenco", "elenco"
    DOCUMENTO = "documento", "documento"
    ALTRO = "altro", "altro"
