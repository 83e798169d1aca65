"""A data table read back from our file."""

from core.canonico import Json
from core.testo import pulisci
from piani.calcolo import valori_completi
from piani.word.nostro.corpo import Riga
from piani.word.nostro.note import Genere
from piani.word.nostro.valori import Lettore, uguali
from piani.word.posti import cartellino
from piani.word.scrivi.tabelle import NOTE, UNITA, unita, valore_letto
from piani.word.valori import NonCapito


def leggi_tabella(x: Lettore, t: Json) -> Json:
    """Return the table of a skeleton, filled."""
    nome = f"Tabella «{t['chiave']}»"
    luogo = ("tabella", t["chiave"])
    return {
        **t,
        "titolo": x.parole(cartellino(*luogo, "titolo"), f"{nome}, titolo", se_manca="Senza titolo") or "Senza titolo",
        **{k: x.facoltative(cartellino(*luogo, k)) for k in ("fonte", "anno", "nota")},
        "colonne": _colonne(x, t),
        # A chart of another table has no rows of its own.
        "righe": [] if "dati" in t else _Righe(x, t, nome).leggi(),
    }


def _colonne(x: Lettore, t: Json) -> list[Json]:
    letti = x.corpo.parole
    letta = x.corpo.griglie.get(cartellino("tabella", t["chiave"], "righe"))
    testata = letta.testata if letta else []
    gruppo, colonne = "", []
    for n, colonna in enumerate(t["colonne"]):
        gruppo = letti.get(cartellino("tabella", t["chiave"], "gruppo", n), gruppo)
        # A heading that has lost its control is still there to be read.
        scritto = testata[n].removesuffix(unita(colonna)) if n < len(testata) else ""
        titolo = letti.get(cartellino("tabella", t["chiave"], "colonna", n), scritto)
        colonne.append({**colonna, "titolo": pulisci(titolo), "gruppo": pulisci(gruppo)})
    return colonne


class _Righe:
    def __init__(self, x: Lettore, t: Json, nome: str) -> None:
        self.x = x
        self.t = t
        self.nome = nome
        self.segni = {cartellino("tabella", t["chiave"], "riga", n): r for n, r in enumerate(t["righe"])}

    def leggi(self) -> list[Json]:
        """Return the rows, the new ones too; those that are gone are told."""
        letta = self.x.corpo.griglie.get(cartellino("tabella", self.t["chiave"], "righe"))
        if letta is None:
            self.x.nota(Genere.TOLTO, self.nome, "le righe non sono più nel file.")
            return []
        fatte = [self._riga(r, letta.testata) for r in letta.righe if r.segno or any(c.strip() for c in r.celle)]
        self._calcola(fatte)
        mancano = len(set(self.segni) - {r.segno for r in letta.righe})
        if mancano:
            self.x.nota(Genere.TOLTO, self.nome, f"righe che non sono più nel file: {mancano}.")
        return fatte

    def _calcola(self, righe: list[Json]) -> None:
        """Write totals and shares as they are computed from the rows of the file, whatever stands there."""
        fatti = valori_completi(self.t["colonne"], righe)
        cambiati = sum(r["valori"][j] != fatti[i][j] for i, r in enumerate(righe) for j in range(len(fatti[i])))
        for r, valori in zip(righe, fatti, strict=True):
            r["valori"] = valori
        if cambiati:
            testo = f"{cambiati} valori calcolati nel file non tornavano: sono rifatti dalle righe."
            self.x.nota(Genere.NON_CAPITO, self.nome, testo)

    def _riga(self, riga: Riga, testata: list[str]) -> Json:
        base: Json = self.segni.get(riga.segno, {"totale": False, "esempio": False})
        if not riga.segno:
            self.x.nota(Genere.AGGIUNTO, self.nome, f"una riga nuova: {' | '.join(riga.celle)}")
        quante = len(self.t["colonne"])
        celle = [*riga.celle, *([""] * (quante - len(riga.celle)))]
        altre = {"unita": "", "nota": ""}
        for titolo, cella in zip(testata[quante:], celle[quante:], strict=False):
            campo = "unita" if uguali(titolo, UNITA) else "nota"
            if campo == "nota" and not uguali(titolo, NOTE) and cella.strip():
                self.x.nota(
                    Genere.NON_CAPITO, self.nome, f"la colonna «{titolo}» non è della tabella: «{cella}» è nelle note."
                )
            altre[campo] = f"{altre[campo]} {cella}".strip()
        valori = [self._valore(riga.segno, n, c) for n, c in enumerate(celle[:quante])]
        return {**base, "valori": valori, **{k: pulisci(v) for k, v in altre.items()}}

    def _valore(self, segno: str, n: int, cella: str) -> str:
        trovato, valore = self.x.esatto(f"{segno}#{n}", cella)
        if trovato and isinstance(valore, str):
            return valore
        try:
            return pulisci(valore_letto(cella, self.t["colonne"][n]))
        except NonCapito:
            self.x.nota(Genere.NON_CAPITO, self.nome, f"«{cella}» non è un numero: è tenuto com'è.")
            return pulisci(cella)
