"""The role table as a page that the Ufficio di Piano can read (docs/ruoli.md)."""

from collections.abc import Iterator

from utenti.roles import RUOLI, DefinizioneRuolo, Permesso

_INIZIO = """# Chi può fare che cosa

Questa pagina è stampata da `utenti/roles.py` con `manage.py stampa_ruoli`: non si cambia a mano.

Una persona può qualcosa solo grazie a un **incarico in corso oggi**: un ruolo, per un ente, da un giorno a un giorno.
Un incarico finito o chiuso, o un account disattivato, non dà niente. Lo stesso ruolo per un altro ente vale solo là.
"""


def pagina_ruoli() -> str:
    """Return the whole page in Markdown."""
    return "\n".join([_INIZIO, *_matrice(), "", *_permessi(), "", *_ruoli()]).rstrip() + "\n"


def _matrice() -> Iterator[str]:
    yield "## La tabella\n"
    yield "I numeri delle colonne sono i ruoli, nell'ordine in cui sono descritti sotto.\n"
    numeri = range(1, len(RUOLI) + 1)
    yield f"| può | {' | '.join(str(n) for n in numeri)} |"
    yield f"| --- |{' :-: |' * len(RUOLI)}"
    for permesso in Permesso:
        segni = ("sì" if permesso in definizione.permessi else "" for definizione in RUOLI.values())
        yield f"| {permesso.etichetta} | {' | '.join(segni)} |"


def _permessi() -> Iterator[str]:
    yield "## I permessi\n"
    yield "| può | che cosa vuol dire | chi |"
    yield "| --- | --- | --- |"
    for permesso in Permesso:
        chi = [ruolo.label for ruolo, definizione in RUOLI.items() if permesso in definizione.permessi]
        yield f"| {permesso.etichetta} | {permesso.spiegazione} | {'; '.join(chi)} |"


def _ruoli() -> Iterator[str]:
    yield "## I ruoli\n"
    for numero, (ruolo, definizione) in enumerate(RUOLI.items(), start=1):
        yield f"### {numero}. {ruolo.label}\n"
        yield f"{definizione.descrizione}\n"
        yield from _fatti(definizione)
        yield ""


def _fatti(definizione: type[DefinizioneRuolo]) -> Iterator[str]:
    yield f"- Si dà per: {'; '.join(sorted(tipo.label for tipo in definizione.tipi_ente))}."
    yield f"- Arriva a: {definizione.portata.value}."
    yield f"- Può: {'; '.join(p.etichetta for p in Permesso if p in definizione.permessi)}."
    if definizione.invita:
        chi = [r.label for r in RUOLI if r in definizione.invita]
        dove = "in ogni ente" if len(chi) == len(RUOLI) else "nel proprio ente"
        yield f"- Invita, {dove}: {'tutti i ruoli' if len(chi) == len(RUOLI) else '; '.join(chi)}."
