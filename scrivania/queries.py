"""What waits for a person: read from the plans that their Incarichi reach, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from documenti.enums import StatoLavoro
from obiettivi.models import Scheda
from piani.avanzamento import con_scadenze, termine
from piani.carta import PARTE_ACCORDO
from piani.enums import MODIFICABILI, Passo, Stato
from piani.models import Cronologia, Passaggio, Piano, Sezione, Stampa, VoceScheda
from piani.persone import ultimi_atti
from scrivania.calendario import Evento
from scrivania.cartelle import (
    Attesa,
    AvvisoDaLeggere,
    Cartella,
    Parte,
    PianoSullaScrivania,
    Pronta,
    Scrivania,
    VoceAgenda,
    nome_della_carta,
)
from scrivania.fonti import DataCerta, fonti_di
from scrivania.turno import aspettato_da, di_chi, e_di_casa, e_mio, finito, passi_miei, tocca
from utenti.enums import Ruolo
from utenti.models import Incarico, Invito, Utente
from utenti.queries import avvisi_di, enti_gestiti_da, incarichi_di, raggiunti_da
from utenti.roles import RUOLI, Permesso

# More than the Ambiti of the Region; the list of plans shows the first ones.
MASSIMI_PIANI = 100
AVVISI_SULLA_SCRIVANIA = 5
GIORNI_AGENDA = 30
GIORNI_STAMPE = 14
_SCRIVERE = frozenset({Permesso.SCRIVERE_PIANO, Permesso.SCRIVERE_SEZIONI_PROPRIE})


def piani_di_lavoro(incarichi: list[Incarico]) -> "QuerySet[Piano]":
    """Plans not concluded that these Incarichi, in force, may read in work, with what the desk says of each.

    The deadlines; `mosso_il`, when its last step was taken; `inviato` to the Region; for each Incarico `arriva_<pk>`:
    whether it reaches the plan (see `permessi_sul_piano`).
    """
    piani = (
        Piano.objects.filter(ambito__in=raggiunti_da(incarichi, Permesso.LEGGERE_BOZZA))
        .exclude(stato=Stato.CONCLUSO)
        .select_related("ambito__ente", "ambito__ats__ente", "triennio")
    )
    ultimo = Passaggio.objects.filter(piano=OuterRef("pk")).order_by("-pk").values("quando")[:1]
    inviato = Cronologia.objects.filter(piano=OuterRef("pk"), invio_il__isnull=False)
    arriva = {_arriva(i): Exists(raggiunti_da([i]).filter(pk=OuterRef("ambito_id"))) for i in incarichi}
    annotati = con_scadenze(piani).annotate(mosso_il=Subquery(ultimo), inviato=Exists(inviato), **arriva)
    return annotati.order_by("-triennio__inizio", "pk")


def _arriva(incarico: Incarico) -> str:
    return f"arriva_{incarico.pk}"


def permessi_sul_piano(piano: Piano, incarichi: list[Incarico]) -> frozenset[Permesso]:
    """Return what these Incarichi allow over a plan of `piani_di_lavoro`, people apart. No query."""
    return frozenset(p for i in incarichi if getattr(piano, _arriva(i), False) for p in RUOLI[Ruolo(i.ruolo)].permessi)


def _ultima(modello: "type[Sezione] | type[Scheda]", riferimento: str) -> Subquery:
    storia = modello.storia.model.objects.filter(id=OuterRef(riferimento)).order_by("-history_date")
    return Subquery(storia.values("history_date")[:1])


def _incomplete(piani: list[int]) -> "list[dict[str, Any]]":
    """Rows (plan, owner, kind): how many are not complete, the first one's key, when last touched. One query."""
    sezioni = Sezione.objects.filter(piano__in=piani, completa=False).annotate(toccata=_ultima(Sezione, "pk"))
    schede = VoceScheda.objects.filter(piano__in=piani, scheda__completa=False).annotate(
        toccata=_ultima(Scheda, "scheda_id")
    )
    di_sezioni = _per_ente(sezioni, "sezioni", ente="proprietario", chiave="chiave")
    di_schede = _per_ente(schede, "schede", ente="scheda__proprietario", chiave="sezione__chiave")
    return [dict(r) for r in di_sezioni.union(di_schede, all=True)]


def _per_ente(parti: "QuerySet[Any]", che: str, *, ente: str, chiave: str) -> "QuerySet[Any, dict[str, Any]]":
    """Count parts by plan and body; `ente` and `chiave` are the paths to the body and to the section's key."""
    gruppi = parti.order_by().values(
        "piano_id",
        padrone=F(f"{ente}_id"),
        nome=F(f"{ente}__nome"),
        sigla=F(f"{ente}__sigla"),
        che=Value(che, output_field=CharField()),
    )
    contati: QuerySet[Any, dict[str, Any]] = gruppi.annotate(
        quante=Count("pk"), prima=Min(chiave), ultima=Max("toccata")
    )
    return contati


_COLONNE = ("di_che", "numero", "istante", "c_oggetto", "c_testo", "c_da_fare", "c_entro")


def _cose(genere: str, quando: str, numero: str) -> dict[str, Any]:
    """Return the columns of the union of prints, invitations and notices; the last four are a notice's own."""
    return {
        "di_che": Value(genere, output_field=CharField()),
        "numero": F(numero),
        "istante": F(quando),
        "c_oggetto": Value("", output_field=TextField()),
        "c_testo": Value("", output_field=TextField()),
        "c_da_fare": Value("", output_field=TextField()),
        "c_entro": Cast(Value(None), DateField()),
    }


def _del_passo(passo: Passo) -> Exists:
    """Whether a step of that kind froze the version, before the print was asked for."""
    passaggi = Passaggio.objects.filter(passo=passo, versione=OuterRef("versione"))
    return Exists(passaggi.filter(quando__lte=OuterRef("lavoro__creato_il")))


def _stampe_chieste(chi: Utente) -> "QuerySet[Stampa]":
    """Prints that the person asked for and are ready since few days; not those that a step made by itself
    (`piani.actions.stampe.stampa_dopo_il_passo`)."""
    da = timezone.now() - dt.timedelta(days=GIORNI_STAMPE)
    pronte = Stampa.objects.filter(
        lavoro__richiesto_da=chi, lavoro__stato=StatoLavoro.RIUSCITO, lavoro__finito_il__gte=da
    )
    return pronte.exclude(Q(_del_passo(Passo.INVIA_IN_VERIFICA), scheda="", bozza=True)).exclude(
        Q(_del_passo(Passo.APPROVA), scheda__in=["", PARTE_ACCORDO], bozza=False)
    )


def _superati() -> Exists:
    """Whether the plan of a notice's step has moved on since: only its last step still asks for something."""
    dopo = Passaggio.objects.filter(piano=OuterRef("piano"), pk__gt=OuterRef("pk"))
    # The key that `piani.annunci` gives to the notices of a step.
    chiave = Concat(Value("passaggio:"), Cast("pk", CharField()), output_field=CharField())
    return Exists(Passaggio.objects.annotate(dell_avviso=chiave).filter(Exists(dopo), dell_avviso=OuterRef("chiave")))


def _propri() -> dict[str, Any]:
    """Return the columns of a notice; one of a step that the plan has left behind asks for nothing more."""
    superato = _superati()
    return {
        "c_oggetto": F("oggetto"),
        "c_testo": F("testo"),
        "c_da_fare": Case(When(superato, then=Value("")), default=F("da_fare"), output_field=TextField()),
        "c_entro": Case(When(superato, then=None), default=F("entro"), output_field=DateField()),
    }


def _arrivi(chi: Utente) -> tuple[list[tuple[int, dt.datetime, str]], int, list[AvvisoDaLeggere]]:
    """Prints ready (plan, when, which paper), how many invitations wait in the bodies one manages, notices to read. One query."""
    stampe = _stampe_chieste(chi).order_by()
    inviti = Invito.objects.filter(
        ente__in=enti_gestiti_da(chi), usato_il=None, revocato_il=None, scade_il__gte=timezone.localdate()
    ).order_by()
    ultimi = avvisi_di(chi).filter(letto_il=None).values("pk")[:AVVISI_SULLA_SCRIVANIA]
    avvisi = avvisi_di(chi).filter(pk__in=ultimi).order_by()
    righe = [
        avvisi.annotate(**{**_cose("avviso", "creato_il", "pk"), **_propri()}),
        stampe.annotate(**{**_cose("stampa", "lavoro__finito_il", "versione__piano_id"), "c_oggetto": F("scheda")}),
        inviti.annotate(**_cose("invito", "creato_il", "pk")),
    ]
    prima, *altre = [q.values_list(*_COLONNE) for q in righe]
    trovate = list(prima.union(*altre, all=True))
    letti = [AvvisoDaLeggere(pk, o, t, f, entro, q) for che, pk, q, o, t, f, entro in trovate if che == "avviso"]
    return (
        [(pk, q, scheda) for che, pk, q, scheda, *_ in trovate if che == "stampa"],
        sum(t[0] == "invito" for t in trovate),
        sorted(letti, key=lambda a: a.pk, reverse=True),
    )


def _passo(riga: PianoSullaScrivania, permessi: frozenset[Permesso], *, inviato: bool) -> Cartella | None:
    """Return the step that waits for the person; None when there is none, or when one has parts to write first."""
    piano, stato = riga.piano, Stato(riga.piano.stato)
    if finito(piano, inviato=inviato) or not e_mio(piano, permessi) or (riga.scrivo and riga.mie):
        return None
    passi = passi_miei(piano, permessi)
    futura = riga.termine if riga.termine and not riga.termine.passata else None
    return Cartella(
        titolo=f"Il Piano di {piano.ambito.nome} è «{piano.get_stato_display()}»: tocca {tocca(stato)}",
        testo=f"{piano.triennio}. Il prossimo passo: {passi}." if passi else f"{piano.triennio}.",
        url=piano.get_absolute_url(),
        azione="Apri il Piano",
        entro=futura.giorno if futura else None,
        scadenza=futura.nome if futura else "",
        nota=""
        if inviato or stato not in (Stato.SOTTOSCRITTO, Stato.RECEPITO)
        else "Il fascicolo per la Regione non è ancora partito.",
        piano=piano,
    )


def _attesa(piano: Piano, permessi: frozenset[Permesso], enti: set[int]) -> Attesa | None:
    """Return whom one's own bodies wait for; None when the turn is theirs, or nobody's."""
    if finito(piano, inviato=bool(getattr(piano, "inviato", False))) or not aspettato_da(piano, enti):
        return None
    if e_mio(piano, permessi) or e_di_casa(piano, enti):
        return None
    return Attesa(piano, di_chi(piano), getattr(piano, "mosso_il", None))


def _voci(date: list[DataCerta]) -> list[VoceAgenda]:
    oggi = timezone.localdate()
    return [VoceAgenda(d.titolo, d.giorno, (d.giorno - oggi).days, d.url, d.ora) for d in date]


def _scrive(piano: Piano, permessi: frozenset[Permesso]) -> bool:
    """Whether these permissions let parts of the plan be written now."""
    return Stato(piano.stato) in MODIFICABILI and bool(permessi & _SCRIVERE)


def _parti(piani: list[Piano], miei: set[int]) -> dict[int, list[Parte]]:
    """Parts of these plans that are not complete, by plan. One query."""
    parti: dict[int, list[Parte]] = defaultdict(list)
    per_pk = {p.pk: p for p in piani}
    for r in _incomplete(list(per_pk)):
        piano = per_pk[r["piano_id"]]
        nome, mia = r["sigla"] or r["nome"], r["padrone"] in miei
        parti[piano.pk].append(
            Parte(piano, r["che"], nome, r["padrone"], r["quante"], r["prima"], r["ultima"], mia=mia)
        )
    return parti


def _in_ordine(riga: PianoSullaScrivania) -> tuple[bool, bool, int]:
    """Plans that one writes first, then those with a deadline, the nearest first."""
    return (not riga.scrivo, riga.termine is None, abs(riga.termine.giorni) if riga.termine else 0)


def scrivania(chi: Utente, incarichi: list[Incarico]) -> Scrivania:
    """Return the desk of a person, whose Incarichi in force are these. Six queries at most, whatever the number of rows."""
    piani = {p.pk: p for p in piani_di_lavoro(incarichi)[:MASSIMI_PIANI]}
    permessi = {p.pk: permessi_sul_piano(p, incarichi) for p in piani.values()}
    miei = {i.ente_id for i in incarichi}
    scritti = {p.pk: p for p in piani.values() if _scrive(p, permessi[p.pk])}
    parti = _parti(list(scritti.values()), miei)
    righe = [
        PianoSullaScrivania(
            p,
            p.pk in scritti,
            termine(getattr(p, "prossima", None)) or termine(getattr(p, "passata", None)),
            sorted(parti[p.pk], key=lambda x: (x.specie, x.ente)),
        )
        for p in piani.values()
    ]
    fonti = fonti_di(chi, piani)
    passi = [
        _passo(r, permessi[r.piano.pk], inviato=bool(getattr(r.piano, "inviato", False)))
        for r in righe
        if r.piano.pk not in fonti.avviati
    ]
    attese = [_attesa(p, permessi[p.pk], miei) for p in piani.values()]
    stampe, inviti, avvisi = _arrivi(chi)
    scadute = [d.giorno for d in fonti.date if d.triennio and d.giorno < timezone.localdate()]
    catene = {p.catena: p for p in piani.values()}
    return Scrivania(
        piani=sorted(righe, key=_in_ordine),
        passi=[c for c in passi if c],
        compiti=[Cartella(c.titolo, c.testo, c.url, c.azione, c.entro) for c in fonti.compiti],
        altri=[x for r in righe if r.scrivo for x in r.parti if not x.mia],
        attese=sorted((a for a in attese if a), key=lambda a: a.da or timezone.now()),
        agenda=[v for v in _voci(fonti.date) if 0 <= v.giorni <= GIORNI_AGENDA],
        passate=len(scadute),
        ultima_passata=max(scadute, default=None),
        atti=[(catene[a.catena], a) for a in ultimi_atti(list(catene), 6)],
        avvisi=avvisi,
        stampe=_pronte(stampe, piani),
        inviti=inviti,
    )


def _pronte(stampe: list[tuple[int, dt.datetime, str]], piani: "dict[int, Piano]") -> list[Pronta]:
    """Return the prints ready, one row a plan with the names of its papers, the newest first."""
    per_piano: dict[int, list[tuple[dt.datetime, str]]] = defaultdict(list)
    for pk, istante, scheda in sorted(stampe, key=lambda s: (s[1], s[2]), reverse=True):
        if pk in piani:
            per_piano[pk].append((istante, nome_della_carta(scheda)))
    return [Pronta(piani[pk], r[0][0], tuple(dict.fromkeys(n for _, n in r))) for pk, r in per_piano.items()]


def date_di(chi: Utente) -> list[Evento]:
    """Return the dates of a person for the calendar file: deadlines with their period, sessions, tasks. Four queries at most."""
    incarichi = list(incarichi_di(chi))
    piani = {p.pk: p for p in piani_di_lavoro(incarichi)[:MASSIMI_PIANI]}
    trienni = {p.triennio_id: str(p.triennio) for p in piani.values()}
    sito = urlsplit(settings.INDIRIZZO_PORTALE)
    return [
        Evento(
            uid=f"{d.identita}@{sito.hostname or 'portale'}",
            titolo=f"{d.titolo} ({trienni[d.triennio]})" if d.triennio else d.titolo,
            giorno=d.giorno,
            ora=d.ora,
            url=f"{settings.INDIRIZZO_PORTALE}{d.url or reverse('scrivania:scrivania')}",
        )
        for d in fonti_di(chi, piani).date
    ]
