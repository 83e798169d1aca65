"""What a file had that did not come in, or came in another way: each a sentence. Pure."""

import re
from collections import Counter
from xml.etree import ElementTree as ET

from piani.word.leggi.stili import W

_FRASI = {
    "cancellate": "{n} revisioni cancellate nel file non sono state prese: erano testo tolto.",
    "inserite": "{n} revisioni inserite nel file sono state prese come testo.",
    "caselle": "{n} caselle di testo sono diventate testo, nel loro posto.",
    "immagini": "{n} immagini non sono entrate: nel testo resta «[immagine]» al loro posto.",
    "formule": "{n} formule sono state prese come testo semplice.",
    "annidate": "{n} celle avevano una tabella dentro: il suo contenuto è diventato testo della cella.",
    "profonde": "{n} tabelle erano dentro troppe altre: le loro parole sono testo, una riga dopo l'altra.",
    "nascosti": "{n} pezzi di testo nascosto nel file sono stati presi: guarda se vanno tenuti.",
    "barrati": "{n} pezzi di testo barrato sono stati presi, senza la riga sopra: guarda se vanno tenuti.",
    "inclusi": "{n} documenti erano inclusi dentro questo e non sono stati letti: aprilo con Word, salvalo e riprova.",
}
_MASSIMO_COMMENTO = 200


def avvisi(conti: Counter[str], parti: dict[str, bytes], base: str, note: int) -> list[str]:
    """Return the sentences on a file. `base` is the folder of its parts, `note` how many footnotes came in."""
    frasi = [frase.format(n=conti[k]) for k, frase in _FRASI.items() if conti[k]]
    if note:
        frasi.append(f"{note} note a piè di pagina sono entrate nel testo, dopo il capoverso che le richiama.")
    commenti = _testi(parti.get(f"{base}comments.xml"), f"{W}comment")
    if commenti:
        detti = "; ".join(f"«{t[:_MASSIMO_COMMENTO]}»" for t in commenti)
        frasi.append(f"{len(commenti)} commenti di Word non sono entrati: {detti}.")
    testate = dict.fromkeys(
        t[:80]
        for nome in sorted(parti)
        if re.fullmatch(rf"{re.escape(base)}(?:header|footer)\d*\.xml", nome)
        for t in _testi(parti[nome], None)
    )
    if testate:
        frasi.append("Intestazioni e piè di pagina non si importano: " + "; ".join(f"«{t}»" for t in testate) + ".")
    return frasi


def _testi(xml: bytes | None, tag: str | None) -> list[str]:
    """Return the words of each element of that name, of the whole part when there is no name."""
    if not xml:
        return []
    radice = ET.fromstring(xml)  # noqa: S314 - documenti.ooxml has refused any DTD
    voci = [radice] if tag is None else list(radice.iter(tag))
    testi = [" ".join("".join(t.text or "" for t in v.iter(f"{W}t")).split()) for v in voci]
    return [t for t in testi if t]
