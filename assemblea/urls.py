"""Addresses of the room: /assemblea/..."""

from django.urls import URLPattern

app_name = "assemblea"
urlpatterns: list[URLPattern] = []
