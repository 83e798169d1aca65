"""A sheet as canonical data, and back. The same data feed page, paper, JSON and import."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from core.canonico import Json, decimale, importo
from obiettivi.enums import Specie, TipoCampo
from obiettivi.models import (
    Azione,
    CampoScheda,
    Indicatore,
    LineaRisorsa,
    PuntoScelto,
    Risposta,
    Scheda,
    ValoreAtteso,
    Valutazione,
)
from obiettivi.regole_esiti import Grado, grado


def in_caricamento(schede: QuerySet[Scheda]) -> QuerySet[Scheda]:
    """Add to the query all that `scheda_canonica` reads: a constant number of queries for any number of sheets."""
    return schede.select_related("formato", "proprietario").prefetch_related(
        "formato__campi",
        "partecipanti",
        "macroaree",
        "aree_trasversali",
        "leps",
        Prefetch("punti_scelti", PuntoScelto.objects.select_related("macroarea", "punto").order_by("ordine")),
        Prefetch("risposte", Risposta.objects.select_related(None)),
        Prefetch("azioni", Azione.objects.order_by("ordine")),
        Prefetch("indicatori", Indicatore.objects.select_related("regionale").order_by("ordine")),
        Prefetch("indicatori__attesi", ValoreAtteso.objects.all()),
        Prefetch("risorse", LineaRisorsa.objects.order_by("ordine")),
        "risorse__fonti",
        "risorse__condivisa_con",
        "seguiti",
        Prefetch("valutazioni", Valutazione.objects.order_by("ordine")),
    )


def grado_di(scheda: Scheda, azioni: list[Azione]) -> Grado:
    """Return the degree of an outcome sheet, chosen or computed; `azioni` are all its actions."""
    prime = (a.realizzazione for a in azioni if a.genitore_id is None)
    return grado(scheda.grado, scheda.grado_criterio, scheda.grado_motivo, prime)


def scelte_lette(campo: CampoScheda, scelte: list[str], letto: Grado) -> list[str]:
    """Return the choices of a row in the official order; those of the degree follow the degree, when it is known."""
    if campo.tipo == TipoCampo.PERCENTUALE and letto.fascia in campo.chiavi_scelte:
        return [str(letto.fascia)]
    return [s for s in campo.chiavi_scelte if s in scelte]


def _risposta(campo: CampoScheda, risposta: Risposta | None, letto: Grado) -> Json:
    return {
        "campo": campo.chiave,
        "scelte": scelte_lette(campo, risposta.scelte if risposta else [], letto),
        "testo": risposta.testo if risposta else "",
        "non_pertinente": bool(risposta and risposta.non_pertinente),
        "esempio": bool(risposta and risposta.esempio),
    }


def _azione(azione: Azione, figlie: list[Azione]) -> Json:
    return {
        "numero": azione.numero,
        "testo": azione.testo,
        "testo_modalita": azione.testo_modalita,
        "realizzazione": azione.realizzazione,
        "nota": azione.nota,
        "azioni": [_azione(f, []) for f in figlie],
    }


def _azioni(azioni: list[Azione]) -> list[Json]:
    return [_azione(a, [f for f in azioni if f.genitore_id == a.pk]) for a in azioni if a.genitore_id is None]


def _atteso(atteso: ValoreAtteso) -> Json:
    return {"anno": atteso.anno, "tipo": atteso.tipo, "valore": decimale(atteso.valore), "testo": atteso.testo}


def _base(indicatore: Indicatore) -> Json | None:
    if indicatore.base_valore is None and indicatore.base_anno is None and not indicatore.base_testo:
        return None
    return {
        "valore": decimale(indicatore.base_valore),
        "anno": indicatore.base_anno,
        "testo": indicatore.base_testo,
    }


def _indicatore(indicatore: Indicatore, numeri: dict[int, str]) -> Json:
    attesi = sorted(indicatore.attesi.all(), key=lambda a: a.anno or 0)
    return {
        "numero": indicatore.numero,
        "azione": numeri.get(indicatore.azione_id or 0, ""),
        "fase": indicatore.fase,
        "testo": indicatore.testo,
        "formula": indicatore.formula,
        "unita": indicatore.unita,
        "base": _base(indicatore),
        "leps_indicatore": indicatore.regionale.codice if indicatore.regionale else "",
        "obiettivi": [_atteso(a) for a in attesi],
    }


def _risorsa(linea: LineaRisorsa) -> Json:
    return {
        "importo": importo(linea.importo),
        "fonti": [f.chiave for f in sorted(linea.fonti.all(), key=lambda f: (f.ordine, f.chiave))],
        "natura": linea.natura,
        "periodo": linea.periodo,
        "anno": linea.anno,
        "precisione": linea.precisione,
        "condivisa": linea.condivisa,
        "condivisa_con": sorted(e.chiave for e in linea.condivisa_con.all()),
        "fino_al": linea.fino_al.isoformat() if linea.fino_al else None,
        "nota": linea.nota,
    }


def _punto(scelto: PuntoScelto) -> Json:
    return {
        "macroarea": scelto.macroarea.codice if scelto.macroarea else "",
        "punto": scelto.punto.chiave if scelto.punto else "",
        "nota": scelto.nota,
    }


def _valutazione(valutazione: Valutazione, azioni: list[Azione], criterio: str) -> Json:
    proprie = [a for a in azioni if a.valutazione_id == valutazione.pk]
    letto = grado(valutazione.grado, criterio, valutazione.grado_motivo, (a.realizzazione for a in proprie))
    return {
        "nome": valutazione.nome,
        "azioni": [a.numero for a in proprie],
        "grado": letto.valore,
        "grado_motivo": valutazione.grado_motivo,
        "cambiamento": valutazione.cambiamento,
        "nota": valutazione.nota,
    }


def _esito(scheda: Scheda, azioni: list[Azione]) -> Json:
    """What only outcome sheets have: how the degree is counted, and the evaluations of their parts."""
    return {
        "grado_criterio": scheda.grado_criterio,
        "grado_motivo": scheda.grado_motivo,
        "valutazioni": [_valutazione(v, azioni, scheda.grado_criterio) for v in scheda.valutazioni.all()],
    }


def _lettere(aree: Any) -> list[str]:
    return [a.codice for a in sorted(aree.all(), key=lambda a: (a.ordine, a.codice))]


def scheda_canonica(scheda: Scheda) -> Json:
    """Return the sheet as plain data; every row of its format is there, in the official order.

    Call it on a sheet loaded with `in_caricamento`.
    """
    risposte = {r.campo_id: r for r in scheda.risposte.all()}
    azioni = list(scheda.azioni.all())
    numeri = {a.pk: a.numero for a in azioni}
    letto = grado_di(scheda, azioni)
    return {
        "formato": scheda.formato.chiave,
        "intestazione": scheda.intestazione,
        "titolo": scheda.titolo,
        "descrizione": scheda.descrizione,
        "prioritario": scheda.prioritario,
        "trasversale": scheda.trasversale,
        "macroaree": _lettere(scheda.macroaree),
        "aree_trasversali": _lettere(scheda.aree_trasversali),
        "leps": [x.codice for x in sorted(scheda.leps.all(), key=lambda x: (x.ordine, x.codice))],
        "proprietario": scheda.proprietario.chiave,
        "partecipanti": sorted(e.chiave for e in scheda.partecipanti.all()),
        "grado": letto.valore,
        **(_esito(scheda, azioni) if scheda.formato.specie == Specie.ESITO else {}),
        "punti_chiave": [_punto(p) for p in scheda.punti_scelti.all()],
        "risposte": [_risposta(c, risposte.get(c.pk), letto) for c in scheda.formato.campi.all()],
        "azioni": _azioni(azioni),
        "indicatori": [_indicatore(i, numeri) for i in scheda.indicatori.all()],
        "risorse": [_risorsa(r) for r in scheda.risorse.all()],
        "seguito": [{"codice": s.codice, "esito": s.esito, "motivo": s.motivo} for s in scheda.seguiti.all()],
    }
