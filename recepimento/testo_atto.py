"""The words of the act of recepimento, from its data. Pure.

The order of the parts is that of ATS Brescia's decree 18/2025; the sentences are ours, their slots are filled from the
dated acts of the plan and from the papers kept. What is not known stays as a named gap: the page says who must give it.
"""

import datetime as dt
from collections.abc import Iterator

from core.canonico import Json
from core.formati import elenco
from recepimento.capoversi import Atto, Capoverso, Pezzo
from recepimento.grammatica import con, con_articolo


def giorno(iso: str) -> str:
    """Return an ISO day as acts write it, 02/12/2024; empty stays empty."""
    return f"{dt.date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


def componi(dati: Json) -> list[Capoverso]:
    """Return the act, paragraph by paragraph. `dati` is what `recepimento.queries.atto.dati_atto` gives."""
    atto = Atto(dati)
    _intestazione(atto)
    _premesse(atto)
    _istruttoria(atto)
    _dispositivo(atto)
    return atto.capoversi


def _ambito(dati: Json) -> str:
    return f"Ambito Territoriale Sociale – {dati['ambito']}"


def _intestazione(atto: Atto) -> None:
    d, ats = atto.dati, atto.dati["ats"]
    for riga in (ats["esteso"], ats["sede"], ats["contatti"], ats["pec"], ats["fiscale"]):
        if riga:
            atto.aggiungi("testata", "{r}", r=riga)
    atto.aggiungi(
        "atto",
        "{tipo} n. {numero} del {giorno}",
        tipo=d["tipo"].upper(),
        numero=atto.slot("numero", d["numero"]),
        giorno=atto.slot("giorno", giorno(d["giorno"])),
    )
    atto.aggiungi("classe", "Cl.: {c}", c=atto.slot("classificazione", d["classificazione"]))
    atto.aggiungi(
        "oggetto",
        "OGGETTO: Recepimento del Piano di Zona {triennio} e presa d'atto dell'Accordo di Programma. {ambito}.",
        triennio=d["triennio"],
        ambito=_ambito(d),
    )
    atto.aggiungi("organo", "{o}", o=atto.slot("organo", d["organo"].upper()))
    atto.aggiungi("nomina", "nominato con {n}", n=atto.slot("nomina", d["nomina"]))
    if d["pareri"]:
        atto.aggiungi("testo", "Acquisiti i pareri:")
        for p in d["pareri"]:
            ufficio = f" – {p['ufficio']}" if p["ufficio"] else ""
            testo = f"{con('di', p['ruolo'])}{ufficio}"
            atto.aggiungi("punto", "{p}", p=atto.slot("pareri", testo))
    else:
        atto.aggiungi("testo", "Acquisiti i pareri: {p}", p=atto.slot("pareri", ""))
    atto.aggiungi("centro", "{o}", o=atto.slot("organo", d["organo"].upper()))


_ARTICOLI_NORMA = {
    "legge": ("la", "Legge"),
    "legge_regionale": ("la", "Legge regionale"),
    "decreto_legislativo": ("il", "Decreto legislativo"),
    "dpcm": ("il", "D.P.C.M."),
    "dgr": ("la", "D.G.R."),
    "deliberazione": ("la", "Deliberazione"),
    "decreto": ("il", "Decreto"),
}


def _norma(n: Json) -> tuple[str, str]:
    articolo, nome = _ARTICOLI_NORMA[n["tipo"]]
    return articolo, f"{nome} n. {n['numero']} del {giorno(n['giorno'])} «{n['titolo']}»"


def _visti(norme: list[tuple[str, str]]) -> str:
    """Return the opener that agrees with the acts recalled: Visto, Vista, Visti, Viste."""
    femminile = all(articolo == "la" for articolo, _ in norme)
    if len(norme) == 1:
        return "Vista" if femminile else "Visto"
    return "Viste" if femminile else "Visti"


def _premesse(atto: Atto) -> None:
    d = atto.dati
    norme = [_norma(n) for n in d["norme"]]
    if len(norme) == 1:
        atto.aggiungi("testo", "{v} {n};", v=_visti(norme), n=atto.slot("norme", " ".join(norme[0])))
    elif norme:
        atto.aggiungi("testo", "{v}:", v=_visti(norme))
        for articolo, nome in norme:
            atto.aggiungi("punto", "{n};", n=atto.slot("norme", f"{articolo} {nome}"))
    else:
        atto.aggiungi("testo", "Visti: {n};", n=atto.slot("norme", ""))
    atto.aggiungi("testo", "Preso atto che:")
    for frase in _preso_atto(d):
        atto.aggiungi("punto", "{f};", f=frase)
    _cabina(atto)
    atto.aggiungi(
        "testo",
        "Precisato che la {dgr} fissa al {approvazione} l'approvazione del Piano di Zona e la sottoscrizione dell'Accordo di "
        "Programma, e che entro il {invio} {ats} deve trasmettere alla {direzione} di Regione Lombardia il verbale della "
        "seduta in cui il Piano è stato approvato, il documento del Piano di Zona e l'Accordo di Programma;",
        dgr=d["dgr"],
        approvazione=atto.slot("scadenza_approvazione", giorno(d["scadenza_approvazione"])),
        invio=atto.slot("scadenza_invio", giorno(d["scadenza_invio"])),
        ats=d["ats"]["nome"],
        direzione=d["direzione"],
    )


def _preso_atto(d: Json) -> tuple[str, ...]:
    return (
        (
            "i Comuni attuano il Piano di Zona con un Accordo di Programma sottoscritto con l'ATS e con l'ASST competente per "
            "territorio, al quale possono aderire gli enti del Terzo Settore che hanno partecipato alla sua elaborazione"
        ),
        (
            f"la programmazione zonale {d['triennio']} si svolge in armonia con la programmazione dei Piani di sviluppo del Polo "
            "Territoriale delle ASST"
        ),
        "gli Ambiti ricompongono gli interventi vicini o sovrapposti che hanno fonti di finanziamento diverse",
        (
            "la programmazione sociale è volta a raggiungere e a rendere stabili i LEPS sul territorio, anche con i progetti "
            "finanziati dal PNRR, Missione 5, Componente 2"
        ),
    )


def _cabina(atto: Atto) -> None:
    d = atto.dati
    if not d["riunioni"]:
        return
    atto.aggiungi(
        "testo",
        "Evidenziato il ruolo della Cabina di Regia Integrata di {ats}, luogo in cui si condividono gli obiettivi e si "
        "collabora tra gli attori, riunita:",
        ats=d["ats"]["nome"],
    )
    for r in d["riunioni"]:
        verbale = f" (rep. verb. {r['verbale']})" if r["verbale"] else ""
        atto.aggiungi("punto", "{r};", r=f"il {giorno(r['giorno'])}{verbale}: {r['argomento']}")
    nota = d["nota"]
    if nota["numero"]:
        atto.aggiungi(
            "testo",
            "Richiamata la nota prot. n. {numero} del {giorno}, con cui è stato trasmesso agli Ambiti {oggetto};",
            numero=nota["numero"],
            giorno=giorno(nota["giorno"]),
            oggetto=nota["oggetto"] or "il documento condiviso nella Cabina di Regia",
        )


def _asst(atto: Atto) -> Pezzo:
    return atto.slot("asst", elenco(atto.dati["asst"]["nomi"]))


def _competenti(d: Json) -> str:
    return "ASST territorialmente competenti" if len(d["asst"]["nomi"]) > 1 else "ASST territorialmente competente"


def _istruttoria(atto: Atto) -> None:
    d = atto.dati
    _assenso(atto)
    organo = con_articolo(d["approvazione"]["organo"])
    quando = " in data {firma_asst}" if d["asst"]["giorno"] else ""
    atto.aggiungi(
        "testo",
        "Dato atto che {organo} ha approvato, nella seduta del {giorno}, il Piano di Zona {triennio} dell'{ambito} "
        "(Allegato A, composto da n. {a} pagine), cui è seguita la sottoscrizione dell'Accordo di Programma (Allegato B, "
        f"composto da n. {{b}} pagine), firmato{quando} anche da {{asst}}, in qualità di {{competenti}};",
        organo=atto.slot("approvazione_organo", organo),
        giorno=atto.slot("approvazione_giorno", giorno(d["approvazione"]["giorno"])),
        triennio=d["triennio"],
        ambito=_ambito(d),
        a=atto.slot("pagine_piano", d["pagine_piano"]),
        b=atto.slot("pagine_accordo", d["pagine_accordo"]),
        firma_asst=atto.noto("asst_giorno", giorno(d["asst"]["giorno"])),
        asst=_asst(atto),
        competenti=_competenti(d),
    )
    verifica = " del {verifica}" if d["verifica_ats"] else ""
    atto.aggiungi(
        "testo",
        f"Preso atto che l'Accordo di Programma, dopo la verifica{verifica} dei presupposti e dei requisiti effettuata "
        f"{{struttura}}, è stato sottoscritto da questa Agenzia in data {{firma}}{_repertorio(d)};",
        verifica=atto.noto("verifica_giorno", giorno(d["verifica_ats"])),
        struttura=atto.slot("struttura", con("da", d["struttura"]) if d["struttura"] else ""),
        firma=atto.slot("firma_ats", giorno(d["firma_ats"])),
        rep_numero=atto.noto("repertorio_numero", d["repertorio"]["numero"]),
        rep_giorno=atto.noto("repertorio_giorno", giorno(d["repertorio"]["giorno"])),
    )
    atto.aggiungi(
        "testo",
        "Vista la proposta {p};",
        p=atto.slot("proponente", con("di", d["proponente"]) if d["proponente"] else ""),
    )
    atto.aggiungi(
        "testo",
        "Dato atto che {r}, in qualità di responsabile del procedimento, attesta la regolarità tecnica del presente "
        "provvedimento;",
        r=atto.slot("responsabile", d["responsabile"]),
    )
    oneri = d["oneri"] or "dal presente provvedimento non discendono oneri per l'Agenzia"
    atto.aggiungi("testo", "Dato atto che {o};", o=oneri.rstrip(".;"))
    _pareri(atto)


def _repertorio(d: Json) -> str:
    repertorio = d["repertorio"]
    if not (repertorio["numero"] or repertorio["giorno"]):
        return ""
    numero = " con rep. n. {rep_numero}" if repertorio["numero"] else ""
    quando = " il {rep_giorno}" if repertorio["giorno"] else ""
    return f" e registrato{numero}{quando}"


def _assenso(atto: Atto) -> None:
    d = atto.dati["assenso"]
    if not (d["richiesto"] or d["giorno"]):
        return
    struttura = atto.dati["struttura"]
    atto.aggiungi(
        "testo",
        "Preso atto che {struttura} ha verificato la coerenza del Piano di Zona dell'{ambito} con gli indirizzi e gli obiettivi "
        "della programmazione, come chiede la {dgr}, e con nota prot. n. {numero} del {giorno} ha dato il proprio assenso "
        "alla sottoscrizione dell'Accordo di Programma;",
        struttura=atto.slot("struttura", struttura),
        ambito=_ambito(atto.dati),
        dgr=atto.dati["dgr"],
        numero=atto.slot("assenso_numero", d["numero"]),
        giorno=atto.slot("assenso_giorno", giorno(d["giorno"])),
    )


def _pareri(atto: Atto) -> None:
    d = atto.dati
    if not d["pareri"]:
        return
    ruoli = elenco([con("di", p["ruolo"]) for p in d["pareri"]])
    uno = len(d["pareri"]) == 1
    coda = f"; {con_articolo(d['legittimita'])} attesta altresì la legittimità dell'atto" if d["legittimita"] else ""
    atto.aggiungi(
        "testo", "{a} {ruoli}{coda};", a="Acquisito il parere" if uno else "Acquisiti i pareri", ruoli=ruoli, coda=coda
    )


def _dispositivo(atto: Atto) -> None:
    d = atto.dati
    atto.aggiungi("centro", "{v}", v="DECRETA" if d["tipo"] == "decreto" else "DELIBERA")
    atto.aggiungi("testo", "per le motivazioni indicate in premessa e qui integralmente richiamate:")
    struttura = atto.slot("struttura", d["struttura"])
    for lettera, (modello, valori) in zip("abcdef", _punti(atto, struttura), strict=True):
        atto.aggiungi("lettera", modello, f"{lettera})", **valori)
    firma = con("da", d["organo"]) if d["organo"] else ""
    atto.aggiungi("firma", "Firmato digitalmente {o}", o=atto.slot("organo", firma))


def _da_chi(organo: str) -> str:
    return con("da", con_articolo(organo)) if organo else ""


def _punti(atto: Atto, struttura: Pezzo) -> Iterator[tuple[str, dict[str, "Pezzo | str"]]]:
    d = atto.dati
    yield (
        (
            "di recepire il Piano di Zona {triennio} dell'{ambito}, approvato {organo} (Allegato A, composto da n. {a} "
            "pagine), parte integrante e sostanziale del presente provvedimento;"
        ),
        {
            "triennio": d["triennio"],
            "ambito": _ambito(d),
            "organo": atto.slot("approvazione_organo", _da_chi(d["approvazione"]["organo"])),
            "a": atto.slot("pagine_piano", d["pagine_piano"]),
        },
    )
    yield (
        (
            "di prendere atto dell'Accordo di Programma sottoscritto dagli enti dell'{ambito} con {ats} e {asst} (Allegato B, "
            "composto da n. {b} pagine), parte integrante e sostanziale del presente provvedimento;"
        ),
        {
            "ambito": _ambito(d),
            "ats": d["ats"]["nome"],
            "asst": _asst(atto),
            "b": atto.slot("pagine_accordo", d["pagine_accordo"]),
        },
    )
    yield (
        (
            "di dare atto che il Piano di Zona {triennio} e l'Accordo di Programma sono conservati in originale agli atti "
            "{struttura};"
        ),
        {
            "triennio": d["triennio"],
            "struttura": atto.slot("struttura", con("di", d["struttura"]) if d["struttura"] else ""),
        },
    )
    yield (
        (
            "di incaricare {struttura} di trasmettere copia del presente provvedimento alla {direzione} di Regione Lombardia "
            "entro il {invio};"
        ),
        {
            "struttura": struttura,
            "direzione": d["direzione"],
            "invio": atto.slot("scadenza_invio", giorno(d["scadenza_invio"])),
        },
    )
    yield (
        (
            "di dare atto che il presente provvedimento è sottoposto al controllo del Collegio Sindacale (art. 3-ter del D.Lgs. "
            "n. 502/1992 e art. 12, comma 14, della L.R. n. 33/2009);"
        ),
        {},
    )
    yield (
        (
            "di disporre, a cura {pubblicazione}, la pubblicazione all'Albo on-line, sezione Pubblicità legale (art. 17, comma 6, "
            "della L.R. n. 33/2009 e art. 32 della L. n. 69/2009), nel rispetto delle norme sulla protezione dei dati personali."
        ),
        {"pubblicazione": atto.slot("pubblicazione", con("di", d["pubblicazione"]) if d["pubblicazione"] else "")},
    )
