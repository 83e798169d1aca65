"""A sheet in words, its rows in the official order of its format."""

from collections.abc import Callable, Sequence
from itertools import groupby

from core.canonico import Json
from core.formati import elenco
from piani.lettura.esiti import conto_del_grado, leggi_valutazioni
from piani.lettura.modello import (
    AzioneLetta,
    Azioni,
    Blocco,
    CellaMatrice,
    Elenco,
    Frase,
    GruppoIndicatori,
    IndicatoreLetto,
    Indicatori,
    LineaLetta,
    Matrice,
    RigaScheda,
    Risorse,
    Scelte,
    SchedaLetta,
    SeguitoLetto,
    Stato,
    Testo,
)
from piani.lettura.nomi import Nomi
from piani.lettura.parole import UNITA, atteso, base, linea
from piani.lettura.testo import html_in_cella, parole, senza_spezzare
from piani.lettura.totali import totale_scheda
from piani.rimandi import risolvi

# Beyond this a row may split over two pages.
CARATTERI_INTERA = 900
ESITI_SEGUITO = {"riproposto": "Riproposto", "confluito": "Confluito", "chiuso": "Chiuso"}
FASI = {
    "indicatori_input": "input",
    "indicatori_processo": "processo",
    "indicatori_output": "output",
    "indicatori_outcome": "outcome",
}


def leggi_azione(azione: Json) -> AzioneLetta:
    """Return an action with those nested in it."""
    fatta = azione["realizzazione"]
    return AzioneLetta(
        numero=azione["numero"],
        testo=senza_spezzare(azione["testo"]),
        realizzazione="" if fatta is None else f"{fatta}%",
        nota=senza_spezzare(azione["nota"]),
        azioni=[leggi_azione(a) for a in azione["azioni"]],
    )


def _tutte(azioni: list[Json]) -> list[Json]:
    return [voce for azione in azioni for voce in (azione, *azione["azioni"])]


def _indicatore(dati: Json, nomi: Nomi) -> IndicatoreLetto:
    regionale = nomi.indicatore_regionale(dati["leps_indicatore"]) if dati["leps_indicatore"] else {}
    bersagli = [b for b in regionale.get("bersagli", []) if b["tipo"] != "nessuno"]
    return IndicatoreLetto(
        numero=dati["numero"],
        testo=senza_spezzare(dati["testo"]),
        formula=senza_spezzare(dati["formula"]),
        unita=UNITA.get(dati["unita"], "") if not dati["obiettivi"] else "",
        base=base(dati["base"], dati["unita"]),
        atteso=atteso(dati["obiettivi"], dati["unita"]),
        regionale=_regionale(bersagli, dati["unita"]),
    )


def _regionale(bersagli: list[Json], unita: str) -> str:
    """The regional text repeats in words what the type says: only a milestone needs it."""
    return atteso([{**b, "testo": b["testo"] if b["tipo"] == "traguardo" else ""} for b in bersagli], unita)


class _Righe:
    """Builds the blocks of each row; one method for each kind of field."""

    def __init__(self, scheda: Json, nomi: Nomi) -> None:
        self.scheda = scheda
        self.nomi = nomi
        self._modi: dict[str, Callable[[Json, Json], list[Blocco]]] = {
            "titolo": self._titolo,
            "azioni": self._azioni,
            "risorse": self._risorse,
            "aree": self._aree,
            "punti_chiave": self._punti,
            "matrice": self._matrice,
            "percentuale": self._grado,
            **dict.fromkeys(FASI, self._indicatori),
        }

    def riga(self, campo: Json, risposta: Json) -> RigaScheda:
        """Return a row. What was left empty and what does not apply are two things."""
        prima = self._modi.get(campo["tipo"], self._scelte)(campo, risposta)
        # A sheet is printed alone too: there its references are words.
        scritto = risolvi(risposta["testo"], self.nomi.rimandi, legati=False)
        testo: list[Blocco] = [Testo(html_in_cella(scritto))] if scritto else []
        # In the rows of indicators the prose introduces the list; elsewhere it explains the choice.
        blocchi = [*testo, *prima] if campo["tipo"] in FASI else [*prima, *testo]
        stato: Stato = "compilata" if blocchi else "non compilato"
        if risposta["non_pertinente"]:
            stato = "non pertinente"
        return RigaScheda(
            chiave=campo["chiave"],
            etichetta=campo["etichetta"],
            stato=stato,
            blocchi=blocchi,
            esempio=risposta["esempio"],
            intera=_breve(blocchi),
        )

    def _scelte(self, campo: Json, risposta: Json) -> list[Blocco]:
        etichette = {s["chiave"]: s["etichetta"] for s in campo["scelte"]}
        voci = [etichette.get(s, s) for s in risposta["scelte"]]
        return [Scelte(voci)] if voci else []

    def _titolo(self, campo: Json, risposta: Json) -> list[Blocco]:
        del campo, risposta
        return [Frase(self.scheda["titolo"])] if self.scheda["titolo"] else []

    def _azioni(self, campo: Json, risposta: Json) -> list[Blocco]:
        del campo, risposta
        return [Azioni([leggi_azione(a) for a in self.scheda["azioni"]])] if self.scheda["azioni"] else []

    def _risorse(self, campo: Json, risposta: Json) -> list[Blocco]:
        del campo, risposta
        linee = [
            LineaLetta(
                testo=linea(r),
                fonti=elenco([self.nomi.fonte(f) for f in r["fonti"]]),
                nota=senza_spezzare(r["nota"]),
                condivisa=self._condivisa(r),
            )
            for r in self.scheda["risorse"]
        ]
        return [Risorse(linee, totale_scheda(self.scheda["risorse"]))] if linee else []

    def _condivisa(self, risorsa: Json) -> str:
        if not risorsa["condivisa"]:
            return ""
        con = elenco(self.nomi.enti(risorsa["condivisa_con"]))
        return f"importo condiviso con {con}" if con else "importo condiviso"

    def _aree(self, campo: Json, risposta: Json) -> list[Blocco]:
        aree = [self.nomi.area(a) for a in self.scheda["aree_trasversali"]]
        return self._scelte(campo, risposta) + ([Elenco(aree)] if aree else [])

    def _punti(self, campo: Json, risposta: Json) -> list[Blocco]:
        blocchi = self._scelte(campo, risposta)
        for area, insieme in groupby(self.scheda["punti_chiave"], key=lambda p: str(p["macroarea"])):
            blocchi.append(Elenco([self._punto(p) for p in insieme], self.nomi.area(area) if area else ""))
        return blocchi

    def _punto(self, punto: Json) -> str:
        nome = self.nomi.punto(punto["macroarea"], punto["punto"]) if punto["punto"] else ""
        return f"{nome} ({punto['nota']})" if nome and punto["nota"] else nome or punto["nota"]

    def _matrice(self, campo: Json, risposta: Json) -> list[Blocco]:
        disegno, scelte = campo["matrice"], set(risposta["scelte"])
        if not disegno or not scelte:
            return []
        colonne = [c["etichetta"] for c in disegno["colonne"]]
        righe = [
            (r["etichetta"], [CellaMatrice(f"{r['chiave']}:{c['chiave']}" in scelte) for c in disegno["colonne"]])
            for r in disegno["righe"]
        ]
        return [Matrice(colonne, righe)]

    def _grado(self, campo: Json, risposta: Json) -> list[Blocco]:
        blocchi = self._scelte(campo, risposta)
        if self.scheda["grado"] is not None:
            blocchi.insert(0, Frase(f"{self.scheda['grado']}%"))
        return [*blocchi, *map(Frase, conto_del_grado(self.scheda))]

    def _indicatori(self, campo: Json, risposta: Json) -> list[Blocco]:
        fase = FASI[campo["tipo"]]
        propri = [i for i in self.scheda["indicatori"] if i["fase"] == fase]
        modalita = (
            {a["numero"]: a["testo_modalita"] for a in _tutte(self.scheda["azioni"])} if fase == "processo" else {}
        )
        numeri = list(dict.fromkeys(i["azione"] for i in propri))
        numeri += [n for n, parole in modalita.items() if parole and n not in numeri]
        ordine = {a["numero"]: k for k, a in enumerate(_tutte(self.scheda["azioni"]), 1)}
        gruppi = [
            GruppoIndicatori(
                azione=f"Azione {n}" if n else "",
                modalita=senza_spezzare(modalita.get(n, "")),
                voci=[_indicatore(i, self.nomi) for i in propri if i["azione"] == n],
            )
            for n in sorted(numeri, key=lambda n: ordine.get(n, 0))
        ]
        return [*self._scelte(campo, risposta), *([Indicatori(gruppi)] if gruppi else [])]


def _peso(blocco: Blocco) -> int:
    """About how many characters a block takes; an item takes at least a line."""
    match blocco:
        case Testo():
            return len(parole(blocco.html)) + 60 * blocco.html.count("<li>")
        case Frase():
            return len(blocco.testo)
        case Scelte() | Elenco():
            return sum(max(len(v), 70) for v in blocco.voci)
        case Matrice():
            return 0
        case _:
            return CARATTERI_INTERA + 1


def _breve(blocchi: list[Blocco]) -> bool:
    return sum(_peso(b) for b in blocchi) <= CARATTERI_INTERA


def _titolo(scheda: Json, formato: Json) -> str:
    """The heading; where the format has no row for the title, and the two differ, both."""
    intestazione, titolo = scheda["intestazione"], scheda["titolo"]
    ha_riga = any(c["tipo"] == "titolo" for c in formato["campi"])
    if ha_riga or not titolo or titolo.casefold() in intestazione.casefold() or formato["specie"] == "esito":
        return str(intestazione)
    return f"{intestazione}: {titolo}"


def _provenienza(scheda: Json, nomi: Nomi) -> list[tuple[str, str]]:
    """Where an adopted sheet comes from, and which rows the Ambito wrote."""
    if "provenienza" not in scheda:
        return []
    detta = scheda["provenienza"]
    note = [("Scheda condivisa", f"{nomi.ente(detta['ente'])}, versione {detta['versione']}")]
    etichette = {c["chiave"]: c["etichetta"] for c in nomi.formato(scheda["formato"])["campi"]}
    proprie = [f"«{etichette[c]}»" for c in detta["righe_locali"] if c in etichette]
    return [*note, ("Righe scritte dall'Ambito", elenco(proprie))] if proprie else note


def _note(scheda: Json, nomi: Nomi, proprio: str, di_prima: Sequence[str]) -> list[tuple[str, str]]:
    aree = [nomi.area(a) for a in scheda["macroaree"]]
    note = [("Area di policy", elenco(aree))] if aree else []
    if scheda["trasversale"]:
        note.append(("Obiettivo", "trasversale alle aree"))
    if scheda["leps"]:
        note.append(("LEPS", elenco([nomi.leps(x) for x in scheda["leps"]])))
    if scheda["proprietario"] != proprio:
        note.append(("Ente che la scrive", nomi.ente(scheda["proprietario"])))
    if scheda["partecipanti"]:
        note.append(("Con", elenco(nomi.enti(scheda["partecipanti"]))))
    note += _provenienza(scheda, nomi)
    if di_prima:
        note.append(("Dalla programmazione precedente", elenco(list(di_prima))))
    return note


def leggi_scheda(
    scheda: Json, nomi: Nomi, *, proprio: str, titoli: dict[str, str], livello: int, di_prima: Sequence[str] = ()
) -> SchedaLetta:
    """Return a sheet. `proprio` is the key of the plan's Ambito, `titoli` the new objectives by code.

    `di_prima` are the earlier objectives that this sheet carries on, in words.
    """
    formato = nomi.formato(scheda["formato"])
    righe = _Righe(scheda, nomi)
    vuota = {"scelte": [], "testo": "", "non_pertinente": False, "esempio": False}
    risposte = {r["campo"]: r for r in scheda["risposte"]}
    ha_azioni = any(c["tipo"] == "azioni" for c in formato["campi"])
    return SchedaLetta(
        ancora=f"scheda-{formato['specie']}-{scheda['codice'].lower()}",
        specie=formato["specie"],
        codice=scheda["codice"],
        titolo=_titolo(scheda, formato),
        prioritario=scheda["prioritario"],
        note=_note(scheda, nomi, proprio, di_prima),
        descrizione=html_in_cella(scheda["descrizione"]),
        azioni=[] if ha_azioni else [leggi_azione(a) for a in scheda["azioni"]],
        righe=[righe.riga(c, risposte.get(c["chiave"], vuota)) for c in formato["campi"]],
        seguito=[leggi_seguito(s, titoli) for s in scheda["seguito"]],
        valutazioni=leggi_valutazioni(scheda),
        sezione=scheda["sezione"],
        formato=formato["titolo"],
        fonte=formato["fonte"],
        livello=livello,
    )


def leggi_seguito(dati: Json, titoli: dict[str, str]) -> SeguitoLetto:
    """Return what became of an earlier objective: "Confluito nell'obiettivo Q – Sviluppare ..."."""
    esito = ESITI_SEGUITO[dati["esito"]]
    nuovo = f"{dati['codice']} – {titoli[dati['codice']]}" if dati["codice"] in titoli else dati["codice"]
    if not nuovo:
        return SeguitoLetto(esito, dati["motivo"])
    legame = "come obiettivo" if dati["esito"] == "riproposto" else "nell'obiettivo"
    return SeguitoLetto(f"{esito} {legame} {nuovo}", senza_spezzare(dati["motivo"]))
