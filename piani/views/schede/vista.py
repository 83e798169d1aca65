"""What the page of a sheet shows: everything loaded once, each row ready to be drawn."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from leps.models import Leps
from obiettivi.actions.risposte import Riga
from obiettivi.canonico import scelte_lette
from obiettivi.enums import Fase
from obiettivi.memoria import catalogo_di
from obiettivi.models import Azione, CampoScheda, Indicatore, Macroarea, PuntoScelto
from obiettivi.queries import (
    AreaLetta,
    AttesoLetto,
    ContenutoScheda,
    IndicatoreLetto,
    RigaLetta,
    RisorsaLetta,
    contenuto_di,
    righe_di,
)
from obiettivi.regole import TotaleRisorse, compilata, totale_risorse
from obiettivi.regole_esiti import Grado
from obiettivi.regole_numeri import in_italiano
from piani.models import VoceScheda
from piani.permissions import Parte, coautore, impedimenti_a_scrivere, impedimenti_di_stato
from piani.queries import piani_visibili_a
from piani.queries_schede import VoceInLettura, voci_in_lettura, voci_visibili_a
from piani.regole_condivise import SPECIE_CONDIVISE
from piani.views.comune import lettore
from piani.views.schede.eliminato import Eliminato, eliminato_da
from piani.views.schede.righe import RigaVista
from piani.views.schede.valutazioni import CriterioVisto, ParteValutata, criteri_grado, parti_valutate


@dataclass(frozen=True)
class GruppoVista:
    """Rows that stand together for the eye."""

    chiave: str
    titolo: str
    righe: list[RigaVista]

    @property
    def compilate(self) -> int:
        """How many have an answer."""
        return sum(r.compilata for r in self.righe)


@dataclass(frozen=True)
class AzioneVista:
    """An action with those under it."""

    azione: Azione
    sotto: list[Azione]


@dataclass(frozen=True)
class CellaAttesa:
    """What is expected in a year (or "Triennio"): the plan's value, and the Region's beside."""

    quando: str
    atteso: AttesoLetto | None
    regionale: AttesoLetto | None


@dataclass(frozen=True)
class IndicatoreVista:
    """A row of the grid of indicators."""

    indicatore: Indicatore
    celle: list[CellaAttesa]

    @property
    def base(self) -> str:
        """The number it starts from, in Italian."""
        return in_italiano(self.indicatore.base_valore)

    @property
    def nome(self) -> str:
        """How to call it aloud: its number, or the first words."""
        return self.indicatore.numero or " ".join(self.indicatore.testo.split()[:6])


@dataclass(frozen=True)
class VicinaVista:
    """The sheet before, or after, with its address."""

    voce: VoceInLettura
    url: str


@dataclass
class PaginaScheda:
    """A sheet in its place, with its neighbours. Load it with `carica`; lists are read once, when asked for."""

    voce: VoceScheda
    impedimenti: list[str]
    eliminato: Eliminato | None = None
    # Title, place, publication are of the owner; who writes the sheet with it writes the rows.
    governa: bool = False
    # Who writes a sheet of another Ambito sees that sheet, and no room of its plan.
    da_dentro: bool = True

    @classmethod
    def carica(cls, request: HttpRequest, codice: str, triennio: str, specie: str, scheda: str) -> "PaginaScheda":
        """Load a sheet that this person may see, or raise Http404. Two queries; two more for who may not write it as its owner."""
        chi = lettore(request)
        indirizzo = {"piano__ambito__ente__codice": codice, "piano__triennio__codice": triennio}
        voce = get_object_or_404(voci_visibili_a(chi), **indirizzo, specie=specie, codice=scheda)
        impedimenti = list(impedimenti_a_scrivere(chi, voce.piano, voce.scheda.proprietario, Parte.scheda(voce)))
        pagina = cls(voce=voce, impedimenti=impedimenti, eliminato=eliminato_da(request, voce), governa=not impedimenti)
        if impedimenti and coautore(chi, voce):
            pagina.impedimenti = list(impedimenti_di_stato(voce.piano, Parte.scheda(voce)))
            pagina.da_dentro = piani_visibili_a(chi).filter(pk=voce.piano_id).exists()
        return pagina

    def riletta(self) -> "PaginaScheda":
        """Return the sheet as this request has just left it: same place and same person, what it holds read again.

        Only after a save that went through; who lost to somebody else loads it whole.
        """
        return PaginaScheda(voce=self.voce, impedimenti=self.impedimenti, eliminato=self.eliminato)

    def campo(self, chiave: str) -> CampoScheda:
        """Return a row of the format by key, or raise Http404. No query: what the row says is not read."""
        scheda = self.voce.scheda
        for campo in catalogo_di(scheda.formato).campi.get(scheda.formato_id, []):
            if campo.chiave == chiave:
                return campo
        raise Http404

    @property
    def scrivibile(self) -> bool:
        """Whether the reader may write the sheet now."""
        return not self.impedimenti

    @property
    def indirizzo(self) -> dict[str, str]:
        """The keys of the sheet's address."""
        return {**self.voce.piano.indirizzo, "specie": self.voce.specie, "scheda": self.voce.codice}

    def url(self, nome: str, **altri: object) -> str:
        """Return an address under the sheet's."""
        return reverse(f"piani:{nome}", kwargs={**self.indirizzo, **altri})

    @cached_property
    def base(self) -> str:
        """The address of the sheet: what the page's many doors begin with."""
        return self.voce.get_absolute_url()

    # --- Neighbours ---------------------------------------------------------------
    @cached_property
    def _vicine(self) -> tuple[VoceInLettura | None, VoceInLettura | None]:
        voci = voci_in_lettura(self.voce.piano, self.voce.specie)
        posto = next(n for n, v in enumerate(voci) if v.pk == self.voce.pk)
        return voci[posto - 1] if posto else None, voci[posto + 1] if posto + 1 < len(voci) else None

    def _vicina(self, voce: VoceInLettura | None) -> "VicinaVista | None":
        return VicinaVista(voce, self.url("scheda", scheda=voce.codice)) if voce else None

    @cached_property
    def precedente(self) -> "VicinaVista | None":
        """The sheet of the same kind before this one, as the plan is read."""
        return self._vicina(self._vicine[0])

    @cached_property
    def successiva(self) -> "VicinaVista | None":
        """The sheet of the same kind after this one."""
        return self._vicina(self._vicine[1])

    # --- What the sheet holds -----------------------------------------------------
    @cached_property
    def lette(self) -> list[RigaLetta]:
        """The rows of the format with their answers, in the official order."""
        scheda = self.voce.scheda
        return righe_di(scheda, catalogo_di(scheda.formato).campi.get(scheda.formato_id, []))

    @cached_property
    def contenuto(self) -> ContenutoScheda:
        """The typed rows."""
        return contenuto_di(self.voce.scheda, catalogo_di(self.voce.scheda.formato))

    @property
    def azioni(self) -> list[Azione]:
        """All actions; outcome sheets have them though no row names them."""
        return self.contenuto.azioni

    @property
    def azioni_in_cima(self) -> list[AzioneVista]:
        """The actions of the first level, each with its own."""
        return [
            AzioneVista(a, [b for b in self.azioni if b.genitore_id == a.pk])
            for a in self.azioni
            if a.genitore_id is None
        ]

    @cached_property
    def grado(self) -> Grado:
        """The degree of an outcome sheet, chosen or computed."""
        return self.contenuto.grado(self.voce.scheda)

    @property
    def criteri_grado(self) -> list[CriterioVisto]:
        """The ways to count the degree, each with what it gives today."""
        return criteri_grado(self.azioni)

    @cached_property
    def valutazioni(self) -> list[ParteValutata]:
        """The evaluations of its parts."""
        return parti_valutate(self.voce.scheda, self.contenuto)

    @property
    def indicatori(self) -> list[IndicatoreLetto]:
        """All indicators."""
        return self.contenuto.indicatori

    @property
    def risorse(self) -> list[RisorsaLetta]:
        """The funding lines."""
        return self.contenuto.risorse

    @cached_property
    def totale(self) -> TotaleRisorse:
        """The total of the funding lines."""
        return totale_risorse((r.linea for r in self.risorse), len(self.anni))

    @property
    def punti(self) -> list[PuntoScelto]:
        """The key points chosen."""
        return self.contenuto.punti

    @property
    def leps(self) -> list[Leps]:
        """The LEPS pursued."""
        return self.contenuto.leps

    @property
    def aree(self) -> list[AreaLetta]:
        """All areas, marked where they are the sheet's or row 7's."""
        return self.contenuto.aree

    @property
    def macroaree(self) -> list[Macroarea]:
        """The areas of the sheet."""
        return [a.area for a in self.aree if a.della_scheda]

    @cached_property
    def aree_collegate(self) -> frozenset[int]:
        """The ids of the areas of row 7."""
        return frozenset(a.area.pk for a in self.aree if a.collegata)

    @cached_property
    def aree_con_punti(self) -> list[tuple[AreaLetta, bool]]:
        """The areas that have key points, each with whether to show them open: those of the sheet come first."""
        scelti = {p.punto_id for p in self.punti}
        viste = [
            (a, a.della_scheda or a.collegata or any(p.pk in scelti for p in a.punti)) for a in self.aree if a.punti
        ]
        return sorted(viste, key=lambda vista: not vista[1])

    @property
    def anni(self) -> list[int]:
        """The years of the sheet's triennium."""
        return self.voce.scheda.triennio.anni

    # --- Rows ---------------------------------------------------------------------
    @cached_property
    def righe(self) -> list[RigaVista]:
        """Every row of the format, in the official order."""
        contenuto = self.contenuto.conta(self.voce.scheda)
        return [self._riga(letta, fatta=compilata(letta.campo, letta, contenuto)) for letta in self.lette]

    def _riga(self, letta: RigaLetta, *, fatta: bool) -> RigaVista:
        riga = Riga(
            scelte=tuple(scelte_lette(letta.campo, letta.scelte, self.grado)),
            testo=letta.testo,
            non_pertinente=letta.non_pertinente,
            titolo=self.voce.scheda.titolo,
            grado=self.voce.scheda.grado,
            grado_criterio=self.voce.scheda.grado_criterio,
            grado_motivo=self.voce.scheda.grado_motivo,
            aree=self.aree_collegate,
            punti=frozenset(p.punto_id for p in self.punti if p.punto_id),
            altri_punti=tuple(p.nota for p in self.punti if p.punto_id is None),
        )
        campo = letta.campo
        return RigaVista(
            campo,
            riga,
            letta.revisione,
            fatta,
            esempio=letta.esempio,
            bloccata=bool(self.voce.condivisa_id) and campo.pk not in self.righe_locali,
            aperta=campo.pk in self.righe_aperte,
            locale=campo.pk in self.righe_locali,
        )

    @property
    def si_condivide(self) -> bool:
        """Whether it may be offered to other Ambiti: not an outcome, not the sheet of another body."""
        return self.voce.specie in SPECIE_CONDIVISE and not self.voce.condivisa_id

    @cached_property
    def righe_locali(self) -> frozenset[int]:
        """The rows of an adopted sheet that the Ambito writes. A query only for those sheets."""
        return frozenset(self.voce.righe_locali.values_list("pk", flat=True)) if self.voce.condivisa_id else frozenset()

    @cached_property
    def righe_aperte(self) -> frozenset[int]:
        """The rows of an adopted sheet that the Ambito may write. A query only for those sheets."""
        condivisa = self.voce.condivisa
        return frozenset(condivisa.aperte.values_list("pk", flat=True)) if condivisa else frozenset()

    def riga(self, chiave: str) -> RigaVista:
        """Return a row by key, or raise Http404."""
        for riga in self.righe:
            if riga.campo.chiave == chiave:
                return riga
        raise Http404

    def riga_di(self, elenco: str, fase: str = "") -> RigaVista | None:
        """Return the row under which a list stands; None where the format names none (actions of outcome sheets)."""
        return next((r for r in self.righe if r.elenco == elenco and r.fase == fase), None)

    @cached_property
    def gruppi(self) -> list[GruppoVista]:
        """The groups for the eye; a row whose group is unknown goes in the last."""
        noti = self.voce.scheda.formato.gruppi
        chiavi = [g["chiave"] for g in noti]
        per_gruppo: dict[str, list[RigaVista]] = {chiave: [] for chiave in chiavi}
        for riga in self.righe:
            per_gruppo[riga.campo.gruppo if riga.campo.gruppo in per_gruppo else chiavi[-1]].append(riga)
        return [GruppoVista(g["chiave"], g["titolo"], per_gruppo[g["chiave"]]) for g in noti]

    @property
    def compilate(self) -> int:
        """How many rows have an answer."""
        return sum(r.compilata for r in self.righe)

    @property
    def da_compilare(self) -> list[RigaVista]:
        """The rows that the Region asks for and that have no answer yet."""
        return [r for r in self.righe if r.campo.obbligatorio and not r.compilata]

    @property
    def azioni_a_parte(self) -> bool:
        """Whether the actions stand in a block of their own: outcome sheets have them outside the official rows."""
        return self.voce.specie == "esito"

    @cached_property
    def griglie(self) -> dict[str, list[IndicatoreVista]]:
        """The indicators of each phase."""
        return {
            fase: [self._indicatore(i) for i in self.indicatori if i.indicatore.fase == fase] for fase in Fase.values
        }

    def _indicatore(self, letto: IndicatoreLetto) -> IndicatoreVista:
        triennio = CellaAttesa("Triennio", letto.attesi.get(None), None)
        anni = (CellaAttesa(str(a), letto.attesi.get(a), letto.regionali.get(a)) for a in self.anni)
        return IndicatoreVista(letto.indicatore, [triennio, *anni])
