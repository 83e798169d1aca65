"""A plan that has the chapters of the regional format and little else: the example plans of the demo but Gallarate's."""

from core.canonico import Json
from piani.canonico import FORMATO, sigilla
from piani.canonico.forma import Documento
from piani.models import VoceFormato

TRIENNIO = "2025-2027"


def documento_dei_capitoli(codice: str, ambito: str, *, testo: str = "", nota: str = "") -> Documento:
    """Return an example plan of the Ambito `codice`; `ambito` ends its title. One query.

    The chapters are those of DGR XII/2167/2024, Allegato B, as the catalogue has them: `testo` (HTML) stands in each,
    `nota` (HTML) in a section before them, without a number.
    """
    capitoli = [
        _sezione(codice, v.chiave, v.nome, testo, voce=v.chiave)
        for v in VoceFormato.objects.filter(triennio__codice=TRIENNIO)
    ]
    return sigilla(
        {
            "formato": FORMATO,
            "ambito": codice,
            "triennio": TRIENNIO,
            "titolo": f"Piano di Zona {TRIENNIO} dell'Ambito territoriale di {ambito}",
            "esempio": True,
            "sezioni": [*([_sezione(codice, "nota", "Nota di lavoro", nota)] if nota else []), *capitoli],
            "schede": [],
            "esiti": [],
            "tabelle": [],
            "accordo": None,
            "allegati": [],
            "riferimenti": {"enti": {}},
        }
    )


def _sezione(codice: str, chiave: str, titolo: str, testo: str, *, voce: str = "") -> Json:
    return {
        "chiave": chiave,
        "titolo": titolo,
        "numerata": bool(voce),
        "pagina_nuova": bool(voce),
        "voce_formato": voce,
        "proprietario": f"ambito:{codice}",
        "testo": testo,
        "sezioni": [],
    }
