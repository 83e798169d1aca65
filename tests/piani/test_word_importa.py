"""A Word file becomes a plan: the command, the page, what is refused, the way back."""

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi
from obiettivi.models import Scheda, Triennio
from piani.actions.commenti import commenta
from piani.actions.contenuto import contenuto_cambiato
from piani.actions.creazione import crea_piano
from piani.actions.presenza import segnala_presenza
from piani.actions.word import annulla_importazione, conferma_importazione, perche_non_si_annulla
from piani.canonico import documento as documento_canonico
from piani.canonico import importa_piano
from piani.enums import ComeLetta, SpecieParte
from piani.models import CopiaLetta, Immagine, ImportazioneWord, Lettura, Piano, Sezione
from piani.views.word import primo_filtro
from piani.word.scrivi import docx_del_piano
from registro.models import Evento
from tests.cliente import Cliente
from tests.documenti_canonici import documento as documento_di_prova
from tests.documenti_canonici import sezione
from tests.word_di_prova import docx, p, tabella
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
Json = dict[str, Any]
SCHEDA = tabella(
    ["TITOLO INTERVENTO", "Abitare insieme"],
    ["QUALI OBIETTIVI VUOLE RAGGIUNGERE", "Dare casa a chi non l'ha."],
    ["TARGET", "Famiglie"],
    ["L'INTERVENTO È REALIZZATO IN COOPERAZIONE CON ALTRI AMBITI?", "In parte"],
)


def piano_word(*altri: Any) -> bytes:
    return docx(p("1. Introduzione", "Heading 1"), p("Un testo."), p("2. Obiettivi", "Heading 1"), SCHEDA, *altri)


@pytest.fixture
def pronta(
    come: Come,
    ada: Utente,
    gallarate: Ambito,
    regione_minima: dict[str, int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> ImportazioneWord:
    """A reading of Ada's, ready to be confirmed."""
    with django_capture_on_commit_callbacks(execute=True):
        assert carica(come(ada), gallarate, piano_word()).status_code == 302
    return ImportazioneWord.objects.get()


def carica(cliente: Cliente, ambito: Ambito, contenuto: bytes, nome: str = "piano.docx") -> Any:
    triennio = Triennio.objects.get(codice="2025-2027")
    file = SimpleUploadedFile(nome, contenuto)
    return cliente.post("/piani/da-word/", {"ambito": ambito.pk, "triennio": triennio.pk, "file": file})


# --- The page -----------------------------------------------------------------------
def test_prima_si_vede_che_cosa_si_e_capito_poi_si_importa(come: Come, ada: Utente, pronta: ImportazioneWord) -> None:
    pagina = come(ada).get(pronta.get_absolute_url())
    assert "Nulla è ancora importato" in pagina.text
    assert "In parte" in pagina.text
    assert "né Sì né No in testa alla risposta" in pagina.text
    assert "Famiglie" not in pagina.text
    assert "Famiglie" in come(ada).get(f"{pronta.get_absolute_url()}?vedi=tutto").text
    assert not Piano.objects.exists()

    risposta = come(ada).post(f"{pronta.get_absolute_url()}conferma/")

    piano = Piano.objects.get()
    assert risposta["Location"] == piano.get_absolute_url()
    assert [s.titolo for s in piano.sezioni.order_by("ordine")] == ["Introduzione", "Obiettivi"]
    assert [v.scheda.titolo for v in piano.voci.all()] == ["Abitare insieme"]
    assert Evento.objects.filter(tipo="piani.word_importato").count() == 1


def test_la_pagina_si_apre_sull_elenco_piu_stretto_che_ha_qualcosa() -> None:
    assert primo_filtro({"da_guardare": 1, "dubbi": 9, "tutto": 51}) == "da_guardare"
    assert primo_filtro({"da_guardare": 0, "dubbi": 9, "tutto": 51}) == "dubbi"
    assert primo_filtro({"da_guardare": 0, "dubbi": 0, "tutto": 42}) == "tutto"
    assert primo_filtro({"da_guardare": 0, "dubbi": 0, "tutto": 0}) == "da_guardare"


def test_si_conferma_una_volta_sola(come: Come, ada: Utente, pronta: ImportazioneWord) -> None:
    come(ada).post(f"{pronta.get_absolute_url()}conferma/")
    seconda = come(ada).post(f"{pronta.get_absolute_url()}conferma/", follow=True)

    assert "già stata confermata" in seconda.text
    assert Piano.objects.count() == 1


def test_dario_non_importa_per_un_altro_ambito_ne_vede_la_lettura(
    come: Come, dario: Utente, busto: Ambito, gallarate: Ambito, pronta: ImportazioneWord
) -> None:
    assert come(dario).get("/piani/da-word/").status_code == 200
    rifiuto = carica(come(dario), gallarate, piano_word())
    assert rifiuto.status_code == 422
    assert "il tuo incarico non arriva lì" in rifiuto.text
    for indirizzo in ("", "conferma/", "annulla/"):
        metodo = come(dario).post if indirizzo else come(dario).get
        assert metodo(f"{pronta.get_absolute_url()}{indirizzo}").status_code == 404
    assert not Piano.objects.exists()


def test_chi_scrive_soltanto_non_importa(come: Come, lia: Utente, pronta: ImportazioneWord) -> None:
    assert come(lia).get("/piani/da-word/").status_code == 403
    assert come(lia).get(pronta.get_absolute_url()).status_code == 404


def test_un_lavoro_non_riuscito_dice_perche(
    come: Come,
    ada: Utente,
    gallarate: Ambito,
    regione_minima: dict[str, int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        carica(come(ada), gallarate, docx(p("Capitolo", "Heading 1"), p("parola " * 150_000)))
    importazione = ImportazioneWord.objects.get()

    pagina = come(ada).get(importazione.get_absolute_url())

    assert "Sezione «Capitolo»: Il testo è lungo" in pagina.text
    assert "Non è cambiato nulla." in pagina.text
    assert "non è ancora pronta" in come(ada).post(f"{importazione.get_absolute_url()}conferma/", follow=True).text
    assert not Piano.objects.exists()


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"%PDF-1.7", "non è un documento di Word"),
        (b"", "vuoto"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "password"),
    ],
)
def test_un_file_che_non_va_si_rifiuta_con_una_frase(
    contenuto: bytes, frase: str, come: Come, ada: Utente, gallarate: Ambito, regione_minima: dict[str, int]
) -> None:
    risposta = carica(come(ada), gallarate, contenuto)

    assert risposta.status_code == 422
    assert frase in risposta.text
    assert not ImportazioneWord.objects.exists()


@pytest.mark.parametrize("quante", [1, 3])
def test_le_letture_fatte_si_elencano_con_le_stesse_domande(
    quante: int,
    come: Come,
    ada: Utente,
    gallarate: Ambito,
    regione_minima: dict[str, int],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(quante):
        carica(come(ada), gallarate, piano_word(p(f"Altro {n}")))
    cliente = come(ada)
    cliente.get("/piani/da-word/")

    with django_assert_num_queries(DOMANDE_ELENCO):
        assert cliente.get("/piani/da-word/").text.count("piano.docx") == quante


DOMANDE_ELENCO = 9


# --- Into an empty plan, and back ------------------------------------------------------
def test_un_piano_vuoto_si_riempie_e_annullando_torna_vuoto(
    come: Come, ada: Utente, gallarate: Ambito, pronta: ImportazioneWord
) -> None:
    vuoto = crea_piano(gallarate, Triennio.objects.get(codice="2025-2027"), autore=ada)
    prima = list(vuoto.sezioni.values_list("chiave", "titolo"))

    come(ada).post(f"{pronta.get_absolute_url()}conferma/")
    assert Piano.objects.get().pk == vuoto.pk
    assert [s.titolo for s in vuoto.sezioni.all()] == ["Introduzione", "Obiettivi"]
    annullata = come(ada).post(f"{pronta.get_absolute_url()}annulla/", follow=True)

    assert "Qui resta che cosa si era capito del file." in annullata.text
    assert "scegli ancora il file" in annullata.text
    assert list(Piano.objects.get().sezioni.values_list("chiave", "titolo")) == prima
    assert not Scheda.objects.exists()
    assert Evento.objects.filter(tipo="piani.importazione_annullata").count() == 1


def test_un_piano_con_del_testo_non_si_tocca(
    come: Come, ada: Utente, gallarate: Ambito, pronta: ImportazioneWord
) -> None:
    piano = crea_piano(gallarate, Triennio.objects.get(codice="2025-2027"), autore=ada)
    Sezione.objects.filter(piano=piano, chiave="contesto").update(testo="<p>Scritto a mano</p>")

    come(ada).post(f"{pronta.get_absolute_url()}conferma/")

    pagina = come(ada).get(pronta.get_absolute_url()).text
    assert "ha già testo in: «Dati di contesto e quadro della conoscenza»" in pagina
    assert Sezione.objects.get(piano=piano, chiave="contesto").testo == "<p>Scritto a mano</p>"
    assert carica(come(ada), gallarate, piano_word(p("Altro"))).status_code == 422


def test_un_importazione_si_annulla_e_il_piano_nuovo_sparisce(
    come: Come, ada: Utente, pronta: ImportazioneWord
) -> None:
    come(ada).post(f"{pronta.get_absolute_url()}conferma/")
    assert "Annulla l'importazione" in come(ada).get(pronta.get_absolute_url()).text.replace("&#x27;", "'")

    come(ada).post(f"{pronta.get_absolute_url()}annulla/")

    assert not Piano.objects.exists()
    assert not Scheda.objects.exists()
    assert "il Piano non c'è più" in come(ada).get(pronta.get_absolute_url()).text.replace("&#x27;", "'")


IMPRONTA = "a" * 64


def _con_un_immagine() -> Json:
    testo = f'<p>Dove siamo.</p><figure><img alt="Carta" data-immagine="{IMPRONTA}"></figure>'
    voce = {"nome": "carta.png", "sha256": IMPRONTA, "tipo": "image/png", "dimensione": 9, "larghezza": 3, "altezza": 2}
    return documento_di_prova(sezioni=[sezione(testo=testo)], schede=[], tabelle=[], allegati=[voce])


@pytest.mark.parametrize("con_piano_vuoto", [True, False])
def test_chi_ha_solo_guardato_non_impedisce_di_annullare(
    ada: Utente, lia: Utente, gallarate: Ambito, pronta: ImportazioneWord, con_piano_vuoto: bool
) -> None:
    """A visit leaves its presence and its mark, the import its images: the undo takes them with it, and it can begin again."""
    triennio = Triennio.objects.get(codice="2025-2027")
    if con_piano_vuoto:
        crea_piano(gallarate, triennio, autore=ada)
    for _ in range(2):
        pronta.confermata_il, pronta.annullata_il = None, None
        pronta.save()
        piano = conferma_importazione(pronta, _con_un_immagine(), autore=ada)
        assert piano.immagini.count() == 1
        segnala_presenza(piano, parte="sezione/contesto", riga="", da_secondi=1, scrive=True, autore=lia)
        copia = CopiaLetta.objects.create(piano=piano, sha256="b" * 64, compresso=b"x")
        Lettura.objects.create(piano=piano, utente=lia, copia=copia, come=ComeLetta.UFFICIO)
        pronta.refresh_from_db()
        annulla_importazione(pronta, autore=ada)
        assert Piano.objects.exists() is con_piano_vuoto
        assert not Sezione.objects.exclude(testo="").exists()
        Lettura.objects.all().delete()
        CopiaLetta.objects.all().delete()


def test_un_immagine_portata_dopo_impedisce_di_annullare(ada: Utente, pronta: ImportazioneWord) -> None:
    piano = conferma_importazione(pronta, _con_un_immagine(), autore=ada)
    Immagine.objects.create(piano=piano, sha256="c" * 64, tipo="image/png", dimensione=9, larghezza=3, altezza=2)
    pronta.refresh_from_db()
    assert "immagini" in perche_non_si_annulla(pronta)


def test_dopo_una_modifica_non_si_annulla_piu(come: Come, ada: Utente, pronta: ImportazioneWord) -> None:
    come(ada).post(f"{pronta.get_absolute_url()}conferma/")
    contenuto_cambiato(Piano.objects.get())

    pronta.refresh_from_db()
    with pytest.raises(DatiNonValidi, match="qualcuno ha cambiato il Piano"):
        annulla_importazione(pronta, autore=ada)
    assert Piano.objects.count() == 1


def test_con_un_commento_non_si_annulla_piu(come: Come, ada: Utente, pronta: ImportazioneWord) -> None:
    come(ada).post(f"{pronta.get_absolute_url()}conferma/")
    piano = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio").get()
    commenta(piano, specie=SpecieParte.SEZIONE, parte="introduzione", testo="Da rivedere", autore=ada)

    pronta.refresh_from_db()
    assert "commenti" in perche_non_si_annulla(pronta)


def test_se_qualcosa_va_storto_a_meta_non_resta_nulla(
    come: Come, ada: Utente, pronta: ImportazioneWord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("piani.canonico.importa.importa_tabelle", _scoppia)

    come(ada).post(f"{pronta.get_absolute_url()}conferma/")

    assert not Piano.objects.exists()
    assert not Scheda.objects.exists()
    pronta.refresh_from_db()
    assert pronta.confermata_il is None


def _scoppia(*args: object) -> None:
    raise DatiNonValidi("Qualcosa è andato storto. Non è cambiato nulla.")


# --- The command ------------------------------------------------------------------------
@pytest.fixture
def file(tmp_path: Path) -> Path:
    percorso = tmp_path / "piano.docx"
    percorso.write_bytes(piano_word())
    return percorso


def test_il_comando_racconta_e_non_importa(file: Path, gallarate: Ambito, regione_minima: dict[str, int]) -> None:
    uscita = io.StringIO()
    call_command("importa_word", str(file), "50074", "2025-2027", stdout=uscita)

    assert "Sezioni 2, schede 1 (1 di obiettivo con 4 righe" in uscita.getvalue()
    assert "DA GUARDARE" in uscita.getvalue()
    assert "Nulla è stato importato: per importare aggiungi --conferma." in uscita.getvalue()
    assert not Piano.objects.exists()


def test_il_comando_con_conferma_importa(file: Path, gallarate: Ambito, regione_minima: dict[str, int]) -> None:
    uscita = io.StringIO()
    call_command("importa_word", str(file), "50074", "2025-2027", "--conferma", stdout=uscita)

    assert uscita.getvalue().rstrip().endswith("importato.")
    assert Piano.objects.get().voci.count() == 1
    with pytest.raises(CommandError, match="ha già schede o tabelle"):
        call_command("importa_word", str(file), "50074", "2025-2027", "--conferma")


def test_il_comando_scrive_il_resoconto_come_json(
    file: Path, gallarate: Ambito, regione_minima: dict[str, int]
) -> None:
    uscita = io.StringIO()
    call_command("importa_word", str(file), "50074", "2025-2027", "--json", stdout=uscita)

    resoconto = json.loads(uscita.getvalue())
    assert resoconto["conti"]["schede_obiettivo"] == 1
    assert {v["sicurezza"] for v in resoconto["voci"]} == {"certo", "probabile", "da_guardare"}


def test_il_comando_rifiuta_con_una_frase(tmp_path: Path, gallarate: Ambito, regione_minima: dict[str, int]) -> None:
    finto = tmp_path / "finto.docx"
    finto.write_bytes(b"ciao")
    with pytest.raises(CommandError, match="non è un documento di Word"):
        call_command("importa_word", str(finto), "50074", "2025-2027")
    with pytest.raises(CommandError, match="Non posso leggere"):
        call_command("importa_word", str(tmp_path / "manca.docx"), "50074", "2025-2027")
    with pytest.raises(CommandError, match="Non c'è un Ambito"):
        call_command("importa_word", str(finto), "99999", "2025-2027")


def test_il_file_del_portale_torna_com_era(tmp_path: Path, regione_minima: object, gallarate: Ambito) -> None:
    andata = documento_canonico(importa_piano(documento_di_prova()))
    file = tmp_path / "piano.docx"
    file.write_bytes(docx_del_piano(andata, bozza=False, giorno=dt.date(2026, 11, 25)))
    Piano.objects.get().voci.all().delete()
    Piano.objects.get().tabelle.all().delete()
    Piano.objects.get().sezioni.all().delete()
    Piano.objects.get().delete()
    call_command("importa_word", str(file), "50074", "2025-2027", "--conferma", stdout=io.StringIO())
    assert documento_canonico(Piano.objects.get())["sha256"] == andata["sha256"]


def test_il_file_del_portale_di_un_altro_ambito_si_rifiuta(
    tmp_path: Path, regione_minima: object, gallarate: Ambito, busto: Ambito
) -> None:
    file = tmp_path / "piano.docx"
    andata = documento_canonico(importa_piano(documento_di_prova()))
    file.write_bytes(docx_del_piano(andata, bozza=False, giorno=dt.date(2026, 11, 25)))
    with pytest.raises(CommandError, match="dell'Ambito 50074"):
        call_command("importa_word", str(file), busto.codice, "2025-2027", "--conferma", stdout=io.StringIO())
