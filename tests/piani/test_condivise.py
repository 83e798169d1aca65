"""Sheets that serve more than one plan: published, adopted, written in part, brought up to date, let go."""

from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso
from obiettivi.actions.azioni import DatiAzione
from obiettivi.actions.risorse import DatiRisorsa
from obiettivi.actions.risposte import Riga
from obiettivi.actions.schede import DatiScheda
from obiettivi.canonico import in_caricamento, scheda_canonica
from obiettivi.models import CampoScheda, FormatoScheda, Risposta, Scheda
from piani.actions import condivise
from piani.actions import schede as porte
from piani.canonico import documento, importa_piano, sigilla
from piani.enums import Stato
from piani.lettura import leggi_piano
from piani.models import Piano, SchedaPubblicata, Sezione, VoceScheda
from piani.queries_condivise import dati_di, offerte_a, versione_nuova
from tests.cliente import Cliente
from tests.factories import (
    AzioneFactory,
    IndicatoreFactory,
    LineaRisorsaFactory,
    RispostaFactory,
    SezioneFactory,
    VoceSchedaFactory,
)
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]
APERTE = ("target", "risorse_economiche")


@pytest.fixture
def madre(piano: Piano, regione_minima: object) -> VoceScheda:
    """A LEPS sheet of Gallarate: two answers, an action, an indicator, a sum."""
    formato = FormatoScheda.objects.get(chiave="obiettivo-2025")
    voce = VoceSchedaFactory.create(
        piano=piano, codice="SAD", scheda__formato=formato, scheda__intestazione="Incremento SAD", scheda__titolo="SAD"
    )
    for chiave, testo in (("target", "<p>Anziani</p>"), ("obiettivi", "<p>Più ore</p>")):
        RispostaFactory.create(scheda=voce.scheda, campo=campo(chiave), testo=testo)
    azione = AzioneFactory.create(scheda=voce.scheda, numero="1", ordine=1, testo="Assumere")
    IndicatoreFactory.create(scheda=voce.scheda, azione=azione, ordine=1, testo="Ore erogate")
    LineaRisorsaFactory.create(scheda=voce.scheda, ordine=1, importo=Decimal("1000.00"))
    return voce


@pytest.fixture
def sezione(piano_di_busto: Piano) -> Sezione:
    """Where Busto puts what it adopts."""
    return SezioneFactory.create(piano=piano_di_busto, chiave="obiettivi")


def campo(chiave: str) -> CampoScheda:
    return CampoScheda.objects.get(formato__chiave="obiettivo-2025", chiave=chiave)


def pubblica(madre: VoceScheda, busto: Ambito, autore: Utente, *aperte: str, nota: str = "") -> SchedaPubblicata:
    voce = VoceScheda.objects.select_related("scheda__formato", "piano").get(pk=madre.pk)
    righe = [campo(c) for c in (aperte or APERTE)]
    return condivise.pubblica_scheda(voce, aperte=righe, offerta_a=[busto.ente], nota=nota, autore=autore)


@pytest.fixture
def adottata(madre: VoceScheda, sezione: Sezione, busto: Ambito, ada: Utente, dario: Utente) -> VoceScheda:
    """Gallarate's sheet in the plan of Busto."""
    return condivise.adotta_scheda(sezione, pubblica(madre, busto, ada), codice="SAD", autore=dario)


def fresca(voce: VoceScheda) -> VoceScheda:
    return VoceScheda.objects.select_related("scheda__formato", "scheda__proprietario", "condivisa", "piano").get(
        pk=voce.pk
    )


def contenuto(voce: VoceScheda) -> Any:
    scheda = scheda_canonica(in_caricamento(Scheda.objects.filter(pk=voce.scheda_id)).get())
    return {k: v for k, v in scheda.items() if k not in ("proprietario", "partecipanti")}


def parole(risposta: Any) -> str:
    return " ".join(unescape(risposta.content.decode()).split())


def scrivi(voce: VoceScheda, chiave: str, testo: str, autore: Utente) -> None:
    letta = Risposta.objects.get(scheda=voce.scheda_id, campo__chiave=chiave)
    porte.salva_riga(fresca(voce), letta.campo, Riga(testo=testo), revisione_letta=letta.revisione, autore=autore)


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
    madre: VoceScheda, adottata: VoceScheda, sezione: Sezione, piano: Piano, ada: Utente, dario: Utente
) -> None:
    versione = SchedaPubblicata.objects.get()
    with pytest.raises(DatiNonValidi, match="ha già adottato"):
        condivise.adotta_scheda(sezione, versione, codice="X", autore=dario)
    propria = SezioneFactory.create(piano=piano)
    with pytest.raises(DatiNonValidi, match="non è offerta al tuo Ambito"):
        condivise.adotta_scheda(propria, versione, codice="X", autore=ada)
    with pytest.raises(NonPermesso):
        condivise.adotta_scheda(sezione, versione, codice="X", autore=ada)


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


# --- There and back -----------------------------------------------------------
def _togli(piano: Piano) -> None:
    piano.voci.all().delete()
    piano.sezioni.all().delete()
    piano.delete()


@pytest.mark.parametrize("conosciuta", [True, False])
def test_la_provenienza_torna_dal_documento(
    adottata: VoceScheda, madre: VoceScheda, piano_di_busto: Piano, dario: Utente, conosciuta: bool
) -> None:
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    andata = documento(Piano.objects.get(pk=piano_di_busto.pk))
    _togli(piano_di_busto)
    if not conosciuta:
        SchedaPubblicata.objects.all().delete()
    tornato = importa_piano(andata)
    assert documento(tornato) == andata
    assert bool(tornato.voci.get().condivisa) is conosciuta


def _rifatto(piano_di_busto: Piano, cambia: Callable[[Any], None]) -> VoceScheda:
    andata = documento(Piano.objects.get(pk=piano_di_busto.pk))
    cambia(andata["schede"][0])
    _togli(piano_di_busto)
    return importa_piano(sigilla(andata)).voci.get()


def _riscrivi(scheda: Any, chiave: str) -> None:
    next(r for r in scheda["risposte"] if r["campo"] == chiave)["testo"] = "<p>Scritto nel file</p>"


@pytest.mark.parametrize(("chiave", "resta"), [("target", True), ("obiettivi", False)])
def test_un_file_non_mette_parole_sue_sotto_il_nome_di_un_altro_ente(
    adottata: VoceScheda, piano_di_busto: Piano, dario: Utente, chiave: str, resta: bool
) -> None:
    """The row that the Ambito writes comes back changed; a shared one makes the sheet its own."""
    condivise.scrivi_riga_locale(fresca(adottata), campo("target"), autore=dario)
    tornata = _rifatto(piano_di_busto, lambda s: _riscrivi(s, chiave))
    assert bool(tornata.condivisa) is resta
    assert tornata.righe_locali.exists() is resta
    assert tornata.provenienza is None


def test_un_file_non_apre_righe_che_non_sono_aperte(adottata: VoceScheda, piano_di_busto: Piano) -> None:
    tornata = _rifatto(piano_di_busto, lambda s: s["provenienza"].update(righe_locali=["obiettivi"]))
    assert tornata.condivisa is None


# --- Pages --------------------------------------------------------------------
@pytest.mark.parametrize("quante", [1, 3])
def test_l_elenco_costa_sempre_uguale(
    quante: int,
    piano: Piano,
    piano_di_busto: Piano,
    regione_minima: object,
    busto: Ambito,
    ada: Utente,
    dario: Utente,
    come: Come,
    django_assert_num_queries: Any,
) -> None:
    sezione = SezioneFactory.create(piano=piano_di_busto)
    for n in range(quante):
        voce = VoceSchedaFactory.create(
            piano=piano, codice=f"S{n}", scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025")
        )
        condivise.adotta_scheda(sezione, pubblica(voce, busto, ada), codice=f"S{n}", autore=dario)
    assert len(offerte_a(piano_di_busto)) == quante
    cliente = come(dario)
    cliente.get("/")
    with django_assert_num_queries(9):
        assert cliente.get(f"{piano_di_busto.get_absolute_url()}condivise/").status_code == 200


def test_si_offre_si_adotta_e_si_aggiorna_dalle_pagine(
    madre: VoceScheda, sezione: Sezione, piano_di_busto: Piano, busto: Ambito, come: Come, ada: Utente, dario: Utente
) -> None:
    offri = f"{madre.get_absolute_url()}condividi/"
    assert "Ambiti a cui la offri" in parole(come(ada).get(offri))
    dati = {"offerta_a": [busto.pk], "aperte": [campo("target").pk], "nota": "Prima uscita"}
    assert come(ada).post(offri, {**dati, "offerta_a": []}).status_code == 422
    assert come(ada).post(offri, dati).status_code == 302
    elenco = f"{piano_di_busto.get_absolute_url()}condivise/"
    assert "non adottata" in parole(come(dario).get(elenco))
    adotta = f"{elenco}{SchedaPubblicata.objects.get().pk}/"
    assert "Assumere" in parole(come(dario).get(adotta))
    assert come(dario).post(adotta, {"sezione": sezione.pk, "codice": ""}).status_code == 422
    assert come(dario).post(adotta, {"sezione": sezione.pk, "codice": "SAD"}).status_code == 302
    voce = VoceScheda.objects.get(piano=piano_di_busto)
    pagina = parole(come(dario).get(voce.get_absolute_url()))
    assert "Scheda condivisa</strong> di" in pagina
    assert "Modifica i dati" not in pagina
    assert "Aggiungi un'azione" not in pagina
    assert pagina.count("Scrivi la risposta dell'Ambito") == 1
    riga = f"{voce.get_absolute_url()}righe/target/"
    assert come(dario).post(riga, {"testo": "<p>X</p>", "revisione": 1}).status_code == 403
    assert come(dario).post(f"{riga}locale/", {"locale": "si"}).status_code == 302
    assert come(dario).post(riga, {"testo": "<p>Nostri</p>", "revisione": 1}).status_code == 302
    scrivi(madre, "obiettivi", "<p>Ancora più ore</p>", ada)
    assert come(ada).post(offri, dati).status_code == 302
    assert "C'è la versione 2" in parole(come(dario).get(elenco))
    condivisa = f"{voce.get_absolute_url()}condivisa/"
    assert "QUALI OBIETTIVI VUOLE RAGGIUNGERE" in parole(come(dario).get(condivisa))
    assert come(dario).post(condivisa, {"atto": "aggiorna"}).status_code == 302
    testi = dict(Risposta.objects.filter(scheda=voce.scheda).values_list("campo__chiave", "testo"))
    assert (testi["obiettivi"], testi["target"]) == ("<p>Ancora più ore</p>", "<p>Nostri</p>")
    assert come(dario).post(condivisa, {"atto": "boh"}).status_code == 400
    assert come(dario).post(f"{riga}locale/", {"locale": "no"}).status_code == 302
    assert come(dario).post(condivisa, {"atto": "togli"}).status_code == 302
    assert not piano_di_busto.voci.exists()


def test_di_un_piano_pubblico_non_si_legge_che_cosa_gli_e_offerto(
    adottata: VoceScheda,
    madre: VoceScheda,
    piano_di_busto: Piano,
    busto: Ambito,
    come: Come,
    ada: Utente,
    dario: Utente,
) -> None:
    """Who only reads the approved plan sees where a sheet comes from, not the drafts that other bodies offer."""
    scrivi(madre, "obiettivi", "<p>Ancora più ore</p>", ada)
    pubblica(madre, busto, ada, nota="Non ancora decisa")
    Piano.objects.filter(pk=piano_di_busto.pk).update(stato=Stato.APPROVATO)
    elenco, una = f"{piano_di_busto.get_absolute_url()}condivise/", f"{adottata.get_absolute_url()}condivisa/"
    assert come(dario).get(elenco).status_code == 200
    assert "Non ancora decisa" in parole(come(dario).get(una))

    assert come(ada).get(elenco).status_code == 404
    letta = parole(come(ada).get(una))
    assert "È una copia della scheda" in letta
    assert "Non ancora decisa" not in letta
    assert "C'è la versione 2" not in letta


def test_le_pagine_di_un_altro_ambito_non_si_aprono(adottata: VoceScheda, come: Come, ada: Utente) -> None:
    for nome in ("condivisa", "condividi"):
        assert come(ada).get(f"{adottata.get_absolute_url()}{nome}/").status_code == 404
    assert come(ada).get(f"{adottata.piano.get_absolute_url()}condivise/").status_code == 404
