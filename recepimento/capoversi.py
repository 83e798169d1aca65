"""Paragraphs of an act with their gaps: what fills each, who must give it. Pure."""

from dataclasses import dataclass, field
from string import Formatter

from core.canonico import Json


@dataclass(frozen=True)
class Slot:
    """A gap of the act: what it is, who fills it and on which page (`dove`: dati, verifica, stampe, accordo, piano)."""

    nome: str
    chi: str
    dove: str


_ATS, _DATE = "L'ATS, nei dati dell'atto", "Chi conosce la data, nelle date degli atti"
_NUMERATO = "L'ATS, nei dati dell'atto, quando l'atto è numerato"
SLOT: dict[str, Slot] = {
    "numero": Slot("numero dell'atto", _NUMERATO, "dati"),
    "giorno": Slot("data dell'atto", _NUMERATO, "dati"),
    "classificazione": Slot("classificazione", _ATS, "dati"),
    "organo": Slot("organo che adotta l'atto", _ATS, "dati"),
    "nomina": Slot("atto di nomina dell'organo", _ATS, "dati"),
    "pareri": Slot("pareri acquisiti", _ATS, "dati"),
    "norme": Slot("leggi e delibere richiamate", _ATS, "dati"),
    "struttura": Slot("struttura che verifica la coerenza", _ATS, "dati"),
    "proponente": Slot("chi propone l'atto", _ATS, "dati"),
    "responsabile": Slot("responsabile del procedimento", _ATS, "dati"),
    "pubblicazione": Slot("struttura che pubblica all'Albo", _ATS, "dati"),
    "assenso_numero": Slot(
        "protocollo dell'assenso", "Il dirigente dell'ATS, con il passo «Dai l'assenso»", "verifica"
    ),
    "assenso_giorno": Slot("data dell'assenso", "Il dirigente dell'ATS, con il passo «Dai l'assenso»", "verifica"),
    "approvazione_organo": Slot("organo che ha approvato", "L'Ambito, quando il Piano è approvato", "piano"),
    "approvazione_giorno": Slot("data dell'approvazione", "L'Ambito, quando il Piano è approvato", "piano"),
    "pagine_piano": Slot("pagine del Piano", "Il portale, quando il PDF del Piano approvato è pronto", "stampe"),
    "pagine_accordo": Slot(
        "pagine dell'Accordo", "Il portale, quando il PDF dell'Accordo approvato è pronto", "stampe"
    ),
    "asst": Slot("ASST che firma", "L'Ufficio di Piano, nelle parti dell'Accordo", "accordo"),
    "firma_ats": Slot("data della firma dell'ATS", "Il direttore dell'ATS, quando carica l'Accordo firmato", "accordo"),
    "scadenza_approvazione": Slot("termine per approvare", "La Regione, nelle scadenze del triennio", ""),
    "scadenza_invio": Slot("termine per l'invio", "La Regione, nelle scadenze del triennio", ""),
}


@dataclass(frozen=True)
class Pezzo:
    """Words of a paragraph; `slot` names the gap they fill, `manca` says that they are not known yet."""

    testo: str
    slot: str = ""
    manca: bool = False
    esempio: bool = False


@dataclass(frozen=True)
class Capoverso:
    """A paragraph. `stile`: testata, titolo, atto, oggetto, organo, pareri, centro, testo, punto, lettera, firma."""

    stile: str
    pezzi: tuple[Pezzo, ...]
    segno: str = ""

    @property
    def testo(self) -> str:
        """Its words."""
        return "".join(p.testo for p in self.pezzi)


@dataclass
class Atto:
    """An act being written, paragraph by paragraph, from its data."""

    dati: Json
    capoversi: list[Capoverso] = field(default_factory=list)

    def slot(self, chiave: str, valore: str) -> Pezzo:
        """Return a filled gap, or its name in brackets."""
        esempio = bool(valore) and chiave in self.dati["esempi"]
        return Pezzo(valore or f"[{SLOT[chiave].nome}]", chiave, manca=not valore, esempio=esempio)

    def noto(self, chiave: str, valore: str) -> Pezzo:
        """Return a fact that the act may leave out: never a gap, but marked where the demo invented it."""
        return Pezzo(valore, esempio=chiave in self.dati["esempi"])

    def aggiungi(self, stile: str, modello: str, segno: str = "", **valori: "Pezzo | str") -> None:
        """Add a paragraph: `modello` has {gaps} that `valori` fill."""
        pezzi: list[Pezzo] = []
        for fisso, chiave, _, _ in Formatter().parse(modello):
            if fisso:
                pezzi.append(Pezzo(fisso))
            if chiave:
                valore = valori[chiave]
                pezzi.append(valore if isinstance(valore, Pezzo) else Pezzo(valore))
        self.capoversi.append(Capoverso(stile, tuple(pezzi), segno))


def mancanti(capoversi: list[Capoverso]) -> list[Slot]:
    """Return the gaps still empty, each once, in the order of the act."""
    chiavi = dict.fromkeys(p.slot for c in capoversi for p in c.pezzi if p.manca)
    return [SLOT[k] for k in chiavi]
