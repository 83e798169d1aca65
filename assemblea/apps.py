"""App configuration."""

from django.apps import AppConfig


class AssembleaConfig(AppConfig):
    """Assemblea dei Sindaci."""

    name = "assemblea"
    verbose_name = "Assemblea dei Sindaci"

    def ready(self) -> None:
        """Register the job that prints the minutes, what the steps need, the room, what waits on the desk."""
        from assemblea import lavori  # noqa: F401 - registers itself
        from assemblea.compiti import FONTI
        from assemblea.momenti import convocazioni
        from assemblea.parole_registro import FRASI
        from assemblea.requisiti import REQUISITI
        from piani.composizione import Stanza, registra_compiti, registra_momenti, registra_requisito, registra_stanza
        from registro import parole

        parole.registra(FRASI)
        registra_momenti(convocazioni)
        for requisito in REQUISITI:
            registra_requisito(requisito)
        registra_stanza(Stanza("assemblea", "Assemblea dei Sindaci", "pa", "assemblea:assemblea"))
        for fonte in FONTI:
            registra_compiti(fonte)
