"""Counts and totals of the loaded plan against those of the source. Nothing to say means nothing differs."""

from collections.abc import Iterator
from decimal import Decimal

from core.canonico import Json
from core.exceptions import DatiNonValidi
from demo import attesi
from piani.canonico import documento
from piani.models import Piano

Coppia = tuple[str, object, object]


def _foglie(azioni: list[Json]) -> int:
    return sum(_foglie(a["azioni"]) if a["azioni"] else 1 for a in azioni)


def _numerati(scheda: Json) -> int:
    return sum(1 for i in scheda["indicatori"] if i["numero"])


def _euro(scheda: Json) -> Decimal:
    return sum((Decimal(r["importo"]) for r in scheda["risorse"] if r["importo"]), Decimal(0))


def _voci_elenco(testo: str) -> int:
    """Count the items of lists that are not headed themes (`<strong>` first)."""
    return testo.count("<li>") - testo.count("<li><strong>")


def _sezioni(albero: list[Json]) -> Iterator[Json]:
    for sezione in albero:
        yield sezione
        yield from _sezioni(sezione["sezioni"])


def _conteggi(piano: Json) -> dict[str, int]:
    obiettivi = [s for s in piano["schede"] if s["formato"] == "obiettivo-2025"]
    ordinarie = [s for s in obiettivi if not s["codice"].startswith("LEPS-")]
    accordo = piano["accordo"]
    specie = [t["specie"] for t in piano["tabelle"]]
    return {
        "schede obiettivo": len(obiettivi),
        "risposte delle schede obiettivo": sum(len(s["risposte"]) for s in obiettivi),
        "schede ASST": sum(s["formato"] == "asst-2025" for s in piano["schede"]),
        "obiettivi ATS": sum(s["formato"] == "ats-2025" for s in piano["schede"]),
        "azioni": sum(_foglie(s["azioni"]) for s in obiettivi),
        "indicatori numerati": sum(_numerati(s) for s in obiettivi),
        "indicatori numerati delle schede ordinarie": sum(_numerati(s) for s in ordinarie),
        "obiettivi precedenti": len(piano["esiti"]),
        "risposte degli esiti": sum(len(s["risposte"]) for s in piano["esiti"]),
        "tabelle": specie.count("tabella"),
        "grafici": specie.count("grafico"),
        "figure": specie.count("figura"),
        "articoli dell'Accordo": len(accordo["articoli"]) if accordo else 0,
        "parti dell'Accordo": len(accordo["parti"]) if accordo else 0,
        "Comuni tra le parti": sum(p["ente"].startswith("comune:") for p in accordo["parti"]) if accordo else 0,
        "sezioni di primo livello": len(piano["sezioni"]),
    }


def _schede(piano: Json) -> Iterator[Coppia]:
    per_codice = {s["codice"]: s for s in piano["schede"]}
    for codice, (azioni, indicatori, euro) in attesi.SCHEDE.items():
        scheda = per_codice.get(codice)
        if scheda is None:
            yield f"scheda {codice}", "presente", "assente"
            continue
        yield f"scheda {codice}: azioni", azioni, _foglie(scheda["azioni"])
        yield f"scheda {codice}: indicatori numerati", indicatori, _numerati(scheda)
        if euro is not None:
            yield f"scheda {codice}: euro", euro, _euro(scheda)
    ordinarie = [s for c, s in per_codice.items() if c in attesi.SCHEDE and attesi.SCHEDE[c][2] is not None]
    yield "totale delle schede ordinarie", attesi.TOTALE_ORDINARIE, sum(map(_euro, ordinarie), Decimal(0))


def _esiti(piano: Json) -> Iterator[Coppia]:
    gradi = {e["codice"]: e["grado"] for e in piano["esiti"]}
    yield "gradi di raggiungimento", attesi.GRADI, gradi
    presenti = [Decimal(g) for g in gradi.values() if g is not None]
    media = sum(presenti, Decimal(0)) / len(presenti) if presenti else Decimal(0)
    yield "media dei gradi", attesi.MEDIA_GRADI, media


def _tavoli(piano: Json) -> Iterator[Coppia]:
    testi = {s["chiave"]: s["testo"] for s in _sezioni(piano["sezioni"])}
    yield "risorse emerse ai tavoli", attesi.RISORSE_DEI_TAVOLI, _voci_elenco(testi.get("reti-risorse", ""))
    yield "bisogni emersi ai tavoli", attesi.BISOGNI_DEI_TAVOLI, _voci_elenco(testi.get("bisogni-tavoli", ""))


def _tabelle(piano: Json) -> Iterator[Coppia]:
    """Totals as printed, and each total row against the sum of the rows above."""
    per_chiave = {t["chiave"]: t for t in piano["tabelle"]}
    for chiave, totale in attesi.TOTALI_TABELLE.items():
        tabella = per_chiave.get(chiave, {"righe": [], "colonne": []})
        colonne = list(zip(*(r["valori"] for r in tabella["righe"] if not r["totale"]), strict=True))
        totali: list[str] = next((r["valori"] for r in tabella["righe"] if r["totale"]), [])
        yield f"tabella {chiave}: totale", totale, Decimal(totali[1]) if totali else None
        for n in range(1, len(totali)):
            somma = sum((Decimal(v) for v in colonne[n] if v), Decimal(0))
            yield f"tabella {chiave}: colonna {n}", Decimal(totali[n] or 0), somma


def differenze() -> Iterator[str]:
    """Yield a sentence for each count or total of Gallarate that differs from the source.

    Raises DatiNonValidi when the plan is not loaded.
    """
    piano = Piano.objects.filter(ambito__ente__codice="50074", triennio__codice="2025-2027").first()
    if piano is None:
        raise DatiNonValidi("Il Piano di Gallarate non è caricato: esegui prima `manage.py carica_demo`.")
    dati = documento(piano)
    conteggi = _conteggi(dati)
    coppie: list[Coppia] = [(nome, atteso, conteggi[nome]) for nome, atteso in attesi.CONTEGGI.items()]
    for controllo in (_schede, _esiti, _tavoli, _tabelle):
        coppie += controllo(dati)
    for nome, atteso, trovato in coppie:
        if atteso != trovato:
            yield f"{nome}: atteso {atteso}, trovato {trovato}"
