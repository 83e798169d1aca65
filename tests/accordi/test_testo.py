"""Writing the Accordo: the skeleton, articles, premises, parties, slots, who may and when."""

import datetime as dt

import pytest

from accordi.actions import struttura, testo
from accordi.enums import Elemento, Qualifica, TipoNorma
from accordi.exceptions import AccordoGiaPresente
from accordi.models import Accordo, AttoNormativo
from accordi.queries import accordo_letto, copertura
from accordi.regione import carica_atti
from accordi.requisiti import REQUISITI
from ambiti.models import Ente
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from piani.enums import Passo, SpecieParte, Stato
from piani.lettura.segnaposto import VUOTO
from piani.models import ParteDaIntegrare, Passaggio, Piano
from registro.models import Evento
from tests.accordi.conftest import porta_a
from tests.factories import EnteFactory
from utenti.models import Utente

pytestmark = pytest.mark.django_db

SCRITTO = REQUISITI[0]
DAL, AL = dt.date(2025, 1, 1), dt.date(2027, 12, 31)


def test_lo_schema_copre_gli_otto_elementi_e_conosce_le_parti(accordo: Accordo) -> None:
    assert all(copertura(list(accordo.articoli.all())).values())
    assert [(p.ente.nome, p.qualifica, p.rappresentante) for p in accordo.parti.select_related("ente")] == [
        ("Gallarate", "capofila", "Sindaco pro tempore"),
        ("Albizzate", "sottoscrittore", "Sindaco pro tempore"),
        ("ATS DELL'INSUBRIA", "sottoscrittore", "Direttore Generale"),
        ("ASST VALLE OLONA", "sottoscrittore", "Direttore Generale"),
    ]
    assert list(SCRITTO.mancanze(accordo.piano, None)) == []


def test_il_secondo_accordo_dello_stesso_piano_e_rifiutato(accordo: Accordo, ada: Utente) -> None:
    with pytest.raises(AccordoGiaPresente, match="ha già il suo Accordo"):
        testo.crea_accordo(accordo.piano, titolo="Un altro", decorrenza=DAL, scadenza=AL, autore=ada)


def test_l_accordo_che_finisce_prima_di_cominciare_e_rifiutato(piano: Piano, ada: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="viene prima del primo"):
        testo.crea_accordo(piano, titolo="Accordo", decorrenza=AL, scadenza=DAL, autore=ada)


@pytest.mark.parametrize("persona", ["dario", "bruno", "elena", "nino", "cosimo"])
def test_chi_non_lavora_nell_ufficio_di_piano_non_crea_l_accordo(
    piano: Piano, persona: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NonPermesso):
        testo.crea_accordo(piano, titolo="A", decorrenza=DAL, scadenza=AL, autore=request.getfixturevalue(persona))
    assert not Accordo.objects.exists()


def test_il_requisito_dice_che_cosa_manca(accordo: Accordo, piano: Piano, ada: Utente) -> None:
    testo.aggiungi_articolo(accordo, titolo="Vuoto", autore=ada)
    struttura.elimina(accordo.parti.get(ente__tipo="ats"), autore=ada)
    accordo.parti.filter(qualifica=Qualifica.CAPOFILA).update(qualifica=Qualifica.SOTTOSCRITTORE)

    frasi = " ".join(SCRITTO.mancanze(piano, None))

    assert "il testo dell’articolo 11" in frasi
    assert "manca l'ente capofila" in frasi
    assert "manca ATS Insubria" in frasi


def test_senza_accordo_il_requisito_lo_dice(piano: Piano) -> None:
    assert list(SCRITTO.mancanze(piano, None)) == [
        "L'Accordo di Programma non c'è ancora: crealo nella sua pagina, poi scrivilo."
    ]


def test_un_articolo_si_salva_pulito_e_con_gli_elementi_in_ordine(accordo: Accordo, lia: Utente) -> None:
    articolo = accordo.articoli.get(numero=1)

    testo.scrivi_articolo(
        articolo,
        titolo="  Finalità ",
        testo="<p onclick='x()'>Testo</p><script>x</script>",
        elementi=["durata", "finalita", "inventato"],
        revisione=1,
        autore=lia,
    )

    articolo.refresh_from_db()
    assert (articolo.titolo, articolo.testo, articolo.elementi) == ("Finalità", "<p>Testo</p>", ["finalita", "durata"])
    assert articolo.nomi_elementi == [Elemento.FINALITA.label, Elemento.DURATA.label]


def test_chi_salva_per_secondo_non_copre_il_primo(accordo: Accordo, ada: Utente, lia: Utente) -> None:
    di_ada, di_lia = accordo.articoli.get(numero=1), accordo.articoli.get(numero=1)
    testo.scrivi_articolo(di_ada, titolo="Di Ada", testo="<p>a</p>", elementi=[], revisione=1, autore=ada)

    with pytest.raises(SalvataggioSuperato) as superato:
        testo.scrivi_articolo(di_lia, titolo="Di Lia", testo="<p>b</p>", elementi=[], revisione=1, autore=lia)

    assert str(superato.value.attuale) == "Art. 1 Di Ada"


@pytest.mark.parametrize("stato", set(Stato) - {Stato.BOZZA, Stato.IN_CONSULTAZIONE})
def test_fuori_dalla_bozza_il_testo_non_si_cambia(accordo: Accordo, ada: Utente, stato: Stato) -> None:
    porta_a(accordo.piano, stato)
    articolo = accordo.articoli.get(numero=1)

    with pytest.raises(NonPermesso):
        testo.scrivi_articolo(articolo, titolo="X", testo="", elementi=[], revisione=1, autore=ada)
    with pytest.raises(NonPermesso):
        struttura.sposta(articolo, in_su=False, autore=ada)
    with pytest.raises(NonPermesso):
        struttura.elimina(articolo, autore=ada)


def test_da_integrare_si_scrive_solo_l_articolo_che_l_ats_ha_indicato(accordo: Accordo, ada: Utente) -> None:
    piano = accordo.piano
    porta_a(piano, Stato.DA_INTEGRARE)
    passaggio = Passaggio.objects.create(
        piano=piano, passo=Passo.CHIEDI_INTEGRAZIONI, da=Stato.IN_VERIFICA, a=Stato.DA_INTEGRARE
    )
    ParteDaIntegrare.objects.create(passaggio=passaggio, specie=SpecieParte.ARTICOLO, chiave="2", etichetta="Art. 2")

    secondo, terzo = accordo.articoli.get(numero=2), accordo.articoli.get(numero=3)
    testo.scrivi_articolo(secondo, titolo="Soggetti", testo="<p>ok</p>", elementi=[], revisione=1, autore=ada)
    with pytest.raises(NonPermesso, match="solo le parti che l'ATS ha chiesto"):
        testo.scrivi_articolo(terzo, titolo="Altro", testo="<p>no</p>", elementi=[], revisione=1, autore=ada)


def test_spostare_ed_eliminare_lasciano_i_numeri_in_fila(accordo: Accordo, ada: Utente) -> None:
    titoli = list(accordo.articoli.values_list("titolo", flat=True))
    struttura.sposta(accordo.articoli.get(numero=2), in_su=True, autore=ada)
    struttura.sposta(accordo.articoli.get(numero=1), in_su=True, autore=ada)
    struttura.elimina(accordo.articoli.get(numero=3), autore=ada)

    dopo = list(accordo.articoli.values_list("numero", "titolo"))

    assert dopo == list(enumerate([titoli[1], titoli[0], *titoli[3:]], 1))
    assert Evento.objects.filter(tipo="accordi.articolo_eliminato").count() == 1


def test_i_segnaposto_si_leggono_e_quelli_vuoti_si_dicono(accordo: Accordo, ada: Utente) -> None:
    articolo = accordo.articoli.get(numero=1)
    testo.scrivi_articolo(
        articolo,
        titolo="Impegni di {{ats}}",
        testo="<p>{{capofila}}, {{ comuni }}, {{triennio}}, {{decorrenza}}, {{chi_lo_sa}}</p>",
        elementi=[],
        revisione=1,
        autore=ada,
    )

    letto = accordo_letto(accordo.piano)

    assert letto is not None
    assert letto.titolo == "Accordo di Programma 2025-2027"
    assert letto.articoli[0] == (
        1,
        "Impegni di ATS Insubria",
        f"<p>Comune di Gallarate, Gallarate e Albizzate, 2025-2027, 1\u00a0gennaio\u00a02025, {VUOTO}</p>",
    )
    assert letto.irrisolti == ["data_approvazione", "chi_lo_sa"]
    assert "{{" not in "".join(t for _, t in letto.premesse)


def test_un_segnaposto_scritto_riempie_il_testo_e_non_porta_markup(accordo: Accordo, ada: Utente) -> None:
    struttura.scrivi_segnaposto(accordo.segnaposto.get(), valore='2 <b>dicembre</b> "2024"', autore=ada)

    letto = accordo_letto(accordo.piano)

    assert letto is not None
    assert letto.irrisolti == []
    assert "2 &lt;b&gt;dicembre&lt;/b&gt; &quot;2024&quot;" in letto.premesse[2][1]


@pytest.mark.parametrize(
    ("chiave", "frase"),
    [("Con Spazi", "lettere minuscole"), ("ats", "lo calcola già"), ("data_approvazione", "c'è già")],
)
def test_un_segnaposto_sbagliato_e_rifiutato(accordo: Accordo, ada: Utente, chiave: str, frase: str) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        struttura.aggiungi_segnaposto(accordo, chiave=chiave, etichetta="Prova", valore="", autore=ada)


def test_un_segnaposto_usato_non_si_toglie(accordo: Accordo, ada: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="usa ancora"):
        struttura.elimina(accordo.segnaposto.get(), autore=ada)


def test_un_ente_sta_una_volta_sola_e_il_capofila_e_uno(accordo: Accordo, ada: Utente) -> None:
    comune = accordo.parti.get(ente__nome="Albizzate")
    altro: Ente = EnteFactory.create(nome="Azienda consortile", tipo="azienda")

    with pytest.raises(DatiNonValidi, match="è già tra le parti"):
        struttura.aggiungi_parte(
            accordo, ente=comune.ente, qualifica=Qualifica.ADERENTE, rappresentante="Sindaco", autore=ada
        )
    with pytest.raises(DatiNonValidi, match="c'è già: è Gallarate"):
        struttura.cambia_parte(comune, qualifica=Qualifica.CAPOFILA, rappresentante="Sindaco", autore=ada)
    nata = struttura.aggiungi_parte(
        accordo, ente=altro, qualifica=Qualifica.SOTTOSCRITTORE, rappresentante="Presidente", autore=ada
    )
    struttura.sposta(nata, in_su=True, autore=ada)
    assert [p.ente.nome for p in accordo.parti.select_related("ente")][-2:] == [
        "Azienda consortile",
        "ASST VALLE OLONA",
    ]


def test_le_premesse_richiamano_atti_dal_registro(accordo: Accordo, ada: Utente) -> None:
    carica_atti()
    quanti = carica_atti()["atti normativi"]
    premessa = accordo.premesse.get(titolo="Richiamati")
    legge = AttoNormativo.objects.get(numero="XII/2167")
    assert quanti == AttoNormativo.objects.count()

    testo.richiama_atto(premessa, atto=AttoNormativo.objects.get(numero="328"), nota="", autore=ada)
    richiamo = testo.richiama_atto(premessa, atto=legge, nota="adottata di concerto", autore=ada)
    struttura.sposta(richiamo, in_su=True, autore=ada)

    letto = accordo_letto(accordo.piano)
    assert letto is not None
    testo_letto = letto.premesse[1][1].replace("\u00a0", " ")
    assert testo_letto.startswith("<ul><li>D.G.R. n. XII/2167 del 15 aprile 2024, «Approvazione delle Linee")
    assert "», adottata di concerto;</li><li>Legge n. 328 dell'8 novembre 2000" in testo_letto
    with pytest.raises(DatiNonValidi, match="richiama già questo atto"):
        testo.richiama_atto(premessa, atto=legge, nota="", autore=ada)


def test_un_atto_che_manca_si_aggiunge_una_volta(accordo: Accordo, ada: Utente, dario: Utente) -> None:
    dati = {"tipo": TipoNorma.DECRETO_MINISTERIALE, "emanante": "Ministero", "numero": "72", "titolo": "Linee guida"}
    giorno = dt.date(2021, 3, 31)

    primo = testo.registra_atto(accordo.piano, data=giorno, autore=ada, **dati)  # type: ignore[arg-type]  # plain values
    secondo = testo.registra_atto(accordo.piano, data=giorno, autore=ada, **dati)  # type: ignore[arg-type]  # plain values

    assert primo == secondo
    assert str(primo) == "D.M. n. 72 del 31.03.2021, «Linee guida»"
    with pytest.raises(NonPermesso):
        testo.registra_atto(accordo.piano, data=giorno, autore=dario, **dati)  # type: ignore[arg-type]  # plain values
