"""Addresses of the room: /accordi/<codice dell'Ambito>/<triennio>/..."""

from django.urls import include, path

from accordi.views import accordo, adesioni, firme, struttura, testo

app_name = "accordi"
_del_piano = [
    path("", accordo.accordo, name="accordo"),
    path("crea/", accordo.crea, name="crea"),
    path("dati/", accordo.dati, name="dati"),
    # Text
    path("articoli/nuovo/", testo.articolo_nuovo, name="articolo_nuovo"),
    path("articoli/<int:pk>/", testo.articolo, name="articolo"),
    path("premesse/nuova/", testo.premessa_nuova, name="premessa_nuova"),
    path("premesse/<int:pk>/", testo.premessa, name="premessa"),
    path("premesse/<int:pk>/atti/", testo.atto_richiama, name="atto_richiama"),
    path("registro-atti/nuovo/", testo.atto_nuovo, name="atto_nuovo"),
    path("parti/", struttura.parti, name="parti"),
    path("parti/<int:pk>/", struttura.parte, name="parte"),
    path("segnaposto/", struttura.segnaposti, name="segnaposti"),
    path("segnaposto/<int:pk>/", struttura.segnaposto, name="segnaposto"),
    path("<slug:genere>/<int:pk>/sposta/", struttura.sposta, name="sposta"),
    path("<slug:genere>/<int:pk>/elimina/", struttura.elimina, name="elimina"),
    # Signatures
    path("firme/<int:pk>/", firme.firma, name="firma"),
    path("firme/file/<int:pk>/", firme.firma_file, name="firma_file"),
    path("firme/file/<int:pk>/ritira/", firme.firma_ritira, name="firma_ritira"),
    path("firme/elenco/", accordo.elenco_firme, name="elenco_firme"),
    # Adherents
    path("adesioni/nuova/", adesioni.adesione_nuova, name="adesione_nuova"),
    path("adesioni/<int:pk>/", adesioni.adesione, name="adesione"),
    path("adesioni/<int:pk>/firma/", firme.adesione_firma, name="adesione_firma"),
]
urlpatterns = [path("<str:codice>/<str:triennio>/", include(_del_piano))]
