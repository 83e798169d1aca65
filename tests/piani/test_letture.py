"""Up to where a person has read: what changed since, and what may be shown again."""

from collections.abc import Callable

import pytest
from django.core.cache import cache

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi
from piani.actions.letture import segna_letto, segno
from piani.enums import ComeLetta, Stato
from piani.models import CopiaLetta, Lettura, Piano, Versione
from piani.versioni import documento_da_leggere
from tests.cliente import Cliente
from tests.factories import IncaricoFactory
from tests.piani.versioni_di_prova import approva, legge, parole, piano_con_testo, scrive, url
from tests.tavoli_di_prova import siede, tavolo_annunciato
from utenti.enums import Ruolo
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def pieno(regione_minima: object, gallarate: Ambito) -> Piano:
    """Gallarate's plan, with a text."""
    return piano_con_testo()


def test_che_cosa_e_cambiato_da_quando_ho_letto(pieno: Piano, ada: Utente, bruno: Utente, come: Come) -> None:
    cliente = come(bruno)
    assert "Ho letto fin qui" in parole(cliente.get(url(pieno, "leggi/")))
    legge(pieno, bruno, ComeLetta.UFFICIO)
    assert "Niente è cambiato da quando hai letto" in parole(cliente.get(url(pieno, "leggi/")))
    scrive(pieno, ada, "Testo rivisto.")
    for pagina in ("leggi/", "leggi/contesto/", ""):
        assert "1 parte è cambiata</strong> da quando hai letto" in parole(cliente.get(url(pieno, pagina)))
    assert "rivisto" in parole(cliente.get(url(pieno, "confronta/letta/adesso/")))
    assert "da quando hai letto" not in parole(come(ada).get(url(pieno, "")))


def test_il_pulsante_segna_e_torna_alla_pagina(pieno: Piano, bruno: Utente, come: Come) -> None:
    pagina = url(pieno, "leggi/contesto/")
    cliente = come(bruno)
    parola = segno(pieno, documento_da_leggere(pieno)["sha256"], come=ComeLetta.UFFICIO, chi=bruno)
    assert f'name="segno" value="{parola.partition(":")[0]}' in parole(cliente.get(pagina))
    risposta = cliente.post(url(pieno, "letto/"), {"segno": parola, "torna": pagina})
    assert risposta.headers["Location"] == pagina
    assert Lettura.objects.get().utente == bruno
    fuori = cliente.post(url(pieno, "letto/"), {"segno": parola, "torna": "https://altrove.example/"})
    assert fuori.headers["Location"] == url(pieno, "leggi/")
    assert cliente.post(url(pieno, "letto/"), {"segno": parola, "da_solo": "1"}).status_code == 204


def test_si_segna_cio_che_la_pagina_mostrava_anche_se_intanto_e_cambiato(
    pieno: Piano, ada: Utente, bruno: Utente
) -> None:
    mostrato = documento_da_leggere(pieno)["sha256"]
    parola = segno(pieno, mostrato, come=ComeLetta.UFFICIO, chi=bruno)
    scrive(pieno, ada, "Testo rivisto.")
    pieno.refresh_from_db()
    assert segna_letto(pieno, segno=parola, autore=bruno).copia.sha256 == mostrato
    cache.clear()
    scrive(pieno, ada, "Ancora.")
    Lettura.objects.all().delete()
    with pytest.raises(DatiNonValidi, match="riaprila"):
        segna_letto(pieno, segno=parola, autore=bruno)


def test_la_parola_di_un_altro_o_inventata_non_segna_niente(
    pieno: Piano, piano_di_busto: Piano, ada: Utente, bruno: Utente, dario: Utente, come: Come
) -> None:
    parola = segno(pieno, documento_da_leggere(pieno)["sha256"], come=ComeLetta.UFFICIO, chi=ada)
    assert come(bruno).post(url(pieno, "letto/"), {"segno": parola}).status_code == 400
    assert come(bruno).post(url(pieno, "letto/"), {"segno": "inventata"}).status_code == 400
    assert come(dario).post(url(piano_di_busto, "letto/"), {"segno": parola}).status_code == 400
    assert come(dario).post(url(pieno, "letto/"), {"segno": parola}).status_code == 404
    assert not Lettura.objects.exists()


def test_le_copie_che_nessuno_indica_se_ne_vanno(pieno: Piano, ada: Utente, bruno: Utente) -> None:
    legge(pieno, bruno, ComeLetta.UFFICIO)
    legge(pieno, ada, ComeLetta.UFFICIO)
    assert CopiaLetta.objects.count() == 1
    scrive(pieno, ada, "Uno.")
    legge(pieno, bruno, ComeLetta.UFFICIO)
    assert CopiaLetta.objects.count() == 2
    legge(pieno, ada, ComeLetta.UFFICIO)
    assert CopiaLetta.objects.count() == 1
    assert not Versione.objects.exists()


def test_chi_ha_letto_la_bozza_da_un_tavolo_non_la_rilegge_dopo_l_approvazione(
    pieno: Piano, ada: Utente, carla: Utente, come: Come
) -> None:
    siede(tavolo_annunciato(pieno.ambito, ada, piani=[pieno]), carla, ufficio=ada)
    scrive(pieno, ada, "Segreto.")
    Piano.objects.filter(pk=pieno.pk).update(stato=Stato.IN_CONSULTAZIONE)
    legge(pieno, carla, ComeLetta.TAVOLO)
    scrive(pieno, ada, "Aperto.")
    cambiate = url(pieno, "confronta/letta/adesso/")
    assert "Segreto" in parole(come(carla).get(cambiate))
    Piano.objects.filter(pk=pieno.pk).update(stato=Stato.BOZZA)
    assert come(carla).get(cambiate).status_code == 404
    approva(pieno, ada)
    assert come(carla).get(cambiate).status_code == 404
    assert "Segreto" not in parole(come(carla).get(url(pieno, "leggi/")))
    legge(pieno, carla, ComeLetta.PUBBLICO)
    assert "Non è cambiato niente" in parole(come(carla).get(cambiate))


def test_chi_ha_letto_la_bozza_per_ufficio_e_non_ha_piu_l_incarico_non_la_rilegge(
    pieno: Piano, ada: Utente, carla: Utente, come: Come
) -> None:
    """Carla worked for the office, then only sits at a table: what she reads there is the draft as it stands."""
    ufficio = IncaricoFactory.create(utente=carla, ruolo=Ruolo.REDATTORE_UDP, ente=pieno.ambito.ente)
    siede(
        tavolo_annunciato(pieno.ambito, ada, piani=[pieno]), carla.__class__.objects.get(pk=_ets(ada).pk), ufficio=ada
    )
    scrive(pieno, ada, "Segreto.")
    legge(pieno, carla, ComeLetta.UFFICIO)
    scrive(pieno, ada, "Aperto.")
    cambiate = url(pieno, "confronta/letta/adesso/")
    assert come(carla).get(cambiate).status_code == 200
    ufficio.delete()
    approva(pieno, ada)
    assert come(carla).get(cambiate).status_code == 404


def _ets(ada: Utente) -> Utente:
    from tests.tavoli_di_prova import altra_cooperativa

    del ada
    return altra_cooperativa()
