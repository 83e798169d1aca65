"""The procedure of one plan as pages show it: what was done and when, whose turn it is, which steps the reader may take."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from core.formati import data
from piani.composizione import stanze
from piani.enums import CAMMINO, Passo, Stato
from piani.models import Passaggio, Piano
from piani.regole_passi import REGOLE, TURNO, Regola
from piani.workflow import regole_di
from utenti.roles import Permesso, ruoli_con

_ACCANTO = {Stato.IN_CONSULTAZIONE: Stato.BOZZA, Stato.DA_INTEGRARE: Stato.IN_VERIFICA}
# The Assemblea takes them, in its own room.
DELL_ASSEMBLEA = frozenset({Passo.APPROVA, Passo.RESPINGI})
NESSUNO = "nessuno, fino alla fine del triennio"
# Their files are for anyone, once the plan is public.
ATTI_PUBBLICI = frozenset({Passo.APPROVA, Passo.RECEPISCI})


@dataclass(frozen=True)
class PassoMostrato:
    """A step as `components/_stepper.html` shows it; `url` is the file of its act, empty where there is none."""

    nome: str
    stato: str
    nota: str = ""
    url: str = ""
    esempio: bool = False


def passaggi_di(piano: Piano) -> list[Passaggio]:
    """Return the steps taken, the oldest first. One query."""
    return list(piano.passaggi.select_related("autore", "versione", "file").order_by("pk"))


def passi(piano: Piano, passaggi: list[Passaggio], *, in_lavorazione: bool) -> list[PassoMostrato]:
    """Return the main way with, at each state reached, the day and the number of the act that led there.

    Who does not work on the plan finds only the files of the public acts.
    """
    attuale = Stato(piano.stato)
    posto = CAMMINO.index(_ACCANTO.get(attuale, attuale))
    arrivi = {p.a: p for p in passaggi}
    righe = []
    for i, stato in enumerate(CAMMINO):
        aspetto = "fatto" if i < posto else "ora" if i == posto else "poi"
        arrivo = arrivi.get(stato) if i <= posto else None
        if arrivo is not None:
            arrivo.piano = piano
        accanto = str(attuale.label) if i == posto and attuale in _ACCANTO else ""
        nota = accanto or (_atto(arrivo) if arrivo else "")
        url = ""
        if arrivo is not None and arrivo.file_id and (in_lavorazione or Passo(arrivo.passo) in ATTI_PUBBLICI):
            url = arrivo.get_absolute_url()
        righe.append(PassoMostrato(str(stato.label), aspetto, nota, url, bool(arrivo and arrivo.esempio)))
    return righe


def _atto(passaggio: Passaggio) -> str:
    if passaggio.giorno is None and passaggio.piano.esempio:
        # In the demo the acts are of 2024 and the steps of the day it was loaded: two clocks would only confuse.
        return ""
    giorno = passaggio.giorno or timezone.localdate(passaggio.quando)
    numero = f"n. {passaggio.numero}, " if passaggio.numero else ""
    return f"{numero}{data(giorno)}"


@dataclass(frozen=True)
class Turno:
    """Whose turn it is, and since when."""

    chi: str
    da: dt.datetime | None


def turno(piano: Piano, passaggi: list[Passaggio], *, inviato: bool = False) -> Turno:
    """Return whose turn it is: the state tells who, the last step since when. `inviato`: the pack is at the Region."""
    chi = NESSUNO if inviato and Stato(piano.stato) is Stato.RECEPITO else TURNO[Stato(piano.stato)][0]
    return Turno(chi, passaggi[-1].quando if passaggi else None)


def da_integrare(piano: Piano, passaggi: list[Passaggio]) -> Passaggio | None:
    """Return the request of the ATS that waits for an answer, with its parts; None where none does. One query then."""
    if Stato(piano.stato) is not Stato.DA_INTEGRARE:
        return None
    richiesta = next((p for p in reversed(passaggi) if p.passo == Passo.CHIEDI_INTEGRAZIONI), None)
    if richiesta is not None:
        prefetch_related_objects([richiesta], "parti")
    return richiesta


@dataclass(frozen=True)
class PassoMio:
    """A step that the reader's office takes from here: a button on the plan's page."""

    regola: Regola
    url: str
    principale: bool

    @property
    def nome(self) -> str:
        """The words of the button."""
        return str(self.regola.passo.label)


def passi_di(piano: Piano, permessi: frozenset[Permesso]) -> list[PassoMio]:
    """Return the steps from here that `permessi` allow, the main ones first. No query: what is missing, its page says."""
    tocca = set(TURNO[Stato(piano.stato)][1])
    miei = [
        PassoMio(
            regola,
            reverse("piani:passo", kwargs={**piano.indirizzo, "passo": regola.passo}),
            bool(tocca.intersection(regola.permessi)) and regola.passo is not Passo.CHIEDI_INTEGRAZIONI,
        )
        for regola in regole_di(piano)
        if permessi.intersection(regola.permessi) and _si_offre(regola, piano)
    ]
    return sorted(miei, key=lambda m: not m.principale)


def prossimo_passo(piano: Piano) -> Regola | None:
    """Return the step that moves the plan on from here, whoever takes it; None at the end of the way."""
    tocca = set(TURNO[Stato(piano.stato)][1])
    return next(
        (
            regola
            for regola in regole_di(piano)
            if tocca.intersection(regola.permessi) and regola.passo not in (Passo.CHIEDI_INTEGRAZIONI, Passo.RITIRA)
        ),
        None,
    )


def _si_offre(regola: Regola, piano: Piano) -> bool:
    """The Assemblea has its own pages; nobody is offered to conclude a plan whose years are not over."""
    if regola.passo is Passo.CONCLUDI:
        return piano.triennio.fine < timezone.localdate()
    return regola.passo not in DELL_ASSEMBLEA


@dataclass(frozen=True)
class Collegamento:
    """A link to a room's page about this plan."""

    nome: str
    icona: str
    url: str


def stanze_di(piano: Piano, *, in_lavorazione: bool) -> list[Collegamento]:
    """Return the rooms' pages that the reader finds for this plan."""
    return [
        Collegamento(s.nome, s.icona, reverse(s.url, kwargs=piano.indirizzo))
        for s in stanze()
        if in_lavorazione or s.per == "chiunque"
    ]


@dataclass(frozen=True)
class RigaTabella:
    """A row of "who takes which step": the same on the page and in docs/procedimento.md."""

    passo: str
    da: str
    a: str
    chi: str
    serve: str


SERVE = {
    "accordo_scritto": "Accordo scritto, con le sue parti",
    "atto_di_approvazione": "voto proclamato, o atto preso altrove",
    "voto_contrario": "voto proclamato",
    "nessun_voto_in_corso": "nessun voto in corso in Assemblea",
    "accordo_approvato": "Accordo approvato",
    "pdf_pronto": "PDF pronti",
    "firme_complete": "tutte le firme",
    "triennio_finito": "triennio finito",
    "esiti_scritti": "esiti scritti",
    "motivo": "motivo",
    "giorno": "data",
    "numero": "numero o protocollo",
    "organo": "organo",
    "tipo_atto": "tipo di atto",
    "file": "file",
    "versione": "versione",
    "parti": "parti da integrare",
}


def tabella_dei_passi() -> list[RigaTabella]:
    """Return the table of the procedure in words."""
    righe = []
    for regola in REGOLE:
        ruoli = dict.fromkeys(str(r.label) for p in regola.permessi for r in ruoli_con(p))
        da = ", ".join(str(s.label) for s in regola.da)
        if regola.senza_assenso:
            altri = ", ".join(str(s.label) for s in regola.senza_assenso)
            da = f"{da} ({altri}, dove l'ATS non vuole l'assenso prima)"
        serve = [SERVE[c] for c in (*regola.requisiti, *regola.dati)]
        if regola.congela:
            serve.insert(0, "Piano e Accordo fissati")
        righe.append(RigaTabella(str(regola.passo.label), da, str(regola.a.label), ", ".join(ruoli), ", ".join(serve)))
    return righe
