"""The jobs of this room: the draft of the act, the pack for the Region. From frozen data and kept bytes, and nothing else."""

import json
from typing import Any

from core.canonico import byte_canonici, sha256
from documenti import archivio
from documenti.enums import TipoFile
from documenti.lavori import Avanzamento, EsitoLavoro, tipo_lavoro
from documenti.models import Lavoro
from piani.models import Piano
from recepimento.actions.atto import LAVORO as ATTO
from recepimento.actions.invio import LAVORO as FASCICOLO
from recepimento.carta import CartaAtto, CartaLettera
from recepimento.models import BozzaAtto, Fascicolo
from recepimento.pacco import Membro, comprimi, indice
from recepimento.permissions import scarica_il_fascicolo
from recepimento.queries.piani import piani_della_stanza
from utenti.models import Utente
from utenti.permissions import permessi_su

LETTERA = "00-lettera.pdf"


def puo_leggere_la_bozza(utente: Any, lavoro: Lavoro) -> bool:
    """Whether this person may have the draft: who reads the plan in work."""
    chi = utente if isinstance(utente, Utente) else None
    return piani_della_stanza(chi).filter(atto_recepimento__bozze__lavoro=lavoro).exists()


def puo_avere_il_fascicolo(utente: Any, lavoro: Lavoro) -> bool:
    """Whether this person may have the pack: the ATS, the Ufficio di Piano, the Region."""
    chi = utente if isinstance(utente, Utente) else None
    piano = Piano.objects.select_related("ambito__ente").filter(fascicoli__lavoro=lavoro).first()
    return piano is not None and scarica_il_fascicolo(permessi_su(chi, piano.ambito))


@tipo_lavoro(ATTO, visibile=puo_leggere_la_bozza)
def stampa_atto(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    """Print the draft of the act, keep the file, write how many pages it has."""
    bozza = BozzaAtto.objects.get(lavoro=lavoro)
    dati = json.loads(bytes(bozza.contenuto))
    carta = CartaAtto(dati, giorno=bozza.giorno, identita=bozza.sha256)
    esito = carta.stampa(avanzamento)
    nome = f"{'bozza-' if carta.bozza else ''}atto-recepimento-{dati['triennio']}-{bozza.sha256[:8]}.pdf"
    file = archivio.conserva(esito.pdf, nome=nome, tipi=frozenset({TipoFile.PDF}))
    BozzaAtto.objects.filter(pk=bozza.pk).update(pagine=esito.pagine)
    return EsitoLavoro(file=file, dati={"pagine": esito.pagine, "avvisi": esito.avvisi}, nome_file=nome)


@tipo_lavoro(FASCICOLO, visibile=puo_avere_il_fascicolo)
def fai_fascicolo(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    """Read each paper again, check its hash, write the letter and the indexes, keep the ZIP.

    Raises FileNonIntegro when a stored byte has changed: no pack is made.
    """
    fascicolo = Fascicolo.objects.get(lavoro=lavoro)
    righe = list(fascicolo.carte.select_related("file"))
    carte = []
    for n, riga in enumerate(righe, 1):
        avanzamento(n, len(righe) + 2, f"Controllo l'impronta di {riga.nome}"[:200])
        contenuto = archivio.leggi(riga.file)
        carte.append(Membro(riga.percorso, riga.nome, contenuto, riga.pagine, riga.esempio))
    avanzamento(len(righe) + 1, len(righe) + 2, "Scrivo la lettera e l'indice")
    voci = [
        {"percorso": m.percorso, "nome": m.nome, "pagine": m.pagine, "sha256": m.sha256, "esempio": m.esempio}
        for m in carte
    ]
    dati = {**fascicolo.dati, "carte": voci}
    lettera = CartaLettera(dati, giorno=fascicolo.giorno, identita=sha256(byte_canonici(dati))).stampa()
    membri = [Membro(LETTERA, "Lettera di trasmissione", lettera.pdf, lettera.pagine), *carte]
    zip_ = comprimi([*membri, *indice(membri, fascicolo.dati)], fascicolo.giorno)
    nome = f"fascicolo-{fascicolo.dati['codice']}-{fascicolo.dati['triennio']}-{fascicolo.impronta[:8]}.zip"
    file = archivio.conserva(zip_, nome=nome, tipi=frozenset({TipoFile.ZIP}))
    return EsitoLavoro(file=file, dati={"carte": len(membri), "avvisi": lettera.avvisi}, nome_file=nome)
