"""Sections, sheets and tables that are still in our file, and the tree that its headings make."""

from typing import Any

from core.canonico import Json
from piani.word.nostro.note import Genere
from piani.word.nostro.valori import Lettore
from piani.word.posti import MASSIMO_LIVELLO, cartellino


class Struttura:
    """What is still there. While no heading has left its place the tree is the plan's; otherwise the file's."""

    def __init__(self, x: Lettore, scheletro: Json) -> None:
        self.x = x
        self.d = scheletro
        self.presenti = {x.posti.sezioni[s] for s, _ in x.corpo.titoli if s in x.posti.sezioni}

    def _ordine(self) -> list[tuple[str, int]]:
        """Return the sections as they are read, each with its level from 1; a section without its title follows the one
        that it followed."""
        attese = _livelli(self.d["sezioni"])
        del_piano = dict(attese)
        titoli = [(self.x.posti.sezioni[s], n) for s, n in self.x.corpo.titoli if s in self.x.posti.sezioni]
        nel_file = [(k, n or min(del_piano[k], MASSIMO_LIVELLO)) for k, n in titoli]
        if nel_file == [(k, min(n, MASSIMO_LIVELLO)) for k, n in attese if k in self.presenti]:
            return attese
        self.x.nota(Genere.SPOSTATO, "", "Le sezioni hanno un altro ordine, o un altro livello.")
        ordine = list(nel_file)
        for n, (chiave, livello) in enumerate(attese):
            if chiave not in self.presenti:
                posti = [k for k, _ in ordine]
                ordine.insert(posti.index(attese[n - 1][0]) + 1 if n else 0, (chiave, livello))
        return ordine

    def _viva(self, s: Json) -> bool:
        """Whether anything of the section, or of what stands in it, is still in the file."""
        testo = cartellino("sezione", s["chiave"], "testo")
        if s["chiave"] in self.presenti or testo in self.x.corpo.testi or self.x.corpo.fuori.get(testo):
            return True
        dentro = [x for g in ("schede", "esiti") for x in self.d[g] if x["sezione"] == s["chiave"]]
        tabelle = [t for t in self.d["tabelle"] if t["sezione"] == s["chiave"]]
        return (
            any(self._c_e_scheda(x) for x in dentro)
            or any(self.c_e_tabella(t) for t in tabelle)
            or any(self._viva(f) for f in s["sezioni"])
        )

    def _c_e_scheda(self, scheda: Json) -> bool:
        specie = self.d["riferimenti"]["formati"][scheda["formato"]]["specie"]
        testa = cartellino("scheda", specie, scheda["codice"], "")
        letti: tuple[dict[str, Any], ...] = (self.x.corpo.parole, self.x.corpo.testi, self.x.corpo.griglie)
        return any(k.startswith(testa) for g in letti for k in g)

    def c_e_tabella(self, tabella: Json) -> bool:
        """Whether a table is still in the file."""
        righe = cartellino("tabella", tabella["chiave"], "righe")
        return (
            righe in self.x.corpo.griglie or cartellino("tabella", tabella["chiave"], "titolo") in self.x.corpo.parole
        )

    def schede(self, schede: list[Json]) -> list[Json]:
        """Return the sheets that are still in the file."""
        for scheda in schede:
            if not self._c_e_scheda(scheda):
                self.x.nota(Genere.TOLTO, f"Scheda {scheda['codice']}", "la scheda non è più nel file.")
        return [s for s in schede if self._c_e_scheda(s)]

    def sezioni(self) -> list[Json]:
        """Return the sections with their texts, as a tree."""
        for tabella in self.d["tabelle"]:
            if not self.c_e_tabella(tabella):
                self.x.nota(Genere.TOLTO, f"Tabella «{tabella['chiave']}»", "la tabella non è più nel file.")
        fatte: dict[str, Json] = {}
        self._riempi(self.d["sezioni"], fatte)
        radici: list[Json] = []
        aperte: list[tuple[int, Json]] = []
        for chiave, livello in self._ordine():
            if chiave not in fatte:
                continue
            while aperte and aperte[-1][0] >= livello:
                aperte.pop()
            (aperte[-1][1]["sezioni"] if aperte else radici).append(fatte[chiave])
            aperte.append((livello, fatte[chiave]))
        return radici

    def _riempi(self, rami: list[Json], fatte: dict[str, Json]) -> None:
        for s in rami:
            if not self._viva(s):
                self.x.nota(Genere.TOLTO, f"Sezione «{s['chiave']}»", "la sezione non è più nel file.")
                continue
            titolo = self.x.parole(
                cartellino("sezione", s["chiave"], "titolo"),
                f"Titolo della sezione «{s['chiave']}»",
                se_manca="Senza titolo",
            )
            testo = self.x.testo(cartellino("sezione", s["chiave"], "testo"))
            fatte[s["chiave"]] = {**s, "titolo": titolo or "Senza titolo", "testo": testo, "sezioni": []}
            self._riempi(s["sezioni"], fatte)


def _livelli(sezioni: list[Json], livello: int = 1) -> list[tuple[str, int]]:
    """Return the keys of the sections as they are read, each with its level."""
    return [v for s in sezioni for v in ((s["chiave"], livello), *_livelli(s["sezioni"], livello + 1))]
