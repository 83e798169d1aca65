"""Indicators: targets, base year, actions without results, regional targets, twin sheets."""

import re
from collections.abc import Iterator
from decimal import Decimal

from core.canonico import Json
from piani.controllo.catalogo import Bersaglio, IndicatoreNoto
from piani.controllo.lettura import Lettura, SchedaVista
from piani.controllo.modello import Famiglia, Peso, Trovato, regola
from piani.controllo.testo import in_breve, normale, piene, radici

_RIGA = {"input": "bisogni", "processo": "modalita", "output": "risultati", "outcome": "impatto"}
_MISURE = ("output", "outcome")


def _riga(scheda: SchedaVista, fase: str) -> str:
    campi = {c.chiave for c in scheda.formato.campi}
    riga = _RIGA.get(fase, "")
    return riga if riga in campi else "indicatori" if "indicatori" in campi else ""


def _nome(indicatore: Json) -> str:
    return f"«{in_breve(indicatore['testo'], 80)}»"


def _noti(piano: Lettura) -> dict[str, IndicatoreNoto]:
    return {i.codice: i for x in piano.catalogo.leps for i in x.indicatori}


@regola(
    "indicatore-senza-obiettivo",
    "Indicatore senza risultato atteso",
    Famiglia.INDICATORI,
    fonte="DGR XII/2167/2024, obiettivi LEPS prioritari (righe 607-985) e riga «Quali risultati vuole raggiungere»",
    visto="G7, B14",
    rimedio="Scrivi il risultato atteso, per anno o per il triennio.",
    esempio="Il terzo indicatore della valutazione multidimensionale non ha soglie, gli altri due sì.",
)
def indicatore_senza_obiettivo(piano: Lettura) -> Iterator[Trovato]:
    """An indicator of the Region without any target; any other of output, where most in its sheet have one."""
    for scheda in piano.di_specie("obiettivo", "asst"):
        misure = [i for i in scheda.dati["indicatori"] if i["fase"] in _MISURE]
        con = sum(bool(i["obiettivi"]) for i in misure)
        for indicatore in misure:
            comune = indicatore["fase"] == "output" and con > len(misure) - con
            solo = not indicatore["obiettivi"] and (piano.regionale(scheda, indicatore) or comune)
            if solo and not _nel_testo(indicatore):
                frase = f"L'indicatore {_nome(indicatore)} non ha un risultato atteso."
                yield Trovato(scheda.luogo(_riga(scheda, indicatore["fase"])), frase, indicatore["testo"])


_ATTESO = re.compile(r"[<>≥≤=]|\b(?:almeno|entro|minimo|non meno|s[iì]/no|\d+\s?%|20\d\d)\b", re.IGNORECASE)


def _nel_testo(indicatore: Json) -> bool:
    """Whether the target is told in the words or in the formula of the indicator."""
    return bool(_ATTESO.search(indicatore["testo"]) or re.search(r"[<>≥≤=]", indicatore["formula"]))


@regola(
    "anno-senza-obiettivo",
    "Manca il risultato di un anno",
    Famiglia.INDICATORI,
    fonte="DGR XII/2167/2024, range di raggiungimento per anno dei LEPS prioritari (righe 607-985)",
    rimedio="Aggiungi il risultato atteso per l'anno che manca.",
    esempio="L'indicatore regionale ha una soglia per il 2025, il 2026 e il 2027; la scheda non ha il 2026.",
)
def anno_senza_obiettivo(piano: Lettura) -> Iterator[Trovato]:
    """A regional indicator that has some of the yearly targets has them all."""
    noti = _noti(piano)
    for scheda in piano.di_specie("obiettivo", "asst"):
        for indicatore in scheda.dati["indicatori"]:
            noto = noti.get(piano.regionale(scheda, indicatore))
            anni = {o["anno"] for o in indicatore["obiettivi"]}
            if noto is None or not anni or None in anni:
                continue
            mancano = [b.anno for b in noto.bersagli if b.tipo != "nessuno" and b.anno not in anni]
            if mancano:
                quali = ", ".join(map(str, mancano))
                frase = f"L'indicatore {_nome(indicatore)} non ha il risultato per {quali}, che la Regione chiede."
                yield Trovato(scheda.luogo(_riga(scheda, indicatore["fase"])), frase)


_T0 = re.compile(
    r"\b(?:anno\s+)?(20\d\d)\s*[:=(–-]?\s*t\s?0\b|\bt\s?0\s*[:=(]?\s*(?:anno\s+)?(20\d\d)\b", re.IGNORECASE
)
# Said in other words a start may be measured on the last day before the triennium.
_PARTENZA = re.compile(
    r"\b(?:t\s?0|t zero|tempo zero|anno (?:zero|base)|base ?line|valore (?:di partenza|iniziale|base)|partenza)\b[^.;\d]{0,25}"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-])?(20\d\d)\b",
    re.IGNORECASE,
)


@regola(
    "anno-base",
    "Anno di partenza fuori dal triennio",
    Famiglia.INDICATORI,
    fonte="DGR XII/2167/2024: il primo anno dei range è il primo del triennio (righe 607-985)",
    visto="G6, B14",
    rimedio="Metti come partenza (t0) il primo anno del triennio.",
    esempio="«Anno 2023: t0; anno 2026: ≥ 50%»",
)
def anno_base(piano: Lettura) -> Iterator[Trovato]:
    """The t0 of an indicator is the first year of the plan, not one of the last."""
    inizio = int(piano.documento["triennio"][:4])
    for scheda, indicatore, anno in _tutte_le_partenze(piano, inizio):
        if anno < inizio:
            frase = f"L'indicatore {_nome(indicatore)} parte dal {anno} (t0): il triennio comincia nel {inizio}."
            yield Trovato(scheda.luogo(_riga(scheda, indicatore["fase"])), frase)
    for brano, blocco in ((b, x) for b in piano.brani if b.scheda is not None for x in b.blocchi):
        for trovato in _T0.finditer(blocco.testo):
            if int(trovato[1] or trovato[2]) < inizio:
                yield Trovato(brano.luogo, f"«{trovato[0].strip()}»: il triennio comincia nel {inizio}.", blocco.testo)
                break
        else:
            detta = next((m for m in _PARTENZA.finditer(blocco.testo) if int(m[1]) < inizio - 1), None)
            if detta:
                yield Trovato(brano.luogo, f"«{detta[0].strip()}»: il triennio comincia nel {inizio}.", blocco.testo)


def _tutte_le_partenze(piano: Lettura, inizio: int) -> Iterator[tuple[SchedaVista, Json, int]]:
    for scheda in piano.di_specie("obiettivo", "asst"):
        for indicatore in scheda.dati["indicatori"]:
            yield from ((scheda, indicatore, anno) for anno in _partenze(indicatore, inizio))


def _partenze(indicatore: Json, inizio: int) -> Iterator[int]:
    """Yield the years given as t0, in the base or among the targets; a base called otherwise may be of the year before."""
    base = indicatore["base"]
    if base and base["anno"]:
        detta = normale(base["testo"]).replace(" ", "")
        if detta == "t0" or (base["anno"] < inizio - 1 and _PARTENZA.search(f"{base['testo']} {base['anno']}")):
            yield base["anno"]
    yield from (o["anno"] for o in indicatore["obiettivi"] if o["tipo"] == "base" and o["anno"])


@regola(
    "azione-senza-risultato",
    "Azione senza risultato",
    Famiglia.INDICATORI,
    fonte="DGR XII/2167/2024, allegato B, «Come costruire gli interventi» (righe 1206-1230)",
    visto="G7",
    rimedio="Aggiungi all'azione un indicatore di risultato, o spiega nella riga perché non serve.",
    esempio="Tre azioni hanno un risultato atteso, la quarta no.",
)
def azione_senza_risultato(piano: Lettura) -> Iterator[Trovato]:
    """Where the results are tied to the actions, each action has one."""
    for scheda in piano.di_specie("obiettivo"):
        azioni = [a["numero"] for a in scheda.dati["azioni"] if a["numero"]]
        legate = {
            i["azione"].partition(".")[0] for i in scheda.dati["indicatori"] if i["fase"] in _MISURE and i["azione"]
        }
        senza = [n for n in azioni if n not in legate]
        if len(azioni) >= 3 and senza and len(senza) <= len(azioni) / 2:
            quali = ", ".join(senza)
            frase = (
                f"Senza un indicatore di risultato: azione {quali}."
                if len(senza) == 1
                else f"Senza un indicatore di risultato: azioni {quali}."
            )
            yield Trovato(scheda.luogo("risultati"), frase)


_UGUALI = {
    "seduta": "incontro",
    "sedute": "incontro",
    "riunione": "incontro",
    "riunioni": "incontro",
    "incontri": "incontro",
    "percento": "percentuale",
    "quota": "percentuale",
}
_CONTO = frozenset({"numero", "num", "indicatore", "nro", "quantita", "totale"})
# What is done to what is counted, and changes nothing.
_FATTI = re.compile(r"^(?:svolt|effettuat|realizzat|tenut|fatt|pres)[oaie]$")


def _chiave(testo: str) -> frozenset[str]:
    detto = testo.replace("%", " percentuale ")
    return frozenset(_UGUALI.get(p, p) for p in piene(detto) if p not in _CONTO and not _FATTI.match(p))


@regola(
    "indicatori-ripetuti",
    "Indicatore ripetuto",
    Famiglia.INDICATORI,
    fonte="Visto in Piani stampati: «incontri del tavolo operativo» e «sedute del tavolo operativo»",
    visto="G7",
    rimedio="Tienine uno solo.",
    esempio="«N. incontri del tavolo operativo» e «N. sedute del tavolo operativo».",
)
def indicatori_ripetuti(piano: Lettura) -> Iterator[Trovato]:
    """Two indicators of a phase that count the same thing, for the same action."""
    for scheda in piano.di_specie("obiettivo", "asst"):
        visti: dict[tuple[str, str, frozenset[str]], Json] = {}
        for indicatore in scheda.dati["indicatori"]:
            chiave = (indicatore["fase"], indicatore["azione"], _chiave(indicatore["testo"]))
            primo = visti.setdefault(chiave, indicatore)
            if primo is not indicatore and chiave[2]:
                frase = f"{_nome(indicatore)} conta la stessa cosa di {_nome(primo)}."
                yield Trovato(scheda.luogo(_riga(scheda, indicatore["fase"])), frase)


_STESSI = {"uguale": "soglia", "minimo": "soglia"}


def _valore(testo: object) -> Decimal | None:
    return Decimal(str(testo)) if testo not in (None, "") else None


# A target told in words: the only percentage in them is compared.
_PERCENTO = re.compile(r"(\d{1,3}(?:,\d+)?)\s?(?:%|per cento)")


def _diverso(atteso: Json, bersaglio: Bersaglio) -> bool:
    suo, loro = _STESSI.get(atteso["tipo"], atteso["tipo"]), _STESSI.get(bersaglio.tipo, bersaglio.tipo)
    if suo == "traguardo" and loro == "soglia":
        dette = set(_PERCENTO.findall(str(atteso["testo"])))
        return len(dette) == 1 and _valore(dette.pop().replace(",", ".")) != _valore(bersaglio.valore)
    if {"traguardo", "nessuno", "base"} & {suo, loro}:
        return False
    return suo != loro or (suo == "soglia" and _valore(atteso["valore"]) != _valore(bersaglio.valore))


_SEGNI = {"soglia": "≥", "minimo": "≥", "uguale": "=", "massimo": "≤"}


def _detto(tipo: str, valore: object, testo: str) -> str:
    if valore in (None, ""):
        return {"aumento": "più dell'anno prima", "diminuzione": "meno dell'anno prima"}.get(tipo, testo or tipo)
    return f"{_SEGNI.get(tipo, '')} {str(valore).removesuffix('.00')}".strip()


@regola(
    "leps-obiettivo-diverso",
    "Risultato diverso da quello della Regione",
    Famiglia.INDICATORI,
    peso=Peso.LEGGE,
    fonte="DGR XII/2167/2024, range di raggiungimento dei cinque LEPS prioritari (righe 607-985)",
    rimedio="Riporta il valore della Regione; ciò che l'Ambito vuole fare in più va nel testo.",
    esempio="La Regione chiede almeno il 50% nel 2025, la scheda dice 40%.",
)
def leps_obiettivo_diverso(piano: Lettura) -> Iterator[Trovato]:
    """The yearly target of a regional indicator is the Region's."""
    noti = _noti(piano)
    for scheda in piano.di_specie("obiettivo", "asst"):
        for indicatore in scheda.dati["indicatori"]:
            noto = noti.get(piano.regionale(scheda, indicatore))
            per_anno = {b.anno: b for b in noto.bersagli} if noto else {}
            for atteso in indicatore["obiettivi"]:
                bersaglio = per_anno.get(atteso["anno"])
                if bersaglio and _diverso(atteso, bersaglio):
                    frase = (
                        f"{_nome(indicatore)}, {atteso['anno']}: qui {_detto(atteso['tipo'], atteso['valore'], atteso['testo'])}, "
                        f"la Regione {_detto(bersaglio.tipo, bersaglio.valore, bersaglio.testo)}."
                    )
                    yield Trovato(scheda.luogo(_riga(scheda, indicatore["fase"])), frase)


@regola(
    "indicatore-leps-mancante",
    "Manca un indicatore della Regione",
    Famiglia.INDICATORI,
    peso=Peso.LEGGE,
    fonte="DGR XII/2167/2024, indicatori dei cinque LEPS prioritari (righe 607-985)",
    rimedio="Aggiungi alla scheda l'indicatore della Regione che manca.",
    esempio="La scheda sulle dimissioni protette ha cinque dei sei indicatori della Regione.",
)
def indicatore_leps_mancante(piano: Lettura) -> Iterator[Trovato]:
    """A sheet that pursues a priority LEPS with the Region's indicators has them all.

    A milestone (a protocol, an agreement) is told in many words: it is not judged where no indicator carries its code.
    """
    for leps in piano.catalogo.leps:
        for scheda in piano.di_specie("obiettivo"):
            suoi = {piano.regionale(scheda, i) for i in scheda.dati["indicatori"]}
            if leps.codice in piano.leps_di(scheda) and any(i.codice in suoi for i in leps.indicatori):
                for noto in leps.indicatori:
                    if noto.codice not in suoi and (_con_codici(scheda) or not _traguardo(noto)):
                        frase = f"Manca l'indicatore della Regione «{in_breve(noto.testo, 100)}»."
                        yield Trovato(scheda.luogo("risultati"), frase)


def _con_codici(scheda: SchedaVista) -> bool:
    return any(i["leps_indicatore"] for i in scheda.dati["indicatori"])


def _traguardo(noto: IndicatoreNoto) -> bool:
    return any(b.tipo == "traguardo" for b in noto.bersagli)


def _coppie(piano: Lettura) -> Iterator[tuple[SchedaVista, SchedaVista]]:
    per_leps: dict[str, SchedaVista] = {}
    for scheda in piano.di_specie("obiettivo"):
        for codice in piano.leps_di(scheda):
            per_leps.setdefault(codice, scheda)
    for scheda in piano.di_specie("asst"):
        for codice in piano.leps_di(scheda):
            if codice in per_leps:
                yield per_leps[codice], scheda


def _attesi(indicatore: Json) -> dict[int, tuple[str, object]]:
    return {
        o["anno"]: (_STESSI.get(o["tipo"], o["tipo"]), _valore(o["valore"]))
        for o in indicatore["obiettivi"]
        if o["anno"] is not None and o["tipo"] not in ("nessuno", "base")
    }


def _confronta(piano: Lettura, nostra: SchedaVista, loro: SchedaVista) -> Iterator[str]:
    nostri, suoi = (
        {codice: i for i in s.dati["indicatori"] if (codice := piano.regionale(s, i))} for s in (nostra, loro)
    )
    for codice, indicatore in nostri.items():
        if codice not in suoi and suoi:
            yield f"La scheda ASST {loro.codice} non ha l'indicatore {_nome(indicatore)}."
    for codice, indicatore in suoi.items():
        if codice in nostri:
            yield from _scarti(nostri[codice], indicatore, loro.codice)
        elif nostri:
            yield f"La scheda ASST {loro.codice} ha in più l'indicatore {_nome(indicatore)}."


def _scarti(nostro: Json, suo: Json, codice: str) -> Iterator[str]:
    nostri, suoi = _attesi(nostro), _attesi(suo)
    nel_testo = [_nel_testo(i) and not i["obiettivi"] for i in (nostro, suo)]
    if any(nel_testo):
        # A target told in words cannot be compared with one typed: only its absence can.
        if not all(bool(a) or t for a, t in zip((nostri, suoi), nel_testo, strict=True)):
            yield f"L'indicatore {_nome(nostro)} ha un risultato atteso solo in una delle due schede ({codice})."
        return
    anni = sorted(str(a) for a in {*nostri, *suoi} if not _uguali(nostri.get(a), suoi.get(a)))
    if anni:
        yield f"L'indicatore {_nome(nostro)} ha risultati diversi nella scheda ASST {codice} ({', '.join(anni)})."
    elif _soglie_nel_testo(nostro) != _soglie_nel_testo(suo):
        yield f"L'indicatore {_nome(nostro)} ha traguardi diversi nella scheda ASST {codice}."
    corto, lungo = sorted((radici(nostro["testo"]), radici(suo["testo"])), key=len)
    if corto and corto < lungo and len(corto) <= 0.5 * len(lungo):
        yield f"L'indicatore {_nome(nostro)} è scritto per intero in una sola delle due schede ({codice})."


def _uguali(a: tuple[str, object] | None, b: tuple[str, object] | None) -> bool:
    """Whether two targets are the same; one told in words may be the other."""
    return a == b or (a is not None and b is not None and "traguardo" in (a[0], b[0]))


def _soglie_nel_testo(indicatore: Json) -> set[str]:
    """Return the percentages told in the words of the milestones."""
    return {n for o in indicatore["obiettivi"] if o["tipo"] == "traguardo" for n in re.findall(r"\d+\s?%", o["testo"])}


@regola(
    "gemelle-diverse",
    "Scheda dell'Ambito e scheda ASST diverse",
    Famiglia.INDICATORI,
    fonte="Visto in Piani stampati: PIPPI, valutazione multidimensionale e SAD nel Piano di Zona e nel PPT",
    visto="B14, B15",
    rimedio="Accordatevi con l'ASST su un solo elenco di indicatori e di risultati.",
    esempio="L'indicatore SAD ha una soglia per il 2026 nel Piano di Zona e non nel PPT.",
)
def gemelle_diverse(piano: Lettura) -> Iterator[Trovato]:
    """The sheet of the Ambito and that of the ASST for the same LEPS have the same regional indicators and targets."""
    for nostra, loro in _coppie(piano):
        for frase in _confronta(piano, nostra, loro):
            yield Trovato(nostra.luogo("risultati"), frase)


REGOLE = (
    indicatore_senza_obiettivo,
    anno_senza_obiettivo,
    anno_base,
    azione_senza_risultato,
    indicatori_ripetuti,
    leps_obiettivo_diverso,
    indicatore_leps_mancante,
    gemelle_diverse,
)
