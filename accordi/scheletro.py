"""The ready skeleton of an Accordo: articles that cover the eight essential elements (DGR XII/2167, lines 453-460). Pure.

What every Accordo says is written; what each Ambito decides is left to write.
"""

from dataclasses import dataclass

from accordi.enums import Elemento


@dataclass(frozen=True)
class ArticoloPronto:
    """An article of the skeleton; an empty text is to be written."""

    titolo: str
    elementi: tuple[Elemento, ...]
    testo: str = ""


TITOLO = "Accordo di Programma per la realizzazione del Piano di Zona {{triennio}}"
PREMESSE: tuple[tuple[str, str], ...] = (
    (
        "Premesso che",
        (
            "<ul><li>i Comuni attuano il Piano di Zona sottoscrivendo un Accordo di Programma con la ATS e le ASST "
            "territorialmente competenti (L.R. 3/2008, art. 18; D.Lgs. 267/2000, art. 34);</li></ul>"
        ),
    ),
    ("Richiamati", ""),
    (
        "Tenuto conto che",
        (
            "<ul><li>il Piano di Zona {{triennio}} di {{ambito}}, approvato il {{data_approvazione}}, è allegato al presente "
            "Accordo quale sua parte integrante e sostanziale.</li></ul>"
        ),
    ),
)
SEGNAPOSTO = (("data_approvazione", "Giorno in cui il Piano è approvato"),)
ARTICOLI: tuple[ArticoloPronto, ...] = (
    ArticoloPronto("Finalità e obiettivi", (Elemento.FINALITA,)),
    ArticoloPronto(
        "Soggetti sottoscrittori e aderenti",
        (Elemento.SOGGETTI,),
        "<p>Sottoscrivono l'Accordo i Comuni di {{comuni}}, {{ats}} e {{asst}}.</p><p>Possono aderire, su loro richiesta, gli "
        "organismi del Terzo Settore e gli altri soggetti del territorio che hanno partecipato all'elaborazione del Piano.</p>",
    ),
    ArticoloPronto(
        "Ente capofila",
        (Elemento.CAPOFILA,),
        "<p>{{capofila}} è l'ente capofila dell'Accordo. Riceve le risorse per i servizi a gestione associata ed è il solo "
        "responsabile del loro trasferimento e della loro gestione.</p>",
    ),
    ArticoloPronto("Ufficio di Piano", (Elemento.UFFICIO_DI_PIANO,)),
    ArticoloPronto("Impegni dei Comuni", (Elemento.SOGGETTI,)),
    ArticoloPronto("Impegni di {{ats}}", (Elemento.SOGGETTI, Elemento.INTEGRAZIONE)),
    ArticoloPronto("Impegni di {{asst}}", (Elemento.SOGGETTI, Elemento.INTEGRAZIONE)),
    ArticoloPronto("Collaborazione con il Terzo Settore", (Elemento.TERZO_SETTORE,)),
    ArticoloPronto("Verifica e monitoraggio dell'attuazione", (Elemento.VERIFICA,)),
    ArticoloPronto(
        "Durata",
        (Elemento.DURATA,),
        "<p>L'Accordo vale dal {{decorrenza}} al {{scadenza}}, salvo proroghe disposte da Regione Lombardia.</p>",
    ),
)
