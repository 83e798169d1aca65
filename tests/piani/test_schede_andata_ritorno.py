"""Opening every form of a real sheet and saving it as it is must not move a byte of the canonical document."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from ambiti.models import Ambito, Asst
from core.canonico import byte_canonici
from demo.gallarate import documento_gallarate
from obiettivi.models import Scheda
from piani.canonico import byte_del_piano, importa_piano, leggi, sigilla
from piani.models import Piano, VoceScheda
from tests.cliente import Cliente
from tests.factories import AmbitoFactory, IncaricoFactory
from utenti.enums import Ruolo
from utenti.models import Utente

pytestmark = [pytest.mark.django_db, pytest.mark.lento, pytest.mark.una_volta]

# One or two of each format: shared sums, LEPS, example marks, nested actions, what became of an objective.
SCELTE = {"4", "LEPS-PIPPI", "ASST-SAD", "ATS-1"}
ESITI = 1


@pytest.fixture
def piano_vero(regione_minima: object, gallarate: Ambito, asst_valle_olona: Asst, comune_capofila: object) -> Piano:
    """Gallarate's plan, with some of its real sheets and no tables."""
    for codice in ("50023", "50029", "50034", "50011", "50080", "50049"):
        AmbitoFactory.create(ente__codice=codice, ats=gallarate.ats)
    documento = dict(documento_gallarate())
    documento |= {
        "schede": [s for s in documento["schede"] if s["codice"] in SCELTE],
        "esiti": [e for e in documento["esiti"] if e["seguito"]][:ESITI],
        "tabelle": [],
        "accordo": None,
    }
    return importa_piano(leggi(byte_canonici(sigilla({k: v for k, v in documento.items() if k != "sha256"}))))


@pytest.fixture
def tutti(ada: Utente, asst_valle_olona: Asst, gallarate: Ambito) -> Utente:
    """Who may write the parts of each body."""
    IncaricoFactory.create(utente=ada, ruolo=Ruolo.REFERENTE_ASST, ente=asst_valle_olona.ente)
    IncaricoFactory.create(utente=ada, ruolo=Ruolo.FUNZIONARIO_ATS, ente=gallarate.ats.ente)
    return ada


class Moduli(HTMLParser):
    """Reads the forms of a page as a browser does: what is marked, what is chosen, what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.moduli: list[tuple[str, dict[str, list[str]]]] = []
        self._dati: dict[str, list[str]] | None = None
        self._elenco = self._testo = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        voci = {nome: valore or "" for nome, valore in attrs}
        if tag == "form":
            self._dati = {}
            self.moduli.append((voci.get("action", ""), self._dati))
        elif tag == "input" and voci.get("type") not in {"submit", "button"}:
            if voci.get("type") not in {"checkbox", "radio"} or "checked" in voci:
                segno = "on" if voci.get("type") == "checkbox" else ""
                self._manda(voci.get("name", ""), voci.get("value", segno))
        elif tag == "select":
            self._elenco = voci["name"]
        elif tag == "option" and "selected" in voci:
            self._manda(self._elenco, voci.get("value", ""))
        elif tag == "textarea":
            self._testo = voci["name"]
            self._manda(self._testo, "")

    def handle_data(self, data: str) -> None:
        if self._testo and self._dati is not None:
            self._dati[self._testo][-1] += data.replace("\n", "\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._testo = ""
        elif tag == "form":
            self._dati = None

    def _manda(self, nome: str, valore: str) -> None:
        if self._dati is not None and nome:
            self._dati.setdefault(nome, []).append(valore)


def moduli(cliente: Cliente, indirizzo: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield each form of a page that carries a revision, with what a browser would send of it."""
    lettore = Moduli()
    lettore.feed(cliente.get(indirizzo).content.decode())
    for azione, dati in lettore.moduli:
        if "revisione" in dati and not azione.endswith("completa/"):
            yield azione or indirizzo, dati


def indirizzi(voce: VoceScheda) -> Iterator[str]:
    """Yield the pages with the forms of a sheet."""
    base = voce.get_absolute_url()
    yield base
    yield f"{base}dati/"
    for genere in ("azioni", "indicatori", "risorse"):
        for elemento in getattr(voce.scheda, genere).all():
            yield f"{base}elenchi/{genere}/{elemento.pk}/"


def canonica(piano: Piano) -> bytes:
    return byte_del_piano(Piano.objects.get(pk=piano.pk))


def test_salvare_tutto_com_e_non_cambia_un_byte(
    come: Callable[[Utente], Cliente], piano_vero: Piano, tutti: Utente
) -> None:
    cliente = come(tutti)
    prima = canonica(piano_vero)
    formati: dict[str, int] = {}
    for voce in piano_vero.voci.select_related("scheda__formato", "piano__ambito__ente", "piano__triennio"):
        for indirizzo in indirizzi(voce):
            for azione, dati in moduli(cliente, indirizzo):
                risposta: Any = cliente.post(azione, dati)
                assert risposta.status_code == 302, (
                    azione,
                    risposta.status_code,
                    dati.get("scelte"),
                    risposta.content.decode().split("alert-danger")[1][:300],
                )
                formati[voce.scheda.formato.chiave] = formati.get(voce.scheda.formato.chiave, 0) + 1
        dopo = canonica(piano_vero)
        if dopo != prima:
            n = next(i for i, (a, b) in enumerate(zip(dopo, prima, strict=False)) if a != b)
            raise AssertionError(f"{voce}: {prima[n - 300 : n + 80]!r} -> {dopo[n - 40 : n + 80]!r}")
    assert set(formati) == {"obiettivo-2025", "esito-2021", "asst-2025", "ats-2025"}
    assert min(formati.values()) >= 3
    assert Scheda.objects.filter(seguiti__isnull=False).exists()
