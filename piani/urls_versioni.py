"""Addresses of the versions, under /piani/<codice>/<triennio>/."""

from django.urls import path

from piani.views.versioni import confronto, elenco, letture, ripristino, storia

_DUE = "confronta/<slug:da>/<slug:a>/"
_STORIA = "sezioni/<slug:chiave>/storia/"
urlpatterns = [
    path("versioni/", elenco.versioni, name="versioni"),
    path("versioni/<int:pk>/nome/", elenco.versione_nome, name="versione_nome"),
    path("versioni/<int:pk>/nome/togli/", elenco.versione_togli, name="versione_togli"),
    path("versioni/<slug:impronta>/ripristina/", ripristino.versione_ripristina, name="versione_ripristina"),
    path("confronta/", confronto.confronta_scegli, name="confronta_scegli"),
    path(_DUE, confronto.confronta, name="confronta"),
    path(f"{_DUE}elenco/", confronto.confronta_csv, name="confronta_csv"),
    path(f"{_DUE}stampa/", confronto.confronta_stampa, name="confronta_stampa"),
    path("letto/", letture.letto, name="letto"),
    path(_STORIA, storia.sezione_storia, name="sezione_storia"),
    path(f"{_STORIA}confronta/", storia.sezione_confronto, name="sezione_confronto"),
    path(f"{_STORIA}ripristina/", storia.sezione_ripristina, name="sezione_ripristina"),
]
