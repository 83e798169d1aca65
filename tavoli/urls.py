"""Addresses of the room: /tavoli/..."""

from django.urls import URLPattern

app_name = "tavoli"
urlpatterns: list[URLPattern] = []
