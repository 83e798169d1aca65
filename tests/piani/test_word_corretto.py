"""What a colleague changes in Word comes back to its place, and what cannot come back is told."""

import pytest

from piani.word.nostro import Genere
from tests.documenti_canonici import documento
from tests.piani.carta_di_prova import RIFERIMENTI, piano_di_prova, rifatto, risposta
from tests.piani.word_di_prova import CORPO, cambia, letto, paragrafo, parte, riquadro, senza, sostituisci, word


def test_il_testo_corretto_torna_al_suo_posto() -> None:
    riletto, resoconto = letto(sostituisci(word(), "Abitanti: 122.855", "Abitanti: 123.000"))
    atteso = piano_di_prova()
    atteso["sezioni"][2]["testo"] = atteso["sezioni"][2]["testo"].replace("122.855", "123.000")
    assert riletto["sezioni"] == atteso["sezioni"]
    assert riletto["sha256"] != resoconto.versione
    assert resoconto.note == []


@pytest.mark.parametrize(
    ("vecchio", "nuovo", "campo", "atteso"),
    [
        ("circa 510.000,00\u00a0€", "525.000 €", "importo", "525000.00"),
        ("per il triennio", "all'anno, 2026", "anno", 2026),
        ("Pubblica</w:t>", "Privata</w:t>", "natura", "privata"),
    ],
)
def test_una_risorsa_corretta_si_capisce(vecchio: str, nuovo: str, campo: str, atteso: object) -> None:
    riletto, _ = letto(sostituisci(word(), vecchio, nuovo))
    assert riletto["schede"][0]["risorse"][0][campo] == atteso


def test_un_importo_che_non_si_capisce_resta_scritto_e_si_dice() -> None:
    riletto, resoconto = letto(sostituisci(word(), "circa 510.000,00\u00a0€", "da definire"))
    risorsa = riletto["schede"][0]["risorse"][0]
    assert (risorsa["importo"], risorsa["nota"]) == (None, "[Importo: da definire]")
    assert [n.genere for n in resoconto.note] == [Genere.NON_CAPITO]


def test_una_scelta_cambiata_torna_e_una_che_non_c_e_resta_testo() -> None:
    contenuto = word()
    inizio, fine = riquadro(parte(contenuto), "scheda/obiettivo/A/campo/trasversalita/scelte")
    pezzo = parte(contenuto)[inizio:fine]
    risposte = {
        r["campo"]: r
        for r in letto(sostituisci(contenuto, pezzo, pezzo.replace(">Sì</w:t>", ">no</w:t>")))[0]["schede"][0][
            "risposte"
        ]
    }
    assert risposte["trasversalita"]["scelte"] == ["no"]
    riletto, resoconto = letto(sostituisci(contenuto, pezzo, pezzo.replace(">Sì</w:t>", ">Forse</w:t>")))
    risposte = {r["campo"]: r for r in riletto["schede"][0]["risposte"]}
    assert (risposte["trasversalita"]["scelte"], risposte["trasversalita"]["testo"]) == ([], "<p>Forse</p>")
    assert [n.genere for n in resoconto.note] == [Genere.NON_CAPITO]


def test_una_riga_mai_compilata_e_ora_scritta() -> None:
    contenuto = word()
    inizio, fine = riquadro(parte(contenuto), "scheda/obiettivo/A/campo/ets/testo")
    pezzo = parte(contenuto)[inizio:fine]
    riletto, _ = letto(sostituisci(contenuto, pezzo, pezzo.replace("Non compilato</w:t>", "Tre cooperative</w:t>")))
    assert risposta("ets", testo="<p>Tre cooperative</p>") in riletto["schede"][0]["risposte"]


def test_righe_aggiunte_e_tolte_nelle_tabelle() -> None:
    def come(x: str) -> str:
        inizio = x.rindex("<w:tr>", 0, x.index('"tabella/popolazione/riga/0"'))
        fine = x.index("</w:tr>", inizio) + len("</w:tr>")
        nuova = "<w:tr>" + "".join(f"<w:tc>{paragrafo(t, 'Cella')}</w:tc>" for t in ("Famiglie", "54.321")) + "</w:tr>"
        return x[:inizio] + nuova + x[fine:]

    riletto, resoconto = letto(cambia(word(), come))
    popolazione = next(t for t in riletto["tabelle"] if t["chiave"] == "popolazione")
    assert [r["valori"] for r in popolazione["righe"]] == [["Famiglie", "54321"]]
    assert [n.genere for n in resoconto.note] == [Genere.AGGIUNTO, Genere.TOLTO]


def test_un_azione_aggiunta_sta_sotto_la_sua() -> None:
    def come(x: str) -> str:
        fine = x.index("</w:tr>", x.index('"scheda/obiettivo/A/azione/0/0"')) + len("</w:tr>")
        nuova = "".join(f"<w:tc>{paragrafo(t, 'Cella')}</w:tc>" for t in ("1.2", "Nuova"))
        return f"{x[:fine]}<w:tr>{nuova}</w:tr>{x[fine:]}"

    riletto, _ = letto(cambia(word(), come))
    assert [a["testo"] for a in riletto["schede"][0]["azioni"][0]["azioni"]] == ["Azione 1.1", "Nuova"]


def test_quello_che_sta_fuori_dai_riquadri_si_tiene_e_si_dice() -> None:
    fine = '"scheda/obiettivo/A/campo/target/testo"'

    def come(x: str) -> str:
        dopo = riquadro(x, fine.strip('"'))[1]
        x = x[:dopo] + paragrafo("Anche i giovani.") + x[dopo:]
        tabella_nuova = f"<w:tbl><w:tr><w:tc>{paragrafo('a')}</w:tc><w:tc>{paragrafo('b')}</w:tc></w:tr></w:tbl>"
        return (
            x.replace("<w:sectPr>", f"{tabella_nuova}<w:sectPr>")
            if x.count("<w:sectPr>") == 1
            else x.replace("<w:body>", f"<w:body>{paragrafo('In testa a tutto')}", 1)
        )

    riletto, resoconto = letto(cambia(word(), come))
    target = next(r for r in riletto["schede"][0]["risposte"] if r["campo"] == "target")
    assert target["testo"] == "<p>Tutti</p><p>Anche i giovani.</p>"
    assert riletto["sezioni"][0]["testo"].endswith("<p>In testa a tutto</p>")
    assert [n.genere for n in resoconto.note] == [Genere.AGGIUNTO] * 2


def test_un_riquadro_tolto_si_dice() -> None:
    riletto, resoconto = letto(senza(word(), "scheda/obiettivo/A/campo/target/testo", al_posto="<w:p/>"))
    target = next(r for r in riletto["schede"][0]["risposte"] if r["campo"] == "target")
    assert target["testo"] == ""
    assert [(n.genere, n.luogo) for n in resoconto.note] == [(Genere.TOLTO, "Scheda A, TARGET")]


def test_se_si_toglie_solo_il_riquadro_il_testo_resta() -> None:
    def come(x: str) -> str:
        inizio, fine = riquadro(x, "sezione/contesto/testo")
        pezzo = x[inizio:fine]
        dentro = pezzo[pezzo.index("<w:sdtContent>") + len("<w:sdtContent>") : pezzo.rindex("</w:sdtContent>")]
        return x[:inizio] + dentro + x[fine:]

    riletto, resoconto = letto(cambia(word(), come))
    assert riletto["sha256"] == resoconto.versione
    assert [n.genere for n in resoconto.note] == [Genere.NON_LETTO]


def test_un_titolo_riscritto_senza_il_suo_riquadro_si_trova_dal_segnalibro() -> None:
    nuovo = "<w:r><w:t>Il contesto</w:t></w:r>"
    riletto, resoconto = letto(senza(word(), "sezione/contesto/titolo", al_posto=nuovo))
    assert [s["titolo"] for s in riletto["sezioni"]] == ["Premessa", "Esiti", "Il contesto"]
    assert resoconto.note == []


def test_una_scheda_tolta_si_dice() -> None:
    def come(x: str) -> str:
        inizio = x.rindex("<w:p>", 0, x.index('"scheda/obiettivo/A/intestazione"'))
        fine = x.rindex("<w:p>", 0, x.index('"sezione/anziani/titolo"'))
        return x[:inizio] + x[fine:]

    riletto, resoconto = letto(cambia(word(), come))
    assert riletto["schede"] == []
    assert [(n.genere, n.luogo) for n in resoconto.note] == [(Genere.TOLTO, "Scheda A")]


def test_una_sezione_tolta_si_dice_e_le_altre_restano() -> None:
    def come(x: str) -> str:
        inizio = x.rindex("<w:p>", 0, x.index('"sezione/anziani/titolo"'))
        fine = x.rindex("<w:p>", 0, x.rindex('<w:t xml:space="preserve">Allegato A'))
        return x[:inizio] + x[fine:]

    originale = rifatto(piano_di_prova(), tabelle=[])
    riletto, resoconto = letto(cambia(word(originale), come))
    assert riletto["sezioni"][2]["sezioni"] == []
    assert [(n.genere, n.luogo) for n in resoconto.note] == [(Genere.TOLTO, "Sezione «anziani»")]


def test_parole_senza_un_testo_che_le_tenga_si_dicono() -> None:
    vuoto = documento(sezioni=[], schede=[], tabelle=[], riferimenti={**RIFERIMENTI, "formati": {}})
    _, resoconto = letto(sostituisci(word(vuoto), "<w:body>", f"<w:body>{paragrafo('Da tenere a mente')}"))
    assert ["Da tenere a mente" in n.testo for n in resoconto.note] == [True]


def test_revisioni_accettate_e_commenti_contati() -> None:
    corsa = "<w:r><w:t>molti </w:t></w:r>"
    nuovo = (
        f'</w:t></w:r><w:ins w:id="900" w:author="x">{corsa}</w:ins><w:del w:id="901" w:author="x"><w:r><w:delText>pochi'
        '</w:delText></w:r></w:del><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>Abitanti: 122.855'
    )
    riletto, resoconto = letto(sostituisci(word(), "Abitanti: 122.855", nuovo))
    assert "<p>molti Abitanti: 122.855; spesa" in riletto["sezioni"][2]["testo"]
    assert [n.genere for n in resoconto.note] == [Genere.NON_LETTO] * 2


def test_word_in_italiano_rinomina_gli_stili_e_si_legge_lo_stesso() -> None:
    contenuto = word()
    for nome in (CORPO, "word/styles.xml"):
        contenuto = cambia(
            contenuto, lambda x: x.replace('"Heading1"', '"Titolo1"').replace('"Voce"', '"Paragrafoelenco"'), nome
        )
    riletto, resoconto = letto(contenuto)
    assert riletto["sha256"] == resoconto.versione


def test_un_segnaposto_riscritto_a_mano_diventa_testo() -> None:
    accordo = piano_di_prova()["accordo"]
    accordo["articoli"][0]["testo"] = "<p>Il capofila è {{capofila}}.</p>"
    originale = word(rifatto(piano_di_prova(), accordo=accordo))
    inizio, fine = riquadro(parte(originale), "accordo/articolo/0/testo")
    pezzo = parte(originale)[inizio:fine]
    riletto, _ = letto(sostituisci(originale, pezzo, pezzo.replace("Comune di Gallarate", "Comune di Cairate")))
    assert riletto["accordo"]["articoli"][0]["testo"] == "<p>Il capofila è Comune di Cairate.</p>"
