"""Addresses of the room: /accordi/..."""

from django.urls import URLPattern

app_name = "accordi"
urlpatterns: list[URLPattern] = []
