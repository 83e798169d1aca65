"""The job engine: one Celery everywhere (Redis in production, files in the demo)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pianodizona.settings")

app = Celery("pianodizona")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
