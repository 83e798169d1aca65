"""Prepares the outcome sheets of the objectives of the last triennium, all in one transaction."""

from collections.abc import Collection, Iterable

from django.db import transaction

from core.exceptions import DatiNonValidi
from obiettivi.actions.azioni import DatiAzione, aggiungi_azione
from obiettivi.actions.risposte import Riga, salva_risposta
from obiettivi.actions.schede import DatiScheda, salva_testata
from obiettivi.enums import CriterioGrado, Specie, TipoCampo
from obiettivi.models import FormatoScheda, Macroarea, Risposta
from piani.actions.schede import crea_scheda
from piani.models import Sezione, VoceScheda
from piani.regole_esiti import ObiettivoDiPrima
from utenti.models import Utente


def da_una_scheda(voce: VoceScheda) -> ObiettivoDiPrima:
    """Return what the outcome of an objective begins with: its heading, areas and actions of the first level."""
    scheda = voce.scheda
    return ObiettivoDiPrima(
        codice=voce.codice,
        titolo=scheda.titolo or scheda.intestazione,
        descrizione=scheda.descrizione,
        prioritario=scheda.prioritario,
        trasversale=scheda.trasversale,
        macroaree=tuple(a.pk for a in scheda.macroaree.all()),
        azioni=[a.testo for a in scheda.azioni.all() if a.genitore_id is None],
    )


def prepara_esiti(
    sezione: Sezione, obiettivi: Iterable[ObiettivoDiPrima], *, criterio: str = CriterioGrado.REALIZZATE, autore: Utente
) -> list[VoceScheda]:
    """Make an outcome sheet in `sezione` for each objective, with its actions still to be valued.

    Raises NonPermesso, DatiNonValidi: a code is taken, the Region gave no format of the outcomes. All or nothing.
    """
    formato = FormatoScheda.objects.filter(specie=Specie.ESITO).order_by("-pk").first()
    if formato is None:
        raise DatiNonValidi("La Regione non ha ancora dato il formato degli esiti. Non è cambiato nulla.")
    with transaction.atomic():
        return [_prepara(sezione, formato, o, criterio, autore) for o in obiettivi]


def _prepara(
    sezione: Sezione, formato: FormatoScheda, obiettivo: ObiettivoDiPrima, criterio: str, autore: Utente
) -> VoceScheda:
    voce = crea_scheda(sezione, formato, codice=obiettivo.codice, intestazione=obiettivo.titolo, autore=autore)
    scheda = voce.scheda
    testata = DatiScheda(
        intestazione=obiettivo.titolo,
        descrizione=obiettivo.descrizione,
        prioritario=obiettivo.prioritario,
        trasversale=obiettivo.trasversale,
        macroaree=_aree(obiettivo.macroaree),
    )
    salva_testata(scheda, testata, revisione_letta=scheda.revisione, autore=autore)
    for testo in obiettivo.azioni:
        aggiungi_azione(scheda, DatiAzione(testo=testo), autore=autore)
    campo = next((c for c in formato.campi.all() if c.tipo == TipoCampo.PERCENTUALE), None)
    if campo is not None:
        letta = Risposta.objects.get(scheda=scheda, campo=campo).revisione
        salva_risposta(scheda, campo, Riga(grado_criterio=criterio), revisione_letta=letta, autore=autore)
    return voce


def _aree(chiavi: Collection[int]) -> list[Macroarea]:
    return list(Macroarea.objects.filter(pk__in=chiavi)) if chiavi else []
