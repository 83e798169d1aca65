"""A sheet for more than one plan: publish a version, adopt it, write one's own rows, take the next one, let it go."""

import json
from collections.abc import Collection, Iterable

from django.db import transaction
from django.urls import reverse

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.canonico import Json, byte_canonici, sha256
from core.exceptions import DatiNonValidi
from obiettivi.actions.comuni import firma, testo_lungo
from obiettivi.actions.riscrittura import Riscrittore, dati_di
from obiettivi.catalogo import Catalogo
from obiettivi.enums import TipoCampo
from obiettivi.models import CampoScheda, Scheda
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.actions.schede import annota_scheda, codice_libero, ultimo_ordine
from piani.canonico.riferimenti import enti_per_chiave
from piani.models import Piano, SchedaPubblicata, Sezione, VoceScheda
from piani.permissions import Parte
from piani.regole_condivise import APRIBILI, SPECIE_CONDIVISE
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.queries import persone_con
from utenti.roles import Permesso

NULLA = "Non è cambiato nulla."


def contenuto_di_scheda(scheda: Scheda) -> Json:
    """Return the sheet as it is published: as in the plan, without the bodies that write it with its owner."""
    return {**dati_di(scheda), "partecipanti": []}


def pubblica_scheda(
    voce: VoceScheda, *, aperte: Collection[CampoScheda], offerta_a: Collection[Ente], nota: str = "", autore: Utente
) -> SchedaPubblicata:
    """Freeze the sheet as it stands and offer it to some Ambiti; who has adopted an earlier version is told.

    Raises NonPermesso, DatiNonValidi: nobody to offer it to, rows that cannot be open, an adopted sheet, nothing new.
    """
    piano = voce.piano
    with transaction.atomic():
        blocca_per_scrivere(piano, proprietario=voce.scheda.proprietario, autore=autore, parte=Parte.scheda(voce))
        _controlla_offerta(voce, aperte, offerta_a)
        contenuto = byte_canonici(contenuto_di_scheda(voce.scheda))
        ultima = voce.scheda.pubblicate.order_by("-numero").first()
        if ultima is not None and _uguale(ultima, contenuto, aperte, offerta_a):
            raise DatiNonValidi(f"La scheda è quella della versione {ultima.numero}: non c'è niente di nuovo. {NULLA}")
        nuova = SchedaPubblicata.objects.create(
            scheda=voce.scheda,
            ente=voce.scheda.proprietario,
            numero=(ultima.numero if ultima else 0) + 1,
            codice=voce.codice,
            contenuto=contenuto,
            sha256=sha256(contenuto),
            nota=testo_lungo(nota),
            pubblicata_da=autore,
        )
        nuova.aperte.set(aperte)
        nuova.offerta_a.set(offerta_a)
        annota_scheda(voce, "piani.scheda_pubblicata", autore)
        _avvisa(nuova, offerta_a, autore)
    return nuova


def _controlla_offerta(voce: VoceScheda, aperte: Iterable[CampoScheda], offerta_a: Collection[Ente]) -> None:
    if voce.specie not in SPECIE_CONDIVISE:
        raise DatiNonValidi(f"Gli esiti sono di un Ambito solo: non si condividono. {NULLA}")
    if voce.condivisa_id:
        raise DatiNonValidi(f"Questa scheda è di un altro ente: la pubblica chi la scrive. {NULLA}")
    if not offerta_a:
        raise DatiNonValidi(f"Scegli almeno un Ambito a cui offrire la scheda. {NULLA}")
    if any(e.tipo != TipoEnte.AMBITO or e.pk == voce.piano.ambito_id for e in offerta_a):
        raise DatiNonValidi(f"Una scheda si offre ad altri Ambiti. {NULLA}")
    if any(c.formato_id != voce.scheda.formato_id or c.tipo not in APRIBILI for c in aperte):
        raise DatiNonValidi(f"Una delle righe scelte non si può lasciare aperta. {NULLA}")


def _uguale(
    ultima: SchedaPubblicata, contenuto: bytes, aperte: Collection[CampoScheda], offerta_a: Collection[Ente]
) -> bool:
    stesse = set(ultima.aperte.values_list("pk", flat=True)) == {c.pk for c in aperte}
    stessi = set(ultima.offerta_a.values_list("pk", flat=True)) == {e.pk for e in offerta_a}
    return ultima.sha256 == sha256(contenuto) and stesse and stessi


def _avvisa(nuova: SchedaPubblicata, offerta_a: Iterable[Ente], autore: Utente) -> None:
    """Tell who writes the plans: those that adopted an earlier version, or all the first time."""
    adottanti = Piano.objects.filter(voci__condivisa__scheda=nuova.scheda_id).select_related(
        "ambito__ente", "ambito__ats__ente", "triennio"
    )
    piani = list(adottanti.distinct())
    if not piani:
        triennio = nuova.scheda.triennio_id
        piani = list(
            Piano.objects.filter(ambito__in=[e.pk for e in offerta_a], triennio=triennio).select_related(
                "ambito__ente", "ambito__ats__ente", "triennio"
            )
        )
    for piano in piani:
        avvisa(
            [p for p in persone_con(Permesso.SCRIVERE_PIANO, piano.ambito) if p.pk != autore.pk],
            Messaggio(
                chiave=f"piani.scheda_pubblicata:{nuova.pk}:{piano.pk}",
                oggetto=f"{nuova.ente} offre la scheda {nuova.codice}, versione {nuova.numero}",
                testo=f"{nuova.ente} ha pubblicato la versione {nuova.numero} della scheda {nuova.codice}.",
                da_fare="Guardala tra le schede condivise, e decidi se prenderla.",
                url=reverse("piani:condivise", kwargs=piano.indirizzo),
            ),
        )


def _costruttore(versione: SchedaPubblicata, proprietario: Ente) -> Riscrittore:
    dati: Json = {**json.loads(bytes(versione.contenuto)), "proprietario": proprietario.chiave}
    noti = {proprietario.chiave: proprietario}

    def ente(chiave: str, luogo: str) -> Ente:
        if chiave not in noti:
            noti.update(enti_per_chiave({chiave}))
        if chiave not in noti:
            raise DatiNonValidi(f"{luogo}: l'ente «{chiave}» non esiste. {NULLA}")
        return noti[chiave]

    luogo = f"Scheda {versione.codice}"
    return Riscrittore(dati, triennio=versione.scheda.triennio, catalogo=Catalogo.carica(), ente=ente, luogo=luogo)


def adotta_scheda(sezione: Sezione, versione: SchedaPubblicata, *, codice: str, autore: Utente) -> VoceScheda:
    """Put a copy of a published sheet in a section of the plan, pinned to that version.

    Raises NonPermesso, DatiNonValidi: not offered to this Ambito, of another triennium, adopted already, code taken.
    """
    piano = sezione.piano
    with transaction.atomic():
        blocca_per_scrivere(piano, proprietario=sezione.proprietario, autore=autore, parte=Parte.sezione(sezione))
        if not versione.offerta_a.filter(pk=piano.ambito_id).exists():
            raise DatiNonValidi(f"Questa scheda non è offerta al tuo Ambito. {NULLA}")
        if versione.scheda.triennio_id != piano.triennio_id:
            raise DatiNonValidi(f"Questa scheda è di un altro triennio. {NULLA}")
        if VoceScheda.objects.filter(piano=piano, condivisa__scheda=versione.scheda_id).exists():
            raise DatiNonValidi(f"Il Piano ha già adottato questa scheda: aggiorna quella. {NULLA}")
        specie = versione.scheda.formato.specie
        codice = codice_libero(piano, specie, codice)
        scheda = _costruttore(versione, sezione.proprietario).costruisci()
        voce = VoceScheda.objects.create(
            piano=piano,
            scheda=scheda,
            sezione=sezione,
            specie=specie,
            codice=codice,
            ordine=ultimo_ordine(piano) + 1,
            condivisa=versione,
        )
        contenuto_cambiato(piano)
        annota_scheda(voce, "piani.scheda_adottata", autore)
    return voce


def _bloccata(voce: VoceScheda, autore: Utente) -> SchedaPubblicata:
    blocca_per_scrivere(voce.piano, proprietario=voce.scheda.proprietario, autore=autore, parte=Parte.scheda(voce))
    voce.refresh_from_db(fields=["condivisa"])
    if voce.condivisa is None:
        raise DatiNonValidi(f"Questa scheda non è condivisa. {NULLA}")
    return voce.condivisa


def scrivi_riga_locale(voce: VoceScheda, campo: CampoScheda, *, autore: Utente) -> None:
    """Open a row to the Ambito's own words: it begins with the shared ones. Raises NonPermesso, DatiNonValidi (not open)."""
    with transaction.atomic():
        versione = _bloccata(voce, autore)
        if not versione.aperte.filter(pk=campo.pk).exists():
            raise DatiNonValidi(f"{versione.ente} non ha lasciato aperta questa riga. {NULLA}")
        voce.righe_locali.add(campo)
        contenuto_cambiato(voce.piano)


def torna_alla_riga_condivisa(voce: VoceScheda, campo: CampoScheda, *, autore: Utente) -> None:
    """Give a row back its shared words; the Ambito's own stay in its versions. Raises NonPermesso, DatiNonValidi."""
    with transaction.atomic():
        versione = _bloccata(voce, autore)
        voce.righe_locali.remove(campo)
        _allinea(voce, versione, autore)
        contenuto_cambiato(voce.piano)


def aggiorna_scheda(voce: VoceScheda, versione: SchedaPubblicata, *, autore: Utente) -> None:
    """Take a later version: shared rows follow it, the Ambito's own stay; a row no longer open returns to the shared words.

    Raises NonPermesso, DatiNonValidi: not of this sheet, not offered any more, not later.
    """
    with transaction.atomic():
        attuale = _bloccata(voce, autore)
        if versione.scheda_id != attuale.scheda_id or versione.numero <= attuale.numero:
            raise DatiNonValidi(f"Questa non è una versione nuova della scheda. {NULLA}")
        if not versione.offerta_a.filter(pk=voce.piano.ambito_id).exists():
            raise DatiNonValidi(f"Questa versione non è offerta al tuo Ambito. {NULLA}")
        voce.condivisa = versione
        voce.save(update_fields=["condivisa"])
        voce.righe_locali.remove(*voce.righe_locali.exclude(pk__in=versione.aperte.values("pk")))
        _allinea(voce, versione, autore)
        contenuto_cambiato(voce.piano)
        annota_scheda(voce, "piani.scheda_aggiornata", autore)


def stacca_scheda(voce: VoceScheda, *, autore: Utente) -> None:
    """Make the sheet the Ambito's own: every row opens, and no new version is offered. Raises NonPermesso, DatiNonValidi."""
    with transaction.atomic():
        _bloccata(voce, autore)
        voce.condivisa = None
        voce.save(update_fields=["condivisa"])
        voce.righe_locali.clear()
        contenuto_cambiato(voce.piano)
        annota_scheda(voce, "piani.scheda_staccata", autore)


def togli_scheda_adottata(voce: VoceScheda, *, autore: Utente) -> None:
    """Take an adopted sheet off the plan. Raises NonPermesso, DatiNonValidi when the Ambito has written rows of its own."""
    with transaction.atomic():
        _bloccata(voce, autore)
        if voce.righe_locali.exists():
            raise DatiNonValidi(
                "La scheda ha righe scritte dal tuo Ambito: falle tornare alla risposta condivisa, o stacca la scheda. "
                f"{NULLA}"
            )
        annota_scheda(voce, "piani.scheda_eliminata", autore)
        scheda = voce.scheda
        voce.delete()
        firma(scheda, autore).delete()
        contenuto_cambiato(voce.piano)


# --- Alignment ------------------------------------------------------------------
def _allinea(voce: VoceScheda, versione: SchedaPubblicata, autore: Utente) -> None:
    """Give every row that is not local the content of the version; what is equal is not touched, so has no new version."""
    fabbrica = _costruttore(versione, voce.scheda.proprietario)
    nuovo, attuale = fabbrica.dati, dati_di(voce.scheda)
    locali = {c.chiave: c.tipo for c in voce.righe_locali.all()}
    sue = {r["campo"]: r for r in attuale["risposte"]}
    nuovo["risposte"] = [sue.get(r["campo"], r) if r["campo"] in locali else r for r in nuovo["risposte"]]
    nuovo["partecipanti"] = attuale["partecipanti"]
    if TipoCampo.RISORSE in locali.values():
        nuovo["risorse"] = attuale["risorse"]
    fabbrica.riscrivi(voce.scheda, autore=autore)
