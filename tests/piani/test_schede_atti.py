"""The doors of the sheets: what each does, whom it refuses."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ambiti.models import Asst
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from leps.enums import TipoBersaglio
from obiettivi.actions.azioni import DatiAzione
from obiettivi.actions.indicatori import Atteso, DatiIndicatore
from obiettivi.actions.risorse import DatiRisorsa
from obiettivi.actions.risposte import Riga
from obiettivi.actions.schede import DatiScheda
from obiettivi.models import (
    Azione,
    CampoScheda,
    FonteFinanziamento,
    FormatoScheda,
    Macroarea,
    PuntoChiave,
    Risposta,
    Scheda,
)
from piani.actions import schede as porte
from piani.models import Piano, VoceScheda
from registro.models import Evento
from tests.factories import IndicatoreFactory, SezioneFactory, VoceSchedaFactory
from utenti.models import Utente

pytestmark = pytest.mark.django_db


@pytest.fixture
def voce(piano: Piano, regione_minima: object) -> VoceScheda:
    """An empty objective sheet of Gallarate, in the regional format."""
    return VoceSchedaFactory.create(
        piano=piano, codice="A", scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025"), scheda__titolo=""
    )


@pytest.fixture
def voce_asst(piano: Piano, regione_minima: object, asst_valle_olona: Asst) -> VoceScheda:
    """A sheet of the ASST in Gallarate's plan."""
    return VoceSchedaFactory.create(
        piano=piano,
        codice="ASST-SAD",
        scheda__formato=FormatoScheda.objects.get(chiave="asst-2025"),
        scheda__proprietario=asst_valle_olona.ente,
    )


def campo(voce: VoceScheda, chiave: str) -> CampoScheda:
    return CampoScheda.objects.get(formato=voce.scheda.formato, chiave=chiave)


def contenuto(piano: Piano) -> int:
    return Piano.objects.values_list("contenuto", flat=True).get(pk=piano.pk)


def salva(voce: VoceScheda, chiave: str, riga: Riga, autore: Utente, letta: int = 1) -> Risposta:
    return porte.salva_riga(voce, campo(voce, chiave), riga, revisione_letta=letta, autore=autore)


def test_una_riga_salvata_resta_con_chi_l_ha_scritta_e_segna_il_piano(voce: VoceScheda, ada: Utente) -> None:
    prima = contenuto(voce.piano)
    risposta = salva(voce, "co_programmato", Riga(scelte=("no",), testo="<p>No, ma...</p>"), ada)
    risposta.refresh_from_db()
    assert (risposta.scelte, risposta.testo, risposta.revisione) == (["no"], "<p>No, ma...</p>", 2)
    assert risposta.storia.first().history_user == ada
    assert contenuto(voce.piano) == prima + 1


def test_salvare_due_volte_le_stesse_parole_non_scrive_niente(voce: VoceScheda, ada: Utente, lia: Utente) -> None:
    salva(voce, "target", Riga(testo="<p>Tutti</p>"), ada)
    risposta = salva(voce, "target", Riga(testo="<p>Tutti</p>"), lia, letta=1)
    assert risposta.revisione == 2


def test_un_salvataggio_superato_non_cambia_niente(voce: VoceScheda, ada: Utente, lia: Utente) -> None:
    salva(voce, "target", Riga(testo="<p>Ada</p>"), ada)
    prima = contenuto(voce.piano)
    with pytest.raises(SalvataggioSuperato) as superato:
        salva(voce, "target", Riga(testo="<p>Lia</p>"), lia, letta=1)
    assert isinstance(superato.value.attuale, Risposta)
    assert superato.value.attuale.testo == "<p>Ada</p>"
    assert Risposta.objects.get(scheda=voce.scheda, campo__chiave="target").testo == "<p>Ada</p>"
    assert contenuto(voce.piano) == prima


def test_gli_script_spariscono_dal_testo(voce: VoceScheda, ada: Utente) -> None:
    risposta = salva(voce, "target", Riga(testo="<p onclick='x()'>Ciao<script>alert(1)</script></p>"), ada)
    assert risposta.testo == "<p>Ciao</p>"


def test_un_testo_troppo_lungo_e_rifiutato_con_le_due_misure(voce: VoceScheda, ada: Utente, settings: Any) -> None:
    settings.LIMITE_TESTO_CARATTERI = 20
    with pytest.raises(DatiNonValidi, match="il massimo è 20"):
        salva(voce, "target", Riga(testo="x" * 21), ada)
    assert not Risposta.objects.filter(scheda=voce.scheda).exists()


@pytest.mark.parametrize(
    ("chiave", "scelte", "frase"),
    [("continuita", ("si", "no"), "una voce sola"), ("continuita", ("forse",), "«forse»")],
)
def test_una_scelta_che_non_si_puo_fare_e_rifiutata(
    voce: VoceScheda, ada: Utente, chiave: str, scelte: tuple[str, ...], frase: str
) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        salva(voce, chiave, Riga(scelte=scelte), ada)
    assert not Risposta.objects.filter(scheda=voce.scheda).exists()


def test_titolo_aree_e_punti_stanno_nelle_loro_tabelle(voce: VoceScheda, ada: Utente) -> None:
    area = Macroarea.objects.get(codice="B")
    punto = PuntoChiave.objects.filter(macroarea=area).first()
    assert punto
    salva(voce, "titolo", Riga(titolo="Strategie per l'abitare"), ada)
    salva(voce, "trasversalita", Riga(scelte=("si",), aree=frozenset({area.pk})), ada)
    salva(voce, "punti_chiave", Riga(punti=frozenset({punto.pk}), altri_punti=("Un punto nostro",)), ada)
    scheda = Scheda.objects.get(pk=voce.scheda_id)
    assert scheda.titolo == "Strategie per l'abitare"
    assert list(scheda.aree_trasversali.all()) == [area]
    assert [(p.punto, p.nota) for p in scheda.punti_scelti.all()] == [(punto, ""), (None, "Un punto nostro")]


def test_i_punti_superati_non_si_toccano(voce: VoceScheda, ada: Utente, lia: Utente) -> None:
    salva(voce, "punti_chiave", Riga(altri_punti=("Di Ada",)), ada)
    with pytest.raises(SalvataggioSuperato):
        salva(voce, "punti_chiave", Riga(altri_punti=("Di Lia",)), lia, letta=1)
    assert [p.nota for p in voce.scheda.punti_scelti.all()] == ["Di Ada"]


def test_il_grado_sta_tra_zero_e_cento(piano: Piano, ada: Utente, regione_minima: object) -> None:
    esito = VoceSchedaFactory.create(piano=piano, scheda__formato=FormatoScheda.objects.get(chiave="esito-2021"))
    with pytest.raises(DatiNonValidi, match="tra 0 e 100"):
        salva(esito, "grado", Riga(grado=120), ada)
    salva(esito, "grado", Riga(grado=75, scelte=("sufficiente",)), ada)
    assert Scheda.objects.get(pk=esito.scheda_id).grado == 75


# --- Actions ------------------------------------------------------------------
def numeri(voce: VoceScheda) -> list[tuple[str, str]]:
    return list(voce.scheda.azioni.order_by("ordine").values_list("numero", "testo"))


def azione(voce: VoceScheda, autore: Utente, testo: str, **altro: Any) -> Azione:
    return porte.aggiungi_azione(voce, DatiAzione(testo, **altro), autore=autore)


def test_le_azioni_si_numerano_da_sole_e_gli_indicatori_le_seguono(voce: VoceScheda, ada: Utente) -> None:
    prima, seconda = azione(voce, ada, "Prima"), azione(voce, ada, "Seconda")
    sotto = porte.aggiungi_azione(voce, DatiAzione("Sotto"), genitore=seconda, autore=ada)
    assert (prima.numero, seconda.numero, sotto.numero) == ("1", "2", "2.1")
    indicatore = IndicatoreFactory.create(scheda=voce.scheda, azione=seconda, numero="2.4")
    assert porte.sposta_azione(voce, seconda, -1, autore=ada)
    indicatore.refresh_from_db()
    assert indicatore.numero == "1.4"
    assert {t: n for n, t in numeri(voce)} == {"Seconda": "1", "Sotto": "1.1", "Prima": "2"}
    assert not porte.sposta_azione(voce, Azione.objects.get(pk=seconda.pk), -1, autore=ada)


def test_un_numero_scelto_a_mano_resta(voce: VoceScheda, ada: Utente) -> None:
    azione(voce, ada, "Prima")
    azione(voce, ada, "Seconda", numero="B")
    azione(voce, ada, "Terza")
    assert [n for n, _ in numeri(voce)] == ["1", "B", "2"]
    with pytest.raises(DatiNonValidi, match="già di un'altra azione"):
        azione(voce, ada, "Quarta", numero="B")
    prima = Azione.objects.get(numero="1")
    porte.elimina_azione(voce, prima, revisione_letta=prima.revisione, autore=ada)
    assert [n for n, _ in numeri(voce)] == ["B", "1"]


def test_eliminare_un_azione_tiene_i_suoi_indicatori(voce: VoceScheda, ada: Utente) -> None:
    sola = azione(voce, ada, "Sola")
    sotto = porte.aggiungi_azione(voce, DatiAzione("Sotto"), genitore=sola, autore=ada)
    indicatore = IndicatoreFactory.create(scheda=voce.scheda, azione=sola)
    with pytest.raises(SalvataggioSuperato):
        porte.elimina_azione(voce, sola, revisione_letta=7, autore=ada)
    assert Azione.objects.filter(pk__in=[sola.pk, sotto.pk]).count() == 2
    porte.elimina_azione(voce, sola, revisione_letta=sola.revisione, autore=ada)
    indicatore.refresh_from_db()
    assert not voce.scheda.azioni.exists()
    assert indicatore.azione is None


def test_non_c_e_un_terzo_livello_di_azioni(voce: VoceScheda, ada: Utente) -> None:
    prima = azione(voce, ada, "Prima")
    sotto = porte.aggiungi_azione(voce, DatiAzione("Sotto"), genitore=prima, autore=ada)
    with pytest.raises(DatiNonValidi, match="due livelli"):
        porte.aggiungi_azione(voce, DatiAzione("Più sotto"), genitore=sotto, autore=ada)


def test_un_azione_superata_non_si_cambia(voce: VoceScheda, ada: Utente, lia: Utente) -> None:
    una = azione(voce, ada, "Una")
    letta = una.revisione
    porte.modifica_azione(voce, una, DatiAzione("Di Ada", numero="1"), revisione_letta=letta, autore=ada)
    with pytest.raises(SalvataggioSuperato):
        porte.modifica_azione(
            voce, Azione.objects.get(pk=una.pk), DatiAzione("Di Lia", numero="1"), revisione_letta=letta, autore=lia
        )
    assert Azione.objects.get(pk=una.pk).testo == "Di Ada"


# --- Indicators and funds -----------------------------------------------------
def test_un_indicatore_ha_i_suoi_valori_attesi(voce: VoceScheda, ada: Utente) -> None:
    attesi = (Atteso(2026, TipoBersaglio.SOGLIA, Decimal(50)), Atteso(None, TipoBersaglio.TRAGUARDO, testo="fatto"))
    indicatore = porte.aggiungi_indicatore(voce, DatiIndicatore("output", "Tavoli", attesi=attesi), autore=ada)
    assert {(a.anno, a.valore) for a in indicatore.attesi.all()} == {(2026, Decimal(50)), (None, None)}
    porte.modifica_indicatore(voce, indicatore, DatiIndicatore("output", "Tavoli fatti"), revisione_letta=1, autore=ada)
    assert not indicatore.attesi.exists()
    with pytest.raises(SalvataggioSuperato):
        porte.elimina_indicatore(voce, indicatore, revisione_letta=1, autore=ada)
    porte.elimina_indicatore(voce, indicatore, revisione_letta=2, autore=ada)
    assert not voce.scheda.indicatori.exists()


def test_gli_indicatori_si_spostano_nella_loro_fase(voce: VoceScheda, ada: Utente) -> None:
    for testo, fase in (("a", "output"), ("b", "processo"), ("c", "output")):
        porte.aggiungi_indicatore(voce, DatiIndicatore(fase, testo), autore=ada)
    assert porte.sposta_indicatore(voce, voce.scheda.indicatori.get(testo="c"), -1, autore=ada)
    assert [i.testo for i in voce.scheda.indicatori.order_by("ordine")] == ["c", "b", "a"]


def test_una_risorsa_ha_fonti_e_si_puo_cambiare(voce: VoceScheda, ada: Utente) -> None:
    fonte = FonteFinanziamento.objects.get(chiave="fnps")
    linea = porte.aggiungi_risorsa(voce, DatiRisorsa(Decimal("1300000.00"), [fonte]), autore=ada)
    assert list(linea.fonti.all()) == [fonte]
    porte.modifica_risorsa(voce, linea, DatiRisorsa(None, nota="da definire"), revisione_letta=1, autore=ada)
    linea.refresh_from_db()
    assert (linea.importo, linea.nota) == (None, "da definire")
    with pytest.raises(SalvataggioSuperato):
        porte.modifica_risorsa(voce, linea, DatiRisorsa(Decimal(1)), revisione_letta=1, autore=ada)


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        (DatiRisorsa(), "riga vuota"),
        (DatiRisorsa(Decimal(-1)), "negativo"),
    ],
)
def test_una_risorsa_senza_senso_e_rifiutata(voce: VoceScheda, ada: Utente, dati: DatiRisorsa, frase: str) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        porte.aggiungi_risorsa(voce, dati, autore=ada)
    assert not voce.scheda.risorse.exists()


# --- The sheet ----------------------------------------------------------------
def test_una_scheda_nuova_e_vuota_e_annotata(piano: Piano, ada: Utente, regione_minima: object) -> None:
    sezione = SezioneFactory.create(piano=piano)
    formato = FormatoScheda.objects.get(chiave="obiettivo-2025")
    voce = porte.crea_scheda(sezione, formato, codice=" Z ", intestazione="Nuova", autore=ada)
    assert (voce.codice, voce.scheda.risposte.count(), voce.scheda.proprietario) == ("Z", 26, piano.ambito.ente)
    evento = Evento.objects.get(catena__nome=piano.catena, tipo="piani.scheda_creata")
    assert evento.valori["codice"] == "Z"
    with pytest.raises(DatiNonValidi, match="c'è già una scheda con il codice «z»"):
        porte.crea_scheda(sezione, formato, codice="z", intestazione="Altra", autore=ada)
    with pytest.raises(DatiNonValidi, match="lettere senza accento"):
        porte.crea_scheda(sezione, formato, codice="a/b", intestazione="Altra", autore=ada)
    assert piano.voci.count() == 1


def test_si_elimina_solo_una_scheda_vuota(voce: VoceScheda, ada: Utente) -> None:
    risposta = salva(voce, "target", Riga(testo="<p>Tutti</p>"), ada)
    with pytest.raises(DatiNonValidi, match="una riga compilata"):
        porte.elimina_scheda(voce, autore=ada)
    voce = VoceScheda.objects.get(scheda=voce.scheda_id)
    salva(voce, "target", Riga(), ada, letta=risposta.revisione)
    porte.elimina_scheda(voce, autore=ada)
    assert not Scheda.objects.exists()
    assert Evento.objects.filter(tipo="piani.scheda_eliminata").count() == 1


def test_una_scheda_di_due_piani_non_si_elimina_ma_li_segna_entrambi(
    voce: VoceScheda, ada: Utente, piano_di_busto: Piano
) -> None:
    VoceSchedaFactory.create(piano=piano_di_busto, scheda=voce.scheda)
    with pytest.raises(DatiNonValidi, match="altro Piano"):
        porte.elimina_scheda(voce, autore=ada)
    salva(voce, "target", Riga(testo="<p>Tutti</p>"), ada)
    assert contenuto(piano_di_busto) == 1


def test_una_scheda_si_completa_si_sposta_si_riapre(voce: VoceScheda, ada: Utente) -> None:
    altrove = SezioneFactory.create(piano=voce.piano)
    porte.segna_completa(voce, True, revisione_letta=1, autore=ada)
    porte.colloca_scheda(voce, altrove, autore=ada)
    with pytest.raises(SalvataggioSuperato):
        porte.segna_completa(voce, False, revisione_letta=1, autore=ada)
    porte.segna_completa(voce, False, revisione_letta=2, autore=ada)
    voce.refresh_from_db()
    assert voce.sezione == altrove
    tipi = list(Evento.objects.filter(catena__nome=voce.piano.catena).values_list("tipo", flat=True))
    assert tipi == ["piani.scheda_completata", "piani.scheda_spostata", "piani.scheda_riaperta"]


def test_i_dati_della_scheda_hanno_la_loro_revisione(voce: VoceScheda, ada: Utente) -> None:
    area = Macroarea.objects.get(codice="B")
    porte.salva_testata(voce, DatiScheda("Nuovo titolo", macroaree=[area]), revisione_letta=1, autore=ada)
    assert list(voce.scheda.macroaree.all()) == [area]
    with pytest.raises(SalvataggioSuperato):
        porte.salva_testata(voce, DatiScheda("Altro"), revisione_letta=1, autore=ada)
    assert Scheda.objects.get(pk=voce.scheda_id).intestazione == "Nuovo titolo"


# --- Refusals -----------------------------------------------------------------
def _atti(voce: VoceScheda) -> dict[str, Callable[[Utente], object]]:
    esistente = Azione.objects.create(scheda=voce.scheda, ordine=1, numero="1", testo="C'è")
    indicatore = IndicatoreFactory.create(scheda=voce.scheda)
    linea = voce.scheda.risorse.create(ordine=1, importo=5)
    dati, misura, soldi = DatiAzione("x"), DatiIndicatore("output", "x"), DatiRisorsa(Decimal(1))
    return {
        "riga": lambda chi: salva(voce, next(iter(voce.scheda.formato.campi.all())).chiave, Riga(testo="x"), chi),
        "testata": lambda chi: porte.salva_testata(voce, DatiScheda("x"), revisione_letta=1, autore=chi),
        "completa": lambda chi: porte.segna_completa(voce, True, revisione_letta=1, autore=chi),
        "colloca": lambda chi: porte.colloca_scheda(voce, voce.sezione, autore=chi),
        "elimina": lambda chi: porte.elimina_scheda(voce, autore=chi),
        "crea": lambda chi: porte.crea_scheda(
            voce.sezione, voce.scheda.formato, codice="N", intestazione="x", autore=chi
        ),
        "aggiungi_azione": lambda chi: porte.aggiungi_azione(voce, dati, autore=chi),
        "modifica_azione": lambda chi: porte.modifica_azione(voce, esistente, dati, revisione_letta=1, autore=chi),
        "elimina_azione": lambda chi: porte.elimina_azione(voce, esistente, revisione_letta=1, autore=chi),
        "sposta_azione": lambda chi: porte.sposta_azione(voce, esistente, 1, autore=chi),
        "aggiungi_indicatore": lambda chi: porte.aggiungi_indicatore(voce, misura, autore=chi),
        "modifica_indicatore": lambda chi: porte.modifica_indicatore(
            voce, indicatore, misura, revisione_letta=1, autore=chi
        ),
        "elimina_indicatore": lambda chi: porte.elimina_indicatore(voce, indicatore, revisione_letta=1, autore=chi),
        "sposta_indicatore": lambda chi: porte.sposta_indicatore(voce, indicatore, 1, autore=chi),
        "aggiungi_risorsa": lambda chi: porte.aggiungi_risorsa(voce, soldi, autore=chi),
        "modifica_risorsa": lambda chi: porte.modifica_risorsa(voce, linea, soldi, revisione_letta=1, autore=chi),
        "elimina_risorsa": lambda chi: porte.elimina_risorsa(voce, linea, revisione_letta=1, autore=chi),
        "sposta_risorsa": lambda chi: porte.sposta_risorsa(voce, linea, 1, autore=chi),
    }


def test_dario_non_compie_nessun_atto_a_gallarate(voce: VoceScheda, dario: Utente, piano_di_busto: Piano) -> None:
    for nome, atto in _atti(voce).items():
        with pytest.raises(NonPermesso):
            atto(dario)
        assert contenuto(voce.piano) == 0, nome
    assert not Evento.objects.filter(catena__nome=voce.piano.catena).exists()


def test_in_verifica_non_scrive_nemmeno_ada(voce: VoceScheda, ada: Utente) -> None:
    atti = _atti(voce)
    Piano.objects.filter(pk=voce.piano_id).update(stato="in_verifica")
    for nome, atto in atti.items():
        with pytest.raises(NonPermesso, match="in questo stato"):
            atto(ada)
        assert contenuto(voce.piano) == 0, nome


def test_l_asst_scrive_le_sue_schede_e_solo_quelle(
    voce: VoceScheda, voce_asst: VoceScheda, gina: Utente, ada: Utente
) -> None:
    salva(voce_asst, "razionale", Riga(testo="<p>Dell'ASST</p>"), gina)
    porte.segna_completa(voce_asst, True, revisione_letta=1, autore=gina)
    with pytest.raises(NonPermesso, match="la scrive"):
        salva(voce, "target", Riga(testo="<p>No</p>"), gina)
    with pytest.raises(NonPermesso, match="la scrive"):
        salva(voce_asst, "target", Riga(testo="<p>No</p>"), ada)


def test_la_matrice_dell_asst_tiene_le_caselle_in_ordine(voce_asst: VoceScheda, gina: Utente) -> None:
    risposta = salva(voce_asst, "matrice", Riga(scelte=("AT2:LI1", "AT1:LI3")), gina)
    assert risposta.scelte == ["AT1:LI3", "AT2:LI1"]
