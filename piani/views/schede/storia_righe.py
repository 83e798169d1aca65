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
        self.schede: list[Any] = []
        self.aree: dict[int, frozenset[int]] = {}
        self.punti = []
        if self.tipo in {TipoCampo.TITOLO, TipoCampo.PERCENTUALE, TipoCampo.AREE}:
            versioni = Scheda.storia.filter(id=scheda.pk).order_by("-history_date", "-history_id")
            self.schede = list(versioni)
            self.aree = _aree_di(self.schede) if self.tipo == TipoCampo.AREE else {}
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
            grado_criterio=scheda.grado_criterio if scheda else "",
            grado_motivo=scheda.grado_motivo if scheda else "",
            aree=self.aree.get(scheda.history_id, frozenset()) if scheda else frozenset(),
            punti=frozenset(p.punto_id for p in scelti if p.punto_id),
            altri_punti=tuple(p.nota for p in scelti if p.punto_id is None),
        )


def _aree_di(versioni: list[Any]) -> dict[int, frozenset[int]]:
    """Return the ids of the areas of each version of a sheet. One query; the history's own tables do not prefetch."""
    legami = Scheda.storia.model.aree_trasversali.model.objects.filter(history_id__in=[v.history_id for v in versioni])
    trovate: dict[int, set[int]] = {}
    for versione, area in legami.values_list("history_id", "macroarea_id"):
        trovate.setdefault(versione, set()).add(area)
    return {versione: frozenset(aree) for versione, aree in trovate.items()}
