"""The template pack: each field with its label, its help and its errors, tied together for who listens."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from core.forms import ModuloItaliano


class Modulo(ModuloItaliano):
    nome = forms.CharField(label="Nome del tavolo", help_text="Come lo chiamate tra voi.")
    nota = forms.CharField(label="Nota", required=False, widget=forms.Textarea)
    area = forms.ChoiceField(label="Area", choices=[("a", "Casa"), ("b", "Lavoro")])
    esito = forms.ChoiceField(label="Esito", choices=[("si", "Sì"), ("no", "No")], widget=forms.RadioSelect)
    temi = forms.MultipleChoiceField(
        label="Temi", choices=[("x", "X"), ("y", "Y")], required=False, widget=forms.CheckboxSelectMultiple
    )
    accetto = forms.BooleanField(label="Accetto")
    verbale = forms.FileField(label="Verbale")


def _completo(**altri: str) -> Modulo:
    dati = {"nome": "Casa", "area": "a", "esito": "si", "accetto": "on"} | altri
    return Modulo(dati, {"verbale": SimpleUploadedFile("v.pdf", b"%PDF-")})


def _campo(html: str, identita: str) -> str:
    trovato = re.search(rf'<(?:input|textarea|select)[^>]*\bid="{identita}"[^>]*>', html)
    assert trovato, identita
    return trovato[0]


@pytest.fixture
def vuoto() -> str:
    return str(render_crispy_form(Modulo()))


@pytest.fixture
def sbagliato() -> str:
    return str(render_crispy_form(Modulo({"nota": "resta qui"})))


@pytest.mark.parametrize("nome", ["nome", "nota", "area", "accetto", "verbale"])
def test_ogni_campo_ha_la_sua_etichetta(vuoto: str, nome: str) -> None:
    assert f'<label for="id_{nome}"' in vuoto
    assert _campo(vuoto, f"id_{nome}")


def test_le_scelte_stanno_in_un_gruppo_con_il_suo_nome(vuoto: str) -> None:
    gruppi = re.findall(r"<fieldset[^>]*>\s*<legend>([^<]*)", vuoto)

    assert [g.strip() for g in gruppi] == ["Esito", "Temi"]
    assert len(re.findall(r'<input type="radio"[^>]*id="id_esito_\d"', vuoto)) == 2
    assert len(re.findall(r'<label for="id_esito_\d">', vuoto)) == 2


def test_l_obbligo_e_scritto_in_parole(vuoto: str) -> None:
    assert vuoto.count("(obbligatorio)") == 5
    assert "*</" not in vuoto


def test_l_aiuto_e_legato_al_campo(vuoto: str) -> None:
    assert 'aria-describedby="id_nome_helptext"' in _campo(vuoto, "id_nome")
    assert 'id="id_nome_helptext" class="form-text">Come lo chiamate tra voi.' in vuoto


def test_un_modulo_mai_inviato_non_mostra_errori(vuoto: str) -> None:
    assert "riepilogo-errori" not in vuoto
    assert "is-invalid" not in vuoto


def test_l_errore_e_legato_al_campo(sbagliato: str) -> None:
    campo = _campo(sbagliato, "id_nome")

    assert 'aria-invalid="true"' in campo
    assert "is-invalid" in campo
    descritto = re.search(r'aria-describedby="([^"]*)"', campo)
    assert descritto
    assert set(descritto[1].split()) == {"id_nome_helptext", "id_nome_error"}
    assert 'id="id_nome_error"' in sbagliato


def test_il_riepilogo_porta_a_ogni_campo_sbagliato(sbagliato: str) -> None:
    mete = re.findall(r'<li><a href="#([^"]+)">', sbagliato)

    assert mete == ["id_nome", "id_area", "id_esito", "id_accetto", "id_verbale"]
    assert all(f'id="{meta}"' in sbagliato for meta in mete)


def test_quello_che_era_giusto_resta_scritto(sbagliato: str) -> None:
    assert "resta qui" in sbagliato


def test_un_file_manda_il_modulo_in_parti(vuoto: str) -> None:
    assert 'enctype="multipart/form-data"' in vuoto


def test_i_testi_passano_dal_pulitore() -> None:
    modulo = _completo(nota="Caffe\u0300\u0007 in cortile ")

    assert modulo.is_valid(), modulo.errors
    assert modulo.cleaned_data["nota"] == "Caffè in cortile"


def test_un_testo_troppo_lungo_e_un_errore_del_campo(settings: object) -> None:
    modulo = _completo(nota="a" * 200_001)

    assert not modulo.is_valid()
    assert list(modulo.errors) == ["nota"]
    assert "200001 caratteri" in modulo.errors["nota"][0]
