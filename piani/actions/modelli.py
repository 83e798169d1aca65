"""Tables of chapter 2 from their templates: rows named, totals declared, charts ready."""

from collections.abc import Sequence

from django.db import transaction

from ambiti.queries import comuni_di
from core.exceptions import DatiNonValidi
from piani.actions.grafici import DatiDisegno, aggiungi_grafico
from piani.actions.tabelle import NULLA, RigaScritta
from piani.actions.tabelle_nuove import aggiungi_tabella
from piani.enums import CalcoloRiga
from piani.modelli_tabelle import PER_CHIAVE, PER_COMUNE, Modello
from piani.models import Sezione, Tabella
from utenti.models import Utente


def _righe(modello: Modello, comuni: Sequence[str]) -> list[RigaScritta]:
    nomi = comuni if modello.righe == PER_COMUNE else modello.righe
    vuote = [""] * (len(modello.colonne) - 1)
    righe = [RigaScritta([nome, *vuote]) for nome in nomi]
    if modello.totale and len(righe) > 1:
        righe.append(RigaScritta(["Totale", *vuote], totale=True, calcolo=CalcoloRiga.TOTALE))
    return righe


def aggiungi_modelli(sezione: Sezione, *, chiavi: Sequence[str], autore: Utente) -> list[Tabella]:
    """Add to a section the tables of those templates, with their charts; all of them, or none.

    The Comuni are those of the Ambito today. Raises NonPermesso, DatiNonValidi (none chosen, an unknown one).
    """
    if not chiavi or any(c not in PER_CHIAVE for c in chiavi):
        raise DatiNonValidi(f"Scegli almeno una tabella tra quelle proposte. {NULLA}")
    comuni = [c.ente.nome for c in comuni_di(sezione.piano.ambito).select_related("ente").order_by("ente__nome")]
    nate = []
    with transaction.atomic():
        for modello in (m for c, m in PER_CHIAVE.items() if c in chiavi):
            tabella = aggiungi_tabella(
                sezione,
                titolo=modello.titolo,
                colonne=modello.colonne,
                righe=_righe(modello, comuni),
                fonte=modello.fonte,
                autore=autore,
            )
            nate.append(tabella)
            for d in modello.disegni:
                disegno = DatiDisegno(d.titolo, d.grafico, d.etichette, d.serie)
                aggiungi_grafico(tabella, dati=disegno, autore=autore)
    return nate
