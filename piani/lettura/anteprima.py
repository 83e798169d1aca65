"""One sheet read alone, before it is in a plan: what the page of an offer shows."""

from core.canonico import Json
from piani.canonico.riferimenti import riferimenti
from piani.lettura.modello import SchedaLetta
from piani.lettura.nomi import Nomi
from piani.lettura.schede import leggi_scheda
from piani.models import Piano, SchedaPubblicata


def leggi_scheda_sola(dati: Json, versione: SchedaPubblicata, piano: Piano) -> SchedaLetta:
    """Return a published sheet as the plan would read it; nothing is written."""
    scheda = {**dati, "codice": versione.codice, "sezione": ""}
    corpo: Json = {
        "ambito": piano.ambito.codice,
        "triennio": piano.triennio.codice,
        "sezioni": [],
        "schede": [scheda],
        "esiti": [],
    }
    nomi = Nomi({**corpo, "riferimenti": riferimenti(piano, corpo)})
    return leggi_scheda(scheda, nomi, proprio=f"ambito:{piano.ambito.codice}", titoli={}, livello=2)
