"""The addresses of deposits."""

from django.urls import re_path

from maillage.web.addresses import NAME, PK
from maillage.web.lists.routes import routes
from maillage.web.members.deposits import view
from maillage.web.members.deposits.listing import DEPOSITS, PROBLEMS

urlpatterns = [
    *routes(DEPOSITS),
    re_path(rf"^deposer/depots/{PK}$", view.deposit_page, name="deposits.deposit"),
    re_path(rf"^deposer/depots/{PK}/carte\.svg$", view.preview, name="deposits.map"),
    re_path(rf"^deposer/depots/{PK}/fichier$", view.file, name="deposits.given"),
    *routes(PROBLEMS),
    re_path(rf"^deposer/sources/{NAME}$", view.give, name="deposits.give"),
    re_path(rf"^deposer/sources/{NAME}/modele\.csv$", view.blank, name="deposits.blank"),
]
