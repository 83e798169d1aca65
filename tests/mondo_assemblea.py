"""The Assemblea of the small world: a session convened, one in which people vote, one over with its minutes."""

import datetime as dt

from django.utils import timezone

from ambiti.models import Comune
from assemblea.actions.atti import LAVORO
from assemblea.enums import Movimento, Oggetto, OggettoDeciso, Titolo
from assemblea.models import (
    AttoEsterno,
    AvvisoConvocazione,
    Componente,
    Condizione,
    Delega,
    FirmatoSostituito,
    Presenza,
    Punto,
    RegolaAssemblea,
    Seduta,
    Verbale,
    Votazione,
)
from assemblea.regole import a_record
from documenti import archivio
from documenti.enums import StatoLavoro, TipoFile
from documenti.models import FileConservato, Lavoro
from piani.models import Piano, Versione
from piani.versioni import congela
from tests.cast import persona
from tests.factories import AppartenenzaFactory, ComuneFactory
from utenti.enums import Ruolo
from utenti.models import Utente

Chiavi = dict[str, str | int]


def chiavi_assemblea(piano: Piano, ada: Utente) -> dict[str, Chiavi]:
    """Make the three sessions and return the keys of the addresses, by the beginning of their names."""
    versione, regola = congela(piano, autore=ada), _regola(piano, ada)
    convocata = _seduta(piano, versione, ada, dt.timedelta(days=7))
    aperta = _seduta(piano, versione, ada, dt.timedelta())
    conclusa = _seduta(piano, versione, ada, -dt.timedelta(days=30))
    adesso = timezone.now()
    for seduta in (aperta, conclusa):
        seduta.aperta_il, seduta.aperta_da, seduta.regola_seduta = adesso, ada, a_record(regola.pura)
    conclusa.chiusa_il, conclusa.chiusa_da = adesso, ada
    aperta.save()
    conclusa.save()
    delega = _componenti(aperta, piano, ada)
    vecchio = _verbale(conclusa, ada)
    aperte: Chiavi = {"pk": aperta.pk}
    ferme: Chiavi = {"pk": convocata.pk}
    chiusa = _votazione(aperta, 2, regola, ada, chiusa=True)
    return {
        "assemblea:": {**aperte, "votazione": _votazione(aperta, 1, regola, ada).pk, "regola": regola.pk},
        "assemblea:atto_file": {"atto": _atto(piano, versione, ada).pk},
        "assemblea:delega_": {**aperte, "delega": delega.pk},
        "assemblea:apri": ferme,
        "assemblea:avviso": ferme,
        "assemblea:annulla": ferme,
        "assemblea:deserta": ferme,
        "assemblea:letto": ferme,
        "assemblea:punto_rinvia": {**ferme, "punto": _punto(convocata, 1).pk},
        "assemblea:votazione_apri": {**ferme, "punto": _punto(convocata, 1).pk},
        "assemblea:votazione_proclama": {**aperte, "votazione": chiusa.pk},
        "assemblea:verbale": {"pk": conclusa.pk, "vecchio": vecchio.pk},
    }


def _pdf(nome: str) -> FileConservato:
    return archivio.conserva(f"%PDF-1.7\n{nome}\n%%EOF\n".encode(), nome=nome, tipi=frozenset({TipoFile.PDF}))


def _regola(piano: Piano, ada: Utente) -> RegolaAssemblea:
    regola = RegolaAssemblea.objects.create(
        ambito=piano.ambito, oggetto=Oggetto.PIANO, nome="Maggioranza", dal=dt.date(2024, 1, 1), scritta_da=ada
    )
    Condizione.objects.create(regola=regola, ordine=1, base="componenti", numeratore=1, denominatore=2, stretta=False)
    return regola


def _seduta(piano: Piano, versione: Versione, ada: Utente, tra: dt.timedelta) -> Seduta:
    seduta = Seduta.objects.create(
        ambito=piano.ambito,
        giorno=timezone.localdate() + tra,
        ora=dt.time(17, 30),
        luogo="Municipio",
        convocata_da=ada,
        esempio=True,
    )
    for n, oggetto in enumerate(OggettoDeciso, start=1):
        Punto.objects.create(seduta=seduta, ordine=n, piano=piano, oggetto=oggetto, versione=versione)
    AvvisoConvocazione.objects.create(
        seduta=seduta, numero=1, ente=piano.ambito.ats.ente, titolo=Titolo.INVITATO, versione=versione
    )
    return seduta


def _punto(seduta: Seduta, ordine: int) -> Punto:
    return Punto.objects.get(seduta=seduta, ordine=ordine)


def _componenti(seduta: Seduta, piano: Piano, ada: Utente) -> Delega:
    """Two members there: the lead Comune by its sindaco, another by its delegate; the delega was recorded, signed."""
    altro = ComuneFactory.create(ente__codice="012999", ente__nome="Comune piccolo")
    AppartenenzaFactory.create(comune=altro, ambito=piano.ambito)
    sindaca = persona("Sindaca", Ruolo.SINDACO, altro.ente)
    delega = Delega.objects.create(
        seduta=seduta,
        comune=altro,
        delegante=sindaca,
        delegato=persona("Vicesindaco", Ruolo.DELEGATO, altro.ente),
        nome_delegante="Sindaca",
        nome_delegato="Vicesindaco",
        file=_pdf("delega.pdf"),
        nome_file="delega.pdf",
        registrata_da=ada,
    )
    for comune in (Comune.objects.get(ente__codice="012070"), altro):
        componente = Componente.objects.create(
            seduta=seduta, comune=comune, nome=comune.ente.nome_completo, numeratore=1000
        )
        Presenza.objects.create(
            componente=componente,
            movimento=Movimento.ENTRATA,
            persona="Chi siede",
            delega=delega if comune == altro else None,
            registrata_da=ada,
        )
    return delega


def _votazione(seduta: Seduta, ordine: int, regola: RegolaAssemblea, ada: Utente, *, chiusa: bool = False) -> Votazione:
    return Votazione.objects.create(
        punto=_punto(seduta, ordine),
        regola=regola,
        regola_voto=a_record(regola.pura),
        contenuto=seduta.punti.first().piano.contenuto,  # type: ignore[union-attr]  # made just before
        aperta_da=ada,
        chiusa_il=timezone.now() if chiusa else None,
        chiusa_da=ada if chiusa else None,
    )


def _verbale(seduta: Seduta, ada: Utente) -> FirmatoSostituito:
    lavoro = Lavoro.objects.create(
        tipo=LAVORO,
        chiave="verbale-di-prova",
        stato=StatoLavoro.RIUSCITO,
        risultato=_pdf("verbale.pdf"),
        nome_file="verbale.pdf",
        richiesto_da=ada,
    )
    verbale = Verbale.objects.create(
        seduta=seduta,
        contenuto=b"{}",
        sha256="0" * 64,
        lavoro=lavoro,
        pagine=2,
        firmato=_pdf("firmato.pdf"),
        nome_firmato="firmato.pdf",
        firmato_il=timezone.now(),
        firmato_da=ada,
    )
    return FirmatoSostituito.objects.create(
        verbale=verbale,
        file=_pdf("prima.pdf"),
        nome_file="prima.pdf",
        firmato_il=timezone.now(),
        firmato_da=ada,
        sostituito_da=ada,
        motivo="Mancava una firma",
    )


def _atto(piano: Piano, versione: Versione, ada: Utente) -> AttoEsterno:
    return AttoEsterno.objects.create(
        piano=piano,
        oggetto=OggettoDeciso.ACCORDO,
        organo="Consiglio Comunale",
        numero="12",
        giorno=dt.date(2024, 12, 16),
        file=_pdf("atto.pdf"),
        nome_file="atto.pdf",
        versione=versione,
        registrato_da=ada,
    )
