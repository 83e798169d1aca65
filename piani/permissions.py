"""May this person write this part of this plan? Person, then time, then object, each a question of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from ambiti.models import Ente
from core.exceptions import NonPermesso
from piani.enums import Passo, SpecieParte, SpecieSezione, Stato
from piani.models import DaBlocco, ParteDaIntegrare, Passaggio, Piano, Sezione, VoceScheda
from piani.queries_schede import incarichi_da_coautore, voci_scritte_con_altri
from utenti.enums import Ruolo
from utenti.models import IncaricoQuerySet, Utente
from utenti.permissions import spiega_rifiuto
from utenti.queries import Chi, incarichi_di, incarichi_su
from utenti.roles import RUOLI, Permesso, Portata, ruoli_con

NULLA = "Non è cambiato nulla."
_SCRIVERE = frozenset({Permesso.SCRIVERE_PIANO, Permesso.SCRIVERE_SEZIONI_PROPRIE})
_SENZA_PORTATA = [r for r in ruoli_con(Permesso.SCRIVERE_SEZIONI_PROPRIE) if RUOLI[r].portata is Portata.NESSUNA]


@dataclass(frozen=True)
class Parte:
    """A part of the plan by its name: what the ATS may have asked to complete.

    A row that the ATS names opens its whole sheet: its actions, indicators and euro hold together.
    """

    specie: SpecieParte
    chiave: str

    @classmethod
    def sezione(cls, sezione: Sezione) -> "Parte":
        """A section, with its tables."""
        return cls(SpecieParte.SEZIONE, sezione.chiave)

    @classmethod
    def scheda(cls, voce: VoceScheda) -> "Parte":
        """A sheet in its place."""
        return cls(SpecieParte.SCHEDA, f"{voce.specie}:{voce.codice}")

    @classmethod
    def articolo(cls, numero: int) -> "Parte":
        """An article of the Accordo."""
        return cls(SpecieParte.ARTICOLO, str(numero))


def parti_da_integrare(piano: Piano) -> frozenset[Parte]:
    """Return the parts that the ATS asked to complete the last time: they are open in `da_integrare`. One query."""
    ultima = Passaggio.objects.filter(piano=piano, passo=Passo.CHIEDI_INTEGRAZIONI).order_by("-pk").values("pk")[:1]
    aperte = set()
    for specie, chiave in ParteDaIntegrare.objects.filter(passaggio__in=ultima).values_list("specie", "chiave"):
        if specie == SpecieParte.RIGA:
            aperte.add(Parte(SpecieParte.SCHEDA, chiave.rpartition(":")[0]))
        else:
            aperte.add(Parte(SpecieParte(specie), chiave))
    return frozenset(aperte)


def aperta(piano: Piano, parte: Parte | None) -> bool:
    """Whether the state lets the part be written, whoever asks. A query only in `da_integrare`."""
    if piano.modificabile:
        return True
    return Stato(piano.stato) is Stato.DA_INTEGRARE and parte is not None and parte in parti_da_integrare(piano)


def _incarichi_sul_piano(chi: Chi | None, piano: Piano) -> IncaricoQuerySet:
    """Return the Incarichi that reach the plan, and those that do not but whose body it gave a signed preface to."""
    affidati = incarichi_di(chi).filter(
        ruolo__in=_SENZA_PORTATA,
        ente_id__in=piano.sezioni.filter(specie=SpecieSezione.PREFAZIONE).values("proprietario_id"),
    )
    return incarichi_su(chi, piano.ambito) | affidati


def enti_scrivibili(chi: Chi | None, piano: Piano) -> frozenset[int]:
    """Return the ids of the bodies whose parts of the plan `chi` may write today, whatever the state. One query."""
    return frozenset(
        incarico.ente_id
        for incarico in _incarichi_sul_piano(chi, piano)
        if _SCRIVERE & RUOLI[Ruolo(incarico.ruolo)].permessi
    )


def chiavi_scrivibili(chi: Chi | None, piano: Piano) -> frozenset[str]:
    """Return the same bodies by their keys (``tipo:codice``), as the canonical document names them. One query."""
    return frozenset(
        incarico.ente.chiave
        for incarico in incarichi_su(chi, piano.ambito).select_related("ente")
        if _SCRIVERE & RUOLI[Ruolo(incarico.ruolo)].permessi
    )


def impedimenti_di_stato(piano: Piano, parte: Parte | None) -> Iterator[str]:
    """Yield why the state does not let the part be written; nothing if it does."""
    if aperta(piano, parte):
        return
    if Stato(piano.stato) is Stato.DA_INTEGRARE:
        yield "Il Piano è «Da integrare»: si scrivono solo le parti che l'ATS ha chiesto di integrare, e questa non c'è."
    else:
        yield f"Il Piano è «{piano.get_stato_display()}»: in questo stato il testo non si cambia."


def impedimenti_a_scrivere(
    chi: Chi | None, piano: Piano, proprietario: Ente, parte: Parte | None = None
) -> Iterator[str]:
    """Yield why `chi` may not write a part of the plan that belongs to `proprietario`; nothing if it may.

    `parte` names it, so that it can be written while the ATS waits for it; None for what is never asked alone (the tree).
    Reasons only, for pages where nobody has tried anything; `esigi_scrittura` adds that nothing changed.
    """
    scrivibili = enti_scrivibili(chi, piano)
    if not scrivibili:
        yield spiega_rifiuto(chi, Permesso.SCRIVERE_PIANO, ambito=piano.ambito).removesuffix(f" {NULLA}")
    elif proprietario.pk not in scrivibili:
        yield f"Questa parte la scrive {proprietario}: puoi leggerla, non cambiarla."
    yield from impedimenti_di_stato(piano, parte)


def esigi_scrittura(chi: Chi | None, piano: Piano, proprietario: Ente, parte: Parte | None = None) -> None:
    """Let `chi` write, or raise NonPermesso with the first reason."""
    for frase in impedimenti_a_scrivere(chi, piano, proprietario, parte):
        raise NonPermesso(f"{frase} {NULLA}")


def esigi_propria(parte: DaBlocco) -> None:
    """Let through what the plan writes itself, or raise NonPermesso for what comes from a published block."""
    if parte.pubblicata:
        ente = f" da {parte.blocco.blocco.ente}" if parte.blocco else ""
        raise NonPermesso(
            f"«{parte}» è un blocco pubblicato{ente}: qui si legge e non si cambia. Per scriverlo tu, prima staccalo. {NULLA}"
        )


def coautore(chi: Chi | None, voce: VoceScheda) -> bool:
    """Whether `chi` writes a sheet with its owner: one that is published for other plans, and names their body. One query.

    A sheet that nobody publishes is its owner's alone, whoever signs it; so is a copy, that another body writes.
    """
    return voci_scritte_con_altri(chi).filter(pk=voce.pk).exists()


def impedimenti_alla_scheda(chi: Chi | None, voce: VoceScheda) -> Iterator[str]:
    """Yield why `chi` may not write the rows of a sheet, as its owner or as one of the bodies that write it too."""
    suoi = list(impedimenti_a_scrivere(chi, voce.piano, voce.scheda.proprietario, Parte.scheda(voce)))
    if suoi and coautore(chi, voce):
        suoi = list(impedimenti_di_stato(voce.piano, Parte.scheda(voce)))
    yield from suoi


def esigi_scheda(chi: Chi | None, voce: VoceScheda) -> None:
    """Let `chi` write the rows of a sheet, or raise NonPermesso with the first reason."""
    for frase in impedimenti_alla_scheda(chi, voce):
        raise NonPermesso(f"{frase} {NULLA}")


def veste_di(autore: Utente, piano: Piano) -> int | None:
    """Return the id of the Incarico by which `autore` reaches the plan, for the log; None when there is none.

    It is the one worn in the session (`autore.veste`), when it reaches the plan; otherwise the oldest that does.
    """
    sue = list(_incarichi_sul_piano(autore, piano).order_by("pk").values_list("pk", flat=True))
    if not sue:
        enti = piano.voci.values("scheda__partecipanti")
        sue = list(incarichi_da_coautore(autore).filter(ente__in=enti).order_by("pk").values_list("pk", flat=True))
    veste = autore.veste
    return veste.pk if veste is not None and veste.pk in sue else next(iter(sue), None)
