"""Sheets written as paragraphs, label after label, without a table. Pure."""

from dataclasses import replace

from piani.word.leggi.etichette import Etichette, Trovata
from piani.word.leggi.grezze import CampoLetto, Grezza
from piani.word.leggi.righe import NETTE, RigaScheda, etichetta_in_testa, locale_di
from piani.word.leggi.sorgente import Blocco, Paragrafo, Tabella, taglia
from piani.word.leggi.titoli import pochi_titoli, sembra_titolo

RIGHE_IN_PROSA = 5
_FUORI_POSTO, _PRIMA = 3, 8
_Inizio = tuple[int, str, Trovata, tuple[Blocco, ...]]


def schede_in_prosa(blocchi: list[Blocco], etichette: Etichette) -> dict[int, tuple[Grezza, int]]:
    """Return the sheets written as paragraphs «LABEL: answer», by the block where each begins, with where it ends."""
    inizi: list[_Inizio] = []
    for n, blocco in enumerate(blocchi):
        if isinstance(blocco, Paragrafo) and not blocco.vuoto and not blocco.indice:
            trovato = etichetta_in_testa((blocco,), etichette, esatta=not _spicca(blocco))
            if (
                trovato is not None
                and not trovato[1].breve
                and (trovato[1].certa or blocco.titolo or blocco.tutto_grassetto)
            ):
                inizi.append((n, *trovato))
    gruppi = [g for g in _gruppi(inizi) if len({t.campo for _, _, t, _ in g}) >= RIGHE_IN_PROSA]
    pochi = pochi_titoli(blocchi)
    trovate: dict[int, tuple[Grezza, int]] = {}
    fine = 0
    for n, gruppo in enumerate(gruppi):
        confine = gruppi[n + 1][0][0] if n + 1 < len(gruppi) else len(blocchi)
        locali, inizio = _davanti(blocchi, gruppo[0][0], fine)
        scheda, fine = _in_prosa(blocchi, gruppo, confine, pochi=pochi)
        scheda.locali = locali
        trovate[inizio] = (scheda, fine)
    return trovate


def _spicca(paragrafo: Paragrafo) -> bool:
    """Whether a paragraph may be a label by its look: the others are only asked for the very words."""
    testo = paragrafo.testo.strip()
    return bool(paragrafo.titolo) or paragrafo.tutto_grassetto or testo[:12].isupper()


def _gruppi(inizi: list[_Inizio]) -> list[list[_Inizio]]:
    gruppi: list[list[_Inizio]] = []
    for voce in inizi:
        trovata = voce[2]
        ultimo = gruppi[-1][-1][2] if gruppi else None
        # A row or two out of place are of the same sheet; a row told again is of the next.
        nuova = bool(gruppi) and all(v[2].campo != trovata.campo for v in gruppi[-1])
        stessa = ultimo is not None and ultimo.formato == trovata.formato and nuova
        if stessa and ultimo is not None and ultimo.ordine < trovata.ordine + _FUORI_POSTO:
            gruppi[-1].append(voce)
        else:
            gruppi.append([voce])
    return gruppi


def _davanti(blocchi: list[Blocco], primo: int, fine: int) -> tuple[list[RigaScheda], int]:
    """Return the rows that plans add before the first official one, and where they begin."""
    locali: list[RigaScheda] = []
    inizio, dopo = primo, primo
    for n in range(primo - 1, max(fine, primo - _PRIMA) - 1, -1):
        blocco = blocchi[n]
        if not isinstance(blocco, Paragrafo) or blocco.titolo == 1:
            break
        davanti, segno, resto = blocco.testo.partition(":")
        nome = locale_di(davanti)
        if nome not in NETTE or not (_spicca(blocco) or resto.strip()):
            continue
        prima = (taglia(blocco, len(davanti) + 1),) if segno and resto.strip() else ()
        risposta = (*prima, *(b for b in blocchi[n + 1 : dopo] if not isinstance(b, Paragrafo) or not b.vuoto))
        locali.insert(0, RigaScheda(davanti, None, risposta, 0, blocco.posto, nome))
        inizio = dopo = n
    return locali, inizio


def _in_prosa(blocchi: list[Blocco], gruppo: list[_Inizio], confine: int, *, pochi: bool) -> tuple[Grezza, int]:
    scheda = Grezza(gruppo[0][2].formato, tabelle=[0])
    fine = confine
    for n, (posto, etichetta, trovata, resto) in enumerate(gruppo):
        ultimo = n + 1 == len(gruppo)
        termine = _fine_risposta(blocchi, posto + 1, confine, pochi=pochi) if ultimo else gruppo[n + 1][0]
        risposta = [b for b in (*resto, *blocchi[posto + 1 : termine]) if not isinstance(b, Paragrafo) or not b.vuoto]
        paragrafo = blocchi[posto]
        assert isinstance(paragrafo, Paragrafo)  # noqa: S101 - only paragraphs begin a row
        scheda.campi[trovata.campo] = CampoLetto(
            risposta=[_senza_titolo(b) for b in risposta],
            etichetta=etichetta,
            punti=trovata.punti,
            posti=[(0, paragrafo.posto)],
        )
        scheda.ultimo = trovata.ordine
        fine = termine
    return scheda, fine


def _senza_titolo(blocco: Blocco) -> Blocco:
    return replace(blocco, titolo=0) if isinstance(blocco, Paragrafo) else blocco


def _fine_risposta(blocchi: list[Blocco], inizio: int, confine: int, *, pochi: bool) -> int:
    """The last answer ends at a heading, at what looks like one where headings have no style, or at a table."""
    for n in range(inizio, confine):
        blocco = blocchi[n]
        if isinstance(blocco, Tabella):
            if n > inizio or not _dentro(blocchi, n):
                return n
        elif blocco.titolo or (n > inizio and not blocco.vuoto and sembra_titolo(blocco, pochi=pochi)):
            return n
    return confine


def _dentro(blocchi: list[Blocco], n: int) -> bool:
    """Whether a table right under the last label is its answer."""
    precedente = blocchi[n - 1]
    return isinstance(precedente, Paragrafo) and _spicca(precedente)
