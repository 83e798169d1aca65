"""Official labels of the sheets, recognised as they are really printed. Pure.

Tolerated: case, accents, apostrophes, line breaks, wrong years, a missing or an added word, the official hint printed
with the label, a label cut by a page break.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from piani.word.leggi.catalogo import Campo, Formato
from piani.word.leggi.testi import piega

CERTA, PROBABILE, BREVE = 0.93, 0.82, 0.9
# A cut label must carry this share of the whole, and as many letters, to be told from others.
_PARTE, _LETTERE = 0.55, 24
_CODA = re.compile(r"\s*\([^()]*\)\S*(?:\s*n\. azioni programmate|\s*preventivato)?\s*$", re.IGNORECASE)
_ANNI = re.compile(r"\d{4}")
_NUMERO_DAVANTI = re.compile(r"^\s*(?:\d{1,2}|[a-z])\s*[.)\-–]\s*", re.IGNORECASE)
_MASSIMO = 420
# Formats with very few and very common labels cannot be told by them.
_CAMPI_MINIMI = 4


@dataclass(frozen=True)
class Trovata:
    """A label found: its row, how like it is (0 to 1), and whether only its first part was there."""

    formato: str
    campo: str
    ordine: int
    punti: float
    tronca: bool = False

    @property
    def breve(self) -> bool:
        """Whether it is a label written from memory."""
        return self.punti == BREVE

    @property
    def certa(self) -> bool:
        """Whether nobody need look at it."""
        return self.punti >= CERTA and not self.tronca


@dataclass(frozen=True)
class _Voce:
    formato: str
    campo: str
    ordine: int
    intera: str
    nucleo: str


# How offices call the rows when they write the labels from memory, by the key of the row; folded. Common words: they
# count only in a table, with others, and never against an official label.
_BREVI = {
    "obiettivi": (
        "obiettivi",
        "obiettivi specifici",
        "obiettivi da raggiungere",
        "finalita e obiettivi",
        "descrizione obiettivi",
    ),
    "azioni": (
        "azioni",
        "azioni previste",
        "azioni da realizzare",
        "attivita previste",
        "azioni di sistema e azioni programmate",
    ),
    "target": ("destinatari", "beneficiari", "target di riferimento", "destinatari target", "target destinatari"),
    "risorse_economiche": (
        "risorse economiche",
        "risorse finanziarie",
        "budget",
        "risorse economiche preventivate euro",
    ),
    "personale": ("risorse umane", "risorse di personale", "personale", "personale dedicato", "risorse umane dedicate"),
    "trasversalita": (
        "trasversalita",
        "integrazione con altre aree di policy",
        "aree di policy trasversali",
        "altre aree di policy",
    ),
    "punti_chiave": ("punti chiave", "punti chiave intervento"),
    "asst_analisi": ("coinvolgimento asst nell analisi del bisogno", "coinvolgimento asst analisi e programmazione"),
    "asst_realizzazione": ("coinvolgimento asst nella realizzazione", "azioni congiunte ambito asst"),
    "altri_ambiti": ("cooperazione con altri ambiti", "altri ambiti coinvolti"),
    "continuita": ("continuita con la programmazione precedente", "in continuita con la programmazione precedente"),
    "nuovo_servizio": ("nuovo servizio", "definizione di un nuovo servizio"),
    "progetto_premiale": ("progetto premiale", "potenziamento di un progetto premiale"),
    "co_programmato": (
        "co programmazione",
        "co programmazione con il terzo settore",
        "co programmato con il terzo settore",
    ),
    "co_progettato": (
        "co progettazione",
        "co progettazione con il terzo settore",
        "co progettato con il terzo settore",
    ),
    "coinvolgimento_ets": ("coinvolgimento del terzo settore", "modalita di coinvolgimento del terzo settore"),
    "altri_attori": ("altri attori", "altri attori della rete", "altri attori della rete territoriale"),
    "bisogni": ("bisogni", "bisogni a cui risponde", "bisogno rilevato"),
    "tipo_bisogno": ("bisogno consolidato o nuovo", "bisogno consolidato nuovo bisogno"),
    "tipologia": ("tipologia di obiettivo", "promozionale preventivo o riparativo"),
    "innovazione": ("innovazione", "modelli innovativi", "aspetti innovativi"),
    "digitalizzazione": ("digitalizzazione", "aspetti di digitalizzazione"),
    "modalita": (
        "modalita organizzative",
        "modalita organizzative e operative",
        "modalita di attuazione",
        "indicatori di processo",
    ),
    "risultati": ("risultati", "risultati attesi", "indicatori di output"),
    "impatto": ("impatto", "impatto atteso", "indicatori di outcome", "indicatori di impatto"),
}
_SPECIE_BREVI = "obiettivo"


def compatta(testo: str) -> str:
    """Return the letters alone, years all alike."""
    return _ANNI.sub("0000", piega(testo)).replace(" ", "")


class Etichette:
    """The labels of all the formats, ready to be looked for."""

    def __init__(self, formati: Iterable[Formato]) -> None:
        self.formati = {f.chiave: f for f in formati if len(f.campi) >= _CAMPI_MINIMI}
        self._voci = [
            _Voce(f.chiave, c.chiave, n, compatta(c.etichetta), compatta(nucleo(c.etichetta)))
            for f in self.formati.values()
            for n, c in enumerate(f.campi)
        ]
        self._brevi = {
            compatta(breve): Trovata(f.chiave, c.chiave, n, BREVE)
            for f in self.formati.values()
            if f.specie == _SPECIE_BREVI
            for n, c in enumerate(f.campi)
            for breve in _BREVI.get(c.chiave, ())
        }
        self._note: dict[tuple[str, str], Trovata | None] = {}

    def campo(self, trovata: Trovata) -> Campo:
        """Return the row of a label found."""
        return self.formati[trovata.formato].campi[trovata.ordine]

    def cerca(self, testo: str, *, formato: str = "") -> Trovata | None:
        """Return the row whose label is `testo`, the likest one; None when none is like enough."""
        chiave = (testo, formato)
        if chiave not in self._note:
            self._note[chiave] = self._cerca(testo, formato)
        return self._note[chiave]

    def _cerca(self, testo: str, formato: str) -> Trovata | None:
        if not testo or len(testo) > _MASSIMO:
            return None
        letto = compatta(_NUMERO_DAVANTI.sub("", testo, count=1))
        if len(letto) < 4:
            return None
        migliore: Trovata | None = None
        for voce in self._voci:
            if formato and voce.formato != formato:
                continue
            punti, tronca = somiglianza(letto, voce.intera, voce.nucleo)
            if punti >= PROBABILE and (migliore is None or punti > migliore.punti):
                migliore = Trovata(voce.formato, voce.campo, voce.ordine, punti, tronca)
        breve = self._brevi.get(letto)
        if migliore is None and breve is not None and formato in ("", breve.formato):
            return breve
        return migliore

    def prefisso(self, testo: str, *, formato: str = "") -> tuple[Trovata, int] | None:
        """Return the label that opens `testo` and where it ends, when an answer follows in the same text."""
        letto = compatta(testo[: _MASSIMO * 2])
        migliore: tuple[Trovata, int] | None = None
        for voce in self._voci:
            if formato and voce.formato != formato:
                continue
            for etichetta in dict.fromkeys((voce.intera, voce.nucleo)):
                if len(etichetta) < 6 or not letto.startswith(etichetta):
                    continue
                fine = _fine(testo, len(etichetta))
                if migliore is None or fine > migliore[1]:
                    migliore = Trovata(voce.formato, voce.campo, voce.ordine, 1.0), fine
        return migliore


def nucleo(etichetta: str) -> str:
    """Return a label without the remark in brackets at its end."""
    return _CODA.sub("", etichetta) or etichetta


def somiglianza(letto: str, intera: str, nucleo_: str) -> tuple[float, bool]:
    """Return how like two labels are, from 0 to 1, and whether `letto` is only the first part of it."""
    if letto in (intera, nucleo_):
        return 1.0, False
    # The official hint, or a remark, is printed with the label.
    if len(nucleo_) >= 10 and letto.startswith(nucleo_):
        return 0.97, False
    if len(letto) >= _LETTERE and len(letto) >= _PARTE * len(nucleo_) and nucleo_.startswith(letto):
        return 0.95, True
    return max(_rapporto(letto, intera), _rapporto(letto, nucleo_)), False


def _rapporto(a: str, b: str) -> float:
    if not a or not b or min(len(a), len(b)) / max(len(a), len(b)) < PROBABILE / (2 - PROBABILE):
        return 0.0
    confronto = SequenceMatcher(None, a, b, autojunk=False)
    if confronto.quick_ratio() < PROBABILE:
        return 0.0
    return confronto.ratio()


def _fine(testo: str, lettere: int) -> int:
    """Return where in `testo` its first `lettere` folded letters end, with the punctuation after them."""
    conto = 0
    for n, c in enumerate(testo):
        conto += len(compatta(c))
        if conto >= lettere:
            resto = re.match(r"[\s?:.)*'’`´-]*", testo[n + 1 :])
            return n + 1 + (resto.end() if resto else 0)
    return len(testo)
