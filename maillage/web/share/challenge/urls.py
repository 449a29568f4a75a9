"""The addresses of challenge."""

from django.urls import path, re_path

from maillage.web.lists.routes import routes
from maillage.web.share.challenge import view
from maillage.web.share.challenge.listing import OPERATORS, SPACE

urlpatterns = [
    path("contestations", view.page, name="challenge"),
    *routes(OPERATORS),
    *routes(SPACE),
    path("contestations/deposer", view.deposit, name="challenge.deposit"),
    re_path(r"^contestations/(?P<number>[0-9]{4}-C[0-9]{1,9})$", view.challenge_page, name="challenge.sheet"),
]
