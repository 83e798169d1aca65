"""Addresses of the room: /ats/..."""

from django.urls import URLPattern

app_name = "recepimento"
urlpatterns: list[URLPattern] = []
