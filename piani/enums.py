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


# The main way; consultation and integrations are side steps.
CAMMINO = (
    Stato.BOZZA,
    Stato.IN_VERIFICA,
    Stato.VERIFICATO,
    Stato.APPROVATO,
    Stato.IN_SOTTOSCRIZIONE,
    Stato.SOTTOSCRITTO,
    Stato.RECEPITO,
    Stato.CONCLUSO,
)
MODIFICABILI = frozenset({Stato.BOZZA, Stato.IN_CONSULTAZIONE})
PUBBLICI = frozenset({Stato.APPROVATO, Stato.IN_SOTTOSCRIZIONE, Stato.SOTTOSCRITTO, Stato.RECEPITO, Stato.CONCLUSO})


class Passo(models.TextChoices):
    """Steps of the procedure; which state each leads to, who takes it and what it needs is in `piani.workflow`."""

    APRI_CONSULTAZIONE = "apri_consultazione", "Apri la consultazione"
    CHIUDI_CONSULTAZIONE = "chiudi_consultazione", "Chiudi la consultazione"
    INVIA_IN_VERIFICA = "invia_in_verifica", "Invia in verifica"
    RITIRA = "ritira", "Ritira dalla verifica"
    CHIEDI_INTEGRAZIONI = "chiedi_integrazioni", "Chiedi integrazioni"
    DAI_ASSENSO = "dai_assenso", "Dai l'assenso"
    APPROVA = "approva", "Approva"
    RESPINGI = "respingi", "Respingi"
    APRI_SOTTOSCRIZIONE = "apri_sottoscrizione", "Apri la sottoscrizione"
    COMPLETA_SOTTOSCRIZIONE = "completa_sottoscrizione", "Completa la sottoscrizione"
    RECEPISCI = "recepisci", "Recepisci"
    CONCLUDI = "concludi", "Concludi"


class SpecieParte(models.TextChoices):
    """What a part of the plan is, where a single part is named."""

    SEZIONE = "sezione", "Sezione"
    SCHEDA = "scheda", "Scheda"
    RIGA = "riga", "Riga di scheda"
    ARTICOLO = "articolo", "Articolo dell'Accordo"


class EsitoCommento(models.TextChoices):
    """What the office made of a comment when it settled it."""

    RECEPITO = "recepito", "Recepito"
    IN_PARTE = "in_parte", "Recepito in parte"
    NON_RECEPITO = "non_recepito", "Non recepito"
    GIA_PRESENTE = "gia_presente", "Già presente nel Piano"


# A refusal says why (L. 241/1990, art. 3), and so does half of one.
ESITI_MOTIVATI = frozenset({EsitoCommento.IN_PARTE, EsitoCommento.NON_RECEPITO})


class TipoAtto(models.TextChoices):
    """Kinds of acts by which a body decides."""

    DECRETO = "decreto", "Decreto"
    DELIBERAZIONE = "deliberazione", "Deliberazione"


class SpecieTappa(models.TextChoices):
    """Why a version of the plan has a name of its own; the steps of the procedure name theirs by themselves."""

    NOMINATA = "nominata", "Versione con nome"
    PRIMA_DEL_RIPRISTINO = "prima_ripristino", "Prima di un ripristino"


class ComeLetta(models.TextChoices):
    """By which right a person read the plan: it decides what may be shown again later."""

    UFFICIO = "ufficio", "Come ufficio"
    TAVOLO = "tavolo", "Da un tavolo"
    PUBBLICO = "pubblico", "Come chiunque"


class SpecieSezione(models.TextChoices):
    """What a section is: text, or the signed words of a person (a mayor's foreword, the Forum's preface)."""

    TESTO = "testo", "Testo"
    PREFAZIONE = "prefazione", "Prefazione firmata"


class SpecieTabella(models.TextChoices):
    """What a data table becomes on page and paper; each kind has its numbering."""

    TABELLA = "tabella", "Tabella"
    GRAFICO = "grafico", "Grafico"
    FIGURA = "figura", "Figura"


class SpecieBlocco(models.TextChoices):
    """What a body publishes for the plans of others."""

    TESTO = "testo", "Testo"
    TABELLA = "tabella", "Tabella"


class AChi(models.TextChoices):
    """Which Ambiti may use a published block."""

    TERRITORIO = "territorio", "Gli Ambiti del territorio"
    REGIONE = "regione", "Tutti gli Ambiti della Lombardia"


class TipoGrafico(models.TextChoices):
    """How the rows are drawn."""

    BARRE = "barre", "Barre orizzontali"
    BARRE_RAGGRUPPATE = "barre_raggruppate", "Barre raggruppate"
    COLONNE = "colonne", "Barre verticali"
    IMPILATE = "impilate", "Barre impilate"
    IMPILATE_CENTO = "impilate_cento", "Barre impilate, in percentuale"
    LINEE = "linee", "Linee"
    TORTA = "torta", "Torta"
    PIRAMIDE = "piramide", "Piramide della popolazione"
    ORGANIGRAMMA = "organigramma", "Organigramma"


class CalcoloRiga(models.TextChoices):
    """How a row of totals is worked out."""

    TOTALE = "totale", "Totale, lo calcola il portale"
    SUBTOTALE = "subtotale", "Subtotale, lo calcola il portale"


class SpecieCalcolo(models.TextChoices):
    """How a column is worked out from others of its row."""

    SOMMA = "somma", "Somma di più colonne"
    QUOTA = "quota", "Quota % sul totale di una colonna"
    RAPPORTO = "rapporto", "Una colonna divisa per un'altra"
