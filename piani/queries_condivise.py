"""Sheets that come from other bodies: offered to a plan, adopted by it, what a new version changes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.canonico import Json
from obiettivi.models import CampoScheda
from piani.confronto import righe_di_scheda
from piani.models import Piano, SchedaPubblicata, VoceScheda
from piani.queries_schede import enti_che_condividono
from piani.regole_condivise import APRIBILI


def ultime_offerte(piano: Piano) -> QuerySet[SchedaPubblicata]:
    """Return the latest version, of each sheet that other bodies offer to the plan's Ambito for its triennium. Two queries."""
    offerte = SchedaPubblicata.objects.filter(offerta_a=piano.ambito_id, scheda__triennio=piano.triennio_id)
    ultima = offerte.filter(scheda=OuterRef("scheda")).order_by("-numero").values("pk")[:1]
    return (
        offerte.filter(pk=Subquery(ultima))
        .select_related("ente", "scheda__formato", "scheda__triennio")
        .prefetch_related(Prefetch("aperte", CampoScheda.objects.order_by("ordine")))
        .order_by("ente__nome", "codice")
    )


@dataclass(frozen=True)
class Offerta:
    """A sheet offered to a plan: the latest version, and the copy that the plan has, if any."""

    versione: SchedaPubblicata
    voce: VoceScheda | None

    @property
    def titolo(self) -> str:
        """The heading of the published sheet."""
        return str(dati_di(self.versione)["intestazione"])

    @property
    def nuova(self) -> bool:
        """Whether the plan has adopted an earlier version."""
        condivisa = self.voce.condivisa if self.voce else None
        return condivisa is not None and condivisa.numero < self.versione.numero


def dati_di(versione: SchedaPubblicata) -> Json:
    """Return the content of a published sheet."""
    dati: Json = json.loads(bytes(versione.contenuto))
    return dati


def offerte_a(piano: Piano) -> list[Offerta]:
    """Return what is offered to a plan, each with the copy that it has. Three queries."""
    adottate = VoceScheda.objects.filter(piano=piano, condivisa__isnull=False).select_related("condivisa", "scheda")
    per_scheda = {}
    for voce in adottate:
        voce.piano = piano
        if voce.condivisa:
            per_scheda[voce.condivisa.scheda_id] = voce
    return [Offerta(v, per_scheda.get(v.scheda_id)) for v in ultime_offerte(piano)]


def versione_nuova(voce: VoceScheda) -> SchedaPubblicata | None:
    """Return the latest version offered after the one that a sheet is pinned to; None if there is none. One query."""
    if voce.condivisa is None:
        return None
    dopo = SchedaPubblicata.objects.filter(
        scheda=voce.condivisa.scheda_id, numero__gt=voce.condivisa.numero, offerta_a=voce.piano.ambito_id
    )
    return dopo.select_related("ente", "scheda__formato").order_by("-numero").first()


def cambiamenti(prima: SchedaPubblicata, dopo: SchedaPubblicata) -> list[str]:
    """Return the labels of the rows that a later version changes, in the official order. One query."""
    campi = [
        {"chiave": c.chiave, "etichetta": c.etichetta, "tipo": c.tipo}
        for c in CampoScheda.objects.filter(formato=dopo.scheda.formato_id).order_by("ordine")
    ]
    vecchi, nuovi = dati_di(prima), dati_di(dopo)
    return list(righe_di_scheda(vecchi, nuovi, {nuovi["formato"]: {"campi": campi}}))


def righe_apribili(voce: VoceScheda) -> QuerySet[CampoScheda]:
    """Return the rows of a sheet that may be left open to who adopts it."""
    return CampoScheda.objects.filter(formato=voce.scheda.formato_id, tipo__in=APRIBILI).order_by("ordine")


def ambiti_vicini(piano: Piano) -> QuerySet[Ente]:
    """Return the Ambiti to which a sheet of the plan may be offered: the others of the same ATS."""
    return enti_che_condividono(piano).filter(tipo=TipoEnte.AMBITO)


@dataclass(frozen=True)
class VersioneOfferta:
    """A published version as its owner sees it, with the plans that have it."""

    versione: SchedaPubblicata
    offerta_a: list[Ente]
    adottata_da: list[str]


def pubblicate_di(voce: VoceScheda) -> list[VersioneOfferta]:
    """Return the versions of a sheet, newest first, with who adopted each. Three queries."""
    adozioni = VoceScheda.objects.select_related("piano__ambito__ente")
    versioni: Iterable[SchedaPubblicata] = (
        voce.scheda.pubblicate.order_by("-numero")
        .select_related("pubblicata_da")
        .prefetch_related(Prefetch("offerta_a", Ente.objects.order_by("nome")), Prefetch("adozioni", adozioni))
    )
    return [
        VersioneOfferta(v, list(v.offerta_a.all()), sorted(a.piano.ambito.nome for a in v.adozioni.all()))
        for v in versioni
    ]
