"""What a plan does with a published block: puts it in, takes another version, makes it its own, takes it off."""

import json

from django.db import transaction

from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.formati import elenco
from core.storia import Modo, salva
from obiettivi.actions.comuni import firma
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.actions.sezioni import aggiungi_sezione
from piani.actions.tabelle import controlla_disegni
from piani.actions.tabelle_nuove import posto_nuovo
from piani.canonico.tabelle import scrivi_tabella
from piani.enums import SpecieTabella
from piani.models import Piano, Sezione, Tabella, VersioneBlocco
from piani.permissions import Parte, veste_di
from piani.queries_blocchi import Parte as ParteInserita
from piani.queries_blocchi import versioni_offerte
from piani.queries_rimandi import esigi_non_citata
from registro.actions import annota
from utenti.models import Utente

NULLA = "Non è cambiato nulla."


def contenuto_di_versione(versione: VersioneBlocco) -> Json:
    """Return what a published version says."""
    dati: Json = json.loads(bytes(versione.contenuto))
    return dati


def _sezione_di(parte: ParteInserita) -> Sezione:
    return parte if isinstance(parte, Sezione) else parte.sezione


def _annota(parte: ParteInserita, tipo: str, autore: Utente, versione: VersioneBlocco | None) -> None:
    piano = parte.piano
    cosa = "sezione" if isinstance(parte, Sezione) else "tabella"
    dati: dict[str, object] = {cosa: parte.pk}
    if versione is not None:
        dati |= {"blocco": versione.blocco_id, "versione": versione.numero, "sha256": versione.sha256}
    annota(piano.catena, f"piani.{tipo}", autore=autore, incarico_id=veste_di(autore, piano), dati=dati)


def _motivo(che: str, versione: VersioneBlocco | None) -> Modo:
    """Return what the history of a section says: it keeps the provenance, also after the block is let go."""
    if versione is None:
        return Modo(motivo=che)
    return Modo(motivo=f"{che}: «{versione.titolo}» di {versione.blocco.ente}, versione {versione.numero}"[:100])


def _esigi_offerta(piano: Piano, versione: VersioneBlocco) -> None:
    if not versioni_offerte(piano).filter(pk=versione.pk).exists():
        raise DatiNonValidi(f"Questo blocco non è offerto al tuo Ambito, o non lo è più in questa versione. {NULLA}")
    for elenco_di in (piano.sezioni, piano.tabelle):
        if elenco_di.filter(blocco__blocco=versione.blocco_id).exists():
            raise DatiNonValidi(f"Il Piano ha già questo blocco: cambia la versione di quello. {NULLA}")


def inserisci_testo(piano: Piano, versione: VersioneBlocco, *, genitore: Sezione | None, autore: Utente) -> Sezione:
    """Put a published text in the plan, as a section of its own, last under `genitore` or among the chapters.

    Raises NonPermesso, DatiNonValidi: not offered, there already, a table, too deep.
    """
    dati = contenuto_di_versione(versione)
    if versione.blocco.e_tabella:
        raise DatiNonValidi(f"Questo blocco è una tabella: si inserisce in una sezione. {NULLA}")
    with transaction.atomic():
        sezione = aggiungi_sezione(piano, titolo=dati["titolo"], genitore=genitore, autore=autore)
        _esigi_offerta(piano, versione)
        sezione.testo, sezione.blocco = dati["testo"], versione
        modo = _motivo("inserito", versione)
        salva(firma(sezione, autore), sezione.revisione, ["testo", "blocco"], autore=autore, modo=modo)
        _annota(sezione, "blocco_inserito", autore, versione)
    return sezione


def inserisci_tabella(sezione: Sezione, versione: VersioneBlocco, *, autore: Utente) -> Tabella:
    """Put a published table in a section, after the tables that it has. Raises as `inserisci_testo`."""
    if not versione.blocco.e_tabella:
        raise DatiNonValidi(f"Questo blocco è un testo: sta in una sezione sua. {NULLA}")
    with transaction.atomic():
        piano = blocca_per_scrivere(
            sezione.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione)
        )
        _esigi_offerta(piano, versione)
        dati = contenuto_di_versione(versione)
        chiave, ordine = posto_nuovo(piano, dati["titolo"])
        tabella = Tabella(piano=piano, sezione=sezione, chiave=chiave, ordine=ordine, blocco=versione)
        _scrivi(tabella, dati)
        contenuto_cambiato(piano)
        _annota(tabella, "blocco_inserito", autore, versione)
    return tabella


def _scrivi(tabella: Tabella, dati: Json) -> None:
    scrivi_tabella(tabella, {**dati, "specie": SpecieTabella.TABELLA, "grafico": ""}, f"Tabella «{dati['titolo']}»")


def _bloccata(parte: ParteInserita, autore: Utente) -> VersioneBlocco | None:
    """Lock the plan, look whether `autore` may write where the block is; return the version that the part is pinned to."""
    sezione = _sezione_di(parte)
    blocca_per_scrivere(parte.piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione))
    parte.refresh_from_db(fields=["blocco", "provenienza"])
    if not parte.pubblicata:
        raise DatiNonValidi(f"Questa parte non viene da un blocco pubblicato. {NULLA}")
    return parte.blocco


def prendi_versione(parte: ParteInserita, versione: VersioneBlocco, *, revisione: int, autore: Utente) -> None:
    """Make a part say what another version of its block says: the one offered now, or one of before (that is the undo).

    A section has a new version in its history, and is to be marked complete again. Raises NonPermesso,
    SalvataggioSuperato, DatiNonValidi: not of this block, not offered, a chart draws a column that goes.
    """
    with transaction.atomic():
        attuale = _bloccata(parte, autore)
        if attuale is None or versione.blocco_id != attuale.blocco_id or versione.pk == attuale.pk:
            raise DatiNonValidi(f"Questa non è un'altra versione dello stesso blocco. {NULLA}")
        piu_nuova = versione.numero > attuale.numero
        if piu_nuova and not versioni_offerte(parte.piano).filter(pk=versione.pk).exists():
            raise DatiNonValidi(f"Questa versione non è offerta al tuo Ambito. {NULLA}")
        dati = contenuto_di_versione(versione)
        parte.blocco = versione
        if isinstance(parte, Sezione):
            parte.titolo, parte.testo, parte.completa = dati["titolo"], dati["testo"], False
            campi = ["titolo", "testo", "completa", "blocco"]
            modo = _motivo("presa la versione" if piu_nuova else "tornata la versione", versione)
            salva(firma(parte, autore), revisione, campi, autore=autore, modo=modo)
        else:
            controlla_disegni(parte, {c["chiave"] for c in dati["colonne"]})
            parte.salva_se_invariata(revisione, ["blocco"])
            _scrivi(parte, dati)
        contenuto_cambiato(parte.piano)
        _annota(parte, "blocco_aggiornato", autore, versione)


def stacca_blocco(parte: ParteInserita, *, revisione: int, autore: Utente) -> None:
    """Make a block the plan's own text or table: it is written, and no version is offered. The history says whose it was.

    Raises NonPermesso, SalvataggioSuperato, DatiNonValidi (it is the plan's own already).
    """
    with transaction.atomic():
        attuale = _bloccata(parte, autore)
        modo = _motivo("staccata", attuale)
        if attuale is None and parte.provenienza:
            detta = parte.provenienza
            modo = Modo(motivo=f"staccata: {detta['blocco']} di {detta['ente']}, versione {detta['versione']}"[:100])
        parte.blocco, parte.provenienza = None, None
        if isinstance(parte, Sezione):
            salva(firma(parte, autore), revisione, ["blocco", "provenienza"], autore=autore, modo=modo)
        else:
            parte.salva_se_invariata(revisione, ["blocco", "provenienza"])
        contenuto_cambiato(parte.piano)
        _annota(parte, "blocco_staccato", autore, attuale)


def togli_blocco(parte: ParteInserita, *, autore: Utente) -> None:
    """Take a block off the plan: it can be put in again while it is offered.

    Raises NonPermesso, DatiNonValidi: a text names it, a chart draws it, the plan put something under it.
    """
    piano = parte.piano
    with transaction.atomic():
        attuale = _bloccata(parte, autore)
        if isinstance(parte, Sezione):
            _togli_sezione(parte, piano, autore, attuale)
        else:
            disegni = [f"«{d}»" for d in parte.disegni.values_list("titolo", flat=True)]
            if disegni:
                raise DatiNonValidi(f"«{parte}» è disegnata da {elenco(disegni)}: elimina prima il grafico. {NULLA}")
            esigi_non_citata(piano, f"tabella:{parte.chiave}", parte.titolo)
            _annota(parte, "blocco_tolto", autore, attuale)
            parte.delete()
        contenuto_cambiato(piano)


def _togli_sezione(sezione: Sezione, piano: Piano, autore: Utente, attuale: VersioneBlocco | None) -> None:
    # The tree is of who writes for the Ambito.
    blocca_per_scrivere(piano, proprietario=piano.ambito.ente, autore=autore)
    if sezione.figlie.exists() or sezione.voci.exists() or sezione.tabelle.exists():
        raise DatiNonValidi(f"Sotto «{sezione}» il Piano ha messo altro: spostalo prima. {NULLA}")
    esigi_non_citata(piano, f"sezione:{sezione.chiave}", sezione.titolo)
    _annota(sezione, "blocco_tolto", autore, attuale)
    firma(sezione, autore).delete()
