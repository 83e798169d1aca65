"""Loads the demo: Gallarate complete, Busto Arsizio almost empty, Saronno empty, accounts of offices."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from ambiti.models import Ambito, Capofila, Ente, Popolazione
from core.canonico import byte_canonici
from core.exceptions import DatiNonValidi
from demo import saronno, somma
from demo.ats import imposta_insubria
from demo.blocchi import inserisci_i_blocchi, pubblica_i_blocchi
from demo.cammino import percorri
from demo.capitoli import TRIENNIO, documento_dei_capitoli
from demo.gallarate import documento_gallarate
from demo.persone import DOMINIO, RESIDENTI, carica_account
from demo.tavoli import apri_il_tavolo_di_busto
from obiettivi.models import Triennio
from piani.canonico import importa_piano, leggi
from piani.canonico.forma import Documento
from piani.models import Piano, VoceFormato
from registro.actions import annota
from utenti.models import Utente

# Seats of the Ufficio di Piano: each is also the lead Comune of its Ambito.
CAPOFILA = {"50074": "012070", "50049": "012026", "50034": "012123"}
NOTA_BUSTO = (
    "<p>Piano in lavorazione, quasi vuoto. L'Ambito di Busto Arsizio è un solo Comune: il Piano 2025-2027 è stato "
    "approvato dal Consiglio Comunale il 16/12/2024.</p>"
)


def documento_busto() -> Documento:
    """Return the almost empty plan of Busto Arsizio: the chapters of the regional format, without text."""
    return documento_dei_capitoli("50049", "Busto Arsizio", nota=NOTA_BUSTO)


def _piano(codice: str, documento: Callable[[], Documento]) -> str:
    if Piano.objects.filter(ambito__ente__codice=codice, triennio__codice=TRIENNIO).exists():
        return "già caricato"
    letto = leggi(byte_canonici(documento()))
    piano = importa_piano(letto)
    annota(piano.catena, "piani.piano_importato", autore=None, dati={"sha256": letto["sha256"], "esempio": True})
    return "caricato"


def _residenti() -> None:
    for istat, quanti in RESIDENTI.items():
        ente = Ente.objects.get(tipo="comune", codice=istat)
        fonte = {"residenti": quanti, "fonte": "dato di esempio"}
        Popolazione.objects.get_or_create(ente=ente, giorno=dt.date(2023, 12, 31), defaults=fonte)


def _capofila() -> None:
    for ambito, istat in CAPOFILA.items():
        Capofila.objects.get_or_create(
            ambito=Ambito.objects.get(ente__codice=ambito), ente=Ente.objects.get(tipo="comune", codice=istat)
        )


def carica_demo(*, procedura: bool = True, blocchi: bool = False) -> dict[str, str]:
    """Load what is missing; return what was done for each part.

    The rows enter in one transaction; then, with `procedura`, each step of Gallarate and Somma Lombardo in its own: a load
    that was stopped goes on from there. Without it Gallarate stays in `bozza`, to try how it is written; `blocchi` puts in it
    what its ATS publishes, so that it is not any more the plan of the source, byte for byte.

    Raises DatiNonValidi in production (the accounts have a known password) and before `carica_regione`.
    """
    if settings.IN_PRODUZIONE:
        raise DatiNonValidi("I dati di prova non si caricano in produzione: gli account hanno una parola chiave nota.")
    if not VoceFormato.objects.exists():
        raise DatiNonValidi("Mancano i dati della Regione: esegui prima `manage.py carica_regione`.")
    with transaction.atomic():
        _capofila()
        _residenti()
        fatto = {
            "Piano di Gallarate": _piano("50074", documento_gallarate),
            "Piano di Busto Arsizio": _piano("50049", documento_busto),
            "Piano di Somma Lombardo": _piano(somma.CODICE, somma.documento_somma),
            "Piano di Saronno": _piano(saronno.CODICE, saronno.documento_saronno),
            "account": str(carica_account()),
        }
    fatto["impostazioni dell'ATS Insubria"] = imposta_insubria()
    udp = Utente.objects.get(email=f"udp.busto@{DOMINIO}")
    fatto["tavolo di Busto Arsizio"] = apri_il_tavolo_di_busto(_il_piano("50049"), udp=udp)
    fatto["testi e tabelle dell'ATS Insubria"] = pubblica_i_blocchi(Triennio.objects.get(codice=TRIENNIO))
    if blocchi:
        fatto["testi e tabelle nel Piano di Gallarate"] = inserisci_i_blocchi(_il_piano("50074"))
    if procedura:
        fatto["procedura di Gallarate"] = percorri(_il_piano("50074"))
        fatto["procedura di Somma Lombardo"] = somma.invia_somma(_il_piano(somma.CODICE))
    return fatto


def _il_piano(codice: str) -> Piano:
    return Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio").get(
        ambito__ente__codice=codice, triennio__codice=TRIENNIO
    )
