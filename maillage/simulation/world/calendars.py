"""The days something is published within the quarters of history."""

from datetime import date

from maillage.kernel.period import Period
from maillage.simulation.world.fibre import quarter_code, quarter_index

NOT_YET = 10**7
"""The ordinal of a day that never comes."""


def history_bounds(history: list[int]) -> tuple[date, date]:
    """First and last days of these quarters; the last is the first day of the last month."""
    first, last = quarter_code(history[0]), quarter_code(history[-1])
    return date(int(first[:4]), int(first[-1]) * 3 - 2, 1), date(int(last[:4]), int(last[-1]) * 3, 1)


def days(calendar: tuple[tuple[int, int], ...], floor: date, history: list[int]) -> list[date]:
    """The days something yearly is published: the last before history starts, so that it is known from then on, and
    each one since."""
    start, end = history_bounds(history)
    every = [date(year, *day) for year in range(floor.year, end.year + 1) for day in sorted(calendar)]
    wanted = [day for day in every if floor <= day <= end]
    known = [day for day in wanted if day <= start][-1:] or wanted[:1]
    return [day for day in wanted if day >= known[0]] if known else []


def quarter_of(day: date) -> int:
    """The quarter a day falls in, counted as everywhere here."""
    return quarter_index(Period.quarter_of(day).code)
