"""The addresses of rollout."""

from collections.abc import Iterable, Sequence
from typing import Any

from maillage.web.exports.table import Cell, Column, Kind
from maillage.web.fibre.rollout.listing import ROLLOUT
from maillage.web.fibre.taken import Drawing, Taken, taken
from maillage.web.lists.routes import routes

COLUMNS = (
    Column("trimestre", "Trimestre", "Le trimestre décrit"),
    Column("raccordables", "La fibre est là", "Immeubles raccordables", Kind.NUMBER),
    Column("sur_demande", "Sur demande", "Immeubles raccordables sur demande", Kind.NUMBER),
    Column("travaux", "Travaux en cours", "Immeubles en travaux, à l’heure", Kind.NUMBER),
    Column("travaux_en_retard", "Travaux en retard", "Immeubles en travaux, la date passée", Kind.NUMBER),
    Column("prevus_en_retard", "Prévus, en retard", "Immeubles prévus, la date passée", Kind.NUMBER),
    Column("prevus", "Prévus", "Immeubles prévus, à l’heure", Kind.NUMBER),
)
"""The data of the drawing, in the order of its states."""


def _states(context: dict[str, Any]) -> Taken | None:
    """The buildings by state; nothing where there is none."""
    if "wide" not in context:
        return None
    said = f"{context['place'].name}. Immeubles par état, maisons comprises. Hachuré : en retard."
    return Taken(context["trend"], said, context["wide"], context["narrow"], "stacked.css")


def _rows(context: dict[str, Any]) -> tuple[Sequence[Column], Iterable[Sequence[Cell]]]:
    return COLUMNS, context["stacked"]


STATES = Drawing("immeubles-par-etat", "La fibre : immeubles par état, trimestre par trimestre", 640, _states, _rows)
urlpatterns = [*routes(ROLLOUT), *taken(ROLLOUT, STATES)]
