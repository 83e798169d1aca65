"""A part of the canonical document as named fields, each with its lines: the words that the reader finds on the page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.canonico import Json
from core.formati import elenco
from piani.differenze import Linea, da_html, da_testo
from piani.differenze.linee import CELLA, Parola, parole
from piani.lettura import Nomi
from piani.lettura.parole import NORME, QUALIFICHE, UNITA, atteso, base, cella, giorno, linea, origine
from piani.lettura.schede import ESITI_SEGUITO, FASI

Linee = list[Linea]
_SENZA_DISEGNO = "nessuno"


@dataclass(frozen=True)
class Campo:
    """A field: a key that matches it with the other document's, the name the page shows, its lines."""

    chiave: str
    nome: str
    linee: Linee


@dataclass(frozen=True)
class Luogo:
    """What a part needs of its document: the names of codes, the titles of sections, the section each stands in."""

    nomi: Nomi
    titoli: dict[str, str]
    padri: dict[str, str]


def riga_di(celle: list[str], *, marca: str = "", livello: int = 0) -> Linea:
    """Return a row of cells as one line."""
    tutte: list[Parola] = []
    for n, testo in enumerate(celle):
        tutte += [Parola(CELLA, (), True)] if n else []
        tutte += parole(testo, dopo_spazio=bool(n))
    return Linea("tr", tuple(tutte), livello, marca)


def _si(valore: object) -> str:
    return "sì" if valore else "no"


def _altri(dati: Json, noti: set[str]) -> Iterator[Campo]:
    """Yield what a later form of the document may add: its words, as they are."""
    for chiave in sorted(set(dati) - noti):
        testi = list(_foglie(dati[chiave]))
        yield Campo(chiave, chiave.replace("_", " ").capitalize(), [x for t in testi for x in _qualunque(t)])


def _qualunque(testo: str) -> Linee:
    return da_html(testo) if testo.startswith("<") else da_testo(testo)


def _foglie(valore: object) -> Iterator[str]:
    if isinstance(valore, dict):
        for dentro in valore.values():
            yield from _foglie(dentro)
    elif isinstance(valore, list):
        for dentro in valore:
            yield from _foglie(dentro)
    elif isinstance(valore, bool):
        yield _si(valore)
    elif valore not in (None, ""):
        yield str(valore)


# --- Sections and tables --------------------------------------------------------------------------


def di_sezione(dati: Json, luogo: Luogo) -> list[Campo]:
    """Return the fields of a section, its children apart."""
    padre = luogo.padri.get(dati["chiave"], "")
    noti = {
        "chiave", "titolo", "testo", "numerata", "pagina_nuova", "voce_formato", "proprietario", "sezioni", "provenienza",
    }  # fmt: skip
    return [
        Campo("titolo", "Titolo", da_testo(dati["titolo"])),
        Campo("posto", "Posto nel Piano", da_testo(f"In «{luogo.titoli[padre]}»" if padre else "Tra i capitoli")),
        Campo("proprietario", "Ente che la scrive", da_testo(luogo.nomi.ente(dati["proprietario"]))),
        Campo("voce_formato", "Voce del formato regionale", da_testo(luogo.nomi.voce_formato(dati["voce_formato"]))),
        Campo("numerata", "Numerata nell'indice", da_testo(_si(dati["numerata"]))),
        Campo("pagina_nuova", "Comincia su una pagina nuova", da_testo(_si(dati["pagina_nuova"]))),
        Campo("testo", "Testo", da_html(dati["testo"])),
        *_origine(dati, luogo, tabella=False),
        *_altri(dati, noti),
    ]


def _origine(dati: Json, luogo: Luogo, *, tabella: bool) -> Iterator[Campo]:
    """Yield who published a block, and which version; nothing for what is the plan's own."""
    detta = dati.get("provenienza")
    if detta:
        frase = origine(detta, luogo.nomi.ente(detta["ente"]), tabella=tabella)
        yield Campo("provenienza", "Da dove viene", da_testo(frase))


def di_tabella(dati: Json, luogo: Luogo) -> list[Campo]:
    """Return the fields of a table: each row is a line."""
    colonne = dati["colonne"]
    noti = {
        "chiave", "specie", "sezione", "titolo", "fonte", "anno", "nota", "grafico", "orizzontale", "colonne", "righe",
        "provenienza",
    }  # fmt: skip
    return [
        Campo("titolo", "Titolo", da_testo(dati["titolo"])),
        Campo("sezione", "Posto nel Piano", da_testo(f"In «{luogo.titoli.get(dati['sezione'], dati['sezione'])}»")),
        Campo("specie", "Specie", da_testo(dati["specie"])),
        Campo("fonte", "Fonte", da_testo(dati["fonte"])),
        Campo("anno", "Anno dei dati", da_testo(dati["anno"])),
        Campo("grafico", "Disegno", da_testo(dati["grafico"] or _SENZA_DISEGNO)),
        Campo("orizzontale", "Pagina orizzontale", da_testo(_si(dati["orizzontale"]))),
        Campo("colonne", "Colonne", [riga_di([_colonna(c) for c in colonne])] if colonne else []),
        Campo("righe", "Righe", [_riga_di_tabella(r, colonne) for r in dati["righe"]]),
        Campo("nota", "Nota", da_testo(dati["nota"])),
        *_origine(dati, luogo, tabella=True),
        *_altri(dati, noti),
    ]


def di_blocco(dati: Json) -> list[Campo]:
    """Return the fields of what a published block says (`piani.regole_blocchi`)."""
    titolo = Campo("titolo", "Titolo", da_testo(dati["titolo"]))
    if "testo" in dati:
        return [titolo, Campo("testo", "Testo", da_html(dati["testo"]))]
    colonne = dati["colonne"]
    return [
        titolo,
        Campo("fonte", "Fonte", da_testo(dati["fonte"])),
        Campo("anno", "Anno dei dati", da_testo(dati["anno"])),
        Campo("orizzontale", "Pagina orizzontale", da_testo(_si(dati["orizzontale"]))),
        Campo("colonne", "Colonne", [riga_di([_colonna(c) for c in colonne])] if colonne else []),
        Campo("righe", "Righe", [_riga_di_tabella(r, colonne) for r in dati["righe"]]),
        Campo("nota", "Nota", da_testo(dati["nota"])),
    ]


def _colonna(dati: Json) -> str:
    unita = "€" if dati["tipo"] == "euro" else dati["unita"]
    return " ".join(
        x for x in (f"{dati['gruppo']}:" if dati["gruppo"] else "", dati["titolo"], f"({unita})" if unita else "") if x
    )


def _riga_di_tabella(riga: Json, colonne: list[Json]) -> Linea:
    celle = [_cella(v, c, riga["unita"]) for v, c in zip(riga["valori"], colonne, strict=False)]
    celle += [str(v) for v in riga["valori"][len(colonne) :]]
    segni = [parola for vero, parola in ((riga["totale"], "totale"), (riga["esempio"], "dato di esempio")) if vero]
    return riga_di([*celle, *segni, *([f"nota: {riga['nota']}"] if riga["nota"] else [])])


def _cella(valore: str, colonna: Json, unita: str) -> str:
    try:
        return cella(valore, colonna, unita)
    except ArithmeticError:
        return valore


# --- Sheets ---------------------------------------------------------------------------------------


def di_scheda(dati: Json, luogo: Luogo) -> list[Campo]:
    """Return the fields of a sheet: what it says of itself, then its rows under their official labels."""
    nomi = luogo.nomi
    noti = {
        "codice", "sezione", "formato", "intestazione", "titolo", "descrizione", "prioritario", "trasversale", "macroaree",
        "aree_trasversali", "leps", "proprietario", "partecipanti", "grado", "punti_chiave", "risposte", "azioni",
        "indicatori", "risorse", "seguito",
    }  # fmt: skip
    formato = nomi.formato(dati["formato"])
    tipi = {c["tipo"] for c in formato["campi"]}
    righe = _Righe(dati, nomi)
    return [
        Campo("intestazione", "Intestazione", da_testo(dati["intestazione"])),
        Campo("sezione", "Posto nel Piano", da_testo(f"In «{luogo.titoli.get(dati['sezione'], dati['sezione'])}»")),
        Campo("proprietario", "Ente che la scrive", da_testo(nomi.ente(dati["proprietario"]))),
        Campo("partecipanti", "Enti che partecipano", _voci(nomi.enti(dati["partecipanti"]))),
        Campo("prioritario", "Obiettivo prioritario", da_testo(_si(dati["prioritario"]))),
        Campo("trasversale", "Obiettivo trasversale", da_testo(_si(dati["trasversale"]))),
        Campo("macroaree", "Macroaree", _voci([nomi.area(a) for a in dati["macroaree"]])),
        Campo("leps", "LEPS", _voci([nomi.leps(x) for x in dati["leps"]])),
        Campo("formato", "Formato della scheda", da_testo(formato["titolo"])),
        Campo("descrizione", "Descrizione", da_html(dati["descrizione"])),
        *([] if "titolo" in tipi else [Campo("titolo", "Titolo", da_testo(dati["titolo"]))]),
        *([] if "azioni" in tipi else [Campo("azioni", "Azioni", righe.azioni())]),
        *(Campo(f"riga:{c['chiave']}", c["etichetta"], righe.riga(c)) for c in formato["campi"]),
        Campo("seguito", "Che cosa ne è diventato", [_seguito(s) for s in dati["seguito"]]),
        *_altri(dati, noti),
    ]


def _voci(testi: list[str]) -> Linee:
    return [x for testo in testi for x in da_testo(testo, forma="li-ul", marca="•")]


def _seguito(dati: Json) -> Linea:
    return riga_di([ESITI_SEGUITO.get(str(dati["esito"]), ""), dati["codice"], dati["motivo"]])


class _Righe:
    """The rows of a sheet in lines: choices, what the row keeps typed, the text."""

    def __init__(self, scheda: Json, nomi: Nomi) -> None:
        self.scheda = scheda
        self.nomi = nomi
        self.risposte = {r["campo"]: r for r in scheda["risposte"]}
        self._tipizzate: dict[str, Callable[[], Linee]] = {
            "titolo": lambda: da_testo(scheda["titolo"]),
            "azioni": self.azioni,
            "risorse": self.risorse,
            "aree": lambda: _voci([nomi.area(a) for a in scheda["aree_trasversali"]]),
            "punti_chiave": self.punti,
            "percentuale": lambda: [] if scheda["grado"] is None else da_testo(f"{scheda['grado']}%"),
        }

    def riga(self, campo: Json) -> Linee:
        """Return the lines of a row."""
        risposta = self.risposte.get(campo["chiave"])
        linee = self._scelte(campo, risposta) if risposta else []
        if campo["tipo"] in FASI:
            linee += self._indicatori(FASI[campo["tipo"]])
        elif campo["tipo"] in self._tipizzate:
            linee += self._tipizzate[campo["tipo"]]()
        if risposta:
            linee += da_html(risposta["testo"])
            linee += da_testo("Non pertinente") if risposta["non_pertinente"] else []
            linee += da_testo("(dato di esempio)") if risposta["esempio"] else []
        return linee

    def _scelte(self, campo: Json, risposta: Json) -> Linee:
        etichette = {s["chiave"]: s["etichetta"] for s in campo["scelte"]}
        if campo.get("matrice"):
            etichette |= _etichette_matrice(campo["matrice"])
        return [x for s in risposta["scelte"] for x in da_testo(etichette.get(s, s), forma="li-ul", marca="☑")]

    def azioni(self) -> Linee:
        """Return an action a line, those inside it deeper."""
        return [x for a in self.scheda["azioni"] for x in (_azione(a, 0), *(_azione(f, 1) for f in a["azioni"]))]

    def risorse(self) -> Linee:
        """Return a funding line a line."""
        return [self._risorsa(r) for r in self.scheda["risorse"]]

    def _risorsa(self, dati: Json) -> Linea:
        con = elenco(self.nomi.enti(dati["condivisa_con"]))
        condivisa = f"condivisa con {con}" if con else "condivisa"
        celle = [linea(dati), elenco([self.nomi.fonte(f) for f in dati["fonti"]])]
        return riga_di([c for c in [*celle, condivisa if dati["condivisa"] else "", dati["nota"]] if c])

    def punti(self) -> Linee:
        """Return a key point a line, with its area and local note."""
        return [
            riga_di(
                [
                    x
                    for x in (
                        self.nomi.area(p["macroarea"]) if p["macroarea"] else "",
                        self.nomi.punto(p["macroarea"], p["punto"]) if p["punto"] else "",
                        p["nota"],
                    )
                    if x
                ]
            )
            for p in self.scheda["punti_chiave"]
        ]

    def _indicatori(self, fase: str) -> Linee:
        linee = [_indicatore(i) for i in self.scheda["indicatori"] if i["fase"] == fase]
        if fase == "processo":
            linee += [_modalita(a) for b in self.scheda["azioni"] for a in (b, *b["azioni"]) if a["testo_modalita"]]
        return linee


def _etichette_matrice(matrice: Json) -> dict[str, str]:
    return {
        f"{r['chiave']}:{c['chiave']}": f"{r['etichetta']}: {c['etichetta']}"
        for r in matrice["righe"]
        for c in matrice["colonne"]
    }


def _azione(dati: Json, livello: int) -> Linea:
    fatta = "" if dati["realizzazione"] is None else f"realizzata al {dati['realizzazione']}%"
    return riga_di([x for x in (dati["numero"], dati["testo"], fatta, dati["nota"]) if x], livello=livello)


def _modalita(dati: Json) -> Linea:
    return riga_di([f"Azione {dati['numero']}", dati["testo_modalita"]])


def _indicatore(dati: Json) -> Linea:
    unita = UNITA.get(dati["unita"], dati["unita"])
    partenza, valori = base(dati["base"], dati["unita"]), atteso(dati["obiettivi"], dati["unita"])
    celle = [
        dati["numero"],
        dati["testo"],
        dati["formula"],
        f"azione {dati['azione']}" if dati["azione"] else "",
        unita,
        f"partenza: {partenza}" if partenza else "",
        f"atteso: {valori}" if valori else "",
        f"indicatore LEPS {dati['leps_indicatore']}" if dati["leps_indicatore"] else "",
    ]
    return riga_di([c for c in celle if c])


# --- The Accordo ----------------------------------------------------------------------------------


def di_articolo(dati: Json, luogo: Luogo) -> list[Campo]:
    """Return the fields of an article, or of a premise."""
    del luogo
    return [
        Campo("titolo", "Titolo", da_testo(dati["titolo"])),
        Campo("testo", "Testo", da_html(dati["testo"])),
        *([Campo("atti", "Atti richiamati", [_atto(a) for a in dati["atti"]])] if "atti" in dati else []),
        *_altri(dati, {"numero", "titolo", "testo", "atti"}),
    ]


def _atto(dati: Json) -> Linea:
    return riga_di(
        [
            x
            for x in (
                NORME.get(dati["tipo"], dati["tipo"]),
                dati["numero"],
                giorno(dati["data"]),
                dati["titolo"],
                dati["nota"],
            )
            if x
        ]
    )


def di_parte_accordo(dati: Json, luogo: Luogo) -> list[Campo]:
    """Return the fields of a party of the Accordo."""
    return [
        Campo("ente", "Ente", da_testo(luogo.nomi.ente(dati["ente"]))),
        Campo("qualifica", "Qualifica", da_testo(QUALIFICHE.get(str(dati["qualifica"]), ""))),
        Campo("rappresentante", "Rappresentante", da_testo(dati["rappresentante"])),
        *_altri(dati, {"ente", "qualifica", "rappresentante"}),
    ]


def di_accordo(dati: Json, luogo: Luogo) -> list[Campo]:
    """Return what the Accordo says of itself."""
    del luogo
    return [
        Campo("titolo", "Titolo", da_testo(dati["titolo"])),
        Campo("decorrenza", "In vigore dal", da_testo(giorno(dati["decorrenza"]))),
        Campo("scadenza", "In vigore fino al", da_testo(giorno(dati["scadenza"]))),
        Campo("segnaposto", "Segnaposto", [riga_di([s["etichetta"], s["valore"]]) for s in dati.get("segnaposto", [])]),
        *_altri(dati, {"titolo", "decorrenza", "scadenza", "premesse", "articoli", "parti", "segnaposto"}),
    ]


def di_accordo_intero(dati: Json, luogo: Luogo) -> list[Campo]:
    """Return the whole Accordo: it came, or went, with all it holds."""
    campi = di_accordo(dati, luogo)
    for premessa in dati["premesse"]:
        campi.append(Campo(f"premessa:{premessa['titolo']}", premessa["titolo"], da_html(premessa["testo"])))
    for articolo in dati["articoli"]:
        nome = f"Art. {articolo['numero']} – {articolo['titolo']}"
        campi.append(Campo(f"articolo:{articolo['numero']}", nome, da_html(articolo["testo"])))
    return campi


def di_piano(valore: object, luogo: Luogo) -> list[Campo]:
    """Return a datum of the plan itself, in its words."""
    del luogo
    return [Campo("valore", "", [x for t in _foglie(valore) for x in _qualunque(t)])]
