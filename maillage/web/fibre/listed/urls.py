"""The addresses of the list of buildings."""

from maillage.web.fibre.listed.listing import LISTED
from maillage.web.lists.routes import routes

urlpatterns = routes(LISTED)
