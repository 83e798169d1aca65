"""Addresses of osservatorio."""

from django.urls import URLPattern

app_name = "osservatorio"
urlpatterns: list[URLPattern] = []
