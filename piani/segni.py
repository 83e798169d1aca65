"""What changed between two formatted texts, word by word, marked for the eye and for who listens. Pure."""

from piani.differenze.allinea import tratti
from piani.unione import blocchi, pezzi, voci_piane

SALTO = '<p class="salto">[…]</p>'
_DETTO = '<span class="visually-hidden">{}</span>'
_APERTO = {"ins": _DETTO.format(" aggiunto: "), "del": _DETTO.format(" tolto: ")}
_CHIUSO = _DETTO.format(" (fine) ")


def segna(prima: str, dopo: str) -> str:
    """Return `dopo` with what `prima` did not have inside <ins>, and what it lost inside <del>.

    Both are texts that `core.testo.html_pulito` has cleaned, and so is the answer but for those two marks. The tags
    are those of `dopo`; of what was taken away only the words are shown.
    """
    righe: list[str] = []
    a, b = blocchi(voci_piane(prima)), blocchi(voci_piane(dopo))
    for uguale, a1, a2, b1, b2 in tratti(a, b):
        if uguale:
            righe += b[b1:b2]
            continue
        coppie = min(a2 - a1, b2 - b1)
        righe += [_parole(a[a1 + n], b[b1 + n]) for n in range(coppie)]
        righe += [_tolto(blocco) for blocco in a[a1 + coppie : a2]]
        righe += [_parole("", blocco) for blocco in b[b1 + coppie : b2]]
    return "".join(righe)


def ritaglia(segnato: str) -> str:
    """Return only the blocks of a marked text where something changed, each with its neighbours; "[…]" for the rest.

    A text where nothing is marked comes back whole.
    """
    tutti = blocchi(segnato)
    cambiati = [n for n, blocco in enumerate(tutti) if "<ins>" in blocco or "<del>" in blocco]
    vicini = {n + passo for n in cambiati for passo in (-1, 0, 1)} or set(range(len(tutti)))
    fuori: list[str] = []
    for n, blocco in enumerate(tutti):
        if n in vicini:
            fuori.append(blocco)
        elif n - 1 in vicini or not n:
            fuori.append(SALTO)
    return "".join(fuori)


def _parole(prima: str, dopo: str) -> str:
    a = [p for p in pezzi(prima) if not p.startswith("<")]
    b = pezzi(dopo)
    scritte = [n for n, p in enumerate(b) if not p.startswith("<")]
    nuove, tolte = _diverse(a, [b[n] for n in scritte])
    posti = {posto: n for n, posto in enumerate(scritte)}
    fuori: list[str] = []
    for posto, pezzo in enumerate(b):
        n = posti.get(posto)
        if n is None:
            fuori.append(pezzo)
            continue
        fuori += [_segno("del", tolte[n])] if n in tolte else []
        fuori.append(_segno("ins", pezzo) if n in nuove and pezzo.strip() else pezzo)
    if len(scritte) in tolte:
        # The last words of a block go inside it, before it closes.
        fuori.insert(scritte[-1] + 1 if scritte else len(fuori), _segno("del", tolte[len(scritte)]))
    return _unite("".join(fuori))


def _diverse(a: list[str], b: list[str]) -> tuple[set[int], dict[int, str]]:
    """Return which of `b` are new, and before which of them (or at the end) something of `a` was taken away."""
    nuove: set[int] = set()
    tolte: dict[int, str] = {}
    for uguale, a1, a2, b1, b2 in tratti(a, b):
        if not uguale:
            nuove |= set(range(b1, b2))
            testo = "".join(a[a1:a2])
            if testo.strip():
                tolte[b1] = testo
    return nuove, tolte


def _segno(nome: str, testo: str) -> str:
    return f"<{nome}>{_APERTO[nome]}{testo}{_CHIUSO}</{nome}>"


def _unite(html: str) -> str:
    """Join the marks of words that follow one another."""
    for nome in ("ins", "del"):
        for spazio in ("", " "):
            html = html.replace(f"{_CHIUSO}</{nome}>{spazio}<{nome}>{_APERTO[nome]}", spazio)
    return html


def _tolto(blocco: str) -> str:
    parole = "".join(p if not p.startswith("<") else " " for p in pezzi(blocco)).strip()
    return f"<p>{_segno('del', parole)}</p>" if parole else ""
