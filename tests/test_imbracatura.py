"""The harness catches what it promises to catch."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path

from ambiti.models import Ente
from tests.cliente import Cliente
from tests.factories import EnteFactory
from tests.pagine import difetti, scrive


@login_not_required
def scrive_in_lettura(request: HttpRequest) -> HttpResponse:
    EnteFactory.create()
    return HttpResponse("fatto")


@login_not_required
def legge(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Ente.objects.count()))


@login_not_required
def modulo_aperto(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<form method="post" action="/x/"><p><input name="a"><br></p></form>')


@login_not_required
def a_pezzi(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"<p>uno</p>"]))


urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("scrive/", scrive_in_lettura),
    path("legge/", legge),
    path("modulo/", modulo_aperto),
    path("pezzi/", a_pezzi),
]


@pytest.mark.urls(__name__)
def test_un_get_che_scrive_fa_fallire_la_prova(client: Cliente, db: None) -> None:
    with pytest.raises(AssertionError, match="Un GET ha scritto"):
        client.get("/scrive/")


@pytest.mark.urls(__name__)
def test_un_get_che_legge_passa(client: Cliente, db: None) -> None:
    assert client.get("/legge/").content == b"0"
    assert client.head("/legge/").status_code == 200


@pytest.mark.urls(__name__)
def test_un_post_puo_scrivere(client: Cliente, db: None) -> None:
    client.post("/scrive/")
    assert Ente.objects.count() == 1


@pytest.mark.urls(__name__)
def test_un_modulo_senza_gettone_fa_fallire_la_prova(client: Cliente, db: None) -> None:
    with pytest.raises(AssertionError, match="senza gettone CSRF: /x/"):
        client.get("/modulo/")


@pytest.mark.urls(__name__)
def test_una_risposta_a_pezzi_resta_a_pezzi(client: Cliente, db: None) -> None:
    assert b"".join(client.get("/pezzi/")) == b"<p>uno</p>"


@pytest.mark.parametrize(
    ("html", "difetto"),
    [
        ("<p style='color:red'></p>", "attributo in linea: <p style>"),
        ("<button onclick='x()'></button>", "attributo in linea: <button onclick>"),
        ("<script>x()</script>", "<script> in linea senza nonce"),
        ("<style>p{}</style>", "<style> in linea senza nonce"),
        ("<p id='a'></p><p id='a'></p>", "id ripetuto: a"),
        ("<div><p>uno</p>", "mai chiuso: <div>"),
        ("<p>uno</p></div>", "chiusura fuori posto: </div> a (1, 10)"),
    ],
)
def test_una_pagina_difettosa_si_vede(html: str, difetto: str) -> None:
    assert difetti(html) == [difetto]


def test_una_pagina_in_ordine_non_ha_difetti() -> None:
    assert not difetti(
        "<form method='post'><input type='hidden' name='csrfmiddlewaretoken'></form>"
        "<form method='get'></form><script src='/a.js'></script><script nonce='x'>1</script>"
        "<script type='application/json' id='dati'>{}</script>"
    )


@pytest.mark.parametrize(
    ("sql", "atteso"),
    [
        ("SELECT 1 FROM piani_piano WHERE titolo = 'UPDATE'", False),
        ("SAVEPOINT s1", False),
        ('INSERT INTO "django_session" VALUES (1)', False),
        ("DELETE FROM cache_portale WHERE expires < 1", False),
        ('UPDATE "piani_piano" SET stato = 1', True),
        ('SELECT * FROM "piani_piano" FOR UPDATE', True),
        ("INSERT INTO registro_evento VALUES (1)", True),
    ],
)
def test_si_sa_quale_sql_scrive(sql: str, atteso: bool) -> None:
    assert scrive(sql) is atteso


def test_ogni_prova_ha_la_sua_cartella_dei_conservati(settings: object, tmp_path: object) -> None:
    assert str(getattr(settings, "CONSERVATI_DIR")).startswith(str(tmp_path))  # noqa: B009 - the wrapper has no types


def test_il_catalogo_regionale_si_carica(regione_minima: dict[str, int]) -> None:
    from obiettivi.models import CampoScheda, PuntoChiave

    assert CampoScheda.objects.filter(formato__chiave="obiettivo-2025").count() == 26
    assert PuntoChiave.objects.count() == 70


def test_il_cast_ha_gli_incarichi_giusti(
    ada: object, dario: object, bruno: object, elena: object, gina: object
) -> None:
    from utenti.models import Incarico

    ruoli = {
        i.utente.nome: (i.ruolo, i.ente.chiave) for i in Incarico.objects.in_corso().select_related("utente", "ente")
    }
    assert ruoli == {
        "Ada": ("responsabile_udp", "ambito:50074"),
        "Dario": ("responsabile_udp", "ambito:50049"),
        "Bruno": ("sindaco", "comune:012070"),
        "Elena": ("funzionario_ats", "ats:322"),
        "Gina": ("referente_asst", "asst:711"),
    }


def test_la_banca_dati_delle_prove_non_sta_in_memoria(db: None) -> None:
    nome = connection.settings_dict["NAME"]
    assert ":memory:" not in str(nome)
    assert "mode=memory" not in str(nome)
