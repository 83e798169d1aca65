"""Kinds of jobs of the tests, registered in this process and in its children."""

import os
import signal
import time

from core.exceptions import Rifiuto
from documenti.archivio import conserva
from documenti.lavori import Avanzamento, EsitoLavoro, tipo_lavoro
from documenti.models import Lavoro


@tipo_lavoro("prova.riesce")
def riesce(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    avanzamento(1, 2, "A metà")
    file = conserva(b"%PDF-" + str(lavoro.argomenti).encode(), nome="prova.pdf")
    avanzamento(2, 2, "Fatto")
    return EsitoLavoro(file=file, dati={"processo": os.getpid()}, nome_file="Città è.pdf")


@tipo_lavoro("prova.rifiuta")
def rifiuta(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    raise Rifiuto("Manca un capitolo.")


@tipo_lavoro("prova.cade")
def cade(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    raise ZeroDivisionError


@tipo_lavoro("prova.muore")
def muore(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@tipo_lavoro("prova.dura")
def dura(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    avanzamento(1, 10, f"processo {os.getpid()}")
    time.sleep(60)
    return EsitoLavoro()


@tipo_lavoro("prova.per_tutti", visibile=lambda utente, lavoro: bool(utente.pk))
def per_tutti(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    return EsitoLavoro(file=conserva(b'{"a": 1}', nome="dati.json"), nome_file="dati.json")
