"""Put to the vote, vote, close, proclaim or annul: the proclaimed result moves the plan."""

from django.db import transaction
from django.utils import timezone

from assemblea.actions.comune import (
    NULLA,
    annota_in,
    blocca_seduta,
    esigi_in_corso,
    esigi_motivo,
    esigi_permesso,
    esigi_testo_convocato,
)
from assemblea.actions.fissate import regola_fissata
from assemblea.actions.legale import legale_di, legale_il
from assemblea.avvisi import avvisa_esito_accordo
from assemblea.enums import Movimento, Oggetto, OggettoDeciso, Scelta
from assemblea.exceptions import GiaVotato, NuovoAvviso, SedutaNonPronta, VotoNonAmmesso
from assemblea.models import Componente, Delega, Presenza, Punto, Seduta, Votazione, Voto
from assemblea.permissions import impedimenti_ai_voti, impedimenti_al_voto
from assemblea.queries import presenti_a
from assemblea.regole import Membro, Risultato, a_record, da_record, delibera
from piani.enums import Passo
from piani.regole_passi import DatiPasso
from piani.workflow import esegui
from utenti.models import Utente
from utenti.permissions import permessi_su, spiega_rifiuto
from utenti.queries import incarichi_su
from utenti.roles import Permesso

ORGANO = "Assemblea dei Sindaci"


def apri_votazione(punto: Punto, *, autore: Utente, esempio: bool = False) -> Votazione:
    """Put an item to the vote; one at a time in a session.

    Raises NonPermesso, SedutaNonPronta (not open, another vote open, no quorum, the assenso is missing), NuovoAvviso,
    RegolaMancante.
    """
    with transaction.atomic():
        seduta = blocca_seduta(punto.seduta)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, seduta)
        esigi_in_corso(seduta)
        punto = _punto(punto)
        _esigi_da_votare(punto, seduta)
        _esigi_numero_legale(seduta)
        for frase in impedimenti_ai_voti(punto):
            raise SedutaNonPronta(f"{frase} {NULLA}")
        esigi_testo_convocato(seduta, punto.piano)
        regola, pura = regola_fissata(seduta, Oggetto(punto.oggetto))
        votazione = Votazione.objects.create(
            punto=punto,
            regola=regola,
            regola_voto=a_record(pura),
            contenuto=punto.piano.contenuto,
            aperta_da=autore,
            esempio=esempio or seduta.esempio,
        )
        dati = {"votazione": votazione.pk, "punto": punto.pk, "oggetto": punto.oggetto, "regola": regola.pk}
        dati |= {"versione": punto.versione.sha256}
        annota_in(punto.piano, "votazione_aperta", autore=autore, dati=dati)
    return votazione


def _punto(punto: Punto) -> Punto:
    return Punto.objects.select_related(
        "seduta", "versione", "piano__ambito__ente", "piano__ambito__ats__ente", "piano__triennio"
    ).get(pk=punto.pk)


def _esigi_da_votare(punto: Punto, seduta: Seduta) -> None:
    valide = Votazione.objects.filter(punto__seduta=seduta, annullata_il=None)
    if punto.rinviato_il or valide.filter(punto=punto).exists():
        raise SedutaNonPronta(f"Il punto {punto.ordine} è già stato rinviato o messo ai voti. {NULLA}")
    if altra := valide.filter(proclamata_il=None).select_related("punto").defer("punto__versione").first():
        raise SedutaNonPronta(
            f"La votazione sul punto {altra.punto.ordine} non ha ancora un esito proclamato: finisci prima quella. {NULLA}"
        )


def _esigi_numero_legale(seduta: Seduta) -> None:
    legale = legale_il(seduta)
    if not legale.raggiunto:
        raise SedutaNonPronta(f"Manca il numero legale: {legale.frase} Non si può votare. {NULLA}")


def vota(
    votazione: Votazione, componente: Componente, scelta: Scelta, *, sha256: str, autore: Utente, esempio: bool = False
) -> Voto:
    """Cast the vote of a member, once, by who acts for it. `sha256` is the version that the page showed.

    Raises NonPermesso, VotoNonAmmesso (with the reason), GiaVotato, NuovoAvviso (another version).
    """
    with transaction.atomic():
        votazione = _blocca(votazione)
        punto = votazione.punto
        if componente.seduta_id != punto.seduta_id:
            raise VotoNonAmmesso(f"Questo Comune non fa parte della seduta in cui si vota. {NULLA}")
        delega = Delega.objects.filter(seduta=punto.seduta_id, comune=componente.comune_id, revocata_il=None).first()
        _esigi_voto(votazione, componente, delega, autore)
        if gia := Voto.objects.filter(votazione=votazione, componente=componente).first():
            raise GiaVotato(
                f"Il {componente.nome} ha già votato: {gia.get_scelta_display().lower()}. Il voto vale una volta sola e "
                f"non si cambia. {NULLA}"
            )
        _esigi_stessa_versione(votazione, sha256)
        voto = Voto.objects.create(
            votazione=votazione,
            componente=componente,
            scelta=scelta,
            espresso_da=autore,
            persona=str(autore)[:150],
            delega=delega,
            esempio=esempio or votazione.esempio,
        )
        dati = {"votazione": votazione.pk, "componente": componente.pk, "scelta": str(scelta), "voto": voto.pk}
        dati |= {"versione": punto.versione.sha256, "delega": delega.pk if delega else None}
        annota_in(punto.piano, "voto", autore=autore, dati=dati)
    return voto


def _blocca_tutto(votazione: Votazione) -> Votazione:
    """Lock plan, session and vote, in this order: nobody enters, leaves, votes or moves the plan meanwhile."""
    blocca_seduta(votazione.punto.seduta)
    return _blocca(votazione)


def _blocca(votazione: Votazione) -> Votazione:
    """Lock the vote: votes of the same second go one after the other, and none slips in after the closing."""
    return (
        Votazione.objects.select_related(
            "punto__seduta__ambito__ente",
            "punto__versione",
            "punto__piano__ambito__ente",
            "punto__piano__ambito__ats__ente",
            "punto__piano__triennio",
        )
        .defer("punto__versione__contenuto")
        .select_for_update(of=("self",))
        .get(pk=votazione.pk)
    )


def _esigi_voto(votazione: Votazione, componente: Componente, delega: Delega | None, autore: Utente) -> None:
    ambito = votazione.punto.seduta.ambito
    incarichi = list(incarichi_su(autore, ambito))
    if Permesso.VOTARE not in permessi_su(autore, ambito):
        raise VotoNonAmmesso(spiega_rifiuto(autore, Permesso.VOTARE, ambito=ambito))
    ultima = Presenza.objects.filter(componente=componente).order_by("-pk").first()
    presente = ultima is not None and ultima.movimento == Movimento.ENTRATA
    for frase in impedimenti_al_voto(
        votazione, componente, chi=autore, incarichi=incarichi, delega=delega, presente=presente
    ):
        raise VotoNonAmmesso(f"{frase} {NULLA}")


def _esigi_stessa_versione(votazione: Votazione, sha256: str) -> None:
    punto = votazione.punto
    if sha256 != punto.versione.sha256:
        raise NuovoAvviso(
            f"La pagina da cui voti mostra un altro testo (impronta {sha256[:8] or 'assente'}); qui si vota quello con "
            f"impronta {punto.versione.sha256[:8]}. {NULLA} Apri di nuovo la seduta."
        )
    if punto.piano.contenuto != votazione.contenuto:
        esigi_testo_convocato(punto.seduta, punto.piano)


def chiudi_votazione(votazione: Votazione, *, autore: Utente) -> Votazione:
    """Take no more votes, and count again the quorum: without it, then, the vote is not proclaimed.

    Raises NonPermesso, SedutaNonPronta.
    """
    with transaction.atomic():
        votazione = _blocca_tutto(votazione)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, votazione.punto.seduta)
        if not votazione.si_vota:
            raise SedutaNonPronta(f"Qualcuno ha già chiuso, o annullato, questa votazione. {NULLA}")
        votazione.chiusa_il, votazione.chiusa_da = timezone.now(), autore
        legale = legale_il(votazione.punto.seduta)
        votazione.legale = legale.record
        votazione.save(update_fields=["chiusa_il", "chiusa_da", "legale"])
        dati = {"votazione": votazione.pk, "voti": votazione.voti.count(), "numero_legale": legale.raggiunto}
        annota_in(votazione.punto.piano, "votazione_chiusa", autore=autore, dati=dati)
    return votazione


def esito_di(votazione: Votazione) -> Risultato:
    """Count a vote from its rows: rule frozen at the opening, quorum, who was there, who voted what. Five queries at most."""
    presenti = presenti_a(votazione)
    voti = dict(votazione.voti.values_list("componente", "scelta"))
    membri = [
        Membro(c.chiave, c.quota, c.pk in presenti, Scelta(voti[c.pk]) if c.pk in voti else None)
        for c in Componente.objects.filter(seduta=votazione.punto.seduta_id)
    ]
    return delibera(da_record(votazione.regola_voto), membri, legale=legale_di(votazione))


def proclama(
    votazione: Votazione, *, autore: Utente, numero: str = "", conferma_ordine: bool = False, giorno_vero: bool = False
) -> Votazione:
    """Proclaim the result, kept with its record and its sentence; the vote on the Piano moves the plan.

    `giorno_vero`: in the demo the votes are examples, the day of the session is not.
    Raises NonPermesso, SedutaNonPronta (still open, annulled, no quorum when it was closed, already proclaimed), and what
    `piani.workflow.esegui` raises.
    """
    with transaction.atomic():
        votazione = _blocca_tutto(votazione)
        punto = votazione.punto
        esigi_permesso(autore, Permesso.PROCLAMARE, punto.seduta)
        _esigi_da_proclamare(votazione)
        esito = esito_di(votazione)
        votazione.esito, votazione.frase, votazione.approvata = esito.record, esito.frase, esito.raggiunto
        votazione.numero = numero.strip()[:60]
        votazione.proclamata_il, votazione.proclamata_da = timezone.now(), autore
        votazione.save()
        dati = {"votazione": votazione.pk, "approvata": votazione.approvata, "oggetto": punto.oggetto}
        annota_in(punto.piano, "esito_proclamato", autore=autore, dati=dati | {"versione": punto.versione.sha256})
        if punto.oggetto == OggettoDeciso.PIANO:
            esempio = votazione.esempio and not giorno_vero
            _muovi_il_piano(votazione, autore, conferma_ordine=conferma_ordine, esempio=esempio)
        else:
            avvisa_esito_accordo(votazione)
    return votazione


def _esigi_da_proclamare(votazione: Votazione) -> None:
    if votazione.annullata_il is not None:
        raise SedutaNonPronta(f"Questa votazione è stata annullata: {votazione.motivo_annullo} {NULLA}")
    if votazione.chiusa_il is None:
        raise SedutaNonPronta(f"La votazione è ancora aperta: chi tiene la seduta la chiude, poi si proclama. {NULLA}")
    if votazione.proclamata_il is not None:
        raise SedutaNonPronta(f"L'esito è già stato proclamato: {votazione.frase} {NULLA}")
    legale = legale_di(votazione)
    if not legale.raggiunto:
        raise SedutaNonPronta(
            f"Alla chiusura della votazione mancava il numero legale: {legale.frase} Il voto non vale e non si proclama. "
            f"{NULLA} Annulla la votazione: poi il punto si rimette ai voti o si rinvia."
        )


def annulla_votazione(votazione: Votazione, *, motivo: str, autore: Utente) -> Votazione:
    """Declare null a vote that is open, or closed and not proclaimed: the item can be voted again, or put off.

    Its votes stay written, and count for nothing. Raises NonPermesso, SedutaNonPronta (proclaimed, already annulled).
    """
    with transaction.atomic():
        votazione = _blocca_tutto(votazione)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, votazione.punto.seduta)
        if votazione.proclamata_il is not None:
            raise SedutaNonPronta(f"L'esito è già stato proclamato e non si annulla: {votazione.frase} {NULLA}")
        if votazione.annullata_il is not None:
            raise SedutaNonPronta(f"Questa votazione è già annullata. {NULLA}")
        votazione.motivo_annullo = esigi_motivo(motivo)
        votazione.annullata_il, votazione.annullata_da = timezone.now(), autore
        votazione.save(update_fields=["annullata_il", "annullata_da", "motivo_annullo"])
        dati = {"votazione": votazione.pk, "punto": votazione.punto_id, "voti": votazione.voti.count()}
        annota_in(votazione.punto.piano, "votazione_annullata", autore=autore, dati=dati)
    return votazione


def _muovi_il_piano(votazione: Votazione, autore: Utente, *, conferma_ordine: bool, esempio: bool) -> None:
    punto = votazione.punto
    dati = DatiPasso(
        organo=ORGANO,
        giorno=punto.seduta.giorno,
        numero=votazione.numero,
        versione=punto.versione,
        votazione=votazione.pk,
        motivo="" if votazione.approvata else votazione.frase,
        conferma_ordine=conferma_ordine,
        esempio=esempio,
    )
    esegui(Passo.APPROVA if votazione.approvata else Passo.RESPINGI, punto.piano, autore=autore, dati=dati)
