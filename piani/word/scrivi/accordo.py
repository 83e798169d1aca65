"""The Accordo di Programma in Word, after the plan. Pure."""

from core.canonico import Json
from piani.lettura.segnaposto import valori
from piani.word import griglie
from piani.word.posti import cartellino
from piani.word.scrivi import xml
from piani.word.scrivi.foglio import LARGHEZZA, Foglio
from piani.word.valori import data_scritta


class Accordo:
    """Writes the Accordo; its slots show their value and come back as slots."""

    def __init__(self, foglio: Foglio) -> None:
        self.f = foglio
        self.a: Json = foglio.documento["accordo"]
        foglio.segnaposti = valori(foglio.documento, foglio.codici.nomi)

    def titolo(self) -> str:
        """Return what stands in the heading."""
        return self.f.controlli.segno("accordo", "Allegato B. ") + self.f.controlli.parole(
            "accordo/titolo", "Titolo", self.a["titolo"]
        )

    def corpo(self) -> str:
        """Return all that stands below the heading."""
        f, a = self.f, self.a
        pezzi = [
            f.parole(
                "accordo/decorrenza",
                "In vigore dal",
                data_scritta(a["decorrenza"]),
                etichetta="In vigore dal",
                stile="Dato",
            ),
            f.parole(
                "accordo/scadenza",
                "In vigore fino al",
                data_scritta(a["scadenza"]),
                etichetta="In vigore fino al",
                stile="Dato",
            ),
            f.fisso("Tra", "Titoletto"),
            f.griglia(
                griglie.parti(f.codici.nomi),
                "accordo/parti",
                [(cartellino("accordo", "parte", k), p) for k, p in enumerate(a["parti"])],
                LARGHEZZA,
            ),
        ]
        pezzi += [self._premessa(k, p) for k, p in enumerate(a["premesse"])]
        pezzi.append(f.fisso("si conviene e si stipula quanto segue", "Titoletto"))
        pezzi += [self._articolo(k, x) for k, x in enumerate(a["articoli"])]
        if a.get("segnaposto"):
            righe = [(cartellino("accordo", "segnaposto", k), s) for k, s in enumerate(a["segnaposto"])]
            pezzi += [
                f.fisso("Valori da completare", "Titoletto"),
                f.griglia(griglie.VALORI, "accordo/segnaposti", righe, LARGHEZZA),
            ]
        return "".join(pezzi)

    def _premessa(self, k: int, premessa: Json) -> str:
        luogo = ("accordo", "premessa", k)
        segno = self.f.controlli.parole(cartellino(*luogo, "titolo"), "Premessa", premessa["titolo"])
        testo = self.f.formattato(cartellino(*luogo, "testo"), "Premessa", premessa["testo"], segnaposti=True)
        atti = [(cartellino(*luogo, "atto", n), a) for n, a in enumerate(premessa.get("atti", []))]
        tabella = self.f.griglia(griglie.ATTI, cartellino(*luogo, "atti"), atti, LARGHEZZA) if atti else ""
        return xml.paragrafo(segno, "Heading2", SENZA_NUMERO) + testo + tabella

    def _articolo(self, k: int, articolo: Json) -> str:
        luogo = ("accordo", "articolo", k)
        titolo = self.f.controlli.fisso(f"Art. {articolo['numero']} – ") + self.f.controlli.parole(
            cartellino(*luogo, "titolo"), "Titolo dell'articolo", articolo["titolo"]
        )
        testo = self.f.formattato(cartellino(*luogo, "testo"), "Articolo", articolo["testo"], segnaposti=True)
        return xml.paragrafo(titolo, "Heading2", SENZA_NUMERO) + testo


SENZA_NUMERO = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
