"""From rows to the canonical document. No pk, no user, no timestamp, no float."""

from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch

from core.canonico import byte_canonici
from obiettivi.canonico import in_caricamento, scheda_canonica
from obiettivi.enums import Specie
from obiettivi.models import Scheda
from piani.calcolo import valori_completi
from piani.canonico.blocchi import provenienza_di
from piani.canonico.forma import FORMATO, Documento, sigilla
from piani.canonico.riferimenti import riferimenti
from piani.composizione import parti
from piani.enums import SpecieSezione
from piani.lettura.pagina import impronte
from piani.models import Piano, RigaTabella, Sezione, Tabella, VoceScheda

DURATA_CACHE = 60 * 60 * 24


def _albero(sezioni: list[Sezione], genitore: int | None = None) -> list[Documento]:
    return [
        {
            "chiave": s.chiave,
            "titolo": s.titolo,
            "numerata": s.numerata,
            "pagina_nuova": s.pagina_nuova,
            "voce_formato": s.voce_formato.chiave if s.voce_formato else "",
            "proprietario": s.proprietario.chiave,
            "testo": s.testo,
            **_prefazione(s),
            **provenienza_di(s),
            "sezioni": _albero(sezioni, s.pk),
        }
        for s in sezioni
        if s.genitore_id == genitore
    ]


def _prefazione(sezione: Sezione) -> Documento:
    """Return who signs a preface; nothing for a plain section, which keeps the form it always had."""
    if sezione.specie != SpecieSezione.PREFAZIONE:
        return {}
    return {"prefazione": {"firmatario": sezione.firmatario, "qualifica": sezione.qualifica}}


def allegati(piano: Piano, sezioni: list[Sezione]) -> list[Documento]:
    """Return the images that the texts show, each once, in order. One query, or none without images."""
    volute = list(dict.fromkeys(impronta for s in sezioni for impronta in impronte(s.testo)))
    trovate = {i.sha256: i for i in piano.immagini.filter(sha256__in=volute)} if volute else {}
    return [
        {
            "nome": i.nome,
            "sha256": i.sha256,
            "tipo": i.tipo,
            "dimensione": i.dimensione,
            "larghezza": i.larghezza,
            "altezza": i.altezza,
        }
        for i in (trovate[v] for v in volute if v in trovate)
    ]


def ordine_di_lettura(sezioni: list[Sezione], genitore: int | None = None) -> list[Sezione]:
    """Return the sections as they are read: each before its children."""
    letti: list[Sezione] = []
    for sezione in sezioni:
        if sezione.genitore_id == genitore:
            letti += [sezione, *ordine_di_lettura(sezioni, sezione.pk)]
    return letti


def tabella_canonica(tabella: Tabella, sezione: str) -> Documento:
    """Return a table; `sezione` is the key of the section that holds it.

    Computed values travel beside their declaration, for who reads the file without computing; what a table does not
    use is left out, so that its bytes do not change.
    """
    righe = list(tabella.righe.all()) if tabella.pk else []
    valori = valori_completi(tabella.colonne, [_come_calcolo(r) for r in righe])
    canonica: Documento = {
        "chiave": tabella.chiave,
        "specie": tabella.specie,
        "sezione": sezione,
        "titolo": tabella.titolo,
        "fonte": tabella.fonte,
        "anno": tabella.anno,
        "nota": tabella.nota,
        "grafico": tabella.grafico,
        "orizzontale": tabella.orizzontale,
        "colonne": tabella.colonne,
        "righe": [
            {
                "valori": v,
                "unita": r.unita,
                "totale": r.totale,
                "nota": r.nota,
                "esempio": r.esempio,
                **({"calcolo": r.calcolo} if r.calcolo else {}),
                **({"note": r.note_celle} if r.note_celle else {}),
            }
            for r, v in zip(righe, valori, strict=True)
        ],
    }
    if tabella.dati_id and tabella.dati:
        canonica["dati"] = tabella.dati.chiave
    if tabella.vista:
        canonica["vista"] = tabella.vista
    if tabella.alternativo:
        canonica["alternativo"] = tabella.alternativo
    return canonica | provenienza_di(tabella)


def _come_calcolo(r: RigaTabella) -> Documento:
    return {"valori": r.valori, "unita": r.unita, "totale": r.totale, "calcolo": r.calcolo}


def _voci(piano: Piano) -> list[VoceScheda]:
    schede = in_caricamento(Scheda.objects.all())
    voci = piano.voci.select_related("condivisa__ente").order_by("ordine")
    return list(voci.prefetch_related(Prefetch("scheda", queryset=schede), "righe_locali"))


def _provenienza(voce: VoceScheda) -> Documento:
    """Where an adopted sheet comes from: its owner, the version, the rows that are not its."""
    if voce.condivisa is None:
        return {"provenienza": voce.provenienza} if voce.provenienza else {}
    return {
        "provenienza": {
            "ente": voce.condivisa.ente.chiave,
            "codice": voce.condivisa.codice,
            "versione": voce.condivisa.numero,
            "sha256": voce.condivisa.sha256,
            "righe_locali": [c.chiave for c in sorted(voce.righe_locali.all(), key=lambda c: c.ordine)],
        }
    }


def documento(piano: Piano) -> Documento:
    """Return the plan as one document, sealed with its `sha256` (schema: docs/piano.schema.json).

    Arrays are in reading order; amounts and numbers are decimal strings; bodies are ``tipo:codice``.
    """
    sezioni = list(
        piano.sezioni.select_related("voce_formato", "proprietario", "blocco__blocco__ente").order_by("ordine")
    )
    lettura = ordine_di_lettura(sezioni)
    posto = {s.pk: (i, s.chiave) for i, s in enumerate(lettura)}
    voci = sorted(_voci(piano), key=lambda v: (posto[v.sezione_id][0], v.ordine))
    tabelle = sorted(
        piano.tabelle.select_related("dati", "blocco__blocco__ente").prefetch_related(
            Prefetch("righe", RigaTabella.objects.order_by("ordine"))
        ),
        key=lambda t: (posto[t.sezione_id][0], t.ordine),
    )
    schede = [
        (
            v,
            {
                "codice": v.codice,
                "sezione": posto[v.sezione_id][1],
                **scheda_canonica(v.scheda),
                **_provenienza(v),
            },
        )
        for v in voci
    ]
    corpo: dict[str, Any] = {
        "formato": FORMATO,
        "ambito": piano.ambito.codice,
        "triennio": piano.triennio.codice,
        "titolo": piano.titolo,
        "esempio": piano.esempio,
        "sezioni": _albero(sezioni),
        "schede": [s for v, s in schede if v.specie != Specie.ESITO],
        "esiti": [s for v, s in schede if v.specie == Specie.ESITO],
        "tabelle": [tabella_canonica(t, posto[t.sezione_id][1]) for t in tabelle],
        "allegati": allegati(piano, lettura),
        **{parte.chiave: parte.esporta(piano) for parte in parti()},
    }
    return sigilla({**corpo, "riferimenti": riferimenti(piano, corpo)})


def byte_del_piano(piano: Piano) -> bytes:
    """Return the canonical bytes of the plan as it stands."""
    return byte_canonici(documento(piano))


def documento_corrente(piano: Piano) -> Documento:
    """Return `documento(piano)`, kept in cache until the next change of content."""
    chiave = f"canonico:{piano.pk}:{piano.contenuto}"
    trovato: Documento | None = cache.get(chiave)
    if trovato is None:
        trovato = documento(piano)
        cache.set(chiave, trovato, DURATA_CACHE)
    return trovato
