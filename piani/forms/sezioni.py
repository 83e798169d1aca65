"""Forms of a section: its text, its data, its place."""

from collections.abc import Iterator
from typing import cast

from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.urls import reverse

from ambiti.enums import TipoEnte
from ambiti.models import Collegamento, Ente
from core.forms import ModuloItaliano
from core.storia import A_MANO, Modo
from piani.actions.sezioni import DatiSezione, aggiungi_sezione, cambia_dati_sezione, scrivi_sezione
from piani.actions.struttura import firma_prefazione
from piani.albero import Nodo, albero, in_ordine
from piani.enums import SpecieSezione
from piani.forms.editor import CampoFormattato, Redattore
from piani.models import Piano, Sezione, VoceFormato
from utenti.models import Incarico, Utente

RIENTRO = "\u2003"


class ModuloTesto(ModuloItaliano):
    """The text of a section with the revision that was read."""

    testo = CampoFormattato(label="Testo della sezione", immagini=True)
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def del_piano(self, piano: Piano) -> "ModuloTesto":
        """Let the editor show and add the images of the plan, and list what the text may refer to."""
        widget = cast("Redattore", self.fields["testo"].widget)
        widget.del_piano(*(reverse(f"piani:{nome}", kwargs=piano.indirizzo) for nome in ("immagini", "rimandi")))
        return self

    def save(self, sezione: Sezione, *, autore: Utente, modo: Modo = A_MANO) -> Sezione:
        """Save the text."""
        c = self.cleaned_data
        return scrivi_sezione(sezione, testo=c["testo"], revisione=c["revisione"], autore=autore, modo=modo)


class ModuloUnione(ModuloTesto):
    """Both texts put together, after somebody else saved."""

    invio = "Salva questo testo"


def enti_del_piano(piano: Piano) -> "list[tuple[str, list[tuple[int, str]]]]":
    """Return the bodies that may own a section, in groups: Ambito, ATS, ASST, capofila and who owns one already; then the
    bodies of the Terzo Settore with someone in the portal, which are given a signed preface. One query."""
    collegate = Collegamento.objects.filter(ambito=piano.ambito_id).values("asst_id")
    del_piano = (
        Q(pk__in=[piano.ambito_id, piano.ambito.ats_id])
        | Q(pk__in=collegate)
        | Q(pk__in=piano.sezioni.values("proprietario_id"))
        | Q(capofila_di__ambito=piano.ambito_id)
    )
    con_persone = Incarico.objects.in_corso().values("ente_id")
    del_terzo_settore = Q(tipo=TipoEnte.TERZO_SETTORE, pk__in=con_persone)
    enti = list(Ente.objects.filter(del_piano | del_terzo_settore).distinct().order_by("nome"))
    gruppi = {
        "Enti del Piano": [e for e in enti if e.tipo != TipoEnte.TERZO_SETTORE],
        "Terzo Settore, per una prefazione firmata": [e for e in enti if e.tipo == TipoEnte.TERZO_SETTORE],
    }
    return [(nome, [(e.pk, e.sigla or e.nome_completo) for e in gruppo]) for nome, gruppo in gruppi.items() if gruppo]


class ModuloDatiSezione(ModuloItaliano):
    """What a section is: title, numbering, item of the format, owner."""

    titolo = forms.CharField(label="Titolo", max_length=400)
    numerata = forms.BooleanField(label="Numerata nell'indice", required=False)
    pagina_nuova = forms.BooleanField(label="Comincia su una pagina nuova, nella stampa", required=False)
    voce_formato = forms.ModelChoiceField(
        queryset=VoceFormato.objects.none(),
        label="Voce del formato regionale",
        required=False,
        empty_label="Nessuna",
        help_text="A quale delle voci chieste dalla Regione risponde questa sezione.",
    )
    proprietario = forms.TypedChoiceField(
        label="Ente che la scrive", coerce=int, help_text="Solo chi lavora per questo ente potrà cambiarne il testo."
    )
    specie = forms.ChoiceField(
        label="Che cosa è",
        choices=SpecieSezione.choices,
        required=False,
        help_text="Una prefazione non ha numero e si chiude con il nome di chi la firma.",
    )
    firmatario = forms.CharField(label="Chi firma la prefazione", max_length=200, required=False)
    qualifica = forms.CharField(
        label="Con quale qualifica",
        max_length=200,
        required=False,
        help_text="Per esempio: Presidente dell'Assemblea dei Sindaci.",
    )
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, sezione: Sezione, **kwargs: object) -> None:
        self.sezione = sezione
        kwargs.setdefault(
            "initial",
            {
                "titolo": sezione.titolo,
                "numerata": sezione.numerata,
                "pagina_nuova": sezione.pagina_nuova,
                "voce_formato": sezione.voce_formato_id,
                "proprietario": sezione.proprietario_id,
                "specie": sezione.specie,
                "firmatario": sezione.firmatario,
                "qualifica": sezione.qualifica,
                "revisione": sezione.revisione,
            },
        )
        super().__init__(*args, **kwargs)
        voci = VoceFormato.objects.filter(triennio=sezione.piano.triennio_id)
        self.fields["voce_formato"].queryset = voci  # type: ignore[attr-defined]  # a choice field
        self.fields["proprietario"].choices = enti_del_piano(sezione.piano)  # type: ignore[attr-defined]  # a choice field
        if sezione.pubblicata:
            for campo in ("titolo", "specie", "firmatario", "qualifica"):
                self.fields[campo].disabled = True
            self.fields["titolo"].help_text = "È di chi ha pubblicato il testo."

    def save(self, *, autore: Utente) -> Sezione:
        """Save the data."""
        c = self.cleaned_data
        dati: DatiSezione = {
            "titolo": " ".join(c["titolo"].split()),
            "numerata": c["numerata"],
            "pagina_nuova": c["pagina_nuova"],
            "voce_formato": c["voce_formato"],
            "proprietario": Ente.objects.get(pk=c["proprietario"]),
            "specie": SpecieSezione(c["specie"] or SpecieSezione.TESTO),
            "firmatario": " ".join(c["firmatario"].split()),
            "qualifica": " ".join(c["qualifica"].split()),
        }
        return cambia_dati_sezione(self.sezione, dati=dati, revisione=c["revisione"], autore=autore)


def luoghi(piano: Piano, esclusa: Sezione | None = None) -> list[tuple[str, str]]:
    """Return the places under which a section may go, indented; neither `esclusa` nor what is in it."""
    nodi = in_ordine(albero(piano.sezioni.all()))
    vietati = {n.sezione.pk for nodo in nodi if esclusa and nodo.sezione.pk == esclusa.pk for n in nodo.ramo()}
    return [("", "Tra i capitoli"), *(_luogo(n) for n in nodi if n.sezione.pk not in vietati)]


def _luogo(nodo: Nodo) -> tuple[str, str]:
    return nodo.sezione.chiave, _in_elenco(nodo)


def _in_elenco(nodo: Nodo) -> str:
    return RIENTRO * nodo.livello + f"{nodo.numero} {nodo.sezione}".strip()


class _InOrdine(ModelChoiceIterator[Sezione]):
    """The sections of one plan as the index has them, numbered and indented; the queryset says which may be chosen."""

    def __iter__(self) -> Iterator[tuple[object, str]]:  # type: ignore[override]  # plain choices: no instance beside
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        ammesse = {s.pk: s.piano_id for s in self.queryset}
        for nodo in in_ordine(albero(Sezione.objects.filter(piano__in=set(ammesse.values())))):
            if nodo.sezione.pk in ammesse:
                yield nodo.sezione.pk, _in_elenco(nodo)


class CampoSezione(forms.ModelChoiceField[Sezione]):
    """One section of the plan, chosen from its index."""

    iterator = _InOrdine


class ModuloFirma(ModuloItaliano):
    """Who signs a preface."""

    invio = "Salva la firma"

    firmatario = forms.CharField(
        label="Chi firma", max_length=200, error_messages={"required": "Scrivi il nome di chi firma."}
    )
    qualifica = forms.CharField(label="Con quale qualifica", max_length=200, required=False)
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def save(self, sezione: Sezione, *, autore: Utente) -> Sezione:
        """Save the signature."""
        return firma_prefazione(sezione, **self.cleaned_data, autore=autore)


class ModuloNuovaSezione(ModuloItaliano):
    """Title and place of a new section."""

    invio = "Aggiungi la sezione"

    titolo = forms.CharField(label="Titolo", max_length=400)
    sotto = forms.ChoiceField(label="Dove va", required=False, help_text="Va in fondo: poi la sposti su e giù.")

    def __init__(self, *args: object, piano: Piano, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.piano = piano
        self.fields["sotto"].choices = luoghi(piano)  # type: ignore[attr-defined]  # a choice field

    def save(self, *, autore: Utente) -> Sezione:
        """Add the section."""
        return aggiungi_sezione(
            self.piano,
            titolo=self.cleaned_data["titolo"],
            genitore=luogo(self.piano, self.cleaned_data["sotto"]),
            autore=autore,
        )


def luogo(piano: Piano, chiave: str) -> Sezione | None:
    """Return the section of a choice of place; None for the chapters."""
    return piano.sezioni.select_related("proprietario").get(chiave=chiave) if chiave else None


class ModuloPosto(ModuloItaliano):
    """Under which section a section goes."""

    invio = "Sposta qui"

    sotto = forms.ChoiceField(label="Sotto quale sezione", required=False)

    def __init__(self, *args: object, sezione: Sezione, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper.inputs = [Submit("sposta", self.invio)]
        self.fields["sotto"].choices = luoghi(sezione.piano, sezione)  # type: ignore[attr-defined]  # a choice field
