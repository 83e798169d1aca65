"""A thread as a person sees it: what it says, what this person may do in it, and the forms to do it."""

from dataclasses import dataclass

from crispy_forms.layout import Submit
from django.http import Http404, HttpRequest
from django.urls import reverse

from core.forms import ModuloItaliano
from piani.actions.commenti import perche_non_commenta, perche_non_si_corregge
from piani.forms.commenti import (
    ModuloAssegna,
    ModuloCorrezione,
    ModuloEsito,
    ModuloRiapri,
    ModuloRisposta,
)
from piani.models import Commento, Piano
from piani.permissions import enti_scrivibili
from piani.queries_commenti import assegnabili, commenti_visibili_a, gestisce, incarico_che_commenta, quali_commenti
from piani.queries_discussioni import Discussione, discussioni
from piani.queries_parti import Parti
from piani.views.comune import piano_leggibile
from utenti.models import Incarico, Utente
from utenti.permissions import spiega_rifiuto
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


@dataclass(frozen=True)
class Voce:
    """One thing said, and whether the reader may correct it, or withdraw it."""

    commento: Commento
    si_corregge: bool
    si_ritira: bool


@dataclass(frozen=True)
class Vista:
    """A plan's comments as one person sees them. `tutti`: every comment, with the names."""

    piano: Piano
    chi: Utente
    tutti: bool
    parti: Parti

    @classmethod
    def apri(cls, request: RichiestaUtente, codice: str, triennio: str) -> "Vista":
        """Return it; 404 for who reads none of the comments of that plan."""
        piano = piano_leggibile(request, codice, triennio)
        tutti = quali_commenti(request.user, piano)
        if tutti is None:
            raise Http404
        return cls(piano, request.user, tutti, Parti(piano))

    def trova(self, pk: int) -> Commento:
        """Return a comment that the reader may see, or raise Http404."""
        commento = (
            commenti_visibili_a(self.chi, self.piano, tutti=self.tutti).select_related("risponde_a").filter(pk=pk)
        )
        trovato = commento.first()
        if trovato is None:
            raise Http404
        trovato.piano = self.piano
        return trovato

    def discussione(self, radice: Commento) -> Discussione:
        """Return the thread that a comment opens."""
        [discussione] = discussioni(self.piano, [radice], self.parti)
        return discussione

    def voci(self, discussione: Discussione) -> list[Voce]:
        """Return what was said, in order: the comment, then the replies."""
        tutte = [discussione.radice, *discussione.risposte]
        risolto = discussione.radice.risolto_il is not None
        return [self._voce(detta, tutte[n + 1 :], risolto=risolto) for n, detta in enumerate(tutte)]

    def _voce(self, detta: Commento, dopo: list[Commento], *, risolto: bool) -> Voce:
        altri = any(c.autore_id != self.chi.pk for c in dopo)
        return Voce(
            detta,
            si_corregge=not perche_non_si_corregge(detta, self.chi, risposto=altri, risolto=risolto),
            si_ritira=not perche_non_si_corregge(detta, self.chi, risposto=bool(dopo), risolto=risolto),
        )


@dataclass(frozen=True)
class Porte:
    """What the reader may do in a thread."""

    incarico: Incarico | None
    gestisce: bool
    riapre: bool
    perche_no: str

    @classmethod
    def di(cls, vista: Vista, discussione: Discussione) -> "Porte":
        """Ask. Four queries at most."""
        incarico = incarico_che_commenta(vista.chi, vista.piano)
        suo = gestisce(enti_scrivibili(vista.chi, vista.piano), vista.piano, discussione.parte)
        risolto = discussione.radice.risolto_il is not None
        return cls(
            incarico,
            suo,
            riapre=risolto and incarico is not None and (suo or discussione.radice.autore_id == vista.chi.pk),
            perche_no="" if incarico else perche_non_commenta(vista.chi, vista.piano),
        )


def perche_no(atto: str, vista: Vista, discussione: Discussione, commento: Commento) -> str:
    """Return why the reader may not do an act on a comment of the thread; empty if it is a matter of what is typed."""
    porte = Porte.di(vista, discussione)
    if atto == "rispondi":
        return porte.perche_no
    if atto in ("modifica", "ritira"):
        voce = next(v for v in vista.voci(discussione) if v.commento.pk == commento.pk)
        si_puo = voce.si_corregge if atto == "modifica" else voce.si_ritira
        # Two reasons only: it is another's, or it has its answer.
        return "" if si_puo else perche_non_si_corregge(commento, vista.chi, risposto=True, risolto=True)
    suo = atto == "riapri" and discussione.radice.autore_id == vista.chi.pk
    if porte.gestisce or suo:
        return porte.perche_no if atto == "riapri" else ""
    return spiega_rifiuto(vista.chi, Permesso.SCRIVERE_PIANO, ambito=vista.piano.ambito)


MODULI: dict[str, type[ModuloItaliano]] = {
    "rispondi": ModuloRisposta,
    "modifica": ModuloCorrezione,
    "ritira": ModuloItaliano,
    "assegna": ModuloAssegna,
    "risolvi": ModuloEsito,
    "riapri": ModuloRiapri,
}


def modulo_di(atto: str, vista: Vista, commento: Commento, request: HttpRequest | None = None) -> ModuloItaliano:
    """Return the form of an act on a comment: bound to what was sent, with ids of its own."""
    iniziali = {"testo": commento.testo} if atto == "modifica" else {"a": commento.assegnato_a_id}
    modulo = MODULI[atto](request.POST if request else None, initial=iniziali, auto_id=f"{atto}-{commento.pk}-%s")
    modulo.helper.inputs = [Submit("invia", modulo.invio, css_id=f"{atto}-{commento.pk}-invia")]
    modulo.helper.form_action = reverse(f"piani:commento_{atto}", kwargs={**vista.piano.indirizzo, "pk": commento.pk})
    if atto == "assegna":
        radice = commento.risponde_a or commento
        parte = None if radice.parte_tolta else vista.parti.trova(radice.specie, radice.parte)
        modulo.fields["a"].queryset = assegnabili(vista.piano, parte)  # type: ignore[attr-defined]  # a ModelChoiceField
    return modulo


def moduli_aperti(vista: Vista, discussione: Discussione, porte: Porte) -> dict[str, ModuloItaliano]:
    """Return the empty forms of what the reader may do with the thread as a whole, by act."""
    radice = discussione.radice
    risolto = radice.risolto_il is not None
    possibili = {
        "rispondi": porte.incarico is not None,
        "risolvi": porte.gestisce and not risolto,
        "assegna": porte.gestisce and not risolto,
        "riapri": porte.riapre,
    }
    return {atto: modulo_di(atto, vista, radice) for atto, si in possibili.items() if si}
