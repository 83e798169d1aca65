"""Addresses of the room: /ats/..."""

from django.urls import path

from recepimento.views import atto, impostazioni, invio, tavolo, verifica

app_name = "recepimento"
P = "<str:codice>/<str:triennio>/"
urlpatterns = [
    # /ats/ and /ats/<codice>/ are the public pages of the osservatorio. These come before the plans: a code is of digits.
    path("tavolo/ambiti/", tavolo.tavolo, name="tavolo"),
    path("impostazioni/<str:ats>/", impostazioni.impostazioni, name="impostazioni"),
    path("impostazioni/<str:ats>/<slug:genere>/", impostazioni.impostazioni_righe, name="impostazioni_righe"),
    # The coherence check
    path(P, verifica.verifica, name="verifica"),
    path(f"{P}comincia/", verifica.comincia, name="comincia"),
    path(f"{P}voci/<int:pk>/", verifica.voce, name="voce"),
    # The act of recepimento
    path(f"{P}atto/", atto.atto, name="atto"),
    path(f"{P}atto/comincia/", atto.atto_comincia, name="atto_comincia"),
    path(f"{P}atto/dati/", atto.atto_dati, name="atto_dati"),
    path(f"{P}atto/bozza/", atto.atto_bozza, name="atto_bozza"),
    path(f"{P}atto/bozze/<int:pk>/scarica/", atto.bozza_scarica, name="bozza_scarica"),
    path(f"{P}atto/righe/<slug:genere>/", atto.atto_righe, name="atto_righe"),
    # The pack for the Region
    path(f"{P}fascicolo/", invio.fascicolo, name="fascicolo"),
    path(f"{P}fascicolo/prepara/", invio.fascicolo_prepara, name="fascicolo_prepara"),
    path(f"{P}fascicolo/<int:pk>/scarica/", invio.fascicolo_scarica, name="fascicolo_scarica"),
    path(f"{P}invii/nuovo/", invio.invio_nuovo, name="invio_nuovo"),
    path(f"{P}invii/<int:pk>/ricevuta/", invio.ricevuta_nuova, name="ricevuta_nuova"),
    path(f"{P}ricevute/<int:pk>/scarica/", invio.ricevuta_scarica, name="ricevuta_scarica"),
]
