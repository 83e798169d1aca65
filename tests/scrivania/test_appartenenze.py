"""Memberships of Comuni from a CSV."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from ambiti.enums import TipoEnte
from ambiti.importa import esamina, importa_appartenenze, leggi_appartenenze
from ambiti.models import Ambito, Appartenenza, Comune
from core.exceptions import DatiNonValidi
from registro.models import Evento
from tests.cast import persona
from tests.cliente import Cliente
from tests.factories import ComuneFactory, EnteFactory
from utenti.enums import Ruolo
from utenti.models import Utente

INDIRIZZO = "/scrivania/appartenenze/"
TESTATA = "codice_ambito,istat,dal,al\n"

Come = Callable[[Utente], Cliente]


@pytest.fixture
def amministratrice(db: None) -> Utente:
    regione = EnteFactory.create(tipo=TipoEnte.REGIONE, codice="030", nome="Regione Lombardia")
    return persona("Olga", Ruolo.AMMINISTRATORE, regione)


@pytest.fixture
def comuni(gallarate: Ambito, busto: Ambito) -> list[Comune]:
    return [ComuneFactory.create(ente__codice=c, ente__nome=n) for c, n in (("012001", "Alfa"), ("012002", "Beta"))]


def _file(testo: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("a.csv", (TESTATA + testo).encode())}


def test_righe_buone_si_leggono_con_le_due_forme_di_data() -> None:
    lettura = leggi_appartenenze(("\ufeff" + TESTATA.replace(",", ";") + "50074;12001;01/02/2025;\n\n").encode())
    assert not lettura.errori
    riga = lettura.righe[0]
    assert (riga.numero, riga.istat, riga.dal, riga.al) == (2, "012001", dt.date(2025, 2, 1), None)


@pytest.mark.parametrize(
    ("riga", "frase"),
    [
        ("50074,012001,31/02/2025,", "Riga 2: una data non si capisce"),
        ("50074,012001,2025/1,", "Riga 2: una data non si capisce"),
        ("50074,012001,2025-02-01,2024-01-01", "Riga 2: la data finale viene prima"),
        ("50074,012001", "Riga 2: ha 2 valori invece di 4"),
    ],
)
def test_una_riga_malformata_e_nominata(riga: str, frase: str) -> None:
    assert frase in str(leggi_appartenenze((TESTATA + riga).encode()).errori[0])


@pytest.mark.parametrize("contenuto", [b"\xff\xfe", b"a,b\n1,2\n", b""])
def test_un_file_che_non_e_il_nostro_csv_si_rifiuta(contenuto: bytes) -> None:
    with pytest.raises(DatiNonValidi):
        leggi_appartenenze(contenuto)


@pytest.mark.parametrize(
    ("righe", "frase"),
    [
        ("99999,012001,,", "Riga 2: non c'è un Ambito con il codice «99999»"),
        ("50074,999999,,", "Riga 2: non c'è un Comune lombardo con il codice ISTAT «999999»"),
        (
            "50074,012001,,\n50049,012001,2026-01-01,",
            "Riga 3: Alfa appartiene già a un Ambito in quel periodo (riga 2)",
        ),
        ("50049,012002,2025-06-01,", "Riga 2: Beta appartiene già a un Ambito in quel periodo (già nel portale)"),
    ],
)
def test_una_sola_riga_sbagliata_ferma_tutte(
    comuni: list[Comune], gallarate: Ambito, amministratrice: Utente, righe: str, frase: str
) -> None:
    Appartenenza.objects.create(comune=comuni[1], ambito=gallarate, dal=dt.date(2025, 1, 1))
    lettura = leggi_appartenenze((TESTATA + righe).encode())
    assert frase in str(esamina(lettura.righe).errori[0])
    with pytest.raises(DatiNonValidi, match="Nulla è stato importato"):
        importa_appartenenze(lettura.righe, autore=amministratrice)
    assert Appartenenza.objects.count() == 1


def test_periodi_che_si_seguono_vanno_bene_e_ripetere_non_raddoppia(
    comuni: list[Comune], amministratrice: Utente
) -> None:
    testo = TESTATA + "50074,012001,2020-01-01,2024-12-31\n50049,012001,2025-01-01,\n"
    righe = leggi_appartenenze(testo.encode()).righe
    assert len(importa_appartenenze(righe, autore=amministratrice).nuove) == 2
    assert importa_appartenenze(righe, autore=amministratrice).presenti == 2
    assert Appartenenza.objects.count() == 2
    assert Evento.objects.filter(tipo="ambiti.appartenenze_importate", autore_id=amministratrice.pk).count() == 2


def test_la_pagina_mostra_prima_e_importa_dopo(come: Come, amministratrice: Utente, comuni: list[Comune]) -> None:
    cliente = come(amministratrice)
    primo = cliente.post(INDIRIZZO, _file("50074,012001,2025-01-01,\n"))
    assert "Alfa in Gallarate" in cliente.get(primo["Location"]).text
    assert not Appartenenza.objects.exists()
    assert cliente.post(primo["Location"]).status_code == 302
    assert Appartenenza.objects.count() == 1


def test_la_pagina_mostra_le_righe_sbagliate_e_non_importa(
    come: Come, amministratrice: Utente, comuni: list[Comune]
) -> None:
    cliente = come(amministratrice)
    primo = cliente.post(INDIRIZZO, _file("50074,012001,,\n50074,xx,,\n50074,012002,ieri,\n"))
    pagina = cliente.get(primo["Location"])
    assert "Riga 3" in pagina.text
    assert "Riga 4" in pagina.text
    assert cliente.post(primo["Location"]).status_code == 400
    assert not Appartenenza.objects.exists()


def test_una_riga_corta_si_nomina_e_gli_errori_seguono_il_file(
    come: Come, amministratrice: Utente, comuni: list[Comune]
) -> None:
    cliente = come(amministratrice)
    primo = cliente.post(INDIRIZZO, _file("99999,012001,,\n50049,012026\n50074,nulla,,\n"))
    testo = cliente.get(primo["Location"]).text
    assert "Riga 3: ha 2 valori invece di 4." in testo
    assert [testo.index(f"Riga {n}:") for n in (2, 3, 4)] == sorted(testo.index(f"Riga {n}:") for n in (2, 3, 4))


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        ((TESTATA + '50074,012001,,\n50074,"012002,,\n').encode(), "Riga 3: le virgolette non tornano"),
        ((TESTATA + "50074,città,,\n").encode("latin-1"), "non è testo UTF-8: alla riga 2"),
        (b"a,b\n1,2\n", "mancano le colonne: codice_ambito"),
        (b"%PDF-1.7", "risulta: PDF"),
    ],
)
def test_la_pagina_dice_che_cosa_non_va_nel_file(
    come: Come, amministratrice: Utente, contenuto: bytes, frase: str
) -> None:
    risposta = come(amministratrice).post(INDIRIZZO, {"file": SimpleUploadedFile("a.csv", contenuto)})
    assert risposta.status_code == 422
    assert frase in risposta.text


def test_solo_chi_gestisce_la_regione(
    come: Come, ada: Utente, ivo: Utente, amministratrice: Utente, comuni: list[Comune]
) -> None:
    indirizzo = come(amministratrice).post(INDIRIZZO, _file("50074,012001,,\n"))["Location"]
    for chi in (ada, ivo):
        assert come(chi).get(INDIRIZZO).status_code == 403
        assert come(chi).post(indirizzo).status_code == 403
    assert not Appartenenza.objects.exists()


def test_il_comando_importa_o_dice_le_righe(comuni: list[Comune], tmp_path: Path) -> None:
    percorso = tmp_path / "a.csv"
    percorso.write_text(TESTATA + "50074,012001,,\n50074,nulla,,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Riga 3"):
        call_command("importa_appartenenze", str(percorso))
    assert not Appartenenza.objects.exists()
    percorso.write_text(TESTATA + "50074,012001,,\n", encoding="utf-8")
    call_command("importa_appartenenze", str(percorso))
    assert Appartenenza.objects.count() == 1
