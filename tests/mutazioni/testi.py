"""Defects of names, periods, doubles and references."""

import re
from collections.abc import Callable

from tests.controllo_di_prova import tavola
from tests.documenti_canonici import azione
from tests.mutazioni.base import Caso, difetto, risposta_di, scrivi

_MISURE = (
    "Raccordo con il Centro per l'Impiego per i percettori di RdC.",
    "Lo sportello segue i beneficiari del Reddito di Cittadinanza.",
    "Accompagnamento dei nuclei R.d.C. nei Patti di inclusione.",
    "I percettori di reddito di cittadinanza partecipano ai PUC.",
    "Nuclei beneficiari del REI in carico al servizio.",
    "I beneficiari del R.E.I. sono seguiti dall'équipe.",
    "I progetti SIA-REI continuano con i nuovi operatori.",
    "Presa in carico dei nuclei con Sostegno per l'Inclusione Attiva (SIA).",
    "Si attivano i PUC per i percettori del RdC/PdC.",
    "I titolari di Pensione di cittadinanza accedono ai servizi.",
    "I navigator collaborano con le assistenti sociali.",
    "Con i navigator del Centro per l'Impiego si fanno incontri mensili.",
    "Chi riceve la Pensione di Cittadinanza ha la precedenza.",
    "Le famiglie usano l'assegno al nucleo familiare con tre figli minori.",
    "Il bonus mamma domani resta una risorsa per le neomamme.",
    "Lo SPRAR accoglie venti persone.",
    "Il progetto SIPROIMI accoglie venti persone.",
    "Presa in carico tramite SIPROIMI e CAS.",
    "I beneficiari dello SPRAR frequentano i corsi di italiano.",
    "La collaborazione con l'ASL resta stabile.",
    "Il protocollo con l'Azienda Ospedaliera prevede dimissioni concordate.",
    "Le équipe dell'ASL partecipano alle UVM.",
)


@difetto("misura-superata", forme=_MISURE)
def misura_superata(c: Caso) -> bool:
    if c.lotto.random() < 0.5:
        c.in_mezzo(c.qualsiasi(), c.forma)
        return True
    scheda = c.scheda()
    if scheda is None:
        return False
    scrivi(scheda, "target", testo=c.forma)
    return True


@difetto(
    "periodo-sbagliato",
    forme=(
        "In continuità con la programmazione precedente (2012-2023).",
        "Il triennio 2025-2072 vedrà nuovi servizi.",
        "Il Piano di Zona 2021/2032 aveva già posto il tema.",
        "Il triennio 2025/28 prevede nuovi servizi.",
        "La programmazione zonale 2025 - 2037 pone il tema al centro.",
        "Il triennio 2027-2025 è decisivo.",
        "Nella programmazione 2011-2023 il tema non c'era.",
        "Il Piano di Zona dal 2021 al 2032 aveva già posto il tema.",
        "Nel triennio 2025, 2026 e 2028 si farà una verifica.",
        "Il triennio 2024-2027 pone il tema al centro.",
        "Per il triennio 2025-2026 si prevede la conferma del servizio.",
        "La programmazione zonale 205-2027 conferma il servizio.",
        "Nel triennio 2O25-2O27 si conferma il servizio.",
        "Il Piano di Zona 2125-2127 conferma il servizio.",
    ),
)
def periodo_sbagliato(c: Caso) -> bool:
    c.in_mezzo(c.qualsiasi(), c.forma)
    return True


def _sant(nome: str, con: str) -> str:
    return re.sub(r"\b(?:Santo|Santa|San)\b\s|\bSant'", con, nome)


_PICCOLE = re.compile(r"\s(?:con|di|sul|sull'|al|del|della|sopra|e|in|d'|de'|per|su)\s?")
_FORME_COMUNE: dict[str, Callable[[str], str]] = {
    "san puntato": lambda n: _sant(n, "S. "),
    "san puntato attaccato": lambda n: _sant(n, "S."),
    "san senza punto": lambda n: _sant(n, "S "),
    "sant senza apostrofo": lambda n: n.replace("Sant'", "Sant "),
    "ultima puntata": lambda n: f"{n.rsplit(' ', 1)[0]} {n.rsplit(' ', 1)[1][0]}." if n.count(" ") == 1 else n,
    "trattino per spazio": lambda n: n.replace(" ", "-") if n.count(" ") == 1 else n,
    "spazio per trattino": lambda n: n.replace("-", " "),
    "trattino con spazi": lambda n: n.replace("-", " - "),
    "senza la piccola": lambda n: _PICCOLE.sub(" ", n, count=1),
    "c barrato": lambda n: n.replace(" con ", " c/"),
    "con puntato": lambda n: n.replace(" con ", " c. "),
    "prima puntata": lambda n: f"{n.split(' ', 1)[0][0]}. {n.split(' ', 1)[1]}" if n.count(" ") == 1 else n,
    "senza apostrofo": lambda n: n.replace("'", "") if "'" in n else n,
    "tutto attaccato": lambda n: n.replace(" ", "") if n.count(" ") == 1 else n,
    "prime lettere": lambda n: (
        f"{n.split(' ', 1)[0]} {n.split(' ', 1)[1][:3]}." if n.count(" ") == 1 and len(n.split(" ", 1)[1]) > 4 else n
    ),
    "doppia tolta": lambda n: re.sub(r"([bcdfglmnprstvz])\1", r"\1", n, count=1),
    "doppia messa": lambda n: re.sub(r"(?<=[aeiou])([nlrt])(?=[aeio])", r"\1\1", n, count=1) if n.count(" ") else n,
    "lettere scambiate": lambda n: (
        n[:-3] + n[-2] + n[-3] + n[-1] if n.count(" ") and n[-2] != n[-3] and len(n.rsplit(" ", 1)[1]) > 5 else n
    ),
    # The last is of the third collection (forme_nuove).
    "puntata con la coda": lambda n: (
        f"{n.split(' ')[0]} {n.split(' ')[1][0]}.{n.split(' ')[1][-2:]}"
        if n.count(" ") == 1 and len(n.split(" ")[1]) > 4
        else n
    ),
}


@difetto("comune-in-due-modi", forme=tuple(_FORME_COMUNE)[:-1])
def comune_in_due_modi(c: Caso) -> bool:
    scritti = [(n, _FORME_COMUNE[c.forma](n)) for n in c.noto.comuni]
    scritti = [(n, s) for n, s in scritti if n != s]
    if not scritti:
        return False
    _, scritto = c.lotto.choice(scritti)
    if c.lotto.random() < 0.5:
        c.in_mezzo(c.qualsiasi(), f"Lo sportello di {scritto} apre il mercoledì, quello degli altri Comuni il giovedì.")
    else:
        dati = tavola(["Comune", "Utenti"], [scritto, "12"], chiave="tavola-comuni", titolo="Utenti per Comune")
        dati["sezione"] = c.qualsiasi()["chiave"]
        c.corpo["tabelle"].append(dati)
        c.dove = "tavola-comuni"
    return True


_LUNGO = (
    "Le condizioni di fragilità delle persone anziane richiedono interventi a casa e nel quartiere che uniscano le forze dei servizi "
    "sociali, quelle della sanità territoriale e quelle delle famiglie, con un solo punto di ascolto per ogni Comune."
)
_RITOCCHI: dict[str, Callable[[str], str]] = {
    "uguale": lambda t: t,
    "maiuscole": str.upper,
    "una parola": lambda t: t.replace("un solo", "un unico"),
    "punteggiatura": lambda t: t.replace(", con", "; con").replace("quartiere che", "quartiere, che"),
    "inizio in più": lambda t: f"Inoltre, {t[0].lower()}{t[1:]}",
    "coda in più": lambda t: f"{t} Il percorso dura tre anni.",
    "due parole": lambda t: t.replace("anziane", "fragili").replace("forze", "risorse"),
    "ordine": lambda t: t.replace(
        "dei servizi sociali, quelle della sanità territoriale", "della sanità territoriale, quelle dei servizi sociali"
    ),
    "accapo": lambda t: t.replace(", con", ",</p><p>con"),
    "refuso": lambda t: t.replace("territoriale", "territorale"),
    # The last two are of the third collection (forme_nuove).
    "sinonimi": lambda t: t.replace("persone anziane", "persone fragili").replace("un solo punto", "un unico punto"),
    "frase tolta": lambda t: t.replace(", quelle della sanità territoriale", ""),
}


@difetto("testo-ripetuto", forme=tuple(_RITOCCHI)[:-2])
def testo_ripetuto(c: Caso) -> bool:
    c.in_mezzo(c.sezione("contesto"), _LUNGO)
    c.in_mezzo(c.sezione(c.lotto.choice(["governance", "reti"])), _RITOCCHI[c.forma](_LUNGO))
    c.dove = None
    return True


@difetto("testo-ripetuto", forme=tuple(_RITOCCHI)[:6])
def testo_ripetuto_qui(c: Caso) -> bool:
    sezione = c.sezione("governance")
    c.in_mezzo(sezione, _LUNGO)
    c.in_fondo(sezione, "Le sedi sono quattro, una per ogni parte dell'Ambito.", _RITOCCHI[c.forma](_LUNGO))
    return True


@difetto("testo-copiato", forme=tuple(_RITOCCHI)[:-2])
def testo_copiato(c: Caso) -> bool:
    schede = c.schede()
    if len(schede) < 2:
        return False
    for scheda, testo in zip(c.lotto.sample(schede, 2), (_LUNGO, _RITOCCHI[c.forma](_LUNGO)), strict=True):
        risposta_di(scheda, "obiettivi")["testo"] = f"<p>{testo}</p>"
    c.dove = None
    return True


@difetto(
    "riga-ripetuta", forme=("uguale", "maiuscole", "punto finale", "spazi", "accento", "numero scritto in altro modo")
)
def riga_ripetuta(c: Caso) -> bool:
    righe = [
        ["Progetto Sollievo", "DGR 7751/2022", "120000"],
        ["Dopo di noi", "L. 112/2016", "98000"],
        ["Sostegno alla Genitorialità", "DGR 5392/2021", "55500"],
    ]
    copia = list(c.lotto.choice(righe))
    copia[0] = {"maiuscole": copia[0].upper(), "punto finale": f"{copia[0]}.", "spazi": f" {copia[0].replace(' ', '  ')} ", "accento": copia[0].replace("à", "a'")}.get(c.forma, copia[0])  # fmt: skip
    if c.forma == "numero scritto in altro modo":
        copia[2] = f"{copia[2]}.00"
    if c.forma == "accento":
        copia = ["Sostegno alla Genitorialita'", *righe[2][1:]]
    dati = tavola(["Misura", "Atto", "Importo"], *righe, copia, titolo="Misure regionali", chiave="tavola-misure")
    dati["colonne"][1]["tipo"] = "testo"
    dati["sezione"] = c.sezione("reti")["chiave"]
    c.corpo["tabelle"].append(dati)
    c.dove = "tavola-misure"
    return True


@difetto(
    "due-titoli",
    forme=(
        "LEPS – Contrasto all'isolamento LEPS – Prevenzione dell'allontanamento",
        "Obiettivo: Abitare insieme Obiettivo: Casa per i giovani",
        "LEPS: Supervisione del personale LEPS: Pronto intervento sociale",
        "Azione - Sportello casa Azione - Housing sociale",
        "Obiettivo 3 – Casa per tutti Obiettivo 4 – Sportello unico",
        "Scheda 2: Dimissioni protette Scheda 3: PUA",
        "Macroarea B) Politiche abitative Macroarea D) Domiciliarità",
        "Area Anziani - Incremento del SAD Area Disabili - Vita indipendente",
    ),
)
def due_titoli(c: Caso) -> bool:
    scheda = c.scheda()
    if scheda is None:
        return False
    scheda.update(intestazione=c.forma, titolo=c.forma)
    return True


@difetto(
    "rimando-pendente",
    forme=(
        "Come mostra la Tabella 2.19, la popolazione cresce.",
        "Si veda la Tab. 2.19.",
        "Il Grafico 3.17 riporta l'andamento.",
        "Si rimanda alla tab. n. 9.9 per i dettagli.",
        "Come detto nel capitolo 14, il tema è aperto.",
        "Si veda il cap. 14 del presente Piano.",
        "Lo si vede nella tabella n° 8.12.",
        "Vedi Tabella 9.9",
        "Il paragrafo 6.27 illustra le azioni.",
        "Cfr. par. 3.12.",
        "Si veda la scheda Z.",
        "Si rimanda alla sezione 9.4 per i dettagli.",
        "Come indicato nelle tabelle 2.18 e 2.19, i nuclei crescono.",
        "Il dettaglio è nell'Obiettivo 77.",
        "Si veda la Scheda obiettivo 77.",
        "Il dettaglio è nella scheda n. 77.",
        "Come riportato in tabella 12 di questo capitolo.",
        "Si veda § 3.12.",
        "I dati sono nella figura 5.8.",
        "I dati sono nella Fig. 5.8.",
    ),
)
def rimando_pendente(c: Caso) -> bool:
    c.in_mezzo(c.qualsiasi(), c.forma)
    return True


@difetto(
    "rimando-pendente",
    forme=(
        "Le risorse sono dedicate all'azione 9.",
        "Si veda l'Azione 9",
        "Personale impiegato nelle azioni 1 e 9.",
        "Il personale segue anche l'az. 9.",
        "Vedi azione n. 9.",
        "Personale delle azioni 1, 2 e 9.",
    ),
)
def azione_che_manca(c: Caso) -> bool:
    scheda = c.scheda(adatta=lambda s: 2 <= len(s["azioni"]) < 8)
    if scheda is None:
        return False
    scrivi(scheda, "personale", testo=c.forma)
    return True


@difetto(
    "azione-citata",
    forme=(
        "Gli aspetti innovativi riguardano {t} (Azione {n}).",
        "È innovativa {t} (vedi azione {n}).",
        "Gli aspetti innovativi riguardano {t} (azione n. {n}).",
        "È innovativa l'azione {n}, {t}.",
        "L'Azione {n} ({t}) è innovativa.",
        "È innovativa {t} (az. {n}).",
    ),
)
def azione_citata(c: Caso) -> bool:
    scheda = c.scheda(adatta=lambda s: len(s["azioni"]) >= 2)
    if scheda is None:
        return False
    scheda["azioni"] = [
        azione("1", testo="Costituzione dell'Agenzia sociale per l'Abitare"),
        azione("2", testo="Percorsi di accompagnamento educativo alla casa"),
        azione("3", testo="Fondo di garanzia per i proprietari privati"),
    ]
    quale = c.lotto.randrange(3)
    detto = (
        "la costituzione dell'Agenzia sociale per l'Abitare",
        "i percorsi di accompagnamento educativo alla casa",
        "il fondo di garanzia per i proprietari privati",
    )[quale]
    altro = c.lotto.choice([n for n in (1, 2, 3) if n != quale + 1])
    scrivi(scheda, "innovazione", "si", testo=c.forma.format(t=detto, n=altro))
    return True
