"""Rows blank, help left in, notes of who wrote, choices not made."""

import re
from collections.abc import Iterator

from piani.controllo import segni
from piani.controllo.catalogo import Campo, Catalogo
from piani.controllo.lettura import Brano, Lettura, SchedaVista, comincia_con
from piani.controllo.modello import Famiglia, Peso, Trovato, regola
from piani.controllo.segni import CHIEDE_COSA, guida, non_dice_nulla
from piani.controllo.testo import TITOLI, Blocco, in_breve, normale, parole, piene

_PER_FASE = {
    "indicatori_input": "input",
    "indicatori_processo": "processo",
    "indicatori_output": "output",
    "indicatori_outcome": "outcome",
}


def _dice(scheda: SchedaVista, campo: str) -> bool:
    return any(not non_dice_nulla(b.testo) for b in scheda.blocchi(campo))


def _piena(scheda: SchedaVista, campo: Campo) -> bool:
    if scheda.scelte(campo.chiave) or scheda.non_pertinente(campo.chiave) or _dice(scheda, campo.chiave):
        return True
    dati = scheda.dati
    match campo.tipo:
        case "titolo":
            return bool(dati["titolo"])
        case "percentuale":
            return dati["grado"] is not None
        case "azioni" | "risorse" | "punti_chiave":
            return bool(dati[campo.tipo])
        case "aree":
            return bool(dati["aree_trasversali"])
        case tipo:
            return any(i["fase"] == _PER_FASE.get(tipo) for i in dati["indicatori"])


@regola(
    "riga-vuota",
    "Riga vuota",
    Famiglia.FORMATO,
    peso=Peso.LEGGE,
    fonte="DGR XII/2167/2024, allegato B: i modelli da riprodurre per ogni obiettivo (righe 1190-1259)",
    visto="G8, B3",
    rimedio="Compila la riga, o segnala come non pertinente.",
    esempio="Nella scheda ASST la riga «Criticità o razionale del progetto» è vuota.",
)
def riga_vuota(piano: Lettura) -> Iterator[Trovato]:
    """Each obligatory row of a sheet has an answer; a sheet without any is one finding, not twenty-six."""
    for scheda in piano.schede:
        richieste = [c for c in scheda.formato.campi if c.obbligatorio]
        vuote = [c for c in richieste if not _piena(scheda, c)]
        if len(vuote) > 3 and len(vuote) >= 0.8 * len(richieste):
            yield Trovato(scheda.luogo(), f"La scheda è quasi tutta vuota: mancano {len(vuote)} righe.", "vuota")
            continue
        for campo in vuote:
            segno = " ".join(b.testo for b in scheda.blocchi(campo.chiave))
            frase = f"Nella riga c'è solo «{in_breve(segno, 20)}»." if segno else "La riga è vuota."
            yield Trovato(scheda.luogo(campo.chiave), frase, "vuota")


def testo_guida(testo: str, catalogo: Catalogo) -> str:
    """Return the piece of a block that is the Region's help; empty when there is none."""
    trovata = guida(testo)
    if trovata:
        return trovata
    nudo = normale(testo).strip(" .:()")
    return testo if any(nudo.startswith(g) and len(nudo) <= len(g) + 12 for g in catalogo.testi_guida) else ""


def _resto(testo: str, preso: str) -> bool:
    """Whether a block says anything but the help."""
    altro = testo.replace(preso, " ", 1)
    return len(piene(altro)) > 3 and not CHIEDE_COSA.search(altro)


@regola(
    "testo-modello",
    "Testo del modello rimasto",
    Famiglia.COMPILAZIONE,
    fonte="DGR XII/2167/2024, allegato B (righe 1195-1259)",
    visto="G3, B1, B3",
    rimedio="Cancella il testo del modello; se era l'unica risposta, scrivi quella vera.",
    esempio="«SI/NO (se sì, indicare quali aspetti)» è rimasto al posto della risposta.",
)
def testo_modello(piano: Lettura) -> Iterator[Trovato]:
    """The help that the Region prints in the empty rows is no answer."""
    for brano in piano.brani:
        trovati = [(b, g) for b in brano.blocchi if (g := testo_guida(b.testo, piano.catalogo))]
        solo = len(trovati) == len(brano.blocchi) and not any(_resto(b.testo, g) for b, g in trovati)
        for blocco, preso in trovati:
            coda = " Non c'è altra risposta." if solo else ""
            yield Trovato(brano.luogo, f"È rimasto il testo del modello: «{in_breve(preso)}».{coda}", blocco.testo)


@regola(
    "appunto",
    "Appunto di chi scrive",
    Famiglia.COMPILAZIONE,
    fonte="Visto in Piani stampati: «Finire obiettivo» è stato stampato",
    visto="B2",
    rimedio="Completa la parte, poi cancella l'appunto.",
    esempio="«... sono i principali target dell'intervento. Finire obiettivo»",
)
def appunto(piano: Lettura) -> Iterator[Trovato]:
    """Notes to oneself: xxx, ???, DA COMPLETARE, «Finire obiettivo», «NB: chiedere ...», lines left to fill in."""
    for brano in piano.brani:
        for blocco in brano.blocchi:
            trovato = segni.appunto(blocco)
            if trovato:
                preso = in_breve(blocco.testo[max(0, trovato[0] - 30) : trovato[1] + 30].strip(), 120)
                yield Trovato(brano.luogo, f"Sembra un appunto: «{preso}».", blocco.testo)


def _apre(blocco: Blocco) -> bool:
    """Whether the block only announces what follows: a heading, a few words in bold, a sentence that ends by a colon."""
    if blocco.tag in TITOLI or blocco.testo.endswith(":"):
        return True
    return (
        blocco.grassetto and blocco.tag == "p" and len(parole(blocco.testo)) <= 8 and blocco.testo[-1] not in ".;,!?»)"
    )


@regola(
    "titolo-senza-testo",
    "Titolo senza testo",
    Famiglia.COMPILAZIONE,
    fonte="Visto in Piani stampati: «Premessa:» senza premessa",
    visto="B4",
    rimedio="Scrivi il testo, o togli il titolo.",
    esempio="Una sezione finisce con «Premessa:» e sotto non c'è niente.",
)
def titolo_senza_testo(piano: Lettura) -> Iterator[Trovato]:
    """What announces a text is followed by one: not the end of the part, not another heading of the same kind."""
    for brano in piano.brani:
        for i, blocco in enumerate(brano.blocchi):
            if not _apre(blocco):
                continue
            dopo = brano.blocchi[i + 1] if i + 1 < len(brano.blocchi) else None
            if dopo is None and not _continua(piano, brano, blocco):
                yield Trovato(brano.luogo, f"Dopo «{in_breve(blocco.testo)}» non c'è niente.", blocco.testo)
            elif dopo is not None and blocco.tag in TITOLI and dopo.tag in TITOLI and dopo.tag <= blocco.tag:
                yield Trovato(brano.luogo, f"Il titolo «{in_breve(blocco.testo)}» non ha testo.", blocco.testo)


_PREMESSE = frozenset({"premessa", "premesse", "nota", "note", "nota bene", "conclusioni", "introduzione", "finalita"})


def _continua(piano: Lettura, brano: Brano, blocco: Blocco) -> bool:
    """Whether a section's last heading is followed by tables, sheets or sections; a «Premessa:» wants words all the same."""
    if normale(blocco.testo).strip(" :") in _PREMESSE:
        return False
    if brano.scheda is not None:
        return bool(brano.scheda.scelte(brano.campo)) or (brano.campo in _CON_RIGHE and _ha_righe(brano))
    sezione = brano.sezione
    return bool(
        sezione.figlie
        or any(t.sezione == sezione.chiave for t in piano.tabelle)
        or any(s.sezione.chiave == sezione.chiave for s in piano.schede)
    )


_CON_RIGHE = {
    "azioni": "azioni",
    "risorse_economiche": "risorse",
    "punti_chiave": "punti_chiave",
    "trasversalita": "aree_trasversali",
}


def _ha_righe(brano: Brano) -> bool:
    return brano.scheda is not None and bool(brano.scheda.dati[_CON_RIGHE[brano.campo]])


_ESCLUSE = (
    frozenset({"si", "no"}),
    frozenset({"gia_presente", "nuovo"}),
    frozenset({"consolidato", "nuovo"}),
    frozenset({"non_pertinente", "non_disponibile"}),
)


def _lasciate(campo: Campo, brano: tuple[Blocco, ...]) -> list[str]:
    """Return the labels of the choices, when the text is only those, side by side."""
    testo = normale(" ".join(b.testo for b in brano)).strip(" ./;,")
    presenti = [e for _, e in campo.scelte if normale(e) in testo]
    for etichetta in sorted(presenti, key=len, reverse=True):
        testo = testo.replace(normale(etichetta), " ", 1)
    return presenti if len(presenti) > 1 and not testo.strip(" ./;,-") else []


@regola(
    "scelte-non-risolte",
    "Scelte lasciate tutte",
    Famiglia.COMPILAZIONE,
    fonte="Visto in Piani stampati: «Servizio già presente Nuovo servizio»",
    visto="B5",
    rimedio="Lascia una sola delle scelte che si escludono.",
    esempio="Alla riga sul nuovo servizio: «Servizio già presente Nuovo servizio».",
)
def scelte_non_risolte(piano: Lettura) -> Iterator[Trovato]:
    """Choices that exclude each other are not both the answer."""
    for scheda in piano.schede:
        for campo in scheda.campi_scelta:
            scelte = scheda.scelte(campo.chiave)
            troppe = len(scelte) > 1 and (not campo.multipla or any(e <= scelte for e in _ESCLUSE))
            nomi = [e for c, e in campo.scelte if c in scelte] if troppe else []
            if not nomi and not scelte:
                nomi = _lasciate(campo, scheda.blocchi(campo.chiave))
            if nomi:
                yield Trovato(
                    scheda.luogo(campo.chiave),
                    f"Ci sono tutte e {len(nomi)} le scelte: {', '.join(nomi)}."
                    if len(nomi) > 2
                    else f"Ci sono due scelte insieme: {' e '.join(nomi)}.",
                )


def _senza_scelta(scheda: SchedaVista, catalogo: Catalogo) -> Iterator[tuple[Campo, tuple[Blocco, ...]]]:
    for campo in scheda.campi_scelta:
        if not campo.obbligatorio or scheda.scelte(campo.chiave) or campo.tipo == "aree":
            continue
        pezzi = tuple(b for b in scheda.blocchi(campo.chiave) if not testo_guida(b.testo, catalogo))
        if pezzi and not _lasciate(campo, pezzi):
            yield campo, pezzi


def _fuori(campo: Campo, pezzi: tuple[Blocco, ...]) -> bool:
    """Whether the answer begins with a yes or a no that the row does not offer."""
    return comincia_con(pezzi) not in ("", *(c for c, _ in campo.scelte))


@regola(
    "risposta-fuori-scelte",
    "Risposta che la riga non prevede",
    Famiglia.COMPILAZIONE,
    fonte="Visto in Piani stampati: a «consolidato o nuovo bisogno» si risponde «NO»",
    visto="G6",
    rimedio="Scegli una delle risposte della riga; la spiegazione resta accanto.",
    esempio="Alla riga «bisogno consolidato o nuovo bisogno» la risposta è «NO».",
)
def risposta_fuori_scelte(piano: Lettura) -> Iterator[Trovato]:
    """A yes or a no where the row asks which."""
    for scheda in piano.schede:
        for campo, pezzi in _senza_scelta(scheda, piano.catalogo):
            if _fuori(campo, pezzi):
                nomi = ", ".join(f"«{e}»" for _, e in campo.scelte)
                frase = f"La risposta è «{in_breve(pezzi[0].testo, 60)}», ma la riga chiede: {nomi}."
                yield Trovato(scheda.luogo(campo.chiave), frase, pezzi[0].testo)


@regola(
    "risposta-senza-scelta",
    "Risposta senza scelta",
    Famiglia.COMPILAZIONE,
    fonte="DGR XII/2167/2024, allegato B, righe SI/NO (1200-1256)",
    visto="G16",
    rimedio="Scegli la risposta, o segna la riga come non pertinente; il testo resta accanto.",
    esempio="Alla riga «ha prodotto un cambiamento positivo?» c'è un racconto, ma né sì né no.",
)
def risposta_senza_scelta(piano: Lettura) -> Iterator[Trovato]:
    """A row that is answered by choosing has words, and no choice."""
    for scheda in piano.schede:
        for campo, pezzi in _senza_scelta(scheda, piano.catalogo):
            if not _fuori(campo, pezzi) and not scheda.non_pertinente(campo.chiave):
                frase = f"C'è un testo («{in_breve(pezzi[0].testo, 60)}») ma nessuna delle risposte è scelta."
                yield Trovato(scheda.luogo(campo.chiave), frase, pezzi[0].testo)


_PREFISSO = re.compile(
    r"\b((?:azione|obiettivo|indicatore|tabella|grafico|fase|scheda)\s+[\w.]{1,5})\s*[:.–-]\s*\1\s*[:.–-]",
    re.IGNORECASE,
)
_PAROLA_DOPPIA = re.compile(r"^\W*([^\W\d_][\w ]{2,40}?)\s*[:–-]\s*\1\s*[:–-]", re.IGNORECASE)
_PREFISSO_LEPS = re.compile(r"^\s*((?:obiettivo\s+)?LEPS|obiettivo)\s*[:–-]\s*\1\s*[:–-]", re.IGNORECASE)


@regola(
    "prefisso-ripetuto",
    "Prefisso ripetuto",
    Famiglia.COMPILAZIONE,
    fonte="Visto in Piani stampati: «Azione 3: Azione 3:»",
    visto="G17",
    rimedio="Togli uno dei due.",
    esempio="«Azione 3: Azione 3: stipulazione di accordi di programma»",
)
def prefisso_ripetuto(piano: Lettura) -> Iterator[Trovato]:
    """The same label twice; an action that carries in its text the number which the portal prints before it."""
    for brano in piano.brani:
        for blocco in brano.blocchi:
            if any(segno.search(blocco.testo) for segno in (_PREFISSO, _PREFISSO_LEPS, _PAROLA_DOPPIA)):
                yield Trovato(
                    brano.luogo, f"L'inizio è scritto due volte: «{in_breve(blocco.testo, 60)}».", blocco.testo
                )
    for scheda in piano.schede:
        intestazione = scheda.dati["intestazione"]
        if _PREFISSO_LEPS.search(intestazione):
            yield Trovato(scheda.luogo(), f"L'inizio è scritto due volte: «{in_breve(intestazione, 60)}».")
        for campo, testo in _col_numero(scheda):
            yield Trovato(
                scheda.luogo(campo), f"Il numero dell'azione c'è già davanti: «{in_breve(testo, 60)}».", testo
            )


def _col_numero(scheda: SchedaVista) -> Iterator[tuple[str, str]]:
    for azione in scheda.azioni:
        numero = re.escape(azione["numero"])
        segno = re.compile(
            rf"(?:azione|az\.)\s*(?:n[.°r]*\s*)?{numero}\b(?=\W*\w)|{numero}\s*[.):–-]\s+\D", re.IGNORECASE
        )
        for campo, testo in (("azioni", azione["testo"]), ("modalita", azione["testo_modalita"])):
            if azione["numero"] and segno.match(testo):
                yield campo, testo


REGOLE = (
    riga_vuota,
    testo_modello,
    appunto,
    titolo_senza_testo,
    scelte_non_risolte,
    risposta_fuori_scelte,
    risposta_senza_scelta,
    prefisso_ripetuto,
)
