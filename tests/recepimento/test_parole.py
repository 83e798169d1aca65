"""Every event that this room writes in the log has its words."""

import re
from pathlib import Path

from django.conf import settings

from recepimento.parole_registro import ATTI


def test_ogni_evento_della_stanza_ha_le_sue_parole() -> None:
    codice = "".join(
        p.read_text(encoding="utf-8") for p in Path(settings.BASE_DIR, "recepimento", "actions").glob("*.py")
    )
    scritti = set(re.findall(r'"(recepimento\.[a-z]+_[a-z_]+)"', codice))

    assert scritti == set(ATTI)
