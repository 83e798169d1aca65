"""The history of a table's rows: what each save leaves in it, and what two people wrote at once."""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core.storia import DA_PARTE, MIO, SALVATO, UNIONE, senza_da_parte
from piani.enums import CalcoloRiga
from piani.models import RigaTabella, StesuraTabella, Tabella
from piani.permissions import Parte, esigi_scrittura
from piani.unione_tabelle import Foglio, UnioneTabelle, piena
from utenti.models import Utente

CALCOLATA = "calcola_"


def chiave_nuova() -> str:
    """Return a key for a row that has none."""
    return f"n{secrets.token_hex(5)}"


def chiave_di(riga: RigaTabella) -> str:
    """Return the key by which two people find the row; rows that came from a file are known by their id."""
    return riga.chiave or f"id{riga.pk}"


def foglio(tabella: Tabella, righe: Iterable[RigaTabella]) -> dict[str, dict[str, str]]:
    """Return rows as `piani.unione_tabelle` reads them."""
    colonne = [c["chiave"] for c in tabella.colonne]
    return {
        chiave_di(r): piena(
            {
                **dict(zip(colonne, r.valori, strict=True)),
                ".unita": r.unita,
                ".nota": r.nota,
                ".genere": f"{CALCOLATA}{r.calcolo}" if r.calcolo else "totale" if r.totale else "",
                ".esempio": "si" if r.esempio else "",
                **{f"#{colonna}": nota for colonna, nota in r.note_celle.items()},
            }
        )
        for r in righe
    }


def righe_del(tabella: Tabella, uniti: Foglio) -> list[RigaTabella]:
    """Return the rows of a sheet, ready to be kept."""
    colonne = [c["chiave"] for c in tabella.colonne]
    righe = []
    for ordine, (chiave, celle) in enumerate(uniti.items(), 1):
        genere = celle.get(".genere", "")
        calcolo = genere.removeprefix(CALCOLATA) if genere.startswith(CALCOLATA) else ""
        righe.append(
            RigaTabella(
                tabella=tabella,
                ordine=ordine,
                chiave=chiave,
                valori=[celle.get(c, "") for c in colonne],
                unita=celle.get(".unita", ""),
                nota=celle.get(".nota", ""),
                totale=bool(genere),
                calcolo=calcolo if calcolo in CalcoloRiga.values else "",
                esempio=bool(celle.get(".esempio")),
                note_celle={c: celle[f"#{c}"] for c in colonne if celle.get(f"#{c}")},
            )
        )
    return righe


def annota_stesura(
    tabella: Tabella, righe: Foglio, *, autore: Utente | None, motivo: str = "", quando: dt.datetime | None = None
) -> None:
    """Write in the history what the rows say at the table's revision."""
    StesuraTabella.objects.create(
        tabella=tabella,
        revisione=tabella.revisione,
        colonne=[{"chiave": c["chiave"], "titolo": c["titolo"], "tipo": c["tipo"]} for c in tabella.colonne],
        righe=[[chiave, dict(celle)] for chiave, celle in righe.items()],
        history_user=autore,
        history_change_reason=motivo,
        history_date=quando or timezone.now(),
    )


def conserva_partenza(tabella: Tabella, righe: Foglio) -> None:
    """Put in the history the rows as they stand, where it has not got them: a file, a restore, another act wrote them."""
    ultima = senza_da_parte(tabella.storia).first()
    if ultima is None or letta(ultima) != righe:
        motivo = SALVATO.removeprefix(f"{DA_PARTE}: ") if ultima else ""
        annota_stesura(tabella, righe, autore=None, motivo=motivo, quando=timezone.now() - dt.timedelta(seconds=1))


def letta(stesura: Any) -> dict[str, dict[str, str]]:
    """Return the rows of a version as a sheet."""
    return dict(stesura.righe)


def conserva_conflitto_tabella(
    tabella: Tabella, *, mio: Foglio, unione: UnioneTabelle, revisione: int, autore: Utente
) -> None:
    """Keep in the history of a table the rows that could not be saved, and the proposed merge. Raises NonPermesso."""
    sezione = tabella.sezione
    esigi_scrittura(autore, tabella.piano, sezione.proprietario, Parte.sezione(sezione))
    letta_da = Tabella(pk=tabella.pk, colonne=tabella.colonne, revisione=max(revisione, 0))
    for righe, motivo in ((mio, MIO), (unione.foglio, UNIONE)):
        uguali = StesuraTabella.objects.filter(tabella=tabella, history_change_reason=motivo, history_user=autore)
        if not any(letta(s) == righe for s in uguali.order_by("-history_id")[:5]):
            annota_stesura(letta_da, righe, autore=autore, motivo=motivo)
