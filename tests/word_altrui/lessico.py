"""What the plans made by the tests talk about: words of the trade, of no real plan."""

TITOLI = (
    "Una porta sola per chi cerca aiuto",
    "Famiglie al centro",
    "Abitare leggero",
    "Crescere insieme nei cortili",
    "Tempo per chi cura",
    "La valle che accoglie",
    "Ponti tra scuola e lavoro",
    "Autonomie possibili",
    "Custodi di quartiere",
    "Spazi per gli adolescenti",
    "Rete antiviolenza di zona",
    "Dopo l'ospedale, a casa",
    "Bussola per i nuovi cittadini",
    "Emporio solidale diffuso",
    "Vicini di casa, vicini davvero",
    "Ufficio di Piano: cantiere aperto",
    "Progetto di vita, passo dopo passo",
    "Sollievo nei fine settimana",
    "Giovani protagonisti in valle",
    "Cura condivisa della fragilità",
)
PROSA = (
    "Il territorio chiede risposte più vicine alle persone, con orari che si adattano a chi lavora.",
    "L'intervento nasce dal confronto con le assistenti sociali dei Comuni e con le realtà del volontariato.",
    "Negli ultimi anni le richieste sono cresciute e il personale non è bastato a dare seguito a tutte.",
    "Si intende consolidare quanto avviato, evitando doppioni tra uffici.",
    "La regia resta in capo all'Ufficio di Piano, che convoca il gruppo di lavoro ogni due mesi.",
    "Ogni équipe condivide gli strumenti di rilevazione e restituisce i dati alla cabina di regia.",
    "Particolare cura è dedicata ai Comuni più piccoli, dove i servizi sono lontani.",
    "Le scuole segnalano situazioni di disagio già nei primi anni.",
    "È previsto un accompagnamento graduale, con verifiche a metà percorso.",
    "I beneficiari sono accolti su appuntamento o attraverso gli sportelli diffusi.",
)
TARGET = (
    "Famiglie con figli minori residenti nei Comuni dell'Ambito.",
    "Persone over 65 che vivono sole e loro caregiver.",
    "Adolescenti tra 14 e 19 anni; genitori; insegnanti.",
    "Nuclei in difficoltà economica seguiti dai servizi sociali di base.",
    "Adulti con disabilità e le loro famiglie.",
)
PERSONALE = (
    "Un coordinatore (18 ore settimanali), due educatori, amministrativi dell'Ufficio di Piano.",
    "Assistenti sociali dei Comuni e dell'ente capofila; psicologo incaricato.",
    "Equipe composta da 1 assistente sociale, 1 educatore professionale e operatori del Terzo settore.",
)
AZIONI = (
    "aprire uno sportello itinerante nei Comuni montani",
    "formare gli operatori sull'ascolto attivo",
    "aggiornare la carta dei servizi",
    "costituire una cabina di regia con le scuole",
    "attivare laboratori pomeridiani",
    "sottoscrivere un protocollo con i medici di base",
    "avviare una banca dati comune delle famiglie accolte",
    "promuovere gruppi di mutuo aiuto",
    "mappare gli alloggi disponibili",
    "sperimentare il trasporto sociale a chiamata",
    "raccogliere e diffondere le buone pratiche",
    "organizzare campagne informative di comunità",
)
INDICATORI = (
    "famiglie accompagnate",
    "sportelli attivi",
    "operatori che partecipano alla formazione",
    "progetti individualizzati redatti",
    "incontri della cabina di regia",
    "giovani iscritti ai laboratori",
    "alloggi messi a disposizione",
    "segnalazioni prese in carico entro trenta giorni",
    "caregiver che usano il sollievo",
    "Comuni che adottano il regolamento",
    "volontari attivi",
    "tirocini conclusi con un contratto",
)
ENTI = (
    "la cooperativa di zona",
    "la Caritas locale",
    "gli oratori",
    "la Fondazione di comunità",
    "le associazioni sportive",
)
SEGUITI = (
    "attraverso un tavolo permanente con incontri trimestrali",
    "con il coinvolgimento degli operatori nelle équipe",
    "nei limiti delle risorse disponibili",
    "come già avvenuto nello scorso triennio",
    "secondo le modalità definite dal regolamento",
)
CAPITOLI = (
    "Premessa",
    "Esiti della programmazione zonale 2021-2023",
    "Dati di contesto e quadro della conoscenza",
    "Analisi dei soggetti e delle reti presenti sul territorio",
    "La governance dell'Ambito",
    "Analisi dei bisogni",
    "Gli obiettivi della programmazione 2025-2027",
    "Il sistema di valutazione",
)
SOTTO = ("Il territorio", "La popolazione", "I servizi", "Le risorse", "Il metodo di lavoro", "La partecipazione")
LOCALI = (
    ("Soggetto attuatore", "Azienda speciale consortile"),
    ("CRONOPROGRAMMA", "Avvio nel primo semestre, regime dal secondo anno."),
    ("Note", "Scheda condivisa nel tavolo tematico."),
    ("Referente dell'obiettivo", "Coordinatrice dell'area"),
)
