"""What the checker reads from the database: the regional catalogue, in a constant number of queries."""

from django.utils import timezone

from ambiti.models import Appartenenza
from core.fixture import leggi_json
from leps.models import Leps
from obiettivi.models import CampoScheda, Macroarea
from piani.controllo.catalogo import (
    Area,
    Bersaglio,
    Campo,
    Catalogo,
    FormatoNoto,
    IndicatoreNoto,
    LepsNoto,
)
from piani.models import VoceFormato


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
        voci=tuple(VoceFormato.objects.filter(triennio__codice=triennio).values_list("chiave", "nome")),
        superati=tuple(leggi_json("regione", "nomi_superati.json")),
    )
