"""The page of a block: its draft, its versions, who uses each; for a table, the grid that every table has."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from piani.actions.blocchi import tabella_di
from piani.canonico.blocchi import contenuto_di, impronta_di
from piani.forms.blocchi import ModuloBlocco
from piani.forms.colonne import TIPI_COLONNA, RigaColonna, griglia_colonne
from piani.forms.griglia import GENERI, Griglia, griglia, massime_righe
from piani.lettura.blocchi import leggi_tabella_sola, leggi_testo_solo
from piani.models import Blocco
from piani.queries_blocchi import blocchi_visibili_a, usi_di
from piani.views.conflitti import media
from utenti.typing import RichiestaUtente

SUPERATA = (
    "Nel frattempo un'altra persona ha salvato questo blocco. Quello che hai scritto è qui sotto, non è perso; in «Come è "
    "adesso» vedi quello che ha salvato. Unisci le due cose e salva di nuovo."
)


def blocco_visibile(request: RichiestaUtente, pk: int) -> Blocco:
    """Return a block of a body for which one publishes, or 404. One query."""
    return get_object_or_404(blocchi_visibili_a(request.user), pk=pk)


@dataclass
class Mostra:
    """What the page shows beside the draft as it stands: what was typed, and the sentence that says why."""

    scritta: Griglia | None = None
    colonne: list[RigaColonna] | None = None
    frase: str = ""
    avviso: str = ""
    incollato: str = ""


def _contesto_tabella(blocco: Blocco, m: Mostra) -> dict[str, object]:
    """Return what the page of a block needs to show and write its table."""
    tabella, righe = tabella_di(blocco)
    return {
        "tabella": tabella,
        "griglia": m.scritta or griglia(tabella, righe),
        "generi": GENERI,
        "colonne": m.colonne or griglia_colonne(blocco.colonne),
        "colonne_aperte": m.colonne is not None,
        "tipi": TIPI_COLONNA,
        "massime_righe": massime_righe(len(blocco.colonne)),
        "frase": m.frase,
        "avviso": m.avviso,
        "incollato": m.incollato,
        "letta": leggi_tabella_sola(contenuto_di(blocco)),
        "vie": {v: reverse(f"piani:blocco_{v}", args=[blocco.pk]) for v in ("righe", "incolla", "colonne")},
    }


def pagina_blocco(
    request: RichiestaUtente,
    trovato: Blocco,
    modulo: ModuloBlocco | None = None,
    *,
    frase: str = "",
    mostra: Mostra | None = None,
    stato: int = 200,
) -> HttpResponse:
    """Show a block; after a refusal, with what was typed and the sentence that says why."""
    mio = modulo or ModuloBlocco(blocco=trovato)
    usi = usi_di(trovato)
    uguale = bool(usi) and usi[0].versione.sha256 == impronta_di(contenuto_di(trovato))
    contesto: dict[str, object] = {
        "blocco": trovato,
        "modulo": mio,
        "frase": frase,
        "usi": usi,
        "da_pubblicare": not (uguale and usi[0].versione.a_chi == trovato.a_chi),
        "media_redattore": "" if trovato.e_tabella else media(mio, request),
        "letto": "" if trovato.e_tabella else leggi_testo_solo(contenuto_di(trovato)),
        "dati_aperti": mio.is_bound,
    }
    if trovato.e_tabella:
        contesto |= _contesto_tabella(trovato, mostra or Mostra(frase=frase))
    return render(request, "piani/blocchi/blocco.html", contesto, status=stato)
