"""The acts about people: invite, accept, withdraw, close, deactivate. Each is written in the log of the system."""

import datetime as dt
from functools import partial

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.exceptions import DatiNonValidi, NonPermesso
from core.formati import data
from core.testo import riga
from registro.actions import annota
from registro.queries import CATENA_SISTEMA
from utenti.enums import Posta, Ruolo
from utenti.exceptions import IncaricoGiaInCorso, IncaricoNonConferibile, InvitoNonValido
from utenti.models import Incarico, Invito, Utente, impronta_di, nuovo_gettone
from utenti.permissions import esigi, incarico_che_conferisce, ruoli_conferibili
from utenti.posta import spedisci_invito
from utenti.roles import Permesso

GIORNI_INVITO = 14


def invita(*, email: str, ruolo: Ruolo, ente: Ente, autore: Utente, fine_incarico: dt.date | None = None) -> Invito:
    """Invite somebody to hold `ruolo` for `ente`; the mail leaves after the commit.

    Raises IncaricoNonConferibile, IncaricoGiaInCorso, DatiNonValidi (an end in the past), PostaNonPartita.
    """
    oggi = timezone.localdate()
    if fine_incarico and fine_incarico < oggi:
        raise DatiNonValidi("La fine dell'incarico è già passata. Non è partito nessun invito: correggi la data.")
    indirizzo, gettone = email.strip().lower(), nuovo_gettone()
    with transaction.atomic():
        # Two people who invite the same address at once would both find no invitation waiting.
        Ente.objects.select_for_update(of=("self",)).get(pk=ente.pk)
        veste = _veste(autore, ruolo, ente)
        _rifiuta_doppioni(indirizzo, ruolo, ente, oggi)
        invito = Invito.objects.create(
            email=indirizzo,
            ruolo=ruolo,
            ente=ente,
            fine_incarico=fine_incarico,
            impronta=impronta_di(gettone),
            invitato_da=autore,
            scade_il=oggi + dt.timedelta(days=GIORNI_INVITO),
        )
        _annota_invito("utenti.invito_creato", invito, autore, veste)
        transaction.on_commit(partial(spedisci_invito, invito, gettone))
    return invito


def invita_da_registrazione(*, email: str, nome: str, ruolo: Ruolo, ente: Ente) -> Invito:
    """Send the link to who registers a body that has nobody in the portal; `nome` is how they want to appear.

    An invitation of the same kind that waits for the same address gets a new link, and the old one stops working.
    Raises IncaricoGiaInCorso (the body has, or had, people: only they let others in), PostaNonPartita.
    """
    indirizzo, gettone, oggi = email.strip().lower(), nuovo_gettone(), timezone.localdate()
    with transaction.atomic():
        Ente.objects.select_for_update(of=("self",)).get(pk=ente.pk)
        if Incarico.objects.filter(ente=ente).exists():
            raise IncaricoGiaInCorso(f"{ente} ha già persone nel portale. Non è partito nessun invito.")
        aperti = Invito.objects.filter(invitato_da=None, usato_il=None, revocato_il=None, ruolo=ruolo)
        invito = aperti.filter(email=indirizzo, ente=ente).first() or Invito(email=indirizzo, ente=ente, ruolo=ruolo)
        invito.nome = riga(nome, massimo=150)
        invito.impronta = impronta_di(gettone)
        invito.scade_il = oggi + dt.timedelta(days=GIORNI_INVITO)
        invito.save()
        _annota_invito("utenti.registrazione_autonoma", invito, None, None)
        transaction.on_commit(partial(spedisci_invito, invito, gettone))
    return invito


def rispedisci_invito(invito: Invito, *, autore: Utente) -> Invito:
    """Send an invitation again with a new link and new days; the old link stops working.

    Raises IncaricoNonConferibile, InvitoNonValido (used or withdrawn meanwhile), PostaNonPartita.
    """
    gettone = nuovo_gettone()
    with transaction.atomic():
        invito = _ancora_aperto(_bloccato(pk=invito.pk))
        veste = _veste(autore, Ruolo(invito.ruolo), invito.ente)
        invito.impronta = impronta_di(gettone)
        invito.scade_il = timezone.localdate() + dt.timedelta(days=GIORNI_INVITO)
        invito.save(update_fields=["impronta", "scade_il"])
        _annota_invito("utenti.invito_rispedito", invito, autore, veste)
        transaction.on_commit(partial(spedisci_invito, invito, gettone))
    return invito


def revoca_invito(invito: Invito, *, autore: Utente) -> None:
    """Withdraw an invitation that nobody has used: its link stops working.

    Raises IncaricoNonConferibile, InvitoNonValido (used or withdrawn meanwhile).
    """
    with transaction.atomic():
        invito = _ancora_aperto(_bloccato(pk=invito.pk))
        veste = _veste(autore, Ruolo(invito.ruolo), invito.ente)
        invito.revocato_il, invito.revocato_da = timezone.now(), autore
        invito.save(update_fields=["revocato_il", "revocato_da"])
        _annota_invito("utenti.invito_revocato", invito, autore, veste)


def invito_da_gettone(gettone: str) -> Invito:
    """Return the invitation that a link opens, without locking it. Raises InvitoNonValido with what to do."""
    inviti = Invito.objects.select_related("ente", "invitato_da")
    return _ancora_valido(inviti.filter(impronta=impronta_di(gettone)).first())


def accetta_invito(gettone: str, *, password: str, nome: str) -> Incarico:
    """Open the account of who was invited and give the Incarico, from today.

    `password` must have passed the validators. Raises InvitoNonValido, DatiNonValidi (the address has an account).
    """
    with transaction.atomic():
        invito = _ancora_valido(_bloccato(impronta=impronta_di(gettone)))
        if Utente.objects.filter(email=invito.email).exists():
            raise DatiNonValidi(
                "Questo indirizzo ha già un account: accedi, poi apri di nuovo il collegamento dell'invito."
            )
        utente = Utente.objects.create_user(invito.email, password, nome=riga(nome, massimo=150))
        return _conferisci(invito, utente)


def accetta_invito_con_account(gettone: str, *, autore: Utente) -> Incarico:
    """Give the Incarico to the person invited, who has an account already and has logged in.

    Raises InvitoNonValido, NonPermesso (the invitation is for another address), IncaricoGiaInCorso.
    """
    with transaction.atomic():
        invito = _ancora_valido(_bloccato(impronta=impronta_di(gettone)))
        if autore.email != invito.email or not autore.is_active:
            raise NonPermesso(
                "Questo invito è per un altro indirizzo di posta. Esci, accedi con quello che ha ricevuto "
                "il messaggio e apri di nuovo il collegamento. Non è cambiato nulla."
            )
        return _conferisci(invito, autore)


def nomina_amministratore(*, email: str, nome: str) -> Incarico:
    """Make the first administrator, from the server's command line: an account without a password, and the Incarico.

    Raises DatiNonValidi (Region not loaded, not an address), IncaricoGiaInCorso.
    """
    indirizzo = email.strip().lower()
    try:
        validate_email(indirizzo)
    except ValidationError as errore:
        raise DatiNonValidi(f"{indirizzo} non è un indirizzo di posta. Non è cambiato nulla.") from errore
    regione = Ente.objects.filter(tipo=TipoEnte.REGIONE).first()
    if regione is None:
        raise DatiNonValidi("Manca l'ente Regione: lancia prima manage.py carica_regione.")
    with transaction.atomic():
        utente = Utente.objects.filter(email=indirizzo).first()
        utente = utente or Utente.objects.create_user(indirizzo, nome=riga(nome, massimo=150))
        ruolo = Ruolo.AMMINISTRATORE
        if Incarico.objects.in_corso().filter(utente=utente, ruolo=ruolo, ente=regione).exists():
            raise IncaricoGiaInCorso(f"{indirizzo} è già amministratore. Non è cambiato nulla.")
        incarico = Incarico.objects.create(utente=utente, ruolo=ruolo, ente=regione, dal=timezone.localdate())
        annota(CATENA_SISTEMA, "utenti.amministratore_nominato", autore=None, dati={"incarico": incarico.pk})
    return incarico


def cambia_nome(*, nome: str, autore: Utente) -> None:
    """Change the name that the others see, one's own."""
    autore.nome = riga(nome, massimo=150)
    with transaction.atomic():
        autore.save(update_fields=["nome"])
        annota(CATENA_SISTEMA, "utenti.nome_cambiato", autore=autore, dati={"utente": autore.pk})


def cambia_posta(*, posta: Posta, autore: Utente) -> None:
    """Choose how the notices to come reach one's own mail; those written already follow the choice of then."""
    autore.posta = posta
    with transaction.atomic():
        autore.save(update_fields=["posta"])
        annota(CATENA_SISTEMA, "utenti.posta_scelta", autore=autore, dati={"utente": autore.pk, "posta": posta.value})


def chiudi_incarico(incarico: Incarico, *, autore: Utente, al: dt.date | None = None) -> Incarico:
    """Close an Incarico: at once, or at the end of a coming day `al`.

    Raises IncaricoNonConferibile, NonPermesso (one's own), DatiNonValidi (closed already, or `al` in the past).
    """
    adesso, oggi = timezone.now(), timezone.localdate()
    if al and al < oggi:
        raise DatiNonValidi("L'ultimo giorno è già passato. Non è cambiato nulla: scegli oggi o un giorno che viene.")
    with transaction.atomic():
        incarico = Incarico.objects.select_for_update(of=("self",)).select_related("ente").get(pk=incarico.pk)
        veste = _veste(autore, Ruolo(incarico.ruolo), incarico.ente)
        if incarico.utente_id == autore.pk:
            raise NonPermesso("Non puoi chiudere un tuo incarico: chiedilo a chi te lo ha dato. Non è cambiato nulla.")
        if incarico.finito:
            raise DatiNonValidi("Qualcuno ha già chiuso questo incarico. Non è cambiato nulla.")
        incarico.al = max(al or oggi, incarico.dal)
        if al is None or al == oggi:
            incarico.chiuso_il, incarico.chiuso_da = adesso, autore
        incarico.save(update_fields=["al", "chiuso_il", "chiuso_da"])
        annota(
            CATENA_SISTEMA,
            "utenti.incarico_chiuso",
            autore=autore,
            incarico_id=veste.pk,
            dati={"incarico": incarico.pk, "al": incarico.al.isoformat()},
        )
    return incarico


def disattiva_e_pseudonimizza(utente: Utente, *, autore: Utente) -> Utente:
    """Close the account of a person for good: no login, no mail, no name; ids in acts and log stay.

    Raises NonPermesso (not an administrator, or oneself), DatiNonValidi (done already).
    """
    esigi(autore, Permesso.AMMINISTRARE, ambito=None)
    if utente.pk == autore.pk:
        raise NonPermesso("Non puoi disattivare il tuo account: chiedilo a un altro amministratore.")
    with transaction.atomic():
        utente = Utente.objects.select_for_update(of=("self",)).get(pk=utente.pk)
        if not utente.is_active:
            raise DatiNonValidi("Qualcuno ha già disattivato questo account. Non è cambiato nulla.")
        Invito.objects.filter(email=utente.email, usato_il=None, revocato_il=None).update(
            revocato_il=timezone.now(), revocato_da=autore
        )
        Invito.objects.filter(email=utente.email).update(email=utente.pseudonimo)
        EmailAddress.objects.filter(user=utente).delete()
        utente.spoglia()
        utente.save()
        annota(CATENA_SISTEMA, "utenti.account_disattivato", autore=autore, dati={"utente": utente.pk})
    return utente


def _veste(autore: Utente, ruolo: Ruolo, ente: Ente) -> Incarico:
    """Return the Incarico by which `autore` gives or closes `ruolo`. Raises IncaricoNonConferibile."""
    incarico = incarico_che_conferisce(autore, ruolo, ente)
    if incarico is None:
        possibili = [r.label for r in ruoli_conferibili(autore, ente)]
        tuoi = f"Qui puoi dare o chiudere: {', '.join(possibili)}." if possibili else "Qui non puoi darne nessuno."
        raise IncaricoNonConferibile(
            f"Non puoi dare o chiudere l'incarico di «{ruolo.label}» per {ente.nome_completo}. {tuoi} Non è cambiato nulla."
        )
    return incarico


def _rifiuta_doppioni(email: str, ruolo: Ruolo, ente: Ente, oggi: dt.date) -> None:
    if Incarico.objects.in_corso().filter(utente__email=email, ruolo=ruolo, ente=ente).exists():
        raise IncaricoGiaInCorso(f"{email} ha già l'incarico di «{ruolo.label}». Non è partito nessun invito.")
    if Invito.objects.filter(
        email=email, ruolo=ruolo, ente=ente, usato_il=None, revocato_il=None, scade_il__gte=oggi
    ).exists():
        raise IncaricoGiaInCorso(
            f"C'è già un invito in attesa per {email}. Se non è arrivato, premi «Spedisci di nuovo»."
        )


def _bloccato(**chiave: object) -> Invito | None:
    inviti = Invito.objects.select_for_update(of=("self",)).select_related("ente", "invitato_da")
    return inviti.filter(**chiave).first()


def _ancora_valido(invito: Invito | None) -> Invito:
    aperto = _ancora_aperto(invito)
    if aperto.scaduto:
        rimedio = (
            "Registra di nuovo il tuo ente."
            if aperto.autonomo
            else f"Chiedi a {aperto.invitato_da} di spedirlo di nuovo."
        )
        raise InvitoNonValido(f"Questo invito è scaduto il {data(aperto.scade_il)}. {rimedio}")
    return aperto


def _ancora_aperto(invito: Invito | None) -> Invito:
    if invito is None:
        raise InvitoNonValido(
            "Questo collegamento non apre nessun invito. Controlla di averlo copiato per intero; se lo è, "
            "chiedi un invito nuovo a chi te lo ha mandato."
        )
    if invito.usato_il:
        raise InvitoNonValido("Questo invito è già stato usato. Se sei tu, accedi con il tuo indirizzo di posta.")
    if invito.revocato_il:
        raise InvitoNonValido("Questo invito è stato ritirato. Se pensi a un errore, scrivi a chi te lo ha mandato.")
    return invito


def _conferisci(invito: Invito, utente: Utente) -> Incarico:
    oggi = timezone.localdate()
    if Incarico.objects.in_corso().filter(utente=utente, ruolo=invito.ruolo, ente=invito.ente).exists():
        raise IncaricoGiaInCorso("Hai già questo incarico: non devi fare altro.")
    if invito.autonomo:
        _rifiuta_estranei(invito)
    if invito.fine_incarico and invito.fine_incarico < oggi:
        raise InvitoNonValido(
            "L'incarico di questo invito è già finito. Chiedi un invito nuovo a chi te lo ha mandato."
        )
    incarico = Incarico.objects.create(
        utente=utente, ruolo=invito.ruolo, ente=invito.ente, dal=oggi, al=invito.fine_incarico
    )
    invito.usato_il, invito.incarico = timezone.now(), incarico
    invito.save(update_fields=["usato_il", "incarico"])
    _annota_invito("utenti.invito_accettato", invito, utente, incarico)
    return incarico


def _rifiuta_estranei(invito: Invito) -> None:
    """Who registers a body alone is its first person, or nobody: two may have asked, and one has come in meanwhile."""
    Ente.objects.select_for_update(of=("self",)).get(pk=invito.ente_id)
    if Incarico.objects.filter(ente=invito.ente).exists():
        raise InvitoNonValido(
            f"Nel frattempo un'altra persona è entrata per {invito.ente}: chiedi a lei di invitarti. "
            "Non è cambiato nulla."
        )


def _annota_invito(tipo: str, invito: Invito, autore: Utente | None, veste: Incarico | None) -> None:
    annota(
        CATENA_SISTEMA,
        tipo,
        autore=autore,
        incarico_id=veste.pk if veste else None,
        dati={"invito": invito.pk, "ruolo": invito.ruolo, "ente": invito.ente_id},
    )
