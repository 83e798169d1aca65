"""References: they show the present number, lead to their place, cannot dangle."""

from collections.abc import Callable

import pytest
from django.db.models import F

from ambiti.models import Asst
from core.exceptions import DatiNonValidi
from core.testo import html_pulito
from piani.actions.sezioni import elimina_sezione, scrivi_sezione
from piani.actions.tabelle import elimina_tabella
from piani.canonico import leggi
from piani.canonico.esporta import byte_del_piano, documento
from piani.canonico.importa import importa_piano
from piani.lettura import leggi_piano
from piani.models import Piano, Sezione
from piani.rimandi import Bersaglio, rimandi_in, risolvi, sciogli
from piani.versioni import congela
from tests.cliente import Cliente
from tests.factories import RigaTabellaFactory, SezioneFactory, TabellaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]
COLONNE = [
    {"chiave": "a", "titolo": "A", "gruppo": "", "tipo": "testo", "decimali": 0, "unita": ""},
    {"chiave": "b", "titolo": "B", "gruppo": "", "tipo": "numero", "decimali": 0, "unita": ""},
]  # fmt: skip


@pytest.fixture
def capitolo(piano: Piano) -> Sezione:
    capitolo = SezioneFactory.create(piano=piano, chiave="contesto", ordine=1)
    SezioneFactory.create(piano=piano, chiave="altro", ordine=2, testo="")
    for ordine, chiave in enumerate(("prima", "popolazione"), 1):
        tabella = TabellaFactory.create(piano=piano, sezione=capitolo, chiave=chiave, ordine=ordine, colonne=COLONNE)
        RigaTabellaFactory.create(tabella=tabella, ordine=1, valori=["x", "1"])
    return capitolo


def _testo(chiave: str, specie: str = "tabella") -> str:
    return f'<p>Si veda la <a href="#rif:{specie}:{chiave}">tabella</a>.</p>'


def test_il_pulitore_tiene_il_rimando_com_e() -> None:
    assert html_pulito(_testo("popolazione")) == _testo("popolazione")
    assert rimandi_in(_testo("obiettivo:A", "scheda")) == ["scheda:obiettivo:A"]


def test_risolvere_scrive_il_numero_e_chi_non_c_e_resta_parola() -> None:
    noti = {"tabella:popolazione": Bersaglio("Tabella 2.1", "tabella-popolazione", "contesto")}
    assert risolvi(_testo("popolazione"), noti) == (
        '<p>Si veda la <a class="rimando" href="#tabella-popolazione">Tabella 2.1</a>.</p>'
    )
    assert risolvi(_testo("popolazione"), noti, legati=False) == "<p>Si veda la Tabella 2.1.</p>"
    assert risolvi(_testo("persa"), noti) == "<p>Si veda la tabella.</p>"


def test_il_numero_segue_l_ordine(piano: Piano, capitolo: Sezione, ada: Utente) -> None:
    scrivi_sezione(capitolo, testo=_testo("popolazione"), revisione=1, autore=ada)
    assert "Tabella 1.2</a>" in leggi_piano(documento(piano)).capitoli[0].testo
    piano.tabelle.filter(chiave="prima").update(ordine=9)
    assert "Tabella 1.1</a>" in leggi_piano(documento(piano)).capitoli[0].testo


def test_un_rimando_a_un_altro_capitolo_porta_alla_sua_pagina(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente
) -> None:
    altro = piano.sezioni.get(chiave="altro")
    scrivi_sezione(altro, testo=_testo("popolazione"), revisione=1, autore=ada)
    scrivi_sezione(capitolo, testo=_testo("altro", "sezione"), revisione=1, autore=ada)
    pagina = come(ada).get(f"{piano.get_absolute_url()}leggi/altro/").text
    assert '<a class="rimando" href="../contesto/#tabella-popolazione">Tabella 1.2</a>' in pagina
    pagina = come(ada).get(f"{piano.get_absolute_url()}leggi/contesto/").text
    assert '<a class="rimando" href="../altro/#sezione-altro">capitolo 2</a>' in pagina


def test_un_rimando_a_nulla_non_si_salva(piano: Piano, capitolo: Sezione, ada: Utente) -> None:
    with pytest.raises(DatiNonValidi, match="«tabella:inventata», che nel Piano non c'è"):
        scrivi_sezione(capitolo, testo=_testo("inventata"), revisione=1, autore=ada)
    capitolo.refresh_from_db()
    assert "inventata" not in capitolo.testo


def test_cio_che_e_citato_non_si_elimina(come: Come, piano: Piano, capitolo: Sezione, ada: Utente) -> None:
    scrivi_sezione(capitolo, testo=_testo("popolazione") + _testo("altro", "sezione"), revisione=1, autore=ada)
    tabella = piano.tabelle.get(chiave="popolazione")
    with pytest.raises(DatiNonValidi, match="è ancora citata: la sezione"):
        elimina_tabella(tabella, revisione=1, autore=ada)
    with pytest.raises(DatiNonValidi, match="è ancora citata: la sezione"):
        elimina_sezione(piano.sezioni.get(chiave="altro"), autore=ada)
    risposta = come(ada).post(f"{piano.get_absolute_url()}tabelle/popolazione/elimina/", {"revisione": 1})
    assert risposta.status_code == 422
    assert piano.tabelle.filter(chiave="popolazione").exists()
    scrivi_sezione(capitolo, testo="<p>Nulla</p>", revisione=2, autore=ada)
    elimina_tabella(piano.tabelle.get(chiave="popolazione"), revisione=1, autore=ada)


def test_un_file_con_un_rimando_a_nulla_non_entra(piano: Piano, capitolo: Sezione) -> None:
    capitolo.testo = _testo("inventata")
    capitolo.save()
    dati = leggi(byte_del_piano(piano))
    piano.delete()
    with pytest.raises(DatiNonValidi, match="Nulla è stato importato"):
        importa_piano(dati)
    assert not Piano.objects.exists()


def test_la_pagina_dei_rimandi_dice_numeri_e_collegamenti(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, dario: Utente
) -> None:
    testo = come(ada).get(f"{piano.get_absolute_url()}rimandi/").text
    assert "Tabella 1.2" in testo
    assert "#rif:tabella:popolazione" in testo
    assert come(dario).get(f"{piano.get_absolute_url()}rimandi/").status_code == 404


def test_l_elenco_per_la_finestra_dice_anche_le_parole_da_scrivere(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente
) -> None:
    Sezione.objects.filter(piano=piano, chiave="altro").update(numerata=False, titolo="Premessa")
    gruppi = come(ada).get(f"{piano.get_absolute_url()}rimandi/?formato=json").json()["gruppi"]
    assert [(v["parole"], v["rimando"]) for g in gruppi for v in g["voci"]] == [
        ("Tabella 1.1", "#rif:tabella:prima"),
        ("Tabella 1.2", "#rif:tabella:popolazione"),
        ("capitolo 1", "#rif:sezione:contesto"),
        ("«Premessa»", "#rif:sezione:altro"),
    ]


# --- Texts of another time -------------------------------------------------------------------------


def test_sciogliere_lascia_le_parole_e_gli_altri_rimandi() -> None:
    testo = _testo("persa") + _testo("popolazione") + _testo("persa", "sezione")
    sciolto, persi = sciogli(testo, {"tabella:popolazione"})
    assert sciolto == f"<p>Si veda la tabella.</p>{_testo('popolazione')}<p>Si veda la tabella.</p>"
    assert persi == ["tabella:persa", "sezione:persa"]
    assert sciogli(sciolto, set()) == (
        sciolto.replace(_testo("popolazione"), "<p>Si veda la tabella.</p>"),
        ["tabella:popolazione"],
    )


def test_un_testo_ripristinato_che_citava_cio_che_non_c_e_piu(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente
) -> None:
    scrivi_sezione(capitolo, testo=_testo("popolazione"), revisione=1, autore=ada)
    vecchia = capitolo.storia.order_by("-history_id").first()
    scrivi_sezione(capitolo, testo="<p>Nulla</p>", revisione=2, autore=ada)
    elimina_tabella(piano.tabelle.get(chiave="popolazione"), revisione=1, autore=ada)
    risposta = come(ada).post(
        f"{piano.get_absolute_url()}sezioni/contesto/storia/ripristina/",
        {"versione": vecchia.pk, "revisione": 3},
        follow=True,
    )
    assert "Citava «tabella:popolazione», che nel Piano non c&#x27;è più" in risposta.text
    capitolo.refresh_from_db()
    assert capitolo.testo == "<p>Si veda la tabella.</p>"


def test_una_versione_ripristinata_non_lascia_rimandi_a_nulla(
    come: Come, piano: Piano, capitolo: Sezione, ada: Utente, asst_valle_olona: Asst
) -> None:
    """The ASST names a table that was not there then: the restore takes the table away, and says what becomes of it."""
    versione = congela(piano, autore=ada)
    nuova = TabellaFactory.create(piano=piano, sezione=capitolo, chiave="nuova", ordine=3, colonne=COLONNE)
    Sezione.objects.filter(piano=piano, chiave="altro").update(
        proprietario=asst_valle_olona.ente, testo=_testo("nuova") + _testo("prima")
    )
    Piano.objects.filter(pk=piano.pk).update(contenuto=F("contenuto") + 1)
    indirizzo = f"{piano.get_absolute_url()}versioni/{versione.sha256[:12]}/ripristina/"
    pagina = come(ada).get(indirizzo).text
    assert "Rimandi che diventano parole" in pagina
    assert f"sezione «{piano.sezioni.get(chiave='altro').titolo}»: «tabella:nuova»" in pagina
    piano.refresh_from_db()
    come(ada).post(indirizzo, {"contenuto": piano.contenuto})
    assert not piano.tabelle.filter(pk=nuova.pk).exists()
    assert piano.sezioni.get(chiave="altro").testo == "<p>Si veda la tabella.</p>" + _testo("prima")
