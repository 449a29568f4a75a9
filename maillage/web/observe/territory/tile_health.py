"""The tile of « Santé »: how many general practitioners, and beside whom."""

from collections.abc import Iterator

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Level, Ref
from maillage.kernel.themes import HEALTH
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.web.observe.territory.alike import origin_words, value_words
from maillage.web.observe.territory.tile import SHAPES, Part, Row, Tile, known_line, last, opening, stacked

DOCTORS = "medecins_generalistes_pour_10000_habitants"
WIDER = (Level.DEPARTEMENT, Level.REGION)
"""What a commune is drawn beside."""


def tile(source: Observatory, ref: Ref) -> Tile | None:
    """The practitioners of a commune beside wider places, or how many live in a commune that has one; no tile where
    none was counted, or nobody lives."""
    value = last(source, ref, DOCTORS)
    if value is None or value.value is None:
        return None
    indicator, count = source.indicator(DOCTORS).indicator, round(value.numerator)
    number, unit = value_words(indicator, value.value), "médecins pour 10 000 habitants"
    if ref.level is Level.COMMUNE:
        number = french.number(count)
        unit = french.plural(count, "médecin généraliste", "médecins généralistes")
    what, parts, rows = _drawing(source, ref, indicator, value)
    return Tile(
        *opening(HEALTH, ref),
        number,
        french.typographic(unit),
        known_line(_line(indicator, value), value),
        origin_words(source, DOCTORS, ref),
        what,
        parts,
        rows,
        down=True,
    )


def _line(indicator: Indicator, value: Value) -> str:
    """« Un pour 1 100 habitants. Une consultation à distance… »"""
    each = "Aucun ici."
    if value.numerator:
        each = f"Un pour {french.counted(round((value.denominator or 0) / value.numerator), 'habitant')}."
    return f"{each} {french.typographic(indicator.why)}".rstrip()


def _drawing(
    source: Observatory, ref: Ref, indicator: Indicator, value: Value
) -> tuple[str, tuple[Part, ...], tuple[Row, ...]]:
    """What is drawn, its parts or its rows."""
    if ref.level is Level.COMMUNE:
        rates = dict(_rates(source, ref, value))
        most = max(rates.values()) or 1
        rows = (_row(indicator, name, rate, most) for name, rate in rates.items())
        return french.typographic(indicator.title), (), tuple(rows)
    without = round(value.lacking or 0)
    people = round(value.denominator or 0) - without
    words = (("un médecin dans leur commune", people, "best"), ("aucun dans leur commune", without, "bad"))
    return "Habitants qui ont ou non", stacked(words), ()


def _rates(source: Observatory, ref: Ref, value: Value) -> Iterator[tuple[str, float]]:
    """The rate here, then those of wider places, by name."""
    yield "Ici", value.value or 0
    for parent in source.territory(ref).parents:
        beside = last(source, parent, DOCTORS) if parent.level in WIDER else None
        if beside is not None and beside.value is not None:
            yield french.typographic(source.territory(parent).name), beside.value


def _row(indicator: Indicator, name: str, rate: float, most: float) -> Row:
    """A rate as a bar, or a cross for none."""
    signs = "" if rate else SHAPES["dropped"].format(x=3)
    return Row(f"{name}{french.THIN}: {value_words(indicator, rate)}", rate, signs, round(100 * rate / most, 1))
