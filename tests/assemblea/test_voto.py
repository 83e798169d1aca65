"""The vote of a member: from one's own account, once, present, on the convened text. Each refusal has its sentence."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ambiti.models import Ambito
from assemblea.actions.presenze import delega, revoca_delega
from assemblea.actions.voti import chiudi_votazione, esito_di, proclama, vota
from assemblea.enums import Scelta
from assemblea.exceptions import GiaVotato, NuovoAvviso, SedutaNonPronta, VotoNonAmmesso
from assemblea.models import Votazione, Voto
from core.exceptions import NonPermesso, Rifiuto
from documenti import actions
from piani.actions.contenuto import contenuto_cambiato
from piani.exceptions import PassaggioNegato
from piani.models import Piano
from registro.queries import verifica
from tests.assemblea.conftest import BIANCO, NO, SI, Assemblea
from tests.cast import persona
from tests.factories import AppartenenzaFactory, ComuneFactory, SezioneFactory
from utenti import avvisi
from utenti.enums import Ruolo
from utenti.models import Utente

pytestmark = pytest.mark.django_db


@pytest.fixture
def ai_voti(assemblea: Assemblea) -> tuple[Assemblea, Votazione]:
    """Nine present, the Piano put to the vote."""
    assemblea.apri()
    return assemblea, assemblea.ai_voti()


def test_il_sindaco_presente_vota_una_volta(ai_voti: tuple[Assemblea, Votazione], bruno: Utente) -> None:
    assemblea, votazione = ai_voti
    assemblea.vota(votazione, 0, SI)

    voto = Voto.objects.get()
    assert (voto.scelta, voto.espresso_da, voto.delega) == (Scelta.FAVOREVOLE, bruno, None)
    with pytest.raises(GiaVotato, match="ha già votato: favorevole"):
        assemblea.vota(votazione, 0, NO)
    assert Voto.objects.get().scelta == Scelta.FAVOREVOLE


def test_dopo_la_chiusura_non_si_vota(ai_voti: tuple[Assemblea, Votazione]) -> None:
    assemblea, votazione = ai_voti
    chiudi_votazione(votazione, autore=assemblea.sara)

    with pytest.raises(VotoNonAmmesso, match="un voto dopo la chiusura non si conta"):
        assemblea.vota(votazione, 0)
    with pytest.raises(SedutaNonPronta, match="già chiuso, o annullato, questa votazione"):
        chiudi_votazione(votazione, autore=assemblea.sara)
    assert not Voto.objects.exists()


def test_chi_non_e_presente_non_vota(ai_voti: tuple[Assemblea, Votazione]) -> None:
    assemblea, votazione = ai_voti
    assemblea.esce(3)

    with pytest.raises(VotoNonAmmesso, match="non risulta presente"):
        assemblea.vota(votazione, 3)


def test_chi_ha_finito_l_incarico_non_vota(ai_voti: tuple[Assemblea, Votazione], bruno: Utente) -> None:
    assemblea, votazione = ai_voti
    bruno.incarichi.update(al=timezone.localdate(), chiuso_il=timezone.now(), chiuso_da=assemblea.sara)

    with pytest.raises(VotoNonAmmesso, match="Oggi non hai nessun incarico in corso"):
        assemblea.vota(votazione, 0)


def test_vota_il_delegato_e_non_chi_delega(
    assemblea: Assemblea, bruno: Utente, delia: Utente, comune_capofila: object
) -> None:
    seduta = assemblea.apri(0)
    riga = delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    for n in range(9):
        assemblea.entra(n)
    votazione = assemblea.ai_voti()

    with pytest.raises(VotoNonAmmesso, match=r"vota Delia, che hai delegato\. Per votare tu revoca prima la delega"):
        assemblea.vota(votazione, 0, chi=bruno)
    assemblea.vota(votazione, 0, NO, chi=delia)
    assert Voto.objects.get().delega == riga
    revoca_delega(riga, autore=bruno)
    assemblea.entra(0)
    with pytest.raises(GiaVotato):
        assemblea.vota(votazione, 0, SI, chi=bruno)


def test_revocata_la_delega_vota_il_sindaco_e_il_delegato_no(
    assemblea: Assemblea, bruno: Utente, delia: Utente
) -> None:
    seduta = assemblea.apri(0)
    riga = delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    for n in range(9):
        assemblea.entra(n)
    votazione = assemblea.ai_voti()
    revoca_delega(riga, autore=bruno)

    with pytest.raises(VotoNonAmmesso, match="non risulta presente"):
        assemblea.vota(votazione, 0, chi=bruno)
    assemblea.entra(0)
    with pytest.raises(VotoNonAmmesso, match="Oggi non voti per il Comune di Gallarate"):
        assemblea.vota(votazione, 0, chi=delia)
    assemblea.vota(votazione, 0, chi=bruno)
    assert Voto.objects.get().persona == "Bruno"


def test_un_delegato_senza_delega_per_la_seduta_non_vota(ai_voti: tuple[Assemblea, Votazione], delia: Utente) -> None:
    assemblea, votazione = ai_voti

    with pytest.raises(VotoNonAmmesso, match="Oggi non voti per il Comune di Gallarate"):
        assemblea.vota(votazione, 0, chi=delia)


def test_nessuno_vota_per_un_altro_comune(ai_voti: tuple[Assemblea, Votazione], bruno: Utente) -> None:
    assemblea, votazione = ai_voti

    with pytest.raises(VotoNonAmmesso, match="Oggi non voti per il Comune di Comune 1"):
        assemblea.vota(votazione, 1, chi=bruno)


def test_il_sindaco_di_un_altro_ambito_non_vota(ai_voti: tuple[Assemblea, Votazione], busto: Ambito) -> None:
    assemblea, votazione = ai_voti
    comune = ComuneFactory.create(ente__codice="012026", ente__nome="Busto Arsizio")
    AppartenenzaFactory.create(comune=comune, ambito=busto)
    tito = persona("Tito", Ruolo.SINDACO, comune.ente)

    with pytest.raises(VotoNonAmmesso, match="Non puoi votare in Assemblea nell'Ambito territoriale di Gallarate"):
        assemblea.vota(votazione, 0, chi=tito)
    assert not Voto.objects.exists()


def test_chi_tiene_la_seduta_non_vota_per_nessuno(ai_voti: tuple[Assemblea, Votazione], sara: Utente) -> None:
    assemblea, votazione = ai_voti

    with pytest.raises(NonPermesso, match="Non puoi votare in Assemblea"):
        assemblea.vota(votazione, 0, chi=sara)


def test_su_un_altra_versione_non_si_vota(ai_voti: tuple[Assemblea, Votazione], bruno: Utente) -> None:
    assemblea, votazione = ai_voti

    with pytest.raises(NuovoAvviso, match="mostra un altro testo"):
        vota(votazione, assemblea.componente(0), SI, sha256="0" * 64, autore=bruno)
    with pytest.raises(NuovoAvviso, match="impronta assente"):
        vota(votazione, assemblea.componente(0), SI, sha256="", autore=bruno)


def test_se_il_testo_cambia_mentre_si_vota_il_voto_si_ferma(ai_voti: tuple[Assemblea, Votazione], piano: Piano) -> None:
    assemblea, votazione = ai_voti
    contenuto_cambiato(piano)
    for n in range(8):
        assemblea.vota(votazione, n)
    SezioneFactory.create(piano=piano, chiave="di-nascosto")

    with pytest.raises(NuovoAvviso, match="serve un nuovo avviso"):
        assemblea.vota(votazione, 8)
    chiusa = chiudi_votazione(votazione, autore=assemblea.sara)
    with pytest.raises(PassaggioNegato, match="non è più quello su cui si decide"):
        proclama(chiusa, autore=assemblea.pia)
    assert Votazione.objects.get().proclamata_il is None


def test_un_componente_di_un_altra_seduta_non_vota_qui(ai_voti: tuple[Assemblea, Votazione], bruno: Utente) -> None:
    assemblea, votazione = ai_voti
    altrove = assemblea.componente(0)
    altrove.seduta_id = 0

    with pytest.raises(VotoNonAmmesso, match="non fa parte della seduta"):
        vota(votazione, altrove, SI, sha256=votazione.punto.versione.sha256, autore=bruno)


def test_chi_vota_ed_esce_conta_chi_esce_senza_votare_no(ai_voti: tuple[Assemblea, Votazione]) -> None:
    assemblea, votazione = ai_voti
    assemblea.vota(votazione, 0, SI)
    assemblea.vota(votazione, 1, BIANCO)
    assemblea.esce(0)
    assemblea.esce(2)
    chiusa = chiudi_votazione(votazione, autore=assemblea.sara)
    assemblea.esce(3)

    presenti = {c["chiave"] for c in esito_di(chiusa).record["componenti"] if c["presente"]}
    assert len(presenti) == 8
    assert assemblea.componente(2).chiave not in presenti


def test_il_voto_doppio_non_entra_nemmeno_nella_tabella(ai_voti: tuple[Assemblea, Votazione], bruno: Utente) -> None:
    assemblea, votazione = ai_voti
    assemblea.vota(votazione, 0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Voto.objects.create(
            votazione=votazione, componente=assemblea.componente(0), scelta=NO, espresso_da=bruno, persona="x"
        )


# --- In the same second -------------------------------------------------------
@pytest.fixture
def senza_coda(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the transactions end for good: the mail of the notices would leave."""
    monkeypatch.setattr(avvisi, "current_app", Mock())
    monkeypatch.setattr(actions, "current_app", Mock())


def insieme(lavori: Sequence[Callable[[], object]]) -> list[type[Exception] | None]:
    """Run the jobs in threads that start together, each with its own connection; return what each raised."""
    via = Barrier(len(lavori), timeout=20)

    def filo(lavoro: Callable[[], object]) -> type[Exception] | None:
        try:
            via.wait()
            lavoro()
        except Rifiuto as rifiuto:
            return type(rifiuto)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(lavori)) as fili:
        return list(fili.map(filo, lavori))


@pytest.mark.lento
@pytest.mark.usefixtures("senza_coda")
@pytest.mark.django_db(transaction=True)
def test_nove_voti_nello_stesso_secondo_contano_tutti(senza_coda: None, assemblea: Assemblea) -> None:
    assemblea.apri()
    votazione = assemblea.ai_voti()

    esiti = insieme([partial(assemblea.vota, votazione, n) for n in range(9)])

    assert esiti == [None] * 9
    assert Voto.objects.count() == 9
    fatta = proclama(chiudi_votazione(votazione, autore=assemblea.sara), autore=assemblea.pia)
    assert fatta.frase.startswith("9 favorevoli su 9 componenti")
    assert verifica() == []


@pytest.mark.lento
@pytest.mark.usefixtures("senza_coda")
@pytest.mark.django_db(transaction=True)
def test_due_clic_dello_stesso_componente_fanno_un_voto(assemblea: Assemblea) -> None:
    assemblea.apri()
    votazione = assemblea.ai_voti()

    esiti = insieme([lambda: assemblea.vota(votazione, 0, SI), lambda: assemblea.vota(votazione, 0, NO)])

    assert sorted(esiti, key=str) == sorted([None, GiaVotato], key=str)
    assert Voto.objects.count() == 1


@pytest.mark.lento
@pytest.mark.postgresql
@pytest.mark.usefixtures("senza_coda")
@pytest.mark.django_db(transaction=True)
def test_un_voto_e_la_chiusura_insieme_non_lasciano_voti_fuori_dal_conto(assemblea: Assemblea) -> None:
    assemblea.apri()
    votazione = assemblea.ai_voti()

    esiti = insieme(
        [
            *[partial(assemblea.vota, votazione, n) for n in range(4)],
            partial(chiudi_votazione, votazione, autore=assemblea.sara),
        ]
    )

    chiusa = Votazione.objects.get()
    assert chiusa.chiusa_il is not None
    assert esiti[:4].count(None) == Voto.objects.count()
    assert all(v.espresso_il <= chiusa.chiusa_il for v in Voto.objects.all())


@pytest.mark.lento
@pytest.mark.postgresql
@pytest.mark.usefixtures("senza_coda")
@pytest.mark.django_db(transaction=True)
def test_due_presidenti_proclamano_insieme_e_il_piano_si_muove_una_volta(assemblea: Assemblea, piano: Piano) -> None:
    assemblea.apri()
    votazione = assemblea.votano(*[SI] * 9)

    esiti = insieme([partial(proclama, votazione, autore=assemblea.pia)] * 2)

    assert sorted(esiti, key=str) == sorted([None, SedutaNonPronta], key=str)
    assert piano.passaggi.filter(passo="approva").count() == 1
