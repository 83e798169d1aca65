"""Write and close the rules of an Ambito's Assemblea. A rule is never edited: what it decided must stay explainable."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from ambiti.models import Ambito
from assemblea.enums import Base, Chiamata, ChiamataRegola, Oggetto
from assemblea.exceptions import DatiSedutaNonValidi
from assemblea.models import Condizione, RegolaAssemblea, Seduta
from assemblea.pesi import regola_per, regole_il
from assemblea.regole import Regola
from assemblea.regole_pronte import PER_CHIAVE
from core.formati import data
from piani.permissions import NULLA
from registro.actions import annota
from registro.queries import CATENA_SISTEMA
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso


@dataclass(frozen=True)
class DatiRegola:
    """What a rule carries beside its conditions."""

    oggetto: Oggetto
    regola: Regola
    dal: dt.date
    chiamata: ChiamataRegola = ChiamataRegola.OGNI
    nota: str = ""
    esempio: bool = False


def scrivi_regola(ambito: Ambito, dati: DatiRegola, *, autore: Utente) -> RegolaAssemblea:
    """Write a rule, in force from `dal` until it is closed.

    Raises NonPermesso, DatiSedutaNonValidi (another rule on the same object and call holds from that day on; a session of
    those days is convened or open; the Accordo by less than all).
    """
    with transaction.atomic():
        Ambito.objects.select_for_update(of=("self",)).get(pk=ambito.pk)
        esigi(autore, Permesso.CONFIGURARE_ASSEMBLEA, ambito=ambito)
        _esigi_unanimita(dati)
        _rifiuta_sovrapposte(ambito, dati)
        _rifiuta_in_seduta(ambito, dati)
        regola = RegolaAssemblea.objects.create(
            ambito=ambito,
            oggetto=dati.oggetto,
            chiamata=dati.chiamata,
            nome=dati.regola.nome[:200],
            dal=dati.dal,
            astenuti_votano=dati.regola.astenuti_votano,
            pesi=dati.regola.pesi,
            nota=dati.nota[:300],
            scritta_da=autore,
            esempio=dati.esempio,
        )
        Condizione.objects.bulk_create(
            Condizione(
                regola=regola,
                ordine=ordine,
                base=s.base,
                numeratore=s.numeratore,
                denominatore=s.denominatore,
                stretta=s.stretta,
            )
            for ordine, s in enumerate(dati.regola.soglie, start=1)
        )
        _annota("regola_scritta", regola, autore)
    return regola


def adotta(
    ambito: Ambito, chiave: str, *, autore: Utente, dal: dt.date, esempio: bool = False, oggetto: Oggetto | None = None
) -> RegolaAssemblea:
    """Write one of the ready-made rules, with its warning in the note; `oggetto` when it is used for another."""
    pronta = PER_CHIAVE[chiave]
    dati = DatiRegola(pronta.oggetto, pronta.regola, dal, pronta.chiamata, pronta.nota, esempio)
    return scrivi_regola(ambito, replace(dati, oggetto=oggetto) if oggetto else dati, autore=autore)


def chiudi_regola(regola: RegolaAssemblea, *, al: dt.date, autore: Utente) -> RegolaAssemblea:
    """Say which is the last day of a rule. Raises NonPermesso, DatiSedutaNonValidi (a session counts by it after that day)."""
    with transaction.atomic():
        bloccata = RegolaAssemblea.objects.select_related("ambito__ente").select_for_update(of=("self",))
        regola = bloccata.get(pk=regola.pk)
        esigi(autore, Permesso.CONFIGURARE_ASSEMBLEA, ambito=regola.ambito)
        if regola.al is not None:
            raise DatiSedutaNonValidi(f"Questa regola finisce già il {data(regola.al)}. {NULLA}")
        if al < regola.dal:
            raise DatiSedutaNonValidi(f"La regola comincia il {data(regola.dal)}: non può finire prima. {NULLA}")
        for seduta in _sedute_toccate(regola.ambito, Oggetto(regola.oggetto), ChiamataRegola(regola.chiamata)):
            if max(regola.dal, al + dt.timedelta(days=1)) <= seduta.giorno:
                raise DatiSedutaNonValidi(_in_seduta(seduta))
        regola.al = al
        regola.save(update_fields=["al"])
        _annota("regola_chiusa", regola, autore)
    return regola


def _rifiuta_sovrapposte(ambito: Ambito, dati: DatiRegola) -> None:
    altre = regole_il(ambito, dati.dal).filter(oggetto=dati.oggetto, chiamata=dati.chiamata)
    dopo = RegolaAssemblea.objects.filter(ambito=ambito, oggetto=dati.oggetto, chiamata=dati.chiamata, dal__gt=dati.dal)
    for altra in [*altre, *dopo]:
        raise DatiSedutaNonValidi(
            f"Dal {data(altra.dal)} vale già «{altra.nome}» per lo stesso oggetto: chiudila prima di scriverne un'altra. "
            f"{NULLA}"
        )


def _esigi_unanimita(dati: DatiRegola) -> None:
    """Art. 34, comma 4, D.Lgs. 267/2000: the Accordo has the unanimous consent."""
    teste = {Base.COMPONENTI, Base.PRESENTI}
    if dati.oggetto is Oggetto.ACCORDO and not any(s.frazione == 1 and s.base in teste for s in dati.regola.soglie):
        raise DatiSedutaNonValidi(
            "L'Accordo di Programma vuole il consenso unanime (art. 34, comma 4, D.Lgs. 267/2000): scrivi una condizione "
            f"1 su 1 dei componenti in carica, o dei presenti. {NULLA}"
        )


def _sedute_toccate(ambito: Ambito, oggetto: Oggetto, chiamata: ChiamataRegola) -> list[Seduta]:
    """Return the sessions, convened or open, whose validity or items such a rule counts."""
    aperte = Seduta.objects.filter(ambito=ambito, chiusa_il=None, deserta_il=None, annullata_il=None)
    if chiamata is not ChiamataRegola.OGNI:
        aperte = aperte.filter(chiamata=chiamata)
    if oggetto is not Oggetto.SEDUTA:
        aperte = aperte.filter(punti__oggetto=oggetto)
    return list(aperte.distinct().order_by("giorno"))


def _in_seduta(seduta: Seduta) -> str:
    return (
        f"La regola tocca la seduta del {data(seduta.giorno)}, che è «{seduta.situazione}»: le regole di una seduta non "
        f"cambiano dopo la convocazione. {NULLA} Falla valere dal giorno dopo, o aspetta che la seduta finisca."
    )


def _rifiuta_in_seduta(ambito: Ambito, dati: DatiRegola) -> None:
    """Refuse to change how a session counts; where no rule is there yet, and it is not open, the first may be written."""
    for seduta in _sedute_toccate(ambito, dati.oggetto, dati.chiamata):
        if dati.dal > seduta.giorno:
            continue
        ce_gia = regola_per(ambito, dati.oggetto, Chiamata(seduta.chiamata), seduta.giorno)
        if ce_gia is not None or seduta.aperta_il is not None:
            raise DatiSedutaNonValidi(_in_seduta(seduta))


def _annota(atto: str, regola: RegolaAssemblea, autore: Utente) -> None:
    """A rule regards the Ambito, not one plan: it is told by the system's chain."""
    dati = {"regola": regola.pk, "ambito": regola.ambito_id, "oggetto": regola.oggetto, "dal": regola.dal}
    dati |= {"al": regola.al, "quando": timezone.localdate()}
    veste = autore.veste.pk if autore.veste else None
    annota(CATENA_SISTEMA, f"assemblea.{atto}", autore=autore, incarico_id=veste, dati=dati)
