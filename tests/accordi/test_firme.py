"""Signing: who files for whom, what is refused, what stays, what the plan then knows."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from accordi.actions.firme import avvertenze, carica_firma, ritira_firma
from accordi.exceptions import FirmaNonPossibile
from accordi.models import Accordo, Firma
from accordi.queries import carte_firmate, firme_mancanti, giorni_delle_firme
from accordi.requisiti import REQUISITI
from core.exceptions import DatiNonValidi, NonPermesso
from documenti.enums import StatoLavoro
from documenti.models import Lavoro
from piani.cronologia import cronologia_di, giorni_di
from piani.enums import Passo, Stato
from piani.exceptions import DataFuoriOrdine, PassaggioNegato
from piani.models import Stampa
from piani.versioni import congela
from piani.workflow import esegui
from registro.models import Evento
from tests.accordi.conftest import GIORNO, P7M, PDF, conserva, firma, parte, porta_a
from utenti.models import Avviso, Utente
from utenti.tasks import spedisci_avvisi

pytestmark = pytest.mark.django_db

COMPLETE = REQUISITI[1]


def test_il_sindaco_carica_per_il_suo_comune(da_firmare: Accordo, bruno: Utente) -> None:
    fatta = firma(da_firmare, bruno.incarichi.get().ente, bruno)

    assert (fatta.giorno, fatta.per_conto, fatta.caricata_da) == (GIORNO, False, bruno)
    evento = Evento.objects.get(tipo="accordi.firma_caricata")
    assert fatta.file.sha256 in evento.dati
    assert "Bruno" not in evento.dati


def test_anche_un_p7m_va_bene(da_firmare: Accordo, bruno: Utente) -> None:
    di = parte(da_firmare, bruno.incarichi.get().ente)

    fatta = carica_firma(di, file=conserva(P7M), nome_file="accordo.p7m", giorno=GIORNO, autore=bruno)

    assert fatta.file.tipo == "application/pkcs7-mime"


@pytest.mark.parametrize("persona", ["bice", "dario", "lia", "delia", "elena", "franco", "gina", "nino", "rosa", "pia"])
def test_per_il_comune_di_gallarate_non_carica_chi_non_ne_risponde(
    da_firmare: Accordo, bruno: Utente, persona: str, request: pytest.FixtureRequest
) -> None:
    """Bice is mayor in the same Ambito; Dario has in Busto what Ada has here."""
    with pytest.raises(NonPermesso, match="Non è cambiato nulla"):
        firma(da_firmare, bruno.incarichi.get().ente, request.getfixturevalue(persona))
    assert not Firma.objects.exists()


def test_l_ufficio_di_piano_carica_per_conto_di_un_comune_e_il_comune_lo_sa(
    da_firmare: Accordo, ada: Utente, bruno: Utente
) -> None:
    fatta = firma(da_firmare, bruno.incarichi.get().ente, ada)

    assert fatta.per_conto
    assert Avviso.objects.filter(destinatario=bruno, chiave=f"firma_per_conto:{fatta.pk}").exists()


@pytest.mark.parametrize("tipo", ["ats", "asst"])
def test_l_ufficio_di_piano_non_carica_per_ats_e_asst(da_firmare: Accordo, ada: Utente, tipo: str) -> None:
    with pytest.raises(NonPermesso, match="la carica chi firma per questo ente"):
        firma(da_firmare, da_firmare.parti.get(ente__tipo=tipo).ente, ada)


@pytest.mark.parametrize("stato", set(Stato) - {Stato.IN_SOTTOSCRIZIONE})
def test_fuori_dalla_sottoscrizione_non_si_firma(accordo: Accordo, bruno: Utente, stato: Stato) -> None:
    porta_a(accordo.piano, stato)

    with pytest.raises(FirmaNonPossibile, match="si caricano quando è «In sottoscrizione»"):
        firma(accordo, bruno.incarichi.get().ente, bruno)


def test_un_giorno_nel_futuro_e_rifiutato(da_firmare: Accordo, bruno: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="è nel futuro"):
        firma(da_firmare, bruno.incarichi.get().ente, bruno, timezone.localdate() + dt.timedelta(days=1))


def test_due_volte_si_carica_solo_dicendo_perche_e_il_primo_file_resta(da_firmare: Accordo, bruno: Utente) -> None:
    di = parte(da_firmare, bruno.incarichi.get().ente)
    prima = carica_firma(di, file=conserva(), nome_file="a.pdf", giorno=GIORNO, autore=bruno)

    with pytest.raises(FirmaNonPossibile, match="c'è già"):
        carica_firma(di, file=conserva(P7M), nome_file="b.p7m", giorno=GIORNO, autore=bruno)
    dopo = carica_firma(di, file=conserva(P7M), nome_file="b.p7m", giorno=GIORNO, motivo="Firma scaduta", autore=bruno)

    prima.refresh_from_db()
    assert (prima.motivo, prima.tolta_da) == ("Firma scaduta", bruno)
    assert [f.pk for f in di.firme.filter(tolta_il=None)] == [dopo.pk]


def test_il_file_da_firmare_cosi_com_e_non_e_firmato(da_firmare: Accordo, bruno: Utente) -> None:
    piano = da_firmare.piano
    cronologia = cronologia_di(piano)
    cronologia.approvazione_il, cronologia.approvazione_organo = dt.date(2024, 12, 2), "Assemblea"
    cronologia.approvazione_versione = congela(piano, autore=None)
    cronologia.save()
    lavoro = Lavoro.objects.create(tipo="piani.stampa", chiave="x", stato=StatoLavoro.RIUSCITO, risultato=conserva())
    Stampa.objects.create(versione=cronologia.approvazione_versione, lavoro=lavoro, bozza=False, scheda="accordo")

    with pytest.raises(DatiNonValidi, match="non porta nessuna firma"):
        firma(da_firmare, bruno.incarichi.get().ente, bruno)


def test_un_giorno_fuori_ordine_passa_solo_se_confermato(da_firmare: Accordo, bruno: Utente) -> None:
    cronologia = cronologia_di(da_firmare.piano)
    cronologia.approvazione_il, cronologia.approvazione_organo = dt.date(2024, 12, 24), "Assemblea"
    cronologia.save()
    di = parte(da_firmare, bruno.incarichi.get().ente)

    with pytest.raises(DataFuoriOrdine, match="conferma che lo è"):
        carica_firma(di, file=conserva(), nome_file="a.pdf", giorno=GIORNO, autore=bruno)
    carica_firma(di, file=conserva(), nome_file="a.pdf", giorno=GIORNO, conferma_ordine=True, autore=bruno)

    assert di.firme.count() == 1


def test_il_direttore_dell_ats_sa_che_manca_la_verifica_ma_firma(da_firmare: Accordo, nino: Utente) -> None:
    di = da_firmare.parti.get(ente__tipo="ats")
    assert "non è ancora registrata" in " ".join(avvertenze(da_firmare.piano, di))

    firma(da_firmare, di.ente, nino)

    assert di.firme.count() == 1


def test_quando_hanno_firmato_tutti_il_piano_ne_sa_i_giorni(
    da_firmare: Accordo, ada: Utente, bruno: Utente, bice: Utente, nino: Utente, rosa: Utente
) -> None:
    piano = da_firmare.piano
    assert list(COMPLETE.mancanze(piano, None)) == [
        "Mancano le firme di Comune di Gallarate, Comune di Albizzate, ATS Insubria e ASST VALLE OLONA."
    ]
    firma(da_firmare, bruno.incarichi.get().ente, bruno, dt.date(2024, 12, 18))
    assert giorni_delle_firme(piano)["firma_comuni"].giorno is None
    with pytest.raises(PassaggioNegato, match="Mancano le firme"):
        esegui(Passo.COMPLETA_SOTTOSCRIZIONE, piano, autore=ada)
    firma(da_firmare, bice.incarichi.get().ente, bice, dt.date(2024, 12, 19))
    firma(da_firmare, rosa.incarichi.get().ente, rosa)
    assert firme_mancanti(piano) == ["ATS Insubria"]
    ultima = firma(da_firmare, nino.incarichi.get().ente, nino, dt.date(2024, 12, 21))

    giorni = giorni_di(piano)
    assert giorni["firma_comuni"] == dt.date(2024, 12, 19)
    assert giorni["firma_asst"] == GIORNO
    assert giorni["firma_ats"] == dt.date(2024, 12, 21)
    assert [c.chiave for c in carte_firmate(piano)] == [
        "accordo:comune:012070",
        "accordo:comune:012002",
        "accordo:ats:322",
        "accordo:asst:711",
    ]
    assert Avviso.objects.filter(destinatario=ada, chiave=f"firme_complete:{ultima.pk}").exists()
    esegui(Passo.COMPLETA_SOTTOSCRIZIONE, piano, autore=ada)
    assert piano.stato == Stato.SOTTOSCRITTO


def test_una_firma_ritirata_non_conta_piu_e_resta(da_firmare: Accordo, bruno: Utente, bice: Utente) -> None:
    fatta = firma(da_firmare, bruno.incarichi.get().ente, bruno)

    with pytest.raises(NonPermesso):
        ritira_firma(fatta, motivo="Per dispetto", autore=bice)
    with pytest.raises(DatiNonValidi, match="perché ritiri"):
        ritira_firma(fatta, motivo=" ", autore=bruno)
    ritira_firma(fatta, motivo="File sbagliato", autore=bruno)

    assert "Comune di Gallarate" in firme_mancanti(da_firmare.piano)
    assert Firma.objects.get().motivo == "File sbagliato"
    with pytest.raises(FirmaNonPossibile, match="già stato tolto"):
        ritira_firma(fatta, motivo="Ancora", autore=bruno)
    assert firma(da_firmare, bruno.incarichi.get().ente, bruno).tolta_il is None


@pytest.mark.parametrize("giorno", [dt.date(1900, 1, 1), dt.date(2024, 12, 1)])
def test_una_firma_prima_dell_approvazione_passa_solo_se_confermata(
    da_firmare: Accordo, bruno: Utente, giorno: dt.date
) -> None:
    riga = cronologia_di(da_firmare.piano)
    riga.approvazione_il, riga.approvazione_organo = dt.date(2024, 12, 2), "Assemblea"
    riga.save()
    with pytest.raises(DataFuoriOrdine):
        firma(da_firmare, bruno.incarichi.get().ente, bruno, giorno)
    assert not Firma.objects.exists()


def test_se_l_ufficio_di_piano_toglie_il_file_di_un_ente_l_ente_sa_perche(
    da_firmare: Accordo, ada: Utente, bruno: Utente, bice: Utente, mailoutbox: list[EmailMessage]
) -> None:
    di = parte(da_firmare, bruno.incarichi.get().ente)
    prima = firma(da_firmare, di.ente, bruno)
    nuova = carica_firma(di, file=conserva(P7M), nome_file="b.p7m", giorno=GIORNO, motivo="Pagina 3", autore=ada)
    ritira_firma(nuova, motivo="Non si apre", autore=ada)

    avvisi = {a.chiave: a for a in Avviso.objects.filter(chiave__startswith="firma_tolta:")}
    assert set(avvisi) == {f"firma_tolta:{prima.pk}", f"firma_tolta:{nuova.pk}"}
    sostituito, ritirato = avvisi[f"firma_tolta:{prima.pk}"], avvisi[f"firma_tolta:{nuova.pk}"]
    assert (sostituito.destinatario, ritirato.destinatario) == (bruno, bruno)
    assert "ha sostituito" in sostituito.testo
    assert "Motivo: Pagina 3" in sostituito.testo
    assert "ha ritirato" in ritirato.testo
    assert "Motivo: Non si apre" in ritirato.testo
    spedisci_avvisi()
    testi = [m.body for m in mailoutbox if m.to == [bruno.email]]
    assert any("Pagina 3" in t for t in testi)
    assert any("Non si apre" in t for t in testi)


def test_chi_toglie_il_proprio_file_non_riceve_avvisi(da_firmare: Accordo, bruno: Utente) -> None:
    ritira_firma(firma(da_firmare, bruno.incarichi.get().ente, bruno), motivo="Sbagliato", autore=bruno)
    assert not Avviso.objects.filter(chiave__startswith="firma_tolta:").exists()


def test_i_byte_di_prova_sono_quello_che_dicono() -> None:
    assert (PDF[:5], P7M[:1]) == (b"%PDF-", b"\x30")
