"""What a person types in the Assemblea."""

import datetime as dt
from collections.abc import Collection

from crispy_forms.layout import Layout
from django import forms

from ambiti.models import Comune
from assemblea.actions.atti import DatiAtto
from assemblea.actions.presenze import delegabili
from assemblea.actions.regole import DatiRegola
from assemblea.actions.sedute import DatiSeduta
from assemblea.enums import Base, Chiamata, ChiamataRegola, Oggetto, OggettoDeciso, Pesi
from assemblea.models import Seduta
from assemblea.regole import Regola, Soglia
from assemblea.regole_pronte import RegolaPronta
from core.forms import ModuloItaliano
from documenti.caricamenti import FileDaConservare
from documenti.enums import TipoFile
from piani.models import Piano
from utenti.models import Utente


def _giorno() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ModuloConvocazione(ModuloItaliano):
    """Day, hour, place and call of a session."""

    invio = "Convoca e invia gli avvisi"

    giorno = forms.DateField(label="Giorno", widget=_giorno())
    ora = forms.TimeField(label="Ora", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    luogo = forms.CharField(label="Luogo", max_length=300, help_text="Sala e indirizzo.")
    chiamata = forms.ChoiceField(label="Convocazione", choices=Chiamata.choices)
    nota = forms.CharField(
        label="Nota per chi è convocato",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Arriva con l'avviso, dopo il giorno e l'ordine del giorno.",
    )

    def dati(self) -> DatiSeduta:
        """Return what was typed."""
        return DatiSeduta(**(self.cleaned_data | {"chiamata": Chiamata(self.cleaned_data["chiamata"])}))


class ModuloNuovoAvviso(ModuloConvocazione):
    """The same, for a session already convened."""

    invio = "Invia il nuovo avviso"

    @classmethod
    def iniziali(cls, seduta: Seduta) -> dict[str, object]:
        """Return the session as it stands."""
        return {campo: getattr(seduta, campo) for campo in cls.base_fields}


class ModuloMotivo(ModuloItaliano):
    """Why."""

    motivo = forms.CharField(label="Motivo", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, invio: str, **kwargs: object) -> None:
        self.invio = invio
        super().__init__(*args, **kwargs)


class ModuloDelega(ModuloItaliano):
    """Who acts for which Comune; the signed delega, which the secretary must have."""

    invio = "Registra la delega"

    delegato = forms.ChoiceField(label="Persona delegata")
    file = FileDaConservare(
        label="Delega firmata",
        required=False,
        tipi=frozenset({TipoFile.PDF, TipoFile.P7M}),
        help_text="Un PDF o un .p7m. Se deleghi tu dal tuo account puoi farne a meno.",
    )

    def __init__(self, *args: object, comuni: Collection[Comune], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        persone = delegabili([c.pk for c in comuni])
        self._coppie: dict[str, tuple[Comune, Utente]] = {
            f"{comune.pk}-{utente.pk}": (comune, utente) for comune in comuni for utente in persone[comune.pk]
        }
        scelte = [(chiave, f"{u}, {c.ente.nome_completo}") for chiave, (c, u) in self._coppie.items()]
        self.fields["delegato"].choices = [("", "Scegli"), *scelte]  # type: ignore[attr-defined]  # a choice field

    @property
    def vuoto(self) -> bool:
        """Whether nobody may be delegated yet."""
        return not self._coppie

    def coppia(self) -> tuple[Comune, Utente]:
        """Return the Comune and the person chosen."""
        return self._coppie[self.cleaned_data["delegato"]]


class ModuloProclama(ModuloItaliano):
    """What the president adds to a result."""

    invio = "Proclama l'esito"

    numero = forms.CharField(
        label="Numero della deliberazione", max_length=60, required=False, help_text="Se l'Assemblea ne dà uno."
    )
    conferma_ordine = forms.BooleanField(
        label="La data della seduta è giusta anche se viene prima di un atto atteso", required=False
    )


class ModuloFirmato(ModuloItaliano):
    """The signed minutes."""

    invio = "Conserva il verbale firmato"

    file = FileDaConservare(
        label="Verbale firmato",
        help_text="Un PDF o un .p7m, firmato fuori dal portale.",
    )


class ModuloSostituto(ModuloFirmato):
    """Other signed minutes, in the place of those kept."""

    invio = "Sostituisci il verbale firmato"

    motivo = forms.CharField(
        label="Motivo",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Perché il file di prima non va bene. Quello resta conservato.",
    )


class ModuloChiudiRegola(ModuloItaliano):
    """The last day of a rule."""

    invio = "Chiudi la regola"

    al = forms.DateField(label="Ultimo giorno in cui vale", widget=_giorno())


CONDIZIONI = (1, 2, 3)


class ModuloRegola(ModuloItaliano):
    """A rule with up to three conditions, joined by AND."""

    invio = "Scrivi la regola"

    oggetto = forms.ChoiceField(label="Per che cosa vale", choices=Oggetto.choices)
    chiamata = forms.ChoiceField(label="In quale convocazione", choices=ChiamataRegola.choices)
    nome = forms.CharField(label="Nome della regola", max_length=200)
    dal = forms.DateField(label="Vale dal", widget=_giorno())
    pesi = forms.ChoiceField(label="Le quote sono", choices=Pesi.choices)
    astenuti_votano = forms.BooleanField(label="Chi si astiene conta tra i votanti", required=False)
    nota = forms.CharField(
        label="Nota", max_length=300, required=False, help_text="L'articolo del regolamento dell'Assemblea."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for n in CONDIZIONI:
            self.fields |= {
                f"base_{n}": forms.ChoiceField(
                    label=f"Condizione {n}: una parte", choices=[("", "Nessuna"), *Base.choices], required=n == 1
                ),
                f"numeratore_{n}": forms.IntegerField(
                    label=f"Condizione {n}: numeratore", min_value=1, required=n == 1
                ),
                f"denominatore_{n}": forms.IntegerField(
                    label=f"Condizione {n}: denominatore",
                    min_value=1,
                    required=n == 1,
                    help_text="1 su 2 è la metà, 2 su 3 i due terzi, 1 su 1 tutti.",
                ),
                f"stretta_{n}": forms.BooleanField(
                    label=f"Condizione {n}: più di quella parte, non almeno", required=False
                ),
            }
        condizioni = [f"{campo}_{n}" for n in CONDIZIONI for campo in ("base", "numeratore", "denominatore", "stretta")]
        # The helper knew only the fields of the class: the conditions stand after the name, in order.
        self.helper.layout = Layout(
            "oggetto", "chiamata", "nome", *condizioni, "pesi", "astenuti_votano", "dal", "nota"
        )

    @staticmethod
    def iniziali(pronta: RegolaPronta) -> dict[str, object]:
        """Return a ready-made rule as the form's first values."""
        iniziali: dict[str, object] = {
            "oggetto": pronta.oggetto,
            "chiamata": pronta.chiamata,
            "nome": pronta.regola.nome,
            "pesi": pronta.regola.pesi,
            "nota": pronta.nota,
        }
        for n, soglia in enumerate(pronta.regola.soglie, start=1):
            iniziali |= {
                f"base_{n}": soglia.base,
                f"numeratore_{n}": soglia.numeratore,
                f"denominatore_{n}": soglia.denominatore,
                f"stretta_{n}": soglia.stretta,
            }
        return iniziali

    def clean(self) -> dict[str, object]:
        """Turn the rows into conditions, each a fraction that can be reached."""
        puliti = super().clean()
        self._soglie = [s for n in CONDIZIONI if (s := self._soglia(n, puliti)) is not None]
        return puliti

    def _soglia(self, n: int, puliti: dict[str, object]) -> Soglia | None:
        base, numeratore, denominatore = (puliti.get(f"{c}_{n}") for c in ("base", "numeratore", "denominatore"))
        if not base:
            return None
        if not isinstance(numeratore, int) or not isinstance(denominatore, int):
            self.add_error(f"numeratore_{n}", "Scrivi numeratore e denominatore di questa condizione.")
            return None
        try:
            return Soglia(Base(str(base)), numeratore, denominatore, stretta=bool(puliti.get(f"stretta_{n}")))
        except ValueError as errore:
            self.add_error(f"numeratore_{n}", str(errore))
            return None

    def dati(self) -> DatiRegola:
        """Return what was typed."""
        c = self.cleaned_data
        regola = Regola(tuple(self._soglie), nome=c["nome"], astenuti_votano=c["astenuti_votano"], pesi=Pesi(c["pesi"]))
        return DatiRegola(Oggetto(c["oggetto"]), regola, c["dal"], ChiamataRegola(c["chiamata"]), c["nota"])


class ModuloAtto(ModuloItaliano):
    """An act by which another body approved the Piano, the Accordo or both."""

    invio = "Registra l'atto"

    organo = forms.CharField(
        label="Organo", max_length=200, help_text="Per esempio Consiglio Comunale di Busto Arsizio."
    )
    numero = forms.CharField(label="Numero", max_length=60)
    giorno = forms.DateField(label="Data dell'atto", widget=_giorno())
    oggetti = forms.MultipleChoiceField(
        label="Che cosa approva", choices=OggettoDeciso.choices, widget=forms.CheckboxSelectMultiple
    )
    versione = forms.ChoiceField(
        label="Su quale testo",
        required=False,
        help_text="L'impronta si legge in fondo al PDF che l'organo ha approvato.",
    )
    file = FileDaConservare(label="File dell'atto", help_text="Un PDF o un .p7m.")
    conferma_ordine = forms.BooleanField(
        label="La data è giusta anche se viene prima di un atto atteso", required=False
    )

    def __init__(self, *args: object, piano: Piano, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        versioni = piano.versioni.defer("contenuto").order_by("-creata_il", "-pk")[:20]
        self._versioni = {str(v.pk): v for v in versioni}
        scelte = [
            (k, f"Versione del {v.creata_il:%d/%m/%Y}, impronta {v.sha256[:8]}") for k, v in self._versioni.items()
        ]
        self.fields["versione"].choices = [("", "Il testo di adesso"), *scelte]  # type: ignore[attr-defined]  # a choice field

    def dati(self) -> DatiAtto:
        """Keep the file and return what was typed. Never inside a transaction."""
        c = self.cleaned_data
        return DatiAtto(
            organo=c["organo"],
            giorno=c["giorno"],
            file=c["file"].conserva(),
            nome_file=c["file"].nome,
            oggetti=[OggettoDeciso(o) for o in c["oggetti"]],
            versione=self._versioni.get(c["versione"]),
            numero=c["numero"],
            conferma_ordine=c["conferma_ordine"],
        )


def oggi_o_dopo(giorno: dt.date) -> dict[str, object]:
    """Return the first values of a convocation: a week from `giorno`, at 17.30."""
    return {"giorno": giorno + dt.timedelta(days=7), "ora": dt.time(17, 30)}
