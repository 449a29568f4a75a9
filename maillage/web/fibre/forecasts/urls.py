"""The addresses of forecasts."""

from maillage.web.fibre.forecasts.listing import FORECASTS
from maillage.web.lists.routes import routes

urlpatterns = routes(FORECASTS)
