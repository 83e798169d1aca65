"""The plan in Word from its page and from the commands."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from ambiti.models import Ambito
from core.canonico import byte_canonici
from piani.actions.creazione import importa
from piani.albero import impronta_indice
from piani.canonico import byte_del_piano, leggi
from piani.enums import Stato
from piani.models import Cronologia, Piano, Sezione
from piani.versioni import congela
from piani.word.nostro import documento_da
from tests import documenti_canonici as dati
from tests.cliente import Cliente
from tests.piani.carta_di_prova import piano_di_prova
from tests.piani.word_di_prova import parte, riordina, sostituisci, word
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def scritto(regione_minima: dict[str, int], gallarate: Ambito) -> Piano:
    """A plan with a section, a sheet and a table."""
    return importa(leggi(byte_canonici(dati.documento())), autore=None)


def _scarica(cliente: Cliente, piano: Piano) -> bytes:
    risposta = cliente.get(f"{piano.get_absolute_url()}esporta/word/")
    assert risposta.status_code == 200
    assert risposta["Content-Type"].endswith("wordprocessingml.document")
    return bytes(risposta.content)


def test_ada_scarica_il_piano_com_e(come: Come, ada: Utente, scritto: Piano) -> None:
    risposta = come(ada).get(f"{scritto.get_absolute_url()}esporta/word/")
    documento, resoconto = documento_da(risposta.content)
    assert byte_canonici(documento) == byte_del_piano(scritto)
    assert resoconto.note == []
    sigla = documento["sha256"][:8]
    assert risposta["Content-Disposition"] == f'attachment; filename="piano-50074-2025-2027-bozza-{sigla}.docx"'
    assert "BOZZA" in parte(risposta.content, "word/header1.xml")


def test_il_bottone_sta_nella_pagina_di_chi_puo(come: Come, ada: Utente, bruno: Utente, scritto: Piano) -> None:
    assert "Scarica in Word" in come(ada).get(scritto.get_absolute_url()).text
    assert "Scarica in Word" not in come(bruno).get(scritto.get_absolute_url()).text


def test_dario_non_scarica_il_piano_di_un_altro_e_bruno_non_puo(
    come: Come, dario: Utente, bruno: Utente, piano: Piano, piano_di_busto: Piano
) -> None:
    assert come(dario).get(f"{piano.get_absolute_url()}esporta/word/").status_code == 404
    assert come(bruno).get(f"{piano.get_absolute_url()}esporta/word/").status_code == 403


def test_di_un_piano_approvato_esce_la_versione_approvata(come: Come, ada: Utente, scritto: Piano) -> None:
    versione = congela(scritto, autore=ada)
    Cronologia.objects.update_or_create(piano=scritto, defaults={"approvazione_versione": versione})
    Piano.objects.filter(pk=scritto.pk).update(stato=Stato.APPROVATO)
    Sezione.objects.filter(piano=scritto).update(testo="<p>Cambiato dopo.</p>")
    file = _scarica(come(ada), scritto)
    assert documento_da(file)[0]["sha256"] == versione.sha256
    assert "BOZZA" not in parte(file, "word/header1.xml")


def test_il_file_rientra_in_un_piano_nuovo_con_gli_stessi_byte(come: Come, ada: Utente, scritto: Piano) -> None:
    file, attesi = _scarica(come(ada), scritto), byte_del_piano(scritto)
    Piano.objects.all().delete()
    rinato = importa(documento_da(file)[0], autore=None)
    assert byte_del_piano(rinato) == attesi


def test_i_comandi_scrivono_e_rileggono(scritto: Piano, tmp_path: Path) -> None:
    file, json = tmp_path / "piano.docx", tmp_path / "piano.json"
    call_command("esporta_word", "50074", "2025-2027", str(file))
    uscita = io.StringIO()
    call_command("riporta_word", str(file), "--confronta", "-o", str(json), stdout=uscita)
    assert "dice le stesse cose" in uscita.getvalue()
    assert "Nessuna differenza" in uscita.getvalue()
    assert json.read_bytes() == byte_del_piano(scritto)


def test_il_confronto_dice_che_cosa_e_cambiato_parola_per_parola(scritto: Piano, tmp_path: Path) -> None:
    file = tmp_path / "piano.docx"
    call_command("esporta_word", "50074", "2025-2027", str(file))
    prima = byte_del_piano(scritto)
    cambiato = sostituisci(file.read_bytes(), "Tutti</w:t>", "Tutti i residenti</w:t>")
    cambiato = sostituisci(cambiato, "circa 510.000,00\u00a0€", "circa 515.000 €")
    file.write_bytes(sostituisci(cambiato, "Azione 1.1</w:t>", "Azione due</w:t>"))
    uscita = io.StringIO()
    call_command("riporta_word", str(file), "--confronta", stdout=uscita)
    assert "TARGET\n  Tutti {+i residenti+}" in uscita.getvalue()
    assert "Azione [-1.1-] {+due+}" in uscita.getvalue()
    assert "[-510.000,00-] {+515.000,00+}" in uscita.getvalue()
    assert byte_del_piano(scritto) == prima


def _confronta(cliente: Cliente, piano: Piano, contenuto: bytes) -> Any:
    return cliente.post(
        f"{piano.get_absolute_url()}confronta-word/", {"file": SimpleUploadedFile("corretto.docx", contenuto)}
    )


def test_la_pagina_mostra_che_cosa_ha_cambiato_il_collega(come: Come, ada: Utente, scritto: Piano) -> None:
    cliente, prima = come(ada), byte_del_piano(scritto)
    file = _scarica(cliente, scritto)
    assert "Nessuna differenza" in _confronta(cliente, scritto, file).text
    risposta = _confronta(cliente, scritto, sostituisci(file, "Tutti</w:t>", "&lt;b&gt;Chi&lt;/b&gt; abita qui</w:t>"))
    assert risposta.status_code == 200
    assert "1 differenza" in risposta.text
    assert "[aggiunto: </span>&lt;b&gt;Chi&lt;/b&gt; abita qui" in risposta.text
    assert byte_del_piano(scritto) == prima


@pytest.fixture
def a_due(regione_minima: dict[str, int], gallarate: Ambito) -> Piano:
    """A plan of two chapters."""
    sezioni = [dati.sezione(), dati.sezione("esiti", titolo="Esiti")]
    return importa(leggi(byte_canonici(dati.documento(sezioni=sezioni))), autore=None)


def _con_i_capitoli_girati(file: bytes) -> bytes:
    return riordina(file, [("esiti", 1), ("contesto", 1)])


def test_una_sezione_spostata_si_propone_e_si_sposta(come: Come, ada: Utente, a_due: Piano, tmp_path: Path) -> None:
    cliente, uscita, file = come(ada), io.StringIO(), tmp_path / "girato.docx"
    file.write_bytes(_con_i_capitoli_girati(_scarica(cliente, a_due)))
    call_command("riporta_word", str(file), "--confronta", stdout=uscita)
    assert "Sezione «Esiti», spostata: va prima di «Dati di contesto»" in uscita.getvalue()
    risposta = _confronta(cliente, a_due, file.read_bytes())
    assert "1 differenza" in risposta.text
    assert "«Esiti» va prima di «Dati di contesto»" in risposta.text
    modulo = dict(re.findall(r'name="(indice|mossa)" value="([^"]+)"', risposta.text))
    prima = {s.chiave: (s.testo, s.genitore_id) for s in a_due.sezioni.all()}
    dopo = cliente.post(f"{a_due.get_absolute_url()}confronta-word/sposta/", modulo, follow=True)
    assert "Una sezione è al posto che ha nel file." in dopo.text
    assert list(a_due.sezioni.order_by("ordine").values_list("chiave", flat=True)) == ["esiti", "contesto"]
    assert {s.chiave: (s.testo, s.genitore_id) for s in a_due.sezioni.all()} == prima
    # Pressed again, on the tree of before: nothing moves twice.
    di_nuovo = cliente.post(f"{a_due.get_absolute_url()}confronta-word/sposta/", modulo, follow=True)
    assert "ha cambiato l&#x27;indice" in di_nuovo.text


@pytest.mark.parametrize(
    "mossa", [[], ["contesto prima"], ["contesto sopra esiti"], ["contesto prima esiti", "../ dopo x"]]
)
def test_mosse_rovinate_si_rifiutano(come: Come, ada: Utente, a_due: Piano, mossa: list[str]) -> None:
    indice = impronta_indice(a_due.sezioni.all())
    indirizzo = f"{a_due.get_absolute_url()}confronta-word/sposta/"
    assert come(ada).post(indirizzo, {"indice": indice, "mossa": mossa}).status_code == 400
    assert impronta_indice(a_due.sezioni.all()) == indice


def test_chi_legge_soltanto_vede_gli_spostamenti_senza_il_pulsante(come: Come, ada: Utente, a_due: Piano) -> None:
    file = _con_i_capitoli_girati(_scarica(come(ada), a_due))
    Piano.objects.filter(pk=a_due.pk).update(stato=Stato.IN_VERIFICA)
    testo = _confronta(come(ada), a_due, file).text
    assert "va prima di" in testo
    assert "Sposta nel Piano come nel file" not in testo


def test_un_file_di_un_altro_piano_o_rovinato_si_rifiuta(come: Come, ada: Utente, scritto: Piano) -> None:
    cliente = come(ada)
    altro = word({**piano_di_prova(), "ambito": "50049"})
    risposta = _confronta(cliente, scritto, altro)
    assert risposta.status_code == 422
    assert "è del Piano 2025-2027 dell&#x27;Ambito 50049" in risposta.text
    assert _confronta(cliente, scritto, b"%PDF-1.7").status_code == 422


def test_un_file_fuori_misura_si_rifiuta(come: Come, ada: Utente, scritto: Piano, settings: Settings) -> None:
    settings.LIMITE_OFFICE_MB = 0
    risposta = _confronta(come(ada), scritto, b"PK")
    assert risposta.status_code == 422
    assert "troppo grande" in risposta.text


@pytest.mark.parametrize("contenuto", [b"%PDF-1.7", None])
def test_un_file_che_non_si_legge(tmp_path: Path, contenuto: bytes | None) -> None:
    file = tmp_path / "piano.docx"
    if contenuto is not None:
        file.write_bytes(contenuto)
    with pytest.raises(CommandError, match="Non è cambiato nulla"):
        call_command("riporta_word", str(file))


def test_di_un_piano_che_non_c_e_non_si_scrive_nulla(
    regione_minima: dict[str, int], gallarate: Ambito, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="non ha un Piano per il triennio"):
        call_command("esporta_word", "50074", "2025-2027", str(tmp_path / "piano.docx"))
    assert list(tmp_path.iterdir()) == []
