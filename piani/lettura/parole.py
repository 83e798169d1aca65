"""Targets, amounts and numbers in words. Nothing here ever breaks at a number."""

import datetime as dt
from decimal import Decimal
from itertools import groupby

from core.canonico import Json
from core.formati import data, elenco, euro, numero
from piani.calcolo import in_parole
from piani.lettura.testo import NB, senza_spezzare

PERIODI = {"triennio": "", "annuale": "all'anno", "una_tantum": "una tantum", "per_unita": "per unità e per anno"}
PRECISIONI = {"esatto": "", "circa": "circa ", "massimo": "al massimo "}
NATURE = {"pubblica": "risorse pubbliche", "privata": "risorse private", "mista": "risorse pubbliche e private"}
UNITA = {"giorni": "giorni", "ore": "ore", "rapporto": "rapporto", "elenco": "elenco", "documento": "documento"}
QUALIFICHE = {"capofila": "Ente capofila", "sottoscrittore": "Sottoscrittore", "aderente": "Aderente"}
NORME = {
    "legge": "Legge",
    "decreto_legislativo": "D.Lgs.",
    "dpcm": "D.P.C.M.",
    "decreto_ministeriale": "D.M.",
    "legge_regionale": "L.R.",
    "dgr": "D.G.R.",
    "altro": "Atto",
}
_SEGNI = {"soglia": "≥", "minimo": "almeno", "uguale": "", "aumento": "in aumento", "diminuzione": "in diminuzione"}


def giorno(iso: str) -> str:
    """Return an ISO date as 2 dicembre 2024."""
    return data(dt.date.fromisoformat(iso)).replace(" ", NB)


def del_giorno(iso: str) -> str:
    """Return an ISO date after its preposition: del 2 dicembre 2024, dell'8 novembre 2000."""
    quando = giorno(iso)
    return f"dell'{quando}" if quando.startswith(("8", "11")) else f"del {quando}"


def origine(detta: Json, ente: str, *, tabella: bool = False) -> str:
    """Return where a published block comes from: Testo pubblicato da ATS Insubria, versione 2 del 26 novembre 2026."""
    cosa = "Tabella pubblicata" if tabella else "Testo pubblicato"
    return f"{cosa} da {ente}, versione{NB}{detta['versione']} {del_giorno(detta['data'])}."


def valore(testo: str, unita: str) -> str:
    """Return a decimal string with the mark of its unit: 50%, 9, 12 giorni."""
    scritto = numero(Decimal(testo))
    if unita == "percentuale":
        return f"{scritto}%"
    return f"{scritto}{NB}{UNITA[unita]}" if unita in ("giorni", "ore") else scritto


def _misura(obiettivo: Json, unita: str) -> str:
    tipo, quanto = obiettivo["tipo"], obiettivo["valore"]
    if tipo == "base":
        return "anno di partenza (T0)"
    if tipo in ("aumento", "diminuzione"):
        return _SEGNI[tipo] if quanto is None else f"{_SEGNI[tipo]} di {valore(quanto, unita)}"
    if quanto is None:
        return ""
    return f"{_SEGNI.get(tipo, '')}{NB}{valore(quanto, unita)}".strip(f" {NB}")


def _voce(obiettivo: Json, unita: str) -> str:
    if obiettivo["tipo"] == "nessuno":
        return obiettivo["testo"] or "nessun valore atteso"
    misura, testo = _misura(obiettivo, unita), senza_spezzare(obiettivo["testo"])
    if testo in misura:
        return misura
    return f"{misura} ({testo})" if misura else testo


def atteso(obiettivi: list[Json], unita: str) -> str:
    """Return the targets of an indicator: "almeno 9 nel triennio", "≥ 50% nel 2025, ≥ 75% nel 2026, 100% nel 2027".

    Years with the same target are told once: "almeno 2 nel 2025, nel 2026 e nel 2027".
    """
    voci = [(o["anno"], _voce(o, unita), o["tipo"]) for o in obiettivi]
    frasi = []
    for (parole, tipo), insieme in groupby(voci, key=lambda v: (v[1], v[2])):
        anni = [f"nel{NB}{anno}" for anno, _, _ in insieme if anno is not None]
        if anni:
            lungo = tipo == "traguardo"
            frasi.append(f"{elenco(anni)}: {parole}" if lungo else f"{parole} {elenco(anni)}")
        else:
            frasi.append(parole if tipo == "traguardo" else f"{parole} nel{NB}triennio")
    return ("; " if any("," in f or ":" in f for f in frasi) else ", ").join(frasi)


def base(dati: Json | None, unita: str) -> str:
    """Return the baseline in words: "12 (2023, T0)"."""
    if dati is None:
        return ""
    pezzi = [str(dati["anno"])] if dati["anno"] else []
    pezzi += [dati["testo"]] if dati["testo"] else []
    misura = valore(dati["valore"], unita) if dati["valore"] is not None else ""
    dentro = ", ".join(pezzi)
    return f"{misura} ({dentro})" if misura and dentro else misura or dentro


def linea(dati: Json) -> str:
    """Return a funding line: "circa 510.000,00 € per il triennio, risorse pubbliche, fino al 31 marzo 2026"."""
    if dati["importo"] is None:
        pezzi = ["importo non indicato"]
    else:
        quando = f"nel{NB}{dati['anno']}" if dati["anno"] else PERIODI[dati["periodo"]] or "per il triennio"
        pezzi = [f"{PRECISIONI[dati['precisione']]}{euro(dati['importo'])} {quando}"]
    if dati["natura"] in NATURE:
        pezzi.append(NATURE[dati["natura"]])
    if dati["fino_al"]:
        pezzi.append(f"fino al {giorno(dati['fino_al'])}")
    return ", ".join(pezzi)


def cella(testo: str, colonna: Json, unita_riga: str) -> str:
    """Return a value of a data table: decimal string to Italian, with the mark of its unit.

    A whole number in a row with a unit of its own (abitanti) is a count: the column's decimals are not for it.
    """
    if colonna["tipo"] in ("testo", "anno") or not testo:
        return senza_spezzare(testo)
    if in_parole(testo):
        return in_parole(testo)
    conta = unita_riga not in ("", "%", "‰") and "." not in testo
    scritto = numero(Decimal(testo), 0 if conta else colonna["decimali"])
    if colonna["tipo"] == "percentuale":
        return f"{scritto}%"
    return f"{scritto}{'' if unita_riga == '%' else NB}{unita_riga}" if unita_riga else scritto
