"""Names of the codes that the document carries along in `riferimenti`."""

from core.canonico import Json
from piani.rimandi import Bersaglio


class Nomi:
    """Labels of bodies, areas, points, funds, LEPS; a code without a label is shown as it is."""

    def __init__(self, documento: Json) -> None:
        self._r: Json = documento["riferimenti"]
        # Filled by who reads the whole plan: alone, the Accordo or a sheet names nothing else.
        self.rimandi: dict[str, Bersaglio] = {}

    def _etichetta(self, gruppo: str, chiave: str) -> str:
        return str(self._r.get(gruppo, {}).get(chiave, chiave))

    def ente(self, chiave: str) -> str:
        """Return a body with its kind: Ambito di Gallarate, Comune di Albizzate, ATS Insubria."""
        dati = self._r["enti"].get(chiave)
        if dati is None:
            return chiave
        tipo = chiave.partition(":")[0]
        if tipo in ("ambito", "comune"):
            return f"{tipo.capitalize()} di {dati['nome']}"
        return str(dati["sigla"] or dati["nome"])

    def enti(self, chiavi: list[str]) -> list[str]:
        """Return the bodies with their kind."""
        return [self.ente(c) for c in chiavi]

    def ats(self) -> str:
        """Return the ATS of the Ambito."""
        return self.ente(str(self._r.get("ats", ""))) if self._r.get("ats") else ""

    def area(self, codice: str) -> str:
        """Return a macroarea with its letter."""
        nome = self._etichetta("macroaree", codice)
        return f"{codice}. {nome}" if nome != codice else codice

    def punto(self, area: str, punto: str) -> str:
        """Return a punto chiave."""
        return str(self._r.get("punti_chiave", {}).get(f"{area}/{punto}", punto))

    def fonte(self, chiave: str) -> str:
        """Return a source of funds."""
        return self._etichetta("fonti", chiave)

    def leps(self, codice: str) -> str:
        """Return a LEPS."""
        return self._etichetta("leps", codice)

    def indicatore_regionale(self, codice: str) -> Json:
        """Return a regional indicator with its `bersagli`; empty if the document does not carry it."""
        trovato: Json = self._r.get("indicatori_leps", {}).get(codice, {})
        return trovato

    def voce_formato(self, chiave: str) -> str:
        """Return an item of the regional format."""
        return self._etichetta("voci_formato", chiave)

    def formato(self, chiave: str) -> Json:
        """Return a sheet format with its fields in the official order."""
        dati: Json = self._r["formati"][chiave]
        return dati

    @property
    def triennio(self) -> Json:
        """Start, end and act of the period."""
        dati: Json = self._r.get("triennio", {})
        return dati
