"""Addresses of documenti."""

from django.urls import path

from documenti import views

app_name = "documenti"
urlpatterns = [
    path("lavori/<int:pk>/", views.lavoro, name="lavoro"),
    path("lavori/<int:pk>/avanzamento/", views.avanzamento, name="avanzamento"),
    path("lavori/<int:pk>/annulla/", views.annulla, name="annulla"),
    path("lavori/<int:pk>/scarica/", views.scarica, name="scarica"),
]
