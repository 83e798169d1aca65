"""What the page of the Accordo shows, read in six queries whatever the number of rows."""

from dataclasses import dataclass
from functools import cached_property

from accordi.canonico import come_dati
from accordi.enums import Elemento
from accordi.models import Accordo, Adesione, Articolo, Parte, Premessa, Segnaposto
from accordi.permissions import Penna, impedimenti_di_tempo, penna_da, scrive
from accordi.queries import Firmatario, adesioni_di, carta_da_firmare, copertura, firmatari, parti_di
from accordi.regole import GRUPPI
from core.canonico import Json
from core.formati import elenco
from piani.cronologia import PER_CHIAVE, Fatto, FattoDatato, raggiunto
from piani.enums import PUBBLICI, Stato
from piani.lettura import Nomi
from piani.lettura.segnaposto import CALCOLATI, irrisolti, risolvi, scritto, valori
from piani.models import Cronologia, Piano, Stampa
from utenti.enums import Ruolo
from utenti.models import Incarico
from utenti.roles import RUOLI, Permesso, Portata

# The facts typed on this page, in the order in which they are expected.
FATTI = ("atto_accordo", "verifica_ats", "repertorio", "burl")


@dataclass(frozen=True)
class ArticoloInElenco:
    """An article as the page lists it, its slots filled."""

    articolo: Articolo
    titolo: str


@dataclass(frozen=True)
class RigaFirma:
    """Who signs, and whether the reader may file the signature now."""

    firmatario: Firmatario
    mia: bool
    carica: bool


class PaginaAccordo:
    """The page of one plan for one reader. `incarichi` are those in force of the reader."""

    def __init__(self, piano: Piano, accordo: Accordo | None, incarichi: list[Incarico]) -> None:
        self.piano = piano
        self.accordo = accordo
        self.incarichi = incarichi
        self.scrive = scrive(incarichi, piano)
        self.penna: Penna = penna_da(incarichi, piano)
        self.articoli: list[Articolo] = list(accordo.articoli.all()) if accordo else []
        self.parti: list[Parte] = parti_di(piano) if accordo else []
        self.adesioni: list[Adesione] = adesioni_di(piano)

    @property
    def modificabile(self) -> bool:
        """Whether the reader may write the whole text now."""
        return self.scrive and self.piano.modificabile

    @property
    def integra(self) -> bool:
        """Whether the reader may write the articles that the ATS named."""
        return self.scrive and Stato(self.piano.stato) is Stato.DA_INTEGRARE

    @property
    def pubblico(self) -> bool:
        """Whether the Accordo is approved: from then on it is signed."""
        return Stato(self.piano.stato) in PUBBLICI

    # --- Text ---
    @cached_property
    def premesse(self) -> list[Premessa]:
        """The premises, while the text can be written. One query."""
        return list(self.accordo.premesse.all()) if self.accordo and not self.pubblico else []

    @cached_property
    def segnaposto(self) -> list[Segnaposto]:
        """The typed slots. One query."""
        return list(self.accordo.segnaposto.all()) if self.accordo else []

    @cached_property
    def _documento(self) -> Json:
        enti = [self.piano.ambito.ente, *(p.ente for p in self.parti)]
        return {
            "ambito": self.piano.ambito.codice,
            "triennio": self.piano.triennio.codice,
            "riferimenti": {"enti": {e.chiave: {"nome": e.nome, "sigla": e.sigla} for e in enti}},
            "accordo": come_dati(
                self.accordo,
                premesse=self.premesse,
                articoli=self.articoli,
                parti=self.parti,
                segnaposto=self.segnaposto,
                con_atti=False,
            )
            if self.accordo
            else None,
        }

    @cached_property
    def _valori(self) -> dict[str, str]:
        return valori(self._documento, Nomi(self._documento)) if self.accordo else {}

    @property
    def titolo(self) -> str:
        """The Accordo's title, its slots filled."""
        return risolvi(self.accordo.titolo, self._valori, html=False) if self.accordo else "Accordo di Programma"

    @property
    def in_elenco(self) -> list[ArticoloInElenco]:
        """The articles."""
        return [ArticoloInElenco(a, risolvi(a.titolo, self._valori, html=False)) for a in self.articoli]

    @property
    def vuoti(self) -> int:
        """How many articles have no text."""
        return sum(not a.testo for a in self.articoli)

    @property
    def primo_vuoto(self) -> Articolo | None:
        """The first article without a text."""
        return next((a for a in self.articoli if not a.testo), None)

    @cached_property
    def _irrisolti(self) -> list[str]:
        return list(irrisolti(self._documento["accordo"], self._valori)) if self.accordo else []

    @property
    def da_riempire(self) -> list[str]:
        """The slots that the text uses and nobody has filled, as they are typed."""
        return [scritto(c) for c in self._irrisolti]

    @property
    def mancano_nelle_parti(self) -> bool:
        """Whether some of those slots would be filled by the parties."""
        return any(c in CALCOLATI for c in self._irrisolti)

    @property
    def elementi(self) -> list[tuple[Elemento, list[Articolo]]]:
        """The eight essential elements, each with the articles that cover it."""
        return list(copertura(self.articoli).items())

    @property
    def elementi_scoperti(self) -> int:
        """How many elements no article covers."""
        return sum(not articoli for _, articoli in self.elementi)

    # --- Signatures ---
    @cached_property
    def firmatari(self) -> list[Firmatario]:
        """Who signs, then who adheres."""
        return firmatari(self.parti, self.adesioni)

    @cached_property
    def righe(self) -> list[RigaFirma]:
        """Who signs, with the reader's button."""
        return [self._riga(f) for f in self.firmatari]

    def _riga(self, firmatario: Firmatario) -> RigaFirma:
        di = firmatario.parte or firmatario.adesione
        aperta = di is not None and not any(impedimenti_di_tempo(self.piano, di))
        return RigaFirma(
            firmatario,
            mia=di is not None and self.penna.in_proprio(di),
            carica=aperta and di is not None and self.penna.puo(di),
        )

    @property
    def principale(self) -> RigaFirma | None:
        """The primary action: the signature of the reader's own body that is missing."""
        return next((r for r in self.righe if r.mia and r.carica and not r.firmatario.firma), None)

    @property
    def firmate(self) -> int:
        """How many have signed."""
        return sum(bool(f.firma) for f in self.firmatari)

    @property
    def prossimi(self) -> str:
        """Who is expected to sign next: the first group that has not signed, by name."""
        for chiave in GRUPPI:
            mancano = [f for f in self.firmatari if f.gruppo == chiave and not f.firma]
            if mancano:
                return elenco([f.nome for f in mancano])
        return ""

    @property
    def _adesioni_che_leggo(self) -> list[Adesione]:
        return [a for a in self.adesioni if self.legge or a.ente_id in self.penna.aderenti]

    @property
    def in_attesa(self) -> list[Adesione]:
        """The requests to adhere that have no answer, among those that the reader may see."""
        return [a for a in self._adesioni_che_leggo if a.accolta is None]

    @property
    def respinte(self) -> list[Adesione]:
        """The requests that were refused, among those that the reader may see."""
        return [a for a in self._adesioni_che_leggo if a.accolta is False]

    @property
    def da_depositare(self) -> list[Adesione]:
        """The adhesions that hold and have no signed file, among those that the reader may see: they can be withdrawn."""
        return [a for a in self._adesioni_che_leggo if a.vale and not getattr(a, "corrente", None)]

    @property
    def ritirate(self) -> list[Adesione]:
        """The adhesions that were withdrawn, among those that the reader may see."""
        return [a for a in self._adesioni_che_leggo if a.ritirata_il is not None]

    @cached_property
    def legge(self) -> bool:
        """Whether to show the signed files: to who works for a body of the plan. Who asks for one is asked again."""
        enti = {self.piano.ambito_id, self.piano.ambito.ats_id, *(p.ente_id for p in self.parti)}
        return any(
            Permesso.LEGGERE_BOZZA in RUOLI[Ruolo(i.ruolo)].permessi
            and (i.ente_id in enti or RUOLI[Ruolo(i.ruolo)].portata is Portata.REGIONE)
            for i in self.incarichi
        )

    @cached_property
    def carta(self) -> Stampa | None:
        """The paper to sign, once it is ready. One query, once approved."""
        riga = getattr(self.piano, "cronologia", None)
        return carta_da_firmare(riga.approvazione_versione_id) if self.pubblico and riga else None

    # --- Dated facts ---
    @property
    def fatti(self) -> list[tuple[FattoDatato, bool]]:
        """The dated facts of the page, known or not, each with whether the reader may type it now."""
        riga = getattr(self.piano, "cronologia", None) or Cronologia(piano=self.piano)
        return [(self._fatto(riga, PER_CHIAVE[chiave]), self._si_registra(PER_CHIAVE[chiave])) for chiave in FATTI]

    @staticmethod
    def _fatto(riga: Cronologia, fatto: Fatto) -> FattoDatato:
        numero = str(getattr(riga, fatto.numero)) if fatto.numero else ""
        return FattoDatato(fatto, getattr(riga, f"{fatto.chiave}_il"), numero, fatto.chiave in riga.esempi)

    def _si_registra(self, fatto: Fatto) -> bool:
        propri = {self.piano.ambito_id, self.piano.ambito.ats_id}
        return raggiunto(self.piano, fatto.da) and any(
            i.ente_id in propri and fatto.permesso in RUOLI[Ruolo(i.ruolo)].permessi for i in self.incarichi
        )
