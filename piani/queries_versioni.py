"""Versions of a plan: which a person may read, in which order they came, what each is called."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from piani.composizione import momenti
from piani.confronto import confronta
from piani.enums import Passo, SpecieTappa
from piani.models import Passaggio, Piano, Tappa, Versione
from piani.queries_confronto import DURATA_CACHE, documento_di, senza_contenuto
from piani.raffronto import da_mostrare
from utenti.permissions import ha_permesso
from utenti.queries import Chi
from utenti.roles import Permesso

_IMPRONTA = re.compile("[0-9a-f]{12,64}")
PASSI = {
    Passo.INVIA_IN_VERIFICA: "Invio in verifica",
    Passo.DAI_ASSENSO: "Assenso dell'ATS",
    Passo.APPROVA: "Approvazione",
    Passo.RESPINGI: "Non approvazione",
}


def legge_le_versioni(chi: Chi | None, piano: Piano) -> bool:
    """Tell whether `chi` reads every version of the plan: who may read the draft by an office. One query."""
    return chi is not None and ha_permesso(chi, Permesso.LEGGERE_BOZZA, ambito=piano.ambito)


def versioni_visibili_a(chi: Chi | None, piano: Piano, *, ufficio: bool | None = None) -> QuerySet[Versione]:
    """Return the versions of a plan that `chi` may read: all, or the approved one alone once the plan is public.

    A table's member reads the draft in consultation as it stands, never what it was before. `ufficio` spares a query to who
    asked `legge_le_versioni`.
    """
    tutte = Versione.objects.filter(piano=piano)
    if legge_le_versioni(chi, piano) if ufficio is None else ufficio:
        return tutte
    return tutte.filter(approvazioni__piano=piano) if piano.pubblico else tutte.none()


def versione_da(chi: Chi | None, piano: Piano, impronta: str, *, ufficio: bool | None = None) -> Versione | None:
    """Return the version whose hash begins so (12 digits at least), if `chi` may read it; with its bytes."""
    if not _IMPRONTA.fullmatch(impronta):
        return None
    return versioni_visibili_a(chi, piano, ufficio=ufficio).filter(sha256__startswith=impronta).first()


@dataclass(frozen=True)
class VoceVersioni:
    """A line of the page: a named moment of the plan. `cambiate` is None for the first, or where it was not counted."""

    quando: dt.datetime
    nome: str
    specie: str
    versione: Versione
    chi: str = ""
    nota: str = ""
    url: str = ""
    tappa: Tappa | None = None
    cambiate: int | None = None

    @property
    def formale(self) -> bool:
        """Whether an act of the procedure made it."""
        return self.tappa is None


ATTO, STAMPA = "Atto della procedura", "Fissata per una stampa"


def voci_del(piano: Piano) -> list[VoceVersioni]:
    """Return the moments of a plan, newest first: names given, steps, convocations, versions that only a print fixed.

    Four queries, whatever their number; the bytes are not read.
    """
    versioni = {v.pk: v for v in senza_contenuto().filter(piano=piano)}
    voci = [
        VoceVersioni(
            t.creata_il, t.nome, t.get_specie_display(), versioni[t.versione_id], str(t.autore), t.nota, tappa=t
        )
        for t in Tappa.objects.filter(piano=piano).select_related("autore")
    ]
    passaggi = Passaggio.objects.filter(piano=piano, versione__isnull=False).select_related("autore")
    voci += [
        VoceVersioni(
            p.quando,
            PASSI.get(Passo(p.passo), p.get_passo_display()),
            ATTO,
            versioni[p.versione_id],
            str(p.autore or ""),
            p.motivo,
        )
        for p in passaggi
        if p.versione_id is not None
    ]
    voci += [
        VoceVersioni(m.quando, m.nome, ATTO, versioni[m.versione_id], url=m.url)
        for m in momenti(piano)
        if m.versione_id in versioni
    ]
    nominate = {v.versione.pk for v in voci}
    voci += [VoceVersioni(v.creata_il, "Senza nome", STAMPA, v) for pk, v in versioni.items() if pk not in nominate]
    return sorted(voci, key=lambda v: (v.quando, v.versione.pk), reverse=True)


def quante_cambiate(piano: Piano, coppie: "list[tuple[Versione, Versione]]") -> dict[tuple[str, str], int]:
    """Return how many parts changed in each couple (before, after), by the hashes.

    Kept in cache, all the couples of a plan together; the bytes of the versions that were never counted are read at once:
    one query at most.
    """
    chiave = f"tappe:1:{piano.pk}"
    noti: dict[tuple[str, str], int] = cache.get(chiave) or {}
    chieste = {(a.sha256, b.sha256): (a, b) for a, b in coppie}
    mancano = {k: v for k, v in chieste.items() if k not in noti and k[0] != k[1]}
    if mancano:
        pk = {v.pk for coppia in mancano.values() for v in coppia}
        documenti = {v.sha256: documento_di(v) for v in Versione.objects.filter(pk__in=pk)}
        noti |= {(a, b): len(da_mostrare(confronta(documenti[a], documenti[b]))) for a, b in mancano}
        cache.set(chiave, noti, DURATA_CACHE)
    return {k: noti.get(k, 0) for k in chieste}


def documento_dai_byte(contenuto: bytes) -> dict[str, Any]:
    """Return the document of canonical bytes that the portal itself wrote."""
    documento: dict[str, Any] = json.loads(contenuto)
    return documento


def tappe_modificabili(piano: Piano) -> QuerySet[Tappa]:
    """Return the milestones whose name may be taken away: those that a person gave."""
    return Tappa.objects.filter(piano=piano, specie=SpecieTappa.NOMINATA)
