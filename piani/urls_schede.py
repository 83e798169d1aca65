"""Addresses of the sheets: /piani/<codice>/<triennio>/schede/<specie>/<codice della scheda>/..."""

from django.urls import path

from piani.views.schede import condivisa, elementi, gestione, pagina, versioni
from piani.views.versioni import righe

_UNA = "<slug:specie>/<str:scheda>/"
urlpatterns = [
    path("nuova/", gestione.nuova, name="scheda_nuova"),
    path(_UNA, pagina.scheda, name="scheda"),
    path(f"{_UNA}dati/", gestione.dati, name="scheda_dati"),
    path(f"{_UNA}completa/", gestione.completa, name="scheda_completa"),
    path(f"{_UNA}colloca/", gestione.colloca, name="scheda_colloca"),
    path(f"{_UNA}elimina/", gestione.elimina, name="scheda_elimina"),
    path(f"{_UNA}condividi/", condivisa.condividi, name="scheda_condividi"),
    path(f"{_UNA}condivisa/", condivisa.condivisa, name="scheda_condivisa"),
    path(f"{_UNA}righe/<slug:campo>/locale/", condivisa.riga_locale, name="scheda_riga_locale"),
    path(f"{_UNA}ripristina/", elementi.ripristina, name="scheda_ripristina"),
    path(f"{_UNA}righe/<slug:campo>/", pagina.riga, name="scheda_riga"),
    path(f"{_UNA}righe/<slug:campo>/versioni/", versioni.versioni, name="scheda_versioni"),
    path(f"{_UNA}righe/<slug:campo>/storia/", righe.riga_storia, name="riga_storia"),
    path(f"{_UNA}righe/<slug:campo>/storia/confronta/", righe.riga_confronto, name="riga_confronto"),
    path(f"{_UNA}righe/<slug:campo>/storia/ripristina/", righe.riga_ripristina, name="riga_ripristina"),
    path(f"{_UNA}elenchi/<slug:genere>/", elementi.elenco, name="scheda_elenco"),
    path(f"{_UNA}elenchi/<slug:genere>/nuovo/", elementi.nuovo, name="scheda_elemento_nuovo"),
    path(f"{_UNA}elenchi/<slug:genere>/<int:pk>/", elementi.elemento, name="scheda_elemento"),
    path(f"{_UNA}elenchi/<slug:genere>/<int:pk>/elimina/", elementi.elimina, name="scheda_elemento_elimina"),
    path(f"{_UNA}elenchi/<slug:genere>/<int:pk>/sposta/", elementi.sposta, name="scheda_elemento_sposta"),
]
