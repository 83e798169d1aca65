"""The parts that changed between two documents, by chapter, each with its fields compared word by word."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from core.canonico import Json
from piani.confronto import Cambio, ParteCambiata, confronta
from piani.differenze import Cambio as CambioRiga
from piani.differenze import Riga, confronta_linee, in_html
from piani.lettura import Nomi
from piani.raffronto import campi as c
from piani.raffronto.campi import Campo, Luogo

ACCORDO, PIANO = "accordo", "piano"
_RIFERIMENTI = "riferimenti"


class Genere(StrEnum):
    """The kinds of part by which the page filters; the value is what stands in the address."""

    SEZIONI = "sezioni"
    SCHEDE = "schede"
    TABELLE = "tabelle"
    ACCORDO = "accordo"
    PIANO = "piano"

    @property
    def nome(self) -> str:
        """Return what the page calls it."""
        return {"accordo": "Accordo", "piano": "Dati del Piano"}.get(self.value, self.value.capitalize())


_GENERI = {"sezione": Genere.SEZIONI, "scheda": Genere.SCHEDE, "tabella": Genere.TABELLE, "piano": Genere.PIANO}


@dataclass(frozen=True)
class CampoConfrontato:
    """A field that differs. `nome` is empty where the part is one field only."""

    nome: str
    righe: tuple[Riga, ...]

    @property
    def html(self) -> SafeString:
        """The lines with their marks, unchanged ones folded."""
        return in_html(self.righe)

    @property
    def html_per_carta(self) -> SafeString:
        """The same where nothing opens with a click."""
        return in_html(self.righe, piega=False)


@dataclass(frozen=True)
class ParteConfrontata:
    """A changed part with its fields; `numero` counts from 1 in the whole comparison. `campi` may be empty: what changed,
    then, has no words of its own, and `parte.righe` names it."""

    numero: int
    parte: ParteCambiata
    genere: Genere
    capitolo: str
    campi: tuple[CampoConfrontato, ...]

    @property
    def spostata(self) -> bool:
        """Whether it stands elsewhere in the plan."""
        return self.parte.cambio is Cambio.SPOSTATA or "Posto nel Piano" in self.parte.righe

    @property
    def parole(self) -> tuple[int, int]:
        """How many words were added, how many taken away."""
        conti = {"+": 0, "-": 0, "": 0}
        for campo in self.campi:
            for riga in campo.righe:
                for pezzo in riga.pezzi:
                    conti[pezzo.segno] += sum(p.testo[0].isalnum() for p in pezzo.parole)
        return conti["+"], conti["-"]


@dataclass(frozen=True)
class CapitoloConfrontato:
    """A chapter with what changed in it."""

    chiave: str
    nome: str
    parti: tuple[ParteConfrontata, ...]


def da_mostrare(parti: Sequence[ParteCambiata]) -> list[ParteCambiata]:
    """Leave out the names of codes that travel with the document, when something else changed: they only follow it."""
    altre = [p for p in parti if (p.specie, p.chiave) != ("piano", _RIFERIMENTI)]
    return altre or list(parti)


def senza_spostate(capitoli: Sequence[CapitoloConfrontato]) -> list[CapitoloConfrontato]:
    """Leave out the sections of which only the place changed, where the moves are told by themselves."""
    ridotti = []
    for capitolo in capitoli:
        parti = tuple(p for p in capitolo.parti if (p.parte.specie, p.parte.cambio) != ("sezione", Cambio.SPOSTATA))
        ridotti += [replace(capitolo, parti=parti)] if parti else []
    return ridotti


class _Letto:
    """A document by its parts."""

    def __init__(self, documento: Json) -> None:
        self.documento = documento
        self.sezioni: dict[str, Json] = {}
        self.capitoli: dict[str, str] = {}
        self.ordine: list[str] = []
        padri: dict[str, str] = {}

        def scendi(rami: list[Json], padre: str, capitolo: str) -> None:
            for ramo in rami:
                chiave = ramo["chiave"]
                self.sezioni[chiave], padri[chiave] = ramo, padre
                self.capitoli[chiave] = capitolo or chiave
                scendi(ramo["sezioni"], chiave, capitolo or chiave)

        scendi(documento["sezioni"], "", "")
        self.ordine = [ramo["chiave"] for ramo in documento["sezioni"]]
        self.luogo = Luogo(Nomi(documento), {k: s["titolo"] for k, s in self.sezioni.items()}, padri)

    @cached_property
    def _parti(self) -> dict[str, dict[str, Json]]:
        d = self.documento
        formati = d["riferimenti"].get("formati", {})
        schede = {}
        for gruppo, solita in (("schede", "obiettivo"), ("esiti", "esito")):
            for scheda in d[gruppo]:
                schede[f"{formati.get(scheda['formato'], {}).get('specie', solita)}:{scheda['codice']}"] = scheda
        accordo = d.get("accordo") or {"premesse": [], "articoli": [], "parti": []}
        return {
            "sezione": self.sezioni,
            "scheda": schede,
            "tabella": {t["chiave"]: t for t in d["tabelle"]},
            "premessa": {str(n): p for n, p in enumerate(accordo["premesse"], 1)},
            "articolo": {str(a["numero"]): a for a in accordo["articoli"]},
            "parte": {str(p["ente"]): p for p in accordo["parti"]},
            "accordo": {"accordo": d["accordo"]} if d.get("accordo") else {},
            "piano": {k: v for k, v in d.items() if k not in ("riferimenti", "formato")},
        }

    def trova(self, parte: ParteCambiata) -> Any:
        """Return the data of a part; None when it is not here."""
        return self._parti[parte.specie].get(parte.chiave)

    def capitolo(self, parte: ParteCambiata) -> str:
        """Return the chapter of a part; empty when it is not here."""
        if parte.specie == "sezione":
            return self.capitoli.get(parte.chiave, "")
        dati = self._parti[parte.specie].get(parte.chiave)
        return self.capitoli.get(dati["sezione"], "") if dati else ""


_CAMPI: dict[str, Callable[..., list[Campo]]] = {
    "sezione": c.di_sezione,
    "scheda": c.di_scheda,
    "tabella": c.di_tabella,
    "premessa": c.di_articolo,
    "articolo": c.di_articolo,
    "parte": c.di_parte_accordo,
    "accordo": c.di_accordo,
    "piano": c.di_piano,
}


def _campi(parte: ParteCambiata, letto: _Letto) -> list[Campo]:
    dati = letto.trova(parte)
    if dati is None:
        return []
    modo: Callable[..., list[Campo]]
    intero = parte.specie == "accordo" and parte.cambio is not Cambio.CAMBIATA
    modo = c.di_accordo_intero if intero else _CAMPI[parte.specie]
    return modo(dati, letto.luogo)


def confrontati(prima: list[Campo], dopo: list[Campo]) -> Iterator[CampoConfrontato]:
    """Yield the fields that differ, each with its lines."""
    vecchi, nuovi = {x.chiave: x for x in prima}, {x.chiave: x for x in dopo}
    for chiave, campo in {**nuovi, **{k: v for k, v in vecchi.items() if k not in nuovi}}.items():
        vecchio, nuovo = vecchi.get(chiave), nuovi.get(chiave)
        righe = confronta_linee(vecchio.linee if vecchio else [], nuovo.linee if nuovo else [])
        if any(r.cambio is not CambioRiga.UGUALE for r in righe):
            yield CampoConfrontato(campo.nome, tuple(righe))


def raffronta(prima: Json, dopo: Json) -> list[CapitoloConfrontato]:
    """Return what changed from `prima` to `dopo`, chapter by chapter in the order of `dopo`; the Accordo and the data of
    the plan come last. Empty exactly when `piani.confronto.confronta` is."""
    vecchio, nuovo = _Letto(prima), _Letto(dopo)
    nomi = {**vecchio.luogo.titoli, **nuovo.luogo.titoli, ACCORDO: "Accordo di Programma", PIANO: "Dati del Piano"}
    gruppi: dict[str, list[ParteCambiata]] = {k: [] for k in [*nuovo.ordine, *vecchio.ordine, ACCORDO, PIANO]}
    for parte in da_mostrare(confronta(prima, dopo)):
        gruppi[_capitolo(parte, vecchio, nuovo)].append(parte)
    capitoli = []
    numero = 0
    for chiave, parti in gruppi.items():
        confrontate = []
        for parte in parti:
            numero += 1
            campi = tuple(confrontati(_campi(parte, vecchio), _campi(parte, nuovo)))
            confrontate.append(
                ParteConfrontata(numero, parte, _GENERI.get(parte.specie, Genere.ACCORDO), chiave, campi)
            )
        if confrontate:
            capitoli.append(CapitoloConfrontato(chiave, nomi[chiave], tuple(confrontate)))
    return capitoli


def _capitolo(parte: ParteCambiata, vecchio: _Letto, nuovo: _Letto) -> str:
    if not parte.del_piano:
        return ACCORDO
    if parte.specie == "piano":
        return PIANO
    return nuovo.capitolo(parte) or vecchio.capitolo(parte) or PIANO
