"""The marks of the text on paper: notes at the foot of the page, tables with headings, images with their words."""

import datetime as dt
import io
import os
from pathlib import Path

import pikepdf
import pytest

from documenti import archivio
from documenti.enums import TipoFile
from documenti.verapdf import che_cosa_manca, valida
from piani.carta import FascicoloPiano
from piani.lettura import leggi_piano
from piani.lettura.pagina import POSTO_NOTE, per_la_pagina
from tests.core.test_testo_formattato import CON_TUTTO, IMPRONTA
from tests.documenti_canonici import scheda, sezione
from tests.immagini_di_prova import immagine
from tests.piani.carta_di_prova import piano_di_prova, rifatto, risposta

NELLA_SCHEDA = '<p>In scheda<span class="nota">Nota della scheda</span></p>'


def _documento(impronta: str) -> dict[str, object]:
    testo = CON_TUTTO.replace(IMPRONTA, impronta)
    sezioni = [
        sezione(
            "premessa",
            titolo="Premessa",
            numerata=False,
            testo='<p>Ciao<span class="nota">Prima nota</span></p>',
            prefazione={"firmatario": "La portavoce", "qualifica": "Forum del Terzo Settore"},
        ),
        sezione("esiti", titolo="Esiti"),
        sezione(titolo="Dati di contesto", testo=testo),
    ]
    schede = [scheda(risposte=[risposta("target", testo=NELLA_SCHEDA)])]
    return rifatto(piano_di_prova(), sezioni=sezioni, schede=schede, esiti=[], tabelle=[])


@pytest.mark.django_db
@pytest.mark.lento
@pytest.mark.una_volta
def test_note_tabelle_e_immagini_stanno_in_una_carta_conforme(tmp_path: Path) -> None:
    file = archivio.conserva(immagine(), nome="i.png", tipi=frozenset({TipoFile.PNG}))
    carta = FascicoloPiano(_documento(file.sha256), bozza=False, data=dt.date(2026, 11, 22))
    esito = carta.stampa().esito
    assert esito.avvisi == []
    with pikepdf.open(io.BytesIO(esito.pdf)) as pdf:
        parole = [str(o["/Alt"]) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    assert "Una piazza" in parole
    if manca := che_cosa_manca():
        if os.environ.get("CI"):
            pytest.fail(f"Senza veraPDF la carta non è controllata: {manca}.")
        pytest.skip(f"la carta NON è stata controllata con veraPDF: {manca}")
    (tmp_path / "carta.pdf").write_bytes(esito.pdf)
    assert [e.errori for e in valida([tmp_path / "carta.pdf"])] == [[], []]


@pytest.mark.django_db
def test_un_immagine_che_manca_lascia_le_sue_parole() -> None:
    html = FascicoloPiano(_documento("ee" * 32), bozza=False, data=dt.date(2026, 11, 22)).html()
    assert "[Immagine mancante: Una piazza]" in html
    assert '<ol style="counter-reset:list-item 2">' in html


def test_sulla_pagina_le_note_stanno_in_fondo_con_il_ritorno() -> None:
    testo = '<p>Uno<span class="nota">A &amp; B</span> due<span class="nota">C</span></p>'
    html = per_la_pagina(
        f"{testo}{POSTO_NOTE}<p>tre{NELLA_SCHEDA}</p>{POSTO_NOTE}", immagini="/i/", presenti=frozenset()
    )
    assert '<a id="rimando-2" href="#nota-2" aria-label="Nota 2">2</a>' in html
    assert '<li id="nota-1" value="1">A &amp; B <a href="#rimando-1"' in html
    assert html.index('id="nota-2"') < html.index("tre") < html.index('id="nota-3"')


def test_i_tre_livelli_seguono_il_titolo_della_sezione() -> None:
    letto = leggi_piano(
        rifatto(
            piano_di_prova(), sezioni=[sezione(testo="<h3>a</h3><h4>b</h4><h5>c</h5>")], schede=[], esiti=[], tabelle=[]
        )
    )
    assert letto.capitoli[0].testo == "<h2>a</h2><h3>b</h3><h4>c</h4>"
