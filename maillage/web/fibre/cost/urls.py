"""The addresses of cost."""

from maillage.web.fibre.cost.listing import COST
from maillage.web.lists.routes import routes

urlpatterns = routes(COST)
