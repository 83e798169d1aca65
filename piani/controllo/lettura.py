"""The document as the rules walk it: sections numbered, sheets, tables, every text with its place. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from core.canonico import Json
from piani.controllo.catalogo import Campo, Catalogo, FormatoNoto
from piani.controllo.modello import Luogo
from piani.controllo.tabelle import TabellaVista
from piani.controllo.testo import Blocco, blocchi, in_breve, radici
from piani.lettura.numeri import Numeratore

# How much of the Region's words an indicator must have to be taken for the Region's.
SOGLIA_INDICATORE = 0.7
PIANO = Luogo("piano", "", "", "Tutto il Piano")


@dataclass(frozen=True)
class SezioneVista:
    """A section: `sopra` are the titles of those above it, from the chapter down; `voce` its regional item, or theirs;
    `di_altri` when its text is a published block."""

    chiave: str
    titolo: str
    numero: str
    capitolo: str
    voce: str
    sopra: tuple[str, ...]
    testo: str
    figlie: int
    proprietario: str
    di_altri: bool = False

    @property
    def luogo(self) -> Luogo:
        """Its place."""
        return Luogo("sezione", self.chiave, self.capitolo, f"{self.numero} {self.titolo}".strip(), self.proprietario)

    @property
    def blocchi(self) -> tuple[Blocco, ...]:
        """Its text."""
        return blocchi(self.testo)


@dataclass(frozen=True)
class SchedaVista:
    """A sheet in its section."""

    dati: Json
    specie: str
    formato: FormatoNoto
    sezione: SezioneVista

    @property
    def codice(self) -> str:
        """Its code in the plan."""
        return str(self.dati["codice"])

    @property
    def nome(self) -> str:
        """Code and title."""
        return f"{self.codice}. {in_breve(self.dati['intestazione'], 80)}"

    def luogo(self, campo: str = "") -> Luogo:
        """Its place, or that of one of its rows."""
        chiave = f"{self.specie}:{self.codice}"
        if not campo:
            return Luogo("scheda", chiave, self.sezione.capitolo, f"Scheda {self.nome}", self.dati["proprietario"])
        etichetta = in_breve(next((c.etichetta for c in self.formato.campi if c.chiave == campo), campo), 60)
        nome = f"Scheda {self.codice}, {etichetta}"
        return Luogo("riga", f"{chiave}:{campo}", self.sezione.capitolo, nome, self.dati["proprietario"])

    @cached_property
    def _risposte(self) -> dict[str, Json]:
        return {r["campo"]: r for r in self.dati["risposte"]}

    def scelte(self, campo: str) -> set[str]:
        """Return the choices of a row."""
        return set(self._risposte.get(campo, {}).get("scelte", ()))

    def testo(self, campo: str) -> str:
        """Return the formatted text of a row."""
        return str(self._risposte.get(campo, {}).get("testo", ""))

    def non_pertinente(self, campo: str) -> bool:
        """Whether the row is marked as not pertinent."""
        return bool(self._risposte.get(campo, {}).get("non_pertinente"))

    def blocchi(self, campo: str) -> tuple[Blocco, ...]:
        """Return the text of a row, by blocks."""
        return blocchi(self.testo(campo))

    @cached_property
    def azioni(self) -> list[Json]:
        """Its actions, those of the second level after their own."""
        return [x for a in self.dati["azioni"] for x in (a, *a["azioni"])]

    @cached_property
    def campi_scelta(self) -> tuple[Campo, ...]:
        """The rows that are answered by choosing."""
        return tuple(c for c in self.formato.campi if c.tipo in ("scelta", "aree") and c.scelte)


@dataclass(frozen=True)
class Brano:
    """Blocks of text that stand together in a place. `campo` is the row's key; `scheda` its sheet."""

    luogo: Luogo
    blocchi: tuple[Blocco, ...]
    sezione: SezioneVista
    scheda: SchedaVista | None = None
    campo: str = ""


_FASI = {
    "input": "indicatori_input",
    "processo": "indicatori_processo",
    "output": "indicatori_output",
    "outcome": "indicatori_outcome",
}


@dataclass
class Lettura:
    """A canonical document and the catalogue, indexed once for all the rules."""

    documento: Json
    catalogo: Catalogo
    sezioni: list[SezioneVista] = field(init=False)

    def __post_init__(self) -> None:
        self.sezioni = list(self._cammina(self.documento["sezioni"], (), "", "", ""))

    def _cammina(
        self, rami: list[Json], sopra: tuple[str, ...], padre: str, capitolo: str, voce: str
    ) -> Iterator[SezioneVista]:
        conto = 0
        for ramo in rami:
            numero = ""
            if ramo["numerata"] and (padre or not sopra):
                conto += 1
                numero = f"{padre}.{conto}" if padre else str(conto)
            sua = SezioneVista(
                chiave=ramo["chiave"],
                titolo=ramo["titolo"],
                numero=numero,
                capitolo=capitolo or ramo["chiave"],
                voce=ramo["voce_formato"] or voce,
                sopra=sopra,
                testo=ramo["testo"],
                figlie=len(ramo["sezioni"]),
                proprietario=ramo["proprietario"],
                di_altri="provenienza" in ramo,
            )
            yield sua
            yield from self._cammina(ramo["sezioni"], (*sopra, sua.titolo), numero, sua.capitolo, sua.voce)

    @cached_property
    def per_chiave(self) -> dict[str, SezioneVista]:
        """The sections by key."""
        return {s.chiave: s for s in self.sezioni}

    @cached_property
    def schede(self) -> list[SchedaVista]:
        """All the sheets whose format is known, outcomes after the others."""
        viste = []
        for dati in [*self.documento["schede"], *self.documento["esiti"]]:
            formato = self.catalogo.formati.get(dati["formato"])
            if formato is not None:
                viste.append(SchedaVista(dati, formato.specie, formato, self.per_chiave[dati["sezione"]]))
        return viste

    def di_specie(self, *specie: str) -> list[SchedaVista]:
        """Return the sheets of those species."""
        return [s for s in self.schede if s.specie in specie]

    @cached_property
    def tabelle(self) -> list[TabellaVista]:
        """The tables and charts in reading order, with the number they are printed with."""
        posto = {s.chiave: i for i, s in enumerate(self.sezioni)}
        numeratore, viste = Numeratore(), []
        for dati in sorted(self.documento["tabelle"], key=lambda t: posto[t["sezione"]]):
            sezione = self.per_chiave[dati["sezione"]]
            capitolo = self.per_chiave[sezione.capitolo]
            numero = numeratore.numero(dati["specie"], capitolo.numero)
            nome = f"{numero}, {in_breve(dati['titolo'], 70)}"
            luogo = Luogo("tabella", dati["chiave"], capitolo.chiave, nome, sezione.proprietario)
            viste.append(TabellaVista(dati, numero, luogo))
        return viste

    @cached_property
    def brani(self) -> list[Brano]:
        """Every text of sections and sheets, with its place."""
        brani = [Brano(s.luogo, s.blocchi, s) for s in self.sezioni if s.testo]
        for scheda in self.schede:
            brani += _della_scheda(scheda)
        return [b for b in brani if b.blocchi]

    def leps_di(self, scheda: SchedaVista) -> set[str]:
        """Return the LEPS that a sheet pursues: those marked, else the priority one that its title names."""
        segnati = set(scheda.dati["leps"])
        nominato = (
            "" if segnati else self.catalogo.leps_chiamato(f"{scheda.dati['intestazione']} {scheda.dati['titolo']}")
        )
        return segnati | ({nominato} - {""})

    def regionale(self, scheda: SchedaVista, indicatore: Json) -> str:
        """Return the code of the regional indicator: the one marked, else the one of the sheet's LEPS with its words."""
        if indicatore["leps_indicatore"] or indicatore["fase"] not in ("output", "outcome"):
            return str(indicatore["leps_indicatore"])
        sue = radici(indicatore["testo"])
        noti = [i for x in self.catalogo.leps if x.codice in self.leps_di(scheda) for i in x.indicatori]
        punti = [(len(sue & radici(i.testo)) / max(1, len(radici(i.testo))), i.codice) for i in noti]
        migliore = max(punti, default=(0.0, ""))
        return migliore[1] if migliore[0] >= SOGLIA_INDICATORE else ""

    @cached_property
    def comuni(self) -> list[str]:
        """The official names of the Comuni: those of the Ambito, and those that the document names as parties."""
        enti = self.documento["riferimenti"].get("enti", {})
        firmano = [e["nome"] for chiave, e in enti.items() if chiave.startswith("comune:")]
        return sorted({*self.catalogo.comuni, *firmano})

    @cached_property
    def codici(self) -> set[str]:
        """The codes of the sheets, outcomes too."""
        return {s.codice for s in self.schede}


def _della_scheda(scheda: SchedaVista) -> Iterator[Brano]:
    def brano(campo: str, pezzi: tuple[Blocco, ...]) -> Brano:
        return Brano(scheda.luogo(campo), pezzi, scheda.sezione, scheda, campo)

    if scheda.dati["descrizione"]:
        yield brano("", blocchi(scheda.dati["descrizione"]))
    azioni = tuple(Blocco(a["testo"], "li") for a in scheda.azioni if a["testo"])
    per_tipo = _indicatori_per_tipo(scheda)
    for campo in scheda.formato.campi:
        pezzi = scheda.blocchi(campo.chiave)
        if campo.tipo == "azioni":
            pezzi = (*azioni, *pezzi)
        yield brano(campo.chiave, (*pezzi, *per_tipo.get(campo.tipo, ())))
    note = tuple(Blocco(r["nota"]) for r in scheda.dati["risorse"] if r["nota"])
    if note:
        yield brano("risorse_economiche", note)
    motivi = tuple(Blocco(s["motivo"]) for s in scheda.dati["seguito"] if s["motivo"])
    if motivi:
        yield brano("riproposto", motivi)


def _indicatori_per_tipo(scheda: SchedaVista) -> dict[str, tuple[Blocco, ...]]:
    per_tipo: dict[str, tuple[Blocco, ...]] = {}
    for indicatore in scheda.dati["indicatori"]:
        tipo = _FASI.get(indicatore["fase"], "")
        per_tipo[tipo] = (*per_tipo.get(tipo, ()), Blocco(indicatore["testo"], "li"))
    return per_tipo


_PRINCIPIO = re.compile(r"^\W*(s[iì]|no)\b", re.IGNORECASE)


def comincia_con(pezzi: tuple[Blocco, ...]) -> str:
    """Return "si" or "no" when the text begins with that word as an answer; empty otherwise."""
    trovato = _PRINCIPIO.match(pezzi[0].testo) if pezzi else None
    if trovato is None:
        return ""
    parola = trovato[1].casefold().replace("ì", "i")
    seguito = pezzi[0].testo[trovato.end() :].lstrip()
    # "Si prevede" and "Si realizza" are no answers: without the accent a yes stands alone or before a comma.
    if parola == "si" and "ì" not in trovato[1].casefold() and seguito and seguito[0] not in ",.:;-–(/'’":
        return ""
    return parola
