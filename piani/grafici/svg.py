"""Elements of SVG written by hand: presentation attributes only, no style (the pages' CSP forbids it)."""

from decimal import ROUND_HALF_UP, Decimal
from html import escape

LARGHEZZA = 640
CARATTERI = "Titillium Web, Simboli, sans-serif"
INCHIOSTRO = "#17324d"
GRIGLIA = "#c5c7c9"
# From dark to light: told apart also when printed in black and white.
TINTE = ("#17324d", "#5a91cc", "#b9d3ee", "#3d5f80", "#8db4de", "#dfeaf5")
CORPO = 13
CARATTERE_PICCOLO = 11
# Mean width of a letter of Titillium Web, in parts of the body.
PASSO_LETTERA = 0.5


def n(valore: float | Decimal) -> str:
    """Return a coordinate with two decimals at most, always the same text for the same number."""
    arrotondato = Decimal(str(valore)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    testo = f"{arrotondato:f}".rstrip("0").rstrip(".")
    return "0" if testo in ("", "-0") else testo


def elemento(nome: str, contenuto: str = "", **attributi: object) -> str:
    """Return an element; `_` in a name becomes `-`, numbers become coordinates, None is left out."""
    scritti = "".join(
        f' {chiave.rstrip("_").replace("_", "-")}="{escape(n(valore) if isinstance(valore, float | Decimal) else str(valore))}"'
        for chiave, valore in attributi.items()
        if valore is not None
    )
    return f"<{nome}{scritti}>{contenuto}</{nome}>" if contenuto else f"<{nome}{scritti}/>"


def scritta(
    x: float,
    y: float,
    parole: str,
    *,
    ancora: str = "start",
    corpo: int = CORPO,
    peso: str | None = None,
    colore: str = INCHIOSTRO,
) -> str:
    """Return a line of text; `y` is its baseline."""
    return elemento(
        "text",
        escape(parole),
        x=float(x),
        y=float(y),
        text_anchor=ancora,
        font_size=corpo,
        font_weight=peso,
        fill=colore,
    )


def larga(parole: str, corpo: int = CORPO) -> float:
    """Return about how wide a text is."""
    return len(parole) * corpo * PASSO_LETTERA


def a_capo(parole: str, larghezza: float, corpo: int = CORPO) -> list[str]:
    """Return the text in lines that fit `larghezza`."""
    righe: list[str] = []
    for parola in parole.split(" "):
        prova = f"{righe[-1]} {parola}" if righe else parola
        if righe and larga(prova, corpo) <= larghezza:
            righe[-1] = prova
        else:
            righe.append(parola)
    return righe


def figura(chiave: str, titolo: str, descrizione: str, altezza: float, contenuto: str) -> str:
    """Return the whole drawing with its title and description, for who does not see it."""
    capo = elemento("title", escape(titolo), id=f"g-{chiave}-titolo") + elemento(
        "desc", escape(descrizione), id=f"g-{chiave}-testo"
    )
    return elemento(
        "svg",
        capo + contenuto,
        xmlns="http://www.w3.org/2000/svg",
        class_="grafico",
        role="img",
        aria_labelledby=f"g-{chiave}-titolo g-{chiave}-testo",
        viewBox=f"0 0 {LARGHEZZA} {n(altezza)}",
        width=LARGHEZZA,
        height=n(altezza),
        font_family=CARATTERI,
    )
