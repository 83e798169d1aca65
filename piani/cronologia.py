"""The dated acts of a plan, put together, and the order in which they are expected.

An act out of order is said, not refused: real plans have them. Only a typed day stops at the door, until who typed it says
that it is right (`piani.workflow`).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from core.formati import data
from piani.composizione import GiornoNoto, date_da_fuori
from piani.enums import CAMMINO, Stato
from piani.models import Cronologia, Piano
from utenti.roles import Permesso

Giorni = Mapping[str, dt.date | None]


@dataclass(frozen=True)
class Fatto:
    """A dated fact: its name in the middle of a sentence.

    `permesso`: who types its day, None where a step or a signed file does. `da`: from which state on it can be typed.
    `numero`: the column of its number, empty where it has none. `altrove`: another room has the page that types it.
    """

    chiave: str
    nome: str
    permesso: Permesso | None = None
    numero: str = ""
    da: Stato = Stato.APPROVATO
    altrove: bool = False


# The order in which the page tells them.
FATTI: tuple[Fatto, ...] = (
    Fatto("assenso", "l'assenso dell'ATS", numero="assenso_protocollo"),
    Fatto("approvazione", "l'approvazione", numero="approvazione_numero"),
    Fatto("atto_accordo", "l'atto che approva l'Accordo", Permesso.SCRIVERE_ACCORDO, "atto_accordo_numero"),
    Fatto("firma_comuni", "l'ultima firma dei Comuni"),
    Fatto("firma_asst", "l'ultima firma delle ASST"),
    Fatto("verifica_ats", "la verifica dell'ATS prima della firma", Permesso.VERIFICARE_COERENZA),
    Fatto("firma_ats", "la firma dell'ATS"),
    Fatto("repertorio", "il repertorio", Permesso.VERIFICARE_COERENZA, "repertorio_numero", Stato.IN_SOTTOSCRIZIONE),
    Fatto("recepimento", "l'atto di recepimento", numero="recepimento_numero"),
    Fatto("invio", "l'invio in Regione", Permesso.INVIARE_IN_REGIONE, "invio_numero", Stato.SOTTOSCRITTO, altrove=True),
    Fatto("burl", "la pubblicazione sul BURL", Permesso.SCRIVERE_ACCORDO, "burl_numero", Stato.SOTTOSCRITTO),
)
PER_CHIAVE: dict[str, Fatto] = {f.chiave: f for f in FATTI}
DA_FUORI = frozenset({"firma_comuni", "firma_asst", "firma_ats"})


@dataclass(frozen=True)
class Attesa:
    """`prima` is expected not after `dopo`; `se` says when the expectation holds, always if None."""

    prima: str
    dopo: str
    se: Callable[[Giorni], bool] | None = None


def _con(chiave: str) -> Callable[[Giorni], bool]:
    return lambda giorni: giorni.get(chiave) is not None


# Brescia's decree for Sebino (18/2025) shows the whole chain: assenso 16.12, Assemblea 18.12, ASST, ATS 31.12 with its
# repertorio, decree 13.01, sending by 15.01, BURL after all have signed.
ORDINE: tuple[Attesa, ...] = (
    Attesa("assenso", "approvazione"),
    Attesa("approvazione", "atto_accordo"),
    Attesa("approvazione", "firma_comuni"),
    Attesa("approvazione", "firma_asst"),
    Attesa("approvazione", "firma_ats"),
    Attesa("firma_comuni", "firma_asst"),
    Attesa("firma_comuni", "firma_ats"),
    Attesa("firma_asst", "firma_ats"),
    Attesa("verifica_ats", "firma_ats"),
    Attesa("firma_ats", "repertorio"),
    Attesa("firma_ats", "recepimento"),
    Attesa("repertorio", "recepimento", se=_con("repertorio")),
    Attesa("approvazione", "recepimento"),
    Attesa("firma_ats", "invio"),
    Attesa("recepimento", "invio", se=_con("recepimento")),
    Attesa("firma_ats", "burl"),
)


def violazioni(giorni: Giorni, *, che_toccano: str = "") -> Iterator[str]:
    """Yield a sentence for each pair of known days that is out of the expected order.

    `che_toccano` keeps only the pairs with that fact.
    """
    for attesa in ORDINE:
        if che_toccano and che_toccano not in (attesa.prima, attesa.dopo):
            continue
        prima, dopo = giorni.get(attesa.prima), giorni.get(attesa.dopo)
        if prima is None or dopo is None or prima <= dopo or (attesa.se and not attesa.se(giorni)):
            continue
        yield (
            f"{_maiuscola(PER_CHIAVE[attesa.dopo].nome)} porta la data {data(dopo)}, ma "
            f"{PER_CHIAVE[attesa.prima].nome} è del {data(prima)}: di solito viene prima."
        )


def _maiuscola(testo: str) -> str:
    return testo[:1].upper() + testo[1:]


def raggiunto(piano: Piano, stato: Stato) -> bool:
    """Whether the plan is at `stato` of the main way, or past it."""
    posto = {s: i for i, s in enumerate(CAMMINO)}
    return posto.get(Stato(piano.stato), 0) >= posto[stato]


@dataclass(frozen=True)
class FattoDatato:
    """A fact with its day and number, as page and paper show it. `giorno` is None while it is not known."""

    fatto: Fatto
    giorno: dt.date | None
    numero: str = ""
    esempio: bool = False

    @property
    def chiave(self) -> str:
        """The fact's key."""
        return self.fatto.chiave

    @property
    def nome(self) -> str:
        """Its name at the beginning of a sentence."""
        return _maiuscola(self.fatto.nome)


def cronologia_di(piano: Piano) -> Cronologia:
    """Return the row of the dates of a plan, not saved if there is none yet. One query."""
    return Cronologia.objects.filter(piano=piano).first() or Cronologia(piano=piano)


def giorni_di(piano: Piano, riga: Cronologia | None = None) -> dict[str, dt.date | None]:
    """Return the days of all the facts of a plan, by key. One query, and those of the rooms that know signatures."""
    return {chiave: noto.giorno for chiave, noto in giorni_noti(piano, riga).items()}


def giorni_noti(piano: Piano, riga: Cronologia | None = None) -> dict[str, GiornoNoto]:
    """Return the same days, each with the mark of what the demo invented."""
    riga = riga or cronologia_di(piano)
    propri = {
        f.chiave: GiornoNoto(getattr(riga, f"{f.chiave}_il"), f.chiave in riga.esempi)
        for f in FATTI
        if f.chiave not in DA_FUORI
    }
    return {**propri, **date_da_fuori(piano)}


def fatti_di(piano: Piano) -> list[FattoDatato]:
    """Return the facts of a plan in the order in which they are told, unknown ones too."""
    riga = cronologia_di(piano)
    noti = giorni_noti(piano, riga)
    ignoto = GiornoNoto(None)
    return [
        FattoDatato(
            f,
            noti.get(f.chiave, ignoto).giorno,
            str(getattr(riga, f.numero)) if f.numero else "",
            noti.get(f.chiave, ignoto).esempio,
        )
        for f in FATTI
    ]
