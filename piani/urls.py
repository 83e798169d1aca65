"""Addresses of the plans: /piani/<codice dell'Ambito>/<triennio>/..."""

from django.urls import URLPattern

app_name = "piani"
urlpatterns: list[URLPattern] = []
