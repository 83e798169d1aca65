"""Nine votes in the same second, each from its own connection, on a database made for this and thrown away."""

import datetime as dt
import threading
import time
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from assemblea.actions import presenze, sedute, voti
from assemblea.actions.regole import adotta
from assemblea.enums import Movimento, OggettoDeciso, Scelta
from assemblea.models import Componente, Votazione
from demo.persone import COMUNI, DOMINIO, casella_sindaco
from piani.enums import Passo
from piani.models import Piano
from piani.regole_passi import DatiPasso
from piani.workflow import esegui
from utenti.models import Utente


@dataclass(frozen=True)
class MisuraVoti:
    """How many votes were cast together, how many were counted, in how many seconds from the first to the last."""

    espressi: int
    contati: int
    secondi: float


def _ufficio(casella: str) -> Utente:
    return Utente.objects.get(email=f"{casella}@{DOMINIO}")


def _votazione() -> Votazione:
    """Take Gallarate's plan to an open vote, today."""
    piano = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio").get(
        ambito__ente__codice="50074"
    )
    oggi, segretario = timezone.localdate(), _ufficio("segretario.gallarate")
    esegui(Passo.INVIA_IN_VERIFICA, piano, autore=_ufficio("udp.gallarate"))
    esegui(Passo.DAI_ASSENSO, piano, autore=_ufficio("dirigente.ats"), dati=DatiPasso(numero="1", giorno=oggi))
    for chiave in ("seduta-prima", "assoluta", "unanimita"):
        adotta(piano.ambito, chiave, autore=segretario, dal=dt.date(2024, 1, 1))
    dati = sedute.DatiSeduta(giorno=oggi, ora=dt.time(17, 30), luogo="Misura")
    seduta = sedute.apri(sedute.convoca(piano, dati, autore=segretario), autore=segretario)
    for componente in seduta.componenti.all():
        presenze.registra_presenza(componente, Movimento.ENTRATA, autore=segretario)
    return voti.apri_votazione(seduta.punti.get(oggetto=OggettoDeciso.PIANO), autore=segretario)


def voti_insieme() -> MisuraVoti:
    """Cast nine votes at once. Raises what a vote raises."""
    prima = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("carica_regione", verbosity=0, stdout=Muto())
        call_command("carica_demo", senza_procedura=True, verbosity=0, stdout=Muto())
        votazione = _votazione()
        sha256 = votazione.punto.versione.sha256
        membri = list(Componente.objects.filter(seduta=votazione.punto.seduta_id).select_related("comune__ente"))
        sindaci = [_ufficio(casella_sindaco(COMUNI[m.comune.codice])) for m in membri]
        via, errori = threading.Barrier(len(membri)), list[BaseException]()

        def vota(membro: Componente, sindaco: Utente) -> None:
            try:
                via.wait()
                voti.vota(votazione, membro, Scelta.FAVOREVOLE, sha256=sha256, autore=sindaco)
            except BaseException as errore:  # noqa: BLE001 - told to the thread that measures
                errori.append(errore)
            finally:
                connections.close_all()

        fili = [threading.Thread(target=vota, args=coppia) for coppia in zip(membri, sindaci, strict=True)]
        inizio = time.perf_counter()
        for filo in fili:
            filo.start()
        for filo in fili:
            filo.join()
        secondi = time.perf_counter() - inizio
        if errori:
            raise errori[0]
        return MisuraVoti(len(membri), votazione.voti.count(), secondi)
    finally:
        connection.creation.destroy_test_db(prima, verbosity=0)


class Muto:
    """Where the words of the commands go."""

    def write(self, testo: str) -> int:
        """Say nothing."""
        return len(testo)

    def flush(self) -> None:
        """Do nothing."""
