"""Editing a data table: what it says of itself, its columns, its rows, the drawing they make."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.tabelle import (
    CelleNonValide,
    RigaScritta,
    calcola_totale,
    cambia_colonne,
    elimina_tabella,
    righe_pulite,
    righe_scritte,
)
from piani.calcolo.avvisi import avvisi
from piani.canonico.esporta import tabella_canonica
from piani.forms.colonne import (
    TIPI_COLONNA,
    ModuloColonnaCalcolata,
    RigaColonna,
    colonne_da,
    colonne_scritte,
    griglia_colonne,
    griglia_unita,
)
from piani.forms.griglia import (
    GENERI,
    Griglia,
    controlla_quante,
    griglia,
    griglia_scritta,
    massime_righe,
)
from piani.forms.tabelle import ModuloDatiTabella
from piani.incolla import celle_incollate, incolla
from piani.lettura.tabelle import leggi_tabella
from piani.models import Piano, Sezione, Tabella
from piani.permissions import Parte, aperta, enti_scrivibili, esigi_scrittura
from piani.queries_rimandi import numeri_del_piano
from piani.rimandi import indirizzo
from piani.views.comune import revisione, tabella_visibile, vai
from piani.views.conflitto_tabella import ConflittoTabella
from piani.views.grafici import pagina_grafico
from utenti.typing import RichiestaUtente


def esigi_tabella(request: RichiestaUtente, sezione: Sezione, piano: Piano) -> None:
    """Let through who may write the tables of a section. Raises NonPermesso."""
    esigi_scrittura(request.user, piano, sezione.proprietario, Parte.sezione(sezione))


@dataclass
class Mostra:
    """What the page shows beside the table as it stands: what was typed, and the sentence that says why."""

    modulo: ModuloDatiTabella | None = None
    scritta: Griglia | None = None
    colonne: list[RigaColonna] | None = None
    calcolata: ModuloColonnaCalcolata | None = None
    frase: str = ""
    avviso: str = ""
    mie: str = ""
    incollato: str = ""
    conflitto: ConflittoTabella | None = None
    partenza: str | None = None


def come_e_adesso(tabella: Tabella) -> dict[str, object]:
    """Return what the drawing of a table looks at. Three queries."""
    canonica = tabella_canonica(tabella, tabella.sezione.chiave)
    numero = numeri_del_piano(tabella.piano).tabelle.get(tabella.chiave, tabella.get_specie_display())
    return {
        "letta": leggi_tabella(canonica, numero),
        "numero": numero,
        "avvisi": avvisi(tabella.colonne, canonica["righe"]),
    }


def pagina_tabella(
    request: RichiestaUtente, tabella: Tabella, mostra: Mostra | None = None, *, stato: int = 200
) -> HttpResponse:
    """Show the table; after a refusal or a paste, with what was typed and not saved."""
    m = mostra or Mostra()
    piano = tabella.piano
    prefetch_related_objects([tabella], "righe", "disegni")
    cura = scrive(request, tabella)
    righe = list(tabella.righe.all())
    salvate = griglia(tabella, righe)
    contesto = {
        **come_e_adesso(tabella),
        "piano": piano,
        "sezione": tabella.sezione,
        "tabella": tabella,
        "scrive": cura and not tabella.pubblicata,
        "disegna": cura,
        "modulo": m.modulo or ModuloDatiTabella(tabella=tabella),
        "griglia": m.scritta or salvate,
        "partenza": m.partenza if m.partenza is not None else salvate.in_dati(),
        "generi": GENERI,
        "colonne": m.colonne or griglia_colonne(tabella.colonne),
        "colonne_aperte": m.colonne is not None or m.calcolata is not None,
        "calcolata": m.calcolata or ModuloColonnaCalcolata(tabella=tabella),
        "tipi": TIPI_COLONNA,
        "disegni": list(tabella.disegni.all()),
        "massime_righe": massime_righe(len(tabella.colonne)),
        "frase": m.frase,
        "avviso": m.avviso,
        "mie_righe": m.mie,
        "conflitto": m.conflitto,
        "incollato": m.incollato,
        "rimando": indirizzo("tabella", tabella.chiave),
        "vie": {
            nome: reverse(f"piani:tabella_{nome}", kwargs={**piano.indirizzo, "chiave": tabella.chiave})
            for nome in ("righe", "incolla", "colonne")
        },
    }
    return render(request, "piani/tabella.html", contesto, status=stato)


def scrive(request: RichiestaUtente, tabella: Tabella) -> bool:
    """Whether the person may write now where the table stands. A published one is drawn, and not written."""
    enti = enti_scrivibili(request.user, tabella.piano)
    return tabella.sezione.proprietario_id in enti and aperta(tabella.piano, Parte.sezione(tabella.sezione))


@require_safe
def tabella(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Show the table, its drawing, and for who may write it its forms; a chart of another table has its own page."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    if trovata.dati_id:
        return pagina_grafico(request, trovata, scrive=scrive(request, trovata))
    return pagina_tabella(request, trovata)


def tabella_salvata(request: RichiestaUtente, salvata: Tabella, frase: str) -> HttpResponse:
    """Go back to the table, with a sentence."""
    messages.success(request, frase, extra_tags="appena-salvato")
    return vai("piani:tabella", salvata.piano, chiave=salvata.chiave)


def attuale_di(superato: SalvataggioSuperato, piano: Piano) -> Tabella:
    """Return the table as somebody else left it."""
    salvata = cast("Tabella", superato.attuale)
    salvata.piano = piano
    return salvata


@require_POST
def tabella_dati(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save what the table says of itself."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    esigi_tabella(request, trovata.sezione, trovata.piano)
    modulo = ModuloDatiTabella(request.POST, tabella=trovata)
    if not modulo.is_valid():
        return pagina_tabella(request, trovata, Mostra(modulo=modulo), stato=422)
    try:
        modulo.save(autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = attuale_di(superato, trovata.piano)
        dati = {**request.POST.dict(), "revisione": str(attuale.revisione)}
        mostra = Mostra(modulo=ModuloDatiTabella(dati, tabella=attuale), frase=frase_superata())
        return pagina_tabella(request, attuale, mostra, stato=409)
    return tabella_salvata(request, trovata, "I dati della tabella sono salvati.")


def in_testo(righe: list[RigaScritta]) -> str:
    """Return rows as lines with tabs, as a spreadsheet takes them."""
    return "\n".join("\t".join(r.celle) for r in righe)


def frase_superata() -> str:
    """Return what is said to who saved second."""
    return (
        "Nel frattempo un'altra persona ha salvato questa tabella. Quello che hai scritto è qui sotto, non è perso; "
        "in «Come è adesso» vedi quello che ha salvato. Unisci le due cose e salva di nuovo."
    )


@require_POST
def tabella_colonne(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save the columns: names, kinds, order; one more; some less, with their cells."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    esigi_tabella(request, trovata.sezione, trovata.piano)
    originale = list(trovata.colonne)
    scritte = colonne_scritte(request.POST)
    try:
        cambia_colonne(trovata, colonne=colonne_da(scritte), revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = attuale_di(superato, trovata.piano)
        unite = griglia_unita(scritte, attuale.colonne)
        return pagina_tabella(request, attuale, Mostra(colonne=unite, frase=frase_superata()), stato=409)
    except DatiNonValidi as rifiuto:
        trovata.colonne = originale
        return pagina_tabella(request, trovata, Mostra(colonne=scritte, frase=str(rifiuto)), stato=422)
    return tabella_salvata(request, trovata, "Le colonne sono salvate.")


@require_POST
def tabella_incolla(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Lay pasted cells on the grid and show the problems of each: nothing is saved until the rows are saved."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    esigi_tabella(request, trovata.sezione, trovata.piano)
    testo = request.POST.get("incollato", "")
    celle = celle_incollate(testo)
    if not celle:
        frase = "Non c'è nulla da incollare: copia le celle dal foglio di calcolo e incollale nella casella."
        return pagina_tabella(request, trovata, Mostra(frase=frase), stato=422)
    prime = [] if request.POST.get("sostituisci") else righe_scritte(trovata, list(trovata.righe.all()))
    da_riga, da_colonna = (_da_uno(request.POST.get(n, "")) for n in ("da_riga", "da_colonna"))
    scritte, fuori = incolla(
        prime,
        celle,
        da_riga=min(da_riga, len(prime)),
        da_colonna=min(da_colonna, len(trovata.colonne) - 1),
        colonne=len(trovata.colonne),
    )
    try:
        controlla_quante(trovata, scritte)
        righe_pulite(trovata, scritte)
        errori: dict[tuple[int, int], str] = {}
    except CelleNonValide as rifiuto:
        errori = rifiuto.errori
    except DatiNonValidi as rifiuto:
        return pagina_tabella(request, trovata, Mostra(frase=str(rifiuto), incollato=testo), stato=422)
    avviso = (
        f"Ho messo nella griglia {len(celle)} righe: guardale, poi premi «Salva le righe». Niente è ancora salvato."
    )
    if fuori:
        avviso += f" {fuori} celle non avevano una colonna e sono rimaste fuori."
    if errori:
        avviso += f" Le caselle da correggere sono {len(errori)}, segnate in rosso."
    return pagina_tabella(request, trovata, Mostra(scritta=griglia_scritta(trovata, scritte, errori), avviso=avviso))


def _da_uno(testo: str) -> int:
    """Return a place counted from 0 out of one typed from 1; the first when it is not a number."""
    return max(0, int(testo) - 1) if testo.isdecimal() and len(testo) < 6 else 0


@require_POST
def tabella_calcolata(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Add a column that the portal works out."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    esigi_tabella(request, trovata.sezione, trovata.piano)
    modulo = ModuloColonnaCalcolata(request.POST, tabella=trovata)
    if not modulo.is_valid():
        return pagina_tabella(request, trovata, Mostra(calcolata=modulo), stato=422)
    originale = list(trovata.colonne)
    try:
        modulo.save(autore=request.user)
    except SalvataggioSuperato as superato:
        return pagina_tabella(request, attuale_di(superato, trovata.piano), Mostra(frase=frase_superata()), stato=409)
    except DatiNonValidi as rifiuto:
        trovata.colonne = originale
        return pagina_tabella(request, trovata, Mostra(calcolata=modulo, frase=str(rifiuto)), stato=422)
    return tabella_salvata(request, trovata, "La colonna calcolata è aggiunta: i suoi valori si aggiornano da soli.")


@require_POST
def tabella_totale(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Let the portal work out a total that was typed and comes out the same."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    esigi_tabella(request, trovata.sezione, trovata.piano)
    ordine = _da_uno(request.POST.get("riga", "")) + 1
    try:
        calcola_totale(trovata, ordine=ordine, revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        return pagina_tabella(request, attuale_di(superato, trovata.piano), Mostra(frase=frase_superata()), stato=409)
    return tabella_salvata(request, trovata, "Da adesso quel totale lo calcola il portale.")


@require_http_methods(["GET", "POST"])
def tabella_elimina(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Ask, then remove a table with its rows."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    esigi_tabella(request, trovata.sezione, trovata.piano)
    if request.method == "POST":
        try:
            elimina_tabella(trovata, revisione=revisione(request), autore=request.user)
        except DatiNonValidi as rifiuto:
            contesto = {"piano": trovata.piano, "tabella": trovata, "frase": str(rifiuto)}
            return render(request, "piani/tabella_elimina.html", contesto, status=422)
        messages.success(request, f"La tabella «{trovata}» è eliminata.")
        return vai("piani:sezione", trovata.piano, chiave=trovata.sezione.chiave)
    return render(request, "piani/tabella_elimina.html", {"piano": trovata.piano, "tabella": trovata})
