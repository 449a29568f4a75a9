"""The tab of forecasts: when a commune would be done, how many communes have a date."""

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.forecasts import FORECAST
from maillage.web.fibre.bar import Tab, Where
from maillage.web.fibre.where import PLACE
from maillage.web.words.fibre_curve import share_words


def _figure(where: Where) -> str:
    forecasts = where.source.forecasts
    if forecasts.threshold is None:
        return ""
    if where.place.ref.level is not Level.COMMUNE:
        dated = forecasts.dated(where.communes)
        return f"{french.counted(dated, 'commune datée', 'communes datées')}" if dated else "aucune date"
    forecast = forecasts.of(where.place.ref)
    if forecast is None or forecast.state != FORECAST or forecast.middle is None:
        return "aucune date"
    return f"{share_words(forecasts.threshold)} en {forecast.middle.end.year}"


TAB = Tab(30, "Prévisions", _figure, frozenset((PLACE,)))
