"""The eight elements of the Accordo di Programma, as the Region asks for them. Pure.

DGR XII/2167/2024, lines 453-460; the wording is ours, the sense is the Region's.
"""

from dataclasses import dataclass

from recepimento.enums import ElementoAccordo


@dataclass(frozen=True)
class Elemento:
    """What the Accordo must say about one thing, and the line of the DGR that asks it."""

    chiave: ElementoAccordo
    senso: str
    riga: int

    @property
    def nome(self) -> str:
        """Its short name."""
        return str(self.chiave.label)


_E = ElementoAccordo
ELEMENTI: tuple[Elemento, ...] = (
    Elemento(_E.FINALITA, "L'Accordo dice a che cosa serve e quali obiettivi persegue.", 453),
    Elemento(_E.CAPOFILA, "L'Accordo indica quale ente è il capofila.", 454),
    Elemento(
        _E.UFFICIO_DI_PIANO,
        "L'Accordo individua l'Ufficio di Piano, la struttura che coordina e sostiene ciò che il Piano prevede. La Regione "
        "si augura che sia uno solo per l'ambito distrettuale.",
        455,
    ),
    Elemento(
        _E.SOGGETTI,
        "L'Accordo nomina chi lo sottoscrive e chi vi aderisce, e dice che cosa si impegna a fare ciascuno.",
        456,
    ),
    Elemento(
        _E.TERZO_SETTORE, "L'Accordo dice con quali strumenti e in che modo si collabora con il Terzo Settore.", 457
    ),
    Elemento(_E.VERIFICA, "L'Accordo dice come si verifica e si segue nel tempo la sua attuazione.", 458),
    Elemento(_E.DURATA, "L'Accordo dura tre anni, come la programmazione del Piano di Zona.", 459),
    Elemento(
        _E.INTEGRAZIONE,
        "L'Accordo riporta gli obiettivi e i percorsi di integrazione sociosanitaria condivisi con ATS e ASST.",
        460,
    ),
)
PER_CHIAVE: dict[str, Elemento] = {str(e.chiave.value): e for e in ELEMENTI}
