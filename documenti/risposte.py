"""The answer that carries a stored file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documenti.archivio import leggi
from documenti.enums import TipoFile
from documenti.models import FileConservato

_TESTUALI = (TipoFile.JSON, TipoFile.CSV)


def risposta_file(file: FileConservato, nome: str, *, scarica: bool = True) -> HttpResponse:
    """Return the file, named `nome`, to be saved (or, for a PDF or an image, shown in the page).

    Ask first who may see it. Raises FileNonIntegro.
    """
    tipo = f"{file.tipo}; charset=utf-8" if file.tipo in _TESTUALI else file.tipo
    risposta = HttpResponse(leggi(file), content_type=tipo)
    disposizione = content_disposition_header(as_attachment=scarica, filename=nome)
    if disposizione:
        risposta["Content-Disposition"] = disposizione
    risposta["X-Content-Type-Options"] = "nosniff"
    risposta["Cache-Control"] = "private, no-store"
    return risposta
