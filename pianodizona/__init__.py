"""Wiring of the portal: settings, addresses, job engine. No models."""

from pianodizona.celery import app as celery_app

__all__ = ["celery_app"]
