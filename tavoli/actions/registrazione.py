"""A body that has never used the portal registers itself: the Ente, and the link by mail to who will speak for it."""

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.exceptions import DatiNonValidi
from core.testo import riga
from tavoli.annunci import annuncia_registrazione
from tavoli.enums import Soggetto
from tavoli.exceptions import EnteConPersone
from tavoli.regole import codice_normale, perche_non_valido
from utenti.actions import invita_da_registrazione
from utenti.enums import Ruolo
from utenti.exceptions import IncaricoGiaInCorso
from utenti.models import Invito
from utenti.queries import persone_dell_ente

TIPI = {
    Soggetto.ETS: TipoEnte.TERZO_SETTORE,
    Soggetto.SINDACATI: TipoEnte.SINDACATO,
    Soggetto.SCUOLE: TipoEnte.ALTRO,
    Soggetto.RELIGIOSI: TipoEnte.ALTRO,
    Soggetto.ALTRI: TipoEnte.ALTRO,
}


@dataclass(frozen=True)
class DatiRegistrazione:
    """What the public form asks. `nome_ufficio` is how who writes wants to appear to the others."""

    nome: str
    soggetto: Soggetto
    codice_fiscale: str
    nome_ufficio: str
    email: str


def registra_ente(dati: DatiRegistrazione) -> Invito:
    """Make the Ente, or find it by its codice fiscale, and send the link to who asked.

    An Ente that has people is never opened to a stranger: those people are told, and may invite who asked.
    Raises DatiNonValidi (the code is not well made), EnteConPersone, PostaNonPartita.
    """
    codice = codice_normale(dati.codice_fiscale)
    if frase := perche_non_valido(codice):
        raise DatiNonValidi(frase)
    ente = _ente(codice, TIPI[dati.soggetto], riga(dati.nome, massimo=200))
    ruolo = Ruolo.SINDACATO if ente.tipo == TipoEnte.SINDACATO else Ruolo.RAPPRESENTANTE_ETS
    try:
        return invita_da_registrazione(email=dati.email, nome=dati.nome_ufficio, ruolo=ruolo, ente=ente)
    except IncaricoGiaInCorso as errore:
        raise _con_persone(ente, dati.email) from errore


def _ente(codice: str, tipo: TipoEnte, nome: str) -> Ente:
    """Return the body of that code, whatever kind it was given before; its name is never changed from here."""
    conosciuti = Ente.objects.filter(codice=codice, tipo__in=set(TIPI.values()))
    trovato = conosciuti.filter(tipo=tipo).first() or conosciuti.order_by("pk").first()
    if trovato is not None:
        return trovato
    try:
        with transaction.atomic():
            return Ente.objects.create(tipo=tipo, codice=codice, nome=nome)
    except IntegrityError:
        return Ente.objects.get(tipo=tipo, codice=codice)


def _con_persone(ente: Ente, email: str) -> EnteConPersone:
    if not persone_dell_ente(ente).exists():
        return EnteConPersone(
            f"{ente} è già nel portale, ma oggi nessuno ha un incarico per lui. "
            "Scrivi a chi tiene il portale, dall'indirizzo in fondo alla pagina. Non è partito nessun invito."
        )
    with transaction.atomic():
        annuncia_registrazione(ente, email, chiave=hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16])
    return EnteConPersone(
        f"{ente} è già nel portale e ha le sue persone: chiedi a loro di invitarti. "
        "Le abbiamo avvisate che hai scritto. Non è partito nessun invito."
    )
