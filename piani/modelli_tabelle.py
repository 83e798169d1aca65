"""Tables of chapter 2 ready to fill: columns under their usual names, where the numbers are found, what is computed. Pure.

Item 2 of the regional format (DGR XII/2167) asks for demographic data and for the resources spent on social services. The
spending columns are those of the yearly survey on the social expenditure of Comuni.
"""

from dataclasses import dataclass, field

from piani.models import Calcolo, Colonna

CLASSI_ETA = (
    "0-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49",
    "50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85 e oltre",
)  # fmt: skip
AREE_SPESA = (
    "Minori e famiglia",
    "Disabili",
    "Anziani",
    "Emarginazione e povertà",
    "Immigrazione",
    "Salute mentale",
    "Dipendenze",
    "Compartecipazione e servizi socio-sanitari integrati",
    "Servizio sociale professionale",
)
FONTI_SPESA = (
    "Comuni (risorse proprie)",
    "Utenza",
    "Altri enti pubblici",
    "Fondo Sociale Regionale",
    "Fondo Nazionale Politiche Sociali",
    "Fondo per le Non Autosufficienze",
    "Fondo Povertà",
    "Dopo di Noi",
    "PNRR",
    "Altre entrate",
)
PER_COMUNE = "comuni"


@dataclass(frozen=True)
class Disegno:
    """A chart that comes with a template: kind, title, the column of its labels and those of its series."""

    grafico: str
    titolo: str
    etichette: str
    serie: tuple[str, ...]


@dataclass(frozen=True)
class Modello:
    """A table to fill: `righe` are the names of its rows, or PER_COMUNE; `aiuto` says where the numbers are found."""

    chiave: str
    titolo: str
    aiuto: str
    fonte: str
    colonne: tuple[Colonna, ...]
    righe: tuple[str, ...] | str
    totale: bool = True
    disegni: tuple[Disegno, ...] = field(default=())


def _scritta(chiave: str, titolo: str, tipo: str = "numero", *, gruppo: str = "", decimali: int = 0) -> Colonna:
    return {"chiave": chiave, "titolo": titolo, "gruppo": gruppo, "tipo": tipo, "decimali": decimali, "unita": ""}


def _calcolata(chiave: str, titolo: str, tipo: str, decimali: int, calcolo: Calcolo, gruppo: str = "") -> Colonna:
    return {**_scritta(chiave, titolo, tipo, gruppo=gruppo, decimali=decimali), "calcolo": calcolo}


def _somma(chiave: str, titolo: str, *colonne: str, tipo: str = "numero", gruppo: str = "") -> Colonna:
    return _calcolata(chiave, titolo, tipo, 0, {"specie": "somma", "colonne": [*colonne]}, gruppo)


def _quota(chiave: str, titolo: str, colonna: str) -> Colonna:
    return _calcolata(chiave, titolo, "percentuale", 1, {"specie": "quota", "colonne": [colonna]})


def _rapporto(
    chiave: str, titolo: str, sopra: str, sotto: str, *, per: int, tipo: str = "numero", decimali: int = 1
) -> Colonna:
    return _calcolata(chiave, titolo, tipo, decimali, {"specie": "rapporto", "colonne": [sopra, sotto], "per": per})


MODELLI: tuple[Modello, ...] = (
    Modello(
        "popolazione-comuni",
        "Popolazione residente per Comune",
        "Popolazione al 1° gennaio per età: demo.istat.it, «Popolazione residente». Totale, quote e indice di vecchiaia (65 e "
        "oltre ogni 100 da 0 a 14 anni) li calcola il portale.",
        "Istat, popolazione residente al 1° gennaio",
        (
            _scritta("comune", "Comune", "testo"),
            _scritta("0-14", "0-14 anni", gruppo="Classe di età"),
            _scritta("15-64", "15-64 anni", gruppo="Classe di età"),
            _scritta("65", "65 anni e oltre", gruppo="Classe di età"),
            _somma("totale", "Totale", "0-14", "15-64", "65"),
            _quota("quota", "% sull'Ambito", "totale"),
            _rapporto("vecchiaia", "Indice di vecchiaia", "65", "0-14", per=100),
        ),
        PER_COMUNE,
        disegni=(
            Disegno("barre", "Indice di vecchiaia per Comune", "comune", ("vecchiaia",)),
            Disegno("impilate_cento", "Popolazione per classe di età e Comune", "comune", ("0-14", "15-64", "65")),
        ),
    ),
    Modello(
        "popolazione-eta-genere",
        "Popolazione dell'Ambito per classe di età e genere",
        "Popolazione al 1° gennaio per età e sesso: demo.istat.it; somma i Comuni dell'Ambito.",
        "Istat, popolazione residente al 1° gennaio",
        (
            _scritta("classe", "Classe di età", "testo"),
            _scritta("maschi", "Maschi"),
            _scritta("femmine", "Femmine"),
            _somma("totale", "Totale", "maschi", "femmine"),
            _quota("quota", "% sul totale", "totale"),
        ),
        CLASSI_ETA,
        disegni=(Disegno("piramide", "Piramide della popolazione", "classe", ("maschi", "femmine")),),
    ),
    Modello(
        "popolazione-straniera-comuni",
        "Popolazione straniera residente per Comune",
        "Stranieri residenti al 1° gennaio: demo.istat.it. Un numero piccolo si può nascondere scrivendo <5.",
        "Istat, stranieri residenti al 1° gennaio",
        (
            _scritta("comune", "Comune", "testo"),
            _scritta("residenti", "Residenti"),
            _scritta("stranieri-maschi", "Maschi", gruppo="Stranieri"),
            _scritta("stranieri-femmine", "Femmine", gruppo="Stranieri"),
            _somma("stranieri", "Totale", "stranieri-maschi", "stranieri-femmine", gruppo="Stranieri"),
            _rapporto("incidenza", "Stranieri ogni 100 residenti", "stranieri", "residenti", per=100),
        ),
        PER_COMUNE,
        disegni=(Disegno("barre", "Stranieri ogni 100 residenti, per Comune", "comune", ("incidenza",)),),
    ),
    Modello(
        "famiglie-comuni",
        "Famiglie residenti per Comune",
        "Famiglie anagrafiche al 31 dicembre: bilancio demografico, demo.istat.it, o l'anagrafe del Comune.",
        "Istat, bilancio demografico",
        (
            _scritta("comune", "Comune", "testo"),
            _scritta("residenti", "Residenti in famiglia"),
            _scritta("famiglie", "Famiglie"),
            _scritta("sole", "di cui di una persona"),
            _rapporto("media", "Componenti per famiglia", "residenti", "famiglie", per=1, decimali=2),
            _rapporto("quota-sole", "Famiglie di una persona ogni 100", "sole", "famiglie", per=100),
        ),
        PER_COMUNE,
    ),
    Modello(
        "spesa-aree",
        "Spesa sociale dei Comuni per area di utenza",
        "Consuntivi dei Comuni, rilevazione annuale della spesa sociale. Le quote e il costo per utente li calcola il portale.",
        "Dati dei Comuni dell'Ambito, rilevazione della spesa sociale",
        (
            _scritta("area", "Area", "testo"),
            _scritta("spesa", "Spesa", "euro"),
            _quota("quota", "% sul totale", "spesa"),
            _scritta("utenti", "Utenti"),
            _rapporto("costo", "Spesa per utente", "spesa", "utenti", per=1, tipo="euro", decimali=0),
        ),
        AREE_SPESA,
        disegni=(Disegno("barre", "Spesa sociale per area di utenza", "area", ("spesa",)),),
    ),
    Modello(
        "spesa-fonti",
        "Spesa sociale per fonte di finanziamento",
        "Consuntivi dei Comuni e dell'ente capofila: da dove vengono le risorse.",
        "Dati dei Comuni dell'Ambito, rilevazione della spesa sociale",
        (
            _scritta("fonte", "Fonte", "testo"),
            _scritta("importo", "Importo", "euro"),
            _quota("quota", "% sul totale", "importo"),
        ),
        FONTI_SPESA,
        disegni=(Disegno("torta", "Da dove vengono le risorse", "fonte", ("importo",)),),
    ),
    Modello(
        "spesa-comuni",
        "Spesa sociale per Comune e per abitante",
        "Consuntivo di ogni Comune; gli abitanti al 1° gennaio dello stesso anno (demo.istat.it).",
        "Dati dei Comuni dell'Ambito, rilevazione della spesa sociale",
        (
            _scritta("comune", "Comune", "testo"),
            _scritta("abitanti", "Abitanti"),
            _scritta("spesa", "Spesa sociale", "euro"),
            _quota("quota", "% sull'Ambito", "spesa"),
            _rapporto("pro-capite", "Spesa per abitante", "spesa", "abitanti", per=1, tipo="euro", decimali=2),
        ),
        PER_COMUNE,
        disegni=(Disegno("barre", "Spesa sociale per abitante, per Comune", "comune", ("pro-capite",)),),
    ),
)
PER_CHIAVE = {m.chiave: m for m in MODELLI}
