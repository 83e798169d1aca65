"""What goes in the pack for the Region, what is missing, when it must leave."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accordi.queries import carte_firmate, firme_mancanti
from assemblea.queries import carta_di_approvazione
from core.formati import elenco
from obiettivi.models import Scadenza
from piani.avanzamento import Termine
from piani.carta import PARTE_ACCORDO
from piani.carte import Carta
from piani.enums import Passo, Stato
from piani.models import Piano
from piani.requisiti import stampe_definitive
from recepimento.models import CartaFascicolo, Fascicolo, Invio, Ricevuta
from recepimento.queries.piani import piani_della_stanza
from recepimento.queries.tavolo import INVIO
from utenti.queries import Chi

DA_QUANDO = frozenset({Stato.SOTTOSCRITTO, Stato.RECEPITO, Stato.CONCLUSO})


@dataclass(frozen=True)
class Occorrente:
    """What the pack needs: the papers there are, in their order, and a sentence for each thing that is missing."""

    carte: list[Carta]
    mancanze: list[str]
    con_atto: bool


def occorrente(piano: Piano) -> Occorrente:
    """Return the papers of the pack and what it lacks (DGR lines 1174-1176; only the three papers block)."""
    carte: list[Carta] = []
    mancanze: list[str] = []
    if Stato(piano.stato) not in DA_QUANDO:
        mancanze.append(
            f"Il Piano è «{piano.get_stato_display()}»: il fascicolo si prepara quando è «Sottoscritto» o più avanti."
        )
    approvazione = carta_di_approvazione(piano)
    if approvazione:
        carte.append(approvazione)
    else:
        mancanze.append("Manca il verbale della seduta, o l'atto, che ha approvato il Piano: lo conserva l'Ambito.")
    definitive = _definitive(piano)
    carte += definitive.values()
    mancanze += [frase for chiave, frase in _SENZA.items() if chiave not in definitive]
    firmate = carte_firmate(piano)
    carte += firmate
    mancanze += _firme(piano, firmate)
    atto = _atto(piano)
    carte += [atto] if atto else []
    return Occorrente(carte, mancanze, con_atto=atto is not None)


_SENZA = {
    "piano": "Manca il PDF del Piano approvato: chiedilo dalle Stampe.",
    "accordo": "Manca il PDF dell'Accordo approvato: chiedilo dalle Stampe.",
}


def _definitive(piano: Piano) -> dict[str, Carta]:
    trovate: dict[str, Carta] = {}
    stampe = stampe_definitive(piano)
    for scheda, chiave, nome in (("", "piano", "Piano di Zona"), (PARTE_ACCORDO, "accordo", "Accordo di Programma")):
        stampa = stampe.get(scheda)
        if stampa and stampa.lavoro.risultato:
            trovate[chiave] = Carta(chiave, nome, stampa.lavoro.risultato, stampa.lavoro.nome_file, stampa.pagine)
    return trovate


def _firme(piano: Piano, firmate: list[Carta]) -> list[str]:
    mancano = firme_mancanti(piano)
    if mancano:
        return [f"All'Accordo {'manca la firma' if len(mancano) == 1 else 'mancano le firme'} di {elenco(mancano)}."]
    if not firmate:
        return ["Mancano i file dell'Accordo firmato: li carica chi firma, o l'Ufficio di Piano."]
    return []


def _atto(piano: Piano) -> Carta | None:
    passaggio = (
        piano.passaggi.filter(passo=Passo.RECEPISCI, file__isnull=False).select_related("file").order_by("-pk").first()
    )
    if passaggio is None or passaggio.file is None:
        return None
    nome = f"Atto di recepimento: {passaggio.get_tipo_atto_display()} n. {passaggio.numero}"
    return Carta("recepimento", nome, passaggio.file, passaggio.nome_file, esempio=passaggio.esempio)


def termine_invio(piano: Piano) -> Termine | None:
    """Return the deadline of the sending, seen from today; None where the triennium has none."""
    scadenza = Scadenza.objects.filter(triennio=piano.triennio_id, chiave=INVIO).first()
    if scadenza is None:
        return None
    return Termine(scadenza.nome, scadenza.giorno, (scadenza.giorno - timezone.localdate()).days)


def fascicoli_di(piano: Piano) -> QuerySet[Fascicolo]:
    """Return the packs of a plan with their papers, the newest first. Two queries."""
    carte = CartaFascicolo.objects.select_related("file")
    return (
        Fascicolo.objects.filter(piano=piano)
        .select_related("lavoro__risultato")
        .prefetch_related(Prefetch("carte", queryset=carte))
    )


def invii_di(piano: Piano) -> QuerySet[Invio]:
    """Return the sendings of a plan with their receipts, in order. Two queries."""
    ricevute = Ricevuta.objects.select_related("file")
    return (
        Invio.objects.filter(piano=piano)
        .select_related("fascicolo")
        .prefetch_related(Prefetch("ricevute", queryset=ricevute))
    )


def ricevute_visibili_a(chi: Chi | None) -> QuerySet[Ricevuta]:
    """Return the receipts of the plans of the room."""
    return Ricevuta.objects.filter(invio__piano__in=piani_della_stanza(chi)).select_related("file", "invio")
