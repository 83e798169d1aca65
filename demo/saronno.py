"""Saronno, an empty plan: where a new user tries the import from Word."""

from core.canonico import Json
from piani.canonico import FORMATO, sigilla
from piani.canonico.forma import Documento
from piani.models import VoceFormato

CODICE, TRIENNIO = "50029", "2025-2027"


def documento_saronno() -> Documento:
    """Return the chapters of the regional format, without a word in them."""
    voci = VoceFormato.objects.filter(triennio__codice=TRIENNIO)
    return sigilla(
        {
            "formato": FORMATO,
            "ambito": CODICE,
            "triennio": TRIENNIO,
            "titolo": "Piano di Zona 2025-2027 dell'Ambito territoriale di Saronno (dato di esempio)",
            "esempio": True,
            "sezioni": [_sezione(v) for v in voci],
            "schede": [],
            "esiti": [],
            "tabelle": [],
            "accordo": None,
            "allegati": [],
            "riferimenti": {"enti": {}},
        }
    )


def _sezione(voce: VoceFormato) -> Json:
    return {
        "chiave": voce.chiave,
        "titolo": voce.nome,
        "numerata": True,
        "pagina_nuova": True,
        "voce_formato": voce.chiave,
        "proprietario": f"ambito:{CODICE}",
        "testo": "",
        "sezioni": [],
    }
