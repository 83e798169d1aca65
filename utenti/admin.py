"""Technical administration: people and Incarichi are looked at here, and changed through the portal's own acts."""

from django.contrib import admin
from django.http import HttpRequest

from utenti.models import Avviso, Incarico, Invito, Utente


class SolaLettura:
    """Mixin: nothing is added, changed or deleted from here, so no act escapes the log."""

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False


@admin.register(Utente)
class UtenteAdmin(SolaLettura, admin.ModelAdmin[Utente]):
    """Accounts."""

    list_display = ["nome", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["nome", "email"]
    fields = ["nome", "email", "is_active", "is_staff", "is_superuser", "creato_il", "last_login"]


@admin.register(Incarico)
class IncaricoAdmin(SolaLettura, admin.ModelAdmin[Incarico]):
    """Who holds what."""

    list_display = ["utente", "ruolo", "ente", "dal", "al", "chiuso_il"]
    list_filter = ["ruolo"]
    list_select_related = ["utente", "ente"]
    search_fields = ["utente__nome", "utente__email", "ente__nome"]
    fields = ["utente", "ruolo", "ente", "dal", "al", "chiuso_il", "chiuso_da"]


@admin.register(Invito)
class InvitoAdmin(SolaLettura, admin.ModelAdmin[Invito]):
    """Invitations, without what opens them."""

    list_display = ["email", "ruolo", "ente", "invitato_da", "scade_il", "usato_il", "revocato_il"]
    list_filter = ["ruolo"]
    list_select_related = ["ente", "invitato_da"]
    search_fields = ["email", "ente__nome"]
    fields = [
        "email",
        "ruolo",
        "ente",
        "fine_incarico",
        "invitato_da",
        "creato_il",
        "scade_il",
        "usato_il",
        "revocato_il",
    ]


@admin.register(Avviso)
class AvvisoAdmin(SolaLettura, admin.ModelAdmin[Avviso]):
    """Notices and their mail: what has not left, and since when."""

    list_display = ["oggetto", "destinatario", "creato_il", "posta", "spedito_il", "tentativi", "riprova_dal"]
    list_filter = ["posta", "spedito_il"]
    list_select_related = ["destinatario"]
    search_fields = ["oggetto", "destinatario__email"]
    fields = ["destinatario", "oggetto", "creato_il", "posta", "spedito_il", "tentativi", "riprova_dal", "letto_il"]
