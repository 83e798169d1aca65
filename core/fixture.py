"""Reads the facts that the project carries in `fixtures/`."""

import csv
import json
from pathlib import Path
from typing import Any

from django.conf import settings


def cartella(*parti: str) -> Path:
    """Return a path under `fixtures/`."""
    return Path(settings.BASE_DIR, "fixtures", *parti)


def leggi_csv(*parti: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a header, UTF-8."""
    with cartella(*parti).open(encoding="utf-8", newline="") as flusso:
        return list(csv.DictReader(flusso))


def leggi_json(*parti: str) -> Any:
    """Return the content of a JSON file."""
    return json.loads(cartella(*parti).read_text(encoding="utf-8"))
