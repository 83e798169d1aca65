"""Saves a row of a sheet: choices and text, and what the row keeps in its own tables."""

from dataclasses import dataclass

from django.db import transaction

from core.exceptions import DatiNonValidi
from obiettivi.actions.comuni import firma, testo_formattato, una_riga
from obiettivi.enums import TipoCampo
from obiettivi.models import CampoScheda, Macroarea, PuntoChiave, PuntoScelto, Risposta, Scheda
from utenti.models import Utente


@dataclass(frozen=True)
class Riga:
    """What a person writes in a row. The last four regard the rows that keep their value in a table of their own.

    `punti` are ids of key points, `altri_punti` points outside the list, in local words.
    """

    scelte: tuple[str, ...] = ()
    testo: str = ""
    non_pertinente: bool = False
    titolo: str = ""
    grado: int | None = None
    aree: frozenset[int] = frozenset()
    punti: frozenset[int] = frozenset()
    altri_punti: tuple[str, ...] = ()


def salva_risposta(scheda: Scheda, campo: CampoScheda, riga: Riga, *, revisione_letta: int, autore: Utente) -> Risposta:
    """Save a row, on the condition that nobody saved it since `revisione_letta`; the same words twice save nothing.

    The answer's revision guards also what the row keeps elsewhere (title, degree, areas, key points): this is the only
    door to them. Raises SalvataggioSuperato with the answer as it stands, DatiNonValidi.
    """
    scelte = _scelte(campo, riga.scelte)
    testo = testo_formattato(riga.testo)
    with transaction.atomic():
        risposta = _risposta(scheda, campo, autore)
        prima = (risposta.scelte, risposta.testo, risposta.non_pertinente)
        tipizzata = _tipizzata(campo, scheda, riga)
        if prima == (scelte, testo, riga.non_pertinente) and not tipizzata.diversa:
            return risposta
        risposta.scelte, risposta.testo, risposta.non_pertinente = scelte, testo, riga.non_pertinente
        risposta.esempio = False
        firma(risposta, autore).salva_se_invariata(revisione_letta, ["scelte", "testo", "non_pertinente", "esempio"])
        tipizzata.salva(autore)
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

    def salva(self, autore: Utente) -> None:
        """Save it, under the guard of the answer's revision."""


class _Titolo(_Tipizzata):
    @property
    def diversa(self) -> bool:
        return una_riga(self.riga.titolo, 400) != self.scheda.titolo

    def salva(self, autore: Utente) -> None:
        self.scheda.titolo = una_riga(self.riga.titolo, 400)
        firma(self.scheda, autore).save(update_fields=["titolo"])


class _Grado(_Tipizzata):
    @property
    def diversa(self) -> bool:
        grado = self.riga.grado
        if grado is not None and not 0 <= grado <= 100:
            raise DatiNonValidi("Il grado di raggiungimento sta tra 0 e 100. Non è cambiato nulla.")
        return grado != self.scheda.grado

    def salva(self, autore: Utente) -> None:
        self.scheda.grado = self.riga.grado
        firma(self.scheda, autore).save(update_fields=["grado"])


class _Aree(_Tipizzata):
    @property
    def diversa(self) -> bool:
        return set(self.riga.aree) != {a.pk for a in self.scheda.aree_trasversali.all()}

    def salva(self, autore: Utente) -> None:
        self.scheda.aree_trasversali.set(Macroarea.objects.filter(pk__in=self.riga.aree))


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
        nuovi = [PuntoScelto(punto=p, macroarea_id=p.macroarea_id) for p in catalogo]
        return tenuti + nuovi + [PuntoScelto(nota=nota) for nota in altri]

    def salva(self, autore: Utente) -> None:
        punti = self._nuovi()
        self.scheda.punti_scelti.all().delete()
        PuntoScelto.objects.bulk_create(
            PuntoScelto(scheda=self.scheda, ordine=n, macroarea_id=p.macroarea_id, punto_id=p.punto_id, nota=p.nota)
            for n, p in enumerate(punti, 1)
        )


_PER_TIPO: dict[str, type[_Tipizzata]] = {
    TipoCampo.TITOLO: _Titolo,
    TipoCampo.PERCENTUALE: _Grado,
    TipoCampo.AREE: _Aree,
    TipoCampo.PUNTI_CHIAVE: _Punti,
}


def _tipizzata(campo: CampoScheda, scheda: Scheda, riga: Riga) -> _Tipizzata:
    return _PER_TIPO.get(campo.tipo, _Tipizzata)(scheda, riga)
