"""Where a finding is settled and where it is read. Asks no query."""

from django.urls import reverse

from piani.controllo import Luogo
from piani.models import Piano


def dove_si_sistema(piano: Piano, luogo: Luogo) -> str:
    """Return the page where the part is written, down to the row."""
    base = piano.indirizzo
    match luogo.specie:
        case "sezione":
            return reverse("piani:sezione", kwargs={**base, "chiave": luogo.chiave})
        case "tabella":
            return reverse("piani:tabella", kwargs={**base, "chiave": luogo.chiave})
        case "scheda" | "riga":
            specie, codice, *campo = luogo.chiave.split(":")
            scheda = reverse("piani:scheda", kwargs={**base, "specie": specie, "scheda": codice})
            return f"{scheda}#riga-{campo[0]}" if campo else scheda
    return piano.get_absolute_url()


def dove_si_legge(piano: Piano, luogo: Luogo) -> str:
    """Return the place of the part on the reading page; empty for the whole plan."""
    if not luogo.capitolo:
        return ""
    capitolo = reverse("piani:leggi_capitolo", kwargs={**piano.indirizzo, "chiave": luogo.capitolo})
    if luogo.specie in ("scheda", "riga"):
        specie, codice, *campo = luogo.chiave.split(":")
        return f"{capitolo}#{'-'.join(['scheda', specie, codice.lower(), *campo])}"
    return f"{capitolo}#{luogo.specie}-{luogo.chiave}"
