"""All the rules, by family; none depends on another."""

from piani.controllo.modello import Regola
from piani.controllo.regole import (
    coerenza,
    compilazione,
    confronti,
    doppioni,
    esiti,
    formato,
    indicatori,
    nomi,
    numeri,
    rimandi,
    risorse,
    risposte,
    somme,
)

REGOLE: tuple[Regola, ...] = (
    *formato.REGOLE,
    *compilazione.REGOLE,
    *coerenza.REGOLE,
    *risposte.REGOLE,
    *indicatori.REGOLE,
    *risorse.REGOLE,
    *esiti.REGOLE,
    *somme.REGOLE,
    *numeri.REGOLE,
    *confronti.REGOLE,
    *nomi.REGOLE,
    *doppioni.REGOLE,
    *rimandi.REGOLE,
)
PER_CHIAVE: dict[str, Regola] = {r.chiave: r for r in REGOLE}
