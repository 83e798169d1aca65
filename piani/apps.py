"""App configuration."""

from django.apps import AppConfig


class PianiConfig(AppConfig):
    """Piani di Zona."""

    name = "piani"
    verbose_name = "Piani di Zona"

    def ready(self) -> None:
        """Register the job that prints, what follows and what precedes a step, and the chains that the log must have."""
        from piani import lavori, lavori_word  # noqa: F401 - they register themselves
        from piani.actions.stampe import stampa_dopo_il_passo
        from piani.compiti import COMMENTI
        from piani.composizione import registra_compiti, registra_requisito, registra_seguito
        from piani.parole_registro import ATTI
        from piani.queries import catene_dei_piani
        from piani.requisiti import REQUISITI
        from registro import attese, parole

        attese.registra(catene_dei_piani)
        parole.registra(ATTI)
        registra_seguito(stampa_dopo_il_passo)
        registra_compiti(COMMENTI)
        for requisito in REQUISITI:
            registra_requisito(requisito)
