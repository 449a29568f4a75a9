"""The comparison itself: its rows sorted, its cells in words. The page and its files read the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.indicator import Good
from maillage.kernel.territory import Territory
from maillage.kernel.value import Value
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet, ProfileLine, ReleaseSheet, inhabitants
from maillage.observatory.tables import table
from maillage.web.drawing.sparkline import Sparkline, sparkline
from maillage.web.observe.compare.choice import BY_NAME, Choice
from maillage.web.words.reading import known_words, unit_words


@dataclass(frozen=True, slots=True)
class Row:
    """A territory and its line for each indicator, in the order of the columns."""

    territory: Territory
    lines: tuple[ProfileLine, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The last value of an indicator for a territory. `unknown` says why there is no number; `concerned`, whether one
    is missing."""

    number: str
    unknown: str
    known: str
    period: str
    concerned: bool
    curve: Sparkline | None
    before: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its title, unit, the period of all its cells (nothing when they differ), the link that sorts."""

    name: str
    title: str
    unit: str
    period: str
    address: str
    order: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the page."""

    territory: Territory
    about: str
    cells: tuple[Cell, ...]


def _key(row: Row, choice: Choice) -> float:
    last = row.lines[choice.names.index(choice.sort)].last
    return last.value if last is not None and last.value is not None else 0.0


def _unknown(row: Row, choice: Choice) -> bool:
    last = row.lines[choice.names.index(choice.sort)].last
    return last is None or last.value is None


def falls(sheet: IndicatorSheet, reverse: bool) -> bool:
    """Whether a column sorted with the best first goes down; reversed, the worst comes first."""
    return (sheet.indicator.good is Good.UP) != reverse


def rows(source: Observatory, choice: Choice) -> list[Row]:
    """The rows as the choice sorts them; an unknown value is always last, whichever way."""
    profiles = table(source, choice.refs, choice.names)
    every = [Row(source.territory(ref), tuple(profiles[ref])) for ref in choice.refs]
    if choice.sort == BY_NAME:
        every.sort(key=lambda row: alphabetical(row.territory.name), reverse=choice.reverse)
    elif choice.sort:
        down = falls(source.indicator(choice.sort), choice.reverse)
        every.sort(key=lambda row: _key(row, choice), reverse=down)
        every.sort(key=lambda row: _unknown(row, choice))
    return every


def why_unknown(line: ProfileLine) -> str:
    """Why a cell has no number; empty when it has one."""
    last = line.last
    if last is not None and last.value is not None:
        return ""
    if not line.sheet.loaded:
        return "données non chargées"
    return "inconnu" if last is None and line.concerned else "sans objet"


def _comparable(line: ProfileLine) -> list[Value]:
    """The values that compare with the last one."""
    last = line.last
    return [v for v in line.values if last and v.value is not None and v.segment == last.segment]


def _before(line: ProfileLine) -> str:
    """Where the last value comes from, within its segment: « 72,1 % (4e trimestre 2023) »."""
    same = _comparable(line)
    if len(same) < 2 or same[0].value is None:
        return ""
    indicator = line.sheet.indicator
    first = same[0].value
    answer = indicator.answer(line.last.territory.level, first) if line.last else ""
    number = answer or french.with_unit(first, indicator.sign, indicator.decimals)
    return f"{number} ({same[0].period.label})"


def _cell(line: ProfileLine, dated: bool) -> Cell:
    last: Value | None = line.last
    indicator = line.sheet.indicator
    number = ""
    if last is not None and last.value is not None:
        answer = indicator.answer(last.territory.level, last.value)
        number = answer or french.aligned(last.value, indicator.decimals)
    return Cell(
        number=number,
        unknown=why_unknown(line),
        known=known_words(last.completeness) if last and number else "",
        period=last.period.label if last and number and dated else "",
        concerned=line.concerned and not (last is not None and last.value is None),
        curve=sparkline(_comparable(line)) if number else None,
        before=_before(line) if number else "",
    )


def _order(choice: Choice, name: str, sheet: IndicatorSheet | None) -> str:
    if choice.sort != name:
        return ""
    down = falls(sheet, choice.reverse) if sheet else choice.reverse
    return "descending" if down else "ascending"


def _periods(every: Sequence[Row], rank: int) -> set[str]:
    lasts = (row.lines[rank].last for row in every)
    return {last.period.label for last in lasts if last is not None and last.value is not None}


def heads(source: Observatory, choice: Choice, every: Sequence[Row]) -> list[Head]:
    """The columns of the page."""
    columns = []
    for rank, name in enumerate(choice.names):
        sheet = source.indicator(name)
        periods = _periods(every, rank)
        columns.append(
            Head(
                name=name,
                title=french.typographic(sheet.indicator.title),
                unit=unit_words(sheet.indicator),
                period=next(iter(periods)) if len(periods) == 1 else "",
                address=choice.sorted_by(name).address,
                order=_order(choice, name, sheet),
            )
        )
    return columns


def name_head(choice: Choice) -> Head:
    """The column of territories."""
    address = choice.sorted_by(BY_NAME).address
    return Head(BY_NAME, "Territoire", "", "", address, _order(choice, BY_NAME, None))


def lines(release: ReleaseSheet, columns: Sequence[Head], every: Sequence[Row]) -> list[Line]:
    """The rows of the page."""
    body = []
    for row in every:
        territory = row.territory
        cells = tuple(_cell(line, not head.period) for head, line in zip(columns, row.lines, strict=True))
        body.append(Line(territory, f"{french.capital(territory.kind)}, {inhabitants(territory, release)}", cells))
    return body
