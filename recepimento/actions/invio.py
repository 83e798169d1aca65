"""Make the pack for the Region, register its sending, keep the receipts."""

import datetime as dt
import re

from django.db import transaction
from django.utils import timezone

from core.canonico import byte_canonici, sha256
from core.exceptions import DatiNonValidi
from core.formati import data
from core.testo import riga
from documenti.actions import accoda
from documenti.enums import StatoLavoro, TipoFile
from documenti.models import FileConservato
from piani.actions.date import registra_data
from piani.carte import Carta
from piani.cronologia import cronologia_di, giorni_di, violazioni
from piani.exceptions import DataFuoriOrdine
from piani.models import Piano
from piani.permissions import NULLA, veste_di
from recepimento.enums import TipoRicevuta
from recepimento.exceptions import FascicoloIncompleto, FascicoloSuperato
from recepimento.models import CartaFascicolo, Fascicolo, Invio, Ricevuta
from recepimento.queries.invio import Occorrente, occorrente, termine_invio
from recepimento.recapiti import recapito
from registro.actions import annota
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.queries import persone_con
from utenti.roles import Permesso

LAVORO = "recepimento.fascicolo"
_VALE = (StatoLavoro.IN_ATTESA, StatoLavoro.IN_CORSO, StatoLavoro.RIUSCITO)
_ESTENSIONI = {TipoFile.PDF: ".pdf", TipoFile.P7M: ".p7m", TipoFile.ZIP: ".zip"}
_FUORI = re.compile(r"[^A-Za-z0-9._-]+")


def _blocca(piano: Piano, autore: Utente | None) -> Piano:
    """Lock the plan, then look whether `autore` may send it. Inside the act's transaction. Raises NonPermesso."""
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    bloccato = nomi.select_for_update(of=("self",)).get(pk=piano.pk)
    if autore is not None:
        esigi(autore, Permesso.INVIARE_IN_REGIONE, ambito=bloccato.ambito)
    return bloccato


def _esigi_completo(serve: Occorrente, esito: str) -> None:
    if serve.mancanze:
        raise FascicoloIncompleto(f"Il fascicolo non è completo. {' '.join(serve.mancanze)} {esito}")


def _righe(serve: Occorrente) -> list[tuple[str, Carta]]:
    """Return the papers there are now, each with the name it has in the pack."""
    return [(_percorso(n, c), c) for n, c in enumerate(serve.carte, 1)]


def _percorso(ordine: int, carta: Carta) -> str:
    """Return the name of a paper in the pack: its place, its key, the kind of its content."""
    base = _FUORI.sub("-", carta.chiave).strip("-").lower()[:80]
    return f"{ordine:02}-{base}{_ESTENSIONI.get(TipoFile(carta.file.tipo), '')}"


def _dati(piano: Piano, serve: Occorrente, giorno: dt.date) -> dict[str, object]:
    dove, riga_date = recapito(piano.triennio.codice), cronologia_di(piano)
    return {
        "ambito": piano.ambito.nome,
        "codice": piano.ambito.codice,
        "triennio": piano.triennio.codice,
        "ats": str(piano.ambito.ats),
        "ats_esteso": piano.ambito.ats.nome,
        "pec": piano.ambito.ats.ente.pec,
        "direzione": dove.direzione,
        "indirizzi": list(dove.indirizzi),
        "fonte": dove.fonte,
        "giorno": giorno.isoformat(),
        "approvazione_organo": riga_date.approvazione_organo,
        "approvazione_il": riga_date.approvazione_il.isoformat() if riga_date.approvazione_il else "",
        "recepimento_tipo": riga_date.recepimento_tipo if serve.con_atto else "",
        "recepimento_numero": riga_date.recepimento_numero if serve.con_atto else "",
        "recepimento_il": riga_date.recepimento_il.isoformat() if serve.con_atto and riga_date.recepimento_il else "",
        "esempi": list(riga_date.esempi),
    }


def prepara_fascicolo(piano: Piano, *, autore: Utente | None) -> Fascicolo:
    """Put the making of the pack in the queue, from the papers there are now; the same papers give the pack there is.

    Raises NonPermesso, FascicoloIncompleto (it says which paper is missing).
    """
    with transaction.atomic():
        piano = _blocca(piano, autore)
        serve = occorrente(piano)
        _esigi_completo(serve, "Non è stato preparato nulla.")
        giorno = timezone.localdate()
        dati = _dati(piano, serve, giorno)
        righe = _righe(serve)
        senza_giorno = {k: v for k, v in dati.items() if k != "giorno"}
        impronta = sha256(byte_canonici([senza_giorno, *([p, c.file.sha256, c.nome] for p, c in righe)]))
        uguali = Fascicolo.objects.filter(piano=piano, impronta=impronta, lavoro__stato__in=_VALE)
        if (trovato := uguali.order_by("-pk").first()) is not None:
            return trovato
        lavoro = accoda(LAVORO, f"{LAVORO}:{piano.pk}:{impronta}", {}, richiesto_da=autore)
        fascicolo, nuovo = Fascicolo.objects.get_or_create(
            lavoro=lavoro,
            defaults={"piano": piano, "impronta": impronta, "dati": dati, "giorno": giorno, "con_atto": serve.con_atto},
        )
        if nuovo:
            CartaFascicolo.objects.bulk_create(_carta(fascicolo, n, p, c) for n, (p, c) in enumerate(righe, 1))
            _annota(piano, "recepimento.fascicolo_chiesto", autore, {"fascicolo": fascicolo.pk, "impronta": impronta})
    return fascicolo


def _carta(fascicolo: Fascicolo, ordine: int, percorso: str, carta: Carta) -> CartaFascicolo:
    return CartaFascicolo(
        fascicolo=fascicolo,
        ordine=ordine,
        chiave=carta.chiave[:80],
        nome=carta.nome[:300],
        percorso=percorso,
        file=carta.file,
        pagine=carta.pagine,
        esempio=carta.esempio,
    )


def _annota(piano: Piano, tipo: str, autore: Utente | None, dati: dict[str, object]) -> None:
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano) if autore else None, dati=dati)


def registra_invio(
    fascicolo: Fascicolo,
    *,
    giorno: dt.date,
    protocollo: str,
    autore: Utente | None,
    conferma_ordine: bool = False,
    esempio: bool = False,
) -> Invio:
    """Register that a pack was sent on a day, and tell the Ambito and the Region; the plan keeps the day of the first sending.

    A day after the deadline is allowed: `avviso_di_ritardo` says so. Raises NonPermesso, DatiNonValidi (a day in the future, a
    pack that is not ready, no protocol, the same sending twice), FascicoloIncompleto, FascicoloSuperato (a pack that is not
    made of today's papers), DataFuoriOrdine unless `conferma_ordine` (a sending after the first, too).
    """
    protocollo = riga(protocollo, massimo=60)
    with transaction.atomic():
        piano = _blocca(fascicolo.piano, autore)
        fascicolo = Fascicolo.objects.select_related("lavoro").get(pk=fascicolo.pk, piano=piano)
        _esigi_inviabile(fascicolo, giorno, protocollo)
        if Invio.objects.filter(piano=piano, protocollo=protocollo, inviato_il=giorno).exists():
            raise DatiNonValidi(f"Questo invio è già registrato: protocollo {protocollo}, {data(giorno)}. {NULLA}")
        _esigi_carte_di_adesso(fascicolo, piano)
        if not Invio.objects.filter(piano=piano).exists():
            # The date of the first sending is the fact; the door of the dates asks the order and writes the log.
            registra_data(
                piano,
                "invio",
                giorno=giorno,
                numero=protocollo,
                autore=autore,
                conferma_ordine=conferma_ordine,
                esempio=esempio,
            )
        elif not conferma_ordine:
            _esigi_ordine_dei_successivi(piano, giorno)
        invio = Invio.objects.create(
            piano=piano,
            fascicolo=fascicolo,
            inviato_il=giorno,
            protocollo=protocollo,
            registrato_da=autore,
            esempio=esempio,
        )
        _annota(
            piano,
            "recepimento.invio_registrato",
            autore,
            {"invio": invio.pk, "fascicolo": fascicolo.pk, "giorno": giorno, "impronta": fascicolo.impronta},
        )
        _avvisa(invio, autore)
    return invio


def _esigi_inviabile(fascicolo: Fascicolo, giorno: dt.date, protocollo: str) -> None:
    if fascicolo.lavoro.stato != StatoLavoro.RIUSCITO:
        raise DatiNonValidi(f"Il fascicolo non è pronto: preparalo, poi registra l'invio. {NULLA}")
    if giorno > timezone.localdate():
        raise DatiNonValidi(
            f"La data dell'invio è nel futuro ({giorno:%d/%m/%Y}): si registra un invio quando è partito. {NULLA}"
        )
    if not protocollo:
        raise DatiNonValidi(f"Manca il protocollo dell'invio. {NULLA}")


def _esigi_carte_di_adesso(fascicolo: Fascicolo, piano: Piano) -> None:
    serve = occorrente(piano)
    _esigi_completo(serve, NULLA)
    sue = list(fascicolo.carte.values_list("percorso", "file_id"))
    if sue == [(percorso, carta.file.pk) for percorso, carta in _righe(serve)]:
        return
    perche = (
        "non contiene l'atto di recepimento, che adesso c'è"
        if serve.con_atto and not fascicolo.con_atto
        else "non è fatto delle carte di adesso"
    )
    raise FascicoloSuperato(
        f"Il fascicolo scelto {perche}: prepara di nuovo il fascicolo, poi registra l'invio di quello. {NULLA}"
    )


def _esigi_ordine_dei_successivi(piano: Piano, giorno: dt.date) -> None:
    """Ask of a sending after the first what was asked of the first, and that it does not come before it."""
    giorni = giorni_di(piano)
    primo = giorni.get("invio")
    frasi = list(violazioni({**giorni, "invio": giorno}, che_toccano="invio"))
    if primo is not None and giorno < primo:
        frasi.append(f"Questo invio porta la data {data(giorno)}, ma il primo invio è del {data(primo)}.")
    for frase in frasi:
        raise DataFuoriOrdine(f"{frase} Se la data è giusta così, conferma che lo è e riprova. {NULLA}")


def avviso_di_ritardo(piano: Piano, giorno: dt.date) -> str:
    """Return the sentence for a sending after the deadline; empty when it is in time. It never stops anybody."""
    termine = termine_invio(piano)
    if termine is None or giorno <= termine.giorno:
        return ""
    ritardo = (giorno - termine.giorno).days
    return (
        f"L'invio è di {ritardo} giorn{'o' if ritardo == 1 else 'i'} dopo il termine del {data(termine.giorno)}: "
        "è registrato lo stesso."
    )


def _avvisa(invio: Invio, autore: Utente | None) -> None:
    piano = invio.piano
    permessi = (Permesso.INVIARE_IN_VERIFICA, Permesso.SCRIVERE_PIANO, Permesso.INVIARE_IN_REGIONE, Permesso.ESPORTARE)
    persone = {u.pk: u for permesso in permessi for u in persone_con(permesso, piano.ambito)}
    if autore is not None:
        persone.pop(autore.pk, None)
    avvisa(
        persone.values(),
        Messaggio(
            chiave=f"invio:{invio.pk}",
            oggetto=f"Inviato in Regione: Piano di {piano.ambito.nome} {piano.triennio}",
            testo=f"{piano.ambito.ats} ha inviato in Regione il fascicolo del Piano di {piano.ambito.nome}, il "
            f"{data(invio.inviato_il)}, protocollo {invio.protocollo}.",
            url=piano.get_absolute_url(),
        ),
    )


def conserva_ricevuta(
    invio: Invio,
    *,
    tipo: str,
    file: FileConservato,
    nome_file: str,
    autore: Utente | None,
    esempio: bool = False,
) -> Ricevuta:
    """File a receipt of a sending; the same file twice is one. `file` has been kept before. Raises NonPermesso, DatiNonValidi."""
    if tipo not in TipoRicevuta.values:
        raise DatiNonValidi(f"Non è un tipo di ricevuta: scegli tra quelli proposti. {NULLA}")
    with transaction.atomic():
        piano = _blocca(invio.piano, autore)
        ricevuta, nuova = Ricevuta.objects.get_or_create(
            invio=invio,
            file=file,
            defaults={"tipo": tipo, "nome_file": nome_file[:150], "conservata_da": autore, "esempio": esempio},
        )
        if nuova:
            dati: dict[str, object] = {"ricevuta": ricevuta.pk, "invio": invio.pk, "file": file.sha256}
            _annota(piano, "recepimento.ricevuta_conservata", autore, dati)
    return ricevuta
