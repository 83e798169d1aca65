"""What remains: the minutes from the events, their signed file, the act of another body."""

import datetime as dt
import io
import json
from collections.abc import Callable

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assemblea.actions.atti import DatiAtto, carica_firmato, prepara_verbale, registra_atto_esterno
from assemblea.actions.presenze import delega
from assemblea.actions.sedute import chiudi, dichiara_deserta, rinvia_punto
from assemblea.actions.voti import proclama
from assemblea.carta import VerbaleSeduta
from assemblea.enums import OggettoDeciso
from assemblea.exceptions import DatiSedutaNonValidi, SedutaNonPronta
from assemblea.models import AttoEsterno, FirmatoSostituito, Verbale
from assemblea.queries import carta_di_approvazione
from core.exceptions import NonPermesso
from documenti import archivio
from documenti.actions import inizia
from documenti.enums import StatoLavoro, TipoFile
from documenti.esecuzione import svolgi_qui
from documenti.models import FileConservato, Lavoro
from piani.composizione import requisiti
from piani.cronologia import cronologia_di
from piani.enums import Passo, Stato
from piani.exceptions import PassaggioNegato
from piani.models import Piano
from piani.regole_passi import DatiPasso
from piani.versioni import congela
from piani.workflow import esegui
from registro.models import Evento
from tests.assemblea.conftest import NO, SI, Assemblea, con_assenso, in_verifica
from tests.cliente import Cliente
from tests.factories import SezioneFactory
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]
Fai = Callable[..., Assemblea]


def pdf(nome: str = "atto.pdf") -> FileConservato:
    return archivio.conserva(f"%PDF-1.7\n{nome}\n%%EOF\n".encode(), nome=nome, tipi=frozenset({TipoFile.PDF}))


def atto(*oggetti: OggettoDeciso, **altro: object) -> DatiAtto:
    dati = {
        "organo": "Consiglio Comunale di Busto Arsizio",
        "giorno": timezone.localdate(),
        "file": pdf(),
        "nome_file": "atto.pdf",
        "oggetti": oggetti or (OggettoDeciso.PIANO,),
        "numero": "102",
    }
    return DatiAtto(**(dati | altro))  # type: ignore[arg-type]  # each of its kind


@pytest.fixture
def conclusa(assemblea: Assemblea, bruno: Utente, delia: Utente, pia: Utente) -> Assemblea:
    """A session held: a delegate, a contrary vote, the Accordo put off."""
    delega(assemblea.apri(0), assemblea.comuni[0], delia, autore=bruno)
    for n in range(8):
        assemblea.entra(n)
    votazione = assemblea.ai_voti()
    assemblea.vota(votazione, 0, SI, chi=delia)
    for n in range(1, 8):
        assemblea.vota(votazione, n, NO if n == 7 else SI)
    from assemblea.actions.voti import chiudi_votazione

    proclama(chiudi_votazione(votazione, autore=assemblea.sara), autore=pia, numero="4")
    rinvia_punto(assemblea.punto(2), motivo="Si aspetta l'ASST", autore=assemblea.sara)
    assemblea.seduta = chiudi(assemblea.seduta, autore=assemblea.sara)
    return assemblea


# --- The minutes --------------------------------------------------------------------
def test_il_verbale_racconta_la_seduta(conclusa: Assemblea) -> None:
    verbale = prepara_verbale(conclusa.seduta, autore=conclusa.sara)

    html = VerbaleSeduta(bytes(verbale.contenuto)).html().replace("\u00a0", " ")
    for parole in (
        "Comune di Gallarate: Bruno delega Delia",
        "Delia, delegato",
        "7 favorevoli su 9 componenti",
        "deliberazione n. 4",
        "Contrario",
        "Rinviato",
        "Si aspetta l&#x27;ASST",
        "ASST VALLE OLONA",
        "31 dicembre 2023",
    ):
        assert parole in html, parole
    dati = json.loads(bytes(verbale.contenuto))
    assert len(dati["presenze"]) == 8
    assert dati["punti"][0]["versione"] == conclusa.punto().versione.sha256
    assert prepara_verbale(conclusa.seduta, autore=conclusa.sara).pk == verbale.pk


def test_una_seduta_non_finita_non_ha_verbale_una_deserta_si(assemblea: Assemblea) -> None:
    assemblea.apri(2)
    with pytest.raises(SedutaNonPronta, match="si prepara quando è finita"):
        prepara_verbale(assemblea.seduta, autore=assemblea.sara)
    dichiara_deserta(assemblea.seduta, autore=assemblea.sara)

    verbale = prepara_verbale(assemblea.seduta, autore=assemblea.sara)
    html = VerbaleSeduta(bytes(verbale.contenuto)).html()
    assert "Dichiarata deserta" in html
    assert "Non messo ai voti" in html


@pytest.mark.lento
def test_il_verbale_si_stampa_una_volta_e_si_serve(conclusa: Assemblea, come: Come, ada: Utente) -> None:
    verbale = prepara_verbale(conclusa.seduta, autore=conclusa.sara)
    assert verbale.lavoro is not None
    lavoro = inizia(verbale.lavoro.pk)
    assert lavoro is not None
    svolgi_qui(lavoro)
    verbale.refresh_from_db()

    assert verbale.lavoro.stato == StatoLavoro.RIUSCITO
    assert verbale.lavoro.esito["avvisi"] == []
    assert verbale.pagine
    scarica = reverse("assemblea:verbale_scarica", kwargs={**conclusa.piano.indirizzo, "pk": conclusa.seduta.pk})
    risposta = come(ada).get(scarica)
    with pikepdf.open(io.BytesIO(risposta.content)) as carta:
        assert len(carta.pages) == verbale.pagine
        assert carta.attachments["verbale.json"].get_file().read_bytes() == bytes(verbale.contenuto)
        assert "Verbale dell'Assemblea" in str(carta.docinfo["/Title"])
    assert prepara_verbale(conclusa.seduta, autore=conclusa.sara).lavoro == verbale.lavoro


def test_il_verbale_firmato_si_conserva_una_volta(
    conclusa: Assemblea, come: Come, sara: Utente, ada: Utente, bruno: Utente
) -> None:
    verbale = prepara_verbale(conclusa.seduta, autore=sara)
    assert carta_di_approvazione(conclusa.piano) is None
    with pytest.raises(NonPermesso, match="registrare l'approvazione"):
        carica_firmato(verbale, pdf(), nome_file="v.pdf", autore=ada)
    qui = reverse("assemblea:verbale_firmato", kwargs={**conclusa.piano.indirizzo, "pk": conclusa.seduta.pk})
    segretaria = come(sara)
    cattivo = segretaria.post(qui, {"file": SimpleUploadedFile("v.txt", b"testo")})
    assert cattivo.status_code == 422
    assert "Non è stato conservato" in cattivo.content.decode()

    assert segretaria.post(qui, {"file": SimpleUploadedFile("v.pdf", b"%PDF-1.7\nv\n%%EOF\n")}).status_code == 302
    with pytest.raises(SedutaNonPronta, match="per sostituirlo scrivi il motivo"):
        carica_firmato(Verbale.objects.get(), pdf(), nome_file="w.pdf", autore=sara)
    carta = carta_di_approvazione(conclusa.piano)
    assert carta is not None
    assert (carta.chiave, carta.nome_file, carta.file) == ("verbale", "v.pdf", Verbale.objects.get().firmato)
    assert come(bruno).get(f"{qui}scarica/").content.startswith(b"%PDF")


def test_la_carta_non_firmata_non_e_il_verbale_firmato(conclusa: Assemblea, sara: Utente) -> None:
    verbale = prepara_verbale(conclusa.seduta, autore=sara)
    assert verbale.lavoro is not None
    Lavoro.objects.filter(pk=verbale.lavoro.pk).update(stato=StatoLavoro.RIUSCITO, risultato=pdf("stampato"))

    with pytest.raises(DatiSedutaNonValidi, match="senza firme: fallo firmare"):
        carica_firmato(verbale, pdf("stampato"), nome_file="v.pdf", autore=sara)
    assert carica_firmato(verbale, pdf("firmato"), nome_file="v.pdf", autore=sara).firmato == pdf("firmato")
    with pytest.raises(DatiSedutaNonValidi, match="è già conservato"):
        carica_firmato(verbale, pdf("firmato"), nome_file="v.pdf", autore=sara, motivo="Di nuovo")


def test_il_verbale_firmato_si_sostituisce_con_un_motivo_finche_il_piano_non_e_inviato(
    conclusa: Assemblea, come: Come, sara: Utente, bruno: Utente
) -> None:
    verbale = carica_firmato(
        prepara_verbale(conclusa.seduta, autore=sara), pdf("uno"), nome_file="uno.pdf", autore=sara
    )
    chiavi = {**conclusa.piano.indirizzo, "pk": conclusa.seduta.pk}
    segretaria, qui = come(sara), reverse("assemblea:verbale_firmato", kwargs=chiavi)
    due = {"file": SimpleUploadedFile("due.pdf", b"%PDF-1.7\ndue\n%%EOF\n")}
    assert segretaria.post(qui, due).status_code == 422
    due["file"].seek(0)
    assert segretaria.post(qui, {**due, "motivo": "Mancava la firma del presidente"}).status_code == 302

    vecchio = FirmatoSostituito.objects.get()
    verbale.refresh_from_db()
    assert (vecchio.file, vecchio.nome_file, vecchio.sostituito_da) == (pdf("uno"), "uno.pdf", sara)
    assert verbale.nome_firmato == "due.pdf"
    assert "Mancava la firma" in segretaria.get(reverse("assemblea:seduta", kwargs=chiavi)).content.decode()
    resta = reverse("assemblea:verbale_sostituito", kwargs={**chiavi, "vecchio": vecchio.pk})
    assert b"uno" in come(bruno).get(resta).content
    assert Evento.objects.filter(tipo="assemblea.verbale_sostituito").count() == 1

    riga = cronologia_di(conclusa.piano)
    riga.invio_il = timezone.localdate()
    riga.save()
    with pytest.raises(SedutaNonPronta, match="già stato inviato in Regione"):
        carica_firmato(verbale, pdf("tre"), nome_file="tre.pdf", autore=sara, motivo="Tardi")


# --- The act of another body -----------------------------------------------------------
def test_il_segretario_registra_l_atto_del_consiglio_e_il_piano_e_approvato(
    fai_assemblea: Fai, franco: Utente, pia: Utente, sara: Utente
) -> None:
    piano = fai_assemblea(1).piano
    con_assenso(piano, franco)
    with pytest.raises(NonPermesso, match="registrare l'approvazione"):
        registra_atto_esterno(piano, atto(), autore=pia)

    registra_atto_esterno(piano, atto(OggettoDeciso.PIANO, OggettoDeciso.ACCORDO), autore=sara)

    piano.refresh_from_db()
    assert piano.stato == Stato.APPROVATO
    passaggio = piano.passaggi.latest("pk")
    assert (passaggio.organo, passaggio.numero, passaggio.nome_file) == (
        "Consiglio Comunale di Busto Arsizio",
        "102",
        "atto.pdf",
    )
    assert list(requisiti()["accordo_approvato"].mancanze(piano, None)) == []
    carta = carta_di_approvazione(piano)
    assert carta is not None
    assert "Consiglio Comunale" in carta.nome


def test_l_atto_sull_accordo_si_registra_dopo_e_una_volta(fai_assemblea: Fai, franco: Utente, sara: Utente) -> None:
    piano = fai_assemblea(1).piano
    con_assenso(piano, franco)
    registra_atto_esterno(piano, atto(), autore=sara)
    piano.refresh_from_db()
    assert list(requisiti()["accordo_approvato"].mancanze(piano, None))
    registra_atto_esterno(piano, atto(OggettoDeciso.ACCORDO), autore=sara)
    assert list(requisiti()["accordo_approvato"].mancanze(piano, None)) == []

    with pytest.raises(DatiSedutaNonValidi, match="già registrato"):
        registra_atto_esterno(piano, atto(OggettoDeciso.ACCORDO), autore=sara)
    assert AttoEsterno.objects.count() == 2


def test_un_atto_nel_futuro_senza_organo_o_su_un_altro_testo_non_si_registra(
    fai_assemblea: Fai, franco: Utente, sara: Utente, piano_di_busto: Piano
) -> None:
    piano = fai_assemblea(1).piano
    vecchia = congela(piano, autore=None)
    SezioneFactory.create(piano=piano, chiave="nuova")
    con_assenso(piano, franco)

    with pytest.raises(DatiSedutaNonValidi, match="nel futuro"):
        registra_atto_esterno(piano, atto(giorno=timezone.localdate() + dt.timedelta(days=1)), autore=sara)
    with pytest.raises(DatiSedutaNonValidi, match="Manca l'organo"):
        registra_atto_esterno(piano, atto(organo=" "), autore=sara)
    with pytest.raises(DatiSedutaNonValidi, match="Manca il numero"):
        registra_atto_esterno(piano, atto(numero=" "), autore=sara)
    with pytest.raises(DatiSedutaNonValidi, match="non è di questo Piano"):
        registra_atto_esterno(piano, atto(versione=congela(piano_di_busto, autore=None)), autore=sara)
    with pytest.raises(PassaggioNegato, match="non è più quello su cui si decide"):
        registra_atto_esterno(piano, atto(versione=vecchia), autore=sara)
    assert not AttoEsterno.objects.exists()
    piano.refresh_from_db()
    assert piano.stato == Stato.VERIFICATO


def test_senza_assenso_nemmeno_l_atto_esterno_approva(fai_assemblea: Fai, sara: Utente) -> None:
    piano = fai_assemblea(1).piano
    in_verifica(piano)

    with pytest.raises(PassaggioNegato, match="vuole dare il suo assenso prima"):
        registra_atto_esterno(piano, atto(), autore=sara)
    assert not AttoEsterno.objects.exists()


def test_dalla_pagina_l_atto_vuole_file_e_oggetto(
    fai_assemblea: Fai, come: Come, franco: Utente, sara: Utente, bruno: Utente
) -> None:
    piano = fai_assemblea(1).piano
    con_assenso(piano, franco)
    cliente, qui = come(sara), reverse("assemblea:atto_nuovo", kwargs=piano.indirizzo)
    dati = {"organo": "Consiglio Comunale", "numero": "102", "giorno": timezone.localdate().isoformat()}
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\na\n%%EOF\n")

    assert cliente.post(qui, dati).status_code == 422
    senza_numero = cliente.post(qui, {**dati, "numero": "", "oggetti": ["piano"], "file": file})
    assert senza_numero.status_code == 422
    assert "numero" in senza_numero.context["modulo"].errors
    file.seek(0)
    assert cliente.post(qui, {**dati, "oggetti": ["piano", "accordo"], "file": file}).status_code == 302
    sala = cliente.get(reverse("assemblea:assemblea", kwargs=piano.indirizzo)).content.decode()
    assert "Consiglio Comunale, n. 102" in sala
    uno = AttoEsterno.objects.first()
    assert uno is not None
    assert come(bruno).get(uno.get_absolute_url()).content.startswith(b"%PDF")


# --- What the steps need ---------------------------------------------------------------
def test_il_passo_approva_vuole_un_atto_vero(assemblea: Assemblea, pia: Utente, franco: Utente) -> None:
    assemblea.apri()
    chiusa = assemblea.votano(*[NO] * 9)
    piano, versione = assemblea.piano, assemblea.punto().versione
    dati = DatiPasso(organo="Assemblea", giorno=timezone.localdate(), versione=versione, motivo="x")

    def manca(passo: Passo, **altro: object) -> str:
        with pytest.raises(PassaggioNegato) as rifiuto:
            esegui(passo, piano, autore=pia, dati=DatiPasso(**{**vars(dati), **altro}))
        return str(rifiuto.value)

    assert "Manca l'atto che approva" in manca(Passo.APPROVA)
    assert "Non c'è un esito proclamato" in manca(Passo.APPROVA, votazione=chiusa.pk)
    assert "Si respinge con un esito proclamato" in manca(Passo.RESPINGI)
    assert "Si respinge con un esito proclamato" in manca(Passo.RESPINGI, votazione=chiusa.pk)
    proclama(chiusa, autore=pia)
    con_assenso(piano_di_nuovo(piano), franco)
    assert "non ha approvato" in manca(Passo.APPROVA, votazione=chiusa.pk)
    assert list(requisiti()["atto_di_approvazione"].mancanze(piano, None)) == []
    assert list(requisiti()["voto_contrario"].mancanze(piano, None)) == []


def piano_di_nuovo(piano: Piano) -> Piano:
    """The plan after a negative vote, sent again to the ATS."""
    piano = Piano.objects.get(pk=piano.pk)
    assert piano.stato == Stato.BOZZA
    return piano
