"""What starts on a new page, and the contents: decided once, before the templates lay out."""

from collections.abc import Iterator
from dataclasses import dataclass

from piani.lettura import PianoLetto, SchedaLetta, SezioneLetta

# A page with less than this, before a section that asks for a new one, would be left almost empty.
CARATTERI_PAGINA_POVERA = 900
# Sheets long enough to deserve their own page.
SPECIE_A_PAGINA_NUOVA = frozenset({"obiettivo"})


@dataclass(frozen=True)
class VoceIndice:
    """A line of the contents; `livello` is 1 to 4, or "scheda"."""

    ancora: str
    nome: str
    livello: str


def _grande(scheda: SchedaLetta) -> bool:
    return scheda.specie in SPECIE_A_PAGINA_NUOVA


class _Pagine:
    """Walks the plan keeping in mind whether the page has only headings so far: no break leaves one alone."""

    def __init__(self) -> None:
        self.a_capo: set[str] = set()
        self.appena = True

    def _vuole(self, ancora: str, *, vuole: bool) -> None:
        if vuole and not self.appena:
            self.a_capo.add(ancora)
            self.appena = True

    def sezione(self, sezione: SezioneLetta) -> None:
        """Decide for a section and all that stands in it."""
        vuota = not sezione.testo and not sezione.tabelle
        porta = vuota and bool(sezione.schede) and _grande(sezione.schede[0])
        self._vuole(sezione.ancora, vuole=sezione.livello == 1 or sezione.pagina_nuova or porta)
        povera = sezione.livello == 1 and not sezione.tabelle and len(sezione.testo) < CARATTERI_PAGINA_POVERA
        if not vuota and not (povera and sezione.sezioni):
            self.appena = False
        for scheda in sezione.schede:
            self._vuole(scheda.ancora, vuole=_grande(scheda))
            self.appena = False
        for figlia in sezione.sezioni:
            self.sezione(figlia)


def pagine_nuove(piano: PianoLetto) -> frozenset[str]:
    """Return the anchors of the sections and sheets that start on a new page."""
    pagine = _Pagine()
    for capitolo in piano.capitoli:
        pagine.sezione(capitolo)
    return frozenset(pagine.a_capo)


def indice_del_capitolo(sezione: SezioneLetta) -> list[VoceIndice]:
    """Return the lines below a chapter: sections and sheets."""
    return list(_voci(sezione))[1:]


def _voci(sezione: SezioneLetta) -> Iterator[VoceIndice]:
    yield VoceIndice(sezione.ancora, sezione.nome, str(min(sezione.livello, 4)))
    for scheda in sezione.schede:
        yield VoceIndice(scheda.ancora, scheda.intestazione, "scheda")
    for figlia in sezione.sezioni:
        yield from _voci(figlia)


def indice(piano: PianoLetto) -> list[VoceIndice]:
    """Return the lines of the contents, annexes included."""
    voci = [voce for capitolo in piano.capitoli for voce in _voci(capitolo)]
    voci.append(VoceIndice("sintesi", "Allegato A. Quadri di sintesi", "1"))
    if piano.accordo:
        voci.append(VoceIndice("accordo", f"Allegato B. {piano.accordo.titolo}", "1"))
    return [*voci, VoceIndice("versione", "Questa versione", "1")]


def elenco_delle_tabelle(piano: PianoLetto) -> list[VoceIndice]:
    """Return the lines of the list of tables, charts and figures, in reading order."""
    return [VoceIndice(t.ancora, t.didascalia, "tabella") for t in piano.tabelle()]
