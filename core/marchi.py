"""The one list of marks of the formatted text: the editor's extensions and the cleaner's tags come from here.

The stored form of each, with its rules, is in docs/decisioni/0020-testo-formattato.md. Pure.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LIVELLI_TITOLI = (3, 4, 5)
SCHEMI = ("http", "https", "mailto")
COLONNE_MASSIME, RIGHE_MASSIME = 12, 100


@dataclass(frozen=True)
class Marchio:
    """A mark: its extensions in the editor with their options, its tags, the attributes and classes they keep.

    `immagini`: only where the text may hold images.
    """

    estensioni: Mapping[str, Mapping[str, object]]
    tag: frozenset[str]
    attributi: Mapping[str, frozenset[str]] = field(default_factory=dict)
    classi: Mapping[str, frozenset[str]] = field(default_factory=dict)
    immagini: bool = False


def _semplice(estensione: str, tag: str) -> Marchio:
    return Marchio({estensione: {}}, frozenset({tag}))


MARCHI: tuple[Marchio, ...] = (
    _semplice("Paragraph", "p"),
    _semplice("HardBreak", "br"),
    Marchio({"Heading": {"levels": list(LIVELLI_TITOLI)}}, frozenset(f"h{n}" for n in LIVELLI_TITOLI)),
    _semplice("Bold", "strong"),
    _semplice("Italic", "em"),
    _semplice("Underline", "u"),
    _semplice("Superscript", "sup"),
    _semplice("Subscript", "sub"),
    _semplice("BulletList", "ul"),
    Marchio(
        {"OrderedList": {"enableListAttributes": False}}, frozenset({"ol"}), attributi={"ol": frozenset({"start"})}
    ),
    _semplice("ListItem", "li"),
    _semplice("Blockquote", "blockquote"),
    Marchio(
        {"Link": {"enableTarget": False, "protocols": list(SCHEMI)}},
        frozenset({"a"}),
        attributi={"a": frozenset({"href"})},
    ),
    Marchio({"Nota": {}}, frozenset({"span"}), classi={"span": frozenset({"nota"})}),
    Marchio(
        {"Table": {}, "TableRow": {}, "TableHeader": {}, "TableCell": {}},
        frozenset({"table", "thead", "tbody", "tr", "th", "td"}),
        attributi={"th": frozenset({"scope"})},
    ),
    Marchio(
        {"Immagine": {}},
        frozenset({"figure", "figcaption", "img"}),
        attributi={"img": frozenset({"alt", "data-immagine"})},
        classi={"img": frozenset({"decorativa"})},
        immagini=True,
    ),
)


def _scelti(*, immagini: bool) -> Iterable[Marchio]:
    return (m for m in MARCHI if immagini or not m.immagini)


def tag_ammessi(*, immagini: bool = False) -> set[str]:
    """Return the tags that a text keeps."""
    return {tag for m in _scelti(immagini=immagini) for tag in m.tag}


def attributi_ammessi(*, immagini: bool = False) -> dict[str, set[str]]:
    """Return the attributes that each tag keeps, classes apart."""
    return {tag: set(nomi) for m in _scelti(immagini=immagini) for tag, nomi in m.attributi.items()}


def classi_ammesse(*, immagini: bool = False) -> dict[str, set[str]]:
    """Return the classes that each tag keeps."""
    return {tag: set(nomi) for m in _scelti(immagini=immagini) for tag, nomi in m.classi.items()}


def estensioni(*, immagini: bool = False) -> dict[str, Mapping[str, object]]:
    """Return the editor's extensions, each with its options."""
    return {nome: opzioni for m in _scelti(immagini=immagini) for nome, opzioni in m.estensioni.items()}


def configurazione(*, immagini: str = "", rimandi: str = "") -> str:
    """Return what the editor reads in `data-editor`: JSON with its extensions.

    `immagini` is the address under which the images of the plan lie, `rimandi` the one that lists what a text may refer to;
    empty where there are none.
    """
    dati = {"estensioni": estensioni(immagini=bool(immagini)), "immagini": immagini, "rimandi": rimandi}
    return json.dumps(dati, separators=(",", ":"))
