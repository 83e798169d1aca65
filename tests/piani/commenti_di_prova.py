"""What the tests of the comments stand on: a chapter with a passage, a sheet with a row; the hand that comments."""

from piani.actions.commenti import commenta
from piani.enums import SpecieParte
from piani.models import Commento, Piano, Sezione
from tests.factories import (
    CampoSchedaFactory,
    FormatoSchedaFactory,
    RispostaFactory,
    SezioneFactory,
    VoceSchedaFactory,
)
from utenti.models import Utente

PASSO = "gli sportelli di prossimità restano aperti due pomeriggi"
TESTO = f"<p>Nel triennio l'Ambito consolida la rete.</p><p>Nei Comuni piccoli {PASSO} alla settimana.</p>"


def capitolo_con_passo(piano: Piano) -> Sezione:
    """Make a chapter with the passage, and a sheet with a row."""
    capitolo = SezioneFactory.create(piano=piano, chiave="contesto", titolo="Dati di contesto", testo=TESTO)
    formato = FormatoSchedaFactory.create(gruppi=[{"chiave": "uno", "titolo": "Uno"}])
    voce = VoceSchedaFactory.create(piano=piano, sezione=capitolo, codice="A", scheda__formato=formato)
    campo = CampoSchedaFactory.create(formato=formato, chiave="target", etichetta="TARGET")
    RispostaFactory.create(scheda=voce.scheda, campo=campo, testo="<p>Famiglie con <strong>figli</strong> minori.</p>")
    return capitolo


def lascia(piano: Piano, chi: Utente, testo: str = "Due pomeriggi sono pochi.", **altro: str) -> Commento:
    """Comment the chapter, or another part."""
    dove = {"specie": SpecieParte.SEZIONE, "parte": "contesto", **altro}
    return commenta(piano, testo=testo, autore=chi, **dove)  # type: ignore[arg-type]  # a SpecieParte is a str


def indirizzo(piano: Piano, resto: str = "") -> str:
    """Return an address under the comments of a plan."""
    return f"{piano.get_absolute_url()}commenti/{resto}"
