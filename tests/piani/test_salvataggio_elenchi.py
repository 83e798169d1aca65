"""Actions, indicators and funding lines save by themselves, and never over anybody."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from core.storia import AUTOMATICO, DA_PARTE, MIO, SALVATO, UNIONE
from obiettivi.forms import ModuloAzione, ModuloIndicatore, ModuloRisorsa
from obiettivi.models import Azione, FonteFinanziamento, FormatoScheda, Indicatore
from piani.models import Piano, VoceScheda
from piani.storie_elenchi import vicende
from tests.cliente import Cliente
from tests.factories import AzioneFactory, IndicatoreFactory, LineaRisorsaFactory, VoceSchedaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def voce(piano: Piano, regione_minima: object) -> VoceScheda:
    formato = FormatoScheda.objects.get(chiave="obiettivo-2025")
    return VoceSchedaFactory.create(piano=piano, codice="A", scheda__formato=formato)


def una(voce: VoceScheda, genere: str) -> Any:
    match genere:
        case "azioni":
            return AzioneFactory.create(scheda=voce.scheda, ordine=1, numero="1", testo="Aprire uno sportello")
        case "indicatori":
            return IndicatoreFactory.create(scheda=voce.scheda, fase="output", testo="Sportelli aperti", numero="")
    return LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal(1000), nota="Fondo nazionale")


def partenza(riga: Any) -> str:
    """What a page drawn now says that it was drawn with."""
    match riga:
        case Azione():
            modulo: Any = ModuloAzione()
        case Indicatore():
            modulo = ModuloIndicatore(scheda=riga.scheda, fase=riga.fase, anni=[2025, 2026, 2027])
        case _:
            modulo = ModuloRisorsa(enti=riga.condivisa_con.all())
    return str(modulo.in_dati(modulo.iniziali(riga)))


DATI: dict[str, dict[str, str]] = {
    "azioni": {"testo": "Aprire uno sportello", "numero": "1"},
    "indicatori": {"testo": "Sportelli aperti", "unita": "numero"},
    "risorse": {
        "importo": "1.000,00", "precisione": "esatto", "periodo": "triennio", "natura": "non_indicata",
        "nota": "Fondo nazionale",
    },
}  # fmt: skip
PAROLE = {"azioni": "testo", "indicatori": "testo", "risorse": "nota"}
GENERI = pytest.mark.parametrize("genere", list(DATI))


def dove(voce: VoceScheda, genere: str, riga: Any) -> str:
    return f"{voce.get_absolute_url()}elenchi/{genere}/{riga.pk}/"


def da_sola(cliente: Cliente, indirizzo: str, dati: dict[str, Any], pagina: str = "unapagina", invio: int = 0) -> Any:
    teste = {"X-Requested-With": "fetch", "X-Pagina": pagina, **({"X-Invio": str(invio)} if invio else {})}
    return cliente.post(indirizzo, dati, headers=teste)


@GENERI
def test_la_riga_di_un_elenco_si_salva_da_sola_in_una_versione(
    come: Come, ada: Utente, voce: VoceScheda, genere: str
) -> None:
    riga, cliente, parole = una(voce, genere), come(ada), PAROLE[genere]
    for n in range(1, 5):
        dati = {**DATI[genere], parole: f"Parole {n}", "revisione": n}
        risposta = da_sola(cliente, dove(voce, genere, riga), dati)
        assert (risposta.status_code, risposta.json()["revisione"]) == (200, n + 1)
    lista = "indicatori-output" if genere == "indicatori" else genere
    assert "Parole 4" in risposta.json()["frammenti"][f"voci-{lista}"]
    riga.refresh_from_db()
    assert getattr(riga, parole) == "Parole 4"
    assert da_sola(cliente, dove(voce, genere, riga), {**dati, "revisione": 5}).json()["revisione"] == 5
    automatiche = riga.storia.filter(history_change_reason__startswith=AUTOMATICO)
    assert [getattr(v, parole) for v in automatiche] == ["Parole 4"]
    assert riga.storia.count() == 2


@GENERI
def test_due_persone_sulla_stessa_riga_trovano_le_due_stesure_e_l_unione(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda, genere: str
) -> None:
    riga, parole = una(voce, genere), PAROLE[genere]
    letta, indirizzo, prima = partenza(riga), dove(voce, genere, riga), getattr(riga, PAROLE[genere])
    da_sola(come(ada), indirizzo, {**DATI[genere], parole: f"Ada: {prima}", "revisione": 1})
    mie = {**DATI[genere], parole: f"{prima}, con Lia", "revisione": 1, "partenza": letta}
    risposta = da_sola(come(lia), indirizzo, mie, pagina="dilia")
    assert risposta.status_code == 409
    assert "Ada ha salvato" in risposta.json()["frase"]
    pagina = come(lia).post(indirizzo, {**mie, "confronta": "1"}, headers=HTMX)
    assert pagina.status_code == 409
    assert "<ins>" in pagina.text
    assert pagina.context["conflitto"].pulito
    unito = pagina.context["modulo"]
    assert unito[parole].value() == f"Ada: {prima}, con Lia"
    assert unito["revisione"].value() == "2"
    assert riga.storia.filter(history_change_reason=MIO, history_user=lia).count() == 1
    tutte = {getattr(v, parole) for v in riga.storia.filter(history_change_reason__startswith=DA_PARTE)}
    assert tutte >= {f"{prima}, con Lia", f"Ada: {prima}, con Lia"}
    assert getattr(type(riga).objects.get(), parole) == f"Ada: {prima}"


@pytest.mark.parametrize(("scelta", "resta"), [("mio", "Di Lia"), ("loro", "Di Ada"), ("unito", "Di Ada\nDi Lia")])
def test_comunque_si_scelga_niente_va_perso(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda, scelta: str, resta: str
) -> None:
    azione = una(voce, "azioni")
    letta, indirizzo = partenza(azione), dove(voce, "azioni", azione)
    come(ada).post(indirizzo, {**DATI["azioni"], "testo": "Di Ada", "revisione": 1})
    mie = {**DATI["azioni"], "testo": "Di Lia", "revisione": 1, "partenza": letta}
    pagina = come(lia).post(indirizzo, mie)
    assert pagina.status_code == 409
    assert pagina.context["modulo"]["testo"].value() == "Di Ada\nDi Lia"
    seguito = {**DATI["azioni"], "testo": resta, "revisione": 2, "scelta": scelta}
    assert come(lia).post(indirizzo, seguito).status_code == 302
    azione.refresh_from_db()
    assert azione.testo == resta
    assert {v.testo for v in azione.storia.all()} >= {"Di Ada", "Di Lia", "Di Ada\nDi Lia"}
    campo = voce.scheda.formato.campi.get(tipo="azioni")
    da_parte = [v for v in vicende(voce.scheda, campo) if DA_PARTE in v.perche]
    assert len(da_parte) == 2


def test_i_valori_attesi_e_le_fonti_messi_da_parte_sono_detti_a_parole(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda
) -> None:
    indicatore, risorsa = una(voce, "indicatori"), una(voce, "risorse")
    fonte = FonteFinanziamento.objects.first()
    assert fonte
    atteso = {"tipo_2026": "minimo", "valore_2026": "5"}
    for riga, genere, di_ada, di_lia in (
        (indicatore, "indicatori", {**atteso, "valore_2026": "7"}, atteso),
        (risorsa, "risorse", {"fonti": fonte.pk}, {"importo": "2.000"}),
    ):
        letta, indirizzo = partenza(riga), dove(voce, genere, riga)
        come(ada).post(indirizzo, {**DATI[genere], **di_ada, "revisione": 1})
        mie = {**DATI[genere], **di_lia, "revisione": 1, "partenza": letta}
        pagina = come(lia).post(indirizzo, mie)
        assert pagina.status_code == 409
    # Different fields of a line: the merge has both.
    assert pagina.context["conflitto"].pulito
    assert pagina.context["modulo"]["importo"].value() == "2.000,00"
    assert pagina.context["modulo"]["fonti"].value() == [str(fonte.pk)]
    assert "Atteso (2026): almeno 5" in indicatore.storia.get(history_change_reason=MIO).testo
    salvato = indicatore.storia.get(history_change_reason=SALVATO)
    assert "Atteso (2026): almeno 7" in salvato.testo
    assert salvato.history_user == ada
    assert f"Fonti: {fonte}" in risorsa.storia.get(history_change_reason=UNIONE).nota


def test_il_numero_che_il_portale_cambia_non_e_un_conflitto(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda
) -> None:
    """Ada moves the action while Lia writes in it: the words are saved, and the page learns the new number."""
    prima, seconda = (AzioneFactory.create(scheda=voce.scheda, ordine=n, numero=str(n)) for n in (1, 2))
    letta, indirizzo = partenza(seconda), dove(voce, "azioni", seconda)
    come(ada).post(f"{indirizzo}sposta/", {"verso": "su"})
    dati = {"testo": "Di Lia", "numero": "2", "revisione": 1, "partenza": letta}
    risposta = da_sola(come(lia), indirizzo, dati)
    assert risposta.status_code == 200
    assert risposta.json()["valori"] == {"numero": "1"}
    seconda.refresh_from_db()
    assert (seconda.testo, seconda.numero) == ("Di Lia", "1")
    prima.refresh_from_db()
    assert prima.numero == "2"


def test_la_risposta_persa_e_la_pagina_lasciata_aperta(come: Come, ada: Utente, lia: Utente, voce: VoceScheda) -> None:
    azione = una(voce, "azioni")
    indirizzo, dati = dove(voce, "azioni", azione), {**DATI["azioni"], "revisione": 1, "partenza": partenza(azione)}
    assert da_sola(come(ada), indirizzo, {**dati, "testo": "Prima"}, invio=1).status_code == 200
    assert da_sola(come(ada), indirizzo, {**dati, "testo": "Prima e poi"}, invio=3).status_code == 200
    assert da_sola(come(ada), indirizzo, {**dati, "testo": "Prima e"}, invio=2).status_code == 409
    teste = {"X-Persona": str(ada.pk), **HTMX}
    assert come(lia).post(indirizzo, {**dati, "testo": "Di Ada", "revisione": 3}, headers=teste).status_code == 403
    azione.refresh_from_db()
    assert azione.testo == "Prima e poi"


def test_cio_che_si_scrive_in_una_voce_eliminata_torna_come_nuova(
    come: Come, ada: Utente, lia: Utente, voce: VoceScheda
) -> None:
    indicatore = una(voce, "indicatori")
    indirizzo = dove(voce, "indicatori", indicatore)
    come(ada).post(f"{indirizzo}elimina/", {"revisione": 1})
    dati = {**DATI["indicatori"], "testo": "Sportelli di Lia", "revisione": 1}
    assert da_sola(come(lia), indirizzo, dati).status_code == 409
    pagina = come(lia).post(indirizzo, dati)
    assert pagina.status_code == 409
    assert "Sportelli di Lia" in pagina.text
    nuovo = pagina.context["modulo"].helper.form_action
    assert come(lia).post(nuovo, dati).status_code == 302
    assert Indicatore.objects.get().testo == "Sportelli di Lia"
    assert come(lia).get(indirizzo).status_code == 404


@GENERI
def test_quanto_costa_salvare_una_riga_di_un_elenco(
    come: Come, ada: Utente, voce: VoceScheda, genere: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    riga, cliente = una(voce, genere), come(ada)
    indirizzo, parole = dove(voce, genere, riga), PAROLE[genere]
    da_sola(cliente, indirizzo, {**DATI[genere], parole: "0", "revisione": 1})
    with django_assert_num_queries(QUERY[genere]):
        da_sola(cliente, indirizzo, {**DATI[genere], parole: "1", "revisione": 2})


QUERY = {"azioni": 25, "indicatori": 27, "risorse": 34}
