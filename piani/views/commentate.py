"""What the reading page shows of the comments: how many stand open on each part, and on which words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from piani.ancore import Citazione, ancora
from piani.enums import PUBBLICI, Stato
from piani.evidenza import Segno, parole_di
from piani.lettura import PianoLetto, SezioneLetta
from piani.lettura.passi import testi, voce_riga, voce_scheda, voce_sezione
from piani.models import Commento, Piano
from piani.queries_commenti import commenti_visibili_a, quali_commenti
from piani.views.comune import lettore


@dataclass(frozen=True)
class Commentabile:
    """A part of the chapter with its comments: where they are, how many are open."""

    nome: str
    url: str
    aperti: int


@dataclass(frozen=True)
class Passo:
    """A passage that somebody quoted: its comment, the part it was on, by whom."""

    citazione: Citazione
    voce: str
    url: str
    di: str


@dataclass(frozen=True)
class Commenti:
    """The comments of a chapter as its page needs them; can be a key of a cache. `base` is where they stand, empty for who
    reads none; `conta` tells how many are open, by the anchor of each part; `passi` are those of the whole plan."""

    base: str = ""
    conta: tuple[tuple[str, int], ...] = ()
    passi: tuple[Passo, ...] = ()


def commenti_di(request: HttpRequest, piano: Piano) -> list[Commento] | None:
    """Return the open threads that the reader may see; None where nobody comments: a visitor, a public plan.

    Three queries at most; none for a visitor.
    """
    chi = lettore(request)
    tutti = quali_commenti(chi, piano)
    if tutti is None or Stato(piano.stato) in PUBBLICI:
        return None
    visti = commenti_visibili_a(chi, piano, tutti=tutti)
    return list(visti.filter(risponde_a=None, risolto_il=None, parte_tolta=False))


def commenti_del_capitolo(piano: Piano, aperti: list[Commento] | None, capitolo: SezioneLetta) -> Commenti:
    """Return what the page of a chapter shows of the open threads."""
    if aperti is None:
        return Commenti()
    voci: dict[str, int] = {}
    for commento in aperti:
        voci[_voce(commento)] = voci.get(_voce(commento), 0) + 1
    conta = tuple((ancora_html, voci[voce]) for voce, ancora_html in _ancore(capitolo) if voce in voci)
    passi = tuple(_passo(piano, c) for c in aperti if c.ancorata)
    return Commenti(reverse("piani:commenti", kwargs=piano.indirizzo), conta, passi)


def _voce(commento: Commento) -> str:
    return f"{commento.specie}/{commento.parte}"


def _passo(piano: Piano, commento: Commento) -> Passo:
    url = reverse("piani:commento", kwargs={**piano.indirizzo, "pk": commento.pk})
    citazione = Citazione(commento.citazione, commento.prima, commento.dopo)
    return Passo(citazione, _voce(commento), url, str(commento.ente))


def _ancore(capitolo: SezioneLetta) -> Iterator[tuple[str, str]]:
    """Yield the parts of a chapter, each with the id of its place on the page."""
    for sezione in capitolo.cammina():
        yield voce_sezione(sezione), sezione.ancora
        for scheda in sezione.schede:
            yield voce_scheda(scheda), scheda.ancora
            for riga in scheda.righe:
                yield voce_riga(scheda, riga), f"{scheda.ancora}-{riga.chiave}"


def segni_di(letto: PianoLetto, passi: tuple[Passo, ...]) -> dict[str, list[Segno]]:
    """Return where the passages stand now, by part; those that are lost are nowhere."""
    if not passi:
        return {}
    parole = {voce: parole_di(html) for voce, html in testi(letto).items()}
    segni: dict[str, list[Segno]] = {}
    for passo in passi:
        trovata = ancora(passo.citazione, parole, passo.voce)
        if trovata.c_e:
            segni.setdefault(trovata.parte, []).append(Segno(trovata.inizio, trovata.fine, passo.url, passo.di))
    return segni


def commentabili(commenti: Commenti, capitolo: SezioneLetta) -> list[Commentabile]:
    """Return sections and sheets of a chapter, for who reads its comments; a sheet counts those on its rows."""
    if not commenti.base:
        return []
    conta = dict(commenti.conta)
    trovate = []
    for sezione in capitolo.cammina():
        url = f"{commenti.base}{voce_sezione(sezione)}/"
        trovate.append(Commentabile(sezione.nome, url, conta.get(sezione.ancora, 0)))
        for scheda in sezione.schede:
            righe = [scheda.ancora, *(f"{scheda.ancora}-{riga.chiave}" for riga in scheda.righe)]
            nome, url = f"Scheda {scheda.intestazione}", f"{commenti.base}{voce_scheda(scheda)}/"
            trovate.append(Commentabile(nome, url, sum(conta.get(riga, 0) for riga in righe)))
    return trovate
