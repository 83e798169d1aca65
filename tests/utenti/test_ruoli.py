"""The role table as text: complete, printed, coherent."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from ambiti.enums import TipoEnte
from tests.utenti.attese import ATTESI
from utenti.enums import Ruolo
from utenti.roles import RUOLI, Permesso, ruoli_con, ruoli_per_tipo


def test_ogni_ruolo_ha_la_sua_definizione() -> None:
    assert set(RUOLI) == set(Ruolo)
    assert all(definizione.ruolo == ruolo for ruolo, definizione in RUOLI.items())


def test_la_tabella_e_quella_concordata() -> None:
    assert {ruolo: set(definizione.permessi) for ruolo, definizione in RUOLI.items()} == ATTESI


def test_ogni_permesso_ha_qualcuno_che_lo_ha() -> None:
    assert [permesso for permesso in Permesso if not ruoli_con(permesso)] == []


def test_i_tipi_di_ente_senza_ruoli_sono_solo_i_distretti() -> None:
    assert [tipo for tipo in TipoEnte if not ruoli_per_tipo(tipo)] == [TipoEnte.DISTRETTO]


def test_invita_chi_gestisce_le_persone_e_solo_nel_proprio_tipo_di_ente() -> None:
    for definizione in RUOLI.values():
        assert bool(definizione.invita) is (Permesso.GESTIRE_PERSONE in definizione.permessi)
        if definizione.ruolo is not Ruolo.AMMINISTRATORE:
            assert all(RUOLI[r].tipi_ente & definizione.tipi_ente for r in definizione.invita)


def test_nessuno_invita_a_un_ruolo_che_puo_piu_atti_del_proprio_ente_senza_averli() -> None:
    """A dirigente cannot make a puppet direttore, nor a delegato a sindaco."""
    assert Ruolo.DIRETTORE_ATS not in RUOLI[Ruolo.DIRIGENTE_ATS].invita
    assert RUOLI[Ruolo.DELEGATO].invita == frozenset()


def test_la_pagina_dei_ruoli_e_quella_stampata() -> None:
    uscita = StringIO()

    call_command("stampa_ruoli", stdout=uscita)

    pagina = Path(settings.BASE_DIR, "docs", "ruoli.md").read_text(encoding="utf-8")
    assert pagina == uscita.getvalue()
