"""The demo data: what they count, and that they come back the same from their own file."""

import datetime as dt
import io
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from core.canonico import sha256
from core.exceptions import DatiNonValidi
from core.fixture import cartella
from demo.attesi import SCHEDE
from demo.carica import carica_demo
from demo.confronta import differenze
from documenti.verapdf import che_cosa_manca, valida
from obiettivi.models import Azione, Scheda
from piani.canonico import byte_del_piano, importa_piano, leggi
from piani.carta import FascicoloPiano
from piani.models import Piano
from piani.regione import carica_regione
from utenti.models import Incarico, Utente

pytestmark = [pytest.mark.lento, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def demo_caricata(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load Region and demo once for this file, in a transaction undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        carica_regione()
        carica_demo()
        yield
        transaction.set_rollback(True)


def gallarate() -> Piano:
    return Piano.objects.get(ambito__ente__codice="50074")


def test_i_conteggi_sono_quelli_della_fonte() -> None:
    assert list(differenze()) == []


def test_un_azione_in_meno_si_nota() -> None:
    scheda = Scheda.objects.get(voci__piano=gallarate(), voci__codice="H", voci__specie="obiettivo")
    Azione.objects.filter(scheda=scheda).first().delete()  # type: ignore[union-attr]  # H has five

    assert "azioni: atteso 104, trovato 103" in list(differenze())
    with pytest.raises(CommandError, match="2 differenze"):
        call_command("confronta_demo", stdout=StringIO())


def test_il_piano_vero_torna_byte_per_byte() -> None:
    prima = byte_del_piano(gallarate())
    Piano.objects.all().delete()

    dopo = byte_del_piano(importa_piano(leggi(prima)))

    assert dopo == prima


def test_i_byte_del_piano_vero_sono_gli_stessi_su_ogni_banca_dati() -> None:
    """The hash is written once: it changes only with the data of Gallarate or with the form of the document."""
    attesa = cartella("demo", "gallarate", "impronta.txt").read_text(encoding="utf-8").strip()

    assert sha256(byte_del_piano(gallarate())) == attesa


def test_caricare_due_volte_non_raddoppia() -> None:
    quanti = Piano.objects.count(), Utente.objects.count(), Incarico.objects.count()

    carica_demo()

    assert (Piano.objects.count(), Utente.objects.count(), Incarico.objects.count()) == quanti


def test_in_produzione_gli_account_di_prova_non_entrano(settings: Settings) -> None:
    settings.IN_PRODUZIONE = True

    with pytest.raises(DatiNonValidi, match="non si caricano in produzione"):
        carica_demo()


def test_busto_arsizio_e_quasi_vuoto_e_in_bozza() -> None:
    busto = Piano.objects.get(ambito__ente__codice="50049")

    assert busto.stato == "bozza"
    assert busto.sezioni.exclude(testo="").count() == 1
    assert not busto.voci.exists()


@pytest.mark.una_volta
def test_la_carta_del_piano_vero_passa_verapdf_e_porta_i_suoi_dati(tmp_path: Path) -> None:
    contenuto = byte_del_piano(gallarate())
    carta = FascicoloPiano(leggi(contenuto), bozza=False, data=dt.date(2024, 12, 2))

    html, esito = carta.stampa()

    assert esito.avvisi == []
    assert esito.pagine > 140
    for codice in SCHEDE:
        assert f"{codice} – " in html
    with pikepdf.open(io.BytesIO(esito.pdf)) as pdf:
        assert pdf.attachments["piano.json"].get_file().read_bytes() == contenuto
    if manca := che_cosa_manca():
        if os.environ.get("CI"):
            pytest.fail(f"Senza veraPDF la carta non è controllata: {manca}.")
        pytest.skip(f"la carta di Gallarate NON è stata controllata con veraPDF: {manca}")
    file = tmp_path / "gallarate.pdf"
    file.write_bytes(esito.pdf)
    assert [(e.profilo, e.errori) for e in valida([file]) if not e.conforme] == []
