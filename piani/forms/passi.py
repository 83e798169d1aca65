"""The forms of the steps: each asks only what its rule wants typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from core.exceptions import Rifiuto
from core.forms import ModuloItaliano
from documenti.caricamenti import Caricato, FileDaConservare
from obiettivi.models import CampoScheda
from piani.canonico import documento_corrente
from piani.canonico.esporta import ordine_di_lettura
from piani.enums import Passo, SpecieParte, TipoAtto
from piani.exceptions import DataFuoriOrdine
from piani.lettura import Nomi
from piani.lettura.segnaposto import risolvi, valori
from piani.models import Piano
from piani.regole_passi import DatiPasso, ParteNominata, Regola


@dataclass(frozen=True)
class ParolePasso:
    """A step in words: what it does, the button, what came of it."""

    spiega: str
    bottone: str
    fatto: str
    etichette: Mapping[str, str] = field(default_factory=dict)


PAROLE: dict[Passo, ParolePasso] = {
    Passo.APRI_CONSULTAZIONE: ParolePasso(
        "Chi siede ai tavoli del Piano può leggere la bozza e commentarla. Tu continui a scrivere. Potrai chiuderla.",
        "Apri la consultazione",
        "La consultazione è aperta: chi siede ai tavoli legge la bozza.",
    ),
    Passo.CHIUDI_CONSULTAZIONE: ParolePasso(
        "Chi siede ai tavoli non legge più la bozza. I commenti e i contributi restano.",
        "Chiudi la consultazione",
        "La consultazione è chiusa.",
    ),
    Passo.INVIA_IN_VERIFICA: ParolePasso(
        "Piano e Accordo si fissano come sono adesso e vanno all'ATS per la verifica di coerenza. Da qui il testo non si "
        "cambia più, finché l'ATS risponde o tu ritiri il Piano.",
        "Invia in verifica",
        "Il Piano è in verifica presso l'ATS. Chi lo verifica ha ricevuto un messaggio.",
    ),
    Passo.RITIRA: ParolePasso(
        "Il Piano torna in bozza e si può scrivere. Un assenso già dato resta agli atti: la prossima verifica guarda solo ciò "
        "che è cambiato.",
        "Ritira il Piano",
        "Il Piano è di nuovo in bozza.",
        {"motivo": "Perché lo ritiri"},
    ),
    Passo.CHIEDI_INTEGRAZIONI: ParolePasso(
        "Il Piano torna all'Ufficio di Piano, che potrà scrivere solo le parti che indichi. Una riga apre tutta la sua scheda.",
        "Chiedi le integrazioni",
        "La richiesta è partita: l'Ufficio di Piano ha ricevuto un messaggio.",
        {"motivo": "Che cosa manca e perché"},
    ),
    Passo.DAI_ASSENSO: ParolePasso(
        "L'ATS attesta che il Piano è coerente con le linee regionali. L'assenso vale per la versione fissata.",
        "Dai l'assenso",
        "L'assenso è registrato: l'Assemblea può approvare.",
        {"numero": "Numero di protocollo dell'assenso", "giorno": "Data dell'assenso"},
    ),
    Passo.APRI_SOTTOSCRIZIONE: ParolePasso(
        "Le parti dell'Accordo ricevono un messaggio: scaricano l'Accordo, lo firmano fuori dal portale e caricano il file.",
        "Apri la sottoscrizione",
        "La sottoscrizione è aperta: le parti hanno ricevuto un messaggio.",
    ),
    Passo.COMPLETA_SOTTOSCRIZIONE: ParolePasso(
        "Tutte le firme ci sono: la raccolta si chiude e il Piano passa all'ATS per il recepimento.",
        "Completa la sottoscrizione",
        "La sottoscrizione è completa.",
    ),
    Passo.RECEPISCI: ParolePasso(
        "Registra l'atto con cui l'ATS recepisce il Piano e prende atto dell'Accordo: numero e data sono quelli dell'atto.",
        "Registra il recepimento",
        "Il recepimento è registrato.",
        {"numero": "Numero dell'atto", "giorno": "Data dell'atto", "file": "File dell'atto"},
    ),
    Passo.CONCLUDI: ParolePasso(
        "Il triennio è finito e gli esiti sono scritti: il Piano si chiude e resta da leggere.",
        "Concludi il Piano",
        "Il Piano è concluso.",
    ),
}


@dataclass(frozen=True)
class GruppoParti:
    """Parts offered together: a heading, its own value (empty for none), and the parts inside."""

    titolo: str
    valore: str
    voci: list[tuple[str, str]]


class ChiedeConferma(ModuloItaliano):
    """A form with a day: the mark "it is right" shows only where the portal has asked."""

    conferma_ordine = forms.BooleanField(
        label="Ho controllato: la data è giusta così",
        required=False,
        help_text="L'atto resterà registrato con un avviso sull'ordine delle date.",
    )
    mostrati: list[str]

    def disponi(self, *, chiesta: bool) -> None:
        """Lay out the fields; the mark too, if `chiesta`."""
        self.helper.layout = Layout(*self.mostrati, *(["conferma_ordine"] if chiesta else []))

    def rifiutato(self, rifiuto: Rifiuto) -> None:
        """Show a refusal on the form, with the mark where it can help."""
        self.add_error(None, str(rifiuto))
        self.disponi(chiesta=isinstance(rifiuto, DataFuoriOrdine) or "conferma_ordine" in self.data)


class ModuloPasso(ChiedeConferma):
    """The form of a step. `parti` are drawn by the page itself (`gruppi`), since a plan has hundreds."""

    motivo = forms.CharField(label="Motivo", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    tipo_atto = forms.ChoiceField(label="Tipo di atto", choices=TipoAtto.choices, widget=forms.RadioSelect)
    numero = forms.CharField(label="Numero", max_length=60)
    giorno = forms.DateField(
        label="Data",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="La data che l'atto porta, non quella di oggi.",
    )
    file = FileDaConservare(label="File", help_text="Un PDF, oppure un file firmato .p7m.")
    parti = forms.MultipleChoiceField(
        label="Parti da integrare",
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": "Scegli almeno una parte da integrare: una sezione, una scheda, una riga o un articolo.",
            "invalid_choice": "Una delle parti scelte nel Piano non c'è più: ricarica la pagina e scegli di nuovo.",
        },
    )

    def __init__(
        self,
        regola: Regola,
        piano: Piano,
        dati: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        scelte: list[str] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.invio = PAROLE[regola.passo].bottone
        super().__init__(dati, files, initial=initial)
        self.regola, self.piano = regola, piano
        tenuti = set(regola.dati) | ({"conferma_ordine"} if regola.fatto else set())
        self.togli(*(campo for campo in self.fields if campo not in tenuti))
        for campo, etichetta in PAROLE[regola.passo].etichette.items():
            self.fields[campo].label = etichetta
        self.gruppi: list[GruppoParti] = []
        self.scelte = set(scelte or [])
        if "parti" in self.fields:
            self._prepara_parti(dati)
        # The page draws the form's own tag and button: the parts come between.
        self.helper.form_tag = False
        self.helper.inputs = []
        self.mostrati = [campo for campo in self.fields if campo not in {"parti", "conferma_ordine"}]
        self.disponi(chiesta=dati is not None and "conferma_ordine" in dati)

    def _prepara_parti(self, dati: Mapping[str, Any] | None) -> None:
        self.nominate = parti_nominabili(self.piano)
        self.gruppi = raggruppa(self.nominate)
        campo = self.fields["parti"]
        if isinstance(campo, forms.MultipleChoiceField):
            campo.choices = [(valore, parte.etichetta) for valore, parte in self.nominate.items()]
        if dati is not None and hasattr(dati, "getlist"):
            self.scelte = set(dati.getlist("parti"))

    def dati(self) -> DatiPasso:
        """Return what the step carries. Keeps the file: call it outside a transaction. Raises FileRifiutato."""
        scelti = self.cleaned_data
        caricato: Caricato | None = scelti.get("file")
        return DatiPasso(
            motivo=scelti.get("motivo", ""),
            giorno=scelti.get("giorno"),
            numero=scelti.get("numero", ""),
            tipo_atto=scelti.get("tipo_atto", ""),
            file=caricato.conserva() if caricato else None,
            nome_file=caricato.nome if caricato else "",
            parti=tuple(self.nominate[v] for v in scelti.get("parti", [])),
            conferma_ordine=bool(scelti.get("conferma_ordine")),
        )


def parti_nominabili(piano: Piano) -> dict[str, ParteNominata]:
    """Return all that the ATS may name, by value of the form ("sezione:contesto"), in the order of the plan."""
    parti: list[ParteNominata] = []
    for sezione in ordine_di_lettura(list(piano.sezioni.order_by("ordine"))):
        url = reverse("piani:sezione", kwargs={**piano.indirizzo, "chiave": sezione.chiave})
        parti.append(ParteNominata(SpecieParte.SEZIONE, sezione.chiave, sezione.titolo, url))
    campi: dict[int, list[CampoScheda]] = {}
    for campo in CampoScheda.objects.filter(formato__schede__voci__piano=piano).distinct().order_by("ordine"):
        campi.setdefault(campo.formato_id, []).append(campo)
    for voce in piano.voci.select_related("scheda").order_by("ordine"):
        voce.piano = piano
        nome = f"Scheda {voce.codice}. {voce.scheda.intestazione}"
        chiave, url = f"{voce.specie}:{voce.codice}", voce.get_absolute_url()
        parti.append(ParteNominata(SpecieParte.SCHEDA, chiave, nome, url))
        parti += [
            ParteNominata(SpecieParte.RIGA, f"{chiave}:{c.chiave}", f"{nome}: {c.etichetta}", f"{url}#riga-{c.chiave}")
            for c in campi.get(voce.scheda.formato_id, [])
        ]
    parti += _articoli_nominabili(piano)
    return {f"{p.specie}:{p.chiave}": p for p in parti}


def _articoli_nominabili(piano: Piano) -> list[ParteNominata]:
    """Return the articles of the Accordo, with the slots of their titles filled."""
    documento = documento_corrente(piano)
    if documento["accordo"] is None:
        return []
    noti = valori(documento, Nomi(documento))
    pagina = reverse("accordi:accordo", kwargs=piano.indirizzo)
    return [
        ParteNominata(
            SpecieParte.ARTICOLO,
            str(a["numero"]),
            f"Accordo, art. {a['numero']} - {risolvi(a['titolo'], noti, html=False)}",
            f"{pagina}#articolo-{a['numero']}",
        )
        for a in documento["accordo"]["articoli"]
    ]


def raggruppa(parti: Mapping[str, ParteNominata]) -> list[GruppoParti]:
    """Return the parts as the page shows them: sections, each sheet with its rows, articles."""
    sezioni = GruppoParti("Sezioni", "", [])
    articoli = GruppoParti("Accordo di Programma", "", [])
    schede: list[GruppoParti] = []
    for valore, parte in parti.items():
        match parte.specie:
            case SpecieParte.SEZIONE:
                sezioni.voci.append((valore, parte.etichetta))
            case SpecieParte.SCHEDA:
                schede.append(GruppoParti(parte.etichetta, valore, []))
            case SpecieParte.RIGA:
                schede[-1].voci.append((valore, parte.etichetta.rpartition(": ")[2]))
            case SpecieParte.ARTICOLO:
                articoli.voci.append((valore, parte.etichetta))
    return [g for g in (sezioni, *schede, articoli) if g.valore or g.voci]


class ModuloData(ChiedeConferma):
    """The day, and the number, of an act that no step writes."""

    invio = "Registra la data"
    giorno = forms.DateField(label="Data dell'atto", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    numero = forms.CharField(label="Numero", max_length=60, required=False)

    def __init__(self, dati: Mapping[str, Any] | None = None, *, con_numero: bool, **altro: Any) -> None:
        super().__init__(dati, **altro)
        if not con_numero:
            self.togli("numero")
        self.mostrati = [campo for campo in ("giorno", "numero") if campo in self.fields]
        self.disponi(chiesta=dati is not None and "conferma_ordine" in dati)
