"""The people of every story, and the places they belong to.

Dario has in Busto Arsizio exactly what Ada has in Gallarate: a refusal is tested with him, never with a stranger.
"""

import pytest

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Asst, Ats, Capofila, Comune, Ente
from obiettivi.models import Triennio
from piani.models import Piano
from tests.factories import (
    AmbitoFactory,
    AppartenenzaFactory,
    AsstFactory,
    AtsFactory,
    CollegamentoFactory,
    ComuneFactory,
    EnteFactory,
    IncaricoFactory,
    PianoFactory,
    TriennioFactory,
    UtenteFactory,
)
from utenti.enums import Ruolo
from utenti.models import Utente


def persona(nome: str, ruolo: Ruolo, ente: Ente) -> Utente:
    """Make a person with one open Incarico."""
    utente = UtenteFactory.create(email=f"{nome.lower()}@esempio.it", nome=nome)
    IncaricoFactory.create(utente=utente, ruolo=ruolo, ente=ente)
    return utente


@pytest.fixture
def ats_insubria(db: None) -> Ats:
    """The ATS of both Ambiti."""
    return AtsFactory.create(ente__codice="322", ente__nome="ATS DELL'INSUBRIA", ente__sigla="ATS Insubria")


@pytest.fixture
def asst_valle_olona(ats_insubria: Ats) -> Asst:
    """The ASST of both Ambiti."""
    return AsstFactory.create(ente__codice="711", ente__nome="ASST VALLE OLONA", ats=ats_insubria)


@pytest.fixture
def gallarate(ats_insubria: Ats, asst_valle_olona: Asst) -> Ambito:
    """Ada's Ambito."""
    ambito = AmbitoFactory.create(ente__codice="50074", ente__nome="Gallarate", ats=ats_insubria, codice_sioss="lom_90")
    CollegamentoFactory.create(ambito=ambito, asst=asst_valle_olona)
    return ambito


@pytest.fixture
def busto(ats_insubria: Ats, asst_valle_olona: Asst) -> Ambito:
    """Dario's Ambito."""
    ambito = AmbitoFactory.create(
        ente__codice="50049", ente__nome="Busto Arsizio", ats=ats_insubria, codice_sioss="lom_88"
    )
    CollegamentoFactory.create(ambito=ambito, asst=asst_valle_olona)
    return ambito


@pytest.fixture
def comune_capofila(gallarate: Ambito) -> Comune:
    """The Comune of Gallarate, which leads the Ambito."""
    comune = ComuneFactory.create(ente__codice="012070", ente__nome="Gallarate")
    AppartenenzaFactory.create(comune=comune, ambito=gallarate)
    return comune


@pytest.fixture
def ets(db: None) -> Ente:
    """A body of the Terzo Settore."""
    return EnteFactory.create(tipo=TipoEnte.TERZO_SETTORE, codice="90000000001", nome="Cooperativa di prova")


@pytest.fixture
def triennio(db: None) -> Triennio:
    """2025-2027."""
    return TriennioFactory.create()


@pytest.fixture
def piano(gallarate: Ambito, triennio: Triennio) -> Piano:
    """Gallarate's plan, in `bozza`."""
    return PianoFactory.create(ambito=gallarate, triennio=triennio)


@pytest.fixture
def piano_di_busto(busto: Ambito, triennio: Triennio) -> Piano:
    """Busto's plan, in `bozza`."""
    return PianoFactory.create(ambito=busto, triennio=triennio)


@pytest.fixture
def ada(gallarate: Ambito) -> Utente:
    """Responsabile of the Ufficio di Piano of Gallarate."""
    return persona("Ada", Ruolo.RESPONSABILE_UDP, gallarate.ente)


@pytest.fixture
def lia(gallarate: Ambito) -> Utente:
    """Redattore of the same Ufficio di Piano."""
    return persona("Lia", Ruolo.REDATTORE_UDP, gallarate.ente)


@pytest.fixture
def bruno(comune_capofila: Comune) -> Utente:
    """Mayor of the lead Comune."""
    return persona("Bruno", Ruolo.SINDACO, comune_capofila.ente)


@pytest.fixture
def carla(ets: Ente) -> Utente:
    """Speaks for a body of the Terzo Settore."""
    return persona("Carla", Ruolo.RAPPRESENTANTE_ETS, ets)


@pytest.fixture
def dario(busto: Ambito) -> Utente:
    """Responsabile of the Ufficio di Piano of another Ambito."""
    return persona("Dario", Ruolo.RESPONSABILE_UDP, busto.ente)


@pytest.fixture
def elena(ats_insubria: Ats) -> Utente:
    """Funzionario of the ATS."""
    return persona("Elena", Ruolo.FUNZIONARIO_ATS, ats_insubria.ente)


@pytest.fixture
def franco(ats_insubria: Ats) -> Utente:
    """Dirigente of the ATS."""
    return persona("Franco", Ruolo.DIRIGENTE_ATS, ats_insubria.ente)


@pytest.fixture
def gina(asst_valle_olona: Asst) -> Utente:
    """Referente of the ASST."""
    return persona("Gina", Ruolo.REFERENTE_ASST, asst_valle_olona.ente)


@pytest.fixture
def ivo(db: None) -> Utente:
    """Osservatore of the Region."""
    regione = EnteFactory.create(tipo=TipoEnte.REGIONE, codice="03", nome="Regione Lombardia")
    return persona("Ivo", Ruolo.OSSERVATORE, regione)


@pytest.fixture
def pia(gallarate: Ambito) -> Utente:
    """President of the Assemblea dei Sindaci of Gallarate."""
    return persona("Pia", Ruolo.PRESIDENTE, gallarate.ente)


@pytest.fixture
def sara(gallarate: Ambito) -> Utente:
    """Secretary of the same Assemblea."""
    return persona("Sara", Ruolo.SEGRETARIO, gallarate.ente)


@pytest.fixture
def delia(comune_capofila: Comune) -> Utente:
    """Delegate of the mayor of the lead Comune."""
    return persona("Delia", Ruolo.DELEGATO, comune_capofila.ente)


@pytest.fixture
def cosimo(comune_capofila: Comune, gallarate: Ambito) -> Utente:
    """Speaks for the body that leads the Ambito."""
    Capofila.objects.get_or_create(ambito=gallarate, ente=comune_capofila.ente)
    return persona("Cosimo", Ruolo.CAPOFILA, comune_capofila.ente)


@pytest.fixture
def nino(ats_insubria: Ats) -> Utente:
    """Direttore generale of the ATS."""
    return persona("Nino", Ruolo.DIRETTORE_ATS, ats_insubria.ente)


@pytest.fixture
def rosa(asst_valle_olona: Asst) -> Utente:
    """Direttore generale of the ASST."""
    return persona("Rosa", Ruolo.DIRETTORE_ASST, asst_valle_olona.ente)


@pytest.fixture
def silvio(db: None) -> Utente:
    """Speaks for a trade union."""
    ente = EnteFactory.create(tipo=TipoEnte.SINDACATO, codice="90000000002", nome="Sindacato di prova")
    return persona("Silvio", Ruolo.SINDACATO, ente)
