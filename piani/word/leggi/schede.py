"""The sheets of a file: each understood, given a code, told in the account; the blank forms of the Region left as text. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.canonico import Json
from core.testo import TestoTroppoLungo
from piani.word.leggi.albero import Albero
from piani.word.leggi.catalogo import Conosciuto, Formato
from piani.word.leggi.comprensione import Comprensione, Intorno, codice_in_testa, codice_nel
from piani.word.leggi.esito import Sicurezza
from piani.word.leggi.etichette import Etichette
from piani.word.leggi.grezze import Grezza
from piani.word.leggi.resoconto import Resoconto, Voce
from piani.word.leggi.seguito import lega_esiti
from piani.word.leggi.sorgente import Cella, Paragrafo, Pezzo
from piani.word.leggi.testi import breve, piega, stringi

_QUASI_TUTTE, _MODELLO = 0.7, 3
FASI = 100


@dataclass
class Luogo:
    """A sheet, and where it stood."""

    grezza: Grezza
    sezione: str
    intorno: Intorno


class _Codici:
    """Gives each sheet a code of its own in its kind: the one the file gives, else the next number."""

    def __init__(self) -> None:
        self._presi: dict[str, set[str]] = {}

    def dai(self, specie: str, proposto: str) -> str:
        """Return the code."""
        presi = self._presi.setdefault(specie, set())
        codice, n = re.sub(r"[^A-Za-z0-9-]", "", proposto)[:20], 0
        while not codice or codice in presi:
            n += 1
            codice = str(n)
        presi.add(codice)
        return codice


@dataclass
class LettoreSchede:
    """Reads the sheets that a walk of the file found."""

    noto: Conosciuto
    etichette: Etichette
    albero: Albero
    resoconto: Resoconto
    avanza: Callable[[int, int, str], None]

    def leggi(self, luoghi: list[Luogo], proprietario: str) -> tuple[list[Json], list[Json]]:
        """Return the new sheets and the outcome forms. Raises core.testo.TestoTroppoLungo naming the sheet."""
        codici = _Codici()
        schede: list[Json] = []
        esiti: list[Json] = []
        for n, luogo in enumerate(luoghi):
            self.avanza(FASI // 2 + FASI // 2 * n // max(1, len(luoghi)), FASI, "Lettura delle schede")
            formato = self.etichette.formati[luogo.grezza.formato]
            if _e_modello(luogo.grezza, formato):
                self._resta_testo(luogo, formato)
                continue
            dati = self._scheda(luogo, formato, codici)
            dati["proprietario"] = proprietario
            (esiti if formato.specie == "esito" else schede).append(dati)
        obiettivi = [s for s in schede if self.etichette.formati[s["formato"]].specie == "obiettivo"]
        for voce in lega_esiti(esiti, obiettivi):
            self.resoconto.aggiungi(voce)
        return schede, esiti

    def _scheda(self, luogo: Luogo, formato: Formato, codici: _Codici) -> Json:
        lettore = Comprensione(luogo.grezza, formato, self.noto, luogo.intorno)
        try:
            dati = lettore.leggi()
        except TestoTroppoLungo as errore:
            raise TestoTroppoLungo(f"Scheda di «{breve(luogo.intorno.titolo_sezione, 80)}»: {errore}") from errore
        proposto = dati["codice"] or next((c for d in luogo.intorno.didascalie if (c := codice_nel(d))), "")
        proposto = proposto or codice_in_testa(luogo.intorno.titolo_sezione)
        dati["codice"] = codici.dai(formato.specie, proposto)
        dati["sezione"] = luogo.sezione
        self.resoconto.conti[f"schede_{formato.specie}"] += 1
        self.resoconto.conti[f"righe_{formato.specie}"] += luogo.grezza.righe
        _racconta(self.resoconto, dati, formato.titolo, luogo, lettore)
        return dati

    def _resta_testo(self, luogo: Luogo, formato: Formato) -> None:
        nodo = next(n for n in self.albero.tutti() if n.chiave == luogo.sezione)
        for letto in luogo.grezza.campi.values():
            nodo.blocchi += [Paragrafo((Pezzo(stringi(letto.etichetta), grassetto=True),)), *letto.risposta]
        posto = f"tabelle {', '.join(str(t) for t in luogo.grezza.tabelle)}"
        parole = "è il modello vuoto, senza risposte: resta come testo"
        self.resoconto.aggiungi(Voce("tabella", posto, formato.titolo, parole, Sicurezza.PROBABILE))


def _e_modello(grezza: Grezza, formato: Formato) -> bool:
    """Whether a sheet is only the Region's blank form, printed to show it: no row says more than its hint or its choices."""
    campi = {c.chiave: c for c in formato.campi}
    if len(grezza.campi) < _QUASI_TUTTE * len(campi) or grezza.locali:
        return False
    suggerite = 0
    for chiave, letto in grezza.campi.items():
        parole = set(piega(Cella(tuple(letto.risposta)).testo).split())
        campo = campi[chiave]
        ammesse = set(piega(" ".join((campo.etichetta, campo.aiuto, *(s.etichetta for s in campo.scelte)))).split())
        if not parole <= ammesse:
            return False
        suggerite += len(parole) > len(set(piega(campo.scelte[0].etichetta).split())) if campo.scelte else 0
    return suggerite >= _MODELLO


def _racconta(resoconto: Resoconto, dati: Json, formato: str, luogo: Luogo, lettore: Comprensione) -> None:
    nome = f"{dati['codice']} {breve(dati['intestazione'], 60)}"
    tabelle = ", ".join(str(t) for t in luogo.grezza.tabelle if t)
    posto = f"tabelle {tabelle}" if tabelle else "capoversi"
    mancano = [c.etichetta for c in lettore.formato.campi if c.chiave not in luogo.grezza.campi]
    capito = f"{formato}: {luogo.grezza.righe} righe"
    if mancano:
        capito += f"; mancano {len(mancano)} righe"
    grado = Sicurezza.CERTO if len(mancano) <= 1 else Sicurezza.DA_GUARDARE
    resoconto.aggiungi(Voce("scheda", posto, dati["intestazione"], capito, grado, "", nome))
    for voce in lettore.voci:
        resoconto.aggiungi(replace(voce, scheda=nome))
