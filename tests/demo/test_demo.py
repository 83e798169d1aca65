"""The demo data: what they count, and that they come back the same from their own file."""

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

from assemblea.models import Voto
from core.canonico import byte_canonici, sha256
from core.exceptions import DatiNonValidi
from core.fixture import cartella
from demo.blocchi import TITOLO_TABELLA, TITOLO_TESTO
from demo.carica import carica_demo
from demo.confronta import differenze
from documenti import archivio
from documenti.models import Lavoro
from documenti.verapdf import che_cosa_manca, valida
from obiettivi.models import Azione, Scheda
from piani.canonico import byte_del_piano, importa_piano, leggi
from piani.carta import PARTE_ACCORDO
from piani.cronologia import fatti_di
from piani.enums import Stato
from piani.models import Piano
from piani.queries_blocchi import offerti_a
from piani.regione import carica_regione
from piani.requisiti import stampe_definitive
from piani.word.nostro import documento_da
from piani.word.versione import word_da_leggere
from registro.queries import verifica
from utenti.models import Incarico, Utente

pytestmark = [pytest.mark.lento, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def demo_caricata(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load Region and demo once for this file, in a transaction undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        carica_regione()
        carica_demo(procedura=False)
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

    carica_demo(procedura=False)

    assert (Piano.objects.count(), Utente.objects.count(), Incarico.objects.count()) == quanti


def test_in_bozza_ci_sono_un_testo_e_una_tabella_dell_ats() -> None:
    """The text has a newer version on offer; the plan of the source, without them, is the one of the other tests."""
    carica_demo(procedura=False, blocchi=True)

    offerti = {o.mostrata.titolo: (o.parte is not None, o.nuova) for o in offerti_a(gallarate())}
    assert offerti == {TITOLO_TESTO: (True, True), TITOLO_TABELLA: (True, False)}
    assert carica_demo(procedura=False, blocchi=True)["testi e tabelle nel Piano di Gallarate"] == "già inseriti"


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
def test_gallarate_percorre_la_procedura_e_le_sue_carte_passano_verapdf(tmp_path: Path) -> None:
    contenuto = byte_del_piano(gallarate())

    carica_demo()

    piano = gallarate()
    assert piano.stato == Stato.RECEPITO
    assert Piano.objects.get(ambito__ente__codice="50034").stato == Stato.IN_VERIFICA
    # One date is known, that of the Assemblea: all the others say that they are examples, votes too.
    assert {f.chiave for f in fatti_di(piano) if f.giorno and not f.esempio} == {"approvazione"}
    assert not Voto.objects.filter(esempio=False).exists()
    assert verifica() == []
    assert carica_demo()["procedura di Gallarate"] == "già percorsa"

    carte = stampe_definitive(piano)
    pdf = {nome: leggi_file(carte[nome].lavoro) for nome in ("", PARTE_ACCORDO)}
    assert (carte[""].pagine or 0) > 140
    with pikepdf.open(io.BytesIO(pdf[""])) as documento:
        assert documento.attachments["piano.json"].get_file().read_bytes() == contenuto
    for n, lavoro in enumerate(Lavoro.objects.filter(tipo__in=["assemblea.verbale", "recepimento.atto"])):
        pdf[f"altra-{n}"] = leggi_file(lavoro)
    assert len(pdf) == 4
    _esigi_conformi(pdf, tmp_path)


def leggi_file(lavoro: Lavoro) -> bytes:
    assert lavoro.risultato is not None
    return archivio.leggi(lavoro.risultato)


def _esigi_conformi(pdf: dict[str, bytes], cartella_dei_pdf: Path) -> None:
    if manca := che_cosa_manca():
        if os.environ.get("CI"):
            pytest.fail(f"Senza veraPDF le carte non sono controllate: {manca}.")
        pytest.skip(f"le carte di Gallarate NON sono state controllate con veraPDF: {manca}")
    file = []
    for nome, contenuto in pdf.items():
        file.append(cartella_dei_pdf / f"carta-{nome}.pdf")
        file[-1].write_bytes(contenuto)
    assert [(e.profilo, e.errori) for e in valida(file) if not e.conforme] == []


def test_il_piano_vero_va_in_word_e_torna_con_gli_stessi_byte() -> None:
    piano = gallarate()
    documento, resoconto = documento_da(word_da_leggere(piano).contenuto)
    assert byte_canonici(documento) == byte_del_piano(piano)
    assert resoconto.note == []
