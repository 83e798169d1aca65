"""The coherence check: answers, copies of what did not change, refusals, the page."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from piani.canonico import importa_piano
from piani.composizione import avvertenze
from piani.cronologia import cronologia_di
from piani.enums import Passo, Stato
from piani.models import Passaggio, Piano, Sezione
from piani.regole_passi import DatiPasso
from piani.versioni import congela
from piani.workflow import esegui
from recepimento.actions.verifica import apri_dopo_il_passo, comincia_verifica, rispondi
from recepimento.elementi import ELEMENTI
from recepimento.enums import ElementoAccordo, Oggetto, Risposta
from recepimento.exceptions import VerificaChiusa
from recepimento.models import Verifica, VoceVerifica
from recepimento.queries.verifica import cambiamenti, versione_da_verificare
from registro.models import Evento
from tests.cast import persona
from tests.cliente import Cliente
from tests.documenti_canonici import documento, sezione
from tests.factories import AtsFactory
from tests.piani.test_confronto import accordo
from tests.recepimento.stanza import approvato, in_verifica, porta_a
from utenti.enums import Ruolo
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
pytestmark = pytest.mark.django_db


@pytest.fixture
def inviato(regione_minima: object, gallarate: Ambito, comune_capofila: object) -> Piano:
    """Gallarate's plan, with two chapters and the Accordo."""
    doc = documento(
        sezioni=[sezione(), sezione("obiettivi", voce_formato="obiettivi", titolo="Gli obiettivi")],
        accordo=accordo(),
    )
    return importa_piano(doc)


@pytest.fixture
def verifica(inviato: Piano) -> Verifica:
    """Its check, open."""
    aperta = in_verifica(inviato)
    aperta.piano = inviato
    return aperta


def voce(verifica: Verifica, chiave: str) -> VoceVerifica:
    return verifica.voci.select_related("verifica").get(chiave=chiave)


def risposto(voce: VoceVerifica, chi: Utente, esito: str = "si", nota: str = "", **altro: object) -> VoceVerifica:
    return rispondi(voce, revisione=voce.revisione, esito=esito, nota=nota, autore=chi, **altro)  # type: ignore[arg-type]  # passed on


# --- Rows and answers -----------------------------------------------------------------------------


def test_ci_sono_le_sette_voci_e_gli_otto_elementi(verifica: Verifica) -> None:
    assert verifica.voci.filter(oggetto=Oggetto.PIANO).count() == 7
    assert verifica.voci.filter(oggetto=Oggetto.ACCORDO).count() == 8
    assert [e.riga for e in ELEMENTI] == list(range(453, 461))
    assert {e.chiave for e in ELEMENTI} == set(ElementoAccordo)


def test_si_risponde_voce_per_voce_e_il_registro_lo_racconta(verifica: Verifica, elena: Utente) -> None:
    riga = risposto(voce(verifica, "contesto"), elena, "no", "Mancano i dati sul lavoro.")
    assert (riga.esito, riga.risposta_da, riga.revisione) == (Risposta.NO, elena, 2)
    evento = Evento.objects.filter(tipo="recepimento.voce_verificata").get()
    assert "lavoro" not in evento.dati
    assert '"voce":"contesto"' in evento.dati


def test_un_no_senza_nota_non_passa(verifica: Verifica, elena: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="scrivi nella nota che cosa manca"):
        risposto(voce(verifica, "contesto"), elena, "no")
    assert not verifica.voci.exclude(esito="").exists()


def test_un_articolo_che_l_accordo_non_ha_non_passa(verifica: Verifica, elena: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="non ha un articolo 99"):
        risposto(voce(verifica, "durata"), elena, articolo=99)


def test_due_risposte_insieme_la_seconda_lo_sa(verifica: Verifica, elena: Utente, franco: Utente) -> None:
    mia, sua = voce(verifica, "contesto"), voce(verifica, "contesto")
    risposto(mia, elena)
    with pytest.raises(SalvataggioSuperato):
        rispondi(sua, revisione=1, esito="no", nota="No", autore=franco)
    assert voce(verifica, "contesto").risposta_da == elena


# --- Who and when ---------------------------------------------------------------------------------


@pytest.mark.parametrize("chi", ["ada", "bruno", "gina", "ivo", "nino"])
def test_chi_non_verifica_non_risponde(verifica: Verifica, chi: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NonPermesso, match="Non puoi verificare la coerenza del Piano"):
        risposto(voce(verifica, "contesto"), request.getfixturevalue(chi))


def test_il_funzionario_di_un_altra_ats_non_risponde_e_non_vede(verifica: Verifica, come: Come) -> None:
    altra = AtsFactory.create(ente__codice="325", ente__nome="ATS DI BRESCIA", ente__sigla="ATS Brescia")
    zeno = persona("Zeno", Ruolo.FUNZIONARIO_ATS, altra.ente)
    with pytest.raises(NonPermesso):
        risposto(voce(verifica, "contesto"), zeno)
    assert come(zeno).get("/ats/50074/2025-2027/").status_code == 404
    assert come(zeno).post(f"/ats/50074/2025-2027/voci/{voce(verifica, 'contesto').pk}/").status_code == 404
    assert not verifica.voci.exclude(esito="").exists()


@pytest.mark.parametrize("stato", [Stato.BOZZA, Stato.DA_INTEGRARE, Stato.VERIFICATO, Stato.SOTTOSCRITTO])
def test_fuori_tempo_la_verifica_non_si_compila(verifica: Verifica, elena: Utente, stato: Stato) -> None:
    porta_a(verifica.piano, stato)
    with pytest.raises(VerificaChiusa, match="Non è cambiato nulla"):
        risposto(voce(verifica, "contesto"), elena)


def test_prima_dell_invio_non_c_e_nulla_da_verificare(inviato: Piano, elena: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="non c'è ancora una versione da verificare"):
        comincia_verifica(inviato, autore=elena)


def test_la_verifica_si_apre_da_sola_dopo_l_invio_una_volta(inviato: Piano, elena: Utente) -> None:
    versione = congela(inviato, autore=None)
    porta_a(inviato, Stato.IN_VERIFICA)
    passo = Passaggio.objects.create(
        piano=inviato, passo=Passo.INVIA_IN_VERIFICA, da=Stato.BOZZA, a=Stato.IN_VERIFICA, versione=versione
    )
    apri_dopo_il_passo(passo)
    assert comincia_verifica(inviato, autore=elena) == Verifica.objects.get()


# --- A new version --------------------------------------------------------------------------------


def tutto_risposto(verifica: Verifica, elena: Utente) -> None:
    for riga in verifica.voci.select_related("verifica"):
        articolo = {"durata": 3, "finalita": 1}.get(riga.chiave)
        risposto(riga, elena, nota=f"Nota {riga.chiave}", articolo=articolo)


def cambia(piano: Piano, chiave: str) -> None:
    Sezione.objects.filter(piano=piano, chiave=chiave).update(testo="<p>Riscritto</p>")
    Piano.objects.filter(pk=piano.pk).update(contenuto=piano.contenuto + 1)


def test_una_versione_nuova_riprende_le_risposte_di_cio_che_non_e_cambiato(verifica: Verifica, elena: Utente) -> None:
    tutto_risposto(verifica, elena)
    cambia(verifica.piano, "obiettivi")
    nuova = in_verifica(verifica.piano)
    assert nuova.base == verifica
    da_rifare = [v.chiave for v in nuova.voci.filter(esito="")]
    assert da_rifare == ["obiettivi"]
    ripresa = nuova.voci.get(chiave="contesto")
    assert (ripresa.copiata, ripresa.nota, ripresa.risposta_da) == (True, "Nota contesto", elena)


def test_un_articolo_cambiato_riapre_solo_gli_elementi_che_vi_stanno_o_che_non_ne_nominano(
    verifica: Verifica, elena: Utente
) -> None:
    tutto_risposto(verifica, elena)
    verifica.piano.accordo.articoli.filter(numero=1).update(testo="<p>Altro</p>")
    nuova = in_verifica(verifica.piano)
    riprese = set(nuova.voci.filter(copiata=True, oggetto=Oggetto.ACCORDO).values_list("chiave", flat=True))
    assert riprese == {"durata"}
    assert nuova.voci.filter(copiata=True, oggetto=Oggetto.PIANO).count() == 7


def test_cio_che_e_cambiato_si_misura_dall_assenso(verifica: Verifica, elena: Utente) -> None:
    assenso = verifica.versione
    riga = cronologia_di(verifica.piano)
    riga.assenso_versione = assenso
    riga.save()
    cambia(verifica.piano, "contesto")
    nuova = in_verifica(verifica.piano)
    cambi = cambiamenti(verifica.piano, versione_da_verificare(verifica.piano), cronologia_di(verifica.piano))
    assert cambi is not None
    assert cambi.da_che == "dall'assenso"
    assert [p.chiave for p in cambi.parti] == ["contesto"]
    assert nuova.versione != assenso


def test_cio_che_e_cambiato_in_seduta_si_verifica_prima_della_firma(verifica: Verifica, elena: Utente) -> None:
    tutto_risposto(verifica, elena)
    cambia(verifica.piano, "contesto")
    versione = approvato(verifica.piano)
    riga = cronologia_di(verifica.piano)
    riga.assenso_versione = verifica.versione
    riga.save()
    passo = Passaggio.objects.create(
        piano=verifica.piano, passo=Passo.APPROVA, da=Stato.VERIFICATO, a=Stato.APPROVATO, versione=versione
    )
    apri_dopo_il_passo(passo)
    nuova = Verifica.objects.get(versione=versione)
    assert [v.chiave for v in nuova.voci.filter(esito="")] == ["contesto"]
    risposto(voce(nuova, "contesto"), elena)


@pytest.mark.parametrize("stato", [Stato.APPROVATO, Stato.IN_SOTTOSCRIZIONE])
def test_le_risposte_della_versione_con_l_assenso_non_si_cambiano_piu(
    verifica: Verifica, elena: Utente, stato: Stato
) -> None:
    approvato(verifica.piano, verifica.versione)
    porta_a(verifica.piano, stato)
    with pytest.raises(VerificaChiusa):
        risposto(voce(verifica, "contesto"), elena)


# --- The page -------------------------------------------------------------------------------------

PAGINA = "/ats/50074/2025-2027/"


def test_la_pagina_mostra_le_voci_accanto_al_testo(verifica: Verifica, elena: Utente, come: Come) -> None:
    pagina = come(elena).get(PAGINA).text
    assert "0 di 15" in pagina
    assert 'href="/piani/50074/2025-2027/leggi/contesto/#sezione-contesto"' in pagina
    assert 'href="/piani/50074/2025-2027/leggi/allegati/accordo/"' in pagina
    assert verifica.versione.sha256 in pagina
    assert "DGR XII/2167/2024, riga 453" in pagina


def test_salvare_una_voce_torna_alla_voce(verifica: Verifica, elena: Utente, come: Come) -> None:
    riga = voce(verifica, "durata")
    risposta = come(elena).post(
        f"{PAGINA}voci/{riga.pk}/", {"revisione": "1", "esito": "si", "articolo": "3", "nota": ""}
    )
    assert risposta["Location"] == f"{PAGINA}#voce-{riga.pk}"
    pagina = come(elena).get(PAGINA).text
    assert "1 di 15" in pagina
    assert "leggi/allegati/accordo/#articolo-3" in pagina


def test_una_voce_sbagliata_resta_scritta(verifica: Verifica, elena: Utente, come: Come) -> None:
    riga = voce(verifica, "contesto")
    risposta = come(elena).post(f"{PAGINA}voci/{riga.pk}/", {"revisione": "1", "esito": "no", "nota": ""})
    assert risposta.status_code == 422
    assert "scrivi nella nota" in risposta.text


def test_chi_salva_dopo_un_altro_vede_le_due_risposte(
    verifica: Verifica, elena: Utente, franco: Utente, come: Come
) -> None:
    riga = voce(verifica, "contesto")
    risposto(riga, franco, "no", "Manca il lavoro")
    dove = f"{PAGINA}voci/{riga.pk}/"
    risposta = come(elena).post(dove, {"revisione": "1", "esito": "si", "nota": "C'è tutto"})
    assert risposta.status_code == 409
    assert "Manca il lavoro" in risposta.text
    assert "tutto" in risposta.text
    assert come(elena).post(dove, {"revisione": "2", "esito": "si", "nota": "C'è tutto"}).status_code == 302
    assert voce(verifica, "contesto").esito == "si"


def test_finche_l_ats_non_decide_gli_altri_vedono_solo_quanto_manca(
    verifica: Verifica, elena: Utente, ada: Utente, ivo: Utente, come: Come
) -> None:
    risposto(voce(verifica, "contesto"), elena, "no", "Nota riservata")
    assert "Nota riservata" not in come(ada).get(PAGINA).text
    assert "1 di 15" in come(ada).get(PAGINA).text
    assert "Nota riservata" in come(ivo).get(PAGINA).text
    Passaggio.objects.create(
        piano=verifica.piano, passo=Passo.CHIEDI_INTEGRAZIONI, da=Stato.IN_VERIFICA, a=Stato.DA_INTEGRARE
    )
    assert "Nota riservata" in come(ada).get(PAGINA).text


def test_i_bottoni_dicono_perche_non_si_puo(verifica: Verifica, elena: Utente, franco: Utente, come: Come) -> None:
    di_elena, di_franco = come(elena).get(PAGINA).text, come(franco).get(PAGINA).text
    assert "Non puoi dare l&#x27;assenso dell&#x27;ATS" in di_elena
    assert "Non puoi dare" not in di_franco


def test_dopo_l_assenso_la_pagina_si_legge_e_basta(verifica: Verifica, franco: Utente, come: Come) -> None:
    dati = DatiPasso(numero="0118928", giorno=timezone.localdate())
    esegui(Passo.DAI_ASSENSO, verifica.piano, autore=franco, dati=dati)
    pagina = come(franco).get(PAGINA).text
    assert "Nulla è cambiato dall&#x27;assenso" in pagina
    assert "Salva<span" not in pagina


def test_senza_verifica_si_comincia_con_un_bottone(inviato: Piano, elena: Utente, ada: Utente, come: Come) -> None:
    in_verifica(inviato)
    Verifica.objects.get().voci.all().delete()
    Verifica.objects.all().delete()
    assert "Comincia la verifica" in come(elena).get(PAGINA).text
    assert "Comincia la verifica" not in come(ada).get(PAGINA).text
    assert come(elena).post(f"{PAGINA}comincia/").status_code == 302
    assert VoceVerifica.objects.count() == 15


@pytest.mark.parametrize("chi", ["elena", "franco", "ada"])
@pytest.mark.parametrize("stato", [Stato.BOZZA, Stato.IN_VERIFICA, Stato.IN_SOTTOSCRIZIONE, Stato.RECEPITO])
def test_la_pagina_costa_meno_di_dieci_interrogazioni(
    verifica: Verifica,
    stato: Stato,
    chi: str,
    come: Come,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    if stato not in (Stato.BOZZA, Stato.IN_VERIFICA):
        approvato(verifica.piano, verifica.versione)
    porta_a(verifica.piano, stato)
    cliente = come(request.getfixturevalue(chi))
    assert "voci hanno una risposta" in cliente.get(PAGINA).text
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]  # a context
        cliente.get(PAGINA)


def test_una_versione_non_si_confronta_con_se_stessa(verifica: Verifica, monkeypatch: pytest.MonkeyPatch) -> None:
    def mai(*versioni: object) -> None:
        raise AssertionError

    monkeypatch.setattr("recepimento.queries.verifica.cambiate", mai)
    approvato(verifica.piano, verifica.versione)
    cambi = cambiamenti(verifica.piano, verifica.versione, cronologia_di(verifica.piano), verifica)
    assert cambi is not None
    assert (cambi.da_che, cambi.parti) == ("dall'assenso", ())


def test_prima_dell_assenso_si_legge_come_sta_la_verifica(verifica: Verifica, elena: Utente) -> None:
    piano = verifica.piano
    voci = list(verifica.voci.select_related("verifica"))

    def frasi() -> list[str]:
        return avvertenze(Passo.DAI_ASSENSO, piano)

    assert frasi() == [f"{len(voci)} righe della verifica di coerenza senza risposta."]
    risposto(voci[0], elena, "no", "Manca il raccordo.")
    assert frasi() == [
        f"{len(voci) - 1} righe della verifica di coerenza senza risposta.",
        "Una riga della verifica di coerenza con risposta «No».",
    ]
    verifica.voci.update(esito=Risposta.SI)
    assert frasi() == []
