"""The calendar file, byte by byte, and its private address."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from core.middleware import _CON_GETTONE
from core.testo import pulisci
from obiettivi.models import Scadenza
from piani.models import Cronologia, Piano
from registro.models import Evento as Annotato
from scrivania.calendario import Evento, calendario, piega, proteggi
from scrivania.models import Abbonamento
from tests.cliente import Cliente
from tests.factories import PianoFactory, SezioneFactory, TriennioFactory
from utenti.models import Utente, impronta_di

Come = Callable[[Utente], Cliente]
ADESSO = dt.datetime(2026, 11, 25, 8, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))
PAGINA = "/scrivania/calendario/"
eventi = st.builds(
    Evento,
    uid=st.from_regex(r"[a-z]{1,12}-[0-9]{1,6}@portale", fullmatch=True),
    titolo=st.text(max_size=300),
    giorno=st.dates(min_value=dt.date(1990, 1, 1)),
    ora=st.none() | st.times().map(lambda t: t.replace(microsecond=0)),
    url=st.just("") | st.just("https://portale.esempio.it/piani/50074/2025-2027/"),
)


def righe(contenuto: bytes) -> list[str]:
    """Undo the folding, as a calendar program does."""
    return re.sub(rb"\r\n ", b"", contenuto).decode().removesuffix("\r\n").split("\r\n")


def valori(contenuto: bytes, nome: str) -> list[str]:
    return [riga.partition(":")[2] for riga in righe(contenuto) if re.match(rf"{nome}[;:]", riga)]


def leggi(testo: str) -> str:
    """Undo the escapes of a text."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], testo)


@given(st.lists(eventi, max_size=4), st.text(max_size=80))
def test_ogni_calendario_rispetta_le_righe_della_norma(elenco: list[Evento], nome: str) -> None:
    contenuto = calendario(elenco, nome=nome, adesso=ADESSO)

    assert contenuto.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", contenuto), "solo CRLF"
    assert max(len(riga) for riga in contenuto.split(b"\r\n")) <= 75
    for ottetti in contenuto.split(b"\r\n"):
        ottetti.decode()  # no character is cut in two
    for riga in righe(contenuto):
        assert re.match(r"[A-Z-]+[;:]", riga), riga
    inizi, fini = valori(contenuto, "BEGIN"), valori(contenuto, "END")
    assert sorted(inizi) == sorted(fini)
    assert inizi.count("VEVENT") == len(elenco)


@given(st.lists(eventi, max_size=4))
def test_cio_che_si_scrive_si_rilegge(elenco: list[Evento]) -> None:
    contenuto = calendario(elenco, nome="Piani di Zona", adesso=ADESSO)

    assert [leggi(t) for t in valori(contenuto, "SUMMARY")] == [pulisci(" ".join(e.titolo.split())) for e in elenco]
    assert valori(contenuto, "UID") == [e.uid for e in elenco]
    assert valori(contenuto, "DTSTAMP") == ["20261125T070509Z"] * len(elenco)
    date = [riga for riga in righe(contenuto) if riga.startswith(("DTSTART;VALUE=DATE:", "DTSTART;TZID="))]
    attese = [
        f"DTSTART;VALUE=DATE:{e.giorno:%Y%m%d}"
        if e.ora is None
        else f"DTSTART;TZID=Europe/Rome:{e.giorno:%Y%m%d}T{e.ora:%H%M%S}"
        for e in elenco
    ]
    assert date == attese


@given(st.text(max_size=400))
def test_piegare_non_perde_nulla(testo: str) -> None:
    una = testo.replace("\r", "").replace("\n", "")
    assert piega(una).replace("\r\n ", "") == una


def test_le_protezioni_della_norma() -> None:
    assert proteggi("a;b,c\\d\ne\x07") == "a\\;b\\,c\\\\d e"


def test_un_evento_per_intero() -> None:
    evento = Evento("scadenza-3@portale", "Invio; in Regione", dt.date(2025, 1, 15), url="https://p.it/scrivania/")
    assert righe(calendario([evento], nome="Piani di Zona", adesso=ADESSO))[-9:-2] == [
        "BEGIN:VEVENT",
        "UID:scadenza-3@portale",
        "DTSTAMP:20261125T070509Z",
        "DTSTART;VALUE=DATE:20250115",
        "TRANSP:TRANSPARENT",
        "SUMMARY:Invio\\; in Regione",
        "URL:https://p.it/scrivania/",
    ]


def test_senza_date_il_calendario_ha_comunque_un_componente() -> None:
    assert valori(calendario([], nome="x", adesso=ADESSO), "BEGIN") == [
        "VCALENDAR",
        "VTIMEZONE",
        "DAYLIGHT",
        "STANDARD",
    ]


# --- The pages ----------------------------------------------------------------
@pytest.fixture
def scadenza(piano: Piano) -> Scadenza:
    return Scadenza.objects.create(
        triennio=piano.triennio, chiave="a", nome="Invio in Regione", giorno=dt.date(2025, 1, 15)
    )


def abbonati(cliente: Cliente) -> str:
    """Make the private address and return its path."""
    intero: str = cliente.post(f"{PAGINA}nuovo/").context["indirizzo"]
    return intero.removeprefix(settings.INDIRIZZO_PORTALE)


@pytest.mark.usefixtures("stanze_di_prova")
def test_il_file_ha_scadenze_sedute_e_compiti_di_chi_lo_chiede(
    come: Come, ada: Utente, dario: Utente, piano: Piano, piano_di_busto: Piano, scadenza: Scadenza
) -> None:
    Cronologia.objects.create(piano=piano, atto_accordo_il=dt.date(2024, 12, 2))
    risposta = come(ada).get(f"{PAGINA}scarica/")

    assert risposta["Content-Type"] == "text/calendar; charset=utf-8"
    assert risposta["Content-Disposition"] == 'attachment; filename="piani-di-zona.ics"'
    assert valori(risposta.content, "SUMMARY") == ["Assemblea di Gallarate", "Invio in Regione (2025-2027)"]
    assert len(set(valori(risposta.content, "UID"))) == 2
    assert f"URL:{settings.INDIRIZZO_PORTALE}{piano.get_absolute_url()}" in righe(risposta.content)
    assert valori(risposta.content, "UID") == valori(come(ada).get(f"{PAGINA}scarica/").content, "UID")


def test_l_indirizzo_privato_si_legge_senza_accedere_e_si_vede_una_volta(
    come: Come, client: Cliente, ada: Utente, scadenza: Scadenza
) -> None:
    cliente = come(ada)
    indirizzo = abbonati(cliente)
    gettone = indirizzo.rstrip("/").rpartition("/")[2]

    risposta = client.get(indirizzo)
    assert valori(risposta.content, "SUMMARY") == ["Invio in Regione (2025-2027)"]
    assert "no-store" in risposta["Cache-Control"]
    for nome in ("Ada", "ada@esempio.it"):
        assert nome not in risposta.text
    assert Abbonamento.objects.get().impronta == impronta_di(gettone)
    assert gettone not in cliente.get(PAGINA).text
    assert gettone not in _CON_GETTONE.sub(r"\1...", indirizzo)
    assert not Annotato.objects.filter(dati__icontains=gettone).exists()


def test_un_indirizzo_nuovo_chiude_quello_di_prima_e_si_puo_togliere(come: Come, client: Cliente, ada: Utente) -> None:
    cliente = come(ada)
    primo, secondo = abbonati(cliente), abbonati(cliente)
    assert client.get(primo).status_code == 404
    assert client.get(secondo).status_code == 200
    assert "non funziona più" in cliente.post(f"{PAGINA}revoca/", follow=True).text
    assert client.get(secondo).status_code == 404
    assert "Non avevi nessun indirizzo" in cliente.post(f"{PAGINA}revoca/", follow=True).text
    tipi = list(Annotato.objects.filter(tipo__startswith="scrivania.").order_by("pk").values_list("tipo", flat=True))
    assert tipi == ["scrivania.abbonamento_creato"] * 2 + ["scrivania.abbonamento_revocato"]


def test_lia_non_toglie_l_indirizzo_di_ada(come: Come, client: Cliente, ada: Utente, lia: Utente) -> None:
    di_ada = abbonati(come(ada))
    come(lia).post(f"{PAGINA}revoca/")
    abbonati(come(lia))
    assert client.get(di_ada).status_code == 200


def test_un_account_chiuso_o_un_incarico_finito_non_danno_piu_date(
    come: Come, client: Cliente, ada: Utente, scadenza: Scadenza
) -> None:
    indirizzo = abbonati(come(ada))
    ieri = timezone.localdate() - dt.timedelta(days=1)
    ada.incarichi.update(dal=ieri, al=ieri)
    assert valori(client.get(indirizzo).content, "SUMMARY") == []
    Utente.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get(indirizzo).status_code == 404


def test_un_gettone_inventato_non_apre_niente(client: Cliente, db: None) -> None:
    assert client.get("/scrivania/abbonamento/inventato/").status_code == 404


@pytest.mark.usefixtures("stanze_di_prova")
@pytest.mark.parametrize("quanti", [1, 3])
def test_il_calendario_costa_sempre_uguale(
    come: Come, client: Cliente, ada: Utente, quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ambito = ada.incarichi.get().ente.ambito
    for n in range(quanti):
        piano = PianoFactory.create(ambito=ambito, triennio=TriennioFactory.create(codice=f"20{n}5-20{n}7"))
        SezioneFactory.create(piano=piano)
        Cronologia.objects.create(piano=piano, atto_accordo_il=dt.date(2024, 12, 2))
    indirizzo = abbonati(come(ada))
    with django_assert_num_queries(4):
        assert client.get(indirizzo).status_code == 200
