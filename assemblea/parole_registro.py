"""The events of this room in words, as the log's reader tells them."""

FRASI = {
    "assemblea.regola_scritta": "Regola dell'Assemblea scritta",
    "assemblea.regola_chiusa": "Regola dell'Assemblea chiusa",
    "assemblea.seduta_convocata": "Assemblea convocata",
    "assemblea.nuovo_avviso": "Nuovo avviso di convocazione inviato",
    "assemblea.avviso_letto": "Avviso di convocazione letto",
    "assemblea.seduta_aperta": "Seduta aperta",
    "assemblea.seduta_chiusa": "Seduta chiusa",
    "assemblea.seduta_deserta": "Seduta dichiarata deserta",
    "assemblea.seduta_annullata": "Seduta annullata",
    "assemblea.punto_rinviato": "Punto all'ordine del giorno rinviato",
    "assemblea.delega_data": "Delega data",
    "assemblea.delega_revocata": "Delega revocata",
    "assemblea.presenza": "Presenza registrata",
    "assemblea.votazione_aperta": "Votazione aperta",
    "assemblea.voto": "Voto espresso",
    "assemblea.votazione_chiusa": "Votazione chiusa",
    "assemblea.esito_proclamato": "Esito della votazione proclamato",
    "assemblea.verbale_preparato": "Verbale preparato",
    "assemblea.verbale_firmato": "Verbale firmato conservato",
    "assemblea.atto_esterno": "Atto di un altro organo registrato",
}
