"""Where an answer leads in a plan: what may be chosen, and how it is shown to who may read it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from obiettivi.models import CampoScheda
from piani.luoghi import dove_si_legge_la_scheda, dove_si_legge_la_sezione
from piani.models import Piano, Sezione, VoceScheda
from piani.queries import piani_leggibili_da, piani_visibili_a
from tavoli.exceptions import ContributoNonAmmissibile
from tavoli.models import Contributo, Risposta, Tavolo
from utenti.queries import Chi

Gruppi = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class LuogoScelto:
    """The places that the form offers: sheets and sections of the plans of the table that the office reads."""

    voci: dict[int, VoceScheda]
    sezioni: dict[int, Sezione]
    campi: dict[int, CampoScheda]

    @property
    def luoghi(self) -> Gruppi:
        """Sheets, then sections, grouped by plan."""
        gruppi: dict[str, list[tuple[str, str]]] = {}
        for voce in self.voci.values():
            nome = f"Scheda {voce.codice}. {voce.scheda}"[:110]
            gruppi.setdefault(f"Schede, {_piano(voce.piano)}", []).append((f"scheda:{voce.pk}", nome))
        for sezione in self.sezioni.values():
            gruppi.setdefault(f"Sezioni, {_piano(sezione.piano)}", []).append(
                (f"sezione:{sezione.pk}", sezione.titolo[:110])
            )
        return list(gruppi.items())

    @property
    def righe(self) -> list[tuple[str, str]]:
        """The rows of the formats of those sheets."""
        return [(str(c.pk), f"{c.ordine}. {c.etichetta}"[:110]) for c in self.campi.values()]

    def trova(self, luogo: str, campo: str) -> tuple[VoceScheda | None, CampoScheda | None, Sezione | None]:
        """Return what two keys of the form mean. Raises ContributoNonAmmissibile (a row that is not of the sheet)."""
        specie, _, pk = luogo.partition(":")
        voce = self.voci.get(int(pk)) if specie == "scheda" else None
        sezione = self.sezioni.get(int(pk)) if specie == "sezione" else None
        riga = self.campi.get(int(campo)) if campo.isdecimal() else None
        if campo and (riga is None or voce is None or riga.formato_id != voce.scheda.formato_id):
            raise ContributoNonAmmissibile("Quella riga non è nella scheda scelta: scegli prima la scheda.")
        return voce, riga, sezione


def _piano(piano: Piano) -> str:
    return f"{piano.ambito.nome} {piano.triennio}"


def luoghi_del(tavolo: Tavolo, chi: Chi | None) -> LuogoScelto:
    """Return the places of the plans of a table that `chi` may open. Four queries."""
    piani = piani_visibili_a(chi).filter(pk__in=tavolo.piani.values("pk")).values("pk")
    voci = (
        VoceScheda.objects.filter(piano__in=piani)
        .select_related("scheda", "piano__ambito__ente", "piano__triennio", "sezione")
        .order_by("piano", "specie", "ordine")
    )
    sezioni = Sezione.objects.filter(piano__in=piani).select_related("piano__ambito__ente", "piano__triennio")
    formati = {v.scheda.formato_id for v in voci}
    campi = CampoScheda.objects.filter(formato__in=formati).order_by("formato", "ordine")
    return LuogoScelto(
        {v.pk: v for v in voci}, {s.pk: s for s in sezioni.order_by("piano", "ordine")}, {c.pk: c for c in campi}
    )


@dataclass(frozen=True)
class LuogoInLettura:
    """Where a contribution went, in words; `url` is empty while the reader may not read that plan."""

    testo: str
    url: str


def luogo_di(risposta: Risposta, leggibili: frozenset[int]) -> LuogoInLettura | None:
    """Return where an answer leads, or None if it names no place. `leggibili` are the plans that the reader may read.

    Without a query, if the chain of the sections above is loaded.
    """
    if risposta.voce is not None:
        voce, campo = risposta.voce, risposta.campo
        riga = f", riga {campo.ordine} «{campo.etichetta[:80]}»" if campo else ""
        testo = f"Scheda {voce.codice}. {voce.scheda}{riga}, Piano di {_piano(voce.piano)}"
        legge = voce.piano_id in leggibili
        return LuogoInLettura(testo, dove_si_legge_la_scheda(voce, campo.chiave if campo else "") if legge else "")
    if risposta.sezione is not None:
        sezione = risposta.sezione
        testo = f"Sezione «{sezione.titolo}», Piano di {_piano(sezione.piano)}"
        return LuogoInLettura(testo, dove_si_legge_la_sezione(sezione) if sezione.piano_id in leggibili else "")
    return None


def piani_letti_da(chi: Chi | None, contributi: "QuerySet[Contributo] | list[Contributo]") -> frozenset[int]:
    """Return the plans named by the answers of these contributions that `chi` may read. One query."""
    piani = set()
    for contributo in contributi:
        risposta = getattr(contributo, "risposta", None)
        if risposta is not None:
            piani |= {p.piano_id for p in (risposta.voce, risposta.sezione) if p is not None}
    if not piani:
        return frozenset()
    return frozenset(piani_leggibili_da(chi).filter(pk__in=piani).values_list("pk", flat=True))
