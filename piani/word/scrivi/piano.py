"""The whole plan in Word: cover, contents, chapters, annexes, version. From the canonical document alone."""

import datetime as dt
import json
from collections.abc import Mapping
from itertools import takewhile

from core.canonico import Json, byte_canonici, sha256
from core.formati import data as in_lettere
from piani.carta.impaginazione import pagine_nuove
from piani.lettura import PianoLetto, SezioneLetta, leggi_piano
from piani.lettura.modello import TabellaLetta
from piani.word.posti import FORMATO_WORD, MASSIMO_LIVELLO, cartellino, luogo_scheda, scheletro, segno_di
from piani.word.scrivi import stili, xml
from piani.word.scrivi.accordo import SENZA_NUMERO, Accordo
from piani.word.scrivi.foglio import Foglio
from piani.word.scrivi.pacchetto import impacchetta
from piani.word.scrivi.schede import Scheda
from piani.word.scrivi.tabelle import Tabella

LIVELLI_INDICE = 3
_PAGINA = '<w:pgSz w:w="11906" w:h="16838"/>'
_PAGINA_ORIZZONTALE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
_MARGINI = (
    '<w:pgMar w:top="1304" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="454" w:gutter="0"/>'
)
_NUOVA_PAGINA = "<w:pageBreakBefore/>"


def _sezione_di_pagina(*, orizzontale: bool, prima: bool) -> str:
    """Return the end of a section of pages; the first has no header on the cover."""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        f"{_PAGINA_ORIZZONTALE if orizzontale else _PAGINA}{_MARGINI}{'<w:titlePg/>' if prima else ''}</w:sectPr>"
    )


class _Piano:
    """Writes the body, keeping the contents as it meets the headings."""

    def __init__(self, documento: Json, immagini: Mapping[str, bytes], *, bozza: bool, giorno: dt.date) -> None:
        self.d = documento
        self.bozza = bozza
        self.giorno = giorno
        self.f = Foglio(documento)
        self.f.immagini = immagini
        self.letto: PianoLetto = leggi_piano(documento)
        self.a_capo = pagine_nuove(self.letto)
        self.lette = {s.chiave: s for s in self.letto.sezioni()}
        self.indice: list[tuple[str, str, int]] = []
        self._sezioni = 0
        self.anni = _anni(documento)
        self.schede: dict[str, list[Json]] = {}
        self.tabelle: dict[str, list[Json]] = {}
        for scheda in [*documento["schede"], *documento["esiti"]]:
            self.schede.setdefault(scheda["sezione"], []).append(scheda)
        for tabella in documento["tabelle"]:
            self.tabelle.setdefault(tabella["sezione"], []).append(tabella)

    # --- Parts -----------------------------------------------------------------------------------

    def corpo(self) -> str:
        """Return the body of the document."""
        capitoli = "".join(self._sezione(s, 1) for s in self.d["sezioni"])
        allegati = self._sintesi() + self._accordo() + self._versione()
        # The contents are known only now.
        return self._copertina() + self._sommario() + capitoli + allegati + self._pagine()

    def _titolo(self, luogo: str, nome: str, dentro: str, livello: int, *, numerato: bool, nuova: bool) -> str:
        segno = segno_di(luogo)
        self.indice.append((segno, nome, livello))
        livello = min(livello, MASSIMO_LIVELLO)
        conto = (
            f'<w:numPr><w:ilvl w:val="{livello - 1}"/><w:numId w:val="{stili.NUMERI_TITOLI}"/></w:numPr>'
            if numerato
            else SENZA_NUMERO
        )
        proprieta = f"{_NUOVA_PAGINA if nuova else ''}{conto}"
        return xml.paragrafo(self.f.segnalibro(segno, dentro), f"Heading{livello}", proprieta)

    def _sezione(self, s: Json, livello: int) -> str:
        letta: SezioneLetta = self.lette[s["chiave"]]
        dentro = self.f.controlli.parole(cartellino("sezione", s["chiave"], "titolo"), "Titolo", s["titolo"])
        nuova = livello == 1 or letta.ancora in self.a_capo
        pezzi = [
            self._titolo(
                f"sezione:{s['chiave']}", letta.nome, dentro, livello, numerato=bool(letta.numero), nuova=nuova
            )
        ]
        if letta.proprietario:
            pezzi.append(self.f.fisso(f"A cura di {letta.proprietario}", "Nota"))
        if letta.origine:
            pezzi.append(self.f.fisso(letta.origine, "Nota"))
        pezzi.append(self.f.formattato(cartellino("sezione", s["chiave"], "testo"), s["titolo"], s["testo"]))
        for tabella, sua in zip(self.tabelle.get(s["chiave"], []), letta.tabelle, strict=True):
            pezzi.append(self._tabella(tabella, sua))
        for scheda, sua_scheda in zip(self.schede.get(s["chiave"], []), letta.schede, strict=True):
            scritta = Scheda(self.f, scheda, self.anni)
            nuova = sua_scheda.ancora in self.a_capo
            luogo = ":".join(luogo_scheda(self.d, scheda))
            titolo = scritta.titolo()
            pezzi.append(self._titolo(luogo, sua_scheda.intestazione, titolo, livello + 1, numerato=False, nuova=nuova))
            pezzi.append(scritta.corpo())
        pezzi += [self._sezione(f, livello + 1) for f in s["sezioni"]]
        return "".join(pezzi)

    def _tabella(self, tabella: Json, letta: TabellaLetta) -> str:
        scritta = Tabella(self.f, tabella, letta).scrivi()
        if not tabella["orizzontale"]:
            return scritta
        prima = xml.paragrafo("", "Stacco", self._pagine())
        return prima + scritta + xml.paragrafo("", "Stacco", self._pagine(orizzontale=True))

    def _pagine(self, *, orizzontale: bool = False) -> str:
        self._sezioni += 1
        return _sezione_di_pagina(orizzontale=orizzontale, prima=self._sezioni == 1)

    # --- Around the chapters ---------------------------------------------------------------------

    def _copertina(self) -> str:
        p, f = self.letto, self.f
        sotto = f"Documento di Piano{f', {p.atto}' if p.atto else ''}"
        righe = [
            f.fisso(f"Regione Lombardia{f' · {p.ats}' if p.ats else ''}", "Copertina"),
            xml.paragrafo(f.controlli.parole("piano/titolo", "Titolo del Piano", self.d["titolo"]), "Title"),
            f.fisso(f"{p.ambito}, {p.triennio}", "Subtitle"),
            f.fisso(sotto, "Copertina"),
            *([f.fisso("Bozza", "Bozza")] if self.bozza else []),
        ]
        if p.esempio:
            righe.append(f.fisso("Questo documento contiene dati di esempio, segnati dove si trovano.", "Nota"))
        righe.append(f.fisso(f"Codice dell'Ambito {p.codice}", "Copertina"))
        righe.append(f.fisso(f"Versione {p.sha256[:12]}, {in_lettere(self.giorno)}", "Copertina"))
        return "".join(righe)

    def _sommario(self) -> str:
        """Return the contents as a field, already filled with links.

        Page numbers come when the field is updated: asking Word to do it by itself opens a warning on each opening.
        """
        voci = [(segno, nome, livello) for segno, nome, livello in self.indice if livello <= LIVELLI_INDICE]
        apre = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            f'TOC \\o "1-{LIVELLI_INDICE}" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        chiude = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        righe = []
        for k, (segno, nome, livello) in enumerate(voci):
            voce = f'<w:hyperlink w:anchor="{segno}" w:history="1">{xml.corsa(nome)}</w:hyperlink>'
            voce = f"{apre if k == 0 else ''}{voce}{chiude if k == len(voci) - 1 else ''}"
            righe.append(xml.paragrafo(voce, f"TOC{livello}"))
        titolo = xml.paragrafo(xml.corsa("Indice"), "TitoloIndice", _NUOVA_PAGINA)
        return (
            '<w:sdt><w:sdtPr><w:alias w:val="Indice"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{titolo}{''.join(righe)}</w:sdtContent></w:sdt>"
        )

    def _sintesi(self) -> str:
        bilancio, esiti, f = self.letto.bilancio, self.letto.esiti, self.f
        if bilancio is None and not esiti:
            return ""
        nome = "Allegato A. Quadri di sintesi"
        pezzi = [self._titolo("sintesi", nome, f.controlli.segno("sintesi", nome), 1, numerato=False, nuova=True)]
        if bilancio:
            righe = [[v.nome, v.schede, v.proprie, v.condivise] for g in bilancio.gruppi for v in g.voci]
            righe.append(["Totale", "", bilancio.proprie, bilancio.condivise])
            pezzi.append(f.fisso("Risorse economiche per area", "Titoletto"))
            testata = ["Area di policy", "Schede", "Risorse proprie", "Condivise con altri Ambiti"]
            pezzi.append(f.fissa("Risorse economiche per area", testata, righe, [40, 20, 20, 20]))
            pezzi += [f.fisso(a, "Nota") for a in bilancio.avvertenze]
        if esiti:
            pezzi.append(f.fisso("Esiti della programmazione precedente", "Titoletto"))
            righe = [[e.titolo, e.grado, e.seguito] for e in esiti]
            pezzi.append(f.fissa("Esiti", ["Obiettivo", "Grado", "Nella nuova programmazione"], righe, [45, 12, 43]))
        return "".join(pezzi)

    def _accordo(self) -> str:
        if self.d["accordo"] is None or self.letto.accordo is None:
            return ""
        scritto = Accordo(self.f)
        nome = f"Allegato B. {self.letto.accordo.titolo}"
        return self._titolo("accordo", nome, scritto.titolo(), 1, numerato=False, nuova=True) + scritto.corpo()

    def _versione(self) -> str:
        f, p = self.f, self.letto
        nome = "Questa versione"
        titolo = self._titolo("versione", nome, f.controlli.segno("versione", nome), 1, numerato=False, nuova=True)
        che = (
            "Questa è una bozza: può cambiare fino all'approvazione."
            if self.bozza
            else "Questo documento riproduce il Piano approvato."
        )
        come = (
            "Puoi scrivere e correggere in questo file come in ogni documento di Word. Le etichette delle righe sono del "
            "portale; il resto torna nel Piano dal posto in cui lo scrivi."
        )
        righe = [
            ["Ambito e triennio", f"{p.ambito} ({p.codice}), {p.triennio}"],
            ["Data della versione", in_lettere(self.giorno)],
            ["Impronta SHA-256 della versione", p.sha256],
        ]
        return titolo + f.fisso(f"{che} {come}") + f.fissa("Questa versione", ["Dato", "Valore"], righe, [30, 70])

    # --- Header and footer -----------------------------------------------------------------------

    def testatina(self) -> str:
        """Return the header."""
        bozza = "<w:r><w:tab/></w:r>" + xml.corsa("BOZZA", '<w:b/><w:color w:val="A32828"/>') if self.bozza else ""
        dentro = xml.paragrafo(xml.corsa(self.letto.testatina) + bozza, "header")
        return f"{xml.TESTATA}<w:hdr {xml.SPAZI}>{dentro}</w:hdr>"

    def piede(self) -> str:
        """Return the footer: the hash of the version and the page."""
        pagina = f"{xml.corsa('Pagina ')}{xml.campo('PAGE')}{xml.corsa(' di ')}{xml.campo('NUMPAGES')}"
        dentro = xml.paragrafo(f"{xml.corsa(f'SHA-256 {self.letto.sha256}')}<w:r><w:tab/></w:r>{pagina}", "footer")
        return f"{xml.TESTATA}<w:ftr {xml.SPAZI}>{dentro}</w:ftr>"


def _anni(documento: Json) -> list[int]:
    periodo = documento["triennio"].split("-")
    primo, ultimo = (int(a) for a in periodo)
    return list(takewhile(lambda a: a <= ultimo, range(primo, primo + 6)))


def docx_del_piano(
    documento: Json, *, bozza: bool, giorno: dt.date, immagini: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the plan as a .docx that `piani.word.nostro` reads back.

    `documento` is the canonical version, sealed; `giorno` the day of the version; `immagini` the PNG and JPEG images of its
    texts by hash (those that are not there are words). Equal content, equal bytes.
    """
    scritto = _Piano(documento, immagini or {}, bozza=bozza, giorno=giorno)
    corpo = scritto.corpo()
    f = scritto.f
    dati = {
        "formato": FORMATO_WORD,
        "versione": documento["sha256"],
        "documento": scheletro(documento),
        "esatti": f.esatti,
        "sagome": f.sagome,
        "riserve": f.riserve,
        "blocchi": f.blocchi,
        "rimandi": f.rimandi,
        "cartellini": list(f.controlli.cartellini),
        "adottate": {s["codice"]: sha256(byte_canonici(s)) for s in documento["schede"] if "provenienza" in s},
    }
    return impacchetta(
        {
            "document.xml": f"{xml.TESTATA}<w:document {xml.SPAZI}><w:body>{corpo}</w:body></w:document>",
            "styles.xml": stili.stili(),
            "numbering.xml": stili.numerazione(f.liste),
            "settings.xml": stili.impostazioni(),
            "footnotes.xml": stili.note(f.note),
            "header1.xml": scritto.testatina(),
            "footer1.xml": scritto.piede(),
        },
        titolo=f"{documento['titolo']}{' (bozza)' if bozza else ''}",
        oggetto=scritto.letto.testatina,
        giorno=giorno,
        dati=json.dumps(dati, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        collegamenti=f.collegamenti,
        figure=list(f.figure.values()),
    )
