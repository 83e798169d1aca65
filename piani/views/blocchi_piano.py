"""Published blocks in a plan: those that it may use, putting one in, living with one that another body wrote."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions import blocchi_inseriti as porte
from piani.forms.blocchi import ModuloInserisciTabella, ModuloInserisciTesto
from piani.forms.sezioni import luogo
from piani.lettura.blocchi import leggi_tabella_sola, leggi_testo_solo
from piani.models import Piano, Sezione, VersioneBlocco
from piani.permissions import Parte, aperta, enti_scrivibili, esigi_scrittura
from piani.queries_blocchi import Offerto, offerti_a, versione_nuova, versioni_di_prima
from piani.queries_blocchi import Parte as ParteInserita
from piani.queries_versioni import legge_le_versioni
from piani.raffronto.blocchi import cambiamenti
from piani.views.comune import lettore, piano_visibile, revisione, sezione_visibile, tabella_visibile
from utenti.typing import RichiestaUtente

SUPERATA = "Nel frattempo qualcuno ha cambiato questa parte. Non è cambiato nulla: rileggila, poi riprova."


def indirizzo_di(parte: ParteInserita) -> str:
    """Return the address of the page that says where a part comes from."""
    cosa = "sezione" if isinstance(parte, Sezione) else "tabella"
    return reverse("piani:blocco_inserito", kwargs={**parte.piano.indirizzo, "cosa": cosa, "chiave": parte.chiave})


@require_safe
def blocchi_del_piano(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Show the blocks that the plan may use, and those that it has."""
    piano = piano_visibile(request, codice, triennio)
    # What is offered is not in the plan yet: a public plan does not tell it to who only reads it.
    if not legge_le_versioni(request.user, piano):
        raise Http404
    scrivibili = enti_scrivibili(lettore(request), piano)
    contesto = {
        "piano": piano,
        "offerti": [(o, indirizzo_di(o.parte) if o.parte else "") for o in offerti_a(piano)],
        "scrive": piano.modificabile and piano.ambito_id in scrivibili,
    }
    return render(request, "piani/blocchi/del_piano.html", contesto)


def _offerto(piano: Piano, pk: int) -> Offerto:
    trovato = next((o for o in offerti_a(piano) if o.versione and o.versione.pk == pk), None)
    if trovato is None:
        raise Http404
    return trovato


def _anteprima(versione: VersioneBlocco) -> dict[str, object]:
    contenuto = porte.contenuto_di_versione(versione)
    if versione.blocco.e_tabella:
        return {"letta": leggi_tabella_sola(contenuto)}
    return {"letto": leggi_testo_solo(contenuto)}


@require_http_methods(["GET", "HEAD", "POST"])
def blocco_inserisci(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Show an offered block whole; POST puts it in the plan."""
    piano = piano_visibile(request, codice, triennio)
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    offerto = _offerto(piano, pk)
    if offerto.parte is not None:
        return redirect(indirizzo_di(offerto.parte))
    versione = offerto.mostrata
    dati = request.POST if request.method == "POST" else None
    modulo: ModuloInserisciTesto | ModuloInserisciTabella
    if versione.blocco.e_tabella:
        sezioni = piano.sezioni.filter(proprietario=piano.ambito_id).order_by("ordine", "pk")
        modulo = ModuloInserisciTabella(dati, sezioni=sezioni)
    else:
        modulo = ModuloInserisciTesto(dati, piano=piano)
    if modulo.is_valid():
        try:
            nata = _inserisci(request, piano, versione, modulo)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(
                request, "Il blocco è nel tuo Piano. Cambia solo quando decidi di prendere un'altra versione."
            )
            return redirect(indirizzo_di(nata))
    contesto = {"piano": piano, "versione": versione, "modulo": modulo, **_anteprima(versione)}
    return render(request, "piani/blocchi/inserisci.html", contesto, status=422 if modulo.errors else 200)


def _inserisci(
    request: RichiestaUtente,
    piano: Piano,
    versione: VersioneBlocco,
    modulo: ModuloInserisciTesto | ModuloInserisciTabella,
) -> ParteInserita:
    if isinstance(modulo, ModuloInserisciTesto):
        genitore = luogo(piano, modulo.cleaned_data["sotto"])
        return porte.inserisci_testo(piano, versione, genitore=genitore, autore=request.user)
    sezione = modulo.cleaned_data["sezione"]
    sezione.piano = piano
    return porte.inserisci_tabella(sezione, versione, autore=request.user)


def _parte(request: RichiestaUtente, codice: str, triennio: str, cosa: str, chiave: str) -> ParteInserita:
    trovata: ParteInserita
    if cosa == "sezione":
        trovata = sezione_visibile(request, codice, triennio, chiave)
    elif cosa == "tabella":
        trovata = tabella_visibile(request, codice, triennio, chiave)
    else:
        raise Http404
    if not trovata.pubblicata:
        raise Http404
    if trovata.blocco_id:
        trovata.blocco = VersioneBlocco.objects.select_related("blocco__ente").get(pk=trovata.blocco_id)
    return trovata


@require_http_methods(["GET", "HEAD", "POST"])
def blocco_inserito(request: RichiestaUtente, codice: str, triennio: str, cosa: str, chiave: str) -> HttpResponse:
    """Show where a part comes from and what is new; POST takes another version, or lets the block go."""
    parte = _parte(request, codice, triennio, cosa, chiave)
    piano = parte.piano
    sezione = parte if isinstance(parte, Sezione) else parte.sezione
    if request.method == "POST":
        esigi_scrittura(request.user, piano, sezione.proprietario, Parte.sezione(sezione))
        return _atto(request, parte)
    # A version that the plan has not taken is not told to who only reads the public plan.
    lavora = legge_le_versioni(request.user, piano)
    nuova = versione_nuova(parte) if lavora else None
    scrivibili = enti_scrivibili(lettore(request), piano)
    scrive = sezione.proprietario_id in scrivibili and aperta(piano, Parte.sezione(sezione))
    ora = porte.contenuto_di_versione(parte.blocco) if parte.blocco else None
    contesto = {
        "piano": piano,
        "parte": parte,
        "sezione": sezione,
        "versione": parte.blocco,
        "nuova": nuova,
        "cambiamenti": cambiamenti(ora, porte.contenuto_di_versione(nuova)) if nuova else [],
        "di_prima": list(versioni_di_prima(parte)[:10]) if scrive else [],
        "lavora": lavora,
        "scrive": scrive,
        "toglie": scrive and (cosa == "tabella" or (piano.modificabile and piano.ambito_id in scrivibili)),
        "cosa": cosa,
    }
    return render(request, "piani/blocchi/inserito.html", contesto)


def _atto(request: RichiestaUtente, parte: ParteInserita) -> HttpResponse:
    atto, piano = request.POST.get("atto", ""), parte.piano
    try:
        if atto == "versione":
            numero = request.POST.get("versione", "")
            blocco = parte.blocco.blocco_id if parte.blocco else None
            voluta = get_object_or_404(
                VersioneBlocco.objects.select_related("blocco__ente"),
                blocco=blocco,
                numero=int(numero) if numero.isdecimal() and len(numero) < 5 else 0,
            )
            prima = parte.blocco.numero if parte.blocco else 0
            porte.prendi_versione(parte, voluta, revisione=revisione(request), autore=request.user)
            coda = " Se era meglio prima, qui sotto la riprendi." if voluta.numero > prima else ""
            messages.success(request, f"Nel Piano c'è la versione {voluta.numero}.{coda}")
            return redirect(indirizzo_di(parte))
        if atto == "stacca":
            porte.stacca_blocco(parte, revisione=revisione(request), autore=request.user)
            messages.success(request, "Il blocco è staccato: ora è del tuo Piano, e si scrive come il resto.")
            cosa = "sezione" if isinstance(parte, Sezione) else "tabella"
            return redirect(reverse(f"piani:{cosa}", kwargs={**piano.indirizzo, "chiave": parte.chiave}))
        if atto == "togli":
            porte.togli_blocco(parte, autore=request.user)
            messages.success(
                request, "Il blocco non è più nel Piano. Finché è offerto lo puoi inserire di nuovo da qui."
            )
            return redirect(reverse("piani:blocchi_del_piano", kwargs=piano.indirizzo))
    except SalvataggioSuperato as superato:
        raise DatiNonValidi(SUPERATA) from superato
    raise DatiNonValidi("Non è chiaro che cosa fare del blocco. Non è cambiato nulla: riprova dalla pagina.")
