"""The Assemblea of Gallarate: nine Comuni with residents and sindaci, rules, a plan that may be voted."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from ambiti.models import Ambito, Comune, Popolazione
from assemblea.actions.presenze import registra_presenza
from assemblea.actions.regole import adotta
from assemblea.actions.sedute import DatiSeduta, apri, convoca
from assemblea.actions.voti import apri_votazione, chiudi_votazione, vota
from assemblea.enums import Movimento, Scelta
from assemblea.models import Componente, Punto, Seduta, Votazione
from piani.enums import Passo, Stato
from piani.models import Piano
from piani.regole_passi import DatiPasso
from piani.versioni import congela
from piani.workflow import esegui
from tests.cast import persona
from tests.factories import AppartenenzaFactory, ComuneFactory, SezioneFactory
from utenti.enums import Ruolo
from utenti.models import Utente

RESIDENTI = (53_000, 15_000, 13_000, 11_000, 10_000, 9_000, 7_000, 4_500, 4_000)
SI, NO, BIANCO = Scelta.FAVOREVOLE, Scelta.CONTRARIO, Scelta.ASTENUTO


@dataclass
class Assemblea:
    """The people and the places of a session, and the moves that most tests make."""

    piano: Piano
    pia: Utente
    sara: Utente
    comuni: list[Comune]
    sindaci: list[Utente]
    seduta: Seduta = field(init=False)

    def convoca(self, *, giorno: dt.date | None = None) -> Seduta:
        """Convene it for today, by the secretary."""
        oggi = giorno or timezone.localdate()
        self.seduta = convoca(self.piano, DatiSeduta(oggi, dt.time(17, 30), "Municipio"), autore=self.sara)
        return self.seduta

    def apri(self, presenti: int = 9) -> Seduta:
        """Convene and open it, with the first `presenti` Comuni there."""
        self.convoca()
        self.seduta = apri(self.seduta, autore=self.sara)
        for n in range(presenti):
            self.entra(n)
        return self.seduta

    def componente(self, n: int) -> Componente:
        """The member of the n-th Comune."""
        return Componente.objects.select_related("seduta", "comune__ente").get(
            seduta=self.seduta, comune=self.comuni[n]
        )

    def entra(self, n: int) -> None:
        """The n-th Comune comes in."""
        registra_presenza(self.componente(n), Movimento.ENTRATA, autore=self.sara)

    def esce(self, n: int) -> None:
        """The n-th Comune goes out."""
        registra_presenza(self.componente(n), Movimento.USCITA, autore=self.sara)

    def punto(self, ordine: int = 1) -> Punto:
        """An item: 1 the Piano, 2 the Accordo."""
        return Punto.objects.select_related("seduta", "versione").get(seduta=self.seduta, ordine=ordine)

    def ai_voti(self, ordine: int = 1) -> Votazione:
        """Put an item to the vote."""
        return apri_votazione(self.punto(ordine), autore=self.sara)

    def vota(self, votazione: Votazione, n: int, scelta: Scelta = SI, *, chi: Utente | None = None) -> None:
        """The n-th Comune votes, by its sindaco."""
        sha256 = votazione.punto.versione.sha256
        vota(votazione, self.componente(n), scelta, sha256=sha256, autore=chi or self.sindaci[n])

    def votano(self, *scelte: Scelta | None, ordine: int = 1) -> Votazione:
        """Put an item to the vote, let the Comuni vote in order, close."""
        votazione = self.ai_voti(ordine)
        for n, scelta in enumerate(scelte):
            if scelta:
                self.vota(votazione, n, scelta)
        return chiudi_votazione(votazione, autore=self.sara)


@pytest.fixture
def fai_assemblea(
    piano: Piano, gallarate: Ambito, bruno: Utente, pia: Utente, sara: Utente, comune_capofila: Comune
) -> Callable[..., Assemblea]:
    """A function that makes the Assemblea of so many Comuni; Bruno's is the first, and the largest."""

    def fai(quanti: int = 9, *, regola: str = "teste-e-quote") -> Assemblea:
        comuni, sindaci = [comune_capofila], [bruno]
        for n in range(1, quanti):
            comune = ComuneFactory.create(ente__codice=f"0120{n:02}", ente__nome=f"Comune {n}")
            AppartenenzaFactory.create(comune=comune, ambito=gallarate)
            comuni.append(comune)
            sindaci.append(persona(f"Sindaco{n}", Ruolo.SINDACO, comune.ente))
        for comune, residenti in zip(comuni, RESIDENTI, strict=False):
            Popolazione.objects.create(
                ente=comune.ente, giorno=dt.date(2023, 12, 31), residenti=residenti, fonte="ISTAT"
            )
        for chiave in ("seduta-prima", "seduta-seconda", regola, "unanimita"):
            adotta(gallarate, chiave, autore=sara, dal=dt.date(2024, 1, 1))
        SezioneFactory.create(piano=piano, chiave="contesto", titolo="Dati di contesto")
        return Assemblea(piano, pia, sara, comuni, sindaci)

    return fai


@pytest.fixture
def assemblea(fai_assemblea: Callable[..., Assemblea], franco: Utente, ada: Utente) -> Assemblea:
    """Nine Comuni, the plan with the ATS's assenso."""
    insieme = fai_assemblea()
    con_assenso(insieme.piano, franco)
    return insieme


def in_verifica(piano: Piano) -> None:
    """Put the plan in `in_verifica` without the Accordo that the step would want: another room's test walks there."""
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.IN_VERIFICA)
    congela(piano, autore=None)
    piano.refresh_from_db()


def con_assenso(piano: Piano, franco: Utente) -> None:
    """The ATS gives its assenso."""
    if piano.stato != Stato.IN_VERIFICA:
        in_verifica(piano)
    dati = DatiPasso(numero="0118928", giorno=timezone.localdate() - dt.timedelta(days=2))
    esegui(Passo.DAI_ASSENSO, piano, autore=franco, dati=dati)
    piano.refresh_from_db()
