"""The Assemblea dei Sindaci: rules with dates, sessions, who is entitled, presences, votes, minutes, acts taken elsewhere."""

from assemblea.models.atti import AttoEsterno, FirmatoSostituito, Verbale
from assemblea.models.regole import Condizione, RegolaAssemblea
from assemblea.models.sedute import AvvisoConvocazione, Punto, Seduta
from assemblea.models.voti import Componente, Delega, Presenza, Votazione, Voto

__all__ = [
    "AttoEsterno",
    "AvvisoConvocazione",
    "Componente",
    "Condizione",
    "Delega",
    "FirmatoSostituito",
    "Presenza",
    "Punto",
    "RegolaAssemblea",
    "Seduta",
    "Verbale",
    "Votazione",
    "Voto",
]
