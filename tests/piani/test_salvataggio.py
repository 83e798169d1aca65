"""The page saves by itself: through the same door, without filling the history, without writing over anybody."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.storia import AUTOMATICO, DA_PARTE, MIO, UNIONE
from obiettivi.models import FormatoScheda, Macroarea, Risposta
from piani.actions.sezioni import scrivi_sezione, segna_sezione
from piani.models import Piano, Sezione, VoceScheda
from piani.versioni import congela
from tests.cliente import Cliente
from tests.factories import SezioneFactory, VoceSchedaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def sezione(piano: Piano) -> Sezione:
    return SezioneFactory.create(piano=piano, chiave="contesto", titolo="Contesto", testo="<p>Uno</p>")


@pytest.fixture
def voce(piano: Piano, regione_minima: object) -> VoceScheda:
    formato = FormatoScheda.objects.get(chiave="obiettivo-2025")
    return VoceSchedaFactory.create(piano=piano, codice="A", scheda__formato=formato, scheda__titolo="Prima")


def dove(sezione: Sezione) -> str:
    return f"{sezione.piano.get_absolute_url()}sezioni/{sezione.chiave}/"


def riga(voce: VoceScheda, chiave: str) -> str:
    return f"{voce.get_absolute_url()}righe/{chiave}/"


def da_sola(cliente: Cliente, indirizzo: str, pagina: str = "unapagina", invio: int = 0, **dati: object) -> Any:
    """Save as the page's script does."""
    teste = {"X-Requested-With": "fetch", "X-Pagina": pagina, **({"X-Invio": str(invio)} if invio else {})}
    return cliente.post(indirizzo, dati, headers=teste)


def motivi(storia: Any) -> list[str]:
    righe = storia.order_by("history_date", "history_id").values_list("history_change_reason", flat=True)
    return [(m or "").partition(" dal ")[0] for m in righe]


# --- What the page is told ------------------------------------------------------
def test_la_pagina_sa_quando_e_salvato_e_da_dove_riparte(come: Come, ada: Utente, sezione: Sezione) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 25, 9, 42, tzinfo=dt.UTC), tick=False):
        risposta = da_sola(come(ada), dove(sezione), testo="<p>Due</p>", revisione=1)
    assert risposta.json() == {"revisione": 2, "ora": "10:42", "avviso": "", "frammenti": {}}
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Due</p>"


def test_una_sezione_completa_che_cambia_si_riapre_e_lo_dice(come: Come, ada: Utente, sezione: Sezione) -> None:
    segna_sezione(sezione, completa=True, revisione=1, autore=ada)
    risposta = da_sola(come(ada), dove(sezione), testo="<p>Due</p>", revisione=2)
    assert "torna in lavorazione" in risposta.json()["avviso"]
    sezione.refresh_from_db()
    assert not sezione.completa


def test_una_riga_dice_anche_quante_ne_sono_compilate(come: Come, ada: Utente, voce: VoceScheda) -> None:
    risposta = da_sola(come(ada), riga(voce, "target"), testo="<p>Tutti</p>", revisione=1).json()
    assert risposta["revisione"] == 2
    assert "2 di 26" in risposta["frammenti"]["contatore"]
    assert "Compilata" in risposta["frammenti"]["stato-target"]


@pytest.mark.parametrize("chiave", ["target", "contesto"])
def test_un_testo_troppo_lungo_e_rifiutato_con_una_frase(
    come: Come, ada: Utente, voce: VoceScheda, sezione: Sezione, chiave: str, settings: Any
) -> None:
    settings.LIMITE_TESTO_CARATTERI = 10
    indirizzo = dove(sezione) if chiave == "contesto" else riga(voce, chiave)
    risposta = da_sola(come(ada), indirizzo, testo="<p>Più di dieci caratteri</p>", revisione=1)
    assert risposta.status_code == 422
    assert "Accorcialo" in risposta.json()["frase"]


def test_chi_lavora_altrove_non_salva(come: Come, dario: Utente, sezione: Sezione, voce: VoceScheda) -> None:
    for indirizzo in (dove(sezione), riga(voce, "target")):
        assert da_sola(come(dario), indirizzo, testo="<p>x</p>", revisione=1).status_code == 404


def test_la_pagina_di_una_persona_non_salva_a_nome_di_un_altra(
    come: Come, ada: Utente, lia: Utente, sezione: Sezione, voce: VoceScheda
) -> None:
    """On a shared computer Lia logs in while a page of Ada's is open."""
    for indirizzo in (dove(sezione), riga(voce, "target")):
        teste = {"X-Requested-With": "fetch", "X-Pagina": "p", "X-Persona": str(ada.pk)}
        risposta = come(lia).post(indirizzo, {"testo": "<p>Di Ada</p>", "revisione": 1}, headers=teste)
        assert risposta.status_code == 403
        assert "un'altra persona" in risposta.text.replace("&#x27;", "'")
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Uno</p>"


# --- The history ----------------------------------------------------------------
def test_dieci_salvataggi_di_seguito_sono_una_versione(come: Come, ada: Utente, sezione: Sezione) -> None:
    cliente = come(ada)
    for n in range(1, 11):
        assert da_sola(cliente, dove(sezione), testo=f"<p>{n}</p>", revisione=n).status_code == 200
    assert motivi(sezione.storia) == ["", AUTOMATICO]
    assert sezione.storia.first().testo == "<p>10</p>"


def test_dopo_dieci_minuti_comincia_una_versione_nuova(come: Come, ada: Utente, sezione: Sezione) -> None:
    cliente, inizio = come(ada), timezone.now()
    for n, minuti in enumerate((0, 4, 8, 11, 15), 1):
        with time_machine.travel(inizio + dt.timedelta(minutes=minuti), tick=False):
            da_sola(cliente, dove(sezione), testo=f"<p>{n}</p>", revisione=n)
    assert [v.testo for v in sezione.storia.order_by("history_id")] == ["<p>Uno</p>", "<p>3</p>", "<p>5</p>"]


def test_il_pulsante_un_altra_persona_e_un_altra_finestra_fanno_versione(
    come: Come, ada: Utente, lia: Utente, sezione: Sezione
) -> None:
    da_sola(come(ada), dove(sezione), testo="<p>a</p>", revisione=1)
    da_sola(come(lia), dove(sezione), testo="<p>b</p>", revisione=2)
    da_sola(come(ada), dove(sezione), testo="<p>c</p>", revisione=3)
    da_sola(come(ada), dove(sezione), testo="<p>d</p>", revisione=4, pagina="unaltra")
    come(ada).post(dove(sezione), {"testo": "<p>e</p>", "revisione": 5})
    assert motivi(sezione.storia) == ["", *[AUTOMATICO] * 4, ""]


def test_cio_che_e_stato_fissato_tiene_la_sua_versione(come: Come, ada: Utente, sezione: Sezione) -> None:
    da_sola(come(ada), dove(sezione), testo="<p>a</p>", revisione=1)
    congela(sezione.piano, autore=ada)
    da_sola(come(ada), dove(sezione), testo="<p>b</p>", revisione=2)
    assert [v.testo for v in sezione.storia.order_by("history_id")] == ["<p>Uno</p>", "<p>a</p>", "<p>b</p>"]


def test_le_stesse_parole_non_salvano_nulla(come: Come, ada: Utente, sezione: Sezione) -> None:
    assert da_sola(come(ada), dove(sezione), testo="<p>Uno</p>", revisione=1).json()["revisione"] == 1
    assert sezione.storia.count() == 1


def test_anche_il_titolo_della_scheda_resta_una_versione(come: Come, ada: Utente, voce: VoceScheda) -> None:
    cliente = come(ada)
    prima = voce.scheda.storia.count()
    for n, titolo in enumerate(("Una", "Una casa", "Una casa per tutti"), 1):
        da_sola(cliente, riga(voce, "titolo"), titolo=titolo, revisione=n)
    voce.scheda.refresh_from_db()
    assert voce.scheda.titolo == "Una casa per tutti"
    assert voce.scheda.storia.count() == prima + 1


def test_se_la_risposta_si_perde_per_strada_la_pagina_riprende_dai_suoi_salvataggi(
    come: Come, ada: Utente, lia: Utente, sezione: Sezione, voce: VoceScheda
) -> None:
    for indirizzo in (dove(sezione), riga(voce, "target")):
        da_sola(come(ada), indirizzo, testo="<p>a</p>", revisione=1)
        assert da_sola(come(ada), indirizzo, testo="<p>a b</p>", revisione=1).status_code == 200
        assert da_sola(come(lia), indirizzo, testo="<p>c</p>", revisione=1, pagina="unapagina").status_code == 409
    sezione.refresh_from_db()
    assert sezione.testo == "<p>a b</p>"


# --- The conflict ---------------------------------------------------------------
def test_il_salvataggio_automatico_si_ferma_davanti_al_testo_di_un_altro(
    come: Come, ada: Utente, lia: Utente, sezione: Sezione
) -> None:
    da_sola(come(ada), dove(sezione), testo="<p>Di Ada</p>", revisione=1)
    risposta = da_sola(come(lia), dove(sezione), pagina="dilia", testo="<p>Di Lia</p>", revisione=1)
    assert risposta.status_code == 409
    assert "Ada ha salvato" in risposta.json()["frase"]
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Di Ada</p>"
    messe = sezione.storia.filter(history_change_reason__startswith=DA_PARTE)
    assert {(v.testo, v.history_user, v.history_change_reason) for v in messe} == {
        ("<p>Di Lia</p>", lia, MIO),
        ("<p>Di Ada</p><p>Di Lia</p>", lia, UNIONE),
    }


@pytest.mark.parametrize(
    ("scelta", "resta"),
    [("mio", "<p>Di Lia</p>"), ("loro", "<p>Di Ada</p>"), ("unito", "<p>Di Ada</p><p>Di Lia</p>")],
)
def test_comunque_si_scelga_la_storia_tiene_tutti_e_tre(
    come: Come, ada: Utente, lia: Utente, sezione: Sezione, scelta: str, resta: str
) -> None:
    scrivi_sezione(sezione, testo="<p>Di Ada</p>", revisione=1, autore=ada)
    pagina = come(lia).post(dove(sezione), {"testo": "<p>Di Lia</p>", "revisione": 1})
    assert "<ins>" in pagina.text
    dati = {"testo": resta, "revisione": 2, "scelta": scelta}
    seguito = come(lia).post(dove(sezione), dati, follow=True)
    assert "Resta il testo che era salvato" in seguito.text if scelta == "loro" else "è salvato" in seguito.text
    sezione.refresh_from_db()
    assert sezione.testo == resta
    assert {v.testo for v in sezione.storia.all()} >= {"<p>Di Ada</p>", "<p>Di Lia</p>", "<p>Di Ada</p><p>Di Lia</p>"}
    assert "conflitto, messo da parte" in seguito.text


def test_chi_ha_cambiato_punti_diversi_trova_l_unione_pronta_e_la_sceglie(
    come: Come, ada: Utente, lia: Utente, piano: Piano
) -> None:
    sezione = SezioneFactory.create(piano=piano, chiave="s", testo="<p>Uno</p><p>Due</p><p>Tre</p>")
    scrivi_sezione(sezione, testo="<p>Uno di Ada</p><p>Due</p><p>Tre</p>", revisione=1, autore=ada)
    pagina = come(lia).post(dove(sezione), {"testo": "<p>Uno</p><p>Due</p><p>Tre di Lia</p>", "revisione": 1})
    assert pagina.status_code == 409
    assert pagina.context["modulo"]["testo"].value() == "<p>Uno di Ada</p><p>Due</p><p>Tre di Lia</p>"
    assert "Avete cambiato punti diversi" in pagina.text


def test_in_una_riga_si_uniscono_anche_le_scelte(come: Come, ada: Utente, lia: Utente, voce: VoceScheda) -> None:
    indirizzo = riga(voce, "nuovo_servizio")
    campo = voce.scheda.formato.campi.get(chiave="nuovo_servizio")
    prima, seconda, terza = campo.chiavi_scelte
    come(ada).post(indirizzo, {"scelte": [prima, seconda], "testo": "<p>Base</p>", "revisione": 1})
    come(ada).post(indirizzo, {"scelte": [prima, seconda, terza], "testo": "<p>Base</p>", "revisione": 2})
    risposta = come(lia).post(indirizzo, {"scelte": [seconda], "testo": "<p>Base</p><p>Lia</p>", "revisione": 2})
    assert risposta.status_code == 409
    unita = risposta.context["riga"].riga
    assert set(unita.scelte) == {seconda, terza}
    assert unita.testo == "<p>Base</p><p>Lia</p>"
    messa = Risposta.storia.get(history_change_reason=MIO)
    assert messa.scelte == [seconda]


def test_cio_che_e_messo_da_parte_e_pulito_come_cio_che_e_salvato(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda, sezione: Sezione
) -> None:
    sporco = '<p>Di Lia<script>alert(1)</script><img src=x onerror="x()"></p>'
    for indirizzo, storia in ((riga(voce, "target"), Risposta.storia), (dove(sezione), Sezione.storia)):
        come(ada).post(indirizzo, {"testo": "<p>Di Ada</p>", "revisione": 1})
        pagina = come(lia).post(indirizzo, {"testo": sporco, "revisione": 1})
        assert pagina.status_code == 409
        assert "onerror" not in pagina.text
        assert storia.get(history_change_reason=MIO).testo == "<p>Di Lia</p>"


def test_la_storia_di_una_riga_tiene_anche_il_titolo_non_salvato(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda
) -> None:
    come(ada).post(riga(voce, "titolo"), {"titolo": "Di Ada", "revisione": 1})
    come(lia).post(riga(voce, "titolo"), {"titolo": "Di <Lia>", "revisione": 1})
    assert Risposta.storia.get(history_change_reason=MIO).testo == "<p>Titolo: Di &lt;Lia&gt;</p>"
    voce.scheda.refresh_from_db()
    assert voce.scheda.titolo == "Di Ada"
    versioni = come(lia).get(f"{riga(voce, 'titolo')}versioni/").text
    assert "conflitto, messo da parte" in versioni
    assert versioni.count("quella che vedi ora") == 1


@pytest.mark.parametrize("chiave", ["titolo", "trasversalita"])
def test_le_versioni_dicono_anche_cio_che_la_riga_tiene_altrove(
    come: Come, ada: Utente, voce: VoceScheda, chiave: str
) -> None:
    area = Macroarea.objects.first()
    assert area
    come(ada).post(riga(voce, chiave), {"titolo": "Nuovo titolo", "aree": [area.pk], "revisione": 1})
    come(ada).post(riga(voce, chiave), {"titolo": "Ancora", "revisione": 2})
    versioni = come(ada).get(f"{riga(voce, chiave)}versioni/")
    assert versioni.status_code == 200
    assert ("Nuovo titolo" if chiave == "titolo" else str(area)) in versioni.text.replace("&#x27;", "'")


def test_il_testo_ritrovato_si_confronta_senza_salvarlo(come: Come, ada: Utente, sezione: Sezione) -> None:
    risposta = come(ada).post(dove(sezione), {"testo": "<p>Ieri</p>", "revisione": 1, "confronta": "1"})
    assert risposta.status_code == 409
    sezione.refresh_from_db()
    assert (sezione.testo, sezione.revisione) == ("<p>Uno</p>", 1)


# --- Cost -----------------------------------------------------------------------
def test_quanto_costa_un_salvataggio(
    come: Come, ada: Utente, sezione: Sezione, voce: VoceScheda, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cliente = come(ada)
    da_sola(cliente, dove(sezione), testo="<p>0</p>", revisione=1)
    with django_assert_num_queries(QUERY_SEZIONE):
        da_sola(cliente, dove(sezione), testo="<p>1</p>", revisione=2)
    da_sola(cliente, riga(voce, "target"), testo="<p>0</p>", revisione=1)
    with django_assert_num_queries(QUERY_RIGA):
        da_sola(cliente, riga(voce, "target"), testo="<p>1</p>", revisione=2)


QUERY_SEZIONE, QUERY_RIGA = 18, 23


# --- A slow network -------------------------------------------------------------
@pytest.mark.parametrize("chiave", ["target", "contesto"])
def test_cio_che_arriva_tardi_non_sta_sopra_a_cio_che_e_venuto_dopo(
    come: Come, ada: Utente, voce: VoceScheda, sezione: Sezione, chiave: str
) -> None:
    """The page gave up waiting and sent the text again with more words; then the first sending arrives."""
    indirizzo = dove(sezione) if chiave == "contesto" else riga(voce, chiave)
    assert da_sola(come(ada), indirizzo, invio=1, testo="<p>Prima.</p>", revisione=1).status_code == 200
    # Nobody heard the answer: the same revision, further on.
    assert da_sola(come(ada), indirizzo, invio=3, testo="<p>Prima. E poi.</p>", revisione=1).status_code == 200
    assert da_sola(come(ada), indirizzo, invio=2, testo="<p>Prima</p>", revisione=1).status_code == 409
    oggetto = sezione if chiave == "contesto" else Risposta.objects.get(scheda=voce.scheda, campo__chiave=chiave)
    oggetto.refresh_from_db()
    assert oggetto.testo == "<p>Prima. E poi.</p>"
    assert [m for m in motivi(oggetto.storia) if m == AUTOMATICO] == [AUTOMATICO]
    assert da_sola(come(ada), indirizzo, invio=4, testo="<p>Fine.</p>", revisione=1).status_code == 200
