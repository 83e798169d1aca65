"""The data of the act of recepimento, put together from the plan's acts and papers."""

import datetime as dt
import json

from django.utils import timezone

from ambiti.models import Asst
from ambiti.queries import valido_il
from core.canonico import Json
from documenti.enums import StatoLavoro
from obiettivi.models import Scadenza
from piani.carta import PARTE_ACCORDO
from piani.composizione import GiornoNoto
from piani.cronologia import cronologia_di, giorni_noti
from piani.models import Cronologia, Piano, Stampa
from piani.requisiti import stampe_definitive
from recepimento.capoversi import mancanti
from recepimento.models import AttoRecepimento, BozzaAtto, SchemaAtto
from recepimento.queries.tavolo import APPROVAZIONE, INVIO
from recepimento.recapiti import recapito
from recepimento.testo_atto import componi

# The facts of the plan that fill a gap, by the key that marks them as examples.
_ESEMPI = {
    "assenso": ("assenso_numero", "assenso_giorno"),
    "approvazione": ("approvazione_organo", "approvazione_giorno"),
    "firma_ats": ("firma_ats",),
    "firma_asst": ("asst_giorno",),
    "verifica_ats": ("verifica_giorno",),
    "repertorio": ("repertorio_numero", "repertorio_giorno"),
    "recepimento": ("numero", "giorno"),
}
_DEL_TESTO = (
    "classificazione",
    "organo",
    "nomina",
    "struttura",
    "proponente",
    "responsabile",
    "legittimita",
    "pubblicazione",
    "oneri",
)


def atto_di(piano: Piano) -> AttoRecepimento | None:
    """Return the act of a plan, with its text; None until somebody begins it."""
    return AttoRecepimento.objects.select_related("testo").filter(piano=piano).first()


def _iso(giorno: dt.date | None) -> str:
    return giorno.isoformat() if giorno else ""


def _asst(piano: Piano) -> list[str]:
    """Return the ASST linked to the Ambito on the day its triennium begins, by name."""
    vigore = valido_il(min(timezone.localdate(), piano.triennio.fine))
    legate = Asst.objects.filter(pk__in=piano.ambito.collegamenti.filter(vigore).values("asst_id"))
    return [str(a) for a in legate.select_related("ente").order_by("ente__nome")]


def _del_testo(testo: SchemaAtto) -> Json:
    return {
        **{campo: getattr(testo, campo) for campo in _DEL_TESTO},
        "pareri": [{"ruolo": p.ruolo, "ufficio": p.ufficio} for p in testo.pareri.all()],
        "norme": [
            {"tipo": n.tipo, "numero": n.numero, "giorno": _iso(n.giorno), "titolo": n.titolo}
            for n in testo.norme.all()
        ],
        "riunioni": [
            {"giorno": _iso(r.giorno), "verbale": r.verbale, "argomento": r.argomento} for r in testo.riunioni.all()
        ],
        "nota": {"oggetto": testo.nota_oggetto, "numero": testo.nota_numero, "giorno": _iso(testo.nota_il)},
    }


def _estremi(riga: Cronologia, atto: AttoRecepimento | None) -> Json:
    """Return number and day: those registered, or those typed before."""
    if riga.recepimento_il or atto is None:
        return {"numero": riga.recepimento_numero, "giorno": _iso(riga.recepimento_il)}
    return {"numero": atto.numero, "giorno": _iso(atto.giorno)}


def _dagli_atti(piano: Piano, riga: Cronologia, noti: dict[str, GiornoNoto]) -> Json:
    giorni = {chiave: noto.giorno for chiave, noto in noti.items()}
    return {
        "adottato": riga.recepimento_il is not None,
        "assenso": {
            "richiesto": piano.ambito.ats.assenso_prima,
            "numero": riga.assenso_protocollo,
            "giorno": _iso(riga.assenso_il),
        },
        "approvazione": {"organo": riga.approvazione_organo, "giorno": _iso(riga.approvazione_il)},
        "firma_ats": _iso(giorni.get("firma_ats")),
        "asst": {"nomi": _asst(piano), "giorno": _iso(giorni.get("firma_asst"))},
        "verifica_ats": _iso(riga.verifica_ats_il),
        "repertorio": {"numero": riga.repertorio_numero, "giorno": _iso(riga.repertorio_il)},
    }


def dati_atto(piano: Piano, testo: SchemaAtto) -> Json:
    """Return what the act says, as plain data (`recepimento.testo_atto.componi` puts it into words). Ten queries."""
    riga = cronologia_di(piano)
    atto: AttoRecepimento | None = getattr(testo, "atto", None)
    ats = piano.ambito.ats
    carte = stampe_definitive(piano)
    termini = {s.chiave: s.giorno for s in Scadenza.objects.filter(triennio=piano.triennio_id)}
    noti = giorni_noti(piano, riga)
    esempi = {slot for fatto, noto in noti.items() if noto.esempio for slot in _ESEMPI.get(fatto, ())}
    if atto and atto.esempio and not riga.recepimento_il:
        esempi |= {"numero", "giorno"}
    return {
        **_del_testo(testo),
        **_estremi(riga, atto),
        **_dagli_atti(piano, riga, noti),
        "tipo": riga.recepimento_tipo or testo.tipo,
        "ats": {
            "nome": str(ats),
            "esteso": ats.nome,
            "sede": testo.sede,
            "contatti": testo.contatti,
            "pec": ats.ente.pec,
            "fiscale": testo.fiscale,
        },
        "ambito": piano.ambito.nome,
        "triennio": piano.triennio.codice,
        "dgr": piano.triennio.atto or "delibera regionale di indirizzo",
        "direzione": recapito(piano.triennio.codice).direzione,
        "scadenza_approvazione": _iso(termini.get(APPROVAZIONE)),
        "scadenza_invio": _iso(termini.get(INVIO)),
        "pagine_piano": _pagine(carte, ""),
        "pagine_accordo": _pagine(carte, PARTE_ACCORDO),
        "esempi": sorted(esempi),
        "testo_esempio": testo.esempio,
    }


def _pagine(carte: "dict[str, Stampa]", chiave: str) -> str:
    stampa = carte.get(chiave)
    return str(stampa.pagine or "") if stampa else ""


# A print that waits, is under way or is kept: one that failed is asked for again.
VALE = (StatoLavoro.IN_ATTESA, StatoLavoro.IN_CORSO, StatoLavoro.RIUSCITO)


def stampa_finale(atto: AttoRecepimento, dati: Json) -> BozzaAtto | None:
    """Return the print that holds once the act is adopted: made after, or before with the same words and no gap. One query."""
    parole = (componi(dati), dati["testo_esempio"])
    for bozza in atto.bozze.select_related("lavoro__risultato").filter(lavoro__stato__in=VALE):
        suoi = json.loads(bytes(bozza.contenuto))
        capoversi = componi(suoi)
        if suoi.get("adottato") or ((capoversi, suoi["testo_esempio"]) == parole and not mancanti(capoversi)):
            return bozza
    return None
