"""A thread on a part of the plan: who replies, who settles it and how, what stays when the part goes."""

from collections.abc import Callable

import pytest
from django.core import mail

from core.exceptions import DatiNonValidi, NonPermesso
from piani.actions.commenti import modifica_commento, rispondi, ritira_commento
from piani.actions.esiti_commenti import assegna, riapri, risolvi
from piani.actions.sezioni import elimina_sezione
from piani.compiti import ASSEGNATI, COMMENTI
from piani.enums import Passo, SpecieParte, Stato
from piani.models import Commento, Piano, Sezione, VoceScheda
from piani.workflow import esegui
from tests.cliente import Cliente
from tests.factories import (
    SezioneFactory,
)
from tests.pagine import nomina
from tests.piani.commenti_di_prova import PASSO, capitolo_con_passo, indirizzo, lascia
from tests.tavoli_di_prova import siede, tavolo_annunciato
from utenti.actions import cambia_posta
from utenti.enums import Posta
from utenti.models import Avviso, Utente
from utenti.tasks import spedisci_riepiloghi

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def capitolo(piano: Piano) -> Sezione:
    """A chapter with the passage, and a sheet with a row."""
    return capitolo_con_passo(piano)


def avvisi_di(chi: Utente) -> list[str]:
    return list(Avviso.objects.filter(destinatario=chi).order_by("pk").values_list("oggetto", flat=True))


# --- Thread -------------------------------------------------------------------
def test_chi_partecipa_sa_delle_risposte_e_nessuno_delle_proprie(
    piano: Piano, capitolo: Sezione, ada: Utente, lia: Utente, bruno: Utente, elena: Utente, gina: Utente
) -> None:
    commento = lascia(piano, bruno)
    assert (len(avvisi_di(ada)), len(avvisi_di(lia)), avvisi_di(bruno)) == (1, 1, [])

    rispondi(commento, testo="Se ne parla in Assemblea.", autore=ada)
    rispondi(commento, testo="Anche l'ATS è d'accordo.", autore=elena)

    assert [len(avvisi_di(p)) for p in (bruno, ada, lia, elena, gina)] == [2, 2, 2, 0, 0]
    assert "Ufficio" in avvisi_di(bruno)[0] or "Gallarate" in avvisi_di(bruno)[0]
    assert all("Elena" not in a.testo + a.oggetto for a in Avviso.objects.all())


def test_a_un_commento_si_risponde_a_un_livello_solo(piano: Piano, capitolo: Sezione, ada: Utente) -> None:
    risposta = rispondi(lascia(piano, ada), testo="Sì.", autore=ada)

    with pytest.raises(NonPermesso, match="Si risponde solo"):
        rispondi(risposta, testo="E ancora.", autore=ada)


def test_chi_non_legge_il_commento_non_risponde(
    piano: Piano, capitolo: Sezione, ada: Utente, elena: Utente, carla: Utente, dario: Utente
) -> None:
    siede(tavolo_annunciato(piano.ambito, ada, piani=[piano]), carla, ufficio=ada)
    commento = lascia(piano, elena)
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)

    for estraneo, frase in ((carla, "Si risponde solo"), (dario, "commentare il Piano")):
        with pytest.raises(NonPermesso, match=frase):
            rispondi(commento, testo="Anch'io.", autore=estraneo)


def test_chi_siede_a_un_tavolo_legge_la_risposta_dell_ufficio_senza_i_nomi(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, elena: Utente, carla: Utente
) -> None:
    siede(tavolo_annunciato(piano.ambito, ada, piani=[piano]), carla, ufficio=ada)
    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)
    lascia(piano, elena, "Nota dell'ATS.")
    suo = lascia(piano, carla)
    assegna(suo, a=ada, autore=ada)
    rispondi(suo, testo="Ne teniamo conto.", autore=ada)
    risolvi(suo, esito="in_parte", motivo="Tre pomeriggi dal 2026.", autore=ada)

    for resto in ("", "sezione/contesto/", f"{suo.pk}/", "?stampa=1"):
        html = come(carla).get(indirizzo(piano, resto)).text
        assert "Nota dell" not in html, resto
        assert not nomina(html, "Ada"), resto
    html = come(carla).get(indirizzo(piano, f"{suo.pk}/")).text
    assert "Ne teniamo conto." in html
    assert "Recepito in parte" in html
    assert "Tre pomeriggi dal 2026." in html


@pytest.mark.parametrize("stato", [Stato.BOZZA, Stato.IN_CONSULTAZIONE, Stato.IN_VERIFICA, Stato.DA_INTEGRARE])
def test_chi_legge_e_commenta_non_scrive_non_assegna_non_risolve(
    come: Come,
    piano: Piano,
    capitolo: Sezione,
    bruno: Utente,
    elena: Utente,
    franco: Utente,
    gina: Utente,
    dario: Utente,
    ivo: Utente,
    carla: Utente,
    stato: Stato,
) -> None:
    """Of the ATS and the ASST too: on a part that is not theirs they read and comment like a mayor."""
    Piano.objects.filter(pk=piano.pk).update(stato=stato)
    parte = indirizzo(piano, "sezione/contesto/")
    for chi in (bruno, elena, franco, gina):
        cliente = come(chi)
        assert cliente.get(f"{piano.get_absolute_url()}leggi/contesto/").status_code == 200
        assert cliente.post(parte, {"testo": "Pochi."}).status_code == 302
        suo = Commento.objects.get(autore=chi)
        assert (
            cliente.post(f"{piano.get_absolute_url()}sezioni/contesto/", {"testo": "x", "revisione": 1}).status_code
            == 403
        )
        for atto in ("risolvi", "assegna"):
            assert cliente.post(indirizzo(piano, f"{suo.pk}/{atto}/")).status_code == 403
    assert come(ivo).get(parte).status_code == 200
    assert come(ivo).post(parte, {"testo": "Osservo."}).status_code == 403
    for estraneo in (dario, carla):
        for metodo in (come(estraneo).get, come(estraneo).post):
            assert metodo(parte).status_code == 404
            assert metodo(indirizzo(piano, f"{suo.pk}/")).status_code in (404, 405)
    assert Commento.objects.count() == 4


def test_chi_ha_lasciato_l_ufficio_non_riceve_piu_le_risposte_degli_altri(
    piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente, elena: Utente
) -> None:
    commento = lascia(piano, bruno)
    rispondi(commento, testo="Anche secondo me.", autore=elena)
    elena.incarichi.update(dal="2020-01-01", al="2020-12-31")

    rispondi(commento, testo="Vediamo.", autore=ada)
    risolvi(commento, motivo="Fatto.", autore=ada)

    assert avvisi_di(elena) == []
    assert len(avvisi_di(bruno)) == 3


# --- One's own words ----------------------------------------------------------
def test_si_corregge_il_proprio_finche_nessuno_risponde(
    piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente
) -> None:
    commento = lascia(piano, bruno, "Due pomerigi.")

    modifica_commento(commento, testo="Due pomeriggi.", autore=bruno)
    rispondi(commento, testo="Aggiungo una cosa.", autore=bruno)
    assert modifica_commento(commento, testo="Tre pomeriggi.", autore=bruno).modificato_il

    rispondi(commento, testo="Grazie.", autore=ada)
    for chi in (bruno, ada):
        with pytest.raises(NonPermesso):
            modifica_commento(commento, testo="Mai detto.", autore=chi)
    commento.refresh_from_db()
    assert (commento.testo, "tre" in commento.cerca) == ("Tre pomeriggi.", True)


def test_salvare_lo_stesso_testo_non_lo_dice_modificato(piano: Piano, capitolo: Sezione, bruno: Utente) -> None:
    commento = lascia(piano, bruno)

    assert modifica_commento(commento, testo=f" {commento.testo} ", autore=bruno).modificato_il is None


def test_di_un_commento_ritirato_non_restano_le_parole(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente
) -> None:
    commento = lascia(piano, bruno, "Parole in più.", citazione=PASSO)

    ritira_commento(commento, autore=bruno)

    commento.refresh_from_db()
    assert (commento.testo, commento.citazione, commento.prima, commento.ancorata) == ("", "", "", False)
    assert avvisi_di(ada) == []
    assert come(ada).get(indirizzo(piano, f"{commento.pk}/")).status_code == 404
    assert "Nessuno ha ancora commentato" in come(ada).get(indirizzo(piano, "sezione/contesto/")).text
    with pytest.raises(DatiNonValidi, match="ritirato"):
        rispondi(commento, testo="Come?", autore=ada)


def test_un_commento_con_risposte_non_si_ritira_e_nemmeno_quello_di_un_altro(
    piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente
) -> None:
    commento = lascia(piano, bruno)
    with pytest.raises(NonPermesso, match="solo chi l'ha scritto"):
        ritira_commento(commento, autore=ada)
    risposta = rispondi(commento, testo="Sì.", autore=ada)
    with pytest.raises(NonPermesso, match="ha già risposto"):
        ritira_commento(commento, autore=bruno)

    ritira_commento(risposta, autore=ada)
    ritira_commento(commento, autore=bruno)

    assert not Commento.objects.radici().exists()


# --- Outcome ------------------------------------------------------------------
def test_un_rifiuto_dice_perche(piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente) -> None:
    commento = lascia(piano, bruno)
    for esito in ("non_recepito", "in_parte"):
        with pytest.raises(DatiNonValidi, match="Scrivi perché"):
            risolvi(commento, esito=esito, motivo=" ", autore=ada)
    with pytest.raises(DatiNonValidi, match="dell'elenco"):
        risolvi(commento, esito="forse", autore=ada)

    risolvi(commento, esito="non_recepito", motivo="Le ore sono già tutte coperte.", autore=ada)

    [avviso] = Avviso.objects.filter(destinatario=bruno)
    assert avviso.oggetto == "Il tuo commento al Piano di Gallarate è risolto: non recepito"
    assert "Le ore sono già tutte coperte." in avviso.testo


def test_riaperto_tiene_la_risposta_di_prima_e_si_risolve_di_nuovo(
    piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente, elena: Utente
) -> None:
    commento = lascia(piano, bruno)
    risolvi(commento, esito="recepito", motivo="Scritto al 2.1.", autore=ada)
    with pytest.raises(NonPermesso):
        riapri(commento, motivo="Non mi convince.", autore=elena)
    with pytest.raises(DatiNonValidi, match="Scrivi perché"):
        riapri(commento, motivo="", autore=bruno)

    riapri(commento, motivo="Al 2.1 non c'è.", autore=bruno)

    commento.refresh_from_db()
    assert (commento.risolto_il, commento.esito, commento.motivo) == (None, "", "")
    assert (
        commento.risposte.get().testo == "Riaperto. Al 2.1 non c'è.\n\nLa risposta di prima: Recepito. Scritto al 2.1."
    )
    with pytest.raises(DatiNonValidi, match="già aperto"):
        riapri(commento, motivo="Ancora.", autore=bruno)
    risolvi(commento, autore=ada)
    assert len(avvisi_di(bruno)) == 2


def test_solo_chi_risponde_della_parte_la_risolve_e_la_assegna(
    piano: Piano, capitolo: Sezione, ada: Utente, gina: Utente, elena: Utente, dario: Utente, bruno: Utente
) -> None:
    dell_asst = SezioneFactory.create(
        piano=piano, chiave="asst", titolo="Della ASST", proprietario=gina.incarichi.get().ente
    )
    sulla_sua = lascia(piano, bruno, parte=dell_asst.chiave)
    sull_altra = lascia(piano, bruno)

    for chi, commento in ((gina, sull_altra), (elena, sulla_sua), (dario, sulla_sua), (bruno, sulla_sua)):
        with pytest.raises(NonPermesso):
            risolvi(commento, autore=chi)
        with pytest.raises(NonPermesso):
            assegna(commento, a=ada, autore=chi)

    assegna(sulla_sua, a=gina, autore=ada)
    assert avvisi_di(gina)[-1] == "Un commento al Piano di Gallarate è assegnato a te"
    assert risolvi(sulla_sua, autore=gina).risolto_da == gina


# --- In charge ----------------------------------------------------------------
def test_il_commento_assegnato_e_una_carta_di_chi_lo_ha_e_finisce_risolto(
    piano: Piano, capitolo: Sezione, ada: Utente, lia: Utente, bruno: Utente
) -> None:
    commento, altro = lascia(piano, bruno), lascia(piano, bruno, "Un altro.")
    assert [r[0] for r in COMMENTI.righe(lia)] == [2]

    assegna(commento, a=lia, autore=ada)

    assert [r[0] for r in ASSEGNATI.righe(lia)] == [1]
    assert [r[0] for r in COMMENTI.righe(lia)] == [1]
    assert not ASSEGNATI.righe(ada).exists()
    risolvi(commento, autore=lia)
    assert not ASSEGNATI.righe(lia).exists()
    with pytest.raises(DatiNonValidi, match="per assegnarlo riaprilo"):
        assegna(commento, a=ada, autore=ada)
    assegna(altro, a=lia, autore=ada)
    assert assegna(altro, a=None, autore=ada).assegnato_il is None


def test_la_carta_e_sulla_scrivania_e_porta_ai_commenti_miei(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, lia: Utente, bruno: Utente
) -> None:
    assegna(lascia(piano, bruno), a=lia, autore=ada)

    html = come(lia).get("/scrivania/").text

    assert "Un commento assegnato a te" in html
    dove = f"{indirizzo(piano)}?aperti=si&amp;assegnati=me"
    assert dove in html
    assert "Due pomeriggi" in come(lia).get(dove.replace("&amp;", "&")).text
    assert "Due pomeriggi" not in come(ada).get(dove.replace("&amp;", "&")).text


def test_si_assegna_solo_a_chi_scrive_quella_parte(
    piano: Piano, capitolo: Sezione, ada: Utente, dario: Utente, gina: Utente, bruno: Utente
) -> None:
    commento = lascia(piano, bruno)
    for estraneo in (dario, gina, bruno):
        with pytest.raises(DatiNonValidi, match="non scrive questa parte"):
            assegna(commento, a=estraneo, autore=ada)


# --- Parts that go ------------------------------------------------------------
def test_la_parte_cambia_nome_e_il_commento_resta_suo(
    come: Come, piano: Piano, capitolo: Sezione, bruno: Utente
) -> None:
    commento = lascia(piano, bruno)
    Sezione.objects.filter(pk=capitolo.pk).update(titolo="Il contesto demografico")

    assert "Il contesto demografico" in come(bruno).get(indirizzo(piano, f"{commento.pk}/")).text


def test_tolta_la_parte_i_commenti_restano_e_non_passano_a_una_nuova(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente
) -> None:
    vuota = SezioneFactory.create(piano=piano, chiave="vuota", titolo="Da togliere", testo="")
    commento = lascia(piano, bruno, parte="vuota")
    elimina_sezione(vuota, autore=ada)
    SezioneFactory.create(piano=piano, chiave="vuota", titolo="Nuova")

    pagina = come(ada).get(indirizzo(piano, f"{commento.pk}/")).text
    elenco = come(ada).get(f"{indirizzo(piano)}?dove=tolte").text

    assert "Da togliere" in pagina
    assert "Parte tolta" in pagina
    assert "Da togliere" in elenco
    assert "Nessuno ha ancora commentato" in come(ada).get(indirizzo(piano, "sezione/vuota/")).text
    assert risolvi(commento, autore=ada).risolto_il


def test_tolta_una_scheda_anche_le_sue_righe_lo_dicono(piano: Piano, capitolo: Sezione, bruno: Utente) -> None:
    lascia(piano, bruno, specie=SpecieParte.RIGA, parte="obiettivo:A:target")
    lascia(piano, bruno, specie=SpecieParte.SCHEDA, parte="obiettivo:A")
    altro = lascia(piano, bruno)

    VoceScheda.objects.filter(piano=piano).delete()

    assert [c.pk for c in Commento.objects.filter(parte_tolta=False)] == [altro.pk]


# --- Mail ---------------------------------------------------------------------
def test_il_riepilogo_raggruppa_i_commenti_per_piano_e_parte(
    piano: Piano, capitolo: Sezione, ada: Utente, bruno: Utente, elena: Utente
) -> None:
    cambia_posta(posta=Posta.RIEPILOGO, autore=ada)
    commento = lascia(piano, bruno, citazione=PASSO)
    lascia(piano, elena, "Manca il dato 2024.", parte="obiettivo:A:target", specie=SpecieParte.RIGA)
    rispondi(commento, testo="E il sabato?", autore=bruno)
    mail.outbox.clear()

    assert spedisci_riepiloghi() == 1

    [lettera] = mail.outbox
    assert lettera.subject == "Piani di Zona: 3 avvisi"
    html = str(lettera.alternatives[0][0])  # type: ignore[attr-defined]  # an EmailMultiAlternatives
    for corpo in (lettera.body, html):
        assert corpo.lower().count("commenti al piano di gallarate, 2025-2027") == 1
        assert corpo.index("Due pomeriggi sono pochi") < corpo.index("E il sabato?") < corpo.index("Manca il dato 2024")
        assert PASSO in corpo
        assert indirizzo(piano, f"{commento.pk}/") in corpo
        assert "Bruno" not in corpo
