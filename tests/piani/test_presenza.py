"""Who else is writing: told to those who work on the plan, gone within a minute."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from piani.actions.presenza import segnala_presenza
from piani.enums import Stato
from piani.models import Piano, Presenza
from piani.queries_presenza import chi_scrive
from tests.cliente import Cliente
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


def batte(cliente: Cliente, piano: Piano, **dati: object) -> Any:
    return cliente.post(f"{piano.get_absolute_url()}presenza/", dati)


def presenti(risposta: Any) -> list[tuple[str, str, str]]:
    return [(p["chi"], p["parte"], p["riga"]) for p in risposta.json()["presenti"]]


def test_chi_scrive_si_vede_con_ente_ruolo_e_minuti(come: Come, ada: Utente, lia: Utente, piano: Piano) -> None:
    batte(come(lia), piano, parte="scheda:obiettivo:A", riga="target", da=200, scrive="1")
    (voce,) = batte(come(ada), piano, parte="sezione:contesto").json()["presenti"]
    assert voce == {
        "chi": "Lia",
        "ente": str(piano.ambito.ente),
        "ruolo": lia.incarichi.get().get_ruolo_display(),
        "iniziali": "L",
        "parte": "scheda:obiettivo:A",
        "riga": "target",
        "scrive": True,
        "minuti": 3,
    }


def test_chi_non_ha_toccato_un_tasto_sta_leggendo(come: Come, ada: Utente, lia: Utente, piano: Piano) -> None:
    for scrive, atteso in (("", False), ("1", True), ("", False)):
        batte(come(lia), piano, parte="sezione:contesto", scrive=scrive)
        (voce,) = batte(come(ada), piano).json()["presenti"]
        assert voce["scrive"] is atteso


def test_chi_se_ne_va_sparisce_subito_chi_tace_entro_un_minuto(
    come: Come, ada: Utente, lia: Utente, piano: Piano
) -> None:
    batte(come(lia), piano, parte="sezione:contesto")
    assert batte(come(lia), piano, parte="sezione:contesto", via="1").status_code == 204
    assert presenti(batte(come(ada), piano)) == []
    batte(come(lia), piano, parte="sezione:contesto")
    assert presenti(batte(come(ada), piano)) == [("Lia", "sezione:contesto", "")]
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=41)):
        assert presenti(batte(come(ada), piano)) == []


def test_chi_legge_soltanto_vede_e_non_e_visto(come: Come, ada: Utente, bruno: Utente, piano: Piano) -> None:
    batte(come(ada), piano, parte="sezione:contesto")
    assert presenti(batte(come(bruno), piano, parte="sezione:contesto")) == [("Ada", "sezione:contesto", "")]
    assert presenti(batte(come(ada), piano)) == []


@pytest.mark.parametrize("stato", [Stato.BOZZA, Stato.APPROVATO])
def test_chi_non_lavora_al_piano_non_lo_sa(come: Come, dario: Utente, piano: Piano, stato: Stato) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=stato)
    assert batte(come(dario), piano, parte="sezione:contesto").status_code == 404
    assert not Presenza.objects.exists()


def test_due_volte_nella_stessa_parte_e_una_riga_sola(come: Come, ada: Utente, piano: Piano) -> None:
    for chiave in ("target", "obiettivi"):
        batte(come(ada), piano, parte="scheda:obiettivo:A", riga=chiave, da="x" * 10)
    assert Presenza.objects.get().riga == "obiettivi"


@pytest.mark.parametrize("quanti", [1, 3])
def test_dirlo_e_saperlo_costa_due_query(
    piano: Piano,
    ada: Utente,
    lia: Utente,
    bruno: Utente,
    django_assert_num_queries: DjangoAssertNumQueries,
    quanti: int,
) -> None:
    for persona in (lia, bruno, ada)[:quanti]:
        segnala_presenza(piano, parte="sezione:contesto", riga="", da_secondi=0, scrive=True, autore=persona)
    with django_assert_num_queries(2):
        segnala_presenza(piano, parte="sezione:contesto", riga="", da_secondi=0, scrive=True, autore=ada)
        chi_scrive(piano, oltre_a=ada)
