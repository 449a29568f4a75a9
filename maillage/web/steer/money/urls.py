"""The addresses of money."""

from django.urls import path, re_path

from maillage.web.addresses import ACTION, FORM, PK, SLUG
from maillage.web.steer.money import budget, envelopes, files, synthesis

urlpatterns = [
    re_path(rf"^piloter/actions/{ACTION}/budget$", budget.budget, name="money.budget"),
    re_path(rf"^piloter/actions/{ACTION}/budget\.{FORM}$", files.budget_file, name="money.budget_file"),
    path("piloter/budget", synthesis.synthesis, name="money"),
    re_path(rf"^piloter/budget\.{FORM}$", files.synthesis_file, name="money.file"),
    path("piloter/enveloppes", envelopes.envelopes, name="money.envelopes"),
    re_path(rf"^piloter/enveloppes\.{FORM}$", files.envelopes_file, name="money.envelopes_file"),
    path("piloter/enveloppes/nouvelle", envelopes.new_envelope, name="money.envelope_new"),
    re_path(rf"^piloter/enveloppes/{PK}$", envelopes.envelope, name="money.envelope"),
    re_path(rf"^strategies/{SLUG}/budget$", synthesis.public, name="money.public"),
    re_path(rf"^strategies/{SLUG}/budget\.{FORM}$", files.public_file, name="money.public_file"),
]
