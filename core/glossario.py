"""The words of the law in plain Italian: the "?" of each page and the page Glossario read them here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VoceGlossario:
    """A word: its anchor, how it is written, what it means, where the law says it."""

    chiave: str
    termine: str
    definizione: str
    fonte: str = ""


_VOCI = (
    VoceGlossario(
        "accordo-di-programma",
        "Accordo di Programma",
        "Il patto con cui Comuni, ATS, ASST e altri enti si impegnano ad attuare il Piano di Zona. "
        "Il Piano vale quando l'Accordo è firmato.",
        "Art. 34 D.Lgs. 267/2000; art. 18 L.R. 3/2008",
    ),
    VoceGlossario(
        "ambito",
        "Ambito territoriale",
        "Un gruppo di Comuni vicini che organizzano insieme i servizi sociali. In Lombardia sono 91; "
        "qualcuno è formato da un Comune solo.",
        "Art. 7 L.R. 3/2008; Allegato C DGR XII/2167/2024",
    ),
    VoceGlossario(
        "assemblea-dei-sindaci",
        "Assemblea dei Sindaci",
        "I Sindaci dei Comuni dell'Ambito riuniti per decidere. Approva il Piano di Zona.",
    ),
    VoceGlossario(
        "assenso",
        "Assenso",
        "Il sì dell'ATS al Piano, dopo aver controllato che sia coerente con la programmazione regionale.",
        "DGR XII/2167/2024",
    ),
    VoceGlossario(
        "asst",
        "ASST",
        "Azienda Socio-Sanitaria Territoriale: l'azienda pubblica di ospedali, case di comunità e consultori. "
        "Scrive con l'Ambito gli obiettivi in cui sociale e sanitario si incontrano.",
        "L.R. 33/2009",
    ),
    VoceGlossario(
        "ats",
        "ATS",
        "Agenzia di Tutela della Salute: programma e controlla la salute di un territorio. "
        "Verifica i Piani di Zona, firma l'Accordo e manda tutto in Regione. In Lombardia sono 8.",
        "L.R. 33/2009",
    ),
    VoceGlossario(
        "capofila",
        "Ente capofila",
        "Il Comune, o l'azienda di Comuni, che gestisce i fondi e gli atti per conto di tutto l'Ambito.",
    ),
    VoceGlossario(
        "co-programmazione",
        "Co-programmazione",
        "Enti pubblici e Terzo Settore individuano insieme i bisogni e le risposte possibili.",
        "Art. 55 D.Lgs. 117/2017",
    ),
    VoceGlossario(
        "co-progettazione",
        "Co-progettazione",
        "Enti pubblici e Terzo Settore disegnano e realizzano insieme un servizio o un progetto.",
        "Art. 55 D.Lgs. 117/2017",
    ),
    VoceGlossario(
        "distretto",
        "Distretto",
        "L'articolazione dell'ASST sul territorio. Un Ambito può toccare più distretti, un distretto più Ambiti.",
        "L.R. 33/2009",
    ),
    VoceGlossario(
        "impronta",
        "Impronta (SHA-256)",
        "Una sequenza di 64 cifre e lettere calcolata dal contenuto di un documento: se cambia anche una virgola, "
        "cambia l'impronta.",
    ),
    VoceGlossario(
        "leps",
        "LEPS",
        "Livelli essenziali delle prestazioni sociali: i servizi che devono essere garantiti a tutti, ovunque.",
        "Art. 22 L. 328/2000; L. 234/2021",
    ),
    VoceGlossario(
        "macroarea",
        "Macroarea",
        "Uno dei temi in cui la Regione divide gli obiettivi dei Piani: casa, povertà, anziani, disabilità e così via.",
        "DGR XII/2167/2024",
    ),
    VoceGlossario(
        "obiettivo",
        "Scheda obiettivo",
        "La pagina del Piano che descrive un obiettivo: 26 righe uguali per tutti, dalle azioni ai risultati attesi.",
        "DGR XII/2167/2024",
    ),
    VoceGlossario(
        "piano-di-zona",
        "Piano di Zona",
        "Il programma triennale dei servizi sociali di un Ambito: bisogni, obiettivi, azioni, risorse, verifiche.",
        "Art. 19 L. 328/2000; art. 18 L.R. 3/2008",
    ),
    VoceGlossario(
        "progetto-premiale",
        "Progetto premiale",
        "Un progetto che nel triennio 2021-2023 la Regione ha premiato con risorse in più, perché trasversale, di più "
        "Ambiti insieme e tra sociale e sanitario. La scheda dice se l'obiettivo lo continua.",
        "DGR XII/2167/2024",
    ),
    VoceGlossario(
        "punto-chiave",
        "Punto chiave",
        "Un intervento tipico di una macroarea, scelto da un elenco della Regione: serve a confrontare i Piani.",
        "DGR XII/2167/2024",
    ),
    VoceGlossario(
        "recepimento",
        "Recepimento",
        "L'atto con cui l'ATS prende atto del Piano approvato e dell'Accordo firmato.",
        "DGR XII/2167/2024",
    ),
    VoceGlossario(
        "sioss",
        "Codice SIOSS",
        "Il codice con cui l'Ambito è registrato nel sistema informativo nazionale dei servizi sociali.",
    ),
    VoceGlossario(
        "terzo-settore",
        "Terzo Settore",
        "Associazioni, cooperative sociali, fondazioni e altri enti senza scopo di lucro che lavorano per la comunità.",
        "D.Lgs. 117/2017",
    ),
    VoceGlossario(
        "triennio",
        "Triennio",
        "I tre anni di durata di un Piano di Zona, per esempio 2025-2027.",
    ),
    VoceGlossario(
        "ufficio-di-piano",
        "Ufficio di Piano",
        "L'ufficio dell'Ambito che scrive il Piano di Zona, lo segue e ne verifica i risultati.",
    ),
)

VOCI = tuple(sorted(_VOCI, key=lambda voce: voce.termine.casefold()))
PER_CHIAVE = {voce.chiave: voce for voce in VOCI}
