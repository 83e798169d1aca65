"""Images that come from people: read by content, made small, stripped of what they carry beside the pixels. Pure but for Pillow."""

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documenti.contenuti import riconosci_binario
from documenti.enums import TipoFile
from documenti.exceptions import FileRifiutato

if TYPE_CHECKING:
    from PIL.Image import Image

AMMESSE = frozenset({TipoFile.PNG, TipoFile.JPEG})
LATO_MASSIMO = 2000
# Fifty million points, opened, are 200 MB of memory.
PUNTI_MASSIMI = 50_000_000
QUALITA = 85
_FORMATI = {TipoFile.PNG: "PNG", TipoFile.JPEG: "JPEG"}


@dataclass(frozen=True)
class ImmaginePulita:
    """The bytes to keep, their kind, the size in points."""

    contenuto: bytes
    tipo: TipoFile
    larghezza: int
    altezza: int


def prepara(contenuto: bytes, *, nome: str) -> ImmaginePulita:
    """Return the image upright, at most LATO_MASSIMO points wide and high, encoded again without metadata.

    Equal bytes give equal bytes. `nome` is for the sentences. Raises FileRifiutato: another kind, spoilt, too many points.
    """
    tipo = riconosci_binario(contenuto)
    if tipo not in AMMESSE:
        raise FileRifiutato(
            f"Il file «{nome}» non è un'immagine PNG o JPEG. Conta il contenuto, non il nome: le immagini di altri tipi "
            "(SVG, WebP, HEIC, TIFF) vanno prima salvate come PNG o JPEG. Non è stato caricato."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _pulita(contenuto, tipo)
    except FileRifiutato:
        raise
    except Exception as errore:
        raise FileRifiutato(
            f"L'immagine «{nome}» è rovinata o troppo grande e non si apre. Salvala di nuovo e riprova. Non è stata caricata."
        ) from errore


def _pulita(contenuto: bytes, tipo: TipoFile) -> ImmaginePulita:
    from PIL import Image, ImageFile, ImageOps

    # The PDF engine, once loaded, makes Pillow take half an image for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(contenuto), formats=[_FORMATI[tipo]]) as letta:
        _controlla(letta)
        dritta = ImageOps.exif_transpose(letta)
        dritta = _colori(dritta, tipo)
        dritta.thumbnail((LATO_MASSIMO, LATO_MASSIMO))
        # A new picture carries the pixels alone.
        nuova = Image.new(dritta.mode, dritta.size)
        nuova.paste(dritta)
    uscita = io.BytesIO()
    if tipo is TipoFile.JPEG:
        nuova.save(uscita, "JPEG", quality=QUALITA, optimize=True)
    else:
        nuova.save(uscita, "PNG", optimize=True)
    return ImmaginePulita(uscita.getvalue(), tipo, *nuova.size)


def _controlla(letta: "Image") -> None:
    punti = letta.width * letta.height
    if punti > PUNTI_MASSIMI:
        raise FileRifiutato(
            f"L'immagine ha {punti // 1_000_000} milioni di punti: il massimo è {PUNTI_MASSIMI // 1_000_000}. "
            "Riducila e riprova. Non è stata caricata."
        )


def _colori(immagine: "Image", tipo: TipoFile) -> "Image":
    """Return the image in grey or RGB; a PNG keeps its transparency."""
    if immagine.mode in ("L", "RGB"):
        return immagine
    if tipo is TipoFile.PNG and (immagine.mode in ("RGBA", "LA", "PA") or "transparency" in immagine.info):
        return immagine.convert("RGBA")
    return immagine.convert("L" if immagine.mode in ("1", "I;16") else "RGB")


def misure(contenuto: bytes) -> tuple[int, int]:
    """Return width and height in points of an image that `prepara` has made."""
    from PIL import Image

    with Image.open(io.BytesIO(contenuto)) as letta:
        return letta.size
