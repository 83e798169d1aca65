"""The one door of the procedure: nobody else moves a plan (the table is `piani.regole_passi.REGOLE`).

Person, then time, then object, each asked apart; `impedimenti` yields the same sentences to the button's hint, to the page of
the refusal and to the tests.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.utils import timezone

from piani.annunci import annuncia
from piani.composizione import requisiti, seguiti
from piani.cronologia import PER_CHIAVE, cronologia_di, giorni_di, violazioni
from piani.enums import Passo, Stato
from piani.exceptions import DataFuoriOrdine, DatiPassoMancanti, PassaggioGiaFatto, PassaggioNegato
from piani.models import ParteDaIntegrare, Passaggio, Piano, Versione
from piani.permissions import NULLA, veste_di
from piani.regole_passi import MANCANTI, PER_PASSO, DatiPasso, Regola, passi_da
from piani.versioni import congela
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import permessi_su, spiega_rifiuto
from utenti.queries import Chi
from utenti.roles import Permesso

__all__ = ["esegui", "impedimenti", "ostacoli", "passaggi_possibili", "regole_di"]


def assenso_prima(piano: Piano) -> bool:
    """Whether the plan's ATS wants the assenso before the Assemblea."""
    return piano.ambito.ats.assenso_prima


def regole_di(piano: Piano) -> tuple[Regola, ...]:
    """The steps that start from where the plan is."""
    return passi_da(Stato(piano.stato), assenso_prima=assenso_prima(piano))


def _della_persona(
    regola: Regola, piano: Piano, chi: Chi | None, permessi: frozenset[Permesso] | None
) -> Iterator[str]:
    suoi = permessi_su(chi, piano.ambito) if permessi is None else permessi
    if not suoi.intersection(regola.permessi):
        yield spiega_rifiuto(chi, regola.permessi[0], ambito=piano.ambito).removesuffix(f" {NULLA}")


def _del_tempo(regola: Regola, piano: Piano) -> Iterator[str]:
    partenze = regola.partenze(assenso_prima=assenso_prima(piano))
    if Stato(piano.stato) in partenze:
        return
    if regola.passo is Passo.APPROVA and Stato(piano.stato) in regola.senza_assenso:
        yield (
            f"Il Piano è «{piano.get_stato_display()}» e {piano.ambito.ats} vuole dare il suo assenso prima che "
            "l'Assemblea approvi: aspetta l'assenso."
        )
        return
    attesi = " o ".join(f"«{stato.label}»" for stato in partenze)
    yield f"Il Piano è «{piano.get_stato_display()}»: «{regola.passo.label}» si fa quando è {attesi}."


def _dell_oggetto(regola: Regola, piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    forniti = requisiti()
    for chiave in regola.requisiti:
        yield from forniti[chiave].mancanze(piano, dati)


def impedimenti(
    passo: Passo,
    piano: Piano,
    chi: Chi | None,
    *,
    dati: DatiPasso | None = None,
    permessi: frozenset[Permesso] | None = None,
) -> Iterator[str]:
    """Yield why `chi` may not take the step now; nothing if it may.

    `dati` None: nobody has typed anything yet. `permessi` spares a query to who knows what `chi` may do over the Ambito.
    """
    regola = PER_PASSO[passo]
    yield from _della_persona(regola, piano, chi, permessi)
    yield from _del_tempo(regola, piano)
    yield from _dell_oggetto(regola, piano, dati)


def ostacoli(passo: Passo, piano: Piano) -> list[str]:
    """Return what of the plan itself stops a step, whoever takes it."""
    return list(_dell_oggetto(PER_PASSO[passo], piano, None))


def passaggi_possibili(piano: Piano, chi: Chi | None) -> list[Passo]:
    """Return the steps that nothing stops for `chi`, but what is still to type."""
    return [r.passo for r in regole_di(piano) if not any(impedimenti(r.passo, piano, chi))]


def _esigi_dati(regola: Regola, piano: Piano, dati: DatiPasso) -> None:
    for campo in regola.dati:
        if not getattr(dati, campo):
            raise DatiPassoMancanti(f"{MANCANTI[campo]} {NULLA}")
    if dati.giorno and dati.giorno > timezone.localdate():
        raise DatiPassoMancanti(
            f"La data dell'atto è nel futuro ({dati.giorno:%d/%m/%Y}): si registra un atto quando è avvenuto. {NULLA}"
        )
    if regola.fatto and dati.giorno and not dati.conferma_ordine:
        _esigi_ordine(regola.fatto, piano, dati.giorno)


def _esigi_ordine(fatto: str, piano: Piano, giorno: dt.date) -> None:
    giorni = {**giorni_di(piano), fatto: giorno}
    for frase in violazioni(giorni, che_toccano=fatto):
        raise DataFuoriOrdine(f"{frase} Controlla la data: se è giusta così, conferma che lo è e riprova. {NULLA}")


def _blocca(piano: Piano) -> Piano:
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    return nomi.select_for_update(of=("self",)).get(pk=piano.pk)


def _rifiuta_se_gia_fatto(regola: Regola, piano: Piano) -> None:
    """Be kind to who was slower: two people pressed the same button."""
    if Stato(piano.stato) is not regola.a or regola.a in regola.partenze(assenso_prima=assenso_prima(piano)):
        return
    ultimo = piano.passaggi.select_related("autore").order_by("-pk").first()
    if ultimo and ultimo.passo == regola.passo:
        chi = f" {ultimo.autore}" if ultimo.autore else " qualcuno"
        raise PassaggioGiaFatto(f"«{regola.passo.label}»: l'ha già fatto{chi}. {NULLA}")


def _versione(regola: Regola, piano: Piano, dati: DatiPasso, autore: Utente | None) -> Versione | None:
    """Return the version of the step: frozen now, under the lock, where the step freezes."""
    if not regola.congela:
        return dati.versione
    decisa = _inviata(piano) if regola.passo is Passo.DAI_ASSENSO else dati.versione
    adesso = congela(piano, autore=autore)
    if decisa is not None and decisa.pk != adesso.pk:
        raise PassaggioNegato(
            "Il Piano non è più quello su cui si decide: il testo è cambiato dopo. Va inviato, o convocato, di nuovo con la "
            f"versione di adesso (impronta {adesso.sha256[:8]}). {NULLA}"
        )
    return adesso


def _inviata(piano: Piano) -> Versione | None:
    """Return the version that the ATS has been given to check: a sheet shared with another plan may have changed since."""
    invio = piano.passaggi.filter(passo=Passo.INVIA_IN_VERIFICA).select_related("versione").order_by("-pk").first()
    return invio.versione if invio else None


def esegui(passo: Passo, piano: Piano, *, autore: Utente | None, dati: DatiPasso | None = None) -> Passaggio:
    """Take a step: lock, ask, write the Passaggio, date the act, move, annotate, tell whom it concerns; one transaction.

    Prints and mail leave after the commit. `autore` None is the command line: then no Incarico is asked.
    Raises PassaggioNegato (person, time or object), PassaggioGiaFatto, DatiPassoMancanti, DataFuoriOrdine: nothing moved.
    """
    regola, dati = PER_PASSO[passo], dati or DatiPasso()
    with transaction.atomic():
        bloccato = _blocca(piano)
        _rifiuta_se_gia_fatto(regola, bloccato)
        _esigi_nessun_impedimento(regola, bloccato, autore, dati)
        _esigi_dati(regola, bloccato, dati)
        versione = _versione(regola, bloccato, dati, autore)
        passaggio = _scrivi(regola, bloccato, autore, dati, versione)
        _data(regola, bloccato, dati, versione)
        bloccato.stato = regola.a
        bloccato.save(update_fields=["stato"])
        _annota(passaggio)
        annuncia(passaggio)
        for seguito in seguiti():
            transaction.on_commit(partial(seguito, passaggio))
    piano.stato = regola.a
    return passaggio


def _esigi_nessun_impedimento(regola: Regola, piano: Piano, autore: Utente | None, dati: DatiPasso) -> None:
    permessi = frozenset(regola.permessi) if autore is None else None
    for frase in impedimenti(regola.passo, piano, autore, dati=dati, permessi=permessi):
        raise PassaggioNegato(f"{frase} {NULLA}")


def _scrivi(
    regola: Regola, piano: Piano, autore: Utente | None, dati: DatiPasso, versione: Versione | None
) -> Passaggio:
    passaggio = Passaggio.objects.create(
        piano=piano,
        passo=regola.passo,
        da=piano.stato,
        a=regola.a,
        autore=autore,
        incarico_id=veste_di(autore, piano) if autore else None,
        versione=versione,
        giorno=dati.giorno,
        organo=dati.organo[:200],
        tipo_atto=dati.tipo_atto,
        numero=dati.numero[:60],
        motivo=dati.motivo,
        file=dati.file,
        nome_file=dati.nome_file[:150],
        esempio=dati.esempio,
    )
    ParteDaIntegrare.objects.bulk_create(
        ParteDaIntegrare(
            passaggio=passaggio,
            specie=p.specie,
            chiave=p.chiave,
            etichetta=p.etichetta[:400],
            url=p.url,
            nota=p.nota,
        )
        for p in dati.parti
    )
    return passaggio


def _data(regola: Regola, piano: Piano, dati: DatiPasso, versione: Versione | None) -> None:
    """Write the day of the act in the one row of the dates."""
    if not regola.fatto:
        return
    riga = cronologia_di(piano)
    setattr(riga, f"{regola.fatto}_il", dati.giorno)
    if PER_CHIAVE[regola.fatto].numero:
        setattr(riga, PER_CHIAVE[regola.fatto].numero, dati.numero[:60])
    if regola.passo is Passo.DAI_ASSENSO:
        riga.assenso_versione = versione
    elif regola.passo is Passo.APPROVA:
        riga.approvazione_organo, riga.approvazione_versione = dati.organo[:200], versione
    elif regola.passo is Passo.RECEPISCI:
        riga.recepimento_tipo = dati.tipo_atto
    riga.esempi = sorted({*riga.esempi} - {regola.fatto} | ({regola.fatto} if dati.esempio else set()))
    riga.save()


def _annota(passaggio: Passaggio) -> None:
    dati = {
        "passaggio": passaggio.pk,
        "da": passaggio.da,
        "a": passaggio.a,
        "versione": passaggio.versione.sha256 if passaggio.versione else None,
        "giorno": passaggio.giorno,
        "file": passaggio.file.sha256 if passaggio.file else None,
        "parti": passaggio.parti.count(),
    }
    annota(
        passaggio.piano.catena,
        f"piani.{passaggio.passo}",
        autore=passaggio.autore,
        incarico_id=passaggio.incarico_id,
        dati=dati,
    )
