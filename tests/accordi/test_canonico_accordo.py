"""The Accordo goes out and comes back the same; older files come in too; the paper tells it all."""

import datetime as dt
from typing import Any

import pytest

from accordi.actions import struttura, testo
from accordi.enums import TipoNorma
from accordi.models import Accordo
from core.canonico import Json
from core.exceptions import DatiNonValidi
from piani.canonico import byte_del_piano, importa_piano, leggi
from piani.carta import FascicoloAccordo
from piani.lettura.parole import NORME, QUALIFICHE
from piani.models import Piano
from tests.documenti_canonici import documento
from utenti.models import Utente

pytestmark = pytest.mark.django_db


def _accordo(**altro: Any) -> Json:
    base: Json = {
        "titolo": "Accordo",
        "decorrenza": "2025-01-01",
        "scadenza": "2027-12-31",
        "premesse": [{"titolo": "Premesso che", "testo": ""}],
        "articoli": [{"numero": 1, "titolo": "Definizione", "testo": "<p>Testo.</p>"}],
        "parti": [{"ente": "ats:322", "qualifica": "sottoscrittore", "rappresentante": "Direttore"}],
    }
    return {**base, **altro}


def test_l_accordo_esce_ed_entra_uguale(accordo: Accordo, ada: Utente, regione_minima: object) -> None:
    premessa = accordo.premesse.get(titolo="Richiamati")
    atto = testo.registra_atto(
        accordo.piano,
        tipo=TipoNorma.LEGGE,
        emanante="Stato",
        numero="328",
        data=dt.date(2000, 11, 8),
        titolo="Legge quadro",
        autore=ada,
    )
    testo.richiama_atto(premessa, atto=atto, nota="e successive modifiche", autore=ada)
    struttura.scrivi_segnaposto(accordo.segnaposto.get(), valore="2 dicembre 2024", autore=ada)
    prima = byte_del_piano(Piano.objects.get(pk=accordo.piano_id))
    Piano.objects.all().delete()

    dopo = byte_del_piano(importa_piano(leggi(prima)))

    assert dopo == prima
    assert b'"segnaposto":[{"chiave":"data_approvazione"' in dopo
    assert b'"elementi":["finalita"]' in dopo


def test_un_file_di_prima_senza_atti_elementi_e_segnaposto_entra(regione_minima: object, gallarate: object) -> None:
    piano = importa_piano(documento(accordo=_accordo()))

    accordo = Accordo.objects.get(piano=piano)
    assert accordo.articoli.get().elementi == []
    assert not accordo.segnaposto.exists()


@pytest.mark.parametrize(
    "doppio",
    [
        {"articoli": [{"numero": 1, "titolo": "A", "testo": ""}, {"numero": 1, "titolo": "B", "testo": ""}]},
        {"parti": [{"ente": "ats:322", "qualifica": "sottoscrittore", "rappresentante": "x"}] * 2},
        {"segnaposto": [{"chiave": "uno", "etichetta": "Uno", "valore": ""}] * 2},
    ],
    ids=lambda d: next(iter(d)),
)
def test_cio_che_e_ripetuto_non_entra(regione_minima: object, gallarate: object, doppio: Json) -> None:
    with pytest.raises(DatiNonValidi, match="è ripetut"):
        importa_piano(documento(accordo=_accordo(**doppio)))
    assert not Piano.objects.exists()


def test_le_parole_della_lettura_sono_quelle_degli_elenchi() -> None:
    from accordi.enums import Qualifica

    assert dict(TipoNorma.choices) == NORME
    assert dict(Qualifica.choices) == QUALIFICHE


def test_la_carta_dell_accordo_ha_un_posto_per_ogni_firma(accordo: Accordo, ada: Utente) -> None:
    documento_letto = leggi(byte_del_piano(accordo.piano))
    carta = FascicoloAccordo(documento_letto, bozza=False, data=dt.date(2024, 12, 2))

    html = carta.html()
    _, esito = carta.stampa()

    assert "{{" not in html
    assert "Accordo di Programma 2025-2027" in html
    assert html.count("Sindaco pro tempore</td>") == 2
    assert "Comune di Gallarate<br>" in html
    assert "__________" in html
    assert esito.avvisi == []
    assert esito.pdf.startswith(b"%PDF-")
