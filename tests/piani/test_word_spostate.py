"""Sections moved in Word: the file's tree is read, nothing is lost, and the moves are named few and in order."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.canonico import byte_canonici
from piani.word.nostro import Genere
from piani.word.spostamenti import Spostamento, spostamenti
from tests.documenti_canonici import documento, scheda, sezione, tabella
from tests.piani.carta_di_prova import RIFERIMENTI, rifatto
from tests.piani.test_word_ricco import DA_EDITOR
from tests.piani.word_di_prova import cambia, letto, pezzi, riordina, word

Json = dict[str, Any]


def _piano(sezioni: list[Json], **altro: object) -> Json:
    return documento(**{"sezioni": sezioni, "schede": [], "tabelle": [], "riferimenti": RIFERIMENTI, **altro})


def _alberi(profondita: int = 0) -> st.SearchStrategy[list[Json]]:
    """Small trees of sections, each with a text of its own."""
    foglie: st.SearchStrategy[list[Json]] = st.lists(st.builds(dict, testo=DA_EDITOR), min_size=1, max_size=3)
    if profondita == 2:
        return foglie
    return st.lists(
        st.builds(dict, testo=DA_EDITOR, figlie=st.just([]) | _alberi(profondita + 1)), min_size=1, max_size=3
    )


def _con_chiavi(rami: list[Json], conto: list[int]) -> list[Json]:
    fatti = []
    for r in rami:
        conto[0] += 1
        chiave = f"s{conto[0]}"
        fatti.append(
            sezione(
                chiave, titolo=f"Sezione {conto[0]}", testo=r["testo"], sezioni=_con_chiavi(r.get("figlie", []), conto)
            )
        )
    return fatti


PIANI = _alberi().map(lambda rami: _piano(_con_chiavi(rami, [0])))


def _livelli(sezioni: list[Json], n: int = 1) -> list[tuple[str, int]]:
    return [v for s in sezioni for v in ((s["chiave"], n), *_livelli(s["sezioni"], n + 1))]


def _per_chiave(sezioni: list[Json]) -> dict[str, Json]:
    return {k: v for s in sezioni for k, v in ((s["chiave"], s), *_per_chiave(s["sezioni"]).items())}


@settings(max_examples=25, deadline=None)
@given(PIANI)
def test_ogni_piccolo_piano_torna_uguale(originale: Json) -> None:
    riletto, resoconto = letto(word(originale))
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []


@settings(max_examples=25, deadline=None)
@given(PIANI, st.data())
def test_comunque_si_spostino_nessuna_sezione_si_perde(originale: Json, dati: st.DataObject) -> None:
    ordine = [(k, dati.draw(st.integers(1, 4))) for k, _ in dati.draw(st.permutations(_livelli(originale["sezioni"])))]
    riletto, _ = letto(riordina(word(originale), ordine))
    assert [k for k, _ in _livelli(riletto["sezioni"])] == [k for k, _ in ordine]
    prima, dopo = _per_chiave(originale["sezioni"]), _per_chiave(riletto["sezioni"])
    assert {k: s["testo"] for k, s in dopo.items()} == {k: s["testo"] for k, s in prima.items()}
    assert _livelli(_esegui(originale, spostamenti(originale, riletto))["sezioni"]) == _livelli(riletto["sezioni"])


def _esegui(piano: Json, mosse: list[Spostamento]) -> Json:
    """Do the moves one after the other, as the act does."""
    figlie: dict[str, list[str]] = {"": []}

    def scendi(sezioni: list[Json], sopra: str) -> None:
        figlie[sopra] = [s["chiave"] for s in sezioni]
        for s in sezioni:
            scendi(s["sezioni"], s["chiave"])

    scendi(piano["sezioni"], "")
    for m in mosse:
        for f in figlie.values():
            if m.chiave in f:
                f.remove(m.chiave)
        if m.dove == "dentro":
            figlie[m.rispetto].append(m.chiave)
        else:
            vicine = next(f for f in figlie.values() if m.rispetto in f)
            vicine.insert(vicine.index(m.rispetto) + (m.dove == "dopo"), m.chiave)

    def albero(sopra: str) -> list[Json]:
        return [{"chiave": k, "sezioni": albero(k)} for k in figlie[sopra]]

    return {"sezioni": albero("")}


TRE = _piano(
    [
        sezione("uno", titolo="Uno", sezioni=[sezione("dentro", titolo="Dentro")]),
        sezione("contesto", titolo="Due"),
        sezione("tre", titolo="Tre"),
    ],
    schede=[scheda(sezione="contesto")],
    tabelle=[tabella(sezione="contesto")],
)


def test_un_capitolo_spostato_porta_con_se_schede_e_tabelle() -> None:
    file = riordina(word(TRE), [("contesto", 1), ("uno", 1), ("dentro", 2), ("tre", 1)])
    riletto, resoconto = letto(file)
    assert [s["chiave"] for s in riletto["sezioni"]] == ["contesto", "uno", "tre"]
    assert (riletto["schede"], riletto["tabelle"]) == (TRE["schede"], TRE["tabelle"])
    assert [n.genere for n in resoconto.note] == [Genere.SPOSTATO]
    assert spostamenti(TRE, riletto) == [Spostamento("contesto", "Due", "prima", "uno", "Uno")]


def test_una_sezione_che_entra_in_un_altra_e_una_che_esce() -> None:
    riletto, _ = letto(riordina(word(TRE), [("uno", 1), ("contesto", 1), ("tre", 2), ("dentro", 1)]))
    mosse = spostamenti(TRE, riletto)
    assert [f"«{m.titolo}» {m.in_parole}" for m in mosse] == ["«Dentro» dopo «Due»", "«Tre» dentro «Due»"]


def test_un_titolo_tolto_non_sposta_le_altre() -> None:
    def come(x: str) -> str:
        _, suoi, _, _ = pezzi(x)
        titolo = suoi["contesto"][: suoi["contesto"].index("</w:p>") + len("</w:p>")]
        return x.replace(titolo, "")

    riletto, resoconto = letto(cambia(word(TRE), come))
    assert [s["chiave"] for s in riletto["sezioni"]] == ["uno", "contesto", "tre"]
    assert not any(n.genere is Genere.SPOSTATO for n in resoconto.note)


def test_un_titolo_tolto_e_uno_spostato() -> None:
    """The section without its title follows the one that it followed in the plan."""
    file = riordina(word(TRE), [("tre", 1), ("uno", 1), ("dentro", 2), ("contesto", 1)])
    tolto = cambia(file, lambda x: re.sub(r'"sezione/contesto/titolo"', '"altrove"', x))
    riletto, _ = letto(tolto)
    assert [k for k, _ in _livelli(riletto["sezioni"])] == ["tre", "uno", "dentro", "contesto"]


def test_le_sezioni_solo_del_piano_o_solo_del_file_non_si_spostano() -> None:
    altro = rifatto(TRE, sezioni=[sezione("nuova"), *TRE["sezioni"][:2]])
    assert spostamenti(TRE, altro) == []
    assert spostamenti(altro, TRE) == []
