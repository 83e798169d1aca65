"""The acts of the room in words, as the log tells them."""

ATTI = {
    "accordi.accordo_creato": "Accordo di Programma creato",
    "accordi.articolo_aggiunto": "Aggiunto un articolo dell'Accordo",
    "accordi.articolo_eliminato": "Tolto un articolo dell'Accordo",
    "accordi.premessa_aggiunta": "Aggiunta una premessa dell'Accordo",
    "accordi.premessa_eliminato": "Tolta una premessa dell'Accordo",
    "accordi.attorichiamato_eliminato": "Tolto un atto richiamato dall'Accordo",
    "accordi.segnaposto_eliminato": "Tolto un segnaposto dell'Accordo",
    "accordi.parte_aggiunta": "Aggiunta una parte dell'Accordo",
    "accordi.parte_eliminato": "Tolta una parte dell'Accordo",
    "accordi.atto_normativo_registrato": "Aggiunto un atto al registro degli atti richiamati",
    "accordi.firma_caricata": "Caricato un file firmato dell'Accordo",
    "accordi.firma_ritirata": "Ritirato un file firmato dell'Accordo",
    "accordi.adesione_chiesta": "Chiesta un'adesione all'Accordo",
    "accordi.adesione_decisa": "Data la risposta a una richiesta di adesione",
    "accordi.adesione_ritirata": "Ritirata un'adesione all'Accordo",
}
