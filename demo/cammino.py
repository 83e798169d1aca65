"""Walks Gallarate through the whole procedure, by the doors that its offices use, up to the pack for the Region.

One date is real: the Assemblea of 2 December 2024. Every other date, number and vote is marked as an example, on page and
paper. Each leg starts from where the plan is, so a load that was stopped goes on.
"""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from accordi.actions import adesioni, firme
from accordi.models import Adesione, Firma, Parte
from ambiti.enums import TipoEnte
from ambiti.models import Ente
from assemblea.actions import atti, presenze, sedute, voti
from assemblea.actions.regole import adotta
from assemblea.enums import Movimento, OggettoDeciso, Scelta
from assemblea.models import RegolaAssemblea, Seduta
from core.exceptions import DatiNonValidi
from demo.persone import COMUNI, DOMINIO, casella_sindaco
from demo.tavoli import apri_i_tavoli, chiudi_i_tavoli, rispondi_ai_contributi
from documenti import archivio
from documenti.actions import inizia
from documenti.enums import StatoLavoro, TipoFile
from documenti.esecuzione import svolgi_qui
from documenti.models import FileConservato, Lavoro
from piani.actions.date import registra_data
from piani.actions.stampe import stampa_versione
from piani.carta import PARTE_ACCORDO
from piani.cronologia import cronologia_di
from piani.enums import Passo, Stato
from piani.models import Piano
from piani.regole_passi import DatiPasso
from piani.requisiti import stampe_definitive
from piani.workflow import esegui
from recepimento.actions import atto as atti_ats
from recepimento.actions import invio, verifica
from recepimento.enums import Risposta, TipoRicevuta
from recepimento.models import Verifica
from utenti.models import Avviso, Utente

ASSEMBLEA = dt.date(2024, 12, 2)
ASSENSO = dt.date(2024, 11, 28)
FIRMA_COMUNI, FIRMA_ASST, FIRMA_ATS = dt.date(2024, 12, 10), dt.date(2024, 12, 16), dt.date(2024, 12, 20)
ATTO_ACCORDO, VERIFICA_ATS, REPERTORIO = dt.date(2024, 12, 9), dt.date(2024, 12, 18), dt.date(2024, 12, 20)
RECEPIMENTO, INVIO, BURL = dt.date(2025, 1, 10), dt.date(2025, 1, 13), dt.date(2025, 2, 5)
NUMERO_ATTO = "1 (esempio)"
# One Comune votes against the Piano, so that the majority has something to say; the Accordo wants all of them.
CONTRARIO = "012048"
VERBALE = "L'ora, il luogo, le presenze e i voti sono dati di esempio: del verbale vero si conosce solo la data."


def _ufficio(casella: str) -> Utente:
    return Utente.objects.get(email=f"{casella}@{DOMINIO}")


def _sindaco(istat: str) -> Utente:
    return _ufficio(casella_sindaco(COMUNI[istat]))


def _svolgi(lavoro: Lavoro) -> Lavoro:
    """Do a job here and now, unless the worker has it; return it as it ended. Raises DatiNonValidi if it did not succeed."""
    preso = inizia(lavoro.pk)
    if preso is not None:
        svolgi_qui(preso)
    lavoro.refresh_from_db()
    if lavoro.stato != StatoLavoro.RIUSCITO:
        raise DatiNonValidi(f"Il lavoro {lavoro.tipo} non è riuscito: {lavoro.errore or lavoro.get_stato_display()}.")
    return lavoro


def _firmato(base: FileConservato, chi: str) -> FileConservato:
    """Return a copy of a paper as if signed: other bytes, the same pages, and no signature in it."""
    contenuto = archivio.leggi(base) + f"\n% Copia di esempio, senza firma digitale: {chi}\n".encode()
    return archivio.conserva(contenuto, nome="copia di esempio", tipi=frozenset({TipoFile.PDF}))


def _risultato(lavoro: Lavoro) -> FileConservato:
    if lavoro.risultato is None:
        raise DatiNonValidi(f"Il lavoro {lavoro.tipo} non ha lasciato un file.")
    return lavoro.risultato


# --- The legs ------------------------------------------------------------------
def _da_bozza(piano: Piano) -> None:
    udp = _ufficio("udp.gallarate")
    if not piano.passaggi.filter(passo=Passo.APRI_CONSULTAZIONE).exists():
        apri_i_tavoli(piano, udp=udp, ets=_ufficio("ets"), sindacato=_ufficio("sindacato"))
        esegui(Passo.APRI_CONSULTAZIONE, piano, autore=udp)
        return
    esegui(Passo.INVIA_IN_VERIFICA, piano, autore=udp)


def _dalla_consultazione(piano: Piano) -> None:
    udp = _ufficio("udp.gallarate")
    rispondi_ai_contributi(piano, udp=udp)
    chiudi_i_tavoli(piano, udp=udp)
    esegui(Passo.CHIUDI_CONSULTAZIONE, piano, autore=udp)


def _dalla_verifica(piano: Piano) -> None:
    funzionario = _ufficio("funzionario.ats")
    corrente = Verifica.objects.filter(piano=piano).last() or verifica.comincia_verifica(piano, autore=funzionario)
    for voce in corrente.voci.filter(esito=""):
        verifica.rispondi(voce, revisione=voce.revisione, esito=Risposta.SI, nota="", autore=funzionario, esempio=True)
    esegui(
        Passo.DAI_ASSENSO,
        piano,
        autore=_ufficio("dirigente.ats"),
        dati=DatiPasso(numero="0000001 (esempio)", giorno=ASSENSO, esempio=True),
    )


def _dall_assenso(piano: Piano) -> None:
    """The session of 2 December: rules, notice, presences, votes, proclamation. It moves the plan and then goes on to the Accordo."""
    segretario = _ufficio("segretario.gallarate")
    if not RegolaAssemblea.objects.filter(ambito=piano.ambito).exists():
        for chiave in ("seduta-prima", "seduta-seconda", "teste-e-quote", "unanimita"):
            adotta(piano.ambito, chiave, autore=segretario, dal=dt.date(2024, 1, 1), esempio=True)
    dati = sedute.DatiSeduta(giorno=ASSEMBLEA, ora=dt.time(17, 30), luogo="Palazzo comunale di Gallarate", nota=VERBALE)
    seduta = _seduta_in_piedi(piano) or sedute.convoca(
        piano, dati, autore=_ufficio("presidente.gallarate"), esempio=True
    )
    if seduta.aperta_il is None:
        seduta = sedute.apri(seduta, autore=segretario, esempio=True)
        _entrano(seduta, segretario)
    _vota(seduta, OggettoDeciso.PIANO, contrario=CONTRARIO)


def _seduta_in_piedi(piano: Piano) -> Seduta | None:
    return Seduta.objects.filter(punti__piano=piano, chiusa_il=None, annullata_il=None).distinct().first()


def _entrano(seduta: Seduta, segretario: Utente) -> None:
    for componente in seduta.componenti.select_related("comune__ente"):
        presenze.registra_presenza(componente, Movimento.ENTRATA, autore=segretario, esempio=True)


def _vota(seduta: Seduta, oggetto: OggettoDeciso, *, contrario: str = "") -> None:
    punto = seduta.punti.select_related("versione").get(oggetto=oggetto)
    votazione = voti.apri_votazione(punto, autore=_ufficio("segretario.gallarate"), esempio=True)
    for componente in seduta.componenti.select_related("comune__ente"):
        istat = componente.comune.codice
        scelta = Scelta.CONTRARIO if istat == contrario else Scelta.FAVOREVOLE
        voti.vota(votazione, componente, scelta, sha256=punto.versione.sha256, autore=_sindaco(istat), esempio=True)
    voti.chiudi_votazione(votazione, autore=_ufficio("segretario.gallarate"))
    voti.proclama(votazione, autore=_ufficio("presidente.gallarate"), giorno_vero=True)


def _dall_approvazione(piano: Piano) -> None:
    segretario = _ufficio("segretario.gallarate")
    seduta = _seduta_in_piedi(piano)
    if seduta is not None:
        _vota(seduta, OggettoDeciso.ACCORDO)
        sedute.chiudi(seduta, autore=segretario)
        verbale = atti.prepara_verbale(seduta, autore=segretario)
        if verbale.lavoro is not None:
            carta = _risultato(_svolgi(verbale.lavoro))
            firmato = _firmato(carta, "verbale")
            atti.carica_firmato(verbale, firmato, nome_file="verbale-di-esempio.pdf", autore=segretario, esempio=True)
    approvata = cronologia_di(piano).approvazione_versione
    if approvata is not None:
        for scheda in ("", PARTE_ACCORDO):
            _svolgi(stampa_versione(approvata, scheda=scheda, bozza=False, autore=segretario).lavoro)
    esegui(Passo.APRI_SOTTOSCRIZIONE, piano, autore=_ufficio("udp.gallarate"))
    registra_data(
        piano,
        "atto_accordo",
        giorno=ATTO_ACCORDO,
        numero="1/2024 (esempio)",
        autore=_ufficio("udp.gallarate"),
        esempio=True,
    )


def _dalla_sottoscrizione(piano: Piano) -> None:
    udp = _ufficio("udp.gallarate")
    carta = _risultato(stampe_definitive(piano)[PARTE_ACCORDO].lavoro)
    for parte in Parte.objects.filter(accordo__piano=piano).select_related("ente").order_by("ordine"):
        if not Firma.objects.filter(parte=parte, tolta_il=None).exists():
            _firma(piano, parte, carta)
    _aderisce(piano, carta, udp)
    esegui(Passo.COMPLETA_SOTTOSCRIZIONE, piano, autore=udp)


def _firma(piano: Piano, parte: Parte, carta: FileConservato) -> None:
    chi, giorno = {
        TipoEnte.ATS: ("direzione.ats", FIRMA_ATS),
        TipoEnte.ASST: ("direzione.asst", FIRMA_ASST),
    }.get(TipoEnte(parte.ente.tipo), ("", FIRMA_COMUNI))
    if parte.ente.tipo == TipoEnte.ATS:
        funzionario = _ufficio("funzionario.ats")
        registra_data(piano, "verifica_ats", giorno=VERIFICA_ATS, autore=funzionario, esempio=True)
    firme.carica_firma(
        parte,
        file=_firmato(carta, parte.ente.chiave),
        nome_file=f"accordo-{parte.ente.codice}-di-esempio.pdf",
        giorno=giorno,
        autore=_ufficio(chi) if chi else _sindaco(parte.ente.codice),
        conferma_ordine=True,
        esempio=True,
    )


def _aderisce(piano: Piano, carta: FileConservato, udp: Utente) -> None:
    ets = Ente.objects.get(tipo=TipoEnte.TERZO_SETTORE, codice="ESEMPIO1")
    if Adesione.objects.filter(piano=piano, ente=ets).exists():
        return
    rappresentante = _ufficio("ets")
    adesione = adesioni.chiedi_adesione(
        piano,
        ente=ets,
        rappresentante="Legale rappresentante",
        impegni="Collaborare agli obiettivi del tavolo a cui partecipa (dato di esempio).",
        autore=rappresentante,
        esempio=True,
    )
    adesione = adesioni.decidi_adesione(adesione, accolta=True, motivo="Ha partecipato al tavolo.", autore=udp)
    firme.carica_firma(
        adesione,
        file=_firmato(carta, ets.chiave),
        nome_file="adesione-di-esempio.pdf",
        giorno=FIRMA_COMUNI,
        autore=rappresentante,
        conferma_ordine=True,
        esempio=True,
    )


def _dal_sottoscritto(piano: Piano) -> None:
    funzionario, direttore = _ufficio("funzionario.ats"), _ufficio("direzione.ats")
    registra_data(piano, "repertorio", giorno=REPERTORIO, numero="1/24 (esempio)", autore=funzionario, esempio=True)
    atto = atti_ats.comincia_atto(piano, autore=funzionario)
    estremi = atti_ats.Estremi(NUMERO_ATTO, RECEPIMENTO)
    atti_ats.scrivi_testo(
        atto, revisione=atto.testo.revisione, valori={}, autore=funzionario, estremi=estremi, esempio=True
    )
    bozza = atti_ats.prepara_bozza(atto, autore=funzionario)
    carta = _risultato(_svolgi(bozza.lavoro))
    esegui(
        Passo.RECEPISCI,
        piano,
        autore=direttore,
        dati=DatiPasso(
            tipo_atto="decreto",
            numero=NUMERO_ATTO,
            giorno=RECEPIMENTO,
            file=_firmato(carta, "decreto"),
            nome_file="decreto-di-esempio.pdf",
            esempio=True,
        ),
    )


def _dal_recepimento(piano: Piano) -> None:
    """The pack, its sending and its receipt; then the BURL, and the plan waits for the end of the triennium."""
    funzionario = _ufficio("funzionario.ats")
    fascicolo = invio.prepara_fascicolo(piano, autore=funzionario)
    _svolgi(fascicolo.lavoro)
    fatto = invio.registra_invio(
        fascicolo, giorno=INVIO, protocollo="0000002 (esempio)", autore=funzionario, esempio=True
    )
    ricevuta = _firmato(_risultato(stampe_definitive(piano)[PARTE_ACCORDO].lavoro), "ricevuta")
    invio.conserva_ricevuta(
        fatto,
        tipo=TipoRicevuta.CONSEGNA,
        file=ricevuta,
        nome_file="ricevuta-di-esempio.pdf",
        autore=funzionario,
        esempio=True,
    )
    registra_data(piano, "burl", giorno=BURL, numero="1 (esempio)", autore=_ufficio("udp.gallarate"), esempio=True)


_TAPPE: dict[Stato, Callable[[Piano], None]] = {
    Stato.BOZZA: _da_bozza,
    Stato.IN_CONSULTAZIONE: _dalla_consultazione,
    Stato.IN_VERIFICA: _dalla_verifica,
    Stato.VERIFICATO: _dall_assenso,
    Stato.APPROVATO: _dall_approvazione,
    Stato.IN_SOTTOSCRIZIONE: _dalla_sottoscrizione,
    Stato.SOTTOSCRITTO: _dal_sottoscritto,
}


def percorri(piano: Piano) -> str:
    """Take the plan from where it is to the pack sent to the Region; return what was done, in words."""
    if piano.fascicoli.exists():
        return "già percorsa"
    while (tappa := _TAPPE.get(Stato(piano.stato))) is not None:
        tappa(piano)
        piano.refresh_from_db()
    _dal_recepimento(piano)
    # Nobody reads a hundred letters about acts of two years ago: they stay in the list, sent and read.
    adesso = timezone.now()
    Avviso.objects.filter(url__contains=piano.ambito.codice).update(letto_il=adesso)
    Avviso.objects.filter(spedito_il=None).update(spedito_il=adesso)
    return "percorsa fino all'invio in Regione"
