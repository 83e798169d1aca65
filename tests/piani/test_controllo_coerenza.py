"""The rules on answers that do not go together: the defect, and the twin that is none."""

import pytest

from tests.controllo_di_prova import catalogo, esito, frasi, obiettivo, paragrafo, risposta, sezione


def _punti(*aree: str) -> list[dict[str, str]]:
    return [{"macroarea": a, "punto": "x", "nota": ""} for a in aree]


def test_un_area_nei_punti_chiave_che_la_riga_7_non_dice() -> None:
    doppia = obiettivo(macroaree=[], aree_trasversali=["B", "D"], punti_chiave=_punti("A", "B", "D"))
    assert frasi("aree-e-punti", schede=[doppia]) == ["La riga 8 ha punti chiave di A, che la riga 7 non dice."]


def test_un_area_trasversale_senza_punti_chiave() -> None:
    manca = obiettivo(macroaree=["I"], aree_trasversali=["G", "J"], punti_chiave=_punti("I", "G"))
    assert frasi("aree-e-punti", schede=[manca]) == ["La riga 7 dice J, ma la riga 8 non ne ha punti chiave."]


def test_l_area_propria_e_tutte_le_aree_non_sono_un_difetto() -> None:
    propria = obiettivo(macroaree=["I"], aree_trasversali=["G"], punti_chiave=_punti("G"))
    tutte = obiettivo("B", risposta("trasversalita", "si", "tutte"), macroaree=[], punti_chiave=_punti("D"))
    senza = obiettivo("C", macroaree=["B"], aree_trasversali=["A"])
    assert frasi("aree-e-punti", schede=[propria, tutte, senza]) == []


def _capitolo(titolo: str, figlia: str = "", testo: str = "") -> list[dict[str, object]]:
    figlie = [sezione("figlia", titolo=figlia, voce_formato="", testo=testo)] if figlia else []
    return [sezione(titolo=titolo, sezioni=figlie, testo="" if figlia else testo)]


def test_la_scheda_sta_sotto_il_titolo_della_sua_area() -> None:
    sezioni = _capitolo("Obiettivi macro-area: Politiche Abitative")
    assert len(frasi("area-della-scheda", sezioni=sezioni, schede=[obiettivo(macroaree=["G"])])) == 1
    assert frasi("area-della-scheda", sezioni=sezioni, schede=[obiettivo(macroaree=["B", "G"])]) == []
    assert frasi("area-della-scheda", sezioni=_capitolo("Obiettivi LEPS"), schede=[obiettivo(macroaree=["G"])]) == []


def test_la_lettera_nel_titolo_della_parte_e_quella_della_scheda() -> None:
    titolo = "LEPS – Prevenzione dell'allontanamento - Area di policy E) – co-progettato con ASST"
    sezioni = _capitolo("Macro-area di policy G) Politiche giovanili e per i minori", titolo)
    scheda = obiettivo(macroaree=["G"], sezione="figlia")
    assert len(frasi("area-della-scheda", sezioni=sezioni, schede=[scheda])) == 1
    assert len(frasi("lettera-del-capitolo", sezioni=sezioni)) == 1


@pytest.mark.parametrize(
    "testo",
    [
        "A) Politiche abitative",
        "J) Politiche per i giovani e i minori",
        "D) ANZIANI - E) DOMICILIARITA'",
        "gli interventi previsti dagli obiettivi D) Anziani e E) Domiciliarità sono presentati insieme",
    ],
)
def test_la_lettera_sbagliata_di_una_macroarea(testo: str) -> None:
    assert frasi("lettera-macroarea", sezioni=_capitolo("Aree di policy", testo=f"<p>{testo}</p>")) != []


@pytest.mark.parametrize(
    "testo",
    [
        "B) Politiche abitative",
        "E) Anziani e D) Domiciliarità",
        "A) Raccolta dei dati sugli anziani",
        "I) Interventi per la Famiglia",
        "C) Anziani soli: chi sono e dove vivono",
    ],
)
def test_la_lettera_giusta_o_il_punto_di_un_elenco_no(testo: str) -> None:
    assert frasi("lettera-macroarea", sezioni=_capitolo("Aree di policy", testo=f"<p>{testo}</p>")) == []


def test_fuori_dalle_aree_una_lettera_e_solo_il_punto_di_un_elenco() -> None:
    assert frasi("lettera-macroarea", sezioni=_capitolo("I destinatari", testo="<p>A) Anziani</p>")) == []


@pytest.mark.parametrize("lettera", ["I", "K"])
def test_un_titolo_con_la_lettera_di_un_altro_capitolo(lettera: str) -> None:
    testo = f"<p>Obiettivi specifici LEPS, macro-area di policy {lettera}) indicati da Regione Lombardia</p>"
    sezioni = _capitolo("5.7 Macro-area di policy H) Interventi connessi alle politiche per il lavoro", testo=testo)
    assert len(frasi("lettera-del-capitolo", sezioni=sezioni)) == 1
    giusto = _capitolo("5.7 Macro-area di policy H)", testo=testo.replace(f"{lettera})", "H)"))
    assert frasi("lettera-del-capitolo", sezioni=giusto) == []
    in_frase = _capitolo("Macro-area di policy H)", testo=f"<p>Si veda anche la macro-area di policy {lettera}).</p>")
    assert frasi("lettera-del-capitolo", sezioni=in_frase) == []


def test_co_progettato_senza_essere_co_programmato() -> None:
    def scheda(programmato: str, progettato: str) -> dict[str, object]:
        return obiettivo("A", risposta("co_programmato", programmato), risposta("co_progettato", progettato))

    assert len(frasi("co-progettato", schede=[scheda("no", "si")])) == 1
    assert [frasi("co-progettato", schede=[scheda(*c)]) for c in (("si", "si"), ("no", "no"), ("si", "no"))] == [
        [],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("scelta", "testo", "difetti"),
    [
        ("si", "No, gli Ambiti vicini non partecipano.", 1),
        ("no", "Sì, con l'Ambito di Castellanza.", 1),
        ("no", "Si, con l'Ambito di Castellanza.", 1),
        ("no", "Si valuterà con l'Ambito di Castellanza.", 0),
        ("si", "Nobili intenti a parte, partecipano tutti.", 0),
        ("si", "Sì, con tutti.", 0),
    ],
)
def test_il_testo_che_contraddice_la_risposta(scelta: str, testo: str, difetti: int) -> None:
    riga = risposta("altri_ambiti", scelta, testo=f"<p>{testo}</p>")
    assert len(frasi("risposta-contraddetta", schede=[obiettivo("A", riga)])) == difetti


def test_in_continuita_e_nuovo_servizio() -> None:
    continua = risposta("continuita", "si")
    nuovo = obiettivo("A", continua, risposta("nuovo_servizio", "nuovo"))
    a_parole = obiettivo(
        "B",
        continua,
        risposta("nuovo_servizio", testo="<p>L'obiettivo prevede la definizione di un nuovo servizio</p>"),
    )
    rivisto = obiettivo("C", continua, risposta("nuovo_servizio", "rivisto"))
    non_lo_e = obiettivo(
        "D", continua, risposta("nuovo_servizio", testo="<p>Non si prevede la definizione di un nuovo servizio</p>")
    )
    assert len(frasi("continuita-e-nuovo", schede=[nuovo, a_parole])) == 2
    assert frasi("continuita-e-nuovo", schede=[rivisto, non_lo_e]) == []


def test_l_area_che_l_esito_annuncia_e_quella_della_scheda_nuova() -> None:
    seguito = [{"codice": "Q", "esito": "confluito", "motivo": ""}]
    riga = risposta("riproposto", "si", testo="<p>Sarà inserito nella macroarea K.</p>")
    scritto = {"esiti": [esito("B", riga, seguito=seguito)]}
    assert len(frasi("area-annunciata", schede=[obiettivo("Q", macroaree=["J"])], **scritto)) == 1
    assert frasi("area-annunciata", schede=[obiettivo("Q", macroaree=["K"])], **scritto) == []


def test_le_motivazioni_dicono_tutte_le_aree_delle_schede() -> None:
    testo = (
        "Le aree di policy (Contrasto alla povertà e all'emarginazione sociale, Politiche abitative, Domiciliarità, "
        "Anziani, Politiche giovanili e per i minori) sono state oggetto di confronto."
    )
    motivazioni = paragrafo(testo, voce_formato="bisogni")
    assert len(frasi("aree-della-motivazione", sezioni=motivazioni, schede=[obiettivo(macroaree=["J"])])) == 1
    assert frasi("aree-della-motivazione", sezioni=motivazioni, schede=[obiettivo(macroaree=["B"])]) == []
    altrove = paragrafo("Sono arrivate proposte (di famiglie, di anziani, di giovani, di persone con disabilità).")
    assert frasi("aree-della-motivazione", sezioni=altrove, schede=[obiettivo(macroaree=["J"])]) == []


@pytest.mark.parametrize("area", catalogo().attuali, ids=lambda a: a.codice)
def test_ogni_macroarea_si_riconosce_dal_suo_nome(area: object) -> None:
    if area.codice != "L":  # type: ignore[attr-defined]
        assert catalogo().area_chiamata(area.nome) == area.codice  # type: ignore[attr-defined]
