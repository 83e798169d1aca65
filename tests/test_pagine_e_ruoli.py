"""Every address of the portal, asked by everyone: one table, to be read with the client at a meeting.

200 the page; 302 done, or "log in first"; 403 refused with a reason; 404 for you it does not exist;
400, 409, 422 the door is open, and the empty form of this test is refused with a sentence.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.cliente import Cliente
from tests.mondo import INDIRIZZI, Mondo
from utenti.models import Utente

pytestmark = pytest.mark.django_db

# Of Gallarate: Ada directs and Lia writes, Bruno is mayor, Elena and Franco are of the ATS, Gina of the ASST; Olga
# directed until yesterday. Dario directs in Busto Arsizio, Carla speaks for a cooperative, Ivo observes for the Region,
# Ugo administers the portal. The invitation, the job, the print and the half import are Ada's; the list of Comuni is Ugo's.
TABELLA = """
                                          nessuno ada     lia     bruno   carla   dario   elena   franco  gina    ivo     ugo     olga
GET osservatorio:home                     200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:cerca                    200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:glossario                200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:accessibilita            200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:privacy                  200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:ambiti                   200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:ambito                   200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:comuni                   200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:ats_elenco               200     200     200     200     200     200     200     200     200     200     200     200
GET osservatorio:ats                      200     200     200     200     200     200     200     200     200     200     200     200

GET scrivania:scrivania                   302     200     200     200     200     200     200     200     200     200     200     200
GET scrivania:appartenenze                302     403     403     403     403     403     403     403     403     403     200     403
POST scrivania:appartenenze               302     403     403     403     403     403     403     403     403     403     422     403
GET scrivania:appartenenze_conferma       302     403     403     403     403     403     403     403     403     403     200     403
POST scrivania:appartenenze_conferma      302     403     403     403     403     403     403     403     403     403     400     403

GET piani:elenco                          200     200     200     200     200     200     200     200     200     200     200     200
GET piani:nuovo                           302     200     403     403     403     200     403     403     403     403     403     403
POST piani:nuovo                          302     422     403     403     403     422     403     403     403     403     403     403
GET piani:importa                         302     200     403     403     403     200     403     403     403     403     403     403
POST piani:importa                        302     422     403     403     403     422     403     403     403     403     403     403
GET piani:importa_conferma                302     200     404     404     404     404     404     404     404     404     404     404
POST piani:importa_conferma               302     422     404     404     404     404     404     404     404     404     404     404
GET piani:dettaglio                       404     200     200     200     404     404     200     200     200     200     404     404
GET piani:esporta                         302     200     200     403     404     404     200     200     200     200     404     404
GET piani:sezione_nuova                   302     200     200     403     404     404     403     403     403     403     404     404
POST piani:sezione_nuova                  302     422     422     403     404     404     403     403     403     403     404     404
GET piani:sezione                         302     200     200     200     404     404     200     200     200     200     404     404
POST piani:sezione                        302     409     409     403     404     404     403     403     403     403     404     404
GET piani:sezione_dati                    302     200     200     403     404     404     403     403     403     403     404     404
POST piani:sezione_dati                   302     422     422     403     404     404     403     403     403     403     404     404
POST piani:sezione_completa               302     409     409     403     404     404     403     403     403     403     404     404
POST piani:sezione_sposta                 302     302     302     403     404     404     403     403     403     403     404     404
POST piani:sezione_posto                  302     302     302     403     404     404     403     403     403     403     404     404
GET piani:sezione_elimina                 302     200     200     403     404     404     403     403     403     403     404     404
POST piani:sezione_elimina                302     400     400     403     404     404     403     403     403     403     404     404
GET piani:tabella_nuova                   302     200     200     403     404     404     403     403     403     403     404     404
POST piani:tabella_nuova                  302     422     422     403     404     404     403     403     403     403     404     404
GET piani:tabella                         302     200     200     200     404     404     200     200     200     200     404     404
POST piani:tabella_dati                   302     422     422     403     404     404     403     403     403     403     404     404
POST piani:tabella_colonne                302     422     422     403     404     404     403     403     403     403     404     404
POST piani:tabella_righe                  302     409     409     403     404     404     403     403     403     403     404     404
GET piani:tabella_elimina                 302     200     200     403     404     404     403     403     403     403     404     404
POST piani:tabella_elimina                302     409     409     403     404     404     403     403     403     403     404     404
GET piani:scheda_nuova                    302     200     200     403     404     404     403     403     403     403     404     404
POST piani:scheda_nuova                   302     422     422     403     404     404     403     403     403     403     404     404
GET piani:scheda                          302     200     200     200     404     404     200     200     200     200     404     404
GET piani:scheda_dati                     302     200     200     403     404     404     403     403     403     403     404     404
POST piani:scheda_dati                    302     422     422     403     404     404     403     403     403     403     404     404
POST piani:scheda_completa                302     302     302     403     404     404     403     403     403     403     404     404
GET piani:scheda_colloca                  302     200     200     403     404     404     403     403     403     403     404     404
POST piani:scheda_colloca                 302     422     422     403     404     404     403     403     403     403     404     404
GET piani:scheda_elimina                  302     200     200     403     404     404     403     403     403     403     404     404
POST piani:scheda_elimina                 302     400     400     403     404     404     403     403     403     403     404     404
GET piani:scheda_riga                     302     200     200     200     404     404     200     200     200     200     404     404
POST piani:scheda_riga                    302     409     409     403     404     404     403     403     403     403     404     404
GET piani:scheda_versioni                 302     200     200     200     404     404     200     200     200     200     404     404
POST piani:scheda_ripristina              302     400     400     403     404     404     403     403     403     403     404     404
GET piani:scheda_elenco                   302     200     200     200     404     404     200     200     200     200     404     404
GET piani:scheda_elemento_nuovo           302     200     200     403     404     404     403     403     403     403     404     404
POST piani:scheda_elemento_nuovo          302     422     422     403     404     404     403     403     403     403     404     404
GET piani:scheda_elemento                 302     200     200     403     404     404     403     403     403     403     404     404
POST piani:scheda_elemento                302     422     422     403     404     404     403     403     403     403     404     404
GET piani:scheda_elemento_elimina         302     200     200     403     404     404     403     403     403     403     404     404
POST piani:scheda_elemento_elimina        302     409     409     403     404     404     403     403     403     403     404     404
POST piani:scheda_elemento_sposta         302     400     400     403     404     404     403     403     403     403     404     404
GET piani:leggi                           404     200     200     200     404     404     200     200     200     200     404     404
GET piani:leggi_allegato                  404     200     200     200     404     404     200     200     200     200     404     404
GET piani:leggi_capitolo                  404     200     200     200     404     404     200     200     200     200     404     404
GET piani:stampe                          302     200     200     200     404     404     200     200     200     200     404     404
POST piani:stampa_nuova                   302     302     302     302     404     404     302     302     302     302     404     404
GET piani:stampa_scarica                  404     200     200     200     404     404     200     200     200     200     404     404

GET utenti:profilo                        302     200     200     200     200     200     200     200     200     200     200     200
POST utenti:profilo                       302     422     422     422     422     422     422     422     422     422     422     422
POST utenti:cambia_incarico               302     302     404     404     404     404     404     404     404     404     404     404
GET utenti:chiudi_incarico                302     200     404     404     404     404     404     404     404     404     200     404
POST utenti:chiudi_incarico               302     302     404     404     404     404     404     404     404     404     302     404
POST utenti:rispedisci_invito             302     302     404     404     404     404     404     404     404     404     302     404
POST utenti:revoca_invito                 302     302     404     404     404     404     404     404     404     404     302     404
GET utenti:accetta_invito                 200     200     200     200     200     200     200     200     200     200     200     200
POST utenti:accetta_invito                422     422     422     422     422     422     422     422     422     422     422     422
GET utenti:disattiva                      302     404     404     404     404     404     404     404     404     404     200     404
POST utenti:disattiva                     302     404     404     404     404     404     404     404     404     404     302     404
GET utenti:enti                           302     200     200     200     200     200     200     200     200     200     200     200
GET utenti:persone                        302     200     404     404     404     404     404     404     404     404     200     404
GET utenti:invita                         302     200     404     404     404     404     404     404     404     404     200     404
POST utenti:invita                        302     422     404     404     404     404     404     404     404     404     422     404

GET documenti:lavoro                      302     200     200     200     404     404     200     200     200     200     404     404
GET documenti:avanzamento                 302     200     200     200     404     404     200     200     200     200     404     404
GET documenti:annulla                     302     200     403     403     404     404     403     403     403     403     404     404
POST documenti:annulla                    302     409     403     403     404     404     403     403     403     403     404     404
GET documenti:scarica                     302     200     200     200     404     404     200     200     200     200     404     404

GET account_login                         200     302     302     302     302     302     302     302     302     302     302     302
POST account_login                        200     302     302     302     302     302     302     302     302     302     302     302
GET account_logout                        302     200     200     200     200     200     200     200     200     200     200     200
POST account_logout                       302     302     302     302     302     302     302     302     302     302     302     302
GET account_inactive                      200     200     200     200     200     200     200     200     200     200     200     200
GET account_signup                        200     302     302     302     302     302     302     302     302     302     302     302
POST account_signup                       200     302     302     302     302     302     302     302     302     302     302     302
GET account_reauthenticate                302     200     200     200     200     200     200     200     200     200     200     200
POST account_reauthenticate               302     200     200     200     200     200     200     200     200     200     200     200
GET account_change_password               302     200     200     200     200     200     200     200     200     200     200     200
POST account_change_password              302     200     200     200     200     200     200     200     200     200     200     200
GET account_set_password                  302     302     302     302     302     302     302     302     302     302     302     302
POST account_set_password                 302     302     302     302     302     302     302     302     302     302     302     302
GET account_reset_password                200     200     200     200     200     200     200     200     200     200     200     200
POST account_reset_password               200     200     200     200     200     200     200     200     200     200     200     200
GET account_reset_password_done           200     200     200     200     200     200     200     200     200     200     200     200
GET account_reset_password_from_key_done  200     200     200     200     200     200     200     200     200     200     200     200
GET account_reset_password_from_key       200     200     200     200     200     200     200     200     200     200     200     200
POST account_reset_password_from_key      200     200     200     200     200     200     200     200     200     200     200     200

GET piani:dettaglio@pubblico              200     200     200     200     200     200     200     200     200     200     200     200
GET piani:leggi@pubblico                  200     200     200     200     200     200     200     200     200     200     200     200
GET piani:leggi_capitolo@pubblico         200     200     200     200     200     200     200     200     200     200     200     200
GET piani:stampa_scarica@pubblico         200     200     200     200     200     200     200     200     200     200     200     200
GET piani:sezione@pubblico                302     200     200     200     200     200     200     200     200     200     200     200
POST piani:sezione@pubblico               302     403     403     403     403     403     403     403     403     403     403     403
GET piani:stampe@pubblico                 302     200     200     200     200     200     200     200     200     200     200     200
GET piani:esporta@pubblico                302     403     403     403     403     403     403     403     403     200     403     403
"""

PERSONE, *_RIGHE = [riga.split() for riga in TABELLA.splitlines() if riga]
ATTESI = {(metodo, nome): dict(zip(PERSONE, codici, strict=True)) for metodo, nome, *codici in _RIGHE}
# Its answer regards the machine, not who asks: tests/documenti/test_pagine.py.
ALTROVE = {"salute"}


def test_la_tabella_ha_ogni_indirizzo_del_portale() -> None:
    assert {nome.partition("@")[0] for _, nome in ATTESI} | ALTROVE == set(INDIRIZZI)


class Prova:
    """Asks as a person, and leaves the world and the session as they were."""

    def __init__(self, mondo: Mondo, chi: Utente | None) -> None:
        self.mondo = mondo
        self.cliente = Cliente()
        if chi:
            self.cliente.force_login(chi)
        self.biscotti = self.cliente.cookies.output(header="", sep=";")

    def stato(self, metodo: str, nome: str) -> int:
        """Return the status of the answer."""
        self.cliente.cookies.clear()
        self.cliente.cookies.load(self.biscotti)
        indirizzo = self.mondo.indirizzo(nome)
        with transaction.atomic():
            if metodo == "GET":
                risposta = self.cliente.get(indirizzo)
            else:
                risposta = self.cliente.post(indirizzo, {"revisione": "0"})
            transaction.set_rollback(True)
        stato: int = risposta.status_code
        return stato


@pytest.mark.parametrize("persona", PERSONE)
def test_ciascuno_arriva_dove_deve(mondo: Mondo, persona: str, request: pytest.FixtureRequest) -> None:
    chi = None if persona == "nessuno" else request.getfixturevalue(persona)

    prova = Prova(mondo, chi)
    diversi = []
    for (metodo, nome), codici in ATTESI.items():
        stato = prova.stato(metodo, nome)
        if stato != int(codici[persona]):
            diversi.append(f"{metodo} {nome}: atteso {codici[persona]}, ha risposto {stato}")

    assert not diversi, f"{persona}:\n" + "\n".join(diversi)


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
