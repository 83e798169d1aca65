"""Small plans made at random, out in Word and back: typed rows, words that look like marks of the file, moved sections."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.canonico import byte_canonici
from core.testo import html_pulito, pulisci, riga
from piani.canonico.forma import errori
from tests.documenti_canonici import azione, documento, risorsa, scheda, sezione, tabella
from tests.piani.carta_di_prova import RIFERIMENTI, indicatore, risposta
from tests.piani.test_word_ricco import QUALSIASI
from tests.piani.word_di_prova import letto, word

Json = dict[str, Any]
# Words that Word, the brackets of the file or a number could be taken for.
PAROLE = st.sampled_from(
    ["Anziani", "12", "1.234,5", "€ 10", "–", "Sì", "X", "[Nota: x]", "[Immagine: y]", "Non compilato", "a | b", "n.d.", "<5",
     "& <b>", "{{capofila}}", "Tabella 2.1", "50%", "almeno 3", "2026", "a; b", "(circa)", "è\u00a0così"]
)  # fmt: skip
FRASE = st.lists(PAROLE, min_size=1, max_size=3).map(" ".join).map(riga)
FRASE_O_NULLA = st.just("") | FRASE
DECIMALI = st.decimals(min_value=0, max_value=999_999, places=2).map(lambda d: f"{d:.2f}")
TESTO = st.just("") | FRASE.map(lambda f: html_pulito(f"<p>{f}</p>")) | QUALSIASI


def _valore(tipo: str) -> st.SearchStrategy[str]:
    if tipo == "testo":
        return FRASE_O_NULLA
    if tipo == "anno":
        return st.sampled_from(["", "2024", "n.d."])
    return st.sampled_from(["", "<5", "n.d.", "-", "0", "12.5", "-3"]) | DECIMALI


@st.composite
def tabelle(draw: st.DrawFn) -> Json:
    tipi = ["testo", *draw(st.lists(st.sampled_from(["testo", "numero", "euro", "percentuale", "anno"]), max_size=3))]
    colonne = [
        {
            "chiave": f"c{n}",
            "titolo": draw(FRASE),
            "gruppo": "",
            "tipo": tipo,
            "decimali": draw(st.integers(0, 2)) if tipo not in ("testo", "anno") else 0,
            "unita": draw(st.sampled_from(["", "ore"])) if tipo == "numero" else "",
        }
        for n, tipo in enumerate(tipi)
    ]
    righe = [
        {
            "valori": [draw(_valore(t)) for t in tipi],
            "unita": "",
            "totale": draw(st.booleans()),
            "nota": draw(FRASE_O_NULLA),
            "esempio": draw(st.booleans()),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    return tabella(colonne=colonne, righe=righe, titolo=draw(FRASE), fonte=draw(FRASE_O_NULLA), anno="")


AZIONI = st.lists(
    st.builds(
        lambda n, t, nota, figlie: azione(n, testo=t, nota=nota, azioni=[azione(f, testo=f) for f in figlie]),
        FRASE.map(lambda f: riga(f[:10])),
        FRASE_O_NULLA,
        FRASE_O_NULLA,
        st.lists(FRASE.map(lambda f: riga(f[:10])), max_size=2),
    ),
    max_size=3,
)
RISORSE = st.lists(
    st.builds(
        risorsa,
        importo=st.none() | DECIMALI,
        natura=st.sampled_from(["pubblica", "privata", "mista", "non_indicata"]),
        precisione=st.sampled_from(["circa", "esatto", "massimo"]),
        periodo=st.sampled_from(["triennio", "annuale", "una_tantum", "per_unita"]),
        nota=FRASE_O_NULLA.map(pulisci),
    ),
    max_size=3,
)
_ATTESO = st.builds(
    lambda anno, tipo, valore, testo: {"anno": anno, "tipo": tipo, "valore": valore, "testo": testo},
    st.sampled_from([None, 2025, 2026, 2030]),
    st.sampled_from(["soglia", "minimo", "uguale", "aumento", "diminuzione", "traguardo", "nessuno"]),
    st.none() | DECIMALI,
    FRASE_O_NULLA,
)
INDICATORI = st.lists(
    st.builds(
        indicatore,
        FRASE_O_NULLA.map(lambda f: riga(f[:10])),
        testo=FRASE_O_NULLA,
        obiettivi=st.lists(_ATTESO, max_size=2),
    ),
    max_size=2,
)
SCHEDE = st.builds(
    lambda titolo, testo, descrizione, azioni, risorse, indicatori: scheda(
        intestazione=titolo,
        titolo=titolo,
        descrizione=descrizione,
        azioni=azioni,
        risorse=risorse,
        indicatori=indicatori,
        risposte=[risposta("target", testo=testo)],
    ),
    FRASE,
    TESTO,
    TESTO,
    AZIONI,
    RISORSE,
    INDICATORI,
)


def _piano(titolo: str, testo: str, una: Json, altra: Json) -> Json:
    return documento(
        titolo=titolo,
        sezioni=[sezione(titolo=titolo, testo=testo)],
        schede=[una],
        tabelle=[altra],
        riferimenti=RIFERIMENTI,
    )


@settings(max_examples=25, deadline=None)
@given(st.builds(_piano, FRASE, TESTO, SCHEDE, tabelle()))
def test_ogni_piccolo_piano_torna_uguale(originale: Json) -> None:
    assert list(errori(originale)) == []
    riletto, resoconto = letto(word(originale))
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []
