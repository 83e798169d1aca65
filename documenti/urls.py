"""Addresses of documenti."""

from django.urls import URLPattern

app_name = "documenti"
urlpatterns: list[URLPattern] = []
