"""The role table, cell by cell: yes here, no elsewhere, no when it is over, no when the account is closed."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito, Appartenenza, Capofila, Collegamento, Ente
from core.exceptions import NonPermesso
from tests.factories import AmbitoFactory, IncaricoFactory, UtenteFactory
from tests.utenti.attese import ATTESI, REGIONALI
from tests.utenti.conftest import FaIncarico
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.permissions import (
    ambiti_di,
    enti_con,
    esigi,
    gestisce_persone_di,
    ha_permesso,
    permessi_su,
    spiega_rifiuto,
)
from utenti.queries import enti_gestiti_da
from utenti.roles import RUOLI, Permesso, Portata

Mondo = dict[Portata, Ente]
IERI = timezone.localdate() - dt.timedelta(days=1)
DOMANI = timezone.localdate() + dt.timedelta(days=1)


# Of a body that belongs to no Ambito: a table, an Accordo decide where they hold.
DEI_TAVOLI = {Permesso.PARTECIPARE_AI_TAVOLI, Permesso.ADERIRE}


def su_un_ambito(ruolo: Ruolo) -> set[Permesso]:
    """What a role may do by its body: that of a body of no Ambito writes a preface only where a plan gives it one."""
    fuori = DEI_TAVOLI | ({Permesso.SCRIVERE_SEZIONI_PROPRIE} if RUOLI[ruolo].portata is Portata.NESSUNA else set())
    return ATTESI[ruolo] - fuori


SU_UN_AMBITO = [permesso for permesso in Permesso if permesso is not Permesso.GESTIRE_PERSONE]


def quali(chi: Utente | Incarico, ambito: Ambito, ente: Ente) -> set[Permesso]:
    """Ask every cell of a row, where the permission lives: people in a body, all else over an Ambito."""
    esito = {permesso for permesso in permessi_su(chi, ambito) if permesso in SU_UN_AMBITO}
    assert {p for p in SU_UN_AMBITO if ambiti_di(chi, p).filter(pk=ambito.pk).exists()} == esito
    return esito | ({Permesso.GESTIRE_PERSONE} if gestisce_persone_di(chi, ente) else set())


@pytest.mark.parametrize("ruolo", Ruolo)
def test_ogni_riga_della_tabella_vale_per_il_proprio_ente(
    ruolo: Ruolo, qui: Mondo, gallarate: Ambito, incarica: FaIncarico
) -> None:
    incarico = incarica(ruolo, qui)

    assert quali(incarico, gallarate, incarico.ente) == su_un_ambito(ruolo)
    assert quali(incarico.utente, gallarate, incarico.ente) == su_un_ambito(ruolo)


@pytest.mark.parametrize("ruolo", [ruolo for ruolo in Ruolo if ruolo not in REGIONALI])
def test_chi_ha_lo_stesso_ruolo_altrove_qui_non_puo(
    ruolo: Ruolo, qui: Mondo, altrove: Mondo, gallarate: Ambito, incarica: FaIncarico
) -> None:
    dario = incarica(ruolo, altrove)

    assert quali(dario.utente, gallarate, gallarate.ente) == set()
    la_puo = {p for p in Permesso if ambiti_di(dario.utente, p).exists()}
    assert la_puo | {Permesso.GESTIRE_PERSONE} == su_un_ambito(ruolo) | {Permesso.GESTIRE_PERSONE}
    gestiti = {dario.ente} if Permesso.GESTIRE_PERSONE in ATTESI[ruolo] else set()
    assert set(enti_gestiti_da(dario.utente)) == gestiti


@pytest.mark.parametrize("ruolo", Ruolo)
def test_un_incarico_finito_non_da_niente(ruolo: Ruolo, qui: Mondo, gallarate: Ambito, incarica: FaIncarico) -> None:
    incarico = incarica(ruolo, qui, al=IERI)

    assert quali(incarico, gallarate, incarico.ente) == set()
    assert quali(incarico.utente, gallarate, incarico.ente) == set()


@pytest.mark.parametrize("ruolo", Ruolo)
def test_un_account_disattivato_non_puo_niente(
    ruolo: Ruolo, qui: Mondo, gallarate: Ambito, incarica: FaIncarico
) -> None:
    incarico = incarica(ruolo, qui, utente=UtenteFactory.create(is_active=False))

    assert quali(incarico, gallarate, incarico.ente) == set()
    assert quali(incarico.utente, gallarate, incarico.ente) == set()


def test_un_incarico_di_domani_oggi_non_vale(ada: Utente, gallarate: Ambito) -> None:
    ada.incarichi.update(dal=DOMANI)

    assert permessi_su(ada, gallarate) == frozenset()


def test_l_ultimo_giorno_vale_ancora(ada: Utente, gallarate: Ambito) -> None:
    ada.incarichi.update(al=timezone.localdate())

    assert ha_permesso(ada, Permesso.SCRIVERE_PIANO, ambito=gallarate)


def test_chiuso_oggi_non_vale_piu_da_subito(ada: Utente, dario: Utente, gallarate: Ambito) -> None:
    ada.incarichi.update(al=timezone.localdate(), chiuso_il=timezone.now(), chiuso_da=dario)

    assert not ha_permesso(ada, Permesso.LEGGERE_BOZZA, ambito=gallarate)
    assert not ada.incarichi.get().in_corso


@pytest.mark.parametrize("modello", [Collegamento, Appartenenza, Capofila])
def test_un_legame_finito_toglie_l_ambito(
    modello: type[Collegamento | Appartenenza | Capofila], qui: Mondo, gallarate: Ambito, incarica: FaIncarico
) -> None:
    ruolo = {Collegamento: Ruolo.REFERENTE_ASST, Appartenenza: Ruolo.SINDACO, Capofila: Ruolo.CAPOFILA}[modello]
    incarico = incarica(ruolo, qui)
    assert ha_permesso(incarico, Permesso.LEGGERE_BOZZA, ambito=gallarate)

    modello._default_manager.update(al=IERI)

    assert not ha_permesso(incarico, Permesso.LEGGERE_BOZZA, ambito=gallarate)
    assert not ambiti_di(incarico, Permesso.LEGGERE_BOZZA).exists()


def test_due_cappelli_si_sommano_ma_uno_solo_e_in_testa(ada: Utente, gallarate: Ambito, busto: Ambito) -> None:
    a_busto = IncaricoFactory.create(utente=ada, ruolo=Ruolo.SEGRETARIO, ente=busto.ente)

    assert set(ambiti_di(ada, Permesso.LEGGERE_BOZZA)) == {gallarate, busto}
    assert set(ambiti_di(a_busto, Permesso.LEGGERE_BOZZA)) == {busto}
    assert not ha_permesso(a_busto, Permesso.SCRIVERE_PIANO, ambito=gallarate)
    assert not ha_permesso(ada, Permesso.SCRIVERE_PIANO, ambito=busto)


def test_le_parti_proprie_sono_di_un_ente(gina: Utente, ada: Utente, gallarate: Ambito) -> None:
    asst = gina.incarichi.get().ente_id

    assert enti_con(gina, Permesso.SCRIVERE_SEZIONI_PROPRIE, ambito=gallarate) == {asst}
    assert enti_con(ada, Permesso.SCRIVERE_SEZIONI_PROPRIE, ambito=gallarate) == frozenset()
    assert enti_con(ada, Permesso.SCRIVERE_PIANO, ambito=gallarate) == {gallarate.pk}


def test_chi_non_e_entrato_non_puo_niente(gallarate: Ambito) -> None:
    assert not ha_permesso(None, Permesso.LEGGERE_BOZZA, ambito=gallarate)
    assert not ambiti_di(None, Permesso.LEGGERE_BOZZA).exists()


def test_il_superutente_tecnico_senza_incarico_non_legge_le_bozze(gallarate: Ambito) -> None:
    tecnico = UtenteFactory.create(is_superuser=True, is_staff=True)

    assert permessi_su(tecnico, gallarate) == frozenset()


@pytest.mark.parametrize("quanti", [1, 3])
def test_le_domande_costano_una_query(
    quanti: int, ada: Utente, gallarate: Ambito, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(quanti):
        IncaricoFactory.create(utente=ada, ruolo=Ruolo.REDATTORE_UDP, ente=AmbitoFactory.create().ente)

    with django_assert_num_queries(1):
        assert ha_permesso(ada, Permesso.SCRIVERE_PIANO, ambito=gallarate)
    with django_assert_num_queries(1):
        assert len(ambiti_di(ada, Permesso.SCRIVERE_PIANO)) == quanti + 1
    with django_assert_num_queries(1):
        assert gestisce_persone_di(ada, gallarate.ente)


def test_il_rifiuto_dice_che_cosa_hai_e_chi_puo(dario: Utente, gallarate: Ambito) -> None:
    with pytest.raises(NonPermesso) as rifiuto:
        esigi(dario, Permesso.INVIARE_IN_VERIFICA, ambito=gallarate)

    assert str(rifiuto.value) == (
        "Non puoi inviare il Piano in verifica nell'Ambito territoriale di Gallarate. "
        "Il tuo incarico è: Responsabile dell'Ufficio di Piano, Busto Arsizio. "
        "Serve l'incarico di «Responsabile dell'Ufficio di Piano»: rivolgiti a chi ce l'ha. Non è cambiato nulla."
    )


def test_il_rifiuto_di_un_incarico_finito_dice_quando_e_finito(ada: Utente, gallarate: Ambito) -> None:
    ada.incarichi.update(al=dt.date(2024, 12, 31))

    frase = spiega_rifiuto(ada.incarichi.get(), Permesso.SCRIVERE_PIANO, ambito=gallarate)

    assert "Il tuo incarico è finito il 31\u00a0dicembre 2024." in frase
    assert "Oggi non hai nessun incarico in corso." in spiega_rifiuto(ada, Permesso.SCRIVERE_PIANO, ambito=gallarate)


def test_chi_puo_passa(ada: Utente, gallarate: Ambito) -> None:
    esigi(ada, Permesso.INVIARE_IN_VERIFICA, ambito=gallarate)
