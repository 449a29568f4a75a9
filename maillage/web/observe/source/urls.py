"""The addresses of source."""

from django.urls import re_path

from maillage.web.addresses import NAME
from maillage.web.lists.routes import routes
from maillage.web.observe.source import listing, view

urlpatterns = [re_path(rf"^sources/{NAME}$", view.page, name="source"), *routes(listing.LINES)]
