"""From our own file to the canonical document, with the notes of what was added, removed, not understood."""

import json
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from core.canonico import Json, byte_canonici, sha256
from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo
from documenti.exceptions import FileRifiutato
from documenti.ooxml import TipoOffice, apri_office
from piani.canonico.forma import MASSIMI_ERRORI, Documento, errori, sigilla
from piani.enums import SpecieBlocco
from piani.regole_blocchi import come_pubblicata
from piani.word.elenchi import Codici
from piani.word.nostro.accordo import leggi_accordo
from piani.word.nostro.corpo import Camminatore, Corpo
from piani.word.nostro.note import Genere, Nota
from piani.word.nostro.posti import posti
from piani.word.nostro.schede import SchedaLetta
from piani.word.nostro.struttura import Struttura
from piani.word.nostro.tabelle import leggi_tabella
from piani.word.nostro.valori import Lettore
from piani.word.nostro.xml import Contesto, W, contesto, rimetti_cartellini
from piani.word.posti import FORMATO_WORD, SPAZIO_XML, cartellino, impronta_breve
from piani.word.scrivi.xml import codice

NULLA = "Non è cambiato nulla."
_TITOLO_DEL_PIANO = "piano/titolo"


@dataclass(frozen=True)
class Resoconto:
    """What the reading tells. `versione` is the SHA-256 of the version that the file was written from."""

    versione: str
    note: list[Nota] = field(default_factory=list)


def e_nostro(contenuto: bytes) -> bool:
    """Whether the file was written by `piani.word.scrivi`; False also for what is not a Word file."""
    try:
        parti = apri_office(contenuto, tipo=TipoOffice.DOCX, nome="file").parti()
    except FileRifiutato:
        return False
    grezzi = _dati_grezzi(parti)
    return grezzi is not None and _ha_i_riquadri(parti, grezzi)


def _ha_i_riquadri(parti: dict[str, bytes], grezzi: str) -> bool:
    """Whether the controls are still there, with their tags or their titles: some programs save the text without them."""
    corpo = parti.get("word/document.xml", b"")
    if corpo.count(f'"{_TITOLO_DEL_PIANO}"'.encode()) == 1:
        return True
    try:
        numero = json.loads(grezzi)["cartellini"].index(_TITOLO_DEL_PIANO)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return False
    return corpo.count(f'{codice(numero)}"'.encode()) == 1


def _dati_grezzi(parti: dict[str, bytes]) -> str | None:
    for nome, contenuto in parti.items():
        if nome.startswith("customXml/item") and SPAZIO_XML.encode() in contenuto:
            radice = ET.fromstring(contenuto)  # noqa: S314 - no DTD: `documenti.ooxml` has looked
            if radice.tag == f"{{{SPAZIO_XML}}}piano":
                return radice.text or ""
    return None


def documento_da(contenuto: bytes, *, nome: str = "piano.docx") -> tuple[Documento, Resoconto]:
    """Return the document that the file holds, sealed, and what is to be told about it.

    The words in the file are what counts; keys, owners and order come from the part without visible form. Raises
    FileRifiutato (not a safe Word file) or DatiNonValidi (not ours, spoiled, or out of the schema): nothing changes.
    """
    parti = apri_office(contenuto, tipo=TipoOffice.DOCX, nome=nome).parti()
    try:
        return _leggi(parti)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, ET.ParseError) as errore:
        raise DatiNonValidi(
            f"Il file «{nome}» non si riesce a leggere: le parti che il portale vi aveva scritto sono rovinate. {NULLA} "
            "Scaricalo di nuovo dal portale e riporta le tue correzioni."
        ) from errore


def _dati(parti: dict[str, bytes]) -> Json:
    grezzi = _dati_grezzi(parti)
    if grezzi is None:
        raise DatiNonValidi(f"Il file non è stato scaricato dal portale con «Scarica in Word». {NULLA}")
    if not _ha_i_riquadri(parti, grezzi):
        raise DatiNonValidi(
            "Nel file non ci sono più i riquadri che dicono dove va ogni testo: l'ha salvato un programma che li toglie, "
            f"per esempio Documenti Google. {NULLA} Salvalo con Word o con LibreOffice, partendo dal file scaricato, "
            "oppure importalo come un documento di Word qualunque."
        )
    dati: Json = json.loads(grezzi)
    if dati["formato"] != FORMATO_WORD:
        raise DatiNonValidi(f"Il file è di una versione del portale che non si riesce a leggere. {NULLA}")
    return dati


def _leggi(parti: dict[str, bytes]) -> tuple[Documento, Resoconto]:
    dati = _dati(parti)
    scheletro: Json = dati["documento"]
    luoghi, dove = posti(scheletro), contesto(parti)
    dove.segnaposto = _segnaposto
    dove.rimandi = {segno: (str(chiave), str(parole)) for segno, (chiave, parole) in dati.get("rimandi", {}).items()}
    corpo = ET.fromstring(parti["word/document.xml"]).find(f"{W}body")  # noqa: S314 - no DTD: `documenti.ooxml` has looked
    camminatore = Camminatore(luoghi, dove)
    if corpo is not None:
        if rimetti_cartellini(corpo, dati.get("cartellini", [])):
            dati["sagome"] = {**dati.get("riserve", {}), **dati["sagome"]}
        camminatore.cammina(corpo)
    lettore = Lettore(camminatore.letto, luoghi, dati)
    documento = sigilla(_senza_false_origini(lettore, _documento(lettore, scheletro)))
    lettore.senza_posto()
    _adottate_cambiate(lettore, documento, dati.get("adottate", {}))
    trovati = list(errori(documento))
    if trovati:
        raise DatiNonValidi(f"Il file non è nel formato del Piano. {NULLA} {' '.join(trovati[:MASSIMI_ERRORI])}")
    note = [*lettore.note, *_note_generali(camminatore.letto, dove, lettore)]
    return documento, Resoconto(str(dati["versione"]), note)


def _senza_false_origini(x: Lettore, documento: Json) -> Json:
    """Return the document where a published block in which somebody wrote is the plan's own: it is told."""

    def sua(specie: SpecieBlocco, dati: Json) -> Json:
        if "provenienza" not in dati or come_pubblicata(specie, dati):
            return dati
        testo = (
            "è un blocco pubblicato da un altro ente, e nel file è cambiato: importandolo diventa del tuo Piano, staccato da "
            "quello pubblicato."
        )
        nome = "Tabella" if specie is SpecieBlocco.TABELLA else "Sezione"
        x.nota(Genere.NON_CAPITO, f"{nome} «{dati['titolo']}»", testo)
        return {k: v for k, v in dati.items() if k != "provenienza"}

    def rami(sezioni: list[Json]) -> list[Json]:
        return [{**sua(SpecieBlocco.TESTO, s), "sezioni": rami(s["sezioni"])} for s in sezioni]

    tabelle = [sua(SpecieBlocco.TABELLA, t) for t in documento["tabelle"]]
    return {**documento, "sezioni": rami(documento["sezioni"]), "tabelle": tabelle}


def _adottate_cambiate(x: Lettore, documento: Documento, adottate: Json) -> None:
    """Tell the sheets of other bodies in which somebody wrote: their shared rows are not changed from here."""
    for scheda in documento["schede"]:
        if "provenienza" in scheda and adottate.get(scheda["codice"]) != sha256(byte_canonici(scheda)):
            testo = (
                "è una scheda condivisa da un altro ente, e nel file è cambiata. Se hai scritto in righe che non sono del tuo "
                "Ambito, importandola diventa una scheda tua, staccata da quella condivisa."
            )
            x.nota(Genere.NON_CAPITO, f"Scheda {scheda['codice']}", testo)


def _segnaposto(segno: str, testo: str) -> str | None:
    """Return the slot whose value is still the one that was written; None when somebody wrote another."""
    _, chiave, impronta = segno.split("/")
    return f"{{{{{chiave}}}}}" if impronta_breve(testo) == impronta else None


def _documento(x: Lettore, scheletro: Json) -> Json:
    codici = Codici(scheletro)
    # Words before the first title stand nearest to the first section.
    if x.corpo.fuori.get("") and scheletro["sezioni"]:
        primo = cartellino("sezione", scheletro["sezioni"][0]["chiave"], "testo")
        x.corpo.fuori[primo] = [*x.corpo.fuori.pop(""), *x.corpo.fuori.get(primo, [])]
    struttura = Struttura(x, scheletro)
    gruppi: Json = {
        g: [SchedaLetta(x, codici, scheletro, s).riempi() for s in struttura.schede(scheletro[g])]
        for g in ("schede", "esiti")
    }
    return {
        **scheletro,
        "titolo": x.parole("piano/titolo", "Titolo del Piano", se_manca="Piano di Zona") or "Piano di Zona",
        "sezioni": struttura.sezioni(),
        **gruppi,
        "tabelle": [leggi_tabella(x, t) for t in scheletro["tabelle"] if struttura.c_e_tabella(t)],
        "accordo": leggi_accordo(x, codici, scheletro),
    }


def _note_generali(corpo: Corpo, dove: Contesto, x: Lettore) -> list[Nota]:
    conti = [
        (dove.conti.revisioni, "revisioni di Word: il testo è letto come se fossero accettate."),
        (dove.conti.commenti, "commenti di Word: non si leggono, riportali nel portale."),
        (dove.conti.immagini, "immagini: non si leggono, aggiungile nel portale."),
        (len(set(corpo.doppi)), "riquadri copiati: la copia è tenuta come testo nel posto in cui sta."),
        (
            len(set(corpo.sconosciuti)),
            "riquadri di un posto che in questo file non c'è: il loro testo è tenuto dove si trova.",
        ),
        (x.senza_riquadro, "testi senza il loro riquadro: il testo è letto lo stesso, dal posto in cui sta."),
    ]
    return [Nota(Genere.NON_LETTO, "", f"{quanti} {frase}") for quanti, frase in conti if quanti]
