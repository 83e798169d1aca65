"""Annotating, numbering, and never going back."""

import json
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import override_settings

from registro import queries
from registro.actions import annota, prossimo_numero
from registro.exceptions import DatiNonAnnotabili, RegistroManomesso, SolaAggiunta
from registro.models import Catena, Evento, Numeratore
from registro.queries import segue, verifica
from registro.regole import HASH_INIZIALE

pytestmark = pytest.mark.django_db
PIANO = "piano:50074:2025-2027"


class ConChiave:
    pk = 7


def test_gli_eventi_si_legano_uno_all_altro() -> None:
    primo = annota(PIANO, "piano.creato", autore=ConChiave(), incarico_id=3, dati={"piano": 1})
    secondo = annota(PIANO, "piano.inviato", autore=8, dati={"versione": "ab" * 32})
    terzo = annota(PIANO, "piano.ritirato", autore=None, dati={})
    assert [e.numero for e in (primo, secondo, terzo)] == [1, 2, 3]
    assert primo.hash_precedente == HASH_INIZIALE
    assert (secondo.hash_precedente, terzo.hash_precedente) == (primo.hash, secondo.hash)
    assert (primo.autore_id, primo.incarico_id, secondo.autore_id, terzo.autore_id) == (7, 3, 8, None)
    assert secondo.valori == {"versione": "ab" * 32}
    assert queries.testa(PIANO) == queries.Testa(3, terzo.hash)
    assert verifica() == []


def test_una_catena_nuova_e_aperta_in_quella_di_sistema() -> None:
    annota(PIANO, "piano.creato", autore=None, dati={})
    annota(PIANO, "piano.inviato", autore=None, dati={})
    apertura = Evento.objects.get(catena__nome="sistema")
    assert apertura.valori == {"catena": PIANO}


def test_una_catena_sconosciuta_ha_la_testa_iniziale() -> None:
    assert queries.testa("nessuna") == queries.Testa(0, HASH_INIZIALE)


def test_la_testa_stampata_si_ritrova_nella_catena() -> None:
    annota(PIANO, "piano.creato", autore=None, dati={})
    carta = queries.testa(PIANO)
    annota(PIANO, "piano.inviato", autore=None, dati={})
    assert segue(PIANO, carta)
    assert not segue(PIANO, queries.Testa(2, carta.hash))
    assert not segue("altra", carta)
    assert segue("altra", queries.Testa(0, HASH_INIZIALE))


def test_se_l_atto_fallisce_non_resta_traccia() -> None:
    annota(PIANO, "piano.creato", autore=None, dati={})
    prima = queries.testa(PIANO)

    @transaction.atomic
    def atto() -> None:
        annota(PIANO, "piano.inviato", autore=None, dati={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        atto()
    assert queries.testa(PIANO) == prima
    assert verifica() == []


def test_dati_rifiutati_non_lasciano_nemmeno_la_catena() -> None:
    with pytest.raises(DatiNonAnnotabili):
        annota(PIANO, "piano.creato", autore=None, dati={"quota": 0.5})
    assert not Catena.objects.exists()


def test_a_una_testa_falsa_non_si_aggiunge_nulla() -> None:
    annota(PIANO, "piano.creato", autore=None, dati={})
    with connection.cursor() as cursore:
        cursore.execute("UPDATE registro_catena SET conteggio = 0, hash_testa = '' WHERE nome = %s", [PIANO])
    with pytest.raises(RegistroManomesso, match="nulla è cambiato"):
        annota(PIANO, "piano.inviato", autore=None, dati={})
    assert Evento.objects.filter(catena__nome=PIANO).count() == 1


def test_con_un_altra_chiave_la_testa_non_e_nostra() -> None:
    annota(PIANO, "piano.creato", autore=None, dati={})
    with override_settings(REGISTRO_CHIAVE="un'altra"), pytest.raises(RegistroManomesso):
        annota(PIANO, "piano.inviato", autore=None, dati={})


def test_un_evento_non_si_cambia_ne_si_cancella() -> None:
    evento = annota(PIANO, "piano.creato", autore=None, dati={})
    evento.dati = "{}"
    tentativi: list[Callable[[], object]] = [
        evento.save,
        evento.delete,
        Evento.objects.all().delete,
        Evento.objects.filter(pk=evento.pk).delete,
        evento.catena.eventi.all().delete,
        evento.catena.delete,
        Catena.objects.all().delete,
        lambda: Catena.objects.update(conteggio=0),
        lambda: Catena.objects.bulk_update([evento.catena], ["sigillo"]),
        lambda: Catena.objects.bulk_create([Catena(nome="falsa")]),
        lambda: Evento.objects.update(dati="{}"),
        lambda: Evento.objects.bulk_update([evento], ["dati"]),
        lambda: Evento.objects.bulk_create([Evento()]),
        lambda: evento.save(force_update=True),
    ]
    for tentativo in tentativi:
        with pytest.raises(SolaAggiunta):
            tentativo()
    assert json.loads(Evento.objects.get(pk=evento.pk).dati) == {}
    assert verifica() == []


def test_i_numeri_sono_uno_dopo_l_altro_per_serie_e_anno() -> None:
    with transaction.atomic():
        assert [prossimo_numero("avvisi", 2025) for _ in range(3)] == [1, 2, 3]
        assert prossimo_numero("avvisi", 2026) == 1
        assert prossimo_numero("sedute", 2025) == 1


def test_un_atto_fallito_restituisce_il_numero() -> None:
    @transaction.atomic
    def atto() -> None:
        prossimo_numero("avvisi", 2025)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        atto()
    assert not Numeratore.objects.exists()
    with transaction.atomic():
        assert prossimo_numero("avvisi", 2025) == 1


@pytest.mark.django_db(transaction=True)
def test_fuori_da_una_transazione_non_si_danno_numeri() -> None:
    with pytest.raises(RuntimeError, match="transazione"):
        prossimo_numero("avvisi", 2025)
