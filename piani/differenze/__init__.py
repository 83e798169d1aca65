"""Two texts compared word by word. Pure: from cleaned HTML, or rows put in words, to lines with their marks.

`linee` reads a text as lines of words; `allinea` puts two sequences beside each other; `righe` compares lines, then words;
`segni` writes the result. Dropping what is added gives the old words, dropping what is taken away gives the new.
"""

from piani.differenze.linee import Linea, Parola, da_html, da_testo
from piani.differenze.righe import Cambio, Pezzo, Riga, confronta_linee
from piani.differenze.segni import in_html, in_parole

__all__ = [
    "Cambio",
    "Linea",
    "Parola",
    "Pezzo",
    "Riga",
    "confronta_linee",
    "da_html",
    "da_testo",
    "in_html",
    "in_parole",
]
