"""The addresses of offers."""

from maillage.web.fibre.offers.listing import OFFERS
from maillage.web.lists.routes import routes

urlpatterns = routes(OFFERS)
