"""May this person work in this room? Person, then time; each a question of its own."""

from collections.abc import Collection, Iterator

from ambiti.models import Ats
from core.exceptions import NonPermesso
from piani.enums import Stato
from piani.models import Cronologia, Piano, Versione
from piani.permissions import NULLA
from recepimento.exceptions import AttoNonModificabile, VerificaChiusa
from recepimento.models import Verifica
from recepimento.queries.piani import CHI_IMPOSTA, imposta_l_ats
from recepimento.queries.verifica import si_risponde
from utenti.permissions import esigi, permessi_su, spiega_rifiuto
from utenti.queries import Chi
from utenti.roles import Permesso

# The act is prepared by who checks, by who directs and by who adopts it: all hold this verb.
PREPARA_ATTO = Permesso.INVIARE_IN_REGIONE
_SCARICA = frozenset({Permesso.LEGGERE_ATTRAVERSO_PIANI, Permesso.SCRIVERE_PIANO, Permesso.INVIARE_IN_VERIFICA})
_ADOTTATO = frozenset({Stato.RECEPITO, Stato.CONCLUSO})


def impedimenti_a_verificare(
    chi: Chi | None,
    piano: Piano,
    versione: Versione | None,
    verifica: Verifica | None,
    permessi: Collection[Permesso] | None = None,
    riga: Cronologia | None = None,
) -> Iterator[str]:
    """Yield why `chi` may not answer the check now; nothing if it may. `permessi`, and `riga` (the dates), spare queries."""
    suoi = permessi_su(chi, piano.ambito) if permessi is None else permessi
    if Permesso.VERIFICARE_COERENZA not in suoi:
        yield spiega_rifiuto(chi, Permesso.VERIFICARE_COERENZA, ambito=piano.ambito).removesuffix(f" {NULLA}")
    elif not si_risponde(piano, versione, verifica, riga):
        yield (
            f"Il Piano è «{piano.get_stato_display()}»: la verifica si compila mentre il Piano è in verifica, e prima "
            "della firma dell'ATS su ciò che è cambiato in seduta."
        )


def esigi_verifica(chi: Chi | None, piano: Piano, versione: Versione | None, verifica: Verifica | None) -> None:
    """Let `chi` answer, or raise NonPermesso (the person), VerificaChiusa (the time)."""
    esigi(chi, Permesso.VERIFICARE_COERENZA, ambito=piano.ambito)
    for frase in impedimenti_a_verificare(chi, piano, versione, verifica, (Permesso.VERIFICARE_COERENZA,)):
        raise VerificaChiusa(f"{frase} {NULLA}")


def atto_aperto(piano: Piano) -> bool:
    """Whether the state lets the act be prepared: until it is adopted."""
    return Stato(piano.stato) not in _ADOTTATO


def esigi_preparazione(chi: Chi | None, piano: Piano) -> None:
    """Let `chi` prepare the act, or raise NonPermesso, AttoNonModificabile."""
    esigi(chi, PREPARA_ATTO, ambito=piano.ambito)
    if not atto_aperto(piano):
        raise AttoNonModificabile(f"L'atto di recepimento è già adottato: la sua bozza non si cambia più. {NULLA}")


def esigi_impostazioni(chi: Chi | None, ats: Ats) -> None:
    """Let `chi` set up the ATS, or raise NonPermesso."""
    if not imposta_l_ats(chi, ats):
        ruoli = " o ".join(f"«{r.label}»" for r in CHI_IMPOSTA)
        raise NonPermesso(f"Le impostazioni di {ats} le cambia chi ha l'incarico di {ruoli}. {NULLA}")


def scarica_il_fascicolo(permessi: Collection[Permesso]) -> bool:
    """Tell whether who holds these permissions over the Ambito may have the pack: the ATS, the Ufficio di Piano, the Region."""
    return bool(_SCARICA.intersection(permessi))
