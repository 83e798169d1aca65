"""The acts on named versions: give a name to the plan as it stands, change it, take it away. The bytes always stay."""

from django.db import transaction

from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, pulisci, riga
from piani.enums import SpecieTappa
from piani.models import Piano, Tappa
from piani.permissions import NULLA, veste_di
from piani.versioni import congela
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso

MASSIMO_NOME = 120
MASSIMA_NOTA = 1000


def _nome_e_nota(nome: str, nota: str) -> tuple[str, str]:
    try:
        puliti = riga(nome, massimo=MASSIMO_NOME), pulisci(nota, massimo=MASSIMA_NOTA)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore
    if not puliti[0]:
        raise DatiNonValidi(f"Scrivi il nome della versione. {NULLA}")
    return puliti


def _bloccato(piano: Piano, autore: Utente) -> Piano:
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    bloccato = nomi.select_for_update(of=("self",)).get(pk=piano.pk)
    esigi(autore, Permesso.SCRIVERE_PIANO, ambito=bloccato.ambito)
    return bloccato


def nomina_versione(
    piano: Piano, *, nome: str, nota: str = "", specie: SpecieTappa = SpecieTappa.NOMINATA, autore: Utente
) -> Tappa:
    """Keep the plan as it stands under a name. Whatever the state: it changes no text.

    Raises NonPermesso (who does not write for the Ambito), DatiNonValidi (no name, too long).
    """
    nome, nota = _nome_e_nota(nome, nota)
    with transaction.atomic():
        bloccato = _bloccato(piano, autore)
        veste = veste_di(autore, bloccato)
        versione = congela(bloccato, autore=autore)
        tappa = Tappa.objects.create(
            piano=bloccato,
            versione=versione,
            specie=specie,
            nome=nome,
            nota=nota,
            autore=autore,
            incarico_id=veste,
        )
        _annota(bloccato, "piani.tappa_nominata", tappa, autore)
    return tappa


def rinomina_versione(tappa: Tappa, *, nome: str, nota: str, revisione: int, autore: Utente) -> Tappa:
    """Change name and note. Raises NonPermesso, DatiNonValidi, SalvataggioSuperato with the milestone as it stands."""
    tappa.nome, tappa.nota = _nome_e_nota(nome, nota)
    with transaction.atomic():
        bloccato = _bloccato(tappa.piano, autore)
        tappa.salva_se_invariata(revisione, ["nome", "nota"])
        _annota(bloccato, "piani.tappa_rinominata", tappa, autore)
    return tappa


def togli_nome(tappa: Tappa, *, autore: Utente) -> None:
    """Take a name away: the version, its prints and its acts stay. Raises NonPermesso, DatiNonValidi (the portal's own)."""
    with transaction.atomic():
        bloccato = _bloccato(tappa.piano, autore)
        if tappa.specie != SpecieTappa.NOMINATA:
            raise DatiNonValidi(f"Questa versione l'ha fissata il portale prima di un ripristino: resta. {NULLA}")
        _annota(bloccato, "piani.tappa_tolta", tappa, autore)
        tappa.delete()


def _annota(piano: Piano, tipo: str, tappa: Tappa, autore: Utente) -> None:
    dati = {"tappa": tappa.pk, "sha256": tappa.versione.sha256}
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano), dati=dati)
