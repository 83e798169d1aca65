"""May this person do this, here, today? Answers come from Incarichi in force and from the table in `utenti.roles`."""

from django.db.models import QuerySet
from django.utils import timezone

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Ente
from core.exceptions import NonPermesso
from core.formati import data, elenco
from utenti.enums import Ruolo
from utenti.models import Incarico
from utenti.queries import Chi, ambiti_raggiunti, enti_gestiti_da, incarichi_di, incarichi_su
from utenti.roles import RUOLI, Permesso, Portata, portata_di, ruoli_con, ruoli_per_tipo


def ha_permesso(chi: Chi | None, permesso: Permesso, *, ambito: Ambito | None) -> bool:
    """Tell whether `chi` may do `permesso` over `ambito` today. One query.

    `chi` is a person (all the Incarichi in force count) or one Incarico. With ``ambito=None`` the question is whether
    it is allowed anywhere at all: for permissions that regard no Ambito (``AMMINISTRARE``, ``GESTIRE_REGIONE``) and for
    the entries of a menu, never for an act over a plan.
    """
    if ambito is None:
        return incarichi_di(chi).filter(ruolo__in=ruoli_con(permesso)).exists()
    return permesso in permessi_su(chi, ambito)


def permessi_su(chi: Chi | None, ambito: Ambito) -> frozenset[Permesso]:
    """Return all that `chi` may do over `ambito` today: one query for a page that shows many buttons."""
    return frozenset(
        permesso
        for incarico in incarichi_su(chi, ambito)
        for permesso in RUOLI[Ruolo(incarico.ruolo)].permessi
        if _arriva(incarico, permesso, ambito)
    )


def _arriva(incarico: Incarico, permesso: Permesso, ambito: Ambito) -> bool:
    portata = portata_di(Ruolo(incarico.ruolo), permesso)
    return portata is not Portata.PROPRIO_AMBITO or incarico.ente_id == ambito.pk


def enti_con(chi: Chi | None, permesso: Permesso, *, ambito: Ambito) -> frozenset[int]:
    """Return the ids of the bodies for which `chi` holds `permesso` over `ambito`. One query.

    A part of the plan belongs to a body: who writes it holds ``SCRIVERE_PIANO`` or ``SCRIVERE_SEZIONI_PROPRIE`` for
    that same body.
    """
    return frozenset(
        incarico.ente_id
        for incarico in incarichi_su(chi, ambito)
        if permesso in RUOLI[Ruolo(incarico.ruolo)].permessi and _arriva(incarico, permesso, ambito)
    )


def ambiti_di(chi: Chi | None, permesso: Permesso) -> QuerySet[Ambito]:
    """Return the Ambiti over which `chi` may do `permesso` today; a lazy query to put inside others."""
    return ambiti_raggiunti(chi, permesso)


def gestisce_persone_di(chi: Chi | None, ente: Ente) -> bool:
    """Tell whether `chi` may see, invite and take leave of people of `ente`. One query."""
    return enti_gestiti_da(chi).filter(pk=ente.pk).exists()


def ruoli_conferibili(chi: Chi | None, ente: Ente) -> list[Ruolo]:
    """Return the roles that `chi` may give, or close, in `ente`: column "invita", when it fits the body. One query."""
    concessi = frozenset[Ruolo]().union(*(RUOLI[Ruolo(i.ruolo)].invita for i in _incarichi_per_persone(chi, ente)))
    return [ruolo for ruolo in ruoli_per_tipo(TipoEnte(ente.tipo)) if ruolo in concessi]


def incarico_che_conferisce(chi: Chi | None, ruolo: Ruolo, ente: Ente) -> Incarico | None:
    """Return the Incarico by which `chi` may give, or close, `ruolo` in `ente`; None when there is none. One query."""
    if ruolo not in ruoli_per_tipo(TipoEnte(ente.tipo)):
        return None
    incarichi = _incarichi_per_persone(chi, ente)
    return next((i for i in incarichi if ruolo in RUOLI[Ruolo(i.ruolo)].invita), None)


def _incarichi_per_persone(chi: Chi | None, ente: Ente) -> list[Incarico]:
    return [
        incarico
        for incarico in incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.GESTIRE_PERSONE))
        if incarico.ente_id == ente.pk or RUOLI[Ruolo(incarico.ruolo)].portata is Portata.REGIONE
    ]


def spiega_rifiuto(chi: Chi | None, permesso: Permesso, *, ambito: Ambito | None) -> str:
    """Return why `chi` may not: what was asked, what `chi` holds, who can. Two queries at most."""
    dove = f" nell'{ambito.ente.nome_completo}" if ambito else ""
    inizio = f"Non puoi {permesso.etichetta}{dove}."
    chi_puo = elenco([f"«{ruolo.label}»" for ruolo in ruoli_con(permesso)], "o")
    return f"{inizio} {_cosa_hai(chi)} Serve l'incarico di {chi_puo}: rivolgiti a chi ce l'ha. Non è cambiato nulla."


def _cosa_hai(chi: Chi | None) -> str:
    in_corso = [str(incarico) for incarico in incarichi_di(chi).select_related("ente")]
    if in_corso:
        return f"{'Il tuo incarico è' if len(in_corso) == 1 else 'I tuoi incarichi sono'}: {elenco(in_corso)}."
    if isinstance(chi, Incarico) and chi.al and chi.al < timezone.localdate():
        return f"Il tuo incarico è finito il {data(chi.al)}."
    return "Oggi non hai nessun incarico in corso."


def esigi(chi: Chi | None, permesso: Permesso, *, ambito: Ambito | None) -> None:
    """Let `chi` through, or raise NonPermesso with the sentence of `spiega_rifiuto`."""
    if not ha_permesso(chi, permesso, ambito=ambito):
        raise NonPermesso(spiega_rifiuto(chi, permesso, ambito=ambito))
