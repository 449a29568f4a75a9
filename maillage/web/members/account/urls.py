"""The addresses of account."""

from django.urls import path

from maillage.web.members.account import identity, view

urlpatterns = [
    path("piloter/connexion/code", view.authenticate, name="mfa_authenticate"),
    path("piloter/compte", view.page, name="mfa_index"),
    path("piloter/compte/identite", identity.page, name="account.identity"),
    path("piloter/compte/confirmer", view.confirm, name="mfa_reauthenticate"),
    path("piloter/compte/second-facteur", view.enrol, name="mfa_activate_totp"),
    path("piloter/compte/second-facteur/retirer", view.remove, name="mfa_deactivate_totp"),
    path("piloter/compte/codes", view.codes, name="mfa_view_recovery_codes"),
    path("piloter/compte/codes/nouveaux", view.new_codes, name="mfa_generate_recovery_codes"),
]
