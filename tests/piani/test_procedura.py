"""The procedure: every step from every state by every role, each refusal with its sentence, versions, dates, notices."""

import datetime as dt
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.exceptions import NonPermesso
from documenti import archivio
from documenti.enums import TipoFile
from piani import composizione, workflow
from piani.actions.sezioni import scrivi_sezione
from piani.cronologia import ORDINE, PER_CHIAVE, cronologia_di, fatti_di, violazioni
from piani.enums import Passo, SpecieParte, Stato
from piani.exceptions import DataFuoriOrdine, DatiPassoMancanti, PassaggioGiaFatto, PassaggioNegato
from piani.models import Passaggio, Piano, Sezione, Stampa
from piani.regole_passi import PER_PASSO, REGOLE, TURNO, DatiPasso, ParteNominata, Regola
from piani.versioni import byte_da_leggere, congela, documento_da_leggere
from piani.workflow import esegui, impedimenti
from registro.actions import annota
from registro.models import Evento
from registro.parole import raccontati
from tests.factories import EnteFactory, IncaricoFactory, SezioneFactory, UtenteFactory
from utenti.enums import Ruolo
from utenti.models import Avviso, Utente
from utenti.roles import RUOLI
from utenti.tasks import spedisci_avvisi

pytestmark = pytest.mark.django_db


@pytest.fixture
def senza_requisiti(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan has all that steps need: person and state are judged alone."""
    vuoti = {
        chiave: composizione.Requisito(chiave, lambda piano, dati: iter(()))
        for regola in REGOLE
        for chiave in regola.requisiti
    }
    monkeypatch.setattr(workflow, "requisiti", lambda: vuoti)


def porta_a(piano: Piano, stato: Stato) -> Piano:
    """Put a plan in a state without walking there: only tests of single steps do."""
    Piano.objects.filter(pk=piano.pk).update(stato=stato)
    piano.refresh_from_db()
    return piano


def dati_di(passo: Passo, piano: Piano) -> DatiPasso:
    """Return data that satisfy what the step wants typed."""
    file = archivio.conserva(b"%PDF-1.7\natto\n%%EOF\n", nome="atto.pdf", tipi=frozenset({TipoFile.PDF}))
    regola = PER_PASSO[passo]
    return DatiPasso(
        motivo="Per prova",
        giorno=dt.date(2024, 12, 2),
        numero="12/2024",
        organo="Assemblea dei Sindaci",
        tipo_atto="decreto",
        file=file,
        nome_file="atto.pdf",
        versione=congela(piano, autore=None) if "versione" in regola.dati else None,
        parti=(ParteNominata(SpecieParte.SEZIONE, "contesto", "Dati di contesto"),) if "parti" in regola.dati else (),
        conferma_ordine=True,
    )


# --- The table ----------------------------------------------------------------
def test_ogni_requisito_ha_un_solo_fornitore() -> None:
    nominati = {chiave for regola in REGOLE for chiave in regola.requisiti}

    assert nominati == set(composizione.requisiti())


def test_una_chiave_presa_non_si_prende_due_volte() -> None:
    with pytest.raises(ValueError, match="pdf_pronto ha già chi la fornisce"):
        composizione.registra_requisito(composizione.Requisito("pdf_pronto", lambda piano, dati: iter(())))


def test_ogni_passo_ha_una_regola_e_ogni_stato_un_turno() -> None:
    assert set(PER_PASSO) == set(Passo)
    assert set(TURNO) == set(Stato)


def test_da_ogni_stato_si_esce_tranne_che_dall_ultimo() -> None:
    partenze = {stato for regola in REGOLE for stato in regola.partenze(assenso_prima=True)}

    assert set(Stato) - partenze == {Stato.APPROVATO, Stato.CONCLUSO} - {Stato.APPROVATO}


@pytest.mark.usefixtures("senza_requisiti")
@pytest.mark.parametrize("assenso_prima", [True, False])
@pytest.mark.parametrize("ruolo", Ruolo)
def test_ogni_passo_da_ogni_stato_per_ogni_ruolo(
    piano: Piano, asst_valle_olona: object, comune_capofila: object, ruolo: Ruolo, assenso_prima: bool
) -> None:
    """Every state x every step, as one role: allowed exactly where the table says, else at least one sentence."""
    chi = _con_ruolo(ruolo, piano, asst_valle_olona, comune_capofila)
    ats = piano.ambito.ats
    ats.assenso_prima = assenso_prima
    ats.save()
    sbagliati = []
    for stato in Stato:
        porta_a(piano, stato)
        for regola in REGOLE:
            atteso = bool(RUOLI[ruolo].permessi & set(regola.permessi)) and stato in regola.partenze(
                assenso_prima=assenso_prima
            )
            frasi = list(impedimenti(regola.passo, piano, chi))
            if atteso == bool(frasi) or not all(f.endswith(".") and "«" in f for f in frasi):
                sbagliati.append((stato, regola.passo, frasi))
    assert not sbagliati


def _con_ruolo(ruolo: Ruolo, piano: Piano, asst: object, comune: object) -> Utente:
    enti = {
        "ambito": piano.ambito.ente,
        "ats": piano.ambito.ats.ente,
        "asst": getattr(asst, "ente"),  # noqa: B009 - the fixtures are of two kinds
        "comune": getattr(comune, "ente"),  # noqa: B009 - as above
    }
    tipi = {t.value for t in RUOLI[ruolo].tipi_ente}
    ente = next((e for t, e in enti.items() if t in tipi), None)
    if ente is None:
        ente = EnteFactory.create(tipo=min(tipi))
    if ruolo is Ruolo.CAPOFILA:
        piano.ambito.capofila.create(ente=ente)
    utente = UtenteFactory.create()
    IncaricoFactory.create(utente=utente, ruolo=ruolo, ente=ente)
    return utente


@pytest.mark.usefixtures("senza_requisiti")
@pytest.mark.parametrize("regola", REGOLE, ids=lambda r: r.passo)
def test_ogni_passo_porta_dove_dice(piano: Piano, regola: Regola) -> None:
    porta_a(piano, regola.da[0])

    passaggio = esegui(regola.passo, piano, autore=None, dati=dati_di(regola.passo, piano))

    piano.refresh_from_db()
    assert (passaggio.da, passaggio.a, piano.stato) == (regola.da[0], regola.a, regola.a)
    assert Evento.objects.filter(catena__nome=piano.catena, tipo=f"piani.{regola.passo}").count() == 1
    assert (passaggio.versione is not None) is (regola.congela or "versione" in regola.dati)


@pytest.mark.usefixtures("senza_requisiti")
@pytest.mark.parametrize(
    ("passo", "campo"), [(regola.passo, campo) for regola in REGOLE for campo in regola.dati], ids=str
)
def test_senza_un_dato_obbligatorio_non_si_muove_nulla(piano: Piano, passo: Passo, campo: str) -> None:
    porta_a(piano, PER_PASSO[passo].da[0])
    vuoto: object = () if campo == "parti" else None if campo in {"giorno", "file", "versione"} else ""
    dati = DatiPasso(**{**vars(dati_di(passo, piano)), campo: vuoto})

    with pytest.raises(DatiPassoMancanti, match=r"Manca|Non hai indicato"):
        esegui(passo, piano, autore=None, dati=dati)

    piano.refresh_from_db()
    assert piano.stato == PER_PASSO[passo].da[0]
    assert not Passaggio.objects.exists()


# --- Person, time, object -----------------------------------------------------
def test_chi_ha_lo_stesso_ruolo_altrove_non_muove_questo_piano(piano: Piano, dario: Utente) -> None:
    with pytest.raises(PassaggioNegato, match=r"Non puoi aprire o chiudere la consultazione nell'Ambito .*Gallarate"):
        esegui(Passo.APRI_CONSULTAZIONE, piano, autore=dario)

    assert Piano.objects.get(pk=piano.pk).stato == Stato.BOZZA


def test_un_incarico_finito_ieri_non_muove_nulla(piano: Piano, gallarate: object, olga: Utente) -> None:
    with pytest.raises(PassaggioNegato, match="Oggi non hai nessun incarico in corso"):
        esegui(Passo.APRI_CONSULTAZIONE, piano, autore=olga)


def test_il_passo_fuori_ordine_dice_dove_si_e_e_quando_si_fa(piano: Piano, ada: Utente) -> None:
    with pytest.raises(
        PassaggioNegato, match="Il Piano è «Bozza»: «Completa la sottoscrizione» si fa quando è «In sotto"
    ):
        esegui(Passo.COMPLETA_SOTTOSCRIZIONE, piano, autore=ada)


def test_due_volte_lo_stesso_passo_dice_chi_e_stato_piu_veloce(piano: Piano, ada: Utente) -> None:
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)

    with pytest.raises(PassaggioGiaFatto, match="l'ha già fatto Ada"):
        esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)

    assert Passaggio.objects.count() == 1


@pytest.mark.usefixtures("senza_requisiti")
def test_una_data_nel_futuro_si_rifiuta(piano: Piano, franco: Utente) -> None:
    porta_a(piano, Stato.IN_VERIFICA)
    domani = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(DatiPassoMancanti, match="nel futuro"):
        esegui(Passo.DAI_ASSENSO, piano, autore=franco, dati=DatiPasso(numero="1", giorno=domani))

    assert Piano.objects.get(pk=piano.pk).stato == Stato.IN_VERIFICA


@pytest.mark.usefixtures("senza_requisiti")
def test_una_data_prima_dell_atto_che_segue_passa_solo_se_confermata(
    piano: Piano, franco: Utente, sara: Utente
) -> None:
    porta_a(piano, Stato.IN_VERIFICA)
    esegui(Passo.DAI_ASSENSO, piano, autore=franco, dati=DatiPasso(numero="1", giorno=dt.date(2024, 12, 16)))
    dati = DatiPasso(organo="Consiglio Comunale", giorno=dt.date(2024, 12, 10), versione=congela(piano, autore=None))

    with pytest.raises(
        DataFuoriOrdine, match=r"L.approvazione porta la data 10.dicembre 2024, ma l.assenso dell.ATS è del 16"
    ):
        esegui(Passo.APPROVA, piano, autore=sara, dati=dati)
    assert Piano.objects.get(pk=piano.pk).stato == Stato.VERIFICATO

    esegui(Passo.APPROVA, piano, autore=sara, dati=DatiPasso(**{**vars(dati), "conferma_ordine": True}))
    giorni = {f.chiave: f.giorno for f in fatti_di(piano)}
    assert list(violazioni(giorni)) != []


@pytest.mark.usefixtures("senza_requisiti")
def test_non_si_approva_un_testo_diverso_da_quello_votato(piano: Piano, sara: Utente) -> None:
    votata = congela(piano, autore=None)
    porta_a(piano, Stato.VERIFICATO)
    SezioneFactory.create(piano=piano, testo="<p>Altro testo</p>")

    with pytest.raises(PassaggioNegato, match="non è più quello su cui si decide"):
        esegui(
            Passo.APPROVA,
            piano,
            autore=sara,
            dati=DatiPasso(organo="Assemblea", giorno=dt.date(2024, 12, 2), versione=votata),
        )

    assert Piano.objects.get(pk=piano.pk).stato == Stato.VERIFICATO


@pytest.mark.usefixtures("senza_requisiti")
def test_l_assenso_vale_per_la_versione_inviata_e_per_nessun_altra(piano: Piano, ada: Utente, franco: Utente) -> None:
    esegui(Passo.INVIA_IN_VERIFICA, piano, autore=ada)
    SezioneFactory.create(piano=piano, testo="<p>Cambiato da un altro Piano che condivide la scheda</p>")

    with pytest.raises(PassaggioNegato, match="non è più quello su cui si decide"):
        esegui(Passo.DAI_ASSENSO, piano, autore=franco, dati=DatiPasso(numero="1", giorno=dt.date(2024, 12, 16)))


@pytest.mark.usefixtures("senza_requisiti")
def test_dove_l_ats_vuole_l_assenso_prima_l_approvazione_aspetta(piano: Piano, sara: Utente) -> None:
    porta_a(piano, Stato.IN_VERIFICA)

    assert "vuole dare il suo assenso prima" in " ".join(impedimenti(Passo.APPROVA, piano, sara))

    piano.ambito.ats.assenso_prima = False
    assert list(impedimenti(Passo.APPROVA, piano, sara)) == []


# --- Versions and dates -------------------------------------------------------
@pytest.mark.usefixtures("senza_requisiti")
def test_un_contenuto_uguale_riusa_la_versione_e_l_assenso_resta_dopo_il_ritiro(
    piano: Piano, ada: Utente, franco: Utente
) -> None:
    primo = esegui(Passo.INVIA_IN_VERIFICA, piano, autore=ada)
    esegui(Passo.DAI_ASSENSO, piano, autore=franco, dati=DatiPasso(numero="0118928", giorno=dt.date(2024, 12, 16)))
    esegui(Passo.RITIRA, piano, autore=ada, dati=DatiPasso(motivo="Un refuso"))
    secondo = esegui(Passo.INVIA_IN_VERIFICA, piano, autore=ada)

    assert primo.versione == secondo.versione
    riga = cronologia_di(piano)
    assert (riga.assenso_protocollo, riga.assenso_versione) == ("0118928", primo.versione)


@pytest.mark.usefixtures("senza_requisiti")
def test_il_pdf_nasce_dopo_il_commit_dai_byte_fissati(
    piano: Piano,
    ada: Utente,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as dopo:
        passaggio = esegui(Passo.INVIA_IN_VERIFICA, piano, autore=ada)
        assert not Stampa.objects.exists()
    for seguito in dopo:
        if getattr(seguito, "func", None) is not None:
            seguito()

    stampa = Stampa.objects.get()
    assert (stampa.versione, stampa.bozza) == (passaggio.versione, True)


def test_l_ordine_atteso_parla_di_fatti_che_ci_sono() -> None:
    assert {c for a in ORDINE for c in (a.prima, a.dopo)} <= set(PER_CHIAVE)


# --- What it tells ------------------------------------------------------------
@pytest.mark.usefixtures("senza_requisiti")
def test_il_passo_avvisa_chi_lo_aspetta_e_non_chi_lo_fa(
    piano: Piano,
    ada: Utente,
    franco: Utente,
    elena: Utente,
    dario: Utente,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=False) as dopo:
        esegui(Passo.INVIA_IN_VERIFICA, piano, autore=ada)

    assert set(Avviso.objects.values_list("destinatario", flat=True)) == {franco.pk, elena.pk}
    assert spedisci_avvisi() == 2
    assert spedisci_avvisi() == 0
    lettera = mail.outbox[0]
    assert "ha inviato Piano e Accordo" in lettera.body
    assert "Compila la verifica" in lettera.body
    assert piano.get_absolute_url() in lettera.body
    assert isinstance(lettera, EmailMultiAlternatives)
    assert [tipo for _, tipo in lettera.alternatives] == ["text/html"]
    assert dopo


@pytest.mark.usefixtures("senza_requisiti")
def test_mentre_si_integra_si_scrivono_solo_le_parti_nominate(piano: Piano, ada: Utente, elena: Utente) -> None:
    chiesta = SezioneFactory.create(piano=piano, chiave="chiesta")
    altra = SezioneFactory.create(piano=piano, chiave="altra")
    esegui(Passo.INVIA_IN_VERIFICA, piano, autore=ada)
    parti = (ParteNominata(SpecieParte.SEZIONE, "chiesta", "La sezione chiesta"),)
    esegui(Passo.CHIEDI_INTEGRAZIONI, piano, autore=elena, dati=DatiPasso(motivo="Manca la fonte", parti=parti))

    scrivi_sezione(chiesta, testo="<p>Con la fonte</p>", revisione=1, autore=ada)
    with pytest.raises(NonPermesso, match="solo le parti che l'ATS ha chiesto di integrare"):
        scrivi_sezione(altra, testo="<p>Di nascosto</p>", revisione=1, autore=ada)


def test_chi_scrive_soltanto_non_muove(piano: Piano, lia: Utente) -> None:
    assert "Serve l'incarico di «Responsabile dell'Ufficio di Piano»" in " ".join(
        impedimenti(Passo.INVIA_IN_VERIFICA, piano, lia)
    )


def test_il_direttore_non_da_l_assenso(piano: Piano, nino: Utente) -> None:
    porta_a(piano, Stato.IN_VERIFICA)

    assert any("Non puoi dare l'assenso" in f for f in impedimenti(Passo.DAI_ASSENSO, piano, nino))


def test_il_registro_torna_e_racconta_i_passi_in_ordine(piano: Piano, ada: Utente) -> None:
    annota(piano.catena, "piani.piano_creato", autore=ada, dati={"piano": piano.pk})
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)
    esegui(Passo.CHIUDI_CONSULTAZIONE, piano, autore=ada)
    uscita = StringIO()

    call_command("verifica_registro", piano.catena, racconta=True, stdout=uscita)

    righe = [riga.partition(",")[0] for riga in uscita.getvalue().splitlines()[2:]]
    assert righe == [
        "  1. Piano creato - Ada",
        "  2. Consultazione aperta - Ada",
        "  3. Consultazione chiusa - Ada",
    ]


def test_ogni_passo_e_raccontato_dal_registro() -> None:
    assert {f"piani.{passo}" for passo in Passo} <= raccontati()


@pytest.mark.usefixtures("senza_requisiti")
def test_un_piano_approvato_si_legge_e_si_esporta_come_fu_votato(piano: Piano, sara: Utente) -> None:
    sezione = SezioneFactory.create(piano=piano, testo="<p>Testo votato</p>")
    porta_a(piano, Stato.VERIFICATO)
    votata = congela(piano, autore=None)
    dati = DatiPasso(organo="Assemblea", giorno=dt.date(2024, 12, 2), versione=votata)
    esegui(Passo.APPROVA, piano, autore=sara, dati=dati)

    # As a sheet shared with another plan would.
    Sezione.objects.filter(pk=sezione.pk).update(testo="<p>Testo cambiato dopo</p>")
    piano.contenuto += 1
    piano.save(update_fields=["contenuto"])

    assert byte_da_leggere(piano) == bytes(votata.contenuto)
    assert documento_da_leggere(piano)["sha256"] == votata.sha256
    assert "Testo votato" in str(documento_da_leggere(piano))
