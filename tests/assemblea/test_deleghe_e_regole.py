"""Who acts for whom, by which rules; and the session of the demo, in the past."""

import datetime as dt
from collections.abc import Callable

import pytest

from ambiti.models import Ambito, Quota
from assemblea.actions.presenze import delega, registra_presenza, revoca_delega
from assemblea.actions.regole import DatiRegola, adotta, chiudi_regola, scrivi_regola
from assemblea.actions.sedute import (
    DatiSeduta,
    apri,
    chiudi,
    convoca,
)
from assemblea.actions.voti import proclama
from assemblea.enums import Base, Movimento, Oggetto, Pesi
from assemblea.exceptions import DatiSedutaNonValidi, RegolaMancante, SedutaNonPronta, VotoNonAmmesso
from assemblea.models import Presenza, RegolaAssemblea, Votazione
from assemblea.regole import Regola, Soglia
from core.exceptions import NonPermesso
from documenti import archivio
from documenti.enums import TipoFile
from piani.cronologia import cronologia_di
from piani.enums import Passo
from piani.regole_passi import DatiPasso
from piani.workflow import esegui
from tests.assemblea.conftest import NO, SI, Assemblea, con_assenso, in_verifica
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
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
    regola = Regola((Soglia(Base.QUOTE, 1, 2, stretta=True),), nome="Quote", pesi=pesi)
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


def test_senza_la_regola_del_voto_il_punto_non_va_ai_voti(assemblea: Assemblea) -> None:
    assemblea.apri()
    RegolaAssemblea.objects.filter(oggetto=Oggetto.ACCORDO).delete()

    with pytest.raises(RegolaMancante, match="Manca la regola «Approvazione dell'Accordo"):
        assemblea.ai_voti(2)


def test_una_regola_a_quote_scritta_a_seduta_aperta_non_trova_le_quote(fai_assemblea: Fai, franco: Utente) -> None:
    insieme = fai_assemblea(2, regola="presenti")
    con_assenso(insieme.piano, franco)
    insieme.comuni[1].ente.popolazioni.all().delete()
    insieme.apri(2)
    a_quote(insieme, Pesi.POPOLAZIONE)

    with pytest.raises(RegolaMancante, match="quando la seduta si è aperta non erano note"):
        insieme.ai_voti()
