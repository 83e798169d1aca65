"""The acts of who comments: leave a comment on a part, reply, correct, withdraw. None changes the text of the plan."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.exceptions import DatiNonValidi, NonPermesso
from core.testo import per_ricerca, pulisci
from piani.actions.avvisi_commenti import avvisa_del_commento, avvisa_della_risposta
from piani.ancore import Citazione, cita
from piani.enums import PUBBLICI, SpecieParte, Stato
from piani.models import Commento, Piano
from piani.permissions import NULLA, enti_scrivibili, veste_di
from piani.queries_commenti import commenti_visibili_a, gestisce, incarico_che_commenta
from piani.queries_parti import Parti, TestiDelPiano
from registro.actions import annota
from utenti.avvisi import ritira_avvisi
from utenti.models import Incarico, Utente
from utenti.permissions import spiega_rifiuto
from utenti.roles import Permesso

MASSIMO_CARATTERI = 5000


def blocca_piano(piano: Piano) -> Piano:
    """Return the plan with its names, locked: what happens to its comments happens one at a time."""
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    return nomi.select_for_update(of=("self",)).get(pk=piano.pk)


def commenta(
    piano: Piano,
    *,
    specie: SpecieParte,
    parte: str,
    testo: str,
    citazione: str = "",
    prima: str = "",
    dopo: str = "",
    autore: Utente,
) -> Commento:
    """Leave a comment on a part, for the body of the Incarico worn; who writes the plan is told.

    `citazione` is a passage of the part, `prima` and `dopo` the words about it, as the page shows them: it is found again
    when the text moves, if it stands there word for word; otherwise it is kept as it was typed.
    Raises NonPermesso (who, or when), DatiNonValidi (no text, too long, no such part).
    """
    pulito = testo_valido(testo)
    passo = pulisci(citazione)[:MASSIMO_CARATTERI]
    trovato = _passo(piano, f"{specie}/{parte}", passo, prima, dopo) if passo else None
    with transaction.atomic():
        bloccato = blocca_piano(piano)
        incarico = _esigi_di_commentare(autore, bloccato)
        luogo = Parti(bloccato).trova(specie, parte)
        if luogo is None:
            raise DatiNonValidi(f"Il Piano non ha questa parte: forse è stata tolta da poco. {NULLA}")
        commento = Commento.objects.create(
            piano=bloccato,
            specie=specie,
            parte=parte,
            nome_parte=luogo.nome,
            autore=autore,
            ente=incarico.ente,
            testo=pulito,
            cerca=per_ricerca(f"{pulito} {passo}"),
            citazione=trovato.esatta if trovato else passo,
            prima=trovato.prima if trovato else "",
            dopo=trovato.dopo if trovato else "",
            ancorata=trovato is not None,
        )
        avvisa_del_commento(bloccato, commento, luogo)
        dati = {"commento": commento.pk, "specie": str(specie), "parte": parte}
        annota(bloccato.catena, "piani.commento_lasciato", autore=autore, incarico_id=incarico.pk, dati=dati)
    return commento


def _passo(piano: Piano, voce: str, passo: str, prima: str, dopo: str) -> Citazione | None:
    testo = TestiDelPiano(piano).get(voce, "")
    return cita(testo, passo, prima=prima, dopo=dopo)


def testo_valido(testo: str) -> str:
    """Return what was typed, cleaned. Raises DatiNonValidi: nothing, or too much."""
    pulito = pulisci(testo)
    if not pulito or len(pulito) > MASSIMO_CARATTERI:
        raise DatiNonValidi(f"Un commento ha da 1 a {MASSIMO_CARATTERI} caratteri: il tuo ne ha {len(pulito)}. {NULLA}")
    return pulito


def perche_non_commenta(chi: Utente | None, piano: Piano) -> str:
    """Return why `chi` may not comment the plan."""
    if Stato(piano.stato) in PUBBLICI:
        return f"Il Piano è «{piano.get_stato_display()}»: si commenta finché è in lavorazione. {NULLA}"
    return spiega_rifiuto(chi, Permesso.COMMENTARE, ambito=piano.ambito)


def _esigi_di_commentare(autore: Utente, piano: Piano) -> Incarico:
    incarico = incarico_che_commenta(autore, piano)
    if incarico is None:
        raise NonPermesso(perche_non_commenta(autore, piano))
    return incarico


def leggi_bloccato(commento: Commento) -> tuple[Piano, Commento]:
    """Return plan and comment as they stand now, locked. Raises DatiNonValidi for one that was withdrawn meanwhile."""
    piano = blocca_piano(commento.piano)
    letti = Commento.objects.select_related("ente", "autore", "assegnato_a", "risponde_a")
    bloccato = letti.select_for_update(of=("self",)).get(pk=commento.pk)
    if bloccato.ritirato_il:
        raise DatiNonValidi(f"Chi l'aveva scritto ha ritirato questo commento. {NULLA}")
    return piano, bloccato


def rispondi(commento: Commento, *, testo: str, autore: Utente) -> Commento:
    """Reply in a thread, for the body of the Incarico worn; who takes part in it is told.

    Raises NonPermesso (who, or when; also who may not read the thread), DatiNonValidi (no text, too long, withdrawn).
    """
    pulito = testo_valido(testo)
    with transaction.atomic():
        piano, radice = leggi_bloccato(commento)
        incarico = _esigi_di_commentare(autore, piano)
        if not commenti_visibili_a(autore, piano).filter(pk=radice.pk, risponde_a=None).exists():
            raise NonPermesso(f"Si risponde solo ai commenti che si possono leggere. {NULLA}")
        risposta = aggiungi_risposta(radice, testo=pulito, autore=autore, incarico=incarico)
        parte = Parti(piano).trova(radice.specie, radice.parte)
        risponde = gestisce(enti_scrivibili(autore, piano), piano, parte)
        avvisa_della_risposta(piano, radice, risposta, parte, da_chi_risponde=risponde)
        dati = {"commento": risposta.pk, "risponde_a": radice.pk}
        annota(piano.catena, "piani.commento_risposto", autore=autore, incarico_id=incarico.pk, dati=dati)
    return risposta


def aggiungi_risposta(radice: Commento, *, testo: str, autore: Utente, incarico: Incarico) -> Commento:
    """Write a reply, inside the transaction of the act it belongs to."""
    return Commento.objects.create(
        piano=radice.piano,
        specie=radice.specie,
        parte=radice.parte,
        nome_parte=radice.nome_parte,
        parte_tolta=radice.parte_tolta,
        risponde_a=radice,
        autore=autore,
        ente=incarico.ente,
        testo=testo,
        cerca=per_ricerca(testo),
    )


def perche_non_si_corregge(commento: Commento, chi: Utente, *, risposto: bool, risolto: bool) -> str:
    """Return why `chi` may not correct, or withdraw, a comment; empty if it may. `risposto`: somebody answered."""
    if commento.autore_id != chi.pk:
        return f"Un commento lo corregge solo chi l'ha scritto. {NULLA}"
    if risolto or risposto:
        return f"Qualcuno ha già risposto a questo commento: resta com'è. Puoi aggiungere una risposta. {NULLA}"
    return ""


def _esigi_di_correggere(commento: Commento, autore: Utente, *, anche_mie: bool) -> None:
    """Raise NonPermesso where an answer stands after the comment; `anche_mie`: one's own replies count too."""
    radice = commento.risponde_a or commento
    seguito = Commento.objects.filter(risponde_a=radice, ritirato_il=None).filter(
        Q(scritto_il__gt=commento.scritto_il) | Q(scritto_il=commento.scritto_il, pk__gt=commento.pk)
    )
    if not anche_mie:
        seguito = seguito.exclude(autore=autore)
    perche = perche_non_si_corregge(
        commento, autore, risposto=seguito.exclude(pk=commento.pk).exists(), risolto=radice.risolto_il is not None
    )
    if perche:
        raise NonPermesso(perche)


def modifica_commento(commento: Commento, *, testo: str, autore: Utente) -> Commento:
    """Correct one's own comment until somebody answers it; it then says that it was corrected, and when.

    Raises NonPermesso, DatiNonValidi.
    """
    pulito = testo_valido(testo)
    with transaction.atomic():
        piano, bloccato = leggi_bloccato(commento)
        incarico = _esigi_di_commentare(autore, piano)
        _esigi_di_correggere(bloccato, autore, anche_mie=False)
        if pulito != bloccato.testo:
            bloccato.testo, bloccato.modificato_il = pulito, timezone.now()
            bloccato.cerca = per_ricerca(f"{pulito} {bloccato.citazione}")
            bloccato.save(update_fields=["testo", "cerca", "modificato_il"])
            dati = {"commento": bloccato.pk}
            annota(piano.catena, "piani.commento_modificato", autore=autore, incarico_id=incarico.pk, dati=dati)
    return bloccato


def ritira_commento(commento: Commento, *, autore: Utente) -> None:
    """Take back one's own comment that nobody answered: its words are deleted, with the notices that nobody read.

    Also once the plan is commented no more: what one wrote stays one's own. Raises NonPermesso, DatiNonValidi.
    """
    with transaction.atomic():
        piano, bloccato = leggi_bloccato(commento)
        _esigi_di_correggere(bloccato, autore, anche_mie=True)
        vuoti = dict.fromkeys(("testo", "cerca", "citazione", "prima", "dopo"), "")
        Commento.objects.filter(pk=bloccato.pk).update(**vuoti, ancorata=False, ritirato_il=timezone.now())
        ritira_avvisi(f"piani.commento:{bloccato.pk}")
        annota(
            piano.catena,
            "piani.commento_ritirato",
            autore=autore,
            incarico_id=veste_di(autore, piano),
            dati={"commento": bloccato.pk},
        )
