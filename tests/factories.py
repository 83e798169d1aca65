"""Typed factories, one for each model that tests make. Always `.create(...)`: mypy then knows the model."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Appartenenza, Asst, Ats, Collegamento, Comune, Distretto, Ente
from obiettivi.enums import Fase, Specie, TipoCampo
from obiettivi.models import (
    Azione,
    CampoScheda,
    FormatoScheda,
    Indicatore,
    LineaRisorsa,
    Macroarea,
    Risposta,
    Scheda,
    Triennio,
)
from piani.models import Piano, RigaTabella, Sezione, Tabella, VoceFormato, VoceScheda
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente

PASSWORD = "una-parola-lunga-di-prova"


class EnteFactory(DjangoModelFactory[Ente]):
    class Meta:
        model = Ente
        django_get_or_create = ("tipo", "codice")

    tipo = TipoEnte.ALTRO
    codice = factory.Sequence(lambda n: f"X{n:05}")
    nome = factory.LazyAttribute(lambda ente: f"Ente {ente.codice}")


class AtsFactory(DjangoModelFactory[Ats]):
    class Meta:
        model = Ats
        django_get_or_create = ("ente",)

    ente = factory.SubFactory(EnteFactory, tipo=TipoEnte.ATS)


class AsstFactory(DjangoModelFactory[Asst]):
    class Meta:
        model = Asst
        django_get_or_create = ("ente",)

    ente = factory.SubFactory(EnteFactory, tipo=TipoEnte.ASST)
    ats = factory.SubFactory(AtsFactory)


class DistrettoFactory(DjangoModelFactory[Distretto]):
    class Meta:
        model = Distretto
        django_get_or_create = ("ente",)

    ente = factory.SubFactory(EnteFactory, tipo=TipoEnte.DISTRETTO)


class AmbitoFactory(DjangoModelFactory[Ambito]):
    class Meta:
        model = Ambito
        django_get_or_create = ("ente",)

    ente = factory.SubFactory(EnteFactory, tipo=TipoEnte.AMBITO)
    ats = factory.SubFactory(AtsFactory)
    codice_sioss = factory.Sequence(lambda n: f"lom_x{n}")


class CollegamentoFactory(DjangoModelFactory[Collegamento]):
    class Meta:
        model = Collegamento

    ambito = factory.SubFactory(AmbitoFactory)
    asst = factory.SubFactory(AsstFactory, ats=factory.SelfAttribute("..ambito.ats"))
    distretto = factory.SubFactory(DistrettoFactory)


class ComuneFactory(DjangoModelFactory[Comune]):
    class Meta:
        model = Comune
        django_get_or_create = ("ente",)

    ente = factory.SubFactory(EnteFactory, tipo=TipoEnte.COMUNE)
    provincia = "VA"


class AppartenenzaFactory(DjangoModelFactory[Appartenenza]):
    class Meta:
        model = Appartenenza

    comune = factory.SubFactory(ComuneFactory)
    ambito = factory.SubFactory(AmbitoFactory)


class UtenteFactory(DjangoModelFactory[Utente]):
    """A person without any Incarico; the password is `PASSWORD`."""

    class Meta:
        model = Utente
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"ufficio{n}@esempio.it")
    nome = factory.LazyAttribute(lambda utente: f"Ufficio di {utente.email}")
    password = factory.django.Password(PASSWORD)


class IncaricoFactory(DjangoModelFactory[Incarico]):
    class Meta:
        model = Incarico

    utente = factory.SubFactory(UtenteFactory)
    ruolo = Ruolo.RESPONSABILE_UDP
    ente = factory.SelfAttribute("ambito.ente")
    dal = dt.date(2024, 1, 1)

    class Params:
        ambito = factory.SubFactory(AmbitoFactory)


class TriennioFactory(DjangoModelFactory[Triennio]):
    class Meta:
        model = Triennio
        django_get_or_create = ("codice",)

    codice = "2025-2027"
    inizio = factory.LazyAttribute(lambda triennio: dt.date(int(triennio.codice[:4]), 1, 1))
    fine = factory.LazyAttribute(lambda triennio: dt.date(int(triennio.codice[5:]), 12, 31))


class MacroareaFactory(DjangoModelFactory[Macroarea]):
    class Meta:
        model = Macroarea
        django_get_or_create = ("codice",)

    codice = factory.Iterator("ABDEFGHIJKL")
    nome = factory.LazyAttribute(lambda area: f"Area {area.codice}")


class FormatoSchedaFactory(DjangoModelFactory[FormatoScheda]):
    class Meta:
        model = FormatoScheda
        django_get_or_create = ("chiave",)

    chiave = "formato-di-prova"
    specie = Specie.OBIETTIVO
    titolo = "Scheda di prova"
    fonte = "prova"


class CampoSchedaFactory(DjangoModelFactory[CampoScheda]):
    class Meta:
        model = CampoScheda
        django_get_or_create = ("formato", "chiave")

    formato = factory.SubFactory(FormatoSchedaFactory)
    ordine = factory.Sequence(lambda n: n + 1)
    chiave = factory.Sequence(lambda n: f"campo-{n}")
    etichetta = factory.LazyAttribute(lambda campo: campo.chiave.upper())
    tipo = TipoCampo.TESTO


class SchedaFactory(DjangoModelFactory[Scheda]):
    class Meta:
        model = Scheda

    formato = factory.SubFactory(FormatoSchedaFactory)
    triennio = factory.SubFactory(TriennioFactory)
    proprietario = factory.SubFactory(EnteFactory, tipo=TipoEnte.AMBITO)
    intestazione = factory.Sequence(lambda n: f"Obiettivo {n}")
    titolo = factory.SelfAttribute("intestazione")


class RispostaFactory(DjangoModelFactory[Risposta]):
    class Meta:
        model = Risposta

    scheda = factory.SubFactory(SchedaFactory)
    campo = factory.SubFactory(CampoSchedaFactory, formato=factory.SelfAttribute("..scheda.formato"))
    testo = "<p>Risposta</p>"


class AzioneFactory(DjangoModelFactory[Azione]):
    class Meta:
        model = Azione

    scheda = factory.SubFactory(SchedaFactory)
    ordine = factory.Sequence(lambda n: n + 1)
    numero = factory.LazyAttribute(lambda azione: str(azione.ordine))
    testo = factory.LazyAttribute(lambda azione: f"Azione {azione.numero}")


class IndicatoreFactory(DjangoModelFactory[Indicatore]):
    class Meta:
        model = Indicatore

    scheda = factory.SubFactory(SchedaFactory)
    ordine = factory.Sequence(lambda n: n + 1)
    fase = Fase.PROCESSO
    testo = factory.LazyAttribute(lambda indicatore: f"Indicatore {indicatore.ordine}")


class LineaRisorsaFactory(DjangoModelFactory[LineaRisorsa]):
    class Meta:
        model = LineaRisorsa

    scheda = factory.SubFactory(SchedaFactory)
    ordine = factory.Sequence(lambda n: n + 1)


class PianoFactory(DjangoModelFactory[Piano]):
    """A plan in `bozza`; its state moves only through the procedure."""

    class Meta:
        model = Piano

    ambito = factory.SubFactory(AmbitoFactory)
    triennio = factory.SubFactory(TriennioFactory)
    titolo = factory.LazyAttribute(lambda piano: f"Piano di Zona di {piano.ambito}")


class VoceFormatoFactory(DjangoModelFactory[VoceFormato]):
    class Meta:
        model = VoceFormato
        django_get_or_create = ("triennio", "chiave")

    triennio = factory.SubFactory(TriennioFactory)
    chiave = "contesto"
    ordine = 1
    nome = "Dati di contesto"


class SezioneFactory(DjangoModelFactory[Sezione]):
    class Meta:
        model = Sezione

    piano = factory.SubFactory(PianoFactory)
    chiave = factory.Sequence(lambda n: f"sezione-{n}")
    ordine = factory.Sequence(lambda n: n + 1)
    titolo = factory.LazyAttribute(lambda sezione: f"Sezione {sezione.ordine}")
    proprietario = factory.SelfAttribute("piano.ambito.ente")
    testo = "<p>Testo</p>"


class VoceSchedaFactory(DjangoModelFactory[VoceScheda]):
    """A sheet of the plan's Ambito in its place."""

    class Meta:
        model = VoceScheda

    piano = factory.SubFactory(PianoFactory)
    scheda = factory.SubFactory(
        SchedaFactory,
        proprietario=factory.SelfAttribute("..piano.ambito.ente"),
        triennio=factory.SelfAttribute("..piano.triennio"),
    )
    sezione = factory.SubFactory(SezioneFactory, piano=factory.SelfAttribute("..piano"))
    specie = factory.SelfAttribute("scheda.formato.specie")
    codice = factory.Sequence(lambda n: f"S{n}")
    ordine = factory.Sequence(lambda n: n + 1)


class TabellaFactory(DjangoModelFactory[Tabella]):
    class Meta:
        model = Tabella

    piano = factory.SubFactory(PianoFactory)
    sezione = factory.SubFactory(SezioneFactory, piano=factory.SelfAttribute("..piano"))
    chiave = factory.Sequence(lambda n: f"tabella-{n}")
    ordine = factory.Sequence(lambda n: n + 1)
    titolo = factory.LazyAttribute(lambda tabella: f"Tabella {tabella.ordine}")


class RigaTabellaFactory(DjangoModelFactory[RigaTabella]):
    class Meta:
        model = RigaTabella

    tabella = factory.SubFactory(TabellaFactory)
    ordine = factory.Sequence(lambda n: n + 1)
