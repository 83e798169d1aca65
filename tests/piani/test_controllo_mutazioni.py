"""The checker on plans made by number: silent on those without defects, and not blind to defects in forms new to it.

The whole measure is ``python -m tests.mutazioni``; docs/controllo.md holds what it gave.
"""

import pytest

from core.canonico import byte_canonici
from piani.canonico import leggi
from piani.controllo import PER_CHIAVE
from tests.mutazioni.base import DIFETTI
from tests.mutazioni.misura import SEMI, allarmi, prove, richiamo
from tests.mutazioni.piano_pulito import piano_pulito

# Half of what was measured is lost only if a rule breaks.
MINIMO = 0.9
MINIMO_DEL_GENERE = 0.5


def test_ogni_regola_ha_almeno_un_difetto_che_la_prova() -> None:
    assert {d.nome for d in DIFETTI} == set(PER_CHIAVE)


def test_un_piano_senza_difetti_e_un_documento_valido_e_sempre_lo_stesso() -> None:
    corpo, noto = piano_pulito(SEMI)
    assert leggi(byte_canonici(corpo)) == corpo
    assert piano_pulito(SEMI) == (corpo, noto)
    assert piano_pulito(SEMI + 1)[0]["sha256"] != corpo["sha256"]


@pytest.mark.parametrize("tenute", [False, True])
def test_di_un_piano_senza_difetti_non_si_dice_nulla(tenute: bool) -> None:
    assert {genere: [r.frase for r in r_] for genere, r_ in allarmi(tenute=tenute, semi=5).items()} == {}


@pytest.mark.parametrize("tenute", [False, True], ids=["lavorate", "tenute"])
def test_i_difetti_scritti_in_altri_modi_si_trovano(tenute: bool) -> None:
    fatte = list(prove(tenute=tenute, semi=1, passo=3))
    conti = richiamo(fatte)
    assert set(conti) == set(PER_CHIAVE)
    assert {nome for nome, (trovati, messi) in conti.items() if trovati < MINIMO_DEL_GENERE * messi} == set()
    assert sum(p.trovato for p in fatte) >= MINIMO * len(fatte)
