"""The arithmetic of the Assemblea: who must be there, who must say yes. Pure: no row is read, nothing is rounded.

No plan and no DGR states quorum, majority or weights: each Ambito's regulation does, so a rule is data. Conditions are
joined by AND. Shares are fractions of integers; a result carries the record from which anyone can count it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assemblea.enums import Base, Pesi, Scelta

# Grows when the way of counting changes: a kept record says by which it was counted.
# 2: singular words where one is counted; a vote may carry the quorum counted when it was closed.
VERSIONE = 2
NOTE = frozenset({1, VERSIONE})

_DI_QUOTE = frozenset({Base.QUOTE, Base.QUOTE_PRESENTI, Base.QUOTE_VOTANTI})
_PAROLE = {
    Base.COMPONENTI: "dei componenti in carica",
    Base.PRESENTI: "dei presenti",
    Base.VOTANTI: "dei votanti",
}
_DI_CHI = {Base.QUOTE: "", Base.QUOTE_PRESENTI: " dei presenti", Base.QUOTE_VOTANTI: " dei votanti"}
_PESI = {Pesi.POPOLAZIONE: "della popolazione", Pesi.QUOTE: "delle quote"}
_FRAZIONI = {
    Fraction(1, 2): "la metà",
    Fraction(1, 3): "un terzo",
    Fraction(2, 3): "i due terzi",
    Fraction(1, 4): "un quarto",
    Fraction(3, 4): "i tre quarti",
    Fraction(2, 5): "i due quinti",
    Fraction(3, 5): "i tre quinti",
    Fraction(4, 5): "i quattro quinti",
}


@dataclass(frozen=True)
class Soglia:
    """A condition: at least (or, if `stretta`, more than) `numeratore`/`denominatore` of `base`. 1/1 is unanimity."""

    base: Base
    numeratore: int
    denominatore: int
    stretta: bool = False

    def __post_init__(self) -> None:
        """Refuse what no count could reach. Raises ValueError."""
        if not 0 < self.numeratore <= self.denominatore or (self.stretta and self.numeratore == self.denominatore):
            raise ValueError("Una soglia sta tra zero escluso e uno, e oltre tutti non si va.")

    @property
    def frazione(self) -> Fraction:
        """The threshold."""
        return Fraction(self.numeratore, self.denominatore)

    def in_parole(self, pesi: Pesi) -> str:
        """Return the condition as the sentence says it: "più della metà dei componenti in carica"."""
        di_che = f"{_PESI[pesi]}{_DI_CHI[self.base]}" if self.base in _DI_QUOTE else _PAROLE[self.base]
        if self.frazione == 1:
            di_che = di_che.replace("dei ", "i ", 1) if self.base not in _DI_QUOTE else f"il totale {di_che}"
            return f"tutti {di_che}" if self.base not in _DI_QUOTE else di_che
        nome = _FRAZIONI.get(self.frazione)
        if nome is None:
            nome = f"{self.frazione.numerator}/{self.frazione.denominator}"
        if not self.stretta:
            return f"almeno {nome} {di_che}"
        articolati = (("la ", "della "), ("i ", "dei "), ("un ", "di un "))
        for articolo, con_di in articolati:
            if nome.startswith(articolo):
                return f"più {con_di}{nome.removeprefix(articolo)} {di_che}"
        return f"più di {nome} {di_che}"


@dataclass(frozen=True)
class Regola:
    """Conditions that must all hold; whether who abstains counts among those who vote; what the shares are."""

    soglie: tuple[Soglia, ...]
    nome: str = ""
    astenuti_votano: bool = False
    pesi: Pesi = Pesi.POPOLAZIONE

    def __post_init__(self) -> None:
        """A rule without conditions would approve anything. Raises ValueError."""
        if not self.soglie:
            raise ValueError("Una regola ha almeno una condizione.")

    @property
    def vuole_quote(self) -> bool:
        """Whether any condition counts shares: then each member must have one."""
        return any(s.base in _DI_QUOTE for s in self.soglie)

    @property
    def in_parole(self) -> str:
        """The rule in words."""
        return _unite([s.in_parole(self.pesi) for s in self.soglie])


@dataclass(frozen=True)
class Membro:
    """A member: its key, its share (0 when shares do not count), whether it is there, what it votes (None: nothing)."""

    chiave: str
    quota: Fraction
    presente: bool
    scelta: Scelta | None = None


@dataclass(frozen=True)
class Contata:
    """A condition with its numbers: `raggiunto` out of `totale`; both integers when heads are counted."""

    soglia: Soglia
    raggiunto: Fraction
    totale: Fraction

    @property
    def soddisfatta(self) -> bool:
        """Whether it holds; of nothing, no part is reached."""
        if self.totale == 0:
            return False
        chiesto = self.soglia.frazione * self.totale
        return self.raggiunto > chiesto if self.soglia.stretta else self.raggiunto >= chiesto


@dataclass(frozen=True)
class Risultato:
    """What was counted, whether it is enough, the sentence that says why, the record to count it again."""

    condizioni: tuple[Contata, ...]
    raggiunto: bool
    frase: str
    record: dict[str, Any]


def numero_legale(regola: Regola, membri: Iterable[Membro], *, versione: int = VERSIONE) -> Risultato:
    """Count who is there against the rule of the session (quorum costitutivo); `versione` is of the arithmetic."""
    tutti = _in_ordine(membri)
    presenti = [m for m in tutti if m.presente]
    contate = _conta(regola, presenti, {"componenti": tutti, "presenti": presenti, "votanti": presenti})
    basta = all(c.soddisfatta for c in contate)
    quanti = f"{len(presenti)} presenti" if len(presenti) != 1 else "1 presente"
    frase = (
        f"{_numeri(quanti, contate, regola.pesi, versione)}; la regola chiede {regola.in_parole}: "
        f"{'la seduta è valida' if basta else 'manca il numero legale'}."
    )
    return Risultato(contate, basta, frase, _record("numero_legale", versione, regola, tutti, contate, basta, frase))


def delibera(
    regola: Regola, membri: Iterable[Membro], *, legale: Risultato | None = None, versione: int = VERSIONE
) -> Risultato:
    """Count the votes against the rule of the decision (quorum deliberativo).

    `legale` is the quorum counted when the vote was closed: without it no number of votes approves. Who is there and chooses nothing is present and does not vote. A choice of who is not there is ValueError.
    """
    tutti = _in_ordine(membri)
    if any(m.scelta and not m.presente for m in tutti):
        raise ValueError("Chi non è presente non vota.")
    presenti = [m for m in tutti if m.presente]
    favorevoli = [m for m in presenti if m.scelta is Scelta.FAVOREVOLE]
    contano = {Scelta.FAVOREVOLE, Scelta.CONTRARIO} | ({Scelta.ASTENUTO} if regola.astenuti_votano else set())
    votanti = [m for m in presenti if m.scelta in contano]
    contate = _conta(regola, favorevoli, {"componenti": tutti, "presenti": presenti, "votanti": votanti})
    approvato = all(c.soddisfatta for c in contate) and (legale is None or legale.raggiunto)
    quanti = f"{len(favorevoli)} favorevoli" if len(favorevoli) != 1 else "1 favorevole"
    frase = (
        f"{_numeri(quanti, contate, regola.pesi, versione)}; la regola chiede {regola.in_parole}: "
        f"{'approvato' if approvato else 'non approvato'}."
    )
    if legale is not None:
        frase = f"{frase} Alla chiusura della votazione {legale.frase}"
    record = _record("delibera", versione, regola, tutti, contate, approvato, frase)
    if legale is not None:
        record["numero_legale"] = legale.record
    return Risultato(contate, approvato, frase, record)


def decisivi(regola: Regola, membri: Iterable[Membro]) -> list[str]:
    """Return the keys of the members there without whom the session is no longer valid; none if it is not valid now."""
    tutti = _in_ordine(membri)
    if not numero_legale(regola, tutti).raggiunto:
        return []
    return [
        m.chiave
        for m in tutti
        if m.presente
        and not numero_legale(
            regola, [Membro(x.chiave, x.quota, x.presente and x is not m, None) for x in tutti]
        ).raggiunto
    ]


def _in_ordine(membri: Iterable[Membro]) -> list[Membro]:
    tutti = sorted(membri, key=lambda m: m.chiave)
    if len({m.chiave for m in tutti}) != len(tutti):
        raise ValueError("Un componente conta una volta sola.")
    return tutti


def _conta(regola: Regola, a_favore: Sequence[Membro], basi: Mapping[str, Sequence[Membro]]) -> tuple[Contata, ...]:
    """Count each condition: heads, or shares, of `a_favore` out of the base."""
    di = {
        Base.COMPONENTI: basi["componenti"],
        Base.PRESENTI: basi["presenti"],
        Base.VOTANTI: basi["votanti"],
        Base.QUOTE: basi["componenti"],
        Base.QUOTE_PRESENTI: basi["presenti"],
        Base.QUOTE_VOTANTI: basi["votanti"],
    }

    def misura(membri: Sequence[Membro], *, quote: bool) -> Fraction:
        return sum((m.quota for m in membri), Fraction(0)) if quote else Fraction(len(membri))

    return tuple(
        Contata(s, misura(a_favore, quote=s.base in _DI_QUOTE), misura(di[Base(s.base)], quote=s.base in _DI_QUOTE))
        for s in regola.soglie
    )


# --- Words ---
def _unite(parti: list[str]) -> str:
    return f"{', '.join(parti[:-1])} e {parti[-1]}" if len(parti) > 1 else parti[0]


_UNO = {Base.COMPONENTI: "componente", Base.PRESENTI: "presente", Base.VOTANTI: "votante"}
_MOLTI = {Base.COMPONENTI: "componenti", Base.PRESENTI: "presenti", Base.VOTANTI: "votanti"}


def _su(c: Contata, versione: int) -> str:
    nomi = _UNO if c.totale == 1 and versione > 1 else _MOLTI
    return f"su {c.totale} {nomi[c.soglia.base]}"


def _numeri(quanti: str, contate: Sequence[Contata], pesi: Pesi, versione: int) -> str:
    """Return "7 favorevoli su 9 componenti, 81,3% della popolazione": heads first, then shares."""
    teste = list(dict.fromkeys(_su(c, versione) for c in contate if c.soglia.base not in _DI_QUOTE))
    quote = list(
        dict.fromkeys(
            f"{percento(c.raggiunto, c.totale, soglia=c.soglia.frazione)} {_PESI[pesi]}{_DI_CHI[c.soglia.base]}"
            for c in contate
            if c.soglia.base in _DI_QUOTE
        )
    )
    inizio = f"{quanti} {_unite(teste)}" if teste else quanti
    return ", ".join([inizio, *quote])


def percento(parte: Fraction, totale: Fraction, *, soglia: Fraction | None = None) -> str:
    """Return `parte` of `totale` as 81,3%, cut and never rounded up: a threshold missed by a hair must not look reached.

    Decimals grow, to six, until the text differs from that of a `soglia` that is not equal to it.
    """
    valore = parte / totale if totale else Fraction(0)
    for decimali in range(1, 7):
        testo = _tagliato(valore, decimali)
        if soglia is None or valore == soglia or testo != _tagliato(soglia, decimali):
            break
    return f"{testo}%"


def _tagliato(valore: Fraction, decimali: int) -> str:
    unita = 10**decimali
    intero = valore.numerator * 100 * unita // valore.denominator
    return f"{intero // unita},{intero % unita:0{decimali}}"


# --- The record ---
def _coppia(frazione: Fraction) -> list[int]:
    return [frazione.numerator, frazione.denominator]


def a_record(regola: Regola) -> dict[str, Any]:
    """Return the rule as JSON of integers and texts, to be kept with what it decides."""
    return {
        "nome": regola.nome,
        "astenuti_votano": regola.astenuti_votano,
        "pesi": str(regola.pesi),
        "condizioni": [
            {"base": str(s.base), "numeratore": s.numeratore, "denominatore": s.denominatore, "stretta": s.stretta}
            for s in regola.soglie
        ],
    }


def da_record(dati: Mapping[str, Any]) -> Regola:
    """Return the rule that `a_record` wrote. Raises KeyError, ValueError for anything else."""
    return Regola(
        tuple(
            Soglia(Base(c["base"]), int(c["numeratore"]), int(c["denominatore"]), bool(c["stretta"]))
            for c in dati["condizioni"]
        ),
        nome=str(dati["nome"]),
        astenuti_votano=bool(dati["astenuti_votano"]),
        pesi=Pesi(dati["pesi"]),
    )


def _record(
    che: str,
    versione: int,
    regola: Regola,
    membri: Sequence[Membro],
    contate: Sequence[Contata],
    raggiunto: bool,
    frase: str,
) -> dict[str, Any]:
    return {
        "versione": versione,
        "che": che,
        "regola": a_record(regola),
        "componenti": [
            {
                "chiave": m.chiave,
                "quota": _coppia(m.quota),
                "presente": m.presente,
                "scelta": str(m.scelta) if m.scelta else None,
            }
            for m in membri
        ],
        "condizioni": [
            {
                "base": str(c.soglia.base),
                "raggiunto": _coppia(c.raggiunto),
                "totale": _coppia(c.totale),
                "soddisfatta": c.soddisfatta,
            }
            for c in contate
        ],
        "raggiunto": raggiunto,
        "frase": frase,
    }


def ricalcola(record: Mapping[str, Any]) -> Risultato:
    """Count again from a kept record, and from nothing else. Raises ValueError for a version that is not known."""
    versione = record["versione"]
    if versione not in NOTE:
        raise ValueError(f"Questo esito è contato con la versione {versione} delle regole di calcolo.")
    membri = [
        Membro(c["chiave"], Fraction(*c["quota"]), bool(c["presente"]), Scelta(c["scelta"]) if c["scelta"] else None)
        for c in record["componenti"]
    ]
    regola = da_record(record["regola"])
    if record["che"] == "numero_legale":
        return numero_legale(regola, membri, versione=versione)
    legale = ricalcola(record["numero_legale"]) if "numero_legale" in record else None
    return delibera(regola, membri, legale=legale, versione=versione)


def torna(record: Mapping[str, Any]) -> bool:
    """Whether a kept record, counted again, gives itself."""
    return ricalcola(record).record == dict(record)
