"""The addresses of slips."""

from maillage.web.fibre.slips.listing import SLIPS
from maillage.web.lists.routes import routes

urlpatterns = routes(SLIPS)
