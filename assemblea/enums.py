"""Value lists of the Assemblea."""

from django.db import models


class Oggetto(models.TextChoices):
    """What a rule regards: that the session is valid, or what is decided in it."""

    SEDUTA = "seduta", "Validità della seduta"
    PIANO = "piano", "Approvazione del Piano di Zona"
    ACCORDO = "accordo", "Approvazione dell'Accordo di Programma"


class OggettoDeciso(models.TextChoices):
    """What an item of the agenda, or an act taken elsewhere, decides on."""

    PIANO = "piano", "Piano di Zona"
    ACCORDO = "accordo", "Accordo di Programma"


class Chiamata(models.TextChoices):
    """The call of a session."""

    PRIMA = "prima", "Prima convocazione"
    SECONDA = "seconda", "Seconda convocazione"


class ChiamataRegola(models.TextChoices):
    """The calls for which a rule holds."""

    OGNI = "ogni", "Prima e seconda convocazione"
    PRIMA = "prima", "Solo prima convocazione"
    SECONDA = "seconda", "Solo seconda convocazione"


class Base(models.TextChoices):
    """Of what a threshold is a part: of heads, or of the shares that those heads carry."""

    COMPONENTI = "componenti", "dei componenti in carica"
    PRESENTI = "presenti", "dei presenti"
    VOTANTI = "votanti", "dei votanti"
    QUOTE = "quote", "delle quote di tutti"
    QUOTE_PRESENTI = "quote_presenti", "delle quote dei presenti"
    QUOTE_VOTANTI = "quote_votanti", "delle quote dei votanti"


class Pesi(models.TextChoices):
    """Where the share of each Comune comes from."""

    POPOLAZIONE = "popolazione", "Popolazione residente"
    QUOTE = "quote", "Quote dell'Ambito"


class Scelta(models.TextChoices):
    """What a member votes."""

    FAVOREVOLE = "favorevole", "Favorevole"
    CONTRARIO = "contrario", "Contrario"
    ASTENUTO = "astenuto", "Astenuto"


class Movimento(models.TextChoices):
    """A member comes in, or goes out."""

    ENTRATA = "entrata", "Entra"
    USCITA = "uscita", "Esce"


class Titolo(models.TextChoices):
    """Why a body receives the notice of convocation."""

    COMPONENTE = "componente", "Componente, vota"
    INVITATO = "invitato", "Invitato, non vota"
