"""The whole way, from the bytes of a Word file to what was understood. Pure."""

from xml.etree import ElementTree as ET

from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo
from documenti.ooxml import TipoOffice, apri_office
from piani.canonico.forma import errori
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.corpo import leggi_sorgente
from piani.word.leggi.documento import Avanzamento, Lettura, leggi_documento

NIENTE = "Non è cambiato nulla."


def senza_avanzamento(fatto: int, totale: int, fase: str) -> None:
    """Tell nobody how far the reading is."""
    del fatto, totale, fase


def leggi_word(
    contenuto: bytes,
    noto: Conosciuto,
    *,
    nome: str,
    ambito: str,
    triennio: str,
    titolo: str,
    avanza: Avanzamento = senza_avanzamento,
) -> Lettura:
    """Read a Word file. Raises DatiNonValidi (FileRifiutato too), with a sentence that says what to do."""
    file = apri_office(contenuto, tipo=TipoOffice.DOCX, nome=nome)
    try:
        sorgente = leggi_sorgente(file)
        lettura = leggi_documento(sorgente, noto, ambito=ambito, triennio=triennio, titolo=titolo, avanza=avanza)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NIENTE}") from errore
    except (ET.ParseError, LookupError, ValueError, RecursionError) as errore:
        raise DatiNonValidi(
            f"Il file «{nome}» è rovinato: il suo testo non si riesce a leggere. {NIENTE} Aprilo con Word, salvalo di "
            "nuovo e riprova."
        ) from errore
    if not sorgente.blocchi:
        raise DatiNonValidi(f"Il file «{nome}» non ha testo. {NIENTE}")
    trovati = list(errori(lettura.documento))
    if trovati:
        raise DatiNonValidi(f"Il file «{nome}» non si riesce a riportare nel formato del Piano. {NIENTE} {trovati[0]}")
    return lettura
