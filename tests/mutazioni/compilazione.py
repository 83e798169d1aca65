"""Defects of who fills in: empty rows, words of the form left there, notes, choices not made."""

from html import escape

from tests.mutazioni.base import Caso, difetto, risposta_di, scrivi


@difetto("voce-mancante", forme=("esiti", "contesto", "reti", "governance", "bisogni", "obiettivi", "indicatori"))
def voce_mancante(c: Caso) -> bool:
    for sezione in c.sezioni():
        if sezione["voce_formato"] == c.forma:
            sezione["voce_formato"] = ""
    return True


def _senza_parole(c: Caso, *vecchie: str, nuove: str) -> bool:
    trovate = [s for s in c.sezioni() if any(v in s["titolo"].casefold() for v in vecchie)]
    for sezione in trovate:
        sezione["titolo"] = nuove
    return bool(trovate)


@difetto(
    "gestione-associata",
    forme=("I servizi dell'Ambito", "Le associazioni del territorio", "L'organizzazione", "Gestione e forme di associazionismo"),
)  # fmt: skip
def gestione_associata(c: Caso) -> bool:
    c.sezioni()[0]["titolo"] = "Esiti"
    fatto = _senza_parole(c, "gestione associata", "forma associata", nuove=c.forma)
    for sezione in c.sezioni():
        if "rafforzamento" in sezione["titolo"].casefold() and "macroarea" not in sezione["titolo"].casefold():
            sezione["titolo"] = "Rafforzamento"
    return fatto


@difetto(
    "rafforzamento",
    forme=("Sviluppo dei servizi comuni", "La rete si rafforza", "Potenziare l'Ambito", "Interventi di consolidamento"),
)
def rafforzamento(c: Caso) -> bool:
    fatto = False
    for sezione in c.sezioni():
        area = sezione["voce_formato"] == "obiettivi" or sezione["chiave"].startswith("area-")
        if "rafforzamento" in sezione["titolo"].casefold() and not area:
            sezione["titolo"], fatto = c.forma, True
    return fatto


@difetto("leps-senza-scheda", forme=(0, 1, 2, 3, 4))
def leps_senza_scheda(c: Caso) -> bool:
    leps = c.noto.leps[c.forma]
    schede = [s for s in c.schede() if leps.codice in s["leps"]]
    for scheda in schede:
        scheda.update(leps=[], titolo="Servizio nuovo", intestazione="Servizio nuovo")
    return bool(schede)


_RIGHE = (
    "obiettivi",
    "target",
    "personale",
    "co_programmato",
    "innovazione",
    "digitalizzazione",
    "altri_attori",
    "tipologia",
)


@difetto("riga-vuota", forme=_RIGHE)
def riga_vuota(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    scrivi(scheda, c.forma)
    return True


@difetto(
    "riga-vuota",
    forme=("-", "—", "/", "//", "n.d.", "...", "…", "N.A.", "--", "n/d", "***", "n. d.", "–––", ".", "=", "_"),
)
def riga_con_un_segno(c: Caso) -> bool:
    """A row whose text is only a sign: it says nothing."""
    scheda = c.scheda()
    if scheda is None:
        return False
    scrivi(scheda, c.lotto.choice(["target", "personale", "obiettivi"]), testo=c.forma)
    return True


@difetto(
    "testo-modello",
    "appunto",
    forme=(
        "SI/NO (se sì, quali)",
        "Si / No",
        "Sì/no (specificare)",
        "SÌ – NO",
        "SI □ NO □",
        "[ ] SI [ ] NO",
        "SI o NO",
        "☐ Sì ☐ No",
        "(se sì, specificare quali)",
        "(max 1000 caratteri)",
        "(in caso affermativo, descrivere)",
        "massimo 500 battute",
        "(descrivere brevemente)",
        "(indicare le fonti di finanziamento)",
        "Se sì, quale?",
        "(specificare se si tratta di un servizio nuovo)",
        "(barrare la casella che interessa)",
        "selezionare una voce",
        "Fare clic qui per immettere testo.",
        "Fare clic o toccare qui per immettere il testo.",
        "Scegliere un elemento.",
        "[inserire testo]",
    ),
)
def testo_modello(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    campo = c.lotto.choice(["asst_analisi", "altri_ambiti", "digitalizzazione", "progetto_premiale"])
    scrivi(scheda, campo, testo=c.forma)
    return True


_SEGNAPOSTO = (
    "Gli utenti seguiti sono XXX ogni anno.",
    "Gli sportelli sono attivi in YY Comuni.",
    "La spesa prevista è di € ______ per il triennio.",
    "Il servizio è stato attivato il __/__/____ in tutti i Comuni.",
    "Il servizio segue n. … nuclei familiari.",
    "Il servizio segue N. XX minori in carico.",
    "Da completare.",
    "da completare a cura dell'ASST",
    "TBD",
    "T.B.D.",
    "DA DEFINIRE",
    "da definire",
    "Da inserire dati 2024",
    "da inserire i dati del monitoraggio",
    "[inserire testo]",
    "<inserire tabella>",
    "inserire testo",
    "Inserire qui la descrizione del servizio",
    "NB: chiedere a Maria il numero aggiornato",
    "N.B. verificare con l'ASST prima di chiudere",
    "NOTA: da rivedere con il tavolo minori",
    "Nota per noi: togliere questo paragrafo",
    "Chiedere conferma alla Coordinatrice",
    "Verificare il dato con Ufficio Anagrafe",
    "Vedere se tenere questa parte",
    "Aggiornare con i dati definitivi",
    "manca il dato di Varese",
    "Mancano i dati 2023",
    "dato da verificare (?)",
    "(?) controllare",
    "vedi sopra",
    "v. sopra",
    "idem come sopra",
    "come sopra",
    "Lorem ipsum dolor sit amet",
    "Testo di prova",
    "bozza",
    "BOZZA del 12/10 – non diffondere",
    "ok",
    "prova prova",
    "@Anna puoi completare tu?",
    "Per Lucia: completare entro venerdì",
    "###",
    "$$$",
    "*** completare ***",
    ">>> da spostare nel capitolo 3",
    "Commento [AB1]: non è chiaro",
    "Errore. Il segnalibro non è definito.",
    "Errore. L'origine riferimento non è stata trovata.",
    "Error! Reference source not found.",
    "il testo è in corso di stesura",
    "In attesa dei dati ATS",
    "copiare dal vecchio piano",
    "Riprendere dal piano precedente e sintetizzare",
    "DA FARE",
    "to do",
    "In fase di redazione",
    "contributo in arrivo dall'ASST",
)


@difetto("appunto", "testo-modello", forme=_SEGNAPOSTO)
def appunto_in_sezione(c: Caso) -> bool:
    c.in_mezzo(c.qualsiasi(), escape(c.forma, quote=False))
    return True


@difetto("appunto", "testo-modello", "riga-vuota", forme=_SEGNAPOSTO)
def appunto_in_riga(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    campo = c.lotto.choice(["target", "personale", "obiettivi", "modalita"])
    prima = risposta_di(scheda, campo)["testo"] if c.lotto.random() < 0.5 else ""
    scrivi(scheda, campo)
    risposta_di(scheda, campo)["testo"] = f"{prima}<p>{escape(c.forma, quote=False)}</p>"
    return True


@difetto(
    "titolo-senza-testo",
    forme=(
        "<h3>Premessa</h3>",
        "<p>Introduzione:</p>",
        "<p><strong>Il contesto territoriale</strong></p>",
        "<h2>Le risorse</h2><h2>I destinatari</h2><p>Sono le famiglie dell'Ambito.</p>",
        "<p>Gli obiettivi specifici sono i seguenti:</p>",
        "<p>Le azioni previste nel triennio sono:</p>",
        "<p>Di seguito si riportano i dati principali:</p>",
        "<h4>Conclusioni</h4>",
        "<p>Destinatari:</p>",
        "<p><b>Criticità:</b></p>",
    ),
)
def titolo_senza_testo(c: Caso) -> bool:
    foglie = [s for s in c.sezioni() if not s["sezioni"] and s["testo"]]
    piene = {x["sezione"] for x in [*c.corpo["tabelle"], *c.corpo["schede"], *c.corpo["esiti"]]}
    libere = [s for s in foglie if s["chiave"] not in piene]
    if not libere:
        return False
    sezione = c.lotto.choice(libere)
    sezione["testo"] += c.forma
    c.dove = sezione["chiave"]
    return True


@difetto(
    "scelte-non-risolte",
    "testo-modello",
    "risposta-senza-scelta",
    forme=(
        ("tipo_bisogno", (), "Bisogno consolidato / nuovo bisogno"),
        ("co_progettato", ("si", "no"), ""),
        ("nuovo_servizio", ("gia_presente", "nuovo"), ""),
        ("tipo_bisogno", ("consolidato", "nuovo"), "Vedi analisi dei bisogni."),
        ("tipologia", (), "Promozionale/preventivo - riparativo"),
        (
            "nuovo_servizio",
            (),
            "Servizio già presente; servizio già presente ma sostanzialmente rivisto; nuovo servizio",
        ),
        ("altri_ambiti", ("si", "no"), "Da valutare in corso d'opera."),
        ("innovazione", (), "Sì No"),
    ),
)
def scelte_non_risolte(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    campo, scelte, testo = c.forma
    scrivi(scheda, campo, *scelte, testo=testo)
    return True


@difetto(
    "risposta-fuori-scelte",
    "risposta-senza-scelta",
    forme=(
        ("tipo_bisogno", "NO"),
        ("tipologia", "Sì, in parte."),
        ("nuovo_servizio", "Si, servizio rivisto."),
        ("tipo_bisogno", "SI."),
        ("nuovo_servizio", "No"),
        ("tipologia", "no: è di altro tipo"),
        ("tipo_bisogno", "S ì, era già noto"),
        ("nuovo_servizio", "SI'"),
    ),
)
def risposta_fuori_scelte(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    scrivi(scheda, c.forma[0], testo=c.forma[1])
    return True


@difetto(
    "risposta-senza-scelta",
    "riga-vuota",
    "appunto",
    forme=(
        "L'ASST partecipa alla cabina di regia e alle équipe.",
        "In parte.",
        "Si vedrà nel corso del triennio.",
        "Il percorso è stato condiviso con gli Enti del Terzo Settore.",
        "Parzialmente",
        "Non ancora",
        "Forse",
        "Eventualmente, nella seconda annualità",
        "In corso di valutazione",
        "Dipende dal Comune",
    ),
)
def risposta_senza_scelta(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    scrivi(scheda, c.lotto.choice(["altri_ambiti", "co_programmato", "digitalizzazione", "innovazione"]), testo=c.forma)
    return True


@difetto(
    "prefisso-ripetuto",
    forme=(
        "Azione {n}: Azione {n}: {t}",
        "AZIONE {n} - AZIONE {n}: {t}",
        "Azione {n}. {t}",
        "Azione n. {n}: {t}",
        "{n}. {t}",
        "{n}) {t}",
        "Azione {n} – {t}",
        "AZIONE N°{n} {t}",
    ),
)
def prefisso_ripetuto(c: Caso) -> bool:
    scheda = c.scheda(adatta=lambda s: any(a["numero"] and a["testo"] for a in s["azioni"]))
    if scheda is None:
        return False
    azione = c.lotto.choice([a for a in scheda["azioni"] if a["numero"] and a["testo"]])
    azione["testo"] = c.forma.format(n=azione["numero"], t=azione["testo"])
    return True


@difetto(
    "prefisso-ripetuto",
    forme=(
        "Obiettivo: Obiettivo: {t}",
        "Tabella 2: Tabella 2: {t}",
        "Indicatore 3 - Indicatore 3 - {t}",
        "Fase 1: Fase 1: {t}",
        "Grafico 2.1 – Grafico 2.1 – {t}",
        "Obiettivo 4. Obiettivo 4. {t}",
        "Premessa: Premessa: {t}",
        "Destinatari: destinatari: {t}",
    ),
)
def prefisso_nel_testo(c: Caso) -> bool:
    c.in_mezzo(c.qualsiasi(), c.forma.format(t="il lavoro comune tra i servizi dei Comuni"))
    return True
