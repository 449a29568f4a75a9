"""The addresses of corrections."""

from django.urls import path

from maillage.web.lists.routes import routes
from maillage.web.observe.corrections import feed
from maillage.web.observe.corrections.listing import CORRECTIONS

urlpatterns = [*routes(CORRECTIONS), path("corrections.atom", feed.atom, name="corrections.feed")]
