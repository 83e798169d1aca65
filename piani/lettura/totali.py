"""Budget of the plan. An amount shared by several Ambiti is never added to our own, and counts once."""

from collections.abc import Iterator
from decimal import Decimal

from core.canonico import Json
from core.formati import euro
from piani.lettura.modello_quadri import Bilancio, GruppoBilancio, VoceBilancio
from piani.lettura.nomi import Nomi

ZERO = Decimal(0)
ANNI_DEL_TRIENNIO = 3


def importo(risorsa: Json) -> Decimal | None:
    """Return what the line weighs on the triennium; None if it cannot be added up (no amount, or per unit)."""
    if risorsa["importo"] is None or risorsa["periodo"] == "per_unita":
        return None
    per_anno = risorsa["periodo"] == "annuale" and risorsa["anno"] is None
    return Decimal(risorsa["importo"]) * (ANNI_DEL_TRIENNIO if per_anno else 1)


def _stessa(risorsa: Json) -> tuple[object, ...]:
    """What tells that two lines, in two sheets, are the same shared amount."""
    chiavi = ("importo", "periodo", "anno", "fino_al", "nota")
    return (*(risorsa[c] for c in chiavi), *risorsa["fonti"], *risorsa["condivisa_con"])


def somme(risorse: list[Json]) -> tuple[Decimal, Decimal]:
    """Return (own, shared) euro of these lines; a shared amount met again is not added twice."""
    proprie = condivise = ZERO
    viste: set[tuple[object, ...]] = set()
    for risorsa in risorse:
        quanto = importo(risorsa) or ZERO
        if not risorsa["condivisa"]:
            proprie += quanto
        elif _stessa(risorsa) not in viste:
            viste.add(_stessa(risorsa))
            condivise += quanto
    return proprie, condivise


def totale_scheda(risorse: list[Json]) -> str:
    """Return the total of a sheet in words; empty with fewer than two amounts."""
    if sum(importo(r) is not None for r in risorse) < 2:
        return ""
    proprie, condivise = somme(risorse)
    pezzi = [f"{euro(proprie)} proprie"] if proprie and condivise else [euro(proprie)] if proprie else []
    pezzi += [f"{euro(condivise)} condivise con altri Ambiti, da non sommare"] if condivise else []
    return "; ".join(pezzi)


def _area(scheda: Json, nomi: Nomi) -> str:
    if len(scheda["macroaree"]) > 1:
        return "Più aree di policy: " + ", ".join(scheda["macroaree"])
    if scheda["macroaree"]:
        return nomi.area(scheda["macroaree"][0])
    return "Obiettivi trasversali" if scheda["trasversale"] else "Senza area di policy indicata"


def _gruppo(nome: str, schede: list[Json], nomi: Nomi) -> GruppoBilancio:
    per_area: dict[str, list[Json]] = {}
    for scheda in schede:
        per_area.setdefault(_area(scheda, nomi), []).append(scheda)
    voci = []
    for area in sorted(per_area):
        proprie, condivise = somme([r for s in per_area[area] for r in s["risorse"]])
        codici = ", ".join(s["codice"] for s in per_area[area])
        voci.append(VoceBilancio(area, codici, _euro(proprie), _euro(condivise)))
    proprie, condivise = somme([r for s in schede for r in s["risorse"]])
    return GruppoBilancio(nome, voci, _euro(proprie), _euro(condivise))


def _euro(quanto: Decimal) -> str:
    return euro(quanto) if quanto else "–"


def _avvertenze(schede: list[Json]) -> Iterator[str]:
    risorse = [(s["codice"], r) for s in schede for r in s["risorse"]]
    if any(r["condivisa"] for _, r in risorse):
        yield (
            "Gli importi condivisi con altri Ambiti stanno in una colonna a parte, si contano una volta sola e non "
            "entrano nel totale delle risorse proprie."
        )
    senza = sorted({c for c, r in risorse if r["importo"] is None})
    if senza:
        yield f"Nelle schede {', '.join(senza)} ci sono risorse senza importo: non sono nel totale."
    unita = sorted({c for c, r in risorse if r["periodo"] == "per_unita"})
    if unita:
        yield f"Gli importi per unità delle schede {', '.join(unita)} non si possono sommare: non sono nel totale."
    if any(r["periodo"] == "annuale" and r["anno"] is None for _, r in risorse):
        yield "Gli importi annuali senza anno sono contati per tre anni."
    if any(r["precisione"] != "esatto" for _, r in risorse):
        yield "Il totale comprende importi stimati o massimi."


def bilancio(schede: list[Json], nomi: Nomi) -> Bilancio | None:
    """Return the budget by macroarea; None if no sheet has a funding line."""
    con_risorse = [s for s in schede if s["risorse"]]
    if not con_risorse:
        return None
    ordinarie = [s for s in con_risorse if not s["leps"]]
    leps = [s for s in con_risorse if s["leps"]]
    coppie = (("Obiettivi di Ambito", ordinarie), ("Obiettivi che realizzano i LEPS", leps))
    proprie, condivise = somme([r for s in con_risorse for r in s["risorse"]])
    return Bilancio(
        gruppi=[_gruppo(nome, insieme, nomi) for nome, insieme in coppie if insieme],
        proprie=_euro(proprie),
        condivise=_euro(condivise),
        avvertenze=list(_avvertenze(con_risorse)),
    )
