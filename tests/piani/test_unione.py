"""Two people wrote the same text: what the merge keeps, whatever they wrote."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from piani.segni import SALTO, ritaglia, segna
from piani.unione import blocchi, pezzi, unisci, unisci_tre

PAROLE = st.lists(st.sampled_from(["anziani", "minori", "casa", "servizio", "&amp;", "2026"]), min_size=1, max_size=5)
BLOCCO = st.builds(
    lambda tag, parole: f"<{tag}>{' '.join(parole)}</{tag}>", st.sampled_from(["p", "h3", "blockquote"]), PAROLE
)
TESTO = st.lists(BLOCCO, max_size=6).map("".join)
DETTO = re.compile(r'<span class="visually-hidden">[^<]*</span>')


def parole(html: str) -> list[str]:
    return [p for p in pezzi(html) if not p.startswith("<") and p.strip()]


@given(TESTO, TESTO)
def test_senza_partenza_ogni_blocco_dei_due_c_e(salvato: str, mio: str) -> None:
    uniti = blocchi(unisci(salvato, mio))
    assert set(blocchi(salvato)) | set(blocchi(mio)) <= set(uniti)


@given(TESTO, TESTO, TESTO)
def test_cio_che_uno_ha_scritto_resta(base: str, salvato: str, mio: str) -> None:
    """Every block that one of the two wrote anew is there, whole or with the words of the other beside."""
    unione = unisci_tre(base, salvato, mio)
    uniti = blocchi(unione.testo)
    for nuovo in (set(blocchi(salvato)) | set(blocchi(mio))) - set(blocchi(base)):
        nuove = set(parole(nuovo)) - set(parole(base))
        assert nuovo in uniti or any(nuove <= set(parole(u)) for u in uniti)


@given(TESTO, TESTO, TESTO)
def test_cio_che_tutti_e_due_hanno_tenuto_resta(base: str, salvato: str, mio: str) -> None:
    uniti = blocchi(unisci_tre(base, salvato, mio).testo)
    tenuti = set(blocchi(base)) & set(blocchi(salvato)) & set(blocchi(mio))
    assert tenuti <= set(uniti)


@given(TESTO, TESTO)
def test_se_uno_solo_ha_scritto_vale_il_suo(base: str, altro: str) -> None:
    assert unisci_tre(base, base, altro).testo == altro
    assert unisci_tre(base, altro, base).testo == altro
    assert unisci_tre(base, altro, altro).testo == altro
    assert unisci_tre(base, altro, base).pulita


@given(TESTO, TESTO)
def test_i_segni_non_cambiano_il_testo_di_dopo(prima: str, dopo: str) -> None:
    segnato = DETTO.sub("", segna(prima, dopo))
    senza_tolto = re.sub(r"<del>[^<]*</del>", "", segnato).replace("<ins>", "").replace("</ins>", "")
    assert parole(senza_tolto) == parole(dopo)
    assert segna(dopo, dopo) == dopo


def test_due_paragrafi_diversi_si_uniscono_da_soli() -> None:
    base = "<p>Uno.</p><p>Due.</p><p>Tre.</p>"
    unione = unisci_tre(base, "<p>Uno, di Ada.</p><p>Due.</p><p>Tre.</p>", "<p>Uno.</p><p>Due.</p><p>Tre di Lia.</p>")
    assert unione.testo == "<p>Uno, di Ada.</p><p>Due.</p><p>Tre di Lia.</p>"
    assert unione.pulita


def test_due_parole_diverse_dello_stesso_paragrafo_si_uniscono() -> None:
    base = "<p>Gli anziani soli del Comune di Gallarate</p>"
    unione = unisci_tre(
        base, "<p>Gli anziani fragili del Comune di Gallarate</p>", "<p>Gli anziani soli dei Comuni di Gallarate</p>"
    )
    assert unione.testo == "<p>Gli anziani fragili dei Comuni di Gallarate</p>"
    assert unione.pulita


def test_la_stessa_parola_cambiata_in_due_modi_resta_due_volte() -> None:
    unione = unisci_tre("<p>Tutti</p>", "<p>Anziani</p>", "<p>Giovani</p>")
    assert unione.testo == "<p>Anziani</p><p>Giovani</p>"
    assert not unione.pulita


def test_chi_toglie_e_chi_cambia_lo_stesso_paragrafo_lascia_il_cambio() -> None:
    unione = unisci_tre("<p>Uno</p><p>Due</p>", "<p>Uno</p>", "<p>Uno</p><p>Due, e altro</p>")
    assert unione.testo == "<p>Uno</p><p>Due, e altro</p>"
    assert not unione.pulita


def test_le_parole_aggiunte_e_tolte_si_vedono_e_si_sentono() -> None:
    segnato = segna("<p>Gli anziani soli</p>", "<p>Gli anziani <strong>fragili</strong></p>")
    assert "<ins>" in segnato
    assert "tolto: " in segnato
    assert DETTO.sub("", segnato).count("<del>soli</del>") == 1


def test_un_elenco_riscritto_dall_editor_non_e_un_cambiamento() -> None:
    base = "<p>Uno</p><ul><li>casa</li><li>lavoro</li></ul>"
    salvato = "<p>Uno di Ada</p><ul><li><p>casa</p></li><li><p>lavoro</p></li></ul>"
    mio = "<p>Uno</p><ul><li><p>casa</p></li><li><p>lavoro e scuola</p></li></ul>"
    unione = unisci_tre(base, salvato, mio)
    assert unione.testo == "<p>Uno di Ada</p><ul><li>casa</li><li>lavoro e scuola</li></ul>"
    assert unione.pulita


def test_di_un_testo_lungo_si_mostra_cio_che_cambia_con_i_vicini() -> None:
    prima = "".join(f"<p>{n}</p>" for n in range(9))
    segnato = ritaglia(segna(prima, prima.replace("<p>4</p>", "<p>4 nuovo</p>")))
    assert segnato.startswith(f"{SALTO}<p>3</p>")
    assert segnato.endswith(f"<p>5</p>{SALTO}")
    assert segnato.count(SALTO) == 2
    assert ritaglia(prima) == prima


# --- Long texts -----------------------------------------------------------------------------------


def test_un_paragrafo_lungo_non_fa_aspettare() -> None:
    """With every blank held against every other, six thousand words against as many took half a minute."""
    prima = [f"parola{n % 400}" for n in range(6000)]
    dopo = [p if n % 7 else f"altra{n}" for n, p in enumerate(prima)]
    inizio = time.process_time()
    segnato = segna(f"<p>{' '.join(prima)}</p>", f"<p>{' '.join(dopo)}</p>")
    assert time.process_time() - inizio < 3
    assert segnato.count("altra") == len(range(0, 6000, 7))


def test_anche_lungo_si_unisce_senza_perdere_parole() -> None:
    parole = [f"parola{n}" for n in range(2000)]
    base = f"<p>{' '.join(parole)}</p>"
    salvato, mio = base.replace("parola7 ", "SALVATA "), base.replace("parola1900 ", "MIA ")
    unione = unisci_tre(base, salvato, mio)
    assert unione.pulita
    assert unione.testo == salvato.replace("parola1900 ", "MIA ")
    segnato = segna(base, mio)
    assert segnato.count("<ins>") == segnato.count("<del>") == 1
