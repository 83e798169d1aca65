"""The acts of who adheres: ask, be accepted or refused (DGR XII/2167, line 427: who took part adheres, on request)."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accordi.actions.comune import annota_atto, blocca, paragrafi, riga_scritta
from accordi.enums import Qualifica
from accordi.exceptions import AdesioneNonPossibile
from accordi.models import Accordo, Adesione, Firma, Parte
from accordi.queries import APERTA, enti_aderenti_di
from accordi.regole import CHIUSE_LE_ADESIONI
from ambiti.models import Ente
from core.exceptions import NonPermesso
from piani.actions.contenuto import contenuto_cambiato
from piani.enums import Stato
from piani.models import Piano
from piani.permissions import NULLA
from tavoli.queries import enti_partecipanti
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.permissions import esigi, spiega_rifiuto
from utenti.queries import persone_con, persone_dell_ente
from utenti.roles import Permesso


def chiedi_adesione(
    piano: Piano, *, ente: Ente, rappresentante: str, impegni: str, autore: Utente, esempio: bool = False
) -> Adesione:
    """Ask that one's own body adhere to the Accordo; the Ufficio di Piano is told.

    Raises NonPermesso (another's body, one that took no part), AdesioneNonPossibile (too late, asked already), DatiNonValidi.
    """
    chi = riga_scritta(rappresentante, massimo=150, che="quale ufficio rappresenta l'ente")
    testo = paragrafi(impegni)
    with transaction.atomic():
        piano = blocca(piano)
        _esigi_di_chiedere(piano, ente, autore)
        adesione = Adesione.objects.create(
            piano=piano, ente=ente, rappresentante=chi, impegni=testo, chiesta_da=autore, esempio=esempio
        )
        annota_atto(piano, "adesione_chiesta", autore, adesione=adesione.pk, ente=ente.pk)
        avvisa(
            persone_con(Permesso.SCRIVERE_ACCORDO, piano.ambito),
            Messaggio(
                chiave=f"adesione_chiesta:{adesione.pk}",
                oggetto=f"Accordo di {piano.ambito.nome}: {ente} chiede di aderire",
                testo=f"{ente} ha partecipato al Piano di {piano.ambito.nome} e chiede di aderire all'Accordo di Programma.",
                da_fare="Accogli la richiesta, o respingila con un motivo.",
                url=adesione.get_absolute_url(),
            ),
        )
    return adesione


def _esigi_di_chiedere(piano: Piano, ente: Ente, autore: Utente) -> None:
    if not enti_aderenti_di(autore).filter(pk=ente.pk).exists():
        if not enti_aderenti_di(autore).exists():
            raise NonPermesso(spiega_rifiuto(autore, Permesso.ADERIRE, ambito=None))
        raise NonPermesso(f"Puoi chiedere di aderire solo per il tuo ente, non per {ente}. {NULLA}")
    if not enti_partecipanti(piano).filter(pk=ente.pk).exists():
        raise NonPermesso(
            f"Aderisce all'Accordo chi ha partecipato al Piano, e {ente} non risulta tra chi ha partecipato. "
            f"Se non è così, scrivi all'Ufficio di Piano. {NULLA}"
        )
    if Stato(piano.stato) in CHIUSE_LE_ADESIONI:
        raise AdesioneNonPossibile(
            f"Il Piano è «{piano.get_stato_display()}»: non si chiede più di aderire al suo Accordo. {NULLA}"
        )
    if Adesione.objects.filter(APERTA, piano=piano, ente=ente).exists():
        raise AdesioneNonPossibile(f"{ente} ha già chiesto di aderire a questo Accordo. {NULLA}")


def decidi_adesione(adesione: Adesione, *, accolta: bool, motivo: str, autore: Utente) -> Adesione:
    """Accept a request, or refuse it with a reason; the body is told.

    While the text can be written, who is accepted becomes a party that adheres; later it stays apart from the frozen text.
    Raises NonPermesso, AdesioneNonPossibile (answered already, accepted too late), DatiNonValidi (refused without a reason).
    """
    perche = paragrafi(motivo, che="" if accolta else "perché respingi la richiesta")
    with transaction.atomic():
        piano = blocca(adesione.piano)
        esigi(autore, Permesso.SCRIVERE_ACCORDO, ambito=piano.ambito)
        adesione = Adesione.objects.select_for_update(of=("self",)).select_related("ente").get(pk=adesione.pk)
        adesione.piano = piano
        if adesione.decisa_il is not None:
            raise AdesioneNonPossibile(f"Qualcuno ha già risposto a questa richiesta. {NULLA}")
        if accolta and Stato(piano.stato) in CHIUSE_LE_ADESIONI:
            raise AdesioneNonPossibile(
                f"Il Piano è «{piano.get_stato_display()}»: le adesioni sono chiuse. Puoi solo respingere la richiesta, "
                f"con un motivo. {NULLA}"
            )
        adesione.decisa_il, adesione.decisa_da = timezone.now(), autore
        adesione.accolta, adesione.motivo = accolta, perche
        adesione.save(update_fields=["decisa_il", "decisa_da", "accolta", "motivo"])
        if accolta and piano.modificabile:
            _tra_le_parti(adesione)
        annota_atto(piano, "adesione_decisa", autore, adesione=adesione.pk, accolta=accolta)
        _annuncia(adesione)
    return adesione


def _tra_le_parti(adesione: Adesione) -> None:
    accordo = Accordo.objects.filter(piano=adesione.piano).first()
    if accordo is None or accordo.parti.filter(ente=adesione.ente).exists():
        return
    ultimo = accordo.parti.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
    Parte.objects.create(
        accordo=accordo,
        ente=adesione.ente,
        ordine=ultimo + 1,
        qualifica=Qualifica.ADERENTE,
        rappresentante=adesione.rappresentante,
    )
    contenuto_cambiato(adesione.piano)


def _annuncia(adesione: Adesione) -> None:
    nome = adesione.piano.ambito.nome
    esito = "accolta" if adesione.accolta else "respinta"
    avvisa(
        persone_dell_ente(adesione.ente),
        Messaggio(
            chiave=f"adesione_decisa:{adesione.pk}",
            oggetto=f"Accordo di {nome}: la tua richiesta di adesione è {esito}",
            testo=f"L'Ufficio di Piano di {nome} ha risposto alla richiesta di {adesione.ente}: è {esito}."
            + (f" Motivo: {adesione.motivo}" if adesione.motivo else ""),
            da_fare="Quando l'Accordo è approvato, carica l'atto di adesione firmato." if adesione.accolta else "",
            url=adesione.get_absolute_url(),
        ),
    )


def ritira_adesione(adesione: Adesione, *, motivo: str, autore: Utente) -> Adesione:
    """Withdraw an accepted adhesion that has no signed file: by the body, or by the Ufficio di Piano with a reason.

    In any state, so that who never signs stops nobody. Its party leaves the text only while the text can be written.
    Raises NonPermesso, AdesioneNonPossibile (not accepted, withdrawn already, signed), DatiNonValidi (no reason).
    """
    with transaction.atomic():
        piano = blocca(adesione.piano)
        adesione = Adesione.objects.select_for_update(of=("self",)).select_related("ente").get(pk=adesione.pk)
        adesione.piano = piano
        suo = enti_aderenti_di(autore).filter(pk=adesione.ente_id).exists()
        if not suo:
            esigi(autore, Permesso.SCRIVERE_ACCORDO, ambito=piano.ambito)
        perche = paragrafi(motivo, che="" if suo else "perché ritiri l'adesione")
        _esigi_ritirabile(adesione)
        adesione.ritirata_il, adesione.ritirata_da, adesione.motivo_ritiro = timezone.now(), autore, perche
        adesione.save(update_fields=["ritirata_il", "ritirata_da", "motivo_ritiro"])
        if piano.modificabile:
            _fuori_dalle_parti(adesione)
        annota_atto(piano, "adesione_ritirata", autore, adesione=adesione.pk, ente=adesione.ente_id)
        _annuncia_ritiro(adesione, autore)
    return adesione


def _firmata(adesione: Adesione) -> bool:
    firme = Firma.objects.filter(tolta_il=None)
    da_parte = firme.filter(parte__accordo__piano=adesione.piano_id, parte__ente=adesione.ente_id)
    return firme.filter(adesione=adesione).exists() or da_parte.exists()


def _esigi_ritirabile(adesione: Adesione) -> None:
    if not adesione.accolta:
        raise AdesioneNonPossibile(f"La richiesta non è stata accolta: non c'è un'adesione da ritirare. {NULLA}")
    if not adesione.vale:
        raise AdesioneNonPossibile(f"L'adesione è già stata ritirata. {NULLA}")
    if _firmata(adesione):
        raise AdesioneNonPossibile(
            f"{adesione.ente} ha già caricato il file firmato: l'adesione non si ritira. Se il file è sbagliato, ritira "
            f"quello. {NULLA}"
        )


def _fuori_dalle_parti(adesione: Adesione) -> None:
    parti = Parte.objects.filter(
        accordo__piano=adesione.piano_id, ente=adesione.ente_id, qualifica=Qualifica.ADERENTE, firme=None
    )
    if parti.delete()[0]:
        contenuto_cambiato(adesione.piano)


def _annuncia_ritiro(adesione: Adesione, autore: Utente) -> None:
    """Tell the other side: the Ufficio di Piano and the body, but who withdraws."""
    piano = adesione.piano
    persone = [*persone_dell_ente(adesione.ente), *persone_con(Permesso.SCRIVERE_ACCORDO, piano.ambito)]
    avvisa(
        [p for p in persone if p.pk != autore.pk],
        Messaggio(
            chiave=f"adesione_ritirata:{adesione.pk}",
            oggetto=f"Accordo di {piano.ambito.nome}: ritirata l'adesione di {adesione.ente}",
            testo=f"L'adesione di {adesione.ente} all'Accordo di Programma di {piano.ambito.nome} è ritirata: il suo file "
            "firmato non serve più." + (f" Motivo: {adesione.motivo_ritiro}" if adesione.motivo_ritiro else ""),
            url=adesione.get_absolute_url(),
        ),
    )
