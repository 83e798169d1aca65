"""Two people on one table: different cells are put together, the same one is shown to both, the page saves by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from core.exceptions import SalvataggioSuperato
from core.storia import AUTOMATICO, MIO, SALVATO, UNIONE
from piani.actions.stesure import letta
from piani.actions.tabelle import RigaScritta, TabellaContesa, cambia_colonne, salva_righe
from piani.models import Colonna, Piano, RigaTabella, Tabella
from tests.cliente import Cliente
from tests.factories import TabellaFactory
from utenti.models import Utente

Come = Callable[[Utente], Cliente]


@pytest.fixture
def tabella(piano: Piano) -> Tabella:
    colonne: list[Colonna] = [
        {"chiave": chiave, "titolo": titolo, "gruppo": "", "tipo": tipo, "decimali": 0, "unita": ""}
        for chiave, titolo, tipo in (("comune", "Comune", "testo"), ("abitanti", "Abitanti", "numero"))
    ]
    tabella = TabellaFactory.create(piano=piano, colonne=colonne)
    for n, valori in enumerate((["Gallarate", "52000"], ["Cassano", "21500"]), 1):
        RigaTabella.objects.create(tabella=tabella, ordine=n, valori=valori)
    return tabella


def dove(tabella: Tabella, atto: str = "righe/") -> str:
    return f"{tabella.piano.get_absolute_url()}tabelle/{tabella.chiave}/{atto}"


def aperta(come: Come, persona: Utente, tabella: Tabella) -> dict[str, Any]:
    """Return the form as the page of a person has it."""
    contesto = come(persona).get(dove(tabella, "")).context
    return {
        **QueryDict(contesto["partenza"]).dict(),
        **{f"r{r.n}-chiave": r.chiave for r in contesto["griglia"].righe},
        "revisione": contesto["tabella"].revisione,
        "colonne": "comune,abitanti",
        "partenza": contesto["partenza"],
    }


def da_sola(cliente: Cliente, tabella: Tabella, dati: dict[str, Any], pagina: str = "una", invio: int = 0) -> Any:
    teste = {"X-Requested-With": "fetch", "X-Pagina": pagina, **({"X-Invio": str(invio)} if invio else {})}
    return cliente.post(dove(tabella), dati, headers=teste)


def valori(tabella: Tabella) -> list[list[str]]:
    return list(tabella.righe.order_by("ordine").values_list("valori", flat=True))


def test_due_caselle_diverse_si_uniscono_da_sole(come: Come, ada: Utente, lia: Utente, tabella: Tabella) -> None:
    di_ada, di_lia = aperta(come, ada, tabella), aperta(come, lia, tabella)
    nuova = {"r2-c0": "Lonate", "r2-c1": "9.000"}
    assert da_sola(come(ada), tabella, {**di_ada, **nuova, "r0-c1": "53.000"}).json()["revisione"] == 2
    risposta = da_sola(come(lia), tabella, {**di_lia, "r1-c1": "22.000"}, pagina="dilia").json()
    assert valori(tabella) == [["Gallarate", "53000"], ["Cassano", "22000"], ["Lonate", "9000"]]
    # Lia's page learns Ada's cell, and that there is a row that it has not got.
    assert risposta["valori"] == {"r0-c1": "53.000"}
    assert "Ada ha salvato" in risposta["avviso"]
    assert "righe nuove" in risposta["avviso"]
    assert "53.000" in risposta["frammenti"]["adesso"]
    stesure = {(s.history_user, tuple(letta(s))) for s in tabella.storia.all()}
    assert {chi for chi, _ in stesure} == {None, ada, lia}


def di_nuovo(dati: dict[str, Any], revisione: int, **celle: str) -> dict[str, Any]:
    """Return the form as the page sends it after a save: what it has sent is what it says that it has."""
    mandata = QueryDict(mutable=True)
    mandata.update({k: v for k, v in dati.items() if k not in ("revisione", "partenza", "colonne")})
    return {**dati, **celle, "revisione": revisione, "partenza": mandata.urlencode()}


def test_cio_che_la_pagina_non_ha_resta_anche_al_salvataggio_dopo(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    """Lia's page is told of the row and of the note that Ada wrote, and goes on without them: it does not take them away."""
    di_ada, di_lia = aperta(come, ada, tabella), aperta(come, lia, tabella)
    nota = {"nc0-riga": "1", "nc0-colonna": "comune", "nc0-testo": "Capofila"}
    da_sola(come(ada), tabella, {**di_ada, **nota, "r2-c0": "Lonate", "r2-c1": "9.000"})
    prima = {**di_lia, "r1-c1": "22.000"}
    letta_ora = da_sola(come(lia), tabella, prima, pagina="dilia").json()["revisione"]
    dopo = di_nuovo(prima, letta_ora, **{"r1-c1": "23.000"})
    risposta = da_sola(come(lia), tabella, dopo, pagina="dilia", invio=2)
    assert "ha aggiunto righe" in risposta.json()["avviso"]
    assert valori(tabella) == [["Gallarate", "52000"], ["Cassano", "23000"], ["Lonate", "9000"]]
    # A row that was on the page goes when it is taken away, by the button too.
    tolta = di_nuovo(dopo, letta_ora + 1, **{"r1-togli": "si"})
    assert come(lia).post(dove(tabella), tolta).status_code == 302
    assert valori(tabella) == [["Gallarate", "52000"], ["Lonate", "9000"]]
    assert tabella.righe.order_by("ordine")[0].note_celle == {"comune": "Capofila"}


def test_la_casella_che_la_pagina_non_ha_preso_si_contende_anche_dopo(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    """While Lia's save was on its way she typed in the cell that Ada had changed: hers does not pass over it in silence."""
    di_ada, di_lia = aperta(come, ada, tabella), aperta(come, lia, tabella)
    da_sola(come(ada), tabella, {**di_ada, "r0-c1": "53.000"})
    prima = {**di_lia, "r1-c1": "22.000"}
    letta_ora = da_sola(come(lia), tabella, prima, pagina="dilia").json()["revisione"]
    dopo = di_nuovo(prima, letta_ora, **{"r0-c1": "54.000"})
    assert da_sola(come(lia), tabella, dopo, pagina="dilia", invio=2).status_code == 409
    assert valori(tabella)[0] == ["Gallarate", "53000"]


def test_le_colonne_cambiate_mentre_si_salva_fermano_il_salvataggio(ada: Utente, lia: Utente, tabella: Tabella) -> None:
    """The page was read before, the lock came after."""
    letta_prima = Tabella.objects.get(pk=tabella.pk)
    cambia_colonne(tabella, colonne=[(None, tabella.colonne[1])], revisione=1, autore=ada)
    righe = [RigaScritta(["Samarate", "16.000"])]
    with pytest.raises(SalvataggioSuperato) as superato:
        salva_righe(letta_prima, righe=righe, revisione=1, partenza=righe, autore=lia)
    assert not isinstance(superato.value, TabellaContesa)
    # The cells that went with their columns are in the history, and who took them off.
    assert [(s.history_user, next(iter(letta(s).values())).get("comune")) for s in tabella.storia.order_by("history_id")] == [
        (None, "Gallarate"), (ada, None),
    ]  # fmt: skip


def test_la_stessa_casella_si_contende_e_le_tre_restano_nella_storia(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    di_ada, di_lia = aperta(come, ada, tabella), aperta(come, lia, tabella)
    da_sola(come(ada), tabella, {**di_ada, "r0-c1": "53.000"})
    mie = {**di_lia, "r0-c1": "54.000", "r1-c1": "22.000"}
    risposta = da_sola(come(lia), tabella, mie, pagina="dilia")
    assert risposta.status_code == 409
    assert "Ada ha salvato" in risposta.json()["frase"]
    assert valori(tabella)[0] == ["Gallarate", "53000"]
    pagina = come(lia).post(dove(tabella), {**mie, "confronta": "1"})
    assert pagina.status_code == 409
    (casella,) = pagina.context["conflitto"].caselle
    assert (casella.riga, casella.colonna) == ("1, Gallarate", "Abitanti")
    assert (casella.prima, casella.mio, casella.salvato, casella.nome) == ("52.000", "54.000", "53.000", "r0-c1")
    assert "cella-contesa" in pagina.text
    celle = [[c.valore for c in r.celle] for r in pagina.context["griglia"].righe[:2]]
    assert celle == [["Gallarate", "54.000"], ["Cassano", "22.000"]]
    tenute = {s.history_change_reason: letta(s) for s in tabella.storia.all()}
    gallarate, cassano = tenute[MIO]
    assert tenute[MIO][gallarate]["abitanti"] == "54000"
    assert tenute[UNIONE][cassano]["abitanti"] == "22000"
    assert tabella.storia.filter(history_user=ada).count() == 1
    # Asked twice, kept once.
    assert tabella.storia.filter(history_change_reason=MIO).count() == 1


@pytest.mark.parametrize(
    ("scelta", "resta"),
    [
        ({"r0-c1": "54.000"}, ["54000", "22000"]),
        ({"loro-r0-c1": "53.000"}, ["53000", "22000"]),
        (None, ["53000", "21500"]),
    ],
)
def test_si_sceglie_la_propria_quella_salvata_o_tutto_come_era(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella, scelta: dict[str, str] | None, resta: list[str]
) -> None:
    di_ada, di_lia = aperta(come, ada, tabella), aperta(come, lia, tabella)
    da_sola(come(ada), tabella, {**di_ada, "r0-c1": "53.000"})
    mie = {**di_lia, "r0-c1": "54.000", "r1-c1": "22.000"}
    pagina = come(lia).post(dove(tabella), mie)
    unite = {**mie, **(scelta or {}), "revisione": 2, "partenza": pagina.context["partenza"], "scelta": "unito"}
    seguito = come(lia).post(dove(tabella), unite if scelta else {"revisione": 2, "scelta": "loro"})
    assert seguito.status_code == 302
    assert [v[1] for v in valori(tabella)] == resta


def test_la_riga_che_uno_toglie_e_l_altro_cambia_si_contende(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    di_ada, di_lia = aperta(come, ada, tabella), aperta(come, lia, tabella)
    da_sola(come(ada), tabella, {**di_ada, "r1-togli": "si"})
    pagina = come(lia).post(dove(tabella), {**di_lia, "r1-c1": "22.000"})
    assert pagina.status_code == 409
    (casella,) = pagina.context["conflitto"].caselle
    assert (casella.colonna, casella.mio, casella.salvato) == ("tutta la riga", "Cassano; 22000", "(riga tolta)")
    # Untouched by the other, it simply goes.
    assert come(lia).post(dove(tabella), {**di_lia, "r0-c1": "1"}).status_code == 302
    assert valori(tabella) == [["Gallarate", "1"]]


def test_la_riga_che_uno_cambia_e_l_altro_toglie_si_contende(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    """What both wrote says then what stands already: still Lia is told that her row is not gone."""
    di_ada, di_lia = aperta(come, ada, tabella), aperta(come, lia, tabella)
    da_sola(come(ada), tabella, {**di_ada, "r1-c1": "22.000"})
    pagina = come(lia).post(dove(tabella), {**di_lia, "r1-togli": "si"})
    assert pagina.status_code == 409
    (casella,) = pagina.context["conflitto"].caselle
    assert (casella.mio, casella.salvato) == ("(riga tolta)", "Cassano; 22000")


def test_i_salvataggi_di_una_pagina_sono_una_versione_e_la_risposta_persa_non_raddoppia(
    come: Come, ada: Utente, tabella: Tabella
) -> None:
    cliente, dati = come(ada), aperta(come, ada, tabella)
    for invio, nome in ((1, "Lon"), (3, "Lonate"), (4, "Lonate Pozzolo")):
        # Nobody heard the answers: the same revision, the same new row.
        assert da_sola(cliente, tabella, {**dati, "r2-c0": nome}, invio=invio).status_code == 200
    assert da_sola(cliente, tabella, {**dati, "r2-c0": "Lona"}, invio=2).status_code == 409
    assert valori(tabella) == [["Gallarate", "52000"], ["Cassano", "21500"], ["Lonate Pozzolo", ""]]
    automatiche = tabella.storia.filter(history_change_reason__startswith=AUTOMATICO)
    assert automatiche.count() == 1
    assert da_sola(cliente, tabella, {**dati, "revisione": 4, "r2-c0": "Lonate Pozzolo"}).json()["revisione"] == 4


def test_due_che_si_alternano_lasciano_una_versione_ciascuno(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    """Else an hour of two people is thousands of copies of the table."""
    pagine = {"una": (come(ada), "r0-c1"), "dilia": (come(lia), "r1-c1")}
    moduli = {"una": aperta(come, ada, tabella), "dilia": aperta(come, lia, tabella)}
    for n in range(1, 9):
        pagina = list(pagine)[n % 2]
        cliente, casella = pagine[pagina]
        scritta = {**moduli[pagina], casella: str(n)}
        letta_ora = da_sola(cliente, tabella, scritta, pagina=pagina, invio=n).json()["revisione"]
        moduli[pagina] = di_nuovo(scritta, letta_ora)
    assert valori(tabella) == [["Gallarate", "8"], ["Cassano", "7"]]
    automatiche = tabella.storia.filter(history_change_reason__startswith=AUTOMATICO)
    assert {s.history_user: s.revisione for s in automatiche} == {lia: 8, ada: 9}
    assert automatiche.count() == 2


def test_una_casella_sbagliata_ferma_solo_la_pagina_e_dice_quale(come: Come, ada: Utente, tabella: Tabella) -> None:
    risposta = da_sola(come(ada), tabella, {**aperta(come, ada, tabella), "r1-c1": "molti"})
    assert risposta.status_code == 422
    assert "Riga 2, colonna «Abitanti»" in risposta.json()["frase"]
    assert valori(tabella)[1] == ["Cassano", "21500"]


def test_chi_ha_cambiato_le_colonne_o_la_persona_ferma_la_pagina(
    come: Come, ada: Utente, lia: Utente, tabella: Tabella
) -> None:
    dati = aperta(come, lia, tabella)
    teste = {"X-Requested-With": "fetch", "X-Persona": str(ada.pk)}
    assert come(lia).post(dove(tabella), {**dati, "r0-c1": "1"}, headers=teste).status_code == 403
    assert da_sola(come(lia), tabella, {**dati, "colonne": "comune,residenti"}).status_code == 409
    assert valori(tabella)[0] == ["Gallarate", "52000"]


def test_cio_che_un_file_ha_scritto_resta_nella_storia(come: Come, ada: Utente, lia: Utente, tabella: Tabella) -> None:
    """Whoever takes rows from a file replaces them: what stood before is there, and so is the file's."""
    salva_righe(tabella, righe=[RigaScritta(["Samarate", "16.000"])], revisione=1, autore=ada)
    RigaTabella.objects.filter(tabella=tabella).update(valori=["Samarate", "17000"])
    da_sola(come(lia), tabella, {**aperta(come, lia, tabella), "r0-c1": "18.000"})
    dette = [[c.get("abitanti") for c in letta(s).values()] for s in tabella.storia.order_by("history_id")]
    assert dette == [["52000", "21500"], ["16000"], ["17000"], ["18000"]]
    assert tabella.storia.order_by("history_id")[2].history_change_reason == SALVATO.partition(": ")[2]


def test_le_versioni_si_leggono_si_confrontano_e_si_ripristinano(
    come: Come, ada: Utente, dario: Utente, tabella: Tabella
) -> None:
    da_sola(come(ada), tabella, {**aperta(come, ada, tabella), "r1-c1": "22.000"})
    pagina = come(ada).get(dove(tabella, "storia/"))
    assert "salvataggio automatico" in pagina.text
    confronto = come(ada).get(dove(tabella, "storia/confronta/")).text
    assert "<ins>" in confronto
    prima = tabella.storia.order_by("history_id")[0]
    dati = {"versione": prima.history_id, "revisione": 2}
    assert come(dario).post(dove(tabella, "storia/ripristina/"), dati).status_code == 404
    assert come(ada).post(dove(tabella, "storia/ripristina/"), dati).status_code == 302
    assert valori(tabella)[1] == ["Cassano", "21500"]
    assert come(ada).post(dove(tabella, "storia/ripristina/"), {**dati, "revisione": 3}).status_code == 400
    Tabella.objects.filter(pk=tabella.pk).update(colonne=tabella.colonne[:1])
    rifiuto = come(ada).post(dove(tabella, "storia/ripristina/"), {**dati, "revisione": 3})
    assert "ha cambiato colonne" in rifiuto.text


def test_quanto_costa_salvare_una_tabella(
    come: Come, ada: Utente, tabella: Tabella, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cliente, dati = come(ada), aperta(come, ada, tabella)
    da_sola(cliente, tabella, {**dati, "r0-c1": "1"})
    dopo = di_nuovo({**dati, "r0-c1": "1"}, 2, **{"r0-c1": "2"})
    with django_assert_num_queries(28):
        da_sola(cliente, tabella, dopo)
