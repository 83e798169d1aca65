"""The reader of Word files on what other programs write: LibreOffice, Google Docs, the strict namespace; and what stands in cells."""

import io
import zipfile

import pytest

from core.canonico import Json
from obiettivi.models import Triennio
from piani.queries_word import conosciuto
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.documento import Lettura
from piani.word.leggi.lettore import leggi_word
from tests.piani.test_word_leggi import RIGHE, controlla, leggi, risposta
from tests.piani.test_word_uffici import cella, paragrafi, scheda_con, tavola, una
from tests.word_di_prova import docx, p, tabella

STRETTO = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
CAPITOLI = [p("1. Introduzione", "T1"), p("Testo."), p("2. Esiti della programmazione", "T1"), p("2.1 Il metodo", "T2")]


@pytest.fixture
def noto(regione_minima: dict[str, int]) -> Conosciuto:
    return conosciuto(Triennio.objects.get(codice="2025-2027"))


def leggi_byte(noto: Conosciuto, contenuto: bytes) -> Lettura:
    return leggi_word(contenuto, noto, nome="piano.docx", ambito="50074", triennio="2025-2027", titolo="Piano di Zona")


def rifatto(
    contenuto: bytes, parti: dict[str, bytes] | None = None, sostituisci: dict[str, str] | None = None
) -> bytes:
    """Return a .docx with some parts put in and some words changed in all the parts."""
    nuove = dict(parti or {})
    uscita = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenuto)) as vecchio, zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as nuovo:
        for nome in vecchio.namelist():
            dati = nuove.pop(nome, vecchio.read(nome))
            for da, a in (sostituisci or {}).items():
                dati = dati.replace(da.encode(), a.encode()) if nome.endswith((".xml", ".rels")) else dati
            nuovo.writestr(nome, dati)
        for nome, dati in nuove.items():
            nuovo.writestr(nome, dati)
    return uscita.getvalue()


def stili(*voci: tuple[str, str, str]) -> bytes:
    """Return a styles.xml: id, name, id of the style it is based on."""
    corpo = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/>'
        + (f'<w:basedOn w:val="{b}"/>' if b else "")
        + "</w:style>"
        for i, n, b in voci
    )
    spazio = next(iter(STRETTO))
    return f'<?xml version="1.0"?><w:styles xmlns:w="{spazio}">{corpo}</w:styles>'.encode()


def sezioni(lettura: Lettura) -> list[tuple[str, list[str]]]:
    radici: list[Json] = lettura.documento["sezioni"]
    return [(s["titolo"], [f["titolo"] for f in s["sezioni"]]) for s in radici]


def test_un_file_dello_spazio_stretto_si_legge(noto: Conosciuto) -> None:
    contenuto = rifatto(docx(p("Obiettivi", "Heading 1"), tabella(*RIGHE)), sostituisci=STRETTO)

    controlla(una(leggi_byte(noto, contenuto)))


@pytest.mark.parametrize(
    "nomi",
    [
        (("T1", "heading 1", ""), ("T2", "heading 2", "")),
        (("T1", "Titolo 1", ""), ("T2", "Titolo 2", "")),
        (("T1", "Titolo1", ""), ("T2", "Titolo2", "")),
        (("T1", "Intestazione 1", ""), ("T2", "Intestazione 2", "")),
        (
            ("T1", "Capitolo piano", "H1"),
            ("T2", "Paragrafo piano", "H2"),
            ("H1", "Heading 1", ""),
            ("H2", "Heading 2", ""),
        ),
    ],
    ids=["google", "word italiano", "senza spazio", "libreoffice", "stili propri"],
)
def test_i_titoli_si_riconoscono_dal_nome_dello_stile(nomi: tuple[tuple[str, str, str], ...], noto: Conosciuto) -> None:
    contenuto = rifatto(docx(*CAPITOLI), {"word/styles.xml": stili(*nomi)})

    assert sezioni(leggi_byte(noto, contenuto)) == [
        ("Introduzione", []),
        ("Esiti della programmazione", ["Il metodo"]),
    ]


def test_i_titoli_si_riconoscono_dal_grassetto_quando_non_ci_sono_stili(noto: Conosciuto) -> None:
    blocchi = [
        p("1. INTRODUZIONE", "Grassetto"),
        p("Testo."),
        p("2. ESITI DELLA PROGRAMMAZIONE", "Grassetto"),
        p("2.1 Il metodo", "Grassetto"),
        p("Altro testo."),
    ]

    lettura = leggi(noto, *blocchi)

    assert sezioni(lettura) == [("INTRODUZIONE", []), ("ESITI DELLA PROGRAMMAZIONE", ["Il metodo"])]


def con_risposta(dentro: str) -> list[str]:
    """Return the model sheet with raw markup as the answer about the target."""
    righe = [[cella(paragrafi(e)), cella(paragrafi(r))] for e, r in RIGHE]
    righe[3][1] = cella(dentro)
    return [tavola(*righe)]


def run(testo: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{testo}</w:t></w:r>'


TOLTO = '<w:del w:id="2" w:author="A"><w:r><w:delText>tutte</w:delText></w:r></w:del>'
RISPOSTE = {
    "revisioni": (
        f'<w:p>{run("Famiglie ")}<w:ins w:id="1" w:author="A">{run("fragili")}</w:ins>{TOLTO}</w:p>',
        "<p>Famiglie fragili</p>",
    ),
    "elenco di Word": (
        "".join(f'<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>{run(t)}</w:p>' for t in ("Famiglie", "Anziani")),
        "<ul><li>Famiglie</li><li>Anziani</li></ul>",
    ),
    "casella di testo": (
        f"<w:p>{run('Famiglie')}<w:r><w:pict><w:txbxContent><w:p>{run('Anziani')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
        "<p>Famiglie</p><p>Anziani</p>",
    ),
    "controllo di contenuto": (
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('Famiglie')}</w:p></w:sdtContent></w:sdt>",
        "<p>Famiglie</p>",
    ),
    "tabellina": (
        tavola(
            [cella(paragrafi("Minori")), cella(paragrafi("12"))], [cella(paragrafi("Anziani")), cella(paragrafi("8"))]
        )
        + "<w:p/>",
        "<p>Minori | 12</p><p>Anziani | 8</p>",
    ),
}


@pytest.mark.parametrize("che", list(RISPOSTE))
def test_quello_che_sta_in_una_risposta_ci_resta(che: str, noto: Conosciuto) -> None:
    dentro, atteso = RISPOSTE[che]

    scheda = una(leggi(noto, p("Obiettivi", "Heading 1"), *con_risposta(dentro)))

    assert risposta(scheda, "target")["testo"] == atteso


def test_una_nota_richiamata_in_una_risposta_ci_resta(noto: Conosciuto) -> None:
    spazio = next(iter(STRETTO))
    note = f'<w:footnotes xmlns:w="{spazio}"><w:footnote w:id="2"><w:p>{run("Dati del 2023.")}</w:p></w:footnote></w:footnotes>'
    dentro = f'<w:p>{run("Famiglie")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    contenuto = rifatto(docx(p("O", "Heading 1"), *con_risposta(dentro)), {"word/footnotes.xml": note.encode()})

    scheda = una(leggi_byte(noto, contenuto))

    assert risposta(scheda, "target")["testo"] == "<p>Famiglie[1]</p><p>[1] Dati del 2023.</p>"


# --- What the catalogue knows: LEPS, indicators, what became of an objective ---------------------
def test_gli_indicatori_della_regione_si_riconoscono(noto: Conosciuto) -> None:
    testi = [i.testo for i in noto.indicatori if i.leps == "dimissioni-protette"]
    scritti = "\n".join(f"{n}.1 {t.replace('Numero', 'N.')}" for n, t in enumerate(testi, 1))
    righe = scheda_con(TITOLO="LEPS - Dimissioni protette", QUALI_RISULTATI=f"{scritti}\n9.1 Incontri con i medici")

    scheda = una(leggi(noto, p("Obiettivi", "Heading 1"), tabella(*righe)))

    assert scheda["leps"] == ["dimissioni-protette"]
    codici = [i.codice for i in noto.indicatori if i.leps == "dimissioni-protette"]
    assert [i["leps_indicatore"] for i in scheda["indicatori"]] == [*codici, ""]


def test_un_indicatore_che_ne_mescola_due_non_e_nessuno_dei_due(noto: Conosciuto) -> None:
    scritto = (
        "1.1 Riduzione tempo medio di attesa della dimissione per il ritorno a domicilio o in struttura residenziale"
    )
    righe = scheda_con(TITOLO="LEPS - Dimissioni protette", QUALI_RISULTATI=scritto)

    scheda = una(leggi(noto, p("Obiettivi", "Heading 1"), tabella(*righe)))

    assert [i["leps_indicatore"] for i in scheda["indicatori"]] == [""]


SEGUITI: dict[str, list[tuple[str, str]]] = {
    "Sì": [("A", "riproposto")],
    "Sì, confluirà nell'obiettivo B": [("B", "confluito")],
    "Sì, nella scheda «Lavorare»": [("B", "confluito")],
    "Sì, confluirà in un altro obiettivo": [],
    "No": [("", "chiuso")],
    "Sì, per lavorare meglio": [("A", "riproposto")],
    "Non si sa": [],
}


@pytest.mark.parametrize("scritto", list(SEGUITI))
def test_che_cosa_e_stato_dopo_di_un_obiettivo(scritto: str, noto: Conosciuto) -> None:
    formato = next(f for f in noto.formati if f.specie == "esito")
    esito = [[c.etichetta, scritto if c.chiave == "riproposto" else "Non disponibile"] for c in formato.campi]
    lettura = leggi(
        noto,
        p("Esiti", "Heading 1"),
        p("A - Abitare insieme", "Heading 2"),
        tabella(*esito),
        p("Obiettivi", "Heading 1"),
        p("A - Abitare insieme", "Heading 2"),
        tabella(*RIGHE),
        p("B - Lavorare", "Heading 2"),
        tabella(["TITOLO INTERVENTO", "Lavorare"], *RIGHE[1:]),
    )

    (letto,) = lettura.documento["esiti"]
    assert [(s["codice"], s["esito"]) for s in letto["seguito"]] == SEGUITI[scritto]


GRADI = {
    "75%": (75, ["sufficiente"]),
    "Il grado di raggiungimento è pari al 75% (sufficiente).\nAzione 1: 0%\nAzione 2: 100%": (75, ["sufficiente"]),
    "Il primo è pari al 75%, il secondo è pari al 50%": (None, []),
}


@pytest.mark.parametrize("scritto", list(GRADI))
def test_il_grado_si_legge_anche_dentro_una_frase(scritto: str, noto: Conosciuto) -> None:
    formato = next(f for f in noto.formati if f.specie == "esito")
    righe = [[c.etichetta, scritto if c.tipo == "percentuale" else "Sì"] for c in formato.campi]

    (letto,) = leggi(noto, p("A - Abitare insieme", "Heading 1"), tabella(*righe)).documento["esiti"]

    assert (letto["grado"], risposta(letto, "grado")["scelte"]) == GRADI[scritto]
    assert letto["macroaree"] == []


def test_la_matrice_disegnata_dentro_la_cella(noto: Conosciuto) -> None:
    formato = next(f for f in noto.formati if f.specie == "asst")
    campo = next(c for c in formato.campi if c.tipo == "matrice")
    testata = [cella(paragrafi(t)) for t in ("", *(c.etichetta for c in campo.colonne_matrice))]
    corpo = [
        [cella(paragrafi(r.etichetta)), *[cella(paragrafi("X" if n == m else "")) for m in range(7)]]
        for n, r in enumerate(campo.righe_matrice)
    ]
    matrice = tavola(testata, *corpo, colonne=8) + "<w:p/>"
    righe = [
        [cella(paragrafi(c.etichetta)), cella(matrice if c is campo else paragrafi("Testo"))] for c in formato.campi
    ]

    (scheda,) = leggi(noto, p("LEPS", "Heading 1"), tavola(*righe)).documento["schede"]

    assert risposta(scheda, campo.chiave)["scelte"] == [f"AT{n}:LI{n}" for n in range(1, 8)]
