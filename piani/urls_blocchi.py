"""Addresses of the room where blocks are written and published: /piani/blocchi/..."""

from django.urls import path

from piani.views import blocchi, blocchi_tabella

urlpatterns = [
    path("", blocchi.blocchi, name="blocchi"),
    path("nuovo/", blocchi.blocco_nuovo, name="blocco_nuovo"),
    path("<int:pk>/", blocchi.blocco, name="blocco"),
    path("<int:pk>/righe/", blocchi_tabella.blocco_righe, name="blocco_righe"),
    path("<int:pk>/righe/incolla/", blocchi_tabella.blocco_incolla, name="blocco_incolla"),
    path("<int:pk>/colonne/", blocchi_tabella.blocco_colonne, name="blocco_colonne"),
    path("<int:pk>/pubblica/", blocchi.blocco_pubblica, name="blocco_pubblica"),
    path("<int:pk>/stato/", blocchi.blocco_stato, name="blocco_stato"),
    path("<int:pk>/elimina/", blocchi.blocco_elimina, name="blocco_elimina"),
]
