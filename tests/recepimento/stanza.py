"""Situations of the ATS desk: a plan under check, an act begun, a pack made, a sending."""

import datetime as dt

from documenti import archivio
from documenti.actions import inizia
from documenti.enums import StatoLavoro, TipoFile
from documenti.esecuzione import svolgi_qui
from documenti.models import FileConservato, Lavoro
from piani.carta import PARTE_ACCORDO
from piani.carte import Carta
from piani.cronologia import cronologia_di
from piani.enums import Passo, Stato
from piani.models import Passaggio, Piano, Stampa, Versione
from piani.versioni import congela
from recepimento.actions.verifica import apri_verifica
from recepimento.models import (
    AttoRecepimento,
    BozzaAtto,
    Fascicolo,
    Invio,
    Ricevuta,
    SchemaAtto,
    Verifica,
)
from utenti.models import Utente


def porta_a(piano: Piano, stato: Stato) -> Piano:
    """Put a plan in a state without walking there."""
    Piano.objects.filter(pk=piano.pk).update(stato=stato)
    piano.refresh_from_db()
    return piano


def file_di(nome: str) -> FileConservato:
    """Keep a small PDF that says its name."""
    contenuto = f"%PDF-1.7\n{nome}\n%%EOF\n".encode()
    return archivio.conserva(contenuto, nome=f"{nome}.pdf", tipi=frozenset({TipoFile.PDF}))


def in_verifica(piano: Piano) -> Verifica:
    """The plan was sent: its version is frozen and its check open."""
    versione = congela(piano, autore=None)
    Passaggio.objects.create(
        piano=piano, passo=Passo.INVIA_IN_VERIFICA, da=Stato.BOZZA, a=Stato.IN_VERIFICA, versione=versione
    )
    porta_a(piano, Stato.IN_VERIFICA)
    return apri_verifica(piano, versione, autore=None)


def approvato(piano: Piano, versione: Versione | None = None) -> Versione:
    """The plan was approved on 2 December 2024, after the assenso; its papers are ready."""
    versione = versione or congela(piano, autore=None)
    riga = cronologia_di(piano)
    riga.assenso_il, riga.assenso_protocollo, riga.assenso_versione = dt.date(2024, 11, 20), "0118928", versione
    riga.approvazione_il, riga.approvazione_organo = dt.date(2024, 12, 2), "Assemblea dei Sindaci"
    riga.approvazione_versione = versione
    riga.save()
    for scheda, pagine in (("", 139), (PARTE_ACCORDO, 12)):
        lavoro = Lavoro.objects.create(
            tipo="piani.stampa",
            chiave=f"definitiva:{piano.pk}:{scheda}",
            stato=StatoLavoro.RIUSCITO,
            risultato=file_di(f"stampa-{piano.pk}-{scheda or 'piano'}"),
            nome_file=f"{scheda or 'piano'}.pdf",
        )
        Stampa.objects.create(versione=versione, lavoro=lavoro, bozza=False, scheda=scheda, pagine=pagine)
    porta_a(piano, Stato.APPROVATO)
    return versione


def carte_degli_altri(piano: Piano) -> tuple[Carta, list[Carta]]:
    """The papers that the other rooms keep: minutes, signed Accordo."""
    verbale = Carta("verbale", "Verbale della seduta", file_di(f"verbale-{piano.pk}"), "verbale.pdf")
    firmate = [
        Carta(f"accordo:{ente}", f"Accordo firmato da {ente}", file_di(f"firma-{ente}"), f"{ente}.pdf", esempio=True)
        for ente in ("comune:012070", "ats:322")
    ]
    return verbale, firmate


def svolto(lavoro: Lavoro) -> Lavoro:
    """Do a job in this process and return it as it ended."""
    preso = inizia(lavoro.pk)
    # In tests with real commits the queue has done it already.
    if preso is not None:
        svolgi_qui(preso)
    lavoro.refresh_from_db()
    return lavoro


def _lavoro(chiave: str, file: FileConservato) -> Lavoro:
    return Lavoro.objects.create(
        tipo="recepimento.atto", chiave=chiave, stato=StatoLavoro.RIUSCITO, risultato=file, nome_file="b.pdf"
    )


def chiavi(piano: Piano, chi: Utente) -> dict[str, dict[str, str | int]]:
    """Return the keys of the addresses of this room, by name: a check, an act with its draft, a pack sent with its receipt."""
    verifica = apri_verifica(piano, congela(piano, autore=chi), autore=None)
    atto = AttoRecepimento.objects.create(piano=piano, testo=SchemaAtto.objects.create())
    bozza = BozzaAtto.objects.create(
        atto=atto, lavoro=_lavoro("bozza", file_di("bozza")), contenuto=b"{}", sha256="a" * 64, pagine=3
    )
    fascicolo = Fascicolo.objects.create(piano=piano, lavoro=_lavoro("pacco", file_di("pacco")), impronta="b" * 64)
    invio = Invio.objects.create(
        piano=piano, fascicolo=fascicolo, inviato_il=dt.date(2025, 1, 14), protocollo="1", esempio=True
    )
    ricevuta = Ricevuta.objects.create(invio=invio, tipo="consegna", file=file_di("ricevuta"), nome_file="r.pdf")
    voce = verifica.voci.order_by("ordine").first()
    assert voce is not None
    return {
        "recepimento:impostazioni": {"ats": "322", "genere": "pareri"},
        "recepimento:atto_righe": {"genere": "norme"},
        "recepimento:voce": {"pk": voce.pk},
        "recepimento:bozza_scarica": {"pk": bozza.pk},
        "recepimento:fascicolo_scarica": {"pk": fascicolo.pk},
        "recepimento:ricevuta_nuova": {"pk": invio.pk},
        "recepimento:ricevuta_scarica": {"pk": ricevuta.pk},
    }
