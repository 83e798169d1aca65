"""Images in the text of sections: loaded, shown to who may read, listed in the canonical version, awaited after an import."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from core.canonico import byte_canonici
from documenti.archivio import percorso
from documenti.immagini import prepara
from documenti.models import FileConservato
from piani.actions.immagini import carica_immagine
from piani.actions.sezioni import scrivi_sezione
from piani.canonico import byte_del_piano, documento, leggi
from piani.carta import FascicoloPiano
from piani.enums import Stato
from piani.models import Immagine, Piano, Sezione
from piani.queries_immagini import immagini_con_luoghi
from piani.word.nostro import documento_da
from tests.cliente import Cliente
from tests.factories import SezioneFactory
from tests.immagini_di_prova import immagine
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
DALL_EDITOR = {"X-Requested-With": "fetch"}


@pytest.fixture
def sezione(piano: Piano) -> Sezione:
    return SezioneFactory.create(piano=piano, chiave="contesto", titolo="Contesto", testo="<p>Uno</p>")


@pytest.fixture
def caricata(sezione: Sezione, ada: Utente) -> Immagine:
    return carica_immagine(sezione.piano, immagine(), nome="piazza.png", autore=ada)


def _figura(sha256: str) -> str:
    return f'<figure><img alt="La piazza" data-immagine="{sha256}"></figure>'


def _manda(cliente: Cliente, piano: Piano, contenuto: bytes, nome: str = "a.png", **altro: Any) -> Any:
    indirizzo = reverse("piani:immagini", kwargs=piano.indirizzo)
    return cliente.post(indirizzo, {"file": SimpleUploadedFile(nome, contenuto)}, **altro)


def test_l_editor_carica_e_ha_l_impronta_la_stessa_due_volte(come: Come, ada: Utente, sezione: Sezione) -> None:
    prima, dopo = (_manda(come(ada), sezione.piano, immagine(), headers=DALL_EDITOR).json() for _ in range(2))
    assert prima == dopo == {"impronta": Immagine.objects.get().sha256}


def test_senza_javascript_si_carica_dalla_pagina(come: Come, ada: Utente, sezione: Sezione) -> None:
    cliente = come(ada)
    assert _manda(cliente, sezione.piano, immagine("JPEG")).status_code == 302
    assert "immagine-" in cliente.get(reverse("piani:immagini", kwargs=sezione.piano.indirizzo)).text


def test_50_mb_si_rifiutano_con_una_frase_senza_leggerli(
    come: Come, ada: Utente, sezione: Sezione, settings: Settings
) -> None:
    settings.LIMITE_IMMAGINE_MB = 1
    risposta = _manda(come(ada), sezione.piano, b"\x89PNG\r\n\x1a\n" + b"\0" * (2 * 1024 * 1024), headers=DALL_EDITOR)
    assert risposta.status_code == 422
    assert "è di 3 MB: il massimo è 1 MB" in risposta.json()["frase"]
    assert not FileConservato.objects.exists()


@pytest.mark.parametrize("contenuto", [b"<svg/>", b"%PDF-1.7", b""], ids=["svg", "pdf", "vuoto"])
def test_cio_che_non_e_un_immagine_si_rifiuta(come: Come, ada: Utente, sezione: Sezione, contenuto: bytes) -> None:
    risposta = _manda(come(ada), sezione.piano, contenuto, headers=DALL_EDITOR)
    assert risposta.status_code == 422
    assert risposta.json()["frase"]
    assert not Immagine.objects.exists()


def test_la_vede_chi_legge_il_piano_e_nessun_altro(
    come: Come, ada: Utente, bruno: Utente, dario: Utente, client: Cliente, caricata: Immagine, piano_di_busto: Piano
) -> None:
    indirizzo = reverse("piani:immagine", kwargs={**caricata.piano.indirizzo, "sha256": caricata.sha256})
    risposta = come(bruno).get(indirizzo)
    assert (risposta.status_code, risposta["Content-Type"]) == (200, "image/png")
    assert risposta["X-Content-Type-Options"] == "nosniff"
    assert come(dario).get(indirizzo).status_code == 404
    assert client.get(indirizzo).status_code == 404
    # The same file, asked for as if it were of Dario's own plan.
    suo = reverse("piani:immagine", kwargs={**piano_di_busto.indirizzo, "sha256": caricata.sha256})
    assert come(dario).get(suo).status_code == 404
    Piano.objects.filter(pk=caricata.piano_id).update(stato=Stato.APPROVATO)
    assert client.get(indirizzo).status_code == 200


def test_la_carica_chi_scrive_una_parte_e_finche_si_scrive(
    come: Come, bruno: Utente, gina: Utente, dario: Utente, sezione: Sezione
) -> None:
    piano = sezione.piano
    assert _manda(come(bruno), piano, immagine()).status_code == 403
    assert _manda(come(dario), piano, immagine()).status_code == 404
    assert _manda(come(gina), piano, immagine()).status_code == 302
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.IN_VERIFICA)
    assert _manda(come(gina), piano, immagine("JPEG")).status_code == 403


def test_senza_testo_alternativo_non_si_salva(come: Come, ada: Utente, caricata: Immagine, sezione: Sezione) -> None:
    indirizzo = reverse("piani:sezione", kwargs={**sezione.piano.indirizzo, "chiave": sezione.chiave})
    muta = f'<figure><img data-immagine="{caricata.sha256}"></figure>'
    risposta = come(ada).post(indirizzo, {"testo": muta, "revisione": 1})
    assert risposta.status_code == 422
    assert "testo alternativo" in risposta.text
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Uno</p>"


def test_l_immagine_di_un_altro_piano_non_si_mostra(
    come: Come, dario: Utente, caricata: Immagine, piano_di_busto: Piano
) -> None:
    sua = SezioneFactory.create(piano=piano_di_busto, chiave="x", titolo="X")
    indirizzo = reverse("piani:sezione", kwargs={**piano_di_busto.indirizzo, "chiave": "x"})
    risposta = come(dario).post(indirizzo, {"testo": _figura(caricata.sha256), "revisione": 1})
    assert risposta.status_code == 422
    assert "un altro Piano" in risposta.text
    assert caricata.sha256 in risposta.text
    sua.refresh_from_db()
    assert sua.testo == "<p>Testo</p>"


def test_nella_versione_canonica_ci_sono_impronta_tipo_e_misure(
    ada: Utente, caricata: Immagine, sezione: Sezione
) -> None:
    prima = documento(sezione.piano)
    assert prima["allegati"] == []
    scrivi_sezione(sezione, testo=_figura(caricata.sha256) * 2, revisione=1, autore=ada)
    voci = documento(sezione.piano)["allegati"]
    assert voci == [
        {
            "nome": caricata.nome,
            "sha256": caricata.sha256,
            "tipo": "image/png",
            "dimensione": caricata.dimensione,
            "larghezza": 60,
            "altezza": 40,
        }
    ]
    leggi(byte_del_piano(sezione.piano))


def test_si_legge_sulla_pagina_e_sta_dentro_la_carta(
    come: Come, ada: Utente, bruno: Utente, caricata: Immagine, sezione: Sezione
) -> None:
    scrivi_sezione(sezione, testo=_figura(caricata.sha256), revisione=1, autore=ada)
    indirizzo = reverse("piani:immagine", kwargs={**sezione.piano.indirizzo, "sha256": caricata.sha256})
    for nome in ("piani:leggi_capitolo", "piani:sezione"):
        pagina = come(bruno).get(reverse(nome, kwargs={**sezione.piano.indirizzo, "chiave": "contesto"}))
        assert f'<img alt="La piazza" src="{indirizzo}"' in pagina.text
    carta = FascicoloPiano(documento(sezione.piano), bozza=False, data=dt.date(2026, 1, 1)).html()
    assert '<img alt="La piazza" src="data:image/png;base64,' in carta


def test_dopo_un_importazione_l_immagine_che_manca_si_aspetta_e_arriva_com_e(
    come: Come, ada: Utente, caricata: Immagine, sezione: Sezione, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    scrivi_sezione(sezione, testo=_figura(caricata.sha256), revisione=1, autore=ada)
    dati, byte = documento(sezione.piano), prepara(immagine(), nome="x").contenuto
    sezione.piano.delete()
    FileConservato.objects.all().delete()
    (tmp_path / "p.json").write_bytes(byte_canonici(dati))
    call_command("importa_piano", str(tmp_path / "p.json"))
    assert caricata.nome in capsys.readouterr().out
    rinato = Piano.objects.get()
    assert documento(rinato) == dati
    pagina = come(ada).get(reverse("piani:leggi_capitolo", kwargs={**rinato.indirizzo, "chiave": "contesto"}))
    assert "[Immagine mancante: La piazza]" in pagina.text
    assert "[Immagine mancante" in FascicoloPiano(dati, bozza=False, data=dt.date(2026, 1, 1)).html()

    assert _manda(come(ada), rinato, byte).status_code == 302
    assert rinato.immagini.get().file
    pagina = come(ada).get(reverse("piani:leggi_capitolo", kwargs={**rinato.indirizzo, "chiave": "contesto"}))
    assert "mancante" not in pagina.text
    assert documento(rinato) == dati


def test_un_piano_senza_immagini_ha_i_byte_di_prima(sezione: Sezione) -> None:
    prima = json.loads(byte_del_piano(sezione.piano))
    assert prima["allegati"] == []
    assert "prefazione" not in prima["sezioni"][0]


@pytest.mark.parametrize("quante", [1, 3])
def test_la_pagina_delle_immagini_costa_sempre_uguale(
    ada: Utente, sezione: Sezione, quante: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(quante):
        carica_immagine(sezione.piano, immagine(misure=(10 + n, 10)), nome="x", autore=ada)
    with django_assert_num_queries(2):
        assert len(immagini_con_luoghi(sezione.piano)) == quante


def test_nel_file_di_word_e_una_figura_e_senza_i_byte_sono_parole(
    come: Come, ada: Utente, caricata: Immagine, sezione: Sezione
) -> None:
    scrivi_sezione(sezione, testo=_figura(caricata.sha256), revisione=1, autore=ada)
    atteso = byte_del_piano(sezione.piano)

    def figure() -> list[str]:
        file = come(ada).get(f"{sezione.piano.get_absolute_url()}esporta/word/").content
        assert byte_canonici(documento_da(file)[0]) == atteso
        with zipfile.ZipFile(io.BytesIO(file)) as archivio:
            return [n for n in archivio.namelist() if n.startswith("word/media/")]

    assert figure() == ["word/media/figura1.png"]
    percorso(caricata.sha256).unlink()
    assert figure() == []
