"""Lists of codes in words, one a line: areas, LEPS, key points. Pure."""

import re

from core.canonico import Json
from piani.lettura import Nomi
from piani.word.valori import piano


class Codici:
    """The names of the codes that the document carries, both ways."""

    def __init__(self, documento: Json) -> None:
        self._r: Json = documento["riferimenti"]
        self.nomi = Nomi(documento)
        self.fonti: dict[str, str] = dict(self._r.get("fonti", {}))
        self.leps: dict[str, str] = dict(self._r.get("leps", {}))
        self.aree: dict[str, str] = {c: self.nomi.area(c) for c in self._r.get("macroaree", {})}
        self.enti: dict[str, str] = {c: self.nomi.ente(c) for c in self._r["enti"]}

    def formato(self, chiave: str) -> Json:
        """Return a sheet format."""
        return self.nomi.formato(chiave)

    def righe(self, codici: list[str], nomi: dict[str, str]) -> list[str]:
        """Return codes as lines."""
        return [nomi.get(c, c) for c in codici]

    def da_righe(self, righe: list[str], nomi: dict[str, str]) -> tuple[list[str], list[str]]:
        """Return the codes of the lines, and the lines that are none."""
        per_nome = {piano(nome): codice for codice, nome in nomi.items()}
        trovati = [per_nome.get(piano(r)) or (r if r in nomi else None) for r in righe]
        return [t for t in trovati if t], [r for r, t in zip(righe, trovati, strict=True) if not t]

    # --- Key points ------------------------------------------------------------------------------

    def punto(self, dati: Json) -> str:
        """Return a key point: "B. Politiche abitative: qualità dell'abitare (nota)"."""
        area = self.aree.get(dati["macroarea"], dati["macroarea"])
        nome = self.nomi.punto(dati["macroarea"], dati["punto"]) if dati["punto"] else ""
        testo = f"{area}: {nome}" if area and nome else area or nome
        if not testo:
            return str(dati["nota"])
        return f"{testo} ({dati['nota']})" if dati["nota"] else testo

    def _noti(self) -> dict[str, tuple[str, str]]:
        noti = {piano(self.punto({"macroarea": a, "punto": "", "nota": ""})): (a, "") for a in self.aree}
        for chiave in self._r.get("punti_chiave", {}):
            area, _, punto = chiave.partition("/")
            noti[piano(self.punto({"macroarea": area, "punto": punto, "nota": ""}))] = (area, punto)
        return noti

    def punti_da_righe(self, righe: list[str]) -> list[Json]:
        """Return the key points of the lines; a line that names none is a note of its own."""
        noti = self._noti()
        return [self._punto_da(r, noti) for r in righe]

    def _punto_da(self, riga: str, noti: dict[str, tuple[str, str]]) -> Json:
        if (intera := noti.get(piano(riga))) is not None:
            return {"macroarea": intera[0], "punto": intera[1], "nota": ""}
        # The note is in the last brackets, but the name may have brackets of its own: each is tried.
        for k in (m.start() for m in re.finditer(r" \(", riga)):
            trovato = noti.get(piano(riga[:k]))
            if trovato is not None and riga.endswith(")"):
                return {"macroarea": trovato[0], "punto": trovato[1], "nota": riga[k + 2 : -1]}
        return {"macroarea": "", "punto": "", "nota": riga}
