"""Who writes rows by hand is found out, and the row is named."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from registro import attese, queries
from registro.actions import annota
from registro.enums import TipoAnomalia as T
from registro.models import Catena, Evento
from registro.queries import verifica
from registro.regole import Contenuto, hash_evento, sigillo
from tests.processi import indirizzo_banca_dati

pytestmark = pytest.mark.django_db
PIANO = "piano:50074:2025-2027"
ALTRO = "piano:50049:2025-2027"


@pytest.fixture(autouse=True)
def catene() -> None:
    """Five events in a chain and two in another."""
    for n in range(1, 6):
        annota(PIANO, "prova", autore=n, dati={"n": n})
    for n in range(1, 3):
        annota(ALTRO, "prova", autore=n, dati={"n": n})


def sql(frase: str, *valori: str | int) -> None:
    """Write as somebody with the database password would."""
    with connection.cursor() as cursore:
        cursore.execute(frase.replace("CATENA", str(Catena.objects.get(nome=PIANO).pk)), valori)


def trovate(catena: str | None = None) -> list[tuple[str, int | None, str]]:
    return [(a.catena, a.numero, a.tipo) for a in verifica(catena)]


@pytest.mark.parametrize("colonna", ["dati", "tipo", "quando", "hash"])
@pytest.mark.parametrize("numero", [1, 3, 5])
def test_una_riga_alterata_ha_il_suo_numero(colonna: str, numero: int) -> None:
    sql(f"UPDATE registro_evento SET {colonna} = 'x' WHERE catena_id = CATENA AND numero = %s", numero)  # noqa: S608 - names of our own columns
    assert trovate() == [(PIANO, numero, T.ALTERATA)]
    assert trovate(ALTRO) == []


@pytest.mark.parametrize("colonna", ["autore_id", "incarico_id"])
def test_un_autore_cambiato_si_vede(colonna: str) -> None:
    sql(f"UPDATE registro_evento SET {colonna} = 99 WHERE catena_id = CATENA AND numero = 2")  # noqa: S608 - names of our own columns
    assert trovate() == [(PIANO, 2, T.ALTERATA)]


@pytest.mark.parametrize("numero", [1, 2, 4])
def test_una_riga_tolta_dal_mezzo_manca(numero: int) -> None:
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA AND numero = %s", numero)
    assert trovate() == [(PIANO, numero, T.MANCANTE)]


def test_le_ultime_righe_tolte_sono_tagliate() -> None:
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA AND numero >= 4")
    assert trovate() == [(PIANO, 4, T.TAGLIATA), (PIANO, 5, T.TAGLIATA)]


def test_tutte_le_righe_tolte_sono_tagliate() -> None:
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA")
    assert trovate() == [(PIANO, n, T.TAGLIATA) for n in range(1, 6)]


def test_due_righe_scambiate_sono_spostate() -> None:
    for da, a in ((2, 99), (4, 2), (99, 4)):
        sql("UPDATE registro_evento SET numero = %s WHERE catena_id = CATENA AND numero = %s", a, da)
    assert trovate() == [(PIANO, 2, T.SPOSTATA), (PIANO, 4, T.SPOSTATA)]
    assert "era la 4" in verifica()[0].frase


def test_una_riga_riscritta_con_il_suo_hash_giusto_si_vede_dalla_riga_dopo() -> None:
    _riscrivi(3)
    assert trovate() == [(PIANO, 3, T.ALTERATA)]


def test_l_ultima_riga_riscritta_con_il_suo_hash_giusto_si_vede_dalla_testa() -> None:
    _riscrivi(5)
    assert trovate() == [(PIANO, 5, T.ALTERATA)]


def _riscrivi(numero: int) -> None:
    evento = Evento.objects.get(catena__nome=PIANO, numero=numero)
    contenuto = evento.contenuto(PIANO)._replace(dati='{"n":0}')
    nuovo = hash_evento(evento.hash_precedente, contenuto)
    sql("UPDATE registro_evento SET dati = %s, hash = %s WHERE id = %s", contenuto.dati, nuovo, evento.pk)


def test_tutta_la_coda_riscritta_si_vede_dalla_testa() -> None:
    precedente = Evento.objects.get(catena__nome=PIANO, numero=2).hash
    for numero in range(3, 6):
        contenuto = Contenuto(PIANO, numero, "falso", "ora", None, None, "{}")
        nuovo = hash_evento(precedente, contenuto)
        sql(
            "UPDATE registro_evento SET tipo='falso', quando='ora', autore_id=NULL, dati='{}', hash_precedente=%s,"
            " hash=%s WHERE catena_id = CATENA AND numero = %s",
            precedente,
            nuovo,
            numero,
        )
        precedente = nuovo
    assert trovate() == [(PIANO, 5, T.ALTERATA)]
    sql("UPDATE registro_catena SET hash_testa = %s WHERE id = CATENA", precedente)
    assert trovate() == [(PIANO, None, T.TESTA_FALSA)]


def test_una_testa_accorciata_non_porta_il_sigillo() -> None:
    terzo = Evento.objects.get(catena__nome=PIANO, numero=3)
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA AND numero > 3")
    sql("UPDATE registro_catena SET conteggio = 3, hash_testa = %s WHERE id = CATENA", terzo.hash)
    assert trovate() == [(PIANO, None, T.TESTA_FALSA)]


def test_una_testa_svuotata_e_falsa() -> None:
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA")
    sql("UPDATE registro_catena SET conteggio = 0, hash_testa = '' WHERE id = CATENA")
    assert trovate() == [(PIANO, None, T.TESTA_FALSA)]


def test_una_testa_di_prima_si_scopre_con_la_carta() -> None:
    carta = queries.testa(PIANO)
    terzo = Evento.objects.get(catena__nome=PIANO, numero=3)
    vecchio = sigillo(settings.REGISTRO_CHIAVE, PIANO, 3, terzo.hash)
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA AND numero > 3")
    sql("UPDATE registro_catena SET conteggio=3, hash_testa=%s, sigillo=%s WHERE id = CATENA", terzo.hash, vecchio)
    assert trovate() == []
    with pytest.raises(SystemExit):
        call_command("verifica_registro", PIANO, carta=f"{carta.conteggio}:{carta.hash}")


def test_una_riga_aggiunta_a_mano_si_vede() -> None:
    ultimo = Evento.objects.get(catena__nome=PIANO, numero=5)
    sql(
        "INSERT INTO registro_evento (catena_id, numero, tipo, quando, dati, hash_precedente, hash)"
        " VALUES (CATENA, 6, 'x', 'x', '{}', %s, 'x')",
        ultimo.hash,
    )
    assert trovate() == [(PIANO, 6, T.AGGIUNTA)]


def test_una_catena_tolta_intera_si_vede_dal_sistema() -> None:
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA")
    sql("DELETE FROM registro_catena WHERE id = CATENA")
    assert trovate() == trovate(PIANO) == [(PIANO, None, T.CATENA_MANCANTE)]


def test_una_testa_svuotata_senza_sigillo_e_una_catena_tolta() -> None:
    sql("DELETE FROM registro_evento WHERE catena_id = CATENA")
    sql("UPDATE registro_catena SET conteggio = 0, hash_testa = '', sigillo = '' WHERE id = CATENA")
    assert trovate() == trovate(PIANO) == [(PIANO, None, T.CATENA_MANCANTE)]


def test_un_registro_svuotato_si_vede_da_cio_che_doveva_raccontare(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursore:
        cursore.execute("DELETE FROM registro_evento")
        cursore.execute("DELETE FROM registro_catena")
    assert trovate() == []
    monkeypatch.setattr(attese, "_FORNITORI", [])
    attese.registra(_attese)
    attese.registra(_attese)
    assert attese.catene_attese() == {PIANO, ALTRO}
    assert trovate() == [(nome, None, T.CATENA_MANCANTE) for nome in (ALTRO, PIANO, "sistema")]
    assert trovate(ALTRO) == [(ALTRO, None, T.CATENA_MANCANTE)]
    with pytest.raises(SystemExit):
        call_command("verifica_registro", ALTRO)


def _attese() -> list[str]:
    return [PIANO, ALTRO]


def test_una_catena_fatta_a_mano_e_estranea() -> None:
    Catena.objects.create(nome="falsa")
    assert trovate() == [("falsa", None, T.CATENA_ESTRANEA)]


def test_senza_catena_di_sistema_tutto_e_sospetto() -> None:
    with connection.cursor() as cursore:
        cursore.execute(
            "DELETE FROM registro_evento WHERE catena_id IN (SELECT id FROM registro_catena WHERE nome='sistema')"
        )
        cursore.execute("DELETE FROM registro_catena WHERE nome='sistema'")
    assert ("sistema", None, T.CATENA_MANCANTE) in trovate()


def test_il_comando_dice_che_torna_e_le_teste(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verifica_registro")
    uscita = capsys.readouterr().out
    assert "Il registro torna: 3 catene, 9 eventi." in uscita
    assert f"{PIANO}: 5 eventi, testa {queries.testa(PIANO).hash}" in uscita
    call_command("verifica_registro", PIANO, carta=f"5:{queries.testa(PIANO).hash}")


def test_il_comando_nomina_catena_e_riga_ed_esce_con_uno(capsys: pytest.CaptureFixture[str]) -> None:
    sql("UPDATE registro_evento SET dati = '{}' WHERE catena_id = CATENA AND numero = 2")
    with pytest.raises(SystemExit) as uscita:
        call_command("verifica_registro")
    assert uscita.value.code == 1
    assert f"La riga 2 della catena «{PIANO}» è stata alterata" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("catena", "carta"), [("piano:99999:2025-2027", None), (None, "5:abc"), (PIANO, "cinque"), (PIANO, "5")]
)
def test_il_comando_rifiuta_cio_che_non_capisce(catena: str | None, carta: str | None) -> None:
    with pytest.raises(CommandError):
        call_command("verifica_registro", catena, carta=carta)


def test_chi_smette_di_leggere_non_riceve_un_errore() -> None:
    lettura, scrittura = os.pipe()
    os.close(lettura)
    programma = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verifica_registro"]
    ambiente = os.environ | {"DATABASE_URL": indirizzo_banca_dati()}
    try:
        esito = subprocess.run(
            programma, stdout=scrittura, stderr=subprocess.PIPE, text=True, env=ambiente, check=False
        )
    finally:
        os.close(scrittura)
    assert (esito.returncode, esito.stderr) == (0, "")
