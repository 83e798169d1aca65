"""Saves a row of a sheet: choices and text, and what the row keeps in its own tables."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core.exceptions import DatiNonValidi
from core.storia import A_MANO, Modo, salva
from obiettivi.actions.comuni import conserva_origine, firma, senza_storia, testo_formattato, testo_lungo, una_riga
from obiettivi.actions.valutazioni import grado_scelto
from obiettivi.enums import CriterioGrado, TipoCampo
from obiettivi.models import CampoScheda, Macroarea, PuntoChiave, PuntoScelto, Risposta, Scheda
from obiettivi.regole_esiti import grado
from utenti.models import Utente


@dataclass(frozen=True)
class Riga:
    """What a person writes in a row; some rows keep their value (title, degree, areas, points) in a table of their own.

    `punti` are ids of key points, `altri_punti` points outside the list, in local words. `esempio` keeps the mark of an
    invented answer as long as nothing else changes; it cannot set it.
    """

    scelte: tuple[str, ...] = ()
    testo: str = ""
    non_pertinente: bool = False
    titolo: str = ""
    grado: int | None = None
    grado_criterio: str = ""
    grado_motivo: str = ""
    aree: frozenset[int] = frozenset()
    punti: frozenset[int] = frozenset()
    altri_punti: tuple[str, ...] = ()
    esempio: bool = False


def salva_risposta(
    scheda: Scheda, campo: CampoScheda, riga: Riga, *, revisione_letta: int, autore: Utente, modo: Modo = A_MANO
) -> Risposta:
    """Save a row, on the condition that nobody saved it since `revisione_letta`; the same words twice save nothing.

    The answer's revision guards also what the row keeps elsewhere (title, degree, areas, key points): this is the only
    door to them. All that changes bears one date, so that the history can say what stood together. Raises
    SalvataggioSuperato with the answer as it stands, DatiNonValidi.
    """
    scelte = _scelte(campo, riga.scelte)
    testo = testo_formattato(riga.testo)
    with transaction.atomic():
        risposta = _risposta(scheda, campo, autore)
        prima = (risposta.scelte, risposta.testo, risposta.non_pertinente)
        tipizzata = _tipizzata(campo, scheda, riga)
        scelte = tipizzata.scelte(campo, scelte)
        diversa = prima != (scelte, testo, riga.non_pertinente) or tipizzata.diversa
        esempio = risposta.esempio and riga.esempio and not diversa
        if not diversa and esempio == risposta.esempio:
            return risposta
        conserva_origine(risposta, *tipizzata.righe())
        risposta.scelte, risposta.testo, risposta.non_pertinente = scelte, testo, riga.non_pertinente
        risposta.esempio = esempio
        quando = timezone.now()
        campi = ["scelte", "testo", "non_pertinente", "esempio"]
        salva(firma(risposta, autore, quando), revisione_letta, campi, autore=autore, modo=modo)
        scheda._change_reason = modo.per_storia()  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's own name
        if diversa:
            tipizzata.salva(autore, quando)
    return risposta


def _risposta(scheda: Scheda, campo: CampoScheda, autore: Utente) -> Risposta:
    """Return the answer, made empty on first use: its first revision is the one that an empty row shows."""
    risposta = Risposta.objects.filter(scheda=scheda, campo=campo).first()
    if risposta is None:
        risposta = firma(Risposta(scheda=scheda, campo=campo), autore)
        risposta.save()
    return risposta


def _scelte(campo: CampoScheda, scelte: tuple[str, ...]) -> list[str]:
    estranee = [s for s in scelte if s not in campo.chiavi_scelte]
    if estranee:
        raise DatiNonValidi(f"La scelta «{estranee[0]}» non è tra quelle di questa riga. Non è cambiato nulla.")
    if len(set(scelte)) > 1 and not campo.multipla:
        raise DatiNonValidi("In questa riga si sceglie una voce sola. Non è cambiato nulla.")
    return [s for s in campo.chiavi_scelte if s in scelte]


class _Tipizzata:
    """What a row keeps outside its answer: nothing, for most."""

    def __init__(self, scheda: Scheda, riga: Riga) -> None:
        self.scheda = scheda
        self.riga = riga

    @property
    def diversa(self) -> bool:
        """Whether it differs from what is saved."""
        return False

    def scelte(self, campo: CampoScheda, scelte: list[str]) -> list[str]:
        """Return the choices to keep: those made, where the typed value does not say them."""
        return scelte

    def righe(self) -> list[PuntoScelto]:
        """Return the rows of a table that the history must know before they go."""
        return []

    def salva(self, autore: Utente, quando: dt.datetime) -> None:
        """Save it, under the guard of the answer's revision."""


class _Titolo(_Tipizzata):
    @property
    def diversa(self) -> bool:
        return una_riga(self.riga.titolo, 400) != self.scheda.titolo

    def salva(self, autore: Utente, quando: dt.datetime) -> None:
        self.scheda.titolo = una_riga(self.riga.titolo, 400)
        firma(self.scheda, autore, quando).save(update_fields=["titolo"])


class _Grado(_Tipizzata):
    """The degree: chosen, or computed from the actions by a criterion; its band follows it."""

    def __init__(self, scheda: Scheda, riga: Riga) -> None:
        super().__init__(scheda, riga)
        criterio = riga.grado_criterio
        if criterio not in CriterioGrado.values:
            raise DatiNonValidi("Scegli come si calcola il grado tra le voci dell'elenco. Non è cambiato nulla.")
        self.realizzazioni = list(
            scheda.azioni.filter(genitore=None).order_by("ordine").values_list("realizzazione", flat=True)
        )
        motivo = testo_lungo(riga.grado_motivo) if criterio else ""
        self.nuovo = (grado_scelto(riga.grado, motivo, criterio, self.realizzazioni), criterio, motivo)

    @property
    def diversa(self) -> bool:
        return self.nuovo != (self.scheda.grado, self.scheda.grado_criterio, self.scheda.grado_motivo)

    def scelte(self, campo: CampoScheda, scelte: list[str]) -> list[str]:
        fascia = grado(*self.nuovo, self.realizzazioni).fascia
        return [str(fascia)] if fascia in campo.chiavi_scelte else scelte

    def salva(self, autore: Utente, quando: dt.datetime) -> None:
        self.scheda.grado, self.scheda.grado_criterio, self.scheda.grado_motivo = self.nuovo
        firma(self.scheda, autore, quando).save(update_fields=["grado", "grado_criterio", "grado_motivo"])


class _Aree(_Tipizzata):
    @property
    def diversa(self) -> bool:
        return set(self.riga.aree) != {a.pk for a in self.scheda.aree_trasversali.all()}

    def salva(self, autore: Utente, quando: dt.datetime) -> None:
        with senza_storia(self.scheda):
            self.scheda.aree_trasversali.set(Macroarea.objects.filter(pk__in=self.riga.aree))
        firma(self.scheda, autore, quando).save(update_fields=["revisione"])


class _Punti(_Tipizzata):
    """Chosen points keep their order and their local note; new ones follow, then those outside the list."""

    @property
    def diversa(self) -> bool:
        return [(p.punto_id, p.nota) for p in self.scheda.punti_scelti.all()] != [
            (p.punto_id, p.nota) for p in self._nuovi()
        ]

    def _nuovi(self) -> list[PuntoScelto]:
        altri = [una_riga(nota, 300) for nota in self.riga.altri_punti if nota.strip()]
        tenuti = []
        for scelto in self.scheda.punti_scelti.all():
            if scelto.punto_id in self.riga.punti:
                tenuti.append(scelto)
            elif scelto.punto_id is None and scelto.nota in altri:
                altri.remove(scelto.nota)
                tenuti.append(scelto)
        presenti = {p.punto_id for p in tenuti}
        catalogo = PuntoChiave.objects.filter(pk__in=self.riga.punti - presenti).order_by("macroarea__ordine", "ordine")
        nuovi = [PuntoScelto(scheda=self.scheda, punto=p, macroarea_id=p.macroarea_id) for p in catalogo]
        return tenuti + nuovi + [PuntoScelto(scheda=self.scheda, nota=nota) for nota in altri]

    def righe(self) -> list[PuntoScelto]:
        return list(self.scheda.punti_scelti.all())

    def salva(self, autore: Utente, quando: dt.datetime) -> None:
        punti = self._nuovi()
        tenuti = {p.pk for p in punti}
        for punto in self.righe():
            if punto.pk not in tenuti:
                firma(punto, autore, quando).delete()
        for n, punto in enumerate(punti, 1):
            if punto.ordine != n or punto.pk is None:
                punto.ordine = n
                firma(punto, autore, quando).save()


_PER_TIPO: dict[str, type[_Tipizzata]] = {
    TipoCampo.TITOLO: _Titolo,
    TipoCampo.PERCENTUALE: _Grado,
    TipoCampo.AREE: _Aree,
    TipoCampo.PUNTI_CHIAVE: _Punti,
}


def _tipizzata(campo: CampoScheda, scheda: Scheda, riga: Riga) -> _Tipizzata:
    return _PER_TIPO.get(campo.tipo, _Tipizzata)(scheda, riga)
