"""Comments on a plan: which of them a person may read, and the parts on which they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from obiettivi.models import CampoScheda
from piani.enums import PUBBLICI, SpecieParte, Stato
from piani.models import Commento, Piano, VoceScheda
from piani.queries import aperti_da_altri
from utenti.models import Incarico
from utenti.permissions import ha_permesso
from utenti.queries import Chi, incarichi_di, incarichi_su
from utenti.roles import Permesso, ruoli_con

# Bodies that reach no Ambito by their office: their comments come from a table, and its members read each other's.
DEI_TAVOLI = frozenset({TipoEnte.TERZO_SETTORE, TipoEnte.SINDACATO, TipoEnte.ALTRO})


def legge_da_un_tavolo(chi: Chi | None, piano: Piano) -> bool:
    """Tell whether another room opens the plan in work to `chi`. One query, and none out of the consultation."""
    if chi is None or Stato(piano.stato) is not Stato.IN_CONSULTAZIONE:
        return False
    return Piano.objects.filter(aperti_da_altri(chi), pk=piano.pk).exists()


def incarico_che_commenta(chi: Chi | None, piano: Piano) -> Incarico | None:
    """Return the Incarico by which `chi` may comment the plan today: the one worn, if it may. Three queries at most."""
    if chi is None or Stato(piano.stato) in PUBBLICI:
        return None
    veste = getattr(chi, "veste", None)
    uffici = incarichi_su(chi, piano.ambito).filter(ruolo__in=ruoli_con(Permesso.COMMENTARE)).select_related("ente")
    possibili = sorted(uffici, key=lambda i: (i.pk != getattr(veste, "pk", None), i.pk))
    if possibili and (veste is None or possibili[0].pk == veste.pk):
        return possibili[0]
    # Who works in an office and sits at a table speaks for the one of the Incarico worn.
    sedute = incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.PARTECIPARE_AI_TAVOLI)).select_related("ente")
    possibili += [i for i in sedute.order_by("pk") if legge_da_un_tavolo(i, piano)]
    return next((i for i in possibili if veste and i.pk == veste.pk), possibili[0] if possibili else None)


def vede_tutti(chi: Chi | None, piano: Piano) -> bool:
    """Tell whether `chi` reads every comment, with the name of who wrote it: who may read the draft by an office."""
    return chi is not None and ha_permesso(chi, Permesso.LEGGERE_BOZZA, ambito=piano.ambito)


def quali_commenti(chi: Chi | None, piano: Piano) -> bool | None:
    """Return True if `chi` reads every comment, False if those of the tables, None if none: a visitor, a public plan
    that is not theirs. Two queries at most."""
    if vede_tutti(chi, piano):
        return True
    return False if legge_da_un_tavolo(chi, piano) else None


def commenti_visibili_a(chi: Chi | None, piano: Piano, *, tutti: bool | None = None) -> QuerySet[Commento]:
    """Return the comments of a plan that `chi` may read: all, for the offices; those of the bodies of the tables, for who
    reads the draft from a table; none for the others. `tutti` spares a query to who asked `vede_tutti`."""
    commenti = Commento.objects.filter(piano=piano).select_related("ente", "autore", "risolto_da")
    if vede_tutti(chi, piano) if tutti is None else tutti:
        return commenti
    if not legge_da_un_tavolo(chi, piano):
        return commenti.none()
    capofila = Ente.objects.filter(capofila_di__ambito=piano.ambito_id).values("pk")
    return commenti.filter(ente__tipo__in=DEI_TAVOLI).exclude(ente__in=capofila)


@dataclass(frozen=True)
class ParteCommentabile:
    """A part with its name, where it is read and where it is commented."""

    specie: str
    chiave: str
    nome: str
    url: str
    commenti_url: str


_ARTICOLO = re.compile("[1-9][0-9]?")


def _nome(voce: VoceScheda) -> str:
    return f"Scheda {voce.codice}. {voce.scheda}"


def _ancora(voce: VoceScheda) -> str:
    return f"scheda-{voce.specie}-{voce.codice.lower()}"


class Parti:
    """The parts of a plan by their keys. Two queries, asked when it is made; one more when a row is looked for."""

    def __init__(self, piano: Piano) -> None:
        self._piano = piano
        righe = list(piano.sezioni.values_list("pk", "chiave", "titolo", "genitore_id"))
        self._sezioni = {chiave: (pk, titolo) for pk, chiave, titolo, _ in righe}
        self._sopra: dict[int, tuple[str, int | None]] = {pk: (chiave, su) for pk, chiave, _, su in righe}
        voci = VoceScheda.objects.filter(piano=piano).select_related("scheda")
        self._voci = {f"{v.specie}:{v.codice}": v for v in voci}

    @cached_property
    def _campi(self) -> dict[tuple[int, str], str]:
        formati = {v.scheda.formato_id for v in self._voci.values()}
        campi = CampoScheda.objects.filter(formato__in=formati).values_list("formato_id", "chiave", "etichetta")
        return {(formato, chiave): etichetta for formato, chiave, etichetta in campi}

    def trova(self, specie: str, chiave: str) -> ParteCommentabile | None:
        """Return a part; None if the plan has it no more, or never had it."""
        cerca = {
            SpecieParte.SEZIONE.value: self._sezione,
            SpecieParte.SCHEDA.value: self._scheda,
            SpecieParte.RIGA.value: self._riga,
            SpecieParte.ARTICOLO.value: self._articolo,
        }.get(specie)
        return cerca(chiave) if cerca else None

    def _sezione(self, chiave: str) -> ParteCommentabile | None:
        if chiave not in self._sezioni:
            return None
        pk, titolo = self._sezioni[chiave]
        return self._parte(SpecieParte.SEZIONE, chiave, titolo, pk, f"sezione-{chiave}")

    def _scheda(self, chiave: str) -> ParteCommentabile | None:
        voce = self._voci.get(chiave)
        if voce is None:
            return None
        return self._parte(SpecieParte.SCHEDA, chiave, _nome(voce), voce.sezione_id, _ancora(voce))

    def _riga(self, chiave: str) -> ParteCommentabile | None:
        scheda, _, campo = chiave.rpartition(":")
        voce = self._voci.get(scheda)
        etichetta = self._campi.get((voce.scheda.formato_id, campo)) if voce else None
        if voce is None or etichetta is None:
            return None
        nome = f"{_nome(voce)}, riga «{etichetta[:80]}»"
        return self._parte(SpecieParte.RIGA, chiave, nome, voce.sezione_id, f"{_ancora(voce)}-{campo}")

    def _articolo(self, numero: str) -> ParteCommentabile | None:
        if not _ARTICOLO.fullmatch(numero):
            return None
        allegato = reverse("piani:leggi_allegato", kwargs={**self._piano.indirizzo, "nome": "accordo"})
        nome = f"Articolo {numero} dell'Accordo di Programma"
        return ParteCommentabile(
            SpecieParte.ARTICOLO, numero, nome, allegato, self._commenti(SpecieParte.ARTICOLO, numero)
        )

    def _parte(self, specie: str, chiave: str, nome: str, sezione: int, ancora: str) -> ParteCommentabile:
        capitolo, genitore = self._sopra[sezione]
        while genitore:
            capitolo, genitore = self._sopra[genitore]
        legge = reverse("piani:leggi_capitolo", kwargs={**self._piano.indirizzo, "chiave": capitolo})
        return ParteCommentabile(specie, chiave, nome, f"{legge}#{ancora}", self._commenti(specie, chiave))

    def _commenti(self, specie: str, chiave: str) -> str:
        return reverse("piani:commenti_parte", kwargs={**self._piano.indirizzo, "specie": specie, "parte": chiave})


def aperti_per_parte(commenti: QuerySet[Commento], parti: Iterable[str]) -> dict[str, int]:
    """Return how many comments, not settled, stand on each of the parts (sections and sheets by their keys). One query."""
    righe = commenti.filter(Q(risolto_il=None), parte__in=list(parti)).order_by().values("parte")
    return {r["parte"]: r["quanti"] for r in righe.annotate(quanti=Count("pk"))}
