"""Sheets as they come out of tables and paragraphs: which row answers which field, not yet understood. Pure."""

from dataclasses import dataclass, field, replace

from piani.word.leggi.etichette import Etichette, Trovata
from piani.word.leggi.matrice import voce_di
from piani.word.leggi.righe import RigaScheda, senza_etichetta, unisci_etichette
from piani.word.leggi.sorgente import Blocco, Paragrafo, Pezzo, Tabella

_CONTINUA = 3
_META = 0.5
_POCHE, _POCHE_BREVI = 3, 5


@dataclass
class CampoLetto:
    """The answer to a row of the format, in the words of the file, and where it was."""

    risposta: list[Blocco] = field(default_factory=list)
    etichetta: str = ""
    punti: float = 1.0
    posti: list[tuple[int, int]] = field(default_factory=list)
    dubbi: list[str] = field(default_factory=list)
    righe: list[RigaScheda] = field(default_factory=list)
    sotto: bool = False

    def aggiungi(self, riga: RigaScheda) -> None:
        """Add the answer of a row to this one."""
        self.risposta = [*self.risposta[:-1], *ricuci(self.risposta[-1:], riga.risposta)]
        self.posti.append((riga.tabella, riga.numero))
        self.righe.append(riga)


@dataclass
class Grezza:
    """A sheet not yet understood. `tabelle` are the tables it was read from; 0 stands for paragraphs."""

    formato: str
    campi: dict[str, CampoLetto] = field(default_factory=dict)
    locali: list[RigaScheda] = field(default_factory=list)
    testate: list[RigaScheda] = field(default_factory=list)
    tabelle: list[int] = field(default_factory=list)
    ultimo: int = -1
    chiusa: bool = False

    @property
    def righe(self) -> int:
        """How many rows were found, the local ones too."""
        return len(self.campi) + len([r for r in self.locali if r.locale != "intera"])


def e_scheda(righe: list[RigaScheda]) -> bool:
    """Whether a table is a sheet, or a piece of one: enough of its rows carry official labels."""
    trovate = [r.trovata for r in righe if r.trovata]
    if not trovate:
        return False
    distinte = {(t.formato, t.campo) for t in trovate}
    formati = {t.formato for t in trovate}
    piene = [r for r in righe if r.etichetta and not r.separatore]
    # Labels from memory are common words: it takes more of them.
    minime = _POCHE if any(not t.breve for t in trovate) else _POCHE_BREVI
    if len(distinte) >= minime and len(formati) == 1:
        return True
    locali = [r for r in righe if r.locale not in ("", "intera")]
    return any(t.certa for t in trovate) and len(trovate) + len(locali) >= _META * max(1, len(piene))


def e_testa(righe: list[RigaScheda]) -> bool:
    """Whether a table is the head of a sheet that a page break left alone: only rows that plans add before the official."""
    nomi = {r.locale for r in righe if r.locale not in ("", "intera")}
    altre = [r for r in righe if r.etichetta and not r.locale and not r.separatore]
    sola = len(righe) == 1 and bool(nomi & {"area", "leps", "codice"})
    return bool(nomi & {"area", "titolo", "testata"}) and (sola or len(righe) > 1) and not altre


def e_coda(tabella: Tabella, righe: list[RigaScheda], aperta: Grezza | None, etichette: Etichette) -> bool:
    """Whether a table without labels is the rest of the last row of the open sheet: no label, or the rest of one."""
    if aperta is None or not righe or len(righe) > _CONTINUA + 1 or tabella.larghezza > 2 + 7:
        return False
    if all(not r.etichetta or r.separatore for r in righe):
        return True
    prima = righe[0]
    ultimo = _ultimo(aperta)
    if ultimo is None or not prima.etichetta:
        return False
    intera = etichette.cerca(f"{ultimo.etichetta} {prima.etichetta}", formato=aperta.formato)
    return intera is not None and intera.campo == _chiave_ultimo(aperta) and all(not r.etichetta for r in righe[1:])


def _chiave_ultimo(aperta: Grezza) -> str:
    return list(aperta.campi)[-1] if aperta.campi else ""


def _ultimo(aperta: Grezza) -> CampoLetto | None:
    return aperta.campi[_chiave_ultimo(aperta)] if aperta.campi else None


class Raccolta:
    """Builds sheets from the rows, table after table."""

    def __init__(self, etichette: Etichette) -> None:
        self.etichette = etichette
        self.schede: list[Grezza] = []
        self.aperta: Grezza | None = None
        self._sospese: list[RigaScheda] = []
        self._testa_matrice: RigaScheda | None = None

    def chiudi(self) -> list[RigaScheda]:
        """A heading ends a sheet: what follows is another, or text. Return the rows that found no sheet: they are text."""
        orfane = [] if self.aperta is not None else list(self._sospese)
        self._resto(self._sospese)
        self.aperta = None
        return orfane

    def testa(self, righe: list[RigaScheda]) -> None:
        """Keep the rows of a head for the sheet that begins in the next table."""
        gia = [] if self.aperta is not None else list(self._sospese)
        self.chiudi()
        self._sospese = [*gia, *(r for r in righe if not r.separatore)]

    def tabella(self, tabella: Tabella, righe: list[RigaScheda]) -> list[Grezza]:
        """Take the rows of a table; return the sheets that begin in it."""
        nuove: list[Grezza] = []
        righe = self._con_la_testa([*self._sospese, *(self._senza_brevi_altrui(r) for r in righe)])
        in_attesa: list[RigaScheda] = []
        self._sospese = in_attesa
        prima = True
        for letta in righe:
            riga = self._senza_etichetta_finta(letta)
            if riga.separatore:
                continue
            if riga.trovata is None:
                if self._riga_senza_nome(riga, in_attesa, prima=prima):
                    prima = False
                continue
            if self._comincia(riga.trovata, in_attesa):
                self.aperta = Grezza(riga.trovata.formato)
                self.schede.append(self.aperta)
                nuove.append(self.aperta)
            assert self.aperta is not None  # noqa: S101 - just made, or kept
            self._prendi_attesa(in_attesa)
            self._campo(self.aperta, riga)
            prima = False
        if self.aperta is not None:
            self.aperta.tabelle.append(tabella.posto)
        return nuove

    def _senza_etichetta_finta(self, riga: RigaScheda) -> RigaScheda:
        """A row of one cell, that says a label from memory, may be the answer that the label above waits for."""
        ultimo = _ultimo(self.aperta) if self.aperta else None
        sola = riga.trovata is not None and riga.trovata.breve and not riga.risposta and len(riga.celle) == 1
        if not sola or ultimo is None or ultimo.risposta:
            return riga
        return replace(riga, etichetta="", trovata=None, locale="intera", risposta=riga.celle[0].blocchi)

    def _senza_brevi_altrui(self, riga: RigaScheda) -> RigaScheda:
        """A label from memory opens no sheet inside another of a different kind."""
        aperta, trovata = self.aperta, riga.trovata
        if trovata is None or not trovata.breve or aperta is None or aperta.formato == trovata.formato:
            return riga
        return senza_etichetta(riga)

    def _con_la_testa(self, righe: list[RigaScheda]) -> list[RigaScheda]:
        """Join labels cut inside the table; and with the last label of the open sheet, cut by the page break."""
        unite = unisci_etichette(righe, self.etichette)
        ultimo = _ultimo(self.aperta) if self.aperta else None
        if not unite or ultimo is None or self.aperta is None or not unite[0].etichetta or ultimo.punti >= 1:
            return unite
        prima = unite[0]
        intera = self.etichette.cerca(f"{ultimo.etichetta} {prima.etichetta}", formato=self.aperta.formato)
        gia = prima.trovata.punti if prima.trovata else 0.0
        if (
            intera is not None
            and not intera.tronca
            and intera.punti > gia
            and intera.campo == _chiave_ultimo(self.aperta)
        ):
            ultimo.etichetta = f"{ultimo.etichetta} {prima.etichetta}"
            ultimo.punti = intera.punti
            unite[0] = replace(prima, etichetta="", trovata=None, locale="")
        return [r for r in unite if r.etichetta or r.risposta]

    def _riga_senza_nome(self, riga: RigaScheda, in_attesa: list[RigaScheda], *, prima: bool) -> bool:
        """A row without an official label: the rest of the answer above, or one that waits for the sheet it opens."""
        if self.aperta is not None and self._intesta_la_matrice(riga):
            self._testa_matrice = riga
            return True
        if riga.locale == "intera" and not in_attesa and self._sotto_l_etichetta(riga):
            return True
        if riga.locale == "intera" and in_attesa and in_attesa[-1].etichetta and not in_attesa[-1].risposta:
            in_attesa[-1] = replace(in_attesa[-1], risposta=riga.risposta)
            return True
        if not riga.etichetta and riga.locale not in ("intera", "gruppo"):
            if in_attesa and in_attesa[-1].etichetta:
                in_attesa[-1] = replace(in_attesa[-1], risposta=(*in_attesa[-1].risposta, *riga.risposta))
                return True
            ultimo = _ultimo(self.aperta) if self.aperta else None
            if ultimo is not None and not in_attesa:
                ultimo.aggiungi(riga)
                return True
        if self.aperta is not None and self._nella_matrice(riga):
            self.aperta.campi[_chiave_ultimo(self.aperta)].aggiungi(riga)
            return True
        in_attesa.append(riga)
        return not prima

    def _sotto_l_etichetta(self, riga: RigaScheda) -> bool:
        """Take a row of one cell as the answer of the label above, when that has none beside it."""
        ultimo = _ultimo(self.aperta) if self.aperta else None
        if ultimo is None or (ultimo.risposta and not ultimo.sotto):
            return False
        ultimo.sotto = True
        ultimo.aggiungi(riga)
        return True

    def _intesta_la_matrice(self, riga: RigaScheda) -> bool:
        """Whether a row, above the one with the label, holds the titles of the columns of a matrix."""
        assert self.aperta is not None  # noqa: S101 - the caller has looked
        campi = [c for c in self.etichette.formati[self.aperta.formato].campi if c.tipo == "matrice"]
        return (
            bool(campi)
            and campi[0].chiave not in self.aperta.campi
            and sum(bool(voce_di(c.testo, campi[0].colonne_matrice)) for c in riga.celle if c.testo) >= _CONTINUA
        )

    def _nella_matrice(self, riga: RigaScheda) -> bool:
        assert self.aperta is not None  # noqa: S101 - the caller has looked
        campo = next(
            (c for c in self.etichette.formati[self.aperta.formato].campi if c.chiave == _chiave_ultimo(self.aperta)),
            None,
        )
        return campo is not None and any(voce_di(c.testo, campo.righe_matrice) for c in riga.celle if c.testo)

    def _comincia(self, trovata: Trovata, in_attesa: list[RigaScheda]) -> bool:
        aperta = self.aperta
        if aperta is None or aperta.formato != trovata.formato:
            return True
        if any(r.locale in ("area", "titolo", "testata") for r in in_attesa) and trovata.ordine <= aperta.ultimo:
            return True
        if trovata.campo not in aperta.campi:
            return False
        # The label told again after a page break is the same row; a first row told again is another sheet.
        return trovata.ordine < aperta.ultimo and trovata.ordine <= 1

    def _prendi_attesa(self, in_attesa: list[RigaScheda]) -> None:
        assert self.aperta is not None  # noqa: S101 - the caller has one
        for riga in in_attesa:
            if riga.locale in ("testata", "gruppo") or (riga.locale == "intera" and not self.aperta.campi):
                self.aperta.testate.append(riga)
            else:
                self.aperta.locali.append(riga)
        in_attesa.clear()

    def _resto(self, in_attesa: list[RigaScheda]) -> None:
        if in_attesa and self.aperta is not None:
            self._prendi_attesa(in_attesa)
        in_attesa.clear()

    def _campo(self, aperta: Grezza, riga: RigaScheda) -> None:
        trovata = riga.trovata
        assert trovata is not None  # noqa: S101 - the caller has looked
        letto = aperta.campi.get(trovata.campo)
        if letto is None:
            letto = aperta.campi[trovata.campo] = CampoLetto(etichetta=riga.etichetta, punti=trovata.punti)
            aperta.ultimo = max(aperta.ultimo, trovata.ordine)
        else:
            letto.dubbi.append("La riga è nel file due volte: le due risposte sono una dopo l'altra.")
        if self._testa_matrice is not None and self.etichette.campo(trovata).tipo == "matrice":
            letto.righe.append(self._testa_matrice)
            self._testa_matrice = None
        letto.aggiungi(riga)


def ricuci(prima: list[Blocco], dopo: tuple[Blocco, ...]) -> list[Blocco]:
    """Join two pieces of an answer; a sentence that a page break cut in two is one paragraph again."""
    ultimo, primo = (prima[-1] if prima else None), (dopo[0] if dopo else None)
    if isinstance(ultimo, Paragrafo) and isinstance(primo, Paragrafo) and _spezzata(ultimo, primo):
        unito = replace(ultimo, pezzi=(*ultimo.pezzi, Pezzo(" "), *primo.pezzi))
        return [*prima[:-1], unito, *dopo[1:]]
    return [*prima, *dopo]


def _spezzata(ultimo: Paragrafo, primo: Paragrafo) -> bool:
    fine, inizio = ultimo.testo.rstrip(), primo.testo.lstrip()
    if not fine or not inizio or primo.lista:
        return False
    return fine[-1] not in ".;:!?)»”" and inizio[0].islower() and not inizio.startswith(("o ", "a)", "b)"))
