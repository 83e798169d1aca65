"""The pages of the sheets: what is on them, what a save says, what a stranger sees."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from ambiti.models import Asst
from obiettivi.models import Azione, FormatoScheda, Indicatore, Risposta, Scheda
from piani.models import Piano, VoceScheda
from tests.cliente import Cliente
from tests.factories import (
    AzioneFactory,
    IndicatoreFactory,
    LineaRisorsaFactory,
    RispostaFactory,
    SezioneFactory,
    VoceSchedaFactory,
)
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def voce(piano: Piano, regione_minima: object) -> VoceScheda:
    """An empty objective sheet of Gallarate."""
    return VoceSchedaFactory.create(
        piano=piano, codice="A", scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025"), scheda__titolo=""
    )


def una(piano: Piano, formato: str, codice: str, **altro: Any) -> VoceScheda:
    return VoceSchedaFactory.create(
        piano=piano, codice=codice, scheda__formato=FormatoScheda.objects.get(chiave=formato), **altro
    )


def leggibile(risposta: Any) -> str:
    pagina: str = risposta.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", pagina)).split())


def riga(voce: VoceScheda, chiave: str) -> str:
    return f"{voce.get_absolute_url()}righe/{chiave}/"


# --- The page -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("formato", "righe"), [("obiettivo-2025", 26), ("esito-2021", 8), ("asst-2025", 10), ("ats-2025", 2)]
)
def test_ogni_riga_del_formato_ha_il_suo_posto(
    come: Come, ada: Utente, piano: Piano, regione_minima: object, formato: str, righe: int
) -> None:
    voce = una(piano, formato, "Z1")
    html = come(ada).get(voce.get_absolute_url()).content.decode()
    chiavi = [c.chiave for c in voce.scheda.formato.campi.all()]
    assert len(chiavi) == righe
    assert all(html.count(f'id="riga-{chiave}"') == 1 for chiave in chiavi)


def test_il_contatore_dice_quante_righe_hanno_risposta(come: Come, ada: Utente, voce: VoceScheda) -> None:
    AzioneFactory.create(scheda=voce.scheda)
    RispostaFactory.create(scheda=voce.scheda, campo=voce.scheda.formato.campi.get(chiave="target"))
    RispostaFactory.create(
        scheda=voce.scheda, campo=voce.scheda.formato.campi.get(chiave="bisogni"), testo="", non_pertinente=True
    )
    assert "3 di 26 righe compilate" in leggibile(come(ada).get(voce.get_absolute_url()))


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_costa_sempre_le_stesse_domande(
    come: Come, ada: Utente, voce: VoceScheda, quanti: int, django_assert_num_queries: Any
) -> None:
    for numero in range(quanti):
        AzioneFactory.create(scheda=voce.scheda)
        indicatore = IndicatoreFactory.create(scheda=voce.scheda)
        indicatore.attesi.create(anno=2026, tipo="minimo", valore=5)
        LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal(10))
        una(voce.piano, "obiettivo-2025", f"ALTRA-{numero}")
    cliente = come(ada)
    cliente.get(voce.get_absolute_url())
    with django_assert_num_queries(9):
        cliente.get(voce.get_absolute_url())


def test_le_schede_vicine_sono_collegate(come: Come, ada: Utente, voce: VoceScheda) -> None:
    seconda = una(voce.piano, "obiettivo-2025", "B2")
    terza = una(voce.piano, "obiettivo-2025", "C3")
    html = come(ada).get(seconda.get_absolute_url()).content.decode()
    assert f'href="{voce.get_absolute_url()}" rel="prev"' in html
    assert f'href="{terza.get_absolute_url()}" rel="next"' in html


def test_dario_non_trova_la_scheda_di_gallarate(
    come: Come, dario: Utente, voce: VoceScheda, piano_di_busto: Piano
) -> None:
    cliente = come(dario)
    assert cliente.get(voce.get_absolute_url()).status_code == 404
    assert cliente.post(riga(voce, "target"), {"testo": "x", "revisione": 1}).status_code == 404
    sua = una(piano_di_busto, "obiettivo-2025", "A")
    assert cliente.get(sua.get_absolute_url()).status_code == 200


def test_chi_non_scrive_legge_soltanto_e_sa_perche(
    come: Come, gina: Utente, voce: VoceScheda, asst_valle_olona: Asst
) -> None:
    cliente = come(gina)
    html = cliente.get(voce.get_absolute_url()).content.decode()
    assert "Sola lettura" in html
    assert "<textarea" not in html
    assert cliente.post(riga(voce, "target"), {"testo": "x", "revisione": 1}).status_code == 403
    assert cliente.get(f"{voce.get_absolute_url()}elenchi/azioni/nuovo/").status_code == 403
    sua = una(voce.piano, "asst-2025", "ASST-SAD", scheda__proprietario=asst_valle_olona.ente)
    assert cliente.post(riga(sua, "target"), {"testo": "<p>x</p>", "revisione": 1}).status_code == 302
    assert Risposta.objects.get(scheda=sua.scheda).testo == "<p>x</p>"


# --- A row --------------------------------------------------------------------
def test_senza_javascript_si_salva_e_si_torna_alla_riga(come: Come, ada: Utente, voce: VoceScheda) -> None:
    risposta = come(ada).post(riga(voce, "target"), {"testo": "<p>Tutti</p>", "revisione": 1})
    assert risposta["Location"] == f"{voce.get_absolute_url()}#riga-target"
    assert Risposta.objects.get().testo == "<p>Tutti</p>"


def test_con_htmx_torna_la_riga_salvata_e_il_contatore(come: Come, ada: Utente, voce: VoceScheda) -> None:
    risposta = come(ada).post(riga(voce, "target"), {"testo": "<p>Tutti</p>", "revisione": 1}, headers=HTMX)
    assert re.search(r"salvato alle \d\d:\d\d", leggibile(risposta))
    assert "1 di 26 righe compilate" in leggibile(risposta)
    assert b'name="revisione" value="2"' in risposta.content


@pytest.mark.parametrize("intestazioni", [{}, HTMX])
def test_chi_arriva_secondo_vede_i_due_testi_e_puo_salvarli_uniti(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda, intestazioni: dict[str, str]
) -> None:
    come(ada).post(riga(voce, "target"), {"testo": "<p>Testo di Ada</p>", "revisione": 1})
    risposta = come(lia).post(
        riga(voce, "target"), {"testo": "<p>Testo di Lia</p>", "revisione": 1}, headers=intestazioni
    )
    assert risposta.status_code == 409
    parole = leggibile(risposta)
    assert "Nel frattempo Ada ha salvato" in parole
    assert parole.count("Testo di Ada") >= 2
    assert parole.count("Testo di Lia") >= 2
    assert Risposta.objects.get().testo == "<p>Testo di Ada</p>"
    unito = "<p>Testo di Ada</p><p>Testo di Lia</p>"
    come(lia).post(riga(voce, "target"), {"testo": unito, "revisione": 2})
    assert Risposta.objects.get().testo == unito


def test_un_testo_troppo_lungo_resta_nella_riga_con_la_frase(
    come: Come, ada: Utente, voce: VoceScheda, settings: Any
) -> None:
    settings.LIMITE_TESTO_CARATTERI = 30
    lungo = "parola " * 10
    risposta = come(ada).post(riga(voce, "target"), {"testo": lungo, "revisione": 1}, headers=HTMX)
    assert risposta.status_code == 422
    assert "il massimo è 30" in leggibile(risposta)
    assert lungo.strip() in leggibile(risposta)
    assert not Risposta.objects.exists()


def test_un_grado_scritto_a_parole_e_spiegato(come: Come, ada: Utente, piano: Piano, regione_minima: object) -> None:
    esito = una(piano, "esito-2021", "E1")
    risposta = come(ada).post(riga(esito, "grado"), {"grado": "tanto", "revisione": 1})
    assert risposta.status_code == 422
    assert "numero intero tra 0 e 100" in leggibile(risposta)
    come(ada).post(riga(esito, "grado"), {"grado": "75", "scelte": "sufficiente", "revisione": 1})
    assert Scheda.objects.get(pk=esito.scheda_id).grado == 75


def test_una_riga_che_non_c_e_e_404(come: Come, ada: Utente, voce: VoceScheda) -> None:
    assert come(ada).get(riga(voce, "nessuna")).status_code == 404
    assert come(ada).get(riga(voce, "target")).status_code == 200


# --- Lists --------------------------------------------------------------------
def elenco(voce: VoceScheda, resto: str) -> str:
    return f"{voce.get_absolute_url()}elenchi/{resto}"


def test_un_azione_si_aggiunge_si_sposta_si_elimina(come: Come, ada: Utente, voce: VoceScheda) -> None:
    cliente = come(ada)
    for parole in ("Prima", "Seconda"):
        assert cliente.post(elenco(voce, "azioni/nuovo/"), {"testo": parole}).status_code == 302
    prima, seconda = Azione.objects.order_by("ordine")
    cliente.post(elenco(voce, f"azioni/nuovo/?sotto={prima.pk}"), {"testo": "Sotto"})
    assert Azione.objects.get(testo="Sotto").numero == "1.1"
    risposta = cliente.post(elenco(voce, f"azioni/{seconda.pk}/sposta/"), {"verso": "su"}, headers=HTMX)
    assert risposta["HX-Retarget"] == "#elenco-azioni"
    assert [a.testo for a in Azione.objects.order_by("ordine")] == ["Seconda", "Prima", "Sotto"]
    ferma = cliente.post(elenco(voce, f"azioni/{seconda.pk}/sposta/"), {"verso": "su"}, headers=HTMX)
    assert "è già in cima, non si è mosso nulla" in leggibile(ferma)
    indirizzo = elenco(voce, f"azioni/{seconda.pk}/elimina/")
    assert "Eliminare l'azione?" in leggibile(cliente.get(indirizzo))
    assert Azione.objects.count() == 3
    ora = Azione.objects.get(pk=seconda.pk)
    assert cliente.post(indirizzo, {"revisione": ora.revisione + 5}, headers=HTMX).status_code == 409
    cliente.post(indirizzo, {"revisione": ora.revisione})
    assert [a.numero for a in Azione.objects.order_by("ordine")] == ["1", "1.1"]


def test_un_azione_vuota_torna_con_la_frase(come: Come, ada: Utente, voce: VoceScheda) -> None:
    risposta = come(ada).post(elenco(voce, "azioni/nuovo/"), {"testo": " ", "nota": "resta qui"}, headers=HTMX)
    assert risposta.status_code == 422
    assert "Scrivi che cosa si farà" in leggibile(risposta)
    assert "resta qui" in leggibile(risposta)


def test_due_persone_su_un_indicatore_vedono_che_cosa_e_diverso(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda
) -> None:
    indicatore = IndicatoreFactory.create(scheda=voce.scheda, fase="output", testo="Tavoli")
    indirizzo = elenco(voce, f"indicatori/{indicatore.pk}/")
    dati = {"unita": "numero", "revisione": 1, "tipo_2026": "minimo", "valore_2026": "1.000"}
    come(ada).post(indirizzo, {**dati, "testo": "Tavoli di Ada"})
    risposta = come(lia).post(indirizzo, {**dati, "testo": "Tavoli di Lia", "valore_2026": "9,5"}, headers=HTMX)
    assert risposta.status_code == 409
    parole = leggibile(risposta)
    mio, salvato = parole[parole.index("Il tuo Indicatore") :].split("Salvato da Ada", 1)
    assert "Tavoli di tolto: Ada (fine) aggiunto: Lia" in mio
    assert "Valore nel 2026" in mio
    assert "9,5" in mio
    assert "Tavoli di Ada Valore nel 2026 1.000" in salvato
    assert b'name="revisione" value="2"' in risposta.content
    assert Indicatore.objects.get().testo == "Tavoli di Ada"


def test_un_valore_senza_lettura_e_spiegato(come: Come, ada: Utente, voce: VoceScheda) -> None:
    risposta = come(ada).post(
        elenco(voce, "indicatori/nuovo/?fase=output"), {"testo": "x", "unita": "numero", "valore_2025": "5"}
    )
    assert risposta.status_code == 422
    assert "Scegli come si legge il valore" in leggibile(risposta)
    assert come(ada).get(elenco(voce, "indicatori/nuovo/?fase=altra")).status_code == 404


def test_l_importo_si_scrive_in_italiano_e_il_totale_dice_il_condiviso(
    come: Come, ada: Utente, voce: VoceScheda
) -> None:
    dati = {"precisione": "esatto", "periodo": "triennio", "natura": "pubblica"}
    cliente = come(ada)
    male = cliente.post(elenco(voce, "risorse/nuovo/"), {**dati, "importo": "1300.50"})
    assert "non è un numero scritto all'italiana" in leggibile(male)
    cliente.post(elenco(voce, "risorse/nuovo/"), {**dati, "importo": "1.300.000,00"})
    risposta = cliente.post(
        elenco(voce, "risorse/nuovo/"), {**dati, "importo": "200.000", "condivisa": "on"}, headers=HTMX
    )
    parole = leggibile(risposta).replace("\u00a0", " ")
    assert "Totale nel triennio: 1.500.000,00 €" in parole
    assert "di cui 200.000,00 € condivisi" in parole


def test_l_azione_di_un_altra_scheda_e_404(come: Come, ada: Utente, voce: VoceScheda) -> None:
    altra = AzioneFactory.create(scheda=una(voce.piano, "obiettivo-2025", "B").scheda)
    assert come(ada).get(elenco(voce, f"azioni/{altra.pk}/")).status_code == 404
    assert come(ada).get(elenco(voce, "altro/nuovo/")).status_code == 404


# --- The whole ----------------------------------------------------------------
def test_una_scheda_nuova_si_crea_da_una_sezione(come: Come, ada: Utente, voce: VoceScheda) -> None:
    sezione = SezioneFactory.create(piano=voce.piano)
    indirizzo = f"{voce.piano.get_absolute_url()}schede/nuova/"
    cliente = come(ada)
    assert cliente.get(f"{indirizzo}?sezione={sezione.chiave}").status_code == 200
    dati = {"sezione": sezione.pk, "formato": voce.scheda.formato_id, "codice": "A", "intestazione": "Nuova"}
    doppia = cliente.post(indirizzo, dati)
    assert "c'è già una scheda con il codice «A»" in leggibile(doppia)
    assert cliente.post(indirizzo, {**dati, "codice": "N"}).status_code == 302
    assert VoceScheda.objects.get(codice="N").sezione == sezione


def test_la_sezione_di_una_scheda_si_sceglie_dall_indice(come: Come, ada: Utente, voce: VoceScheda) -> None:
    primo, secondo = (
        SezioneFactory.create(piano=voce.piano, ordine=n, titolo=t) for n, t in ((8, "Primo"), (9, "Poi"))
    )
    SezioneFactory.create(piano=voce.piano, genitore=secondo, ordine=1, titolo="Dentro")
    SezioneFactory.create(piano=voce.piano, ordine=10, titolo="In fondo", numerata=False)
    pagina = leggibile(come(ada).get(f"{voce.piano.get_absolute_url()}schede/nuova/?sezione={primo.chiave}"))
    assert re.search(r"\b(\d) Primo (\d) Poi \2\.1 Dentro In fondo", pagina)
    spostata = leggibile(come(ada).get(f"{voce.get_absolute_url()}colloca/"))
    assert re.search(r"\b(\d) Poi \1\.1 Dentro In fondo", spostata)


def test_la_scheda_si_completa_e_si_riapre(come: Come, ada: Utente, voce: VoceScheda) -> None:
    cliente = come(ada)
    cliente.post(f"{voce.get_absolute_url()}completa/", {"completa": "si", "revisione": 1})
    assert Scheda.objects.get(pk=voce.scheda_id).completa
    cliente.post(f"{voce.get_absolute_url()}completa/", {"completa": "no", "revisione": 1})
    assert Scheda.objects.get(pk=voce.scheda_id).completa
    cliente.post(f"{voce.get_absolute_url()}completa/", {"completa": "no", "revisione": 2})
    assert not Scheda.objects.get(pk=voce.scheda_id).completa


def test_i_dati_superati_mostrano_che_cosa_e_diverso(come: Come, ada: Utente, lia: Utente, voce: VoceScheda) -> None:
    indirizzo = f"{voce.get_absolute_url()}dati/"
    assert come(ada).post(indirizzo, {"intestazione": "Di Ada", "revisione": 1}).status_code == 302
    risposta = come(lia).post(indirizzo, {"intestazione": "Di Lia", "revisione": 1})
    assert risposta.status_code == 409
    assert "salvato da Ada Di Ada" in leggibile(risposta)
    assert Scheda.objects.get(pk=voce.scheda_id).intestazione == "Di Ada"


def test_una_scheda_si_sposta_e_si_elimina_se_vuota(come: Come, ada: Utente, voce: VoceScheda) -> None:
    altrove = SezioneFactory.create(piano=voce.piano)
    cliente = come(ada)
    cliente.post(f"{voce.get_absolute_url()}colloca/", {"sezione": altrove.pk})
    assert VoceScheda.objects.get().sezione == altrove
    assert "questa ne ha 0" in leggibile(cliente.get(f"{voce.get_absolute_url()}elimina/"))
    assert cliente.post(f"{voce.get_absolute_url()}elimina/").status_code == 302
    assert not VoceScheda.objects.exists()
