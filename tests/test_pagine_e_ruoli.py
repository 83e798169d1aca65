"""Every address of the portal, asked by everyone: tables in `tests/ruoli`, to be read with the client at a meeting.

200 the page; 302 done, or "log in first"; 403 refused with a reason; 404 for you it does not exist;
400, 409, 422 the door is open, and the empty form of this test is refused with a sentence. And no page shows a person
a link or a button that leads that person to a refusal.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.cliente import Cliente
from tests.mondo import INDIRIZZI, Mondo
from tests.porte import Porta, porte
from utenti.models import Utente

pytestmark = pytest.mark.django_db

# Of Gallarate: Ada directs and Lia writes, Bruno is mayor, Elena and Franco are of the ATS, Gina of the ASST; Olga
# directed until yesterday. Dario directs in Busto Arsizio, Carla speaks for a cooperative, Ivo observes for the Region,
# Ugo administers the portal. Pia presides the Assemblea of Gallarate and Sara is its secretary, Delia is Bruno's delegate,
# Cosimo speaks for the lead body, Nino directs the ATS and Rosa the ASST, Silvio speaks for a union. The invitation, the job, the print and the half import are Ada's; the list of Comuni is Ugo's.


def _tabelle() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield method, address and expected code for each person, from the tables of `tests/ruoli`, one a room."""
    for file in sorted((Path(__file__).parent / "ruoli").glob("*.txt")):
        persone, *righe = [riga.split() for riga in file.read_text(encoding="utf-8").splitlines() if riga.strip()]
        for metodo, nome, *codici in righe:
            yield metodo, nome, dict(zip(persone, codici, strict=True))


ATTESI = {(metodo, nome): codici for metodo, nome, codici in _tabelle()}
# Who has the same right elsewhere: the others ask the same queries.
SU_TUTTE_E_DUE = frozenset({"dario"})
PERSONE = list(next(iter(ATTESI.values())))
# Its answer regards the machine, not who asks: tests/documenti/test_pagine.py.
ALTROVE = {"salute"}
RIFIUTI = {403, 404, 405}
# Links and buttons of one kind that a person follows: a sheet has one for each row. Each person follows others.
PER_SPECIE = 5


def test_la_tabella_ha_ogni_indirizzo_del_portale() -> None:
    assert {nome.partition("@")[0] for _, nome in ATTESI} | ALTROVE == set(INDIRIZZI)


class Prova:
    """Asks as a person, and leaves the world and the session as they were. Keeps the doors of the pages it saw."""

    def __init__(self, mondo: Mondo, chi: Utente | None) -> None:
        self.mondo = mondo
        self.cliente = Cliente()
        if chi:
            self.cliente.force_login(chi)
        self.biscotti = self.cliente.cookies.output(header="", sep=";")
        self.viste: dict[Porta, str] = {}
        self.risposte: dict[Porta, int] = {}

    def stato(self, metodo: str, nome: str) -> int:
        """Return the status of the answer."""
        indirizzo = self.mondo.indirizzo(nome)
        risposta = self._chiedi(metodo, indirizzo)
        if risposta.status_code == 200 and not risposta.streaming and "text/html" in risposta.headers["Content-Type"]:
            for porta in porte(indirizzo, risposta.content.decode()):
                self.viste.setdefault(porta, nome)
        stato: int = risposta.status_code
        self.risposte[metodo, indirizzo] = stato
        return stato

    def chiuse(self, passo: int) -> list[str]:
        """Return the links and the buttons seen so far that lead this person to a refusal, a sentence each.

        Of each kind it follows `PER_SPECIE`, the `passo`-th lot in turn.
        """
        return [
            f"{nome} mostra {metodo} {indirizzo}, che risponde {stato}"
            for (metodo, indirizzo), nome in self._da_seguire(passo)
            if (stato := self._di(metodo, indirizzo)) in RIFIUTI
        ]

    def _da_seguire(self, passo: int) -> Iterator[tuple[Porta, str]]:
        specie: dict[tuple[str, str], list[tuple[Porta, str]]] = defaultdict(list)
        for porta, nome in sorted(self.viste.items()):
            metodo, indirizzo = porta
            if indirizzo.startswith(settings.STATIC_URL):
                assert finders.find(indirizzo.removeprefix(settings.STATIC_URL)), indirizzo
                continue
            specie[metodo, resolve(indirizzo.partition("?")[0]).view_name].append((porta, nome))
        for porte_uguali in specie.values():
            inizio = passo * PER_SPECIE % len(porte_uguali)
            yield from (porte_uguali[inizio:] + porte_uguali[:inizio])[:PER_SPECIE]

    def _di(self, metodo: str, indirizzo: str) -> int:
        nota = self.risposte.get((metodo, indirizzo))
        return self._chiedi(metodo, indirizzo).status_code if nota is None else nota

    def _chiedi(self, metodo: str, indirizzo: str) -> Any:
        self.cliente.cookies.clear()
        self.cliente.cookies.load(self.biscotti)
        with transaction.atomic():
            risposta = (
                self.cliente.get(indirizzo) if metodo == "GET" else self.cliente.post(indirizzo, {"revisione": "0"})
            )
            transaction.set_rollback(True)
        return risposta


@pytest.mark.lento
@pytest.mark.parametrize(
    "persona", [p if p in SU_TUTTE_E_DUE else pytest.param(p, marks=pytest.mark.una_volta) for p in PERSONE]
)
def test_ciascuno_arriva_dove_deve_e_cio_che_vede_gli_e_aperto(
    mondo: Mondo, persona: str, request: pytest.FixtureRequest
) -> None:
    chi = None if persona == "nessuno" else request.getfixturevalue(persona)

    prova = Prova(mondo, chi)
    diversi = []
    for (metodo, nome), codici in ATTESI.items():
        stato = prova.stato(metodo, nome)
        if stato != int(codici[persona]):
            diversi.append(f"{metodo} {nome}: atteso {codici[persona]}, ha risposto {stato}")

    assert not diversi, f"{persona}:\n" + "\n".join(diversi)
    assert prova.viste
    assert not (chiuse := prova.chiuse(PERSONE.index(persona))), f"{persona}:\n" + "\n".join(sorted(chiuse))


def senza_riga(metodo: str) -> Iterator[str]:
    return (nome for nome in INDIRIZZI if (metodo, nome) not in ATTESI and nome not in ALTROVE)


@pytest.mark.parametrize("metodo", ["GET", "POST"])
def test_dove_la_tabella_non_ha_una_riga_il_metodo_non_e_ammesso(mondo: Mondo, ada: Utente, metodo: str) -> None:
    prova = Prova(mondo, ada)

    ammessi = [nome for nome in senza_riga(metodo) if prova.stato(metodo, nome) != 405]

    assert ammessi == []


def test_nessuna_porta_si_apre_senza_il_gettone_csrf(mondo: Mondo, ada: Utente) -> None:
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(ada)

    aperte = []
    for nome in INDIRIZZI:
        risposta = cliente.post(mondo.indirizzo(nome), {"revisione": "0"})
        if risposta.status_code != 403 or "errori/csrf.html" not in [m.name for m in risposta.templates]:
            aperte.append(nome)

    assert aperte == []
