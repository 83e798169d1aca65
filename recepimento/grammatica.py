"""Italian articles and prepositions before the names that offices type with their article. Pure."""

_ARTICOLATE = {
    "di": {"il": "del", "lo": "dello", "la": "della", "i": "dei", "gli": "degli", "le": "delle", "l'": "dell'"},
    "da": {"il": "dal", "lo": "dallo", "la": "dalla", "i": "dai", "gli": "dagli", "le": "dalle", "l'": "dall'"},
    "a": {"il": "al", "lo": "allo", "la": "alla", "i": "ai", "gli": "agli", "le": "alle", "l'": "all'"},
}


def _parti(sintagma: str) -> tuple[str, str]:
    """Split the article from what follows; the article is empty when there is none."""
    testo = sintagma.strip().replace("\u2019", "'")
    if testo[:2].lower() == "l'":
        return "l'", testo[2:]
    primo, _, resto = testo.partition(" ")
    return (primo.lower(), resto) if primo.lower() in _ARTICOLATE["di"] and resto else ("", testo)


def con(preposizione: str, sintagma: str) -> str:
    """Return "del Direttore Generale" from "di" and "il Direttore Generale"; "di Bianchi" where there is no article."""
    articolo, resto = _parti(sintagma)
    if not articolo:
        return f"{preposizione} {resto}"
    unita = _ARTICOLATE[preposizione][articolo]
    return f"{unita}{resto}" if unita.endswith("'") else f"{unita} {resto}"


def senza_articolo(sintagma: str) -> str:
    """Return "Direttore Generale" from "il Direttore Generale"."""
    return _parti(sintagma)[1]


def maiuscola(testo: str) -> str:
    """Return the text with its first letter capital."""
    return testo[:1].upper() + testo[1:]


def con_articolo(nome: str) -> str:
    """Return a body with its article, for names typed without: l'Assemblea, la Giunta, lo Staff, il Consiglio."""
    if _parti(nome)[0] or not nome:
        return nome
    minuscolo = nome.lower()
    if minuscolo[0] in "aeiou":
        return f"l'{nome}"
    if minuscolo.split()[0].endswith("a"):
        return f"la {nome}"
    impura = minuscolo[0] == "z" or (minuscolo[0] == "s" and minuscolo[1:2] not in "aeiou")
    return f"{'lo' if impura else 'il'} {nome}"
