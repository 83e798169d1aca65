"""What waits for the people of an ATS, on the desk."""

import datetime as dt

import pytest

from piani import composizione
from piani.cronologia import cronologia_di
from piani.enums import Stato
from piani.models import Piano
from tests.recepimento.stanza import in_verifica, porta_a
from utenti.models import Utente

pytestmark = pytest.mark.django_db


def compiti(chi: Utente) -> dict[str, list[str]]:
    return {
        chiave: [fonte.descrivi(Piano.objects.get(pk=piano), pk, entro).titolo for pk, piano, entro in fonte.righe(chi)]
        for chiave, fonte in composizione.compiti().items()
        if chiave.startswith("recepimento.")
    }


def test_la_scrivania_dice_che_cosa_aspetta_l_ats(piano: Piano, elena: Utente, nino: Utente, ada: Utente) -> None:
    niente: dict[str, list[str]] = {"recepimento.verifica": [], "recepimento.recepire": [], "recepimento.invio": []}
    assert compiti(elena) == niente
    in_verifica(piano)
    assert compiti(elena)["recepimento.verifica"] == ["Verifica il Piano di Gallarate"]
    assert compiti(nino) == compiti(ada) == niente
    porta_a(piano, Stato.SOTTOSCRITTO)
    assert compiti(nino)["recepimento.recepire"] == ["Recepisci il Piano di Gallarate"]
    assert compiti(elena)["recepimento.recepire"] == []
    assert compiti(elena)["recepimento.invio"] == ["Invia in Regione il fascicolo di Gallarate"]
    riga = cronologia_di(piano)
    riga.invio_il = dt.date(2025, 1, 14)
    riga.save()
    assert compiti(elena) == niente


def test_le_fonti_si_uniscono_in_una_interrogazione(piano: Piano, elena: Utente) -> None:
    porta_a(piano, Stato.IN_VERIFICA)
    prima, *altre = [f.righe(elena) for c, f in composizione.compiti().items() if c.startswith("recepimento.")]
    assert list(prima.union(*altre, all=True)) == [(piano.pk, piano.pk, None)]
