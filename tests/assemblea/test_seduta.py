"""A session from the notice to the minutes: what each act does, each refusal with its sentence, nothing moved."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.utils import timezone

from ambiti.models import Ambito, Popolazione
from assemblea.actions.presenze import registra_presenza
from assemblea.actions.sedute import (
    DatiSeduta,
    annulla,
    apri,
    chiudi,
    convoca,
    dichiara_deserta,
    leggi_avviso,
    nuovo_avviso,
    rinvia_punto,
)
from assemblea.actions.voti import apri_votazione, proclama
from assemblea.enums import Chiamata, Movimento, Oggetto, OggettoDeciso, Titolo
from assemblea.exceptions import DatiSedutaNonValidi, NuovoAvviso, RegolaMancante, SedutaNonPronta
from assemblea.models import AvvisoConvocazione, Componente, Presenza, RegolaAssemblea, Seduta, Votazione
from assemblea.regole import torna
from core.exceptions import NonPermesso
from piani.composizione import requisiti
from piani.cronologia import cronologia_di
from piani.enums import Passo, Stato
from piani.models import Piano
from piani.versioni import corrente
from registro.models import Evento
from registro.queries import verifica
from tests.assemblea.conftest import NO, SI, Assemblea, con_assenso, in_verifica
from tests.cast import persona
from tests.factories import SezioneFactory
from utenti.enums import Ruolo
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
Fai = Callable[..., Assemblea]


def stato(piano: Piano) -> str:
    return Piano.objects.get(pk=piano.pk).stato


def dati(giorni: int = 0) -> DatiSeduta:
    return DatiSeduta(timezone.localdate() + dt.timedelta(days=giorni), dt.time(18), "Sala consiliare")


# --- The convocation ------------------------------------------------------------
def test_la_convocazione_fissa_il_testo_e_avvisa_sindaci_ats_e_asst(
    assemblea: Assemblea, elena: Utente, gina: Utente, dario: Utente
) -> None:
    seduta = assemblea.convoca(giorno=timezone.localdate() + dt.timedelta(days=7))

    punti = list(seduta.punti.select_related("versione"))
    assert [p.oggetto for p in punti] == [OggettoDeciso.PIANO, OggettoDeciso.ACCORDO]
    assert {p.versione.sha256 for p in punti} == {corrente(assemblea.piano)}
    avvisi = AvvisoConvocazione.objects.filter(seduta=seduta)
    assert avvisi.filter(titolo=Titolo.COMPONENTE).count() == 9
    assert set(avvisi.filter(titolo=Titolo.INVITATO).values_list("ente__nome", flat=True)) == {
        "ATS DELL'INSUBRIA",
        "ASST VALLE OLONA",
    }
    avvisati = set(Avviso.objects.filter(chiave__startswith="assemblea:").values_list("destinatario", flat=True))
    assert {u.pk for u in [*assemblea.sindaci, elena, gina]} <= avvisati
    assert dario.pk not in avvisati
    assert "impronta" in Avviso.objects.filter(destinatario=assemblea.sindaci[0]).latest("pk").testo


def test_chi_convoca_altrove_qui_non_convoca(assemblea: Assemblea, busto: Ambito) -> None:
    altrove = persona("Tito", Ruolo.SEGRETARIO, busto.ente)

    with pytest.raises(NonPermesso, match="Non puoi convocare l'Assemblea"):
        convoca(assemblea.piano, dati(), autore=altrove)
    assert not Seduta.objects.exists()


def test_dalla_bozza_si_convoca_solo_dove_l_ats_non_vuole_l_assenso_prima(fai_assemblea: Fai) -> None:
    insieme = fai_assemblea()

    with pytest.raises(SedutaNonPronta, match="si convoca quando è «In verifica"):
        insieme.convoca()
    ats = insieme.piano.ambito.ats
    ats.assenso_prima = False
    ats.save()
    assert insieme.convoca().da_aprire


def test_una_seduta_nel_passato_non_si_convoca(assemblea: Assemblea) -> None:
    with pytest.raises(DatiSedutaNonValidi, match="già passato"):
        convoca(assemblea.piano, dati(-1), autore=assemblea.sara)


def test_due_sedute_aperte_sullo_stesso_piano_no(assemblea: Assemblea) -> None:
    assemblea.convoca()

    with pytest.raises(SedutaNonPronta, match="C'è già una seduta convocata"):
        convoca(assemblea.piano, dati(3), autore=assemblea.pia)


def test_un_nuovo_testo_vuole_un_nuovo_avviso(assemblea: Assemblea) -> None:
    seduta = assemblea.convoca()
    SezioneFactory.create(piano=assemblea.piano, chiave="cambiata")

    with pytest.raises(NuovoAvviso, match="serve un nuovo avviso"):
        apri(seduta, autore=assemblea.sara)

    nuovo_avviso(seduta, dati(), autore=assemblea.sara)
    assemblea.seduta.refresh_from_db()
    assert {p.versione.sha256 for p in seduta.punti.all()} == {corrente(assemblea.piano)}
    assert (
        list(seduta.avvisi_inviati.filter(titolo=Titolo.COMPONENTE).values_list("numero", flat=True))
        == [2] * 9 + [1] * 9
    )
    assert apri(seduta, autore=assemblea.sara).in_corso
    with pytest.raises(SedutaNonPronta, match="prima che si apra"):
        nuovo_avviso(seduta, dati(), autore=assemblea.sara)


def test_chi_legge_l_avviso_lo_dice_per_il_suo_comune(assemblea: Assemblea, bruno: Utente) -> None:
    seduta = assemblea.convoca()

    assert leggi_avviso(seduta, autore=bruno) == 1
    assert leggi_avviso(seduta, autore=bruno) == 0
    letto = AvvisoConvocazione.objects.exclude(letto_il=None).get()
    assert (letto.ente_id, letto.letto_da) == (assemblea.comuni[0].pk, bruno)


def test_una_seduta_annullata_lo_dice_a_chi_era_convocato(assemblea: Assemblea, bruno: Utente) -> None:
    seduta = assemblea.convoca()

    with pytest.raises(NonPermesso, match="Manca il motivo"):
        annulla(seduta, motivo="  ", autore=assemblea.sara)
    annulla(seduta, motivo="Sala non disponibile", autore=assemblea.sara)
    assert "annullata" in Avviso.objects.filter(destinatario=bruno).latest("pk").testo
    assert stato(assemblea.piano) == Stato.VERIFICATO
    assert assemblea.convoca().da_aprire


# --- Opening ---------------------------------------------------------------------
def test_la_seduta_si_apre_nel_suo_giorno(assemblea: Assemblea) -> None:
    seduta = assemblea.convoca(giorno=timezone.localdate() + dt.timedelta(days=1))

    with pytest.raises(SedutaNonPronta, match="si tiene nel suo giorno"):
        apri(seduta, autore=assemblea.sara)
    assert not Componente.objects.exists()


def test_all_apertura_si_fissano_componenti_sindaci_e_quote(assemblea: Assemblea, bruno: Utente) -> None:
    assemblea.apri(0)

    primo = assemblea.componente(0)
    assert (primo.nome_sindaco, primo.numeratore, primo.denominatore) == ("Bruno", 53_000, 1)
    assert "31 dicembre 2023" in assemblea.seduta.fonte_pesi.replace("\u00a0", " ")
    assert Componente.objects.count() == 9
    with pytest.raises(SedutaNonPronta, match="già «In corso»"):
        apri(assemblea.seduta, autore=assemblea.sara)


def test_senza_regola_o_senza_popolazione_la_seduta_non_si_apre(assemblea: Assemblea) -> None:
    seduta = assemblea.convoca()
    Popolazione.objects.filter(ente=assemblea.comuni[3].ente).delete()
    with pytest.raises(RegolaMancante, match="non si conosce quella di: Comune 3"):
        apri(seduta, autore=assemblea.sara)
    RegolaAssemblea.objects.filter(oggetto=Oggetto.SEDUTA).delete()
    with pytest.raises(RegolaMancante, match="Manca la regola «Validità della seduta»"):
        apri(seduta, autore=assemblea.sara)
    assert not Componente.objects.exists()


def test_conta_l_ultima_popolazione_fino_a_quel_giorno(assemblea: Assemblea) -> None:
    for anno, residenti in ((2022, 1), (2099, 9)):
        Popolazione.objects.create(
            ente=assemblea.comuni[0].ente, giorno=dt.date(anno, 12, 31), residenti=residenti, fonte="x"
        )
    assemblea.apri(0)

    assert assemblea.componente(0).numeratore == 53_000


def test_senza_numero_legale_non_si_vota_e_la_seduta_e_deserta(assemblea: Assemblea) -> None:
    assemblea.apri(4)

    with pytest.raises(SedutaNonPronta, match=r"Manca il numero legale: 4 presenti su 9 componenti"):
        assemblea.ai_voti()
    dichiara_deserta(assemblea.seduta, autore=assemblea.sara)

    assert stato(assemblea.piano) == Stato.VERIFICATO
    assert Seduta.objects.get().situazione == "Deserta"
    seconda = DatiSeduta(timezone.localdate(), dt.time(19), "Municipio", Chiamata.SECONDA)
    assemblea.seduta = apri(convoca(assemblea.piano, seconda, autore=assemblea.sara), autore=assemblea.sara)
    for n in range(3):
        assemblea.entra(n)
    assert assemblea.ai_voti().si_vota


def test_una_presenza_non_si_registra_due_volte(assemblea: Assemblea, pia: Utente, bruno: Utente) -> None:
    assemblea.apri(1)

    with pytest.raises(SedutaNonPronta, match="risulta già presente"):
        assemblea.entra(0)
    with pytest.raises(SedutaNonPronta, match="risulta già assente"):
        assemblea.esce(1)
    with pytest.raises(NonPermesso, match="tenere la seduta"):
        registra_presenza(assemblea.componente(1), Movimento.ENTRATA, autore=bruno)
    assert Presenza.objects.count() == 1


# --- The result and the plan ---------------------------------------------------------
def test_il_voto_favorevole_approva_il_piano_e_si_ricalcola(assemblea: Assemblea, pia: Utente) -> None:
    assemblea.apri(8)
    votazione = assemblea.votano(*[SI] * 7, NO)

    proclamata = proclama(votazione, autore=pia, numero="12")

    assert proclamata.approvata
    assert proclamata.frase.startswith("7 favorevoli su 9 componenti, 93,2% della popolazione")
    assert stato(assemblea.piano) == Stato.APPROVATO
    riga = cronologia_di(assemblea.piano)
    assert (riga.approvazione_organo, riga.approvazione_il) == ("Assemblea dei Sindaci", timezone.localdate())
    record = Votazione.objects.get().esito
    assert record is not None
    assert torna(json.loads(json.dumps(record)))
    assert record["versione"] == 2
    assert record["numero_legale"]["raggiunto"]
    assert "Alla chiusura della votazione 8 presenti su 9 componenti" in proclamata.frase
    passaggio = assemblea.piano.passaggi.latest("pk")
    assert (passaggio.passo, passaggio.numero, passaggio.versione) == (Passo.APPROVA, "12", assemblea.punto().versione)
    assert verifica() == []


def test_il_voto_contrario_riporta_in_bozza_con_la_sua_frase(assemblea: Assemblea, pia: Utente) -> None:
    assemblea.apri()
    proclama(assemblea.votano(*[SI] * 4, *[NO] * 5), autore=pia)

    assert stato(assemblea.piano) == Stato.BOZZA
    assert "non approvato" in assemblea.piano.passaggi.latest("pk").motivo
    assert Votazione.objects.get().approvata is False


def test_la_maggioranza_delle_teste_senza_la_popolazione_non_basta(assemblea: Assemblea, pia: Utente) -> None:
    assemblea.apri()
    votazione = proclama(assemblea.votano(NO, *[SI] * 5, *[NO] * 3), autore=pia)

    assert not votazione.approvata
    assert stato(assemblea.piano) == Stato.BOZZA


def test_l_accordo_vuole_l_unanimita_e_non_muove_il_piano(assemblea: Assemblea, pia: Utente, ada: Utente) -> None:
    assemblea.apri()
    piano = Piano.objects.get(pk=assemblea.piano.pk)
    proclama(assemblea.votano(*[SI] * 9), autore=pia)
    manca = requisiti()["accordo_approvato"].mancanze
    assert "non è ancora approvato" in " ".join(manca(piano, None))

    accordo = proclama(assemblea.votano(*[SI] * 9, ordine=2), autore=pia)

    assert accordo.approvata
    assert Avviso.objects.filter(destinatario=ada, chiave=f"assemblea:accordo:{accordo.pk}").exists()
    assert "tutti i componenti in carica: approvato" in accordo.frase
    assert stato(assemblea.piano) == Stato.APPROVATO
    assert list(manca(piano, None)) == []


def test_un_contrario_sull_accordo_lo_ferma_e_il_piano_resta_approvato(assemblea: Assemblea, pia: Utente) -> None:
    assemblea.apri()
    proclama(assemblea.votano(*[SI] * 9), autore=pia)
    assert not proclama(assemblea.votano(*[SI] * 8, NO, ordine=2), autore=pia).approvata

    assert stato(assemblea.piano) == Stato.APPROVATO
    assert list(requisiti()["accordo_approvato"].mancanze(assemblea.piano, None))


def test_senza_assenso_il_piano_non_va_ai_voti_ma_l_accordo_si(fai_assemblea: Fai, franco: Utente) -> None:
    insieme = fai_assemblea()
    in_verifica(insieme.piano)
    insieme.apri()

    with pytest.raises(SedutaNonPronta, match="vuole dare il suo assenso prima"):
        insieme.ai_voti()
    assert not Votazione.objects.exists()
    con_assenso(insieme.piano, franco)
    assert insieme.ai_voti().si_vota


def test_se_il_testo_cambia_dopo_l_apertura_non_si_vota(assemblea: Assemblea) -> None:
    assemblea.apri()
    SezioneFactory.create(piano=assemblea.piano, chiave="di-nascosto")

    with pytest.raises(NuovoAvviso, match="serve un nuovo avviso"):
        assemblea.ai_voti()


def test_un_punto_rinviato_lascia_il_piano_dov_e(assemblea: Assemblea, bruno: Utente) -> None:
    assemblea.apri()
    with pytest.raises(NonPermesso, match="tenere la seduta"):
        rinvia_punto(assemblea.punto(), motivo="Si approfondisce", autore=bruno)
    with pytest.raises(SedutaNonPronta, match=r"punto 1 .* non ha ancora un esito"):
        chiudi(assemblea.seduta, autore=assemblea.sara)
    for ordine in (1, 2):
        rinvia_punto(assemblea.punto(ordine), motivo="Si approfondisce", autore=assemblea.sara)
    with pytest.raises(SedutaNonPronta, match="già stato rinviato"):
        assemblea.ai_voti()
    chiudi(assemblea.seduta, autore=assemblea.sara)

    assert stato(assemblea.piano) == Stato.VERIFICATO


def test_proclama_solo_il_presidente_e_una_volta(assemblea: Assemblea, pia: Utente, sara: Utente) -> None:
    assemblea.apri()
    aperta = assemblea.ai_voti()
    with pytest.raises(SedutaNonPronta, match="ancora aperta"):
        proclama(aperta, autore=pia)
    with pytest.raises(SedutaNonPronta, match=r"ancora un esito proclamato|già stato rinviato o messo"):
        apri_votazione(assemblea.punto(2), autore=sara)
    for n in range(9):
        assemblea.vota(aperta, n)
    from assemblea.actions.voti import chiudi_votazione

    chiusa = chiudi_votazione(aperta, autore=sara)
    with pytest.raises(NonPermesso, match="proclamare l'esito"):
        proclama(chiusa, autore=sara)
    proclama(chiusa, autore=pia)
    with pytest.raises(SedutaNonPronta, match="già stato proclamato"):
        proclama(chiusa, autore=pia)
    assert Evento.objects.filter(tipo="assemblea.esito_proclamato").count() == 1
