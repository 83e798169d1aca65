"""Asking for the list of the signatures on paper."""

from django.utils import timezone

from accordi.queries import Firmatario, accordo_letto, firmatari_di
from core.canonico import Json, byte_canonici, sha256
from core.exceptions import DatiNonValidi
from documenti.actions import accoda
from documenti.enums import StatoLavoro
from documenti.models import Lavoro
from piani.cronologia import cronologia_di
from piani.lettura.modello_quadri import AccordoLetto
from piani.models import Piano
from piani.permissions import NULLA
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso

LAVORO = "accordi.elenco_firme"


def dati_delle_firme(piano: Piano, accordo: AccordoLetto) -> Json:
    """Return what the list prints: title, version approved, a row for who signs or adheres."""
    versione = cronologia_di(piano).approvazione_versione
    return {
        "titolo": accordo.titolo,
        "ambito": str(piano.ambito),
        "triennio": piano.triennio.codice,
        "versione": versione.sha256 if versione else "",
        "giorno": timezone.localdate().isoformat(),
        "righe": [_riga(f) for f in firmatari_di(piano)],
    }


def _riga(firmatario: Firmatario) -> Json:
    firma = firmatario.firma
    return {
        "ente": firmatario.nome,
        "qualifica": firmatario.qualifica,
        "rappresentante": firmatario.rappresentante,
        "aderente": firmatario.aderente,
        "specie": firma.get_specie_display() if firma else "",
        "giorno": firma.giorno.isoformat() if firma else "",
        "file": firma.file.sha256 if firma else "",
        "esempio": bool(firma and firma.esempio) or firmatario.esempio,
    }


def chiedi_elenco(piano: Piano, *, autore: Utente) -> Lavoro:
    """Put the list of the signatures in the queue; the same content gives the one there is, ready or under way.

    Raises NonPermesso, DatiNonValidi (no Accordo).
    """
    esigi(autore, Permesso.STAMPARE, ambito=piano.ambito)
    accordo = accordo_letto(piano)
    if accordo is None:
        raise DatiNonValidi(f"Il Piano non ha ancora un Accordo. {NULLA}")
    dati = dati_delle_firme(piano, accordo)
    chiave = f"{LAVORO}:{piano.pk}:{sha256(byte_canonici(dati))}"
    pronto = Lavoro.objects.filter(chiave=chiave, stato=StatoLavoro.RIUSCITO).order_by("-pk").first()
    return pronto or accoda(LAVORO, chiave, {"piano": piano.pk, "dati": dati}, richiesto_da=autore)
