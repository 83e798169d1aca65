"""App configuration."""

from django.apps import AppConfig


class RecepimentoConfig(AppConfig):
    """Verifica, recepimento e invio."""

    name = "recepimento"
    verbose_name = "Verifica, recepimento e invio"

    def ready(self) -> None:
        """Register the jobs, the page about one plan, what waits for the ATS, and the check that opens after a step."""
        from piani.composizione import Stanza, registra_avvertenze, registra_compiti, registra_seguito, registra_stanza
        from piani.enums import Passo
        from recepimento import lavori  # noqa: F401 - registers itself
        from recepimento.actions.verifica import apri_dopo_il_passo
        from recepimento.avvertenze import della_verifica
        from recepimento.compiti import FONTI
        from recepimento.parole_registro import ATTI
        from registro import parole

        parole.registra(ATTI)
        registra_stanza(Stanza("recepimento", "Verifica e recepimento", "check-circle", "recepimento:verifica"))
        registra_avvertenze(Passo.DAI_ASSENSO, della_verifica)
        registra_seguito(apri_dopo_il_passo)
        for fonte in FONTI:
            registra_compiti(fonte)
