"""Addresses of the room: /assemblea/<codice>/<triennio>/..."""

from django.urls import URLPattern, URLResolver, include, path

from assemblea.views import sala, seduta, voto

app_name = "assemblea"

_seduta: list[URLPattern] = [
    path("", seduta.seduta, name="seduta"),
    path("viva/", seduta.seduta_viva, name="seduta_viva"),
    path("avviso/", seduta.avviso, name="avviso"),
    path("letto/", seduta.letto, name="letto"),
    path("apri/", seduta.apri_seduta, name="apri"),
    path("chiudi/", seduta.chiudi_seduta, name="chiudi"),
    path("deserta/", seduta.deserta, name="deserta"),
    path("annulla/", seduta.annulla_seduta, name="annulla"),
    path("presenza/", seduta.presenza, name="presenza"),
    path("delega/", seduta.delega_nuova, name="delega"),
    path("delega/<int:delega>/revoca/", seduta.delega_revoca, name="delega_revoca"),
    path("delega/<int:delega>/file/", seduta.delega_file, name="delega_file"),
    path("verbale/", seduta.verbale_prepara, name="verbale"),
    path("verbale/scarica/", seduta.verbale_scarica, name="verbale_scarica"),
    path("verbale/firmato/", seduta.verbale_firmato, name="verbale_firmato"),
    path("verbale/firmato/scarica/", seduta.verbale_firmato_scarica, name="verbale_firmato_scarica"),
    path("verbale/sostituiti/<int:vecchio>/", seduta.verbale_sostituito, name="verbale_sostituito"),
    path("punti/<int:punto>/rinvia/", voto.punto_rinvia, name="punto_rinvia"),
    path("punti/<int:punto>/vota/", voto.votazione_apri, name="votazione_apri"),
    path("votazioni/<int:votazione>/vota/", voto.vota, name="vota"),
    path("votazioni/<int:votazione>/chiudi/", voto.votazione_chiudi, name="votazione_chiudi"),
    path("votazioni/<int:votazione>/annulla/", voto.votazione_annulla, name="votazione_annulla"),
    path("votazioni/<int:votazione>/proclama/", voto.votazione_proclama, name="votazione_proclama"),
]
_piano: list[URLPattern | URLResolver] = [
    path("", sala.assemblea, name="assemblea"),
    path("convoca/", sala.convoca_seduta, name="convoca"),
    path("atti/nuovo/", sala.atto_nuovo, name="atto_nuovo"),
    path("atti/<int:atto>/file/", sala.atto_file, name="atto_file"),
    path("regole/", sala.regole, name="regole"),
    path("regole/nuova/", sala.regola_nuova, name="regola_nuova"),
    path("regole/<int:regola>/chiudi/", sala.regola_chiudi, name="regola_chiudi"),
    path("sedute/<int:pk>/", include(_seduta)),
]
urlpatterns = [path("<str:codice>/<str:triennio>/", include(_piano))]
