"""Addresses of the plans: /piani/<codice dell'Ambito>/<triennio>/..."""

from django.urls import include, path

from piani.views import dettaglio, elenco, passi, scambio, sezioni, tabelle, word

app_name = "piani"
urlpatterns = [
    path("", elenco.elenco, name="elenco"),
    path("nuovo/", elenco.nuovo, name="nuovo"),
    path("importa/", scambio.importa, name="importa"),
    path("importa/<str:segno>/", scambio.importa_conferma, name="importa_conferma"),
    path("da-word/", word.importa_word, name="importa_word"),
    path("da-word/<int:pk>/", word.importazione, name="importazione"),
    path("da-word/<int:pk>/conferma/", word.importazione_conferma, name="importazione_conferma"),
    path("da-word/<int:pk>/annulla/", word.importazione_annulla, name="importazione_annulla"),
    # /piani/<codice>/<triennio>/
    path("<str:codice>/<str:triennio>/", dettaglio.dettaglio, name="dettaglio"),
    path("<str:codice>/<str:triennio>/esporta/", scambio.esporta, name="esporta"),
    # The procedure
    path("<str:codice>/<str:triennio>/procedura/", passi.procedura, name="procedura"),
    path("<str:codice>/<str:triennio>/procedura/<slug:passo>/", passi.passo, name="passo"),
    path("<str:codice>/<str:triennio>/date/<slug:fatto>/", passi.data, name="data"),
    path("<str:codice>/<str:triennio>/atti/<int:pk>/", passi.passaggio_file, name="passaggio_file"),
    # Sections
    path("<str:codice>/<str:triennio>/nuova-sezione/", sezioni.sezione_nuova, name="sezione_nuova"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/", sezioni.sezione, name="sezione"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/dati/", sezioni.sezione_dati, name="sezione_dati"),
    path(
        "<str:codice>/<str:triennio>/sezioni/<slug:chiave>/completa/",
        sezioni.sezione_completa,
        name="sezione_completa",
    ),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/sposta/", sezioni.sezione_sposta, name="sezione_sposta"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/posto/", sezioni.sezione_posto, name="sezione_posto"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/elimina/", sezioni.sezione_elimina, name="sezione_elimina"),
    path(
        "<str:codice>/<str:triennio>/sezioni/<slug:chiave>/nuova-tabella/", tabelle.tabella_nuova, name="tabella_nuova"
    ),
    # Tables
    path("<str:codice>/<str:triennio>/tabelle/<slug:chiave>/", tabelle.tabella, name="tabella"),
    path("<str:codice>/<str:triennio>/tabelle/<slug:chiave>/dati/", tabelle.tabella_dati, name="tabella_dati"),
    path("<str:codice>/<str:triennio>/tabelle/<slug:chiave>/colonne/", tabelle.tabella_colonne, name="tabella_colonne"),
    path("<str:codice>/<str:triennio>/tabelle/<slug:chiave>/righe/", tabelle.tabella_righe, name="tabella_righe"),
    path("<str:codice>/<str:triennio>/tabelle/<slug:chiave>/elimina/", tabelle.tabella_elimina, name="tabella_elimina"),
    # Sheets
    path("<str:codice>/<str:triennio>/schede/", include("piani.urls_schede")),
    path("<str:codice>/<str:triennio>/commenti/", include("piani.urls_commenti")),
    # Reading and prints
    path("<str:codice>/<str:triennio>/", include("piani.urls_lettura")),
]
