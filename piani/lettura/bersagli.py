"""What the references of a document may lead to, each with the name that its number gives it."""

from collections.abc import Iterator

from core.canonico import Json
from piani.lettura.numeri import Numeri
from piani.rimandi import Bersaglio


def nome_sezione(numero: str, titolo: str) -> str:
    """Return how a sentence names a section: by its number, or by its title where it has none."""
    if not numero:
        return f"«{titolo}»"
    return f"sezione {numero}" if "." in numero else f"capitolo {numero}"


def bersagli(documento: Json, numeri: Numeri) -> dict[str, Bersaglio]:
    """Return, by ``specie:chiave``, all that a reference may name."""
    trovati: dict[str, Bersaglio] = {}
    for ramo in _rami(documento["sezioni"]):
        posto = numeri.sezioni[ramo["chiave"]]
        trovati[f"sezione:{ramo['chiave']}"] = Bersaglio(
            nome_sezione(posto.numero, ramo["titolo"]), f"sezione-{ramo['chiave']}", posto.capitolo
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
