"""The acts on comments: leave one on a part of the plan, mark one as settled. Neither changes the text."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.exceptions import DatiNonValidi, NonPermesso
from core.testo import pulisci
from piani.enums import PUBBLICI, SpecieParte, Stato
from piani.models import Commento, Piano
from piani.permissions import NULLA, veste_di
from piani.queries_commenti import Parti, incarico_che_commenta
from registro.actions import annota
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.permissions import esigi, spiega_rifiuto
from utenti.queries import persone_con
from utenti.roles import Permesso

MASSIMO_CARATTERI = 5000


def _bloccato(piano: Piano) -> Piano:
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    return nomi.select_for_update(of=("self",)).get(pk=piano.pk)


def commenta(
    piano: Piano, *, specie: SpecieParte, parte: str, testo: str, citazione: str = "", autore: Utente
) -> Commento:
    """Leave a comment on a part, for the body of the Incarico worn; who writes the plan is told.

    Raises NonPermesso (who, or when), DatiNonValidi (no text, too long, no such part).
    """
    with transaction.atomic():
        bloccato = _bloccato(piano)
        incarico = incarico_che_commenta(autore, bloccato)
        if incarico is None:
            raise NonPermesso(perche_non_commenta(autore, bloccato))
        luogo = Parti(bloccato).trova(specie, parte)
        if luogo is None:
            raise DatiNonValidi(f"Il Piano non ha questa parte: forse è stata tolta da poco. {NULLA}")
        pulito = pulisci(testo)
        if not pulito or len(pulito) > MASSIMO_CARATTERI:
            raise DatiNonValidi(
                f"Un commento ha da 1 a {MASSIMO_CARATTERI} caratteri: il tuo ne ha {len(pulito)}. {NULLA}"
            )
        commento = Commento.objects.create(
            piano=bloccato,
            specie=specie,
            parte=parte,
            autore=autore,
            ente=incarico.ente,
            testo=pulito,
            citazione=pulisci(citazione)[:MASSIMO_CARATTERI],
        )
        avvisa(
            [p for p in persone_con(Permesso.SCRIVERE_PIANO, bloccato.ambito) if p.pk != autore.pk],
            Messaggio(
                chiave=f"piani.commento:{commento.pk}",
                oggetto=f"{incarico.ente} commenta il Piano di {bloccato.ambito.nome}",
                testo=f"{incarico.ente} ha lasciato un commento su «{luogo.nome[:300]}».",
                da_fare="Leggilo; quando ne hai tenuto conto, segnalo come risolto.",
                url=luogo.commenti_url,
            ),
        )
        annota(
            bloccato.catena,
            "piani.commento_lasciato",
            autore=autore,
            incarico_id=incarico.pk,
            dati={"commento": commento.pk, "specie": str(specie), "parte": parte},
        )
    return commento


def perche_non_commenta(chi: Utente | None, piano: Piano) -> str:
    """Return why `chi` may not comment the plan."""
    if Stato(piano.stato) in PUBBLICI:
        return f"Il Piano è «{piano.get_stato_display()}»: si commenta finché è in lavorazione. {NULLA}"
    return spiega_rifiuto(chi, Permesso.COMMENTARE, ambito=piano.ambito)


def risolvi(commento: Commento, *, autore: Utente) -> Commento:
    """Mark a comment as settled; who left it is told. Raises NonPermesso, DatiNonValidi (settled already)."""
    with transaction.atomic():
        piano = _bloccato(commento.piano)
        esigi(autore, Permesso.SCRIVERE_PIANO, ambito=piano.ambito)
        bloccato = Commento.objects.select_for_update(of=("self",)).get(pk=commento.pk)
        if bloccato.risolto_il:
            raise DatiNonValidi(f"Qualcuno ha già segnato questo commento come risolto. {NULLA}")
        bloccato.risolto_il, bloccato.risolto_da = timezone.now(), autore
        bloccato.save(update_fields=["risolto_il", "risolto_da"])
        if bloccato.autore_id != autore.pk:
            avvisa(
                [bloccato.autore],
                Messaggio(
                    chiave=f"piani.commento_risolto:{bloccato.pk}",
                    oggetto=f"Il tuo commento al Piano di {piano.ambito.nome} è risolto",
                    testo="L'Ufficio di Piano ha tenuto conto del tuo commento e lo ha segnato come risolto.",
                    url=reverse("piani:commenti", kwargs=piano.indirizzo),
                ),
            )
        annota(
            piano.catena,
            "piani.commento_risolto",
            autore=autore,
            incarico_id=veste_di(autore, piano),
            dati={"commento": bloccato.pk},
        )
    return bloccato
