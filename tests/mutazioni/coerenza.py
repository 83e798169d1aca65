"""Defects of answers that do not go together: areas, letters, yes and no, old and new."""

from tests.mutazioni.base import Caso, Json, difetto, risposta_di, scrivi

NOMI = {
    "A": ("Contrasto alla povertà e all'emarginazione sociale", "Contrasto alla povertà", "povertà ed emarginazione"),
    "B": ("Politiche abitative", "Politiche Abitative", "POLITICHE ABITATIVE"),
    "D": ("Domiciliarità", "DOMICILIARITÀ", "Domiciliarita'"),
    "E": ("Anziani", "ANZIANI", "Area Anziani"),
    "F": ("Digitalizzazione dei servizi", "Digitalizzazione", "DIGITALIZZAZIONE DEI SERVIZI"),
    "G": ("Politiche giovanili e per i minori", "Politiche giovanili", "Politiche giovanili e minori"),
    "H": ("Interventi connessi alle politiche per il lavoro", "Politiche per il lavoro", "Politiche del lavoro"),
    "I": ("Interventi per la famiglia", "Interventi per la Famiglia", "Famiglia"),
    "J": ("Interventi a favore delle persone con disabilità", "Interventi per persone con disabilità", "Disabilità"),
}


def _altra(c: Caso, *no: str) -> str:
    return c.lotto.choice([a for a in NOMI if a not in no])


@difetto("aree-e-punti", forme=("punto in più", "area in più", "punto di un'altra", "nessun punto"))
def aree_e_punti(c: Caso) -> bool:
    scheda = c.scheda(adatta=lambda s: bool(s["macroaree"] and s["aree_trasversali"] and s["punti_chiave"]))
    if scheda is None:
        return False
    nuova = _altra(c, *scheda["macroaree"], *scheda["aree_trasversali"])
    if c.forma == "punto in più":
        scheda["punti_chiave"].append({"macroarea": nuova, "punto": "altro", "nota": ""})
    elif c.forma == "area in più":
        scheda["aree_trasversali"].append(nuova)
    elif c.forma == "punto di un'altra":
        trasversali = [p for p in scheda["punti_chiave"] if p["macroarea"] in scheda["aree_trasversali"]]
        if not trasversali:
            return False
        for punto in trasversali:
            punto["macroarea"] = nuova
    else:
        scheda["aree_trasversali"] = [*scheda["aree_trasversali"], nuova]
        scheda["punti_chiave"] = [p for p in scheda["punti_chiave"] if p["macroarea"] in scheda["macroaree"]]
        return bool(scheda["punti_chiave"])
    return True


_TITOLI_AREA = (
    "Macroarea {l}) {n}",
    "Macro-area {l} - {n}",
    "MACROAREA {l}: {n}",
    "Area di policy {l}) {n}",
    "Area {l} – {n}",
    "Macro area di policy {l}. {n}",
    "{l}. {n}",
    "Area di policy: {n}",
    "{l}) {n}",
    "Obiettivi dell'area {l} ({n})",
    'Macroarea "{n}"',
    "Macroarea di policy - {n}",
)


@difetto("area-della-scheda", "lettera-del-capitolo", forme=_TITOLI_AREA)
def area_della_scheda(c: Caso) -> bool:
    scheda = c.scheda(adatta=lambda s: bool(s["macroaree"]))
    if scheda is None:
        return False
    sezione = next(s for s in c.sezioni() if s["chiave"] == scheda["sezione"])
    lettera = _altra(c, *scheda["macroaree"])
    sezione["titolo"] = c.forma.format(l=lettera, n=NOMI[lettera][0])
    c.dove = None
    return True


@difetto(
    "lettera-macroarea",
    forme=(
        "L'intervento è in capo alla macroarea {l}) {n}.",
        "L'intervento riguarda la macroarea {l} - {n}.",
        "La macroarea {l} ({n}) è la più interessata.",
        "Area di policy {l}: {n}.",
        "Nella Macroarea {l} «{n}» sono previste tre azioni.",
        "Macroarea {l}. {n}",
        "Si veda la macro-area {l}) {n}, con cui il progetto si integra.",
        "La macro area {l} – {n} comprende gli interventi per la casa.",
        "Aree di policy: {l}) {n} e K) Interventi di sistema",
        "Gli obiettivi di policy sono in {l}) {n}",
        "Macroaree: {l}) {n}; L) Altro",
        "la macroarea {l}, {n}, raccoglie gli obiettivi principali",
    ),
)
def lettera_macroarea(c: Caso) -> bool:
    giusta = _altra(c)
    nome = c.lotto.choice(NOMI[giusta][:2])
    c.in_mezzo(c.sezione("bisogni"), c.forma.format(l=_altra(c, giusta), n=nome))
    return True


@difetto("lettera-del-capitolo", "lettera-macroarea", forme=_TITOLI_AREA)
def lettera_del_capitolo(c: Caso) -> bool:
    """A title below that of an area names another area."""
    sotto = [s for s in c.sezioni() if s["chiave"].startswith("area-")]
    if not sotto:
        return False
    sezione = c.lotto.choice(sotto)
    sua = sezione["chiave"][-1].upper()
    sezione["titolo"] = f"Macroarea {sua}) {NOMI.get(sua, ('Interventi di sistema',))[0]}"
    altra = _altra(c, sua)
    figlia: Json = {**sezione, "chiave": "figlia", "sezioni": [], "testo": "<p>Due righe di premessa.</p>"}
    figlia["titolo"] = f"Premessa. {c.forma.format(l=altra, n=NOMI[altra][0])}"
    sezione["sezioni"].append(figlia)
    c.dove = "figlia"
    return True


@difetto(
    "co-progettato",
    forme=(
        ("no", "si", "", ""),
        ("no", "", "", "Sì, con avviso pubblico."),
        ("", "si", "No.", ""),
        ("", "", "NO", "SI, con i gestori"),
        ("no", "si", "No, non ancora.", "Sì, con avviso."),
        ("", "", "No, per ora", "Sì"),
    ),
)
def co_progettato(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    prima, poi, testo_prima, testo_poi = c.forma
    scrivi(scheda, "co_programmato", *[prima] * bool(prima), testo=testo_prima)
    scrivi(scheda, "co_progettato", *[poi] * bool(poi), testo=testo_poi)
    return True


@difetto(
    "risposta-contraddetta",
    forme=(
        ("si", "No, gli Ambiti vicini non partecipano."),
        ("no", "Sì, con gli Ambiti vicini."),
        ("si", "NO"),
        ("no", "SI"),
        ("si", "Non è prevista la collaborazione di altri Ambiti."),
        ("no", "È previsto il coinvolgimento di tutti gli Ambiti del Distretto."),
        ("si", "Non è previsto alcun coinvolgimento."),
        ("si", "Nessun coinvolgimento."),
        ("no", "Si, tutti gli Ambiti del Distretto."),
        ("no", "SI' con gli Ambiti vicini"),
        ("si", "L'intervento non prevede la cooperazione con altri Ambiti."),
        ("si", "Al momento non sono previste collaborazioni."),
        ("no", "Certamente: l'intervento si fa con tre Ambiti."),
        ("no", "L'intervento prevede la cooperazione con gli altri Ambiti."),
        ("si", "Non sono coinvolti altri Ambiti."),
        ("no", "Sono coinvolti gli Ambiti del Distretto."),
    ),
)
def risposta_contraddetta(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    scrivi(scheda, "altri_ambiti", c.forma[0], testo=c.forma[1])
    return True


@difetto(
    "continuita-e-nuovo",
    forme=(
        (("si",), "", ("nuovo",), ""),
        ((), "Sì, con il Piano 2021-2024.", ("nuovo",), ""),
        ((), "SI", (), "Definizione di un nuovo servizio"),
        (("si",), "", (), "Nuovo servizio"),
        (("si",), "In parte.", ("nuovo",), "Il servizio parte nel 2026."),
        ((), "Sì", ("nuovo", "rivisto"), ""),
        (("si",), "", (), "Sì, è un nuovo servizio."),
        (("si",), "", (), "NUOVO SERVIZIO"),
    ),
)
def continuita_e_nuovo(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    continua, testo, nuovo, altro = c.forma
    scrivi(scheda, "continuita", *continua, testo=testo)
    scrivi(scheda, "nuovo_servizio", *nuovo, testo=altro)
    return True


@difetto(
    "area-annunciata",
    forme=(
        "Sì, nella macroarea {l}.",
        "Sì: confluirà nella Macroarea {l}) {n}.",
        "Sì, entra nell'area di policy {l}) {n}.",
        "Sì, entrerà nell'area {l}.",
        "Sì, sarà sviluppato nell'area «{n}».",
        "Sì, è inserito nella macroarea «{n}».",
        "Sì (macroarea {l})",
        "Sì - macro area {l} {n}",
        "Sì, nell'ambito della macroarea: {n}",
        "Sì, nella macroarea relativa a: {n}",
    ),
)
def area_annunciata(c: Caso) -> bool:
    esito = c.scheda("esito-2021", lambda s: bool(s["seguito"]))
    if esito is None:
        return False
    codici = {s["codice"] for s in esito["seguito"]}
    aree = {a for s in c.schede() if s["codice"] in codici for a in s["macroaree"]}
    if not aree:
        return False
    lettera = _altra(c, *aree)
    scrivi(esito, "riproposto", "si", testo=c.forma.format(l=lettera, n=NOMI[lettera][0]))
    return True


@difetto("aree-della-motivazione", forme=("; ", ", ", "voci", "voci con lettera", "con e", "lettere"))
def aree_della_motivazione(c: Caso) -> bool:
    usate = sorted({a for s in c.schede() for a in s["macroaree"] if a in NOMI})
    if len(usate) < 5:
        return False
    dette = c.lotto.sample(usate, len(usate) - 1)
    nomi = [NOMI[a][0] for a in dette]
    sezione = next(s for s in c.corpo["sezioni"] if s["voce_formato"] == "bisogni")
    inizio = sezione["testo"].rfind("<p>Le aree scelte")
    if inizio >= 0:
        sezione["testo"] = sezione["testo"][:inizio]
    detto = "Le aree scelte per la programmazione sono"
    if c.forma in ("; ", ", "):
        aggiunta = f"<p>{detto}: {c.forma.join(nomi)}.</p>"
    elif c.forma == "con e":
        aggiunta = f"<p>{detto}: {', '.join(nomi[:-1])} e {nomi[-1]}.</p>"
    elif c.forma == "lettere":
        aggiunta = f"<p>Le macroaree scelte sono: {', '.join(dette)}.</p>"
    else:
        voci = [f"{a}) {n}" if "lettera" in c.forma else n for a, n in zip(dette, nomi, strict=True)]
        aggiunta = f"<p>{detto}:</p><ul>{''.join(f'<li>{v}</li>' for v in voci)}</ul>"
    sezione["testo"] += aggiunta
    c.dove = sezione["chiave"]
    return True


@difetto(
    "grado-e-azioni",
    forme=("cento", "zero", "fascia sopra", "fascia sotto", "nel testo", "scelta diversa"),
)
def grado_e_azioni(c: Caso) -> bool:
    esito = c.scheda("esito-2021")
    if esito is None:
        return False
    azioni = [{**a, "azioni": []} for a in esito["azioni"][:4]]
    if len(azioni) < 4:
        azioni = [{**esito["azioni"][0], "numero": str(n)} for n in (1, 2, 3, 4)]
    fatte = {"cento": (100, 50, 30, 100), "zero": (100, 80, 100, 100), "fascia sopra": (30, 20, 0, 10), "fascia sotto": (100, 100, 100, 90), "nel testo": (25, 30, 100, 20), "scelta diversa": (100, 100, 100, 100)}[c.forma]  # fmt: skip
    for azione, p in zip(azioni, fatte, strict=True):
        azione.update(realizzazione=p)
    grado = {"cento": 100, "zero": 0, "fascia sopra": 90, "fascia sotto": 40, "nel testo": 100, "scelta diversa": 100}[
        c.forma
    ]
    esito.update(azioni=azioni, grado=grado)
    if c.forma == "nel testo":
        for azione in azioni:
            azione["realizzazione"] = None
        detto = "; ".join(f"Azione {a['numero']}: {p}%" for a, p in zip(azioni, fatte, strict=True))
        risposta_di(esito, "grado").update(testo=f"<p>{detto}.</p>")
    if c.forma == "scelta diversa":
        risposta_di(esito, "grado").update(scelte=["insufficiente"])
    return True


@difetto(
    "riproposto-senza-seguito",
    forme=(
        (("si",), ""),
        (("si",), "Sì, con altre forme."),
        ((), "Sì, nella nuova programmazione."),
        ((), "L'obiettivo verrà riproposto."),
        ((), "SI"),
        ((), "Sarà riproposto con modifiche."),
    ),
)
def riproposto_senza_seguito(c: Caso) -> bool:
    esito = c.scheda("esito-2021")
    if esito is None:
        return False
    esito.update(seguito=[], intestazione="Sentinelle del quartiere storico", titolo="Sentinelle del quartiere storico")
    scrivi(esito, "riproposto", *c.forma[0], testo=c.forma[1])
    return True
