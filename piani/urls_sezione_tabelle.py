"""Addresses of the new tables of a section, under /piani/<codice>/<triennio>/sezioni/<chiave>/."""

from django.urls import path

from piani.views import fogli, tabelle_nuove

urlpatterns = [
    path("nuova-tabella/", tabelle_nuove.tabella_nuova, name="tabella_nuova"),
    path("nuova-tabella/modelli/", tabelle_nuove.tabella_modelli, name="tabella_modelli"),
    path("importa-tabella/", fogli.tabella_importa, name="tabella_importa"),
    path("importa-tabella/<str:segno>/", fogli.tabella_importa_conferma, name="tabella_importa_conferma"),
]
