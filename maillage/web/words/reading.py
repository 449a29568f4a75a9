"""A value read in words: what a page says of a figure, ready for its template."""

from collections.abc import Callable
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.indicator import Good, Indicator
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Completeness, Flag, Origin, Value
from maillage.observatory.sheets import ProfileLine, WantedSource
from maillage.web.drawing.sparkline import Sparkline, sparkline
from maillage.web.words import meaning

THE_LEVEL = {
    Level.COMMUNE: "la commune",
    Level.EPCI: "l’EPCI",
    Level.GROUPEMENT: "le groupement",
    Level.DEPARTEMENT: "le département",
    Level.REGION: "la région",
}
IN_THE_LEVEL = {
    Level.COMMUNE: "dans la commune",
    Level.EPCI: "dans l’EPCI",
    Level.GROUPEMENT: "dans le groupement",
    Level.DEPARTEMENT: "dans le département",
    Level.REGION: "dans la région",
}
# The page already says both under the number: « 3 communes sur 4 », « partie dans la région : 2 communes sur 44 ».
SAID_ELSEWHERE = {Flag.INCOMPLETE, Flag.REGIONAL_PART, Flag.SIMULATED}


@dataclass(frozen=True, slots=True)
class Trend:
    """Where a figure goes: an arrow (`up`, `down`, `flat`) and the words that say it."""

    arrow: str
    words: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The figure on a line from zero to `end`: where it stands and where the level above stands, from 0 to 1000."""

    here: int
    above: int | None
    end: str


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series, in words."""

    period: str
    code: str
    figure: str
    counts: str
    known: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The last value of an indicator for a territory, in words. `sentence` says what it means, `gap` is the distance to
    the level above, `drawn` whether its series makes a curve: several periods, and no yes or no."""

    number: str
    meaning: str
    sentence: str
    target: str
    unit: str
    period: str
    counts: str
    known: str
    part: str
    flags: tuple[str, ...]
    origins: tuple[Origin, ...]
    publishers: str
    obtained: str
    trend: Trend | None
    comparison: str
    gap: float | None
    rank: str
    thread: Thread | None
    parts: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    curve: Sparkline | None
    drawn: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator on a territory's page; `said` is None when there is nothing to read."""

    name: str
    title: str
    theme: str
    modality: str
    concerned: bool
    concerns: str
    loaded: bool
    wanted: tuple[WantedSource, ...]
    said: Reading | None


def known_words(completeness: Completeness) -> str:
    """« 3 communes sur 4 », empty when every commune is known."""
    if completeness.is_full:
        return ""
    known = french.counted(completeness.known, "commune")
    return f"{known} sur {french.number(completeness.total)}"


def unit_words(indicator: Indicator) -> str:
    """The unit as it is printed."""
    return "%" if indicator.unit == "%" else french.typographic(indicator.unit)


def since(period: Period) -> str:
    """« depuis 2025 », « depuis le 4e trimestre 2017 »."""
    return f"depuis {period.label}" if period.label.isdecimal() else f"depuis le {period.label}"


def shown(indicator: Indicator, value: Value) -> str:
    """The value and its unit; says so when there is nothing to measure."""
    return said(indicator, value.territory.level, value.value)


def said(indicator: Indicator, level: Level, number: float | None) -> str:
    """A number of an indicator and its unit; says so when there is nothing to measure."""
    if number is None:
        return "sans objet"
    return indicator.answer(level, number) or french.with_unit(number, indicator.unit, indicator.decimals)


def counts_words(indicator: Indicator, value: Value) -> str:
    """What the figure is made of: « Locaux raccordables : 12 394 · Locaux : 19 995 »."""
    if value.denominator is None:
        return ""
    parts = ((indicator.numerator, value.numerator), (indicator.denominator_at(value.period), value.denominator))
    return " · ".join(f"{french.typographic(label)}{french.THIN}: {french.number(count)}" for label, count in parts)


def _amount(indicator: Indicator, gap: float) -> str:
    """How much two values differ by: « 9 points », « 1,2 km », « 3 »."""
    unit = french.plural(gap, "point") if indicator.unit == "%" else indicator.sign
    return french.with_unit(abs(gap), unit, indicator.decimals)


def _distance(indicator: Indicator, gap: float) -> str:
    return f"{_amount(indicator, gap)} de "


def comparison_words(indicator: Indicator, value: Value, above: Value, name_of: Callable[[Ref], Territory]) -> str:
    """« 9 points de moins que le département (Doubs : 24 %) »; a count only recalls the one above."""
    if above.value is None or value.value is None:
        return ""
    level = above.territory.level
    name = french.typographic(name_of(above.territory).name)
    if indicator.is_count or indicator.answer(value.territory.level, value.value):
        return f"{shown(indicator, above)} {IN_THE_LEVEL[level]} ({name})"
    reference = f"{name}{french.THIN}: {shown(indicator, above)}"
    gap = _gap(indicator, value, above) or 0
    if gap == 0:
        return f"autant que {THE_LEVEL[level]} ({reference})"
    more = "plus" if gap > 0 else "moins"
    return f"{_distance(indicator, gap)}{more} que {THE_LEVEL[level]} ({reference})"


def _trend(line: ProfileLine) -> Trend | None:
    if line.change is None or line.last is None:
        return None
    indicator = line.sheet.indicator
    same = [v for v in line.values if v.value is not None and v.segment == line.last.segment]
    then = since(same[-2].period)
    change = french.rounded(line.change, indicator.decimals)
    if change == 0:
        return Trend("flat", f"stable {then}")
    if answer := indicator.answer(line.last.territory.level, line.last.value):
        before = "non" if change > 0 else "oui"
        return Trend("up" if change > 0 else "down", f"passé de {before} à {answer} {then}")
    word = "en hausse" if change > 0 else "en baisse"
    return Trend("up" if change > 0 else "down", f"{word} de {_amount(indicator, change)} {then}")


def _thread(indicator: Indicator, value: Value, above: Value | None) -> Thread | None:
    if indicator.is_count or value.value is None or indicator.answer(value.territory.level, value.value):
        return None
    other = above.value if above else None
    top = max(value.value, other or 0)
    end = 100.0 if indicator.unit == "%" and top <= 100 else _round_up(top)
    if end == 0:
        return None
    here, there = round(1000 * value.value / end), None
    if other is not None:
        there = round(1000 * other / end)
    return Thread(here, there, french.short(end) + french.after(indicator.sign))


def _round_up(top: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50… at or above this number."""
    step = 0.001
    while step < top:
        for factor in (2, 2.5, 2):
            if step >= top:
                break
            step *= factor
    return float(f"{step:.6g}")


def points(indicator: Indicator, values: tuple[Value, ...]) -> tuple[Point, ...]:
    """A series in words, oldest first."""
    series = []
    for before, value in zip((None, *values), values, strict=False):
        series.append(
            Point(
                period=value.period.label,
                code=value.period.code,
                figure=shown(indicator, value),
                counts=counts_words(indicator, value),
                known=known_words(value.completeness),
                breaks=before is not None and before.segment != value.segment,
            )
        )
    return tuple(series)


def _gap(indicator: Indicator, value: Value, above: Value | None) -> float | None:
    if above is None or above.value is None or value.value is None or indicator.is_count:
        return None
    if indicator.answer(value.territory.level, value.value):
        return None
    decimals = indicator.decimals
    gap = french.rounded(value.value, decimals) - french.rounded(above.value, decimals)
    return french.rounded(gap, decimals)


def _meaning(indicator: Indicator, value: Value) -> str:
    """What follows the number; a share of a single commune is a yes or a no."""
    if value.value is None:
        return "Rien à mesurer ici : le dénominateur est nul."
    if indicator.answer(value.territory.level, value.value):
        return "pour cette commune"
    return french.typographic(indicator.meaning)


def _ordered(origins: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """What was measured first, the populations it is divided by last."""
    return tuple(sorted(origins, key=lambda origin: origin.source.startswith("cog_")))


def publishers(origins: tuple[Origin, ...]) -> str:
    """« Arcep », « ANCT et 2 autres »."""
    names = list(dict.fromkeys(french.typographic(origin.publisher) for origin in _ordered(origins)))
    others = len(names) - 1
    return names[0] if others < 1 else f"{names[0]} et {french.counted(others, 'autre')}"


def _reading(line: ProfileLine, last: Value, name_of: Callable[[Ref], Territory]) -> Reading:
    indicator, above = line.sheet.indicator, line.above
    series = points(indicator, line.values)
    compared = comparison_words(indicator, last, above, name_of) if above else ""
    answer = indicator.answer(last.territory.level, last.value)
    drawn = len(series) > 1 and not answer
    number = "" if last.value is None else french.number(last.value, indicator.decimals)
    return Reading(
        number=french.capital(answer) or number,
        meaning=_meaning(indicator, last),
        sentence=meaning.sentence(indicator, last),
        target="" if answer else meaning.target_distance(indicator, last),
        unit="" if answer else unit_words(indicator),
        period=last.period.label,
        counts=counts_words(indicator, last),
        known=known_words(last.completeness),
        part=name_of(last.territory).part,
        flags=tuple(french.typographic(flag.label) for flag in last.flags if flag not in SAID_ELSEWHERE),
        origins=_ordered(last.origins),
        publishers=publishers(last.origins),
        obtained=french.day(last.obtained_on),
        trend=_trend(line),
        comparison=compared,
        gap=_gap(indicator, last, above),
        rank=last.place,
        thread=_thread(indicator, last, above),
        parts=tuple((part, french.number(count)) for part, count in last.breakdown.items()),
        points=series,
        curve=None if answer else sparkline(line.values),
        drawn=drawn,
    )


def read(line: ProfileLine, name_of: Callable[[Ref], Territory]) -> Figure:
    """One line of a profile, in words."""
    indicator = line.sheet.indicator
    return Figure(
        name=indicator.name,
        title=french.typographic(indicator.title),
        theme=french.typographic(indicator.theme),
        modality=french.typographic(indicator.modality),
        concerned=line.concerned,
        concerns=french.typographic(indicator.concerns_label),
        loaded=line.sheet.loaded,
        wanted=line.sheet.wanted,
        said=_reading(line, line.last, name_of) if line.last else None,
    )


def favourable(indicator: Indicator, gap: float) -> bool:
    """Whether such a gap is good news."""
    return gap > 0 if indicator.good is Good.UP else gap < 0
