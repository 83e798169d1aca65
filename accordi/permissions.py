"""May this person write the Accordo, sign for this body, answer who asks to adhere? Person, then time, then object."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accordi.models import Adesione, Parte
from accordi.regole import DEGLI_ADERENTI, DELLE_PARTI
from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.exceptions import NonPermesso
from piani.enums import Stato
from piani.models import Piano
from piani.permissions import NULLA, impedimenti_di_stato
from piani.permissions import Parte as ParteDelPiano
from utenti.enums import Ruolo
from utenti.models import Incarico
from utenti.permissions import ha_permesso, spiega_rifiuto
from utenti.queries import Chi, incarichi_di
from utenti.roles import RUOLI, Permesso

# Who signs by oneself: the Ufficio di Piano never uploads for them.
_DA_SOLI = frozenset({TipoEnte.ATS, TipoEnte.ASST})


def impedimenti_a_scrivere(chi: Chi | None, piano: Piano, parte: ParteDelPiano | None = None) -> Iterator[str]:
    """Yield why `chi` may not write the Accordo; nothing if it may.

    `parte` names an article, so that it can be written while the ATS waits for it; None for all that is never asked alone.
    """
    if not ha_permesso(chi, Permesso.SCRIVERE_ACCORDO, ambito=piano.ambito):
        yield spiega_rifiuto(chi, Permesso.SCRIVERE_ACCORDO, ambito=piano.ambito).removesuffix(f" {NULLA}")
    yield from impedimenti_di_stato(piano, parte)


def esigi_scrittura(chi: Chi | None, piano: Piano, parte: ParteDelPiano | None = None) -> None:
    """Let `chi` write, or raise NonPermesso with the first reason."""
    for frase in impedimenti_a_scrivere(chi, piano, parte):
        raise NonPermesso(f"{frase} {NULLA}")


@dataclass(frozen=True)
class Penna:
    """For which bodies a person may file a signature on one plan. Made by `penna_di`, or by `penna_da`."""

    enti: frozenset[int]
    aderenti: frozenset[int]
    ambito: int

    @property
    def per_altri(self) -> bool:
        """Whether the person files for others: the head of the Ufficio di Piano."""
        return self.ambito in self.enti

    def in_proprio(self, di: "Parte | Adesione") -> bool:
        """Whether the body is one's own."""
        aderisce = isinstance(di, Adesione) or di.aderente
        return di.ente_id in (self.aderenti if aderisce else self.enti)

    def puo(self, di: "Parte | Adesione") -> bool:
        """Whether the person may file for this body, as its own or for it."""
        return self.in_proprio(di) or (self.per_altri and TipoEnte(di.ente.tipo) not in _DA_SOLI)


def penna_da(incarichi: Iterable[Incarico], piano: Piano) -> Penna:
    """Return for which bodies who holds these Incarichi may file a signature. No query.

    A body that is a party signs as such, even if it left the Ambito after the Accordo was approved.
    """
    firmano, aderiscono = set(), set()
    for incarico in incarichi:
        permessi = RUOLI[Ruolo(incarico.ruolo)].permessi
        if Permesso.FIRMARE_ACCORDO in permessi:
            firmano.add(incarico.ente_id)
        if Permesso.ADERIRE in permessi:
            aderiscono.add(incarico.ente_id)
    return Penna(frozenset(firmano), frozenset(aderiscono), piano.ambito_id)


def penna_di(chi: Chi | None, piano: Piano) -> Penna:
    """Return for which bodies `chi` may file a signature. One query."""
    return penna_da(incarichi_di(chi), piano)


def scrive(incarichi: Iterable[Incarico], piano: Piano) -> bool:
    """Whether who holds these Incarichi may write this Accordo, whatever the state. No query."""
    return any(
        i.ente_id == piano.ambito_id and Permesso.SCRIVERE_ACCORDO in RUOLI[Ruolo(i.ruolo)].permessi for i in incarichi
    )


def impedimenti_di_tempo(piano: Piano, di: "Parte | Adesione") -> Iterator[str]:
    """Yield why the state does not let the signature of this body in."""
    aderisce = isinstance(di, Adesione) or di.aderente
    ammessi = DEGLI_ADERENTI if aderisce else DELLE_PARTI
    if isinstance(di, Adesione) and not di.accolta:
        yield "La richiesta di adesione non è stata accolta: non c'è ancora nulla da firmare."
    elif isinstance(di, Adesione) and not di.vale:
        yield "L'adesione è stata ritirata: non c'è più nulla da firmare."
    if Stato(piano.stato) not in ammessi:
        attesi = " o ".join(f"«{s.label}»" for s in Stato if s in ammessi)
        yield f"Il Piano è «{piano.get_stato_display()}»: i file firmati si caricano quando è {attesi}."


def esigi_firma(chi: Chi | None, piano: Piano, di: "Parte | Adesione") -> Penna:
    """Let `chi` file, replace or withdraw the signature of a body, or raise NonPermesso with the first reason."""
    penna = penna_di(chi, piano)
    if not penna.puo(di):
        raise NonPermesso(f"{_perche(chi, piano, di.ente, penna)} {NULLA}")
    return penna


def _perche(chi: Chi | None, piano: Piano, ente: Ente, penna: Penna) -> str:
    nome = ente.sigla or ente.nome_completo
    if penna.enti or penna.aderenti:
        return f"Non puoi caricare la firma di {nome}: la carica chi firma per questo ente."
    return spiega_rifiuto(chi, Permesso.FIRMARE_ACCORDO, ambito=piano.ambito).removesuffix(f" {NULLA}")
