"""Addresses of the plans: /piani/<codice dell'Ambito>/<triennio>/..."""

from django.urls import include, path

from piani.views import (
    blocchi_piano,
    condivise,
    dettaglio,
    elenco,
    esiti,
    passi,
    presenza,
    rimandi,
    scambio,
    sezioni,
    struttura,
    word,
    word_nostro,
)

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
    path("blocchi/", include("piani.urls_blocchi")),
    # /piani/<codice>/<triennio>/
    path("<str:codice>/<str:triennio>/", dettaglio.dettaglio, name="dettaglio"),
    path("<str:codice>/<str:triennio>/esporta/", scambio.esporta, name="esporta"),
    path("<str:codice>/<str:triennio>/presenza/", presenza.presenza, name="presenza"),
    path("<str:codice>/<str:triennio>/esporta/word/", word_nostro.esporta_word, name="esporta_word"),
    path("<str:codice>/<str:triennio>/confronta-word/", word_nostro.confronta_word, name="confronta_word"),
    path("<str:codice>/<str:triennio>/confronta-word/sposta/", word_nostro.sposta_come_nel_file, name="word_sposta"),
    # The procedure
    path("<str:codice>/<str:triennio>/procedura/", passi.procedura, name="procedura"),
    path("<str:codice>/<str:triennio>/procedura/<slug:passo>/", passi.passo, name="passo"),
    path("<str:codice>/<str:triennio>/date/<slug:fatto>/", passi.data, name="data"),
    path("<str:codice>/<str:triennio>/atti/<int:pk>/", passi.passaggio_file, name="passaggio_file"),
    # Sheets of other bodies
    path("<str:codice>/<str:triennio>/condivise/", condivise.condivise, name="condivise"),
    path("<str:codice>/<str:triennio>/condivise/<int:pk>/", condivise.adotta, name="condivise_adotta"),
    # Texts and tables published by other bodies
    path("<str:codice>/<str:triennio>/blocchi/", blocchi_piano.blocchi_del_piano, name="blocchi_del_piano"),
    path("<str:codice>/<str:triennio>/blocchi/<int:pk>/", blocchi_piano.blocco_inserisci, name="blocco_inserisci"),
    path(
        "<str:codice>/<str:triennio>/blocchi/<slug:cosa>/<slug:chiave>/",
        blocchi_piano.blocco_inserito,
        name="blocco_inserito",
    ),
    # Outcomes of the last triennium
    path("<str:codice>/<str:triennio>/esiti/", esiti.esiti, name="esiti"),
    path("<str:codice>/<str:triennio>/esiti/prepara/", esiti.prepara, name="esiti_prepara"),
    # The tree
    path("<str:codice>/<str:triennio>/struttura/", struttura.struttura, name="struttura"),
    path("<str:codice>/<str:triennio>/struttura/sposta/", struttura.sposta, name="struttura_sposta"),
    path("<str:codice>/<str:triennio>/struttura/aggiungi/", struttura.aggiungi, name="struttura_aggiungi"),
    path("<str:codice>/<str:triennio>/struttura/dati/<slug:chiave>/", struttura.dati, name="struttura_dati"),
    path("<str:codice>/<str:triennio>/struttura/annulla/", struttura.annulla, name="struttura_annulla"),
    # Sections
    path("<str:codice>/<str:triennio>/nuova-sezione/", sezioni.sezione_nuova, name="sezione_nuova"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/", sezioni.sezione, name="sezione"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/dati/", sezioni.sezione_dati, name="sezione_dati"),
    path(
        "<str:codice>/<str:triennio>/sezioni/<slug:chiave>/completa/",
        sezioni.sezione_completa,
        name="sezione_completa",
    ),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/firma/", sezioni.sezione_firma, name="sezione_firma"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/sposta/", sezioni.sezione_sposta, name="sezione_sposta"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/posto/", sezioni.sezione_posto, name="sezione_posto"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/elimina/", sezioni.sezione_elimina, name="sezione_elimina"),
    path("<str:codice>/<str:triennio>/sezioni/<slug:chiave>/", include("piani.urls_sezione_tabelle")),
    # Tables
    path("<str:codice>/<str:triennio>/tabelle/<slug:chiave>/", include("piani.urls_tabelle")),
    path("<str:codice>/<str:triennio>/rimandi/", rimandi.rimandi, name="rimandi"),
    # Sheets
    path("<str:codice>/<str:triennio>/schede/", include("piani.urls_schede")),
    path("<str:codice>/<str:triennio>/commenti/", include("piani.urls_commenti")),
    path("<str:codice>/<str:triennio>/controllo/", include("piani.urls_controllo")),
    # Versions, comparisons, what was read
    path("<str:codice>/<str:triennio>/", include("piani.urls_versioni")),
    # Reading and prints
    path("<str:codice>/<str:triennio>/", include("piani.urls_lettura")),
]
