"""Writing sections: text, tree, two people at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from ambiti.models import Asst
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from piani.actions.sezioni import (
    aggiungi_sezione,
    cambia_genitore,
    elimina_sezione,
    scrivi_sezione,
    segna_sezione,
    sposta_sezione,
)
from piani.albero import albero, in_ordine
from piani.enums import Stato
from piani.models import Piano, Sezione
from piani.unione import blocchi, unisci
from registro.models import Evento
from tests.cliente import Cliente
from tests.factories import SezioneFactory, TabellaFactory, VoceSchedaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def sezione(piano: Piano) -> Sezione:
    return SezioneFactory.create(piano=piano, chiave="contesto", titolo="Contesto", testo="<p>Uno</p>")


def _indirizzo(sezione: Sezione, atto: str = "") -> str:
    return f"{sezione.piano.get_absolute_url()}sezioni/{sezione.chiave}/{atto}"


def _salva(cliente: Cliente, sezione: Sezione, testo: str, revisione: int | str) -> Any:
    return cliente.post(_indirizzo(sezione), {"testo": testo, "revisione": revisione})


def test_si_scrive_e_il_contenuto_del_piano_cambia(come: Come, ada: Utente, sezione: Sezione) -> None:
    prima = sezione.piano.contenuto
    risposta = _salva(come(ada), sezione, "<p>Due</p>", 1)
    assert risposta.status_code == 302
    sezione.refresh_from_db()
    sezione.piano.refresh_from_db()
    assert (sezione.testo, sezione.revisione, sezione.piano.contenuto) == ("<p>Due</p>", 2, prima + 1)
    assert sezione.storia.first().history_user == ada


def test_gli_script_incollati_spariscono(come: Come, ada: Utente, sezione: Sezione) -> None:
    _salva(come(ada), sezione, '<p onclick="x()">Bene</p><script>alert(1)</script><a href="javascript:x">qui</a>', 1)
    sezione.refresh_from_db()
    assert "Bene" in sezione.testo
    for vietato in ("script", "onclick", "alert"):
        assert vietato not in sezione.testo


def test_chi_salva_secondo_vede_tutti_e_due_i_testi_e_non_perde_nulla(
    come: Come, ada: Utente, lia: Utente, sezione: Sezione
) -> None:
    _salva(come(ada), sezione, "<p>Uno</p><p>Di Ada</p>", 1)
    risposta = _salva(come(lia), sezione, "<p>Uno</p><p>Di Lia</p>", 1)
    assert risposta.status_code == 409
    for parola in ("Di Ada", "Di Lia", "non è ancora salvato"):
        assert parola in risposta.text
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Uno</p><p>Di Ada</p>"
    unito = risposta.context["modulo"]["testo"].value()
    assert unito == "<p>Uno</p><p>Di Ada</p><p>Di Lia</p>"
    _salva(come(lia), sezione, unito, risposta.context["modulo"]["revisione"].value())
    sezione.refresh_from_db()
    assert sezione.testo == unito


def test_un_testo_troppo_lungo_torna_indietro_intero(
    come: Come, ada: Utente, sezione: Sezione, settings: Settings
) -> None:
    settings.LIMITE_TESTO_CARATTERI = 50
    risposta = _salva(come(ada), sezione, f"<p>{'a' * 80}</p>", 1)
    assert risposta.status_code == 422
    assert "a" * 80 in risposta.text
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Uno</p>"


@pytest.mark.parametrize("revisione", ["", "x", "-3"])
def test_una_revisione_senza_senso_non_salva(come: Come, ada: Utente, sezione: Sezione, revisione: str) -> None:
    assert _salva(come(ada), sezione, "<p>Due</p>", revisione).status_code in {409, 422}
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Uno</p>"


def test_dario_non_trova_la_sezione_di_un_altro_ambito(
    come: Come, dario: Utente, sezione: Sezione, piano_di_busto: Piano
) -> None:
    cliente = come(dario)
    assert cliente.get(_indirizzo(sezione)).status_code == 404
    assert _salva(cliente, sezione, "<p>No</p>", 1).status_code == 404
    for atto in ("dati/", "elimina/"):
        assert cliente.get(_indirizzo(sezione, atto)).status_code == 404
    for atto in ("completa/", "sposta/", "posto/"):
        assert cliente.post(_indirizzo(sezione, atto)).status_code == 404


def test_il_sindaco_legge_ma_non_scrive(come: Come, bruno: Utente, sezione: Sezione) -> None:
    cliente = come(bruno)
    pagina = cliente.get(_indirizzo(sezione))
    assert "puoi leggerla, non cambiarla" in pagina.text
    assert "<textarea" not in pagina.text
    assert _salva(cliente, sezione, "<p>No</p>", 1).status_code == 403
    sezione.refresh_from_db()
    assert sezione.testo == "<p>Uno</p>"


def test_la_asst_scrive_le_sue_sezioni_e_solo_quelle(
    come: Come, gina: Utente, sezione: Sezione, asst_valle_olona: Asst
) -> None:
    sua = SezioneFactory.create(piano=sezione.piano, proprietario=asst_valle_olona.ente)
    cliente = come(gina)
    assert _salva(cliente, sua, "<p>ASST</p>", 1).status_code == 302
    assert _salva(cliente, sezione, "<p>ASST</p>", 1).status_code == 403
    with pytest.raises(NonPermesso):
        aggiungi_sezione(sezione.piano, titolo="Nuova", genitore=sua, autore=gina)


def test_in_verifica_il_testo_non_si_cambia(come: Come, ada: Utente, sezione: Sezione) -> None:
    Piano.objects.filter(pk=sezione.piano_id).update(stato=Stato.IN_VERIFICA)
    assert _salva(come(ada), sezione, "<p>Due</p>", 1).status_code == 403
    with pytest.raises(NonPermesso):
        # The plan in hand is an older one, still in bozza: the lock reads it again.
        scrivi_sezione(sezione, testo="<p>Due</p>", revisione=1, autore=ada)


def test_completa_e_riaperta_si_annotano(ada: Utente, sezione: Sezione) -> None:
    segna_sezione(sezione, completa=True, revisione=1, autore=ada)
    segna_sezione(sezione, completa=False, revisione=2, autore=ada)
    eventi = Evento.objects.filter(catena__nome=sezione.piano.catena).order_by("numero")
    assert [e.tipo for e in eventi] == ["piani.sezione_completa", "piani.sezione_riaperta"]
    assert {e.autore_id for e in eventi} == {ada.pk}


def test_cambiare_il_testo_riapre_una_sezione_completa_e_risalvarlo_uguale_no(
    come: Come, ada: Utente, sezione: Sezione
) -> None:
    segna_sezione(sezione, completa=True, revisione=1, autore=ada)
    _salva(come(ada), sezione, sezione.testo, 2)
    assert Sezione.objects.get(pk=sezione.pk).completa
    cliente = come(ada)
    _salva(cliente, sezione, "<p>Due</p>", 3)
    assert not Sezione.objects.get(pk=sezione.pk).completa
    assert "quindi torna in lavorazione" in cliente.get(_indirizzo(sezione)).text
    assert Evento.objects.filter(tipo="piani.sezione_riaperta", autore_id=ada.pk).count() == 1


def test_un_modulo_rotto_non_sembra_un_conflitto(come: Come, ada: Utente, sezione: Sezione) -> None:
    risposta = come(ada).post(_indirizzo(sezione, "completa/"), {"completa": "si", "revisione": "x"})
    assert risposta.status_code == 400
    assert "Il modulo è arrivato incompleto" in risposta.text
    sezione.refresh_from_db()
    assert not sezione.completa


def test_segnare_completa_una_versione_vecchia_non_riesce(ada: Utente, lia: Utente, sezione: Sezione) -> None:
    scrivi_sezione(Sezione.objects.get(pk=sezione.pk), testo="<p>Due</p>", revisione=1, autore=lia)
    with pytest.raises(SalvataggioSuperato):
        segna_sezione(sezione, completa=True, revisione=1, autore=ada)
    assert not Evento.objects.filter(tipo="piani.sezione_completa").exists()


def test_si_aggiunge_in_fondo_con_una_chiave_libera(ada: Utente, sezione: Sezione) -> None:
    nata = aggiungi_sezione(sezione.piano, titolo="  Contesto ", genitore=None, autore=ada)
    figlia = aggiungi_sezione(sezione.piano, titolo="Anziani", genitore=nata, autore=ada)
    assert (nata.chiave, nata.titolo) == ("contesto-2", "Contesto")
    assert nata.ordine > sezione.ordine
    assert [n.numero for n in in_ordine(albero(sezione.piano.sezioni.all()))] == ["1", "2", "2.1"]
    assert figlia.proprietario == sezione.piano.ambito.ente


def test_senza_titolo_non_si_aggiunge(ada: Utente, piano: Piano) -> None:
    with pytest.raises(DatiNonValidi, match="titolo"):
        aggiungi_sezione(piano, titolo="   ", genitore=None, autore=ada)
    assert not piano.sezioni.exists()


def test_si_sposta_su_e_giu_e_ai_bordi_resta(ada: Utente, piano: Piano) -> None:
    a, b, c = (SezioneFactory.create(piano=piano, titolo=t) for t in "ABC")
    sposta_sezione(c, in_su=True, autore=ada)
    sposta_sezione(a, in_su=True, autore=ada)
    assert [s.titolo for s in piano.sezioni.order_by("ordine")] == ["A", "C", "B"]
    sposta_sezione(a, in_su=False, autore=ada)
    assert [s.titolo for s in piano.sezioni.order_by("ordine")] == ["C", "A", "B"]
    assert b.pk


def test_cambia_genitore_ma_non_dentro_se_stessa(ada: Utente, piano: Piano) -> None:
    a = SezioneFactory.create(piano=piano)
    b = SezioneFactory.create(piano=piano, genitore=a)
    with pytest.raises(DatiNonValidi, match="dentro sé stessa"):
        cambia_genitore(a, genitore=b, autore=ada)
    cambia_genitore(b, genitore=None, autore=ada)
    b.refresh_from_db()
    assert b.genitore is None


def test_una_sezione_di_un_altro_piano_non_fa_da_genitore(ada: Utente, piano: Piano, piano_di_busto: Piano) -> None:
    a = SezioneFactory.create(piano=piano)
    altrove = SezioneFactory.create(piano=piano_di_busto)
    with pytest.raises(DatiNonValidi, match="altro Piano"):
        cambia_genitore(a, genitore=altrove, autore=ada)
    with pytest.raises(DatiNonValidi, match="altro Piano"):
        aggiungi_sezione(piano, titolo="X", genitore=altrove, autore=ada)


def test_si_elimina_solo_una_sezione_vuota(come: Come, ada: Utente, piano: Piano) -> None:
    piena = SezioneFactory.create(piano=piano)
    con_tabella = SezioneFactory.create(piano=piano, testo="")
    TabellaFactory.create(piano=piano, sezione=con_tabella)
    con_scheda = SezioneFactory.create(piano=piano, testo="")
    VoceSchedaFactory.create(piano=piano, sezione=con_scheda)
    for sezione in (piena, con_tabella, con_scheda):
        with pytest.raises(DatiNonValidi, match="non è vuota"):
            elimina_sezione(sezione, autore=ada)
    vuota = SezioneFactory.create(piano=piano, testo="")
    assert "Eliminare la sezione?" in come(ada).get(_indirizzo(vuota, "elimina/")).text
    assert come(ada).post(_indirizzo(vuota, "elimina/")).status_code == 302
    assert piano.sezioni.count() == 3


def test_i_dati_si_salvano_e_la_storia_li_ricorda(
    come: Come, ada: Utente, sezione: Sezione, asst_valle_olona: Asst
) -> None:
    dati = {"titolo": "Il contesto", "proprietario": asst_valle_olona.pk, "voce_formato": "", "revisione": 1}
    assert come(ada).post(_indirizzo(sezione, "dati/"), dati).status_code == 302
    sezione.refresh_from_db()
    assert (sezione.titolo, sezione.proprietario, sezione.numerata) == ("Il contesto", asst_valle_olona.ente, False)
    superato = come(ada).post(_indirizzo(sezione, "dati/"), {**dati, "titolo": "Altro"})
    assert superato.status_code == 409
    assert "Il contesto" in superato.text
    sezione.refresh_from_db()
    assert sezione.titolo == "Il contesto"


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_di_scrittura_costa_sempre_uguale(
    come: Come, ada: Utente, sezione: Sezione, quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(quanti):
        SezioneFactory.create(piano=sezione.piano, genitore=sezione)
        VoceSchedaFactory.create(piano=sezione.piano, sezione=sezione)
        TabellaFactory.create(piano=sezione.piano, sezione=sezione)
        sezione.save()
    cliente = come(ada)
    with django_assert_num_queries(10):
        pagina = cliente.get(_indirizzo(sezione))
    assert "Salva" in pagina.text
    assert timezone.localdate().strftime("%Y") in pagina.text


def test_unisci_tiene_ogni_blocco_di_tutti_e_due() -> None:
    salvato = "<p>a</p><ul><li>x</li><li>y</li></ul><p>c &amp; d<br>e</p>"
    mio = "<p>a</p><p>nuovo</p><p>c &amp; d<br>e</p>"
    assert blocchi(salvato) == ["<p>a</p>", "<ul><li>x</li><li>y</li></ul>", "<p>c &amp; d<br>e</p>"]
    unito = unisci(salvato, mio)
    assert unito == "<p>a</p><ul><li>x</li><li>y</li></ul><p>nuovo</p><p>c &amp; d<br>e</p>"
    assert unisci(salvato, salvato) == salvato
    assert unisci("", mio) == mio
