"""New tables: blank, from a template, from a file; and what a file changes in one that is there."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from core.exceptions import DatiNonValidi
from core.testo import riga
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.actions.tabelle import NULLA, RigaScritta, annota_tabella, colonna_nuova, righe_pulite
from piani.chiavi import chiave_libera
from piani.enums import SpecieTabella
from piani.models import Colonna, Piano, RigaTabella, Sezione, Tabella
from piani.permissions import Parte
from utenti.models import Utente


def posto_nuovo(piano: Piano, titolo: str) -> tuple[str, int]:
    """Return a free key and the next place among the tables of the plan. Two queries."""
    ultimo = piano.tabelle.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
    prese = frozenset(piano.tabelle.values_list("chiave", flat=True))
    return chiave_libera(titolo, prese, massimo=60, senza="tabella"), ultimo + 1


def aggiungi_tabella(
    sezione: Sezione,
    *,
    titolo: str,
    autore: Utente,
    colonne: Sequence[Colonna] = (),
    righe: Sequence[RigaScritta] = (),
    fonte: str = "",
    anno: str = "",
    nota: str = "",
) -> Tabella:
    """Add a table to a section; without columns it has two (a text and a number) and one blank row.

    Raises NonPermesso, DatiNonValidi (no title), CelleNonValide.
    """
    nome = riga(titolo, massimo=300)
    if not nome:
        raise DatiNonValidi(f"Scrivi il titolo della tabella. {NULLA}")
    tabella = Tabella(
        piano=sezione.piano,
        sezione=sezione,
        specie=SpecieTabella.TABELLA,
        titolo=nome,
        fonte=fonte,
        anno=anno,
        nota=nota,
        colonne=list(colonne) or [colonna_nuova("Voce", "testo", set()), colonna_nuova("Valore", "numero", {"voce"})],
    )
    nuove = righe_pulite(tabella, righe or [RigaScritta([""] * len(tabella.colonne))])
    with transaction.atomic():
        piano = blocca_per_scrivere(
            sezione.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione)
        )
        tabella.chiave, tabella.ordine = posto_nuovo(piano, nome)
        tabella.save()
        RigaTabella.objects.bulk_create(nuove, batch_size=500)
        contenuto_cambiato(piano)
        annota_tabella(piano, "piani.tabella_aggiunta", tabella, autore)
    return tabella
