"""A sheet in Word: heading, its data, the rows of the official format in two columns. Pure."""

from core.canonico import Json
from piani.lettura.schede import FASI
from piani.word import griglie
from piani.word.posti import NON_PERTINENTE, cartellino, luogo_scheda, titolo_a_parte
from piani.word.scrivi import xml
from piani.word.scrivi.foglio import LARGHEZZA, Foglio, misura, posto_campo
from piani.word.valori import SI_NO, percento_scritto

_ETICHETTA, _VALORE = misura([30, 70], LARGHEZZA)
_INTERNA = LARGHEZZA - 220
_VUOTA: Json = {"scelte": [], "testo": "", "non_pertinente": False, "esempio": False}
_SI_NO = {"prioritario": "Obiettivo prioritario", "trasversale": "Trasversale alle aree"}
_CON_GRIGLIA = frozenset({"azioni", "risorse", "matrice", *FASI})


class Scheda:
    """Writes one sheet."""

    def __init__(self, foglio: Foglio, scheda: Json, anni: list[int]) -> None:
        self.f = foglio
        self.s = scheda
        self.anni = anni
        self.luogo = luogo_scheda(foglio.documento, scheda)
        self.formato = foglio.codici.formato(scheda["formato"])
        self.esito = self.formato["specie"] == "esito"

    def _posto(self, *pezzi: object) -> str:
        return cartellino(*self.luogo, *pezzi)

    def titolo(self) -> str:
        """Return what stands in the heading."""
        codice = self.f.controlli.fisso(f"{self.s['codice']} – ")
        return codice + self.f.controlli.parole(self._posto("intestazione"), "Titolo", self.s["intestazione"])

    def corpo(self) -> str:
        """Return all that stands below the heading."""
        tipi = {c["tipo"] for c in self.formato["campi"]}
        pezzi = [self._dati(tipi), self.f.formattato(self._posto("descrizione"), "Descrizione", self.s["descrizione"])]
        if "azioni" not in tipi and self.s["azioni"]:
            pezzi += [self.f.fisso("Azioni", "Titoletto"), self._azioni(LARGHEZZA)]
        pezzi.append(self._campi())
        # What no row of the format shows is not lost.
        fuori = [f for campo, f in FASI.items() if campo not in tipi and self._di_fase(f)]
        pezzi += [self._indicatori(f, LARGHEZZA) for f in fuori]
        if "risorse" not in tipi and self.s["risorse"]:
            pezzi.append(self._risorse(LARGHEZZA))
        if self.s["seguito"]:
            pezzi += [self.f.fisso("Nella nuova programmazione", "Titoletto"), self._seguito()]
        return "".join(pezzi)

    # --- Data of the sheet -----------------------------------------------------------------------

    def _dati(self, tipi: set[str]) -> str:
        """Return the data that are of no row of the format."""
        c, s = self.f.codici, self.s
        pezzi = []
        if "titolo" not in tipi and titolo_a_parte(self.f.documento, s):
            pezzi.append(self.f.parole(self._posto("titolo"), "Titolo", s["titolo"], etichetta="Titolo", stile="Dato"))
        pezzi.append(self._elenco("macroaree", "Area di policy", s["macroaree"], c.aree))
        pezzi += [self._si_no(k, nome) for k, nome in _SI_NO.items() if s[k] or self.formato["specie"] == "obiettivo"]
        pezzi.append(self._elenco("leps", "LEPS", s["leps"], c.leps))
        if "aree" not in tipi:
            pezzi.append(self._elenco("aree", "Aree collegate", s["aree_trasversali"], c.aree))
        if "percentuale" not in tipi and s["grado"] is not None:
            pezzi.append(self._grado("Dato"))
        if s["proprietario"] != f"ambito:{self.f.documento['ambito']}":
            pezzi.append(self.f.fisso(f"Ente che la scrive: {c.nomi.ente(s['proprietario'])}", "Dato"))
        if s["partecipanti"]:
            pezzi.append(self.f.fisso(f"Con: {'; '.join(c.nomi.enti(s['partecipanti']))}", "Dato"))
        if "punti_chiave" not in tipi and s["punti_chiave"]:
            pezzi += [self.f.fisso("Punti chiave", "Titoletto"), self._punti()]
        return "".join(pezzi)

    def _elenco(self, posto: str, etichetta: str, codici: list[str], nomi: dict[str, str]) -> str:
        if not codici and (posto != "macroaree" or self.formato["specie"] != "obiettivo"):
            return ""
        segno, testo = self._posto(posto), "; ".join(self.f.codici.righe(codici, nomi)) or "–"
        letti, _ = self.f.codici.da_righe([t for t in testo.split("; ") if t != "–"], nomi)
        self.f.ricorda(segno, testo, codici, letti)
        return self.f.parole(segno, etichetta, testo, etichetta=etichetta, stile="Dato")

    def _si_no(self, chiave: str, etichetta: str) -> str:
        testo = SI_NO[self.s[chiave]]
        return self.f.parole(self._posto(chiave), etichetta, testo, etichetta=etichetta, stile="Dato")

    # --- Rows of the format ----------------------------------------------------------------------

    def _campi(self) -> str:
        testata = xml.riga(
            [
                xml.cella(self.f.fisso("Dimensione" if self.esito else "Voce", "Testata"), _ETICHETTA, sfondo="E6ECF2"),
                xml.cella(self.f.fisso(f"Scheda {self.s['codice']}", "Testata"), _VALORE, sfondo="E6ECF2"),
            ],
            testata=True,
        )
        risposte = {r["campo"]: r for r in self.s["risposte"]}
        righe = [r for c in self.formato["campi"] for r in self._righe(c, risposte.get(c["chiave"], _VUOTA))]
        nome = f"Scheda {self.s['codice']}: {self.s['intestazione']}"
        return xml.tabella([testata, *righe], [_ETICHETTA, _VALORE], stile="Griglia", nome=nome) + xml.paragrafo(
            "", "Stacco"
        )

    def _righe(self, campo: Json, risposta: Json) -> list[str]:
        """Return the row of the format and, below it and as wide as the sheet, the table of its typed rows."""
        segno = self.f.controlli.segno(posto_campo(self.luogo, campo["chiave"]), campo["etichetta"])
        etichetta = xml.cella(xml.paragrafo(segno, "EtichettaRiga"), _ETICHETTA, sfondo="F5F7FA")
        righe = [xml.riga([etichetta, xml.cella(self._valore(campo, risposta), _VALORE)])]
        if campo["tipo"] in _CON_GRIGLIA and (sotto := self._griglia(campo, risposta)):
            righe.append(xml.riga([xml.cella(sotto + xml.paragrafo("", "Stacco"), LARGHEZZA, colonne=2)]))
        return righe

    def _valore(self, campo: Json, risposta: Json) -> str:
        pezzi = [self._tipico(campo, risposta)]
        if risposta["non_pertinente"]:
            pezzi.append(
                xml.paragrafo(
                    self.f.controlli.parole(
                        posto_campo(self.luogo, campo["chiave"], "np"),
                        NON_PERTINENTE,
                        NON_PERTINENTE,
                        "<w:i/>",
                    ),
                    "Scelta",
                )
            )
        if risposta["esempio"]:
            pezzi.append(self.f.fisso("Dato di esempio", "Scelta", corsa="<w:i/>"))
        vuoto = campo["tipo"] == "testo" and not risposta["non_pertinente"]
        pezzi.append(self.f.formattato(self._testo(campo), campo["etichetta"], risposta["testo"], vuoto=vuoto))
        return "".join(pezzi)

    def _testo(self, campo: Json) -> str:
        return posto_campo(self.luogo, campo["chiave"], "testo")

    def _tipico(self, campo: Json, risposta: Json) -> str:
        """Return what stands before the text of the row: choices, title, areas, points, degree."""
        pezzi = []
        if campo["tipo"] == "titolo":
            pezzi.append(self.f.parole(self._posto("titolo"), campo["etichetta"], self.s["titolo"], stile="Scelta"))
        if campo["tipo"] == "percentuale":
            pezzi.append(self._grado("Scelta"))
        if (campo["scelte"] and campo["tipo"] != "matrice") or (risposta["scelte"] and not campo["matrice"]):
            posto = posto_campo(self.luogo, campo["chiave"], "scelte")
            pezzi.append(self.f.scelte(posto, campo["etichetta"], risposta["scelte"], campo["scelte"]))
        if campo["tipo"] == "aree":
            nomi = self.f.codici.aree
            righe = self.f.codici.righe(self.s["aree_trasversali"], nomi)
            letti, _ = self.f.codici.da_righe(righe, nomi)
            self.f.ricorda(self._posto("aree"), "\n".join(righe), self.s["aree_trasversali"], letti)
            pezzi.append(self.f.righe(self._posto("aree"), "Aree di policy", righe))
        if campo["tipo"] == "punti_chiave":
            pezzi.append(self._punti())
        return "".join(pezzi)

    def _grado(self, stile: str) -> str:
        return self.f.parole(
            self._posto("grado"),
            "Grado di raggiungimento",
            percento_scritto(self.s["grado"]) or "–",
            etichetta="Grado di raggiungimento",
            stile=stile,
        )

    def _punti(self) -> str:
        righe = [self.f.codici.punto(p) for p in self.s["punti_chiave"]]
        letti = self.f.codici.punti_da_righe(righe)
        self.f.ricorda(self._posto("punti"), "\n".join(righe), self.s["punti_chiave"], letti)
        return self.f.righe(self._posto("punti"), "Punti chiave", righe)

    # --- Typed rows ------------------------------------------------------------------------------

    def _griglia(self, campo: Json, risposta: Json) -> str:
        match campo["tipo"]:
            case "azioni":
                return self._azioni(_INTERNA)
            case "risorse":
                return self._risorse(_INTERNA)
            case "matrice":
                return self._matrice(campo, risposta)
            case tipo:
                return self._indicatori(FASI[tipo], _INTERNA)

    def _azioni(self, larghezza: int) -> str:
        righe = []
        for k, azione in enumerate(self.s["azioni"]):
            righe.append((self._posto("azione", k), azione))
            righe += [(self._posto("azione", k, n), figlia) for n, figlia in enumerate(azione["azioni"])]
        griglia = griglie.azioni(esito=self.esito)
        return self.f.griglia(griglia, self._posto("azioni"), righe, larghezza) if righe else ""

    def _di_fase(self, fase: str) -> list[tuple[str, Json]]:
        return [(self._posto("indicatore", k), i) for k, i in enumerate(self.s["indicatori"]) if i["fase"] == fase]

    def _indicatori(self, fase: str, larghezza: int) -> str:
        righe = self._di_fase(fase)
        anni = sorted({*self.anni, *(o["anno"] for _, i in righe for o in i["obiettivi"] if o["anno"])})
        posto = self._posto("indicatori", fase)
        # A row of the format where nobody measures anything stays a text.
        return self.f.griglia(griglie.indicatori(anni, fase), posto, righe, larghezza) if righe else ""

    def _risorse(self, larghezza: int) -> str:
        c = self.f.codici
        righe = [(self._posto("risorsa", k), r) for k, r in enumerate(self.s["risorse"])]
        griglia = griglie.risorse(c.nomi, c.fonti, c.enti)
        return self.f.griglia(griglia, self._posto("risorse"), righe, larghezza) if righe else ""

    def _seguito(self) -> str:
        righe = [(self._posto("seguito", k), r) for k, r in enumerate(self.s["seguito"])]
        return self.f.griglia(griglie.SEGUITO, self._posto("seguiti"), righe, LARGHEZZA)

    def _matrice(self, campo: Json, risposta: Json) -> str:
        """Return the matrix: a cross where a line of intervention meets a theme."""
        disegno = campo["matrice"]
        if not disegno:
            return ""
        scelte = set(risposta["scelte"])
        misure = misura([20, *([12] * len(disegno["colonne"]))], _INTERNA)
        titoli = ["", *(c["etichetta"] for c in disegno["colonne"])]
        testata = [
            xml.cella(self.f.fisso(t, "Testata"), n, sfondo="E6ECF2") for t, n in zip(titoli, misure, strict=True)
        ]
        righe, lette = [], []
        for r in disegno["righe"]:
            segno = self.f.controlli.segno(
                posto_campo(self.luogo, campo["chiave"], "matrice", r["chiave"]), r["etichetta"]
            )
            celle = [xml.cella(xml.paragrafo(segno, "Cella"), misure[0])]
            for c, n in zip(disegno["colonne"], misure[1:], strict=True):
                chiave = f"{r['chiave']}:{c['chiave']}"
                lette += [chiave] if chiave in scelte else []
                celle.append(xml.cella(xml.paragrafo(xml.corsa("X" if chiave in scelte else ""), "CellaNumero"), n))
            righe.append(xml.riga(celle))
        posto = posto_campo(self.luogo, campo["chiave"], "scelte")
        self.f.ricorda(posto, "\n".join(lette), risposta["scelte"], lette)
        fatta = xml.tabella([xml.riga(testata, testata=True), *righe], misure, stile="Griglia", nome=campo["etichetta"])
        return self.f.controlli.blocco(posto, campo["etichetta"], fatta + xml.paragrafo("", "Stacco"))
