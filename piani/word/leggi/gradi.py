"""How far an old objective got: a percentage alone, before its words, or inside a sentence; and the band of it. Pure."""

import re

from piani.word.leggi.catalogo import Campo
from piani.word.leggi.esito import Capito, Sicurezza
from piani.word.leggi.scelte import leggi_scelte
from piani.word.leggi.sorgente import Paragrafo, Pezzo

_DETTO = re.compile(r"\b(?:pari|corrispondente|del|è|di)\s*(?:al?\s+|all['’]\s*)?(\d{1,3})\s*%", re.IGNORECASE)
_DI_AZIONE = re.compile(r"\s*[-–•]?\s*azion[ei]\s+\w+\s*[:.\-–]", re.IGNORECASE)
_IN_TESTA = re.compile(r"\s*(\d{1,3})(?:[.,]0{1,2})?\s*%(?!\s*-\s*\d)")
_NUDO = re.compile(r"\s*\d{1,3}(?:[.,]0{1,2})?\s*%\s*")
TUTTO = 100


def leggi_grado(campo: Campo, linee: list[Paragrafo]) -> tuple[Capito, int | None]:
    """Return what a row on the degree says, and the degree; the words that are not a bare percentage stay."""
    nudi = [p for p in linee if _NUDO.fullmatch(p.testo)]
    altri = [p for p in linee if p not in nudi]
    detto = _DETTO.findall(" ".join(p.testo for p in altri if not _DI_AZIONE.match(p.testo)))
    numero = _IN_TESTA.match("\n".join(p.testo for p in linee))
    if not numero and len(set(detto)) == 1 and int(detto[0]) <= TUTTO:
        return _nella_frase(campo, linee, int(detto[0]))
    capito = leggi_scelte(campo, altri or linee)
    if not numero or int(numero[1]) > TUTTO:
        return capito, None
    grado = int(numero[1])
    capito.parole.append(f"grado {grado}%")
    if not capito.scelte:
        capito.scelte = _banda(campo, grado)
    if len(nudi) == 1:
        capito.resto = [p for p in capito.resto if p not in nudi]
    return capito, grado


def _nella_frase(campo: Campo, linee: list[Paragrafo], grado: int) -> tuple[Capito, int]:
    """«... è pari al 75% (sufficiente)»: the degree and its band; the words stay."""
    capito = Capito(scelte=_banda(campo, grado), resto=list(linee), parole=[f"grado {grado}%"])
    capito.dubita(Sicurezza.PROBABILE, "il grado è dentro la frase")
    return capito, grado


def _banda(campo: Campo, grado: int) -> list[str]:
    return leggi_scelte(campo, [Paragrafo((Pezzo(f"{grado}%"),))]).scelte
