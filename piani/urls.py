"""Addresses of piani."""

from django.urls import URLPattern

app_name = "piani"
urlpatterns: list[URLPattern] = []
