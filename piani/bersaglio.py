"""What a restored version may become: its content, with the parts of other bodies as they stand now. Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from core.canonico import Json, byte_canonici
from piani.lettura.pagina import impronte


@dataclass(frozen=True)
class Bersaglio:
    """The document to write, and the names of the parts that stay as they are: "Sezione «...», la scrive ASST ..."."""

    documento: Json
    lasciate: tuple[str, ...]


@dataclass
class _Nodo:
    dati: Json
    padre: str
    figli: list[str] = field(default_factory=list)


class _Albero:
    """The sections of a document by key, each with its place."""

    def __init__(self, sezioni: list[Json]) -> None:
        self.nodi: dict[str, _Nodo] = {"": _Nodo({}, "")}

        def scendi(rami: list[Json], padre: str) -> None:
            for ramo in rami:
                self.nodi[ramo["chiave"]] = _Nodo({k: v for k, v in ramo.items() if k != "sezioni"}, padre)
                self.nodi[padre].figli.append(ramo["chiave"])
                scendi(ramo["sezioni"], ramo["chiave"])

        scendi(sezioni, "")

    def aggiungi(self, chiave: str, altro: "_Albero") -> None:
        """Take a section from another tree, under the nearest of its ancestors that is here."""
        padre = altro.nodi[chiave].padre
        while padre and padre not in self.nodi:
            padre = altro.nodi[padre].padre
        self.nodi[chiave] = _Nodo(altro.nodi[chiave].dati, padre)
        self.nodi[padre].figli.append(chiave)

    def vicina(self, chiave: str, altro: "_Albero") -> str:
        """Return the section itself, or the nearest of its ancestors in `altro` that is here, or the first chapter."""
        while chiave and chiave not in self.nodi:
            chiave = altro.nodi[chiave].padre
        return chiave or self.nodi[""].figli[0]

    def dati(self, padre: str = "") -> list[Json]:
        """Return the sections nested again."""
        return [{**self.nodi[c].dati, "sezioni": self.dati(c)} for c in self.nodi[padre].figli]

    def lettura(self, padre: str = "") -> list[str]:
        """Return the keys as they are read: each before its children."""
        return [k for c in self.nodi[padre].figli for k in (c, *self.lettura(c))]


def bersaglio(attuale: Json, voluto: Json, *, scrivibili: AbstractSet[str], condivise: AbstractSet[str]) -> Bersaglio:
    """Return what to write so that `attuale` says what `voluto` said, as far as who restores may write.

    `scrivibili` are the keys of the bodies for which they write; `condivise` the sheets (``gruppo:codice``, group schede or
    esiti) that stand in another plan too. The tree (titles, places, owners) is of who writes for the Ambito; texts, sheets
    and tables are of their body.
    """
    fusione = _Fusione(attuale, voluto, scrivibili, condivise)
    return Bersaglio(fusione.documento(), tuple(fusione.lasciate))


class _Fusione:
    def __init__(self, attuale: Json, voluto: Json, scrivibili: AbstractSet[str], condivise: AbstractSet[str]) -> None:
        self.attuale = attuale
        self.voluto = voluto
        self.scrivibili = scrivibili
        self.condivise = condivise
        self.lasciate: list[str] = []
        self.ora = _Albero(attuale["sezioni"])
        self.poi = _Albero(voluto["sezioni"])

    def documento(self) -> Json:
        """Return the whole document, without seal and references: they follow from the rest."""
        self._sezioni()
        voci = {g: self._elenco(g, "codice") for g in ("schede", "esiti")}
        tabelle = self._elenco("tabelle", "chiave")
        corpo: Json = {k: v for k, v in self.voluto.items() if k not in ("sha256", "riferimenti")}
        return {**corpo, "sezioni": self.poi.dati(), **voci, "tabelle": tabelle, "allegati": self._allegati()}

    def _allegati(self) -> list[Json]:
        """Return the images of the texts as they will stand: those of others may show more, or fewer."""
        noti = {a["sha256"]: a for a in [*self.voluto["allegati"], *self.attuale["allegati"]]}
        volute = [i for k in self.poi.lettura() for i in impronte(self.poi.nodi[k].dati["testo"])]
        return [noti[i] for i in dict.fromkeys(volute) if i in noti]

    def _sezioni(self) -> None:
        for chiave in self.ora.lettura():
            nodo = self.ora.nodi[chiave].dati
            if nodo["proprietario"] in self.scrivibili:
                continue
            if chiave not in self.poi.nodi:
                self.poi.aggiungi(chiave, self.ora)
                self.lasciate.append(f"Sezione «{nodo['titolo']}»")
                continue
            volute = self.poi.nodi[chiave]
            suoi = ("testo", "proprietario", "prefazione", "provenienza")
            if any(volute.dati.get(k) != nodo.get(k) for k in suoi):
                self.lasciate.append(f"Sezione «{nodo['titolo']}»")
            resto = {k: v for k, v in volute.dati.items() if k not in suoi}
            volute.dati = {**resto, **{k: nodo[k] for k in suoi if k in nodo}}

    def _elenco(self, gruppo: str, chiave: str) -> list[Json]:
        """Return sheets or tables: those of others as they are now, wherever the version puts them."""
        ora = {d[chiave]: d for d in self.attuale[gruppo]}
        poi = {d[chiave]: d for d in self.voluto[gruppo]}
        scelti = [x for k, d in poi.items() if (x := self._scelto(gruppo, k, ora.get(k), d)) is not None]
        for k, dati in ora.items():
            if k not in poi and not self._scrive(gruppo, k, dati, self.ora):
                scelti.append({**dati, "sezione": self.poi.vicina(dati["sezione"], self.ora)})
                self._lascia(gruppo, dati)
        posti = {k: n for n, k in enumerate(self.poi.lettura())}
        return sorted(scelti, key=lambda d: posti[d["sezione"]])

    def _scelto(self, gruppo: str, chiave: str, ora: Json | None, poi: Json) -> Json | None:
        if ora is None:
            if self._scrive(gruppo, chiave, poi, self.poi):
                return poi
            self._lascia(gruppo, poi)
            return None
        if self._scrive(gruppo, chiave, ora, self.ora):
            return poi
        tenuto = {**ora, "sezione": poi["sezione"]}
        if byte_canonici(tenuto) != byte_canonici(poi):
            self._lascia(gruppo, ora)
        return tenuto

    def _scrive(self, gruppo: str, chiave: str, dati: Json, albero: _Albero) -> bool:
        if f"{gruppo}:{chiave}" in self.condivise:
            return False
        ente: Any = albero.nodi[dati["sezione"]].dati["proprietario"] if gruppo == "tabelle" else dati["proprietario"]
        return ente in self.scrivibili

    def _lascia(self, gruppo: str, dati: Json) -> None:
        nome = (
            f"Tabella «{dati['titolo']}»"
            if gruppo == "tabelle"
            else f"Scheda {dati['codice']} – {dati['intestazione']}"
        )
        self.lasciate.append(nome)
