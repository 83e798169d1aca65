"""The Region's data as the DGR counts them."""

import pytest
from django.db import transaction

from ambiti.models import Ambito, Appartenenza, Asst, Collegamento, Comune, Distretto, Ente
from leps.models import Bersaglio, Indicatore, Leps
from obiettivi.models import CampoScheda, Macroarea, PuntoChiave
from piani.regione import carica_regione

pytestmark = [pytest.mark.lento, pytest.mark.django_db]


def test_la_regione_ha_i_numeri_della_dgr_e_si_ricarica_uguale() -> None:
    carica_regione()
    enti = Ente.objects.count()
    con_due_asst = Distretto.objects.get(ente__codice="22070")
    trovati = carica_regione()

    assert trovati | {"enti": Ente.objects.count()} == trovati | {"enti": enti}
    assert trovati["ATS"] == 8
    assert trovati["ASST"] == 25
    assert trovati["distretti"] == 86
    assert trovati["Ambiti"] == 91
    assert trovati["collegamenti"] == 102
    assert trovati["Comuni"] == 1502
    assert trovati["LEPS"] == 16
    assert trovati["indicatori LEPS"] == 20
    assert trovati["punti chiave"] == 70
    assert trovati["righe dei formati"] == 26 + 8 + 10 + 2
    assert Asst.objects.filter(collegamenti__distretto=con_due_asst).distinct().count() == 2
    assert Collegamento.objects.filter(ambito__ente__codice="50007").count() == 9
    assert Ambito.objects.values("codice_sioss").distinct().count() == 91
    assert Appartenenza.objects.filter(ambito__ente__codice="50074").count() == 9
    assert Comune.objects.filter(appartenenze=None).count() == 1502 - 10


def test_i_leps_prioritari_hanno_venti_indicatori_con_bersagli_tipizzati() -> None:
    carica_regione()

    prioritari = Leps.objects.filter(prioritario=True)
    assert sorted(x.indicatori.count() for x in prioritari) == [3, 3, 4, 4, 6]
    assert Bersaglio.objects.count() == 60
    perduta = Indicatore.objects.get(codice="dim-2")
    assert [(b.anno, b.tipo, b.valore) for b in perduta.bersagli.all()] == [
        (2025, "nessuno", None),
        (2026, "soglia", 50),
        (2027, "soglia", 75),
    ]


def test_i_punti_chiave_sono_di_tutte_le_macroaree_tranne_c_e_l() -> None:
    carica_regione()

    senza = set(Macroarea.objects.filter(punti_chiave=None).values_list("codice", flat=True))
    assert senza == {"C", "L"}
    assert Macroarea.objects.get(codice="C").storica
    assert PuntoChiave.objects.filter(macroarea__codice="A").count() == 10


def test_le_etichette_ufficiali_sono_in_ordine() -> None:
    carica_regione()

    etichette = list(CampoScheda.objects.filter(formato__chiave="obiettivo-2025").values_list("etichetta", flat=True))
    assert etichette[0] == "TITOLO INTERVENTO"
    assert etichette[25] == "QUALE IMPATTO DOVREBBE AVERE L'INTERVENTO?"


def test_un_errore_a_meta_lascia_lo_stato_di_prima(monkeypatch: pytest.MonkeyPatch) -> None:
    def guasto() -> dict[str, int]:
        raise RuntimeError

    monkeypatch.setattr("piani.regione.carica_catalogo", guasto)
    with pytest.raises(RuntimeError), transaction.atomic():
        carica_regione()

    assert not Ente.objects.exists()
