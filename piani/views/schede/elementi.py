"""Actions, indicators, funding lines: the list, the form, the confirmation, the two arrows. One set of views for all."""

from dataclasses import asdict, dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from obiettivi.forms.campi import Differenza, ModuloElemento
from piani.actions.schede import ripristina_elemento
from piani.views.schede.eliminato import ELIMINATO, Eliminato
from piani.views.schede.generi import Elemento, Genere, genere_di
from piani.views.schede.pagina import avviso_salvato, da_htmx, esigi_scrivibile, mostra
from piani.views.schede.vista import PaginaScheda
from utenti.typing import RichiestaUtente

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
    trovato = specie.trova(pagina, pk)
    return _modulo(request, Luogo(pagina, specie, specie.fase(request, trovato)), trovato)


def _modulo(request: RichiestaUtente, luogo: Luogo, trovato: Elemento | None) -> HttpResponse:
    esigi_scrivibile(luogo.pagina)
    if request.method != "POST":
        return _mostra_modulo(request, luogo, luogo.genere.modulo(luogo.pagina, request, trovato), trovato)
    modulo = luogo.genere.modulo(luogo.pagina, request, trovato, request.POST)
    if not modulo.is_valid():
        return _mostra_modulo(request, luogo, modulo, trovato, stato=422)
    try:
        luogo.genere.salva(luogo.pagina, modulo, request, trovato, autore=request.user)
    except SalvataggioSuperato as superato:
        return _conflitto(request, luogo, modulo, superato)
    except DatiNonValidi as rifiuto:
        modulo.add_error(None, str(rifiuto))
        return _mostra_modulo(request, luogo, modulo, trovato, stato=422)
    return _fatto(request, luogo, avviso_salvato())


def _conflitto(
    request: RichiestaUtente, luogo: Luogo, modulo: ModuloElemento, superato: SalvataggioSuperato
) -> HttpResponse:
    """Show what differs, mine beside the saved one; the form keeps mine, now on top of the saved revision."""
    attuale = superato.attuale
    salvati = luogo.genere.iniziali(attuale)
    differenze = modulo.differenze(salvati)
    modulo.riproponi(int(str(salvati["revisione"])))
    ultima = getattr(attuale, "storia").select_related("history_user").first()  # noqa: B009 - `attuale` is an object to the type checker - the three models have it
    chi = str(ultima.history_user) if ultima and ultima.history_user else "un'altra persona"
    trovato = luogo.genere.trova(luogo.pagina, int(getattr(attuale, "pk")))  # noqa: B009 - `attuale` is an object to the type checker
    return _mostra_modulo(request, luogo, modulo, trovato, stato=409, differenze=differenze, chi=chi, ultima=ultima)


def _mostra_modulo(
    request: HttpRequest,
    luogo: Luogo,
    modulo: ModuloElemento,
    trovato: Elemento | None,
    *,
    stato: int = 200,
    differenze: list[Differenza] | None = None,
    **altro: object,
) -> HttpResponse:
    indirizzo = request.get_full_path()
    modulo.helper.form_action = indirizzo
    modulo.helper.attrs |= {"hx-post": indirizzo, "hx-target": f"#modulo-{luogo.lista}", "data-modulo": ""}
    modello = "piani/schede/_modulo.html" if da_htmx(request) else "piani/scheda_elemento.html"
    titolo = f"Modifica {luogo.genere.uno}" if trovato else luogo.genere.nuovo
    contesto = {"modulo": modulo, "luogo": luogo, "elemento": trovato, "titolo": titolo, "differenze": differenze}
    contesto["ancora"] = luogo.ancora
    return mostra(request, modello, luogo.pagina, stato=stato, **contesto, **altro)


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
    return _fatto(request, luogo, "spostamento fatto" if mosso else "è già in fondo all'elenco da quella parte")


def _fatto(request: RichiestaUtente, luogo: Luogo, avviso: str) -> HttpResponse:
    """Show the list as it stands now, and where htmx must put it."""
    if not da_htmx(request):
        messages.success(request, f"{avviso[0].upper()}{avviso[1:]}.")
        return redirect(f"{luogo.pagina.voce.get_absolute_url()}#{luogo.ancora}")
    voce = luogo.pagina.voce
    fresca = PaginaScheda.carica(request, **voce.piano.indirizzo, specie=voce.specie, scheda=voce.codice)
    risposta = _elenco(request, Luogo(fresca, luogo.genere, luogo.fase), avviso=avviso)
    risposta["HX-Retarget"] = f"#elenco-{luogo.lista}"
    risposta["HX-Reswap"] = "outerHTML"
    risposta["HX-Trigger-After-Swap"] = f"{luogo.genere.chiave}-cambiate"
    return risposta


def _elenco(request: HttpRequest, luogo: Luogo, *, avviso: str = "") -> HttpResponse:
    riga = luogo.pagina.riga_di(luogo.genere.chiave, luogo.fase)
    return mostra(
        request,
        "piani/schede/_elenco_salvato.html",
        luogo.pagina,
        riga=riga,
        genere=luogo.genere.chiave,
        fase=luogo.fase,
        lista=luogo.lista,
        avviso=avviso,
    )
