"""Reading the log: the head printed on papers, and the check that names each fault."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

from registro.attese import catene_attese
from registro.enums import TipoAnomalia as T
from registro.models import Catena, Evento
from registro.regole import HASH_INIZIALE, hash_evento, sigillo_valido

CATENA_SISTEMA = "sistema"
TIPO_APERTURA = "registro.catena_aperta"


class Testa(NamedTuple):
    """How many events a chain has and the hash of the last: what a frozen paper prints."""

    conteggio: int
    hash: str


@dataclass(frozen=True)
class Anomalia:
    """A fault: where, of what kind, and an Italian sentence. `numero` is None for a head or a whole chain."""

    catena: str
    numero: int | None
    tipo: T
    frase: str


def testa(catena: str) -> Testa:
    """Return the head of a chain; an unknown chain has zero events and the initial hash."""
    riga = Catena.objects.filter(nome=catena).first()
    return Testa(riga.conteggio, riga.hash_testa) if riga and riga.conteggio else Testa(0, HASH_INIZIALE)


def teste() -> dict[str, Testa]:
    """Return the heads of all chains, by name."""
    return {c.nome: Testa(c.conteggio, c.hash_testa) for c in Catena.objects.all()}


def testa_autentica(riga: Catena) -> bool:
    """Whether the head carries our seal. A chain just made has none yet and no events."""
    if not riga.conteggio:
        return not riga.sigillo
    return sigillo_valido(settings.REGISTRO_CHIAVE, riga.nome, riga.conteggio, riga.hash_testa, riga.sigillo)


def verifica(catena: str | None = None) -> list[Anomalia]:
    """Check one chain, or all of them, and return each fault (none: an empty list).

    Finds rows altered, missing, moved, added, cut at the end, forged heads, whole chains lost, even all of them
    (`registro.attese`). It cannot see a
    database put back to an older state with its own seals: for that, compare with the head of a paper (`segue`).
    """
    righe = Catena.objects.all() if catena is None else Catena.objects.filter(nome=catena)
    trovate = [a for riga in righe for a in _verifica_catena(riga)]
    return trovate + list(_verifica_catene(catena))


def segue(catena: str, carta: Testa) -> bool:
    """Whether the chain still holds the event whose count and hash a paper carries."""
    if not carta.conteggio:
        return carta.hash == HASH_INIZIALE
    return Evento.objects.filter(catena__nome=catena, numero=carta.conteggio, hash=carta.hash).exists()


def _verifica_catene(catena: str | None) -> Iterator[Anomalia]:
    """Each chain but the system's was opened by an event of the system's; each opened or expected is still there."""
    teste_salvate = list(Catena.objects.all())
    presenti = {c.nome for c in teste_salvate}
    # A chain is born with its first event: a head at zero, without seal, was emptied.
    vive = {c.nome for c in teste_salvate if c.conteggio or c.sigillo}
    aperture = Evento.objects.filter(catena__nome=CATENA_SISTEMA, tipo=TIPO_APERTURA)
    aperte = {nome for e in aperture if isinstance(nome := e.valori.get("catena"), str)}
    attese = catene_attese()
    if presenti or attese:
        aperte.add(CATENA_SISTEMA)
    for nome in sorted((aperte | attese) - vive):
        if catena in (None, nome):
            yield Anomalia(nome, None, T.CATENA_MANCANTE, _frase_mancante(nome, aperta=nome in aperte))
    for nome in sorted(presenti - aperte):
        if catena in (None, nome):
            frase = f"La catena «{nome}» non risulta aperta nella catena «{CATENA_SISTEMA}»."
            yield Anomalia(nome, None, T.CATENA_ESTRANEA, frase)


def _frase_mancante(nome: str, *, aperta: bool) -> str:
    if aperta and nome != CATENA_SISTEMA:
        return f"La catena «{nome}» è stata aperta, ma non c'è più."
    return f"Nel portale c'è ciò di cui racconta la catena «{nome}», ma la catena non c'è più."


def _verifica_catena(riga: Catena) -> Iterator[Anomalia]:
    eventi = list(Evento.objects.filter(catena=riga).order_by("numero"))
    if not testa_autentica(riga):
        frase = f"La testa della catena «{riga.nome}» non porta il nostro sigillo: è stata riscritta."
        yield Anomalia(riga.nome, None, T.TESTA_FALSA, frase)
    yield from _numeri(riga, eventi)
    yield from _righe(riga, eventi)


def _numeri(riga: Catena, eventi: list[Evento]) -> Iterator[Anomalia]:
    presenti = {e.numero for e in eventi}
    ultimo = max(presenti, default=0)
    for numero in range(1, riga.conteggio + 1):
        if numero in presenti:
            continue
        if numero > ultimo:
            frase = f"La riga {numero} della catena «{riga.nome}» è stata tagliata in coda."
            yield Anomalia(riga.nome, numero, T.TAGLIATA, frase)
        else:
            frase = f"La riga {numero} della catena «{riga.nome}» manca."
            yield Anomalia(riga.nome, numero, T.MANCANTE, frase)
    for numero in sorted(n for n in presenti if not 1 <= n <= riga.conteggio):
        frase = f"La riga {numero} della catena «{riga.nome}» è stata aggiunta senza passare dalla testa."
        yield Anomalia(riga.nome, numero, T.AGGIUNTA, frase)


def _righe(riga: Catena, eventi: list[Evento]) -> Iterator[Anomalia]:
    """Rows against their own hash, then each against what the next one (or the head) says of it."""
    integri = [e for e in eventi if hash_evento(e.hash_precedente, e.contenuto(riga.nome)) == e.hash]
    # Only a row that agrees with itself bears witness on the one before.
    attesi = {e.numero - 1: e.hash_precedente for e in integri} | {riga.conteggio: riga.hash_testa}
    copie = Counter(e.hash_precedente for e in eventi)
    sani = {e.pk for e in integri}
    for evento in eventi:
        if evento.numero > riga.conteggio:
            continue
        if evento.pk not in sani:
            yield _alterata_o_spostata(riga, evento, eventi, copie)
        elif evento.numero == 1 and evento.hash_precedente != HASH_INIZIALE:
            yield _alterata(riga, evento, "non comincia dall'inizio della catena")
        elif attesi.get(evento.numero, evento.hash) != evento.hash:
            yield _alterata(riga, evento, "non è quella che la riga dopo, o la testa, ha visto")


def _alterata(riga: Catena, evento: Evento, perche: str) -> Anomalia:
    frase = f"La riga {evento.numero} della catena «{riga.nome}» è stata alterata: {perche}."
    return Anomalia(riga.nome, evento.numero, T.ALTERATA, frase)


def _alterata_o_spostata(riga: Catena, evento: Evento, eventi: list[Evento], copie: Counter[str]) -> Anomalia:
    """A row whose hash is right under another number has only been moved."""
    posto = _posto_vero(evento, eventi) if copie[evento.hash_precedente] == 1 else None
    if posto and hash_evento(evento.hash_precedente, evento.contenuto(riga.nome, posto)) == evento.hash:
        frase = f"La riga {evento.numero} della catena «{riga.nome}» è stata spostata: era la {posto}."
        return Anomalia(riga.nome, evento.numero, T.SPOSTATA, frase)
    return _alterata(riga, evento, "il contenuto non corrisponde al suo hash")


def _posto_vero(evento: Evento, eventi: list[Evento]) -> int | None:
    """The number that `evento` had, following the hashes back to the start. None if the trail is lost."""
    per_hash = {e.hash: e for e in eventi}
    precedente, passi = evento.hash_precedente, 1
    while precedente != HASH_INIZIALE:
        if precedente not in per_hash or passi > len(eventi):
            return None
        precedente, passi = per_hash[precedente].hash_precedente, passi + 1
    return passi
