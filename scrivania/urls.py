"""Addresses of scrivania."""

from django.urls import path

from scrivania import views

app_name = "scrivania"
urlpatterns = [
    path("", views.scrivania, name="scrivania"),
    path("appartenenze/", views.appartenenze, name="appartenenze"),
    path("appartenenze/<str:segno>/", views.appartenenze_conferma, name="appartenenze_conferma"),
]
