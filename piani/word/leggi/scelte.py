"""From an answer to the choices of its row; the words stay, whole. Pure.

A line that says a choice and nothing else is the choice: it is not kept a second time as text.
"""

import re
from difflib import SequenceMatcher

from piani.word.leggi.aspetto import scelte_per_aspetto, solo_voci
from piani.word.leggi.catalogo import Campo, Scelta
from piani.word.leggi.esito import Capito, Sicurezza
from piani.word.leggi.sorgente import Paragrafo
from piani.word.leggi.testi import piega

_PIENE, _VUOTE = "☒☑✔✅🗹■", "☐□◻❏▢"
_CASELLA = re.compile(rf"([{_PIENE}{_VUOTE}]|\[\s*[xX]?\s*\]|\(\s*[xX]?\s*\))\s*")
_CROCE_DAVANTI = re.compile(r"(?:^|\s)[xX]\s+(?=(?:S[IÌìi]|N[Oo])\b)")
_TRATTI = re.compile(r"^[\s/\\\-–—_.]+$")
_PRONOME = re.compile(
    r"^si\s+(?:prevede|prevedono|ritiene|intende|intendono|precisa|segnala|rimanda|veda|vedano|propone|pensa|ipotizza|"
    r"auspica|stima|valuta|tratta|rileva|rilevano|specifica|evidenzia|evidenziano|potra|potranno|fa|e|conferma|svolge|"
    r"realizza|realizzano|terra|procedera|recepiscono|recepisce|avvale|rivolge)\b"
)
_NON_PERTINENTE = frozenset({"non pertinente", "np", "n p", "non applicabile", "na", "n a", "nn pertinente"})
_SI, _NO = "si", "no"
_SEGNI = frozenset("/\\|[](){}<>●☐☒☑□■")
# How much of a short answer must be like a label.
_SIMILE = 0.84
_CORTA = 60
_INDICAZIONE = 12


def leggi_scelte(campo: Campo, linee: list[Paragrafo]) -> Capito:
    """Return the choices that an answer makes. Nothing of its words is lost: what is not a bare choice is in `resto`."""
    capito = Capito(resto=list(linee))
    testo = "\n".join(linea.testo for linea in linee).strip()
    if not testo:
        return capito
    if _TRATTI.match(testo):
        capito.dubita(Sicurezza.PROBABILE, f"«{testo[:20]}»: nessuna scelta, il segno resta come testo")
        return capito
    if piega(testo) in _NON_PERTINENTE:
        return _non_pertinente(campo, capito, testo)
    spiccano, perche = scelte_per_aspetto(campo, linee)
    in_testa = _voci_in_testa(campo, linee)
    if spiccano:
        capito.scelte = _ammesse(campo, spiccano, capito)
        capito.dubita(Sicurezza.PROBABILE, perche)
    elif in_testa:
        capito.scelte = in_testa
    else:
        _dalle_parole(campo, _senza_indicazione(campo, testo, capito), capito)
    capito.resto = [
        p for p in linee if not (_sola_scelta(campo, p, capito.scelte) or (spiccano and solo_voci(campo, p)))
    ]
    if capito.scelte:
        nomi = {s.chiave: s.etichetta for s in campo.scelte}
        capito.parole.insert(0, "scelta: " + ", ".join(f"«{nomi[c]}»" for c in capito.scelte))
    return capito


def _dalle_parole(campo: Campo, testo: str, capito: Capito) -> None:
    if not testo or _da_caselle(campo, testo, capito):
        return
    chiavi = {s.chiave for s in campo.scelte}
    if piega(testo) in _NON_PERTINENTE and "non_pertinente" in chiavi:
        capito.scelte = ["non_pertinente"]
    elif chiavi >= {_SI, _NO}:
        _si_o_no(campo, testo, capito)
    else:
        _tra_le_voci(campo, testo, capito)


def _voci_in_testa(campo: Campo, linee: list[Paragrafo]) -> list[str]:
    """Return the choices that the first lines say, each alone in its line; none where that is the whole list."""
    trovate: list[str] = []
    for linea in linee:
        sola = [s.chiave for s in campo.scelte if _sola_scelta(campo, linea, [s.chiave])]
        if not sola:
            break
        trovate += [c for c in sola if c not in trovate]
    if len(trovate) > 1 and (not campo.multipla or len(trovate) == len(campo.scelte) > 2):
        return []
    return [s.chiave for s in campo.scelte if s.chiave in trovate]


def _senza_indicazione(campo: Campo, testo: str, capito: Capito) -> str:
    """Leave out the official hint that was left before the answer: the choice is in what follows."""
    for frase in campo.aiuto.split("\n"):
        voci = any(piega(s.etichetta) in piega(frase) for s in campo.scelte if s.chiave not in (_SI, _NO))
        if len(frase) > _INDICAZIONE and not voci and piega(testo).startswith(piega(frase)):
            seguito = testo[_lunga(testo, frase) :].lstrip(" .:;-)\n")
            if seguito:
                capito.dubita(Sicurezza.PROBABILE, "davanti alla risposta è rimasta l'indicazione del modello")
            else:
                capito.dubita(Sicurezza.DA_GUARDARE, "è rimasta l'indicazione del modello: nessuna scelta")
            return seguito
    return testo


def _lunga(testo: str, frase: str) -> int:
    """Return how many characters of `testo` say `frase`."""
    scopo = piega(frase).replace(" ", "")
    for n in range(len(frase) // 2, len(testo) + 1):
        if piega(testo[:n]).replace(" ", "") == scopo:
            return n
    return 0


def _non_pertinente(campo: Campo, capito: Capito, testo: str) -> Capito:
    if any(s.chiave == "non_pertinente" for s in campo.scelte):
        capito.scelte = ["non_pertinente"]
        capito.resto = [] if piega(testo) == "non pertinente" else capito.resto
    else:
        capito.non_pertinente = True
    capito.parole.append("non pertinente")
    return capito


def _sola_scelta(campo: Campo, linea: Paragrafo, scelte: list[str]) -> bool:
    """Whether a line says only a choice that was taken, as the page will print it."""
    testo = linea.testo.strip().rstrip(".,;:").strip()
    return any(
        piega(testo) == piega(s.etichetta) and not (set(testo) & _SEGNI) - set(s.etichetta)
        for s in campo.scelte
        if s.chiave in scelte
    )


def _da_caselle(campo: Campo, testo: str, capito: Capito) -> bool:
    """Read ☒ and ☐, [x], «x SI»: the choice whose box is ticked."""
    dopo = _caselle_dopo(campo, testo)
    if dopo is not None:
        capito.scelte = _ammesse(campo, dopo, capito)
        if not dopo:
            capito.dubita(Sicurezza.DA_GUARDARE, "non si capisce quale casella è segnata")
        return True
    segnate, viste = _caselle_davanti(campo, testo)
    if not viste:
        return False
    capito.scelte = _ammesse(campo, segnate, capito)
    if not segnate:
        capito.dubita(Sicurezza.DA_GUARDARE, "nessuna casella è segnata")
    return True


def _caselle_davanti(campo: Campo, testo: str) -> tuple[list[str], int]:
    """Return the choices whose box, before the words, is ticked; and how many boxes have a choice after."""
    croci = _CASELLA.sub(lambda m: f"\n{m[0]}", testo)
    croci = _CROCE_DAVANTI.sub("\n[x] ", croci)
    segnate: list[str] = []
    viste = 0
    for riga in croci.split("\n"):
        casella = _CASELLA.match(riga)
        scelta = _voce_in_testa(campo, riga[casella.end() :]) if casella else ""
        if casella and scelta:
            viste += 1
            segnate += [scelta] if _piena(casella[1]) else []
    return segnate, viste


def _caselle_dopo(campo: Campo, testo: str) -> list[str] | None:
    """Return the choices ticked where each box follows its words, «SI ☒ NO ☐»; None where the boxes are not so.

    «SI X NO» may be either: no choice.
    """
    voci = {s.chiave: r"s[iì]['’]?" if s.chiave == _SI else re.escape(s.etichetta) for s in campo.scelte}
    una = "|".join(sorted(voci.values(), key=len, reverse=True))
    segno = rf"(?:[{_PIENE}{_VUOTE}]|\[\s*x?\s*\]|\(\s*x?\s*\)|(?<!\w)x(?!\w))"
    if re.fullmatch(rf"\s*(?:{una})\s*{segno}\s*[/|,;-]?\s*(?:{una})\s*", testo, re.IGNORECASE):
        return []
    coppia = rf"({una})\s*({segno})\s*[/|,;-]?\s*"
    inizio = re.match(rf"\s*(?:{coppia})+", testo, re.IGNORECASE)
    if inizio is None:
        return None
    coppie = re.findall(coppia, inizio[0], re.IGNORECASE)
    if len(coppie) < min(2, len(campo.scelte)) or re.match(rf"\s*(?:{una})\b", testo[inizio.end() :], re.IGNORECASE):
        return None
    return [
        chiave
        for chiave, regola in voci.items()
        if any(re.fullmatch(regola, v, re.IGNORECASE) and _piena(c) for v, c in coppie)
    ]


def _piena(casella: str) -> bool:
    return casella in _PIENE or "x" in casella.casefold()


def _voce_in_testa(campo: Campo, testo: str) -> str:
    letto = f"{piega(testo)} "
    voci = sorted(campo.scelte, key=lambda s: -len(s.etichetta))
    return next((s.chiave for s in voci if letto.startswith(f"{piega(s.etichetta)} ")), "")


def _ammesse(campo: Campo, trovate: list[str], capito: Capito) -> list[str]:
    uniche = [s.chiave for s in campo.scelte if s.chiave in trovate]
    if len(uniche) > 1 and not campo.multipla:
        capito.dubita(Sicurezza.DA_GUARDARE, "più voci dove se ne sceglie una: nessuna scelta")
        return []
    return uniche


# --- Yes and no ---------------------------------------------------------------------
def _si_o_no(campo: Campo, testo: str, capito: Capito) -> None:
    letto = piega(testo)
    if re.match(r"si no\b", letto) or re.match(r"no si\b", letto):
        _dopo_il_modello(campo, testo, capito)
        return
    if re.match(r"(?:tutte|tutti)\b", letto) and any(s.chiave == "tutte" for s in campo.scelte):
        capito.scelte = ["tutte"]
        return
    scelta, grado = si_o_no(testo)
    if scelta:
        capito.scelte = [scelta]
        if grado is not Sicurezza.CERTO:
            capito.dubita(grado, "la risposta non comincia con un Sì o un No chiaro")
        return
    capito.dubita(Sicurezza.DA_GUARDARE, "né Sì né No in testa alla risposta: nessuna scelta")


def si_o_no(testo: str) -> tuple[str, Sicurezza]:
    """Return «si» or «no» when an answer begins so, and how sure that is; "" when it does not."""
    pulito = testo.lstrip(" \t\n-–•●.")
    letto = piega(pulito[:200])
    primo = re.match(r"[^\W\d_]+", pulito)
    parola = primo[0] if primo else ""
    if piega(parola) == _NO:
        return _NO, Sicurezza.CERTO
    if piega(parola) != _SI:
        return "", Sicurezza.DA_GUARDARE
    dopo = pulito[len(parola) : len(parola) + 2].strip()
    if parola in ("Sì", "sì", "SÌ", "SI", "Si'") or letto == _SI or (dopo and not dopo[0].isalnum()):
        return _SI, Sicurezza.CERTO
    if _PRONOME.match(letto):
        return "", Sicurezza.DA_GUARDARE
    return _SI, Sicurezza.PROBABILE


def _dopo_il_modello(campo: Campo, testo: str, capito: Capito) -> None:
    """The model «SI/NO (se sì, quali)» was left: a choice only if an answer follows it."""
    resto = re.sub(r"^\s*(?:s[iì]|no)\s*[/|\\-]\s*(?:s[iì]|no)\s*", "", testo, flags=re.IGNORECASE)
    resto = re.sub(r"^\([^()]*\)\s*", "", resto)
    for frase in campo.aiuto.split("\n"):
        if piega(frase) and piega(resto).startswith(piega(frase)):
            resto = resto[len(frase) :]
    scelta, _ = si_o_no(resto) if resto.strip() else ("", None)
    if scelta:
        capito.scelte = [scelta]
        capito.dubita(Sicurezza.PROBABILE, "davanti alla risposta è rimasto il modello «SI/NO»")
    else:
        capito.dubita(Sicurezza.DA_GUARDARE, "è rimasto il modello «SI/NO»: nessuna scelta")


# --- Other lists --------------------------------------------------------------------
def _tra_le_voci(campo: Campo, testo: str, capito: Capito) -> None:
    letto = f" {piega(testo)} "
    coperto = letto
    trovate: list[str] = []
    for scelta in sorted(campo.scelte, key=lambda s: -len(s.etichetta)):
        nome = f" {piega(scelta.etichetta)} "
        if nome in coperto:
            trovate.append(scelta.chiave)
            coperto = coperto.replace(nome, "  ")
    da_risolvere = len(campo.scelte) > 2 or not campo.multipla
    if trovate and len(trovate) == len(campo.scelte) > 1 and da_risolvere and not _altro(coperto):
        capito.dubita(Sicurezza.DA_GUARDARE, "ci sono tutte le voci dell'elenco: nessuna scelta")
        return
    if not trovate:
        trovate = _simili(campo, testo, letto)
        grado = Sicurezza.PROBABILE if trovate else Sicurezza.DA_GUARDARE
        capito.dubita(
            grado, "la voce dell'elenco è scritta in un altro modo" if trovate else "nessuna voce dell'elenco"
        )
    elif campo.multipla and (altre := [c for c in _per_parole(campo, coperto.split()) if c not in trovate]):
        trovate += altre
        capito.dubita(Sicurezza.PROBABILE, "una voce dell'elenco è scritta in un altro modo")
    elif not letto.strip().startswith(piega(_etichetta(campo, trovate[0]))) and _altro(coperto):
        capito.dubita(Sicurezza.PROBABILE, "la voce dell'elenco è dentro la risposta")
    capito.scelte = _ammesse(campo, trovate, capito)


def _altro(coperto: str) -> bool:
    return bool(set(coperto.split()) - {"o", "e", "ed", "x"})


def _etichetta(campo: Campo, chiave: str) -> str:
    return next(s.etichetta for s in campo.scelte if s.chiave == chiave)


def _simili(campo: Campo, testo: str, letto: str) -> list[str]:
    """Choices told by the words that only they have, or nearly written like them."""
    testa = letto.split()[:14]
    return _per_parole(campo, testa) or _come_numero(campo, testo) or _quasi_uguale(campo, testa)


def _per_parole(campo: Campo, testa: list[str]) -> list[str]:
    parole = {s.chiave: set(piega(s.etichetta).split()) for s in campo.scelte}
    trovate = []
    for scelta in campo.scelte:
        altre = set().union(*(p for c, p in parole.items() if c != scelta.chiave))
        proprie = {p for p in parole[scelta.chiave] - altre if len(p) > 3}
        if proprie & set(testa):
            trovate.append(scelta.chiave)
    return trovate


def _quasi_uguale(campo: Campo, testa: list[str]) -> list[str]:
    if not testa:
        return []
    primo = " ".join(testa[:2])
    soli = [s for s in campo.scelte if piega(s.etichetta).startswith(testa[0])]
    voti: list[tuple[float, Scelta]] = []
    for scelta in campo.scelte:
        nome = piega(scelta.etichetta)
        confronti = (testa[0], primo, " ".join(testa)[:_CORTA])
        voti.append((max(SequenceMatcher(None, c, nome).ratio() for c in confronti), scelta))
        if len(testa[0]) > 5 and soli == [scelta]:
            voti.append((0.9, scelta))
    voti.sort(key=lambda v: -v[0])
    return [voti[0][1].chiave] if voti and voti[0][0] >= _SIMILE else []


def _come_numero(campo: Campo, testo: str) -> list[str]:
    """A percentage in the band of a choice, as 50% in «50-79% (sufficiente)»."""
    trovato = re.match(r"\s*([<>]?)\s*(\d{1,3})(?:[.,]\d+)?\s*%", testo)
    if not trovato:
        return []
    numero = int(trovato[2])
    for scelta in campo.scelte:
        banda = re.match(r"([<>]?)\s*(\d{1,3})(?:-(\d{1,3}))?\s*%", scelta.etichetta)
        if banda and _dentro(trovato[1], numero, banda):
            return [scelta.chiave]
    return []


def _dentro(segno: str, numero: int, banda: re.Match[str]) -> bool:
    basso, alto = int(banda[2]), int(banda[3] or banda[2])
    if banda[1] == "<":
        return numero < basso or segno == "<"
    if banda[1] == ">":
        return numero > basso or segno == ">"
    return not segno and basso <= numero <= alto
