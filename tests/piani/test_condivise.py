"""Sheets that serve more than one plan: published, adopted, written in part, brought up to date, let go."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso
from obiettivi.actions.azioni import DatiAzione
from obiettivi.actions.risorse import DatiRisorsa
from obiettivi.actions.schede import DatiScheda
from obiettivi.models import FormatoScheda, Risposta, Scheda
from piani.actions import condivise
from piani.actions import schede as porte
from piani.canonico import documento
from piani.lettura import leggi_piano
from piani.models import Piano, SchedaPubblicata, Sezione, VoceScheda
from piani.queries_condivise import dati_di, versione_nuova
from tests.factories import (
    SezioneFactory,
    VoceSchedaFactory,
)
from tests.piani.condivise_di_prova import campo, contenuto, fresca, pubblica, scrivi
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
APERTE = ("target", "risorse_economiche")


# --- Publishing ---------------------------------------------------------------
def test_una_versione_si_fissa_e_chi_la_puo_adottare_lo_sa(
    madre: VoceScheda, piano_di_busto: Piano, busto: Ambito, ada: Utente, dario: Utente
) -> None:
    prima = pubblica(madre, busto, ada)
    assert (prima.numero, prima.ente, dati_di(prima)["intestazione"]) == (1, madre.piano.ambito.ente, "Incremento SAD")
    assert Avviso.objects.get(destinatario=dario).oggetto.endswith("la scheda SAD, versione 1")
    scrivi(madre, "target", "<p>Anziani soli</p>", ada)
    assert dati_di(SchedaPubblicata.objects.get(pk=prima.pk)) == dati_di(prima)
    assert pubblica(madre, busto, ada).numero == 2


def test_senza_niente_di_nuovo_non_si_pubblica(madre: VoceScheda, busto: Ambito, ada: Utente) -> None:
    pubblica(madre, busto, ada)
    with pytest.raises(DatiNonValidi, match="non c'è niente di nuovo"):
        pubblica(madre, busto, ada)
    assert pubblica(madre, busto, ada, "target").numero == 2


def test_che_cosa_non_si_offre(
    madre: VoceScheda, piano: Piano, busto: Ambito, gallarate: Ambito, ada: Utente, adottata: VoceScheda, dario: Utente
) -> None:
    esito = VoceSchedaFactory.create(piano=piano, scheda__formato=FormatoScheda.objects.get(chiave="esito-2021"))
    with pytest.raises(DatiNonValidi, match="Gli esiti sono di un Ambito solo"):
        pubblica(esito, busto, ada)
    with pytest.raises(DatiNonValidi, match="la pubblica chi la scrive"):
        condivise.pubblica_scheda(fresca(adottata), aperte=[], offerta_a=[gallarate.ente], autore=dario)
    with pytest.raises(DatiNonValidi, match="Scegli almeno un Ambito"):
        condivise.pubblica_scheda(fresca(madre), aperte=[], offerta_a=[], autore=ada)
    with pytest.raises(DatiNonValidi, match="ad altri Ambiti"):
        condivise.pubblica_scheda(fresca(madre), aperte=[], offerta_a=[gallarate.ente], autore=ada)
    with pytest.raises(DatiNonValidi, match="non si può lasciare aperta"):
        pubblica(madre, busto, ada, "azioni")


def test_chi_ha_lo_stesso_ruolo_altrove_non_pubblica(madre: VoceScheda, busto: Ambito, dario: Utente) -> None:
    with pytest.raises(NonPermesso):
        pubblica(madre, busto, dario)


def test_una_scheda_offerta_non_si_elimina(madre: VoceScheda, piano: Piano, busto: Ambito, ada: Utente) -> None:
    vuota = VoceSchedaFactory.create(
        piano=piano, scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025"), scheda__titolo=""
    )
    pubblica(vuota, busto, ada)
    with pytest.raises(DatiNonValidi, match="offerta ad altri Ambiti"):
        porte.elimina_scheda(fresca(vuota), autore=ada)


# --- Adopting -----------------------------------------------------------------
def test_la_copia_e_uguale_e_dice_da_dove_viene(madre: VoceScheda, adottata: VoceScheda, piano_di_busto: Piano) -> None:
    assert contenuto(adottata) == contenuto(madre)
    scheda = documento(piano_di_busto)["schede"][0]
    assert scheda["proprietario"] == piano_di_busto.ambito.ente.chiave
    assert scheda["provenienza"] == {
        "ente": "ambito:50074",
        "codice": "SAD",
        "versione": 1,
        "sha256": SchedaPubblicata.objects.get().sha256,
        "righe_locali": [],
    }
    letta = next(leggi_piano(documento(piano_di_busto)).schede())
    assert dict(letta.note)["Scheda condivisa"] == "Ambito di Gallarate, versione 1"


def test_quando_non_si_adotta(
    madre: VoceScheda, adottata: VoceScheda, sezione_di_busto: Sezione, piano: Piano, ada: Utente, dario: Utente
) -> None:
    versione = SchedaPubblicata.objects.get()
    with pytest.raises(DatiNonValidi, match="ha già adottato"):
        condivise.adotta_scheda(sezione_di_busto, versione, codice="X", autore=dario)
    propria = SezioneFactory.create(piano=piano)
    with pytest.raises(DatiNonValidi, match="non è offerta al tuo Ambito"):
        condivise.adotta_scheda(propria, versione, codice="X", autore=ada)
    with pytest.raises(NonPermesso):
        condivise.adotta_scheda(sezione_di_busto, versione, codice="X", autore=ada)


def test_cio_che_e_condiviso_non_si_tocca(adottata: VoceScheda, dario: Utente) -> None:
    prima = contenuto(adottata)
    azione = adottata.scheda.azioni.get()
    rifiuti: list[Callable[[], object]] = [
        lambda: scrivi(adottata, "obiettivi", "<p>Altro</p>", dario),
        lambda: scrivi(adottata, "target", "<p>Altro</p>", dario),
        lambda: porte.aggiungi_azione(fresca(adottata), DatiAzione("Altro"), autore=dario),
        lambda: porte.elimina_azione(fresca(adottata), azione, revisione_letta=azione.revisione, autore=dario),
        lambda: porte.aggiungi_risorsa(fresca(adottata), DatiRisorsa(nota="Altro"), autore=dario),
        lambda: porte.salva_testata(fresca(adottata), DatiScheda("Altro"), revisione_letta=1, autore=dario),
    ]
    for rifiuto in rifiuti:
        with pytest.raises(NonPermesso, match="scheda condivisa"):
            rifiuto()
    assert contenuto(adottata) == prima


def test_le_righe_aperte_sono_dell_ambito_e_tornano(adottata: VoceScheda, piano_di_busto: Piano, dario: Utente) -> None:
    prima = contenuto(adottata)
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    condivise.scrivi_riga_locale(fresca(adottata), campo("risorse_economiche"), autore=dario)
    scrivi(adottata, "target", "<p>Anziani di Busto</p>", dario)
    porte.aggiungi_risorsa(fresca(adottata), DatiRisorsa(importo=Decimal(500)), autore=dario)
    scheda = documento(piano_di_busto)["schede"][0]
    assert scheda["provenienza"]["righe_locali"] == ["target", "risorse_economiche"]
    assert [r["importo"] for r in scheda["risorse"]] == ["1000.00", "500.00"]
    note = dict(next(leggi_piano(documento(piano_di_busto)).schede()).note)
    assert note["Righe scritte dall'Ambito"].startswith("«TARGET»")
    for chiave in APERTE:
        condivise.torna_alla_riga_condivisa(fresca(adottata), campo(chiave), autore=dario)
    assert contenuto(adottata) == prima
    # The words of the Ambito stay in the history of the row.
    storia = Risposta.objects.get(scheda=adottata.scheda_id, campo__chiave="target").storia
    assert storia.filter(testo="<p>Anziani di Busto</p>").exists()


def test_una_riga_non_aperta_non_si_apre(adottata: VoceScheda, dario: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="non ha lasciato aperta"):
        condivise.scrivi_riga_locale(fresca(adottata), campo("obiettivi"), autore=dario)


# --- New versions -------------------------------------------------------------
def test_la_versione_nuova_si_prende_e_le_righe_proprie_restano(
    madre: VoceScheda, adottata: VoceScheda, busto: Ambito, ada: Utente, dario: Utente
) -> None:
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    scrivi(adottata, "target", "<p>Anziani di Busto</p>", dario)
    scrivi(madre, "obiettivi", "<p>Ancora più ore</p>", ada)
    scrivi(madre, "target", "<p>Anziani e disabili</p>", ada)
    porte.aggiungi_azione(fresca(madre), DatiAzione("Formare"), autore=ada)
    porte.salva_testata(
        fresca(madre), DatiScheda("Incremento del SAD"), revisione_letta=fresca(madre).scheda.revisione, autore=ada
    )
    assert versione_nuova(fresca(adottata)) is None
    seconda = pubblica(madre, busto, ada)
    assert versione_nuova(fresca(adottata)) == seconda
    condivise.aggiorna_scheda(fresca(adottata), seconda, autore=dario)
    nuova = contenuto(adottata)
    attesa = contenuto(madre)
    assert {k: v for k, v in nuova.items() if k != "risposte"} == {k: v for k, v in attesa.items() if k != "risposte"}
    testi = {r["campo"]: r["testo"] for r in nuova["risposte"]}
    assert (testi["target"], testi["obiettivi"]) == ("<p>Anziani di Busto</p>", "<p>Ancora più ore</p>")
    with pytest.raises(DatiNonValidi, match="Questa non è una versione nuova"):
        condivise.aggiorna_scheda(fresca(adottata), seconda, autore=dario)


def test_una_riga_non_piu_aperta_torna_alle_parole_di_tutti(
    madre: VoceScheda, adottata: VoceScheda, busto: Ambito, ada: Utente, dario: Utente
) -> None:
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    scrivi(adottata, "target", "<p>Anziani di Busto</p>", dario)
    condivise.aggiorna_scheda(fresca(adottata), pubblica(madre, busto, ada, "risorse_economiche"), autore=dario)
    assert contenuto(adottata) == contenuto(madre)
    assert not adottata.righe_locali.exists()


def test_dopo_l_invio_la_scheda_resta_alla_sua_versione(
    madre: VoceScheda, adottata: VoceScheda, piano_di_busto: Piano, busto: Ambito, ada: Utente, dario: Utente
) -> None:
    scrivi(madre, "target", "<p>Altro</p>", ada)
    seconda = pubblica(madre, busto, ada)
    prima = contenuto(adottata)
    Piano.objects.filter(pk=piano_di_busto.pk).update(stato="in_verifica")
    with pytest.raises(NonPermesso):
        condivise.aggiorna_scheda(fresca(adottata), seconda, autore=dario)
    assert contenuto(adottata) == prima


def test_staccata_la_scheda_e_dell_ambito(adottata: VoceScheda, piano_di_busto: Piano, dario: Utente) -> None:
    condivise.stacca_scheda(fresca(adottata), autore=dario)
    scrivi(adottata, "obiettivi", "<p>Nostri</p>", dario)
    assert "provenienza" not in documento(piano_di_busto)["schede"][0]


def test_si_toglie_solo_senza_righe_proprie(adottata: VoceScheda, piano_di_busto: Piano, dario: Utente) -> None:
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    with pytest.raises(DatiNonValidi, match="righe scritte dal tuo Ambito"):
        condivise.togli_scheda_adottata(fresca(adottata), autore=dario)
    condivise.torna_alla_riga_condivisa(fresca(adottata), campo("target"), autore=dario)
    condivise.togli_scheda_adottata(fresca(adottata), autore=dario)
    assert not piano_di_busto.voci.exists()
    assert not Scheda.objects.filter(pk=adottata.scheda_id).exists()
