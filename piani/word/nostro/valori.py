"""From what was read in the places to the values of the document: the words that are there win, always."""

import copy
import re
from collections.abc import Iterable
from dataclasses import replace

from core.canonico import Json
from core.testo import pulisci
from piani.word import sagome
from piani.word.griglie import ANNO, Griglia, indicatori
from piani.word.nostro.corpo import Corpo
from piani.word.nostro.corpo import Griglia as GrigliaLetta
from piani.word.nostro.note import Genere, Nota
from piani.word.nostro.posti import Posti
from piani.word.pezzi import Paragrafo
from piani.word.posti import impronta_breve
from piani.word.valori import NonCapito, piano


class Lettore:
    """Gives the value of each place, and keeps the notes."""

    def __init__(self, corpo: Corpo, posti: Posti, dati: Json) -> None:
        self.corpo = corpo
        self.posti = posti
        self.esatti: Json = dati["esatti"]
        self.sagome: Json = dati["sagome"]
        self.blocchi: Json = dati.get("blocchi", {})
        self.note: list[Nota] = []
        self.senza_riquadro = 0
        self._tenuti: set[str] = set()

    def nota(self, genere: Genere, luogo: str, testo: str) -> None:
        """Add a note."""
        self.note.append(Nota(genere, luogo, testo[:400]))

    def esatto(self, posto: str, visibile: str) -> tuple[bool, object]:
        """Return the typed value kept for a place, if the words there are those that were written for it."""
        trovato = self.esatti.get(posto)
        if isinstance(trovato, list) and trovato[0] == impronta_breve(visibile):
            return True, copy.deepcopy(trovato[1])
        return False, None

    # --- Texts -----------------------------------------------------------------------------------

    def testo(self, posto: str) -> str:
        """Return a formatted text, with the words that were written beside it."""
        nome = self._nome(posto)
        fuori = self.corpo.fuori.get(posto, [])
        self._tenuti.add(posto)
        letti = self.corpo.testi.get(posto)
        if letti is None:
            if not fuori and self.corpo.testi:
                self.nota(Genere.TOLTO, nome, "il riquadro del testo non è più nel file: il testo è vuoto.")
                return ""
            # A program that drops all the controls around paragraphs leaves the texts in their place.
            self.senza_riquadro += 1
            return self._html(posto, fuori if self.corpo.testi else [_con_un_solo_elenco(p) for p in fuori])
        if fuori:
            self.nota(Genere.AGGIUNTO, nome, f"«{_inizio(fuori)}»: tenuto in fondo al testo di quel posto.")
        return self._html(posto, [*letti, *fuori])

    def senza_posto(self) -> None:
        """Tell the words that no text has kept: the place that they stood by is gone too."""
        for posto, fuori in self.corpo.fuori.items():
            if posto not in self._tenuti:
                self.nota(Genere.NON_LETTO, "", f"«{_inizio(fuori)}»: non c'è un testo del Piano dove tenerlo.")

    def _nome(self, posto: str) -> str:
        """Return the name of a text: that of a section is the title that the file gives it."""
        titolo = self.corpo.parole.get(f"{posto.removesuffix('/testo')}/titolo", "")
        return f"Sezione «{titolo}»" if titolo and posto.startswith("sezione/") else self.posti.nomi[posto]

    def _html(self, posto: str, letti: list[Paragrafo]) -> str:
        disegno = self.sagome.get(posto)
        if isinstance(disegno, list):
            riempita = sagome.riempi(sagome.Sagoma(str(disegno[0]), disegno[1]), letti)
            if riempita is not None:
                return riempita
        attesi = [
            sagome.Blocco(int(quanti), sagome.Sagoma(str(impronta), forma))
            for quanti, impronta, forma in self.blocchi.get(posto, [])
        ]
        testo, toccati = sagome.ricomponi(letti, attesi)
        if quanti := sum(b.notevole for b in toccati):
            che = "una parte" if quanti == 1 else f"{quanti} parti"
            self.nota(
                Genere.NON_LETTO,
                self._nome(posto),
                f"{che} con un'immagine, o con una tabella che ha più capoversi in una cella: nel file è stata cambiata o "
                "tolta. Le parole che restano sono nel testo; l'immagine rimettila nel portale, i capoversi rifalli lì.",
            )
        return testo

    # --- Plain values ----------------------------------------------------------------------------

    def parole(self, posto: str, luogo: str, *, se_manca: str = "") -> str:
        """Return plain words; a place that is no longer there is told."""
        if posto not in self.corpo.parole:
            self.nota(Genere.TOLTO, luogo, "non è più nel file.")
            return se_manca
        return pulisci(self.corpo.parole[posto])

    def facoltative(self, posto: str) -> str:
        """Return plain words that are written only where there are some."""
        testo = pulisci(self.corpo.parole.get(posto, ""))
        return "" if testo == "–" else testo

    def voci(self, posto: str) -> list[str]:
        """Return the lines of a list."""
        return [pulisci(r) for r in self.corpo.elenchi.get(posto, [])]

    # --- Typed rows ------------------------------------------------------------------------------

    def righe(self, griglia: Griglia, posto: str, basi: dict[str, Json], luogo: str) -> list[tuple[str, Json]]:
        """Return the rows of a table, each with its tag; `basi` are the hidden fields of the rows that were there."""
        letta = self.corpo.griglie.get(posto)
        if letta is None:
            if basi:
                self.nota(Genere.TOLTO, luogo, f"la tabella «{griglia.nome}» ({len(basi)} righe) non è più nel file.")
            return []
        fatte = []
        for riga in letta.righe:
            if not riga.segno and not any(c.strip() for c in riga.celle):
                continue
            dati = self._riga(griglia, letta, riga.segno, riga.celle, basi.get(riga.segno, {}), luogo)
            if not riga.segno:
                self.nota(Genere.AGGIUNTO, luogo, f"una riga nuova in «{griglia.nome}»: {' | '.join(riga.celle)}")
            fatte.append((riga.segno, dati))
        mancano = len(set(basi) - {s for s, _ in fatte})
        if mancano:
            quante = "una riga" if mancano == 1 else f"{mancano} righe"
            self.nota(Genere.TOLTO, luogo, f"{quante} della tabella «{griglia.nome}» non sono più nel file.")
        return fatte

    def _riga(
        self, griglia: Griglia, letta: GrigliaLetta, segno: str, celle: list[str], base: Json, luogo: str
    ) -> Json:
        dati: Json = {**copy.deepcopy(griglia.vuota), **base}
        resto = []
        titoli = [*letta.testata, *([""] * max(0, len(celle) - len(letta.testata)))]
        for titolo, cella in zip(titoli, celle, strict=False):
            colonna = griglia.per_titolo(titolo)
            if colonna is None:
                resto += [f"{titolo}: {cella}".strip(": ")] if cella.strip() else []
            elif colonna.leggi is not None:
                try:
                    trovato, valore = self.esatto(f"{segno}#{colonna.titolo}", cella)
                    _unisci(dati, valore if trovato and isinstance(valore, dict) else colonna.leggi(cella))
                except NonCapito:
                    resto.append(f"{titolo}: {cella}")
                    self.nota(Genere.NON_CAPITO, luogo, f"«{cella}» ({titolo}): tenuto come testo.")
        if resto:
            dati[griglia.residuo] = f"{dati[griglia.residuo]} [{'; '.join(resto)}]".strip()
        return {k: pulisci(v) if isinstance(v, str) else v for k, v in dati.items()}

    def anni(self, posto: str) -> list[int]:
        """Return the years that have a column in a table of indicators."""
        letta = self.corpo.griglie.get(posto)
        return [int(t) for t in letta.testata if ANNO.fullmatch(t.strip())] if letta else []

    def indicatori(self, posto: str, fase: str, basi: dict[str, Json], luogo: str) -> list[tuple[str, Json]]:
        """Return the indicators of a phase, their targets in order."""
        fatti = self.righe(indicatori(self.anni(posto), fase), posto, {k: _nascosti(b) for k, b in basi.items()}, luogo)
        for segno, dati in fatti:
            ordine = basi.get(segno, {}).get("obiettivi", [])
            dati["obiettivi"].sort(key=lambda o: (_posto_in(ordine, o["anno"]), o["anno"] or 0))
        return fatti


def _con_un_solo_elenco(p: Paragrafo) -> Paragrafo:
    """Return an item with bullets as one of a list that goes on: LibreOffice makes a list of each item."""
    return replace(p, lista=(1, "ul")) if p.lista and p.lista[1] == "ul" else p


def _posto_in(ordine: list[int | None], anno: int | None) -> int:
    return ordine.index(anno) if anno in ordine else len(ordine) * (anno is not None)


def _nascosti(base: Json) -> Json:
    return {k: v for k, v in base.items() if k != "obiettivi"}


def _unisci(dati: Json, letti: Json) -> None:
    for chiave, valore in letti.items():
        if chiave == "obiettivi":
            dati["obiettivi"] = [*dati["obiettivi"], *valore]
        else:
            dati[chiave] = valore


def _inizio(fuori: Iterable[Paragrafo]) -> str:
    testo = re.sub(r"\s+", " ", " ".join(p.parole for p in fuori)).strip()
    return testo if len(testo) <= 120 else f"{testo[:119]}…"


def uguali(a: str, b: str) -> bool:
    """Whether two labels are the same to the eye."""
    return piano(a) == piano(b)
