"""Addresses of osservatorio: the public site and the Region's bodies."""

from django.urls import path

from osservatorio import views

app_name = "osservatorio"
urlpatterns = [
    path("", views.home, name="home"),
    path("cerca/", views.cerca, name="cerca"),
    path("glossario/", views.glossario, name="glossario"),
    path("accessibilita/", views.accessibilita, name="accessibilita"),
    path("privacy/", views.privacy, name="privacy"),
    # /ambiti/
    path("ambiti/", views.ambiti, name="ambiti"),
    path("ambiti/<codice>/", views.ambito, name="ambito"),
    # /comuni/
    path("comuni/", views.comuni, name="comuni"),
    # /ats/
    path("ats/", views.ats_elenco, name="ats_elenco"),
    path("ats/<codice>/", views.ats, name="ats"),
]
