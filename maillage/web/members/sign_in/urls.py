"""The addresses of sign_in."""

from django.urls import path, re_path

from maillage.web.addresses import TOKEN
from maillage.web.members.sign_in import provider, view

urlpatterns = [
    path("contestations/connexion", view.ask, name="sign_in.contestations"),
    re_path(rf"^contestations/connexion/{TOKEN}$", view.enter, name="sign_in.contestations_enter"),
    path("contestations/deconnexion", view.leave, name="sign_in.contestations_leave"),
    path("prevu/connexion", view.ask, name="sign_in.prevu"),
    re_path(rf"^prevu/connexion/{TOKEN}$", view.enter, name="sign_in.prevu_enter"),
    path("prevu/deconnexion", view.leave, name="sign_in.prevu_leave"),
    path("piloter/connexion", view.ask, name="account_login"),
    path("piloter/connexion/fournisseur", provider.go, name="sign_in.go"),
    re_path(
        r"^piloter/connexion/(?P<provider_id>fournisseur)/retour$",
        provider.back,
        name="openid_connect_callback",
    ),
    re_path(rf"^piloter/connexion/{TOKEN}$", view.enter, name="sign_in.piloter_enter"),
    path("piloter/deconnexion", view.leave, name="sign_in.piloter_leave"),
]
