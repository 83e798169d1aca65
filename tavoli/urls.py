"""Addresses of the room: /tavoli/..."""

from django.urls import path

from tavoli.views import contributi, domande, gestione, pubblico

app_name = "tavoli"
urlpatterns = [
    path("", pubblico.tavoli, name="tavoli"),
    path("registrati/", pubblico.registrati, name="registrati"),
    path("registrati/fatto/", pubblico.registrati_fatto, name="registrati_fatto"),
    path("nuovo/", gestione.nuovo, name="nuovo"),
    # One's own, one at a time
    path("contributi/", contributi.contributi, name="contributi"),
    path("contributi/<int:pk>/", contributi.contributo, name="contributo"),
    path("contributi/<int:pk>/rispondi/", contributi.contributo_rispondi, name="contributo_rispondi"),
    path("domande/<int:pk>/ammetti/", domande.domanda_ammetti, name="domanda_ammetti"),
    path("domande/<int:pk>/respingi/", domande.domanda_respingi, name="domanda_respingi"),
    path("domande/<int:pk>/ritira/", domande.domanda_ritira, name="domanda_ritira"),
    path("incontri/<int:pk>/", gestione.incontro, name="incontro"),
    path("incontri/<int:pk>/verbale/", gestione.verbale, name="verbale"),
    path("incontri/<int:pk>/verbale/scarica/", pubblico.verbale_scarica, name="verbale_scarica"),
    path("documenti/<int:pk>/scarica/", pubblico.documento_scarica, name="documento_scarica"),
    # /tavoli/<pk>/
    path("<int:pk>/", pubblico.tavolo, name="tavolo"),
    path("<int:pk>/modifica/", gestione.modifica, name="modifica"),
    path("<int:pk>/annuncia/", gestione.annuncia, name="annuncia"),
    path("<int:pk>/chiudi/", gestione.chiudi, name="chiudi"),
    path("<int:pk>/piani/", gestione.piani, name="piani"),
    path("<int:pk>/temi/nuovo/", gestione.tema_nuovo, name="tema_nuovo"),
    path("<int:pk>/temi/<str:lettera>/", gestione.tema, name="tema"),
    path("<int:pk>/temi/<str:lettera>/contributo/", contributi.contributo_nuovo, name="contributo_nuovo"),
    path("<int:pk>/incontri/nuovo/", gestione.incontro_nuovo, name="incontro_nuovo"),
    path("<int:pk>/documenti/nuovo/", gestione.documento_nuovo, name="documento_nuovo"),
    path("<int:pk>/domanda/", domande.domanda_nuova, name="domanda_nuova"),
    path("<int:pk>/domande/", domande.domande, name="domande"),
    path("<int:pk>/contributi/", contributi.contributi_tavolo, name="contributi_tavolo"),
    # /tavoli/<codice>/<triennio>/: the tables of a plan
    path("<str:codice>/<str:triennio>/", pubblico.del_piano, name="del_piano"),
]
