"""The parts of a plan that can be commented: their names, places, owners, and their words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from obiettivi.models import CampoScheda, Risposta
from piani.enums import SpecieParte
from piani.evidenza import parole_di
from piani.models import Piano, VoceScheda


@dataclass(frozen=True)
class ParteCommentabile:
    """A part with its name, where it is read and where it is commented.

    `capitolo` is the key of its chapter, `posto` its place in the order of reading, `proprietario_id` the body that writes
    it: none of the three for an article of the Accordo.
    """

    specie: str
    chiave: str
    nome: str
    url: str
    commenti_url: str
    capitolo: str = ""
    posto: tuple[int, ...] = ()
    proprietario_id: int | None = None

    @property
    def voce(self) -> str:
        """Kind and key in one word: ``sezione/contesto``."""
        return f"{self.specie}/{self.chiave}"


_ARTICOLO = re.compile("[1-9][0-9]?")
# After every section: the Accordo is an annex.
_IN_FONDO = 1_000_000


def _nome(voce: VoceScheda) -> str:
    return f"Scheda {voce.codice}. {voce.scheda}"


def _ancora(voce: VoceScheda) -> str:
    return f"scheda-{voce.specie}-{voce.codice.lower()}"


@dataclass(frozen=True)
class _Ramo:
    pk: int
    chiave: str
    titolo: str
    proprietario_id: int
    capitolo: str
    posto: int


class Parti:
    """The parts of a plan by their keys. Two queries, asked when it is made; one more when a row is looked for."""

    def __init__(self, piano: Piano) -> None:
        self._piano = piano
        self._rami = {ramo.pk: ramo for ramo in self._cammina()}
        self._sezioni = {ramo.chiave: ramo for ramo in self._rami.values()}
        voci = VoceScheda.objects.filter(piano=piano).select_related("scheda")
        self._voci = {f"{v.specie}:{v.codice}": v for v in voci}

    def _cammina(self) -> Iterator[_Ramo]:
        """Yield the sections in the order of reading."""
        righe = self._piano.sezioni.order_by("ordine", "pk").values_list(
            "pk", "chiave", "titolo", "proprietario_id", "genitore_id"
        )
        figlie: dict[int | None, list[tuple[int, str, str, int]]] = {}
        for pk, chiave, titolo, proprietario, genitore in righe:
            figlie.setdefault(genitore, []).append((pk, chiave, titolo, proprietario))
        da_vedere = [(riga, riga[1]) for riga in reversed(figlie.get(None, []))]
        posto = 0
        while da_vedere:
            (pk, chiave, titolo, proprietario), capitolo = da_vedere.pop()
            yield _Ramo(pk, chiave, titolo, proprietario, capitolo, posto)
            posto += 1
            da_vedere += [(riga, capitolo) for riga in reversed(figlie.get(pk, []))]

    @cached_property
    def _campi(self) -> dict[tuple[int, str], tuple[str, int]]:
        formati = {v.scheda.formato_id for v in self._voci.values()}
        campi = CampoScheda.objects.filter(formato__in=formati)
        righe = campi.values_list("formato_id", "chiave", "etichetta", "ordine")
        return {(formato, chiave): (etichetta, ordine) for formato, chiave, etichetta, ordine in righe}

    @property
    def capitoli(self) -> list[tuple[str, str]]:
        """The chapters, as (key, title)."""
        return [(r.chiave, r.titolo) for r in self._rami.values() if r.chiave == r.capitolo]

    def trova(self, specie: str, chiave: str) -> ParteCommentabile | None:
        """Return a part; None if the plan has it no more, or never had it."""
        cerca = {
            SpecieParte.SEZIONE.value: self._sezione,
            SpecieParte.SCHEDA.value: self._scheda,
            SpecieParte.RIGA.value: self._riga,
            SpecieParte.ARTICOLO.value: self._articolo,
        }.get(specie)
        return cerca(chiave) if cerca else None

    def voce(self, voce: str) -> ParteCommentabile | None:
        """Return a part by kind and key in one word."""
        specie, _, chiave = voce.partition("/")
        return self.trova(specie, chiave)

    def _sezione(self, chiave: str) -> ParteCommentabile | None:
        ramo = self._sezioni.get(chiave)
        if ramo is None:
            return None
        posto = (ramo.posto, 0, 0, 0)
        return self._parte(SpecieParte.SEZIONE, chiave, ramo.titolo, ramo, f"sezione-{chiave}", posto)

    def _scheda(self, chiave: str) -> ParteCommentabile | None:
        voce = self._voci.get(chiave)
        return self._di_scheda(SpecieParte.SCHEDA, chiave, _nome(voce), voce, "", 0) if voce else None

    def _riga(self, chiave: str) -> ParteCommentabile | None:
        scheda, _, campo = chiave.rpartition(":")
        voce = self._voci.get(scheda)
        trovato = self._campi.get((voce.scheda.formato_id, campo)) if voce else None
        if voce is None or trovato is None:
            return None
        nome = f"{_nome(voce)}, riga «{trovato[0][:80]}»"
        return self._di_scheda(SpecieParte.RIGA, chiave, nome, voce, f"-{campo}", trovato[1])

    def _articolo(self, numero: str) -> ParteCommentabile | None:
        if not _ARTICOLO.fullmatch(numero):
            return None
        allegato = reverse("piani:leggi_allegato", kwargs={**self._piano.indirizzo, "nome": "accordo"})
        nome = f"Articolo {numero} dell'Accordo di Programma"
        commenti = self._commenti(SpecieParte.ARTICOLO, numero)
        return ParteCommentabile(
            SpecieParte.ARTICOLO, numero, nome, allegato, commenti, posto=(_IN_FONDO, 0, 0, int(numero))
        )

    def _di_scheda(
        self, specie: str, chiave: str, nome: str, voce: VoceScheda, campo: str, ordine: int
    ) -> ParteCommentabile:
        ramo = self._rami[voce.sezione_id]
        parte = self._parte(specie, chiave, nome, ramo, f"{_ancora(voce)}{campo}", (ramo.posto, 1, voce.ordine, ordine))
        return ParteCommentabile(**{**parte.__dict__, "proprietario_id": voce.scheda.proprietario_id})

    def _parte(
        self, specie: str, chiave: str, nome: str, ramo: _Ramo, ancora: str, posto: tuple[int, ...]
    ) -> ParteCommentabile:
        legge = reverse("piani:leggi_capitolo", kwargs={**self._piano.indirizzo, "chiave": ramo.capitolo})
        commenti = self._commenti(specie, chiave)
        return ParteCommentabile(
            specie, chiave, nome, f"{legge}#{ancora}", commenti, ramo.capitolo, posto, ramo.proprietario_id
        )

    def _commenti(self, specie: str, chiave: str) -> str:
        return reverse("piani:commenti_parte", kwargs={**self._piano.indirizzo, "specie": specie, "parte": chiave})


class TestiDelPiano(Mapping[str, str]):
    """The words of the parts of a plan by ``specie/key``, one line each, made when they are looked at. Three queries.

    Sections, descriptions of sheets, texts of rows: what stands in tables and lists of its own has no passages.
    """

    def __init__(self, piano: Piano) -> None:
        sezioni = piano.sezioni.exclude(testo="").values_list("chiave", "testo")
        self._html = {f"{SpecieParte.SEZIONE}/{chiave}": testo for chiave, testo in sezioni}
        schede = piano.voci.exclude(scheda__descrizione="").values_list("specie", "codice", "scheda__descrizione")
        self._html |= {f"{SpecieParte.SCHEDA}/{specie}:{codice}": testo for specie, codice, testo in schede}
        righe = Risposta.objects.filter(scheda__voci__piano=piano).exclude(testo="")
        colonne = righe.values_list("scheda__voci__specie", "scheda__voci__codice", "campo__chiave", "testo")
        self._html |= {f"{SpecieParte.RIGA}/{':'.join(chiave)}": testo for *chiave, testo in colonne}

    def __getitem__(self, voce: str) -> str:
        """The words of a part. Raises KeyError for one that has none."""
        return parole_di(self._html[voce])

    def __iter__(self) -> Iterator[str]:
        """The parts that have words."""
        return iter(self._html)

    def __len__(self) -> int:
        """How many have."""
        return len(self._html)
