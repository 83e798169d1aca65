"""Contributions and their answers; what the log and the desk say of a table."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambiti.models import Ambito
from core.exceptions import NonPermesso
from obiettivi.models import Triennio
from piani.models import Piano
from registro.models import Evento
from tavoli.actions import contributi, tavoli
from tavoli.actions.contributi import Luogo
from tavoli.compiti import FONTI
from tavoli.enums import EsitoContributo, GenereContributo
from tavoli.exceptions import ContributoNonAmmissibile
from tavoli.models import Domanda, Tavolo
from tests.factories import CampoSchedaFactory, FormatoSchedaFactory, PianoFactory, SezioneFactory, VoceSchedaFactory
from tests.pagine import nomina
from tests.tavoli_di_prova import altra_cooperativa, chiede, contribuisce, siede, tavolo_annunciato
from utenti.models import Avviso, Utente
from utenti.tasks import spedisci_avvisi

pytestmark = pytest.mark.django_db


@pytest.fixture
def tavolo(piano: Piano, gallarate: Ambito, ada: Utente) -> Tavolo:
    """A table of Gallarate, announced, that works for its plan."""
    return tavolo_annunciato(gallarate, ada, piani=[piano])


# --- Contributions ------------------------------------------------------------


def test_il_contributo_arriva_fino_alla_riga_della_scheda(
    tavolo: Tavolo, piano: Piano, carla: Utente, ada: Utente, lia: Utente
) -> None:
    siede(tavolo, carla, ufficio=ada)
    contributo = contribuisce(tavolo, carla)
    voce = VoceSchedaFactory.create(piano=piano, codice="M")
    campo = CampoSchedaFactory.create(formato=voce.scheda.formato)

    risposta = contributi.rispondi(
        contributo,
        esito=EsitoContributo.ACCOLTO,
        motivo="È nell'obiettivo M.",
        luogo=Luogo(voce=voce, campo=campo),
        autore=lia,
    )

    assert (risposta.voce, risposta.campo) == (voce, campo)
    assert Avviso.objects.filter(destinatario=ada, chiave=f"tavoli.contributo:{contributo.pk}").exists()
    avviso = Avviso.objects.get(destinatario=carla, chiave=f"tavoli.risposta:{risposta.pk}")
    assert "accolto. Motivo: È nell'obiettivo M." in avviso.testo


def test_una_cooperativa_di_un_altro_tavolo_non_contribuisce_qui(
    tavolo: Tavolo, gallarate: Ambito, ada: Utente, carla: Utente
) -> None:
    nora = altra_cooperativa()
    altro = tavolo_annunciato(gallarate, ada, titolo="Tavolo sui giovani")
    siede(altro, nora, ufficio=ada)
    siede(tavolo, carla, ufficio=ada)

    contribuisce(altro, nora)
    with pytest.raises(NonPermesso, match="non siede a questo tavolo"):
        contribuisce(tavolo, nora)
    with pytest.raises(NonPermesso):
        contributi.lascia_contributo(
            tavolo.temi.get(),
            ente=carla.incarichi.get().ente,
            genere=GenereContributo.BISOGNO,
            titolo="Finto",
            testo="Finto",
            autore=nora,
        )


def test_la_risposta_ha_sempre_un_perche_ed_e_una_sola(
    tavolo: Tavolo, carla: Utente, ada: Utente, dario: Utente
) -> None:
    siede(tavolo, carla, ufficio=ada)
    contributo = contribuisce(tavolo, carla)

    with pytest.raises(ContributoNonAmmissibile, match="Manca il perché"):
        contributi.rispondi(contributo, esito=EsitoContributo.ACCOLTO, motivo=" ", autore=ada)
    with pytest.raises(NonPermesso):
        contributi.rispondi(contributo, esito=EsitoContributo.ACCOLTO, motivo="Sì.", autore=dario)
    contributi.rispondi(contributo, esito=EsitoContributo.NON_ACCOLTO, motivo="Fuori tema.", autore=ada)
    with pytest.raises(ContributoNonAmmissibile, match="già risposto"):
        contributi.rispondi(contributo, esito=EsitoContributo.ACCOLTO, motivo="Sì.", autore=ada)


def test_la_risposta_non_porta_fuori_dai_piani_del_tavolo(
    tavolo: Tavolo, carla: Utente, ada: Utente, busto: Ambito, triennio: Triennio, piano: Piano
) -> None:
    siede(tavolo, carla, ufficio=ada)
    contributo = contribuisce(tavolo, carla)
    altrove = SezioneFactory.create(piano=PianoFactory.create(ambito=busto, triennio=triennio))
    voce = VoceSchedaFactory.create(piano=piano)
    estraneo = CampoSchedaFactory.create(formato=FormatoSchedaFactory.create(chiave="altro"))

    for luogo, frase in (
        (Luogo(sezione=altrove), "non è in un Piano di questo tavolo"),
        (Luogo(voce=voce, campo=estraneo), "non è nella scheda scelta"),
    ):
        with pytest.raises(ContributoNonAmmissibile, match=frase):
            contributi.rispondi(contributo, esito=EsitoContributo.ACCOLTO, motivo="Sì.", luogo=luogo, autore=ada)


# --- Log and desk -------------------------------------------------------------


def test_il_registro_racconta_il_tavolo_nella_catena_del_piano_senza_nomi(
    tavolo: Tavolo, piano: Piano, carla: Utente, ada: Utente
) -> None:
    siede(tavolo, carla, ufficio=ada)
    contribuisce(tavolo, carla)

    eventi = list(Evento.objects.filter(catena__nome=piano.catena).order_by("numero"))
    assert [e.tipo for e in eventi] == [
        "tavoli.piani_collegati",
        "tavoli.avviso_pubblicato",
        "tavoli.domanda_presentata",
        "tavoli.domanda_ammessa",
        "tavoli.contributo_lasciato",
    ]
    assert not [e for e in eventi if "Cooperativa" in e.dati or "Alloggi" in e.dati]
    assert eventi[-1].incarico_id == carla.incarichi.get().pk


def test_la_scrivania_sa_che_cosa_aspetta_ai_tavoli(
    tavolo: Tavolo, piano: Piano, carla: Utente, ada: Utente, dario: Utente
) -> None:
    siede(tavolo, carla, ufficio=ada)
    chiede(tavolo, altra_cooperativa())
    chiede(tavolo, altra_cooperativa("Olindo", "90000000004"))
    contribuisce(tavolo, carla)
    domani = timezone.now() + dt.timedelta(days=1)
    incontro = tavoli.fissa_incontro(tavolo, quando=domani, luogo="Sala", argomento="A", autore=ada)

    def righe(chi: Utente) -> dict[str, list[tuple[int, int, dt.date | None]]]:
        return {f.chiave: list(f.righe(chi)) for f in FONTI if f.righe(chi)}

    assert righe(ada) == {"tavoli_domande": [(2, piano.pk, None)], "tavoli_contributi": [(1, piano.pk, None)]}
    ((pk, del_piano, giorno),) = righe(carla)["tavoli_incontri"]
    assert (pk, del_piano) == (incontro.pk, piano.pk)
    assert giorno
    assert righe(dario) == {}
    for fonte in FONTI:
        assert fonte.descrivi(piano, 2, None).azione
    # The desk puts all the kinds together in one query.
    prima, *altre = [f.righe(ada) for f in FONTI]
    assert len(list(prima.union(*altre, all=True))) == 2


def test_una_domanda_ammessa_e_respinta_insieme_non_esiste(tavolo: Tavolo, carla: Utente, ada: Utente) -> None:
    domanda = siede(tavolo, carla, ufficio=ada)

    with pytest.raises(IntegrityError), transaction.atomic():
        Domanda.objects.filter(pk=domanda.pk).update(respinta_il=domanda.ammessa_il, respinta_da=ada, motivo="No")


# --- The mail -----------------------------------------------------------------


def test_ogni_atto_arriva_per_posta_a_chi_riguarda_e_dice_che_cosa_fare(
    tavolo: Tavolo, carla: Utente, ada: Utente
) -> None:
    siede(tavolo, carla, ufficio=ada)
    contributo = contribuisce(tavolo, carla)
    domani = timezone.now() + dt.timedelta(days=1)
    tavoli.fissa_incontro(tavolo, quando=domani, luogo="Sala del Consiglio", argomento="I bisogni", autore=ada)
    contributi.rispondi(contributo, esito=EsitoContributo.IN_PARTE, motivo="Sei posti sì, l'educatore no.", autore=ada)

    spedisci_avvisi()

    lettere = {m.subject: (m.to, str(m.body)) for m in mail.outbox}
    assert len(lettere) == 5
    chiede_oggetto = "Cooperativa di prova chiede di partecipare al tavolo «Tavolo della casa»"
    nuovo = "Nuovo contributo di Cooperativa di prova al tavolo «Tavolo della casa»"
    ammessa = "L'ente Cooperativa di prova è ammesso al tavolo «Tavolo della casa»"
    risposta = "Risposta al contributo di Cooperativa di prova: accolto in parte"
    incontro = next(oggetto for oggetto in lettere if oggetto.startswith("Incontro del tavolo «Tavolo della casa»"))
    attese = {
        chiede_oggetto: (ada, "ammetti l'ente o rispondi di no con il motivo", f"/tavoli/{tavolo.pk}/domande/"),
        nuovo: (ada, "di' che cosa ne è stato", f"/tavoli/contributi/{contributo.pk}/"),
        ammessa: (carla, "i temi su cui lasciare un contributo", f"/tavoli/{tavolo.pk}/"),
        incontro: (carla, "Sala del Consiglio. Si parla di: I bisogni", f"/tavoli/{tavolo.pk}/#incontri"),
        risposta: (carla, "Sei posti sì, l'educatore no.", f"/tavoli/contributi/{contributo.pk}/"),
    }
    for oggetto, (chi, parole, indirizzo) in attese.items():
        a, testo = lettere[oggetto]
        assert (a, parole in testo, indirizzo in testo) == ([chi.email], True, True), oggetto
    # Names of bodies, never of people.
    assert not [testo for _, testo in lettere.values() if nomina(testo, "Carla") or nomina(testo, "Ada")]
