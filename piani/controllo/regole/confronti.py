"""Sentences that arithmetic denies: more said less, changes that do not add up, a balance with the wrong sign."""

import re
from collections.abc import Iterator
from decimal import Decimal

from core.formati import numero
from piani.controllo.lettura import Lettura, SezioneVista
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.testo import Numero, frasi, in_breve, numeri

_SALE = r"aumento|incremento|crescita|rialzo"
_SCENDE = r"riduzione|diminuzione|calo|decremento|flessione"
_N = r"(?P<{}>[-+−]?\d{{1,3}}(?:\.\d{{3}})+|[-+−]?\d+(?:,\d+)?)"
_TOTALE = re.compile(
    rf"\b(?P<verso>{_SALE}|{_SCENDE})\s+(?:complessiv\w|total\w|general\w)\s+(?:di|pari a)\s+{_N.format('n')}",
    re.IGNORECASE,
)
_PARTE = re.compile(
    rf"\b(?P<verso>{_SALE}|{_SCENDE})\s+(?:di|pari a)\s+{_N.format('n')}\s+(?:unità|abitanti|persone|residenti|utenti)",
    re.IGNORECASE,
)


def _valore(testo: str) -> Decimal:
    return Decimal(testo.replace(".", "").replace(",", ".").replace("−", "-").lstrip("+"))


def _segno(verso: str) -> int:
    return 1 if re.fullmatch(_SALE, verso, re.IGNORECASE) else -1


def parte_di_segno_opposto(totale: Decimal, parti: list[Decimal]) -> int | None:
    """Return the place of the only part whose sign, turned, makes the parts add up to the total; None otherwise."""
    if sum(parti) == totale:
        return None
    adatte = [i for i, p in enumerate(parti) if p and sum(parti) - 2 * p == totale]
    return adatte[0] if len(adatte) == 1 else None


@regola(
    "variazioni-discordi",
    "Aumento detto riduzione, o il contrario",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: «riduzione di 11.504» anziani, quando il totale cresce di 5.072",
    visto="B18",
    rimedio="Correggi il verso della variazione.",
    esempio="«Un aumento complessivo di 5.072 abitanti»: -10.058, +3.626, «riduzione di 11.504» non lo danno; con +11.504 torna.",
)
def variazioni_discordi(piano: Lettura) -> Iterator[Trovato]:
    """The changes of the parts add up to the change of the whole; if one sign turned would do it, that is the mistake."""
    for sezione in piano.sezioni:
        totali = [_segno(m["verso"]) * _valore(m["n"]) for b in sezione.blocchi for m in _TOTALE.finditer(b.testo)]
        for blocco in sezione.blocchi if totali else ():
            trovate = list(_PARTE.finditer(blocco.testo))
            parti = [_segno(m["verso"]) * _valore(m["n"]) for m in trovate]
            for totale in totali if len(parti) >= 2 else ():
                posto = parte_di_segno_opposto(totale, parti)
                if posto is not None:
                    giusto = "un aumento" if parti[posto] < 0 else "una riduzione"
                    frase = f"«{trovate[posto][0]}»: perché le parti diano {numero(totale)} deve essere {giusto}."
                    yield Trovato(sezione.luogo, frase)


# "Superiore del 3%" says by how much, "superiore al 3%" than what; "maggiore del 34% regionale" names whose it is.
_CONFRONTO = re.compile(
    r"\b(?:(?P<verso>superior|inferior)\w*(?:\s+(?:di poco|leggermente|di gran lunga|rispetto))?\s+(?:a|al|alla|allo|ai|alle|all['’]|quell)\w*"
    r"|(?P<altro>maggior|minor|più alt|più bass|più elevat)\w*\s+(?:rispetto\s+a\w*|di|del|dell[ao]|dei|dell['’])"
    r"|(?:al )?(?P<sopra>sopra|sotto|di sopra|di sotto)\s+(?:la|il|lo|i|al|del|della|dell['’]|dei)"
    r"|\b(?P<supera>supera|non raggiunge)\s+(?:la|il|lo|l['’]|quell[oa])?)"
    r"(?P<chi>[^().;:\d]{0,60}?)\(?\s*(?P<n>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s?(?P<unita>%|‰|per cento|per mille)?\)?(?P<dopo>\s+[a-zà-ù]+)?",
    re.IGNORECASE,
)
_SUPERIORI = ("superior", "maggior", "più alt", "più elevat", "sopra", "di sopra", "supera")
_UNITA = {"per cento": "%", "per mille": "‰"}
_PARI_A = re.compile(r"(?:pari a|pari al|è|è di|è del|vale|raggiunge|è pari all['’])[^\d.;]{0,8}$", re.IGNORECASE)
_DI_CHI = re.compile(r"\s+(?:regional|provincial|nazional|lombard|italian|europe|dell|del|in|a)", re.IGNORECASE)


@regola(
    "confronto-rovesciato",
    "Confronto rovesciato",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: 197,7 detto «inferiore» a 193,1",
    visto="B18",
    rimedio="Correggi il confronto o uno dei due numeri.",
    esempio="«È pari a 197,7, inferiore a quello nazionale (193,1)»",
)
def confronto_rovesciato(piano: Lettura) -> Iterator[Trovato]:
    """What is said to be more is more: the first number of the sentence against those it is compared with."""
    for brano in piano.brani:
        for blocco in brano.blocchi:
            for frase in frasi(blocco.testo):
                for scritto, verso, altro in _rovesciati(frase):
                    yield Trovato(brano.luogo, f"{scritto} non è «{verso}» {altro}.", frase)


def _verso(m: re.Match[str]) -> str:
    return str(m["verso"] or m["altro"] or m["sopra"] or m["supera"]).casefold()


def _rovesciati(frase: str) -> Iterator[tuple[str, str, str]]:
    confronti = list(_CONFRONTO.finditer(frase))
    if not confronti:
        return
    n = _confrontato(frase[: confronti[0].start()])
    if n is None:
        return
    for m in confronti:
        altro, verso = _valore(m["n"]), _verso(m)
        misura = _UNITA.get((m["unita"] or "").casefold(), m["unita"] or "") or n.unita
        if "pari a" in m["chi"] or misura != n.unita or altro == n.valore or (m["n"].isdigit() and len(m["n"]) == 4):
            continue
        if m["altro"] and not m["chi"].strip() and m["unita"] and not _DI_CHI.match(m["dopo"] or ""):
            continue
        if verso.startswith(_SUPERIORI) != (n.valore > altro):
            yield n.scritto, m[0][: m.start("n") - m.start()].split("(")[0].strip(), m["n"]


def _confrontato(prima: str) -> Numero | None:
    """Return the only number told before a comparison: after «è pari a» and the like, or a percentage all alone."""
    numerati = [n for n in numeri(prima) if not (n.valore == int(n.valore) and 1900 <= n.valore <= 2100)]
    detti = [n for n in numerati if _PARI_A.search(prima[: n.inizio])]
    if len(detti) == 1:
        return detti[0]
    return numerati[0] if len(numerati) == 1 and numerati[0].unita in ("%", "‰") else None


_SALDO = re.compile(r"saldo naturale[^.;]{0,140}?\b(?P<verso>positivo|negativo)\b", re.IGNORECASE)
_INDICE = (
    r"\b{0}\b(?:[^.;]{{0,220}}?\bpari a[dl]?\s+|\s*:\s*|\s+(?:è\s+|era\s+)?(?:del\s+|di\s+)?)(\d{{1,2}}(?:,\d+)?)(?![\d./])"
    r"|\b(?:i )?{1}\s+(?:sono\s+|erano\s+)?(?:stati\s+)?(\d{{1,3}}(?:\.\d{{3}})*|\d{{2,5}})\b(?!\s*%)"
)
_NATALITA = re.compile(_INDICE.format("natalità", "nati"), re.IGNORECASE)
_MORTALITA = re.compile(_INDICE.format("mortalità", "(?:morti|decessi)"), re.IGNORECASE)


@regola(
    "saldo-naturale",
    "Saldo naturale di segno opposto",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: saldo naturale «positivo (+300)» con natalità 6,5 e mortalità 12,4",
    visto="B20",
    rimedio="Controlla il saldo con i nati e i morti dell'anno.",
    esempio="Saldo naturale positivo, ma i nati sono 6,5 ogni mille abitanti e i morti 12,4.",
)
def saldo_naturale(piano: Lettura) -> Iterator[Trovato]:
    """The natural balance is positive only where births outnumber deaths; read in one chapter."""
    for sezione in piano.sezioni:
        detto = next((m for b in sezione.blocchi if (m := _SALDO.search(b.testo))), None)
        if detto is None:
            continue
        testi = [b.testo for s in _stesso_gruppo(piano, sezione) for b in s.blocchi]
        nascite, morte = (next((m for t in testi if (m := segno.search(t))), None) for segno in (_NATALITA, _MORTALITA))
        if nascite is None or morte is None or bool(nascite[1]) != bool(morte[1]):
            continue
        nati, morti = (_valore(m[1] or m[2]) for m in (nascite, morte))
        if nati == morti:
            continue
        if (detto["verso"].casefold() == "positivo") != (nati > morti):
            frase = (
                f"Il saldo naturale è detto {detto['verso'].casefold()}, ma la natalità è {numero(nati)} "
                f"e la mortalità {numero(morti)}."
            )
            yield Trovato(sezione.luogo, frase)


def _stesso_gruppo(piano: Lettura, sezione: SezioneVista) -> Iterator[SezioneVista]:
    """Yield the section first, then its sisters."""
    yield sezione
    yield from (s for s in piano.sezioni if s.sopra == sezione.sopra and s is not sezione)


_QUOTA = re.compile(
    r"\b(?P<quanti>\d{1,3}(?:\.\d{3})+|\d{2,6})\s+(?:abitanti|cittadini|persone|residenti|stranieri)\b\W{0,3}\s*"
    r"(?:pari (?:a[l]?|all['’])|con (?:il|l['’])|che (?:sono|è) (?:il|l['’]))\s*\W{0,4}(?P<p>\d{1,2}(?:,\d+)?)\s?%\s+"
    r"(?P<di>della popolazione|dei residenti|di tutti gli stranieri|degli stranieri|dei cittadini stranieri)",
    re.IGNORECASE,
)
_ALTRA_QUOTA = re.compile(
    r"\(?(?P<quanti>\d{1,3}(?:\.\d{3})+|\d{2,6})\s+(?:abitanti|cittadini|persone|residenti)?\)?\s*(?:con (?:il|l['’])|pari (?:a[l]?|all['’]))\s*(?P<p>\d{1,2},\d+)\s?%\s+di tutti gli stranieri",
    re.IGNORECASE,
)


@regola(
    "base-della-percentuale",
    "Percentuale di un'altra popolazione",
    Famiglia.NUMERI,
    fonte="Visto in Piani stampati: 481 abitanti «pari al 5,5% della popolazione», che è il 5,5% degli stranieri",
    visto="B21",
    rimedio="Di' di quale popolazione è la percentuale.",
    esempio="«481 abitanti pari al 5,5% della popolazione»: lo sono degli stranieri.",
)
def base_della_percentuale(piano: Lettura) -> Iterator[Trovato]:
    """A share said of the whole population comes from the same total as those said of the foreigners."""
    for sezione in piano.sezioni:
        testi = [b.testo for b in sezione.blocchi]
        stranieri = [_base(m) for t in testi for m in _ALTRA_QUOTA.finditer(t)]
        stranieri += [_base(m) for t in testi for m in _QUOTA.finditer(t) if "stranieri" in m["di"].casefold()]
        for testo in testi if stranieri else ():
            for m in _QUOTA.finditer(testo):
                if "stranieri" not in m["di"].casefold() and any(
                    abs(_base(m) - s) <= Decimal("0.03") * s for s in stranieri
                ):
                    frase = f"«{in_breve(m[0])}»: la percentuale è degli stranieri, non {m['di']}."
                    yield Trovato(sezione.luogo, frase)


def _base(trovato: re.Match[str]) -> Decimal:
    return _valore(trovato["quanti"]) * 100 / max(_valore(trovato["p"]), Decimal("0.01"))


REGOLE = (variazioni_discordi, confronto_rovesciato, saldo_naturale, base_della_percentuale)
