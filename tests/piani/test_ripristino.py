"""A version put back: the plan says again what it said, others' parts stay, nothing is lost, it can be undone."""

import copy
import datetime as dt
import json
from typing import Any

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordi.actions.testo import crea_accordo
from ambiti.models import Ambito, Asst
from core.canonico import byte_canonici
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from obiettivi.actions.azioni import DatiAzione
from obiettivi.actions.risposte import Riga
from obiettivi.models import Azione, FormatoScheda, Risposta
from piani.actions.ripristino import prepara, ripristina_riga, ripristina_sezione, ripristina_versione
from piani.actions.riscrittura import senza_sigilli
from piani.actions.schede import aggiungi_azione, salva_riga
from piani.actions.sezioni import aggiungi_sezione, scrivi_sezione, sposta_sezione
from piani.bersaglio import bersaglio
from piani.canonico import byte_del_piano, importa_piano, leggi, sigilla
from piani.canonico import documento as documento_del
from piani.enums import SpecieTappa, Stato
from piani.exceptions import PianoCambiato
from piani.models import Immagine, Piano, Sezione, Tappa, Versione, VoceScheda
from piani.versioni import congela
from registro.models import Evento
from tests.documenti_canonici import azione, documento, scheda, sezione, tabella
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
UDP, ASST = "ambito:50074", "asst:719"


@pytest.fixture
def pieno(regione_minima: object, gallarate: Ambito) -> Piano:
    """Gallarate's plan with two chapters, two sheets, two tables."""
    return importa_piano(leggi_dati(_base()))


def _base() -> Json:
    return documento(
        sezioni=[
            sezione("contesto", sezioni=[sezione("anziani", voce_formato=""), sezione("minori", voce_formato="")]),
            sezione("obiettivi", voce_formato="obiettivi", titolo="Obiettivi"),
        ],
        schede=[scheda("A"), scheda("B", sezione="obiettivi", azioni=[azione("1"), azione("2")], indicatori=[])],
        tabelle=[tabella(), tabella(chiave="altra", sezione="obiettivi")],
    )


def leggi_dati(doc: Json) -> Json:
    return leggi(json.dumps(sigilla({k: v for k, v in doc.items() if k != "sha256"})).encode())


def _ripristina(piano: Piano, versione: Versione, chi: Utente) -> Tappa:
    piano.refresh_from_db()
    return ripristina_versione(piano, versione, nome="Prova", contenuto=piano.contenuto, autore=chi)


def _sconvolgi(piano: Piano, chi: Utente) -> None:
    """Write here and there: a text, a new section, an order, an answer, an action, a table away."""
    prima = piano.sezioni.get(chiave="anziani")
    scrivi_sezione(prima, testo="<p>Tutto nuovo.</p>", revisione=prima.revisione, autore=chi)
    sposta_sezione(piano.sezioni.get(chiave="minori"), in_su=True, autore=chi)
    nuova = aggiungi_sezione(piano, titolo="Reti", genitore=piano.sezioni.get(chiave="contesto"), autore=chi)
    voce = piano.voci.get(codice="A")
    campo = voce.scheda.formato.campi.get(chiave="target")
    revisione = voce.scheda.risposte.get(campo=campo).revisione
    salva_riga(voce, campo, Riga(testo="<p>Pochi</p>"), revisione_letta=revisione, autore=chi)
    aggiungi_azione(piano.voci.get(codice="B"), DatiAzione(testo="Una terza"), autore=chi)
    piano.tabelle.get(chiave="altra").delete()
    VoceScheda.objects.filter(pk=voce.pk).update(sezione=nuova)
    Piano.objects.filter(pk=piano.pk).update(titolo="Titolo cambiato")


def test_ripristinata_la_versione_il_piano_dice_gli_stessi_byte(pieno: Piano, ada: Utente) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    assert byte_del_piano(pieno) != bytes(versione.contenuto)
    _ripristina(pieno, versione, ada)
    assert byte_del_piano(Piano.objects.get(pk=pieno.pk)) == bytes(versione.contenuto)


def test_il_ripristino_si_ripristina_a_sua_volta(pieno: Piano, ada: Utente) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    sconvolto = byte_del_piano(Piano.objects.get(pk=pieno.pk))
    tappa = _ripristina(pieno, versione, ada)
    assert (tappa.specie, tappa.nome) == (SpecieTappa.PRIMA_DEL_RIPRISTINO, "Prima di ripristinare «Prova»")
    assert bytes(tappa.versione.contenuto) == sconvolto
    seconda = _ripristina(pieno, tappa.versione, ada)
    assert seconda.nome == "Prima di annullare un ripristino"
    assert byte_del_piano(Piano.objects.get(pk=pieno.pk)) == sconvolto


def test_cio_che_non_cambia_resta_la_stessa_riga_con_la_sua_storia(pieno: Piano, ada: Utente) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    prima = set(pieno.sezioni.exclude(chiave="reti").values_list("pk", flat=True))
    schede = set(pieno.voci.values_list("pk", "scheda_id"))
    ferma = pieno.sezioni.get(chiave="obiettivi").revisione
    _ripristina(pieno, versione, ada)
    assert set(pieno.sezioni.values_list("pk", flat=True)) == prima
    assert set(pieno.voci.values_list("pk", "scheda_id")) == schede
    assert pieno.sezioni.get(chiave="obiettivi").revisione == ferma
    anziani = pieno.sezioni.get(chiave="anziani")
    ultima = anziani.storia.order_by("-history_date", "-history_id").first()
    assert (ultima.history_user, ultima.history_change_reason) == (ada, "ripristino")
    assert "<p>Tutto nuovo.</p>" in [v.testo for v in anziani.storia.all()]
    assert Azione.storia.filter(testo="Una terza", history_type="-", history_user=ada).exists()


def test_il_registro_sa_che_cosa_e_stato_ripristinato(pieno: Piano, ada: Utente) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    _ripristina(pieno, versione, ada)
    evento = Evento.objects.filter(tipo="piani.versione_ripristinata").get()
    assert versione.sha256 in str(evento.dati)


def test_chi_ha_scritto_intanto_ferma_il_ripristino(pieno: Piano, ada: Utente) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    prima = byte_del_piano(Piano.objects.get(pk=pieno.pk))
    with pytest.raises(PianoCambiato):
        ripristina_versione(pieno, versione, nome="Prova", contenuto=0, autore=ada)
    assert byte_del_piano(Piano.objects.get(pk=pieno.pk)) == prima
    assert not Tappa.objects.exists()


def test_una_versione_uguale_non_si_ripristina(pieno: Piano, ada: Utente) -> None:
    versione = congela(pieno, autore=ada)
    with pytest.raises(DatiNonValidi, match="già"):
        _ripristina(pieno, versione, ada)


@pytest.mark.parametrize("stato", [s for s in Stato if s not in (Stato.BOZZA, Stato.IN_CONSULTAZIONE)])
def test_fuori_dagli_stati_in_cui_si_scrive_non_si_ripristina(pieno: Piano, ada: Utente, stato: Stato) -> None:
    versione = congela(pieno, autore=ada)
    Piano.objects.filter(pk=pieno.pk).update(stato=stato, titolo="Altro")
    with pytest.raises(NonPermesso):
        _ripristina(pieno, versione, ada)
    assert Piano.objects.get(pk=pieno.pk).titolo == "Altro"


def test_chi_scrive_altrove_e_chi_legge_non_ripristinano(
    pieno: Piano, ada: Utente, dario: Utente, gina: Utente
) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    for altro in (dario, gina):
        with pytest.raises(NonPermesso):
            _ripristina(pieno, versione, altro)


def test_se_qualcosa_non_torna_non_cambia_nulla(pieno: Piano, ada: Utente, monkeypatch: pytest.MonkeyPatch) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    prima = byte_del_piano(Piano.objects.get(pk=pieno.pk))
    monkeypatch.setattr("piani.actions.riscrittura._Riscrittura._tabelle", lambda self: None)
    with pytest.raises(DatiNonValidi, match="si è fermato"):
        _ripristina(pieno, versione, ada)
    assert byte_del_piano(Piano.objects.get(pk=pieno.pk)) == prima


def test_un_testo_di_quando_si_puliva_in_un_altro_modo_si_ripristina(pieno: Piano, ada: Utente) -> None:
    doc = documento_del(pieno)
    doc["sezioni"][0]["testo"] = "<p>Vecchia <font>forma</font></p>"
    sigillato = sigilla({k: v for k, v in doc.items() if k != "sha256"})
    versione = Versione.objects.create(piano=pieno, sha256=sigillato["sha256"], contenuto=byte_canonici(sigillato))
    _ripristina(pieno, versione, ada)
    assert pieno.sezioni.get(chiave="contesto").testo == "<p>Vecchia forma</p>"


def test_l_accordo_torna_com_era(pieno: Piano, ada: Utente) -> None:
    senza = congela(pieno, autore=ada)
    nato = crea_accordo(
        pieno, titolo="Accordo", decorrenza=dt.date(2025, 1, 1), scadenza=dt.date(2027, 12, 31), autore=ada
    )
    con = congela(pieno, autore=ada)
    nato.articoli.filter(numero=1).update(testo="<p>Cambiato</p>")
    nato.parti.all().delete()
    pieno.refresh_from_db()
    _ripristina(pieno, con, ada)
    assert byte_del_piano(Piano.objects.get(pk=pieno.pk)) == bytes(con.contenuto)
    _ripristina(pieno, senza, ada)
    assert byte_del_piano(Piano.objects.get(pk=pieno.pk)) == bytes(senza.contenuto)
    _ripristina(pieno, con, ada)
    assert byte_del_piano(Piano.objects.get(pk=pieno.pk)) == bytes(con.contenuto)


def test_una_sezione_che_ora_scrive_l_asst_resta_dell_asst(pieno: Piano, ada: Utente, asst_valle_olona: Asst) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    Sezione.objects.filter(piano=pieno, chiave="minori").update(
        proprietario=asst_valle_olona.ente, testo="<p>Scritto dall'ASST.</p>"
    )
    fatto = prepara(Piano.objects.get(pk=pieno.pk), versione, chi=ada)
    assert fatto.bersaglio.lasciate == ("Sezione «Dati di contesto»",)
    _ripristina(pieno, versione, ada)
    minori = pieno.sezioni.get(chiave="minori")
    assert (minori.testo, minori.proprietario) == ("<p>Scritto dall'ASST.</p>", asst_valle_olona.ente)
    assert pieno.sezioni.get(chiave="anziani").testo == "<p>Testo.</p>"
    assert [s.chiave for s in pieno.sezioni.filter(genitore__chiave="contesto").order_by("ordine")] == [
        "anziani",
        "minori",
    ]


def test_le_immagini_di_un_altro_ente_non_fermano_il_ripristino(
    pieno: Piano, ada: Utente, asst_valle_olona: Asst
) -> None:
    """The ASST shows a map that was not there then, the UdP showed one that is not there now: each text has its own."""
    mostra = '<figure><img alt="{}" data-immagine="{}"></figure>'
    for lettera in "ab":
        dati = {"tipo": "image/png", "dimensione": 9, "larghezza": 3, "altezza": 2}
        Immagine.objects.create(piano=pieno, sha256=lettera * 64, **dati)
    anziani = pieno.sezioni.get(chiave="anziani")
    scrivi_sezione(anziani, testo=mostra.format("UdP", "a" * 64), revisione=anziani.revisione, autore=ada)
    versione = congela(Piano.objects.get(pk=pieno.pk), autore=ada)
    anziani.refresh_from_db()
    scrivi_sezione(anziani, testo="<p>Senza.</p>", revisione=anziani.revisione, autore=ada)
    Sezione.objects.filter(chiave="minori").update(
        proprietario=asst_valle_olona.ente, testo=mostra.format("ASST", "b" * 64)
    )
    Piano.objects.filter(pk=pieno.pk).update(contenuto=F("contenuto") + 1)

    _ripristina(pieno, versione, ada)

    allegati = documento_del(Piano.objects.get(pk=pieno.pk))["allegati"]
    assert [a["sha256"][0] for a in allegati] == ["a", "b"]


def test_una_scheda_che_sta_anche_in_un_altro_piano_resta(pieno: Piano, piano_di_busto: Piano, ada: Utente) -> None:
    versione = congela(pieno, autore=ada)
    _sconvolgi(pieno, ada)
    voce = pieno.voci.get(codice="A")
    altrove = Sezione.objects.create(
        piano=piano_di_busto, chiave="x", ordine=1, titolo="X", proprietario=piano_di_busto.ambito.ente
    )
    VoceScheda.objects.create(
        piano=piano_di_busto, scheda=voce.scheda, sezione=altrove, specie="obiettivo", codice="A", ordine=1
    )
    _ripristina(pieno, versione, ada)
    assert voce.scheda.risposte.get(campo__chiave="target").testo == "<p>Pochi</p>"


# --- What a restore may become (pure) -------------------------------------------------------------


def _merge(attuale: Json, voluto: Json, *, scrivibili: set[str] | None = None) -> Any:
    return bersaglio(attuale, voluto, scrivibili=scrivibili or {UDP}, condivise=set())


def test_senza_parti_di_altri_il_bersaglio_e_la_versione() -> None:
    ora = {**_base(), "sezioni": [sezione("altro")], "schede": [], "tabelle": []}
    fatto = _merge(ora, _base())
    assert fatto.documento == senza_sigilli(_base())
    assert fatto.lasciate == ()


def test_cio_che_un_altro_ente_ha_aggiunto_dopo_resta_vicino_a_dov_era() -> None:
    ora = _base()
    ora["sezioni"][0]["sezioni"].append(
        sezione("nuova", sezioni=[sezione("cure", titolo="Cure", proprietario=ASST, voce_formato="")])
    )
    ora["schede"].append(scheda("Z", sezione="cure", proprietario=ASST))
    ora["tabelle"].append(tabella(chiave="letti", titolo="Letti", sezione="cure"))
    fatto = _merge(ora, _base())
    assert [s["chiave"] for s in fatto.documento["sezioni"][0]["sezioni"]] == ["anziani", "minori", "cure"]
    assert [s["codice"] for s in fatto.documento["schede"]] == ["A", "Z", "B"]
    assert fatto.lasciate == ("Sezione «Cure»", "Scheda Z – Abitare", "Tabella «Letti»")


def test_cio_che_un_altro_ente_ha_tolto_non_torna() -> None:
    voluto = _base()
    voluto["schede"].append(scheda("Z", sezione="obiettivi", proprietario=ASST))
    fatto = _merge(_base(), voluto)
    assert [s["codice"] for s in fatto.documento["schede"]] == ["A", "B"]
    assert fatto.lasciate == ("Scheda Z – Abitare",)


proprietari = st.sampled_from([UDP, ASST])


@st.composite
def piani_qualsiasi(draw: st.DrawFn) -> Json:
    """A plan of a few sections, sheets and tables, of one body or the other."""
    chiavi = draw(st.lists(st.sampled_from("abcdef"), min_size=1, unique=True))
    nodi = [
        sezione(k, titolo=k, proprietario=draw(proprietari), testo=draw(st.sampled_from(["", "<p>x</p>"])))
        for k in chiavi
    ]
    radici: list[Json] = [nodi[0]]
    for n, nodo in enumerate(nodi[1:], 1):
        padre = draw(st.integers(-1, n - 1))
        (radici if padre < 0 else nodi[padre]["sezioni"]).append(nodo)
    dove = st.sampled_from(chiavi)
    schede = [
        scheda(c, sezione=draw(dove), proprietario=draw(proprietari), titolo=draw(st.sampled_from(["u", "v"])))
        for c in draw(st.lists(st.sampled_from("ABC"), unique=True))
    ]
    tabelle = [
        tabella(chiave=c, sezione=draw(dove), titolo=draw(st.sampled_from(["u", "v"])))
        for c in draw(st.lists(st.sampled_from("xyz"), unique=True))
    ]
    return documento(sezioni=radici, schede=schede, tabelle=tabelle)


def _tutte(rami: list[Json]) -> list[Json]:
    return [x for r in rami for x in (r, *_tutte(r["sezioni"]))]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(piani_qualsiasi(), piani_qualsiasi())
def test_i_testi_degli_altri_enti_non_cambiano_mai(ora: Json, voluto: Json) -> None:
    copia = copy.deepcopy(voluto)
    fatto = _merge(ora, voluto).documento
    assert voluto == copia
    dopo = {s["chiave"]: s for s in _tutte(fatto["sezioni"])}
    for s in _tutte(ora["sezioni"]):
        if s["proprietario"] == ASST:
            assert (dopo[s["chiave"]]["testo"], dopo[s["chiave"]]["proprietario"]) == (s["testo"], ASST)
    schede = {s["codice"]: s for s in fatto["schede"]}
    for s in ora["schede"]:
        if s["proprietario"] == ASST:
            assert schede[s["codice"]]["titolo"] == s["titolo"]
    assert all(x["sezione"] in dopo for x in [*fatto["schede"], *fatto["tabelle"]])
    assert len(dopo) == len(_tutte(fatto["sezioni"]))


# --- One part -------------------------------------------------------------------------------------


def test_una_sezione_torna_al_testo_di_allora_ed_e_una_versione_nuova(pieno: Piano, ada: Utente) -> None:
    parte = pieno.sezioni.get(chiave="anziani")
    scrivi_sezione(parte, testo="<p>Nuovo.</p>", revisione=parte.revisione, autore=ada)
    quante = parte.storia.count()
    ripristina_sezione(parte, testo="<p>Testo.</p>", revisione=parte.revisione, autore=ada)
    parte.refresh_from_db()
    assert parte.testo == "<p>Testo.</p>"
    assert parte.storia.count() == quante + 1
    assert parte.storia.order_by("-history_id").first().history_change_reason == "ripristino"
    assert Evento.objects.filter(tipo="piani.sezione_ripristinata").count() == 1


def test_una_sezione_salvata_intanto_non_si_ripristina(pieno: Piano, ada: Utente, lia: Utente) -> None:
    parte = pieno.sezioni.get(chiave="anziani")
    letta = parte.revisione
    scrivi_sezione(Sezione.objects.get(pk=parte.pk), testo="<p>Di Lia.</p>", revisione=letta, autore=lia)
    with pytest.raises(SalvataggioSuperato):
        ripristina_sezione(parte, testo="<p>Vecchio.</p>", revisione=letta, autore=ada)
    assert Sezione.objects.get(pk=parte.pk).testo == "<p>Di Lia.</p>"
    assert not Evento.objects.filter(tipo="piani.sezione_ripristinata").exists()


def test_una_sezione_di_un_altro_ente_non_si_ripristina(pieno: Piano, gina: Utente, dario: Utente) -> None:
    parte = pieno.sezioni.get(chiave="anziani")
    for altro in (gina, dario):
        with pytest.raises(NonPermesso):
            ripristina_sezione(
                Sezione.objects.get(pk=parte.pk), testo="<p>Vecchio.</p>", revisione=parte.revisione, autore=altro
            )


def test_una_riga_torna_com_era_con_il_suo_perche(pieno: Piano, ada: Utente) -> None:
    voce = pieno.voci.get(codice="A")
    campo = FormatoScheda.objects.get(chiave="obiettivo-2025").campi.get(chiave="target")
    prima = voce.scheda.risposte.get(campo=campo)
    salvata = salva_riga(voce, campo, Riga(testo="<p>Pochi</p>"), revisione_letta=prima.revisione, autore=ada)
    ripristina_riga(voce, campo, Riga(testo="<p>Tutti</p>"), revisione=salvata.revisione, autore=ada)
    assert voce.scheda.risposte.get(campo=campo).testo == "<p>Tutti</p>"
    ultima = Risposta.storia.filter(campo_id=campo.pk).order_by("-history_date", "-history_id").first()
    assert ultima.history_change_reason == "ripristino"
    with pytest.raises(DatiNonValidi, match="già così"):
        ripristina_riga(voce, campo, Riga(testo="<p>Tutti</p>"), revisione=salvata.revisione + 1, autore=ada)


def test_il_documento_di_prova_e_valido(pieno: Piano) -> None:
    assert documento_del(pieno)["titolo"] == "Piano di prova"
