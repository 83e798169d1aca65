"""When there is something to convene for: the Accordo left behind, the second call, the session that nobody came to."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ente
from assemblea.actions.sedute import (
    DatiSeduta,
    annulla,
    apri,
    chiudi,
    convoca,
    dichiara_deserta,
    nuovo_avviso,
    rinvia_punto,
)
from assemblea.actions.voti import proclama
from assemblea.enums import Chiamata, OggettoDeciso
from assemblea.exceptions import DatiSedutaNonValidi, SedutaNonPronta
from assemblea.models import Seduta
from piani.composizione import requisiti
from piani.cronologia import cronologia_di
from piani.enums import Stato
from piani.models import Piano, Versione
from tests.assemblea.conftest import NO, SI, Assemblea
from tests.cliente import Cliente
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


def dati(giorni: int = 0, ora: dt.time = dt.time(18), chiamata: Chiamata = Chiamata.PRIMA) -> DatiSeduta:
    return DatiSeduta(timezone.localdate() + dt.timedelta(days=giorni), ora, "Sala consiliare", chiamata)


@pytest.fixture
def piano_approvato(assemblea: Assemblea, request: pytest.FixtureRequest) -> Assemblea:
    """The Piano approved, the Accordo put off, or (with the parameter "no") not unanimous; the session closed."""
    assemblea.apri()
    proclama(assemblea.votano(*[SI] * 9), autore=assemblea.pia)
    if getattr(request, "param", "") == "no":
        proclama(assemblea.votano(*[SI] * 8, NO, ordine=2), autore=assemblea.pia)
    else:
        rinvia_punto(assemblea.punto(2), motivo="Manca un Sindaco", autore=assemblea.sara)
    chiudi(assemblea.seduta, autore=assemblea.sara)
    assemblea.piano.refresh_from_db()
    return assemblea


# --- The Accordo left behind ------------------------------------------------------------
@pytest.mark.parametrize("piano_approvato", ["rinviato", "no"], indirect=True)
def test_sul_piano_approvato_si_convoca_per_il_solo_accordo(piano_approvato: Assemblea) -> None:
    insieme, versioni = piano_approvato, Versione.objects.count()
    Ente.objects.filter(tipo="ats").update(nome="ATS che ha cambiato nome")
    seduta = convoca(insieme.piano, dati(), autore=insieme.sara)
    approvata = cronologia_di(insieme.piano).approvazione_versione_id
    punto = seduta.punti.get()
    assert (punto.ordine, punto.oggetto, punto.versione_id) == (1, OggettoDeciso.ACCORDO, approvata)
    testo = Avviso.objects.filter(destinatario=insieme.sindaci[0]).latest("pk").testo
    assert "All'ordine del giorno: l'Accordo di Programma, nel testo" in testo
    seduta = nuovo_avviso(seduta, dati(), autore=insieme.sara)
    assert seduta.punti.get().versione_id == approvata
    assert Versione.objects.count() == versioni

    insieme.seduta = apri(seduta, autore=insieme.sara)
    for n in range(9):
        insieme.entra(n)
    accordo = proclama(insieme.votano(*[SI] * 9), autore=insieme.pia)

    assert accordo.approvata
    chiudi(insieme.seduta, autore=insieme.sara)
    piano = Piano.objects.get(pk=insieme.piano.pk)
    assert piano.stato == Stato.APPROVATO
    assert list(requisiti()["accordo_approvato"].mancanze(piano, None)) == []
    with pytest.raises(SedutaNonPronta, match="sono già approvati"):
        convoca(piano, dati(), autore=insieme.sara)


def test_dalla_pagina_si_convoca_per_l_accordo(piano_approvato: Assemblea, come: Come, sara: Utente) -> None:
    segretaria, piano = come(sara), piano_approvato.piano
    qui = reverse("assemblea:convoca", kwargs=piano.indirizzo)
    assert qui in segretaria.get(reverse("assemblea:assemblea", kwargs=piano.indirizzo)).content.decode()
    modulo = segretaria.get(qui).content.decode()
    assert "Si decide sull'Accordo, nel testo approvato con il Piano" in modulo
    assert "1. Piano di Zona" not in modulo
    giorno = {"giorno": timezone.localdate().isoformat(), "ora": "18:00", "luogo": "Municipio"}
    assert segretaria.post(qui, {**giorno, "chiamata": "seconda"}).status_code == 302
    assert Seduta.objects.latest("pk").chiamata == Chiamata.SECONDA


# --- The second call ----------------------------------------------------------------------
def test_la_prima_volta_non_e_una_seconda_convocazione(assemblea: Assemblea) -> None:
    seconda = dati(chiamata=Chiamata.SECONDA)
    with pytest.raises(DatiSedutaNonValidi, match="segue una seduta andata deserta"):
        convoca(assemblea.piano, seconda, autore=assemblea.sara)
    seduta = assemblea.convoca()
    with pytest.raises(DatiSedutaNonValidi, match="segue una seduta andata deserta"):
        nuovo_avviso(seduta, seconda, autore=assemblea.sara)
    annulla(seduta, motivo="Sala chiusa", autore=assemblea.sara)
    with pytest.raises(DatiSedutaNonValidi, match="segue una seduta andata deserta"):
        convoca(assemblea.piano, seconda, autore=assemblea.sara)


def test_dopo_un_rinvio_si_convoca_la_seconda(assemblea: Assemblea) -> None:
    assemblea.apri()
    for ordine in (1, 2):
        rinvia_punto(assemblea.punto(ordine), motivo="Si approfondisce", autore=assemblea.sara)
    chiudi(assemblea.seduta, autore=assemblea.sara)

    assert convoca(assemblea.piano, dati(chiamata=Chiamata.SECONDA), autore=assemblea.sara).da_aprire


# --- Nobody came ------------------------------------------------------------------------
def test_con_il_numero_legale_la_seduta_non_e_deserta(assemblea: Assemblea) -> None:
    seduta = assemblea.apri(5)
    with pytest.raises(SedutaNonPronta, match="non è deserta: 5 presenti su 9 componenti"):
        dichiara_deserta(seduta, autore=assemblea.sara)
    assemblea.esce(0)

    assert dichiara_deserta(seduta, autore=assemblea.sara).deserta_il


def test_prima_della_sua_ora_la_seduta_non_e_deserta(assemblea: Assemblea) -> None:
    seduta = convoca(assemblea.piano, dati(ora=dt.time(23, 59, 59)), autore=assemblea.sara)
    with pytest.raises(SedutaNonPronta, match=r"prima di quell'ora non è deserta"):
        dichiara_deserta(seduta, autore=assemblea.sara)
    nuovo = nuovo_avviso(seduta, dati(1), autore=assemblea.sara)
    with pytest.raises(SedutaNonPronta, match="si tiene nel suo giorno"):
        dichiara_deserta(nuovo, autore=assemblea.sara)
    nuovo_avviso(seduta, dati(ora=dt.time(0)), autore=assemblea.sara)

    assert dichiara_deserta(seduta, autore=assemblea.sara).deserta_il
