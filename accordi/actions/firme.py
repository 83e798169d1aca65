"""The acts on signatures: file a signed document, replace it, withdraw it. The portal does not sign, and checks no signature."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accordi.actions.comune import annota_atto, blocca, paragrafi
from accordi.enums import SpecieFirma
from accordi.exceptions import FirmaNonPossibile
from accordi.models import Adesione, Firma, Parte
from accordi.permissions import esigi_firma, impedimenti_di_tempo
from accordi.queries import firme_dovute_mancanti
from accordi.regole import gruppo
from core.exceptions import DatiNonValidi
from core.formati import data
from documenti.models import FileConservato
from piani.carta import PARTE_ACCORDO
from piani.cronologia import giorni_di, violazioni
from piani.exceptions import DataFuoriOrdine
from piani.models import Piano
from piani.permissions import NULLA, veste_di
from piani.requisiti import stampe_definitive
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.queries import persone_con, persone_dell_ente
from utenti.roles import Permesso


def piano_di(di: Parte | Adesione) -> Piano:
    """Return the plan of a party, or of an adhesion."""
    return di.piano if isinstance(di, Adesione) else di.accordo.piano


def fatto_di(di: Parte | Adesione) -> str:
    """Return the key of the dated fact that the signature makes; empty for who adheres."""
    return "" if isinstance(di, Adesione) or di.aderente else gruppo(di.ente.tipo)


def avvertenze(piano: Piano, di: Parte | Adesione) -> Iterator[str]:
    """Yield what who signs should know before: it warns, and stops nothing."""
    if fatto_di(di) == "firma_ats" and giorni_di(piano).get("verifica_ats") is None:
        yield (
            "La verifica dell'ATS prima della firma non è ancora registrata. Puoi caricare lo stesso il file: la verifica "
            "si registra anche dopo."
        )


def carica_firma(
    di: Parte | Adesione,
    *,
    file: FileConservato,
    nome_file: str,
    giorno: dt.date,
    autore: Utente,
    specie: SpecieFirma = SpecieFirma.ACCORDO,
    motivo: str = "",
    conferma_ordine: bool = False,
    esempio: bool = False,
) -> Firma:
    """File the signed document of a party, or of an accepted adherent; with a `motivo` it takes the place of the one there is.

    `file` is kept already. The one before stays, with the reason. The last signature tells the Ufficio di Piano.
    Raises NonPermesso, FirmaNonPossibile (state, a file is there already), DatiNonValidi (a day in the future, the file that
    was to be signed), DataFuoriOrdine unless `conferma_ordine`: nothing changes.
    """
    with transaction.atomic():
        piano = blocca(piano_di(di))
        di.refresh_from_db()  # an adhesion may have been withdrawn since it was read
        penna = esigi_firma(autore, piano, di)
        _esigi_tempo(piano, di)
        _esigi_giorno(piano, di, giorno, conferma_ordine=conferma_ordine)
        _esigi_altro_file(piano, file)
        tolta = _togli_quella_di_prima(di, motivo, autore)
        if tolta and not penna.in_proprio(di):
            _annuncia_tolta(piano, tolta, "sostituito")
        firma = Firma.objects.create(
            parte=di if isinstance(di, Parte) else None,
            adesione=di if isinstance(di, Adesione) else None,
            specie=specie,
            giorno=giorno,
            file=file,
            nome_file=nome_file[:150],
            per_conto=not penna.in_proprio(di),
            caricata_da=autore,
            incarico_id=veste_di(autore, piano),
            esempio=esempio,
        )
        _annota(piano, "firma_caricata", firma, autore)
        _annuncia(piano, firma)
    return firma


def _esigi_tempo(piano: Piano, di: Parte | Adesione) -> None:
    for frase in impedimenti_di_tempo(piano, di):
        raise FirmaNonPossibile(f"{frase} {NULLA}")


def _esigi_giorno(piano: Piano, di: Parte | Adesione, giorno: dt.date, *, conferma_ordine: bool) -> None:
    if giorno > timezone.localdate():
        raise DatiNonValidi(
            f"Il giorno della firma è nel futuro ({giorno:%d/%m/%Y}): si carica un documento già firmato. {NULLA}"
        )
    if conferma_ordine:
        return
    for frase in _fuori_ordine(piano, fatto_di(di), giorno):
        raise DataFuoriOrdine(f"{frase} Controlla il giorno: se è giusto così, conferma che lo è e riprova. {NULLA}")


def _fuori_ordine(piano: Piano, fatto: str, giorno: dt.date) -> Iterator[str]:
    giorni = giorni_di(piano)
    approvazione = giorni.get("approvazione")
    if fatto:
        yield from violazioni({**giorni, fatto: giorno}, che_toccano=fatto)
    elif approvazione is not None and giorno < approvazione:
        yield (
            f"La firma di chi aderisce porta la data {data(giorno)}, ma l'approvazione è del {data(approvazione)}: di "
            "solito viene prima."
        )


def _esigi_altro_file(piano: Piano, file: FileConservato) -> None:
    carta = stampe_definitive(piano).get(PARTE_ACCORDO)
    if carta is not None and carta.lavoro.risultato_id == file.pk:
        raise DatiNonValidi(
            f"Questo è l'Accordo da firmare, byte per byte: non porta nessuna firma. Firmalo, poi carica il file firmato. {NULLA}"
        )


def _togli_quella_di_prima(di: Parte | Adesione, motivo: str, autore: Utente) -> Firma | None:
    prima = di.firme.filter(tolta_il=None).first()
    if prima is None:
        return None
    perche = paragrafi(motivo)
    if not perche:
        raise FirmaNonPossibile(
            f"Il file firmato di {di.ente} c'è già, caricato il {timezone.localdate(prima.caricata_il):%d/%m/%Y}. Se va "
            f"sostituito, scrivi perché. {NULLA}"
        )
    _togli(prima, perche, autore)
    return prima


def _togli(firma: Firma, motivo: str, autore: Utente) -> None:
    firma.tolta_il, firma.tolta_da, firma.motivo = timezone.now(), autore, motivo
    firma.save(update_fields=["tolta_il", "tolta_da", "motivo"])


def ritira_firma(firma: Firma, *, motivo: str, autore: Utente) -> Firma:
    """Withdraw a signed file: it stays, with the reason, and counts no more.

    Raises NonPermesso, FirmaNonPossibile (state, withdrawn already), DatiNonValidi (no reason).
    """
    perche = paragrafi(motivo, che="perché ritiri il file")
    di = firma.parte or firma.adesione
    if di is None:  # the constraint forbids it
        raise FirmaNonPossibile(NULLA)
    with transaction.atomic():
        piano = blocca(piano_di(di))
        penna = esigi_firma(autore, piano, di)
        _esigi_tempo(piano, di)
        firma = Firma.objects.select_for_update(of=("self",)).get(pk=firma.pk)
        if firma.tolta_il is not None:
            raise FirmaNonPossibile(f"Il file è già stato tolto. {NULLA}")
        _togli(firma, perche, autore)
        _annota(piano, "firma_ritirata", firma, autore)
        if not penna.in_proprio(di):
            _annuncia_tolta(piano, firma, "ritirato")
    return firma


def _annota(piano: Piano, atto: str, firma: Firma, autore: Utente) -> None:
    annota_atto(
        piano,
        atto,
        autore,
        firma=firma.pk,
        ente=firma.ente.pk,
        file=firma.file.sha256,
        giorno=firma.giorno,
        per_conto=firma.per_conto,
    )


def _annuncia_tolta(piano: Piano, firma: Firma, fatto: str) -> None:
    """Tell the body that the Ufficio di Piano took its file away, and why."""
    avvisa(
        persone_dell_ente(firma.ente),
        Messaggio(
            chiave=f"firma_tolta:{firma.pk}",
            oggetto=f"Accordo di {piano.ambito.nome}: {fatto} il file firmato di {firma.ente}",
            testo=f"L'Ufficio di Piano ha {fatto} il file firmato di {firma.ente}, con giorno {data(firma.giorno)}: resta "
            f"conservato, ma non vale più come firma. Motivo: {firma.motivo}",
            da_fare="Carica il file giusto."
            if fatto == "ritirato"
            else "Controlla che il file nuovo sia quello giusto.",
            url=reverse("accordi:accordo", kwargs=piano.indirizzo),
        ),
    )


def _annuncia(piano: Piano, firma: Firma) -> None:
    """Tell the body for which the Ufficio di Piano filed, and the Ufficio di Piano when nobody is missing."""
    url = reverse("accordi:accordo", kwargs=piano.indirizzo)
    if firma.per_conto:
        avvisa(
            persone_dell_ente(firma.ente),
            Messaggio(
                chiave=f"firma_per_conto:{firma.pk}",
                oggetto=f"Accordo di {piano.ambito.nome}: caricato il file firmato di {firma.ente}",
                testo=f"L'Ufficio di Piano ha caricato per conto di {firma.ente} l'Accordo di Programma firmato.",
                da_fare="Controlla che il file sia quello giusto.",
                url=url,
            ),
        )
    if firma.parte is None or firma.parte.aderente or firme_dovute_mancanti(piano):
        return
    avvisa(
        persone_con(Permesso.COMPLETARE_SOTTOSCRIZIONE, piano.ambito),
        Messaggio(
            chiave=f"firme_complete:{firma.pk}",
            oggetto=f"Accordo di {piano.ambito.nome}: ci sono tutte le firme",
            testo=f"Comuni, ASST e ATS hanno firmato l'Accordo di Programma di {piano.ambito.nome}.",
            da_fare="Completa la sottoscrizione.",
            url=url,
        ),
    )
