"""The pack for the Region: what blocks it, its ZIP hash by hash, a changed byte, sendings, receipts, the desk."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from core.exceptions import DatiNonValidi, NonPermesso
from documenti import archivio
from documenti.enums import StatoLavoro
from obiettivi.models import Scadenza, Triennio
from piani.carte import Carta
from piani.cronologia import cronologia_di
from piani.enums import Passo, Stato
from piani.exceptions import DataFuoriOrdine
from piani.models import Passaggio, Piano
from recepimento.actions import invio
from recepimento.actions.invio import avviso_di_ritardo, conserva_ricevuta, prepara_fascicolo, registra_invio
from recepimento.exceptions import FascicoloIncompleto
from recepimento.models import Fascicolo, Invio, Ricevuta
from recepimento.pacco import Membro, comprimi, indice
from recepimento.queries import invio as queries_invio
from recepimento.queries.invio import occorrente
from tests.cast import persona
from tests.cliente import Cliente
from tests.factories import AtsFactory, SezioneFactory
from tests.recepimento.stanza import approvato, carte_degli_altri, file_di, porta_a, svolto
from utenti.enums import Ruolo
from utenti.models import Avviso, Utente

Come = Callable[[Utente], Cliente]
pytestmark = pytest.mark.django_db
BASE = "/ats/50074/2025-2027/"
OGGI = "2025-01-14 10:00:00+01:00"


@pytest.fixture
def sottoscritto(piano: Piano, triennio: Triennio, monkeypatch: pytest.MonkeyPatch) -> Piano:
    """Gallarate's plan with all that the Region wants: minutes, papers, signed Accordo."""
    Scadenza.objects.create(triennio=triennio, chiave="invio-regione", nome="Invio", giorno=dt.date(2025, 1, 15))
    SezioneFactory.create(piano=piano, chiave="contesto")
    approvato(piano)
    verbale, firmate = carte_degli_altri(piano)
    monkeypatch.setattr(queries_invio, "carta_di_approvazione", lambda p: verbale)
    monkeypatch.setattr(queries_invio, "carte_firmate", lambda p: firmate)
    monkeypatch.setattr(queries_invio, "firme_mancanti", lambda p: [])
    return porta_a(piano, Stato.SOTTOSCRITTO)


@pytest.fixture
def pronto(sottoscritto: Piano, elena: Utente) -> Fascicolo:
    """Its pack, made."""
    fascicolo = prepara_fascicolo(sottoscritto, autore=elena)
    lavoro = svolto(fascicolo.lavoro)
    assert lavoro.stato == StatoLavoro.RIUSCITO, lavoro.errore
    fascicolo.lavoro = lavoro
    return fascicolo


def aperto(fascicolo: Fascicolo) -> zipfile.ZipFile:
    assert fascicolo.lavoro.risultato is not None
    return zipfile.ZipFile(io.BytesIO(archivio.leggi(fascicolo.lavoro.risultato)))


def recepito(piano: Piano) -> None:
    Passaggio.objects.create(
        piano=piano,
        passo=Passo.RECEPISCI,
        da=Stato.SOTTOSCRITTO,
        a=Stato.RECEPITO,
        tipo_atto="decreto",
        numero="18",
        giorno=dt.date(2025, 1, 13),
        file=file_di("decreto"),
        nome_file="decreto.pdf",
    )
    riga = cronologia_di(piano)
    riga.recepimento_il, riga.recepimento_tipo, riga.recepimento_numero = dt.date(2025, 1, 13), "decreto", "18"
    riga.save()
    porta_a(piano, Stato.RECEPITO)


# --- What blocks ----------------------------------------------------------------------------------


def test_senza_il_verbale_si_dice_quale_carta_manca(
    sottoscritto: Piano, elena: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries_invio, "carta_di_approvazione", lambda p: None)
    with pytest.raises(FascicoloIncompleto, match="Manca il verbale della seduta"):
        prepara_fascicolo(sottoscritto, autore=elena)
    assert not Fascicolo.objects.exists()


def test_senza_una_firma_si_dice_di_chi(sottoscritto: Piano, elena: Utente, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries_invio, "firme_mancanti", lambda p: ["Comune di Samarate", "ASST Valle Olona"])
    with pytest.raises(FascicoloIncompleto, match="mancano le firme di Comune di Samarate e ASST Valle Olona"):
        prepara_fascicolo(sottoscritto, autore=elena)


def test_senza_i_file_firmati_non_si_prepara(
    sottoscritto: Piano, elena: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries_invio, "carte_firmate", lambda p: [])
    with pytest.raises(FascicoloIncompleto, match="Mancano i file dell'Accordo firmato"):
        prepara_fascicolo(sottoscritto, autore=elena)


def test_senza_i_pdf_approvati_non_si_prepara(sottoscritto: Piano) -> None:
    for stampa in sottoscritto.versioni.get().stampe.all():
        stampa.delete()
    assert [m[:12] for m in occorrente(sottoscritto).mancanze] == ["Manca il PDF", "Manca il PDF"]


@pytest.mark.parametrize("stato", [Stato.BOZZA, Stato.APPROVATO, Stato.IN_SOTTOSCRIZIONE])
def test_prima_delle_firme_non_si_prepara(sottoscritto: Piano, elena: Utente, stato: Stato) -> None:
    porta_a(sottoscritto, stato)
    with pytest.raises(FascicoloIncompleto, match="si prepara quando è «Sottoscritto»"):
        prepara_fascicolo(sottoscritto, autore=elena)


@pytest.mark.parametrize("chi", ["ada", "bruno", "gina", "ivo"])
def test_chi_non_e_dell_ats_non_prepara_e_non_invia(
    pronto: Fascicolo, chi: str, request: pytest.FixtureRequest
) -> None:
    persona_ = request.getfixturevalue(chi)
    with pytest.raises(NonPermesso):
        prepara_fascicolo(pronto.piano, autore=persona_)
    with pytest.raises(NonPermesso):
        registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=persona_)
    assert not Invio.objects.exists()


def test_il_funzionario_di_un_altra_ats_non_arriva_al_fascicolo(pronto: Fascicolo, come: Come) -> None:
    altra = AtsFactory.create(ente__codice="325", ente__sigla="ATS Brescia")
    zeno = persona("Zeno", Ruolo.FUNZIONARIO_ATS, altra.ente)
    with pytest.raises(NonPermesso):
        prepara_fascicolo(pronto.piano, autore=zeno)
    assert come(zeno).get(f"{BASE}fascicolo/").status_code == 404
    assert come(zeno).get(f"{BASE}fascicolo/{pronto.pk}/scarica/").status_code == 404


# --- The ZIP --------------------------------------------------------------------------------------


def test_il_fascicolo_si_controlla_impronta_per_impronta(pronto: Fascicolo) -> None:
    with aperto(pronto) as zip_:
        nomi = zip_.namelist()
        assert nomi == [
            "00-lettera.pdf",
            "01-verbale.pdf",
            "02-piano.pdf",
            "03-accordo.pdf",
            "04-accordo-comune-012070.pdf",
            "05-accordo-ats-322.pdf",
            "indice.txt",
            "indice.json",
            "SHA256SUMS",
        ]
        byte = {n: zip_.read(n) for n in nomi}
    righe = [riga.split("  ") for riga in byte["SHA256SUMS"].decode().splitlines()]
    somme = {nome: impronta for impronta, nome in righe}
    assert set(somme) == set(nomi) - {"SHA256SUMS"}
    assert all(hashlib.sha256(byte[n]).hexdigest() == impronta for n, impronta in somme.items())
    for carta in pronto.carte.select_related("file"):
        assert somme[carta.percorso] == carta.file.sha256
        assert byte[carta.percorso] == archivio.leggi(carta.file)
    dati = json.loads(byte["indice.json"])
    assert [v["sha256"] for v in dati["carte"]] == [somme[v["percorso"]] for v in dati["carte"]]
    assert "Piano di Zona, 139 pagine" in byte["indice.txt"].decode()
    assert "Accordo firmato da ats:322 (dato di esempio)" in byte["indice.txt"].decode()


def test_la_lettera_va_ai_due_indirizzi_e_porta_le_impronte(pronto: Fascicolo) -> None:
    with aperto(pronto) as zip_, pikepdf.open(io.BytesIO(zip_.read("00-lettera.pdf"))) as pdf:
        assert len(pdf.pages) >= 1
        assert "Piano di Zona 2025-2027, Gallarate" in str(pdf.docinfo["/Title"])
    assert pronto.dati["indirizzi"] == ["famiglia@pec.regione.lombardia.it", "pianidizona@regione.lombardia.it"]
    assert pronto.lavoro.esito["avvisi"] == []


def test_le_stesse_carte_danno_lo_stesso_fascicolo(pronto: Fascicolo, franco: Utente) -> None:
    assert prepara_fascicolo(pronto.piano, autore=franco) == pronto


def test_gli_stessi_membri_danno_gli_stessi_byte() -> None:
    membri = [Membro("a.pdf", "A", b"uno"), Membro("b.pdf", "B", b"due", 2, esempio=True)]
    dati = {"ambito": "X", "codice": "1", "triennio": "T", "ats": "ATS", "direzione": "DG", "giorno": "2025-01-14"}
    insieme = [*membri, *indice(membri, dati)]
    assert comprimi(insieme, dt.date(2025, 1, 14)) == comprimi(insieme, dt.date(2025, 1, 14))


def test_con_l_atto_il_fascicolo_e_un_altro_e_lo_contiene(pronto: Fascicolo, elena: Utente) -> None:
    assert not pronto.con_atto
    recepito(pronto.piano)
    nuovo = prepara_fascicolo(pronto.piano, autore=elena)
    assert nuovo != pronto
    assert nuovo.con_atto
    nuovo.lavoro = svolto(nuovo.lavoro)
    with aperto(nuovo) as zip_:
        assert "06-recepimento.pdf" in zip_.namelist()


def test_un_byte_cambiato_ferma_il_fascicolo_con_la_sua_frase(sottoscritto: Piano, elena: Utente) -> None:
    fascicolo = prepara_fascicolo(sottoscritto, autore=elena)
    carta = fascicolo.carte.get(chiave="verbale")
    dove = archivio.percorso(carta.file.sha256)
    dove.chmod(0o640)
    dove.write_bytes(b"%PDF-1.7\naltro\n%%EOF\n")
    lavoro = svolto(fascicolo.lavoro)
    assert lavoro.stato == StatoLavoro.FALLITO
    assert "la sua impronta è cambiata" in lavoro.errore
    assert lavoro.risultato is None
    fascicolo.lavoro = lavoro
    with pytest.raises(DatiNonValidi, match="non è pronto"):
        registra_invio(fascicolo, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena)
    assert not Invio.objects.exists()
    assert prepara_fascicolo(sottoscritto, autore=elena) != fascicolo


def test_un_file_sparito_ferma_il_fascicolo(sottoscritto: Piano, elena: Utente) -> None:
    fascicolo = prepara_fascicolo(sottoscritto, autore=elena)
    archivio.percorso(fascicolo.carte.get(chiave="accordo").file.sha256).unlink()
    lavoro = svolto(fascicolo.lavoro)
    assert "non si trova più nell'archivio" in lavoro.errore


# --- Sendings and receipts ------------------------------------------------------------------------


@time_machine.travel(OGGI, tick=False)
def test_l_invio_scrive_la_data_e_avvisa_chi_serve(
    pronto: Fascicolo, elena: Utente, ada: Utente, ivo: Utente, carla: Utente
) -> None:
    invio = registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo=" 0001 ", autore=elena)
    riga = cronologia_di(pronto.piano)
    assert (riga.invio_il, riga.invio_numero) == (dt.date(2025, 1, 14), "0001")
    avvisati = set(Avviso.objects.filter(chiave=f"invio:{invio.pk}").values_list("destinatario", flat=True))
    assert {ada.pk, ivo.pk} <= avvisati
    assert not {elena.pk, carla.pk} & avvisati


@time_machine.travel(OGGI, tick=False)
@pytest.mark.parametrize(
    ("giorno", "protocollo", "frase"),
    [(dt.date(2025, 1, 15), "1", "è nel futuro"), (dt.date(2025, 1, 14), "  ", "Manca il protocollo")],
)
def test_un_invio_sbagliato_non_si_registra(
    pronto: Fascicolo, elena: Utente, giorno: dt.date, protocollo: str, frase: str
) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        registra_invio(pronto, giorno=giorno, protocollo=protocollo, autore=elena)
    assert not Invio.objects.exists()
    assert cronologia_di(pronto.piano).invio_il is None


def test_un_invio_in_ritardo_si_registra_e_lo_dice(pronto: Fascicolo, elena: Utente) -> None:
    giorno = dt.date(2025, 1, 17)
    registra_invio(pronto, giorno=giorno, protocollo="2", autore=elena)
    assert "2 giorni dopo il termine del 15\u00a0gennaio 2025" in avviso_di_ritardo(pronto.piano, giorno)
    assert avviso_di_ritardo(pronto.piano, dt.date(2025, 1, 15)) == ""


def test_piu_invii_sono_possibili_ma_non_lo_stesso_due_volte(pronto: Fascicolo, elena: Utente) -> None:
    registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena)
    registra_invio(pronto, giorno=dt.date(2025, 1, 20), protocollo="2", autore=elena)
    with pytest.raises(DatiNonValidi, match="già registrato"):
        registra_invio(pronto, giorno=dt.date(2025, 1, 20), protocollo="2", autore=elena)
    assert Invio.objects.count() == 2
    assert cronologia_di(pronto.piano).invio_il == dt.date(2025, 1, 14)


def test_la_ricevuta_si_conserva_una_volta(pronto: Fascicolo, elena: Utente, ada: Utente) -> None:
    invio = registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo="1", autore=elena, esempio=True)
    file = file_di("ricevuta")
    prima = conserva_ricevuta(invio, tipo="consegna", file=file, nome_file="r.pdf", autore=elena)
    assert conserva_ricevuta(invio, tipo="consegna", file=file, nome_file="r.pdf", autore=elena) == prima
    with pytest.raises(DatiNonValidi, match="Non è un tipo di ricevuta"):
        conserva_ricevuta(invio, tipo="altra", file=file, nome_file="r.pdf", autore=elena)
    with pytest.raises(NonPermesso):
        conserva_ricevuta(invio, tipo="consegna", file=file, nome_file="r.pdf", autore=ada)
    assert Ricevuta.objects.count() == 1


# --- The pages ------------------------------------------------------------------------------------


@time_machine.travel(OGGI, tick=False)
def test_dalla_pagina_si_prepara_si_invia_e_si_conserva(sottoscritto: Piano, elena: Utente, come: Come) -> None:
    cliente = come(elena)
    pagina = cliente.get(f"{BASE}fascicolo/").text
    assert "Manca un giorno" in pagina
    assert "famiglia@pec.regione.lombardia.it e pianidizona@regione.lombardia.it" in pagina
    assert cliente.post(f"{BASE}fascicolo/prepara/").status_code == 302
    fascicolo = Fascicolo.objects.get()
    svolto(fascicolo.lavoro)
    assert "Registra un invio" in cliente.get(f"{BASE}fascicolo/").text
    dati = {"fascicolo": str(fascicolo.pk), "giorno": "2025-01-14", "protocollo": "0001"}
    assert cliente.post(f"{BASE}invii/nuovo/", {**dati, "giorno": "2025-02-01"}).status_code == 422
    assert cliente.post(f"{BASE}invii/nuovo/", dati).status_code == 302
    invio = Invio.objects.get()
    file = SimpleUploadedFile("consegna.pdf", b"%PDF-1.7\nricevuta\n%%EOF\n")
    dove = f"{BASE}invii/{invio.pk}/ricevuta/"
    sbagliato = SimpleUploadedFile("consegna.pdf", b"testo")
    assert cliente.post(dove, {"tipo": "consegna", "file": sbagliato}).status_code == 422
    assert cliente.post(dove, {"tipo": "consegna", "file": file}).status_code == 302
    ricevuta = Ricevuta.objects.get()
    assert cliente.get(f"{BASE}ricevute/{ricevuta.pk}/scarica/").content.startswith(b"%PDF")
    assert "consegna.pdf" in cliente.get(f"{BASE}fascicolo/").text
    messaggio = b"Received: da pec\r\nFrom: a@pec.it\r\nDate: Tue, 14 Jan 2025 10:00:00 +0100\r\n\r\nConsegnato"
    posta = SimpleUploadedFile("accettazione.eml", messaggio)
    assert cliente.post(dove, {"tipo": "accettazione", "file": posta}).status_code == 302
    servita = cliente.get(f"{BASE}ricevute/{Ricevuta.objects.latest('pk').pk}/scarica/")
    assert servita["Content-Disposition"].startswith("attachment")
    assert servita.content == messaggio


def test_un_giorno_fuori_ordine_chiede_conferma(
    pronto: Fascicolo, elena: Utente, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    def registra_data(piano: Piano, chiave: str, *, conferma_ordine: bool, **altro: object) -> None:
        if not conferma_ordine:
            raise DataFuoriOrdine("L'invio porta la data di prima della firma.")

    monkeypatch.setattr(invio, "registra_data", registra_data)
    cliente, dove = come(elena), f"{BASE}invii/nuovo/"
    dati = {"fascicolo": str(pronto.pk), "giorno": "2024-11-02", "protocollo": "1"}
    risposta = cliente.post(dove, dati)
    assert risposta.status_code == 422
    assert 'type="checkbox" name="conferma_ordine"' in risposta.text
    assert not Invio.objects.exists()
    assert cliente.post(dove, {**dati, "conferma_ordine": "on"}).status_code == 302


def test_lo_zip_lo_scaricano_ats_ufficio_di_piano_e_regione(
    pronto: Fascicolo, elena: Utente, ada: Utente, ivo: Utente, bruno: Utente, gina: Utente, come: Come
) -> None:
    dove = f"{BASE}fascicolo/{pronto.pk}/scarica/"
    assert [come(c).get(dove).status_code for c in (elena, ada, ivo, bruno, gina)] == [200, 200, 200, 404, 404]
    lavoro = f"/documenti/lavori/{pronto.lavoro_id}/scarica/"
    assert [come(c).get(lavoro).status_code for c in (ada, bruno)] == [200, 404]


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_del_fascicolo_costa_sempre_uguale(
    quanti: int, pronto: Fascicolo, elena: Utente, come: Come, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for n in range(quanti):
        invio = registra_invio(pronto, giorno=dt.date(2025, 1, 14), protocollo=f"{n}", autore=elena)
        conserva_ricevuta(invio, tipo="consegna", file=file_di(f"r{n}"), nome_file="r.pdf", autore=elena)
    cliente = come(elena)
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]  # a context
        cliente.get(f"{BASE}fascicolo/")


def test_una_carta_di_un_altro_tipo_ha_il_nome_senza_estensione(
    sottoscritto: Piano, monkeypatch: pytest.MonkeyPatch, elena: Utente
) -> None:
    strana = Carta("Verbale è/altro", "Verbale", file_di("v"), "v.pdf")
    monkeypatch.setattr(queries_invio, "carta_di_approvazione", lambda p: strana)
    assert prepara_fascicolo(sottoscritto, autore=elena).carte.get(ordine=1).percorso == "01-verbale-altro.pdf"
