"""The list of the earlier objectives, as an office types it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exceptions import DatiNonValidi
from piani.regole_esiti import leggi_elenco

PAROLE = st.text("abcdeèìòuXYZ", min_size=1, max_size=12)


def test_codici_titoli_e_azioni_si_leggono_come_si_scrivono() -> None:
    letti = leggi_elenco(
        "A; Strategie per l'abitare\n- Aprire uno sportello\n• Censire gli alloggi\n\n1 – Mappatura\n"
        "B\tInclusione attiva\nAzione 1: Una rete\n"
    )
    assert [(o.codice, o.titolo, o.azioni) for o in letti] == [
        ("A", "Strategie per l'abitare", ["Aprire uno sportello", "Censire gli alloggi"]),
        ("1", "Mappatura", []),
        ("B", "Inclusione attiva", ["Una rete"]),
    ]


@given(st.lists(st.tuples(PAROLE, st.lists(PAROLE, max_size=3)), min_size=1, max_size=6))
def test_quello_che_si_scrive_in_ordine_torna_in_ordine(obiettivi: list[tuple[str, list[str]]]) -> None:
    righe = [f"{n}; {titolo}\n" + "".join(f"- {a}\n" for a in azioni) for n, (titolo, azioni) in enumerate(obiettivi)]
    letti = leggi_elenco("".join(righe))
    assert [(o.titolo, o.azioni) for o in letti] == obiettivi


@pytest.mark.parametrize(
    ("testo", "frase"),
    [
        ("", "L'elenco è vuoto"),
        ("- Un'azione senza obiettivo", "La riga 1 non si capisce"),
        ("A; Uno\nDue parole sole", "La riga 2 non si capisce"),
        ("A; Uno\na; Due", "Il codice «A» c'è due volte"),
        ("\n".join(f"X{n}; T" for n in range(101)), "il massimo è 100"),
    ],
)
def test_un_elenco_che_non_si_capisce_dice_dove(testo: str, frase: str) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        leggi_elenco(testo)
