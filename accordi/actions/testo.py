"""The acts on the text of the Accordo: make it, write premises and articles, recall acts."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from accordi.actions.comune import annota_atto, blocca, blocca_per_scrivere, riga_libera, riga_scritta, testo_pulito
from accordi.canonico import in_ordine
from accordi.enums import Qualifica, TipoNorma
from accordi.exceptions import AccordoGiaPresente
from accordi.models import Accordo, Adesione, Articolo, AttoNormativo, AttoRichiamato, Parte, Premessa, Segnaposto
from accordi.permissions import esigi_scrittura
from accordi.queries import enti_dovuti
from accordi.regole import carica_usuale
from accordi.scheletro import ARTICOLI, PREMESSE, SEGNAPOSTO
from ambiti.queries import capofila_di
from core.exceptions import DatiNonValidi
from piani.actions.contenuto import contenuto_cambiato
from piani.models import Piano
from piani.permissions import NULLA
from piani.permissions import Parte as ParteDelPiano
from utenti.models import Utente


def _date_in_ordine(decorrenza: dt.date, scadenza: dt.date) -> None:
    if scadenza < decorrenza:
        raise DatiNonValidi(f"L'ultimo giorno dell'Accordo viene prima del primo. {NULLA}")


def crea_accordo(
    piano: Piano, *, titolo: str, decorrenza: dt.date, scadenza: dt.date, autore: Utente | None
) -> Accordo:
    """Make the Accordo of a plan from the skeleton: premises, articles, slots, and the parties that are known.

    `autore` None is the command line. Raises NonPermesso, DatiNonValidi (dates, no title), AccordoGiaPresente.
    """
    nome = riga_scritta(titolo, massimo=400, che="il titolo dell'Accordo")
    _date_in_ordine(decorrenza, scadenza)
    with transaction.atomic():
        piano = blocca(piano)
        if autore is not None:
            esigi_scrittura(autore, piano)
        if Accordo.objects.filter(piano=piano).exists():
            raise AccordoGiaPresente(f"Il Piano ha già il suo Accordo: aprilo e scrivilo. {NULLA}")
        accordo = Accordo.objects.create(piano=piano, titolo=nome, decorrenza=decorrenza, scadenza=scadenza)
        _riempi(accordo)
        contenuto_cambiato(piano)
        annota_atto(piano, "accordo_creato", autore, accordo=accordo.pk)
    return accordo


def _riempi(accordo: Accordo) -> None:
    Premessa.objects.bulk_create(
        Premessa(accordo=accordo, ordine=n, titolo=titolo, testo=testo) for n, (titolo, testo) in enumerate(PREMESSE, 1)
    )
    Articolo.objects.bulk_create(
        Articolo(accordo=accordo, numero=n, titolo=a.titolo, testo=a.testo, elementi=[e.value for e in a.elementi])
        for n, a in enumerate(ARTICOLI, 1)
    )
    Segnaposto.objects.bulk_create(
        Segnaposto(accordo=accordo, ordine=n, chiave=chiave, etichetta=nome)
        for n, (chiave, nome) in enumerate(SEGNAPOSTO, 1)
    )
    _parti_note(accordo)


def _parti_note(accordo: Accordo) -> None:
    ambito = accordo.piano.ambito
    capofila = capofila_di(ambito)
    primo = capofila.ente_id if capofila else None
    note = [
        Parte(
            ente=ente,
            qualifica=Qualifica.CAPOFILA if ente.pk == primo else Qualifica.SOTTOSCRITTORE,
            rappresentante=carica_usuale(ente.tipo),
        )
        for ente in enti_dovuti(ambito)
    ]
    gia = {p.ente_id for p in note}
    note += [
        Parte(ente=a.ente, qualifica=Qualifica.ADERENTE, rappresentante=a.rappresentante)
        for a in Adesione.objects.filter(piano=accordo.piano, accolta=True, ritirata_il=None).select_related("ente")
        if a.ente_id not in gia
    ]
    for ordine, parte in enumerate(note, 1):
        parte.accordo, parte.ordine = accordo, ordine
    Parte.objects.bulk_create(note)


def cambia_accordo(
    accordo: Accordo, *, titolo: str, decorrenza: dt.date, scadenza: dt.date, revisione: int, autore: Utente
) -> Accordo:
    """Save title and dates. Raises NonPermesso, DatiNonValidi, SalvataggioSuperato."""
    accordo.titolo = riga_scritta(titolo, massimo=400, che="il titolo dell'Accordo")
    _date_in_ordine(decorrenza, scadenza)
    accordo.decorrenza, accordo.scadenza = decorrenza, scadenza
    with transaction.atomic():
        piano = blocca_per_scrivere(accordo.piano, autore=autore)
        accordo.salva_se_invariata(revisione, ["titolo", "decorrenza", "scadenza"])
        contenuto_cambiato(piano)
    return accordo


# --- Articles and premises -----------------------------------------------------------------------
def scrivi_articolo(
    articolo: Articolo, *, titolo: str, testo: str, elementi: list[str], revisione: int, autore: Utente
) -> Articolo:
    """Save an article, cleaned, if nobody saved it after `revisione`; while the plan is `da_integrare`, only if it is named.

    Raises NonPermesso, DatiNonValidi (no title, too long), SalvataggioSuperato with the article as it stands.
    """
    articolo.titolo = riga_scritta(titolo, massimo=300, che="il titolo dell'articolo")
    articolo.testo, articolo.elementi = testo_pulito(testo), in_ordine(elementi)
    with transaction.atomic():
        piano = blocca(articolo.accordo.piano)
        # Its number may have changed since it was read: the name by which the ATS asks for it is that of now.
        numero = Articolo.objects.values_list("numero", flat=True).get(pk=articolo.pk)
        esigi_scrittura(autore, piano, ParteDelPiano.articolo(numero))
        articolo.salva_se_invariata(revisione, ["titolo", "testo", "elementi"])
        contenuto_cambiato(piano)
    return articolo


def aggiungi_articolo(accordo: Accordo, *, titolo: str, autore: Utente) -> Articolo:
    """Add an empty article, last. Raises NonPermesso, DatiNonValidi (no title)."""
    nome = riga_scritta(titolo, massimo=300, che="il titolo dell'articolo")
    with transaction.atomic():
        piano = blocca_per_scrivere(accordo.piano, autore=autore)
        ultimo = accordo.articoli.aggregate(ultimo=Max("numero"))["ultimo"] or 0
        articolo = Articolo.objects.create(accordo=accordo, numero=ultimo + 1, titolo=nome)
        contenuto_cambiato(piano)
        annota_atto(piano, "articolo_aggiunto", autore, articolo=articolo.pk)
    return articolo


def scrivi_premessa(premessa: Premessa, *, titolo: str, testo: str, revisione: int, autore: Utente) -> Premessa:
    """Save a premise. Raises NonPermesso, DatiNonValidi, SalvataggioSuperato with the premise as it stands."""
    premessa.titolo = riga_scritta(titolo, massimo=100, che="il titolo della premessa")
    premessa.testo = testo_pulito(testo)
    with transaction.atomic():
        piano = blocca_per_scrivere(premessa.accordo.piano, autore=autore)
        premessa.salva_se_invariata(revisione, ["titolo", "testo"])
        contenuto_cambiato(piano)
    return premessa


def aggiungi_premessa(accordo: Accordo, *, titolo: str, autore: Utente) -> Premessa:
    """Add an empty premise, last. Raises NonPermesso, DatiNonValidi (no title)."""
    nome = riga_scritta(titolo, massimo=100, che="il titolo della premessa")
    with transaction.atomic():
        piano = blocca_per_scrivere(accordo.piano, autore=autore)
        ultimo = accordo.premesse.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        premessa = Premessa.objects.create(accordo=accordo, ordine=ultimo + 1, titolo=nome)
        contenuto_cambiato(piano)
        annota_atto(piano, "premessa_aggiunta", autore, premessa=premessa.pk)
    return premessa


# --- The acts recalled ---------------------------------------------------------------------------
def richiama_atto(premessa: Premessa, *, atto: AttoNormativo, nota: str, autore: Utente) -> AttoRichiamato:
    """Recall an act of the register in a premise, last. Raises NonPermesso, DatiNonValidi (there already)."""
    with transaction.atomic():
        piano = blocca_per_scrivere(premessa.accordo.piano, autore=autore)
        if premessa.atti.filter(atto=atto).exists():
            raise DatiNonValidi(f"«{premessa}» richiama già questo atto. {NULLA}")
        ultimo = premessa.atti.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
        richiamo = AttoRichiamato.objects.create(
            premessa=premessa, atto=atto, ordine=ultimo + 1, nota=riga_libera(nota, massimo=400)
        )
        contenuto_cambiato(piano)
    return richiamo


def registra_atto(
    piano: Piano, *, tipo: TipoNorma, emanante: str, numero: str, data: dt.date, titolo: str, autore: Utente
) -> AttoNormativo:
    """Add an act to the shared register, or return the like one there is. Raises NonPermesso, DatiNonValidi (no title)."""
    nome = riga_scritta(titolo, massimo=600, che="il titolo dell'atto")
    with transaction.atomic():
        piano = blocca_per_scrivere(piano, autore=autore)
        atto, nuovo = AttoNormativo.objects.get_or_create(
            tipo=tipo,
            emanante=riga_libera(emanante, massimo=150),
            numero=riga_libera(numero, massimo=40),
            data=data,
            titolo=nome,
        )
        if nuovo:
            annota_atto(piano, "atto_normativo_registrato", autore, norma=atto.pk)
    return atto
