"""Two worlds alike: each role can be held here, for a body that reaches Gallarate, and elsewhere, for one that does not."""

import datetime as dt
from collections.abc import Callable

import pytest

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Capofila, Ente
from tests.factories import (
    AmbitoFactory,
    AppartenenzaFactory,
    CollegamentoFactory,
    EnteFactory,
    IncaricoFactory,
    UtenteFactory,
)
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.roles import RUOLI, Portata

FaIncarico = Callable[..., Incarico]


def corredo(ambito: Ambito) -> dict[Portata, Ente]:
    """Return, for each reach, a body whose roles reach `ambito`."""
    azienda = EnteFactory.create(tipo=TipoEnte.AZIENDA, nome=f"Azienda di {ambito}")
    Capofila.objects.create(ambito=ambito, ente=azienda)
    return {
        Portata.PROPRIO_AMBITO: ambito.ente,
        Portata.AMBITI_DELLA_ATS: ambito.ats.ente,
        Portata.AMBITI_DELLA_ASST: CollegamentoFactory.create(ambito=ambito).asst.ente,
        Portata.AMBITO_DEL_COMUNE: AppartenenzaFactory.create(ambito=ambito).comune.ente,
        Portata.AMBITI_DA_CAPOFILA: azienda,
        Portata.REGIONE: EnteFactory.create(tipo=TipoEnte.REGIONE, codice="03", nome="Regione Lombardia"),
        Portata.NESSUNA: EnteFactory.create(nome=f"Associazione di {ambito}"),
    }


@pytest.fixture
def qui(gallarate: Ambito) -> dict[Portata, Ente]:
    """The bodies of Gallarate, by reach."""
    return corredo(gallarate)


@pytest.fixture
def altrove(db: None) -> dict[Portata, Ente]:
    """The bodies of an Ambito of another ATS, by reach."""
    return corredo(AmbitoFactory.create(ente__nome="Crema"))


@pytest.fixture
def incarica(db: None) -> FaIncarico:
    """A function that gives a role for the fitting body of a world."""

    def fa(
        ruolo: Ruolo,
        mondo: dict[Portata, Ente],
        *,
        utente: Utente | None = None,
        dal: dt.date = dt.date(2024, 1, 1),
        al: dt.date | None = None,
    ) -> Incarico:
        return IncaricoFactory.create(
            utente=utente or UtenteFactory.create(), ruolo=ruolo, ente=mondo[RUOLI[ruolo].portata], dal=dal, al=al
        )

    return fa


@pytest.fixture
def ugo(qui: dict[Portata, Ente], incarica: FaIncarico) -> Utente:
    """Administrator of the portal."""
    return incarica(Ruolo.AMMINISTRATORE, qui, utente=UtenteFactory.create(email="ugo@esempio.it", nome="Ugo")).utente
