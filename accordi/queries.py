"""What the pages of the Accordo, and the other rooms, ask of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accordi.canonico import esporta
from accordi.enums import Elemento, Qualifica
from accordi.models import Accordo, Adesione, Articolo, Firma, Parte
from accordi.regole import gruppo
from ambiti.models import Ambito, Collegamento, Ente
from ambiti.queries import capofila_di, comuni_di, valido_il
from core.canonico import Json
from documenti.enums import StatoLavoro
from piani.carta import PARTE_ACCORDO
from piani.carte import Carta
from piani.composizione import GiornoNoto
from piani.cronologia import raggiunto
from piani.enums import Stato
from piani.lettura import Nomi, leggi_accordo
from piani.lettura.modello_quadri import AccordoLetto
from piani.models import Piano, Stampa
from piani.queries import piani_dove
from tavoli.queries import enti_partecipanti
from utenti.queries import Chi, incarichi_di
from utenti.roles import Permesso, ruoli_con


# --- The text ------------------------------------------------------------------------------------
def accordo_di(piano: Piano) -> Accordo | None:
    """Return the Accordo of a plan, None while there is none. One query."""
    accordo = Accordo.objects.filter(piano=piano).first()
    if accordo is not None:
        accordo.piano = piano
    return accordo


def accordo_letto(piano: Piano) -> AccordoLetto | None:
    """Return the Accordo as it stands, with its slots filled, as page and paper read it."""
    dati = esporta(piano)
    enti = Ente.objects.filter(pk__in=Parte.objects.filter(accordo__piano=piano).values("ente"))
    nomi = {e.chiave: {"nome": e.nome, "sigla": e.sigla} for e in [piano.ambito.ente, *enti]}
    documento: Json = {
        "accordo": dati,
        "ambito": piano.ambito.codice,
        "triennio": piano.triennio.codice,
        "riferimenti": {"enti": nomi},
    }
    return leggi_accordo(documento, Nomi(documento))


def copertura(articoli: "list[Articolo]") -> dict[Elemento, list[Articolo]]:
    """Return, for each of the eight essential elements, the articles that cover it. No query."""
    return {e: [a for a in articoli if e.value in a.elementi] for e in Elemento}


def enti_dovuti(ambito: Ambito) -> list[Ente]:
    """Return who must sign, in order: the lead body, the other Comuni, the ATS, the ASST. Four queries.

    As many as are known: the Comuni of most Ambiti are not.
    """
    capofila = capofila_di(ambito)
    comuni = [c.ente for c in comuni_di(ambito)]
    collegate = Collegamento.objects.filter(valido_il(), ambito=ambito).values("asst_id")
    asst = list(Ente.objects.filter(pk__in=collegate).order_by("nome"))
    primi = [capofila.ente] if capofila else []
    return list({e.pk: e for e in [*primi, *comuni, ambito.ats.ente, *asst]}.values())


# --- Signatures ----------------------------------------------------------------------------------
def _con_firma(righe: "QuerySet[Any]") -> "QuerySet[Any]":
    """Add, in `corrente`, the signature that holds now, with its file, or None. No query of its own."""
    corrente = FilteredRelation("firme", condition=Q(firme__tolta_il=None))
    con: QuerySet[Any] = righe.annotate(corrente=corrente)
    return con.select_related("ente", "corrente__file", "corrente__caricata_da")


@dataclass(frozen=True)
class Firmatario:
    """Who signs, with the signature that holds now, if there is one. Just one of `parte` and `adesione`."""

    ente: Ente
    firma: Firma | None
    parte: Parte | None = None
    adesione: Adesione | None = None

    @property
    def nome(self) -> str:
        """The body as it is called: its short name, or its name with its kind."""
        return self.ente.sigla or self.ente.nome_completo

    @property
    def gruppo(self) -> str:
        """The group in which it signs; empty for who adheres."""
        return "" if self.aderente else gruppo(self.ente.tipo)

    @property
    def aderente(self) -> bool:
        """Whether it adheres."""
        return self.parte is None or self.parte.aderente

    @property
    def qualifica(self) -> str:
        """What it is in the Accordo, in words."""
        return str(Qualifica(self.parte.qualifica if self.parte else Qualifica.ADERENTE).label)

    @property
    def esempio(self) -> bool:
        """Whether the demo invented that it adheres."""
        return self.adesione is not None and self.adesione.esempio

    @property
    def rappresentante(self) -> str:
        """The office that represents it."""
        di = self.parte or self.adesione
        return di.rappresentante if di else ""


def parti_di(piano: Piano) -> list[Parte]:
    """Return the parties in the order of signature, each with its signature in `corrente`. One query."""
    return list(_con_firma(Parte.objects.filter(accordo__piano=piano)).order_by("ordine"))


def adesioni_di(piano: Piano) -> list[Adesione]:
    """Return the requests to adhere, in their order, each with its signature in `corrente`. One query."""
    return list(_con_firma(Adesione.objects.filter(piano=piano)).order_by("pk"))


def firmatari(parti: list[Parte], adesioni: list[Adesione]) -> list[Firmatario]:
    """Return the parties in the order of signature, then the accepted adherents. No query.

    An adherent that is also a party is told once, as the request that was accepted; not at all, once it is withdrawn.
    """
    accolti = [a for a in adesioni if a.vale]
    con_adesione = {a.ente_id for a in adesioni if a.accolta}
    proprie = [p for p in parti if not (p.aderente and p.ente_id in con_adesione)]
    return [
        *(Firmatario(p.ente, getattr(p, "corrente", None), parte=p) for p in proprie),
        *(Firmatario(a.ente, getattr(a, "corrente", None), adesione=a) for a in accolti),
    ]


def firmatari_di(piano: Piano) -> list[Firmatario]:
    """Return who signs the Accordo of a plan. Two queries."""
    return firmatari(parti_di(piano), adesioni_di(piano))


def carte_firmate(piano: Piano) -> list[Carta]:
    """Return the signed files of the Accordo, one for each party that signed and each adherent, in the order of signature."""
    return [
        Carta(
            chiave=f"accordo:{f.ente.chiave}",
            nome=f"{f.firma.get_specie_display()}, {f.nome}",
            file=f.firma.file,
            nome_file=f.firma.nome_file,
            esempio=f.firma.esempio,
        )
        for f in firmatari_di(piano)
        if f.firma
    ]


def _nomi(chi: list[Firmatario]) -> list[str]:
    return [f.nome for f in chi if not f.firma]


def firme_mancanti(piano: Piano) -> list[str]:
    """Return the names of the parties that must still sign, in their order: Comuni, ATS, ASST, and who asked to adhere."""
    return _nomi(firmatari_di(piano))


def firme_dovute_mancanti(piano: Piano) -> list[str]:
    """Return the names of the Comuni, ASST and ATS that must still sign: without them the signing does not end."""
    return _nomi([f for f in firmatari_di(piano) if not f.aderente])


def giorni_delle_firme(piano: Piano) -> dict[str, GiornoNoto]:
    """Return the day of the last signature of each group (`accordi.regole.GRUPPI`), None until all of it has signed.

    One query, and none before the signatures are open.
    """
    if not raggiunto(piano, Stato.IN_SOTTOSCRIZIONE):
        return {}
    corrente = Q(firme__tolta_il=None, firme__isnull=False)
    righe = (
        Parte.objects.filter(accordo__piano=piano)
        .exclude(qualifica=Qualifica.ADERENTE)
        .annotate(firmata=Exists(Firma.objects.filter(parte=OuterRef("pk"), tolta_il=None)))
        .filter(corrente | Q(firmata=False))
        .values_list("ente__tipo", F("firme__giorno"), F("firme__esempio"), "firmata")
    )
    gruppi: dict[str, list[tuple[dt.date, bool] | None]] = {}
    for tipo, giorno, esempio, firmata in righe:
        gruppi.setdefault(gruppo(tipo), []).append((giorno, bool(esempio)) if firmata else None)
    return {g: _ultimo(firme) for g, firme in gruppi.items()}


def _ultimo(firme: list[tuple[dt.date, bool] | None]) -> GiornoNoto:
    fatte = [f for f in firme if f is not None]
    return GiornoNoto(*max(fatte)) if len(fatte) == len(firme) else GiornoNoto(None)


def carta_da_firmare(versione: int | None) -> Stampa | None:
    """Return the paper of the Accordo of an approved version, once it is ready: the one to sign. One query."""
    pronte = Stampa.objects.filter(
        versione=versione, bozza=False, scheda=PARTE_ACCORDO, lavoro__stato=StatoLavoro.RIUSCITO
    )
    return pronte.select_related("lavoro__risultato").order_by("-pk").first()


def storia_firme(di: "Parte | Adesione") -> "QuerySet[Firma]":
    """Return all the files of a party, or of an adherent, the one that holds first. One query."""
    firme = di.firme.select_related("file", "caricata_da", "tolta_da")
    return firme.order_by(F("tolta_il").desc(nulls_first=True), "-pk")


# A request that waits, or holds: the body has no reason to ask again.
APERTA = Q(accolta=None) | Q(accolta=True, ritirata_il=None)


def enti_aderenti_di(chi: Chi | None) -> "QuerySet[Ente]":
    """Return the bodies for which `chi` may ask to adhere: one's own."""
    incarichi = incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.ADERIRE))
    return Ente.objects.filter(pk__in=incarichi.values("ente_id"))


def enti_che_possono_chiedere(chi: Chi | None, piano: Piano) -> "QuerySet[Ente]":
    """Return the bodies of `chi` that took part in the plan and have no request that waits or was accepted. One query."""
    aperte = Adesione.objects.filter(APERTA, piano=piano)
    partecipanti = enti_partecipanti(piano)
    return (
        enti_aderenti_di(chi).filter(pk__in=partecipanti.values("pk")).exclude(pk__in=aperte.values("ente_id"))
    ).order_by("nome")


def adesioni_visibili_a(chi: Chi | None) -> "QuerySet[Adesione]":
    """Return the requests that `chi` may see: of the plans in work that one reads, and of one's own body."""
    miei = enti_aderenti_di(chi).values("pk")
    leggo = piani_dove(chi, Permesso.LEGGERE_BOZZA).values("pk")
    return Adesione.objects.filter(Q(piano__in=leggo) | Q(ente__in=miei)).select_related(
        "ente", "piano__ambito__ente", "piano__ambito__ats__ente", "piano__triennio"
    )


def firme_visibili_a(chi: Chi | None) -> "QuerySet[Firma]":
    """Return the signed files that `chi` may have: of the plans in work that one reads, and of one's own body."""
    miei = enti_aderenti_di(chi).values("pk")
    leggo = piani_dove(chi, Permesso.LEGGERE_BOZZA).values("pk")
    di = (
        Q(parte__accordo__piano__in=leggo)
        | Q(adesione__piano__in=leggo)
        | Q(adesione__ente__in=miei)
        | Q(parte__ente__in=miei)
    )
    return Firma.objects.filter(di).select_related("file", "parte__ente", "adesione__ente")
