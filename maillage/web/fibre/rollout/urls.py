"""The addresses of rollout."""

from maillage.web.fibre.rollout.listing import ROLLOUT
from maillage.web.lists.routes import routes

urlpatterns = routes(ROLLOUT)
