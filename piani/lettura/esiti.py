"""The outcomes of the last triennium as they are read: degrees, parts, what follows, the mean of them all."""

from core.canonico import Json
from core.formati import numero
from obiettivi.enums import Cambiamento
from obiettivi.regole_esiti import calcola, conto, fascia, media
from piani.lettura.modello import ValutazioneLetta
from piani.lettura.testo import senza_spezzare


def conto_del_grado(scheda: Json) -> list[str]:
    """Return how the degree came about, in sentences: the count of the formula, why a person wrote another."""
    criterio, motivo = scheda.get("grado_criterio", ""), scheda.get("grado_motivo", "")
    if not criterio:
        return []
    calcolo = calcola([a["realizzazione"] for a in scheda["azioni"]], criterio)
    frasi = [f"Calcolato dalle azioni: {conto(calcolo)}."]
    if motivo and scheda["grado"] != calcolo.valore:
        frasi.append(f"Grado diverso da quello calcolato: {senza_spezzare(motivo)}")
    return frasi


def leggi_valutazioni(scheda: Json) -> list[ValutazioneLetta]:
    """Return the evaluations of the parts of an outcome sheet."""
    return [
        ValutazioneLetta(
            nome=v["nome"],
            azioni=", ".join(v["azioni"]),
            grado="" if v["grado"] is None else f"{v['grado']}% ({fascia(v['grado']).label})",
            cambiamento=Cambiamento(v["cambiamento"]).label.lower() if v["cambiamento"] else "",
            note=[senza_spezzare(testo) for testo in (v["grado_motivo"], v["nota"]) if testo],
        )
        for v in scheda.get("valutazioni", [])
    ]


def grado_medio(esiti: list[Json]) -> str:
    """Return the mean of the degrees in words: "76,56% (sufficiente)"; empty where there is none."""
    return media_in_parole([e["grado"] for e in esiti if e["grado"] is not None])


def media_in_parole(gradi: list[int]) -> str:
    """Return the mean of whole percents, to the hundredth (half up), with the band of the exact mean."""
    esatta = media(gradi)
    if esatta is None:
        return ""
    centesimi = (esatta.numerator * 200 + esatta.denominator) // (esatta.denominator * 2)
    return f"{numero(f'{centesimi // 100}.{centesimi % 100:02d}')}% ({fascia(esatta).label})"


def di_prima(esiti: list[Json]) -> dict[str, list[str]]:
    """Return, by the code of a new sheet, the earlier objectives that it carries on: "A – Strategie per l'abitare"."""
    trovati: dict[str, list[str]] = {}
    for esito in esiti:
        for seguito in esito["seguito"]:
            if seguito["codice"]:
                nome = f"{esito['codice']} – {senza_spezzare(esito['intestazione'])}"
                trovati.setdefault(seguito["codice"], []).append(nome)
    return trovati
