"""Addresses of scrivania."""

from django.urls import path

from scrivania import views

app_name = "scrivania"
urlpatterns = [
    path("", views.scrivania, name="scrivania"),
    path("calendario/", views.calendario, name="calendario"),
    path("calendario/scarica/", views.calendario_scarica, name="calendario_scarica"),
    path("calendario/nuovo/", views.calendario_nuovo, name="calendario_nuovo"),
    path("calendario/revoca/", views.calendario_revoca, name="calendario_revoca"),
    path("abbonamento/<str:gettone>/", views.abbonamento, name="abbonamento"),
    path("appartenenze/", views.appartenenze, name="appartenenze"),
    path("appartenenze/<str:segno>/", views.appartenenze_conferma, name="appartenenze_conferma"),
]
