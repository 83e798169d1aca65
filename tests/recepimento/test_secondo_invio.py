"""Each sending, not the first alone: the order of the days, the papers there are now."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from core.exceptions import DatiNonValidi
from piani.carte import Carta
from piani.cronologia import cronologia_di
from piani.exceptions import DataFuoriOrdine
from recepimento.actions.invio import prepara_fascicolo, registra_invio
from recepimento.exceptions import FascicoloIncompleto, FascicoloSuperato
from recepimento.models import Fascicolo, Invio
from recepimento.queries import invio as queries_invio
from tests.cliente import Cliente
from tests.recepimento.stanza import file_di, svolto
from tests.recepimento.test_invio import BASE, pronto, recepito, sottoscritto
from utenti.models import Utente

__all__ = ["pronto", "sottoscritto"]
Come = Callable[[Utente], Cliente]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("giorno", "frase"),
    [
        (dt.date(1999, 1, 14), "il primo invio è del 14"),
        (dt.date(2025, 1, 13), "il primo invio è del 14"),
        (dt.date(2025, 1, 15), "l'atto di recepimento è del"),
    ],
)
def test_anche_un_secondo_invio_rispetta_l_ordine_delle_date(
    pronto: Fascicolo, elena: Utente, giorno: dt.date, frase: str, come: Come
) -> None:
    registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena)
    if "recepimento" in frase:
        riga = cronologia_di(pronto.piano)
        riga.recepimento_il, riga.recepimento_numero, riga.recepimento_tipo = dt.date(2025, 1, 20), "18", "decreto"
        riga.save()
    with pytest.raises(DataFuoriOrdine, match=frase):
        registra_invio(pronto, giorno=giorno, protocollo="2", autore=elena)
    dati = {"fascicolo": str(pronto.pk), "giorno": giorno.isoformat(), "protocollo": "2"}
    risposta = come(elena).post(f"{BASE}invii/nuovo/", dati)
    assert 'type="checkbox" name="conferma_ordine"' in risposta.text
    assert Invio.objects.count() == 1
    registra_invio(pronto, giorno=giorno, protocollo="2", autore=elena, conferma_ordine=True)
    assert cronologia_di(pronto.piano).invio_il == dt.date(2025, 1, 14)


def test_un_secondo_invio_nel_futuro_e_rifiutato_anche_se_confermato(pronto: Fascicolo, elena: Utente) -> None:
    registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena)
    domani = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(DatiNonValidi, match="è nel futuro"):
        registra_invio(pronto, giorno=domani, protocollo="2", autore=elena, conferma_ordine=True)


def test_dopo_il_recepimento_il_fascicolo_senza_atto_non_si_invia_piu(
    pronto: Fascicolo, elena: Utente, come: Come
) -> None:
    registra_invio(pronto, giorno=dt.date(2025, 1, 13), protocollo="1", autore=elena)
    recepito(pronto.piano)
    with pytest.raises(FascicoloSuperato, match=r"non contiene l'atto di recepimento.*prepara di nuovo il fascicolo"):
        registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="2", autore=elena, conferma_ordine=True)
    dati = {"fascicolo": str(pronto.pk), "giorno": "2025-01-14", "protocollo": "2"}
    risposta = come(elena).post(f"{BASE}invii/nuovo/", dati)
    assert (risposta.status_code, "prepara di nuovo il fascicolo" in risposta.text) == (422, True)
    nuovo = prepara_fascicolo(pronto.piano, autore=elena)
    svolto(nuovo.lavoro)
    registra_invio(nuovo, giorno=dt.date(2025, 1, 14), protocollo="2", autore=elena)
    assert Invio.objects.count() == 2


def test_un_fascicolo_con_una_carta_sostituita_o_una_firma_che_manca_non_si_invia(
    pronto: Fascicolo, elena: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    altro = Carta("verbale", "Verbale della seduta", file_di("verbale-nuovo"), "verbale.pdf")
    with monkeypatch.context() as m:
        m.setattr(queries_invio, "carta_di_approvazione", lambda p: altro)
        with pytest.raises(FascicoloSuperato, match="non è fatto delle carte di adesso"):
            registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena)
    with monkeypatch.context() as m:
        m.setattr(queries_invio, "firme_mancanti", lambda p: ["Cooperativa di prova"])
        with pytest.raises(FascicoloIncompleto, match="manca la firma di Cooperativa di prova"):
            registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena)
    assert not Invio.objects.exists()
    registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena)
