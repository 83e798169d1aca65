"""The acts on charts: a chart is a view of a table, never a copy of its data."""

from dataclasses import dataclass, field

from django.db import transaction

from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, pulisci, riga
from piani.actions.contenuto import contenuto_cambiato
from piani.actions.tabelle import NULLA, annota_tabella, blocca_tabella
from piani.actions.tabelle_nuove import posto_nuovo
from piani.enums import SpecieTabella, TipoGrafico
from piani.models import Tabella
from utenti.models import Utente

MASSIME_SERIE = 6
MASSIMO_ALTERNATIVO = 1000


@dataclass(frozen=True)
class DatiDisegno:
    """What a chart shows: kind, the column of the labels and those of the series (keys), words."""

    titolo: str
    grafico: str
    etichette: str = ""
    serie: tuple[str, ...] = field(default=())
    alternativo: str = ""
    nota: str = ""


def controlla_disegno(fonte: Tabella, dati: DatiDisegno) -> None:
    """Raise DatiNonValidi when the table cannot be drawn so."""
    tipi = {c["chiave"]: c["tipo"] for c in fonte.colonne}
    if not dati.titolo.strip():
        raise DatiNonValidi(f"Scrivi il titolo del grafico. {NULLA}")
    if dati.etichette not in tipi or not dati.serie or not set(dati.serie) <= set(tipi):
        raise DatiNonValidi(f"Scegli la colonna delle voci e almeno una colonna di numeri. {NULLA}")
    if any(tipi[s] in ("testo", "anno") for s in dati.serie):
        raise DatiNonValidi(f"Si disegnano colonne di numeri, euro o percentuali. {NULLA}")
    quante = len(dati.serie)
    if dati.grafico == TipoGrafico.PIRAMIDE and quante != 2:
        raise DatiNonValidi(
            f"La piramide ha due colonne, per esempio maschi e femmine: ne hai scelte {quante}. {NULLA}"
        )
    if dati.grafico == TipoGrafico.TORTA and quante != 1:
        raise DatiNonValidi(f"La torta disegna una colonna sola: ne hai scelte {quante}. {NULLA}")
    if quante > MASSIME_SERIE:
        raise DatiNonValidi(f"Un grafico con più di {MASSIME_SERIE} colonne non si legge: scegline meno. {NULLA}")
    if dati.grafico not in TipoGrafico.values or dati.grafico == TipoGrafico.ORGANIGRAMMA:
        raise DatiNonValidi(f"Questo disegno non è tra quelli previsti. {NULLA}")


def _posa(grafico: Tabella, dati: DatiDisegno) -> None:
    try:
        grafico.titolo = riga(dati.titolo, massimo=300)
        grafico.alternativo = pulisci(dati.alternativo, massimo=MASSIMO_ALTERNATIVO)
        grafico.nota = pulisci(dati.nota)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from None
    grafico.grafico = dati.grafico
    grafico.vista = {"etichette": dati.etichette, "serie": list(dati.serie)}


def aggiungi_grafico(fonte: Tabella, *, dati: DatiDisegno, autore: Utente) -> Tabella:
    """Add a chart of a table, in its section and after it. Raises NonPermesso, DatiNonValidi."""
    controlla_disegno(fonte, dati)
    grafico = Tabella(
        piano=fonte.piano, sezione=fonte.sezione, specie=SpecieTabella.GRAFICO, dati=fonte, fonte="", anno=""
    )
    _posa(grafico, dati)
    with transaction.atomic():
        # The chart is the plan's own, also of a table that another body published.
        piano = blocca_tabella(grafico, autore)
        grafico.chiave, grafico.ordine = posto_nuovo(piano, f"grafico {dati.titolo}")
        grafico.save()
        contenuto_cambiato(piano)
        annota_tabella(piano, "piani.tabella_aggiunta", grafico, autore)
    return grafico


def cambia_grafico(grafico: Tabella, *, dati: DatiDisegno, revisione: int, autore: Utente) -> Tabella:
    """Save what a chart shows. Raises NonPermesso, DatiNonValidi, SalvataggioSuperato."""
    if grafico.dati is None:
        raise DatiNonValidi(f"Questo grafico ha dati suoi: si cambia dalla pagina della tabella. {NULLA}")
    controlla_disegno(grafico.dati, dati)
    _posa(grafico, dati)
    with transaction.atomic():
        blocca_tabella(grafico, autore)
        grafico.salva_se_invariata(revisione, ["titolo", "grafico", "vista", "alternativo", "nota"])
        contenuto_cambiato(grafico.piano)
    return grafico
