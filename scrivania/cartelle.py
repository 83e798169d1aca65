"""What the desk is made of: cards, plans, waits, dates. No query: rows are read in `scrivania.queries`."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from core.formati import elenco
from obiettivi.enums import Specie
from piani.avanzamento import Termine
from piani.carta import CONFRONTO, PARTE_ACCORDO
from piani.models import Piano
from piani.persone import Atto


@dataclass(frozen=True)
class Parte:
    """Sections, or sheets, of one body that are not complete in one plan."""

    piano: Piano
    specie: str
    ente: str
    ente_id: int
    quante: int
    prima: str
    ultima: dt.datetime | None
    mia: bool

    @property
    def nome(self) -> str:
        """The noun, in number."""
        uno, tante = ("sezione", "sezioni") if self.specie == "sezioni" else ("scheda", "schede")
        return f"{self.quante} {uno if self.quante == 1 else tante}"


@dataclass
class PianoSullaScrivania:
    """A plan with what the person has to do in it."""

    piano: Piano
    scrivo: bool
    termine: Termine | None
    parti: list[Parte] = field(default_factory=list)

    @property
    def mie(self) -> list[Parte]:
        """What the person's own bodies have not completed."""
        return [p for p in self.parti if p.mia]

    @property
    def da_fare(self) -> str:
        """The same in words: "3 sezioni e 1 scheda"."""
        return elenco([p.nome for p in self.mie])

    @property
    def inizio(self) -> str:
        """Where to go on: the plan's page for its own office, the first section of theirs for the others."""
        if any(p.ente_id == self.piano.ambito_id for p in self.mie):
            return self.piano.get_absolute_url()
        return reverse("piani:sezione", kwargs={**self.piano.indirizzo, "chiave": self.mie[0].prima})


@dataclass(frozen=True)
class Cartella:
    """A card of the desk: a thing that waits for the person, with its one button.

    `nota` is small print; `scadenza` names the deadline whose day is `entro`, where it has a name.
    """

    titolo: str
    testo: str
    url: str
    azione: str
    entro: dt.date | None = None
    nota: str = ""
    piano: Piano | None = None
    scadenza: str = ""

    @property
    def quanto(self) -> str:
        """How far its day is: "oggi", "manca un giorno", "mancano 9 giorni", "passata da 2 giorni"; empty without a day."""
        if self.entro is None:
            return ""
        giorni = (self.entro - timezone.localdate()).days
        if giorni < 0:
            return "passata da un giorno" if giorni == -1 else f"passata da {-giorni} giorni"
        return {0: "oggi", 1: "manca un giorno"}.get(giorni, f"mancano {giorni} giorni")


@dataclass(frozen=True)
class Attesa:
    """A plan in somebody else's turn: whose, and since when (None: nobody has moved it yet)."""

    piano: Piano
    chi: str
    da: dt.datetime | None


@dataclass(frozen=True)
class VoceAgenda:
    """A date seen from today: `giorni` is negative when it is past."""

    nome: str
    giorno: dt.date
    giorni: int
    url: str = ""
    ora: dt.time | None = None


@dataclass(frozen=True)
class AvvisoDaLeggere:
    """A notice not read yet, with the fields of `utenti.models.Avviso` that a page shows."""

    pk: int
    oggetto: str
    testo: str
    da_fare: str
    entro: dt.date | None
    creato_il: dt.datetime
    letto_il: None = None


@dataclass(frozen=True)
class Pronta:
    """The prints of a plan that the person asked for and are ready: when the newest was, the names of the papers."""

    piano: Piano
    quando: dt.datetime
    carte: tuple[str, ...]

    @property
    def nome(self) -> str:
        """What is ready: "La stampa è pronta: Tutto il Piano"."""
        inizio = "La stampa è pronta" if len(self.carte) == 1 else "Le stampe sono pronte"
        return f"{inizio}: {elenco(list(self.carte))}"

    @property
    def url(self) -> str:
        """Where they are."""
        return reverse("piani:stampe", kwargs=self.piano.indirizzo)


@dataclass
class Scrivania:
    """All that the desk shows."""

    piani: list[PianoSullaScrivania]
    passi: list[Cartella]
    compiti: list[Cartella]
    altri: list[Parte]
    attese: list[Attesa]
    agenda: list[VoceAgenda]
    passate: int
    ultima_passata: dt.date | None
    atti: list[tuple[Piano, Atto]]
    avvisi: list[AvvisoDaLeggere]
    stampe: list[Pronta]
    inviti: int

    @property
    def tocca_a_te(self) -> list[PianoSullaScrivania]:
        """Plans in which the person may write and something is not complete, the nearest deadline first."""
        return [p for p in self.piani if p.scrivo and p.mie]

    @property
    def cartelle(self) -> list[Cartella]:
        """All that waits, the nearest deadline first; what has none comes after, steps before parts to write."""
        tutte = [*self.passi, *self.compiti, *map(_scrittura, self.tocca_a_te)]
        if self.inviti:
            tutte.append(_inviti(self.inviti))
        return sorted(tutte, key=lambda c: c.entro or dt.date.max)

    @property
    def vuota(self) -> bool:
        """Whether nothing waits."""
        return not self.cartelle


def nome_della_carta(scheda: str) -> str:
    """Return the name of a paper by what was printed (`piani.models.Stampa.scheda`)."""
    if scheda == PARTE_ACCORDO:
        return "Accordo di Programma"
    if scheda.startswith(CONFRONTO):
        return "Confronto di due versioni"
    specie, _, codice = scheda.partition(":")
    if not codice:
        return "Tutto il Piano"
    return f"{'Esito' if specie == Specie.ESITO else 'Scheda'} {codice}"


def _scrittura(riga: PianoSullaScrivania) -> Cartella:
    futura = riga.termine if riga.termine and not riga.termine.passata else None
    return Cartella(
        titolo=f"Piano di {riga.piano.ambito.nome}, {riga.piano.triennio}",
        testo=f"Da segnare come complete: {riga.da_fare}.",
        url=riga.inizio,
        azione="Continua a scrivere",
        entro=futura.giorno if futura else None,
        scadenza=futura.nome if futura else "",
        nota="Una parte è completa quando chi la scrive la segna così, anche se è già scritta. Le righe ancora vuote sono "
        "nella pagina del Piano.",
        piano=riga.piano,
    )


def _inviti(quanti: int) -> Cartella:
    frase = "Un invito aspetta una risposta." if quanti == 1 else f"{quanti} inviti aspettano una risposta."
    return Cartella("Inviti in attesa", frase, reverse("utenti:enti"), "Vedi gli inviti")
