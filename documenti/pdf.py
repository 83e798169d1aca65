"""HTML to one PDF/A-3a + PDF/UA-1 file with attachments, the same bytes each time.

WeasyPrint draws, pikepdf saves once more (a signature added later then costs little). Nothing is read from the
network or the disk but the project's static files.
"""

import datetime as dt
import gc
import io
import logging
import math
import mimetypes
import re
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from documenti.exceptions import StampaNonRiuscita

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANTE = "pdf/a-3a"
# A name that cannot exist: "/static/..." in the HTML becomes an address under it, served from the project.
_BASE = "http://progetto.invalid/"
# family, weight, style, static file. What Titillium lacks (≥ ‰ → and the like) is in "Simboli".
_TITILLIUM = "fonts/Titillium_Web/titillium-web-v10-latin-ext_latin"
_CARATTERI = (
    ("Titillium Web", 400, "normal", f"{_TITILLIUM}-regular.ttf"),
    ("Titillium Web", 400, "italic", f"{_TITILLIUM}-italic.ttf"),
    ("Titillium Web", 600, "normal", f"{_TITILLIUM}-600.ttf"),
    ("Titillium Web", 600, "italic", f"{_TITILLIUM}-600italic.ttf"),
    ("Titillium Web", 700, "normal", f"{_TITILLIUM}-700.ttf"),
    ("Titillium Web", 700, "italic", f"{_TITILLIUM}-700italic.ttf"),
    ("Simboli", 400, "normal", "fonts/simboli/simboli.woff2"),
    ("Simboli", 700, "normal", "fonts/simboli/simboli-bold.woff2"),
    ("Roboto Mono", 400, "normal", "fonts/Roboto_Mono/roboto-mono-v13-latin-ext_latin-regular.ttf"),
)
# WeasyPrint writes one identifier, of PDF/A or of PDF/UA: this is the other, and PDF/A wants its schema described.
_PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_PAGINA = re.compile(r"Step 5 - .*Page (\d+)")
_PASSI = {
    "Step 1": (2, "Leggo il documento"),
    "Step 2": (4, "Leggo i fogli di stile"),
    "Step 3": (6, "Applico gli stili"),
    "Step 4": (12, "Preparo l'impaginazione"),
    "Step 6": (72, "Scrivo le pagine"),
    "Step 7": (90, "Aggiungo gli allegati"),
}
# WeasyPrint's loggers belong to the process: one print at a time.
_UNA_ALLA_VOLTA = threading.Lock()


class Allegato(NamedTuple):
    """A file to embed. `relazione` is that of PDF/A-3: Source, Data, Alternative, Supplement, Unspecified."""

    nome: str
    contenuto: bytes
    mime: str
    relazione: str = "Data"


@dataclass(frozen=True)
class EsitoStampa:
    """The file, how many pages it has, and what WeasyPrint complained about (empty when all is well)."""

    pdf: bytes
    pagine: int
    avvisi: list[str]


def css_caratteri() -> str:
    """Return the @font-face rules of the paper, to put in its <style>: nothing comes from the machine's fonts.

    Titillium Web and Roboto Mono (SIL Open Font License) for words and hashes, Simboli (Bitstream Vera licence) for
    the signs that they lack.
    """
    return "\n".join(
        f'@font-face {{ font-family: "{famiglia}"; font-weight: {peso}; font-style: {stile}; '
        f'src: url("{_BASE}static/{nome}") }}'
        for famiglia, peso, stile, nome in _CARATTERI
    )


def stampa_pdf(
    html: str,
    *,
    titolo: str,
    lingua: str,
    data: dt.date,
    identita: str,
    allegati: Sequence[Allegato | tuple[str, bytes, str, str]] = (),
    avanzamento: Callable[[int, int, str], None] | None = None,
    pagine_attese: int = 0,
) -> EsitoStampa:
    """Print `html`; equal arguments give equal bytes, whatever the day.

    `data` is the day of the version (the file's date), `identita` the content hash, written as identifier.
    `avanzamento` is told (done, 100, phase) and may stop the print by raising; `pagine_attese`, the pages of the last
    print, makes it truer. Addresses other than the static files and ``data:`` are not followed, and become a warning.
    Raises StampaNonRiuscita when there is nothing to draw.
    """
    with _UNA_ALLA_VOLTA, _senza_gc(), _ascolta(avanzamento, pagine_attese) as avvisi:
        documento = _impagina(html)
        documento.metadata.title, documento.metadata.lang = titolo, lingua
        documento.metadata.created = documento.metadata.modified = data.isoformat()
        _aggiungi_identita(documento, identita)
        messi = [Allegato(*a) for a in allegati]
        bozza = _disegna(documento, [_allegato(a, data) for a in messi])
        if avanzamento:
            avanzamento(96, 100, "Controllo e salvo il file")
        return EsitoStampa(pdf=_risalva(bozza, messi), pagine=len(documento.pages), avvisi=avvisi)


def _impagina(html: str) -> Any:
    import weasyprint

    if not html.strip():
        raise StampaNonRiuscita("Non c'è nulla da stampare: il documento è vuoto. Nulla è stato prodotto.")
    return weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=_solo_progetto()).render(pdf_variant=VARIANTE)


def _disegna(documento: Any, allegati: list[Any]) -> bytes:
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves the file of the colour profile to the interpreter to close.
        warnings.simplefilter("ignore", ResourceWarning)
        disegnato: bytes = documento.write_pdf(pdf_variant=VARIANTE, attachments=allegati)
    return disegnato


def _aggiungi_identita(documento: Any, identita: str) -> None:
    """Add the PDF/UA mark and the identifier to the one RDF block (a second block would not be PDF/A)."""
    if not re.fullmatch(r"[0-9a-f]{8,128}", identita):
        messaggio = "identita è un'impronta in cifre esadecimali."
        raise ValueError(messaggio)
    originale = documento.metadata.generate_rdf_metadata
    identificatore = (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:identifier>urn:sha256:{identita}</dc:identifier></rdf:Description>\n"
    ).encode()

    def completa(*argomenti: Any, **altri: Any) -> bytes:
        rdf: bytes = originale(*argomenti, **altri)
        return rdf.replace(b"</rdf:RDF>", _PDFUA + identificatore + b"</rdf:RDF>")

    documento.metadata.generate_rdf_metadata = completa


def _allegato(allegato: Allegato, data: dt.date) -> Any:
    import weasyprint

    quando = dt.datetime.combine(data, dt.time(), tzinfo=dt.UTC)
    return weasyprint.Attachment(
        string=allegato.contenuto,
        name=allegato.nome,
        description=allegato.nome,
        created=quando,
        modified=quando,
        relationship=allegato.relazione,
    )


def _risalva(bozza: bytes, allegati: Sequence[Allegato]) -> bytes:
    import pikepdf

    uscita = io.BytesIO()
    with pikepdf.open(io.BytesIO(bozza)) as pdf:
        for allegato in allegati:
            incluso = pdf.attachments[allegato.nome].get_file()
            incluso.obj.Subtype = pikepdf.Name("/" + allegato.mime)
        for oggetto in pdf.objects:
            # PDF/A forbids the smoothing that WeasyPrint asks for each image.
            if isinstance(oggetto, pikepdf.Stream) and "/Interpolate" in oggetto:
                del oggetto["/Interpolate"]
        pdf.save(
            uscita,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return uscita.getvalue()


def _solo_progetto() -> "URLFetcher":
    """Return a fetcher of ``data:`` and of the project's static files, and of nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class SoloProgetto(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        def fetch(self, url: str, headers: object = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            file = file_statico(url)
            tipo = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": tipo})

    return SoloProgetto(allowed_protocols={"data"})


def file_statico(url: str) -> Path:
    """Return the static file that a paper asks for. Raises PermissionError for anything else."""
    parti = urlsplit(url)
    relativo = unquote(parti.path).removeprefix("/static/")
    if f"{parti.scheme}://{parti.netloc}/" != _BASE or relativo == unquote(parti.path):
        raise PermissionError(f"indirizzo non ammesso in un documento: {url}")
    try:
        trovato = finders.find(relativo)
    except SuspiciousFileOperation:
        trovato = None
    raccolto = Path(settings.STATIC_ROOT).resolve() / relativo
    if trovato:
        return Path(trovato)
    if raccolto.is_file() and raccolto.resolve().is_relative_to(Path(settings.STATIC_ROOT).resolve()):
        return raccolto
    raise PermissionError(f"file statico inesistente: {relativo}")


@contextmanager
def _senza_gc() -> Iterator[None]:
    """Keep the garbage collector off: a fifth of the time, and memory does not grow."""
    acceso = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if acceso:
            gc.enable()


class _Raccoglie(logging.Handler):
    """Keeps the warnings, each once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.avvisi: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        frase = record.getMessage()
        if frase not in self.avvisi:
            self.avvisi.append(frase)


class _Racconta(logging.Handler):
    """Turns WeasyPrint's steps into an advance of 100; what the callback raises stops the print.

    WeasyPrint lays the pages out again when their number changes the contents: the advance waits, it never goes back.
    """

    def __init__(self, avanzamento: Callable[[int, int, str], None], pagine_attese: int) -> None:
        super().__init__(logging.INFO)
        self._avanzamento = avanzamento
        self._attese = pagine_attese
        self._fatto = 0

    def emit(self, record: logging.LogRecord) -> None:
        passo = record.getMessage()
        if pagina := _PAGINA.match(passo):
            numero = int(pagina[1])
            self._avanza(12 + int(60 * self._parte(numero)), f"Impagino la pagina {numero}")
        elif detto := _PASSI.get(passo[:6]):
            self._avanza(*detto)

    def _avanza(self, fatto: int, fase: str) -> None:
        self._fatto = max(self._fatto, fatto)
        self._avanzamento(self._fatto, 100, fase)

    def _parte(self, numero: int) -> float:
        """Share of the layout done after `numero` pages; without a guess it slows down towards 1."""
        return min(1.0, numero / self._attese) if self._attese else 1 - math.exp(-numero / 80)


@contextmanager
def _ascolta(avanzamento: Callable[[int, int, str], None] | None, pagine_attese: int) -> Iterator[list[str]]:
    """Collect warnings and follow the steps of WeasyPrint, then put its loggers back."""
    raccoglie = _Raccoglie()
    avvisi, passi = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    racconta = _Racconta(avanzamento, pagine_attese) if avanzamento else None
    prima = (avvisi.level, avvisi.propagate, passi.level, passi.propagate)
    avvisi.addHandler(raccoglie)
    avvisi.setLevel(logging.WARNING)
    avvisi.propagate = passi.propagate = False
    if racconta:
        passi.addHandler(racconta)
        passi.setLevel(logging.INFO)
    try:
        yield raccoglie.avvisi
    finally:
        avvisi.setLevel(prima[0])
        passi.setLevel(prima[2])
        avvisi.propagate, passi.propagate = prima[1], prima[3]
        avvisi.removeHandler(raccoglie)
        if racconta:
            passi.removeHandler(racconta)
