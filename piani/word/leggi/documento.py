"""From the body of a Word file to the canonical document and its account. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.canonico import Json
from piani.canonico.forma import FORMATO, Documento, sigilla
from piani.word.leggi.albero import Albero
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.comprensione import Intorno
from piani.word.leggi.esito import Sicurezza
from piani.word.leggi.etichette import Etichette
from piani.word.leggi.formattato import righe as linee_di
from piani.word.leggi.grezze import Raccolta, e_coda, e_scheda, e_testa
from piani.word.leggi.prosa import schede_in_prosa
from piani.word.leggi.resoconto import MASSIMO_INDICE, Resoconto, Voce, origine
from piani.word.leggi.righe import RigaScheda, righe_scheda
from piani.word.leggi.schede import LettoreSchede, Luogo
from piani.word.leggi.sorgente import Blocco, Paragrafo, Pezzo, Sorgente, Tabella, testo_di
from piani.word.leggi.tabelle import Contorno, continua, e_indice, leggi_tabella, unisci
from piani.word.leggi.testi import breve, piega, stringi
from piani.word.leggi.titoli import Titolo, e_titolo_indice, trova_titoli

Avanzamento = Callable[[int, int, str], None]
_DIDASCALIA = re.compile(
    r"^(?:scheda|allegato|tabella esiti|scheda n)\b.*(?:dgr|d\.g\.r|ppt|piano di zona|leps|progetto)", re.IGNORECASE
)
_PIE_DI_PAGINA = re.compile(r"^\s*(?:\d{1,3}|pag(?:ina)?\.?\s*\d{1,3})\s*$|^\s*\d{1,2}\s+\S.{0,200}$", re.IGNORECASE)
VICINI = 6
_FASI = 100
_QUASI_TUTTE, _MODELLO = 0.7, 3


@dataclass(frozen=True)
class Lettura:
    """What a file became."""

    documento: Documento
    resoconto: Resoconto


class _Cammino:
    """Walks the blocks once; each is a heading, a sheet, a table of data, the table of contents, or text."""

    def __init__(self, sorgente: Sorgente, noto: Conosciuto, avanza: Avanzamento) -> None:
        self.blocchi = list(sorgente.blocchi)
        self.noto = noto
        self.avanza = avanza
        self.etichette = Etichette(noto.formati)
        self.albero = Albero()
        self.raccolta = Raccolta(self.etichette)
        self.resoconto = Resoconto()
        self.luoghi: list[Luogo] = []
        self.tabelle: list[Json] = []
        self.in_indice = False
        self._prosa = schede_in_prosa(self.blocchi, self.etichette)
        presi = {k for n, (_, fine) in self._prosa.items() for k in range(n, fine)}
        self.titoli = trova_titoli(self.blocchi, presi)
        self._righe: dict[int, list[RigaScheda]] = {}

    def cammina(self) -> None:
        n = 0
        while n < len(self.blocchi):
            if n % 25 == 0:
                self.avanza(_FASI // 2 * n // max(1, len(self.blocchi)), _FASI, "Lettura del documento")
            n = self._passo(n)
        self._chiudi()

    def _chiudi(self, *, tieni_testa: bool = False) -> None:
        """End the open sheet; rows of a head that no sheet followed are text of the section."""
        if tieni_testa and self.raccolta.aperta is None:
            return
        for riga in self.raccolta.chiudi():
            if riga.etichetta:
                self.albero.corrente.blocchi.append(Paragrafo((Pezzo(riga.etichetta, grassetto=True),)))
            self.albero.corrente.blocchi += riga.risposta

    def _passo(self, n: int) -> int:
        if n in self._prosa:
            grezza, fine = self._prosa[n]
            self._chiudi()
            self.luoghi.append(Luogo(grezza, self.albero.corrente.chiave, self._intorno(n)))
            return fine
        blocco = self.blocchi[n]
        if isinstance(blocco, Tabella):
            return self._tabella(n, blocco)
        if n in self.titoli:
            self._titolo(n, blocco, self.titoli[n])
        elif not blocco.vuoto:
            self._paragrafo(n, blocco)
        return n + 1

    # --- Headings and text --------------------------------------------------------------
    def _titolo(self, n: int, paragrafo: Paragrafo, titolo: Titolo) -> None:
        if e_titolo_indice(titolo.testo):
            self.in_indice = True
            self._annota(
                "indice", f"capoverso {paragrafo.posto}", titolo.testo, "è il titolo dell'indice", paragrafo.testo
            )
            return
        self.in_indice = False
        didascalia = bool(_DIDASCALIA.match(titolo.testo)) and self._segue_una_scheda(n)
        self._chiudi(tieni_testa=didascalia)
        if didascalia:
            self.albero.corrente.blocchi.append(replace(paragrafo, titolo=0))
            grado = Sicurezza.PROBABILE
            self._annota(
                "testo",
                f"capoverso {paragrafo.posto}",
                breve(titolo.testo),
                "didascalia di una scheda: resta testo",
                "",
                grado,
            )
            return
        nodo = self.albero.apri(titolo, pagina_nuova=paragrafo.pagina_nuova)
        self.resoconto.conti["sezioni"] += 1
        grado = Sicurezza.PROBABILE if titolo.finto else Sicurezza.CERTO
        come = "titolo riconosciuto dall'aspetto" if titolo.finto else "titolo"
        self._annota(
            "titolo",
            f"capoverso {paragrafo.posto}",
            nodo.titolo,
            f"{come} di livello {titolo.livello}",
            paragrafo.testo,
            grado,
        )

    def _segue_una_scheda(self, n: int) -> bool:
        for blocco in self.blocchi[n + 1 : n + 1 + VICINI]:
            if isinstance(blocco, Tabella):
                righe = self._righe_di(blocco)
                return e_scheda(righe) or e_testa(righe)
            if blocco.titolo and not _DIDASCALIA.match(blocco.testo):
                return False
        return False

    def _paragrafo(self, n: int, paragrafo: Paragrafo) -> None:
        if paragrafo.indice or (self.in_indice and re.search(r"(?:\.{3,}|…|\t)\s*\d{1,4}\s*$", paragrafo.testo)):
            self.resoconto.conti["righe_indice"] += 1
            self._annota(
                "indice",
                f"capoverso {paragrafo.posto}",
                breve(paragrafo.testo),
                "riga dell'indice: non serve",
                paragrafo.testo,
            )
            return
        self.in_indice = False
        self.albero.corrente.blocchi.append(paragrafo)
        self.resoconto.conti["capoversi"] += 1

    # --- Tables -------------------------------------------------------------------------
    def _righe_di(self, tabella: Tabella) -> list[RigaScheda]:
        if tabella.posto not in self._righe:
            self._righe[tabella.posto] = righe_scheda(tabella, self.etichette)
        return self._righe[tabella.posto]

    def _tabella(self, n: int, tabella: Tabella) -> int:
        righe = self._righe_di(tabella)
        if e_indice(tabella, dopo_indice=self.in_indice):
            self.resoconto.conti["righe_indice"] += len(tabella.righe)
            self._annota(
                "indice", f"tabella {tabella.posto}", "Indice", "tabella dell'indice: non serve", testo_di(tabella)
            )
            self.in_indice = True
            return n + 1
        self.in_indice = False
        if e_scheda(righe) or e_coda(tabella, righe, self.raccolta.aperta, self.etichette):
            intorno = self._intorno(n)
            for grezza in self.raccolta.tabella(tabella, righe):
                self.luoghi.append(Luogo(grezza, self.albero.corrente.chiave, intorno))
            return n + 1
        if e_testa(righe) and self._segue_una_scheda(n):
            self.raccolta.testa(righe)
            return n + 1
        self._chiudi()
        return self._dati(n, tabella)

    def _dati(self, n: int, tabella: Tabella) -> int:
        """A table of data, with the pieces of it that pages cut."""
        fine, fra = n + 1, []
        while True:
            prossimo, in_mezzo = self._tabella_dopo(fine)
            if prossimo is None or not self._e_di_dati(prossimo) or not continua(tabella, prossimo):
                break
            tabella = unisci(tabella, prossimo)
            fra += in_mezzo
            fine = self.blocchi.index(prossimo, fine) + 1
        nodo = self.albero.corrente
        dopo = self._dopo(fine)
        contorno = Contorno(self._prima(), [*fra, *dopo], nodo.titolo)
        chiave = self.albero.chiave(f"t-{contorno.prima[-1].testo if contorno.prima else nodo.titolo}")
        letta = leggi_tabella(tabella, contorno, chiave, nodo.chiave)
        if letta is None:
            nodo.blocchi += [tabella, *fra]
            self._annota(
                "tabella",
                f"tabella {tabella.posto}",
                breve(testo_di(tabella), 80),
                "non è una tabella di dati: resta come testo, una riga per riga",
                testo_di(tabella),
                Sicurezza.DA_GUARDARE,
            )
            self.resoconto.conti["tabelle_come_testo"] += 1
            return fine
        self.tabelle.append(letta.dati)
        nodo.blocchi = [b for b in nodo.blocchi if not any(b is p for p in letta.presi)]
        nodo.blocchi += [p for p in fra if not any(p is q for q in letta.presi)]
        grado = Sicurezza.PROBABILE if letta.dubbi else Sicurezza.CERTO
        misure = f"{len(letta.dati['righe'])} righe, {len(letta.dati['colonne'])} colonne"
        self._annota(
            "tabella",
            f"tabella {tabella.posto}",
            letta.dati["titolo"],
            "; ".join([f"tabella di dati: {misure}", *_era(letta.numero), *letta.dubbi]),
            testo_di(tabella),
            grado,
        )
        self.resoconto.conti["tabelle"] += 1
        presi_dopo = [p for p in dopo if any(p is q for q in letta.presi)]
        return self.blocchi.index(presi_dopo[-1], fine) + 1 if presi_dopo else fine

    def _e_di_dati(self, tabella: Tabella) -> bool:
        righe = self._righe_di(tabella)
        return not (e_scheda(righe) or e_testa(righe))

    def _tabella_dopo(self, n: int) -> tuple[Tabella | None, list[Paragrafo]]:
        """The table that stands right after: only empty paragraphs, or what a foot of page prints, between."""
        fra: list[Paragrafo] = []
        for k in range(n, min(n + VICINI, len(self.blocchi))):
            blocco = self.blocchi[k]
            if isinstance(blocco, Tabella):
                return blocco, fra
            if blocco.vuoto:
                continue
            if k in self.titoli or not _PIE_DI_PAGINA.match(blocco.testo) or fra:
                return None, []
            fra.append(blocco)
        return None, []

    def _prima(self) -> list[Paragrafo]:
        """The last paragraphs of the open section, when nothing but text came after them."""
        uscita: list[Paragrafo] = []
        for blocco in reversed(self.albero.corrente.blocchi[-3:]):
            if not isinstance(blocco, Paragrafo):
                break
            uscita.insert(0, blocco)
        return uscita if self._appena_sopra(uscita) else []

    def _appena_sopra(self, prima: list[Paragrafo]) -> bool:
        return bool(prima)

    def _dopo(self, n: int) -> list[Paragrafo]:
        uscita: list[Paragrafo] = []
        for k in range(n, min(n + VICINI * 2, len(self.blocchi))):
            blocco = self.blocchi[k]
            if isinstance(blocco, Tabella) or k in self.titoli:
                break
            if not blocco.vuoto:
                uscita.append(blocco)
        return uscita

    def _intorno(self, n: int) -> Intorno:
        """The captions between the last heading and a sheet."""
        didascalie: list[str] = []
        for k in range(n - 1, max(-1, n - VICINI), -1):
            blocco = self.blocchi[k]
            if isinstance(blocco, Tabella) or (k in self.titoli and not _DIDASCALIA.match(blocco.testo)):
                break
            if not blocco.vuoto and len(blocco.testo) < 300:
                didascalie.append(stringi(blocco.testo))
        return Intorno(self.albero.corrente.titolo, didascalie, self.albero.sopra)

    def _annota(
        self, specie: str, posto: str, titolo: str, capito: str, testo: str, grado: Sicurezza = Sicurezza.CERTO
    ) -> None:
        detto = origine(testo, MASSIMO_INDICE) if specie == "indice" else origine(testo)
        self.resoconto.aggiungi(Voce(specie, posto, stringi(titolo), capito, grado, detto))


def leggi_documento(
    sorgente: Sorgente, noto: Conosciuto, *, ambito: str, triennio: str, titolo: str, avanza: Avanzamento
) -> Lettura:
    """Return the canonical document of a file, sealed, and the account of how each piece was understood.

    Raises core.testo.TestoTroppoLungo, with the place, for a text beyond the limit of the settings.
    """
    cammino = _Cammino(sorgente, noto, avanza)
    cammino.cammina()
    resoconto = cammino.resoconto
    for frase in sorgente.avvisi:
        resoconto.aggiungi(Voce("avviso", "tutto il file", "Avviso", frase, Sicurezza.PROBABILE))
    proprietario = f"ambito:{ambito}"
    lettore = LettoreSchede(noto, cammino.etichette, cammino.albero, resoconto, avanza)
    schede, esiti = lettore.leggi(cammino.luoghi, proprietario)
    _sfronda(cammino, [*schede, *esiti])
    for strano in cammino.albero.numera():
        resoconto.aggiungi(
            Voce(
                "titolo",
                "",
                strano.titolo,
                "il numero non è quello che darebbe il portale: resta nel titolo",
                Sicurezza.PROBABILE,
            )
        )
    cammino.albero.riconosci_voci(noto)
    sezioni = cammino.albero.canonico(proprietario)
    resoconto.conti.update({"schede": len(schede), "esiti": len(esiti)})
    documento = {
        "formato": FORMATO,
        "ambito": ambito,
        "triennio": triennio,
        "titolo": titolo,
        "esempio": False,
        "sezioni": sezioni,
        "schede": schede,
        "esiti": esiti,
        "tabelle": cammino.tabelle,
        "accordo": None,
        "allegati": [],
        "riferimenti": {"enti": {}},
    }
    avanza(_FASI, _FASI, "Lettura del documento")
    return Lettura(sigilla(documento), resoconto)


def _sfronda(cammino: _Cammino, schede: list[Json]) -> None:
    """Take away the heading of a part that the portal makes itself: an empty table of contents."""
    usate = {s["sezione"] for s in schede} | {t["sezione"] for t in cammino.tabelle}
    for nodo in list(cammino.albero.tutti()):
        if e_titolo_indice(nodo.titolo) and not nodo.blocchi and not nodo.figlie and nodo.chiave not in usate:
            cammino.albero.togli_vuota(nodo)


def parole_di(blocchi: list[Blocco]) -> str:
    """Return all the words of some blocks, folded: what a test compares."""
    return piega(" ".join(p.testo for p in linee_di(blocchi)))


def _era(numero: str) -> list[str]:
    return [f"nel file era «{numero}»: il numero lo dà il portale"] if numero else []
