"""What a colleague changed in Word, place by place and word by word. Pure.

It is `piani.confronto` that tells which parts changed; here their words are set side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.canonico import Json
from core.formati import euro
from core.testo import testo_semplice
from piani.confronto import ParteCambiata, confronta
from piani.unione import raffronta

# Words shown before and after a change.
INTORNO = 4
_NOMI = {"testo": "Testo", "titolo": "Titolo", "descrizione": "Descrizione"}


@dataclass(frozen=True)
class Differenza:
    """A place that changed: its name, and its words as (what happened: " ", "-", "+"; the words)."""

    luogo: str
    pezzi: tuple[tuple[str, str], ...]

    @property
    def in_parole(self) -> str:
        """Return the change on one line: "con [-12-] {+15+} Comuni"."""
        segni = {" ": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
        return " ".join(segni[s].format(t) for s, t in self.pezzi)


def differenze(prima: Json, dopo: Json) -> list[Differenza]:
    """Return the changes, in reading order; a part added, taken away or moved is told in its name."""
    return [d for parte in confronta(prima, dopo) for d in _di_parte(parte, prima, dopo)]


def _di_parte(parte: ParteCambiata, prima: Json, dopo: Json) -> Iterator[Differenza]:
    luogo = f"{parte.specie.capitalize()} «{parte.etichetta}»"
    vecchi, nuovi = _testi(prima, parte), _testi(dopo, parte)
    trovata = False
    for nome in {**nuovi, **vecchi}:
        if vecchi.get(nome) != nuovi.get(nome):
            trovata = True
            yield Differenza(f"{luogo}, {nome}", _parola_per_parola(vecchi.get(nome, ""), nuovi.get(nome, "")))
    if not trovata:
        righe = f": {', '.join(parte.righe)}" if parte.righe else ""
        yield Differenza(f"{luogo}{righe}", ((" ", str(parte.cambio)),))


def _testi(documento: Json, parte: ParteCambiata) -> dict[str, str]:
    """Return the words of a part, by name of place."""
    dati = _dati(documento, parte)
    if not isinstance(dati, dict):
        return {} if dati is None else {_NOMI.get(parte.chiave, parte.chiave): str(dati)}
    etichette = {
        c["chiave"]: c["etichetta"] for f in documento["riferimenti"].get("formati", {}).values() for c in f["campi"]
    }
    return {nome: testo for nome, testo in _foglie(dati, "", etichette) if testo}


def _dati(documento: Json, parte: ParteCambiata) -> object:
    match parte.specie:
        case "sezione":
            trovata = next((s for s in _sezioni(documento["sezioni"]) if s["chiave"] == parte.chiave), None)
            return {k: v for k, v in trovata.items() if k != "sezioni"} if trovata else None
        case "scheda":
            specie, _, codice = parte.chiave.partition(":")
            gruppo = documento["esiti" if specie == "esito" else "schede"]
            formati = documento["riferimenti"].get("formati", {})
            return next(
                (
                    s
                    for s in gruppo
                    if s["codice"] == codice and formati.get(s["formato"], {}).get("specie", specie) == specie
                ),
                None,
            )
        case "tabella":
            return next((t for t in documento["tabelle"] if t["chiave"] == parte.chiave), None)
        case "piano":
            return documento.get(parte.chiave)
        case _:
            return _dell_accordo(documento.get("accordo"), parte)


def _dell_accordo(accordo: Json | None, parte: ParteCambiata) -> Json | None:
    if accordo is None:
        return None
    if parte.specie == "accordo":
        return {k: v for k, v in accordo.items() if k not in ("premesse", "articoli", "parti")}
    if parte.specie == "premessa":
        return next((p for n, p in enumerate(accordo["premesse"], 1) if str(n) == parte.chiave), None)
    if parte.specie == "articolo":
        return next((a for a in accordo["articoli"] if str(a["numero"]) == parte.chiave), None)
    return next((p for p in accordo["parti"] if p["ente"] == parte.chiave), None)


def _sezioni(sezioni: list[Json]) -> Iterator[Json]:
    for s in sezioni:
        yield s
        yield from _sezioni(s["sezioni"])


def _foglie(dati: object, nome: str, etichette: dict[str, str]) -> Iterator[tuple[str, str]]:
    if isinstance(dati, dict):
        proprio = etichette.get(dati.get("campo", ""), "")
        for chiave, grezzo in dati.items():
            if chiave != "campo":
                valore = euro(grezzo) if chiave == "importo" and grezzo else grezzo
                parola = _NOMI.get(chiave, chiave.replace("_", " ").capitalize())
                yield from _foglie(
                    valore, proprio if proprio and chiave == "testo" else _unito(nome, proprio, parola), etichette
                )
    elif isinstance(dati, list):
        for k, voce in enumerate(dati, 1):
            avanti = nome if isinstance(voce, dict) and "campo" in voce else f"{nome} {k}"
            yield from _foglie(voce, avanti, etichette)
    elif dati not in (None, ""):
        yield nome, _leggibile(dati)


def _leggibile(dati: object) -> str:
    """Return a value for the eye: yes or no in Italian, formatted text without tags."""
    if isinstance(dati, bool):
        return "Sì" if dati else "No"
    if not isinstance(dati, str):
        return str(dati)
    return testo_semplice(dati)


def _unito(nome: str, proprio: str, parola: str) -> str:
    return ", ".join(p for p in (proprio or nome, parola) if p)


def _parola_per_parola(prima: str, dopo: str) -> tuple[tuple[str, str], ...]:
    a, b = prima.split(), dopo.split()
    pezzi: list[tuple[str, str]] = []
    for che, a1, a2, b1, b2 in raffronta(a, b).get_opcodes():
        if che == "equal":
            pezzi.append((" ", _accorciato(a[a1:a2], primo=not pezzi, ultimo=a2 == len(a) and b2 == len(b))))
        else:
            pezzi += [("-", " ".join(a[a1:a2]))] if a2 > a1 else []
            pezzi += [("+", " ".join(b[b1:b2]))] if b2 > b1 else []
    return tuple(pezzi)


def _accorciato(parole: list[str], *, primo: bool, ultimo: bool) -> str:
    if primo:
        return " ".join(["…", *parole[-INTORNO:]] if len(parole) > INTORNO else parole)
    if ultimo:
        return " ".join([*parole[:INTORNO], "…"] if len(parole) > INTORNO else parole)
    if len(parole) <= 2 * INTORNO:
        return " ".join(parole)
    return " ".join([*parole[:INTORNO], "…", *parole[-INTORNO:]])
