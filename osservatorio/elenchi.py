"""Lists of bodies as tables: the same rows go to the page and to the export."""

from collections.abc import Iterable

from django.urls import reverse
from django_stubs_ext import WithAnnotations

from ambiti.models import Ambito, Ats, Comune
from ambiti.queries import AmbitoContato, AtsContata, ComuneCollocato
from core.formati import elenco, numero
from core.tabelle import Cella, Tabella

AMBITO_NON_NOTO = "Ambito non ancora noto"


def _indirizzo_ambito(codice: str) -> str:
    return reverse("osservatorio:ambito", args=[codice])


def _piano(ambito: Ambito) -> Cella:
    piano = next(iter(ambito.piani.all()), None)
    if piano is None:
        return Cella("Non ancora pubblicato")
    return Cella(f"Pubblicato, {piano.triennio}", piano.get_absolute_url())


def _riga_ambito(ambito: "WithAnnotations[Ambito, AmbitoContato]") -> tuple[Cella, ...]:
    asst = dict.fromkeys(c.asst.nome for c in ambito.collegamenti.all())
    comuni = Cella(numero(ambito.quanti_comuni)) if ambito.quanti_comuni else Cella("Non ancora noti")
    return (
        Cella(ambito.nome, ambito.get_absolute_url()),
        Cella(ambito.codice),
        Cella(ambito.codice_sioss),
        Cella(ambito.ats.nome, ambito.ats.get_absolute_url()),
        Cella(elenco(list(asst))),
        comuni,
        _piano(ambito),
    )


def tabella_ambiti(ambiti: "Iterable[WithAnnotations[Ambito, AmbitoContato]]") -> Tabella:
    """Return Ambiti, of `ambiti_con_piani`, as a table."""
    return Tabella(
        "Ambiti territoriali",
        ("Ambito", "Codice", "Codice SIOSS", "ATS", "ASST", "Comuni", "Piano di Zona"),
        tuple(_riga_ambito(a) for a in ambiti),
    )


def _riga_comune(comune: "WithAnnotations[Comune, ComuneCollocato]") -> tuple[Cella, ...]:
    codice, nome = comune.ambito_codice, comune.ambito_nome
    ambito = Cella(nome, _indirizzo_ambito(codice)) if codice and nome else Cella(AMBITO_NON_NOTO)
    return Cella(comune.nome), Cella(comune.codice), Cella(comune.provincia), ambito


def tabella_comuni(comuni: "Iterable[WithAnnotations[Comune, ComuneCollocato]]") -> Tabella:
    """Return Comuni, of `comuni_in_elenco`, as a table."""
    return Tabella(
        "Comuni della Lombardia",
        ("Comune", "Codice ISTAT", "Provincia", "Ambito"),
        tuple(_riga_comune(c) for c in comuni),
    )


def tabella_ats(ats: "Iterable[WithAnnotations[Ats, AtsContata]]") -> Tabella:
    """Return ATS, of `ats_in_elenco`, as a table."""
    return Tabella(
        "Agenzie di Tutela della Salute",
        ("ATS", "Codice", "Ambiti", "ASST"),
        tuple(
            (
                Cella(a.nome, a.get_absolute_url()),
                Cella(a.codice),
                Cella(numero(a.quanti_ambiti)),
                Cella(numero(a.quante_asst)),
            )
            for a in ats
        ),
    )
