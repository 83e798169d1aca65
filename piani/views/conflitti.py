"""Two people saved the same text: mine, theirs, where both began, and one with what both wrote."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.exceptions import SalvataggioSuperato
from core.formati import quando as in_parole
from core.storia import precedente_comune, senza_da_parte
from piani.actions.storia import conserva_conflitto
from piani.forms.sezioni import ModuloUnione
from piani.models import Piano, Sezione
from piani.segni import ritaglia, segna
from piani.unione import unisci_tre
from piani.views.salvataggio import da_script, non_salvato
from utenti.models import Utente
from utenti.typing import RichiestaUtente


@dataclass(frozen=True)
class Salvata:
    """Who saved the text that stands, and when (None: it came from a file). `tu`: the reader, in another window."""

    chi: str
    quando: dt.datetime | None

    def frase(self) -> str:
        """Say it, for who was writing: the first words of a conflict."""
        quando = f" il {in_parole(timezone.localtime(self.quando))}" if self.quando else ""
        return f"Nel frattempo {self.chi} ha salvato questa parte{quando}."


def chi_ha_salvato(oggetto: Any, lettore: Utente) -> Salvata:
    """Return who saved the row as it stands. One query."""
    storia = senza_da_parte(oggetto.storia).select_related("history_user")
    ultima = storia.order_by("-history_date", "-history_id").first()
    if ultima is None or ultima.history_user is None:
        return Salvata("un'altra persona", ultima.history_date if ultima else None)
    chi = "la tua altra finestra" if ultima.history_user_id == lettore.pk else str(ultima.history_user)
    return Salvata(chi, ultima.history_date)


def media(modulo: forms.Form, request: RichiestaUtente) -> str:
    """Return the editor's scripts with the nonce of this answer."""
    nonce = str(getattr(request, "csp_nonce", ""))
    return str(modulo.media.render(attrs={"nonce": nonce}))


def conflitto_sezione(
    request: RichiestaUtente, piano: Piano, superato: SalvataggioSuperato, mio: str, revisione: int
) -> HttpResponse:
    """Keep both texts in the history and show them, with one to save over what stands now; a script is only told."""
    attuale = cast("Sezione", superato.attuale)
    attuale.piano = piano
    comune = precedente_comune(attuale, revisione)
    base = comune.testo if comune else None
    unione = unisci_tre(base, attuale.testo, mio)
    conserva_conflitto(attuale, mio=mio, unione=unione.testo, revisione=revisione, autore=request.user)
    salvata = chi_ha_salvato(attuale, request.user)
    if da_script(request):
        return non_salvato(f"{salvata.frase()} Il tuo testo non è perso: confrontali e scegli.", stato=409)
    modulo = ModuloUnione(initial={"testo": unione.testo, "revisione": attuale.revisione})
    modulo.del_piano(piano)
    contesto = {
        "piano": piano,
        "sezione": attuale,
        "mio": mio,
        "mio_segnato": ritaglia(segna(attuale.testo if base is None else base, mio)),
        "salvato_segnato": attuale.testo if base is None else ritaglia(segna(base, attuale.testo)),
        "base": base,
        "salvata": salvata,
        "unione": unione,
        "modulo": modulo,
        "media_redattore": media(modulo, request),
    }
    return render(request, "piani/sezione_conflitto.html", contesto, status=superato.stato_http)
