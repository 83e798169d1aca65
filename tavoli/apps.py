"""App configuration."""

from django.apps import AppConfig


class TavoliConfig(AppConfig):
    """Tavoli di co-programmazione."""

    name = "tavoli"
    verbose_name = "Tavoli di co-programmazione"

    def ready(self) -> None:
        """Give to the plan its readers, its room, and to the desk what waits at the tables."""
        from piani.composizione import Stanza, registra_compiti, registra_lettori, registra_stanza
        from registro import parole
        from tavoli.compiti import FONTI
        from tavoli.parole_registro import ATTI
        from tavoli.queries import piani_dei_tavoli

        parole.registra(ATTI)
        registra_lettori(piani_dei_tavoli)
        registra_stanza(Stanza("tavoli", "Tavoli", "comment", "tavoli:del_piano", per="chiunque"))
        for fonte in FONTI:
            registra_compiti(fonte)
