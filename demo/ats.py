"""The usual text of the acts of ATS Insubria: laws that every act recalls, offices without names, the rest as examples."""

import datetime as dt

from ambiti.models import Ats
from recepimento.actions.atto import imposta_ats, imposta_righe, impostazioni_di
from recepimento.enums import TipoNorma
from recepimento.models import Norma

NORME = (
    (
        TipoNorma.LEGGE,
        "328",
        dt.date(2000, 11, 8),
        "Legge quadro per la realizzazione del sistema integrato di interventi e servizi sociali",
    ),
    (
        TipoNorma.LEGGE_REGIONALE,
        "3",
        dt.date(2008, 3, 12),
        "Governo della rete degli interventi e dei servizi alla persona in ambito sociale e sociosanitario",
    ),
    (
        TipoNorma.DGR,
        "XII/1473",
        dt.date(2023, 12, 4),
        (
            "Indicazioni in merito alla programmazione sociale territoriale per l'anno 2024 e al percorso di definizione "
            "delle linee d'indirizzo per il triennio 2025-2027 dei Piani di Zona"
        ),
    ),
    (
        TipoNorma.DGR,
        "XII/2167",
        dt.date(2024, 4, 15),
        "Approvazione delle linee d'indirizzo per la programmazione sociale territoriale per il triennio 2025-2027",
    ),
)
PARERI = ("il Direttore Sanitario", "il Direttore Sociosanitario", "il Direttore Amministrativo")


def imposta_insubria() -> str:
    """Write the usual text once; return what was done, in words."""
    ats = Ats.objects.get(ente__codice="322")
    testo = impostazioni_di(ats).testo
    if Norma.objects.filter(testo=testo).exists():
        return "già scritte"
    valori = {
        "organo": "il Direttore Generale",
        "classificazione": "1.1.02 (esempio)",
        "nomina": "D.G.R. di nomina (esempio)",
        "struttura": "la struttura Governo e Integrazione con il Sistema Sociale",
        "proponente": "il Direttore del Dipartimento che integra prestazioni sociosanitarie e sociali",
        "responsabile": "il Direttore della struttura Governo e Integrazione con il Sistema Sociale",
        "legittimita": "il Direttore Amministrativo",
        "pubblicazione": "la struttura Affari Generali e Legali",
    }
    imposta_ats(ats, assenso_prima=True, revisione=testo.revisione, valori=valori, autore=None, esempio=True)
    norme = [{"tipo": t, "numero": n, "giorno": g, "titolo": titolo} for t, n, g, titolo in NORME]
    imposta_righe(ats, "norme", revisione=testo.revisione + 1, righe=norme, autore=None)
    pareri = [{"ruolo": ruolo, "ufficio": ""} for ruolo in PARERI]
    imposta_righe(ats, "pareri", revisione=testo.revisione + 2, righe=pareri, autore=None)
    return "scritte"
