"""Whose turn it is, in words, and what that waits for. Pure: reads rows that are loaded already (`piani.regole_passi.TURNO`)."""

from core.formati import elenco
from piani.enums import MODIFICABILI, Stato
from piani.models import Piano
from piani.regole_passi import TURNO, passi_da
from utenti.roles import Permesso

# The names of TURNO after "tocca".
_TOCCA = {
    "Ufficio di Piano": "all'Ufficio di Piano",
    "Ufficio di Piano e tavoli": "all'Ufficio di Piano e ai tavoli",
    "ATS": "all'ATS",
    "Assemblea dei Sindaci": "all'Assemblea dei Sindaci",
    "Enti che firmano": "agli enti che firmano",
    "nessuno": "a nessuno",
}
_UFFICIO = frozenset({Stato.BOZZA, Stato.IN_CONSULTAZIONE, Stato.DA_INTEGRARE, Stato.APPROVATO})
_ATS = frozenset({Stato.IN_VERIFICA, Stato.SOTTOSCRITTO, Stato.RECEPITO})


def tocca(stato: Stato) -> str:
    """Return whose turn it is, as it follows "tocca": "all'ATS"."""
    di_chi, _ = TURNO[stato]
    return _TOCCA[di_chi]


def di_chi(piano: Piano) -> str:
    """Return who holds the turn, an ATS by its name."""
    nome, _ = TURNO[Stato(piano.stato)]
    return str(piano.ambito.ats) if nome == "ATS" else nome


def finito(piano: Piano, *, inviato: bool) -> bool:
    """Whether nothing waits for anybody: concluded, or received by the ATS and sent to the Region."""
    return Stato(piano.stato) is Stato.CONCLUSO or (Stato(piano.stato) is Stato.RECEPITO and inviato)


def e_mio(piano: Piano, permessi: frozenset[Permesso]) -> bool:
    """Whether who has these permissions over the plan holds its turn.

    Who signs is told by the room of the Accordo, which knows who has signed already.
    """
    stato = Stato(piano.stato)
    _, attesi = TURNO[stato]
    miei = permessi.intersection(attesi) - {Permesso.FIRMARE_ACCORDO}
    return bool(miei) or (stato is Stato.DA_INTEGRARE and Permesso.SCRIVERE_PIANO in permessi)


def e_di_casa(piano: Piano, enti: set[int]) -> bool:
    """Whether the turn is of an office of one's own bodies, by whoever there holds it."""
    stato = Stato(piano.stato)
    return (stato in _UFFICIO and piano.ambito_id in enti) or (stato in _ATS and piano.ambito.ats_id in enti)


def aspettato_da(piano: Piano, enti: set[int]) -> bool:
    """Whether one's own bodies wait for the plan: their own, or for the ATS one that was sent to it already."""
    proprio = piano.ambito_id in enti
    return proprio or (piano.ambito.ats_id in enti and Stato(piano.stato) not in MODIFICABILI)


def passi_miei(piano: Piano, permessi: frozenset[Permesso]) -> str:
    """Return the steps that start from here and that these permissions allow, as words: "«Ritira» o «Approva»"."""
    regole = passi_da(Stato(piano.stato), assenso_prima=piano.ambito.ats.assenso_prima)
    return elenco([f"«{r.passo.label}»" for r in regole if permessi.intersection(r.permessi)], "o")
