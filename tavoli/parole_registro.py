"""The acts on tables in words, as the log tells them."""

ATTI = {
    "tavoli.tavolo_aperto": "Aperto un tavolo",
    "tavoli.avviso_cambiato": "Cambiato l'avviso di un tavolo",
    "tavoli.avviso_pubblicato": "Annunciato un tavolo",
    "tavoli.piani_collegati": "Collegati i Piani a un tavolo",
    "tavoli.tema_aggiunto": "Aggiunto un tema a un tavolo",
    "tavoli.tema_cambiato": "Cambiato un tema di un tavolo",
    "tavoli.incontro_fissato": "Fissato un incontro di un tavolo",
    "tavoli.incontro_cambiato": "Cambiato un incontro di un tavolo",
    "tavoli.verbale_registrato": "Registrato il verbale di un incontro",
    "tavoli.documento_aggiunto": "Aggiunto un documento a un tavolo",
    "tavoli.tavolo_chiuso": "Chiuso un tavolo",
    "tavoli.domanda_presentata": "Un ente chiede di sedere a un tavolo",
    "tavoli.domanda_ammessa": "Ammesso un ente a un tavolo",
    "tavoli.domanda_respinta": "Risposto di no a un ente",
    "tavoli.domanda_ritirata": "Un ente lascia un tavolo",
    "tavoli.contributo_lasciato": "Lasciato un contributo a un tavolo",
    "tavoli.contributo_risposto": "Risposto a un contributo",
}
