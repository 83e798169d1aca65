"""Published texts and tables: who writes and publishes them, what a plan does with them, that their origin is true."""

from collections.abc import Callable
from typing import Any

import pytest

from ambiti.models import Ambito, Asst, Ats, Ente
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from obiettivi.models import Triennio
from piani.actions import blocchi
from piani.actions import blocchi_inseriti as inseriti
from piani.actions.ripristino import ripristina_versione
from piani.actions.sezioni import cambia_dati_sezione, elimina_sezione, scrivi_sezione
from piani.actions.tabelle import salva_righe
from piani.actions.tappe import nomina_versione
from piani.canonico import byte_del_piano, documento, importa_piano, leggi, sigilla
from piani.canonico.esporta import tabella_canonica
from piani.enums import SpecieBlocco, Stato
from piani.lettura import leggi_piano
from piani.models import Blocco, Piano, Sezione, Tabella, VersioneBlocco
from piani.queries_blocchi import offerti_a, usi_di, versione_nuova
from registro.models import Evento
from tests.blocchi_di_prova import bozza_di_tabella, bozza_di_testo, pubblica, riempi, riscrivi
from tests.factories import AmbitoFactory, AtsFactory, PianoFactory, SezioneFactory
from utenti.models import Avviso, Utente

pytestmark = pytest.mark.django_db


@pytest.fixture
def bozza(ats_insubria: Ats, triennio: Triennio, elena: Utente) -> Blocco:
    """A text of the ATS that nobody has published."""
    return bozza_di_testo(ats_insubria.ente, triennio, elena)


@pytest.fixture
def capitolo(piano: Piano) -> Sezione:
    """A chapter of Gallarate."""
    return SezioneFactory.create(piano=piano, chiave="contesto", titolo="Contesto")


@pytest.fixture
def inserito(piano: Piano, bozza: Blocco, capitolo: Sezione, elena: Utente, ada: Utente) -> Sezione:
    """The ATS's text in the plan of Gallarate."""
    return inseriti.inserisci_testo(piano, pubblica(bozza, elena), genitore=capitolo, autore=ada)


@pytest.fixture
def tabella(
    piano: Piano, capitolo: Sezione, asst_valle_olona: Asst, triennio: Triennio, gina: Utente, ada: Utente
) -> Tabella:
    """A table of the ASST in the plan of Gallarate."""
    versione = pubblica(bozza_di_tabella(asst_valle_olona.ente, triennio, gina), gina)
    return inseriti.inserisci_tabella(capitolo, versione, autore=ada)


def fresca(parte: Any) -> Any:
    return type(parte).objects.select_related("piano__ambito__ente", "blocco__blocco__ente").get(pk=parte.pk)


# --- Publishing ---------------------------------------------------------------
def test_una_versione_pubblicata_non_cambia(bozza: Blocco, elena: Utente) -> None:
    prima = pubblica(bozza, elena)
    riscrivi(bozza, elena, testo="<p>Altro</p><script>no</script>")
    assert inseriti.contenuto_di_versione(VersioneBlocco.objects.get(pk=prima.pk))["testo"].startswith("<p>La Casa")
    seconda = pubblica(bozza, elena)
    assert (seconda.numero, inseriti.contenuto_di_versione(seconda)["testo"]) == (2, "<p>Altro</p>")
    with pytest.raises(DatiNonValidi, match="niente di nuovo"):
        pubblica(bozza, elena)
    assert list(Evento.objects.filter(catena__nome=bozza.catena).order_by("numero").values_list("tipo", flat=True)) == [
        "piani.blocco_creato",
        "piani.blocco_pubblicato",
        "piani.blocco_pubblicato",
    ]


def test_che_cosa_non_si_pubblica(ats_insubria: Ats, triennio: Triennio, bozza: Blocco, elena: Utente) -> None:
    vuoto = blocchi.crea_blocco(
        ats_insubria.ente, triennio, specie=SpecieBlocco.TESTO, titolo="Vuoto", a_chi="territorio", autore=elena
    )
    with pytest.raises(DatiNonValidi, match="non ha ancora un testo"):
        pubblica(vuoto, elena)
    vuota = blocchi.crea_blocco(
        ats_insubria.ente, triennio, specie=SpecieBlocco.TABELLA, titolo="Vuota", a_chi="territorio", autore=elena
    )
    with pytest.raises(DatiNonValidi, match="non ha ancora righe"):
        pubblica(vuota, elena)
    with pytest.raises(DatiNonValidi, match="sta in Piani diversi"):
        riscrivi(bozza, elena, testo='<p>Vedi <a href="#rif:tabella:popolazione">Tabella 1</a></p>')
    with pytest.raises(SalvataggioSuperato):
        blocchi.pubblica_blocco(bozza, revisione=bozza.revisione - 1, autore=elena)


def test_chi_pubblica_per_un_altro_ente_non_tocca(
    bozza: Blocco, ats_insubria: Ats, triennio: Triennio, elena: Utente, gina: Utente, ada: Utente
) -> None:
    """Gina has for her ASST the right that Elena has for the ATS."""
    for chi in (gina, ada):
        with pytest.raises(NonPermesso):
            riscrivi(bozza, chi, testo="<p>Mio</p>")
        with pytest.raises(NonPermesso):
            pubblica(bozza, chi)
        with pytest.raises(NonPermesso):
            bozza_di_testo(ats_insubria.ente, triennio, chi)
    pubblica(bozza, elena)
    with pytest.raises(NonPermesso):
        blocchi.ritira_blocco(bozza, autore=gina)
    with pytest.raises(NonPermesso):
        blocchi.elimina_blocco(bozza, autore=gina)


def test_un_ambito_non_pubblica(gallarate: Ambito, triennio: Triennio, ada: Utente) -> None:
    with pytest.raises(NonPermesso, match="pubblicare testi e tabelle"):
        bozza_di_testo(gallarate.ente, triennio, ada)


def test_ritirato_non_si_offre_e_torna(
    bozza: Blocco, piano: Piano, piano_di_busto: Piano, inserito: Sezione, elena: Utente
) -> None:
    blocchi.ritira_blocco(bozza, autore=elena)
    assert [(o.versione, o.parte) for o in offerti_a(piano)] == [(None, inserito)]
    assert offerti_a(piano_di_busto) == []
    assert fresca(inserito).testo == bozza.testo
    with pytest.raises(DatiNonValidi, match="non si elimina"):
        blocchi.elimina_blocco(bozza, autore=elena)
    blocchi.riprendi_blocco(bozza, autore=elena)
    assert [o.mostrata.numero for o in offerti_a(piano_di_busto)] == [1]
    with pytest.raises(DatiNonValidi, match="non è ritirato"):
        blocchi.riprendi_blocco(bozza, autore=elena)


def test_una_bozza_si_elimina(bozza: Blocco, elena: Utente) -> None:
    blocchi.elimina_blocco(bozza, autore=elena)
    assert not Blocco.objects.exists()


@pytest.mark.parametrize(("a_chi", "lontano_lo_vede"), [("territorio", False), ("regione", True)])
def test_a_chi_e_offerto(
    ats_insubria: Ats,
    triennio: Triennio,
    piano: Piano,
    elena: Utente,
    ada: Utente,
    a_chi: str,
    lontano_lo_vede: bool,
) -> None:
    lontano = PianoFactory.create(ambito=AmbitoFactory.create(ats=AtsFactory.create()), triennio=triennio)
    pubblica(bozza_di_testo(ats_insubria.ente, triennio, elena, a_chi=a_chi), elena)
    assert [len(offerti_a(p)) for p in (piano, lontano)] == [1, int(lontano_lo_vede)]
    assert Avviso.objects.get(destinatario=ada).oggetto == "ATS Insubria pubblica «Case di comunità», versione 1"


def test_il_blocco_della_regione_e_per_tutti(piano: Piano, triennio: Triennio, ivo: Utente) -> None:
    regione = Ente.objects.get(tipo="regione")
    pubblica(bozza_di_testo(regione, triennio, ivo, a_chi="territorio"), ivo)
    assert [o.mostrata.a_chi for o in offerti_a(piano)] == ["regione"]


# --- In a plan ----------------------------------------------------------------
def test_nel_piano_si_legge_di_chi_e(inserito: Sezione, tabella: Tabella, piano: Piano) -> None:
    capitolo = leggi_piano(documento(piano)).capitoli[0]
    giorno = "\N{NO-BREAK SPACE}".join
    assert capitolo.sezioni[0].origine.startswith("Testo pubblicato da ATS Insubria, versione\N{NO-BREAK SPACE}1 del")
    assert capitolo.sezioni[0].nome == "1.1 Case di comunità"
    assert capitolo.tabelle[0].origine.startswith(
        f"Tabella pubblicata da ASST VALLE OLONA, {giorno(['versione', '1'])}"
    )
    assert [r.celle[0].testo for r in capitolo.tabelle[0].righe] == ["2", "1", "3"]
    scritto = documento(piano)["sezioni"][0]["sezioni"][0]["provenienza"]
    versione = VersioneBlocco.objects.get(blocco__specie="testo")
    assert scritto == versione.provenienza
    assert scritto["blocco"] == "case-di-comunita"


def test_non_si_inserisce_due_volte_ne_cio_che_non_e_offerto(
    inserito: Sezione, bozza: Blocco, piano: Piano, piano_di_busto: Piano, elena: Utente, ada: Utente, dario: Utente
) -> None:
    versione = VersioneBlocco.objects.get()
    with pytest.raises(DatiNonValidi, match="ha già questo blocco"):
        inseriti.inserisci_testo(piano, versione, genitore=None, autore=ada)
    with pytest.raises(NonPermesso):
        inseriti.inserisci_testo(piano_di_busto, versione, genitore=None, autore=ada)
    with pytest.raises(DatiNonValidi, match="è un testo"):
        inseriti.inserisci_tabella(inserito, versione, autore=ada)
    riscrivi(bozza, elena, testo="<p>Altro</p>")
    pubblica(bozza, elena)
    with pytest.raises(DatiNonValidi, match="non è offerto"):
        inseriti.inserisci_testo(piano_di_busto, versione, genitore=None, autore=dario)
    assert not piano_di_busto.sezioni.exists()


def test_nel_piano_non_si_cambia(inserito: Sezione, tabella: Tabella, ada: Utente) -> None:
    dati: Any = {
        "titolo": "Altro",
        "numerata": True,
        "pagina_nuova": False,
        "voce_formato": None,
        "proprietario": inserito.proprietario,
    }
    rifiuti: list[Callable[[], object]] = [
        lambda: scrivi_sezione(fresca(inserito), testo="<p>Mio</p>", revisione=inserito.revisione, autore=ada),
        lambda: cambia_dati_sezione(fresca(inserito), dati=dati, revisione=inserito.revisione, autore=ada),
        lambda: elimina_sezione(fresca(inserito), autore=ada),
        lambda: salva_righe(fresca(tabella), righe=[], revisione=tabella.revisione, autore=ada),
    ]
    for rifiuto in rifiuti:
        with pytest.raises(NonPermesso, match="è un blocco pubblicato da"):
            rifiuto()
    # Number and place are of the plan.
    cambiata = cambia_dati_sezione(
        fresca(inserito),
        dati=dati | {"titolo": inserito.titolo, "numerata": False},
        revisione=inserito.revisione,
        autore=ada,
    )
    assert not cambiata.numerata


def test_la_versione_nuova_si_prende_e_si_torna(
    inserito: Sezione, bozza: Blocco, piano: Piano, elena: Utente, ada: Utente, dario: Utente
) -> None:
    prima = VersioneBlocco.objects.get()
    riscrivi(bozza, elena, titolo="Le Case di comunità", testo="<p>Altro</p>")
    seconda = pubblica(bozza, elena, nota="Aggiornato")
    assert Avviso.objects.filter(destinatario=ada, oggetto__endswith="versione 2").exists()
    assert fresca(inserito).testo != "<p>Altro</p>"
    assert versione_nuova(fresca(inserito)) == seconda
    with pytest.raises(NonPermesso):
        inseriti.prendi_versione(fresca(inserito), seconda, revisione=inserito.revisione, autore=dario)
    with pytest.raises(SalvataggioSuperato):
        inseriti.prendi_versione(fresca(inserito), seconda, revisione=inserito.revisione - 1, autore=ada)
    inseriti.prendi_versione(fresca(inserito), seconda, revisione=inserito.revisione, autore=ada)
    ora = fresca(inserito)
    assert (ora.titolo, ora.testo, ora.blocco) == ("Le Case di comunità", "<p>Altro</p>", seconda)
    assert ora.storia.first().history_change_reason.startswith("presa la versione: «Le Case")
    assert [(u.versione.numero, len(u.piani)) for u in usi_di(bozza)] == [(2, 1), (1, 0)]
    inseriti.prendi_versione(ora, prima, revisione=ora.revisione, autore=ada)
    assert (fresca(inserito).blocco, versione_nuova(fresca(inserito))) == (prima, seconda)


def test_la_tabella_nuova_si_prende_se_i_grafici_restano(tabella: Tabella, gina: Utente, ada: Utente) -> None:
    blocco = tabella.blocco.blocco  # type: ignore[union-attr]  # the fixture pinned it
    Tabella.objects.create(
        piano=tabella.piano,
        sezione=tabella.sezione,
        chiave="disegno",
        ordine=9,
        titolo="Disegno",
        specie="grafico",
        dati=tabella,
        vista={"serie": ["valore"]},
    )
    riempi(blocco, gina, ("Gallarate", "5"))
    seconda = pubblica(blocco, gina)
    inseriti.prendi_versione(fresca(tabella), seconda, revisione=tabella.revisione, autore=ada)
    assert [r["valori"] for r in tabella_canonica(fresca(tabella), "contesto")["righe"]] == [
        ["Gallarate", "5"],
        ["Totale", "5"],
    ]
    ora = Blocco.objects.get(pk=blocco.pk)
    blocchi.cambia_colonne_blocco(ora, colonne=[("voce", ora.colonne[0])], revisione=ora.revisione, autore=gina)
    terza = pubblica(blocco, gina)
    with pytest.raises(DatiNonValidi, match="disegna «Valore»"):
        inseriti.prendi_versione(fresca(tabella), terza, revisione=fresca(tabella).revisione, autore=ada)
    with pytest.raises(DatiNonValidi, match="elimina prima il grafico"):
        inseriti.togli_blocco(fresca(tabella), autore=ada)


def test_dopo_l_invio_resta_la_sua_versione(
    inserito: Sezione, bozza: Blocco, piano: Piano, elena: Utente, ada: Utente
) -> None:
    riscrivi(bozza, elena, testo="<p>Altro</p>")
    seconda = pubblica(bozza, elena)
    prima = byte_del_piano(piano)
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    with pytest.raises(NonPermesso):
        inseriti.prendi_versione(fresca(inserito), seconda, revisione=inserito.revisione, autore=ada)
    assert byte_del_piano(Piano.objects.get(pk=piano.pk)) == prima


def test_staccato_e_del_piano_e_la_storia_dice_di_chi_era(
    inserito: Sezione, tabella: Tabella, piano: Piano, ada: Utente, dario: Utente
) -> None:
    for parte in (inserito, tabella):
        with pytest.raises(NonPermesso):
            inseriti.stacca_blocco(fresca(parte), revisione=parte.revisione, autore=dario)
        inseriti.stacca_blocco(fresca(parte), revisione=parte.revisione, autore=ada)
    motivo = "staccata: «Case di comunità» di ATS Insubria, versione 1"
    assert fresca(inserito).storia.first().history_change_reason == motivo
    scritta = scrivi_sezione(fresca(inserito), testo="<p>Nostro</p>", revisione=inserito.revisione + 1, autore=ada)
    salva_righe(fresca(tabella), righe=[], revisione=tabella.revisione + 1, autore=ada)
    assert "provenienza" not in str(documento(piano))
    with pytest.raises(DatiNonValidi, match="non viene da un blocco"):
        inseriti.stacca_blocco(scritta, revisione=scritta.revisione, autore=ada)


def test_si_toglie_se_niente_vi_sta_sotto(inserito: Sezione, tabella: Tabella, piano: Piano, ada: Utente) -> None:
    sotto = SezioneFactory.create(piano=piano, genitore=inserito)
    with pytest.raises(DatiNonValidi, match="il Piano ha messo altro"):
        inseriti.togli_blocco(fresca(inserito), autore=ada)
    sotto.delete()
    for parte in (inserito, tabella):
        inseriti.togli_blocco(fresca(parte), autore=ada)
    assert len(offerti_a(piano)) == 2
    assert piano.sezioni.get().chiave == "contesto"


# --- There and back -----------------------------------------------------------
def _rifai(piano: Piano, andata: Any) -> Piano:
    piano.tabelle.all().delete()
    piano.sezioni.all().delete()
    piano.delete()
    return importa_piano(andata)


@pytest.mark.parametrize("conosciuta", [True, False])
def test_la_provenienza_torna_dal_documento(
    inserito: Sezione, tabella: Tabella, piano: Piano, ada: Utente, conosciuta: bool
) -> None:
    andata = leggi(byte_del_piano(Piano.objects.get(pk=piano.pk)))
    if conosciuta:
        tornato = _rifai(piano, andata)
    else:
        piano.tabelle.all().delete()
        piano.sezioni.all().delete()
        piano.delete()
        VersioneBlocco.objects.all().delete()
        tornato = importa_piano(andata)
    assert documento(tornato) == andata
    tornata = tornato.sezioni.get(chiave=inserito.chiave)
    assert (bool(tornata.blocco), bool(tornata.provenienza)) == (conosciuta, not conosciuta)
    with pytest.raises(NonPermesso, match="è un blocco pubblicato"):
        scrivi_sezione(tornata, testo="<p>Mio</p>", revisione=tornata.revisione, autore=ada)
    inseriti.stacca_blocco(tornata, revisione=tornata.revisione, autore=ada)
    assert not fresca(tornata).pubblicata
    assert fresca(tornata).storia.first().history_change_reason.endswith("versione 1")


def test_un_file_non_mette_parole_sue_sotto_il_nome_di_un_altro_ente(
    inserito: Sezione, tabella: Tabella, piano: Piano
) -> None:
    andata = documento(Piano.objects.get(pk=piano.pk))
    andata["sezioni"][0]["sezioni"][0]["testo"] = "<p>Scritto nel file</p>"
    andata["tabelle"][0]["righe"][0]["valori"][0] = "Scritto nel file"
    tornato = _rifai(piano, sigilla(andata))
    assert "provenienza" not in str(documento(tornato))
    assert tornato.sezioni.get(chiave=inserito.chiave).testo == "<p>Scritto nel file</p>"


def test_una_versione_ripristinata_riprende_il_blocco(
    inserito: Sezione, tabella: Tabella, piano: Piano, ada: Utente
) -> None:
    tappa = nomina_versione(piano, nome="Con i blocchi", autore=ada)
    for parte in (inserito, tabella):
        inseriti.stacca_blocco(fresca(parte), revisione=parte.revisione, autore=ada)
    scrivi_sezione(fresca(inserito), testo="<p>Nostro</p>", revisione=inserito.revisione + 1, autore=ada)
    ora = Piano.objects.get(pk=piano.pk)
    ripristina_versione(ora, tappa.versione, nome="Con i blocchi", contenuto=ora.contenuto, autore=ada)
    assert fresca(inserito).blocco == inserito.blocco
    assert fresca(tabella).blocco == tabella.blocco


@pytest.mark.parametrize("quanti", [1, 3])
def test_l_elenco_costa_sempre_uguale(
    quanti: int,
    piano: Piano,
    ats_insubria: Ats,
    triennio: Triennio,
    elena: Utente,
    ada: Utente,
    django_assert_num_queries: Any,
) -> None:
    for n in range(quanti):
        versione = pubblica(bozza_di_testo(ats_insubria.ente, triennio, elena, titolo=f"Testo {n}"), elena)
        inseriti.inserisci_testo(piano, versione, genitore=None, autore=ada)
    with django_assert_num_queries(3):
        assert [str(o.mostrata.blocco.ente) for o in offerti_a(piano)] == ["ATS Insubria"] * quanti
