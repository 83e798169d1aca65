"""Two people on one typed row: what each wrote field by field, and one row with what both wrote."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from obiettivi.forms.campi import ModuloElemento
from piani.actions.schede import conserva_conflitto_elemento
from piani.segni import segna
from piani.unione import in_blocchi
from piani.views.conflitti import chi_ha_salvato
from piani.views.schede.generi import Elemento, Genere
from piani.views.schede.unione import unisci_valori
from piani.views.schede.vista import PaginaScheda
from utenti.typing import RichiestaUtente

Valori = Mapping[str, object]
VUOTO = SafeString("<p>(vuoto)</p>")
# What the portal itself writes again when a list is reordered.
_POSTO = frozenset({"numero"})


@dataclass(frozen=True)
class CampoConteso:
    """A field that the two wrote differently: both with their changes marked, and how it was (empty: not known)."""

    etichetta: str
    mio: SafeString
    salvato: SafeString
    prima: SafeString


@dataclass(frozen=True)
class ConflittoElemento:
    """What the page of a conflict says. `miei` are my fields as the browser sends them; `salvati` those that stand."""

    campi: list[CampoConteso]
    miei: list[tuple[str, str]]
    salvati: str
    pulito: bool
    chi: str
    quando: dt.datetime | None
    frase: str


class DueStesure:
    """Mine, theirs, where both began, and the merge of a row that somebody saved while it was being written."""

    def __init__(
        self, pagina: PaginaScheda, genere: Genere, request: RichiestaUtente, modulo: ModuloElemento, attuale: Elemento
    ) -> None:
        self.pagina, self.genere, self.request, self.modulo = pagina, genere, request, modulo
        self.attuale = attuale
        self.miei: Valori = modulo.cleaned_data
        self.salvati: Valori = genere.iniziali(attuale)
        self.base = self._base()
        self.uniti, self.pulito = unisci_valori(
            self.base,
            self.salvati,
            {nome: self.miei.get(nome) for nome in modulo.fields if nome != "revisione"},
            lunghi=modulo.lunghi,
            multipli=modulo.multipli,
        )

    def _base(self) -> Valori | None:
        """Return what the page had read, as it says itself: the history has one version for many saves."""
        partenza = self.request.POST.get("partenza", "")
        if not partenza:
            return None
        letto = self._legato(partenza)
        letto.is_valid()
        return letto.cleaned_data

    def _legato(self, dati: str) -> ModuloElemento:
        return self.genere.modulo(self.pagina, self.request, self.attuale, QueryDict(dati))

    @property
    def diversi(self) -> list[str]:
        """The fields that are not the same."""
        return [
            nome
            for nome in self.modulo.fields
            if nome != "revisione" and self._parole(nome, self.miei) != self._parole(nome, self.salvati)
        ]

    @property
    def solo_il_posto(self) -> bool:
        """Whether all that changed since is the number that the portal gives: nobody wrote anything."""
        if self.base is None:
            return False
        cambiati = {n for n in self.uniti if self._parole(n, self.base) != self._parole(n, self.salvati)}
        return cambiati <= _POSTO and self.pulito

    def unito(self) -> ModuloElemento:
        """Return the form of the merge, bound, over the revision that stands."""
        unito = self._legato(self.modulo.in_dati(self.uniti))
        unito.riproponi(self.attuale.revisione)
        return unito

    def conserva(self) -> None:
        """Put mine, the merge, and theirs where its history has not all of it, among the versions of the row."""
        tre = [self.modulo.da_parte(v) for v in (self.miei, self.uniti, self.salvati)]
        conserva_conflitto_elemento(
            self.pagina.voce,
            self.attuale,
            mio=tre[0],
            unione=tre[1],
            salvato=tre[2],
            revisione=self.modulo.revisione_letta,
            autore=self.request.user,
        )

    def conflitto(self) -> ConflittoElemento:
        """Return what the page says."""
        salvata = chi_ha_salvato(self.attuale, self.request.user)
        miei = QueryDict(self.modulo.in_dati(self.miei))
        return ConflittoElemento(
            campi=[self._conteso(nome) for nome in self.diversi],
            miei=[(nome, valore) for nome, valori in miei.lists() for valore in valori],
            salvati=self.modulo.in_dati(self.salvati),
            pulito=self.pulito,
            chi=salvata.chi,
            quando=salvata.quando,
            frase=salvata.frase(),
        )

    def _parole(self, nome: str, valori: Any) -> str:
        return self.modulo.leggibile(nome, valori.get(nome))

    def _conteso(self, nome: str) -> CampoConteso:
        mio, salvato = (in_blocchi(self._parole(nome, v)) for v in (self.miei, self.salvati))
        if self.base is None:
            return CampoConteso(self._etichetta(nome), _html(segna(salvato, mio)), _html(salvato), SafeString(""))
        base = in_blocchi(self._parole(nome, self.base))
        return CampoConteso(self._etichetta(nome), _html(segna(base, mio)), _html(segna(base, salvato)), _html(base))

    def _etichetta(self, nome: str) -> str:
        return str(self.modulo.fields[nome].label or nome)


def _html(testo: str) -> SafeString:
    """Return blocks made by `in_blocchi`, whose words are escaped, for the page."""
    return VUOTO if testo in ("", "<p></p>") else mark_safe(testo)
