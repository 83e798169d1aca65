"""The registry of the kinds of jobs: which function does it, who may have its result.

Each app registers its own in ``AppConfig.ready()``::

    @tipo_lavoro("piani.stampa", visibile=puo_leggere_la_stampa)
    def stampa(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro: ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from documenti.exceptions import TipoLavoroSconosciuto
from documenti.models import FileConservato, Lavoro

# (steps done, steps in all, what is being done, in Italian)
Avanzamento = Callable[[int, int, str], None]


@dataclass(frozen=True)
class EsitoLavoro:
    """What a job leaves: a file with the name it is downloaded by, or data, or both."""

    file: FileConservato | None = None
    dati: dict[str, Any] = field(default_factory=dict)
    nome_file: str = ""


Esecuzione = Callable[[Lavoro, Avanzamento], EsitoLavoro]
# (user, job) -> may this person download the result? The user is untyped here: documenti lies below utenti.
Visibile = Callable[[Any, Lavoro], bool]


def solo_chi_chiede(utente: Any, lavoro: Lavoro) -> bool:
    """Whether `utente` asked for the job: the rule of the kinds that name no other."""
    return lavoro.richiesto_da_id is not None and lavoro.richiesto_da_id == utente.pk


@dataclass(frozen=True)
class TipoLavoro:
    """A kind of job."""

    nome: str
    esegui: Esecuzione
    visibile: Visibile


_TIPI: dict[str, TipoLavoro] = {}


def tipo_lavoro(nome: str, *, visibile: Visibile = solo_chi_chiede) -> Callable[[Esecuzione], Esecuzione]:
    """Register the function that does the jobs of kind `nome`, run in a child process.

    `visibile` decides who may download the result. Raises RuntimeError if two functions take the same name.
    """

    def registra(funzione: Esecuzione) -> Esecuzione:
        gia = _TIPI.get(nome)
        if gia is not None and gia.esegui is not funzione:
            messaggio = f"Il tipo di lavoro {nome} è già registrato."
            raise RuntimeError(messaggio)
        _TIPI[nome] = TipoLavoro(nome, funzione, visibile)
        return funzione

    return registra


def tipo(nome: str) -> TipoLavoro:
    """Return a kind of job. Raises TipoLavoroSconosciuto."""
    if nome not in _TIPI:
        raise TipoLavoroSconosciuto(f"Nessuno sa fare il lavoro «{nome}». Nulla è stato avviato.")
    return _TIPI[nome]
