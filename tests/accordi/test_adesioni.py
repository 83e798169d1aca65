"""Adhering: who took part asks, the Ufficio di Piano answers, the signed act is filed; a frozen Accordo never changes."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accordi.actions.adesioni import chiedi_adesione, decidi_adesione, ritira_adesione
from accordi.actions.firme import carica_firma, ritira_firma
from accordi.actions.testo import crea_accordo
from accordi.compiti import FONTI
from accordi.enums import SpecieFirma
from accordi.exceptions import AdesioneNonPossibile, FirmaNonPossibile
from accordi.models import Accordo, Adesione
from accordi.queries import carte_firmate, firmatari_di, firme_mancanti
from accordi.requisiti import REQUISITI
from ambiti.models import Ente
from core.exceptions import DatiNonValidi, NonPermesso
from piani.canonico import byte_del_piano
from piani.cronologia import cronologia_di
from piani.enums import Stato
from piani.exceptions import DataFuoriOrdine
from piani.models import Piano
from registro.models import Evento
from tests.accordi.conftest import GIORNO, conserva, porta_a
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Client]


def _compiti(chi: Utente) -> dict[str, list[int]]:
    return {f.chiave: [pk for pk, _, _ in f.righe(chi)] for f in FONTI}


def test_chi_ha_partecipato_chiede_e_l_ufficio_lo_sa(richiesta: Adesione, ada: Utente) -> None:
    assert richiesta.accolta is None
    assert Avviso.objects.filter(chiave=f"adesione_chiesta:{richiesta.pk}").count() == 0  # Ada came after


def test_l_ufficio_riceve_l_avviso(piano: Piano, ada: Utente, lia: Utente, ha_partecipato: Ente, carla: Utente) -> None:
    nata = chiedi_adesione(piano, ente=ha_partecipato, rappresentante="Presidente", impegni="", autore=carla)

    assert set(Avviso.objects.filter(chiave=f"adesione_chiesta:{nata.pk}").values_list("destinatario", flat=True)) == {
        ada.pk,
        lia.pk,
    }


def test_chi_non_ha_partecipato_non_chiede(piano: Piano, carla: Utente, ets: Ente) -> None:
    with pytest.raises(NonPermesso, match="non risulta tra chi ha partecipato"):
        chiedi_adesione(piano, ente=ets, rappresentante="Presidente", impegni="", autore=carla)


def test_non_si_chiede_per_un_altro_ente(piano: Piano, ha_partecipato: Ente, silvio: Utente, ada: Utente) -> None:
    with pytest.raises(NonPermesso, match="solo per il tuo ente"):
        chiedi_adesione(piano, ente=ha_partecipato, rappresentante="x", impegni="", autore=silvio)
    with pytest.raises(NonPermesso, match="Non puoi chiedere di aderire"):
        chiedi_adesione(piano, ente=ha_partecipato, rappresentante="x", impegni="", autore=ada)


def test_la_stessa_richiesta_non_si_fa_due_volte(richiesta: Adesione, carla: Utente) -> None:
    with pytest.raises(AdesioneNonPossibile, match="ha già chiesto"):
        chiedi_adesione(richiesta.piano, ente=richiesta.ente, rappresentante="x", impegni="", autore=carla)


def test_dopo_il_recepimento_e_tardi(piano: Piano, ha_partecipato: Ente, carla: Utente) -> None:
    porta_a(piano, Stato.RECEPITO)
    with pytest.raises(AdesioneNonPossibile, match="non si chiede più"):
        chiedi_adesione(piano, ente=ha_partecipato, rappresentante="x", impegni="", autore=carla)


@pytest.mark.parametrize("persona", ["dario", "bruno", "carla", "elena"])
def test_risponde_solo_l_ufficio_di_piano(richiesta: Adesione, persona: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NonPermesso):
        decidi_adesione(richiesta, accolta=True, motivo="", autore=request.getfixturevalue(persona))


def test_respinta_con_un_motivo_si_puo_chiedere_di_nuovo(richiesta: Adesione, ada: Utente, carla: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="perché respingi"):
        decidi_adesione(richiesta, accolta=False, motivo="", autore=ada)
    decidi_adesione(richiesta, accolta=False, motivo="Nessun impegno scritto", autore=ada)
    with pytest.raises(AdesioneNonPossibile, match="ha già risposto"):
        decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)

    assert Avviso.objects.filter(destinatario=carla, testo__contains="Nessun impegno scritto").exists()
    chiedi_adesione(richiesta.piano, ente=richiesta.ente, rappresentante="x", impegni="Sì", autore=carla)
    assert Adesione.objects.count() == 2


def test_accolta_in_bozza_diventa_una_parte_che_aderisce(accordo: Accordo, richiesta: Adesione, ada: Utente) -> None:
    decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)

    assert accordo.parti.get(ente=richiesta.ente).aderente
    assert [f.ente for f in firmatari_di(accordo.piano)].count(richiesta.ente) == 1


def test_accolta_prima_dell_accordo_entra_tra_le_parti_quando_nasce(richiesta: Adesione, ada: Utente) -> None:
    decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)
    piano = richiesta.piano

    nato = crea_accordo(piano, titolo="A", decorrenza=piano.triennio.inizio, scadenza=piano.triennio.fine, autore=ada)

    assert nato.parti.get(ente=richiesta.ente).aderente


def test_accolta_dopo_l_approvazione_non_cambia_l_accordo_approvato(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente
) -> None:
    piano = da_firmare.piano
    prima = byte_del_piano(piano)

    decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)

    assert byte_del_piano(piano) == prima
    richiesta.refresh_from_db()
    assert firme_mancanti(piano)[-1] == "Cooperativa di prova"
    carica_firma(
        richiesta,
        file=conserva(),
        nome_file="adesione.pdf",
        giorno=GIORNO,
        specie=SpecieFirma.ADESIONE,
        autore=carla,
    )
    assert carte_firmate(piano)[-1].nome == "Atto di adesione firmato, Cooperativa di prova"
    assert "Cooperativa" not in " ".join(REQUISITI[1].mancanze(piano, None))


def test_chi_non_e_stato_accolto_non_carica_nulla(da_firmare: Accordo, richiesta: Adesione, carla: Utente) -> None:
    with pytest.raises(FirmaNonPossibile, match="non è stata accolta"):
        carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=GIORNO, autore=carla)


def test_un_altro_ente_non_carica_l_adesione(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, silvio: Utente
) -> None:
    decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)
    richiesta.refresh_from_db()
    with pytest.raises(NonPermesso):
        carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=GIORNO, autore=silvio)


def test_sulla_scrivania_c_e_solo_cio_che_tocca_a_ciascuno(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, bruno: Utente, dario: Utente, carla: Utente, nino: Utente
) -> None:
    comune, ats = da_firmare.parti.get(ente__nome="Gallarate"), da_firmare.parti.get(ente__tipo="ats")

    assert _compiti(bruno) == {"accordi.firma": [comune.pk], "accordi.adesione": [], "accordi.adesione_firma": []}
    assert _compiti(nino)["accordi.firma"] == [ats.pk]
    assert _compiti(ada) == {"accordi.firma": [], "accordi.adesione": [richiesta.pk], "accordi.adesione_firma": []}
    assert _compiti(dario) == {"accordi.firma": [], "accordi.adesione": [], "accordi.adesione_firma": []}
    decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)
    assert _compiti(carla)["accordi.adesione_firma"] == [richiesta.pk]
    for fonte, pk in zip(FONTI, (comune.pk, richiesta.pk, richiesta.pk), strict=True):
        assert fonte.descrivi(da_firmare.piano, pk, None).url.startswith("/accordi/50074/2025-2027/")


# --- Undoing an answer ----------------------------------------------------------------------------


def accolta(richiesta: Adesione, ada: Utente) -> Adesione:
    return decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)


@pytest.mark.parametrize("stato", [Stato.RECEPITO, Stato.CONCLUSO])
def test_chiuse_le_adesioni_non_si_accoglie_piu_ma_si_respinge(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, stato: Stato
) -> None:
    porta_a(da_firmare.piano, stato)

    with pytest.raises(AdesioneNonPossibile, match="le adesioni sono chiuse"):
        accolta(richiesta, ada)
    assert "Cooperativa di prova" not in firme_mancanti(da_firmare.piano)
    decidi_adesione(richiesta, accolta=False, motivo="Fuori tempo", autore=ada)


def test_chi_era_accolto_carica_anche_dopo_il_recepimento(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente
) -> None:
    accolta(richiesta, ada)
    porta_a(da_firmare.piano, Stato.RECEPITO)

    assert _compiti(carla)["accordi.adesione_firma"] == [richiesta.pk]
    carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=GIORNO, autore=carla)

    assert "Cooperativa di prova" not in firme_mancanti(da_firmare.piano)


@pytest.mark.parametrize("stato", [Stato.IN_SOTTOSCRIZIONE, Stato.SOTTOSCRITTO, Stato.RECEPITO, Stato.CONCLUSO])
def test_l_ufficio_ritira_con_un_motivo_chi_non_ha_firmato_e_nessuno_lo_aspetta_piu(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente, stato: Stato
) -> None:
    piano = da_firmare.piano
    accolta(richiesta, ada)
    porta_a(piano, stato)
    assert "Cooperativa di prova" in firme_mancanti(piano)

    with pytest.raises(DatiNonValidi, match="perché ritiri"):
        ritira_adesione(richiesta, motivo=" ", autore=ada)
    ritira_adesione(richiesta, motivo="Non ha mai firmato", autore=ada)

    assert "Cooperativa di prova" not in firme_mancanti(piano)
    assert _compiti(carla)["accordi.adesione_firma"] == []
    avviso = Avviso.objects.get(chiave=f"adesione_ritirata:{richiesta.pk}")
    assert (avviso.destinatario, "Non ha mai firmato" in avviso.testo) == (carla, True)
    assert Evento.objects.filter(tipo="accordi.adesione_ritirata").count() == 1
    with pytest.raises(AdesioneNonPossibile, match="già stata ritirata"):
        ritira_adesione(richiesta, motivo="Ancora", autore=ada)


def test_l_ente_ritira_la_sua_adesione_e_puo_chiedere_di_nuovo(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente
) -> None:
    accolta(richiesta, ada)
    ritira_adesione(richiesta, motivo="", autore=carla)

    assert Avviso.objects.filter(chiave=f"adesione_ritirata:{richiesta.pk}", destinatario=ada).exists()
    with pytest.raises(FirmaNonPossibile, match="è stata ritirata"):
        carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=GIORNO, autore=carla)
    nuova = chiedi_adesione(da_firmare.piano, ente=richiesta.ente, rappresentante="x", impegni="", autore=carla)
    accolta(nuova, ada)
    assert firme_mancanti(da_firmare.piano).count("Cooperativa di prova") == 1


@pytest.mark.parametrize("persona", ["dario", "bruno", "elena", "silvio"])
def test_nessun_altro_ritira_l_adesione(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, persona: str, request: pytest.FixtureRequest
) -> None:
    accolta(richiesta, ada)
    with pytest.raises(NonPermesso):
        ritira_adesione(richiesta, motivo="x", autore=request.getfixturevalue(persona))


def test_chi_ha_firmato_non_si_ritira(da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente) -> None:
    with pytest.raises(AdesioneNonPossibile, match="non è stata accolta"):
        ritira_adesione(richiesta, motivo="x", autore=ada)
    accolta(richiesta, ada)
    firma = carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=GIORNO, autore=carla)
    with pytest.raises(AdesioneNonPossibile, match="ha già caricato il file firmato"):
        ritira_adesione(richiesta, motivo="x", autore=ada)
    ritira_firma(firma, motivo="Sbagliato", autore=carla)
    ritira_adesione(richiesta, motivo="x", autore=ada)


def test_ritirata_in_bozza_esce_dalle_parti_e_dopo_l_approvazione_il_testo_non_cambia(
    accordo: Accordo, richiesta: Adesione, ada: Utente, carla: Utente
) -> None:
    piano = accordo.piano
    accolta(richiesta, ada)
    ritira_adesione(richiesta, motivo="Ripensato", autore=ada)
    assert not accordo.parti.filter(ente=richiesta.ente).exists()

    nuova = chiedi_adesione(piano, ente=richiesta.ente, rappresentante="x", impegni="", autore=carla)
    accolta(nuova, ada)
    porta_a(piano, Stato.IN_SOTTOSCRIZIONE)
    prima = byte_del_piano(piano)
    ritira_adesione(nuova, motivo="Non firma", autore=ada)
    assert byte_del_piano(piano) == prima
    assert "Cooperativa di prova" not in firme_mancanti(piano)


def test_dalla_pagina_l_adesione_si_ritira(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente, bruno: Utente, come: Come
) -> None:
    accolta(richiesta, ada)
    richiesta.refresh_from_db()
    url = richiesta.get_absolute_url()
    assert f'href="{url}"' in come(ada).get(da_firmare.get_absolute_url()).text
    assert "Ritira l&#x27;adesione" in come(carla).get(url).text or "Ritira l'adesione" in come(carla).get(url).text
    assert "Perché la ritiri" not in come(bruno).get(url).text
    assert come(bruno).post(url, {"ritira": "si"}).status_code == 403
    assert come(ada).post(url, {"ritira": "si"}).status_code == 422
    pagina = come(carla).post(url, {"ritira": "si"}, follow=True)
    assert "adesione ritirata" in pagina.text
    richiesta.refresh_from_db()
    assert richiesta.ritirata_da == carla
    assert "ritirata il" in come(ada).get(url).text


# --- The day --------------------------------------------------------------------------------------


@pytest.mark.parametrize("giorno", [dt.date(1900, 1, 1), dt.date(2024, 12, 1)])
def test_un_adesione_firmata_prima_dell_approvazione_passa_solo_se_confermata(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente, giorno: dt.date
) -> None:
    riga = cronologia_di(da_firmare.piano)
    riga.approvazione_il, riga.approvazione_organo = dt.date(2024, 12, 2), "Assemblea"
    riga.save()
    accolta(richiesta, ada)

    with pytest.raises(DataFuoriOrdine, match="l'approvazione è del"):
        carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=giorno, autore=carla)
    assert not richiesta.firme.exists()
    carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=giorno, conferma_ordine=True, autore=carla)


def test_un_adesione_firmata_domani_e_rifiutata_anche_se_confermata(
    da_firmare: Accordo, richiesta: Adesione, ada: Utente, carla: Utente
) -> None:
    accolta(richiesta, ada)
    domani = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(DatiNonValidi, match="è nel futuro"):
        carica_firma(richiesta, file=conserva(), nome_file="a.pdf", giorno=domani, conferma_ordine=True, autore=carla)
