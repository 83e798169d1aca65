"""Open the coherence check of a version, answer its rows."""

from django.db import transaction
from django.utils import timezone

from core.exceptions import DatiNonValidi
from core.testo import pulisci
from piani.enums import Passo
from piani.models import Passaggio, Piano, Versione
from piani.permissions import NULLA, veste_di
from piani.queries_confronto import cambiate
from recepimento.enums import Oggetto, Risposta
from recepimento.models import Verifica, VoceVerifica
from recepimento.permissions import esigi_verifica
from recepimento.queries.verifica import (
    indice_di,
    righe_nuove,
    verifica_precedente,
    versione_da_verificare,
)
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso

NOTA_MASSIMA = 4000


def apri_verifica(piano: Piano, versione: Versione, *, autore: Utente | None) -> Verifica:
    """Make the check of a version, with the answers of the one before about what did not change; or return the one there is.

    `autore` None: it opens by itself, after the step that froze the version. Raises NonPermesso.
    """
    if autore is not None:
        esigi(autore, Permesso.VERIFICARE_COERENZA, ambito=piano.ambito)
    precedente = verifica_precedente(piano, versione)
    # Comparing two plans takes a while: never inside the transaction.
    cambi = cambiate(precedente.versione, versione) if precedente else ()
    with transaction.atomic():
        Piano.objects.select_for_update(of=("self",)).get(pk=piano.pk)
        verifica, nuova = Verifica.objects.get_or_create(piano=piano, versione=versione, defaults={"base": precedente})
        if not nuova:
            return verifica
        vecchie = list(precedente.voci.all()) if precedente else []
        righe = righe_nuove(verifica, cambi, vecchie)
        VoceVerifica.objects.bulk_create(righe)
        annota(
            piano.catena,
            "recepimento.verifica_aperta",
            autore=autore,
            incarico_id=veste_di(autore, piano) if autore else None,
            dati={
                "verifica": verifica.pk,
                "versione": versione.sha256,
                "riprese": sum(r.copiata for r in righe),
            },
        )
    return verifica


def comincia_verifica(piano: Piano, *, autore: Utente) -> Verifica:
    """Open the check of the version to judge now. Raises NonPermesso, DatiNonValidi (nothing to judge)."""
    esigi(autore, Permesso.VERIFICARE_COERENZA, ambito=piano.ambito)
    versione = versione_da_verificare(piano)
    if versione is None:
        raise DatiNonValidi(
            f"Il Piano è «{piano.get_stato_display()}»: non c'è ancora una versione da verificare. Aspetta che l'Ambito lo "
            f"invii in verifica. {NULLA}"
        )
    return apri_verifica(piano, versione, autore=autore)


def apri_dopo_il_passo(passaggio: Passaggio) -> None:
    """Open the check of what was sent; of what was approved, when it is not what the ATS had judged."""
    if passaggio.versione is None:
        return
    inviata = passaggio.passo == Passo.INVIA_IN_VERIFICA
    mai_vista = (
        passaggio.passo == Passo.APPROVA
        and not Verifica.objects.filter(piano=passaggio.piano_id, versione=passaggio.versione_id).exists()
    )
    if inviata or mai_vista:
        apri_verifica(passaggio.piano, passaggio.versione, autore=None)


def rispondi(
    voce: VoceVerifica,
    *,
    revisione: int,
    esito: str,
    nota: str,
    autore: Utente | None,
    articolo: int | None = None,
    esempio: bool = False,
) -> VoceVerifica:
    """Write the answer about one row: yes, no or nothing yet, with a note, and the article where the Accordo says it.

    `autore` None is the command line. Raises NonPermesso, VerificaChiusa, DatiNonValidi, SalvataggioSuperato (somebody answered meanwhile).
    """
    nota = pulisci(nota, massimo=NOTA_MASSIMA)
    _esigi_sensata(voce, esito, nota, articolo)
    with transaction.atomic():
        piano = (
            Piano.objects.select_for_update(of=("self",))
            .select_related("ambito__ente", "ambito__ats__ente", "triennio")
            .get(pk=voce.verifica.piano_id)
        )
        if autore is not None:
            esigi_verifica(autore, piano, versione_da_verificare(piano), voce.verifica)
        voce.esito, voce.nota, voce.copiata, voce.esempio = esito, nota, False, esempio
        voce.articolo = articolo if voce.oggetto == Oggetto.ACCORDO else None
        voce.risposta_il, voce.risposta_da = (timezone.now(), autore) if esito else (None, None)
        voce.salva_se_invariata(
            revisione, ["esito", "nota", "articolo", "copiata", "esempio", "risposta_il", "risposta_da"]
        )
        annota(
            piano.catena,
            "recepimento.voce_verificata",
            autore=autore,
            incarico_id=veste_di(autore, piano) if autore else None,
            dati={"verifica": voce.verifica_id, "oggetto": voce.oggetto, "voce": voce.chiave, "esito": esito},
        )
    return voce


def _esigi_sensata(voce: VoceVerifica, esito: str, nota: str, articolo: int | None) -> None:
    if esito and esito not in Risposta.values:
        raise DatiNonValidi(f"La risposta è «Sì» o «No», oppure nessuna per ora. {NULLA}")
    if esito == Risposta.NO and not nota:
        raise DatiNonValidi(
            f"Con «No» scrivi nella nota che cosa manca: l'Ambito deve sapere che cosa sistemare. {NULLA}"
        )
    if articolo is not None and articolo not in {n for n, _ in indice_di(voce.verifica.versione).articoli}:
        raise DatiNonValidi(f"L'Accordo non ha un articolo {articolo}. {NULLA}")
