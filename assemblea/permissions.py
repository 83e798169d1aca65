"""May this person vote for this Comune, now? Incarico, then delega, then presence, then the vote itself."""

from collections.abc import Collection, Iterator

from django.utils import timezone

from assemblea.enums import OggettoDeciso
from assemblea.models import Componente, Delega, Punto, Votazione
from core.formati import quando
from piani.enums import Passo
from piani.permissions import NULLA
from piani.workflow import impedimenti
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.roles import Permesso

__all__ = [
    "NULLA",
    "data_dal_sindaco",
    "impedimenti_ai_voti",
    "impedimenti_al_voto",
    "legge_delega",
    "sindaco_di",
    "tocca_a",
]


def sindaco_di(comune_id: int, incarichi: Collection[Incarico]) -> bool:
    """Whether these Incarichi in force make their holder sindaco of the Comune."""
    return any(i.ruolo == Ruolo.SINDACO and i.ente_id == comune_id for i in incarichi)


def data_dal_sindaco(delega: Delega) -> bool:
    """Whether the sindaco gave it from his own account; else who keeps the session recorded a signed one."""
    return delega.registrata_da_id == delega.delegante_id


def legge_delega(delega: Delega, chi: Utente, incarichi: Collection[Incarico], permessi: Collection[Permesso]) -> bool:
    """Whether `chi` may read the signed file: who keeps the session, the people of that Comune, the delegate."""
    del_comune = any(i.ente_id == delega.comune_id for i in incarichi)
    return Permesso.TENERE_SEDUTA in permessi or del_comune or chi.pk == delega.delegato_id


def tocca_a(comune_id: int, chi: Utente, incarichi: Collection[Incarico], delega: Delega | None) -> bool:
    """Whether `chi` acts for the Comune in the session: the delegate if there is a delega in force, else the sindaco."""
    if delega is None:
        return sindaco_di(comune_id, incarichi)
    delegato = any(i.ruolo == Ruolo.DELEGATO and i.ente_id == comune_id for i in incarichi)
    return delega.delegato_id == chi.pk and delegato


def impedimenti_ai_voti(punto: Punto) -> Iterator[str]:
    """Yield why the plan does not let an item be put to the vote: the Piano must stand where its approval starts. No query."""
    if punto.oggetto == OggettoDeciso.PIANO:
        yield from impedimenti(Passo.APPROVA, punto.piano, None, permessi=frozenset({Permesso.PROCLAMARE}))


def impedimenti_al_voto(
    votazione: Votazione,
    componente: Componente,
    *,
    chi: Utente,
    incarichi: Collection[Incarico],
    delega: Delega | None,
    presente: bool,
) -> Iterator[str]:
    """Yield why `chi` may not vote for the member now; nothing if it may. No query: the caller knows the facts.

    `incarichi` are those of `chi` in force today; `delega` the one in force of that Comune for the session.
    """
    comune = componente.nome
    if not tocca_a(componente.comune_id, chi, incarichi, delega):
        if delega is not None and sindaco_di(componente.comune_id, incarichi):
            yield (
                f"Per il {comune} vota {delega.nome_delegato}, che hai delegato. Per votare tu revoca prima la delega, "
                "poi fai registrare la tua presenza."
            )
        else:
            yield (
                f"Oggi non voti per il {comune} in questa seduta: vota il Sindaco in carica, o chi il Sindaco ha delegato "
                "per la seduta."
            )
        return
    if votazione.annullata_il:
        yield f"La votazione è stata annullata: {votazione.motivo_annullo}"
    elif votazione.chiusa_il:
        chiusura = quando(timezone.localtime(votazione.chiusa_il))
        yield f"La votazione è stata chiusa il {chiusura}: un voto dopo la chiusura non si conta."
    elif not votazione.si_vota or not votazione.punto.seduta.in_corso:
        yield "La seduta non è aperta: si vota solo a seduta aperta."
    elif not presente:
        yield f"Il {comune} non risulta presente: fai registrare la tua entrata a chi tiene la seduta, poi vota."
