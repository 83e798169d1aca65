"""Reminders of the deadlines: when, to whom, once; the command and the beat."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from core.fixture import leggi_json
from obiettivi.enums import Traguardo
from obiettivi.models import Scadenza
from piani.avanzamento import con_scadenze
from piani.enums import Stato
from piani.models import Cronologia, Piano
from piani.traguardi import RAGGIUNTO, raggiunti
from scrivania.promemoria import SOGLIE, promemoria_del, ricorda, soglia_di
from scrivania.tasks import ricorda_scadenze
from tests.factories import PianoFactory, TriennioFactory
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
FINE_ANNO = dt.date(2024, 12, 31)


@pytest.fixture
def scadenza(piano: Piano) -> Scadenza:
    return Scadenza.objects.create(
        triennio=piano.triennio,
        chiave="approvazione",
        nome="Approvazione e sottoscrizione",
        giorno=FINE_ANNO,
        atteso=Traguardo.SOTTOSCRIZIONE,
    )


def porta_a(piano: Piano, stato: Stato) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=stato)


def tra(giorni: int) -> dt.date:
    """Return the day from which so many are left."""
    return FINE_ANNO - dt.timedelta(days=giorni)


def test_ogni_traguardo_si_legge_da_un_piano(piano: Piano) -> None:
    assert set(RAGGIUNTO) == set(Traguardo)
    for condizione in RAGGIUNTO.values():
        assert not Piano.objects.filter(condizione).exists(), "un piano in bozza non è arrivato da nessuna parte"
    porta_a(piano, Stato.CONCLUSO)
    Cronologia.objects.create(piano=piano, assenso_il=FINE_ANNO, assenso_protocollo="1", invio_il=dt.date(2025, 1, 15))
    for condizione in RAGGIUNTO.values():
        assert Piano.objects.filter(condizione).exists()


def test_una_scadenza_gia_rispettata_non_e_la_prossima_ne_una_passata(piano: Piano, scadenza: Scadenza) -> None:
    def termini() -> list[str | None]:
        trovato = con_scadenze(Piano.objects.filter(pk=piano.pk)).get()
        voci = (getattr(trovato, "prossima", None), getattr(trovato, "passata", None))
        return [v and v["nome"] for v in voci]

    triennio = piano.triennio
    Scadenza.objects.create(triennio=triennio, chiave="i", nome="Invio", giorno=tra(-15), atteso=Traguardo.INVIO)
    with time_machine.travel("2024-12-20 10:00:00+01:00"):
        assert termini() == ["Approvazione e sottoscrizione", None]
        porta_a(piano, Stato.SOTTOSCRITTO)
        assert termini() == ["Invio", None]
    with time_machine.travel("2025-02-01 10:00:00+01:00"):
        assert termini() == [None, "Invio"]
        Cronologia.objects.create(piano=piano, invio_il=tra(-14))
        assert termini() == [None, None]
        assert set(raggiunti(piano)) == {
            Traguardo.VERIFICA,
            Traguardo.APPROVAZIONE,
            Traguardo.SOTTOSCRIZIONE,
            Traguardo.INVIO,
        }


def test_le_scadenze_della_regione_dicono_che_cosa_aspettano() -> None:
    scadenze = [s for t in leggi_json("regione", "trienni.json") for s in t["scadenze"]]
    assert {s["chiave"]: Traguardo(s["atteso"]) for s in scadenze} == {
        "approvazione": Traguardo.SOTTOSCRIZIONE,
        "invio-regione": Traguardo.INVIO,
    }


@pytest.mark.parametrize(
    ("giorni", "soglia"),
    [
        (31, None),
        (30, 30),
        (29, 30),
        (14, 14),
        (13, 14),
        (8, 14),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 1),
        (-1, -1),
        (-7, -1),
        (-8, None),
    ],
)
def test_un_giorno_saltato_si_recupera_con_l_ultima_soglia(giorni: int, soglia: int | None) -> None:
    assert soglia_di(giorni) == soglia


def test_si_ricorda_a_chi_ha_il_turno_trenta_quattordici_sette_un_giorno_prima_e_il_giorno_dopo(
    scadenza: Scadenza, ada: Utente, lia: Utente, dario: Utente, elena: Utente
) -> None:
    avvisati = [giorni for giorni in range(40, -12, -1) if ricorda(tra(giorni))]
    assert avvisati == list(SOGLIE)
    assert set(Avviso.objects.values_list("destinatario", flat=True)) == {ada.pk}
    assert [a.oggetto for a in Avviso.objects.order_by("pk")] == [
        "Mancano 30 giorni alla scadenza: Piano di Gallarate 2025-2027",
        "Mancano 14 giorni alla scadenza: Piano di Gallarate 2025-2027",
        "Mancano 7 giorni alla scadenza: Piano di Gallarate 2025-2027",
        "Manca un giorno alla scadenza: Piano di Gallarate 2025-2027",
        "La scadenza è passata: Piano di Gallarate 2025-2027",
    ]
    ultimo = Avviso.objects.latest("pk")
    assert ultimo.testo.endswith("Il Piano è «Bozza»; un atto in ritardo si può comunque fare.")
    assert ultimo.da_fare == "Tocca all'Ufficio di Piano: apri il Piano e guarda il prossimo passo."
    assert (ultimo.entro, ultimo.url) == (FINE_ANNO, Piano.objects.get().get_absolute_url())


def test_due_volte_lo_stesso_giorno_avvisa_una_volta(scadenza: Scadenza, ada: Utente) -> None:
    assert (ricorda(tra(30)), ricorda(tra(30)), ricorda(tra(29))) == (1, 0, 0)


def test_chi_prende_il_turno_nel_mezzo_lo_sa_il_giorno_dopo(
    piano: Piano, scadenza: Scadenza, ada: Utente, elena: Utente, franco: Utente
) -> None:
    assert ricorda(tra(30)) == 1
    porta_a(piano, Stato.IN_VERIFICA)
    assert ricorda(tra(20)) == 2
    assert set(Avviso.objects.filter(oggetto__startswith="Mancano 20").values_list("destinatario", flat=True)) == {
        elena.pk,
        franco.pk,
    }


def test_chi_e_gia_arrivato_non_si_disturba(piano: Piano, scadenza: Scadenza, ada: Utente, elena: Utente) -> None:
    porta_a(piano, Stato.SOTTOSCRITTO)
    assert ricorda(tra(1)) == 0


def test_l_invio_si_aspetta_finche_non_ha_una_data(
    piano: Piano, scadenza: Scadenza, elena: Utente, nino: Utente, ada: Utente
) -> None:
    Scadenza.objects.update(atteso=Traguardo.INVIO)
    porta_a(piano, Stato.RECEPITO)
    assert ricorda(tra(7)) == 2
    Cronologia.objects.create(piano=piano, invio_il=tra(6))
    assert ricorda(tra(1)) == 0


def test_senza_traguardo_o_di_un_altro_triennio_non_si_ricorda(piano: Piano, scadenza: Scadenza, ada: Utente) -> None:
    altro = TriennioFactory.create(codice="2028-2030")
    PianoFactory.create(ambito=piano.ambito, triennio=altro, stato=Stato.SOTTOSCRITTO)
    Scadenza.objects.update(atteso="")
    assert list(promemoria_del(tra(7))) == []


def test_un_piano_concluso_non_ha_turno(piano: Piano, scadenza: Scadenza, ada: Utente) -> None:
    Scadenza.objects.update(atteso=Traguardo.INVIO)
    porta_a(piano, Stato.CONCLUSO)
    assert list(promemoria_del(tra(7))) == []


def test_un_incarico_finito_non_riceve(scadenza: Scadenza, ada: Utente) -> None:
    ada.incarichi.update(al=dt.date(2024, 1, 2))
    assert ricorda(tra(7)) == 0


def test_il_compito_del_mattino_guarda_oggi(scadenza: Scadenza, ada: Utente) -> None:
    with time_machine.travel("2024-12-24 07:00:00+01:00"):
        assert ricorda_scadenze() == 1
        assert ricorda_scadenze() == 0


def _comando(*parole: str) -> str:
    uscita = StringIO()
    call_command("promemoria", *parole, stdout=uscita)
    return uscita.getvalue()


def test_il_comando_dice_e_non_fa_oppure_fa(scadenza: Scadenza, ada: Utente) -> None:
    detto = _comando("--giorno", "2024-12-17", "--prova")
    assert "Mancano 14 giorni alla scadenza: Piano di Gallarate 2025-2027" in detto
    assert "a: ada@esempio.it" in detto
    assert "Prova: nessuno è stato avvisato." in detto
    assert not Avviso.objects.exists()
    assert "Avvisi nuovi: 1." in _comando("--giorno", "2024-12-17")
    assert "Avvisi nuovi: 0." in _comando("--giorno", "2024-12-17")


def test_il_comando_dice_quando_nessuno_ha_il_turno(piano: Piano, scadenza: Scadenza) -> None:
    assert "nessuno ha oggi questo turno" in _comando("--giorno", "2024-12-17", "--prova")


def test_un_giorno_che_non_e_un_giorno_si_rifiuta() -> None:
    with pytest.raises(CommandError, match="«ieri» non è un giorno"):
        call_command("promemoria", "--giorno", "ieri")
