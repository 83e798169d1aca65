"""The pages of the procedure: the plan's page, the page of each step, the dates, the files."""

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.exceptions import DatiNonValidi, NonPermesso
from piani import composizione, workflow
from piani.actions.date import registra_data
from piani.cronologia import ORDINE, cronologia_di, violazioni
from piani.enums import Passo, Stato
from piani.exceptions import DataFuoriOrdine
from piani.models import Piano
from piani.regole_passi import REGOLE, DatiPasso
from piani.workflow import esegui
from tests.cliente import Cliente
from tests.factories import SezioneFactory, VoceSchedaFactory
from tests.pagine import nomina
from utenti.models import Utente

pytestmark = pytest.mark.django_db

Come = Callable[[Utente], Cliente]
PDF = b"%PDF-1.7\natto\n%%EOF\n"


@pytest.fixture(autouse=True)
def senza_requisiti(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan has all that steps need: the rooms that say so have their own tests."""
    chiavi = {chiave for regola in REGOLE for chiave in regola.requisiti}
    vuoti = {c: composizione.Requisito(c, lambda piano, dati: iter(())) for c in chiavi}
    monkeypatch.setattr(workflow, "requisiti", lambda: vuoti)


def _porta_a(piano: Piano, stato: Stato) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=stato)
    piano.refresh_from_db()


def _passo(piano: Piano, passo: Passo) -> str:
    return reverse("piani:passo", kwargs={**piano.indirizzo, "passo": passo})


def test_dal_piano_il_responsabile_trova_il_pulsante_del_passo_e_lo_fa(come: Come, piano: Piano, ada: Utente) -> None:
    cliente = come(ada)
    assert _passo(piano, Passo.INVIA_IN_VERIFICA) in cliente.get(piano.get_absolute_url()).text

    pagina = cliente.post(_passo(piano, Passo.INVIA_IN_VERIFICA), follow=True)

    assert "Il Piano è in verifica presso" in pagina.text
    piano.refresh_from_db()
    assert piano.stato == Stato.IN_VERIFICA


def test_chi_non_fa_passi_vede_a_chi_tocca_e_nessun_pulsante(come: Come, piano: Piano, lia: Utente) -> None:
    pagina = come(lia).get(piano.get_absolute_url()).text

    assert "Adesso tocca a: <strong>Ufficio di Piano</strong>" in pagina
    assert _passo(piano, Passo.INVIA_IN_VERIFICA) not in pagina


def test_il_passo_che_non_si_puo_dice_perche_al_posto_del_pulsante(come: Come, piano: Piano, ada: Utente) -> None:
    pagina = come(ada).get(_passo(piano, Passo.COMPLETA_SOTTOSCRIZIONE))

    assert "Adesso non si può" in pagina.text
    assert "si fa quando è «In sottoscrizione»" in pagina.text


def test_l_assenso_senza_protocollo_resta_sulla_pagina(come: Come, piano: Piano, franco: Utente) -> None:
    _porta_a(piano, Stato.IN_VERIFICA)

    pagina = come(franco).post(_passo(piano, Passo.DAI_ASSENSO), {"giorno": "2024-12-16"})

    assert pagina.status_code == 422
    piano.refresh_from_db()
    assert piano.stato == Stato.IN_VERIFICA


def test_l_assenso_con_una_data_nel_futuro_resta_sulla_pagina(come: Come, piano: Piano, franco: Utente) -> None:
    _porta_a(piano, Stato.IN_VERIFICA)

    pagina = come(franco).post(_passo(piano, Passo.DAI_ASSENSO), {"giorno": "2999-12-16", "numero": "1"})

    assert pagina.status_code == 422
    assert "nel futuro" in pagina.text


def test_l_ats_nomina_le_righe_e_l_ufficio_le_trova(come: Come, piano: Piano, ada: Utente, elena: Utente) -> None:
    voce = VoceSchedaFactory.create(piano=piano, codice="A")
    SezioneFactory.create(piano=piano, chiave="contesto", titolo="Dati di contesto")
    esegui(Passo.INVIA_IN_VERIFICA, piano, autore=ada)
    cliente = come(elena)
    assert "Dati di contesto" in cliente.get(_passo(piano, Passo.CHIEDI_INTEGRAZIONI)).text

    pagina = cliente.post(
        _passo(piano, Passo.CHIEDI_INTEGRAZIONI),
        {"motivo": "Manca la fonte", "parti": ["sezione:contesto", f"scheda:{voce.specie}:A"]},
        follow=True,
    )

    assert "La richiesta è partita" in pagina.text
    procedura = come(ada).get(reverse("piani:procedura", kwargs=piano.indirizzo)).text
    assert "Manca la fonte" in procedura
    assert voce.get_absolute_url() in procedura


def test_una_parte_che_nel_piano_non_c_e_si_rifiuta(come: Come, piano: Piano, elena: Utente) -> None:
    _porta_a(piano, Stato.IN_VERIFICA)

    pagina = come(elena).post(_passo(piano, Passo.CHIEDI_INTEGRAZIONI), {"motivo": "x", "parti": ["sezione:inventata"]})

    assert pagina.status_code == 422
    piano.refresh_from_db()
    assert piano.stato == Stato.IN_VERIFICA


def test_il_recepimento_vuole_un_pdf_o_un_p7m_vero(come: Come, piano: Piano, nino: Utente) -> None:
    _porta_a(piano, Stato.SOTTOSCRITTO)
    dati = {"tipo_atto": "decreto", "numero": "18", "giorno": "2025-01-13"}
    cliente = come(nino)

    falso = cliente.post(
        _passo(piano, Passo.RECEPISCI), {**dati, "file": SimpleUploadedFile("atto.pdf", b"PK\x03\x04finto")}
    )
    assert falso.status_code == 422
    assert "Conta il contenuto, non il nome" in falso.text

    vero = cliente.post(_passo(piano, Passo.RECEPISCI), {**dati, "file": SimpleUploadedFile("atto.pdf", PDF)})
    assert vero.status_code == 302
    passaggio = piano.passaggi.get()
    assert passaggio.nome_file == "atto.pdf"
    assert cliente.get(reverse("piani:passaggio_file", kwargs={**piano.indirizzo, "pk": passaggio.pk})).content == PDF


def test_approvare_non_ha_una_pagina_qui_ma_in_assemblea(come: Come, piano: Piano, sara: Utente) -> None:
    _porta_a(piano, Stato.VERIFICATO)

    assert come(sara).get(_passo(piano, Passo.APPROVA)).status_code == 404


def test_fuori_ordine_la_pagina_chiede_conferma(come: Come, piano: Piano, nino: Utente) -> None:
    _porta_a(piano, Stato.SOTTOSCRITTO)
    cronologia = cronologia_di(piano)
    cronologia.approvazione_il, cronologia.approvazione_organo = dt.date(2025, 1, 20), "Assemblea dei Sindaci"
    cronologia.save()
    dati = {"tipo_atto": "decreto", "numero": "18", "giorno": "2025-01-13"}
    cliente = come(nino)

    primo = cliente.post(_passo(piano, Passo.RECEPISCI), {**dati, "file": SimpleUploadedFile("a.pdf", PDF)})
    assert primo.status_code == 422
    assert "di solito viene prima" in primo.text

    dati["conferma_ordine"] = "on"
    cliente.post(_passo(piano, Passo.RECEPISCI), {**dati, "file": SimpleUploadedFile("a.pdf", PDF)})
    assert "Da controllare" in cliente.get(reverse("piani:procedura", kwargs=piano.indirizzo)).text


# --- Dates --------------------------------------------------------------------
def test_la_data_del_burl_si_registra_e_si_corregge(come: Come, piano: Piano, ada: Utente) -> None:
    _porta_a(piano, Stato.SOTTOSCRITTO)
    indirizzo = reverse("piani:data", kwargs={**piano.indirizzo, "fatto": "burl"})
    cliente = come(ada)

    cliente.post(indirizzo, {"giorno": "2025-02-01", "numero": "5"})
    cliente.post(indirizzo, {"giorno": "2025-02-05", "numero": "6"})

    riga = cronologia_di(piano)
    assert (riga.burl_il, riga.burl_numero) == (dt.date(2025, 2, 5), "6")


def test_chi_registra_date_altrove_qui_non_le_registra(piano: Piano, dario: Utente) -> None:
    _porta_a(piano, Stato.SOTTOSCRITTO)

    with pytest.raises(NonPermesso):
        registra_data(piano, "burl", giorno=dt.date(2025, 2, 1), autore=dario)


@pytest.mark.parametrize(
    ("fatto", "stato", "giorno", "frase"),
    [
        ("burl", Stato.APPROVATO, dt.date(2025, 2, 1), "quando il Piano è «Sottoscritto»"),
        ("burl", Stato.SOTTOSCRITTO, dt.date(2999, 1, 1), "nel futuro"),
        ("assenso", Stato.SOTTOSCRITTO, dt.date(2025, 1, 1), "la scrive il suo passo"),
    ],
)
def test_una_data_che_non_puo_essere_si_rifiuta(
    piano: Piano, fatto: str, stato: Stato, giorno: dt.date, frase: str
) -> None:
    _porta_a(piano, stato)

    with pytest.raises(DatiNonValidi, match=frase):
        registra_data(piano, fatto, giorno=giorno, autore=None)

    assert cronologia_di(piano).pk is None


def test_una_data_fuori_ordine_passa_solo_se_confermata(piano: Piano) -> None:
    _porta_a(piano, Stato.SOTTOSCRITTO)
    registra_data(piano, "repertorio", giorno=dt.date(2024, 12, 31), autore=None)
    cronologia = cronologia_di(piano)
    cronologia.approvazione_il, cronologia.approvazione_organo = dt.date(2024, 12, 18), "Assemblea"
    cronologia.save()

    with pytest.raises(DataFuoriOrdine):
        registra_data(piano, "atto_accordo", giorno=dt.date(2024, 12, 10), autore=None)

    registra_data(piano, "atto_accordo", giorno=dt.date(2024, 12, 10), autore=None, conferma_ordine=True)


def test_due_date_in_ordine_o_ignote_non_fanno_parlare_nessuno() -> None:
    giorni = {c: dt.date(2024, 12, 1) for a in ORDINE for c in (a.prima, a.dopo)}

    assert list(violazioni(giorni)) == []
    assert list(violazioni(dict.fromkeys(giorni))) == []


# --- Reading ------------------------------------------------------------------
@pytest.mark.parametrize("quante", [1, 3])
def test_la_pagina_della_procedura_costa_sempre_uguale(
    come: Come, piano: Piano, ada: Utente, quante: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(quante):
        esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)
        esegui(Passo.CHIUDI_CONSULTAZIONE, piano, autore=ada)
    cliente = come(ada)

    with django_assert_num_queries(8):
        cliente.get(reverse("piani:procedura", kwargs=piano.indirizzo))


def test_chi_legge_un_piano_approvato_vede_le_date_e_non_chi_le_ha_registrate(
    client: Cliente, piano: Piano, ada: Utente
) -> None:
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)
    _porta_a(piano, Stato.APPROVATO)

    pagina = client.get(reverse("piani:procedura", kwargs=piano.indirizzo)).text

    assert "Gli atti e le date" in pagina
    assert "I passi fatti" not in pagina
    assert not nomina(pagina, "Ada")


def test_il_documento_della_procedura_e_quello_stampato() -> None:
    uscita = StringIO()

    call_command("stampa_procedimento", stdout=uscita)

    assert Path(settings.BASE_DIR, "docs", "procedimento.md").read_text(encoding="utf-8") == uscita.getvalue()


def test_dati_del_passo_vuoti_non_nominano_nulla() -> None:
    assert not any(vars(DatiPasso()).values())
