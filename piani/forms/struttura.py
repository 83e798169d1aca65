"""What the page "Struttura" sends: small forms, one for each act."""

from typing import cast

from django import forms

from piani.actions.sezioni import aggiungi_sezione
from piani.actions.struttura import Dove, Ritorno, Verso, colloca_sezione, sposta_verso
from piani.models import Piano, Sezione
from utenti.models import Utente

DOVE = [("prima", "prima di"), ("dopo", "dopo"), ("dentro", "dentro, in fondo")]


class ModuloSposta(forms.Form):
    """A step (`verso`), or a place beside another section (`dove`, `rispetto`)."""

    chiave = forms.SlugField()
    indice = forms.CharField(max_length=16)
    verso = forms.ChoiceField(choices=[(v, v) for v in ("su", "giu", "dentro", "fuori")], required=False)
    dove = forms.ChoiceField(choices=DOVE, required=False)
    rispetto = forms.SlugField(required=False)

    def clean(self) -> dict[str, object]:
        """Want one of the two."""
        puliti = super().clean() or {}
        if not puliti.get("verso") and not (puliti.get("dove") and puliti.get("rispetto")):
            raise forms.ValidationError("Scegli dove va la sezione.")
        return puliti

    def save(self, piano: Piano, *, autore: Utente) -> Ritorno:
        """Move the section."""
        c = self.cleaned_data
        if c["verso"]:
            return sposta_verso(piano, c["chiave"], cast("Verso", c["verso"]), indice=c["indice"], autore=autore)
        return colloca_sezione(
            piano, c["chiave"], cast("Dove", c["dove"]), c["rispetto"], indice=c["indice"], autore=autore
        )


class ModuloAggiungi(forms.Form):
    """A new section beside or inside another one; among the chapters, last, without one."""

    titolo = forms.CharField(max_length=400, error_messages={"required": "Scrivi il titolo della sezione."})
    dove = forms.ChoiceField(choices=[("dopo", "dopo"), ("dentro", "dentro")], required=False)
    rispetto = forms.SlugField(required=False)

    def save(self, piano: Piano, *, autore: Utente) -> Sezione:
        """Add the section. Raises DatiNonValidi, NonPermesso; Sezione.DoesNotExist when the other one is gone."""
        c = self.cleaned_data
        altra = None
        if c["rispetto"]:
            altra = piano.sezioni.select_related("proprietario", "genitore__proprietario").get(chiave=c["rispetto"])
        if altra is None or c["dove"] == "dentro":
            return aggiungi_sezione(piano, titolo=c["titolo"], genitore=altra, autore=autore)
        return aggiungi_sezione(piano, titolo=c["titolo"], genitore=altra.genitore, dopo=altra, autore=autore)
