"""The lists of typed rows: for each, its form and its doors."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ambiti.models import Ente
from core.storia import A_MANO, Modo
from obiettivi.actions.ripristino import Fotografia
from obiettivi.enums import Fase, Specie
from obiettivi.forms import ModuloAzione, ModuloIndicatore, ModuloRisorsa, ModuloValutazione
from obiettivi.forms.campi import ModuloElemento
from obiettivi.models import Azione, Indicatore, LineaRisorsa, Valutazione
from piani.actions import schede as porte
from piani.queries_schede import enti_che_condividono
from piani.views.schede.vista import PaginaScheda
from utenti.models import Utente

Elemento = Azione | Indicatore | LineaRisorsa | Valutazione


class Genere(ABC):
    """A kind of typed row; `uno` is its name in a sentence ("l'azione")."""

    chiave: str
    uno: str
    nuovo: str
    fine_eliminato: str
    storia: Any

    @abstractmethod
    def trova(self, pagina: PaginaScheda, pk: int) -> Elemento:
        """Return a row of this sheet, or raise Http404."""

    def ultima_versione(self, pagina: PaginaScheda, pk: int) -> Any | None:
        """Return the last that the history knows of a row of this sheet that is gone."""
        return (
            self.storia.filter(id=pk, scheda_id=pagina.voce.scheda_id).order_by("-history_date", "-history_id").first()
        )

    @abstractmethod
    def modulo(self, pagina: PaginaScheda, dove: HttpRequest, elemento: Any | None, *args: object) -> ModuloElemento:
        """Return the form, bound to `args` if any; `dove` carries the phase of a new indicator, the parent of an action."""

    @abstractmethod
    def salva(
        self,
        pagina: PaginaScheda,
        modulo: Any,
        dove: HttpRequest,
        elemento: Any | None,
        *,
        autore: Utente,
        modo: Modo = A_MANO,
    ) -> None:
        """Add the row, or change it."""

    @abstractmethod
    def elimina(self, pagina: PaginaScheda, elemento: Any, *, revisione_letta: int, autore: Utente) -> Fotografia:
        """Delete the row; return what puts it back."""

    @abstractmethod
    def sposta(self, pagina: PaginaScheda, elemento: Any, passi: int, *, autore: Utente) -> bool:
        """Move the row."""

    @abstractmethod
    def iniziali(self, elemento: Any) -> Mapping[str, object]:
        """Return the values of the row as it stands."""

    def fase(self, dove: HttpRequest, elemento: Any | None) -> str:
        """Return the phase of the list; empty where lists have none."""
        return ""


class Azioni(Genere):
    """Actions."""

    chiave = "azioni"
    storia = Azione.storia
    uno = "l'azione"
    nuovo = "Nuova azione"
    fine_eliminato = "eliminata"

    def trova(self, pagina: PaginaScheda, pk: int) -> Azione:
        """Return an action of this sheet."""
        return get_object_or_404(Azione.objects.select_related("scheda"), pk=pk, scheda=pagina.voce.scheda)

    def modulo(self, pagina: PaginaScheda, dove: HttpRequest, elemento: Azione | None, *args: object) -> ModuloElemento:
        """Return the form; outcome sheets ask also how far the action got."""
        iniziali = ModuloAzione.iniziali(elemento) if elemento else {}
        return ModuloAzione(
            *args, initial=iniziali, auto_id="azione-%s", con_realizzazione=pagina.voce.specie == "esito"
        )

    def _genitore(self, pagina: PaginaScheda, dove: HttpRequest) -> Azione | None:
        genitore = dove.GET.get("sotto", "")
        return self.trova(pagina, int(genitore)) if genitore.isdecimal() else None

    def salva(
        self,
        pagina: PaginaScheda,
        modulo: ModuloAzione,
        dove: HttpRequest,
        elemento: Azione | None,
        *,
        autore: Utente,
        modo: Modo = A_MANO,
    ) -> None:
        """Add the action, or change it."""
        if elemento is None:
            porte.aggiungi_azione(pagina.voce, modulo.dati(), genitore=self._genitore(pagina, dove), autore=autore)
        else:
            porte.modifica_azione(
                pagina.voce,
                elemento,
                modulo.dati(elemento),
                revisione_letta=modulo.revisione_letta,
                autore=autore,
                modo=modo,
            )

    def elimina(self, pagina: PaginaScheda, elemento: Azione, *, revisione_letta: int, autore: Utente) -> Fotografia:
        """Delete the action; return what puts it back."""
        return porte.elimina_azione(pagina.voce, elemento, revisione_letta=revisione_letta, autore=autore)

    def sposta(self, pagina: PaginaScheda, elemento: Azione, passi: int, *, autore: Utente) -> bool:
        """Move the action."""
        return porte.sposta_azione(pagina.voce, elemento, passi, autore=autore)

    def iniziali(self, elemento: Azione) -> Mapping[str, object]:
        """Return the values of the action."""
        return ModuloAzione.iniziali(elemento)


class Indicatori(Genere):
    """Indicators."""

    chiave = "indicatori"
    storia = Indicatore.storia
    uno = "l'indicatore"
    nuovo = "Nuovo indicatore"
    fine_eliminato = "eliminato"

    def trova(self, pagina: PaginaScheda, pk: int) -> Indicatore:
        """Return an indicator of this sheet."""
        trovati = Indicatore.objects.select_related("scheda", "azione", "regionale")
        return get_object_or_404(trovati, pk=pk, scheda=pagina.voce.scheda)

    def fase(self, dove: HttpRequest, elemento: Indicatore | None) -> str:
        """Return the phase: the indicator's, or the one that the address asks for."""
        fase = elemento.fase if elemento else dove.GET.get("fase", "")
        if fase not in Fase.values:
            raise Http404
        return fase

    def modulo(
        self, pagina: PaginaScheda, dove: HttpRequest, elemento: Indicatore | None, *args: object
    ) -> ModuloElemento:
        """Return the form."""
        fase = self.fase(dove, elemento)
        scheda = pagina.voce.scheda
        iniziali = ModuloIndicatore.iniziali(elemento) if elemento else {}
        altri = {a.anno for a in elemento.attesi.all() if a.anno} if elemento else set()
        anni = sorted({*pagina.anni, *altri})
        return ModuloIndicatore(
            *args, initial=iniziali, auto_id=f"indicatore-{fase}-%s", scheda=scheda, fase=fase, anni=anni
        )

    def salva(
        self,
        pagina: PaginaScheda,
        modulo: ModuloIndicatore,
        dove: HttpRequest,
        elemento: Indicatore | None,
        *,
        autore: Utente,
        modo: Modo = A_MANO,
    ) -> None:
        """Add the indicator, or change it."""
        if elemento is None:
            porte.aggiungi_indicatore(pagina.voce, modulo.dati(), autore=autore)
        else:
            porte.modifica_indicatore(
                pagina.voce, elemento, modulo.dati(), revisione_letta=modulo.revisione_letta, autore=autore, modo=modo
            )

    def elimina(
        self, pagina: PaginaScheda, elemento: Indicatore, *, revisione_letta: int, autore: Utente
    ) -> Fotografia:
        """Delete the indicator; return what puts it back."""
        return porte.elimina_indicatore(pagina.voce, elemento, revisione_letta=revisione_letta, autore=autore)

    def sposta(self, pagina: PaginaScheda, elemento: Indicatore, passi: int, *, autore: Utente) -> bool:
        """Move the indicator."""
        return porte.sposta_indicatore(pagina.voce, elemento, passi, autore=autore)

    def iniziali(self, elemento: Indicatore) -> Mapping[str, object]:
        """Return the values of the indicator."""
        return ModuloIndicatore.iniziali(elemento)


class Risorse(Genere):
    """Funding lines."""

    chiave = "risorse"
    storia = LineaRisorsa.storia
    uno = "la risorsa"
    nuovo = "Nuova risorsa"
    fine_eliminato = "eliminata"

    def trova(self, pagina: PaginaScheda, pk: int) -> LineaRisorsa:
        """Return a funding line of this sheet."""
        return get_object_or_404(LineaRisorsa.objects.select_related("scheda"), pk=pk, scheda=pagina.voce.scheda)

    def modulo(
        self, pagina: PaginaScheda, dove: HttpRequest, elemento: LineaRisorsa | None, *args: object
    ) -> ModuloElemento:
        """Return the form; the bodies already chosen stay among the choices."""
        enti = enti_che_condividono(pagina.voce.piano)
        if elemento is not None:
            gia = elemento.condivisa_con.values_list("pk", flat=True)
            enti = Ente.objects.filter(pk__in={*enti.values_list("pk", flat=True), *gia}).order_by("tipo", "nome")
        iniziali = ModuloRisorsa.iniziali(elemento) if elemento else {}
        return ModuloRisorsa(*args, initial=iniziali, auto_id="risorsa-%s", enti=enti)

    def salva(
        self,
        pagina: PaginaScheda,
        modulo: ModuloRisorsa,
        dove: HttpRequest,
        elemento: LineaRisorsa | None,
        *,
        autore: Utente,
        modo: Modo = A_MANO,
    ) -> None:
        """Add the line, or change it."""
        if elemento is None:
            porte.aggiungi_risorsa(pagina.voce, modulo.dati(), autore=autore)
        else:
            porte.modifica_risorsa(
                pagina.voce, elemento, modulo.dati(), revisione_letta=modulo.revisione_letta, autore=autore, modo=modo
            )

    def elimina(
        self, pagina: PaginaScheda, elemento: LineaRisorsa, *, revisione_letta: int, autore: Utente
    ) -> Fotografia:
        """Delete the line; return what puts it back."""
        return porte.elimina_risorsa(pagina.voce, elemento, revisione_letta=revisione_letta, autore=autore)

    def sposta(self, pagina: PaginaScheda, elemento: LineaRisorsa, passi: int, *, autore: Utente) -> bool:
        """Move the line."""
        return porte.sposta_risorsa(pagina.voce, elemento, passi, autore=autore)

    def iniziali(self, elemento: LineaRisorsa) -> Mapping[str, object]:
        """Return the values of the line."""
        return ModuloRisorsa.iniziali(elemento)


class Valutazioni(Genere):
    """Evaluations of parts: outcome sheets only."""

    chiave = "valutazioni"
    storia = Valutazione.storia
    uno = "la valutazione"
    nuovo = "Nuova valutazione di una parte"
    fine_eliminato = "eliminata"

    def trova(self, pagina: PaginaScheda, pk: int) -> Valutazione:
        """Return an evaluation of this sheet."""
        return get_object_or_404(Valutazione.objects.select_related("scheda"), pk=pk, scheda=pagina.voce.scheda)

    def modulo(
        self, pagina: PaginaScheda, dove: HttpRequest, elemento: Valutazione | None, *args: object
    ) -> ModuloElemento:
        """Return the form; only outcome sheets have it."""
        if pagina.voce.specie != Specie.ESITO:
            raise Http404
        iniziali = ModuloValutazione.iniziali(elemento) if elemento else {}
        return ModuloValutazione(*args, initial=iniziali, auto_id="valutazione-%s", scheda=pagina.voce.scheda)

    def salva(
        self,
        pagina: PaginaScheda,
        modulo: ModuloValutazione,
        dove: HttpRequest,
        elemento: Valutazione | None,
        *,
        autore: Utente,
        modo: Modo = A_MANO,
    ) -> None:
        """Add the evaluation, or change it."""
        if elemento is None:
            porte.aggiungi_valutazione(pagina.voce, modulo.dati(), autore=autore)
        else:
            porte.modifica_valutazione(
                pagina.voce, elemento, modulo.dati(), revisione_letta=modulo.revisione_letta, autore=autore, modo=modo
            )

    def elimina(
        self, pagina: PaginaScheda, elemento: Valutazione, *, revisione_letta: int, autore: Utente
    ) -> Fotografia:
        """Delete the evaluation; return what puts it back."""
        return porte.elimina_valutazione(pagina.voce, elemento, revisione_letta=revisione_letta, autore=autore)

    def sposta(self, pagina: PaginaScheda, elemento: Valutazione, passi: int, *, autore: Utente) -> bool:
        """Move the evaluation."""
        return porte.sposta_valutazione(pagina.voce, elemento, passi, autore=autore)

    def iniziali(self, elemento: Valutazione) -> Mapping[str, object]:
        """Return the values of the evaluation."""
        return ModuloValutazione.iniziali(elemento)


GENERI: dict[str, Genere] = {g.chiave: g for g in (Azioni(), Indicatori(), Risorse(), Valutazioni())}


def genere_di(chiave: str) -> Genere:
    """Return a kind by key, or raise Http404."""
    if chiave not in GENERI:
        raise Http404
    return GENERI[chiave]
