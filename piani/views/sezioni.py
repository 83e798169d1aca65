"""Writing a section: the tree, the text, its data, its place."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.canonico import Json
from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.storia import da_parte
from piani.actions.sezioni import cambia_genitore, elimina_sezione, segna_sezione, sposta_sezione
from piani.albero import Nodo, albero, in_ordine
from piani.avanzamento import sezioni_del_piano
from piani.canonico.blocchi import provenienza_di
from piani.canonico.riferimenti import enti_per_chiave
from piani.enums import PUBBLICI, SpecieSezione, Stato
from piani.forms.sezioni import (
    ModuloDatiSezione,
    ModuloFirma,
    ModuloNuovaSezione,
    ModuloPosto,
    ModuloTesto,
    luogo,
)
from piani.lettura.pagina import impronte, per_la_pagina
from piani.lettura.parole import origine
from piani.lettura.testo import html
from piani.models import Piano, Sezione, VoceScheda
from piani.permissions import Parte, enti_scrivibili, esigi_scrittura, impedimenti_di_stato
from piani.queries_blocchi import versione_nuova
from piani.queries_commenti import vede_tutti
from piani.queries_immagini import presenti
from piani.queries_versioni import legge_le_versioni
from piani.views.comune import (
    piano_per_scrivere,
    piano_visibile,
    revisione,
    sezione_da_scrivere,
    sezione_visibile,
    vai,
)
from piani.views.conflitti import conflitto_sezione, media
from piani.views.salvataggio import da_script, esigi_stessa_persona, modo_di, non_salvato, salvato
from utenti.typing import RichiestaUtente

VERSIONI_MOSTRATE = 10
TENUTO = "Resta il testo che era salvato. Il tuo è tra le versioni di questa sezione: puoi riprenderlo."
RIAPERTA = "La sezione era segnata come completa: il testo è cambiato, quindi torna in lavorazione."


def _vede_chi_ha_scritto(request: RichiestaUtente, piano: Piano) -> bool:
    """Whether the reader works on the plan: one that is public is opened by others too, without the names."""
    return Stato(piano.stato) not in PUBBLICI or vede_tutti(request.user, piano)


def _storia(sezione: Sezione) -> list[Any]:
    """The latest versions, newest first, each with who and when. One query."""
    versioni = sezione.storia.select_related("history_user").order_by("-history_date", "-history_id")
    return list(versioni[:VERSIONI_MOSTRATE])


def _voci(sezione: Sezione) -> "list[VoceScheda]":
    return list(sezione.voci.select_related("scheda").order_by("ordine"))


def _nodo(capitoli: list[Nodo], chiave: str) -> Nodo | None:
    return next((n for n in in_ordine(capitoli) if n.sezione.chiave == chiave), None)


def _vicini(nodi: list[Nodo], nodo: Nodo) -> tuple[Nodo | None, Nodo | None]:
    posto = next(i for i, n in enumerate(nodi) if n is nodo)
    return (nodi[posto - 1] if posto else None, nodi[posto + 1] if posto + 1 < len(nodi) else None)


def _affidata(sezione: Sezione, scrivibili: frozenset[int]) -> bool:
    return sezione.specie == SpecieSezione.PREFAZIONE and sezione.proprietario_id in scrivibili


def _modulo_firma(sezione: Sezione) -> ModuloFirma:
    modulo = ModuloFirma(
        initial={
            "firmatario": sezione.firmatario,
            "qualifica": sezione.qualifica,
            "revisione": sezione.revisione,
        },
        auto_id="firma_%s",
    )
    chiavi = {**sezione.piano.indirizzo, "chiave": sezione.chiave}
    modulo.helper.form_action = reverse("piani:sezione_firma", kwargs=chiavi)
    return modulo


def _origine(sezione: Sezione) -> str:
    """Return who published the text of a section, and which version; empty for what is the plan's own."""
    if not sezione.pubblicata:
        return ""
    detta: Json = provenienza_di(sezione)["provenienza"]
    ente = enti_per_chiave({detta["ente"]}).get(detta["ente"])
    return origine(detta, str(ente or detta["ente"]))


def _come_si_legge(piano: Piano, testo: str) -> str:
    """Return the text for who only reads it: notes at its end, images in their place."""
    base = reverse("piani:immagini", kwargs=piano.indirizzo)
    return per_la_pagina(html(testo, 2), immagini=base, presenti=presenti(piano, impronte(testo)))


@require_http_methods(["GET", "POST"])
def sezione(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Show the section in its tree; POST saves its text. Nine queries at most for the page."""
    if request.method == "POST":
        return _salva(request, *sezione_da_scrivere(request, codice, triennio, chiave))
    piano, da_dentro = piano_per_scrivere(request, codice, triennio)
    return _pagina(request, piano, chiave, da_dentro=da_dentro)


def _salva(request: RichiestaUtente, trovata: Sezione, da_dentro: bool) -> HttpResponse:
    esigi_stessa_persona(request)
    esigi_scrittura(request.user, trovata.piano, trovata.proprietario, Parte.sezione(trovata))
    modulo, era_completa = ModuloTesto(request.POST), trovata.completa
    if not modulo.is_valid():
        return _rifiutato(request, trovata, modulo, da_dentro)
    mio, letta = modulo.cleaned_data["testo"], modulo.cleaned_data["revisione"]
    if request.POST.get("scelta") == "loro":
        return _salvato(request, trovata, TENUTO)
    if request.POST.get("confronta") and mio != trovata.testo:
        return conflitto_sezione(request, trovata.piano, SalvataggioSuperato(trovata), mio, letta)
    try:
        modulo.save(trovata, autore=request.user, modo=modo_di(request))
    except SalvataggioSuperato as superato:
        attuale = cast("Sezione", superato.attuale)
        if attuale.testo != mio:
            return conflitto_sezione(request, trovata.piano, superato, mio, letta)
        trovata.revisione = attuale.revisione
    except DatiNonValidi as rifiuto:
        modulo.add_error("testo", str(rifiuto))
        return _rifiutato(request, trovata, modulo, da_dentro)
    riaperta = era_completa and not trovata.completa
    return _salvato(request, trovata, RIAPERTA if riaperta else "")


def _salvato(request: RichiestaUtente, trovata: Sezione, avviso: str) -> HttpResponse:
    if da_script(request):
        return salvato(trovata.revisione, avviso=avviso)
    frase = avviso if avviso == TENUTO else f"Il testo è salvato. {avviso}".strip()
    messages.success(request, frase, extra_tags="appena-salvato")
    return vai("piani:sezione", trovata.piano, chiave=trovata.chiave)


def _rifiutato(request: RichiestaUtente, trovata: Sezione, modulo: ModuloTesto, da_dentro: bool) -> HttpResponse:
    if not da_script(request):
        return _pagina(request, trovata.piano, trovata.chiave, modulo, da_dentro=da_dentro)
    frasi = [str(errore) for errori in modulo.errors.values() for errore in errori]
    return non_salvato(" ".join(frasi), stato=422)


def _pagina(
    request: RichiestaUtente, piano: Piano, chiave: str, modulo: ModuloTesto | None = None, *, da_dentro: bool
) -> HttpResponse:
    capitoli = albero(sezioni_del_piano(piano))
    nodo = _nodo(capitoli, chiave)
    if nodo is None:
        raise Http404
    aperta = nodo.sezione
    aperta.piano = piano
    scrivibili = enti_scrivibili(request.user, piano)
    if not da_dentro and not _affidata(aperta, scrivibili):
        raise Http404
    if not da_dentro:
        # Who writes a preface alone finds that, and no way into the rest of the writing.
        nodo.figli = []
        capitoli = [nodo]
    modulo = modulo or ModuloTesto(initial={"testo": aperta.testo, "revisione": aperta.revisione})
    if da_dentro:
        modulo.del_piano(piano)
    prima, dopo = _vicini(in_ordine(capitoli), nodo)
    chiuso = next(impedimenti_di_stato(piano, Parte.sezione(aperta)), "")
    cura = not chiuso and aperta.proprietario_id in scrivibili
    # A published block is read: what is around it (tables, sheets, the mark of complete) is of who writes the section.
    scrive = cura and not aperta.pubblicata
    voci = _voci(aperta)
    for voce in voci:
        voce.piano = piano
    storia = _storia(aperta) if _vede_chi_ha_scritto(request, piano) else []
    contesto = {
        "piano": piano,
        "capitoli": capitoli,
        "nodo": nodo,
        "sezione": aperta,
        "modulo": modulo,
        "media_redattore": media(modulo, request),
        "scrivibili": scrivibili,
        "chiuso": chiuso,
        "scrive": scrive,
        "cura": cura,
        "origine": _origine(aperta),
        "novita": versione_nuova(aperta) if aperta.blocco_id and legge_le_versioni(request.user, piano) else None,
        "letto": "" if scrive else _come_si_legge(piano, aperta.testo),
        "struttura": piano.modificabile and piano.ambito_id in scrivibili,
        "prima": prima,
        "dopo": dopo,
        "voci": voci,
        "da_dentro": da_dentro,
        "firma": _modulo_firma(aperta) if scrive and aperta.specie == SpecieSezione.PREFAZIONE else None,
        "tabelle": list(aperta.tabelle.all()),
        "controllo": "" if piano.pubblico else reverse("piani:controllo", kwargs=piano.indirizzo),
        "storia": storia,
        "salvata": next((v for v in storia if not da_parte(v.history_change_reason)), None),
    }
    return render(request, "piani/sezione.html", contesto, status=422 if modulo.errors else 200)


@require_http_methods(["GET", "POST"])
def sezione_dati(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Title, numbering, item of the format, owner; and where the section is."""
    trovata = sezione_visibile(request, codice, triennio, chiave)
    esigi_scrittura(request.user, trovata.piano, trovata.piano.ambito.ente)
    modulo = ModuloDatiSezione(request.POST or None, sezione=trovata)
    contesto: dict[str, object] = {"piano": trovata.piano, "sezione": trovata}
    if modulo.is_valid():
        try:
            modulo.save(autore=request.user)
        except SalvataggioSuperato as superato:
            contesto |= {"superato": superato}
            modulo = ModuloDatiSezione(_con_revisione(request, superato), sezione=trovata)
        else:
            messages.success(request, "I dati della sezione sono salvati.")
            return vai("piani:sezione", trovata.piano, chiave=chiave)
    posto = ModuloPosto(sezione=trovata, initial={"sotto": trovata.genitore.chiave if trovata.genitore else ""})
    posto.helper.form_action = reverse("piani:sezione_posto", kwargs={**trovata.piano.indirizzo, "chiave": chiave})
    contesto |= {"modulo": modulo, "posto": posto}
    stato = 409 if "superato" in contesto else 422 if modulo.errors else 200
    return render(request, "piani/sezione_dati.html", contesto, status=stato)


def _con_revisione(request: RichiestaUtente, superato: SalvataggioSuperato) -> dict[str, str]:
    """Return what was sent, with the revision that stands now: saving again is then a choice."""
    attuale = cast("Sezione", superato.attuale)
    return {**request.POST.dict(), "revisione": str(attuale.revisione)}


@require_POST
def sezione_completa(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Mark a section complete, or open it again."""
    trovata, _ = sezione_da_scrivere(request, codice, triennio, chiave)
    completa = request.POST.get("completa") == "si"
    segna_sezione(trovata, completa=completa, revisione=revisione(request), autore=request.user)
    messages.success(request, "La sezione è segnata come completa." if completa else "La sezione è di nuovo aperta.")
    return vai("piani:sezione", trovata.piano, chiave=chiave)


@require_POST
def sezione_firma(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save who signs a preface."""
    trovata, _ = sezione_da_scrivere(request, codice, triennio, chiave)
    esigi_scrittura(request.user, trovata.piano, trovata.proprietario, Parte.sezione(trovata))
    modulo = ModuloFirma(request.POST)
    if not modulo.is_valid():
        raise DatiNonValidi("Scrivi il nome di chi firma. Non è cambiato nulla.")
    modulo.save(trovata, autore=request.user)
    messages.success(request, "La firma della prefazione è salvata.")
    return vai("piani:sezione", trovata.piano, chiave=chiave)


@require_POST
def sezione_sposta(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Move a section before or after its sibling."""
    trovata = sezione_visibile(request, codice, triennio, chiave)
    sposta_sezione(trovata, in_su=request.POST.get("verso") == "su", autore=request.user)
    return vai("piani:sezione", trovata.piano, chiave=chiave)


@require_POST
def sezione_posto(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Put a section under another one."""
    trovata = sezione_visibile(request, codice, triennio, chiave)
    modulo = ModuloPosto(request.POST, sezione=trovata)
    if not modulo.is_valid():
        raise DatiNonValidi("Scegli una sezione di questo Piano. Non è cambiato nulla.")
    cambia_genitore(trovata, genitore=luogo(trovata.piano, modulo.cleaned_data["sotto"]), autore=request.user)
    messages.success(request, "La sezione è al suo nuovo posto.")
    return vai("piani:sezione", trovata.piano, chiave=chiave)


@require_http_methods(["GET", "POST"])
def sezione_elimina(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Ask, then remove an empty section."""
    trovata = sezione_visibile(request, codice, triennio, chiave)
    piano = trovata.piano
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    if request.method == "POST":
        elimina_sezione(trovata, autore=request.user)
        messages.success(request, f"La sezione «{trovata}» è eliminata.")
        return redirect(piano)
    contesto = {
        "titolo": "Eliminare la sezione?",
        "testo": f"«{trovata}» sparisce dal Piano. Si eliminano solo le sezioni vuote: nessun testo va perso.",
        "azione": "Elimina la sezione",
        "indietro": "../",
        "pericolo": True,
    }
    return render(request, "components/conferma.html", contesto)


@require_http_methods(["GET", "POST"])
def sezione_nuova(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Add a section: its title and where it goes."""
    piano = piano_visibile(request, codice, triennio)
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    modulo = ModuloNuovaSezione(request.POST or None, piano=piano, initial={"sotto": request.GET.get("sotto", "")})
    if modulo.is_valid():
        nata = modulo.save(autore=request.user)
        messages.success(request, "La sezione è aggiunta. Scrivi il testo.")
        return vai("piani:sezione", piano, chiave=nata.chiave)
    stato = 422 if modulo.errors else 200
    return render(request, "piani/sezione_nuova.html", {"piano": piano, "modulo": modulo}, status=stato)
