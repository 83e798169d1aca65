"""One door for a Word file: ours is read by its marks, anybody's by its words. Pure."""

from core.exceptions import DatiNonValidi
from obiettivi.enums import Specie
from piani.canonico.forma import Documento
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.documento import Avanzamento, Lettura
from piani.word.leggi.esito import Sicurezza
from piani.word.leggi.lettore import NIENTE, leggi_word, senza_avanzamento
from piani.word.leggi.resoconto import Resoconto, Voce
from piani.word.nostro import documento_da, e_nostro


def leggi_file(
    contenuto: bytes,
    noto: Conosciuto,
    *,
    nome: str,
    ambito: str,
    triennio: str,
    titolo: str,
    avanza: Avanzamento = senza_avanzamento,
) -> Lettura:
    """Read a Word file for the plan of an Ambito.

    Raises DatiNonValidi (FileRifiutato too): the file cannot be read, or it is the plan of another Ambito or triennium.
    """
    if not e_nostro(contenuto):
        return leggi_word(contenuto, noto, nome=nome, ambito=ambito, triennio=triennio, titolo=titolo, avanza=avanza)
    documento, note = documento_da(contenuto, nome=nome)
    if (documento["ambito"], documento["triennio"]) != (ambito, triennio):
        raise DatiNonValidi(
            f"Il file «{nome}» è il Piano {documento['triennio']} dell'Ambito {documento['ambito']}, scaricato dal portale: "
            f"non è quello che hai scelto. {NIENTE}"
        )
    voci = [
        Voce("avviso", "tutto il file", "File scaricato dal portale", "ogni parte al suo posto", Sicurezza.CERTO),
        *(Voce("avviso", n.luogo, str(n.genere), n.testo, Sicurezza.DA_GUARDARE) for n in note.note),
    ]
    resoconto = Resoconto(voci)
    _conta(resoconto, documento, {f: d["specie"] for f, d in documento["riferimenti"]["formati"].items()})
    return Lettura(documento, resoconto)


def _conta(resoconto: Resoconto, documento: Documento, specie: dict[str, str]) -> None:
    nomi = {Specie.OBIETTIVO: "obiettivo", Specie.ASST: "asst", Specie.ESITO: "esito"}
    for scheda in [*documento["schede"], *documento["esiti"]]:
        resoconto.conti["esiti" if scheda in documento["esiti"] else "schede"] += 1
        nome = nomi.get(Specie(specie.get(scheda["formato"], Specie.OBIETTIVO)))
        if nome:
            resoconto.conti[f"schede_{nome}"] += 1
            resoconto.conti[f"righe_{nome}"] += len(scheda["risposte"])
    resoconto.conti["tabelle"] = len(documento["tabelle"])
    resoconto.conti["sezioni"] = len(_rami(documento["sezioni"]))


def _rami(sezioni: list[Documento]) -> list[Documento]:
    return [r for s in sezioni for r in (s, *_rami(s["sezioni"]))]
