"""The acts on a table: open, write, announce, close; its themes, meetings and papers; the plans for which it works."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TypedDict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ambiti.models import Ambito, Ente
from core.exceptions import DatiNonValidi, NonPermesso
from core.formati import data
from core.testo import TestoTroppoLungo, html_pulito, pulisci, riga
from documenti.models import FileConservato
from piani.models import Piano
from tavoli.actions.comune import annota_tavolo, blocca
from tavoli.annunci import annuncia_chiusura, annuncia_incontro
from tavoli.enums import Soggetto
from tavoli.exceptions import TavoloNonPronto
from tavoli.models import Documento, Incontro, Tavolo, TavoloPiano, Tema
from tavoli.permissions import NULLA, esigi_di_gestire, veste_dell_ufficio
from tavoli.queries import ambiti_gestiti, membri_di
from utenti.models import Utente
from utenti.permissions import esigi, spiega_rifiuto
from utenti.roles import Permesso

LETTERE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class DatiTavolo(TypedDict):
    """What the notice says."""

    titolo: str
    presentazione: str
    invitati: list[str]
    nota_invitati: str
    responsabile: str
    annuncio_dal: dt.date | None
    annuncio_al: dt.date | None


def _puliti(dati: DatiTavolo) -> DatiTavolo:
    try:
        puliti: DatiTavolo = {
            **dati,
            "titolo": riga(dati["titolo"], massimo=200),
            "presentazione": html_pulito(dati["presentazione"]),
            "nota_invitati": pulisci(dati["nota_invitati"]),
            "responsabile": riga(dati["responsabile"], massimo=200),
            "invitati": [s.value for s in Soggetto if s.value in dati["invitati"]],
        }
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore
    dal, al = puliti["annuncio_dal"], puliti["annuncio_al"]
    if dal and al and al < dal:
        raise DatiNonValidi(f"Le domande finiscono prima di cominciare: correggi le date. {NULLA}")
    return puliti


def crea_tavolo(
    ambito: Ambito,
    *,
    dati: DatiTavolo,
    altri_ambiti: Iterable[Ambito] = (),
    piani: Iterable[Piano] = (),
    autore: Utente,
    esempio: bool = False,
) -> Tavolo:
    """Open a table of an Ambito, not announced yet, that works for those plans.

    Raises NonPermesso, DatiNonValidi, TavoloNonPronto (a plan of an Ambito that is not of the table).
    """
    esigi(autore, Permesso.GESTIRE_TAVOLI, ambito=ambito)
    with transaction.atomic():
        tavolo = Tavolo.objects.create(ambito=ambito, esempio=esempio, **_puliti(dati))
        tavolo.altri_ambiti.set([a for a in altri_ambiti if a.pk != ambito.pk])
        if scelti := list(piani):
            collega_piani(tavolo, piani=scelti, autore=autore)
        _annota(tavolo, "tavoli.tavolo_aperto", autore, {})
    return tavolo


def cambia_tavolo(
    tavolo: Tavolo, *, dati: DatiTavolo, altri_ambiti: Iterable[Ambito], revisione: int, autore: Utente
) -> Tavolo:
    """Save what the notice says, also after the announcement (its dates then stay).

    An Ambito that goes away takes with it the links to its plans. Raises NonPermesso, DatiNonValidi, TavoloNonPronto (it
    is closed, or a date is taken off an announced notice), SalvataggioSuperato.
    """
    with transaction.atomic():
        bloccato = blocca(tavolo)
        esigi_di_gestire(autore, bloccato)
        _esigi_non_chiuso(bloccato)
        puliti = _puliti(dati)
        if bloccato.pubblicato_il and not (puliti["annuncio_dal"] and puliti["annuncio_al"]):
            raise TavoloNonPronto(f"L'avviso è pubblico: le sue date si cambiano, non si tolgono. {NULLA}")
        for campo, valore in puliti.items():
            setattr(bloccato, campo, valore)
        bloccato.salva_se_invariata(revisione, list(puliti))
        bloccato.altri_ambiti.set([a for a in altri_ambiti if a.pk != bloccato.ambito_id])
        rimasti = [bloccato.ambito_id, *bloccato.altri_ambiti.values_list("pk", flat=True)]
        TavoloPiano.objects.filter(tavolo=bloccato).exclude(piano__ambito__in=rimasti).delete()
        _annota(bloccato, "tavoli.avviso_cambiato", autore, {"revisione": bloccato.revisione})
    return bloccato


def collega_piani(tavolo: Tavolo, *, piani: Iterable[Piano], autore: Utente) -> None:
    """Say for which plans a table works: each office links those of its own Ambiti, and no other.

    The members of the table read those plans while they are in consultation, so only who keeps a plan's tables opens it.
    Raises NonPermesso, TavoloNonPronto (a plan of an Ambito that is not of the table).
    """
    with transaction.atomic():
        bloccato = blocca(tavolo)
        del_tavolo = Q(pk=bloccato.ambito_id) | Q(pk__in=bloccato.altri_ambiti.values("pk"))
        miei = set(ambiti_gestiti(autore).filter(del_tavolo).values_list("pk", flat=True))
        if not miei:
            raise NonPermesso(spiega_rifiuto(autore, Permesso.GESTIRE_TAVOLI, ambito=bloccato.ambito))
        scelti = {p.pk: p for p in piani}
        if any(p.ambito_id not in miei for p in scelti.values()):
            raise TavoloNonPronto(f"Puoi collegare solo i Piani del tuo Ambito, se il tavolo lo riguarda. {NULLA}")
        TavoloPiano.objects.filter(tavolo=bloccato, piano__ambito__in=miei).exclude(piano__in=scelti).delete()
        for piano in scelti.values():
            TavoloPiano.objects.get_or_create(tavolo=bloccato, piano=piano)
        _annota(bloccato, "tavoli.piani_collegati", autore, {"piani": sorted(scelti)})


def mancanze(tavolo: Tavolo, *, temi: int | None = None) -> list[str]:
    """Return what the notice lacks before it is announced, as sentences. `temi`: how many, who knows spares a query."""
    oggi, frasi = timezone.localdate(), []
    if not tavolo.presentazione:
        frasi.append("Manca la presentazione: di che cosa si parla al tavolo.")
    if not tavolo.invitati:
        frasi.append("Manca chi è invitato: scegli almeno un tipo di soggetti.")
    if not (tavolo.annuncio_dal and tavolo.annuncio_al):
        frasi.append("Mancano le date in cui si può chiedere di partecipare.")
    elif tavolo.annuncio_al < oggi:
        frasi.append(f"L'ultimo giorno per le domande è già passato ({data(tavolo.annuncio_al)}): cambialo.")
    if not (tavolo.temi.count() if temi is None else temi):
        frasi.append("Manca almeno un tema su cui lasciare contributi.")
    return frasi


def annuncia(tavolo: Tavolo, *, autore: Utente) -> Tavolo:
    """Publish the notice: from now on anyone reads it. Raises NonPermesso, TavoloNonPronto with what is missing."""
    with transaction.atomic():
        bloccato = blocca(tavolo)
        esigi_di_gestire(autore, bloccato)
        if bloccato.pubblicato_il:
            raise TavoloNonPronto(f"Qualcuno ha già pubblicato questo avviso. {NULLA}")
        for frase in mancanze(bloccato):
            raise TavoloNonPronto(f"{frase} {NULLA}")
        bloccato.pubblicato_il, bloccato.pubblicato_da = timezone.now(), autore
        bloccato.save(update_fields=["pubblicato_il", "pubblicato_da"])
        dati = {"dal": _giorno(bloccato.annuncio_dal), "al": _giorno(bloccato.annuncio_al)}
        _annota(bloccato, "tavoli.avviso_pubblicato", autore, dati)
    return bloccato


def chiudi(tavolo: Tavolo, *, sintesi: str, autore: Utente) -> Tavolo:
    """Close the table: no more applications or contributions; what is there stays readable.

    Raises NonPermesso, TavoloNonPronto (not announced, closed already), DatiNonValidi (no word on how it ended).
    """
    with transaction.atomic():
        bloccato = blocca(tavolo)
        esigi_di_gestire(autore, bloccato)
        _esigi_non_chiuso(bloccato)
        if not bloccato.pubblicato_il:
            raise TavoloNonPronto(f"Un tavolo si chiude dopo che è stato annunciato. {NULLA}")
        if not (testo := pulisci(sintesi)):
            raise DatiNonValidi(f"Manca come è finito: scrivilo in due righe, lo leggono tutti. {NULLA}")
        bloccato.sintesi = testo
        bloccato.chiuso_il, bloccato.chiuso_da = timezone.now(), autore
        bloccato.save(update_fields=["sintesi", "chiuso_il", "chiuso_da"])
        annuncia_chiusura(bloccato)
        _annota(bloccato, "tavoli.tavolo_chiuso", autore, {})
    return bloccato


def aggiungi_tema(tavolo: Tavolo, *, titolo: str, testo: str, autore: Utente) -> Tema:
    """Add a theme with the next letter. Raises NonPermesso, TavoloNonPronto, DatiNonValidi (letters are over)."""
    with transaction.atomic():
        bloccato = blocca(tavolo)
        esigi_di_gestire(autore, bloccato)
        _esigi_non_chiuso(bloccato)
        usate = set(bloccato.temi.values_list("lettera", flat=True))
        lettera = next((x for x in LETTERE if x not in usate), "")
        if not lettera:
            raise DatiNonValidi(f"Un tavolo ha al massimo {len(LETTERE)} temi. {NULLA}")
        tema = Tema.objects.create(
            tavolo=bloccato, lettera=lettera, titolo=riga(titolo, massimo=200), testo=pulisci(testo)
        )
        _annota(bloccato, "tavoli.tema_aggiunto", autore, {"tema": tema.pk})
    return tema


def cambia_tema(tema: Tema, *, titolo: str, testo: str, autore: Utente) -> Tema:
    """Change the words of a theme; its letter stays. Raises NonPermesso, TavoloNonPronto."""
    with transaction.atomic():
        bloccato = blocca(tema.tavolo)
        esigi_di_gestire(autore, bloccato)
        _esigi_non_chiuso(bloccato)
        tema.titolo, tema.testo = riga(titolo, massimo=200), pulisci(testo)
        tema.save(update_fields=["titolo", "testo"])
        _annota(bloccato, "tavoli.tema_cambiato", autore, {"tema": tema.pk})
    return tema


def fissa_incontro(
    tavolo: Tavolo, *, quando: dt.datetime, luogo: str, argomento: str, autore: Utente, esempio: bool = False
) -> Incontro:
    """Fix a meeting, or record one that was held; the members are told. Raises NonPermesso, TavoloNonPronto."""
    with transaction.atomic():
        bloccato = blocca(tavolo)
        esigi_di_gestire(autore, bloccato)
        _esigi_non_chiuso(bloccato)
        incontro = Incontro.objects.create(
            tavolo=bloccato,
            quando=quando,
            luogo=riga(luogo, massimo=200),
            argomento=riga(argomento, massimo=300),
            esempio=esempio,
        )
        annuncia_incontro(incontro)
        _annota(bloccato, "tavoli.incontro_fissato", autore, {"incontro": incontro.pk, "quando": quando.isoformat()})
    return incontro


def sposta_incontro(incontro: Incontro, *, quando: dt.datetime, luogo: str, argomento: str, autore: Utente) -> Incontro:
    """Change day, place or subject of a meeting; the members are told of a new day. Raises NonPermesso, TavoloNonPronto."""
    with transaction.atomic():
        bloccato = blocca(incontro.tavolo)
        esigi_di_gestire(autore, bloccato)
        _esigi_non_chiuso(bloccato)
        incontro.quando = quando
        incontro.luogo, incontro.argomento = riga(luogo, massimo=200), riga(argomento, massimo=300)
        incontro.save(update_fields=["quando", "luogo", "argomento"])
        incontro.tavolo = bloccato
        annuncia_incontro(incontro)
        _annota(bloccato, "tavoli.incontro_cambiato", autore, {"incontro": incontro.pk, "quando": quando.isoformat()})
    return incontro


def registra_verbale(
    incontro: Incontro,
    *,
    presenti: Iterable[Ente],
    verbale: FileConservato | None,
    nome_file: str = "",
    autore: Utente,
) -> Incontro:
    """Say which members were there, and keep the minutes. The file is kept already. Without a new one, the old stays.

    Raises NonPermesso, DatiNonValidi (the meeting is still to come, or somebody there is not a member).
    """
    with transaction.atomic():
        bloccato = blocca(incontro.tavolo)
        esigi_di_gestire(autore, bloccato)
        if not incontro.tenuto:
            raise DatiNonValidi(f"L'incontro deve ancora tenersi: il verbale si carica dopo. {NULLA}")
        enti = {e.pk for e in presenti}
        if enti - set(membri_di(bloccato).values_list("pk", flat=True)):
            raise DatiNonValidi(f"Tra i presenti c'è un ente che non siede a questo tavolo. {NULLA}")
        if verbale is not None:
            incontro.verbale, incontro.nome_verbale = verbale, nome_file[:150]
            incontro.save(update_fields=["verbale", "nome_verbale"])
        incontro.presenti.set(enti)
        dati: dict[str, object] = {"incontro": incontro.pk, "presenti": sorted(enti)}
        if verbale is not None:
            dati["sha256"] = verbale.sha256
        _annota(bloccato, "tavoli.verbale_registrato", autore, dati)
    return incontro


def aggiungi_documento(
    tavolo: Tavolo, *, titolo: str, file: FileConservato, nome_file: str, autore: Utente
) -> Documento:
    """Add a paper that anyone may read. The file is kept already. Raises NonPermesso."""
    with transaction.atomic():
        bloccato = blocca(tavolo)
        esigi_di_gestire(autore, bloccato)
        documento = Documento.objects.create(
            tavolo=bloccato, titolo=riga(titolo, massimo=200), file=file, nome_file=nome_file[:150], caricato_da=autore
        )
        dati = {"documento": documento.pk, "sha256": file.sha256}
        _annota(bloccato, "tavoli.documento_aggiunto", autore, dati)
    return documento


def _giorno(giorno: dt.date | None) -> str:
    return giorno.isoformat() if giorno else ""


def _esigi_non_chiuso(tavolo: Tavolo) -> None:
    if tavolo.chiuso_il:
        giorno = data(timezone.localdate(tavolo.chiuso_il))
        raise TavoloNonPronto(f"Il tavolo è chiuso dal {giorno}: si può solo leggere. {NULLA}")


def _annota(tavolo: Tavolo, tipo: str, autore: Utente, dati: Mapping[str, object]) -> None:
    annota_tavolo(tavolo, tipo, autore=autore, veste=veste_dell_ufficio(autore, tavolo), dati=dati)
