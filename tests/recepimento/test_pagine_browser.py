"""The pages of the ATS desk as they are when there is work: no barrier, nothing wider than the screen."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ambiti.models import Ambito, Ats
from piani.canonico import importa_piano
from piani.enums import Stato
from piani.models import Piano, Sezione
from recepimento.actions.atto import comincia_atto, prepara_bozza, scrivi_righe, scrivi_testo
from recepimento.actions.invio import prepara_fascicolo
from recepimento.actions.verifica import rispondi
from recepimento.models import Invio, Ricevuta
from recepimento.queries import invio as queries_invio
from tests.browser import senza_difetti_axe
from tests.documenti_canonici import documento, sezione
from tests.factories import AmbitoFactory, PianoFactory
from tests.piani.test_confronto import accordo
from tests.recepimento.stanza import approvato, carte_degli_altri, file_di, in_verifica, porta_a, svolto
from tests.recepimento.test_atto import NORME, PARERI, RIUNIONI, VALORI
from utenti.models import Utente

if TYPE_CHECKING:
    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]
BASE = "/ats/50074/2025-2027/"


@pytest.fixture
def al_lavoro(
    regione_minima: object, gallarate: Ambito, busto: Ambito, comune_capofila: object, ats_insubria: Ats, elena: Utente
) -> Piano:
    """Gallarate's plan sent twice: some answers, some to do again; other Ambiti around it."""
    doc = documento(
        sezioni=[sezione(), sezione("obiettivi", voce_formato="obiettivi", titolo="Gli obiettivi")], accordo=accordo()
    )
    piano = importa_piano(doc)
    for nome in ("Varese", "Sesto Calende", "Unione dei Comuni della Valle Lunghissima"):
        ambito = AmbitoFactory.create(ente__nome=nome, ats=ats_insubria)
        PianoFactory.create(ambito=ambito, triennio=piano.triennio, stato=Stato.SOTTOSCRITTO)
    prima = in_verifica(piano)
    for chiave, esito in (("contesto", "si"), ("obiettivi", "no"), ("durata", "si")):
        voce = prima.voci.select_related("verifica").get(chiave=chiave)
        rispondi(voce, revisione=1, esito=esito, nota="Una nota della verifica.", autore=elena)
    Sezione.objects.filter(piano=piano, chiave="obiettivi").update(testo="<p>Riscritto</p>")
    Piano.objects.filter(pk=piano.pk).update(contenuto=piano.contenuto + 1)
    piano.refresh_from_db()
    in_verifica(piano)
    return piano


def guarda(apri: "Apri", chi: Utente, indirizzi: list[str]) -> None:
    pagina = apri(chi)
    for larghezza in (1280, 360):
        pagina.set_viewport_size({"width": larghezza, "height": 800})
        for indirizzo in indirizzi:
            risposta = pagina.goto(indirizzo)
            assert risposta is not None
            assert risposta.status == 200, indirizzo
            largo = pagina.evaluate("document.documentElement.scrollWidth")
            assert largo <= larghezza, f"{indirizzo} a {larghezza} px: {largo}"
            senza_difetti_axe(pagina)


def test_il_tavolo_e_la_verifica_non_hanno_barriere(
    apri: "Apri", al_lavoro: Piano, franco: Utente, ada: Utente
) -> None:
    guarda(apri, franco, ["/ats/tavolo/ambiti/", "/ats/tavolo/ambiti/?q=zzz", BASE])
    guarda(apri, ada, [BASE])


def test_l_atto_e_il_fascicolo_non_hanno_barriere(
    apri: "Apri", al_lavoro: Piano, franco: Utente, monkeypatch: pytest.MonkeyPatch
) -> None:
    approvato(al_lavoro)
    verbale, firmate = carte_degli_altri(al_lavoro)
    monkeypatch.setattr(queries_invio, "carta_di_approvazione", lambda p: verbale)
    monkeypatch.setattr(queries_invio, "carte_firmate", lambda p: firmate)
    monkeypatch.setattr(queries_invio, "firme_mancanti", lambda p: [])
    porta_a(al_lavoro, Stato.SOTTOSCRITTO)
    atto = comincia_atto(al_lavoro, autore=franco)
    scrivi_testo(atto, revisione=1, valori=VALORI, autore=franco, esempio=True)
    scrivi_righe(atto, "norme", revisione=2, righe=NORME, autore=franco)
    scrivi_righe(atto, "pareri", revisione=3, righe=PARERI, autore=franco)
    scrivi_righe(atto, "riunioni", revisione=4, righe=RIUNIONI, autore=franco)
    svolto(prepara_bozza(atto, autore=franco).lavoro)
    fascicolo = prepara_fascicolo(al_lavoro, autore=franco)
    svolto(fascicolo.lavoro)
    invio = Invio.objects.create(
        piano=al_lavoro, fascicolo=fascicolo, inviato_il=dt.date(2025, 1, 14), protocollo="0001234", esempio=True
    )
    Ricevuta.objects.create(invio=invio, tipo="consegna", file=file_di("ricevuta"), nome_file="consegna.eml")
    pagine = ["atto/", "atto/dati/", "atto/righe/norme/", "fascicolo/", "invii/nuovo/"]
    guarda(apri, franco, [f"{BASE}{p}" for p in pagine])
