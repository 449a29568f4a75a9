"""The addresses of forecasts."""

from collections.abc import Iterable, Sequence
from typing import Any

from maillage.web.exports.table import Cell, Column, Kind
from maillage.web.fibre.forecasts.listing import FORECASTS
from maillage.web.fibre.taken import Drawing, Taken, taken
from maillage.web.lists.routes import routes

COLUMNS = (
    Column("commune", "Code", "Code de la commune"),
    Column("nom", "Commune", "Nom de la commune", width=32),
    Column("part", "Part raccordable (%)", "Part des locaux raccordables aujourd’hui", Kind.NUMBER),
    Column("au_plus_tot", "Au plus tôt", "Fin du trimestre où le seuil serait passé, au plus tôt", Kind.DATE),
    Column("au_milieu", "Au milieu", "La date la plus probable ; vide : inconnue", Kind.DATE),
    Column("au_plus_tard", "Au plus tard", "Vide : nous ne savons pas dire", Kind.DATE),
    Column("fin_du_cuivre", "Fin du cuivre", "Fermeture du cuivre ; vide : pas de date", Kind.DATE),
)


def _ranges(context: dict[str, Any]) -> Taken | None:
    """When each commune would have its fibre, against the end of copper; nothing where nothing is forecast."""
    ranges = context.get("ranges")
    if not ranges:
        return None
    said = (
        f"{context['place'].name}. Quand {context['threshold']} des locaux seraient raccordables : au plus tôt, "
        "au milieu (point), au plus tard. Croix : fin du cuivre. Après le nom, la part d’aujourd’hui. "
        "Prévision : nos calculs."
    )
    return Taken(ranges["title"], said, ranges["wide"], ranges["narrow"], "timelines.css")


def _rows(context: dict[str, Any]) -> tuple[Sequence[Column], Iterable[Sequence[Cell]]]:
    """Every commune of which something is forecast, those that are not drawn too."""
    return COLUMNS, context["ranges"]["every"]


COPPER = Drawing("fin-du-cuivre", "La fibre : quand elle serait là, et la fin du cuivre", 900, _ranges, _rows)
urlpatterns = [*routes(FORECASTS), *taken(FORECASTS, COPPER)]
