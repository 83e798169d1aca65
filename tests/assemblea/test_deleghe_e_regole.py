"""Who acts for whom, by which rules; and the session of the demo, in the past."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ambito, Quota
from assemblea.actions.presenze import delega, registra_presenza, revoca_delega
from assemblea.actions.regole import DatiRegola, adotta, chiudi_regola, scrivi_regola
from assemblea.actions.sedute import (
    DatiSeduta,
    apri,
    chiudi,
    convoca,
    rinvia_punto,
)
from assemblea.actions.voti import proclama
from assemblea.enums import Base, ChiamataRegola, Movimento, Oggetto, Pesi
from assemblea.exceptions import DatiSedutaNonValidi, RegolaMancante, SedutaNonPronta, VotoNonAmmesso
from assemblea.models import Delega, Presenza, RegolaAssemblea, Votazione
from assemblea.regole import Regola, Soglia, a_record
from core.exceptions import NonPermesso
from documenti import archivio
from documenti.enums import TipoFile
from documenti.models import FileConservato
from piani.cronologia import cronologia_di
from piani.enums import Passo
from piani.regole_passi import DatiPasso
from piani.workflow import esegui
from tests.assemblea.conftest import NO, SI, Assemblea, con_assenso, in_verifica
from tests.cliente import Cliente
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]
Fai = Callable[..., Assemblea]


# --- Deleghe ----------------------------------------------------------------------
def test_il_sindaco_delega_una_persona_del_suo_comune(assemblea: Assemblea, bruno: Utente, delia: Utente) -> None:
    seduta = assemblea.convoca()

    riga = delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    assert "Bruno ti delega per il Comune di Gallarate" in Avviso.objects.get(destinatario=delia).testo
    with pytest.raises(SedutaNonPronta, match="È già delegato Delia"):
        delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    revoca_delega(riga, autore=bruno)
    assert delega(seduta, assemblea.comuni[0], delia, autore=bruno).pk != riga.pk


def test_non_si_delega_chi_non_e_del_comune_ne_per_un_altro_comune(
    assemblea: Assemblea, bruno: Utente, delia: Utente
) -> None:
    seduta = assemblea.convoca()

    with pytest.raises(DatiSedutaNonValidi, match="non ha l'incarico di «Delegato"):
        delega(seduta, assemblea.comuni[0], assemblea.sindaci[1], autore=bruno)
    with pytest.raises(VotoNonAmmesso, match="la dà il suo Sindaco"):
        delega(seduta, assemblea.comuni[1], delia, autore=bruno)


def test_chi_tiene_la_seduta_registra_solo_una_delega_firmata(
    assemblea: Assemblea, sara: Utente, bruno: Utente, delia: Utente
) -> None:
    seduta = assemblea.convoca()
    with pytest.raises(DatiSedutaNonValidi, match="serve il file firmato"):
        delega(seduta, assemblea.comuni[0], delia, autore=sara)

    file = archivio.conserva(b"%PDF-1.7\nd\n%%EOF\n", nome="d.pdf", tipi=frozenset({TipoFile.PDF}))
    riga = delega(seduta, assemblea.comuni[0], delia, autore=sara, file=file, nome_file="d.pdf")
    assert (riga.delegante, riga.registrata_da) == (bruno, sara)


def test_chi_e_presente_non_delega_e_la_revoca_fa_uscire_il_delegato(
    assemblea: Assemblea, bruno: Utente, delia: Utente
) -> None:
    seduta = assemblea.apri(1)
    with pytest.raises(SedutaNonPronta, match="risulta presente"):
        delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    assemblea.esce(0)
    riga = delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    assemblea.entra(0)
    assert Presenza.objects.latest("pk").persona == "Delia"

    revoca_delega(riga, autore=bruno)
    assert Presenza.objects.latest("pk").movimento == Movimento.USCITA
    assemblea.entra(0)
    assert Presenza.objects.latest("pk").persona == "Bruno"


def test_chi_tiene_la_seduta_revoca_solo_le_deleghe_che_ha_registrato(
    assemblea: Assemblea, come: Come, sara: Utente, bruno: Utente, delia: Utente
) -> None:
    seduta = assemblea.convoca()
    del_sindaco = delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    chiavi = {**assemblea.piano.indirizzo, "pk": seduta.pk}
    revoca = reverse("assemblea:delega_revoca", kwargs={**chiavi, "delega": del_sindaco.pk})

    with pytest.raises(VotoNonAmmesso, match="l'ha data il Sindaco dal suo account"):
        revoca_delega(del_sindaco, autore=sara)
    assert come(sara).get(revoca).status_code == 403
    assert revoca not in come(sara).get(reverse("assemblea:seduta", kwargs=chiavi)).content.decode()
    assert revoca in come(bruno).get(reverse("assemblea:seduta", kwargs=chiavi)).content.decode()
    revoca_delega(del_sindaco, autore=bruno)
    file = archivio.conserva(b"%PDF-1.7\nd\n%%EOF\n", nome="d.pdf", tipi=frozenset({TipoFile.PDF}))
    registrata = delega(seduta, assemblea.comuni[0], delia, autore=sara, file=file, nome_file="d.pdf")
    revoca_delega(registrata, autore=sara)

    avvisati = Avviso.objects.filter(chiave__startswith="assemblea:revoca:").values_list("destinatario", flat=True)
    assert sorted(avvisati) == sorted([bruno.pk, delia.pk] * 2)


def test_la_delega_firmata_la_legge_solo_chi_deve(
    assemblea: Assemblea, come: Come, sara: Utente, bruno: Utente, delia: Utente, ada: Utente
) -> None:
    seduta = assemblea.convoca()
    file = archivio.conserva(b"%PDF-1.7\nd\n%%EOF\n", nome="d.pdf", tipi=frozenset({TipoFile.PDF}))
    riga = delega(seduta, assemblea.comuni[0], delia, autore=sara, file=file, nome_file="d.pdf")
    chiavi = {**assemblea.piano.indirizzo, "pk": seduta.pk}
    qui = reverse("assemblea:delega_file", kwargs={**chiavi, "delega": riga.pk})

    assert [come(chi).get(qui).status_code for chi in (sara, bruno, delia)] == [200] * 3
    assert [come(chi).get(qui).status_code for chi in (ada, assemblea.sindaci[1])] == [403] * 2
    assert qui not in come(ada).get(reverse("assemblea:seduta", kwargs=chiavi)).content.decode()


@pytest.mark.parametrize(
    ("nome", "contenuto"), [("d.txt", b"una delega"), ("d.pdf", b"PK\x03\x04 un archivio"), ("d.p7m", b"<html>")]
)
def test_una_delega_che_non_e_un_pdf_ne_un_p7m_non_si_registra(
    assemblea: Assemblea, come: Come, sara: Utente, delia: Utente, nome: str, contenuto: bytes
) -> None:
    seduta = assemblea.convoca()
    qui = reverse("assemblea:delega", kwargs={**assemblea.piano.indirizzo, "pk": seduta.pk})
    dati = {"delegato": f"{assemblea.comuni[0].pk}-{delia.pk}", "file": SimpleUploadedFile(nome, contenuto)}

    risposta = come(sara).post(qui, dati)
    assert risposta.status_code == 422
    assert "file" in risposta.context["modulo"].errors
    assert not Delega.objects.exists()
    assert not FileConservato.objects.exists()


# --- Rules ---------------------------------------------------------------------------
def test_due_regole_sullo_stesso_oggetto_non_valgono_insieme(
    gallarate: Ambito, sara: Utente, dario: Utente, ada: Utente
) -> None:
    prima = adotta(gallarate, "presenti", autore=ada, dal=dt.date(2024, 1, 1))
    with pytest.raises(DatiSedutaNonValidi, match="vale già «Maggioranza dei presenti»"):
        adotta(gallarate, "assoluta", autore=sara, dal=dt.date(2025, 1, 1))
    with pytest.raises(NonPermesso, match="scegliere le regole"):
        adotta(gallarate, "unanimita", autore=dario, dal=dt.date(2025, 1, 1))
    with pytest.raises(DatiSedutaNonValidi, match="non può finire prima"):
        chiudi_regola(prima, al=dt.date(2023, 1, 1), autore=sara)
    chiudi_regola(prima, al=dt.date(2024, 12, 31), autore=sara)
    with pytest.raises(DatiSedutaNonValidi, match="finisce già"):
        chiudi_regola(prima, al=dt.date(2024, 12, 31), autore=sara)
    assert adotta(gallarate, "assoluta", autore=sara, dal=dt.date(2025, 1, 1)).al is None


# --- The demo ------------------------------------------------------------------------
def test_la_dimostrazione_racconta_una_seduta_passata_e_lo_dice(
    fai_assemblea: Fai, franco: Utente, pia: Utente, sara: Utente
) -> None:
    insieme = fai_assemblea(regola="assoluta")
    in_verifica(insieme.piano)
    prima = DatiPasso(numero="1", giorno=dt.date(2024, 11, 28), esempio=True)
    esegui(Passo.DAI_ASSENSO, insieme.piano, autore=franco, dati=prima)
    giorno = DatiSeduta(dt.date(2024, 12, 2), dt.time(17, 30), "Municipio")
    insieme.seduta = apri(convoca(insieme.piano, giorno, autore=sara, esempio=True), autore=sara)
    for n in range(9):
        registra_presenza(insieme.componente(n), Movimento.ENTRATA, autore=sara, esempio=True)
    for ordine in (1, 2):
        proclama(insieme.votano(*[SI] * 9, ordine=ordine), autore=pia)
    chiudi(insieme.seduta, autore=sara)

    assert cronologia_di(insieme.piano).approvazione_il == dt.date(2024, 12, 2)
    assert "approvazione" in cronologia_di(insieme.piano).esempi
    assert all(v.esempio for v in Votazione.objects.all())


# --- Shares ----------------------------------------------------------------------------
def a_quote(assemblea: Assemblea, pesi: Pesi, oggetto: Oggetto = Oggetto.PIANO) -> None:
    """Put in the place of the rule on an object one that counts shares of that kind."""
    RegolaAssemblea.objects.filter(oggetto=oggetto).delete()
    tutti = (Soglia(Base.COMPONENTI, 1, 1),) if oggetto is Oggetto.ACCORDO else ()
    regola = Regola((*tutti, Soglia(Base.QUOTE, 1, 2, stretta=True)), nome="Quote", pesi=pesi)
    ambito = assemblea.piano.ambito
    scrivi_regola(ambito, DatiRegola(oggetto, regola, dt.date(2024, 1, 1)), autore=assemblea.sara)


def test_le_quote_dell_ambito_contano_al_posto_della_popolazione(fai_assemblea: Fai, franco: Utente) -> None:
    insieme = fai_assemblea(3)
    con_assenso(insieme.piano, franco)
    a_quote(insieme, Pesi.QUOTE)
    for n, (numeratore, denominatore) in enumerate([(1, 3), (1, 6), (1, 2)]):
        appartenenza = insieme.comuni[n].appartenenze.get()
        Quota.objects.create(appartenenza=appartenenza, numeratore=numeratore, denominatore=denominatore)
    insieme.apri(3)

    pari = proclama(insieme.votano(SI, SI, NO), autore=insieme.pia)

    assert not pari.approvata
    assert "50,0% delle quote; la regola chiede più della metà delle quote" in pari.frase
    assert pari.esito is not None
    assert sorted(c["quota"] for c in pari.esito["componenti"]) == [[1, 2], [1, 3], [1, 6]]


def test_popolazione_e_quote_non_si_mescolano_nella_stessa_seduta(assemblea: Assemblea) -> None:
    a_quote(assemblea, Pesi.QUOTE, Oggetto.ACCORDO)
    with pytest.raises(RegolaMancante, match="scegline una sola"):
        assemblea.apri(0)


def test_senza_la_regola_del_voto_il_punto_non_va_ai_voti_e_si_rinvia(assemblea: Assemblea) -> None:
    RegolaAssemblea.objects.filter(oggetto=Oggetto.ACCORDO).delete()
    assemblea.apri()

    with pytest.raises(RegolaMancante, match="Manca la regola «Approvazione dell'Accordo"):
        assemblea.ai_voti(2)
    with pytest.raises(DatiSedutaNonValidi, match="tocca la seduta"):
        adotta(assemblea.piano.ambito, "unanimita", autore=assemblea.sara, dal=dt.date(2024, 1, 1))
    assert rinvia_punto(assemblea.punto(2), motivo="Manca la regola", autore=assemblea.sara).rinviato_il


def test_a_seduta_aperta_le_regole_sono_quelle_dell_apertura(assemblea: Assemblea) -> None:
    assemblea.apri()
    regola = RegolaAssemblea.objects.get(oggetto=Oggetto.PIANO)
    assert assemblea.seduta.regole is not None
    assert set(assemblea.seduta.regole) == {"seduta", "piano", "accordo"}
    assert assemblea.seduta.regole["piano"] == {"regola": regola.pk, "record": a_record(regola.pura)}
    assert assemblea.seduta.pesi == Pesi.POPOLAZIONE
    regola.condizioni.update(numeratore=1, denominatore=100)

    votazione = assemblea.ai_voti()
    assert votazione.regola == regola
    assert votazione.regola_voto == assemblea.seduta.regole["piano"]["record"]


def test_le_regole_di_una_seduta_convocata_o_aperta_non_si_toccano(assemblea: Assemblea, ada: Utente) -> None:
    ambito, oggi = assemblea.piano.ambito, timezone.localdate()
    ieri, domani = oggi - dt.timedelta(days=1), oggi + dt.timedelta(days=1)
    regola = RegolaAssemblea.objects.get(oggetto=Oggetto.PIANO)
    lasca = Regola((Soglia(Base.VOTANTI, 1, 10),), nome="Un decimo")
    seduta = assemblea.convoca()

    for _ in range(2):
        with pytest.raises(DatiSedutaNonValidi, match="tocca la seduta"):
            chiudi_regola(regola, al=ieri, autore=ada)
        di_prima = DatiRegola(Oggetto.PIANO, lasca, oggi, ChiamataRegola.PRIMA)
        with pytest.raises(DatiSedutaNonValidi, match="tocca la seduta"):
            scrivi_regola(ambito, di_prima, autore=ada)
        if seduta.aperta_il is None:
            seduta = apri(seduta, autore=assemblea.sara)
    di_seconda = DatiRegola(Oggetto.PIANO, lasca, oggi, ChiamataRegola.SECONDA)
    assert scrivi_regola(ambito, di_seconda, autore=ada).pk
    chiudi_regola(regola, al=oggi, autore=ada)
    assert scrivi_regola(ambito, DatiRegola(Oggetto.PIANO, lasca, domani), autore=ada).dal == domani


def test_la_regola_che_manca_a_una_seduta_convocata_si_scrive(assemblea: Assemblea) -> None:
    RegolaAssemblea.objects.filter(oggetto=Oggetto.ACCORDO).delete()
    seduta = assemblea.convoca()

    adotta(assemblea.piano.ambito, "unanimita", autore=assemblea.sara, dal=dt.date(2024, 1, 1))
    aperta = apri(seduta, autore=assemblea.sara)
    assert aperta.regole is not None
    assert "accordo" in aperta.regole


@pytest.mark.parametrize("base", [Base.VOTANTI, Base.QUOTE, Base.PRESENTI])
def test_l_accordo_vuole_l_unanimita_per_legge(gallarate: Ambito, sara: Utente, base: Base) -> None:
    meta = Regola((Soglia(base, 1, 2, stretta=True),), nome="Maggioranza")
    with pytest.raises(DatiSedutaNonValidi, match=r"art\. 34, comma 4"):
        scrivi_regola(gallarate, DatiRegola(Oggetto.ACCORDO, meta, dt.date(2024, 1, 1)), autore=sara)
    tutti = Regola((Soglia(Base.PRESENTI, 1, 1),), nome="Tutti i presenti")
    assert scrivi_regola(gallarate, DatiRegola(Oggetto.ACCORDO, tutti, dt.date(2024, 1, 1)), autore=sara).pk
