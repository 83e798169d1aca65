"""Addresses of the reading and of the prints, under /piani/<codice>/<triennio>/."""

from django.urls import path

from piani.views import immagini, lettura, stampe

urlpatterns = [
    path("leggi/", lettura.leggi, name="leggi"),
    path("leggi/allegati/<slug:nome>/", lettura.leggi_allegato, name="leggi_allegato"),
    path("leggi/<slug:chiave>/", lettura.leggi_capitolo, name="leggi_capitolo"),
    path("immagini/", immagini.immagini, name="immagini"),
    path("immagini/<slug:sha256>/", immagini.immagine, name="immagine"),
    path("stampe/", stampe.stampe, name="stampe"),
    path("stampe/nuova/", stampe.stampa_nuova, name="stampa_nuova"),
    path("stampe/<int:pk>/scarica/", stampe.stampa_scarica, name="stampa_scarica"),
]
