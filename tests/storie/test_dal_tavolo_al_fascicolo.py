"""The whole procedure in a real browser, by eight offices: from an empty table to the pack for the Region, hash by hash.

The Ufficio di Piano, a cooperative, the president, two mayors, the ASST, the dirigente and the direttore of the ATS act each
from their own browser; the pages they use are looked at by axe.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from django.core.management import call_command
from django.utils import timezone

from accordi.models import Articolo
from ambiti.models import Ambito, Capofila, Comune, Popolazione
from piani.canonico import importa_piano
from piani.enums import Stato
from piani.models import Piano
from tests.browser import senza_difetti_axe
from tests.cast import persona
from tests.documenti_canonici import documento
from tests.factories import AppartenenzaFactory, ComuneFactory
from utenti.enums import Ruolo
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.con_postgresql]

OGGI = timezone.localdate().isoformat()
PDF = b"%%PDF-1.7\n%s\n%%%%EOF\n"


@dataclass
class Ufficio:
    """A person at a browser. `guarda` asks axe about the page as it is."""

    pagina: "Page"

    def vai(self, indirizzo: str) -> "Ufficio":
        """Open a page; it must answer 200."""
        risposta = self.pagina.goto(indirizzo)
        assert risposta is not None
        assert risposta.status == 200, f"{indirizzo}: {risposta.status}"
        return self

    def apri(self, nome: str) -> "Ufficio":
        """Follow the first link with that name, inside the page."""
        self._trova("link", nome).click()
        self.pagina.wait_for_load_state()
        return self

    def _trova(self, ruolo: Literal["link", "button"], nome: str) -> "Locator":
        """Return the first one on the page; where there is none, the test says which there are."""
        trovati = self.pagina.locator("main").get_by_role(ruolo, name=nome)
        if not trovati.count():
            altri = [e.inner_text() for e in self.pagina.locator("main").get_by_role(ruolo).all()]
            pytest.fail(f"{self.pagina.url}: nessun {ruolo} «{nome}», ci sono {altri}")
        return trovati.first

    def guarda(self) -> "Ufficio":
        """Fail where there is a barrier."""
        senza_difetti_axe(self.pagina)
        return self

    def scrivi(self, **campi: str) -> "Ufficio":
        """Fill the fields of the page by their names."""
        for nome, valore in campi.items():
            campo = self.pagina.locator(f"main [name={nome}]").first
            if campo.evaluate("c => c.tagName") == "SELECT":
                campo.select_option(valore)
            elif campo.get_attribute("type") in {"radio", "checkbox"}:
                scelta = self.pagina.locator(f"main [name={nome}][value='{valore}']")
                scelta.press("Space")
                assert scelta.is_checked()
            else:
                campo.fill(valore)
        return self

    def carica(self, nome: str, contenuto: bytes) -> "Ufficio":
        """Choose a file for a field."""
        file = {"name": f"{nome}.pdf", "mimeType": "application/pdf", "buffer": contenuto}
        self.pagina.locator(f"main [name={nome}]").set_input_files(file)  # type: ignore[arg-type]  # its own TypedDict
        return self

    def premi(self, bottone: str) -> "Ufficio":
        """Press a button of the page, and wait for the answer: it must not be a refusal."""
        with self.pagina.expect_navigation() as arrivo:
            self._trova("button", bottone).click()
        risposta = arrivo.value
        assert risposta is not None
        assert risposta.status == 200, f"{bottone}: {risposta.status} {self.pagina.locator('main').inner_text()[:600]}"
        return self

    def legge(self, testo: str) -> "Ufficio":
        """The page says it."""
        assert testo in self.pagina.locator("main").inner_text(), self.pagina.locator("main").inner_text()[:1500]
        return self


@pytest.fixture
def piano(
    regione_minima: dict[str, int], gallarate: Ambito, comune_capofila: Comune, asst_valle_olona: object
) -> Piano:
    """A small plan; two Comuni, their residents, the lead body."""
    altro = ComuneFactory.create(ente__codice="012002", ente__nome="Albizzate")
    AppartenenzaFactory.create(comune=altro, ambito=gallarate)
    Capofila.objects.create(ambito=gallarate, ente=comune_capofila.ente)
    for comune, residenti in ((comune_capofila, 53_000), (altro, 5_300)):
        Popolazione.objects.create(ente=comune.ente, giorno="2023-12-31", residenti=residenti, fonte="prova")
    persona("Bice", Ruolo.SINDACO, altro.ente)
    return importa_piano(documento())


@pytest.fixture
def ufficio(apri: "Apri") -> Callable[[Utente], Ufficio]:
    """A function that seats a person at a browser."""

    def siede(chi: Utente) -> Ufficio:
        pagina = apri(chi)
        # Here the jobs run inside the request that asks for them: a paper takes seconds.
        pagina.set_default_timeout(60_000)
        return Ufficio(pagina)

    return siede


def test_dal_tavolo_vuoto_al_fascicolo_per_la_regione(
    ufficio: Callable[[Utente], Ufficio],
    piano: Piano,
    ada: Utente,
    carla: Utente,
    pia: Utente,
    bruno: Utente,
    rosa: Utente,
    franco: Utente,
    nino: Utente,
) -> None:
    bice = Utente.objects.get(nome="Bice")
    udp, ets, presidente = ufficio(ada), ufficio(carla), ufficio(pia)
    sindaco, sindaca, asst, ats, direttore = (ufficio(x) for x in (bruno, bice, rosa, franco, nino))
    dove = "/{codice}/{triennio}/".format(**piano.indirizzo)

    _i_tavoli(udp, ets, dove)
    _l_accordo_si_scrive(udp, piano, dove)
    _la_verifica(udp, ats, dove)
    _l_assemblea(udp, presidente, sindaco, sindaca, dove)
    _le_firme(udp, sindaco, sindaca, asst, direttore, ets, ats, dove)
    zip_dell_ats = _il_recepimento(ats, direttore, dove)

    _controlla(zip_dell_ats)
    _il_registro_racconta(piano)


def _i_tavoli(udp: Ufficio, ets: Ufficio, dove: str) -> None:
    udp.vai("/tavoli/nuovo/").guarda().scrivi(titolo="Tavolo anziani", annuncio_dal=OGGI, annuncio_al=OGGI)
    udp.scrivi(invitati="ets")
    udp.pagina.locator("main [contenteditable=true]").first.fill("Di che cosa hanno bisogno gli anziani.")
    udp.premi("Salva l'avviso")
    tavolo = udp.pagina.url
    udp.apri("Aggiungi un tema").scrivi(titolo="Bisogni").premi("Salva il tema")
    udp.vai(tavolo).apri("Collega").scrivi(piani=_primo(udp, "piani")).premi("Collega i Piani")
    udp.vai(tavolo).apri("Annuncia il tavolo").premi("Annuncia il tavolo")

    ets.vai(tavolo).guarda().apri("Chiedi di partecipare").scrivi(motivazione="Lavoriamo con gli anziani.")
    ets.premi("Chiedi di partecipare")
    udp.vai(f"{tavolo}domande/").guarda().apri("Ammetti").premi("Ammetti")
    ets.vai(tavolo).apri("Lascia un contributo").scrivi(
        genere="bisogno", titolo="Soli d'estate", testo="In agosto i centri chiudono."
    )
    ets.premi("Lascia il contributo")

    udp.vai(f"/piani{dove}").guarda().apri("Apri la consultazione").premi("Apri la consultazione")
    ets.vai(f"/piani{dove}leggi/").guarda()
    udp.vai(f"{tavolo}contributi/").guarda().apri("Soli d'estate").apri("Rispondi")
    udp.scrivi(esito="accolto", motivo="È nella scheda A.", luogo=_primo(udp, "luogo", salta=1)).premi("Rispondi")
    ets.vai("/tavoli/contributi/").guarda().apri("Soli d'estate").legge("È nella scheda A.")
    udp.vai(f"/piani{dove}").apri("Chiudi la consultazione").premi("Chiudi la consultazione")


def _primo(chi: Ufficio, campo: str, *, salta: int = 0) -> str:
    """Return the value of the first choice of a field, after `salta` others."""
    radice = chi.pagina.locator(f"main [name={campo}]")
    if radice.first.evaluate("c => c.tagName") == "SELECT":
        return radice.locator("option").nth(salta).get_attribute("value") or ""
    return radice.nth(salta).get_attribute("value") or ""


def _l_accordo_si_scrive(udp: Ufficio, piano: Piano, dove: str) -> None:
    udp.vai(f"/accordi{dove}crea/").guarda().scrivi(titolo="Accordo", decorrenza="2025-01-01", scadenza="2027-12-31")
    udp.premi("Crea l'Accordo").guarda()
    # Eleven articles by hand are another story: the text of each is given here.
    Articolo.objects.filter(accordo__piano=piano, testo="").update(testo="<p>Gli enti collaborano.</p>")


def _la_verifica(udp: Ufficio, ats: Ufficio, dove: str) -> None:
    udp.vai(f"/piani{dove}").apri("Invia in verifica").premi("Invia in verifica")

    ats.vai("/ats/tavolo/ambiti/").guarda().legge("In verifica presso l'ATS")
    ats.vai(f"/piani{dove}procedura/chiedi_integrazioni/").scrivi(motivo="Manca la fonte.")
    ats.pagina.locator("main summary", has_text="Sezioni").click()
    ats.scrivi(parti="sezione:contesto").premi("Chiedi le integrazioni")
    udp.vai(f"/piani{dove}procedura/").guarda().legge("Manca la fonte.")
    udp.vai(f"/piani{dove}").apri("Invia in verifica").premi("Invia in verifica")

    ats.vai(f"/ats{dove}").guarda()
    ats.vai(f"/piani{dove}procedura/dai_assenso/").guarda().scrivi(numero="0118928", giorno=OGGI)
    ats.premi("Dai l'assenso")


def _l_assemblea(udp: Ufficio, presidente: Ufficio, sindaco: Ufficio, sindaca: Ufficio, dove: str) -> None:
    for chiave in ("seduta-prima", "teste-e-quote", "unanimita"):
        udp.vai(f"/assemblea{dove}regole/nuova/?da={chiave}").scrivi(dal="2024-01-01").premi("Scrivi la regola")
    udp.vai(f"/assemblea{dove}regole/").guarda()
    presidente.vai(f"/assemblea{dove}convoca/").guarda()
    presidente.scrivi(giorno=OGGI, ora="17:30", luogo="Sala consiliare").premi("Convoca e invia gli avvisi")
    seduta = presidente.pagina.url
    presidente.apri("Apri la seduta").premi("Apri la seduta")
    for _ in range(2):
        presidente.premi("Entra")
    presidente.guarda()
    for _ in range(2):
        presidente.vai(seduta).apri("Metti ai voti").premi("Metti ai voti")
        for votante in (sindaco, sindaca):
            votante.vai(seduta).guarda()
            votante.scrivi(scelta="favorevole").premi("Conferma il voto")
        presidente.vai(seduta).apri("Chiudi la votazione").premi("Chiudi la votazione")
        presidente.vai(seduta).apri("Proclama").premi("Proclama l'esito")
    presidente.vai(seduta).apri("Chiudi la seduta").premi("Chiudi la seduta")
    presidente.vai(seduta).apri("Carica il verbale firmato").carica("file", PDF % b"verbale firmato")
    presidente.premi("Conserva il verbale firmato")
    sindaco.vai(seduta).guarda().legge("2 favorevoli su 2 componenti")


def _le_firme(
    udp: Ufficio,
    sindaco: Ufficio,
    sindaca: Ufficio,
    asst: Ufficio,
    direttore: Ufficio,
    ets: Ufficio,
    ats: Ufficio,
    dove: str,
) -> None:
    udp.vai(f"/piani{dove}").apri("Apri la sottoscrizione").premi("Apri la sottoscrizione")
    accordo = f"/accordi{dove}"
    ets.vai(f"{accordo}adesioni/nuova/").guarda().scrivi(rappresentante="Presidente").premi("Chiedi di aderire")
    udp.vai(accordo).apri("Cooperativa di prova").scrivi(accolta="si").premi("Rispondi")
    for n, firmatario in enumerate((sindaco, sindaca, asst)):
        firmatario.vai(accordo).apri("Carica il file firmato").scrivi(giorno=OGGI)
        firmatario.carica("file", PDF % f"firma {n}".encode()).premi("Carica il file firmato")
    ats.vai(f"/piani{dove}date/verifica_ats/").guarda().scrivi(giorno=OGGI).premi("Registra la data")
    direttore.vai(accordo).guarda().apri("Carica il file firmato").scrivi(giorno=OGGI)
    direttore.carica("file", PDF % b"firma ATS").premi("Carica il file firmato")
    ets.vai(accordo).apri("Carica il file firmato").scrivi(giorno=OGGI)
    ets.carica("file", PDF % b"adesione").premi("Carica il file firmato")
    udp.vai(f"/piani{dove}").apri("Completa la sottoscrizione").premi("Completa la sottoscrizione")


def _il_recepimento(ats: Ufficio, direttore: Ufficio, dove: str) -> bytes:
    ats.vai(f"/ats{dove}atto/").premi("Comincia l'atto").guarda()
    ats.vai(f"/ats{dove}atto/").premi("Prepara la bozza")
    direttore.vai(f"/piani{dove}").apri("Recepisci").guarda().scrivi(tipo_atto="decreto", numero="18", giorno=OGGI)
    direttore.carica("file", PDF % b"decreto").premi("Registra il recepimento")
    ats.vai(f"/ats{dove}fascicolo/").guarda().premi("Prepara il fascicolo")
    ats.vai(f"/ats{dove}fascicolo/")
    with ats.pagina.expect_download() as scaricamento:
        ats.pagina.locator("main").get_by_role("link", name="Scarica").first.click()
    contenuto = Path(scaricamento.value.path()).read_bytes()
    ats.vai(f"/ats{dove}invii/nuovo/").guarda().scrivi(giorno=OGGI, protocollo="0000001").premi("Registra l'invio")
    ats.vai("/scrivania/").guarda()
    return contenuto


def _controlla(contenuto: bytes) -> None:
    """Each file of the pack has the hash that its index says, and nothing is missing."""
    with zipfile.ZipFile(io.BytesIO(contenuto)) as fascicolo:
        nomi = set(fascicolo.namelist())
        righe = fascicolo.read("SHA256SUMS").decode().splitlines()
        detti = {nome: impronta for impronta, _, nome in (riga.partition("  ") for riga in righe)}
        for nome, impronta in detti.items():
            assert hashlib.sha256(fascicolo.read(nome)).hexdigest() == impronta, nome
        assert nomi - set(detti) == {"SHA256SUMS"}
        firmati = [fascicolo.read(n) for n in nomi]
    for atteso in (b"verbale firmato", b"firma 0", b"firma 1", b"firma 2", b"firma ATS", b"adesione", b"decreto"):
        assert sum(PDF % atteso == f for f in firmati) == 1, atteso


def _il_registro_racconta(piano: Piano) -> None:
    piano.refresh_from_db()
    assert piano.stato == Stato.RECEPITO
    uscita = StringIO()
    call_command("verifica_registro", piano.catena, racconta=True, stdout=uscita)
    racconto = uscita.getvalue()
    attesi = [
        "Annunciato un tavolo",
        "Ammesso un ente",
        "Lasciato un contributo",
        "Consultazione aperta",
        "Risposto a un contributo",
        "inviati in verifica",
        "L'ATS chiede integrazioni",
        "Assenso dell'ATS",
        "Piano approvato",
        "Sottoscrizione aperta",
        "Sottoscrizione completa",
        "Piano recepito",
    ]
    posti = [racconto.index(frase) for frase in attesi]
    assert posti == sorted(posti)
