"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from core.avvio import alleggerisci

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pianodizona.settings")

application = get_wsgi_application()
alleggerisci()
