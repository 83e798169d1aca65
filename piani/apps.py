"""App configuration."""

from django.apps import AppConfig


class PianiConfig(AppConfig):
    """Piani di Zona."""

    name = "piani"
    verbose_name = "Piani di Zona"

    def ready(self) -> None:
        """Register the job that prints, what follows and what precedes a step, and the chains that the log must have."""
        from piani import (  # noqa: F401 - each registers itself
            lavori,
            lavori_word,
            segnali,
        )
        from piani.actions.stampe import stampa_dopo_il_passo
        from piani.avvertenze import del_controllo
        from piani.compiti import ASSEGNATI, COMMENTI
        from piani.composizione import (
            Stanza,
            registra_avvertenze,
            registra_compiti,
            registra_requisito,
            registra_seguito,
            registra_stanza,
        )
        from piani.enums import Passo
        from piani.parole_registro import ATTI
        from piani.queries import catene_dei_piani
        from piani.queries_blocchi import catene_dei_blocchi
        from piani.requisiti import REQUISITI
        from registro import attese, parole

        attese.registra(catene_dei_piani)
        attese.registra(catene_dei_blocchi)
        parole.registra(ATTI)
        registra_seguito(stampa_dopo_il_passo)
        registra_compiti(COMMENTI)
        registra_stanza(Stanza("commenti", "I commenti al Piano", "comment", "piani:commenti"))
        registra_stanza(Stanza("condivise", "Le schede condivise con altri enti", "share", "piani:condivise"))
        registra_stanza(
            Stanza("blocchi", "I testi e le tabelle pubblicati da altri enti", "copy", "piani:blocchi_del_piano")
        )
        registra_stanza(Stanza("esiti", "Gli esiti del triennio scorso", "chart-line", "piani:esiti"))
        registra_avvertenze(Passo.INVIA_IN_VERIFICA, del_controllo)
        registra_compiti(ASSEGNATI)
        for requisito in REQUISITI:
            registra_requisito(requisito)
