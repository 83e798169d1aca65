"""The mark of reading: up to where a person has read a plan. A small act of their own, not one of the procedure."""

import zlib

from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from core.canonico import byte_canonici
from core.exceptions import DatiNonValidi
from piani.canonico.forma import Documento
from piani.enums import ComeLetta
from piani.models import CopiaLetta, Lettura, Piano
from piani.permissions import NULLA
from piani.versioni import documento_da_leggere
from utenti.models import Utente

_SALE = "piani.letto"
DURATA = 60 * 60 * 24
SCADUTO = f"La pagina è di troppo tempo fa, o il Piano intanto è cambiato: riaprila e riprova. {NULLA}"


def segno(piano: Piano, impronta: str, *, come: ComeLetta, chi: Utente) -> str:
    """Return the signed word that a page carries: which text of the plan it shows, to whom, by which right."""
    return signing.dumps([piano.pk, piano.contenuto, impronta, come.value, chi.pk], salt=_SALE)


def segna_letto(piano: Piano, *, segno: str, autore: Utente) -> Lettura:
    """Move the mark of `autore` to the text that the page showed. Raises DatiNonValidi: the page is not theirs, or too old."""
    try:
        pk, contenuto, impronta, come, chi = signing.loads(segno, salt=_SALE, max_age=DURATA)
    except signing.BadSignature as errore:
        raise DatiNonValidi(SCADUTO) from errore
    if (pk, chi) != (piano.pk, autore.pk):
        raise DatiNonValidi(f"Questa pagina non è la tua: riaprila e riprova. {NULLA}")
    compresso = zlib.compress(byte_canonici(_documento(piano, contenuto, impronta)))
    with transaction.atomic():
        # The lock keeps the copy that another reader is about to point to.
        Piano.objects.select_for_update(of=("self",)).get(pk=piano.pk)
        copia, _ = CopiaLetta.objects.get_or_create(piano=piano, sha256=impronta, defaults={"compresso": compresso})
        lettura, _ = Lettura.objects.update_or_create(
            utente=autore, piano=piano, defaults={"copia": copia, "come": come, "letta_il": timezone.now()}
        )
        CopiaLetta.objects.filter(piano=piano, letture__isnull=True).delete()
    return lettura


def _documento(piano: Piano, contenuto: int, impronta: str) -> Documento:
    """Return the text that the page showed: the one of now, or the one of then if it is still in memory."""
    attuale = documento_da_leggere(piano)
    if attuale["sha256"] == impronta:
        return attuale
    di_allora: Documento | None = cache.get(f"canonico:{piano.pk}:{contenuto}")
    if di_allora is None or di_allora["sha256"] != impronta:
        raise DatiNonValidi(SCADUTO)
    return di_allora
