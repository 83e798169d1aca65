"""Tags of every page."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.forms import ModuloItaliano
from core.glossario import PER_CHIAVE, VOCI
from core.templatetags.componenti import _ASPETTI, aspetto_stato, icona, pagine_vicine
from piani.enums import Stato


class Motivo(ModuloItaliano):
    motivo = forms.CharField(label="Motivo")


def _con(indirizzo: str, argomenti: str) -> str:
    richiesta = RequestFactory().get(indirizzo)
    return Template(f"{{% load componenti %}}{{% con {argomenti} %}}").render(Context({"request": richiesta}))


def test_un_icona_e_muta_se_non_dice_nulla() -> None:
    assert 'aria-hidden="true"' in icona("check")


def test_un_icona_che_dice_qualcosa_si_sente() -> None:
    assert 'role="img" aria-label="Fatto &amp; finito"' in icona("check", testo="Fatto & finito")


def test_cambiare_pagina_tiene_i_filtri() -> None:
    assert _con("/?q=casa&pagina=3", "pagina=4") == "?q=casa&amp;pagina=4"


def test_cambiare_filtro_torna_alla_prima_pagina() -> None:
    assert _con("/?q=casa&pagina=3&ats=322", 'ats=""') == "?q=casa"


def test_delle_molte_pagine_si_mostrano_le_vicine() -> None:
    paginator: Paginator[object] = Paginator(list(range(100)), 5)

    assert pagine_vicine(paginator, 10) == [1, "…", 9, 10, 11, "…", 20]


@pytest.mark.parametrize("stato", Stato)
def test_ogni_stato_del_piano_ha_il_suo_aspetto(stato: Stato) -> None:
    assert stato.value in _ASPETTI


def test_lo_stato_si_legge_in_parole() -> None:
    html = render_to_string("components/_stato.html", {"stato": Stato.IN_VERIFICA, "nome": Stato.IN_VERIFICA.label})

    assert "In verifica presso l&#x27;ATS" in html
    assert aspetto_stato("mai visto").icona == "info-circle"


def test_un_termine_si_spiega_sul_posto_e_porta_al_glossario() -> None:
    html = Template('{% load componenti %}{% termine "ats" %}').render(Context())

    assert PER_CHIAVE["ats"].definizione.split(":")[0] in html
    assert 'href="/glossario/#ats"' in html


def test_un_termine_che_non_c_e_si_scopre_subito() -> None:
    with pytest.raises(KeyError):
        Template('{% load componenti %}{% termine "mai-sentito" %}').render(Context())


def test_le_voci_del_glossario_sono_in_ordine_e_senza_doppioni() -> None:
    termini = [voce.termine.casefold() for voce in VOCI]

    assert termini == sorted(termini)
    assert len(PER_CHIAVE) == len(VOCI)


def test_la_procedura_a_passi_dice_dove_siamo() -> None:
    passi = [
        {"nome": "Bozza", "stato": "fatto", "nota": "2 dicembre 2024"},
        {"nome": "Verifica", "stato": "ora", "nota": ""},
        {"nome": "Voto", "stato": "poi", "nota": ""},
    ]

    html = render_to_string("components/_stepper.html", {"passi": passi, "titolo": "Il percorso del Piano"})

    assert html.count('aria-current="step"') == 1
    assert 'aria-label="Fatto:"' in html
    assert "2 dicembre 2024" in html


def _conferma(**altro: object) -> str:
    contesto = {"titolo": "Annullare la stampa?", "testo": "Quella finita resta.", "azione": "Annulla", "indietro": "/"}
    return render_to_string("components/conferma.html", contesto | altro, request=RequestFactory().get("/"))


def test_la_conferma_chiede_con_un_pulsante_e_lascia_tornare_indietro() -> None:
    html = _conferma()

    assert '<form method="post">' in html
    assert "csrfmiddlewaretoken" in html
    assert '<a href="/">Torna indietro senza fare nulla</a>' in html


def test_la_conferma_che_chiede_dati_mostra_il_suo_modulo() -> None:
    html = _conferma(modulo=Motivo())

    assert 'name="motivo"' in html
    assert html.count("<form") == 1
