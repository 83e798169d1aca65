"""The pages of the checker: who reads them, the filters, setting a finding aside and taking it up again."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambiti.models import Ente
from core.exceptions import DatiNonValidi, NonPermesso
from piani.actions.controllo import riprendi, scarta
from piani.actions.sezioni import scrivi_sezione
from piani.avvertenze import del_controllo
from piani.composizione import avvertenze
from piani.controllo import Rilievo
from piani.controllo.elenco import quanti_di_legge
from piani.enums import Passo, Stato
from piani.models import Piano, RilievoScartato
from piani.queries_controllo import aperti_di, rilievi_di
from piani.workflow import ostacoli
from registro.models import Evento
from tests.cliente import Cliente
from tests.factories import SezioneFactory
from tests.mondo import Mondo
from utenti.models import Utente

pytestmark = pytest.mark.django_db

Come = Callable[[Utente], Cliente]


def _pagina(piano: Piano, **filtri: str) -> str:
    indirizzo = reverse("piani:controllo", kwargs=piano.indirizzo)
    return f"{indirizzo}?{'&'.join(f'{k}={v}' for k, v in filtri.items())}" if filtri else indirizzo


def _rilievo(piano: Piano, genere: str) -> Rilievo:
    piano.refresh_from_db()
    return next(r for r in rilievi_di(piano) if r.regola == genere)


def _su(nome: str, piano: Piano, rilievo: Rilievo) -> str:
    return reverse(f"piani:{nome}", kwargs={**piano.indirizzo, "impronta": rilievo.impronta})


def _scrivi(piano: Piano, testo: str, *, autore: Utente) -> None:
    sezione = piano.sezioni.get(chiave="contesto")
    scrivi_sezione(sezione, testo=f"<p>{testo}</p>", revisione=sezione.revisione, autore=autore)


@pytest.fixture
def con_appunto(mondo: Mondo, ada: Utente) -> Piano:
    """The plan of Gallarate with a note left in its first section."""
    _scrivi(mondo.piano, "Finire obiettivo", autore=ada)
    mondo.piano.refresh_from_db()
    return mondo.piano


def test_chi_scrive_e_l_ats_vedono_i_rilievi_con_il_rimando_al_punto(
    come: Come, con_appunto: Piano, ada: Utente, elena: Utente
) -> None:
    punto = reverse("piani:sezione", kwargs={**con_appunto.indirizzo, "chiave": "contesto"})
    for chi in (ada, elena):
        testo = come(chi).get(_pagina(con_appunto)).text
        assert "Sembra un appunto: «Finire obiettivo»" in testo
        assert f'href="{punto}"' in testo
    scarto = _su("controllo_scarta", con_appunto, _rilievo(con_appunto, "appunto"))
    assert scarto in come(ada).get(_pagina(con_appunto)).text
    assert scarto not in come(elena).get(_pagina(con_appunto)).text


def test_chi_lavora_altrove_non_lo_trova(come: Come, con_appunto: Piano, dario: Utente, client: Cliente) -> None:
    rilievo = _rilievo(con_appunto, "appunto")
    assert come(dario).get(_pagina(con_appunto)).status_code == 404
    assert come(dario).post(_su("controllo_scarta", con_appunto, rilievo), {"motivo": "No."}).status_code == 404
    assert client.get(_pagina(con_appunto)).status_code == 302
    assert not RilievoScartato.objects.exists()


def test_i_filtri_stanno_nell_indirizzo_e_un_valore_inventato_non_filtra(
    come: Come, con_appunto: Piano, ada: Utente
) -> None:
    ada_cliente = come(ada)
    solo = ada_cliente.get(_pagina(con_appunto, regola="appunto")).text
    assert "Finire obiettivo" in solo
    assert "Lo chiede la Regione</h2>" not in solo
    assert "Nessun rilievo corrisponde" in ada_cliente.get(_pagina(con_appunto, stato="scartati")).text
    assert "Finire obiettivo" in ada_cliente.get(_pagina(con_appunto, regola="inventata", pagina="99")).text
    assert "Finire obiettivo" in ada_cliente.get(_pagina(con_appunto, capitolo="contesto", parte="contesto")).text


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_l_elenco_filtrato_si_scarica(come: Come, con_appunto: Piano, ada: Utente, formato: str) -> None:
    risposta = come(ada).get(_pagina(con_appunto, regola="appunto", formato=formato))
    assert risposta.status_code == 200
    if formato == "csv":
        righe = risposta.content.decode("utf-8-sig").splitlines()
        assert righe[0].startswith("Genere;Chi lo chiede;Stato;Dove;")
        assert ";Da sistemare;" in righe[1]
        assert len(righe) == 2


def test_un_rilievo_si_scarta_con_un_motivo_e_si_riprende(come: Come, con_appunto: Piano, ada: Utente) -> None:
    cliente, rilievo = come(ada), _rilievo(con_appunto, "appunto")
    assert cliente.get(_su("controllo_scarta", con_appunto, rilievo)).status_code == 200
    assert cliente.post(_su("controllo_scarta", con_appunto, rilievo), {"motivo": " "}).status_code == 422

    dopo = cliente.post(_su("controllo_scarta", con_appunto, rilievo), {"motivo": "È un titolo."}, follow=True)

    assert "Finire obiettivo" not in dopo.text
    scartati = cliente.get(_pagina(con_appunto, stato="scartati")).text
    assert "È un titolo." in scartati
    assert str(ada) in scartati
    cliente.post(_su("controllo_riprendi", con_appunto, rilievo))
    assert "Finire obiettivo" in cliente.get(_pagina(con_appunto)).text
    atti = list(Evento.objects.filter(tipo__startswith="piani.rilievo").order_by("pk").values_list("tipo", flat=True))
    assert atti == ["piani.rilievo_scartato", "piani.rilievo_ripreso"]


def test_scartando_si_torna_all_elenco_filtrato(come: Come, con_appunto: Piano, ada: Utente) -> None:
    cliente, rilievo = come(ada), _rilievo(con_appunto, "appunto")
    filtrata = _pagina(con_appunto, regola="appunto", capitolo="contesto")
    scarta_ = f"{_su('controllo_scarta', con_appunto, rilievo)}?capitolo=contesto&regola=appunto"
    assert scarta_.replace("&", "&amp;") in cliente.get(filtrata).text
    dopo = cliente.post(f"{scarta_}&altro=//esempio.it", {"motivo": "È un titolo."})
    assert dopo["Location"] == f"{_pagina(con_appunto)}?capitolo=contesto&regola=appunto"
    tutti = cliente.get(_pagina(con_appunto, regola="appunto", stato="tutti", formato="csv"))
    assert ";Scartato;" in tutti.content.decode("utf-8-sig")


def test_i_conti_sono_gli_stessi_nella_pagina_nel_piano_e_prima_dell_invio(
    come: Come, con_appunto: Piano, ada: Utente
) -> None:
    scarta(con_appunto, _rilievo(con_appunto, "appunto"), motivo="È un titolo.", autore=ada)
    cliente, aperti = come(ada), aperti_di(con_appunto)
    di_legge = quanti_di_legge(aperti)
    pagina = cliente.get(_pagina(con_appunto)).text
    assert f"<strong>{len(aperti)}</strong> rilievi da sistemare" in pagina
    assert f"<strong>{di_legge}</strong> li chiede la Regione" in pagina
    assert f"<strong>{len(aperti) - di_legge}</strong> consigli" in pagina
    riepilogo = cliente.get(reverse("piani:controllo_riepilogo", kwargs=con_appunto.indirizzo)).text
    assert f"<strong>{len(aperti)}</strong> rilievi da sistemare: <strong>{di_legge}</strong> li chiede" in riepilogo
    assert sum(map(int, re.findall(r"mancanze-conta\">\((\d+)\)", riepilogo))) == len(aperti)
    [frase] = del_controllo(con_appunto)
    assert f"ci sono {len(aperti)} rilievi da sistemare, {di_legge} su" in frase


def test_la_pagina_dice_che_cosa_ferma_il_prossimo_passo(
    come: Come, con_appunto: Piano, ada: Utente, elena: Utente
) -> None:
    ferma = ostacoli(Passo.INVIA_IN_VERIFICA, con_appunto)
    assert ferma
    testo = unescape(come(ada).get(_pagina(con_appunto)).text)
    assert "Prossimo passo: Invia in verifica" in testo
    assert all(frase in testo for frase in ferma)
    passo = reverse("piani:passo", kwargs={**con_appunto.indirizzo, "passo": Passo.INVIA_IN_VERIFICA})
    assert f'href="{passo}"' in testo
    assert f'href="{passo}"' not in come(elena).get(_pagina(con_appunto)).text


def test_di_una_parte_altrui_si_dice_chi_la_sistema(come: Come, con_appunto: Piano, ada: Utente) -> None:
    asst = Ente.objects.filter(tipo="asst").first()
    assert asst is not None
    con_appunto.sezioni.filter(chiave="contesto").update(proprietario=asst)
    Piano.objects.filter(pk=con_appunto.pk).update(contenuto=F("contenuto") + 1)
    assert f"Lo sistema {asst}" in unescape(come(ada).get(_pagina(con_appunto, regola="appunto")).text)


def test_il_rilievo_scartato_torna_quando_il_testo_cambia(con_appunto: Piano, ada: Utente) -> None:
    rilievo = _rilievo(con_appunto, "appunto")
    scarta(con_appunto, rilievo, motivo="È un titolo.", autore=ada)
    assert rilievo not in aperti_di(con_appunto)

    _scrivi(con_appunto, "Sistemare qui. Finire obiettivo", autore=ada)

    nuovo = _rilievo(con_appunto, "appunto")
    assert nuovo.impronta != rilievo.impronta
    assert nuovo in aperti_di(con_appunto)


def test_lo_stesso_rilievo_non_si_scarta_ne_si_riprende_due_volte(con_appunto: Piano, ada: Utente) -> None:
    rilievo = _rilievo(con_appunto, "appunto")
    with pytest.raises(DatiNonValidi, match="non è scartato"):
        riprendi(con_appunto, rilievo, autore=ada)
    scarta(con_appunto, rilievo, motivo="È un titolo.", autore=ada)
    with pytest.raises(DatiNonValidi, match="già scartato"):
        scarta(con_appunto, rilievo, motivo="Di nuovo.", autore=ada)
    with pytest.raises(DatiNonValidi, match="1000 caratteri"):
        scarta(con_appunto, rilievo, motivo="x" * 1001, autore=ada)


def test_scarta_solo_chi_scrive_quella_parte(
    con_appunto: Piano, ada: Utente, gina: Utente, elena: Utente, dario: Utente
) -> None:
    rilievo = _rilievo(con_appunto, "appunto")
    for chi in (elena, gina, dario):
        with pytest.raises(NonPermesso, match="Non è cambiato nulla"):
            scarta(con_appunto, rilievo, motivo="No.", autore=chi)
    sezione = con_appunto.sezioni.get(chiave="contesto")
    sezione.proprietario = con_appunto.ambito.ats.ente
    sezione.save()
    with pytest.raises(NonPermesso, match="lo scarta chi la scrive"):
        scarta(con_appunto, rilievo, motivo="No.", autore=ada)


def test_di_una_riga_e_di_tutto_il_piano_scarta_chi_li_scrive(con_appunto: Piano, ada: Utente) -> None:
    for genere in ("riga-vuota", "voce-mancante", "anno-senza-obiettivo"):
        scarta(con_appunto, _rilievo(con_appunto, genere), motivo="Si vede dopo.", autore=ada)
    assert RilievoScartato.objects.count() == 3


def test_dopo_l_approvazione_non_si_scarta_piu(con_appunto: Piano, ada: Utente) -> None:
    rilievo = _rilievo(con_appunto, "appunto")
    Piano.objects.filter(pk=con_appunto.pk).update(stato=Stato.APPROVATO)
    with pytest.raises(NonPermesso, match="finché è in lavorazione"):
        scarta(con_appunto, rilievo, motivo="No.", autore=ada)


def test_un_rilievo_che_non_c_e_piu_non_si_apre(come: Come, con_appunto: Piano, ada: Utente) -> None:
    vecchio = _su("controllo_scarta", con_appunto, _rilievo(con_appunto, "appunto"))
    _scrivi(con_appunto, "Il testo è finito.", autore=ada)
    assert come(ada).get(vecchio).status_code == 404


def test_il_pezzo_del_piano_conta_per_capitolo_quello_della_parte_dice_i_suoi(
    come: Come, con_appunto: Piano, ada: Utente
) -> None:
    cliente = come(ada)
    riepilogo = cliente.get(reverse("piani:controllo_riepilogo", kwargs=con_appunto.indirizzo)).text
    assert "?capitolo=contesto" in riepilogo
    della_sezione = reverse("piani:controllo_parte", kwargs={**con_appunto.indirizzo, "parte": "contesto"})
    assert "Finire obiettivo" in cliente.get(della_sezione).text
    della_scheda = reverse("piani:controllo_parte", kwargs={**con_appunto.indirizzo, "parte": "obiettivo:A"})
    assert "Finire obiettivo" not in cliente.get(della_scheda).text
    di_niente = reverse("piani:controllo_parte", kwargs={**con_appunto.indirizzo, "parte": "altra"})
    assert "Nessun rilievo su questa parte" in cliente.get(di_niente).text


def test_dal_piano_e_dalla_sezione_si_arriva_al_controllo(come: Come, con_appunto: Piano, ada: Utente) -> None:
    cliente = come(ada)
    sezione = reverse("piani:sezione", kwargs={**con_appunto.indirizzo, "chiave": "contesto"})
    scheda = reverse("piani:scheda", kwargs={**con_appunto.indirizzo, "specie": "obiettivo", "scheda": "A"})
    for pagina in (con_appunto.get_absolute_url(), sezione, scheda):
        assert f'href="{_pagina(con_appunto)}"' in cliente.get(pagina).text


def test_prima_di_inviare_in_verifica_si_dice_quanti_rilievi_restano(con_appunto: Piano) -> None:
    [frase] = del_controllo(con_appunto)
    assert f"ci sono {len(aperti_di(con_appunto))} rilievi" in frase
    assert frase in avvertenze(Passo.INVIA_IN_VERIFICA, con_appunto)
    assert frase not in avvertenze(Passo.DAI_ASSENSO, con_appunto)


@pytest.mark.parametrize("quanti", [1, 3])
def test_le_interrogazioni_non_crescono_con_i_rilievi(come: Come, con_appunto: Piano, ada: Utente, quanti: int) -> None:
    for n in range(quanti):
        SezioneFactory.create(piano=con_appunto, chiave=f"s{n}", testo="<p>Finire obiettivo</p>")
    Piano.objects.filter(pk=con_appunto.pk).update(contenuto=100 + quanti)
    cliente = come(ada)
    cliente.get(_pagina(con_appunto))
    with CaptureQueriesContext(connection) as fatte:
        cliente.get(_pagina(con_appunto))
    # The embedded database keeps the cache in a table; Redis does not.
    assert len([q for q in fatte if "cache_portale" not in q["sql"]]) == 15
