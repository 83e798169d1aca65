"""docs/procedimento.md: the diagram and the table of the procedure, printed from `piani.regole_passi`."""

from piani.enums import Stato
from piani.procedura import tabella_dei_passi
from piani.regole_passi import REGOLE, TURNO

_TESTA = """# La procedura del Piano di Zona

Questa pagina è stampata da `piani/regole_passi.py` con `manage.py stampa_procedimento`: non si cambia a mano.

Un Piano si muove da una porta sola (`piani/workflow.py`): chi può, quando, con che cosa. I passi «senza assenso» valgono solo dove
l'ATS non vuole dare l'assenso prima dell'Assemblea. Le scadenze non fermano mai un atto: lo dicono in ritardo.
"""


def _diagramma() -> list[str]:
    righe = ["```mermaid", "stateDiagram-v2", "  direction TB"]
    righe += [f"  {stato.value}: {stato.label}" for stato in Stato]
    righe.append(f"  [*] --> {Stato.BOZZA.value}")
    for regola in REGOLE:
        righe += [f"  {da.value} --> {regola.a.value}: {regola.passo.label}" for da in regola.da]
        righe += [
            f"  {da.value} --> {regola.a.value}: {regola.passo.label} (senza assenso)" for da in regola.senza_assenso
        ]
    righe += [f"  {Stato.CONCLUSO.value} --> [*]", "```"]
    return righe


def pagina_procedimento() -> str:
    """Return the page as Markdown."""
    righe = [_TESTA, "## Il disegno", "", *_diagramma(), "", "## I passi", ""]
    righe += ["| passo | da | a | chi | serve |", "| --- | --- | --- | --- | --- |"]
    righe += [f"| {r.passo} | {r.da} | {r.a} | {r.chi} | {r.serve} |" for r in tabella_dei_passi()]
    righe += ["", "## A chi tocca", "", "| stato | tocca a |", "| --- | --- |"]
    righe += [f"| {stato.label} | {TURNO[stato][0]} |" for stato in Stato]
    return "\n".join(righe) + "\n"
