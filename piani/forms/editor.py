"""The formatted-text field of the portal: the editor where JavaScript runs, a textarea where it does not."""

from django import forms
from django.forms.widgets import Script
from django_prose_editor.widgets import importmap as della_libreria
from django_prose_editor.widgets import prose_editor_base_media
from js_asset import ImportMap, Media

from core.marchi import configurazione
from core.testo import TestoTroppoLungo, html_pulito

# The modules of the editor, by the names they call each other.
MODULI = ImportMap(
    {f"portale/editor-{nome}": f"js/editor-{nome}.js" for nome in ("finestre", "nodi", "rimandi", "barra")}
)
MAPPA = della_libreria | MODULI


class Redattore(forms.Textarea):
    """The editor with the marks of `core.marchi`; `etichetta` is its name for screen readers."""

    def __init__(self, etichetta: str, righe: int = 16) -> None:
        super().__init__(
            attrs={
                "rows": righe,
                "aria-label": etichetta,
                "class": "form-control",
                "lang": "it",
                "data-editor": configurazione(),
            }
        )

    def del_piano(self, immagini: str, rimandi: str) -> None:
        """Let the text hold images of a plan, which lie under `immagini`, and refer to what `rimandi` lists."""
        self.attrs["data-editor"] = configurazione(immagini=immagini, rimandi=rimandi)

    @property
    def media(self) -> forms.Media:
        """The scripts, with the map of their names."""
        media: forms.Media = prose_editor_base_media + Media(
            importmap=MODULI, js=[Script("js/editor.js", type="module")]
        )
        return media

    def use_required_attribute(self, initial: object) -> bool:
        """Say no: the textarea is hidden under the editor, and the browser could not lead to it."""
        return False


class CampoFormattato(forms.CharField):
    """Formatted text, cleaned by `core.testo.html_pulito`; `immagini`: it may hold those of the plan."""

    def __init__(self, *, label: str, righe: int = 16, immagini: bool = False, **altro: object) -> None:
        self.immagini = immagini
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
            return html_pulito(str(super().clean(value) or ""), immagini=self.immagini)
        except TestoTroppoLungo as errore:
            raise forms.ValidationError(str(errore)) from errore
