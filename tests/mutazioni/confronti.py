"""Defects of sentences that arithmetic denies: more said less, parts that do not add up, shares of another whole."""

from decimal import Decimal

from piani.controllo.testo import arrotondato
from tests.mutazioni.base import Caso, difetto
from tests.mutazioni.piano_pulito import italiano, virgola


@difetto(
    "variazioni-discordi",
    forme=(
        (
            "un aumento complessivo di {t} abitanti",
            "una riduzione di {a} unità",
            "un aumento di {b} unità",
            "una riduzione di {c} unità",
        ),
        (
            "una crescita complessiva di {t} abitanti",
            "un calo di {a} abitanti",
            "un incremento di {b} abitanti",
            "una diminuzione di {c} abitanti",
        ),
        (
            "un incremento totale di {t} residenti",
            "una diminuzione pari a {a} residenti",
            "una crescita di {b} residenti",
            "un calo di {c} residenti",
        ),
        ("una crescita totale pari a {t} persone", "-{a} minori", "+{b} adulti", "-{c} anziani"),
    ),
)
def variazioni_discordi(c: Caso) -> bool:
    giu, su, altro = (c.lotto.randrange(1_100, 4_000), c.lotto.randrange(1_100, 4_000), c.lotto.randrange(5_000, 9_000))
    totale, prima, seconda, terza = c.forma
    sezione = c.sezione("reti")
    sezione["testo"] = (
        f"<p>Si stima {totale.format(t=italiano(su + altro - giu))}.</p><p>Tra i giovani {prima.format(a=italiano(giu))}, tra gli adulti "
        f"{seconda.format(b=italiano(su))}, tra gli anziani {terza.format(c=italiano(altro))}.</p>"
    )
    return True


@difetto(
    "confronto-rovesciato",
    forme=(
        "L'indice è pari a {a}, superiore a quello nazionale ({b}).",
        "Il tasso è pari al {a}%, superiore al dato lombardo ({b}%).",
        "Il valore è {a}, maggiore di quello regionale ({b}).",
        "Nell'Ambito è del {a}%, più alto della media italiana ({b}%).",
        "L'indice vale {a} ed è più elevato di quello provinciale, che è {b}.",
        "Con il {a}% l'Ambito è sopra la media regionale ({b}%).",
        "L'incidenza è del {a}%, al di sopra del dato nazionale ({b}%).",
        "La quota è del {a}%, superiore di poco al {b}% della Lombardia.",
        "Il dato ({a}%) supera quello regionale ({b}%).",
        "La media è pari a {a}, più alta rispetto a {b} della provincia.",
        "Il {a}% dell'Ambito è maggiore del {b}% regionale.",
        "L'età media è di {a} anni, superiore ai {b} anni della Lombardia.",
    ),
)
def confronto_rovesciato(c: Caso) -> bool:
    minore = Decimal(c.lotto.randrange(201, 590)) / 10
    maggiore = minore + Decimal(c.lotto.randrange(11, 90)) / 10
    c.in_mezzo(c.sezione("governance"), c.forma.format(a=virgola(minore), b=virgola(maggiore)))
    return True


@difetto(
    "saldo-naturale",
    forme=(
        ("Il saldo naturale è positivo.", "L'indice di natalità è pari a {n}, l'indice di mortalità è pari a {m}."),
        (
            "Il saldo naturale dell'anno risulta positivo (+{s}).",
            "Il tasso di natalità è pari a {n}‰. Il tasso di mortalità è pari a {m}‰.",
        ),
        ("Il saldo naturale, dopo anni, torna positivo.", "Natalità: {n}‰; mortalità: {m}‰."),
        (
            "Il saldo naturale è di +{s} unità.",
            "Il quoziente di natalità è pari a {n}, il quoziente di mortalità è pari a {m}.",
        ),
        ("Si registra un saldo naturale positivo.", "Il tasso di natalità è del {n}‰ e quello di mortalità del {m}‰."),
        (
            "Un saldo naturale positivo (+{s})",
            "Il tasso di natalità è {n} per mille, il tasso di mortalità è {m} per mille.",
        ),
        ("Il saldo naturale è positivo: +{s}.", "I nati sono {k}, i morti {l}."),
        ("Il saldo naturale è positivo.", "Nel 2023 i nati sono stati {k} e i morti {l}."),
    ),
)
def saldo_naturale(c: Caso) -> bool:
    n, m = Decimal(c.lotto.randrange(55, 79)) / 10, Decimal(c.lotto.randrange(91, 129)) / 10
    nati, saldo = c.lotto.randrange(500, 900), c.lotto.randrange(30, 400)
    sezione = c.sezione("reti")
    sezione["testo"] = ""
    for testo in c.forma:
        c.in_fondo(sezione, testo.format(n=virgola(n), m=virgola(m), s=saldo, k=nati, l=nati + saldo))
    return True


@difetto(
    "base-della-percentuale",
    forme=(
        ("{a} abitanti, con il {p}% di tutti gli stranieri", "{b} abitanti pari al {q}% della popolazione"),
        ("{a} cittadini con il {p}% di tutti gli stranieri", "{b} residenti, pari al {q}% dei residenti"),
        ("{a} persone, pari al {p}% degli stranieri", "{b} persone (pari al {q}% della popolazione)"),
        ("{a} residenti, il {p}% degli stranieri", "{b} residenti, il {q}% della popolazione residente"),
    ),
)
def base_della_percentuale(c: Caso) -> bool:
    totale = c.lotto.randrange(7_000, 12_000)
    primi, secondi = c.lotto.randrange(900, 1_600), c.lotto.randrange(420, 800)
    quote = [virgola(arrotondato(Decimal(100 * x) / totale, 1)) for x in (primi, secondi)]
    sezione = c.sezione("reti")
    detti = [t.format(a=italiano(primi), p=quote[0], b=secondi, q=quote[1]) for t in c.forma]
    sezione["testo"] = f"<p>La comunità più numerosa ha {detti[0]}.</p><p>La seconda ha {detti[1]}.</p>"
    return True
