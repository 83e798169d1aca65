"""Deleghe, and who comes in and goes out."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ambiti.models import Comune
from assemblea.actions.comune import NULLA, annota_seduta, blocca_seduta, esigi_in_corso, esigi_permesso, piani_di
from assemblea.avvisi import avvisa_delegato, avvisa_revoca
from assemblea.enums import Movimento
from assemblea.exceptions import DatiSedutaNonValidi, SedutaNonPronta, VotoNonAmmesso
from assemblea.models import Componente, Delega, Presenza, Seduta
from assemblea.permissions import data_dal_sindaco, sindaco_di
from assemblea.pesi import comuni_il, sindaci_di
from documenti.models import FileConservato
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.permissions import ha_permesso
from utenti.queries import incarichi_di
from utenti.roles import Permesso


def delegabili(comuni: Collection[int]) -> dict[int, list[Utente]]:
    """Return, by Comune, the people that its sindaco may delegate: those with the Incarico of delegate. One query."""
    incarichi = Incarico.objects.in_corso().filter(ente__in=comuni, ruolo=Ruolo.DELEGATO).select_related("utente")
    trovati: dict[int, list[Utente]] = {comune: [] for comune in comuni}
    for incarico in incarichi.order_by("utente__nome", "pk"):
        if incarico.utente not in trovati[incarico.ente_id]:
            trovati[incarico.ente_id].append(incarico.utente)
    return trovati


def delega(
    seduta: Seduta,
    comune: Comune,
    delegato: Utente,
    *,
    autore: Utente,
    file: FileConservato | None = None,
    nome_file: str = "",
    esempio: bool = False,
) -> Delega:
    """Let `delegato` act for the Comune in this session. The sindaco gives it; who keeps the session records a signed one.

    Raises VotoNonAmmesso (neither), SedutaNonPronta (over; a delega is in force; the sindaco is there), DatiSedutaNonValidi.
    """
    with transaction.atomic():
        seduta = blocca_seduta(seduta)
        delegante = _delegante(seduta, comune, autore, file)
        if seduta.finita:
            raise SedutaNonPronta(f"La seduta è «{seduta.situazione}»: non si delega più. {NULLA}")
        _esigi_delegabile(seduta, comune, delegato)
        riga = Delega.objects.create(
            seduta=seduta,
            comune=comune,
            delegante=delegante,
            delegato=delegato,
            nome_delegante=str(delegante)[:150],
            nome_delegato=str(delegato)[:150],
            file=file,
            nome_file=nome_file[:150],
            registrata_da=autore,
            esempio=esempio,
        )
        dati = {"delega": riga.pk, "comune": comune.pk, "file": file.sha256 if file else None}
        annota_seduta(seduta, "delega_data", autore=autore, dati=dati)
        avvisa_delegato(riga, piani_di(seduta)[0])
    return riga


def _delegante(seduta: Seduta, comune: Comune, autore: Utente, file: FileConservato | None) -> Utente:
    """Return the sindaco for whom the delega is given: the author, or who signed the file that the secretary records."""
    if sindaco_di(comune.pk, list(incarichi_di(autore))):
        return autore
    if not ha_permesso(autore, Permesso.TENERE_SEDUTA, ambito=seduta.ambito):
        raise VotoNonAmmesso(
            f"La delega per il {comune.ente.nome_completo} la dà il suo Sindaco in carica; chi tiene la seduta registra "
            f"quella firmata. {NULLA}"
        )
    sindaco = sindaci_di([comune]).get(comune.pk)
    if sindaco is None or file is None:
        raise DatiSedutaNonValidi(
            f"Per registrare una delega serve il file firmato dal Sindaco, e un Sindaco in carica nel portale. {NULLA}"
        )
    return sindaco


def _esigi_delegabile(seduta: Seduta, comune: Comune, delegato: Utente) -> None:
    if comune.pk not in {c.pk for c in comuni_il(seduta.ambito, seduta.giorno)}:
        raise VotoNonAmmesso(f"Il {comune.ente.nome_completo} non siede in questa Assemblea. {NULLA}")
    if delegato not in delegabili([comune.pk])[comune.pk]:
        raise DatiSedutaNonValidi(
            f"{delegato} non ha l'incarico di «{Ruolo.DELEGATO.label}» per il {comune.ente.nome_completo}: il Sindaco la "
            f"invita dalla pagina delle persone. {NULLA}"
        )
    if gia := Delega.objects.filter(seduta=seduta, comune=comune, revocata_il=None).first():
        raise SedutaNonPronta(f"È già delegato {gia.nome_delegato}: revoca prima quella delega. {NULLA}")
    componente = Componente.objects.filter(seduta=seduta, comune=comune).first()
    if componente and _presente(componente):
        raise SedutaNonPronta(
            f"Il Sindaco risulta presente: chi tiene la seduta registri prima la sua uscita, poi si delega. {NULLA}"
        )


def _ultima(componente: Componente) -> Presenza | None:
    return componente.presenze.order_by("-pk").first()


def _presente(componente: Componente) -> bool:
    ultima = _ultima(componente)
    return ultima is not None and ultima.movimento == Movimento.ENTRATA


def revoca_delega(riga: Delega, *, autore: Utente) -> Delega:
    """Take a delega back; a delegate who is there goes out with it, and sindaco and delegate are told.

    The sindaco may; who keeps the session, only what it recorded from a signed file. Raises VotoNonAmmesso, SedutaNonPronta.
    """
    with transaction.atomic():
        seduta = blocca_seduta(riga.seduta)
        riga = Delega.objects.select_related("comune__ente", "delegante", "delegato").get(pk=riga.pk)
        suo = sindaco_di(riga.comune_id, list(incarichi_di(autore)))
        if not suo and not ha_permesso(autore, Permesso.TENERE_SEDUTA, ambito=seduta.ambito):
            raise VotoNonAmmesso(
                f"La delega per il {riga.comune.ente.nome_completo} la revoca il suo Sindaco in carica. {NULLA}"
            )
        if not suo and data_dal_sindaco(riga):
            raise VotoNonAmmesso(
                f"La delega per il {riga.comune.ente.nome_completo} l'ha data il Sindaco dal suo account: la revoca lui. "
                f"Chi tiene la seduta revoca solo quelle che ha registrato. {NULLA}"
            )
        if riga.revocata_il or seduta.finita:
            raise SedutaNonPronta(f"Questa delega è già revocata, o la seduta è finita. {NULLA}")
        riga.revocata_il, riga.revocata_da = timezone.now(), autore
        riga.save(update_fields=["revocata_il", "revocata_da"])
        componente = Componente.objects.filter(seduta=seduta, comune=riga.comune_id).first()
        if componente and _presente(componente):
            _segna(componente, Movimento.USCITA, riga, riga.nome_delegato, autore, esempio=riga.esempio)
        avvisa_revoca(riga, seduta, piani_di(seduta)[0])
        annota_seduta(seduta, "delega_revocata", autore=autore, dati={"delega": riga.pk, "comune": riga.comune_id})
    return riga


def registra_presenza(
    componente: Componente, movimento: Movimento, *, autore: Utente, esempio: bool = False
) -> Presenza:
    """Record that a member comes in or goes out, now: by the delegate where a delega is in force, else by the sindaco.

    Raises NonPermesso, SedutaNonPronta (session not open, already so).
    """
    with transaction.atomic():
        seduta = blocca_seduta(componente.seduta)
        esigi_permesso(autore, Permesso.TENERE_SEDUTA, seduta)
        esigi_in_corso(seduta)
        ultima = _ultima(componente)
        dentro = ultima is not None and ultima.movimento == Movimento.ENTRATA
        if dentro == (movimento is Movimento.ENTRATA):
            come = "già presente" if dentro else "già assente"
            raise SedutaNonPronta(f"Il {componente.nome} risulta {come}. {NULLA}")
        in_vigore = Delega.objects.filter(seduta=seduta, comune=componente.comune_id, revocata_il=None).first()
        if movimento is Movimento.ENTRATA:
            chi = in_vigore.nome_delegato if in_vigore else _nome_sindaco(componente)
        else:
            chi = ultima.persona if ultima else ""
        riga = _segna(componente, movimento, in_vigore, chi, autore, esempio=esempio)
        dati = {"componente": componente.pk, "presenza": riga.pk, "movimento": str(movimento)}
        annota_seduta(seduta, "presenza", autore=autore, dati=dati)
    return riga


def _nome_sindaco(componente: Componente) -> str:
    """The sindaco of today: the office may have changed since the session was opened."""
    return str(sindaci_di([componente.comune]).get(componente.comune_id, componente.nome_sindaco))


def _segna(
    componente: Componente, movimento: Movimento, riga: Delega | None, chi: str, autore: Utente, *, esempio: bool
) -> Presenza:
    return Presenza.objects.create(
        componente=componente,
        movimento=movimento,
        delega=riga,
        persona=chi[:150],
        registrata_da=autore,
        esempio=esempio,
    )
