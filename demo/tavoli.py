"""The four tables of Gallarate (source lines 452-458), with an example notice, members, contributions and their answers.

The two meetings of 9 and 18 October 2024 are those of the plan (source line 3535); hours and places are examples.
"""

import datetime as dt
from typing import cast

from django.utils import timezone

from ambiti.models import Ente
from piani.models import Piano
from tavoli.actions.contributi import Luogo, lascia_contributo, rispondi
from tavoli.actions.domande import ammetti, chiedi_di_partecipare
from tavoli.actions.tavoli import (
    DatiTavolo,
    aggiungi_tema,
    annuncia,
    chiudi,
    collega_piani,
    crea_tavolo,
    fissa_incontro,
)
from tavoli.enums import EsitoContributo, GenereContributo, Soggetto
from tavoli.models import Contributo, Tavolo
from utenti.models import Utente

TAVOLI = (
    "Povertà, Integrazione e Multietnicità, Salute Mentale, Prevenzione Dipendenze",
    "Anziani",
    "Persone con disabilità",
    "Minori e Famiglie",
)
INCONTRI = (dt.date(2024, 10, 9), dt.date(2024, 10, 18))
TEMI = ("Bisogni del territorio", "Risorse che ci sono già")
NOTA = "Il RUNTS non è richiesto a sindacati, scuole e realtà religiose (dato di esempio)."
# Which contribution, on which theme, and what became of it: the code of the sheet it is found in, empty for none.
CONTRIBUTI = (
    (
        GenereContributo.PROPOSTA,
        "Un alloggio di transizione per chi esce da una struttura",
        "Proponiamo di riservare alcuni alloggi, con un educatore, a chi lascia una comunità (dato di esempio).",
        EsitoContributo.ACCOLTO,
        "La proposta è nelle azioni della scheda sull'abitare (dato di esempio).",
        "A",
    ),
    (
        GenereContributo.BISOGNO,
        "Orari serali degli sportelli",
        "Chi lavora non riesce a venire agli sportelli di giorno (dato di esempio).",
        EsitoContributo.RINVIATO,
        "Gli orari si decidono con i Comuni, anno per anno: se ne riparla al prossimo incontro (dato di esempio).",
        "",
    ),
)


def _avviso() -> DatiTavolo:
    oggi = timezone.localdate()
    return {
        "titolo": "",
        "presentazione": "<p>Il tavolo raccoglie bisogni, risorse e proposte per il Piano di Zona (dato di esempio).</p>",
        "invitati": [s.value for s in Soggetto],
        "nota_invitati": NOTA,
        "responsabile": "Ufficio di Piano di Gallarate",
        "annuncio_dal": oggi - dt.timedelta(days=10),
        "annuncio_al": oggi + dt.timedelta(days=50),
    }


def apri_i_tavoli(piano: Piano, *, udp: Utente, ets: Utente, sindacato: Utente) -> None:
    """Announce the four tables; a cooperative and a union join the first one, the cooperative contributes."""
    dati = _avviso()
    for nome in TAVOLI:
        if Tavolo.objects.filter(ambito=piano.ambito, titolo=nome).exists():
            continue
        tavolo = crea_tavolo(piano.ambito, dati={**dati, "titolo": nome}, autore=udp, esempio=True)
        for tema in TEMI:
            aggiungi_tema(tavolo, titolo=tema, testo="", autore=udp)
        collega_piani(tavolo, piani=[piano], autore=udp)
        annuncia(tavolo, autore=udp)
        for giorno in INCONTRI:
            fissa_incontro(
                tavolo,
                quando=timezone.make_aware(dt.datetime.combine(giorno, dt.time(15))),
                luogo="Gallarate (luogo e ora di esempio)",
                argomento="Co-programmazione del Piano di Zona 2025-2027",
                autore=udp,
                esempio=True,
            )
    primo = Tavolo.objects.get(ambito=piano.ambito, titolo=TAVOLI[0])
    for chi in (ets, sindacato):
        _siede(primo, chi, udp)
    _contribuisce(primo, ets)


def _ente(chi: Utente) -> Ente:
    return chi.incarichi.select_related("ente").get().ente


def _siede(tavolo: Tavolo, chi: Utente, udp: Utente) -> None:
    if not tavolo.domande.filter(ente=_ente(chi)).exists():
        domanda = chiedi_di_partecipare(
            tavolo, ente=_ente(chi), motivazione="Lavoriamo sul territorio (dato di esempio).", autore=chi, esempio=True
        )
        ammetti(domanda, motivo="Opera nell'Ambito.", autore=udp)


def _contribuisce(tavolo: Tavolo, ets: Utente) -> None:
    temi = list(tavolo.temi.all())
    for tema, (genere, titolo, testo, *_resto) in zip(temi, CONTRIBUTI, strict=False):
        if not tema.contributi.exists():
            lascia_contributo(
                tema, ente=_ente(ets), genere=genere, titolo=titolo, testo=testo, autore=ets, esempio=True
            )


def chiudi_i_tavoli(piano: Piano, *, udp: Utente) -> None:
    """Close Gallarate's tables once their plan has gone: nobody applies to a table that has ended."""
    for tavolo in Tavolo.objects.filter(ambito=piano.ambito, titolo__in=TAVOLI, chiuso_il=None):
        chiudi(tavolo, sintesi="Il tavolo ha lavorato al Piano 2025-2027 (dato di esempio).", autore=udp)


def apri_il_tavolo_di_busto(piano: Piano, *, udp: Utente) -> str:
    """Announce an example table of Busto Arsizio, whose plan is in `bozza`: a notice that anyone may answer."""
    titolo = "Abitare e fragilità (dato di esempio)"
    if Tavolo.objects.filter(ambito=piano.ambito, titolo=titolo).exists():
        return "già aperto"
    dati = {**_avviso(), "titolo": titolo, "nota_invitati": NOTA, "responsabile": "Ufficio di Piano di Busto Arsizio"}
    tavolo = crea_tavolo(piano.ambito, dati=cast("DatiTavolo", dati), autore=udp, esempio=True)
    for tema in TEMI:
        aggiungi_tema(tavolo, titolo=tema, testo="", autore=udp)
    collega_piani(tavolo, piani=[piano], autore=udp)
    annuncia(tavolo, autore=udp)
    return "aperto"


def rispondi_ai_contributi(piano: Piano, *, udp: Utente) -> None:
    """Answer each contribution, with the place in the plan where it is found."""
    per_titolo = {c[1]: c for c in CONTRIBUTI}
    senza = Contributo.objects.filter(tema__tavolo__ambito=piano.ambito, risposta=None).select_related("tema__tavolo")
    for contributo in senza:
        _, _, _, esito, motivo, codice = per_titolo[contributo.titolo]
        voce = piano.voci.filter(codice=codice, specie="obiettivo").first() if codice else None
        luogo = Luogo(voce=voce)
        rispondi(contributo, esito=esito, motivo=motivo, luogo=luogo, autore=udp, esempio=True)
