"""App configuration."""

from django.apps import AppConfig


class AccordiConfig(AppConfig):
    """Accordi di Programma."""

    name = "accordi"
    verbose_name = "Accordi di Programma"

    def ready(self) -> None:
        """Give the plan its part of the canonical version, what steps need, the days of the signatures, page and tasks."""
        from accordi import lavori  # noqa: F401 - registers itself
        from accordi.canonico import PARTE  # models are ready only now
        from accordi.compiti import FONTI
        from accordi.parole_registro import ATTI
        from accordi.queries import giorni_delle_firme
        from accordi.regione import carica_atti
        from accordi.requisiti import REQUISITI
        from piani import composizione
        from registro import parole

        parole.registra(ATTI)
        composizione.registra_parte(PARTE)
        composizione.registra_date(giorni_delle_firme)
        composizione.registra_dati_regionali(carica_atti)
        composizione.registra_stanza(composizione.Stanza("accordo", "L'Accordo", "file-signed", "accordi:accordo"))
        for requisito in REQUISITI:
            composizione.registra_requisito(requisito)
        for fonte in FONTI:
            composizione.registra_compiti(fonte)
