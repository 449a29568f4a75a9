"""The indicators of a strategy against their targets, for documents: a table, and curves drawn four by four."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from textwrap import shorten
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from maillage.directory import typed
from maillage.kernel import french
from maillage.steering.rights import Act, reached
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet
from maillage.steering.targets.standing import Alert
from maillage.web.documents.described import Cell, Column, Kind, Link, Picture, Table
from maillage.web.drawing import paper
from maillage.web.steer import curve
from maillage.web.steer.standings import Row, number, place, rows, source_of, usual

WRONG = (Alert.MISSED, Alert.OFF_TRACK)
TOGETHER, MOST = 4, 8
TITLE, GAP = 34, 30
COLUMNS = (
    Column("Indicateur", share=8),
    Column("Valeur", Kind.FIGURES, 3),
    Column("Période", share=3),
    Column("Cible", Kind.FIGURES, 3),
    Column("À la date du", share=3),
    Column("Part du chemin", Kind.FIGURES, 2),
    Column("À noter", share=4),
)


@dataclass(frozen=True, slots=True)
class Aims:
    """The indicators a reader may read, in one territory: its name, their rows in order."""

    place: str
    rows: tuple[Row, ...]

    @property
    def wrong(self) -> list[Row]:
        """Those that missed their target, or are behind the line that leads to it."""
        return [row for row in self.rows if any(alert in row.standing.alerts for alert in WRONG)]

    @property
    def sources(self) -> list[str]:
        """Who measures them, in a sentence each."""
        names = {row.standing.last.source for row in self.rows if row.standing.last and row.standing.last.source}
        return [f"Indicateurs mesurés d’après : {', '.join(sorted(names))}."] if names else []


def aims(request: HttpRequest, person: Any, strategy: Strategy, today: date) -> Aims:
    """The indicators of a strategy as somebody may read them: of a public one, everybody."""
    mine = Strategy.objects.filter(Q(shown=True) | Q(reached(person, Act.READ_PARTNERS)), pk=strategy.pk)
    sheets = sorted(Sheet.objects.filter(strategies__in=mine).distinct(), key=number)
    source = source_of(request)
    ref = next(iter(typed.refs(strategy.territories)), None) or usual(source, sheets)
    if ref is None or not sheets:
        return Aims("", ())
    return Aims(place(source, ref), tuple(held[0] for held in rows(source, sheets, [ref], today)))


def table(held: Aims) -> Table:
    """Values, targets, what is to be noted."""
    lines: list[tuple[Cell, ...]] = []
    for row in held.rows:
        noted = [*row.alerts, row.hit.partition(" :")[0] if row.hit else ""]
        lines.append(
            (
                Link(row.sheet.title, reverse("targets.sheet", args=[row.sheet.code])),
                row.value or "inconnue",
                row.period,
                row.target or "sans cible",
                row.target_on,
                "" if row.rate is None else french.with_unit(row.rate, "%"),
                french.capital(", ".join(dict.fromkeys(filter(None, noted)))),
            )
        )
    where = f", {held.place}" if held.place else ""
    empty = "Cette stratégie n’a pas d’indicateur que vous puissiez lire."
    return Table(f"Indicateurs et cibles{where}", COLUMNS, tuple(lines), empty)


def curves(held: Aims) -> list[Picture]:
    """The curves of those that have a target, what is wrong first, four to a picture."""
    aimed = sorted((row for row in held.rows if row.target), key=lambda row: row not in held.wrong)
    drawn = [(row, drawing) for row in aimed if (drawing := curve.draw(row.standing)) is not None][:MOST]
    return [_together(drawn[start : start + TOGETHER], held.place) for start in range(0, len(drawn), TOGETHER)]


def _together(drawn: Sequence[tuple[Row, curve.Curve]], where: str) -> Picture:
    """A few curves on one sheet, in two columns."""
    parts, words = [], []
    wide, tall = curve.WIDE + GAP, curve.HIGH + TITLE + GAP
    for rank, (row, drawing) in enumerate(drawn):
        x, y = wide * (rank % 2), tall * (rank // 2)
        title = escape(shorten(french.typographic(row.sheet.title), 56, placeholder="…"))
        parts.append(f'<text class="strong" x="{x + curve.LEFT}" y="{y + 22}">{title}</text>')
        parts.append(f'<g transform="translate({x} {y + TITLE})">{curve.body(drawing)}</g>')
        known = f"{row.value} ({row.period})" if row.value else "valeur inconnue"
        words.append(f"{row.sheet.title} : {known}, cible {row.target}")
    columns, lines = min(len(drawn), 2), -(-len(drawn) // 2)
    svg = paper.sheet(f'<g class="large">{"".join(parts)}</g>', wide * columns - GAP, tall * lines - GAP)
    caption = f"Trait plein : les valeurs connues, {where}. Tirets : le chemin droit jusqu’à la cible (cercle)."
    idea = "Les indicateurs vers leurs cibles"
    return Picture(svg, f"{' ; '.join(words)}.", caption, 100 if columns == 2 else 60, idea)
