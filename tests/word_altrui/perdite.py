"""Nothing of a file is lost: its words, taken from the markup without the reader's help, are looked for in what it made.

What counts as found: the text of the plan and its typed rows; the labels of the format; what the account says it left out
(table of contents, headers of a table, names of groups of rows, comments). Numbers are compared by their digits.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from core import testo as pulitore
from core.canonico import Json
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.documento import Lettura
from piani.word.leggi.testi import piega

_SCRITTE = re.compile("l'etichetta è scritta|le colonne della tabellina")
# A column that only numbers the rows.
_SOLO_NUMERO = re.compile(r"^\s*(?:n\.\s*)?\d{1,2}[.)]?\s*$", re.MULTILINE)
MANCA = "la riga manca nel file"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NUMERO = re.compile(r"\d[\d.,'’\u00a0]*\d|\d")
# Words that become structure: what opens an action, an indicator, a year, and stands in the rows as number or kind.
DI_STRUTTURA = frozenset(
    ["azione", "azioni", "attivita", "indicatore", "indicatori", "ind", "n", "nr", "anno", "target", "valore", "atteso"]
    + ["di", "al", "nel", "ob", "obiettivo"]
)


def parole(testo: str) -> Iterator[str]:
    """Yield the words of a text, folded; a number as its digits."""
    for parola in piega(_NUMERO.sub(_cifre, testo)).split():
        yield from re.findall(r"[a-z]+|\d+", parola)


def _cifre(numero: re.Match[str]) -> str:
    return f" {''.join(c for c in numero[0] if c.isdigit())} "


def testo_del_file(contenuto: bytes) -> str:
    """Return every word of body and notes, a paragraph a line; what was struck in revision is not there."""
    with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
        nomi = [n for n in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if n in archivio.namelist()]
        return "\n".join(_testo(ET.fromstring(archivio.read(n))) for n in nomi)  # noqa: S314 - made by the tests


def _testo(elemento: ET.Element) -> str:
    if elemento.tag == f"{W}t":
        return elemento.text or ""
    if elemento.tag in (f"{W}del", f"{W}moveFrom", f"{W}instrText"):
        return ""
    if elemento.tag in (f"{W}br", f"{W}tab", f"{W}cr"):
        return " "
    figli = list(elemento)
    if elemento.tag == f"{MC}AlternateContent":
        figli = [f for f in figli if f.tag == f"{MC}Choice"] or figli
    dentro = "".join(_testo(f) for f in figli)
    return f"{dentro}\n" if elemento.tag in (f"{W}p", f"{W}tc") else dentro


def testo_della_scheda(scheda: Json, noto: Conosciuto) -> Iterator[str]:
    """Yield all that a sheet says, as the page would print it."""
    formato = next(f for f in noto.formati if f.chiave == scheda["formato"])
    scelte = {(c.chiave, s.chiave): s.etichetta for c in formato.campi for s in c.scelte}
    aree = {a.codice: f"{a.codice} {a.nome} {' '.join(a.alias)}" for a in noto.aree}
    punti = {(a.codice, p.chiave): f"{p.nome} {' '.join(p.alias)}" for a in noto.aree for p in a.punti}
    yield from (scheda["intestazione"], scheda["titolo"], pulitore.testo_semplice(scheda["descrizione"]))
    yield from (aree[a] for a in (*scheda["macroaree"], *scheda["aree_trasversali"]))
    for punto in scheda["punti_chiave"]:
        yield from (
            aree.get(punto["macroarea"], ""),
            punti.get((punto["macroarea"], punto["punto"]), ""),
            punto["nota"],
        )
    for risposta in scheda["risposte"]:
        yield from (scelte[risposta["campo"], s] for s in risposta["scelte"])
        yield pulitore.testo_semplice(risposta["testo"])
    if scheda["grado"] is not None:
        yield f"{scheda['grado']}"
    for azione in (v for a in scheda["azioni"] for v in (a, *a["azioni"])):
        yield f"{azione['numero']} {azione['testo']} {azione['nota']}"
    for indicatore in scheda["indicatori"]:
        yield f"{indicatore['numero']} {indicatore['azione']} {indicatore['testo']}"
        yield from (_atteso(o) for o in indicatore["obiettivi"])
    yield from (r["nota"] for r in scheda["risorse"])


def _atteso(obiettivo: Json) -> str:
    almeno = "almeno" if obiettivo["tipo"] in ("soglia", "minimo") else ""
    base = "T0" if obiettivo["tipo"] == "base" else ""
    return f"{obiettivo['anno'] or ''} {almeno} {obiettivo['valore'] or ''} {obiettivo['testo']} {base}"


def testo_del_piano(lettura: Lettura, noto: Conosciuto) -> str:
    """Return all that a reading keeps, and all that its account says it left out."""
    documento = lettura.documento
    pezzi = list(_sezioni(documento["sezioni"]))
    for tabella in documento["tabelle"]:
        pezzi += [tabella["titolo"], f"Fonte: {tabella['fonte']}", tabella["nota"]]
        pezzi += [f"{c['titolo']} {c['gruppo']}" for c in tabella["colonne"]]
        pezzi += [" ".join(r["valori"]) for r in tabella["righe"]]
    for scheda in (*documento["schede"], *documento["esiti"]):
        pezzi += testo_della_scheda(scheda, noto)
    voci = lettura.resoconto.voci
    pezzi += [v.capito for v in voci if v.specie == "avviso" or _SCRITTE.search(v.capito)]
    campi = {c.etichetta: f"{c.etichetta} {c.aiuto}" for f in noto.formati for c in f.campi}
    pezzi += [campi.get(v.titolo, v.titolo) for v in voci if v.specie == "riga" and v.capito != MANCA]
    pezzi += [f"{v.titolo} {v.origine}" for v in voci if _lasciata(v.specie, v.capito)]
    return "\n".join(pezzi)


def _lasciata(specie: str, capito: str) -> bool:
    return specie == "indice" or "non è una risposta" in capito or "barrata" in capito or "in evidenza" in capito


def _sezioni(sezioni: list[Json], padre: str = "") -> Iterator[str]:
    conto = 0
    for s in sezioni:
        conto += s["numerata"]
        numero = f"{padre}{conto}" if s["numerata"] else ""
        yield from (f"{numero} {s['titolo']}", pulitore.testo_semplice(s["testo"]))
        yield from _sezioni(s["sezioni"], f"{numero}." if numero else "")


def perse(contenuto: bytes, lettura: Lettura, noto: Conosciuto) -> Counter[str]:
    """Return the words of a file that are nowhere in what was made of it, as many times as they are missing."""
    nel_file = Counter(parole(_SOLO_NUMERO.sub("", testo_del_file(contenuto))))
    nel_piano = Counter(parole(testo_del_piano(lettura, noto)))
    return Counter({p: n for p, n in (nel_file - nel_piano).items() if p not in DI_STRUTTURA})
