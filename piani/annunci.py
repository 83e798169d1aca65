"""What each step tells to whom: on the desk and by mail, with what to do and by when."""

from dataclasses import dataclass

from django.utils import timezone

from core.formati import elenco
from obiettivi.models import Scadenza
from piani.enums import Passo
from piani.models import Passaggio
from piani.traguardi import raggiunti
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.queries import persone_con
from utenti.roles import Permesso


@dataclass(frozen=True)
class Annuncio:
    """To who holds one of `a`: what happened and what to do. The texts may name {ambito}, {ats}, {triennio}, {motivo}."""

    a: tuple[Permesso, ...]
    testo: str
    da_fare: str = ""


P = Permesso
PARTI_DETTE = 3

# The subject of the message, which goes to many: a fact, never an order.
OGGETTI: dict[Passo, str] = {
    Passo.APRI_CONSULTAZIONE: "È aperta la consultazione sul Piano di {ambito} {triennio}",
    Passo.CHIUDI_CONSULTAZIONE: "È chiusa la consultazione sul Piano di {ambito} {triennio}",
    Passo.INVIA_IN_VERIFICA: "Il Piano di {ambito} {triennio} è in verifica",
    Passo.RITIRA: "Il Piano di {ambito} {triennio} è ritirato dalla verifica",
    Passo.CHIEDI_INTEGRAZIONI: "{ats} chiede integrazioni al Piano di {ambito} {triennio}",
    Passo.DAI_ASSENSO: "{ats} ha dato l'assenso al Piano di {ambito} {triennio}",
    Passo.APPROVA: "Il Piano di {ambito} {triennio} è approvato",
    Passo.RESPINGI: "Il Piano di {ambito} {triennio} non è approvato",
    Passo.APRI_SOTTOSCRIZIONE: "Si può firmare l'Accordo di {ambito} {triennio}",
    Passo.COMPLETA_SOTTOSCRIZIONE: "L'Accordo di {ambito} {triennio} ha tutte le firme",
    Passo.RECEPISCI: "{ats} ha recepito il Piano di {ambito} {triennio}",
    Passo.CONCLUDI: "Il Piano di {ambito} {triennio} è concluso",
}

ANNUNCI: dict[Passo, tuple[Annuncio, ...]] = {
    Passo.APRI_CONSULTAZIONE: (
        Annuncio(
            (P.SCRIVERE_PIANO, P.SCRIVERE_SEZIONI_PROPRIE, P.VOTARE),
            "Il Piano di {ambito} è aperto alla consultazione: chi siede ai tavoli legge la bozza e la commenta.",
        ),
    ),
    Passo.CHIUDI_CONSULTAZIONE: (
        Annuncio(
            (P.SCRIVERE_PIANO, P.SCRIVERE_SEZIONI_PROPRIE, P.VOTARE), "La consultazione sul Piano di {ambito} è chiusa."
        ),
    ),
    Passo.INVIA_IN_VERIFICA: (
        Annuncio(
            (P.CHIEDERE_INTEGRAZIONI, P.DARE_ASSENSO),
            "L'Ambito di {ambito} ha inviato Piano e Accordo per la verifica di coerenza.",
            "Compila la verifica, poi dai l'assenso o chiedi integrazioni.",
        ),
    ),
    Passo.RITIRA: (
        Annuncio(
            (P.CHIEDERE_INTEGRAZIONI, P.DARE_ASSENSO, P.CONVOCARE),
            "L'Ambito di {ambito} ha ritirato il Piano dalla verifica. Motivo: {motivo}",
        ),
    ),
    Passo.CHIEDI_INTEGRAZIONI: (
        Annuncio(
            (P.INVIARE_IN_VERIFICA, P.SCRIVERE_PIANO),
            "{ats} chiede di integrare il Piano di {ambito}. Motivo: {motivo}",
            "Completa queste parti, poi invia di nuovo il Piano in verifica: {parti}.",
        ),
    ),
    Passo.DAI_ASSENSO: (
        Annuncio(
            (P.CONVOCARE,),
            "{ats} ha dato l'assenso al Piano di {ambito}.",
            "Convoca l'Assemblea dei Sindaci, o registra la seduta già convocata.",
        ),
        Annuncio((P.INVIARE_IN_VERIFICA, P.SCRIVERE_PIANO), "{ats} ha dato l'assenso al Piano di {ambito}."),
    ),
    Passo.APPROVA: (
        Annuncio(
            (P.APRIRE_SOTTOSCRIZIONE,),
            "Il Piano di {ambito} è approvato.",
            "Quando l'Accordo è approvato e il PDF è pronto, apri la sottoscrizione.",
        ),
        Annuncio(
            (P.VOTARE, P.CHIEDERE_INTEGRAZIONI, P.DARE_ASSENSO, P.FIRMARE_ACCORDO), "Il Piano di {ambito} è approvato."
        ),
    ),
    Passo.RESPINGI: (
        Annuncio(
            (P.INVIARE_IN_VERIFICA, P.SCRIVERE_PIANO),
            "L'Assemblea non ha approvato il Piano di {ambito}. Motivo: {motivo}",
            "Il Piano è di nuovo in bozza: correggilo e invialo in verifica.",
        ),
        Annuncio(
            (P.CHIEDERE_INTEGRAZIONI, P.DARE_ASSENSO, P.VOTARE), "L'Assemblea non ha approvato il Piano di {ambito}."
        ),
    ),
    Passo.APRI_SOTTOSCRIZIONE: (
        Annuncio(
            (P.FIRMARE_ACCORDO,),
            "L'Accordo di Programma di {ambito} si può firmare.",
            "Scarica l'Accordo, firmalo fuori dal portale e carica il file firmato.",
        ),
    ),
    Passo.COMPLETA_SOTTOSCRIZIONE: (
        Annuncio(
            (P.RECEPIRE, P.INVIARE_IN_REGIONE),
            "L'Accordo di {ambito} ha tutte le firme.",
            "Prepara l'atto di recepimento e il fascicolo per la Regione.",
        ),
        Annuncio((P.FIRMARE_ACCORDO,), "L'Accordo di {ambito} ha tutte le firme."),
    ),
    Passo.RECEPISCI: (
        Annuncio(
            (P.INVIARE_IN_REGIONE,),
            "{ats} ha recepito il Piano di {ambito}.",
            "Invia il fascicolo in Regione e conserva la ricevuta.",
        ),
        Annuncio((P.INVIARE_IN_VERIFICA, P.VOTARE), "{ats} ha recepito il Piano di {ambito}."),
    ),
    Passo.CONCLUDI: (Annuncio((P.SCRIVERE_PIANO, P.VOTARE, P.RECEPIRE), "Il Piano di {ambito} è concluso."),),
}


def annuncia(passaggio: Passaggio) -> None:
    """Leave the notices of a step, in its transaction; who took it hears nothing from himself."""
    piano = passaggio.piano
    parole = {
        "ambito": piano.ambito.nome,
        "ats": str(piano.ambito.ats),
        "triennio": str(piano.triennio),
        "motivo": passaggio.motivo[:500],
        "parti": elenco([p.etichetta for p in passaggio.parti.all()[:PARTI_DETTE]]) or "quelle indicate",
    }
    prossima = (
        Scadenza.objects.filter(triennio=piano.triennio_id, giorno__gte=timezone.localdate(passaggio.quando))
        .exclude(atteso__in=raggiunti(piano))
        .order_by("giorno")
        .first()
    )
    for annuncio in ANNUNCI[Passo(passaggio.passo)]:
        avvisa(
            _persone(annuncio, passaggio),
            Messaggio(
                chiave=f"passaggio:{passaggio.pk}",
                oggetto=OGGETTI[Passo(passaggio.passo)].format(**parole),
                testo=annuncio.testo.format(**parole),
                da_fare=annuncio.da_fare.format(**parole),
                entro=prossima.giorno if prossima and annuncio.da_fare else None,
                url=piano.get_absolute_url(),
            ),
        )


def _persone(annuncio: Annuncio, passaggio: Passaggio) -> list[Utente]:
    trovate = {u.pk: u for permesso in annuncio.a for u in persone_con(permesso, passaggio.piano.ambito)}
    trovate.pop(passaggio.autore_id or 0, None)
    return list(trovate.values())
