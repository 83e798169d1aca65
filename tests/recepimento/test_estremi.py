"""Number and day of the act before it is registered, its last print; the mark of the demo's data, never lost in silence."""

import datetime as dt
import io
from collections.abc import Callable

import pikepdf
import pytest
from django.utils import timezone

from core.exceptions import DatiNonValidi, NonPermesso
from documenti import archivio
from documenti.enums import StatoLavoro
from piani.cronologia import cronologia_di
from piani.enums import Stato
from piani.models import Piano
from recepimento.actions.atto import Estremi, comincia_atto, imposta_ats, prepara_bozza, scrivi_testo
from recepimento.carta import CartaAtto
from recepimento.exceptions import AttoNonModificabile
from recepimento.models import AttoRecepimento, BozzaAtto
from recepimento.queries.atto import atto_di, dati_atto
from recepimento.testo_atto import componi
from tests.cliente import Cliente
from tests.recepimento.stanza import porta_a, svolto
from tests.recepimento.test_atto import BASE, VALORI, atto, firmato, parole_di
from utenti.models import Utente

__all__ = ["atto", "firmato"]
Come = Callable[[Utente], Cliente]
pytestmark = pytest.mark.django_db
GIORNO = dt.date(2025, 1, 13)
DATI = {**VALORI, "tipo": "decreto", "revisione": "5"}


def numerato(atto: AttoRecepimento, chi: Utente | None, *, esempio: bool | None = None) -> None:
    scrivi_testo(atto, revisione=5, valori=VALORI, estremi=Estremi("18", GIORNO), autore=chi, esempio=esempio)


def adottato(piano: Piano) -> None:
    riga = cronologia_di(piano)
    riga.recepimento_il, riga.recepimento_numero, riga.recepimento_tipo = GIORNO, "18", "decreto"
    riga.save()
    porta_a(piano, Stato.RECEPITO)


def test_numero_e_data_scritti_prima_stanno_sulla_carta(atto: AttoRecepimento, elena: Utente) -> None:
    numerato(atto, elena)
    assert "DECRETO n. 18 del 13/01/2025" in parole_di(atto)
    lavoro = svolto(prepara_bozza(atto, autore=elena).lavoro)
    assert lavoro.stato == StatoLavoro.RIUSCITO, lavoro.errore
    assert lavoro.risultato is not None
    with pikepdf.open(io.BytesIO(archivio.leggi(lavoro.risultato))) as pdf:
        assert "Bozza" in str(pdf.docinfo["/Title"])  # other gaps are left


def test_senza_vuoti_la_carta_non_e_piu_una_bozza(atto: AttoRecepimento, elena: Utente) -> None:
    numerato(atto, elena)
    dati = dati_atto(atto.piano, atto.testo)
    pieni = {**dati, "firma_ats": "2024-12-31", "scadenza_approvazione": "2024-12-31", "scadenza_invio": "2025-01-15"}
    carta = CartaAtto(pieni, giorno=GIORNO, identita="a" * 64)
    assert (carta.mancano, carta.bozza) == ([], False)
    assert carta.titolo.startswith("Decreto di recepimento")
    assert CartaAtto(dati, giorno=GIORNO, identita="a" * 64).bozza
    assert not CartaAtto({**dati, "adottato": True}, giorno=GIORNO, identita="a" * 64).bozza


def test_un_atto_non_ha_la_data_di_domani(atto: AttoRecepimento, elena: Utente) -> None:
    domani = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(DatiNonValidi, match="è nel futuro"):
        scrivi_testo(atto, revisione=5, valori=VALORI, estremi=Estremi("18", domani), autore=elena)
    atto.refresh_from_db()
    assert (atto.numero, atto.giorno) == ("", None)


def test_adottato_l_atto_numero_e_data_non_si_scrivono_piu(atto: AttoRecepimento, elena: Utente) -> None:
    adottato(atto.piano)
    with pytest.raises(AttoNonModificabile):
        numerato(atto, elena)


def test_il_numero_registrato_vale_piu_di_quello_scritto_prima(atto: AttoRecepimento, elena: Utente) -> None:
    scrivi_testo(atto, revisione=5, valori=VALORI, estremi=Estremi("17", dt.date(2025, 1, 12)), autore=elena)
    adottato(atto.piano)
    assert "DECRETO n. 18 del 13/01/2025" in parole_di(atto)


def test_dalla_pagina_si_scrivono_e_il_bottone_li_porta_al_passo(
    atto: AttoRecepimento, elena: Utente, nino: Utente, come: Come
) -> None:
    cliente = come(elena)
    assert "Numero dell" in cliente.get(f"{BASE}dati/").text
    domani = timezone.localdate() + dt.timedelta(days=1)
    sbagliata = cliente.post(f"{BASE}dati/", {**DATI, "giorno_atto": domani.isoformat()})
    assert (sbagliata.status_code, "è nel futuro" in sbagliata.text) == (422, True)
    assert cliente.post(f"{BASE}dati/", {**DATI, "numero_atto": "18", "giorno_atto": "2025-01-13"}).status_code == 302
    assert 'value="18"' in cliente.get(f"{BASE}dati/").text
    pagina = come(nino).get(BASE).text
    assert "recepisci/?tipo_atto=decreto&amp;numero=18&amp;giorno=2025-01-13" in pagina


# --- The last print -------------------------------------------------------------------------------


def test_dopo_il_recepimento_una_stampa_del_testo_finale_e_una_sola(
    atto: AttoRecepimento, elena: Utente, ada: Utente, come: Come
) -> None:
    prepara_bozza(atto, autore=elena)
    adottato(atto.piano)
    assert "Prepara l&#x27;ultima stampa" in come(elena).get(BASE).text.replace("l'ultima", "l&#x27;ultima")
    assert "ultima stampa" not in come(ada).get(BASE).text
    with pytest.raises(NonPermesso):
        prepara_bozza(atto, autore=ada)

    assert come(elena).post(f"{BASE}bozza/").status_code == 302

    assert BozzaAtto.objects.count() == 2
    ultima = BozzaAtto.objects.first()
    assert ultima is not None
    assert b'"numero":"18"' in bytes(ultima.contenuto)
    assert "ultima stampa" not in come(elena).get(BASE).text
    # Even if something that the act says has changed since, the print there is holds.
    atto.piano.ambito.ats.ente.pec = "altra@pec.example.org"
    atto.piano.ambito.ats.ente.save()
    assert prepara_bozza(atto, autore=elena) == ultima
    assert BozzaAtto.objects.count() == 2


def test_se_la_carta_con_quei_dati_c_e_gia_e_quella_che_vale(
    atto: AttoRecepimento, elena: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recepimento.queries.atto.mancanti", lambda capoversi: [])
    numerato(atto, elena)
    prima = prepara_bozza(atto, autore=elena)
    adottato(atto.piano)
    assert prepara_bozza(atto, autore=elena) == prima
    assert BozzaAtto.objects.count() == 1


def test_una_stampa_fallita_non_conta(atto: AttoRecepimento, elena: Utente) -> None:
    adottato(atto.piano)
    fallita = prepara_bozza(atto, autore=elena)
    fallita.lavoro.stato = StatoLavoro.FALLITO
    fallita.lavoro.save()
    assert prepara_bozza(atto, autore=elena) != fallita


# --- The mark of the demo's data ------------------------------------------------------------------


def test_salvare_il_testo_non_toglie_il_segno_di_esempio(atto: AttoRecepimento, elena: Utente) -> None:
    numerato(atto, None, esempio=True)
    scrivi_testo(atto, revisione=6, valori={"sede": "Via vera 1"}, estremi=Estremi("18", GIORNO), autore=elena)
    trovato = atto_di(atto.piano)
    assert trovato is not None
    assert (trovato.testo.esempio, trovato.esempio, trovato.testo.sede) == (True, True, "Via vera 1")
    pezzi = {p.slot for c in componi(dati_atto(atto.piano, trovato.testo)) for p in c.pezzi if p.esempio}
    assert {"numero", "giorno"} <= pezzi
    scrivi_testo(atto, revisione=7, valori={}, autore=elena, esempio=False)
    atto.refresh_from_db()
    assert not atto.esempio
    assert not atto.testo.esempio


def test_il_segno_si_toglie_solo_dicendolo_nel_modulo(atto: AttoRecepimento, elena: Utente, come: Come) -> None:
    cliente = come(elena)
    assert "Questi dati sono veri" not in cliente.get(f"{BASE}dati/").text
    numerato(atto, None, esempio=True)
    assert "Questi dati sono veri" in cliente.get(f"{BASE}dati/").text
    dati = {**DATI, "numero_atto": "18", "giorno_atto": "2025-01-13"}
    assert cliente.post(f"{BASE}dati/", {**dati, "revisione": "6"}).status_code == 302
    assert AttoRecepimento.objects.get().testo.esempio
    assert cliente.post(f"{BASE}dati/", {**dati, "revisione": "7", "dati_veri": "on"}).status_code == 302
    dopo = AttoRecepimento.objects.get()
    assert (dopo.esempio, dopo.testo.esempio) == (False, False)


def test_anche_il_testo_solito_dell_ats_tiene_il_segno(piano: Piano, franco: Utente, elena: Utente, come: Come) -> None:
    ats = piano.ambito.ats
    imposta_ats(ats, assenso_prima=True, revisione=1, valori=VALORI, autore=None, esempio=True)
    dove, dati = "/ats/impostazioni/322/", {**VALORI, "tipo": "decreto"}
    assert come(franco).post(dove, {**dati, "revisione": "2"}).status_code == 302
    assert comincia_atto(porta_a(piano, Stato.SOTTOSCRITTO), autore=elena).testo.esempio
    assert "Questi dati sono veri" in come(franco).get(dove).text
    assert come(franco).post(dove, {**dati, "revisione": "3", "dati_veri": "on"}).status_code == 302
    ats.impostazioni.testo.refresh_from_db()
    assert not ats.impostazioni.testo.esempio
