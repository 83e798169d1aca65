"""What the acts of a table tell to whom: on the desk and by mail. Names of bodies, never of people."""

from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ente
from core.formati import quando
from tavoli.models import Contributo, Domanda, Incontro, Risposta, Tavolo
from tavoli.queries import persone_ai_tavoli, persone_dei_membri
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.queries import persone_con, persone_dell_ente
from utenti.roles import Permesso


def _ufficio(tavolo: Tavolo, autore: Utente | None = None) -> list[Utente]:
    persone = persone_con(Permesso.GESTIRE_TAVOLI, tavolo.ambito)
    return [p for p in persone if autore is None or p.pk != autore.pk]


def annuncia_domanda(domanda: Domanda) -> None:
    """A new application: to who keeps the table."""
    tavolo = domanda.tavolo
    avvisa(
        _ufficio(tavolo, domanda.presentata_da),
        Messaggio(
            chiave=f"tavoli.domanda:{domanda.pk}",
            oggetto=f"{domanda.ente} chiede di partecipare al tavolo «{tavolo}»",
            testo=f"{domanda.ente} ha chiesto di partecipare al tavolo «{tavolo}».",
            da_fare="Leggi la domanda, poi ammetti l'ente o rispondi di no con il motivo.",
            url=reverse("tavoli:domande", args=[tavolo.pk]),
        ),
    )


def annuncia_risposta_alla_domanda(domanda: Domanda) -> None:
    """Admitted, or refused with the reason: to the people of the body."""
    tavolo, ammessa = domanda.tavolo, domanda.ammessa_il is not None
    esito = "è ammesso" if ammessa else "non è ammesso"
    motivo = f" Motivo: {domanda.motivo[:500]}" if domanda.motivo else ""
    avvisa(
        persone_ai_tavoli([domanda.ente_id]),
        Messaggio(
            chiave=f"tavoli.domanda_{'ammessa' if ammessa else 'respinta'}:{domanda.pk}",
            oggetto=f"L'ente {domanda.ente} {esito} al tavolo «{tavolo}»",
            testo=f"L'ente {domanda.ente} {esito} al tavolo «{tavolo}» di {tavolo.ambito.nome}.{motivo}",
            da_fare="Apri il tavolo: trovi gli incontri e i temi su cui lasciare un contributo." if ammessa else "",
            url=tavolo.get_absolute_url(),
        ),
    )


def annuncia_ritiro(domanda: Domanda, autore: Utente) -> None:
    """A body goes away: to who keeps the table."""
    tavolo = domanda.tavolo
    avvisa(
        _ufficio(tavolo, autore),
        Messaggio(
            chiave=f"tavoli.domanda_ritirata:{domanda.pk}",
            oggetto=f"{domanda.ente} non partecipa più al tavolo «{tavolo}»",
            testo=f"{domanda.ente} ha ritirato la sua partecipazione al tavolo «{tavolo}».",
            url=reverse("tavoli:domande", args=[tavolo.pk]),
        ),
    )


def annuncia_contributo(contributo: Contributo) -> None:
    """A new contribution: to who keeps the table."""
    tema = contributo.tema
    avvisa(
        _ufficio(tema.tavolo, contributo.autore),
        Messaggio(
            chiave=f"tavoli.contributo:{contributo.pk}",
            oggetto=f"Nuovo contributo di {contributo.ente} al tavolo «{tema.tavolo}»",
            testo=f"{contributo.ente} ha lasciato un contributo sul tema «{tema}» del tavolo «{tema.tavolo}».",
            da_fare="Leggilo e rispondi: di' che cosa ne è stato, perché, e dove è finito nel Piano.",
            url=contributo.get_absolute_url(),
        ),
    )


def annuncia_risposta(risposta: Risposta) -> None:
    """What became of a contribution: to the people of the body that left it."""
    contributo = risposta.contributo
    tavolo = contributo.tema.tavolo
    avvisa(
        persone_ai_tavoli([contributo.ente_id]),
        Messaggio(
            chiave=f"tavoli.risposta:{risposta.pk}",
            oggetto=f"Risposta al contributo di {contributo.ente}: {risposta.get_esito_display().lower()}",
            testo=f"Il vostro contributo al tavolo «{tavolo}» ha una risposta: "
            f"{risposta.get_esito_display().lower()}. Motivo: {risposta.motivo[:500]}",
            url=contributo.get_absolute_url(),
        ),
    )


def annuncia_incontro(incontro: Incontro) -> None:
    """A meeting was fixed: to the members."""
    tavolo = incontro.tavolo
    istante = timezone.localtime(incontro.quando)
    avvisa(
        persone_dei_membri(tavolo),
        Messaggio(
            chiave=f"tavoli.incontro:{incontro.pk}:{int(incontro.quando.timestamp())}",
            oggetto=f"Incontro del tavolo «{tavolo}»: {quando(istante)}",
            testo=f"Il tavolo «{tavolo}» si incontra il {quando(istante)}, {incontro.luogo}. Si parla di: {incontro.argomento}",
            da_fare="Segna la data." if not incontro.tenuto else "",
            entro=istante.date() if not incontro.tenuto else None,
            url=f"{tavolo.get_absolute_url()}#incontri",
        ),
    )


def annuncia_chiusura(tavolo: Tavolo) -> None:
    """The table is closed: to the members."""
    avvisa(
        persone_dei_membri(tavolo),
        Messaggio(
            chiave=f"tavoli.chiuso:{tavolo.pk}",
            oggetto=f"Il tavolo «{tavolo}» è chiuso",
            testo=f"Il tavolo «{tavolo}» di {tavolo.ambito.nome} ha chiuso i lavori. Le risposte ai contributi restano leggibili.",
            url=tavolo.get_absolute_url(),
        ),
    )


def annuncia_registrazione(ente: Ente, email: str, *, chiave: str) -> None:
    """Somebody tried to register a body that has people already: to those people, who may invite them."""
    avvisa(
        persone_dell_ente(ente),
        Messaggio(
            chiave=f"tavoli.registrazione:{ente.pk}:{chiave}",
            oggetto=f"Qualcuno vuole registrarsi per {ente}",
            testo=f"Dal modulo pubblico qualcuno ha chiesto di entrare per {ente} con l'indirizzo {email}. "
            "Non ha avuto nessun accesso.",
            da_fare="Se è una persona del tuo ente, invitala tu dalla pagina delle persone. Altrimenti non fare nulla.",
            url=reverse("utenti:persone", args=[ente.tipo, ente.codice]),
        ),
    )
