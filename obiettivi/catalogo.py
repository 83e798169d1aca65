"""The regional catalogue in memory, for whoever turns codes into rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from core.exceptions import DatiNonValidi
from leps.models import Indicatore, Leps
from obiettivi.models import CampoScheda, FonteFinanziamento, FormatoScheda, Macroarea, PuntoChiave

T = TypeVar("T")


def _cerca(mappa: dict[str, T], chiave: str, che_cosa: str, luogo: str) -> T:
    try:
        return mappa[chiave]
    except KeyError:
        raise DatiNonValidi(f"{luogo}: {che_cosa} «{chiave}» non esiste nel catalogo regionale.") from None


@dataclass(frozen=True)
class Catalogo:
    """Everything a sheet may refer to, by code. Read once with `Catalogo.carica()`."""

    formati: dict[str, FormatoScheda]
    campi: dict[str, CampoScheda]
    macroaree: dict[str, Macroarea]
    punti: dict[str, PuntoChiave]
    fonti: dict[str, FonteFinanziamento]
    leps: dict[str, Leps]
    indicatori: dict[str, Indicatore]

    @classmethod
    def carica(cls) -> "Catalogo":
        """Read the catalogue, with seven queries."""
        campi = CampoScheda.objects.select_related("formato")
        punti = PuntoChiave.objects.select_related("macroarea")
        return cls(
            formati={f.chiave: f for f in FormatoScheda.objects.all()},
            campi={f"{c.formato.chiave}/{c.chiave}": c for c in campi},
            macroaree={m.codice: m for m in Macroarea.objects.all()},
            punti={f"{p.macroarea.codice}/{p.chiave}": p for p in punti},
            fonti={f.chiave: f for f in FonteFinanziamento.objects.all()},
            leps={x.codice: x for x in Leps.objects.all()},
            indicatori={i.codice: i for i in Indicatore.objects.all()},
        )

    def formato(self, chiave: str, luogo: str) -> FormatoScheda:
        """Return a format. Raises DatiNonValidi, naming the place."""
        return _cerca(self.formati, chiave, "il formato di scheda", luogo)

    def campo(self, formato: str, chiave: str, luogo: str) -> CampoScheda:
        """Return a row of a format. Raises DatiNonValidi."""
        return _cerca(self.campi, f"{formato}/{chiave}", "la riga", luogo)

    def aree(self, codici: Iterable[str], luogo: str) -> list[Macroarea]:
        """Return areas by letter. Raises DatiNonValidi."""
        return [_cerca(self.macroaree, c, "la macroarea", luogo) for c in codici]

    def punto(self, macroarea: str, chiave: str, luogo: str) -> PuntoChiave:
        """Return a key point of an area. Raises DatiNonValidi."""
        return _cerca(self.punti, f"{macroarea}/{chiave}", "il punto chiave", luogo)

    def fonti_di(self, chiavi: Iterable[str], luogo: str) -> list[FonteFinanziamento]:
        """Return sources of funds. Raises DatiNonValidi."""
        return [_cerca(self.fonti, c, "la fonte", luogo) for c in chiavi]

    def leps_di(self, codici: Iterable[str], luogo: str) -> list[Leps]:
        """Return LEPS by code. Raises DatiNonValidi."""
        return [_cerca(self.leps, c, "il LEPS", luogo) for c in codici]

    def indicatore(self, codice: str, luogo: str) -> Indicatore | None:
        """Return a regional indicator, None for an empty code. Raises DatiNonValidi."""
        return _cerca(self.indicatori, codice, "l'indicatore regionale", luogo) if codice else None
