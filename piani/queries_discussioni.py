"""Threads as they are read: the comment, its answers, the part it is on, and what became of the passage it quotes."""

from collections.abc import Iterable
from dataclasses import dataclass

from piani.ancore import Ancora, Citazione, StatoAncora, ancora
from piani.models import Commento, Piano
from piani.queries_parti import ParteCommentabile, Parti, TestiDelPiano

_FRASI = {
    StatoAncora.SPOSTATO: "Il passo è stato spostato.",
    StatoAncora.CAMBIATO: "Il passo è cambiato da quando è stato commentato.",
    StatoAncora.PERSO: "Il passo non c'è più nel testo.",
}
_TOLTA = "Una parte che non c'è più"


@dataclass(frozen=True)
class Discussione:
    """A thread. `parte` is None for a part that the plan has no more; `passo` where no passage is looked for; `altrove` is
    the part to which the passage moved, `ora` what it says now, where it changed."""

    radice: Commento
    risposte: list[Commento]
    parte: ParteCommentabile | None
    passo: Ancora | None = None
    altrove: ParteCommentabile | None = None
    ora: str = ""

    @property
    def nome_parte(self) -> str:
        """How the part is called, or was."""
        return self.parte.nome if self.parte else self.radice.nome_parte or _TOLTA

    @property
    def passo_perso(self) -> bool:
        """Whether the passage stands nowhere."""
        return self.passo is not None and not self.passo.c_e

    @property
    def frase_sul_passo(self) -> str:
        """What became of the passage, where it is not as it was."""
        return _FRASI.get(self.passo.stato, "") if self.passo else ""

    @property
    def posto(self) -> tuple[int, ...]:
        """Where its part is read; what is no more comes last."""
        return self.parte.posto if self.parte else (10**9,)

    @property
    def ultima(self) -> Commento:
        """The latest thing said."""
        return self.risposte[-1] if self.risposte else self.radice


def discussioni(piano: Piano, radici: Iterable[Commento], parti: Parti) -> list[Discussione]:
    """Return the threads of these comments, in their order. One query, and three where a passage is to be found again."""
    righe = list(radici)
    dette = Commento.objects.filter(risponde_a__in=[r.pk for r in righe], ritirato_il=None)
    risposte: dict[int | None, list[Commento]] = {}
    for voce in dette.select_related("ente", "autore").order_by("scritto_il", "pk"):
        risposte.setdefault(voce.risponde_a_id, []).append(voce)
    cercano = any(r.ancorata for r in righe)
    testi = TestiDelPiano(piano) if cercano else None
    return [_discussione(r, risposte.get(r.pk, []), parti, testi) for r in righe]


def _discussione(radice: Commento, risposte: list[Commento], parti: Parti, testi: TestiDelPiano | None) -> Discussione:
    parte = None if radice.parte_tolta else parti.trova(radice.specie, radice.parte)
    if testi is None or not radice.ancorata:
        return Discussione(radice, risposte, parte)
    dove = parte.voce if parte else ""
    passo = ancora(Citazione(radice.citazione, radice.prima, radice.dopo), testi, dove)
    altrove = parti.voce(passo.parte) if passo.c_e and passo.parte != dove else None
    ora = testi[passo.parte][passo.inizio : passo.fine] if passo.stato is StatoAncora.CAMBIATO else ""
    return Discussione(radice, risposte, parte, passo, altrove, ora)
