"""The table beside the map: the same values, sorted as asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.web.observe.map_asked import Asked, View
from maillage.web.observe.map_layers import Atlas, change_words
from maillage.web.words.curve import short
from maillage.web.words.reading import known_words


@dataclass(frozen=True, slots=True)
class Line:
    """A territory: its figure at each period shown, how it changed, and what is missing to it; the length of the bar of
    its last figure, from 0 to 100 (None without a figure), and its colour."""

    territory: Territory
    figures: tuple[str, ...]
    change: str
    known: str
    bar: float | None
    kind: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a sortable column: its words, the sort a click asks for, and the sort it has now."""

    words: str
    sort: str
    sorted: str
    figures: bool


def _rank(maps: Atlas, ask: Asked, territory: Territory) -> float | None:
    """The number a territory is sorted by, None when it is not known."""
    code = territory.ref.code
    if ask.sort.endswith("evolution"):
        return maps.changed(ask, code)
    return maps.numbers[ask.period.code].get(code)


def ordered(maps: Atlas, ask: Asked) -> list[Territory]:
    """The territories as asked: largest first, smallest first with a minus; the unknown always last."""
    if ask.sort.endswith("nom"):
        names = list(maps.territories)
        return names[::-1] if ask.sort.startswith("-") else names
    ranks = {territory.ref.code: _rank(maps, ask, territory) for territory in maps.territories}
    known = [(rank, territory) for territory in maps.territories if (rank := ranks[territory.ref.code]) is not None]
    known.sort(key=lambda pair: pair[0], reverse=not ask.sort.startswith("-"))
    unknown = [territory for territory in maps.territories if ranks[territory.ref.code] is None]
    return [territory for _, territory in known] + unknown


def shown(maps: Atlas, ask: Asked) -> list[Territory]:
    """Those that the legend keeps, as asked: the rows of the table, on its page and in its files."""
    rank = maps.shown_rank(ask)
    return [place for place in ordered(maps, ask) if not maps.layers or maps.keeps(ask, rank, place.ref.code)]


def _figure(maps: Atlas, ask: Asked, period: str, code: str) -> str:
    number = maps.numbers[period].get(code)
    if number is None:
        return "sans objet" if code in maps.without[period] else "inconnu"
    indicator = ask.sheet.indicator
    return indicator.answer(ask.level, number) or french.aligned(number, indicator.decimals)


def lines(source: Observatory, maps: Atlas, ask: Asked, territories: Sequence[Territory]) -> list[Line]:
    """These territories, in words."""
    codes = [territory.ref.code for territory in territories]
    values = source.values(ask.sheet.indicator.name, ask.level, ask.period, codes) if codes else []
    known = {value.territory.code: known_words(value.completeness) for value in values}
    return [_line(maps, ask, territory, known.get(territory.ref.code, "")) for territory in territories]


def _line(maps: Atlas, ask: Asked, territory: Territory, known: str) -> Line:
    code = territory.ref.code
    amount = maps.changed(ask, code)
    number = maps.numbers[ask.shown[-1].code].get(code)
    bar = None if number is None or not maps.layers else _bar(maps, ask, number)
    return Line(
        territory=territory,
        figures=tuple(_figure(maps, ask, period.code, code) for period in ask.shown),
        change="" if amount is None else _change(ask, amount),
        known=known,
        bar=bar,
        kind=maps.scales[-1].kind(number) if bar is not None and number is not None else "",
    )


def _change(ask: Asked, amount: float) -> str:
    """« +4,2 », « stable »: the head of the column says the unit of a share."""
    if ask.sheet.indicator.answer(ask.level, amount):
        return "stable" if not amount else "devient oui" if amount > 0 else "devient non"
    words = change_words(ask.sheet.indicator, amount)
    return words.partition(french.WIDE)[0] if ask.sheet.indicator.unit == "%" else words


def _bar(maps: Atlas, ask: Asked, number: float) -> float | None:
    """How long a bar is, from 0 to 100, beside the longest or the whole of a share; None for answers, and where two
    dates leave no room."""
    if ask.view is not View.ONE or (ask.sheet.indicator.yes_no and ask.level is Level.COMMUNE):
        return None
    every = [each for each in maps.numbers[ask.shown[-1].code].values() if each is not None]
    most = max([100.0] if ask.sheet.indicator.unit == "%" else every)
    return round(min(100 * max(number, 0) / most, 100), 1) if most > 0 else None


def heads(ask: Asked) -> list[Head]:
    """The heads of the columns, for the periods shown."""
    unit = "%" if ask.sheet.indicator.unit == "%" else french.typographic(ask.sheet.indicator.unit)
    columns = [("Territoire", "nom", False)]
    for period in ask.shown:
        when = short(period).replace(" ", french.WIDE)
        words = f"{when}, en{french.WIDE}%" if unit == "%" else f"{when}, {unit}"
        columns.append((words, "valeur" if period == ask.period else "", True))
    if len(ask.both) > 1 and ask.comparable:
        since = f"Depuis {short(ask.both[0]).replace(' ', french.WIDE)}" if ask.view is View.ONE else "Évolution"
        answers = ask.sheet.indicator.yes_no and ask.level is Level.COMMUNE
        since += f", en{french.WIDE}points" if unit == "%" and not answers else ""
        columns.append((since, "evolution", True))
    return [_head(ask, *column) for column in columns]


def _head(ask: Asked, words: str, name: str, figures: bool) -> Head:
    """A first click sorts names from A and figures from the largest; a second one turns the list over."""
    if ask.sort.removeprefix("-") != name:
        return Head(words, name, "", figures)
    turned = ask.sort.startswith("-")
    rising = turned if figures else not turned
    return Head(words, name if turned else f"-{name}", "ascending" if rising else "descending", figures)
