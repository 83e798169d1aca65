"""The verbs of the portal: what an office may be allowed to do. Who holds which is in `utenti.roles`."""

from enum import StrEnum


class Permesso(StrEnum):
    """Verbs. `etichetta` completes "per ...", `spiegazione` is a sentence for the printed table."""

    etichetta: str
    spiegazione: str

    def __new__(cls, valore: str, etichetta: str, spiegazione: str) -> "Permesso":
        """Keep the two texts beside the stored value."""
        permesso = str.__new__(cls, valore)
        permesso._value_ = valore
        permesso.etichetta = etichetta
        permesso.spiegazione = spiegazione
        return permesso

    LEGGERE_BOZZA = (
        "leggere_bozza",
        "leggere il Piano in lavorazione",
        "Vede il Piano in ogni stato, anche in bozza. Il Piano approvato lo legge chiunque.",
    )
    LEGGERE_ATTRAVERSO_PIANI = (
        "leggere_attraverso_piani",
        "confrontare i Piani di più Ambiti",
        "Cerca, confronta e conta attraverso tutti i Piani degli Ambiti che raggiunge.",
    )
    CREARE_PIANO = ("creare_piano", "aprire un nuovo Piano", "Apre il Piano dell'Ambito per un triennio.")
    SCRIVERE_PIANO = (
        "scrivere_piano",
        "scrivere il Piano",
        "Scrive le sezioni, le schede e le tabelle che appartengono all'Ambito.",
    )
    SCRIVERE_SEZIONI_PROPRIE = (
        "scrivere_sezioni_proprie",
        "scrivere le parti del proprio ente",
        "Scrive, nel Piano, solo le sezioni e le schede che appartengono al proprio ente.",
    )
    COMPLETARE_SCHEDA = (
        "completare_scheda",
        "segnare una scheda come completa",
        "Dichiara completa, o riapre, una scheda del proprio ente.",
    )
    PUBBLICARE_BLOCCHI = (
        "pubblicare_blocchi",
        "pubblicare testi e tabelle per i Piani",
        "Scrive per il proprio ente testi e tabelle che gli Ambiti inseriscono nei Piani, e ne pubblica le versioni.",
    )
    STAMPARE = ("stampare", "stampare il Piano", "Chiede la stampa in PDF, anche con la scritta bozza.")
    ESPORTARE = ("esportare", "scaricare i dati del Piano", "Scarica il Piano come dati, per altri programmi.")
    GESTIRE_PERSONE = (
        "gestire_persone",
        "gestire le persone dell'ente",
        "Invita persone negli incarichi del proprio ente che il suo ruolo può dare, e chiude quegli incarichi.",
    )
    GESTIRE_REGIONE = (
        "gestire_regione",
        "aggiornare i dati regionali",
        "Importa l'appartenenza dei Comuni agli Ambiti e gli altri dati comuni a tutti.",
    )
    AMMINISTRARE = (
        "amministrare",
        "amministrare il portale",
        "Disattiva gli account e controlla il registro e i lavori del portale. Non legge e non scrive i Piani in bozza.",
    )
    APRIRE_CONSULTAZIONE = (
        "aprire_consultazione",
        "aprire o chiudere la consultazione",
        "Apre la bozza alla consultazione e la chiude.",
    )
    INVIARE_IN_VERIFICA = (
        "inviare_in_verifica",
        "inviare il Piano in verifica",
        "Manda Piano e Accordo all'ATS per la verifica di coerenza.",
    )
    RITIRARE = (
        "ritirare",
        "ritirare il Piano dalla verifica",
        "Riporta in bozza, con un motivo, un Piano in verifica.",
    )
    CHIEDERE_INTEGRAZIONI = (
        "chiedere_integrazioni",
        "chiedere integrazioni",
        "Rimanda il Piano all'Ufficio di Piano, con un motivo e le parti da integrare.",
    )
    DARE_ASSENSO = (
        "dare_assenso",
        "dare l'assenso dell'ATS",
        "Registra l'assenso dell'ATS, con protocollo e data.",
    )
    REGISTRARE_APPROVAZIONE = (
        "registrare_approvazione",
        "registrare l'approvazione",
        "Registra l'atto con cui l'Assemblea o il Consiglio ha approvato il Piano: organo, numero, data, file.",
    )
    APRIRE_SOTTOSCRIZIONE = (
        "aprire_sottoscrizione",
        "aprire la sottoscrizione dell'Accordo",
        "Apre la raccolta delle firme sull'Accordo di Programma.",
    )
    COMPLETARE_SOTTOSCRIZIONE = (
        "completare_sottoscrizione",
        "chiudere la sottoscrizione dell'Accordo",
        "Chiude la raccolta quando ci sono tutte le firme.",
    )
    RECEPIRE = ("recepire", "recepire il Piano", "Registra l'atto con cui l'ATS recepisce il Piano.")
    CONCLUDERE = ("concludere", "concludere il Piano", "Chiude il Piano a triennio finito, con gli esiti.")
    COMMENTARE = (
        "commentare",
        "commentare il Piano",
        "Lascia un commento su una parte del Piano che può leggere. Non ne cambia il testo.",
    )
    GESTIRE_TAVOLI = (
        "gestire_tavoli",
        "gestire i tavoli",
        "Annuncia i tavoli, accoglie o respinge le domande, risponde ai contributi.",
    )
    PARTECIPARE_AI_TAVOLI = (
        "partecipare_ai_tavoli",
        "partecipare ai tavoli",
        "Chiede di entrare in un tavolo per il proprio ente e vi lascia i suoi contributi, una volta ammesso.",
    )
    CONFIGURARE_ASSEMBLEA = (
        "configurare_assemblea",
        "scegliere le regole dell'Assemblea",
        "Dice, con le date, quali presenze e quali maggioranze chiede il regolamento dell'Assemblea dei Sindaci.",
    )
    CONVOCARE = ("convocare", "convocare l'Assemblea", "Convoca la seduta, con il testo fissato e la sua impronta.")
    TENERE_SEDUTA = (
        "tenere_seduta",
        "tenere la seduta",
        "Apre e chiude la seduta, registra presenze e deleghe, mette ai voti, conserva il verbale.",
    )
    VOTARE = ("votare", "votare in Assemblea", "Vota per il proprio Comune, quando è presente a una seduta aperta.")
    PROCLAMARE = ("proclamare", "proclamare l'esito del voto", "Proclama l'esito calcolato, che muove il Piano.")
    SCRIVERE_ACCORDO = (
        "scrivere_accordo",
        "scrivere l'Accordo di Programma",
        "Scrive premesse e articoli dell'Accordo, ne ordina le parti, registra le date dei suoi atti.",
    )
    FIRMARE_ACCORDO = (
        "firmare_accordo",
        "caricare l'Accordo firmato",
        "Carica il file dell'Accordo firmato dal proprio ente; l'Ufficio di Piano può caricarlo per un Comune.",
    )
    ADERIRE = (
        "aderire",
        "chiedere di aderire all'Accordo",
        "Chiede l'adesione del proprio ente e carica l'atto firmato.",
    )
    VERIFICARE_COERENZA = (
        "verificare_coerenza",
        "verificare la coerenza del Piano",
        "Compila la verifica dell'ATS sulle voci del Piano e sugli elementi dell'Accordo, e quella prima della firma.",
    )
    INVIARE_IN_REGIONE = (
        "inviare_in_regione",
        "inviare il fascicolo in Regione",
        "Prepara il fascicolo per la Regione, ne registra l'invio e conserva le ricevute.",
    )
