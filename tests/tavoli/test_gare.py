"""Two people at the same instant: one is told that the other was faster, and nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from ambiti.enums import TipoEnte
from ambiti.models import Ambito
from core.exceptions import Rifiuto
from piani.models import Piano
from tavoli.actions import contributi, domande
from tavoli.enums import EsitoContributo
from tavoli.models import Domanda, Risposta
from tests.factories import PASSWORD, EnteFactory
from tests.tavoli_di_prova import chiede, contribuisce, siede, tavolo_annunciato
from utenti.actions import accetta_invito
from utenti.enums import Ruolo
from utenti.models import Incarico, Invito, Utente, impronta_di

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def insieme(*atti: Callable[[], object]) -> list[str]:
    """Do the acts at once; return how each ended."""

    def prova(atto: Callable[[], object]) -> str:
        try:
            atto()
        except Rifiuto as rifiuto:
            return type(rifiuto).__name__
        finally:
            connection.close()
        return "fatto"

    with ThreadPoolExecutor(len(atti)) as esecutore:
        return sorted(esecutore.map(prova, atti))


def test_una_domanda_ha_una_risposta_sola(
    piano: Piano, gallarate: Ambito, ada: Utente, lia: Utente, carla: Utente
) -> None:
    domanda = chiede(tavolo_annunciato(gallarate, ada, piani=[piano]), carla)

    esiti = insieme(
        lambda: domande.ammetti(domanda, autore=ada), lambda: domande.respingi(domanda, motivo="No.", autore=lia)
    )

    assert esiti == ["DomandaNonAmmissibile", "fatto"]
    assert Domanda.objects.filter(ammessa_il=None, respinta_il=None).count() == 0


def test_due_colleghe_non_fanno_due_domande(gallarate: Ambito, ada: Utente, carla: Utente) -> None:
    tavolo = tavolo_annunciato(gallarate, ada)

    esiti = insieme(lambda: chiede(tavolo, carla), lambda: chiede(tavolo, carla))

    assert esiti == ["DomandaNonAmmissibile", "fatto"]


def test_un_contributo_ha_una_risposta_sola(gallarate: Ambito, ada: Utente, lia: Utente, carla: Utente) -> None:
    tavolo = tavolo_annunciato(gallarate, ada)
    siede(tavolo, carla, ufficio=ada)
    contributo = contribuisce(tavolo, carla)

    def risponde(chi: Utente) -> Risposta:
        return contributi.rispondi(contributo, esito=EsitoContributo.ACCOLTO, motivo="Sì.", autore=chi)

    esiti = insieme(lambda: risponde(ada), lambda: risponde(lia))

    assert esiti == ["ContributoNonAmmissibile", "fatto"]
    assert Risposta.objects.count() == 1


def test_di_due_che_aprono_lo_stesso_ente_ne_entra_uno() -> None:
    ente = EnteFactory.create(tipo=TipoEnte.TERZO_SETTORE, codice="00743110157")
    for n in (1, 2):
        Invito.objects.create(
            email=f"u{n}@ponte.example",
            ruolo=Ruolo.RAPPRESENTANTE_ETS,
            ente=ente,
            impronta=impronta_di(f"gettone-{n}"),
            scade_il="2999-01-01",
        )

    def entra(n: int) -> Incarico:
        return accetta_invito(f"gettone-{n}", password=PASSWORD, nome=f"U{n}")

    esiti = insieme(lambda: entra(1), lambda: entra(2))

    assert esiti == ["InvitoNonValido", "fatto"]
    assert Incarico.objects.filter(ente=ente).count() == 1
