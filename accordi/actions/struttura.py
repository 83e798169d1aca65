"""The acts on what is in a row: parties and slots, and the order of everything."""

import re
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from accordi.actions.comune import annota_atto, blocca_per_scrivere, riga_libera, riga_scritta
from accordi.enums import Genere, Qualifica
from accordi.models import Accordo, Articolo, AttoRichiamato, Firma, Parte, Premessa, Segnaposto
from ambiti.models import Ente
from core.exceptions import DatiNonValidi
from piani.actions.contenuto import contenuto_cambiato
from piani.lettura.segnaposto import CALCOLATI, usati
from piani.permissions import NULLA
from utenti.models import Utente

Voce = Articolo | Premessa | Parte | AttoRichiamato | Segnaposto
MODELLI: dict[Genere, type[models.Model]] = {
    Genere.PREMESSE: Premessa,
    Genere.ARTICOLI: Articolo,
    Genere.PARTI: Parte,
    Genere.ATTI: AttoRichiamato,
    Genere.SEGNAPOSTO: Segnaposto,
}
_CHIAVE = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Above any number in use: two articles never hold the same one, not even for an instant.
_DA_PARTE = 10_000


def accordo_del(elemento: Voce) -> Accordo:
    """Return the Accordo that holds the element."""
    return elemento.premessa.accordo if isinstance(elemento, AttoRichiamato) else elemento.accordo


def _fratelli(elemento: Voce) -> "list[Any]":
    """Return the row in which the element stands, in order."""
    righe: Any = type(elemento)._default_manager
    if isinstance(elemento, AttoRichiamato):
        return list(righe.filter(premessa=elemento.premessa_id).order_by("ordine", "pk"))
    return list(righe.filter(accordo=elemento.accordo_id).order_by(_campo(elemento), "pk"))


def _campo(elemento: Voce) -> str:
    return "numero" if isinstance(elemento, Articolo) else "ordine"


def _rinumera(elementi: "list[Any]") -> None:
    """Write the places from 1. `revisione` stays: nobody's text changes."""
    for passo in (_DA_PARTE, 0):
        for posto, elemento in enumerate(elementi, 1):
            campo = _campo(elemento)
            type(elemento)._default_manager.filter(pk=elemento.pk).update(**{campo: posto + passo})


def sposta(elemento: Voce, *, in_su: bool, autore: Utente) -> None:
    """Swap an element with the one before it, or after it; at the end of the row nothing moves. Raises NonPermesso."""
    with transaction.atomic():
        piano = blocca_per_scrivere(accordo_del(elemento).piano, autore=autore)
        fratelli = _fratelli(elemento)
        posto = next((i for i, e in enumerate(fratelli) if e.pk == elemento.pk), None)
        arrivo = -1 if posto is None else posto - 1 if in_su else posto + 1
        if posto is None or not 0 <= arrivo < len(fratelli):
            return
        fratelli[posto], fratelli[arrivo] = fratelli[arrivo], fratelli[posto]
        _rinumera(fratelli)
        contenuto_cambiato(piano)


def elimina(elemento: Voce, *, autore: Utente) -> None:
    """Take an element away and close the row. Raises NonPermesso, DatiNonValidi (a slot in use, a party that has signed)."""
    with transaction.atomic():
        piano = blocca_per_scrivere(accordo_del(elemento).piano, autore=autore)
        _esigi_eliminabile(elemento)
        resto = [e for e in _fratelli(elemento) if e.pk != elemento.pk]
        annota_atto(piano, f"{type(elemento).__name__.lower()}_eliminato", autore, elemento=elemento.pk)
        elemento.delete()
        _rinumera(resto)
        contenuto_cambiato(piano)


def _esigi_eliminabile(elemento: Voce) -> None:
    if isinstance(elemento, Segnaposto) and elemento.chiave in usati(*_testi(elemento.accordo)):
        raise DatiNonValidi(f"Il testo usa ancora «{elemento.chiave}»: toglilo prima da lì. {NULLA}")
    if isinstance(elemento, Parte) and Firma.objects.filter(parte=elemento).exists():
        raise DatiNonValidi(f"{elemento} ha già caricato una firma: resta tra le parti. {NULLA}")


def _testi(accordo: Accordo) -> list[str]:
    blocchi = [*accordo.premesse.values_list("titolo", "testo"), *accordo.articoli.values_list("titolo", "testo")]
    return [accordo.titolo, *(t for blocco in blocchi for t in blocco)]


# --- Parties -------------------------------------------------------------------------------------
def aggiungi_parte(accordo: Accordo, *, ente: Ente, qualifica: Qualifica, rappresentante: str, autore: Utente) -> Parte:
    """Add a party, last in the order of signature. Raises NonPermesso, DatiNonValidi (there already, a second capofila)."""
    chi = riga_scritta(rappresentante, massimo=150, che="quale ufficio rappresenta l'ente")
    with transaction.atomic():
        piano = blocca_per_scrivere(accordo.piano, autore=autore)
        if accordo.parti.filter(ente=ente).exists():
            raise DatiNonValidi(f"{ente} è già tra le parti. {NULLA}")
        _esigi_un_capofila(accordo, qualifica)
        ultimo = accordo.parti.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        parte = Parte.objects.create(
            accordo=accordo, ente=ente, ordine=ultimo + 1, qualifica=qualifica, rappresentante=chi
        )
        contenuto_cambiato(piano)
        annota_atto(piano, "parte_aggiunta", autore, parte=parte.pk, ente=ente.pk)
    return parte


def cambia_parte(parte: Parte, *, qualifica: Qualifica, rappresentante: str, autore: Utente) -> Parte:
    """Save what a party is and which office represents it. Raises NonPermesso, DatiNonValidi."""
    chi = riga_scritta(rappresentante, massimo=150, che="quale ufficio rappresenta l'ente")
    with transaction.atomic():
        piano = blocca_per_scrivere(parte.accordo.piano, autore=autore)
        _esigi_un_capofila(parte.accordo, qualifica, esclusa=parte.pk)
        parte.qualifica, parte.rappresentante = qualifica, chi
        parte.save(update_fields=["qualifica", "rappresentante"])
        contenuto_cambiato(piano)
    return parte


def _esigi_un_capofila(accordo: Accordo, qualifica: Qualifica, esclusa: int | None = None) -> None:
    altri = accordo.parti.filter(qualifica=Qualifica.CAPOFILA).select_related("ente")
    altro = next((p for p in altri if p.pk != esclusa), None)
    if qualifica is Qualifica.CAPOFILA and altro is not None:
        raise DatiNonValidi(f"L'ente capofila c'è già: è {altro}. Cambia prima la sua qualifica. {NULLA}")


# --- Slots ---------------------------------------------------------------------------------------
def aggiungi_segnaposto(accordo: Accordo, *, chiave: str, etichetta: str, valore: str, autore: Utente) -> Segnaposto:
    """Add a slot. Raises NonPermesso, DatiNonValidi (a key badly written, taken, or computed by the portal)."""
    nome = riga_scritta(etichetta, massimo=150, che="che cosa è il segnaposto")
    if not _CHIAVE.fullmatch(chiave):
        raise DatiNonValidi(
            f"La chiave si scrive con lettere minuscole senza accenti, cifre e trattino basso, per esempio "
            f"data_approvazione. {NULLA}"
        )
    if chiave in CALCOLATI:
        raise DatiNonValidi(f"«{chiave}» lo calcola già il portale: usalo senza aggiungerlo. {NULLA}")
    with transaction.atomic():
        piano = blocca_per_scrivere(accordo.piano, autore=autore)
        if accordo.segnaposto.filter(chiave=chiave).exists():
            raise DatiNonValidi(f"Il segnaposto «{chiave}» c'è già. {NULLA}")
        ultimo = accordo.segnaposto.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        nuovo = Segnaposto.objects.create(
            accordo=accordo, chiave=chiave, etichetta=nome, valore=riga_libera(valore, massimo=500), ordine=ultimo + 1
        )
        contenuto_cambiato(piano)
    return nuovo


def scrivi_segnaposto(segnaposto: Segnaposto, *, valore: str, autore: Utente) -> Segnaposto:
    """Save the value of a slot; empty means not known yet. Raises NonPermesso."""
    with transaction.atomic():
        piano = blocca_per_scrivere(segnaposto.accordo.piano, autore=autore)
        segnaposto.valore = riga_libera(valore, massimo=500)
        segnaposto.save(update_fields=["valore"])
        contenuto_cambiato(piano)
    return segnaposto
