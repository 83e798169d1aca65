"""Charts as accessible SVG: a pure function of the data, the same bytes on page and paper."""

from piani.grafici.disegno import disegna
from piani.grafici.modello import DatiGrafico, Serie

__all__ = ["DatiGrafico", "Serie", "disegna"]
