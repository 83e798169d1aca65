"""The last touch for the paper: images taken by their hash from what the portal keeps, and put inside the file."""

import base64
import re

from documenti import archivio
from documenti.exceptions import FileNonIntegro
from documenti.immagini import AMMESSE, misure
from documenti.models import FileConservato
from piani.lettura.pagina import impronte, mancante

# A decorative image is a background: PDF/UA wants words for each picture that is not one.
_DECORATIVA = re.compile(
    r'<figure><img alt="" class="decorativa" data-immagine="([0-9a-f]{64})">(?:<figcaption>(.*?)</figcaption>)?</figure>'
)
_IMMAGINE = re.compile(r'<img alt="([^"]+)" data-immagine="([0-9a-f]{64})">')
_INIZIO = re.compile(r'<ol start="([0-9]{1,4})">')
_LARGHEZZA_MM, _ALTEZZA_MM, _MM_PER_PUNTO = 170, 180, 25.4 / 96


def per_la_carta(html: str) -> str:
    """Return the paper with its images inside; one that is missing leaves its words and says so. One query, or none.

    WeasyPrint does not read where a numbered list starts: the counter says it.
    """
    return _con_immagini(_INIZIO.sub(lambda m: f'<ol style="counter-reset:list-item {int(m[1]) - 1}">', html))


def _con_immagini(html: str) -> str:
    volute = impronte(html)
    if not volute:
        return html
    presenti = {f.sha256: f for f in FileConservato.objects.filter(sha256__in=volute, tipo__in=AMMESSE)}
    html = _DECORATIVA.sub(lambda m: _decorativa(presenti.get(m[1]), m[2] or ""), html)
    return _IMMAGINE.sub(lambda m: _con_parole(m[1], presenti.get(m[2])), html)


def _contenuto(file: FileConservato | None) -> bytes:
    try:
        return archivio.leggi(file) if file else b""
    except FileNonIntegro:
        return b""


def _dati(file: FileConservato, contenuto: bytes) -> str:
    return f"data:{file.tipo};base64,{base64.b64encode(contenuto).decode()}"


def _con_parole(parole: str, file: FileConservato | None) -> str:
    contenuto = _contenuto(file)
    return f'<img alt="{parole}" src="{_dati(file, contenuto)}">' if file and contenuto else mancante(parole)


def _decorativa(file: FileConservato | None, didascalia: str) -> str:
    contenuto = _contenuto(file)
    sotto = f'<p class="didascalia-immagine">{didascalia}</p>' if didascalia else ""
    if not file or not contenuto:
        return f"<p>{mancante('')}</p>{sotto}"
    larga, alta = (lato * _MM_PER_PUNTO for lato in misure(contenuto))
    scala = min(1, _LARGHEZZA_MM / larga, _ALTEZZA_MM / alta)
    stile = (
        f"width:{larga * scala:.1f}mm;height:{alta * scala:.1f}mm;background:url({_dati(file, contenuto)}) "
        "left top / 100% 100% no-repeat"
    )
    return f'<div class="decorativa" style="{stile}"></div>{sotto}'
