"""Tables out of the canonical document: values that fit, declarations that can be computed, charts that have data."""

from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.testo import pulisci, riga
from obiettivi.importa import decimale_da
from piani.calcolo import calcolati, segno, valori_completi
from piani.calcolo.celle import valida
from piani.calcolo.regole import CalcoloNonValido, controlla_calcoli
from piani.canonico.blocchi import Provenienze
from piani.enums import SpecieBlocco
from piani.models import Piano, RigaTabella, Sezione, Tabella

NULLA = "Nulla è stato importato."


def importa_tabelle(piano: Piano, documento: Json, sezioni: dict[str, Sezione]) -> None:
    """Create the tables and the charts, these after the tables they draw. Raises DatiNonValidi."""
    nate: dict[str, Tabella] = {}
    provenienze = Provenienze(documento)
    for ordine, d in enumerate(documento["tabelle"], 1):
        luogo = f"Tabella «{d['chiave']}»"
        if d["chiave"] in nate:
            raise DatiNonValidi(f"{luogo}: la chiave è ripetuta. {NULLA}")
        if d["sezione"] not in sezioni:
            raise DatiNonValidi(f"{luogo}: la sezione «{d['sezione']}» non c'è. {NULLA}")
        di_chi = provenienze.di(SpecieBlocco.TABELLA, d)
        nata = Tabella(piano=piano, sezione=sezioni[d["sezione"]], chiave=d["chiave"], ordine=ordine, **di_chi)
        scrivi_tabella(nata, d, luogo)
        nate[d["chiave"]] = nata
    for d in documento["tabelle"]:
        if "dati" in d:
            collega_grafico(nate, d)


def collega_grafico(nate: dict[str, Tabella], d: Json) -> None:
    """Tie a chart to the table that it draws; `nate` are the tables by key. Raises DatiNonValidi."""
    luogo = f"Grafico «{d['chiave']}»"
    fonte = nate.get(d["dati"])
    if fonte is None or fonte.chiave == d["chiave"] or not fonte.colonne:
        raise DatiNonValidi(f"{luogo}: la tabella «{d['dati']}» che disegna non c'è. {NULLA}")
    vista = d.get("vista", {})
    note = {c["chiave"] for c in fonte.colonne}
    mancanti = [c for c in (vista.get("etichette", ""), *vista.get("serie", [])) if c and c not in note]
    if mancanti:
        raise DatiNonValidi(f"{luogo}: la colonna «{mancanti[0]}» non c'è nella tabella «{d['dati']}». {NULLA}")
    Tabella.objects.filter(pk=nate[d["chiave"]].pk).update(dati=fonte)


def scrivi_tabella(tabella: Tabella, d: Json, luogo: str) -> None:
    """Write a table and its rows, over those that it has. Its section and place are set already. Raises DatiNonValidi."""
    try:
        controlla_calcoli(d["colonne"])
    except CalcoloNonValido as errore:
        raise DatiNonValidi(f"{luogo}: {errore} {NULLA}") from None
    valori = {
        "specie": d["specie"],
        "titolo": riga(d["titolo"], massimo=300),
        "fonte": riga(d["fonte"], massimo=300),
        "anno": riga(d["anno"], massimo=20),
        "nota": pulisci(d["nota"]),
        "grafico": d["grafico"],
        "orizzontale": d["orizzontale"],
        "colonne": d["colonne"],
        "vista": d.get("vista", {}),
        "alternativo": pulisci(d.get("alternativo", "")),
    }
    for campo, valore in valori.items():
        setattr(tabella, campo, valore)
    tabella.save()
    tabella.righe.all().delete()
    for n, r in enumerate(d["righe"], 1):
        _controlla_riga(tabella, r, f"{luogo}, riga {n}")
    da_calcolare = calcolati(d["colonne"], d["righe"])
    _controlla_calcolati(d, da_calcolare, luogo)
    RigaTabella.objects.bulk_create(
        _riga(tabella, n, r, {j for i, j in da_calcolare if i == n - 1}) for n, r in enumerate(d["righe"], 1)
    )


def _controlla_riga(tabella: Tabella, dati: Json, luogo: str) -> None:
    if len(dati["valori"]) != len(tabella.colonne):
        raise DatiNonValidi(f"{luogo}: {len(dati['valori'])} valori per {len(tabella.colonne)} colonne. {NULLA}")
    if dati.get("calcolo") and not dati["totale"]:
        raise DatiNonValidi(f"{luogo}: è calcolata ma non è un totale. {NULLA}")
    for valore, colonna in zip(dati["valori"], tabella.colonne, strict=True):
        if not (dati.get("calcolo") or colonna.get("calcolo")):
            _controlla_valore(valore, colonna, luogo)
    chiavi = {c["chiave"] for c in tabella.colonne}
    if not chiavi.issuperset(dati.get("note", {})):
        raise DatiNonValidi(f"{luogo}: una nota è di una colonna che non c'è. {NULLA}")


def _controlla_valore(valore: str, colonna: Json, luogo: str) -> None:
    if colonna["tipo"] == "testo" or (valore and segno(valore) == valore):
        return
    if colonna["tipo"] != "anno":
        decimale_da(valore, f"{luogo}, colonna «{colonna['titolo']}»")
    elif not valida(valore, "anno"):
        raise DatiNonValidi(f"{luogo}, colonna «{colonna['titolo']}»: «{valore}» non è un anno. {NULLA}")


def _controlla_calcolati(d: Json, quali: set[tuple[int, int]], luogo: str) -> None:
    """Raise DatiNonValidi where a value says other than its declaration: a file has one truth. A blank is fine."""
    attesi = valori_completi(d["colonne"], d["righe"])
    for i, j in sorted(quali):
        scritto = d["righe"][i]["valori"][j]
        if scritto and scritto != attesi[i][j]:
            raise DatiNonValidi(
                f"{luogo}, riga {i + 1}, colonna «{d['colonne'][j]['titolo']}»: c'è scritto {scritto}, ma il conto dà "
                f"{attesi[i][j] or 'nulla'}. {NULLA}"
            )


def _riga(tabella: Tabella, ordine: int, dati: Json, calcolate: set[int]) -> RigaTabella:
    return RigaTabella(
        tabella=tabella,
        ordine=ordine,
        valori=["" if j in calcolate else riga(v) for j, v in enumerate(dati["valori"])],
        unita=riga(dati["unita"], massimo=40),
        totale=dati["totale"],
        nota=riga(dati["nota"], massimo=300),
        esempio=dati["esempio"],
        calcolo=dati.get("calcolo", ""),
        note_celle={c: riga(t, massimo=300) for c, t in dati.get("note", {}).items()},
    )
