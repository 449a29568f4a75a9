"""The addresses of connection: one page in each area of members, and the provider of identity."""

from django.urls import path, re_path

from maillage.web.addresses import TOKEN
from maillage.web.declared import doors
from maillage.web.members.sign_in import provider, view

urlpatterns = [
    path("piloter/connexion", view.ask, name="account_login"),
    path("piloter/connexion/fournisseur", provider.go, name="sign_in.go"),
    re_path(r"^piloter/connexion/(?P<provider_id>fournisseur)/retour$", provider.back, name="openid_connect_callback"),
]
for area in doors():
    urlpatterns += [
        path(f"{area.name}/connexion", view.ask, name=f"sign_in.{area.name}"),
        re_path(rf"^{area.name}/connexion/{TOKEN}$", view.enter, name=f"sign_in.{area.name}_enter"),
        path(f"{area.name}/deconnexion", view.leave, name=f"sign_in.{area.name}_leave"),
    ]
