"""The acts of who answers for a comment: give it to a person, settle it with what became of it, open it again."""

from django.db import transaction
from django.utils import timezone

from core.exceptions import DatiNonValidi, NonPermesso
from core.testo import pulisci
from piani.actions.avvisi_commenti import avvisa_dell_assegnazione, avvisa_dell_esito, avvisa_della_risposta
from piani.actions.commenti import MASSIMO_CARATTERI, aggiungi_risposta, leggi_bloccato, perche_non_commenta
from piani.enums import ESITI_MOTIVATI, EsitoCommento
from piani.models import Commento, Piano
from piani.permissions import NULLA, enti_scrivibili, veste_di
from piani.queries_commenti import assegnabili, gestisce, incarico_che_commenta
from piani.queries_parti import ParteCommentabile, Parti
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import spiega_rifiuto
from utenti.roles import Permesso


def _esigi_di_gestire(radice: Commento, piano: Piano, autore: Utente) -> ParteCommentabile | None:
    """Return the part; raise NonPermesso for who does not answer for it, DatiNonValidi for a reply."""
    if radice.risponde_a_id:
        raise DatiNonValidi(f"Si assegna e si risolve il commento che apre la discussione. {NULLA}")
    parte = Parti(piano).trova(radice.specie, radice.parte)
    if not gestisce(enti_scrivibili(autore, piano), piano, parte):
        raise NonPermesso(spiega_rifiuto(autore, Permesso.SCRIVERE_PIANO, ambito=piano.ambito))
    return parte


def _annota(piano: Piano, tipo: str, radice: Commento, autore: Utente) -> None:
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano), dati={"commento": radice.pk})


def _motivo(testo: str) -> str:
    pulito = pulisci(testo)
    if len(pulito) > MASSIMO_CARATTERI:
        raise DatiNonValidi(
            f"Una risposta ha al massimo {MASSIMO_CARATTERI} caratteri: {len(pulito)} sono troppi. {NULLA}"
        )
    return pulito


def risolvi(commento: Commento, *, esito: str = "", motivo: str = "", autore: Utente) -> Commento:
    """Settle a comment, with what became of it and why; who takes part in it is told.

    Raises NonPermesso, DatiNonValidi (settled already, unknown outcome, a refusal without its reason).
    """
    perche = _motivo(motivo)
    if esito and esito not in EsitoCommento.values:
        raise DatiNonValidi(f"Scegli una delle risposte dell'elenco. {NULLA}")
    if esito in ESITI_MOTIVATI and not perche:
        raise DatiNonValidi(f"Scrivi perché: chi ha commentato ha diritto a una risposta motivata. {NULLA}")
    with transaction.atomic():
        piano, radice = leggi_bloccato(commento)
        _esigi_di_gestire(radice, piano, autore)
        if radice.risolto_il:
            raise DatiNonValidi(f"Qualcuno ha già segnato questo commento come risolto. {NULLA}")
        radice.risolto_il, radice.risolto_da = timezone.now(), autore
        radice.esito, radice.motivo = esito, perche
        radice.save(update_fields=["risolto_il", "risolto_da", "esito", "motivo"])
        avvisa_dell_esito(piano, radice, autore)
        _annota(piano, "piani.commento_risolto", radice, autore)
    return radice


def riapri(commento: Commento, *, motivo: str, autore: Utente) -> Commento:
    """Open again a comment that was settled; why, and the answer it had, stay in the thread.

    Who answers for the part may, and who left the comment. Raises NonPermesso, DatiNonValidi (it is open, no reason).
    """
    perche = _motivo(motivo)
    if not perche:
        raise DatiNonValidi(f"Scrivi perché il commento va riaperto. {NULLA}")
    with transaction.atomic():
        piano, radice = leggi_bloccato(commento)
        parte = Parti(piano).trova(radice.specie, radice.parte)
        risponde = gestisce(enti_scrivibili(autore, piano), piano, parte)
        if not risponde and radice.autore_id != autore.pk:
            raise NonPermesso(spiega_rifiuto(autore, Permesso.SCRIVERE_PIANO, ambito=piano.ambito))
        incarico = incarico_che_commenta(autore, piano)
        if incarico is None:
            raise NonPermesso(perche_non_commenta(autore, piano))
        if not radice.risolto_il:
            raise DatiNonValidi(f"Questo commento è già aperto. {NULLA}")
        testo = f"Riaperto. {perche}{_risposta_di_prima(radice)}"
        radice.risolto_il = radice.risolto_da = None
        radice.esito = radice.motivo = ""
        radice.save(update_fields=["risolto_il", "risolto_da", "esito", "motivo"])
        nota = aggiungi_risposta(radice, testo=testo, autore=autore, incarico=incarico)
        avvisa_della_risposta(piano, radice, nota, parte, da_chi_risponde=risponde)
        _annota(piano, "piani.commento_riaperto", radice, autore)
    return radice


def _risposta_di_prima(radice: Commento) -> str:
    pezzi = [radice.get_esito_display() if radice.esito else "", radice.motivo]
    detto = ". ".join(p for p in pezzi if p)
    return f"\n\nLa risposta di prima: {detto}" if detto else ""


def assegna(commento: Commento, *, a: Utente | None, autore: Utente) -> Commento:
    """Give a comment to a person, who is told; None takes it away from who had it.

    Raises NonPermesso, DatiNonValidi (settled, or a person who does not write that part).
    """
    with transaction.atomic():
        piano, radice = leggi_bloccato(commento)
        parte = _esigi_di_gestire(radice, piano, autore)
        if radice.risolto_il:
            raise DatiNonValidi(f"Il commento è risolto: per assegnarlo riaprilo. {NULLA}")
        if a is not None and not assegnabili(piano, parte).filter(pk=a.pk).exists():
            raise DatiNonValidi(f"{a} non scrive questa parte del Piano: scegli una persona dell'elenco. {NULLA}")
        if radice.assegnato_a != a:
            radice.assegnato_a, radice.assegnato_il = a, timezone.now() if a else None
            radice.save(update_fields=["assegnato_a", "assegnato_il"])
            avvisa_dell_assegnazione(piano, radice, autore)
            _annota(piano, "piani.commento_assegnato", radice, autore)
    return radice
