"""Defects of numbers: totals, cells, shares, counts, prose against tables, sentences that arithmetic denies."""

from decimal import Decimal

from piani.controllo.testo import arrotondato
from tests.controllo_di_prova import tavola
from tests.mutazioni.base import Caso, Json, difetto
from tests.mutazioni.piano_pulito import italiano, virgola


def _righe_di_numeri(t: Json) -> bool:
    return any(r["totale"] for r in t["righe"]) and t["colonne"][1]["tipo"] in ("numero", "euro")


def _aggiungi_tavola(c: Caso, dati: Json) -> None:
    sezione = c.sezione("contesto")
    dati.update(chiave="tavola-aggiunta", sezione=sezione["chiave"])
    c.corpo["tabelle"].append(dati)
    c.dove = "tavola-aggiunta"


@difetto(
    "totale-sbagliato",
    "tabelle-discordi",
    "quote-non-a-cento",
    forme=(1, -1, 10, -100, "scambio", "addendo", "riga", "migliaia"),
)
def totale_sbagliato(c: Caso) -> bool:
    tabella = c.tabella(_righe_di_numeri)
    if tabella is None:
        return False
    totale = next(r for r in tabella["righe"] if r["totale"])
    corpo = [r for r in tabella["righe"] if not r["totale"]]
    cifre = totale["valori"][1]
    if not cifre.isdigit() or not all(r["valori"][1].isdigit() for r in corpo):
        return False
    if isinstance(c.forma, int):
        totale["valori"][1] = str(int(cifre) + c.forma)
    elif c.forma == "scambio":
        posti = [i for i in range(len(cifre) - 1) if cifre[i] != cifre[i + 1]]
        i = posti[-1]
        totale["valori"][1] = cifre[:i] + cifre[i + 1] + cifre[i] + cifre[i + 2 :]
    elif c.forma == "addendo":
        riga = c.lotto.choice(corpo)
        riga["valori"][1] = str(int(riga["valori"][1]) + 9)
    elif c.forma == "riga":
        corpo[0]["valori"][1] = str(int(corpo[0]["valori"][1]) * 10)
    else:
        totale["valori"][1] = str(int(cifre) + 1000)
    return True


@difetto(
    "totale-con-mascherati", forme=("sopra", "sotto", "meno di cinque", "fino a 4", "n<5", "1-4", "inf. a 5", "≤ 4")
)
def totale_con_mascherati(c: Caso) -> bool:
    segno = c.forma if c.forma not in ("sopra", "sotto") else "<5"
    if segno == "meno di cinque":
        segno = "meno di 5"
    righe = [
        [f"Zona {i}", segno, str(n), str(n + c.lotto.randrange(5))]
        for i, n in enumerate(c.lotto.sample(range(6, 80), 7))
    ]
    sbagliata = c.lotto.choice(righe)
    sbagliata[3] = str(int(sbagliata[2]) + (c.lotto.randrange(5, 9) if c.forma != "sotto" else -1))
    _aggiungi_tavola(c, tavola(["Zona", "M", "F", "TOT"], *righe, titolo="Utenti per zona"))
    return True


@difetto("cella-vuota", forme=("", "???", "da inserire", "XX", "?", "dato mancante"))
def cella_vuota(c: Caso) -> bool:
    """A blank among numbers, or words that stand for one; a dash and «n.d.» are answers."""
    tabella = c.tabella(lambda t: sum(not r["totale"] for r in t["righe"]) >= 5 and t["colonne"][1]["tipo"] == "numero")
    if tabella is None:
        return False
    corpo = [r for r in tabella["righe"] if not r["totale"]]
    posto = len(corpo[0]["valori"]) - 1
    c.lotto.choice(corpo)["valori"][posto] = c.forma
    return True


@difetto("quote-non-a-cento", "totale-sbagliato", forme=("2.6", "-1.1", "-0.4", "5.2"))
def quote_non_a_cento(c: Caso) -> bool:
    quote = [Decimal(x) / 10 for x in (251, 199, 303, 147, 100)]
    quote[c.lotto.randrange(5)] += Decimal(c.forma)
    titolo = c.lotto.choice(
        ["Distribuzione degli utenti per area", "Ripartizione della spesa", "Composizione delle famiglie"]
    )
    dati = tavola(["Voce", "%"], *([f"Voce {i}", str(q)] for i, q in enumerate(quote)), titolo=titolo)
    dati["colonne"][1].update(tipo="percentuale", decimali=1)
    _aggiungi_tavola(c, dati)
    return True


@difetto("tabelle-discordi", "totale-sbagliato", forme=(0.02, -0.05, 0.1, "scambio"))
def tabelle_discordi(c: Caso) -> bool:
    nomi = ["Anziani", "Disabili", "Minori", "Adulti fragili", "Stranieri", "Altri servizi"]
    valori = [c.lotto.randrange(100_000, 900_000) for _ in nomi]
    altri = list(valori)
    i = c.lotto.randrange(len(nomi))
    if c.forma == "scambio":
        cifre = str(altri[i])
        altri[i] = int(cifre[0] + cifre[2] + cifre[1] + cifre[3:])
        if altri[i] == valori[i]:
            altri[i] += 9_000
    else:
        altri[i] = int(altri[i] * (1 + c.forma))
    prima = tavola(
        ["Settore", "Spesa 2023"], *([n, str(v)] for n, v in zip(nomi, valori, strict=True)), titolo="Spesa per settore"
    )
    prima.update(chiave="tavola-prima", sezione=c.sezione("contesto")["chiave"])
    c.corpo["tabelle"].append(prima)
    _aggiungi_tavola(
        c,
        tavola(["Settore", "Spesa"], *([n, str(v)] for n, v in zip(nomi, altri, strict=True)), titolo="Spesa e utenti"),
    )
    return True


@difetto(
    "capienza",
    forme=(
        ("Nido famiglia", 5, "Strutture", "Posti"),
        ("Micronido", 10, "Strutture", "Posti"),
        ("Nidi famiglia", 5, "N. unità", "Posti autorizzati"),
        ("Micronidi", 10, "Numero", "Capienza"),
        ("Micro-nido", 10, "Enti", "N. posti"),
        ("Nidi-famiglia", 5, "Servizi", "Posti disponibili"),
        ("Micro nidi", 10, "N. servizi", "Capacità ricettiva"),
        ("NIDO FAMIGLIA", 5, "Sedi", "N° posti"),
    ),
)
def capienza(c: Caso) -> bool:
    nome, tetto, unita, posti = c.forma
    strutture = c.lotto.randrange(2, 6)
    righe = [
        ["Asilo nido", "8", "290"],
        [nome, str(strutture), str(tetto * strutture + c.lotto.randrange(1, 15))],
        ["CRE", "5", "400"],
    ]
    _aggiungi_tavola(c, tavola(["Tipologia", unita, posti], *righe, titolo="Servizi per la prima infanzia"))
    return True


@difetto(
    "percentuale-impossibile",
    forme=(
        "Hanno risposto in {n}; per il {p}% dei rispondenti il bisogno è aumentato.",
        "Il questionario è stato compilato da {n} persone: il {p}% degli intervistati ha chiesto più aiuti.",
        "I rispondenti sono {n}. Il {p}% dei rispondenti abita in affitto.",
        "Sono stati raccolti {n} questionari: il {p}% delle risposte riguarda la casa.",
        "Su {n} rispondenti, il {p}% è soddisfatto.",
        "Hanno partecipato all'indagine {n} enti; il {p}% di loro lavora con i minori.",
        "Le {n} risposte ricevute dicono che per il {p}% il servizio è buono.",
        "Dei {n} operatori intervistati, il {p}% ha più di dieci anni di servizio.",
        "{n} utenti: il {p}% è in carico da più di un anno.",
        "Campione di {n} famiglie. Il {p}% del campione chiede più posti nido.",
        "Al questionario hanno risposto {n} enti; il {p} per cento dei rispondenti ha sede in città.",
        "Sui {n} utenti seguiti il {p}% è tornato al lavoro.",
    ),
)  # fmt: skip
def percentuale_impossibile(c: Caso) -> bool:
    quanti = c.lotto.choice([8, 9, 10, 12, 14, 15])
    possibili = {arrotondato(Decimal(100 * k) / quanti, 1) for k in range(quanti + 1)}
    while any(abs(p - (scelta := Decimal(c.lotto.randrange(101, 899)) / 10)) < Decimal("0.5") for p in possibili):
        pass
    sezione = c.sezione("reti")
    sezione["testo"] = f"<p>{c.forma.format(n=quanti, p=virgola(scelta))}</p>"
    return True


def _cella(c: Caso) -> tuple[Json, list[str], int] | None:
    """Return a table of indexes put in a section, one of its rows and the place of a column."""
    nomi = [
        "Indice di dipendenza strutturale",
        "Quota di famiglie con un solo componente",
        "Tasso di occupazione femminile",
    ]
    righe = [[n, *(f"{c.lotto.randrange(310, 640) / 10:.1f}" for _ in range(3))] for n in nomi]
    if any(len(set(r[1:])) < 3 for r in righe):
        return None
    dati = tavola(["Indice", "2021", "2022", "2023"], *righe, titolo="Indici, 2021-2023", anno="2021-2023")
    _aggiungi_tavola(c, dati)
    return dati, c.lotto.choice(righe), c.lotto.choice([1, 2, 3])


@difetto(
    "numero-e-tabella",
    forme=(
        "Il valore di {r} è pari al {p}%.",
        "Nel 2023 {r} era del {p}%.",
        "{r}: {p}%.",
        "Si registra, per {r}, un valore del {p} %.",
        "{r} raggiunge il {p}% nell'ultimo anno.",
        "{r}, nel territorio dell'Ambito, è al {p}%.",
        "Il {p}% è {r} nel 2023.",
        "{r} si attesta intorno al {p} per cento.",
    ),
)
def numero_e_tabella(c: Caso) -> bool:
    preso = _cella(c)
    if preso is None:
        return False
    dati, riga, _ = preso
    diverso = Decimal(riga[3]) + c.lotto.choice([-1, 1]) * Decimal(c.lotto.randrange(15, 90)) / 10
    if any(abs(Decimal(v) - diverso) < 1 for v in riga[1:]):
        return False
    sezione = next(s for s in c.sezioni() if s["chiave"] == dati["sezione"])
    c.in_fondo(sezione, c.forma.format(r=riga[0][0].lower() + riga[0][1:], p=virgola(diverso)))
    c.dove = sezione["chiave"]
    return True


@difetto(
    "anno-e-tabella",
    forme=(
        "È arrivato al {p}% nel {a}.",
        "Nel {a} era del {p}%.",
        "Il valore è del {p}% al 31/12/{a}.",
        "Il {p}% (anno {a}) segna un cambiamento.",
        "Nell'anno {a}, secondo l'Istat, il dato è stato del {p}%.",
        "Si è toccato il {p}%, anno {a}.",
        "Nel corso del {a} si è arrivati al {p}%.",
        "Era del {p}% a fine {a}.",
    ),
)
def anno_e_tabella(c: Caso) -> bool:
    preso = _cella(c)
    if preso is None:
        return False
    dati, riga, posto = preso
    tutte = [v for r in dati["righe"] for v in r["valori"][1:]]
    if tutte.count(riga[posto]) > 1:
        return False
    altro = c.lotto.choice([a for i, a in enumerate((2021, 2022, 2023), 1) if i != posto])
    sezione = next(s for s in c.sezioni() if s["chiave"] == dati["sezione"])
    c.in_fondo(sezione, c.forma.format(p=virgola(Decimal(riga[posto])), a=altro))
    c.dove = sezione["chiave"]
    return True


@difetto(
    "importo-in-due-modi",
    forme=(
        (
            "La spesa sociale dei Comuni nel 2022 è stata di € {n}.",
            "Nel 2022 la spesa sociale dei Comuni è di {n} euro.",
        ),
        ("Il Fondo Povertà assegnato all'Ambito ammonta a {n} €.", "Fondo Povertà assegnato all'Ambito: € {n},00."),
        (
            "Le risorse del Fondo Nazionale Politiche Sociali sono € {n}.",
            "Risorse del Fondo Nazionale Politiche Sociali: {n} euro",
        ),
        (
            "L'avanzo vincolato dell'Ambito è di euro {n}.",
            "L'avanzo vincolato dell'Ambito, pari a {n} euro, è impegnato.",
        ),
    ),
)
def importo_in_due_modi(c: Caso) -> bool:
    importo = c.lotto.randrange(1_000_001, 9_999_000)
    while not importo % 1000:
        importo += 7
    altro = importo + c.lotto.choice([-1, 1]) * c.lotto.randrange(900, 4_500)
    if not altro % 1000:
        altro += 7
    for testo, valore in zip(c.forma, (importo, altro), strict=True):
        c.in_fondo(c.sezione(c.lotto.choice(["contesto", "reti", "governance"])), testo.format(n=italiano(valore)))
    c.dove = None
    return True


@difetto(
    "due-numeri",
    forme=(
        ("{t} con {a} abitanti", "{t} ({b} abitanti)"),
        ("{t} conta {a} residenti", "{t}: {b} residenti"),
        ("{t} ha {a} residenti", "{t} ({b} residenti)"),
        ("gli utenti del SAD sono {a}", "gli utenti del SAD sono {b}"),
        ("{t} con {a} utenti", "a {t} gli utenti sono {b}"),
        ("i minori in carico sono {a}", "si contano {b} minori in carico"),
    ),
)
def due_numeri(c: Caso) -> bool:
    quanti = c.lotto.randrange(1_020, 4_000)
    altri = quanti + c.lotto.randrange(20, 90)
    nome = c.lotto.choice(["Romania", "Ucraina", "Filippine", "Senegal"])
    sezione = c.sezione("contesto")
    for testo in c.forma:
        detto = testo.format(t=nome, a=italiano(quanti), b=italiano(altri))
        c.in_fondo(
            sezione,
            f"Al primo posto c'è {detto}, come negli anni passati."
            if nome in detto
            else f"{detto[0].upper()}{detto[1:]}.",
        )
    return True
