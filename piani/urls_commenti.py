"""Addresses of the comments, under /piani/<codice>/<triennio>/commenti/."""

from django.urls import path

from piani.views import commenti

urlpatterns = [
    path("", commenti.commenti, name="commenti"),
    path("<int:pk>/risolvi/", commenti.commento_risolvi, name="commento_risolvi"),
    path("<slug:specie>/<str:parte>/", commenti.commenti_parte, name="commenti_parte"),
]
