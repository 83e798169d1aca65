"""Editing a data table: what it says of itself, its columns, its rows, the drawing they make."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.tabelle import (
    CelleNonValide,
    RigaScritta,
    aggiungi_tabella,
    cambia_colonne,
    elimina_tabella,
    salva_righe,
)
from piani.canonico.esporta import tabella_canonica
from piani.forms.colonne import (
    TIPI_COLONNA,
    RigaColonna,
    colonne_da,
    colonne_scritte,
    griglia_colonne,
    griglia_unita,
)
from piani.forms.tabelle import (
    Griglia,
    ModuloDatiTabella,
    ModuloNuovaTabella,
    controlla_quante,
    griglia,
    griglia_scritta,
    massime_righe,
    quante_colonne,
    righe_da,
)
from piani.lettura.tabelle import leggi_tabella
from piani.models import Piano, Sezione, Tabella
from piani.permissions import Parte, aperta, enti_scrivibili, esigi_scrittura
from piani.views.comune import revisione, sezione_visibile, tabella_visibile, vai
from utenti.typing import RichiestaUtente


def _esigi(request: RichiestaUtente, sezione: Sezione, piano: Piano) -> None:
    esigi_scrittura(request.user, piano, sezione.proprietario, Parte.sezione(sezione))


def _pagina(
    request: RichiestaUtente,
    tabella: Tabella,
    *,
    modulo: ModuloDatiTabella | None = None,
    scritta: Griglia | None = None,
    colonne: list[RigaColonna] | None = None,
    frase: str = "",
    stato: int = 200,
    mie: str = "",
) -> HttpResponse:
    """Show the table; after a refusal, with what was typed and the sentence that says why."""
    piano = tabella.piano
    righe = list(tabella.righe.all())
    proprietario = tabella.sezione.proprietario_id
    contesto = {
        "piano": piano,
        "sezione": tabella.sezione,
        "tabella": tabella,
        "scrive": proprietario in enti_scrivibili(request.user, piano)
        and aperta(piano, Parte.sezione(tabella.sezione)),
        "modulo": modulo or ModuloDatiTabella(tabella=tabella),
        "griglia": scritta or griglia(tabella, righe),
        "colonne": colonne or griglia_colonne(tabella.colonne),
        "colonne_aperte": colonne is not None,
        "tipi": TIPI_COLONNA,
        "letta": leggi_tabella(tabella_canonica(tabella, tabella.sezione.chiave), tabella.get_specie_display()),
        "massime_righe": massime_righe(len(tabella.colonne)),
        "frase": frase,
        "mie_righe": mie,
    }
    return render(request, "piani/tabella.html", contesto, status=stato)


@require_safe
def tabella(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Show the table, its drawing, and for who may write it its three forms."""
    return _pagina(request, tabella_visibile(request, codice, triennio, chiave))


def _salvata(request: RichiestaUtente, salvata: Tabella, frase: str) -> HttpResponse:
    messages.success(request, frase)
    return vai("piani:tabella", salvata.piano, chiave=salvata.chiave)


def _attuale(superato: SalvataggioSuperato, piano: Piano) -> Tabella:
    """Return the table as somebody else left it."""
    salvata = cast("Tabella", superato.attuale)
    salvata.piano = piano
    return salvata


@require_POST
def tabella_dati(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save what the table says of itself."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    _esigi(request, trovata.sezione, trovata.piano)
    modulo = ModuloDatiTabella(request.POST, tabella=trovata)
    if not modulo.is_valid():
        return _pagina(request, trovata, modulo=modulo, stato=422)
    try:
        modulo.save(autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = _attuale(superato, trovata.piano)
        dati = {**request.POST.dict(), "revisione": str(attuale.revisione)}
        return _pagina(
            request, attuale, modulo=ModuloDatiTabella(dati, tabella=attuale), frase=_frase_superata(), stato=409
        )
    return _salvata(request, trovata, "I dati della tabella sono salvati.")


def _in_testo(righe: list[RigaScritta]) -> str:
    """Return rows as lines with tabs, as a spreadsheet takes them."""
    return "\n".join("\t".join(r.celle) for r in righe)


def _frase_superata() -> str:
    return (
        "Nel frattempo un'altra persona ha salvato questa tabella. Quello che hai scritto è qui sotto, non è perso; "
        "in «Come è adesso» vedi quello che ha salvato. Unisci le due cose e salva di nuovo."
    )


@require_POST
def tabella_colonne(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save the columns: names, kinds, order; one more; some less, with their cells."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    _esigi(request, trovata.sezione, trovata.piano)
    originale = list(trovata.colonne)
    scritte = colonne_scritte(request.POST)
    try:
        cambia_colonne(trovata, colonne=colonne_da(scritte), revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = _attuale(superato, trovata.piano)
        unite = griglia_unita(scritte, attuale.colonne)
        return _pagina(request, attuale, colonne=unite, frase=_frase_superata(), stato=409)
    except DatiNonValidi as rifiuto:
        trovata.colonne = originale
        return _pagina(request, trovata, colonne=scritte, frase=str(rifiuto), stato=422)
    return _salvata(request, trovata, "Le colonne sono salvate.")


@require_POST
def tabella_righe(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save the rows together; cells that do not fit come back with their error, nothing is saved."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    _esigi(request, trovata.sezione, trovata.piano)
    scritte = righe_da(request.POST)
    if quante_colonne(request.POST) not in (0, len(trovata.colonne)):
        frase = "Nel frattempo un'altra persona ha cambiato le colonne: le tue righe non si possono salvare così."
        return _pagina(
            request, trovata, frase=f"{frase} Le trovi in «Le tue righe».", stato=409, mie=_in_testo(scritte)
        )
    try:
        controlla_quante(trovata, scritte)
        salva_righe(trovata, righe=scritte, revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = _attuale(superato, trovata.piano)
        return _pagina(
            request, attuale, scritta=griglia_scritta(attuale, scritte, {}), frase=_frase_superata(), stato=409
        )
    except CelleNonValide as rifiuto:
        scritta = griglia_scritta(trovata, scritte, rifiuto.errori)
        return _pagina(request, trovata, scritta=scritta, frase=str(rifiuto), stato=422)
    except DatiNonValidi as rifiuto:
        return _pagina(request, trovata, scritta=griglia_scritta(trovata, scritte, {}), frase=str(rifiuto), stato=422)
    return _salvata(request, trovata, "Le righe sono salvate.")


@require_http_methods(["GET", "POST"])
def tabella_nuova(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Add a table to a section."""
    sezione = sezione_visibile(request, codice, triennio, chiave)
    _esigi(request, sezione, sezione.piano)
    modulo = ModuloNuovaTabella(request.POST or None)
    if modulo.is_valid():
        nata = aggiungi_tabella(sezione, titolo=modulo.cleaned_data["titolo"], autore=request.user)
        return _salvata(request, nata, "La tabella è aggiunta. Dai un nome alle colonne, poi scrivi le righe.")
    contesto = {"piano": sezione.piano, "sezione": sezione, "modulo": modulo}
    return render(request, "piani/tabella_nuova.html", contesto, status=422 if modulo.errors else 200)


@require_http_methods(["GET", "POST"])
def tabella_elimina(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Ask, then remove a table with its rows."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    _esigi(request, trovata.sezione, trovata.piano)
    if request.method == "POST":
        elimina_tabella(trovata, revisione=revisione(request), autore=request.user)
        messages.success(request, f"La tabella «{trovata}» è eliminata.")
        return vai("piani:sezione", trovata.piano, chiave=trovata.sezione.chiave)
    return render(request, "piani/tabella_elimina.html", {"piano": trovata.piano, "tabella": trovata})
