"""Named versions, the comparison of two, up to where one has read: who may see what, and how it is told."""

import csv
import io
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso
from piani.actions.letture import segna_letto, segno
from piani.actions.sezioni import scrivi_sezione
from piani.actions.tappe import nomina_versione, rinomina_versione, togli_nome
from piani.canonico import importa_piano
from piani.enums import ComeLetta, SpecieTappa, Stato
from piani.models import CopiaLetta, Cronologia, Lettura, Piano, Tappa, Versione
from piani.queries_versioni import voci_del
from piani.versioni import congela, documento_da_leggere
from tests.cliente import Cliente
from tests.documenti_canonici import documento, sezione
from tests.factories import IncaricoFactory
from tests.tavoli_di_prova import siede, tavolo_annunciato
from utenti.enums import Ruolo
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def pieno(regione_minima: object, gallarate: Ambito) -> Piano:
    """Gallarate's plan, with a text."""
    return importa_piano(documento(sezioni=[sezione("contesto"), sezione("reti", voce_formato="", titolo="Reti")]))


def scrive(piano: Piano, chi: Utente, testo: str, chiave: str = "contesto") -> None:
    parte = piano.sezioni.get(chiave=chiave)
    scrivi_sezione(parte, testo=f"<p>{testo}</p>", revisione=parte.revisione, autore=chi)


def url(piano: Piano, coda: str) -> str:
    return f"{piano.get_absolute_url()}{coda}"


def parole(risposta: Any) -> str:
    return unescape(risposta.content.decode())


def legge(piano: Piano, chi: Utente, come: ComeLetta) -> Lettura:
    piano.refresh_from_db()
    parola = segno(piano, documento_da_leggere(piano)["sha256"], come=come, chi=chi)
    return segna_letto(piano, segno=parola, autore=chi)


def approva(piano: Piano, chi: Utente) -> Versione:
    """Put the plan where it would be once approved."""
    versione = congela(piano, autore=chi)
    Cronologia.objects.update_or_create(
        piano=piano,
        defaults={
            "approvazione_versione": versione,
            "approvazione_il": "2024-12-20",
            "approvazione_organo": "Assemblea",
        },
    )
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    piano.refresh_from_db()
    return versione


# --- Names ----------------------------------------------------------------------------------------


def test_il_piano_com_e_adesso_prende_un_nome_e_resta_cosi(pieno: Piano, ada: Utente) -> None:
    tappa = nomina_versione(pieno, nome=" Bozza  per il tavolo minori ", nota="Data a Carla", autore=ada)
    scrive(pieno, ada, "Dopo")
    assert (tappa.nome, tappa.specie, tappa.autore) == ("Bozza per il tavolo minori", SpecieTappa.NOMINATA, ada)
    assert b"Testo." in bytes(tappa.versione.contenuto)
    assert tappa.incarico_id == ada.incarichi.get().pk


def test_due_nomi_allo_stesso_testo_sono_una_versione_sola(pieno: Piano, ada: Utente, lia: Utente) -> None:
    uno, due = (nomina_versione(pieno, nome=n, autore=chi) for n, chi in (("Uno", ada), ("Due", lia)))
    assert uno.versione == due.versione


def test_chi_scrive_altrove_e_chi_legge_non_danno_nomi(
    pieno: Piano, ada: Utente, dario: Utente, bruno: Utente, gina: Utente, elena: Utente
) -> None:
    tappa = nomina_versione(pieno, nome="Uno", autore=ada)
    for altro in (dario, bruno, gina, elena):
        with pytest.raises(NonPermesso):
            nomina_versione(pieno, nome="Mia", autore=altro)
        with pytest.raises(NonPermesso):
            rinomina_versione(Tappa.objects.get(pk=tappa.pk), nome="Mia", nota="", revisione=1, autore=altro)
        with pytest.raises(NonPermesso):
            togli_nome(Tappa.objects.get(pk=tappa.pk), autore=altro)
    assert [t.nome for t in Tappa.objects.all()] == ["Uno"]


def test_un_nome_vuoto_o_troppo_lungo_si_rifiuta(pieno: Piano, ada: Utente) -> None:
    for nome in ("  ", "x" * 121):
        with pytest.raises(DatiNonValidi):
            nomina_versione(pieno, nome=nome, autore=ada)
    assert not Tappa.objects.exists()


def test_il_nome_che_ha_messo_il_portale_non_si_toglie(pieno: Piano, ada: Utente) -> None:
    tappa = nomina_versione(pieno, nome="Prima", specie=SpecieTappa.PRIMA_DEL_RIPRISTINO, autore=ada)
    with pytest.raises(DatiNonValidi, match="resta"):
        togli_nome(tappa, autore=ada)


def test_togliere_un_nome_lascia_la_versione(pieno: Piano, ada: Utente, come: Come) -> None:
    tappa = nomina_versione(pieno, nome="Uno", autore=ada)
    risposta = come(ada).post(url(pieno, f"versioni/{tappa.pk}/nome/togli/"), follow=True)
    assert not Tappa.objects.exists()
    assert Versione.objects.filter(pk=tappa.versione_id).exists()
    assert "Senza nome" in parole(risposta)


def test_due_che_rinominano_insieme_lo_sanno(pieno: Piano, ada: Utente, come: Come) -> None:
    tappa = nomina_versione(pieno, nome="Uno", autore=ada)
    indirizzo = url(pieno, f"versioni/{tappa.pk}/nome/")
    come(ada).post(indirizzo, {"nome": "Due", "nota": "", "revisione": "1"})
    risposta = come(ada).post(indirizzo, {"nome": "Tre", "nota": "", "revisione": "1"})
    assert risposta.status_code == 409
    assert "ha cambiato questo nome in «Due»" in parole(risposta)
    tappa.refresh_from_db()
    assert tappa.nome == "Due"


# --- The list -------------------------------------------------------------------------------------


def _nomina(piano: Piano, chi: Utente, quante: int) -> None:
    for n in range(quante):
        scrive(piano, chi, f"Testo {n}")
        nomina_versione(piano, nome=f"Versione {n}", autore=chi)


@pytest.mark.parametrize("quante", [1, 3])
def test_l_elenco_costa_lo_stesso_quante_che_siano_le_versioni(
    pieno: Piano, ada: Utente, come: Come, quante: int, django_assert_num_queries: Any
) -> None:
    _nomina(pieno, ada, quante)
    cliente = come(ada)
    indirizzo = url(pieno, "versioni/")
    cliente.get(indirizzo)
    with django_assert_num_queries(11):
        risposta = cliente.get(indirizzo)
    assert parole(risposta).count('<h3 class="h5">') == quante


def test_l_elenco_dice_nome_chi_quando_impronta_e_quante_parti(pieno: Piano, ada: Utente, come: Come) -> None:
    _nomina(pieno, ada, 1)
    scrive(pieno, ada, "Altro")
    scrive(pieno, ada, "Altro", "reti")
    seconda = nomina_versione(pieno, nome="Dopo il tavolo", nota="Con le note di Carla", autore=ada)
    testo = parole(come(ada).get(url(pieno, "versioni/")))
    assert testo.index("Dopo il tavolo</h3>") < testo.index("Versione 0</h3>")
    assert seconda.versione.sha256[:12] in testo
    assert "2 parti cambiate da quella prima" in testo
    assert "Con le note di Carla" in testo
    assert "Ada" in testo


def test_si_cerca_per_nome_nota_e_genere(pieno: Piano, ada: Utente, come: Come) -> None:
    _nomina(pieno, ada, 2)
    nomina_versione(pieno, nome="Città", nota="Per i minori", autore=ada)
    scrive(pieno, ada, "Stampato")
    congela(pieno, autore=ada)
    trovate = [
        (cerca, parole(come(ada).get(url(pieno, f"versioni/?{cerca}"))).count('<h3 class="h5">'))
        for cerca in ("q=citta", "q=MINORI", "q=zzz", "specie=stampe", "specie=nome", "specie=atti")
    ]
    assert trovate == [
        ("q=citta", 1),
        ("q=MINORI", 1),
        ("q=zzz", 0),
        ("specie=stampe", 1),
        ("specie=nome", 3),
        ("specie=atti", 0),
    ]


def test_i_passi_della_procedura_sono_tappe_con_il_loro_nome(pieno: Piano, ada: Utente) -> None:
    from piani.enums import Passo
    from piani.models import Passaggio

    versione = congela(pieno, autore=ada)
    Passaggio.objects.create(
        piano=pieno, passo=Passo.INVIA_IN_VERIFICA, da=Stato.BOZZA, a=Stato.IN_VERIFICA, versione=versione, autore=ada
    )
    (voce,) = voci_del(pieno)
    assert (voce.nome, voce.specie, voce.formale) == ("Invio in verifica", "Atto della procedura", True)


def test_le_versioni_sono_di_chi_legge_la_bozza(
    pieno: Piano, ada: Utente, bruno: Utente, dario: Utente, carla: Utente, come: Come
) -> None:
    _nomina(pieno, ada, 1)
    assert come(bruno).get(url(pieno, "versioni/")).status_code == 200
    for altro in (dario, carla):
        assert come(altro).get(url(pieno, "versioni/")).status_code == 404
    approva(pieno, ada)
    for altro in (dario, carla):
        assert come(altro).get(url(pieno, "versioni/")).status_code == 404


# --- The comparison -------------------------------------------------------------------------------


@pytest.mark.parametrize("quante", [1, 3])
def test_il_confronto_costa_lo_stesso_quante_che_siano_le_versioni(
    pieno: Piano, ada: Utente, come: Come, quante: int, django_assert_num_queries: Any
) -> None:
    _nomina(pieno, ada, quante)
    prima = Tappa.objects.order_by("pk").first()
    assert prima is not None
    scrive(pieno, ada, "Come adesso")
    cliente = come(ada)
    indirizzo = url(pieno, f"confronta/{prima.versione.sha256[:12]}/adesso/")
    cliente.get(indirizzo)
    with django_assert_num_queries(18):
        risposta = cliente.get(indirizzo)
    assert risposta.status_code == 200


def test_il_confronto_segna_le_parole_e_filtra_per_capitolo_e_genere(pieno: Piano, ada: Utente, come: Come) -> None:
    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    scrive(pieno, ada, "Altre reti.", "reti")
    indirizzo = url(pieno, f"confronta/{prima.sha256[:12]}/adesso/")
    testo = parole(come(ada).get(indirizzo))
    assert "Sono cambiate <strong>2 parti" in testo
    assert "rivisto" in testo
    assert "data-cambiamento" in testo
    assert parole(come(ada).get(f"{indirizzo}?capitolo=reti")).count("data-cambiamento") == 1
    assert parole(come(ada).get(f"{indirizzo}?specie=schede")).count("data-cambiamento") == 0
    assert "Nessuna parte corrisponde" in parole(come(ada).get(f"{indirizzo}?specie=schede"))


def test_le_parti_cambiate_si_scaricano_in_csv(pieno: Piano, ada: Utente, come: Come) -> None:
    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    risposta = come(ada).get(url(pieno, f"confronta/{prima.sha256[:12]}/adesso/elenco/"))
    righe = list(csv.reader(io.StringIO(risposta.content.decode("utf-8-sig")), delimiter=";"))
    assert righe[1] == ["Dati di contesto", "Sezioni", "Dati di contesto", "cambiata", "Testo", "1", "0"]
    assert len(righe) == 2


def test_la_scelta_di_due_versioni_porta_al_confronto(pieno: Piano, ada: Utente, come: Come) -> None:
    risposta = come(ada).get(url(pieno, "confronta/?da=adesso&a=letta"))
    assert risposta.headers["Location"] == url(pieno, "confronta/adesso/letta/")
    assert come(ada).get(url(pieno, "confronta/?da=../x&a=")).headers["Location"] == url(pieno, "versioni/")


def test_una_bozza_non_si_confronta_da_fuori_ne_di_lato(
    pieno: Piano, ada: Utente, dario: Utente, carla: Utente, come: Come
) -> None:
    """Dario has all this in Busto; Carla sits at a table; both read the approved plan, never what it was before."""
    siede(tavolo_annunciato(pieno.ambito, ada, piani=[pieno]), carla, ufficio=ada)
    bozza = congela(pieno, autore=ada)
    scrive(pieno, ada, "Segreto tolto prima della consultazione.")
    con_segreto = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo aperto.")
    indirizzi = [
        url(pieno, f"confronta/{da}/{a}/{coda}")
        for da, a in (
            (bozza.sha256[:12], "adesso"),
            ("adesso", con_segreto.sha256[:12]),
            (con_segreto.sha256, bozza.sha256),
        )
        for coda in ("", "elenco/")
    ]
    for stato in (Stato.BOZZA, Stato.IN_CONSULTAZIONE):
        Piano.objects.filter(pk=pieno.pk).update(stato=stato)
        for chi in (dario, carla):
            assert {come(chi).get(i).status_code for i in indirizzi} == {404}
    assert come(carla).get(url(pieno, "leggi/")).status_code == 200
    approvata = approva(pieno, ada)
    for chi in (dario, carla):
        assert {come(chi).get(i).status_code for i in indirizzi} == {404}
        da_approvata = come(chi).get(url(pieno, f"confronta/{approvata.sha256[:12]}/adesso/"))
        assert "Non è cambiato niente" in parole(da_approvata)
        assert "Segreto" not in parole(da_approvata)
    assert {come(ada).get(i).status_code for i in indirizzi} == {200}


def test_un_visitatore_deve_entrare_per_confrontare(pieno: Piano, ada: Utente, client: Cliente) -> None:
    approvata = approva(pieno, ada)
    assert client.get(url(pieno, f"confronta/{approvata.sha256[:12]}/adesso/")).status_code == 302


def test_stampare_il_confronto_e_un_lavoro_in_coda(pieno: Piano, ada: Utente, dario: Utente, come: Come) -> None:
    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    indirizzo = url(pieno, f"confronta/{prima.sha256[:12]}/adesso/stampa/")
    assert come(dario).post(indirizzo).status_code == 404
    risposta = come(ada).post(indirizzo, follow=True)
    assert f"Confronto con la versione {prima.sha256[:12]}" in parole(risposta)


def test_la_carta_del_confronto_dice_le_parole_e_si_stampa(pieno: Piano, ada: Utente) -> None:
    from piani.actions.stampe import chiedi_stampa_confronto
    from piani.lavori import fascicolo, nome_file
    from registro.queries import testa

    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    stampa = chiedi_stampa_confronto(pieno, prima.pk, None, autore=ada)
    carta = fascicolo(stampa.versione, stampa.scheda, bozza=True, testa=testa(pieno.catena))
    html, esito = carta.stampa()
    assert "Prima: versione del" in html
    assert "rivisto" in html
    assert esito.pdf.startswith(b"%PDF")
    assert esito.avvisi == []
    assert nome_file(carta, stampa.scheda).startswith(f"piano-50074-2025-2027-confronto-{prima.sha256[:8]}-bozza-")


# --- Up to where I have read ----------------------------------------------------------------------


def test_che_cosa_e_cambiato_da_quando_ho_letto(pieno: Piano, ada: Utente, bruno: Utente, come: Come) -> None:
    cliente = come(bruno)
    assert "Ho letto fin qui" in parole(cliente.get(url(pieno, "leggi/")))
    legge(pieno, bruno, ComeLetta.UFFICIO)
    assert "Niente è cambiato da quando hai letto" in parole(cliente.get(url(pieno, "leggi/")))
    scrive(pieno, ada, "Testo rivisto.")
    for pagina in ("leggi/", "leggi/contesto/", ""):
        assert "1 parte è cambiata</strong> da quando hai letto" in parole(cliente.get(url(pieno, pagina)))
    assert "rivisto" in parole(cliente.get(url(pieno, "confronta/letta/adesso/")))
    assert "da quando hai letto" not in parole(come(ada).get(url(pieno, "")))


def test_il_pulsante_segna_e_torna_alla_pagina(pieno: Piano, bruno: Utente, come: Come) -> None:
    pagina = url(pieno, "leggi/contesto/")
    cliente = come(bruno)
    parola = segno(pieno, documento_da_leggere(pieno)["sha256"], come=ComeLetta.UFFICIO, chi=bruno)
    assert f'name="segno" value="{parola.partition(":")[0]}' in parole(cliente.get(pagina))
    risposta = cliente.post(url(pieno, "letto/"), {"segno": parola, "torna": pagina})
    assert risposta.headers["Location"] == pagina
    assert Lettura.objects.get().utente == bruno
    fuori = cliente.post(url(pieno, "letto/"), {"segno": parola, "torna": "https://altrove.example/"})
    assert fuori.headers["Location"] == url(pieno, "leggi/")
    assert cliente.post(url(pieno, "letto/"), {"segno": parola, "da_solo": "1"}).status_code == 204


def test_si_segna_cio_che_la_pagina_mostrava_anche_se_intanto_e_cambiato(
    pieno: Piano, ada: Utente, bruno: Utente
) -> None:
    mostrato = documento_da_leggere(pieno)["sha256"]
    parola = segno(pieno, mostrato, come=ComeLetta.UFFICIO, chi=bruno)
    scrive(pieno, ada, "Testo rivisto.")
    pieno.refresh_from_db()
    assert segna_letto(pieno, segno=parola, autore=bruno).copia.sha256 == mostrato
    cache.clear()
    scrive(pieno, ada, "Ancora.")
    Lettura.objects.all().delete()
    with pytest.raises(DatiNonValidi, match="riaprila"):
        segna_letto(pieno, segno=parola, autore=bruno)


def test_la_parola_di_un_altro_o_inventata_non_segna_niente(
    pieno: Piano, piano_di_busto: Piano, ada: Utente, bruno: Utente, dario: Utente, come: Come
) -> None:
    parola = segno(pieno, documento_da_leggere(pieno)["sha256"], come=ComeLetta.UFFICIO, chi=ada)
    assert come(bruno).post(url(pieno, "letto/"), {"segno": parola}).status_code == 400
    assert come(bruno).post(url(pieno, "letto/"), {"segno": "inventata"}).status_code == 400
    assert come(dario).post(url(piano_di_busto, "letto/"), {"segno": parola}).status_code == 400
    assert come(dario).post(url(pieno, "letto/"), {"segno": parola}).status_code == 404
    assert not Lettura.objects.exists()


def test_le_copie_che_nessuno_indica_se_ne_vanno(pieno: Piano, ada: Utente, bruno: Utente) -> None:
    legge(pieno, bruno, ComeLetta.UFFICIO)
    legge(pieno, ada, ComeLetta.UFFICIO)
    assert CopiaLetta.objects.count() == 1
    scrive(pieno, ada, "Uno.")
    legge(pieno, bruno, ComeLetta.UFFICIO)
    assert CopiaLetta.objects.count() == 2
    legge(pieno, ada, ComeLetta.UFFICIO)
    assert CopiaLetta.objects.count() == 1
    assert not Versione.objects.exists()


def test_chi_ha_letto_la_bozza_da_un_tavolo_non_la_rilegge_dopo_l_approvazione(
    pieno: Piano, ada: Utente, carla: Utente, come: Come
) -> None:
    siede(tavolo_annunciato(pieno.ambito, ada, piani=[pieno]), carla, ufficio=ada)
    scrive(pieno, ada, "Segreto.")
    Piano.objects.filter(pk=pieno.pk).update(stato=Stato.IN_CONSULTAZIONE)
    legge(pieno, carla, ComeLetta.TAVOLO)
    scrive(pieno, ada, "Aperto.")
    cambiate = url(pieno, "confronta/letta/adesso/")
    assert "Segreto" in parole(come(carla).get(cambiate))
    Piano.objects.filter(pk=pieno.pk).update(stato=Stato.BOZZA)
    assert come(carla).get(cambiate).status_code == 404
    approva(pieno, ada)
    assert come(carla).get(cambiate).status_code == 404
    assert "Segreto" not in parole(come(carla).get(url(pieno, "leggi/")))
    legge(pieno, carla, ComeLetta.PUBBLICO)
    assert "Non è cambiato niente" in parole(come(carla).get(cambiate))


def test_chi_ha_letto_la_bozza_per_ufficio_e_non_ha_piu_l_incarico_non_la_rilegge(
    pieno: Piano, ada: Utente, carla: Utente, come: Come
) -> None:
    """Carla worked for the office, then only sits at a table: what she reads there is the draft as it stands."""
    ufficio = IncaricoFactory.create(utente=carla, ruolo=Ruolo.REDATTORE_UDP, ente=pieno.ambito.ente)
    siede(
        tavolo_annunciato(pieno.ambito, ada, piani=[pieno]), carla.__class__.objects.get(pk=_ets(ada).pk), ufficio=ada
    )
    scrive(pieno, ada, "Segreto.")
    legge(pieno, carla, ComeLetta.UFFICIO)
    scrive(pieno, ada, "Aperto.")
    cambiate = url(pieno, "confronta/letta/adesso/")
    assert come(carla).get(cambiate).status_code == 200
    ufficio.delete()
    approva(pieno, ada)
    assert come(carla).get(cambiate).status_code == 404


def _ets(ada: Utente) -> Utente:
    from tests.tavoli_di_prova import altra_cooperativa

    del ada
    return altra_cooperativa()


# --- The history of a part ------------------------------------------------------------------------


@pytest.mark.parametrize("quante", [1, 3])
def test_la_storia_di_una_sezione_costa_lo_stesso(
    pieno: Piano, ada: Utente, come: Come, quante: int, django_assert_num_queries: Any
) -> None:
    for n in range(quante):
        scrive(pieno, ada, f"Testo {n}")
    cliente = come(ada)
    with django_assert_num_queries(9):
        risposta = cliente.get(url(pieno, "sezioni/contesto/storia/"))
    assert parole(risposta).count('class="memoria-dati"') == quante + 1


def test_due_versioni_di_una_sezione_si_confrontano_e_la_vecchia_torna(
    pieno: Piano, ada: Utente, dario: Utente, gina: Utente, come: Come
) -> None:
    scrive(pieno, ada, "Testo rivisto.")
    parte = pieno.sezioni.get(chiave="contesto")
    nuova, vecchia = parte.storia.order_by("-history_id")[:2]
    base = url(pieno, "sezioni/contesto/storia/")
    confronto = parole(come(ada).get(f"{base}confronta/?da={vecchia.history_id}&a={nuova.history_id}"))
    assert "rivisto" in confronto
    assert "<ins>" in confronto
    assert come(ada).get(f"{base}confronta/?da=x&a=1").status_code == 404
    dati = {"versione": vecchia.history_id, "revisione": parte.revisione}
    assert come(dario).post(f"{base}ripristina/", dati).status_code == 404
    assert come(gina).post(f"{base}ripristina/", dati).status_code == 403
    risposta = come(ada).post(f"{base}ripristina/", dati, follow=True)
    assert "ripristino di un testo di prima" in parole(risposta)
    parte.refresh_from_db()
    assert parte.testo == "<p>Testo.</p>"
    superata = come(ada).post(f"{base}ripristina/", {**dati, "versione": nuova.history_id})
    assert superata.status_code == 400
    assert "Non è cambiato nulla" in parole(superata)


def test_la_versione_di_un_altra_sezione_non_si_ripristina_qui(pieno: Piano, ada: Utente, come: Come) -> None:
    altra = pieno.sezioni.get(chiave="reti").storia.get()
    dati = {"versione": altra.history_id, "revisione": 1}
    assert come(ada).post(url(pieno, "sezioni/contesto/storia/ripristina/"), dati).status_code == 404


def test_la_storia_di_una_riga_si_confronta_e_si_ripristina(
    pieno: Piano, ada: Utente, dario: Utente, come: Come
) -> None:
    from obiettivi.actions.risposte import Riga
    from piani.actions.schede import salva_riga

    voce = pieno.voci.get(codice="A")
    campo = voce.scheda.formato.campi.get(chiave="target")
    risposta = voce.scheda.risposte.get(campo=campo)
    salvata = salva_riga(voce, campo, Riga(testo="<p>Pochi</p>"), revisione_letta=risposta.revisione, autore=ada)
    base = f"{voce.get_absolute_url()}righe/target/storia/"
    assert parole(come(ada).get(base)).count('class="memoria-dati"') == 2
    nuova, vecchia = salvata.storia.order_by("-history_date", "-history_id")[:2]
    confronto = parole(come(ada).get(f"{base}confronta/?da={vecchia.history_id}&a={nuova.history_id}"))
    assert "Pochi" in confronto
    assert "Tutti" in confronto
    dati = {"versione": vecchia.history_id, "revisione": salvata.revisione}
    assert come(dario).post(f"{base}ripristina/", dati).status_code == 404
    come(ada).post(f"{base}ripristina/", dati)
    risposta.refresh_from_db()
    assert risposta.testo == "<p>Tutti</p>"


# --- The restore, page ----------------------------------------------------------------------------


def test_prima_di_ripristinare_si_legge_che_cosa_cambia(
    pieno: Piano, ada: Utente, lia: Utente, dario: Utente, come: Come
) -> None:
    tappa = nomina_versione(pieno, nome="Bozza di ottobre", autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    pieno.refresh_from_db()
    indirizzo = url(pieno, f"versioni/{tappa.versione.sha256[:12]}/ripristina/")
    pagina = parole(come(lia).get(indirizzo))
    assert "Ripristinare «Bozza di ottobre»?" in pagina
    assert "Dati di contesto: <strong>cambiata</strong> (Testo)" in pagina
    assert come(dario).get(indirizzo).status_code == 404
    letto = pieno.contenuto
    scrive(pieno, ada, "Altro ancora.", "reti")
    risposta = come(lia).post(indirizzo, {"contenuto": letto})
    assert risposta.status_code == 409
    assert "Reti" in parole(risposta)
    pieno.refresh_from_db()
    finita = come(lia).post(indirizzo, {"contenuto": pieno.contenuto}, follow=True)
    assert "Prima di ripristinare «Bozza di ottobre»" in parole(finita)
    assert pieno.sezioni.get(chiave="contesto").testo == "<p>Testo.</p>"
    pieno.refresh_from_db()
    assert "non c'è niente da ripristinare" in parole(come(lia).get(indirizzo))
