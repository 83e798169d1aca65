"""Acts on the sheets of a plan: may this person write here, do it, say that the plan has changed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction
from django.db.models import Max

from ambiti.models import Ente
from core.exceptions import DatiNonValidi, NonPermesso
from core.storia import A_MANO, Modo
from obiettivi.actions import azioni, indicatori, risorse, risposte, schede, valutazioni
from obiettivi.actions.ripristino import Fotografia, fotografa, ripristina
from obiettivi.enums import TipoCampo
from obiettivi.models import Azione, CampoScheda, FormatoScheda, Indicatore, LineaRisorsa, Risposta, Valutazione
from piani.actions.contenuto import contenuto_cambiato
from piani.actions.storia import conserva_elemento, una_versione
from piani.models import Piano, Sezione, VoceScheda
from piani.permissions import Parte, esigi_scheda, esigi_scrittura, veste_di
from piani.queries_rimandi import controlla_rimandi, esigi_non_citata
from piani.regole_schede import codice_valido
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import enti_con, spiega_rifiuto
from utenti.roles import Permesso

Elemento = Azione | Indicatore | LineaRisorsa | Valutazione
P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def _scrittura(
    piano: Piano,
    proprietario: Ente,
    autore: Utente,
    voce: VoceScheda | None = None,
    sezione: Sezione | None = None,
    *,
    con_altri: bool = False,
) -> Iterator[None]:
    """Lock the plan, ask, let the act happen, mark every plan that holds the sheet as changed; one transaction.

    `con_altri`: the bodies that write the sheet with its owner may too.
    """
    with transaction.atomic():
        piano.refresh_from_db(fields=["stato"], from_queryset=Piano.objects.select_for_update(of=("self",)))
        parte = Parte.scheda(voce) if voce else Parte.sezione(sezione) if sezione else None
        if voce is not None and con_altri:
            esigi_scheda(autore, voce)
        else:
            esigi_scrittura(autore, piano, proprietario, parte)
        yield
        contenuto_cambiato(piano, voce.scheda_id if voce else None)


def _porta(
    atto: Callable[Concatenate[VoceScheda, P], R],
) -> Callable[Concatenate[VoceScheda, P], R]:
    """Make a door of an act on a sheet in its place; `autore` must be among its keywords.

    Its head (title, areas, who writes it) is of the owner; its rows of whoever writes it.
    """
    con_altri = atto.__name__ != "salva_testata"

    def porta(voce: VoceScheda, /, *args: P.args, **kwargs: P.kwargs) -> R:
        autore = cast("Utente", kwargs["autore"])
        with _scrittura(voce.piano, voce.scheda.proprietario, autore, voce, con_altri=con_altri):
            if voce.condivisa_id:
                esigi_riga_locale(voce, args)
            return atto(voce, *args, **kwargs)

    porta.__doc__ = atto.__doc__
    porta.__name__ = atto.__name__
    return porta


def esigi_riga_locale(voce: VoceScheda, argomenti: Iterable[object]) -> None:
    """Let an act on an adopted sheet through if it touches a row that the Ambito writes. Raises NonPermesso. One query."""
    locali = {c.pk: c.tipo for c in voce.righe_locali.all()}
    for argomento in argomenti:
        if isinstance(argomento, CampoScheda) and argomento.pk in locali:
            return
        soldi = isinstance(argomento, LineaRisorsa | risorse.DatiRisorsa) or (
            isinstance(argomento, dict) and "obiettivi.linearisorsa" in argomento.get("righe", "")
        )
        if soldi and TipoCampo.RISORSE in locali.values():
            return
    raise NonPermesso(
        "Questa riga è della scheda condivisa: la scrive chi l'ha pubblicata. Se è aperta, scegli prima «Scrivi la "
        "risposta dell'Ambito». Non è cambiato nulla."
    )


# --- The sheet ----------------------------------------------------------------
def crea_scheda(
    sezione: Sezione, formato: FormatoScheda, *, codice: str, intestazione: str, autore: Utente
) -> VoceScheda:
    """Make an empty sheet in a section, owned by who owns the section.

    Raises NonPermesso, DatiNonValidi: a code is unique among the sheets of its kind in the plan.
    """
    piano = sezione.piano
    with _scrittura(piano, sezione.proprietario, autore, sezione=sezione):
        codice = codice_libero(piano, formato.specie, codice)
        scheda = schede.crea_scheda(
            formato, piano.triennio, proprietario=sezione.proprietario, intestazione=intestazione, autore=autore
        )
        voce = VoceScheda.objects.create(
            piano=piano,
            scheda=scheda,
            sezione=sezione,
            specie=formato.specie,
            codice=codice,
            ordine=ultimo_ordine(piano) + 1,
        )
        annota_scheda(voce, "piani.scheda_creata", autore)
    return voce


def elimina_scheda(voce: VoceScheda, *, autore: Utente) -> None:
    """Take an empty sheet off the plan and delete it. Raises NonPermesso, SchedaNonVuota, DatiNonValidi (shared)."""
    scheda = voce.scheda
    with _scrittura(voce.piano, scheda.proprietario, autore):
        if VoceScheda.objects.filter(scheda=scheda).exclude(pk=voce.pk).exists():
            raise DatiNonValidi("Questa scheda sta anche in un altro Piano: non si elimina. Non è cambiato nulla.")
        if scheda.pubblicate.exists():
            raise DatiNonValidi("Questa scheda è offerta ad altri Ambiti: non si elimina. Non è cambiato nulla.")
        esigi_non_citata(voce.piano, f"scheda:{voce.specie}:{voce.codice}", f"Scheda {voce.codice}")
        annota_scheda(voce, "piani.scheda_eliminata", autore)
        voce.delete()
        schede.elimina_scheda(scheda, autore=autore)


def colloca_scheda(voce: VoceScheda, sezione: Sezione, *, autore: Utente) -> None:
    """Move a sheet to another section of the same plan, last among its sheets. Raises NonPermesso, DatiNonValidi."""
    if sezione.piano_id != voce.piano_id:
        raise DatiNonValidi("Quella sezione è di un altro Piano. Non è cambiato nulla.")
    with _scrittura(voce.piano, voce.scheda.proprietario, autore):
        esigi_scrittura(autore, voce.piano, sezione.proprietario)
        voce.sezione, voce.ordine = sezione, ultimo_ordine(voce.piano) + 1
        voce.save(update_fields=["sezione", "ordine"])
        annota_scheda(voce, "piani.scheda_spostata", autore)


def segna_completa(voce: VoceScheda, completa: bool, *, revisione_letta: int, autore: Utente) -> None:
    """Say that a sheet is complete, or open it again. Raises NonPermesso, SalvataggioSuperato."""
    piano, proprietario = voce.piano, voce.scheda.proprietario
    with _scrittura(piano, proprietario, autore, voce):
        if proprietario.pk not in enti_con(autore, Permesso.COMPLETARE_SCHEDA, ambito=piano.ambito):
            raise NonPermesso(spiega_rifiuto(autore, Permesso.COMPLETARE_SCHEDA, ambito=piano.ambito))
        schede.segna_completa(voce.scheda, completa, revisione_letta=revisione_letta, autore=autore)
        annota_scheda(voce, "piani.scheda_completata" if completa else "piani.scheda_riaperta", autore)


@_porta
def salva_testata(voce: VoceScheda, testata: schede.DatiScheda, *, revisione_letta: int, autore: Utente) -> None:
    """Save the block "Dati della scheda"."""
    schede.salva_testata(voce.scheda, testata, revisione_letta=revisione_letta, autore=autore)


@_porta
def salva_riga(
    voce: VoceScheda,
    campo: CampoScheda,
    riga: risposte.Riga,
    *,
    revisione_letta: int,
    autore: Utente,
    modo: Modo = A_MANO,
) -> Risposta:
    """Save a row of the sheet; one version for what a page saves by itself in a few minutes."""
    controlla_rimandi(voce.piano, riga.testo)
    risposta = risposte.salva_risposta(
        voce.scheda, campo, riga, revisione_letta=revisione_letta, autore=autore, modo=modo
    )
    una_versione(voce.piano, risposta, modo)
    if campo.tipo in {TipoCampo.TITOLO, TipoCampo.PERCENTUALE}:
        una_versione(voce.piano, voce.scheda, modo)
    return risposta


# --- Actions ------------------------------------------------------------------
@_porta
def aggiungi_azione(
    voce: VoceScheda, dati: azioni.DatiAzione, *, genitore: Azione | None = None, autore: Utente
) -> Azione:
    """Add an action."""
    return azioni.aggiungi_azione(voce.scheda, dati, genitore=genitore, autore=autore)


@_porta
def modifica_azione(
    voce: VoceScheda,
    azione: Azione,
    dati: azioni.DatiAzione,
    *,
    revisione_letta: int,
    autore: Utente,
    modo: Modo = A_MANO,
) -> None:
    """Change an action."""
    azioni.modifica_azione(azione, dati, revisione_letta=revisione_letta, autore=autore, modo=modo)
    una_versione(voce.piano, azione, modo)


@_porta
def elimina_azione(voce: VoceScheda, azione: Azione, *, revisione_letta: int, autore: Utente) -> Fotografia:
    """Delete an action; return what puts it back."""
    foto = fotografa(azione)
    azioni.elimina_azione(azione, revisione_letta=revisione_letta, autore=autore)
    return foto


@_porta
def sposta_azione(voce: VoceScheda, azione: Azione, passi: int, *, autore: Utente) -> bool:
    """Move an action."""
    return azioni.sposta_azione(azione, passi, autore=autore)


# --- Indicators ---------------------------------------------------------------
@_porta
def aggiungi_indicatore(voce: VoceScheda, dati: indicatori.DatiIndicatore, *, autore: Utente) -> Indicatore:
    """Add an indicator."""
    return indicatori.aggiungi_indicatore(voce.scheda, dati, autore=autore)


@_porta
def modifica_indicatore(
    voce: VoceScheda,
    indicatore: Indicatore,
    dati: indicatori.DatiIndicatore,
    *,
    revisione_letta: int,
    autore: Utente,
    modo: Modo = A_MANO,
) -> None:
    """Change an indicator."""
    indicatori.modifica_indicatore(indicatore, dati, revisione_letta=revisione_letta, autore=autore, modo=modo)
    una_versione(voce.piano, indicatore, modo)


@_porta
def elimina_indicatore(voce: VoceScheda, indicatore: Indicatore, *, revisione_letta: int, autore: Utente) -> Fotografia:
    """Delete an indicator; return what puts it back."""
    foto = fotografa(indicatore)
    indicatori.elimina_indicatore(indicatore, revisione_letta=revisione_letta, autore=autore)
    return foto


@_porta
def sposta_indicatore(voce: VoceScheda, indicatore: Indicatore, passi: int, *, autore: Utente) -> bool:
    """Move an indicator."""
    return indicatori.sposta_indicatore(indicatore, passi, autore=autore)


# --- Funds --------------------------------------------------------------------
@_porta
def aggiungi_risorsa(voce: VoceScheda, dati: risorse.DatiRisorsa, *, autore: Utente) -> LineaRisorsa:
    """Add a funding line."""
    return risorse.aggiungi_risorsa(voce.scheda, dati, autore=autore)


@_porta
def modifica_risorsa(
    voce: VoceScheda,
    linea: LineaRisorsa,
    dati: risorse.DatiRisorsa,
    *,
    revisione_letta: int,
    autore: Utente,
    modo: Modo = A_MANO,
) -> None:
    """Change a funding line."""
    risorse.modifica_risorsa(linea, dati, revisione_letta=revisione_letta, autore=autore, modo=modo)
    una_versione(voce.piano, linea, modo)


@_porta
def elimina_risorsa(voce: VoceScheda, linea: LineaRisorsa, *, revisione_letta: int, autore: Utente) -> Fotografia:
    """Delete a funding line; return what puts it back."""
    foto = fotografa(linea)
    risorse.elimina_risorsa(linea, revisione_letta=revisione_letta, autore=autore)
    return foto


@_porta
def sposta_risorsa(voce: VoceScheda, linea: LineaRisorsa, passi: int, *, autore: Utente) -> bool:
    """Move a funding line."""
    return risorse.sposta_risorsa(linea, passi, autore=autore)


# --- Evaluations of parts -----------------------------------------------------
@_porta
def aggiungi_valutazione(voce: VoceScheda, dati: valutazioni.DatiValutazione, *, autore: Utente) -> Valutazione:
    """Add the evaluation of a part."""
    return valutazioni.aggiungi_valutazione(voce.scheda, dati, autore=autore)


@_porta
def modifica_valutazione(
    voce: VoceScheda,
    valutazione: Valutazione,
    dati: valutazioni.DatiValutazione,
    *,
    revisione_letta: int,
    autore: Utente,
    modo: Modo = A_MANO,
) -> None:
    """Change the evaluation of a part."""
    valutazioni.modifica_valutazione(valutazione, dati, revisione_letta=revisione_letta, autore=autore, modo=modo)
    una_versione(voce.piano, valutazione, modo)


@_porta
def elimina_valutazione(
    voce: VoceScheda, valutazione: Valutazione, *, revisione_letta: int, autore: Utente
) -> Fotografia:
    """Delete the evaluation of a part; return what puts it back."""
    foto = fotografa(valutazione)
    valutazioni.elimina_valutazione(valutazione, revisione_letta=revisione_letta, autore=autore)
    return foto


@_porta
def sposta_valutazione(voce: VoceScheda, valutazione: Valutazione, passi: int, *, autore: Utente) -> bool:
    """Move the evaluation of a part."""
    return valutazioni.sposta_valutazione(valutazione, passi, autore=autore)


# --- Two people on one row --------------------------------------------------------
def conserva_conflitto_elemento(
    voce: VoceScheda,
    elemento: Elemento,
    *,
    mio: dict[str, object],
    unione: dict[str, object],
    salvato: dict[str, object],
    revisione: int,
    autore: Utente,
) -> None:
    """Keep in the history of a typed row what two people wrote, and the proposed merge. Raises NonPermesso."""
    esigi_scrittura(autore, voce.piano, voce.scheda.proprietario, Parte.scheda(voce))
    if voce.condivisa_id:
        esigi_riga_locale(voce, [elemento])
    with transaction.atomic():
        conserva_elemento(elemento, mio=mio, unione=unione, salvato=salvato, revisione=revisione, autore=autore)


# --- Undo -----------------------------------------------------------------------
@_porta
def ripristina_elemento(voce: VoceScheda, fotografia: Fotografia, *, autore: Utente) -> None:
    """Put back a typed row that was deleted."""
    ripristina(voce.scheda, fotografia, autore=autore)


# --- Inside -------------------------------------------------------------------
def ultimo_ordine(piano: Piano) -> int:
    """Return the place of the last sheet of a plan; 0 without any."""
    return int(piano.voci.aggregate(massimo=Max("ordine"))["massimo"] or 0)


def codice_libero(piano: Piano, specie: str, codice: str) -> str:
    """Return a code, cleaned. Raises DatiNonValidi: badly written, or taken by a sheet of the same kind."""
    codice = codice_valido(codice)
    if VoceScheda.objects.filter(piano=piano, specie=specie, codice__iexact=codice).exists():
        raise DatiNonValidi(
            f"In questo Piano c'è già una scheda con il codice «{codice}»: scegline un altro. Non è cambiato nulla."
        )
    return codice


def annota_scheda(voce: VoceScheda, tipo: str, autore: Utente) -> None:
    """Put an act on a sheet in the plan's log."""
    annota(
        voce.piano.catena,
        tipo,
        autore=autore,
        incarico_id=veste_di(autore, voce.piano),
        dati={"scheda": voce.scheda_id, "voce": voce.pk, "specie": voce.specie, "codice": voce.codice},
    )
