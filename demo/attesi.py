"""What the printed plan of Gallarate counts (analysis of the source, sheet by sheet)."""

from decimal import Decimal

# code: (leaf actions, numbered indicators, euro of the ordinary budget or None)
SCHEDE: dict[str, tuple[int, int, Decimal | None]] = {
    "1": (3, 11, Decimal(30_000)),
    "2": (3, 13, Decimal(105_000)),
    "3": (3, 11, Decimal(75_000)),
    "4": (6, 0, Decimal(258_000)),
    "C": (5, 10, Decimal(150_000)),
    "A": (6, 16, Decimal(510_000)),
    "D": (3, 12, Decimal(1_480_000)),
    "E": (6, 16, Decimal(70_000)),
    "F": (4, 14, Decimal(210_000)),
    "G": (6, 19, Decimal(30_000)),
    "H": (5, 12, Decimal(840_000)),
    "I": (2, 5, Decimal(265_000)),
    "L": (2, 5, Decimal(30_000)),
    "M": (4, 11, Decimal(48_000)),
    "N": (2, 3, Decimal(6_000)),
    "O": (3, 8, Decimal(15_000)),
    "P": (2, 6, Decimal(60_000)),
    "Q": (4, 13, Decimal(30_000)),
    "R": (3, 8, Decimal(5_000)),
    "LEPS-DIM": (18, 0, None),
    "LEPS-SAD": (2, 0, None),
    "LEPS-VMD": (4, 4, None),
    "LEPS-PIPPI": (4, 9, None),
    "LEPS-PUA": (4, 0, None),
}
TOTALE_ORDINARIE = Decimal(4_217_000)
GRADI = {
    "1": 100,
    "2": 75,
    "A": 80,
    "B": 75,
    "C": 75,
    "D": 100,
    "E": 20,
    "F": 100,
    "G": 67,
    "H": 100,
    "I": 100,
    "L": 100,
    "M": 33,
    "N": 67,
    "O": 33,
    "P": 100,
}
MEDIA_GRADI = Decimal("76.5625")
CONTEGGI = {
    "schede obiettivo": 24,
    "risposte delle schede obiettivo": 624,
    "schede ASST": 5,
    "obiettivi ATS": 6,
    "azioni": 104,
    "indicatori numerati": 206,
    "indicatori numerati delle schede ordinarie": 193,
    "obiettivi precedenti": 16,
    "risposte degli esiti": 128,
    "tabelle": 8,
    "grafici": 7,
    "figure": 1,
    "articoli dell'Accordo": 11,
    "parti dell'Accordo": 11,
    "Comuni tra le parti": 9,
    "sezioni di primo livello": 9,
}
# themes of the four tables: bullets of resources (3.3) and of needs (4.2.3), sub-items apart
RISORSE_DEI_TAVOLI = 11 + 16 + 22 + 16
BISOGNI_DEI_TAVOLI = 11 + 21 + 10 + 22 + 3
# table key, column, total printed
TOTALI_TABELLE = {"risorse-canale-finanziamento-2022": Decimal(19_834_861)}
