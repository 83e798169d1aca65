"""From the words of a sheet to its canonical data: each row by its kind. Nothing is lost: what is left stays as text. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from core.canonico import Json
from core.testo import html_pulito
from piani.word.leggi.aree import area_del_posto, aree_nel, leggi_punti, leggi_trasversali, solo_area
from piani.word.leggi.azioni import leggi_azioni, numeri
from piani.word.leggi.catalogo import Campo, Conosciuto, Formato
from piani.word.leggi.esito import Capito, Sicurezza, peggiore
from piani.word.leggi.etichette import CERTA
from piani.word.leggi.formattato import html_di, righe
from piani.word.leggi.gradi import leggi_grado
from piani.word.leggi.grezze import CampoLetto, Grezza
from piani.word.leggi.indicatori import leggi_indicatori
from piani.word.leggi.leps import lega_indicatori, leps_intero, leps_nel
from piani.word.leggi.matrice import leggi_matrice, righe_di_matrice
from piani.word.leggi.resoconto import Voce, origine
from piani.word.leggi.risorse import leggi_risorse
from piani.word.leggi.scelte import leggi_scelte
from piani.word.leggi.sorgente import Cella, Paragrafo
from piani.word.leggi.tabelline import intestazioni, righe_di_azioni, righe_di_fondi, righe_di_indicatori
from piani.word.leggi.testi import breve, piega, stringi

FASI = {
    "indicatori_input": "input",
    "indicatori_processo": "processo",
    "indicatori_output": "output",
    "indicatori_outcome": "outcome",
}
_CON_TABELLINE = frozenset({"azioni", "risorse", *FASI})
MASSIMO_TITOLO = 400
_AREE_NEL_TITOLO = re.compile(
    r"\s*(?:macro\s*-?\s*)?are[ae](?:\s+di\s+policy)?\s*:?\s*[A-L]\s*\)(?:\s*(?:,|e|ed)?\s*[A-L]\s*\))*", re.IGNORECASE
)


@dataclass
class Intorno:
    """What the place of a sheet says of it."""

    titolo_sezione: str
    didascalie: list[str]
    sopra: str


class Comprensione:
    """Reads one sheet."""

    def __init__(self, grezza: Grezza, formato: Formato, noto: Conosciuto, intorno: Intorno) -> None:
        self.grezza = grezza
        self.formato = formato
        self.noto = noto
        self.intorno = intorno
        self.voci: list[Voce] = []
        self.dati: Json = _vuota(formato)
        self.azioni: set[str] = set()
        self._descrizione: list[str] = []
        self._area_letta = False
        self._modi: dict[str, Callable[[Campo, list[Paragrafo], CampoLetto], Capito]] = {
            "titolo": self._titolo,
            "testo": self._testo,
            "azioni": self._azioni,
            "risorse": self._risorse,
            "aree": self._aree,
            "punti_chiave": self._punti,
            "matrice": self._matrice,
            "percentuale": self._grado,
            **dict.fromkeys(FASI, self._indicatori),
        }

    def leggi(self) -> Json:
        """Return the sheet, without code and section. Raises core.testo.TestoTroppoLungo."""
        self._testate()
        self._locali()
        self._area_dal_posto()
        risposte = [self._riga(campo) for campo in self.formato.campi]
        self.dati["risposte"] = risposte
        self.dati["descrizione"] = html_pulito("".join(self._descrizione))
        self._leps()
        self.dati["intestazione"] = self._intestazione()[:MASSIMO_TITOLO]
        return self.dati

    def _intestazione(self) -> str:
        """The title of the sheet; for a format that has no row for it, the caption above the sheet."""
        ha_titolo = any(c.tipo == "titolo" for c in self.formato.campi) or self.formato.specie == "esito"
        didascalia = next(
            (d for d in self.intorno.didascalie if not re.match(r"scheda elaborata", d, re.IGNORECASE)), ""
        )
        prima = "" if ha_titolo else didascalia
        return str(self.dati["titolo"] or prima or self.intorno.titolo_sezione or self.formato.titolo)

    # --- Rows of the format -----------------------------------------------------------
    def _riga(self, campo: Campo) -> Json:
        letto = self.grezza.campi.get(campo.chiave)
        vuota: Json = {"campo": campo.chiave, "scelte": [], "testo": "", "non_pertinente": False, "esempio": False}
        if letto is None:
            if campo.tipo != "titolo" or not self.dati["titolo"]:
                self._annota("riga", "non c'è", campo.etichetta, "la riga manca nel file", Sicurezza.PROBABILE, "")
            return vuota
        linee = righe(letto.risposta)
        capito = self._modi.get(campo.tipo, self._scelte)(campo, linee, letto)
        _come_era_scritta(campo, letto, capito)
        colonne = intestazioni(letto.risposta) if campo.tipo in _CON_TABELLINE and capito.resto != linee else []
        if colonne:
            capito.parole.append("le colonne della tabellina erano " + ", ".join(f"«{c}»" for c in colonne))
        testo = html_di(capito.resto)
        if not linee and not capito.scelte:
            capito.parole.append("vuota nel file")
        elif testo:
            capito.parole.append("testo")
        self._annota(
            "riga",
            _posto(letto.posti),
            campo.etichetta,
            "; ".join(capito.parole),
            capito.sicurezza,
            _origine(campo, letto),
        )
        return {**vuota, "scelte": capito.scelte, "testo": testo, "non_pertinente": capito.non_pertinente}

    def _scelte(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del letto
        return leggi_scelte(campo, linee)

    def _testo(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del campo
        # The blocks, not the lines: soft breaks of running text are kept.
        del letto
        return Capito(resto=list(linee))

    def _titolo(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del campo, letto
        testo = stringi(" ".join(linea.testo for linea in linee))
        capito = Capito(parole=["titolo"] if testo else [])
        self._area_nel_titolo(testo, capito)
        if len(testo) <= MASSIMO_TITOLO:
            self.dati["titolo"] = testo
            return capito
        prima = stringi(linee[0].testo)
        self.dati["titolo"] = prima if len(prima) <= MASSIMO_TITOLO else breve(prima, MASSIMO_TITOLO)
        capito.resto = linee[1:] if len(prima) <= MASSIMO_TITOLO else list(linee)
        capito.dubita(Sicurezza.DA_GUARDARE, "il titolo è più lungo di quanto può essere: il resto è rimasto testo")
        return capito

    def _area_nel_titolo(self, testo: str, capito: Capito) -> None:
        """«Area di policy G) e I) ...» in the cell of the title: the areas are taken, the words stay."""
        trovato = _AREE_NEL_TITOLO.match(testo)
        codici = re.findall(r"[A-L](?=\s*\))", trovato[0]) if trovato else []
        noti = [a.codice for a in self.noto.aree if a.codice in codici]
        if noti and not self._area_letta:
            self.dati["macroaree"] = noti
            capito.dubita(Sicurezza.PROBABILE, f"area {', '.join(noti)}, dal titolo")

    def _azioni(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del campo
        capito, self.dati["azioni"] = leggi_azioni(righe_di_azioni(letto.risposta))
        if not self.dati["azioni"]:
            capito.resto = linee
        self.azioni = numeri(self.dati["azioni"])
        return capito

    def _risorse(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del campo
        capito, self.dati["risorse"] = leggi_risorse(righe_di_fondi(letto.risposta), self.noto)
        if not self.dati["risorse"]:
            capito.resto = linee
        return capito

    def _aree(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del letto
        capito, self.dati["aree_trasversali"] = leggi_trasversali(campo, linee, self.noto)
        return capito

    def _punti(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del campo, letto
        proprie = [*self.dati["macroaree"], *self.dati["aree_trasversali"]]
        capito, self.dati["punti_chiave"] = leggi_punti(linee, self.noto, proprie)
        return capito

    def _indicatori(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        distese = righe_di_indicatori(letto.risposta)
        capito, trovati = leggi_indicatori(distese, FASI[campo.tipo], self.azioni, self.noto.anni)
        self.dati["indicatori"] += trovati
        if not trovati:
            capito.resto = linee
        return capito

    def _matrice(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del linee
        capito = Capito()
        capito.resto = leggi_matrice(campo, [c for r in letto.righe for c in righe_di_matrice(r.celle)], capito)
        return capito

    def _grado(self, campo: Campo, linee: list[Paragrafo], letto: CampoLetto) -> Capito:
        del letto
        capito, self.dati["grado"] = leggi_grado(campo, linee)
        return capito

    # --- Rows that plans add ------------------------------------------------------------
    def _locali(self) -> None:
        for riga in self.grezza.locali:
            linee = righe(riga.risposta)
            testo = stringi(" ".join(p.testo for p in linee))
            parole, grado, tieni = "resta nella descrizione della scheda", Sicurezza.PROBABILE, True
            if riga.locale == "area":
                parole, grado, tieni = self._area(testo)
            elif riga.locale == "titolo" and not self.dati["titolo"] and 0 < len(testo) <= MASSIMO_TITOLO:
                self.dati["titolo"] = testo
                parole, grado, tieni = "titolo", Sicurezza.CERTO, False
            elif riga.locale == "descrizione":
                self._descrizione.append(html_di(linee))
                parole, grado, tieni = "descrizione", Sicurezza.CERTO, False
            elif riga.locale == "leps":
                parole, grado, tieni = self._riga_leps(testo)
            elif riga.locale == "codice":
                parole, grado, tieni = self._codice(f"{riga.etichetta} {testo}", testo)
            if tieni:
                etichetta = f"<p><strong>{escape(stringi(riga.etichetta), quote=False)}</strong></p>"
                self._descrizione.append((etichetta if riga.etichetta else "") + html_di(linee))
            self._annota(
                "riga", _posto([(riga.tabella, riga.numero)]), riga.etichetta or breve(testo, 60), parole, grado, testo
            )

    def _area(self, testo: str) -> tuple[str, Sicurezza, bool]:
        trovate = aree_nel(testo, self.noto.aree)
        self.dati["macroaree"] = [a.codice for a in trovate]
        self._area_letta = bool(trovate)
        if not trovate:
            return "nessuna area riconosciuta: resta come testo", Sicurezza.DA_GUARDARE, True
        nomi = ", ".join(a.codice for a in trovate)
        if not all(a.concorde for a in trovate):
            return f"area {nomi}, ma la lettera e il nome non vanno insieme", Sicurezza.DA_GUARDARE, True
        per_codice = {a.codice: a for a in self.noto.aree}
        intera = len(trovate) == 1 and solo_area(testo.rstrip(".;: "), per_codice[trovate[0].codice])
        return f"area {nomi}", Sicurezza.CERTO if intera else Sicurezza.PROBABILE, not intera

    def _riga_leps(self, testo: str) -> tuple[str, Sicurezza, bool]:
        codici = leps_nel(testo, self.noto)
        self.dati["leps"] = codici
        if codici:
            return f"LEPS: {', '.join(codici)}", Sicurezza.PROBABILE, True
        return "resta nella descrizione della scheda", Sicurezza.PROBABILE, True

    def _codice(self, intero: str, testo: str) -> tuple[str, Sicurezza, bool]:
        codice = codice_nel(intero)
        if codice:
            self.dati["codice"] = codice
        if codice and not self.dati["titolo"] and len(testo) > len(codice) + 3:
            return f"codice {codice}", Sicurezza.PROBABILE, True
        return (f"codice {codice}" if codice else "resta come testo"), Sicurezza.PROBABILE, bool(testo)

    def _testate(self) -> None:
        for riga in self.grezza.testate:
            testo = stringi(f"{riga.etichetta} {riga.testo}")
            if riga.locale in ("testata", "gruppo"):
                parole, grado = "riga di intestazione della tabella: non è una risposta", Sicurezza.CERTO
            else:
                codice = codice_nel(testo)
                if codice:
                    self.dati["codice"] = codice
                self._descrizione.append(html_di(righe(riga.risposta)))
                parole, grado = "intestazione della scheda: resta nella descrizione", Sicurezza.PROBABILE
            self._annota("riga", _posto([(riga.tabella, riga.numero)]), breve(testo, 80), parole, grado, testo)

    # --- What the place says ------------------------------------------------------------
    def _area_dal_posto(self) -> None:
        if self.dati["macroaree"] or self.formato.specie not in ("obiettivo", "esito"):
            return
        titoli = (self.intorno.titolo_sezione, *self.intorno.sopra.split(" / "))
        for testo, titolo in [*((d, False) for d in self.intorno.didascalie), *((t, True) for t in titoli)]:
            trovate = area_del_posto(testo, self.noto.aree, titolo=titolo) if testo else []
            if trovate:
                self.dati["macroaree"] = [a.codice for a in trovate]
                grado = Sicurezza.PROBABILE if all(a.concorde for a in trovate) else Sicurezza.DA_GUARDARE
                nomi = ", ".join(a.codice for a in trovate)
                self._annota("riga", "dal titolo", "AREA DI POLICY", f"area {nomi}", grado, testo)
                return

    def _leps(self) -> None:
        self.dati["leps"] = self.dati["leps"] or self._leps_dal_titolo()
        if self.formato.specie == "esito":
            return
        nominati = self.dati["leps"]
        legati = lega_indicatori(self.dati, self.noto)
        if legati:
            nomi = ", ".join(sorted({i["leps_indicatore"] for i in self.dati["indicatori"] if i["leps_indicatore"]}))
            capito = f"{legati} indicatori sono quelli della Regione: {nomi}"
            self._annota("riga", "dagli indicatori", "LEPS", capito, Sicurezza.PROBABILE, "")
        if not nominati and self.dati["leps"]:
            self._annota_leps(self.dati["leps"][0], "dagli indicatori", "")

    def _leps_dal_titolo(self) -> list[str]:
        testi = [self.intorno.titolo_sezione, self.dati["titolo"], *self.intorno.didascalie]
        proprio = self._intestazione()
        if any(re.search(r"\bleps\b", piega(t)) for t in testi):
            codici = leps_nel(proprio, self.noto, sigle=True) or leps_nel(
                self.intorno.titolo_sezione, self.noto, sigle=True
            )
        else:
            codici = [c for c in [leps_intero(proprio, self.noto)] if c]
        for codice in codici[:1]:
            self._annota_leps(codice, "dal titolo", proprio)
        return codici[:1]

    def _annota_leps(self, codice: str, posto: str, testo: str) -> None:
        nome = next(x.etichetta for x in self.noto.leps if x.chiave == codice)
        self._annota("riga", posto, "LEPS", f"LEPS «{nome}»", Sicurezza.PROBABILE, testo)

    def _annota(self, specie: str, posto: str, titolo: str, capito: str, grado: Sicurezza, testo: str) -> None:
        self.voci.append(Voce(specie, posto, stringi(titolo), capito or "vuota", grado, origine(testo)))

    @property
    def sicurezza(self) -> Sicurezza:
        """The least sure of its rows."""
        return peggiore(*(v.sicurezza for v in self.voci))


def _vuota(formato: Formato) -> Json:
    return {
        "codice": "",
        "sezione": "",
        "formato": formato.chiave,
        "intestazione": "",
        "titolo": "",
        "descrizione": "",
        "prioritario": False,
        "trasversale": False,
        "macroaree": [],
        "aree_trasversali": [],
        "leps": [],
        "proprietario": "",
        "partecipanti": [],
        "grado": None,
        "punti_chiave": [],
        "risposte": [],
        "azioni": [],
        "indicatori": [],
        "risorse": [],
        "seguito": [],
    }


def _come_era_scritta(campo: Campo, letto: CampoLetto, capito: Capito) -> None:
    """Tell what is odd of a row: its doubts, and its label, where it has words that the official one has not."""
    for dubbio in letto.dubbi:
        capito.dubita(Sicurezza.DA_GUARDARE, dubbio)
    scritta = f"l'etichetta è scritta «{stringi(letto.etichetta)}»"
    if letto.punti < CERTA:
        capito.dubita(Sicurezza.PROBABILE, scritta)
    elif set(piega(letto.etichetta).split()) - set(piega(f"{campo.etichetta} {campo.aiuto}").split()):
        capito.parole.append(scritta)


def _origine(campo: Campo, letto: CampoLetto) -> str:
    if campo.tipo == "matrice" and len(letto.righe) > 1:
        return "\n".join(" | ".join(stringi(c.testo) for c in r.celle) for r in letto.righe)
    return Cella(tuple(letto.risposta)).testo


def _posto(posti: list[tuple[int, int]]) -> str:
    if not posti:
        return ""
    tabella, numero = posti[0]
    testo = f"tabella {tabella}, riga {numero}" if tabella else f"capoverso {numero}"
    return testo if len(posti) == 1 else f"{testo} e seguenti"


def codice_nel(testo: str) -> str:
    """Return the code of a sheet that a heading gives: «Obiettivo A», «SCHEDA PROGETTO 2», «Obiettivo n. 3»."""
    trovato = re.search(
        r"\b(?:obiettivo|scheda(?:\s+progetto|\s+obiettivo)?)\s*(?:n\.?\s*°?\s*|nr\.?\s*|numero\s+)?([A-Z]|\d{1,2}(?:\.\d{1,2})?)(?![^\W_])",
        testo,
        re.IGNORECASE,
    )
    if trovato is None or trovato[1].islower():
        return ""
    return trovato[1].replace(".", "-")


def codice_in_testa(titolo: str) -> str:
    """Return the code that opens the heading of a sheet: «A – Strategie per l'abitare», «1 - Mappatura»."""
    trovato = re.match(r"\s*([A-Z]|\d{1,2})\s*[–-]\s*(?=[A-ZÀ-Ù«“\"])", titolo)
    return trovato[1] if trovato else ""
