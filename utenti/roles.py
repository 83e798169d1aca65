"""Who may do what: the one table of the portal, readable without knowing how to program.

``docs/ruoli.md`` is printed from here by ``manage.py stampa_ruoli``. A role says what an office may do (`permessi`),
over which Ambiti (`portata`), for which kinds of body it is given (`tipi_ente`) and to which roles of its own body
it may invite people (`invita`). Who holds the role, and from when to when, is in `utenti.models.Incarico`.
"""

from enum import Enum
from typing import ClassVar

from ambiti.enums import TipoEnte
from utenti.enums import Ruolo
from utenti.permessi import Permesso

__all__ = [
    "RUOLI",
    "DefinizioneRuolo",
    "Permesso",
    "Portata",
    "portata_di",
    "ruoli_con",
    "ruoli_per_tipo",
]


class Portata(Enum):
    """Over which Ambiti a role reaches; the value is how it is printed."""

    PROPRIO_AMBITO = "il proprio Ambito"
    AMBITI_DELLA_ATS = "gli Ambiti della propria ATS"
    AMBITI_DELLA_ASST = "gli Ambiti collegati alla propria ASST"
    AMBITO_DEL_COMUNE = "l'Ambito a cui appartiene il proprio Comune"
    AMBITI_DA_CAPOFILA = "gli Ambiti di cui il proprio ente è capofila"
    REGIONE = "tutti gli Ambiti della Regione"
    NESSUNA = "nessun Ambito"


class DefinizioneRuolo:
    """Base of the roles."""

    ruolo: ClassVar[Ruolo]
    descrizione: ClassVar[str]
    portata: ClassVar[Portata]
    tipi_ente: ClassVar[frozenset[TipoEnte]]
    permessi: ClassVar[frozenset[Permesso]]
    invita: ClassVar[frozenset[Ruolo]] = frozenset()


P = Permesso
_LETTURA = frozenset({P.LEGGERE_BOZZA, P.STAMPARE, P.COMMENTARE})


class RedattoreUdp(DefinizioneRuolo):
    ruolo = Ruolo.REDATTORE_UDP
    descrizione = (
        "Lavora nell'Ufficio di Piano dell'Ambito. Scrive il testo del Piano, compila le schede e le segna complete. "
        "Non muove il Piano da un passo all'altro della procedura."
    )
    portata = Portata.PROPRIO_AMBITO
    tipi_ente = frozenset({TipoEnte.AMBITO})
    permessi = _LETTURA | {
        P.SCRIVERE_PIANO,
        P.COMPLETARE_SCHEDA,
        P.ESPORTARE,
        P.GESTIRE_TAVOLI,
        P.SCRIVERE_ACCORDO,
    }


class ResponsabileUdp(DefinizioneRuolo):
    ruolo = Ruolo.RESPONSABILE_UDP
    descrizione = (
        "Dirige l'Ufficio di Piano dell'Ambito. Fa tutto quello che fa il redattore, apre il Piano del triennio, lo manda "
        "avanti nei passi che spettano all'Ambito e sceglie chi lavora nell'ufficio. Non dà l'assenso e non approva."
    )
    portata = Portata.PROPRIO_AMBITO
    tipi_ente = frozenset({TipoEnte.AMBITO})
    permessi = RedattoreUdp.permessi | {
        P.CREARE_PIANO,
        P.GESTIRE_PERSONE,
        P.APRIRE_CONSULTAZIONE,
        P.INVIARE_IN_VERIFICA,
        P.RITIRARE,
        P.APRIRE_SOTTOSCRIZIONE,
        P.COMPLETARE_SOTTOSCRIZIONE,
        P.CONCLUDERE,
        P.CONFIGURARE_ASSEMBLEA,
        P.FIRMARE_ACCORDO,
    }
    invita = frozenset({Ruolo.REDATTORE_UDP, Ruolo.RESPONSABILE_UDP, Ruolo.PRESIDENTE, Ruolo.SEGRETARIO})


class Capofila(DefinizioneRuolo):
    ruolo = Ruolo.CAPOFILA
    descrizione = (
        "Rappresenta l'ente capofila dell'Ambito: un Comune, un'Azienda o un consorzio. Legge il Piano in lavorazione e "
        "scrive le parti che il Piano affida al capofila, finché l'ente è capofila."
    )
    portata = Portata.AMBITI_DA_CAPOFILA
    tipi_ente = frozenset({TipoEnte.COMUNE, TipoEnte.AZIENDA, TipoEnte.ALTRO})
    permessi = _LETTURA | {P.SCRIVERE_SEZIONI_PROPRIE, P.COMPLETARE_SCHEDA, P.ESPORTARE, P.GESTIRE_PERSONE}
    invita = frozenset({Ruolo.CAPOFILA})


class Sindaco(DefinizioneRuolo):
    ruolo = Ruolo.SINDACO
    descrizione = (
        "Siede e vota nell'Assemblea dei Sindaci per il proprio Comune, e firma l'Accordo. Legge il Piano in lavorazione "
        "dell'Ambito a cui il Comune appartiene e nomina i propri delegati."
    )
    portata = Portata.AMBITO_DEL_COMUNE
    tipi_ente = frozenset({TipoEnte.COMUNE})
    permessi = _LETTURA | {P.GESTIRE_PERSONE, P.VOTARE, P.FIRMARE_ACCORDO}
    invita = frozenset({Ruolo.DELEGATO})


class Delegato(DefinizioneRuolo):
    ruolo = Ruolo.DELEGATO
    descrizione = "Sta al posto del Sindaco per i giorni della delega. Legge il Piano in lavorazione come lui e vota nelle sedute a cui il Sindaco lo delega; non nomina altri delegati."
    portata = Portata.AMBITO_DEL_COMUNE
    tipi_ente = frozenset({TipoEnte.COMUNE})
    permessi = _LETTURA | {P.VOTARE}


class Presidente(DefinizioneRuolo):
    ruolo = Ruolo.PRESIDENTE
    descrizione = "Presiede l'Assemblea dei Sindaci dell'Ambito: la convoca, tiene la seduta, proclama gli esiti. Legge il Piano in lavorazione; non ne scrive il testo."
    portata = Portata.PROPRIO_AMBITO
    tipi_ente = frozenset({TipoEnte.AMBITO})
    permessi = _LETTURA | {P.CONVOCARE, P.TENERE_SEDUTA, P.PROCLAMARE}


class Segretario(DefinizioneRuolo):
    ruolo = Ruolo.SEGRETARIO
    descrizione = (
        "Convoca l'Assemblea dei Sindaci, ne tiene la seduta e i verbali. Legge il Piano in lavorazione e registra l'atto che lo approva quando "
        "l'atto è preso fuori dal portale, per esempio dal Consiglio Comunale."
    )
    portata = Portata.PROPRIO_AMBITO
    tipi_ente = frozenset({TipoEnte.AMBITO})
    permessi = _LETTURA | {P.REGISTRARE_APPROVAZIONE, P.CONFIGURARE_ASSEMBLEA, P.CONVOCARE, P.TENERE_SEDUTA}


class FunzionarioAts(DefinizioneRuolo):
    ruolo = Ruolo.FUNZIONARIO_ATS
    descrizione = (
        "Segue gli Ambiti per l'ATS. Legge e confronta i loro Piani, scrive le parti dell'ATS, pubblica testi e tabelle che gli "
        "Ambiti possono inserire, compila la verifica di coerenza, "
        "chiede integrazioni, prepara il fascicolo per la Regione. "
        "Non dà l'assenso."
    )
    portata = Portata.AMBITI_DELLA_ATS
    tipi_ente = frozenset({TipoEnte.ATS})
    permessi = _LETTURA | {
        P.LEGGERE_ATTRAVERSO_PIANI,
        P.SCRIVERE_SEZIONI_PROPRIE,
        P.PUBBLICARE_BLOCCHI,
        P.COMPLETARE_SCHEDA,
        P.ESPORTARE,
        P.CHIEDERE_INTEGRAZIONI,
        P.VERIFICARE_COERENZA,
        P.INVIARE_IN_REGIONE,
    }


class DirigenteAts(DefinizioneRuolo):
    ruolo = Ruolo.DIRIGENTE_ATS
    descrizione = "Dirige l'ufficio dell'ATS che verifica i Piani. Fa tutto quello che fa il funzionario, dà l'assenso e sceglie i funzionari."
    portata = Portata.AMBITI_DELLA_ATS
    tipi_ente = frozenset({TipoEnte.ATS})
    permessi = FunzionarioAts.permessi | {P.DARE_ASSENSO, P.GESTIRE_PERSONE}
    invita = frozenset({Ruolo.FUNZIONARIO_ATS})


class DirettoreAts(DefinizioneRuolo):
    ruolo = Ruolo.DIRETTORE_ATS
    descrizione = (
        "Rappresenta l'ATS. Legge e confronta i Piani degli Ambiti dell'ATS, firma l'Accordo, registra l'atto con cui l'ATS li recepisce e "
        "sceglie chi lavora per l'ATS nel portale."
    )
    portata = Portata.AMBITI_DELLA_ATS
    tipi_ente = frozenset({TipoEnte.ATS})
    permessi = _LETTURA | {
        P.LEGGERE_ATTRAVERSO_PIANI,
        P.ESPORTARE,
        P.RECEPIRE,
        P.INVIARE_IN_REGIONE,
        P.FIRMARE_ACCORDO,
        P.GESTIRE_PERSONE,
    }
    invita = frozenset({Ruolo.FUNZIONARIO_ATS, Ruolo.DIRIGENTE_ATS, Ruolo.DIRETTORE_ATS})


class ReferenteAsst(DefinizioneRuolo):
    ruolo = Ruolo.REFERENTE_ASST
    descrizione = (
        "Lavora con gli Ambiti collegati alla propria ASST. Legge i loro Piani in lavorazione e scrive le sezioni e le "
        "schede dell'ASST, e solo quelle. Pubblica testi e tabelle che gli Ambiti possono inserire."
    )
    portata = Portata.AMBITI_DELLA_ASST
    tipi_ente = frozenset({TipoEnte.ASST})
    permessi = _LETTURA | {P.SCRIVERE_SEZIONI_PROPRIE, P.PUBBLICARE_BLOCCHI, P.COMPLETARE_SCHEDA, P.ESPORTARE}


class DirettoreAsst(DefinizioneRuolo):
    ruolo = Ruolo.DIRETTORE_ASST
    descrizione = "Rappresenta l'ASST e firma l'Accordo per lei. Legge i Piani in lavorazione degli Ambiti collegati e sceglie chi lavora per l'ASST nel portale."
    portata = Portata.AMBITI_DELLA_ASST
    tipi_ente = frozenset({TipoEnte.ASST})
    permessi = _LETTURA | {P.GESTIRE_PERSONE, P.FIRMARE_ACCORDO}
    invita = frozenset({Ruolo.REFERENTE_ASST, Ruolo.DIRETTORE_ASST})


class RappresentanteEts(DefinizioneRuolo):
    ruolo = Ruolo.RAPPRESENTANTE_ETS
    descrizione = "Rappresenta un ente del Terzo Settore o un'altra realtà del territorio. Chiede di entrare nei tavoli, vi lascia contributi, legge la bozza che il tavolo discute e chiede di aderire all'Accordo. Se il Piano affida al suo ente una prefazione firmata, come al Forum del Terzo Settore, la scrive e legge quella bozza. Per il resto legge i Piani approvati, come chiunque, e invita altre persone del proprio ente."
    portata = Portata.NESSUNA
    tipi_ente = frozenset({TipoEnte.TERZO_SETTORE, TipoEnte.ALTRO})
    permessi = frozenset({P.GESTIRE_PERSONE, P.PARTECIPARE_AI_TAVOLI, P.ADERIRE, P.SCRIVERE_SEZIONI_PROPRIE})
    invita = frozenset({Ruolo.RAPPRESENTANTE_ETS})


class Sindacato(DefinizioneRuolo):
    ruolo = Ruolo.SINDACATO
    descrizione = (
        "Rappresenta un'organizzazione sindacale. Ai tavoli e per l'Accordo può ciò che può un ente del Terzo Settore. Per il "
        "resto legge i Piani approvati, come chiunque, e invita altre persone della propria organizzazione."
    )
    portata = Portata.NESSUNA
    tipi_ente = frozenset({TipoEnte.SINDACATO})
    permessi = frozenset({P.GESTIRE_PERSONE, P.PARTECIPARE_AI_TAVOLI, P.ADERIRE})
    invita = frozenset({Ruolo.SINDACATO})


class Osservatore(DefinizioneRuolo):
    ruolo = Ruolo.OSSERVATORE
    descrizione = "Lavora in Regione. Legge, confronta e scarica i Piani di tutti gli Ambiti; non ne cambia nessuno. Pubblica testi e tabelle che gli Ambiti possono inserire."
    portata = Portata.REGIONE
    tipi_ente = frozenset({TipoEnte.REGIONE})
    permessi = frozenset({P.LEGGERE_BOZZA, P.STAMPARE, P.LEGGERE_ATTRAVERSO_PIANI, P.ESPORTARE, P.PUBBLICARE_BLOCCHI})


class Amministratore(DefinizioneRuolo):
    ruolo = Ruolo.AMMINISTRATORE
    descrizione = (
        "Tiene in ordine il portale: gli enti, le persone, gli incarichi di ogni ente. Non legge i Piani in lavorazione e "
        "non compie nessun atto della procedura."
    )
    portata = Portata.REGIONE
    tipi_ente = frozenset({TipoEnte.REGIONE})
    permessi = frozenset({P.GESTIRE_PERSONE, P.GESTIRE_REGIONE, P.AMMINISTRARE})
    invita = frozenset(Ruolo)


_DEFINIZIONI: tuple[type[DefinizioneRuolo], ...] = (
    RedattoreUdp,
    ResponsabileUdp,
    Capofila,
    Sindaco,
    Delegato,
    Presidente,
    Segretario,
    FunzionarioAts,
    DirigenteAts,
    DirettoreAts,
    ReferenteAsst,
    DirettoreAsst,
    RappresentanteEts,
    Sindacato,
    Osservatore,
    Amministratore,
)
RUOLI: dict[Ruolo, type[DefinizioneRuolo]] = {d.ruolo: d for d in _DEFINIZIONI}


def ruoli_con(permesso: Permesso) -> list[Ruolo]:
    """Return the roles that hold a permission, in the order of the table."""
    return [ruolo for ruolo, definizione in RUOLI.items() if permesso in definizione.permessi]


def portata_di(ruolo: Ruolo, permesso: Permesso) -> Portata:
    """Return where a permission of a role reaches: people are managed only in one's own body, or everywhere."""
    portata = RUOLI[ruolo].portata
    if permesso is Permesso.GESTIRE_PERSONE and portata is not Portata.REGIONE:
        return Portata.PROPRIO_AMBITO
    return portata


def ruoli_per_tipo(tipo: TipoEnte) -> list[Ruolo]:
    """Return the roles that a kind of body can have."""
    return [ruolo for ruolo, definizione in RUOLI.items() if tipo in definizione.tipi_ente]
