"""Addresses of utenti."""

from django.urls import path

from utenti.views import account, avvisi, persone

app_name = "utenti"
urlpatterns = [
    path("profilo/", account.profilo, name="profilo"),
    path("avvisi/", avvisi.avvisi, name="avvisi"),
    path("avvisi/letti/", avvisi.tutti_letti, name="avvisi_letti"),
    path("avvisi/<int:pk>/letto/", avvisi.letto, name="avviso_letto"),
    path("incarichi/<int:pk>/usa/", account.cambia_incarico, name="cambia_incarico"),
    path("incarichi/<int:pk>/chiudi/", persone.chiudi_incarico, name="chiudi_incarico"),
    path("inviti/<int:pk>/rispedisci/", persone.rispedisci_invito, name="rispedisci_invito"),
    path("inviti/<int:pk>/revoca/", persone.revoca_invito, name="revoca_invito"),
    path("invito/<str:gettone>/", account.accetta_invito, name="accetta_invito"),
    path("persone/<int:pk>/disattiva/", persone.disattiva, name="disattiva"),
    path("enti/", persone.enti, name="enti"),
    path("enti/<slug:tipo>/<str:codice>/persone/", persone.persone, name="persone"),
    path("enti/<slug:tipo>/<str:codice>/persone/invita/", persone.invita, name="invita"),
]
