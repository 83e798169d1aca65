"""What the convocation tells, and to whom: each body a notice kept, each of its people a notice on the desk and by mail."""

from collections import defaultdict

from django.urls import reverse

from ambiti.models import Collegamento, Ente
from ambiti.queries import valido_il
from assemblea.enums import OggettoDeciso, Titolo
from assemblea.models import AvvisoConvocazione, Delega, Punto, Seduta, Votazione
from assemblea.pesi import comuni_il
from core.formati import data_estesa, elenco
from piani.models import Piano, Versione
from utenti.avvisi import Messaggio, avvisa
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.queries import persone_con
from utenti.roles import Permesso

_RUOLI = {
    Titolo.COMPONENTE: (Ruolo.SINDACO,),
    Titolo.INVITATO: (
        Ruolo.FUNZIONARIO_ATS,
        Ruolo.DIRIGENTE_ATS,
        Ruolo.DIRETTORE_ATS,
        Ruolo.REFERENTE_ASST,
        Ruolo.DIRETTORE_ASST,
    ),
}
_COSA = {OggettoDeciso.PIANO: "il Piano di Zona {}", OggettoDeciso.ACCORDO: "l'Accordo di Programma"}
_DA_FARE = {
    Titolo.COMPONENTE: "Leggi il testo e partecipa, oppure delega una persona del tuo Comune.",
    Titolo.INVITATO: "Sei invitato: puoi assistere alla seduta, senza voto.",
}


def destinatari(seduta: Seduta) -> dict[Titolo, list[Ente]]:
    """Return the bodies to tell: the Comuni of that day, the ATS and the ASST of that day. Two queries."""
    asst = Collegamento.objects.filter(valido_il(seduta.giorno), ambito=seduta.ambito).values("asst_id")
    invitati = {e.pk: e for e in Ente.objects.filter(pk__in=asst).order_by("nome")}
    return {
        Titolo.COMPONENTE: [c.ente for c in comuni_il(seduta.ambito, seduta.giorno)],
        Titolo.INVITATO: [seduta.ambito.ats.ente, *invitati.values()],
    }


def _persone(enti: list[Ente], titolo: Titolo) -> dict[int, list[Utente]]:
    """Return the people of each body that the notice reaches, by its key. One query."""
    incarichi = Incarico.objects.in_corso().filter(ente__in=enti, ruolo__in=_RUOLI[titolo]).select_related("utente")
    trovate: dict[int, list[Utente]] = defaultdict(list)
    for incarico in incarichi.order_by("pk"):
        trovate[incarico.ente_id].append(incarico.utente)
    return trovate


def pagina(seduta: Seduta, piano: Piano) -> str:
    """The address of the session."""
    return reverse("assemblea:seduta", kwargs={**piano.indirizzo, "pk": seduta.pk})


def invia_avvisi(seduta: Seduta, piano: Piano, versione: Versione) -> None:
    """Keep a notice for each body, and tell its people; in the transaction of the act."""
    for titolo, enti in destinatari(seduta).items():
        persone = _persone(enti, titolo)
        AvvisoConvocazione.objects.bulk_create(
            (
                AvvisoConvocazione(
                    seduta=seduta,
                    numero=seduta.avvisi,
                    ente=ente,
                    titolo=titolo,
                    versione=versione,
                    persone=len(persone[ente.pk]),
                    esempio=seduta.esempio,
                )
                for ente in enti
            ),
            # A session on two plans tells each body once.
            ignore_conflicts=True,
        )
        avvisa([u for ente in enti for u in persone[ente.pk]], _messaggio(seduta, piano, versione, titolo))


def _oggetti(seduta: Seduta, piano: Piano) -> list[OggettoDeciso]:
    punti = Punto.objects.filter(seduta=seduta, piano=piano).order_by("ordine")
    return [OggettoDeciso(oggetto) for oggetto in punti.values_list("oggetto", flat=True)]


def _messaggio(seduta: Seduta, piano: Piano, versione: Versione, titolo: Titolo) -> Messaggio:
    quando = f"{data_estesa(seduta.giorno)}, ore {seduta.ora:%H.%M}"
    nuovo = "Nuovo avviso: sostituisce quello di prima. " if seduta.avvisi > 1 else ""
    cosa = elenco([_COSA[p].format(piano.triennio) for p in _oggetti(seduta, piano)])
    testo = (
        f"{nuovo}L'Assemblea dei Sindaci dell'Ambito di {seduta.ambito.nome} è convocata per {quando}, {seduta.luogo} "
        f"({seduta.get_chiamata_display().lower()}). All'ordine del giorno: {cosa}, nel testo con "
        f"impronta {versione.sha256[:8]}."
    )
    return Messaggio(
        chiave=f"assemblea:convocazione:{seduta.pk}:{seduta.avvisi}:{titolo}",
        oggetto=f"Assemblea dei Sindaci di {seduta.ambito.nome}: {seduta.giorno:%d/%m/%Y}",
        testo=f"{testo} {seduta.nota}".strip()[:1000],
        da_fare=_DA_FARE[titolo],
        entro=seduta.giorno,
        url=pagina(seduta, piano),
    )


def avvisa_annullo(seduta: Seduta, piano: Piano) -> None:
    """Tell who was convened that the session is called off."""
    for titolo, enti in destinatari(seduta).items():
        persone = _persone(enti, titolo)
        avvisa(
            [u for ente in enti for u in persone[ente.pk]],
            Messaggio(
                chiave=f"assemblea:annullo:{seduta.pk}",
                oggetto=f"Annullata la seduta del {seduta.giorno:%d/%m/%Y}, Assemblea di {seduta.ambito.nome}",
                testo=f"La seduta dell'Assemblea dei Sindaci del {data_estesa(seduta.giorno)} è annullata. Motivo: {seduta.motivo_annullo[:600]}",
                url=pagina(seduta, piano),
            ),
        )


def avvisa_delegato(delega: Delega, piano: Piano) -> None:
    """Tell who was delegated for which session."""
    seduta = delega.seduta
    avvisa(
        [delega.delegato],
        Messaggio(
            chiave=f"assemblea:delega:{delega.pk}",
            oggetto=f"Delega per l'Assemblea del {seduta.giorno:%d/%m/%Y}",
            testo=f"{delega.nome_delegante} ti delega per il {delega.comune.ente.nome_completo} nella seduta di "
            f"{data_estesa(seduta.giorno)}, ore {seduta.ora:%H.%M}, {seduta.luogo}.",
            da_fare="Leggi il testo, partecipa e vota.",
            entro=seduta.giorno,
            url=pagina(seduta, piano),
        ),
    )


def avvisa_revoca(delega: Delega, seduta: Seduta, piano: Piano) -> None:
    """Tell the sindaco and the delegate that a delega is revoked."""
    avvisa(
        [delega.delegante, delega.delegato],
        Messaggio(
            chiave=f"assemblea:revoca:{delega.pk}",
            oggetto=f"Delega revocata per l'Assemblea del {seduta.giorno:%d/%m/%Y}",
            testo=f"La delega di {delega.nome_delegante} a {delega.nome_delegato}, per il "
            f"{delega.comune.ente.nome_completo} nella seduta di {data_estesa(seduta.giorno)}, è revocata.",
            url=pagina(seduta, piano),
        ),
    )


def avvisa_esito_accordo(votazione: Votazione) -> None:
    """Tell the Ufficio di Piano what the Assemblea decided on the Accordo: no step of the procedure does."""
    piano, seduta = votazione.punto.piano, votazione.punto.seduta
    esito = "approvato" if votazione.approvata else "non approvato"
    avvisa(
        persone_con(Permesso.APRIRE_SOTTOSCRIZIONE, piano.ambito),
        Messaggio(
            chiave=f"assemblea:accordo:{votazione.pk}",
            oggetto=f"Accordo di Programma {esito}: {piano.ambito.nome} {piano.triennio}",
            testo=f"L'Assemblea dei Sindaci ha deciso sull'Accordo di Programma. {votazione.frase}",
            da_fare="Quando il Piano è approvato e il PDF è pronto, apri la sottoscrizione."
            if votazione.approvata
            else "",
            url=pagina(seduta, piano),
        ),
    )
