"""Offices that a person may hold, and how a person wants to be told."""

from django.db import models


class Ruolo(models.TextChoices):
    """The roles of the portal; what each may do is in `utenti.roles`."""

    REDATTORE_UDP = "redattore_udp", "Redattore dell'Ufficio di Piano"
    RESPONSABILE_UDP = "responsabile_udp", "Responsabile dell'Ufficio di Piano"
    CAPOFILA = "capofila", "Ente capofila"
    SINDACO = "sindaco", "Sindaco"
    DELEGATO = "delegato", "Delegato del Sindaco"
    PRESIDENTE = "presidente_assemblea", "Presidente dell'Assemblea dei Sindaci"
    SEGRETARIO = "segretario_assemblea", "Segretario dell'Assemblea dei Sindaci"
    FUNZIONARIO_ATS = "funzionario_ats", "Funzionario dell'ATS"
    DIRIGENTE_ATS = "dirigente_ats", "Dirigente dell'ATS"
    DIRETTORE_ATS = "direttore_ats", "Direttore generale dell'ATS"
    REFERENTE_ASST = "referente_asst", "Referente dell'ASST"
    DIRETTORE_ASST = "direttore_asst", "Direttore generale dell'ASST"
    RAPPRESENTANTE_ETS = "rappresentante_ets", "Rappresentante di un ente del Terzo Settore"
    SINDACATO = "sindacato", "Organizzazione sindacale"
    OSSERVATORE = "osservatore_regionale", "Osservatore regionale"
    AMMINISTRATORE = "amministratore", "Amministratore del portale"


class Posta(models.TextChoices):
    """How the notices reach a person beside the desk."""

    SUBITO = "subito", "Un messaggio per ogni avviso"
    RIEPILOGO = "riepilogo", "Un riepilogo al giorno, la mattina"
    MAI = "mai", "Nessun messaggio: leggo gli avvisi sulla scrivania"
