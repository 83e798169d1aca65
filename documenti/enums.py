"""States of a job, kinds of stored files."""

from django.db import models


class StatoLavoro(models.TextChoices):
    """Life of a job."""

    IN_ATTESA = "in_attesa", "In attesa"
    IN_CORSO = "in_corso", "In corso"
    RIUSCITO = "riuscito", "Pronto"
    FALLITO = "fallito", "Non riuscito"
    ANNULLATO = "annullato", "Annullato"


class TipoFile(models.TextChoices):
    """Kinds of files, decided by their content."""

    PDF = "application/pdf", "PDF"
    JSON = "application/json", "JSON"
    CSV = "text/csv", "CSV"
    PNG = "image/png", "Immagine PNG"
    JPEG = "image/jpeg", "Immagine JPEG"
    P7M = "application/pkcs7-mime", "Firma CAdES (.p7m)"
    ZIP = "application/zip", "ZIP"
    EML = "message/rfc822", "Messaggio di posta (.eml)"
