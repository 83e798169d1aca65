"""The minutes and the act of another body."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from assemblea.actions.comune import (
    NULLA,
    annota_in,
    annota_seduta,
    blocca_piano,
    blocca_seduta,
    esigi_motivo,
    piani_di,
)
from assemblea.enums import OggettoDeciso
from assemblea.exceptions import DatiSedutaNonValidi, SedutaNonPronta
from assemblea.models import AttoEsterno, FirmatoSostituito, Seduta, Verbale
from assemblea.queries import votazioni_in_corso
from assemblea.racconto import racconta
from core.canonico import byte_canonici, sha256
from documenti.actions import accoda
from documenti.models import FileConservato, Lavoro
from piani.cronologia import cronologia_di
from piani.enums import PUBBLICI, Passo, Stato
from piani.models import Cronologia, Piano, Versione
from piani.regole_passi import DatiPasso
from piani.versioni import congela
from piani.workflow import esegui
from utenti.models import Utente
from utenti.permissions import esigi, permessi_su
from utenti.roles import Permesso

LAVORO = "assemblea.verbale"


def prepara_verbale(seduta: Seduta, *, autore: Utente) -> Verbale:
    """Write what happened in a session, once, and put its paper in the queue; again, only the paper if it is not there.

    Raises NonPermesso, SedutaNonPronta (the session is not over).
    """
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        esigi(autore, Permesso.TENERE_SEDUTA, ambito=seduta.ambito)
        if not (seduta.chiusa_il or seduta.deserta_il):
            raise SedutaNonPronta(f"La seduta è «{seduta.situazione}»: il verbale si prepara quando è finita. {NULLA}")
        verbale = Verbale.objects.select_related("lavoro").filter(seduta=seduta).first()
        if verbale is None:
            contenuto = byte_canonici(racconta(seduta))
            verbale = Verbale.objects.create(
                seduta=seduta, contenuto=contenuto, sha256=sha256(contenuto), esempio=seduta.esempio
            )
            annota_seduta(seduta, "verbale_preparato", autore=autore, dati={"verbale": verbale.sha256})
        if not _in_stampa(verbale.lavoro):
            verbale.lavoro = accoda(LAVORO, f"{LAVORO}:{verbale.pk}", {"verbale": verbale.pk}, richiesto_da=autore)
            verbale.save(update_fields=["lavoro"])
    return verbale


def _in_stampa(lavoro: Lavoro | None) -> bool:
    return lavoro is not None and (lavoro.aperto or lavoro.risultato_id is not None)


def _esigi_carica(autore: Utente, seduta: Seduta) -> None:
    """The signed minutes are kept by the secretary or by the president."""
    if not permessi_su(autore, seduta.ambito) & {Permesso.REGISTRARE_APPROVAZIONE, Permesso.PROCLAMARE}:
        esigi(autore, Permesso.REGISTRARE_APPROVAZIONE, ambito=seduta.ambito)


def sostituibile(seduta: Seduta) -> bool:
    """Whether the signed minutes may still be replaced: until the plan is sent to the Region."""
    return not Cronologia.objects.filter(piano__in=piani_di(seduta), invio_il__isnull=False).exists()


def carica_firmato(
    verbale: Verbale, file: FileConservato, *, nome_file: str, autore: Utente, motivo: str = "", esempio: bool = False
) -> Verbale:
    """Keep the signed minutes; with a reason, in the place of those kept before, which stay. The portal does not sign.

    Raises NonPermesso, DatiSedutaNonValidi (the paper itself, not signed; the same file again), SedutaNonPronta (kept already
    and no reason; the plan is already sent).
    """
    with transaction.atomic():
        seduta = blocca_seduta(verbale.seduta)
        _esigi_carica(autore, seduta)
        verbale = Verbale.objects.select_related("lavoro__risultato", "firmato").get(pk=verbale.pk)
        _esigi_firmato(verbale, file)
        atto, dati = "verbale_firmato", {"verbale": verbale.sha256, "file": file.sha256}
        if verbale.firmato is not None:
            atto, dati["al_posto_di"] = "verbale_sostituito", verbale.firmato.sha256
            _metti_da_parte(verbale, seduta, motivo, autore)
        verbale.firmato, verbale.nome_firmato = file, nome_file[:150]
        verbale.firmato_il, verbale.firmato_da = timezone.now(), autore
        verbale.esempio = verbale.esempio or esempio
        verbale.save()
        annota_seduta(seduta, atto, autore=autore, dati=dati)
    return verbale


def _esigi_firmato(verbale: Verbale, file: FileConservato) -> None:
    """The bytes must not be those that the portal printed, nor those kept already."""
    carta = verbale.lavoro.risultato if verbale.lavoro else None
    if carta is not None and carta.sha256 == file.sha256:
        raise DatiSedutaNonValidi(
            f"Questo è il verbale stampato dal portale, senza firme: fallo firmare e carica il file firmato. {NULLA}"
        )
    if verbale.firmato is not None and verbale.firmato.sha256 == file.sha256:
        raise DatiSedutaNonValidi(f"Questo file è già conservato come verbale firmato. {NULLA}")


def _metti_da_parte(verbale: Verbale, seduta: Seduta, motivo: str, autore: Utente) -> None:
    if not motivo.strip():
        raise SedutaNonPronta(
            f"Il verbale firmato c'è già ({verbale.nome_firmato}): per sostituirlo scrivi il motivo. {NULLA}"
        )
    if not sostituibile(seduta):
        raise SedutaNonPronta(
            f"Il Piano è già stato inviato in Regione: il verbale firmato non si sostituisce. {NULLA}"
        )
    if (
        verbale.firmato is None or verbale.firmato_il is None or verbale.firmato_da is None
    ):  # tied together in the table
        return
    FirmatoSostituito.objects.create(
        verbale=verbale,
        file=verbale.firmato,
        nome_file=verbale.nome_firmato,
        firmato_il=verbale.firmato_il,
        firmato_da=verbale.firmato_da,
        sostituito_da=autore,
        motivo=esigi_motivo(motivo),
        esempio=verbale.esempio,
    )


@dataclass(frozen=True)
class DatiAtto:
    """An act taken elsewhere: `file` is kept already; `oggetti` what it approves.

    `versione` is the one it decided on; None for the approved one, or else for the text as it stands.
    """

    organo: str
    giorno: dt.date
    file: FileConservato
    nome_file: str
    oggetti: Collection[OggettoDeciso]
    numero: str
    versione: Versione | None = None
    conferma_ordine: bool = False
    esempio: bool = False


def registra_atto_esterno(piano: Piano, dati: DatiAtto, *, autore: Utente) -> list[AttoEsterno]:
    """Record the act of another body; that which approves the Piano moves it.

    Raises NonPermesso, DatiSedutaNonValidi, SedutaNonPronta (a vote on the plan is under way), and what `piani.workflow.esegui` raises.
    """
    with transaction.atomic():
        piano = blocca_piano(piano)
        esigi(autore, Permesso.REGISTRARE_APPROVAZIONE, ambito=piano.ambito)
        _esigi_atto(piano, dati)
        _esigi_nessun_voto(piano)
        versione = _versione(piano, dati, autore)
        _esigi_nuovo(piano, dati, versione)
        atti = [
            _registra(piano, oggetto, dati, versione, autore) for oggetto in OggettoDeciso if oggetto in dati.oggetti
        ]
        if OggettoDeciso.PIANO in dati.oggetti:
            esegui(
                Passo.APPROVA,
                piano,
                autore=autore,
                dati=DatiPasso(
                    organo=dati.organo,
                    giorno=dati.giorno,
                    numero=dati.numero,
                    file=dati.file,
                    nome_file=dati.nome_file,
                    versione=versione,
                    conferma_ordine=dati.conferma_ordine,
                    esempio=dati.esempio,
                ),
            )
    return atti


def _esigi_atto(piano: Piano, dati: DatiAtto) -> None:
    if not dati.oggetti:
        raise DatiSedutaNonValidi(f"Di' che cosa approva l'atto: il Piano, l'Accordo o tutti e due. {NULLA}")
    if not dati.organo.strip():
        raise DatiSedutaNonValidi(f"Manca l'organo che ha deciso, per esempio il Consiglio Comunale. {NULLA}")
    if not dati.numero.strip():
        raise DatiSedutaNonValidi(f"Manca il numero dell'atto. {NULLA}")
    if dati.giorno > timezone.localdate():
        raise DatiSedutaNonValidi(
            f"La data dell'atto è nel futuro ({dati.giorno:%d/%m/%Y}): si registra un atto quando è avvenuto. {NULLA}"
        )
    solo_accordo = set(dati.oggetti) == {OggettoDeciso.ACCORDO}
    if solo_accordo and Stato(piano.stato) in PUBBLICI - {Stato.APPROVATO}:
        raise DatiSedutaNonValidi(
            f"Il Piano è «{piano.get_stato_display()}»: l'approvazione dell'Accordo si registra prima delle firme. {NULLA}"
        )


def _esigi_nessun_voto(piano: Piano) -> None:
    if votazioni_in_corso(piano).exists():
        raise SedutaNonPronta(
            "In Assemblea c'è una votazione su questo Piano ancora aperta, o senza esito proclamato: prima si proclama, o chi "
            f"tiene la seduta la annulla. {NULLA}"
        )


def _versione(piano: Piano, dati: DatiAtto, autore: Utente) -> Versione:
    """The version named; else, once the Piano is approved, the approved one; else the text as it stands, frozen now."""
    if dati.versione is not None and dati.versione.piano_id != piano.pk:
        raise DatiSedutaNonValidi(f"La versione indicata non è di questo Piano. {NULLA}")
    return dati.versione or cronologia_di(piano).approvazione_versione or congela(piano, autore=autore)


def _esigi_nuovo(piano: Piano, dati: DatiAtto, versione: Versione) -> None:
    gia = AttoEsterno.objects.filter(piano=piano, versione=versione, oggetto__in=list(dati.oggetti)).first()
    if gia is not None:
        raise DatiSedutaNonValidi(f"Questo atto è già registrato: {gia}, {gia.get_oggetto_display()}. {NULLA}")


def _registra(piano: Piano, oggetto: OggettoDeciso, dati: DatiAtto, versione: Versione, autore: Utente) -> AttoEsterno:
    atto = AttoEsterno.objects.create(
        piano=piano,
        oggetto=oggetto,
        organo=dati.organo.strip()[:200],
        numero=dati.numero.strip()[:60],
        giorno=dati.giorno,
        file=dati.file,
        nome_file=dati.nome_file[:150],
        versione=versione,
        registrato_da=autore,
        esempio=dati.esempio,
    )
    annota_in(
        piano,
        "atto_esterno",
        autore=autore,
        dati={
            "atto": atto.pk,
            "oggetto": str(oggetto),
            "giorno": dati.giorno,
            "file": dati.file.sha256,
            "versione": versione.sha256,
        },
    )
    return atto
