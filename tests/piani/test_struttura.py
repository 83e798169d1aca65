"""The tree on one screen: moved by any way, one at a time, with the numbers that follow; and the signed preface."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Asst
from core.exceptions import DatiNonValidi, NonPermesso
from piani.actions.sezioni import aggiungi_sezione
from piani.actions.struttura import annulla_spostamento, colloca_sezione, sposta_verso
from piani.albero import albero, impronta_indice, in_ordine
from piani.canonico import documento, leggi
from piani.canonico.esporta import byte_del_piano
from piani.carta import FascicoloPiano
from piani.enums import SpecieSezione, Stato
from piani.exceptions import IndiceCambiato
from piani.indice import indice_di
from piani.models import Piano, Sezione, VoceFormato
from registro.models import Evento
from tests.cast import persona
from tests.cliente import Cliente
from tests.factories import EnteFactory, SezioneFactory
from tests.porte import porte
from utenti.enums import Ruolo
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def indice(piano: Piano) -> Piano:
    """A, with A1 and A2; B; C."""
    a = SezioneFactory.create(piano=piano, chiave="a", titolo="A", ordine=1, testo="")
    SezioneFactory.create(piano=piano, chiave="a1", titolo="A1", ordine=1, genitore=a, testo="")
    SezioneFactory.create(piano=piano, chiave="a2", titolo="A2", ordine=2, genitore=a, testo="")
    SezioneFactory.create(piano=piano, chiave="b", titolo="B", ordine=2, testo="")
    SezioneFactory.create(piano=piano, chiave="c", titolo="C", ordine=3, testo="")
    return piano


def come_sta(piano: Piano) -> list[str]:
    return [f"{n.numero} {n.sezione.titolo}" for n in in_ordine(albero(Sezione.objects.filter(piano=piano)))]


def segno(piano: Piano) -> str:
    return impronta_indice(Sezione.objects.filter(piano=piano))


def _manda(cliente: Cliente, piano: Piano, atto: str, **dati: str) -> Any:
    return cliente.post(reverse(f"piani:struttura_{atto}", kwargs=piano.indirizzo), dati)


@pytest.mark.parametrize(
    ("chiave", "verso", "atteso"),
    [
        ("b", "su", ["1 B", "2 A", "2.1 A1", "2.2 A2", "3 C"]),
        ("a", "giu", ["1 B", "2 A", "2.1 A1", "2.2 A2", "3 C"]),
        ("b", "dentro", ["1 A", "1.1 A1", "1.2 A2", "1.3 B", "2 C"]),
        ("a1", "fuori", ["1 A", "1.1 A2", "2 A1", "3 B", "4 C"]),
    ],
)
def test_un_passo_e_i_numeri_seguono(
    come: Come, ada: Utente, indice: Piano, chiave: str, verso: str, atteso: list[str]
) -> None:
    risposta = _manda(come(ada), indice, "sposta", chiave=chiave, verso=verso, indice=segno(indice))
    assert risposta.status_code == 302
    assert come_sta(indice) == atteso


@pytest.mark.parametrize(
    ("dove", "rispetto", "atteso"),
    [
        ("prima", "a2", ["1 A", "1.1 A1", "1.2 C", "1.3 A2", "2 B"]),
        ("dopo", "a", ["1 A", "1.1 A1", "1.2 A2", "2 C", "3 B"]),
        ("dentro", "b", ["1 A", "1.1 A1", "1.2 A2", "2 B", "2.1 C"]),
    ],
)
def test_si_mette_in_ogni_posto(
    come: Come, ada: Utente, indice: Piano, dove: str, rispetto: str, atteso: list[str]
) -> None:
    _manda(come(ada), indice, "sposta", chiave="c", dove=dove, rispetto=rispetto, indice=segno(indice))
    assert come_sta(indice) == atteso


def test_si_torna_indietro_finche_nessun_altro_sposta(come: Come, ada: Utente, lia: Utente, indice: Piano) -> None:
    prima, cliente = come_sta(indice), come(ada)
    _manda(cliente, indice, "sposta", chiave="a", verso="giu", indice=segno(indice))
    assert "Annulla l&#x27;ultimo spostamento" in cliente.get(
        reverse("piani:struttura", kwargs=indice.indirizzo)
    ).text.replace("'", "&#x27;")
    _manda(cliente, indice, "annulla")
    assert come_sta(indice) == prima

    ritorno = sposta_verso(indice, "a", "giu", indice=segno(indice), autore=ada)
    sposta_verso(indice, "c", "su", indice=segno(indice), autore=lia)
    with pytest.raises(IndiceCambiato):
        annulla_spostamento(indice, ritorno, autore=ada)


def test_chi_sposta_un_indice_vecchio_lo_sa_e_non_cambia_nulla(
    come: Come, ada: Utente, lia: Utente, indice: Piano
) -> None:
    visto = segno(indice)
    sposta_verso(indice, "c", "su", indice=visto, autore=lia)
    adesso = come_sta(indice)
    cliente = come(ada)
    risposta = cliente.post(
        reverse("piani:struttura_sposta", kwargs=indice.indirizzo),
        {"chiave": "c", "verso": "su", "indice": visto},
        follow=True,
    )
    assert "Nel frattempo un" in risposta.text
    assert come_sta(indice) == adesso


def test_non_si_va_dentro_se_stessi_ne_oltre_i_livelli_ne_dove_non_c_e_nulla(ada: Utente, indice: Piano) -> None:
    prima = come_sta(indice)
    with pytest.raises(DatiNonValidi, match="dentro sé stessa"):
        colloca_sezione(indice, "a", "dentro", "a1", indice=segno(indice), autore=ada)
    with pytest.raises(DatiNonValidi, match="non ha dove andare"):
        sposta_verso(indice, "a", "su", indice=segno(indice), autore=ada)
    with pytest.raises(IndiceCambiato):
        colloca_sezione(indice, "a", "dopo", "sparita", indice=segno(indice), autore=ada)
    assert come_sta(indice) == prima
    genitore: Sezione | None = indice.sezioni.get(chiave="c")
    for livello in range(4):
        genitore = aggiungi_sezione(indice, titolo=f"L{livello}", genitore=genitore, autore=ada)
    with pytest.raises(DatiNonValidi, match="5 livelli"):
        colloca_sezione(indice, "a", "dentro", "l2", indice=segno(indice), autore=ada)


def test_si_aggiunge_dopo_dentro_e_in_fondo(come: Come, ada: Utente, indice: Piano) -> None:
    cliente = come(ada)
    _manda(cliente, indice, "aggiungi", titolo="Dopo A1", dove="dopo", rispetto="a1")
    _manda(cliente, indice, "aggiungi", titolo="In B", dove="dentro", rispetto="b")
    _manda(cliente, indice, "aggiungi", titolo="Ultimo")
    assert come_sta(indice) == [
        "1 A",
        "1.1 A1",
        "1.2 Dopo A1",
        "1.3 A2",
        "2 B",
        "2.1 In B",
        "3 C",
        "4 Ultimo",
    ]
    assert (
        "Scrivi il titolo"
        in cliente.post(reverse("piani:struttura_aggiungi", kwargs=indice.indirizzo), {"titolo": " "}, follow=True).text
    )


def test_si_cambia_nome_numero_voce_ente_dalla_stessa_pagina(
    come: Come, ada: Utente, indice: Piano, asst_valle_olona: Asst, regione_minima: object
) -> None:
    cliente, b = come(ada), indice.sezioni.get(chiave="b")
    voce = VoceFormato.objects.filter(triennio=indice.triennio).first()
    assert voce
    pagina = cliente.get(reverse("piani:struttura", kwargs=indice.indirizzo) + "?apri=b")
    assert "Dati di «B»" in pagina.text
    b.proprietario = asst_valle_olona.ente
    b.save()
    dati = {
        "titolo": "Nuovo nome",
        "pagina_nuova": "on",
        "voce_formato": str(voce.pk),
        "proprietario": str(asst_valle_olona.pk),
        "specie": "testo",
        "revisione": str(b.revisione),
    }
    risposta = cliente.post(reverse("piani:struttura_dati", kwargs={**indice.indirizzo, "chiave": "b"}), dati)
    assert risposta.status_code == 302
    b.refresh_from_db()
    assert (b.titolo, b.numerata, b.pagina_nuova, b.voce_formato) == ("Nuovo nome", False, True, voce)
    assert indice_di(indice).scoperte == VoceFormato.objects.filter(triennio=indice.triennio).count() - 1
    vecchia = cliente.post(
        reverse("piani:struttura_dati", kwargs={**indice.indirizzo, "chiave": "b"}), dati, follow=True
    )
    assert "Nel frattempo" in vecchia.text


def test_si_elimina_solo_cio_che_e_vuoto(come: Come, ada: Utente, indice: Piano) -> None:
    cliente = come(ada)
    for chiave in ("a", "b"):
        cliente.post(reverse("piani:struttura_dati", kwargs={**indice.indirizzo, "chiave": chiave}), {"elimina": "si"})
    assert come_sta(indice) == ["1 A", "1.1 A1", "1.2 A2", "2 C"]


def test_la_struttura_la_tocca_solo_chi_scrive_per_l_ambito_e_finche_si_scrive(
    come: Come, ada: Utente, gina: Utente, bruno: Utente, dario: Utente, indice: Piano, asst_valle_olona: Asst
) -> None:
    indice.sezioni.filter(chiave="b").update(proprietario=asst_valle_olona.ente)
    pagina = reverse("piani:struttura", kwargs=indice.indirizzo)
    for chi, codice in ((gina, 403), (bruno, 403), (dario, 404)):
        assert come(chi).get(pagina).status_code == codice
        for atto in ("sposta", "aggiungi", "annulla"):
            assert _manda(come(chi), indice, atto, chiave="b", verso="su", titolo="X").status_code == codice
    with pytest.raises(NonPermesso):
        sposta_verso(indice, "b", "su", indice=segno(indice), autore=gina)
    Piano.objects.filter(pk=indice.pk).update(stato=Stato.IN_VERIFICA)
    assert come(ada).get(pagina).status_code == 403


def test_lo_spostamento_si_annota(ada: Utente, indice: Piano) -> None:
    sposta_verso(indice, "c", "su", indice=segno(indice), autore=ada)
    assert [e.tipo for e in Evento.objects.filter(catena__nome=indice.catena)] == ["piani.sezione_spostata"]


@pytest.mark.parametrize("quante", [1, 3])
def test_la_pagina_costa_sempre_uguale(
    ada: Utente, piano: Piano, quante: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(quante):
        SezioneFactory.create(piano=piano, chiave=f"s{n}", ordine=n)
    with django_assert_num_queries(2):
        assert len(indice_di(piano).nodi) == quante


# --- The signed preface ----------------------------------------------------------------------------


@pytest.fixture
def flora(db: None) -> Utente:
    """She speaks for the Forum del Terzo Settore."""
    forum = EnteFactory.create(tipo="ets", codice="90000000777", nome="Forum del Terzo Settore del Varesotto")
    return persona("Flora", Ruolo.RAPPRESENTANTE_ETS, forum)


@pytest.fixture
def prefazione(indice: Piano, flora: Utente) -> Sezione:
    return SezioneFactory.create(
        piano=indice,
        chiave="prefazione",
        titolo="La voce del Terzo Settore",
        ordine=9,
        numerata=False,
        specie=SpecieSezione.PREFAZIONE,
        proprietario=flora.incarichi.get().ente,
        testo="",
    )


def _sezione(piano: Piano, chiave: str, atto: str = "sezione") -> str:
    return reverse(f"piani:{atto}", kwargs={**piano.indirizzo, "chiave": chiave})


def test_il_forum_scrive_e_firma_la_sua_prefazione_e_nient_altro(
    come: Come, flora: Utente, carla: Utente, indice: Piano, prefazione: Sezione
) -> None:
    cliente = come(flora)
    pagina = cliente.get(_sezione(indice, "prefazione"))
    assert pagina.status_code == 200
    assert "<textarea" in pagina.text
    assert "La firma della prefazione" in pagina.text
    salva = cliente.post(_sezione(indice, "prefazione"), {"testo": "<p>Le parole del Forum</p>", "revisione": 1})
    assert salva.status_code == 302
    firma = {"firmatario": "La portavoce", "qualifica": "Forum del Terzo Settore", "revisione": 2}
    assert cliente.post(_sezione(indice, "prefazione", "sezione_firma"), firma).status_code == 302
    prefazione.refresh_from_db()
    assert (prefazione.testo, prefazione.firmatario) == ("<p>Le parole del Forum</p>", "La portavoce")

    assert cliente.get(_sezione(indice, "a")).status_code == 404
    assert cliente.post(_sezione(indice, "a"), {"testo": "<p>No</p>", "revisione": 1}).status_code == 404
    assert cliente.post(_sezione(indice, "a", "sezione_completa"), {"revisione": 1}).status_code == 404
    assert cliente.get(reverse("piani:struttura", kwargs=indice.indirizzo)).status_code == 404
    # Carla holds the same role, in another body.
    assert come(carla).get(_sezione(indice, "prefazione")).status_code == 404
    assert come(carla).post(_sezione(indice, "prefazione"), {"testo": "", "revisione": 1}).status_code == 404


def test_le_pagine_del_forum_non_portano_a_un_rifiuto(
    come: Come, flora: Utente, indice: Piano, prefazione: Sezione
) -> None:
    cliente = come(flora)
    for pagina in (_sezione(indice, "prefazione"), indice.get_absolute_url()):
        html = cliente.get(pagina).text
        for metodo, indirizzo in porte(pagina, html):
            if metodo == "GET":
                assert cliente.get(indirizzo).status_code not in {403, 404, 405}, indirizzo
    assert _sezione(indice, "prefazione") in cliente.get(indice.get_absolute_url()).text


def test_in_verifica_la_prefazione_non_si_cambia(come: Come, flora: Utente, indice: Piano, prefazione: Sezione) -> None:
    Piano.objects.filter(pk=indice.pk).update(stato=Stato.IN_VERIFICA)
    assert come(flora).post(_sezione(indice, "prefazione"), {"testo": "x", "revisione": 1}).status_code == 403


def test_al_terzo_settore_si_affida_solo_una_prefazione(
    come: Come, ada: Utente, flora: Utente, indice: Piano, regione_minima: object
) -> None:
    forum = flora.incarichi.get().ente
    indirizzo = reverse("piani:struttura_dati", kwargs={**indice.indirizzo, "chiave": "c"})
    dati = {"titolo": "C", "proprietario": str(forum.pk), "specie": "testo", "revisione": "1", "numerata": "on"}
    risposta = come(ada).post(indirizzo, dati)
    assert risposta.status_code == 422
    assert "solo una prefazione firmata" in risposta.text
    assert come(ada).post(indirizzo, {**dati, "specie": "prefazione"}).status_code == 302
    c = indice.sezioni.get(chiave="c")
    assert (c.proprietario, c.specie, c.numerata) == (forum, SpecieSezione.PREFAZIONE, False)


def test_la_firma_chiude_la_prefazione_sulla_pagina_sulla_carta_e_nel_json(
    come: Come, ada: Utente, indice: Piano, prefazione: Sezione
) -> None:
    Sezione.objects.filter(pk=prefazione.pk).update(
        testo="<p>Le parole</p>", firmatario="La portavoce", qualifica="Forum del Terzo Settore"
    )
    pagina = come(ada).get(_sezione(indice, "prefazione", "leggi_capitolo")).text
    dati = documento(indice)
    carta = FascicoloPiano(dati, bozza=False, data=dt.date(2026, 1, 1)).html()
    for html in (pagina, carta):
        assert re.search(r"Le parole.*La portavoce.*Forum del Terzo Settore", html, re.DOTALL)
    assert dati["sezioni"][-1]["prefazione"] == {
        "firmatario": "La portavoce",
        "qualifica": "Forum del Terzo Settore",
    }
    leggi(byte_del_piano(indice))
    assert all("prefazione" not in s for s in dati["sezioni"][:-1])


def test_una_sezione_che_non_e_una_prefazione_non_si_firma(come: Come, ada: Utente, indice: Piano) -> None:
    firma = {"firmatario": "Ada", "revisione": 1}
    assert come(ada).post(_sezione(indice, "a", "sezione_firma"), firma).status_code == 400


def test_l_ats_scrive_le_sue_sezioni_e_nient_altro_e_chi_fa_lo_stesso_altrove_non_le_trova(
    come: Come, elena: Utente, indice: Piano
) -> None:
    indice.sezioni.filter(chiave="b").update(proprietario=indice.ambito.ats.ente)
    altra = EnteFactory.create(tipo="ats", codice="999", nome="ATS di prova")
    rita = persona("Rita", Ruolo.FUNZIONARIO_ATS, altra)
    testo = {"testo": "<p>Dell'ATS</p>", "revisione": 1}
    assert come(elena).post(_sezione(indice, "a"), testo).status_code == 403
    assert come(rita).post(_sezione(indice, "b"), testo).status_code == 404
    assert come(elena).post(_sezione(indice, "b"), testo).status_code == 302
    assert indice.sezioni.get(chiave="b").testo == "<p>Dell'ATS</p>"
