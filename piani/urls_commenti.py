"""Addresses of the comments, under /piani/<codice>/<triennio>/commenti/."""

from django.urls import path

from piani.views import commenti

ATTI = ("rispondi", "modifica", "ritira", "assegna", "risolvi", "riapri")
urlpatterns = [
    path("", commenti.commenti, name="commenti"),
    path("<int:pk>/", commenti.commento, name="commento"),
    *(path(f"<int:pk>/{atto}/", commenti.commento_atto, {"atto": atto}, name=f"commento_{atto}") for atto in ATTI),
    path("<slug:specie>/<str:parte>/", commenti.commenti_parte, name="commenti_parte"),
]
