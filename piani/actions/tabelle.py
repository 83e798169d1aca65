"""The acts on data tables: what the table says of itself, its columns, its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypedDict

from django.db import transaction
from django.db.models import Max

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.testo import TestoTroppoLungo, pulisci, riga
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.chiavi import chiave_libera
from piani.enums import SpecieTabella
from piani.models import Colonna, Piano, RigaTabella, Sezione, Tabella
from piani.numeri import NumeroNonValido, da_italiano, in_italiano
from piani.permissions import Parte, veste_di
from registro.actions import annota
from utenti.models import Utente

NULLA = "Non è cambiato nulla."
MASSIME_COLONNE = 20
MASSIMO_UNITA = 40
MASSIMO_NOTA = 300


class DatiTabella(TypedDict):
    """What a table says of itself."""

    titolo: str
    specie: str
    fonte: str
    anno: str
    nota: str
    grafico: str
    orizzontale: bool


@dataclass
class RigaScritta:
    """A row as the person typed it: one text a column, in Italian."""

    celle: list[str]
    unita: str = ""
    nota: str = ""
    totale: bool = False
    esempio: bool = False


class CelleNonValide(DatiNonValidi):
    """Cells that do not fit their column; `errori` maps (row, column), from 0, to a sentence.

    After the columns come two more cells: the unit and the note of the row.
    """

    def __init__(self, errori: dict[tuple[int, int], str]) -> None:
        self.errori = errori
        super().__init__(
            f"Ci sono {len(errori)} caselle da correggere. {NULLA}"
            if len(errori) > 1
            else f"C'è una casella da correggere. {NULLA}"
        )


def _annota(piano: Piano, tipo: str, tabella: Tabella, autore: Utente) -> None:
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano), dati={"tabella": tabella.pk})


def aggiungi_tabella(sezione: Sezione, *, titolo: str, autore: Utente) -> Tabella:
    """Add a table to a section, with two columns (a text and a number) and one blank row.

    Raises NonPermesso, DatiNonValidi (no title).
    """
    nome = riga(titolo, massimo=300)
    if not nome:
        raise DatiNonValidi(f"Scrivi il titolo della tabella. {NULLA}")
    with transaction.atomic():
        piano = blocca_per_scrivere(
            sezione.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione)
        )
        ultimo = piano.tabelle.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        prese = frozenset(piano.tabelle.values_list("chiave", flat=True))
        tabella = Tabella.objects.create(
            piano=piano,
            sezione=sezione,
            chiave=chiave_libera(nome, prese, massimo=60, senza="tabella"),
            specie=SpecieTabella.TABELLA,
            ordine=ultimo + 1,
            titolo=nome,
            colonne=[_colonna("Voce", "testo", set()), _colonna("Valore", "numero", {"voce"})],
        )
        RigaTabella.objects.create(tabella=tabella, ordine=1, valori=["", ""])
        contenuto_cambiato(piano)
        _annota(piano, "piani.tabella_aggiunta", tabella, autore)
    return tabella


def cambia_dati_tabella(tabella: Tabella, *, dati: DatiTabella, revisione: int, autore: Utente) -> Tabella:
    """Save title, kind, source, year, note, chart, page. Raises NonPermesso, SalvataggioSuperato."""
    for campo, valore in dati.items():
        setattr(tabella, campo, valore)
    with transaction.atomic():
        _blocca(tabella, autore)
        tabella.salva_se_invariata(revisione, list(dati))
        contenuto_cambiato(tabella.piano)
    return tabella


def _blocca(tabella: Tabella, autore: Utente) -> Piano:
    sezione = tabella.sezione
    return blocca_per_scrivere(
        tabella.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione)
    )


def _colonna(titolo: str, tipo: str, prese: set[str]) -> Colonna:
    chiave = chiave_libera(titolo, prese, massimo=40, senza="colonna")
    return {"chiave": chiave, "titolo": titolo, "gruppo": "", "tipo": tipo, "decimali": 0, "unita": ""}


def cambia_colonne(
    tabella: Tabella, *, colonne: Sequence[tuple[str | None, Colonna]], revisione: int, autore: Utente
) -> Tabella:
    """Save the columns, in order. Each comes with the key it had (None for a new one); what is missing is removed,
    with its cells.

    Raises NonPermesso, DatiNonValidi (none, too many, no title, text in a column that becomes a number),
    SalvataggioSuperato.
    """
    if not 1 <= len(colonne) <= MASSIME_COLONNE:
        raise DatiNonValidi(f"Una tabella ha da 1 a {MASSIME_COLONNE} colonne. {NULLA}")
    posti = {c["chiave"]: i for i, c in enumerate(tabella.colonne)}
    nuove: list[Colonna] = []
    prese = {prima for prima, _ in colonne if prima and prima in posti}
    for numero, (prima, dati) in enumerate(colonne, 1):
        if not dati["titolo"]:
            raise DatiNonValidi(f"Colonna {numero}: scrivi il titolo. {NULLA}")
        chiave = prima if prima and prima in posti else _colonna(dati["titolo"], dati["tipo"], prese)["chiave"]
        prese.add(chiave)
        nuove.append({**dati, "chiave": chiave})
    with transaction.atomic():
        _blocca(tabella, autore)
        righe = list(tabella.righe.order_by("ordine"))
        origini = [posti.get(prima or "") for prima, _ in colonne]
        vecchie = list(tabella.colonne)
        for n, r in enumerate(righe, 1):
            r.valori = [
                "" if i is None else _trasloca(r.valori[i], vecchie[i], nuova, n)
                for i, nuova in zip(origini, nuove, strict=True)
            ]
        tabella.colonne = nuove
        tabella.salva_se_invariata(revisione, ["colonne"])
        RigaTabella.objects.bulk_update(righe, ["valori"])
        contenuto_cambiato(tabella.piano)
    return tabella


def _trasloca(valore: str, vecchia: Colonna, nuova: Colonna, riga_numero: int) -> str:
    """Return a cell for a column that changes kind: words are read as Italian numbers, numbers written as Italian."""
    era_testo, sara_testo = vecchia["tipo"] == "testo", nuova["tipo"] == "testo"
    if era_testo == sara_testo:
        return valore
    if sara_testo:
        return in_italiano(valore)
    try:
        return da_italiano(valore)
    except NumeroNonValido as errore:
        raise DatiNonValidi(
            f"Riga {riga_numero}, colonna «{nuova['titolo']}»: {errore} Finché c'è, la colonna resta di testo. {NULLA}"
        ) from None


def salva_righe(tabella: Tabella, *, righe: Sequence[RigaScritta], revisione: int, autore: Utente) -> Tabella:
    """Replace all the rows with those typed; numbers in Italian become decimal strings with a dot.

    Raises NonPermesso, CelleNonValide, SalvataggioSuperato with the table as it stands.
    """
    nuove = _pulite(tabella, righe)
    with transaction.atomic():
        _blocca(tabella, autore)
        tabella.salva_se_invariata(revisione, [])
        tabella.righe.all().delete()
        RigaTabella.objects.bulk_create(nuove)
        contenuto_cambiato(tabella.piano)
    return tabella


def _pulite(tabella: Tabella, righe: Sequence[RigaScritta]) -> list[RigaTabella]:
    letture = [(f"colonna «{c['titolo']}»", partial(_valore, colonna=c)) for c in tabella.colonne]
    letture += [("unità", partial(riga, massimo=MASSIMO_UNITA)), ("nota", partial(riga, massimo=MASSIMO_NOTA))]
    errori: dict[tuple[int, int], str] = {}
    nuove = []
    for i, scritta in enumerate(righe):
        valori = []
        for j, (nome, leggi) in enumerate(letture):
            try:
                valori.append(leggi([*scritta.celle, scritta.unita, scritta.nota][j]))
            except (NumeroNonValido, TestoTroppoLungo) as errore:
                errori[i, j] = f"Riga {i + 1}, {nome}: {errore}"
                valori.append("")
        *celle, unita, nota = valori
        nuove.append(
            RigaTabella(
                tabella=tabella,
                ordine=i + 1,
                valori=celle,
                unita=unita,
                nota=nota,
                totale=scritta.totale,
                esempio=scritta.esempio,
            )
        )
    if errori:
        raise CelleNonValide(errori)
    return nuove


def _valore(testo: str, colonna: Colonna) -> str:
    return riga(testo) if colonna["tipo"] == "testo" else da_italiano(pulisci(testo))


def elimina_tabella(tabella: Tabella, *, revisione: int, autore: Utente) -> None:
    """Remove a table with its rows. Raises NonPermesso, SalvataggioSuperato (somebody changed it meanwhile)."""
    with transaction.atomic():
        piano = _blocca(tabella, autore)
        attuale = Tabella.objects.get(pk=tabella.pk)
        if attuale.revisione != revisione:
            raise SalvataggioSuperato(attuale)
        _annota(piano, "piani.tabella_eliminata", tabella, autore)
        tabella.delete()
        contenuto_cambiato(piano)
