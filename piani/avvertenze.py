"""What the page of a step says before the button: it warns, and stops nothing."""

from collections.abc import Iterator

from piani.controllo.elenco import quanti_di_legge
from piani.models import Piano
from piani.queries_controllo import aperti_di


def del_controllo(piano: Piano) -> Iterator[str]:
    """Yield how many findings of the checker are still open, and how many of what the Region requires."""
    aperti = aperti_di(piano)
    if not aperti:
        return
    di_legge = quanti_di_legge(aperti)
    quanti = "c'è un rilievo" if len(aperti) == 1 else f"ci sono {len(aperti)} rilievi"
    coda = f", {di_legge} su ciò che chiede la Regione" if di_legge else ""
    yield f"Nel controllo del Piano {quanti} da sistemare{coda}: li trovi nella pagina «Controllo». Puoi inviarlo comunque."
