"""The addresses of decisions."""

from django.urls import re_path

from maillage.web.addresses import PK
from maillage.web.lists.routes import routes
from maillage.web.steer.decisions import view
from maillage.web.steer.decisions.listing import DECISIONS

urlpatterns = [
    *routes(DECISIONS),
    re_path(rf"^piloter/decisions/{PK}$", view.decision_page, name="decisions.sheet"),
    re_path(rf"^piloter/decisions/{PK}/abandonner$", view.drop, name="decisions.drop"),
]
