"""Makes, heads, completes and deletes a sheet."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction

from ambiti.models import Ente
from leps.models import Leps
from obiettivi.actions.comuni import firma, testo_formattato, una_riga
from obiettivi.exceptions import SchedaNonVuota
from obiettivi.models import FormatoScheda, Macroarea, Risposta, Scheda, Triennio
from obiettivi.queries import righe_compilate
from utenti.models import Utente


@dataclass(frozen=True)
class DatiScheda:
    """The block "Dati della scheda": what stands above the rows."""

    intestazione: str
    descrizione: str = ""
    prioritario: bool = False
    trasversale: bool = False
    macroaree: Collection[Macroarea] = field(default=())
    leps: Collection[Leps] = field(default=())


def crea_scheda(
    formato: FormatoScheda, triennio: Triennio, *, proprietario: Ente, intestazione: str, autore: Utente
) -> Scheda:
    """Make an empty sheet, with an empty answer for each row of its format. Raises DatiNonValidi."""
    scheda = Scheda(
        formato=formato, triennio=triennio, proprietario=proprietario, intestazione=una_riga(intestazione, 400)
    )
    with transaction.atomic():
        firma(scheda, autore).save()
        Risposta.objects.bulk_create(Risposta(scheda=scheda, campo=campo) for campo in formato.campi.all())
    return scheda


def salva_testata(scheda: Scheda, testata: DatiScheda, *, revisione_letta: int, autore: Utente) -> None:
    """Save the block of the sheet's own data. Raises SalvataggioSuperato, DatiNonValidi."""
    scheda.intestazione = una_riga(testata.intestazione, 400)
    scheda.descrizione = testo_formattato(testata.descrizione)
    scheda.prioritario = testata.prioritario
    scheda.trasversale = testata.trasversale
    with transaction.atomic():
        firma(scheda, autore).salva_se_invariata(
            revisione_letta, ["intestazione", "descrizione", "prioritario", "trasversale"]
        )
        scheda.macroaree.set(testata.macroaree)
        scheda.leps.set(testata.leps)


def segna_completa(scheda: Scheda, completa: bool, *, revisione_letta: int, autore: Utente) -> None:
    """Say that the sheet is complete, or open it again. Raises SalvataggioSuperato."""
    scheda.completa = completa
    firma(scheda, autore).salva_se_invariata(revisione_letta, ["completa"])


def elimina_scheda(scheda: Scheda, *, autore: Utente) -> None:
    """Delete a sheet that holds nothing. Raises SchedaNonVuota."""
    compilate = righe_compilate(scheda)
    if compilate:
        raise SchedaNonVuota(compilate)
    firma(scheda, autore).delete()
