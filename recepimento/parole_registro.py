"""The events of this room in words, for who reads the log."""

ATTI = {
    "recepimento.verifica_aperta": "Aperta la verifica di coerenza",
    "recepimento.voce_verificata": "Risposta a una voce della verifica",
    "recepimento.atto_cominciato": "Cominciato l'atto di recepimento",
    "recepimento.atto_scritto": "Scritta una parte dell'atto di recepimento",
    "recepimento.bozza_chiesta": "Chiesta la bozza dell'atto di recepimento",
    "recepimento.fascicolo_chiesto": "Chiesto il fascicolo per la Regione",
    "recepimento.invio_registrato": "Registrato un invio in Regione",
    "recepimento.ricevuta_conservata": "Conservata una ricevuta dell'invio",
    "recepimento.ats_impostata": "Cambiate le impostazioni dell'ATS",
}
