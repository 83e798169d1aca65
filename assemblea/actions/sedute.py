"""Convene, notify, open, close a session; declare it deserted, call it off, put an item off."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from assemblea.actions.comune import (
    NULLA,
    annota_in,
    annota_seduta,
    blocca_piano,
    blocca_seduta,
    esigi_del_giorno,
    esigi_in_corso,
    esigi_motivo,
    esigi_permesso,
    esigi_testo_convocato,
    piani_di,
)
from assemblea.actions.fissate import fissa_apertura
from assemblea.actions.legale import legale_il
from assemblea.avvisi import avvisa_annullo, invia_avvisi
from assemblea.enums import Chiamata, OggettoDeciso
from assemblea.exceptions import DatiSedutaNonValidi, SedutaNonPronta
from assemblea.models import AvvisoConvocazione, Punto, Seduta, Votazione
from assemblea.pesi import comuni_il
from assemblea.queries import accordo_approvato
from core.formati import elenco
from piani.cronologia import cronologia_di
from piani.enums import Stato
from piani.models import Piano, Versione
from piani.versioni import congela
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.queries import incarichi_su
from utenti.roles import Permesso

# The two items by default: the Piano by the local rule, the Accordo by unanimity (art. 34, D.Lgs. 267/2000).
ORDINE_DEL_GIORNO = (OggettoDeciso.PIANO, OggettoDeciso.ACCORDO)


@dataclass(frozen=True)
class DatiSeduta:
    """Day, hour and place of a session."""

    giorno: dt.date
    ora: dt.time
    luogo: str
    chiamata: Chiamata = Chiamata.PRIMA
    nota: str = ""


def impedimenti_a_convocare(piano: Piano, sedute: Iterable[Seduta], *, accordo_approvato: bool) -> Iterator[str]:
    """Yield why the plan's Assemblea cannot be convened now, whoever asks; `sedute` are those on the plan. No query.

    The session may be convened during the check, and before it where the ATS does not want its assenso first. Once the Piano
    is approved, only for the Accordo, until it is approved too (`assemblea.queries.con_accordo`).
    """
    ammessi = {Stato.IN_VERIFICA, Stato.VERIFICATO}
    if not piano.ambito.ats.assenso_prima:
        ammessi |= {Stato.BOZZA, Stato.IN_CONSULTAZIONE}
    if Stato(piano.stato) is Stato.APPROVATO:
        if accordo_approvato:
            yield "Il Piano e l'Accordo sono già approvati: l'Assemblea non ha altro da decidere."
    elif Stato(piano.stato) not in ammessi:
        nomi = elenco([f"«{s.label}»" for s in Stato if s in ammessi], "o")
        yield f"Il Piano è «{piano.get_stato_display()}»: l'Assemblea si convoca quando è {nomi}."
    if altra := next((s for s in sedute if not s.finita), None):
        yield (
            f"C'è già una seduta convocata per il {altra.giorno:%d/%m/%Y} su questo Piano: invia un nuovo avviso da lì, "
            "oppure annullala."
        )


def _esigi_convocabile(piano: Piano, sedute: Iterable[Seduta]) -> None:
    for frase in impedimenti_a_convocare(piano, sedute, accordo_approvato=accordo_approvato(piano)):
        raise SedutaNonPronta(f"{frase} {NULLA}")


def ordine_del_giorno(piano: Piano) -> tuple[OggettoDeciso, ...]:
    """Return what there is to decide: the Piano and the Accordo; once the Piano is approved, the Accordo. No query."""
    return (OggettoDeciso.ACCORDO,) if Stato(piano.stato) is Stato.APPROVATO else ORDINE_DEL_GIORNO


def _testo(piano: Piano, autore: Utente) -> Versione:
    """Return the version on which the session decides: the approved one, or the text as it stands, frozen now."""
    approvata = cronologia_di(piano).approvazione_versione if Stato(piano.stato) is Stato.APPROVATO else None
    return approvata or congela(piano, autore=autore)


def _esigi_chiamata(piano: Piano, dati: DatiSeduta, oggetto: OggettoDeciso, *, tranne: int | None = None) -> None:
    """A second call follows a session that did not decide: deserted, or with the item put off."""
    if dati.chiamata is not Chiamata.SECONDA:
        return
    prima = Punto.objects.filter(
        piano=piano, oggetto=oggetto, seduta__annullata_il=None, seduta__giorno__lte=dati.giorno
    )
    ultimo = (
        prima.exclude(seduta=tranne).select_related("seduta").defer("versione").order_by("seduta__giorno", "seduta")
    )
    punto = ultimo.last()
    if punto is None or not (punto.seduta.deserta_il or punto.rinviato_il):
        raise DatiSedutaNonValidi(
            f"La seconda convocazione segue una seduta andata deserta, o in cui il punto è stato rinviato: qui non c'è. "
            f"{NULLA} Scegli «{Chiamata.PRIMA.label}»."
        )


def _esigi_futuro(giorno: dt.date, *, esempio: bool) -> None:
    if giorno < timezone.localdate() and not esempio:
        raise DatiSedutaNonValidi(
            f"Il giorno della seduta ({giorno:%d/%m/%Y}) è già passato. {NULLA} Se la decisione è già stata presa, "
            "registra l'atto con «Registra un atto preso altrove»."
        )


def convoca(piano: Piano, dati: DatiSeduta, *, autore: Utente, esempio: bool = False) -> Seduta:
    """Convene a session on the Piano and on the Accordo, with the text frozen now; the notices leave after the commit.

    On an approved Piano, only on the Accordo, in the approved version.
    Raises NonPermesso, SedutaNonPronta (the plan's state, a session already convened, no Comuni), DatiSedutaNonValidi.
    """
    with transaction.atomic():
        bloccato = blocca_piano(piano)
        esigi(autore, Permesso.CONVOCARE, ambito=bloccato.ambito)
        _esigi_convocabile(bloccato, Seduta.objects.filter(punti__piano=bloccato).order_by("giorno").distinct())
        _esigi_futuro(dati.giorno, esempio=esempio)
        oggetti = ordine_del_giorno(bloccato)
        _esigi_chiamata(bloccato, dati, oggetti[0])
        if not comuni_il(bloccato.ambito, dati.giorno):
            raise SedutaNonPronta(
                f"Il {dati.giorno:%d/%m/%Y} nessun Comune risulta appartenere all'Ambito: non c'è chi convocare. {NULLA} "
                "Le appartenenze le aggiorna l'amministratore del portale."
            )
        versione = _testo(bloccato, autore)
        seduta = Seduta.objects.create(
            ambito=bloccato.ambito,
            giorno=dati.giorno,
            ora=dati.ora,
            luogo=dati.luogo,
            chiamata=dati.chiamata,
            nota=dati.nota,
            convocata_da=autore,
            esempio=esempio,
        )
        Punto.objects.bulk_create(
            Punto(seduta=seduta, ordine=n, piano=bloccato, oggetto=oggetto, versione=versione)
            for n, oggetto in enumerate(oggetti, start=1)
        )
        invia_avvisi(seduta, bloccato, versione)
        _annota_avviso("seduta_convocata", seduta, bloccato, versione, autore)
    return seduta


def nuovo_avviso(seduta: Seduta, dati: DatiSeduta, *, autore: Utente) -> Seduta:
    """Send a new notice: the text as it stands now, frozen again, and day, hour and place as given.

    Raises NonPermesso, SedutaNonPronta (already opened), DatiSedutaNonValidi.
    """
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        esigi_permesso(autore, Permesso.CONVOCARE, seduta)
        if not seduta.da_aprire:
            raise SedutaNonPronta(
                f"La seduta è «{seduta.situazione}»: un nuovo avviso parte prima che si apra. {NULLA}"
            )
        _esigi_futuro(dati.giorno, esempio=seduta.esempio)
        seduta.giorno, seduta.ora, seduta.luogo = dati.giorno, dati.ora, dati.luogo
        seduta.chiamata, seduta.nota = dati.chiamata, dati.nota
        seduta.avvisi += 1
        seduta.save()
        for piano in [blocca_piano(p) for p in piani_di(seduta)]:
            _esigi_convocabile(piano, [])
            _esigi_chiamata(piano, dati, ordine_del_giorno(piano)[0], tranne=seduta.pk)
            versione = _testo(piano, autore)
            Punto.objects.filter(seduta=seduta, piano=piano).update(versione=versione)
            invia_avvisi(seduta, piano, versione)
            _annota_avviso("nuovo_avviso", seduta, piano, versione, autore)
    return seduta


def _annota_avviso(atto: str, seduta: Seduta, piano: Piano, versione: Versione, autore: Utente) -> None:
    dati = {
        "seduta": seduta.pk,
        "giorno": seduta.giorno,
        "avviso": seduta.avvisi,
        "versione": versione.sha256,
        "enti": AvvisoConvocazione.objects.filter(seduta=seduta, numero=seduta.avvisi).count(),
    }
    annota_in(piano, atto, autore=autore, dati=dati)


def leggi_avviso(seduta: Seduta, *, autore: Utente) -> int:
    """Mark as read the last notice to the bodies for which `autore` holds an Incarico; return how many were not."""
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        miei = incarichi_su(autore, seduta.ambito).values("ente_id")
        nuovi = AvvisoConvocazione.objects.filter(
            seduta=seduta, numero=seduta.avvisi, ente__in=miei, letto_il=None
        ).update(letto_il=timezone.now(), letto_da=autore)
        if nuovi:
            annota_seduta(seduta, "avviso_letto", autore=autore, dati={"avviso": seduta.avvisi, "enti": nuovi})
    return nuovi


def apri(seduta: Seduta, *, autore: Utente, esempio: bool = False) -> Seduta:
    """Open a session: who is entitled, and all its rules, are frozen now.

    Raises NonPermesso, SedutaNonPronta (not its day, already opened), NuovoAvviso, RegolaMancante.
    """
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, seduta)
        if not seduta.da_aprire:
            raise SedutaNonPronta(f"La seduta è già «{seduta.situazione}». {NULLA}")
        esigi_del_giorno(seduta.giorno, esempio=esempio or seduta.esempio)
        for piano in piani_di(seduta):
            esigi_testo_convocato(seduta, piano)
        fissa_apertura(seduta)
        seduta.aperta_il, seduta.aperta_da = timezone.now(), autore
        seduta.save()
        dati = {"componenti": seduta.componenti.count(), "giorno": seduta.giorno}
        dati |= {"regole": sorted(r["regola"] for r in (seduta.regole or {}).values())}
        annota_seduta(seduta, "seduta_aperta", autore=autore, dati=dati)
    return seduta


def chiudi(seduta: Seduta, *, autore: Utente) -> Seduta:
    """Close a session: every vote is proclaimed, every item voted or put off.

    Raises NonPermesso, SedutaNonPronta. The minutes are prepared by `actions.atti.prepara_verbale`.
    """
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, seduta)
        esigi_in_corso(seduta)
        _esigi_tutto_deciso(seduta)
        seduta.chiusa_il, seduta.chiusa_da = timezone.now(), autore
        seduta.save(update_fields=["chiusa_il", "chiusa_da"])
        annota_seduta(seduta, "seduta_chiusa", autore=autore, dati={"giorno": seduta.giorno})
    return seduta


def _esigi_tutto_deciso(seduta: Seduta) -> None:
    valide = Votazione.objects.filter(annullata_il=None)
    for punto in Punto.objects.filter(seduta=seduta, rinviato_il=None).defer("versione").order_by("ordine"):
        votazione = valide.filter(punto=punto).first()
        if votazione is None or votazione.proclamata_il is None:
            raise SedutaNonPronta(
                f"Il punto {punto.ordine} ({punto.get_oggetto_display()}) non ha ancora un esito proclamato: votalo e "
                f"proclama, oppure rinvialo. {NULLA}"
            )


def dichiara_deserta(seduta: Seduta, *, autore: Utente, esempio: bool = False) -> Seduta:
    """Declare that the session did not take place: not enough members came. The plan stays where it is.

    Raises NonPermesso, SedutaNonPronta (not its day or hour yet, the quorum is there, a vote was taken, already over).
    """
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, seduta)
        if seduta.finita:
            raise SedutaNonPronta(f"La seduta è già «{seduta.situazione}». {NULLA}")
        if seduta.giorno > timezone.localdate():
            esigi_del_giorno(seduta.giorno, esempio=esempio)
        _esigi_nessuno(seduta, esempio=esempio or seduta.esempio)
        if Votazione.objects.filter(punto__seduta=seduta, annullata_il=None).exists():
            raise SedutaNonPronta(
                f"In questa seduta si è votato: non è deserta. Rinvia i punti rimasti e chiudila. {NULLA}"
            )
        seduta.deserta_il, seduta.deserta_da = timezone.now(), autore
        seduta.save(update_fields=["deserta_il", "deserta_da"])
        annota_seduta(seduta, "seduta_deserta", autore=autore, dati={"giorno": seduta.giorno})
    return seduta


def _esigi_nessuno(seduta: Seduta, *, esempio: bool) -> None:
    """Nobody is waited for any more: open, it has no quorum; not open, its hour has passed."""
    if seduta.aperta_il is not None:
        legale = legale_il(seduta)
        if legale.raggiunto:
            raise SedutaNonPronta(f"La seduta non è deserta: {legale.frase} {NULLA} Rinvia i punti e chiudila.")
        return
    inizio = timezone.make_aware(dt.datetime.combine(seduta.giorno, seduta.ora))
    if timezone.now() < inizio and not esempio:
        raise SedutaNonPronta(
            f"La seduta è convocata per le {seduta.ora:%H.%M} del {seduta.giorno:%d/%m/%Y}: prima di quell'ora non è "
            f"deserta. {NULLA}"
        )


def annulla(seduta: Seduta, *, motivo: str, autore: Utente) -> Seduta:
    """Call off a session that has not begun, and tell who was convened. Raises NonPermesso, SedutaNonPronta."""
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        esigi_permesso(autore, Permesso.CONVOCARE, seduta)
        if not seduta.da_aprire:
            raise SedutaNonPronta(f"La seduta è «{seduta.situazione}»: si annulla prima che si apra. {NULLA}")
        seduta.motivo_annullo = esigi_motivo(motivo)
        seduta.annullata_il, seduta.annullata_da = timezone.now(), autore
        seduta.save(update_fields=["annullata_il", "annullata_da", "motivo_annullo"])
        avvisa_annullo(seduta, piani_di(seduta)[0])
        annota_seduta(seduta, "seduta_annullata", autore=autore, dati={"giorno": seduta.giorno})
    return seduta


def rinvia_punto(punto: Punto, *, motivo: str, autore: Utente) -> Punto:
    """Put an item off to another session: the plan stays where it is. Raises NonPermesso, SedutaNonPronta."""
    with transaction.atomic():
        seduta = blocca_seduta(punto.seduta)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, seduta)
        esigi_in_corso(seduta)
        punto = Punto.objects.select_related("piano__ambito__ente", "piano__triennio").get(pk=punto.pk)
        if punto.rinviato_il or punto.votazioni.filter(annullata_il=None).exists():
            raise SedutaNonPronta(
                f"Il punto {punto.ordine} è già stato rinviato o messo ai voti. {NULLA} Se una votazione non si può "
                "proclamare, annullala: poi il punto si rinvia."
            )
        punto.motivo_rinvio = esigi_motivo(motivo)
        punto.rinviato_il, punto.rinviato_da = timezone.now(), autore
        punto.save(update_fields=["rinviato_il", "rinviato_da", "motivo_rinvio"])
        annota_in(punto.piano, "punto_rinviato", autore=autore, dati={"seduta": seduta.pk, "punto": punto.pk})
    return punto
