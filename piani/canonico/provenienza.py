"""Where an adopted sheet comes from: said by the document, believed only when the words are those that were published."""

import json

from core.canonico import Json
from obiettivi.enums import TipoCampo
from piani.models import SchedaPubblicata, VoceScheda

# What a plan says of a sheet that is not in its published content, or is the plan's own.
_DEL_PIANO = frozenset({"codice", "sezione", "provenienza", "proprietario", "partecipanti"})


def segna_provenienza(voce: VoceScheda, detta: Json | None) -> None:
    """Pin an adopted sheet to its published version, when that is here; otherwise it keeps what the document says."""
    if detta is None and voce.condivisa_id is None and voce.provenienza is None:
        return
    locali = detta["righe_locali"] if detta else []
    voce.condivisa = _pubblicata(detta) if detta else None
    voce.provenienza = detta if voce.condivisa is None else None
    voce.save(update_fields=["condivisa", "provenienza"])
    voce.righe_locali.set(voce.scheda.formato.campi.filter(chiave__in=locali))


def _pubblicata(detta: Json) -> SchedaPubblicata | None:
    trovata = SchedaPubblicata.objects.filter(sha256=detta["sha256"], numero=detta["versione"]).first()
    if trovata is None or trovata.ente.chiave != detta["ente"] or trovata.codice != detta["codice"]:
        return None
    return trovata


def verificata(dati: Json) -> Json | None:
    """Return where the sheet of a file says it comes from; None when its shared rows are not those of that version.

    A file can be written by hand: words of the Ambito must not stand under the name of another body. A version that is
    not here cannot be compared, and the document keeps what it says.
    """
    detta: Json | None = dati.get("provenienza")
    pubblicata = _pubblicata(detta) if detta else None
    if detta is None or pubblicata is None:
        return detta
    aperte = {c.chiave: c.tipo for c in pubblicata.aperte.all()}
    locali = set(detta["righe_locali"])
    if not locali <= set(aperte):
        return None
    soldi = any(aperte[c] == TipoCampo.RISORSE for c in locali)
    da_file = _condiviso(dati, locali, soldi=soldi)
    return detta if da_file == _condiviso(json.loads(bytes(pubblicata.contenuto)), locali, soldi=soldi) else None


def _condiviso(dati: Json, locali: set[str], *, soldi: bool) -> Json:
    fuori = _DEL_PIANO | ({"risorse"} if soldi else set())
    comune = {k: v for k, v in dati.items() if k not in fuori}
    return {**comune, "risposte": [r for r in dati["risposte"] if r["campo"] not in locali and _scritta(r)]}


def _scritta(risposta: Json) -> bool:
    return any(v for k, v in risposta.items() if k != "campo")
