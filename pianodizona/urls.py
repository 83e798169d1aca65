"""The addresses of the portal: Italian nouns, then the act, always a final slash."""

from django.contrib import admin
from django.urls import include, path

from core.views import pulisci_testo
from documenti.salute import salute

urlpatterns = [
    path("salute/", salute, name="salute"),
    path("testo/pulisci/", pulisci_testo, name="pulisci_testo"),
    path("", include("osservatorio.urls")),
    path("scrivania/", include("scrivania.urls")),
    path("piani/", include("piani.urls")),
    path("tavoli/", include("tavoli.urls")),
    path("assemblea/", include("assemblea.urls")),
    path("accordi/", include("accordi.urls")),
    path("ats/", include("recepimento.urls")),
    path("utenti/", include("utenti.urls")),
    path("documenti/", include("documenti.urls")),
    path("account/", include("utenti.account_urls")),
    path("amministrazione/", admin.site.urls),
]

handler400 = "core.views.richiesta_non_valida"
handler404 = "core.views.pagina_non_trovata"
handler403 = "core.views.non_permesso"
handler500 = "core.views.errore"
