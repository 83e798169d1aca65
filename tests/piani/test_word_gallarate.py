"""The sheets of Gallarate with the answers as they were printed, against the rows that people typed from them."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any

import pytest

from core.canonico import Json
from demo.gallarate import documento_gallarate
from obiettivi.models import Triennio
from piani.queries_word import conosciuto
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.documento import Lettura
from piani.word.leggi.lettore import leggi_word
from tests.piani.test_word_busto import DI_STRUTTURA, di_scheda, parole
from tests.word_altrui.perdite import perse
from tests.word_di_prova import docx, gallarate, p

pytestmark = [pytest.mark.lento, pytest.mark.una_volta]
PER_PAGINA = 7


@pytest.fixture
def noto(regione_minima: dict[str, int]) -> Conosciuto:
    return conosciuto(Triennio.objects.get(codice="2025-2027"))


def attese(formato: str) -> list[Json]:
    documento = documento_gallarate()
    return [s for s in (*documento["schede"], *documento["esiti"]) if s["formato"] == formato]


@cache
def file(noto: Conosciuto) -> bytes:
    formati = {f.chiave: f for f in noto.formati}
    titoli = {f: iter(attese(f)) for f in ("obiettivo-2025", "esito-2021")}
    blocchi: list[Any] = []
    for formato, risposte in gallarate():
        attesa = next(titoli[formato])
        codice = f"{attesa['codice']} - " if len(attesa["codice"]) == 1 else ""
        blocchi += [p(f"{codice}{attesa['intestazione']}", "Heading 2")]
        righe = [[[p(c.etichetta)], [p(t) for t in risposte[c.chiave]]] for c in formati[formato].campi]
        blocchi += [b for n in range(0, len(righe), PER_PAGINA) for b in (righe[n : n + PER_PAGINA], p(""))]
    return docx(p("Schede", "Heading 1"), *blocchi)


@cache
def letto(noto: Conosciuto) -> Lettura:
    return leggi_word(file(noto), noto, nome="piano.docx", ambito="50074", triennio="2025-2027", titolo="Piano di Zona")


@pytest.fixture
def lettura(noto: Conosciuto) -> Lettura:
    """The reading, once for all the tests: they only look at it."""
    return letto(noto)


def coppie(lettura: Lettura, formato: str) -> list[tuple[Json, Json]]:
    lette = [s for s in (*lettura.documento["schede"], *lettura.documento["esiti"]) if s["formato"] == formato]
    return list(zip(lette, attese(formato), strict=True))


def misura(coppie: list[tuple[Json, Json]], che: Callable[[Json], Iterable[Hashable]]) -> tuple[float, float]:
    """Return how many of the rows read are right, and how many of those that people typed were read."""
    letti = Counter((n, v) for n, (letta, _) in enumerate(coppie) for v in che(letta))
    giusti = Counter((n, v) for n, (_, attesa) in enumerate(coppie) for v in che(attesa))
    comuni = (letti & giusti).total()
    return comuni / max(1, letti.total()), comuni / max(1, giusti.total())


def scelte(scheda: Json) -> list[Hashable]:
    return [(r["campo"], s) for r in scheda["risposte"] for s in r["scelte"]]


def azioni(scheda: Json) -> list[Hashable]:
    return [v["numero"] for a in scheda["azioni"] for v in (a, *a["azioni"])]


def indicatori(scheda: Json) -> list[Hashable]:
    return [i["fase"] for i in scheda["indicatori"]]


def numerati(scheda: Json) -> list[Hashable]:
    """The indicators «n.m»; what people did not number is left out, and what only the file numbers."""
    return [(i["fase"], i["numero"]) for i in scheda["indicatori"] if "." in i["numero"]]


def attesi(scheda: Json) -> list[Hashable]:
    return [
        (o["anno"], o["tipo"], float(o["valore"]) if o["valore"] else None)
        for i in scheda["indicatori"]
        for o in i["obiettivi"]
    ]


def test_le_schede_e_gli_esiti_ci_sono_tutti(lettura: Lettura) -> None:
    conti = lettura.resoconto.conti

    assert (conti["schede_obiettivo"], conti["righe_obiettivo"]) == (24, 24 * 26)
    assert (conti["schede_esito"], conti["righe_esito"]) == (16, 16 * 8)


def test_nessuna_parola_di_una_risposta_si_perde(lettura: Lettura, noto: Conosciuto) -> None:
    formati = ("obiettivo-2025", "esito-2021")
    risposte = [voce for f in formati for voce in gallarate() if voce[0] == f]
    lette = [s for f in formati for s, _ in coppie(lettura, f)]
    for (_, scritte), scheda in zip(risposte, lette, strict=True):
        nel_file = Counter(parole("\n".join(t for righe in scritte.values() for t in righe)))
        tenute = Counter(parole(di_scheda(scheda, noto)))
        mancano = [q for q, n in nel_file.items() if n > tenute[q] and q not in DI_STRUTTURA]
        # «D) Interventi per le ...» becomes the area; «Indicatore di impatto:» the indicator.
        perse = {q for q in mancano if not q.isdigit() and len(q) > 1} - {"per", "le", "impatto"}
        assert not perse, (scheda["intestazione"], perse)


def test_nessuna_parola_si_perde_ne_una_volta_di_meno(lettura: Lettura, noto: Conosciuto) -> None:
    assert not perse(file(noto), lettura, noto)


@pytest.mark.parametrize(
    ("che", "precisione", "richiamo"),
    [
        (scelte, 0.99, 0.97),
        (azioni, 1.0, 0.95),
        (indicatori, 0.95, 0.85),
        (numerati, 0.99, 0.97),
        (attesi, 0.97, 0.78),
        (lambda s: [float(r["importo"]) for r in s["risorse"] if r["importo"]], 1.0, 1.0),
        (lambda s: s["aree_trasversali"], 1.0, 1.0),
        (lambda s: s["leps"], 1.0, 1.0),
        (lambda s: [i["leps_indicatore"] for i in s["indicatori"] if i["leps_indicatore"]], 1.0, 0.7),
        (lambda s: [(v["macroarea"], v["punto"]) for v in s["punti_chiave"]], 0.85, 0.85),
    ],
    ids=[
        "scelte",
        "azioni",
        "indicatori",
        "numerati",
        "attesi",
        "euro",
        "aree",
        "leps",
        "indicatori regionali",
        "punti",
    ],
)
def test_le_righe_sono_quelle_che_hanno_scritto_le_persone(
    che: Callable[[Json], Iterable[Hashable]], precisione: float, richiamo: float, lettura: Lettura
) -> None:
    giuste, trovate = misura(coppie(lettura, "obiettivo-2025"), che)

    assert giuste >= precisione, giuste
    assert trovate >= richiamo, trovate


def test_gli_esiti_hanno_grado_e_seguito(lettura: Lettura) -> None:
    esiti = coppie(lettura, "esito-2021")

    assert [letta["grado"] for letta, _ in esiti] == [attesa["grado"] for _, attesa in esiti]
    giuste, trovate = misura(esiti, lambda s: [(v["codice"], v["esito"]) for v in s["seguito"]])
    assert giuste == 1.0
    assert trovate >= 0.9
