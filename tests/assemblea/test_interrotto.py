"""A vote that is interrupted: declared null, its item goes on; meanwhile the plan stays where it is. The quorum when it closes."""

import time
from collections.abc import Callable
from functools import partial
from unittest.mock import Mock

import pytest
from django.urls import reverse
from django.utils import timezone

from assemblea.actions import voti
from assemblea.actions.atti import DatiAtto, prepara_verbale, registra_atto_esterno
from assemblea.actions.sedute import chiudi, rinvia_punto
from assemblea.actions.voti import annulla_votazione, chiudi_votazione, proclama
from assemblea.carta import VerbaleSeduta
from assemblea.enums import OggettoDeciso
from assemblea.exceptions import NuovoAvviso, SedutaNonPronta, VotoNonAmmesso
from assemblea.models import AttoEsterno, Votazione
from core.exceptions import NonPermesso, Rifiuto
from documenti import actions, archivio
from documenti.enums import TipoFile
from piani.enums import Passo, Stato
from piani.exceptions import PassaggioNegato
from piani.models import Piano
from piani.regole_passi import DatiPasso
from piani.workflow import esegui
from registro.models import Evento
from registro.queries import verifica
from tests.assemblea.conftest import NO, SI, Assemblea, con_assenso
from tests.assemblea.test_voto import insieme
from tests.cliente import Cliente
from tests.factories import SezioneFactory
from utenti import avvisi
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]
Fai = Callable[..., Assemblea]


def stato(assemblea: Assemblea) -> str:
    return Piano.objects.get(pk=assemblea.piano.pk).stato


def ritira(assemblea: Assemblea, ada: Utente) -> object:
    return esegui(Passo.RITIRA, assemblea.piano, autore=ada, dati=DatiPasso(motivo="Un refuso"))


def atto() -> DatiAtto:
    file = archivio.conserva(b"%PDF-1.7\na\n%%EOF\n", nome="a.pdf", tipi=frozenset({TipoFile.PDF}))
    return DatiAtto("Consiglio Comunale", timezone.localdate(), file, "a.pdf", [OggettoDeciso.PIANO], "102")


# --- Declared null ------------------------------------------------------------------
def test_una_votazione_annullata_lascia_rinviare_il_punto_e_chiudere_la_seduta(
    assemblea: Assemblea, pia: Utente
) -> None:
    assemblea.apri()
    votazione = assemblea.votano(*[SI] * 9)
    SezioneFactory.create(piano=assemblea.piano, chiave="cambiata")
    with pytest.raises(PassaggioNegato, match="non è più quello su cui si decide"):
        proclama(votazione, autore=pia)
    with pytest.raises(SedutaNonPronta, match="annullala: poi il punto si rinvia"):
        rinvia_punto(assemblea.punto(), motivo="x", autore=assemblea.sara)

    annullata = annulla_votazione(votazione, motivo="Il testo è cambiato", autore=assemblea.sara)

    assert (annullata.annullata_da, annullata.motivo_annullo) == (assemblea.sara, "Il testo è cambiato")
    with pytest.raises(NuovoAvviso, match="serve un nuovo avviso"):
        assemblea.ai_voti()
    for ordine in (1, 2):
        rinvia_punto(assemblea.punto(ordine), motivo="Testo nuovo", autore=assemblea.sara)
    seduta = chiudi(assemblea.seduta, autore=assemblea.sara)
    assert stato(assemblea) == Stato.VERIFICATO
    verbale = prepara_verbale(seduta, autore=assemblea.sara)
    html = VerbaleSeduta(bytes(verbale.contenuto)).html()
    assert "con 9 voti; annullata" in html
    assert "Motivo: Il testo è cambiato" in html
    assert Evento.objects.filter(tipo="assemblea.votazione_annullata").count() == 1
    assert assemblea.convoca().da_aprire
    assert verifica() == []


def test_dopo_l_annullo_si_vota_di_nuovo_e_vale_il_secondo_voto(assemblea: Assemblea, pia: Utente) -> None:
    assemblea.apri()
    prima = assemblea.votano(*[NO] * 9)
    annulla_votazione(prima, motivo="Un errore", autore=pia)

    seconda = proclama(assemblea.votano(*[SI] * 9), autore=pia)

    assert seconda.approvata
    assert stato(assemblea) == Stato.APPROVATO
    assert Votazione.objects.count() == 2
    for atto_sulla_prima in (
        partial(proclama, prima, autore=pia),
        partial(annulla_votazione, prima, motivo="x", autore=pia),
        partial(chiudi_votazione, prima, autore=pia),
    ):
        with pytest.raises(SedutaNonPronta, match="annullat"):
            atto_sulla_prima()
    with pytest.raises(SedutaNonPronta, match="già stato proclamato e non si annulla"):
        annulla_votazione(seconda, motivo="x", autore=pia)


def test_si_annulla_anche_a_voto_aperto_con_un_motivo_e_lo_fa_chi_tiene_la_seduta(
    assemblea: Assemblea, bruno: Utente
) -> None:
    assemblea.apri()
    votazione = assemblea.ai_voti()
    with pytest.raises(NonPermesso, match="tenere la seduta"):
        annulla_votazione(votazione, motivo="x", autore=bruno)
    with pytest.raises(NonPermesso, match="Manca il motivo"):
        annulla_votazione(votazione, motivo=" ", autore=assemblea.sara)

    annulla_votazione(votazione, motivo="Punto sbagliato", autore=assemblea.sara)
    with pytest.raises(VotoNonAmmesso, match="annullata: Punto sbagliato"):
        assemblea.vota(votazione, 0)
    assert assemblea.ai_voti(2).si_vota


def test_dalla_pagina_si_annulla_dopo_una_conferma(
    assemblea: Assemblea, come: Come, sara: Utente, ada: Utente, bruno: Utente
) -> None:
    assemblea.apri()
    votazione = assemblea.ai_voti()
    chiavi = {**assemblea.piano.indirizzo, "pk": assemblea.seduta.pk}
    pagina, segretaria = reverse("assemblea:seduta", kwargs=chiavi), come(sara)
    qui = reverse("assemblea:votazione_annulla", kwargs={**chiavi, "votazione": votazione.pk})
    assert qui in segretaria.get(pagina).content.decode()
    assert qui not in come(ada).get(pagina).content.decode()
    chiudi_votazione(votazione, autore=sara)
    assert qui in segretaria.get(pagina).content.decode()

    assert come(ada).post(qui, {"motivo": "x"}).status_code == 403
    assert "I voti espressi non contano" in segretaria.get(qui).content.decode()
    assert segretaria.post(qui, {"motivo": ""}).status_code == 422
    assert segretaria.post(qui, {"motivo": "Si rivota"}).status_code == 302
    testo = come(bruno).get(pagina).content.decode()
    assert "Votazione annullata" in testo
    assert "Si rivota" in testo
    assert "Metti ai voti" in segretaria.get(pagina).content.decode()
    assert segretaria.post(qui, {"motivo": "x"}).status_code == 409


# --- The plan stays where it is ------------------------------------------------------
@pytest.mark.parametrize("chiusa", [False, True])
def test_mentre_si_vota_il_piano_non_si_ritira_e_nessun_atto_esterno_lo_approva(
    assemblea: Assemblea, ada: Utente, sara: Utente, chiusa: bool
) -> None:
    assemblea.apri()
    votazione = assemblea.votano(*[SI] * 9) if chiusa else assemblea.ai_voti()

    with pytest.raises(PassaggioNegato, match="c'è una votazione su questo Piano ancora aperta, o senza esito"):
        ritira(assemblea, ada)
    with pytest.raises(SedutaNonPronta, match="c'è una votazione su questo Piano ancora aperta, o senza esito"):
        registra_atto_esterno(assemblea.piano, atto(), autore=sara)
    assert not AttoEsterno.objects.exists()
    assert stato(assemblea) == Stato.VERIFICATO

    annulla_votazione(votazione, motivo="Il Piano si ritira", autore=sara)
    ritira(assemblea, ada)
    assert stato(assemblea) == Stato.BOZZA


# --- The quorum when the vote closes --------------------------------------------------
@pytest.fixture
def caduta(fai_assemblea: Fai, franco: Utente) -> tuple[Assemblea, Votazione]:
    """Five there when the vote opens, one when it closes; the rule counts those present."""
    assemblea = fai_assemblea(regola="presenti")
    con_assenso(assemblea.piano, franco)
    assemblea.apri(5)
    votazione = assemblea.ai_voti()
    for n in (1, 2, 3, 4):
        assemblea.esce(n)
    assemblea.vota(votazione, 0, SI)
    return assemblea, chiudi_votazione(votazione, autore=assemblea.sara)


def test_senza_numero_legale_alla_chiusura_il_voto_non_si_proclama(
    caduta: tuple[Assemblea, Votazione], pia: Utente
) -> None:
    assemblea, votazione = caduta
    assert votazione.legale is not None
    assert not votazione.legale["raggiunto"]
    for n in (1, 2, 3, 4):  # back after the closing: too late
        assemblea.entra(n)

    with pytest.raises(SedutaNonPronta, match=r"mancava il numero legale: 1 presente su 9 componenti"):
        proclama(votazione, autore=pia)
    assert stato(assemblea) == Stato.VERIFICATO
    annulla_votazione(votazione, motivo="Mancava il numero legale", autore=pia)
    assert proclama(assemblea.votano(*[SI] * 5), autore=pia).approvata


def test_la_pagina_e_il_verbale_dicono_che_mancava_il_numero_legale(
    caduta: tuple[Assemblea, Votazione], come: Come, pia: Utente
) -> None:
    assemblea, votazione = caduta
    chiavi = {**assemblea.piano.indirizzo, "pk": assemblea.seduta.pk}
    presidente, pagina = come(pia), reverse("assemblea:seduta", kwargs=chiavi)
    proclama_qui = reverse("assemblea:votazione_proclama", kwargs={**chiavi, "votazione": votazione.pk})

    assert proclama_qui not in presidente.get(pagina).content.decode()
    assert "Il voto non vale" in presidente.get(pagina).content.decode()
    assert "annulla la votazione" in presidente.get(proclama_qui).content.decode()
    assert presidente.post(proclama_qui, {}).status_code == 409
    annulla_votazione(votazione, motivo="Numero legale", autore=pia)
    for ordine in (1, 2):
        rinvia_punto(assemblea.punto(ordine), motivo="Numero legale", autore=pia)
    verbale = prepara_verbale(chiudi(assemblea.seduta, autore=pia), autore=pia)
    assert "Alla chiusura 1 presente su 9 componenti" in VerbaleSeduta(bytes(verbale.contenuto)).html()


# --- In the same second -----------------------------------------------------------------
@pytest.mark.lento
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_proclamare_e_ritirare_insieme_non_si_bloccano_a_vicenda(
    assemblea: Assemblea, ada: Utente, pia: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(avvisi, "current_app", Mock())
    monkeypatch.setattr(actions, "current_app", Mock())
    assemblea.apri()
    votazione = assemblea.votano(*[SI] * 9)
    muovi = voti._muovi_il_piano

    def piano_piano(*args: object, **nomi: object) -> None:
        time.sleep(1)
        muovi(*args, **nomi)  # type: ignore[arg-type]  # passed on as they are

    monkeypatch.setattr(voti, "_muovi_il_piano", piano_piano)

    def poi_ritira() -> None:
        time.sleep(0.3)
        ritira(assemblea, ada)

    esiti = insieme([partial(proclama, votazione, autore=pia), poi_ritira])

    assert esiti[0] is None
    assert esiti[1] is not None
    assert issubclass(esiti[1], Rifiuto)
    assert stato(assemblea) == Stato.APPROVATO
    assert verifica() == []


@pytest.mark.lento
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_mettere_ai_voti_e_ritirare_insieme_ne_riesce_uno(
    assemblea: Assemblea, ada: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(avvisi, "current_app", Mock())
    monkeypatch.setattr(actions, "current_app", Mock())
    assemblea.apri()

    esiti = insieme([assemblea.ai_voti, partial(ritira, assemblea, ada)])

    assert esiti.count(None) == 1
    aperte = Votazione.objects.count()
    assert stato(assemblea) == (Stato.VERIFICATO if aperte else Stato.BOZZA)
