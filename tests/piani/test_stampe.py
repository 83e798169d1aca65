"""Prints and reading pages, with people in them; the command."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from core.exceptions import DatiNonValidi, NonPermesso
from documenti import archivio
from documenti.actions import inizia
from documenti.enums import StatoLavoro, TipoFile
from documenti.esecuzione import svolgi_qui
from documenti.models import Lavoro
from piani.actions.stampe import LAVORO, chiedi_stampa
from piani.canonico import documento
from piani.enums import Stato
from piani.models import Piano, Stampa, Versione
from piani.versioni import congela
from piani.views.lettura import piano_letto
from registro.models import Evento
from registro.queries import testa as capo_del_registro
from tests.cliente import Cliente
from tests.factories import CampoSchedaFactory, PianoFactory, RispostaFactory, SezioneFactory, VoceSchedaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def scritto(piano: Piano) -> Piano:
    """Gallarate's plan with a chapter, a section in it and a sheet."""
    capitolo = SezioneFactory.create(piano=piano, chiave="contesto", titolo="Dati di contesto")
    SezioneFactory.create(piano=piano, genitore=capitolo, chiave="anziani", titolo="Gli anziani")
    voce = VoceSchedaFactory.create(piano=piano, sezione=capitolo, codice="A")
    RispostaFactory.create(
        scheda=voce.scheda, campo=CampoSchedaFactory.create(formato=voce.scheda.formato, etichetta="TARGET")
    )
    return piano


def indirizzo(piano: Piano, resto: str) -> str:
    return f"{piano.get_absolute_url()}{resto}"


def pubblica(piano: Piano) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    piano.refresh_from_db()


def stampa_pronta(piano: Piano, *, bozza: bool, nome: str = "a") -> Stampa:
    file = archivio.conserva(b"%PDF-1.7\n" + nome.encode() + b"\n%%EOF\n", nome="p.pdf", tipi=frozenset({TipoFile.PDF}))
    lavoro = Lavoro.objects.create(
        tipo=LAVORO, chiave=nome, stato=StatoLavoro.RIUSCITO, risultato=file, nome_file="p.pdf"
    )
    versione = congela(piano, autore=None)
    return Stampa.objects.create(versione=versione, lavoro=lavoro, bozza=bozza, pagine=3)


# --- Asking for a print --------------------------------------------------------------------------


def test_la_stampa_parte_e_arriva_al_pdf(scritto: Piano, ada: Utente, come: Come) -> None:
    stampa = chiedi_stampa(scritto, autore=ada)
    lavoro = inizia(stampa.lavoro_id)
    assert lavoro is not None
    svolgi_qui(lavoro)
    stampa.refresh_from_db()
    assert stampa.lavoro.stato == StatoLavoro.RIUSCITO
    assert stampa.bozza
    risposta = come(ada).get(indirizzo(scritto, f"stampe/{stampa.pk}/scarica/"))
    with pikepdf.open(io.BytesIO(risposta.content)) as pdf:
        assert len(pdf.pages) == stampa.pagine
        assert pdf.attachments["piano.json"].get_file().read_bytes() == bytes(stampa.versione.contenuto)
    assert "bozza" in risposta["Content-Disposition"]


def test_lo_stesso_contenuto_non_si_congela_e_non_si_stampa_due_volte(scritto: Piano, ada: Utente) -> None:
    prima = chiedi_stampa(scritto, autore=ada)
    assert chiedi_stampa(scritto, autore=ada) == prima
    assert Versione.objects.count() == Stampa.objects.count() == 1
    assert Evento.objects.filter(tipo="piani.versione_congelata").count() == 1
    assert prima.versione.sha256 == documento(scritto)["sha256"]


def test_un_contenuto_nuovo_ha_la_sua_versione(scritto: Piano, ada: Utente) -> None:
    chiedi_stampa(scritto, autore=ada)
    SezioneFactory.create(piano=scritto, chiave="altra")
    chiedi_stampa(scritto, autore=ada)
    assert Versione.objects.count() == Stampa.objects.count() == 2


def test_una_stampa_fallita_si_puo_chiedere_di_nuovo(scritto: Piano, ada: Utente) -> None:
    prima = chiedi_stampa(scritto, autore=ada)
    Lavoro.objects.filter(pk=prima.lavoro_id).update(stato=StatoLavoro.FALLITO, errore="Non è riuscita.")
    assert chiedi_stampa(scritto, autore=ada).pk != prima.pk
    assert Versione.objects.count() == 1


def test_un_piano_approvato_non_si_stampa_come_bozza(scritto: Piano, ada: Utente) -> None:
    pubblica(scritto)
    assert not chiedi_stampa(scritto, autore=ada).bozza


def test_una_scheda_che_non_c_e_non_si_stampa(scritto: Piano, ada: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="ZZ"):
        chiedi_stampa(scritto, autore=ada, scheda="obiettivo:ZZ")
    assert not Stampa.objects.exists()


def test_chi_lavora_altrove_non_stampa(scritto: Piano, dario: Utente, come: Come) -> None:
    with pytest.raises(NonPermesso):
        chiedi_stampa(scritto, autore=dario)
    assert come(dario).post(indirizzo(scritto, "stampe/nuova/"), {"scheda": ""}).status_code == 404
    pubblica(scritto)
    assert come(dario).post(indirizzo(scritto, "stampe/nuova/"), {"scheda": ""}).status_code == 403
    assert not Stampa.objects.exists()


def test_il_pulsante_stampa_mette_in_coda_e_torna_all_elenco(scritto: Piano, ada: Utente, come: Come) -> None:
    cliente = come(ada)
    risposta = cliente.post(indirizzo(scritto, "stampe/nuova/"), {"scheda": "obiettivo:A"}, follow=True)
    assert "in coda" in risposta.content.decode()
    assert "Scheda A, bozza" in risposta.content.decode()
    assert Stampa.objects.get().scheda == "obiettivo:A"
    assert cliente.post(indirizzo(scritto, "stampe/nuova/"), {"scheda": "obiettivo:ZZ"}).status_code == 400


# --- The list and the files ----------------------------------------------------------------------


@pytest.mark.parametrize("quante", [1, 3])
def test_l_elenco_delle_stampe_costa_sempre_uguale(
    quante: int, scritto: Piano, ada: Utente, come: Come, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(quante):
        stampa_pronta(scritto, bozza=True, nome=f"stampa {n}")
    cliente = come(ada)
    with django_assert_max_num_queries(9) as conto:
        risposta = cliente.get(indirizzo(scritto, "stampe/"))
    assert risposta.content.decode().count("Tutto il Piano, bozza") == quante
    assert len(conto) == 8


def test_l_elenco_delle_stampe_va_a_pagine(scritto: Piano, ada: Utente, come: Come, settings: Settings) -> None:
    settings.RIGHE_PER_PAGINA = 2
    for n in range(3):
        stampa_pronta(scritto, bozza=True, nome=f"stampa {n}")
    cliente = come(ada)
    assert "?pagina=2" in cliente.get(indirizzo(scritto, "stampe/")).text
    assert cliente.get(indirizzo(scritto, "stampe/?pagina=2")).text.count("Tutto il Piano, bozza") == 1


def test_la_stampa_in_corso_si_aggiorna_da_sola(scritto: Piano, ada: Utente, come: Come) -> None:
    stampa = chiedi_stampa(scritto, autore=ada)
    Lavoro.objects.filter(pk=stampa.lavoro_id).update(stato=StatoLavoro.IN_CORSO, fatto=40, totale=100, fase="Impagino")
    pezzo = come(ada).get(indirizzo(scritto, "stampe/"), headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in pezzo
    assert "Impagino, 40%" in pezzo
    assert "<h1>" not in pezzo


def test_la_bozza_non_si_scarica_da_fuori_nemmeno_dopo_l_approvazione(
    scritto: Piano, ada: Utente, dario: Utente, come: Come, client: Cliente
) -> None:
    bozza = stampa_pronta(scritto, bozza=True)
    pubblica(scritto)
    definitiva = stampa_pronta(scritto, bozza=False, nome="b")
    dove = indirizzo(scritto, f"stampe/{bozza.pk}/scarica/")
    assert [c.get(dove).status_code for c in (come(ada), come(dario), client)] == [200, 404, 404]
    assert client.get(indirizzo(scritto, f"stampe/{definitiva.pk}/scarica/")).status_code == 200


def test_la_stampa_di_un_altro_piano_non_passa_da_qui(
    scritto: Piano, piano_di_busto: Piano, ada: Utente, dario: Utente, come: Come
) -> None:
    stampa = stampa_pronta(scritto, bozza=True)
    assert come(dario).get(indirizzo(piano_di_busto, f"stampe/{stampa.pk}/scarica/")).status_code == 404


# --- Reading -------------------------------------------------------------------------------------


def test_il_piano_pubblico_lo_legge_chiunque_e_la_bozza_no(
    scritto: Piano, ada: Utente, dario: Utente, come: Come, client: Cliente
) -> None:
    pagine = ["leggi/", "leggi/contesto/", "leggi/allegati/sintesi/"]
    for pagina in pagine:
        assert come(ada).get(indirizzo(scritto, pagina)).status_code == 200
        assert come(dario).get(indirizzo(scritto, pagina)).status_code == 404
        assert client.get(indirizzo(scritto, pagina)).status_code == 404
    pubblica(scritto)
    for pagina in pagine:
        assert client.get(indirizzo(scritto, pagina)).status_code == 200


def test_il_capitolo_mostra_le_righe_della_scheda_e_le_ancore(scritto: Piano, ada: Utente, come: Come) -> None:
    pagina = come(ada).get(indirizzo(scritto, "leggi/contesto/")).content.decode()
    assert re.search(r"<dt>TARGET.*?</dt>\s*<dd[^>]*>\s*<p>Risposta</p>", pagina, re.DOTALL)
    assert 'id="scheda-obiettivo-a"' in pagina
    assert "1.1 Gli anziani" in pagina
    indice = come(ada).get(indirizzo(scritto, "leggi/")).content.decode()
    assert "leggi/contesto/#scheda-obiettivo-a" in indice
    assert "Vai alle stampe" in indice


def test_prima_e_dopo_portano_ai_capitoli_vicini(scritto: Piano, ada: Utente, come: Come) -> None:
    SezioneFactory.create(piano=scritto, chiave="reti", titolo="Reti")
    pagina = come(ada).get(indirizzo(scritto, "leggi/reti/")).content.decode()
    assert 'rel="prev" href="/piani/50074/2025-2027/leggi/contesto/"' in pagina
    assert 'rel="next" href="/piani/50074/2025-2027/leggi/allegati/sintesi/"' in pagina


@pytest.mark.parametrize("pagina", ["leggi/nulla/", "leggi/allegati/accordo/", "leggi/allegati/altro/"])
def test_una_pagina_che_non_c_e_e_404(pagina: str, scritto: Piano, ada: Utente, come: Come) -> None:
    assert come(ada).get(indirizzo(scritto, pagina)).status_code == 404


def test_chi_legge_trova_l_ultimo_pdf_definitivo(scritto: Piano, client: Cliente) -> None:
    stampa_pronta(scritto, bozza=True)
    pubblica(scritto)
    assert "Scarica il PDF" not in client.get(indirizzo(scritto, "leggi/")).content.decode()
    stampa_pronta(scritto, bozza=False, nome="b")
    assert "Scarica il PDF" in client.get(indirizzo(scritto, "leggi/")).content.decode()


@pytest.mark.parametrize("quanti", [1, 3])
def test_leggere_costa_poche_interrogazioni(
    quanti: int, scritto: Piano, client: Cliente, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(quanti):
        SezioneFactory.create(piano=scritto, chiave=f"capitolo-{n}")
    pubblica(scritto)
    for pagina in ("leggi/", "leggi/contesto/"):
        client.get(indirizzo(scritto, pagina))
        with django_assert_max_num_queries(4):
            client.get(indirizzo(scritto, pagina))


def test_una_modifica_si_legge_subito(scritto: Piano) -> None:
    prima = piano_letto(scritto)
    assert piano_letto(scritto) is prima
    SezioneFactory.create(piano=scritto, chiave="nuova", titolo="Nuova")
    Piano.objects.filter(pk=scritto.pk).update(contenuto=scritto.contenuto + 1)
    scritto.refresh_from_db()
    assert [c.titolo for c in piano_letto(scritto).capitoli] == ["Dati di contesto", "Nuova"]


# --- The command ---------------------------------------------------------------------------------


def test_il_comando_stampa_e_dice_quanto(scritto: Piano, tmp_path: Path) -> None:
    uscita = io.StringIO()
    file = tmp_path / "scheda.pdf"
    call_command("stampa_piano", "50074", "2025-2027", "-o", str(file), "--scheda", "A", stdout=uscita)
    assert file.read_bytes().startswith(b"%PDF")
    assert "pagin" in uscita.getvalue()
    assert "sha256" in uscita.getvalue()


@pytest.mark.parametrize(
    ("argomenti", "frase"),
    [
        (["99999", "2025-2027"], "Non c'è un Ambito con il codice 99999"),
        (["50074", "2031-2033"], "Il triennio 2031-2033 non è tra quelli caricati"),
        (["50049", "2025-2027"], "non ha un Piano per il triennio"),
        (["50074", "2025-2027", "--scheda", "ZZ"], "non c'è una scheda con il codice ZZ"),
    ],
)
@pytest.mark.usefixtures("busto")
def test_il_comando_rifiuta_in_italiano(argomenti: list[str], frase: str, scritto: Piano, tmp_path: Path) -> None:
    file = tmp_path / "p.pdf"
    with pytest.raises(CommandError, match=frase):
        call_command("stampa_piano", *argomenti, "-o", str(file))
    assert not file.exists()


def test_il_comando_vuole_una_cartella_che_esiste(scritto: Piano, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"la cartella non esiste\. Nulla è stato scritto"):
        call_command("stampa_piano", "50074", "2025-2027", "-o", str(tmp_path / "manca" / "p.pdf"))


@pytest.mark.parametrize("comando", ["stampa_piano", "esporta_piano"])
def test_il_comando_si_accorge_prima_che_l_uscita_e_una_cartella(
    comando: str, scritto: Piano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documenti.pdf._impagina", pytest.fail)
    with pytest.raises(CommandError, match="è una cartella, indica anche il nome del file"):
        call_command(comando, "50074", "2025-2027", "-o", str(tmp_path))
    assert not Versione.objects.exists()


def test_comando_e_lavoro_danno_lo_stesso_giorno_alla_stessa_versione(
    scritto: Piano, ada: Utente, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with time_machine.travel("2026-03-02 12:00:00+01:00", tick=False), django_capture_on_commit_callbacks():
        stampa = chiedi_stampa(scritto, autore=ada, scheda="obiettivo:A")
    testa_di_allora = capo_del_registro(scritto.catena)
    lavoro = inizia(stampa.lavoro_id)
    assert lavoro is not None
    svolgi_qui(lavoro)
    lavoro.refresh_from_db()
    assert lavoro.risultato is not None
    file = tmp_path / "scheda.pdf"
    with time_machine.travel("2026-05-04 12:00:00+02:00", tick=False):
        call_command("stampa_piano", "50074", "2025-2027", "-o", str(file), "--scheda", "obiettivo:A")
    assert capo_del_registro(scritto.catena) == testa_di_allora
    assert file.read_bytes() == archivio.leggi(lavoro.risultato)


def test_un_piano_senza_capitoli_si_legge_lo_stesso(gallarate: object, client: Cliente) -> None:
    vuoto = PianoFactory.create(ambito=gallarate)
    pubblica(vuoto)
    assert "non ha ancora capitoli" in client.get(indirizzo(vuoto, "leggi/")).content.decode()
