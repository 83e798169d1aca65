"""Elena is funzionario of the ATS: all that her verbs give, from the first answer to the last receipt, without the dirigente."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from piani.cronologia import cronologia_di
from piani.models import Piano
from recepimento.models import AttoRecepimento, BozzaAtto, Fascicolo, Invio, Ricevuta, VoceVerifica
from tests.cliente import Cliente
from tests.recepimento.stanza import in_verifica, svolto
from tests.recepimento.test_atto import VALORI
from tests.recepimento.test_invio import sottoscritto
from utenti.enums import Ruolo
from utenti.models import Utente
from utenti.roles import RUOLI, Permesso

__all__ = ["sottoscritto"]
Come = Callable[[Utente], Cliente]
pytestmark = pytest.mark.django_db
BASE = "/ats/50074/2025-2027/"


def test_la_verifica_la_tiene_il_funzionario(piano: Piano, elena: Utente, come: Come) -> None:
    cliente = come(elena)
    in_verifica(piano).voci.all().delete()
    piano.verifiche.all().delete()
    assert "Comincia la verifica" in cliente.get(BASE).text
    assert cliente.post(f"{BASE}comincia/").status_code == 302
    for voce in VoceVerifica.objects.all():
        dati = {"esito": "si", "nota": "", "revisione": "1"}
        assert cliente.post(f"{BASE}voci/{voce.pk}/", dati).status_code == 302
    assert set(VoceVerifica.objects.values_list("risposta_da", flat=True)) == {elena.pk}
    pagina = cliente.get(BASE).text
    assert "Chiedi integrazioni" in pagina
    assert "Non puoi dare l&#x27;assenso" in pagina


def test_le_date_dell_ats_le_registra_il_funzionario(sottoscritto: Piano, elena: Utente, come: Come) -> None:
    cliente = come(elena)
    pagina = cliente.get(BASE).text
    for fatto in ("verifica_ats", "repertorio"):
        dove = next(p for p in pagina.split('"') if p.endswith(f"/{fatto}/"))
        assert cliente.post(dove, {"giorno": "2024-12-30", "numero": "891/24"}).status_code == 302
    riga = cronologia_di(sottoscritto)
    assert (riga.verifica_ats_il, riga.repertorio_numero) == (dt.date(2024, 12, 30), "891/24")


def test_atto_fascicolo_invio_e_ricevute_li_fa_il_funzionario(sottoscritto: Piano, elena: Utente, come: Come) -> None:
    cliente = come(elena)
    assert cliente.post(f"{BASE}atto/comincia/").status_code == 302
    dati = {**VALORI, "tipo": "decreto", "revisione": "1", "numero_atto": "18", "giorno_atto": "2025-01-13"}
    assert cliente.post(f"{BASE}atto/dati/", dati).status_code == 302
    assert AttoRecepimento.objects.get().numero == "18"
    righe = {
        "revisione": "2",
        "pareri-TOTAL_FORMS": "1",
        "pareri-INITIAL_FORMS": "0",
        "pareri-0-ruolo": "il Direttore Sanitario",
        "pareri-0-ORDER": "1",
    }
    assert cliente.post(f"{BASE}atto/righe/pareri/", righe).status_code == 302
    assert cliente.post(f"{BASE}atto/bozza/").status_code == 302
    assert BozzaAtto.objects.count() == 1
    assert "Prepara il fascicolo" in cliente.get(f"{BASE}fascicolo/").text
    assert cliente.post(f"{BASE}fascicolo/prepara/").status_code == 302
    fascicolo = Fascicolo.objects.get()
    svolto(fascicolo.lavoro)
    assert cliente.get(f"{BASE}fascicolo/{fascicolo.pk}/scarica/").status_code == 200
    invio = {"fascicolo": str(fascicolo.pk), "giorno": "2025-01-14", "protocollo": "1"}
    assert cliente.post(f"{BASE}invii/nuovo/", invio).status_code == 302
    file = SimpleUploadedFile("r.pdf", b"%PDF-1.7\nricevuta\n%%EOF\n")
    dove = f"{BASE}invii/{Invio.objects.get().pk}/ricevuta/"
    assert cliente.post(dove, {"tipo": "consegna", "file": file}).status_code == 302
    assert cliente.get(f"{BASE}ricevute/{Ricevuta.objects.get().pk}/scarica/").status_code == 200


def test_cio_che_e_del_dirigente_e_del_direttore_resta_loro(sottoscritto: Piano, elena: Utente, come: Come) -> None:
    permessi = RUOLI[Ruolo(elena.incarichi.get().ruolo)].permessi
    assert {Permesso.VERIFICARE_COERENZA, Permesso.INVIARE_IN_REGIONE} <= permessi
    assert not {Permesso.DARE_ASSENSO, Permesso.RECEPIRE} & permessi
    cliente = come(elena)
    assert "Non puoi recepire" in cliente.get(f"{BASE}atto/").text
    assert cliente.get("/ats/impostazioni/322/").status_code == 403
