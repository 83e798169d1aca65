"""Named versions of a plan: given, listed, put back."""

from collections.abc import Callable
from typing import Any

import pytest

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso
from piani.actions.tappe import nomina_versione, rinomina_versione, togli_nome
from piani.enums import SpecieTappa, Stato
from piani.models import Piano, Tappa, Versione
from piani.queries_versioni import voci_del
from piani.versioni import congela
from tests.cliente import Cliente
from tests.piani.versioni_di_prova import approva, nomina, parole, piano_con_testo, scrive, una_di_memoria, url
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def pieno(regione_minima: object, gallarate: Ambito) -> Piano:
    """Gallarate's plan, with a text."""
    return piano_con_testo()


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


@pytest.mark.parametrize("quante", [1, 3])
def test_l_elenco_costa_lo_stesso_quante_che_siano_le_versioni(
    pieno: Piano, ada: Utente, come: Come, quante: int, django_assert_num_queries: Any
) -> None:
    nomina(pieno, ada, quante)
    cliente = come(ada)
    indirizzo = url(pieno, "versioni/")
    cliente.get(indirizzo)
    with django_assert_num_queries(11 + una_di_memoria()):
        risposta = cliente.get(indirizzo)
    assert parole(risposta).count('<h3 class="h5">') == quante


def test_l_elenco_dice_nome_chi_quando_impronta_e_quante_parti(pieno: Piano, ada: Utente, come: Come) -> None:
    nomina(pieno, ada, 1)
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
    nomina(pieno, ada, 2)
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
    nomina(pieno, ada, 1)
    assert come(bruno).get(url(pieno, "versioni/")).status_code == 200
    for altro in (dario, carla):
        assert come(altro).get(url(pieno, "versioni/")).status_code == 404
    approva(pieno, ada)
    for altro in (dario, carla):
        assert come(altro).get(url(pieno, "versioni/")).status_code == 404


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
