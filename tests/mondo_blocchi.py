"""What the ATS publishes for the plans: a text that is in Gallarate's, one that is not, a table in draft."""

from typing import Any

from ambiti.models import Ente
from core.canonico import byte_canonici
from piani.actions.blocchi import in_dati
from piani.actions.blocchi_inseriti import inserisci_testo
from piani.actions.tabelle import colonna_nuova
from piani.canonico.blocchi import contenuto_di, impronta_di
from piani.models import Blocco, Piano, RigaTabella, VersioneBlocco
from utenti.models import Utente

Chiavi = dict[str, str | int]


def _blocco(piano: Piano, titolo: str, **dati: Any) -> Blocco:
    ats = Ente.objects.get(pk=piano.ambito.ats_id)
    chiave = titolo.lower().replace(" ", "-")
    return Blocco.objects.create(
        ente=ats, triennio=piano.triennio, chiave=chiave, titolo=titolo, **({"specie": "testo"} | dati)
    )


def _versione(blocco: Blocco) -> VersioneBlocco:
    contenuto = contenuto_di(blocco)
    return VersioneBlocco.objects.create(
        blocco=blocco,
        numero=blocco.versioni.count() + 1,
        a_chi=blocco.a_chi,
        titolo=blocco.titolo,
        contenuto=byte_canonici(contenuto),
        sha256=impronta_di(contenuto),
    )


def chiavi_blocchi(piano: Piano, autore: Utente) -> dict[str, Chiavi]:
    """Return the keys of the addresses of published blocks."""
    testo = _blocco(piano, "Consultori", testo="<p>I consultori sono aperti a tutti.</p>")
    sezione = inserisci_testo(piano, _versione(testo), genitore=None, autore=autore)
    testo.testo = "<p>I consultori sono aperti a tutti, senza impegnativa.</p>"
    testo.save()
    _versione(testo)
    colonne = [colonna_nuova("Voce", "testo", set()), colonna_nuova("Valore", "numero", {"voce"})]
    righe = in_dati([RigaTabella(valori=["Gallarate", "2"])])
    tabella = _blocco(piano, "Ambulatori", specie="tabella", colonne=colonne, righe=righe)
    return {
        "piani:blocco": {"pk": testo.pk},
        **{f"piani:blocco_{n}": {"pk": tabella.pk} for n in ("righe", "incolla", "colonne", "elimina")},
        "piani:blocco_inserisci": {"pk": _versione(_blocco(piano, "Vaccini", testo="<p>Dove e quando.</p>")).pk},
        "piani:blocco_inserito": {"cosa": "sezione", "chiave": sezione.chiave},
    }
