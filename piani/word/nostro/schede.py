"""A sheet read back from our file."""

from core.canonico import Json
from obiettivi.regole_esiti import calcola
from piani.lettura.schede import FASI
from piani.word import griglie
from piani.word.elenchi import Codici
from piani.word.nostro.note import Genere
from piani.word.nostro.valori import Lettore
from piani.word.posti import NON_PERTINENTE, cartellino, luogo_scheda
from piani.word.valori import SI_NO, NonCapito, intero_letto, tra


class SchedaLetta:
    """Fills the skeleton of a sheet."""

    def __init__(self, lettore: Lettore, codici: Codici, documento: Json, scheletro: Json) -> None:
        self.x = lettore
        self.c = codici
        self.s = scheletro
        self.luogo = luogo_scheda(documento, scheletro)
        self.nome = f"Scheda {scheletro['codice']}"
        self.formato = codici.formato(scheletro["formato"])
        self.avanzi: list[str] = []

    def _posto(self, *pezzi: object) -> str:
        return cartellino(*self.luogo, *pezzi)

    def riempi(self) -> Json:
        """Return the sheet as canonical data."""
        s = {k: v for k, v in self.s.items() if k != "titolo_a_parte"}
        intestazione = self.x.parole(self._posto("intestazione"), f"{self.nome}, titolo", se_manca="Senza titolo")
        titolo = intestazione
        if self.s["titolo_a_parte"]:
            titolo = self.x.parole(self._posto("titolo"), f"{self.nome}, titolo")
        fatta = {
            **s,
            "intestazione": intestazione or "Senza titolo",
            "titolo": titolo,
            "prioritario": self._si_no("prioritario"),
            "trasversale": self._si_no("trasversale"),
            "macroaree": self._codici("macroaree", self.c.aree),
            "aree_trasversali": self._aree(),
            "leps": self._codici("leps", self.c.leps),
            "grado": self._grado(),
            "punti_chiave": self._punti(),
            "risposte": self._risposte(),
            "azioni": self._azioni(),
            "indicatori": self._indicatori(),
            "risorse": self._risorse(),
            "seguito": self._seguito(),
        }
        self._calcola(fatta)
        descrizione = self.x.testo(self._posto("descrizione"))
        return {**fatta, "descrizione": self._con_avanzi(descrizione)}

    def _calcola(self, fatta: Json) -> None:
        """Count again the degrees that follow the actions: those that nobody chose with a reason."""
        criterio = fatta.get("grado_criterio", "")
        prime = {a["numero"]: a["realizzazione"] for a in fatta["azioni"]}
        if criterio and not fatta["grado_motivo"]:
            calcolato = calcola(prime.values(), criterio).valore
            if calcolato != fatta["grado"]:
                self.x.nota(Genere.NON_CAPITO, self.nome, "il grado segue le azioni: è contato di nuovo.")
            fatta["grado"] = calcolato
        if fatta.get("valutazioni"):
            fatta["valutazioni"] = [self._valutazione(v, prime, criterio) for v in fatta["valutazioni"]]

    def _valutazione(self, v: Json, prime: dict[str, int | None], criterio: str) -> Json:
        sue = [n for n in v["azioni"] if n in prime]
        if sue != v["azioni"]:
            testo = f"la valutazione «{v['nome']}» contava azioni che nel file hanno un altro numero o non ci sono più."
            self.x.nota(Genere.TOLTO, self.nome, testo)
        grado = v["grado"]
        if criterio and not v["grado_motivo"]:
            grado = calcola([prime[n] for n in sue], criterio).valore
        return {**v, "azioni": sue, "grado": grado}

    def _con_avanzi(self, testo: str) -> str:
        from html import escape

        return testo + "".join(f"<p>{escape(a, quote=False)}</p>" for a in self.avanzi)

    def _non_capito(self, che: str, testo: str) -> None:
        self.x.nota(Genere.NON_CAPITO, self.nome, f"«{testo}» ({che}): tenuto nel testo della scheda.")
        self.avanzi.append(f"{che}: {testo}")

    # --- Data ------------------------------------------------------------------------------------

    def _si_no(self, chiave: str) -> bool:
        testo = self.x.facoltative(self._posto(chiave))
        if not testo:
            return False
        try:
            return tra(testo, {"1": SI_NO[True], "": SI_NO[False]}) == "1"
        except NonCapito:
            self._non_capito(chiave.capitalize(), testo)
            return False

    def _codici(self, chiave: str, nomi: dict[str, str]) -> list[str]:
        return self._letti(chiave, self.x.facoltative(self._posto(chiave)), nomi, "; ")

    def _aree(self) -> list[str]:
        if self._ha("aree"):
            return self._letti("aree", "\n".join(self.x.voci(self._posto("aree"))), self.c.aree, "\n")
        return self._codici("aree", self.c.aree)

    def _ha(self, tipo: str) -> bool:
        return any(c["tipo"] == tipo for c in self.formato["campi"])

    def _letti(self, chiave: str, testo: str, nomi: dict[str, str], unione: str) -> list[str]:
        trovato, valore = self.x.esatto(self._posto(chiave), testo)
        if trovato and isinstance(valore, list):
            return valore
        codici, ignoti = self.c.da_righe(
            [t.strip() for t in testo.split(unione.strip(" ") or unione) if t.strip()], nomi
        )
        for ignoto in ignoti:
            self._non_capito(chiave.capitalize(), ignoto)
        return codici

    def _grado(self) -> int | None:
        testo = self.x.facoltative(self._posto("grado"))
        try:
            grado = intero_letto(testo)
        except NonCapito:
            grado = -1
        if grado is not None and not 0 <= grado <= 100:
            self._non_capito("Grado di raggiungimento", testo)
            return None
        return grado

    def _punti(self) -> list[Json]:
        righe = self.x.voci(self._posto("punti"))
        trovato, valore = self.x.esatto(self._posto("punti"), "\n".join(righe))
        if trovato and isinstance(valore, list):
            return valore
        return self.c.punti_da_righe(righe)

    # --- Rows of the format ----------------------------------------------------------------------

    def _risposte(self) -> list[Json]:
        """Return the answers; a row that had none, and where somebody wrote, has one now."""
        fatte = [self._risposta(r) for r in self.s["risposte"]]
        con = {r["campo"] for r in fatte}
        for campo in self.formato["campi"]:
            posto = self._posto("campo", campo["chiave"], "testo")
            if campo["chiave"] not in con and (posto in self.x.corpo.testi or posto in self.x.corpo.fuori):
                nuova = self._risposta({"campo": campo["chiave"], "non_pertinente": False, "esempio": False})
                fatte += [nuova] if nuova["scelte"] or nuova["testo"] else []
        return fatte

    def _risposta(self, base: Json) -> Json:
        campo = next((c for c in self.formato["campi"] if c["chiave"] == base["campo"]), None)
        if campo is None:
            return {**base, "scelte": [], "testo": ""}
        scelte, avanzi = self._scelte(campo)
        testo = self.x.testo(self._posto("campo", campo["chiave"], "testo"))
        non_pertinente = NON_PERTINENTE in self.x.corpo.parole.get(self._posto("campo", campo["chiave"], "np"), "")
        for avanzo in avanzi:
            self.x.nota(Genere.NON_CAPITO, f"{self.nome}, {campo['etichetta']}", f"«{avanzo}»: tenuto come testo.")
        self.avanzi, fuori = avanzi, self.avanzi
        testo = self._con_avanzi(testo)
        self.avanzi = fuori
        return {**base, "scelte": scelte, "testo": testo, "non_pertinente": non_pertinente}

    def _scelte(self, campo: Json) -> tuple[list[str], list[str]]:
        posto = self._posto("campo", campo["chiave"], "scelte")
        if campo["matrice"]:
            return self._matrice(campo, posto), []
        testo = self.x.facoltative(posto)
        trovato, valore = self.x.esatto(posto, testo)
        if trovato and isinstance(valore, list):
            return valore, []
        nomi = {s["chiave"]: s["etichetta"] for s in campo["scelte"]}
        intere, _ = self.c.da_righe([testo], nomi)
        if intere:
            return intere, []
        return self.c.da_righe([t.strip() for t in testo.split(";") if t.strip()], nomi)

    def _matrice(self, campo: Json, posto: str) -> list[str]:
        letta = self.x.corpo.griglie.get(posto)
        scelte = []
        for r in campo["matrice"]["righe"]:
            segno = self._posto("campo", campo["chiave"], "matrice", r["chiave"])
            celle = next((x.celle for x in (letta.righe if letta else []) if x.segno == segno), [])
            segnate = zip(campo["matrice"]["colonne"], celle[1:], strict=False)
            scelte += [f"{r['chiave']}:{c['chiave']}" for c, cella in segnate if cella.strip()]
        trovato, valore = self.x.esatto(posto, "\n".join(scelte))
        return valore if trovato and isinstance(valore, list) else scelte

    # --- Typed rows ------------------------------------------------------------------------------

    def _azioni(self) -> list[Json]:
        basi: dict[str, Json] = {}
        padre: dict[str, str] = {}
        for k, azione in enumerate(self.s["azioni"]):
            segno = self._posto("azione", k)
            basi[segno] = {}
            for n, _ in enumerate(azione["azioni"]):
                basi[self._posto("azione", k, n)] = {}
                padre[self._posto("azione", k, n)] = segno
        griglia = griglie.azioni(esito=self.formato["specie"] == "esito")
        fatte: list[Json] = []
        per_segno: dict[str, Json] = {}
        for segno, dati in self.x.righe(griglia, self._posto("azioni"), basi, f"{self.nome}, azioni"):
            sopra = per_segno.get(padre.get(segno, "")) if segno else _sopra(fatte, dati["numero"])
            (fatte if sopra is None else sopra["azioni"]).append(dati)
            if sopra is None:
                per_segno[segno] = dati
        return fatte

    def _indicatori(self) -> list[Json]:
        """Return the indicators in the order they had, the new ones after those of their phase."""
        ordine = {self._posto("indicatore", k): k for k in range(len(self.s["indicatori"]))}
        fatti: list[tuple[int, Json]] = []
        for fase in dict.fromkeys(FASI.values()):
            basi = {self._posto("indicatore", k): i for k, i in enumerate(self.s["indicatori"]) if i["fase"] == fase}
            ultimo = max((ordine[b] for b in basi), default=len(ordine))
            posto = self._posto("indicatori", fase)
            for segno, dati in self.x.indicatori(posto, fase, basi, f"{self.nome}, indicatori di {fase}"):
                ultimo = ordine.get(segno, ultimo)
                fatti.append((ultimo, dati))
        return [d for _, d in sorted(fatti, key=lambda f: f[0])]

    def _risorse(self) -> list[Json]:
        basi: dict[str, Json] = {self._posto("risorsa", k): {} for k in range(len(self.s["risorse"]))}
        griglia = griglie.risorse(self.c.nomi, self.c.fonti, self.c.enti)
        return [d for _, d in self.x.righe(griglia, self._posto("risorse"), basi, f"{self.nome}, risorse")]

    def _seguito(self) -> list[Json]:
        basi: dict[str, Json] = {self._posto("seguito", k): {} for k in range(len(self.s["seguito"]))}
        return [d for _, d in self.x.righe(griglie.SEGUITO, self._posto("seguiti"), basi, self.nome)]


def _sopra(fatte: list[Json], numero: str) -> Json | None:
    return next((a for a in fatte if a["numero"] and numero.startswith(f"{a['numero']}.")), None)
