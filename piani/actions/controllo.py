"""The acts on the findings of the checker: set one aside with a reason, take it up again. Neither changes the text."""

from django.db import transaction

from ambiti.models import Ente
from core.exceptions import DatiNonValidi, NonPermesso
from core.testo import pulisci
from piani.controllo import Luogo, Rilievo
from piani.models import Piano, RilievoScartato, VoceScheda
from piani.permissions import NULLA, enti_scrivibili, veste_di
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import spiega_rifiuto
from utenti.queries import Chi
from utenti.roles import Permesso

MASSIMO_MOTIVO = 1000


def proprietario_di(piano: Piano, luogo: Luogo) -> Ente:
    """Return the body that owns the part where a finding stands: of the whole plan, the Ambito. One query at most."""
    if luogo.specie == "sezione":
        return piano.sezioni.select_related("proprietario").get(chiave=luogo.chiave).proprietario
    if luogo.specie == "tabella":
        tabelle = piano.tabelle.select_related("sezione__proprietario")
        return tabelle.get(chiave=luogo.chiave).sezione.proprietario
    if luogo.specie in ("scheda", "riga"):
        specie, codice = luogo.chiave.split(":")[:2]
        voci = VoceScheda.objects.select_related("scheda__proprietario")
        return voci.get(piano=piano, specie=specie, codice=codice).scheda.proprietario
    return piano.ambito.ente


def perche_non_scarta(chi: Chi | None, piano: Piano, proprietario: Ente) -> str:
    """Return why `chi` may not set aside a finding on a part of `proprietario`; empty if it may.

    Who writes the part, in any state before the approval: what is set aside changes no text.
    """
    scrivibili = enti_scrivibili(chi, piano)
    if not scrivibili:
        return spiega_rifiuto(chi, Permesso.SCRIVERE_PIANO, ambito=piano.ambito).removesuffix(f" {NULLA}")
    if proprietario.pk not in scrivibili:
        return f"Questa parte la scrive {proprietario}: il rilievo lo scarta chi la scrive."
    if piano.pubblico:
        return f"Il Piano è «{piano.get_stato_display()}»: i rilievi si scartano finché è in lavorazione."
    return ""


def _bloccato(piano: Piano, luogo: Luogo, autore: Utente) -> Piano:
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    bloccato = nomi.select_for_update(of=("self",)).get(pk=piano.pk)
    rifiuto = perche_non_scarta(autore, bloccato, proprietario_di(bloccato, luogo))
    if rifiuto:
        raise NonPermesso(f"{rifiuto} {NULLA}")
    return bloccato


def scarta(piano: Piano, rilievo: Rilievo, *, motivo: str, autore: Utente) -> RilievoScartato:
    """Set a finding aside. Raises NonPermesso, DatiNonValidi (no reason, too long, already set aside)."""
    pulito = pulisci(motivo)
    if not pulito or len(pulito) > MASSIMO_MOTIVO:
        raise DatiNonValidi(f"Scrivi perché lo scarti, in non più di {MASSIMO_MOTIVO} caratteri. {NULLA}")
    with transaction.atomic():
        bloccato = _bloccato(piano, rilievo.luogo, autore)
        scartato, nuovo = RilievoScartato.objects.get_or_create(
            piano=bloccato,
            impronta=rilievo.impronta,
            defaults={
                "regola": rilievo.regola,
                "parte": rilievo.luogo.nome[:400],
                "frase": rilievo.frase,
                "motivo": pulito,
                "autore": autore,
            },
        )
        if not nuovo:
            raise DatiNonValidi(f"Il rilievo è già scartato: qualcuno l'ha fatto prima di te. {NULLA}")
        _annota("piani.rilievo_scartato", bloccato, rilievo, autore)
    return scartato


def riprendi(piano: Piano, rilievo: Rilievo, *, autore: Utente) -> None:
    """Take up again a finding that was set aside. Raises NonPermesso, DatiNonValidi (it is not set aside)."""
    with transaction.atomic():
        bloccato = _bloccato(piano, rilievo.luogo, autore)
        tolti, _ = RilievoScartato.objects.filter(piano=bloccato, impronta=rilievo.impronta).delete()
        if not tolti:
            raise DatiNonValidi(f"Il rilievo non è scartato: qualcuno l'ha già ripreso. {NULLA}")
        _annota("piani.rilievo_ripreso", bloccato, rilievo, autore)


def _annota(atto: str, piano: Piano, rilievo: Rilievo, autore: Utente) -> None:
    dati = {"regola": rilievo.regola, "impronta": rilievo.impronta}
    annota(piano.catena, atto, autore=autore, incarico_id=veste_di(autore, piano), dati=dati)
