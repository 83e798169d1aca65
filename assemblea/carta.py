"""The minutes of a session as a paper, from their canonical bytes and from nothing else."""

import datetime as dt
import json
from fractions import Fraction
from functools import cached_property

from django.template.loader import render_to_string

from assemblea.enums import Chiamata, Movimento, Scelta, Titolo
from assemblea.regole import da_record, percento
from core.canonico import Json, byte_canonici, sha256
from core.formati import data, data_estesa
from core.formati import quando as in_parole
from documenti.pdf import Allegato, EsitoStampa, css_caratteri, file_statico, stampa_pdf
from piani.carta.fascicoli import FOGLIO_DI_STILE, LINGUA, Avanzamento, Stampato

NOME_DATI = "verbale.json"


def _quando(testo: str | None) -> str:
    return in_parole(dt.datetime.fromisoformat(testo)) if testo else ""


class VerbaleSeduta:
    """The paper: `.html()` for who reads words, `.stampa()` for the file. Equal content, equal bytes."""

    template = "assemblea/stampa/verbale.html"
    nome_dati = NOME_DATI
    bozza = False

    def __init__(self, contenuto: bytes) -> None:
        self.dati: Json = json.loads(contenuto)
        self.sha256 = sha256(byte_canonici(self.dati))
        self.contenuto = contenuto

    @property
    def giorno(self) -> dt.date:
        """The day of the session."""
        return dt.date.fromisoformat(self.dati["seduta"]["giorno"])

    @property
    def titolo(self) -> str:
        """The title, in the file's metadata too."""
        return f"Verbale dell'Assemblea dei Sindaci dell'Ambito di {self.dati['ambito']['nome']}, {data(self.giorno)}"

    @property
    def testatina(self) -> str:
        """The running header."""
        esempio = " (dato di esempio)" if self.dati["esempio"] else ""
        return f"Assemblea dei Sindaci, Ambito di {self.dati['ambito']['nome']}{esempio}"

    @property
    def stile(self) -> str:
        """All the styles of the paper."""
        return f"{css_caratteri()}\n{file_statico(FOGLIO_DI_STILE).read_text(encoding='utf-8')}"

    @property
    def impronta(self) -> list[str]:
        """The SHA-256 of the content in groups that the eye can compare."""
        return _gruppi(self.sha256)

    @cached_property
    def seduta(self) -> Json:
        """Day, hour, place, and when it was opened and closed, in words."""
        s = self.dati["seduta"]
        regola = da_record(s["regola"]).in_parole if s["regola"] else ""
        istanti = {c: _quando(s[c]) for c in ("convocata_il", "aperta_il", "chiusa_il", "deserta_il")}
        chiamata = Chiamata(s["chiamata"]).label
        parole = {"giorno": data_estesa(self.giorno), "ora": s["ora"].replace(":", "."), "chiamata": chiamata}
        return {**s, **istanti, **parole, "regola": regola}

    @cached_property
    def avvisi(self) -> list[Json]:
        """The notices."""
        return [
            {
                **a,
                "titolo": Titolo(a["titolo"]).label,
                "inviato_il": _quando(a["inviato_il"]),
                "letto_il": _quando(a["letto_il"]) or "non segnato",
                "versione": a["versione"][:8],
            }
            for a in self.dati["avvisi"]
        ]

    @cached_property
    def componenti(self) -> list[Json]:
        """The members with their share in percent, where shares are known."""
        quote = {c["chiave"]: Fraction(*c["quota"]) for c in self.dati["componenti"]}
        totale = sum(quote.values(), Fraction(0))
        return [
            {**c, "quota": percento(quote[c["chiave"]], totale) if totale else "non contata"}
            for c in self.dati["componenti"]
        ]

    @cached_property
    def deleghe(self) -> list[Json]:
        """The deleghe."""
        return [
            {
                **d,
                "data_il": _quando(d["data_il"]),
                "revocata_il": _quando(d["revocata_il"]),
                "file": (d["file"] or "")[:8],
            }
            for d in self.dati["deleghe"]
        ]

    @cached_property
    def presenze(self) -> list[Json]:
        """The comings and goings, in order."""
        return [
            {**p, "movimento": Movimento(p["movimento"]).label, "quando": _quando(p["quando"])}
            for p in self.dati["presenze"]
        ]

    @cached_property
    def punti(self) -> list[Json]:
        """The items, each with its vote by name and its result."""
        return [
            {
                **p,
                "versione": _gruppi(p["versione"]),
                "rinviato_il": _quando(p["rinviato_il"]),
                "votazione": _votazione(p["votazione"]),
                "annullate": [_annullata(v) for v in p.get("annullate", [])],
            }
            for p in self.dati["punti"]
        ]

    def html(self) -> str:
        """Return the paper as HTML."""
        return render_to_string(self.template, {"carta": self, "esempio": self.dati["esempio"]})

    def stampa(self, avanzamento: Avanzamento | None = None) -> Stampato:
        """Return HTML and PDF (PDF/A-3a, PDF/UA-1), with the canonical bytes attached."""
        html = self.html()
        esito: EsitoStampa = stampa_pdf(
            html,
            titolo=self.titolo,
            lingua=LINGUA,
            data=self.giorno,
            identita=self.sha256,
            allegati=[Allegato(NOME_DATI, self.contenuto, "application/json", "Source")],
            avanzamento=avanzamento,
        )
        return Stampato(html, esito)


def _gruppi(impronta: str) -> list[str]:
    return [impronta[i : i + 8] for i in range(0, len(impronta), 8)]


def _annullata(v: Json) -> Json:
    istanti = {c: _quando(v[c]) for c in ("aperta_il", "chiusa_il", "annullata_il")}
    return {**v, **istanti, "legale": v["numero_legale"]["frase"] if v["numero_legale"] else ""}


def _votazione(v: Json | None) -> Json | None:
    if v is None:
        return None
    istanti = {c: _quando(v[c]) for c in ("aperta_il", "chiusa_il", "proclamata_il")}
    voti = [{**x, "scelta": Scelta(x["scelta"]).label, "quando": _quando(x["quando"])} for x in v["voti"]]
    return {**v, **istanti, "voti": voti}
