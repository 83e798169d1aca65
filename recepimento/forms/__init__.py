"""Forms of the ATS desk: they collect, the actions decide."""

from django import forms


def giorno(**altro: object) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **altro)  # type: ignore[arg-type]  # passed on untouched
