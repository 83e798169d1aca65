"""The pages of the Accordo: what each person finds, what comes back when something is refused, how many queries."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accordi.actions.adesioni import decidi_adesione
from accordi.actions.stampe import chiedi_elenco
from accordi.actions.testo import scrivi_articolo
from accordi.documents import ElencoFirme
from accordi.enums import Qualifica
from accordi.lavori import elenco_firme
from accordi.models import Accordo, Adesione, Articolo, Firma
from documenti.risposte import risposta_file
from documenti.verapdf import che_cosa_manca, valida
from piani.canonico import byte_del_piano, leggi
from piani.carta import FascicoloAccordo
from piani.enums import Stato
from piani.forms.passi import parti_nominabili
from piani.models import Piano
from tests.accordi.conftest import GIORNO, PDF, firma, parte, porta_a
from tests.factories import AppartenenzaFactory, ComuneFactory
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Client]


def _url(nome: str, piano: Piano, **chiavi: object) -> str:
    return reverse(f"accordi:{nome}", kwargs={**piano.indirizzo, **chiavi})


def _file(contenuto: bytes = PDF, nome: str = "accordo.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(nome, contenuto)


def test_senza_accordo_la_pagina_dice_che_cosa_fare(come: Come, piano: Piano, ada: Utente, bruno: Utente) -> None:
    url = _url("accordo", piano)

    assert _url("crea", piano) in come(ada).get(url).text
    assert "Lo crea l'Ufficio di Piano" in come(bruno).get(url).text


def test_l_ufficio_crea_l_accordo_dalla_pagina(come: Come, piano: Piano, ada: Utente, comune_capofila: object) -> None:
    dati = {"titolo": "Accordo {{triennio}}", "decorrenza": "2025-01-01", "scadenza": "2027-12-31"}

    pagina = come(ada).post(_url("crea", piano), dati, follow=True)

    assert "Accordo 2025-2027" in pagina.text
    assert "Segnaposto da riempire" in pagina.text
    assert "{{data_approvazione}}" in pagina.text
    assert come(ada).get(_url("crea", piano)).status_code == 409


@pytest.mark.parametrize("quanti", [1, 3])
@pytest.mark.parametrize("stato", [Stato.BOZZA, Stato.IN_SOTTOSCRIZIONE])
def test_le_domande_alla_banca_dati_non_crescono(
    come: Come, accordo: Accordo, ada: Utente, bruno: Utente, quanti: int, stato: Stato, django_assert_num_queries: Any
) -> None:
    piano = accordo.piano
    for n in range(quanti):
        comune = ComuneFactory.create(ente__codice=f"09900{n}", ente__nome=f"Comune {n}")
        AppartenenzaFactory.create(comune=comune, ambito=piano.ambito)
        accordo.parti.create(ente=comune.ente, ordine=10 + n, qualifica=Qualifica.SOTTOSCRITTORE, rappresentante="S")
        accordo.articoli.create(numero=20 + n, titolo=f"Articolo {n}")
    porta_a(piano, Stato.IN_SOTTOSCRIZIONE)
    for p in list(accordo.parti.filter(ente__tipo="comune"))[: quanti + 1]:
        firma(accordo, p.ente, ada)
    porta_a(piano, stato)
    cliente = come(bruno)
    cliente.get(_url("accordo", piano))

    with django_assert_num_queries(9 if stato == Stato.BOZZA else 8):
        cliente.get(_url("accordo", piano))


def test_due_salvataggi_mostrano_i_due_testi(come: Come, accordo: Accordo, ada: Utente, lia: Utente) -> None:
    articolo = accordo.articoli.get(numero=1)
    scrivi_articolo(
        Articolo.objects.get(pk=articolo.pk), titolo="Di Ada", testo="<p>Ada</p>", elementi=[], revisione=1, autore=ada
    )

    pagina = come(lia).post(
        _url("articolo", accordo.piano, pk=articolo.pk),
        {"titolo": "Di Lia", "testo": "<p>Lia</p>", "elementi": ["durata"], "revisione": "1"},
    )

    assert pagina.status_code == 409
    assert "<p>Ada</p>" in pagina.text
    assert "<p>Lia</p>" in pagina.text
    assert 'name="revisione" value="2"' in pagina.text


def test_titolo_e_date_superati_restano_sulla_pagina(come: Come, accordo: Accordo, ada: Utente) -> None:
    dati = {"titolo": "Il mio", "decorrenza": "2025-01-01", "scadenza": "2027-12-31", "revisione": "1"}
    cliente, url = come(ada), _url("dati", accordo.piano)
    assert cliente.post(url, dati).status_code == 302

    pagina = cliente.post(url, {**dati, "titolo": "Un altro"})

    assert pagina.status_code == 409
    assert "adesso il titolo è «Il mio»" in pagina.text
    assert 'value="Un altro"' in pagina.text


def test_parti_segnaposto_premesse_e_atti_dalle_pagine(come: Come, accordo: Accordo, ada: Utente, ets: Any) -> None:
    piano, cliente = accordo.piano, come(ada)
    premessa = accordo.premesse.get(titolo="Richiamati")
    segnaposto = accordo.segnaposto.get()

    dati_parte = {"ente": ets.pk, "qualifica": "aderente", "rappresentante": "Presidente"}
    assert cliente.post(_url("parti", piano), dati_parte).status_code == 302
    nata = parte(accordo, ets)
    assert cliente.post(_url("parte", piano, pk=nata.pk), {**dati_parte, "rappresentante": "CdA"}).status_code == 302
    assert cliente.post(_url("segnaposto", piano, pk=segnaposto.pk), {"valore": "2 dicembre"}).status_code == 302
    nuovo = {"chiave": "sede", "etichetta": "Sede", "valore": "Gallarate"}
    assert cliente.post(_url("segnaposti", piano), nuovo).status_code == 302
    assert cliente.post(_url("segnaposti", piano), nuovo).status_code == 422
    atto = {"tipo": "legge", "numero": "328", "giorno": "2000-11-08", "emanante": "Stato", "titolo": "Legge quadro"}
    tornata = cliente.post(f"{_url('atto_nuovo', piano)}?premessa={premessa.pk}", atto)
    assert tornata["Location"] == _url("premessa", piano, pk=premessa.pk)
    from accordi.models import AttoNormativo

    norma = AttoNormativo.objects.get()
    assert cliente.post(_url("atto_richiama", piano, pk=premessa.pk), {"atto": norma.pk}).status_code == 302
    richiamo = premessa.atti.get()
    assert "Legge n. 328" in cliente.get(_url("premessa", piano, pk=premessa.pk)).text
    posto = {"genere": "atti", "pk": richiamo.pk}
    assert cliente.post(_url("sposta", piano, **posto), {"verso": "su"}).status_code == 302
    assert cliente.get(_url("elimina", piano, **posto)).status_code == 200
    assert cliente.post(_url("elimina", piano, **posto)).status_code == 302
    assert not premessa.atti.exists()
    assert cliente.post(_url("premessa_nuova", piano), {"titolo": "Visti"}).status_code == 302
    assert cliente.post(_url("premessa_nuova", piano), {"titolo": "V" * 150}).status_code == 422
    assert cliente.post(_url("articolo_nuovo", piano), {"titolo": "Controversie"}).status_code == 302
    assert cliente.get(_url("elimina", piano, genere="inventato", pk=1)).status_code == 404
    nata.refresh_from_db()
    assert nata.rappresentante == "CdA"


def test_un_articolo_di_un_altro_accordo_non_si_apre(come: Come, accordo: Accordo, ada: Utente, busto: Any) -> None:
    altro = Accordo.objects.create(
        piano=Piano.objects.create(ambito=busto, triennio=accordo.piano.triennio, titolo="P"),
        titolo="A",
        decorrenza=GIORNO,
        scadenza=GIORNO,
    )
    articolo = altro.articoli.create(numero=1, titolo="Suo")

    assert come(ada).get(_url("articolo", accordo.piano, pk=articolo.pk)).status_code == 404


# --- Signatures ----------------------------------------------------------------------------------
def test_il_sindaco_trova_il_suo_bottone_e_carica(come: Come, da_firmare: Accordo, bruno: Utente) -> None:
    piano, sua = da_firmare.piano, parte(da_firmare, bruno.incarichi.get().ente)
    cliente = come(bruno)
    assert "Carica il file firmato" in cliente.get(_url("accordo", piano)).text

    pagina = cliente.post(_url("firma", piano, pk=sua.pk), {"file": _file(), "giorno": "2024-12-20"}, follow=True)

    assert "è conservato" in pagina.text
    assert "20\u00a0dicembre 2024" in pagina.text
    fatta = Firma.objects.get()
    assert cliente.get(_url("firma_file", piano, pk=fatta.pk)).content == PDF
    assert fatta.file.sha256 in cliente.get(_url("firma", piano, pk=sua.pk)).text


def test_il_bottone_degli_altri_non_c_e(come: Come, da_firmare: Accordo, elena: Utente) -> None:
    pagina = come(elena).get(_url("accordo", da_firmare.piano)).text

    assert "Carica il file firmato" not in pagina
    assert "Carica per conto" not in pagina
    assert "non firma, e per ora non controlla le firme" in pagina


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [(b"PK\x03\x04finto", "Conta il contenuto, non il nome"), (b"", "vuoto"), (b"ciao", "qui serve")],
)
def test_un_file_che_non_e_pdf_ne_p7m_e_rifiutato(
    come: Come, da_firmare: Accordo, bruno: Utente, contenuto: bytes, frase: str
) -> None:
    sua = parte(da_firmare, bruno.incarichi.get().ente)

    pagina = come(bruno).post(
        _url("firma", da_firmare.piano, pk=sua.pk), {"file": _file(contenuto), "giorno": "2024-12-20"}
    )

    assert pagina.status_code == 422
    assert frase in pagina.text
    assert not Firma.objects.exists()


def test_giorno_futuro_e_seconda_volta_restano_sulla_pagina(come: Come, da_firmare: Accordo, bruno: Utente) -> None:
    cliente, sua = come(bruno), parte(da_firmare, bruno.incarichi.get().ente)
    url = _url("firma", da_firmare.piano, pk=sua.pk)

    futuro = cliente.post(url, {"file": _file(), "giorno": "2999-01-01"})
    assert futuro.status_code == 422
    assert "è nel futuro" in futuro.text
    assert cliente.post(url, {"file": _file(), "giorno": "2024-12-20"}).status_code == 302
    assert cliente.post(url, {"file": _file(), "giorno": "2024-12-20"}).status_code == 422
    seconda = cliente.post(url, {"file": _file(PDF + b"2"), "giorno": "2024-12-20", "motivo": "Mancava una pagina"})
    assert seconda.status_code == 302
    assert "Mancava una pagina" in cliente.get(url).text


def test_il_sindaco_di_un_altro_comune_e_respinto_anche_dalla_pagina(
    come: Come, da_firmare: Accordo, bruno: Utente, bice: Utente
) -> None:
    sua = parte(da_firmare, bruno.incarichi.get().ente)
    cliente, url = come(bice), _url("firma", da_firmare.piano, pk=sua.pk)

    assert "lo carica chi firma per" in cliente.get(url).text
    assert cliente.post(url, {"file": _file(), "giorno": "2024-12-20"}).status_code == 403


def test_chi_legge_solo_il_piano_pubblico_non_scarica_i_file(
    come: Come, da_firmare: Accordo, bruno: Utente, dario: Utente, ivo: Utente
) -> None:
    fatta = firma(da_firmare, bruno.incarichi.get().ente, bruno)
    url = _url("firma_file", da_firmare.piano, pk=fatta.pk)

    pagina = come(dario).get(_url("accordo", da_firmare.piano))

    assert pagina.status_code == 200
    assert url not in pagina.text
    assert come(dario).get(url).status_code == 404
    assert come(dario).get(_url("firma", da_firmare.piano, pk=fatta.parte_id)).status_code == 404
    assert come(ivo).get(url).content == PDF


def test_un_file_non_si_scarica_dall_indirizzo_di_un_altro_piano(
    come: Come, da_firmare: Accordo, bruno: Utente, piano_di_busto: Piano, ivo: Utente
) -> None:
    fatta = firma(da_firmare, bruno.incarichi.get().ente, bruno)

    assert come(ivo).get(_url("firma_file", piano_di_busto, pk=fatta.pk)).status_code == 404


def test_ritirare_dalla_pagina_chiede_perche(come: Come, da_firmare: Accordo, bruno: Utente) -> None:
    fatta = firma(da_firmare, bruno.incarichi.get().ente, bruno)
    cliente, url = come(bruno), _url("firma_ritira", da_firmare.piano, pk=fatta.pk)

    assert cliente.post(url, {"motivo": ""}).status_code == 422
    assert cliente.post(url, {"motivo": "File sbagliato"}).status_code == 302
    assert cliente.post(url, {"motivo": "Ancora"}).status_code == 422


def test_la_scrivania_porta_alla_firma(come: Come, da_firmare: Accordo, bruno: Utente, dario: Utente) -> None:
    sua = _url("firma", da_firmare.piano, pk=parte(da_firmare, bruno.incarichi.get().ente).pk)

    assert sua in come(bruno).get("/scrivania/").text
    assert "da firmare" not in come(dario).get("/scrivania/").text


def test_l_articolo_da_integrare_ha_nome_e_posto(da_firmare: Accordo) -> None:
    parti = parti_nominabili(da_firmare.piano)

    assert parti["articolo:6"].etichetta == "Accordo, art. 6 - Impegni di ATS Insubria"
    assert parti["articolo:6"].url == f"{_url('accordo', da_firmare.piano)}#articolo-6"


# --- Adherents -----------------------------------------------------------------------------------
def test_la_cooperativa_chiede_l_ufficio_accoglie_la_cooperativa_deposita(
    come: Come, da_firmare: Accordo, ha_partecipato: Any, carla: Utente, ada: Utente
) -> None:
    piano, cliente = da_firmare.piano, come(carla)
    assert "Chiedi di aderire" in cliente.get(_url("accordo", piano)).text
    pagina = cliente.post(
        _url("adesione_nuova", piano), {"ente": ha_partecipato.pk, "rappresentante": "Presidente"}, follow=True
    )
    assert "Aspetta la risposta" in pagina.text
    adesione = Adesione.objects.get()

    assert come(ada).post(_url("adesione", piano, pk=adesione.pk), {"accolta": "no"}).status_code == 422
    assert come(ada).post(_url("adesione", piano, pk=adesione.pk), {"accolta": "si"}).status_code == 302
    deposita = cliente.post(
        _url("adesione_firma", piano, pk=adesione.pk),
        {"file": _file(), "giorno": "2024-12-20", "specie": "adesione"},
    )

    assert deposita.status_code == 302
    pagina = cliente.get(_url("accordo", piano))
    assert "atto di adesione" in pagina.text
    assert cliente.get(_url("firma_file", piano, pk=Firma.objects.get().pk)).content == PDF


# --- Paper ---------------------------------------------------------------------------------------
def test_l_elenco_delle_firme_dice_chi_ha_firmato_chi_manca_e_chi_aderisce(
    da_firmare: Accordo, bruno: Utente, ada: Utente, richiesta: Adesione
) -> None:
    decidi_adesione(richiesta, accolta=True, motivo="", autore=ada)
    fatta = firma(da_firmare, bruno.incarichi.get().ente, bruno)
    Firma.objects.filter(pk=fatta.pk).update(esempio=True)

    lavoro = chiedi_elenco(da_firmare.piano, autore=ada)
    html = ElencoFirme(lavoro.argomenti["dati"]).html()
    esito = elenco_firme(lavoro, lambda fatto, totale, fase: None)

    assert "Accordo firmato il 20\u00a0dicembre 2024 (dato di esempio)" in html
    assert fatta.file.sha256[:8] in html
    assert max(len(parola) for parola in re.sub("<[^>]+>", " ", html.partition("<body")[2]).split()) < 20
    assert html.index("Manca") < html.index("Aderenti") < html.index("Cooperativa di prova")
    assert esito.dati["avvisi"] == []
    assert esito.file is not None
    assert risposta_file(esito.file, esito.nome_file).content.startswith(b"%PDF-")
    assert chiedi_elenco(da_firmare.piano, autore=bruno) == lavoro


def test_l_elenco_lo_scarica_chi_legge_il_piano_in_lavorazione(
    da_firmare: Accordo, ada: Utente, bruno: Utente, dario: Utente
) -> None:
    from accordi.lavori import puo_avere

    lavoro = chiedi_elenco(da_firmare.piano, autore=ada)

    assert [puo_avere(chi, lavoro) for chi in (ada, bruno, dario, None)] == [True, True, False, False]


def test_le_date_si_registrano_dalla_pagina_delle_date(
    come: Come, da_firmare: Accordo, ada: Utente, elena: Utente
) -> None:
    piano = da_firmare.piano
    atto = reverse("piani:data", kwargs={**piano.indirizzo, "fatto": "atto_accordo"})
    verifica = reverse("piani:data", kwargs={**piano.indirizzo, "fatto": "verifica_ats"})

    di_ada, di_elena = come(ada).get(_url("accordo", piano)).text, come(elena).get(_url("accordo", piano)).text

    assert (atto in di_ada, verifica in di_ada) == (True, False)
    assert (atto in di_elena, verifica in di_elena) == (False, True)


@pytest.mark.lento
@pytest.mark.una_volta
def test_le_due_carte_mantengono_le_promesse_di_pdf_a_e_pdf_ua(
    da_firmare: Accordo, bruno: Utente, ada: Utente, tmp_path: Path
) -> None:
    if manca := che_cosa_manca():
        if os.environ.get("CI"):
            pytest.fail(f"Senza veraPDF la carta non è controllata: {manca}.")
        pytest.skip(f"la carta NON è stata controllata con veraPDF: {manca}")
    firma(da_firmare, bruno.incarichi.get().ente, bruno)
    elenco = ElencoFirme(chiedi_elenco(da_firmare.piano, autore=ada).argomenti["dati"]).stampa()
    documento = leggi(byte_del_piano(da_firmare.piano))
    _, accordo = FascicoloAccordo(documento, bozza=False, data=GIORNO).stampa()
    carte = [tmp_path / "elenco.pdf", tmp_path / "accordo.pdf"]
    for file, esito in zip(carte, (elenco, accordo), strict=True):
        file.write_bytes(esito.pdf)

    assert [e.errori for e in valida(carte)] == [[], [], [], []]
