"""The pages of the Assemblea: what each person finds, how many queries they cost, the live part, the desk."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assemblea.actions.presenze import delega
from assemblea.actions.voti import chiudi_votazione, proclama
from assemblea.compiti import FONTI
from assemblea.models import AvvisoConvocazione, RegolaAssemblea, Seduta, Votazione, Voto
from documenti import archivio
from documenti.enums import TipoFile
from piani.composizione import stanze
from piani.models import Piano
from tests.assemblea.conftest import NO, SI, Assemblea, con_assenso, in_verifica
from tests.cast import persona
from tests.cliente import Cliente
from utenti.enums import Ruolo
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]
Fai = Callable[..., Assemblea]


def indirizzo(nome: str, piano: Piano, **chiavi: object) -> str:
    return reverse(f"assemblea:{nome}", kwargs={**piano.indirizzo, **chiavi})


def pagina(assemblea: Assemblea, nome: str = "seduta", **chiavi: object) -> str:
    return indirizzo(nome, assemblea.piano, pk=assemblea.seduta.pk, **chiavi)


def aspetta(utente: Utente) -> dict[str, list[str]]:
    """What waits for a person in this room: titles by kind, as the desk reads them."""
    trovati: dict[str, list[str]] = {}
    for fonte in FONTI:
        for pk, piano, giorno in fonte.righe(utente):
            compito = fonte.descrivi(Piano.objects.get(pk=piano), pk, giorno)
            trovati.setdefault(fonte.chiave.partition(".")[2], []).append(compito.url)
    return trovati


# --- The session ------------------------------------------------------------------
@pytest.mark.parametrize("quanti", [1, 3])
def test_la_pagina_della_seduta_costa_meno_di_dieci_query(
    fai_assemblea: Fai,
    come: Come,
    franco: Utente,
    bruno: Utente,
    quanti: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    insieme = fai_assemblea(quanti)
    con_assenso(insieme.piano, franco)
    insieme.apri(quanti)
    votazione = insieme.ai_voti()
    if quanti == 3:
        insieme.vota(votazione, 1)
    cliente, qui = come(bruno), pagina(insieme)
    with django_assert_max_num_queries(9):
        risposta = cliente.get(qui)
    assert risposta.status_code == 200
    assert "Conferma il voto" in risposta.content.decode()


@pytest.mark.parametrize("quante", [1, 3])
def test_l_elenco_delle_sedute_costa_sempre_lo_stesso(
    assemblea: Assemblea, come: Come, sara: Utente, quante: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from assemblea.actions.sedute import annulla

    for n in range(quante):
        annulla(assemblea.convoca(giorno=timezone.localdate() + dt.timedelta(days=n)), motivo="x", autore=sara)
    cliente, qui = come(sara), indirizzo("assemblea", assemblea.piano)
    with django_assert_num_queries(9):
        cliente.get(qui)


def test_il_sindaco_presente_ha_i_quattro_bottoni_e_chi_non_vota_no(
    assemblea: Assemblea, come: Come, bruno: Utente, ada: Utente, sara: Utente
) -> None:
    assemblea.apri()
    votazione = assemblea.ai_voti()

    mio = come(bruno).get(pagina(assemblea)).content.decode()
    for parole in ("Favorevole", "Contrario", "Astenuto", "Conferma il voto", votazione.punto.versione.sha256):
        assert parole in mio
    assert "Conferma il voto" not in come(ada).get(pagina(assemblea)).content.decode()
    tiene = come(sara).get(pagina(assemblea)).content.decode()
    assert "Chiudi la votazione" in tiene
    assert "Conferma il voto" not in tiene


def test_si_vota_dalla_pagina_e_il_secondo_clic_lo_dice(assemblea: Assemblea, come: Come, bruno: Utente) -> None:
    assemblea.apri()
    votazione = assemblea.ai_voti()
    cliente, vota = come(bruno), pagina(assemblea, "vota", votazione=votazione.pk)
    dati = {"componente": assemblea.componente(0).pk, "versione": votazione.punto.versione.sha256}

    assert cliente.post(vota, dati).status_code == 422
    assert cliente.post(vota, {**dati, "scelta": "contrario"}).status_code == 302
    doppio = cliente.post(vota, {**dati, "scelta": "favorevole"})
    assert doppio.status_code == 409
    assert "ha già votato: contrario" in doppio.content.decode()
    assert Voto.objects.get().scelta == "contrario"
    assert "è registrato" in cliente.get(pagina(assemblea)).content.decode()


def test_la_parte_viva_tace_finche_non_cambia_nulla(assemblea: Assemblea, come: Come, bruno: Utente) -> None:
    assemblea.apri(8)
    cliente = come(bruno)
    visto = cliente.get(pagina(assemblea)).context["q"].visto
    viva = pagina(assemblea, "seduta_viva")

    assert cliente.get(viva, {"visto": visto}, headers={"HX-Request": "true"}).status_code == 204
    assemblea.entra(8)
    cambiata = cliente.get(viva, {"visto": visto}, headers={"HX-Request": "true"})
    assert cambiata.status_code == 200
    assert "9 presenti su 9 componenti" in cambiata.content.decode()
    assert 'id="annuncio" hx-swap-oob' in cambiata.content.decode()


def test_la_pagina_dice_chi_e_decisivo(assemblea: Assemblea, come: Come, ada: Utente) -> None:
    assemblea.apri(5)

    testo = come(ada).get(pagina(assemblea)).content.decode()
    assert "Se esce Comune di Comune 1" in testo
    assert "5 su 9" in testo
    assert "del totale" in testo


def test_senza_assenso_il_bottone_dice_che_cosa_aspetta(fai_assemblea: Fai, come: Come, sara: Utente) -> None:
    insieme = fai_assemblea()
    in_verifica(insieme.piano)
    insieme.apri()

    testo = come(sara).get(pagina(insieme)).content.decode()
    assert "vuole dare il suo assenso prima" in testo
    assert testo.count(" disabled ") == 1
    apri_qui = pagina(insieme, "votazione_apri", punto=insieme.punto().pk)
    assert come(sara).post(apri_qui).status_code == 409


def test_chi_ha_delegato_legge_perche_non_vota(assemblea: Assemblea, come: Come, bruno: Utente, delia: Utente) -> None:
    delega(assemblea.apri(0), assemblea.comuni[0], delia, autore=bruno)
    for n in range(9):
        assemblea.entra(n)
    assemblea.ai_voti()

    assert "vota Delia, che hai delegato" in come(bruno).get(pagina(assemblea)).content.decode()
    assert "Conferma il voto" in come(delia).get(pagina(assemblea)).content.decode()


def test_la_seduta_di_un_altro_piano_non_si_apre_da_qui(
    assemblea: Assemblea, come: Come, dario: Utente, piano_di_busto: Piano, franco: Utente
) -> None:
    assemblea.convoca()

    assert come(dario).get(pagina(assemblea)).status_code == 404
    altrove = indirizzo("seduta", piano_di_busto, pk=assemblea.seduta.pk)
    assert come(franco).get(altrove).status_code == 404
    assert come(franco).get(indirizzo("apri", piano_di_busto, pk=assemblea.seduta.pk)).status_code == 404


def test_dall_avviso_alla_proclamazione_con_le_sole_pagine(
    assemblea: Assemblea, come: Come, sara: Utente, pia: Utente, bruno: Utente
) -> None:
    segretaria, piano = come(sara), assemblea.piano
    dati = {"giorno": timezone.localdate().isoformat(), "ora": "17:30", "luogo": "Municipio", "chiamata": "prima"}
    assert "Convoca l'Assemblea" in segretaria.get(indirizzo("assemblea", piano)).content.decode()
    assert segretaria.post(indirizzo("convoca", piano), {**dati, "giorno": "2020-01-01"}).status_code == 422
    assert segretaria.post(indirizzo("convoca", piano), dati).status_code == 302
    assemblea.seduta = Seduta.objects.get()
    come(bruno).post(pagina(assemblea, "letto"))
    assert AvvisoConvocazione.objects.filter(letto_da=bruno).exists()
    assert segretaria.post(pagina(assemblea, "avviso"), {**dati, "luogo": "Teatro"}).status_code == 302
    assert segretaria.post(pagina(assemblea, "apri")).status_code == 302
    for n in range(9):
        dati_presenza = {"componente": assemblea.componente(n).pk, "movimento": "entrata"}
        assert segretaria.post(pagina(assemblea, "presenza"), dati_presenza).status_code == 302
    punto = assemblea.punto()
    assert segretaria.post(pagina(assemblea, "votazione_apri", punto=punto.pk)).status_code == 302
    votazione = Votazione.objects.get()
    for n in range(9):
        assemblea.vota(votazione, n, SI if n < 8 else NO)
    assert (
        "Hanno votato 9 componenti"
        in segretaria.get(pagina(assemblea, "votazione_chiudi", votazione=votazione.pk)).content.decode()
    )
    segretaria.post(pagina(assemblea, "votazione_chiudi", votazione=votazione.pk))
    proclama_qui = pagina(assemblea, "votazione_proclama", votazione=votazione.pk)
    presidente = come(pia)
    assert "8 favorevoli su 9 componenti" in presidente.get(proclama_qui).content.decode()
    assert presidente.post(proclama_qui, {"numero": "7"}).status_code == 302
    rinvia = pagina(assemblea, "punto_rinvia", punto=assemblea.punto(2).pk)
    assert segretaria.post(rinvia, {"motivo": ""}).status_code == 422
    assert segretaria.post(rinvia, {"motivo": "Manca una firma"}).status_code == 302
    assert segretaria.post(pagina(assemblea, "chiudi")).status_code == 302

    testo = presidente.get(pagina(assemblea)).content.decode()
    assert "8 favorevoli su 9 componenti" in testo
    assert "Deliberazione n. 7" in testo
    assert "Comune di Comune 8: contrario" in testo
    assert "verbale si sta preparando" in testo
    assert Piano.objects.get(pk=piano.pk).get_stato_display() == "Approvato"
    assert "8 favorevoli" in presidente.get(indirizzo("assemblea", piano)).content.decode()


def test_una_seduta_si_annulla_o_si_dichiara_deserta_dalla_pagina(
    assemblea: Assemblea, come: Come, sara: Utente, bruno: Utente
) -> None:
    segretaria = come(sara)
    assemblea.convoca()
    assert "Annulla la seduta" in segretaria.get(pagina(assemblea)).content.decode()
    assert segretaria.post(pagina(assemblea, "annulla"), {"motivo": "Sala chiusa"}).status_code == 302
    assert "Sala chiusa" in come(bruno).get(pagina(assemblea)).content.decode()

    assemblea.apri(2)
    assert segretaria.get(pagina(assemblea, "deserta")).status_code == 200
    assert segretaria.post(pagina(assemblea, "deserta")).status_code == 302
    testo = segretaria.get(pagina(assemblea)).content.decode()
    assert "Deserta" in testo
    assert "verbale si sta preparando" in testo
    assert segretaria.post(pagina(assemblea, "verbale")).status_code == 302
    assert come(bruno).get(pagina(assemblea, "verbale_scarica")).status_code == 404
    assert come(bruno).get(pagina(assemblea, "verbale_firmato_scarica")).status_code == 404
    assert come(bruno).post(pagina(assemblea, "presenza")).status_code == 403


def test_la_seduta_di_un_ambito_di_22_comuni_si_apre_in_un_attimo(
    fai_assemblea: Fai, come: Come, franco: Utente, bruno: Utente
) -> None:
    insieme = fai_assemblea(22, regola="assoluta")
    con_assenso(insieme.piano, franco)
    insieme.apri(15)
    insieme.ai_voti()
    cliente, qui = come(bruno), pagina(insieme)
    cliente.get(qui)
    inizio = time.process_time()
    cliente.get(qui)

    assert time.process_time() - inizio < 0.3


def test_una_data_prima_dell_assenso_chiede_conferma(assemblea: Assemblea, come: Come, pia: Utente) -> None:
    from piani.cronologia import cronologia_di

    assemblea.apri()
    votazione = assemblea.votano(*[SI] * 9)
    riga = cronologia_di(assemblea.piano)
    riga.assenso_il = timezone.localdate() + dt.timedelta(days=1)
    riga.save()
    qui = pagina(assemblea, "votazione_proclama", votazione=votazione.pk)

    risposta = come(pia).post(qui, {})
    assert risposta.status_code == 422
    assert "di solito viene prima" in risposta.content.decode()
    assert come(pia).post(qui, {"conferma_ordine": "on"}).status_code == 302


# --- Deleghe and rules ---------------------------------------------------------------
def test_il_sindaco_delega_e_revoca_dal_telefono(
    assemblea: Assemblea, come: Come, bruno: Utente, delia: Utente
) -> None:
    assemblea.convoca()
    cliente, qui = come(bruno), pagina(assemblea, "delega")
    assert "Delega una persona del tuo Comune" in cliente.get(pagina(assemblea)).content.decode()
    modulo = cliente.get(qui)
    assert "Delia, Comune di Gallarate" in modulo.content.decode()
    cattivo = archivio_di_prova("x.txt", b"non un pdf")
    dati = {"delegato": f"{assemblea.comuni[0].pk}-{delia.pk}"}

    rifiutata = cliente.post(qui, {**dati, "file": cattivo})
    assert rifiutata.status_code == 422
    assert "qui serve" in rifiutata.content.decode()
    assert cliente.post(qui, {**dati, "file": archivio_di_prova("d.pdf", b"%PDF-1.7\nd\n%%EOF\n")}).status_code == 302
    riga = assemblea.seduta.deleghe.get()
    assert riga.file is not None
    assert cliente.get(pagina(assemblea, "delega_file", delega=riga.pk)).content.startswith(b"%PDF")
    assert cliente.post(pagina(assemblea, "delega_revoca", delega=riga.pk)).status_code == 302
    assert "Nessuna delega in vigore" in cliente.get(pagina(assemblea)).content.decode()


def archivio_di_prova(nome: str, contenuto: bytes) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(nome, contenuto)


@pytest.mark.parametrize("quanti", [1, 3])
def test_le_pagine_della_delega_e_delle_regole_costano_sempre_lo_stesso(
    fai_assemblea: Fai, come: Come, franco: Utente, quanti: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    insieme = fai_assemblea(quanti)
    con_assenso(insieme.piano, franco)
    insieme.convoca()
    for n in range(quanti):
        persona(f"Vice{n}", Ruolo.DELEGATO, insieme.comuni[n].ente)
    cliente, delega_qui, regole = come(insieme.sara), pagina(insieme, "delega"), indirizzo("regole", insieme.piano)
    with django_assert_max_num_queries(9):
        assert cliente.get(delega_qui).content.decode().count("Vice") == quanti
    with django_assert_max_num_queries(9):
        cliente.get(regole)


def test_senza_nessuno_da_delegare_la_pagina_dice_che_fare(assemblea: Assemblea, come: Come, bruno: Utente) -> None:
    assemblea.convoca()

    assert "Nessuno si può ancora delegare" in come(bruno).get(pagina(assemblea, "delega")).content.decode()


def test_una_regola_pronta_riempie_il_modulo_e_si_chiude(piano: Piano, come: Come, ada: Utente) -> None:
    cliente, nuova = come(ada), indirizzo("regola_nuova", piano)
    assert "mancano regole" in cliente.get(indirizzo("assemblea", piano)).content.decode()
    assert "esempio: verificare il regolamento" in cliente.get(indirizzo("regole", piano)).content.decode()
    pronta = cliente.get(nuova, {"da": "teste-e-quote"})
    modulo = pronta.context["modulo"]
    assert all(f'name="{campo}"' in pronta.content.decode() for campo in modulo.fields)
    dati = {k: str(v) for k, v in modulo.initial.items() if v is not False} | {"dal": "2025-01-01"}

    impossibile = cliente.post(nuova, dati | {"numeratore_2": "3"})
    assert impossibile.status_code == 422
    assert "tra zero escluso e uno" in impossibile.content.decode()
    assert cliente.post(nuova, dati).status_code == 302
    regola = RegolaAssemblea.objects.get()
    assert regola.pura.in_parole == ("più della metà dei componenti in carica e più della metà della popolazione")
    assert cliente.post(nuova, dati).status_code == 422
    chiudi = indirizzo("regola_chiudi", piano, regola=regola.pk)
    assert cliente.post(chiudi, {"al": "2024-01-01"}).status_code == 422
    assert cliente.post(chiudi, {"al": "2025-12-31"}).status_code == 302
    assert "al 31\u00a0dicembre 2025" in cliente.get(indirizzo("regole", piano)).content.decode()


# --- The desk and the plan's page --------------------------------------------------------
def test_la_stanza_e_nella_pagina_del_piano() -> None:
    assert any(s.chiave == "assemblea" and s.url == "assemblea:assemblea" for s in stanze())


def test_sulla_scrivania_arriva_cio_che_aspetta_ciascuno(
    assemblea: Assemblea, bruno: Utente, delia: Utente, pia: Utente, sara: Utente, dario: Utente
) -> None:
    seduta = assemblea.convoca()
    assert set(aspetta(bruno)) == {"convocata"}
    assert aspetta(delia) == {}
    delega(seduta, assemblea.comuni[0], delia, autore=bruno)
    assert aspetta(bruno) == {}
    assert set(aspetta(delia)) == {"convocata"}

    from assemblea.actions.sedute import apri

    assemblea.seduta = apri(seduta, autore=sara)
    for n in range(9):
        assemblea.entra(n)
    votazione = assemblea.ai_voti()
    assert set(aspetta(delia)) == {"convocata", "voto"}
    assert set(aspetta(assemblea.sindaci[1])) == {"convocata", "voto"}
    assert "voto" not in aspetta(bruno)
    assemblea.vota(votazione, 1)
    assert set(aspetta(assemblea.sindaci[1])) == {"convocata"}
    chiusa = chiudi_votazione(votazione, autore=sara)
    assert "voto" not in aspetta(delia)
    assert set(aspetta(pia)) == {"proclamare"}
    proclama(chiusa, autore=pia)
    assert aspetta(pia) == {}
    assert aspetta(dario) == {}


def test_le_fonti_si_uniscono_in_una_query(
    assemblea: Assemblea, bruno: Utente, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assemblea.convoca()
    prima, *altre = [fonte.righe(bruno) for fonte in FONTI]
    with django_assert_num_queries(1):
        righe = list(prima.union(*altre, all=True))
    assert len(righe) == 1
    archivio.conserva(b"%PDF-1.7\n%%EOF\n", nome="x.pdf", tipi=frozenset({TipoFile.PDF}))
