"""Actions, indicators, funding lines: the list, the form, the confirmation, the two arrows. One set of views for all."""

from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from crispy_forms.layout import HTML
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from obiettivi.enums import Fase
from obiettivi.forms.campi import ModuloElemento
from piani.actions.schede import ripristina_elemento
from piani.views.salvataggio import da_script, esigi_stessa_persona, modo_di, non_salvato, salvato
from piani.views.schede.conflitto_elementi import ConflittoElemento, DueStesure
from piani.views.schede.eliminato import ELIMINATO, Eliminato
from piani.views.schede.generi import GENERI, Elemento, Genere, genere_di
from piani.views.schede.pagina import VUOTO, avviso_salvato, da_htmx, esigi_scrivibile, mostra
from piani.views.schede.vista import PaginaScheda
from utenti.typing import RichiestaUtente

TENUTA = "resta quello che era salvato; il tuo è tra le versioni della riga"
PASSI = {"su": -1, "giu": 1}


@dataclass(frozen=True)
class Luogo:
    """A list of a sheet: its kind, its phase, the row it stands under."""

    pagina: PaginaScheda
    genere: Genere
    fase: str

    @property
    def lista(self) -> str:
        """The end of the ids of the list and of its form."""
        return f"{self.genere.chiave}-{self.fase}" if self.fase else self.genere.chiave

    @property
    def ancora(self) -> str:
        """The id of the part of the page to go back to."""
        riga = self.pagina.riga_di(self.genere.chiave, self.fase)
        return f"riga-{riga.campo.chiave}" if riga else f"{self.genere.chiave}-della-scheda"

    def contesto(self, avviso: str = "") -> dict[str, Any]:
        """Return what the templates of the list look at."""
        riga = self.pagina.riga_di(self.genere.chiave, self.fase)
        genere = self.genere.chiave
        return {"riga": riga, "genere": genere, "fase": self.fase, "lista": self.lista, "avviso": avviso}

    def frammenti(self) -> dict[str, str]:
        """Return what a save changes on the page beside its form, by id: the list, the mark of its row, the count."""
        voce = self.pagina.voce
        contesto = {**VUOTO, "pagina": self.pagina, "voce": voce, "scheda": voce.scheda, **self.contesto()}
        html: dict[str, str] = {
            f"voci-{self.lista}": render_to_string("piani/schede/_voci.html", contesto),
            "contatore": render_to_string("piani/schede/_contatore.html", contesto),
        }
        riga = self.pagina.riga_di(self.genere.chiave, self.fase)
        if riga:
            html[f"stato-{riga.campo.chiave}"] = render_to_string("piani/schede/_stato_riga.html", contesto)
        return html


def _luogo(request: HttpRequest, indirizzo: dict[str, str], genere: Genere, elemento: Elemento | None = None) -> Luogo:
    pagina = PaginaScheda.carica(request, **indirizzo)
    return Luogo(pagina, genere, genere.fase(request, elemento))


@require_safe
def elenco(request: HttpRequest, genere: str, **indirizzo: str) -> HttpResponse:
    """Show a list alone, as it stands."""
    luogo = _luogo(request, indirizzo, genere_di(genere))
    return _elenco(request, luogo)


@require_http_methods(["GET", "HEAD", "POST"])
def nuovo(request: RichiestaUtente, genere: str, **indirizzo: str) -> HttpResponse:
    """Show the form of a new row; POST adds it."""
    return _modulo(request, _luogo(request, indirizzo, genere_di(genere)), None)


@require_http_methods(["GET", "HEAD", "POST"])
def elemento(request: RichiestaUtente, genere: str, pk: int, **indirizzo: str) -> HttpResponse:
    """Show the form of a row; POST changes it."""
    specie = genere_di(genere)
    pagina = PaginaScheda.carica(request, **indirizzo)
    try:
        trovato = specie.trova(pagina, pk)
    except Http404:
        eliminato = specie.ultima_versione(pagina, pk) if request.method == "POST" else None
        if eliminato is None:
            raise
        esigi_scrivibile(pagina)
        esigi_stessa_persona(request)
        return _sparito(request, Luogo(pagina, specie, getattr(eliminato, "fase", "")))
    return _modulo(request, Luogo(pagina, specie, specie.fase(request, trovato)), trovato)


def _modulo(request: RichiestaUtente, luogo: Luogo, trovato: Elemento | None) -> HttpResponse:
    esigi_scrivibile(luogo.pagina)
    if request.method != "POST":
        return _mostra_modulo(request, luogo, luogo.genere.modulo(luogo.pagina, request, trovato), trovato)
    esigi_stessa_persona(request)
    if trovato is not None and request.POST.get("scelta") == "loro":
        return _fatto(request, luogo, TENUTA)
    modulo = luogo.genere.modulo(luogo.pagina, request, trovato, request.POST)
    if not modulo.is_valid():
        return _rifiutato(request, luogo, modulo, trovato)
    try:
        if trovato is not None:
            return _cambia(request, luogo, modulo, trovato)
        luogo.genere.salva(luogo.pagina, modulo, request, None, autore=request.user)
    except DatiNonValidi as rifiuto:
        modulo.add_error(None, str(rifiuto))
        return _rifiutato(request, luogo, modulo, trovato)
    return _fatto(request, luogo, avviso_salvato())


def _cambia(request: RichiestaUtente, luogo: Luogo, modulo: ModuloElemento, trovato: Elemento) -> HttpResponse:
    """Save the row over the one that was read; a number that the portal gave meanwhile is nobody's words."""
    numero = getattr(trovato, "numero", "")
    if request.POST.get("confronta"):
        return _conflitto(request, luogo, DueStesure(luogo.pagina, luogo.genere, request, modulo, trovato))
    modo = modo_di(request)
    try:
        luogo.genere.salva(luogo.pagina, modulo, request, trovato, autore=request.user, modo=modo)
    except SalvataggioSuperato as superato:
        trovato = cast("Elemento", superato.attuale)
        due = DueStesure(luogo.pagina, luogo.genere, request, modulo, trovato)
        unito = due.unito()
        if not (due.solo_il_posto and unito.is_valid()):
            return _conflitto(request, luogo, due)
        luogo.genere.salva(luogo.pagina, unito, request, trovato, autore=request.user, modo=modo)
    if not da_script(request):
        return _fatto(request, luogo, avviso_salvato())
    return _salvato(request, luogo, modulo, trovato, rinumerato=getattr(trovato, "numero", "") != numero)


def _salvato(
    request: RichiestaUtente, luogo: Luogo, modulo: ModuloElemento, salvata: Elemento, *, rinumerato: bool
) -> HttpResponse:
    """Tell the script the new revision, the list as it stands now, and the number if the portal gave another."""
    fresco = replace(luogo, pagina=luogo.pagina.riletta())
    luoghi = [fresco]
    if rinumerato and luogo.genere.chiave == "azioni":
        luoghi += [Luogo(fresco.pagina, GENERI["indicatori"], fase) for fase in Fase.values]
    if fresco.pagina.azioni_a_parte and luogo.genere.chiave == "azioni":
        luoghi.append(Luogo(fresco.pagina, GENERI["valutazioni"], ""))
    numero = getattr(salvata, "numero", None)
    scritto = modulo.cleaned_data.get("numero")
    return salvato(
        salvata.revisione,
        frammenti={chiave: html for uno in luoghi for chiave, html in uno.frammenti().items()},
        valori={"numero": numero} if numero is not None and numero != scritto else None,
    )


def _rifiutato(
    request: RichiestaUtente, luogo: Luogo, modulo: ModuloElemento, trovato: Elemento | None
) -> HttpResponse:
    if da_script(request):
        frasi = [str(errore) for errori in modulo.errors.values() for errore in errori]
        return non_salvato(" ".join(frasi), stato=422)
    return _mostra_modulo(request, luogo, modulo, trovato, stato=422)


def _conflitto(request: RichiestaUtente, luogo: Luogo, due: DueStesure) -> HttpResponse:
    """Keep the three in the history and show them, with the merge to save over what stands; a script is only told."""
    due.conserva()
    conflitto = due.conflitto()
    if da_script(request):
        return non_salvato(f"{conflitto.frase} Quello che hai scritto non è perso: confrontali e scegli.", stato=409)
    return _mostra_modulo(request, luogo, due.unito(), due.attuale, stato=409, conflitto=conflitto)


def _sparito(request: RichiestaUtente, luogo: Luogo) -> HttpResponse:
    """Offer what was typed in a row that somebody deleted meanwhile as a new one."""
    request.GET = QueryDict(f"fase={luogo.fase}")
    modulo = luogo.genere.modulo(luogo.pagina, request, None, request.POST)
    frase = f"Nel frattempo qualcuno ha eliminato {luogo.genere.uno}. Quello che hai scritto non è perso"
    if da_script(request):
        return non_salvato(f"{frase}: aprilo come voce nuova.", stato=409)
    modulo.add_error(None, f"{frase}: è qui sotto. Se serve ancora, salvalo come voce nuova.")
    nuovo_qui = reverse("piani:scheda_elemento_nuovo", kwargs=luogo.pagina.indirizzo | {"genere": luogo.genere.chiave})
    indirizzo = f"{nuovo_qui}?fase={luogo.fase}" if luogo.fase else nuovo_qui
    return _mostra_modulo(request, luogo, modulo, None, stato=409, indirizzo=indirizzo)


def _mostra_modulo(
    request: HttpRequest,
    luogo: Luogo,
    modulo: ModuloElemento,
    trovato: Elemento | None,
    *,
    stato: int = 200,
    conflitto: ConflittoElemento | None = None,
    indirizzo: str = "",
) -> HttpResponse:
    indirizzo = indirizzo or request.get_full_path()
    modulo.helper.form_action = indirizzo
    modulo.helper.attrs["data-modulo"] = ""
    if trovato:
        modulo.helper.attrs["data-autosalva"] = ""
    if stato != 200:
        modulo.helper.attrs["data-modificato"] = ""
    if da_htmx(request):
        modulo.helper.attrs |= {"hx-post": indirizzo, "hx-target": f"#modulo-{luogo.lista}"}
    modulo.helper.layout.append(HTML('{% include "piani/schede/_modulo_stato.html" %}'))
    partenza = conflitto.salvati if conflitto else request.POST.get("partenza", "")
    if trovato and not partenza:
        partenza = modulo.in_dati(luogo.genere.iniziali(trovato))
    return mostra(
        request,
        "piani/schede/_modulo.html" if da_htmx(request) else "piani/scheda_elemento.html",
        luogo.pagina,
        stato=stato,
        modulo=modulo,
        luogo=luogo,
        elemento=trovato,
        titolo=f"Modifica {luogo.genere.uno}" if trovato else luogo.genere.nuovo,
        conflitto=conflitto,
        partenza=partenza,
        indirizzo_modulo=indirizzo,
        ancora=luogo.ancora,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def elimina(request: RichiestaUtente, genere: str, pk: int, **indirizzo: str) -> HttpResponse:
    """Ask before deleting a row; POST deletes it."""
    specie = genere_di(genere)
    pagina = PaginaScheda.carica(request, **indirizzo)
    trovato = specie.trova(pagina, pk)
    luogo = Luogo(pagina, specie, specie.fase(request, trovato))
    esigi_scrivibile(pagina)
    if request.method == "POST":
        letta = request.POST.get("revisione", "")
        try:
            nome = str(trovato)
            foto = specie.elimina(
                pagina, trovato, revisione_letta=int(letta) if letta.isdecimal() else 0, autore=request.user
            )
        except SalvataggioSuperato:
            return _mostra_conferma(request, luogo, specie.trova(pagina, pk), stato=409)
        tenuto = Eliminato(specie.chiave, luogo.fase, luogo.lista, nome, foto)
        request.session[ELIMINATO] = {"voce": pagina.voce.pk, "che_cosa": asdict(tenuto)}
        return _fatto(request, luogo, specie.fine_eliminato)
    return _mostra_conferma(request, luogo, trovato)


def _mostra_conferma(request: HttpRequest, luogo: Luogo, trovato: Elemento, *, stato: int = 200) -> HttpResponse:
    modello = "piani/schede/_conferma.html" if da_htmx(request) else "piani/scheda_conferma.html"
    return mostra(request, modello, luogo.pagina, stato=stato, luogo=luogo, elemento=trovato, superata=stato == 409)


@require_POST
def ripristina(request: RichiestaUtente, **indirizzo: str) -> HttpResponse:
    """Put back what this person deleted last from this sheet."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    esigi_scrivibile(pagina)
    tenuto = pagina.eliminato
    if tenuto is None:
        raise DatiNonValidi("Non c'è niente da ripristinare in questa scheda. Non è cambiato nulla.")
    ripristina_elemento(pagina.voce, tenuto.fotografia, autore=request.user)
    del request.session[ELIMINATO]
    return _fatto(request, Luogo(pagina, genere_di(tenuto.genere), tenuto.fase), "ripristinato com'era")


@require_POST
def sposta(request: RichiestaUtente, genere: str, pk: int, **indirizzo: str) -> HttpResponse:
    """Move a row one place up or down."""
    specie = genere_di(genere)
    pagina = PaginaScheda.carica(request, **indirizzo)
    trovato = specie.trova(pagina, pk)
    esigi_scrivibile(pagina)
    passi = PASSI.get(request.POST.get("verso", ""))
    if passi is None:
        raise DatiNonValidi("Non è chiaro se andare su o giù: non è cambiato nulla.")
    mosso = specie.sposta(pagina, trovato, passi, autore=request.user)
    luogo = Luogo(pagina, specie, specie.fase(request, trovato))
    fermo = "è già in cima, non si è mosso nulla" if passi < 0 else "è già in fondo, non si è mosso nulla"
    return _fatto(request, luogo, "spostamento fatto" if mosso else fermo)


def _fatto(request: RichiestaUtente, luogo: Luogo, avviso: str) -> HttpResponse:
    """Show the list as it stands now, and where htmx must put it."""
    if not da_htmx(request):
        messages.success(request, f"{avviso[0].upper()}{avviso[1:]}.")
        return redirect(f"{luogo.pagina.voce.get_absolute_url()}#{luogo.ancora}")
    risposta = _elenco(request, replace(luogo, pagina=luogo.pagina.riletta()), avviso=avviso)
    risposta["HX-Retarget"] = f"#elenco-{luogo.lista}"
    risposta["HX-Reswap"] = "outerHTML"
    risposta["HX-Trigger-After-Swap"] = f"{luogo.genere.chiave}-cambiate"
    return risposta


def _elenco(request: HttpRequest, luogo: Luogo, *, avviso: str = "") -> HttpResponse:
    return mostra(request, "piani/schede/_elenco_salvato.html", luogo.pagina, **luogo.contesto(avviso))
