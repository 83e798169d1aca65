"""The formatted-text field of the portal: the editor where JavaScript runs, a textarea where it does not."""

from django import forms
from django_prose_editor.widgets import ProseEditorWidget

from core.testo import TestoTroppoLungo, html_pulito

# What core.testo keeps, and nothing else: the editor offers no mark that the server would take away.
ESTENSIONI: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}


class Redattore(ProseEditorWidget):  # type: ignore[misc]  # the library ships no types
    """The editor with our marks; `etichetta` is its name for screen readers."""

    def __init__(self, etichetta: str, righe: int = 16) -> None:
        super().__init__(
            attrs={"rows": righe, "aria-label": etichetta, "class": "form-control", "lang": "it"},
            config={"extensions": ESTENSIONI},
            preset="configurable",
        )


class CampoFormattato(forms.CharField):
    """Formatted text, cleaned by `core.testo.html_pulito`."""

    def __init__(self, *, label: str, righe: int = 16, **altro: object) -> None:
        super().__init__(
            label=label,
            widget=Redattore(label, righe),
            required=False,
            strip=False,
            **altro,  # type: ignore[arg-type]  # passed on untouched
        )

    def clean(self, value: object) -> str:
        """Return the text cleaned."""
        try:
            return html_pulito(str(super().clean(value) or ""))
        except TestoTroppoLungo as errore:
            raise forms.ValidationError(str(errore)) from errore
