"""Addresses of scrivania."""

from django.urls import URLPattern

app_name = "scrivania"
urlpatterns: list[URLPattern] = []
