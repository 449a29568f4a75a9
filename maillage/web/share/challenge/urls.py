"""The addresses of challenge."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.share.challenge import view

urlpatterns = [
    path("contestations", view.page, name="challenge"),
    re_path(rf"^contestations/operateurs\.{FORM}$", view.operators, name="challenge.operators_file"),
    path("contestations/espace", view.space, name="challenge.space"),
    re_path(rf"^contestations/espace\.{FORM}$", view.taken, name="challenge.file"),
    path("contestations/deposer", view.deposit, name="challenge.deposit"),
    re_path(r"^contestations/(?P<number>[0-9]{4}-C[0-9]{1,9})$", view.challenge_page, name="challenge.sheet"),
]
