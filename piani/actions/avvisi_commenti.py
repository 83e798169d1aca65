"""Who is told of what happens in a thread, and in which words: bodies, never names of people; nobody of one's own acts."""

from django.urls import reverse

from piani.models import Commento, Piano
from piani.queries_commenti import assegnabili, legge_da_un_tavolo
from piani.queries_parti import ParteCommentabile
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.queries import persone_con
from utenti.roles import Permesso


def indirizzo(piano: Piano, radice: Commento) -> str:
    """Return where a thread is read and answered."""
    return reverse("piani:commento", kwargs={**piano.indirizzo, "pk": radice.pk})


def _di(piano: Piano, radice: Commento, chiave: str, oggetto: str, testo: str, da_fare: str = "") -> Messaggio:
    return Messaggio(
        chiave=chiave,
        oggetto=oggetto,
        testo=testo,
        da_fare=da_fare,
        url=indirizzo(piano, radice),
        gruppo=f"Commenti al Piano di {piano.ambito.nome}, {piano.triennio}",
        capo=radice.nome_parte,
        passo=radice.citazione,
    )


def partecipanti(radice: Commento) -> dict[int, Utente]:
    """Return who takes part in a thread: who wrote in it, and who has it in charge."""
    voci = radice.risposte.filter(ritirato_il=None).select_related("autore")
    persone = [radice.autore, *(v.autore for v in voci), *([radice.assegnato_a] if radice.assegnato_a else [])]
    return {p.pk: p for p in persone}


def avvisa_del_commento(piano: Piano, radice: Commento, parte: ParteCommentabile) -> None:
    """Tell who writes the plan, and the part, of a new comment."""
    messaggio = _di(
        piano,
        radice,
        f"piani.commento:{radice.pk}",
        f"{radice.ente} commenta il Piano di {piano.ambito.nome}",
        f"{radice.ente} ha lasciato un commento su «{radice.nome_parte[:200]}»: {radice.testo}",
        "Leggilo; quando ne hai tenuto conto, segnalo come risolto.",
    )
    avvisa([p for p in assegnabili(piano, parte) if p.pk != radice.autore_id], messaggio)


def avvisa_della_risposta(
    piano: Piano, radice: Commento, risposta: Commento, parte: ParteCommentabile | None, *, da_chi_risponde: bool
) -> None:
    """Tell who takes part of a reply; and who answers for the part, if nobody has the comment in charge."""
    persone = partecipanti(radice)
    if not da_chi_risponde and radice.assegnato_a_id is None:
        persone |= {p.pk: p for p in assegnabili(piano, parte)}
    messaggio = _di(
        piano,
        radice,
        f"piani.commento:{risposta.pk}",
        f"{risposta.ente} risponde a un commento al Piano di {piano.ambito.nome}",
        f"{risposta.ente} ha risposto a un commento su «{radice.nome_parte[:200]}»: {risposta.testo}",
    )
    avvisa(_lettori(piano, persone, tranne=risposta.autore_id), messaggio)


def _lettori(piano: Piano, persone: dict[int, Utente], *, tranne: int) -> list[Utente]:
    """Return those who read the plan still: who left the office, or the table, hears no more of it."""
    leggono = set(persone_con(Permesso.LEGGERE_BOZZA, piano.ambito).values_list("pk", flat=True))
    ancora = [p for p in persone.values() if p.pk in leggono or legge_da_un_tavolo(p, piano)]
    return [p for p in ancora if p.pk != tranne]


def avvisa_dell_esito(piano: Piano, radice: Commento, autore: Utente) -> None:
    """Tell who takes part that a comment is settled, and how; its author also after the plan closed: it is the answer."""
    quando = f"{radice.risolto_il:%Y%m%d%H%M%S%f}"
    come = f": {radice.get_esito_display().lower()}" if radice.esito else ""
    risposta = f" Risposta: {radice.motivo}" if radice.motivo else ""
    altri = {pk: p for pk, p in partecipanti(radice).items() if pk != radice.autore_id}
    di_chi = (
        ("Il tuo commento", [radice.autore] if radice.autore_id != autore.pk else []),
        ("Un commento che segui", _lettori(piano, altri, tranne=autore.pk)),
    )
    for frase, persone in di_chi:
        messaggio = _di(
            piano,
            radice,
            f"piani.commento_risolto:{radice.pk}:{quando}",
            f"{frase} al Piano di {piano.ambito.nome} è risolto{come}",
            f"{frase}, su «{radice.nome_parte[:200]}», è segnato come risolto{come}.{risposta}",
        )
        avvisa(persone, messaggio)


def avvisa_dell_assegnazione(piano: Piano, radice: Commento, autore: Utente) -> None:
    """Tell a person that a comment is theirs to settle."""
    if radice.assegnato_a is None or radice.assegnato_a_id == autore.pk:
        return
    messaggio = _di(
        piano,
        radice,
        f"piani.commento_assegnato:{radice.pk}:{radice.assegnato_il:%Y%m%d%H%M%S%f}",
        f"Un commento al Piano di {piano.ambito.nome} è assegnato a te",
        f"Il commento di {radice.ente} su «{radice.nome_parte[:200]}» è assegnato a te: {radice.testo}",
        "Rispondi; quando ne hai tenuto conto, segnalo come risolto.",
    )
    avvisa([radice.assegnato_a], messaggio)
