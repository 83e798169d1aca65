"""The table of the rules in docs/controllo.md, printed from the rules themselves. Pure."""

from piani.controllo.modello import Regola
from piani.controllo.regole import REGOLE

INIZIO = "<!-- regole: manage.py stampa_controllo -->"
FINE = "<!-- fine delle regole -->"


def _riga(regola: Regola) -> str:
    celle = (f"`{regola.chiave}`", regola.nome, str(regola.peso), regola.visto, regola.fonte, regola.esempio)
    return "| " + " | ".join(c.replace("|", "\\|") for c in celle) + " |"


def tabella_delle_regole() -> str:
    """Return the rules as a table of Markdown, by family, between the two marks of the page."""
    righe = [INIZIO, "", "| genere | nome | peso | visto in | fonte | esempio |", "|---|---|---|---|---|---|"]
    righe += [_riga(r) for r in REGOLE]
    return "\n".join([*righe, "", FINE])
