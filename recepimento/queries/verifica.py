"""The coherence check of a plan: which version, what changed, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from piani.confronto import ParteCambiata, sezioni_per_voce, voci_toccate
from piani.cronologia import cronologia_di
from piani.enums import PUBBLICI, Passo, Stato
from piani.models import Cronologia, Passaggio, Piano, Versione, VoceFormato
from piani.queries_confronto import (
    DURATA_CACHE,
    Cambiamenti,
    cambiate,
    documento_di,
    senza_contenuto,
)
from recepimento.elementi import PER_CHIAVE as ELEMENTI
from recepimento.enums import Oggetto, Risposta
from recepimento.models import Verifica, VoceVerifica

CAMBIATA_IN_SEDUTA = frozenset({Stato.APPROVATO, Stato.IN_SOTTOSCRIZIONE})
_ALL_ATS = frozenset({Stato.IN_VERIFICA, Stato.DA_INTEGRARE, Stato.VERIFICATO})


def versione_da_verificare(piano: Piano) -> Versione | None:
    """Return the version that the ATS judges: the one sent, or the one approved; None while the plan is being written.

    Its bytes are not loaded. Two queries at most.
    """
    stato = Stato(piano.stato)
    if stato in PUBBLICI:
        pk = cronologia_di(piano).approvazione_versione_id
    elif stato in _ALL_ATS:
        inviato = piano.passaggi.filter(passo=Passo.INVIA_IN_VERIFICA).order_by("-pk")
        pk = inviato.values_list("versione", flat=True).first()
    else:
        return None
    return senza_contenuto().filter(pk=pk).first() if pk else None


def da_giudicare(piano: Piano, riga: Cronologia) -> tuple[Versione | None, Verifica | None]:
    """Return the version that the ATS judges now (`versione_da_verificare`) and its check.

    With nothing to judge, or no check of it yet, one of the two is None: then the check is the last of the plan. `riga` are
    the plan's dates. One query when the check is there; no bytes are loaded.
    """
    verifiche = Verifica.objects.filter(piano=piano).select_related("versione", "base__versione")
    verifiche = verifiche.defer("versione__contenuto", "base__versione__contenuto")
    quale: int | Subquery | None = None
    if Stato(piano.stato) in PUBBLICI:
        quale = riga.approvazione_versione_id
    elif Stato(piano.stato) in _ALL_ATS:
        inviato = Passaggio.objects.filter(piano=piano, passo=Passo.INVIA_IN_VERIFICA).order_by("-pk")
        quale = Subquery(inviato.values("versione")[:1])
    if quale is not None:
        if verifica := verifiche.filter(versione=quale).first():
            return verifica.versione, verifica
        if versione := senza_contenuto().filter(pk=quale).first():
            return versione, None
    return None, verifiche.order_by("-pk").first()


def verifica_precedente(piano: Piano, versione: Versione) -> Verifica | None:
    """Return the last check of another version: its answers hold for what did not change."""
    altre = Verifica.objects.filter(piano=piano).exclude(versione=versione).select_related("versione")
    return altre.defer("versione__contenuto").order_by("-pk").first()


def cambiamenti(
    piano: Piano, versione: Versione | None, riga: Cronologia, verifica: Verifica | None = None
) -> Cambiamenti | None:
    """Return what changed since the last assenso, or since the last check; None where there is nothing to compare with.

    `riga` are the plan's dates, `verifica` the check of the version. A version is not compared with itself.
    """
    if versione is None:
        return None
    if riga.assenso_versione_id == versione.pk:
        return Cambiamenti("dall'assenso", versione.sha256, ())
    if riga.assenso_versione is not None:
        return Cambiamenti("dall'assenso", riga.assenso_versione.sha256, cambiate(riga.assenso_versione, versione))
    precedente = verifica.base if verifica else verifica_precedente(piano, versione)
    if precedente is None:
        return None
    return Cambiamenti("dall'ultima verifica", precedente.versione.sha256, cambiate(precedente.versione, versione))


@dataclass(frozen=True)
class Indice:
    """Where the check finds what it judges: sections by item of the format, articles of the Accordo."""

    sezioni: dict[str, list[tuple[str, str]]]
    articoli: list[tuple[int, str]]


def indice_di(versione: Versione) -> Indice:
    """Return the places of a version; kept in cache."""
    chiave = f"indice-verifica:1:{versione.sha256}"
    trovato: Indice | None = cache.get(chiave)
    if trovato is None:
        documento = documento_di(versione)
        articoli = (documento["accordo"] or {}).get("articoli", [])
        trovato = Indice(sezioni_per_voce(documento), [(a["numero"], a["titolo"]) for a in articoli])
        cache.set(chiave, trovato, DURATA_CACHE)
    return trovato


def righe_nuove(
    verifica: Verifica, cambi: Sequence[ParteCambiata], vecchie: Sequence[VoceVerifica]
) -> list[VoceVerifica]:
    """Return the rows of a new check, not saved: the answers of before, where what they judge did not change."""
    toccate = voci_toccate(cambi)
    accordo = [c for c in cambi if not c.del_piano]
    per_chiave = {(v.oggetto, v.chiave): v for v in vecchie if v.esito}
    voci = [
        (Oggetto.PIANO, chiave)
        for chiave in VoceFormato.objects.filter(triennio=verifica.piano.triennio_id).values_list("chiave", flat=True)
    ]
    righe = []
    for ordine, (oggetto, chiave) in enumerate([*voci, *((Oggetto.ACCORDO, k) for k in ELEMENTI)], 1):
        riga = VoceVerifica(verifica=verifica, oggetto=oggetto, chiave=chiave, ordine=ordine)
        prima = per_chiave.get((oggetto, chiave))
        intatta = chiave not in toccate if oggetto == Oggetto.PIANO else _articolo_intatto(prima, accordo)
        if prima and intatta:
            riga.esito, riga.nota, riga.articolo, riga.copiata = prima.esito, prima.nota, prima.articolo, True
            riga.risposta_il, riga.risposta_da_id, riga.esempio = prima.risposta_il, prima.risposta_da_id, prima.esempio
        righe.append(riga)
    return righe


def _articolo_intatto(prima: VoceVerifica | None, cambi: list[ParteCambiata]) -> bool:
    """Whether what the answer about the Accordo rests on is as before: its article, or the whole when none was named."""
    if prima is None or not cambi:
        return True
    if prima.articolo is None:
        return False
    return not any(c.specie != "articolo" or c.chiave == str(prima.articolo) for c in cambi)


# --- The page -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RigaVerifica:
    """A row as the page shows it: what is judged, where it is written, the answer."""

    voce: VoceVerifica
    nome: str
    senso: str
    fonte: str
    dove: list[tuple[str, str]]
    cambiata: bool


@dataclass(frozen=True)
class QuadroVerifica:
    """The check of a version: its rows in two groups, how far it is; the articles of the Accordo, number and title."""

    verifica: Verifica
    articoli: list[tuple[int, str]] = field(default_factory=list)
    piano: list[RigaVerifica] = field(default_factory=list)
    accordo: list[RigaVerifica] = field(default_factory=list)

    @property
    def righe(self) -> list[RigaVerifica]:
        """All the rows."""
        return [*self.piano, *self.accordo]

    @property
    def risposte(self) -> int:
        """How many rows have an answer."""
        return sum(bool(r.voce.esito) for r in self.righe)

    @property
    def negative(self) -> int:
        """How many answers are no."""
        return sum(r.voce.esito == Risposta.NO for r in self.righe)


def quadro_verifica(verifica: Verifica, versione: Versione, cambi: Cambiamenti | None) -> QuadroVerifica:
    """Return the check as the page shows it. One query, and the cache."""
    piano = verifica.piano
    indice = indice_di(versione)
    leggi = f"{piano.get_absolute_url()}leggi/"
    toccate = voci_toccate(cambi.parti) if cambi else frozenset()
    quadro = QuadroVerifica(verifica, indice.articoli)
    for voce in _con_formato(verifica):
        if voce.oggetto == Oggetto.PIANO:
            dove = [(f"{leggi}{resto}", titolo) for resto, titolo in indice.sezioni.get(voce.chiave, [])]
            nome, senso = voce.nome_chiesto or voce.chiave, voce.testo_chiesto or ""
            quadro.piano.append(
                RigaVerifica(voce, nome, senso, "DGR XII/2167/2024, righe 1180-1188", dove, voce.chiave in toccate)
            )
        else:
            elemento = ELEMENTI[voce.chiave]
            dove = _dove_nell_accordo(piano, voce, indice)
            cambiata = bool(cambi and cambi.dell_accordo) and not voce.copiata
            quadro.accordo.append(
                RigaVerifica(
                    voce, elemento.nome, elemento.senso, f"DGR XII/2167/2024, riga {elemento.riga}", dove, cambiata
                )
            )
    return quadro


def _con_formato(verifica: Verifica) -> "QuerySet[Any]":
    """Return the rows, each with the name and the words that the regional format gives to its item, if it is one."""
    chieste = VoceFormato.objects.filter(triennio=verifica.piano.triennio_id, chiave=OuterRef("chiave"))
    righe: QuerySet[Any] = verifica.voci.select_related("risposta_da")
    con: QuerySet[Any] = righe.annotate(
        nome_chiesto=Subquery(chieste.values("nome")[:1]), testo_chiesto=Subquery(chieste.values("testo")[:1])
    )
    return con


def _dove_nell_accordo(piano: Piano, voce: VoceVerifica, indice: Indice) -> list[tuple[str, str]]:
    if not indice.articoli:
        return []
    base = reverse("piani:leggi_allegato", kwargs={**piano.indirizzo, "nome": "accordo"})
    scelto = next((titolo for numero, titolo in indice.articoli if numero == voce.articolo), "")
    if scelto:
        return [(f"{base}#articolo-{voce.articolo}", f"Art. {voce.articolo} – {scelto}")]
    return [(base, "Testo dell'Accordo")]


def si_risponde(
    piano: Piano, versione: Versione | None, verifica: Verifica | None, riga: Cronologia | None = None
) -> bool:
    """Whether the state lets the check be answered: under check, or before the ATS signs a text that is not that of the assenso."""
    if versione is None or verifica is None or verifica.versione_id != versione.pk:
        return False
    stato = Stato(piano.stato)
    if stato in CAMBIATA_IN_SEDUTA:
        return (riga or cronologia_di(piano)).assenso_versione_id != versione.pk
    return stato is Stato.IN_VERIFICA


def e_resa_nota(verifica: Verifica) -> bool:
    """Whether the ATS has decided on the check: until then its answers are its own working paper. One query."""
    decisioni = [Passo.DAI_ASSENSO, Passo.CHIEDI_INTEGRAZIONI, Passo.COMPLETA_SOTTOSCRIZIONE]
    return Passaggio.objects.filter(
        piano=verifica.piano_id, passo__in=decisioni, quando__gte=verifica.aperta_il
    ).exists()
