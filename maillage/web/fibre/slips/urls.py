"""The addresses of slips."""

from collections.abc import Iterable, Sequence
from typing import Any

from maillage.kernel import french
from maillage.web.exports.table import Cell, Column, Kind
from maillage.web.fibre.slips.listing import SLIPS
from maillage.web.fibre.taken import Drawing, Taken, taken
from maillage.web.lists.routes import routes

OUTCOMES = (
    Column("devenu", "Devenu", "Ce que sont devenus les immeubles dont la date est jugée", width=30),
    Column("immeubles", "Immeubles", "Combien", Kind.NUMBER),
)
SECTORS = (
    Column("commune", "Code", "Code de la commune"),
    Column("nom", "Commune", "Nom de la commune", width=32),
    Column("secteur", "Secteur", "Point de mutualisation", width=28),
    Column("premiere_date", "Première date", "La première date annoncée", Kind.DATE),
    Column("derniere_date", "Dernière date", "La date annoncée au trimestre choisi", Kind.DATE),
    Column("immeubles", "Immeubles", "Immeubles du secteur qui portent ces dates", Kind.NUMBER),
    Column("attendent", "Attendent", "Ceux qui n’ont pas la fibre", Kind.NUMBER),
)


def _outcome(context: dict[str, Any]) -> Taken | None:
    """What became of the dates that can be judged; nothing where none can."""
    outcome = context.get("outcome")
    if not outcome:
        return None
    day = french.day(context["period"].end)
    said = f"{context['place'].name}. Un carré, {outcome['each']}, promis pour une date passée ; couleurs au {day}."
    return Taken(outcome["title"], said, outcome["named"], outcome["named_narrow"], "squares.css")


def _moved(context: dict[str, Any]) -> Taken | None:
    """The sectors whose date moved; nothing where none did."""
    moved = context.get("moved") or {}
    if "wide" not in moved:
        return None
    said = (
        f"{context['place'].name}. De la première date annoncée (cercle) à la dernière (point), secteur par secteur. "
        "Pointillé : la date est passée et des immeubles attendent."
    )
    return Taken(moved["title"], said, moved["wide"], moved["narrow"], "timelines.css")


def _counts(context: dict[str, Any]) -> tuple[Sequence[Column], Iterable[Sequence[Cell]]]:
    return OUTCOMES, context["outcome"]["counts"]


def _sectors(context: dict[str, Any]) -> tuple[Sequence[Column], Iterable[Sequence[Cell]]]:
    """Every sector whose date moved, those that are not drawn too."""
    return SECTORS, context["moved"]["every"]


JUDGED = Drawing("dates-jugees", "La fibre : ce que sont devenues les dates jugées", 420, _outcome, _counts)
MOVED = Drawing("dates-repoussees", "La fibre : les dates repoussées, secteur par secteur", 900, _moved, _sectors)
urlpatterns = [*routes(SLIPS), *taken(SLIPS, JUDGED), *taken(SLIPS, MOVED)]
