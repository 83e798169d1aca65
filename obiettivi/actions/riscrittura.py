"""Makes a sheet say again what it said in a version: its rows in place, so that comments and histories stay."""

from collections.abc import Callable
from typing import TypeVar

from core.canonico import Json
from core.testo import html_pulito, riga
from obiettivi.actions.comuni import conserva_origine, firma, senza_storia
from obiettivi.canonico import in_caricamento, scheda_canonica
from obiettivi.importa import Costruttore
from obiettivi.models import Azione, Indicatore, LineaRisorsa, PuntoScelto, Risposta, Scheda, Valutazione
from utenti.models import Utente

M = TypeVar("M", Scheda, Risposta)

RIPRISTINO = "ripristino"
_RIGHE = {"risposte", "azioni", "indicatori", "valutazioni", "risorse", "seguito"}


def dati_di(scheda: Scheda) -> Json:
    """Return the sheet as canonical data, as it stands now."""
    return scheda_canonica(in_caricamento(Scheda.objects.all()).get(pk=scheda.pk))


class Riscrittore(Costruttore):
    """Writes the canonical data of a sheet over the one there is. Only what differs is touched; the history keeps the rest.

    Used inside the transaction of who restores a version; `dati["formato"]` must be the sheet's own.
    """

    def riscrivi(self, scheda: Scheda, *, autore: Utente) -> None:
        """Write. Raises DatiNonValidi (an unknown code)."""
        attuale = dati_di(scheda)
        cambiate = {k for k, v in attuale.items() if v != self.dati.get(k)}
        if not cambiate:
            return
        self._riapri(scheda, autore)
        passi: list[tuple[set[str], Callable[[], None]]] = [
            (set(attuale) - _RIGHE, lambda: self._scrivi_testata(scheda, autore)),
            ({"risposte"}, lambda: self._scrivi_risposte(scheda, attuale, autore)),
            ({"azioni", "indicatori", "valutazioni"}, lambda: self._scrivi_azioni(scheda, autore)),
            ({"risorse"}, lambda: self._scrivi_risorse(scheda, autore)),
            ({"seguito"}, lambda: self._scrivi_seguiti(scheda)),
        ]
        for chiavi, passo in passi:
            if chiavi & cambiate:
                passo()

    @staticmethod
    def _riapri(scheda: Scheda, autore: Utente) -> None:
        if scheda.completa:
            scheda.completa = False
            scheda.revisione += 1
            _firmata(scheda, autore).save(update_fields=["completa", "revisione"])

    def _scrivi_testata(self, scheda: Scheda, autore: Utente) -> None:
        d = self.dati
        scheda.proprietario = self.ente(d["proprietario"], self.luogo)
        scheda.intestazione = riga(d["intestazione"], massimo=400)
        scheda.titolo = riga(d["titolo"], massimo=400)
        scheda.descrizione = html_pulito(d["descrizione"])
        scheda.prioritario, scheda.trasversale = d["prioritario"], d["trasversale"]
        self.scrivi_grado(scheda)
        scheda.revisione += 1
        for scelto in scheda.punti_scelti.all():
            conserva_origine(scelto)
            firma(scelto, autore).delete()
        with senza_storia(scheda):
            self._collegamenti(scheda)
        _annota_nate(list(scheda.punti_scelti.all()), PuntoScelto, autore)
        _firmata(scheda, autore).save()

    def _scrivi_risposte(self, scheda: Scheda, attuale: Json, autore: Utente) -> None:
        prima = {r["campo"]: r for r in attuale["risposte"]}
        presenti = {r.campo.chiave: r for r in scheda.risposte.select_related("campo")}
        for dati in self.dati["risposte"]:
            if dati == prima.get(dati["campo"]):
                continue
            campo = self.catalogo.campo(self.dati["formato"], dati["campo"], self.luogo)
            risposta = presenti.get(dati["campo"])
            if risposta is None:
                risposta = Risposta(scheda=scheda, campo=campo, revisione=0)
            else:
                conserva_origine(risposta)
            risposta.scelte = dati["scelte"]
            risposta.testo = html_pulito(dati["testo"])
            risposta.non_pertinente, risposta.esempio = dati["non_pertinente"], dati["esempio"]
            risposta.revisione += 1
            _firmata(risposta, autore).save()

    def _scrivi_azioni(self, scheda: Scheda, autore: Utente) -> None:
        """Actions, indicators and evaluations of parts name each other: they are written together."""
        for valutazione in scheda.valutazioni.all():
            _togli(valutazione, autore)
        for indicatore in scheda.indicatori.all():
            _togli(indicatore, autore)
        for azione in scheda.azioni.order_by("-genitore_id"):
            _togli(azione, autore)
        self.aggiungi_elenchi(scheda)
        _annota_nate(list(scheda.indicatori.all()), Indicatore, autore)
        Azione.storia.filter(scheda_id=scheda.pk, id__in=scheda.azioni.values("pk")).update(
            history_user=autore, history_change_reason=RIPRISTINO
        )

    def _scrivi_risorse(self, scheda: Scheda, autore: Utente) -> None:
        for linea in scheda.risorse.all():
            _togli(linea, autore)
        self.aggiungi_risorse(scheda)
        LineaRisorsa.storia.filter(scheda_id=scheda.pk, id__in=scheda.risorse.values("pk")).update(
            history_user=autore, history_change_reason=RIPRISTINO
        )

    def _scrivi_seguiti(self, scheda: Scheda) -> None:
        scheda.seguiti.all().delete()
        self._seguiti(scheda)


def _firmata(oggetto: M, autore: Utente) -> M:
    oggetto._change_reason = RIPRISTINO  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's documented name
    return firma(oggetto, autore)


def _togli(elemento: "Azione | Indicatore | LineaRisorsa | Valutazione", autore: Utente) -> None:
    """Delete a row; the history keeps how it was, also when an import wrote it."""
    conserva_origine(elemento)
    firma(elemento, autore).delete()


def _annota_nate(
    righe: "list[Indicatore] | list[PuntoScelto]", modello: "type[Indicatore] | type[PuntoScelto]", autore: Utente
) -> None:
    modello.storia.bulk_history_create(righe, default_user=autore, default_change_reason=RIPRISTINO)
