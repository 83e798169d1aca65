"""Small images for tests."""

import io

from PIL import Image


def immagine(formato: str = "PNG", misure: tuple[int, int] = (60, 40), colore: str = "teal") -> bytes:
    """Return the bytes of a plain image."""
    uscita = io.BytesIO()
    Image.new("RGB", misure, colore).save(uscita, formato)
    return uscita.getvalue()
