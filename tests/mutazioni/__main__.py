"""``python -m tests.mutazioni``: see `misura`."""

import os

import django

os.environ.setdefault("AMBIENTE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pianodizona.settings")
django.setup()

from tests.mutazioni.misura import main  # noqa: E402 - Django first

main()
