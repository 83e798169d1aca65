"""What a file does to a table: new columns and rows, rows replaced, rows added below. One transaction each."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from core.exceptions import DatiNonValidi
from piani.actions.contenuto import contenuto_cambiato
from piani.actions.stesure import annota_stesura, foglio
from piani.actions.tabelle import NULLA, RigaScritta, blocca_tabella, righe_pulite, salva_righe
from piani.models import Colonna, RigaTabella, Tabella
from utenti.models import Utente


def adatta(
    tabella: Tabella, colonne: Sequence[Colonna], righe: Sequence[RigaScritta]
) -> tuple[list[RigaScritta], list[str]]:
    """Return the rows of a file with the columns of a table, matched by title, or by place when no title matches.

    The sentences say which columns of the file have no place. Raises DatiNonValidi when nothing matches.
    """
    scritte = [c for c in tabella.colonne if not c.get("calcolo")]
    per_titolo = {(c["gruppo"].casefold(), c["titolo"].casefold()): c["chiave"] for c in scritte}
    soli = {c["titolo"].casefold(): c["chiave"] for c in scritte}
    dove = [
        per_titolo.get((c["gruppo"].casefold(), c["titolo"].casefold())) or soli.get(c["titolo"].casefold())
        for c in colonne
    ]
    if len([d for d in dove if d]) < min(2, len(colonne)) and len(colonne) == len(scritte):
        dove = [c["chiave"] for c in scritte]
    if not any(dove):
        raise DatiNonValidi(
            f"Nessuna colonna del file ha il titolo di una colonna di «{tabella}», e sono in numero diverso. {NULLA}"
        )
    fuori = [
        f"La colonna «{c['titolo']}» nella tabella non c'è: non la prendo."
        for c, d in zip(colonne, dove, strict=True)
        if not d
    ]
    posti = {c["chiave"]: j for j, c in enumerate(tabella.colonne)}
    nuove = []
    for r in righe:
        celle = [""] * len(tabella.colonne)
        note = {}
        for valore, colonna, chiave in zip(r.celle, colonne, dove, strict=True):
            if chiave:
                celle[posti[chiave]] = valore
                if colonna["chiave"] in r.note_celle:
                    note[chiave] = r.note_celle[colonna["chiave"]]
        nuove.append(RigaScritta(celle, r.unita, r.nota, r.totale, r.esempio, r.calcolo, note))
    return nuove, fuori


def sostituisci_righe(tabella: Tabella, *, righe: Sequence[RigaScritta], revisione: int, autore: Utente) -> Tabella:
    """Put the rows of a file in the place of those that are there. Raises as `salva_righe`."""
    return salva_righe(tabella, righe=righe, revisione=revisione, autore=autore)


def aggiungi_righe(tabella: Tabella, *, righe: Sequence[RigaScritta], revisione: int, autore: Utente) -> Tabella:
    """Add the rows of a file below those that are there. Raises NonPermesso, CelleNonValide, SalvataggioSuperato."""
    nuove = righe_pulite(tabella, righe)
    with transaction.atomic():
        blocca_tabella(tabella, autore)
        tabella.salva_se_invariata(revisione, [])
        ultimo = tabella.righe.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        for n, r in enumerate(nuove, ultimo + 1):
            r.ordine = n
        RigaTabella.objects.bulk_create(nuove, batch_size=500)
        annota_stesura(tabella, foglio(tabella, tabella.righe.order_by("ordine")), autore=autore)
        contenuto_cambiato(tabella.piano)
    return tabella
