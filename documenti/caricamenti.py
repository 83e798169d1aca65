"""Uploads of a known purpose, in two steps: the file is read and kept, then shown, and only a POST does the act.

Between the two stands a signed address with the file's hash and who uploaded it: nothing is kept in the session.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, dumps, loads
from django.http import Http404
from django.shortcuts import get_object_or_404

from documenti import archivio
from documenti.contenuti import riconosci_binario
from documenti.enums import TipoFile
from documenti.exceptions import FileRifiutato
from documenti.models import FileConservato

VALIDITA = 60 * 60 * 9


class FileDaLeggere(forms.FileField):
    """Takes a text file whose reader says, better than its kind could, what is wrong in it.

    Only what is plainly another thing (a PDF, an image, a ZIP, a signature) or larger than the setting `limite`, in
    MB, is refused here. The cleaned value is the file's bytes.
    """

    def __init__(self, *, atteso: TipoFile, limite: str = "LIMITE_FILE_MB", **altro: Any) -> None:
        self.atteso = atteso
        self.limite = limite
        super().__init__(**altro)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer the right files first."""
        return {**super().widget_attrs(widget), "accept": f".{self.atteso}"}

    def to_python(self, data: Any) -> Any:
        """Return the bytes; raise ValidationError with a sentence."""
        file = cast("UploadedFile[bytes] | None", super().to_python(data))
        if file is None:
            return None
        nome = file.name or "senza nome"
        massimo = int(getattr(settings, self.limite))
        byte = file.size or 0
        if byte > massimo * 1024 * 1024:
            grandezza = -(-byte // (1024 * 1024))
            raise forms.ValidationError(
                f"Il file «{nome}» è di {grandezza} MB: qui il massimo è {massimo} MB. Nulla è stato importato.",
                code="file",
            )
        contenuto = bytes(file.read())
        tipo = riconosci_binario(contenuto)
        if tipo:
            raise forms.ValidationError(
                f"Il file «{nome}» risulta: {tipo.label}. Conta il contenuto, non il nome: qui serve "
                f"{self.atteso.label}. Nulla è stato importato.",
                code="file",
            )
        return contenuto


@dataclass(frozen=True)
class Caricato:
    """A file as it came: its name is only for the sentences and for who downloads it."""

    nome: str
    contenuto: bytes
    tipi: frozenset[TipoFile]

    def conserva(self) -> FileConservato:
        """Keep the file. Never inside a transaction: it hashes and writes. Raises FileRifiutato."""
        return archivio.conserva(self.contenuto, nome=self.nome, tipi=self.tipi)


FIRMABILI = frozenset({TipoFile.PDF, TipoFile.P7M})


class FileDaConservare(forms.FileField):
    """Takes a file of one of `tipi` (a PDF or a .p7m), told by its content; the cleaned value is a `Caricato`.

    The file is not kept yet: call `.conserva()` before the act, outside its transaction.
    """

    def __init__(self, *, tipi: frozenset[TipoFile] = FIRMABILI, **altro: Any) -> None:
        self.tipi = tipi
        super().__init__(**altro)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer the right files first."""
        finali = {
            TipoFile.PDF: ".pdf",
            TipoFile.P7M: ".p7m",
            TipoFile.PNG: ".png",
            TipoFile.JPEG: ".jpg,.jpeg",
            TipoFile.ZIP: ".zip",
            TipoFile.EML: ".eml",
        }
        return {**super().widget_attrs(widget), "accept": ",".join(sorted(finali.get(t, "") for t in self.tipi))}

    def to_python(self, data: Any) -> Any:
        """Return a Caricato; raise ValidationError with the sentence of `archivio.controlla`."""
        file = cast("UploadedFile[bytes] | None", super().to_python(data))
        if file is None:
            return None
        nome = (file.name or "senza nome")[:150]
        try:
            archivio.controlla_dimensione(file.size or 0, nome=nome)
            contenuto = bytes(file.read())
            archivio.controlla(contenuto, nome=nome, tipi=self.tipi)
        except FileRifiutato as rifiuto:
            raise forms.ValidationError(str(rifiuto), code="file") from rifiuto
        return Caricato(nome, contenuto, self.tipi)


@dataclass(frozen=True)
class DueTempi:
    """An upload in two steps: `sale` tells one purpose from another, `nome` is for the sentences."""

    sale: str
    nome: str
    tipi: Collection[TipoFile]

    def conserva(self, contenuto: bytes, *, utente: int) -> str:
        """Keep the file and return what its signed address carries. Raises FileRifiutato."""
        file = archivio.conserva(contenuto, nome=self.nome, tipi=frozenset(self.tipi))
        return dumps([file.sha256, utente], salt=self.sale)

    def ritrova(self, segno: str, *, utente: int) -> bytes:
        """Return the bytes that this same person has uploaded, or raise Http404 (forged, old, another's)."""
        try:
            sha256, chi = loads(segno, salt=self.sale, max_age=VALIDITA)
        except BadSignature:
            raise Http404 from None
        if chi != utente:
            raise Http404
        return archivio.leggi(get_object_or_404(FileConservato, sha256=sha256))
