"""What it costs to save while one writes, and to open a plan of sixty sheets, on a database made for this and thrown away."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.avvio import alleggerisci
from demo.misure import pagina
from demo.misure_voti import Muto
from demo.persone import DOMINIO
from obiettivi.models import Scheda
from piani.models import Piano, Sezione, VoceScheda
from utenti.models import Utente

GIRI = 60
CARATTERI = 30_000
SCHEDE = 60


@dataclass(frozen=True)
class MisuraSalvataggio:
    """A save, or a beat of presence: median and 95th percentile in milliseconds of server time, queries."""

    nome: str
    mediana: float
    p95: float
    query: int


@contextmanager
def piano_di_prova() -> Iterator[Piano]:
    """Give Gallarate's plan in `bozza`, on a database of its own: each save is committed, as in use."""
    prima = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("carica_regione", verbosity=0, stdout=Muto())
        call_command("carica_demo", senza_procedura=True, verbosity=0, stdout=Muto())
        yield Piano.objects.select_related("ambito__ente", "triennio").get(ambito__ente__codice="50074")
    finally:
        connection.creation.destroy_test_db(prima, verbosity=0)


def _misura(nome: str, invia: Callable[[int], Any]) -> MisuraSalvataggio:
    tempi = []
    for n in range(GIRI + 1):
        inizio = time.perf_counter()
        risposta = invia(n)
        tempi.append((time.perf_counter() - inizio) * 1000)
        if risposta.status_code != 200:
            raise RuntimeError(f"{nome}: risposta {risposta.status_code}")
    with CaptureQueriesContext(connection) as catturate:
        invia(GIRI + 1)
    tempi = tempi[1:]
    return MisuraSalvataggio(nome, statistics.median(tempi), statistics.quantiles(tempi, n=20)[-1], len(catturate))


def scrittura() -> tuple[list[MisuraSalvataggio], list[tuple[int, float, int]]]:
    """Measure the saves, then the plan's page with ten and with sixty sheets: (sheets, milliseconds, queries)."""
    with piano_di_prova() as piano:
        cliente = Client(headers={"host": "127.0.0.1", "X-Requested-With": "fetch", "X-Pagina": "misura"})
        udp = Utente.objects.get(email=f"udp.gallarate@{DOMINIO}")
        cliente.force_login(udp)
        alleggerisci()
        saves = [_sezione(piano, cliente), _riga(piano, cliente), _presenza(piano, cliente)]
        pagine = []
        for quante in (piano.voci.count(), SCHEDE):
            _porta_a(piano, quante)
            m = pagina("Il Piano", piano.get_absolute_url(), udp)
            pagine.append((piano.voci.count(), m.millisecondi, m.query))
        return saves, pagine


def _sezione(piano: Piano, cliente: Client) -> MisuraSalvataggio:
    sezione = Sezione.objects.filter(piano=piano, proprietario=piano.ambito_id).exclude(testo="").first()
    if sezione is None:
        raise RuntimeError("Il Piano di prova non ha sezioni con un testo.")
    paragrafo = "<p>" + "Gli interventi dell'Ambito per le persone anziane. " * 12 + "</p>"
    testo = paragrafo * (CARATTERI // len(paragrafo))
    indirizzo = f"{piano.get_absolute_url()}sezioni/{sezione.chiave}/"
    dati = count(sezione.revisione)
    return _misura(
        f"una sezione di {len(testo) // 1000} kB",
        lambda n: cliente.post(indirizzo, {"testo": f"{testo}<p>{n}</p>", "revisione": next(dati)}),
    )


def _riga(piano: Piano, cliente: Client) -> MisuraSalvataggio:
    voce = piano.voci.select_related("scheda").filter(specie="obiettivo").order_by("pk")[0]
    risposta = voce.scheda.risposte.get(campo__chiave="target")
    indirizzo = f"{voce.get_absolute_url()}righe/target/"
    dati = count(risposta.revisione)
    return _misura(
        "una riga di scheda",
        lambda n: cliente.post(indirizzo, {"testo": f"{risposta.testo}<p>{n}</p>", "revisione": next(dati)}),
    )


def _presenza(piano: Piano, cliente: Client) -> MisuraSalvataggio:
    indirizzo = f"{piano.get_absolute_url()}presenza/"
    return _misura("chi scrive dove", lambda n: cliente.post(indirizzo, {"parte": "sezione:contesto", "da": n}))


def _porta_a(piano: Piano, quante: int) -> None:
    """Copy sheets of the plan, with actions and funds, until there are `quante`."""
    modelli = list(piano.voci.select_related("scheda").order_by("pk"))
    for n in range(piano.voci.count(), quante):
        modello = modelli[n % len(modelli)]
        scheda = Scheda.objects.get(pk=modello.scheda_id)
        macroaree = list(scheda.macroaree.all())
        righe: list[Any] = [*scheda.azioni.filter(genitore=None), *scheda.risposte.all(), *scheda.risorse.all()]
        scheda.pk = None
        scheda.save()
        scheda.macroaree.set(macroaree)
        for riga in righe:
            riga.pk, riga.scheda = None, scheda
            riga.save()
        VoceScheda.objects.create(
            piano=piano,
            scheda=scheda,
            sezione_id=modello.sezione_id,
            specie=modello.specie,
            codice=f"M{n}",
            ordine=n + 1000,
        )
