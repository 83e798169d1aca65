"""From the canonical document to the plan as it is read."""

from dataclasses import replace
from html import escape

from core.canonico import Json
from piani.lettura.bersagli import bersagli
from piani.lettura.esiti import di_prima, grado_medio
from piani.lettura.modello import FirmaLetta, PianoLetto, SchedaLetta, SezioneLetta, TabellaLetta
from piani.lettura.modello_quadri import AccordoLetto, ParteAccordo, RigaEsito
from piani.lettura.nomi import Nomi
from piani.lettura.numeri import numera
from piani.lettura.parole import NORME, QUALIFICHE, del_giorno, giorno, origine
from piani.lettura.schede import leggi_scheda, leggi_seguito
from piani.lettura.segnaposto import irrisolti, risolvi, valori
from piani.lettura.tabelle import leggi_tabella
from piani.lettura.testo import NB, html, senza_spezzare
from piani.lettura.totali import bilancio
from piani.rimandi import risolvi as risolvi_rimandi


def _firma(dati: Json | None) -> FirmaLetta | None:
    return FirmaLetta(dati["firmatario"], dati["qualifica"]) if dati and dati["firmatario"] else None


class _Albero:
    """Walks the sections once; numbers, of sections and of captions, are known before any text is read."""

    def __init__(self, documento: Json, nomi: Nomi, proprio: str) -> None:
        self.nomi = nomi
        self.proprio = proprio
        self.numeri = numera(documento)
        self.rimandi = nomi.rimandi = bersagli(documento, self.numeri)
        self.titoli = {s["codice"]: s["intestazione"] for s in documento["schede"]}
        self.di_prima = di_prima(documento["esiti"])
        self.schede: dict[str, list[Json]] = {}
        self.tabelle: dict[str, list[Json]] = {}
        self.per_chiave = {t["chiave"]: t for t in documento["tabelle"]}
        for scheda in [*documento["schede"], *documento["esiti"]]:
            self.schede.setdefault(scheda["sezione"], []).append(scheda)
        for tabella in documento["tabelle"]:
            self.tabelle.setdefault(tabella["sezione"], []).append(tabella)
        self.voci: dict[str, list[SezioneLetta]] = {}

    def sezioni(self, rami: list[Json], *, livello: int) -> list[SezioneLetta]:
        """Return these sections, with all that stands in them."""
        return [self._sezione(ramo, livello) for ramo in rami]

    def _sezione(self, ramo: Json, livello: int) -> SezioneLetta:
        chiave = ramo["chiave"]
        sezione = SezioneLetta(
            chiave=chiave,
            ancora=f"sezione-{chiave}",
            numero=self.numeri.sezioni[chiave].numero,
            titolo=ramo["titolo"],
            livello=livello,
            pagina_nuova=ramo["pagina_nuova"],
            proprietario="" if ramo["proprietario"] == self.proprio else self.nomi.ente(ramo["proprietario"]),
            testo=html(risolvi_rimandi(ramo["testo"], self.rimandi), livello + 1),
            tabelle=[self._tabella(t) for t in self.tabelle.get(chiave, [])],
            schede=self._schede(chiave, livello),
            sezioni=self.sezioni(ramo["sezioni"], livello=livello + 1),
            firma=_firma(ramo.get("prefazione")),
            origine=self._origine(ramo),
        )
        if ramo["voce_formato"]:
            self.voci.setdefault(ramo["voce_formato"], []).append(sezione)
        return sezione

    def _tabella(self, dati: Json) -> TabellaLetta:
        fonte = self.per_chiave.get(dati.get("dati", ""))
        numero_fonte = self.numeri.tabelle[fonte["chiave"]] if fonte else ""
        letta = leggi_tabella(dati, self.numeri.tabelle[dati["chiave"]], fonte=fonte, numero_fonte=numero_fonte)
        return replace(letta, origine=self._origine(dati, tabella=True)) if "provenienza" in dati else letta

    def _origine(self, dati: Json, *, tabella: bool = False) -> str:
        detta = dati.get("provenienza")
        return origine(detta, self.nomi.ente(detta["ente"]), tabella=tabella) if detta else ""

    def _schede(self, chiave: str, livello: int) -> list[SchedaLetta]:
        return [
            leggi_scheda(
                s,
                self.nomi,
                proprio=self.proprio,
                titoli=self.titoli,
                livello=min(livello + 1, 6),
                di_prima=self._di_prima(s),
            )
            for s in self.schede.get(chiave, [])
        ]

    def _di_prima(self, scheda: Json) -> list[str]:
        """The earlier objectives that a sheet carries on; an outcome carries none, though it may have the same code."""
        return [] if "grado_criterio" in scheda or scheda["seguito"] else self.di_prima.get(scheda["codice"], [])


def _atto(dati: Json) -> str:
    """Return a cited act in words: "D.G.R. n. XII/2167 del 15 aprile 2024, «Approvazione ...», adottata di concerto"."""
    numero = f" n.{NB}{dati['numero']}" if dati["numero"] else ""
    titolo = f", «{dati['titolo']}»" if dati["titolo"] else ""
    nota = f", {dati['nota']}" if dati["nota"] else ""
    return escape(f"{NORME[dati['tipo']]}{numero} {del_giorno(dati['data'])}{titolo}{nota}", quote=False)


def _premessa(dati: Json, noti: dict[str, str]) -> tuple[str, str]:
    atti = "".join(f"<li>{_atto(a)};</li>" for a in dati.get("atti", []))
    testo = risolvi(html(dati["testo"], 3), noti)
    return risolvi(dati["titolo"], noti, html=False), f"{testo}<ul>{atti}</ul>" if atti else testo


def leggi_accordo(documento: Json, nomi: Nomi) -> AccordoLetto | None:
    """Return the Accordo as it is read, its slots filled; None when the document has none.

    Of the document it reads `accordo`, `ambito`, `triennio` and the names of the bodies.
    """
    dati = documento["accordo"]
    if dati is None:
        return None
    noti = valori(documento, nomi)
    return AccordoLetto(
        titolo=risolvi(dati["titolo"], noti, html=False),
        decorrenza=giorno(dati["decorrenza"]),
        scadenza=giorno(dati["scadenza"]),
        premesse=[_premessa(p, noti) for p in dati["premesse"]],
        articoli=[
            (a["numero"], risolvi(a["titolo"], noti, html=False), risolvi(html(a["testo"], 3), noti))
            for a in dati["articoli"]
        ],
        parti=[
            ParteAccordo(nomi.ente(p["ente"]), QUALIFICHE[p["qualifica"]], p["rappresentante"]) for p in dati["parti"]
        ],
        irrisolti=list(irrisolti(dati, noti)),
    )


def _esiti(documento: Json, titoli: dict[str, str]) -> list[RigaEsito]:
    return [
        RigaEsito(
            ancora=f"scheda-esito-{e['codice'].lower()}",
            titolo=f"{e['codice']} – {senza_spezzare(e['intestazione'])}",
            grado="" if e["grado"] is None else f"{e['grado']}%",
            seguito="; ".join(leggi_seguito(s, titoli).testo for s in e["seguito"]),
        )
        for e in documento["esiti"]
    ]


def leggi_piano(documento: Json) -> PianoLetto:
    """Return the plan as it is read.

    `documento` is the canonical version (docs/piano.schema.json); nothing else is needed.
    """
    nomi = Nomi(documento)
    proprio = f"ambito:{documento['ambito']}"
    albero = _Albero(documento, nomi, proprio)
    capitoli = albero.sezioni(documento["sezioni"], livello=1)
    periodo = nomi.triennio
    return PianoLetto(
        codice=documento["ambito"],
        triennio=documento["triennio"],
        titolo=documento["titolo"],
        ambito=nomi.ente(proprio),
        ats=nomi.ats(),
        atto=periodo.get("atto", ""),
        dal=giorno(periodo["inizio"]) if periodo else "",
        al=giorno(periodo["fine"]) if periodo else "",
        esempio=documento["esempio"],
        sha256=documento["sha256"],
        capitoli=capitoli,
        bilancio=bilancio(documento["schede"], nomi),
        esiti=_esiti(documento, albero.titoli),
        grado_medio=grado_medio(documento["esiti"]),
        formato=[(nomi.voce_formato(v), sezioni) for v, sezioni in albero.voci.items()],
        accordo=leggi_accordo(documento, nomi),
        rimandi=albero.rimandi,
    )
