"""A quoted passage is found again when the text around it changes, or said lost; never another passage in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piani.ancore import Ancora, Citazione, StatoAncora, ancora, cita, in_riga

TROVATO, SPOSTATO, CAMBIATO, PERSO = StatoAncora
PASSO = "gli sportelli di prossimità restano aperti due pomeriggi"
TESTO = f"Nel triennio l'Ambito consolida la rete. Nei Comuni piccoli {PASSO} alla settimana, su appuntamento. Il resto segue."


def citata(testo: str, passo: str, **vicini: str) -> Citazione:
    citazione = cita(testo, passo, **vicini)
    assert citazione
    return citazione


def dove(testo: str, trovata: Ancora) -> str:
    return in_riga(testo)[trovata.inizio : trovata.fine]


def test_la_citazione_tiene_le_parole_intere_prima_e_dopo() -> None:
    lungo = f"{'parola ' * 30}{PASSO}{' altra' * 30}"

    citazione = citata(lungo, f"  {PASSO.replace(' ', chr(10))} ")

    assert citazione.esatta == PASSO
    assert set(citazione.prima.split()) == {"parola"}
    assert set(citazione.dopo.split()) == {"altra"}
    assert max(len(citazione.prima), len(citazione.dopo)) <= 64


def test_non_si_cita_cio_che_non_c_e() -> None:
    assert cita(TESTO, "mai scritto") is None
    assert cita(TESTO, "   ") is None


@pytest.mark.parametrize(
    ("dopo", "stato"),
    [
        (TESTO, TROVATO),
        (TESTO.replace(" ", "\n\n\u00a0"), TROVATO),
        (f"Una premessa nuova, lunga quanto si vuole. {TESTO} E una coda.", TROVATO),
        (TESTO.replace("alla settimana, su appuntamento", "al mese"), TROVATO),
        (f"Tutto il resto è un altro discorso: {PASSO}, come dice la delibera di giunta.", SPOSTATO),
        (TESTO.replace("restano aperti due", "restano aperti tre"), CAMBIATO),
        (TESTO.replace("due pomeriggi", "due interi, lunghi pomeriggi"), CAMBIATO),
        (TESTO.replace(PASSO, "gli uffici di prossimità resteranno aperti per due giorni"), CAMBIATO),
        (TESTO.replace(PASSO, "non c'è nessun servizio"), PERSO),
        ("", PERSO),
    ],
)
def test_che_ne_e_di_un_passo(dopo: str, stato: StatoAncora) -> None:
    trovata = ancora(citata(TESTO, PASSO), {"uno": dopo}, "uno")

    assert trovata.stato is stato
    if stato in (TROVATO, SPOSTATO):
        assert dove(dopo, trovata) == PASSO
    if stato is CAMBIATO:
        assert "prossimità" in dove(dopo, trovata)


def test_un_passo_spostato_in_un_altra_parte_si_ritrova() -> None:
    citazione = citata(TESTO, PASSO)

    trovata = ancora(citazione, {"uno": TESTO.replace(PASSO, ""), "due": f"Qui si legge che {PASSO}."}, "uno")

    assert (trovata.stato, trovata.parte) == (SPOSTATO, "due")


def test_tra_due_parti_che_lo_hanno_non_si_sceglie() -> None:
    altri = {"due": f"Qui {PASSO}.", "tre": f"Là {PASSO}."}

    assert not ancora(citata(TESTO, PASSO), {"uno": "Vuoto.", **altri}, "uno").c_e


def test_poche_parole_con_altri_vicini_non_sono_le_stesse() -> None:
    citazione = citata("La spesa del 2025 cresce per la rete.", "la rete")

    assert not ancora(citazione, {"uno": "Gli operatori tirano la rete insieme."}, "uno").c_e
    assert not ancora(citazione, {"uno": "Altro.", "due": "Gli operatori tirano la rete insieme."}, "uno").c_e


def test_i_vicini_della_pagina_scelgono_tra_due_passi_uguali() -> None:
    testo = f"Per i minori {PASSO} a Cassano. Per gli anziani {PASSO} a Lonate."

    prima, seconda = citata(testo, PASSO, prima="Per i minori"), citata(testo, PASSO, dopo="a Lonate.")

    assert ancora(prima, {"x": testo}, "x").inizio == testo.index(PASSO)
    assert ancora(seconda, {"x": testo}, "x").inizio == testo.rindex(PASSO)


PAROLE = st.lists(st.sampled_from([f"parola{n}" for n in range(60)]), min_size=8, max_size=30).map(" ".join)
PASSI = st.lists(st.sampled_from([f"passo{n}" for n in range(9)]), min_size=1, max_size=12).map(" ".join)


@given(prima=PAROLE, passo=PASSI, dopo=PAROLE, sopra=PAROLE, sotto=PAROLE)
def test_aggiungere_altrove_non_lo_perde(prima: str, passo: str, dopo: str, sopra: str, sotto: str) -> None:
    citazione = citata(f"{prima} {passo} {dopo}", passo)
    nuovo = f"{sopra} {prima} {passo} {dopo} {sotto}"

    trovata = ancora(citazione, {"x": nuovo}, "x")

    # The same short words may come twice inside a passage made of the same word: then nobody can say which.
    if nuovo.count(passo) == 1:
        assert trovata.stato is TROVATO
        assert trovata.inizio == nuovo.index(passo)


@given(passo=PASSI, via=st.integers(0, 1))
def test_fra_due_uguali_vince_sempre_il_suo_e_tolto_il_suo_non_si_dice_trovato(passo: str, via: int) -> None:
    """Each of the two has neighbours of its own."""
    pezzi = [f"alfa{n} beta{n} gamma{n} {passo} delta{n} epsilon{n} zeta{n}" for n in range(2)]
    testo = " // ".join(pezzi)
    if in_riga(testo).count(passo) != 2:
        return
    citazione = citata(testo, passo, prima=f"gamma{via}")
    suo = testo.index(passo, testo.index(f"gamma{via}"))

    assert ancora(citazione, {"x": testo}, "x") == Ancora(TROVATO, "x", suo, suo + len(passo))
    assert ancora(citazione, {"x": pezzi[1 - via]}, "x").stato is not TROVATO
    girato = " // ".join(reversed(pezzi))
    assert dove(girato, ancora(citazione, {"x": girato}, "x")) == passo
    assert girato[: ancora(citazione, {"x": girato}, "x").inizio].rstrip().endswith(f"gamma{via}")


@given(testo=st.text(max_size=200), passo=st.text(max_size=40), altro=st.text(max_size=200))
def test_qualunque_testo_ha_una_risposta_e_un_posto_dentro_il_testo(testo: str, passo: str, altro: str) -> None:
    citazione = cita(testo, passo) or Citazione(passo)

    trovata = ancora(citazione, {"x": altro, "y": testo}, "x")

    assert 0 <= trovata.inizio <= trovata.fine <= len(in_riga({"x": altro, "y": testo}.get(trovata.parte, "")))
    assert trovata.c_e == bool(trovata.fine)
