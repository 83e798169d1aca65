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
    blocca_seduta,
    esigi_del_giorno,
    esigi_in_corso,
    esigi_motivo,
    esigi_permesso,
    piani_di,
)
from assemblea.avvisi import avvisa_annullo, invia_avvisi
from assemblea.enums import Chiamata, Oggetto, OggettoDeciso
from assemblea.exceptions import DatiSedutaNonValidi, NuovoAvviso, RegolaMancante, SedutaNonPronta
from assemblea.models import AvvisoConvocazione, Componente, Punto, RegolaAssemblea, Seduta, Votazione
from assemblea.pesi import comuni_il, quote_il, regola_per, sindaci_di
from assemblea.regole import Regola, a_record
from core.formati import elenco
from piani.enums import Stato
from piani.models import Piano, Versione
from piani.versioni import congela, corrente
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


def impedimenti_a_convocare(piano: Piano, sedute: Iterable[Seduta]) -> Iterator[str]:
    """Yield why the plan's Assemblea cannot be convened now, whoever asks; `sedute` are those on the plan. No query.

    The session may be convened during the check, and before it where the ATS does not want its assenso first.
    """
    ammessi = {Stato.IN_VERIFICA, Stato.VERIFICATO}
    if not piano.ambito.ats.assenso_prima:
        ammessi |= {Stato.BOZZA, Stato.IN_CONSULTAZIONE}
    if Stato(piano.stato) not in ammessi:
        nomi = elenco([f"«{s.label}»" for s in Stato if s in ammessi], "o")
        yield f"Il Piano è «{piano.get_stato_display()}»: l'Assemblea si convoca quando è {nomi}."
    if altra := next((s for s in sedute if not s.finita), None):
        yield (
            f"C'è già una seduta convocata per il {altra.giorno:%d/%m/%Y} su questo Piano: invia un nuovo avviso da lì, "
            "oppure annullala."
        )


def _esigi_convocabile(piano: Piano, sedute: Iterable[Seduta]) -> None:
    for frase in impedimenti_a_convocare(piano, sedute):
        raise SedutaNonPronta(f"{frase} {NULLA}")


def _esigi_futuro(giorno: dt.date, *, esempio: bool) -> None:
    if giorno < timezone.localdate() and not esempio:
        raise DatiSedutaNonValidi(
            f"Il giorno della seduta ({giorno:%d/%m/%Y}) è già passato. {NULLA} Se la decisione è già stata presa, "
            "registra l'atto con «Registra un atto preso altrove»."
        )


def _blocca_piano(piano: Piano) -> Piano:
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    return nomi.select_for_update(of=("self",)).get(pk=piano.pk)


def convoca(piano: Piano, dati: DatiSeduta, *, autore: Utente, esempio: bool = False) -> Seduta:
    """Convene a session on the Piano and on the Accordo, with the text frozen now; the notices leave after the commit.

    Raises NonPermesso, SedutaNonPronta (the plan's state, a session already convened, no Comuni), DatiSedutaNonValidi.
    """
    with transaction.atomic():
        bloccato = _blocca_piano(piano)
        esigi(autore, Permesso.CONVOCARE, ambito=bloccato.ambito)
        _esigi_convocabile(bloccato, Seduta.objects.filter(punti__piano=bloccato).order_by("giorno").distinct())
        _esigi_futuro(dati.giorno, esempio=esempio)
        if not comuni_il(bloccato.ambito, dati.giorno):
            raise SedutaNonPronta(
                f"Il {dati.giorno:%d/%m/%Y} nessun Comune risulta appartenere all'Ambito: non c'è chi convocare. {NULLA} "
                "Le appartenenze le aggiorna l'amministratore del portale."
            )
        versione = congela(bloccato, autore=autore)
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
            for n, oggetto in enumerate(ORDINE_DEL_GIORNO, start=1)
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
        for piano in [_blocca_piano(p) for p in piani_di(seduta)]:
            _esigi_convocabile(piano, [])
            versione = congela(piano, autore=autore)
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
    """Open a session: who is entitled, and how the validity is counted, are frozen now.

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
        regola = regola_della_seduta(seduta, Oggetto.SEDUTA).pura
        _congela_componenti(seduta, regola)
        seduta.aperta_il, seduta.aperta_da, seduta.regola_seduta = timezone.now(), autore, a_record(regola)
        seduta.save()
        componenti = seduta.componenti.count()
        annota_seduta(seduta, "seduta_aperta", autore=autore, dati={"componenti": componenti, "giorno": seduta.giorno})
    return seduta


def esigi_testo_convocato(seduta: Seduta, piano: Piano) -> None:
    """Raise NuovoAvviso when the plan's bytes are no longer those of the notice."""
    convocate = set(Punto.objects.filter(seduta=seduta, piano=piano).values_list("versione__sha256", flat=True))
    adesso = corrente(piano)
    if convocate - {adesso}:
        raise NuovoAvviso(
            f"Il testo del Piano è cambiato dopo l'avviso (impronta di adesso {adesso[:8]}): serve un nuovo avviso, con la "
            f"versione su cui si decide. {NULLA}"
        )


def regola_della_seduta(seduta: Seduta, oggetto: Oggetto) -> RegolaAssemblea:
    """Return the rule in force on the day of the session for its call. Raises RegolaMancante."""
    regola = regola_per(seduta.ambito, oggetto, Chiamata(seduta.chiamata), seduta.giorno)
    if regola is None:
        raise RegolaMancante(
            f"Manca la regola «{oggetto.label}» in vigore il {seduta.giorno:%d/%m/%Y}: la scrive, dalle regole "
            f"dell'Assemblea, il segretario o il responsabile dell'Ufficio di Piano. {NULLA}"
        )
    return regola


def _congela_componenti(seduta: Seduta, regola: Regola) -> None:
    """Write who is entitled: the Comuni of that day, their sindaci, their shares where a rule of the session counts them."""
    comuni = comuni_il(seduta.ambito, seduta.giorno)
    sindaci = sindaci_di(comuni)
    regole = [regola]
    for oggetto in Punto.objects.filter(seduta=seduta).values_list("oggetto", flat=True):
        del_voto = regola_per(seduta.ambito, Oggetto(oggetto), Chiamata(seduta.chiamata), seduta.giorno)
        if del_voto is not None:
            regole.append(del_voto.pura)
    a_quote = [r for r in regole if r.vuole_quote]
    if len({r.pesi for r in a_quote}) > 1:
        raise RegolaMancante(
            f"Una regola conta la popolazione e un'altra le quote dell'Ambito: scegline una sola. {NULLA}"
        )
    pesi = quote_il(seduta.ambito, comuni, seduta.giorno, (a_quote or regole)[0].pesi)
    if a_quote and pesi.mancano:
        raise RegolaMancante(
            f"La regola conta le quote, ma non si conosce quella di: {elenco(pesi.mancano)}. {NULLA} I dati di popolazione "
            "li carica l'amministratore del portale."
        )
    completi = not pesi.mancano
    Componente.objects.bulk_create(
        Componente(
            seduta=seduta,
            comune=comune,
            nome=comune.ente.nome_completo,
            sindaco=sindaci.get(comune.pk),
            nome_sindaco=str(sindaci.get(comune.pk, "")),
            numeratore=pesi.valori[comune.pk].numerator if completi else 0,
            denominatore=pesi.valori[comune.pk].denominator if completi else 1,
        )
        for comune in comuni
    )
    seduta.fonte_pesi = pesi.fonte[:300] if completi else ""


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

    Raises NonPermesso, SedutaNonPronta (not its day yet, a vote was taken, already over).
    """
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, seduta)
        if seduta.finita:
            raise SedutaNonPronta(f"La seduta è già «{seduta.situazione}». {NULLA}")
        if seduta.giorno > timezone.localdate():
            esigi_del_giorno(seduta.giorno, esempio=esempio)
        if Votazione.objects.filter(punto__seduta=seduta, annullata_il=None).exists():
            raise SedutaNonPronta(
                f"In questa seduta si è votato: non è deserta. Rinvia i punti rimasti e chiudila. {NULLA}"
            )
        seduta.deserta_il, seduta.deserta_da = timezone.now(), autore
        seduta.save(update_fields=["deserta_il", "deserta_da"])
        annota_seduta(seduta, "seduta_deserta", autore=autore, dati={"giorno": seduta.giorno})
    return seduta


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
            raise SedutaNonPronta(f"Il punto {punto.ordine} è già stato rinviato o messo ai voti. {NULLA}")
        punto.motivo_rinvio = esigi_motivo(motivo)
        punto.rinviato_il, punto.rinviato_da = timezone.now(), autore
        punto.save(update_fields=["rinviato_il", "rinviato_da", "motivo_rinvio"])
        annota_in(punto.piano, "punto_rinviato", autore=autore, dati={"seduta": seduta.pk, "punto": punto.pk})
    return punto
