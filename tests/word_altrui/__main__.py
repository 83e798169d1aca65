"""The wide sweep: ``python -m tests.word_altrui [--semi N] [--da N] [--tenuti] [--dettagli] [--scrivi CARTELLA]``."""

import argparse
import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Read the plans of many seeds and print the table, and the rows that do not match."""
    parla = argparse.ArgumentParser(description="Misura la lettura di piani di Word mai visti.")
    parla.add_argument("--semi", type=int, default=40)
    parla.add_argument("--da", type=int, default=0)
    parla.add_argument("--tenuti", action="store_true", help="anche i modi di scrivere tenuti da parte")
    parla.add_argument("--dettagli", action="store_true", help="ogni riga che non torna: mai con --tenuti")
    parla.add_argument("--scrivi", type=Path, help="scrive i file .docx in questa cartella")
    scelte = parla.parse_args()
    os.environ.setdefault("AMBIENTE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pianodizona.settings")
    django.setup()
    # The reader stands on the models: they want the settings first.
    from tests.word_altrui.misura import spazzata, tabella
    from tests.word_altrui.piano import piano

    semi = range(scelte.da, scelte.da + scelte.semi)
    if scelte.scrivi:
        for n in semi:
            fatto = piano(n, tenuto=scelte.tenuti)
            (scelte.scrivi / f"piano-{fatto.seme}.docx").write_bytes(fatto.docx)
        return
    esami = spazzata(semi, tenuto=scelte.tenuti)
    sys.stdout.write("| che cosa | precisione | richiamo | quanti |\n|---|--:|--:|--:|\n")
    sys.stdout.writelines(f"{r}\n" for r in tabella(esami))
    if scelte.dettagli and not scelte.tenuti:
        for seme, esame, modi in esami:
            sys.stdout.writelines(f"[{seme}] {m}\n" for m in esame.mancati)
            sys.stdout.write(f"[{seme}] {' '.join(modi)}\n")


if __name__ == "__main__":
    main()
