"""Names and labels that the document uses, carried along so that it can be read and printed alone."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from ambiti.models import Ente
from core.canonico import Json, decimale
from leps.models import Indicatore, Leps
from obiettivi.models import FonteFinanziamento, FormatoScheda, Macroarea, PuntoChiave
from piani.canonico.blocchi import enti_dei_blocchi
from piani.composizione import parti
from piani.models import Piano, VoceFormato


def _schede(corpo: Json) -> list[Json]:
    return [*corpo["schede"], *corpo["esiti"]]


def chiavi_enti(corpo: Json) -> set[str]:
    """Return the keys (``tipo:codice``) of all the bodies that the document names."""
    chiavi = {f"ambito:{corpo['ambito']}", *_proprietari(corpo["sezioni"]), *enti_dei_blocchi(corpo)}
    for scheda in _schede(corpo):
        chiavi |= {scheda["proprietario"], *scheda["partecipanti"]}
        if "provenienza" in scheda:
            chiavi.add(scheda["provenienza"]["ente"])
        for risorsa in scheda["risorse"]:
            chiavi |= set(risorsa["condivisa_con"])
    for parte in parti():
        if corpo.get(parte.chiave) is not None:
            chiavi |= set(parte.enti(corpo[parte.chiave]))
    return chiavi


def _proprietari(sezioni: list[Json]) -> Iterator[str]:
    for sezione in sezioni:
        yield sezione["proprietario"]
        yield from _proprietari(sezione["sezioni"])


def enti_per_chiave(chiavi: set[str]) -> dict[str, Ente]:
    """Return the bodies of those keys that exist, with one query."""
    condizione = Q(pk__in=[])
    for chiave in chiavi:
        tipo, _, codice = chiave.partition(":")
        condizione |= Q(tipo=tipo, codice=codice)
    return {e.chiave: e for e in Ente.objects.filter(condizione)}


def _enti(chiavi: set[str]) -> Json:
    trovati = enti_per_chiave(chiavi)
    return {c: {"nome": trovati[c].nome, "sigla": trovati[c].sigla} for c in sorted(trovati)}


def _formati(chiavi: set[str]) -> Json:
    formati = FormatoScheda.objects.filter(chiave__in=chiavi).prefetch_related("campi")
    return {f.chiave: _formato(f) for f in formati}


def _formato(formato: FormatoScheda) -> Json:
    return {
        "specie": formato.specie,
        "titolo": formato.titolo,
        "fonte": formato.fonte,
        "campi": [
            {
                "chiave": c.chiave,
                "etichetta": c.etichetta,
                "tipo": c.tipo,
                "scelte": c.scelte,
                "matrice": c.matrice,
            }
            for c in formato.campi.all()
        ],
    }


def _indicatori(codici: set[str]) -> Json:
    trovati = Indicatore.objects.filter(codice__in=codici).prefetch_related("bersagli")
    return {
        i.codice: {
            "testo": i.testo,
            "bersagli": [
                {"anno": b.anno, "tipo": b.tipo, "valore": decimale(b.valore), "testo": b.testo}
                for b in i.bersagli.all()
            ],
        }
        for i in trovati
    }


def _usati(schede: list[Json], *percorso: str) -> set[str]:
    valori: list[Any] = list(schede)
    for passo in percorso:
        seguenti: list[Any] = []
        for valore in valori:
            preso = valore[passo]
            seguenti += preso if isinstance(preso, list) else [preso]
        valori = seguenti
    return {str(v) for v in valori if v}


def riferimenti(piano: Piano, corpo: Json) -> Json:
    """Return the labels of the codes in `corpo`: bodies, areas, points, funds, LEPS, formats, period."""
    schede = _schede(corpo)
    punti = {(p["macroarea"], p["punto"]) for s in schede for p in s["punti_chiave"] if p["punto"]}
    aree = (
        _usati(schede, "macroaree") | _usati(schede, "aree_trasversali") | _usati(schede, "punti_chiave", "macroarea")
    )
    return {
        "ats": piano.ambito.ats.ente.chiave,
        "enti": _enti(chiavi_enti(corpo) | {piano.ambito.ats.ente.chiave}),
        "macroaree": {m.codice: m.nome for m in Macroarea.objects.filter(codice__in=aree)},
        "punti_chiave": {
            f"{p.macroarea.codice}/{p.chiave}": p.nome
            for p in PuntoChiave.objects.select_related("macroarea")
            if (p.macroarea.codice, p.chiave) in punti
        },
        "fonti": {
            f.chiave: f.nome for f in FonteFinanziamento.objects.filter(chiave__in=_usati(schede, "risorse", "fonti"))
        },
        "leps": {x.codice: x.nome for x in Leps.objects.filter(codice__in=_usati(schede, "leps"))},
        "indicatori_leps": _indicatori(_usati(schede, "indicatori", "leps_indicatore")),
        "formati": _formati(_usati(schede, "formato")),
        "voci_formato": {v.chiave: v.nome for v in VoceFormato.objects.filter(triennio=piano.triennio)},
        "triennio": {
            "inizio": piano.triennio.inizio.isoformat(),
            "fine": piano.triennio.fine.isoformat(),
            "atto": piano.triennio.atto,
        },
    }
