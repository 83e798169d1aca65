"""A plan without defects, made from a number: each Ambito, number, word and table differs, and all of them agree."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from core.fixture import leggi_csv, leggi_json
from piani.controllo import Catalogo
from piani.controllo.testo import arrotondato
from tests.controllo_di_prova import azione, catalogo, esito, indicatore, obiettivo, risorsa, risposta, sezione, tavola
from tests.documenti_canonici import documento
from tests.mutazioni.parole_pulite import (
    AREE_DI_SPESA,
    AZIONI,
    CODE,
    COSE,
    DESTINATARI,
    FRASI_PULITE,
    QUASI_DIFETTI,
    RIGHE_GIUSTE,
    SOGGETTI,
    VERBI,
)

Json = dict[str, Any]
ALTRE_AREE = ("B", "F", "H", "K")


@cache
def _ambiti() -> dict[str, tuple[str, ...]]:
    nomi = {r["istat"]: r["nome"] for r in leggi_csv("regione", "comuni.csv")}
    per_ambito: dict[str, list[str]] = {}
    for riga in leggi_csv("regione", "appartenenze.csv"):
        per_ambito.setdefault(riga["codice_ambito"], []).append(nomi[riga["istat"]])
    return {codice: tuple(sorted(comuni)) for codice, comuni in per_ambito.items() if len(comuni) > 3}


@cache
def _punti() -> dict[str, list[str]]:
    per_area: dict[str, list[str]] = {}
    for punto in leggi_json("regione", "punti_chiave.json"):
        per_area.setdefault(punto["macroarea"], []).append(punto["slug"])
    return per_area


@cache
def _leps() -> list[Json]:
    return [x for x in leggi_json("regione", "leps.json") if x["prioritario"]]


def italiano(numero: int) -> str:
    """Return 12.345."""
    return f"{numero:,}".replace(",", ".")


def virgola(numero: Decimal) -> str:
    """Return 12,3."""
    return str(numero).replace(".", ",")


def lotto(seme: int | str) -> Random:
    """Return numbers by lot that are the same each time; they keep no secret."""
    return Random(seme)  # noqa: S311 - no secret


@dataclass
class Fabbrica:
    """Makes the parts of one plan; `usate` keeps what was said, so that nothing is said twice."""

    caso: Random
    comuni: tuple[str, ...]
    tenuta: bool

    def __post_init__(self) -> None:
        frasi = (*FRASI_PULITE, *QUASI_DIFETTI[self.tenuta :: 2])
        self.pulite = self.caso.sample(frasi, len(frasi))
        self.azioni = self.caso.sample(AZIONI, len(AZIONI)) * 4
        self.usate: set[str] = set()

    def frase(self) -> str:
        """Return a sentence that was not there yet."""
        while True:
            chi, fa, per, come = (self.caso.choice(x) for x in (SOGGETTI, VERBI, DESTINATARI, CODE))
            detta = f"{chi} {fa.format(per)}, {come}."
            if detta not in self.usate:
                self.usate.add(detta)
                return detta

    def paragrafi(self, quanti: int) -> str:
        """Return paragraphs, one of them of the near misses."""
        testi = [f"{self.frase()} {self.frase()}" for _ in range(quanti)]
        if self.pulite:
            testi.insert(self.caso.randrange(len(testi) + 1), self.pulite.pop())
        return "".join(f"<p>{t}</p>" for t in testi)


# --- Tables, and the prose that quotes them --------------------------------------------------------


def _popolazione(f: Fabbrica) -> tuple[Json, str]:
    anni = ["2021", "2022", "2023"]
    righe = []
    for comune in f.comuni[:9]:
        abitanti = f.caso.randrange(1200, 48_000)
        righe.append([comune, *(str(abitanti + i * f.caso.randrange(11, 300)) for i in range(3))])
    totale = ["Totale Ambito", *(str(sum(int(r[c]) for r in righe)) for c in (1, 2, 3))]
    dati = tavola(["Comune", *anni], *righe, totale, chiave="popolazione", titolo="Popolazione residente", anno="2023")
    detto = f"<p>Nel 2023 l'Ambito aveva {italiano(int(totale[3]))} abitanti, nel 2021 erano {italiano(int(totale[1]))}.</p>"
    return dati, detto


def _indici(f: Fabbrica) -> tuple[Json, str]:
    def valore(minimo: int, massimo: int) -> Decimal:
        return Decimal(f.caso.randrange(minimo * 10 + 1, massimo * 10)) / 10

    nomi = ["Indice di vecchiaia", "Indice di invecchiamento", "Tasso di natalità", "Tasso di mortalità"]
    limiti = [(150, 210), (21, 29), (5, 8), (9, 13)]
    righe, detti = [], []
    for nome, (minimo, massimo) in zip(nomi, limiti, strict=True):
        presi: list[Decimal] = []
        while len(presi) < 3:
            nuovo = valore(minimo, massimo)
            if nuovo not in presi:
                presi.append(nuovo)
        righe.append([nome, *map(str, presi)])
    dati = tavola(
        ["Indice", "2021", "2022", "2023"], *righe, chiave="indici", titolo="Indici demografici", anno="2021-2023"
    )
    detti.append(f"Nel 2023 l'indice di invecchiamento era pari a {righe[1][3].replace('.', ',')}%.")
    nati, morti = (righe[i][3].replace(".", ",") for i in (2, 3))
    detti.append(f"Il tasso di natalità è pari a {nati}‰, il tasso di mortalità è pari a {morti}‰.")
    detti.append("Il saldo naturale dell'ultimo anno è negativo.")
    vecchiaia = Decimal(righe[0][3])
    altro = vecchiaia + f.caso.choice([-1, 1]) * Decimal(f.caso.randrange(11, 90)) / 10
    verso = "superiore" if vecchiaia > altro else "inferiore"
    detti.append(f"L'indice di vecchiaia è pari a {virgola(vecchiaia)}, {verso} a quello lombardo ({virgola(altro)}).")
    return dati, "".join(f"<p>{d}</p>" for d in detti)


def _spesa(f: Fabbrica) -> tuple[Json, Json, str]:
    importi = [f.caso.randrange(120_001, 4_900_000) for _ in AREE_DI_SPESA]
    totale = sum(importi)
    quote = [arrotondato(Decimal(100 * i) / totale, 2) for i in importi]
    quote[0] += Decimal(100) - sum(quote)
    righe = [[n, str(i), str(q)] for n, i, q in zip(AREE_DI_SPESA, importi, quote, strict=True)]
    dati = tavola(["Area", "Spesa", "Quota sul totale"], *righe, ["Totale", str(totale), "100.00"], chiave="spesa")
    dati.update(titolo="Spesa sociale per area, 2023", anno="2023")
    dati["colonne"][2].update(tipo="percentuale", decimali=2)
    dati["colonne"][1].update(tipo="euro")
    seconda = tavola(["Area", "Spesa a carico dei Comuni"], *([r[0], r[1]] for r in righe), chiave="spesa-comuni")
    seconda.update(titolo="Spesa sociale a carico dei Comuni, 2023", anno="2023", sezione="reti")
    detto = f"<p>La spesa sociale complessiva dei Comuni dell'Ambito nel 2023 è di € {italiano(totale)}.</p>"
    return dati, seconda, detto


def _servizi(f: Fabbrica) -> Json:
    def posti(unita: int, massimo: int) -> str:
        return str(unita * f.caso.randrange(max(2, massimo - 3), massimo + 1))

    nidi, micro, famiglia, centri = (f.caso.randrange(2, 9) for _ in range(4))
    return tavola(
        ["Unità d'offerta", "Strutture", "Posti"],
        ["Asilo nido", str(nidi), posti(nidi, 40)],
        ["Micronido", str(micro), posti(micro, 10)],
        ["Nido famiglia", str(famiglia), posti(famiglia, 5)],
        ["Centro diurno disabili", str(centri), posti(centri, 30)],
        ["Centro di aggregazione giovanile", "3", "75"],
        chiave="servizi",
        titolo="Unità d'offerta sociali in esercizio",
        sezione="reti",
    )


def _mascherata(f: Fabbrica) -> Json:
    righe = []
    for comune in f.comuni[:6]:
        donne = f.caso.randrange(5, 60)
        righe.append([comune, "<5", str(donne), str(donne + f.caso.randrange(0, 5))])
    return tavola(["Comune", "M", "F", "TOT"], *righe, chiave="utenti", titolo="Utenti con disabilità", sezione="reti")


def _questionario(f: Fabbrica) -> str:
    quanti = f.caso.choice([7, 8, 9, 11, 12, 13, 16, 18, 21, 24, 27, 32])
    conti = f.caso.sample(range(1, quanti), 3)
    quote = [virgola(arrotondato(Decimal(100 * n) / quanti, 1)) for n in conti]
    return (
        f"<p>Al questionario hanno risposto {quanti} enti del territorio.</p>"
        f"<p>Per il {quote[0]}% dei rispondenti il bisogno di casa è cresciuto, per il {quote[1]}% è rimasto uguale.</p>"
        f"<p>Il {quote[2]}% dei rispondenti chiede più occasioni di incontro.</p>"
    )


def _stranieri(f: Fabbrica) -> str:
    totale = f.caso.randrange(6_000, 12_000)
    primi, secondi = f.caso.randrange(900, 1400), f.caso.randrange(400, 800)
    quote = [virgola(arrotondato(Decimal(100 * n) / totale, 1)) for n in (primi, secondi)]
    return (
        f"<p>I residenti stranieri sono {italiano(totale)}. Albania con {italiano(primi)} abitanti, "
        f"con il {quote[0]}% di tutti gli stranieri, e Marocco ({secondi} abitanti, pari al {quote[1]}% degli stranieri).</p>"
    )


def _variazioni(f: Fabbrica) -> str:
    su, giu, altro = (f.caso.randrange(1_100, 9_000) for _ in range(3))
    totale = su - giu + altro
    verso = "un aumento complessivo" if totale > 0 else "una diminuzione complessiva"
    return (
        f"<p>In dieci anni si stima {verso} di {italiano(abs(totale))} abitanti.</p>"
        f"<p>Tra i giovani una riduzione di {italiano(giu)} unità, tra gli adulti un aumento di {italiano(su)} unità, "
        f"tra gli anziani un incremento di {italiano(altro)} unità.</p>"
    )


# --- Sheets ----------------------------------------------------------------------------------------


def _attesi(dati: Json) -> list[tuple[int | None, str, str]]:
    return [(b["anno"], b["tipo"], b["valore"] or "") for b in dati["bersagli"] if b["tipo"] != "nessuno"]


def regionali(leps: Json) -> list[Json]:
    """Return the Region's indicators of a LEPS, with the Region's targets."""
    fatti = []
    for dati in leps["indicatori"]:
        fatto = indicatore(dati["testo"], *_attesi(dati), leps_indicatore=dati["codice"])
        for atteso, bersaglio in zip(
            fatto["obiettivi"], [b for b in dati["bersagli"] if b["tipo"] != "nessuno"], strict=True
        ):
            atteso.update(valore=bersaglio["valore"], testo=bersaglio["testo"])
        fatti.append(fatto)
    return fatti


_SCELTE = (
    "asst_analisi",
    "asst_realizzazione",
    "altri_ambiti",
    "progetto_premiale",
    "altri_attori",
    "innovazione",
    "digitalizzazione",
)


def _risposte(f: Fabbrica) -> list[Json]:
    continua = f.caso.random() < 0.5
    programmato = f.caso.random() < 0.6
    servizio = f.caso.choice([["gia_presente"], ["rivisto"], ["gia_presente", "rivisto"]]) if continua else ["nuovo"]
    scelte = [(c, [f.caso.choice(["si", "no"])]) for c in _SCELTE]
    scelte += [
        ("continuita", ["si" if continua else "no"]),
        ("nuovo_servizio", servizio),
        ("co_programmato", ["si" if programmato else "no"]),
        ("co_progettato", ["si" if programmato and f.caso.random() < 0.5 else "no"]),
        ("tipo_bisogno", [f.caso.choice(["consolidato", "nuovo"])]),
        ("tipologia", [f.caso.choice(["promozionale_preventivo", "riparativo"])]),
    ]
    risposte = []
    for campo, scelta in scelte:
        testo = f"<p>{f.frase()}</p>" if f.caso.random() < 0.6 else ""
        if testo and scelta in (["si"], ["no"]) and f.caso.random() < 0.5:
            testo = f"<p>{'Sì' if scelta == ['si'] else 'No'}, {testo[3].lower()}{testo[4:]}"
        risposte.append(risposta(campo, *scelta, testo=testo))
    righe = ("obiettivi", "target", "personale", "bisogni", "modalita", "risultati", "impatto")
    risposte += [risposta(campo, testo=f.paragrafi(1)) for campo in righe]
    campo, scelta_giusta, testo = f.caso.choice(RIGHE_GIUSTE[f.tenuta :: 2])
    giusta = risposta(campo, *scelta_giusta, testo=f"<p>{testo}</p>")
    return [giusta if r["campo"] == campo else r for r in risposte]


def _scheda(f: Fabbrica, posto: int, area: str, leps: Json | None) -> Json:
    azioni = [azione(str(n), testo=f.azioni.pop(), testo_modalita=f.frase()) for n in (1, 2, 3)]
    cose = f.caso.sample(COSE, 6)
    indicatori = regionali(leps) if leps else []
    indicatori += [
        indicatore(f"Numero di {c}", (2027, "minimo", str(f.caso.randrange(3, 90))), azione=str(n))
        for n, c in enumerate(cose[:3], 1)
    ]
    indicatori += [indicatore(f"N. {c}", azione=str(n), fase="processo") for n, c in enumerate(cose[3:], 1)]
    altra = f.caso.choice([a for a in "ABEGI" if a != area])
    aree = [altra] if f.caso.random() < 0.6 else []
    titolo = f"{leps['nome'][:60].strip()}" if leps else f.azioni[posto]
    return obiettivo(
        f"{posto}", risposta("trasversalita", "si" if aree else "no"), *_risposte(f),
        sezione=f"area-{area.lower()}", intestazione=titolo, titolo=titolo, macroaree=[area], aree_trasversali=aree,
        punti_chiave=[{"macroarea": a, "punto": f.caso.choice(_punti()[a]), "nota": ""} for a in [area, *aree]],
        leps=[leps["codice"]] if leps else [], azioni=azioni, indicatori=indicatori,
        risorse=[risorsa(importo=f"{f.caso.randrange(11_011, 399_999)}.00")],
    )  # fmt: skip


def _asst(f: Fabbrica, posto: int, leps: Json) -> Json:
    testi = [
        risposta(c, testo=f.paragrafi(1))
        for c in ("razionale", "target", "descrizione", "territorio", "attori", "risorse")
    ]
    return obiettivo(
        f"P{posto}", *testi, risposta("matrice", "AT1:LI1"), risposta("progettualita", "pdz", "ppt"),
        risposta("anni", testo="<p>2025 / 2027</p>"), formato="asst-2025", sezione="integrazione", macroaree=[],
        intestazione=f"Progetto {posto} con l'ASST", titolo=f"Progetto {posto} con l'ASST", leps=[leps["codice"]],
        indicatori=regionali(leps),
    )  # fmt: skip


_BANDE = ((0, "nullo"), (49, "insufficiente"), (79, "sufficiente"), (99, "buono"), (100, "ottimo"))


def _esito(f: Fabbrica, posto: int, seguito: str) -> Json:
    fatte = [f.caso.choice([0, 30, 50, 80, 100, 100]) for _ in range(f.caso.randrange(2, 5))]
    azioni = [azione(str(n), testo=f.azioni.pop(), realizzazione=p) for n, p in enumerate(fatte, 1)]
    grado = sum(p == 100 for p in fatte) * 100 // len(fatte)
    dati = [
        risposta("grado", next(nome for tetto, nome in _BANDE if grado <= tetto), testo=f.paragrafi(1)),
        risposta("adeguatezza", "adeguato"), risposta("coincidenza_risorse", "pari_100"),
        risposta("criticita", testo=f.paragrafi(1)), risposta("cambiamento", "si", testo=f"<p>Sì. {f.frase()}</p>"),
        risposta("continuita_precedente", "no"), risposta("riproposto", "si" if seguito else "no"),
    ]  # fmt: skip
    segue = [{"codice": seguito, "esito": "riproposto", "motivo": ""}] if seguito else []
    return esito(
        f"E{posto}", *dati, grado=grado, azioni=azioni, seguito=segue, sezione="esiti", macroaree=["A"],
        intestazione=f"Obiettivo {posto} del triennio passato", titolo=f"Obiettivo {posto} del triennio passato",
    )  # fmt: skip


# --- The plan --------------------------------------------------------------------------------------


def _area(codice: str, f: Fabbrica) -> Json:
    nome = next(a.nome for a in catalogo().aree if a.codice == codice)
    titolo = f.caso.choice([f"Macroarea {codice}) {nome}", f"Area di policy: {codice}) {nome}", nome])
    return sezione(f"area-{codice.lower()}", titolo=titolo, voce_formato="", testo=f.paragrafi(1))


def piano_pulito(seme: int, *, tenuta: bool = False) -> tuple[Json, Catalogo]:
    """Return the canonical document number `seme`, and the catalogue with the Comuni of its Ambito.

    `tenuta`: with the half of the near misses that was kept apart while the rules were made better.
    """
    caso = lotto(seme)
    codice = caso.choice(sorted(_ambiti()))
    comuni = _ambiti()[codice]
    f = Fabbrica(caso, comuni, tenuta)
    coppie = [(caso.choice([a for a in x["macroaree"] if a in "ADEGIJK"]), x) for x in _leps()]
    prime = [_scheda(f, i, a, x) for i, (a, x) in enumerate(coppie, 1)]
    altre = [_scheda(f, 6 + i, a, None) for i, a in enumerate(caso.sample(ALTRE_AREE, 3))]
    schede = [*prime, *altre]
    aree = sorted({a for s in schede for a in s["macroaree"]})
    popolazione, detto_popolazione = _popolazione(f)
    indici, detto_indici = _indici(f)
    spesa, spesa_due, detto_spesa = _spesa(f)
    nomi = {a.codice: a.nome for a in catalogo().aree}
    motivi = "; ".join(nomi[a].replace(",", "") for a in aree)
    sezioni = [
        sezione("esiti", titolo="Esiti della programmazione 2021-2024", voce_formato="esiti", testo=f.paragrafi(2)),
        sezione(
            testo=f"{f.paragrafi(1)}<p>La Tabella 2.1 riporta gli abitanti di {', '.join(comuni)}.</p>"
            f"{detto_popolazione}{detto_indici}{detto_spesa}{_stranieri(f)}{_variazioni(f)}"
        ),
        sezione("reti", titolo="Soggetti e reti del territorio", voce_formato="reti", testo=f.paragrafi(3)),
        sezione(
            "governance", titolo="Governance dell'Ambito", voce_formato="governance", testo=f.paragrafi(1),
            sezioni=[
                sezione("associati", titolo=caso.choice(["I servizi in gestione associata", "Servizi gestiti in forma associata"]), voce_formato="", testo=f.paragrafi(1)),
                sezione("rafforzamento", titolo="Piano di rafforzamento della gestione associata", voce_formato="", testo=f.paragrafi(1)),
                sezione("integrazione", titolo="Integrazione sociosanitaria", voce_formato="", testo=f.paragrafi(1)),
            ],
        ),
        sezione(
            "bisogni", titolo="Analisi dei bisogni", voce_formato="bisogni",
            testo=f"{f.paragrafi(1)}<p>Le aree scelte per la programmazione sono: {motivi}.</p>",
            sezioni=[sezione("questionario", titolo="Il questionario agli enti", voce_formato="", testo=_questionario(f))],
        ),
        sezione("obiettivi", titolo="Obiettivi 2025-2027", voce_formato="obiettivi", testo=f.paragrafi(1), sezioni=[_area(a, f) for a in aree]),
        sezione("indicatori", titolo="Sistema di valutazione", voce_formato="indicatori", testo=f.paragrafi(2)),
    ]  # fmt: skip
    corpo = documento(
        ambito=codice, sezioni=sezioni,
        schede=[*schede, *(_asst(f, i, x) for i, (_, x) in enumerate(caso.sample(coppie, 2), 1))],
        esiti=[_esito(f, i, str(i) if i < 4 else "") for i in range(1, 6)],
        tabelle=[popolazione, indici, spesa, spesa_due, _servizi(f), _mascherata(f)],
    )  # fmt: skip
    return corpo, replace(catalogo(), comuni=comuni)
