"""Answers that do not go together: co-programming, yes and no, old and new."""

import re
from collections.abc import Iterator

from piani.controllo.lettura import Lettura, SchedaVista, comincia_con
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.testo import Blocco, frasi, in_breve, normale


@regola(
    "co-progettato",
    "Co-progettato ma non co-programmato",
    Famiglia.COERENZA,
    fonte="Art. 55 D.Lgs. 117/2017: la co-progettazione segue la co-programmazione",
    rimedio="Controlla le due righe; se è proprio così, spiegalo nel testo.",
    esempio="Co-programmato: no. Co-progettato: sì.",
)
def co_progettato(piano: Lettura) -> Iterator[Trovato]:
    """Formally co-designed without having been co-programmed."""
    for scheda in piano.di_specie("obiettivo"):
        if risposto(scheda, "co_programmato") == "no" and risposto(scheda, "co_progettato") == "si":
            yield Trovato(scheda.luogo("co_progettato"), "L'intervento è co-progettato, ma non co-programmato.")


_NON_NUOVO = re.compile(
    r"\bnon (?:si )?(?:prevede|definisce)\b.{0,40}\bnuovo servizio|\bnon (?:e|si tratta di) (?:un |definito un )?nuovo servizio"
)


def _detto_del_servizio(scheda: SchedaVista) -> str:
    return normale(" ".join(b.testo for b in scheda.blocchi("nuovo_servizio")))


# What a row of yes or no asks about, as people name it in the answer.
_DI_CHE = (
    r"(?:coinvolgiment\w*|cooperazion\w*|collaborazion\w*|partecipazion\w*|continuita|co-?progettazion\w*|co-?programmazion\w*|"
    r"digitalizzazion\w*|innovazion\w*|(?:aspetti|elementi|modelli) (?:innovativ|inerenti|legat|digital)\w*|altri ambiti|"
    r"(?:gli )?ambiti|altri attori|nuovo servizio)"
)
_INIZIO = r"^(?:al momento |attualmente |per ora |allo stato attuale |l (?:intervento|obiettivo|azione) |il (?:progetto|servizio) )?"
_NEGA = re.compile(
    rf"{_INIZIO}(?:non (?:e|sono|si|vi e|vi sono|c e|ci sono)?\s?(?:stat[oaie] )?"
    rf"(?:previst[oaie]|prevede|prevedono|coinvolge|coinvolt[oaie]|contempla)\s+(?:\w+ ){{0,2}}?{_DI_CHE}|nessun[oa]? {_DI_CHE}|non previst[oaie]\W*$)"
)
_AFFERMA = re.compile(
    rf"{_INIZIO}(?:(?:e|sono) (?:stat[oaie] )?(?:previst[oaie]|coinvolt[oaie])|prevede|coinvolge|si prevede) "
    rf"(?:(?:il|la|lo|i|gli|le|un|una|l) )?(?:\w+ )?{_DI_CHE}|^(?:certamente|certo|assolutamente si|esatto)\b"
)
_SFUMA = re.compile(
    r"\b(?:solo|soltanto|solamente|esclusivamente|unicamente|tuttavia|ma|pero|bensi|tranne|salvo|eccetto|escluso)\b"
)
_SOLO_NO = re.compile(r"^\W*no(?:n)?\s+(?:profit|solo|soltanto|stop|global)", re.IGNORECASE)


def detto_a_parole(pezzi: tuple[Blocco, ...]) -> str:
    """Return "si" or "no" as the first sentence of an answer says it, by that word or by what it states; else empty."""
    if not pezzi or _SOLO_NO.match(pezzi[0].testo):
        return ""
    detto = comincia_con(pezzi)
    frase = normale(frasi(pezzi[0].testo)[0])
    if detto or _SFUMA.search(frase):
        return detto
    return "no" if _NEGA.search(frase) else "si" if _AFFERMA.search(frase) else ""


def risposto(scheda: SchedaVista, campo: str) -> str:
    """Return "si" or "no": the one chosen, or where nothing is chosen the word by which the text begins."""
    scelte = scheda.scelte(campo)
    if scelte:
        return next(iter(scelte & {"si", "no"})) if len(scelte & {"si", "no"}) == 1 else ""
    return comincia_con(scheda.blocchi(campo))


@regola(
    "risposta-contraddetta",
    "Il testo contraddice la risposta",
    Famiglia.COERENZA,
    fonte="Formato della DGR XII/2167/2024, righe SI/NO (1239-1256)",
    rimedio="Fai dire la stessa cosa alla risposta e al testo.",
    esempio="Risposta: sì. Testo: «No, gli Ambiti vicini non partecipano».",
)
def risposta_contraddetta(piano: Lettura) -> Iterator[Trovato]:
    """The choice is yes, the text begins with No; or the contrary. A new service that the text says is not planned."""
    for scheda in piano.di_specie("obiettivo"):
        if "nuovo" in scheda.scelte("nuovo_servizio") and _NON_NUOVO.search(_detto_del_servizio(scheda)):
            frase = "La risposta è «Nuovo servizio», il testo dice che un nuovo servizio non è previsto."
            yield Trovato(scheda.luogo("nuovo_servizio"), frase)
    for scheda in piano.schede:
        for campo in scheda.campi_scelta:
            scelte = scheda.scelte(campo.chiave) & {"si", "no"}
            detto = detto_a_parole(scheda.blocchi(campo.chiave))
            if len(scelte) == 1 and detto and detto not in scelte:
                testo = scheda.blocchi(campo.chiave)[0].testo
                risposta = "sì" if "si" in scelte else "no"
                yield Trovato(
                    scheda.luogo(campo.chiave),
                    f"La risposta è {risposta}, il testo comincia con «{in_breve(testo, 60)}».",
                    testo,
                )


def _nuovo(scheda: SchedaVista) -> bool:
    """Whether the sheet says that the service is new, and neither that it is not nor that it was there already."""
    scelte, testo = scheda.scelte("nuovo_servizio"), _detto_del_servizio(scheda)
    if _NON_NUOVO.search(testo):
        return False
    if scelte:
        return "nuovo" in scelte and "gia_presente" not in scelte
    return bool(re.search(r"\b(?:definizione di|e|si tratta di) un nuovo servizio|^nuovo servizio\W*$", testo))


@regola(
    "continuita-e-nuovo",
    "In continuità, ma nuovo servizio",
    Famiglia.COERENZA,
    fonte="DGR XII/2167/2024, allegato B, righe 1244 e 1245",
    visto="B13",
    rimedio="Se il servizio c'era, è «sostanzialmente rivisto»; se l'obiettivo continua ma il servizio è nuovo, spiegalo.",
    esempio="In continuità con la programmazione precedente: sì. Nuovo servizio.",
)
def continuita_e_nuovo(piano: Lettura) -> Iterator[Trovato]:
    """In continuity with the last triennium and, at once, a new service."""
    for scheda in piano.di_specie("obiettivo"):
        if risposto(scheda, "continuita") == "si" and _nuovo(scheda):
            yield Trovato(scheda.luogo("nuovo_servizio"), "L'obiettivo è in continuità e insieme è un nuovo servizio.")


REGOLE = (co_progettato, risposta_contraddetta, continuita_e_nuovo)
