"""The addresses of money."""

from django.urls import path, re_path

from maillage.web.addresses import ACTION, PK, SLUG
from maillage.web.lists.routes import routes
from maillage.web.steer.money import budget, envelopes, synthesis
from maillage.web.steer.money.listing import BUDGET, PUBLIC, SYNTHESIS
from maillage.web.steer.money.reserved import ENVELOPES

urlpatterns = [
    re_path(rf"^piloter/actions/{ACTION}/budget$", budget.budget, name="money.budget"),
    *routes(BUDGET),
    path("piloter/budget", synthesis.synthesis, name="money"),
    *routes(SYNTHESIS),
    *routes(ENVELOPES),
    path("piloter/enveloppes/nouvelle", envelopes.new_envelope, name="money.envelope_new"),
    re_path(rf"^piloter/enveloppes/{PK}$", envelopes.envelope, name="money.envelope"),
    re_path(rf"^strategies/{SLUG}/budget$", synthesis.public, name="money.public"),
    *routes(PUBLIC),
]
