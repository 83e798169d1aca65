"""The texts of the plan as it is read, part by part, and the same with marks on the passages that somebody commented."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from piani.evidenza import Segno, evidenzia
from piani.lettura.modello import Blocco, PianoLetto, RigaScheda, SchedaLetta, SezioneLetta, Testo

Segni = Mapping[str, Sequence[Segno]]


def voce_sezione(sezione: SezioneLetta) -> str:
    """Kind and key of a section in one word, as comments name it."""
    return f"sezione/{sezione.chiave}"


def voce_scheda(scheda: SchedaLetta) -> str:
    """Kind and key of a sheet."""
    return f"scheda/{scheda.specie}:{scheda.codice}"


def voce_riga(scheda: SchedaLetta, riga: RigaScheda) -> str:
    """Kind and key of a row of a sheet."""
    return f"riga/{scheda.specie}:{scheda.codice}:{riga.chiave}"


def testi(letto: PianoLetto) -> dict[str, str]:
    """Return the formatted texts of sections, sheets and rows that have one."""
    return {voce: html for sezione in letto.sezioni() for voce, html in _della_sezione(sezione) if html}


def _della_sezione(sezione: SezioneLetta) -> Iterator[tuple[str, str]]:
    yield voce_sezione(sezione), sezione.testo
    for scheda in sezione.schede:
        yield voce_scheda(scheda), scheda.descrizione
        for riga in scheda.righe:
            yield from ((voce_riga(scheda, riga), b.html) for b in riga.blocchi if isinstance(b, Testo))


def con_segni(sezione: SezioneLetta, segni: Segni) -> SezioneLetta:
    """Return a section, and all below it, with its passages marked; nothing else changes."""
    if not segni:
        return sezione
    return replace(
        sezione,
        testo=evidenzia(sezione.testo, segni.get(voce_sezione(sezione), ())),
        schede=[_scheda(scheda, segni) for scheda in sezione.schede],
        sezioni=[con_segni(figlia, segni) for figlia in sezione.sezioni],
    )


def _scheda(scheda: SchedaLetta, segni: Segni) -> SchedaLetta:
    return replace(
        scheda,
        descrizione=evidenzia(scheda.descrizione, segni.get(voce_scheda(scheda), ())),
        righe=[_riga(riga, segni.get(voce_riga(scheda, riga), ())) for riga in scheda.righe],
    )


def _riga(riga: RigaScheda, segni: Sequence[Segno]) -> RigaScheda:
    return replace(riga, blocchi=[_blocco(b, segni) for b in riga.blocchi]) if segni else riga


def _blocco(blocco: Blocco, segni: Sequence[Segno]) -> Blocco:
    return Testo(evidenzia(blocco.html, segni)) if isinstance(blocco, Testo) else blocco
