"""Models of the ATS desk: the coherence check, the act of recepimento, the pack for the Region."""

from recepimento.models.atto import AttoRecepimento, BozzaAtto, ImpostazioniAts, Norma, Parere, Riunione, SchemaAtto
from recepimento.models.invio import CartaFascicolo, Fascicolo, Invio, Ricevuta
from recepimento.models.verifica import Verifica, VoceVerifica

__all__ = [
    "AttoRecepimento",
    "BozzaAtto",
    "CartaFascicolo",
    "Fascicolo",
    "ImpostazioniAts",
    "Invio",
    "Norma",
    "Parere",
    "Ricevuta",
    "Riunione",
    "SchemaAtto",
    "Verifica",
    "VoceVerifica",
]
