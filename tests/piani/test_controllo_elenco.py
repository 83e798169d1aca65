"""The checker as a whole: its rules in the documents, the plan of Gallarate measured, the commands."""

import json
import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.canonico import byte_canonici
from demo.gallarate import documento_gallarate
from piani.controllo import PER_CHIAVE, REGOLE, Famiglia, Luogo, Peso, Rilievo, controlla
from piani.controllo.elenco import TUTTO, Scelta, della_parte, in_ordine, per_capitolo, per_peso, quanti_di_legge
from piani.controllo.pagina import FINE, INIZIO, tabella_delle_regole
from piani.queries_controllo import catalogo as catalogo_dal_database
from tests.controllo_di_prova import catalogo, frasi, paragrafo
from tests.documenti_canonici import documento

PAGINA = Path(settings.BASE_DIR, "docs", "controllo.md")

# What is found in Gallarate's plan as the demo has it; each was read and is a true one (docs/controllo.md).
DI_GALLARATE = {
    "anno-base": 1,
    "anno-e-tabella": 2,
    "appunto": 2,
    "area-annunciata": 1,
    "aree-e-punti": 2,
    "azione-citata": 1,
    "azione-senza-risultato": 1,
    "capienza": 1,
    "cella-vuota": 2,
    "continuita-e-nuovo": 1,
    "gemelle-diverse": 3,
    "gestione-associata": 1,
    "grado-e-azioni": 5,
    "importo-in-due-modi": 1,
    "indicatore-senza-obiettivo": 1,
    "indicatori-ripetuti": 1,
    "misura-superata": 2,
    "numero-e-tabella": 1,
    "percentuale-impossibile": 4,
    "prefisso-ripetuto": 1,
    "rafforzamento": 1,
    "riga-vuota": 1,
    "risposta-fuori-scelte": 3,
    "risposta-senza-scelta": 12,
    "tabelle-discordi": 1,
    "testo-copiato": 3,
    "testo-modello": 1,
}


def test_sul_piano_di_gallarate_si_trova_cio_che_si_e_misurato() -> None:
    trovati = controlla(documento_gallarate(), catalogo())
    assert dict(Counter(r.regola for r in trovati)) == DI_GALLARATE


def test_lo_stesso_documento_da_sempre_le_stesse_impronte() -> None:
    prima, dopo = (controlla(documento_gallarate(), catalogo()) for _ in range(2))
    assert prima == dopo
    assert len({r.impronta for r in prima}) == len(prima)


def test_la_tabella_delle_regole_nella_pagina_e_quella_delle_regole() -> None:
    testo = PAGINA.read_text(encoding="utf-8")
    assert testo[testo.index(INIZIO) : testo.index(FINE) + len(FINE)] == tabella_delle_regole()


def test_i_generi_promessi_hanno_la_loro_regola() -> None:
    promessi = re.findall(
        r"^\| [GB]\d+\w? \|.*\| sì[^|]*\| ([^|]+)\|", PAGINA.read_text(encoding="utf-8"), re.MULTILINE
    )
    generi = {g for cella in promessi for g in re.findall(r"`([a-z0-9-]+)`", cella)}
    assert len(promessi) == 54
    assert generi <= set(PER_CHIAVE)


def test_ogni_regola_dice_da_dove_viene_e_come_si_sistema() -> None:
    assert len(PER_CHIAVE) == len(REGOLE)
    for regola in REGOLE:
        assert regola.cerca.__doc__, regola.chiave
        assert all((regola.nome, regola.fonte, regola.rimedio, regola.esempio)), regola.chiave
        assert regola.rimedio.endswith("."), regola.chiave
        assert len(regola.chiave) <= 40, regola.chiave
    assert {r.famiglia for r in REGOLE} == set(Famiglia)


def test_le_regole_non_conoscono_nessun_ambito() -> None:
    for percorso in Path(settings.BASE_DIR, "piani", "controllo").rglob("*.py"):
        assert not re.search(r"gallarate|busto", percorso.read_text(encoding="utf-8"), re.IGNORECASE), percorso.name


def test_un_documento_vuoto_non_rompe_nessuna_regola() -> None:
    vuoto = documento(sezioni=[], schede=[], esiti=[], tabelle=[])
    assert {r.regola for r in controlla(vuoto, catalogo())} == {"voce-mancante", "leps-senza-scheda"}


def test_l_impronta_cambia_con_il_testo_e_non_con_il_resto() -> None:
    def impronte(*testi: str) -> set[str]:
        corpo = documento(sezioni=paragrafo(*testi), schede=[], tabelle=[])
        return {r.impronta for r in controlla(corpo, catalogo(), [PER_CHIAVE["appunto"]])}

    assert impronte("Sono xxx utenti.") == impronte("Altro paragrafo.", "Sono xxx utenti.")
    assert impronte("Sono xxx utenti.") != impronte("Sono xxx famiglie.")
    assert frasi("appunto", sezioni=paragrafo("Sono dieci utenti.")) == []


# --- As the page shows it --------------------------------------------------------------------------


def _rilievo(regola: str, specie: str, chiave: str, capitolo: str) -> Rilievo:
    return Rilievo(regola, Luogo(specie, chiave, capitolo, chiave), "Frase.", f"{regola}{chiave}")


LEGGE = _rilievo("riga-vuota", "riga", "obiettivo:A:target", "obiettivi")
CONSIGLIO = _rilievo("appunto", "sezione", "premessa", "contesto")
DI_TUTTO = _rilievo("voce-mancante", "piano", "", "")


def test_cio_che_chiede_la_regione_viene_prima() -> None:
    assert in_ordine([CONSIGLIO, LEGGE, DI_TUTTO]) == [DI_TUTTO, LEGGE, CONSIGLIO]
    assert [titolo for titolo, _ in per_peso([CONSIGLIO, LEGGE])] == ["Lo chiede la Regione", "Consigli"]
    assert [titolo for titolo, _ in per_peso([CONSIGLIO])] == ["Consigli"]
    assert quanti_di_legge([CONSIGLIO, LEGGE, DI_TUTTO]) == 2
    assert PER_CHIAVE["appunto"].peso is Peso.AVVISO


def test_i_filtri_tengono_cio_che_dicono() -> None:
    tutti = [LEGGE, CONSIGLIO, DI_TUTTO]

    def tenuti(**voluto: str) -> list[Rilievo]:
        return [r for r in tutti if Scelta(**voluto).tiene(r)]

    assert tenuti() == tutti
    assert tenuti(peso="avviso") == tenuti(regola="appunto") == tenuti(parte="premessa") == [CONSIGLIO]
    assert tenuti(capitolo=TUTTO) == [DI_TUTTO]
    assert tenuti(famiglia="Formato regionale", capitolo="obiettivi") == tenuti(parte="obiettivo:A") == [LEGGE]
    assert not della_parte(_rilievo("riga-vuota", "riga", "obiettivo:AB:target", "x"), "obiettivo:A")
    assert per_capitolo(tutti) == {"obiettivi": 1, "contesto": 1, TUTTO: 1}


# --- Database and commands -------------------------------------------------------------------------


@pytest.mark.django_db
def test_il_catalogo_dal_database_e_quello_dei_file(regione_minima: dict[str, int]) -> None:
    letto, dai_file = catalogo_dal_database(ambito="50074", triennio="2025-2027"), catalogo()
    assert letto.formati == dai_file.formati
    assert set(letto.aree) == set(dai_file.aree)
    assert {x.codice for x in letto.leps} == {x.codice for x in dai_file.leps}
    assert set(letto.aree_dei_leps) == set(dai_file.aree_dei_leps)
    assert letto.voci == dai_file.voci


def _controlla(*argomenti: str) -> str:
    uscita = StringIO()
    call_command("controlla_piano", *argomenti, stdout=uscita)
    return uscita.getvalue()


@pytest.mark.django_db
def test_il_comando_dice_i_rilievi_a_parole_e_in_json(mondo: object) -> None:
    a_parole, voci = _controlla("50074", "2025-2027"), json.loads(_controlla("50074", "2025-2027", "--json"))
    assert "LO CHIEDE LA REGIONE" in a_parole
    assert a_parole.endswith(f"Rilievi: {len(voci)}.\n")
    assert {"genere", "nome", "peso", "luogo", "capitolo", "frase", "rimedio", "impronta", "scartato"} == set(voci[0])


@pytest.mark.django_db
def test_il_comando_controlla_anche_un_file(regione_minima: dict[str, int], tmp_path: Path) -> None:
    file = tmp_path / "piano.json"
    file.write_bytes(byte_canonici(documento(sezioni=paragrafo("Finire obiettivo"))))
    assert "Sembra un appunto" in _controlla("--file", str(file))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("argomenti", "parole"),
    [
        ([], "Di' quale Piano"),
        (["50074", "2025-2027"], "Non c'è un Ambito"),
        (["--file", "/non/esiste.json"], "Non riesco a leggere"),
    ],
)
def test_il_comando_dice_che_cosa_non_va(regione_minima: dict[str, int], argomenti: list[str], parole: str) -> None:
    with pytest.raises(CommandError, match=parole):
        _controlla(*argomenti)


def test_la_tabella_delle_regole_si_stampa() -> None:
    uscita = StringIO()
    call_command("stampa_controllo", stdout=uscita)
    assert uscita.getvalue().strip() == tabella_delle_regole()
