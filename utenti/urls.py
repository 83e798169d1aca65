"""Addresses of utenti."""

from django.urls import URLPattern

app_name = "utenti"
urlpatterns: list[URLPattern] = []
