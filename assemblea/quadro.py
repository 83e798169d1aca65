"""A session as its page shows it: who is there, in heads and shares, what is being voted, what I may do. Nine queries."""

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from assemblea.enums import Movimento, Scelta
from assemblea.models import (
    AvvisoConvocazione,
    Componente,
    Delega,
    FirmatoSostituito,
    Punto,
    Seduta,
    Verbale,
    Votazione,
    Voto,
)
from assemblea.permissions import data_dal_sindaco, impedimenti_ai_voti, impedimenti_al_voto, legge_delega, sindaco_di
from assemblea.queries import avvisi_di, componenti_con_presenza, deleghe_in_vigore, punti_con_votazioni
from assemblea.regole import Membro, Risultato, da_record, decisivi, numero_legale, percento
from core.formati import elenco
from piani.models import Piano
from utenti.models import Incarico, Utente
from utenti.permissions import ambiti_di, permessi_su
from utenti.roles import Permesso


@dataclass(frozen=True)
class Barra:
    """A part of a whole, for the eye and in words; both integers."""

    nome: str
    parte: int
    totale: int
    parole: str


@dataclass(frozen=True)
class RigaComponente:
    """A member as the list shows it."""

    componente: Componente
    presente: bool
    persona: str
    per_delega: bool
    quota: str
    decisivo: bool
    ha_votato: bool


@dataclass(frozen=True)
class VotoNominale:
    """What a member voted, once the result is proclaimed."""

    nome: str
    scelta: str


@dataclass(frozen=True)
class PuntoInPagina:
    """An item with its vote, if there is one, and the votes by name once proclaimed.

    `impedimento` says why it cannot be put to the vote yet: the assenso that the plan waits for. Empty when it can.
    `annullate` are the votes declared null.
    """

    punto: Punto
    votazione: Votazione | None
    regola: str
    voti: list[VotoNominale]
    impedimento: str = ""
    annullate: list[Votazione] = field(default_factory=list)


@dataclass(frozen=True)
class MioVoto:
    """A member for which the reader could vote: the reason why not now (empty when it may), whether it has."""

    componente: Componente
    impedimento: str
    votato: bool


@dataclass
class Quadro:
    """All that the page of a session shows."""

    seduta: Seduta
    piano: Piano
    punti: list[PuntoInPagina]
    righe: list[RigaComponente]
    permessi: frozenset[Permesso]
    deleghe: list[Delega]
    avvisi: list[AvvisoConvocazione]
    con_sostituiti: bool = False
    legale: Risultato | None = None
    barre: list[Barra] = field(default_factory=list)
    in_voto: PuntoInPagina | None = None
    miei: list[MioVoto] = field(default_factory=list)
    sindaco: bool = False
    da_leggere: bool = False
    deleghe_lette: frozenset[int] = frozenset()
    deleghe_revocabili: frozenset[int] = frozenset()

    @property
    def tiene(self) -> bool:
        """Whether the reader keeps the session."""
        return Permesso.TENERE_SEDUTA in self.permessi

    @property
    def convoca(self) -> bool:
        """Whether the reader convenes."""
        return Permesso.CONVOCARE in self.permessi

    @property
    def proclama(self) -> bool:
        """Whether the reader proclaims."""
        return Permesso.PROCLAMARE in self.permessi

    @property
    def carica(self) -> bool:
        """Whether the reader keeps the signed minutes."""
        return bool(self.permessi & {Permesso.REGISTRARE_APPROVAZIONE, Permesso.PROCLAMARE})

    @property
    def delega(self) -> bool:
        """Whether the reader may give or record a delega."""
        return not self.seduta.finita and (self.sindaco or self.tiene)

    @property
    def verbale(self) -> Verbale | None:
        """The minutes, once prepared."""
        verbale: Verbale | None = getattr(self.seduta, "verbale", None)
        return verbale

    @property
    def annuncio(self) -> str:
        """What a screen reader says when something changes."""
        pezzi = [f"Seduta: {self.seduta.situazione.lower()}."]
        if self.legale and self.seduta.in_corso:
            pezzi.append(self.legale.frase)
        if self.in_voto:
            pezzi.append(f"Si vota il punto {self.in_voto.punto.ordine}: hanno votato in {self.votanti}.")
        return " ".join(pezzi)

    @property
    def decisivi(self) -> str:
        """The names of those without whom the session is no longer valid."""
        return elenco([r.componente.nome for r in self.righe if r.decisivo], "o")

    @property
    def votanti(self) -> int:
        """How many have voted in the vote that is open."""
        return sum(r.ha_votato for r in self.righe)

    @property
    def presenti(self) -> int:
        """How many members are there."""
        return sum(r.presente for r in self.righe)

    @property
    def tutto_deciso(self) -> bool:
        """Whether every item is voted and proclaimed, or put off."""
        return all(p.punto.rinviato_il or (p.votazione and p.votazione.proclamata_il) for p in self.punti)

    @property
    def votato_qualcosa(self) -> bool:
        """Whether any item was put to the vote."""
        return any(p.votazione for p in self.punti)

    @property
    def visto(self) -> str:
        """What the reader sees now: the answer to the live refresh is 204 while it stays the same."""
        voti = [
            f"{p.punto.pk}{'r' if p.punto.rinviato_il else ''}{'a' * len(p.annullate)}"
            + (
                f"v{p.votazione.pk}{bool(p.votazione.chiusa_il):d}{bool(p.votazione.proclamata_il):d}"
                if p.votazione
                else ""
            )
            for p in self.punti
        ]
        presenze = [f"{r.componente.pk}{r.persona}{r.ha_votato:d}" for r in self.righe if r.presente]
        deleghe = [str(d.pk) for d in self.deleghe]
        fatti = [self.seduta.situazione, str(self.seduta.avvisi), *voti, *presenze, *deleghe]
        return hash_stabile("|".join(fatti))


def hash_stabile(testo: str) -> str:
    """Return a short print of a text, the same in every process."""
    return sha256(testo.encode()).hexdigest()[:16]


def quadro_di(
    seduta: int, codice: str, triennio: str, *, chi: Utente, incarichi: Collection[Incarico]
) -> Quadro | None:
    """Return the page of a session that decides on that plan; None if `chi` may not follow it. Six queries."""
    punti = list(
        punti_con_votazioni()
        .filter(seduta=seduta, seduta__ambito__in=ambiti_di(chi, Permesso.LEGGERE_BOZZA))
        .select_related(
            "seduta__ambito__ente",
            "seduta__verbale__lavoro__risultato",
            "seduta__verbale__firmato",
            "piano__ambito__ente",
            "piano__ambito__ats__ente",
            "piano__triennio",
            "versione",
        )
        .annotate(con_sostituiti=Exists(FirmatoSostituito.objects.filter(verbale__seduta=OuterRef("seduta"))))
    )
    del_piano = [p for p in punti if p.piano.indirizzo == {"codice": codice, "triennio": triennio}]
    if not del_piano:
        return None
    tenuta = punti[0].seduta
    aperta = next((v for p in punti for v in _valide(p) if v.si_vota), None)
    componenti = list(_con_voto(componenti_con_presenza(tenuta), aperta))
    deleghe = deleghe_in_vigore(tenuta)
    avvisi = list(avvisi_di(tenuta))
    nomi = {c.chiave: c.nome for c in componenti}
    quadro = Quadro(
        seduta=tenuta,
        piano=del_piano[0].piano,
        punti=[_punto(p, nomi) for p in punti],
        righe=[],
        permessi=permessi_su(chi, tenuta.ambito),
        deleghe=sorted(deleghe.values(), key=lambda d: d.pk),
        avvisi=avvisi,
        con_sostituiti=punti[0].con_sostituiti,
    )
    _componenti(quadro, componenti, deleghe)
    enti = {i.ente_id for i in incarichi}
    _delle_deleghe(quadro, chi, incarichi)
    quadro.sindaco = any(sindaco_di(a.ente_id, incarichi) for a in avvisi)
    quadro.da_leggere = any(a.ente_id in enti and a.numero == tenuta.avvisi and a.letto_il is None for a in avvisi)
    if aperta is not None:
        quadro.in_voto = next(p for p in quadro.punti if p.votazione is aperta)
        quadro.miei = _miei(quadro, aperta, deleghe, chi, incarichi)
    return quadro


def _delle_deleghe(quadro: Quadro, chi: Utente, incarichi: Collection[Incarico]) -> None:
    """Fill which signed files the reader may open, and which deleghe it may revoke."""
    quadro.deleghe_lette = frozenset(d.pk for d in quadro.deleghe if legge_delega(d, chi, incarichi, quadro.permessi))
    quadro.deleghe_revocabili = frozenset(
        d.pk for d in quadro.deleghe if sindaco_di(d.comune_id, incarichi) or (quadro.tiene and not data_dal_sindaco(d))
    )


def _valide(punto: Punto) -> list[Votazione]:
    return [v for v in _tutte(punto) if v.annullata_il is None]


def _tutte(punto: Punto) -> list[Votazione]:
    tutte: list[Votazione] = getattr(punto, "tutte", [])
    for votazione in tutte:
        votazione.punto = punto
    return tutte


def _con_voto(componenti: Any, aperta: Votazione | None) -> Any:
    voti = Voto.objects.filter(componente=OuterRef("pk"), votazione=aperta.pk if aperta else None)
    return componenti.annotate(voto=Subquery(voti.values("pk")[:1]))


def _punto(punto: Punto, nomi: dict[str, str]) -> PuntoInPagina:
    votazione = next(iter(_valide(punto)), None)
    regola = da_record(votazione.regola_voto).in_parole if votazione else ""
    voti = []
    if votazione and votazione.esito:
        voti = [
            VotoNominale(nomi.get(c["chiave"], c["chiave"]), _voto_in_parole(c)) for c in votazione.esito["componenti"]
        ]
    impedimento = "" if votazione or punto.rinviato_il else next(impedimenti_ai_voti(punto), "")
    annullate = [v for v in _tutte(punto) if v.annullata_il is not None]
    return PuntoInPagina(punto, votazione, regola, sorted(voti, key=lambda v: v.nome), impedimento, annullate)


def _voto_in_parole(componente: dict[str, Any]) -> str:
    if componente["scelta"]:
        return str(Scelta(componente["scelta"]).label)
    return "Presente, non ha votato" if componente["presente"] else "Assente"


def _componenti(quadro: Quadro, componenti: list[Any], deleghe: dict[int, Delega]) -> None:
    """Fill who is there, the bars and who is decisive."""
    totale = sum((c.quota for c in componenti), Fraction(0))
    membri = [Membro(c.chiave, c.quota, c.movimento == Movimento.ENTRATA) for c in componenti]
    decide: set[str] = set()
    if quadro.seduta.regola_seduta and componenti:
        regola = da_record(quadro.seduta.regola_seduta)
        quadro.legale = numero_legale(regola, membri)
        decide = set(decisivi(regola, membri)) if quadro.seduta.in_corso else set()
    quadro.righe = [
        RigaComponente(
            c,
            presente=m.presente,
            persona=(c.persona or "") if m.presente else "",
            per_delega=m.presente and c.delega_presente is not None,
            quota=percento(c.quota, totale) if totale else "",
            decisivo=c.chiave in decide,
            ha_votato=c.voto is not None,
        )
        for c, m in zip(componenti, membri, strict=True)
    ]
    quadro.barre = _barre(membri, totale)


def _barre(membri: list[Membro], totale: Fraction) -> list[Barra]:
    presenti = [m for m in membri if m.presente]
    barre = [Barra("Componenti presenti", len(presenti), len(membri), f"{len(presenti)} su {len(membri)}")]
    if totale:
        quota = sum((m.quota for m in presenti), Fraction(0))
        millesimi = int(quota / totale * 1000)
        barre.append(Barra("Quote presenti", millesimi, 1000, f"{percento(quota, totale)} del totale"))
    return barre


def _miei(
    quadro: Quadro, votazione: Votazione, deleghe: dict[int, Delega], chi: Utente, incarichi: Collection[Incarico]
) -> list[MioVoto]:
    """Return the members for which the reader acts, or would if not delegated."""
    enti = {i.ente_id for i in incarichi}
    miei = []
    for riga in quadro.righe:
        componente, delega = riga.componente, deleghe.get(riga.componente.comune_id)
        delegato_io = delega is not None and delega.delegato_id == chi.pk
        if componente.comune_id not in enti or not (sindaco_di(componente.comune_id, incarichi) or delegato_io):
            continue
        frasi = impedimenti_al_voto(
            votazione, componente, chi=chi, incarichi=incarichi, delega=delega, presente=riga.presente
        )
        miei.append(MioVoto(componente, next(frasi, ""), riga.ha_votato))
    return miei
