"""The board of the ATS: who sees which Ambiti, in which order, filtered, exported, in few queries."""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.utils import timezone

from ambiti.models import Ambito, Ats
from obiettivi.models import Scadenza, Triennio
from piani.cronologia import cronologia_di
from piani.enums import Passo, Stato
from piani.models import Passaggio, Piano
from recepimento.queries.tavolo import ambiti_del_tavolo, righe_del_tavolo, turno_di
from tests.cast import persona
from tests.cliente import Cliente
from tests.factories import AmbitoFactory, AtsFactory, PianoFactory, SezioneFactory, VoceFormatoFactory
from tests.recepimento.stanza import in_verifica, porta_a
from utenti.enums import Ruolo
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
Conta = Callable[[int], AbstractContextManager[object]]
TAVOLO = "/ats/tavolo/ambiti/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def scadenze(triennio: Triennio) -> None:
    """The two deadlines of the triennium."""
    for chiave, giorno in (("approvazione", dt.date(2024, 12, 31)), ("invio-regione", dt.date(2025, 1, 15))):
        Scadenza.objects.create(triennio=triennio, chiave=chiave, nome=chiave, giorno=giorno)


def righe(chi: Utente, triennio: Triennio) -> dict[str, object]:
    return {r.ambito.nome: r for r in righe_del_tavolo(ambiti_del_tavolo(chi, triennio), triennio)}


def test_il_funzionario_vede_gli_ambiti_della_sua_ats_anche_senza_piano(
    piano: Piano, busto: Ambito, elena: Utente, triennio: Triennio, come: Come
) -> None:
    AmbitoFactory.create(ente__nome="Brescia Est")
    pagina = come(elena).get(TAVOLO).text
    assert "Gallarate" in pagina
    assert "Busto Arsizio" in pagina
    assert "Senza Piano" in pagina
    assert "Brescia Est" not in pagina


def test_la_regione_vede_tutti_e_filtra_per_ats(piano: Piano, ivo: Utente, come: Come) -> None:
    altra = AtsFactory.create(ente__codice="325", ente__sigla="ATS Brescia")
    AmbitoFactory.create(ente__nome="Brescia Est", ats=altra)
    assert "Brescia Est" in come(ivo).get(TAVOLO).text
    filtrata = come(ivo).get(f"{TAVOLO}?ats=325").text
    assert "Brescia Est" in filtrata
    assert "Gallarate" not in filtrata


def test_il_funzionario_non_filtra_per_ats(piano: Piano, elena: Utente, come: Come) -> None:
    assert 'name="ats"' not in come(elena).get(TAVOLO).text


@pytest.mark.parametrize("chi", ["ada", "bruno", "gina", "carla", "dario"])
def test_chi_non_confronta_i_piani_non_ha_il_tavolo(
    piano: Piano, busto: Ambito, chi: str, come: Come, request: pytest.FixtureRequest
) -> None:
    risposta = come(request.getfixturevalue(chi)).get(TAVOLO)
    assert risposta.status_code == 403
    assert "confrontare i Piani di più Ambiti" in risposta.text


@pytest.mark.usefixtures("scadenze")
@time_machine.travel("2024-12-27 09:00:00+01:00", tick=False)
def test_prima_chi_aspetta_l_ats_poi_chi_ha_meno_giorni(
    piano: Piano, busto: Ambito, ats_insubria: Ats, elena: Utente, triennio: Triennio
) -> None:
    in_verifica(piano)
    firmato = PianoFactory.create(
        ambito=AmbitoFactory.create(ente__nome="Varese", ats=ats_insubria), triennio=triennio, stato=Stato.SOTTOSCRITTO
    )
    in_bozza = PianoFactory.create(ambito=AmbitoFactory.create(ente__nome="Como", ats=ats_insubria), triennio=triennio)
    trovate = righe_del_tavolo(ambiti_del_tavolo(elena, triennio), triennio)
    assert [r.ambito.nome for r in trovate] == ["Gallarate", "Varese", "Como", "Busto Arsizio"]
    giorni = [r.termine.giorni if r.termine else None for r in trovate]
    assert giorni == [4, 19, 4, 4]
    assert (trovate[1].piano, trovate[2].piano) == (firmato, in_bozza)


def test_i_riscontri_contano_i_no_le_date_e_le_parti(piano: Piano, elena: Utente, triennio: Triennio) -> None:
    VoceFormatoFactory.create(triennio=triennio)
    SezioneFactory.create(piano=piano, chiave="contesto")
    verifica = in_verifica(piano)
    verifica.voci.filter(chiave="contesto").update(esito="no", nota="Manca")
    riga = cronologia_di(piano)
    riga.assenso_il, riga.assenso_protocollo = dt.date(2024, 12, 10), "1"
    riga.approvazione_il, riga.approvazione_organo = dt.date(2024, 12, 2), "Assemblea"
    riga.save()
    (trovata,) = righe_del_tavolo(ambiti_del_tavolo(elena, triennio), triennio)
    assert (trovata.riscontri.negative, trovata.riscontri.fuori_ordine, trovata.riscontri.incomplete) == (1, 1, 1)
    assert trovata.riscontri.parole == "1 voce con «no», 1 data fuori ordine, 1 parte da completare"
    assert trovata.ultima == "Invia in verifica"


def test_inviato_il_fascicolo_non_tocca_piu_a_nessuno(piano: Piano, elena: Utente, triennio: Triennio) -> None:
    porta_a(piano, Stato.RECEPITO)
    riga = cronologia_di(piano)
    riga.invio_il = dt.date(2025, 1, 14)
    riga.save()
    (trovata,) = righe_del_tavolo(ambiti_del_tavolo(elena, triennio), triennio)
    assert (trovata.turno, trovata.termine, trovata.inviato_il) == ("nessuno", None, dt.date(2025, 1, 14))


def test_ogni_stato_ha_il_suo_turno() -> None:
    assert turno_di("") == "Ufficio di Piano"
    assert turno_di(Stato.RECEPITO) == "ATS"
    assert turno_di(Stato.VERIFICATO) == "Assemblea dei Sindaci"


@pytest.mark.parametrize(
    ("query", "atteso"),
    [
        ("q=galla", {"Gallarate"}),
        ("stato=in_verifica", {"Gallarate"}),
        ("stato=senza_piano", {"Busto Arsizio"}),
        ("turno=ATS", {"Gallarate"}),
        ("stato=bozza", set()),
        ("triennio=2025-2027", {"Gallarate", "Busto Arsizio"}),
    ],
)
def test_i_filtri_restano_nell_indirizzo(
    piano: Piano, busto: Ambito, elena: Utente, come: Come, query: str, atteso: set[str]
) -> None:
    in_verifica(piano)
    pagina = come(elena).get(f"{TAVOLO}?{query}").text
    assert {n for n in ("Gallarate", "Busto Arsizio") if f">{n}</a>" in pagina or f"{n}\n" in pagina} == atteso
    if not atteso:
        assert "Nessun Ambito corrisponde" in pagina


def test_l_elenco_si_scarica_come_e_filtrato(piano: Piano, busto: Ambito, elena: Utente, come: Come) -> None:
    in_verifica(piano)
    csv = come(elena).get(f"{TAVOLO}?stato=in_verifica&formato=csv").content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("Ambito;ATS;Stato")
    assert len(csv.splitlines()) == 2
    assert "Gallarate;ATS Insubria;In verifica presso l'ATS;ATS" in csv
    assert come(elena).get(f"{TAVOLO}?formato=xlsx").content.startswith(b"PK")
    assert come(elena).get(f"{TAVOLO}?formato=pdf").status_code == 400


@pytest.mark.usefixtures("scadenze")
@pytest.mark.parametrize("quanti", [1, 3, 20])
def test_il_tavolo_costa_sempre_uguale(
    quanti: int, ats_insubria: Ats, triennio: Triennio, elena: Utente, come: Come, django_assert_max_num_queries: Conta
) -> None:
    for n in range(quanti):
        ambito = AmbitoFactory.create(ente__nome=f"Ambito {n:02}", ats=ats_insubria)
        piano = PianoFactory.create(ambito=ambito, triennio=triennio)
        Passaggio.objects.create(piano=piano, passo=Passo.APRI_CONSULTAZIONE, da="bozza", a="in_consultazione")
    cliente = come(elena)
    cliente.get(TAVOLO)
    prima = time.perf_counter()
    with django_assert_max_num_queries(9):
        pagina = cliente.get(TAVOLO)
    durata = time.perf_counter() - prima
    assert pagina.text.count('role="rowheader"') == quanti
    # The budget is 100 ms; the test's own checks of the page, and a busy machine, take the rest.
    assert durata < 1


def test_il_piu_urgente_ha_il_suo_bottone(piano: Piano, elena: Utente, come: Come) -> None:
    in_verifica(piano)
    assert "Apri il più urgente: Gallarate" in come(elena).get(TAVOLO).text


def test_senza_trienni_il_tavolo_lo_dice(ats_insubria: Ats, come: Come) -> None:
    chi = persona("Eva", Ruolo.FUNZIONARIO_ATS, ats_insubria.ente)
    Triennio.objects.all().delete()
    assert "Non c&#x27;è ancora nessun Ambito da seguire" in come(chi).get(TAVOLO).text.replace("'", "&#x27;")


def test_da_quando_e_il_giorno_dell_ultimo_passo(piano: Piano, elena: Utente, triennio: Triennio) -> None:
    quando = timezone.now() - dt.timedelta(days=3)
    Passaggio.objects.create(
        piano=piano, passo=Passo.APRI_CONSULTAZIONE, da="bozza", a="in_consultazione", quando=quando
    )
    (trovata,) = righe_del_tavolo(ambiti_del_tavolo(elena, triennio), triennio)
    assert trovata.da == quando
