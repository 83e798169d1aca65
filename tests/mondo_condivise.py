"""The sheets that another Ambito offers to Gallarate: one is in its plan, one is not."""

from core.canonico import byte_canonici, sha256
from obiettivi.models import CampoScheda, FormatoScheda
from piani.actions.condivise import adotta_scheda, contenuto_di_scheda
from piani.models import Piano, SchedaPubblicata
from tests.factories import AmbitoFactory, PianoFactory, VoceSchedaFactory
from utenti.models import Utente

Chiavi = dict[str, str | int]
SUA: Chiavi = {"specie": "ats", "scheda": "COND", "campo": "azioni_ats"}


def _offerta(altro: Piano, codice: str, a: Piano, autore: Utente) -> SchedaPubblicata:
    formato = FormatoScheda.objects.get(chiave="ats-2025")
    voce = VoceSchedaFactory.create(piano=altro, codice=codice, scheda__formato=formato)
    contenuto = byte_canonici(contenuto_di_scheda(voce.scheda))
    versione = SchedaPubblicata.objects.create(
        scheda=voce.scheda,
        ente=altro.ambito.ente,
        numero=1,
        codice=codice,
        contenuto=contenuto,
        sha256=sha256(contenuto),
        pubblicata_da=autore,
    )
    versione.offerta_a.add(a.ambito_id)
    versione.aperte.add(CampoScheda.objects.get(formato=formato, chiave="azioni_ats"))
    return versione


def chiavi_condivise(piano: Piano, autore: Utente) -> dict[str, Chiavi]:
    """Return the keys of the addresses of shared sheets."""
    vicino = AmbitoFactory.create(ente__codice="50998", ente__nome="Somma", ats=piano.ambito.ats)
    altro = PianoFactory.create(ambito=vicino, triennio=piano.triennio)
    sezione = piano.sezioni.get(chiave="contesto")
    sezione.piano = piano
    adotta_scheda(sezione, _offerta(altro, "COND", piano, autore), codice="COND", autore=autore)
    return {
        "piani:condivise_adotta": {"pk": _offerta(altro, "NUOVA", piano, autore).pk},
        "piani:scheda_condivisa": SUA,
        "piani:scheda_riga_locale": SUA,
    }
