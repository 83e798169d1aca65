"""Defects of indicators and of funding lines."""

from decimal import Decimal

from tests.controllo_di_prova import indicatore
from tests.documenti_canonici import azione, risorsa
from tests.mutazioni.base import Caso, Json, difetto, risposta_di


def _regionale(c: Caso, *, tipi: tuple[str, ...] = ("soglia",)) -> tuple[Json, Json] | None:
    def adatto(i: Json) -> bool:
        return bool(i["leps_indicatore"]) and any(o["tipo"] in tipi for o in i["obiettivi"])

    scheda = c.scheda(adatta=lambda s: any(map(adatto, s["indicatori"])))
    return (scheda, c.lotto.choice([i for i in scheda["indicatori"] if adatto(i)])) if scheda else None


@difetto("indicatore-senza-obiettivo", forme=("regionale", "della scheda", "senza codice", "nuovo"))
def indicatore_senza_obiettivo(c: Caso) -> bool:
    preso = _regionale(c)
    if preso is None:
        return False
    scheda, regionale = preso
    if c.forma == "regionale":
        regionale["obiettivi"] = []
    elif c.forma == "senza codice":
        regionale.update(leps_indicatore="", obiettivi=[])
    elif c.forma == "nuovo":
        scheda["indicatori"].append(indicatore("Numero di famiglie accolte", azione="1"))
    else:
        altri = [
            i for i in scheda["indicatori"] if i["fase"] == "output" and not i["leps_indicatore"] and i["obiettivi"]
        ]
        if not altri:
            return False
        c.lotto.choice(altri)["obiettivi"] = []
    return True


@difetto("anno-senza-obiettivo", forme=("primo", "mezzo", "ultimo", "senza codice"))
def anno_senza_obiettivo(c: Caso) -> bool:
    preso = _regionale(c)
    if preso is None or len(preso[1]["obiettivi"]) < 2:
        return False
    obiettivi = preso[1]["obiettivi"]
    del obiettivi[{"primo": 0, "mezzo": len(obiettivi) // 2, "ultimo": -1, "senza codice": 0}[c.forma]]
    if c.forma == "senza codice":
        preso[1]["leps_indicatore"] = ""
    return True


@difetto(
    "anno-base",
    forme=(
        "Anno {a}: t0; anno 2027: +10%",
        "{a} = t0",
        "Valore di partenza (t0): {a}",
        "T0: dicembre {a}",
        "t0 (anno {a}), t1 (anno 2026)",
        "T0 31/12/{a}",
        "anno zero: {a}",
        "Baseline {a}",
        "Tempo zero: {a}",
        "t0={a}",
        "baseline: anno {a}",
        "Anno base {a}",
        "T 0 = {a}",
        "T zero {a}",
    ),
)
def anno_base(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    risposta = risposta_di(scheda, c.lotto.choice(["risultati", "impatto", "modalita"]))
    risposta["testo"] += f"<p>{c.forma.format(a=c.lotto.choice([2019, 2020, 2021, 2022]))}</p>"
    return True


@difetto("anno-base", forme=("base", "tipo base", "base scritta", "tipo base senza codice"))
def anno_base_scelto(c: Caso) -> bool:
    preso = _regionale(c)
    if preso is None:
        return False
    anno = c.lotto.choice([2021, 2022])
    if c.forma.startswith("base"):
        testo = "t0" if c.forma == "base" else "valore di partenza"
        preso[1]["base"] = {"anno": anno, "valore": None, "testo": testo}
    else:
        preso[1]["obiettivi"].insert(0, {"anno": anno, "tipo": "base", "valore": None, "testo": "t0"})
    return True


@difetto("azione-senza-risultato", forme=("tolto", "aggiunta"))
def azione_senza_risultato(c: Caso) -> bool:
    def legati(s: Json) -> set[str]:
        return {
            i["azione"].partition(".")[0] for i in s["indicatori"] if i["fase"] in ("output", "outcome") and i["azione"]
        }

    scheda = c.scheda(adatta=lambda s: len(s["azioni"]) >= 3 and {a["numero"] for a in s["azioni"]} <= legati(s))
    if scheda is None:
        return False
    if c.forma == "aggiunta":
        scheda["azioni"].append(azione(str(len(scheda["azioni"]) + 1), testo="Sportello per i nuovi residenti"))
    else:
        numero = c.lotto.choice([a["numero"] for a in scheda["azioni"]])
        for i in scheda["indicatori"]:
            if i["azione"].partition(".")[0] == numero and i["fase"] in ("output", "outcome"):
                i["azione"] = ""
    return True


@difetto(
    "indicatori-ripetuti",
    forme=(
        ("N. incontri del tavolo operativo", "N. sedute del tavolo operativo"),
        ("Numero di utenti presi in carico", "N. utenti in carico"),
        ("Numero di operatori formati", "N. operatori formati"),
        ("Numero di riunioni di équipe", "N° incontri d'équipe"),
        ("Nr. di famiglie seguite", "Numero famiglie seguite"),
        ("Percentuale di progetti conclusi", "% progetti conclusi"),
        ("Numero colloqui svolti", "N. di colloqui effettuati"),
        ("Quantità di tirocini attivati", "Numero di tirocini attivati"),
        ("n. sportelli attivati", "Numero degli sportelli attivati"),
        ("Numero di alloggi disponibili", "n° degli alloggi disponibili"),
    ),
)
def indicatori_ripetuti(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    scheda["indicatori"] += [indicatore(t, fase="processo", azione="1") for t in c.forma]
    return True


@difetto("leps-obiettivo-diverso", forme=(-10, 5, "massimo", -25, "senza codice", "testo", 15, "nel testo della riga"))
def leps_obiettivo_diverso(c: Caso) -> bool:
    preso = _regionale(c)
    if preso is None:
        return False
    regionale = preso[1]
    soglie = [o for o in regionale["obiettivi"] if o["tipo"] == "soglia" and o["valore"]]
    if not soglie:
        return False
    atteso = c.lotto.choice(soglie)
    spinta = c.forma if isinstance(c.forma, int) else -15
    nuovo = str(int(Decimal(atteso["valore"])) + spinta)
    if c.forma == "massimo":
        atteso["tipo"] = "massimo"
    elif c.forma == "testo":
        atteso.update(tipo="traguardo", valore=None, testo=f"≥ {nuovo}%")
    elif c.forma == "nel testo della riga":
        regionale["obiettivi"].remove(atteso)
        regionale["obiettivi"].append(
            {"anno": atteso["anno"], "tipo": "traguardo", "valore": None, "testo": f"almeno il {nuovo} %"}
        )
    else:
        atteso["valore"] = nuovo
        if c.forma == "senza codice":
            regionale["leps_indicatore"] = ""
    return True


@difetto("indicatore-leps-mancante", forme=("tolto", "tolto e gli altri senza codice"))
def indicatore_leps_mancante(c: Caso) -> bool:
    preso = _regionale(c)
    if preso is None or sum(bool(i["leps_indicatore"]) for i in preso[0]["indicatori"]) < 2:
        return False
    preso[0]["indicatori"].remove(preso[1])
    if c.forma != "tolto":
        for i in preso[0]["indicatori"]:
            i["leps_indicatore"] = ""
    return True


@difetto("gemelle-diverse", forme=("valore", "tolto", "anno", "in più"))
def gemelle_diverse(c: Caso) -> bool:
    def adatto(i: Json) -> bool:
        return bool(i["leps_indicatore"]) and any(o["tipo"] == "soglia" for o in i["obiettivi"])

    scheda = c.scheda("asst-2025", lambda s: any(map(adatto, s["indicatori"])))
    if scheda is None:
        return False
    suo = c.lotto.choice([i for i in scheda["indicatori"] if adatto(i)])
    soglia = c.lotto.choice([o for o in suo["obiettivi"] if o["tipo"] == "soglia"])
    if c.forma == "valore":
        soglia["valore"] = str(int(Decimal(soglia["valore"])) - 7)
    elif c.forma == "anno":
        suo["obiettivi"].remove(soglia)
    elif c.forma == "tolto":
        scheda["indicatori"].remove(suo)
    else:
        nostre = [s for s in c.schede() if set(s["leps"]) & set(scheda["leps"])]
        for nostra in nostre:
            nostra["indicatori"] = [i for i in nostra["indicatori"] if i["leps_indicatore"] != suo["leps_indicatore"]]
    c.dove = None
    return True


@difetto("importo-ripetuto", forme=("uguale", "con i centesimi", "precisione diversa", "due fonti in altro ordine"))
def importo_ripetuto(c: Caso) -> bool:
    schede = c.schede()
    if len(schede) < 2:
        return False
    prima, dopo = c.lotto.sample(schede, 2)
    importo = f"{c.lotto.randrange(101_001, 499_999)}.{'55' if c.forma == 'con i centesimi' else '00'}"
    riga = risorsa(importo=importo)
    altra = dict(riga)
    if c.forma == "precisione diversa":
        altra["precisione"] = "esatta"
    if "fonti" in c.forma:
        riga["fonti"], altra["fonti"] = ["fnps", "fondo-poverta"], ["fondo-poverta", "fnps"]
    prima["risorse"].append(riga)
    dopo["risorse"].append(altra)
    c.dove = None
    return True


@difetto(
    "importo-condiviso",
    forme=(
        "Risorse complessive per i cinque Ambiti",
        "Quota condivisa con gli altri Ambiti",
        "Importo totale per l'intero Distretto",
        "Fondo unico per tutte le schede di quest'area",
        "Le stesse risorse della scheda 4",
        "Risorse già indicate nella scheda A",
        "Budget a livello distrettuale",
        "Importo riferito a più obiettivi",
        "Comprende anche le azioni della scheda 2",
        "Cifra complessiva per i tre Comuni e gli altri Ambiti del Distretto",
    ),
)
def importo_condiviso(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    scheda["risorse"].append(risorsa(importo=f"{c.lotto.randrange(20_000, 90_000)}.00", nota=c.forma))
    return True
