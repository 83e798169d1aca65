"""What the acts on a text do with its history: one version for the saves of a few minutes, nothing lost in a conflict."""

import datetime as dt

from django.conf import settings
from django.db import models, transaction
from django.utils.html import escape

from core.models import Revisionabile
from core.storia import MIO, SALVATO, UNIONE, Modo, metti_da_parte, raccogli, raccogli_fra_altre, senza_da_parte
from obiettivi.actions.risposte import Riga
from obiettivi.models import Macroarea, PuntoChiave, Risposta
from piani.models import Piano, Sezione, Tabella, VoceScheda
from piani.permissions import Parte, esigi_scheda, esigi_scrittura
from utenti.models import Utente


def una_versione(piano: Piano, oggetto: models.Model, modo: Modo) -> None:
    """After a page saved `oggetto` by itself, keep one version for the last minutes; what was frozen keeps its own."""
    if not modo.automatico:
        return
    entro = dt.timedelta(minutes=settings.AUTOSALVATAGGIO_MINUTI)
    raccogli(oggetto, entro=entro, da_tenere=lambda da: _fissato(piano, da))


def una_versione_per_pagina(piano: Piano, tabella: Tabella, modo: Modo) -> None:
    """As `una_versione`, for a table: two who write it at once go through one another's saves, and leave one version each."""
    if not modo.automatico:
        return
    entro = dt.timedelta(minutes=settings.AUTOSALVATAGGIO_MINUTI)
    pesanti = ("colonne", "righe")
    raccogli_fra_altre(tabella, entro=entro, da_tenere=lambda da: _fissato(piano, da), leggeri=pesanti)


def _fissato(piano: Piano, da: dt.datetime) -> bool:
    """Whether the plan was frozen, or moved, since `da`."""
    versioni = piano.versioni.filter(creata_il__gte=da).order_by().values("pk")
    return bool(versioni.union(piano.passaggi.filter(quando__gte=da).order_by().values("pk"))[:1])


def conserva_conflitto(sezione: Sezione, *, mio: str, unione: str, revisione: int, autore: Utente) -> None:
    """Keep in the history of a section the text that could not be saved, and the proposed merge. Raises NonPermesso."""
    esigi_scrittura(autore, sezione.piano, sezione.proprietario, Parte.sezione(sezione))
    _conserva(sezione, {"testo": mio}, {"testo": unione}, revisione, autore)


def conserva_conflitto_riga(
    voce: VoceScheda, risposta: Risposta, *, mia: Riga, unione: Riga, revisione: int, autore: Utente
) -> None:
    """Keep in the history of a row what could not be saved, and the proposed merge. Raises NonPermesso.

    What a row keeps in tables of its own (title, degree, areas, key points) is told in words, before the text.
    """
    esigi_scheda(autore, voce)
    _conserva(risposta, _valori(mia), _valori(unione), revisione, autore)


def conserva_elemento(
    elemento: Revisionabile,
    *,
    mio: dict[str, object],
    unione: dict[str, object],
    salvato: dict[str, object],
    revisione: int,
    autore: Utente,
) -> None:
    """Keep in the history of a typed row what could not be saved, and the proposed merge.

    What stands is there already; where the row keeps something in tables of its own (expected values, sources), it is
    there once more with that told in words. The caller has asked who may write.
    """
    _conserva(elemento, mio, unione, revisione, autore)
    if any(getattr(elemento, nome) != valore for nome, valore in salvato.items()):
        ultima = senza_da_parte(getattr(elemento, "storia")).order_by("-history_date", "-history_id").first()  # noqa: B009 - not on the base
        chi = ultima.history_user if ultima and ultima.history_user else autore
        metti_da_parte(elemento, salvato, revisione=elemento.revisione, motivo=SALVATO, autore=chi)


def _conserva(
    oggetto: Revisionabile, mio: dict[str, object], unione: dict[str, object], revisione: int, autore: Utente
) -> None:
    with transaction.atomic():
        metti_da_parte(oggetto, mio, revisione=revisione, motivo=MIO, autore=autore)
        if unione != mio:
            metti_da_parte(oggetto, unione, revisione=revisione, motivo=UNIONE, autore=autore)


def _valori(riga: Riga) -> dict[str, object]:
    return {
        "scelte": list(riga.scelte),
        "testo": "".join(f"<p>{nome}: {valore}</p>" for nome, valore in _a_parte(riga) if valore) + riga.testo,
        "non_pertinente": riga.non_pertinente,
    }


def _a_parte(riga: Riga) -> list[tuple[str, str]]:
    aree = Macroarea.objects.filter(pk__in=riga.aree) if riga.aree else []
    punti = PuntoChiave.objects.filter(pk__in=riga.punti) if riga.punti else []
    return [
        ("Titolo", escape(riga.titolo)),
        ("Grado", "" if riga.grado is None else f"{riga.grado}%"),
        ("Aree", escape("; ".join(map(str, aree)))),
        ("Punti chiave", escape("; ".join([*map(str, punti), *riga.altri_punti]))),
    ]
