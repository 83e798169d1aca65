"""One sheet that serves more than one plan: offering it, and living with one that another body wrote."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DatiNonValidi
from piani.actions import condivise as porte
from piani.forms.condivise import ModuloPubblica
from piani.queries_condivise import ambiti_vicini, cambiamenti, pubblicate_di, righe_apribili, versione_nuova
from piani.queries_versioni import legge_le_versioni
from piani.regole_condivise import SPECIE_CONDIVISE
from piani.views.schede.pagina import esigi_governo
from piani.views.schede.vista import PaginaScheda
from utenti.typing import RichiestaUtente


@require_http_methods(["GET", "HEAD", "POST"])
def condividi(request: RichiestaUtente, **indirizzo: str) -> HttpResponse:
    """Show to whom the sheet is offered; POST publishes it as it stands."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    if pagina.voce.specie not in SPECIE_CONDIVISE or pagina.voce.condivisa_id:
        raise Http404
    esigi_governo(pagina)
    voce = pagina.voce
    versioni = pubblicate_di(voce)
    autori = list(voce.scheda.partecipanti.order_by("tipo", "nome"))
    iniziali: dict[str, object] = {"offerta_a": autori}
    if versioni:
        iniziali = {"offerta_a": versioni[0].offerta_a, "aperte": list(versioni[0].versione.aperte.all())}
    dati = request.POST if request.method == "POST" else None
    modulo = ModuloPubblica(dati, ambiti=ambiti_vicini(voce.piano), righe=righe_apribili(voce), initial=iniziali)
    if modulo.is_valid():
        scelti = modulo.cleaned_data
        try:
            nuova = porte.pubblica_scheda(
                voce,
                aperte=list(scelti["aperte"]),
                offerta_a=list(scelti["offerta_a"]),
                nota=scelti["nota"],
                autore=request.user,
            )
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(
                request, f"La versione {nuova.numero} è offerta agli Ambiti scelti, che ricevono un avviso."
            )
            return redirect(pagina.url("scheda_condividi"))
    contesto = {
        "pagina": pagina,
        "voce": voce,
        "scheda": voce.scheda,
        "modulo": modulo,
        "versioni": versioni,
        "autori": autori,
    }
    return render(request, "piani/scheda_condividi.html", contesto, status=422 if modulo.errors else 200)


_ATTI: dict[str, tuple[Callable[..., None], str]] = {
    "stacca": (porte.stacca_scheda, "La scheda è staccata: ora la scrive il tuo Ambito, tutta."),
    "togli": (porte.togli_scheda_adottata, "La scheda condivisa non è più nel tuo Piano."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def condivisa(request: RichiestaUtente, **indirizzo: str) -> HttpResponse:
    """Show where an adopted sheet comes from and what is new; POST takes the new version, or lets the sheet go."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    voce = pagina.voce
    if voce.condivisa is None:
        raise Http404
    # A version that the plan has not taken is not told to who only reads the public plan.
    lavora = legge_le_versioni(request.user, voce.piano)
    nuova = versione_nuova(voce) if lavora else None
    if request.method == "POST":
        esigi_governo(pagina)
        atto = request.POST.get("atto", "")
        if atto == "aggiorna" and nuova is not None:
            porte.aggiorna_scheda(voce, nuova, autore=request.user)
            messages.success(
                request, f"La scheda è alla versione {nuova.numero}. Le righe del tuo Ambito sono rimaste."
            )
            return redirect(voce)
        if atto not in _ATTI:
            raise DatiNonValidi("Non è chiaro che cosa fare della scheda. Non è cambiato nulla: riprova dalla pagina.")
        porta, frase = _ATTI[atto]
        porta(voce, autore=request.user)
        messages.success(request, frase)
        return redirect(voce.piano if atto == "togli" else voce)
    contesto = {
        "pagina": pagina,
        "voce": voce,
        "scheda": voce.scheda,
        "versione": voce.condivisa,
        "nuova": nuova,
        "lavora": lavora,
        "cambiamenti": cambiamenti(voce.condivisa, nuova) if nuova else [],
        "locali": [r.campo for r in pagina.righe if r.locale],
        "aperte": [r.campo for r in pagina.righe if r.aperta and not r.locale],
    }
    return render(request, "piani/scheda_condivisa.html", contesto)


@require_POST
def riga_locale(request: RichiestaUtente, campo: str, **indirizzo: str) -> HttpResponse:
    """Open a row of an adopted sheet to the Ambito's words, or give it back the shared ones."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    esigi_governo(pagina)
    riga = pagina.riga(campo)
    if request.POST.get("locale") == "si":
        porte.scrivi_riga_locale(pagina.voce, riga.campo, autore=request.user)
        messages.success(request, f"Riga {riga.campo.ordine}: ora scrivi la risposta del tuo Ambito.")
    else:
        porte.torna_alla_riga_condivisa(pagina.voce, riga.campo, autore=request.user)
        messages.success(request, f"Riga {riga.campo.ordine}: è tornata la risposta condivisa.")
    return redirect(f"{pagina.voce.get_absolute_url()}#riga-{campo}")
