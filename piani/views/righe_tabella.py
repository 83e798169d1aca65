"""The rows of a data table: saved by a button or by the page itself, put together cell by cell with those of others."""

from dataclasses import dataclass, replace

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.stesure import conserva_conflitto_tabella, foglio, righe_del
from piani.actions.tabelle import (
    CelleNonValide,
    RigaScritta,
    TabellaContesa,
    righe_pulite,
    righe_scritte,
    salva_righe,
)
from piani.forms.griglia import (
    controlla_quante,
    griglia,
    griglia_scritta,
    quante_colonne,
    righe_da,
)
from piani.models import Piano, Tabella
from piani.unione_tabelle import unisci_fogli
from piani.views.comune import revisione, tabella_visibile
from piani.views.conflitti import Salvata, chi_ha_salvato
from piani.views.conflitto_tabella import ConflittoTabella, caselle_contese
from piani.views.salvataggio import da_script, esigi_stessa_persona, modo_di, non_salvato, salvato
from piani.views.tabelle import (
    Mostra,
    attuale_di,
    come_e_adesso,
    esigi_tabella,
    frase_superata,
    in_testo,
    pagina_tabella,
    tabella_salvata,
)
from utenti.typing import RichiestaUtente

TENUTE = "Restano le righe che erano salvate. Le tue sono tra le versioni della tabella."
MOSTRATE = 3


@dataclass(frozen=True)
class _DiAltri:
    """What the page has not got: `celle` of others, `totali` worked out again, by the name of their field; `righe` added."""

    celle: dict[str, str]
    totali: dict[str, str]
    righe: bool


@require_POST
def tabella_righe(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save the rows together; cells that do not fit come back with their error, nothing is saved."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    esigi_stessa_persona(request)
    esigi_tabella(request, trovata.sezione, trovata.piano)
    if request.POST.get("scelta") == "loro":
        return tabella_salvata(request, trovata, TENUTE)
    dati = _con_le_scelte(request.POST)
    scritte = righe_da(dati)
    if not _stesse_colonne(dati, trovata):
        return _altre_colonne(request, trovata, scritte)
    prima = chi_ha_salvato(trovata, request.user)
    try:
        controlla_quante(trovata, scritte)
        return _salva(request, trovata, dati, scritte, prima)
    except TabellaContesa as contesa:
        return _contesa(request, trovata.piano, contesa, revisione(request))
    except SalvataggioSuperato as superato:
        attuale = attuale_di(superato, trovata.piano)
        if da_script(request):
            return non_salvato(f"{prima.frase()} Le tue righe non sono perse: confrontale e scegli.", stato=409)
        mostra = Mostra(scritta=griglia_scritta(attuale, scritte, {}), frase=frase_superata())
        return pagina_tabella(request, attuale, mostra, stato=409)
    except DatiNonValidi as rifiuto:
        return _rifiutate(request, trovata, scritte, rifiuto)


def _salva(
    request: RichiestaUtente, tabella: Tabella, dati: QueryDict, scritte: list[RigaScritta], prima: Salvata
) -> HttpResponse:
    partenza = _partenza(dati, tabella)
    if request.POST.get("confronta") and partenza is not None:
        salvate = foglio(tabella, tabella.righe.all())
        mio = foglio(tabella, righe_pulite(tabella, scritte))
        unione = unisci_fogli(foglio(tabella, righe_pulite(tabella, partenza)), salvate, mio)
        contesa = TabellaContesa(Tabella.objects.get(pk=tabella.pk), mio, unione)
        return _contesa(request, tabella.piano, contesa, revisione(request))
    letta = revisione(request)
    salva_righe(tabella, righe=scritte, revisione=letta, autore=request.user, partenza=partenza, modo=modo_di(request))
    if not da_script(request):
        return tabella_salvata(request, tabella, "Le righe sono salvate.")
    altri = _di_altri(tabella, dati, scritte)
    avviso = ""
    if altri.celle or altri.righe:
        nuove = " Ci sono anche righe nuove: le vedi in «Come è adesso», e nella griglia quando ricarichi la pagina."
        avviso = f"{prima.frase()} Le sue caselle sono qui con le tue.{nuove if altri.righe else ''}"
    contesto = {"tabella": tabella, **come_e_adesso(tabella)}
    anteprima = render_to_string("piani/_tabella_adesso.html", contesto)
    return salvato(tabella.revisione, avviso=avviso, frammenti={"adesso": anteprima}, valori=altri.celle | altri.totali)


def _con_le_scelte(dati: QueryDict) -> QueryDict:
    """Return the fields with the cells of the others put where the person chose theirs."""
    scelti = {nome.removeprefix("loro-"): valore for nome, valore in dati.items() if nome.startswith("loro-")}
    if not scelti:
        return dati
    nuovi = dati.copy()
    for nome, valore in scelti.items():
        nuovi[nome] = str(valore)
    return nuovi


def _stesse_colonne(dati: QueryDict, tabella: Tabella) -> bool:
    colonne = ",".join(c["chiave"] for c in tabella.colonne)
    return dati.get("colonne", colonne) == colonne and quante_colonne(dati) in (0, len(tabella.colonne))


def _partenza(dati: QueryDict, tabella: Tabella) -> list[RigaScritta] | None:
    """Return the rows that the page had read, as it says; None where it does not, or what it says does not fit."""
    if "partenza" not in dati:
        return None
    lette = righe_da(QueryDict(str(dati["partenza"])))
    try:
        righe_pulite(tabella, lette)
    except (DatiNonValidi, ValueError):
        return None
    return lette


def _di_altri(tabella: Tabella, dati: QueryDict, scritte: list[RigaScritta]) -> _DiAltri:
    """Return what the page has not got: cells of others, as they are typed, totals that changed, rows that were added."""
    posti = {dati.get(f"r{n}-chiave", ""): n for n in range(len(dati)) if f"r{n}-c0" in dati}
    righe = list(tabella.righe.all())
    mie, ora = foglio(tabella, righe_pulite(tabella, scritte)), foglio(tabella, righe)
    celle: dict[str, str] = {}
    totali: dict[str, str] = {}
    for riga in griglia(tabella, righe).righe:
        n, attuale = posti.get(riga.chiave), ora.get(riga.chiave)
        if n is None or attuale is None or riga.chiave not in mie:
            continue
        diverse = {c for c in {*attuale, *mie[riga.chiave]} if attuale.get(c, "") != mie[riga.chiave].get(c, "")}
        for j, (cella, colonna) in enumerate(zip(riga.celle, tabella.colonne, strict=True)):
            if cella.calcolata:
                totali[f"r{n}-c{j}"] = cella.valore
            elif colonna["chiave"] in diverse:
                celle[f"r{n}-c{j}"] = cella.valore
        celle |= {f"r{n}-{c[1:]}": attuale.get(c, "") for c in diverse & {".unita", ".nota", ".genere"}}
    totali = {nome: valore for nome, valore in totali.items() if dati.get(nome, "") != valore}
    return _DiAltri(celle, totali, any(chiave not in posti for chiave in ora))


def _altre_colonne(request: RichiestaUtente, tabella: Tabella, scritte: list[RigaScritta]) -> HttpResponse:
    frase = "Nel frattempo un'altra persona ha cambiato le colonne: le tue righe non si possono salvare così."
    if da_script(request):
        return non_salvato(f"{frase} Non sono perse.", stato=409)
    mostra = Mostra(frase=f"{frase} Le trovi in «Le tue righe».", mie=in_testo(scritte))
    return pagina_tabella(request, tabella, mostra, stato=409)


def _rifiutate(
    request: RichiestaUtente, tabella: Tabella, scritte: list[RigaScritta], rifiuto: DatiNonValidi
) -> HttpResponse:
    errori = rifiuto.errori if isinstance(rifiuto, CelleNonValide) else {}
    if da_script(request):
        return non_salvato(" ".join([*list(errori.values())[:MOSTRATE]] or [str(rifiuto)]), stato=422)
    mostra = Mostra(
        scritta=griglia_scritta(tabella, scritte, errori), frase=str(rifiuto), partenza=request.POST.get("partenza")
    )
    return pagina_tabella(request, tabella, mostra, stato=422)


def _contesa(request: RichiestaUtente, piano: Piano, contesa: TabellaContesa, letta: int) -> HttpResponse:
    """Keep the three in the history and show the cells, with the merge to save over what stands; a script is told."""
    attuale = attuale_di(contesa, piano)
    salvata = chi_ha_salvato(attuale, request.user)
    conserva_conflitto_tabella(attuale, mio=contesa.mio, unione=contesa.unione, revisione=letta, autore=request.user)
    if da_script(request):
        return non_salvato(f"{salvata.frase()} Le tue righe non sono perse: confrontale e scegli.", stato=409)
    unite = righe_scritte(attuale, righe_del(attuale, contesa.unione.foglio))
    scritta = griglia_scritta(attuale, unite, {})
    caselle = caselle_contese(attuale, contesa.unione)
    nomi = {c.nome for c in caselle}
    for riga in scritta.righe:
        riga.celle = [replace(c, contesa=c.nome in nomi) for c in riga.celle]
    mostra = Mostra(scritta=scritta, conflitto=ConflittoTabella(caselle, salvata))
    return pagina_tabella(request, attuale, mostra, stato=409)
