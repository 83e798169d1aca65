"""Makes, heads, completes and deletes a sheet."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction

from ambiti.models import Ente
from core.exceptions import DatiNonValidi
from leps.models import Leps
from obiettivi.actions.comuni import firma, senza_storia, testo_formattato, testo_lungo, una_riga
from obiettivi.enums import EsitoSeguito
from obiettivi.exceptions import SchedaNonVuota
from obiettivi.memoria import catalogo_di
from obiettivi.models import FormatoScheda, Macroarea, Risposta, Scheda, Seguito, Triennio
from obiettivi.queries import righe_compilate
from utenti.models import Utente


@dataclass(frozen=True)
class DatiSeguito:
    """What became of an earlier objective: `esito` is an EsitoSeguito, `codice` the sheet that carries it on."""

    esito: str
    codice: str = ""
    motivo: str = ""


@dataclass(frozen=True)
class DatiScheda:
    """The block "Dati della scheda": what stands above the rows."""

    intestazione: str
    descrizione: str = ""
    prioritario: bool = False
    trasversale: bool = False
    macroaree: Collection[Macroarea] = field(default=())
    leps: Collection[Leps] = field(default=())
    partecipanti: Collection[Ente] = field(default=())
    seguiti: tuple[DatiSeguito, ...] = ()


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
    """Save the block of the sheet's own data: one version in the history. Raises SalvataggioSuperato, DatiNonValidi."""
    scheda.intestazione = una_riga(testata.intestazione, 400)
    scheda.descrizione = testo_formattato(testata.descrizione)
    scheda.prioritario = testata.prioritario
    scheda.trasversale = testata.trasversale
    with transaction.atomic():
        with senza_storia(scheda):
            scheda.macroaree.set(testata.macroaree)
            scheda.leps.set(testata.leps)
            scheda.partecipanti.set(testata.partecipanti)
        firma(scheda, autore).salva_se_invariata(
            revisione_letta, ["intestazione", "descrizione", "prioritario", "trasversale"]
        )
        scheda.seguiti.all().delete()
        Seguito.objects.bulk_create(_seguito(scheda, n, dati) for n, dati in enumerate(testata.seguiti, 1))


def _seguito(scheda: Scheda, ordine: int, dati: DatiSeguito) -> Seguito:
    if dati.esito not in EsitoSeguito.values:
        raise DatiNonValidi("Scegli che cosa ne è stato dell'obiettivo. Non è cambiato nulla.")
    return Seguito(
        scheda=scheda,
        ordine=ordine,
        codice=una_riga(dati.codice, 20),
        esito=dati.esito,
        motivo=testo_lungo(dati.motivo),
    )


def segna_completa(scheda: Scheda, completa: bool, *, revisione_letta: int, autore: Utente) -> None:
    """Say that the sheet is complete, or open it again. Raises SalvataggioSuperato."""
    scheda.completa = completa
    firma(scheda, autore).salva_se_invariata(revisione_letta, ["completa"])


def elimina_scheda(scheda: Scheda, *, autore: Utente) -> None:
    """Delete a sheet that holds nothing. Raises SchedaNonVuota."""
    compilate = righe_compilate(scheda, catalogo_di(scheda.formato))
    if compilate:
        raise SchedaNonVuota(compilate)
    firma(scheda, autore).delete()
