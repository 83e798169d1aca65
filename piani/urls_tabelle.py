"""Addresses of one table, under /piani/<codice>/<triennio>/tabelle/<chiave>/."""

from django.urls import path

from piani.views import fogli, grafici, righe_tabella, tabelle
from piani.views.versioni import tabelle as versioni

urlpatterns = [
    path("", tabelle.tabella, name="tabella"),
    path("dati/", tabelle.tabella_dati, name="tabella_dati"),
    path("colonne/", tabelle.tabella_colonne, name="tabella_colonne"),
    path("colonne/calcolata/", tabelle.tabella_calcolata, name="tabella_calcolata"),
    path("righe/", righe_tabella.tabella_righe, name="tabella_righe"),
    path("righe/incolla/", tabelle.tabella_incolla, name="tabella_incolla"),
    path("righe/totale/", tabelle.tabella_totale, name="tabella_totale"),
    path("storia/", versioni.tabella_storia, name="tabella_storia"),
    path("storia/confronta/", versioni.tabella_confronto, name="tabella_confronto"),
    path("storia/ripristina/", versioni.tabella_ripristina, name="tabella_ripristina"),
    path("elimina/", tabelle.tabella_elimina, name="tabella_elimina"),
    path("esporta/", fogli.tabella_esporta, name="tabella_esporta"),
    path("disegna/", grafici.grafico_nuovo, name="grafico_nuovo"),
    path("disegno/", grafici.grafico_cambia, name="grafico_cambia"),
]
