"""Demo accounts: offices, never real people."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente

PAROLA_CHIAVE = "piano-di-zona-demo"
DAL = dt.date(2024, 1, 1)
DOMINIO = "esempio.it"


@dataclass(frozen=True)
class Account:
    """An office with its address, role and body (``tipo:codice``)."""

    nome: str
    casella: str
    ruolo: Ruolo
    ente: str

    @property
    def email(self) -> str:
        """The address to log in with."""
        return f"{self.casella}@{DOMINIO}"


GALLARATE = "ambito:50074"
COMUNI = {
    "012070": "Gallarate",
    "012002": "Albizzate",
    "012029": "Cairate",
    "012040": "Cassano Magnago",
    "012048": "Cavaria con Premezzo",
    "012085": "Jerago con Orago",
    "012107": "Oggiona con Santo Stefano",
    "012118": "Samarate",
    "012121": "Solbiate Arno",
}
# Invented, but for their sum: the plan prints 122.855 residents on 31/12/2023.
RESIDENTI = {
    "012070": 53_000,
    "012002": 5_300,
    "012029": 7_700,
    "012040": 21_500,
    "012048": 5_700,
    "012085": 5_100,
    "012107": 4_300,
    "012118": 16_055,
    "012121": 4_200,
}
UFFICI = (
    Account("Ufficio di Piano di Gallarate - responsabile", "udp.gallarate", Ruolo.RESPONSABILE_UDP, GALLARATE),
    Account("Ufficio di Piano di Gallarate - redazione", "redazione.gallarate", Ruolo.REDATTORE_UDP, GALLARATE),
    Account("Ufficio di Piano di Gallarate - area minori", "minori.gallarate", Ruolo.REDATTORE_UDP, GALLARATE),
    Account("Comune di Gallarate - ente capofila", "capofila.gallarate", Ruolo.CAPOFILA, "comune:012070"),
    Account("Presidente dell'Assemblea dei Sindaci di Gallarate", "presidente.gallarate", Ruolo.PRESIDENTE, GALLARATE),
    Account("Segretario dell'Assemblea dei Sindaci di Gallarate", "segretario.gallarate", Ruolo.SEGRETARIO, GALLARATE),
    Account("ATS Insubria - funzionario Piani di Zona", "funzionario.ats", Ruolo.FUNZIONARIO_ATS, "ats:322"),
    Account("ATS Insubria - dirigente Piani di Zona", "dirigente.ats", Ruolo.DIRIGENTE_ATS, "ats:322"),
    Account("ATS Insubria - direzione generale", "direzione.ats", Ruolo.DIRETTORE_ATS, "ats:322"),
    Account("ASST Valle Olona - referente Piani di Zona", "referente.asst", Ruolo.REFERENTE_ASST, "asst:711"),
    Account("ASST Valle Olona - direzione generale", "direzione.asst", Ruolo.DIRETTORE_ASST, "asst:711"),
    Account("Ufficio di Piano di Busto Arsizio - responsabile", "udp.busto", Ruolo.RESPONSABILE_UDP, "ambito:50049"),
    Account("Ufficio di Piano di Somma Lombardo - responsabile", "udp.somma", Ruolo.RESPONSABILE_UDP, "ambito:50034"),
    Account("Ufficio di Piano di Saronno - responsabile", "udp.saronno", Ruolo.RESPONSABILE_UDP, "ambito:50029"),
    Account("Ente del Terzo Settore di esempio", "ets", Ruolo.RAPPRESENTANTE_ETS, "ets:ESEMPIO1"),
    Account("Organizzazione sindacale di esempio", "sindacato", Ruolo.SINDACATO, "sindacato:ESEMPIO2"),
    Account("Regione Lombardia - osservatorio", "regione", Ruolo.OSSERVATORE, "regione:030"),
    Account("Amministrazione del portale", "amministrazione", Ruolo.AMMINISTRATORE, "regione:030"),
)
ENTI_DI_ESEMPIO = (
    (TipoEnte.TERZO_SETTORE, "ESEMPIO1", "Cooperativa sociale (dato di esempio)"),
    (TipoEnte.SINDACATO, "ESEMPIO2", "Organizzazione sindacale (dato di esempio)"),
)


def casella_sindaco(nome: str) -> str:
    """Return the mailbox of the Sindaco of a Comune."""
    return f"sindaco.{nome.lower().replace(' ', '-')}"


def account_demo() -> Iterator[Account]:
    """Yield every demo account: the offices, and a Sindaco for each Comune."""
    yield from UFFICI
    for istat, nome in COMUNI.items():
        yield Account(f"Sindaco di {nome}", casella_sindaco(nome), Ruolo.SINDACO, f"comune:{istat}")


def _ente(chiave: str) -> Ente:
    tipo, _, codice = chiave.partition(":")
    return Ente.objects.get(tipo=tipo, codice=codice)


def carica_account() -> int:
    """Create the accounts that are missing, with the known demo password; return how many there are."""
    for tipo, codice, nome in ENTI_DI_ESEMPIO:
        Ente.objects.get_or_create(tipo=tipo, codice=codice, defaults={"nome": nome})
    tutti = list(account_demo())
    cifrata = make_password(PAROLA_CHIAVE)  # once for all: hashing is slow on purpose
    for account in tutti:
        utente, _ = Utente.objects.get_or_create(
            email=account.email, defaults={"nome": account.nome, "password": cifrata}
        )
        Incarico.objects.get_or_create(
            utente=utente, ruolo=account.ruolo, ente=_ente(account.ente), defaults={"dal": DAL}
        )
    return len(tutti)
