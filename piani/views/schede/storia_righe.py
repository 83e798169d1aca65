"""A row as it stood at a date: its answer, and what it keeps in tables of its own."""

import datetime as dt
from dataclasses import replace
from typing import Any

from core.storia import da_parte, precedente_comune
from obiettivi.actions.risposte import Riga
from obiettivi.enums import TipoCampo
from obiettivi.models import CampoScheda, PuntoScelto, Risposta, Scheda


def riga_di_partenza(scheda: Scheda, risposta: Risposta, revisione: int) -> Riga | None:
    """Return the row that somebody who read `revisione` started from, or an older one; None when it is not known."""
    versione = precedente_comune(risposta, revisione)
    return Intorno(scheda, risposta.campo).di(versione) if versione else None


class Intorno:
    """What the row kept outside its answer, at a date: title, degree, areas, key points."""

    def __init__(self, scheda: Scheda, campo: CampoScheda) -> None:
        self.tipo = campo.tipo
        self.schede = []
        self.punti = []
        if self.tipo in {TipoCampo.TITOLO, TipoCampo.PERCENTUALE, TipoCampo.AREE}:
            versioni = Scheda.storia.filter(id=scheda.pk).order_by("-history_date", "-history_id")
            self.schede = list(versioni.prefetch_related("aree_trasversali"))
        elif self.tipo == TipoCampo.PUNTI_CHIAVE:
            self.punti = list(PuntoScelto.storia.filter(scheda_id=scheda.pk).order_by("history_date", "history_id"))

    def di(self, versione: Any) -> Riga:
        """Return the whole row of a version of its answer; one put aside tells the rest in words."""
        riga = Riga(scelte=tuple(versione.scelte), testo=versione.testo, non_pertinente=versione.non_pertinente)
        return riga if da_parte(versione.history_change_reason) else self.riga(riga, versione.history_date)

    def riga(self, riga: Riga, quando: dt.datetime) -> Riga:
        """Return `riga` with what stood beside it at `quando`."""
        scheda = next((s for s in self.schede if s.history_date <= quando), None)
        vivi = {p.id: p for p in self.punti if p.history_date <= quando}
        scelti = sorted((p for p in vivi.values() if p.history_type != "-"), key=lambda p: p.ordine)
        return replace(
            riga,
            titolo=scheda.titolo if scheda else "",
            grado=scheda.grado if scheda else None,
            aree=frozenset(a.macroarea_id for a in scheda.aree_trasversali.all()) if scheda else frozenset(),
            punti=frozenset(p.punto_id for p in scelti if p.punto_id),
            altri_punti=tuple(p.nota for p in scelti if p.punto_id is None),
        )
