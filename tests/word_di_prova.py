"""Word files made by the tests, from plain data: paragraphs and tables, as raw markup in python-docx's own template."""

import gzip
import io
import json
import zipfile
from html import escape
from pathlib import Path
from typing import Any

from core.canonico import Json

DATI = Path(__file__).parent / "dati"
# A paragraph is (style, text); a table a list of rows, a row a list of cells, a cell a list of paragraphs.
Paragrafo = tuple[str, str]
Cella = list[Paragrafo]
Blocco = Any


def p(testo: str, stile: str = "Normal") -> Paragrafo:
    """Return a paragraph."""
    return (stile, testo)


def tabella(*righe: list[str]) -> list[list[Cella]]:
    """Return a table; a line break in a cell begins a paragraph."""
    return [[[p(t) for t in cella.split("\n")] for cella in riga] for riga in righe]


def busto() -> list[Blocco]:
    """Return the blocks of the plan of Busto Arsizio, a published act: its words only, tables split where pages broke."""
    dati: list[Blocco] = json.loads(gzip.decompress((DATI / "busto-arsizio-piano.json.gz").read_bytes()))
    return dati


def gallarate() -> list[tuple[str, dict[str, list[str]]]]:
    """Return the answers of the plan of Gallarate, a published act, as they were printed: format, then lines by row."""
    dati: list[tuple[str, dict[str, list[str]]]] = json.loads(
        gzip.decompress((DATI / "gallarate-risposte.json.gz").read_bytes())
    )
    return dati


def _paragrafo(stile: str, testo: str, *, grassetto: bool = False) -> str:
    righe = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(t, quote=False)}</w:t>' for t in testo.replace("\t", " ").split("\n")
    )
    spesso = "<w:rPr><w:b/></w:rPr>" if grassetto or stile == "Grassetto" else ""
    nome = "" if stile == "Grassetto" else f'<w:pPr><w:pStyle w:val="{stile.replace(" ", "")}"/></w:pPr>'
    return f"<w:p>{nome}<w:r>{spesso}{righe}</w:r></w:p>"


def _cella(cella: Cella) -> str:
    dentro = "".join(_paragrafo(s, t) for s, t in cella) or "<w:p/>"
    return f"<w:tc>{dentro}</w:tc>"


def _blocco(blocco: Blocco) -> str:
    if isinstance(blocco, str):
        return blocco
    if blocco and isinstance(blocco[0], str):
        return _paragrafo(*blocco)
    righe = "".join(f"<w:tr>{''.join(_cella(c) for c in riga)}</w:tr>" for riga in blocco)
    larghezza = max(len(r) for r in blocco)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * larghezza}</w:tblGrid>{righe}</w:tbl>"


def docx(*blocchi: Blocco) -> bytes:
    """Return a .docx with these blocks; a string is raw markup of the body."""
    from docx import Document

    flusso = io.BytesIO()
    Document().save(flusso)
    corpo = "".join(_blocco(b) for b in blocchi)
    uscita = io.BytesIO()
    with zipfile.ZipFile(flusso) as vecchio, zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as nuovo:
        for nome in vecchio.namelist():
            dati = vecchio.read(nome)
            if nome == "word/document.xml":
                testo = dati.decode()
                inizio, fine = testo.index("<w:body>") + len("<w:body>"), testo.index("<w:sectPr")
                dati = (testo[:inizio] + corpo + testo[fine:]).encode()
            nuovo.writestr(nome, dati)
    return uscita.getvalue()


def righe_della_scheda(scheda: Json, formato: Any) -> list[list[Cella]]:
    """Return the rows of a canonical sheet as an office would write them in Word: label, answer."""
    risposte = {r["campo"]: r for r in scheda["risposte"]}
    return [[[p(c.etichetta)], _risposta(scheda, c, risposte[c.chiave])] for c in formato.campi]


def _risposta(scheda: Json, campo: Any, risposta: Json) -> Cella:
    from core.testo import testo_semplice

    nomi = {s.chiave: s.etichetta for s in campo.scelte}
    righe = [nomi[s] for s in risposta["scelte"]] if campo.tipo != "matrice" else []
    testo = [t for t in testo_semplice(risposta["testo"]).split("\n") if t]
    righe += testo
    if campo.tipo == "titolo":
        righe.insert(0, scheda["titolo"])
    elif campo.tipo == "azioni":
        for a in scheda["azioni"]:
            righe.append(f"Azione {a['numero']}: {a['testo']}")
            righe += [f"{f['numero']} {f['testo']}" for f in a["azioni"]]
    elif campo.tipo == "risorse":
        righe += [f"€ {r['importo'].replace('.', ',')} {r['nota']}" for r in scheda["risorse"] if r["importo"]]
    elif campo.tipo.startswith("indicatori_"):
        fase = campo.tipo.removeprefix("indicatori_")
        for i in (i for i in scheda["indicatori"] if i["fase"] == fase):
            righe.append(f"Indicatore {i['numero']}: {i['testo']}")
            righe += [f"{o['anno']}: {o['valore'] or o['testo']}" for o in i["obiettivi"] if o["anno"]]
    return [p(r) for r in righe if r.strip()]
