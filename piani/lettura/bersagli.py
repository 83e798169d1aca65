"""What the references of a document may lead to, each with the name that its number gives it."""

from collections.abc import Iterator

from core.canonico import Json
from piani.lettura.numeri import Numeri
from piani.rimandi import Bersaglio


def bersagli(documento: Json, numeri: Numeri) -> dict[str, Bersaglio]:
    """Return, by ``specie:chiave``, all that a reference may name."""
    trovati: dict[str, Bersaglio] = {}
    for ramo in _rami(documento["sezioni"]):
        posto = numeri.sezioni[ramo["chiave"]]
        nome = f"sezione {posto.numero}" if "." in posto.numero else f"capitolo {posto.numero}"
        trovati[f"sezione:{ramo['chiave']}"] = Bersaglio(
            nome if posto.numero else f"«{ramo['titolo']}»", f"sezione-{ramo['chiave']}", posto.capitolo
        )
    for tabella in documento["tabelle"]:
        if tabella["chiave"] not in numeri.tabelle:
            continue
        pagina = numeri.sezioni[tabella["sezione"]].capitolo
        trovati[f"tabella:{tabella['chiave']}"] = Bersaglio(
            numeri.tabelle[tabella["chiave"]], f"tabella-{tabella['chiave']}", pagina
        )
    formati = documento["riferimenti"].get("formati", {})
    for scheda in [*documento["schede"], *documento["esiti"]]:
        specie = formati.get(scheda["formato"], {}).get("specie", "obiettivo")
        trovati[f"scheda:{specie}:{scheda['codice']}"] = Bersaglio(
            f"scheda {scheda['codice']}",
            f"scheda-{specie}-{scheda['codice'].lower()}",
            numeri.sezioni[scheda["sezione"]].capitolo if scheda["sezione"] in numeri.sezioni else "",
        )
    return trovati


def _rami(sezioni: list[Json]) -> Iterator[Json]:
    for ramo in sezioni:
        yield ramo
        yield from _rami(ramo["sezioni"])
