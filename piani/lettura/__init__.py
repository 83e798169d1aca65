"""The plan as it is read: from the canonical document to numbered chapters, sheets in words, tables, charts.

Pure: no database, no clock. Page and paper are two templates over the same `PianoLetto`.
"""

from piani.lettura.modello import PianoLetto, SchedaLetta, SezioneLetta
from piani.lettura.nomi import Nomi
from piani.lettura.piano import leggi_accordo, leggi_piano

__all__ = ["Nomi", "PianoLetto", "SchedaLetta", "SezioneLetta", "leggi_accordo", "leggi_piano"]
