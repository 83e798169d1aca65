"""The outcomes of the last triennium: degree, parts, what follows, the sheets prepared all together."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from core.exceptions import DatiNonValidi, NonPermesso
from obiettivi.actions.azioni import DatiAzione
from obiettivi.actions.risposte import Riga
from obiettivi.actions.valutazioni import DatiValutazione
from obiettivi.enums import CriterioGrado
from obiettivi.models import Azione, CampoScheda, FormatoScheda, Risposta, Scheda, Seguito, Triennio, Valutazione
from piani.actions import schede as porte
from piani.actions.esiti import prepara_esiti
from piani.canonico import documento, importa_piano
from piani.lettura import leggi_piano
from piani.models import Piano, Sezione, VoceScheda
from piani.queries_esiti import esiti_di
from piani.regole_esiti import ObiettivoDiPrima
from tests.cliente import Cliente
from tests.factories import AzioneFactory, PianoFactory, SezioneFactory, VoceSchedaFactory
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def esito(piano: Piano, regione_minima: object) -> VoceScheda:
    """The outcome of objective A, with four actions: 100, 0, 100, 50."""
    voce = una(piano, "A", "esito-2021")
    for n, quanto in enumerate((100, 0, 100, 50), 1):
        AzioneFactory.create(scheda=voce.scheda, numero=str(n), ordine=n, realizzazione=quanto)
    return voce


def una(piano: Piano, codice: str, formato: str, **altro: Any) -> VoceScheda:
    return VoceSchedaFactory.create(
        piano=piano, codice=codice, scheda__formato=FormatoScheda.objects.get(chiave=formato), **altro
    )


def grado(voce: VoceScheda, autore: Utente, **riga: Any) -> Scheda:
    campo = CampoScheda.objects.get(formato=voce.scheda.formato, chiave="grado")
    letta = Risposta.objects.filter(scheda=voce.scheda, campo=campo).first()
    voce = VoceScheda.objects.select_related("scheda", "piano").get(pk=voce.pk)
    porte.salva_riga(voce, campo, Riga(**riga), revisione_letta=letta.revisione if letta else 1, autore=autore)
    return Scheda.objects.get(pk=voce.scheda_id)


def canonico(piano: Piano) -> Any:
    return documento(Piano.objects.get(pk=piano.pk))["esiti"][0]


def parole(risposta: Any) -> str:
    return " ".join(unescape(risposta.content.decode()).split())


# --- The degree ---------------------------------------------------------------
def test_il_grado_si_calcola_e_la_fascia_lo_segue(esito: VoceScheda, piano: Piano, ada: Utente) -> None:
    scheda = grado(esito, ada, grado_criterio="realizzate", scelte=("ottimo",))
    assert scheda.grado is None
    assert canonico(piano)["grado"] == 50
    assert canonico(piano)["risposte"][0]["scelte"] == ["sufficiente"]
    azione = Azione.objects.get(scheda=scheda, numero="4")
    porte.modifica_azione(
        esito, azione, DatiAzione(testo="X", numero="4", realizzazione=100), revisione_letta=1, autore=ada
    )
    assert canonico(piano)["grado"] == 75
    grado(esito, ada, grado_criterio="avviate")
    assert canonico(piano)["grado"] == 75


def test_un_grado_diverso_vuole_il_motivo(esito: VoceScheda, piano: Piano, ada: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="Il grado calcolato è 50%, tu hai scritto 60%"):
        grado(esito, ada, grado_criterio="realizzate", grado=60)
    assert Scheda.objects.get(pk=esito.scheda_id).grado_criterio == ""
    scheda = grado(esito, ada, grado_criterio="realizzate", grado=60, grado_motivo="La quarta è quasi finita.")
    assert (scheda.grado, canonico(piano)["grado"]) == (60, 60)
    # Writing the computed one is not a choice.
    assert grado(esito, ada, grado_criterio="realizzate", grado=50).grado is None


def test_un_grado_scritto_a_mano_non_vuole_motivi(esito: VoceScheda, piano: Piano, ada: Utente) -> None:
    assert grado(esito, ada, grado=85).grado == 85
    assert canonico(piano)["risposte"][0]["scelte"] == ["buono"]


def test_una_fascia_senza_numero_resta_quella_scelta(esito: VoceScheda, piano: Piano, ada: Utente) -> None:
    grado(esito, ada, scelte=("buono",))
    assert (canonico(piano)["grado"], canonico(piano)["risposte"][0]["scelte"]) == (None, ["buono"])


def test_un_criterio_inventato_si_rifiuta(esito: VoceScheda, ada: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="Scegli come si calcola"):
        grado(esito, ada, grado_criterio="a_caso")


def test_la_pagina_dice_quanto_farebbe_ogni_modo_di_contare(esito: VoceScheda, come: Come, ada: Utente) -> None:
    pagina = parole(come(ada).get(esito.get_absolute_url()))
    assert "2 azioni su 4, 50% (sufficiente)" in pagina
    assert "3 azioni su 4, 75% (sufficiente)" in pagina
    indirizzo = f"{esito.get_absolute_url()}righe/grado/"
    risposta = come(ada).post(indirizzo, {"grado_criterio": "avviate", "grado": "80", "revisione": 1})
    assert risposta.status_code == 422
    assert "Il grado calcolato è 75%" in parole(risposta)
    assert come(ada).post(indirizzo, {"grado_criterio": "avviate", "revisione": 1}).status_code == 302


def test_con_tutte_le_azioni_valutate_la_riga_e_scritta(esito: VoceScheda, piano: Piano, ada: Utente) -> None:
    grado(esito, ada, grado_criterio="realizzate")
    prima = esiti_di(piano).esiti[0].vuote
    Azione.objects.filter(scheda=esito.scheda, numero="1").update(realizzazione=None)
    Risposta.objects.filter(scheda=esito.scheda, campo__chiave="grado").update(scelte=[])
    assert esiti_di(piano).esiti[0].vuote == prima + 1
    assert esiti_di(piano).senza_grado == 1


def test_la_scheda_e_l_elenco_portano_a_cio_che_manca(esito: VoceScheda, piano: Piano, come: Come, ada: Utente) -> None:
    azione = Azione.objects.get(scheda=esito.scheda, numero="3")
    Azione.objects.filter(pk=azione.pk).update(realizzazione=None)
    scheda, elenco = (come(ada).get(u).text for u in (esito.get_absolute_url(), f"{piano.get_absolute_url()}esiti/"))
    assert scheda.count("Ancora da valutare") == 1
    assert f'azioni/{azione.pk}/" hx-get=' in scheda.partition("Ancora da valutare")[2]
    seguito = f'href="{esito.get_absolute_url()}dati/#id_seguito_esito_1"'
    assert seguito in scheda
    assert seguito in elenco
    assert 'id="id_seguito_esito_1"' in come(ada).get(f"{esito.get_absolute_url()}dati/").text


# --- Parts --------------------------------------------------------------------
def test_una_parte_ha_il_grado_delle_sue_azioni(esito: VoceScheda, piano: Piano, ada: Utente) -> None:
    grado(esito, ada, grado_criterio="realizzate")
    esito = VoceScheda.objects.get(pk=esito.pk)
    prime = list(Azione.objects.filter(scheda=esito.scheda).order_by("ordine"))
    porte.aggiungi_valutazione(
        esito, DatiValutazione("Rifrazioni", prime[:2], cambiamento="si", nota="Bene."), autore=ada
    )
    boost = porte.aggiungi_valutazione(esito, DatiValutazione("Boost", prime[1:3]), autore=ada)
    parti = canonico(piano)["valutazioni"]
    assert [(p["nome"], p["azioni"], p["grado"]) for p in parti] == [
        ("Rifrazioni", ["1"], 100),
        ("Boost", ["2", "3"], 50),
    ]
    letta = leggi_piano(documento(piano)).capitoli[0].schede[0]
    assert [(v.nome, v.grado, v.cambiamento) for v in letta.valutazioni] == [
        ("Rifrazioni", "100% (ottimo)", "sì"),
        ("Boost", "50% (sufficiente)", ""),
    ]
    foto = porte.elimina_valutazione(esito, boost, revisione_letta=boost.revisione, autore=ada)
    assert Azione.objects.filter(valutazione=None).count() == 3
    porte.ripristina_elemento(esito, foto, autore=ada)
    assert canonico(piano)["valutazioni"] == parti


def test_una_parte_si_scrive_dalla_pagina(esito: VoceScheda, piano: Piano, come: Come, ada: Utente) -> None:
    nuova = f"{esito.get_absolute_url()}elenchi/valutazioni/nuovo/"
    assert "Azioni che ne fanno parte" in parole(come(ada).get(nuova))
    azione = Azione.objects.get(scheda=esito.scheda, numero="1")
    assert come(ada).post(nuova, {"nome": "Boost", "azioni": [azione.pk], "grado": "70"}).status_code == 302
    valutazione = Valutazione.objects.get()
    assert valutazione.grado == 70
    una_sola = f"{esito.get_absolute_url()}elenchi/valutazioni/{valutazione.pk}/"
    risposta = come(ada).post(una_sola, {"nome": "Boost 2", "revisione": 99})
    assert risposta.status_code == 409
    assert come(ada).post(una_sola, {"nome": "Boost 2", "revisione": 1}).status_code == 302
    assert (Valutazione.objects.get().nome, Azione.objects.get(pk=azione.pk).valutazione) == ("Boost 2", None)
    assert "Boost 2" in parole(come(ada).get(esito.get_absolute_url()))
    obiettivo = una(piano, "O", "obiettivo-2025")
    assert come(ada).get(f"{obiettivo.get_absolute_url()}elenchi/valutazioni/nuovo/").status_code == 404


@pytest.mark.parametrize(
    "azioni",
    [lambda e: [AzioneFactory.create()], lambda e: [_figlia(e)]],
    ids=["di un'altra scheda", "di secondo livello"],
)
def test_nelle_parti_solo_azioni_di_primo_livello_di_questa_scheda(
    esito: VoceScheda, ada: Utente, azioni: Callable[[VoceScheda], list[Azione]]
) -> None:
    with pytest.raises(DatiNonValidi, match="di primo livello"):
        porte.aggiungi_valutazione(esito, DatiValutazione("X", azioni(esito)), autore=ada)
    assert not Valutazione.objects.exists()


def _figlia(esito: VoceScheda) -> Azione:
    madre = Azione.objects.get(scheda=esito.scheda, numero="1")
    return AzioneFactory.create(scheda=esito.scheda, genitore=madre, numero="1.1", ordine=9, realizzazione=0)


# --- What follows -------------------------------------------------------------
def test_chi_chiude_un_obiettivo_dice_perche(esito: VoceScheda, come: Come, ada: Utente) -> None:
    indirizzo = f"{esito.get_absolute_url()}dati/"
    dati = {"intestazione": "X", "revisione": 1, "seguito_esito_1": "chiuso"}
    risposta = come(ada).post(indirizzo, dati)
    assert risposta.status_code == 422
    assert "Scrivi perché l'obiettivo è chiuso" in parole(risposta)
    assert come(ada).post(indirizzo, {**dati, "seguito_motivo_1": "Il bisogno non c'è più."}).status_code == 302


def test_l_obiettivo_nuovo_dice_da_quale_viene(esito: VoceScheda, piano: Piano) -> None:
    nuovo = una(piano, "Q", "obiettivo-2025", sezione=esito.sezione)
    Seguito.objects.create(scheda=esito.scheda, ordine=1, codice="Q", esito="confluito")
    schede = {s.ancora: s for s in leggi_piano(documento(piano)).schede()}
    note = dict(schede["scheda-obiettivo-q"].note)
    assert note["Dalla programmazione precedente"] == f"A – {esito.scheda.intestazione}"
    assert "Dalla programmazione precedente" not in dict(schede["scheda-esito-a"].note)
    assert nuovo.codice == "Q"


# --- The list -----------------------------------------------------------------
@pytest.mark.parametrize("quanti", [1, 3])
def test_l_elenco_costa_sempre_uguale(
    quanti: int, piano: Piano, regione_minima: object, come: Come, ada: Utente, django_assert_num_queries: Any
) -> None:
    for n in range(quanti):
        voce = una(piano, f"E{n}", "esito-2021")
        AzioneFactory.create(scheda=voce.scheda, realizzazione=100)
        Seguito.objects.create(scheda=voce.scheda, ordine=1, codice="Q", esito="confluito")
    cliente = come(ada)
    cliente.get("/")
    with django_assert_num_queries(9):
        risposta = cliente.get(f"{piano.get_absolute_url()}esiti/")
    assert risposta.status_code == 200


def test_l_elenco_dice_media_fasce_e_che_cosa_manca(esito: VoceScheda, piano: Piano, come: Come, ada: Utente) -> None:
    grado(esito, ada, grado_criterio="avviate")
    altro = una(piano, "B", "esito-2021", scheda__grado=20)
    Seguito.objects.create(scheda=altro.scheda, ordine=1, codice="Z", esito="riproposto")
    indirizzo = f"{piano.get_absolute_url()}esiti/"
    pagina = parole(come(ada).get(indirizzo))
    assert "Grado medio: <strong>47,50% (insufficiente)</strong>" in pagina
    assert "(la scheda Z non c'è)" in pagina
    assert "75% (sufficiente)" not in parole(come(ada).get(f"{indirizzo}?fascia=insufficiente"))
    assert "20% (insufficiente)" not in parole(come(ada).get(f"{indirizzo}?stato=senza_seguito"))
    assert "Nessun obiettivo corrisponde" in parole(come(ada).get(f"{indirizzo}?q=inesistente"))
    foglio = come(ada).get(f"{indirizzo}?formato=csv").content.decode()
    assert "75% (sufficiente)" in foglio
    assert "riproposto z" in foglio.casefold()


# --- Preparing ----------------------------------------------------------------
def test_le_schede_nascono_dagli_obiettivi_del_piano_di_prima(
    piano: Piano, regione_minima: object, come: Come, ada: Utente
) -> None:
    prima = PianoFactory.create(ambito=piano.ambito, triennio=Triennio.objects.get(codice="2021-2023"))
    vecchia = una(
        prima, "A", "obiettivo-2025", scheda__intestazione="Strategie", scheda__titolo="Strategie per la casa"
    )
    madre = AzioneFactory.create(scheda=vecchia.scheda, testo="Aprire uno sportello", ordine=1)
    AzioneFactory.create(scheda=vecchia.scheda, genitore=madre, testo="Con due operatori", ordine=2)
    gia = una(prima, "B", "obiettivo-2025")
    una(piano, "B", "esito-2021")
    sezione = SezioneFactory.create(piano=piano, chiave="valutazione")
    indirizzo = f"{piano.get_absolute_url()}esiti/prepara/"
    pagina = parole(come(ada).get(indirizzo))
    assert "Strategie" in pagina
    assert f"{gia.codice} - {gia.scheda}" not in pagina
    dati = {"obiettivi": [vecchia.pk], "sezione": sezione.pk, "criterio": "avviate"}
    assert come(ada).post(indirizzo, dati).status_code == 302
    nata = VoceScheda.objects.get(piano=piano, codice="A")
    assert (nata.scheda.intestazione, nata.scheda.grado_criterio) == ("Strategie per la casa", "avviate")
    assert [(a.testo, a.realizzazione) for a in nata.scheda.azioni.all()] == [("Aprire uno sportello", None)]
    assert nata.scheda.triennio == piano.triennio


def test_senza_il_piano_di_prima_si_scrive_un_elenco(
    piano: Piano, regione_minima: object, come: Come, ada: Utente
) -> None:
    sezione = SezioneFactory.create(piano=piano)
    indirizzo = f"{piano.get_absolute_url()}esiti/prepara/"
    dati = {"elenco": "A; Abitare\n- Uno sportello\nA; Di nuovo", "sezione": sezione.pk, "criterio": "realizzate"}
    risposta = come(ada).post(indirizzo, dati)
    assert risposta.status_code == 422
    assert "c'è due volte" in parole(risposta)
    assert come(ada).post(indirizzo, {**dati, "elenco": "A; Abitare\n- Uno sportello"}).status_code == 302
    assert VoceScheda.objects.get(piano=piano).scheda.azioni.get().testo == "Uno sportello"


def test_se_un_codice_e_preso_non_nasce_nessuna_scheda(piano: Piano, regione_minima: object, ada: Utente) -> None:
    sezione: Sezione = SezioneFactory.create(piano=piano)
    una(piano, "B", "esito-2021")
    with pytest.raises(DatiNonValidi, match="c'è già una scheda con il codice «B»"):
        prepara_esiti(sezione, [ObiettivoDiPrima("A", "Uno"), ObiettivoDiPrima("B", "Due")], autore=ada)
    assert not VoceScheda.objects.filter(codice="A").exists()


def test_chi_ha_lo_stesso_ruolo_altrove_non_prepara_niente(
    piano: Piano, regione_minima: object, come: Come, dario: Utente
) -> None:
    sezione: Sezione = SezioneFactory.create(piano=piano)
    with pytest.raises(NonPermesso):
        prepara_esiti(sezione, [ObiettivoDiPrima("A", "Uno")], autore=dario)
    assert come(dario).get(f"{piano.get_absolute_url()}esiti/prepara/").status_code == 404


# --- There and back -----------------------------------------------------------
@pytest.mark.parametrize("scelto", [None, 60])
def test_grado_e_parti_tornano_uguali_dal_documento(
    esito: VoceScheda, piano: Piano, ada: Utente, scelto: int | None
) -> None:
    grado(
        esito, ada, grado_criterio=CriterioGrado.REALIZZATE, grado=scelto, grado_motivo="Perché sì." if scelto else ""
    )
    esito = VoceScheda.objects.get(pk=esito.pk)
    porte.aggiungi_valutazione(
        esito, DatiValutazione("Boost", list(Azione.objects.filter(numero__in="12")), nota="Vista."), autore=ada
    )
    andata = documento(Piano.objects.get(pk=piano.pk))
    piano.voci.all().delete()
    piano.sezioni.all().delete()
    piano.delete()
    assert documento(importa_piano(andata)) == andata
