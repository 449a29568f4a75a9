"""The values a map shows, put into classes and said in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.web.drawing.choropleth import LEFT, UNKNOWN, WITHOUT, Painting
from maillage.web.drawing.scale import Scale, answers, classes, differences
from maillage.web.observe.map_asked import Asked, View
from maillage.web.ui.links import address


@dataclass(frozen=True, slots=True)
class Layer:
    """One map: its title, the numbers known by code, their words, and the codes where there is nothing to know."""

    key: str
    title: str
    period: Period
    known: Mapping[str, float]
    words: Mapping[str, str]
    without: frozenset[str]

    def word(self, code: str) -> str:
        """The figure of a territory, or why there is none."""
        return self.words.get(code, "sans objet" if code in self.without else "inconnu")


@dataclass(frozen=True, slots=True)
class Atlas:
    """What a view holds: territories by name, the number of each at each period, the maps and their classes.

    A territory that is absent from the numbers of a period is unknown; None, it has nothing to measure.
    """

    territories: tuple[Territory, ...]
    numbers: Mapping[str, Mapping[str, float | None]]
    without: Mapping[str, frozenset[str]]
    layers: tuple[Layer, ...]
    scales: tuple[Scale, ...]
    origins: tuple[Origin, ...]

    @property
    def parts(self) -> Mapping[str, str]:
        """What is added to the words of those that straddle the region, by code."""
        return {territory.ref.code: f" ({territory.part})" for territory in self.territories if territory.part}

    def keeps(self, ask: Asked, rank: int, code: str) -> bool:
        """Whether one of the maps keeps a territory, when the reader keeps some classes only."""
        if ask.keeps is None:
            return True
        number = self.layers[rank].known.get(code)
        return number is not None and ask.keeps.first <= self.scales[rank].rank(number) <= ask.keeps.last

    def shown_rank(self, ask: Asked) -> int:
        """The rank of the map that the table is about: that of the period asked."""
        return next((rank for rank, layer in enumerate(self.layers) if layer.period == ask.period), 0)

    def changed(self, ask: Asked, code: str) -> float | None:
        """How much a territory changed between the two periods, as it is shown; None when that is not known."""
        if len(ask.both) < 2 or not ask.comparable:
            return None
        before, after = (self.numbers[period.code].get(code) for period in ask.both)
        return change(ask.sheet.indicator, before, after)


def change(indicator: Indicator, before: float | None, after: float | None) -> float | None:
    """The difference of two figures as they are shown, so that a reader can check it."""
    if before is None or after is None:
        return None
    digits = indicator.decimals
    return french.rounded(french.rounded(after, digits) - french.rounded(before, digits), digits)


def change_words(indicator: Indicator, amount: float) -> str:
    """« +4,2 points », « −3 », « stable »."""
    if amount == 0:
        return "stable"
    unit = french.plural(amount, "point") if indicator.unit == "%" else indicator.sign
    return ("+" if amount > 0 else "") + french.with_unit(amount, unit, indicator.decimals)


def _numbers(source: Observatory, ask: Asked, period: Period, inside: set[str]) -> dict[str, float | None]:
    every = source.layer(ask.sheet.indicator.name, ask.level, period)
    return {code: number for code, number in every.items() if code in inside}


def _of_period(
    ask: Asked, key: str, period: Period, numbers: Mapping[str, float | None], without: frozenset[str]
) -> Layer:
    indicator = ask.sheet.indicator
    known = {code: number for code, number in numbers.items() if number is not None}
    words = {
        code: indicator.answer(ask.level, number) or french.with_unit(number, indicator.sign, indicator.decimals)
        for code, number in known.items()
    }
    return Layer(key, period.label, period, known, words, without)


def _of_change(ask: Asked, numbers: Mapping[str, Mapping[str, float | None]], without: frozenset[str]) -> Layer:
    indicator = ask.sheet.indicator
    before, after = ask.both
    changes = {
        code: change(indicator, numbers[before.code].get(code), number) for code, number in numbers[after.code].items()
    }
    known = {code: amount for code, amount in changes.items() if amount is not None}
    words = {code: change_words(indicator, amount) for code, amount in known.items()}
    title = f"Différence entre {before.label} et {after.label}"
    return Layer("difference", title, after, known, words, without)


def _scale(ask: Asked, every: Sequence[float]) -> Scale:
    """The classes of these values; in ochre on white when what is behind is what there is to see."""
    indicator = ask.sheet.indicator
    if indicator.yes_no and ask.level is Level.COMMUNE and ask.view is not View.GAP:
        scale = answers(indicator, every)
    else:
        make = differences if ask.view is View.GAP else classes
        scale = make(indicator, every, ask.method, ask.count, ask.bounds)
    last = len(scale.steps) - 1
    if ask.keeps is None:
        return scale.lacking(last - 1) if scale.crowded and ask.view is View.ONE else scale
    if ask.keeps.last > last:
        raise UsageError(f"Classe « {ask.keeps.last} » inconnue : il y en a {last + 1}, numérotées depuis 0.")
    behind = ask.keeps.first == 0 and ask.keeps.last < last
    return scale.lacking(ask.keeps.last) if behind and scale.ramp == "ramp" else scale


def _scales(
    ask: Asked, layers: Sequence[Layer], codes: Sequence[str], model: Mapping[str, float | None] | None
) -> tuple[Scale, ...]:
    """The classes of each map: the same for two dates, counted for each. `model` is what they fit, the maps without."""
    every = [number for layer in layers for number in layer.known.values()]
    if model is not None and ask.view is not View.GAP:
        every = [number for number in model.values() if number is not None] or every
    scale = _scale(ask, every)
    scales = []
    for layer in layers:
        without = sum(code in layer.without and code not in layer.known for code in codes)
        scales.append(scale.counted(layer.known.values(), len(codes) - len(layer.known) - without, without))
    return tuple(scales)


def atlas(source: Observatory, ask: Asked) -> Atlas:
    """Everything a view shows. A difference across a break of series has no map."""
    every = source.territories(ask.level, ask.within)
    territories = tuple(territory for territory in every if not ask.kind or territory.kind == ask.kind)
    codes = [territory.ref.code for territory in territories]
    inside = set(codes)
    outside = source.not_concerned(ask.sheet.indicator.name, ask.level)
    numbers = {period.code: _numbers(source, ask, period, inside) for period in ask.both}
    without = {
        code: outside | {place for place, number in figures.items() if number is None}
        for code, figures in numbers.items()
    }
    if ask.view is View.GAP:
        both = frozenset.intersection(*without.values())
        layers: tuple[Layer, ...] = (_of_change(ask, numbers, both),) if ask.comparable else ()
    else:
        layers = tuple(
            _of_period(ask, f"carte-{rank}", period, numbers[period.code], without[period.code])
            for rank, period in enumerate(ask.shown, 1)
        )
    region, name = source.release.region, ask.sheet.indicator.name
    whole = [value for period in ask.shown for value in source.series(name, region, period)]
    origins = {origin for value in whole for origin in value.origins}
    ordered = tuple(sorted(origins, key=lambda origin: (origin.source, origin.period)))
    model = _numbers(source, ask, ask.model, inside) if ask.model else None
    return Atlas(territories, numbers, without, layers, _scales(ask, layers, codes, model), ordered)


def painting(ask: Asked, maps: Atlas, rank: int) -> Painting:
    """What one of the maps paints: colours, words and the portrait each shape leads to."""
    layer, scale = maps.layers[rank], maps.scales[rank]
    kinds = {code: scale.kind(number) for code, number in layer.known.items()}
    kinds |= {code: WITHOUT for code in layer.without if code not in layer.known}
    if ask.keeps:
        kinds = {
            territory.ref.code: kinds[territory.ref.code] if maps.keeps(ask, rank, territory.ref.code) else LEFT
            for territory in maps.territories
        }
    names = {territory.ref.code: french.typographic(territory.name) for territory in maps.territories}
    words = {code: f"{name}{french.THIN}: {layer.word(code)}{maps.parts.get(code, '')}" for code, name in names.items()}
    return Painting(scale, kinds, words, portrait(ask))


def portrait(ask: Asked) -> Callable[[str], str]:
    """Gives the address of a territory's page."""
    return lambda code: address("territory", ask.level, code)


def wire(maps: Atlas, ask: Asked, rank: int) -> dict[str, object]:
    """One of the maps for the script: the kinds, the rank of each code's kind, and its words when it is known.

    A code that is absent is outside of what is shown.
    """
    layer, scale = maps.layers[rank], maps.scales[rank]
    kinds = list(scale.kinds)
    without, unknown = len(kinds), len(kinds) + 1
    codes = [territory.ref.code for territory in maps.territories]
    of = {code: without if code in layer.without else unknown for code in codes}
    of |= {code: scale.rank(number) for code, number in layer.known.items()}
    kept: dict[str, object] = {"garder": list(ask.keeps)} if ask.keeps else {}
    if ask.view is View.ONE and ask.other and ask.comparable:
        changes = {code: maps.changed(ask, code) for code in codes}
        kept["depuis"] = ask.other.label
        kept["evolutions"] = {
            code: change_words(ask.sheet.indicator, amount) for code, amount in changes.items() if amount
        }
    return kept | {
        "titre": layer.title,
        "genres": [*kinds, WITHOUT, UNKNOWN],
        "rangs": of,
        "mots": {code: words + maps.parts.get(code, "") for code, words in layer.words.items()},
    }


def frames(source: Observatory, ask: Asked, codes: Sequence[str]) -> list[dict[str, str]]:
    """Every period of a map in the classes of the one shown: its code, its label, and a digit for each of these codes,
    the rank of its kind as in `wire`."""
    inside, outside = set(codes), source.not_concerned(ask.sheet.indicator.name, ask.level)
    model = _numbers(source, ask, ask.model or ask.period, inside)
    scale = _scale(ask, [number for number in model.values() if number is not None])
    without, unknown = len(scale.steps), len(scale.steps) + 1

    def rank(numbers: Mapping[str, float | None], code: str) -> int:
        number = numbers.get(code)
        if number is not None:
            return scale.rank(number) if scale.steps else unknown
        return without if code in outside or code in numbers else unknown

    images = []
    for period in ask.sheet.periods:
        numbers = _numbers(source, ask, period, inside)
        ranks = "".join(str(rank(numbers, code)) for code in codes)
        images.append({"periode": period.code, "titre": period.label, "rangs": ranks})
    return images


def place_words(source: Observatory, within: Ref | None) -> str:
    """« dans le Doubs » said plainly: the name of the part shown, of the region when it is all of it."""
    return french.typographic(source.territory(within).name if within else source.release.region_name)
