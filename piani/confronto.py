"""What changed between two canonical documents of a plan, part by part. Pure: no row is read here.

Who gave the assenso, and who votes, must know which parts are not those of before: DGR XII/2167, lines 427 and 451, ties the
Accordo and the Piano together, so the parts of both are named.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from core.canonico import Json, byte_canonici

# The typed rows of a sheet, and the kind of row of the format that shows each.
_CAMPO_DI = {
    "titolo": "titolo",
    "azioni": "azioni",
    "risorse": "risorse",
    "aree_trasversali": "aree",
    "punti_chiave": "punti_chiave",
    "grado": "percentuale",
}
_NOMI = {
    "titolo": "Titolo",
    "intestazione": "Intestazione",
    "descrizione": "Descrizione",
    "prioritario": "Obiettivo prioritario",
    "trasversale": "Obiettivo trasversale",
    "macroaree": "Macroaree",
    "aree_trasversali": "Aree trasversali",
    "leps": "LEPS",
    "proprietario": "Ente che la scrive",
    "partecipanti": "Enti che partecipano",
    "seguito": "Che cosa ne è diventato",
    "sezione": "Posto nel Piano",
    "formato": "Formato della scheda",
    "azioni": "Azioni",
    "indicatori": "Indicatori",
    "risorse": "Risorse economiche",
    "punti_chiave": "Punti chiave",
    "grado": "Grado di raggiungimento",
    "testo": "Testo",
    "numerata": "Numerazione",
    "pagina_nuova": "Pagina nuova",
    "voce_formato": "Voce del formato regionale",
    "righe": "Righe",
    "colonne": "Colonne",
    "fonte": "Fonte",
    "anno": "Anno dei dati",
    "nota": "Nota",
    "grafico": "Disegno",
    "orizzontale": "Pagina orizzontale",
    "dati": "Tabella che disegna",
    "vista": "Colonne disegnate",
    "alternativo": "Descrizione del disegno",
    "specie": "Specie",
    "decorrenza": "In vigore dal",
    "scadenza": "In vigore fino al",
    "qualifica": "Qualifica",
    "rappresentante": "Rappresentante",
    "provenienza": "Da dove viene",
}
_DEL_PIANO = {
    "titolo": "Titolo del Piano",
    "esempio": "Presenza di dati di esempio",
    "allegati": "Allegati",
    "riferimenti": "Nomi di enti e di voci regionali citati",
    "formato": "Formato del documento",
    "ambito": "Ambito",
    "triennio": "Triennio",
}
_LETTE = frozenset({"sha256", "sezioni", "schede", "esiti", "tabelle", "accordo"})


class Cambio(StrEnum):
    """What happened to a part; the value is the word the page shows."""

    AGGIUNTA = "aggiunta"
    TOLTA = "tolta"
    CAMBIATA = "cambiata"
    SPOSTATA = "spostata"


@dataclass(frozen=True)
class ParteCambiata:
    """A part that is not as before.

    `specie` is sezione, scheda, tabella, articolo, premessa, parte, accordo or piano; `chiave` names it as in
    `piani.models.ParteDaIntegrare`; `righe` are the names of what changed inside it; `ancora` leads to it on the reading
    pages, after ``leggi/`` (empty for what is no longer there); `voci` are the items of the regional format it belongs to.
    """

    specie: str
    chiave: str
    etichetta: str
    cambio: Cambio
    righe: tuple[str, ...] = ()
    ancora: str = ""
    voci: frozenset[str] = frozenset()

    @property
    def del_piano(self) -> bool:
        """Whether it is of the Piano, not of the Accordo."""
        return self.specie in ("sezione", "scheda", "tabella", "piano")


@dataclass(frozen=True)
class _Nodo:
    """A section with its place: chapter, parent, items of the format of itself and of those above."""

    dati: Json
    padre: str
    capitolo: str
    voci: frozenset[str]


def confronta(prima: Json, dopo: Json) -> list[ParteCambiata]:
    """Return the parts of `dopo` that are not those of `prima`, in reading order; those taken away last of their kind.

    Empty exactly when the two documents say the same (the seal apart).
    """
    vecchie, nuove = _sezioni(prima), _sezioni(dopo)
    return [
        *_piano(prima, dopo),
        *_di_sezioni(vecchie, nuove),
        *_di_schede(prima, dopo, vecchie, nuove),
        *_di_tabelle(prima, dopo, vecchie, nuove),
        *_di_accordo(prima.get("accordo"), dopo.get("accordo")),
    ]


def _uguali(a: object, b: object) -> bool:
    return byte_canonici(a) == byte_canonici(b)


def _piano(prima: Json, dopo: Json) -> Iterator[ParteCambiata]:
    for chiave in [k for k in {**prima, **dopo} if k not in _LETTE]:
        if not _uguali([prima.get(chiave), chiave in prima], [dopo.get(chiave), chiave in dopo]):
            yield ParteCambiata("piano", chiave, _DEL_PIANO.get(chiave, chiave.capitalize()), Cambio.CAMBIATA)


# --- Sections -------------------------------------------------------------------------------------


def _sezioni(documento: Json) -> dict[str, _Nodo]:
    trovate: dict[str, _Nodo] = {}

    def scendi(rami: list[Json], padre: str, capitolo: str, sopra: frozenset[str]) -> None:
        for ramo in rami:
            chiave = ramo["chiave"]
            voci = sopra | ({ramo["voce_formato"]} if ramo.get("voce_formato") else set())
            trovate[chiave] = _Nodo(ramo, padre, capitolo or chiave, voci)
            scendi(ramo["sezioni"], chiave, capitolo or chiave, voci)

    scendi(documento["sezioni"], "", "", frozenset())
    return trovate


def fuori_posto(prima: Sequence[str], dopo: Sequence[str]) -> frozenset[str]:
    """Return the keys of both that left their place among the others."""
    comuni = set(prima) & set(dopo)
    a, b = [k for k in prima if k in comuni], [k for k in dopo if k in comuni]
    ferme = {k for x, _, n in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() for k in a[x : x + n]}
    return frozenset(comuni - ferme)


def _propri(dati: Json, senza: tuple[str, ...]) -> Json:
    return {k: v for k, v in dati.items() if k not in senza}


def _campi_diversi(a: Json, b: Json) -> list[str]:
    return [k for k in {**b, **a} if not _uguali([a.get(k), k in a], [b.get(k), k in b])]


def _di_sezioni(prima: dict[str, _Nodo], dopo: dict[str, _Nodo]) -> Iterator[ParteCambiata]:
    mosse = fuori_posto(list(prima), list(dopo))
    for chiave, nodo in dopo.items():
        ancora = f"{nodo.capitolo}/#sezione-{chiave}"
        if chiave not in prima:
            yield ParteCambiata("sezione", chiave, nodo.dati["titolo"], Cambio.AGGIUNTA, (), ancora, nodo.voci)
            continue
        vecchio = prima[chiave]
        diversi = _campi_diversi(_propri(vecchio.dati, ("sezioni",)), _propri(nodo.dati, ("sezioni",)))
        spostata = chiave in mosse or vecchio.padre != nodo.padre
        if diversi or spostata:
            cambio = Cambio.CAMBIATA if diversi else Cambio.SPOSTATA
            righe = tuple(_NOMI.get(k, k) for k in diversi) + (("Posto nel Piano",) if spostata and diversi else ())
            yield ParteCambiata("sezione", chiave, nodo.dati["titolo"], cambio, righe, ancora, nodo.voci | vecchio.voci)
    for chiave, nodo in prima.items():
        if chiave not in dopo:
            yield ParteCambiata("sezione", chiave, nodo.dati["titolo"], Cambio.TOLTA, voci=nodo.voci)


# --- Sheets ---------------------------------------------------------------------------------------


def _formati(documento: Json) -> Json:
    formati: Json = documento["riferimenti"].get("formati", {})
    return formati


def _schede(documento: Json) -> dict[str, Json]:
    trovate: dict[str, Json] = {}
    formati = _formati(documento)
    for gruppo, solita in (("schede", "obiettivo"), ("esiti", "esito")):
        for scheda in documento[gruppo]:
            specie = formati.get(scheda["formato"], {}).get("specie", solita)
            trovate[f"{specie}:{scheda['codice']}"] = scheda
    return trovate


def _di_schede(
    prima: Json, dopo: Json, sezioni_prima: dict[str, _Nodo], sezioni_dopo: dict[str, _Nodo]
) -> Iterator[ParteCambiata]:
    vecchie, nuove = _schede(prima), _schede(dopo)
    formati = {**_formati(prima), **_formati(dopo)}
    mosse = fuori_posto(list(vecchie), list(nuove))
    for chiave, scheda in nuove.items():
        vecchia = vecchie.get(chiave)
        righe = righe_di_scheda(vecchia, scheda, formati) if vecchia else ()
        cambio = _cambio(nuova=vecchia is None, diversa=bool(righe), mossa=chiave in mosse)
        if cambio is None:
            continue
        capitolo, voci = _posto(sezioni_dopo, scheda["sezione"])
        voci |= _posto(sezioni_prima, vecchia["sezione"])[1] if vecchia else frozenset()
        specie, _, codice = chiave.partition(":")
        ancora = f"{capitolo}/#scheda-{specie}-{codice.lower()}" if capitolo else ""
        yield ParteCambiata("scheda", chiave, _nome_scheda(scheda), cambio, righe, ancora, voci)
    for chiave, scheda in vecchie.items():
        if chiave not in nuove:
            voci = _posto(sezioni_prima, scheda["sezione"])[1]
            yield ParteCambiata("scheda", chiave, _nome_scheda(scheda), Cambio.TOLTA, voci=voci)


def _cambio(*, nuova: bool, diversa: bool, mossa: bool) -> Cambio | None:
    if nuova:
        return Cambio.AGGIUNTA
    if diversa:
        return Cambio.CAMBIATA
    return Cambio.SPOSTATA if mossa else None


def _posto(sezioni: dict[str, _Nodo], chiave: str) -> tuple[str, frozenset[str]]:
    nodo = sezioni.get(chiave)
    return (nodo.capitolo, nodo.voci) if nodo else ("", frozenset())


def _nome_scheda(scheda: Json) -> str:
    return f"{scheda['codice']} – {scheda['intestazione']}"


def righe_di_scheda(prima: Json, dopo: Json, formati: Json) -> tuple[str, ...]:
    """Name the rows of a sheet that changed, by their official label, in the official order.

    `formati` maps the key of a format to its rows (``{"campi": [{"chiave", "etichetta", "tipo"}]}``).
    """
    campi: list[Json] = formati.get(dopo["formato"], {}).get("campi", [])
    cambiati, altri = set[str](), list[str]()
    for chiave in _campi_diversi(_propri(prima, ("risposte", "codice")), _propri(dopo, ("risposte", "codice"))):
        suoi = _campi_di(chiave, prima, dopo, campi)
        cambiati |= suoi
        altri += [] if suoi else [_NOMI.get(chiave, chiave)]
    prime, ultime = _per(prima["risposte"], "campo"), _per(dopo["risposte"], "campo")
    cambiati |= {k for k in {**prime, **ultime} if not _uguali(prime.get(k), ultime.get(k))}
    if not cambiati and not altri and not _uguali(prima["risposte"], dopo["risposte"]):
        altri.append("Ordine delle righe")
    noti = [c["chiave"] for c in campi]
    etichette = [c["etichetta"] for c in campi if c["chiave"] in cambiati]
    return (*altri, *etichette, *sorted(cambiati - set(noti)))


def _campi_di(chiave: str, prima: Json, dopo: Json, campi: list[Json]) -> set[str]:
    if chiave == "indicatori":
        fasi = {i["fase"] for i in [*prima[chiave], *dopo[chiave]] if not _uguali(*_di_fase(i["fase"], prima, dopo))}
        return {c["chiave"] for c in campi if c["tipo"] in {f"indicatori_{f}" for f in fasi}}
    return {c["chiave"] for c in campi if c["tipo"] == _CAMPO_DI.get(chiave, "-")}


def _di_fase(fase: str, prima: Json, dopo: Json) -> tuple[list[Json], list[Json]]:
    def di(scheda: Json) -> list[Json]:
        return [i for i in scheda["indicatori"] if i["fase"] == fase]

    return di(prima), di(dopo)


def _per(righe: list[Json], chiave: str) -> dict[str, Json]:
    return {str(r[chiave]): r for r in righe}


# --- Tables ---------------------------------------------------------------------------------------


def _di_tabelle(
    prima: Json, dopo: Json, sezioni_prima: dict[str, _Nodo], sezioni_dopo: dict[str, _Nodo]
) -> Iterator[ParteCambiata]:
    vecchie, nuove = _per(prima["tabelle"], "chiave"), _per(dopo["tabelle"], "chiave")
    mosse = fuori_posto(list(vecchie), list(nuove))
    for chiave, tabella in nuove.items():
        vecchia = vecchie.get(chiave)
        righe = _righe_di_tabella(vecchia, tabella) if vecchia else ()
        cambio = _cambio(nuova=vecchia is None, diversa=bool(righe), mossa=chiave in mosse)
        if cambio is None:
            continue
        capitolo, voci = _posto(sezioni_dopo, tabella["sezione"])
        voci |= _posto(sezioni_prima, vecchia["sezione"])[1] if vecchia else frozenset()
        ancora = f"{capitolo}/#tabella-{chiave}" if capitolo else ""
        yield ParteCambiata("tabella", chiave, tabella["titolo"], cambio, righe, ancora, voci)
    for chiave, tabella in vecchie.items():
        if chiave not in nuove:
            voci = _posto(sezioni_prima, tabella["sezione"])[1]
            yield ParteCambiata("tabella", chiave, tabella["titolo"], Cambio.TOLTA, voci=voci)


def _righe_di_tabella(prima: Json, dopo: Json) -> tuple[str, ...]:
    nomi = [_NOMI.get(k, k) for k in _campi_diversi(_propri(prima, ("righe",)), _propri(dopo, ("righe",)))]
    vecchie, nuove = ([byte_canonici(r) for r in d["righe"]] for d in (prima, dopo))
    if vecchie == nuove:
        return tuple(nomi)
    diverse = [r for r, b in zip(dopo["righe"], nuove, strict=True) if b not in vecchie]
    tolte = [r for r, b in zip(prima["righe"], vecchie, strict=True) if b not in nuove]
    toccate = list(dict.fromkeys(f"Riga «{_testa(r)}»" for r in [*diverse, *tolte]))
    return (*nomi, *(toccate or ["Ordine delle righe"]))


def _testa(riga: Json) -> str:
    return next((str(v) for v in riga["valori"] if v), "senza nome")


# --- The Accordo ----------------------------------------------------------------------------------


def _di_accordo(prima: Json | None, dopo: Json | None) -> Iterator[ParteCambiata]:
    dove = "allegati/accordo/#accordo"
    if prima is None or dopo is None:
        if prima is not dopo:
            cambio = Cambio.AGGIUNTA if prima is None else Cambio.TOLTA
            yield ParteCambiata("accordo", "accordo", "Accordo di Programma", cambio, (), dove if dopo else "")
        return
    parti = ("premesse", "articoli", "parti")
    diversi = _campi_diversi(_propri(prima, parti), _propri(dopo, parti))
    if diversi:
        righe = tuple(_NOMI.get(k, k) for k in diversi)
        yield ParteCambiata("accordo", "accordo", "Dati dell'Accordo", Cambio.CAMBIATA, righe, dove)
    yield from _di_lista("premessa", _numerate(prima["premesse"]), _numerate(dopo["premesse"]), _nome_premessa, dove)
    yield from _di_lista(
        "articolo", _per(prima["articoli"], "numero"), _per(dopo["articoli"], "numero"), _nome_articolo, ""
    )
    yield from _di_lista("parte", _per(prima["parti"], "ente"), _per(dopo["parti"], "ente"), _nome_parte, dove)


def _numerate(righe: list[Json]) -> dict[str, Json]:
    return {str(n): r for n, r in enumerate(righe, 1)}


def _nome_premessa(riga: Json) -> str:
    return f"Premessa «{riga['titolo']}»"


def _nome_articolo(riga: Json) -> str:
    return f"Art. {riga['numero']} – {riga['titolo']}"


def _nome_parte(riga: Json) -> str:
    return f"Parte: {riga['rappresentante']} ({riga['ente']})"


def _di_lista(
    specie: str, prima: dict[str, Json], dopo: dict[str, Json], nome: Callable[[Json], str], dove: str
) -> Iterator[ParteCambiata]:
    mosse = fuori_posto(list(prima), list(dopo))
    for chiave, riga in dopo.items():
        diversi = _campi_diversi(prima[chiave], riga) if chiave in prima else []
        cambio = _cambio(nuova=chiave not in prima, diversa=bool(diversi), mossa=chiave in mosse)
        if cambio:
            righe = tuple(_NOMI.get(k, k) for k in diversi)
            ancora = dove or f"allegati/accordo/#articolo-{chiave}"
            yield ParteCambiata(specie, chiave, nome(riga), cambio, righe, ancora)
    for chiave, riga in prima.items():
        if chiave not in dopo:
            yield ParteCambiata(specie, chiave, nome(riga), Cambio.TOLTA)


def voci_toccate(cambiate: Sequence[ParteCambiata]) -> frozenset[str]:
    """Return the items of the regional format in which something changed."""
    return frozenset(v for parte in cambiate for v in parte.voci)


def sezioni_per_voce(documento: Json) -> dict[str, list[tuple[str, str]]]:
    """Return, for each item of the format, the sections mapped to it: address after ``leggi/`` and title."""
    trovate: dict[str, list[tuple[str, str]]] = {}
    for chiave, nodo in _sezioni(documento).items():
        voce: Any = nodo.dati.get("voce_formato")
        if voce:
            trovate.setdefault(voce, []).append((f"{nodo.capitolo}/#sezione-{chiave}", nodo.dati["titolo"]))
    return trovate
