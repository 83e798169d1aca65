"""The table of the procedure, and what a step carries. Pure: no row is read here.

DGR XII/2167, paragraphs 3 and 9; L.R. 3/2008, art. 18; D.Lgs. 267/2000, art. 34.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from piani.enums import Passo, SpecieParte, Stato
from utenti.roles import Permesso

if TYPE_CHECKING:
    from documenti.models import FileConservato
    from piani.models import Versione


@dataclass(frozen=True)
class ParteNominata:
    """A part that the ATS asks to complete: its name as in `piani.models.ParteDaIntegrare`, and what is missing."""

    specie: SpecieParte
    chiave: str
    etichetta: str
    url: str = ""
    nota: str = ""


@dataclass(frozen=True)
class DatiPasso:
    """What a step carries, typed by a person or handed by another room.

    `giorno` is the day of the act; `file` is kept already; `versione` the one voted or judged; `votazione` the proclaimed
    vote, by its key; `conferma_ordine` says that a day out of the expected order is right; `esempio` marks the demo's facts.
    """

    motivo: str = ""
    giorno: dt.date | None = None
    numero: str = ""
    organo: str = ""
    tipo_atto: str = ""
    file: "FileConservato | None" = None
    nome_file: str = ""
    versione: "Versione | None" = None
    votazione: int | None = None
    parti: tuple[ParteNominata, ...] = ()
    conferma_ordine: bool = False
    esempio: bool = False


@dataclass(frozen=True)
class Regola:
    """A step: from which states to which, who takes it, what it needs.

    `senza_assenso` are further states to start from, where the ATS does not want the assenso first. `permessi` are
    alternatives. `requisiti` are keys of `piani.composizione`. `dati` are the fields of DatiPasso that must be there.
    `fatto` is the key of the fact of `piani.Cronologia` that the step dates. `congela`: Piano and Accordo are frozen.
    """

    passo: Passo
    da: tuple[Stato, ...]
    a: Stato
    permessi: tuple[Permesso, ...]
    requisiti: tuple[str, ...] = ()
    dati: tuple[str, ...] = ()
    senza_assenso: tuple[Stato, ...] = ()
    fatto: str = ""
    congela: bool = False

    def partenze(self, *, assenso_prima: bool) -> tuple[Stato, ...]:
        """The states from which the step starts."""
        return self.da if assenso_prima else (*self.da, *self.senza_assenso)


S, P = Stato, Permesso
_SENZA_ASSENSO = (S.IN_VERIFICA, S.IN_CONSULTAZIONE, S.BOZZA)

REGOLE: tuple[Regola, ...] = (
    Regola(Passo.APRI_CONSULTAZIONE, (S.BOZZA,), S.IN_CONSULTAZIONE, (P.APRIRE_CONSULTAZIONE,)),
    Regola(Passo.CHIUDI_CONSULTAZIONE, (S.IN_CONSULTAZIONE,), S.BOZZA, (P.APRIRE_CONSULTAZIONE,)),
    Regola(
        Passo.INVIA_IN_VERIFICA,
        (S.BOZZA, S.IN_CONSULTAZIONE, S.DA_INTEGRARE),
        S.IN_VERIFICA,
        (P.INVIARE_IN_VERIFICA,),
        requisiti=("accordo_scritto",),
        congela=True,
    ),
    Regola(
        Passo.RITIRA,
        (S.IN_VERIFICA, S.VERIFICATO),
        S.BOZZA,
        (P.RITIRARE,),
        requisiti=("nessun_voto_in_corso",),
        dati=("motivo",),
    ),
    Regola(
        Passo.CHIEDI_INTEGRAZIONI,
        (S.IN_VERIFICA,),
        S.DA_INTEGRARE,
        (P.CHIEDERE_INTEGRAZIONI,),
        dati=("parti", "motivo"),
    ),
    Regola(
        Passo.DAI_ASSENSO,
        (S.IN_VERIFICA,),
        S.VERIFICATO,
        (P.DARE_ASSENSO,),
        dati=("numero", "giorno"),
        fatto="assenso",
        congela=True,
    ),
    Regola(
        Passo.APPROVA,
        (S.VERIFICATO,),
        S.APPROVATO,
        (P.PROCLAMARE, P.REGISTRARE_APPROVAZIONE),
        requisiti=("atto_di_approvazione",),
        dati=("organo", "giorno", "versione"),
        senza_assenso=_SENZA_ASSENSO,
        fatto="approvazione",
        congela=True,
    ),
    Regola(
        Passo.RESPINGI,
        (S.VERIFICATO,),
        S.BOZZA,
        (P.PROCLAMARE,),
        requisiti=("voto_contrario",),
        dati=("motivo", "organo", "giorno", "versione"),
        senza_assenso=_SENZA_ASSENSO,
    ),
    Regola(
        Passo.APRI_SOTTOSCRIZIONE,
        (S.APPROVATO,),
        S.IN_SOTTOSCRIZIONE,
        (P.APRIRE_SOTTOSCRIZIONE,),
        requisiti=("accordo_approvato", "pdf_pronto"),
    ),
    Regola(
        Passo.COMPLETA_SOTTOSCRIZIONE,
        (S.IN_SOTTOSCRIZIONE,),
        S.SOTTOSCRITTO,
        (P.COMPLETARE_SOTTOSCRIZIONE,),
        requisiti=("firme_complete",),
    ),
    Regola(
        Passo.RECEPISCI,
        (S.SOTTOSCRITTO,),
        S.RECEPITO,
        (P.RECEPIRE,),
        dati=("tipo_atto", "numero", "giorno", "file"),
        fatto="recepimento",
    ),
    Regola(
        Passo.CONCLUDI,
        (S.SOTTOSCRITTO, S.RECEPITO),
        S.CONCLUSO,
        (P.CONCLUDERE,),
        requisiti=("triennio_finito", "esiti_scritti"),
    ),
)
PER_PASSO: dict[Passo, Regola] = {regola.passo: regola for regola in REGOLE}

# What each piece of data is, where it is missing.
MANCANTI = {
    "motivo": "Manca il motivo: scrivi perché.",
    "giorno": "Manca la data dell'atto.",
    "numero": "Manca il numero dell'atto, o il suo protocollo.",
    "organo": "Manca l'organo che ha deciso.",
    "tipo_atto": "Manca il tipo di atto: decreto o deliberazione.",
    "file": "Manca il file dell'atto.",
    "versione": "Manca la versione del Piano su cui l'atto decide.",
    "parti": "Non hai indicato nessuna parte da integrare: scegli almeno una sezione, una scheda, una riga o un articolo.",
}

# Whose turn it is in each state: the words of the desk and of the lists, and who holds the pen.
TURNO: dict[Stato, tuple[str, tuple[Permesso, ...]]] = {
    S.BOZZA: ("Ufficio di Piano", (P.INVIARE_IN_VERIFICA,)),
    S.IN_CONSULTAZIONE: ("Ufficio di Piano e tavoli", (P.INVIARE_IN_VERIFICA,)),
    S.IN_VERIFICA: ("ATS", (P.CHIEDERE_INTEGRAZIONI, P.DARE_ASSENSO)),
    S.DA_INTEGRARE: ("Ufficio di Piano", (P.INVIARE_IN_VERIFICA,)),
    S.VERIFICATO: ("Assemblea dei Sindaci", (P.CONVOCARE, P.REGISTRARE_APPROVAZIONE)),
    S.APPROVATO: ("Ufficio di Piano", (P.APRIRE_SOTTOSCRIZIONE,)),
    S.IN_SOTTOSCRIZIONE: ("Enti che firmano", (P.FIRMARE_ACCORDO, P.COMPLETARE_SOTTOSCRIZIONE)),
    S.SOTTOSCRITTO: ("ATS", (P.RECEPIRE, P.INVIARE_IN_REGIONE)),
    S.RECEPITO: ("ATS", (P.INVIARE_IN_REGIONE,)),
    S.CONCLUSO: ("nessuno", ()),
}


def passi_da(stato: Stato, *, assenso_prima: bool) -> tuple[Regola, ...]:
    """The steps that start from a state, in the order of the table."""
    return tuple(r for r in REGOLE if stato in r.partenze(assenso_prima=assenso_prima))
