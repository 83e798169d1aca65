"""The history of the rows of a list (actions, indicators, funding lines): each change with its words marked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from core.formati import euro
from core.storia import da_parte
from obiettivi.enums import TipoCampo
from obiettivi.models import Azione, CampoScheda, Indicatore, LineaRisorsa, Scheda
from piani.differenze import Linea, confronta_linee, in_html
from piani.lettura.schede import FASI
from piani.raffronto.campi import riga_di
from piani.storie import perche

MOSTRATE = 50
_PAROLE = {"+": "aggiunta", "~": "cambiata", "-": "tolta"}


@dataclass(frozen=True)
class Vicenda:
    """What happened to a row of a list: when, who, why; `html` is the row with its changed words marked."""

    quando: dt.datetime
    chi: str
    perche: str
    cambio: str
    html: SafeString


def vicende(scheda: Scheda, campo: CampoScheda) -> list[Vicenda]:
    """Return the last MOSTRATE changes of the list that a row holds, newest first; none for a row without a list. One query.

    Expected values of indicators, sources and bodies of funding lines have no history of their own: versions have them.
    """
    storia = _storia(scheda, campo)
    if storia is None:
        return []
    precedenti: dict[int, Any] = {}
    trovate: list[Vicenda] = []
    for versione in storia.select_related("history_user").order_by("history_date", "history_id"):
        prima = precedenti.get(versione.id)
        # What was put aside never stood: it is told beside what stood then, and what follows starts from there.
        if not da_parte(versione.history_change_reason):
            precedenti[versione.id] = versione
        vicenda = _vicenda(prima, versione)
        trovate += [vicenda] if vicenda else []
    return trovate[::-1][:MOSTRATE]


def _storia(scheda: Scheda, campo: CampoScheda) -> Any:
    if campo.tipo == TipoCampo.AZIONI:
        return Azione.storia.filter(scheda_id=scheda.pk)
    if campo.tipo == TipoCampo.RISORSE:
        return LineaRisorsa.storia.filter(scheda_id=scheda.pk)
    if campo.tipo in FASI:
        return Indicatore.storia.filter(scheda_id=scheda.pk, fase=FASI[campo.tipo])
    return None


def _vicenda(prima: Any, versione: Any) -> Vicenda | None:
    """Return what a version changed; None for the row as an import left it, and for what has no words (its order)."""
    tolta = versione.history_type == "-"
    dopo: list[Linea] = [] if tolta else [_linea(versione)]
    vecchia = [_linea(versione if tolta else prima)] if prima is not None or tolta else []
    if [x.chiave for x in vecchia] == [x.chiave for x in dopo]:
        return None
    html = in_html(confronta_linee(vecchia, dopo))
    chi = str(versione.history_user or "caricata da un file")
    return Vicenda(versione.history_date, chi, perche(versione), _PAROLE[versione.history_type], html)


def _linea(v: Any) -> Linea:
    match v.instance_type.__name__:
        case "Azione":
            fatta = "" if v.realizzazione is None else f"realizzata al {v.realizzazione}%"
            celle = [v.numero, v.testo, v.testo_modalita, fatta, v.nota]
        case "Indicatore":
            base = " ".join(str(x) for x in (v.base_valore, v.base_anno, v.base_testo) if x not in (None, ""))
            celle = [v.numero, v.testo, v.formula, v.get_unita_display(), f"partenza: {base}" if base else ""]
        case _:
            importo = euro(v.importo) if v.importo is not None else "importo non indicato"
            fino = f"fino al {v.fino_al:%d/%m/%Y}" if v.fino_al else ""
            quando = str(v.anno) if v.anno else v.get_periodo_display()
            celle = [v.get_precisione_display(), importo, quando, v.get_natura_display(), fino, v.nota]
    return riga_di([str(c) for c in celle if c])
