"""What the checker reads from the database: the regional catalogue, what it found in a plan, what was set aside."""

import hashlib

from django.core.cache import cache
from django.utils import timezone

from ambiti.models import Appartenenza
from core.canonico import Json
from core.fixture import leggi_csv, leggi_json
from leps.models import Leps
from obiettivi.models import CampoScheda, Macroarea, MacroareaLeps
from piani.canonico import documento_corrente
from piani.controllo import REGOLE, Luogo, Rilievo, controlla
from piani.controllo.catalogo import (
    Area,
    Bersaglio,
    Campo,
    Catalogo,
    FormatoNoto,
    IndicatoreNoto,
    LepsNoto,
)
from piani.models import Piano, RilievoScartato, VoceFormato


def _formati() -> dict[str, FormatoNoto]:
    per_formato: dict[str, tuple[str, list[Campo]]] = {}
    for c in CampoScheda.objects.select_related("formato").order_by("formato", "ordine"):
        campo = Campo(
            chiave=c.chiave,
            etichetta=c.etichetta,
            tipo=str(c.tipo),
            obbligatorio=c.obbligatorio,
            multipla=c.multipla,
            aiuto=c.aiuto,
            scelte=tuple((s["chiave"], s["etichetta"]) for s in c.scelte),
        )
        per_formato.setdefault(c.formato.chiave, (str(c.formato.specie), []))[1].append(campo)
    return {chiave: FormatoNoto(specie, tuple(campi)) for chiave, (specie, campi) in per_formato.items()}


def _leps() -> tuple[LepsNoto, ...]:
    prioritari = Leps.objects.filter(prioritario=True).prefetch_related("indicatori__bersagli")
    return tuple(
        LepsNoto(
            x.codice,
            x.nome,
            tuple(
                IndicatoreNoto(
                    i.codice,
                    i.testo,
                    tuple(
                        Bersaglio(b.anno, str(b.tipo), None if b.valore is None else str(b.valore), b.testo)
                        for b in i.bersagli.all()
                    ),
                )
                for i in x.indicatori.all()
            ),
        )
        for x in prioritari
    )


def _aree_dei_leps() -> tuple[frozenset[str], ...]:
    per_leps: dict[int, set[str]] = {}
    for leps, area in MacroareaLeps.objects.values_list("leps", "macroarea__codice"):
        per_leps.setdefault(leps, set()).add(area)
    return tuple(frozenset(aree) for aree in per_leps.values())


def _comuni(ambito: str) -> tuple[str, ...]:
    oggi = Appartenenza.objects.alla_data(timezone.localdate()).filter(ambito__ente__codice=ambito)
    return tuple(oggi.order_by("comune__ente__nome").values_list("comune__ente__nome", flat=True))


def catalogo(*, ambito: str, triennio: str) -> Catalogo:
    """Return what the rules know besides the document. Seven queries; `ambito` and `triennio` are codes."""
    return Catalogo(
        aree=tuple(Area(m.codice, m.nome, tuple(m.alias), m.storica) for m in Macroarea.objects.all()),
        formati=_formati(),
        leps=_leps(),
        comuni=_comuni(ambito),
        altri_comuni=tuple(r["nome"] for r in leggi_csv("regione", "comuni.csv")),
        voci=tuple(VoceFormato.objects.filter(triennio__codice=triennio).values_list("chiave", "nome")),
        aree_dei_leps=_aree_dei_leps(),
        superati=tuple(leggi_json("regione", "nomi_superati.json")),
    )


DURATA_CACHE = 60 * 60 * 12
# What other rules found, or kept in another shape, is not what these find.
_REGOLE = hashlib.sha256(
    "\n".join([*Luogo.__dataclass_fields__, *(f"{r.chiave} {r.fonte}" for r in REGOLE)]).encode()
).hexdigest()[:12]


def rilievi_del_documento(documento: Json) -> list[Rilievo]:
    """Return what the rules find in a canonical document, set aside or not. Seven queries."""
    return controlla(documento, catalogo(ambito=documento["ambito"], triennio=documento["triennio"]))


def rilievi_di(piano: Piano) -> list[Rilievo]:
    """Return what the rules find in the plan as it stands, kept in cache until its content changes."""
    chiave = f"controllo:{piano.pk}:{piano.contenuto}:{_REGOLE}"
    trovati: list[Rilievo] | None = cache.get(chiave)
    if trovati is None:
        trovati = rilievi_del_documento(documento_corrente(piano))
        cache.set(chiave, trovati, DURATA_CACHE)
    return trovati


def scartati_di(piano: Piano) -> dict[str, RilievoScartato]:
    """Return what was set aside in the plan, by fingerprint. One query."""
    return {r.impronta: r for r in RilievoScartato.objects.filter(piano=piano).select_related("autore")}


def aperti_di(piano: Piano) -> list[Rilievo]:
    """Return the findings of the plan that nobody set aside. One query, when the findings are in cache."""
    scartati = set(RilievoScartato.objects.filter(piano=piano).values_list("impronta", flat=True))
    return [r for r in rilievi_di(piano) if r.impronta not in scartati]
