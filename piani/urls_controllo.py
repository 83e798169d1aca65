"""Addresses of the checker, under /piani/<codice>/<triennio>/controllo/."""

from django.urls import path

from piani.views import controllo

urlpatterns = [
    path("", controllo.controllo, name="controllo"),
    path("riepilogo/", controllo.controllo_riepilogo, name="controllo_riepilogo"),
    path("parte/<str:parte>/", controllo.controllo_parte, name="controllo_parte"),
    path("<slug:impronta>/scarta/", controllo.controllo_scarta, name="controllo_scarta"),
    path("<slug:impronta>/riprendi/", controllo.controllo_riprendi, name="controllo_riprendi"),
]
