"""The acts on data tables: what the table says of itself, its columns, its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypedDict

from django.db import transaction

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.formati import elenco
from core.storia import A_MANO, Modo, in_ritardo, salva
from core.testo import TestoTroppoLungo, pulisci, riga
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.actions.stesure import annota_stesura, chiave_di, chiave_nuova, conserva_partenza, foglio, righe_del
from piani.actions.storia import una_versione_per_pagina
from piani.calcolo import calcolati, cella_da_italiano
from piani.calcolo.celle import da_riscrivere
from piani.calcolo.regole import CalcoloNonValido, controlla_calcoli
from piani.chiavi import chiave_libera
from piani.enums import CalcoloRiga
from piani.models import Colonna, Piano, RigaTabella, Tabella
from piani.numeri import NumeroNonValido
from piani.permissions import Parte, esigi_propria, veste_di
from piani.queries_rimandi import esigi_non_citata
from piani.unione_tabelle import Foglio, UnioneTabelle, col_mio, gia_salvato, scritti, unisci_fogli
from registro.actions import annota
from utenti.models import Utente

NULLA = "Non è cambiato nulla."
_CHIAVE = re.compile(r"[A-Za-z0-9]{1,16}")
COLONNE = "cambiate le colonne"
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
    """A row as the person typed it: one text a column, in Italian; `calcolo` says that its numbers are worked out.

    `note_celle` are the notes of single cells, by key of the column; `chiave` is the row's own, empty in a new one.
    """

    celle: list[str]
    unita: str = ""
    nota: str = ""
    totale: bool = False
    esempio: bool = False
    calcolo: str = ""
    note_celle: dict[str, str] = field(default_factory=dict)
    chiave: str = ""


class TabellaContesa(SalvataggioSuperato):
    """Somebody saved meanwhile, and the same cells: `mio` is what could not be saved, `unione` has both."""

    def __init__(self, attuale: Tabella, mio: Foglio, unione: UnioneTabelle) -> None:
        self.mio, self.unione = mio, unione
        super().__init__(attuale)


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


def annota_tabella(piano: Piano, tipo: str, tabella: Tabella, autore: Utente) -> None:
    """Write an act on a table in the plan's log."""
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano), dati={"tabella": tabella.pk})


def cambia_dati_tabella(tabella: Tabella, *, dati: DatiTabella, revisione: int, autore: Utente) -> Tabella:
    """Save title, kind, source, year, note, chart, page. Raises NonPermesso, SalvataggioSuperato."""
    for campo, valore in dati.items():
        setattr(tabella, campo, valore)
    with transaction.atomic():
        blocca_tabella(tabella, autore)
        tabella.salva_se_invariata(revisione, list(dati))
        contenuto_cambiato(tabella.piano)
    return tabella


def blocca_tabella(tabella: Tabella, autore: Utente) -> Piano:
    """Lock the plan of a table that the plan writes itself, if `autore` may write its section. Inside the act's transaction.

    Raises NonPermesso.
    """
    esigi_propria(tabella)
    sezione = tabella.sezione
    return blocca_per_scrivere(
        tabella.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione)
    )


def colonna_nuova(titolo: str, tipo: str, prese: set[str]) -> Colonna:
    """Return a column with a key of its own, without decimals."""
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
    nuove = colonne_nuove(tabella.colonne, colonne)
    with transaction.atomic():
        blocca_tabella(tabella, autore)
        righe = list(tabella.righe.order_by("ordine"))
        attuale = Tabella.objects.get(pk=tabella.pk)
        if attuale.revisione != revisione:
            raise SalvataggioSuperato(attuale)
        controlla_disegni(attuale, {c["chiave"] for c in nuove})
        conserva_partenza(attuale, foglio(attuale, righe))
        sposta_celle(righe, attuale.colonne, nuove)
        tabella.colonne = nuove
        tabella.salva_se_invariata(revisione, ["colonne"])
        RigaTabella.objects.bulk_update(righe, ["valori", "note_celle"])
        annota_stesura(tabella, foglio(tabella, righe), autore=autore, motivo=COLONNE)
        contenuto_cambiato(tabella.piano)
    return tabella


def colonne_nuove(attuali: Sequence[Colonna], colonne: Sequence[tuple[str | None, Colonna]]) -> list[Colonna]:
    """Return the columns that were typed, each with the key it had, or a new one. Raises DatiNonValidi."""
    if not 1 <= len(colonne) <= MASSIME_COLONNE:
        raise DatiNonValidi(f"Una tabella ha da 1 a {MASSIME_COLONNE} colonne. {NULLA}")
    note = {c["chiave"]: c for c in attuali}
    nuove: list[Colonna] = []
    prese = {prima for prima, _ in colonne if prima and prima in note}
    for numero, (prima, dati) in enumerate(colonne, 1):
        if not dati["titolo"]:
            raise DatiNonValidi(f"Colonna {numero}: scrivi il titolo. {NULLA}")
        vecchia = note.get(prima or "")
        chiave = vecchia["chiave"] if vecchia else colonna_nuova(dati["titolo"], dati["tipo"], prese)["chiave"]
        prese.add(chiave)
        nuova: Colonna = {**dati, "chiave": chiave}
        if vecchia and "calcolo" in vecchia:
            nuova["calcolo"] = vecchia["calcolo"]
        nuove.append(nuova)
    try:
        controlla_calcoli(nuove)
    except CalcoloNonValido as errore:
        raise DatiNonValidi(f"{errore} Togli prima la colonna calcolata. {NULLA}") from None
    return nuove


def sposta_celle(righe: Sequence[RigaTabella], vecchie: Sequence[Colonna], nuove: Sequence[Colonna]) -> None:
    """Put the cells of rows under their columns, wherever these went. Raises DatiNonValidi: text that is no number."""
    posti = {c["chiave"]: i for i, c in enumerate(vecchie)}
    restano = {c["chiave"] for c in nuove}
    for n, r in enumerate(righe, 1):
        origini = [(posti.get(c["chiave"]), c) for c in nuove]
        r.valori = ["" if i is None else _trasloca(r.valori[i], vecchie[i], c, n) for i, c in origini]
        r.note_celle = {c: t for c, t in r.note_celle.items() if c in restano}


def controlla_disegni(tabella: Tabella, restano: set[str]) -> None:
    """Raise DatiNonValidi when a chart draws a column that is going."""
    for titolo, vista in tabella.disegni.values_list("titolo", "vista"):
        usate = {vista.get("etichette", ""), *vista.get("serie", [])} - {""}
        if not usate <= restano:
            tolte = [c["titolo"] for c in tabella.colonne if c["chiave"] in usate - restano]
            raise DatiNonValidi(
                f"Il grafico «{titolo}» disegna {elenco([f'«{t}»' for t in tolte])}: cambia prima il grafico. {NULLA}"
            )


def aggiungi_colonna_calcolata(tabella: Tabella, *, colonna: Colonna, revisione: int, autore: Utente) -> Tabella:
    """Add a column worked out from others, last. Its values are never typed nor kept.

    Raises NonPermesso, DatiNonValidi (no title, columns that cannot be computed with), SalvataggioSuperato.
    """
    attuali: list[tuple[str | None, Colonna]] = [(c["chiave"], c) for c in tabella.colonne]
    return cambia_colonne(tabella, colonne=[*attuali, (None, colonna)], revisione=revisione, autore=autore)


def calcola_totale(tabella: Tabella, *, ordine: int, revisione: int, autore: Utente) -> Tabella:
    """Let the portal work out a total that was typed. Raises NonPermesso, DatiNonValidi, SalvataggioSuperato."""
    with transaction.atomic():
        blocca_tabella(tabella, autore)
        riga_totale = tabella.righe.filter(ordine=ordine, totale=True, calcolo="").first()
        if riga_totale is None:
            raise DatiNonValidi(f"Quella riga non è un totale scritto a mano. {NULLA}")
        tabella.salva_se_invariata(revisione, [])
        riga_totale.calcolo = CalcoloRiga.TOTALE
        riga_totale.valori = [
            v if c["tipo"] == "testo" else "" for v, c in zip(riga_totale.valori, tabella.colonne, strict=True)
        ]
        riga_totale.save(update_fields=["calcolo", "valori"])
        contenuto_cambiato(tabella.piano)
    return tabella


def _trasloca(valore: str, vecchia: Colonna, nuova: Colonna, riga_numero: int) -> str:
    """Return a cell for a column that changes kind: words are read as Italian numbers, numbers written as Italian."""
    era_testo, sara_testo = vecchia["tipo"] == "testo", nuova["tipo"] == "testo"
    if era_testo == sara_testo and "anno" not in (vecchia["tipo"], nuova["tipo"]):
        return valore
    if nuova["tipo"] == "anno" and not era_testo:
        valore = da_riscrivere(valore, "testo")
    if sara_testo:
        return da_riscrivere(valore, vecchia["tipo"])
    try:
        return cella_da_italiano(valore, nuova["tipo"])
    except NumeroNonValido as errore:
        raise DatiNonValidi(
            f"Riga {riga_numero}, colonna «{nuova['titolo']}»: {errore} Finché c'è, la colonna resta di testo. {NULLA}"
        ) from None


def salva_righe(
    tabella: Tabella,
    *,
    righe: Sequence[RigaScritta],
    revisione: int,
    autore: Utente,
    partenza: Sequence[RigaScritta] | None = None,
    modo: Modo = A_MANO,
) -> Tabella:
    """Replace all the rows with those typed; numbers in Italian become decimal strings with a dot.

    `partenza` are the rows that the page has, if it says: what others saved and the page has not got stays. The same rows
    twice save nothing. Raises NonPermesso, CelleNonValide, SalvataggioSuperato with the table as it stands (other columns,
    or no `partenza`): TabellaContesa where the same cells were changed.
    """
    mio = foglio(tabella, righe_pulite(tabella, righe))
    base = None if partenza is None else foglio(tabella, righe_pulite(tabella, partenza))
    with transaction.atomic():
        blocca_tabella(tabella, autore)
        attuale = Tabella.objects.get(pk=tabella.pk)
        if attuale.colonne != tabella.colonne:
            raise SalvataggioSuperato(attuale)
        salvato = foglio(tabella, tabella.righe.order_by("ordine"))
        # The page may know the last revision and not all that stands: it is told of the rows of others, and has not got them.
        unione = UnioneTabelle(mio, []) if base is None else unisci_fogli(base, scritti(salvato, base, mio), mio)
        if gia_salvato(unione, salvato, mio):
            tabella.revisione = attuale.revisione
            return tabella
        conserva_partenza(attuale, salvato)
        try:
            salva(tabella, revisione, [], autore=autore, modo=modo)
            # Over another revision goes only the page that saved it, whose answer the network lost: its last words stand.
            unione = unione if attuale.revisione == revisione else col_mio(unione)
        except SalvataggioSuperato:
            if base is None or in_ritardo(attuale, autore, modo):
                raise
            tabella.salva_se_invariata(attuale.revisione, [])
        if unione.contese:
            raise TabellaContesa(attuale, mio, unione)
        nuove = righe_del(tabella, unione.foglio)
        tabella.righe.all().delete()
        RigaTabella.objects.bulk_create(nuove, batch_size=500)
        annota_stesura(tabella, unione.foglio, autore=autore, motivo=modo.per_storia())
        una_versione_per_pagina(tabella.piano, tabella, modo)
        contenuto_cambiato(tabella.piano)
    return tabella


def righe_pulite(tabella: Tabella, righe: Sequence[RigaScritta]) -> list[RigaTabella]:
    """Return the rows ready to be kept; computed cells are blank. Raises CelleNonValide, DatiNonValidi."""
    calcolate = calcolati(tabella.colonne, [_come_calcolo(r) for r in righe])
    letture = [(f"colonna «{c['titolo']}»", partial(_valore, colonna=c)) for c in tabella.colonne]
    letture += [("unità", partial(riga, massimo=MASSIMO_UNITA)), ("nota", partial(riga, massimo=MASSIMO_NOTA))]
    errori: dict[tuple[int, int], str] = {}
    chiavi = _chiavi(righe)
    nuove = []
    for i, scritta in enumerate(righe):
        valori = []
        for j, (nome, leggi) in enumerate(letture):
            if (i, j) in calcolate:
                valori.append("")
                continue
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
                totale=scritta.totale or bool(scritta.calcolo),
                esempio=scritta.esempio,
                calcolo=scritta.calcolo,
                chiave=chiavi[i],
                note_celle=_note(tabella, scritta),
            )
        )
    if errori:
        raise CelleNonValide(errori)
    return nuove


def righe_scritte(tabella: Tabella, righe: list[RigaTabella]) -> list[RigaScritta]:
    """Return the rows as saved, as a person would type them again."""
    return [
        RigaScritta(
            [da_riscrivere(v, c["tipo"]) for v, c in zip(r.valori, tabella.colonne, strict=True)],
            r.unita,
            r.nota,
            r.totale,
            r.esempio,
            r.calcolo,
            r.note_celle,
            chiave_di(r),
        )
        for r in righe
    ]


def _chiavi(righe: Sequence[RigaScritta]) -> list[str]:
    """Return a key for each row: its own, or a new one where it has none or another row has it."""
    prese: dict[str, None] = {}
    for r in righe:
        buona = _CHIAVE.fullmatch(r.chiave) and r.chiave not in prese
        prese[r.chiave if buona else chiave_nuova()] = None
    return list(prese)


def _come_calcolo(r: RigaScritta) -> dict[str, object]:
    return {"totale": r.totale, "calcolo": r.calcolo}


def _note(tabella: Tabella, scritta: RigaScritta) -> dict[str, str]:
    chiavi = [c["chiave"] for c in tabella.colonne]
    try:
        note = {c: riga(scritta.note_celle.get(c, ""), massimo=MASSIMO_NOTA) for c in chiavi}
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"Nota di una casella: {errore} {NULLA}") from None
    return {c: t for c, t in note.items() if t}


def _valore(testo: str, colonna: Colonna) -> str:
    return riga(testo) if colonna["tipo"] == "testo" else cella_da_italiano(pulisci(testo), colonna["tipo"])


def elimina_tabella(tabella: Tabella, *, revisione: int, autore: Utente) -> None:
    """Remove a table with its rows.

    Raises NonPermesso, SalvataggioSuperato (somebody changed it meanwhile), DatiNonValidi when a chart draws it or a text
    names it: the sentence says where.
    """
    with transaction.atomic():
        piano = blocca_tabella(tabella, autore)
        attuale = Tabella.objects.get(pk=tabella.pk)
        if attuale.revisione != revisione:
            raise SalvataggioSuperato(attuale)
        disegni = list(tabella.disegni.values_list("titolo", flat=True))
        if disegni:
            raise DatiNonValidi(
                f"«{tabella}» è disegnata da {elenco([f'«{d}»' for d in disegni])}: elimina prima il grafico. {NULLA}"
            )
        esigi_non_citata(piano, f"tabella:{tabella.chiave}", tabella.titolo)
        annota_tabella(piano, "piani.tabella_eliminata", tabella, autore)
        tabella.delete()
        contenuto_cambiato(piano)
