"""What a sheet remembers: the catalogue in memory, the order of reading, versions, what was deleted, the hat worn."""

from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from ambiti.models import Ambito
from obiettivi.actions.risposte import Riga
from obiettivi.actions.schede import DatiScheda, DatiSeguito
from obiettivi.memoria import catalogo_di
from obiettivi.models import (
    Azione,
    CampoScheda,
    FonteFinanziamento,
    FormatoScheda,
    Macroarea,
    PuntoChiave,
    Risposta,
    Scheda,
)
from piani.actions import schede as porte
from piani.models import Piano, VoceScheda
from piani.queries_schede import voci_in_lettura
from piani.regione import carica_catalogo
from registro.models import Evento
from tests.cliente import Cliente
from tests.factories import (
    AzioneFactory,
    IncaricoFactory,
    IndicatoreFactory,
    LineaRisorsaFactory,
    RispostaFactory,
    SezioneFactory,
    VoceSchedaFactory,
)
from utenti.enums import Ruolo
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def voce(piano: Piano, regione_minima: object) -> VoceScheda:
    """An empty objective sheet of Gallarate."""
    return VoceSchedaFactory.create(
        piano=piano, codice="A", scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025")
    )


def parole(risposta: Any) -> str:
    return unescape(risposta.content.decode())


# --- The catalogue ------------------------------------------------------------
def test_il_catalogo_resta_in_memoria_finche_non_si_ricarica(
    voce: VoceScheda, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    formato = voce.scheda.formato
    catalogo_di(formato)
    with django_assert_num_queries(0):
        assert len(catalogo_di(formato).campi[formato.pk]) == 26
    from core import fixture
    from obiettivi import regione

    vero = fixture.leggi_json

    def cambiato(*parti: str) -> Any:
        letto = vero(*parti)
        if parti[-1] == "formati.json":
            letto[0]["campi"][0]["etichetta"] = "ETICHETTA NUOVA"
        return letto

    monkeypatch.setattr(regione, "leggi_json", cambiato)
    carica_catalogo()
    cambiata = CampoScheda.objects.get(etichetta="ETICHETTA NUOVA")
    nuovo = FormatoScheda.objects.get(pk=cambiata.formato_id)
    assert catalogo_di(nuovo).campi[nuovo.pk][0].etichetta == "ETICHETTA NUOVA"


def test_un_catalogo_senza_impronta_non_si_tiene(voce: VoceScheda) -> None:
    formato = voce.scheda.formato
    formato.catalogo = ""
    catalogo_di(formato)
    CampoScheda.objects.filter(formato=formato, ordine=1).update(etichetta="SUBITO")
    assert catalogo_di(formato).campi[formato.pk][0].etichetta == "SUBITO"


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_piena_costa_nove_domande(
    come: Come, ada: Utente, voce: VoceScheda, quanti: int, django_assert_num_queries: Any
) -> None:
    scheda, cliente = voce.scheda, come(ada)
    aree = list(Macroarea.objects.exclude(punti_chiave=None).distinct()[:quanti])
    scheda.macroaree.set(aree)
    scheda.aree_trasversali.set(aree)
    scheda.partecipanti.set([ada.incarichi.get().ente])
    for n, area in enumerate(aree, 1):
        scheda.punti_scelti.create(ordine=n, macroarea=area, punto=area.punti_chiave.first())
        azione = AzioneFactory.create(scheda=scheda, numero=str(n))
        IndicatoreFactory.create(scheda=scheda, azione=azione).attesi.create(anno=2026, tipo="minimo", valore="7.25")
        linea = LineaRisorsaFactory.create(scheda=scheda, importo=Decimal("1300000.50"), condivisa=True)
        linea.fonti.set(FonteFinanziamento.objects.all()[:n])
        linea.condivisa_con.set([ada.incarichi.get().ente])
        RispostaFactory.create(scheda=scheda, campo=CampoScheda.objects.get(formato=scheda.formato, ordine=n + 1))
    cliente.get(voce.get_absolute_url())
    with django_assert_num_queries(9):
        pagina = parole(cliente.get(voce.get_absolute_url()))
    assert "7,25" in pagina
    assert "1.300.000,50" in pagina


# --- The order of reading -----------------------------------------------------
def test_le_schede_si_seguono_come_si_leggono(piano: Piano, regione_minima: object, ada: Utente) -> None:
    secondo = SezioneFactory.create(piano=piano, ordine=2)
    primo = SezioneFactory.create(piano=piano, ordine=1)
    sotto = SezioneFactory.create(piano=piano, ordine=1, genitore=primo)
    formato = FormatoScheda.objects.get(chiave="obiettivo-2025")
    voci = {
        codice: VoceSchedaFactory.create(
            piano=piano, sezione=sezione, codice=codice, ordine=ordine, scheda__formato=formato
        )
        for codice, sezione, ordine in (("D", secondo, 1), ("B", primo, 9), ("C", sotto, 2), ("A", primo, 3))
    }
    assert [v.codice for v in voci_in_lettura(piano, "obiettivo")] == ["A", "B", "C", "D"]
    porte.colloca_scheda(voci["D"], primo, autore=ada)
    assert [v.codice for v in voci_in_lettura(piano, "obiettivo")] == ["A", "B", "D", "C"]


# --- What may be edited -------------------------------------------------------
def test_coautori_e_seguito_si_scrivono_dai_dati(
    come: Come, ada: Utente, piano: Piano, regione_minima: object, busto: Ambito
) -> None:
    esito = VoceSchedaFactory.create(
        piano=piano, codice="E", scheda__formato=FormatoScheda.objects.get(chiave="esito-2021")
    )
    VoceSchedaFactory.create(
        piano=piano, codice="A", scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025")
    )
    indirizzo = f"{esito.get_absolute_url()}dati/"
    dati = {"intestazione": "X", "revisione": 1, "partecipanti": [busto.pk], "seguito_codice_1": "A"}
    risposta = come(ada).post(indirizzo, dati)
    assert risposta.status_code == 422
    assert "Scegli che cosa ne è stato" in parole(risposta)
    assert (
        come(ada).post(indirizzo, {**dati, "seguito_esito_1": "riproposto", "seguito_codice_1": "Z"}).status_code == 422
    )
    assert come(ada).post(indirizzo, {**dati, "seguito_esito_1": "riproposto"}).status_code == 302
    scheda = Scheda.objects.get(pk=esito.scheda_id)
    assert list(scheda.partecipanti.all()) == [busto.ente]
    assert [(s.codice, s.esito) for s in scheda.seguiti.all()] == [("A", "riproposto")]
    assert "Riproposto, scheda A" in parole(come(ada).get(esito.get_absolute_url()))


def test_il_segno_di_esempio_si_toglie_e_non_si_mette(voce: VoceScheda, ada: Utente) -> None:
    campo = CampoScheda.objects.get(formato=voce.scheda.formato, chiave="target")
    risposta = RispostaFactory.create(scheda=voce.scheda, campo=campo, testo="<p>x</p>", esempio=True)
    porte.salva_riga(voce, campo, Riga(testo="<p>x</p>", esempio=True), revisione_letta=1, autore=ada)
    risposta.refresh_from_db()
    assert (risposta.esempio, risposta.revisione) == (True, 1)
    porte.salva_riga(voce, campo, Riga(testo="<p>x</p>"), revisione_letta=1, autore=ada)
    risposta.refresh_from_db()
    assert not risposta.esempio
    porte.salva_riga(voce, campo, Riga(testo="<p>x</p>", esempio=True), revisione_letta=2, autore=ada)
    risposta.refresh_from_db()
    assert not risposta.esempio


# --- Versions -----------------------------------------------------------------
def test_le_versioni_di_una_riga_dicono_chi_e_che_cosa(come: Come, ada: Utente, voce: VoceScheda) -> None:
    campo = CampoScheda.objects.get(formato=voce.scheda.formato, chiave="target")
    Risposta.objects.bulk_create([Risposta(scheda=voce.scheda, campo=campo, testo="<p>Dal file</p>")])
    porte.salva_riga(voce, campo, Riga(testo="<p>Di Ada</p>"), revisione_letta=1, autore=ada)
    pagina = parole(come(ada).get(f"{voce.get_absolute_url()}righe/target/versioni/", headers={"HX-Request": "true"}))
    assert "Dal file" in pagina
    assert "com'era prima della prima modifica" in pagina
    assert ": Ada (quella che vedi ora)" in pagina
    assert come(ada).get(f"{voce.get_absolute_url()}righe/target/versioni/").status_code == 200


def test_i_punti_chiave_di_una_volta_si_rileggono(come: Come, ada: Utente, voce: VoceScheda) -> None:
    campo = CampoScheda.objects.get(formato=voce.scheda.formato, chiave="punti_chiave")
    uno, due = PuntoChiave.objects.filter(macroarea__codice="A")[:2]
    for letta, punto in ((1, uno), (2, due)):
        porte.salva_riga(voce, campo, Riga(punti=frozenset({punto.pk})), revisione_letta=letta, autore=ada)
    pagina = parole(come(ada).get(f"{voce.get_absolute_url()}righe/punti_chiave/versioni/"))
    assert uno.nome in pagina
    assert due.nome not in pagina


def test_aree_e_leps_hanno_una_versione_a_salvataggio(voce: VoceScheda, ada: Utente) -> None:
    area, altra = Macroarea.objects.all()[:2]
    prima = voce.scheda.storia.count()
    for letta, scelte in ((1, [area]), (2, [altra])):
        dati = DatiScheda("X", macroaree=scelte, seguiti=(DatiSeguito("chiuso"),))
        porte.salva_testata(voce, dati, revisione_letta=letta, autore=ada)
    storia = voce.scheda.storia.order_by("-history_id")
    assert storia.count() == prima + 2
    assert [[m.macroarea for m in v.macroaree.all()] for v in storia[:2]] == [[altra], [area]]


# --- What was deleted ---------------------------------------------------------
def test_un_azione_eliminata_si_rimette_al_suo_posto(come: Come, ada: Utente, lia: Utente, voce: VoceScheda) -> None:
    una, due, tre = (AzioneFactory.create(scheda=voce.scheda, ordine=n, numero=str(n)) for n in (1, 2, 3))
    AzioneFactory.create(scheda=voce.scheda, ordine=4, numero="2.1", genitore=due)
    indicatore = IndicatoreFactory.create(scheda=voce.scheda, azione=due, numero="2.1")
    cliente = come(ada)
    cliente.post(f"{voce.get_absolute_url()}elenchi/azioni/{due.pk}/elimina/", {"revisione": 1})
    assert list(voce.scheda.azioni.values_list("numero", flat=True)) == ["1", "2"]
    assert "Annulla l'eliminazione" in parole(cliente.get(voce.get_absolute_url()))
    assert "Annulla l'eliminazione" not in parole(come(lia).get(voce.get_absolute_url()))
    indirizzo = f"{voce.get_absolute_url()}ripristina/"
    assert come(lia).post(indirizzo).status_code == 400
    assert cliente.post(indirizzo).status_code == 302
    assert dict(voce.scheda.azioni.values_list("pk", "numero")) | {una.pk: "1", due.pk: "2", tre.pk: "3"} == dict(
        Azione.objects.values_list("pk", "numero")
    )
    indicatore.refresh_from_db()
    assert (indicatore.azione, indicatore.numero) == (due, "2.1")
    assert cliente.post(indirizzo).status_code == 400


def test_indicatore_e_risorsa_tornano_con_i_loro_valori(come: Come, ada: Utente, voce: VoceScheda) -> None:
    cliente = come(ada)
    indicatore = IndicatoreFactory.create(scheda=voce.scheda)
    indicatore.attesi.create(anno=2026, tipo="minimo", valore=5)
    linea = LineaRisorsaFactory.create(scheda=voce.scheda, importo=Decimal("10.50"))
    linea.fonti.set(FonteFinanziamento.objects.all()[:2])
    for genere, riga in (("indicatori", indicatore), ("risorse", linea)):
        cliente.post(f"{voce.get_absolute_url()}elenchi/{genere}/{riga.pk}/elimina/", {"revisione": 1})
        assert not getattr(voce.scheda, genere).exists()
        cliente.post(f"{voce.get_absolute_url()}ripristina/", headers={"HX-Request": "true"})
    assert [a.valore for a in voce.scheda.indicatori.get().attesi.all()] == [Decimal(5)]
    assert voce.scheda.risorse.get().importo == Decimal("10.50")
    assert voce.scheda.risorse.get().fonti.count() == 2


# --- The hat ------------------------------------------------------------------
def test_il_registro_scrive_la_veste_della_sessione(come: Come, ada: Utente, voce: VoceScheda, busto: Ambito) -> None:
    seconda = IncaricoFactory.create(utente=ada, ruolo=Ruolo.REDATTORE_UDP, ente=voce.piano.ambito.ente)
    altrove = IncaricoFactory.create(utente=ada, ruolo=Ruolo.RESPONSABILE_UDP, ente=busto.ente)
    prima = ada.incarichi.get(ruolo=Ruolo.RESPONSABILE_UDP, ente=voce.piano.ambito.ente)
    for n, (indossata, scritta) in enumerate(((seconda, seconda), (altrove, prima)), 1):
        cliente = come(ada)
        sessione = cliente.session
        sessione["incarico"] = indossata.pk
        sessione.save()
        cliente.post(f"{voce.get_absolute_url()}completa/", {"completa": "si", "revisione": n})
        ultimo = Evento.objects.filter(tipo="piani.scheda_completata").latest("pk")
        assert ultimo.incarico_id == scritta.pk
